import type { Json } from '../core/digest.ts';
import type { Place } from '../core/errors.ts';
import { BASEARCHES, type Basearch } from '../host/architecture.ts';
import type { DocumentPath, SourceDocument } from './document.ts';
import { remixError } from './errors.ts';
import { nearestName } from './nearest.ts';
import { splitPackages } from './package-list.ts';
import { emptyLayer, type Item, type Layer } from './treefile-layer.ts';
import type { TreefileWarning } from './treefile-model.ts';
import { TREEFILE_KEYS, type TreefileKey } from './treefile-schema.ts';

/** rpm-ostree had or has these beside our own; `packages-<one of them>` is no typing error. */
const FOREIGN_ARCHES = ['armhfp', 'i386', 'i686', 'loongarch64', 'ppc64'];

/** Turns keys that the schema has let through into a layer, each value with its place. */
export class TreefileKeyReader {
  readonly warnings: TreefileWarning[] = [];
  readonly #document: SourceDocument;
  readonly #directory: string;
  readonly #basearch: Basearch;

  constructor(document: SourceDocument, directory: string, basearch: Basearch) {
    this.#document = document;
    this.#directory = directory;
    this.#basearch = basearch;
  }

  /** Sorts the keys of a treefile, or of one in place at `path`, by how they merge. */
  read(keys: Readonly<Record<string, Json>>, path: DocumentPath): Layer {
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
    if (key.deprecated) this.warn(`"${name}" is deprecated: ${key.description}`, place);
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
      this.warn(
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

  warn(message: string, place: Place): void {
    this.warnings.push({ message, place });
  }

  #item(value: Json, path: DocumentPath): Item {
    return { value, place: this.#document.placeOf(path), directory: this.#directory };
  }
}
