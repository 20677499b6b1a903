import type { Json } from '../core/digest.ts';
import type { Place } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import { type Condition, parseCondition } from './condition.ts';
import type { DocumentPath, SourceDocument } from './document.ts';
import { remixError } from './errors.ts';
import { assertNoFaults } from './schema.ts';
import { applyImplied } from './treefile-implied.ts';
import { TreefileKeyReader } from './treefile-keys.ts';
import type { Layer } from './treefile-layer.ts';
import type { TreefileWarning, VariableValue } from './treefile-model.ts';
import { TREEFILE_KEYS, validateTreefile } from './treefile-schema.ts';
import { assertVariable } from './variables.ts';

/** One treefile by itself: what it says, and what else it asks to be read. */
export interface ParsedTreefile {
  readonly layer: Layer;
  /** `include`, then `arch-include` of our basearch. */
  readonly includes: readonly IncludeRequest[];
  readonly conditionals: readonly ConditionalInclude[];
  /** Own variables, `releasever` among them. */
  readonly variables: ReadonlyMap<string, VariableValue>;
  readonly warnings: readonly TreefileWarning[];
}

/** Another treefile to read. */
export interface IncludeRequest {
  readonly path: string;
  readonly place: Place;
}

/** Files or keys that count when every condition holds. */
interface ConditionalInclude {
  readonly conditions: readonly { readonly condition: Condition; readonly place: Place }[];
  readonly files: readonly IncludeRequest[];
  readonly inline: Layer | undefined;
}

/**
 * Returns what the treefile in `document` says for `basearch`. `directory` is the folder that its
 * paths are relative to.
 *
 * Differs from rpm-ostree: a key without a value counts as left out, `packages-<arch>` too; unknown
 * keys inside a key's value are errors; in JSON unknown keys are warned of (those that begin with
 * `comment`, `_`, `#` or `//` are not).
 *
 * @throws ConfigError of every code that is about one file
 */
export function parseTreefile(
  document: SourceDocument,
  directory: string,
  basearch: Basearch,
): ParsedTreefile {
  return new TreefileParser(document, directory, basearch).parse();
}

class TreefileParser {
  readonly #document: SourceDocument;
  readonly #basearch: Basearch;
  readonly #reader: TreefileKeyReader;

  constructor(document: SourceDocument, directory: string, basearch: Basearch) {
    this.#document = document;
    this.#basearch = basearch;
    this.#reader = new TreefileKeyReader(document, directory, basearch);
  }

  parse(): ParsedTreefile {
    const { value } = this.#document;
    if (!isRecord(value)) {
      throw remixError(
        'WRONG_TYPE',
        'expected a treefile: a mapping of keys to values',
        this.#document.placeOf([]),
      );
    }
    const keys = withoutEmpty(value);
    this.#assertSchema(keys);
    const layer = this.#reader.read(keys, []);
    this.#assertBasearch(layer);
    applyImplied(layer);
    return {
      layer,
      includes: [
        ...this.#includes(keys.include, ['include']),
        ...this.#archIncludes(keys['arch-include']),
      ],
      conditionals: this.#conditionals(keys['conditional-include']),
      variables: this.#variables(keys),
      warnings: this.#reader.warnings,
    };
  }

  #assertSchema(keys: Readonly<Record<string, Json>>): void {
    const faults = validateTreefile(this.#document, keys);
    const ignored =
      this.#document.format === 'json'
        ? faults.filter((fault) => fault.code === 'UNKNOWN_KEY')
        : [];
    for (const fault of ignored) {
      if (!/^(comment|_|#|\/\/)/.test(String(fault.path.at(-1)))) {
        this.#reader.warn(`${fault.message} is ignored. ${fault.hint ?? ''}`.trim(), fault.place);
      }
    }
    assertNoFaults(faults.filter((fault) => !ignored.includes(fault)));
  }

  #includes(value: Json | undefined, path: DocumentPath): IncludeRequest[] {
    if (value === undefined) return [];
    if (typeof value === 'string') return [{ path: value, place: this.#document.placeOf(path) }];
    return (value as readonly string[]).map((file, index) => ({
      path: file,
      place: this.#document.placeOf([...path, index]),
    }));
  }

  #archIncludes(value: Json | undefined): IncludeRequest[] {
    return this.#includes((value as Record<string, Json> | undefined)?.[this.#basearch], [
      'arch-include',
      this.#basearch,
    ]);
  }

  #conditionals(value: Json | undefined): ConditionalInclude[] {
    const entries = (value ?? []) as readonly {
      readonly if: string | readonly string[];
      readonly include: Json;
    }[];
    return entries.map((entry, index) => {
      const path = ['conditional-include', index];
      const listed = typeof entry.if !== 'string';
      const conditions = [entry.if].flat().map((text, nth) => {
        const place = this.#document.placeOf([...path, 'if', ...(listed ? [nth] : [])]);
        return { condition: parseCondition(text, place), place };
      });
      const includePath = [...path, 'include'];
      if (!isRecord(entry.include))
        return { conditions, files: this.#includes(entry.include, includePath), inline: undefined };
      return { conditions, files: [], inline: this.#inline(entry.include, includePath) };
    });
  }

  /** The keys of a treefile in place. What rpm-ostree would drop without a word is an error here. */
  #inline(value: Readonly<Record<string, Json>>, path: DocumentPath): Layer {
    const keys = withoutEmpty(value);
    for (const [name, item] of Object.entries(keys)) {
      const key = TREEFILE_KEYS.get(name);
      const namesFile =
        key?.external === true || (isRecord(item) && /^check-/.test(name) && item.type === 'file');
      if (key?.merge === 'file' || namesFile) {
        const hint = 'Put it into a file of its own and include that.';
        const place = this.#document.placeOfKey([...path, name]);
        throw remixError(
          'INLINE_EXTERNAL',
          `"${name}" cannot stand in a treefile in place`,
          place,
          hint,
        );
      }
    }
    return this.#reader.read(keys, path);
  }

  #variables(keys: Readonly<Record<string, Json>>): Map<string, VariableValue> {
    const variables = new Map<string, VariableValue>();
    for (const [name, value] of Object.entries(
      (keys.variables ?? {}) as Record<string, VariableValue>,
    )) {
      assertVariable(name, value, this.#document.placeOfKey(['variables', name]));
      variables.set(name, value);
    }
    const releasever = keys.releasever;
    if (releasever !== undefined) variables.set('releasever', releasever as string | number);
    return variables;
  }

  #assertBasearch(layer: Layer): void {
    const item = layer.single.get('basearch');
    if (item === undefined || item.value === this.#basearch) return;
    const message = `this treefile is for ${String(item.value)}, not for ${this.#basearch}`;
    throw remixError('BASEARCH_MISMATCH', message, item.place);
  }
}

function withoutEmpty(value: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, Json] => entry[1] !== null && entry[1] !== undefined,
    ),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, Json>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
