import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeSigningKey } from '../../demo/signing-key.ts';
import { lockedArch, runCompose } from '../../lib/build/compose.ts';
import { runLock } from '../../lib/build/lock.ts';
import { openWorkspace } from '../../lib/build/workspace.ts';
import { sha256 } from '../../lib/core/digest.ts';
import { silentLog } from '../../lib/core/log.ts';
import { withLock } from '../../lib/host/file-lock.ts';
import { writeFileAtomic } from '../../lib/host/files.ts';
import { parseEvr } from '../../lib/rpm/evr.ts';
import { formatNevra } from '../../lib/rpm/nevra.ts';
import { importSecretKey } from '../../lib/sign/gpg-home.ts';
import { startFileServer } from '../fakes/file-server.ts';
import { type AnvilRepository, anvilRepository, newerAnvilRepository } from './anvil.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OUT = join(ROOT, 'test', '.work', 'anvil-commits');
/** What makes up the product, beside its lockfile. */
const SOURCES = ['anvil.yaml', 'anvil.repo', 'passwd', 'group'];

/** What was made of which inputs. */
const MADE = join(OUT, 'made.json');

/** A commit of Anvil, and what it consists of. */
export interface AnvilCommit {
  readonly commit: string;
  /** Of its lock, sorted. */
  readonly nevras: readonly string[];
  /** NEVRA of anvil-release in it. */
  readonly release: string;
}

/** Two commits of Anvil in one archive repository, both signed; the ref leads to the second. */
export interface AnvilCommits {
  readonly repoPath: string;
  readonly ref: string;
  /** The public key that signed both. */
  readonly gpgKeyPath: string;
  readonly first: AnvilCommit;
  /** As the first, but for a newer anvil-release. */
  readonly second: AnvilCommit;
}

/**
 * Returns two commits of Anvil: locked, fetched and composed by the stages that users run. The first
 * call on a machine makes them (some minutes on two cores), later ones find them. Do not change them.
 */
export async function anvilCommits(): Promise<AnvilCommits> {
  const older = await anvilRepository();
  const newer = await newerAnvilRepository();
  await mkdir(OUT, { recursive: true });
  return withLock(
    join(OUT, '.lock'),
    async () => {
      // To compose again would lead the ref to the first for a moment, and others read it meanwhile.
      const inputs = await digestInputs([older, newer]);
      const known = await readFile(MADE, 'utf8').then(
        (text) => JSON.parse(text) as AnvilCommits & { readonly inputs: string },
        () => undefined,
      );
      if (known?.inputs === inputs) return known;
      const key = await makeSigningKey(
        join(OUT, 'keys'),
        'commits',
        'Anvil <commits@anvil.invalid>',
      );
      const first = await composeOf(older, key.secretKeyPath);
      const second = await composeOf(newer, key.secretKeyPath);
      const { ref } = second;
      const repoPath = join(OUT, 'repo');
      const made = { repoPath, ref, gpgKeyPath: key.publicKeyPath, first, second };
      await writeFileAtomic(MADE, JSON.stringify({ inputs, ...made }));
      return made;
    },
    { log: silentLog },
  );
}

async function digestInputs(repositories: readonly AnvilRepository[]): Promise<string> {
  const files = [
    ...SOURCES.map((name) => join(ROOT, 'demo', name)),
    ...repositories.map(({ path }) => join(path, 'x86_64', 'repodata', 'repomd.xml')),
    // Has the version of what is made of them.
    join(ROOT, 'lib', 'compose', 'input-hash.ts'),
  ];
  const digests = await Promise.all(files.map(async (path) => sha256(await readFile(path))));
  return sha256([ROOT, ...digests].join('\n'));
}

async function composeOf(
  { path }: AnvilRepository,
  secretKeyPath: string,
): Promise<AnvilCommit & { ref: string }> {
  await using server = await startFileServer(path);
  await using signing = await importSecretKey(await readFile(secretKeyPath, 'utf8'));
  const workspace = await openWorkspace(
    {
      remixPath: await writeRemix(),
      outDir: OUT,
      storePath: join(OUT, 'store'),
      repoVars: { anvil_mirror: server.url },
      entry: join(ROOT, 'cli', 'main.ts'),
      offline: false,
    },
    silentLog,
  );
  const { lockfile } = await runLock(workspace, 'update');
  const [composed] = await runCompose(workspace, { signing, lockfile });
  if (composed === undefined) throw new Error('nothing was composed');
  const nevras = lockedArch(lockfile, 'x86_64', workspace).packages.map(({ name, evr, arch }) =>
    formatNevra({ name, ...parseEvr(evr), arch }),
  );
  const release = nevras.find((nevra) => nevra.startsWith('anvil-release-')) ?? '';
  return { commit: composed.commit, ref: composed.ref, nevras, release };
}

/** The demo's files, with a lockfile of our own. */
async function writeRemix(): Promise<string> {
  const folder = join(OUT, 'remix');
  await mkdir(folder, { recursive: true });
  for (const name of SOURCES) {
    await writeFile(join(folder, name), await readFile(join(ROOT, 'demo', name)));
  }
  const path = join(folder, 'remix.yaml');
  await writeFileAtomic(
    path,
    'name: anvil\ntreefile: anvil.yaml\narchitectures: [x86_64]\nlockfile: rpms.lock.yaml\n',
  );
  return path;
}
