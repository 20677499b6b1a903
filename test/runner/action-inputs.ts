import type { ActionManifest } from './action-manifest.ts';
import { evaluate, type Scope, toText } from './evaluate.ts';
import type { StepLog } from './step-log.ts';

/**
 * Returns the inputs of an action: what `with:` gives, and else the defaults of action.yml. What the
 * action does not know gets a warning, and reaches it all the same.
 */
export function resolveInputs(
  manifest: ActionManifest,
  given: Readonly<Record<string, string>>,
  scope: Scope,
  log: StepLog,
): Record<string, string> {
  const known = Object.keys(manifest.inputs);
  const lower = known.map((name) => name.toLowerCase());
  const unexpected = Object.keys(given).filter((name) => !lower.includes(name.toLowerCase()));
  if (unexpected.length > 0) {
    const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');
    log.warning(`Unexpected input(s) ${list(unexpected)}, valid inputs are [${list(known)}]`);
  }
  const defaults = Object.entries(manifest.inputs)
    .filter(([, { default: value }]) => value !== undefined)
    .map(([name, input]) => [name, toText(evaluate(input['default'] ?? null, scope))]);
  const chosen: Record<string, string> = Object.fromEntries(defaults);
  for (const [name, value] of Object.entries(given)) {
    chosen[known[lower.indexOf(name.toLowerCase())] ?? name] = value;
  }
  return chosen;
}

/** Returns the variables that inputs reach an action as: `INPUT_CACHE-KEY`. Hyphens stay. */
export function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ]);
  return Object.fromEntries(pairs);
}
