import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '../lib/core/log.ts';
import type { PackageJob } from './package-jobs.ts';
import { runLimited } from './run-limited.ts';

/** Where to build. All three are in one filesystem. */
export interface BuildPackagesOptions {
  /** Keeps unsigned RPMs: `<cacheDir>/<key>/*.rpm`. */
  readonly cacheDir: string;
  /** For half-made things; the caller removes it. */
  readonly workDir: string;
  readonly log: Log;
}

/** Builds the packages that are not in the cache. Afterwards each job's key is a folder there. */
export async function buildPackages(
  jobs: readonly PackageJob[],
  { cacheDir, workDir, log }: BuildPackagesOptions,
): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const missing = jobs
    .filter((job) => !existsSync(join(cacheDir, job.key)))
    .sort((a, b) => b.weightBytes - a.weightBytes);
  const startedMs = performance.now();
  const progress = log.progress('Building', missing.length, 'packages');
  await runLimited(missing, async (job) => {
    const result = join(workDir, `${job.key}.rpms`);
    const folder = join(workDir, job.key);
    await mkdir(result);
    await mkdir(folder);
    for (const rpm of await job.run(folder)) await rename(rpm, join(result, basename(rpm)));
    await rm(folder, { recursive: true });
    await rename(result, join(cacheDir, job.key));
    progress.advance(1);
  });
  progress.done();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const kept = jobs.length - missing.length;
  log.info(`${missing.length} packages built, ${kept} from the cache, ${seconds} s`);
}

/** Removes what no job in `jobs` made from a folder of results. */
export async function pruneResults(folder: string, jobs: readonly PackageJob[]): Promise<void> {
  const keys = new Set(jobs.map((job) => job.key));
  for (const name of await readdir(folder)) {
    if (!keys.has(name)) await rm(join(folder, name), { recursive: true });
  }
}
