import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { followPath, listFolder } from './tree-path.ts';

/** What systemd-tmpfiles would make in /var on the first start. */
export interface VarEntry {
  /** `var/home`. */
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of a symbolic link. */
  readonly target?: string;
}

const LINE_LIMIT = 100_000;
const PATH = /^\/var(\/(?!\.\.?(\/|$))[^/]+)+$/;

/**
 * Returns the folders and links below /var that the tree's tmpfiles.d asks for, parents first: a
 * system that runs without systemd (WSL, a container) has nobody else to make them. Files, rules with
 * specifiers (`%m`) and other types are left to systemd-tmpfiles.
 */
export function readVarEntries(root: string): VarEntry[] {
  const users = readIds(root, 'passwd');
  const groups = readIds(root, 'group');
  const entries = new Map<string, VarEntry>();
  for (const line of readLines(root)) {
    const [type = '', path = '', mode = '-', user = '-', group = '-', , target] = line.split(/\s+/);
    if (!PATH.test(path) || /[%"\\]/.test(line) || entries.has(path.slice(1))) continue;
    const uid = idOf(user, users);
    const gid = idOf(group, groups);
    if (uid === undefined || gid === undefined) continue;
    const kind = type.replace(/[!+?=~^-]/g, '');
    const bits = /^[~:]*([0-7]{3,5})$/.exec(mode)?.[1];
    const base = { path: path.slice(1), mode: Number.parseInt(bits ?? '755', 8), uid, gid };
    if (/^[dDvqQ]$/.test(kind)) entries.set(base.path, base);
    else if (kind === 'L' && target !== undefined) entries.set(base.path, { ...base, target });
  }
  return [...entries.values()].sort((a, b) => compareBytes(a.path, b.path));
}

/** A file in /etc hides the one of its name in /usr; the order is that of the names. */
function readLines(root: string): string[] {
  const files = new Map<string, string>();
  for (const folder of ['usr/lib/tmpfiles.d', 'etc/tmpfiles.d']) {
    for (const name of listFolder(root, folder).filter((file) => file.endsWith('.conf'))) {
      files.set(name, `${folder}/${name}`);
    }
  }
  return [...files.entries()]
    .sort(([a], [b]) => compareBytes(a, b))
    .flatMap(([, file]) => readText(root, file).split('\n', LINE_LIMIT))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Names of users or groups to their numbers; the tree's own in /etc go before those in /usr/lib. */
function readIds(root: string, name: string): Map<string, number> {
  const ids = new Map<string, number>();
  for (const file of [`usr/lib/${name}`, `etc/${name}`]) {
    for (const line of readText(root, file).split('\n', LINE_LIMIT)) {
      const [who, , id] = line.split(':');
      if (who !== undefined && /^\d{1,10}$/.test(id ?? '')) ids.set(who, Number(id));
    }
  }
  return ids;
}

function idOf(name: string, ids: ReadonlyMap<string, number>): number | undefined {
  const plain = name.replace(/^:/, '');
  if (plain === '-') return 0;
  return /^\d{1,10}$/.test(plain)
    ? Number(plain)
    : (ids.get(plain) ?? (plain === 'root' ? 0 : undefined));
}

/** A link of /etc to /dev/null hides a file; one that leads nowhere in the tree is nothing, too. */
function readText(root: string, file: string): string {
  const found = followPath(root, file);
  if (found === undefined || !lstatSync(join(root, found.real)).isFile()) return '';
  return readFileSync(join(root, found.real), 'utf8');
}
