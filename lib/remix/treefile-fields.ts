import type { Json } from '../core/digest.ts';
import type { Place } from '../core/errors.ts';
import type { Item, Layer } from './treefile-layer.ts';
import type { VariableValue } from './treefile-model.ts';
import { TREEFILE_KEYS } from './treefile-schema.ts';
import { substituteVariables } from './variables.ts';

/** Typed access to a merged layer. The schema has checked the types; variables are replaced on the way. */
export class TreefileFields {
  readonly #layer: Layer;
  readonly #variables: ReadonlyMap<string, VariableValue>;

  constructor(layer: Layer, variables: ReadonlyMap<string, VariableValue>) {
    this.#layer = layer;
    this.#variables = variables;
  }

  item(key: string): Item | undefined {
    return this.#layer.single.get(key);
  }

  items(key: string): readonly Item[] {
    return this.#layer.lists.get(key) ?? [];
  }

  text(key: string): string | undefined {
    const value = this.item(key)?.value;
    return value === undefined ? undefined : this.#substitute(key, String(value));
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.item(key)?.value;
    return typeof value === 'boolean' ? value : otherwise;
  }

  /** One of the values of an enum; the schema's own list holds it. */
  choice<T extends string>(key: string, otherwise: T): T {
    return (this.text(key) as T | undefined) ?? otherwise;
  }

  /** A list of strings. */
  texts(key: string): string[] {
    return this.items(key).map(({ value }) => String(value));
  }

  map(key: string): Record<string, Json> {
    const entries = [...(this.#layer.maps.get(key) ?? [])];
    return Object.fromEntries(
      entries
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { value }]) => [
          name,
          typeof value === 'string' ? this.#substitute(key, value) : value,
        ]),
    );
  }

  placeInMap(key: string, name: string): Place | undefined {
    return this.#layer.maps.get(key)?.get(name)?.place;
  }

  /** Place of each element; of the outermost file's where several have it. */
  origins(key: string): ReadonlyMap<string, Place> {
    return new Map(this.items(key).map(({ value, place }) => [String(value), place]));
  }

  #substitute(key: string, text: string): string {
    return TREEFILE_KEYS.get(key)?.envsubst === true
      ? substituteVariables(text, this.#variables)
      : text;
  }
}
