import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  FILE_TYPE,
  INIT_PRELUDE,
  assertModules,
  checkoutTree,
  collectModules,
  collectPrograms,
  followPath,
  formatCpio,
  formatCpioPadding,
  formatCpioTrailer,
  initramfsMembers,
  kernelPath,
  listFolder,
  listTree,
  madeMember,
  readModuleIndex,
  requireKernel,
  writeCompressed,
  writeTreeInitramfs
} from "./chunk-FSEICRJO.mjs";
import {
  GRUB_ENVIRONMENT_FILE,
  GRUB_KARGS_VARIABLE,
  GRUB_PLATFORM_FILE,
  GRUB_PLATFORM_VARIABLE,
  IGNITION_STAMP,
  formatGrubConfig,
  formatGrubEnvironment,
  formatSingleGrubConfig
} from "./chunk-K3457IIH.mjs";
import {
  uuidOfDigest
} from "./chunk-54PPNY4X.mjs";
import {
  QCOW2_INCOMPATIBLE,
  VHDX_BLOCK,
  VHDX_GUIDS,
  VHDX_HEADER_BYTES,
  VHDX_METADATA_TABLE_BYTES,
  VHDX_PLACES,
  VHDX_REGION_TABLE_BYTES,
  VHD_FOOTER_BYTES,
  VMDK_FLAG,
  VMDK_HEADER_BYTES,
  VMDK_MARKER,
  crc32c
} from "./chunk-UK7NN43H.mjs";
import {
  PARTITION_TYPES,
  formatGuid
} from "./chunk-JY3YNXT2.mjs";
import {
  OCI_INDEX,
  OCI_MANIFEST
} from "./chunk-FHFKXTOJ.mjs";
import {
  platformArguments
} from "./chunk-LFLORQAR.mjs";
import {
  FORMAT_FACTS,
  resolveFirmware
} from "./chunk-PRTFM5JL.mjs";
import {
  readXattrs
} from "./chunk-3RQQINWV.mjs";
import {
  digestFiles
} from "./chunk-SUYB5RVO.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import {
  openDecompressed
} from "./chunk-FJOYASBV.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  ToolError,
  assertOutputFile,
  besidePath,
  explainFileError,
  explainToolError,
  makeFolder,
  readTool,
  replaceFile,
  runTool,
  startTool,
  withLock
} from "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-GRGRR2G4.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import "./chunk-OXAFBRQR.mjs";
import {
  BATCH_BYTES,
  BATCH_CHUNKS,
  ChunkMap,
  applyPatches,
  compressZstd,
  isPatched,
  readDisk,
  variantOf
} from "./chunk-E3M5HWQG.mjs";
import {
  TAR_END,
  formatSparseHeader,
  formatTarHeader,
  tarPadding
} from "./chunk-XOI3AFZJ.mjs";
import {
  TAR_BLOCK_BYTES
} from "./chunk-OTENVE5P.mjs";
import {
  canonicalJson,
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  collectGarbage
} from "./chunk-CWMLDEDE.mjs";
import {
  stopWorker
} from "./chunk-DXYLZNMC.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/make-images.ts
import { mkdir as mkdir5, rm as rm9 } from "node:fs/promises";
import { dirname as dirname5, join as join23 } from "node:path";

// lib/disk/disk.ts
import { open as open5, rm as rm5 } from "node:fs/promises";
import { join as join12 } from "node:path";

// lib/gpt/format.ts
import { crc32 } from "node:zlib";
var HEADER_BYTES = 92, ENTRY_BYTES = 128, ENTRY_COUNT = 128, ENTRY_SECTORS = ENTRY_BYTES * ENTRY_COUNT / 512, REVISION = 65536;
function usableSectors(sectors) {
  return { first: 2 + ENTRY_SECTORS, last: sectors - ENTRY_SECTORS - 2 };
}
function formatGpt(table) {
  assertLayout(table);
  let entries = Buffer.alloc(ENTRY_BYTES * ENTRY_COUNT);
  for (let [index, partition2] of table.partitions.entries())
    writeEntry(entries.subarray(index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES), partition2);
  let last = table.sectors - 1, primary = formatHeader(table, entries, { here: 1, other: last, entriesAt: 2 }), backup = formatHeader(table, entries, {
    here: last,
    other: 1,
    entriesAt: last - ENTRY_SECTORS
  });
  return {
    head: Buffer.concat([formatProtectiveMbr(table.sectors), primary, entries]),
    tail: Buffer.concat([entries, backup])
  };
}
function formatProtectiveMbr(sectors) {
  let mbr = Buffer.alloc(512), record = mbr.subarray(446, 462);
  return record.set([0, 0, 2, 0, 238, 255, 255, 255]), record.writeUInt32LE(1, 8), record.writeUInt32LE(Math.min(sectors - 1, 4294967295), 12), mbr.writeUInt16LE(43605, 510), mbr;
}
function formatHeader(table, entries, at) {
  let usable = usableSectors(table.sectors), header = Buffer.alloc(512);
  return header.write("EFI PART", 0, "latin1"), header.writeUInt32LE(REVISION, 8), header.writeUInt32LE(HEADER_BYTES, 12), header.writeBigUInt64LE(BigInt(at.here), 24), header.writeBigUInt64LE(BigInt(at.other), 32), header.writeBigUInt64LE(BigInt(usable.first), 40), header.writeBigUInt64LE(BigInt(usable.last), 48), header.set(formatGuid(table.diskGuid), 56), header.writeBigUInt64LE(BigInt(at.entriesAt), 72), header.writeUInt32LE(ENTRY_COUNT, 80), header.writeUInt32LE(ENTRY_BYTES, 84), header.writeUInt32LE(crc32(entries), 88), header.writeUInt32LE(crc32(header.subarray(0, HEADER_BYTES)), 16), header;
}
function writeEntry(entry, partition2) {
  entry.set(formatGuid(partition2.type), 0), entry.set(formatGuid(partition2.guid), 16), entry.writeBigUInt64LE(BigInt(partition2.firstSector), 32), entry.writeBigUInt64LE(BigInt(partition2.lastSector), 40), entry.writeBigUInt64LE(partition2.attributes ?? 0n, 48), entry.write(partition2.name, 56, "utf16le");
}
function assertLayout(table) {
  let fail3 = (what) => {
    throw new BuildError("GPT_LAYOUT", what);
  }, usable = usableSectors(table.sectors);
  (!Number.isSafeInteger(table.sectors) || usable.last < usable.first) && fail3(`a disk of ${table.sectors} sectors has no room for a GUID partition table`), table.partitions.length > ENTRY_COUNT && fail3(`more than ${ENTRY_COUNT} partitions`);
  let free = usable.first;
  for (let { name, firstSector, lastSector } of table.partitions)
    name.length > 36 && fail3(`partition name is longer than 36 characters: ${name}`), (firstSector < free || lastSector < firstSector || lastSector > usable.last) && fail3(
      `partition ${name} (sectors ${firstSector} to ${lastSector}) does not lie within sectors ${free} to ${usable.last}`
    ), free = lastSector + 1;
}

// lib/grub/bios.ts
var SECTOR_BYTES2 = 512, CODE_START = 90, CODE_END = 440, CORE_SECTOR_AT = 92, DRIVE_CHECK_AT = 102, NOPS = [144, 144], BLOCK_LIST_AT = SECTOR_BYTES2 - 12;
function formatBootSector(bootImage, mbr, coreSector) {
  let signed = bootImage[510] === 85 && bootImage[511] === 170;
  if (bootImage.length !== SECTOR_BYTES2 || mbr.length !== SECTOR_BYTES2 || !signed)
    throw new BuildError("GRUB_IMAGE_BAD", "boot.img is not GRUB's boot sector");
  let sector = Buffer.from(mbr);
  return sector.set(bootImage.subarray(0, 3), 0), sector.set(bootImage.subarray(CODE_START, CODE_END), CODE_START), sector.writeBigUInt64LE(BigInt(coreSector), CORE_SECTOR_AT), sector.set(NOPS, DRIVE_CHECK_AT), sector;
}
function placeCore(core, coreSector, limitBytes) {
  let placed = Buffer.alloc(Math.ceil(core.length / SECTOR_BYTES2) * SECTOR_BYTES2);
  placed.set(core);
  let sectors = core.length < SECTOR_BYTES2 ? 0 : placed.readUInt16LE(BLOCK_LIST_AT + 8);
  if (sectors !== placed.length / SECTOR_BYTES2 - 1)
    throw new BuildError(
      "GRUB_IMAGE_BAD",
      `the core image has ${placed.length / SECTOR_BYTES2} sectors, and loads ${sectors} after the first`
    );
  if (placed.length > limitBytes)
    throw new BuildError(
      "GRUB_IMAGE_BAD",
      `the core image has ${placed.length} bytes; there is room for ${limitBytes}`
    );
  return placed.writeBigUInt64LE(BigInt(coreSector + 1), BLOCK_LIST_AT), placed;
}

// lib/disk/bls-entry.ts
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
async function readBlsEntry(sysroot, filesystem) {
  let folder = join(sysroot.path, "boot", "loader", "entries"), [fileName = ""] = await readdir(folder), text = await readFile(join(folder, fileName), "utf8"), field = (name) => new RegExp(`^${name}\\s+(.*)$`, "m").exec(text)?.[1] ?? "", options = field("options"), entry = {
    fileName,
    title: field("title"),
    options: filesystem === "erofs" ? options.replace(/ ?\bostree=\S+/, "") : options,
    linux: field("linux"),
    initrd: field("initrd")
  };
  for (let path of [entry.linux, entry.initrd])
    if (!(path.startsWith("/") && (await stat(join(sysroot.path, "boot", path))).isFile()))
      throw new BuildError("FILESYSTEM_FAILED", `${fileName} names no kernel or initramfs`);
  return entry;
}

// lib/disk/grub.ts
import { copyFile, mkdir, readFile as readFile2, stat as stat2, writeFile } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/disk/tree-facts.ts
async function readTreeFacts(repoPath, commit) {
  let shown = await runTool(["ostree", `--repo=${repoPath}`, "show", commit], {
    okExitCodes: [0, 1]
  }), date = /^Date:\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0000$/m.exec(shown.stdout);
  if (shown.exitCode !== 0 || date === null)
    throw new ConfigError(
      "COMMIT_MISSING",
      `there is no commit ${commit} in ${repoPath}`,
      {
        hint: "Compose it first: treesmith compose."
      }
    );
  let timestampSeconds = Date.parse(`${date[1]}T${date[2]}Z`) / 1e3;
  for (let folder of await listTree2(repoPath, commit, "/usr/lib/modules"))
    if ((await listTree2(repoPath, commit, `${folder}/vmlinuz`)).length > 0)
      return { timestampSeconds, kernelFolder: folder };
  throw new ConfigError(
    "KERNEL_MISSING",
    `commit ${commit} has no kernel: expected /usr/lib/modules/<version>/vmlinuz`,
    {
      hint: "Add a kernel package to the treefile; without one the tree can be a container, not a disk image."
    }
  );
}
async function isInTree(repoPath, commit, path) {
  let argv = ["ostree", `--repo=${repoPath}`, "ls", "--dironly", commit, path];
  return (await runTool(argv, { okExitCodes: [0, 1] })).exitCode === 0;
}
async function listTree2(repoPath, commit, path) {
  if (!await isInTree(repoPath, commit, path)) return [];
  let argv = ["ostree", `--repo=${repoPath}`, "ls", "--nul-filenames-only", commit, path], names = (await readTool(argv)).split("\0").filter((name) => name !== "");
  return names.length === 1 ? names : names.filter((name) => name !== path);
}

// lib/disk/grub.ts
var ESP_NUMBER = 2, BIOS = {
  firmware: "bios",
  platform: "i386-pc",
  fileName: "core.img",
  prefix: `(,gpt${ESP_NUMBER})/EFI/BOOT`,
  modules: ["biosdisk", "serial", "relocator", "video", "mmap", "vbe"],
  packages: "grub2-pc-modules, or grub-pc-bin",
  // Nothing of it runs before the tree's own kernel, and trees made for UEFI rarely have it.
  ofHost: !0
}, UEFI_MODULES = {
  x86_64: ["relocator", "video", "mmap", "all_video"],
  aarch64: ["fdt", "all_video"],
  riscv64: ["fdt", "all_video"]
}, UEFI_PACKAGES = {
  x86_64: "grub2-efi-x64-modules, or grub-efi-amd64-bin",
  aarch64: "grub2-efi-aa64-modules, or grub-efi-arm64-bin",
  riscv64: "grub2-efi-riscv64-modules, or grub-efi-riscv64-bin"
}, CORE_MODULES = [
  "part_gpt",
  "part_msdos",
  "fat",
  "ext2",
  "xfs",
  "btrfs",
  "normal",
  "echo",
  "search",
  "search_label",
  "search_fs_uuid",
  "configfile",
  "terminal",
  "test",
  "regexp",
  "reboot",
  "halt",
  "cat",
  "ls",
  "probe",
  "loadenv",
  "gzio",
  "minicmd",
  "sleep",
  "true",
  "boot"
];
function resolveGrubTargets(basearch, firmware) {
  return firmware.map((name) => {
    let { uefi } = ARCHITECTURES[basearch], modules = UEFI_MODULES[basearch];
    if (name === "bios" && basearch === "x86_64") return BIOS;
    if (name !== "uefi" || uefi === void 0 || modules === void 0)
      throw new ConfigError(
        "FIRMWARE_UNSUPPORTED",
        `no disk for ${basearch} that boots by ${name} can be made`,
        { hint: 'Set "firmware: [uefi]" in remix.yaml, where the architecture has it.' }
      );
    return {
      firmware: name,
      platform: uefi.grubTarget,
      fileName: uefi.bootFile,
      prefix: "/EFI/BOOT",
      modules,
      packages: UEFI_PACKAGES[basearch] ?? "",
      ofHost: !1
    };
  });
}
async function findGrub(repoPath, commit, targets) {
  let found = /* @__PURE__ */ new Map();
  for (let target of targets) {
    let path = `/usr/lib/grub/${target.platform}`, inTree = await isInTree(repoPath, commit, `${path}/kernel.img`), here = target.ofHost && await isFile(`${path}/kernel.img`);
    if (!inTree && !here)
      throw new ConfigError(
        "BOOTLOADER_MISSING",
        `commit ${commit} has no boot loader for ${target.firmware}: expected GRUB's modules in ${path}`,
        {
          hint: `Add the package with the modules to the treefile: ${target.packages}${target.ofHost ? "; or install it on this machine" : ""}.`
        }
      );
    found.set(target, { path, inTree });
  }
  return found;
}
async function buildGrub(options) {
  let work = join2(options.workDir, "grub");
  await mkdir(work, { recursive: !0 });
  let config = join2(work, "grub.cfg");
  await writeFile(config, options.config);
  let environment = join2(work, GRUB_ENVIRONMENT_FILE);
  await writeFile(environment, formatGrubEnvironment(/* @__PURE__ */ new Map()));
  let files = /* @__PURE__ */ new Map([
    ["EFI/BOOT/grub.cfg", config],
    [`EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`, environment]
  ]), bios;
  for (let [target, { path, inTree }] of options.modules) {
    let modules = inTree ? join2(options.deploymentPath, path) : path, core = join2(work, target.fileName);
    await runTool(
      [
        "grub-mkimage",
        "-d",
        modules,
        "-O",
        target.platform,
        "-p",
        target.prefix,
        "-o",
        core,
        ...CORE_MODULES,
        ...target.modules
      ],
      { log: options.log }
    );
    let linux = join2(work, `linux-${target.platform}.mod`);
    await copyFile(join2(modules, "linux.mod"), linux), files.set(`EFI/BOOT/${target.platform}/linux.mod`, linux), target.firmware === "uefi" ? files.set(`EFI/BOOT/${target.fileName}`, core) : bios = { bootImage: await readFile2(join2(modules, "boot.img")), core: await readFile2(core) };
  }
  return { files, ...bios === void 0 ? {} : { bios } };
}
function isFile(path) {
  return stat2(path).then(
    (facts) => facts.isFile(),
    () => !1
  );
}

// lib/disk/layout.ts
var MIB = 1024 * 1024, ALIGNMENT_BYTES = MIB, BIOS_BOOT_BYTES = MIB, MIN_ESP_BYTES = 64 * MIB, KERNEL_ESP_BYTES = 256 * MIB;
function resolveLayout(options) {
  let { ids, partitions, rootBytes } = options, diskBytes = Math.ceil(options.sizeBytes / MIB) * MIB, biosBoot = { offsetBytes: ALIGNMENT_BYTES, sizeBytes: BIOS_BOOT_BYTES }, esp = { offsetBytes: endOf(biosBoot), sizeBytes: options.espBytes }, before = { name: "EFI-SYSTEM", end: endOf(esp) }, extra = partitions.map(({ label, sizeBytes, offsetBytes }) => {
    offsetBytes !== void 0 && offsetBytes < before.end && failOverlap(label, offsetBytes, before);
    let extent = { offsetBytes: offsetBytes ?? before.end, sizeBytes };
    return before = { name: label, end: endOf(extent) }, extent;
  }), root = {
    offsetBytes: before.end,
    sizeBytes: diskBytes - ALIGNMENT_BYTES - before.end
  };
  return root.sizeBytes < rootBytes && failSize(diskBytes, rootBytes - root.sizeBytes), {
    sizeBytes: diskBytes,
    table: {
      diskGuid: ids.diskGuid,
      sectors: diskBytes / 512,
      partitions: [
        partition("BIOS-BOOT", PARTITION_TYPES.biosBoot, ids.biosBootGuid, biosBoot),
        partition("EFI-SYSTEM", PARTITION_TYPES.efiSystem, ids.espGuid, esp),
        ...extra.map((extent, nth) => {
          let { label = "", mountPoint } = partitions[nth] ?? {}, type = mountPoint === "/var" ? PARTITION_TYPES.linuxVar : PARTITION_TYPES.linuxData;
          return partition(label, type, ids.partitionGuid(label), extent);
        }),
        partition("root", ARCHITECTURES[options.basearch].rootPartitionType, ids.rootGuid, root)
      ]
    },
    biosBoot,
    esp,
    extra,
    root
  };
}
function endOf(extent) {
  return extent.offsetBytes + extent.sizeBytes;
}
function failOverlap(label, atBytes, before) {
  throw new ConfigError(
    "PARTITION_OVERLAP",
    `partition ${label} would begin at ${formatBytes(atBytes)}, within ${before.name}, which ends at ${formatBytes(before.end)}`,
    { hint: `Set its offset to ${before.end / MIB} MiB or more, or leave it out.` }
  );
}
function failSize(diskBytes, missingBytes) {
  throw new ConfigError(
    "IMAGE_TOO_SMALL",
    `an image of ${formatBytes(diskBytes)} is ${formatBytes(missingBytes)} too small for the tree`,
    {
      hint: `Set its size to ${Math.ceil((diskBytes + missingBytes) / MIB)} MiB or more; the tree's size on top leaves room for an upgrade.`
    }
  );
}
function partition(name, type, guid, extent) {
  let firstSector = extent.offsetBytes / 512;
  return {
    name,
    type,
    guid,
    firstSector,
    lastSector: firstSector + extent.sizeBytes / 512 - 1
  };
}

// lib/disk/platform-patch.ts
import { open } from "node:fs/promises";
var CHUNK_BYTES = 1024 * 1024;
function formatPlatformArguments(platform, basearch, tools) {
  let { ignition, cloudInit } = platform;
  return [
    ...platformArguments(platform, basearch),
    ...tools.ignition && ignition !== void 0 ? [`ignition.platform.id=${ignition}`] : [],
    ...tools.cloudInit && cloudInit !== void 0 ? [`ci.ds=${cloudInit}`] : []
  ].join(" ");
}
function formatPlatformFile(name, words) {
  try {
    return Buffer.from(formatGrubEnvironment(/* @__PURE__ */ new Map([[GRUB_PLATFORM_VARIABLE, words]])));
  } catch (error) {
    throw !(error instanceof TreesmithError) || error.code !== "GRUBENV_FULL" ? error : new ConfigError(
      "PLATFORM_ARGUMENTS_LONG",
      `the kernel arguments of platform ${name} take ${Buffer.byteLength(words)} bytes; there is room for some 950`,
      { cause: error }
    );
  }
}
async function findFile(disk, esp, contents) {
  var _stack = [];
  try {
    let file2 = __using(_stack, await open(disk), !0);
    let found = [];
    let overlap = Math.ceil(contents.length / 512) * 512;
    let chunk = Buffer.alloc(CHUNK_BYTES + overlap);
    for (let at = 0; at < esp.sizeBytes; at += CHUNK_BYTES) {
      let length = Math.min(chunk.length, esp.sizeBytes - at);
      await file2.read(chunk, 0, length, esp.offsetBytes + at);
      for (let sector = 0; sector < CHUNK_BYTES; sector += 512)
        chunk[sector] === contents[0] && chunk.compare(contents, 0, contents.length, sector, sector + contents.length) === 0 && found.push(esp.offsetBytes + at + sector);
      if (found.length > 0) break;
    }
    let [offsetBytes] = found;
    if (offsetBytes === void 0 || found.length > 1)
      throw new BuildError(
        "FILESYSTEM_FAILED",
        `the EFI system partition has the platform's file ${found.length} times in one piece`
      );
    return offsetBytes;
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// lib/disk/systemd-boot.ts
import { readFile as readFile3 } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/disk/pe-sections.ts
var CHARACTERISTICS = 1073741888, SECTION_HEADER_BYTES = 40, MAX_SECTIONS = 64;
function addPeSections(image, sections) {
  let source = Buffer.from(image), pe = source.length < 64 ? 0 : source.readUInt32LE(60);
  (source.length < pe + 256 || source.toString("latin1", pe, pe + 4) !== "PE\0\0") && fail("is no PE image");
  let count = source.readUInt16LE(pe + 6), optional = pe + 24, table = optional + source.readUInt16LE(pe + 20), sectionAlignment = source.readUInt32LE(optional + 32), fileAlignment = source.readUInt32LE(optional + 36), headersBytes = source.readUInt32LE(optional + 60);
  (count > MAX_SECTIONS || sectionAlignment === 0 || fileAlignment === 0) && fail("is no PE image");
  let tableEnd = table + count * SECTION_HEADER_BYTES;
  Math.min(headersBytes, firstSectionAt(source, table, count)) - tableEnd < sections.length * SECTION_HEADER_BYTES && fail(`has no room for ${sections.length} more sections in its header`);
  let address = 0;
  for (let nth = 0; nth < count; nth += 1) {
    let at = table + nth * SECTION_HEADER_BYTES;
    address = Math.max(address, source.readUInt32LE(at + 12) + source.readUInt32LE(at + 8));
  }
  let parts = [
    source,
    Buffer.alloc(align(source.length, fileAlignment) - source.length)
  ], fileAt = align(source.length, fileAlignment), initializedBytes = source.readUInt32LE(optional + 8);
  for (let [nth, { name, bytes }] of sections.entries()) {
    address = align(address, sectionAlignment);
    let rawBytes = align(bytes.length, fileAlignment), at = tableEnd + nth * SECTION_HEADER_BYTES;
    source.fill(0, at, at + SECTION_HEADER_BYTES), source.write(name, at, 8, "latin1"), source.writeUInt32LE(bytes.length, at + 8), source.writeUInt32LE(address, at + 12), source.writeUInt32LE(rawBytes, at + 16), source.writeUInt32LE(fileAt, at + 20), source.writeUInt32LE(CHARACTERISTICS, at + 36), parts.push(Buffer.from(bytes), Buffer.alloc(rawBytes - bytes.length)), address += bytes.length, fileAt += rawBytes, initializedBytes += rawBytes;
  }
  return source.writeUInt16LE(count + sections.length, pe + 6), source.writeUInt32LE(initializedBytes, optional + 8), source.writeUInt32LE(align(address, sectionAlignment), optional + 56), source.writeUInt32LE(0, optional + 64), Buffer.concat(parts);
}
function firstSectionAt(source, table, count) {
  let first = Number.POSITIVE_INFINITY;
  for (let nth = 0; nth < count; nth += 1) {
    let at = source.readUInt32LE(table + nth * SECTION_HEADER_BYTES + 20);
    at > 0 && (first = Math.min(first, at));
  }
  return first;
}
function align(value, to) {
  return Math.ceil(value / to) * to;
}
function fail(what) {
  throw new BuildError("FILESYSTEM_FAILED", `systemd's stub ${what}`);
}

// lib/disk/systemd-boot.ts
var BOOT_FOLDER = "/usr/lib/systemd/boot/efi", ENTRY_BYTES2 = 4096;
async function prepareSystemdBoot(options) {
  let { repoPath, commit, basearch, spec } = options, { uefi } = ARCHITECTURES[basearch];
  if (uefi === void 0 || !options.firmware.includes("uefi"))
    throw new ConfigError(
      "FIRMWARE_UNSUPPORTED",
      `${spec.bootloader} is started by UEFI alone, which ${basearch} has not`,
      { hint: 'Use "bootloader: grub".' }
    );
  let program = spec.bootloader === "uki" ? uefi.systemdStub : uefi.systemdBoot, path = `${BOOT_FOLDER}/${program}`;
  if (!await isInTree(repoPath, commit, path))
    throw new ConfigError(
      "BOOTLOADER_MISSING",
      `commit ${commit} has no ${path}, which bootloader: ${spec.bootloader} needs`,
      {
        hint: "Add the package with it to the treefile: systemd-boot-unsigned, or systemd-boot-efi."
      }
    );
  return {
    espBytes: KERNEL_ESP_BYTES,
    build: async (sysroot) => {
      let entry = await readBlsEntry(sysroot, spec.filesystem), programPath = join3(sysroot.path, sysroot.deployment, path), bootFile = `EFI/BOOT/${uefi.bootFile}`;
      return spec.bootloader === "uki" ? buildUki(options, sysroot, entry, { programPath, bootFile }) : buildEntries(options, sysroot, entry, { programPath, bootFile });
    }
  };
}
function buildEntries(options, sysroot, entry, { programPath, bootFile }) {
  let platformFiles = new Map(
    options.platforms.map((platform) => {
      let words = formatPlatformArguments(platform, options.basearch, options.tools);
      return [platform.name, formatEntry(entry, words, platform.name)];
    })
  ), own = platformFiles.get(options.platforms[0].name) ?? Buffer.alloc(0);
  return {
    files: /* @__PURE__ */ new Map([
      [`loader/entries/${entry.fileName}`, own],
      ["loader/loader.conf", Buffer.from(`timeout 1
console-mode keep
`)],
      [bootFile, programPath],
      [entry.linux.slice(1), join3(sysroot.path, "boot", entry.linux)],
      [entry.initrd.slice(1), join3(sysroot.path, "boot", entry.initrd)]
    ]),
    platformFiles
  };
}
async function buildUki(options, sysroot, entry, { programPath, bootFile }) {
  let words = formatPlatformArguments(options.platforms[0], options.basearch, options.tools), deployment = join3(sysroot.path, sysroot.deployment), release = options.facts.kernelFolder.split("/").at(-1) ?? "", image = addPeSections(await readFile3(programPath), [
    { name: ".osrel", bytes: await readFile3(join3(deployment, "usr/lib/os-release")) },
    { name: ".cmdline", bytes: Buffer.from(`${words} ${entry.options}`) },
    { name: ".uname", bytes: Buffer.from(release) },
    { name: ".initrd", bytes: await readFile3(join3(sysroot.path, "boot", entry.initrd)) },
    { name: ".linux", bytes: await readFile3(join3(sysroot.path, "boot", entry.linux)) }
  ]);
  return { files: /* @__PURE__ */ new Map([[bootFile, image]]) };
}
function formatEntry(entry, words, platform) {
  let text = [
    `title ${entry.title}`,
    `linux ${entry.linux}`,
    `initrd ${entry.initrd}`,
    `options ${words} ${entry.options}`,
    "#"
  ].join(`
`), used = Buffer.byteLength(text);
  if (used >= ENTRY_BYTES2)
    throw new ConfigError(
      "PLATFORM_ARGUMENTS_LONG",
      `the kernel arguments of platform ${platform} make an entry of ${used} bytes; there is room for ${ENTRY_BYTES2}`
    );
  return Buffer.concat([
    Buffer.from(text),
    Buffer.alloc(ENTRY_BYTES2 - used - 1, "#"),
    Buffer.from(`
`)
  ]);
}

// lib/disk/bootloader.ts
function prepareBootloader(options) {
  return options.spec.bootloader === "grub" ? prepareGrub(options) : prepareSystemdBoot(options);
}
async function prepareGrub(options) {
  let { repoPath, commit, basearch, platforms, tools, spec } = options, modules = await findGrub(repoPath, commit, resolveGrubTargets(basearch, options.firmware)), platformFiles = new Map(
    platforms.map((platform) => {
      let words = formatPlatformArguments(platform, basearch, tools);
      return [platform.name, formatPlatformFile(platform.name, words)];
    })
  ), own = platformFiles.get(platforms[0].name) ?? Buffer.alloc(0), rootNumber = ROOT_NUMBER + spec.partitions.length;
  return {
    espBytes: spec.filesystem === "erofs" ? KERNEL_ESP_BYTES : MIN_ESP_BYTES,
    build: async (sysroot) => {
      let boot = spec.regenerateUuids ? { partition: rootNumber } : { uuid: options.ids.rootUuid }, entry = spec.filesystem === "erofs" ? await readBlsEntry(sysroot, "erofs") : void 0, { files, bios } = await buildGrub({
        deploymentPath: `${sysroot.path}/${sysroot.deployment}`,
        modules,
        config: entry === void 0 ? formatGrubConfig({ boot, timeoutSeconds: TIMEOUT_SECONDS }) : formatSingleGrubConfig(entry, TIMEOUT_SECONDS),
        workDir: options.folder,
        log: options.log
      });
      return {
        // First, so that it lies in one piece.
        files: new Map([
          [`EFI/BOOT/${GRUB_PLATFORM_FILE}`, own],
          ...files,
          ...entry === void 0 ? [] : kernelFiles(sysroot, entry)
        ]),
        ...bios === void 0 ? {} : { bios },
        platformFiles
      };
    }
  };
}
var ROOT_NUMBER = 3, TIMEOUT_SECONDS = 1;
function kernelFiles(sysroot, { linux, initrd }) {
  return [linux, initrd].map((path) => [path.slice(1), `${sysroot.path}/boot${path}`]);
}

// lib/disk/esp.ts
import { writeFile as writeFile2 } from "node:fs/promises";
import { join as join4 } from "node:path";
var SMALL_BYTES = 256 * 2 ** 20;
async function writeEsp(options) {
  let image = `${options.disk}@@${options.extent.offsetBytes}`, mtools = (...argv) => runTool(argv, {
    log: options.log,
    // A user's own mtoolsrc must not decide.
    env: { MTOOLSRC: "/dev/null", SOURCE_DATE_EPOCH: String(options.timeSeconds) }
  }), sectors = String(options.extent.sizeBytes / 512);
  await mtools(
    "mformat",
    "-i",
    image,
    "-F",
    "-T",
    sectors,
    "-h",
    "255",
    "-s",
    "63",
    "-c",
    options.extent.sizeBytes > SMALL_BYTES ? "8" : "1",
    "-H",
    String(options.extent.offsetBytes / 512),
    "-N",
    options.volumeId,
    "-v",
    options.label,
    "::"
  );
  let made = /* @__PURE__ */ new Set();
  for (let [path, contents] of options.files) {
    let source = typeof contents == "string" ? contents : join4(options.workDir, "esp.file");
    typeof contents != "string" && await writeFile2(source, contents);
    let parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth += 1) {
      let folder = parts.slice(0, depth).join("/");
      made.has(folder) || await mtools("mmd", "-i", image, `::/${folder}`), made.add(folder);
    }
    await mtools("mcopy", "-i", image, source, `::/${path}`);
  }
}

// lib/disk/btrfs.ts
import { open as open3, rm } from "node:fs/promises";
import { join as join7 } from "node:path";

// lib/disk/btrfs-settle.ts
var CHECKSUM_BYTES = 32, HEADER_BYTES2 = 101, ITEM_BYTES = 25, INODE_ITEM = 1, ROOT_ITEM = 132, UUID_KEY_SUBVOL = 251, INODE_TIMES = [112, 124, 136, 148], ROOT_TIMES = [327, 339, 351, 363];
function settleBlock(block, options) {
  for (let { from, to } of options.replacements)
    replaceAll(block, from, to), replaceAll(block, keyOf(from), keyOf(to));
  options.isNode && block[100] === 0 && settleLeaf(block, options.timeSeconds), block.writeUInt32LE(crc32c(block.subarray(CHECKSUM_BYTES)), 0);
}
function keyOf(uuid) {
  return Buffer.concat([uuid.subarray(0, 8), Buffer.from([UUID_KEY_SUBVOL]), uuid.subarray(8)]);
}
function replaceAll(block, from, to) {
  for (let at = block.indexOf(from); at >= 0; at = block.indexOf(from, at + to.length))
    to.copy(block, at);
}
function settleLeaf(leaf, timeSeconds) {
  let items = Math.min(
    leaf.readUInt32LE(96),
    Math.floor((leaf.length - HEADER_BYTES2) / ITEM_BYTES)
  );
  for (let nth = 0; nth < items; nth += 1) {
    let item = HEADER_BYTES2 + nth * ITEM_BYTES, type = leaf[item + 8], at = HEADER_BYTES2 + leaf.readUInt32LE(item + 17), bytes = leaf.readUInt32LE(item + 21);
    if (at + bytes > leaf.length || type !== INODE_ITEM && type !== ROOT_ITEM) continue;
    let times = type === ROOT_ITEM && bytes >= 375 ? [...INODE_TIMES, ...ROOT_TIMES] : INODE_TIMES;
    for (let offset of times)
      leaf.readBigUInt64LE(at + offset) <= BigInt(timeSeconds) || (leaf.writeBigUInt64LE(BigInt(timeSeconds), at + offset), leaf.writeUInt32LE(0, at + offset + 8));
  }
}

// lib/disk/ext4.ts
import { writeFile as writeFile3 } from "node:fs/promises";
import { join as join6 } from "node:path";

// lib/disk/consume.ts
import { once } from "node:events";
import { lstatSync, readdirSync, readlinkSync, statSync, truncateSync, utimesSync } from "node:fs";
import { join as join5 } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
var STDERR_TAIL_BYTES = 4096, POLL_MS = 4, MIN_BYTES = 8192, BLOCK_BYTES = 512;
async function runConsuming(argv, options) {
  let { files, bytes } = listFiles(options.tree), child = await startTool(argv, {
    stdio: ["ignore", "ignore", "pipe"],
    log: options.log,
    ...options.env === void 0 ? {} : { env: options.env }
  }), stderr = Buffer.alloc(0);
  child.stderr?.on("data", (chunk) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES);
  });
  let exit, ended = once(child, "close").then(([code]) => {
    exit = typeof code == "number" ? code : 128;
  }), left = bytes, peakBytes = 0, next = 0;
  for (; exit === void 0; ) {
    let end = next;
    for (; end < files.length && wasRead(files[end]); ) end += 1;
    let open10 = end > next ? openFiles(child.pid ?? 0) : /* @__PURE__ */ new Set();
    for (peakBytes = Math.max(peakBytes, left + takenBytes(options.disk)); next < end; next += 1) {
      let file2 = files[next];
      if (file2 === void 0 || open10.has(file2.path)) break;
      truncateSync(file2.path, 0), left -= file2.bytes;
    }
    await Promise.race([sleep(POLL_MS), ended]);
  }
  if (exit !== 0) throw explainToolError(new ToolError(argv, exit, stderr.toString("utf8")));
  return Math.max(peakBytes, left + takenBytes(options.disk));
}
function listFiles(tree) {
  let found = /* @__PURE__ */ new Map(), bytes = 0, visit = (folder) => {
    for (let name of readdirSync(folder).sort(compareBytes)) {
      let path = join5(folder, name), facts = lstatSync(path);
      facts.isDirectory() && visit(path);
      let known = found.get(facts.ino);
      if (known !== void 0 && facts.nlink > 1) {
        known.left -= 1;
        continue;
      }
      let taken = facts.blocks * BLOCK_BYTES;
      bytes += taken, !(!facts.isFile() || facts.size < MIN_BYTES) && found.set(facts.ino, { path, bytes: taken, left: facts.nlink - 1, mtimeMs: facts.mtimeMs });
    }
  };
  visit(tree);
  let files = [...found.values()].filter(({ left }) => left === 0);
  for (let { path, mtimeMs } of files) utimesSync(path, 0, mtimeMs / 1e3);
  return { files, bytes };
}
function wasRead(file2) {
  return file2 !== void 0 && lstatSync(file2.path).atimeMs !== 0;
}
function openFiles(pid) {
  let paths = /* @__PURE__ */ new Set();
  try {
    for (let fd of readdirSync(`/proc/${pid}/fd`))
      try {
        paths.add(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
      }
  } catch {
  }
  return paths;
}
function takenBytes(path) {
  return (statSync(path, { throwIfNoEntry: !1 })?.blocks ?? 0) * BLOCK_BYTES;
}

// lib/disk/ext4.ts
var BLOCK_BYTES2 = 4096, INODE_BYTES = 256, INODE_RATIO_BYTES = 16384, RESERVED_PERCENT = 1, MKE2FS_CONF = (checksums) => `[defaults]
base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr
default_mntopts = acl,user_xattr
enable_periodic_fsck = 0
[fs_types]
ext4 = {
  features = has_journal,extent,huge_file,flex_bg,${checksums}64bit,dir_nlink,extra_isize
}
`, IMAGE_FULL = /Could not allocate (block|inode)/i;
function journalMib(sizeBytes) {
  return sizeBytes < 128 * 2 ** 20 ? 4 : sizeBytes < 2 ** 30 ? 16 : sizeBytes < 16 * 2 ** 30 ? 64 : 128;
}
function ext4SizeBytes(treeBytes) {
  let metadata = INODE_BYTES / INODE_RATIO_BYTES + RESERVED_PERCENT / 100 + 2e-3, plain2 = (treeBytes * 1.1 + 8 * 2 ** 20) / (1 - metadata);
  return Math.ceil(plain2 + journalMib(plain2) * 2 ** 20);
}
async function writeExt4(options) {
  let { extent, workDir, log } = options, conf = join6(workDir, "mke2fs.conf");
  await writeFile3(conf, MKE2FS_CONF(options.metadataChecksums ? "metadata_csum," : ""));
  let extended = [
    `offset=${extent.offsetBytes}`,
    `hash_seed=${options.hashSeed}`,
    "lazy_itable_init=0",
    "lazy_journal_init=0",
    // The file is new and sparse: its holes stay holes.
    "assume_storage_prezeroed=1",
    "root_owner=0:0",
    "nodiscard"
  ], argv = [
    "mke2fs",
    "-q",
    "-F",
    "-t",
    "ext4",
    "-b",
    String(BLOCK_BYTES2),
    "-I",
    String(INODE_BYTES),
    "-i",
    String(INODE_RATIO_BYTES),
    "-m",
    String(RESERVED_PERCENT),
    "-J",
    `size=${journalMib(extent.sizeBytes)}`,
    "-L",
    options.label,
    "-U",
    options.uuid,
    "-E",
    extended.join(","),
    ...options.tree === void 0 ? [] : ["-d", options.tree],
    options.disk,
    `${extent.sizeBytes / 1024}k`
  ], env = { MKE2FS_CONFIG: conf, ...fakeTime(options) }, peakBytes = 0;
  try {
    options.tree === void 0 ? await runTool(argv, { log, env }) : peakBytes = await runConsuming(argv, { tree: options.tree, disk: options.disk, env, log });
  } catch (error) {
    let failure = error instanceof Error && error.cause instanceof ToolError ? error.cause : error;
    throw !(failure instanceof ToolError) || !IMAGE_FULL.test(failure.stderr) ? error : new ConfigError(
      "IMAGE_TOO_SMALL",
      `the tree does not fit into a root file system of ${extent.sizeBytes} bytes`,
      { cause: error, hint: "Give the image a larger size." }
    );
  }
  return await settleInodes(options), peakBytes;
}
async function settleInodes(options) {
  let { workDir, log, timeSeconds } = options, device = `${options.disk}?offset=${options.extent.offsetBytes}`, lines = [];
  for (let inode of await listUsedInodes(device, log))
    for (let field of ["atime", "ctime"])
      lines.push(`sif <${inode}> ${field} @${timeSeconds}`, `sif <${inode}> ${field}_extra 0`);
  for (let path of options.immutable) {
    let shown = await readTool(["debugfs", "-R", `stat "/${path}"`, device], { log }), flags = /Flags: (0x[0-9a-f]+)/.exec(shown)?.[1];
    flags === void 0 && fail2(`there is no /${path} in the root file system`), lines.push(`sif "/${path}" flags 0x${(Number(flags) | 16).toString(16)}`);
  }
  let script = join6(workDir, "debugfs.script");
  await writeFile3(script, `${lines.join(`
`)}
`);
  let { stderr } = await runTool(["debugfs", "-w", "-f", script, device], {
    log,
    env: fakeTime(options),
    onStdout: () => {
    }
  }), complaint = stderr.split(`
`).find((line) => line !== "" && !line.startsWith("debugfs "));
  complaint !== void 0 && fail2(`debugfs: ${complaint}`);
}
async function listUsedInodes(device, log) {
  let text = await readTool(["dumpe2fs", device], { log }), total = Number(/^Inode count:\s+(\d+)$/m.exec(text)?.[1]), used = new Uint8Array(total + 1).fill(1, 11);
  used[2] = 1;
  for (let [, ranges] of text.matchAll(/^ {2}Free inodes: (.+)$/gm))
    for (let [, first, last] of (ranges ?? "").matchAll(/(\d+)(?:-(\d+))?/g))
      used.fill(0, Number(first), Number(last ?? first) + 1);
  let inodes = [...used.keys()].filter((inode) => used[inode] === 1);
  return inodes.length < 2 && fail2("dumpe2fs names no inode"), inodes;
}
function fakeTime(options) {
  return { E2FSPROGS_FAKE_TIME: String(options.timeSeconds) };
}
function fail2(what) {
  throw new BuildError("FILESYSTEM_FAILED", what);
}

// lib/disk/move-contents.ts
import { open as open2 } from "node:fs/promises";
var STEP_BYTES = 16 * 1024 * 1024, BLOCK_BYTES3 = 4096;
async function moveContents(path, disk, extent) {
  var _stack = [];
  try {
    let source = __using(_stack, await open2(path, "r+"), !0);
    let target = __using(_stack, await open2(disk, "r+"), !0);
    let zeros = Buffer.alloc(BLOCK_BYTES3);
    let buffer = Buffer.alloc(STEP_BYTES);
    let { size: end } = await source.stat();
    for (; end > 0; ) {
      let start = Math.floor((end - 1) / STEP_BYTES) * STEP_BYTES, chunk = buffer.subarray(0, end - start);
      await source.read(chunk, 0, chunk.length, start);
      let from = -1;
      for (let at = 0; at <= chunk.length; at += BLOCK_BYTES3) {
        let length = Math.min(BLOCK_BYTES3, chunk.length - at), empty = length <= 0 || chunk.compare(zeros, 0, length, at, at + length) === 0;
        !empty && from < 0 && (from = at), empty && from >= 0 && (await target.write(chunk, from, at - from, extent.offsetBytes + start + from), from = -1);
      }
      from >= 0 && await target.write(chunk, from, chunk.length - from, extent.offsetBytes + start + from), await source.truncate(start), end = start;
    }
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// lib/disk/btrfs.ts
var SUPERBLOCKS = [64 * 1024, 64 * 1024 * 1024], SUPERBLOCK_BEFORE_BYTES = 64 * 1024, SUPERBLOCK_BYTES = 4096, FIRST_CHUNK_AT = 1024 * 1024, NODE_BYTES = 16384, SECTOR_BYTES3 = 4096, MAX_METADATA_BYTES = 2 ** 34;
function btrfsSizeBytes(treeBytes) {
  return Math.ceil(ext4SizeBytes(treeBytes) * 1.15 + 256 * 2 ** 20);
}
async function writeBtrfs(options) {
  let { extent, tree, uuid, label, log } = options, path = join7(options.workDir, "btrfs.img");
  await rm(path, { force: !0 });
  {
    var _stack = [];
    try {
      let file2 = __using(_stack, await open3(path, "wx"), !0);
      await file2.truncate(extent.sizeBytes);
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  let peakBytes = 0;
  return tree === void 0 ? await runTool(["mkfs.btrfs", "-q", "-U", uuid, "-L", label, path], { log }) : (peakBytes = await writeExt4({
    ...options,
    disk: path,
    extent: { offsetBytes: 0, sizeBytes: extent.sizeBytes },
    hashSeed: uuid,
    immutable: [],
    metadataChecksums: !1
  }), await runTool(["btrfs-convert", "--no-progress", "--uuid", uuid, "-l", label, path], { log })), await settle(path, options), await moveContents(path, options.disk, extent), await rm(path), peakBytes;
}
async function settle(path, { uuid, timeSeconds }) {
  var _stack = [];
  try {
    let text = await readTool(["btrfs", "inspect-internal", "dump-tree", "-t", "root", path]);
    let chunks = await readTool(["btrfs", "inspect-internal", "dump-tree", "-t", "chunk", path]);
    let extents = await readTool(["btrfs", "inspect-internal", "dump-tree", "-t", "extent", path]);
    let inUse = new Set(
      [...extents.matchAll(/key \((\d+) (?:METADATA_ITEM|TREE_BLOCK)/g)].map(([, at]) => Number(at))
    );
    let fresh = /* @__PURE__ */ new Map();
    let found = `${text}
${chunks}`.matchAll(
      /(?:chunk uuid|dev_uuid|^\s+uuid) ([0-9a-f]{8}-[0-9a-f-]{27})/gm
    );
    for (let [, random = ""] of found)
      random === uuid || /^[0-]+$/.test(random) || fresh.has(random) || fresh.set(random, sha256(`${uuid} ${fresh.size}`).slice(0, 32));
    let replacements = [...fresh].map(([from, to]) => ({
      from: Buffer.from(from.replaceAll("-", ""), "hex"),
      to: Buffer.from(to, "hex")
    }));
    let fsid = Buffer.from(uuid.replaceAll("-", ""), "hex");
    let file2 = __using(_stack, await open3(path, "r+"), !0);
    let change = async (at, length, isNode) => {
      let block = Buffer.alloc(length), { bytesRead } = await file2.read(block, 0, length, at);
      return bytesRead < length || !block.subarray(32, 48).equals(fsid) ? !1 : (isNode && !inUse.has(Number(block.readBigUInt64LE(48))) ? block.fill(0) : settleBlock(block, { replacements, timeSeconds, isNode }), await file2.write(block, 0, length, at), !0);
    };
    let [first = FIRST_CHUNK_AT] = chunkOffsets(chunks).sort((a, b) => a - b);
    first > FIRST_CHUNK_AT && await file2.write(
      Buffer.alloc(first - FIRST_CHUNK_AT),
      0,
      first - FIRST_CHUNK_AT,
      FIRST_CHUNK_AT
    );
    for (let at of SUPERBLOCKS) await change(at, SUPERBLOCK_BYTES, !1);
    for (let { offsetBytes, sizeBytes } of metadataChunks(chunks)) {
      let before = offsetBytes - SUPERBLOCK_BEFORE_BYTES;
      !SUPERBLOCKS.includes(before) && await isSuperblock(file2, before, fsid) && await file2.write(Buffer.alloc(SUPERBLOCK_BYTES), 0, SUPERBLOCK_BYTES, before);
      for (let at = offsetBytes; at < offsetBytes + sizeBytes; )
        at += await change(at, NODE_BYTES, !0) ? NODE_BYTES : SECTOR_BYTES3;
    }
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function isSuperblock(file2, at, fsid) {
  let block = Buffer.alloc(SUPERBLOCK_BYTES);
  return at < 0 ? !1 : (await file2.read(block, 0, SUPERBLOCK_BYTES, at), block.toString("latin1", 65, 72) === "BHRfS_M" && block.subarray(32, 48).equals(fsid));
}
function chunkOffsets(text) {
  return [...text.matchAll(/stripe \d+ devid 1 offset (\d+)/g)].map(([, at]) => Number(at));
}
function metadataChunks(text) {
  let chunks = [];
  for (let item of text.split(/^\titem /m)) {
    let size = /length (\d+) owner .* type (?:METADATA|SYSTEM)/.exec(item)?.[1];
    if (size !== void 0)
      for (let offsetBytes of chunkOffsets(item))
        chunks.push({ offsetBytes, sizeBytes: Number(size) });
  }
  let all = chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (chunks.length === 0 || all > MAX_METADATA_BYTES)
    throw new BuildError("FILESYSTEM_FAILED", "btrfs names no chunk of metadata");
  return chunks;
}

// lib/disk/xfs.ts
import { open as open4, rm as rm2 } from "node:fs/promises";
import { join as join9 } from "node:path";

// lib/disk/xfs-format.ts
var DIR_HEADER_BYTES = 64, LEAF_HEADER_BYTES = 64, DIR_CRC_AT = 4, LEAF_CRC_AT = 12, TAIL_BYTES = 8, DIR_LEAF_OFFSET_BYTES = 2 ** 35;
function sealBlock(block, crcAt) {
  return block.writeUInt32LE(0, crcAt), block.writeUInt32LE(crc32c(block), crcAt), block;
}
function formatShortDir(parent, entries, roomBytes) {
  let bytes = entries.reduce((sum, { name }) => sum + name.length + 8, 6);
  if (bytes > roomBytes || entries.length > 255) return;
  let fork = Buffer.alloc(bytes);
  fork[0] = entries.length, fork.writeUInt32BE(parent, 2);
  let at = 6, offset = DIR_HEADER_BYTES + 32;
  for (let { name, inode, fileType } of entries)
    fork[at] = name.length, fork.writeUInt16BE(offset, at + 1), name.copy(fork, at + 3), fork[at + 3 + name.length] = fileType, fork.writeUInt32BE(inode, at + 4 + name.length), at += name.length + 8, offset += direntBytes(name);
  return fork;
}
function formatDirBlocks(self, parent, entries, { dirBlockBytes }) {
  let all = [
    { name: Buffer.from("."), inode: self, fileType: 2 },
    { name: Buffer.from(".."), inode: parent, fileType: 2 },
    ...entries
  ], used = all.reduce((sum, { name }) => sum + direntBytes(name), DIR_HEADER_BYTES), index = [], single = used + all.length * 8 + TAIL_BYTES <= dirBlockBytes, limit = single ? dirBlockBytes - all.length * 8 - TAIL_BYTES : dirBlockBytes, data = [], bests = [], block = Buffer.alloc(0), at = 0, finish = () => {
    data.length !== 0 && bests.push(writeFree(block, at, limit));
  };
  for (let { name, inode, fileType } of all) {
    let bytes = direntBytes(name);
    (data.length === 0 || at + bytes > limit) && (finish(), block = Buffer.alloc(dirBlockBytes), block.write(single ? "XDB3" : "XDD3", 0, "latin1"), data.push(block), at = DIR_HEADER_BYTES), block.writeBigUInt64BE(BigInt(inode), at), block[at + 8] = name.length, name.copy(block, at + 9), block[at + 9 + name.length] = fileType, block.writeUInt16BE(at, at + bytes - 2);
    let place = (data.length - 1) * dirBlockBytes + at;
    index.push({ hash: hashName(name), address: place / 8 }), at += bytes;
  }
  if (finish(), index.sort((a, b) => a.hash - b.hash || a.address - b.address), single)
    return writeIndex(block, limit, index), block.writeUInt32BE(index.length, dirBlockBytes - TAIL_BYTES), { data };
  let leaf = Buffer.alloc(dirBlockBytes);
  if (!(LEAF_HEADER_BYTES + index.length * 8 + bests.length * 2 + 4 > dirBlockBytes)) {
    leaf.writeUInt16BE(15857, 8), leaf.writeUInt16BE(index.length, 56), writeIndex(leaf, LEAF_HEADER_BYTES, index);
    for (let [nth, best] of bests.entries())
      leaf.writeUInt16BE(best, dirBlockBytes - 4 - 2 * (bests.length - nth));
    return leaf.writeUInt32BE(bests.length, dirBlockBytes - 4), { data, leaf };
  }
}
function sealDirBlock(block, place) {
  let isLeaf = block.readUInt16BE(8) === 15857 && block.readUInt32BE(0) === 0, at = isLeaf ? 16 : 8;
  return block.writeBigUInt64BE(BigInt(place.daddr), at), place.uuid.copy(block, at + 16), block.writeBigUInt64BE(BigInt(place.inode), at + 32), sealBlock(block, isLeaf ? LEAF_CRC_AT : DIR_CRC_AT);
}
function formatExtents(extents) {
  let fork = Buffer.alloc(extents.length * 16);
  for (let [nth, { fileBlock, fsBlock, blocks }] of extents.entries()) {
    let value = BigInt(fileBlock) << 73n | fsBlock << 21n | BigInt(blocks);
    fork.writeBigUInt64BE(value >> 64n, nth * 16), fork.writeBigUInt64BE(value & 0xffffffffffffffffn, nth * 16 + 8);
  }
  return fork;
}
function direntBytes(name) {
  return Math.ceil((12 + name.length) / 8) * 8;
}
function writeFree(block, from, to) {
  let bytes = to - from;
  return bytes === 0 ? 0 : (block.writeUInt16BE(65535, from), block.writeUInt16BE(bytes, from + 2), block.writeUInt16BE(from, to - 2), block.writeUInt16BE(from, 48), block.writeUInt16BE(bytes, 50), bytes);
}
function writeIndex(block, at, index) {
  for (let [nth, { hash, address }] of index.entries())
    block.writeUInt32BE(hash, at + nth * 8), block.writeUInt32BE(address, at + nth * 8 + 4);
}
function hashName(name) {
  let rotate = (value, by) => value << by | value >>> 32 - by, byte = (at2) => name[at2] ?? 0, hash = 0, at = 0;
  for (; name.length - at >= 4; at += 4)
    hash = byte(at) << 21 ^ byte(at + 1) << 14 ^ byte(at + 2) << 7 ^ byte(at + 3) ^ rotate(hash, 28);
  let left = name.length - at;
  return left === 3 ? hash = byte(at) << 14 ^ byte(at + 1) << 7 ^ byte(at + 2) ^ rotate(hash, 21) : left === 2 ? hash = byte(at) << 7 ^ byte(at + 1) ^ rotate(hash, 14) : left === 1 && (hash = byte(at) ^ rotate(hash, 7)), hash >>> 0;
}

// lib/disk/xfs-space.ts
var BTREE_HEADER_BYTES = 56, BTREE_CRC_AT = 52, AG_CRC_AT = { agf: 216, agi: 312 }, INODES_PER_CHUNK = 64, MAX_CHUNKS_PER_AG = 252;
async function readSuper(file2, offsetBytes) {
  let bytes = Buffer.alloc(512);
  return await file2.read(bytes, 0, bytes.length, offsetBytes), {
    bytes,
    offsetBytes,
    blockBytes: bytes.readUInt32BE(4),
    agBlocks: bytes.readUInt32BE(84),
    agCount: bytes.readUInt32BE(88),
    sectorBytes: bytes.readUInt16BE(102),
    inodesPerBlockLog: bytes[123] ?? 0,
    agBlockLog: bytes[124] ?? 0
  };
}
var XfsSpace = class {
  #file;
  #super;
  #runs = [];
  constructor(file2, superblock) {
    this.#file = file2, this.#super = superblock;
  }
  /** Reads what mkfs.xfs left free: a handful of runs in each allocation group. */
  async load() {
    for (let ag = 0; ag < this.#super.agCount; ag += 1) {
      let agf = await this.#sector(ag, 1), block = await this.#block(ag, agf.readUInt32BE(16));
      for (let nth = 0; nth < block.readUInt16BE(6); nth += 1) {
        let at = BTREE_HEADER_BYTES + nth * 8;
        this.#runs.push({ ag, start: block.readUInt32BE(at), blocks: block.readUInt32BE(at + 4) });
      }
    }
  }
  /** Takes adjacent blocks in one piece, at a multiple of `align` in its group, anywhere or in `ag`. */
  takeWhole(blocks, align2 = 1, ag) {
    for (let run of this.#runs) {
      let start = Math.ceil(run.start / align2) * align2;
      if (!(ag !== void 0 && run.ag !== ag || start + blocks > run.start + run.blocks))
        return start > run.start && this.#runs.push({ ag: run.ag, start: run.start, blocks: start - run.start }), run.blocks -= start + blocks - run.start, run.start = start + blocks, { ag: run.ag, block: start };
    }
    return this.#full();
  }
  /** Takes blocks in as few pieces as there are. */
  take(blocks) {
    let pieces2 = [], whole = this.#runs.find((run) => run.blocks >= blocks), left = blocks;
    for (let run of whole === void 0 ? this.#runs : [whole]) {
      let taken = Math.min(left, run.blocks);
      taken !== 0 && (pieces2.push({ ag: run.ag, block: run.start, blocks: taken }), run.start += taken, run.blocks -= taken, left -= taken);
    }
    return left > 0 ? this.#full() : pieces2;
  }
  /** Writes what is free and which inodes are used, in every allocation group and the superblocks. */
  async store(chunks, withAttributes) {
    let { agCount, bytes, sectorBytes } = this.#super, freed = 0;
    for (let ag = 0; ag < agCount; ag += 1) freed += await this.#storeGroup(ag, chunks);
    let used = chunks.reduce((sum, chunk) => sum + chunk.used, 0);
    bytes.writeBigUInt64BE(BigInt(chunks.length * INODES_PER_CHUNK), 128), bytes.writeBigUInt64BE(BigInt(chunks.length * INODES_PER_CHUNK - used), 136), bytes.writeBigUInt64BE(bytes.readBigUInt64BE(144) - BigInt(freed), 144), await this.#storeSuper(0, Buffer.from(bytes), withAttributes);
    for (let ag = 1; ag < agCount; ag += 1) {
      let copy = Buffer.alloc(sectorBytes);
      await this.#file.read(copy, 0, sectorBytes, this.#offset(ag, 0)), await this.#storeSuper(ag, copy, withAttributes);
    }
  }
  async #storeSuper(ag, sector, withAttributes) {
    withAttributes && sector.writeUInt16BE(sector.readUInt16BE(100) | 16, 100), await this.#write(sealBlock(sector, 224), this.#offset(ag, 0));
  }
  /** Returns how many blocks fewer than before are free in the group. */
  async #storeGroup(ag, chunks) {
    let { sectorBytes } = this.#super, runs = this.#runs.filter((run) => run.ag === ag && run.blocks > 0).sort((a, b) => a.start - b.start), agf = await this.#sector(ag, 1), free = runs.reduce((sum, run) => sum + run.blocks, 0), fewer = agf.readUInt32BE(52) - free;
    await this.#storeRuns(ag, agf.readUInt32BE(16), runs);
    let bySize = runs.toSorted((a, b) => a.blocks - b.blocks || a.start - b.start);
    await this.#storeRuns(ag, agf.readUInt32BE(20), bySize), agf.writeUInt32BE(free, 52), agf.writeUInt32BE(bySize.at(-1)?.blocks ?? 0, 56), await this.#write(sealBlock(agf, AG_CRC_AT.agf), this.#offset(ag, 0) + sectorBytes);
    let own = chunks.filter((chunk) => chunk.ag === ag), agi = await this.#sector(ag, 2), root = agi.readUInt32BE(20), block = await this.#block(ag, root);
    block.fill(0, BTREE_HEADER_BYTES), block.writeUInt16BE(own.length, 6);
    let freeInodes = 0;
    for (let [nth, { firstInode, used }] of own.entries()) {
      let at = BTREE_HEADER_BYTES + nth * 16;
      block.writeUInt32BE(firstInode, at), block.writeUInt32BE(INODES_PER_CHUNK - used, at + 4);
      let mask = (1n << 64n) - (1n << BigInt(used));
      block.writeBigUInt64BE(mask, at + 8), freeInodes += INODES_PER_CHUNK - used;
    }
    return await this.#write(sealBlock(block, BTREE_CRC_AT), this.#offset(ag, root)), agi.writeUInt32BE(own.length * INODES_PER_CHUNK, 16), agi.writeUInt32BE(freeInodes, 28), own.length > 0 && agi.writeUInt32BE(own.at(-1)?.firstInode ?? 0, 32), await this.#write(sealBlock(agi, AG_CRC_AT.agi), this.#offset(ag, 0) + 2 * sectorBytes), fewer;
  }
  async #storeRuns(ag, root, runs) {
    let block = await this.#block(ag, root);
    block.fill(0, BTREE_HEADER_BYTES), block.writeUInt16BE(runs.length, 6);
    for (let [nth, { start, blocks }] of runs.entries())
      block.writeUInt32BE(start, BTREE_HEADER_BYTES + nth * 8), block.writeUInt32BE(blocks, BTREE_HEADER_BYTES + nth * 8 + 4);
    await this.#write(sealBlock(block, BTREE_CRC_AT), this.#offset(ag, root));
  }
  #offset(ag, block) {
    let { offsetBytes, agBlocks, blockBytes } = this.#super;
    return offsetBytes + (ag * agBlocks + block) * blockBytes;
  }
  async #sector(ag, nth) {
    let sector = Buffer.alloc(this.#super.sectorBytes), at = this.#offset(ag, 0) + nth * sector.length;
    return await this.#file.read(sector, 0, sector.length, at), sector;
  }
  async #block(ag, block) {
    let bytes = Buffer.alloc(this.#super.blockBytes);
    return await this.#file.read(bytes, 0, bytes.length, this.#offset(ag, block)), bytes;
  }
  async #write(bytes, at) {
    await this.#file.write(bytes, 0, bytes.length, at);
  }
  #full() {
    throw new ConfigError(
      "IMAGE_TOO_SMALL",
      `the tree does not fit into an XFS file system of ${this.#super.agCount * this.#super.agBlocks * this.#super.blockBytes} bytes`,
      { hint: "Give the image a larger size." }
    );
  }
};

// lib/disk/xfs-tree.ts
import { lstatSync as lstatSync2, readdirSync as readdirSync2 } from "node:fs";
var FILE_TYPES = /* @__PURE__ */ new Map([
  [32768, 1],
  [16384, 2],
  [8192, 3],
  [24576, 4],
  [4096, 5],
  [49152, 6],
  [40960, 7]
]);
async function readTree(tree, log) {
  let xattrs = await readXattrs(tree, log), nodes = [], linked = /* @__PURE__ */ new Map(), visit = (path, parent) => {
    let facts = lstatSync2(path), known = facts.isDirectory() ? void 0 : linked.get(facts.ino);
    if (known !== void 0)
      return known.names += 1, known;
    let text = path.toString(), node = {
      path: text,
      mode: facts.mode,
      uid: facts.uid,
      gid: facts.gid,
      sizeBytes: facts.size,
      mtimeSeconds: Math.floor(facts.mtimeMs / 1e3),
      device: facts.rdev,
      names: 1,
      links: facts.nlink,
      xattrs: xattrs.get(text) ?? [],
      children: [],
      parent
    };
    if (nodes.push(node), facts.nlink > 1 && linked.set(facts.ino, node), facts.isDirectory()) {
      let names = readdirSync2(path, { encoding: "buffer" }).sort(Buffer.compare);
      for (let name of names) {
        let child = visit(Buffer.concat([path, Buffer.from("/"), name]), node);
        node.children.push({ name, node: child });
      }
    }
    return node;
  };
  return visit(Buffer.from(tree), void 0), nodes;
}
function fileTypeOf({ mode, path }) {
  let type = FILE_TYPES.get(mode & 61440);
  if (type === void 0)
    throw new BuildError("FILESYSTEM_FAILED", `${path} is of no known kind`);
  return type;
}

// lib/disk/xfs-writer.ts
import { closeSync, openSync, readlinkSync as readlinkSync2, readSync, truncateSync as truncateSync2, writeSync } from "node:fs";
import { stat as stat3 } from "node:fs/promises";
import { join as join8 } from "node:path";

// lib/disk/xfs-attribute.ts
var NAMESPACES = [
  ["user.", 0],
  ["trusted.", 2],
  ["security.", 4]
];
function splitAttribute([name, value], path) {
  let text = Buffer.from(name).toString("latin1").replace(/\0$/, ""), [prefix, flags] = NAMESPACES.find(([start]) => text.startsWith(start)) ?? [];
  if (prefix === void 0 || flags === void 0 || value.length > 255)
    throw new BuildError(
      "FILESYSTEM_FAILED",
      `${path} has the extended attribute ${text}, which is not written to XFS`,
      { hint: "Use another file system for the root." }
    );
  return {
    flags,
    name: Buffer.from(text.slice(prefix.length), "latin1"),
    value: Buffer.from(value)
  };
}

// lib/disk/xfs-inode.ts
var FORMATS = { device: 0, local: 1, extents: 2 }, CORE_BYTES = 176, EXTENT_BYTES = 16, INODE_CRC_AT = 100, IMMUTABLE = 8, TIMES_AT = [32, 48, 144], MTIME_AT = 40, GENERATION_AT = 92, FLAGS2_AT = 120, BIGTIME = 1n << 3n;
function settleInode(bytes, timeSeconds) {
  for (let at of [...TIMES_AT, MTIME_AT]) bytes.writeBigUInt64BE(formatTime(timeSeconds), at);
  bytes.writeUInt32BE(0, GENERATION_AT), bytes.writeBigUInt64BE(BIGTIME, FLAGS2_AT);
}
function formatTime(seconds) {
  return (BigInt(seconds) + 2n ** 31n) * 1000000000n;
}
function literalBytes(geometry) {
  return geometry.inodeBytes - CORE_BYTES;
}
function formatAttributes(attributes) {
  if (attributes.length === 0) return Buffer.alloc(0);
  let entries = attributes.map(
    ({ flags, name, value }) => Buffer.concat([Buffer.from([name.length, value.length, flags]), name, value])
  ), header = Buffer.alloc(4);
  return header.writeUInt16BE(
    entries.reduce((sum, entry) => sum + entry.length, header.length),
    0
  ), header[2] = attributes.length, Buffer.concat([header, ...entries]);
}
function formatInode(inode, geometry) {
  let bytes = Buffer.alloc(geometry.inodeBytes);
  if (bytes.write("IN", 0, "latin1"), bytes.writeUInt16BE(inode.mode, 2), bytes[4] = 3, bytes.writeUInt32BE(4294967295, 96), bytes.writeBigUInt64BE(BigInt(inode.number), 152), geometry.uuid.copy(bytes, 160), inode.mode === 0) return sealBlock(bytes, INODE_CRC_AT);
  if (bytes[5] = FORMATS[inode.format], bytes.writeUInt32BE(inode.uid, 8), bytes.writeUInt32BE(inode.gid, 12), bytes.writeUInt32BE(inode.links, 16), settleInode(bytes, inode.timeSeconds), bytes.writeBigUInt64BE(formatTime(inode.mtimeSeconds), MTIME_AT), bytes.writeBigUInt64BE(BigInt(inode.sizeBytes), 56), bytes.writeBigUInt64BE(BigInt(inode.blocks), 64), inode.format === "extents" && bytes.writeUInt32BE(inode.fork.length / EXTENT_BYTES, 76), bytes[83] = FORMATS.extents, inode.immutable && bytes.writeUInt16BE(IMMUTABLE, 90), inode.fork.copy(bytes, CORE_BYTES), inode.attributes.length > 0) {
    let forkOffset = Math.floor((literalBytes(geometry) - inode.attributes.length) / 8);
    bytes[82] = forkOffset, bytes[83] = FORMATS.local, inode.attributes.copy(bytes, CORE_BYTES + forkOffset * 8);
  }
  return sealBlock(bytes, INODE_CRC_AT);
}

// lib/disk/xfs-writer.ts
var INODES_PER_CHUNK2 = 64, FIRST_OWN = 3, COPY_BYTES = 1024 * 1024, HOST_BLOCK_BYTES = 512, XfsWriter = class {
  #file;
  #super;
  #geometry;
  #options;
  #space;
  #numbers = /* @__PURE__ */ new Map();
  #buffer = Buffer.alloc(COPY_BYTES);
  constructor(file2, superblock, geometry, options) {
    this.#file = file2, this.#super = superblock, this.#geometry = geometry, this.#options = options, this.#space = new XfsSpace(file2, superblock);
  }
  async write(nodes) {
    await this.#space.load();
    let chunks = this.#takeChunks(Math.max(1, nodes.length) + FIRST_OWN - 1);
    for (let [nth, node] of nodes.entries())
      this.#numbers.set(node, this.#inodeNumber(chunks, nth));
    let left = nodes.reduce((sum, node) => sum + roundUp(node.sizeBytes), 0), peakBytes = 0, inodes = /* @__PURE__ */ new Map();
    for (let node of nodes) {
      let inode = await this.#writeNode(node);
      inodes.set(inode.number, formatInode(inode, this.#geometry)), left -= roundUp(node.sizeBytes), !(node.sizeBytes < COPY_BYTES) && (peakBytes = Math.max(
        peakBytes,
        left + (await stat3(this.#options.disk)).blocks * HOST_BLOCK_BYTES
      ));
    }
    return await this.#writeChunks(chunks, inodes), await this.#space.store(
      chunks,
      nodes.some(({ xattrs }) => xattrs.length > 0)
    ), peakBytes;
  }
  /** Room for so many inodes: the chunk that is there, then others, group by group. */
  #takeChunks(count) {
    let first = Number(this.#super.bytes.readBigUInt64BE(56)), blocks = INODES_PER_CHUNK2 * this.#geometry.inodeBytes / this.#super.blockBytes, chunks = [];
    for (let left = count; left > 0; left -= INODES_PER_CHUNK2) {
      let used = Math.min(left, INODES_PER_CHUNK2);
      if (chunks.length === 0) {
        chunks.push({ ag: 0, firstInode: first, used });
        continue;
      }
      let ag = Math.floor(chunks.length / MAX_CHUNKS_PER_AG);
      if (ag >= this.#super.agCount) {
        let most = MAX_CHUNKS_PER_AG * INODES_PER_CHUNK2 * this.#super.agCount;
        throw new BuildError(
          "FILESYSTEM_FAILED",
          `the tree has ${count} files; an XFS file system is made with up to ${most}`,
          { hint: "Use another file system for the root." }
        );
      }
      let { block } = this.#space.takeWhole(blocks, blocks, ag);
      chunks.push({ ag, firstInode: block << this.#super.inodesPerBlockLog, used });
    }
    return chunks;
  }
  #inodeNumber(chunks, nth) {
    let index = nth === 0 ? 0 : nth + FIRST_OWN - 1, chunk = chunks[Math.floor(index / INODES_PER_CHUNK2)], shift = this.#super.agBlockLog + this.#super.inodesPerBlockLog;
    return (chunk?.ag ?? 0) * 2 ** shift + (chunk?.firstInode ?? 0) + index % INODES_PER_CHUNK2;
  }
  async #writeNode(node) {
    let attributes = formatAttributes(node.xattrs.map((pair) => splitAttribute(pair, node.path))), room = literalBytes(this.#geometry) - Math.ceil(attributes.length / 8) * 8;
    if (room < 64 || attributes.length > 2040)
      throw new BuildError(
        "FILESYSTEM_FAILED",
        `${node.path} has ${attributes.length} bytes of extended attributes; XFS is written with up to 270`,
        { hint: "Use another file system for the root." }
      );
    let { tree = "", immutable = [], timeSeconds } = this.#options, common = {
      number: this.#numberOf(node),
      mode: node.mode,
      links: node.names,
      uid: node.uid,
      gid: node.gid,
      timeSeconds,
      mtimeSeconds: node.mtimeSeconds,
      immutable: immutable.some((path) => join8(tree, path) === node.path),
      attributes
    }, type = fileTypeOf(node);
    if (type === 2) return { ...common, ...await this.#writeFolder(node, room) };
    if (type === 7) return { ...common, ...await this.#writeLink(node, room) };
    if (type === 1) return { ...common, ...this.#writeFile(node) };
    let fork = Buffer.alloc(4), [major, minor] = [
      node.device >> 8 & 4095,
      node.device & 255 | node.device >> 12 & 1048320
    ];
    return fork.writeUInt32BE((major << 18 | minor) >>> 0, 0), { ...common, format: "device", fork, sizeBytes: 0, blocks: 0 };
  }
  async #writeFolder(node, room) {
    let self = this.#numberOf(node), parent = this.#numberOf(node.parent ?? node), entries = node.children.map((child) => ({
      name: child.name,
      inode: this.#numberOf(child.node),
      fileType: fileTypeOf(child.node)
    })), links = 2 + entries.filter(({ fileType }) => fileType === 2).length, short = formatShortDir(parent, entries, room);
    if (short !== void 0)
      return { format: "local", fork: short, sizeBytes: short.length, blocks: 0, links };
    let { dirBlockBytes, blockBytes, uuid } = this.#geometry, blocks = formatDirBlocks(self, parent, entries, this.#geometry);
    if (blocks === void 0)
      throw new BuildError(
        "FILESYSTEM_FAILED",
        `${node.path} has too many entries for XFS`
      );
    let per = dirBlockBytes / blockBytes, extents = [], all = blocks.leaf === void 0 ? blocks.data : [...blocks.data, blocks.leaf], place = this.#space.takeWhole(all.length * per);
    for (let [nth, block] of all.entries()) {
      let at = place.block + nth * per, daddr = (this.#position(place.ag, at) - this.#super.offsetBytes) / 512;
      sealDirBlock(block, { daddr, inode: self, uuid }), await this.#file.write(block, 0, block.length, this.#position(place.ag, at));
    }
    if (extents.push(this.#extent(0, place.ag, place.block, blocks.data.length * per)), blocks.leaf !== void 0) {
      let at = place.block + blocks.data.length * per;
      extents.push(this.#extent(DIR_LEAF_OFFSET_BYTES / blockBytes, place.ag, at, per));
    }
    return {
      format: "extents",
      fork: formatExtents(extents),
      sizeBytes: blocks.data.length * dirBlockBytes,
      blocks: all.length * per,
      links
    };
  }
  async #writeLink(node, room) {
    let target = readlinkSync2(node.path, { encoding: "buffer" });
    if (target.length <= room)
      return { format: "local", fork: target, sizeBytes: target.length, blocks: 0 };
    let block = Buffer.alloc(this.#geometry.blockBytes), place = this.#space.takeWhole(1), at = this.#position(place.ag, place.block);
    return block.write("XSLM", 0, "latin1"), block.writeUInt32BE(target.length, 8), this.#geometry.uuid.copy(block, 16), block.writeBigUInt64BE(BigInt(this.#numberOf(node)), 32), block.writeBigUInt64BE(BigInt((at - this.#super.offsetBytes) / 512), 40), target.copy(block, 56), await this.#file.write(sealBlock(block, 12), 0, block.length, at), { format: "extents", fork: formatExtents([this.#extent(0, place.ag, place.block, 1)]), sizeBytes: target.length, blocks: 1 };
  }
  /** Copies a file, which is empty then unless somebody else has it, too. */
  #writeFile(node) {
    let { blockBytes } = this.#geometry, blocks = Math.ceil(node.sizeBytes / blockBytes), extents = [], fileBlock = 0, source = openSync(node.path, "r");
    try {
      for (let piece of blocks === 0 ? [] : this.#space.take(blocks)) {
        let start = fileBlock * blockBytes, end = Math.min(node.sizeBytes, start + piece.blocks * blockBytes);
        for (let at = start; at < end; ) {
          let got = readSync(source, this.#buffer, 0, Math.min(COPY_BYTES, end - at), at);
          if (got === 0)
            throw new BuildError("FILESYSTEM_FAILED", `${node.path} became shorter`);
          let to = this.#position(piece.ag, piece.block) + at - start;
          writeSync(this.#file.fd, this.#buffer, 0, got, to), at += got;
        }
        extents.push(this.#extent(fileBlock, piece.ag, piece.block, piece.blocks)), fileBlock += piece.blocks;
      }
    } finally {
      closeSync(source);
    }
    return node.links === node.names && blocks > 1 && truncateSync2(node.path, 0), { format: "extents", fork: formatExtents(extents), sizeBytes: node.sizeBytes, blocks };
  }
  async #writeChunks(chunks, inodes) {
    let { inodesPerBlockLog, agBlockLog } = this.#super;
    for (let { ag, firstInode } of chunks) {
      let at = this.#position(ag, firstInode >> inodesPerBlockLog), bytes = Buffer.alloc(INODES_PER_CHUNK2 * this.#geometry.inodeBytes);
      await this.#file.read(bytes, 0, bytes.length, at);
      for (let nth = 0; nth < INODES_PER_CHUNK2; nth += 1) {
        let number = ag * 2 ** (agBlockLog + inodesPerBlockLog) + firstInode + nth, slot = bytes.subarray(
          nth * this.#geometry.inodeBytes,
          (nth + 1) * this.#geometry.inodeBytes
        ), own = inodes.get(number);
        own === void 0 && slot.readUInt16BE(2) !== 0 ? (settleInode(slot, this.#options.timeSeconds), sealBlock(slot, INODE_CRC_AT)) : slot.set(own ?? formatInode({ ...FREE, number }, this.#geometry));
      }
      await this.#file.write(bytes, 0, bytes.length, at);
    }
  }
  #numberOf(node) {
    return this.#numbers.get(node) ?? 0;
  }
  #extent(fileBlock, ag, block, blocks) {
    let fsBlock = BigInt(ag) << BigInt(this.#super.agBlockLog) | BigInt(block);
    return { fileBlock, fsBlock, blocks };
  }
  #position(ag, block) {
    let { offsetBytes, agBlocks, blockBytes } = this.#super;
    return offsetBytes + (ag * agBlocks + block) * blockBytes;
  }
}, FREE = {
  number: 0,
  mode: 0,
  links: 0,
  uid: 0,
  gid: 0,
  sizeBytes: 0,
  blocks: 0,
  timeSeconds: 0,
  mtimeSeconds: 0,
  immutable: !1,
  format: "device",
  fork: Buffer.alloc(0),
  attributes: Buffer.alloc(0)
};
function roundUp(bytes) {
  return Math.ceil(bytes / 4096) * 4096;
}

// lib/disk/xfs.ts
var MIB2 = 2 ** 20, MIN_BYTES2 = 300 * MIB2, LOG_BYTES = 64 * MIB2, INODE_BYTES2 = 512, DIR_BLOCKS = [4096, 8192, 16384, 32768, 65536], ENTRIES_PER_BYTE = 1 / 9;
function xfsSizeBytes(treeBytes, inodes) {
  return Math.max(
    MIN_BYTES2,
    Math.ceil(treeBytes * 1.15 + inodes * INODE_BYTES2 + LOG_BYTES + 32 * MIB2)
  );
}
async function writeXfs(options) {
  var _stack = [];
  try {
    let { extent, tree, log } = options;
    let nodes = tree === void 0 ? [] : await readTree(tree, log);
    let dirBlockBytes = chooseDirBlock(nodes);
    await makeEmpty(options, dirBlockBytes);
    let file2 = __using(_stack, await open4(options.disk, "r+"), !0);
    let superblock = await readSuper(file2, extent.offsetBytes);
    let geometry = {
      uuid: Buffer.from(options.uuid.replaceAll("-", ""), "hex"),
      blockBytes: superblock.blockBytes,
      inodeBytes: INODE_BYTES2,
      dirBlockBytes
    };
    let writer = new XfsWriter(file2, superblock, geometry, options);
    return await writer.write(nodes);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function chooseDirBlock(nodes) {
  let most = nodes.reduce((max, { children }) => Math.max(max, children.length), 0), bytes = DIR_BLOCKS.find((size) => most < size * ENTRIES_PER_BYTE);
  if (bytes !== void 0) return bytes;
  throw new BuildError(
    "FILESYSTEM_FAILED",
    `a folder of the tree has ${most} entries; an XFS file system is made with up to 7000`,
    { hint: "Use another file system for the root." }
  );
}
async function makeEmpty(options, dirBlockBytes) {
  let path = join9(options.workDir, "xfs.img");
  await rm2(path, { force: !0 });
  {
    var _stack = [];
    try {
      let file2 = __using(_stack, await open4(path, "wx"), !0);
      await file2.truncate(options.extent.sizeBytes);
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  await runTool(
    [
      "mkfs.xfs",
      "-q",
      "-K",
      "-f",
      "-L",
      options.label,
      "-m",
      `uuid=${options.uuid},crc=1,finobt=0,rmapbt=0,reflink=0,inobtcount=0,bigtime=1`,
      "-b",
      "size=4096",
      "-s",
      "size=512",
      "-d",
      "agcount=4,sunit=0,swidth=0",
      "-i",
      `size=${INODE_BYTES2},sparse=0,maxpct=0`,
      "-n",
      `size=${dirBlockBytes}`,
      path
    ],
    { log: options.log }
  ), await moveContents(path, options.disk, options.extent), await rm2(path);
}

// lib/disk/extra-partitions.ts
async function writeExtraPartitions(options) {
  let { layout, partitions, ids, ...shared } = options;
  for (let [nth, { label, filesystem }] of partitions.entries()) {
    let extent = layout.extra[nth];
    if (extent === void 0 || filesystem === "none") continue;
    let uuid = ids.partitionUuid(label), common = { ...shared, extent, label, uuid };
    filesystem === "ext4" ? await writeExt4({ ...common, hashSeed: uuid, immutable: [], metadataChecksums: !0 }) : filesystem === "fat" ? await writeEsp({ ...common, volumeId: uuid.slice(0, 8), files: /* @__PURE__ */ new Map() }) : filesystem === "xfs" ? await writeXfs(common) : await writeBtrfs(common);
  }
}

// lib/disk/first-boot.ts
var UNITS = "etc/systemd/system", REGENERATE_TOOLS = [
  [["/usr/sbin/tune2fs"], "e2fsprogs"],
  [["/usr/sbin/sgdisk", "/usr/bin/sgdisk"], "gdisk"],
  [["/usr/bin/findmnt"], "util-linux, or mount"],
  [["/usr/bin/lsblk"], "util-linux"]
];
async function prepareFirstBoot(options) {
  let { repoPath, commit, spec, ids } = options, has = (path) => isInTree(repoPath, commit, path);
  if (!await has("/usr/lib/systemd/systemd"))
    throw new ConfigError(
      "SYSTEMD_MISSING",
      `commit ${commit} has no systemd: expected /usr/lib/systemd/systemd`,
      {
        hint: "Add systemd to the treefile; without it the tree can be a container, not a disk image."
      }
    );
  let tools = {
    ignition: await has("/usr/lib/dracut/modules.d/30ignition") || await has("/usr/bin/ignition"),
    cloudInit: await has("/usr/bin/cloud-init")
  };
  if (spec.regenerateUuids && await assertRegenerateTools(commit, has), spec.filesystem === "btrfs" && !await has("/usr/bin/btrfs") && !await has("/usr/sbin/btrfs"))
    throw new ConfigError(
      "FILESYSTEM_TOOLS_MISSING",
      `filesystem: btrfs: commit ${commit} has no /usr/bin/btrfs, so that its initramfs cannot mount the root`,
      { hint: "Add btrfs-progs to the treefile, or use ext4 or xfs." }
    );
  let fstab = spec.partitions.flatMap(formatFstabLine).join("");
  return {
    rootArguments: rootArguments(spec, ids),
    files: [
      ...fstab === "" ? [] : [file("etc/fstab", fstab)],
      ...spec.regenerateUuids ? REGENERATE_FILES : [],
      ...tools.ignition ? IGNITION_FILES : []
    ],
    tools
  };
}
function rootArguments(spec, ids) {
  return spec.filesystem === "erofs" ? [`root=PARTUUID=${ids.rootGuid}`, "rootfstype=erofs", "ro", "systemd.volatile=overlay"] : [spec.regenerateUuids ? "root=PARTLABEL=root" : `root=UUID=${ids.rootUuid}`, "rw"];
}
async function assertRegenerateTools(commit, has) {
  for (let [paths, packages] of REGENERATE_TOOLS)
    if (!(await Promise.all(paths.map(has))).includes(!0))
      throw new ConfigError(
        "FIRST_BOOT_TOOLS_MISSING",
        `regenerate-uuids: commit ${commit} has no ${paths.join(" or ")}`,
        { hint: `Add ${packages} to the treefile, or leave out regenerate-uuids.` }
      );
}
function formatFstabLine({ label, filesystem, mountPoint }) {
  return mountPoint === void 0 ? [] : [`LABEL=${label} ${mountPoint} ${filesystem === "fat" ? "vfat" : filesystem} defaults,nofail 0 2
`];
}
function file(path, text) {
  return { path, place: "deployment", text };
}
function unit(name, text) {
  return [
    file(`${UNITS}/${name}`, text),
    { ...file(`${UNITS}/sysinit.target.wants/${name}`, `../${name}`), link: !0 }
  ];
}
var REGENERATE_FILES = [
  ...unit(
    "treesmith-regenerate-uuids.service",
    `[Unit]
Description=Draw identifiers of this machine's own for its disk
DefaultDependencies=no
After=local-fs.target
Before=sysinit.target shutdown.target
Conflicts=shutdown.target
ConditionPathExists=!/var/lib/treesmith/regenerated-uuids

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh /${UNITS}/treesmith-regenerate-uuids.sh
`
  ),
  file(
    `${UNITS}/treesmith-regenerate-uuids.sh`,
    `set -e
root=$(findmnt -nvo SOURCE /sysroot)
disk=/dev/$(lsblk -ndo PKNAME "$root")
tune2fs -U random "$root"
# It complains that the kernel keeps the old table until the next boot: that is well.
sgdisk -G "$disk" || sgdisk -v "$disk"
mkdir -p /var/lib/treesmith
touch /var/lib/treesmith/regenerated-uuids
`
  )
], IGNITION_FILES = [
  { path: `boot/${IGNITION_STAMP}`, place: "sysroot", text: "" },
  ...unit(
    "treesmith-ignition-complete.service",
    `[Unit]
Description=Remember that Ignition has configured this machine
DefaultDependencies=no
After=local-fs.target
Before=sysinit.target shutdown.target
Conflicts=shutdown.target
ConditionKernelCommandLine=ignition.firstboot
ConditionPathExists=/boot/${IGNITION_STAMP}

[Service]
Type=oneshot
RemainAfterExit=yes
PrivateMounts=yes
ExecStart=/bin/sh -c 'mount -o remount,rw /boot; rm /boot/${IGNITION_STAMP}'
`
  )
];

// lib/disk/identifiers.ts
function resolveIdentifiers(commit) {
  let derive = (purpose) => sha256(`treesmith image ${purpose} ${commit}`);
  return {
    diskGuid: formatUuid(derive("disk")),
    biosBootGuid: formatUuid(derive("bios-boot")),
    espGuid: formatUuid(derive("esp")),
    rootGuid: formatUuid(derive("root")),
    rootUuid: formatUuid(derive("root file system")),
    rootHashSeed: formatUuid(derive("hash seed")),
    espVolumeId: derive("esp file system").slice(0, 8),
    partitionGuid: (label) => formatUuid(derive(`partition ${label}`)),
    partitionUuid: (label) => formatUuid(derive(`file system ${label}`))
  };
}
function formatUuid(hex) {
  let variant = (8 | Number.parseInt(hex.charAt(16), 16) & 3).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32)
  ].join("-");
}

// lib/disk/erofs.ts
import { rm as rm3, stat as stat4 } from "node:fs/promises";
import { join as join10 } from "node:path";
function erofsSizeBytes(treeBytes) {
  return Math.ceil(treeBytes * 1.02 + 16 * 2 ** 20);
}
async function writeErofs(options) {
  let { extent, tree, log } = options, path = join10(options.workDir, "erofs.img");
  await rm3(path, { force: !0 });
  let argv = ["mkfs.erofs", `-T${options.timeSeconds}`, `-U${options.uuid}`, path, tree], peakBytes = await runConsuming(argv, { tree, disk: path, log }), { size } = await stat4(path);
  if (size > extent.sizeBytes)
    throw new ConfigError(
      "IMAGE_TOO_SMALL",
      `the tree takes ${size} bytes as erofs, and its partition has ${extent.sizeBytes}`,
      { hint: "Give the image a larger size." }
    );
  return await moveContents(path, options.disk, extent), await rm3(path), peakBytes;
}

// lib/disk/root.ts
function rootSizeBytes(filesystem, { sizeBytes, inodes }) {
  return filesystem === "xfs" ? xfsSizeBytes(sizeBytes, inodes) : filesystem === "btrfs" ? btrfsSizeBytes(sizeBytes) : filesystem === "erofs" ? erofsSizeBytes(sizeBytes) : ext4SizeBytes(sizeBytes);
}
async function writeRoot(filesystem, options) {
  return filesystem === "xfs" ? await writeXfs(options) : filesystem === "btrfs" ? await writeBtrfs(options) : filesystem === "erofs" ? await writeErofs(options) : await writeExt4(options);
}

// lib/disk/sysroot.ts
import { lstatSync as lstatSync3, lutimesSync, readdirSync as readdirSync3 } from "node:fs";
import {
  chmod,
  copyFile as copyFile2,
  lstat,
  mkdir as mkdir2,
  readdir as readdir2,
  readFile as readFile4,
  rename,
  rm as rm4,
  symlink,
  writeFile as writeFile4
} from "node:fs/promises";
import { dirname, join as join11 } from "node:path";

// lib/grub/bls.ts
var SYNTAX = /[$;&|<>{}"'\\#`]/;
function findUnreadableBlsLine(entry) {
  return entry.split(`
`).find((line) => SYNTAX.test(line));
}

// lib/disk/sysroot.ts
var BLOCK_BYTES4 = 4096;
async function deploySysroot(options) {
  let { path, commit, ref, osName, log } = options, repo = `--repo=${join11(path, "ostree", "repo")}`, ostree = (...args) => runTool(["ostree", ...args], { log, env: MUTABLE, umask: UMASK });
  await mkdir2(path, { recursive: !0 }), await chmod(path, 493), await ostree("admin", "init-fs", "--modern", path), await ostree("admin", "os-init", osName, `--sysroot=${path}`), await ostree(repo, "config", "set", "sysroot.bootloader", "none"), await ostree(repo, "config", "set", "sysroot.readonly", "true");
  let remote = options.remote ?? { name: "treesmith-verify", url: "file:///nowhere" }, trust = options.gpgKeyPath === void 0 ? ["--no-gpg-verify"] : ["--set=gpg-verify=true", `--gpg-import=${options.gpgKeyPath}`];
  await ostree(repo, "remote", "add", ...trust, remote.name, remote.url, ref), await pullCommit(options, remote.name, repo), await ownObjects(join11(path, "ostree", "repo", "objects")), options.remote === void 0 && await ostree(repo, "remote", "delete", remote.name);
  let refspec = options.remote === void 0 ? ref : `${remote.name}:${ref}`;
  await ostree(repo, "refs", `--create=${refspec}`, commit);
  let kargs = options.kernelArguments.map((argument) => `--karg-append=${argument}`);
  await ostree(
    "admin",
    "deploy",
    `--sysroot=${path}`,
    `--os=${osName}`,
    "--no-prune",
    ...kargs,
    refspec
  ), options.checkEntry && await assertBlsEntry(path, osName), await rm4(join11(path, "ostree", "repo", "tmp"), { recursive: !0 });
  for (let folder of ["tmp", "tmp/cache"])
    await mkdir2(join11(path, "ostree", "repo", folder)), await chmod(join11(path, "ostree", "repo", folder), 493);
  let deployment = join11("ostree", "deploy", osName, "deploy", `${commit}.0`);
  for (let file2 of options.files)
    await addFile(file2.place === "sysroot" ? path : join11(path, deployment), file2);
  return { path, deployment, ...settleTree(path, options.timestampSeconds) };
}
async function ownObjects(objects) {
  for (let folder of await readdir2(objects))
    for (let name of await readdir2(join11(objects, folder))) {
      let path = join11(objects, folder, name);
      if ((await lstat(path)).nlink === 1) continue;
      let copy = `${path}.own`;
      await copyFile2(path, copy), await chmod(copy, 420), await rename(copy, path);
    }
}
async function addFile(root, file2) {
  let path = join11(root, file2.path);
  if (await makeFolders(root, dirname(file2.path)), file2.link === !0) {
    await rm4(path, { force: !0 }), await symlink(file2.text, path);
    return;
  }
  await writeFile4(path, file2.text, { flag: "a" }), await chmod(path, 420);
}
async function makeFolders(root, path) {
  if (path !== ".") {
    await makeFolders(root, dirname(path));
    try {
      await mkdir2(join11(root, path)), await chmod(join11(root, path), 493);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}
var MUTABLE = { OSTREE_SYSROOT_DEBUG: "mutable-deployments" }, UMASK = "022";
async function assertBlsEntry(path, osName) {
  let folder = join11(path, "boot", "loader", "entries");
  for (let name of await readdir2(folder)) {
    let line = findUnreadableBlsLine(await readFile4(join11(folder, name), "utf8"));
    if (line !== void 0)
      throw new ConfigError(
        "BLS_UNSUPPORTED",
        `the boot loader cannot read this line of the entry of ${osName}: ${line}`,
        {
          hint: "Leave out $ ; & | < > { } # quotes and backslashes from kernel arguments and PRETTY_NAME."
        }
      );
  }
}
async function pullCommit(options, remote, repo) {
  let verify = options.gpgKeyPath === void 0 ? [] : ["--gpg-verify"];
  try {
    await runTool(
      [
        "ostree",
        repo,
        "pull-local",
        `--remote=${remote}`,
        ...verify,
        "--disable-fsync",
        options.repoPath,
        options.commit
      ],
      { log: options.log, umask: UMASK }
    );
  } catch (error) {
    if (!(error instanceof ToolError) || !/gpg|signature|public key/i.test(error.stderr))
      throw error;
    let reason = error.stderr.trim().split(`
`).at(-1) ?? "";
    throw new ConfigError(
      "SIGNATURE_BAD",
      `commit ${options.commit} is not signed by the key in ${options.gpgKeyPath}: ${reason.replace(/^error:\s*/, "")}`,
      {
        cause: error,
        hint: "Sign the commit with that key, or give the public key that it was signed with."
      }
    );
  }
}
function settleTree(root, timeSeconds) {
  let seen = /* @__PURE__ */ new Set(), sizeBytes = 0, visit = (path) => {
    let facts = lstatSync3(path, { bigint: !0 });
    if (facts.isDirectory())
      for (let name of readdirSync3(path)) visit(join11(path, name));
    if (facts.mtimeNs !== 0n && lutimesSync(path, timeSeconds, timeSeconds), seen.has(facts.ino)) return;
    seen.add(facts.ino);
    let bytes = facts.isSymbolicLink() && facts.size < 60n ? 0 : Number(facts.size);
    sizeBytes += Math.ceil(bytes / BLOCK_BYTES4) * BLOCK_BYTES4;
  };
  return visit(root), { sizeBytes, inodes: seen.size };
}

// lib/disk/disk.ts
async function buildDisk(options) {
  let { repoPath, commit, basearch, spec, folder, log } = options, ids = resolveIdentifiers(commit), facts = await readTreeFacts(repoPath, commit), firmware = resolveFirmware(spec.firmware, basearch, spec.bootloader), firstBoot = await prepareFirstBoot({ repoPath, commit, spec, ids }), bootloader = await prepareBootloader({
    ...options,
    firmware,
    facts,
    ids,
    tools: firstBoot.tools
  });
  options.gpgKeyPath === void 0 && log.warn(`the signature of commit ${commit} is not verified: no key was given`);
  let sysroot = await deploySysroot({
    ...options,
    path: join12(folder, "sysroot"),
    timestampSeconds: facts.timestampSeconds,
    kernelArguments: [...firstBoot.rootArguments, ...spec.kernelArguments],
    files: firstBoot.files,
    checkEntry: spec.bootloader === "grub"
  }), layout = resolveLayout({
    sizeBytes: spec.sizeBytes,
    basearch,
    ids,
    espBytes: bootloader.espBytes,
    partitions: spec.partitions,
    rootBytes: rootSizeBytes(spec.filesystem, sysroot)
  }), disk = join12(folder, "disk.raw"), shared = { disk, timeSeconds: facts.timestampSeconds, workDir: folder, log }, boot = await bootloader.build(sysroot);
  await writeTable(disk, layout, boot.bios), await writeEsp({
    ...shared,
    extent: layout.esp,
    volumeId: ids.espVolumeId,
    label: "ESP",
    files: boot.files
  }), await writeExtraPartitions({ ...shared, layout, partitions: spec.partitions, ids });
  let isTree = spec.filesystem === "erofs";
  isTree && await rm5(join12(sysroot.path, "ostree", "repo"), { recursive: !0 });
  let peakBytes = await writeRoot(spec.filesystem, {
    ...shared,
    extent: layout.root,
    tree: isTree ? join12(sysroot.path, sysroot.deployment) : sysroot.path,
    label: "root",
    uuid: ids.rootUuid,
    hashSeed: ids.rootHashSeed,
    immutable: [sysroot.deployment],
    metadataChecksums: !spec.regenerateUuids
  });
  return await rm5(sysroot.path, { recursive: !0 }), {
    path: disk,
    sizeBytes: layout.sizeBytes,
    patches: await findPatches(disk, layout, boot),
    treeBytes: sysroot.sizeBytes,
    peakBytes
  };
}
async function writeTable(path, layout, bios) {
  var _stack = [];
  try {
    let { head, tail } = formatGpt(layout.table);
    let file2 = __using(_stack, await open5(path, "wx"), !0);
    await file2.truncate(layout.sizeBytes);
    await file2.write(head, 0, head.length, 0);
    await file2.write(tail, 0, tail.length, layout.sizeBytes - tail.length);
    if (bios === void 0) return;
    let sector = layout.biosBoot.offsetBytes / 512;
    let core = placeCore(bios.core, sector, layout.biosBoot.sizeBytes);
    await file2.write(core, 0, core.length, layout.biosBoot.offsetBytes);
    let first = formatBootSector(bios.bootImage, head.subarray(0, 512), sector);
    await file2.write(first, 0, first.length, 0);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findPatches(disk, layout, { platformFiles }) {
  let patches = {};
  if (platformFiles === void 0) return patches;
  let [own = Buffer.alloc(0)] = platformFiles.values(), offsetBytes = await findFile(disk, layout.esp, own);
  for (let [name, bytes] of platformFiles)
    patches[name] = bytes.equals(own) ? [] : [{ offsetBytes, bytes }];
  return patches;
}

// lib/live/live.ts
import { copyFile as copyFile3, mkdir as mkdir4, readFile as readFile6, rm as rm8, writeFile as writeFile10 } from "node:fs/promises";
import { basename, dirname as dirname3, join as join21 } from "node:path";

// lib/iso9660/format.ts
function formatVolumeId(...words) {
  let [last = "", ...before] = words.map(
    (word) => word.toUpperCase().replace(/[^A-Z0-9]+/g, "_").replace(/^_+|_+$/g, "")
  ).filter((word) => word !== "").reverse(), tail = last.slice(0, 32), head = before.reverse().join("_").slice(0, Math.max(0, 31 - tail.length));
  return head === "" ? tail : `${head.replace(/_+$/, "")}_${tail}`;
}
function formatVolumeDate(timeSeconds) {
  return `${new Date(timeSeconds * 1e3).toISOString().replace(/\D/g, "").slice(0, 14)}00`;
}

// lib/live/install-image.ts
import { open as open6, writeFile as writeFile5 } from "node:fs/promises";
import { join as join13 } from "node:path";
var MIB3 = 2 ** 20, ZERO = Buffer.alloc(MIB3), LIMIT_BYTES = 2 ** 44, ZSTD_MAGIC = 4247762216, GPT_SIGNATURE = Buffer.from("EFI PART");
async function makeInstallImage(path, workDir) {
  let compression = await readCompression(path), data = join13(workDir, "install.zst"), map = join13(workDir, "install.map"), runs = [], sizeBytes = 0, parts = async function* () {
    for await (let block of blocksOf(openDecompressed(path, compression, LIMIT_BYTES))) {
      let place = sizeBytes / MIB3;
      if (sizeBytes += block.length, place === 0 && !block.subarray(512, 520).equals(GPT_SIGNATURE))
        throw bad(path, "it has no GPT");
      if (block.length !== MIB3) throw bad(path, `its ${sizeBytes} bytes are no whole MiB`);
      if (block.equals(ZERO)) continue;
      let last = runs.at(-1);
      last === void 0 || place === 1 || last.place + last.length !== place ? runs.push({ place, length: 1 }) : last.length += 1, yield block;
    }
  };
  try {
    await writeCompressed(parts(), data, { compression: "zstd" });
  } catch (error) {
    throw error instanceof TreesmithError && error.code === "DECOMPRESS_FAILED" ? bad(path, error.message, error) : error;
  }
  if (sizeBytes === 0) throw bad(path, "it is empty");
  return await writeFile5(map, runs.map(({ place, length }) => `${place} ${length}
`).join("")), { sizeBytes, data, map };
}
async function readCompression(path) {
  var _stack = [];
  try {
    let magic = Buffer.alloc(4);
    let file2 = __using(_stack, await open6(path).catch((error) => {
      throw bad(path, error instanceof Error ? error.message : String(error), error);
    }), !0);
    await file2.read(magic, 0, 4, 0);
    return magic.readUInt32LE(0) === ZSTD_MAGIC ? "zstd" : "none";
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function* blocksOf(chunks) {
  let block = Buffer.allocUnsafe(MIB3), filled = 0;
  for await (let chunk of chunks)
    for (let at = 0; at < chunk.length; ) {
      let taken = chunk.copy(block, filled, at);
      at += taken, filled += taken, !(filled < MIB3) && (yield block, block = Buffer.allocUnsafe(MIB3), filled = 0);
    }
  filled > 0 && (yield block.subarray(0, filled));
}
function bad(path, why, cause) {
  return new ConfigError("INSTALL_IMAGE_BAD", `${path} cannot be installed: ${why}`, {
    cause,
    hint: "Give a disk image of format raw or raw.zst that Treesmith made."
  });
}

// lib/live/iso.ts
import { writeFile as writeFile7 } from "node:fs/promises";
import { join as join15 } from "node:path";

// lib/live/efi-image.ts
import { stat as stat5 } from "node:fs/promises";
var SECTOR_BYTES4 = 512, SPARE_BYTES = 2 * 2 ** 20, LEAST_BYTES = 6 * 2 ** 20;
async function writeEfiImage(options) {
  let { output, bootFile, source, timeSeconds, log } = options, { size } = await stat5(source), sizeBytes = Math.ceil(Math.max(LEAST_BYTES, size + SPARE_BYTES) / 2 ** 20) * 2 ** 20, serial = sha256(`treesmith efi image ${options.seed}`).slice(0, 8), mtools = (...argv) => runTool(argv, {
    log,
    // A user's own mtoolsrc must not decide.
    env: { MTOOLSRC: "/dev/null", SOURCE_DATE_EPOCH: String(timeSeconds) }
  });
  await mtools(
    "mformat",
    "-C",
    "-i",
    output,
    "-T",
    String(sizeBytes / SECTOR_BYTES4),
    "-h",
    "64",
    "-s",
    "32",
    "-c",
    "1",
    "-N",
    serial,
    "-v",
    "EFIBOOT",
    "::"
  ), await mtools("mmd", "-i", output, "::/EFI"), await mtools("mmd", "-i", output, "::/EFI/BOOT"), await mtools("mcopy", "-i", output, source, `::/EFI/BOOT/${bootFile}`);
}

// lib/live/grub.ts
import { access, writeFile as writeFile6 } from "node:fs/promises";
import { join as join14 } from "node:path";
var BIOS_CORE = {
  platform: "i386-pc",
  format: "i386-pc-eltorito",
  modules: ["biosdisk", "vbe", "serial"],
  packages: "grub-pc-bin (Debian) or grub2-pc-modules (Fedora)"
}, MODULES = [
  "iso9660",
  "part_gpt",
  "part_msdos",
  "fat",
  "search",
  "search_fs_file",
  "normal",
  "configfile",
  "linux",
  "boot",
  "echo",
  "test",
  "terminal",
  "minicmd",
  "reboot",
  "halt",
  "gzio",
  "all_video",
  "cat",
  "ls",
  "loadenv",
  "sleep",
  "true"
];
async function writeBiosCore(options) {
  let folder = await writeCore(BIOS_CORE, options);
  return { hybridMbr: join14(folder, "boot_hybrid.img") };
}
async function writeEfiCore(target, options) {
  await writeCore({ platform: target, format: target, modules: target === "x86_64-efi" ? ["efi_gop", "efi_uga", "serial"] : ["efi_gop", "fdt"], packages: "grub-efi-<arch>-bin (Debian) or grub2-efi-<arch>-modules (Fedora)" }, options);
}
async function writeCore(core, options) {
  let { treePath, markPath, output, workDir, log } = options, folder = await findModules(treePath, core), config = join14(workDir, `grub-${core.platform}.cfg`);
  return await writeFile6(
    config,
    `search --no-floppy --set=root --file ${markPath}
set prefix=($root)/boot/grub
`
  ), await runTool(
    [
      "grub-mkimage",
      "-d",
      folder,
      "-O",
      core.format,
      "-p",
      "/boot/grub",
      "-c",
      config,
      "-o",
      output,
      ...MODULES,
      ...core.modules
    ],
    { log }
  ), folder;
}
async function findModules(treePath, core) {
  let folders = [join14(treePath, "usr/lib/grub"), "/usr/lib/grub"];
  for (let folder of folders) {
    let path = join14(folder, core.platform);
    if (await access(join14(path, "kernel.img")).then(
      () => !0,
      () => !1
    )) return path;
  }
  throw new ConfigError(
    "BOOTLOADER_MISSING",
    `neither the tree nor this machine has GRUB's modules in /usr/lib/grub/${core.platform}`,
    { hint: `Install ${core.packages} here, or add it to the treefile.` }
  );
}

// lib/live/grub-menu.ts
function formatGrubMenu(menu) {
  let entries = menu.entries.map(({ title, kernelArguments }) => {
    let words = `${["linux", "/boot/vmlinuz", ...kernelArguments.map(quote)].join(" ")} $${GRUB_KARGS_VARIABLE}`;
    return `menuentry '${plain(title)}' {
  ${words}
  initrd /boot/initramfs.img
}`;
  });
  return `# Made by Treesmith.
# A BIOS has no console of its own on a serial port; UEFI firmware brings its own.
if [ "$grub_platform" = pc ]; then
  if serial --unit=0 --speed=115200; then
    terminal_input console serial
    terminal_output console serial
  fi
fi
set timeout=${menu.timeoutSeconds}
set default=0
# Empty, and of a fixed size: a boot test adds to it.
load_env --file $prefix/${GRUB_ENVIRONMENT_FILE} ${GRUB_KARGS_VARIABLE}
${entries.join(`
`)}
`;
}
function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
function plain(title) {
  return title.replace(/[^\w .,:()/+-]/g, " ").slice(0, 100);
}

// lib/live/medium-paths.ts
var LIVE_INIT_PATH = "treesmith/init", ROOTFS_NAME = "treesmith/rootfs.img", INSTALL_DATA_NAME = "treesmith/install.zst", INSTALL_MAP_NAME = "treesmith/install.map";

// lib/live/iso.ts
var ESP_TYPE = "28732ac11ff8d211ba4b00a0c93ec93b", DATA_TYPE = "a2a0d0ebe5b9334487c068b6b72699c7";
function assertIsoArchitecture(basearch) {
  if (ARCHITECTURES[basearch].uefi === void 0)
    throw new ConfigError(
      "FORMAT_UNSUPPORTED",
      `an iso of ${basearch} would not boot: it has no UEFI`,
      { hint: "Take pxe or kernel+initrd for it." }
    );
}
async function writeIso(options) {
  let { basearch, commit, workDir, timeSeconds, treePath, log } = options;
  assertIsoArchitecture(basearch);
  let { uefi, firmware } = ARCHITECTURES[basearch], mark = join15(workDir, "mark");
  await writeFile7(mark, `${commit}
`);
  let menu = join15(workDir, "grub.cfg");
  await writeFile7(menu, formatGrubMenu(options));
  let environment = join15(workDir, GRUB_ENVIRONMENT_FILE);
  await writeFile7(environment, formatGrubEnvironment(/* @__PURE__ */ new Map()));
  let shared = { treePath, markPath: `/treesmith/${commit}`, workDir, log }, files = [
    ["boot/grub/grub.cfg", menu],
    [`boot/grub/${GRUB_ENVIRONMENT_FILE}`, environment],
    ["boot/initramfs.img", options.initramfs],
    ["boot/vmlinuz", options.kernel],
    [ROOTFS_NAME, options.rootfs],
    [`treesmith/${commit}`, mark]
  ];
  options.install !== void 0 && files.push([INSTALL_DATA_NAME, options.install.data], [INSTALL_MAP_NAME, options.install.map]);
  let bios = [];
  if (firmware.includes("bios")) {
    let core = join15(workDir, "eltorito.img"), { hybridMbr } = await writeBiosCore({ ...shared, output: core });
    files.push(["boot/grub/eltorito.img", core]), bios.push(
      "--grub2-mbr",
      hybridMbr,
      "--mbr-force-bootable",
      "-b",
      "boot/grub/eltorito.img",
      "-no-emul-boot",
      "-boot-load-size",
      "4",
      "-boot-info-table",
      "--grub2-boot-info",
      "-eltorito-alt-boot"
    );
  }
  if (uefi === void 0) throw new TypeError("asserted above");
  let efiCore = join15(workDir, uefi.bootFile);
  await writeEfiCore(uefi.grubTarget, { ...shared, output: efiCore });
  let efiImage = join15(workDir, "efi.img");
  await writeEfiImage({
    output: efiImage,
    bootFile: uefi.bootFile,
    source: efiCore,
    timeSeconds,
    seed: commit,
    log
  });
  let date = formatVolumeDate(timeSeconds);
  await runTool(
    [
      "xorriso",
      "-as",
      "mkisofs",
      "-o",
      options.output,
      "-iso-level",
      "3",
      "-r",
      "-V",
      options.volumeId,
      "-volset",
      options.volumeId,
      "-A",
      "TREESMITH",
      "-quiet",
      `--modification-date=${date}`,
      "--set_all_file_dates",
      date,
      "--gpt_disk_guid",
      guidOf(commit),
      "-partition_offset",
      "16",
      "-c",
      "boot/boot.cat",
      ...bios,
      "-append_partition",
      "2",
      ESP_TYPE,
      efiImage,
      "-appended_part_as_gpt",
      "-iso_mbr_part_type",
      DATA_TYPE,
      "-e",
      "--interval:appended_partition_2:all::",
      "-no-emul-boot",
      "-graft-points",
      ...files.map(([path, source]) => `${path}=${escapeGraft(source)}`)
    ],
    { log, env: { SOURCE_DATE_EPOCH: String(timeSeconds) } }
  );
}
function guidOf(commit) {
  let hex = sha256(`treesmith iso ${commit}`);
  return `${hex.slice(0, 12)}8${hex.slice(13, 16)}a${hex.slice(17, 32)}`;
}
function escapeGraft(path) {
  return path.replace(/[\\=]/g, "\\$&");
}

// lib/live/live-initramfs.ts
import { open as open7, readFile as readFile5, stat as stat6, writeFile as writeFile8 } from "node:fs/promises";
import { join as join16 } from "node:path";

// lib/live/gpt-grow.ts
var GPT_GROW = `
declare -a crc_table
make_crc_table() {
  local n k c
  for ((n = 0; n < 256; n++)); do
    c=$n
    for ((k = 0; k < 8; k++)); do
      if ((c & 1)); then c=$(((c >> 1) ^ 0xedb88320)); else c=$((c >> 1)); fi
    done
    crc_table[n]=$c
  done
}
# CRC-32 of the numbers given, one for each byte.
crc32() {
  local byte c=$((0xffffffff))
  for byte; do c=$(((c >> 8) ^ crc_table[(c ^ byte) & 255])); done
  crc=$((c ^ 0xffffffff))
}
# put ARRAY OFFSET BYTES VALUE: a little-endian number.
put() {
  local -n array=$1
  local i
  for ((i = 0; i < $3; i++)); do array[$2 + i]=$((($4 >> (8 * i)) & 255)); done
}
# get ARRAY OFFSET BYTES
get() {
  local -n array=$1
  local i
  got=0
  for ((i = $3 - 1; i >= 0; i--)); do got=$(((got << 8) | array[$2 + i])); done
}
# write_bytes FILE OFFSET NUMBER...
write_bytes() {
  local file=$1 offset=$2 text
  shift 2
  printf -v text '\\\\x%02x' "$@"
  printf "$text" | dd of="$file" bs=512 seek="$offset" oflag=seek_bytes conv=notrunc status=none
}

grow_gpt() {
  local head=$1 disk=$2 sectors=$3 last=$(($3 - 1)) i end best=-1 best_end=0
  local -a table entries mbr
  table=($(od -An -v -tu1 -j512 -N92 "$head"))
  # "EFI PART", and 128 entries of 128 bytes behind the header: what our own images have.
  get table 0 8
  ((got == 0x5452415020494645)) || return 0
  get table 72 8 && ((got == 2)) || return 0
  get table 80 8 && ((got == 0x8000000080)) || return 0
  get table 32 8
  ((got < last)) || return 0
  make_crc_table
  entries=($(od -An -v -tu1 -j1024 -N16384 "$head"))
  for ((i = 0; i < 128; i++)); do
    get entries $((i * 128 + 40)) 8
    if ((got > best_end)); then best=$i best_end=$got; fi
  done
  if ((best >= 0)); then
    # To whole MiB, as it began.
    end=$(((last - 33 + 1) / 2048 * 2048 - 1))
    ((end <= best_end)) || put entries $((best * 128 + 40)) 8 "$end"
  fi
  crc32 "\${entries[@]}"
  put table 88 4 "$crc"
  put table 32 8 "$last"
  put table 48 8 $((last - 33))
  put table 16 4 0
  crc32 "\${table[@]}"
  put table 16 4 "$crc"
  write_bytes "$head" 512 "\${table[@]}"
  write_bytes "$head" 1024 "\${entries[@]}"
  mbr=(0 0 0 0)
  put mbr 0 4 $((last < 0xffffffff ? last : 0xffffffff))
  write_bytes "$head" 458 "\${mbr[@]}"
  put table 24 8 "$last"
  put table 32 8 1
  put table 72 8 $((last - 32))
  put table 16 4 0
  crc32 "\${table[@]}"
  put table 16 4 "$crc"
  write_bytes "$disk" $(((last - 32) * 512)) "\${entries[@]}"
  write_bytes "$disk" $((last * 512)) "\${table[@]}"
}
`;

// lib/live/init-install.ts
var INSTALL_CONFIG_LABEL = "TREESMITH", INIT_INSTALL = `
list_disks() {
  local path name list=
  set +f
  for path in /sys/block/*; do
    name=\${path##*/}
    [[ -e $path/device ]] && list+=" /dev/$name ($(($(<"$path/size") / 2048)) MiB)"
  done
  set -f
  printf '%s' "\${list:- none}"
}

read_install_wish() {
  local device line
  install_target=$(argument treesmith.install)
  install_then=$(argument treesmith.install.then)
  modprobe -aq vfat nls_cp437 nls_iso8859_1 nls_ascii nls_utf8 2>/dev/null
  device=$(blkid -c /dev/null -l -o device -t LABEL=${INSTALL_CONFIG_LABEL})
  if [[ -n $device ]]; then
    mkdir -p /run/treesmith/config
    if mount -o ro,nosuid,nodev,noexec "$device" /run/treesmith/config 2>/dev/null; then
      while IFS= read -r line || [[ -n $line ]]; do
        line=\${line%$'\\r'}
        if [[ $line =~ ^install=([A-Za-z0-9/_.:-]+)$ ]]; then install_target=\${install_target:-\${BASH_REMATCH[1]}}
        elif [[ $line =~ ^then=(reboot|poweroff)$ ]]; then install_then=\${install_then:-\${BASH_REMATCH[1]}}
        elif [[ -n $line && $line != '#'* ]]; then die "treesmith.conf on $device: expected install=DISK or then=reboot|poweroff, got: $line"
        fi
      done 2>/dev/null </run/treesmith/config/treesmith.conf
      umount /run/treesmith/config
    fi
  fi
  case \${install_then:=reboot} in
    reboot | poweroff) ;;
    *) die "treesmith.install.then=$install_then: expected reboot or poweroff" ;;
  esac
}

# Says why the disk /dev/NAME cannot be written; nothing when it can.
why_not() {
  local block=/sys/block/$1 numbers part line
  [[ -d $block ]] || { echo 'it is not a whole disk'; return; }
  [[ $(<"$block/ro") == 0 ]] || { echo 'it is read-only'; return; }
  if (($(<"$block/size") * 512 < install_bytes)); then
    echo "it is too small: it has $(($(<"$block/size") * 512)) bytes, the system needs $install_bytes"
    return
  fi
  [[ $(<"$block/queue/logical_block_size") == 512 ]] || { echo 'its sectors are not of 512 bytes'; return; }
  set +f
  numbers=" $(cat "$block/dev" "$block"/*/dev 2>/dev/null | tr '\\n' ' ')"
  for part in "$block"/holders/* "$block"/*/holders/*; do
    [[ ! -e $part ]] || { echo "it is in use by \${part##*/}"; set -f; return; }
  done
  set -f
  while read -r -a line; do
    [[ $numbers != *" \${line[2]} "* ]] || { echo "it is mounted at \${line[4]}"; return; }
  done </proc/self/mountinfo
  while read -r -a line; do
    [[ \${line[0]} != "/dev/$1"* ]] || { echo "it is swap"; return; }
  done </proc/swaps
}

# The one disk that is not removable and can be written.
choose_disk() {
  local path name fit=()
  set +f
  for path in /sys/block/*; do
    name=\${path##*/}
    [[ -e $path/device && $(<"$path/removable") == 0 && $name != sr* && $name != fd* ]] || continue
    [[ -n $(why_not "$name") ]] || fit+=("/dev/$name")
  done
  set -f
  if ((\${#fit[@]} == 0)); then return 1; fi
  ((\${#fit[@]} == 1)) || die "treesmith.install=auto: there is more than one disk to install to: \${fit[*]}; name one. Nothing was written"
  install_target=\${fit[0]}
}

install_disk() {
  local medium_path=/run/treesmith/medium wish=$install_target name why first=/run/treesmith/first
  [[ -e /${INSTALL_DATA_NAME} ]] && medium_path=
  ((install_bytes > 0)) && [[ -e $medium_path/${INSTALL_DATA_NAME} ]] || die 'there is no system to install on this medium'
  [[ $wish == auto || $wish == /dev/* ]] || die "treesmith.install=$wish: expected /dev/NAME or auto"
  for ((waited = 0; waited < seconds * 2; waited++)); do
    if [[ $wish == auto ]]; then choose_disk && break; else [[ -b $wish ]] && break; fi
    sleep 0.5
    load_drivers
  done
  if [[ $wish == auto ]]; then
    [[ $install_target != auto ]] || die "treesmith.install=auto: there is no disk to install to that has $install_bytes bytes and is not in use; disks:$(list_disks). Nothing was written"
  fi
  [[ -b $install_target ]] || die "treesmith.install: there is no disk $install_target; disks:$(list_disks). Nothing was written"
  name=$(readlink -f "$install_target")
  name=\${name##*/}
  why=$(why_not "$name")
  [[ -z $why ]] || die "treesmith.install: cannot install to $install_target: $why. Nothing was written"

  shout "installing to $install_target ($((install_bytes >> 20)) MiB)"
  dd if=/dev/zero of="/dev/$name" bs=1M count=1 conv=notrunc,fsync status=none || die "cannot write to $install_target"
  # Most disks zero themselves at once; then only what is not zero is written.
  blkdiscard -fz -l "$install_bytes" "/dev/$name" 2>/dev/null \\
    || dd if=/dev/zero of="/dev/$name" bs=1M count=$((install_bytes >> 20)) conv=notrunc status=none \\
    || die "cannot write to $install_target"
  set -o pipefail
  zstd -dcq -- "$medium_path/${INSTALL_DATA_NAME}" | write_parts "$first" "/dev/$name" "$medium_path/${INSTALL_MAP_NAME}" \\
    || die "writing to $install_target failed half-way; it does not boot"
  set +o pipefail
  grow_gpt "$first" "/dev/$name" "$(<"/sys/block/$name/size")"
  dd if="$first" of="/dev/$name" bs=1M conv=notrunc,fsync status=none || die "cannot write to $install_target"
  grow_root "$name"
  shout "installed to $install_target; now: $install_then"
  [[ -z $medium ]] || umount /run/treesmith/medium
  stop_machine "$install_then"
}

# Writes the parts of the disk, one behind the other on stdin, to the places in the map: MiB, MiBs.
write_parts() {
  local place length
  while read -r place length <&3; do
    if ((place == 0)); then
      dd of="$1" bs=1M count=1 iflag=fullblock status=none || return 1
    else
      dd of="$2" bs=1M seek="$place" count="$length" iflag=fullblock conv=notrunc status=none || return 1
    fi
  done 3<"$3"
  sync
}

# An ext4 root gets the room of its partition at once; another grows itself, or stays.
grow_root() {
  local part
  command -v resize2fs >/dev/null && command -v e2fsck >/dev/null || return
  blockdev --rereadpt "/dev/$1" 2>/dev/null || return
  set +f
  part=$(blkid -c /dev/null -o device -t TYPE=ext4 "/dev/$1"*[0-9] | tail -n 1)
  set -f
  [[ -n $part ]] || return
  e2fsck -fp "$part" >/dev/null 2>&1
  resize2fs "$part" >/dev/null 2>&1 && say "the root file system on $part fills its partition"
  sync
}
${GPT_GROW}`;

// lib/live/init-network.ts
var NETWORK_MODULES = [
  "virtio_net",
  "e1000",
  "e1000e",
  "igb",
  "igc",
  "ixgbe",
  "i40e",
  "ice",
  "r8169",
  "tg3",
  "bnx2",
  "bnx2x",
  "bnxt_en",
  "mlx4_en",
  "mlx5_core",
  "ena",
  "gve",
  "hv_netvsc",
  "vmxnet3",
  "af_packet",
  "atlantic",
  "sky2",
  "forcedeth",
  "8139cp",
  "ax88179_178a",
  "cdc_ether",
  "r8152"
];
function formatDownload({ sha256: sha2562, offsetBytes }) {
  return `
# The first network card, or the one that is named, with a cable in it.
find_network() {
  local path name
  for ((waited = 0; waited < seconds * 2; waited++)); do
    load_drivers
    set +f
    for path in /sys/class/net/*/device; do
      name=\${path%/device}
      name=\${name##*/}
      [[ -d $path && ( -z $1 || $name == "$1" ) ]] || continue
      ip link set "$name" up 2>/dev/null
      [[ $(cat "/sys/class/net/$name/carrier" 2>/dev/null) == 1 ]] || continue
      network=$name
      set -f
      return 0
    done
    set -f
    sleep 0.5
  done
  return 1
}

load_rootfs() {
  local url=$1 address gateway mask dns text
  local -a word
  text=$(argument treesmith.ip)
  IFS=: word=($text)
  unset IFS
  address=\${word[0]:-} gateway=\${word[2]:-} mask=\${word[3]:-} dns=\${word[7]:-}
  [[ $address == *.*.*.* && $mask == *.*.*.* ]] || die "treesmith.rootfs needs an address: treesmith.ip=ADDRESS::GATEWAY:NETMASK"
  for name in curl ip sha256sum; do
    type -P "$name" >/dev/null || die "treesmith.rootfs: the tree has no $name"
  done
  find_network "\${word[5]:-}" || die "no network card with a cable within $seconds s"
  ip link set lo up
  ip addr add "$address/$mask" dev "$network" || die "cannot give $network the address $address"
  [[ -z $gateway ]] || ip route add default via "$gateway" || die "cannot reach the gateway $gateway"
  [[ -z $dns ]] || { mkdir -p /etc; echo "nameserver $dns" >/etc/resolv.conf; }
  say "loading $url over $network"
  curl -fsSL --insecure --retry 9 --retry-delay 1 --retry-all-errors --connect-timeout 10 -o "$image" "$url" \\
    || die "cannot load $url"
  [[ $(sha256sum <"$image") == "${sha2562}  -" ]] || die "$url is not the root file system of this kernel and initramfs"
  # The system sets it up in its own way.
  ip addr flush dev "$network"
  ip link set "$network" down
  loop_options=ro,loop,offset=${offsetBytes}
}

rootfs_url=$(argument treesmith.rootfs)
if [[ -n $rootfs_url && ! -e $image ]]; then
  mkdir -p /treesmith
  load_rootfs "$rootfs_url"
fi
`;
}

// lib/live/init-live.ts
var LIVE_MODULES_NEEDED = ["loop", "overlay"], LIVE_MODULES_WANTED = [
  "isofs",
  "squashfs",
  "erofs",
  "vfat",
  "nls_cp437",
  "nls_iso8859_1",
  "nls_ascii",
  "nls_utf8",
  "virtio_pci",
  "virtio_mmio",
  "virtio_blk",
  "virtio_scsi",
  "cdrom",
  "sr_mod",
  "sd_mod",
  "ahci",
  "ahci_platform",
  "ata_generic",
  "ata_piix",
  "nvme",
  "usb_storage",
  "uas",
  "xhci_hcd",
  "xhci_pci",
  "ehci_hcd",
  "ehci_pci",
  "ohci_hcd",
  "ohci_pci",
  "uhci_hcd",
  "mmc_block",
  "sdhci_acpi",
  "sdhci_pci",
  "usbhid",
  "hid_generic",
  "atkbd",
  "i8042",
  "hv_vmbus",
  "hv_storvsc",
  "vmw_pvscsi",
  "mptspi",
  "xen_blkfront",
  "megaraid_sas",
  "mpt3sas"
];
function formatLiveInit(facts) {
  return `${INIT_PRELUDE}
label=${facts.label}
commit=${facts.commit}
rootfs=${facts.rootfs}
install_bytes=${facts.installBytes}
medium=
seconds=$(argument treesmith.timeout)
[[ $seconds =~ ^[0-9]{1,4}$ ]] || seconds=60
${INIT_INSTALL}
# A label is not enough: an older medium may have the same.
find_medium() {
  local device
  mkdir -p /run/treesmith/medium
  for ((waited = 0; waited < seconds * 2; waited++)); do
    load_drivers
    for device in $(blkid -c /dev/null -o device -t "LABEL=$label"); do
      mount -t iso9660 -o ro "$device" /run/treesmith/medium 2>/dev/null || continue
      if [[ -e /run/treesmith/medium/treesmith/$commit ]]; then
        medium=$device
        return 0
      fi
      umount /run/treesmith/medium
    done
    sleep 0.5
  done
  return 1
}

modprobe -aq loop overlay "$rootfs" isofs sr_mod sd_mod 2>/dev/null
load_drivers
image=/${ROOTFS_NAME}
loop_options=ro,loop
${facts.download === void 0 ? "" : formatDownload(facts.download)}
if [[ ! -e $image ]]; then
  find_medium || die "no medium with the label $label and the commit $commit within $seconds s; block devices: $(list_disks)"
  image=/run/treesmith/medium/${ROOTFS_NAME}
  say "found the medium $medium"
fi
read_install_wish
[[ -z $install_target ]] || install_disk

overlay_size=$(argument treesmith.overlay-size)
[[ $overlay_size =~ ^[0-9]{1,12}[kKmMgG%]?$ ]] || overlay_size=50%
mkdir -p /run/treesmith/rootfs /run/treesmith/overlay /sysroot
mount -t "$rootfs" -o "$loop_options" "$image" /run/treesmith/rootfs || die "cannot mount the root file system $image"
mount -t tmpfs -o "mode=0755,size=$overlay_size" tmpfs /run/treesmith/overlay || die 'cannot mount a tmpfs'
mkdir -m 0755 /run/treesmith/overlay/upper /run/treesmith/overlay/work
mount -t overlay -o lowerdir=/run/treesmith/rootfs,upperdir=/run/treesmith/overlay/upper,workdir=/run/treesmith/overlay/work overlay /sysroot \\
  || die 'cannot lay a tmpfs over the root file system'
say "the root file system is there: $rootfs, with a tmpfs over it"
exec switch_root /sysroot /usr/lib/systemd/systemd
die 'cannot go on with /usr/lib/systemd/systemd'
`;
}

// lib/live/live-initramfs.ts
var PROGRAMS = [
  { name: "bash", package: "bash" },
  ...["cat", "dd", "mkdir", "od", "readlink", "sleep", "sync", "tail", "tr"].map((name) => ({
    name,
    package: "coreutils"
  })),
  ...["blkid", "mount", "switch_root", "umount"].map((name) => ({ name, package: "util-linux" })),
  { name: "modprobe", package: "kmod" },
  { name: "zstd", package: "zstd", optional: !0 },
  { name: "blkdiscard", package: "util-linux", optional: !0 },
  { name: "blockdev", package: "util-linux", optional: !0 },
  { name: "e2fsck", package: "e2fsprogs", optional: !0 },
  { name: "resize2fs", package: "e2fsprogs", optional: !0 }
], NETWORK_PROGRAMS = [
  { name: "curl", package: "curl", optional: !0 },
  { name: "ip", package: "iproute2", optional: !0 },
  { name: "sha256sum", package: "coreutils", optional: !0 }
], ZSTD_MAGIC2 = 4247762216;
async function writeLiveInitramfs(tree, facts, place, path) {
  let kernel = requireKernel(tree), base = join16(tree.path, "usr/lib/modules", kernel, "initramfs.img"), bytes = await readFile5(base).catch(() => {
  });
  if (bytes === void 0)
    throw new ConfigError(
      "INITRAMFS_MISSING",
      `commit ${tree.commit} has no initramfs: expected /usr/lib/modules/${kernel}/initramfs.img`,
      { hint: "Add dracut to the treefile, and leave no-initramfs out of it." }
    );
  let index = readModuleIndex(tree.path, kernel), found = place === "medium" ? ["isofs"] : [];
  assertModules(index, [...LIVE_MODULES_NEEDED, facts.rootfs, ...found], "a live system");
  let byNetwork = facts.download !== void 0, needs = [...PROGRAMS, ...byNetwork ? NETWORK_PROGRAMS : []].map(
    (need) => need.name === "zstd" ? { ...need, optional: facts.installBytes === 0 } : need
  ), members = initramfsMembers(
    tree.path,
    /* @__PURE__ */ new Set([
      ...collectPrograms(tree.path, needs),
      ...collectModules(index, tree.path, [
        ...LIVE_MODULES_NEEDED,
        ...LIVE_MODULES_WANTED,
        ...byNetwork ? NETWORK_MODULES : [],
        facts.rootfs
      ])
    ]),
    [{ path: LIVE_INIT_PATH, text: formatLiveInit(facts), mode: 493 }],
    ["sysroot"]
  );
  await writeFile8(path, bytes), await alignFile(path);
  let compression = bytes.length > 4 && bytes.readUInt32LE(0) === ZSTD_MAGIC2 ? "zstd" : "gzip";
  await writeCompressed(formatCpio(tree.path, members), path, { compression, append: !0 }), await alignFile(path);
}
async function alignFile(path) {
  let { size } = await stat6(path), file2 = await open7(path, "r+");
  try {
    await file2.truncate(Math.ceil(size / 4) * 4);
  } finally {
    await file2.close();
  }
}

// lib/live/place.ts
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm as rm6, stat as stat7 } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
async function placeFile(finished, output) {
  let digest = createHash("sha256");
  await pipeline(createReadStream(finished, { highWaterMark: 2 ** 20 }), digest);
  let { size } = await stat7(finished);
  try {
    await replaceFile(finished, output);
  } catch (error) {
    if (error.code !== "EXDEV") throw error;
    let beside = besidePath(output);
    try {
      await runTool(["cp", "--", finished, beside]), await replaceFile(beside, output);
    } catch (failure) {
      throw await rm6(beside, { force: !0 }), explainFileError(failure, output);
    }
  }
  return { path: output, sizeBytes: size, sha256: digest.digest("hex") };
}

// lib/live/place-folder.ts
import { mkdir as mkdir3, readdir as readdir3, rename as rename2, rm as rm7 } from "node:fs/promises";
import { join as join17 } from "node:path";
var FOLDER_FILES = ["cmdline", "initramfs.img", "rootfs.img", "vmlinuz"];
async function assertOutputFolder(path) {
  let foreign = (await readdir3(path).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw explainFileError(error, path);
  })).find((name) => !FOLDER_FILES.includes(name));
  if (foreign !== void 0)
    throw new ConfigError(
      "OUTPUT_TAKEN",
      `${path} has something else in it than a network boot: ${foreign}`,
      { hint: "Name a folder that is new, or that an earlier build made." }
    );
}
async function placeFolder(finished, output) {
  let beside = besidePath(output);
  await mkdir3(beside);
  try {
    let files = [];
    for (let name of (await readdir3(finished)).sort()) {
      let { sizeBytes, sha256: sha2562 } = await placeFile(join17(finished, name), join17(beside, name));
      files.push({ path: join17(output, name), sizeBytes, sha256: sha2562 });
    }
    return await removeOld(output), await rename2(beside, output), files;
  } catch (error) {
    throw await rm7(beside, { recursive: !0, force: !0 }), error;
  }
}
async function removeOld(output) {
  await assertOutputFolder(output), await rm7(output, { recursive: !0, force: !0 });
}

// lib/live/pxe.ts
import { stat as stat8 } from "node:fs/promises";
import { join as join18 } from "node:path";
async function writePxeRootfs(folder, rootfs) {
  let { size } = await stat8(rootfs), [parent = ""] = ROOTFS_NAME.split("/"), file2 = { source: rootfs, sizeBytes: size }, members = [
    madeMember(parent, FILE_TYPE.folder | 493, 0),
    madeMember(ROOTFS_NAME, FILE_TYPE.file | 420, 1, file2)
  ], path = join18(folder, "rootfs.img");
  await writeCompressed(formatCpio("", members), path, { compression: "none" });
  let { sizeBytes, sha256: sha2562 } = await digestFile(path), behindBytes = formatCpioPadding(size).length + formatCpioTrailer().length;
  return { sha256: sha2562, offsetBytes: sizeBytes - behindBytes - size };
}

// lib/live/root-archive.ts
import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync as lstatSync5,
  lutimesSync as lutimesSync2,
  mkdirSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import { writeFile as writeFile9 } from "node:fs/promises";
import { dirname as dirname2, join as join20 } from "node:path";

// lib/live/tool-stream.ts
import { once as once2 } from "node:events";
async function* readToolStream(child, name) {
  let { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2048);
  });
  let ended = once2(child, "close");
  try {
    yield* stdout;
    let [exitCode] = await ended;
    if (exitCode === 0) return;
    throw explainToolError(new ToolError([name], exitCode ?? 255, complaint));
  } finally {
    child.kill("SIGKILL"), await ended;
  }
}

// lib/live/var-folders.ts
import { lstatSync as lstatSync4, readFileSync } from "node:fs";
import { join as join19 } from "node:path";
var LINE_LIMIT = 1e5, PATH = /^\/var(\/(?!\.\.?(\/|$))[^/]+)+$/;
function readVarEntries(root) {
  let users = readIds(root, "passwd"), groups = readIds(root, "group"), entries = /* @__PURE__ */ new Map();
  for (let line of readLines(root)) {
    let [type = "", path = "", mode = "-", user = "-", group = "-", , target] = line.split(/\s+/);
    if (!PATH.test(path) || /[%"\\]/.test(line) || entries.has(path.slice(1))) continue;
    let uid = idOf(user, users), gid = idOf(group, groups);
    if (uid === void 0 || gid === void 0) continue;
    let kind = type.replace(/[!+?=~^-]/g, ""), bits = /^[~:]*([0-7]{3,5})$/.exec(mode)?.[1], base = { path: path.slice(1), mode: Number.parseInt(bits ?? "755", 8), uid, gid };
    /^[dDvqQ]$/.test(kind) ? entries.set(base.path, base) : kind === "L" && target !== void 0 && entries.set(base.path, { ...base, target });
  }
  return [...entries.values()].sort((a, b) => compareBytes(a.path, b.path));
}
function readLines(root) {
  let files = /* @__PURE__ */ new Map();
  for (let folder of ["usr/lib/tmpfiles.d", "etc/tmpfiles.d"])
    for (let name of listFolder(root, folder).filter((file2) => file2.endsWith(".conf")))
      files.set(name, `${folder}/${name}`);
  return [...files.entries()].sort(([a], [b]) => compareBytes(a, b)).flatMap(([, file2]) => readText(root, file2).split(`
`, LINE_LIMIT)).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}
function readIds(root, name) {
  let ids = /* @__PURE__ */ new Map();
  for (let file2 of [`usr/lib/${name}`, `etc/${name}`])
    for (let line of readText(root, file2).split(`
`, LINE_LIMIT)) {
      let [who, , id] = line.split(":");
      who !== void 0 && /^\d{1,10}$/.test(id ?? "") && ids.set(who, Number(id));
    }
  return ids;
}
function idOf(name, ids) {
  let plain2 = name.replace(/^:/, "");
  return plain2 === "-" ? 0 : /^\d{1,10}$/.test(plain2) ? Number(plain2) : ids.get(plain2) ?? (plain2 === "root" ? 0 : void 0);
}
function readText(root, file2) {
  let found = followPath(root, file2);
  return found === void 0 || !lstatSync4(join19(root, found.real)).isFile() ? "" : readFileSync(join19(root, found.real), "utf8");
}

// lib/live/wsl.ts
var WSL_UNWANTED_UNITS = [
  "NetworkManager.service",
  "systemd-networkd.service",
  "systemd-networkd.socket",
  "systemd-resolved.service",
  "systemd-tmpfiles-clean.service",
  "systemd-tmpfiles-clean.timer",
  "systemd-tmpfiles-setup-dev-early.service",
  "systemd-tmpfiles-setup-dev.service",
  "systemd-tmpfiles-setup.service",
  "tmp.mount"
];
function formatWslConf() {
  return `[boot]
systemd=true
`;
}
function formatWslDistributionConf(name) {
  return `[oobe]
defaultName = ${name}

[shortcut]
enabled = true
`;
}

// lib/live/root-archive.ts
async function writeRootArchive(options) {
  let { tree, workDir, wslName } = options, isWsl = wslName !== void 0, members = listTree(
    tree.path,
    (path) => !isWsl || !/^(usr\/lib\/modules\/.|boot\/.|etc\/resolv\.conf$)/.test(path)
  ).map((entry) => entry.path), extras = new Extras(join20(workDir, "extras"), tree, new Set(members));
  for (let { path, mode, uid, gid, target } of readVarEntries(tree.path))
    target === void 0 ? extras.addFolder(path, mode, uid, gid) : extras.addLink(path, target);
  if (isWsl) {
    extras.addFile("etc/wsl.conf", formatWslConf()), extras.addFile("etc/wsl-distribution.conf", formatWslDistributionConf(wslName));
    for (let unit2 of WSL_UNWANTED_UNITS)
      members.includes(`usr/lib/systemd/system/${unit2}`) && extras.addLink(`etc/systemd/system/${unit2}`, "/dev/null");
  }
  extras.settle();
  let lists = [
    [tree.path, members],
    [extras.root, [...extras.added].sort(compareBytes)]
  ], argv = [...TAR];
  for (let [index, [folder, names]] of lists.entries()) {
    let list = join20(workDir, `members-${index}`);
    await writeFile9(list, names.map((name) => `${name}\0`).join("")), argv.push("-C", folder, "-T", list);
  }
  await writeCompressed(
    readToolStream(await startTool(argv, { log: options.log }), "tar"),
    options.path,
    {
      compression: options.compression
    }
  );
}
var TAR = [
  "tar",
  "-c",
  "--format=posix",
  "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime",
  "--numeric-owner",
  "--acls",
  "--xattrs",
  "--xattrs-include=*",
  "--no-recursion",
  "--null",
  "-f",
  "-"
], Extras = class {
  root;
  added = /* @__PURE__ */ new Set();
  tree;
  there;
  constructor(root, tree, there) {
    this.root = root, this.tree = tree, this.there = there, mkdirSync(root);
  }
  addFolder(path, mode, uid, gid) {
    this.isNew(path) && (mkdirSync(join20(this.root, path), { recursive: !0 }), chownSync(join20(this.root, path), uid, gid), chmodSync(join20(this.root, path), mode));
  }
  addLink(path, target) {
    this.isNew(path) && (symlinkSync(target, join20(this.root, path)), lchownSync(join20(this.root, path), 0, 0));
  }
  addFile(path, text) {
    this.isNew(path) && (writeFileSync(join20(this.root, path), text), chmodSync(join20(this.root, path), 420));
  }
  /** Gives everything the time of the commit. */
  settle() {
    for (let path of [...this.added].sort().reverse())
      lutimesSync2(join20(this.root, path), this.tree.timestampSeconds, this.tree.timestampSeconds);
  }
  isNew(path) {
    if (this.there.has(path) || this.added.has(path)) return !1;
    let parent = dirname2(path);
    return this.there.has(parent) && !lstatSync5(join20(this.tree.path, parent)).isDirectory() || parent !== "." && !this.there.has(parent) && (this.addFolder(parent, 493, 0, 0), !this.added.has(parent)) ? !1 : (mkdirSync(join20(this.root, parent), { recursive: !0 }), this.added.add(path), !0);
  }
};

// lib/live/rootfs.ts
var SQUASHFS_BLOCK_BYTES = 256 * 1024, ZSTD_LEVEL = 9;
async function writeRootfs(options) {
  let { root, path, format, timeSeconds, without, log } = options;
  if (format === "squashfs") {
    let excluded2 = without.length === 0 ? [] : ["-e", ...without];
    await runTool(
      [
        "mksquashfs",
        root,
        path,
        "-noappend",
        "-quiet",
        "-no-progress",
        "-no-recovery",
        "-comp",
        "zstd",
        "-Xcompression-level",
        String(ZSTD_LEVEL),
        "-b",
        String(SQUASHFS_BLOCK_BYTES),
        "-mkfs-time",
        String(timeSeconds),
        "-xattrs",
        ...excluded2
      ],
      { log }
    );
    return;
  }
  let excluded = without.map((name) => `--exclude-path=${name}`), identity = ["-T", String(timeSeconds), "-C65536", "-U", uuidOf(options.seed)];
  await runTool(["mkfs.erofs", "--quiet", "-z", "lz4hc", ...identity, ...excluded, path, root], {
    log
  });
}
function uuidOf(seed) {
  let hex = sha256(`treesmith erofs ${seed}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

// lib/live/live.ts
var MENU_SECONDS = 5;
async function buildLive(options) {
  let { outputs, commit, repoPath, workDir, log, basearch } = options;
  for (let { format, path } of outputs)
    await (isFolderFormat(format) ? assertOutputFolder(path) : assertOutputFile(path)), format === "iso" && assertIsoArchitecture(basearch);
  let folder = join21(workDir, "live-image");
  return withLock(
    `${folder}.lock`,
    async () => {
      var _stack = [];
      try {
        await rm8(folder, { recursive: !0, force: !0 });
        let work = __using(_stack, await makeTempDir(folder), !0);
        let tree = await log.group(
          "Check out the tree",
          () => checkoutTree(repoPath, commit, join21(work.path, "tree"), log)
        );
        let maker = new Maker(options, tree, work.path);
        let results = [];
        for (let [index, output] of outputs.entries()) {
          let made = await log.group(
            `Make ${basename(output.path)} (${output.format})`,
            async () => {
              let startedMs = performance.now(), result = await maker.make(output, join21(work.path, `output-${index}`)), sizeBytes = result.files.reduce((sum, file2) => sum + file2.sizeBytes, 0), seconds = ((performance.now() - startedMs) / 1e3).toFixed(1);
              return log.info(`${output.path}: ${formatBytes(sizeBytes)} in ${seconds} s`), result;
            }
          );
          results.push(made);
        }
        return results;
      } catch (_) {
        var _error = _, _hasError = !0;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    },
    { log }
  );
}
var Maker = class {
  options;
  tree;
  workPath;
  rootfses = /* @__PURE__ */ new Map();
  constructor(options, tree, workPath) {
    this.options = options, this.tree = tree, this.workPath = workPath;
  }
  async make(output, workDir) {
    let { format, path } = output;
    await mkdir4(workDir), await makeFolder(dirname3(path));
    let finished = join21(workDir, "finished");
    if (isFolderFormat(format)) {
      await mkdir4(finished), format === "pxe" ? await this.makePxe(output, finished) : await this.makeKernelInitrd(output, finished);
      let files = await placeFolder(finished, path);
      return { format, path, files };
    }
    return format === "iso" ? await this.makeIso(output, finished, workDir) : await writeRootArchive({
      tree: this.tree,
      path: finished,
      workDir,
      log: this.options.log,
      compression: output.compression ?? (format === "wsl" ? "gzip" : "none"),
      ...format === "wsl" ? { wslName: this.options.name } : {}
    }), { format, path, files: [await placeFile(finished, path)] };
  }
  async makeKernelInitrd(output, folder) {
    let initramfs = join21(folder, "initramfs.img");
    await writeTreeInitramfs(this.tree, initramfs, output.compression ?? "zstd"), await copyFile3(kernelPath(this.tree), join21(folder, "vmlinuz")), await writeFile10(join21(folder, "cmdline"), `${this.kernelArguments(output).join(" ")}
`);
  }
  async makePxe(output, folder) {
    let { rootfs, facts } = await this.liveParts(output, await this.volumeId(), 0), download = await writePxeRootfs(folder, rootfs), initramfs = join21(folder, "initramfs.img");
    await writeLiveInitramfs(this.tree, { ...facts, download }, "initramfs", initramfs), await copyFile3(kernelPath(this.tree), join21(folder, "vmlinuz"));
    let words = ["rdinit=/treesmith/init", ...this.kernelArguments(output)];
    await writeFile10(join21(folder, "cmdline"), `${words.join(" ")}
`);
  }
  async makeIso(output, path, workDir) {
    let { commit, basearch, log } = this.options, { installImage } = output, volumeId = await this.volumeId(), initramfs = join21(workDir, "initramfs.img"), install = installImage === void 0 ? void 0 : await makeInstallImage(installImage, workDir), parts = await this.liveParts(output, volumeId, install?.sizeBytes ?? 0), { rootfs, facts } = parts;
    await writeLiveInitramfs(this.tree, facts, "medium", initramfs);
    let title = await this.title(), kernelArguments = ["rdinit=/treesmith/init", ...this.kernelArguments(output)], installEntry = {
      title: `Install ${title} on the only disk: all that is on it is lost`,
      kernelArguments: [...kernelArguments, "treesmith.install=auto"]
    };
    await writeIso({
      output: path,
      basearch,
      commit,
      volumeId,
      rootfs,
      initramfs,
      workDir,
      log,
      treePath: this.tree.path,
      kernel: kernelPath(this.tree),
      ...install === void 0 ? {} : { install },
      entries: [
        { title: `${title} (live)`, kernelArguments },
        ...install === void 0 ? [] : [installEntry]
      ],
      timeoutSeconds: MENU_SECONDS,
      timeSeconds: this.tree.timestampSeconds
    });
  }
  async liveParts(output, label, installBytes) {
    let format = output.rootfs ?? "squashfs";
    requireKernel(this.tree);
    let facts = { label, commit: this.options.commit, rootfs: format, installBytes };
    return { rootfs: await this.rootfs(format), facts };
  }
  /** The compressed root file system, made by who needs it first. The kernel is loaded from elsewhere. */
  async rootfs(format) {
    let known = this.rootfses.get(format);
    if (known !== void 0) return known;
    let path = join21(this.workPath, `rootfs.${format}`), modules = `usr/lib/modules/${requireKernel(this.tree)}`;
    return await writeRootfs({
      root: this.tree.path,
      path,
      format,
      timeSeconds: this.tree.timestampSeconds,
      seed: this.options.commit,
      without: [`${modules}/initramfs.img`, `${modules}/vmlinuz`],
      log: this.options.log
    }), this.rootfses.set(format, path), path;
  }
  kernelArguments(output) {
    return [...(output.consoles ?? ["tty0", ARCHITECTURES[this.options.basearch].console]).map((name) => `console=${name}`), ...output.kernelArguments ?? []];
  }
  async volumeId() {
    let version = await this.osRelease("VERSION_ID") ?? "";
    return formatVolumeId(this.options.name, version, this.options.basearch);
  }
  async title() {
    return await this.osRelease("PRETTY_NAME") ?? this.options.name;
  }
  async osRelease(key) {
    let text = await readFile6(join21(this.tree.path, "usr/lib/os-release"), "utf8").catch(() => "");
    return new RegExp(`^${key}=["']?([^"'\\n]*)`, "m").exec(text)?.[1];
  }
};
function isFolderFormat(format) {
  return format === "pxe" || format === "kernel+initrd";
}

// lib/media/write-media.ts
import { stat as stat9 } from "node:fs/promises";
import { dirname as dirname4, join as join22, resolve } from "node:path";
import * as zlib from "node:zlib";

// lib/vhd/format.ts
var VHD_ALIGNMENT_BYTES = 2 ** 20, VHD_MAX_BYTES = 2040 * 2 ** 30, EPOCH_SECONDS = 946684800;
function formatVhdFooter({ sizeBytes, uniqueId, timeSeconds }) {
  let footer = Buffer.alloc(VHD_FOOTER_BYTES);
  footer.write("conectix", "latin1"), footer.writeUInt32BE(2, 8), footer.writeUInt32BE(65536, 12), footer.fill(255, 16, 24), footer.writeUInt32BE(Math.max(0, timeSeconds - EPOCH_SECONDS), 24), footer.write("qem2", 28, "latin1"), footer.writeUInt32BE(327683, 32), footer.write("Wi2k", 36, "latin1"), footer.writeBigUInt64BE(BigInt(sizeBytes), 40), footer.writeBigUInt64BE(BigInt(sizeBytes), 48), footer.writeUInt16BE(65535, 56), footer.writeUInt8(16, 58), footer.writeUInt8(255, 59), footer.writeUInt32BE(2, 60), footer.write(uniqueId.replaceAll("-", ""), 68, 16, "hex");
  let sum = footer.reduce((total, byte) => total + byte, 0);
  return footer.writeUInt32BE(~sum >>> 0, 64), footer;
}

// lib/vhdx/format.ts
var VHDX_MAX_BYTES = 64 * 2 ** 40, MIB4 = 2 ** 20, SECTOR = 512, BITMAP_SECTORS = 2 ** 23, LOG_BYTES2 = MIB4, METADATA_BYTES = MIB4, SMALL_BLOCKS_UP_TO_BYTES = 2 ** 40;
function vhdxBlockBytes(sizeBytes) {
  return sizeBytes <= SMALL_BLOCKS_UP_TO_BYTES ? MIB4 : 32 * MIB4;
}
function formatVhdxHead(disk, blocks) {
  let blockBytes = vhdxBlockBytes(disk.sizeBytes), count = Math.ceil(disk.sizeBytes / blockBytes), chunkRatio = BITMAP_SECTORS * SECTOR / blockBytes, entries = count + Math.floor((count - 1) / chunkRatio), batBytes = Math.ceil(entries * 8 / MIB4) * MIB4, metadataOffset = MIB4 + LOG_BYTES2, batOffset = metadataOffset + METADATA_BYTES, head = Buffer.alloc(batOffset + batBytes);
  head.write("vhdxfile", "latin1");
  for (let [index, place] of VHDX_PLACES.headers.entries())
    formatHeader2(disk, index).copy(head, place);
  let regions = formatRegions([
    { guid: VHDX_GUIDS.batRegion, offset: batOffset, sizeBytes: batBytes },
    { guid: VHDX_GUIDS.metadataRegion, offset: metadataOffset, sizeBytes: METADATA_BYTES }
  ]);
  for (let place of VHDX_PLACES.regionTables) regions.copy(head, place);
  formatMetadata(disk, blockBytes).copy(head, metadataOffset);
  let bat = head.subarray(batOffset);
  for (let block = 0; block < count; block += 1)
    bat.writeUInt32LE(VHDX_BLOCK.zero, (block + Math.floor(block / chunkRatio)) * 8);
  let offsetMib = head.length / MIB4;
  for (let block of blocks) {
    let at = (block + Math.floor(block / chunkRatio)) * 8;
    bat.writeBigUInt64LE(BigInt(offsetMib) << 20n | BigInt(VHDX_BLOCK.fullyPresent), at), offsetMib += blockBytes / MIB4;
  }
  return head;
}
function formatHeader2(disk, index) {
  let header = Buffer.alloc(VHDX_HEADER_BYTES);
  return header.write("head", "latin1"), header.writeBigUInt64LE(BigInt(index + 1), 8), formatGuid2(disk.fileWriteId).copy(header, 16), formatGuid2(disk.dataWriteId).copy(header, 32), header.writeUInt16LE(1, 66), header.writeUInt32LE(LOG_BYTES2, 68), header.writeBigUInt64LE(BigInt(MIB4), 72), withChecksum(header);
}
function formatRegions(regions) {
  let table = Buffer.alloc(VHDX_REGION_TABLE_BYTES);
  table.write("regi", "latin1"), table.writeUInt32LE(regions.length, 8);
  for (let [index, { guid, offset, sizeBytes }] of regions.entries()) {
    let at = 16 + index * 32;
    formatGuid2(guid).copy(table, at), table.writeBigUInt64LE(BigInt(offset), at + 16), table.writeUInt32LE(sizeBytes, at + 24), table.writeUInt32LE(1, at + 28);
  }
  return withChecksum(table);
}
var OF_DISK = 2, REQUIRED = 4;
function formatMetadata(disk, blockBytes) {
  let parameters = Buffer.alloc(8);
  parameters.writeUInt32LE(blockBytes);
  let size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(disk.sizeBytes));
  let logicalSector = Buffer.alloc(4);
  logicalSector.writeUInt32LE(SECTOR);
  let physicalSector = Buffer.alloc(4);
  physicalSector.writeUInt32LE(4096);
  let items = [
    { guid: VHDX_GUIDS.fileParameters, flags: REQUIRED, value: parameters },
    { guid: VHDX_GUIDS.diskSize, flags: REQUIRED | OF_DISK, value: size },
    { guid: VHDX_GUIDS.diskId, flags: REQUIRED | OF_DISK, value: formatGuid2(disk.diskId) },
    { guid: VHDX_GUIDS.logicalSector, flags: REQUIRED | OF_DISK, value: logicalSector },
    { guid: VHDX_GUIDS.physicalSector, flags: REQUIRED | OF_DISK, value: physicalSector }
  ], metadata = Buffer.alloc(METADATA_BYTES);
  metadata.write("metadata", "latin1"), metadata.writeUInt16LE(items.length, 10);
  let offset = VHDX_METADATA_TABLE_BYTES;
  for (let [index, { guid, flags, value }] of items.entries()) {
    let at = 32 + index * 32;
    formatGuid2(guid).copy(metadata, at), metadata.writeUInt32LE(offset, at + 16), metadata.writeUInt32LE(value.length, at + 20), metadata.writeUInt32LE(flags, at + 24), metadata.set(value, offset), offset += value.length;
  }
  return metadata;
}
function withChecksum(structure) {
  return structure.writeUInt32LE(crc32c(structure), 4), structure;
}
function formatGuid2(text) {
  let fields = text.split("-").map((field) => Buffer.from(field, "hex"));
  return Buffer.concat(fields.map((field, index) => index < 3 ? field.reverse() : field));
}

// lib/vmdk/format.ts
var VMDK_GRAIN_BYTES = 64 * 1024, VMDK_MAX_BYTES = 2 ** 32 * 512, SECTOR2 = 512, TABLE_ENTRIES = 512, DESCRIPTOR_SECTORS = 20, OVERHEAD_SECTORS = 128, AT_END = 0xffffffffffffffffn, VmdkStream = class {
  disk;
  /** Sector of each grain of the table that is being filled. */
  table = Buffer.alloc(TABLE_ENTRIES * 4);
  tableIndex = -1;
  directory;
  sector = OVERHEAD_SECTORS;
  constructor(disk) {
    this.disk = disk;
    let tables = Math.ceil(disk.sizeBytes / (VMDK_GRAIN_BYTES * TABLE_ENTRIES));
    this.directory = Buffer.alloc(Math.ceil(tables * 4 / SECTOR2) * SECTOR2);
  }
  /** Returns all that stands before the first grain. */
  head() {
    let head = Buffer.alloc(OVERHEAD_SECTORS * SECTOR2);
    return this.formatHeader(AT_END).copy(head), head.write(formatVmdkDescriptor(this.disk), SECTOR2), head;
  }
  /** Returns what stands in the file for a grain that a zlib stream holds. */
  grain(index, zlib2) {
    let tableIndex = Math.floor(index / TABLE_ENTRIES), parts = tableIndex === this.tableIndex ? [] : this.flushTable();
    this.tableIndex = tableIndex, this.table.writeUInt32LE(this.sector, index % TABLE_ENTRIES * 4);
    let marker = Buffer.alloc(12), zlibBytes = zlib2.reduce((sum, { length }) => sum + length, 0);
    return marker.writeBigUInt64LE(BigInt(index * VMDK_GRAIN_BYTES / SECTOR2), 0), marker.writeUInt32LE(zlibBytes, 8), [...parts, ...this.pad([marker, ...zlib2], marker.length + zlibBytes)];
  }
  /** Returns what ends the file: the last table, the directory, the footer. */
  finish() {
    let parts = this.flushTable(), marker = formatMarker(VMDK_MARKER.directory, this.directory.length / SECTOR2), directorySector = BigInt(this.sector + 1), directory = this.pad([marker, this.directory], SECTOR2 + this.directory.length), footer = [
      formatMarker(VMDK_MARKER.footer, 1),
      this.formatHeader(directorySector),
      formatMarker(VMDK_MARKER.endOfStream, 0)
    ];
    return [...parts, ...directory, ...footer];
  }
  flushTable() {
    if (this.tableIndex === -1) return [];
    let marker = formatMarker(VMDK_MARKER.table, this.table.length / SECTOR2);
    this.directory.writeUInt32LE(this.sector + 1, this.tableIndex * 4);
    let parts = this.pad([marker, this.table], SECTOR2 + this.table.length);
    return this.table = Buffer.alloc(this.table.length), parts;
  }
  /** Counts the parts, and makes them whole sectors. */
  pad(parts, sizeBytes) {
    let sectors = Math.ceil(sizeBytes / SECTOR2);
    return this.sector += sectors, [...parts, Buffer.alloc(sectors * SECTOR2 - sizeBytes)];
  }
  formatHeader(directorySector) {
    let header = Buffer.alloc(VMDK_HEADER_BYTES);
    return header.write("KDMV", "latin1"), header.writeUInt32LE(3, 4), header.writeUInt32LE(VMDK_FLAG.newlines | VMDK_FLAG.compressed | VMDK_FLAG.markers, 8), header.writeBigUInt64LE(BigInt(this.disk.sizeBytes / SECTOR2), 12), header.writeBigUInt64LE(BigInt(VMDK_GRAIN_BYTES / SECTOR2), 20), header.writeBigUInt64LE(1n, 28), header.writeBigUInt64LE(BigInt(DESCRIPTOR_SECTORS), 36), header.writeUInt32LE(TABLE_ENTRIES, 44), header.writeBigUInt64LE(directorySector, 56), header.writeBigUInt64LE(BigInt(OVERHEAD_SECTORS), 64), header.write(`
 \r
`, 73, "latin1"), header.writeUInt16LE(1, 77), header;
  }
}, HEADS = 255, TRACK_SECTORS = 63, UNMANAGED_TOOLS = 4, TOOLS_VERSION = 2 ** 31 - 1;
function formatVmdkDescriptor(disk) {
  let sectors = disk.sizeBytes / SECTOR2;
  return `# Disk DescriptorFile
version=1
encoding="UTF-8"
CID=${disk.contentId.toString(16).padStart(8, "0")}
parentCID=ffffffff
createType="streamOptimized"

# Extent description
RW ${sectors} SPARSE "disk.vmdk"

# The Disk Data Base
#DDB

ddb.adapterType = "${disk.adapter}"
ddb.geometry.cylinders = "${Math.max(1, Math.min(65535, Math.floor(sectors / (HEADS * TRACK_SECTORS))))}"
ddb.geometry.heads = "${HEADS}"
ddb.geometry.sectors = "${TRACK_SECTORS}"
ddb.longContentID = "${disk.longContentId}"
ddb.toolsInstallType = "${UNMANAGED_TOOLS}"
ddb.toolsVersion = "${TOOLS_VERSION}"
ddb.virtualHWVersion = "6"
`;
}
function formatMarker(type, sectors) {
  let marker = Buffer.alloc(SECTOR2);
  return marker.writeBigUInt64LE(BigInt(sectors), 0), marker.writeUInt32LE(type, 12), marker;
}

// lib/media/format-size.ts
var GIB = 2 ** 30, MAX_BYTES = 2 ** 21 * GIB, SIZES = {
  vmdk: { unit: VMDK_GRAIN_BYTES, limit: VMDK_MAX_BYTES },
  ova: { unit: VMDK_GRAIN_BYTES, limit: VMDK_MAX_BYTES },
  vhd: { unit: VHD_ALIGNMENT_BYTES, limit: VHD_MAX_BYTES },
  vhdx: { limit: VHDX_MAX_BYTES },
  gce: { unit: GIB }
};
function resolveDiskBytes(output, sizeBytes) {
  let format = output.format === "ami" && output.subformat === "vmdk" ? "vmdk" : output.format, { unit: unit2 = 1, limit = MAX_BYTES } = SIZES[format] ?? {}, resolved = Math.ceil(sizeBytes / unit2) * unit2;
  if (resolved > limit)
    throw new ConfigError(
      "SIZE_OVER_LIMIT",
      `a disk of ${formatBytes(sizeBytes)} does not fit into ${format}, which takes at most ${formatBytes(limit)}`,
      { hint: 'Set a smaller "size" for the image, or use another format.' }
    );
  return resolved;
}

// lib/media/member-limit.ts
var MAX_MEMBER_BYTES = 8 ** 11 - 1;
function assertMemberFits(format, bytes, limit = MAX_MEMBER_BYTES) {
  if (!(bytes <= limit))
    throw new ConfigError(
      "SIZE_OVER_LIMIT",
      `the disk in the ${format} has 8 GiB or more, which its archive (ustar) has no room for`,
      {
        hint: "Compress it (compression, compression-level), leave something out, or use another format."
      }
    );
}
function usedBytes(chunks) {
  let bytes = 0;
  for (let { count } of chunks.runs()) bytes += count * 65536;
  return Math.min(bytes, chunks.sizeBytes);
}

// lib/qcow2/format.ts
var QCOW2_CLUSTER_BYTES = 64 * 1024, QCOW2_ZLIB_WINDOW_BITS = 12, HEADER_BYTES3 = 112, TABLE_ENTRIES2 = QCOW2_CLUSTER_BYTES / 8, REFCOUNTS_PER_BLOCK = QCOW2_CLUSTER_BYTES / 2, SECTOR_COUNT_SHIFT = 22, EXCLUSIVE = 2147483648, COMPRESSED = 1073741824, Qcow2Layout = class {
  sizeBytes;
  compression;
  l2Tables = /* @__PURE__ */ new Map();
  /** Users of each cluster of the file. */
  refcounts = new Uint16Array(1024);
  /** Where the next compressed cluster goes. */
  end = QCOW2_CLUSTER_BYTES;
  constructor(sizeBytes, compression) {
    this.sizeBytes = sizeBytes, this.compression = compression;
  }
  /** Returns where in the file the whole cluster `index` has to be written. */
  addPlain(index) {
    let offset = roundUp2(this.end);
    return this.refer(offset, QCOW2_CLUSTER_BYTES), this.setEntry(index, (EXCLUSIVE | Math.floor(offset / 2 ** 32)) >>> 0, offset), this.end = offset + QCOW2_CLUSTER_BYTES, offset;
  }
  /** Returns where in the file the `sizeBytes` of compressed cluster `index` have to be written. */
  addCompressed(index, sizeBytes) {
    let offset = this.end;
    this.end += sizeBytes, this.refer(offset, sizeBytes);
    let sectors = Math.floor((this.end - 1) / 512) - Math.floor(offset / 512), upper = COMPRESSED | sectors << SECTOR_COUNT_SHIFT | Math.floor(offset / 2 ** 32);
    return this.setEntry(index, upper >>> 0, offset), offset;
  }
  /** Returns the header for byte 0, and the tables, which end the file, for `offset`. */
  finish() {
    let offset = roundUp2(this.end), l1Entries = Math.ceil(this.sizeBytes / (QCOW2_CLUSTER_BYTES * TABLE_ENTRIES2)), l1 = Buffer.alloc(roundUp2(l1Entries * 8)), l2Tables = [...this.l2Tables].sort(([a], [b]) => a - b);
    for (let [order, [index]] of l2Tables.entries())
      writeOffset(l1, index * 8, offset + order * QCOW2_CLUSTER_BYTES, EXCLUSIVE);
    let l1Offset = offset + l2Tables.length * QCOW2_CLUSTER_BYTES, refcounts = this.formatRefcounts(l1Offset + l1.length), header = this.formatHeader({
      l1: { offset: l1Offset, entries: l1Entries },
      refcountTable: { offset: refcounts.tableOffset, clusters: refcounts.tableClusters }
    }), tables = [...l2Tables.map(([, table]) => table), l1, refcounts.bytes];
    return { header, offset, tables: Buffer.concat(tables) };
  }
  /** Blocks of reference counts, which begin at `offset`, and their table after them. */
  formatRefcounts(offset) {
    let before = offset / QCOW2_CLUSTER_BYTES, blocks = 1, tableClusters = 1;
    for (; ; ) {
      let clusters = before + blocks + tableClusters, needed = Math.ceil(clusters / REFCOUNTS_PER_BLOCK), neededTable = Math.ceil(needed * 8 / QCOW2_CLUSTER_BYTES);
      if (needed <= blocks && neededTable <= tableClusters) break;
      blocks = needed, tableClusters = neededTable;
    }
    let counts = Buffer.alloc(blocks * QCOW2_CLUSTER_BYTES), tablesFrom = roundUp2(this.end) / QCOW2_CLUSTER_BYTES;
    counts.writeUInt16BE(1, 0);
    for (let cluster = 1; cluster < before + blocks + tableClusters; cluster += 1)
      counts.writeUInt16BE(cluster < tablesFrom ? this.refcounts[cluster] ?? 0 : 1, cluster * 2);
    let table = Buffer.alloc(tableClusters * QCOW2_CLUSTER_BYTES);
    for (let block = 0; block < blocks; block += 1)
      writeOffset(table, block * 8, offset + block * QCOW2_CLUSTER_BYTES);
    return {
      bytes: Buffer.concat([counts, table]),
      tableOffset: offset + counts.length,
      tableClusters
    };
  }
  formatHeader(places) {
    let header = Buffer.alloc(QCOW2_CLUSTER_BYTES);
    header.write("QFI\xFB", "latin1"), header.writeUInt32BE(3, 4), header.writeUInt32BE(Math.log2(QCOW2_CLUSTER_BYTES), 20), header.writeBigUInt64BE(BigInt(this.sizeBytes), 24), header.writeUInt32BE(places.l1.entries, 36), writeOffset(header, 40, places.l1.offset), writeOffset(header, 48, places.refcountTable.offset), header.writeUInt32BE(places.refcountTable.clusters, 56);
    let isZstd = this.compression === "zstd";
    return header.writeBigUInt64BE(isZstd ? QCOW2_INCOMPATIBLE.compression : 0n, 72), header.writeUInt32BE(4, 96), header.writeUInt32BE(HEADER_BYTES3, 100), header.writeUInt8(isZstd ? 1 : 0, 104), header;
  }
  setEntry(index, upper, offset) {
    let tableIndex = Math.floor(index / TABLE_ENTRIES2), table = this.l2Tables.get(tableIndex);
    table === void 0 && (table = Buffer.alloc(QCOW2_CLUSTER_BYTES), this.l2Tables.set(tableIndex, table));
    let at = index % TABLE_ENTRIES2 * 8;
    table.writeUInt32BE(upper, at), table.writeUInt32BE(offset % 2 ** 32, at + 4);
  }
  refer(offset, sizeBytes) {
    let first = Math.floor(offset / QCOW2_CLUSTER_BYTES), last = Math.floor((offset + sizeBytes - 1) / QCOW2_CLUSTER_BYTES);
    if (last >= this.refcounts.length) {
      let larger = new Uint16Array(Math.max(last + 1, this.refcounts.length * 2));
      larger.set(this.refcounts), this.refcounts = larger;
    }
    for (let cluster = first; cluster <= last; cluster += 1)
      this.refcounts[cluster] = (this.refcounts[cluster] ?? 0) + 1;
  }
};
function writeOffset(table, at, offset, flags = 0) {
  table.writeUInt32BE((flags | Math.floor(offset / 2 ** 32)) >>> 0, at), table.writeUInt32BE(offset % 2 ** 32, at + 4);
}
function roundUp2(bytes) {
  return Math.ceil(bytes / QCOW2_CLUSTER_BYTES) * QCOW2_CLUSTER_BYTES;
}

// lib/media/qcow2-writer.ts
var ZSTD_LEVEL2 = 3, ZLIB_LEVEL = 6, Qcow2Writer = class {
  encoding;
  file;
  layout;
  start = 0;
  constructor(file2, sizeBytes, options) {
    this.file = file2, this.layout = new Qcow2Layout(sizeBytes, options.compression === "zstd" ? "zstd" : "zlib"), this.encoding = encodingOf(options);
  }
  async begin() {
    this.start = this.file.position;
  }
  async add(pieces2) {
    for (let { chunk, isPlain, bytes } of pieces2) {
      let offset = isPlain ? this.layout.addPlain(chunk) : this.layout.addCompressed(chunk, bytes.length);
      await this.file.skipTo(this.start + offset), await this.file.append(bytes);
    }
  }
  async finish() {
    let { header, offset, tables } = this.layout.finish();
    await this.file.skipTo(this.start + offset), await this.file.append(tables), await this.file.fill(this.start, header);
  }
};
function encodingOf({ compression, level }) {
  return compression === "none" ? { kind: "plain" } : compression === "zstd" ? { kind: "zstd", level: level ?? ZSTD_LEVEL2 } : { kind: "deflate", windowBits: QCOW2_ZLIB_WINDOW_BITS, level: level ?? ZLIB_LEVEL, isOpen: !1 };
}

// lib/media/containerdisk-writer.ts
var OCI_CONFIG = "application/vnd.oci.image.config.v1+json", OCI_LAYER = "application/vnd.oci.image.layer.v1.tar", QEMU_ID = 107, ContainerdiskWriter = class {
  encoding;
  file;
  options;
  qcow2;
  folders;
  layerFolder;
  constructor(file2, options) {
    this.file = file2, this.options = options, this.qcow2 = new Qcow2Writer(file2, options.sizeBytes, options), this.encoding = this.qcow2.encoding, this.folders = Buffer.concat([
      this.formatHeader("blobs/", 0, 493),
      this.formatHeader("blobs/sha256/", 0, 493)
    ]), this.layerFolder = this.formatHeader("disk/", 0, 493);
  }
  async begin() {
    await this.file.append(this.folders), await this.file.skipTo(this.layerStart), await this.file.append(this.layerFolder), await this.file.skipTo(this.diskStart), await this.qcow2.begin();
  }
  async add(pieces2) {
    await this.qcow2.add(pieces2), this.assertLayerFits();
  }
  async finish() {
    await this.qcow2.finish(), this.assertLayerFits();
    let diskBytes = this.file.position - this.diskStart;
    await this.file.append(tarPadding(diskBytes), TAR_END);
    let { name } = this.options, diskHeader = this.formatHeader(`disk/${name}.qcow2`, diskBytes, 288, QEMU_ID);
    await this.file.fill(this.diskStart - TAR_BLOCK_BYTES, diskHeader);
    let layerEnd = this.file.position, layerBytes = layerEnd - this.layerStart, layer = await this.file.digest(this.layerStart, layerEnd), layerHeader = this.formatHeader(`blobs/sha256/${layer}`, layerBytes, 420);
    await this.file.fill(this.layerStart - TAR_BLOCK_BYTES, layerHeader), await this.appendDocuments(layer, layerBytes);
  }
  async appendDocuments(layer, layerBytes) {
    let { architecture, timeSeconds } = this.options, platform = { architecture, os: "linux" }, created = new Date(timeSeconds * 1e3).toISOString().replace(".000Z", "Z"), config = document({
      ...platform,
      config: {},
      created,
      history: [{ created, created_by: "treesmith" }],
      rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] }
    }), manifest = document({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: OCI_CONFIG, digest: config.digest, size: config.bytes.length },
      layers: [{ mediaType: OCI_LAYER, digest: `sha256:${layer}`, size: layerBytes }]
    }), index = document({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [
        {
          mediaType: OCI_MANIFEST,
          digest: manifest.digest,
          size: manifest.bytes.length,
          platform
        }
      ]
    });
    for (let blob of [config, manifest])
      await this.appendFile(blob.digest.replace("sha256:", "blobs/sha256/"), blob.bytes);
    await this.appendFile("index.json", index.bytes), await this.appendFile("oci-layout", document({ imageLayoutVersion: "1.0.0" }).bytes), await this.file.append(TAR_END);
  }
  /** The layer is a member, too; its end and what comes before the disk are some blocks. */
  assertLayerFits() {
    let layerBytes = this.file.position - this.layerStart + 3 * TAR_BLOCK_BYTES;
    assertMemberFits("containerdisk", layerBytes, this.options.maxMemberBytes);
  }
  /** Where the layer's own archive begins. */
  get layerStart() {
    return this.folders.length + TAR_BLOCK_BYTES;
  }
  get diskStart() {
    return this.layerStart + this.layerFolder.length + TAR_BLOCK_BYTES;
  }
  async appendFile(name, bytes) {
    let header = this.formatHeader(name, bytes.length, 420);
    await this.file.append(header, bytes, tarPadding(bytes.length));
  }
  formatHeader(name, sizeBytes, modeOctal, owner = 0) {
    return formatTarHeader({
      name,
      sizeBytes,
      modeOctal,
      uid: owner,
      gid: owner,
      mtimeSeconds: this.options.timeSeconds
    });
  }
};
function document(value) {
  let bytes = Buffer.from(canonicalJson(value));
  return { bytes, digest: `sha256:${sha256(bytes)}` };
}

// lib/media/identity.ts
import { createHash as createHash2 } from "node:crypto";
function deriveDigest(purpose, disk) {
  let hash = createHash2("sha256");
  hash.update(`treesmith media ${purpose} ${disk.identity} ${disk.sizeBytes}
`);
  for (let { offsetBytes, bytes } of disk.patches)
    hash.update(`${offsetBytes} ${bytes.length}
`), hash.update(bytes);
  return hash.digest("hex");
}
function deriveUuid(purpose, disk) {
  return uuidOfDigest(deriveDigest(purpose, disk));
}
function deriveContentId(disk) {
  return Number.parseInt(deriveDigest("vmdk", disk).slice(0, 8), 16) % 4294967294;
}

// lib/media/flat-layout.ts
function layOutRaw(sizeBytes) {
  return { head: wholeDisk(sizeBytes), tail: [] };
}
function layOutVhd(disk, vhdBytes, timeSeconds) {
  let uniqueId = deriveUuid("vhd", disk), footer = formatVhdFooter({ sizeBytes: vhdBytes, uniqueId, timeSeconds });
  return {
    head: wholeDisk(disk.sizeBytes),
    tail: [
      { kind: "zeros", sizeBytes: vhdBytes - disk.sizeBytes },
      { kind: "bytes", bytes: footer }
    ]
  };
}
function layOutVhdx(disk, usedChunks) {
  let blockBytes = vhdxBlockBytes(disk.sizeBytes), blocks = [];
  for (let block = 0; block * blockBytes < disk.sizeBytes; block += 1) {
    let first = block * blockBytes / 65536;
    usedChunks.hasAny(first, first + blockBytes / 65536) && blocks.push(block);
  }
  let ids = {
    fileWriteId: deriveUuid("vhdx file", disk),
    dataWriteId: deriveUuid("vhdx data", disk),
    diskId: deriveUuid("vhdx disk", disk)
  }, bytes = formatVhdxHead({ sizeBytes: disk.sizeBytes, ...ids }, blocks), segments = blocks.flatMap((block) => {
    let offsetBytes = block * blockBytes, sizeBytes = Math.min(blockBytes, disk.sizeBytes - offsetBytes);
    return [
      { kind: "disk", offsetBytes, sizeBytes },
      { kind: "zeros", sizeBytes: blockBytes - sizeBytes }
    ];
  });
  return { head: [{ kind: "bytes", bytes }, ...segments], tail: [] };
}
function wholeDisk(sizeBytes) {
  return [{ kind: "disk", offsetBytes: 0, sizeBytes }];
}

// lib/media/gce-writer.ts
import { constants, crc32 as crc322, deflateRawSync } from "node:zlib";

// lib/media/crc32-combine.ts
function combineCrc32(first, second, secondBytes) {
  return (multiply(powerOfBytes(secondBytes), first) ^ second) >>> 0;
}
var powers = /* @__PURE__ */ new Map();
function powerOfBytes(bytes) {
  let known = powers.get(bytes);
  if (known !== void 0) return known;
  let result = 2147483648, square = 8388608;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2))
    rest % 2 === 1 && (result = multiply(square, result)), square = multiply(square, square);
  return powers.size < 16 && powers.set(bytes, result), result;
}
function multiply(a, b) {
  let product = 0, factor = b;
  for (let bit = 2147483648; bit !== 0; bit >>>= 1)
    (a & bit) !== 0 && (product ^= factor), factor = (factor & 1) === 1 ? factor >>> 1 ^ 3988292384 : factor >>> 1;
  return product >>> 0;
}

// lib/media/deflate.ts
var DEFLATE_END = Buffer.from([3, 0]);
function deflateEncoding(level = 6) {
  return { kind: "deflate", windowBits: 15, level, isOpen: !0 };
}
function formatZlibHead(level) {
  let head = 30720 | (level >= 7 ? 3 : level === 6 ? 2 : level >= 2 ? 1 : 0) << 6;
  return Buffer.from([120, head + 31 - head % 31 & 255]);
}

// lib/media/gce-writer.ts
var RECORD_BYTES = 10240, GZIP_HEAD = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 3]), GceWriter = class {
  encoding;
  file;
  options;
  crc32 = 0;
  tarBytes = 0;
  constructor(file2, options) {
    this.file = file2, this.options = options, this.encoding = deflateEncoding(options.level);
  }
  async begin() {
    let { sizeBytes, usedChunks, timeSeconds } = this.options, runs = Array.from(usedChunks.runs(), ({ first, count }) => ({
      offsetBytes: first * 65536,
      sizeBytes: count * 65536
    })), entry = { name: "disk.raw", sizeBytes, modeOctal: 420, mtimeSeconds: timeSeconds };
    await this.file.append(GZIP_HEAD), await this.appendOwn(formatSparseHeader(entry, runs));
  }
  async add(pieces2) {
    for (let piece of pieces2) await this.appendStream(piece.bytes, piece.crc32, 65536);
  }
  async finish() {
    let rest = (this.tarBytes + TAR_END.length) % RECORD_BYTES, padding = Buffer.alloc((RECORD_BYTES - rest) % RECORD_BYTES);
    await this.appendOwn(Buffer.concat([TAR_END, padding]));
    let trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.crc32, 0), trailer.writeUInt32LE(this.tarBytes % 2 ** 32, 4), await this.file.append(DEFLATE_END, trailer);
  }
  async appendOwn(data) {
    let { level } = this.encoding, stream = deflateRawSync(data, { level, finishFlush: constants.Z_SYNC_FLUSH });
    await this.appendStream(stream, crc322(data), data.length);
  }
  async appendStream(stream, checksum, dataBytes) {
    this.crc32 = combineCrc32(this.crc32, checksum, dataBytes), this.tarBytes += dataBytes, await this.file.append(stream);
  }
};

// lib/ovf/format.ts
var VMDK_FORMAT = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized", PROPERTIES = [
  ["guestinfo.ignition.config.data", "Ignition config"],
  ["guestinfo.ignition.config.data.encoding", "Encoding of the Ignition config"],
  ["guestinfo.userdata", "cloud-init user data"],
  ["guestinfo.userdata.encoding", "Encoding of the user data"],
  ["guestinfo.metadata", "cloud-init metadata"],
  ["guestinfo.metadata.encoding", "Encoding of the metadata"]
];
function formatOvf(machine) {
  let name = escapeXml(machine.name), { cpus, memoryMib, diskFileBytes } = machine, items = [
    formatItem(`${cpus} virtual CPU(s)`, 1, 3, {
      AllocationUnits: "hertz * 10^6",
      Description: "Number of Virtual CPUs",
      VirtualQuantity: `${cpus}`
    }),
    formatItem(`${memoryMib}MB of memory`, 2, 4, {
      AllocationUnits: "byte * 2^20",
      Description: "Memory Size",
      VirtualQuantity: `${memoryMib}`
    }),
    formatItem("SCSI Controller 0", 3, 6, {
      Address: "0",
      Description: "SCSI Controller",
      ResourceSubType: "VirtualSCSI"
    }),
    formatItem("Hard Disk 1", 4, 17, {
      AddressOnParent: "0",
      HostResource: "ovf:/disk/vmdisk1",
      Parent: "3"
    }),
    formatItem("Ethernet 1", 5, 10, {
      AddressOnParent: "7",
      AutomaticAllocation: "true",
      Connection: "VM Network",
      Description: 'VmxNet3 ethernet adapter on "VM Network"',
      ResourceSubType: "VmxNet3"
    }),
    formatItem("Video card", 6, 24, { AutomaticAllocation: "false" }, ' ovf:required="false"'),
    formatItem(
      "VMCI device",
      7,
      1,
      { AutomaticAllocation: "false", ResourceSubType: "vmware.vmci" },
      ' ovf:required="false"'
    )
  ], settings = [
    ["firmware", machine.firmware],
    ["bootOptions.efiSecureBootEnabled", `${machine.isSecureBoot}`],
    ["powerOpInfo.powerOffType", "soft"],
    ["powerOpInfo.resetType", "soft"],
    ["tools.syncTimeWithHost", "false"],
    ["tools.toolsUpgradePolicy", "manual"]
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:vmw="http://www.vmware.com/schema/ovf" xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <References>
    <File ovf:href="${escapeXml(machine.diskFile)}" ovf:id="file1" ovf:size="${diskFileBytes}"/>
  </References>
  <DiskSection>
    <Info>Virtual disk information</Info>
    <Disk ovf:capacity="${machine.capacityBytes}" ovf:capacityAllocationUnits="byte" ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:format="${VMDK_FORMAT}"/>
  </DiskSection>
  <NetworkSection>
    <Info>The list of logical networks</Info>
    <Network ovf:name="VM Network">
      <Description>The VM Network network</Description>
    </Network>
  </NetworkSection>
  <VirtualSystem ovf:id="${name}">
    <Info>A virtual machine</Info>
    <Name>${name}</Name>
    <OperatingSystemSection ovf:id="101" vmw:osType="${escapeXml(machine.osType)}">
      <Info>The kind of installed guest operating system</Info>
    </OperatingSystemSection>
    <VirtualHardwareSection ovf:transport="com.vmware.guestInfo">
      <Info>Virtual hardware requirements</Info>
      <System>
        <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
        <vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemIdentifier>${name}</vssd:VirtualSystemIdentifier>
        <vssd:VirtualSystemType>vmx-${`${machine.hardwareVersion}`.padStart(2, "0")}</vssd:VirtualSystemType>
      </System>
${items.join(`
`)}
${settings.map(([key, value]) => `      <vmw:Config ovf:required="false" vmw:key="${key}" vmw:value="${value}"/>`).join(`
`)}
    </VirtualHardwareSection>
    <ProductSection>
      <Info>Information about the installed software</Info>
      <Product>${name}</Product>${machine.version === void 0 ? "" : `
      <Version>${escapeXml(machine.version)}</Version>`}
${PROPERTIES.map(([key, label]) => formatProperty(key, label)).join(`
`)}
    </ProductSection>
  </VirtualSystem>
</Envelope>
`;
}
function formatOvfManifest(files) {
  return files.map(({ name, sha256: sha2562 }) => `SHA256(${name})= ${sha2562}
`).join("");
}
function formatItem(elementName, instanceId, resourceType, more, attributes = "") {
  let lines = [
    ...Object.entries(more),
    ["ElementName", elementName],
    ["InstanceID", `${instanceId}`],
    ["ResourceType", `${resourceType}`]
  ].sort(([a], [b]) => a < b ? -1 : 1).map(([tag, value]) => `        <rasd:${tag}>${escapeXml(value)}</rasd:${tag}>`);
  return `      <Item${attributes}>
${lines.join(`
`)}
      </Item>`;
}
function formatProperty(key, label) {
  return `      <Property ovf:key="${key}" ovf:type="string" ovf:userConfigurable="true" ovf:value="">
        <Label>${label}</Label>
      </Property>`;
}
function escapeXml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

// lib/media/vmdk-writer.ts
var VmdkWriter = class {
  encoding;
  file;
  stream;
  zlibHead;
  constructor(file2, disk, level) {
    this.file = file2, this.stream = new VmdkStream(disk), this.encoding = deflateEncoding(level), this.zlibHead = formatZlibHead(this.encoding.level);
  }
  async begin() {
    await this.file.append(this.stream.head());
  }
  async add(pieces2) {
    for (let { chunk, bytes, adler32 } of pieces2) {
      let checksum = Buffer.alloc(4);
      checksum.writeUInt32BE(adler32);
      let zlib2 = [this.zlibHead, bytes, DEFLATE_END, checksum];
      await this.file.append(...this.stream.grain(chunk, zlib2));
    }
  }
  async finish() {
    await this.file.append(...this.stream.finish());
  }
};

// lib/media/ova-writer.ts
var SIZE_DIGITS = 16, CPUS = 2, MEMORY_MIB = 4096, OvaWriter = class {
  encoding;
  file;
  disk;
  machine;
  timeSeconds;
  maxMemberBytes;
  vmdk;
  /** Room for the descriptor, which names the size of the disk's file. */
  descriptorBytes;
  constructor(file2, options) {
    this.file = file2, this.disk = options.disk, this.machine = options.machine, this.timeSeconds = options.timeSeconds, this.maxMemberBytes = options.maxMemberBytes ?? MAX_MEMBER_BYTES, this.vmdk = new VmdkWriter(file2, options.disk, options.level), this.encoding = this.vmdk.encoding;
    let longest = Buffer.byteLength(this.formatDescriptor(0)) + SIZE_DIGITS;
    this.descriptorBytes = Math.ceil(longest / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
  }
  async begin() {
    await this.file.skipTo(this.vmdkStart), this.file.startDigest(), await this.vmdk.begin();
  }
  async add(pieces2) {
    await this.vmdk.add(pieces2), assertMemberFits("ova", this.file.position - this.vmdkStart, this.maxMemberBytes);
  }
  async finish() {
    await this.vmdk.finish();
    let vmdkBytes = this.file.position - this.vmdkStart;
    assertMemberFits("ova", vmdkBytes, this.maxMemberBytes);
    let text = this.formatDescriptor(vmdkBytes), descriptor = Buffer.alloc(this.descriptorBytes, `
`);
    descriptor.write(text);
    let manifest = Buffer.from(
      formatOvfManifest([
        { name: this.descriptorName, sha256: sha256(descriptor) },
        { name: this.diskName, sha256: this.file.endDigest() }
      ])
    );
    await this.file.append(
      tarPadding(vmdkBytes),
      this.formatHeader(`${this.machine.name}.mf`, manifest.length),
      manifest,
      tarPadding(manifest.length),
      TAR_END
    ), await this.file.fill(
      0,
      Buffer.concat([this.formatHeader(this.descriptorName, descriptor.length), descriptor])
    ), await this.file.fill(
      this.vmdkStart - TAR_BLOCK_BYTES,
      this.formatHeader(this.diskName, vmdkBytes)
    );
  }
  get vmdkStart() {
    return TAR_BLOCK_BYTES + this.descriptorBytes + TAR_BLOCK_BYTES;
  }
  get descriptorName() {
    return `${this.machine.name}.ovf`;
  }
  get diskName() {
    return `${this.machine.name}-disk1.vmdk`;
  }
  formatDescriptor(diskFileBytes) {
    let { machine } = this;
    return formatOvf({
      name: machine.name,
      hardwareVersion: machine.hardwareVersion,
      osType: machine.osType,
      firmware: machine.firmware,
      ...machine.version === void 0 ? {} : { version: machine.version },
      diskFile: this.diskName,
      diskFileBytes,
      capacityBytes: this.disk.sizeBytes,
      isSecureBoot: machine.isSecureBoot ?? !1,
      cpus: machine.cpus ?? CPUS,
      memoryMib: machine.memoryMib ?? MEMORY_MIB
    });
  }
  formatHeader(name, sizeBytes) {
    return formatTarHeader({
      name,
      sizeBytes,
      modeOctal: 420,
      mtimeSeconds: this.timeSeconds
    });
  }
};

// lib/media/zstd-writer.ts
var LEVEL = 3, ZstdWriter = class {
  encoding;
  file;
  sizeBytes;
  zeros;
  constructor(file2, sizeBytes, level = LEVEL) {
    this.file = file2, this.sizeBytes = sizeBytes, this.encoding = { kind: "zstd-batch", level };
  }
  async begin() {
    this.zeros = compressZstd(Buffer.alloc(BATCH_BYTES), this.encoding.level);
  }
  async add(pieces2, batch) {
    let [piece] = pieces2;
    if (piece !== void 0) return this.file.append(piece.bytes);
    let sizeBytes = Math.min(BATCH_BYTES, this.sizeBytes - batch * BATCH_BYTES), zeros = sizeBytes === BATCH_BYTES ? this.zeros : compressZstd(Buffer.alloc(sizeBytes), this.encoding.level);
    zeros !== void 0 && await this.file.append(zeros);
  }
  async finish() {
  }
};

// lib/media/make-writer.ts
function resolveMaking(output, ground) {
  let { disk, usedChunks, diskBytes, timeSeconds } = ground;
  switch (output.format) {
    case "raw":
      return { kind: "flat", layout: layOutRaw(disk.sizeBytes) };
    case "ami":
      return output.subformat === "vmdk" ? makeVmdk(ground, void 0) : { kind: "flat", layout: layOutRaw(disk.sizeBytes) };
    case "vhd":
      return { kind: "flat", layout: layOutVhd(disk, diskBytes, timeSeconds) };
    case "vhdx":
      return { kind: "flat", layout: layOutVhdx(disk, usedChunks) };
    case "vmdk":
      return makeVmdk(ground, output.level);
    case "ova": {
      let { machine, level } = output;
      return pieces(
        (file2) => new OvaWriter(file2, { disk: vmdkDisk(ground), machine, level, timeSeconds })
      );
    }
    case "gce": {
      let options = { sizeBytes: diskBytes, usedChunks, timeSeconds, level: output.level };
      return pieces((file2) => new GceWriter(file2, options));
    }
    case "qcow2": {
      let { compression = "zstd", level } = output;
      return pieces((file2) => new Qcow2Writer(file2, disk.sizeBytes, { compression, level }));
    }
    case "containerdisk": {
      let { name, architecture, compression = "zstd", level } = output, { sizeBytes } = disk;
      compression === "none" && assertMemberFits(output.format, usedBytes(usedChunks));
      let options = { sizeBytes, name, architecture, compression, level, timeSeconds };
      return pieces((file2) => new ContainerdiskWriter(file2, options));
    }
    case "raw.zst":
      return pieces((file2) => new ZstdWriter(file2, disk.sizeBytes, output.level));
    case "raw.xz":
      return { kind: "xz", level: output.level };
  }
}
function pieces(make) {
  return { kind: "pieces", make };
}
function makeVmdk(ground, level) {
  return pieces((file2) => new VmdkWriter(file2, vmdkDisk(ground), level));
}
function vmdkDisk({ disk, diskBytes }) {
  return {
    sizeBytes: diskBytes,
    contentId: deriveContentId(disk),
    longContentId: deriveDigest("vmdk", disk).slice(0, 32),
    adapter: "lsilogic"
  };
}

// lib/media/media-pool.ts
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
var SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "./media-worker.ts" : "./media-worker.mjs",
  import.meta.url
), MAX_THREADS = 4;
function defaultMediaThreads() {
  return Math.min(MAX_THREADS, availableParallelism());
}
var MediaPool = class {
  threads;
  waiting = [];
  /** Of batches that are written. */
  memories = [];
  /** A worker's message comes in no run's context. */
  timeline = currentTimeline();
  /** Why no thread takes anything any more. */
  broken;
  constructor(settings, threads) {
    this.threads = Array.from(
      { length: Math.max(1, threads) },
      (_, index) => this.startThread(settings, `media ${index + 1}`)
    );
  }
  /**
   * Returns the pieces of a batch. Their memory is to be given back once nobody looks at them any more.
   *
   * @throws BuildError DISK_BAD, DISK_FULL, MEDIA_WRITER_FAILED
   */
  async encode(batch) {
    let answer = await this.enqueue({ kind: "encode", batch });
    return "pieces" in answer ? answer : void 0;
  }
  /** Takes the memory of a batch for the next one. */
  giveBack({ memory }) {
    this.memories.push(memory);
  }
  /** @throws BuildError DISK_BAD, DISK_FULL, MEDIA_WRITER_FAILED; ConfigError OUTPUT_READ_ONLY */
  async copy(task) {
    let answer = await this.enqueue(task);
    return "files" in answer ? answer.files : [];
  }
  async [Symbol.asyncDispose]() {
    let running = this.threads.map(({ worker, job }) => ({ worker, kind: job?.task.kind }));
    this.rejectAll(new BuildError("MEDIA_WRITER_FAILED", "the threads were stopped")), await Promise.all(
      running.map(
        ({ worker, kind }) => kind === "copy" ? worker.terminate() : stopWorker(worker)
      )
    );
    for (let thread of this.threads) endSpan(thread);
  }
  enqueue(task) {
    return new Promise((resolve2, reject) => {
      if (this.broken !== void 0) return reject(this.broken);
      this.waiting.push({ task, resolve: resolve2, reject });
      for (let thread of this.threads) this.giveWork(thread);
    });
  }
  giveWork(thread) {
    if (thread.job !== void 0) return;
    let job = this.waiting.shift(), name = job?.task.kind;
    if (thread.span?.name !== name && endSpan(thread), job === void 0 || name === void 0) return;
    thread.job = job, thread.span ??= {
      name,
      end: this.timeline.begin(name, { kind: "thread", lane: thread.lane })
    }, thread.worker.ref();
    let memory = job.task.kind === "encode" ? this.memories.pop() : void 0;
    memory === void 0 ? thread.worker.postMessage(job.task) : thread.worker.postMessage({ ...job.task, memory }, [memory]);
  }
  startThread(settings, lane) {
    let worker = new Worker(SCRIPT, { workerData: settings, name: lane }), thread = { worker, lane };
    return worker.unref(), worker.on("message", (answer) => {
      let { job } = thread;
      thread.job = void 0, worker.unref(), this.giveWork(thread), "error" in answer ? job?.reject(explain(answer.error, job.task)) : job?.resolve(answer);
    }), worker.on("error", (error) => this.breakOff(error)), thread;
  }
  /** A thread has died: of want of memory, or of a fault of ours. */
  breakOff(error) {
    let message = error instanceof Error ? error.message : String(error);
    this.rejectAll(
      new BuildError(
        "MEDIA_WRITER_FAILED",
        `a thread that compresses has ended: ${message}`,
        { cause: error }
      )
    );
  }
  rejectAll(error) {
    this.broken = error;
    let running = this.threads.flatMap(({ job }) => job ?? []);
    for (let job of [...running, ...this.waiting.splice(0)]) job.reject(error);
  }
};
function endSpan(thread) {
  thread.span?.end({ ok: !0 }), thread.span = void 0;
}
function explain(error, task) {
  let { code, message } = error;
  if (code === "DISK_BAD") return new BuildError("DISK_BAD", message);
  let path = error.path ?? (task.kind === "copy" ? task.files[0]?.path : void 0) ?? "", plain2 = Object.assign(new Error(message), { code }), known = explainFileError(plain2, path);
  return known !== plain2 ? known : new BuildError("MEDIA_WRITER_FAILED", message, { cause: plain2 });
}

// lib/media/output-file.ts
import { createHash as createHash3 } from "node:crypto";
import { open as open8 } from "node:fs/promises";
var FLUSH_BYTES = 1024 * 1024, OutputFile = class _OutputFile {
  path;
  handle;
  gathered = [];
  gatheredBytes = 0;
  /** Where the gathered parts go. */
  offset = 0;
  /** Of what is appended; undefined while nobody asks. */
  hash;
  constructor(path, handle) {
    this.path = path, this.handle = handle;
  }
  /** @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE */
  static async create(path) {
    try {
      return new _OutputFile(path, await open8(path, "wx+"));
    } catch (error) {
      throw explainFileError(error, path);
    }
  }
  /** Where the next part goes. */
  get position() {
    return this.offset + this.gatheredBytes;
  }
  /** Appends parts, which must not change before the next `flush`. */
  async append(...parts) {
    for (let part of parts)
      part.length !== 0 && (this.hash?.update(part), this.gathered.push(part), this.gatheredBytes += part.length);
    this.gatheredBytes >= FLUSH_BYTES && await this.flush();
  }
  /** Writes what is gathered. */
  async flush() {
    if (this.gatheredBytes === 0) return;
    let { gathered, offset } = this;
    this.offset += this.gatheredBytes, this.gathered = [], this.gatheredBytes = 0, await this.write(gathered, offset);
  }
  /** Goes on at a later place; between is a hole. */
  async skipTo(position) {
    position !== this.position && (await this.flush(), this.offset = position);
  }
  /** Writes to a place that was passed already. */
  async fill(position, data) {
    await this.flush(), await this.write([data], position);
  }
  /** From now on what is appended is digested; holes must not be left. */
  startDigest() {
    this.hash = createHash3("sha256");
  }
  /** Returns the SHA-256 of what was appended since `startDigest`. */
  endDigest() {
    let digest = this.hash?.digest("hex") ?? "";
    return this.hash = void 0, digest;
  }
  /** Returns the SHA-256 of what lies in `[from, to)`, as it is now. */
  async digest(from, to) {
    await this.flush();
    let hash = createHash3("sha256"), data = Buffer.allocUnsafe(FLUSH_BYTES);
    for (let at = from; at < to; ) {
      let { bytesRead } = await this.handle.read(data, 0, Math.min(data.length, to - at), at);
      if (bytesRead === 0) throw new RangeError(`${this.path} ends before ${to}`);
      hash.update(data.subarray(0, bytesRead)), at += bytesRead;
    }
    return hash.digest("hex");
  }
  /** Writes what is gathered, and returns the size of the file. */
  async finish() {
    return await this.flush(), await this.handle.truncate(this.offset), this.offset;
  }
  async [Symbol.asyncDispose]() {
    await this.handle.close();
  }
  async write(parts, position) {
    let sizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
    try {
      let { bytesWritten } = await this.handle.writev(parts, position);
      if (bytesWritten === sizeBytes) return;
      let rest = Buffer.concat(parts).subarray(bytesWritten);
      for (let done = 0; done < rest.length; ) {
        let at = position + bytesWritten + done;
        done += (await this.handle.write(rest, done, rest.length - done, at)).bytesWritten;
      }
    } catch (error) {
      throw explainFileError(error, this.path);
    }
  }
};

// lib/media/write-pieces.ts
var BATCHES_AHEAD = 2;
function collectWants(jobs) {
  let wants = /* @__PURE__ */ new Map();
  for (let { variant, writer } of jobs) {
    let { encoding } = writer, key = JSON.stringify(encoding), want = wants.get(key) ?? { encoding, variants: /* @__PURE__ */ new Set() };
    want.variants.add(variant), wants.set(key, want);
  }
  return Array.from(wants.values(), ({ encoding, variants }) => ({
    encoding,
    variants: [...variants]
  }));
}
async function writePieces(jobs, ground, pool) {
  if (jobs.length === 0) return;
  let wants = collectWants(jobs), wantOf = jobs.map(({ writer: { encoding } }) => {
    let key = JSON.stringify(encoding);
    return wants.findIndex((want) => JSON.stringify(want.encoding) === key);
  });
  for (let { writer } of jobs) await writer.begin();
  let progress = ground.log.progress("Write images", ground.disk.sizeBytes, "bytes"), batches = Math.ceil(ground.disk.sizeBytes / BATCH_BYTES), ahead = [], asked = 0;
  for (let batch = 0; batch < batches; batch += 1) {
    for (; asked < batches && ahead.length < ground.threads * BATCHES_AHEAD; ) {
      let encoded2 = encode(asked, ground, pool);
      encoded2.catch(() => {
      }), ahead.push(encoded2), asked += 1;
    }
    let encoded = await ahead.shift(), pieces2 = encoded?.pieces ?? [];
    for (let [index, { variant, writer }] of jobs.entries()) {
      let own = pieces2.filter(
        (piece) => piece.want === wantOf[index] && isOf(piece, variant, writer, ground)
      );
      await writer.add(own, batch);
    }
    if (encoded !== void 0) {
      for (let { file: file2 } of jobs) await file2.flush();
      pool.giveBack(encoded);
    }
    progress.advance(Math.min(BATCH_BYTES, ground.disk.sizeBytes - batch * BATCH_BYTES));
  }
  for (let { writer } of jobs) await writer.finish();
  progress.done();
}
async function encode(batch, { variantChunks, usedChunks }, pool) {
  let first = batch * BATCH_CHUNKS, end = Math.min(first + BATCH_CHUNKS, usedChunks.count);
  return variantChunks.some((map) => map.hasAny(first, end)) ? pool.encode(batch) : void 0;
}
function isOf({ variant, chunk }, wanted, { encoding }, { variants, variantChunks }) {
  let count = encoding.kind === "zstd-batch" ? BATCH_CHUNKS : 1;
  return variantOf({ variants }, wanted, chunk, count) !== variant ? !1 : variantChunks[wanted]?.hasAny(chunk, chunk + count) === !0;
}

// lib/media/write-xz.ts
import { once as once3 } from "node:events";
import { closeSync as closeSync2, openSync as openSync2 } from "node:fs";

// lib/media/xz-stream.ts
import { crc32 as crc323 } from "node:zlib";
var STREAM_HEADER_BYTES = 12, CHECK_BYTES = /* @__PURE__ */ new Map([
  [0, 0],
  [1, 4],
  [4, 8]
]), XzSplitter = class {
  /** The stream's header, once it has come. */
  header;
  data = Buffer.alloc(0);
  /** What has come since `data`; joined with it once there is enough for a step. */
  held = [];
  heldBytes = 0;
  neededBytes = STREAM_HEADER_BYTES;
  isAtIndex = !1;
  /**
   * Returns the blocks that `chunk` completes.
   *
   * @throws BuildError XZ_UNKNOWN
   */
  take(chunk) {
    if (this.isAtIndex) return [];
    if (this.held.push(chunk), this.heldBytes += chunk.length, this.data.length + this.heldBytes < this.neededBytes) return [];
    this.data = Buffer.concat([this.data, ...this.held]), this.held = [], this.heldBytes = 0, this.header === void 0 && (this.header = Buffer.from(this.data.subarray(0, STREAM_HEADER_BYTES)), this.data = this.data.subarray(STREAM_HEADER_BYTES));
    let blocks = [];
    for (let block = this.next(); block !== void 0; block = this.next()) blocks.push(block);
    return blocks;
  }
  next() {
    let [sizeByte, flags = 0] = this.data;
    if (sizeByte === 0 && (this.isAtIndex = !0), this.neededBytes = 1, sizeByte === void 0 || sizeByte === 0) return;
    let headerBytes = (sizeByte + 1) * 4;
    if (this.neededBytes = headerBytes, this.data.length < headerBytes) return;
    if ((flags & 192) !== 192)
      throw new BuildError("XZ_UNKNOWN", "xz wrote a block without its sizes");
    let compressed = readNumber(this.data, 2), uncompressed = readNumber(this.data, compressed.end), checkBytes = CHECK_BYTES.get(this.header?.[7] ?? -1);
    if (checkBytes === void 0)
      throw new BuildError("XZ_UNKNOWN", "xz uses another check than CRC32 or CRC64");
    let unpaddedBytes = headerBytes + compressed.value + checkBytes, sizeBytes = headerBytes + roundUp3(compressed.value) + checkBytes;
    if (this.neededBytes = sizeBytes, this.data.length < sizeBytes) return;
    let bytes = Buffer.from(this.data.subarray(0, sizeBytes));
    return this.data = this.data.subarray(sizeBytes), { bytes, unpaddedBytes, uncompressedBytes: uncompressed.value };
  }
};
function formatXzEnd(header, blocks) {
  let records = blocks.flatMap(({ unpaddedBytes, uncompressedBytes }) => [
    formatNumber(unpaddedBytes),
    formatNumber(uncompressedBytes)
  ]), fields = Buffer.concat([Buffer.alloc(1), formatNumber(blocks.length), ...records]), index = Buffer.alloc(roundUp3(fields.length) + 4);
  fields.copy(index), index.writeUInt32LE(crc323(index.subarray(0, -4)), index.length - 4);
  let footer = Buffer.alloc(STREAM_HEADER_BYTES);
  return footer.writeUInt32LE(index.length / 4 - 1, 4), footer.set(header.subarray(6, 8), 8), footer.writeUInt32LE(crc323(footer.subarray(4, 10)), 0), footer.write("YZ", 10, "latin1"), Buffer.concat([index, footer]);
}
function readNumber(data, at) {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    let byte = data[at + index] ?? 0;
    if (value += (byte & 127) * 2 ** (7 * index), byte < 128) return { value, end: at + index + 1 };
  }
  throw new BuildError("XZ_UNKNOWN", "xz wrote a number of more than 8 bytes");
}
function formatNumber(value) {
  let bytes = [], rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(rest % 128 | 128);
  return Buffer.from([...bytes, rest]);
}
function roundUp3(bytes) {
  return Math.ceil(bytes / 4) * 4;
}

// lib/media/write-xz.ts
var BLOCK_BYTES5 = 8 * 1024 * 1024, BLOCK_CHUNKS = BLOCK_BYTES5 / 65536, PART_BYTES = 1024 * 1024, LEVEL2 = 1, STDERR_TAIL_BYTES2 = 4096;
async function writeXz(file2, options) {
  let { usedChunks, variantChunks } = options, count = Math.ceil(usedChunks.count / BLOCK_CHUNKS), isZero = Array.from({ length: count }, (_, index) => (index + 1) * BLOCK_BYTES5 <= usedChunks.sizeBytes && !variantChunks.hasAny(index * BLOCK_CHUNKS, (index + 1) * BLOCK_CHUNKS)), zeros;
  isZero.includes(!0) && await compress(options, [zeroBlock()], async (block) => {
    zeros = block;
  });
  let sizes = [], write = async ({ bytes, ...size }) => {
    sizes.push(size), await file2.append(bytes), bytes !== zeros?.bytes && collectGarbage();
  }, writeZeros = async () => {
    for (; zeros !== void 0 && isZero[sizes.length] === !0; ) await write(zeros);
  }, start = file2.position;
  await file2.skipTo(start + STREAM_HEADER.length), await writeZeros();
  let used = Array.from(isZero.keys()).filter((index) => isZero[index] === !1), header = await compress(options, usedBlocks(options, used), async (block) => {
    await write(block), await writeZeros();
  });
  await file2.append(formatXzEnd(header, sizes)), await file2.fill(start, header);
}
var STREAM_HEADER = Buffer.alloc(12);
async function compress({ level, threads, signal }, parts, onBlock) {
  let argv = [
    "xz",
    "--compress",
    "--stdout",
    "--format=xz",
    `-${level ?? LEVEL2}`,
    `--threads=${Math.max(2, threads)}`,
    `--block-size=${BLOCK_BYTES5}`
  ], child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"] }), ended = once3(child, "close"), kill = () => child.kill();
  signal.addEventListener("abort", kill);
  let stderr = Buffer.alloc(0);
  child.stderr?.on("data", (chunk) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES2);
  });
  let splitter = new XzSplitter();
  try {
    let feeding = feed(child.stdin, parts);
    feeding.catch(() => child.kill());
    for await (let chunk of child.stdout ?? [])
      for (let block of splitter.take(chunk)) await onBlock(block);
    await feeding;
  } finally {
    signal.removeEventListener("abort", kill), child.kill(), await ended;
  }
  let [exitCode] = await ended;
  if (exitCode !== 0 || splitter.header === void 0)
    throw explainToolError(new ToolError(argv, exitCode ?? 128, stderr.toString("utf8")));
  return splitter.header;
}
async function feed(stdin, parts) {
  if (stdin !== null) {
    stdin.on("error", () => {
    });
    try {
      for (let part of parts) await writePart(stdin, part);
      stdin.end();
    } catch (error) {
      let { code = "" } = error;
      if (!["EPIPE", "ERR_STREAM_DESTROYED", "ERR_STREAM_PREMATURE_CLOSE"].includes(code))
        throw error;
    }
  }
}
function writePart(stdin, part) {
  return new Promise((resolve2, reject) => {
    stdin.write(part, (error) => error ? reject(error) : resolve2());
  });
}
function zeroBlock() {
  return Buffer.alloc(BLOCK_BYTES5);
}
function* usedBlocks(options, blocks) {
  let { diskPath, usedChunks, patches } = options, file2 = openSync2(diskPath, "r"), memory = Buffer.alloc(PART_BYTES);
  try {
    for (let block of blocks) {
      let end = Math.min((block + 1) * BLOCK_BYTES5, usedChunks.sizeBytes);
      for (let from = block * BLOCK_BYTES5; from < end; from += PART_BYTES) {
        let data = memory.subarray(0, Math.min(PART_BYTES, end - from));
        readDisk(file2, usedChunks, from, data), applyPatches(patches, from, data), yield data;
      }
    }
  } finally {
    closeSync2(file2);
  }
}

// lib/media/media-jobs.ts
async function runMediaJobs(jobs, ground) {
  let flat = /* @__PURE__ */ new Map(), files = /* @__PURE__ */ new Map(), sizes = /* @__PURE__ */ new Map();
  try {
    var _stack = [];
    try {
      for (let job of jobs)
        job.making.kind !== "flat" && files.set(job, await OutputFile.create(job.path));
      let pieces2 = [...files].flatMap(
        ([{ variant, making }, file2]) => making.kind === "pieces" ? [{ variant, file: file2, writer: making.make(file2) }] : []
      );
      let stop = new AbortController();
      let pool = __using(_stack, new MediaPool(workerSettings(ground, pieces2), ground.threads), !0);
      let work = [
        ...groupFlat(jobs).map((group) => copyFlat(group, pool, flat)),
        writePieces(pieces2, ground, pool),
        ...Array.from(files, ([job, file2]) => compressXz(job, file2, ground, stop.signal))
      ];
      try {
        await Promise.all(work);
      } catch (error) {
        throw stop.abort(), await pool[Symbol.asyncDispose](), await Promise.allSettled(work), error;
      }
      for (let [{ path }, file2] of files) sizes.set(path, await file2.finish());
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } finally {
    for (let file2 of files.values()) await file2[Symbol.asyncDispose]();
  }
  let paths = [...sizes.keys()], digests = await digestFiles(paths);
  return jobs.map(({ path }) => {
    let made = flat.get(path);
    return made !== void 0 ? { path, ...made } : { path, sizeBytes: sizes.get(path) ?? 0, sha256: digests[paths.indexOf(path)] ?? "" };
  });
}
function workerSettings(ground, pieces2) {
  return {
    diskPath: ground.disk.path,
    sizeBytes: ground.disk.sizeBytes,
    variants: ground.variants,
    usedChunks: ground.usedChunks.bits,
    variantChunks: ground.variantChunks.map(({ bits }) => bits),
    wants: collectWants(pieces2)
  };
}
async function copyFlat(group, pool, done) {
  let [first] = group;
  if (first === void 0) return;
  let made = await pool.copy({
    kind: "copy",
    variant: first.job.variant,
    head: first.layout.head,
    files: group.map(({ job: { path }, layout: { tail } }) => ({ path, tail }))
  });
  for (let [index, { job }] of group.entries()) {
    let file2 = made[index];
    file2 !== void 0 && done.set(job.path, file2);
  }
}
async function compressXz({ making, variant }, file2, ground, signal) {
  if (making.kind !== "xz") return;
  let { usedChunks, variants, variantChunks, threads, disk } = ground;
  await writeXz(file2, {
    diskPath: disk.path,
    usedChunks,
    patches: variants[variant] ?? [],
    variantChunks: variantChunks[variant] ?? usedChunks,
    level: making.level,
    threads,
    signal
  });
}
function groupFlat(jobs) {
  let groups = [];
  for (let job of jobs) {
    if (job.making.kind !== "flat") continue;
    let { layout } = job.making, alike = groups.find(
      ([first]) => first?.job.variant === job.variant && first.layout.head[0]?.kind === "disk" && layout.head[0]?.kind === "disk"
    );
    alike === void 0 ? groups.push([{ job, layout }]) : alike.push({ job, layout });
  }
  return groups;
}

// lib/media/scan-disk.ts
import { closeSync as closeSync3, openSync as openSync3 } from "node:fs";
import { open as open9 } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
var CHUNKS_AT_ONCE = 32, ZEROS = Buffer.alloc(65536);
async function scanDisk(disk) {
  let map = await readExtents(disk), file2 = await open9(disk.path, "r");
  try {
    let data = Buffer.alloc(CHUNKS_AT_ONCE * 65536);
    for (let first = 0; first < map.count; first += CHUNKS_AT_ONCE) {
      let end = Math.min(map.count, first + CHUNKS_AT_ONCE);
      if (map.hasAny(first, end)) {
        readDisk(file2.fd, map, first * 65536, data);
        for (let index = first; index < end; index += 1) {
          let at = (index - first) * 65536;
          ZEROS.equals(data.subarray(at, at + 65536)) && map.set(index, !1);
        }
        await setImmediate();
      }
    }
  } finally {
    await file2.close();
  }
  return map;
}
function patchMap(map, path, patches) {
  if (patches.length === 0) return map;
  let patched = map.copy(), data = Buffer.alloc(65536), file2 = openSync3(path, "r");
  try {
    for (let { offsetBytes, bytes } of patches) {
      let last = Math.floor((offsetBytes + bytes.length - 1) / 65536);
      for (let index = Math.floor(offsetBytes / 65536); index <= last; index += 1)
        isPatched(patches, index * 65536, 65536) && (readDisk(file2, map, index * 65536, data), applyPatches(patches, index * 65536, data), patched.set(index, !ZEROS.equals(data)));
    }
  } finally {
    closeSync3(file2);
  }
  return patched;
}
async function readExtents(disk) {
  let map = new ChunkMap(disk.sizeBytes), rest = "", take = (line) => {
    let [, start, length] = /"start": (\d+), "length": (\d+),.*"data": true/.exec(line) ?? [];
    if (start === void 0 || length === void 0) return;
    let last = Math.floor((Number(start) + Number(length) - 1) / 65536), end = Math.min(map.count - 1, last);
    for (let index = Math.floor(Number(start) / 65536); index <= end; index += 1)
      map.set(index, !0);
  };
  if (await runTool(["qemu-img", "map", "-U", "-f", "raw", "--output=json", disk.path], {
    onStdout: (chunk) => {
      let lines = (rest + chunk.toString("latin1")).split(`
`);
      rest = lines.pop() ?? "";
      for (let line of lines) take(line);
    }
  }), take(rest), map.count === 0) throw new BuildError("DISK_BAD", `${disk.path} is empty`);
  return map;
}

// lib/media/write-media.ts
var SECTOR_BYTES5 = 512;
async function writeMedia(options) {
  let { outputs, log } = options, disk = { path: resolve(options.disk.path), sizeBytes: options.disk.sizeBytes };
  await assertDisk(disk, outputs);
  let sizes = outputs.map((output) => resolveDiskBytes(output, disk.sizeBytes));
  for (let output of outputs)
    await assertOutputFile(output.path), assertZstd(output);
  for (let [index, { format, path }] of outputs.entries()) {
    let grown = sizes[index] ?? disk.sizeBytes;
    grown !== disk.sizeBytes && log.warn(
      `${path}: the disk of ${formatBytes(disk.sizeBytes)} is ${formatBytes(grown)} in ${format}, which takes no other sizes; the copy of its partition table is no longer at its end`
    );
  }
  let usedChunks = await scanDisk(disk), variants = distinctPatches(outputs), ground = {
    disk,
    usedChunks,
    variants,
    variantChunks: variants.map((patches) => patchMap(usedChunks, disk.path, patches)),
    threads: options.threads ?? defaultMediaThreads(),
    log
  }, folders = /* @__PURE__ */ new Map();
  try {
    let jobs = [];
    for (let [index, output] of outputs.entries()) {
      let folder = dirname4(resolve(output.path)), beside = folders.get(folder) ?? await makeTempDir(folder);
      folders.set(folder, beside);
      let patches = output.patches ?? [], variant = variants.findIndex((other) => isSame(other, patches)), making = resolveMaking(output, {
        disk: { identity: options.identity, sizeBytes: disk.sizeBytes, patches },
        usedChunks: ground.variantChunks[variant] ?? usedChunks,
        diskBytes: sizes[index] ?? disk.sizeBytes,
        timeSeconds: options.timeSeconds
      });
      jobs.push({ variant, making, path: join22(beside.path, `${index}`) });
    }
    let made = await runMediaJobs(jobs, ground);
    for (let [index, { path }] of outputs.entries())
      await replaceFile(jobs[index]?.path ?? "", path);
    return made.map((file2, index) => ({ ...file2, path: outputs[index]?.path ?? "" }));
  } finally {
    for (let folder of folders.values()) await folder[Symbol.asyncDispose]();
  }
}
async function assertDisk({ path, sizeBytes }, outputs) {
  let fail3 = (why) => {
    throw new BuildError("DISK_BAD", `${path}: ${why}`);
  }, { size } = await stat9(path);
  size !== sizeBytes && fail3(`it has ${size} bytes, expected ${sizeBytes}`), (size === 0 || size % SECTOR_BYTES5 !== 0) && fail3(`${size} bytes are no whole sectors`);
  for (let { offsetBytes, bytes } of outputs.flatMap(({ patches }) => patches ?? []))
    offsetBytes >= 0 && offsetBytes + bytes.length <= size || fail3(`a patch of ${bytes.length} bytes at ${offsetBytes} lies outside`);
}
function assertZstd(output) {
  if (!(!(output.format === "raw.zst" || (output.format === "qcow2" || output.format === "containerdisk") && (output.compression ?? "zstd") === "zstd") || "zstdCompressSync" in zlib))
    throw new ConfigError(
      "ZSTD_MISSING",
      `${output.path}: Node ${process.versions.node} cannot compress with zstd`,
      { hint: 'Use Node 22.15 or newer, or "compression: zlib".' }
    );
}
function distinctPatches(outputs) {
  let variants = [];
  for (let { patches = [] } of outputs)
    variants.some((other) => isSame(other, patches)) || variants.push(patches);
  return variants;
}
function isSame(a, b) {
  return a.length === b.length && a.every((patch, index) => {
    let other = b[index];
    return other?.offsetBytes === patch.offsetBytes && Buffer.compare(other.bytes, patch.bytes) === 0;
  });
}

// lib/build/image-groups.ts
var GIB2 = 2 ** 30;
function groupByDisk(images) {
  let groups = /* @__PURE__ */ new Map();
  for (let image of images.filter(({ spec }) => needsDisk(spec)).map(withDiskSize)) {
    let key = diskKey(image.spec), group = groups.get(key);
    group === void 0 ? groups.set(key, [image]) : group.push(image);
  }
  return [...groups.values()].map((group) => {
    let [{ spec }, ...others] = group, platforms = new Map(
      others.map((image) => [image.spec.platform.name, image.spec.platform])
    );
    return platforms.delete(spec.platform.name), { spec, platforms: [spec.platform, ...platforms.values()], images: group };
  });
}
function needsDisk({ format }) {
  return FORMAT_FACTS[format].madeOf === "disk" || format === "iso";
}
function withDiskSize({ spec, output }) {
  return spec.format !== "gce" ? { spec, output } : { spec: { ...spec, sizeBytes: Math.ceil(spec.sizeBytes / GIB2) * GIB2 }, output };
}
function diskKey(spec) {
  let { sizeBytes, firmware, bootloader, filesystem, partitions } = spec;
  return JSON.stringify([
    sizeBytes,
    firmware,
    bootloader,
    filesystem,
    partitions,
    spec.regenerateUuids,
    spec.kernelArguments,
    // A unified kernel image has the platform's arguments in itself; elsewhere they can be patched.
    bootloader === "uki" ? spec.platform : null
  ]);
}

// lib/build/make-images.ts
async function makeImages(options) {
  let { images, workDir, log } = options;
  for (let { spec, output } of images)
    FORMAT_FACTS[spec.format].suffix.endsWith("/") || await assertOutputFile(output), await makeFolder(dirname5(output));
  let folder = join23(workDir, "images");
  return withLock(
    `${folder}.lock`,
    async () => {
      var _stack = [];
      try {
        await rm9(folder, { recursive: !0, force: !0, maxRetries: 3 });
        let work = __using(_stack, await makeTempDir(folder), !0);
        let made = /* @__PURE__ */ new Map();
        let installers = /* @__PURE__ */ new Map();
        for (let [index, group] of groupByDisk(images).entries()) {
          let disk = join23(work.path, `disk-${index}`);
          await mkdir5(disk), await makeOfDisk(group, disk, options, { made, installers }), await rm9(disk, { recursive: !0, force: !0, maxRetries: 3 });
        }
        let live = images.filter(({ spec }) => FORMAT_FACTS[spec.format].madeOf === "tree");
        if (live.length > 0) {
          let results = await buildLive({
            ...options,
            name: options.osName,
            outputs: live.map((image) => liveOutput(image, options.basearch, installers)),
            workDir: work.path
          });
          for (let { path, files } of results) made.set(path, files);
        }
        return images.map(({ output }) => ({ output, files: made.get(output) ?? [] }));
      } catch (_) {
        var _error = _, _hasError = !0;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    },
    { log }
  );
}
async function makeOfDisk({ spec, platforms, images }, folder, options, {
  made,
  installers
}) {
  let { repoPath, commit, basearch, log } = options, disk = await log.group(
    `Make a disk (${formatBytes(spec.sizeBytes)})`,
    () => buildDisk({ ...options, spec, platforms, folder })
  ), { timestampSeconds } = await readTreeFacts(repoPath, commit), outputs = images.map(({ spec: image, output }, index) => {
    let patches = disk.patches[image.platform.name] ?? [];
    if (image.format !== "iso")
      return { ...mediaFormat(image, options.osName, basearch), path: output, patches };
    let path = `${folder}.install-${index}.raw.zst`;
    return installers.set(output, path), { format: "raw.zst", path, patches };
  }), names = images.map(({ spec: image }) => image.format).join(", ");
  await log.group(`Write the disk (${names})`, async () => {
    let files = await writeMedia({
      disk,
      outputs,
      identity: commit,
      timeSeconds: timestampSeconds,
      log
    });
    for (let file2 of files)
      made.set(file2.path, [file2]), log.info(`${file2.path}: ${formatBytes(file2.sizeBytes)}`);
    let share = (disk.peakBytes / disk.treeBytes).toFixed(2);
    log.info(
      `Beside the outputs, at most ${formatBytes(disk.peakBytes)} of disk: ${share} times the tree`
    );
  });
}
function mediaFormat(spec, osName, basearch) {
  let { format } = spec;
  switch (format) {
    case "qcow2":
      return { format, compression: diskCompression(spec) };
    case "containerdisk": {
      let architecture = ARCHITECTURES[basearch].oci;
      return { format, name: osName, architecture, compression: diskCompression(spec) };
    }
    case "ova": {
      let { hardwareVersion, osType } = spec.vmware, firmware = resolveFirmware(spec.firmware, basearch, spec.bootloader).includes("uefi") ? "efi" : "bios";
      return { format, machine: { name: osName, hardwareVersion, osType, firmware } };
    }
    case "iso":
    case "pxe":
    case "kernel+initrd":
    case "wsl":
    case "tar":
      throw new TypeError(`${format} is not written of a disk`);
    default:
      return { format };
  }
}
function diskCompression({ compression }) {
  return compression === "none" || compression === "zlib" ? compression : "zstd";
}
function liveOutput({ spec, output }, basearch, installers) {
  let { platform, compression, filesystem } = spec, installImage = installers.get(output);
  return {
    format: spec.format,
    path: output,
    kernelArguments: [...platformArguments(platform, basearch), ...spec.kernelArguments],
    ...platform.consoles.length === 0 ? {} : { consoles: [] },
    rootfs: filesystem === "erofs" ? "erofs" : "squashfs",
    ...compression === "zlib" ? {} : { compression },
    ...installImage === void 0 ? {} : { installImage }
  };
}
export {
  makeImages
};
