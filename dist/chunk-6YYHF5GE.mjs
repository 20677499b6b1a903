import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  MAX_MANIFEST_BYTES,
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  OCI_INDEX,
  OCI_MANIFEST
} from "./chunk-FHFKXTOJ.mjs";
import {
  digestHex,
  digestOf,
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import {
  besidePath,
  makeFolder,
  replaceFile,
  syncFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/registry/layout.ts
import { constants } from "node:fs";
import { lstat, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

// lib/registry/layout-index.ts
var REF_NAME = "org.opencontainers.image.ref.name";
function parseLayoutIndex(bytes) {
  let index = parseManifest(bytes, OCI_INDEX);
  if (index.kind !== "index") return;
  let { manifests } = JSON.parse(Buffer.from(bytes).toString());
  return { entries: index.manifests.map((descriptor, at) => ({
    descriptor,
    tag: descriptor.annotations?.[REF_NAME],
    raw: manifests[at] ?? {}
  })), annotations: index.annotations };
}
function formatLayoutIndex({ entries, annotations }) {
  let manifests = [...entries].sort(
    (a, b) => compareBytes(a.tag ?? "", b.tag ?? "") || compareBytes(a.descriptor.digest, b.descriptor.digest)
  ).map(({ raw }) => raw), notes = Object.keys(annotations).length === 0 ? {} : { annotations };
  return Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests, ...notes })
  );
}
function makeLayoutEntry(descriptor, tag) {
  let { [REF_NAME]: _, ...others } = descriptor.annotations ?? {}, annotations = tag === void 0 ? others : { ...others, [REF_NAME]: tag }, { annotations: __, ...rest } = descriptor, named = Object.keys(annotations).length === 0 ? rest : { ...rest, annotations };
  return { descriptor: named, tag, raw: { ...named } };
}

// lib/registry/layout.ts
var LAYOUT_FILE = "oci-layout", INDEX_FILE = "index.json", BLOBS = join("blobs", "sha256"), UNFINISHED = /^(blobs|index\.json|\.(oci-layout|index\.json)\.[\d.]+tmp)$/, PARTS = ".parts", VERSION_FILE = '{"imageLayoutVersion":"1.0.0"}', MAX_VERSION_BYTES = 4096, OciLayout = class _OciLayout {
  folder;
  writing = Promise.resolve();
  constructor(folder) {
    this.folder = folder;
  }
  /** Opens a layout that is there. */
  static async open(folder) {
    let layout = new _OciLayout(folder), version = await layout.readSmall(LAYOUT_FILE, MAX_VERSION_BYTES);
    if (versionIn(version) !== "1.0.0") throw layout.invalid(`${LAYOUT_FILE} is not of 1.0.0`);
    return await layout.assertFolders(), await layout.readIndex(), layout;
  }
  /** Opens a layout, and makes it when there is nothing or an empty folder. */
  static async create(folder) {
    await makeFolder(folder);
    let names = await readdir(folder), layout = new _OciLayout(folder);
    if (!names.includes(LAYOUT_FILE) && !names.every((name) => UNFINISHED.test(name)))
      throw layout.invalid("it is a folder with something else");
    let none = formatLayoutIndex({ entries: [], annotations: {} }), files = [
      [LAYOUT_FILE, VERSION_FILE],
      [INDEX_FILE, none]
    ];
    return await Promise.all([
      makeFolder(join(folder, BLOBS)),
      ...files.filter(([name]) => !names.includes(name)).map(([name, bytes]) => writeFileAtomic(join(folder, name), bytes))
    ]), _OciLayout.open(folder);
  }
  /** For messages. */
  get name() {
    return `oci:${this.folder}`;
  }
  async hasBlob(digest, sizeBytes) {
    let found = await lstat(this.pathOf(digest)).catch(() => {
    });
    return found?.isFile() === !0 && (sizeBytes === void 0 || found.size === sizeBytes);
  }
  /** Returns the path of a blob: a file of its size. Who reads it looks at the digest. */
  async blobPath({ digest, size }) {
    let path = this.pathOf(digest), found = await lstat(path).catch(() => {
    });
    if (found === void 0) throw this.invalid(`it lacks ${digest}`);
    if (!found.isFile()) throw this.invalid(`${digest} is no file`);
    if (found.size !== size)
      throw this.invalid(`${digest} has ${found.size} bytes, expected ${size}`);
    return path;
  }
  /** Returns the bytes of a small blob, whose digest is checked. */
  async readBlob(blob, limitBytes = MAX_MANIFEST_BYTES) {
    return await this.blobPath(blob), this.readChecked(blob.digest, limitBytes);
  }
  /** Returns a new path in the file system of the layout, for a file that `adoptBlob` takes. */
  newPath() {
    return besidePath(join(this.folder, "blob"));
  }
  /**
   * Returns where a blob that is downloaded goes when its digest was found right, and where it is until
   * then: a later run goes on with it.
   */
  downloadPaths(digest) {
    let partPath = join(this.folder, PARTS, digestHex(digest));
    return { path: this.pathOf(digest), partPath };
  }
  /** Removes a blob: one that is damaged. */
  async dropBlob(digest) {
    await rm(this.pathOf(digest), { force: !0 });
  }
  /** Removes what unfinished downloads have left. */
  async removeParts() {
    await rm(join(this.folder, PARTS), { recursive: !0, force: !0 });
  }
  /** Takes over a finished file by renaming it. Whoever wrote it knows its digest. */
  async adoptBlob(path, { digest, size }) {
    let found = await lstat(path);
    if (!found.isFile() || found.size !== size)
      throw this.invalid(`${path} is not the ${size} bytes of ${digest}`);
    await this.hasBlob(digest, size) ? await rm(path) : await replaceFile(path, this.pathOf(digest));
  }
  /** Writes a small blob, and returns its descriptor. */
  async putBlob(bytes, mediaType) {
    let digest = digestOf(bytes);
    return await this.hasBlob(digest, bytes.length) || await writeFileAtomic(this.pathOf(digest), bytes), { mediaType, digest, size: bytes.length };
  }
  /**
   * Returns the manifest with a tag or digest, or undefined when there is none. Without a reference the
   * only one of the index is meant.
   */
  async getManifest(reference) {
    let { entries } = await this.readIndex(), named = reference === void 0 ? await this.withoutReferrers(entries) : entries.filter(
      ({ tag, descriptor: descriptor2 }) => tag === reference || descriptor2.digest === reference
    ), found = new Map(
      named.map(({ descriptor: descriptor2 }) => [descriptor2.digest, descriptor2])
    ), [descriptor, other] = found.values();
    if (other !== void 0) {
      let what = reference === void 0 ? "manifests" : `manifests ${reference}`;
      throw this.invalid(`it has ${found.size} ${what}, expected one`);
    }
    if (descriptor === void 0) {
      if (!isDigest(reference) || !await this.hasBlob(reference)) return;
      let bytes = await this.readChecked(reference, MAX_MANIFEST_BYTES);
      return { bytes, digest: reference, mediaType: typeIn(bytes) };
    }
    let { digest, mediaType } = descriptor;
    return { bytes: await this.readBlob(descriptor), digest, mediaType };
  }
  /**
   * Writes a manifest: under a tag; under its digest, as a part of an index; or listed without a name
   * when `reference` is undefined and it is not listed yet. A tag that is there is moved.
   */
  async putManifest(reference, bytes, mediaType, notes = {}) {
    if (isDigest(reference) && reference !== digestOf(bytes))
      throw this.invalid(`the manifest of ${reference} has the digest ${digestOf(bytes)}`);
    let isThere = await this.hasBlob(digestOf(bytes), bytes.length), blob = await this.putBlob(bytes, mediaType);
    if (isDigest(reference)) return blob.digest;
    isThere && await syncFolder(join(this.folder, BLOBS));
    let parsed = parseManifest(bytes, mediaType), kind = parsed.kind === "manifest" ? parsed.artifactType : void 0, entry = makeLayoutEntry(
      { ...blob, ...kind === void 0 ? {} : { artifactType: kind }, ...notes },
      reference
    );
    return await this.change((entries) => {
      let isListed = entries.some(({ descriptor }) => descriptor.digest === blob.digest);
      return reference === void 0 && isListed ? entries : [...entries.filter(
        ({ tag, descriptor }) => tag === void 0 ? descriptor.digest !== blob.digest : tag !== reference
      ), entry];
    }), blob.digest;
  }
  /** Returns all tags, sorted by bytes. */
  async listTags() {
    let { entries } = await this.readIndex(), tags = entries.flatMap(({ tag }) => tag === void 0 ? [] : [tag]);
    return [...new Set(tags)].sort(compareBytes);
  }
  /** Returns what the index lists, tagged or not. */
  async listManifests() {
    return (await this.readIndex()).entries;
  }
  /** Takes a tag away; the blobs stay. Returns whether it was there. */
  async deleteTag(tag) {
    return this.change((entries) => entries.filter((entry) => entry.tag !== tag));
  }
  /** Takes a manifest and its tags away; the blobs stay. Returns whether it was there. */
  async deleteManifest(digest) {
    return this.change(
      (entries) => entries.filter(({ descriptor }) => descriptor.digest !== digest)
    );
  }
  /** What says something about an image is not the image. */
  async withoutReferrers(entries) {
    if (entries.length < 2) return [...entries];
    let images = [];
    for (let entry of entries) {
      let bytes = await this.readBlob(entry.descriptor);
      parseManifest(bytes, entry.descriptor.mediaType).subject === void 0 && images.push(entry);
    }
    return images;
  }
  /** Returns where a blob is, or would be. */
  pathOf(digest) {
    return join(this.folder, BLOBS, digestHex(digest));
  }
  async assertFolders() {
    for (let name of ["blobs", BLOBS])
      if ((await lstat(join(this.folder, name)).catch(() => {
      }))?.isDirectory() !== !0) throw this.invalid(`${name} is no folder`);
  }
  async readIndex() {
    let bytes = await this.readSmall(INDEX_FILE, MAX_MANIFEST_BYTES);
    try {
      let found = parseLayoutIndex(bytes);
      if (found !== void 0) return found;
    } catch (error) {
      throw error instanceof TreesmithError ? this.invalid(`${INDEX_FILE}: ${error.message}`) : error;
    }
    throw this.invalid(`${INDEX_FILE} is no index`);
  }
  /** Changes the index after those who asked before; false when it stays as it is. */
  async change(edit) {
    let mine = this.writing.then(async () => {
      let index = await this.readIndex(), before = formatLayoutIndex(index), after = formatLayoutIndex({ ...index, entries: edit(index.entries) });
      return before.equals(after) ? !1 : (await writeFileAtomic(join(this.folder, INDEX_FILE), after), !0);
    });
    return this.writing = mine.catch(() => {
    }), mine;
  }
  async readChecked(digest, limitBytes) {
    let bytes = await this.readSmall(join(BLOBS, digestHex(digest)), limitBytes), found = digestOf(bytes);
    if (found !== digest) throw this.invalid(`${digest} is damaged: it has ${found}`);
    return bytes;
  }
  async readSmall(name, limitBytes) {
    let file = await this.openFile(name);
    try {
      let found = await file.stat();
      if (!found.isFile()) throw this.invalid(`${name} is no file`);
      if (found.size > limitBytes)
        throw this.invalid(`${name} has ${found.size} bytes, more than ${limitBytes}`);
      let { buffer, bytesRead } = await file.read(Buffer.alloc(found.size), 0, found.size, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }
  async openFile(name) {
    let flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    return open(join(this.folder, name), flags).catch((error) => {
      throw error.code === "ENOENT" || error.code === "ENOTDIR" ? this.invalid(`it has no ${name}`) : this.invalid(`${name} cannot be read (${error.code})`);
    });
  }
  invalid(why) {
    let message = `${this.folder} is not a good OCI layout: ${why}`;
    return new ConfigError("LAYOUT_INVALID", message, {
      hint: "Give a folder that skopeo, podman or treesmith wrote, or a new one to write to."
    });
  }
};
function versionIn(bytes) {
  try {
    return JSON.parse(bytes.toString())?.imageLayoutVersion;
  } catch {
    return;
  }
}
function typeIn(bytes) {
  for (let type of [OCI_MANIFEST, OCI_INDEX])
    try {
      return parseManifest(bytes, type).mediaType;
    } catch {
    }
  return "";
}

export {
  OciLayout
};
