import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { ComposeCode } from './errors.ts';
import type { Kernel } from './kernel.ts';
import { runSandboxed, treeMounts } from './sandbox.ts';
import type { Tree } from './tree.ts';

const DRACUT_TIMEOUT_MS = 60 * 60_000;

/** How to make the initramfs. */
export interface InitramfsOptions {
  readonly tree: Tree;
  readonly kernel: Kernel;
  /** `initramfs-args` of the treefile; `--no-hostonly` when there are none. */
  readonly args: readonly string[];
  /** A folder on the tree's file system, for the result. */
  readonly workDir: string;
  readonly sourceDateEpoch: number;
  readonly log: Log;
}

/**
 * Makes /usr/lib/modules/VERSION/initramfs.img with the tree's own dracut and its dracut.conf.d.
 * dracut sees the tree read-only.
 *
 * Compression: what the tree's dracut configuration says; else zstd, when the kernel and the tree
 * can (3 s where dracut's default gzip -9 takes 20 s, for 5 % more bytes); else gzip.
 *
 * @throws BuildError INITRAMFS_FAILED
 */
export async function makeInitramfs(options: InitramfsOptions): Promise<void> {
  const { tree, kernel, log } = options;
  const out = join(options.workDir, 'initramfs');
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const args = options.args.length === 0 ? ['--no-hostonly'] : options.args;
  const failure = await runSandboxed(
    [
      ...['dracut', '--force', '--reproducible', '--add', 'ostree', '--tmpdir', '/tmp/dracut'],
      ...(await compression(tree, kernel, args)),
      ...args,
      ...['--kver', kernel.version, '/out/initramfs.img'],
    ],
    {
      mounts: [
        ...treeMounts(tree.path, { etc: 'usr/etc', readOnly: true }),
        '--dir',
        '/tmp/dracut',
        '--bind',
        out,
        '/out',
      ],
      // Without CAP_MKNOD, device nodes cannot be made; udev makes them at boot.
      env: { DRACUT_NO_MKNOD: '1', DRACUT_NO_XATTR: '1' },
      sourceDateEpoch: options.sourceDateEpoch,
      timeoutMs: DRACUT_TIMEOUT_MS,
      log,
      onLine: (line) => log.debug(`dracut: ${line}`),
    },
  );
  if (failure !== undefined) {
    throw new BuildError<ComposeCode>(
      'INITRAMFS_FAILED',
      `dracut failed with exit code ${failure.exitCode}:\n${failure.tail.slice(-20).join('\n')}`,
      { hint: 'The tree needs the packages dracut, kmod and ostree (with its dracut module).' },
    );
  }
  await chmod(join(out, 'initramfs.img'), 0o644);
  await rename(join(out, 'initramfs.img'), await tree.resolve(`${kernel.folder}/initramfs.img`));
  await rm(out, { recursive: true });
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
