import { existsSync } from 'node:fs';
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { canonicalJson, sha256 } from '../lib/core/digest.ts';
import type { Log } from '../lib/core/log.ts';
import { readTool, runTool } from '../lib/host/process.ts';
import { findTool } from '../lib/host/tools.ts';
import { downloadClosure } from './deb/closure.ts';
import { convertDeb } from './deb/convert.ts';
import { parseListedDirectories } from './deb/extract.ts';
import { recipeFolder } from './deb/recipe.ts';
import { PACKAGING_TOOLS } from './deb/rules.ts';
import { readTree } from './deb/tree.ts';
import { readVirtualNames } from './deb/virtual-names.ts';
import { DEBIAN_PACKAGES } from './packages.ts';
import { buildSpec } from './rpm-build.ts';
import { runLimited } from './run-limited.ts';
import { makeSigningKey, type SigningKey, withSecretKey } from './signing-key.ts';

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
  /** `rpm-repo/`, `keys/` and the caches `debs/` and `packages/` are made here. */
  readonly outDir: string;
  readonly log: Log;
}

const DEMO = import.meta.dirname;
const RECIPES = join(DEMO, 'packages');
const SPECS = join(DEMO, 'specs');
const BASEARCH = 'x86_64';
const SIGN_BATCH = 32;

/**
 * Makes Anvil's RPM repository: downloads the Debian packages, converts each into an RPM, builds the
 * specs in `demo/specs`, signs packages and repomd.xml with a key of its own. What was converted
 * before is taken from the cache; when nothing changed, nothing is done.
 */
export async function makeRpmRepository({
  outDir,
  log,
}: RpmRepositoryOptions): Promise<RpmRepository> {
  const repoPath = join(outDir, 'rpm-repo');
  const publicKeyPath = join(outDir, 'keys', 'anvil-rpm.asc');
  const stampPath = join(repoPath, '.stamp');
  const inputs = await digestInputs();
  if (
    existsSync(stampPath) &&
    existsSync(publicKeyPath) &&
    (await readFile(stampPath, 'utf8')) === inputs
  ) {
    return { repoPath, publicKeyPath, changed: false };
  }
  await mkdir(outDir, { recursive: true });
  const workDir = await mkdtemp(join(outDir, 'work-'));
  // GnuPG's sockets need a short path.
  const gnupgDir = await mkdtemp(join(tmpdir(), 'anvil-'));
  try {
    const debs = await log.group('Download Debian packages', () =>
      downloadClosure({ packages: DEBIAN_PACKAGES, cacheDir: join(outDir, 'debs'), log }),
    );
    const key = await makeSigningKey(
      join(outDir, 'keys'),
      'anvil-rpm',
      'Anvil packages <packages@anvil.invalid>',
      gnupgDir,
    );
    const build: Build = { outDir, workDir, gnupgDir, key, log };
    const rpms = await log.group(`Build and sign packages (${debs.length} Debian packages)`, () =>
      buildPackages(debs, build),
    );
    await log.group(`Create the repository (${rpms.length} packages)`, () =>
      createRepository(rpms, repoPath, build),
    );
    await writeFile(stampPath, inputs);
  } finally {
    await rm(workDir, { recursive: true, force: true });
    await rm(gnupgDir, { recursive: true, force: true });
  }
  return { repoPath, publicKeyPath, changed: true };
}

interface Build {
  readonly outDir: string;
  readonly workDir: string;
  readonly gnupgDir: string;
  readonly key: SigningKey;
  readonly log: Log;
}

/** One package to build: its place in the cache, and how to make its RPMs. */
interface Job {
  readonly cached: string;
  readonly weight: number;
  readonly run: (workDir: string) => Promise<string[]>;
}

/** Returns the signed RPMs, sorted. */
async function buildPackages(debs: readonly string[], build: Build): Promise<string[]> {
  const cacheDir = join(build.outDir, 'packages');
  await mkdir(cacheDir, { recursive: true });
  const jobs = [...(await debJobs(debs, cacheDir, build)), ...(await specJobs(cacheDir, build))];
  const missing = jobs.filter((job) => !existsSync(job.cached)).sort((a, b) => b.weight - a.weight);
  const started = performance.now();
  const built = await runLimited(missing, async (job, index) => {
    const workDir = join(build.workDir, String(index));
    await mkdir(workDir);
    const result = join(build.workDir, `${index}.done`);
    await mkdir(result);
    for (const rpm of await job.run(workDir)) await rename(rpm, join(result, basename(rpm)));
    await rm(workDir, { recursive: true });
    return { result, cached: job.cached };
  });
  await signPackages(
    built.map(({ result }) => result),
    build,
  );
  for (const { result, cached } of built) await rename(result, cached);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  build.log.info(
    `${built.length} packages built and signed in ${seconds} s, ${jobs.length - built.length} from the cache`,
  );
  await removeOthers(
    cacheDir,
    jobs.map((job) => basename(job.cached)),
  );
  const rpms: string[] = [];
  for (const job of jobs)
    rpms.push(...(await readdir(job.cached)).map((name) => join(job.cached, name)));
  return rpms.sort();
}

async function debJobs(debs: readonly string[], cacheDir: string, build: Build): Promise<Job[]> {
  const baseFiles = debs.find((path) => basename(path).startsWith('base-files_'));
  if (baseFiles === undefined) throw new RangeError('base-files is not in the closure');
  const sharedDirectories = parseListedDirectories(
    await readTool(['dpkg-deb', '--contents', baseFiles]),
  );
  const virtualNames = await readVirtualNames(debs);
  const converter = await digestFiles([join(DEMO, 'deb'), join(DEMO, 'rpm-build.ts')]);
  const jobs: Job[] = [];
  for (const deb of debs) {
    const name = basename(deb).replace(/_.*/, '');
    if (PACKAGING_TOOLS.includes(name)) continue;
    const recipe = await digestFiles([recipeFolder(RECIPES, name)]);
    const key = sha256(
      canonicalJson([
        basename(deb),
        basename(baseFiles),
        virtualNames,
        converter,
        recipe,
        build.key.fingerprint,
      ]),
    );
    jobs.push({
      cached: join(cacheDir, `${name}-${key.slice(0, 16)}`),
      weight: (await stat(deb)).size,
      run: async (workDir) => [
        await convertDeb(deb, {
          workDir,
          recipes: RECIPES,
          sharedDirectories,
          virtualNames: new Set(virtualNames),
          log: build.log,
        }),
      ],
    });
  }
  return jobs;
}

async function specJobs(cacheDir: string, build: Build): Promise<Job[]> {
  const specs = (await readdir(SPECS)).filter((name) => name.endsWith('.spec')).sort();
  const jobs: Job[] = [];
  for (const file of specs) {
    const name = basename(file, '.spec');
    const digest = await digestFiles([
      join(SPECS, file),
      join(SPECS, name),
      join(DEMO, 'rpm-build.ts'),
    ]);
    jobs.push({
      cached: join(cacheDir, `${name}-${sha256(digest + build.key.fingerprint).slice(0, 16)}`),
      weight: 0,
      run: (workDir) =>
        buildSpec(join(SPECS, file), {
          workDir,
          target: 'noarch',
          macros: { _sourcedir: join(SPECS, name) },
          log: build.log,
        }),
    });
  }
  return jobs;
}

async function signPackages(folders: readonly string[], build: Build): Promise<void> {
  const rpms: string[] = [];
  for (const folder of folders)
    rpms.push(...(await readdir(folder)).map((name) => join(folder, name)));
  await withSecretKey(build.key, build.gnupgDir, async (home) => {
    const macros = [
      '--define',
      `_gpg_name ${build.key.fingerprint}`,
      '--define',
      `_gpg_path ${home}`,
    ];
    const gpg = await findTool('gpg');
    const batches = Array.from({ length: Math.ceil(rpms.length / SIGN_BATCH) }, (_, index) =>
      rpms.slice(index * SIGN_BATCH, (index + 1) * SIGN_BATCH),
    );
    await runLimited(batches, (batch) =>
      runTool(['rpmsign', ...macros, '--define', `__gpg ${gpg}`, '--addsign', ...batch], {
        env: { GNUPGHOME: home, HOME: build.workDir },
        log: build.log,
      }),
    );
  });
}

async function createRepository(
  rpms: readonly string[],
  repoPath: string,
  build: Build,
): Promise<void> {
  const fresh = join(build.workDir, 'rpm-repo');
  const root = join(fresh, BASEARCH);
  for (const rpm of rpms) {
    const folder = join(root, 'Packages', basename(rpm).slice(0, 1).toLowerCase());
    await mkdir(folder, { recursive: true });
    await link(rpm, join(folder, basename(rpm)));
  }
  await runTool(
    [
      'createrepo_c',
      '--quiet',
      '--workers',
      String(availableParallelism()),
      '--no-database',
      '--groupfile',
      join(DEMO, 'comps.xml'),
      root,
    ],
    { log: build.log },
  );
  await withSecretKey(build.key, build.gnupgDir, (home) =>
    runTool(
      [
        'gpg',
        '--homedir',
        home,
        '--batch',
        '--quiet',
        '--no-tty',
        '--armor',
        '--detach-sign',
        '--local-user',
        build.key.fingerprint,
        join(root, 'repodata', 'repomd.xml'),
      ],
      { log: build.log },
    ),
  );
  await writeFile(join(fresh, 'RPM-GPG-KEY-anvil'), await readFile(build.key.publicKeyPath));
  await rm(repoPath, { recursive: true, force: true });
  await rename(fresh, repoPath);
}

async function removeOthers(folder: string, keep: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!keep.includes(name)) await rm(join(folder, name), { recursive: true });
  }
}

/** Everything in demo/ that decides what the repository holds. */
async function digestInputs(): Promise<string> {
  return digestFiles(
    ['comps.xml', 'deb', 'packages', 'packages.ts', 'rpm-build.ts', 'rpm-repo.ts', 'specs'].map(
      (name) => join(DEMO, name),
    ),
  );
}

async function digestFiles(paths: readonly string[]): Promise<string> {
  const digests: string[] = [];
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const files = (await stat(path)).isDirectory()
      ? (await readTree(path)).filter((entry) => entry.kind === 'file').map((entry) => entry.path)
      : [''];
    for (const file of files)
      digests.push(`${basename(path)}${file} ${sha256(await readFile(join(path, file)))}`);
  }
  return sha256(digests.join('\n'));
}
