import { lstatSync, lutimesSync, readdirSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import type { LiveCode } from './errors.ts';

/** A commit as a root file system in a folder. */
export interface LiveTree {
  readonly path: string;
  readonly commit: string;
  /** The commit's: the only time that the images know. */
  readonly timestampSeconds: number;
  /** The kernel's release, such as `6.1.0-18-amd64`; undefined for a tree without one. */
  readonly kernel: string | undefined;
}

/**
 * Checks a commit out into the new folder `path`, so that it can be a root file system without
 * ostree's deployment around it: `/etc` is a copy of `/usr/etc`, `/var` has what ostree makes in a new
 * stateroot, and the rest of it is tmpfiles' to make. Modification times are ostree's 0 or the commit's.
 *
 * @throws ConfigError COMMIT_MISSING; ToolError; BuildError DISK_FULL
 */
export async function checkoutTree(
  repoPath: string,
  commit: string,
  path: string,
  log: Log,
): Promise<LiveTree> {
  const timestampSeconds = await readTimestamp(repoPath, commit);
  const argv = ['ostree', `--repo=${repoPath}`, 'checkout', '--force-copy', '--fsync=no'];
  await runTool([...argv, commit, path], { log, umask: '022' });
  await chmod(path, 0o755);
  if ((await exists(join(path, 'usr/etc'))) && !(await exists(join(path, 'etc')))) {
    // The tool copies what no call of Node does: extended attributes.
    await runTool(['cp', '-a', '--', join(path, 'usr/etc'), join(path, 'etc')], { log });
  }
  await makeVar(join(path, 'var'));
  settleTimes(path, timestampSeconds);
  return { path, commit, timestampSeconds, kernel: await findKernel(path) };
}

/**
 * Checks a commit out to be read only, which needs no root: files belong to us, and there is nothing
 * but what the commit has.
 *
 * @throws ConfigError COMMIT_MISSING; ToolError; BuildError DISK_FULL
 */
export async function checkoutToRead(
  repoPath: string,
  commit: string,
  path: string,
  log: Log,
): Promise<LiveTree> {
  const timestampSeconds = await readTimestamp(repoPath, commit);
  const argv = ['ostree', `--repo=${repoPath}`, 'checkout', '-U', '--fsync=no'];
  await runTool([...argv, commit, path], { log, umask: '022' });
  return { path, commit, timestampSeconds, kernel: await findKernel(path) };
}

/** Returns the kernel's release. Throws ConfigError KERNEL_MISSING. */
export function requireKernel(tree: LiveTree): string {
  if (tree.kernel !== undefined) return tree.kernel;
  throw new ConfigError<LiveCode>(
    'KERNEL_MISSING',
    `commit ${tree.commit} has no kernel: expected /usr/lib/modules/<version>/vmlinuz`,
    {
      hint: 'Add a kernel package to the treefile; without one the tree can be a tar or wsl archive.',
    },
  );
}

async function readTimestamp(repoPath: string, commit: string): Promise<number> {
  const argv = ['ostree', `--repo=${repoPath}`, 'show', commit];
  // The checksum is in names and scripts later on: a ref, which ostree would take too, must not be.
  const isChecksum = /^[0-9a-f]{64}$/.test(commit);
  const shown = await runTool(argv, { okExitCodes: [0, 1] });
  const date = /^Date:\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0000$/m.exec(shown.stdout);
  if (isChecksum && shown.exitCode === 0 && date !== null)
    return Date.parse(`${date[1]}T${date[2]}Z`) / 1000;
  throw new ConfigError<LiveCode>('COMMIT_MISSING', `there is no commit ${commit} in ${repoPath}`, {
    hint: 'Compose it first: treesmith compose.',
  });
}

/** The kernel that compose chose: the one with a `vmlinuz`. */
async function findKernel(root: string): Promise<string | undefined> {
  const folder = join(root, 'usr/lib/modules');
  const names = (await exists(folder)) ? (await readdir(folder)).sort() : [];
  for (const name of names) {
    if (await exists(join(folder, name, 'vmlinuz'))) return name;
  }
  return undefined;
}

/** As `ostree admin os-init` makes it. */
async function makeVar(path: string): Promise<void> {
  // A link could lead out of the tree.
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) return;
  for (const [name, mode] of [
    ['', 0o755],
    ['lib', 0o755],
    ['log', 0o755],
    ['tmp', 0o1777],
  ] as const) {
    if (name !== '' && (await exists(join(path, name)))) continue;
    await mkdir(join(path, name), { recursive: true });
    await chmod(join(path, name), mode);
  }
  for (const name of ['run', 'lock']) {
    if (await exists(join(path, name))) continue;
    await symlink(name === 'run' ? '../run' : '../run/lock', join(path, name));
  }
}

function settleTimes(root: string, timeSeconds: number): void {
  const visit = (path: string): void => {
    const facts = lstatSync(path, { bigint: true });
    if (facts.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    if (facts.mtimeNs !== 0n) lutimesSync(path, timeSeconds, timeSeconds);
  };
  visit(root);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
