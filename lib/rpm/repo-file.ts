import { ConfigError, type Place } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

/** One repository of a `.repo` file, variables not yet replaced. */
export interface RepoDefinition {
  readonly id: string;
  /** Where its section begins. */
  readonly place: Place;
  /** Where each key stands, those that Treesmith does not use included. */
  readonly keyPlaces: ReadonlyMap<string, Place>;
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
  /** Globs over name, NEVRA and the forms between; of `excludepkgs` and its old name `exclude`. */
  readonly excludepkgs: readonly string[];
  /** Empty: all packages. */
  readonly includepkgs: readonly string[];
  readonly moduleHotfixes: boolean;
  readonly skipIfUnavailable: boolean;
  readonly sslverify: boolean;
}

interface Option {
  /** The line of the key and those that continue it. */
  readonly values: string[];
  readonly line: number;
}

/**
 * Reads a `.repo` file: the INI dialect of Python's configparser, as dnf reads it: sections, `key =
 * value` or `key: value`, continuation lines that begin with white space, comments that begin a line,
 * quotes around a whole value. Keys that Treesmith does not use are left alone, as dnf.conf(5) has
 * some eighty. No INI package on npm reads continuation lines, which `baseurl` and `gpgkey` live on.
 *
 * Differs from dnf: of two values for one key dnf takes the last; here they are an error.
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
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const trimmed = raw.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const header = /^\[([^\]]*)\]\s*(?:[#;].*)?$/.exec(trimmed);
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
      section.options.get(last)?.values.push(trimmed);
    } else {
      const separator = trimmed.search(/[=:]/);
      if (separator < 1) {
        throw bad(file, line, `expected key=value, got ${JSON.stringify(trimmed)}`);
      }
      last = trimmed.slice(0, separator).trim().toLowerCase();
      const before = section.options.get(last);
      const value = trimmed.slice(separator + 1).trim();
      if (before !== undefined && (before.values.length > 1 || before.values[0] !== value)) {
        throw bad(file, line, `${last} stands there twice, first in line ${before.line}`);
      }
      section.options.set(last, { values: [value], line });
    }
  }
  return sections;
}

/** Returns the lines of a value as one, without the quotes around it. */
function textOf({ values }: Option): string {
  const value = values.join('\n').trim();
  return /^(["'])([\s\S]*)\1$/.exec(value)?.[2] ?? value;
}

function defineRepository(
  id: string,
  options: ReadonlyMap<string, Option>,
  place: Place & { line: number },
): RepoDefinition {
  const fail = (name: string, expected: string): ConfigError<RpmCode> => {
    const option = options.get(name);
    const got = JSON.stringify(option && textOf(option));
    return bad(place.file, option?.line ?? place.line, `${name}: expected ${expected}, got ${got}`);
  };
  const text = (name: string) => {
    const option = options.get(name);
    return option === undefined ? undefined : textOf(option) || undefined;
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
  const baseurl = list('baseurl').map((url) => (url.startsWith('/') ? `file://${url}` : url));
  if (baseurl.length === 0 && mirrorlist === undefined && metalink === undefined) {
    throw bad(place.file, place.line, `[${id}] has no baseurl, mirrorlist or metalink`);
  }
  return {
    id,
    place,
    keyPlaces: new Map([...options].map(([key, { line }]) => [key, { file: place.file, line }])),
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
