/** One job that locks: `metadata-child.ts FOLDER STORE`, with tree.yaml and its .repo file in FOLDER. */
import { join } from 'node:path';
import { HttpClient } from '../../../../lib/host/http.ts';
import { Store } from '../../../../lib/host/store.ts';
import { lockRemix } from '../../../../lib/lock/lock.ts';
import { formatLockfile } from '../../../../lib/remix/lockfile.ts';
import { readRepositories } from '../../../../lib/remix/repositories.ts';
import { readTreefile } from '../../../../lib/remix/treefile.ts';
import { openBuildCache } from '../../../../lib/runner/cache/open.ts';
import { actionsLog } from '../../../../lib/runner/log.ts';

const [folder = '', storePath = ''] = process.argv.slice(2);
const store = new Store(storePath);
const log = actionsLog({ workspace: folder, debug: false });
const treefile = await readTreefile(join(folder, 'tree.yaml'), { basearch: 'x86_64' });
const inputs = new Map([
  ['x86_64' as const, { treefile, repositories: await readRepositories(treefile) }],
]);
await using http = new HttpClient();
let counts = {};
let lock = '';
{
  await using cache = await openBuildCache({
    ...{ mode: 'actions', store, remix: 'small', maxBytes: 0, log },
    run: { id: process.env['GITHUB_RUN_ID'] ?? '', attempt: '1' },
  });
  const access = { inputs, store, http, log, offline: false, metadataCache: cache };
  lock = formatLockfile((await lockRemix(access)).lockfile);
  counts = { ...cache.counts };
}
const result = { ...counts, downloadedBytes: http.receivedBytes, lock };
process.stdout.write(`##result ${JSON.stringify(result)}\n`);
