import {
  chmod,
  constants,
  copyFile,
  lstat,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
} from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import { checkoutMode } from '../remix/overlay-inputs.ts';
import type { ComposeCode } from './errors.ts';
import { enableUnits } from './rootfs-units.ts';
import { Tree } from './tree.ts';
import { settleAccounts } from './users.ts';

/** Something in a folder that is laid over a tree. */
export interface LaidFile {
  /** Relative to the folder. */
  readonly path: string;
  /** On the host. */
  readonly source: string;
  readonly kind: 'file' | 'folder' | 'link';
  /** Permissions in the tree; of a link 0. */
  readonly mode: number;
  /** Where a link leads, `''` for others. */
  readonly target: string;
}

/**
 * Returns what is in the folder `files`, a folder before what is in it. Modes are those of a checkout: 0755 for
 * what is executable and for folders, else 0644.
 *
 * @param what what is made, for messages: `container anvil-base`
 * @param root folder that `files` must be in, links followed
 * @throws ConfigError FILES_MISSING, FILES_UNSAFE
 */
export async function readFilesFolder(
  files: string,
  what: string,
  root: string,
): Promise<LaidFile[]> {
  const real = await realpath(files).catch(() => undefined);
  if (real === undefined || !(await lstat(real)).isDirectory()) {
    const why = real === undefined ? 'does not exist' : 'is no folder';
    throw new ConfigError<ComposeCode>('FILES_MISSING', `${what}: files: ${files} ${why}`);
  }
  const below = relative(await realpath(root), real);
  if (below === '..' || below.startsWith('../')) {
    throw unsafe(what, files, `leads out of ${root}, to ${real}`);
  }
  const found: LaidFile[] = [];
  const list = async (folder: string): Promise<void> => {
    for (const name of (await readdir(join(real, folder))).sort(compareBytes)) {
      const path = join(folder, name);
      const source = join(real, path);
      const stats = await lstat(source);
      if (stats.isDirectory()) {
        found.push({ path, source, kind: 'folder', mode: 0o755, target: '' });
        await list(path);
      } else if (stats.isSymbolicLink()) {
        const target = await readlink(source);
        if (climbsOut(path, target)) throw unsafe(what, source, `leads out of it, to ${target}`);
        found.push({ path, source, kind: 'link', mode: 0, target });
      } else if (stats.isFile()) {
        found.push({ path, source, kind: 'file', mode: checkoutMode(stats.mode), target: '' });
      } else {
        throw unsafe(what, source, 'is neither a file nor a folder nor a link');
      }
    }
  };
  await list('');
  return found;
}

/** What a user puts over the packages of a container. */
export interface LayOptions {
  readonly treePath: string;
  readonly what: string;
  readonly files: readonly LaidFile[];
  /** Units to enable. */
  readonly units: readonly string[];
  /** Seconds since 1970: time of all that is laid. */
  readonly sourceDateEpoch: number;
}

/**
 * Lays files over a tree, makes the accounts that their sysusers.d files ask for, and enables units, which may be
 * among the files. Everything belongs to root. What the tree has as a link to a folder (/bin) stays a link; a
 * folder that it has keeps its mode.
 *
 * Returns the paths, in the tree, of what was written, new folders too.
 *
 * @throws ConfigError FILES_CONFLICT, UNIT_MISSING; BuildError SYSUSERS_MALFORMED
 */
export async function layFiles(options: LayOptions): Promise<string[]> {
  const { what, sourceDateEpoch } = options;
  const tree = new Tree(options.treePath);
  const paths: string[] = [];
  for (const file of options.files) {
    const path = await layFile(tree, file, what);
    if (path !== undefined) paths.push(path);
  }
  if (paths.some(isSysusersFile)) paths.push(...(await addAccounts(tree)));
  paths.push(...(await enableUnits(tree, options.units, what)));
  const touched = new Set<string>(paths);
  for (const path of paths) {
    for (let at = dirname(path); at !== '.'; at = dirname(at)) touched.add(at);
  }
  if (paths.length > 0) touched.add('');
  for (const path of touched) await tree.touch(path, sourceDateEpoch);
  return [...new Set(paths)];
}

/** Returns where it lies now, or undefined for a folder that was there. */
async function layFile(tree: Tree, file: LaidFile, what: string): Promise<string | undefined> {
  const { path, source, kind, mode } = file;
  const found = await tree.lstat(path);
  if (kind === 'folder') {
    if ((await tree.stat(path))?.isDirectory() === true) return undefined;
    if (found !== undefined) throw conflict(what, file, 'a folder');
    const target = await resolved(tree, path);
    await tree.mkdir(target);
    return target;
  }
  if (found?.isDirectory() === true) throw conflict(what, file, `a ${kind}`);
  const target = await resolved(tree, path);
  if (kind === 'link') {
    await tree.symlink(file.target, target);
    return target;
  }
  const at = await tree.resolve(target);
  const temporary = `${at}.treesmith-new`;
  // Nothing of a package: it would be written to through a link, wherever that leads on the host.
  await rm(temporary, { recursive: true, force: true });
  await copyFile(source, temporary, constants.COPYFILE_EXCL);
  await chmod(temporary, mode);
  await rename(temporary, at);
  return target;
}

async function addAccounts(tree: Tree): Promise<string[]> {
  await settleAccounts(tree);
  const there: string[] = [];
  for (const path of ['etc/passwd', 'etc/group', 'etc/shadow', 'etc/gshadow']) {
    if ((await tree.lstat(path))?.isFile() === true) there.push(path);
  }
  return there;
}

function isSysusersFile(path: string): boolean {
  return /^(usr\/lib|etc)\/sysusers\.d\/[^/]+\.conf$/.test(path);
}

/** Where a path is in the tree, with links of its parents followed. */
async function resolved(tree: Tree, path: string): Promise<string> {
  return relative(tree.path, await tree.resolve(path));
}

/** A relative link that climbs out of the folder means another thing there than in the container. */
function climbsOut(path: string, target: string): boolean {
  if (target.startsWith('/')) return false;
  let depth = path.split('/').length - 1;
  for (const name of target.split('/')) {
    if (name === '..') depth -= 1;
    else if (name !== '' && name !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

function unsafe(what: string, path: string, why: string): ConfigError<ComposeCode> {
  return new ConfigError<ComposeCode>('FILES_UNSAFE', `${what}: files: ${path} ${why}`, {
    hint: 'A link to a path of the container is written as it is there: /usr/share/zoneinfo/UTC.',
  });
}

function conflict(what: string, { source, path }: LaidFile, kind: string) {
  return new ConfigError<ComposeCode>(
    'FILES_CONFLICT',
    `${what}: files: ${source} is ${kind}, and /${path} of the container is not`,
  );
}
