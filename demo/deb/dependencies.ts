import { formatRpmVersion, parseDebianVersion, toRpmVersion } from './version.ts';

/** One `name (operator version)` of a Debian relation field. */
export interface DebianRelation {
  readonly name: string;
  readonly operator?: string;
  readonly version?: string;
}

/**
 * Returns the relations of a field such as `Depends`: the outer list must all hold, of an inner
 * list one is enough. Architecture qualifiers (`perl:any`) and lists (`[amd64]`) are dropped.
 */
export function parseRelations(field: string): DebianRelation[][] {
  return field
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '')
    .map((group) => group.split('|').map((text) => parseRelation(text.trim())));
}

/** Returns the relations of a field as RPM dependencies: `a`, `a >= 1`, `(a or b >= 2)`. */
export function translateRelations(groups: readonly (readonly DebianRelation[])[]): string[] {
  return groups.map((alternatives) => {
    const terms = [...new Set(alternatives.map(formatRelation))];
    return terms.length === 1 ? (terms[0] ?? '') : `(${terms.join(' or ')})`;
  });
}

const OPERATORS: Readonly<Record<string, string>> = {
  '<<': '<',
  '<=': '<=',
  '=': '=',
  '>=': '>=',
  '>>': '>',
  '<': '<=',
  '>': '>=',
};

function parseRelation(text: string): DebianRelation {
  const match =
    /^([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\s*(?:\(\s*(<<|<=|>=|>>|=|<|>)\s*([^)\s<=>]+)\s*\))?\s*(?:\[[^\]]*\]\s*)?$/.exec(
      text,
    );
  if (match?.[1] === undefined) throw new RangeError(`"${text}" is no Debian relation`);
  if (match[2] === undefined || match[3] === undefined) return { name: match[1] };
  return { name: match[1], operator: match[2], version: match[3] };
}

function formatRelation({ name, operator, version }: DebianRelation): string {
  if (operator === undefined || version === undefined) return name;
  const wanted = toRpmVersion(parseDebianVersion(version));
  let sign = OPERATORS[operator] ?? '=';
  // RPM compares the release only when both sides have one. To dpkg 2.36-9 is newer than 2.36: what
  // is said to be newer than 2.36 may be 2.36-9, what must be no newer than 2.36 may not.
  if (wanted.release === undefined && sign === '>') sign = '>=';
  if (wanted.release === undefined && sign === '<=') sign = '<';
  return `${name} ${sign} ${formatRpmVersion(wanted)}`;
}
