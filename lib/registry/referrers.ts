import { BuildError } from '../core/errors.ts';
import { digestHex, type OciDigest } from '../oci/digest.ts';
import { formatImageIndex } from '../oci/image-manifest.ts';
import { type ManifestDescriptor, parseManifest } from '../oci/manifest.ts';
import { OCI_INDEX } from '../oci/media-types.ts';
import { type PulledManifest, RegistryClient } from './client.ts';
import type { RegistryCode } from './errors.ts';
import type { ImageStore } from './image-place.ts';
import type { OciLayout } from './layout.ts';

/** Somebody else may write the list at the same time; each try finds out. */
const LIST_TRIES = 4;
const MAX_LISTED = 10_000;

/**
 * Returns what refers to a manifest: its signatures, SBOMs and the like. Of a registry that keeps no such
 * lists the index with the tag `sha256-<hex>` is read (distribution-spec 1.1, "Unavailable Referrers API").
 *
 * @param artifactType leaves out all others
 * @throws what the store throws; BuildError OCI_INVALID
 */
export async function listReferrers(
  store: ImageStore,
  digest: OciDigest,
  artifactType?: string,
): Promise<ManifestDescriptor[]> {
  const found =
    store instanceof RegistryClient
      ? ((await store.readReferrers(digest)) ?? (await readList(store, digest)))
      : await searchLayout(store, digest);
  return found.filter((one) => artifactType === undefined || one.artifactType === artifactType);
}

/**
 * Writes a manifest that has a subject, and sees to it that `listReferrers` finds it. Without `reference`
 * it has its digest alone.
 *
 * @throws what the store throws; BuildError REGISTRY_FAILED when the list is something else, or is not kept
 */
export async function putReferrer(
  store: ImageStore,
  bytes: Buffer,
  mediaType: string,
  reference?: string,
): Promise<OciDigest> {
  if (!(store instanceof RegistryClient)) return store.putManifest(reference, bytes, mediaType);
  const { digest, isListed } = await store.pushManifest(reference, bytes, mediaType);
  const { subject } = parseManifest(bytes, mediaType);
  if (subject === undefined || isListed) return digest;
  // Some have the list, and do not say it.
  if ((await store.readReferrers(subject.digest)) !== undefined) return digest;
  const mine = describe({ bytes, digest, mediaType });
  await changeList(store, subject.digest, (others) =>
    others.some((one) => one.digest === digest) ? others : [...others, mine],
  );
  return digest;
}

/**
 * Deletes a manifest and its tags, also from the list of what it refers to. Returns whether it was there.
 *
 * @throws what the store throws
 */
export async function deleteManifest(store: ImageStore, digest: OciDigest): Promise<boolean> {
  if (!(store instanceof RegistryClient)) return store.deleteManifest(digest);
  const found = await store.getManifest(digest);
  if (found === undefined) return false;
  const { subject } = parseManifest(found.bytes, found.mediaType);
  const isOurs = subject !== undefined && (await store.readReferrers(subject.digest)) === undefined;
  if (isOurs) {
    await changeList(store, subject.digest, (others) =>
      others.filter((one) => one.digest !== digest),
    );
  }
  return store.deleteManifest(digest);
}

function describe({ bytes, digest, mediaType }: PulledManifest): ManifestDescriptor {
  const parsed = parseManifest(bytes, mediaType);
  // An image without a type of its own is of its config's.
  const config = parsed.kind === 'manifest' ? parsed.config.mediaType : undefined;
  const artifactType = parsed.artifactType ?? config;
  return {
    mediaType,
    digest,
    size: bytes.length,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(Object.keys(parsed.annotations).length === 0 ? {} : { annotations: parsed.annotations }),
  };
}

async function searchLayout(layout: OciLayout, digest: OciDigest): Promise<ManifestDescriptor[]> {
  const found = new Map<OciDigest, ManifestDescriptor>();
  for (const { descriptor } of await layout.listManifests()) {
    const bytes = await layout.readBlob(descriptor);
    const { mediaType } = descriptor;
    const { subject } = parseManifest(bytes, mediaType);
    if (subject?.digest !== digest) continue;
    found.set(descriptor.digest, describe({ bytes, digest: descriptor.digest, mediaType }));
  }
  return [...found.values()];
}

function listTag(digest: OciDigest): string {
  return `sha256-${digestHex(digest)}`;
}

async function readList(
  client: RegistryClient,
  digest: OciDigest,
): Promise<readonly ManifestDescriptor[]> {
  const found = await client.getManifest(listTag(digest));
  if (found === undefined) return [];
  const parsed = parseManifest(found.bytes, found.mediaType);
  if (parsed.kind === 'index') return parsed.manifests;
  throw failed(client, digest, 'is no list of what refers to it');
}

async function changeList(
  client: RegistryClient,
  digest: OciDigest,
  edit: (others: readonly ManifestDescriptor[]) => readonly ManifestDescriptor[],
): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const before = await readList(client, digest);
    const after = edit(before);
    if (after.length === before.length) return;
    if (tries === LIST_TRIES) throw failed(client, digest, 'is written by others all the time');
    if (after.length > MAX_LISTED) throw failed(client, digest, `has ${after.length} entries`);
    if (after.length === 0) await client.deleteTag(listTag(digest));
    else {
      const bytes = formatImageIndex({ manifests: after });
      await client.putManifest(listTag(digest), bytes, OCI_INDEX);
    }
  }
}

function failed(client: RegistryClient, digest: OciDigest, why: string): Error {
  const message = `${client.name}:${listTag(digest)} ${why}`;
  return new BuildError<RegistryCode>('REGISTRY_FAILED', message);
}
