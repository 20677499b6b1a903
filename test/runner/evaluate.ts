import { type data as Data, data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { Expression, isMappingTree, type Tree } from './tree.ts';

/** A value of GitHub's expression language. */
export type Value = null | boolean | number | string | Value[] | Dictionary;
export interface Dictionary {
  [key: string]: Value;
}

/** What an expression can see. */
export interface Scope {
  /** `github`, `env`, `needs`, … */
  readonly contexts: Dictionary;
  /** What `success()` and `failure()` say here. Where they are not allowed they are not called. */
  readonly status?: 'success' | 'failure' | 'cancelled' | 'skipped';
  /** Digest of the files that match; `''` when none does. */
  readonly hashFiles?: (patterns: readonly string[]) => string;
}

/** Returns the value of a tree with all of its expressions evaluated. */
export function evaluate(tree: Tree, scope: Scope): Value {
  if (tree instanceof Expression) return evaluateText(tree.text, scope);
  if (Array.isArray(tree)) return tree.map((item) => evaluate(item, scope));
  if (isMappingTree(tree)) {
    const pairs = Object.entries(tree).map(([key, value]) => [key, evaluate(value, scope)]);
    return Object.fromEntries(pairs);
  }
  return tree;
}

/** Returns the mapping with all values as text; `{}` for nothing. */
export function evaluateTexts(tree: Tree | undefined, scope: Scope): Record<string, string> {
  const value = evaluate(tree ?? null, scope);
  if (!isDictionary(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toText(item)]));
}

/**
 * Returns what an `if:` says. Without a status function, `success()` must hold, too.
 * https://docs.github.com/actions/reference/workflows-and-actions/expressions#status-check-functions
 */
export function evaluateCondition(tree: Tree | undefined, scope: Scope): boolean {
  const text = conditionText(tree);
  if (text === '') return scope.status === 'success';
  const asks = lex(text).some(({ lexeme }, index, all) => {
    return STATUS.includes(lexeme.toLowerCase()) && all[index + 1]?.lexeme === '(';
  });
  return isTruthy(evaluateText(asks ? text : `success() && (${text})`, scope));
}

/** Returns the text that a value becomes between other text, or in the environment. */
export function toText(value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return 'Array';
  return typeof value === 'object' ? 'Object' : String(value);
}

export function isDictionary(value: Value | undefined): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const STATUS = ['success', 'failure', 'cancelled', 'always'];

function evaluateText(text: string, scope: Scope): Value {
  const functions = functionsOf(scope);
  const tree = new Parser(lex(text), Object.keys(scope.contexts), [...functions.values()]).parse();
  const contexts = JSON.parse(JSON.stringify(scope.contexts), data.reviver);
  const result = new Evaluator(tree, contexts, functions).evaluate();
  return JSON.parse(JSON.stringify(result ?? null, data.replacer) ?? 'null');
}

/** The library's own lexer takes the first of several doubled quotes alone for one. */
function lex(text: string) {
  return new Lexer(text)
    .lex()
    .tokens.map((token) =>
      token.lexeme.startsWith("'")
        ? { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") }
        : token,
    );
}

function functionsOf({ status, hashFiles }: Scope): Map<string, FunctionDefinition> {
  const nullary = (name: string, call: () => boolean): FunctionDefinition => ({
    ...{ name, minArgs: 0, maxArgs: 0 },
    call: () => new data.BooleanData(call()),
  });
  const functions: FunctionDefinition[] = [
    nullary('success', () => status === 'success'),
    nullary('failure', () => status === 'failure'),
    nullary('cancelled', () => status === 'cancelled'),
    nullary('always', () => true),
    {
      ...{ name: 'hashFiles', minArgs: 1, maxArgs: 255 },
      call: (...args: Data.ExpressionData[]) =>
        new data.StringData(hashFiles?.(args.map((arg) => arg.coerceString())) ?? ''),
    },
  ];
  return new Map(functions.map((each) => [each.name.toLowerCase(), each]));
}

function conditionText(tree: Tree | undefined): string {
  if (tree instanceof Expression) return tree.text.trim();
  return tree === undefined || tree === null ? '' : String(tree).trim();
}

function isTruthy(value: Value): boolean {
  return value !== null && value !== false && value !== 0 && value !== '' && !Number.isNaN(value);
}
