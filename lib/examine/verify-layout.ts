import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { digestHex, type OciDigest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/manifest.ts';
import { OciLayout } from '../registry/layout.ts';
import type { Difference, DifferentField } from './difference.ts';
import type { ExamineCode } from './errors.ts';
import { findFirstDifference } from './first-difference.ts';
import type { ImageSource } from './image-source.ts';
import { type FoundTop, selectImages } from './select-image.ts';
import { type ComparedParts, NO_FILES, nameImage } from './verify-report.ts';

/** A layout to compare an image with. */
export interface VerifyLayoutOptions {
  readonly folder: string;
  /** The only manifest of the layout unless given. */
  readonly tag: string | undefined;
  readonly architecture?: string | undefined;
  readonly log: Log;
}

/**
 * Compares an OCI layout with the image in a registry: the digest of its manifest, then the bytes of
 * every blob that the image has, hashed again. In a layer that is damaged the first file that differs is
 * named. A layout that has one architecture of an index is compared with that.
 *
 * @throws ConfigError TARGET_UNREADABLE, LAYOUT_INVALID; what the source throws
 */
export async function verifyLayout(
  source: ImageSource,
  top: FoundTop,
  { folder, tag, architecture, log }: VerifyLayoutOptions,
): Promise<ComparedParts> {
  const layout = await OciLayout.open(folder);
  const images = await selectImages(source, top, architecture);
  const known = [top.pulled.digest, ...images.map(({ digest }) => digest)];
  const here = await findDigest(layout, tag, known);
  const single = images.find(({ digest }) => digest === here);
  const wanted = single === undefined ? images : [single];
  const differences: Difference[] = [];
  const isSame = here === top.pulled.digest || single !== undefined;
  if (!isSame) {
    const expected = [...new Set(known)].join(' or ');
    const field = { field: 'digest', expected, got: here };
    differences.push({ path: 'manifest', kind: 'changed', fields: [field] });
  }
  const { digest, bytes, mediaType } = top.pulled;
  const all: Descriptor[] = single === undefined ? [{ digest, size: bytes.length, mediaType }] : [];
  for (const { manifest, ...image } of wanted) {
    all.push({ ...image, size: image.sizeBytes }, manifest.config, ...manifest.layers);
  }
  const blobs = new Map(all.map((blob) => [blob.digest, blob]));
  let readBytes = 0;
  for (const blob of blobs.values()) {
    const path = await findBlob(layout, blob);
    if (path === undefined) {
      differences.push({ path: blob.digest, kind: 'missing', fields: [] });
      continue;
    }
    const fields = await compareBlob(path, blob);
    readBytes += blob.size;
    log.debug(`${blob.digest} is ${fields.length === 0 ? 'good' : 'damaged'}`);
    if (fields.length === 0) continue;
    const isLayer = wanted.some(({ manifest }) => manifest.layers.includes(blob));
    const inside = isLayer
      ? { firstFile: (await findFirstDifference(source, blob, path)) ?? ('none' as const) }
      : {};
    differences.push({ path: blob.digest, kind: 'changed', fields, ...inside });
  }
  return {
    ...{ images: wanted.map(nameImage), isOstree: false, ignoredPatterns: [], counts: NO_FILES },
    ...{ blobs: blobs.size, blobBytes: readBytes, differences },
  };
}

async function findDigest(
  layout: OciLayout,
  tag: string | undefined,
  known: readonly OciDigest[],
): Promise<OciDigest> {
  // Not the layout's own reading of it: a manifest that is damaged shall be named, too.
  const entries = (await layout.listManifests()).filter(
    (entry) => tag === undefined || entry.tag === tag || entry.descriptor.digest === tag,
  );
  const digests = new Set(entries.map(({ descriptor }) => descriptor.digest));
  // What refers to the image (an SBOM) stands beside it there.
  const wanted = known.find((digest) => digests.has(digest));
  if (wanted !== undefined) return wanted;
  const [digest] = digests;
  if (digest !== undefined && digests.size === 1) return digest;
  const what = tag === undefined ? 'images' : `images ${tag}`;
  const message = `${layout.folder} has ${digests.size} ${what}, expected one`;
  throw new ConfigError<ExamineCode>('TARGET_UNREADABLE', message, {
    hint: `It has the tags ${(await layout.listTags()).join(', ') || '(none)'}: write oci:DIR:TAG.`,
  });
}

/** Returns the path of a blob, whatever its size is; undefined when there is no such file. */
async function findBlob(
  { folder }: OciLayout,
  { digest }: Descriptor,
): Promise<string | undefined> {
  const path = join(folder, 'blobs', 'sha256', digestHex(digest));
  const facts = await lstat(path).catch(() => undefined);
  return facts?.isFile() === true ? path : undefined;
}

async function compareBlob(path: string, blob: Descriptor): Promise<DifferentField[]> {
  const { size } = await lstat(path);
  if (size !== blob.size) {
    return [{ field: 'size', expected: String(blob.size), got: String(size) }];
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk as Buffer);
  }
  const got = `sha256:${hash.digest('hex')}`;
  return got === blob.digest ? [] : [{ field: 'sha256', expected: blob.digest, got }];
}
