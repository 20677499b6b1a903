import { globSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { makeRpmRepository } from '../demo/rpm-repo.ts';
import { type ComposePackage, composeTree } from '../lib/compose/compose.ts';
import { silentLog } from '../lib/core/log.ts';
import { writeFileAtomic } from '../lib/host/files.ts';
import { readTool, runTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { readTreefile } from '../lib/remix/treefile.ts';
import type { BenchRow } from './bench-row.ts';

const ROUNDS = 3;
const EPOCH = 1_700_000_000;
const DEMO = join(import.meta.dirname, '..', 'demo');

/** The packages of Anvil, and where both sides work. */
interface Ground {
  readonly root: string;
  readonly dnfConf: string;
  /** The treefile's requests. */
  readonly requests: readonly string[];
  readonly packages: readonly ComposePackage[];
  readonly homedir: string;
  readonly keyId: string;
}

/**
 * From RPMs on disk to a signed commit in an archive repository, initramfs included: ours against
 * `dnf --installroot`, `dracut`, `ostree commit` and gpg, which is what one types by hand. The peer
 * neither lays out the tree nor normalises it. Both take turns; medians of three.
 */
export async function benchCompose(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  const ground = await prepare(temp.path);
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    peer.push(await timed(() => runPeer(ground)));
    ours.push(await timed(() => runOurs(ground)));
  }
  const row = {
    unit: 'seconds' as const,
    case: `compose ${ground.packages.length} packages into a signed commit`,
    ours: median(ours),
    peer: 'dnf --installroot + dracut + ostree commit + gpg',
    peers: median(peer),
    target: 0.5,
    note: `medians of ${ROUNDS}; ours also lays out and normalises the tree`,
  };
  return [{ ...row, ratio: row.ours / row.peers }];
}

async function runOurs({ root, packages, homedir, keyId }: Ground): Promise<void> {
  const treefile = await readTreefile(join(DEMO, 'anvil.yaml'), { basearch: 'x86_64' });
  const repoPath = join(root, 'ours');
  await composeTree({
    treefile,
    basearch: 'x86_64',
    packages,
    repoPath,
    workDir: join(root, 'work'),
    sourceDateEpoch: EPOCH,
    version: '12',
    gpg: { homedir, keyId },
    log: silentLog,
  });
  await rm(repoPath, { recursive: true });
}

async function runPeer({ root, dnfConf, requests, homedir, keyId }: Ground): Promise<void> {
  const tree = join(root, 'peer-tree');
  const repo = `--repo=${join(root, 'peer')}`;
  await installByDnf(dnfConf, tree, requests);
  const [version = ''] = globSync('*', { cwd: join(tree, 'usr/lib/modules') });
  const bwrap = [
    'bwrap',
    '--bind',
    tree,
    '/',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--tmpfs',
    '/tmp',
  ];
  await runTool(
    [
      ...bwrap,
      '--tmpfs',
      '/var/tmp',
      'dracut',
      '--no-hostonly',
      '--add',
      'ostree',
      '--force',
      `/usr/lib/modules/${version}/initramfs.img`,
      version,
    ],
    { onStdout: () => undefined },
  );
  await runTool(['ostree', repo, 'init', '--mode=archive']);
  await runTool([
    'ostree',
    repo,
    'commit',
    '--branch=peer',
    `--gpg-sign=${keyId}`,
    `--gpg-homedir=${homedir}`,
    `--tree=dir=${tree}`,
  ]);
  await runTool(['rm', '-rf', '--one-file-system', tree, join(root, 'peer')]);
}

async function installByDnf(
  conf: string,
  tree: string,
  requests: readonly string[],
): Promise<void> {
  const options = ['--quiet', '--assumeyes', '--releasever=12', '--setopt=tsflags=nodocs'];
  await runTool(['dnf', '-c', conf, `--installroot=${tree}`, ...options, 'install', ...requests], {
    // Debian's rpm keeps its database in the home of the user: here, of the tree.
    env: { HOME: '/root' },
    onStdout: () => undefined,
  });
}

/** Lets dnf choose the packages once, so that both sides install the same. */
async function prepare(root: string): Promise<Ground> {
  const { repoPath } = await makeRpmRepository({ outDir: join(DEMO, 'out'), log: silentLog });
  const repository = join(repoPath, 'x86_64');
  const dnfConf = join(root, 'dnf.conf');
  await writeFileAtomic(
    dnfConf,
    `[main]
gpgcheck=0
install_weak_deps=0
reposdir=/nonexistent
cachedir=${join(root, 'dnf-cache')}
[anvil]
name=Anvil
baseurl=file://${repository}
`,
  );
  const treefile = await readTreefile(join(DEMO, 'anvil.yaml'), { basearch: 'x86_64' });
  const requests = treefile.packages;
  const tree = join(root, 'chosen');
  await installByDnf(dnfConf, tree, requests);
  // Below the home folder on Debian, below /usr on Fedora.
  const database = (await readTool(['find', tree, '-name', 'rpmdb.sqlite'])).trim();
  const names = await readTool([
    ...['rpm', '--dbpath', join(database, '..'), '-qa'],
    ...['--qf', '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm\\n'],
  ]);
  await runTool(['rm', '-rf', '--one-file-system', tree]);
  const chosen = new Set(names.trim().split('\n'));
  const packages = globSync('**/*.rpm', { cwd: repository })
    .filter((path) => chosen.has(path.split('/').at(-1) ?? ''))
    .sort()
    .map((path) => locked(join(repository, path)));
  return { root, dnfConf, requests, packages, ...(await makeKey(join(root, 'gnupg'))) };
}

function locked(path: string): ComposePackage {
  const record = { url: `file://${path}`, repoid: 'anvil', size: 0, checksum: path, name: path };
  return { path, locked: { ...record, evr: '', sourcerpm: '', arch: '', buildtime: EPOCH } };
}

async function makeKey(homedir: string): Promise<{ homedir: string; keyId: string }> {
  await mkdir(homedir, { mode: 0o700 });
  const gpg = ['gpg', '--homedir', homedir, '--batch', '--passphrase', ''];
  await runTool([
    ...gpg,
    '--quick-gen-key',
    'Bench <bench@anvil.invalid>',
    'rsa2048',
    'sign',
    'never',
  ]);
  const keys = await readTool([...gpg, '--with-colons', '--list-keys']);
  await runTool(['gpgconf', '--homedir', homedir, '--kill', 'all']);
  return { homedir, keyId: /^fpr:+([0-9A-F]+):/m.exec(keys)?.[1] ?? '' };
}

async function timed(body: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await body();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
