import { closeSync, openSync, readSync } from 'node:fs';
import { compareBytes } from '../core/bytes.ts';
import { groupBy } from '../core/group-by.ts';
import { type LayerEntry, nameOf } from './layer-entry.ts';

/** image-spec 1.1, layer.md, "Whiteouts". */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
const CHUNK_BYTES = 256 * 1024;

/**
 * Returns the layer that makes `after` of `before`: what is new or changed, with the folders that it lies in,
 * and whiteouts for what is gone; one opaque whiteout for a folder of which several things were and none is
 * left. Both are as `readRootfsEntries` returns them, of trees that are still there.
 *
 * When one name of a file is in the layer, all are: what a link to a file of a lower layer gives depends on
 * who unpacks it.
 *
 * @throws errors of node:fs
 */
export function rootfsDifference(
  before: readonly LayerEntry[],
  after: readonly LayerEntry[],
): LayerEntry[] {
  const old = new Map(before.map((entry) => [keyOf(entry), entry]));
  const now = new Map(after.map((entry) => [keyOf(entry), entry]));
  const wanted = changedKeys(old, now);
  const whiteouts = findWhiteouts(old, now);
  for (const key of [...wanted, ...[...whiteouts.keys()].map((folder) => `${folder}/`)]) {
    for (let folder = parentOf(key); folder !== ''; folder = parentOf(folder)) wanted.add(folder);
  }
  const entries: LayerEntry[] = [];
  for (const [key, entry] of now) {
    if (wanted.has(key)) entries.push(entry);
    entries.push(...(whiteouts.get(key) ?? []));
  }
  return entries;
}

/** The path, one character for each byte; `''` for the root. */
function keyOf({ path, pathBytes }: LayerEntry): string {
  return path === '.' ? '' : Buffer.from(pathBytes ?? path).toString('latin1');
}

function parentOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')));
}

function changedKeys(
  old: ReadonlyMap<string, LayerEntry>,
  now: ReadonlyMap<string, LayerEntry>,
): Set<string> {
  const changed = new Set<string>();
  for (const [key, entry] of now) {
    const was = old.get(key);
    if (was === undefined || !isSame(was, entry)) changed.add(key);
  }
  const links = [...now].filter(([, { type }]) => type === 'hardlink');
  for (const [file, names] of groupBy(links, ([, { target = '', targetBytes }]) =>
    Buffer.from(targetBytes ?? target).toString('latin1'),
  )) {
    const all = [file, ...names.map(([key]) => key)];
    if (all.some((key) => changed.has(key))) for (const key of all) changed.add(key);
  }
  return changed;
}

/** Whiteouts, by the folder that they are in. */
function findWhiteouts(
  old: ReadonlyMap<string, LayerEntry>,
  now: ReadonlyMap<string, LayerEntry>,
): Map<string, LayerEntry[]> {
  const whiteouts = new Map<string, LayerEntry[]>();
  const children = groupBy(
    [...old.keys()].filter((key) => key !== ''),
    parentOf,
  );
  for (const [folder, keys] of children) {
    const entry = now.get(folder);
    // What is another thing now has hidden all that was in it.
    if (entry?.type !== 'folder') continue;
    const gone = keys.filter((key) => !now.has(key)).sort(compareBytes);
    const names = gone.map((key) => `${WHITEOUT}${key.slice(key.lastIndexOf('/') + 1)}`);
    const isEmptied = gone.length > 1 && gone.length === keys.length;
    const markers = (isEmptied ? [OPAQUE] : names).map((name) => markerOf(folder, name, entry));
    if (markers.length > 0) whiteouts.set(folder, markers);
  }
  return whiteouts;
}

function markerOf(folder: string, name: string, parent: LayerEntry): LayerEntry {
  const bytes = Buffer.from(folder === '' ? name : `${folder}/${name}`, 'latin1');
  const path = bytes.toString();
  return {
    path,
    ...(Buffer.from(path).equals(bytes) ? {} : { pathBytes: bytes }),
    type: 'file',
    mode: 0,
    uid: 0,
    gid: 0,
    sizeBytes: 0,
    mtimeSeconds: parent.mtimeSeconds ?? 0,
  };
}

function isSame(a: LayerEntry, b: LayerEntry): boolean {
  return (
    a.type === b.type &&
    a.mode === b.mode &&
    a.uid === b.uid &&
    a.gid === b.gid &&
    a.sizeBytes === b.sizeBytes &&
    a.mtimeSeconds === b.mtimeSeconds &&
    Buffer.from(a.targetBytes ?? a.target ?? '').equals(
      Buffer.from(b.targetBytes ?? b.target ?? ''),
    ) &&
    isSameXattrs(a.xattrs ?? [], b.xattrs ?? []) &&
    (a.type !== 'file' || isSameContent(a, b))
  );
}

function isSameXattrs(
  a: NonNullable<LayerEntry['xattrs']>,
  b: NonNullable<LayerEntry['xattrs']>,
): boolean {
  return (
    a.length === b.length &&
    a.every(([name, value], index) => {
      const other = b[index];
      return other?.[0] === name && Buffer.from(value).equals(other[1]);
    })
  );
}

/** Times of what was written during two compositions are equal: only the bytes tell. */
function isSameContent(a: LayerEntry, b: LayerEntry): boolean {
  if (a.sizeBytes === 0) return true;
  const files = [openSync(pathOf(a), 'r')];
  try {
    files.push(openSync(pathOf(b), 'r'));
    const [first = 0, second = 0] = files;
    const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const;
    for (let at = 0; at < a.sizeBytes; ) {
      const count = readSync(first, buffers[0], 0, CHUNK_BYTES, at);
      const other = readSync(second, buffers[1], 0, CHUNK_BYTES, at);
      if (count !== other || count === 0) return false;
      if (!buffers[0].subarray(0, count).equals(buffers[1].subarray(0, count))) return false;
      at += count;
    }
    return true;
  } finally {
    for (const file of files) closeSync(file);
  }
}

function pathOf(entry: LayerEntry): string | Buffer {
  const { content } = entry;
  if (content?.kind !== 'file') throw new TypeError(`${nameOf(entry)} is no file of a tree`);
  return typeof content.path === 'string' ? content.path : Buffer.from(content.path);
}
