import { createHash } from 'node:crypto';
import { BuildError } from '../core/errors.ts';
import type { Accounts, Group, User } from './accounts.ts';
import type { ComposeCode } from './errors.ts';

/**
 * Numbers for accounts that ask for none. Below 201 Fedora keeps its static ids; 999 is
 * SYS_UID_MAX everywhere.
 */
const FIRST_DYNAMIC_ID = 201;
const LAST_DYNAMIC_ID = 999;

/** One line of a `sysusers.d` file. */
export interface SysusersLine {
  readonly type: 'u' | 'g' | 'm';
  readonly name: string;
  /** `-`, `uid`, `uid:gid`, `uid:group`, or `/path`; of `m` the group's name. */
  readonly id: string;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

/** Finds the owner of a path in the tree, for lines whose id is a path. */
export type FindOwner = (path: string) => { uid: number; gid: number } | undefined;

/**
 * Reads a `sysusers.d` file. `r` lines are left out: ranges are ours.
 *
 * @throws BuildError SYSUSERS_MALFORMED with file and line
 */
export function parseSysusers(text: string, file: string): SysusersLine[] {
  return text.split('\n').flatMap((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    const [type = '', name, id = '-', gecos = '-', home = '-', shell = '-'] = splitFields(line);
    const kind = type.replace(/!$/, '');
    if (kind === 'r') return [];
    if (name === undefined || !isType(kind) || (kind === 'm' && id === '-')) {
      throw new BuildError<ComposeCode>(
        'SYSUSERS_MALFORMED',
        `${file}:${index + 1}: expected "u|g|m name id …", got ${JSON.stringify(line)}`,
        { place: { file, line: index + 1 } },
      );
    }
    return [{ type: kind, name, id, gecos, home, shell }];
  });
}

/**
 * Returns `accounts` with what `lines` ask for, as systemd-sysusers does it; what is there stays.
 *
 * Differs from systemd-sysusers: an id that is free to choose is derived from the account's name
 * (then upward to the next free one), not counted down from 999, so that a package more or less
 * does not move the ids of all others, and /var on running systems keeps its owners.
 */
export function addSysusers(
  accounts: Accounts,
  lines: readonly SysusersLine[],
  ownerOf: FindOwner = () => undefined,
): Accounts {
  const book = new Book(accounts, fixedIds(lines));
  for (const line of lines) if (line.type === 'g') book.addGroup(line.name, groupId(line, ownerOf));
  for (const line of lines) if (line.type === 'u') book.addUser(line, ownerOf);
  for (const line of lines) {
    if (line.type !== 'm') continue;
    book.addGroup(line.id, undefined);
    book.addUser({ ...line, id: '-' }, ownerOf);
    book.addMember(line.id, line.name);
  }
  return book.accounts();
}

class Book {
  readonly #users: Map<string, User>;
  readonly #groups: Map<string, Group>;
  /** Numbers that some line asks for; never given to another. */
  readonly #reserved: ReadonlySet<number>;

  constructor(accounts: Accounts, reserved: ReadonlySet<number>) {
    this.#reserved = reserved;
    this.#users = new Map(accounts.users.map((user) => [user.name, user]));
    this.#groups = new Map(accounts.groups.map((group) => [group.name, group]));
  }

  accounts(): Accounts {
    return { users: [...this.#users.values()], groups: [...this.#groups.values()] };
  }

  addGroup(name: string, wanted: number | undefined): Group {
    const found = this.#groups.get(name);
    if (found !== undefined) return found;
    const taken = new Set([...this.#groups.values()].map((group) => group.gid));
    const uid = this.#users.get(name)?.uid;
    const gid = [wanted, uid].find((id) => id !== undefined && !taken.has(id));
    const group = { name, password: 'x', gid: gid ?? freeId(name, this.#taken()), members: [] };
    this.#groups.set(name, group);
    return group;
  }

  addUser(line: SysusersLine, ownerOf: FindOwner): void {
    if (this.#users.has(line.name)) return;
    const [idText = '-', groupText] = line.id.startsWith('/') ? [line.id] : line.id.split(':');
    const owner = idText.startsWith('/') ? ownerOf(idText) : undefined;
    const wanted = /^\d+$/.test(idText) ? Number(idText) : owner?.uid;
    const taken = new Set([...this.#users.values()].map((user) => user.uid));
    const gid = this.#primaryGroup(line.name, groupText, owner?.gid ?? wanted);
    const uid = [wanted, groupText === undefined ? gid : undefined].find(
      (id) => id !== undefined && !taken.has(id),
    );
    this.#users.set(line.name, {
      name: line.name,
      password: 'x',
      uid: uid ?? freeId(line.name, this.#taken()),
      gid,
      gecos: orDefault(line.gecos, ''),
      home: orDefault(line.home, '/'),
      shell: orDefault(line.shell, line.name === 'root' ? '/bin/sh' : '/usr/sbin/nologin'),
    });
  }

  addMember(groupName: string, user: string): void {
    const group = this.#groups.get(groupName);
    if (group === undefined || group.members.includes(user)) return;
    this.#groups.set(groupName, { ...group, members: [...group.members, user] });
  }

  #primaryGroup(user: string, asked: string | undefined, wanted: number | undefined): number {
    if (asked === undefined) return this.addGroup(user, wanted).gid;
    if (!/^\d+$/.test(asked)) return this.addGroup(asked, undefined).gid;
    const gid = Number(asked);
    const known = [...this.#groups.values()].some((group) => group.gid === gid);
    return known ? gid : this.addGroup(user, gid).gid;
  }

  /** A user and its group get one number, so a number is free when neither has it. */
  #taken(): Set<number> {
    const uids = [...this.#users.values()].map((user) => user.uid);
    const gids = [...this.#groups.values()].map((group) => group.gid);
    return new Set([...uids, ...gids, ...this.#reserved]);
  }
}

function freeId(name: string, taken: ReadonlySet<number>): number {
  const span = LAST_DYNAMIC_ID - FIRST_DYNAMIC_ID + 1;
  const start = createHash('sha256').update(name).digest().readUInt32BE(0) % span;
  for (let step = 0; step < span; step += 1) {
    const id = FIRST_DYNAMIC_ID + ((start + step) % span);
    if (!taken.has(id)) return id;
  }
  throw new BuildError<ComposeCode>('SYSUSERS_MALFORMED', `no system id is left for ${name}`);
}

function fixedIds(lines: readonly SysusersLine[]): Set<number> {
  const texts = lines.flatMap(({ type, id }) => (type === 'm' ? [] : id.split(':')));
  return new Set(texts.filter((text) => /^\d+$/.test(text)).map(Number));
}

function groupId(line: SysusersLine, ownerOf: FindOwner): number | undefined {
  if (line.id.startsWith('/')) return ownerOf(line.id)?.gid;
  return /^\d+$/.test(line.id) ? Number(line.id) : undefined;
}

function orDefault(field: string, value: string): string {
  return field === '-' || field === '' ? value : field;
}

function isType(type: string): type is SysusersLine['type'] {
  return type === 'u' || type === 'g' || type === 'm';
}

/** Splits at white space; quotes hold a field together. */
function splitFields(line: string): string[] {
  const fields = line.match(/(?:"(?:\\.|[^"])*"|'[^']*'|[^\s"']+)+/g) ?? [];
  return fields.map((field) =>
    field.replace(/"((?:\\.|[^"])*)"|'([^']*)'/g, (_all, double?: string, single?: string) =>
      double === undefined ? (single ?? '') : double.replace(/\\(.)/g, '$1'),
    ),
  );
}
