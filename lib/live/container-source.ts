import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { fileSource } from '../layers/byte-source.ts';
import { readLayerEntries } from '../layers/layer-reader.ts';
import { digestHex, digestOf } from '../oci/digest.ts';
import {
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  MAX_MANIFEST_BYTES,
  parseManifest,
} from '../oci/manifest.ts';
import { OCI_INDEX } from '../oci/media-types.ts';
import { parseReference } from '../oci/reference.ts';
import { RegistryClient } from '../registry/client.ts';
import { findCredentials, type PlaceAccess } from '../registry/open-place.ts';
import type { LiveCode } from './errors.ts';

/** Where the parts of an image come from. */
export interface ContainerSource {
  /** For messages. */
  readonly name: string;
  /** The manifest or index that the name stands for. */
  readonly top: { readonly bytes: Buffer; readonly mediaType: string };
  /** Returns a manifest or config; its digest is not yet checked. */
  readSmall(part: Descriptor, limitBytes: number): Promise<Buffer>;
  /** Returns the path of a file that has the part from `offsetBytes` on. */
  locate(part: Descriptor): Promise<{ readonly path: string; readonly offsetBytes: number }>;
}

/**
 * Opens an image: a folder or archive with an OCI layout (`DIR`, `FILE.tar`, with `oci:` or
 * `oci-archive:` before it and `:tag` behind it or not), or a reference to a registry. Blobs of a registry are
 * downloaded into `workDir`.
 *
 * @throws ConfigError CONTAINER_UNFIT, REFERENCE_INVALID, REGISTRY_DENIED
 */
export async function openContainer(
  image: string,
  access: PlaceAccess,
  workDir: string,
): Promise<ContainerSource> {
  const local = /^(?:oci|oci-archive):(.+)$/.exec(image)?.[1];
  for (const [path, tag] of pathsOf(local ?? image)) {
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isDirectory() === true) return openLayout(image, folderStore(path), tag);
    if (facts?.isFile() === true) return openLayout(image, await archiveStore(path), tag);
  }
  if (local !== undefined || /^[./]/.test(image))
    throw unfit(image, 'there is no such file or folder');
  return openRegistry(image, access, workDir);
}

/**
 * Returns the manifest of an image for this architecture, one index deep in another at most.
 *
 * @throws ConfigError CONTAINER_UNFIT; BuildError OCI_INVALID
 */
export async function selectManifest(
  source: ContainerSource,
  basearch: Basearch,
): Promise<ImageManifest> {
  const { oci } = ARCHITECTURES[basearch];
  let found = parseManifest(source.top.bytes, source.top.mediaType);
  for (let depth = 0; found.kind === 'index'; depth += 1) {
    const fits = choose(found, oci);
    if (fits === undefined || depth > 2)
      throw unfit(source.name, `it has nothing for linux/${oci}`);
    const bytes = await source.readSmall(fits, MAX_MANIFEST_BYTES);
    if (digestOf(bytes) !== fits.digest) throw unfit(source.name, `${fits.digest} is damaged`);
    found = parseManifest(bytes, fits.mediaType);
  }
  return found;
}

function choose(index: ImageIndex, architecture: string): Descriptor | undefined {
  const named = index.manifests.find(
    ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
  );
  // What skopeo and podman write into a layout has no platform.
  return named ?? index.manifests.find(({ platform }) => platform === undefined);
}

/** A path may have colons itself: the whole comes first. */
function* pathsOf(text: string): Generator<readonly [path: string, tag: string | undefined], void> {
  yield [text, undefined];
  const colon = text.lastIndexOf(':');
  if (colon > 0) yield [text.slice(0, colon), text.slice(colon + 1)];
}

interface LayoutStore {
  locate(
    name: string,
  ): Promise<{ path: string; offsetBytes: number; sizeBytes: number } | undefined>;
}

function folderStore(folder: string): LayoutStore {
  return {
    locate: async (name) => {
      const path = join(folder, name);
      const facts = await stat(path).catch(() => undefined);
      return facts?.isFile() === true ? { path, offsetBytes: 0, sizeBytes: facts.size } : undefined;
    },
  };
}

async function archiveStore(path: string): Promise<LayoutStore> {
  const members = new Map<string, { path: string; offsetBytes: number; sizeBytes: number }>();
  await using file = await open(path);
  const { size } = await file.stat();
  for await (const { member } of readLayerEntries(fileSource(file, size))) {
    const { name, offsetBytes, sizeBytes, type } = member;
    if (type === 'file') members.set(name.replace(/^\.\//, ''), { path, offsetBytes, sizeBytes });
  }
  return { locate: async (name) => members.get(name) };
}

async function openLayout(
  name: string,
  store: LayoutStore,
  tag: string | undefined,
): Promise<ContainerSource> {
  const part = async (file: string) => {
    const found = await store.locate(file);
    if (found === undefined) throw unfit(name, `it has no ${file}: expected an OCI layout`);
    return found;
  };
  const small = async (file: string, limitBytes: number) => {
    const { path, offsetBytes, sizeBytes } = await part(file);
    if (sizeBytes > limitBytes) throw unfit(name, `${file} has ${sizeBytes} bytes`);
    await using handle = await open(path);
    return (await handle.read(Buffer.alloc(sizeBytes), 0, sizeBytes, offsetBytes)).buffer;
  };
  const blob = ({ digest }: Descriptor) => `blobs/sha256/${digestHex(digest)}`;
  const index = await small('index.json', MAX_MANIFEST_BYTES);
  return {
    name,
    top: { bytes: tag === undefined ? index : tagged(index, tag, name), mediaType: OCI_INDEX },
    readSmall: (wanted, limitBytes) => small(blob(wanted), limitBytes),
    locate: async (wanted) => {
      const found = await part(blob(wanted));
      if (found.sizeBytes !== wanted.size) throw unfit(name, `${wanted.digest} is not whole`);
      return found;
    },
  };
}

/** The index with nothing but what has the tag. */
function tagged(bytes: Buffer, tag: string, name: string): Buffer {
  const index = parseManifest(bytes, OCI_INDEX);
  const manifests =
    index.kind === 'index'
      ? index.manifests.filter(
          ({ annotations }) => annotations?.['org.opencontainers.image.ref.name'] === tag,
        )
      : [];
  if (manifests.length === 0) throw unfit(name, `it has no image ${tag}`);
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }));
}

async function openRegistry(
  image: string,
  access: PlaceAccess,
  workDir: string,
): Promise<ContainerSource> {
  const { registry, repository, tag, digest } = parseReference(image.replace(/^docker:\/\//, ''));
  const credentials = await findCredentials(access, registry, repository);
  const client = new RegistryClient({ http: access.http, registry, repository, credentials });
  const top = await client.getManifest(digest ?? tag ?? 'latest');
  if (top === undefined) throw unfit(image, 'the registry has no such image');
  const fetchPart = async (part: Descriptor) => {
    const path = join(workDir, digestHex(part.digest));
    if ((await stat(path).catch(() => undefined)) === undefined) await client.pullBlob(part, path);
    return path;
  };
  return {
    name: image,
    top,
    readSmall: async (part, limitBytes) => {
      if (part.size > limitBytes) throw unfit(image, `${part.digest} has ${part.size} bytes`);
      // Manifests and blobs are different things to a registry.
      const manifest = /manifest|index/.test(part.mediaType)
        ? await client.getManifest(part.digest)
        : undefined;
      return manifest?.bytes ?? readFile(await fetchPart(part));
    },
    locate: async (part) => ({ path: await fetchPart(part), offsetBytes: 0 }),
  };
}

function unfit(name: string, why: string): ConfigError<LiveCode> {
  return new ConfigError<LiveCode>('CONTAINER_UNFIT', `${name} cannot be booted: ${why}`, {
    hint: 'Give a folder or archive with an OCI layout, or a reference such as registry.example/app:1.',
  });
}
