/** One job of a workflow, as far as caching goes: restore, fetch what is missing, save. */
import { fetchPackages } from '../../../../lib/fetch/fetch.ts';
import type { Basearch } from '../../../../lib/host/architecture.ts';
import { HttpClient } from '../../../../lib/host/http.ts';
import { Store } from '../../../../lib/host/store.ts';
import type { LockedPackage } from '../../../../lib/remix/lockfile.ts';
import { parseRepoFile } from '../../../../lib/rpm/repo-file.ts';
import { openBuildCache } from '../../../../lib/runner/cache/open.ts';
import { actionsLog } from '../../../../lib/runner/log.ts';
import type { CacheMode } from '../../../../lib/runner/remix-inputs.ts';

/** What the job is given, as JSON. */
export interface CacheJob {
  readonly mode: CacheMode;
  readonly storePath: string;
  readonly maxBytes: number;
  readonly basearch: Basearch;
  readonly packages: readonly LockedPackage[];
  readonly baseUrl: string;
  /** The job reads the lock and needs none of its packages. */
  readonly noteOnly: boolean;
}

/** What it prints after the mark. */
export interface CacheJobResult {
  readonly cacheHitBytes: number;
  readonly downloadedBytes: number;
  readonly savedBytes: number;
}

const job = JSON.parse(process.argv[2] ?? '') as CacheJob;
const store = new Store(job.storePath);
const log = actionsLog({
  workspace: process.env['GITHUB_WORKSPACE'] ?? '',
  debug: process.env['RUNNER_DEBUG'] === '1',
});
await using http = new HttpClient();
let result: CacheJobResult;
{
  await using cache = await openBuildCache({
    ...{ mode: job.mode, store, remix: 'small', maxBytes: job.maxBytes, log },
    run: { id: process.env['GITHUB_RUN_ID'] ?? '', attempt: '1' },
  });
  await cache.notePackages(job.packages);
  const packages = job.noteOnly ? [] : job.packages;
  await cache.restorePackages(job.basearch, packages);
  const text = `[small]\nbaseurl=${job.baseUrl}\ngpgcheck=0\n`;
  const repositories = parseRepoFile(text, 'small.repo');
  await fetchPackages({ packages, repositories, store, http, log, offline: false });
  await cache.savePackages(job.basearch, packages);
  result = { ...cache.counts, downloadedBytes: http.receivedBytes };
}
process.stdout.write(`##result ${JSON.stringify(result)}\n`);
