import type { Json } from '../core/digest.ts';
import type { Place } from '../core/errors.ts';
import type { Basearch } from './architecture.ts';
import { BASEARCHES } from './architecture.ts';
import { type Condition, parseCondition } from './condition.ts';
import type { DocumentPath, SourceDocument } from './document.ts';
import { remixError } from './errors.ts';
import { nearestName } from './nearest.ts';
import { splitPackages } from './package-list.ts';
import { assertNoFaults } from './schema.ts';
import { emptyLayer, type Item, type Layer } from './treefile-layer.ts';
import type { TreefileWarning, VariableValue } from './treefile-model.ts';
import { TREEFILE_KEYS, type TreefileKey, validateTreefile } from './treefile-schema.ts';
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
export interface ConditionalInclude {
  readonly conditions: readonly { readonly condition: Condition; readonly place: Place }[];
  readonly files: readonly IncludeRequest[];
  readonly inline: Layer | undefined;
}

/** rpm-ostree had or has these beside our own; `packages-<one of them>` is no typing error. */
const FOREIGN_ARCHES = ['armhfp', 'i386', 'i686', 'loongarch64', 'ppc64'];

/** What a `container` is not. */
const CONTAINER_IMPLIES: Readonly<Record<string, Json>> = {
  'boot-location': 'modules',
  selinux: false,
  'tmp-is-dir': true,
  'preserve-passwd': false,
  'check-passwd': { type: 'none' },
  'check-groups': { type: 'none' },
};

/** Defaults of edition 2024, for what the same file leaves open. */
const EDITION_2024_IMPLIES: Readonly<Record<string, Json>> = {
  'boot-location': 'modules',
  'tmp-is-dir': true,
};

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
  readonly #directory: string;
  readonly #basearch: Basearch;
  readonly #warnings: TreefileWarning[] = [];

  constructor(document: SourceDocument, directory: string, basearch: Basearch) {
    this.#document = document;
    this.#directory = directory;
    this.#basearch = basearch;
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
    const layer = this.#readKeys(keys, []);
    this.#assertBasearch(layer);
    imply(layer, 'container', true, CONTAINER_IMPLIES, true);
    imply(layer, 'edition', '2024', EDITION_2024_IMPLIES, false);
    return {
      layer,
      includes: [
        ...this.#includes(keys.include, ['include']),
        ...this.#archIncludes(keys['arch-include']),
      ],
      conditionals: this.#conditionals(keys['conditional-include']),
      variables: this.#variables(keys),
      warnings: this.#warnings,
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
        this.#warn(`${fault.message} is ignored. ${fault.hint ?? ''}`.trim(), fault.place);
      }
    }
    assertNoFaults(faults.filter((fault) => !ignored.includes(fault)));
  }

  /** Sorts the keys of a treefile, or of one in place at `path`, by how they merge. */
  #readKeys(keys: Readonly<Record<string, Json>>, path: DocumentPath): Layer {
    const layer = emptyLayer();
    for (const [name, value] of Object.entries(keys)) {
      const key = TREEFILE_KEYS.get(name);
      const at = [...path, name];
      if (key === undefined) this.#readArchPackages(layer, name, value, at);
      else if (key.merge !== 'file')
        this.#readKey(layer, this.#canonical(key, keys, at), value, at);
    }
    return layer;
  }

  /** Returns the name that counts, and speaks of old names. */
  #canonical(
    key: TreefileKey,
    keys: Readonly<Record<string, Json>>,
    path: DocumentPath,
  ): TreefileKey {
    const place = this.#document.placeOfKey(path);
    const name = key.alias ?? key.name;
    if (key.alias !== undefined && keys[key.alias] !== undefined) {
      throw remixError(
        'CONFLICTING_KEYS',
        `"${key.name}" and "${key.alias}" are two spellings of one key`,
        place,
      );
    }
    if (key.deprecated) this.#warn(`"${name}" is deprecated: ${key.description}`, place);
    return TREEFILE_KEYS.get(name) ?? key;
  }

  #readKey(layer: Layer, key: TreefileKey, value: Json, path: DocumentPath): void {
    if (key.merge === 'first') {
      layer.single.set(key.name, this.#item(value, path));
    } else if (key.merge === 'map') {
      const entries = Object.entries(value as Record<string, Json>);
      layer.maps.set(
        key.name,
        new Map(entries.map(([name, item]) => [name, this.#item(item, [...path, name])])),
      );
    } else if (key.name === 'packages' || key.name === 'bootstrap-packages') {
      this.#addPackages(layer, value as readonly string[], path);
    } else {
      layer.lists.set(
        key.name,
        (value as readonly Json[]).map((item, index) => this.#item(item, [...path, index])),
      );
    }
  }

  #readArchPackages(layer: Layer, name: string, value: Json, path: DocumentPath): void {
    // What is not packages-<arch> was refused before, or is a comment in JSON.
    const arch = /^packages-(.+)$/.exec(name)?.[1];
    if (arch === undefined || !Array.isArray(value)) return;
    if (arch === this.#basearch) {
      this.#addPackages(layer, value as readonly string[], path);
    } else if (![...BASEARCHES, ...FOREIGN_ARCHES].includes(arch)) {
      const near = nearestName(arch, BASEARCHES);
      const hint = near === undefined ? '' : ` Did you mean "packages-${near}"?`;
      this.#warn(
        `"${name}" is for no architecture that Treesmith knows.${hint}`,
        this.#document.placeOfKey(path),
      );
    }
  }

  #addPackages(layer: Layer, elements: readonly string[], path: DocumentPath): void {
    const added = elements.flatMap((element, index) => {
      const item = this.#item(element, [...path, index]);
      return splitPackages(element, item.place).map((value) => ({ ...item, value }));
    });
    layer.lists.set('packages', [...(layer.lists.get('packages') ?? []), ...added]);
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
    return this.#readKeys(keys, path);
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

  #item(value: Json, path: DocumentPath): Item {
    return { value, place: this.#document.placeOf(path), directory: this.#directory };
  }

  #warn(message: string, place: Place): void {
    this.#warnings.push({ message, place });
  }
}

/** Where `key` has `value`, sets what follows from it; `always` also where the file says otherwise. */
function imply(
  layer: Layer,
  key: string,
  value: Json,
  implied: Readonly<Record<string, Json>>,
  always: boolean,
): void {
  const cause = layer.single.get(key);
  if (cause?.value !== value) return;
  for (const [name, item] of Object.entries(implied)) {
    if (always || !layer.single.has(name)) layer.single.set(name, { ...cause, value: item });
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
