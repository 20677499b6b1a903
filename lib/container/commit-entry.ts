import { type FileMeta, formatContentHeader } from '../ostree/content.ts';
import type { Dirmeta } from '../ostree/objects.ts';
import { type CommitObject, type CommitTree, commitObjectPath } from './commit-tree.ts';
import type { ContentDigest, LayerContent, LayerEntry } from './layer-entry.ts';

const PERMISSIONS = 0o7777;
/** podman shows none of it; ostree keeps it beside the object. */
const SELINUX = 'security.selinux';

/** What a thread is sent more than once is copied once. */
const headers = new WeakMap<FileMeta, Uint8Array>();

/** Returns an object of a commit as a file or symbolic link of a layer. */
export function fileEntry(
  tree: CommitTree,
  object: CommitObject,
  path: string,
  digest?: ContentDigest,
): LayerEntry {
  const { target } = object.meta;
  const facts = { path, ...attributesOf(object.meta) };
  if (target !== undefined) return { ...facts, type: 'symlink', sizeBytes: 0, target };
  const content: LayerContent = {
    kind: 'object',
    path: commitObjectPath(tree, object),
    offsetBytes: object.offsetBytes,
    header: headerOf(object.meta),
    checksum: object.checksum,
    ...(digest === undefined ? {} : { digest }),
  };
  return { ...facts, type: 'file', sizeBytes: object.sizeBytes, content };
}

/** Returns a folder of a commit as one of a layer. */
export function folderEntry(path: string, meta: Dirmeta): LayerEntry {
  return { path, ...attributesOf(meta), type: 'folder', sizeBytes: 0 };
}

/** Returns owner, permissions and what of the extended attributes a container shows. */
export function attributesOf({ uid, gid, mode, xattrs }: Dirmeta) {
  const shown = xattrs
    .map(([name, value]) => [Buffer.from(name).toString().replace(/\0$/, ''), value] as const)
    .filter(([name]) => name !== SELINUX);
  return { uid, gid, mode: mode & PERMISSIONS, ...(shown.length === 0 ? {} : { xattrs: shown }) };
}

function headerOf(meta: FileMeta): Uint8Array {
  const header = headers.get(meta) ?? formatContentHeader(meta);
  headers.set(meta, header);
  return header;
}
