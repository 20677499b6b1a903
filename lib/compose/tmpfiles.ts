import type { Stats } from 'node:fs';
import { compareBytes } from '../core/bytes.ts';
import type { Accounts } from './accounts.ts';
import type { Tree } from './tree.ts';

/** The file that rpm-ostree writes too; `systemd-tmpfiles` makes /var of it at boot. */
export const AUTOVAR = 'usr/lib/tmpfiles.d/rpm-ostree-autovar.conf';

/** Types of tmpfiles.d lines that make something, so that we need not. */
const MAKES = /^[dDvqQfFLpcbC]/;

/** Folders that OSTree or systemd make on every system, as links in part. */
const MADE_BY_OSTREE = new Set(['var/run', 'var/lock']);

/** What became of /var. */
export interface VarResult {
  readonly lines: number;
  /** Files of /var that no tmpfiles.d line can hold; sorted. */
  readonly dropped: readonly string[];
}

/**
 * Empties /var: folders and links become tmpfiles.d lines, unless a line of the tree makes them
 * already; files are dropped, as in rpm-ostree. The commit then brings an empty /var, the state of
 * each system.
 */
export async function convertVar(tree: Tree, accounts: Accounts): Promise<VarResult> {
  const made = await madePaths(tree);
  const names = {
    users: new Map(accounts.users.map((user) => [user.uid, user.name])),
    groups: new Map(accounts.groups.map((group) => [group.gid, group.name])),
  };
  const lines: string[] = [];
  const dropped: string[] = [];
  const hidden = (path: string) =>
    [...MADE_BY_OSTREE].some((top) => path === top || path.startsWith(`${top}/`));
  await tree.walk('var', async (path, stats) => {
    if (hidden(path)) return;
    if (!stats.isDirectory() && !stats.isSymbolicLink()) {
      dropped.push(`/${path}`);
      return;
    }
    if (made.has(`/${path}`)) return;
    lines.push(await formatLine(tree, path, stats, names));
  });
  if (lines.length > 0) {
    const header = '# Made by Treesmith from what the packages have in /var.\n';
    await tree.write(AUTOVAR, `${header}${lines.sort(compareBytes).join('\n')}\n`);
  }
  await tree.remove('var');
  await tree.mkdir('var');
  return { lines: lines.length, dropped: dropped.sort(compareBytes) };
}

async function formatLine(
  tree: Tree,
  path: string,
  stats: Stats,
  names: { users: Map<number, string>; groups: Map<number, string> },
): Promise<string> {
  if (stats.isSymbolicLink())
    return `L ${quote(`/${path}`)} - - - - ${(await tree.readlink(path)) ?? ''}`;
  const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
  const user = names.users.get(stats.uid) ?? String(stats.uid);
  const group = names.groups.get(stats.gid) ?? String(stats.gid);
  return `d ${quote(`/${path}`)} ${mode} ${user} ${group} - -`;
}

/** tmpfiles.d expands %, splits at white space and knows C escapes inside quotes. */
function quote(path: string): string {
  const escaped = path.replaceAll('%', '%%');
  if (/^[\w@%+=:,./~^-]+$/.test(escaped)) return escaped;
  return `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

async function madePaths(tree: Tree): Promise<Set<string>> {
  const paths = new Set<string>();
  for (const name of await tree.list('usr/lib/tmpfiles.d')) {
    if (!name.endsWith('.conf')) continue;
    for (const line of ((await tree.read(`usr/lib/tmpfiles.d/${name}`)) ?? '').split('\n')) {
      const [type = '', path] = line.trim().split(/\s+/);
      if (path !== undefined && MAKES.test(type)) paths.add(path.replace(/(?<=.)\/$/, ''));
    }
  }
  return paths;
}
