/** One job, for bench/cache.ts: prints what it did as JSON, seconds included. */
import { performance } from 'node:perf_hooks';
import { silentLog } from '../lib/core/log.ts';
import { fetchPackages } from '../lib/fetch/fetch.ts';
import { HttpClient } from '../lib/host/http.ts';
import { Store } from '../lib/host/store.ts';
import type { LockedPackage } from '../lib/remix/lockfile.ts';
import { parseRepoFile } from '../lib/rpm/repo-file.ts';
import { openBuildCache } from '../lib/runner/cache/open.ts';

/** What the job does: ours, or GitHub's client alone. */
export type BenchJob =
  | {
      readonly do: 'ours';
      readonly storePath: string;
      readonly packages: readonly LockedPackage[];
      readonly repository: string;
    }
  | {
      readonly do: 'restore' | 'save';
      readonly entries: readonly { readonly path: string; readonly key: string }[];
    };

/** Bytes are 0 and `seconds` is the whole of what was done for GitHub's client. */
export interface BenchJobResult {
  readonly cacheHitBytes: number;
  readonly downloadedBytes: number;
  readonly savedBytes: number;
  /** Of restoring. */
  readonly seconds: number;
}

const job = JSON.parse(process.argv[2] ?? '') as BenchJob;
/** Since the process began: to load the client is part of using it. */
const elapsed = () => performance.now() / 1000;
const result = job.do === 'ours' ? await runOurs(job) : await runClient(job);
process.stdout.write(`\n##result ${JSON.stringify(result)}\n`);

async function runOurs(options: BenchJob & { readonly do: 'ours' }): Promise<BenchJobResult> {
  const store = new Store(options.storePath);
  await using http = new HttpClient();
  const { packages } = options;
  const cache = await openBuildCache({
    ...{ mode: 'actions', store, remix: 'anvil', maxBytes: 0, log: silentLog },
    run: { id: process.env['GITHUB_RUN_ID'] ?? '', attempt: '1' },
  });
  await cache.restorePackages('x86_64', packages);
  const seconds = elapsed();
  const repositories = parseRepoFile(options.repository, 'anvil.repo');
  await fetchPackages({ packages, repositories, store, http, log: silentLog, offline: false });
  await cache.savePackages('x86_64', packages);
  await cache[Symbol.asyncDispose]();
  return { ...cache.counts, downloadedBytes: http.receivedBytes, seconds };
}

async function runClient(options: BenchJob & { readonly do: 'restore' | 'save' }) {
  const { restoreCache, saveCache } = await import('@actions/cache');
  for (const { path, key } of options.entries) {
    const done =
      options.do === 'save' ? await saveCache([path], key) : await restoreCache([path], key);
    if (done === undefined || done === -1) throw new Error(`${options.do} ${key}: ${done}`);
  }
  return { cacheHitBytes: 0, downloadedBytes: 0, savedBytes: 0, seconds: elapsed() };
}
