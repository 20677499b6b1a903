import { readFile } from 'node:fs/promises';
import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Treefile } from '../remix/treefile.ts';
import { type Accounts, parseGroup, parsePasswd } from './accounts.ts';
import type { ComposeCode } from './errors.ts';
import type { Tree } from './tree.ts';

/** An account as far as it must not change: a user's uid and gid, a group's gid. */
type Ids = ReadonlyMap<string, string>;

/**
 * Compares the tree's accounts with what check-passwd and check-groups name. A new account is fine;
 * one with other numbers is not; one that is gone is not, if a file of the tree is its own and
 * ignore-removed-users (-groups) does not name it.
 *
 * Differs from rpm-ostree: all differences are told at once.
 *
 * @throws BuildError ACCOUNT_DRIFT
 */
export async function checkAccounts(
  tree: Tree,
  accounts: Accounts,
  treefile: Treefile,
  options: { previous?: Accounts; log: Log },
): Promise<void> {
  const users = compare(userIds(accounts), await expectedUsers(treefile, options.previous));
  const groups = compare(groupIds(accounts), await expectedGroups(treefile, options.previous));
  const goneUsers = withoutIgnored(users.gone, treefile.ignoreRemovedUsers);
  const goneGroups = withoutIgnored(groups.gone, treefile.ignoreRemovedGroups);
  const owned = await findOwned(tree, goneUsers, goneGroups);
  if (users.added.length > 0) options.log.info(`New users: ${users.added.join(', ')}`);
  if (groups.added.length > 0) options.log.info(`New groups: ${groups.added.join(', ')}`);
  const drift = [
    ...users.changed.map((line) => `passwd: ${line}`),
    ...groups.changed.map((line) => `group: ${line}`),
    ...owned,
  ];
  if (drift.length === 0) return;
  throw new BuildError<ComposeCode>(
    'ACCOUNT_DRIFT',
    `users or groups are not what they were, and /var of running systems would get other owners:\n${drift.join('\n')}`,
    {
      hint: 'Bring the files of check-passwd and check-groups up to date, or list what may go in ignore-removed-users and ignore-removed-groups.',
    },
  );
}

interface Comparison {
  readonly added: string[];
  readonly changed: string[];
  /** Name and numbers. */
  readonly gone: [name: string, ids: string][];
}

function compare(actual: Ids, expected: Ids | undefined): Comparison {
  const result: Comparison = { added: [], changed: [], gone: [] };
  if (expected === undefined) return result;
  for (const [name, ids] of actual) {
    const wanted = expected.get(name);
    if (wanted === undefined) result.added.push(name);
    else if (wanted !== ids) result.changed.push(`${name} was ${wanted}, is ${ids}`);
  }
  for (const [name, ids] of expected) if (!actual.has(name)) result.gone.push([name, ids]);
  return result;
}

async function expectedUsers(treefile: Treefile, previous?: Accounts): Promise<Ids | undefined> {
  const check = treefile.checkPasswd;
  switch (check.type) {
    case 'none':
      return undefined;
    case 'previous':
      return previous && userIds(previous);
    case 'file':
      return userIds({
        users: parsePasswd(await readFile(check.path, 'utf8'), check.path),
        groups: [],
      });
    case 'data':
      return new Map(
        Object.entries(check.entries).map(([name, { uid, gid }]) => [name, `${uid}:${gid}`]),
      );
  }
}

async function expectedGroups(treefile: Treefile, previous?: Accounts): Promise<Ids | undefined> {
  const check = treefile.checkGroups;
  switch (check.type) {
    case 'none':
      return undefined;
    case 'previous':
      return previous && groupIds(previous);
    case 'file':
      return groupIds({
        users: [],
        groups: parseGroup(await readFile(check.path, 'utf8'), check.path),
      });
    case 'data':
      return new Map(Object.entries(check.entries).map(([name, gid]) => [name, String(gid)]));
  }
}

/** Returns a line for each account that is gone while a file of the tree has its number. */
async function findOwned(
  tree: Tree,
  users: readonly [string, string][],
  groups: readonly [string, string][],
): Promise<string[]> {
  if (users.length === 0 && groups.length === 0) return [];
  const found = new Map<string, string>();
  const uids = new Map(users.map(([name, ids]) => [Number(ids.split(':')[0]), name]));
  const gids = new Map(groups.map(([name, gid]) => [Number(gid), name]));
  await tree.walk('', (path, stats) => {
    const user = uids.get(stats.uid);
    const group = gids.get(stats.gid);
    if (user !== undefined) found.set(`passwd: ${user} is gone, and owns`, path);
    if (group !== undefined) found.set(`group: ${group} is gone, and owns`, path);
  });
  return [...found].map(([what, path]) => `${what} /${path}`);
}

function withoutIgnored(
  gone: readonly [string, string][],
  ignored: readonly string[],
): [string, string][] {
  if (ignored.includes('*')) return [];
  return gone.filter(([name]) => !ignored.includes(name));
}

function userIds({ users }: Accounts): Ids {
  return new Map(users.map(({ name, uid, gid }) => [name, `${uid}:${gid}`]));
}

function groupIds({ groups }: Accounts): Ids {
  return new Map(groups.map(({ name, gid }) => [name, String(gid)]));
}
