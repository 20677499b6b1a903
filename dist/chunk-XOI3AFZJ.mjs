import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  TAR_BLOCK_BYTES
} from "./chunk-OTENVE5P.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/tar/format.ts
var TAR_END = Buffer.alloc(2 * TAR_BLOCK_BYTES), NAME_BYTES = 100, MAX_USTAR_BYTES = 8 ** 11 - 1, CHUNKS_IN_HEADER = 4, CHUNKS_IN_BLOCK = 21;
function formatTarHeader(entry) {
  entry.sizeBytes > MAX_USTAR_BYTES && fail(`${entry.name} has 8 GiB or more`);
  let header = startHeader(entry, entry.sizeBytes);
  return header.write(entry.name.endsWith("/") ? "5" : "0", 156, "latin1"), header.write("ustar\x0000", 257, "latin1"), withChecksum(header);
}
function formatSparseHeader(entry, chunks) {
  let dataBytes = chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), map = [...chunks], last = chunks.at(-1);
  (last === void 0 || last.offsetBytes + last.sizeBytes < entry.sizeBytes) && map.push({ offsetBytes: entry.sizeBytes, sizeBytes: 0 });
  let header = startHeader(entry, dataBytes);
  header.write("S", 156, "latin1"), header.write("ustar  \0", 257, "latin1"), writeChunks(header, 386, map.slice(0, CHUNKS_IN_HEADER)), header.writeUInt8(map.length > CHUNKS_IN_HEADER ? 1 : 0, 482), writeNumber(header, 483, 12, entry.sizeBytes);
  let blocks = [withChecksum(header)];
  for (let from = CHUNKS_IN_HEADER; from < map.length; from += CHUNKS_IN_BLOCK) {
    let block = Buffer.alloc(TAR_BLOCK_BYTES);
    writeChunks(block, 0, map.slice(from, from + CHUNKS_IN_BLOCK)), block.writeUInt8(from + CHUNKS_IN_BLOCK < map.length ? 1 : 0, 504), blocks.push(block);
  }
  return Buffer.concat(blocks);
}
function tarPadding(sizeBytes) {
  return Buffer.alloc((TAR_BLOCK_BYTES - sizeBytes % TAR_BLOCK_BYTES) % TAR_BLOCK_BYTES);
}
function startHeader(entry, dataBytes) {
  let name = Buffer.from(entry.name);
  (name.length === 0 || name.length > NAME_BYTES) && fail(`the name ${entry.name} has ${name.length} bytes, expected 1 to ${NAME_BYTES}`);
  let header = Buffer.alloc(TAR_BLOCK_BYTES);
  return name.copy(header), writeNumber(header, 100, 8, entry.modeOctal), writeNumber(header, 108, 8, entry.uid ?? 0), writeNumber(header, 116, 8, entry.gid ?? 0), writeNumber(header, 124, 12, dataBytes), writeNumber(header, 136, 12, entry.mtimeSeconds), header;
}
function writeChunks(block, at, chunks) {
  for (let [index, { offsetBytes, sizeBytes }] of chunks.entries())
    writeNumber(block, at + index * 24, 12, offsetBytes), writeNumber(block, at + index * 24 + 12, 12, sizeBytes);
}
function writeNumber(header, at, length, value) {
  let digits = value.toString(8);
  if (digits.length < length) {
    header.write(`${digits.padStart(length - 1, "0")}\0`, at, "latin1");
    return;
  }
  header.fill(0, at, at + length), header.writeUInt8(128, at), header.writeBigUInt64BE(BigInt(value), at + length - 8);
}
function withChecksum(header) {
  header.fill(32, 148, 156);
  let sum = header.reduce((total, byte) => total + byte, 0);
  return header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1"), header;
}
function fail(what) {
  throw new BuildError("TAR_BAD", `no tar archive can be made: ${what}`);
}

export {
  TAR_END,
  formatTarHeader,
  formatSparseHeader,
  tarPadding
};
