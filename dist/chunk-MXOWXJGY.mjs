import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  array,
  bytes,
  serialise,
  string,
  tuple,
  uint32,
  uint64
} from "./chunk-ZFWD6OLO.mjs";

// lib/ostree/content.ts
var XATTRS = array(tuple(bytes, bytes)), FILE = tuple(uint32, uint32, uint32, uint32, string, XATTRS), ARCHIVED = tuple(uint64, uint32, uint32, uint32, uint32, string, XATTRS), SIZE_BYTES = 8, RDEV = 0;
function formatContentHeader(meta) {
  let { uid, gid, mode, target, xattrs } = meta;
  return withSize(serialise(FILE, [uid, gid, mode, RDEV, target ?? "", xattrs]));
}
function formatArchiveHeader(meta, sizeBytes) {
  let { uid, gid, mode, target, xattrs } = meta;
  return withSize(
    serialise(ARCHIVED, [BigInt(sizeBytes), uid, gid, mode, RDEV, target ?? "", xattrs])
  );
}
function parseArchiveHeader(start) {
  return {
    sizeBytes: Number(start.readBigUInt64BE(SIZE_BYTES)),
    headerBytes: SIZE_BYTES + start.readUInt32BE()
  };
}
function parseArchiveMeta(start) {
  if (start.length < SIZE_BYTES) return;
  let headerBytes = SIZE_BYTES + start.readUInt32BE();
  if (headerBytes > start.length) return;
  let [size, uid, gid, mode, , target, xattrs] = ARCHIVED.read(
    start.subarray(SIZE_BYTES, headerBytes)
  ), isLink = (mode & FILE_TYPE) === SYMBOLIC_LINK;
  return { meta: { uid, gid, mode, xattrs, ...isLink ? { target } : {} }, sizeBytes: Number(size), headerBytes };
}
var FILE_TYPE = 61440, SYMBOLIC_LINK = 40960;
function withSize(variant) {
  let header = Buffer.alloc(SIZE_BYTES + variant.length);
  return header.writeUInt32BE(variant.length), header.set(variant, SIZE_BYTES), header;
}

export {
  formatContentHeader,
  formatArchiveHeader,
  parseArchiveHeader,
  parseArchiveMeta
};
