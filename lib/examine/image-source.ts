import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { BuildError, ConfigError, TreesmithError } from '../core/errors.ts';
import type { OciDigest } from '../oci/digest.ts';
import type { Descriptor, ManifestDescriptor } from '../oci/manifest.ts';
import { parseReference } from '../oci/reference.ts';
import { type PulledManifest, RegistryClient } from '../registry/client.ts';
import type { ImagePlace } from '../registry/image-place.ts';
import { OciLayout } from '../registry/layout.ts';
import { findCredentials, type PlaceAccess } from '../registry/open-place.ts';
import { listReferrers } from '../registry/referrers.ts';
import type { ExamineCode } from './errors.ts';

/** Where an image is, to be read piece by piece. */
export interface ImageSource {
  /** As it was asked for. */
  readonly name: string;
  readonly place: ImagePlace;
  /** Returns undefined when there is none. The digest is right. */
  readonly getManifest: (reference: string) => Promise<PulledManifest | undefined>;
  /** Returns the bytes of a blob as they come; nobody has hashed them. */
  readonly openBlob: (blob: Descriptor) => Promise<Readable>;
  /** What refers to a manifest (SBOMs, signatures). */
  readonly listReferrers: (digest: OciDigest) => Promise<readonly ManifestDescriptor[]>;
}

const ATTEMPTS = 4;
const PAUSE_MS = 250;

/**
 * Opens `host/name[:tag][@digest]` (`docker://` before it or not) or `oci:DIR[:TAG]`.
 *
 * @throws ConfigError REFERENCE_INVALID, LAYOUT_INVALID, IMAGE_UNFIT for a file or folder
 */
export async function openImageSource(text: string, access: PlaceAccess): Promise<ImageSource> {
  const layout = await findLayout(text);
  if (layout !== undefined) return layoutSource(text, layout.folder, layout.tag);
  if (!text.startsWith('docker://') && (await stat(text).catch(() => undefined)) !== undefined) {
    const message = `${text} is a file or folder, and no reference to an image`;
    throw new ConfigError<ExamineCode>('IMAGE_UNFIT', message, {
      hint: 'For disk images there is "treesmith inspect-image"; an OCI layout is written oci:DIR[:TAG].',
    });
  }
  return registrySource(text, access);
}

/** Returns folder and tag of `oci:DIR[:TAG]`; a folder may have colons itself. */
export async function findLayout(
  text: string,
): Promise<{ readonly folder: string; readonly tag: string | undefined } | undefined> {
  const path = /^oci:(.+)$/s.exec(text)?.[1];
  if (path === undefined) return undefined;
  const isLayout = async (folder: string) =>
    (await stat(join(folder, 'oci-layout')).catch(() => undefined)) !== undefined;
  const colon = path.lastIndexOf(':');
  if (colon <= 0 || (await isLayout(path))) return { folder: path, tag: undefined };
  return { folder: path.slice(0, colon), tag: path.slice(colon + 1) };
}

/**
 * Returns a small blob, whose size and digest are right.
 *
 * @throws BuildError IMAGE_INVALID; what the source throws
 */
export async function readSmallBlob(
  source: ImageSource,
  blob: Descriptor,
  limitBytes: number,
): Promise<Buffer> {
  if (blob.size <= limitBytes) return source.place.store.readBlob(blob, limitBytes);
  const message = `${source.name}: ${blob.digest} has ${blob.size} bytes, more than ${limitBytes}`;
  throw new BuildError<ExamineCode>('IMAGE_INVALID', message);
}

async function layoutSource(
  name: string,
  folder: string,
  tag: string | undefined,
): Promise<ImageSource> {
  const layout = await OciLayout.open(folder);
  return {
    name,
    place: { store: layout, tag },
    getManifest: (reference) => layout.getManifest(reference),
    openBlob: async (blob) => createReadStream(await layout.blobPath(blob)),
    listReferrers: (digest) => listReferrers(layout, digest),
  };
}

async function registrySource(name: string, access: PlaceAccess): Promise<ImageSource> {
  const { registry, repository, tag, digest } = parseReference(name.replace(/^docker:\/\//, ''));
  const credentials = await findCredentials(access, registry, repository);
  const client = new RegistryClient({ http: access.http, registry, repository, credentials });
  return {
    name,
    place: { store: client, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest },
    getManifest: (reference) => client.getManifest(reference),
    openBlob: async (blob) =>
      Readable.from(resumed(client, blob, await client.openBlob(blob)), { objectMode: false }),
    listReferrers: (wanted) => listReferrers(client, wanted),
  };
}

/** Goes on where a connection broke off. */
async function* resumed(
  client: RegistryClient,
  blob: Descriptor,
  first: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  let body = first;
  let at = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      for await (const chunk of body) {
        at += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      const { code } = error instanceof TreesmithError ? error : { code: '' };
      if (code !== 'HTTP_FAILED' || attempt === ATTEMPTS || at >= blob.size) throw error;
      await sleep(PAUSE_MS * 2 ** attempt);
      body = await client.openBlob(blob, at);
    }
  }
}
