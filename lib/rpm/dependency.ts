import { compareEvr, parseEvr } from './evr.ts';

/** One capability, perhaps of a range of versions: `bash >= 5`. */
export interface Capability {
  readonly name: string;
  readonly sign?: string;
  readonly evr?: string;
}

/** A dependency: a capability, or several in a boolean one such as `(a or b)`. */
export type Dependency =
  | { readonly kind: 'capability'; readonly capability: Capability }
  | { readonly kind: 'all'; readonly parts: readonly Dependency[] }
  | { readonly kind: 'any'; readonly parts: readonly Dependency[] }
  /** `part if when else otherwise`; `unless` has the two parts in the other order. */
  | {
      readonly kind: 'conditional';
      readonly when: Dependency;
      readonly part: Dependency | undefined;
      readonly otherwise: Dependency | undefined;
    };

const DEPTH_LIMIT = 32;

/** Reads a dependency as libsolv prints it, boolean ones too. Format: rpm, `docs/manual/boolean_dependencies.md`. */
export function parseDependency(text: string): Dependency {
  return parseTerm(text.trim(), 0);
}

/** Reads `name`, or `name sign evr`. */
export function parseCapability(text: string): Capability {
  const [, name, sign, evr] = /^(.*\S)\s+(<=|>=|<|>|=)\s+(\S+)$/.exec(text.trim()) ?? [];
  return name === undefined || sign === undefined || evr === undefined
    ? { name: text.trim() }
    : { name, sign, evr };
}

/** Tells whether what a package provides meets what another one asks for: their ranges overlap. */
export function meets(provided: Capability, asked: Capability): boolean {
  if (provided.name !== asked.name) return false;
  if (asked.sign === undefined || asked.evr === undefined) return true;
  if (provided.sign === undefined || provided.evr === undefined) return false;
  const order = compareLoosely(provided.evr, asked.evr);
  if (order < 0) return provided.sign.includes('>') || asked.sign.includes('<');
  if (order > 0) return provided.sign.includes('<') || asked.sign.includes('>');
  return ['<', '=', '>'].some((one) => provided.sign?.includes(one) && asked.sign?.includes(one));
}

function compareLoosely(a: string, b: string): number {
  try {
    return compareEvr(parseEvr(a), parseEvr(b));
  } catch {
    // A provide may have any text for a version.
    return a === b ? 0 : -1;
  }
}

function parseTerm(text: string, depth: number): Dependency {
  if (!text.startsWith('(') || !text.endsWith(')') || depth > DEPTH_LIMIT) {
    return { kind: 'capability', capability: parseCapability(text) };
  }
  const words = splitTop(text.slice(1, -1));
  const operators = words.filter((_, index) => index % 2 === 1);
  const parts = words.filter((_, index) => index % 2 === 0);
  const [operator] = operators;
  if (operator === undefined) return parseTerm(parts[0] ?? '', depth + 1);
  const [first, second, third] = parts.map((part) => parseTerm(part, depth + 1));
  if ((operator === 'if' || operator === 'unless') && second !== undefined) {
    const [part, otherwise] = operator === 'if' ? [first, third] : [third, first];
    return { kind: 'conditional', when: second, part, otherwise };
  }
  const kind = operator === 'or' ? 'any' : 'all';
  // Of `with` and `without` the first part says what is missing well enough.
  const used = operator === 'and' || operator === 'or' ? parts : parts.slice(0, 1);
  return { kind, parts: used.map((part) => parseTerm(part, depth + 1)) };
}

/** Splits `a >= 1 or (b and c)` at the operators outside of brackets, which stand at odd places. */
function splitTop(text: string): string[] {
  const words: string[] = [];
  let depth = 0;
  let current = '';
  for (const token of text.split(/(\s+)/)) {
    if (depth === 0 && /^(and|or|if|unless|with|without|else)$/.test(token)) {
      words.push(current.trim(), token);
      current = '';
      continue;
    }
    for (const character of token) depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    current += token;
  }
  return [...words, current.trim()];
}
