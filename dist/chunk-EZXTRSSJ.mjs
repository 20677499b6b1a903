import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";

// lib/host/copy-file.ts
import { createHash } from "node:crypto";
import { constants, createReadStream, createWriteStream } from "node:fs";
import { chown, copyFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
var CHUNK_BYTES = 1024 * 1024;
async function copyWithDigest(from, to) {
  if (await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE).then(
    () => !0,
    () => !1
  ))
    return await chown(to, process.geteuid?.() ?? 0, process.getegid?.() ?? 0), digestFile(to);
  let hash = createHash("sha256"), sizeBytes = 0, digest = async function* (source2) {
    for await (let chunk of source2)
      sizeBytes += chunk.length, hash.update(chunk), yield chunk;
  }, source = createReadStream(from, { highWaterMark: CHUNK_BYTES });
  return await pipeline(source, digest, createWriteStream(to, { highWaterMark: CHUNK_BYTES })), { sizeBytes, sha256: hash.digest("hex") };
}

export {
  copyWithDigest
};
