import type { Place } from '../core/errors.ts';
import { remixError } from './errors.ts';
import type { VariableValue } from './treefile-model.ts';

/** Filled in by Treesmith. */
const RESERVED_VARIABLES: readonly string[] = ['basearch', 'releasever'];

/**
 * Returns `text` with each `${name}` of `variables` replaced; names that are not there stay as they
 * are. Only braces count, and a value is never looked at again.
 */
export function substituteVariables(
  text: string,
  variables: ReadonlyMap<string, VariableValue>,
): string {
  return text.replace(/\$\{([^{}$]*)\}/g, (whole, name: string) => {
    const value = variables.get(name);
    return value === undefined ? whole : String(value);
  });
}

/** Returns the names of `${name}` in `text`. */
export function referencedVariables(text: string): string[] {
  return [...text.matchAll(/\$\{([^{}$]*)\}/g)].map((match) => match[1] ?? '');
}

/**
 * Refuses what would make substitution depend on its order: `$`, `{` and `}` in names and values.
 *
 * @throws ConfigError BAD_VALUE, RESERVED_VARIABLE
 */
export function assertVariable(name: string, value: VariableValue, place: Place): void {
  if (RESERVED_VARIABLES.includes(name)) {
    const hint = name === 'releasever' ? 'Use the key "releasever".' : undefined;
    throw remixError(
      'RESERVED_VARIABLE',
      `variable "${name}" is filled in automatically`,
      place,
      hint,
    );
  }
  for (const text of [name, String(value)]) {
    const forbidden = /[${}]/.exec(text)?.[0];
    if (forbidden !== undefined) {
      throw remixError(
        'BAD_VALUE',
        `variables.${name}: "${forbidden}" may not stand in a variable`,
        place,
      );
    }
  }
}
