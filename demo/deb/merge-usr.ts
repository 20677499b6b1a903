import { existsSync } from 'node:fs';
import { lstat, readdir, readlink, rename, rmdir, symlink, unlink } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { makeDirectory } from './make-directory.ts';

const MERGED = /^\/(bin|sbin|lib|lib32|lib64|libx32)(?=\/|$)/;

/** Returns where `path` (absolute) is once /bin, /sbin and /lib* are links into /usr. */
export function mergedPath(path: string): string {
  return path.replace(MERGED, '/usr/$1');
}

/** Moves /bin, /sbin and /lib* of the tree at `root` into /usr. Relative links keep their targets. */
export async function mergeUsr(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (MERGED.test(`/${name}`)) await moveInto(root, `/${name}`, `/usr/${name}`);
  }
}

async function moveInto(root: string, from: string, to: string): Promise<void> {
  const stat = await lstat(join(root, from));
  if (!stat.isDirectory()) {
    await makeDirectory(join(root, dirname(to)));
    if (stat.isSymbolicLink()) return moveLink(root, from, to);
    if (existsSync(join(root, to))) throw new RangeError(`${from} and ${to} are both there`);
    return rename(join(root, from), join(root, to));
  }
  await makeDirectory(join(root, to));
  for (const name of await readdir(join(root, from)))
    await moveInto(root, `${from}/${name}`, `${to}/${name}`);
  await rmdir(join(root, from));
}

async function moveLink(root: string, from: string, to: string): Promise<void> {
  const target = await readlink(join(root, from));
  const meant = mergedPath(posix.resolve(posix.dirname(from), target));
  await unlink(join(root, from));
  const kept = target.startsWith('/') || posix.resolve(posix.dirname(to), target) === meant;
  await symlink(kept ? target : posix.relative(posix.dirname(to), meant), join(root, to));
}
