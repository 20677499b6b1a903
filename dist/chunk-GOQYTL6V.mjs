import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  badRpmdb,
  parseInstalledPackage,
  readRpmdb
} from "./chunk-WMWJRKQR.mjs";
import {
  makeFolder,
  replaceFile
} from "./chunk-R5Z63YP4.mjs";
import {
  objectChecksum,
  objectPath,
  parseArchiveHeader,
  parseArchiveMeta,
  parseCommit,
  parseDirtree
} from "./chunk-SMUFAYYX.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/repo/refs.ts
import { readFile, rm as rm2, writeFile } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";

// lib/repo/temporary-folder.ts
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
var PREFIX = "treesmith-";
async function makeTemporaryFolder(repoPath) {
  let tmp = join(repoPath, "tmp");
  await mkdir(tmp, { recursive: !0 });
  for (let name of await readdir(tmp)) {
    let pid = /^treesmith-(\d+)-/.exec(name)?.[1];
    pid !== void 0 && !isAlive(Number(pid)) && await rm(join(tmp, name), { recursive: !0, force: !0, maxRetries: 3 });
  }
  return mkdtemp(join(tmp, `${PREFIX}${process.pid}-`));
}
function isAlive(pid) {
  try {
    return process.kill(pid, 0), !0;
  } catch (error) {
    return error.code === "EPERM";
  }
}

// lib/repo/refs.ts
var REF = /^[-.\w]+(\/[-.\w]+)*$/, CHECKSUM = /^[0-9a-f]{64}$/;
async function readRef(repoPath, ref) {
  let text = await readFile(pathOf(repoPath, ref), "utf8").catch(() => "");
  return CHECKSUM.test(text.trim()) ? text.trim() : void 0;
}
async function writeRef(repoPath, ref, commit) {
  let path = pathOf(repoPath, ref);
  await makeFolder(dirname(path));
  let folder = await makeTemporaryFolder(repoPath);
  try {
    await writeFile(join2(folder, "ref"), `${commit}
`), await replaceFile(join2(folder, "ref"), path);
  } finally {
    await rm2(folder, { recursive: !0, force: !0 });
  }
}
function pathOf(repoPath, ref) {
  let names = ref.split("/");
  if (REF.test(ref) && !names.includes(".") && !names.includes(".."))
    return join2(repoPath, "refs", "heads", ...names);
  throw new TypeError(`${JSON.stringify(ref)} is no ref`);
}

// lib/repo/commit-reader.ts
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { open, readFile as readFile2 } from "node:fs/promises";
import { join as join3 } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw, inflateRawSync } from "node:zlib";
var MAX_LINKS = 40, MAX_HEADER_BYTES = 1024 * 1024, WHOLE_BYTES = 1024 * 1024, CommitReader = class _CommitReader {
  commit;
  #repoPath;
  #folders = /* @__PURE__ */ new Map();
  constructor(repoPath, commit) {
    this.#repoPath = repoPath, this.commit = commit;
  }
  /** @throws BuildError COMMIT_UNREADABLE, GVARIANT_MALFORMED */
  static async open(repoPath, checksum) {
    let object = await readObject(repoPath, checksum, "commit");
    return new _CommitReader(repoPath, parseCommit(object));
  }
  /**
   * Returns the regular file at `path` (`usr/lib/os-release`), through symbolic links, also absolute
   * ones; undefined when there is none.
   *
   * @throws BuildError COMMIT_UNREADABLE, GVARIANT_MALFORMED, DIRTREE_NAME_UNSAFE
   */
  async find(path) {
    let rest = path.split("/"), above = [], trees = [this.commit.rootTree];
    for (let links = 0; links <= MAX_LINKS; ) {
      let name = rest.shift();
      if (name === void 0) return;
      if (name === "" || name === ".") continue;
      if (name === "..") {
        above.pop(), trees.length > 1 && trees.pop();
        continue;
      }
      let { files, directories } = await this.#folder(trees.at(-1) ?? ""), folder = directories.find((one) => one.name === name);
      if (folder !== void 0) {
        above.push(name), trees.push(folder.tree);
        continue;
      }
      let checksum = files.find((one) => one.name === name)?.checksum;
      if (checksum === void 0) return;
      let { target, ...file } = await this.#file(checksum);
      if (target === void 0)
        return rest.length === 0 ? { path: [...above, name].join("/"), ...file } : void 0;
      links += 1, rest.unshift(...target.split("/")), target.startsWith("/") && (above.length = 0, trees.length = 1);
    }
  }
  /**
   * Returns the content of a file of at most `limitBytes`; undefined when it is not there.
   *
   * @throws BuildError COMMIT_UNREADABLE, also when it is larger
   */
  async read(path, limitBytes) {
    let file = await this.find(path);
    if (file === void 0) return;
    if (file.sizeBytes > limitBytes)
      throw unreadable(`${path} has ${file.sizeBytes} bytes, expected at most ${limitBytes}`);
    let pieces = [];
    return await this.pipe(file, async (content) => {
      for await (let piece of content) pieces.push(piece);
    }), Buffer.concat(pieces);
  }
  /** Writes the content of a file to `to`. Throws as `read`. */
  async extract(file, to) {
    await this.pipe(file, (content) => pipeline(content, createWriteStream(to)));
  }
  /** Returns the digest of a file's content, in hexadecimal. Throws as `read`. */
  async hash(file, hash) {
    return file.sizeBytes <= WHOLE_BYTES ? hash.update(this.#readWhole(file)) : await this.pipe(file, async (content) => {
      for await (let piece of content) hash.update(piece);
    }), hash.digest("hex");
  }
  /** Hands the content of a file to `consume`, never more bytes than it has. Throws as `read`. */
  async pipe(file, consume) {
    let path = join3(this.#repoPath, objectPath(file.checksum, "filez"));
    try {
      await pipeline(
        createReadStream(path, { start: file.headerBytes }),
        createInflateRaw(),
        exactly(file.sizeBytes),
        consume
      );
    } catch (cause) {
      throw cause instanceof BuildError ? cause : unreadable(`${path}: ${String(cause)}`, cause);
    }
  }
  /** Of 10,000 small files most of the time would be spent with streams. */
  #readWhole({ checksum, sizeBytes, headerBytes }) {
    let path = join3(this.#repoPath, objectPath(checksum, "filez"));
    try {
      let deflated = readFileSync(path).subarray(headerBytes), content = inflateRawSync(deflated, { maxOutputLength: WHOLE_BYTES });
      if (content.length === sizeBytes) return content;
    } catch (cause) {
      throw unreadable(`${path}: ${String(cause)}`, cause);
    }
    throw unreadable(`${path} has another size than the ${sizeBytes} bytes it should`);
  }
  async #folder(tree) {
    let known = this.#folders.get(tree);
    if (known !== void 0) return known;
    let folder = parseDirtree(await readObject(this.#repoPath, tree, "dirtree"));
    return this.#folders.set(tree, folder), folder;
  }
  async #file(checksum) {
    let path = join3(this.#repoPath, objectPath(checksum, "filez")), file = await open(path, "r").catch((cause) => {
      throw unreadable(`${path}: ${String(cause)}`, cause);
    });
    try {
      let first = Buffer.alloc(4096), { bytesRead } = await file.read(first, 0, first.length, 0), headerBytes = bytesRead < 16 ? 1 / 0 : parseArchiveHeader(first).headerBytes;
      if (headerBytes > MAX_HEADER_BYTES) throw unreadable(`${path} has no header`);
      let header = Buffer.alloc(headerBytes);
      await file.read(header, 0, headerBytes, 0);
      let found = parseArchiveMeta(header);
      if (found === void 0) throw unreadable(`${path} has no header`);
      let { target } = found.meta, link = target === void 0 ? {} : { target };
      return { checksum, sizeBytes: found.sizeBytes, headerBytes, ...link };
    } finally {
      await file.close();
    }
  }
};
async function readObject(repoPath, checksum, type) {
  let path = join3(repoPath, objectPath(checksum, type)), object = await readFile2(path).catch((cause) => {
    throw unreadable(`${path}: ${String(cause)}`, cause);
  });
  if (objectChecksum(object) === checksum) return object;
  throw unreadable(`${path} is not what its name says`);
}
function exactly(sizeBytes) {
  let left = sizeBytes, wrong = () => unreadable(`a file has another size than the ${sizeBytes} bytes it should`);
  return new Transform({
    transform(piece, _encoding, done) {
      left -= piece.length, left < 0 ? done(wrong()) : done(null, piece);
    },
    flush(done) {
      done(left === 0 ? null : wrong());
    }
  });
}
function unreadable(what, cause) {
  return new BuildError("COMMIT_UNREADABLE", `the commit cannot be read: ${what}`, {
    ...cause === void 0 ? {} : { cause },
    hint: 'Run "ostree fsck" on the repository.'
  });
}

// lib/host/installed-packages.ts
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
var RPMDB_PATHS = [
  "usr/share/rpm/rpmdb.sqlite",
  "usr/lib/sysimage/rpm/rpmdb.sqlite",
  "var/lib/rpm/rpmdb.sqlite"
];
function* readInstalledPackages(path) {
  let wal = statSync(`${path}-wal`, { throwIfNoEntry: !1 });
  if (wal !== void 0 && wal.size > 0)
    throw badRpmdb(
      `${path}-wal holds ${wal.size} bytes that are not in the database yet`,
      "Run any rpm command on it as root, which puts them there."
    );
  let file = openSync(path, "r");
  try {
    let read = (offset, length) => {
      let bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    };
    for (let header of readRpmdb({ sizeBytes: fstatSync(file).size, read })) {
      let found = parseInstalledPackage(header);
      found !== void 0 && (yield found);
    }
  } finally {
    closeSync(file);
  }
}

// lib/core/uuid.ts
import { createHash } from "node:crypto";
function uuidOfDigest(hex) {
  let variant = (8 | Number.parseInt(hex.charAt(16), 16) & 3).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32)
  ].join("-");
}
var URL_NAMESPACE = "6ba7b8119dad11d180b400c04fd430c8";
function uuidOfUrl(url) {
  let name = [Buffer.from(URL_NAMESPACE, "hex"), Buffer.from(url)], bytes = createHash("sha1").update(Buffer.concat(name)).digest();
  return bytes[6] = (bytes[6] ?? 0) & 15 | 80, bytes[8] = (bytes[8] ?? 0) & 63 | 128, bytes.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export {
  makeTemporaryFolder,
  readRef,
  writeRef,
  CommitReader,
  uuidOfDigest,
  uuidOfUrl,
  RPMDB_PATHS,
  readInstalledPackages
};
