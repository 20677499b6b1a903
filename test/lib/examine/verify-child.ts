/** `verify-child.ts REFERENCE AGAINST`: prints what was compared, and the peak of this process's memory. */
import { readFileSync } from 'node:fs';
import { silentLog } from '../../../lib/core/log.ts';
import { verifyReference } from '../../../lib/examine/verify-reference.ts';
import { HttpClient } from '../../../lib/host/http.ts';

const [reference = '', against] = process.argv.slice(2);
const http = new HttpClient();
const { counts, differences } = await verifyReference({
  ...{ reference, against, access: { http, authFiles: [] } },
  ...{ architecture: undefined, hostArchitecture: 'amd64' },
  ...{ ignore: [], ignoreOwners: false, log: silentLog },
});
await http.close();
const [, peakKibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
const peakBytes = Number(peakKibibytes) * 1024;
process.stdout.write(JSON.stringify({ counts, differences, peakBytes }));
