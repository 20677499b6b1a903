/** Copies the image in argv to where argv says, and prints the bytes that it took of memory. */
import { readFile } from 'node:fs/promises';
import { silentLog } from '../lib/core/log.ts';
import { HttpClient } from '../lib/host/http.ts';
import { copyImage } from '../lib/registry/copy-image.ts';
import { openPlace } from '../lib/registry/open-place.ts';

const [from = '', to = ''] = process.argv.slice(2);
await using http = new HttpClient();
const access = { http, authFiles: [] };
await copyImage(await openPlace(from, access), await openPlace(to, access, { isNew: true }), {
  log: silentLog,
});
// Unlike resourceUsage(), which begins with what the process had that started this one.
const status = await readFile('/proc/self/status', 'utf8');
console.log(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024);
