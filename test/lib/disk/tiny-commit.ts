import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { stopAgent } from '../../../lib/sign/gpg-home.ts';

/** A commit of a few files that looks bootable, in an archive repository, signed. */
export interface TinyCommit extends AsyncDisposable {
  readonly folder: string;
  readonly repoPath: string;
  readonly commit: string;
  readonly ref: string;
  /** The key that signed it. */
  readonly gpgKeyPath: string;
  /** A key that did not. */
  readonly otherKeyPath: string;
}

export const TINY_REF = 'tiny/main';
export const TINY_TIME = 1_700_000_000;

/**
 * Makes the commit in a new temporary folder. Its kernel is no kernel, but the boot loader is
 * GRUB's own: it comes as far as loading that kernel.
 */
export async function makeTinyCommit(
  options: {
    readonly kernel?: boolean;
    readonly grub?: boolean;
    readonly systemd?: boolean;
    readonly sign?: boolean;
    readonly files?: readonly string[];
    readonly stub?: boolean;
  } = {},
): Promise<TinyCommit> {
  const folder = await mkdtemp(join(tmpdir(), 'treesmith-tiny-'));
  const tree = join(folder, 'tree');
  for (const path of ['boot', 'dev', 'proc', 'run', 'sys', 'sysroot', 'tmp', 'usr/etc', 'var']) {
    await mkdir(join(tree, path), { recursive: true });
  }
  await put(tree, 'usr/lib/os-release', 'NAME="Tiny"\nID=tiny\nPRETTY_NAME="Tiny 1"\n');
  await put(tree, 'usr/etc/hostname', 'tiny\n');
  await put(tree, 'usr/bin/tool', '#!/bin/sh\n'.repeat(1000));
  await chmod(join(tree, 'usr/bin/tool'), 0o4755);
  if (options.kernel !== false) {
    await put(tree, 'usr/lib/modules/6.1.0/vmlinuz', 'this is no kernel\n');
    await put(tree, 'usr/lib/modules/6.1.0/initramfs.img', 'this is no initramfs\n');
  }
  if (options.systemd !== false) await put(tree, 'usr/lib/systemd/systemd', 'this is no systemd\n');
  if (options.stub === true) {
    const stub = 'usr/lib/systemd/boot/efi/linuxx64.efi.stub';
    await cp(`/${stub}`, join(tree, stub), { recursive: true });
  }
  for (const path of options.files ?? []) await put(tree, path, 'only its name counts\n');
  if (options.grub !== false) {
    const modules = 'usr/lib/grub/x86_64-efi';
    await cp(`/${modules}`, join(tree, modules), { recursive: true });
  }
  const repoPath = join(folder, 'repo');
  const repo = `--repo=${repoPath}`;
  await runTool(['ostree', 'init', repo, '--mode=archive']);
  const commit = await readTool([
    ...['ostree', repo, 'commit', `--branch=${TINY_REF}`, `--tree=dir=${tree}`],
    ...['--owner-uid=0', '--owner-gid=0', `--timestamp=@${TINY_TIME}`, '--fsync=false'],
  ]);
  const gpgKeyPath = join(folder, 'key.asc');
  const otherKeyPath = join(folder, 'other.asc');
  const keyId = await makeKey(join(folder, 'gpg'), gpgKeyPath);
  await makeKey(join(folder, 'other-gpg'), otherKeyPath);
  if (options.sign !== false) {
    const sign = ['gpg-sign', `--gpg-homedir=${join(folder, 'gpg')}`, commit.trim(), keyId];
    await runTool(['ostree', repo, ...sign]);
  }
  for (const home of ['gpg', 'other-gpg']) await stopAgent(join(folder, home));
  return {
    folder,
    repoPath,
    commit: commit.trim(),
    ref: TINY_REF,
    gpgKeyPath,
    otherKeyPath,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function put(tree: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
}

/** Makes a key pair and returns its fingerprint. */
async function makeKey(homedir: string, publicKeyPath: string): Promise<string> {
  await mkdir(homedir, { mode: 0o700 });
  const gpg = ['gpg', '--homedir', homedir, '--batch', '--passphrase', ''];
  await runTool([
    ...gpg,
    '--quick-gen-key',
    'Tiny <tiny@example.invalid>',
    'ed25519',
    'sign',
    'never',
  ]);
  await writeFile(publicKeyPath, await readTool([...gpg, '--armor', '--export']));
  const keys = await readTool([...gpg, '--list-keys', '--with-colons']);
  return /^fpr:+([0-9A-F]{40}):/m.exec(keys)?.[1] ?? '';
}
