import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/host/copy-file.ts
import { createHash } from "node:crypto";
import { constants, createWriteStream } from "node:fs";
import { chown, copyFile, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
var CHUNK_BYTES = 1024 * 1024;
async function copyWithDigest(from, to) {
  var _stack = [];
  try {
    let cloned = await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE).then(
      () => !0,
      () => !1
    );
    if (cloned)
      return await chown(to, process.geteuid?.() ?? 0, process.getegid?.() ?? 0), digestFile(to);
    let hash = createHash("sha256");
    let sizeBytes = 0;
    let digest = async function* (source2) {
      for await (let chunk of source2)
        sizeBytes += chunk.length, hash.update(chunk), yield chunk;
    };
    let file = __using(_stack, await open(from), !0);
    let source = file.createReadStream({ highWaterMark: CHUNK_BYTES, autoClose: !1 });
    await pipeline(source, digest, createWriteStream(to, { highWaterMark: CHUNK_BYTES }));
    return { sizeBytes, sha256: hash.digest("hex") };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

export {
  copyWithDigest
};
