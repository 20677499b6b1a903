import type { Json } from '../core/digest.ts';
import type { Layer } from './treefile-layer.ts';

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
 * Sets in the layer of one file what follows from its `container` and its `edition`. As in
 * rpm-ostree this comes before merging: what follows from an outer file wins over an included one.
 */
export function applyImplied(layer: Layer): void {
  imply(layer, 'container', true, CONTAINER_IMPLIES, true);
  imply(layer, 'edition', '2024', EDITION_2024_IMPLIES, false);
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
