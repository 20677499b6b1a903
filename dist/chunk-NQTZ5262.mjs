import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  IMAGE_FORMATS
} from "./chunk-FRBN4BH3.mjs";
import {
  GRUB_ENVIRONMENT_FILE,
  GRUB_KARGS_VARIABLE,
  formatGrubEnvironment,
  parseGrubEnvironment
} from "./chunk-K3457IIH.mjs";
import {
  GPT_HEAD_BYTES,
  parseGpt
} from "./chunk-TA5WWN5A.mjs";
import {
  PARTITION_TYPES
} from "./chunk-JY3YNXT2.mjs";
import {
  MAX_MANIFEST_BYTES,
  parseManifest
} from "./chunk-NW25ZKAR.mjs";
import {
  OCI_INDEX
} from "./chunk-FHFKXTOJ.mjs";
import {
  FORMAT_FACTS
} from "./chunk-PRTFM5JL.mjs";
import {
  digestHex
} from "./chunk-G4JM7VSD.mjs";
import {
  openDecompressed
} from "./chunk-FJOYASBV.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  ToolError,
  readTool,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  TAR_BLOCK_BYTES,
  parseSparseExtension,
  parseTarHeader
} from "./chunk-OTENVE5P.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/boot/firmware.ts
import { access, copyFile } from "node:fs/promises";
var PACKAGES = {
  x86_64: "ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora, EL)",
  aarch64: "qemu-efi-aarch64 (Debian, Ubuntu) or edk2-aarch64 (Fedora, EL)",
  riscv64: "qemu-efi-riscv64 (Debian, Ubuntu) or edk2-riscv64 (Fedora)"
};
async function prepareFirmware(basearch, variablesPath) {
  let places = ARCHITECTURES[basearch].uefi?.flash ?? [];
  for (let { code, variables } of places)
    try {
      return await access(code), await copyFile(variables, variablesPath), { code, variables: variablesPath };
    } catch {
    }
  let looked = places.map(({ code }) => code).join(", ");
  throw new ConfigError(
    "FIRMWARE_MISSING",
    looked === "" ? `no machine of ${basearch} has UEFI` : `no UEFI firmware for ${basearch} is installed: looked for ${looked}`,
    {
      hint: looked === "" ? `It boots by ${ARCHITECTURES[basearch].firmware.join(", ")}.` : `Run "treesmith setup", or install ${PACKAGES[basearch] ?? "EDK II for it"}.`
    }
  );
}

// lib/boot/machine.ts
function formatMachine(machine) {
  let { qemu, machine: type } = ARCHITECTURES[machine.basearch], { direct, firmware: flash } = machine;
  return [
    `qemu-system-${qemu}`,
    "-nodefaults",
    "-no-user-config",
    "-display",
    "none",
    "-machine",
    type,
    ...accelerate(machine),
    "-smp",
    String(machine.cpus),
    "-m",
    String(machine.memoryMiB),
    ...machine.screen === !0 ? ["-device", SCREENS[machine.basearch] ?? "virtio-gpu-pci"] : [],
    ...flash === void 0 ? [] : [
      "-drive",
      `if=pflash,format=raw,readonly=on,file=${escapeComma(flash.code)}`,
      "-drive",
      `if=pflash,format=raw,file=${escapeComma(flash.variables)}`
    ],
    ...direct === void 0 ? [] : ["-kernel", direct.kernel, "-append", direct.append],
    ...direct?.initrd === void 0 ? [] : ["-initrd", direct.initrd],
    ...formatCredentials(machine.credentials ?? {}),
    ...formatDrives(machine.drives),
    "-device",
    "virtio-rng-pci",
    "-netdev",
    "user,id=net",
    "-device",
    "virtio-net-pci,netdev=net,romfile="
  ];
}
function formatCredentials(credentials) {
  return Object.entries(credentials).flatMap(([name, value]) => {
    let base64 = Buffer.from(value).toString("base64");
    return ["-smbios", `type=11,value=io.systemd.credential.binary:${name}=${base64}`];
  });
}
var SCREENS = { x86_64: "VGA", ppc64le: "VGA" }, CACHE = {
  "throw-away": "cache=unsafe,snapshot=on",
  unsafe: "cache=unsafe",
  safe: "cache=writeback"
};
function formatDrives(drives) {
  let devices = {
    disk: "virtio-blk-pci",
    cdrom: "scsi-cd",
    usb: "usb-storage"
  }, kinds = new Set(drives.map(({ kind }) => kind));
  return [
    ...kinds.has("cdrom") ? ["-device", "virtio-scsi-pci,id=scsi"] : [],
    ...kinds.has("usb") ? ["-device", "qemu-xhci,id=usb"] : [],
    ...drives.flatMap(({ file, format, kind, writes }, index) => {
      let id = `disk${index}`, media = kind === "cdrom" ? ",media=cdrom,readonly=on" : "";
      return [
        "-drive",
        `file=${escapeComma(file)},format=${format},if=none,id=${id},${CACHE[writes]}${media}`,
        "-device",
        `${devices[kind]},drive=${id},bootindex=${index + 1}`
      ];
    })
  ];
}
function accelerate(machine) {
  if (machine.accelerator === "kvm") return ["-accel", "kvm", "-cpu", "host"];
  let { emulatedCpu } = ARCHITECTURES[machine.basearch];
  return ["-accel", "tcg,thread=multi", "-cpu", emulatedCpu];
}
function escapeComma(value) {
  return value.replaceAll(",", ",,");
}

// lib/boot/backing-file.ts
function formatBackingFile({ file, format, within }) {
  if (within === void 0) return file.includes(":") ? `file:${file}` : file;
  let part = {
    driver: "raw",
    offset: within.offsetBytes,
    size: within.sizeBytes,
    file: { driver: "file", filename: file }
  };
  return `json:${JSON.stringify({ driver: format, file: part })}`;
}

// lib/boot/overlay.ts
async function makeOverlay(options) {
  let { backing, path, log } = options, base = ["-b", formatBackingFile(backing), "-F", backing.format], result = await runTool(["qemu-img", "create", "-q", "-f", "qcow2", ...base, path], {
    okExitCodes: [0, 1],
    log
  });
  if (result.exitCode === 0) return;
  let why = result.stderr.trim().split(`
`).at(-1);
  throw new ConfigError(
    "IMAGE_MISSING",
    `${backing.file} cannot be opened as ${backing.format}: ${why}`,
    { hint: "Build it first: treesmith build, or treesmith image." }
  );
}
async function readImageFormat(image) {
  let result = await runTool(["qemu-img", "info", "--output=json", image], { okExitCodes: [0, 1] });
  if (result.exitCode !== 0)
    throw new ConfigError(
      "IMAGE_MISSING",
      `${image} cannot be opened: ${result.stderr.trim()}`,
      {
        hint: "Build it first: treesmith build, or treesmith image."
      }
    );
  return JSON.parse(result.stdout).format;
}

// lib/boot/prepare-medium.ts
import { createReadStream as createReadStream2, createWriteStream } from "node:fs";
import { access as access2, appendFile, stat as stat2 } from "node:fs/promises";
import { join as join4, resolve } from "node:path";
import { pipeline } from "node:stream/promises";

// lib/boot/disk-in-archive.ts
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

// lib/boot/sparse-writer.ts
import { open } from "node:fs/promises";
var HOLE_BYTES = 64 * 1024, ZEROS = Buffer.alloc(HOLE_BYTES), SparseWriter = class _SparseWriter {
  #file;
  #at = 0;
  /** Makes the file, which must not be there. */
  static async create(path) {
    return new _SparseWriter(await open(path, "wx", 384));
  }
  constructor(file) {
    this.#file = file;
  }
  seek(offsetBytes) {
    this.#at = offsetBytes;
  }
  async write(bytes) {
    for (let at = 0; at < bytes.length; ) {
      let sizeBytes = Math.min(HOLE_BYTES - this.#at % HOLE_BYTES, bytes.length - at), piece = bytes.subarray(at, at + sizeBytes);
      piece.equals(ZEROS.subarray(0, sizeBytes)) || await this.#file.write(piece, 0, sizeBytes, this.#at), at += sizeBytes, this.#at += sizeBytes;
    }
  }
  /** Gives the file its length. */
  async finish(sizeBytes = this.#at) {
    await this.#file.truncate(sizeBytes);
  }
  async [Symbol.asyncDispose]() {
    await this.#file.close();
  }
};
async function writeSparse(stream, path) {
  var _stack = [];
  try {
    let writer = __using(_stack, await SparseWriter.create(path), !0);
    for await (let chunk of stream) await writer.write(chunk);
    await writer.finish();
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// lib/boot/tar-members.ts
import { open as open2 } from "node:fs/promises";
var MAX_MEMBERS = 1e3, MAX_MAP_BLOCKS = 2e5;
async function listTarMembers(path) {
  var _stack = [];
  try {
    let file = __using(_stack, await open2(path, "r"), !0);
    let { size } = await file.stat();
    let members = [];
    for (let at = 0; at + TAR_BLOCK_BYTES <= size; ) {
      let header = parseTarHeader(await readAt(file, at));
      if (header === void 0) break;
      let offsetBytes = at + TAR_BLOCK_BYTES;
      offsetBytes + header.sizeBytes > size && fail(path, `it ends within ${header.name}`), header.type === "0" && members.push({ name: plainName(header), offsetBytes, sizeBytes: header.sizeBytes }), members.length > MAX_MEMBERS && fail(path, `it has more than ${MAX_MEMBERS} members`), at = offsetBytes + paddedBytes(header.sizeBytes);
    }
    return members;
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function extractTarMember(stream, options) {
  let { archive, limitBytes } = options, bytes = new ByteReader(stream, archive);
  try {
    for (let count = 0; count < MAX_MEMBERS; count += 1) {
      var _stack = [];
      try {
        let block = await bytes.readBlock();
        let header = block === void 0 ? void 0 : parseTarHeader(block);
        if (header === void 0) break;
        let name = plainName(header);
        let isFile = header.type === "0" || header.type === "S";
        if (!isFile || !options.isWanted(name)) {
          await bytes.take(paddedBytes(header.sizeBytes), () => {
          });
          continue;
        }
        let fileBytes = header.sparse?.realSizeBytes ?? header.sizeBytes;
        fileBytes > limitBytes && fail(archive, `${name} has ${fileBytes} bytes, expected at most ${limitBytes}`);
        let chunks = await readMap(bytes, header, archive);
        let writer = __using(_stack, await SparseWriter.create(options.output), !0);
        for (let { offsetBytes, sizeBytes } of chunks)
          offsetBytes + sizeBytes > fileBytes && fail(archive, `a part of ${name} lies beyond it`), writer.seek(offsetBytes), await bytes.take(sizeBytes, (piece) => writer.write(piece));
        await writer.finish(fileBytes);
        return name;
      } catch (_) {
        var _error = _, _hasError = !0;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    }
  } finally {
    stream.destroy();
  }
  return fail(archive, "it has no disk in it");
}
async function readMap(bytes, header, archive) {
  let { sparse } = header;
  if (sparse === void 0) return [{ offsetBytes: 0, sizeBytes: header.sizeBytes }];
  let chunks = [...sparse.chunks], { isExtended } = sparse;
  for (let blocks = 0; isExtended; blocks += 1) {
    let block = await bytes.readBlock();
    (block === void 0 || blocks > MAX_MAP_BLOCKS) && fail(archive, "a map of holes has no end");
    let more = parseSparseExtension(block);
    chunks.push(...more.chunks), isExtended = more.isExtended;
  }
  return chunks;
}
var ByteReader = class {
  #chunks;
  #archive;
  #rest = Buffer.alloc(0);
  constructor(stream, archive) {
    this.#chunks = stream[Symbol.asyncIterator](), this.#archive = archive;
  }
  /** Undefined at the end. */
  async readBlock() {
    let parts = [];
    if (!(this.#rest.length === 0 && !await this.#more()))
      return await this.take(TAR_BLOCK_BYTES, (piece) => {
        parts.push(Buffer.from(piece));
      }), Buffer.concat(parts);
  }
  async take(sizeBytes, use) {
    for (let left = sizeBytes; left > 0; ) {
      this.#rest.length === 0 && !await this.#more() && fail(this.#archive, `it ends ${left} bytes too early`);
      let piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length), left -= piece.length, await use(piece);
    }
  }
  async #more() {
    let { value, done } = await this.#chunks.next();
    return done === !0 ? !1 : (this.#rest = value, !0);
  }
};
function plainName(header) {
  return header.name.replace(/^(\.\/)+/, "");
}
function paddedBytes(sizeBytes) {
  return Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
}
async function readAt(file, offsetBytes) {
  let block = Buffer.alloc(TAR_BLOCK_BYTES);
  return await file.read(block, 0, TAR_BLOCK_BYTES, offsetBytes), block;
}
function fail(archive, what) {
  throw new BuildError("ARCHIVE_BAD", `${archive} is no archive with a disk: ${what}`);
}

// lib/boot/disk-in-archive.ts
var DISK_LIMIT_BYTES = 2 ** 43, DATA_LIMIT_BYTES = 2 ** 37;
async function findDiskInArchive({ path, format }, workDir) {
  let output = join(workDir, "disk");
  switch (format) {
    case "ova": {
      let disk = (await listTarMembers(path)).find(({ name }) => name.endsWith(".vmdk"));
      return disk === void 0 && fail2(path, "it has no .vmdk"), { file: path, format: "vmdk", within: disk };
    }
    case "gce":
      return await extractTarMember(openDecompressed(path, "gzip", DATA_LIMIT_BYTES), {
        archive: path,
        isWanted: (name) => name === "disk.raw",
        output,
        limitBytes: DISK_LIMIT_BYTES
      }), { file: output, format: "raw" };
    case "raw.xz":
    case "raw.zst":
      return await writeSparse(openDecompressed(path, format === "raw.xz" ? "xz" : "zstd", DISK_LIMIT_BYTES), output), { file: output, format: "raw" };
    case "containerdisk":
      return takeContainerDisk(path, output);
  }
}
async function takeContainerDisk(path, output) {
  let layout = await openLayout(path), index = parseManifest(await layout.read("index.json"), OCI_INDEX), [descriptor] = "manifests" in index ? index.manifests : [];
  descriptor === void 0 && fail2(path, "its index.json names no image");
  let manifest = parseManifest(await layout.read(blobName(descriptor)), descriptor.mediaType), layer = ("layers" in manifest ? manifest.layers : []).at(-1);
  layer === void 0 && fail2(path, "its image has no layer");
  let name = await extractTarMember(
    openDecompressed(
      await layout.open(blobName(layer)),
      layerCompression(layer.mediaType),
      DATA_LIMIT_BYTES
    ),
    {
      archive: path,
      isWanted: (member) => /^\/?disk\/[^/]+$/.test(member),
      output,
      limitBytes: DISK_LIMIT_BYTES
    }
  );
  return { file: output, format: name.endsWith(".qcow2") ? "qcow2" : "raw" };
}
async function openLayout(path) {
  if ((await stat(path)).isDirectory())
    return {
      read: (name) => readFile(join(path, name)),
      open: async (name) => createReadStream(join(path, name))
    };
  let members = new Map((await listTarMembers(path)).map((member) => [member.name, member])), open4 = async (name, limitBytes = Number.MAX_SAFE_INTEGER) => {
    let { offsetBytes, sizeBytes } = members.get(name) ?? fail2(path, `it has no ${name}`);
    return sizeBytes > limitBytes && fail2(path, `${name} has ${sizeBytes} bytes`), createReadStream(path, { start: offsetBytes, end: offsetBytes + sizeBytes - 1 });
  };
  return {
    open: open4,
    read: async (name) => {
      let chunks = [];
      for await (let chunk of await open4(name, MAX_MANIFEST_BYTES)) chunks.push(chunk);
      return Buffer.concat(chunks);
    }
  };
}
function blobName({ digest }) {
  return `blobs/sha256/${digestHex(digest)}`;
}
function layerCompression(mediaType) {
  let suffix = /\+(gzip|zstd)$/.exec(mediaType)?.[1];
  return suffix === "gzip" || suffix === "zstd" ? suffix : "none";
}
function fail2(path, what) {
  throw new BuildError("ARCHIVE_BAD", `${path} is no archive with a disk: ${what}`);
}

// lib/boot/kernel-arguments.ts
import { open as open3, readFile as readFile3, writeFile as writeFile2 } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/boot/esp-arguments.ts
import { mkdtemp, readdir, readFile as readFile2, writeFile } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/boot/uki-arguments.ts
function addUkiArguments(image, words) {
  let pe = image.length < 64 ? image.length : image.readUInt32LE(60);
  if (image.length < pe + 88 || image.toString("latin1", pe, pe + 4) !== "PE\0\0") return;
  let count = image.readUInt16LE(pe + 6), table = pe + 24 + image.readUInt16LE(pe + 20), fileAlignment = image.readUInt32LE(pe + 24 + 36);
  if (count > 96 || image.length < table + count * 40) return;
  let sections = Array.from({ length: count }, (_, nth) => {
    let at2 = table + nth * 40;
    return {
      at: at2,
      name: image.toString("latin1", at2, at2 + 8).replace(/\0+$/, ""),
      virtualBytes: image.readUInt32LE(at2 + 8),
      address: image.readUInt32LE(at2 + 12),
      rawBytes: image.readUInt32LE(at2 + 16),
      offset: image.readUInt32LE(at2 + 20)
    };
  }), cmdline = sections.find(({ name }) => name === ".cmdline");
  if (cmdline === void 0) return;
  let { at, address, offset, rawBytes, virtualBytes } = cmdline, text = image.toString("utf8", offset, offset + Math.min(rawBytes, virtualBytes)).replace(/[\0\s]+$/, ""), bytes = Buffer.from(`${text} ${words}`), nextAddress = sections.map((section) => section.address).filter((other) => other > address).reduce((least, other) => Math.min(least, other), Number.POSITIVE_INFINITY);
  if (address + bytes.length > nextAddress) return;
  let newOffset = align(image.length, fileAlignment), newRawBytes = align(bytes.length, fileAlignment), changed = Buffer.alloc(newOffset + newRawBytes);
  return image.copy(changed), bytes.copy(changed, newOffset), changed.writeUInt32LE(bytes.length, at + 8), changed.writeUInt32LE(newRawBytes, at + 16), changed.writeUInt32LE(newOffset, at + 20), changed;
}
function align(value, to) {
  return Math.ceil(value / Math.max(1, to)) * Math.max(1, to);
}

// lib/boot/esp-arguments.ts
var PLACES = [
  { folder: "EFI/BOOT", glob: GRUB_ENVIRONMENT_FILE, change: addGrubArguments },
  { folder: "loader/entries", glob: "*.conf", change: addEntryArguments },
  { folder: "EFI/Linux", glob: "*.efi", change: addUkiArguments },
  { folder: "EFI/BOOT", glob: "BOOT*.EFI", change: addUkiArguments }
];
function addGrubArguments(environment, words) {
  let variables = parseGrubEnvironment(environment), before = variables.get(GRUB_KARGS_VARIABLE) ?? "";
  return variables.set(GRUB_KARGS_VARIABLE, `${before} ${words}`.trim()), Buffer.from(formatGrubEnvironment(variables));
}
async function addEspArguments(options) {
  let { esp, words, workDir, log } = options, mcopy = (...args) => runTool(["mcopy", "-n", "-o", "-i", esp, ...args], { log, env: { MTOOLSRC: "/dev/null" } });
  for (let { folder, glob, change } of PLACES) {
    let files = await mkdtemp(join2(workDir, "esp-files-"));
    try {
      await mcopy(`::/${folder}/${glob}`, files);
    } catch (error) {
      if (error instanceof ToolError) continue;
      throw error;
    }
    let count = 0;
    for (let name of await readdir(files)) {
      let changed = change(await readFile2(join2(files, name)), words);
      changed !== void 0 && (await writeFile(join2(files, name), changed), await mcopy(join2(files, name), `::/${folder}/${name}`), count += 1);
    }
    if (count > 0) return !0;
  }
  return !1;
}
function addEntryArguments(entry, words) {
  return Buffer.from(entry.toString("utf8").replace(/^(options\s.*)$/m, `$1 ${words}`));
}

// lib/boot/kernel-arguments.ts
var ESP_LIMIT_BYTES = 1024 * 1024 * 1024, MEBIBYTE = 1024 * 1024;
async function addDiskArguments(options) {
  let { overlay, image, workDir, log } = options, esp = await findEsp(options), file = join3(workDir, "esp.raw");
  await copyOut({ overlay, file, ...esp, log });
  let words = options.kernelArguments.join(" ");
  if (!await addEspArguments({ esp: file, words, workDir, log }))
    throw unknownImage(image, "has no boot loader of ours in its EFI system partition");
  await copyIn({ overlay, file: "esp.raw", workDir, ...esp, log });
}
async function addDiscArguments(options) {
  let { overlay, image, workDir, log } = options, places = await findEnvironments(image);
  if (places.length === 0) throw unknownImage(image, `has no ${GRUB_ENVIRONMENT_FILE}`);
  for (let { offsetBytes, bytes } of places) {
    let changed = addGrubArguments(bytes, options.kernelArguments.join(" "));
    await writeFile2(join3(workDir, GRUB_ENVIRONMENT_FILE), changed);
    let where = { offsetBytes, sizeBytes: bytes.length };
    await copyIn({ overlay, file: GRUB_ENVIRONMENT_FILE, workDir, ...where, log });
  }
}
async function findEnvironments(image) {
  var _stack = [];
  try {
    let sizeBytes = formatGrubEnvironment(/* @__PURE__ */ new Map()).length;
    let signature = Buffer.from(`# GRUB Environment Block
`);
    let found = [];
    let file = __using(_stack, await open3(image, "r"), !0);
    let buffer = Buffer.alloc(8 * MEBIBYTE);
    for (let at = 0; ; ) {
      let { bytesRead } = await file.read(buffer, 0, buffer.length, at), read = buffer.subarray(0, bytesRead);
      for (let from = read.indexOf(signature); from !== -1; from = read.indexOf(signature, from + 1)) {
        let offsetBytes = at + from, bytes = Buffer.alloc(sizeBytes);
        offsetBytes % 512 === 0 && (await file.read(bytes, 0, sizeBytes, offsetBytes), bytes[sizeBytes - 1] === 35 && found.push({ offsetBytes, bytes }));
      }
      if (bytesRead < buffer.length) return found;
      at += bytesRead;
    }
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findEsp(options) {
  let { overlay, image, workDir, log } = options, file = join3(workDir, "gpt.raw"), sizeOfHead = Math.ceil(GPT_HEAD_BYTES / MEBIBYTE) * MEBIBYTE;
  await copyOut({ overlay, file, offsetBytes: 0, sizeBytes: sizeOfHead, log });
  let esp = findPartition(await readFile3(file), image), sizeBytes = esp === void 0 ? 0 : (esp.lastSector - esp.firstSector + 1) * 512, offsetBytes = (esp?.firstSector ?? 0) * 512, aligned = offsetBytes % MEBIBYTE === 0 && sizeBytes % MEBIBYTE === 0;
  if (sizeBytes === 0 || sizeBytes > ESP_LIMIT_BYTES || !aligned)
    throw unknownImage(image, "has no EFI system partition that Treesmith made");
  return { offsetBytes, sizeBytes };
}
function findPartition(head, image) {
  try {
    let { partitions } = parseGpt(head);
    return partitions.find(({ type }) => type === PARTITION_TYPES.efiSystem);
  } catch (cause) {
    throw unknownImage(image, "has no partition table that Treesmith made", cause);
  }
}
function unknownImage(image, what, cause) {
  return new ConfigError("IMAGE_UNKNOWN", `${image} ${what}`, {
    hint: "Only images that Treesmith built can be boot-tested.",
    cause
  });
}
async function copyOut({ overlay, file, offsetBytes, sizeBytes, log }) {
  let end = (offsetBytes + sizeBytes) / MEBIBYTE;
  await runTool(
    [
      "qemu-img",
      "dd",
      "-f",
      "qcow2",
      "-O",
      "raw",
      "bs=1M",
      `skip=${offsetBytes / MEBIBYTE}`,
      `count=${end}`,
      `if=${overlay}`,
      `of=${file}`
    ],
    { log }
  );
}
async function copyIn(part) {
  let { overlay, file, offsetBytes, sizeBytes, workDir, log } = part, command = `write -q -s ${file} ${offsetBytes} ${sizeBytes}`;
  await readTool(["qemu-io", "-f", "qcow2", "-c", command, overlay], { log, cwd: workDir });
}

// lib/boot/prepare-medium.ts
var DRIVERS = {
  raw: "raw",
  qcow2: "qcow2",
  vmdk: "vmdk",
  vhd: "vpc",
  vhdx: "vhdx"
};
async function prepareMedium(medium, options) {
  switch (medium.kind) {
    case "disk": {
      let backing = { file: resolve(medium.path), format: DRIVERS[medium.format] };
      return { drives: [await overlayDisk(backing, options)] };
    }
    case "archive": {
      let path = await existing(medium.path), backing = await findDiskInArchive({ ...medium, path }, options.workDir);
      return { drives: [await overlayDisk(backing, options)] };
    }
    case "iso": {
      let image = await existing(medium.path), file = join4(options.workDir, "disc.qcow2");
      await makeOverlay({ backing: { file: image, format: "raw" }, path: file, log: options.log }), options.kernelArguments.length > 0 && await addDiscArguments({ ...options, overlay: file, image });
      let kind = medium.as ?? "cdrom";
      return { drives: [{ file, format: "qcow2", kind, writes: "unsafe" }] };
    }
    case "kernel": {
      let { kernel, initrd, rootfs } = medium, parts = await Promise.all(
        [initrd, rootfs].filter((path) => path !== void 0).map(existing)
      ), append = [medium.append, ...options.kernelArguments].join(" ").trim();
      return {
        drives: [],
        direct: {
          kernel: await existing(kernel),
          ...parts.length === 0 ? {} : { initrd: await joinInitrds(parts, options.workDir) },
          append
        }
      };
    }
  }
}
async function joinInitrds(paths, workDir) {
  let [only] = paths;
  if (paths.length === 1 && only !== void 0) return only;
  let joined = join4(workDir, "initrd"), sizeBytes = 0;
  for (let path of paths)
    await appendFile(joined, Buffer.alloc((4 - sizeBytes % 4) % 4)), await pipeline(createReadStream2(path), createWriteStream(joined, { flags: "a" })), { size: sizeBytes } = await stat2(joined);
  return joined;
}
async function overlayDisk(backing, options) {
  let path = join4(options.workDir, "overlay.qcow2");
  return await makeOverlay({ backing, path, log: options.log }), options.kernelArguments.length > 0 && await addDiskArguments({ ...options, overlay: path, image: backing.file }), { file: path, format: "qcow2", kind: "disk", writes: "unsafe" };
}
async function existing(path) {
  try {
    return await access2(path), resolve(path);
  } catch (cause) {
    throw new ConfigError("IMAGE_MISSING", `${path} cannot be opened`, {
      hint: "Build it first: treesmith build, or treesmith image.",
      cause
    });
  }
}

// lib/boot/resolve-medium.ts
import { access as access3, readFile as readFile4 } from "node:fs/promises";
import { join as join5 } from "node:path";
var CMDLINE_LIMIT_CHARS = 4096;
async function resolveMedium(path, format = formatOf(path)) {
  switch (format) {
    case "raw":
    case "ami":
      return { kind: "disk", path, format: "raw" };
    case "qcow2":
    case "vmdk":
    case "vhd":
    case "vhdx":
      return { kind: "disk", path, format };
    case "ova":
    case "gce":
    case "raw.xz":
    case "raw.zst":
    case "containerdisk":
      return { kind: "archive", path, format };
    case "iso":
      return { kind: "iso", path };
    case "pxe":
    case "kernel+initrd":
      return readFolder(path, format);
    case "wsl":
    case "tar":
    case void 0:
      throw new ConfigError(
        "IMAGE_UNKNOWN",
        format === void 0 ? `${path} has no name that tells its format` : `${path} is no disk: no machine boots from ${format}`,
        { hint: `Names end with ${Object.values(FORMAT_FACTS).map(suffixOf).join(", ")}.` }
      );
  }
}
function isBootable(format) {
  return format !== "wsl" && format !== "tar";
}
function formatOf(path) {
  return IMAGE_FORMATS.filter(
    (format) => path.endsWith(`.${suffixOf(FORMAT_FACTS[format])}`)
  ).sort((a, b) => FORMAT_FACTS[b].suffix.length - FORMAT_FACTS[a].suffix.length)[0];
}
function suffixOf({ suffix }) {
  return suffix.replace(/\/$/, "");
}
async function readFolder(path, format) {
  try {
    let append = (await readFile4(join5(path, "cmdline"), "utf8")).slice(0, CMDLINE_LIMIT_CHARS), files = { kernel: join5(path, "vmlinuz"), initrd: join5(path, "initramfs.img") }, rootfs = format === "pxe" ? { rootfs: join5(path, "rootfs.img") } : {};
    for (let file of Object.values({ ...files, ...rootfs })) await access3(file);
    return { kind: "kernel", ...files, ...rootfs, append: append.trim() };
  } catch (cause) {
    let why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(
      "IMAGE_MISSING",
      `${path} is no folder of a ${format}: ${why}`,
      {
        hint: "Build it first: treesmith build, or treesmith image.",
        cause
      }
    );
  }
}

export {
  prepareFirmware,
  formatMachine,
  readImageFormat,
  prepareMedium,
  resolveMedium,
  isBootable
};
