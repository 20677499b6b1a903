import type { Place } from '../core/errors.ts';
import { remixError } from './errors.ts';
import { nearestName } from './nearest.ts';
import type { VariableValue } from './treefile-model.ts';

/** `if:` of a conditional include. */
export interface Condition {
  readonly variable: string;
  readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=';
  readonly value: VariableValue;
}

/**
 * Returns the condition in `text`:
 *
 *     variable  = 1*( letter / digit / "_" )
 *     operator  = "==" / "!=" / "<" / "<=" / ">" / ">="
 *     value     = "true" / "false" / 1*digit / DQUOTE *any DQUOTE
 *     condition = variable operator value       ; with white space between them
 *
 * Differs from rpm-ostree: the white space may be left out before a number too.
 *
 * @throws ConfigError BAD_CONDITION
 */
export function parseCondition(text: string, place: Place): Condition {
  const match = /^\s*([A-Za-z0-9_]+)\s*([=!<>]+)\s*(true|false|[0-9]+|"(.*)")\s*$/.exec(text);
  const [, variable, operator, literal, quoted] = match ?? [];
  if (variable === undefined || literal === undefined || !isOperator(operator)) {
    const hint =
      'Write a variable, one of == != < <= > >=, and a number, true, false or a string in double quotes.';
    throw remixError('BAD_CONDITION', `not a condition: ${text}`, place, hint);
  }
  return { variable, operator, value: literalValue(literal, quoted) };
}

/**
 * Returns whether `condition` holds. Only numbers have an order, and a value only compares with one
 * of its own type.
 *
 * @throws ConfigError UNDEFINED_VARIABLE, BAD_CONDITION
 */
export function evaluateCondition(
  condition: Condition,
  variables: ReadonlyMap<string, VariableValue>,
  place: Place,
): boolean {
  const { variable, operator, value } = condition;
  const actual = variables.get(variable);
  if (actual === undefined) {
    const near = nearestName(variable, variables.keys());
    const define = 'Define it under "variables" in this file or in one that includes it.';
    const hint = near === undefined ? define : `Did you mean "${near}"?`;
    throw remixError('UNDEFINED_VARIABLE', `variable "${variable}" is not defined`, place, hint);
  }
  if (typeof actual !== typeof value) {
    const message = `variable "${variable}" is ${typeName(actual)}, compared with ${typeName(value)}`;
    const hint =
      typeof actual === 'string' ? `Compare with "${value}", in double quotes.` : undefined;
    throw remixError('BAD_CONDITION', message, place, hint);
  }
  const equal = actual === value;
  if (operator === '==' || operator === '!=') return equal === (operator === '==');
  if (typeof actual !== 'number' || typeof value !== 'number') {
    const message = `${operator} compares numbers, and "${variable}" is ${typeName(actual)}`;
    throw remixError('BAD_CONDITION', message, place, 'Use == or !=.');
  }
  const holds = operator.startsWith('<') ? actual < value : actual > value;
  return holds || (operator.endsWith('=') && equal);
}

function isOperator(text: string | undefined): text is Condition['operator'] {
  return text !== undefined && ['==', '!=', '<', '<=', '>', '>='].includes(text);
}

function literalValue(literal: string, quoted: string | undefined): VariableValue {
  if (quoted !== undefined) return quoted;
  if (literal === 'true' || literal === 'false') return literal === 'true';
  return Number(literal);
}

function typeName(value: VariableValue): string {
  const kind =
    typeof value === 'string'
      ? 'the string'
      : typeof value === 'number'
        ? 'the number'
        : 'the boolean';
  return `${kind} ${JSON.stringify(value)}`;
}
