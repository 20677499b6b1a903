import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument as parseYaml,
} from 'yaml';
import type { Place } from '../core/errors.ts';
import { remixError } from './errors.ts';

/** Syntax of a file that people write. */
export type DocumentFormat = 'yaml' | 'json';

/** Keys and indexes that lead to a value inside a document. */
export type DocumentPath = readonly (string | number)[];

/** A parsed file that can say where each of its values stands. */
export interface SourceDocument {
  readonly file: string;
  readonly format: DocumentFormat;
  /** Plain data: objects, arrays, strings, numbers, booleans, null. */
  readonly value: unknown;
  /** Where the value at `path` begins, or the nearest one around it that is there. */
  placeOf(path: DocumentPath): Place;
  /** Where the key that `path` ends with stands. */
  placeOfKey(path: DocumentPath): Place;
}

/** Deeper nesting is no configuration. */
const MAX_DEPTH = 64;
/** How many aliases a file may have, and how many nodes they may stand for; more is a bomb. */
const MAX_ALIASES = 100;

/**
 * Returns the document in `text`. JSON is held to JSON's syntax; in both a key may stand once only.
 * `file` is only named in errors and places.
 *
 * @throws ConfigError SYNTAX, DUPLICATE_KEY with place
 */
export function parseDocument(text: string, file: string, format: DocumentFormat): SourceDocument {
  const lines = new LineCounter();
  const placeAt = (offset = 0): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  if (format === 'json') assertJson(text, file);
  const document = parseNodes(text, lines, placeAt);
  return {
    file,
    format,
    value: format === 'json' ? JSON.parse(text) : plainValue(document, file),
    placeOf: (path) => placeAt(findNode(document, path).value?.range?.[0]),
    placeOfKey: (path) => {
      const { key, value } = findNode(document, path);
      return placeAt((key ?? value)?.range?.[0]);
    },
  };
}

function parseNodes(
  text: string,
  lines: LineCounter,
  placeAt: (offset?: number) => Place,
): Document {
  const document = parseYaml(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  // A warning is a tag that nobody knows; what it was meant to say would be lost.
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault === undefined) {
    new NodeChecker(document, placeAt).check(document.contents);
    return document;
  }
  const place = placeAt(fault.pos[0]);
  if (fault.code === 'DUPLICATE_KEY') {
    throw remixError('DUPLICATE_KEY', 'the same key stands here twice', place);
  }
  throw remixError('SYNTAX', `not valid YAML: ${fault.message}`, place);
}

function assertJson(text: string, file: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /line (\d+) column (\d+)/.exec(message);
    const place =
      position === null
        ? { file }
        : { file, line: Number(position[1]), column: Number(position[2]) };
    const hint = 'A file whose name ends in .yaml or .yml is read as YAML, any other as JSON.';
    throw remixError('SYNTAX', `not valid JSON: ${message}`, place, hint);
  }
}

/** Refuses nodes too deep, and aliases that are too many or lead nowhere, while their place is known. */
class NodeChecker {
  readonly #document: Document;
  readonly #placeAt: (offset?: number) => Place;
  #aliases = 0;

  constructor(document: Document, placeAt: (offset?: number) => Place) {
    this.#document = document;
    this.#placeAt = placeAt;
  }

  check(node: unknown, depth = 0): void {
    if (depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH} levels`, node);
    if (isAlias(node)) {
      this.#aliases += 1;
      if (this.#aliases > MAX_ALIASES) this.#fail(`more than ${MAX_ALIASES} aliases`, node);
      if (node.resolve(this.#document) === undefined)
        this.#fail(`alias *${node.source} leads nowhere`, node);
    } else if (isSeq(node)) {
      for (const item of node.items) this.check(item, depth + 1);
    } else if (isMap(node)) {
      for (const pair of node.items) {
        if (!isScalar(pair.key)) this.#fail('a key must be a plain word', pair.key);
        this.check(pair.value, depth + 1);
      }
    }
  }

  #fail(message: string, node: unknown): never {
    throw remixError('SYNTAX', message, this.#placeAt((node as Node | null)?.range?.[0]));
  }
}

function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw remixError('SYNTAX', `not usable YAML: ${message}`, { file });
  }
}

/** Follows `path` as far as it leads. `key` is there when its last step went through a mapping. */
function findNode(
  document: Document,
  path: DocumentPath,
): { key?: Node | undefined; value: Node | null } {
  let value: Node | null = document.contents;
  let key: Node | undefined;
  for (const step of path) {
    const container: Node | null | undefined = isAlias(value) ? value.resolve(document) : value;
    let next: unknown;
    let nextKey: unknown;
    if (isMap(container)) {
      const pair = container.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(step),
      );
      nextKey = pair?.key;
      next = pair?.value ?? nextKey;
    } else if (isSeq(container)) {
      next = container.items[Number(step)];
    }
    if (next === undefined || next === null) break;
    value = next as Node;
    key = nextKey === undefined ? undefined : (nextKey as Node);
  }
  return { key, value };
}
