import { globSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCommand, readTool, runTool } from '../../lib/host/process.ts';
import type { Day, Ground } from './ground.ts';

/** What the peer is to do. */
export interface PeerOptions {
  /** A new folder of this run. */
  readonly folder: string;
  readonly day?: Day;
  readonly requests?: readonly string[];
  /** `usual`: as people type it; `tuned`: what is known to be faster with the same tools. */
  readonly how: 'usual' | 'tuned';
  readonly initramfs: boolean;
}

/**
 * From RPMs on disk to a signed commit in an archive repository, by dnf, dracut, ostree and gpg.
 * The tree is neither laid out for OSTree nor normalised. Returns the command lines, with `$ROUND`
 * for the folder of the run and `$BENCH` for that of the bench.
 */
export async function runPeer(ground: Ground, options: PeerOptions): Promise<string[]> {
  const { folder, how } = options;
  await mkdir(folder, { recursive: true });
  const commands: string[] = [];
  const run = async (argv: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const words = [...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
    const line = [...words, formatCommand(argv)].join(' ');
    commands.push(shorten(line, folder, ground));
    await runTool(argv, { env, onStdout: () => undefined });
  };
  const tree = join(folder, 'tree');
  await run(
    [
      ...['dnf', '-c', ground.dnfConf[options.day ?? 'first'], `--installroot=${tree}`],
      ...['--quiet', '--assumeyes', '--releasever=12', '--setopt=tsflags=nodocs'],
      ...['install', ...(options.requests ?? ground.requests)],
    ],
    // Debian's rpm keeps its database in the home of the user: here, of the tree.
    { HOME: '/root' },
  );
  if (options.initramfs) await run(dracutArgv(tree, how));
  if (how === 'usual') await commitAsUsual(folder, ground.signing, run);
  else await commitTuned(folder, ground.signing, run);
  return commands;
}

function shorten(line: string, folder: string, { root, signing }: Ground): string {
  return line
    .replaceAll(folder, '$ROUND')
    .replaceAll(root, '$BENCH')
    .replaceAll(signing.keyId, '$KEY')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '$COMMIT');
}

type Run = (argv: readonly string[]) => Promise<void>;

function dracutArgv(tree: string, how: PeerOptions['how']): string[] {
  const [version = ''] = globSync('*', { cwd: join(tree, 'usr/lib/modules') });
  return [
    ...['bwrap', '--bind', tree, '/', '--proc', '/proc', '--dev', '/dev'],
    ...['--tmpfs', '/tmp', '--tmpfs', '/var/tmp'],
    ...['dracut', '--no-hostonly', '--add', 'ostree'],
    ...(how === 'tuned' ? ['--compress', 'zstd -1 -T0'] : []),
    ...['--force', `/usr/lib/modules/${version}/initramfs.img`, version],
  ];
}

async function commitAsUsual(folder: string, key: Ground['signing'], run: Run): Promise<void> {
  const repo = `--repo=${join(folder, 'repo')}`;
  await run(['ostree', repo, 'init', '--mode=archive']);
  await run([
    ...['ostree', repo, 'commit', '--branch=peer'],
    ...[`--gpg-sign=${key.keyId}`, `--gpg-homedir=${key.homedir}`],
    `--tree=dir=${join(folder, 'tree')}`,
  ]);
}

async function commitTuned(folder: string, key: Ground['signing'], run: Run): Promise<void> {
  const [bare, archive] = [join(folder, 'bare'), join(folder, 'repo')];
  const tree = `--tree=dir=${join(folder, 'tree')}`;
  await run(['ostree', `--repo=${bare}`, 'init', '--mode=bare']);
  await run(['ostree', `--repo=${bare}`, 'commit', '--branch=peer', '--consume', tree]);
  await run(['ostree', `--repo=${archive}`, 'init', '--mode=archive']);
  await run(['ostree', `--repo=${archive}`, 'config', 'set', 'archive.zlib-level', '1']);
  await run(['ostree', `--repo=${archive}`, 'pull-local', bare, 'peer']);
  const commit = (await readTool(['ostree', `--repo=${archive}`, 'rev-parse', 'peer'])).trim();
  const home = `--gpg-homedir=${key.homedir}`;
  await run(['ostree', `--repo=${archive}`, 'gpg-sign', home, commit, key.keyId]);
}
