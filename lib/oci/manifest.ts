import { BuildError } from '../core/errors.ts';
import { isDigest, type OciDigest } from './digest.ts';
import type { OciCode } from './errors.ts';
import { isIndexType, isMediaType, OCI_EMPTY, OCI_MANIFEST } from './media-types.ts';

/** What points to a blob or manifest (image-spec 1.1, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: OciDigest;
  /** In bytes. */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What points to a manifest in an index. */
export interface ManifestDescriptor extends Descriptor {
  readonly artifactType?: string;
  readonly platform?: {
    readonly architecture: string;
    readonly os: string;
    readonly variant?: string;
  };
}

/** An image or artifact (image-spec 1.1, manifest.md). */
export interface ImageManifest {
  readonly kind: 'manifest';
  readonly mediaType: string;
  readonly artifactType: string | undefined;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  /** What it says something about; then it is a referrer of that. */
  readonly subject: Descriptor | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Images of more than one platform (image-spec 1.1, image-index.md). */
export interface ImageIndex {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly manifests: readonly ManifestDescriptor[];
  readonly artifactType: string | undefined;
  readonly subject: Descriptor | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The most that registries accept (distribution-spec 1.1, "Pushing manifests"). */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAX_DESCRIPTORS = 10_000;
const MAX_ANNOTATIONS = 1000;

/** The bytes of the config that an artifact without one has. */
export const EMPTY_CONFIG = Buffer.from('{}');

/** The descriptor of `EMPTY_CONFIG`. */
export const EMPTY_DESCRIPTOR: Descriptor = {
  mediaType: OCI_EMPTY,
  digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  size: 2,
};

/**
 * Returns the bytes of an artifact's manifest: config empty, the files as layers. An artifact without
 * files has the empty blob as its layer, as manifest.md wants it. Equal calls give equal bytes.
 */
export function formatArtifact(
  artifactType: string,
  layers: readonly Descriptor[],
  annotations: Readonly<Record<string, string>>,
  subject?: Descriptor,
): Buffer {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      artifactType,
      config: EMPTY_DESCRIPTOR,
      layers: layers.length === 0 ? [EMPTY_DESCRIPTOR] : layers,
      ...(subject === undefined ? {} : { subject }),
      annotations,
    }),
  );
}

/**
 * Returns a manifest or an index. Docker's forms of both are read, too; schema 1 is not.
 *
 * @param mediaType as the registry said, for documents that do not say it themselves
 * @throws BuildError OCI_INVALID
 */
export function parseManifest(bytes: Uint8Array, mediaType: string): ImageManifest | ImageIndex {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw invalid(`it has ${bytes.length} bytes, more than ${MAX_MANIFEST_BYTES}`);
  }
  const found = parseObject(bytes);
  if (found['schemaVersion'] !== 2) throw invalid('schemaVersion is not 2');
  const type = found['mediaType'] ?? mediaType;
  if (!isMediaType(type)) throw invalid('mediaType is not one');
  const annotations = readAnnotations(found['annotations'], 'annotations');
  // A document that is both could be read as two different things by two readers.
  const [hasLayers, hasManifests] = ['layers', 'manifests'].map((key) => key in found);
  if (hasLayers === hasManifests || hasManifests !== isIndexType(type)) {
    throw invalid(`it is not what its media type ${type} says`);
  }
  const { artifactType } = found;
  if (artifactType !== undefined && !isMediaType(artifactType)) {
    throw invalid('artifactType is not a media type');
  }
  const subject =
    found['subject'] === undefined ? undefined : readDescriptor(found['subject'], 'subject');
  if (hasManifests) {
    const manifests = readList(found['manifests'], 'manifests').map((item, index) =>
      readManifestDescriptor(item, `manifests[${index}]`),
    );
    return { kind: 'index', mediaType: type, manifests, artifactType, subject, annotations };
  }
  return {
    kind: 'manifest',
    mediaType: type,
    artifactType,
    config: readDescriptor(found['config'], 'config'),
    layers: readList(found['layers'], 'layers').map((item, index) =>
      readDescriptor(item, `layers[${index}]`),
    ),
    subject,
    annotations,
  };
}

type Members = Readonly<Record<string, unknown>>;

function parseObject(bytes: Uint8Array): Members {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return asObject(JSON.parse(text), 'the document');
  } catch (error) {
    if (error instanceof BuildError) throw error;
    throw invalid('it is not JSON');
  }
}

function readDescriptor(value: unknown, where: string): Descriptor {
  const { mediaType, digest, size, annotations } = asObject(value, where);
  if (!isMediaType(mediaType)) throw invalid(`${where}.mediaType is not one`);
  if (!isDigest(digest)) throw invalid(`${where}.digest is not sha256:<64 hex>`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw invalid(`${where}.size is not a number of bytes`);
  }
  const given = annotations !== undefined;
  const notes = given ? { annotations: readAnnotations(annotations, `${where}.annotations`) } : {};
  return { mediaType, digest, size, ...notes };
}

function readManifestDescriptor(value: unknown, where: string): ManifestDescriptor {
  const { artifactType, platform } = asObject(value, where);
  const type = isMediaType(artifactType) ? { artifactType } : {};
  const base = { ...readDescriptor(value, where), ...type };
  if (platform === undefined) return base;
  const { architecture, os, variant } = asObject(platform, `${where}.platform`);
  if (typeof architecture !== 'string' || typeof os !== 'string') {
    throw invalid(`${where}.platform has no architecture or no os`);
  }
  const kind = typeof variant === 'string' && variant !== '' ? { variant } : {};
  return { ...base, platform: { architecture, os, ...kind } };
}

function readAnnotations(value: unknown, where: string): Record<string, string> {
  if (value === undefined || value === null) return {};
  const entries = Object.entries(asObject(value, where));
  if (entries.length > MAX_ANNOTATIONS) throw invalid(`${where} has ${entries.length} entries`);
  return Object.fromEntries(
    entries.map(([key, text]) => {
      if (typeof text !== 'string') throw invalid(`${where} has something else than text`);
      return [key, text];
    }),
  );
}

function readList(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(`${where} is not a list`);
  if (value.length > MAX_DESCRIPTORS) throw invalid(`${where} has ${value.length} entries`);
  return value;
}

function asObject(value: unknown, where: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`${where} is not an object`);
  }
  return value as Members;
}

function invalid(why: string): BuildError<OciCode> {
  return new BuildError<OciCode>('OCI_INVALID', `the manifest is not valid: ${why}`);
}
