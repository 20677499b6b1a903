import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/file-digest.ts
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
var CHUNK_BYTES = 1024 * 1024;
async function digestFile(path) {
  let hash = createHash("sha256"), sizeBytes = 0;
  return await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), async (source) => {
    for await (let chunk of source)
      sizeBytes += chunk.length, hash.update(chunk);
  }), { sizeBytes, sha256: hash.digest("hex") };
}

export {
  digestFile
};
