import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ToolError,
  explainToolError,
  runTool,
  startTool
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/live/tree.ts
import { lstatSync, lutimesSync, readdirSync } from "node:fs";
import { chmod, lstat, mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
async function checkoutTree(repoPath, commit, path, log) {
  let timestampSeconds = await readTimestamp(repoPath, commit), argv = ["ostree", `--repo=${repoPath}`, "checkout", "--force-copy", "--fsync=no"];
  return await runTool([...argv, commit, path], { log, umask: "022" }), await chmod(path, 493), await exists(join(path, "usr/etc")) && !await exists(join(path, "etc")) && await runTool(["cp", "-a", "--", join(path, "usr/etc"), join(path, "etc")], { log }), await makeVar(join(path, "var")), settleTimes(path, timestampSeconds), { path, commit, timestampSeconds, kernel: await findKernel(path) };
}
async function checkoutToRead(repoPath, commit, path, log) {
  let timestampSeconds = await readTimestamp(repoPath, commit), argv = ["ostree", `--repo=${repoPath}`, "checkout", "-U", "--fsync=no"];
  return await runTool([...argv, commit, path], { log, umask: "022" }), { path, commit, timestampSeconds, kernel: await findKernel(path) };
}
function requireKernel(tree) {
  if (tree.kernel !== void 0) return tree.kernel;
  throw new ConfigError(
    "KERNEL_MISSING",
    `commit ${tree.commit} has no kernel: expected /usr/lib/modules/<version>/vmlinuz`,
    {
      hint: "Add a kernel package to the treefile; without one the tree can be a tar or wsl archive."
    }
  );
}
async function readTimestamp(repoPath, commit) {
  let argv = ["ostree", `--repo=${repoPath}`, "show", commit], isChecksum = /^[0-9a-f]{64}$/.test(commit), shown = await runTool(argv, { okExitCodes: [0, 1] }), date = /^Date:\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0000$/m.exec(shown.stdout);
  if (isChecksum && shown.exitCode === 0 && date !== null)
    return Date.parse(`${date[1]}T${date[2]}Z`) / 1e3;
  throw new ConfigError("COMMIT_MISSING", `there is no commit ${commit} in ${repoPath}`, {
    hint: "Compose it first: treesmith compose."
  });
}
async function findKernel(root) {
  let folder = join(root, "usr/lib/modules"), names = await exists(folder) ? (await readdir(folder)).sort() : [];
  for (let name of names)
    if (await exists(join(folder, name, "vmlinuz"))) return name;
}
async function makeVar(path) {
  let found = await lstat(path).catch(() => {
  });
  if (!(found !== void 0 && !found.isDirectory())) {
    for (let [name, mode] of [
      ["", 493],
      ["lib", 493],
      ["log", 493],
      ["tmp", 1023]
    ])
      name !== "" && await exists(join(path, name)) || (await mkdir(join(path, name), { recursive: !0 }), await chmod(join(path, name), mode));
    for (let name of ["run", "lock"])
      await exists(join(path, name)) || await symlink(name === "run" ? "../run" : "../run/lock", join(path, name));
  }
}
function settleTimes(root, timeSeconds) {
  let visit = (path) => {
    let facts = lstatSync(path, { bigint: !0 });
    if (facts.isDirectory()) for (let name of readdirSync(path)) visit(join(path, name));
    facts.mtimeNs !== 0n && lutimesSync(path, timeSeconds, timeSeconds);
  };
  visit(root);
}
async function exists(path) {
  return lstat(path).then(
    () => !0,
    () => !1
  );
}

// lib/live/kernel-initrd.ts
import { join as join4 } from "node:path";

// lib/live/compressor.ts
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
var CHUNK_BYTES = 256 * 1024, LEVELS = { none: 0, gzip: 6, zstd: 9, xz: 6 };
async function writeCompressed(chunks, path, options) {
  let { compression } = options, level = LEVELS[compression], source = Readable.from(joined(chunks), { objectMode: !1, highWaterMark: CHUNK_BYTES }), target = createWriteStream(path, { flags: options.append === !0 ? "a" : "wx" });
  switch (compression) {
    case "none":
      return pipeline(source, target);
    case "gzip":
      return pipeline(source, createGzip({ level, chunkSize: CHUNK_BYTES }), target);
    case "zstd":
      return throughTool(source, ["zstd", "-q", "-c", `-${level}`, "-T0"], target);
    case "xz":
      return throughTool(
        source,
        ["xz", "-q", "-c", `-${level}`, "-T0", "--check=crc32", "--block-size=16MiB"],
        target
      );
  }
}
async function* joined(chunks) {
  let held = [], heldBytes = 0;
  for await (let chunk of chunks)
    held.push(chunk), heldBytes += chunk.length, !(heldBytes < CHUNK_BYTES) && (yield Buffer.concat(held), held = [], heldBytes = 0);
  heldBytes > 0 && (yield Buffer.concat(held));
}
async function throughTool(source, argv, target) {
  let child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"] }), { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-1024);
  });
  let ended = once(child, "close");
  try {
    await Promise.all([pipeline(source, stdin), pipeline(stdout, target)]);
    let [exitCode] = await ended;
    if (exitCode === 0) return;
    throw explainToolError(new ToolError(argv, exitCode ?? 255, complaint));
  } finally {
    child.kill("SIGKILL"), await ended;
  }
}

// lib/live/cpio-archive.ts
import { createReadStream, readlinkSync } from "node:fs";
import { join as join3 } from "node:path";

// lib/cpio/format.ts
var MAGIC = "070701";
var TRAILER = "TRAILER!!!";
function formatCpioHeader(entry) {
  let name = Buffer.from(`${entry.path}\0`), fields = [
    entry.inode,
    entry.mode,
    entry.uid,
    entry.gid,
    entry.links,
    entry.mtimeSeconds,
    entry.sizeBytes,
    0,
    0,
    entry.device?.major ?? 0,
    entry.device?.minor ?? 0,
    name.length,
    0
  ], header = Buffer.from(`${MAGIC}${fields.map((field) => hex(field, entry.path)).join("")}`);
  return Buffer.concat([header, name, padding(110 + name.length)]);
}
function formatCpioPadding(sizeBytes) {
  return padding(sizeBytes);
}
function formatCpioTrailer() {
  return formatCpioHeader({
    path: TRAILER,
    mode: 0,
    uid: 0,
    gid: 0,
    mtimeSeconds: 0,
    inode: 0,
    links: 1,
    sizeBytes: 0
  });
}
function hex(value, path) {
  if (!Number.isInteger(value) || value < 0 || value > 4294967295)
    throw new RangeError(`${path}: ${value} does not fit into a cpio header`);
  return value.toString(16).padStart(8, "0");
}
function padding(sizeBytes) {
  return Buffer.alloc(-sizeBytes & 3);
}

// lib/live/tree-entry.ts
import { lstatSync as lstatSync2, readdirSync as readdirSync2 } from "node:fs";
import { join as join2 } from "node:path";
var FILE_TYPE = {
  mask: 61440,
  folder: 16384,
  file: 32768,
  link: 40960,
  character: 8192,
  block: 24576
};
function listTree(root, isWanted = () => !0) {
  let found = [], visit = (folder) => {
    for (let name of readdirSync2(join2(root, folder))) {
      let path = folder === "" ? name : `${folder}/${name}`;
      if (!isWanted(path)) continue;
      let facts = lstatSync2(join2(root, path), { bigint: !0 });
      found.push(entryOf(path, facts)), facts.isDirectory() && visit(path);
    }
  };
  return visit(""), found.sort((a, b) => compareBytes(a.path, b.path));
}
function entryOf(path, facts) {
  let device = Number(facts.rdev);
  return {
    path,
    mode: Number(facts.mode),
    uid: Number(facts.uid),
    gid: Number(facts.gid),
    sizeBytes: facts.isFile() || facts.isSymbolicLink() ? Number(facts.size) : 0,
    mtimeSeconds: Number(facts.mtimeNs / 1000000000n),
    inode: facts.ino,
    links: facts.isDirectory() ? 1 : Number(facts.nlink),
    // glibc's makedev, for numbers as small as device nodes have.
    device: { major: device >> 8 & 4095, minor: device & 255 | device >> 12 & 1048320 }
  };
}

// lib/live/cpio-archive.ts
var READ_BYTES = 256 * 1024;
async function* formatCpio(root, members) {
  let names = /* @__PURE__ */ new Map();
  for (let { inode } of members) names.set(inode, (names.get(inode) ?? 0) + 1);
  let inodes = /* @__PURE__ */ new Map(), left = new Map(names);
  for (let member of members) {
    let links = names.get(member.inode) ?? 1, inode = inodes.get(member.inode) ?? inodes.size + 1;
    inodes.set(member.inode, inode);
    let remaining = (left.get(member.inode) ?? 1) - 1;
    left.set(member.inode, remaining);
    let type = member.mode & FILE_TYPE.mask, isDevice = type === FILE_TYPE.character || type === FILE_TYPE.block, data = member.data ?? (type === FILE_TYPE.link ? readlinkSync(join3(root, member.path), "buffer") : void 0), sizeBytes = remaining > 0 ? 0 : data?.length ?? member.sizeBytes;
    assertFits(member.path, sizeBytes), yield formatCpioHeader({
      path: member.path,
      mode: member.mode,
      uid: member.uid,
      gid: member.gid,
      mtimeSeconds: member.mtimeSeconds,
      inode,
      links,
      sizeBytes,
      ...isDevice ? { device: member.device } : {}
    }), sizeBytes !== 0 && (data === void 0 ? yield* readExactly(member.source ?? join3(root, member.path), sizeBytes) : yield data, yield formatCpioPadding(sizeBytes));
  }
  yield formatCpioTrailer();
}
function madeMember(path, mode, order, more = {}) {
  return {
    path,
    mode,
    uid: 0,
    gid: 0,
    mtimeSeconds: 0,
    links: 1,
    sizeBytes: 0,
    inode: BigInt(-1 - order),
    device: { major: 0, minor: 0 },
    ...more
  };
}
function sortMembers(members) {
  return [...members].sort((a, b) => compareBytes(a.path, b.path));
}
async function* readExactly(path, sizeBytes) {
  let left = sizeBytes;
  for await (let chunk of createReadStream(path, { highWaterMark: READ_BYTES }))
    left -= chunk.length, left >= 0 && (yield chunk);
  if (left !== 0)
    throw new BuildError("PROGRAM_BAD", `${path} changed while it was read`);
}
function assertFits(path, sizeBytes) {
  if (!(sizeBytes <= 4294967295))
    throw new ConfigError(
      "FORMAT_LIMIT",
      `${path} has ${formatBytes(sizeBytes)}, more than the ${formatBytes(4294967295)} that a file in an initramfs can have`,
      { hint: "Leave packages out, or make an ISO or a disk image instead." }
    );
}

// lib/live/kernel-initrd.ts
var NODES = [
  { path: "dev/console", major: 5, minor: 1 },
  { path: "dev/null", major: 1, minor: 3 }
];
async function writeTreeInitramfs(tree, path, compression) {
  let modules = `usr/lib/modules/${requireKernel(tree)}`, unwanted = /* @__PURE__ */ new Set([`${modules}/vmlinuz`, `${modules}/initramfs.img`, "init"]), members = listTree(tree.path, (name) => !unwanted.has(name)), there = new Set(members.map((member) => member.path)), made = NODES.filter((node) => !there.has(node.path)).map(
    ({ path: name, ...device }, order) => madeMember(name, FILE_TYPE.character | 384, order, { device })
  ), init = madeMember("init", FILE_TYPE.link | 511, NODES.length, {
    data: Buffer.from("usr/lib/systemd/systemd")
  }), sorted = sortMembers([...members, ...made, init]);
  await writeCompressed(formatCpio(tree.path, sorted), path, { compression });
}
function kernelPath(tree) {
  return join4(tree.path, "usr/lib/modules", requireKernel(tree), "vmlinuz");
}

// lib/live/initramfs.ts
import { lstatSync as lstatSync3 } from "node:fs";
import { join as join5 } from "node:path";
function initramfsMembers(root, paths, made, folders = []) {
  let members = /* @__PURE__ */ new Map(), order = 0, addParents = (path) => {
    let parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth += 1) {
      let parent = parts.slice(0, depth).join("/");
      members.has(parent) || (order += 1, members.set(parent, madeMember(parent, FILE_TYPE.folder | 493, order)));
    }
  };
  for (let path of paths) {
    addParents(path);
    let facts = lstatSync3(join5(root, path), { bigint: !0 });
    members.set(path, { ...entryOf(path, facts), uid: 0, gid: 0, links: 1, mtimeSeconds: 0 });
  }
  for (let path of folders) addParents(`${path}/.`);
  for (let file of made) {
    addParents(file.path);
    let data = Buffer.from(file.text);
    order += 1, members.set(
      file.path,
      madeMember(file.path, FILE_TYPE.file | (file.mode ?? 420), order, {
        data,
        sizeBytes: data.length
      })
    );
  }
  return sortMembers([...members.values()]);
}

// lib/live/modules.ts
import { readFileSync } from "node:fs";
import { join as join6 } from "node:path";
var INDEX_FILES = [
  "modules.alias",
  "modules.alias.bin",
  "modules.builtin",
  "modules.builtin.alias.bin",
  "modules.builtin.bin",
  "modules.builtin.modinfo",
  "modules.dep",
  "modules.dep.bin",
  "modules.softdep"
];
function readModuleIndex(root, kernel) {
  let folder = `usr/lib/modules/${kernel}`, lines = (name) => readText(join6(root, folder, name)).split(`
`), files = /* @__PURE__ */ new Map();
  for (let line of lines("modules.dep")) {
    let [file, needed = ""] = line.split(":");
    file === void 0 || file === "" || !isSafe(file) || files.set(moduleName(file), [
      file,
      ...needed.split(" ").filter((name) => name !== "" && isSafe(name))
    ]);
  }
  let softDependencies = /* @__PURE__ */ new Map();
  for (let line of lines("modules.softdep")) {
    let [, name, ...rest] = line.split(/\s+/);
    name !== void 0 && softDependencies.set(
      moduleName(name),
      rest.filter((word) => !word.endsWith(":")).map(moduleName)
    );
  }
  let builtin = new Set(lines("modules.builtin").filter(Boolean).map(moduleName));
  return { folder, files, builtin, softDependencies };
}
function hasModule(index, name) {
  return index.builtin.has(moduleName(name)) || index.files.has(moduleName(name));
}
function collectModules(index, root, names) {
  let found = /* @__PURE__ */ new Set(), seen = /* @__PURE__ */ new Set(), pending = names.map(moduleName);
  for (let name = pending.pop(); name !== void 0; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    let files = index.files.get(name) ?? [];
    for (let file of files)
      found.add(`${index.folder}/${file}`), pending.push(moduleName(file));
    pending.push(...index.softDependencies.get(name) ?? []);
  }
  for (let name of INDEX_FILES)
    readText(join6(root, index.folder, name)) !== "" && found.add(`${index.folder}/${name}`);
  return found;
}
function assertModules(index, names, purpose) {
  let missing2 = names.filter((name) => !hasModule(index, name));
  if (missing2.length === 0) return;
  let version = index.folder.split("/").at(-1);
  throw new ConfigError(
    "MODULE_MISSING",
    `kernel ${version} lacks ${missing2.join(", ")}, which ${purpose} needs`,
    {
      hint: "Add the package with more modules (kernel-modules on Fedora), or take the full kernel (linux-image-amd64 or linux-image-arm64 on Debian)."
    }
  );
}
function moduleName(file) {
  return (file.split("/").at(-1) ?? "").replace(/\.ko(\.(gz|xz|zst))?$/, "").replaceAll("-", "_");
}
function isSafe(path) {
  return !path.startsWith("/") && !path.split("/").includes("..");
}
function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

// lib/live/programs.ts
import { readFileSync as readFileSync2 } from "node:fs";
import { dirname, join as join8 } from "node:path";

// lib/live/elf.ts
var PT_LOAD = 1, PT_DYNAMIC = 2, PT_INTERP = 3, DT_NEEDED = 1, DT_STRTAB = 5, DT_RPATH = 15, DT_RUNPATH = 29, MAX_SEGMENTS = 128, MAX_DYNAMIC = 4096, MAX_NAME_BYTES = 4096;
function isElf(bytes) {
  return bytes.length > 20 && bytes.readUInt32BE(0) === 2135247942;
}
function parseElfNeeds(bytes, name) {
  try {
    return readNeeds(bytes);
  } catch (error) {
    let why = error instanceof Error ? error.message : String(error);
    throw new BuildError("PROGRAM_BAD", `${name} is no 64-bit ELF file: ${why}`, {
      cause: error
    });
  }
}
function readNeeds(bytes) {
  if (!isElf(bytes) || bytes[4] !== 2) throw new RangeError("wrong magic or class");
  let isBig = bytes[5] === 2, u16 = (at) => isBig ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at), u32 = (at) => isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at), u64 = (at) => {
    let value = Number(isBig ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at));
    if (!Number.isSafeInteger(value)) throw new RangeError("a number is out of range");
    return value;
  }, text = (at) => {
    let end = bytes.indexOf(0, at);
    if (end < at || end - at > MAX_NAME_BYTES) throw new RangeError("a name has no end");
    return bytes.toString("utf8", at, end);
  }, count = u16(56);
  if (count > MAX_SEGMENTS) throw new RangeError(`${count} segments`);
  let segments = Array.from({ length: count }, (_, index) => {
    let at = u64(32) + index * u16(54);
    return { type: u32(at), offset: u64(at + 8), address: u64(at + 16), sizeBytes: u64(at + 32) };
  }), interp = segments.find(({ type }) => type === PT_INTERP), dynamic = segments.find(({ type }) => type === PT_DYNAMIC), entries = [];
  for (let index = 0; dynamic !== void 0 && index * 16 < dynamic.sizeBytes; index += 1) {
    if (index > MAX_DYNAMIC) throw new RangeError("the dynamic section has no end");
    let at = dynamic.offset + index * 16, tag = Number(isBig ? bytes.readBigInt64BE(at) : bytes.readBigInt64LE(at));
    if (tag === 0) break;
    [DT_NEEDED, DT_STRTAB, DT_RPATH, DT_RUNPATH].includes(tag) && entries.push([tag, u64(at + 8)]);
  }
  let table = entries.find(([tag]) => tag === DT_STRTAB)?.[1], strings = (...tags) => entries.filter(([tag]) => tags.includes(tag)).map(([, value]) => text(fileOffset(segments, table ?? 0) + value));
  return {
    machine: u16(18),
    interpreter: interp === void 0 ? void 0 : text(interp.offset),
    libraries: strings(DT_NEEDED),
    runPaths: strings(DT_RPATH, DT_RUNPATH).flatMap((paths) => paths.split(":"))
  };
}
function fileOffset(segments, address) {
  let holder = segments.find(
    (segment) => segment.type === PT_LOAD && address >= segment.address && address < segment.address + segment.sizeBytes
  );
  if (holder === void 0) throw new RangeError("the string table is not in the file");
  return address - holder.address + holder.offset;
}

// lib/live/tree-path.ts
import { lstatSync as lstatSync4, readdirSync as readdirSync3, readlinkSync as readlinkSync2 } from "node:fs";
import { join as join7, posix } from "node:path";
var MAX_LINKS = 40;
function followPath(root, path) {
  let links = [], pending = split(path), real = [];
  for (; pending.length > 0; ) {
    let [name = "", ...rest] = pending;
    if (pending = rest, name === "..") {
      real = real.slice(0, -1);
      continue;
    }
    let here = [...real, name].join("/"), facts = lstatSync4(join7(root, here), { throwIfNoEntry: !1 });
    if (facts === void 0) return;
    if (!facts.isSymbolicLink()) {
      if (rest.length > 0 && !facts.isDirectory()) return;
      real = [...real, name];
      continue;
    }
    if (links.length >= MAX_LINKS) return;
    links.push(here);
    let target = readlinkSync2(join7(root, here));
    posix.isAbsolute(target) && (real = []), pending = [...split(target), ...rest];
  }
  return { real: real.join("/"), links };
}
function listFolder(root, path) {
  let found = followPath(root, path);
  return found === void 0 || !lstatSync4(join7(root, found.real)).isDirectory() ? [] : readdirSync3(join7(root, found.real)).sort(compareBytes);
}
function split(path) {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

// lib/live/programs.ts
var FOLDERS = ["usr/bin", "usr/sbin", "bin", "sbin"], MAX_FILES = 2e3;
function collectPrograms(root, needs) {
  let collector = new Collector(root);
  for (let need of needs) {
    let path = FOLDERS.map((folder) => `${folder}/${need.name}`).find(
      (candidate) => followPath(root, candidate) !== void 0
    );
    if (path !== void 0) collector.addFile(path);
    else if (need.optional !== !0) throw missing(need);
  }
  return collector.files;
}
var Collector = class {
  files = /* @__PURE__ */ new Set();
  root;
  folders;
  constructor(root) {
    this.root = root, this.folders = libraryFolders(root);
  }
  /** Adds a file, what leads to it and what it needs; returns its machine when it is an ELF file. */
  addFile(path) {
    let found = followPath(this.root, path);
    if (found === void 0) throw missing({ name: path, package: "the one that owns it" });
    for (let link of found.links) this.files.add(link);
    if (this.files.has(found.real)) return;
    if (this.files.add(found.real), this.files.size > MAX_FILES) throw new RangeError(`more than ${MAX_FILES} files`);
    let bytes = readFileSync2(join8(this.root, found.real));
    if (!isElf(bytes)) return;
    let { interpreter, libraries, machine, runPaths } = parseElfNeeds(bytes, `/${found.real}`);
    interpreter !== void 0 && this.addFile(interpreter);
    let origin = dirname(found.real), own = runPaths.map((folder) => folder.replace(/\$(ORIGIN|\{ORIGIN\})/g, `/${origin}`));
    for (let library of libraries) this.addLibrary(library, [...own, ...this.folders], machine);
  }
  addLibrary(name, folders, machine) {
    for (let folder of folders) {
      let path = name.includes("/") ? name : `${folder}/${name}`, found = followPath(this.root, path);
      if (found === void 0) continue;
      let bytes = readFileSync2(join8(this.root, found.real));
      if (!(!isElf(bytes) || bytes[4] !== 2) && parseElfNeeds(bytes, path).machine === machine) {
        this.addFile(path);
        return;
      }
    }
    throw missing({ name, package: "the one with that library" });
  }
};
function libraryFolders(root) {
  let folder = "etc/ld.so.conf.d", configured = listFolder(root, folder).map((name) => followPath(root, `${folder}/${name}`)?.real).filter((file) => file?.endsWith(".conf") === !0).flatMap((file) => readFileSync2(join8(root, file ?? ""), "utf8").split(`
`)).map((line) => line.trim()).filter((line) => line.startsWith("/")), multiarch = listFolder(root, "usr/lib").filter((name) => name.includes("-linux-gnu")).map((name) => `usr/lib/${name}`);
  return [...configured, ...multiarch, "usr/lib64", "usr/lib", "lib64", "lib"];
}
function missing(need) {
  return new ConfigError(
    "PROGRAM_MISSING",
    `the tree has no ${need.name}, which is needed before its root file system is there`,
    { hint: `Add the package to the treefile: ${need.package}.` }
  );
}

// lib/live/init-script.ts
var INIT_PRELUDE = `#!/usr/bin/bash
# Made by Treesmith. The first process, until the root file system is there.
export PATH=/usr/bin:/usr/sbin:/bin:/sbin
umask 022
set -f
mkdir -p /proc /sys /dev /run
mount -t proc -o nosuid,nodev,noexec proc /proc
mount -t sysfs -o nosuid,nodev,noexec sysfs /sys
mount -t devtmpfs -o nosuid,mode=0755 devtmpfs /dev
mount -t tmpfs -o nosuid,nodev,mode=0755 tmpfs /run
exec 0<>/dev/console 1>&0 2>&0
read -r cmdline </proc/cmdline

# The last value of NAME=VALUE on the kernel's command line.
argument() {
  local word value=
  for word in $cmdline; do
    case $word in "$1="*) value=\${word#*=} ;; esac
  done
  printf %s "$value"
}

# Through the kernel's log a line reaches every console; 5 is a notice, 2 is shown even with "quiet".
say() { printf '<5>treesmith: %s\\n' "$*" >/dev/kmsg; }
shout() { printf '<2>treesmith: %s\\n' "$*" >/dev/kmsg; }

stop_machine() {
  sync
  if [[ $1 == reboot ]]; then echo b >/proc/sysrq-trigger; else echo o >/proc/sysrq-trigger; fi
  while :; do sleep 60; done
}

# Says what is wrong on every console, then leaves a shell on the last of them.
die() {
  shout "$*"
  sync
  case $(argument treesmith.fail) in
    poweroff | reboot) sleep 1; stop_machine "$(argument treesmith.fail)" ;;
  esac
  shout 'a shell is on the console; leave it to power off'
  bash --norc
  stop_machine poweroff
}

# Loads the driver of every device that the kernel has found so far, as udev would.
declare -A tried
load_drivers() {
  local file alias wanted=()
  set +f
  for file in /sys/bus/*/devices/*/modalias; do
    alias=
    read -r alias 2>/dev/null <"$file"
    [[ -n $alias && -z \${tried[$alias]} ]] || continue
    tried[$alias]=1
    wanted+=("$alias")
  done
  set -f
  ((\${#wanted[@]} == 0)) || modprobe -abq -- "\${wanted[@]}" 2>/dev/null
}
`;

export {
  writeCompressed,
  formatCpioPadding,
  formatCpioTrailer,
  FILE_TYPE,
  listTree,
  formatCpio,
  madeMember,
  checkoutTree,
  checkoutToRead,
  requireKernel,
  writeTreeInitramfs,
  kernelPath,
  INIT_PRELUDE,
  initramfsMembers,
  readModuleIndex,
  collectModules,
  assertModules,
  followPath,
  listFolder,
  collectPrograms
};
