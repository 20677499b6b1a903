import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/host/digest-steps.ts
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
var BLOCK_BYTES = 128 * 1024, BLOCKS_OF_A_STEP = 2;
function* digestSteps({ paths, taken }) {
  let block = Buffer.allocUnsafeSlow(BLOCK_BYTES), found = [], blocks = 0;
  for (; ; ) {
    let index = Atomics.add(taken, 0, 1), path = paths[index];
    if (path === void 0) return found;
    let file, digest;
    try {
      file = openSync(typeof path == "string" ? path : Buffer.from(path), "r");
      let hash = createHash("sha256");
      for (let length = -1; length !== 0; )
        length = readSync(file, block), hash.update(block.subarray(0, length)), blocks += 1, blocks % BLOCKS_OF_A_STEP === 0 && (yield);
      digest = hash.digest("hex");
    } catch {
    } finally {
      file !== void 0 && closeSync(file);
    }
    found.push([index, digest]);
  }
}

export {
  digestSteps
};
