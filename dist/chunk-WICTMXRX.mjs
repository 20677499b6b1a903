import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/repo/write-file.ts
import { closeSync, fchmodSync, mkdirSync, openSync, rmSync, writevSync } from "node:fs";
import { dirname } from "node:path";
function writeWith(path, mode, body) {
  let fd = openSync(path, "wx", 384), sizeBytes = 0;
  try {
    return body((...parts) => {
      sizeBytes += writeAll(fd, parts);
    }), fchmodSync(fd, mode), sizeBytes;
  } catch (error) {
    throw rmSync(path, { force: !0 }), error;
  } finally {
    closeSync(fd);
  }
}
var made = /* @__PURE__ */ new Set();
function makeParent(path) {
  let folder = dirname(path);
  made.has(folder) || mkdirSync(folder, { recursive: !0 }), made.add(folder);
}
function writeAll(fd, parts) {
  let sizeBytes = parts.reduce((sum, part) => sum + part.length, 0), written = writevSync(fd, parts);
  for (; written < sizeBytes; ) written += writevSync(fd, [Buffer.concat(parts).subarray(written)]);
  return sizeBytes;
}

// lib/repo/source-file.ts
import { createHash } from "node:crypto";
import { closeSync as closeSync2, constants, fstatSync, openSync as openSync2, readSync } from "node:fs";
var HELD_BYTES = 32 * 1024 * 1024, BLOCK_BYTES = 1024 * 1024, WINDOW_BYTES = 32 * 1024, READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, FileReader = class {
  buffer = Buffer.allocUnsafeSlow(WINDOW_BYTES + HELD_BYTES);
  /**
   * Runs `body` on an open file, and closes it unless `body` keeps it.
   *
   * @throws BuildError TREE_CHANGED when it is not there; errors of node:fs
   */
  read(path, body) {
    let fd = openFile(path), file;
    try {
      return file = new SourceFile(fd, this.buffer), body(file);
    } finally {
      file?.isKept !== !0 && closeSync2(fd);
    }
  }
}, SourceFile = class {
  fd;
  buffer;
  /** How much of the buffer is the whole file; undefined when it does not fit. */
  heldBytes;
  kept = !1;
  constructor(fd, buffer) {
    this.fd = fd, this.buffer = buffer;
    let got = this.fill(0, HELD_BYTES);
    this.heldBytes = got < HELD_BYTES ? got : void 0;
  }
  get isKept() {
    return this.kept;
  }
  /** Returns its descriptor, which the caller is to close from now on. */
  keep() {
    return this.kept = !0, this.fd;
  }
  stat() {
    return fstatSync(this.fd);
  }
  /** The content, when it is all in memory: then it cannot change any more. */
  get held() {
    return this.heldBytes === void 0 ? void 0 : this.buffer.subarray(WINDOW_BYTES, WINDOW_BYTES + this.heldBytes);
  }
  /** What is in memory of it. Valid until `blocks` reads on. */
  get start() {
    return this.held ?? this.buffer.subarray(WINDOW_BYTES);
  }
  get sizeBytes() {
    return this.heldBytes ?? this.stat().size;
  }
  /** Returns the SHA-256 of `prefix` and the content. */
  digest(prefix = Buffer.alloc(0)) {
    let hash = createHash("sha256").update(prefix);
    if (this.held !== void 0) return hash.update(this.held).digest("hex");
    for (let { bytes } of this.blocks()) hash.update(bytes);
    return hash.digest("hex");
  }
  /** Yields the content from `start` on; nothing for an empty file. */
  *blocks(start = 0) {
    let { held } = this;
    for (let at = start; held !== void 0 && at < held.length; at += BLOCK_BYTES)
      yield { bytes: held.subarray(at, at + BLOCK_BYTES), window: held.subarray(Math.max(start, at - WINDOW_BYTES), at) };
    if (held !== void 0) return;
    let before = 0;
    for (let at = start; ; ) {
      let got = this.fill(at, BLOCK_BYTES);
      if (got === 0) return;
      yield {
        bytes: this.buffer.subarray(WINDOW_BYTES, WINDOW_BYTES + got),
        window: this.buffer.subarray(WINDOW_BYTES - before, WINDOW_BYTES)
      }, before = Math.min(WINDOW_BYTES, before + got), this.buffer.copyWithin(
        WINDOW_BYTES - before,
        WINDOW_BYTES + got - before,
        WINDOW_BYTES + got
      ), at += got;
    }
  }
  /** Reads so much, or to the end of the file, and returns how much it was. */
  fill(position, limitBytes) {
    let got = 0;
    for (; got < limitBytes; ) {
      let at = WINDOW_BYTES + got, count = readSync(this.fd, this.buffer, at, limitBytes - got, position + got);
      if (count === 0) break;
      got += count;
    }
    return got;
  }
};
function formatState({ ino, size, uid, gid, mode, ctimeMs }) {
  return `${ino}:${size}:${uid}:${gid}:${mode}:${ctimeMs}`;
}
function openFile(path) {
  try {
    return openSync2(path, READ_FLAGS);
  } catch (error) {
    throw ["ENOENT", "ELOOP", "ENOTDIR"].includes(error.code ?? "") ? new BuildError("TREE_CHANGED", `${path} is gone, or a link now`, {
      cause: error
    }) : error;
  }
}

export {
  writeWith,
  makeParent,
  BLOCK_BYTES,
  FileReader,
  formatState
};
