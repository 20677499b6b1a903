import { compareBytes } from '../core/bytes.ts';
import type { Json } from '../core/digest.ts';
import { boolean, type Codec, double, int64, string, type Typed, typed } from './gvariant.ts';
import { array, maybe, tuple } from './gvariant-containers.ts';
import { vardict, variant } from './gvariant-type.ts';
import type { Metadata } from './objects.ts';

/** One package of `rpmostree.rpmdb.pkglist`. `epoch` is decimal, `0` when there is none. */
export type PackageEntry = readonly [
  name: string,
  epoch: string,
  version: string,
  release: string,
  arch: string,
];

const PACKAGE: Codec<PackageEntry> = tuple(string, string, string, string, string);

/** `a(sssss)`, as `rpm-ostree db` and `rpm-ostree status` read it. */
export const packageList: Codec<readonly PackageEntry[]> = array(PACKAGE);

/** `as`. */
export const strings: Codec<readonly string[]> = array(string);

/** Returns `entries` as commit metadata, sorted by the bytes of the keys. */
export function commitMetadata(entries: Readonly<Record<string, Typed>>): Metadata {
  return Object.entries(entries).sort(([a], [b]) => compareBytes(a, b));
}

/**
 * Returns a JSON value as a GVariant, the way json-glib does for rpm-ostree: strings `s`, whole
 * numbers `x`, others `d`, arrays `av`, objects `a{sv}`, null `mv` with nothing in it.
 */
export function jsonVariant(value: Json): Typed {
  if (value === null) return typed(maybe(variant), null);
  if (typeof value === 'string') return typed(string, value);
  if (typeof value === 'boolean') return typed(boolean, value);
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? typed(int64, BigInt(value)) : typed(double, value);
  }
  if (isArray(value)) return typed(array(variant), value.map(jsonVariant));
  const entries = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [[key, jsonVariant(item)] as const],
  );
  return typed(
    vardict,
    entries.sort(([a], [b]) => compareBytes(a, b)),
  );
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
