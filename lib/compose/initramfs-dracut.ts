import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import type { ComposeCode } from './errors.ts';
import type { Kernel } from './kernel.ts';
import { runSandboxed, treeMounts } from './sandbox.ts';
import type { Tree } from './tree.ts';

const DRACUT_TIMEOUT_MS = 60 * 60_000;

/** Without CAP_MKNOD, device nodes cannot be made; udev makes them at boot. */
export const DRACUT_ENVIRONMENT = { DRACUT_NO_MKNOD: '1', DRACUT_NO_XATTR: '1' };

/**
 * Returns dracut's command line. `args`: `initramfs-args` of the treefile; `--no-hostonly` when there
 * are none.
 *
 * Compression: what the tree's dracut configuration says; else zstd, when the kernel and the tree
 * can (3 s where dracut's default gzip -9 takes 20 s, for 5 % more bytes); else gzip.
 */
export async function dracutArgv(
  tree: Tree,
  kernel: Kernel,
  args: readonly string[],
): Promise<string[]> {
  const given = args.length === 0 ? ['--no-hostonly'] : args;
  return [
    ...['dracut', '--force', '--reproducible', '--add', 'ostree', '--tmpdir', '/tmp/dracut'],
    ...(await compression(tree, kernel, given)),
    ...given,
    ...['--kver', kernel.version, '/out/initramfs.img'],
  ];
}

/**
 * Runs the tree's dracut, which sees the tree read-only, and returns the path of the result, in the
 * new folder `out`.
 *
 * @throws BuildError INITRAMFS_FAILED, EMULATOR_CRASHED
 */
export async function runDracut(
  argv: readonly string[],
  options: {
    readonly tree: Tree;
    readonly basearch: Basearch;
    readonly out: string;
    readonly sourceDateEpoch: number;
    readonly log: Log;
  },
): Promise<string> {
  const { tree, out, log } = options;
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const failure = await runSandboxed(argv, {
    mounts: [
      ...treeMounts(tree.path, { etc: 'usr/etc', readOnly: true }),
      ...['--dir', '/tmp/dracut', '--bind', out, '/out'],
    ],
    env: DRACUT_ENVIRONMENT,
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: DRACUT_TIMEOUT_MS,
    basearch: options.basearch,
    log,
    onLine: (line) => log.debug(`dracut: ${line}`),
  });
  if (failure !== undefined) {
    throw new BuildError<ComposeCode>(
      'INITRAMFS_FAILED',
      `dracut failed with exit code ${failure.exitCode}:\n${failure.tail.slice(-20).join('\n')}`,
      { hint: 'The tree needs the packages dracut, kmod and ostree (with its dracut module).' },
    );
  }
  const path = join(out, 'initramfs.img');
  await chmod(path, 0o644);
  return path;
}

async function compression(tree: Tree, kernel: Kernel, args: readonly string[]): Promise<string[]> {
  const chosen = /^--(compress|gzip|bzip2|lzma|xz|lzo|lz4|zstd|no-compress)\b/;
  if (args.some((arg) => chosen.test(arg)) || (await isConfigured(tree))) return [];
  const config = (await tree.read(`${kernel.folder}/config`)) ?? '';
  const zstd =
    /^CONFIG_RD_ZSTD=y$/m.test(config) && (await tree.stat('usr/bin/zstd')) !== undefined;
  // More than one thread gives the same bytes as one worker thread does, on any number of cores.
  return zstd ? ['--compress', 'zstd -1 -T0'] : ['--compress', 'gzip -n -6'];
}

async function isConfigured(tree: Tree): Promise<boolean> {
  const folders = ['usr/lib/dracut/dracut.conf.d', 'usr/etc/dracut.conf.d'];
  const files = ['usr/etc/dracut.conf'];
  for (const folder of folders) {
    for (const name of await tree.list(folder))
      if (name.endsWith('.conf')) files.push(`${folder}/${name}`);
  }
  for (const file of files) {
    if (/^\s*compress=/m.test((await tree.read(file)) ?? '')) return true;
  }
  return false;
}
