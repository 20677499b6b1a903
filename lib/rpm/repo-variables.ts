import { ConfigError, type Place } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

/** `$name` or `${name}`, as dnf takes them. */
const VARIABLE = /\$(?:\{([A-Za-z0-9_]+)\}|([A-Za-z0-9_]+))/g;

/**
 * Returns `text` with `$releasever`, `$basearch` and other variables replaced.
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
  return text.replace(VARIABLE, (whole, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value !== undefined) return value;
    throw new ConfigError<RpmCode>('UNDEFINED_VARIABLE', `${whole} has no value in ${text}`, {
      place,
      hint: `Set it with "repovars:" in the treefile${name === 'releasever' ? ' or with "releasever:"' : ''}, or with --repo-var ${name}=VALUE.`,
    });
  });
}
