import { type Dictionary, evaluate, type Scope, toText, type Value } from './evaluate.ts';
import { type Mapping, mappingOf, type Tree } from './tree.ts';
import { WorkflowError } from './workflow-error.ts';

/**
 * Returns `inputs` of a reusable workflow: what the call gives, and defaults.
 *
 * @throws WorkflowError for one that is missing, not known, or of another type
 */
export function callInputs(
  where: string,
  definitions: Tree | undefined,
  given: Dictionary,
  scope: Scope,
): Dictionary {
  const known = mappingOf(definitions);
  const inputs: Dictionary = {};
  for (const [name, tree] of Object.entries(known)) {
    const definition = mappingOf(tree);
    const type = String(definition['type']);
    const value = given[name];
    if (value === undefined && definition['required'] === true) {
      throw new WorkflowError(`${where}: Input ${name} is required, but not provided`);
    }
    inputs[name] =
      value === undefined
        ? defaultOf(type, definition, scope)
        : typed(`${where}: input ${name}`, type, value);
  }
  const unknown = Object.keys(given).filter((name) => !(name in known));
  if (unknown.length > 0) {
    throw new WorkflowError(`${where}: Invalid input, ${unknown.join(', ')} is not defined`);
  }
  return inputs;
}

/** Returns `inputs` of a workflow that somebody started by hand; `{}` for any other event. */
export function dispatchInputs(tree: Mapping, event: string, given: Dictionary): Dictionary {
  if (event !== 'workflow_dispatch') return {};
  const definitions = mappingOf(mappingOf(mappingOf(tree['on'])['workflow_dispatch'])['inputs']);
  return callInputs('workflow_dispatch', definitions, given, { contexts: {} });
}

/**
 * Returns `secrets` of a reusable workflow: those that the call hands over.
 *
 * @throws WorkflowError for one that is missing or not known
 */
export function callSecrets(
  where: string,
  definitions: Tree | undefined,
  given: Tree | undefined,
  scope: Scope,
): Dictionary {
  const own = scope.contexts['secrets'] as Dictionary;
  if (given === 'inherit') return own;
  const known = mappingOf(definitions);
  const unknown = Object.keys(mappingOf(given)).filter((name) => !(name in known));
  if (unknown.length > 0) {
    throw new WorkflowError(`${where}: Invalid secret, ${unknown.join(', ')} is not defined`);
  }
  const values = Object.entries(mappingOf(given))
    .map(([name, tree]) => [name, toText(evaluate(tree, scope))] as const)
    .filter(([, value]) => value !== '');
  const secrets: Dictionary = Object.fromEntries(values);
  for (const [name, tree] of Object.entries(known)) {
    if (mappingOf(tree)['required'] === true && secrets[name] === undefined) {
      throw new WorkflowError(`${where}: Secret ${name} is required, but not provided`);
    }
  }
  return { ...secrets, GITHUB_TOKEN: own['GITHUB_TOKEN'] ?? '' };
}

function defaultOf(type: string, definition: Mapping, scope: Scope): Value {
  const value = definition['default'];
  if (value !== undefined) return evaluate(value, scope);
  if (type === 'boolean') return false;
  return type === 'number' ? 0 : '';
}

function typed(where: string, type: string, value: Value): Value {
  if (type === 'boolean' || type === 'number') {
    // The schema knows these two types alone.
    if (typeof value === type) return value;
    throw new WorkflowError(`${where}: a ${type} was expected, not ${JSON.stringify(value)}`);
  }
  return toText(value);
}
