import { lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import pLimit from 'p-limit';
import { compareBytes } from '../../core/bytes.ts';
import { TreesmithError } from '../../core/errors.ts';
import { digestFile } from '../../host/file-digest.ts';
import {
  type Descriptor,
  EMPTY_CONFIG,
  EMPTY_DESCRIPTOR,
  formatArtifact,
  type ImageManifest,
  parseManifest,
} from '../../oci/manifest.ts';
import { OCI_MANIFEST } from '../../oci/media-types.ts';
import type { RegistryClient } from '../../registry/client.ts';

const ARTIFACT_TYPE = 'application/vnd.treesmith.cache.entry.v1';
const FILE_TYPE = 'application/octet-stream';
const TITLE = 'org.opencontainers.image.title';
const CREATED = 'org.opencontainers.image.created';
const KEY = 'org.treesmith.cache.key';

const PARALLEL = 6;
const MAX_FILES = 5000;
const MAX_TITLE = 512;
/** A kernel, an initramfs or the largest RPM is far smaller. */
const MAX_FILE_BYTES = 4 * 1024 ** 3;
const MAX_ENTRY_BYTES = 16 * 1024 ** 3;

/** An entry as the registry has it. */
export interface RegistryEntry {
  readonly key: string;
  /** ISO 8601, or empty. */
  readonly created: string;
  readonly files: readonly { readonly title: string; readonly blob: Descriptor }[];
}

/**
 * Returns the entry with a tag, undefined when there is none, or in words why it is not one of ours.
 * Throws as RegistryClient.getManifest.
 */
export async function readEntry(
  client: RegistryClient,
  tag: string,
): Promise<RegistryEntry | string | undefined> {
  const pulled = await client.getManifest(tag);
  if (pulled === undefined) return undefined;
  const manifest = parseManifest(pulled.bytes, pulled.mediaType);
  if (manifest.kind !== 'manifest' || manifest.artifactType !== ARTIFACT_TYPE) {
    return 'it is no cache entry';
  }
  return entryOf(manifest);
}

/**
 * Downloads the files of an entry to the folder `to`, which is made, and returns those that the registry
 * has not as the entry says, with the reasons: they are left out. Throws as RegistryClient.
 */
export async function pullEntry(
  client: RegistryClient,
  { files }: RegistryEntry,
  to: string,
): Promise<readonly { readonly blob: Descriptor; readonly reason: string }[]> {
  await mkdir(to, { recursive: true });
  const faults = await all(files, async ({ title, blob }) => {
    const path = join(to, title);
    await mkdir(dirname(path), { recursive: true });
    try {
      await client.pullBlob(blob, path);
      return [];
    } catch (error) {
      if (!isLie(error)) throw error;
      return [{ blob, reason: error.message }];
    }
  });
  return faults.flat();
}

/** Whether the registry answered, with something else than it should have. */
export function isLie(error: unknown): error is TreesmithError {
  const codes = ['OCI_INVALID', 'REGISTRY_MISMATCH', 'CHECKSUM_MISMATCH', 'SIZE_LIMIT'];
  return error instanceof TreesmithError && codes.includes(error.code);
}

/**
 * Pushes the files below `from` as an entry, and returns how many bytes were uploaded: a file that the
 * repository has, in whatever entry, is not uploaded again. Throws as RegistryClient, and when a file is
 * among the blobs that the registry is known to have `damaged`.
 */
export async function pushEntry(
  client: RegistryClient,
  from: string,
  entry: { readonly tag: string; readonly key: string; readonly created: string },
  damaged: ReadonlySet<string>,
): Promise<number> {
  const titles = await listFiles(from);
  const pushed = await all(titles, async (title) => {
    const path = join(from, title);
    const { sha256, sizeBytes } = await digestFile(path);
    const blob: Descriptor = {
      mediaType: FILE_TYPE,
      digest: `sha256:${sha256}`,
      size: sizeBytes,
      annotations: { [TITLE]: title },
    };
    // A registry does not store again what it thinks to have: the entry would be as bad as the last.
    if (damaged.has(blob.digest) && (await client.hasBlob(blob.digest))) {
      throw new Error(`the registry has a damaged ${blob.digest}: delete the repository there`);
    }
    return { blob, sentBytes: await client.pushBlob({ path }, blob) };
  });
  await client.pushBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR);
  const manifest = formatArtifact(
    ARTIFACT_TYPE,
    pushed.map(({ blob }) => blob),
    { [CREATED]: entry.created, [KEY]: entry.key },
  );
  // Last: whoever finds the entry finds all of it.
  await client.putManifest(entry.tag, manifest, OCI_MANIFEST);
  return pushed.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
}

function entryOf({ annotations, layers }: ImageManifest): RegistryEntry | string {
  const key = annotations[KEY];
  if (key === undefined) return 'it does not say its key';
  const files = layers
    .filter(({ mediaType }) => mediaType === FILE_TYPE)
    .map((blob) => ({ title: blob.annotations?.[TITLE] ?? '', blob }));
  if (files.length > MAX_FILES) return `it has more than ${MAX_FILES} files`;
  const bad = files.find(({ title }) => !isTitle(title));
  if (bad !== undefined) return `${JSON.stringify(bad.title)} is no name of a file in it`;
  const titles = new Set(files.map(({ title }) => title));
  const isBelowFile = files.some(({ title }) => {
    const parts = title.split('/');
    return parts.some((_part, count) => count > 0 && titles.has(parts.slice(0, count).join('/')));
  });
  if (titles.size < files.length || isBelowFile) return 'two of its files have one name';
  const sizes = files.map(({ blob }) => blob.size);
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  if (sizeBytes > MAX_ENTRY_BYTES || sizes.some((size) => size > MAX_FILE_BYTES)) {
    return `it has ${sizeBytes} bytes, more than is accepted`;
  }
  return { key, created: annotations[CREATED] ?? '', files };
}

/** Names that mean the same file everywhere, in the folder of the entry. */
function isTitle(title: string): boolean {
  const parts = title.split('/');
  return (
    title.length <= MAX_TITLE &&
    parts.every((part) => /^[\w.+~^-]{1,200}$/.test(part) && !/^\.{1,2}$/.test(part))
  );
}

async function listFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const stats = await lstat(join(folder, name));
    if (stats.isDirectory()) continue;
    const title = name.split(sep).join('/');
    if (!stats.isFile() || !isTitle(title)) throw new Error(`${title} cannot be in a cache entry`);
    found.push(title);
  }
  return found.sort(compareBytes);
}

/** Does not leave before all is at rest, failed or not. */
async function all<T, R>(items: readonly T[], body: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(PARALLEL);
  let failed = false;
  const results = await Promise.allSettled(
    items.map((item) =>
      limit(async () => {
        // One failure fails the whole: what waits need not start.
        if (failed) throw new Error('given up');
        return body(item).catch((error: unknown) => {
          failed = true;
          throw error;
        });
      }),
    ),
  );
  const reasons = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as Error] : [],
  );
  const [reason] = reasons.filter(({ message }) => message !== 'given up');
  if (reason !== undefined) throw reason;
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
