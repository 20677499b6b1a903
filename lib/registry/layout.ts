import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { ConfigError, TreesmithError } from '../core/errors.ts';
import { besidePath, makeFolder, replaceFile, syncFolder, writeFileAtomic } from '../host/files.ts';
import { digestHex, digestOf, isDigest, type OciDigest } from '../oci/digest.ts';
import {
  type Descriptor,
  MAX_MANIFEST_BYTES,
  type ManifestDescriptor,
  parseManifest,
} from '../oci/manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../oci/media-types.ts';
import type { PulledManifest } from './client.ts';
import type { RegistryCode } from './errors.ts';
import {
  formatLayoutIndex,
  type LayoutEntry,
  type LayoutIndex,
  makeLayoutEntry,
  parseLayoutIndex,
} from './layout-index.ts';

const LAYOUT_FILE = 'oci-layout';
const INDEX_FILE = 'index.json';
const BLOBS = join('blobs', 'sha256');
const UNFINISHED = /^(blobs|index\.json|\.(oci-layout|index\.json)\.[\d.]+tmp)$/;
const PARTS = '.parts';
const VERSION_FILE = '{"imageLayoutVersion":"1.0.0"}';
const MAX_VERSION_BYTES = 4096;

/** What may be said of a manifest in the index beside its tag. */
export type ManifestNotes = Pick<ManifestDescriptor, 'platform' | 'annotations'>;

/**
 * A folder with an OCI image layout (image-spec 1.1, image-layout.md), with the verbs of RegistryClient.
 * Links in it are not followed, and nothing is believed: sizes are compared, and digests where the bytes are
 * read here. Writes are synced and renamed. One process at a time may write.
 *
 * All methods throw ConfigError LAYOUT_INVALID for what is not as it should be; those that write DISK_FULL,
 * OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE.
 */
export class OciLayout {
  readonly folder: string;
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Opens a layout that is there. */
  static async open(folder: string): Promise<OciLayout> {
    const layout = new OciLayout(folder);
    const version = await layout.readSmall(LAYOUT_FILE, MAX_VERSION_BYTES);
    if (versionIn(version) !== '1.0.0') throw layout.invalid(`${LAYOUT_FILE} is not of 1.0.0`);
    await layout.assertFolders();
    await layout.readIndex();
    return layout;
  }

  /** Opens a layout, and makes it when there is nothing or an empty folder. */
  static async create(folder: string): Promise<OciLayout> {
    await makeFolder(folder);
    const names = await readdir(folder);
    const layout = new OciLayout(folder);
    // One whose making broke off has a part of it.
    if (!names.includes(LAYOUT_FILE) && !names.every((name) => UNFINISHED.test(name))) {
      throw layout.invalid('it is a folder with something else');
    }
    const none = formatLayoutIndex({ entries: [], annotations: {} });
    const files = [
      [LAYOUT_FILE, VERSION_FILE],
      [INDEX_FILE, none],
    ] as const;
    await Promise.all([
      makeFolder(join(folder, BLOBS)),
      ...files
        .filter(([name]) => !names.includes(name))
        .map(([name, bytes]) => writeFileAtomic(join(folder, name), bytes)),
    ]);
    return OciLayout.open(folder);
  }

  /** For messages. */
  get name(): string {
    return `oci:${this.folder}`;
  }

  async hasBlob(digest: OciDigest, sizeBytes?: number): Promise<boolean> {
    const found = await lstat(this.pathOf(digest)).catch(() => undefined);
    return found?.isFile() === true && (sizeBytes === undefined || found.size === sizeBytes);
  }

  /** Returns the path of a blob: a file of its size. Who reads it looks at the digest. */
  async blobPath({ digest, size }: Pick<Descriptor, 'digest' | 'size'>): Promise<string> {
    const path = this.pathOf(digest);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) throw this.invalid(`it lacks ${digest}`);
    if (!found.isFile()) throw this.invalid(`${digest} is no file`);
    if (found.size !== size) {
      throw this.invalid(`${digest} has ${found.size} bytes, expected ${size}`);
    }
    return path;
  }

  /** Returns the bytes of a small blob, whose digest is checked. */
  async readBlob(
    blob: Pick<Descriptor, 'digest' | 'size'>,
    limitBytes = MAX_MANIFEST_BYTES,
  ): Promise<Buffer> {
    await this.blobPath(blob);
    return this.readChecked(blob.digest, limitBytes);
  }

  /** Returns a new path in the file system of the layout, for a file that `adoptBlob` takes. */
  newPath(): string {
    return besidePath(join(this.folder, 'blob'));
  }

  /**
   * Returns where a blob that is downloaded goes when its digest was found right, and where it is until
   * then: a later run goes on with it.
   */
  downloadPaths(digest: OciDigest): { readonly path: string; readonly partPath: string } {
    const partPath = join(this.folder, PARTS, digestHex(digest));
    return { path: this.pathOf(digest), partPath };
  }

  /** Removes a blob: one that is damaged. */
  async dropBlob(digest: OciDigest): Promise<void> {
    await rm(this.pathOf(digest), { force: true });
  }

  /** Removes what unfinished downloads have left. */
  async removeParts(): Promise<void> {
    await rm(join(this.folder, PARTS), { recursive: true, force: true });
  }

  /** Takes over a finished file by renaming it. Whoever wrote it knows its digest. */
  async adoptBlob(path: string, { digest, size }: Pick<Descriptor, 'digest' | 'size'>) {
    const found = await lstat(path);
    if (!found.isFile() || found.size !== size) {
      throw this.invalid(`${path} is not the ${size} bytes of ${digest}`);
    }
    if (await this.hasBlob(digest, size)) await rm(path);
    else await replaceFile(path, this.pathOf(digest));
  }

  /** Writes a small blob, and returns its descriptor. */
  async putBlob(bytes: Buffer, mediaType: string): Promise<Descriptor> {
    const digest = digestOf(bytes);
    if (!(await this.hasBlob(digest, bytes.length)))
      await writeFileAtomic(this.pathOf(digest), bytes);
    return { mediaType, digest, size: bytes.length };
  }

  /**
   * Returns the manifest with a tag or digest, or undefined when there is none. Without a reference the
   * only one of the index is meant.
   */
  async getManifest(reference?: string): Promise<PulledManifest | undefined> {
    const { entries } = await this.readIndex();
    const named =
      reference === undefined
        ? await this.withoutReferrers(entries)
        : entries.filter(
            ({ tag, descriptor }) => tag === reference || descriptor.digest === reference,
          );
    const found = new Map<string, ManifestDescriptor>(
      named.map(({ descriptor }) => [descriptor.digest, descriptor]),
    );
    const [descriptor, other] = found.values();
    if (other !== undefined) {
      const what = reference === undefined ? 'manifests' : `manifests ${reference}`;
      throw this.invalid(`it has ${found.size} ${what}, expected one`);
    }
    if (descriptor === undefined) {
      // The parts of an index are blobs alone.
      if (!isDigest(reference) || !(await this.hasBlob(reference))) return undefined;
      const bytes = await this.readChecked(reference, MAX_MANIFEST_BYTES);
      return { bytes, digest: reference, mediaType: typeIn(bytes) };
    }
    const { digest, mediaType } = descriptor;
    return { bytes: await this.readBlob(descriptor), digest, mediaType };
  }

  /**
   * Writes a manifest: under a tag; under its digest, as a part of an index; or listed without a name
   * when `reference` is undefined and it is not listed yet. A tag that is there is moved.
   */
  async putManifest(
    reference: string | undefined,
    bytes: Buffer,
    mediaType: string,
    notes: ManifestNotes = {},
  ): Promise<OciDigest> {
    if (isDigest(reference) && reference !== digestOf(bytes)) {
      throw this.invalid(`the manifest of ${reference} has the digest ${digestOf(bytes)}`);
    }
    const isThere = await this.hasBlob(digestOf(bytes), bytes.length);
    const blob = await this.putBlob(bytes, mediaType);
    if (isDigest(reference)) return blob.digest;
    // The index must not outlive the names of blobs that were downloaded; a new file has synced them.
    if (isThere) await syncFolder(join(this.folder, BLOBS));
    const parsed = parseManifest(bytes, mediaType);
    const kind = parsed.kind === 'manifest' ? parsed.artifactType : undefined;
    const entry = makeLayoutEntry(
      { ...blob, ...(kind === undefined ? {} : { artifactType: kind }), ...notes },
      reference,
    );
    await this.change((entries) => {
      const isListed = entries.some(({ descriptor }) => descriptor.digest === blob.digest);
      if (reference === undefined && isListed) return entries;
      const others = entries.filter(({ tag, descriptor }) =>
        tag === undefined ? descriptor.digest !== blob.digest : tag !== reference,
      );
      return [...others, entry];
    });
    return blob.digest;
  }

  /** Returns all tags, sorted by bytes. */
  async listTags(): Promise<string[]> {
    const { entries } = await this.readIndex();
    const tags = entries.flatMap(({ tag }) => (tag === undefined ? [] : [tag]));
    return [...new Set(tags)].sort(compareBytes);
  }

  /** Returns what the index lists, tagged or not. */
  async listManifests(): Promise<readonly LayoutEntry[]> {
    return (await this.readIndex()).entries;
  }

  /** Takes a tag away; the blobs stay. Returns whether it was there. */
  async deleteTag(tag: string): Promise<boolean> {
    return this.change((entries) => entries.filter((entry) => entry.tag !== tag));
  }

  /** Takes a manifest and its tags away; the blobs stay. Returns whether it was there. */
  async deleteManifest(digest: OciDigest): Promise<boolean> {
    return this.change((entries) =>
      entries.filter(({ descriptor }) => descriptor.digest !== digest),
    );
  }

  /** What says something about an image is not the image. */
  private async withoutReferrers(entries: readonly LayoutEntry[]): Promise<LayoutEntry[]> {
    if (entries.length < 2) return [...entries];
    const images: LayoutEntry[] = [];
    for (const entry of entries) {
      const bytes = await this.readBlob(entry.descriptor);
      if (parseManifest(bytes, entry.descriptor.mediaType).subject === undefined)
        images.push(entry);
    }
    return images;
  }

  /** Returns where a blob is, or would be. */
  private pathOf(digest: OciDigest): string {
    return join(this.folder, BLOBS, digestHex(digest));
  }

  private async assertFolders(): Promise<void> {
    for (const name of ['blobs', BLOBS]) {
      const found = await lstat(join(this.folder, name)).catch(() => undefined);
      if (found?.isDirectory() !== true) throw this.invalid(`${name} is no folder`);
    }
  }

  private async readIndex(): Promise<LayoutIndex> {
    const bytes = await this.readSmall(INDEX_FILE, MAX_MANIFEST_BYTES);
    try {
      const found = parseLayoutIndex(bytes);
      if (found !== undefined) return found;
    } catch (error) {
      if (error instanceof TreesmithError) throw this.invalid(`${INDEX_FILE}: ${error.message}`);
      throw error;
    }
    throw this.invalid(`${INDEX_FILE} is no index`);
  }

  /** Changes the index after those who asked before; false when it stays as it is. */
  private async change(
    edit: (entries: readonly LayoutEntry[]) => readonly LayoutEntry[],
  ): Promise<boolean> {
    const mine = this.writing.then(async () => {
      const index = await this.readIndex();
      const before = formatLayoutIndex(index);
      const after = formatLayoutIndex({ ...index, entries: edit(index.entries) });
      if (before.equals(after)) return false;
      await writeFileAtomic(join(this.folder, INDEX_FILE), after);
      return true;
    });
    this.writing = mine.catch(() => undefined);
    return mine;
  }

  private async readChecked(digest: OciDigest, limitBytes: number): Promise<Buffer> {
    const bytes = await this.readSmall(join(BLOBS, digestHex(digest)), limitBytes);
    const found = digestOf(bytes);
    if (found !== digest) throw this.invalid(`${digest} is damaged: it has ${found}`);
    return bytes;
  }

  private async readSmall(name: string, limitBytes: number): Promise<Buffer> {
    const file = await this.openFile(name);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw this.invalid(`${name} is no file`);
      if (found.size > limitBytes) {
        throw this.invalid(`${name} has ${found.size} bytes, more than ${limitBytes}`);
      }
      const { buffer, bytesRead } = await file.read(Buffer.alloc(found.size), 0, found.size, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  private async openFile(name: string): Promise<FileHandle> {
    // A named pipe would keep us waiting for who writes it.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    return open(join(this.folder, name), flags).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
        throw this.invalid(`it has no ${name}`);
      throw this.invalid(`${name} cannot be read (${error.code})`);
    });
  }

  private invalid(why: string): ConfigError<RegistryCode> {
    const message = `${this.folder} is not a good OCI layout: ${why}`;
    return new ConfigError<RegistryCode>('LAYOUT_INVALID', message, {
      hint: 'Give a folder that skopeo, podman or treesmith wrote, or a new one to write to.',
    });
  }
}

function versionIn(bytes: Buffer): unknown {
  try {
    return (JSON.parse(bytes.toString()) as Record<string, unknown> | null)?.['imageLayoutVersion'];
  } catch {
    return undefined;
  }
}

/** A document need not say what it is. */
function typeIn(bytes: Buffer): string {
  for (const type of [OCI_MANIFEST, OCI_INDEX]) {
    try {
      return parseManifest(bytes, type).mediaType;
    } catch {
      // It is the other one, or neither.
    }
  }
  return '';
}
