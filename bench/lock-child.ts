/** One lock, for bench/lock.ts to time: `lock-child.mjs FOLDER`. Prints its peak memory in bytes. */
import { join } from 'node:path';
import { silentLog } from '../lib/core/log.ts';
import { HttpClient } from '../lib/host/http.ts';
import { Store } from '../lib/host/store.ts';
import { lockRemix } from '../lib/lock/lock.ts';
import { readLockfile, writeLockfile } from '../lib/remix/lockfile.ts';
import { readRepositories } from '../lib/remix/repositories.ts';
import { readTreefile } from '../lib/remix/treefile.ts';

const ground = process.argv[2] ?? '';
await using http = new HttpClient();
const treefile = await readTreefile(join(ground, 'tree.yaml'), { basearch: 'x86_64' });
const repositories = await readRepositories(treefile);
const path = join(ground, 'rpms.lock.yaml');
const previous = await readLockfile(path).catch(() => undefined);
const { lockfile } = await lockRemix({
  inputs: new Map([['x86_64', { treefile, repositories }]]),
  ...(previous === undefined ? {} : { previous }),
  store: new Store(join(ground, 'store')),
  http,
  log: silentLog,
  offline: false,
});
await writeLockfile(path, lockfile);
process.stdout.write(String(process.resourceUsage().maxRSS * 1024));
