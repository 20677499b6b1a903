import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { nearestName } from '../remix/nearest.ts';
import type { RunnerCode } from './errors.ts';

/**
 * Reads the inputs of an action, each once. Blanks around a value do not count (but for secrets), and
 * what is empty then counts as not given, as with an expression that has no value.
 */
export interface InputReader {
  text(name: string): string | undefined;
  /** Lines that are not empty. */
  lines(name: string): readonly string[];
  /** YAML's core schema: `true`, `True`, `TRUE` and the same for false. */
  boolean(name: string): boolean;
  oneOf<T extends string>(name: string, values: readonly [T, ...T[]]): T;
  /** Each line one of `values`; at least one. */
  someOf<T extends string>(name: string, values: readonly [T, ...T[]]): readonly T[];
  /** Relative to the workspace, and in it, links followed. Returned absolute. */
  path(name: string): string;
  /** As `path`; undefined when it is empty. */
  optionalPath(name: string): string | undefined;
  /** A whole number of at least `least`. */
  count(name: string, least: number): number | undefined;
  /** Masked in every log from here on. */
  secret(name: string): string | undefined;
}

/** As Linux has it; links that lead to each other never end. */
const MAX_LINKS = 40;

/** Where inputs come from. */
export interface InputSource {
  /** `INPUT_…` variables and no others are read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workspace: string;
  readonly mask: (secret: string) => void;
}

/** Returns a reader; every method throws ConfigError INPUT_INVALID for what it cannot take. */
export function inputReader({ env, workspace, mask }: InputSource): InputReader {
  const text = (name: string): string | undefined => {
    const value = env[variableOf(name)]?.trim() ?? '';
    return value === '' ? undefined : value;
  };
  const lines = (name: string) =>
    (text(name) ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  return {
    text: (name) => {
      const value = text(name);
      if (value?.includes('\n') === true) throw invalid(name, 'one line', value);
      return value;
    },
    lines,
    boolean: (name) => {
      const value = text(name);
      if (value !== undefined && /^(true|True|TRUE)$/.test(value)) return true;
      if (value !== undefined && /^(false|False|FALSE)$/.test(value)) return false;
      throw invalid(name, 'true or false', value);
    },
    oneOf: (name, values) => assertOneOf(name, text(name), values),
    someOf: (name, values) => {
      const found = lines(name).map((line) => assertOneOf(name, line, values));
      if (found.length === 0) throw invalid(name, `lines of ${values.join(', ')}`, undefined);
      return [...new Set(found)];
    },
    path: (name) => {
      const value = text(name);
      if (value === undefined) throw invalid(name, 'a path', undefined);
      return pathInside(workspace, value, name);
    },
    optionalPath: (name) => {
      const value = text(name);
      return value === undefined ? undefined : pathInside(workspace, value, name);
    },
    count: (name, least) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= least) return number;
      throw invalid(name, `a whole number of at least ${least}`, value);
    },
    secret: (name) => {
      // Blanks may be part of a passphrase; a line end is of the pipe that the secret was set with.
      const value = (env[variableOf(name)] ?? '').replace(/[\r\n]+$/, '');
      if (value.trim() === '') return undefined;
      mask(value);
      return value;
    },
  };
}

/**
 * Makes sure that every `INPUT_…` variable is one of `names`. The runner only warns of an input that
 * the action does not have, and a build with a misspelt input is not the build that was asked for.
 *
 * @throws ConfigError INPUT_UNKNOWN
 */
export function assertKnownInputs(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): void {
  const known = new Set(names.map(variableOf));
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue;
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const nearest = nearestName(name, names);
    throw new ConfigError<RunnerCode>('INPUT_UNKNOWN', `there is no input "${name}"`, {
      hint:
        nearest === undefined
          ? `The inputs are: ${names.join(', ')}.`
          : `Is "${nearest}" meant? The inputs are: ${names.join(', ')}.`,
    });
  }
}

/**
 * Returns `path` absolute, and makes sure that it lies in `folder` also when links are followed. What
 * does not exist yet is judged by the nearest folder that does.
 *
 * @throws ConfigError PATH_OUTSIDE_WORKSPACE
 */
export function pathInside(folder: string, path: string, what: string): string {
  const absolute = resolve(folder, path);
  const inside = relative(realpathSync(folder), followLinks(absolute));
  if (inside !== '..' && !inside.startsWith('../')) return absolute;
  throw new ConfigError<RunnerCode>(
    'PATH_OUTSIDE_WORKSPACE',
    `${what}: ${JSON.stringify(path)} leads out of the workspace ${folder}`,
    { hint: 'Use a path below the checked-out repository.' },
  );
}

function followLinks(path: string, links = 0): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    if (parent === path || links > MAX_LINKS) return path;
    const place = join(followLinks(parent, links), basename(path));
    // A link may lead to what is not there yet.
    const target = linkTarget(place);
    return target === undefined ? place : followLinks(resolve(dirname(place), target), links + 1);
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** https://github.com/actions/toolkit `packages/core/src/core.ts` getInput */
function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

function assertOneOf<T extends string>(
  name: string,
  value: string | undefined,
  values: readonly [T, ...T[]],
): T {
  const found = values.find((known) => known === value);
  if (found !== undefined) return found;
  throw invalid(name, values.join(', '), value);
}

function invalid(name: string, expected: string, value: string | undefined): Error {
  const got = value === undefined ? 'nothing' : JSON.stringify(value.slice(0, 100));
  return new ConfigError<RunnerCode>(
    'INPUT_INVALID',
    `input ${name}: expected ${expected}, got ${got}`,
  );
}
