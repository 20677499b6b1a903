import type { Json } from '../core/digest.ts';
import type { Place } from '../core/errors.ts';

/** A value with what is needed to resolve it later and to speak of it. */
export interface Item {
  readonly value: Json;
  readonly place: Place;
  /** Folder of the treefile that it comes from: paths are relative to it. */
  readonly directory: string;
}

/** The keys of one treefile, or of several that were merged, by how they merge. */
export interface Layer {
  /** Keys of which the outer file's value counts. */
  readonly single: Map<string, Item>;
  /** Lists and sets. */
  readonly lists: Map<string, readonly Item[]>;
  readonly maps: Map<string, ReadonlyMap<string, Item>>;
}

/** Returns a layer that says nothing. */
export function emptyLayer(): Layer {
  return { single: new Map(), lists: new Map(), maps: new Map() };
}

/**
 * Merges `included` into `outer`: values and map keys of `outer` win; of lists the elements of
 * `included` come first, so that of several includes the last one's come first of all.
 */
export function mergeLayer(outer: Layer, included: Layer): void {
  for (const [key, item] of included.single) {
    if (!outer.single.has(key)) outer.single.set(key, item);
  }
  for (const [key, items] of included.lists) {
    outer.lists.set(key, [...items, ...(outer.lists.get(key) ?? [])]);
  }
  for (const [key, map] of included.maps) {
    outer.maps.set(key, new Map([...map, ...(outer.maps.get(key) ?? [])]));
  }
}
