import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '../lib/core/log.ts';
import { ARCHITECTURES, type Basearch } from '../lib/host/architecture.ts';
import { withLock, writeFileAtomic } from '../lib/host/files.ts';
import { readTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { buildPackages, pruneResults } from './build-packages.ts';
import { createRepository } from './create-repository.ts';
import { downloadClosure } from './deb/closure.ts';
import { digestPaths } from './input-digest.ts';
import { makeNewerDeb } from './newer-deb.ts';
import { debJobs, type PackageJob, specJobs } from './package-jobs.ts';
import { debianPackages } from './packages.ts';
import { signPackages } from './sign-packages.ts';
import { makeSigningKey, type SigningKey } from './signing-key.ts';

/** Where Anvil's RPM repository is. */
export interface RpmRepository {
  /** Folder to serve: `<repoPath>/<basearch>/repodata/repomd.xml`. */
  readonly repoPath: string;
  /** Armoured key that signed the packages and repomd.xml. */
  readonly publicKeyPath: string;
  /** False when everything was there already. */
  readonly changed: boolean;
}

/** Where to make it. */
export interface RpmRepositoryOptions {
  /** `rpm-repo/`, `keys/` and `signed/` are made here. */
  readonly outDir: string;
  /** Downloads and unsigned packages, in the filesystem of `outDir`; `<outDir>/cache` when absent. */
  readonly cacheDir?: string;
  /** x86_64 unless given. Each has a folder of the repository, made by itself. */
  readonly basearch?: Basearch;
  readonly log: Log;
}

const DEMO = import.meta.dirname;
const KEY_NAME = 'anvil-rpm';
const USER_ID = 'Anvil packages <packages@anvil.invalid>';
const SECONDS_PER_DAY = 86_400;
/** Everything in demo/ that decides what the repository holds. */
const INPUTS = [
  'build-packages.ts',
  'comps.xml',
  'create-repository.ts',
  'deb',
  'newer-deb.ts',
  'package-jobs.ts',
  'packages',
  'packages.ts',
  'rpm-build.ts',
  'rpm-repo.ts',
  'sign-packages.ts',
  'specs',
].map((name) => join(DEMO, name));

/**
 * Makes Anvil's RPM repository in `<outDir>/rpm-repo`: downloads Debian packages, converts each into
 * an RPM, builds the specs in `demo/specs`, signs packages and repomd.xml with a key of its own.
 * What was converted before is taken from the cache; when nothing changed, nothing is done.
 */
export async function makeRpmRepository(options: RpmRepositoryOptions): Promise<RpmRepository> {
  return makeOnce('rpm-repo', options, async (build) => {
    const jobs = await firstJobs(build);
    const rpms = await buildAndSign(jobs, build);
    await pruneResults(build.unsignedDir, jobs);
    await pruneResults(build.signedDir, jobs);
    return rpms;
  });
}

/**
 * Makes a second state of the repository in `<outDir>/rpm-repo-next`: the same packages and, beside
 * anvil-release 12-1, a 12-2 that was built a day after the newest of them.
 */
export async function makeNewerRelease(options: RpmRepositoryOptions): Promise<RpmRepository> {
  return makeOnce('rpm-repo-next', options, async (build) => {
    const rpms = await buildAndSign(await firstJobs(build), build);
    const newer = await specJobs(build.log, {
      macros: { anvil_release: '2' },
      sourceDateEpoch: (await newestBuildTime(rpms)) + SECONDS_PER_DAY,
    });
    return [...rpms, ...(await buildAndSign(newer, build))];
  });
}

/**
 * Makes another second state in `<outDir>/rpm-repo-<name>`: the same packages and, beside the Debian
 * package `name`, a rebuild of it with another program, built a day after the newest of them.
 */
export async function makeNewerPackage(
  options: RpmRepositoryOptions,
  name: string,
): Promise<RpmRepository> {
  return makeOnce(`rpm-repo-${name}`, options, async (build) => {
    const rpms = await buildAndSign(await firstJobs(build), build);
    const builtSeconds = (await newestBuildTime(rpms)) + SECONDS_PER_DAY;
    const debs = await firstDebs(build);
    const isAsked = (path: string) => basename(path).startsWith(`${name}_`);
    const newer: string[] = [];
    for (const deb of debs) {
      newer.push(
        isAsked(deb) ? await makeNewerDeb(deb, join(build.workDir, 'debs'), builtSeconds) : deb,
      );
    }
    const jobs = await debJobs(newer, build.log);
    const changed = jobs.filter(({ key }) => key.replace(/-[^-]+$/, '') === name);
    return [...rpms, ...(await buildAndSign(changed, build))];
  });
}

interface Build {
  readonly basearch: Basearch;
  readonly outDir: string;
  readonly cacheDir: string;
  readonly unsignedDir: string;
  readonly signedDir: string;
  readonly workDir: string;
  readonly key: SigningKey;
  readonly log: Log;
}

/** Makes `<outDir>/<state>` of the RPMs that `collect` returns, unless it is there already. */
async function makeOnce(
  state: string,
  { outDir, cacheDir = join(outDir, 'cache'), basearch = 'x86_64', log }: RpmRepositoryOptions,
  collect: (build: Build) => Promise<string[]>,
): Promise<RpmRepository> {
  const repoPath = join(outDir, state);
  const publicKeyPath = join(outDir, 'keys', `${KEY_NAME}.asc`);
  const stampPath = join(repoPath, basearch, '.inputs');
  const workRoot = join(outDir, 'rpm-work');
  const inputs = await digestPaths(INPUTS);
  const isCurrent = async () =>
    existsSync(publicKeyPath) &&
    existsSync(stampPath) &&
    (await readFile(stampPath, 'utf8')) === inputs;
  const make = async () => {
    // Whoever held the lock may have made it.
    if (await isCurrent()) return { repoPath, publicKeyPath, changed: false };
    const key = await makeSigningKey(join(outDir, 'keys'), KEY_NAME, USER_ID);
    // A run that was killed leaves its folder; the lock says that nobody works there now.
    await rm(workRoot, { recursive: true, force: true });
    await using work = await makeTempDir(workRoot);
    const rpms = await collect({
      basearch,
      outDir,
      cacheDir,
      unsignedDir: join(cacheDir, folderOf('packages', basearch)),
      signedDir: join(outDir, folderOf('signed', basearch)),
      workDir: work.path,
      key,
      log,
    });
    await log.group(`Create ${state}/${basearch} (${rpms.length} packages)`, () =>
      createRepository(rpms, {
        ...{ repoPath, basearch, groupFile: join(DEMO, 'comps.xml') },
        ...{ key, workDir: work.path, log },
      }),
    );
    await writeFileAtomic(stampPath, inputs);
    return { repoPath, publicKeyPath, changed: true };
  };
  if (await isCurrent()) return { repoPath, publicKeyPath, changed: false };
  return withLock(join(cacheDir, '.lock'), make, { log });
}

async function firstJobs(build: Build): Promise<PackageJob[]> {
  return [...(await debJobs(await firstDebs(build), build.log)), ...(await specJobs(build.log))];
}

function firstDebs({ basearch, cacheDir, log }: Build): Promise<string[]> {
  const packages = debianPackages(basearch);
  const architecture = ARCHITECTURES[basearch].debian;
  const folder = join(cacheDir, folderOf('debs', basearch));
  return log.group(`Download Debian packages (${packages.length} requested)`, () =>
    downloadClosure({ packages, architecture, cacheDir: folder, log }),
  );
}

/** What is made for one architecture goes its own way: it is pruned without asking for the others. */
function folderOf(name: string, basearch: Basearch): string {
  return basearch === 'x86_64' ? name : `${name}-${basearch}`;
}

async function buildAndSign(jobs: readonly PackageJob[], build: Build): Promise<string[]> {
  return build.log.group(`Build and sign RPMs (${jobs.length} packages)`, async () => {
    await buildPackages(jobs, { ...build, cacheDir: build.unsignedDir });
    return signPackages(jobs, build);
  });
}

async function newestBuildTime(rpms: readonly string[]): Promise<number> {
  const query = [
    'rpm',
    '--query',
    '--nosignature',
    '--queryformat',
    '%{BUILDTIME}\\n',
    '--package',
  ];
  const times = (await readTool([...query, ...rpms])).trim().split('\n').map(Number);
  return Math.max(...times);
}
