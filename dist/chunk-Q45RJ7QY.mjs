import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  objectChecksum,
  objectPath
} from "./chunk-TF3WCWVG.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/repo/read-object.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
async function readObject(repoPath, checksum, type) {
  let path = join(repoPath, objectPath(checksum, type)), object = await readFile(path).catch((cause) => {
    throw unreadable(`${path}: ${String(cause)}`, cause);
  });
  if (objectChecksum(object) === checksum) return object;
  throw unreadable(`${path} is not what its name says`);
}
function unreadable(what, cause) {
  return new BuildError("COMMIT_UNREADABLE", `the commit cannot be read: ${what}`, {
    ...cause === void 0 ? {} : { cause },
    hint: 'Run "ostree fsck" on the repository.'
  });
}

export {
  readObject,
  unreadable
};
