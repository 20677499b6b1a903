import { BuildError } from '../core/errors.ts';
import type { ComposeCode } from './errors.ts';

/** A line of passwd. */
export interface User {
  readonly name: string;
  readonly password: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

/** A line of group. */
export interface Group {
  readonly name: string;
  readonly password: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** Users and groups of a tree, in file order, names unique. */
export interface Accounts {
  readonly users: readonly User[];
  readonly groups: readonly Group[];
}

/** Throws BuildError ACCOUNT_FILE_MALFORMED with the line. `file` is for messages. */
export function parsePasswd(text: string, file: string): User[] {
  return lines(text).map(({ line, number }) => {
    const [name, password, uid, gid, gecos, home, shell, ...rest] = line.split(':');
    if (shell === undefined || rest.length > 0 || name === '' || name === undefined) {
      throw malformed(file, number, 'name:password:uid:gid:gecos:home:shell', line);
    }
    return {
      name,
      password: password ?? '',
      uid: parseId(uid ?? '', file, number, line),
      gid: parseId(gid ?? '', file, number, line),
      gecos: gecos ?? '',
      home: home ?? '',
      shell,
    };
  });
}

/** Throws BuildError ACCOUNT_FILE_MALFORMED with the line. `file` is for messages. */
export function parseGroup(text: string, file: string): Group[] {
  return lines(text).map(({ line, number }) => {
    const [name, password, gid, members, ...rest] = line.split(':');
    if (members === undefined || rest.length > 0 || name === '' || name === undefined) {
      throw malformed(file, number, 'name:password:gid:members', line);
    }
    return {
      name,
      password: password ?? '',
      gid: parseId(gid ?? '', file, number, line),
      members: members.split(',').filter((member) => member !== ''),
    };
  });
}

/** Returns the text of passwd. */
export function formatPasswd(users: readonly User[]): string {
  return users
    .map((user) =>
      [user.name, user.password, user.uid, user.gid, user.gecos, user.home, user.shell].join(':'),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Returns the text of group. */
export function formatGroup(groups: readonly Group[]): string {
  return groups
    .map(
      (group) => `${[group.name, group.password, group.gid, group.members.join(',')].join(':')}\n`,
    )
    .join('');
}

/** Returns `first` and the entries of `second` whose names are new. */
export function mergeNamed<T extends { readonly name: string }>(
  first: readonly T[],
  second: readonly T[],
): T[] {
  const merged = new Map<string, T>();
  for (const entry of [...first, ...second]) {
    if (!merged.has(entry.name)) merged.set(entry.name, entry);
  }
  return [...merged.values()];
}

function lines(text: string): { line: string; number: number }[] {
  return text
    .split('\n')
    .map((line, index) => ({ line: line.trimEnd(), number: index + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
}

function parseId(text: string, file: string, number: number, line: string): number {
  const id = Number(text);
  if (!/^\d{1,10}$/.test(text) || id > 0xfffffffe) throw malformed(file, number, 'a number', line);
  return id;
}

function malformed(
  file: string,
  line: number,
  expected: string,
  got: string,
): BuildError<ComposeCode> {
  return new BuildError<ComposeCode>(
    'ACCOUNT_FILE_MALFORMED',
    `${file}:${line}: expected ${expected}, got ${JSON.stringify(got)}`,
    { place: { file, line } },
  );
}
