import { compareBytes } from '../core/bytes.ts';
import { bytes, serialise } from '../ostree/gvariant.ts';
import { array, tuple } from '../ostree/gvariant-containers.ts';
import type { Dirmeta } from '../ostree/objects.ts';
import { objectPath } from '../ostree/objects.ts';
import { attributesOf, fileEntry, folderEntry } from './commit-entry.ts';
import type { CommitObject, CommitTree } from './commit-tree.ts';
import type { ContentDigest, LayerEntry } from './layer-entry.ts';

/**
 * A commit as layers of a container, in the form that `ostree container` (bootc, rpm-ostree) imports: each
 * object in a repository of mode bare-split-xattrs at /sysroot/ostree/repo, and the files of the tree as
 * hard links to them; /usr/etc is /etc. The first layer has the commit and all that describes folders,
 * for only there does the importer take metadata; the others have content.
 *
 * Source: ostree-ext's tar/export.rs (layout V1) and tar/import.rs.
 * Differs from ostree-ext: a layer of content has those folders of the repository and of the tree that its files
 * lie in, and no others; the first has what is left. Files are in the order of their paths: neighbours are alike,
 * and so are compressed better.
 */
const REPOSITORY = 'sysroot/ostree/repo';
const CONFIG = '[core]\nrepo_version=1\nmode=bare-split-xattrs\n';
const REPOSITORY_FOLDERS = [
  ...['extensions', 'refs', 'refs/heads', 'refs/mirrors', 'refs/remotes', 'state', 'tmp'],
  'tmp/cache',
];
const XATTRS = array(tuple<readonly [Uint8Array, Uint8Array]>(bytes, bytes));
const ROOT = { uid: 0, gid: 0 } as const;

/** Returns the first layer: the commit, its signatures, metadata of folders, and the folders themselves. */
export function* ostreeLayer(tree: CommitTree): Generator<LayerEntry, void> {
  const root = tree.folders.get('');
  if (root !== undefined) yield folderEntry('.', root);
  for (const path of parentsOf(`${REPOSITORY}/objects/x`)) yield plainFolder(tree, path);
  for (let byte = 0; byte <= 0xff; byte += 1) {
    yield plainFolder(tree, `${REPOSITORY}/objects/${byte.toString(16).padStart(2, '0')}`);
  }
  for (const name of REPOSITORY_FOLDERS) yield plainFolder(tree, `${REPOSITORY}/${name}`);
  yield plainFile(`${REPOSITORY}/config`, Buffer.from(CONFIG));
  // The importer wants the commit before all other objects, and its signatures right behind it.
  yield metadata(tree.checksum, 'commit', tree.bytes);
  if (tree.detached !== undefined) yield metadata(tree.checksum, 'commitmeta', tree.detached);
  for (const [checksum, object] of tree.dirmetas) yield metadata(checksum, 'dirmeta', object);
  // Those of one size have nearly the same header: 3 % less when it is compressed.
  const dirtrees = [...tree.dirtrees].sort(
    ([a, one], [b, other]) => one.length - other.length || compareBytes(a, b),
  );
  for (const [checksum, object] of dirtrees) yield metadata(checksum, 'dirtree', object);
  const bare = bareFolders(tree);
  for (const [path, meta] of tree.folders) {
    if (path !== '' && path !== 'sysroot' && bare.has(path)) yield folderEntry(outside(path), meta);
  }
  if (!tree.folders.has('var/tmp') && tree.folders.has('var')) {
    // systemd-tmpfiles, which would make it, does not run in most containers.
    yield { path: 'var/tmp', type: 'folder', mode: 0o1777, ...ROOT, sizeBytes: 0 };
  }
}

/**
 * Returns a layer with content.
 *
 * @param objects paths in the commit of each object, by checksum
 * @param digests what the bytes of files must give, by path in the commit
 */
export function* contentLayer(
  tree: CommitTree,
  objects: ReadonlyMap<string, readonly string[]>,
  digests: ReadonlyMap<string, ContentDigest>,
): Generator<LayerEntry, void> {
  const written = new Set<string>();
  function* parents(path: string): Generator<LayerEntry, void> {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (folder === '' || written.has(folder)) return;
    yield* parents(folder);
    written.add(folder);
    const meta = folderOf(tree, folder);
    yield meta === undefined ? plainFolder(tree, folder) : folderEntry(folder, meta);
  }
  const sorted = [...objects]
    .map(([checksum, paths]) => ({ checksum, paths: [...paths].sort(compareBytes) }))
    .sort((a, b) => compareBytes(a.paths[0] ?? '', b.paths[0] ?? ''));
  for (const { checksum, paths } of sorted) {
    const object = tree.objects.get(checksum);
    if (object === undefined) continue;
    const place = `${REPOSITORY}/${objectPath(checksum, 'file')}`;
    yield* parents(place);
    yield plainFile(`${place}-xattrs-link`, Buffer.from(serialise(XATTRS, object.meta.xattrs)));
    const digest = paths.map((path) => digests.get(path)).find((found) => found !== undefined);
    yield fileEntry(tree, object, place, digest);
    for (const path of paths) {
      yield* parents(outside(path));
      yield nameEntry(tree, object, place, outside(path));
    }
  }
}

/** Folders without files below them, and those that they lie in: all others come with their files. */
function bareFolders(tree: CommitTree): Set<string> {
  const filled = new Set<string>();
  for (const path of tree.files.keys()) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (filled.has(folder)) break;
      filled.add(folder);
    }
  }
  const bare = [...tree.folders.keys()].filter((path) => !filled.has(path));
  return new Set(bare.flatMap((path) => [...parentsOf(path), path]));
}

/** A hard link; of an empty file a file of its own, for the user's build steps may write to it in place. */
function nameEntry(
  tree: CommitTree,
  object: CommitObject,
  place: string,
  path: string,
): LayerEntry {
  if (object.meta.target === undefined && object.sizeBytes === 0)
    return fileEntry(tree, object, path);
  const { mode, uid, gid, xattrs = [] } = attributesOf(object.meta);
  // Clients give a link its owner, too, and with that the kernel takes the file's capabilities away.
  return { path, type: 'hardlink', mode, uid, gid, xattrs, sizeBytes: 0, target: place };
}

function metadata(
  checksum: string,
  type: 'commit' | 'commitmeta' | 'dirmeta' | 'dirtree',
  object: Uint8Array,
): LayerEntry {
  return plainFile(`${REPOSITORY}/${objectPath(checksum, type)}`, object);
}

function plainFile(path: string, content: Uint8Array): LayerEntry {
  const facts = { path, type: 'file', mode: 0o644, ...ROOT, sizeBytes: content.length } as const;
  return { ...facts, content: { kind: 'bytes', bytes: content } };
}

function plainFolder(tree: CommitTree, path: string): LayerEntry {
  const meta = tree.folders.get(path);
  if (meta !== undefined) return folderEntry(path, meta);
  return { path, type: 'folder', mode: 0o755, ...ROOT, sizeBytes: 0 };
}

/** A folder of the container, as the commit has it. */
function folderOf(tree: CommitTree, path: string): Dirmeta | undefined {
  return tree.folders.get(path) ?? tree.folders.get(`usr/${path}`);
}

/** Where a path of the commit is in the container. */
function outside(path: string): string {
  return path === 'usr/etc' || path.startsWith('usr/etc/') ? path.slice('usr/'.length) : path;
}

/** The folders that a path lies in, the outermost first. */
function parentsOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_name, index) => names.slice(0, index + 1).join('/'));
}
