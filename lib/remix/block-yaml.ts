/**
 * The plain part of YAML that lockfiles are written in, which a full parser takes long for: block
 * mappings and sequences, plain and double-quoted scalars on one line, `[]`. Sequences stand at the
 * indentation of their key, as PyYAML writes them.
 */

/** What the lines of such a file hold. */
export type BlockValue =
  | string
  | number
  | readonly BlockValue[]
  | { readonly [key: string]: BlockValue };

const MAX_DEPTH = 8;
const LINE = /^( *)(- )?([A-Za-z_][A-Za-z0-9_-]*):(?: (.+))?$/;
const WHOLE_NUMBER = /^(0|[1-9][0-9]{0,15})$/;

/** A string that every YAML reader, of 1.1 and 1.2 alike, takes for a string without quotes. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._+~^:/=@%-]*$/;
const LOOKS_OTHERWISE = [
  /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i,
  // Numbers with exponents, in bases, in sixties; dates.
  /^[0-9][0-9._]*([eE][+-]?[0-9]*)?$/,
  /^0[xXoObB][0-9a-fA-F_]*$/,
  /^[0-9][0-9_]*(:[0-9]+)+(\.[0-9_]*)?$/,
  /^[0-9]{4}-[0-9]{1,2}(-|$)/,
  /:$/,
];

/** Returns `value` as one scalar: plain where that is safe, in double quotes otherwise. */
export function formatScalar(value: string | number): string {
  return typeof value === 'number' || isPlain(value) ? String(value) : JSON.stringify(value);
}

/** Returns what `text` holds, or undefined when it is not of this plain kind; then ask a full parser. */
export function parseBlockYaml(text: string): BlockValue | undefined {
  try {
    return new BlockParser(text).parse();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class NotPlain extends Error {}

interface BlockLine {
  /** Column of the key: two more than the dash's. */
  readonly indent: number;
  readonly dash: boolean;
  readonly key: string;
  readonly rest: string | undefined;
}

class BlockParser {
  readonly #lines: BlockLine[];
  #next = 0;

  constructor(text: string) {
    this.#lines = text
      .split('\n')
      .filter((line) => line !== '' && line !== '---' && !line.startsWith('#'))
      .map(parseLine);
  }

  parse(): BlockValue {
    const value = this.#mapping(0, 0);
    if (this.#next !== this.#lines.length) throw new NotPlain();
    return value;
  }

  /** A mapping whose keys stand at `indent`; its first line may follow a dash. */
  #mapping(indent: number, depth: number): BlockValue {
    if (depth > MAX_DEPTH) throw new NotPlain();
    const entries = new Map<string, BlockValue>();
    for (
      let line = this.#lines[this.#next];
      line?.indent === indent;
      line = this.#lines[this.#next]
    ) {
      if (line.dash && entries.size > 0) break;
      if (entries.has(line.key)) throw new NotPlain();
      this.#next += 1;
      entries.set(
        line.key,
        line.rest === undefined ? this.#block(indent, depth) : parseScalar(line.rest),
      );
    }
    return Object.fromEntries(entries);
  }

  /** What stands under a key at `indent`. */
  #block(indent: number, depth: number): BlockValue {
    const line = this.#lines[this.#next];
    if (line === undefined) throw new NotPlain();
    if (!line.dash) {
      if (line.indent <= indent) throw new NotPlain();
      return this.#mapping(line.indent, depth + 1);
    }
    if (line.indent !== indent + 2) throw new NotPlain();
    const items: BlockValue[] = [];
    for (
      let item: BlockLine | undefined = line;
      item?.dash === true && item.indent === line.indent;
    ) {
      items.push(this.#mapping(line.indent, depth + 1));
      item = this.#lines[this.#next];
    }
    return items;
  }
}

function parseLine(text: string): BlockLine {
  const [, indent, dash, key, rest] = LINE.exec(text) ?? [];
  if (indent === undefined || key === undefined) throw new NotPlain();
  return { indent: indent.length + (dash?.length ?? 0), dash: dash !== undefined, key, rest };
}

function parseScalar(text: string): BlockValue {
  if (text === '[]') return [];
  if (WHOLE_NUMBER.test(text)) return Number(text);
  if (isPlain(text)) return text;
  if (!/^"([^"\\]|\\.)*"$/.test(text)) throw new NotPlain();
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new NotPlain();
  }
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !LOOKS_OTHERWISE.some((pattern) => pattern.test(text));
}
