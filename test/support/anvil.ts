import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeNewerRelease, makeRpmRepository } from '../../demo/rpm-repo.ts';
import { silentLog } from '../../lib/core/log.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OUT = join(ROOT, 'test', '.work', 'anvil');
/** Shared with `npm run demo`: what a package is converted to does not depend on who asks. */
const CACHE = join(ROOT, 'demo', 'out', 'cache');

/** Anvil's RPM repository, for tests that need real packages. */
export interface AnvilRepository {
  /** Folder to serve as `anvil_mirror`: `<path>/x86_64/repodata/repomd.xml`. */
  readonly path: string;
  /** Armoured public key of the packages and of repomd.xml. */
  readonly keyPath: string;
  /** Absolute paths of all packages, sorted. */
  readonly rpms: readonly string[];
}

/**
 * Returns Anvil's repository; the first call on a machine makes it (a minute on two cores), later
 * ones, in other workers too, find it. Do not change it: copy it first (`cp -al`).
 */
export async function anvilRepository(): Promise<AnvilRepository> {
  return describeRepository(await makeRpmRepository(OPTIONS));
}

/** Returns the repository a day later, with anvil-release 12-2 beside 12-1. Same rules. */
export async function newerAnvilRepository(): Promise<AnvilRepository> {
  await makeRpmRepository(OPTIONS);
  return describeRepository(await makeNewerRelease(OPTIONS));
}

const OPTIONS = { outDir: OUT, cacheDir: CACHE, log: silentLog };

async function describeRepository(made: {
  readonly repoPath: string;
  readonly publicKeyPath: string;
}): Promise<AnvilRepository> {
  const packages = join(made.repoPath, 'x86_64', 'Packages');
  const names = await readdir(packages, { recursive: true });
  const rpms = names.filter((name) => name.endsWith('.rpm')).map((name) => join(packages, name));
  return { path: made.repoPath, keyPath: made.publicKeyPath, rpms: rpms.sort() };
}
