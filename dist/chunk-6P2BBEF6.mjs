import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  nameOf
} from "./chunk-O5OUMCAY.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/container/layer-content.ts
import { createHash } from "node:crypto";
import { closeSync, constants, createReadStream, openSync, readSync } from "node:fs";
import { pipeline } from "node:stream";
import { createInflateRaw, inflateRawSync } from "node:zlib";

// lib/container/release-bytes.ts
function releaseBytes({ buffer }) {
  if (buffer.byteLength <= Buffer.poolSize) return !1;
  let { transfer } = buffer;
  return transfer?.call(buffer, 0), transfer !== void 0;
}

// lib/container/layer-content.ts
var WHOLE_BYTES = 4 * 1024 * 1024, READ_BYTES = 1024 * 1024, READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, ContentReader = class {
  buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  /**
   * Hands on the bytes of a file, and compares them with the object's name. Returns the path of
   * what its package has other bytes of; undefined when it has the same, or nothing is known of that.
   *
   * @throws BuildError CONTENT_WRONG; errors of node:fs
   */
  async read(entry, onBytes) {
    let { content, sizeBytes } = entry;
    if (content === void 0) {
      if (sizeBytes > 0) throw wrong(entry, "its bytes are nowhere");
      return;
    }
    let count = 0, object = content.kind === "object" ? createHash("sha256").update(content.header) : void 0, digest = content.kind === "bytes" ? void 0 : content.digest, hash = digest === void 0 ? void 0 : createHash(digest.algorithm), take = (bytes) => {
      if (count += bytes.length, count > sizeBytes) throw wrong(entry, `it has more than ${sizeBytes} bytes`);
      object?.update(bytes), hash?.update(bytes), onBytes(bytes);
    };
    if (content.kind === "bytes" ? take(content.bytes) : content.kind === "file" ? this.readFile(content.path, take) : await this.readObject(entry, content, take), count !== sizeBytes) throw wrong(entry, `it has ${count} bytes, expected ${sizeBytes}`);
    if (content.kind === "object") {
      let checksum = object?.digest("hex");
      if (checksum !== content.checksum)
        throw wrong(entry, `its object is ${checksum}, expected ${content.checksum}`);
    }
    return hash?.digest("hex") === digest?.hex ? void 0 : digest?.path;
  }
  readFile(path, take) {
    let fd = openSync(typeof path == "string" ? path : Buffer.from(path), READ_FLAGS);
    try {
      for (; ; ) {
        let count = readSync(fd, this.buffer, 0, READ_BYTES, null);
        if (count === 0) return;
        take(this.buffer.subarray(0, count));
      }
    } finally {
      closeSync(fd);
    }
  }
  async readObject(entry, { path, offsetBytes }, take) {
    if (entry.sizeBytes !== 0)
      try {
        let compressed = this.readStart(path, offsetBytes, entry.sizeBytes);
        if (compressed !== void 0) {
          let maxOutputLength = entry.sizeBytes + 1, chunkSize = Math.max(64, maxOutputLength), bytes = inflateRawSync(compressed, { maxOutputLength, chunkSize });
          take(bytes), releaseBytes(bytes);
          return;
        }
        let inflate = createInflateRaw({ chunkSize: 256 * 1024 }), source = createReadStream(path, { start: offsetBytes, highWaterMark: READ_BYTES / 4 });
        pipeline(source, inflate, () => {
        });
        for await (let chunk of inflate)
          take(chunk), isFilled(chunk) && releaseBytes(chunk);
      } catch (error) {
        let { code, message } = error;
        throw code === "ERR_BUFFER_TOO_LARGE" || code?.startsWith("Z_") === !0 ? wrong(entry, `its object ${path} cannot be inflated: ${message}`) : error;
      }
  }
  /** Returns a small object whole, and undefined for one that has to be streamed. */
  readStart(path, offsetBytes, sizeBytes) {
    if (sizeBytes > WHOLE_BYTES) return;
    let fd = openSync(path, READ_FLAGS);
    try {
      let filled = 0;
      for (; filled < READ_BYTES; ) {
        let count = readSync(fd, this.buffer, filled, READ_BYTES - filled, offsetBytes + filled);
        if (count === 0) return this.buffer.subarray(0, filled);
        filled += count;
      }
      return;
    } finally {
      closeSync(fd);
    }
  }
};
function isFilled({ buffer, byteOffset, length }) {
  return byteOffset + length === buffer.byteLength;
}
function wrong(entry, why) {
  return new BuildError("CONTENT_WRONG", `${nameOf(entry)}: ${why}`);
}

export {
  releaseBytes,
  ContentReader
};
