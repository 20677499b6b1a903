import { ConfigError, type Place } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

/** One repository of a `.repo` file, variables not yet replaced. */
export interface RepoDefinition {
  readonly id: string;
  /** Where its section begins. */
  readonly place: Place;
  readonly name?: string;
  readonly enabled: boolean;
  readonly baseurl: readonly string[];
  readonly mirrorlist?: string;
  readonly metalink?: string;
  readonly gpgkey: readonly string[];
  readonly gpgcheck: boolean;
  readonly repoGpgcheck: boolean;
  /** Lower is preferred; 99 unless given. */
  readonly priority: number;
  readonly cost: number;
  /** Globs over name, NEVRA and the forms between. */
  readonly excludepkgs: readonly string[];
  /** Empty: all packages. */
  readonly includepkgs: readonly string[];
  readonly moduleHotfixes: boolean;
  readonly skipIfUnavailable: boolean;
  readonly sslverify: boolean;
}

interface Option {
  readonly value: string;
  readonly line: number;
}

/**
 * Reads a `.repo` file: the INI dialect of Python's configparser, as dnf reads it: sections, `key =
 * value` or `key: value`, continuation lines that begin with white space, and comments that begin a
 * line. Keys that Treesmith does not use are left alone, as dnf.conf(5) has some eighty. No INI
 * package on npm reads continuation lines, which `baseurl` and `gpgkey` live on.
 *
 * @throws ConfigError BAD_REPO_FILE with place
 */
export function parseRepoFile(text: string, file: string): RepoDefinition[] {
  const sections = readSections(text, file);
  return [...sections]
    .filter(([id]) => id !== 'main')
    .map(([id, { options, line }]) => defineRepository(id, options, { file, line }));
}

interface Section {
  readonly line: number;
  readonly options: Map<string, Option>;
}

function readSections(text: string, file: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  let section: Section | undefined;
  let last: string | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const trimmed = raw.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const header = /^\[([^\]]+)\]$/.exec(trimmed);
    if (header !== null) {
      const id = (header[1] ?? '').trim();
      if (!/^[\w.:@~+-]+$/.test(id)) throw bad(file, line, `[${id}] is no repository id`);
      if (sections.has(id)) throw bad(file, line, `[${id}] stands there twice`);
      section = { line, options: new Map() };
      sections.set(id, section);
      last = undefined;
    } else if (section === undefined) {
      throw bad(file, line, `expected [repository-id], got ${JSON.stringify(trimmed)}`);
    } else if (/^\s/.test(raw) && last !== undefined) {
      const before = section.options.get(last);
      const value = `${before?.value ?? ''}\n${trimmed}`;
      section.options.set(last, { value, line: before?.line ?? line });
    } else {
      const option = /^([^=:\s][^=:]*?)\s*[=:]\s*(.*)$/.exec(trimmed);
      if (option === null)
        throw bad(file, line, `expected key=value, got ${JSON.stringify(trimmed)}`);
      last = (option[1] ?? '').toLowerCase();
      if (section.options.has(last)) throw bad(file, line, `${last} stands there twice`);
      section.options.set(last, { value: option[2] ?? '', line });
    }
  }
  return sections;
}

function defineRepository(
  id: string,
  options: ReadonlyMap<string, Option>,
  place: Place & { line: number },
): RepoDefinition {
  const fail = (name: string, expected: string): ConfigError<RpmCode> => {
    const option = options.get(name);
    const got = JSON.stringify(option?.value);
    return bad(place.file, option?.line ?? place.line, `${name}: expected ${expected}, got ${got}`);
  };
  const text = (name: string) => {
    const value = options.get(name)?.value.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  const list = (name: string) => (text(name) ?? '').split(/[\s,]+/).filter((item) => item !== '');
  const flag = (name: string, otherwise: boolean) => {
    const value = text(name)?.toLowerCase();
    if (value === undefined) return otherwise;
    if (['1', 'yes', 'true', 'on', 'enabled'].includes(value)) return true;
    if (['0', 'no', 'false', 'off', 'disabled'].includes(value)) return false;
    throw fail(name, '1 or 0');
  };
  const whole = (name: string, otherwise: number) => {
    const value = text(name);
    if (value === undefined) return otherwise;
    if (!/^-?\d{1,9}$/.test(value)) throw fail(name, 'a whole number');
    return Number(value);
  };

  const [name, mirrorlist, metalink] = [text('name'), text('mirrorlist'), text('metalink')];
  const baseurl = list('baseurl');
  if (baseurl.length === 0 && mirrorlist === undefined && metalink === undefined) {
    throw bad(place.file, place.line, `[${id}] has no baseurl, mirrorlist or metalink`);
  }
  return {
    id,
    place,
    ...(name === undefined ? {} : { name }),
    ...(mirrorlist === undefined ? {} : { mirrorlist }),
    ...(metalink === undefined ? {} : { metalink }),
    enabled: flag('enabled', true),
    baseurl,
    gpgkey: list('gpgkey'),
    // Differs from dnf, whose default is off: a package nobody vouches for must be asked for.
    gpgcheck: flag('gpgcheck', true),
    repoGpgcheck: flag('repo_gpgcheck', false),
    priority: whole('priority', 99),
    cost: whole('cost', 1000),
    excludepkgs: [...list('excludepkgs'), ...list('exclude')],
    includepkgs: list('includepkgs'),
    moduleHotfixes: flag('module_hotfixes', false),
    skipIfUnavailable: flag('skip_if_unavailable', false),
    sslverify: flag('sslverify', true),
  };
}

function bad(file: string, line: number, what: string): ConfigError<RpmCode> {
  return new ConfigError<RpmCode>('BAD_REPO_FILE', what, { place: { file, line } });
}
