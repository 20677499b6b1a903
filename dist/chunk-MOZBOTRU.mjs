import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  IMAGE_VERSION,
  PARTITION_TYPES,
  QCOW2_HEADER_BYTES,
  QCOW2_INCOMPATIBLE,
  SECTOR_BYTES,
  TAR_BLOCK_BYTES,
  VHDX_BLOCK,
  VHDX_GUIDS,
  VHDX_HEADER_BYTES,
  VHDX_METADATA_TABLE_BYTES,
  VHDX_PLACES,
  VHDX_REGION_TABLE_BYTES,
  VHD_DYNAMIC_HEADER_BYTES,
  VHD_FOOTER_BYTES,
  VHD_UNUSED_BLOCK,
  VMDK_FLAG,
  VMDK_HEADER_BYTES,
  VMDK_MARKER,
  ZERO_GUID,
  crc32c,
  imageInputHash,
  imageInputs,
  isTarHeader,
  parseBatEntry,
  parseGuid,
  parseL1Entry,
  parseL2Entry,
  parsePaxRecords,
  parseQcow2Header,
  parseSparseExtension,
  parseTarHeader,
  parseVhdDynamicHeader,
  parseVhdFooter,
  parseVhdxHeader,
  parseVhdxMetadataTable,
  parseVhdxRegions,
  parseVmdkDescriptor,
  parseVmdkHeader,
  parseVmdkMarker,
  readRecord,
  runAsRoot,
  runCompose,
  writeRecord
} from "./chunk-HUGIR5KW.mjs";
import {
  openDecompressed,
  require_saxes
} from "./chunk-274XIYFY.mjs";
import {
  exportPublicKey
} from "./chunk-2W2U2DEI.mjs";
import {
  recordOutcome
} from "./chunk-IXJ4NE6I.mjs";
import {
  assertToolsOf
} from "./chunk-DXRJQPTI.mjs";
import {
  FORMAT_FACTS
} from "./chunk-FBAQSP4E.mjs";
import {
  MAX_MANIFEST_BYTES,
  parseManifest
} from "./chunk-2QRIHPZD.mjs";
import {
  digestFile
} from "./chunk-JD33PUBT.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  explainFileError,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  currentTimeline
} from "./chunk-OLDDEYD5.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  sha256,
  stageKey
} from "./chunk-PGVBXSTX.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __toESM,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/build/image.ts
import { stat as stat4 } from "node:fs/promises";
import { dirname as dirname2, join as join3, relative } from "node:path";

// lib/inspect/inspect-image.ts
import { lstat, stat as stat3 } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";

// lib/inspect/content-digest.ts
import { createHash } from "node:crypto";

// lib/inspect/unpack.ts
import { open as open2 } from "node:fs/promises";
import { Readable } from "node:stream";

// lib/inspect/disk-reader.ts
import { open, stat } from "node:fs/promises";

// lib/inspect/limits.ts
var LIMITS = {
  /** Bytes of a disk: what VHDX can have at most. */
  diskBytes: 64 * 2 ** 40,
  /** Bytes that one piece of a file (a table, a folder, a compressed block) may have. */
  pieceBytes: 64 * 2 ** 20,
  /** Bytes of a compressed file when it is unpacked, with its holes. */
  unpackedBytes: 256 * 2 ** 30,
  /** Bytes of it that are not in holes: what it takes of the temporary folder. */
  unpackedDataBytes: 32 * 2 ** 30,
  /** Files within files: an OCI archive holds a compressed layer that holds a disk. */
  depth: 5,
  /** Clusters, blocks or grains whose use is recorded. */
  blocks: 2 ** 24,
  /** Tables of a disk that are read one by one. */
  tables: 2 ** 20,
  /** Members of an archive. */
  members: 1e6,
  /** Bytes of all their names. */
  nameBytes: 256 * 2 ** 20,
  /** Parts of a sparse file in an archive. */
  sparseChunks: 1e6,
  /** Files and folders of an ESP or ISO. */
  directoryEntries: 2e4,
  /** Bytes of one folder of them. */
  directoryBytes: 4 * 2 ** 20,
  /** Logical partitions. */
  logicalPartitions: 128,
  /** Files of a folder that is inspected. */
  folderFiles: 1e3,
  /** Manifests of an OCI layout. */
  manifests: 16,
  /** Layers of each. */
  layers: 128
};

// lib/inspect/disk-reader.ts
async function openFile(path) {
  let file;
  let sizeBytes;
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new Error("it is no regular file");
    sizeBytes = found.size;
    file = await open(path, "r");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError("IMAGE_UNREADABLE", `${path} cannot be read: ${why}`, {
      cause: error
    });
  }
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      const bytes = Buffer.alloc(lengthBytes);
      for (let done = 0; done < lengthBytes; ) {
        const { bytesRead } = await file.read(bytes, done, lengthBytes - done, offsetBytes + done);
        if (bytesRead === 0) throw truncated(offsetBytes, lengthBytes, offsetBytes + done);
        done += bytesRead;
      }
      return bytes;
    },
    close: () => file.close()
  };
}
function openBytes(bytes) {
  return {
    sizeBytes: bytes.length,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, bytes.length);
      return bytes.subarray(offsetBytes, offsetBytes + lengthBytes);
    },
    close: async () => void 0
  };
}
function openPart(whole, offsetBytes, sizeBytes) {
  if (!isWithin(offsetBytes, sizeBytes, whole.sizeBytes)) {
    throw truncated(offsetBytes, sizeBytes, whole.sizeBytes);
  }
  return {
    sizeBytes,
    read: (at, lengthBytes) => {
      assertWithin(at, lengthBytes, sizeBytes);
      return whole.read(offsetBytes + at, lengthBytes);
    },
    close: async () => void 0
  };
}
async function readUpTo(disk, offsetBytes, lengthBytes) {
  const length = Math.min(lengthBytes, disk.sizeBytes - offsetBytes);
  return length > 0 ? disk.read(offsetBytes, length) : Buffer.alloc(0);
}
function isWithin(offsetBytes, lengthBytes, sizeBytes) {
  return offsetBytes >= 0 && lengthBytes >= 0 && offsetBytes + lengthBytes <= sizeBytes;
}
function assertWithin(offsetBytes, lengthBytes, sizeBytes) {
  if (!isWithin(offsetBytes, lengthBytes, sizeBytes)) {
    throw truncated(offsetBytes, lengthBytes, sizeBytes);
  }
  if (lengthBytes > LIMITS.pieceBytes) {
    throw new BuildError(
      "IMAGE_LIMIT",
      `a piece of ${lengthBytes} bytes, more than ${LIMITS.pieceBytes}`
    );
  }
}
function truncated(offsetBytes, lengthBytes, endBytes) {
  return new BuildError(
    "IMAGE_TRUNCATED",
    `${lengthBytes} bytes at ${offsetBytes} do not lie within the ${endBytes} bytes that are there`
  );
}

// lib/inspect/unpack.ts
var CHUNK_BYTES = 1024 * 1024;
var PAGE_BYTES = 64 * 1024;
var ZEROS = Buffer.alloc(PAGE_BYTES);
function detectCompression(head) {
  if (head.length >= 3 && head.readUIntBE(0, 3) === 2067208) return "gzip";
  if (head.toString("latin1", 0, 6) === "\xFD7zXZ\0") return "xz";
  if (head.length >= 4 && head.readUInt32LE(0) === 4247762216) return "zstd";
  return void 0;
}
async function unpack(file, compression, inspection) {
  const path = await inspection.temporaryPath();
  const source = Readable.from(chunksOf(file), { objectMode: false, highWaterMark: CHUNK_BYTES });
  const unpacked = openDecompressed(source, compression, Number.MAX_SAFE_INTEGER);
  try {
    await writeSparse(unpacked, path, inspection);
  } catch (error) {
    throw explainFileError(error, path);
  } finally {
    unpacked.destroy();
  }
  return inspection.keep(await openFile(path));
}
async function writeSparse(source, path, inspection) {
  const file = await open2(path, "wx", 384);
  let size = 0;
  try {
    for await (const chunk of source) {
      let stored = 0;
      for (let at = 0; at < chunk.length; at += PAGE_BYTES) {
        const page = chunk.subarray(at, at + PAGE_BYTES);
        if (!page.equals(page.length === PAGE_BYTES ? ZEROS : ZEROS.subarray(0, page.length))) {
          await file.write(page, 0, page.length, size + at);
          stored += page.length;
        }
      }
      size += chunk.length;
      inspection.countUnpacked(chunk.length, stored);
    }
    await file.truncate(size);
  } finally {
    await file.close();
  }
}
async function* chunksOf(file) {
  for (let at = 0; at < file.sizeBytes; at += CHUNK_BYTES) {
    yield await file.read(at, Math.min(CHUNK_BYTES, file.sizeBytes - at));
  }
}

// lib/inspect/content-digest.ts
async function digestContents(file, algorithm = "sha256") {
  const hash = createHash(algorithm);
  for await (const chunk of chunksOf(file)) hash.update(chunk);
  return hash.digest("hex");
}

// lib/filesystem/fat.ts
function parseFat(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 512 || data.readUInt16LE(510) !== 43605) return void 0;
  if (data[0] !== 235 && data[0] !== 233) return void 0;
  const sectorBytes = data.readUInt16LE(11);
  const clusterSectors = data[13] ?? 0;
  const reserved = data.readUInt16LE(14);
  const tables = data[16] ?? 0;
  const rootEntries = data.readUInt16LE(17);
  const sectors = data.readUInt16LE(19) || data.readUInt32LE(32);
  const tableSectors = data.readUInt16LE(22) || data.readUInt32LE(36);
  if (![512, 1024, 2048, 4096].includes(sectorBytes)) return void 0;
  if (clusterSectors === 0 || (clusterSectors & clusterSectors - 1) !== 0) return void 0;
  if (reserved === 0 || tables === 0 || tables > 2 || tableSectors === 0) return void 0;
  const rootOffset = (reserved + tables * tableSectors) * sectorBytes;
  const rootBytes = rootEntries * 32;
  const dataOffset = Math.ceil((rootOffset + rootBytes) / sectorBytes) * sectorBytes;
  const clusterBytes = clusterSectors * sectorBytes;
  const clusters = Math.floor((sectors * sectorBytes - dataOffset) / clusterBytes);
  if (clusters < 1) return void 0;
  const bits = clusters < 4085 ? 12 : clusters < 65525 ? 16 : 32;
  const is32 = rootEntries === 0;
  if (is32 !== (data.readUInt16LE(22) === 0)) return void 0;
  const extended = is32 ? 64 : 36;
  return {
    bits: is32 ? 32 : bits,
    clusterBytes,
    clusters,
    tableOffset: reserved * sectorBytes,
    tableBytes: tableSectors * sectorBytes,
    tables,
    rootOffset,
    rootBytes,
    rootCluster: is32 ? data.readUInt32LE(44) : 0,
    dataOffset,
    sizeBytes: sectors * sectorBytes,
    sectorBytes,
    serial: serialText(data.readUInt32LE(extended + 3)),
    label: labelText(data.subarray(extended + 7, extended + 18))
  };
}
function describeFat(fat) {
  return {
    type: "vfat",
    label: fat.label,
    uuid: fat.serial,
    sizeBytes: fat.sizeBytes,
    blockBytes: fat.clusterBytes,
    isChecksumRight: true,
    details: { fatBits: fat.bits }
  };
}
function parseFatLink(table, cluster, fat) {
  const data = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
  if (cluster < 2 || cluster >= fat.clusters + 2) fail(`cluster ${cluster} is out of bounds`);
  const at = fat.bits === 12 ? Math.floor(cluster * 1.5) : cluster * (fat.bits / 8);
  if (at + (fat.bits === 32 ? 4 : 2) > data.length) fail("its allocation table is too short");
  let next;
  switch (fat.bits) {
    case 12:
      next = data.readUInt16LE(at) >> (cluster % 2 === 0 ? 0 : 4) & 4095;
      break;
    case 16:
      next = data.readUInt16LE(at);
      break;
    case 32:
      next = data.readUInt32LE(at) & 268435455;
      break;
  }
  const end = fat.bits === 32 ? 268435448 : 2 ** fat.bits - 8;
  return next >= end ? void 0 : next;
}
function parseFatDirectory(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = [];
  let long = "";
  for (let at = 0; at + 32 <= data.length; at += 32) {
    const record = data.subarray(at, at + 32);
    const first = record[0] ?? 0;
    const attributes = record[11] ?? 0;
    if (first === 0) break;
    if (first === 229) {
      long = "";
    } else if ((attributes & 63) === 15) {
      long = (first & 64) === 0 ? longPiece(record) + long : longPiece(record);
    } else {
      const isLabel = (attributes & 8) !== 0;
      const short = isLabel ? labelText(record.subarray(0, 11)) : shortName(record);
      const name = isLabel || long === "" ? short ?? "" : long;
      long = "";
      if (name === "." || name === "..") continue;
      entries.push({
        name,
        isFolder: (attributes & 16) !== 0,
        isLabel,
        firstCluster: record.readUInt16LE(20) * 65536 + record.readUInt16LE(26),
        sizeBytes: record.readUInt32LE(28)
      });
    }
  }
  return entries;
}
function longPiece(record) {
  const units = Buffer.concat([
    record.subarray(1, 11),
    record.subarray(14, 26),
    record.subarray(28, 32)
  ]).toString("utf16le");
  const end = units.search(/[\0\uffff]/);
  return end === -1 ? units : units.slice(0, end);
}
function shortName(record) {
  const flags = record[12] ?? 0;
  const text = (from, to, isLower) => {
    const piece = record.toString("latin1", from, to).trimEnd();
    return isLower ? piece.toLowerCase() : piece;
  };
  const base = text(0, 8, (flags & 8) !== 0);
  const extension = text(8, 11, (flags & 16) !== 0);
  return extension === "" ? base : `${base}.${extension}`;
}
function labelText(bytes) {
  const text = bytes.toString("latin1").replace(/[\0 ]+$/, "");
  return text === "" || text === "NO NAME" ? void 0 : text;
}
function serialText(serial) {
  const hex = serial.toString(16).toUpperCase().padStart(8, "0");
  return `${hex.slice(0, 4)}-${hex.slice(4)}`;
}
function fail(what) {
  throw new BuildError("FILESYSTEM_BAD", `not a sound FAT file system: ${what}`);
}

// lib/inspect/disks/fat.ts
var MAX_DEPTH = 16;
async function readFatFiles(disk) {
  if (disk.sizeBytes < 512) return void 0;
  const fat = parseFat(await disk.read(0, 512));
  if (fat === void 0) return void 0;
  const table = await disk.read(fat.tableOffset, fat.tableBytes);
  const files = [];
  const seen = /* @__PURE__ */ new Set();
  let count = 0;
  async function walk(entries, prefix, depth) {
    for (const entry of entries) {
      count += 1;
      if (count > LIMITS.directoryEntries || depth > MAX_DEPTH) {
        limit("a FAT with more files or deeper folders than is accepted");
      }
      if (entry.isLabel) continue;
      const path = `${prefix}${entry.name}`;
      if (!entry.isFolder) {
        const { sizeBytes, firstCluster } = entry;
        const open3 = async () => openFatFile(disk, fat, chain(table, fat, firstCluster), sizeBytes);
        files.push({ path, sizeBytes, open: open3 });
        continue;
      }
      if (seen.has(entry.firstCluster)) {
        throw new BuildError(
          "IMAGE_DAMAGED",
          `folder ${path} of a FAT is below itself`
        );
      }
      seen.add(entry.firstCluster);
      const clusters = chain(table, fat, entry.firstCluster);
      await walk(await readFolder(disk, fat, clusters), `${path}/`, depth + 1);
    }
  }
  const root = fat.bits === 32 ? await readFolder(disk, fat, chain(table, fat, fat.rootCluster)) : parseFatDirectory(await disk.read(fat.rootOffset, fat.rootBytes));
  await walk(root, "", 0);
  return files;
}
function chain(table, fat, first) {
  const clusters = [];
  for (let next = first; next !== void 0 && next !== 0; ) {
    clusters.push(next);
    if (clusters.length > fat.clusters) {
      throw new BuildError("IMAGE_DAMAGED", "a chain of clusters of a FAT has no end");
    }
    next = parseFatLink(table, next, fat);
  }
  return clusters;
}
async function readFolder(disk, fat, clusters) {
  const sizeBytes = clusters.length * fat.clusterBytes;
  if (sizeBytes > LIMITS.directoryBytes) limit(`a folder of ${sizeBytes} bytes in a FAT`);
  const file = openFatFile(disk, fat, clusters, sizeBytes);
  return parseFatDirectory(await file.read(0, sizeBytes));
}
function openFatFile(disk, fat, clusters, sizeBytes) {
  if (sizeBytes > clusters.length * fat.clusterBytes) {
    throw new BuildError(
      "IMAGE_DAMAGED",
      `a file of ${sizeBytes} bytes has ${clusters.length} clusters in a FAT`
    );
  }
  const { clusterBytes, dataOffset } = fat;
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      const bytes = Buffer.alloc(lengthBytes);
      for (let done = 0; done < lengthBytes; ) {
        const index = Math.floor((offsetBytes + done) / clusterBytes);
        const from = offsetBytes + done - index * clusterBytes;
        let run = 1;
        while (clusters[index + run] === (clusters[index] ?? 0) + run) run += 1;
        const length = Math.min(run * clusterBytes - from, lengthBytes - done);
        const at = dataOffset + ((clusters[index] ?? 0) - 2) * clusterBytes + from;
        (await disk.read(at, length)).copy(bytes, done);
        done += length;
      }
      return bytes;
    },
    close: async () => void 0
  };
}
function limit(what) {
  throw new BuildError("IMAGE_LIMIT", what);
}

// lib/inspect/pe.ts
var PE_HEAD_BYTES = 8192;
var MACHINES = /* @__PURE__ */ new Map([
  [34404, "x86_64"],
  [332, "ia32"],
  [43620, "aarch64"],
  [450, "arm"],
  [20580, "riscv64"],
  [25188, "loongarch64"]
]);
var EFI_SUBSYSTEMS = [10, 11, 12];
function parsePe(head) {
  if (head.length < 64 || head.toString("latin1", 0, 2) !== "MZ") return void 0;
  const at = head.readUInt32LE(60);
  if (at + 24 > head.length || head.toString("latin1", at, at + 4) !== "PE\0\0") return void 0;
  const machine = head.readUInt16LE(at + 4);
  const sectionCount = head.readUInt16LE(at + 6);
  const optional = at + 24;
  const optionalBytes = head.readUInt16LE(at + 20);
  const table = optional + optionalBytes;
  if (optionalBytes < 96 || table + sectionCount * 40 > head.length) return void 0;
  const isWide = head.readUInt16LE(optional) === 523;
  const signature = optional + (isWide ? 112 : 96) + 4 * 8;
  return {
    architecture: MACHINES.get(machine) ?? `0x${machine.toString(16)}`,
    isEfi: EFI_SUBSYSTEMS.includes(head.readUInt16LE(optional + 68)),
    isSigned: signature + 8 <= table && head.readUInt32LE(signature + 4) > 0,
    sections: Array.from({ length: sectionCount }, (_, index) => {
      const section = head.subarray(table + index * 40, table + index * 40 + 40);
      return {
        name: section.toString("latin1", 0, 8).replace(/\0+$/, ""),
        virtualBytes: section.readUInt32LE(8),
        sizeBytes: section.readUInt32LE(16),
        offsetBytes: section.readUInt32LE(20)
      };
    })
  };
}

// lib/inspect/efi-program.ts
var MAX_TEXT_BYTES = 4096;
var CONTROL = /[^\x20-\x7e\u00a0-\uffff]+/g;
async function readEfiProgram(file, path, findings) {
  const head = await readUpTo(file, 0, PE_HEAD_BYTES);
  const pe = parsePe(head);
  if (pe === void 0) return void 0;
  const isSound = pe.sections.every(
    ({ offsetBytes, sizeBytes }) => sizeBytes === 0 || isWithin(offsetBytes, sizeBytes, file.sizeBytes)
  );
  findings.check(
    isSound && pe.isEfi,
    "pe-sound",
    isSound ? `${path} is no EFI program` : `a section of ${path} lies beyond its end`
  );
  const text = (name) => readText(file, pe, name);
  const sbat = await text(".sbat");
  const base = { isSigned: pe.isSigned };
  const names = pe.sections.map(({ name }) => name);
  if (names.includes(".linux")) {
    const missing = [".linux", ".initrd", ".osrel"].filter((name) => !names.includes(name));
    findings.check(missing.length === 0, "uki-sections", `${path} has no ${missing.join(", ")}`);
    const sections = pe.sections.map(
      ({ name, virtualBytes }) => ({ name, sizeBytes: virtualBytes })
    );
    const osRelease = /^PRETTY_NAME="?([^"\n]*)/m.exec(await text(".osrel"))?.[1] ?? "";
    const details = {
      ...base,
      kernel: clean(await text(".uname")),
      arguments: clean(await text(".cmdline")),
      osRelease: clean(osRelease),
      sections
    };
    return { kind: "uki", architecture: pe.architecture, details };
  }
  const version = /LoaderInfo: systemd-boot (\S+)/.exec(await text(".sdmagic"))?.[1];
  if (version !== void 0) {
    return { kind: "systemd-boot", architecture: pe.architecture, details: { ...base, version } };
  }
  const kind = names.includes("mods") ? "grub" : /^shim,/m.test(sbat) ? "shim" : head.toString("latin1", 514, 518) === "HdrS" || head.toString("latin1", 56, 60) === "ARMd" ? "kernel" : "unknown";
  return { kind, architecture: pe.architecture, details: base };
}
async function readText(file, pe, name) {
  const section = pe.sections.find((item) => item.name === name);
  if (section === void 0) return "";
  const length = Math.min(
    section.virtualBytes || section.sizeBytes,
    section.sizeBytes,
    MAX_TEXT_BYTES
  );
  if (!isWithin(section.offsetBytes, length, file.sizeBytes)) return "";
  return (await file.read(section.offsetBytes, length)).toString("utf8").replace(/\0+$/, "");
}
function clean(text) {
  return text.replaceAll(CONTROL, " ").trim();
}

// lib/inspect/grub-bios.ts
var KERNEL_SECTOR = 92;
var FIRST_BLOCK = 512 - 12;
var MAX_BLOCKS = 32;
async function readGrubBios(disk, { mbr, kind, sectorBytes, partitions }, findings, isHybrid) {
  if (mbr?.hasCode !== true || sectorBytes !== 512 || kind === "none") return void 0;
  const boot = await disk.read(0, 512);
  const strings = boot.toString("latin1", 0, 440);
  if (!strings.includes("GRUB")) {
    const name = ["ISOLINUX", "SYSLINUX", "isolinux.bin"].find((text) => strings.includes(text));
    return { firmware: "bios", kind: name === void 0 ? "unknown" : "syslinux", details: {} };
  }
  if (isHybrid) return { firmware: "bios", kind: "grub", details: {} };
  const coreSector = Number(boot.readBigUInt64LE(KERNEL_SECTOR));
  const place = partitions.find(({ type }) => type === PARTITION_TYPES.biosBoot);
  const firstByte = Math.min(...partitions.map(({ offsetBytes }) => offsetBytes), disk.sizeBytes);
  const range = place ?? (kind === "mbr" ? { offsetBytes: 512, sizeBytes: firstByte - 512 } : void 0);
  const blocks2 = isWithin(coreSector * 512, 512, disk.sizeBytes) ? readBlockList(await disk.read(coreSector * 512, 512)) : [];
  const spans = [{ sector: coreSector, sectors: 1 }, ...blocks2];
  const isInside = range !== void 0 && blocks2.length > 0 && spans.every(
    ({ sector, sectors }) => isWithin(sector * 512 - range.offsetBytes, sectors * 512, range.sizeBytes)
  );
  findings.check(
    isInside,
    "grub-core",
    range === void 0 ? "the boot sector is of GRUB, but there is no BIOS boot partition" : `boot.img loads sector ${coreSector}, and that ${blocks2.map(({ sector, sectors }) => `${sectors} from ${sector}`).join(", ") || "nothing"}`
  );
  const sizeBytes = spans.reduce((sum, { sectors }) => sum + sectors, 0) * 512;
  return {
    firmware: "bios",
    kind: "grub",
    ...place === void 0 ? {} : { partition: place.number },
    sizeBytes,
    details: { coreSector }
  };
}
function readBlockList(sector) {
  const blocks2 = [];
  for (let at = FIRST_BLOCK; blocks2.length < MAX_BLOCKS && at >= 0; at -= 12) {
    const sectors = sector.readUInt16LE(at + 8);
    if (sectors === 0) break;
    blocks2.push({ sector: Number(sector.readBigUInt64LE(at)), sectors });
  }
  return blocks2;
}

// lib/inspect/boot-loaders.ts
var PROGRAM = /^EFI\/([^/]+\/)+[^/]+\.efi$/i;
var REMOVABLE = /^EFI\/BOOT\/BOOT(X64|AA64|IA32|ARM|RISCV64|LOONGARCH64)\.EFI$/i;
var MAX_PROGRAMS = 64;
async function readBootLoaders(disk, table, fileSystems, findings, isHybrid) {
  const found = [];
  const bios = await readGrubBios(disk, table, findings, isHybrid);
  if (bios !== void 0) found.push(bios);
  for (const partition of table.partitions) {
    const fat = fileSystems.find(
      ({ partition: number, type }) => number === partition.number && type === "vfat"
    );
    const isEsp = isEfiSystem(partition);
    if (isEsp && fat === void 0) {
      findings.add("esp-fat", `partition ${partition.number} holds no FAT`);
    }
    if (fat === void 0) continue;
    const part = openPart(disk, partition.offsetBytes, partition.sizeBytes);
    const programs = await readEsp(part, partition.number, findings);
    if (isEsp) {
      findings.check(
        programs.some(({ path }) => REMOVABLE.test(path ?? "")),
        "esp-removable-path",
        `partition ${partition.number} has no EFI/BOOT/BOOT*.EFI`
      );
    }
    found.push(...programs);
  }
  if (table.partitions.length > 0) {
    findings.check(found.length > 0, "disk-bootable", "there is no boot loader on it");
  }
  return found;
}
async function readEsp(part, partition, findings) {
  let files;
  try {
    files = await readFatFiles(part) ?? [];
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    findings.add("fat-tables", error.message);
    return [];
  }
  const found = [];
  for (const file of files.filter(({ path }) => PROGRAM.test(path)).slice(0, MAX_PROGRAMS)) {
    const program = await readProgram(file, findings);
    found.push({
      firmware: "uefi",
      kind: program?.kind ?? "unknown",
      path: file.path,
      ...partition === void 0 ? {} : { partition },
      sizeBytes: file.sizeBytes,
      ...program === void 0 ? {} : { architecture: program.architecture },
      details: program?.details ?? {}
    });
  }
  return found;
}
async function readProgram(file, findings) {
  try {
    const program = await readEfiProgram(await file.open(), file.path, findings);
    if (program === void 0) findings.add("pe-sound", `${file.path} is no PE file`);
    return program;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    findings.add("fat-tables", `${file.path}: ${error.message}`);
    return void 0;
  }
}
function isEfiSystem({ type }) {
  return type === PARTITION_TYPES.efiSystem || type === "0xef";
}

// lib/filesystem/file-system.ts
function formatUuid(bytes) {
  if (bytes.every((byte) => byte === 0)) return void 0;
  const hex = Buffer.from(bytes).toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20)
  ].join("-");
}
function parseLabel(bytes) {
  const data = Buffer.from(bytes);
  const end = data.indexOf(0);
  return data.toString("utf8", 0, end === -1 ? data.length : end) || void 0;
}

// lib/filesystem/btrfs.ts
var BTRFS_SUPERBLOCK_OFFSET = 65536;
function parseBtrfs(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 4096 || data.toString("latin1", 64, 72) !== "_BHRfS_M") return void 0;
  const checksum = data.readUInt16LE(196);
  return {
    type: "btrfs",
    label: parseLabel(data.subarray(299, 555)),
    uuid: formatUuid(data.subarray(32, 48)),
    sizeBytes: Number(data.readBigUInt64LE(112)),
    blockBytes: data.readUInt32LE(144),
    // Type 0 is CRC-32C; xxhash, SHA-256 and BLAKE2 are left to btrfs itself.
    isChecksumRight: checksum !== 0 || crc32c(data.subarray(32, 4096)) === data.readUInt32LE(0),
    details: {
      usedBytes: Number(data.readBigUInt64LE(120)),
      devices: Number(data.readBigUInt64LE(136)),
      nodeBytes: data.readUInt32LE(148)
    }
  };
}

// lib/filesystem/erofs.ts
var COMPAT_CHECKSUM = 1;
function parseErofs(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 128 || data.readUInt32LE(0) !== 3774210530) return void 0;
  const blockShift = data[12] ?? 0;
  if (blockShift < 9 || blockShift > 16) return void 0;
  const blockBytes = 2 ** blockShift;
  return {
    type: "erofs",
    label: parseLabel(data.subarray(64, 80)),
    uuid: formatUuid(data.subarray(48, 64)),
    sizeBytes: data.readUInt32LE(36) * blockBytes,
    blockBytes,
    isChecksumRight: (data.readUInt32LE(8) & COMPAT_CHECKSUM) === 0 || isSummed(data, blockBytes),
    details: {
      inodes: Number(data.readBigUInt64LE(16)),
      builtSeconds: Number(data.readBigUInt64LE(24))
    }
  };
}
function isSummed(data, blockBytes) {
  const length = blockBytes > 1024 ? blockBytes - 1024 : blockBytes;
  if (length > data.length) return true;
  const summed = Buffer.from(data.subarray(0, length));
  summed.writeUInt32LE(0, 4);
  return ~crc32c(summed) >>> 0 === data.readUInt32LE(4);
}

// lib/filesystem/ext4.ts
var COMPAT_JOURNAL = 4;
var INCOMPAT = { extents: 64, bits64: 128, flexGroups: 512, recover: 4 };
var RO_COMPAT_CHECKSUM = 1024;
function parseExt4(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 1024 || data.readUInt16LE(56) !== 61267) return void 0;
  const blockShift = data.readUInt32LE(24);
  if (blockShift > 6) return void 0;
  const blockBytes = 1024 * 2 ** blockShift;
  const [compat, incompat, roCompat] = [92, 96, 100].map((at) => data.readUInt32LE(at));
  const high = (incompat & INCOMPAT.bits64) === 0 ? 0 : data.readUInt32LE(336);
  const isSummed3 = (roCompat & RO_COMPAT_CHECKSUM) !== 0;
  const isExt4 = (incompat & (INCOMPAT.extents | INCOMPAT.bits64 | INCOMPAT.flexGroups)) !== 0;
  const older = (compat & COMPAT_JOURNAL) === 0 ? "ext2" : "ext3";
  return {
    type: isExt4 ? "ext4" : older,
    label: parseLabel(data.subarray(120, 136)),
    uuid: formatUuid(data.subarray(104, 120)),
    sizeBytes: (high * 2 ** 32 + data.readUInt32LE(4)) * blockBytes,
    blockBytes,
    // Stored without the last inversion.
    isChecksumRight: !isSummed3 || ~crc32c(data.subarray(0, 1020)) >>> 0 === data.readUInt32LE(1020),
    isClean: data.readUInt16LE(58) === 1 && (incompat & INCOMPAT.recover) === 0,
    details: { freeBytes: freeBlocks(data, incompat) * blockBytes, inodes: data.readUInt32LE(0) }
  };
}
function freeBlocks(data, incompat) {
  const high = (incompat & INCOMPAT.bits64) === 0 ? 0 : data.readUInt32LE(344);
  return high * 2 ** 32 + data.readUInt32LE(12);
}

// lib/filesystem/squashfs.ts
var COMPRESSIONS = ["gzip", "lzma", "lzo", "xz", "lz4", "zstd"];
function parseSquashfs(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 96 || data.toString("latin1", 0, 4) !== "hsqs") return void 0;
  const blockBytes = data.readUInt32LE(12);
  if (data.readUInt16LE(28) !== 4) return void 0;
  return {
    type: "squashfs",
    label: void 0,
    uuid: void 0,
    sizeBytes: Number(data.readBigUInt64LE(40)),
    blockBytes,
    // It has none; the logarithm says the same thing twice.
    isChecksumRight: 2 ** data.readUInt16LE(22) === blockBytes,
    details: {
      inodes: data.readUInt32LE(4),
      builtSeconds: data.readUInt32LE(8),
      compression: COMPRESSIONS[data.readUInt16LE(20) - 1] ?? "unknown"
    }
  };
}

// lib/filesystem/xfs.ts
function parseXfs(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 512 || data.toString("latin1", 0, 4) !== "XFSB") return void 0;
  const blockBytes = data.readUInt32BE(4);
  const sectorBytes = data.readUInt16BE(102);
  if (blockBytes < 512 || blockBytes > 65536) return void 0;
  const version = data.readUInt16BE(100) & 15;
  return {
    type: "xfs",
    label: parseLabel(data.subarray(108, 120)),
    uuid: formatUuid(data.subarray(32, 48)),
    sizeBytes: Number(data.readBigUInt64BE(8)) * blockBytes,
    blockBytes,
    isChecksumRight: version < 5 || isSummed2(data, sectorBytes),
    details: { version, sectorBytes, allocationGroups: data.readUInt32BE(88) }
  };
}
function isSummed2(data, sectorBytes) {
  if (sectorBytes < 512 || sectorBytes > data.length) return false;
  const sector = Buffer.from(data.subarray(0, sectorBytes));
  sector.writeUInt32LE(0, 224);
  return crc32c(sector) === data.readUInt32LE(224);
}

// lib/filesystem/parse.ts
var FILE_SYSTEM_HEAD_BYTES = BTRFS_SUPERBLOCK_OFFSET + 4096;
function parseFileSystem(head) {
  const data = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const fat = parseFat(data.subarray(0, 512));
  return parseXfs(data.subarray(0, 4096)) ?? parseSquashfs(data.subarray(0, 96)) ?? parseBtrfs(data.subarray(BTRFS_SUPERBLOCK_OFFSET, BTRFS_SUPERBLOCK_OFFSET + 4096)) ?? parseExt4(data.subarray(1024, 2048)) ?? parseErofs(data.subarray(1024, 65536)) ?? parseSwap(data) ?? parseLuks(data) ?? (fat === void 0 ? void 0 : describeFat(fat));
}
function parseSwap(data) {
  if (data.length < 4096 || data.toString("latin1", 4086, 4096) !== "SWAPSPACE2") return void 0;
  return {
    type: "swap",
    label: parseLabel(data.subarray(1052, 1068)),
    uuid: formatUuid(data.subarray(1036, 1052)),
    sizeBytes: (data.readUInt32LE(1028) + 1) * 4096,
    blockBytes: 4096,
    isChecksumRight: true,
    details: {}
  };
}
function parseLuks(data) {
  if (data.length < 4096 || data.toString("latin1", 0, 6) !== "LUKS\xBA\xBE") return void 0;
  const version = data.readUInt16BE(6);
  return {
    type: "luks",
    label: version === 2 ? parseLabel(data.subarray(24, 72)) : void 0,
    uuid: parseLabel(data.subarray(168, 208)),
    sizeBytes: 0,
    blockBytes: 512,
    isChecksumRight: true,
    details: { version }
  };
}

// lib/inspect/file-systems.ts
async function readFileSystems(disk, partitions, findings) {
  const found = [];
  const places = partitions.length === 0 ? [{ number: void 0, offsetBytes: 0, sizeBytes: disk.sizeBytes }] : partitions;
  for (const { number, offsetBytes, sizeBytes } of places) {
    if (!isWithin(offsetBytes, 0, disk.sizeBytes)) continue;
    const head = await readUpTo(disk, offsetBytes, Math.min(sizeBytes, FILE_SYSTEM_HEAD_BYTES));
    const system = parseFileSystem(head);
    if (system === void 0) continue;
    const place = `${system.type} of ${number === void 0 ? "the disk" : `partition ${number}`}`;
    findings.check(
      system.sizeBytes <= sizeBytes,
      "filesystem-fits",
      `${place} has ${system.sizeBytes} bytes, there is room for ${sizeBytes}`
    );
    findings.check(
      system.isChecksumRight,
      "filesystem-checksum",
      `the superblock of the ${place} has a wrong checksum`
    );
    findings.check(
      system.isClean !== false,
      "filesystem-clean",
      `the ${place} was not unmounted, or has errors`
    );
    findings.check(
      system.uuid === void 0 || found.every(({ uuid }) => uuid !== system.uuid),
      "filesystem-unique",
      `the ${place} has the UUID of another: ${system.uuid}`
    );
    found.push({
      ...number === void 0 ? {} : { partition: number },
      type: system.type,
      ...system.label === void 0 ? {} : { label: system.label },
      ...system.uuid === void 0 ? {} : { uuid: system.uuid },
      offsetBytes,
      sizeBytes: system.sizeBytes,
      blockBytes: system.blockBytes,
      details: system.details
    });
  }
  return found;
}

// lib/mbr/parse.ts
function parseMbr(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 512 || data.readUInt16LE(510) !== 43605) {
    throw new BuildError("MBR_BAD", "not a master boot record: no 55 aa at its end");
  }
  const partitions = [0, 1, 2, 3].flatMap((index) => {
    const record = data.subarray(446 + index * 16, 462 + index * 16);
    const type = record[4] ?? 0;
    if (type === 0) return [];
    return [
      {
        number: index + 1,
        isActive: record[0] === 128,
        type,
        firstSector: record.readUInt32LE(8),
        sectors: record.readUInt32LE(12)
      }
    ];
  });
  return {
    diskSignature: Buffer.from(data.subarray(440, 444)).reverse().toString("hex"),
    partitions,
    hasCode: data.subarray(0, 440).some((byte) => byte !== 0)
  };
}
var EXTENDED_TYPES = [5, 15, 133];
var PROTECTIVE_TYPE = 238;

// lib/gpt/parse.ts
import { crc32 } from "node:zlib";
var ENTRY_COUNT_LIMIT = 1024;
var ENTRY_BYTES_LIMIT = 1024;
var GPT_HEAD_BYTES = 34 * SECTOR_BYTES;
function parseGpt(bytes) {
  const disk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (disk.length < 2 * SECTOR_BYTES) fail2("it ends before the header");
  const header = parseGptHeader(disk.subarray(SECTOR_BYTES, 2 * SECTOR_BYTES));
  const entriesAt = header.entriesSector * SECTOR_BYTES;
  const { entryCount, entryBytes } = header;
  const entries = disk.subarray(entriesAt, entriesAt + entryCount * entryBytes);
  return {
    diskGuid: header.diskGuid,
    sectors: header.otherSector + 1,
    partitions: parseGptEntries(entries, header).map(({ number: _, ...partition }) => partition)
  };
}
function parseGptHeader(bytes) {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.length < SECTOR_BYTES) fail2("it ends within the header");
  if (header.toString("latin1", 0, 8) !== "EFI PART")
    fail2('the header does not start with "EFI PART"');
  const headerBytes = header.readUInt32LE(12);
  if (headerBytes < 92 || headerBytes > header.length)
    fail2(`the header says that it has ${headerBytes} bytes`);
  const summed = Buffer.from(header.subarray(0, headerBytes));
  summed.writeUInt32LE(0, 16);
  if (crc32(summed) !== header.readUInt32LE(16)) fail2("the checksum of the header is wrong");
  const entryCount = header.readUInt32LE(80);
  const entryBytes = header.readUInt32LE(84);
  if (entryCount > ENTRY_COUNT_LIMIT)
    fail2(`it has ${entryCount} entries, more than ${ENTRY_COUNT_LIMIT}`);
  if (entryBytes < 128 || entryBytes > ENTRY_BYTES_LIMIT) fail2(`an entry of ${entryBytes} bytes`);
  return {
    diskGuid: parseGuid(header.subarray(56, 72)),
    sector: sectorAt(header, 24),
    otherSector: sectorAt(header, 32),
    firstUsable: sectorAt(header, 40),
    lastUsable: sectorAt(header, 48),
    entriesSector: sectorAt(header, 72),
    entryCount,
    entryBytes,
    entriesCrc: header.readUInt32LE(88)
  };
}
function parseGptEntries(entries, header) {
  const { entryCount, entryBytes } = header;
  if (entries.length !== entryCount * entryBytes) fail2("it ends before the last entry");
  if (crc32(entries) !== header.entriesCrc) fail2("the checksum of the entries is wrong");
  const data = Buffer.from(entries.buffer, entries.byteOffset, entries.byteLength);
  const partitions = [];
  for (let index = 0; index < entryCount; index += 1) {
    const entry = data.subarray(index * entryBytes, (index + 1) * entryBytes);
    if (entry.subarray(0, 16).some((byte) => byte !== 0)) {
      partitions.push({ ...parseEntry(entry), number: index + 1 });
    }
  }
  return partitions;
}
function parseEntry(entry) {
  const attributes = entry.readBigUInt64LE(48);
  const name = entry.toString("utf16le", 56, 128);
  const end = name.indexOf("\0");
  return {
    type: parseGuid(entry.subarray(0, 16)),
    guid: parseGuid(entry.subarray(16, 32)),
    name: end === -1 ? name : name.slice(0, end),
    firstSector: sectorAt(entry, 32),
    lastSector: sectorAt(entry, 40),
    ...attributes === 0n ? {} : { attributes }
  };
}
function sectorAt(bytes, offset) {
  const sector = bytes.readBigUInt64LE(offset);
  if (sector > BigInt(Math.floor(Number.MAX_SAFE_INTEGER / SECTOR_BYTES)))
    fail2(`sector ${sector} is out of bounds`);
  return Number(sector);
}
function fail2(what) {
  throw new BuildError("GPT_BAD", `not a GUID partition table: ${what}`);
}

// lib/inspect/partition-type-names.ts
var PARTITION_TYPE_NAMES = /* @__PURE__ */ new Map([
  [PARTITION_TYPES.biosBoot, "BIOS boot"],
  [PARTITION_TYPES.efiSystem, "EFI system"],
  [PARTITION_TYPES.linuxData, "Linux data"],
  [PARTITION_TYPES.rootX86_64, "root (x86_64)"],
  [PARTITION_TYPES.rootAarch64, "root (aarch64)"],
  ["bc13c2ff-59e6-4262-a352-b275fd6f7172", "extended boot"],
  ["9e1a2d38-c612-4316-aa26-8b49521e5a8b", "PReP"],
  ["0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "Linux swap"],
  ["72ec70a6-cf74-40e6-bd49-4bda08e8f224", "root (riscv64)"],
  ["c31c45e6-3f39-412e-80fb-4809c4980599", "root (ppc64le)"],
  ["ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "basic data"],
  ["0x83", "Linux"],
  ["0x82", "Linux swap"],
  ["0xef", "EFI system"],
  ["0xcd", "ISO 9660"],
  ["0x41", "PReP"],
  ["0x0c", "FAT32"]
]);

// lib/inspect/gpt-table.ts
var MIB = 2 ** 20;
async function findGpt(disk) {
  for (const sectorBytes of [512, 4096]) {
    const start = await readUpTo(disk, sectorBytes, 8);
    if (start.toString("latin1") === "EFI PART") return sectorBytes;
    const end = disk.sizeBytes - sectorBytes;
    if (end > sectorBytes && (await readUpTo(disk, end, 8)).toString("latin1") === "EFI PART") {
      return sectorBytes;
    }
  }
  return void 0;
}
async function readGpt(disk, mbr, sectorBytes, { findings, isHybrid }) {
  const sectors = Math.floor(disk.sizeBytes / sectorBytes);
  findings.check(
    disk.sizeBytes % sectorBytes === 0,
    "disk-sectors",
    `${disk.sizeBytes} bytes in sectors of ${sectorBytes}`
  );
  const primary = await readCopy(disk, sectorBytes, 1);
  const backup = await readCopy(disk, sectorBytes, sectors - 1);
  if (typeof primary === "string") findings.add("gpt-primary", primary);
  if (typeof backup === "string") findings.add("gpt-backup", `in the last sector: ${backup}`);
  const sound = typeof primary === "string" ? backup : primary;
  if (!isHybrid) checkProtective(mbr, sectors, findings);
  if (typeof sound === "string") return { partitions: [] };
  if (typeof primary !== "string" && typeof backup !== "string") {
    checkCopies(primary, backup, sectors, findings);
  }
  if (!isHybrid) checkEntries(sound, sectors, sectorBytes, findings);
  return {
    diskId: sound.header.diskGuid,
    partitions: sound.partitions.map((partition) => reportGpt(partition, sectorBytes))
  };
}
async function readCopy(disk, sectorBytes, sector) {
  try {
    const header = parseGptHeader(await disk.read(sector * sectorBytes, sectorBytes));
    const entries = await disk.read(
      header.entriesSector * sectorBytes,
      header.entryCount * header.entryBytes
    );
    return { header, partitions: parseGptEntries(entries, header) };
  } catch (error) {
    if (error instanceof BuildError) return error.message;
    throw error;
  }
}
function checkCopies(primary, backup, sectors, findings) {
  const [first, second] = [primary.header, backup.header];
  findings.check(
    first.sector === 1 && first.otherSector === sectors - 1,
    "gpt-header-place",
    `the first header says ${first.sector} and ${first.otherSector}, expected 1 and ${sectors - 1}`
  );
  findings.check(
    second.sector === sectors - 1 && second.otherSector === 1,
    "gpt-header-place",
    `the last header says ${second.sector} and ${second.otherSector}, expected ${sectors - 1} and 1`
  );
  const essence = ({ header }) => JSON.stringify([header.diskGuid, header.firstUsable, header.lastUsable, header.entriesCrc]);
  findings.check(
    essence(primary) === essence(backup),
    "gpt-backup",
    "the two copies say different things"
  );
}
function checkEntries({ header, partitions }, sectors, sectorBytes, findings) {
  const { firstUsable, lastUsable } = header;
  const tableSectors = Math.ceil(header.entryCount * header.entryBytes / sectorBytes);
  findings.check(
    firstUsable >= 2 + tableSectors && lastUsable <= sectors - tableSectors - 2,
    "gpt-usable",
    `sectors ${firstUsable} to ${lastUsable}, expected ${2 + tableSectors} to ${sectors - tableSectors - 2}`
  );
  const guids = /* @__PURE__ */ new Set();
  let free = 0;
  for (const partition of [...partitions].sort((a, b) => a.firstSector - b.firstSector)) {
    const { number, guid, firstSector, lastSector } = partition;
    const place = `partition ${number} (sectors ${firstSector} to ${lastSector})`;
    findings.check(
      firstSector >= firstUsable && lastSector <= lastUsable && lastSector >= firstSector,
      "gpt-bounds",
      `${place} does not lie within ${firstUsable} to ${lastUsable}`
    );
    findings.check(firstSector >= free, "gpt-overlap", `${place} starts before ${free}`);
    findings.check(!guids.has(guid), "gpt-unique", `${place} has the GUID of another: ${guid}`);
    findings.check(
      firstSector * sectorBytes % MIB === 0 || partition.type === PARTITION_TYPES.biosBoot,
      "partition-aligned",
      `${place} starts at byte ${firstSector * sectorBytes}`
    );
    guids.add(guid);
    free = Math.max(free, lastSector + 1);
  }
}
function checkProtective(mbr, sectors, findings) {
  const record = mbr?.partitions.find(({ type }) => type === PROTECTIVE_TYPE);
  const expected = Math.min(sectors - 1, 4294967295);
  findings.check(
    record !== void 0 && record.firstSector === 1 && (record.sectors === expected || record.sectors === 4294967295),
    "gpt-protective",
    record === void 0 ? "there is none" : `the record has ${record.sectors} sectors from ${record.firstSector}, expected ${expected} from 1`
  );
}
function reportGpt(partition, sectorBytes) {
  const { number, type, guid, name, firstSector, lastSector, attributes = 0n } = partition;
  const typeName = PARTITION_TYPE_NAMES.get(type);
  return {
    number,
    table: "gpt",
    type,
    ...typeName === void 0 ? {} : { typeName },
    name,
    guid,
    offsetBytes: firstSector * sectorBytes,
    sizeBytes: Math.max(lastSector - firstSector + 1, 0) * sectorBytes,
    isActive: (attributes & 4n) !== 0n
  };
}

// lib/inspect/mbr-table.ts
var MIB2 = 2 ** 20;
async function readMbr(disk, mbr, findings) {
  const found = [...mbr.partitions];
  const extended = mbr.partitions.find(({ type }) => EXTENDED_TYPES.includes(type));
  const seen = /* @__PURE__ */ new Set();
  let next = extended?.firstSector;
  for (let number = 5; extended !== void 0 && next !== void 0; number += 1) {
    if (seen.has(next) || seen.size >= LIMITS.logicalPartitions) {
      findings.add(
        "mbr-loop",
        `the extended partition leads to sector ${next} again, or goes on for ever`
      );
      break;
    }
    seen.add(next);
    if (!isWithin(next * 512, 512, disk.sizeBytes)) {
      findings.add("mbr-bounds", `the extended partition leads to sector ${next}`);
      break;
    }
    const sector = await disk.read(next * 512, 512);
    if (sector.readUInt16LE(510) !== 43605) {
      findings.add("mbr-bounds", `sector ${next} is no part of an extended partition`);
      break;
    }
    const { partitions } = parseMbr(sector);
    const [logical] = partitions.filter(({ type }) => !EXTENDED_TYPES.includes(type));
    const link = partitions.find(({ type }) => EXTENDED_TYPES.includes(type));
    if (logical !== void 0) {
      found.push({ ...logical, number, firstSector: next + logical.firstSector });
    }
    next = link === void 0 ? void 0 : extended.firstSector + link.firstSector;
  }
  for (const { number, firstSector, sectors } of found) {
    findings.check(
      isWithin(firstSector * 512, sectors * 512, disk.sizeBytes),
      "mbr-bounds",
      `partition ${number} has ${sectors} sectors from ${firstSector}, the disk ${Math.floor(disk.sizeBytes / 512)}`
    );
  }
  return found.map((partition) => {
    const type = `0x${partition.type.toString(16).padStart(2, "0")}`;
    const typeName = PARTITION_TYPE_NAMES.get(type);
    return {
      number: partition.number,
      table: "mbr",
      type,
      ...typeName === void 0 ? {} : { typeName },
      offsetBytes: partition.firstSector * 512,
      sizeBytes: partition.sectors * 512,
      isActive: partition.isActive
    };
  });
}
function checkMbrOverlaps(partitions, findings) {
  let free = 0;
  const plain = partitions.filter(({ type }) => !EXTENDED_TYPES.includes(Number(type)));
  for (const { number, offsetBytes, sizeBytes } of [...plain].sort(
    (a, b) => a.offsetBytes - b.offsetBytes
  )) {
    findings.check(
      offsetBytes >= free,
      "mbr-overlap",
      `partition ${number} at byte ${offsetBytes} starts before ${free}`
    );
    findings.check(
      offsetBytes % MIB2 === 0,
      "partition-aligned",
      `partition ${number} starts at byte ${offsetBytes}`
    );
    free = Math.max(free, offsetBytes + sizeBytes);
  }
}

// lib/inspect/partitions.ts
async function readPartitions(disk, findings, isHybrid = false) {
  const first = await readUpTo(disk, 0, 512);
  const mbr = first.length === 512 && first.readUInt16LE(510) === 43605 ? parseMbr(first) : void 0;
  const sectorBytes = await findGpt(disk);
  const isProtected = mbr?.partitions.some(({ type }) => type === PROTECTIVE_TYPE) === true;
  if (sectorBytes !== void 0 || isProtected) {
    const gpt = await readGpt(disk, mbr, sectorBytes ?? 512, { findings, isHybrid });
    return { kind: "gpt", sectorBytes: sectorBytes ?? 512, mbr, ...gpt };
  }
  if (mbr === void 0 || !isTable(mbr)) {
    return { kind: "none", sectorBytes: 512, partitions: [], mbr };
  }
  const partitions = await readMbr(disk, mbr, findings);
  if (!isHybrid) checkMbrOverlaps(partitions, findings);
  return {
    kind: "mbr",
    sectorBytes: 512,
    diskId: mbr.diskSignature,
    partitions: partitions.filter(({ type }) => !EXTENDED_TYPES.includes(Number(type))),
    mbr
  };
}
function isTable({ partitions }) {
  return partitions.length > 0 && partitions.every(({ sectors }) => sectors > 0);
}

// lib/inspect/disk.ts
async function readDisk(disk, findings, isHybrid = false) {
  try {
    const table = await readPartitions(disk, findings, isHybrid);
    const { partitions } = table;
    const fileSystems = await readFileSystems(disk, partitions, findings);
    const bootLoaders = await readBootLoaders(disk, table, fileSystems, findings, isHybrid);
    const details = {
      partitionTable: table.kind,
      ...table.diskId === void 0 ? {} : { diskId: table.diskId },
      ...table.kind === "none" ? {} : { sectorBytes: table.sectorBytes }
    };
    return { partitions, fileSystems, bootLoaders, details };
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    findings.add("disk-readable", error.message);
    return { partitions: [], fileSystems: [], bootLoaders: [], details: {} };
  }
}

// lib/inspect/file-set.ts
import { readdir, stat as stat2 } from "node:fs/promises";
import { join } from "node:path";
var MAX_DEPTH2 = 4;
async function readFolder2(path, inspection) {
  const files = [];
  async function walk(folder, prefix, depth) {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries) {
      const full = join(folder, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH2) {
        await walk(full, `${prefix}${entry.name}/`, depth + 1);
      } else if (entry.isFile()) {
        if (files.length >= LIMITS.folderFiles) {
          throw new BuildError(
            "IMAGE_LIMIT",
            `${path} has more than ${LIMITS.folderFiles} files`
          );
        }
        const { size, uid, gid, mode } = await stat2(full);
        files.push({
          path: `${prefix}${entry.name}`,
          sizeBytes: size,
          uid,
          gid,
          modeOctal: mode & 4095,
          open: async () => inspection.keep(await openFile(full))
        });
      }
    }
  }
  try {
    await walk(path, "", 1);
  } catch (error) {
    if (error instanceof BuildError || error instanceof ConfigError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError("IMAGE_UNREADABLE", `${path} cannot be read: ${why}`, {
      cause: error
    });
  }
  return files.sort((a, b) => compareBytes(a.path, b.path));
}
function filesOf(members) {
  return members.filter(({ type }) => "07S".includes(type)).map((member) => ({
    path: member.name.replace(/^(\.?\/)+/, ""),
    sizeBytes: member.sizeBytes,
    uid: member.uid,
    gid: member.gid,
    modeOctal: member.modeOctal,
    open: async () => member.open()
  }));
}

// lib/inspect/rules/archive.ts
var GCE = "Google Compute Engine: Manually import boot disks, Compress and upload";
var ARCHIVE_RULES = {
  "gce-gzip": { what: "it is compressed with gzip", severity: "error", clause: GCE },
  "gce-one-member": { what: "the archive has one member", severity: "error", clause: GCE },
  "gce-name": { what: "that member is named disk.raw", severity: "error", clause: GCE },
  "gce-format": {
    what: "the archive is in GNU's older form (tar --format=oldgnu), sparse or not",
    severity: "error",
    clause: GCE
  },
  "gce-size": { what: "the size of the disk is whole GiB", severity: "error", clause: GCE },
  "tar-end": {
    what: "an archive ends with two blocks of zeros",
    severity: "warning",
    clause: "POSIX.1-1988, 10.1.1 (ustar)"
  },
  "tar-names": {
    what: "names lead neither to the root nor out of the folder",
    severity: "error",
    clause: "POSIX.1-1988, 10.1.1 (ustar)"
  },
  "tar-duplicates": {
    what: "no two members have one name",
    severity: "warning",
    clause: "GNU tar manual, 4.2.4"
  },
  "tar-hard-links": {
    what: "a hard link names a member before it",
    severity: "error",
    clause: "POSIX.1-1988, 10.1.1 (ustar)"
  },
  "rootfs-os-release": {
    what: "a root file system has etc/os-release or usr/lib/os-release",
    severity: "warning",
    clause: "os-release(5)"
  },
  "wsl-gzip": {
    what: "an archive for WSL is compressed with gzip, or not at all",
    severity: "error",
    clause: "Microsoft: Build a custom Linux distribution for WSL"
  }
};

// lib/inspect/rules/boot-files.ts
var BOOT_PROTOCOL = "kernel: arch/x86/boot.rst";
var BOOT_FILE_RULES = {
  "kernel-size": {
    what: "the kernel is as long as its header says",
    severity: "error",
    clause: `${BOOT_PROTOCOL}, The Real-Mode Kernel Header; arch/arm64/booting.rst, 4`
  },
  "initrd-members": {
    what: "the archives of an initramfs are sound, up to the first that is compressed",
    severity: "error",
    clause: "kernel: driver-api/early-userspace/buffer-format.rst"
  },
  "initrd-init": {
    what: "an initramfs has /init",
    severity: "warning",
    clause: "kernel: filesystems/ramfs-rootfs-initramfs.rst"
  },
  "pxe-kernel": {
    what: "it has one kernel",
    severity: "error",
    clause: "PXELINUX, KERNEL and INITRD; kernel: arch/x86/boot.rst"
  },
  "pxe-initrd": {
    what: "it has an initramfs",
    severity: "error",
    clause: "PXELINUX, KERNEL and INITRD; kernel: arch/x86/boot.rst"
  },
  "pxe-architecture": {
    what: "file systems and kernel are there once for one architecture",
    severity: "warning",
    clause: "PXELINUX, KERNEL and INITRD"
  },
  "oci-layout": {
    what: "oci-layout says imageLayoutVersion 1.0.0, and index.json is one",
    severity: "error",
    clause: "OCI image-spec 1.1, image-layout.md"
  },
  "oci-blob": {
    what: "every blob that is named is there, with its size and digest",
    severity: "error",
    clause: "OCI image-spec 1.1, descriptor.md"
  },
  "containerdisk-folder": {
    what: "the disk is the one file in /disk",
    severity: "error",
    clause: "KubeVirt user guide, Disks and Volumes: containerDisk"
  },
  "containerdisk-format": {
    what: "the disk is qcow2 or raw",
    severity: "error",
    clause: "KubeVirt user guide, Disks and Volumes: containerDisk"
  },
  "containerdisk-owner": {
    what: "the disk belongs to 107:107 (qemu), or everybody may read it",
    severity: "error",
    clause: "KubeVirt user guide, Disks and Volumes: containerDisk"
  }
};

// lib/inspect/rules/disk.ts
var DISK_RULES = {
  "disk-readable": {
    what: "partition table, file systems and boot loaders can be read",
    severity: "error",
    clause: "the specification of the format"
  },
  "disk-sectors": {
    what: "the size of the disk is a whole number of sectors",
    severity: "error",
    clause: "UEFI 2.10, 5.3.1"
  },
  "disk-bootable": {
    what: "a disk with partitions has a boot loader",
    severity: "warning",
    clause: "UEFI 2.10, 3.5.1.1"
  },
  "gpt-primary": {
    what: "the header and entries at the start are sound: signature, size, CRC-32",
    severity: "error",
    clause: "UEFI 2.10, 5.3.2"
  },
  "gpt-backup": {
    what: "the header and entries at the end are sound, and say the same as those at the start",
    severity: "error",
    clause: "UEFI 2.10, 5.3.2"
  },
  "gpt-header-place": {
    what: "each header says where it is itself, and where the other one is: in the last sector",
    severity: "error",
    clause: "UEFI 2.10, 5.3.1"
  },
  "gpt-usable": {
    what: "the tables lie outside the sectors that partitions may use",
    severity: "error",
    clause: "UEFI 2.10, 5.3.2"
  },
  "gpt-bounds": {
    what: "a partition lies within the sectors that partitions may use",
    severity: "error",
    clause: "UEFI 2.10, 5.3.3"
  },
  "gpt-overlap": {
    what: "partitions do not overlap",
    severity: "error",
    clause: "UEFI 2.10, 5.3.3"
  },
  "gpt-unique": {
    what: "no two partitions have one GUID",
    severity: "error",
    clause: "UEFI 2.10, 5.3.3"
  },
  "gpt-protective": {
    what: "sector 0 has one protective record of type 0xEE from sector 1 to the end of the disk",
    severity: "error",
    clause: "UEFI 2.10, 5.2.3"
  },
  "partition-aligned": {
    what: "partitions start at multiples of 1 MiB",
    severity: "warning",
    clause: "UEFI 2.10, 5.3.1 (alignment to physical blocks)"
  },
  "mbr-bounds": {
    what: "a partition lies within the disk",
    severity: "error",
    clause: "UEFI 2.10, 5.2.1"
  },
  "mbr-overlap": {
    what: "partitions do not overlap",
    severity: "error",
    clause: "UEFI 2.10, 5.2.1"
  },
  "mbr-loop": {
    what: "extended partitions lead to an end",
    severity: "error",
    clause: "UEFI 2.10, 5.2.1"
  },
  "filesystem-fits": {
    what: "a file system is no larger than its partition",
    severity: "error",
    clause: "the superblock of the file system"
  },
  "filesystem-checksum": {
    what: "the checksum of the superblock is right",
    severity: "error",
    clause: "the superblock of the file system"
  },
  "filesystem-clean": {
    what: "the file system was unmounted and has no errors",
    severity: "warning",
    clause: "filesystems/ext4/super.rst, s_state"
  },
  "filesystem-unique": {
    what: "no two file systems have one UUID",
    severity: "warning",
    clause: "the superblock of the file system"
  },
  "esp-fat": {
    what: "an EFI system partition holds FAT",
    severity: "error",
    clause: "UEFI 2.10, 13.3"
  },
  "esp-removable-path": {
    what: "an EFI system partition has \\EFI\\BOOT\\BOOT<architecture>.EFI: nothing else starts where firmware knows no entry",
    severity: "warning",
    clause: "UEFI 2.10, 3.5.1.1"
  },
  "fat-tables": {
    what: "folders and chains of clusters of a FAT lead to an end, within the file system",
    severity: "error",
    clause: "Microsoft FAT32 File System Specification 1.03"
  },
  "pe-sound": {
    what: "what UEFI starts is a PE file of which every section lies within it",
    severity: "error",
    clause: "UEFI 2.10, 2.1.1; PE/COFF, Section Table"
  },
  "uki-sections": {
    what: "a unified kernel image has .linux, .initrd and .osrel",
    severity: "warning",
    clause: "UAPI.5 Unified Kernel Image"
  },
  "grub-core": {
    what: "what GRUB's boot sector loads lies within the BIOS boot partition, or before the first partition",
    severity: "error",
    clause: "GRUB manual, 3.4 BIOS installation"
  }
};

// lib/inspect/rules/iso.ts
var ISO_RULES = {
  "iso-volume-id": {
    what: "the volume id has 1 to 32 characters of ASCII",
    severity: "error",
    clause: "ECMA-119, 8.4.6"
  },
  "iso-volume-label": {
    what: "the volume id has no character that /dev/disk/by-label escapes: live systems find their medium there",
    severity: "warning",
    clause: "udev(7); dracut.cmdline(7), root=live:CDLABEL="
  },
  "iso-byte-orders": {
    what: "numbers that are stored in both byte orders are equal",
    severity: "error",
    clause: "ECMA-119, 7.3.3"
  },
  "iso-terminator": {
    what: "the volume descriptors end with a terminator",
    severity: "error",
    clause: "ECMA-119, 8.3"
  },
  "iso-size": {
    what: "the volume is no larger than the file",
    severity: "error",
    clause: "ECMA-119, 8.4.8"
  },
  "iso-bounds": {
    what: "files and folders lie within the volume",
    severity: "error",
    clause: "ECMA-119, 9.1"
  },
  "iso-loop": {
    what: "no folder is below itself",
    severity: "error",
    clause: "ECMA-119, 6.8.2"
  },
  "iso-boot-catalogue": {
    what: "it has a boot record, and its boot catalogue is sound",
    severity: "error",
    clause: "El Torito 1.0, 2.0"
  },
  "iso-boot-entry": {
    what: "an entry is bootable, without emulation, and lies within the file",
    severity: "error",
    clause: "El Torito 1.0, 2.2"
  },
  "iso-boot-uefi": {
    what: "what the entry for UEFI names is a FAT file system",
    severity: "error",
    clause: "UEFI 2.10, 13.3.2.1"
  },
  "iso-hybrid": {
    what: "it has a partition table, so that it boots from USB, too",
    severity: "warning",
    clause: "xorriso manual, Bootable ISO images: isohybrid"
  }
};

// lib/inspect/rules/ova.ts
var OVA_RULES = {
  "ova-order": {
    what: "the descriptor is the first member, the manifest follows, then its certificate, then files in the order of References",
    severity: "error",
    clause: "DSP0243 1.1.0, 5.3"
  },
  "ova-ustar": {
    what: "the archive is ustar (POSIX.1-1988), without extensions",
    severity: "error",
    clause: "DSP0243 1.1.0, 5.3"
  },
  "ova-one-descriptor": {
    what: "it has one descriptor",
    severity: "error",
    clause: "DSP0243 1.1.0, 5.1"
  },
  "ova-manifest": {
    what: "a manifest has the digest of every file but itself and its certificate",
    severity: "error",
    clause: "DSP0243 1.1.0, 5.1"
  },
  "ova-no-manifest": {
    what: "it has a manifest",
    severity: "warning",
    clause: "DSP0243 1.1.0, 5.1"
  },
  "ova-digest": {
    what: "the digests of the manifest are those of the files",
    severity: "error",
    clause: "DSP0243 1.1.0, 5.1"
  },
  "ova-references": {
    what: "References names every file, each is there, and has the size that is said",
    severity: "error",
    clause: "DSP0243 1.1.0, 7.1"
  },
  "ova-flat": {
    what: "members are files without folders",
    severity: "error",
    clause: "DSP0243 1.1.0, 5.3"
  },
  "ova-disk": {
    what: "a disk names a file of References and has the capacity of that file",
    severity: "error",
    clause: "DSP0243 1.1.0, 9.1"
  },
  "ova-disk-used": {
    what: "a drive of the virtual system uses the disk",
    severity: "error",
    clause: "DSP0243 1.1.0, 8.3"
  },
  "ova-hardware": {
    what: "the type of virtual hardware is one: vmx-14, virtualbox-2.2",
    severity: "error",
    clause: "DSP0243 1.1.0, 8.1"
  },
  "ova-vmware-format": {
    what: "the disk is a stream-optimized VMDK, and the descriptor says so",
    severity: "warning",
    clause: "DSP0243 1.1.0, 5.2; VMware OVF Tool user guide",
    platform: "vmware"
  },
  "ova-vmware-os-type": {
    what: "VMware's name of the operating system is given (vmw:osType)",
    severity: "warning",
    clause: "VMware vSphere Web Services API, VirtualMachineGuestOsIdentifier",
    platform: "vmware"
  }
};

// lib/inspect/rules/qcow2.ts
var QCOW2 = "QEMU docs/interop/qcow2.txt";
var QCOW2_RULES = {
  "qcow2-dirty": {
    what: "it is marked neither as dirty nor as corrupt",
    severity: "error",
    clause: `${QCOW2}, Header, incompatible_features`
  },
  "qcow2-size": {
    what: "the size of the disk is a multiple of 512 bytes",
    severity: "error",
    clause: `${QCOW2}, Header, size`
  },
  "qcow2-l1": {
    what: "the L1 table has an entry for each part of the disk, and starts at a cluster",
    severity: "error",
    clause: `${QCOW2}, Cluster mapping`
  },
  "qcow2-aligned": {
    what: "tables and clusters start at a multiple of the cluster size",
    severity: "error",
    clause: `${QCOW2}, Cluster mapping`
  },
  "qcow2-bounds": {
    what: "tables and clusters lie within the file",
    severity: "error",
    clause: `${QCOW2}, Cluster mapping`
  },
  "qcow2-refcount": {
    what: "a cluster is used as often as its reference count says, or less",
    severity: "error",
    clause: `${QCOW2}, Host cluster management`
  },
  "qcow2-leak": {
    what: "no cluster has a reference count above its uses",
    severity: "warning",
    clause: `${QCOW2}, Host cluster management`
  },
  "qcow2-copied": {
    what: "bit 63 of an entry says whether the reference count is one; never for a compressed cluster",
    severity: "error",
    clause: `${QCOW2}, Cluster mapping`
  },
  "qcow2-overlap": {
    what: "no two tables share a cluster",
    severity: "error",
    clause: `${QCOW2}, Cluster mapping`
  },
  "qcow2-snapshots": {
    what: "an image to hand out has no snapshots",
    severity: "warning",
    clause: `${QCOW2}, Snapshots`
  }
};

// lib/inspect/rules/vhd.ts
var VHD = "Virtual Hard Disk Image Format Specification 1.0";
var AZURE = "Azure: Prepare Linux for imaging, General Linux installation notes";
var VHD_RULES = {
  "vhd-checksum": {
    what: "the checksum of the footer is right",
    severity: "error",
    clause: `${VHD}, Hard Disk Footer Format`
  },
  "vhd-fields": {
    what: "version is 1.0, the reserved feature bit is set, and a fixed disk has no header",
    severity: "error",
    clause: `${VHD}, Hard Disk Footer Format`
  },
  "vhd-reserved": {
    what: "reserved bytes of the footer are zero",
    severity: "warning",
    clause: `${VHD}, Hard Disk Footer Format`
  },
  "vhd-saved-state": {
    what: "it is not in saved state",
    severity: "warning",
    clause: `${VHD}, Hard Disk Footer Format`
  },
  "vhd-fixed-size": {
    what: "a fixed disk is the disk and 512 bytes of footer",
    severity: "error",
    clause: `${VHD}, Fixed Hard Disk Image`
  },
  "vhd-geometry": {
    what: "the geometry is that of the size, or the largest (65535, 16, 255), with which the size counts",
    severity: "warning",
    clause: `${VHD}, Appendix: CHS Calculation`
  },
  "vhd-creator-size": {
    what: 'programs that take the size from the geometry (creators "qemu" and "vpc ") find the same size',
    severity: "warning",
    clause: "QEMU block/vpc.c, vpc_open"
  },
  "vhd-footer-copy": {
    what: "a dynamic disk starts with a copy of its footer",
    severity: "error",
    clause: `${VHD}, Dynamic Hard Disk Image`
  },
  "vhd-header": {
    what: "the header of a dynamic disk has version 1.0 and a right checksum",
    severity: "error",
    clause: `${VHD}, Dynamic Disk Header Format`
  },
  "vhd-table": {
    what: "the block allocation table has an entry for each block of the disk",
    severity: "error",
    clause: `${VHD}, Block Allocation Table`
  },
  "vhd-bounds": {
    what: "blocks lie within the file, before the footer",
    severity: "error",
    clause: `${VHD}, Block Allocation Table`
  },
  "vhd-overlap": {
    what: "blocks do not overlap",
    severity: "error",
    clause: `${VHD}, Block Allocation Table`
  },
  "azure-fixed": {
    what: "the disk is fixed",
    severity: "warning",
    clause: AZURE,
    platform: "azure"
  },
  "azure-aligned": {
    what: "the size of the disk is a multiple of 1 MiB",
    severity: "warning",
    clause: AZURE,
    platform: "azure"
  }
};

// lib/inspect/rules/vhdx.ts
var VHDX_RULES = {
  "vhdx-headers": {
    what: "both headers are sound: signature and CRC-32C",
    severity: "warning",
    clause: "[MS-VHDX] 2.2.2"
  },
  "vhdx-version": {
    what: "the version is 1, that of the log 0",
    severity: "error",
    clause: "[MS-VHDX] 2.2.2"
  },
  "vhdx-region-tables": {
    what: "both region tables are sound and say the same",
    severity: "error",
    clause: "[MS-VHDX] 2.2.3"
  },
  "vhdx-regions": {
    what: "regions start and end at multiples of 1 MiB, from 1 MiB on, lie within the file and do not overlap",
    severity: "error",
    clause: "[MS-VHDX] 2.2.3.2"
  },
  "vhdx-log": {
    what: "the log is empty: nothing has to be replayed",
    severity: "error",
    clause: "[MS-VHDX] 2.3"
  },
  "vhdx-metadata": {
    what: "every item that must be there is: file parameters, size, disk id, sector sizes",
    severity: "error",
    clause: "[MS-VHDX] 2.6.2"
  },
  "vhdx-size": {
    what: "the size of the disk is a whole number of its sectors",
    severity: "error",
    clause: "[MS-VHDX] 2.6.2.2"
  },
  "vhdx-table": {
    what: "the block allocation table has an entry for each block, of a state that exists",
    severity: "error",
    clause: "[MS-VHDX] 2.5"
  },
  "vhdx-bounds": {
    what: "blocks lie within the file",
    severity: "error",
    clause: "[MS-VHDX] 2.5.1"
  },
  "vhdx-overlap": {
    what: "blocks overlap neither each other nor a region",
    severity: "error",
    clause: "[MS-VHDX] 2.5.1"
  }
};

// lib/inspect/rules/vmdk.ts
var VMDK = "VMware Virtual Disk Format 1.1";
var VMDK_RULES = {
  "vmdk-newlines": {
    what: "ends of lines in the header are as they were: it was not sent as text",
    severity: "error",
    clause: `${VMDK}, Hosted Sparse Extents`
  },
  "vmdk-unclean": {
    what: "it was closed",
    severity: "warning",
    clause: `${VMDK}, Hosted Sparse Extents`
  },
  "vmdk-descriptor": {
    what: "it has a descriptor with version, CID and createType",
    severity: "error",
    clause: `${VMDK}, The Descriptor File`
  },
  "vmdk-create-type": {
    what: "createType is what the extent is",
    severity: "error",
    clause: `${VMDK}, The Descriptor File`
  },
  "vmdk-capacity": {
    what: "the extents of the descriptor have the size that their headers say",
    severity: "error",
    clause: `${VMDK}, The Extent Descriptions`
  },
  "vmdk-grain-size": {
    what: "a grain is a power of two of sectors, and more than 4 KiB",
    severity: "error",
    clause: `${VMDK}, Hosted Sparse Extents`
  },
  "vmdk-table-size": {
    what: "a grain table has 512 entries",
    severity: "error",
    clause: `${VMDK}, Grain Tables`
  },
  "vmdk-redundant": {
    what: "the redundant grain tables say the same as the others",
    severity: "error",
    clause: `${VMDK}, Grain Directory`
  },
  "vmdk-bounds": {
    what: "directory, tables and grains lie within the file",
    severity: "error",
    clause: `${VMDK}, Grain Directory`
  },
  "vmdk-overlap": {
    what: "no two tables or grains share a sector",
    severity: "error",
    clause: `${VMDK}, Grain Tables`
  },
  "vmdk-marker": {
    what: "the marker of a compressed grain has its sector and a size that fits the file",
    severity: "error",
    clause: `${VMDK}, Stream-Optimized Compressed Sparse Extents`
  },
  "vmdk-footer": {
    what: 'a stream whose header says "at the end" ends with footer marker, footer and end-of-stream marker; the footer says what the header does',
    severity: "error",
    clause: `${VMDK}, Stream-Optimized Compressed Sparse Extents`
  },
  "vmdk-stream": {
    what: "a stream has its grain directory at its end, as ESX wants it; qemu-img puts it in front",
    severity: "warning",
    clause: `${VMDK}, Stream-Optimized Compressed Sparse Extents`,
    platform: "vmware"
  },
  "vmdk-adapter": {
    what: "ddb.adapterType is lsilogic, or another of SCSI",
    severity: "warning",
    clause: `${VMDK}, The Disk Database`,
    platform: "vmware"
  },
  "vmdk-transport": {
    what: "to vSphere goes streamOptimized alone",
    severity: "warning",
    clause: "VMware OVF Tool user guide; DSP0243 1.1.0, 5.2",
    platform: "vmware"
  }
};

// lib/inspect/rules.ts
var RULES = {
  ...DISK_RULES,
  ...QCOW2_RULES,
  ...VMDK_RULES,
  ...VHD_RULES,
  ...VHDX_RULES,
  ...OVA_RULES,
  ...ARCHIVE_RULES,
  ...ISO_RULES,
  ...BOOT_FILE_RULES
};

// lib/inspect/findings.ts
var MAX_PER_RULE = 8;
var Findings = class {
  #platform;
  #counts = /* @__PURE__ */ new Map();
  #list = [];
  constructor(platform) {
    this.#platform = platform;
  }
  /** Says that `rule` is broken: what was expected, and what is there. */
  add(rule, message) {
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (count > MAX_PER_RULE) return;
    const { severity, clause, platform } = RULES[rule];
    const isMeant = platform !== void 0 && platform === this.#platform;
    this.#list.push({ rule, severity: isMeant ? "error" : severity, clause, message });
  }
  /** Says that `rule` is broken unless `isKept`. */
  check(isKept, rule, message) {
    if (!isKept) this.add(rule, message);
  }
  /** Errors first, else in the order in which they were found. */
  list() {
    const dropped = [...this.#counts].filter(([, count]) => count > MAX_PER_RULE);
    const more = dropped.map(([rule, count]) => {
      const { severity, clause } = RULES[rule];
      return { rule, severity, clause, message: `and ${count - MAX_PER_RULE} more of the same` };
    });
    const all = [...this.#list, ...more];
    return [
      ...all.filter(({ severity }) => severity === "error"),
      ...all.filter(({ severity }) => severity === "warning")
    ];
  }
};

// lib/inspect/inspection.ts
var Inspection = class {
  findings;
  platform;
  #closers = [];
  #tempParent;
  #tempPath;
  #files = 0;
  #unpackedBytes = 0;
  #unpackedDataBytes = 0;
  #depth = 0;
  constructor(platform, tempParent) {
    this.findings = new Findings(platform);
    this.platform = platform;
    this.#tempParent = tempParent;
  }
  /** Closes `reader` at the end. */
  keep(reader) {
    this.#closers.push(() => reader.close());
    return reader;
  }
  /** Returns the path of a new file in a folder that goes away at the end. */
  async temporaryPath() {
    if (this.#tempPath === void 0) {
      const folder = await makeTempDir(this.#tempParent);
      this.#closers.unshift(async () => folder[Symbol.asyncDispose]());
      this.#tempPath = folder.path;
    }
    this.#files += 1;
    return `${this.#tempPath}/${this.#files}`;
  }
  /**
   * Counts what is unpacked, of all files together: with holes, and what is stored of it.
   *
   * @throws BuildError IMAGE_LIMIT
   */
  countUnpacked(sizeBytes, storedBytes) {
    this.#unpackedBytes += sizeBytes;
    this.#unpackedDataBytes += storedBytes;
    const { unpackedBytes, unpackedDataBytes } = LIMITS;
    if (this.#unpackedBytes > unpackedBytes || this.#unpackedDataBytes > unpackedDataBytes) {
      throw new BuildError(
        "IMAGE_LIMIT",
        `it has more than ${unpackedBytes} bytes when it is unpacked, or ${unpackedDataBytes} that are not zero`
      );
    }
  }
  /**
   * Runs `body` one file deeper.
   *
   * @throws BuildError IMAGE_LIMIT for files within files without end
   */
  async deeper(body) {
    if (this.#depth >= LIMITS.depth) {
      throw new BuildError(
        "IMAGE_LIMIT",
        `more than ${LIMITS.depth} files within each other`
      );
    }
    this.#depth += 1;
    try {
      return await body();
    } finally {
      this.#depth -= 1;
    }
  }
  async close() {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }
};

// lib/inspect/disks/blocks.ts
var CACHED_BLOCKS = 16;
function openBlocks({ sizeBytes, blockBytes, readBlock }) {
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      const bytes = Buffer.alloc(lengthBytes);
      for (let done = 0; done < lengthBytes; ) {
        const index = Math.floor((offsetBytes + done) / blockBytes);
        const from = offsetBytes + done - index * blockBytes;
        const length = Math.min(blockBytes - from, lengthBytes - done);
        const piece = await readBlock(index, from, length);
        piece?.copy(bytes, done);
        done += length;
      }
      return bytes;
    },
    close: async () => void 0
  };
}
function cached(load, count = CACHED_BLOCKS) {
  const known = /* @__PURE__ */ new Map();
  return async (key) => {
    const found = known.get(key);
    if (found !== void 0) return found;
    const value = await load(key);
    if (known.size >= count) known.delete(known.keys().next().value);
    known.set(key, value);
    return value;
  };
}
function openWindowed(disk, windowBytes = 256 * 1024) {
  let start = 0;
  let window = Buffer.alloc(0);
  return {
    sizeBytes: disk.sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      if (lengthBytes > windowBytes / 2) return disk.read(offsetBytes, lengthBytes);
      assertWithin(offsetBytes, lengthBytes, disk.sizeBytes);
      if (offsetBytes < start || offsetBytes + lengthBytes > start + window.length) {
        window = await disk.read(offsetBytes, Math.min(windowBytes, disk.sizeBytes - offsetBytes));
        start = offsetBytes;
      }
      return Buffer.from(window.subarray(offsetBytes - start, offsetBytes - start + lengthBytes));
    },
    close: async () => void 0
  };
}

// lib/inspect/disks/tar.ts
var MAX_EXTENSION_BYTES = 2 ** 20;
var MAX_MAP_BYTES = 32 * 2 ** 20;
async function* readTar(archive, ended = () => void 0) {
  const file = openWindowed(archive);
  let at = 0;
  let extra = /* @__PURE__ */ new Map();
  for (let count = 0; at + TAR_BLOCK_BYTES <= file.sizeBytes; count += 1) {
    if (count >= LIMITS.members) limit2(`an archive of more than ${LIMITS.members} members`);
    const header = parseTarHeader(await file.read(at, TAR_BLOCK_BYTES));
    if (header === void 0) {
      const second = at + 2 * TAR_BLOCK_BYTES <= file.sizeBytes;
      ended(second && isZero(await file.read(at + TAR_BLOCK_BYTES, TAR_BLOCK_BYTES)));
      return;
    }
    at += TAR_BLOCK_BYTES;
    if ("xgLK".includes(header.type)) {
      if (header.sizeBytes > MAX_EXTENSION_BYTES) limit2(`a header of ${header.sizeBytes} bytes`);
      const body = await file.read(at, header.sizeBytes);
      if (header.type === "x") extra = new Map([...extra, ...parsePaxRecords(body)]);
      if (header.type === "L") extra.set("path", untilNul(body));
      if (header.type === "K") extra.set("linkpath", untilNul(body));
      at += blocks(header.sizeBytes);
      continue;
    }
    const chunks = [...header.sparse?.chunks ?? []];
    for (let more = header.sparse?.isExtended === true; more; at += TAR_BLOCK_BYTES) {
      const extension = parseSparseExtension(await file.read(at, TAR_BLOCK_BYTES));
      chunks.push(...extension.chunks);
      if (chunks.length > LIMITS.sparseChunks) limit2(`a sparse file of ${chunks.length} parts`);
      more = extension.isExtended;
    }
    const stored = paxNumber(extra, "size") ?? (hasBody(header) ? header.sizeBytes : 0);
    assertWithin(at, 0, archive.sizeBytes - stored);
    const map = await readPaxMap(openPart(archive, at, stored), extra);
    yield memberOf(archive, header, {
      extra,
      chunks: map?.chunks ?? chunks,
      realSizeBytes: map?.realSizeBytes ?? header.sparse?.realSizeBytes,
      at: at + (map?.mapBytes ?? 0),
      stored: stored - (map?.mapBytes ?? 0)
    });
    extra = /* @__PURE__ */ new Map();
    at += blocks(stored);
  }
  ended(false);
}
function memberOf(archive, header, body) {
  const { extra, chunks, realSizeBytes, at, stored } = body;
  return {
    name: extra.get("GNU.sparse.name") ?? extra.get("path") ?? header.name,
    type: header.type,
    linkName: extra.get("linkpath") ?? header.linkName,
    modeOctal: header.modeOctal,
    uid: paxNumber(extra, "uid") ?? header.uid,
    gid: paxNumber(extra, "gid") ?? header.gid,
    sizeBytes: realSizeBytes ?? stored,
    flavour: header.flavour,
    isExtended: extra.size > 0,
    isSparse: realSizeBytes !== void 0,
    open: () => {
      const data = openPart(archive, at, stored);
      return realSizeBytes === void 0 ? data : openSparse(data, chunks, realSizeBytes);
    }
  };
}
async function readPaxMap(data, extra) {
  const realSizeBytes = paxNumber(extra, "GNU.sparse.realsize");
  if (extra.get("GNU.sparse.major") !== "1" || realSizeBytes === void 0) return void 0;
  const text = await data.read(0, Math.min(data.sizeBytes, MAX_MAP_BYTES));
  let at = 0;
  const next = () => {
    const end = text.indexOf(10, at);
    const digits = text.toString("latin1", at, end === -1 ? at : end);
    if (!/^\d{1,15}$/.test(digits)) {
      throw new BuildError("IMAGE_DAMAGED", "the map of a sparse file has no numbers");
    }
    at = end + 1;
    return Number(digits);
  };
  const count = next();
  if (count > LIMITS.sparseChunks) limit2(`a sparse file of ${count} parts`);
  const chunks = [];
  for (let index = 0; index < count; index += 1) {
    chunks.push({ offsetBytes: next(), sizeBytes: next() });
  }
  return { chunks, realSizeBytes, mapBytes: blocks(at) };
}
function openSparse(data, chunks, sizeBytes) {
  if (sizeBytes > LIMITS.diskBytes) limit2(`a sparse file of ${sizeBytes} bytes`);
  const parts = [];
  let at = 0;
  let free = 0;
  for (const chunk of chunks) {
    const end = chunk.offsetBytes + chunk.sizeBytes;
    if (chunk.offsetBytes < free || end > sizeBytes) {
      throw new BuildError(
        "IMAGE_DAMAGED",
        `the map of a sparse file has ${chunk.sizeBytes} bytes at ${chunk.offsetBytes}, free from ${free} to ${sizeBytes}`
      );
    }
    if (chunk.sizeBytes > 0) parts.push({ offset: chunk.offsetBytes, end, at });
    at += chunk.sizeBytes;
    free = end;
  }
  if (at !== data.sizeBytes) {
    throw new BuildError(
      "IMAGE_DAMAGED",
      `the map of a sparse file has ${at} bytes, the archive ${data.sizeBytes}`
    );
  }
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      const bytes = Buffer.alloc(lengthBytes);
      const last = offsetBytes + lengthBytes;
      for (let index = firstEndingAfter(parts, offsetBytes); index < parts.length; index += 1) {
        const part = parts[index];
        if (part === void 0 || part.offset >= last) break;
        const from = Math.max(part.offset, offsetBytes);
        const to = Math.min(part.end, last);
        (await data.read(part.at + from - part.offset, to - from)).copy(bytes, from - offsetBytes);
      }
      return bytes;
    },
    close: async () => void 0
  };
}
function firstEndingAfter(parts, offset) {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = low + high >> 1;
    if ((parts[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
function hasBody({ type }) {
  return !"123456".includes(type);
}
function paxNumber(extra, key) {
  const text = extra.get(key);
  return text !== void 0 && /^\d{1,15}$/.test(text) ? Number(text) : void 0;
}
function blocks(sizeBytes) {
  return Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
}
function isZero(bytes) {
  return bytes.every((byte) => byte === 0);
}
function untilNul(bytes) {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
}
function limit2(what) {
  throw new BuildError("IMAGE_LIMIT", `${what}, more than is accepted`);
}

// lib/inspect/disks/zstd-frame.ts
async function zstdFrameBytes(file) {
  const descriptor = (await file.read(4, 1)).readUInt8();
  const isSingle = (descriptor & 32) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  let at = 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
  for (let isLast = false; !isLast; ) {
    const header = (await file.read(at, 3)).readUIntLE(0, 3);
    isLast = (header & 1) !== 0;
    at += 3 + ((header >> 1 & 3) === 1 ? 1 : header >> 3);
  }
  return at + ((descriptor & 4) === 0 ? 0 : 4);
}

// lib/inspect/formats/archive.ts
var GIB = 2 ** 30;
function isGce(members) {
  return members.length <= 4 && members.some(({ name }) => /(^|\/)[^/]+\.raw$/.test(name));
}
function openGce(members, compression, { findings }) {
  const member = members.find(({ name }) => /\.raw$/.test(name));
  findings.check(compression === "gzip", "gce-gzip", `the compression is ${compression}`);
  findings.check(
    members.length === 1,
    "gce-one-member",
    `it has ${members.length}: ${members.map(({ name }) => name).join(", ")}`
  );
  findings.check(member.name === "disk.raw", "gce-name", `it is named ${member.name}`);
  const { flavour, isExtended, isSparse, type } = member;
  findings.check(
    flavour === "gnu" && !isExtended && "0S".includes(type),
    "gce-format",
    `the form is ${flavour}${isExtended ? " with extensions" : ""}`
  );
  const disk = member.open();
  findings.check(
    disk.sizeBytes % GIB === 0 && disk.sizeBytes > 0,
    "gce-size",
    `the disk has ${disk.sizeBytes} bytes, ${(disk.sizeBytes / GIB).toFixed(3)} GiB`
  );
  return { format: "gce", disk, details: { tarFormat: flavour, isSparse } };
}
async function openRootArchive(archive, compression, { findings }) {
  const names = /* @__PURE__ */ new Set();
  const counts = { files: 0, folders: 0, links: 0, others: 0 };
  let contentBytes = 0;
  let nameBytes = 0;
  let isProper = true;
  const note = (ended) => {
    isProper = ended;
  };
  for await (const member of readTar(archive, note)) {
    const name = member.name.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
    findings.check(
      !member.name.startsWith("/") && !name.split("/").includes(".."),
      "tar-names",
      `member ${member.name}`
    );
    findings.check(
      !names.has(name) || member.type === "5",
      "tar-duplicates",
      `member ${name} comes twice`
    );
    if (member.type === "1") {
      const target = member.linkName.replace(/^(\.?\/)+/, "");
      findings.check(names.has(target), "tar-hard-links", `${name} is a link to ${target}`);
    }
    names.add(name);
    nameBytes += name.length;
    if (nameBytes > LIMITS.nameBytes) {
      throw new BuildError(
        "IMAGE_LIMIT",
        "an archive with longer names than is accepted"
      );
    }
    contentBytes += member.sizeBytes;
    if ("07S".includes(member.type)) counts.files += 1;
    else if (member.type === "5") counts.folders += 1;
    else if ("12".includes(member.type)) counts.links += 1;
    else counts.others += 1;
  }
  findings.check(isProper, "tar-end", "it ends without two blocks of zeros");
  findings.check(
    names.has("etc/os-release") || names.has("usr/lib/os-release"),
    "rootfs-os-release",
    "there is neither etc/os-release nor usr/lib/os-release"
  );
  const isWsl = ["etc/wsl-distribution.conf", "etc/wsl.conf"].some((name) => names.has(name));
  if (isWsl) {
    findings.check(
      compression === "gzip" || compression === "none",
      "wsl-gzip",
      `the compression is ${compression}`
    );
  }
  return { format: isWsl ? "wsl" : "tar", details: { ...counts, contentBytes } };
}

// lib/cpio/parse.ts
var CPIO_HEADER_BYTES = 110;
var CPIO_TRAILER = "TRAILER!!!";
function parseCpioHeader(bytes) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  if (!/^07070[12][0-9a-fA-F]{104}$/.test(text)) {
    throw new BuildError("CPIO_BAD", "not a sound cpio archive: a header is none");
  }
  const field = (index) => Number.parseInt(text.slice(6 + index * 8, 14 + index * 8), 16);
  return {
    inode: field(0),
    mode: field(1),
    uid: field(2),
    gid: field(3),
    sizeBytes: field(6),
    nameBytes: field(11)
  };
}

// lib/inspect/formats/initrd.ts
var MAX_NAME_BYTES = 4096;
var MAX_ARCHIVES = 32;
var ROOT_IMAGE = /\.(squashfs|erofs|img)$/;
function isCpio(head) {
  return /^07070[12]/.test(head.toString("latin1", 0, 6));
}
async function readInitrd(file, inspection) {
  const found = {
    members: 0,
    contentBytes: 0,
    hasInit: false,
    hasRootImage: false,
    archives: []
  };
  let rest = await readPlain(file, found);
  for (let count = 0; count < MAX_ARCHIVES; count += 1) {
    const compression = detectCompression(await readUpTo(rest, 0, 16));
    if (compression === void 0) break;
    found.archives.push(compression);
    const length = compression === "zstd" ? await zstdFrameBytes(openWindowed(rest)) : rest.sizeBytes;
    const unpacked = await unpack(openPart(rest, 0, length), compression, inspection);
    const outer = found.archives.length;
    await readPlain(unpacked, found);
    found.archives.length = outer;
    rest = await readPlain(openPart(rest, length, rest.sizeBytes - length), found);
  }
  return {
    hasInit: found.hasInit,
    hasRootImage: found.hasRootImage,
    details: {
      archives: found.archives,
      members: found.members,
      contentBytes: found.contentBytes
    }
  };
}
async function readPlain(file, found) {
  let rest = await skipZeros(file);
  for (let count = 0; count < MAX_ARCHIVES && isCpio(await readUpTo(rest, 0, 16)); count += 1) {
    found.archives.push("none");
    const length = await readArchive(rest, found);
    rest = await skipZeros(openPart(rest, length, rest.sizeBytes - length));
  }
  return rest;
}
async function readArchive(whole, found) {
  const file = openWindowed(whole);
  for (let at = 0; ; ) {
    const header = parseCpioHeader(await file.read(at, CPIO_HEADER_BYTES));
    if (header.nameBytes > MAX_NAME_BYTES || header.nameBytes < 1) {
      throw new BuildError(
        "IMAGE_LIMIT",
        `a name of ${header.nameBytes} bytes in a cpio archive`
      );
    }
    const name = (await file.read(at + CPIO_HEADER_BYTES, header.nameBytes - 1)).toString("utf8");
    at = align(at + CPIO_HEADER_BYTES + header.nameBytes);
    if (name === CPIO_TRAILER) return Math.min(at, whole.sizeBytes);
    openPart(file, at, header.sizeBytes);
    at = align(at + header.sizeBytes);
    found.members += 1;
    found.contentBytes += header.sizeBytes;
    if (found.members > LIMITS.members) {
      throw new BuildError(
        "IMAGE_LIMIT",
        `a cpio archive of ${found.members} members`
      );
    }
    const path = name.replace(/^(\.?\/)+/, "");
    found.hasInit ||= path === "init";
    found.hasRootImage ||= ROOT_IMAGE.test(path);
  }
}
async function skipZeros(file) {
  const pageBytes = 65536;
  for (let at = 0; at < file.sizeBytes; at += pageBytes) {
    const page = await readUpTo(file, at, pageBytes);
    const index = page.findIndex((byte) => byte !== 0);
    if (index !== -1) return openPart(file, at + index, file.sizeBytes - at - index);
  }
  return openPart(file, file.sizeBytes, 0);
}
function align(at) {
  return Math.ceil(at / 4) * 4;
}

// lib/inspect/formats/kernel.ts
var KERNEL_HEAD_BYTES = 1024;
function isKernel(head) {
  return architectureOf(head) !== void 0;
}
async function readKernel(file, path, findings) {
  const head = await readUpTo(file, 0, KERNEL_HEAD_BYTES);
  const architecture = architectureOf(head) ?? "unknown";
  if (head.toString("latin1", 514, 518) !== "HdrS") {
    return { architecture, isEfi: head.toString("latin1", 0, 2) === "MZ" };
  }
  const setupSectors = (head[497] ?? 0) || 4;
  const expected = (setupSectors + 1) * 512 + head.readUInt32LE(500) * 16;
  findings.check(
    expected <= file.sizeBytes,
    "kernel-size",
    `${path} has ${file.sizeBytes} bytes, its header says ${expected}`
  );
  const versionAt = head.readUInt16LE(526);
  const text = versionAt === 0 ? Buffer.alloc(0) : await readUpTo(file, versionAt + 512, 256);
  const version = text.toString("latin1").split("\0", 1)[0] ?? "";
  return {
    architecture,
    version: version.replaceAll(/[^\x20-\x7e]/g, ""),
    isEfi: head.toString("latin1", 0, 2) === "MZ"
  };
}
function architectureOf(head) {
  if (head.length < 576) return void 0;
  if (head.toString("latin1", 514, 518) === "HdrS" && head.readUInt16LE(510) === 43605) {
    return "x86_64";
  }
  if (head.toString("latin1", 56, 60) === "ARMd") return "aarch64";
  if (head.toString("latin1", 56, 60) === "RSC") return "riscv64";
  return head.toString("latin1", 4, 8) === "zimg" ? "zboot" : void 0;
}

// lib/inspect/formats/boot-files.ts
var HEAD_BYTES = 7e4;
var MAX_FILES = 64;
async function hasKernel(files) {
  for (const file of nearest(files)) {
    if (isKernel(await readUpTo(await file.open(), 0, KERNEL_HEAD_BYTES))) return true;
  }
  return false;
}
async function openBootFiles(files, inspection) {
  const { findings } = inspection;
  const read = [];
  const bootLoaders = [];
  const fileSystems = [];
  for (const file of nearest(files)) {
    const content = await file.open();
    const found = await readBootFile(content, file.path, inspection);
    const sha2562 = await digestContents(content);
    const details = {
      path: file.path,
      kind: found.kind,
      sizeBytes: file.sizeBytes,
      sha256: sha2562,
      ...found.details
    };
    read.push({
      path: file.path,
      kind: found.kind,
      hasInit: found.hasInit,
      hasRoot: found.hasRoot,
      details
    });
    if (found.bootLoader !== void 0) bootLoaders.push({ ...found.bootLoader, path: file.path });
    if (found.fileSystem !== void 0) fileSystems.push(found.fileSystem);
  }
  const count = (kind) => read.filter((item) => item.kind === kind).length;
  const kernels = count("kernel") + count("uki");
  findings.check(kernels === 1, "pxe-kernel", `it has ${kernels}`);
  findings.check(count("initrd") > 0 || count("uki") > 0, "pxe-initrd", "it has none");
  findings.check(
    read.some(({ hasInit }) => hasInit) || count("initrd") === 0,
    "initrd-init",
    "no initramfs has one"
  );
  findings.check(
    count("rootfs") <= 1,
    "pxe-architecture",
    `it has ${count("rootfs")} file systems`
  );
  const isPxe = count("rootfs") > 0 || read.some(({ hasRoot }) => hasRoot);
  return {
    format: isPxe ? "pxe" : "kernel+initrd",
    bootLoaders,
    fileSystems,
    details: { files: read.map(({ details }) => details) }
  };
}
function nearest(files) {
  const depth = ({ path }) => path.split("/").length;
  return [...files].sort((a, b) => depth(a) - depth(b)).slice(0, MAX_FILES);
}
async function readBootFile(file, path, inspection) {
  const { findings } = inspection;
  const none = { hasInit: false, hasRoot: false };
  const head = await readUpTo(file, 0, HEAD_BYTES);
  const program = await readEfiProgram(file, path, inspection.findings);
  if (program?.kind === "uki") {
    const { architecture, details: details2 } = program;
    const bootLoader = {
      firmware: "uefi",
      kind: "uki",
      architecture,
      sizeBytes: file.sizeBytes,
      details: details2
    };
    return { kind: "uki", details: { architecture }, ...none, bootLoader };
  }
  if (isKernel(head)) {
    return { kind: "kernel", details: await readKernel(file, path, findings), ...none };
  }
  const compression = detectCompression(head);
  if (isCpio(head) || compression !== void 0 && await holdsCpio(file, compression, inspection)) {
    try {
      const initrd = await readInitrd(file, inspection);
      return {
        kind: "initrd",
        details: initrd.details,
        hasInit: initrd.hasInit,
        hasRoot: initrd.hasRootImage
      };
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      findings.add("initrd-members", `${path}: ${error.message}`);
      return { kind: "initrd", details: {}, ...none };
    }
  }
  const system = parseFileSystem(head);
  if (system === void 0) return { kind: "other", details: {}, ...none };
  const { type, label, uuid, sizeBytes, blockBytes, details } = system;
  findings.check(
    sizeBytes <= file.sizeBytes,
    "filesystem-fits",
    `the ${type} in ${path} has ${sizeBytes} bytes, the file ${file.sizeBytes}`
  );
  const fileSystem = {
    type,
    ...label === void 0 ? {} : { label },
    ...uuid === void 0 ? {} : { uuid },
    offsetBytes: 0,
    sizeBytes,
    blockBytes,
    details: { path, ...details }
  };
  return { kind: "rootfs", details: { type }, ...none, fileSystem };
}
async function holdsCpio(file, compression, inspection) {
  try {
    const length = compression === "zstd" ? await zstdFrameBytes(openWindowed(file)) : file.sizeBytes;
    const unpacked = await unpack(openPart(file, 0, length), compression, inspection);
    return isCpio(await readUpTo(unpacked, 0, 16));
  } catch (error) {
    if (error instanceof BuildError) return false;
    throw error;
  }
}

// lib/inspect/formats/oci-blobs.ts
var OciBlobs = class {
  #files;
  #inspection;
  #opened = /* @__PURE__ */ new Map();
  #layers = /* @__PURE__ */ new Map();
  constructor(files, inspection) {
    this.#files = files;
    this.#inspection = inspection;
  }
  /** Opens a blob whose size and digest are right; anything else is a finding. */
  async open({ digest, size }) {
    const key = `${digest} ${size}`;
    if (this.#opened.has(key)) return this.#opened.get(key);
    const path = `blobs/${digest.replace(":", "/")}`;
    const blob = await this.#files.find((item) => item.path === path)?.open();
    const isRight = blob?.sizeBytes === size && `sha256:${await digestContents(blob)}` === digest;
    this.#inspection.findings.check(
      isRight,
      "oci-blob",
      `${path} ${blob === void 0 ? "is not there" : "has another size or digest"}`
    );
    const found = isRight ? blob : void 0;
    this.#opened.set(key, found);
    return found;
  }
  /** Returns the files that a layer has in /disk. */
  async disksOf(layer) {
    const known = this.#layers.get(layer.digest);
    if (known !== void 0) return known;
    const disks = [];
    const blob = await this.open(layer);
    if (blob !== void 0) {
      const compression = detectCompression(await readUpTo(blob, 0, 16));
      const archive = compression === void 0 ? blob : await unpack(blob, compression, this.#inspection);
      for await (const member of readTar(archive)) {
        const isDisk2 = /^(\.?\/)*disk\/[^/]+$/.test(member.name);
        if (isDisk2 && "07S".includes(member.type)) disks.push(member);
        if (disks.length > MAX_DISKS) {
          throw new BuildError("IMAGE_LIMIT", `more than ${MAX_DISKS} files in /disk`);
        }
      }
    }
    this.#layers.set(layer.digest, disks);
    return disks;
  }
};
var MAX_DISKS = 16;

// lib/inspect/formats/containerdisk.ts
var INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
var QEMU_USER = 107;
function isOciLayout(files) {
  const paths = files.map(({ path }) => path);
  return paths.includes("oci-layout") && paths.includes("index.json");
}
async function openContainerDisk(files, inspection, openInner) {
  const { findings } = inspection;
  const layout = await readSmall(files, "oci-layout");
  findings.check(
    /"imageLayoutVersion"\s*:\s*"1\.0\.0"/.test(layout.toString("utf8")),
    "oci-layout",
    "oci-layout does not say imageLayoutVersion 1.0.0"
  );
  const blobs = new OciBlobs(files, inspection);
  const manifests = await readManifests(blobs, await readSmall(files, "index.json"));
  let first;
  const images = [];
  for (const { manifest, architecture } of manifests) {
    if (manifest.layers.length > LIMITS.layers) {
      throw new BuildError("IMAGE_LIMIT", `${manifest.layers.length} layers`);
    }
    await blobs.open(manifest.config);
    const disks = [];
    for (const layer of manifest.layers) disks.push(...await blobs.disksOf(layer));
    findings.check(
      disks.length === 1,
      "containerdisk-folder",
      disks.length === 0 ? "there is no file in /disk" : `there are ${disks.map(({ name }) => name).join(", ")}`
    );
    const [disk] = disks;
    if (disk === void 0) continue;
    const isReadable = disk.uid === QEMU_USER && disk.gid === QEMU_USER || (disk.modeOctal & 4) !== 0;
    findings.check(
      isReadable,
      "containerdisk-owner",
      `${disk.name} belongs to ${disk.uid}:${disk.gid}, mode ${disk.modeOctal.toString(8)}`
    );
    const inner = await openInner(disk.open());
    findings.check(
      inner.format === "qcow2" || inner.format === "raw",
      "containerdisk-format",
      `${disk.name} is ${inner.format}`
    );
    images.push({ architecture, disk: disk.name, sizeBytes: disk.sizeBytes });
    first ??= { ...inner, details: { disk: { format: inner.format, ...inner.details } } };
  }
  if (manifests.length === 0) findings.add("containerdisk-folder", "index.json names no image");
  return {
    format: "containerdisk",
    ...first?.disk === void 0 ? {} : { disk: first.disk },
    details: { images, ...first?.details ?? {} }
  };
}
async function readManifests(blobs, bytes, depth = 0) {
  const index = parseManifest(bytes, INDEX_TYPE);
  if (index.kind === "manifest") return [];
  const images = [];
  for (const descriptor of index.manifests) {
    const content = await readDocument(blobs, descriptor);
    if (content === void 0) continue;
    const found = parseManifest(content, descriptor.mediaType);
    if (found.kind === "manifest") {
      const architecture = descriptor.platform?.architecture ?? await configArchitecture(blobs, found);
      images.push({ manifest: found, architecture });
    } else if (depth < 2) {
      images.push(...await readManifests(blobs, content, depth + 1));
    }
    if (images.length > LIMITS.manifests) {
      throw new BuildError("IMAGE_LIMIT", `more than ${LIMITS.manifests} images`);
    }
  }
  return images;
}
async function configArchitecture(blobs, { config }) {
  const text = (await readDocument(blobs, config))?.toString("utf8") ?? "";
  return /"architecture"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? "unknown";
}
async function readDocument(blobs, descriptor) {
  if (descriptor.size > MAX_MANIFEST_BYTES) {
    throw new BuildError("IMAGE_LIMIT", `a manifest of ${descriptor.size} bytes`);
  }
  return (await blobs.open(descriptor))?.read(0, descriptor.size);
}
async function readSmall(files, path) {
  const file = files.find((item) => item.path === path);
  if (file === void 0 || file.sizeBytes > MAX_MANIFEST_BYTES) {
    throw new BuildError(
      "IMAGE_DAMAGED",
      `${path} is not there, or has more than 4 MiB`
    );
  }
  return (await file.open()).read(0, file.sizeBytes);
}

// lib/iso9660/parse.ts
var ISO_BLOCK_BYTES = 2048;
var ISO_FIRST_DESCRIPTOR = 16;
function parseIsoDescriptorType(bytes) {
  const data = asBuffer(bytes);
  if (data.length !== ISO_BLOCK_BYTES || data.toString("latin1", 1, 6) !== "CD001") {
    fail3("a volume descriptor is none");
  }
  return data[0] ?? 0;
}
function parseIsoVolume(bytes) {
  const data = asBuffer(bytes);
  const type = parseIsoDescriptorType(data);
  const text = (from, length) => data.toString("latin1", from, from + length).replace(/[\0 ]+$/, "");
  const root = parseIsoDirectory(data.subarray(156, 190))[0];
  if (root === void 0) fail3("it has no root folder");
  const created = text(813, 16);
  return {
    kind: type === 1 ? "primary" : "supplementary",
    systemId: text(8, 32),
    volumeId: text(40, 32),
    volumeBlocks: data.readUInt32LE(80),
    blockBytes: data.readUInt16LE(128),
    publisher: text(318, 128),
    application: text(574, 128),
    root,
    created: /^[1-9]\d{15}$/.test(created) ? created : "",
    isConsistent: data.readUInt32LE(80) === data.readUInt32BE(84) && data.readUInt16LE(128) === data.readUInt16BE(130) && data.readUInt32LE(132) === data.readUInt32BE(136)
  };
}
function parseIsoDirectory(bytes) {
  const data = asBuffer(bytes);
  const entries = [];
  for (let at = 0; at < data.length; ) {
    const length = data[at] ?? 0;
    if (length === 0) {
      at = (Math.floor(at / ISO_BLOCK_BYTES) + 1) * ISO_BLOCK_BYTES;
      continue;
    }
    const nameBytes = data[at + 32] ?? 0;
    if (length < 34 || at + length > data.length || 33 + nameBytes > length) {
      fail3("a record of a folder is none");
    }
    const record = data.subarray(at, at + length);
    const given = record.toString("latin1", 33, 33 + nameBytes);
    const rockRidge = rockRidgeName(record.subarray(33 + nameBytes + (nameBytes + 1) % 2));
    entries.push({
      name: rockRidge ?? given.replace(/\.?;\d+$/, ""),
      firstBlock: record.readUInt32LE(2),
      sizeBytes: record.readUInt32LE(10),
      isFolder: ((record[25] ?? 0) & 2) !== 0,
      hasRockRidge: rockRidge !== void 0
    });
    at += length;
  }
  return entries;
}
function parseBootRecord(bytes) {
  const data = asBuffer(bytes);
  if (parseIsoDescriptorType(data) !== 0) return void 0;
  const system = data.toString("latin1", 7, 39).replace(/\0+$/, "");
  return system === "EL TORITO SPECIFICATION" ? data.readUInt32LE(71) : void 0;
}
function parseBootCatalogue(bytes) {
  const data = asBuffer(bytes);
  if (data.length < 64) fail3("the boot catalogue is cut short");
  let sum = 0;
  for (let at2 = 0; at2 < 32; at2 += 2) sum += data.readUInt16LE(at2);
  if (data[0] !== 1 || data.readUInt16LE(30) !== 43605 || sum % 65536 !== 0) {
    fail3("the validation entry of the boot catalogue is wrong");
  }
  const entries = [parseBootEntry(data.subarray(32, 64), data[1] ?? 0)];
  let at = 64;
  for (let more = true; more && at + 32 <= data.length; ) {
    const [header = 0, platform = 0] = data.subarray(at, at + 2);
    if (header !== 144 && header !== 145) break;
    more = header === 144;
    const count = data.readUInt16LE(at + 2);
    at += 32;
    for (let index = 0; index < count; index += 1) {
      if (at + 32 > data.length) fail3("the boot catalogue is cut short");
      entries.push(parseBootEntry(data.subarray(at, at + 32), platform));
      at += 32;
      while (data[at] === 68 && at + 32 <= data.length) at += 32;
    }
  }
  return entries;
}
function parseBootEntry(data, platform) {
  return {
    platform: platform === 0 ? "bios" : platform === 239 ? "uefi" : "other",
    isBootable: data[0] === 136,
    emulation: (data[1] ?? 0) & 15,
    sectors: data.readUInt16LE(6),
    firstBlock: data.readUInt32LE(8)
  };
}
function rockRidgeName(area) {
  let name;
  for (let at = 0; at + 4 <= area.length; ) {
    const length = area[at + 2] ?? 0;
    if (length < 4 || at + length > area.length) break;
    if (area.toString("latin1", at, at + 2) === "NM" && length > 5 && (area[at + 4] ?? 0) < 2) {
      name = `${name ?? ""}${area.toString("utf8", at + 5, at + length)}`;
    }
    at += length;
  }
  return name;
}
function asBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
function fail3(what) {
  throw new BuildError("ISO_BAD", `not a sound ISO 9660 image: ${what}`);
}

// lib/inspect/formats/iso-boot.ts
async function readIsoBootEntries(file, catalogueBlock, findings) {
  if (catalogueBlock === void 0) {
    findings.add("iso-boot-catalogue", "there is no boot record of El Torito");
    return [];
  }
  let entries;
  try {
    const at = catalogueBlock * ISO_BLOCK_BYTES;
    entries = parseBootCatalogue(await file.read(at, ISO_BLOCK_BYTES));
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    findings.add("iso-boot-catalogue", error.message);
    return [];
  }
  const found = [];
  for (const entry of entries) {
    const at = entry.firstBlock * ISO_BLOCK_BYTES;
    const lengthBytes = Math.max(entry.sectors, 1) * 512;
    const isInside = at > 0 && isWithin(at, lengthBytes, file.sizeBytes);
    findings.check(
      entry.isBootable && entry.emulation === 0 && isInside,
      "iso-boot-entry",
      `the entry for ${entry.platform} has ${lengthBytes} bytes at ${at}, emulation ${entry.emulation}, ${entry.isBootable ? "" : "not "}bootable`
    );
    if (!isInside) continue;
    const place = { bootEntry: `${entry.sectors} sectors at block ${entry.firstBlock}` };
    if (entry.platform === "uefi") {
      found.push(...await readUefiEntry(file, at, place, findings));
    } else if (entry.platform === "bios") {
      const start = (await readUpTo(file, at, 65536)).toString("latin1");
      const kind = start.includes("ISOLINUX") || start.includes("isolinux") ? "isolinux" : "grub";
      const isKnown = kind === "isolinux" || /GRUB|no boot info/.test(start);
      found.push({
        firmware: "bios",
        kind: isKnown ? kind : "unknown",
        sizeBytes: lengthBytes,
        details: place
      });
    }
  }
  return found;
}
async function readUefiEntry(file, at, place, findings) {
  const fat = parseFat(await readUpTo(file, at, 512));
  if (fat === void 0 || !isWithin(at, fat.sizeBytes, file.sizeBytes)) {
    findings.add("iso-boot-uefi", `at byte ${at} there is no FAT that lies within the file`);
    return [{ firmware: "uefi", kind: "unknown", details: place }];
  }
  const programs = await readEsp(openPart(file, at, fat.sizeBytes), void 0, findings);
  return programs.map((program) => ({ ...program, details: { ...program.details, ...place } }));
}

// lib/inspect/formats/iso-tree.ts
var MAX_DEPTH3 = 32;
var LIVE_BYTES = 2 ** 20;
var MAX_LIVE = 32;
async function readIsoTree(whole, root, findings) {
  const file = openWindowed(whole);
  const seen = /* @__PURE__ */ new Set([root.firstBlock]);
  const live = [];
  const queue = [{ entry: root, path: "", depth: 0 }];
  let files = 0;
  let hasRockRidge = false;
  for (let next = queue.shift(); next !== void 0; next = queue.shift()) {
    const { entry: folder, path, depth } = next;
    const at = folder.firstBlock * ISO_BLOCK_BYTES;
    if (!isWithin(at, folder.sizeBytes, file.sizeBytes)) {
      findings.add("iso-bounds", `folder /${path} has ${folder.sizeBytes} bytes at ${at}`);
      continue;
    }
    if (folder.sizeBytes > LIMITS.directoryBytes) {
      throw new BuildError("IMAGE_LIMIT", `a folder of ${folder.sizeBytes} bytes`);
    }
    for (const entry of parseIsoDirectory(await file.read(at, folder.sizeBytes))) {
      if (entry.name === "\0" || entry.name === "") continue;
      files += 1;
      if (files > LIMITS.directoryEntries || depth > MAX_DEPTH3) {
        throw new BuildError("IMAGE_LIMIT", "an ISO with more files than is accepted");
      }
      hasRockRidge ||= entry.hasRockRidge;
      const name = `${path}${entry.name}`;
      const start = entry.firstBlock * ISO_BLOCK_BYTES;
      if (!isWithin(start, entry.sizeBytes, file.sizeBytes)) {
        findings.add("iso-bounds", `/${name} has ${entry.sizeBytes} bytes at ${start}`);
      } else if (entry.isFolder) {
        if (seen.has(entry.firstBlock)) findings.add("iso-loop", `folder /${name} is below itself`);
        else queue.push({ entry, path: `${name}/`, depth: depth + 1 });
        seen.add(entry.firstBlock);
      } else if (entry.sizeBytes >= LIVE_BYTES && live.length < MAX_LIVE) {
        const found = await readLive(
          openPart(whole, start, entry.sizeBytes),
          name,
          start,
          findings
        );
        if (found !== void 0) live.push(found);
      }
    }
  }
  return { files, hasRockRidge, live };
}
async function readLive(part, path, offsetBytes, findings) {
  const system = parseFileSystem(await readUpTo(part, 0, 7e4));
  if (system === void 0) return void 0;
  findings.check(
    system.sizeBytes <= part.sizeBytes,
    "filesystem-fits",
    `the ${system.type} in /${path} has ${system.sizeBytes} bytes, the file ${part.sizeBytes}`
  );
  findings.check(
    system.isChecksumRight,
    "filesystem-checksum",
    `the superblock of the ${system.type} in /${path} has a wrong checksum`
  );
  const { type, label, uuid, sizeBytes, blockBytes } = system;
  return {
    type,
    ...label === void 0 ? {} : { label },
    ...uuid === void 0 ? {} : { uuid },
    offsetBytes,
    sizeBytes,
    blockBytes,
    details: { path, ...system.details }
  };
}

// lib/inspect/formats/iso.ts
var MAX_DESCRIPTORS = 64;
async function openIso(file, { findings }) {
  const { primary, catalogueBlock, hasJoliet } = await readDescriptors(file, findings);
  const { volumeId, volumeBlocks, created } = primary;
  findings.check(
    /^[\x20-\x7e]{1,32}$/.test(volumeId),
    "iso-volume-id",
    `the volume id is "${volumeId}"`
  );
  findings.check(
    /^[\w.+:@#=-]*$/.test(volumeId),
    "iso-volume-label",
    `the volume id is "${volumeId}"`
  );
  findings.check(
    primary.isConsistent,
    "iso-byte-orders",
    "the primary descriptor has some that differ"
  );
  findings.check(
    volumeBlocks * ISO_BLOCK_BYTES <= file.sizeBytes,
    "iso-size",
    `the volume has ${volumeBlocks * ISO_BLOCK_BYTES} bytes, the file ${file.sizeBytes}`
  );
  const tree = await readIsoTree(file, primary.root, findings);
  const bootLoaders = await readIsoBootEntries(file, catalogueBlock, findings);
  const head = await readUpTo(file, 0, 512);
  findings.check(
    head.readUInt16LE(510) === 43605,
    "iso-hybrid",
    "sector 0 is no boot record: it boots from a CD alone"
  );
  const uuid = created.replace(/^(.{4})(..)(..)(..)(..)(..)(..)$/, "$1-$2-$3-$4-$5-$6-$7");
  const volume = {
    type: "iso9660",
    label: volumeId,
    ...uuid === "" ? {} : { uuid },
    offsetBytes: 0,
    sizeBytes: volumeBlocks * ISO_BLOCK_BYTES,
    blockBytes: ISO_BLOCK_BYTES,
    details: { files: tree.files, hasRockRidge: tree.hasRockRidge, hasJoliet }
  };
  return {
    format: "iso",
    disk: file,
    isHybrid: true,
    bootLoaders,
    fileSystems: [volume, ...tree.live],
    details: {
      volumeId,
      systemId: primary.systemId,
      publisher: primary.publisher,
      application: primary.application,
      created
    }
  };
}
async function readDescriptors(file, findings) {
  let primary;
  let catalogueBlock;
  let hasJoliet = false;
  let isEnded = false;
  for (let index = 0; index < MAX_DESCRIPTORS && !isEnded; index += 1) {
    const at = (ISO_FIRST_DESCRIPTOR + index) * ISO_BLOCK_BYTES;
    const block = await readUpTo(file, at, ISO_BLOCK_BYTES);
    if (block.toString("latin1", 1, 6) !== "CD001") break;
    const type = parseIsoDescriptorType(block);
    if (type === 255) isEnded = true;
    else if (type === 0) catalogueBlock ??= parseBootRecord(block);
    else if (type === 1) primary ??= parseIsoVolume(block);
    else if (type === 2) hasJoliet ||= /^%\/[@CE]/.test(block.toString("latin1", 88, 91));
  }
  findings.check(isEnded, "iso-terminator", "there is none");
  if (primary === void 0) {
    throw new BuildError("IMAGE_DAMAGED", "it has no primary volume descriptor");
  }
  return { primary, catalogueBlock, hasJoliet };
}

// lib/ovf/parse.ts
var import_saxes = __toESM(require_saxes(), 1);
var MAX_OVF_BYTES = 4 * 1024 * 1024;
var MAX_DEPTH4 = 64;
var LENGTHS = { SHA1: 40, SHA256: 64, SHA512: 128 };
function parseOvf(text) {
  if (text.length > MAX_OVF_BYTES) fail4(`it has more than ${MAX_OVF_BYTES} bytes`);
  const files = [];
  const disks = [];
  const hostResources = [];
  const found = {};
  let virtualSystems = 0;
  const path = [];
  let content = "";
  const parser = new import_saxes.SaxesParser({ xmlns: true });
  parser.on("doctype", () => fail4("it has a document type"));
  parser.on("error", (error) => fail4(error.message.split("\n")[0] ?? "it is no XML"));
  parser.on("opentag", ({ local, attributes }) => {
    if (path.length >= MAX_DEPTH4) fail4("its elements are nested too deep");
    if (path.length === 0 && local !== "Envelope") fail4(`its root is ${local}, expected Envelope`);
    path.push(local);
    content = "";
    const values = new Map(Object.values(attributes).map((item) => [item.local, item.value]));
    const value = (name) => values.get(name);
    switch (local) {
      case "File":
        files.push({
          id: value("id") ?? "",
          href: value("href") ?? "",
          sizeBytes: wholeNumber(value("size"))
        });
        break;
      case "Disk":
        disks.push({
          id: value("diskId") ?? "",
          fileRef: value("fileRef"),
          format: value("format") ?? "",
          capacityBytes: capacity(value("capacity"), value("capacityAllocationUnits"))
        });
        break;
      case "VirtualSystem":
        virtualSystems += 1;
        break;
      case "OperatingSystemSection": {
        const osType = value("osType");
        if (osType !== void 0) found.osType = osType;
        break;
      }
      case "Config":
        if (value("key") === "firmware") found.firmware = value("value") ?? "";
        break;
    }
  });
  parser.on("text", (piece) => {
    content += piece;
  });
  parser.on("closetag", () => {
    const local = path.pop();
    if (local === "VirtualSystemType") found.hardware = content.trim();
    if (local === "HostResource") hostResources.push(content.trim());
    content = "";
  });
  parser.write(text).close();
  return {
    files,
    disks,
    hardware: found.hardware,
    osType: found.osType,
    firmware: found.firmware,
    hostResources,
    virtualSystems
  };
}
function parseOvfManifest(text) {
  if (text.length > MAX_OVF_BYTES) fail4(`its manifest has more than ${MAX_OVF_BYTES} bytes`);
  return text.split(/\r?\n/).filter((line) => line.trim() !== "").map((line, index) => {
    const [, name = "", file = "", digest = ""] = /^(SHA1|SHA256|SHA512) ?\(([^)]+)\) ?= ?([0-9a-fA-F]+)\s*$/.exec(line) ?? [];
    const algorithm = name;
    if (file === "" || digest.length !== LENGTHS[algorithm]) {
      fail4(`line ${index + 1} of its manifest is no digest of a file`);
    }
    return { algorithm, file, digest: digest.toLowerCase() };
  });
}
function capacity(amount, unit) {
  const count = wholeNumber(amount);
  if (count === void 0) return void 0;
  if (unit === void 0 || unit.trim() === "byte") return count;
  const power = /^byte \* 2\^(\d{1,2})$/.exec(unit.trim())?.[1];
  return power === void 0 ? void 0 : count * 2 ** Number(power);
}
function wholeNumber(text) {
  return text !== void 0 && /^\d{1,15}$/.test(text) ? Number(text) : void 0;
}
function fail4(what) {
  throw new BuildError("OVF_BAD", `not a sound OVF descriptor: ${what}`);
}

// lib/inspect/formats/ova.ts
var STREAM_FORMAT = "streamOptimized";
var ALGORITHMS = { SHA1: "sha1", SHA256: "sha256", SHA512: "sha512" };
async function openOva(members, inspection, openInner) {
  const { findings } = inspection;
  const descriptors = members.filter(({ name }) => /\.ovf$/i.test(name));
  findings.check(
    descriptors.length === 1,
    "ova-one-descriptor",
    `it has ${descriptors.length}: ${descriptors.map(({ name }) => name).join(", ")}`
  );
  const [descriptor] = descriptors;
  if (descriptor === void 0) throw new TypeError("no descriptor");
  const ovf = parseOvf(await readText2(descriptor));
  checkArchive(members, findings);
  checkOrder(members, descriptor, ovf, findings);
  await checkManifest(members, descriptor, findings);
  checkReferences(members, descriptor, ovf, findings);
  findings.check(
    /^(vmx-\d+|virtualbox-\d|xen-|qemu|kvm)/.test(ovf.hardware ?? ""),
    "ova-hardware",
    `VirtualSystemType is "${ovf.hardware ?? ""}"`
  );
  findings.check(ovf.osType !== void 0, "ova-vmware-os-type", "vmw:osType is not given");
  const inner = await openDisk(members, ovf, findings, openInner);
  return {
    format: "ova",
    ...inner?.disk === void 0 ? {} : { disk: inner.disk },
    details: {
      hardware: ovf.hardware ?? "",
      osType: ovf.osType ?? "",
      firmware: ovf.firmware ?? "bios",
      members: members.map(({ name }) => name),
      ...inner === void 0 ? {} : { disk: { format: inner.format, ...inner.details } }
    }
  };
}
function checkArchive(members, findings) {
  for (const { name, type, flavour, isExtended, isSparse } of members) {
    findings.check(
      flavour === "ustar" && !isExtended && !isSparse,
      "ova-ustar",
      `member ${name} is written in the form ${flavour}${isExtended ? " with pax or GNU extensions" : ""}`
    );
    findings.check(
      "07".includes(type) && !name.includes("/"),
      "ova-flat",
      `member ${name} is ${type === "5" ? "a folder" : "in a folder, or no file"}`
    );
  }
}
function checkOrder(members, descriptor, ovf, findings) {
  const names = members.map(({ name }) => name);
  findings.check(
    members[0] === descriptor,
    "ova-order",
    `the first member is ${names[0]}, expected ${descriptor.name}`
  );
  const extras = names.filter((name) => /\.(mf|cert)$/i.test(name));
  const rest = names.filter((name) => name !== descriptor.name && !extras.includes(name));
  const isPlaced = names.slice(1, 1 + extras.length).join("\n") === extras.join("\n") || names.slice(-extras.length || names.length).join("\n") === extras.join("\n");
  findings.check(isPlaced, "ova-order", `${extras.join(", ")} stand among the files`);
  const listed = ovf.files.map(({ href }) => href).filter((href) => rest.includes(href));
  const found = rest.filter((name) => listed.includes(name));
  findings.check(
    found.join("\n") === listed.join("\n"),
    "ova-order",
    `the files are ${found.join(", ")}, References has ${listed.join(", ")}`
  );
}
async function checkManifest(members, descriptor, findings) {
  const base = descriptor.name.replace(/\.ovf$/i, "");
  const manifest = members.find(({ name }) => name.toLowerCase() === `${base}.mf`.toLowerCase());
  if (manifest === void 0) {
    findings.add("ova-no-manifest", `there is no ${base}.mf`);
    return;
  }
  const digests = parseOvfManifest(await readText2(manifest));
  for (const member of members) {
    if (/\.(mf|cert)$/i.test(member.name)) continue;
    const digest = digests.find(({ file }) => file === member.name);
    if (digest === void 0) {
      findings.add("ova-manifest", `${manifest.name} has no digest of ${member.name}`);
      continue;
    }
    const found = await digestContents(member.open(), ALGORITHMS[digest.algorithm]);
    findings.check(
      found === digest.digest,
      "ova-digest",
      `${digest.algorithm} of ${member.name} is ${found}, the manifest has ${digest.digest}`
    );
  }
  for (const { file } of digests) {
    findings.check(
      members.some(({ name }) => name === file),
      "ova-manifest",
      `${manifest.name} has a digest of ${file}, which is not there`
    );
  }
}
function checkReferences(members, descriptor, ovf, findings) {
  for (const { href, sizeBytes } of ovf.files) {
    const member = members.find(({ name }) => name === href);
    findings.check(
      member !== void 0 && (sizeBytes === void 0 || sizeBytes === member.sizeBytes),
      "ova-references",
      member === void 0 ? `${href} is not there` : `${href} has ${member.sizeBytes} bytes, References says ${sizeBytes}`
    );
  }
  for (const { name } of members) {
    if (name === descriptor.name || /\.(mf|cert)$/i.test(name)) continue;
    findings.check(
      ovf.files.some(({ href }) => href === name),
      "ova-references",
      `References does not name ${name}`
    );
  }
}
async function openDisk(members, ovf, findings, openInner) {
  const [disk] = ovf.disks;
  if (disk === void 0) {
    findings.add("ova-disk", "DiskSection has no disk");
    return void 0;
  }
  const file = ovf.files.find(({ id }) => id === disk.fileRef);
  const member = members.find(({ name }) => name === file?.href);
  if (member === void 0) {
    findings.add("ova-disk", `disk ${disk.id} names no file that is there`);
    return void 0;
  }
  findings.check(
    ovf.hostResources.some(
      (resource) => resource === `ovf:/disk/${disk.id}` || resource === `/disk/${disk.id}`
    ),
    "ova-disk-used",
    `no HostResource is ovf:/disk/${disk.id}`
  );
  const inner = await openInner(member.open());
  const sizeBytes = inner.disk?.sizeBytes;
  findings.check(
    disk.capacityBytes === void 0 || disk.capacityBytes === sizeBytes,
    "ova-disk",
    `the capacity of ${disk.id} is ${disk.capacityBytes} bytes, its disk has ${sizeBytes}`
  );
  findings.check(
    inner.details["createType"] === STREAM_FORMAT && disk.format.endsWith(`#${STREAM_FORMAT}`),
    "ova-vmware-format",
    `${member.name} is ${inner.format} ${String(inner.details["createType"] ?? "")}, its format ${disk.format}`
  );
  return inner;
}
async function readText2(member) {
  if (member.sizeBytes > MAX_OVF_BYTES) {
    throw new BuildError(
      "IMAGE_LIMIT",
      `${member.name} has ${member.sizeBytes} bytes`
    );
  }
  return (await member.open().read(0, member.sizeBytes)).toString("utf8");
}

// lib/inspect/disks/inflate.ts
import { Readable as Readable2 } from "node:stream";
import zlib from "node:zlib";
async function inflateBlock(bytes, compression, sizeBytes, place) {
  let block;
  try {
    block = await inflate(bytes, compression, sizeBytes);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new BuildError(
      "IMAGE_DAMAGED",
      `${place} cannot be decompressed (${compression}): ${why}`,
      { cause: error }
    );
  }
  if (block.length !== sizeBytes) {
    throw new BuildError(
      "IMAGE_DAMAGED",
      `${place} has ${block.length} bytes when it is decompressed, expected ${sizeBytes}`
    );
  }
  return block;
}
async function inflate(bytes, compression, maxOutputLength) {
  switch (compression) {
    case "deflate":
      return zlib.inflateRawSync(bytes, { maxOutputLength });
    case "zlib":
      return zlib.inflateSync(bytes, { maxOutputLength });
    case "zstd": {
      const frame = bytes.subarray(0, await zstdFrameBytes(openBytes(bytes)));
      if (typeof zlib.zstdDecompressSync === "function") {
        return zlib.zstdDecompressSync(frame, { maxOutputLength });
      }
      const pieces = [];
      const source = Readable2.from([frame], { objectMode: false });
      for await (const piece of openDecompressed(source, "zstd", maxOutputLength))
        pieces.push(piece);
      return Buffer.concat(pieces);
    }
  }
}

// lib/inspect/disks/qcow2.ts
function openQcow2Disk(file, header, l1) {
  const { clusterBytes } = header;
  const tableEntries = clusterBytes / 8;
  const loadTable = cached((offset) => file.read(offset, clusterBytes), 64);
  const loadCompressed = cached(async (index) => inflateCluster(file, header, await find(index)));
  async function find(index) {
    const { offset } = parseL1Entry(l1.readBigUInt64BE(Math.floor(index / tableEntries) * 8));
    if (offset === 0) return { kind: "none" };
    const table = await loadTable(offset);
    return parseL2Entry(table.readBigUInt64BE(index % tableEntries * 8), header);
  }
  return openBlocks({
    sizeBytes: header.sizeBytes,
    blockBytes: clusterBytes,
    readBlock: async (index, from, length) => {
      const cluster = await find(index);
      switch (cluster.kind) {
        case "none":
        case "zero":
          return void 0;
        case "plain":
          return file.read(cluster.offset + from, length);
        case "compressed":
          return (await loadCompressed(index)).subarray(from, from + length);
      }
    }
  });
}
async function inflateCluster(file, { clusterBytes, compression }, cluster) {
  if (cluster.kind !== "compressed") throw new TypeError("not a compressed cluster");
  const bytes = await readUpTo(file, cluster.offset, cluster.limitBytes);
  const method = compression === "zstd" ? "zstd" : "deflate";
  return inflateBlock(bytes, method, clusterBytes, `the cluster at ${cluster.offset}`);
}

// lib/inspect/formats/qcow2-clusters.ts
var MAX_COUNT = 65535;
var OFFSET = 0x00fffffffffffe00n;
async function checkQcow2Clusters(file, header, l1, findings) {
  const { clusterBytes } = header;
  const clusters = Math.ceil(file.sizeBytes / clusterBytes);
  const uses = new Uint16Array(clusters);
  const markUse = (offset, length, what, isAligned = true) => {
    if (isAligned && offset % clusterBytes !== 0) {
      findings.add("qcow2-aligned", `${what} is at ${offset}`);
      return false;
    }
    if (!isWithin(offset, length, clusters * clusterBytes)) {
      findings.add("qcow2-bounds", `${what} at ${offset}, the file has ${file.sizeBytes} bytes`);
      return false;
    }
    const last = Math.floor((offset + Math.max(length, 1) - 1) / clusterBytes);
    for (let at = Math.floor(offset / clusterBytes); at <= last; at += 1) {
      uses[at] = Math.min((uses[at] ?? 0) + 1, MAX_COUNT);
    }
    return true;
  };
  markUse(0, clusterBytes, "the header");
  markUse(header.l1.offset, l1.length, "the L1 table");
  const counts = await readRefcounts(file, header, clusters, markUse);
  const use = { plain: 0, compressed: 0, zero: 0 };
  const checkExclusive = (offset, isExclusive, what) => {
    const count = counts[Math.floor(offset / clusterBytes)] ?? 0;
    findings.check(
      isExclusive === (count === 1),
      "qcow2-copied",
      `${what} at ${offset} has reference count ${count}, bit 63 is ${isExclusive ? "set" : "clear"}`
    );
  };
  const seen = /* @__PURE__ */ new Set();
  let tables = 0;
  for (let index = 0; index < l1.length / 8; index += 1) {
    const table = parseL1Entry(l1.readBigUInt64BE(index * 8));
    if (table.offset === 0) continue;
    tables += 1;
    if (tables > LIMITS.tables) {
      throw new BuildError("IMAGE_LIMIT", `more than ${LIMITS.tables} L2 tables`);
    }
    if (seen.has(table.offset)) {
      findings.add("qcow2-overlap", `two entries of the L1 table lead to ${table.offset}`);
      continue;
    }
    seen.add(table.offset);
    if (!markUse(table.offset, clusterBytes, `L2 table ${index}`)) continue;
    if (table.offset + clusterBytes > file.sizeBytes) {
      findings.add("qcow2-bounds", `L2 table ${index} at ${table.offset} is cut short`);
      continue;
    }
    checkExclusive(table.offset, table.isExclusive, `L2 table ${index}`);
    const entries = await file.read(table.offset, clusterBytes);
    for (let at = 0; at < clusterBytes; at += 8) {
      const raw = entries.readBigUInt64BE(at);
      if (raw === 0n) continue;
      const cluster = parseL2Entry(raw, header);
      switch (cluster.kind) {
        case "none":
          break;
        case "zero":
          use.zero += 1;
          if (cluster.offset !== 0) markUse(cluster.offset, clusterBytes, "a cluster");
          break;
        case "plain":
          use.plain += 1;
          if (markUse(cluster.offset, clusterBytes, "a cluster")) {
            checkExclusive(cluster.offset, cluster.isExclusive, "a cluster");
          }
          break;
        case "compressed": {
          use.compressed += 1;
          const length = Math.min(cluster.limitBytes, clusters * clusterBytes - cluster.offset);
          markUse(cluster.offset, Math.max(length, 1), "a compressed cluster", false);
          findings.check(
            !cluster.isExclusive,
            "qcow2-copied",
            `the compressed cluster at ${cluster.offset} has bit 63 set`
          );
          break;
        }
      }
    }
  }
  const isAllSeen = header.snapshots.count === 0 && header.features.autoclear === 0n;
  for (const [index, count] of counts.entries()) {
    const used = uses[index] ?? 0;
    if (used > count && isAllSeen) {
      findings.add(
        "qcow2-refcount",
        `the cluster at ${index * clusterBytes} is used ${used} times, its reference count is ${count}`
      );
    } else if (used < count && isAllSeen) {
      findings.add(
        "qcow2-leak",
        `the cluster at ${index * clusterBytes} is used ${used} times, its reference count is ${count}`
      );
    }
  }
  return use;
}
async function readRefcounts(file, { clusterBytes, refcounts }, clusters, markUse) {
  const counts = new Uint16Array(clusters);
  const { bits, offset } = refcounts;
  const perBlock = clusterBytes * 8 / bits;
  const tableBytes = refcounts.clusters * clusterBytes;
  if (!markUse(offset, tableBytes, "the table of reference counts")) return counts;
  const neededBytes = Math.min(tableBytes, Math.ceil(clusters / perBlock) * 8);
  if (offset + neededBytes > file.sizeBytes) return counts;
  const table = await file.read(offset, neededBytes);
  for (let index = 0; index * 8 < table.length; index += 1) {
    const blockOffset = Number(table.readBigUInt64BE(index * 8) & OFFSET);
    if (blockOffset === 0) continue;
    if (!markUse(blockOffset, clusterBytes, "a block of reference counts")) continue;
    if (blockOffset + clusterBytes > file.sizeBytes) continue;
    const block = await file.read(blockOffset, clusterBytes);
    const first = index * perBlock;
    for (let at = 0; at < perBlock && first + at < clusters; at += 1) {
      counts[first + at] = Math.min(refcountAt(block, at, bits), MAX_COUNT);
    }
  }
  return counts;
}
function refcountAt(block, index, bits) {
  switch (bits) {
    case 8:
      return block.readUInt8(index);
    case 16:
      return block.readUInt16BE(index * 2);
    case 32:
      return block.readUInt32BE(index * 4);
    case 64:
      return Number(block.readBigUInt64BE(index * 8));
    default: {
      const at = index * bits;
      return block.readUInt8(Math.floor(at / 8)) >> at % 8 & 2 ** bits - 1;
    }
  }
}

// lib/inspect/formats/qcow2.ts
async function openQcow2(file, inspection) {
  const { findings } = inspection;
  const header = parseQcow2Header(await readUpTo(file, 0, QCOW2_HEADER_BYTES));
  const { clusterBytes, sizeBytes, features } = header;
  assertSupported(header);
  if (sizeBytes > LIMITS.diskBytes || file.sizeBytes / clusterBytes > LIMITS.blocks) {
    throw new BuildError(
      "IMAGE_LIMIT",
      `a qcow2 image of ${sizeBytes} bytes in ${file.sizeBytes}, more than is accepted`
    );
  }
  findings.check(
    (features.incompatible & (QCOW2_INCOMPATIBLE.dirty | QCOW2_INCOMPATIBLE.corrupt)) === 0n,
    "qcow2-dirty",
    "it is marked as dirty or corrupt"
  );
  findings.check(sizeBytes % 512 === 0, "qcow2-size", `the disk has ${sizeBytes} bytes`);
  findings.check(
    header.snapshots.count === 0,
    "qcow2-snapshots",
    `it has ${header.snapshots.count} snapshots`
  );
  const needed = Math.ceil(sizeBytes / clusterBytes / (clusterBytes / 8));
  const { l1 } = header;
  findings.check(
    l1.entries >= needed && l1.offset % clusterBytes === 0,
    "qcow2-l1",
    `${l1.entries} entries at ${l1.offset}, expected ${needed}`
  );
  if (l1.entries < needed || !isWithin(l1.offset, l1.entries * 8, file.sizeBytes)) {
    throw new BuildError("IMAGE_DAMAGED", "the L1 table does not cover the disk");
  }
  const table = await file.read(l1.offset, l1.entries * 8);
  const used = await checkQcow2Clusters(file, header, table, findings);
  return {
    format: "qcow2",
    disk: openQcow2Disk(file, header, table),
    details: {
      version: header.version,
      clusterBytes,
      compression: used.compressed > 0 ? header.compression : "none",
      clusters: used.plain,
      compressedClusters: used.compressed,
      zeroClusters: used.zero
    }
  };
}
function assertSupported(header) {
  const { dirty, corrupt, compression } = QCOW2_INCOMPATIBLE;
  const unknown = header.features.incompatible & ~(dirty | corrupt | compression);
  const reason = header.encryption !== 0 ? "it is encrypted" : header.backingFile !== void 0 ? "it needs a backing file" : unknown !== 0n ? `it has the incompatible features 0x${unknown.toString(16)}` : void 0;
  if (reason === void 0) return;
  throw new ConfigError("IMAGE_UNSUPPORTED", `a qcow2 image is not read: ${reason}`, {
    hint: "Convert it: qemu-img convert -O qcow2."
  });
}

// lib/inspect/formats/vhd.ts
var MIB3 = 2 ** 20;
var GEOMETRY_CREATORS = ["qemu", "vpc "];
async function openVhd(file, inspection) {
  const { findings } = inspection;
  const end = await file.read(file.sizeBytes - VHD_FOOTER_BYTES, VHD_FOOTER_BYTES);
  const start = await file.read(0, VHD_FOOTER_BYTES);
  const hasEnd = end.toString("latin1", 0, 8) === "conectix";
  const footer = parseVhdFooter(hasEnd ? end : start);
  if (footer.type === "differencing") {
    throw new ConfigError(
      "IMAGE_UNSUPPORTED",
      "a differencing VHD is not read: it needs its parent"
    );
  }
  const { currentSizeBytes } = footer;
  if (currentSizeBytes > LIMITS.diskBytes) {
    throw new BuildError("IMAGE_LIMIT", `a VHD of ${currentSizeBytes} bytes`);
  }
  checkFooter(footer, findings);
  findings.check(footer.type === "fixed", "azure-fixed", `the disk is ${footer.type}`);
  findings.check(
    currentSizeBytes % MIB3 === 0,
    "azure-aligned",
    `the disk has ${currentSizeBytes} bytes, ${currentSizeBytes % MIB3} more than a multiple of 1 MiB`
  );
  const details = {
    type: footer.type,
    creator: footer.creator.trim(),
    uniqueId: footer.uniqueId,
    timestampSeconds: footer.timestampSeconds,
    geometry: { ...footer.geometry }
  };
  if (footer.type === "fixed") {
    findings.check(
      file.sizeBytes === currentSizeBytes + VHD_FOOTER_BYTES,
      "vhd-fixed-size",
      `the file has ${file.sizeBytes} bytes, expected ${currentSizeBytes} + ${VHD_FOOTER_BYTES}`
    );
    return { format: "vhd", disk: openPart(file, 0, currentSizeBytes), details };
  }
  findings.check(
    hasEnd && end.equals(start),
    "vhd-footer-copy",
    "the first 512 bytes and the last are not the same footer"
  );
  const opened = await openDynamic(file, footer, findings);
  return { format: "vhd", disk: opened.disk, details: { ...details, ...opened.details } };
}
function checkFooter(footer, findings) {
  findings.check(footer.isChecksumRight, "vhd-checksum", "the checksum of the footer is wrong");
  findings.check(
    footer.version === 65536 && (footer.features & 2) !== 0 && footer.headerOffset === void 0 === (footer.type === "fixed"),
    "vhd-fields",
    `version 0x${footer.version.toString(16)}, features 0x${footer.features.toString(16)}, header at ${footer.headerOffset ?? "none"}`
  );
  findings.check(footer.isReservedZero, "vhd-reserved", "bytes 85 to 511 are not all zero");
  findings.check(!footer.isSavedState, "vhd-saved-state", "the saved state is set");
  const { cylinders, heads, sectorsPerTrack } = footer.geometry;
  const expected = geometryOf(footer.currentSizeBytes);
  const isLargest = cylinders === 65535 && heads === 16 && sectorsPerTrack === 255;
  const found = `${cylinders}/${heads}/${sectorsPerTrack}`;
  findings.check(
    isLargest || found === expected,
    "vhd-geometry",
    `the geometry is ${found}, expected ${expected}`
  );
  const geometryBytes = cylinders * heads * sectorsPerTrack * 512;
  findings.check(
    isLargest || geometryBytes === footer.currentSizeBytes || !GEOMETRY_CREATORS.includes(footer.creator),
    "vhd-creator-size",
    `the geometry makes ${geometryBytes} bytes, the size is ${footer.currentSizeBytes}`
  );
}
function geometryOf(sizeBytes) {
  const sectors = Math.min(Math.floor(sizeBytes / 512), 65535 * 16 * 255);
  if (sectors >= 65535 * 16 * 63) return `${Math.floor(sectors / 255 / 16)}/16/255`;
  let perTrack = 17;
  let tracks = Math.floor(sectors / perTrack);
  let heads = Math.max(4, Math.floor((tracks + 1023) / 1024));
  if (tracks >= heads * 1024 || heads > 16) {
    perTrack = 31;
    heads = 16;
    tracks = Math.floor(sectors / perTrack);
  }
  if (tracks >= heads * 1024) {
    perTrack = 63;
    heads = 16;
    tracks = Math.floor(sectors / perTrack);
  }
  return `${Math.floor(tracks / heads)}/${heads}/${perTrack}`;
}
async function openDynamic(file, footer, findings) {
  const header = parseVhdDynamicHeader(
    await file.read(footer.headerOffset ?? file.sizeBytes, VHD_DYNAMIC_HEADER_BYTES)
  );
  findings.check(
    header.isChecksumRight && header.version === 65536,
    "vhd-header",
    `version 0x${header.version.toString(16)}, the checksum is ${header.isChecksumRight ? "right" : "wrong"}`
  );
  const { blockBytes, tableEntries } = header;
  const blocks2 = Math.ceil(footer.currentSizeBytes / blockBytes);
  findings.check(
    tableEntries >= blocks2,
    "vhd-table",
    `${tableEntries} entries for a disk of ${blocks2} blocks`
  );
  if (blocks2 > LIMITS.blocks) {
    throw new BuildError("IMAGE_LIMIT", `a VHD of ${blocks2} blocks`);
  }
  const known = await file.read(header.tableOffset, Math.min(tableEntries, blocks2) * 4);
  const table = Buffer.concat([known, Buffer.alloc(blocks2 * 4 - known.length, 255)]);
  const bitmapBytes = Math.ceil(blockBytes / 512 / 8 / 512) * 512;
  checkBlocks(file, header, { table, bitmapBytes }, findings);
  return {
    disk: openBlocks({
      sizeBytes: footer.currentSizeBytes,
      blockBytes,
      // As QEMU does: what the bitmap calls unused has zeros.
      readBlock: async (index, from, length) => {
        const sector = table.readUInt32BE(index * 4);
        if (sector === VHD_UNUSED_BLOCK) return void 0;
        return file.read(sector * 512 + bitmapBytes + from, length);
      }
    }),
    details: { blockBytes }
  };
}
function checkBlocks(file, { blockBytes, tableOffset }, { table, bitmapBytes }, findings) {
  const sectors = [];
  for (let at = 0; at < table.length; at += 4) {
    const sector = table.readUInt32BE(at);
    if (sector !== VHD_UNUSED_BLOCK) sectors.push(sector);
  }
  const lengthBytes = bitmapBytes + blockBytes;
  let free = tableOffset + table.length;
  for (const sector of sectors.sort((a, b) => a - b)) {
    const offset = sector * 512;
    findings.check(
      isWithin(offset, lengthBytes, file.sizeBytes - VHD_FOOTER_BYTES),
      "vhd-bounds",
      `a block at ${offset}, the file has ${file.sizeBytes} bytes`
    );
    findings.check(
      offset >= free,
      "vhd-overlap",
      `a block at ${offset} overlaps what is before ${free}`
    );
    free = offset + lengthBytes;
  }
}

// lib/inspect/formats/vhdx.ts
var MIB4 = 2 ** 20;
async function openVhdx(file, inspection) {
  const { findings } = inspection;
  const header = await readHeader(file, findings);
  findings.check(
    header.version === 1 && header.logVersion === 0,
    "vhdx-version",
    `version ${header.version}, log ${header.logVersion}`
  );
  findings.check(
    header.logGuid === ZERO_GUID,
    "vhdx-log",
    "the log holds changes that were not made yet: it was not closed"
  );
  const regions = await readRegions(file, findings);
  checkRegions(file, header, regions, findings);
  const [bat, metadata] = [VHDX_GUIDS.batRegion, VHDX_GUIDS.metadataRegion].map(
    (guid) => regions.find((region) => region.guid === guid)
  );
  if (bat === void 0 || metadata === void 0)
    damaged("it has no table of blocks, or no metadata");
  const disk = await readMetadata(file, metadata, findings);
  const table = await readTable(file, disk, bat, [bat, metadata], findings);
  const { chunkRatio } = table;
  return {
    format: "vhdx",
    disk: openBlocks({
      sizeBytes: disk.sizeBytes,
      blockBytes: disk.blockBytes,
      readBlock: async (index, from, length) => {
        const { state, offset } = parseBatEntry(
          table.bytes.readBigUInt64LE(entryAt(index, chunkRatio))
        );
        return state === VHDX_BLOCK.fullyPresent ? file.read(offset + from, length) : void 0;
      }
    }),
    details: {
      blockBytes: disk.blockBytes,
      logicalSectorBytes: disk.logicalSectorBytes,
      physicalSectorBytes: disk.physicalSectorBytes,
      diskId: disk.diskId,
      blocks: table.present
    }
  };
}
async function readHeader(file, findings) {
  const sound = [];
  for (const offset of VHDX_PLACES.headers) {
    const header = parseVhdxHeader(await file.read(offset, VHDX_HEADER_BYTES));
    if (typeof header === "string")
      findings.add("vhdx-headers", `the header at ${offset}: ${header}`);
    else sound.push(header);
  }
  const current = sound.sort((a, b) => a.sequence > b.sequence ? -1 : 1)[0];
  return current ?? damaged("neither of its headers is sound");
}
async function readRegions(file, findings) {
  const tables = [];
  for (const offset of VHDX_PLACES.regionTables) {
    const table = parseVhdxRegions(await file.read(offset, VHDX_REGION_TABLE_BYTES));
    if (typeof table === "string") {
      findings.add("vhdx-region-tables", `the region table at ${offset}: ${table}`);
    } else tables.push(table);
  }
  const [first, second] = tables;
  if (first === void 0) return damaged("neither of its region tables is sound");
  findings.check(
    second === void 0 || JSON.stringify(first) === JSON.stringify(second),
    "vhdx-region-tables",
    "the two region tables differ"
  );
  return first;
}
function checkRegions(file, header, regions, findings) {
  const known = [VHDX_GUIDS.batRegion, VHDX_GUIDS.metadataRegion];
  for (const { guid, isRequired } of regions) {
    if (isRequired && !known.includes(guid)) {
      throw new ConfigError("IMAGE_UNSUPPORTED", `a VHDX with a region ${guid}`);
    }
  }
  const log = { offset: header.logOffset, lengthBytes: header.logBytes };
  let free = MIB4;
  for (const { offset, lengthBytes } of [...regions, log].sort((a, b) => a.offset - b.offset)) {
    findings.check(
      offset % MIB4 === 0 && lengthBytes % MIB4 === 0 && offset >= free && isWithin(offset, lengthBytes, file.sizeBytes),
      "vhdx-regions",
      `a region of ${lengthBytes} bytes at ${offset}, free from ${free} to ${file.sizeBytes}`
    );
    free = Math.max(free, offset + lengthBytes);
  }
}
async function readMetadata(file, region, findings) {
  const entries = parseVhdxMetadataTable(await file.read(region.offset, VHDX_METADATA_TABLE_BYTES));
  const known = Object.values(VHDX_GUIDS);
  for (const { guid, isRequired } of entries) {
    if (isRequired && !known.includes(guid)) {
      throw new ConfigError("IMAGE_UNSUPPORTED", `a VHDX with metadata ${guid}`);
    }
  }
  const find = (guid, length) => {
    const entry = entries.find((item) => item.guid === guid && item.lengthBytes === length);
    if (entry === void 0) {
      findings.add("vhdx-metadata", `item ${guid} is not there, or has not ${length} bytes`);
    }
    return entry;
  };
  const read = async (guid, length) => {
    const entry = find(guid, length) ?? damaged(`it has no metadata ${guid}`);
    return file.read(region.offset + entry.offset, length);
  };
  const readSpare = async (guid, length) => find(guid, length) === void 0 ? Buffer.alloc(length) : read(guid, length);
  const parameters = await read(VHDX_GUIDS.fileParameters, 8);
  const disk = {
    sizeBytes: Number((await read(VHDX_GUIDS.diskSize, 8)).readBigUInt64LE(0)),
    blockBytes: parameters.readUInt32LE(0),
    logicalSectorBytes: (await read(VHDX_GUIDS.logicalSector, 4)).readUInt32LE(0),
    physicalSectorBytes: (await readSpare(VHDX_GUIDS.physicalSector, 4)).readUInt32LE(0),
    diskId: (await readSpare(VHDX_GUIDS.diskId, 16)).toString("hex")
  };
  if ((parameters.readUInt32LE(4) & 2) !== 0) {
    throw new ConfigError("IMAGE_UNSUPPORTED", "a VHDX that needs its parent");
  }
  const { blockBytes, logicalSectorBytes, sizeBytes } = disk;
  if (blockBytes < MIB4 || blockBytes > 256 * MIB4 || (blockBytes & blockBytes - 1) !== 0) {
    damaged(`blocks of ${blockBytes} bytes`);
  }
  if (logicalSectorBytes !== 512 && logicalSectorBytes !== 4096) {
    damaged(`sectors of ${logicalSectorBytes} bytes`);
  }
  if (sizeBytes > LIMITS.diskBytes) {
    throw new BuildError("IMAGE_LIMIT", `a VHDX of ${sizeBytes} bytes`);
  }
  findings.check(
    sizeBytes % logicalSectorBytes === 0,
    "vhdx-size",
    `${sizeBytes} bytes in sectors of ${logicalSectorBytes}`
  );
  return disk;
}
async function readTable(file, disk, bat, regions, findings) {
  const chunkRatio = 2 ** 23 * disk.logicalSectorBytes / disk.blockBytes;
  const blocks2 = Math.ceil(disk.sizeBytes / disk.blockBytes);
  const lengthBytes = blocks2 === 0 ? 0 : entryAt(blocks2 - 1, chunkRatio) + 8;
  findings.check(
    lengthBytes <= bat.lengthBytes,
    "vhdx-table",
    `the table has ${bat.lengthBytes} bytes, expected ${lengthBytes}`
  );
  if (lengthBytes > bat.lengthBytes) damaged("its table of blocks is too short");
  const bytes = await file.read(bat.offset, lengthBytes);
  const offsets = [];
  const states = Object.values(VHDX_BLOCK);
  for (let index = 0; index < blocks2; index += 1) {
    const { state, offset } = parseBatEntry(bytes.readBigUInt64LE(entryAt(index, chunkRatio)));
    findings.check(
      states.includes(state) && state !== VHDX_BLOCK.partiallyPresent,
      "vhdx-table",
      `block ${index} has state ${state}`
    );
    if (state === VHDX_BLOCK.fullyPresent) offsets.push(offset);
  }
  let free = MIB4;
  for (const offset of Float64Array.from(offsets).sort()) {
    const end = offset + disk.blockBytes;
    findings.check(
      isWithin(offset, disk.blockBytes, file.sizeBytes),
      "vhdx-bounds",
      `a block at ${offset}, the file has ${file.sizeBytes} bytes`
    );
    const isFree = regions.every(
      (region) => end <= region.offset || offset >= region.offset + region.lengthBytes
    );
    findings.check(
      offset >= free && isFree,
      "vhdx-overlap",
      `a block at ${offset} overlaps what is before ${free}, or a region`
    );
    free = Math.max(free, end);
  }
  return { bytes, chunkRatio, present: offsets.length };
}
function entryAt(index, chunkRatio) {
  return (index + Math.floor(index / chunkRatio)) * 8;
}
function damaged(what) {
  throw new BuildError("IMAGE_DAMAGED", `a VHDX that cannot be read: ${what}`);
}

// lib/inspect/disks/vmdk.ts
var SECTOR = 512;
var GRAIN_MARKER_BYTES = 12;
async function readDirectory(file, header, sector) {
  const tables = Math.ceil(header.capacitySectors / header.grainSectors / header.entriesPerTable);
  if (tables > LIMITS.tables || tables * header.entriesPerTable > LIMITS.blocks * 4) {
    throw new BuildError("IMAGE_LIMIT", `a grain directory of ${tables} tables`);
  }
  return toNumbers(await file.read(sector * SECTOR, tables * 4));
}
async function readTable2(file, header, sector) {
  return toNumbers(await file.read(sector * SECTOR, header.entriesPerTable * 4));
}
function openVmdkExtent(file, { header, directory }) {
  const { grainSectors, entriesPerTable, flags } = header;
  const grainBytes = grainSectors * SECTOR;
  const isCompressed = (flags & VMDK_FLAG.compressed) !== 0;
  const loadTable = cached((sector) => readTable2(file, header, sector), 64);
  const loadGrain = cached(async (sector) => {
    const marker = parseVmdkMarker(await file.read(sector * SECTOR, 16));
    if (marker.sizeBytes > 2 * grainBytes + SECTOR) {
      throw new BuildError(
        "IMAGE_DAMAGED",
        `the grain at sector ${sector} has ${marker.sizeBytes} compressed bytes`
      );
    }
    const bytes = await file.read(sector * SECTOR + GRAIN_MARKER_BYTES, marker.sizeBytes);
    return inflateBlock(bytes, "zlib", grainBytes, `the grain at sector ${sector}`);
  });
  return openBlocks({
    sizeBytes: header.capacitySectors * SECTOR,
    blockBytes: grainBytes,
    readBlock: async (index, from, length) => {
      const table = directory[Math.floor(index / entriesPerTable)] ?? 0;
      const sector = table === 0 ? 0 : (await loadTable(table))[index % entriesPerTable];
      if (sector === void 0 || sector === 0) return void 0;
      if (sector === 1 && (flags & VMDK_FLAG.zeroedGrains) !== 0) return void 0;
      if (!isCompressed) return file.read(sector * SECTOR + from, length);
      return (await loadGrain(sector)).subarray(from, from + length);
    }
  });
}
function openJoined(parts) {
  const ends = [];
  for (const { sizeBytes: sizeBytes2 } of parts) ends.push((ends.at(-1) ?? 0) + sizeBytes2);
  const sizeBytes = ends.at(-1) ?? 0;
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      const pieces = [];
      for (const [index, part] of parts.entries()) {
        const start = (ends[index] ?? 0) - part.sizeBytes;
        const from = Math.max(offsetBytes - start, 0);
        const to = Math.min(offsetBytes + lengthBytes - start, part.sizeBytes);
        if (from < to) pieces.push(await part.read(from, to - from));
      }
      return Buffer.concat(pieces);
    },
    close: async () => void 0
  };
}
function toNumbers(bytes) {
  return Uint32Array.from(
    { length: bytes.length / 4 },
    (_, index) => bytes.readUInt32LE(index * 4)
  );
}

// lib/inspect/formats/vmdk-footer.ts
var SECTOR2 = 512;
async function readVmdkFooter(file, header, findings) {
  const tail = await file.read(file.sizeBytes - 3 * SECTOR2, 3 * SECTOR2);
  const marker = parseVmdkMarker(tail);
  findings.check(
    marker.type === VMDK_MARKER.footer && marker.sizeBytes === 0 && marker.value === 1,
    "vmdk-footer",
    `the footer's marker has type ${marker.type} and value ${marker.value}, expected 3 and 1`
  );
  findings.check(
    tail.subarray(2 * SECTOR2).every((byte) => byte === 0),
    "vmdk-footer",
    "the last sector is no end-of-stream marker"
  );
  const footer = parseVmdkHeader(tail.subarray(SECTOR2, SECTOR2 + VMDK_HEADER_BYTES));
  const essence = ({ directorySector: _, redundantDirectorySector: __, ...rest }) => JSON.stringify({ ...rest, descriptor: void 0 });
  findings.check(
    essence(footer) === essence(header),
    "vmdk-footer",
    "footer and header say different things"
  );
  return footer;
}

// lib/inspect/formats/vmdk-grains.ts
var SECTOR3 = 512;
async function checkVmdkGrains(file, map, redundantSector, findings) {
  const { header, directory } = map;
  const { entriesPerTable, grainSectors, flags } = header;
  const tableSectors = Math.ceil(entriesPerTable * 4 / SECTOR3);
  const isCompressed = (flags & VMDK_FLAG.compressed) !== 0;
  const taken = [];
  const seen = /* @__PURE__ */ new Set();
  const windowed = openWindowed(file, 8192);
  let grains = 0;
  for (const [index, tableSector] of directory.entries()) {
    if (tableSector === 0) continue;
    if (seen.has(tableSector)) {
      findings.add("vmdk-overlap", `two entries of the directory lead to sector ${tableSector}`);
      continue;
    }
    seen.add(tableSector);
    if (!isWithin(tableSector * SECTOR3, entriesPerTable * 4, file.sizeBytes)) {
      findings.add("vmdk-bounds", `grain table ${index} at sector ${tableSector}`);
      continue;
    }
    taken.push(spanOf(tableSector, tableSectors));
    const table = await readTable2(file, header, tableSector);
    for (const [at, sector] of table.entries()) {
      if (sector === 0 || sector === 1 && (flags & VMDK_FLAG.zeroedGrains) !== 0) continue;
      grains += 1;
      if (grains > Math.min(LIMITS.blocks, file.sizeBytes / SECTOR3)) {
        throw new BuildError(
          "IMAGE_LIMIT",
          `more than ${LIMITS.blocks} grains, or than the file has sectors`
        );
      }
      const first = (index * entriesPerTable + at) * grainSectors;
      const lengthBytes = isCompressed ? await compressedBytes(windowed, sector, first, grainSectors * SECTOR3, findings) : (
        // The last grain may be cut where the disk ends.
        Math.min(grainSectors, Math.max(header.capacitySectors - first, 0)) * SECTOR3
      );
      if (!isWithin(sector * SECTOR3, lengthBytes, file.sizeBytes)) {
        findings.add("vmdk-bounds", `the grain of sector ${first} is at sector ${sector}`);
        continue;
      }
      taken.push(spanOf(sector, Math.ceil(lengthBytes / SECTOR3)));
    }
  }
  checkOverlaps(taken, findings);
  if (redundantSector !== void 0) {
    await checkRedundant(file, map, redundantSector, findings);
  }
  return grains;
}
async function compressedBytes(file, sector, first, grainBytes, findings) {
  if (!isWithin(sector * SECTOR3, 16, file.sizeBytes)) return 16;
  const marker = parseVmdkMarker(await file.read(sector * SECTOR3, 16));
  findings.check(
    marker.value === first && marker.sizeBytes > 0 && marker.sizeBytes <= 2 * grainBytes,
    "vmdk-marker",
    `the marker at sector ${sector} is of sector ${marker.value} (${marker.sizeBytes} bytes), expected ${first}`
  );
  return GRAIN_MARKER_BYTES + marker.sizeBytes;
}
function spanOf(sector, sectors) {
  return sector * 2 ** 20 + Math.min(sectors, 2 ** 20 - 1);
}
function checkOverlaps(taken, findings) {
  let free = 0;
  for (const span of Float64Array.from(taken).sort()) {
    const sector = Math.floor(span / 2 ** 20);
    findings.check(sector >= free, "vmdk-overlap", `sector ${sector} is used twice`);
    free = Math.max(free, sector + span % 2 ** 20);
  }
}
async function checkRedundant(file, { header, directory }, sector, findings) {
  const other = await readDirectory(file, header, sector);
  for (const [index, tableSector] of directory.entries()) {
    const copy = other[index] ?? 0;
    if (tableSector === 0 && copy === 0) continue;
    const isSame = isWithin(copy * SECTOR3, header.entriesPerTable * 4, file.sizeBytes) && isWithin(tableSector * SECTOR3, header.entriesPerTable * 4, file.sizeBytes) && Buffer.from((await readTable2(file, header, tableSector)).buffer).equals(
      Buffer.from((await readTable2(file, header, copy)).buffer)
    );
    findings.check(isSame, "vmdk-redundant", `grain table ${index} differs from its copy`);
  }
}

// lib/inspect/formats/vmdk.ts
var SECTOR4 = 512;
var MAX_DESCRIPTOR_BYTES = 2 ** 20;
var MAX_EXTENTS = 256;
var ADAPTERS = ["lsilogic", "buslogic", "pvscsi"];
async function openVmdk(file, inspection, openSibling) {
  const start = await file.read(0, Math.min(file.sizeBytes, SECTOR4));
  if (start.toString("latin1", 0, 4) === "KDMV") return openSparse2(file, inspection);
  const text = await file.read(0, Math.min(file.sizeBytes, MAX_DESCRIPTOR_BYTES));
  const descriptor = parseVmdkDescriptor(text);
  checkDescriptor(descriptor, inspection.findings);
  inspection.findings.add("vmdk-transport", `createType is ${createType(descriptor)}`);
  const { extents } = descriptor;
  if (extents.length === 0 || extents.length > MAX_EXTENTS) {
    throw new BuildError(
      "IMAGE_DAMAGED",
      `a descriptor with ${extents.length} extents`
    );
  }
  const parts = [];
  for (const extent of extents) {
    const sizeBytes = extent.sectors * SECTOR4;
    if (extent.type === "ZERO") {
      parts.push(zeros(sizeBytes));
      continue;
    }
    const name = extent.file ?? "";
    const opened = /^[^/\\]+$/.test(name) ? await openSibling(name) : void 0;
    if (opened === void 0) {
      throw new ConfigError(
        "IMAGE_UNSUPPORTED",
        `a VMware disk whose extent "${name}" is not beside its descriptor`,
        { hint: "Put the extents of the disk into the folder of the descriptor." }
      );
    }
    inspection.keep(opened);
    switch (extent.type) {
      case "FLAT":
      case "VMFS": {
        const offset = extent.offsetSectors * SECTOR4;
        inspection.findings.check(
          offset + sizeBytes <= opened.sizeBytes,
          "vmdk-capacity",
          `extent ${name} has ${opened.sizeBytes} bytes, expected ${offset + sizeBytes}`
        );
        parts.push(openPart(opened, offset, sizeBytes));
        break;
      }
      case "SPARSE": {
        const disk = (await openSparse2(opened, inspection, false)).disk;
        if (disk === void 0) break;
        inspection.findings.check(
          disk.sizeBytes === sizeBytes,
          "vmdk-capacity",
          `extent ${name} has ${disk.sizeBytes} bytes, expected ${sizeBytes}`
        );
        parts.push(disk);
        break;
      }
      default:
        throw new ConfigError("IMAGE_UNSUPPORTED", `an extent of type ${extent.type}`);
    }
  }
  return { format: "vmdk", disk: openJoined(parts), details: detailsOf(descriptor) };
}
async function openSparse2(file, inspection, isWhole = true) {
  const { findings } = inspection;
  const header = parseVmdkHeader(await file.read(0, VMDK_HEADER_BYTES));
  const { flags, grainSectors, capacitySectors } = header;
  const isCompressed = (flags & VMDK_FLAG.compressed) !== 0;
  const hasMarkers = (flags & VMDK_FLAG.markers) !== 0;
  if (capacitySectors * SECTOR4 > LIMITS.diskBytes) {
    throw new BuildError("IMAGE_LIMIT", `a VMware disk of ${capacitySectors} sectors`);
  }
  if (isCompressed && (!hasMarkers || header.compression !== 1)) {
    throw new ConfigError(
      "IMAGE_UNSUPPORTED",
      `a VMware disk with compression ${header.compression}, ${hasMarkers ? "" : "no "}markers`
    );
  }
  findings.check(header.hasNewlines, "vmdk-newlines", "bytes 73 to 76 are not LF, space, CR, LF");
  findings.check(!header.isUncleanShutdown, "vmdk-unclean", "it was not closed");
  findings.check(
    (grainSectors & grainSectors - 1) === 0 && grainSectors > 8,
    "vmdk-grain-size",
    `a grain has ${grainSectors} sectors`
  );
  findings.check(
    header.entriesPerTable === 512,
    "vmdk-table-size",
    `a grain table has ${header.entriesPerTable} entries`
  );
  const footer = header.directorySector === void 0 ? await readVmdkFooter(file, header, findings) : header;
  const directorySector = footer.directorySector;
  if (directorySector === void 0) {
    throw new BuildError(
      "IMAGE_DAMAGED",
      "neither header nor footer has the directory"
    );
  }
  if (isCompressed) {
    findings.check(
      header.directorySector === void 0,
      "vmdk-stream",
      `the grain directory is at sector ${directorySector}, before the grains`
    );
  }
  const directory = await readDirectory(file, header, directorySector);
  const map = { header, directory };
  const grains = await checkVmdkGrains(file, map, footer.redundantDirectorySector, findings);
  const descriptor = await readDescriptor(file, header);
  if (isWhole) checkWhole(descriptor, header, findings);
  return {
    format: "vmdk",
    disk: openVmdkExtent(file, map),
    details: {
      ...descriptor === void 0 ? {} : detailsOf(descriptor),
      version: header.version,
      grainBytes: grainSectors * SECTOR4,
      grains
    }
  };
}
async function readDescriptor(file, { descriptor }) {
  if (descriptor.firstSector === 0 || descriptor.sectors === 0) return void 0;
  const length = descriptor.sectors * SECTOR4;
  if (length > MAX_DESCRIPTOR_BYTES) {
    throw new BuildError("IMAGE_LIMIT", `a descriptor of ${length} bytes`);
  }
  const text = await file.read(descriptor.firstSector * SECTOR4, length);
  return text[0] === 0 ? void 0 : parseVmdkDescriptor(text);
}
function checkWhole(descriptor, header, findings) {
  if (descriptor === void 0) {
    findings.add("vmdk-descriptor", "it has none");
    return;
  }
  checkDescriptor(descriptor, findings);
  const isCompressed = (header.flags & VMDK_FLAG.compressed) !== 0;
  const expected = isCompressed ? "streamOptimized" : "monolithicSparse";
  const found = createType(descriptor);
  findings.check(
    found === expected,
    "vmdk-create-type",
    `createType is ${found}, expected ${expected}`
  );
  findings.check(found === "streamOptimized", "vmdk-transport", `createType is ${found}`);
  const sectors = descriptor.extents.reduce((sum, extent) => sum + extent.sectors, 0);
  findings.check(
    sectors === header.capacitySectors,
    "vmdk-capacity",
    `the descriptor has ${sectors} sectors, the header ${header.capacitySectors}`
  );
}
function checkDescriptor(descriptor, findings) {
  const value = (key) => descriptor.values.get(key) ?? "";
  const parent = value("parentcid").toLowerCase();
  if (parent !== "ffffffff" && parent !== "") {
    throw new ConfigError(
      "IMAGE_UNSUPPORTED",
      `a VMware disk that needs parent ${parent}`
    );
  }
  findings.check(
    value("version") !== "" && /^[0-9a-f]{1,8}$/i.test(value("cid")) && value("createtype") !== "",
    "vmdk-descriptor",
    `version "${value("version")}", CID "${value("cid")}", createType "${value("createtype")}"`
  );
  const adapter = value("ddb.adaptertype");
  findings.check(ADAPTERS.includes(adapter), "vmdk-adapter", `ddb.adapterType is "${adapter}"`);
}
function createType(descriptor) {
  return descriptor.values.get("createtype") ?? "";
}
function detailsOf(descriptor) {
  return {
    createType: createType(descriptor),
    adapterType: descriptor.values.get("ddb.adaptertype") ?? "",
    hardwareVersion: descriptor.values.get("ddb.virtualhwversion") ?? ""
  };
}
function zeros(sizeBytes) {
  return {
    sizeBytes,
    read: async (_offset, lengthBytes) => Buffer.alloc(lengthBytes),
    close: async () => void 0
  };
}

// lib/inspect/looks-like.ts
var MAGICS = [
  [0, "\x7FELF", "an ELF program or library"],
  [0, "%PDF", "a PDF document"],
  [0, "\x89PNG", "a PNG picture"],
  [0, "\xFF\xD8\xFF", "a JPEG picture"],
  [0, "PK", "a zip archive: unpack it first"],
  [0, "7z\xBC\xAF'", "a 7-Zip archive: unpack it first"],
  [0, "BZh", "a file compressed with bzip2: decompress it first"],
  [0, '"M', "a file compressed with lz4: decompress it first"],
  [0, "\xED\xAB\xEE\xDB", "an RPM package"],
  [0, "!<arch>\n", "an ar archive, or a Debian package"],
  [0, "COWD", "a disk of VMware's old ESX servers: convert it with qemu-img"],
  [0, "MSWIM", "a Windows image (WIM)"],
  [64, "\x7F\xDA\xBE", "a disk of VirtualBox (VDI): convert it with qemu-img"],
  [0, "QED\0", "a disk in the format QED: convert it with qemu-img"],
  [0, "-----BEGIN PGP", "a signature or key of OpenPGP"],
  [0, "#!", "a script"],
  [0, "<?xml", "an XML document"],
  [0, "\xD0\r\xFE\xED", "a device tree"]
];
function describeContent(head, sizeBytes) {
  if (sizeBytes === 0) return "an empty file";
  const text = head.toString("latin1");
  const known = MAGICS.find(([offset, magic]) => text.startsWith(magic, offset));
  if (known !== void 0) return known[2];
  if (head.every((byte) => byte === 0)) return `${sizeBytes} bytes that start with zeros`;
  if (/^\s*(<!doctype html|<html)/i.test(text)) return "a page of HTML: the download failed";
  if (/^\s*[{[]/.test(text) && isText(head)) return "JSON";
  if (isText(head)) return "a text file";
  return `data that starts with ${head.toString("hex", 0, 8)}`;
}
function isText(head) {
  return head.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}

// lib/inspect/open-image.ts
var MAX_SAMPLE = 64;
var HEAD_BYTES2 = 7e4;
var SUFFIXES = { gzip: "raw.gz", xz: "raw.xz", zstd: "raw.zst" };
var NO_PLACE = { openSibling: async () => void 0, compression: "none" };
async function openImage(file, inspection, place) {
  const head = await readUpTo(file, 0, HEAD_BYTES2);
  const text = (at, length) => head.toString("latin1", at, at + length);
  const compression = detectCompression(head);
  if (compression !== void 0) {
    return openCompressed(file, compression, inspection);
  }
  const inner = (part) => inspection.deeper(() => openImage(part, inspection, NO_PLACE));
  if (text(0, 4) === "QFI\xFB") return openQcow2(file, inspection);
  if (text(0, 4) === "KDMV" || /^# *disk *descriptorfile/i.test(text(0, 32))) {
    return openVmdk(file, inspection, place.openSibling);
  }
  if (text(0, 8) === "vhdxfile") return openVhdx(file, inspection);
  const end = await readUpTo(file, Math.max(file.sizeBytes - 512, 0), 8);
  if (text(0, 8) === "conectix" || end.toString("latin1") === "conectix") {
    return openVhd(file, inspection);
  }
  if (text(32769, 5) === "CD001") return openIso(file, inspection);
  if (head.length >= 512 && isTarHeader(head.subarray(0, 512))) {
    return openTar(file, place.compression, inspection, inner);
  }
  if (isKernel(head) || isCpio(head) || text(0, 2) === "MZ") {
    const opened = await openBootFile(file, inspection);
    if (opened !== void 0) return opened;
  }
  if (isDisk(head)) return { format: "raw", disk: file, details: {} };
  throw new ConfigError(
    "NOT_AN_IMAGE",
    `not an image in a format that is known: it looks like ${describeContent(head.subarray(0, 512), file.sizeBytes)}`
  );
}
async function openFolder(files, inspection) {
  const inner = (part) => inspection.deeper(() => openImage(part, inspection, NO_PLACE));
  if (isOciLayout(files)) return openContainerDisk(files, inspection, inner);
  if (await hasKernel(files)) return openBootFiles(files, inspection);
  throw new ConfigError(
    "NOT_AN_IMAGE",
    "a folder that is neither an OCI image layout nor has a kernel in it"
  );
}
async function openCompressed(file, compression, inspection) {
  const opened = await inspection.deeper(async () => {
    const frame = compression === "zstd" ? await zstdFrameBytes(openWindowed(file)) : file.sizeBytes;
    if (frame < file.sizeBytes) {
      const first = await unpack(openPart(file, 0, frame), compression, inspection);
      const initrd = isCpio(await readUpTo(first, 0, 16)) && await openBootFile(file, inspection);
      if (initrd) return initrd;
    }
    const content = await unpack(file, compression, inspection);
    return openImage(content, inspection, { ...NO_PLACE, compression });
  });
  const format = opened.format === "raw" ? SUFFIXES[compression] : opened.format;
  return { ...opened, format, details: { ...opened.details, compression } };
}
async function openTar(archive, compression, inspection, inner) {
  const members = [];
  let isWhole = true;
  for await (const member of readTar(archive)) {
    if (members.length >= MAX_SAMPLE) {
      isWhole = false;
      break;
    }
    members.push(member);
  }
  if (isWhole) {
    const files = filesOf(members);
    if (members.some(({ name }) => /\.ovf$/i.test(name)))
      return openOva(members, inspection, inner);
    if (isOciLayout(files)) return openContainerDisk(files, inspection, inner);
    if (isGce(members)) return openGce(members, compression, inspection);
    if (files.length <= 16 && await hasKernel(files)) return openBootFiles(files, inspection);
  }
  return openRootArchive(archive, compression, inspection);
}
async function openBootFile(file, inspection) {
  const found = await readBootFile(file, "it", inspection);
  switch (found.kind) {
    case "kernel":
      return { format: "kernel", details: found.details };
    case "uki":
      return {
        format: "uki",
        details: found.details,
        ...found.bootLoader === void 0 ? {} : { bootLoaders: [found.bootLoader] }
      };
    case "initrd":
      inspection.findings.check(found.hasInit, "initrd-init", "it has none");
      return { format: "initrd", details: found.details };
    default:
      return void 0;
  }
}
function isDisk(head) {
  if (head.length >= 512 && head.readUInt16LE(510) === 43605) return true;
  const isGpt = [512, 4096].some((at) => head.toString("latin1", at, at + 8) === "EFI PART");
  return isGpt || parseFileSystem(head) !== void 0;
}

// lib/inspect/inspect-image.ts
async function inspectImage(path, options = {}) {
  const inspection = new Inspection(options.platform, options.tempFolder);
  try {
    const isFolder = (await stat3(path).catch(() => void 0))?.isDirectory() === true;
    return isFolder ? await inspectFolder(path, inspection, options) : await inspectFile(path, inspection, options);
  } catch (error) {
    throw placed(error, path);
  } finally {
    await inspection.close();
  }
}
async function inspectFile(path, inspection, options) {
  const file = inspection.keep(await openFile(path));
  const opened = await openImage(file, inspection, {
    ...NO_PLACE,
    openSibling: async (name) => {
      const sibling = join2(dirname(path), name);
      const found = await lstat(sibling).catch(() => void 0);
      return found?.isFile() === true ? openFile(sibling) : void 0;
    }
  });
  const { sizeBytes, sha256: sha2562 } = options.digest ?? await digestFile(path);
  return reportOf({ path, fileSizeBytes: sizeBytes, sha256: sha2562 }, opened, inspection, options);
}
async function inspectFolder(path, inspection, options) {
  const files = await readFolder2(path, inspection);
  const opened = await openFolder(files, inspection);
  const fileSizeBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return reportOf({ path, fileSizeBytes }, opened, inspection, options);
}
async function reportOf(base, opened, inspection, { withContents = false }) {
  const { disk, isHybrid = false, bootLoaders = [], fileSystems = [] } = opened;
  const { findings } = inspection;
  const onDisk = disk === void 0 ? void 0 : await readDisk(disk, findings, isHybrid);
  const contents = disk === void 0 || !withContents ? {} : { contentSha256: await digestContents(disk) };
  return {
    path: base.path,
    format: opened.format,
    fileSizeBytes: base.fileSizeBytes,
    ...disk === void 0 ? {} : { virtualSizeBytes: disk.sizeBytes },
    ...base.sha256 === void 0 ? {} : { sha256: base.sha256 },
    ...contents,
    partitions: onDisk?.partitions ?? [],
    fileSystems: [...fileSystems, ...onDisk?.fileSystems ?? []],
    bootLoaders: [...bootLoaders, ...onDisk?.bootLoaders ?? []],
    details: { ...opened.details, ...onDisk?.details ?? {} },
    findings: findings.list()
  };
}
function placed(error, path) {
  if (error instanceof TreesmithError && error.place === void 0) {
    const details = {
      place: { file: path },
      cause: error.cause,
      ...error.hint === void 0 ? {} : { hint: error.hint }
    };
    const Kind = error instanceof ConfigError ? ConfigError : BuildError;
    return new Kind(
      error.code,
      error.message.replaceAll(/[^\n\x20-\x7e\u00a0-\uffff]+/g, "?"),
      details
    );
  }
  const { code, syscall } = error;
  if (syscall === "read" && code !== void 0) {
    return new ConfigError("IMAGE_UNREADABLE", `${path} cannot be read: ${code}`, {
      cause: error
    });
  }
  return error;
}

// lib/build/conformance.ts
var PLATFORM_RULES = {
  ova: "vmware",
  vhd: "azure"
};
async function assertConformant({ path, format }, digest, log) {
  const platform = PLATFORM_RULES[format];
  const { findings } = await inspectImage(path, {
    ...digest === void 0 ? {} : { digest },
    ...platform === void 0 ? {} : { platform }
  });
  for (const { severity, rule, clause, message } of findings) {
    if (severity === "warning") log.warn(`${path}: ${message} (${rule}: ${clause})`);
  }
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const lines = errors.map(({ rule, clause, message }) => `${message} (${rule}: ${clause})`);
  throw new BuildError(
    "NOT_CONFORMANT",
    `${path} breaks rules of its format:
${lines.join("\n")}`,
    { hint: 'This is a defect of Treesmith: please report it. "inspect-image" shows the rest.' }
  );
}

// lib/build/image.ts
async function runImages(workspace, options) {
  const images = chooseImages(workspace, options.names);
  await assertToolsOf("image", { ...workspace.remix, images });
  const { signing, lockfile } = options;
  const commits = await runCompose(workspace, {
    signing,
    ...lockfile === void 0 ? {} : { lockfile }
  });
  const outcomes = [];
  for (const compose of commits) {
    const own = images.filter(
      ({ architectures }) => architectures.length === 0 || architectures.includes(compose.basearch)
    );
    const stage = () => imagesOf(workspace, own, compose, options);
    const title = `Images of ${compose.basearch}`;
    outcomes.push(...await currentTimeline().span(title, { kind: "phase" }, stage));
  }
  await recordOutcome(workspace.outDir, { remix: workspace.remix.name, images: outcomes });
  return outcomes;
}
function chooseImages({ remix }, names) {
  const known = remix.images.map(({ name }) => name);
  const unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0 || names !== void 0 && known.length === 0) {
    throw new ConfigError(
      "NO_IMAGE",
      `remix.yaml has no image named ${unknown.join(", ")}`,
      { place: { file: remix.path }, hint: `It has: ${known.join(", ") || "none"}.` }
    );
  }
  return remix.images.filter(({ name }) => names === void 0 || names.includes(name));
}
async function imagesOf(workspace, images, compose, { check = false, signing }) {
  const { store, outDir } = workspace;
  const publicKey = signing === void 0 ? void 0 : await exportPublicKey(signing);
  const jobs = images.map((spec) => ({
    spec,
    key: imageKey(workspace, spec, compose, publicKey),
    path: join3(outDir, "images", imageFileName(workspace, spec, compose.basearch))
  }));
  const records = /* @__PURE__ */ new Map();
  for (const job of check ? [] : jobs) {
    const record = await readRecord(store, "image", job.key);
    if (record !== void 0 && await isThere(job.path, record)) records.set(job, record);
  }
  const missing = jobs.filter((job) => !records.has(job));
  const startedMs = performance.now();
  if (missing.length > 0) {
    var _stack = [];
    try {
      const temporary = __using(_stack, await makeTempDir(), true);
      const keyPath = join3(temporary.path, "key.asc");
      if (publicKey !== void 0) await writeFileAtomic(keyPath, publicKey);
      const make = (wanted2, workDir) => makeAsRoot(workspace, compose, wanted2, {
        workDir,
        ...publicKey === void 0 ? {} : { gpgKeyPath: keyPath }
      });
      const wanted = missing.map(({ spec, path }) => ({ spec, output: path }));
      const made = await make(wanted, join3(store.path, "work", "image"));
      if (check) {
        const again = wanted.map(({ spec }, index) => ({
          spec,
          output: join3(temporary.path, "again", String(index))
        }));
        assertSame(made, await make(again, temporary.path), missing);
      }
      for (const [index, job] of missing.entries()) {
        const record = await recordOf(job.path, made[index]?.files ?? []);
        const [file] = record.files.filter(({ name }) => name === "");
        await assertConformant({ path: job.path, format: job.spec.format }, file, workspace.log);
        await writeRecord(store, "image", job.key, record);
        records.set(job, record);
      }
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  return jobs.map((job) => {
    const { spec, path } = job;
    const files = records.get(job)?.files ?? [];
    const cached2 = !missing.includes(job);
    return {
      name: spec.name,
      basearch: compose.basearch,
      format: spec.format,
      path,
      sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
      sha256: sha256Of(files),
      commit: compose.commit,
      inputHash: imageInputHash(workspace, compose, compose.inputHash, spec),
      cached: cached2,
      seconds: cached2 ? 0 : seconds
    };
  });
}
function imageKey({ remix }, image, compose, publicKey) {
  return stageKey("image", IMAGE_VERSION, {
    commit: compose.commit,
    ref: compose.ref,
    basearch: compose.basearch,
    image: imageInputs(image),
    osName: remix.name,
    remote: remix.ostreeRemote === void 0 ? null : { ...remix.ostreeRemote },
    publicKey: publicKey ?? null
  });
}
function makeAsRoot(workspace, { commit, ref, basearch }, images, { workDir, gpgKeyPath }) {
  const { remix, repoPath } = workspace;
  const outputs = images.map(({ output }) => output);
  return runAsRoot(
    "images",
    {
      ...{ repoPath, commit, ref, basearch, images, workDir, osName: remix.name },
      ...remix.ostreeRemote === void 0 ? {} : { remote: remix.ostreeRemote },
      ...gpgKeyPath === void 0 ? {} : { gpgKeyPath }
    },
    { folders: [.../* @__PURE__ */ new Set([...outputs.map(dirname2), workDir])], outputs: [...outputs, workDir] },
    workspace
  );
}
async function isThere(path, { files }) {
  for (const { name, sizeBytes, mtimeMs } of files) {
    const found = await stat4(join3(path, name)).catch(() => void 0);
    const isSame = found?.isFile() === true && found.size === sizeBytes;
    if (!isSame || found.mtimeMs !== mtimeMs) return false;
  }
  return files.length > 0;
}
async function recordOf(path, made) {
  const files = [];
  for (const { path: file, sizeBytes, sha256: sha2562 } of made) {
    const { mtimeMs } = await stat4(file);
    files.push({ name: relative(path, file), sizeBytes, sha256: sha2562, mtimeMs });
  }
  return { files };
}
function sha256Of(files) {
  const [only] = files;
  if (only?.name === "") return only.sha256;
  return sha256(files.map((file) => `${file.sha256}  ${file.name}
`).join(""));
}
function assertSame(made, again, jobs) {
  const digests = ({ files }) => files.map((file) => file.sha256).join(", ");
  for (const [index, { spec }] of jobs.entries()) {
    const [first, second] = [made[index], again[index]].map(
      (image) => image === void 0 ? "" : digests(image)
    );
    if (first === second) continue;
    throw new BuildError(
      "NOT_REPRODUCIBLE",
      `image ${spec.name} has other bytes when it is made again: ${first}, then ${second}`
    );
  }
}
function imageFileName({ remix }, image, basearch) {
  const alone = remix.images.filter(({ format }) => format === image.format).length === 1;
  const name = alone ? remix.name : `${remix.name}-${image.name}`;
  return `${name}-${basearch}.${FORMAT_FACTS[image.format].suffix.replace(/\/$/, "")}`;
}

export {
  GPT_HEAD_BYTES,
  parseGpt,
  inspectImage,
  runImages
};
