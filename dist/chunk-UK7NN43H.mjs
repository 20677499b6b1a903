import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/core/crc32c.ts
function crc32c(bytes, seed = 0) {
  let crc = ~seed;
  for (let byte of bytes) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ crc >>> 8;
  return ~crc >>> 0;
}
var POLYNOMIAL = 2197175160, TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value >>> 1 ^ (value & 1 ? POLYNOMIAL : 0);
  return value;
});

// lib/vhd/parse.ts
var VHD_FOOTER_BYTES = 512, VHD_DYNAMIC_HEADER_BYTES = 1024, VHD_UNUSED_BLOCK = 4294967295, NOWHERE = 0xffffffffffffffffn, TYPES = /* @__PURE__ */ new Map([
  [2, "fixed"],
  [3, "dynamic"],
  [4, "differencing"]
]);
function parseVhdFooter(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  data.length !== VHD_FOOTER_BYTES && fail(`a footer of ${data.length} bytes, expected 512`), data.toString("latin1", 0, 8) !== "conectix" && fail('the footer does not start with "conectix"');
  let type = TYPES.get(data.readUInt32BE(60));
  type === void 0 && fail(`disk type ${data.readUInt32BE(60)}`);
  let offset = data.readBigUInt64BE(16);
  return {
    features: data.readUInt32BE(8),
    version: data.readUInt32BE(12),
    headerOffset: offset === NOWHERE ? void 0 : Number(offset),
    timestampSeconds: data.readUInt32BE(24),
    creator: data.toString("latin1", 28, 32),
    creatorVersion: data.readUInt32BE(32),
    hostSystem: data.toString("latin1", 36, 40),
    originalSizeBytes: Number(data.readBigUInt64BE(40)),
    currentSizeBytes: Number(data.readBigUInt64BE(48)),
    geometry: {
      cylinders: data.readUInt16BE(56),
      heads: data[58] ?? 0,
      sectorsPerTrack: data[59] ?? 0
    },
    type,
    uniqueId: data.toString("hex", 68, 84),
    isSavedState: data[84] !== 0,
    isChecksumRight: sumWithout(data, 64) === data.readUInt32BE(64),
    isReservedZero: data.subarray(85).every((byte) => byte === 0)
  };
}
function parseVhdDynamicHeader(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  data.length !== VHD_DYNAMIC_HEADER_BYTES && fail(`a header of ${data.length} bytes`), data.toString("latin1", 0, 8) !== "cxsparse" && fail('the header does not start with "cxsparse"');
  let blockBytes = data.readUInt32BE(32);
  return (blockBytes < 4096 || blockBytes > 2 ** 28 || (blockBytes & blockBytes - 1) !== 0) && fail(`blocks of ${blockBytes} bytes, expected a power of two`), {
    tableOffset: Number(data.readBigUInt64BE(16)),
    version: data.readUInt32BE(24),
    tableEntries: data.readUInt32BE(28),
    blockBytes,
    isChecksumRight: sumWithout(data, 36) === data.readUInt32BE(36)
  };
}
function sumWithout(data, checksumAt) {
  let sum = 0;
  for (let [index, byte] of data.entries())
    (index < checksumAt || index >= checksumAt + 4) && (sum += byte);
  return ~sum >>> 0;
}
function fail(what) {
  throw new BuildError("VHD_BAD", `not a sound VHD: ${what}`);
}

// lib/vhdx/parse.ts
var VHDX_PLACES = {
  headers: [64 * 1024, 128 * 1024],
  regionTables: [192 * 1024, 256 * 1024]
}, VHDX_HEADER_BYTES = 4096, VHDX_REGION_TABLE_BYTES = 64 * 1024, VHDX_METADATA_TABLE_BYTES = 64 * 1024, VHDX_GUIDS = {
  batRegion: "2dc27766-f623-4200-9d64-115e9bfd4a08",
  metadataRegion: "8b7ca206-4790-4b9a-b8fe-575f050f886e",
  fileParameters: "caa16737-fa36-4d43-b3b6-33f0aa44e76b",
  diskSize: "2fa54224-cd1b-4876-b211-5dbed83bf4b8",
  diskId: "beca12ab-b2e6-4523-93ef-c309e000c746",
  logicalSector: "8141bf1d-a96f-4709-ba47-f233a8faab5f",
  physicalSector: "cda348c7-445d-4471-9cc9-e9885251c556",
  parentLocator: "a8d35f2d-b30b-454d-abf7-d3d84834ab0c"
}, VHDX_BLOCK = {
  notPresent: 0,
  undefined: 1,
  zero: 2,
  unmapped: 3,
  fullyPresent: 6,
  partiallyPresent: 7
}, ZERO_GUID = "00000000-0000-0000-0000-000000000000";
function parseVhdxHeader(bytes) {
  let data = asBuffer(bytes);
  return data.length !== VHDX_HEADER_BYTES || data.toString("latin1", 0, 4) !== "head" ? 'it does not start with "head"' : isSummed(data) ? {
    sequence: data.readBigUInt64LE(8),
    logGuid: guidAt(data, 48),
    logVersion: data.readUInt16LE(64),
    version: data.readUInt16LE(66),
    logBytes: data.readUInt32LE(68),
    logOffset: Number(data.readBigUInt64LE(72))
  } : "its checksum is wrong";
}
function parseVhdxRegions(bytes) {
  let data = asBuffer(bytes);
  if (data.length !== VHDX_REGION_TABLE_BYTES || data.toString("latin1", 0, 4) !== "regi")
    return 'it does not start with "regi"';
  if (!isSummed(data)) return "its checksum is wrong";
  let count = data.readUInt32LE(8);
  return count > 2047 ? `it has ${count} entries, more than 2047` : Array.from({ length: count }, (_, index) => {
    let at = 16 + index * 32;
    return {
      guid: guidAt(data, at),
      offset: Number(data.readBigUInt64LE(at + 16)),
      lengthBytes: data.readUInt32LE(at + 24),
      isRequired: (data.readUInt32LE(at + 28) & 1) !== 0
    };
  });
}
function parseVhdxMetadataTable(bytes) {
  let data = asBuffer(bytes);
  if (data.length !== VHDX_METADATA_TABLE_BYTES || data.toString("latin1", 0, 8) !== "metadata")
    throw new BuildError("VHDX_BAD", "not a sound VHDX: the metadata table is none");
  let count = data.readUInt16LE(10);
  if (count > 2047)
    throw new BuildError("VHDX_BAD", `not a sound VHDX: ${count} metadata entries`);
  return Array.from({ length: count }, (_, index) => {
    let at = 32 + index * 32;
    return {
      guid: guidAt(data, at),
      offset: data.readUInt32LE(at + 16),
      lengthBytes: data.readUInt32LE(at + 20),
      isRequired: (data.readUInt32LE(at + 24) & 4) !== 0
    };
  });
}
function parseBatEntry(entry) {
  return { state: Number(entry & 7n), offset: Number(entry >> 20n) * 2 ** 20 };
}
function isSummed(data) {
  let head = Buffer.from(data.subarray(0, 8)), sum = head.readUInt32LE(4);
  return head.writeUInt32LE(0, 4), crc32c(data.subarray(8), crc32c(head)) === sum;
}
function guidAt(data, at) {
  let hex = (from, to) => data.toString("hex", at + from, at + to), little = (from, to) => Buffer.from(data.subarray(at + from, at + to)).reverse().toString("hex");
  return [little(0, 4), little(4, 6), little(6, 8), hex(8, 10), hex(10, 16)].join("-");
}
function asBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// lib/vmdk/parse.ts
var VMDK_FLAG = {
  newlines: 1,
  redundantTable: 2,
  zeroedGrains: 4,
  compressed: 65536,
  markers: 1 << 17
}, VMDK_HEADER_BYTES = 512, VMDK_MARKER = { endOfStream: 0, table: 1, directory: 2, footer: 3 }, MAX_DESCRIPTOR_LINES = 1e4, AT_END = 0xffffffffffffffffn, EXTENT = /^(RW|RDONLY|NOACCESS)\s+(\d{1,15})\s+([A-Z0-9_]+)(?:\s+"([^"]*)"(?:\s+(\d{1,15}))?)?/;
function parseVmdkHeader(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  data.length < VMDK_HEADER_BYTES && fail2("it ends within the header"), data.toString("latin1", 0, 4) !== "KDMV" && fail2('the header does not start with "KDMV"');
  let version = data.readUInt32LE(4);
  (version < 1 || version > 3) && fail2(`version ${version}, expected 1, 2 or 3`);
  let grainSectors = Number(data.readBigUInt64LE(20));
  (grainSectors < 1 || grainSectors > 2 ** 16) && fail2(`grains of ${grainSectors} sectors`);
  let entriesPerTable = data.readUInt32LE(44);
  (entriesPerTable < 1 || entriesPerTable > 2 ** 16) && fail2(`grain tables of ${entriesPerTable} entries`);
  let flags = data.readUInt32LE(8), directory = data.readBigUInt64LE(56), hasRedundant = (flags & VMDK_FLAG.redundantTable) !== 0;
  return {
    version,
    flags,
    capacitySectors: Number(data.readBigUInt64LE(12)),
    grainSectors,
    descriptor: {
      firstSector: Number(data.readBigUInt64LE(28)),
      sectors: Number(data.readBigUInt64LE(36))
    },
    entriesPerTable,
    redundantDirectorySector: hasRedundant ? Number(data.readBigUInt64LE(48)) : void 0,
    directorySector: directory === AT_END ? void 0 : Number(directory),
    overheadSectors: Number(data.readBigUInt64LE(64)),
    isUncleanShutdown: data[72] !== 0,
    hasNewlines: data.toString("latin1", 73, 77) === `
 \r
`,
    compression: data.readUInt16LE(77)
  };
}
function parseVmdkDescriptor(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), end = data.indexOf(0), lines = data.toString("utf8", 0, end === -1 ? data.length : end).split(/\r?\n/, MAX_DESCRIPTOR_LINES).map((line) => line.trim());
  /^# *disk *descriptorfile$/i.test(lines[0] ?? "") || fail2('the descriptor does not start with "# Disk DescriptorFile"');
  let values = /* @__PURE__ */ new Map(), extents = [];
  for (let line of lines) {
    let extent = EXTENT.exec(line), pair = /^([\w.]+) *= *(.*)$/.exec(line);
    if (extent !== null) {
      let [, access = "", sectors = "", type = "", file, offset = "0"] = extent, place = { file, offsetSectors: Number(offset) };
      extents.push({ access, sectors: Number(sectors), type, ...place });
    } else if (pair !== null) {
      let [, key = "", value = ""] = pair;
      values.set(key.toLowerCase(), value.replace(/^"(.*)"$/, "$1"));
    }
  }
  return { values, extents };
}
function parseVmdkMarker(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return data.length < 16 && fail2("it ends within a marker"), {
    value: Number(data.readBigUInt64LE(0)),
    sizeBytes: data.readUInt32LE(8),
    type: data.readUInt32LE(12)
  };
}
function fail2(what) {
  throw new BuildError("VMDK_BAD", `not a sound VMware disk: ${what}`);
}

// lib/qcow2/parse.ts
var QCOW2_INCOMPATIBLE = {
  dirty: 1n,
  corrupt: 2n,
  externalData: 4n,
  compression: 8n,
  extendedL2: 16n
}, QCOW2_HEADER_BYTES = 112, EXCLUSIVE = 1n << 63n, OFFSET = 0x00fffffffffffe00n;
function parseQcow2Header(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  data.length < 72 && fail3("it ends within the header"), data.toString("latin1", 0, 4) !== "QFI\xFB" && fail3('it does not start with "QFI\\xfb"');
  let version = data.readUInt32BE(4);
  version !== 2 && version !== 3 && fail3(`version ${version}, expected 2 or 3`);
  let clusterBits = data.readUInt32BE(20);
  (clusterBits < 9 || clusterBits > 21) && fail3(`2^${clusterBits} bytes in a cluster`), version === 3 && data.length < 104 && fail3("it ends within the header");
  let headerBytes = version === 3 ? data.readUInt32BE(100) : 72;
  (headerBytes < 72 || headerBytes > 2 ** clusterBits || headerBytes % 8 !== 0) && fail3(`a header of ${headerBytes} bytes`);
  let refcountOrder = version === 3 ? data.readUInt32BE(96) : 4;
  refcountOrder > 6 && fail3(`reference counts of 2^${refcountOrder} bits`);
  let incompatible = version === 3 ? data.readBigUInt64BE(72) : 0n, compression = (incompatible & QCOW2_INCOMPATIBLE.compression) !== 0n && headerBytes > 104 ? data[104] ?? 0 : 0;
  compression > 1 && fail3(`compression type ${compression}, expected 0 (zlib) or 1 (zstd)`);
  let backingOffset = Number(data.readBigUInt64BE(8));
  return {
    version,
    sizeBytes: Number(data.readBigUInt64BE(24)),
    clusterBytes: 2 ** clusterBits,
    backingFile: backingOffset === 0 ? void 0 : { offset: backingOffset, length: data.readUInt32BE(16) },
    encryption: data.readUInt32BE(32),
    l1: { offset: Number(data.readBigUInt64BE(40)), entries: data.readUInt32BE(36) },
    refcounts: {
      offset: Number(data.readBigUInt64BE(48)),
      clusters: data.readUInt32BE(56),
      bits: 2 ** refcountOrder
    },
    snapshots: { count: data.readUInt32BE(60), offset: Number(data.readBigUInt64BE(64)) },
    features: {
      incompatible,
      compatible: version === 3 ? data.readBigUInt64BE(80) : 0n,
      autoclear: version === 3 ? data.readBigUInt64BE(88) : 0n
    },
    compression: compression === 1 ? "zstd" : "zlib",
    headerBytes
  };
}
function parseL1Entry(entry) {
  return { offset: Number(entry & OFFSET), isExclusive: (entry & EXCLUSIVE) !== 0n };
}
function parseL2Entry(entry, { clusterBytes }) {
  let isExclusive = (entry & EXCLUSIVE) !== 0n;
  if ((entry & 1n << 62n) === 0n) {
    let offset2 = Number(entry & OFFSET);
    return (entry & 1n) !== 0n ? { kind: "zero", offset: offset2, isExclusive } : offset2 === 0 ? { kind: "none" } : { kind: "plain", offset: offset2, isExclusive };
  }
  let offsetBits = BigInt(62 - (Math.log2(clusterBytes) - 8)), offset = Number(entry & (1n << offsetBits) - 1n), sectors = Number((entry & (1n << 62n) - 1n) >> offsetBits);
  return {
    kind: "compressed",
    offset,
    limitBytes: (sectors + 1) * 512 - offset % 512,
    isExclusive
  };
}
function fail3(what) {
  throw new BuildError("QCOW2_BAD", `not a sound qcow2 image: ${what}`);
}

export {
  crc32c,
  VHD_FOOTER_BYTES,
  VHD_DYNAMIC_HEADER_BYTES,
  VHD_UNUSED_BLOCK,
  parseVhdFooter,
  parseVhdDynamicHeader,
  VHDX_PLACES,
  VHDX_HEADER_BYTES,
  VHDX_REGION_TABLE_BYTES,
  VHDX_METADATA_TABLE_BYTES,
  VHDX_GUIDS,
  VHDX_BLOCK,
  ZERO_GUID,
  parseVhdxHeader,
  parseVhdxRegions,
  parseVhdxMetadataTable,
  parseBatEntry,
  VMDK_FLAG,
  VMDK_HEADER_BYTES,
  VMDK_MARKER,
  parseVmdkHeader,
  parseVmdkDescriptor,
  parseVmdkMarker,
  QCOW2_INCOMPATIBLE,
  QCOW2_HEADER_BYTES,
  parseQcow2Header,
  parseL1Entry,
  parseL2Entry
};
