import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  parseGptEntries,
  parseGptHeader
} from "./chunk-TA5WWN5A.mjs";
import {
  QCOW2_HEADER_BYTES,
  QCOW2_INCOMPATIBLE,
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
  parseBatEntry,
  parseL1Entry,
  parseL2Entry,
  parseQcow2Header,
  parseVhdDynamicHeader,
  parseVhdFooter,
  parseVhdxHeader,
  parseVhdxMetadataTable,
  parseVhdxRegions,
  parseVmdkDescriptor,
  parseVmdkHeader,
  parseVmdkMarker
} from "./chunk-UK7NN43H.mjs";
import {
  PARTITION_TYPES
} from "./chunk-JY3YNXT2.mjs";
import {
  MAX_MANIFEST_BYTES,
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  require_saxes
} from "./chunk-MRV3FBH2.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import {
  openDecompressed
} from "./chunk-FJOYASBV.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  explainFileError
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  TAR_BLOCK_BYTES,
  isTarHeader,
  parsePaxRecords,
  parseSparseExtension,
  parseTarHeader
} from "./chunk-OTENVE5P.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import {
  __toESM
} from "./chunk-FIQGJKUD.mjs";

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
  diskBytes: 70368744177664,
  /** Bytes that one piece of a file (a table, a folder, a compressed block) may have. */
  pieceBytes: 67108864,
  /** Bytes of a compressed file when it is unpacked, with its holes. */
  unpackedBytes: 274877906944,
  /** Bytes of it that are not in holes: what it takes of the temporary folder. */
  unpackedDataBytes: 34359738368,
  /** Files within files: an OCI archive holds a compressed layer that holds a disk. */
  depth: 5,
  /** Clusters, blocks or grains whose use is recorded. */
  blocks: 16777216,
  /** Tables of a disk that are read one by one. */
  tables: 1048576,
  /** Members of an archive. */
  members: 1e6,
  /** Bytes of all their names. */
  nameBytes: 268435456,
  /** Parts of a sparse file in an archive. */
  sparseChunks: 1e6,
  /** Files and folders of an ESP or ISO. */
  directoryEntries: 2e4,
  /** Bytes of one folder of them. */
  directoryBytes: 4194304,
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
  let file, sizeBytes;
  try {
    let found = await stat(path);
    if (!found.isFile()) throw new Error("it is no regular file");
    sizeBytes = found.size, file = await open(path, "r");
  } catch (error) {
    let why = error instanceof Error ? error.message : String(error);
    throw new ConfigError("IMAGE_UNREADABLE", `${path} cannot be read: ${why}`, {
      cause: error
    });
  }
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      let bytes = Buffer.alloc(lengthBytes);
      for (let done = 0; done < lengthBytes; ) {
        let { bytesRead } = await file.read(bytes, done, lengthBytes - done, offsetBytes + done);
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
    read: async (offsetBytes, lengthBytes) => (assertWithin(offsetBytes, lengthBytes, bytes.length), bytes.subarray(offsetBytes, offsetBytes + lengthBytes)),
    close: async () => {
    }
  };
}
function openPart(whole, offsetBytes, sizeBytes) {
  if (!isWithin(offsetBytes, sizeBytes, whole.sizeBytes))
    throw truncated(offsetBytes, sizeBytes, whole.sizeBytes);
  return {
    sizeBytes,
    read: (at, lengthBytes) => (assertWithin(at, lengthBytes, sizeBytes), whole.read(offsetBytes + at, lengthBytes)),
    close: async () => {
    }
  };
}
async function readUpTo(disk, offsetBytes, lengthBytes) {
  let length = Math.min(lengthBytes, disk.sizeBytes - offsetBytes);
  return length > 0 ? disk.read(offsetBytes, length) : Buffer.alloc(0);
}
function isWithin(offsetBytes, lengthBytes, sizeBytes) {
  return offsetBytes >= 0 && lengthBytes >= 0 && offsetBytes + lengthBytes <= sizeBytes;
}
function assertWithin(offsetBytes, lengthBytes, sizeBytes) {
  if (!isWithin(offsetBytes, lengthBytes, sizeBytes))
    throw truncated(offsetBytes, lengthBytes, sizeBytes);
  if (lengthBytes > LIMITS.pieceBytes)
    throw new BuildError(
      "IMAGE_LIMIT",
      `a piece of ${lengthBytes} bytes, more than ${LIMITS.pieceBytes}`
    );
}
function truncated(offsetBytes, lengthBytes, endBytes) {
  return new BuildError(
    "IMAGE_TRUNCATED",
    `${lengthBytes} bytes at ${offsetBytes} do not lie within the ${endBytes} bytes that are there`
  );
}

// lib/inspect/unpack.ts
var CHUNK_BYTES = 1024 * 1024, PAGE_BYTES = 64 * 1024, ZEROS = Buffer.alloc(PAGE_BYTES);
function detectCompression(head) {
  if (head.length >= 3 && head.readUIntBE(0, 3) === 2067208) return "gzip";
  if (head.toString("latin1", 0, 6) === "\xFD7zXZ\0") return "xz";
  if (head.length >= 4 && head.readUInt32LE(0) === 4247762216) return "zstd";
}
async function unpack(file, compression, inspection) {
  let path = await inspection.temporaryPath(), source = Readable.from(chunksOf(file), { objectMode: !1, highWaterMark: CHUNK_BYTES }), unpacked = openDecompressed(source, compression, Number.MAX_SAFE_INTEGER);
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
  let file = await open2(path, "wx", 384), size = 0;
  try {
    for await (let chunk of source) {
      let stored = 0;
      for (let at = 0; at < chunk.length; at += PAGE_BYTES) {
        let page = chunk.subarray(at, at + PAGE_BYTES);
        page.equals(page.length === PAGE_BYTES ? ZEROS : ZEROS.subarray(0, page.length)) || (await file.write(page, 0, page.length, size + at), stored += page.length);
      }
      size += chunk.length, inspection.countUnpacked(chunk.length, stored);
    }
    await file.truncate(size);
  } finally {
    await file.close();
  }
}
async function* chunksOf(file) {
  for (let at = 0; at < file.sizeBytes; at += CHUNK_BYTES)
    yield await file.read(at, Math.min(CHUNK_BYTES, file.sizeBytes - at));
}

// lib/inspect/content-digest.ts
async function digestContents(file, algorithm = "sha256") {
  let hash = createHash(algorithm);
  for await (let chunk of chunksOf(file)) hash.update(chunk);
  return hash.digest("hex");
}

// lib/filesystem/fat.ts
function parseFat(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 512 || data.readUInt16LE(510) !== 43605 || data[0] !== 235 && data[0] !== 233) return;
  let sectorBytes = data.readUInt16LE(11), clusterSectors = data[13] ?? 0, reserved = data.readUInt16LE(14), tables = data[16] ?? 0, rootEntries = data.readUInt16LE(17), sectors = data.readUInt16LE(19) || data.readUInt32LE(32), tableSectors = data.readUInt16LE(22) || data.readUInt32LE(36);
  if (![512, 1024, 2048, 4096].includes(sectorBytes) || clusterSectors === 0 || (clusterSectors & clusterSectors - 1) !== 0 || reserved === 0 || tables === 0 || tables > 2 || tableSectors === 0) return;
  let rootOffset = (reserved + tables * tableSectors) * sectorBytes, rootBytes = rootEntries * 32, dataOffset = Math.ceil((rootOffset + rootBytes) / sectorBytes) * sectorBytes, clusterBytes = clusterSectors * sectorBytes, clusters = Math.floor((sectors * sectorBytes - dataOffset) / clusterBytes);
  if (clusters < 1) return;
  let bits = clusters < 4085 ? 12 : clusters < 65525 ? 16 : 32, is32 = rootEntries === 0;
  if (is32 !== (data.readUInt16LE(22) === 0)) return;
  let extended = is32 ? 64 : 36;
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
    isChecksumRight: !0,
    details: { fatBits: fat.bits }
  };
}
function parseFatLink(table, cluster, fat) {
  let data = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
  (cluster < 2 || cluster >= fat.clusters + 2) && fail(`cluster ${cluster} is out of bounds`);
  let at = fat.bits === 12 ? Math.floor(cluster * 1.5) : cluster * (fat.bits / 8);
  at + (fat.bits === 32 ? 4 : 2) > data.length && fail("its allocation table is too short");
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
  let end = fat.bits === 32 ? 268435448 : 2 ** fat.bits - 8;
  return next >= end ? void 0 : next;
}
function parseFatDirectory(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), entries = [], long = "";
  for (let at = 0; at + 32 <= data.length; at += 32) {
    let record = data.subarray(at, at + 32), first = record[0] ?? 0, attributes = record[11] ?? 0;
    if (first === 0) break;
    if (first === 229)
      long = "";
    else if ((attributes & 63) === 15)
      long = (first & 64) === 0 ? longPiece(record) + long : longPiece(record);
    else {
      let isLabel = (attributes & 8) !== 0, short = isLabel ? labelText(record.subarray(0, 11)) : shortName(record), name = isLabel || long === "" ? short ?? "" : long;
      if (long = "", name === "." || name === "..") continue;
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
  let units = Buffer.concat([
    record.subarray(1, 11),
    record.subarray(14, 26),
    record.subarray(28, 32)
  ]).toString("utf16le"), end = units.search(/[\0\uffff]/);
  return end === -1 ? units : units.slice(0, end);
}
function shortName(record) {
  let flags = record[12] ?? 0, text = (from, to, isLower) => {
    let piece = record.toString("latin1", from, to).trimEnd();
    return isLower ? piece.toLowerCase() : piece;
  }, base = text(0, 8, (flags & 8) !== 0), extension = text(8, 11, (flags & 16) !== 0);
  return extension === "" ? base : `${base}.${extension}`;
}
function labelText(bytes) {
  let text = bytes.toString("latin1").replace(/[\0 ]+$/, "");
  return text === "" || text === "NO NAME" ? void 0 : text;
}
function serialText(serial) {
  let hex = serial.toString(16).toUpperCase().padStart(8, "0");
  return `${hex.slice(0, 4)}-${hex.slice(4)}`;
}
function fail(what) {
  throw new BuildError("FILESYSTEM_BAD", `not a sound FAT file system: ${what}`);
}

// lib/inspect/disks/fat.ts
var MAX_DEPTH = 16;
async function readFatFiles(disk) {
  if (disk.sizeBytes < 512) return;
  let fat = parseFat(await disk.read(0, 512));
  if (fat === void 0) return;
  let table = await disk.read(fat.tableOffset, fat.tableBytes), files = [], seen = /* @__PURE__ */ new Set(), count = 0;
  async function walk(entries, prefix, depth) {
    for (let entry of entries) {
      if (count += 1, (count > LIMITS.directoryEntries || depth > MAX_DEPTH) && limit("a FAT with more files or deeper folders than is accepted"), entry.isLabel) continue;
      let path = `${prefix}${entry.name}`;
      if (!entry.isFolder) {
        let { sizeBytes, firstCluster } = entry, open3 = async () => openFatFile(disk, fat, chain(table, fat, firstCluster), sizeBytes);
        files.push({ path, sizeBytes, open: open3 });
        continue;
      }
      if (seen.has(entry.firstCluster))
        throw new BuildError(
          "IMAGE_DAMAGED",
          `folder ${path} of a FAT is below itself`
        );
      seen.add(entry.firstCluster);
      let clusters = chain(table, fat, entry.firstCluster);
      await walk(await readFolder(disk, fat, clusters), `${path}/`, depth + 1);
    }
  }
  let root = fat.bits === 32 ? await readFolder(disk, fat, chain(table, fat, fat.rootCluster)) : parseFatDirectory(await disk.read(fat.rootOffset, fat.rootBytes));
  return await walk(root, "", 0), files;
}
function chain(table, fat, first) {
  let clusters = [];
  for (let next = first; next !== void 0 && next !== 0; ) {
    if (clusters.push(next), clusters.length > fat.clusters)
      throw new BuildError("IMAGE_DAMAGED", "a chain of clusters of a FAT has no end");
    next = parseFatLink(table, next, fat);
  }
  return clusters;
}
async function readFolder(disk, fat, clusters) {
  let sizeBytes = clusters.length * fat.clusterBytes;
  sizeBytes > LIMITS.directoryBytes && limit(`a folder of ${sizeBytes} bytes in a FAT`);
  let file = openFatFile(disk, fat, clusters, sizeBytes);
  return parseFatDirectory(await file.read(0, sizeBytes));
}
function openFatFile(disk, fat, clusters, sizeBytes) {
  if (sizeBytes > clusters.length * fat.clusterBytes)
    throw new BuildError(
      "IMAGE_DAMAGED",
      `a file of ${sizeBytes} bytes has ${clusters.length} clusters in a FAT`
    );
  let { clusterBytes, dataOffset } = fat;
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      let bytes = Buffer.alloc(lengthBytes);
      for (let done = 0; done < lengthBytes; ) {
        let index = Math.floor((offsetBytes + done) / clusterBytes), from = offsetBytes + done - index * clusterBytes, run = 1;
        for (; clusters[index + run] === (clusters[index] ?? 0) + run; ) run += 1;
        let length = Math.min(run * clusterBytes - from, lengthBytes - done), at = dataOffset + ((clusters[index] ?? 0) - 2) * clusterBytes + from;
        (await disk.read(at, length)).copy(bytes, done), done += length;
      }
      return bytes;
    },
    close: async () => {
    }
  };
}
function limit(what) {
  throw new BuildError("IMAGE_LIMIT", what);
}

// lib/inspect/pe.ts
var MACHINES = /* @__PURE__ */ new Map([
  [34404, "x86_64"],
  [332, "ia32"],
  [43620, "aarch64"],
  [450, "arm"],
  [20580, "riscv64"],
  [25188, "loongarch64"]
]), EFI_SUBSYSTEMS = [10, 11, 12];
function parsePe(head) {
  if (head.length < 64 || head.toString("latin1", 0, 2) !== "MZ") return;
  let at = head.readUInt32LE(60);
  if (at + 24 > head.length || head.toString("latin1", at, at + 4) !== "PE\0\0") return;
  let machine = head.readUInt16LE(at + 4), sectionCount = head.readUInt16LE(at + 6), optional = at + 24, optionalBytes = head.readUInt16LE(at + 20), table = optional + optionalBytes;
  if (optionalBytes < 96 || table + sectionCount * 40 > head.length) return;
  let isWide = head.readUInt16LE(optional) === 523, signature = optional + (isWide ? 112 : 96) + 32;
  return {
    architecture: MACHINES.get(machine) ?? `0x${machine.toString(16)}`,
    isEfi: EFI_SUBSYSTEMS.includes(head.readUInt16LE(optional + 68)),
    isSigned: signature + 8 <= table && head.readUInt32LE(signature + 4) > 0,
    sections: Array.from({ length: sectionCount }, (_, index) => {
      let section = head.subarray(table + index * 40, table + index * 40 + 40);
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
var MAX_TEXT_BYTES = 4096, CONTROL = /[^\x20-\x7e\u00a0-\uffff]+/g;
async function readEfiProgram(file, path, findings) {
  let head = await readUpTo(file, 0, 8192), pe = parsePe(head);
  if (pe === void 0) return;
  let isSound = pe.sections.every(
    ({ offsetBytes, sizeBytes }) => sizeBytes === 0 || isWithin(offsetBytes, sizeBytes, file.sizeBytes)
  );
  findings.check(
    isSound && pe.isEfi,
    "pe-sound",
    isSound ? `${path} is no EFI program` : `a section of ${path} lies beyond its end`
  );
  let text = (name) => readText(file, pe, name), sbat = await text(".sbat"), base = { isSigned: pe.isSigned }, names = pe.sections.map(({ name }) => name);
  if (names.includes(".linux")) {
    let missing = [".linux", ".initrd", ".osrel"].filter((name) => !names.includes(name));
    findings.check(missing.length === 0, "uki-sections", `${path} has no ${missing.join(", ")}`);
    let sections = pe.sections.map(
      ({ name, virtualBytes }) => ({ name, sizeBytes: virtualBytes })
    ), osRelease = /^PRETTY_NAME="?([^"\n]*)/m.exec(await text(".osrel"))?.[1] ?? "", details = {
      ...base,
      kernel: clean(await text(".uname")),
      arguments: clean(await text(".cmdline")),
      osRelease: clean(osRelease),
      sections
    };
    return { kind: "uki", architecture: pe.architecture, details };
  }
  let version = /LoaderInfo: systemd-boot (\S+)/.exec(await text(".sdmagic"))?.[1];
  return version !== void 0 ? { kind: "systemd-boot", architecture: pe.architecture, details: { ...base, version } } : { kind: names.includes("mods") ? "grub" : /^shim,/m.test(sbat) ? "shim" : head.toString("latin1", 514, 518) === "HdrS" || head.toString("latin1", 56, 60) === "ARMd" ? "kernel" : "unknown", architecture: pe.architecture, details: base };
}
async function readText(file, pe, name) {
  let section = pe.sections.find((item) => item.name === name);
  if (section === void 0) return "";
  let length = Math.min(
    section.virtualBytes || section.sizeBytes,
    section.sizeBytes,
    MAX_TEXT_BYTES
  );
  return isWithin(section.offsetBytes, length, file.sizeBytes) ? (await file.read(section.offsetBytes, length)).toString("utf8").replace(/\0+$/, "") : "";
}
function clean(text) {
  return text.replaceAll(CONTROL, " ").trim();
}

// lib/inspect/grub-bios.ts
var KERNEL_SECTOR = 92, FIRST_BLOCK = 500, MAX_BLOCKS = 32;
async function readGrubBios(disk, { mbr, kind, sectorBytes, partitions }, findings, isHybrid) {
  if (mbr?.hasCode !== !0 || sectorBytes !== 512 || kind === "none") return;
  let boot = await disk.read(0, 512), strings = boot.toString("latin1", 0, 440);
  if (!strings.includes("GRUB"))
    return { firmware: "bios", kind: ["ISOLINUX", "SYSLINUX", "isolinux.bin"].find((text) => strings.includes(text)) === void 0 ? "unknown" : "syslinux", details: {} };
  if (isHybrid) return { firmware: "bios", kind: "grub", details: {} };
  let coreSector = Number(boot.readBigUInt64LE(KERNEL_SECTOR)), place = partitions.find(({ type }) => type === PARTITION_TYPES.biosBoot), firstByte = Math.min(...partitions.map(({ offsetBytes }) => offsetBytes), disk.sizeBytes), range = place ?? (kind === "mbr" ? { offsetBytes: 512, sizeBytes: firstByte - 512 } : void 0), blocks2 = isWithin(coreSector * 512, 512, disk.sizeBytes) ? readBlockList(await disk.read(coreSector * 512, 512)) : [], spans = [{ sector: coreSector, sectors: 1 }, ...blocks2], isInside = range !== void 0 && blocks2.length > 0 && spans.every(
    ({ sector, sectors }) => isWithin(sector * 512 - range.offsetBytes, sectors * 512, range.sizeBytes)
  );
  findings.check(
    isInside,
    "grub-core",
    range === void 0 ? "the boot sector is of GRUB, but there is no BIOS boot partition" : `boot.img loads sector ${coreSector}, and that ${blocks2.map(({ sector, sectors }) => `${sectors} from ${sector}`).join(", ") || "nothing"}`
  );
  let sizeBytes = spans.reduce((sum, { sectors }) => sum + sectors, 0) * 512;
  return {
    firmware: "bios",
    kind: "grub",
    ...place === void 0 ? {} : { partition: place.number },
    sizeBytes,
    details: { coreSector }
  };
}
function readBlockList(sector) {
  let blocks2 = [];
  for (let at = FIRST_BLOCK; blocks2.length < MAX_BLOCKS && at >= 0; at -= 12) {
    let sectors = sector.readUInt16LE(at + 8);
    if (sectors === 0) break;
    blocks2.push({ sector: Number(sector.readBigUInt64LE(at)), sectors });
  }
  return blocks2;
}

// lib/inspect/boot-loaders.ts
var PROGRAM = /^EFI\/([^/]+\/)+[^/]+\.efi$/i, REMOVABLE = /^EFI\/BOOT\/BOOT(X64|AA64|IA32|ARM|RISCV64|LOONGARCH64)\.EFI$/i, MAX_PROGRAMS = 64;
async function readBootLoaders(disk, table, fileSystems, findings, isHybrid) {
  let found = [], bios = await readGrubBios(disk, table, findings, isHybrid);
  bios !== void 0 && found.push(bios);
  for (let partition of table.partitions) {
    let fat = fileSystems.find(
      ({ partition: number, type }) => number === partition.number && type === "vfat"
    ), isEsp = isEfiSystem(partition);
    if (isEsp && fat === void 0 && findings.add("esp-fat", `partition ${partition.number} holds no FAT`), fat === void 0) continue;
    let part = openPart(disk, partition.offsetBytes, partition.sizeBytes), programs = await readEsp(part, partition.number, findings);
    isEsp && findings.check(
      programs.some(({ path }) => REMOVABLE.test(path ?? "")),
      "esp-removable-path",
      `partition ${partition.number} has no EFI/BOOT/BOOT*.EFI`
    ), found.push(...programs);
  }
  return table.partitions.length > 0 && findings.check(found.length > 0, "disk-bootable", "there is no boot loader on it"), found;
}
async function readEsp(part, partition, findings) {
  let files;
  try {
    files = await readFatFiles(part) ?? [];
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    return findings.add("fat-tables", error.message), [];
  }
  let found = [];
  for (let file of files.filter(({ path }) => PROGRAM.test(path)).slice(0, MAX_PROGRAMS)) {
    let program = await readProgram(file, findings);
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
    let program = await readEfiProgram(await file.open(), file.path, findings);
    return program === void 0 && findings.add("pe-sound", `${file.path} is no PE file`), program;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    findings.add("fat-tables", `${file.path}: ${error.message}`);
    return;
  }
}
function isEfiSystem({ type }) {
  return type === PARTITION_TYPES.efiSystem || type === "0xef";
}

// lib/filesystem/file-system.ts
function formatUuid(bytes) {
  if (bytes.every((byte) => byte === 0)) return;
  let hex = Buffer.from(bytes).toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20)
  ].join("-");
}
function parseLabel(bytes) {
  let data = Buffer.from(bytes), end = data.indexOf(0);
  return data.toString("utf8", 0, end === -1 ? data.length : end) || void 0;
}

// lib/filesystem/btrfs.ts
var BTRFS_SUPERBLOCK_OFFSET = 65536;
function parseBtrfs(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 4096 || data.toString("latin1", 64, 72) !== "_BHRfS_M") return;
  let checksum = data.readUInt16LE(196);
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
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 128 || data.readUInt32LE(0) !== 3774210530) return;
  let blockShift = data[12] ?? 0;
  if (blockShift < 9 || blockShift > 16) return;
  let blockBytes = 2 ** blockShift;
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
  let length = blockBytes > 1024 ? blockBytes - 1024 : blockBytes;
  if (length > data.length) return !0;
  let summed = Buffer.from(data.subarray(0, length));
  return summed.writeUInt32LE(0, 4), ~crc32c(summed) >>> 0 === data.readUInt32LE(4);
}

// lib/filesystem/ext4.ts
var COMPAT_JOURNAL = 4, INCOMPAT = { extents: 64, bits64: 128, flexGroups: 512, recover: 4 }, RO_COMPAT_CHECKSUM = 1024;
function parseExt4(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 1024 || data.readUInt16LE(56) !== 61267) return;
  let blockShift = data.readUInt32LE(24);
  if (blockShift > 6) return;
  let blockBytes = 1024 * 2 ** blockShift, [compat, incompat, roCompat] = [92, 96, 100].map((at) => data.readUInt32LE(at)), high = (incompat & INCOMPAT.bits64) === 0 ? 0 : data.readUInt32LE(336), isSummed3 = (roCompat & RO_COMPAT_CHECKSUM) !== 0, isExt4 = (incompat & (INCOMPAT.extents | INCOMPAT.bits64 | INCOMPAT.flexGroups)) !== 0, older = (compat & COMPAT_JOURNAL) === 0 ? "ext2" : "ext3";
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
  return ((incompat & INCOMPAT.bits64) === 0 ? 0 : data.readUInt32LE(344)) * 2 ** 32 + data.readUInt32LE(12);
}

// lib/filesystem/squashfs.ts
var COMPRESSIONS = ["gzip", "lzma", "lzo", "xz", "lz4", "zstd"];
function parseSquashfs(bytes) {
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 96 || data.toString("latin1", 0, 4) !== "hsqs") return;
  let blockBytes = data.readUInt32LE(12);
  if (data.readUInt16LE(28) === 4)
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
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 512 || data.toString("latin1", 0, 4) !== "XFSB") return;
  let blockBytes = data.readUInt32BE(4), sectorBytes = data.readUInt16BE(102);
  if (blockBytes < 512 || blockBytes > 65536) return;
  let version = data.readUInt16BE(100) & 15;
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
  if (sectorBytes < 512 || sectorBytes > data.length) return !1;
  let sector = Buffer.from(data.subarray(0, sectorBytes));
  return sector.writeUInt32LE(0, 224), crc32c(sector) === data.readUInt32LE(224);
}

// lib/filesystem/parse.ts
var FILE_SYSTEM_HEAD_BYTES = BTRFS_SUPERBLOCK_OFFSET + 4096;
function parseFileSystem(head) {
  let data = Buffer.from(head.buffer, head.byteOffset, head.byteLength), fat = parseFat(data.subarray(0, 512));
  return parseXfs(data.subarray(0, 4096)) ?? parseSquashfs(data.subarray(0, 96)) ?? parseBtrfs(data.subarray(BTRFS_SUPERBLOCK_OFFSET, BTRFS_SUPERBLOCK_OFFSET + 4096)) ?? parseExt4(data.subarray(1024, 2048)) ?? parseErofs(data.subarray(1024, 65536)) ?? parseSwap(data) ?? parseLuks(data) ?? (fat === void 0 ? void 0 : describeFat(fat));
}
function parseSwap(data) {
  if (!(data.length < 4096 || data.toString("latin1", 4086, 4096) !== "SWAPSPACE2"))
    return {
      type: "swap",
      label: parseLabel(data.subarray(1052, 1068)),
      uuid: formatUuid(data.subarray(1036, 1052)),
      sizeBytes: (data.readUInt32LE(1028) + 1) * 4096,
      blockBytes: 4096,
      isChecksumRight: !0,
      details: {}
    };
}
function parseLuks(data) {
  if (data.length < 4096 || data.toString("latin1", 0, 6) !== "LUKS\xBA\xBE") return;
  let version = data.readUInt16BE(6);
  return {
    type: "luks",
    label: version === 2 ? parseLabel(data.subarray(24, 72)) : void 0,
    uuid: parseLabel(data.subarray(168, 208)),
    sizeBytes: 0,
    blockBytes: 512,
    isChecksumRight: !0,
    details: { version }
  };
}

// lib/inspect/file-systems.ts
async function readFileSystems(disk, partitions, findings) {
  let found = [], places = partitions.length === 0 ? [{ number: void 0, offsetBytes: 0, sizeBytes: disk.sizeBytes }] : partitions;
  for (let { number, offsetBytes, sizeBytes } of places) {
    if (!isWithin(offsetBytes, 0, disk.sizeBytes)) continue;
    let head = await readUpTo(disk, offsetBytes, Math.min(sizeBytes, FILE_SYSTEM_HEAD_BYTES)), system = parseFileSystem(head);
    if (system === void 0) continue;
    let place = `${system.type} of ${number === void 0 ? "the disk" : `partition ${number}`}`;
    findings.check(
      system.sizeBytes <= sizeBytes,
      "filesystem-fits",
      `${place} has ${system.sizeBytes} bytes, there is room for ${sizeBytes}`
    ), findings.check(
      system.isChecksumRight,
      "filesystem-checksum",
      `the superblock of the ${place} has a wrong checksum`
    ), findings.check(
      system.isClean !== !1,
      "filesystem-clean",
      `the ${place} was not unmounted, or has errors`
    ), findings.check(
      system.uuid === void 0 || found.every(({ uuid }) => uuid !== system.uuid),
      "filesystem-unique",
      `the ${place} has the UUID of another: ${system.uuid}`
    ), found.push({
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
  let data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 512 || data.readUInt16LE(510) !== 43605)
    throw new BuildError("MBR_BAD", "not a master boot record: no 55 aa at its end");
  let partitions = [0, 1, 2, 3].flatMap((index) => {
    let record = data.subarray(446 + index * 16, 462 + index * 16), type = record[4] ?? 0;
    return type === 0 ? [] : [
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
var EXTENDED_TYPES = [5, 15, 133], PROTECTIVE_TYPE = 238;

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
  for (let sectorBytes of [512, 4096]) {
    if ((await readUpTo(disk, sectorBytes, 8)).toString("latin1") === "EFI PART") return sectorBytes;
    let end = disk.sizeBytes - sectorBytes;
    if (end > sectorBytes && (await readUpTo(disk, end, 8)).toString("latin1") === "EFI PART")
      return sectorBytes;
  }
}
async function readGpt(disk, mbr, sectorBytes, { findings, isHybrid }) {
  let sectors = Math.floor(disk.sizeBytes / sectorBytes);
  findings.check(
    disk.sizeBytes % sectorBytes === 0,
    "disk-sectors",
    `${disk.sizeBytes} bytes in sectors of ${sectorBytes}`
  );
  let primary = await readCopy(disk, sectorBytes, 1), backup = await readCopy(disk, sectorBytes, sectors - 1);
  typeof primary == "string" && findings.add("gpt-primary", primary), typeof backup == "string" && findings.add("gpt-backup", `in the last sector: ${backup}`);
  let sound = typeof primary == "string" ? backup : primary;
  return isHybrid || checkProtective(mbr, sectors, findings), typeof sound == "string" ? { partitions: [] } : (typeof primary != "string" && typeof backup != "string" && checkCopies(primary, backup, sectors, findings), isHybrid || checkEntries(sound, sectors, sectorBytes, findings), {
    diskId: sound.header.diskGuid,
    partitions: sound.partitions.map((partition) => reportGpt(partition, sectorBytes))
  });
}
async function readCopy(disk, sectorBytes, sector) {
  try {
    let header = parseGptHeader(await disk.read(sector * sectorBytes, sectorBytes)), entries = await disk.read(
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
  let [first, second] = [primary.header, backup.header];
  findings.check(
    first.sector === 1 && first.otherSector === sectors - 1,
    "gpt-header-place",
    `the first header says ${first.sector} and ${first.otherSector}, expected 1 and ${sectors - 1}`
  ), findings.check(
    second.sector === sectors - 1 && second.otherSector === 1,
    "gpt-header-place",
    `the last header says ${second.sector} and ${second.otherSector}, expected ${sectors - 1} and 1`
  );
  let essence = ({ header }) => JSON.stringify([header.diskGuid, header.firstUsable, header.lastUsable, header.entriesCrc]);
  findings.check(
    essence(primary) === essence(backup),
    "gpt-backup",
    "the two copies say different things"
  );
}
function checkEntries({ header, partitions }, sectors, sectorBytes, findings) {
  let { firstUsable, lastUsable } = header, tableSectors = Math.ceil(header.entryCount * header.entryBytes / sectorBytes);
  findings.check(
    firstUsable >= 2 + tableSectors && lastUsable <= sectors - tableSectors - 2,
    "gpt-usable",
    `sectors ${firstUsable} to ${lastUsable}, expected ${2 + tableSectors} to ${sectors - tableSectors - 2}`
  );
  let guids = /* @__PURE__ */ new Set(), free = 0;
  for (let partition of [...partitions].sort((a, b) => a.firstSector - b.firstSector)) {
    let { number, guid, firstSector, lastSector } = partition, place = `partition ${number} (sectors ${firstSector} to ${lastSector})`;
    findings.check(
      firstSector >= firstUsable && lastSector <= lastUsable && lastSector >= firstSector,
      "gpt-bounds",
      `${place} does not lie within ${firstUsable} to ${lastUsable}`
    ), findings.check(firstSector >= free, "gpt-overlap", `${place} starts before ${free}`), findings.check(!guids.has(guid), "gpt-unique", `${place} has the GUID of another: ${guid}`), findings.check(
      firstSector * sectorBytes % MIB === 0 || partition.type === PARTITION_TYPES.biosBoot,
      "partition-aligned",
      `${place} starts at byte ${firstSector * sectorBytes}`
    ), guids.add(guid), free = Math.max(free, lastSector + 1);
  }
}
function checkProtective(mbr, sectors, findings) {
  let record = mbr?.partitions.find(({ type }) => type === PROTECTIVE_TYPE), expected = Math.min(sectors - 1, 4294967295);
  findings.check(
    record !== void 0 && record.firstSector === 1 && (record.sectors === expected || record.sectors === 4294967295),
    "gpt-protective",
    record === void 0 ? "there is none" : `the record has ${record.sectors} sectors from ${record.firstSector}, expected ${expected} from 1`
  );
}
function reportGpt(partition, sectorBytes) {
  let { number, type, guid, name, firstSector, lastSector, attributes = 0n } = partition, typeName = PARTITION_TYPE_NAMES.get(type);
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
  let found = [...mbr.partitions], extended = mbr.partitions.find(({ type }) => EXTENDED_TYPES.includes(type)), seen = /* @__PURE__ */ new Set(), next = extended?.firstSector;
  for (let number = 5; extended !== void 0 && next !== void 0; number += 1) {
    if (seen.has(next) || seen.size >= LIMITS.logicalPartitions) {
      findings.add(
        "mbr-loop",
        `the extended partition leads to sector ${next} again, or goes on for ever`
      );
      break;
    }
    if (seen.add(next), !isWithin(next * 512, 512, disk.sizeBytes)) {
      findings.add("mbr-bounds", `the extended partition leads to sector ${next}`);
      break;
    }
    let sector = await disk.read(next * 512, 512);
    if (sector.readUInt16LE(510) !== 43605) {
      findings.add("mbr-bounds", `sector ${next} is no part of an extended partition`);
      break;
    }
    let { partitions } = parseMbr(sector), [logical] = partitions.filter(({ type }) => !EXTENDED_TYPES.includes(type)), link = partitions.find(({ type }) => EXTENDED_TYPES.includes(type));
    logical !== void 0 && found.push({ ...logical, number, firstSector: next + logical.firstSector }), next = link === void 0 ? void 0 : extended.firstSector + link.firstSector;
  }
  for (let { number, firstSector, sectors } of found)
    findings.check(
      isWithin(firstSector * 512, sectors * 512, disk.sizeBytes),
      "mbr-bounds",
      `partition ${number} has ${sectors} sectors from ${firstSector}, the disk ${Math.floor(disk.sizeBytes / 512)}`
    );
  return found.map((partition) => {
    let type = `0x${partition.type.toString(16).padStart(2, "0")}`, typeName = PARTITION_TYPE_NAMES.get(type);
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
  let free = 0, plain = partitions.filter(({ type }) => !EXTENDED_TYPES.includes(Number(type)));
  for (let { number, offsetBytes, sizeBytes } of [...plain].sort(
    (a, b) => a.offsetBytes - b.offsetBytes
  ))
    findings.check(
      offsetBytes >= free,
      "mbr-overlap",
      `partition ${number} at byte ${offsetBytes} starts before ${free}`
    ), findings.check(
      offsetBytes % MIB2 === 0,
      "partition-aligned",
      `partition ${number} starts at byte ${offsetBytes}`
    ), free = Math.max(free, offsetBytes + sizeBytes);
}

// lib/inspect/partitions.ts
async function readPartitions(disk, findings, isHybrid = !1) {
  let first = await readUpTo(disk, 0, 512), mbr = first.length === 512 && first.readUInt16LE(510) === 43605 ? parseMbr(first) : void 0, sectorBytes = await findGpt(disk), isProtected = mbr?.partitions.some(({ type }) => type === PROTECTIVE_TYPE) === !0;
  if (sectorBytes !== void 0 || isProtected) {
    let gpt = await readGpt(disk, mbr, sectorBytes ?? 512, { findings, isHybrid });
    return { kind: "gpt", sectorBytes: sectorBytes ?? 512, mbr, ...gpt };
  }
  if (mbr === void 0 || !isTable(mbr))
    return { kind: "none", sectorBytes: 512, partitions: [], mbr };
  let partitions = await readMbr(disk, mbr, findings);
  return isHybrid || checkMbrOverlaps(partitions, findings), {
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
async function readDisk(disk, findings, isHybrid = !1) {
  try {
    let table = await readPartitions(disk, findings, isHybrid), { partitions } = table, fileSystems = await readFileSystems(disk, partitions, findings), bootLoaders = await readBootLoaders(disk, table, fileSystems, findings, isHybrid), details = {
      partitionTable: table.kind,
      ...table.diskId === void 0 ? {} : { diskId: table.diskId },
      ...table.kind === "none" ? {} : { sectorBytes: table.sectorBytes }
    };
    return { partitions, fileSystems, bootLoaders, details };
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    return findings.add("disk-readable", error.message), { partitions: [], fileSystems: [], bootLoaders: [], details: {} };
  }
}

// lib/inspect/file-set.ts
import { readdir, stat as stat2 } from "node:fs/promises";
import { join } from "node:path";
var MAX_DEPTH2 = 4;
async function readFolder2(path, inspection) {
  let files = [];
  async function walk(folder, prefix, depth) {
    let entries = await readdir(folder, { withFileTypes: !0 });
    for (let entry of entries) {
      let full = join(folder, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH2)
        await walk(full, `${prefix}${entry.name}/`, depth + 1);
      else if (entry.isFile()) {
        if (files.length >= LIMITS.folderFiles)
          throw new BuildError(
            "IMAGE_LIMIT",
            `${path} has more than ${LIMITS.folderFiles} files`
          );
        let { size, uid, gid, mode } = await stat2(full);
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
    let why = error instanceof Error ? error.message : String(error);
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
var GCE = "Google Compute Engine: Manually import boot disks, Compress and upload", ARCHIVE_RULES = {
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
var BOOT_PROTOCOL = "kernel: arch/x86/boot.rst", BOOT_FILE_RULES = {
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
var QCOW2 = "QEMU docs/interop/qcow2.txt", QCOW2_RULES = {
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
var VHD = "Virtual Hard Disk Image Format Specification 1.0", AZURE = "Azure: Prepare Linux for imaging, General Linux installation notes", VHD_RULES = {
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
var VMDK = "VMware Virtual Disk Format 1.1", VMDK_RULES = {
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
var MAX_PER_RULE = 8, Findings = class {
  #platform;
  #counts = /* @__PURE__ */ new Map();
  #list = [];
  constructor(platform) {
    this.#platform = platform;
  }
  /** Says that `rule` is broken: what was expected, and what is there. */
  add(rule, message) {
    let count = (this.#counts.get(rule) ?? 0) + 1;
    if (this.#counts.set(rule, count), count > MAX_PER_RULE) return;
    let { severity, clause, platform } = RULES[rule], isMeant = platform !== void 0 && platform === this.#platform;
    this.#list.push({ rule, severity: isMeant ? "error" : severity, clause, message });
  }
  /** Says that `rule` is broken unless `isKept`. */
  check(isKept, rule, message) {
    isKept || this.add(rule, message);
  }
  /** Errors first, else in the order in which they were found. */
  list() {
    let more = [...this.#counts].filter(([, count]) => count > MAX_PER_RULE).map(([rule, count]) => {
      let { severity, clause } = RULES[rule];
      return { rule, severity, clause, message: `and ${count - MAX_PER_RULE} more of the same` };
    }), all = [...this.#list, ...more];
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
    this.findings = new Findings(platform), this.platform = platform, this.#tempParent = tempParent;
  }
  /** Closes `reader` at the end. */
  keep(reader) {
    return this.#closers.push(() => reader.close()), reader;
  }
  /** Returns the path of a new file in a folder that goes away at the end. */
  async temporaryPath() {
    if (this.#tempPath === void 0) {
      let folder = await makeTempDir(this.#tempParent);
      this.#closers.unshift(async () => folder[Symbol.asyncDispose]()), this.#tempPath = folder.path;
    }
    return this.#files += 1, `${this.#tempPath}/${this.#files}`;
  }
  /**
   * Counts what is unpacked, of all files together: with holes, and what is stored of it.
   *
   * @throws BuildError IMAGE_LIMIT
   */
  countUnpacked(sizeBytes, storedBytes) {
    this.#unpackedBytes += sizeBytes, this.#unpackedDataBytes += storedBytes;
    let { unpackedBytes, unpackedDataBytes } = LIMITS;
    if (this.#unpackedBytes > unpackedBytes || this.#unpackedDataBytes > unpackedDataBytes)
      throw new BuildError(
        "IMAGE_LIMIT",
        `it has more than ${unpackedBytes} bytes when it is unpacked, or ${unpackedDataBytes} that are not zero`
      );
  }
  /**
   * Runs `body` one file deeper.
   *
   * @throws BuildError IMAGE_LIMIT for files within files without end
   */
  async deeper(body) {
    if (this.#depth >= LIMITS.depth)
      throw new BuildError(
        "IMAGE_LIMIT",
        `more than ${LIMITS.depth} files within each other`
      );
    this.#depth += 1;
    try {
      return await body();
    } finally {
      this.#depth -= 1;
    }
  }
  async close() {
    for (let close of this.#closers.splice(0).reverse()) await close();
  }
};

// lib/inspect/disks/blocks.ts
var CACHED_BLOCKS = 16;
function openBlocks({ sizeBytes, blockBytes, readBlock }) {
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      let bytes = Buffer.alloc(lengthBytes);
      for (let done = 0; done < lengthBytes; ) {
        let index = Math.floor((offsetBytes + done) / blockBytes), from = offsetBytes + done - index * blockBytes, length = Math.min(blockBytes - from, lengthBytes - done);
        (await readBlock(index, from, length))?.copy(bytes, done), done += length;
      }
      return bytes;
    },
    close: async () => {
    }
  };
}
function cached(load, count = CACHED_BLOCKS) {
  let known = /* @__PURE__ */ new Map();
  return async (key) => {
    let found = known.get(key);
    if (found !== void 0) return found;
    let value = await load(key);
    return known.size >= count && known.delete(known.keys().next().value), known.set(key, value), value;
  };
}
function openWindowed(disk, windowBytes = 256 * 1024) {
  let start = 0, window = Buffer.alloc(0);
  return {
    sizeBytes: disk.sizeBytes,
    read: async (offsetBytes, lengthBytes) => lengthBytes > windowBytes / 2 ? disk.read(offsetBytes, lengthBytes) : (assertWithin(offsetBytes, lengthBytes, disk.sizeBytes), (offsetBytes < start || offsetBytes + lengthBytes > start + window.length) && (window = await disk.read(offsetBytes, Math.min(windowBytes, disk.sizeBytes - offsetBytes)), start = offsetBytes), Buffer.from(window.subarray(offsetBytes - start, offsetBytes - start + lengthBytes))),
    close: async () => {
    }
  };
}

// lib/inspect/disks/tar.ts
var MAX_EXTENSION_BYTES = 2 ** 20, MAX_MAP_BYTES = 32 * 2 ** 20;
async function* readTar(archive, ended = () => {
}) {
  let file = openWindowed(archive), at = 0, extra = /* @__PURE__ */ new Map();
  for (let count = 0; at + TAR_BLOCK_BYTES <= file.sizeBytes; count += 1) {
    count >= LIMITS.members && limit2(`an archive of more than ${LIMITS.members} members`);
    let header = parseTarHeader(await file.read(at, TAR_BLOCK_BYTES));
    if (header === void 0) {
      let second = at + 2 * TAR_BLOCK_BYTES <= file.sizeBytes;
      ended(second && isZero(await file.read(at + TAR_BLOCK_BYTES, TAR_BLOCK_BYTES)));
      return;
    }
    if (at += TAR_BLOCK_BYTES, "xgLK".includes(header.type)) {
      header.sizeBytes > MAX_EXTENSION_BYTES && limit2(`a header of ${header.sizeBytes} bytes`);
      let body = await file.read(at, header.sizeBytes);
      header.type === "x" && (extra = new Map([...extra, ...parsePaxRecords(body)])), header.type === "L" && extra.set("path", untilNul(body)), header.type === "K" && extra.set("linkpath", untilNul(body)), at += blocks(header.sizeBytes);
      continue;
    }
    let chunks = [...header.sparse?.chunks ?? []];
    for (let more = header.sparse?.isExtended === !0; more; at += TAR_BLOCK_BYTES) {
      let extension = parseSparseExtension(await file.read(at, TAR_BLOCK_BYTES));
      chunks.push(...extension.chunks), chunks.length > LIMITS.sparseChunks && limit2(`a sparse file of ${chunks.length} parts`), more = extension.isExtended;
    }
    let stored = paxNumber(extra, "size") ?? (hasBody(header) ? header.sizeBytes : 0);
    assertWithin(at, 0, archive.sizeBytes - stored);
    let map = await readPaxMap(openPart(archive, at, stored), extra);
    yield memberOf(archive, header, {
      extra,
      chunks: map?.chunks ?? chunks,
      realSizeBytes: map?.realSizeBytes ?? header.sparse?.realSizeBytes,
      at: at + (map?.mapBytes ?? 0),
      stored: stored - (map?.mapBytes ?? 0)
    }), extra = /* @__PURE__ */ new Map(), at += blocks(stored);
  }
  ended(!1);
}
function memberOf(archive, header, body) {
  let { extra, chunks, realSizeBytes, at, stored } = body;
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
      let data = openPart(archive, at, stored);
      return realSizeBytes === void 0 ? data : openSparse(data, chunks, realSizeBytes);
    }
  };
}
async function readPaxMap(data, extra) {
  let realSizeBytes = paxNumber(extra, "GNU.sparse.realsize");
  if (extra.get("GNU.sparse.major") !== "1" || realSizeBytes === void 0) return;
  let text = await data.read(0, Math.min(data.sizeBytes, MAX_MAP_BYTES)), at = 0, next = () => {
    let end = text.indexOf(10, at), digits = text.toString("latin1", at, end === -1 ? at : end);
    if (!/^\d{1,15}$/.test(digits))
      throw new BuildError("IMAGE_DAMAGED", "the map of a sparse file has no numbers");
    return at = end + 1, Number(digits);
  }, count = next();
  count > LIMITS.sparseChunks && limit2(`a sparse file of ${count} parts`);
  let chunks = [];
  for (let index = 0; index < count; index += 1)
    chunks.push({ offsetBytes: next(), sizeBytes: next() });
  return { chunks, realSizeBytes, mapBytes: blocks(at) };
}
function openSparse(data, chunks, sizeBytes) {
  sizeBytes > LIMITS.diskBytes && limit2(`a sparse file of ${sizeBytes} bytes`);
  let parts = [], at = 0, free = 0;
  for (let chunk of chunks) {
    let end = chunk.offsetBytes + chunk.sizeBytes;
    if (chunk.offsetBytes < free || end > sizeBytes)
      throw new BuildError(
        "IMAGE_DAMAGED",
        `the map of a sparse file has ${chunk.sizeBytes} bytes at ${chunk.offsetBytes}, free from ${free} to ${sizeBytes}`
      );
    chunk.sizeBytes > 0 && parts.push({ offset: chunk.offsetBytes, end, at }), at += chunk.sizeBytes, free = end;
  }
  if (at !== data.sizeBytes)
    throw new BuildError(
      "IMAGE_DAMAGED",
      `the map of a sparse file has ${at} bytes, the archive ${data.sizeBytes}`
    );
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      let bytes = Buffer.alloc(lengthBytes), last = offsetBytes + lengthBytes;
      for (let index = firstEndingAfter(parts, offsetBytes); index < parts.length; index += 1) {
        let part = parts[index];
        if (part === void 0 || part.offset >= last) break;
        let from = Math.max(part.offset, offsetBytes), to = Math.min(part.end, last);
        (await data.read(part.at + from - part.offset, to - from)).copy(bytes, from - offsetBytes);
      }
      return bytes;
    },
    close: async () => {
    }
  };
}
function firstEndingAfter(parts, offset) {
  let low = 0, high = parts.length;
  for (; low < high; ) {
    let middle = low + high >> 1;
    (parts[middle]?.end ?? 0) > offset ? high = middle : low = middle + 1;
  }
  return low;
}
function hasBody({ type }) {
  return !"123456".includes(type);
}
function paxNumber(extra, key) {
  let text = extra.get(key);
  return text !== void 0 && /^\d{1,15}$/.test(text) ? Number(text) : void 0;
}
function blocks(sizeBytes) {
  return Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
}
function isZero(bytes) {
  return bytes.every((byte) => byte === 0);
}
function untilNul(bytes) {
  let end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
}
function limit2(what) {
  throw new BuildError("IMAGE_LIMIT", `${what}, more than is accepted`);
}

// lib/inspect/disks/zstd-frame.ts
async function zstdFrameBytes(file) {
  let descriptor = (await file.read(4, 1)).readUInt8(), isSingle = (descriptor & 32) !== 0, sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0, dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0, at = 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
  for (let isLast = !1; !isLast; ) {
    let header = (await file.read(at, 3)).readUIntLE(0, 3);
    isLast = (header & 1) !== 0, at += 3 + ((header >> 1 & 3) === 1 ? 1 : header >> 3);
  }
  return at + ((descriptor & 4) === 0 ? 0 : 4);
}

// lib/inspect/formats/archive.ts
var GIB = 2 ** 30;
function isGce(members) {
  return members.length <= 4 && members.some(({ name }) => /(^|\/)[^/]+\.raw$/.test(name));
}
function openGce(members, compression, { findings }) {
  let member = members.find(({ name }) => /\.raw$/.test(name));
  findings.check(compression === "gzip", "gce-gzip", `the compression is ${compression}`), findings.check(
    members.length === 1,
    "gce-one-member",
    `it has ${members.length}: ${members.map(({ name }) => name).join(", ")}`
  ), findings.check(member.name === "disk.raw", "gce-name", `it is named ${member.name}`);
  let { flavour, isExtended, isSparse, type } = member;
  findings.check(
    flavour === "gnu" && !isExtended && "0S".includes(type),
    "gce-format",
    `the form is ${flavour}${isExtended ? " with extensions" : ""}`
  );
  let disk = member.open();
  return findings.check(
    disk.sizeBytes % GIB === 0 && disk.sizeBytes > 0,
    "gce-size",
    `the disk has ${disk.sizeBytes} bytes, ${(disk.sizeBytes / GIB).toFixed(3)} GiB`
  ), { format: "gce", disk, details: { tarFormat: flavour, isSparse } };
}
async function openRootArchive(archive, compression, { findings }) {
  let names = /* @__PURE__ */ new Set(), counts = { files: 0, folders: 0, links: 0, others: 0 }, contentBytes = 0, nameBytes = 0, isProper = !0, note = (ended) => {
    isProper = ended;
  };
  for await (let member of readTar(archive, note)) {
    let name = member.name.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
    if (findings.check(
      !member.name.startsWith("/") && !name.split("/").includes(".."),
      "tar-names",
      `member ${member.name}`
    ), findings.check(
      !names.has(name) || member.type === "5",
      "tar-duplicates",
      `member ${name} comes twice`
    ), member.type === "1") {
      let target = member.linkName.replace(/^(\.?\/)+/, "");
      findings.check(names.has(target), "tar-hard-links", `${name} is a link to ${target}`);
    }
    if (names.add(name), nameBytes += name.length, nameBytes > LIMITS.nameBytes)
      throw new BuildError(
        "IMAGE_LIMIT",
        "an archive with longer names than is accepted"
      );
    contentBytes += member.sizeBytes, "07S".includes(member.type) ? counts.files += 1 : member.type === "5" ? counts.folders += 1 : "12".includes(member.type) ? counts.links += 1 : counts.others += 1;
  }
  findings.check(isProper, "tar-end", "it ends without two blocks of zeros"), findings.check(
    names.has("etc/os-release") || names.has("usr/lib/os-release"),
    "rootfs-os-release",
    "there is neither etc/os-release nor usr/lib/os-release"
  );
  let isWsl = ["etc/wsl-distribution.conf", "etc/wsl.conf"].some((name) => names.has(name));
  return isWsl && findings.check(
    compression === "gzip" || compression === "none",
    "wsl-gzip",
    `the compression is ${compression}`
  ), { format: isWsl ? "wsl" : "tar", details: { ...counts, contentBytes } };
}

// lib/cpio/parse.ts
var CPIO_HEADER_BYTES = 110, CPIO_TRAILER = "TRAILER!!!";
function parseCpioHeader(bytes) {
  let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  if (!/^07070[12][0-9a-fA-F]{104}$/.test(text))
    throw new BuildError("CPIO_BAD", "not a sound cpio archive: a header is none");
  let field = (index) => Number.parseInt(text.slice(6 + index * 8, 14 + index * 8), 16);
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
var MAX_NAME_BYTES = 4096, MAX_ARCHIVES = 32, ROOT_IMAGE = /\.(squashfs|erofs|img)$/;
function isCpio(head) {
  return /^07070[12]/.test(head.toString("latin1", 0, 6));
}
async function readInitrd(file, inspection) {
  let found = {
    members: 0,
    contentBytes: 0,
    hasInit: !1,
    hasRootImage: !1,
    archives: []
  }, rest = await readPlain(file, found);
  for (let count = 0; count < MAX_ARCHIVES; count += 1) {
    let compression = detectCompression(await readUpTo(rest, 0, 16));
    if (compression === void 0) break;
    found.archives.push(compression);
    let length = compression === "zstd" ? await zstdFrameBytes(openWindowed(rest)) : rest.sizeBytes, unpacked = await unpack(openPart(rest, 0, length), compression, inspection), outer = found.archives.length;
    await readPlain(unpacked, found), found.archives.length = outer, rest = await readPlain(openPart(rest, length, rest.sizeBytes - length), found);
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
    let length = await readArchive(rest, found);
    rest = await skipZeros(openPart(rest, length, rest.sizeBytes - length));
  }
  return rest;
}
async function readArchive(whole, found) {
  let file = openWindowed(whole);
  for (let at = 0; ; ) {
    let header = parseCpioHeader(await file.read(at, CPIO_HEADER_BYTES));
    if (header.nameBytes > MAX_NAME_BYTES || header.nameBytes < 1)
      throw new BuildError(
        "IMAGE_LIMIT",
        `a name of ${header.nameBytes} bytes in a cpio archive`
      );
    let name = (await file.read(at + CPIO_HEADER_BYTES, header.nameBytes - 1)).toString("utf8");
    if (at = align(at + CPIO_HEADER_BYTES + header.nameBytes), name === CPIO_TRAILER) return Math.min(at, whole.sizeBytes);
    if (openPart(file, at, header.sizeBytes), at = align(at + header.sizeBytes), found.members += 1, found.contentBytes += header.sizeBytes, found.members > LIMITS.members)
      throw new BuildError(
        "IMAGE_LIMIT",
        `a cpio archive of ${found.members} members`
      );
    let path = name.replace(/^(\.?\/)+/, "");
    found.hasInit ||= path === "init", found.hasRootImage ||= ROOT_IMAGE.test(path);
  }
}
async function skipZeros(file) {
  for (let at = 0; at < file.sizeBytes; at += 65536) {
    let index = (await readUpTo(file, at, 65536)).findIndex((byte) => byte !== 0);
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
  let head = await readUpTo(file, 0, KERNEL_HEAD_BYTES), architecture = architectureOf(head) ?? "unknown";
  if (head.toString("latin1", 514, 518) !== "HdrS")
    return { architecture, isEfi: head.toString("latin1", 0, 2) === "MZ" };
  let expected = (((head[497] ?? 0) || 4) + 1) * 512 + head.readUInt32LE(500) * 16;
  findings.check(
    expected <= file.sizeBytes,
    "kernel-size",
    `${path} has ${file.sizeBytes} bytes, its header says ${expected}`
  );
  let versionAt = head.readUInt16LE(526), version = (versionAt === 0 ? Buffer.alloc(0) : await readUpTo(file, versionAt + 512, 256)).toString("latin1").split("\0", 1)[0] ?? "";
  return {
    architecture,
    version: version.replaceAll(/[^\x20-\x7e]/g, ""),
    isEfi: head.toString("latin1", 0, 2) === "MZ"
  };
}
function architectureOf(head) {
  if (!(head.length < 576))
    return head.toString("latin1", 514, 518) === "HdrS" && head.readUInt16LE(510) === 43605 ? "x86_64" : head.toString("latin1", 56, 60) === "ARMd" ? "aarch64" : head.toString("latin1", 56, 60) === "RSC" ? "riscv64" : head.toString("latin1", 4, 8) === "zimg" ? "zboot" : void 0;
}

// lib/inspect/formats/boot-files.ts
var HEAD_BYTES = 7e4, MAX_FILES = 64;
async function hasKernel(files) {
  for (let file of nearest(files))
    if (isKernel(await readUpTo(await file.open(), 0, KERNEL_HEAD_BYTES))) return !0;
  return !1;
}
async function openBootFiles(files, inspection) {
  let { findings } = inspection, read = [], bootLoaders = [], fileSystems = [];
  for (let file of nearest(files)) {
    let content = await file.open(), found = await readBootFile(content, file.path, inspection), sha256 = await digestContents(content), details = {
      path: file.path,
      kind: found.kind,
      sizeBytes: file.sizeBytes,
      sha256,
      ...found.details
    };
    read.push({
      path: file.path,
      kind: found.kind,
      hasInit: found.hasInit,
      hasRoot: found.hasRoot,
      details
    }), found.bootLoader !== void 0 && bootLoaders.push({ ...found.bootLoader, path: file.path }), found.fileSystem !== void 0 && fileSystems.push(found.fileSystem);
  }
  let count = (kind) => read.filter((item) => item.kind === kind).length, kernels = count("kernel") + count("uki");
  return findings.check(kernels === 1, "pxe-kernel", `it has ${kernels}`), findings.check(count("initrd") > 0 || count("uki") > 0, "pxe-initrd", "it has none"), findings.check(
    read.some(({ hasInit }) => hasInit) || count("initrd") === 0,
    "initrd-init",
    "no initramfs has one"
  ), findings.check(
    count("rootfs") <= 1,
    "pxe-architecture",
    `it has ${count("rootfs")} file systems`
  ), {
    format: count("rootfs") > 0 || read.some(({ hasRoot }) => hasRoot) ? "pxe" : "kernel+initrd",
    bootLoaders,
    fileSystems,
    details: { files: read.map(({ details }) => details) }
  };
}
function nearest(files) {
  let depth = ({ path }) => path.split("/").length;
  return [...files].sort((a, b) => depth(a) - depth(b)).slice(0, MAX_FILES);
}
async function readBootFile(file, path, inspection) {
  let { findings } = inspection, none = { hasInit: !1, hasRoot: !1 }, head = await readUpTo(file, 0, HEAD_BYTES), program = await readEfiProgram(file, path, inspection.findings);
  if (program?.kind === "uki") {
    let { architecture, details: details2 } = program, bootLoader = {
      firmware: "uefi",
      kind: "uki",
      architecture,
      sizeBytes: file.sizeBytes,
      details: details2
    };
    return { kind: "uki", details: { architecture }, ...none, bootLoader };
  }
  if (isKernel(head))
    return { kind: "kernel", details: await readKernel(file, path, findings), ...none };
  let compression = detectCompression(head);
  if (isCpio(head) || compression !== void 0 && await holdsCpio(file, compression, inspection))
    try {
      let initrd = await readInitrd(file, inspection);
      return {
        kind: "initrd",
        details: initrd.details,
        hasInit: initrd.hasInit,
        hasRoot: initrd.hasRootImage
      };
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      return findings.add("initrd-members", `${path}: ${error.message}`), { kind: "initrd", details: {}, ...none };
    }
  let system = parseFileSystem(head);
  if (system === void 0) return { kind: "other", details: {}, ...none };
  let { type, label, uuid, sizeBytes, blockBytes, details } = system;
  findings.check(
    sizeBytes <= file.sizeBytes,
    "filesystem-fits",
    `the ${type} in ${path} has ${sizeBytes} bytes, the file ${file.sizeBytes}`
  );
  let fileSystem = {
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
    let length = compression === "zstd" ? await zstdFrameBytes(openWindowed(file)) : file.sizeBytes, unpacked = await unpack(openPart(file, 0, length), compression, inspection);
    return isCpio(await readUpTo(unpacked, 0, 16));
  } catch (error) {
    if (error instanceof BuildError) return !1;
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
    this.#files = files, this.#inspection = inspection;
  }
  /** Opens a blob whose size and digest are right; anything else is a finding. */
  async open({ digest, size }) {
    let key = `${digest} ${size}`;
    if (this.#opened.has(key)) return this.#opened.get(key);
    let path = `blobs/${digest.replace(":", "/")}`, blob = await this.#files.find((item) => item.path === path)?.open(), isRight = blob?.sizeBytes === size && `sha256:${await digestContents(blob)}` === digest;
    this.#inspection.findings.check(
      isRight,
      "oci-blob",
      `${path} ${blob === void 0 ? "is not there" : "has another size or digest"}`
    );
    let found = isRight ? blob : void 0;
    return this.#opened.set(key, found), found;
  }
  /** Returns the files that a layer has in /disk. */
  async disksOf(layer) {
    let known = this.#layers.get(layer.digest);
    if (known !== void 0) return known;
    let disks = [], blob = await this.open(layer);
    if (blob !== void 0) {
      let compression = detectCompression(await readUpTo(blob, 0, 16)), archive = compression === void 0 ? blob : await unpack(blob, compression, this.#inspection);
      for await (let member of readTar(archive))
        if (/^(\.?\/)*disk\/[^/]+$/.test(member.name) && "07S".includes(member.type) && disks.push(member), disks.length > MAX_DISKS)
          throw new BuildError("IMAGE_LIMIT", `more than ${MAX_DISKS} files in /disk`);
    }
    return this.#layers.set(layer.digest, disks), disks;
  }
}, MAX_DISKS = 16;

// lib/inspect/formats/containerdisk.ts
var INDEX_TYPE = "application/vnd.oci.image.index.v1+json", QEMU_USER = 107;
function isOciLayout(files) {
  let paths = files.map(({ path }) => path);
  return paths.includes("oci-layout") && paths.includes("index.json");
}
async function openContainerDisk(files, inspection, openInner) {
  let { findings } = inspection, layout = await readSmall(files, "oci-layout");
  findings.check(
    /"imageLayoutVersion"\s*:\s*"1\.0\.0"/.test(layout.toString("utf8")),
    "oci-layout",
    "oci-layout does not say imageLayoutVersion 1.0.0"
  );
  let blobs = new OciBlobs(files, inspection), manifests = await readManifests(blobs, await readSmall(files, "index.json")), first, images = [];
  for (let { manifest, architecture } of manifests) {
    if (manifest.layers.length > LIMITS.layers)
      throw new BuildError("IMAGE_LIMIT", `${manifest.layers.length} layers`);
    await blobs.open(manifest.config);
    let disks = [];
    for (let layer of manifest.layers) disks.push(...await blobs.disksOf(layer));
    findings.check(
      disks.length === 1,
      "containerdisk-folder",
      disks.length === 0 ? "there is no file in /disk" : `there are ${disks.map(({ name }) => name).join(", ")}`
    );
    let [disk] = disks;
    if (disk === void 0) continue;
    let isReadable = disk.uid === QEMU_USER && disk.gid === QEMU_USER || (disk.modeOctal & 4) !== 0;
    findings.check(
      isReadable,
      "containerdisk-owner",
      `${disk.name} belongs to ${disk.uid}:${disk.gid}, mode ${disk.modeOctal.toString(8)}`
    );
    let inner = await openInner(disk.open());
    findings.check(
      inner.format === "qcow2" || inner.format === "raw",
      "containerdisk-format",
      `${disk.name} is ${inner.format}`
    ), images.push({ architecture, disk: disk.name, sizeBytes: disk.sizeBytes }), first ??= { ...inner, details: { disk: { format: inner.format, ...inner.details } } };
  }
  return manifests.length === 0 && findings.add("containerdisk-folder", "index.json names no image"), {
    format: "containerdisk",
    ...first?.disk === void 0 ? {} : { disk: first.disk },
    details: { images, ...first?.details ?? {} }
  };
}
async function readManifests(blobs, bytes, depth = 0) {
  let index = parseManifest(bytes, INDEX_TYPE);
  if (index.kind === "manifest") return [];
  let images = [];
  for (let descriptor of index.manifests) {
    let content = await readDocument(blobs, descriptor);
    if (content === void 0) continue;
    let found = parseManifest(content, descriptor.mediaType);
    if (found.kind === "manifest") {
      let architecture = descriptor.platform?.architecture ?? await configArchitecture(blobs, found);
      images.push({ manifest: found, architecture });
    } else depth < 2 && images.push(...await readManifests(blobs, content, depth + 1));
    if (images.length > LIMITS.manifests)
      throw new BuildError("IMAGE_LIMIT", `more than ${LIMITS.manifests} images`);
  }
  return images;
}
async function configArchitecture(blobs, { config }) {
  let text = (await readDocument(blobs, config))?.toString("utf8") ?? "";
  return /"architecture"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? "unknown";
}
async function readDocument(blobs, descriptor) {
  if (descriptor.size > MAX_MANIFEST_BYTES)
    throw new BuildError("IMAGE_LIMIT", `a manifest of ${descriptor.size} bytes`);
  return (await blobs.open(descriptor))?.read(0, descriptor.size);
}
async function readSmall(files, path) {
  let file = files.find((item) => item.path === path);
  if (file === void 0 || file.sizeBytes > MAX_MANIFEST_BYTES)
    throw new BuildError(
      "IMAGE_DAMAGED",
      `${path} is not there, or has more than 4 MiB`
    );
  return (await file.open()).read(0, file.sizeBytes);
}

// lib/iso9660/parse.ts
var ISO_BLOCK_BYTES = 2048, ISO_FIRST_DESCRIPTOR = 16;
function parseIsoDescriptorType(bytes) {
  let data = asBuffer(bytes);
  return (data.length !== ISO_BLOCK_BYTES || data.toString("latin1", 1, 6) !== "CD001") && fail2("a volume descriptor is none"), data[0] ?? 0;
}
function parseIsoVolume(bytes) {
  let data = asBuffer(bytes), type = parseIsoDescriptorType(data), text = (from, length) => data.toString("latin1", from, from + length).replace(/[\0 ]+$/, ""), root = parseIsoDirectory(data.subarray(156, 190))[0];
  root === void 0 && fail2("it has no root folder");
  let created = text(813, 16);
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
  let data = asBuffer(bytes), entries = [];
  for (let at = 0; at < data.length; ) {
    let length = data[at] ?? 0;
    if (length === 0) {
      at = (Math.floor(at / ISO_BLOCK_BYTES) + 1) * ISO_BLOCK_BYTES;
      continue;
    }
    let nameBytes = data[at + 32] ?? 0;
    (length < 34 || at + length > data.length || 33 + nameBytes > length) && fail2("a record of a folder is none");
    let record = data.subarray(at, at + length), given = record.toString("latin1", 33, 33 + nameBytes), rockRidge = rockRidgeName(record.subarray(33 + nameBytes + (nameBytes + 1) % 2));
    entries.push({
      name: rockRidge ?? given.replace(/\.?;\d+$/, ""),
      firstBlock: record.readUInt32LE(2),
      sizeBytes: record.readUInt32LE(10),
      isFolder: ((record[25] ?? 0) & 2) !== 0,
      hasRockRidge: rockRidge !== void 0
    }), at += length;
  }
  return entries;
}
function parseBootRecord(bytes) {
  let data = asBuffer(bytes);
  return parseIsoDescriptorType(data) !== 0 ? void 0 : data.toString("latin1", 7, 39).replace(/\0+$/, "") === "EL TORITO SPECIFICATION" ? data.readUInt32LE(71) : void 0;
}
function parseBootCatalogue(bytes) {
  let data = asBuffer(bytes);
  data.length < 64 && fail2("the boot catalogue is cut short");
  let sum = 0;
  for (let at2 = 0; at2 < 32; at2 += 2) sum += data.readUInt16LE(at2);
  (data[0] !== 1 || data.readUInt16LE(30) !== 43605 || sum % 65536 !== 0) && fail2("the validation entry of the boot catalogue is wrong");
  let entries = [parseBootEntry(data.subarray(32, 64), data[1] ?? 0)], at = 64;
  for (let more = !0; more && at + 32 <= data.length; ) {
    let [header = 0, platform = 0] = data.subarray(at, at + 2);
    if (header !== 144 && header !== 145) break;
    more = header === 144;
    let count = data.readUInt16LE(at + 2);
    at += 32;
    for (let index = 0; index < count; index += 1)
      for (at + 32 > data.length && fail2("the boot catalogue is cut short"), entries.push(parseBootEntry(data.subarray(at, at + 32), platform)), at += 32; data[at] === 68 && at + 32 <= data.length; ) at += 32;
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
    let length = area[at + 2] ?? 0;
    if (length < 4 || at + length > area.length) break;
    area.toString("latin1", at, at + 2) === "NM" && length > 5 && (area[at + 4] ?? 0) < 2 && (name = `${name ?? ""}${area.toString("utf8", at + 5, at + length)}`), at += length;
  }
  return name;
}
function asBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
function fail2(what) {
  throw new BuildError("ISO_BAD", `not a sound ISO 9660 image: ${what}`);
}

// lib/inspect/formats/iso-boot.ts
async function readIsoBootEntries(file, catalogueBlock, findings) {
  if (catalogueBlock === void 0)
    return findings.add("iso-boot-catalogue", "there is no boot record of El Torito"), [];
  let entries;
  try {
    let at = catalogueBlock * ISO_BLOCK_BYTES;
    entries = parseBootCatalogue(await file.read(at, ISO_BLOCK_BYTES));
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    return findings.add("iso-boot-catalogue", error.message), [];
  }
  let found = [];
  for (let entry of entries) {
    let at = entry.firstBlock * ISO_BLOCK_BYTES, lengthBytes = Math.max(entry.sectors, 1) * 512, isInside = at > 0 && isWithin(at, lengthBytes, file.sizeBytes);
    if (findings.check(
      entry.isBootable && entry.emulation === 0 && isInside,
      "iso-boot-entry",
      `the entry for ${entry.platform} has ${lengthBytes} bytes at ${at}, emulation ${entry.emulation}, ${entry.isBootable ? "" : "not "}bootable`
    ), !isInside) continue;
    let place = { bootEntry: `${entry.sectors} sectors at block ${entry.firstBlock}` };
    if (entry.platform === "uefi")
      found.push(...await readUefiEntry(file, at, place, findings));
    else if (entry.platform === "bios") {
      let start = (await readUpTo(file, at, 65536)).toString("latin1"), kind = start.includes("ISOLINUX") || start.includes("isolinux") ? "isolinux" : "grub", isKnown = kind === "isolinux" || /GRUB|no boot info/.test(start);
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
  let fat = parseFat(await readUpTo(file, at, 512));
  return fat === void 0 || !isWithin(at, fat.sizeBytes, file.sizeBytes) ? (findings.add("iso-boot-uefi", `at byte ${at} there is no FAT that lies within the file`), [{ firmware: "uefi", kind: "unknown", details: place }]) : (await readEsp(openPart(file, at, fat.sizeBytes), void 0, findings)).map((program) => ({ ...program, details: { ...program.details, ...place } }));
}

// lib/inspect/formats/iso-tree.ts
var MAX_DEPTH3 = 32, LIVE_BYTES = 2 ** 20, MAX_LIVE = 32;
async function readIsoTree(whole, root, findings) {
  let file = openWindowed(whole), seen = /* @__PURE__ */ new Set([root.firstBlock]), live = [], queue = [{ entry: root, path: "", depth: 0 }], files = 0, hasRockRidge = !1;
  for (let next = queue.shift(); next !== void 0; next = queue.shift()) {
    let { entry: folder, path, depth } = next, at = folder.firstBlock * ISO_BLOCK_BYTES;
    if (!isWithin(at, folder.sizeBytes, file.sizeBytes)) {
      findings.add("iso-bounds", `folder /${path} has ${folder.sizeBytes} bytes at ${at}`);
      continue;
    }
    if (folder.sizeBytes > LIMITS.directoryBytes)
      throw new BuildError("IMAGE_LIMIT", `a folder of ${folder.sizeBytes} bytes`);
    for (let entry of parseIsoDirectory(await file.read(at, folder.sizeBytes))) {
      if (entry.name === "\0" || entry.name === "") continue;
      if (files += 1, files > LIMITS.directoryEntries || depth > MAX_DEPTH3)
        throw new BuildError("IMAGE_LIMIT", "an ISO with more files than is accepted");
      hasRockRidge ||= entry.hasRockRidge;
      let name = `${path}${entry.name}`, start = entry.firstBlock * ISO_BLOCK_BYTES;
      if (!isWithin(start, entry.sizeBytes, file.sizeBytes))
        findings.add("iso-bounds", `/${name} has ${entry.sizeBytes} bytes at ${start}`);
      else if (entry.isFolder)
        seen.has(entry.firstBlock) ? findings.add("iso-loop", `folder /${name} is below itself`) : queue.push({ entry, path: `${name}/`, depth: depth + 1 }), seen.add(entry.firstBlock);
      else if (entry.sizeBytes >= LIVE_BYTES && live.length < MAX_LIVE) {
        let found = await readLive(
          openPart(whole, start, entry.sizeBytes),
          name,
          start,
          findings
        );
        found !== void 0 && live.push(found);
      }
    }
  }
  return { files, hasRockRidge, live };
}
async function readLive(part, path, offsetBytes, findings) {
  let system = parseFileSystem(await readUpTo(part, 0, 7e4));
  if (system === void 0) return;
  findings.check(
    system.sizeBytes <= part.sizeBytes,
    "filesystem-fits",
    `the ${system.type} in /${path} has ${system.sizeBytes} bytes, the file ${part.sizeBytes}`
  ), findings.check(
    system.isChecksumRight,
    "filesystem-checksum",
    `the superblock of the ${system.type} in /${path} has a wrong checksum`
  );
  let { type, label, uuid, sizeBytes, blockBytes } = system;
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
  let { primary, catalogueBlock, hasJoliet } = await readDescriptors(file, findings), { volumeId, volumeBlocks, created } = primary;
  findings.check(
    /^[\x20-\x7e]{1,32}$/.test(volumeId),
    "iso-volume-id",
    `the volume id is "${volumeId}"`
  ), findings.check(
    /^[\w.+:@#=-]*$/.test(volumeId),
    "iso-volume-label",
    `the volume id is "${volumeId}"`
  ), findings.check(
    primary.isConsistent,
    "iso-byte-orders",
    "the primary descriptor has some that differ"
  ), findings.check(
    volumeBlocks * ISO_BLOCK_BYTES <= file.sizeBytes,
    "iso-size",
    `the volume has ${volumeBlocks * ISO_BLOCK_BYTES} bytes, the file ${file.sizeBytes}`
  );
  let tree = await readIsoTree(file, primary.root, findings), bootLoaders = await readIsoBootEntries(file, catalogueBlock, findings), head = await readUpTo(file, 0, 512);
  findings.check(
    head.readUInt16LE(510) === 43605,
    "iso-hybrid",
    "sector 0 is no boot record: it boots from a CD alone"
  );
  let uuid = created.replace(/^(.{4})(..)(..)(..)(..)(..)(..)$/, "$1-$2-$3-$4-$5-$6-$7"), volume = {
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
    isHybrid: !0,
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
  let primary, catalogueBlock, hasJoliet = !1, isEnded = !1;
  for (let index = 0; index < MAX_DESCRIPTORS && !isEnded; index += 1) {
    let at = (ISO_FIRST_DESCRIPTOR + index) * ISO_BLOCK_BYTES, block = await readUpTo(file, at, ISO_BLOCK_BYTES);
    if (block.toString("latin1", 1, 6) !== "CD001") break;
    let type = parseIsoDescriptorType(block);
    type === 255 ? isEnded = !0 : type === 0 ? catalogueBlock ??= parseBootRecord(block) : type === 1 ? primary ??= parseIsoVolume(block) : type === 2 && (hasJoliet ||= /^%\/[@CE]/.test(block.toString("latin1", 88, 91)));
  }
  if (findings.check(isEnded, "iso-terminator", "there is none"), primary === void 0)
    throw new BuildError("IMAGE_DAMAGED", "it has no primary volume descriptor");
  return { primary, catalogueBlock, hasJoliet };
}

// lib/ovf/parse.ts
var import_saxes = __toESM(require_saxes(), 1);
var MAX_OVF_BYTES = 4 * 1024 * 1024, MAX_DEPTH4 = 64, LENGTHS = { SHA1: 40, SHA256: 64, SHA512: 128 };
function parseOvf(text) {
  text.length > MAX_OVF_BYTES && fail3(`it has more than ${MAX_OVF_BYTES} bytes`);
  let files = [], disks = [], hostResources = [], found = {}, virtualSystems = 0, path = [], content = "", parser = new import_saxes.SaxesParser({ xmlns: !0 });
  return parser.on("doctype", () => fail3("it has a document type")), parser.on("error", (error) => fail3(error.message.split(`
`)[0] ?? "it is no XML")), parser.on("opentag", ({ local, attributes }) => {
    path.length >= MAX_DEPTH4 && fail3("its elements are nested too deep"), path.length === 0 && local !== "Envelope" && fail3(`its root is ${local}, expected Envelope`), path.push(local), content = "";
    let values = new Map(Object.values(attributes).map((item) => [item.local, item.value])), value = (name) => values.get(name);
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
        let osType = value("osType");
        osType !== void 0 && (found.osType = osType);
        break;
      }
      case "Config":
        value("key") === "firmware" && (found.firmware = value("value") ?? "");
        break;
    }
  }), parser.on("text", (piece) => {
    content += piece;
  }), parser.on("closetag", () => {
    let local = path.pop();
    local === "VirtualSystemType" && (found.hardware = content.trim()), local === "HostResource" && hostResources.push(content.trim()), content = "";
  }), parser.write(text).close(), {
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
  return text.length > MAX_OVF_BYTES && fail3(`its manifest has more than ${MAX_OVF_BYTES} bytes`), text.split(/\r?\n/).filter((line) => line.trim() !== "").map((line, index) => {
    let [, name = "", file = "", digest = ""] = /^(SHA1|SHA256|SHA512) ?\(([^)]+)\) ?= ?([0-9a-fA-F]+)\s*$/.exec(line) ?? [], algorithm = name;
    return (file === "" || digest.length !== LENGTHS[algorithm]) && fail3(`line ${index + 1} of its manifest is no digest of a file`), { algorithm, file, digest: digest.toLowerCase() };
  });
}
function capacity(amount, unit) {
  let count = wholeNumber(amount);
  if (count === void 0) return;
  if (unit === void 0 || unit.trim() === "byte") return count;
  let power = /^byte \* 2\^(\d{1,2})$/.exec(unit.trim())?.[1];
  return power === void 0 ? void 0 : count * 2 ** Number(power);
}
function wholeNumber(text) {
  return text !== void 0 && /^\d{1,15}$/.test(text) ? Number(text) : void 0;
}
function fail3(what) {
  throw new BuildError("OVF_BAD", `not a sound OVF descriptor: ${what}`);
}

// lib/inspect/formats/ova.ts
var STREAM_FORMAT = "streamOptimized", ALGORITHMS = { SHA1: "sha1", SHA256: "sha256", SHA512: "sha512" };
async function openOva(members, inspection, openInner) {
  let { findings } = inspection, descriptors = members.filter(({ name }) => /\.ovf$/i.test(name));
  findings.check(
    descriptors.length === 1,
    "ova-one-descriptor",
    `it has ${descriptors.length}: ${descriptors.map(({ name }) => name).join(", ")}`
  );
  let [descriptor] = descriptors;
  if (descriptor === void 0) throw new TypeError("no descriptor");
  let ovf = parseOvf(await readText2(descriptor));
  checkArchive(members, findings), checkOrder(members, descriptor, ovf, findings), await checkManifest(members, descriptor, findings), checkReferences(members, descriptor, ovf, findings), findings.check(
    /^(vmx-\d+|virtualbox-\d|xen-|qemu|kvm)/.test(ovf.hardware ?? ""),
    "ova-hardware",
    `VirtualSystemType is "${ovf.hardware ?? ""}"`
  ), findings.check(ovf.osType !== void 0, "ova-vmware-os-type", "vmw:osType is not given");
  let inner = await openDisk(members, ovf, findings, openInner);
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
  for (let { name, type, flavour, isExtended, isSparse } of members)
    findings.check(
      flavour === "ustar" && !isExtended && !isSparse,
      "ova-ustar",
      `member ${name} is written in the form ${flavour}${isExtended ? " with pax or GNU extensions" : ""}`
    ), findings.check(
      "07".includes(type) && !name.includes("/"),
      "ova-flat",
      `member ${name} is ${type === "5" ? "a folder" : "in a folder, or no file"}`
    );
}
function checkOrder(members, descriptor, ovf, findings) {
  let names = members.map(({ name }) => name);
  findings.check(
    members[0] === descriptor,
    "ova-order",
    `the first member is ${names[0]}, expected ${descriptor.name}`
  );
  let extras = names.filter((name) => /\.(mf|cert)$/i.test(name)), rest = names.filter((name) => name !== descriptor.name && !extras.includes(name)), isPlaced = names.slice(1, 1 + extras.length).join(`
`) === extras.join(`
`) || names.slice(-extras.length || names.length).join(`
`) === extras.join(`
`);
  findings.check(isPlaced, "ova-order", `${extras.join(", ")} stand among the files`);
  let listed = ovf.files.map(({ href }) => href).filter((href) => rest.includes(href)), found = rest.filter((name) => listed.includes(name));
  findings.check(
    found.join(`
`) === listed.join(`
`),
    "ova-order",
    `the files are ${found.join(", ")}, References has ${listed.join(", ")}`
  );
}
async function checkManifest(members, descriptor, findings) {
  let base = descriptor.name.replace(/\.ovf$/i, ""), manifest = members.find(({ name }) => name.toLowerCase() === `${base}.mf`.toLowerCase());
  if (manifest === void 0) {
    findings.add("ova-no-manifest", `there is no ${base}.mf`);
    return;
  }
  let digests = parseOvfManifest(await readText2(manifest));
  for (let member of members) {
    if (/\.(mf|cert)$/i.test(member.name)) continue;
    let digest = digests.find(({ file }) => file === member.name);
    if (digest === void 0) {
      findings.add("ova-manifest", `${manifest.name} has no digest of ${member.name}`);
      continue;
    }
    let found = await digestContents(member.open(), ALGORITHMS[digest.algorithm]);
    findings.check(
      found === digest.digest,
      "ova-digest",
      `${digest.algorithm} of ${member.name} is ${found}, the manifest has ${digest.digest}`
    );
  }
  for (let { file } of digests)
    findings.check(
      members.some(({ name }) => name === file),
      "ova-manifest",
      `${manifest.name} has a digest of ${file}, which is not there`
    );
}
function checkReferences(members, descriptor, ovf, findings) {
  for (let { href, sizeBytes } of ovf.files) {
    let member = members.find(({ name }) => name === href);
    findings.check(
      member !== void 0 && (sizeBytes === void 0 || sizeBytes === member.sizeBytes),
      "ova-references",
      member === void 0 ? `${href} is not there` : `${href} has ${member.sizeBytes} bytes, References says ${sizeBytes}`
    );
  }
  for (let { name } of members)
    name === descriptor.name || /\.(mf|cert)$/i.test(name) || findings.check(
      ovf.files.some(({ href }) => href === name),
      "ova-references",
      `References does not name ${name}`
    );
}
async function openDisk(members, ovf, findings, openInner) {
  let [disk] = ovf.disks;
  if (disk === void 0) {
    findings.add("ova-disk", "DiskSection has no disk");
    return;
  }
  let file = ovf.files.find(({ id }) => id === disk.fileRef), member = members.find(({ name }) => name === file?.href);
  if (member === void 0) {
    findings.add("ova-disk", `disk ${disk.id} names no file that is there`);
    return;
  }
  findings.check(
    ovf.hostResources.some(
      (resource) => resource === `ovf:/disk/${disk.id}` || resource === `/disk/${disk.id}`
    ),
    "ova-disk-used",
    `no HostResource is ovf:/disk/${disk.id}`
  );
  let inner = await openInner(member.open()), sizeBytes = inner.disk?.sizeBytes;
  return findings.check(
    disk.capacityBytes === void 0 || disk.capacityBytes === sizeBytes,
    "ova-disk",
    `the capacity of ${disk.id} is ${disk.capacityBytes} bytes, its disk has ${sizeBytes}`
  ), findings.check(
    inner.details.createType === STREAM_FORMAT && disk.format.endsWith(`#${STREAM_FORMAT}`),
    "ova-vmware-format",
    `${member.name} is ${inner.format} ${String(inner.details.createType ?? "")}, its format ${disk.format}`
  ), inner;
}
async function readText2(member) {
  if (member.sizeBytes > MAX_OVF_BYTES)
    throw new BuildError(
      "IMAGE_LIMIT",
      `${member.name} has ${member.sizeBytes} bytes`
    );
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
    let why = error instanceof Error ? error.message : String(error);
    throw new BuildError(
      "IMAGE_DAMAGED",
      `${place} cannot be decompressed (${compression}): ${why}`,
      { cause: error }
    );
  }
  if (block.length !== sizeBytes)
    throw new BuildError(
      "IMAGE_DAMAGED",
      `${place} has ${block.length} bytes when it is decompressed, expected ${sizeBytes}`
    );
  return block;
}
async function inflate(bytes, compression, maxOutputLength) {
  switch (compression) {
    case "deflate":
      return zlib.inflateRawSync(bytes, { maxOutputLength });
    case "zlib":
      return zlib.inflateSync(bytes, { maxOutputLength });
    case "zstd": {
      let frame = bytes.subarray(0, await zstdFrameBytes(openBytes(bytes)));
      if (typeof zlib.zstdDecompressSync == "function")
        return zlib.zstdDecompressSync(frame, { maxOutputLength });
      let pieces = [], source = Readable2.from([frame], { objectMode: !1 });
      for await (let piece of openDecompressed(source, "zstd", maxOutputLength))
        pieces.push(piece);
      return Buffer.concat(pieces);
    }
  }
}

// lib/inspect/disks/qcow2.ts
function openQcow2Disk(file, header, l1) {
  let { clusterBytes } = header, tableEntries = clusterBytes / 8, loadTable = cached((offset) => file.read(offset, clusterBytes), 64), loadCompressed = cached(async (index) => inflateCluster(file, header, await find(index)));
  async function find(index) {
    let { offset } = parseL1Entry(l1.readBigUInt64BE(Math.floor(index / tableEntries) * 8));
    if (offset === 0) return { kind: "none" };
    let table = await loadTable(offset);
    return parseL2Entry(table.readBigUInt64BE(index % tableEntries * 8), header);
  }
  return openBlocks({
    sizeBytes: header.sizeBytes,
    blockBytes: clusterBytes,
    readBlock: async (index, from, length) => {
      let cluster = await find(index);
      switch (cluster.kind) {
        case "none":
        case "zero":
          return;
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
  let bytes = await readUpTo(file, cluster.offset, cluster.limitBytes);
  return inflateBlock(bytes, compression === "zstd" ? "zstd" : "deflate", clusterBytes, `the cluster at ${cluster.offset}`);
}

// lib/inspect/formats/qcow2-clusters.ts
var MAX_COUNT = 65535, OFFSET = 0x00fffffffffffe00n;
async function checkQcow2Clusters(file, header, l1, findings) {
  let { clusterBytes } = header, clusters = Math.ceil(file.sizeBytes / clusterBytes), uses = new Uint16Array(clusters), markUse = (offset, length, what, isAligned = !0) => {
    if (isAligned && offset % clusterBytes !== 0)
      return findings.add("qcow2-aligned", `${what} is at ${offset}`), !1;
    if (!isWithin(offset, length, clusters * clusterBytes))
      return findings.add("qcow2-bounds", `${what} at ${offset}, the file has ${file.sizeBytes} bytes`), !1;
    let last = Math.floor((offset + Math.max(length, 1) - 1) / clusterBytes);
    for (let at = Math.floor(offset / clusterBytes); at <= last; at += 1)
      uses[at] = Math.min((uses[at] ?? 0) + 1, MAX_COUNT);
    return !0;
  };
  markUse(0, clusterBytes, "the header"), markUse(header.l1.offset, l1.length, "the L1 table");
  let counts = await readRefcounts(file, header, clusters, markUse), use = { plain: 0, compressed: 0, zero: 0 }, checkExclusive = (offset, isExclusive, what) => {
    let count = counts[Math.floor(offset / clusterBytes)] ?? 0;
    findings.check(
      isExclusive === (count === 1),
      "qcow2-copied",
      `${what} at ${offset} has reference count ${count}, bit 63 is ${isExclusive ? "set" : "clear"}`
    );
  }, seen = /* @__PURE__ */ new Set(), tables = 0;
  for (let index = 0; index < l1.length / 8; index += 1) {
    let table = parseL1Entry(l1.readBigUInt64BE(index * 8));
    if (table.offset === 0) continue;
    if (tables += 1, tables > LIMITS.tables)
      throw new BuildError("IMAGE_LIMIT", `more than ${LIMITS.tables} L2 tables`);
    if (seen.has(table.offset)) {
      findings.add("qcow2-overlap", `two entries of the L1 table lead to ${table.offset}`);
      continue;
    }
    if (seen.add(table.offset), !markUse(table.offset, clusterBytes, `L2 table ${index}`)) continue;
    if (table.offset + clusterBytes > file.sizeBytes) {
      findings.add("qcow2-bounds", `L2 table ${index} at ${table.offset} is cut short`);
      continue;
    }
    checkExclusive(table.offset, table.isExclusive, `L2 table ${index}`);
    let entries = await file.read(table.offset, clusterBytes);
    for (let at = 0; at < clusterBytes; at += 8) {
      let raw = entries.readBigUInt64BE(at);
      if (raw === 0n) continue;
      let cluster = parseL2Entry(raw, header);
      switch (cluster.kind) {
        case "none":
          break;
        case "zero":
          use.zero += 1, cluster.offset !== 0 && markUse(cluster.offset, clusterBytes, "a cluster");
          break;
        case "plain":
          use.plain += 1, markUse(cluster.offset, clusterBytes, "a cluster") && checkExclusive(cluster.offset, cluster.isExclusive, "a cluster");
          break;
        case "compressed": {
          use.compressed += 1;
          let length = Math.min(cluster.limitBytes, clusters * clusterBytes - cluster.offset);
          markUse(cluster.offset, Math.max(length, 1), "a compressed cluster", !1), findings.check(
            !cluster.isExclusive,
            "qcow2-copied",
            `the compressed cluster at ${cluster.offset} has bit 63 set`
          );
          break;
        }
      }
    }
  }
  let isAllSeen = header.snapshots.count === 0 && header.features.autoclear === 0n;
  for (let [index, count] of counts.entries()) {
    let used = uses[index] ?? 0;
    used > count && isAllSeen ? findings.add(
      "qcow2-refcount",
      `the cluster at ${index * clusterBytes} is used ${used} times, its reference count is ${count}`
    ) : used < count && isAllSeen && findings.add(
      "qcow2-leak",
      `the cluster at ${index * clusterBytes} is used ${used} times, its reference count is ${count}`
    );
  }
  return use;
}
async function readRefcounts(file, { clusterBytes, refcounts }, clusters, markUse) {
  let counts = new Uint16Array(clusters), { bits, offset } = refcounts, perBlock = clusterBytes * 8 / bits, tableBytes = refcounts.clusters * clusterBytes;
  if (!markUse(offset, tableBytes, "the table of reference counts")) return counts;
  let neededBytes = Math.min(tableBytes, Math.ceil(clusters / perBlock) * 8);
  if (offset + neededBytes > file.sizeBytes) return counts;
  let table = await file.read(offset, neededBytes);
  for (let index = 0; index * 8 < table.length; index += 1) {
    let blockOffset = Number(table.readBigUInt64BE(index * 8) & OFFSET);
    if (blockOffset === 0 || !markUse(blockOffset, clusterBytes, "a block of reference counts") || blockOffset + clusterBytes > file.sizeBytes) continue;
    let block = await file.read(blockOffset, clusterBytes), first = index * perBlock;
    for (let at = 0; at < perBlock && first + at < clusters; at += 1)
      counts[first + at] = Math.min(refcountAt(block, at, bits), MAX_COUNT);
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
      let at = index * bits;
      return block.readUInt8(Math.floor(at / 8)) >> at % 8 & 2 ** bits - 1;
    }
  }
}

// lib/inspect/formats/qcow2.ts
async function openQcow2(file, inspection) {
  let { findings } = inspection, header = parseQcow2Header(await readUpTo(file, 0, QCOW2_HEADER_BYTES)), { clusterBytes, sizeBytes, features } = header;
  if (assertSupported(header), sizeBytes > LIMITS.diskBytes || file.sizeBytes / clusterBytes > LIMITS.blocks)
    throw new BuildError(
      "IMAGE_LIMIT",
      `a qcow2 image of ${sizeBytes} bytes in ${file.sizeBytes}, more than is accepted`
    );
  findings.check(
    (features.incompatible & (QCOW2_INCOMPATIBLE.dirty | QCOW2_INCOMPATIBLE.corrupt)) === 0n,
    "qcow2-dirty",
    "it is marked as dirty or corrupt"
  ), findings.check(sizeBytes % 512 === 0, "qcow2-size", `the disk has ${sizeBytes} bytes`), findings.check(
    header.snapshots.count === 0,
    "qcow2-snapshots",
    `it has ${header.snapshots.count} snapshots`
  );
  let needed = Math.ceil(sizeBytes / clusterBytes / (clusterBytes / 8)), { l1 } = header;
  if (findings.check(
    l1.entries >= needed && l1.offset % clusterBytes === 0,
    "qcow2-l1",
    `${l1.entries} entries at ${l1.offset}, expected ${needed}`
  ), l1.entries < needed || !isWithin(l1.offset, l1.entries * 8, file.sizeBytes))
    throw new BuildError("IMAGE_DAMAGED", "the L1 table does not cover the disk");
  let table = await file.read(l1.offset, l1.entries * 8), used = await checkQcow2Clusters(file, header, table, findings);
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
  let { dirty, corrupt, compression } = QCOW2_INCOMPATIBLE, unknown = header.features.incompatible & ~(dirty | corrupt | compression), reason = header.encryption !== 0 ? "it is encrypted" : header.backingFile !== void 0 ? "it needs a backing file" : unknown !== 0n ? `it has the incompatible features 0x${unknown.toString(16)}` : void 0;
  if (reason !== void 0)
    throw new ConfigError("IMAGE_UNSUPPORTED", `a qcow2 image is not read: ${reason}`, {
      hint: "Convert it: qemu-img convert -O qcow2."
    });
}

// lib/inspect/formats/vhd.ts
var MIB3 = 2 ** 20, GEOMETRY_CREATORS = ["qemu", "vpc "];
async function openVhd(file, inspection) {
  let { findings } = inspection, end = await file.read(file.sizeBytes - VHD_FOOTER_BYTES, VHD_FOOTER_BYTES), start = await file.read(0, VHD_FOOTER_BYTES), hasEnd = end.toString("latin1", 0, 8) === "conectix", footer = parseVhdFooter(hasEnd ? end : start);
  if (footer.type === "differencing")
    throw new ConfigError(
      "IMAGE_UNSUPPORTED",
      "a differencing VHD is not read: it needs its parent"
    );
  let { currentSizeBytes } = footer;
  if (currentSizeBytes > LIMITS.diskBytes)
    throw new BuildError("IMAGE_LIMIT", `a VHD of ${currentSizeBytes} bytes`);
  checkFooter(footer, findings), findings.check(footer.type === "fixed", "azure-fixed", `the disk is ${footer.type}`), findings.check(
    currentSizeBytes % MIB3 === 0,
    "azure-aligned",
    `the disk has ${currentSizeBytes} bytes, ${currentSizeBytes % MIB3} more than a multiple of 1 MiB`
  );
  let details = {
    type: footer.type,
    creator: footer.creator.trim(),
    uniqueId: footer.uniqueId,
    timestampSeconds: footer.timestampSeconds,
    geometry: { ...footer.geometry }
  };
  if (footer.type === "fixed")
    return findings.check(
      file.sizeBytes === currentSizeBytes + VHD_FOOTER_BYTES,
      "vhd-fixed-size",
      `the file has ${file.sizeBytes} bytes, expected ${currentSizeBytes} + ${VHD_FOOTER_BYTES}`
    ), { format: "vhd", disk: openPart(file, 0, currentSizeBytes), details };
  findings.check(
    hasEnd && end.equals(start),
    "vhd-footer-copy",
    "the first 512 bytes and the last are not the same footer"
  );
  let opened = await openDynamic(file, footer, findings);
  return { format: "vhd", disk: opened.disk, details: { ...details, ...opened.details } };
}
function checkFooter(footer, findings) {
  findings.check(footer.isChecksumRight, "vhd-checksum", "the checksum of the footer is wrong"), findings.check(
    footer.version === 65536 && (footer.features & 2) !== 0 && footer.headerOffset === void 0 == (footer.type === "fixed"),
    "vhd-fields",
    `version 0x${footer.version.toString(16)}, features 0x${footer.features.toString(16)}, header at ${footer.headerOffset ?? "none"}`
  ), findings.check(footer.isReservedZero, "vhd-reserved", "bytes 85 to 511 are not all zero"), findings.check(!footer.isSavedState, "vhd-saved-state", "the saved state is set");
  let { cylinders, heads, sectorsPerTrack } = footer.geometry, expected = geometryOf(footer.currentSizeBytes), isLargest = cylinders === 65535 && heads === 16 && sectorsPerTrack === 255, found = `${cylinders}/${heads}/${sectorsPerTrack}`;
  findings.check(
    isLargest || found === expected,
    "vhd-geometry",
    `the geometry is ${found}, expected ${expected}`
  );
  let geometryBytes = cylinders * heads * sectorsPerTrack * 512;
  findings.check(
    isLargest || geometryBytes === footer.currentSizeBytes || !GEOMETRY_CREATORS.includes(footer.creator),
    "vhd-creator-size",
    `the geometry makes ${geometryBytes} bytes, the size is ${footer.currentSizeBytes}`
  );
}
function geometryOf(sizeBytes) {
  let sectors = Math.min(Math.floor(sizeBytes / 512), 267382800);
  if (sectors >= 65535 * 16 * 63) return `${Math.floor(sectors / 255 / 16)}/16/255`;
  let perTrack = 17, tracks = Math.floor(sectors / perTrack), heads = Math.max(4, Math.floor((tracks + 1023) / 1024));
  return (tracks >= heads * 1024 || heads > 16) && (perTrack = 31, heads = 16, tracks = Math.floor(sectors / perTrack)), tracks >= heads * 1024 && (perTrack = 63, heads = 16, tracks = Math.floor(sectors / perTrack)), `${Math.floor(tracks / heads)}/${heads}/${perTrack}`;
}
async function openDynamic(file, footer, findings) {
  let header = parseVhdDynamicHeader(
    await file.read(footer.headerOffset ?? file.sizeBytes, VHD_DYNAMIC_HEADER_BYTES)
  );
  findings.check(
    header.isChecksumRight && header.version === 65536,
    "vhd-header",
    `version 0x${header.version.toString(16)}, the checksum is ${header.isChecksumRight ? "right" : "wrong"}`
  );
  let { blockBytes, tableEntries } = header, blocks2 = Math.ceil(footer.currentSizeBytes / blockBytes);
  if (findings.check(
    tableEntries >= blocks2,
    "vhd-table",
    `${tableEntries} entries for a disk of ${blocks2} blocks`
  ), blocks2 > LIMITS.blocks)
    throw new BuildError("IMAGE_LIMIT", `a VHD of ${blocks2} blocks`);
  let known = await file.read(header.tableOffset, Math.min(tableEntries, blocks2) * 4), table = Buffer.concat([known, Buffer.alloc(blocks2 * 4 - known.length, 255)]), bitmapBytes = Math.ceil(blockBytes / 512 / 8 / 512) * 512;
  return checkBlocks(file, header, { table, bitmapBytes }, findings), {
    disk: openBlocks({
      sizeBytes: footer.currentSizeBytes,
      blockBytes,
      // As QEMU does: what the bitmap calls unused has zeros.
      readBlock: async (index, from, length) => {
        let sector = table.readUInt32BE(index * 4);
        if (sector !== VHD_UNUSED_BLOCK)
          return file.read(sector * 512 + bitmapBytes + from, length);
      }
    }),
    details: { blockBytes }
  };
}
function checkBlocks(file, { blockBytes, tableOffset }, { table, bitmapBytes }, findings) {
  let sectors = [];
  for (let at = 0; at < table.length; at += 4) {
    let sector = table.readUInt32BE(at);
    sector !== VHD_UNUSED_BLOCK && sectors.push(sector);
  }
  let lengthBytes = bitmapBytes + blockBytes, free = tableOffset + table.length;
  for (let sector of sectors.sort((a, b) => a - b)) {
    let offset = sector * 512;
    findings.check(
      isWithin(offset, lengthBytes, file.sizeBytes - VHD_FOOTER_BYTES),
      "vhd-bounds",
      `a block at ${offset}, the file has ${file.sizeBytes} bytes`
    ), findings.check(
      offset >= free,
      "vhd-overlap",
      `a block at ${offset} overlaps what is before ${free}`
    ), free = offset + lengthBytes;
  }
}

// lib/inspect/formats/vhdx.ts
var MIB4 = 2 ** 20;
async function openVhdx(file, inspection) {
  let { findings } = inspection, header = await readHeader(file, findings);
  findings.check(
    header.version === 1 && header.logVersion === 0,
    "vhdx-version",
    `version ${header.version}, log ${header.logVersion}`
  ), findings.check(
    header.logGuid === ZERO_GUID,
    "vhdx-log",
    "the log holds changes that were not made yet: it was not closed"
  );
  let regions = await readRegions(file, findings);
  checkRegions(file, header, regions, findings);
  let [bat, metadata] = [VHDX_GUIDS.batRegion, VHDX_GUIDS.metadataRegion].map(
    (guid) => regions.find((region) => region.guid === guid)
  );
  (bat === void 0 || metadata === void 0) && damaged("it has no table of blocks, or no metadata");
  let disk = await readMetadata(file, metadata, findings), table = await readTable(file, disk, bat, [bat, metadata], findings), { chunkRatio } = table;
  return {
    format: "vhdx",
    disk: openBlocks({
      sizeBytes: disk.sizeBytes,
      blockBytes: disk.blockBytes,
      readBlock: async (index, from, length) => {
        let { state, offset } = parseBatEntry(
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
  let sound = [];
  for (let offset of VHDX_PLACES.headers) {
    let header = parseVhdxHeader(await file.read(offset, VHDX_HEADER_BYTES));
    typeof header == "string" ? findings.add("vhdx-headers", `the header at ${offset}: ${header}`) : sound.push(header);
  }
  return sound.sort((a, b) => a.sequence > b.sequence ? -1 : 1)[0] ?? damaged("neither of its headers is sound");
}
async function readRegions(file, findings) {
  let tables = [];
  for (let offset of VHDX_PLACES.regionTables) {
    let table = parseVhdxRegions(await file.read(offset, VHDX_REGION_TABLE_BYTES));
    typeof table == "string" ? findings.add("vhdx-region-tables", `the region table at ${offset}: ${table}`) : tables.push(table);
  }
  let [first, second] = tables;
  return first === void 0 ? damaged("neither of its region tables is sound") : (findings.check(
    second === void 0 || JSON.stringify(first) === JSON.stringify(second),
    "vhdx-region-tables",
    "the two region tables differ"
  ), first);
}
function checkRegions(file, header, regions, findings) {
  let known = [VHDX_GUIDS.batRegion, VHDX_GUIDS.metadataRegion];
  for (let { guid, isRequired } of regions)
    if (isRequired && !known.includes(guid))
      throw new ConfigError("IMAGE_UNSUPPORTED", `a VHDX with a region ${guid}`);
  let log = { offset: header.logOffset, lengthBytes: header.logBytes }, free = MIB4;
  for (let { offset, lengthBytes } of [...regions, log].sort((a, b) => a.offset - b.offset))
    findings.check(
      offset % MIB4 === 0 && lengthBytes % MIB4 === 0 && offset >= free && isWithin(offset, lengthBytes, file.sizeBytes),
      "vhdx-regions",
      `a region of ${lengthBytes} bytes at ${offset}, free from ${free} to ${file.sizeBytes}`
    ), free = Math.max(free, offset + lengthBytes);
}
async function readMetadata(file, region, findings) {
  let entries = parseVhdxMetadataTable(await file.read(region.offset, VHDX_METADATA_TABLE_BYTES)), known = Object.values(VHDX_GUIDS);
  for (let { guid, isRequired } of entries)
    if (isRequired && !known.includes(guid))
      throw new ConfigError("IMAGE_UNSUPPORTED", `a VHDX with metadata ${guid}`);
  let find = (guid, length) => {
    let entry = entries.find((item) => item.guid === guid && item.lengthBytes === length);
    return entry === void 0 && findings.add("vhdx-metadata", `item ${guid} is not there, or has not ${length} bytes`), entry;
  }, read = async (guid, length) => {
    let entry = find(guid, length) ?? damaged(`it has no metadata ${guid}`);
    return file.read(region.offset + entry.offset, length);
  }, readSpare = async (guid, length) => find(guid, length) === void 0 ? Buffer.alloc(length) : read(guid, length), parameters = await read(VHDX_GUIDS.fileParameters, 8), disk = {
    sizeBytes: Number((await read(VHDX_GUIDS.diskSize, 8)).readBigUInt64LE(0)),
    blockBytes: parameters.readUInt32LE(0),
    logicalSectorBytes: (await read(VHDX_GUIDS.logicalSector, 4)).readUInt32LE(0),
    physicalSectorBytes: (await readSpare(VHDX_GUIDS.physicalSector, 4)).readUInt32LE(0),
    diskId: (await readSpare(VHDX_GUIDS.diskId, 16)).toString("hex")
  };
  if ((parameters.readUInt32LE(4) & 2) !== 0)
    throw new ConfigError("IMAGE_UNSUPPORTED", "a VHDX that needs its parent");
  let { blockBytes, logicalSectorBytes, sizeBytes } = disk;
  if ((blockBytes < MIB4 || blockBytes > 256 * MIB4 || (blockBytes & blockBytes - 1) !== 0) && damaged(`blocks of ${blockBytes} bytes`), logicalSectorBytes !== 512 && logicalSectorBytes !== 4096 && damaged(`sectors of ${logicalSectorBytes} bytes`), sizeBytes > LIMITS.diskBytes)
    throw new BuildError("IMAGE_LIMIT", `a VHDX of ${sizeBytes} bytes`);
  return findings.check(
    sizeBytes % logicalSectorBytes === 0,
    "vhdx-size",
    `${sizeBytes} bytes in sectors of ${logicalSectorBytes}`
  ), disk;
}
async function readTable(file, disk, bat, regions, findings) {
  let chunkRatio = 8388608 * disk.logicalSectorBytes / disk.blockBytes, blocks2 = Math.ceil(disk.sizeBytes / disk.blockBytes), lengthBytes = blocks2 === 0 ? 0 : entryAt(blocks2 - 1, chunkRatio) + 8;
  findings.check(
    lengthBytes <= bat.lengthBytes,
    "vhdx-table",
    `the table has ${bat.lengthBytes} bytes, expected ${lengthBytes}`
  ), lengthBytes > bat.lengthBytes && damaged("its table of blocks is too short");
  let bytes = await file.read(bat.offset, lengthBytes), offsets = [], states = Object.values(VHDX_BLOCK);
  for (let index = 0; index < blocks2; index += 1) {
    let { state, offset } = parseBatEntry(bytes.readBigUInt64LE(entryAt(index, chunkRatio)));
    findings.check(
      states.includes(state) && state !== VHDX_BLOCK.partiallyPresent,
      "vhdx-table",
      `block ${index} has state ${state}`
    ), state === VHDX_BLOCK.fullyPresent && offsets.push(offset);
  }
  let free = MIB4;
  for (let offset of Float64Array.from(offsets).sort()) {
    let end = offset + disk.blockBytes;
    findings.check(
      isWithin(offset, disk.blockBytes, file.sizeBytes),
      "vhdx-bounds",
      `a block at ${offset}, the file has ${file.sizeBytes} bytes`
    );
    let isFree = regions.every(
      (region) => end <= region.offset || offset >= region.offset + region.lengthBytes
    );
    findings.check(
      offset >= free && isFree,
      "vhdx-overlap",
      `a block at ${offset} overlaps what is before ${free}, or a region`
    ), free = Math.max(free, end);
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
var SECTOR = 512, GRAIN_MARKER_BYTES = 12;
async function readDirectory(file, header, sector) {
  let tables = Math.ceil(header.capacitySectors / header.grainSectors / header.entriesPerTable);
  if (tables > LIMITS.tables || tables * header.entriesPerTable > LIMITS.blocks * 4)
    throw new BuildError("IMAGE_LIMIT", `a grain directory of ${tables} tables`);
  return toNumbers(await file.read(sector * SECTOR, tables * 4));
}
async function readTable2(file, header, sector) {
  return toNumbers(await file.read(sector * SECTOR, header.entriesPerTable * 4));
}
function openVmdkExtent(file, { header, directory }) {
  let { grainSectors, entriesPerTable, flags } = header, grainBytes = grainSectors * SECTOR, isCompressed = (flags & VMDK_FLAG.compressed) !== 0, loadTable = cached((sector) => readTable2(file, header, sector), 64), loadGrain = cached(async (sector) => {
    let marker = parseVmdkMarker(await file.read(sector * SECTOR, 16));
    if (marker.sizeBytes > 2 * grainBytes + SECTOR)
      throw new BuildError(
        "IMAGE_DAMAGED",
        `the grain at sector ${sector} has ${marker.sizeBytes} compressed bytes`
      );
    let bytes = await file.read(sector * SECTOR + GRAIN_MARKER_BYTES, marker.sizeBytes);
    return inflateBlock(bytes, "zlib", grainBytes, `the grain at sector ${sector}`);
  });
  return openBlocks({
    sizeBytes: header.capacitySectors * SECTOR,
    blockBytes: grainBytes,
    readBlock: async (index, from, length) => {
      let table = directory[Math.floor(index / entriesPerTable)] ?? 0, sector = table === 0 ? 0 : (await loadTable(table))[index % entriesPerTable];
      if (!(sector === void 0 || sector === 0) && !(sector === 1 && (flags & VMDK_FLAG.zeroedGrains) !== 0))
        return isCompressed ? (await loadGrain(sector)).subarray(from, from + length) : file.read(sector * SECTOR + from, length);
    }
  });
}
function openJoined(parts) {
  let ends = [];
  for (let { sizeBytes: sizeBytes2 } of parts) ends.push((ends.at(-1) ?? 0) + sizeBytes2);
  return {
    sizeBytes: ends.at(-1) ?? 0,
    read: async (offsetBytes, lengthBytes) => {
      let pieces = [];
      for (let [index, part] of parts.entries()) {
        let start = (ends[index] ?? 0) - part.sizeBytes, from = Math.max(offsetBytes - start, 0), to = Math.min(offsetBytes + lengthBytes - start, part.sizeBytes);
        from < to && pieces.push(await part.read(from, to - from));
      }
      return Buffer.concat(pieces);
    },
    close: async () => {
    }
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
  let tail = await file.read(file.sizeBytes - 3 * SECTOR2, 3 * SECTOR2), marker = parseVmdkMarker(tail);
  findings.check(
    marker.type === VMDK_MARKER.footer && marker.sizeBytes === 0 && marker.value === 1,
    "vmdk-footer",
    `the footer's marker has type ${marker.type} and value ${marker.value}, expected 3 and 1`
  ), findings.check(
    tail.subarray(2 * SECTOR2).every((byte) => byte === 0),
    "vmdk-footer",
    "the last sector is no end-of-stream marker"
  );
  let footer = parseVmdkHeader(tail.subarray(SECTOR2, SECTOR2 + VMDK_HEADER_BYTES)), essence = ({ directorySector: _, redundantDirectorySector: __, ...rest }) => JSON.stringify({ ...rest, descriptor: void 0 });
  return findings.check(
    essence(footer) === essence(header),
    "vmdk-footer",
    "footer and header say different things"
  ), footer;
}

// lib/inspect/formats/vmdk-grains.ts
var SECTOR3 = 512;
async function checkVmdkGrains(file, map, redundantSector, findings) {
  let { header, directory } = map, { entriesPerTable, grainSectors, flags } = header, tableSectors = Math.ceil(entriesPerTable * 4 / SECTOR3), isCompressed = (flags & VMDK_FLAG.compressed) !== 0, taken = [], seen = /* @__PURE__ */ new Set(), windowed = openWindowed(file, 8192), grains = 0;
  for (let [index, tableSector] of directory.entries()) {
    if (tableSector === 0) continue;
    if (seen.has(tableSector)) {
      findings.add("vmdk-overlap", `two entries of the directory lead to sector ${tableSector}`);
      continue;
    }
    if (seen.add(tableSector), !isWithin(tableSector * SECTOR3, entriesPerTable * 4, file.sizeBytes)) {
      findings.add("vmdk-bounds", `grain table ${index} at sector ${tableSector}`);
      continue;
    }
    taken.push(spanOf(tableSector, tableSectors));
    let table = await readTable2(file, header, tableSector);
    for (let [at, sector] of table.entries()) {
      if (sector === 0 || sector === 1 && (flags & VMDK_FLAG.zeroedGrains) !== 0) continue;
      if (grains += 1, grains > Math.min(LIMITS.blocks, file.sizeBytes / SECTOR3))
        throw new BuildError(
          "IMAGE_LIMIT",
          `more than ${LIMITS.blocks} grains, or than the file has sectors`
        );
      let first = (index * entriesPerTable + at) * grainSectors, lengthBytes = isCompressed ? await compressedBytes(windowed, sector, first, grainSectors * SECTOR3, findings) : (
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
  return checkOverlaps(taken, findings), redundantSector !== void 0 && await checkRedundant(file, map, redundantSector, findings), grains;
}
async function compressedBytes(file, sector, first, grainBytes, findings) {
  if (!isWithin(sector * SECTOR3, 16, file.sizeBytes)) return 16;
  let marker = parseVmdkMarker(await file.read(sector * SECTOR3, 16));
  return findings.check(
    marker.value === first && marker.sizeBytes > 0 && marker.sizeBytes <= 2 * grainBytes,
    "vmdk-marker",
    `the marker at sector ${sector} is of sector ${marker.value} (${marker.sizeBytes} bytes), expected ${first}`
  ), GRAIN_MARKER_BYTES + marker.sizeBytes;
}
function spanOf(sector, sectors) {
  return sector * 2 ** 20 + Math.min(sectors, 2 ** 20 - 1);
}
function checkOverlaps(taken, findings) {
  let free = 0;
  for (let span of Float64Array.from(taken).sort()) {
    let sector = Math.floor(span / 1048576);
    findings.check(sector >= free, "vmdk-overlap", `sector ${sector} is used twice`), free = Math.max(free, sector + span % 2 ** 20);
  }
}
async function checkRedundant(file, { header, directory }, sector, findings) {
  let other = await readDirectory(file, header, sector);
  for (let [index, tableSector] of directory.entries()) {
    let copy = other[index] ?? 0;
    if (tableSector === 0 && copy === 0) continue;
    let isSame = isWithin(copy * SECTOR3, header.entriesPerTable * 4, file.sizeBytes) && isWithin(tableSector * SECTOR3, header.entriesPerTable * 4, file.sizeBytes) && Buffer.from((await readTable2(file, header, tableSector)).buffer).equals(
      Buffer.from((await readTable2(file, header, copy)).buffer)
    );
    findings.check(isSame, "vmdk-redundant", `grain table ${index} differs from its copy`);
  }
}

// lib/inspect/formats/vmdk.ts
var SECTOR4 = 512, MAX_DESCRIPTOR_BYTES = 2 ** 20, MAX_EXTENTS = 256, ADAPTERS = ["lsilogic", "buslogic", "pvscsi"];
async function openVmdk(file, inspection, openSibling) {
  if ((await file.read(0, Math.min(file.sizeBytes, SECTOR4))).toString("latin1", 0, 4) === "KDMV") return openSparse2(file, inspection);
  let text = await file.read(0, Math.min(file.sizeBytes, MAX_DESCRIPTOR_BYTES)), descriptor = parseVmdkDescriptor(text);
  checkDescriptor(descriptor, inspection.findings), inspection.findings.add("vmdk-transport", `createType is ${createType(descriptor)}`);
  let { extents } = descriptor;
  if (extents.length === 0 || extents.length > MAX_EXTENTS)
    throw new BuildError(
      "IMAGE_DAMAGED",
      `a descriptor with ${extents.length} extents`
    );
  let parts = [];
  for (let extent of extents) {
    let sizeBytes = extent.sectors * SECTOR4;
    if (extent.type === "ZERO") {
      parts.push(zeros(sizeBytes));
      continue;
    }
    let name = extent.file ?? "", opened = /^[^/\\]+$/.test(name) ? await openSibling(name) : void 0;
    if (opened === void 0)
      throw new ConfigError(
        "IMAGE_UNSUPPORTED",
        `a VMware disk whose extent "${name}" is not beside its descriptor`,
        { hint: "Put the extents of the disk into the folder of the descriptor." }
      );
    switch (inspection.keep(opened), extent.type) {
      case "FLAT":
      case "VMFS": {
        let offset = extent.offsetSectors * SECTOR4;
        inspection.findings.check(
          offset + sizeBytes <= opened.sizeBytes,
          "vmdk-capacity",
          `extent ${name} has ${opened.sizeBytes} bytes, expected ${offset + sizeBytes}`
        ), parts.push(openPart(opened, offset, sizeBytes));
        break;
      }
      case "SPARSE": {
        let disk = (await openSparse2(opened, inspection, !1)).disk;
        if (disk === void 0) break;
        inspection.findings.check(
          disk.sizeBytes === sizeBytes,
          "vmdk-capacity",
          `extent ${name} has ${disk.sizeBytes} bytes, expected ${sizeBytes}`
        ), parts.push(disk);
        break;
      }
      default:
        throw new ConfigError("IMAGE_UNSUPPORTED", `an extent of type ${extent.type}`);
    }
  }
  return { format: "vmdk", disk: openJoined(parts), details: detailsOf(descriptor) };
}
async function openSparse2(file, inspection, isWhole = !0) {
  let { findings } = inspection, header = parseVmdkHeader(await file.read(0, VMDK_HEADER_BYTES)), { flags, grainSectors, capacitySectors } = header, isCompressed = (flags & VMDK_FLAG.compressed) !== 0, hasMarkers = (flags & VMDK_FLAG.markers) !== 0;
  if (capacitySectors * SECTOR4 > LIMITS.diskBytes)
    throw new BuildError("IMAGE_LIMIT", `a VMware disk of ${capacitySectors} sectors`);
  if (isCompressed && (!hasMarkers || header.compression !== 1))
    throw new ConfigError(
      "IMAGE_UNSUPPORTED",
      `a VMware disk with compression ${header.compression}, ${hasMarkers ? "" : "no "}markers`
    );
  findings.check(header.hasNewlines, "vmdk-newlines", "bytes 73 to 76 are not LF, space, CR, LF"), findings.check(!header.isUncleanShutdown, "vmdk-unclean", "it was not closed"), findings.check(
    (grainSectors & grainSectors - 1) === 0 && grainSectors > 8,
    "vmdk-grain-size",
    `a grain has ${grainSectors} sectors`
  ), findings.check(
    header.entriesPerTable === 512,
    "vmdk-table-size",
    `a grain table has ${header.entriesPerTable} entries`
  );
  let footer = header.directorySector === void 0 ? await readVmdkFooter(file, header, findings) : header, directorySector = footer.directorySector;
  if (directorySector === void 0)
    throw new BuildError(
      "IMAGE_DAMAGED",
      "neither header nor footer has the directory"
    );
  isCompressed && findings.check(
    header.directorySector === void 0,
    "vmdk-stream",
    `the grain directory is at sector ${directorySector}, before the grains`
  );
  let directory = await readDirectory(file, header, directorySector), map = { header, directory }, grains = await checkVmdkGrains(file, map, footer.redundantDirectorySector, findings), descriptor = await readDescriptor(file, header);
  return isWhole && checkWhole(descriptor, header, findings), {
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
  if (descriptor.firstSector === 0 || descriptor.sectors === 0) return;
  let length = descriptor.sectors * SECTOR4;
  if (length > MAX_DESCRIPTOR_BYTES)
    throw new BuildError("IMAGE_LIMIT", `a descriptor of ${length} bytes`);
  let text = await file.read(descriptor.firstSector * SECTOR4, length);
  return text[0] === 0 ? void 0 : parseVmdkDescriptor(text);
}
function checkWhole(descriptor, header, findings) {
  if (descriptor === void 0) {
    findings.add("vmdk-descriptor", "it has none");
    return;
  }
  checkDescriptor(descriptor, findings);
  let expected = (header.flags & VMDK_FLAG.compressed) !== 0 ? "streamOptimized" : "monolithicSparse", found = createType(descriptor);
  findings.check(
    found === expected,
    "vmdk-create-type",
    `createType is ${found}, expected ${expected}`
  ), findings.check(found === "streamOptimized", "vmdk-transport", `createType is ${found}`);
  let sectors = descriptor.extents.reduce((sum, extent) => sum + extent.sectors, 0);
  findings.check(
    sectors === header.capacitySectors,
    "vmdk-capacity",
    `the descriptor has ${sectors} sectors, the header ${header.capacitySectors}`
  );
}
function checkDescriptor(descriptor, findings) {
  let value = (key) => descriptor.values.get(key) ?? "", parent = value("parentcid").toLowerCase();
  if (parent !== "ffffffff" && parent !== "")
    throw new ConfigError(
      "IMAGE_UNSUPPORTED",
      `a VMware disk that needs parent ${parent}`
    );
  findings.check(
    value("version") !== "" && /^[0-9a-f]{1,8}$/i.test(value("cid")) && value("createtype") !== "",
    "vmdk-descriptor",
    `version "${value("version")}", CID "${value("cid")}", createType "${value("createtype")}"`
  );
  let adapter = value("ddb.adaptertype");
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
    close: async () => {
    }
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
  [0, `!<arch>
`, "an ar archive, or a Debian package"],
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
  let text = head.toString("latin1"), known = MAGICS.find(([offset, magic]) => text.startsWith(magic, offset));
  return known !== void 0 ? known[2] : head.every((byte) => byte === 0) ? `${sizeBytes} bytes that start with zeros` : /^\s*(<!doctype html|<html)/i.test(text) ? "a page of HTML: the download failed" : /^\s*[{[]/.test(text) && isText(head) ? "JSON" : isText(head) ? "a text file" : `data that starts with ${head.toString("hex", 0, 8)}`;
}
function isText(head) {
  return head.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}

// lib/inspect/open-image.ts
var MAX_SAMPLE = 64, HEAD_BYTES2 = 7e4, SUFFIXES = { gzip: "raw.gz", xz: "raw.xz", zstd: "raw.zst" }, NO_PLACE = { openSibling: async () => {
}, compression: "none" };
async function openImage(file, inspection, place) {
  let head = await readUpTo(file, 0, HEAD_BYTES2), text = (at, length) => head.toString("latin1", at, at + length), compression = detectCompression(head);
  if (compression !== void 0)
    return openCompressed(file, compression, inspection);
  let inner = (part) => inspection.deeper(() => openImage(part, inspection, NO_PLACE));
  if (text(0, 4) === "QFI\xFB") return openQcow2(file, inspection);
  if (text(0, 4) === "KDMV" || /^# *disk *descriptorfile/i.test(text(0, 32)))
    return openVmdk(file, inspection, place.openSibling);
  if (text(0, 8) === "vhdxfile") return openVhdx(file, inspection);
  let end = await readUpTo(file, Math.max(file.sizeBytes - 512, 0), 8);
  if (text(0, 8) === "conectix" || end.toString("latin1") === "conectix")
    return openVhd(file, inspection);
  if (text(32769, 5) === "CD001") return openIso(file, inspection);
  if (head.length >= 512 && isTarHeader(head.subarray(0, 512)))
    return openTar(file, place.compression, inspection, inner);
  if (isKernel(head) || isCpio(head) || text(0, 2) === "MZ") {
    let opened = await openBootFile(file, inspection);
    if (opened !== void 0) return opened;
  }
  if (isDisk(head)) return { format: "raw", disk: file, details: {} };
  throw new ConfigError(
    "NOT_AN_IMAGE",
    `not an image in a format that is known: it looks like ${describeContent(head.subarray(0, 512), file.sizeBytes)}`
  );
}
async function openFolder(files, inspection) {
  let inner = (part) => inspection.deeper(() => openImage(part, inspection, NO_PLACE));
  if (isOciLayout(files)) return openContainerDisk(files, inspection, inner);
  if (await hasKernel(files)) return openBootFiles(files, inspection);
  throw new ConfigError(
    "NOT_AN_IMAGE",
    "a folder that is neither an OCI image layout nor has a kernel in it"
  );
}
async function openCompressed(file, compression, inspection) {
  let opened = await inspection.deeper(async () => {
    let frame = compression === "zstd" ? await zstdFrameBytes(openWindowed(file)) : file.sizeBytes;
    if (frame < file.sizeBytes) {
      let first = await unpack(openPart(file, 0, frame), compression, inspection), initrd = isCpio(await readUpTo(first, 0, 16)) && await openBootFile(file, inspection);
      if (initrd) return initrd;
    }
    let content = await unpack(file, compression, inspection);
    return openImage(content, inspection, { ...NO_PLACE, compression });
  }), format = opened.format === "raw" ? SUFFIXES[compression] : opened.format;
  return { ...opened, format, details: { ...opened.details, compression } };
}
async function openTar(archive, compression, inspection, inner) {
  let members = [], isWhole = !0;
  for await (let member of readTar(archive)) {
    if (members.length >= MAX_SAMPLE) {
      isWhole = !1;
      break;
    }
    members.push(member);
  }
  if (isWhole) {
    let files = filesOf(members);
    if (members.some(({ name }) => /\.ovf$/i.test(name)))
      return openOva(members, inspection, inner);
    if (isOciLayout(files)) return openContainerDisk(files, inspection, inner);
    if (isGce(members)) return openGce(members, compression, inspection);
    if (files.length <= 16 && await hasKernel(files)) return openBootFiles(files, inspection);
  }
  return openRootArchive(archive, compression, inspection);
}
async function openBootFile(file, inspection) {
  let found = await readBootFile(file, "it", inspection);
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
      return inspection.findings.check(found.hasInit, "initrd-init", "it has none"), { format: "initrd", details: found.details };
    default:
      return;
  }
}
function isDisk(head) {
  return head.length >= 512 && head.readUInt16LE(510) === 43605 ? !0 : [512, 4096].some((at) => head.toString("latin1", at, at + 8) === "EFI PART") || parseFileSystem(head) !== void 0;
}

// lib/inspect/inspect-image.ts
async function inspectImage(path, options = {}) {
  let inspection = new Inspection(options.platform, options.tempFolder);
  try {
    return (await stat3(path).catch(() => {
    }))?.isDirectory() === !0 ? await inspectFolder(path, inspection, options) : await inspectFile(path, inspection, options);
  } catch (error) {
    throw placed(error, path);
  } finally {
    await inspection.close();
  }
}
async function inspectFile(path, inspection, options) {
  let file = inspection.keep(await openFile(path)), opened = await openImage(file, inspection, {
    ...NO_PLACE,
    openSibling: async (name) => {
      let sibling = join2(dirname(path), name);
      return (await lstat(sibling).catch(() => {
      }))?.isFile() === !0 ? openFile(sibling) : void 0;
    }
  }), { sizeBytes, sha256 } = options.digest ?? await digestFile(path);
  return reportOf({ path, fileSizeBytes: sizeBytes, sha256 }, opened, inspection, options);
}
async function inspectFolder(path, inspection, options) {
  let files = await readFolder2(path, inspection), opened = await openFolder(files, inspection), fileSizeBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return reportOf({ path, fileSizeBytes }, opened, inspection, options);
}
async function reportOf(base, opened, inspection, { withContents = !1 }) {
  let { disk, isHybrid = !1, bootLoaders = [], fileSystems = [] } = opened, { findings } = inspection, onDisk = disk === void 0 ? void 0 : await readDisk(disk, findings, isHybrid), contents = disk === void 0 || !withContents ? {} : { contentSha256: await digestContents(disk) };
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
    let details = {
      place: { file: path },
      cause: error.cause,
      ...error.hint === void 0 ? {} : { hint: error.hint }
    }, Kind = error instanceof ConfigError ? ConfigError : BuildError;
    return new Kind(
      error.code,
      error.message.replaceAll(/[^\n\x20-\x7e\u00a0-\uffff]+/g, "?"),
      details
    );
  }
  let { code, syscall } = error;
  return syscall === "read" && code !== void 0 ? new ConfigError("IMAGE_UNREADABLE", `${path} cannot be read: ${code}`, {
    cause: error
  }) : error;
}

export {
  inspectImage
};
