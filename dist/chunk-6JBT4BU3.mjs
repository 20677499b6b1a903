import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  RegistryClient
} from "./chunk-4J5FLCKI.mjs";
import {
  copyWithDigest
} from "./chunk-FCGOPGKC.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/registry/copy-blob.ts
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
var READ_BYTES = 512 * 1024, LARGE_BYTES = 1024 * 1024;
async function copyBlob(from, to, blob, options) {
  return to instanceof RegistryClient ? from instanceof RegistryClient ? relayBlob(from, to, blob, options) : pushFile(await from.blobPath(blob), to, blob, options) : copyIntoLayout(from, to, blob, options);
}
async function copyIntoLayout(from, to, blob, { log, onBytes, signal, thread }) {
  if (await to.hasBlob(blob.digest, blob.size)) return "there";
  if (from instanceof RegistryClient) {
    let { path: path2, partPath } = to.downloadPaths(blob.digest);
    return await from.pullBlob(blob, path2, {
      partPath,
      onBytes,
      log,
      syncsFolder: !1,
      ...signal === void 0 ? {} : { signal },
      ...thread === void 0 || blob.size < LARGE_BYTES ? {} : { thread }
    }), "copied";
  }
  let path = to.newPath();
  try {
    let { sha256 } = await copyWithDigest(await from.blobPath(blob), path);
    if (`sha256:${sha256}` !== blob.digest) throw damaged(from.name, blob, sha256);
    await to.adoptBlob(path, blob);
  } finally {
    await rm(path, { force: !0 });
  }
  return onBytes(blob.size), "copied";
}
async function pushFile(path, to, blob, options) {
  let count = counter(options.onBytes), source = {
    open: async (start, end) => {
      let range = { start, end: end - 1, highWaterMark: READ_BYTES };
      return Readable.from(count(createReadStream(path, range), start), { objectMode: !1 });
    }
  };
  try {
    return await to.placeBlob(source, blob, options);
  } catch (error) {
    if (!(error instanceof TreesmithError) || error.code !== "REGISTRY_FAILED") throw error;
    let { sha256 } = await digestFile(path);
    throw `sha256:${sha256}` === blob.digest ? error : damaged(path, blob, sha256);
  }
}
async function relayBlob(from, to, blob, options) {
  let { mountFrom = [], onBytes, signal } = options, count = counter(onBytes), source = {
    open: async (start, end) => {
      let bytes = checked(await from.openBlob(blob, start, { signal }), blob, { start, end });
      return Readable.from(count(bytes, start), { objectMode: !1 });
    }
  }, own = from.place.registry === to.place.registry ? [from.place.repository] : [];
  return to.placeBlob(source, blob, { mountFrom: [...own, ...mountFrom], signal });
}
async function* checked(body, blob, { start, end }) {
  let hash = start === 0 && end === blob.size ? createHash("sha256") : void 0, left = end - start;
  for await (let chunk of body) {
    let wanted = chunk.subarray(0, left);
    if (left -= wanted.length, hash?.update(wanted), left === 0 && hash !== void 0) {
      let found = hash.digest("hex");
      if (`sha256:${found}` !== blob.digest) throw mismatch(blob, found);
    }
    if (yield wanted, left === 0) return;
  }
  if (left > 0) throw new BuildError("REGISTRY_MISMATCH", `${blob.digest} is short`);
}
function counter(onBytes) {
  let at = 0;
  return async function* (body, start) {
    onBytes(start - at), at = start;
    for await (let chunk of body)
      at += chunk.length, onBytes(chunk.length), yield chunk;
  };
}
function damaged(where, { digest }, sha256) {
  let message = `${where} is damaged: ${digest} has the digest sha256:${sha256}`;
  return new ConfigError("LAYOUT_INVALID", message, { hint: "Write it again." });
}
function mismatch({ digest }, sha256) {
  let message = `the registry has sha256:${sha256} as ${digest}`;
  return new BuildError("REGISTRY_MISMATCH", message);
}

export {
  copyBlob
};
