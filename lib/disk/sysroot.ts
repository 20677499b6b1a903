import { lstatSync, lutimesSync, readdirSync } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { findUnreadableBlsLine } from '../grub/bls.ts';
import { runTool, ToolError } from '../host/process.ts';
import type { OstreeRemote } from '../remix/remix.ts';
import type { DiskCode } from './errors.ts';
import type { AddedFile } from './first-boot.ts';

/** What is deployed, and how. */
export interface SysrootOptions {
  /** The folder to make. */
  readonly path: string;
  readonly repoPath: string;
  readonly commit: string;
  readonly ref: string;
  /** Name of the stateroot. */
  readonly osName: string;
  /** The remote of the deployed system; without one its origin is the bare ref. */
  readonly remote?: OstreeRemote;
  /** Public OpenPGP key that must have signed the commit. Without one nothing is verified. */
  readonly gpgKeyPath?: string;
  readonly kernelArguments: readonly string[];
  /** What the system gets beside the commit. */
  readonly files: readonly AddedFile[];
  /** True when GRUB reads the entry. */
  readonly checkEntry: boolean;
  readonly timestampSeconds: number;
  readonly log: Log;
}

/** A root file system as a folder, ready for mke2fs. */
export interface Sysroot {
  readonly path: string;
  /** The deployment, relative to `path`. */
  readonly deployment: string;
  /** Bytes of its files in blocks of 4 KiB, hard links counted once. */
  readonly sizeBytes: number;
  readonly inodes: number;
}

const BLOCK_BYTES = 4096;

/**
 * Makes the physical root of an OSTree system in a folder, with one deployment. The commit's
 * signature is verified on the way in, as a client would.
 *
 * @throws ConfigError SIGNATURE_BAD, BLS_UNSUPPORTED; ToolError
 */
export async function deploySysroot(options: SysrootOptions): Promise<Sysroot> {
  const { path, commit, ref, osName, log } = options;
  const repo = `--repo=${join(path, 'ostree', 'repo')}`;
  const ostree = (...args: string[]) =>
    runTool(['ostree', ...args], { log, env: MUTABLE, umask: UMASK });
  await mkdir(path, { recursive: true });
  await chmod(path, 0o755);
  await ostree('admin', 'init-fs', '--modern', path);
  await ostree('admin', 'os-init', osName, `--sysroot=${path}`);
  // The loader's configuration is fixed and reads what ostree writes in any case.
  await ostree(repo, 'config', 'set', 'sysroot.bootloader', 'none');
  await ostree(repo, 'config', 'set', 'sysroot.readonly', 'true');

  const remote = options.remote ?? { name: 'treesmith-verify', url: 'file:///nowhere' };
  const trust =
    options.gpgKeyPath === undefined
      ? ['--no-gpg-verify']
      : ['--set=gpg-verify=true', `--gpg-import=${options.gpgKeyPath}`];
  await ostree(repo, 'remote', 'add', ...trust, remote.name, remote.url, ref);
  await pullCommit(options, remote.name, repo);
  await ownObjects(join(path, 'ostree', 'repo', 'objects'));
  if (options.remote === undefined) await ostree(repo, 'remote', 'delete', remote.name);
  const refspec = options.remote === undefined ? ref : `${remote.name}:${ref}`;
  await ostree(repo, 'refs', `--create=${refspec}`, commit);

  const kargs = options.kernelArguments.map((argument) => `--karg-append=${argument}`);
  await ostree(
    'admin',
    'deploy',
    `--sysroot=${path}`,
    `--os=${osName}`,
    '--no-prune',
    ...kargs,
    refspec,
  );
  if (options.checkEntry) await assertBlsEntry(path, osName);
  // Caches of this machine's pull, and nothing that the system needs.
  await rm(join(path, 'ostree', 'repo', 'tmp'), { recursive: true });
  for (const folder of ['tmp', 'tmp/cache']) {
    await mkdir(join(path, 'ostree', 'repo', folder));
    await chmod(join(path, 'ostree', 'repo', folder), 0o755);
  }

  const deployment = join('ostree', 'deploy', osName, 'deploy', `${commit}.0`);
  for (const file of options.files) {
    await addFile(file.place === 'sysroot' ? path : join(path, deployment), file);
  }
  return { path, deployment, ...settleTree(path, options.timestampSeconds) };
}

/**
 * Gives the repository files of its own where the pull has made hard links to the one it came from
 * (metadata, a few MB): what follows sets times, and empties files.
 */
async function ownObjects(objects: string): Promise<void> {
  for (const folder of await readdir(objects)) {
    for (const name of await readdir(join(objects, folder))) {
      const path = join(objects, folder, name);
      if ((await lstat(path)).nlink === 1) continue;
      const copy = `${path}.own`;
      await copyFile(path, copy);
      await chmod(copy, 0o644);
      await rename(copy, path);
    }
  }
}

/** Files of /etc are of the deployment alone: none is a hard link to the repository's. */
async function addFile(root: string, file: AddedFile): Promise<void> {
  const path = join(root, file.path);
  await makeFolders(root, dirname(file.path));
  if (file.link === true) {
    await rm(path, { force: true });
    await symlink(file.text, path);
    return;
  }
  await writeFile(path, file.text, { flag: 'a' });
  await chmod(path, 0o644);
}

async function makeFolders(root: string, path: string): Promise<void> {
  if (path === '.') return;
  await makeFolders(root, dirname(path));
  try {
    await mkdir(join(root, path));
    await chmod(join(root, path), 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** ostree makes the deployment immutable, which nobody but root could undo; the image gets the flag later. */
const MUTABLE = { OSTREE_SYSROOT_DEBUG: 'mutable-deployments' };

/** Of the folders that ostree makes: the user's own must not decide. */
const UMASK = '022';

async function assertBlsEntry(path: string, osName: string): Promise<void> {
  const folder = join(path, 'boot', 'loader', 'entries');
  for (const name of await readdir(folder)) {
    const line = findUnreadableBlsLine(await readFile(join(folder, name), 'utf8'));
    if (line === undefined) continue;
    throw new ConfigError<DiskCode>(
      'BLS_UNSUPPORTED',
      `the boot loader cannot read this line of the entry of ${osName}: ${line}`,
      {
        hint: 'Leave out $ ; & | < > { } # quotes and backslashes from kernel arguments and PRETTY_NAME.',
      },
    );
  }
}

async function pullCommit(options: SysrootOptions, remote: string, repo: string): Promise<void> {
  const verify = options.gpgKeyPath === undefined ? [] : ['--gpg-verify'];
  try {
    await runTool(
      [
        'ostree',
        repo,
        'pull-local',
        `--remote=${remote}`,
        ...verify,
        '--disable-fsync',
        options.repoPath,
        options.commit,
      ],
      { log: options.log, umask: UMASK },
    );
  } catch (error) {
    if (!(error instanceof ToolError) || !/gpg|signature|public key/i.test(error.stderr))
      throw error;
    const reason = error.stderr.trim().split('\n').at(-1) ?? '';
    throw new ConfigError<DiskCode>(
      'SIGNATURE_BAD',
      `commit ${options.commit} is not signed by the key in ${options.gpgKeyPath}: ${reason.replace(/^error:\s*/, '')}`,
      {
        cause: error,
        hint: 'Sign the commit with that key, or give the public key that it was signed with.',
      },
    );
  }
}

/**
 * Sets every modification time that is not ostree's own 0 to the commit's, and adds up what the
 * tree takes. Access and change times cannot be set here; `writeExt4` sets them in the image.
 */
function settleTree(root: string, timeSeconds: number): { sizeBytes: number; inodes: number } {
  const seen = new Set<bigint>();
  let sizeBytes = 0;
  const visit = (path: string): void => {
    const facts = lstatSync(path, { bigint: true });
    if (facts.isDirectory()) {
      for (const name of readdirSync(path)) visit(join(path, name));
    }
    if (facts.mtimeNs !== 0n) lutimesSync(path, timeSeconds, timeSeconds);
    if (seen.has(facts.ino)) return;
    seen.add(facts.ino);
    // A short symbolic link lies in its inode; a folder has one block at least.
    const bytes = facts.isSymbolicLink() && facts.size < 60n ? 0 : Number(facts.size);
    sizeBytes += Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
  };
  visit(root);
  return { sizeBytes, inodes: seen.size };
}
