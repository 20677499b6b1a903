import { compareBytes } from '../core/bytes.ts';
import { type ManifestDescriptor, parseManifest } from '../oci/manifest.ts';
import { OCI_INDEX } from '../oci/media-types.ts';

/** What names a manifest in the index of a layout (image-spec 1.1, annotations.md). */
const REF_NAME = 'org.opencontainers.image.ref.name';

/** One manifest that `index.json` lists. */
export interface LayoutEntry {
  readonly descriptor: ManifestDescriptor;
  /** Its name, which may be anything; undefined when it has none. */
  readonly tag: string | undefined;
  /** The descriptor as it stands there: what others wrote into it stays. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** The `index.json` of a layout. */
export interface LayoutIndex {
  readonly entries: readonly LayoutEntry[];
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Returns what the bytes of an `index.json` list (image-spec 1.1, image-layout.md); undefined when they
 * are of a manifest.
 *
 * @throws BuildError OCI_INVALID
 */
export function parseLayoutIndex(bytes: Uint8Array): LayoutIndex | undefined {
  const index = parseManifest(bytes, OCI_INDEX);
  if (index.kind !== 'index') return undefined;
  const { manifests } = JSON.parse(Buffer.from(bytes).toString()) as {
    manifests: Readonly<Record<string, unknown>>[];
  };
  const entries = index.manifests.map((descriptor, at) => ({
    descriptor,
    tag: descriptor.annotations?.[REF_NAME],
    raw: manifests[at] ?? {},
  }));
  return { entries, annotations: index.annotations };
}

/** Returns the bytes of an `index.json`: sorted by name and digest, so that equal entries give equal bytes. */
export function formatLayoutIndex({ entries, annotations }: LayoutIndex): Buffer {
  const manifests = [...entries]
    .sort(
      (a, b) =>
        compareBytes(a.tag ?? '', b.tag ?? '') ||
        compareBytes(a.descriptor.digest, b.descriptor.digest),
    )
    .map(({ raw }) => raw);
  const notes = Object.keys(annotations).length === 0 ? {} : { annotations };
  return Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests, ...notes }),
  );
}

/** Returns an entry for a manifest, named `tag` unless that is undefined. */
export function makeLayoutEntry(
  descriptor: ManifestDescriptor,
  tag: string | undefined,
): LayoutEntry {
  const { [REF_NAME]: _, ...others } = descriptor.annotations ?? {};
  const annotations = tag === undefined ? others : { ...others, [REF_NAME]: tag };
  const { annotations: __, ...rest } = descriptor;
  const named = Object.keys(annotations).length === 0 ? rest : { ...rest, annotations };
  return { descriptor: named, tag, raw: { ...named } };
}
