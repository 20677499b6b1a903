import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readObject,
  unreadable
} from "./chunk-OXTLJHJG.mjs";
import {
  parseArchiveHeader,
  parseArchiveMeta
} from "./chunk-MXOWXJGY.mjs";
import {
  objectPath,
  parseCommit,
  parseDirtree
} from "./chunk-ZFWD6OLO.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/repo/commit-reader.ts
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
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
    let path = join(this.#repoPath, objectPath(file.checksum, "filez"));
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
    let path = join(this.#repoPath, objectPath(checksum, "filez"));
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
    let path = join(this.#repoPath, objectPath(checksum, "filez")), file = await open(path, "r").catch((cause) => {
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

export {
  CommitReader
};
