import { ConfigError, type Place } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

/** `$name`, or the beginning of `${name}`, `${name:-word}` and `${name:+word}`. */
const VARIABLE = /\$(?:\{([A-Za-z0-9_]+)(\}|:[-+])|([A-Za-z0-9_]+))/y;
/** How deep words may nest: dnf's own limit. */
const DEPTH_LIMIT = 32;

/**
 * Returns `text` with `$releasever`, `$basearch` and other variables replaced, as dnf does
 * (dnf.conf(5), "Repo variables"): `${name:-word}` is `word` when the variable is unset or empty,
 * `${name:+word}` when it is not. `releasever_major` and `releasever_minor` follow from `releasever`.
 *
 * Differs from dnf: an unknown variable is an error. dnf leaves it in the URL, and the user sees a
 * mirror's 404 instead of the reason.
 *
 * @throws ConfigError UNDEFINED_VARIABLE
 */
export function substituteVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
  place: Place,
): string {
  return new Substitution(text, variables, place).run(0);
}

class Substitution {
  readonly #text: string;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #place: Place;
  #at = 0;

  constructor(text: string, variables: Readonly<Record<string, string>>, place: Place) {
    this.#text = text;
    this.#variables = variables;
    this.#place = place;
  }

  /** Goes on to the end of the text; inside a word (`depth` above 0) to the brace that closes it. */
  run(depth: number, used = true): string {
    let result = '';
    while (this.#at < this.#text.length) {
      const next = this.#text[this.#at];
      if (next === '}' && depth > 0) break;
      VARIABLE.lastIndex = this.#at;
      const match = next === '$' ? VARIABLE.exec(this.#text) : null;
      if (match === null) {
        result += next;
        this.#at += 1;
      } else {
        this.#at = VARIABLE.lastIndex;
        result += this.#expand(match, depth, used);
      }
    }
    return result;
  }

  #expand(match: RegExpExecArray, depth: number, used: boolean): string {
    const [whole, braced, mode, bare] = match;
    const value = this.#valueOf(braced ?? bare ?? '');
    if (mode === ':-' || mode === ':+') {
      if (depth >= DEPTH_LIMIT) throw this.#failure(`more than ${DEPTH_LIMIT} levels of ${whole}`);
      const set = value !== undefined && value !== '';
      const word = this.run(depth + 1, used && set === (mode === ':+'));
      if (this.#text[this.#at] !== '}') throw this.#failure(`${whole} is not closed`);
      this.#at += 1;
      if (mode === ':-') return set ? value : word;
      return set ? word : '';
    }
    // A word that is not taken may name what is not there.
    if (value !== undefined || !used) return value ?? '';
    throw this.#failure(`${whole} has no value`, braced ?? bare);
  }

  #valueOf(name: string): string | undefined {
    if (Object.hasOwn(this.#variables, name)) return this.#variables[name];
    const part = /^releasever_(major|minor)$/.exec(name)?.[1];
    if (part === undefined) return undefined;
    const [major, ...minor] = this.#variables['releasever']?.split('.') ?? [];
    return part === 'major' || major === undefined ? major : minor.join('.');
  }

  #failure(what: string, name?: string): ConfigError<RpmCode> {
    const key = name?.startsWith('releasever') === true ? ' or with "releasever:"' : '';
    return new ConfigError<RpmCode>('UNDEFINED_VARIABLE', `${what} in ${this.#text}`, {
      place: this.#place,
      ...(name === undefined
        ? {}
        : {
            hint: `Set it with "repovars:" in the treefile${key}, or with --repo-var ${name}=VALUE.`,
          }),
    });
  }
}
