import { chown, readFile } from 'node:fs/promises';
import { compareBytes } from '../core/bytes.ts';
import type { AccountCheck, Treefile } from '../remix/treefile.ts';
import { type AccountLookOptions, lookIntoPackages } from './account-look.ts';
import {
  type Accounts,
  formatGroup,
  formatPasswd,
  mergeNamed,
  parseGroup,
  parsePasswd,
} from './accounts.ts';
import { FILE_GHOST, FILE_NOREPLACE, type PackageHeader } from './packages.ts';
import { addShadow } from './shadow.ts';
import { addSysusers, parseSysusers, type SysusersLine } from './sysusers.ts';
import type { Tree } from './tree.ts';

const ACCOUNT_FILES = ['etc/passwd', 'etc/group', 'etc/shadow', 'etc/gshadow'];

/** True for files that have to be looked at before anything is installed. */
export function isAccountFile(path: string): boolean {
  return ACCOUNT_FILES.includes(path.slice(1)) || isSysusersFile(path);
}

/** What a treefile says of accounts. */
export type AccountSettings = Pick<Treefile, 'checkPasswd' | 'checkGroups' | 'preservePasswd'>;

/** What the accounts of a new tree are made from. */
export interface SeedOptions extends AccountLookOptions {
  readonly tree: Tree;
  readonly treefile: AccountSettings;
  readonly packages: readonly PackageHeader[];
  /** Accounts of the previous commit. */
  readonly previous?: Accounts;
  /** Accounts that the tree has already, when it is not empty. They stay. */
  readonly present?: Accounts;
  /** Fulfilled when the packages are verified; they are, when it is absent. */
  readonly verify?: () => Promise<void>;
}

/**
 * Writes passwd, group, shadow and gshadow into the empty tree, before rpm looks up the owners of
 * files there: rpm gives a file of an unknown owner to root and drops its setuid bit. Entries come
 * from the file of check-passwd or else the previous commit, then from the packages' own passwd,
 * then from sysusers.d files and `user()` provides.
 *
 * Returns the paths that rpm must leave alone, because a package would replace the file.
 */
export async function seedAccounts(options: SeedOptions): Promise<string[]> {
  const { tree, scratch, packages } = options;
  const look = packages.filter(({ files, sysusers }) =>
    files.some(
      ({ path }) => isAccountFile(path) && (!isSysusersFile(path) || sysusers.length === 0),
    ),
  );
  if (look.length > 0) {
    await options.verify?.();
    await lookIntoPackages(look, (path) => isAccountFile(`/${path}`), options);
  }
  const own = await readAccounts(scratch);
  const base = await baseAccounts(options);
  const merged = {
    users: mergeNamed(base.users, own.users),
    groups: mergeNamed(base.groups, own.groups),
  };
  const provided = packages.flatMap(({ name, sysusers }) =>
    parseSysusers(sysusers.join('\n'), name),
  );
  const asked = [...provided, ...(await readSysusers(scratch))];
  const accounts = addSysusers(
    merged,
    asked.map((line) => pinned(line, options.treefile)),
  );
  if (accounts.users.length === 0 && accounts.groups.length === 0) return [];
  await writeAccounts(tree, accounts, {
    shadow: (await tree.read('etc/shadow')) ?? (await scratch.read('etc/shadow')) ?? '',
    gshadow: (await tree.read('etc/gshadow')) ?? (await scratch.read('etc/gshadow')) ?? '',
  });
  return packages.flatMap(({ files }) =>
    files
      .filter(
        ({ path, flags }) =>
          ACCOUNT_FILES.includes(path.slice(1)) && (flags & FILE_NOREPLACE) === 0,
      )
      .filter(({ flags }) => (flags & FILE_GHOST) === 0)
      .map(({ path }) => path),
  );
}

/** After rpm: adds what sysusers.d files of the whole tree ask for, and drops rpm's copies. */
export async function settleAccounts(tree: Tree): Promise<void> {
  for (const file of ACCOUNT_FILES) {
    const packaged = await tree.lstat(`${file}.rpmnew`);
    if (packaged?.isFile() === true) {
      await tree.chmod(file, packaged.mode & 0o7777);
      await chown(await tree.resolve(file, true), packaged.uid, packaged.gid);
    }
    for (const suffix of ['rpmnew', 'rpmorig', 'rpmsave']) await tree.remove(`${file}.${suffix}`);
  }
  const owners = new Map<string, { uid: number; gid: number }>();
  const lines = await readSysusers(tree);
  for (const { id } of lines) {
    const stats = id.startsWith('/') ? await tree.stat(id) : undefined;
    if (stats !== undefined) owners.set(id, stats);
  }
  const before = await readAccounts(tree);
  const accounts = addSysusers(before, lines, (path) => owners.get(path));
  if (accounts.users.length === 0) return;
  await writeAccounts(tree, accounts, {
    shadow: (await tree.read('etc/shadow')) ?? '',
    gshadow: (await tree.read('etc/gshadow')) ?? '',
  });
}

/** Users and groups of /etc in the tree. */
export async function readAccounts(tree: Tree, etc = 'etc'): Promise<Accounts> {
  const [passwd, group] = [`${etc}/passwd`, `${etc}/group`];
  return {
    users: parsePasswd((await tree.read(passwd)) ?? '', `/${passwd}`),
    groups: parseGroup((await tree.read(group)) ?? '', `/${group}`),
  };
}

async function writeAccounts(
  tree: Tree,
  accounts: Accounts,
  secrets: { shadow: string; gshadow: string },
): Promise<void> {
  const users = accounts.users.map(({ name }) => name);
  const groups = accounts.groups.map(({ name }) => name);
  await replace(tree, 'etc/passwd', formatPasswd(accounts.users), 0o644);
  await replace(tree, 'etc/group', formatGroup(accounts.groups), 0o644);
  const gid = accounts.groups.find(({ name }) => name === 'shadow')?.gid;
  for (const kind of ['shadow', 'gshadow'] as const) {
    const text = addShadow(secrets[kind], kind === 'shadow' ? users : groups, kind);
    await replace(tree, `etc/${kind}`, text, gid === undefined ? 0 : 0o640, gid);
  }
}

/** Writes a file; one that is there already keeps its mode and owner. */
async function replace(
  tree: Tree,
  path: string,
  text: string,
  mode: number,
  gid = 0,
): Promise<void> {
  const found = await tree.lstat(path);
  await tree.write(path, text, found?.isFile() === true ? found.mode & 0o7777 : mode);
  await chown(await tree.resolve(path), found?.uid ?? 0, found?.gid ?? gid);
}

/** Where any number will do, entries of check-passwd and check-groups say which. */
function pinned(line: SysusersLine, { checkPasswd, checkGroups }: AccountSettings): SysusersLine {
  if (line.id !== '-') return line;
  if (line.type === 'u' && checkPasswd.type === 'data') {
    const ids = checkPasswd.entries[line.name];
    return ids === undefined ? line : { ...line, id: `${ids.uid}:${ids.gid}` };
  }
  if (line.type === 'g' && checkGroups.type === 'data') {
    const gid = checkGroups.entries[line.name];
    return gid === undefined ? line : { ...line, id: String(gid) };
  }
  return line;
}

async function baseAccounts({ treefile, previous, present }: SeedOptions): Promise<Accounts> {
  if (present !== undefined) return present;
  const kept = treefile.preservePasswd ? previous : undefined;
  return {
    users: (await fromCheck(treefile.checkPasswd, parsePasswd)) ?? kept?.users ?? [],
    groups: (await fromCheck(treefile.checkGroups, parseGroup)) ?? kept?.groups ?? [],
  };
}

async function fromCheck<T, Ids>(
  check: AccountCheck<Ids>,
  parse: (text: string, file: string) => T[],
): Promise<T[] | undefined> {
  if (check.type !== 'file') return undefined;
  return parse(await readFile(check.path, 'utf8'), check.path);
}

/** Lines of the tree's sysusers.d: files in byte order, /etc before /usr/lib for equal names. */
async function readSysusers(tree: Tree): Promise<SysusersLine[]> {
  const files = new Map<string, string>();
  for (const folder of ['usr/lib/sysusers.d', 'etc/sysusers.d', 'usr/etc/sysusers.d']) {
    for (const name of await tree.list(folder)) {
      if (name.endsWith('.conf')) files.set(name, `${folder}/${name}`);
    }
  }
  const sorted = [...files].sort(([a], [b]) => compareBytes(a, b));
  const lines: SysusersLine[] = [];
  for (const [, path] of sorted)
    lines.push(...parseSysusers((await tree.read(path)) ?? '', `/${path}`));
  return lines;
}

function isSysusersFile(path: string): boolean {
  return /^\/(usr\/lib|usr\/etc|etc)\/sysusers\.d\/[^/]+\.conf$/.test(path);
}
