import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readXattrs } from '../repo/xattrs.ts';
import type { ContainerCode } from './errors.ts';
import { type LayerEntry, nameOf } from './layer-entry.ts';

/** Attributes that say something of the host, and not of the file. */
const HOST_XATTRS = /^(security\.selinux|security\.ima|security\.evm|trusted\.|system\.)/;
const PERMISSIONS = 0o7777;

/**
 * Returns everything in a folder as entries of a layer, sorted by bytes, a folder before what is in it and the
 * root (`.`) first. Names that share a file are hard links to the first of them. Sockets are left out.
 *
 * @throws BuildError ATTRIBUTES_UNREADABLE, WHITEOUT_NAME; errors of node:fs
 */
export async function readRootfsEntries(root: string, log: Log): Promise<LayerEntry[]> {
  const xattrs = await readXattrs(root, log);
  const entries: LayerEntry[] = [];
  const firstOf = new Map<string, LayerEntry>();
  const add = (path: Buffer): void => {
    const host = path.length === 0 ? Buffer.from(root) : joined(Buffer.from(root), path);
    const stats = lstatSync(host);
    const key = `${stats.dev}:${stats.ino}`;
    const first = stats.isDirectory() ? undefined : firstOf.get(key);
    const entry = entryOf(path, host, stats, first, xattrs.get(host.toString()) ?? []);
    if (entry === undefined) return;
    if (entry.path.slice(entry.path.lastIndexOf('/') + 1).startsWith('.wh.')) {
      throw new BuildError<ContainerCode>(
        'WHITEOUT_NAME',
        `${nameOf(entry)}: in a layer such a name deletes the file "${path.toString().replace(/^.*\.wh\./, '')}"`,
        { hint: 'Give the file another name.' },
      );
    }
    entries.push(entry);
    if (stats.nlink > 1 && first === undefined) firstOf.set(key, entry);
    if (!stats.isDirectory()) return;
    const names = readdirSync(host, { encoding: 'buffer' }).sort(Buffer.compare);
    for (const name of names) add(path.length === 0 ? name : joined(path, name));
  };
  add(Buffer.alloc(0));
  return entries;
}

function entryOf(
  path: Buffer,
  host: Buffer,
  stats: Stats,
  first: LayerEntry | undefined,
  xattrs: readonly (readonly [Uint8Array, Uint8Array])[],
): LayerEntry | undefined {
  const text = path.length === 0 ? '.' : path.toString();
  const kept = xattrs.flatMap(([name, value]) => {
    // The name ends with a NUL.
    const plain = Buffer.from(name).toString('utf8', 0, name.length - 1);
    return HOST_XATTRS.test(plain) ? [] : [[plain, value] as const];
  });
  const common = {
    path: text,
    ...(path.length === 0 || Buffer.from(text).equals(path) ? {} : { pathBytes: path }),
    mode: stats.mode & PERMISSIONS,
    uid: stats.uid,
    gid: stats.gid,
    sizeBytes: 0,
    mtimeSeconds: Math.floor(stats.mtimeMs / 1000),
    ...(kept.length === 0 ? {} : { xattrs: kept }),
  };
  if (first !== undefined) {
    const bytes = first.pathBytes;
    const target = { target: first.path, ...(bytes === undefined ? {} : { targetBytes: bytes }) };
    return { ...common, type: 'hardlink', ...target };
  }
  if (stats.isDirectory()) return { ...common, type: 'folder' };
  if (stats.isSymbolicLink()) {
    const bytes = readlinkSync(host, { encoding: 'buffer' });
    const target = bytes.toString();
    const isText = Buffer.from(target).equals(bytes);
    return { ...common, type: 'symlink', target, ...(isText ? {} : { targetBytes: bytes }) };
  }
  if (stats.isFIFO()) return { ...common, type: 'pipe' };
  if (!stats.isFile()) return undefined;
  const hostText = host.toString();
  const content = {
    kind: 'file',
    path: Buffer.from(hostText).equals(host) ? hostText : host,
  } as const;
  return { ...common, type: 'file', sizeBytes: stats.size, content };
}

function joined(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from('/'), name]);
}
