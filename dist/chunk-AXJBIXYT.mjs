import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  putReferrer
} from "./chunk-K23XTKS6.mjs";
import {
  COMPONENTS,
  LayerThreads,
  assertCompression,
  changesPerYear,
  formatCommitContent,
  formatLayerContent,
  formatLayerTitle,
  formatPackageChanges,
  planLayers,
  readLayerContent,
  writeLayers
} from "./chunk-OIXZMSN3.mjs";
import {
  formatImageManifest
} from "./chunk-3CL76CQI.mjs";
import {
  composeRepo,
  fetchLocked,
  sourceDateEpochOf
} from "./chunk-3XQMDXT4.mjs";
import {
  runAsRoot
} from "./chunk-ZW2FCWP2.mjs";
import {
  SBOM_FORMATS,
  SBOM_FORMAT_FACTS,
  formatSbom,
  makeCommitSbom,
  makeSbom,
  parseOsRelease
} from "./chunk-2XXZ7EJQ.mjs";
import {
  RPMDB_PATHS
} from "./chunk-MMUIYG3A.mjs";
import {
  readRpmdb
} from "./chunk-6BOGLLXY.mjs";
import {
  formatImageConfig
} from "./chunk-AM2BFUHL.mjs";
import {
  OCI_CONFIG,
  OCI_EMPTY,
  OCI_MANIFEST
} from "./chunk-FHFKXTOJ.mjs";
import {
  digestOf
} from "./chunk-G4JM7VSD.mjs";
import {
  AUTOVAR
} from "./chunk-OW6TRHB3.mjs";
import {
  overlayFolder
} from "./chunk-QSWBYFUT.mjs";
import {
  HEADER_TAG
} from "./chunk-DBJ6H2PG.mjs";
import {
  formatNevra
} from "./chunk-77DXW6FU.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  formatContentHeader,
  parseArchiveHeader,
  parseArchiveMeta
} from "./chunk-MXOWXJGY.mjs";
import {
  array,
  bytes,
  objectChecksum,
  objectPath,
  parseCommit,
  parseDirmeta,
  parseDirtree,
  serialise,
  tuple
} from "./chunk-ZFWD6OLO.mjs";
import {
  ContentReader
} from "./chunk-6P2BBEF6.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/make-container.ts
import { readFile as readFile2 } from "node:fs/promises";
import { basename, join as join5 } from "node:path";

// lib/compose/treefile-changes.ts
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
var COMPOSED = [
  AUTOVAR,
  "usr/lib/tmpfiles.d/rpm-ostree-0-integration.conf",
  "usr/lib/rpm/macros.d/macros.rpm-ostree",
  "usr/share/rpm-ostree/treefile.json",
  // With nss-altfiles.
  "usr/lib/passwd",
  "usr/lib/group"
];
async function readTreefileChanges(treefile) {
  let paths = new Set(COMPOSED), { addFiles, mutateOsRelease, defaultTarget, postprocess, postprocessScript } = treefile;
  for (let { destination } of addFiles) paths.add(join("/", destination).slice(1));
  mutateOsRelease !== void 0 && paths.add("etc/os-release").add("usr/lib/os-release"), defaultTarget !== void 0 && paths.add("usr/lib/systemd/system/default.target");
  let isUnbounded = postprocess.length > 0 || postprocessScript !== void 0;
  for (let layer of [...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers]) {
    let folder = await overlayFolder(treefile, layer);
    if (folder === void 0) isUnbounded = !0;
    else for (let path of await listFiles(folder)) paths.add(path);
  }
  return { paths, isUnbounded, readonlyExecutables: treefile.readonlyExecutables };
}
async function listFiles(folder) {
  return (await readdir(folder, { recursive: !0, withFileTypes: !0 })).filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

// lib/container/bootable.ts
import { rm } from "node:fs/promises";

// lib/container/bootable-labels.ts
var FINAL_LAYER = "ostree.final-diffid", COPIED = ["ostree.linux", "rpmostree.inputhash", "version"];
function bootableLabels({ commit, checksum }, finalDiffId) {
  let metadata2 = new Map(commit.metadata.map(([key, { value }]) => [key, value])), labels = {
    "ostree.commit": checksum,
    [FINAL_LAYER]: finalDiffId
  };
  for (let key of COPIED) {
    let value = metadata2.get(key);
    typeof value == "string" && (labels[key] = value);
  }
  let version = labels.version;
  version !== void 0 && (labels["org.opencontainers.image.version"] = version);
  let bootable = metadata2.get("ostree.bootable");
  return typeof bootable == "boolean" && (labels["ostree.bootable"] = String(bootable), labels["containers.bootc"] = "1"), labels;
}
function commandOf({ commit }) {
  let found = commit.metadata.find(([key]) => key === "ostree.container-cmd")?.[1].value;
  return Array.isArray(found) && found.every((word) => typeof word == "string") ? found : void 0;
}

// lib/container/bootable-image.ts
async function writeBootableImage(tree, layers, options) {
  let { layout, architecture, process, createdBy } = options, labels = { ...bootableLabels(tree, layers.at(-1)?.diffId ?? ""), ...process?.labels }, cmd = process?.cmd ?? commandOf(tree), config = await layout.putBlob(
    formatImageConfig({
      architecture,
      createdSeconds: tree.commit.timestampSeconds,
      process: { ...process, ...cmd === void 0 ? {} : { cmd }, labels },
      diffIds: layers.map(({ diffId }) => diffId),
      // Once is enough: every update is pushed with it.
      history: layers.map(({ name }, index) => ({
        createdBy: index === 0 ? createdBy : "treesmith",
        comment: name
      }))
    }),
    OCI_CONFIG
  ), manifest = formatImageManifest({
    config,
    layers: layers.map(({ descriptor }) => descriptor),
    annotations: { ...labels, ...options.annotations }
  }), platform = { architecture, os: "linux" }, digest = await layout.putManifest(options.tag, manifest, OCI_MANIFEST, { platform });
  return {
    descriptor: { mediaType: OCI_MANIFEST, digest, size: manifest.length, platform },
    configBytes: config.size
  };
}

// lib/container/commit-components.ts
var UNPACKAGED = "rpmostree-unpackaged-content", INITRAMFS = "initramfs", RPMDB = "rpmdb", SHARED_BYTES = 256 * 1024, MODULES = /^(usr\/lib\/modules\/[^/]+)\/(.+)$/, DATABASE = /^usr\/(share\/rpm|lib\/sysimage\/rpm|lib\/sysimage\/rpm-ostree-base-db)(\/|$)/;
function shareOut(tree, packages) {
  let componentOf = findComponents(tree, packages), owners = /* @__PURE__ */ new Map();
  for (let [path, checksum] of tree.files) {
    let found = owners.get(checksum) ?? /* @__PURE__ */ new Set();
    owners.set(checksum, found.add(componentOf(path)));
  }
  let objects = /* @__PURE__ */ new Map();
  for (let [path, checksum] of tree.files) {
    let name = placeOf(
      componentOf(path),
      owners.get(checksum) ?? /* @__PURE__ */ new Set(),
      sizeOf(tree, checksum)
    ), own = objects.get(name) ?? /* @__PURE__ */ new Map();
    objects.set(name, own), own.set(checksum, [...own.get(checksum) ?? [], path]);
  }
  return { components: [...objects].map(([name, own]) => {
    let sizeBytes = [...own.keys()].reduce((sum, checksum) => sum + storedOf(tree, checksum), 0), found = packages.packages.get(name);
    return found === void 0 ? { name, group: name, sizeBytes, frequency: 52, isAlone: !0 } : { name, group: found.source, sizeBytes, frequency: found.changesPerYear };
  }).sort((a, b) => compareBytes(a.name, b.name)), objects };
}
function findComponents(tree, { owners }) {
  let kernels = /* @__PURE__ */ new Map();
  for (let [path, owner] of owners) {
    let [, folder, rest] = MODULES.exec(path) ?? [];
    if (folder === void 0 || rest === void 0) continue;
    let before = kernels.get(folder);
    (rest.startsWith("kernel/") || !rest.includes("/")) && (before === void 0 || compareBytes(owner, before) < 0) && kernels.set(folder, owner);
  }
  return (path) => {
    let owner = owners.get(path);
    if (owner !== void 0) return owner;
    if (DATABASE.test(path) && tree.files.has(path)) return RPMDB;
    let [, folder = "", rest] = MODULES.exec(path) ?? [];
    return rest === void 0 ? UNPACKAGED : rest === "initramfs.img" ? INITRAMFS : kernels.get(folder) ?? UNPACKAGED;
  };
}
function placeOf(own, owners, sizeBytes) {
  if (owners.size === 1) return own;
  let first = [...owners].filter((name) => name !== UNPACKAGED).sort(compareBytes)[0] ?? own;
  return own === UNPACKAGED || sizeBytes > SHARED_BYTES ? first : own;
}
function sizeOf(tree, checksum) {
  return tree.objects.get(checksum)?.sizeBytes ?? 0;
}
function storedOf(tree, checksum) {
  return (tree.objects.get(checksum)?.storedBytes ?? 0) + 100;
}

// lib/container/capabilities.ts
var NAMES = [
  "chown",
  "dac_override",
  "dac_read_search",
  "fowner",
  "fsetid",
  "kill",
  "setgid",
  "setuid",
  "setpcap",
  "linux_immutable",
  "net_bind_service",
  "net_broadcast",
  "net_admin",
  "net_raw",
  "ipc_lock",
  "ipc_owner",
  "sys_module",
  "sys_rawio",
  "sys_chroot",
  "sys_ptrace",
  "sys_pacct",
  "sys_admin",
  "sys_boot",
  "sys_nice",
  "sys_resource",
  "sys_time",
  "sys_tty_config",
  "mknod",
  "lease",
  "audit_write",
  "audit_control",
  "setfcap",
  "mac_override",
  "mac_admin",
  "syslog",
  "wake_alarm",
  "block_suspend",
  "audit_read",
  "perfmon",
  "bpf",
  "checkpoint_restore"
];
function parseCapabilities(value) {
  let bytes2 = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (bytes2.length < 12) return;
  let magic = bytes2.readUInt32LE(), isShort = (magic & 4278190080) >>> 0 === 16777216;
  if (!isShort && bytes2.length < 20) return;
  let word = (at) => BigInt(bytes2.readUInt32LE(at));
  return {
    permitted: word(4) | (isShort ? 0n : word(12) << 32n),
    inheritable: word(8) | (isShort ? 0n : word(16) << 32n),
    isEffective: (magic & 1) !== 0
  };
}
function parseCapabilityText(text) {
  let flags = { e: 0n, p: 0n, i: 0n };
  for (let clause of text.trim().split(/\s+/)) {
    let [, list = "", actions = ""] = /^([a-z0-9_,]*)((?:[=+-][eip]*)+)$/i.exec(clause) ?? [], mask = list === "" || list.toLowerCase() === "all" ? ALL : maskOf(list);
    if (actions === "" || mask === void 0) return;
    for (let [, sign, letters = ""] of actions.matchAll(/([=+-])([eip]*)/gi))
      for (let key of ["e", "p", "i"]) {
        let isNamed = letters.toLowerCase().includes(key);
        (sign === "=" || sign === "-" && isNamed) && (flags[key] &= ~mask), sign !== "-" && isNamed && (flags[key] |= mask);
      }
  }
  return { permitted: flags.p, inheritable: flags.i, isEffective: flags.e !== 0n };
}
var ALL = (1n << BigInt(NAMES.length)) - 1n;
function maskOf(list) {
  let mask = 0n;
  for (let name of list.toLowerCase().split(",")) {
    let index = NAMES.indexOf(name.replace(/^cap_/, ""));
    if (index === -1) return;
    mask |= 1n << BigInt(index);
  }
  return mask;
}

// lib/container/package-check.ts
var TYPE = 61440, FOLDER = 16384, FILE = 32768, LINK = 40960, PERMISSIONS = 4095, EXECUTABLE = 73, WRITABLE = 146, PackageCheck = class {
  digests = /* @__PURE__ */ new Map();
  tree;
  options;
  differences = /* @__PURE__ */ new Map();
  /** Folders may belong to several packages: one that agrees is enough. */
  agreed = /* @__PURE__ */ new Set();
  /** What one path of each object must give: its bytes are read once. */
  objects = /* @__PURE__ */ new Map();
  name = "";
  /** Of the package: the object that each of its inodes with bytes has become. */
  inodes = /* @__PURE__ */ new Map();
  constructor(tree, options) {
    this.tree = tree, this.options = options;
  }
  /** Goes on with the next package. */
  begin(name) {
    this.name = name, this.inodes.clear();
  }
  /** Compares one path. */
  compare(path, file) {
    if (file.isGhost || !path.includes("/") || this.options.changedPaths.has(path)) return;
    let difference = this.find(path, file);
    difference === void 0 ? this.agreed.add(path) : this.differences.has(path) || this.differences.set(path, `/${path} of ${this.name}: ${difference}`);
  }
  /** Returns what differs from all packages that have it. */
  finish() {
    return [...this.differences].flatMap(([path, text]) => this.agreed.has(path) ? [] : [text]);
  }
  find(path, file) {
    let checksum = this.tree.files.get(path), meta = this.tree.folders.get(path) ?? this.tree.objects.get(checksum ?? "")?.meta;
    if (meta === void 0) return;
    let type = file.mode & TYPE;
    if (type !== FOLDER && type !== FILE && type !== LINK) return;
    let isFree = file.isConfig || path.startsWith("usr/etc/");
    if ((meta.mode & TYPE) !== type)
      return type === FOLDER || isFree ? void 0 : `it is another type of file (${octal(meta.mode)})`;
    let { users, groups } = this.options.accounts, uid = users.get(file.user) ?? 0, gid = groups.get(file.group) ?? 0;
    if (meta.uid !== uid || meta.gid !== gid)
      return `it belongs to ${meta.uid}:${meta.gid}, expected ${uid}:${gid} (${file.user}:${file.group})`;
    if (type === LINK) {
      let { target } = meta;
      return target === file.target || isFree ? void 0 : `it leads to ${target}, expected ${file.target}`;
    }
    let mode = this.expectedMode(path, file);
    return (meta.mode & PERMISSIONS) !== (mode & PERMISSIONS) ? `it has the mode ${octal(meta.mode)}, expected ${octal(mode)}` : type === FOLDER || checksum === void 0 ? void 0 : this.findCapabilities(meta, file) ?? (isFree ? void 0 : this.findLinks(path, checksum, file));
  }
  expectedMode(path, { mode }) {
    let isProgram = (mode & TYPE) === FILE && (mode & EXECUTABLE) !== 0, isProtected = path.startsWith("usr/") && !path.startsWith("usr/etc/");
    return this.options.readonlyExecutables && isProgram && isProtected ? mode & ~WRITABLE : mode;
  }
  findCapabilities({ xattrs }, { capabilities }) {
    let expected = capabilities === "" ? void 0 : parseCapabilityText(capabilities);
    if (expected === void 0) return;
    let value = xattrs.find(([name]) => nameIs(name, "security.capability"))?.[1], found = value === void 0 ? void 0 : parseCapabilities(value);
    return found !== void 0 && isEqual(found, expected) ? void 0 : `it has not the capabilities ${capabilities}`;
  }
  /** Names of one file of the package are one object; its bytes are compared when they are read. */
  findLinks(path, checksum, file) {
    if (path.endsWith(".pyc") || file.digest === "" || file.algorithm === void 0)
      return;
    let digest = { algorithm: file.algorithm, hex: file.digest, path };
    this.digests.set(path, digest);
    let same = this.objects.get(checksum) ?? digest;
    if (this.objects.set(checksum, same), same.algorithm === digest.algorithm && same.hex !== digest.hex)
      return `it has the bytes of /${same.path}, which are others in their packages`;
    let other = this.inodes.get(file.inode);
    if (other === void 0) {
      this.inodes.set(file.inode, { path, checksum });
      return;
    }
    return other.checksum === checksum ? void 0 : `it is no longer the same file as /${other.path}`;
  }
};
function nameIs(bytes2, name) {
  return Buffer.from(bytes2).toString("latin1").replace(/\0$/, "") === name;
}
function isEqual(a, b) {
  return a.permitted === b.permitted && a.inheritable === b.inheritable && a.isEffective === b.isEffective;
}
function octal(mode) {
  return (mode & 65535).toString(8).padStart(6, "0");
}

// lib/container/package-file.ts
var CONFIG = 1, GHOST = 64, STATE_NORMAL = 0, ALGORITHMS = {
  1: "md5",
  2: "sha1",
  8: "sha256",
  9: "sha384",
  10: "sha512"
};
function* readPackageFiles(header) {
  let folders = header.texts(HEADER_TAG.dirNames), indexes = header.numbers(HEADER_TAG.dirIndexes), modes = header.numbers(HEADER_TAG.fileModes), users = header.texts(HEADER_TAG.fileUserNames), groups = header.texts(HEADER_TAG.fileGroupNames), targets = header.texts(HEADER_TAG.fileLinkTargets), digests = header.texts(HEADER_TAG.fileDigests), flags = header.numbers(HEADER_TAG.fileFlags), states = header.numbers(HEADER_TAG.fileStates), capabilities = header.texts(HEADER_TAG.fileCapabilities), devices = header.numbers(HEADER_TAG.fileDevices), inodes = header.numbers(HEADER_TAG.fileInodes), algorithm = ALGORITHMS[header.number(HEADER_TAG.fileDigestAlgorithm) ?? 1];
  for (let [index, base] of header.texts(HEADER_TAG.baseNames).entries())
    (states[index] ?? STATE_NORMAL) === STATE_NORMAL && (yield {
      path: `${folders[indexes[index] ?? -1] ?? ""}${base}`,
      mode: modes[index] ?? 0,
      user: users[index] ?? "",
      group: groups[index] ?? "",
      target: targets[index] ?? "",
      digest: digests[index] ?? "",
      algorithm,
      capabilities: capabilities[index] ?? "",
      inode: `${devices[index] ?? 0}:${inodes[index] ?? 0}`,
      isConfig: ((flags[index] ?? 0) & CONFIG) !== 0,
      isGhost: ((flags[index] ?? 0) & GHOST) !== 0
    });
}

// lib/container/package-paths.ts
var PackagePaths = class {
  tree;
  known = /* @__PURE__ */ new Map([["", ""]]);
  constructor(tree) {
    this.tree = tree;
  }
  /**
   * Returns where an absolute path lies in the commit, relative to the root; of a symbolic link that is the
   * link itself. Undefined when its folder is not there; whether the path is, is not looked at.
   */
  resolve(path) {
    let at = path.lastIndexOf("/"), folder = this.folder(path.slice(1, Math.max(1, at)), 0), name = path.slice(at + 1);
    if (folder !== void 0)
      return this.moved(folder === "" ? name : `${folder}/${name}`);
  }
  /** Returns where an absolute path lies, and all that it leads to where it is a link. */
  follow(path) {
    let found = [];
    for (let at = this.resolve(path); at !== void 0 && found.length <= 40; ) {
      found.push(at);
      let target = this.tree.objects.get(this.tree.files.get(at) ?? "")?.meta.target;
      if (target === void 0) break;
      let folder = target.startsWith("/") ? "" : at.slice(0, Math.max(0, at.lastIndexOf("/"))), led = joinPath(folder, target);
      at = led === void 0 ? void 0 : this.resolve(`/${led}`);
    }
    return found;
  }
  folder(path, links) {
    if (this.known.has(path)) return this.known.get(path);
    let found = links > 40 ? void 0 : this.find(path, links);
    return this.known.set(path, found), found;
  }
  find(path, links) {
    let at = path.lastIndexOf("/"), parent = this.folder(path.slice(0, Math.max(0, at)), links);
    if (parent === void 0) return;
    let name = path.slice(at + 1), own = this.moved(parent === "" ? name : `${parent}/${name}`);
    if (this.tree.folders.has(own)) return own;
    let target = this.tree.objects.get(this.tree.files.get(own) ?? "")?.meta.target;
    if (target === void 0) return;
    let led = joinPath(target.startsWith("/") ? "" : parent, target);
    return led === void 0 ? void 0 : this.folder(led, links + 1);
  }
  moved(path) {
    let { folders } = this.tree;
    return (path === "etc" || path.startsWith("etc/")) && !folders.has("etc") ? `usr/${path}` : path;
  }
};
function joinPath(folder, target) {
  let names = folder === "" ? [] : folder.split("/");
  for (let name of target.split("/"))
    if (!(name === "" || name === ".")) {
      if (name !== "..") names.push(name);
      else if (names.pop() === void 0) return;
    }
  return names.join("/");
}

// lib/container/commit-packages.ts
function readCommitPackages(tree, headers2, options) {
  let paths = new PackagePaths(tree), changed = [...options.changedPaths].flatMap((path) => paths.follow(`/${path}`)), check = new PackageCheck(tree, { ...options, changedPaths: new Set(changed) }), owners = /* @__PURE__ */ new Map(), found = [], newest = 0;
  for (let header of headers2) {
    let name = header.text(HEADER_TAG.name) ?? "";
    if (name === "gpg-pubkey") continue;
    newest = Math.max(newest, header.number(HEADER_TAG.buildTime) ?? 0);
    let times = header.numbers(HEADER_TAG.changelogTimes);
    found.push({ name, source: sourceOf(header, name), nevras: [nevraOf(header)], times }), check.begin(name);
    for (let file of readPackageFiles(header)) {
      let path = paths.resolve(file.path);
      if (path === void 0 || (check.compare(path, file), !tree.files.has(path))) continue;
      let owner = owners.get(path);
      (owner === void 0 || compareBytes(name, owner) < 0) && owners.set(path, name);
    }
  }
  let packages = /* @__PURE__ */ new Map();
  for (let { name, source, nevras, times } of found) {
    let before = packages.get(name);
    packages.set(name, {
      name,
      source: before?.source ?? source,
      nevras: [...before?.nevras ?? [], ...nevras].sort(compareBytes),
      changesPerYear: Math.max(before?.changesPerYear ?? 0, changesPerYear(times, newest))
    });
  }
  return { packages, owners, digests: check.digests, differences: check.finish() };
}
function sourceOf(header, name) {
  let file = header.text(HEADER_TAG.sourceRpm) ?? "";
  return /^(.+)-[^-]+-[^-]+\.[^.]+\.rpm$/.exec(file)?.[1] ?? name;
}
function nevraOf(header) {
  let textOf = (tag) => header.text(tag) ?? "";
  return formatNevra({
    name: textOf(HEADER_TAG.name),
    epoch: String(header.number(HEADER_TAG.epoch) ?? 0),
    version: textOf(HEADER_TAG.version),
    release: textOf(HEADER_TAG.release),
    arch: textOf(HEADER_TAG.arch)
  });
}

// lib/container/commit-rpmdb.ts
import { closeSync as closeSync2, openSync as openSync2, readSync as readSync2, rmSync, writeSync } from "node:fs";

// lib/container/commit-tree.ts
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { join as join2 } from "node:path";
var MAX_METADATA_BYTES = 128 * 1024 * 1024, MAX_DEPTH = 2048, HEADER_BYTES = 512, MAX_HEADER_BYTES = 2 * 1024 * 1024, CONTENT_SIZE_END = 16;
function readCommitTree(repoPath, checksum) {
  let reader = new TreeReader(repoPath), bytes2 = reader.metadata(checksum, "commit"), commit = parseCommit(bytes2);
  reader.folder("", commit.rootTree, commit.rootMeta, 0);
  let { dirtrees, dirmetas, folders, files, objects } = reader, detached = reader.detached(checksum);
  return {
    repoPath,
    checksum,
    commit,
    bytes: bytes2,
    detached,
    dirtrees,
    dirmetas,
    folders,
    files,
    objects
  };
}
function commitObjectPath({ repoPath }, { checksum }) {
  return join2(repoPath, objectPath(checksum, "filez"));
}
var TreeReader = class {
  dirtrees = /* @__PURE__ */ new Map();
  dirmetas = /* @__PURE__ */ new Map();
  folders = /* @__PURE__ */ new Map();
  files = /* @__PURE__ */ new Map();
  objects = /* @__PURE__ */ new Map();
  repoPath;
  start = Buffer.alloc(HEADER_BYTES);
  /** By the bytes that say it: there are some dozens, and the links. */
  metas = /* @__PURE__ */ new Map();
  constructor(repoPath) {
    this.repoPath = repoPath;
  }
  folder(path, tree, meta, depth) {
    if (depth > MAX_DEPTH) throw wrong(`/${path}`, `it lies ${depth} folders deep`);
    this.folders.set(path, parseDirmeta(this.known(this.dirmetas, meta, "dirmeta")));
    let { files, directories } = parseDirtree(this.known(this.dirtrees, tree, "dirtree")), inside = (name) => path === "" ? name : `${path}/${name}`;
    for (let { name, checksum } of files)
      this.files.set(inside(name), checksum), this.objects.has(checksum) || this.objects.set(checksum, this.object(checksum));
    for (let each of directories) this.folder(inside(each.name), each.tree, each.meta, depth + 1);
  }
  metadata(checksum, type) {
    let path = join2(this.repoPath, objectPath(checksum, type)), bytes2 = this.read(path, checksum);
    if (objectChecksum(bytes2) !== checksum)
      throw wrong(path, `it has the SHA-256 ${objectChecksum(bytes2)}`);
    return bytes2;
  }
  detached(checksum) {
    let path = join2(this.repoPath, objectPath(checksum, "commitmeta"));
    return statSync(path, { throwIfNoEntry: !1 }) === void 0 ? void 0 : this.read(path, checksum);
  }
  known(found, checksum, type) {
    let bytes2 = found.get(checksum) ?? this.metadata(checksum, type);
    return found.set(checksum, bytes2), bytes2;
  }
  object(checksum) {
    let path = join2(this.repoPath, objectPath(checksum, "filez")), fd = openObject(path, checksum);
    try {
      let storedBytes = fstatSync(fd).size, count = readSync(fd, this.start, 0, HEADER_BYTES, 0), found = this.parseKnown(count) ?? parseLarge(fd, storedBytes);
      if (found === void 0) throw wrong(path, "its header is not whole");
      return { checksum, ...found, storedBytes };
    } finally {
      closeSync(fd);
    }
  }
  parseKnown(count) {
    if (count < CONTENT_SIZE_END) return;
    let { sizeBytes, headerBytes: offsetBytes } = parseArchiveHeader(this.start);
    if (offsetBytes > count) return;
    let key = this.start.toString("latin1", CONTENT_SIZE_END, offsetBytes), meta = this.metas.get(key) ?? parseHeader(this.start.subarray(0, count))?.meta;
    if (meta !== void 0)
      return this.metas.set(key, meta), { meta, sizeBytes, offsetBytes };
  }
  read(path, checksum) {
    let fd = openObject(path, checksum);
    try {
      let { size } = fstatSync(fd);
      if (size > MAX_METADATA_BYTES) throw wrong(path, `it has ${size} bytes`);
      return readFileSync(fd);
    } finally {
      closeSync(fd);
    }
  }
};
function parseLarge(fd, storedBytes) {
  let start = Buffer.alloc(Math.min(storedBytes, MAX_HEADER_BYTES));
  return parseHeader(start.subarray(0, readSync(fd, start, 0, start.length, 0)));
}
function parseHeader(start) {
  let found = parseArchiveMeta(start);
  if (found === void 0) return;
  let { meta, sizeBytes, headerBytes: offsetBytes } = found, xattrs = meta.xattrs.map(
    ([name, value]) => [Buffer.from(name), Buffer.from(value)]
  );
  return { meta: { ...meta, xattrs }, sizeBytes, offsetBytes };
}
function openObject(path, checksum) {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw wrong(path, `the repository has no object ${checksum}`, cause);
  }
}
function wrong(what, why, cause) {
  return new BuildError("CONTENT_WRONG", `${what}: ${why}`, { cause });
}

// lib/container/commit-entry.ts
var PERMISSIONS2 = 4095, SELINUX = "security.selinux", headers = /* @__PURE__ */ new WeakMap();
function fileEntry(tree, object, path, digest) {
  let { target } = object.meta, facts = { path, ...attributesOf(object.meta) };
  if (target !== void 0) return { ...facts, type: "symlink", sizeBytes: 0, target };
  let content = {
    kind: "object",
    path: commitObjectPath(tree, object),
    offsetBytes: object.offsetBytes,
    header: headerOf(object.meta),
    checksum: object.checksum,
    ...digest === void 0 ? {} : { digest }
  };
  return { ...facts, type: "file", sizeBytes: object.sizeBytes, content };
}
function folderEntry(path, meta) {
  return { path, ...attributesOf(meta), type: "folder", sizeBytes: 0 };
}
function attributesOf({ uid, gid, mode, xattrs }) {
  let shown = xattrs.map(([name, value]) => [Buffer.from(name).toString().replace(/\0$/, ""), value]).filter(([name]) => name !== SELINUX);
  return { uid, gid, mode: mode & PERMISSIONS2, ...shown.length === 0 ? {} : { xattrs: shown } };
}
function headerOf(meta) {
  let header = headers.get(meta) ?? formatContentHeader(meta);
  return headers.set(meta, header), header;
}

// lib/container/commit-rpmdb.ts
var PLACES = ["usr/share/rpm/rpmdb.sqlite", "usr/lib/sysimage/rpm/rpmdb.sqlite"], CommitRpmdb = class _CommitRpmdb {
  path;
  fd;
  sizeBytes;
  constructor(path, fd, sizeBytes) {
    this.path = path, this.fd = fd, this.sizeBytes = sizeBytes;
  }
  /**
   * Unpacks the database into a new file.
   *
   * @throws BuildError NO_RPMDB, CONTENT_WRONG
   */
  static async open(tree, path) {
    let place = PLACES.find((each) => tree.files.has(each)), object = tree.objects.get(tree.files.get(place ?? "") ?? "");
    if (place === void 0 || object === void 0)
      throw new BuildError("NO_RPMDB", `the commit has no /${PLACES[0]}`);
    let fd = openSync2(path, "wx+", 384), database = new _CommitRpmdb(path, fd, object.sizeBytes);
    try {
      return await new ContentReader().read(fileEntry(tree, object, place), (bytes2) => {
        for (let at = 0; at < bytes2.length; ) at += writeSync(fd, bytes2, at);
      }), database;
    } catch (error) {
      throw database[Symbol.dispose](), error;
    }
  }
  /**
   * Yields the header of each package.
   *
   * @throws BuildError BAD_RPMDB, BAD_HEADER, HEADER_LIMIT
   */
  headers() {
    return readRpmdb({
      sizeBytes: this.sizeBytes,
      read: (offset, length) => {
        let bytes2 = Buffer.alloc(length);
        return bytes2.subarray(0, readSync2(this.fd, bytes2, 0, length, offset));
      }
    });
  }
  [Symbol.dispose]() {
    closeSync2(this.fd), rmSync(this.path, { force: !0 });
  }
};

// lib/container/encapsulate.ts
var REPOSITORY = "sysroot/ostree/repo", CONFIG2 = `[core]
repo_version=1
mode=bare-split-xattrs
`, REPOSITORY_FOLDERS = [
  "extensions",
  "refs",
  "refs/heads",
  "refs/mirrors",
  "refs/remotes",
  "state",
  "tmp",
  "tmp/cache"
], XATTRS = array(tuple(bytes, bytes)), ROOT = { uid: 0, gid: 0 };
function* ostreeLayer(tree) {
  let root = tree.folders.get("");
  root !== void 0 && (yield folderEntry(".", root));
  for (let path of parentsOf(`${REPOSITORY}/objects/x`)) yield plainFolder(tree, path);
  for (let byte = 0; byte <= 255; byte += 1)
    yield plainFolder(tree, `${REPOSITORY}/objects/${byte.toString(16).padStart(2, "0")}`);
  for (let name of REPOSITORY_FOLDERS) yield plainFolder(tree, `${REPOSITORY}/${name}`);
  yield plainFile(`${REPOSITORY}/config`, Buffer.from(CONFIG2)), yield metadata(tree.checksum, "commit", tree.bytes), tree.detached !== void 0 && (yield metadata(tree.checksum, "commitmeta", tree.detached));
  for (let [checksum, object] of tree.dirmetas) yield metadata(checksum, "dirmeta", object);
  let dirtrees = [...tree.dirtrees].sort(
    ([a, one], [b, other]) => one.length - other.length || compareBytes(a, b)
  );
  for (let [checksum, object] of dirtrees) yield metadata(checksum, "dirtree", object);
  let bare = bareFolders(tree);
  for (let [path, meta] of tree.folders)
    path !== "" && path !== "sysroot" && bare.has(path) && (yield folderEntry(outside(path), meta));
  !tree.folders.has("var/tmp") && tree.folders.has("var") && (yield { path: "var/tmp", type: "folder", mode: 1023, ...ROOT, sizeBytes: 0 });
}
function* contentLayer(tree, objects, digests) {
  let written = /* @__PURE__ */ new Set();
  function* parents(path) {
    let folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (folder === "" || written.has(folder)) return;
    yield* parents(folder), written.add(folder);
    let meta = folderOf(tree, folder);
    yield meta === void 0 ? plainFolder(tree, folder) : folderEntry(folder, meta);
  }
  let sorted = [...objects].map(([checksum, paths]) => ({ checksum, paths: [...paths].sort(compareBytes) })).sort((a, b) => compareBytes(a.paths[0] ?? "", b.paths[0] ?? ""));
  for (let { checksum, paths } of sorted) {
    let object = tree.objects.get(checksum);
    if (object === void 0) continue;
    let place = `${REPOSITORY}/${objectPath(checksum, "file")}`;
    yield* parents(place), yield plainFile(`${place}-xattrs-link`, Buffer.from(serialise(XATTRS, object.meta.xattrs)));
    let digest = paths.map((path) => digests.get(path)).find((found) => found !== void 0);
    yield fileEntry(tree, object, place, digest);
    for (let path of paths)
      yield* parents(outside(path)), yield nameEntry(tree, object, place, outside(path));
  }
}
function bareFolders(tree) {
  let filled = /* @__PURE__ */ new Set();
  for (let path of tree.files.keys())
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      let folder = path.slice(0, at);
      if (filled.has(folder)) break;
      filled.add(folder);
    }
  let bare = [...tree.folders.keys()].filter((path) => !filled.has(path));
  return new Set(bare.flatMap((path) => [...parentsOf(path), path]));
}
function nameEntry(tree, object, place, path) {
  if (object.meta.target === void 0 && object.sizeBytes === 0)
    return fileEntry(tree, object, path);
  let { mode, uid, gid, xattrs = [] } = attributesOf(object.meta);
  return { path, type: "hardlink", mode, uid, gid, xattrs, sizeBytes: 0, target: place };
}
function metadata(checksum, type, object) {
  return plainFile(`${REPOSITORY}/${objectPath(checksum, type)}`, object);
}
function plainFile(path, content) {
  return { ...{ path, type: "file", mode: 420, ...ROOT, sizeBytes: content.length }, content: { kind: "bytes", bytes: content } };
}
function plainFolder(tree, path) {
  let meta = tree.folders.get(path);
  return meta !== void 0 ? folderEntry(path, meta) : { path, type: "folder", mode: 493, ...ROOT, sizeBytes: 0 };
}
function folderOf(tree, path) {
  return tree.folders.get(path) ?? tree.folders.get(`usr/${path}`);
}
function outside(path) {
  return path === "usr/etc" || path.startsWith("usr/etc/") ? path.slice(4) : path;
}
function parentsOf(path) {
  let names = path.split("/");
  return names.slice(1).map((_name, index) => names.slice(0, index + 1).join("/"));
}

// lib/container/previous-image.ts
function readPreviousLayers(manifest) {
  return manifest.layers.slice(1).map((layer, index) => {
    if (layer.annotations?.[COMPONENTS] === void 0)
      throw new ConfigError(
        "PREVIOUS_UNFIT",
        `layer ${index + 2} of the previous image does not say what is in it: it has no annotation ${COMPONENTS}`,
        { hint: "Only images whose layers were planned by package can be gone by." }
      );
    return readLayerContent(layer);
  });
}

// lib/container/layer-changes.ts
var REASONS = {
  [INITRAMFS]: "the initramfs was made anew, from other files",
  [RPMDB]: "the package database lists other packages",
  [UNPACKAGED]: "files that no package has were made anew: caches, configuration"
};
function compareLayers(layers, previous) {
  let known = new Set(previous?.layers.map(({ digest }) => digest)), before = previous === void 0 ? [] : readPreviousLayers(previous);
  return layers.map(({ nevras, ...layer }) => {
    if (known.has(layer.descriptor.digest)) return { ...layer, isReused: !0 };
    let why = previous === void 0 ? "there is no previous image" : reasonOf({ ...layer, nevras }, before);
    return { ...layer, isReused: !1, why };
  });
}
function reasonOf(layer, before) {
  let [only] = layer.components;
  if (only === void 0) return "the commit is another one";
  let known = layer.components.length === 1 ? REASONS[only] : void 0;
  if (known !== void 0) return known;
  let names = new Set(layer.components), likes = (other) => other.components.filter((name) => names.has(name)).length, old = [...before].sort((a, b) => likes(b) - likes(a))[0];
  if (old === void 0 || likes(old) === 0)
    return "its packages are new, or come from other layers";
  let added = without(layer.nevras, old.nevras), removed = without(old.nevras, layer.nevras);
  return added.length + removed.length === 0 ? old.nevras.length === 0 ? "its files are others" : "its packages are the same, some of their files are others" : formatPackageChanges(added, removed);
}
function without(nevras, others) {
  let known = new Set(others);
  return nevras.filter((nevra) => !known.has(nevra)).sort(compareBytes);
}

// lib/container/tree-accounts.ts
var PLACES2 = {
  users: ["usr/etc/passwd", "etc/passwd", "usr/lib/passwd"],
  groups: ["usr/etc/group", "etc/group", "usr/lib/group"]
}, MAX_BYTES = 16 * 1024 * 1024;
async function readTreeAccounts(tree) {
  let [users, groups] = await Promise.all([
    readNumbers(tree, PLACES2.users),
    readNumbers(tree, PLACES2.groups)
  ]);
  return { users, groups };
}
async function readNumbers(tree, places) {
  let numbers = /* @__PURE__ */ new Map();
  for (let place of places) {
    let object = tree.objects.get(tree.files.get(place) ?? "");
    if (object === void 0 || object.sizeBytes > MAX_BYTES) continue;
    let parts = [];
    await new ContentReader().read(fileEntry(tree, object, place), (bytes2) => {
      parts.push(Buffer.from(bytes2));
    });
    for (let line of Buffer.concat(parts).toString().split(`
`)) {
      let [name = "", , number = ""] = line.split(":");
      /^\d+$/.test(number) && !numbers.has(name) && numbers.set(name, Number(number));
    }
  }
  return numbers;
}

// lib/container/bootable.ts
var DEFAULT_LAYERS = 64, LEAST_LAYERS = 5, MOST_LAYERS = 120, SHOWN = 10;
async function writeBootableContainer(options) {
  var _stack = [];
  try {
    let { layout, maxLayers = DEFAULT_LAYERS, previous, log } = options;
    assertLayers(maxLayers);
    assertCompression(options.compression);
    let before = previous === void 0 ? void 0 : readPreviousLayers(previous);
    let pool = __using(_stack, new LayerThreads(options.compression, options.threads), !0);
    let tree = readCommitTree(options.repoPath, options.commit);
    pool.startAll();
    let packages = await readPackages(tree, options);
    assertSame(packages.differences, options);
    let shared = shareOut(tree, packages);
    let { components } = shared;
    let plan = planLayers({
      components,
      maxLayers: maxLayers - 1,
      ...before === void 0 ? {} : { previous: before.map((layer) => layer.components) }
    });
    log.debug(
      `${components.length} components in ${plan.layers.length} layers: an update of one is expected to change ${formatBytes(plan.expectedBytes)}, ${formatBytes(plan.leastBytes)} if all were planned anew`
    );
    let contents = plan.layers.map(
      (names) => ({
        components: names,
        nevras: names.flatMap((name) => packages.packages.get(name)?.nevras ?? []).sort(compareBytes)
      })
    );
    let requests = [ostreeRequest(tree), ...contents.map(contentRequest(tree, packages, shared))];
    let layers = await writeLayers(requests, {
      layout,
      compression: options.compression,
      log,
      pool,
      ...options.compressionLevel === void 0 ? {} : { level: options.compressionLevel }
    });
    assertSame(
      layers.flatMap(
        ({ differing }) => differing.map((path) => `/${path}: its package has other bytes`)
      ),
      options
    );
    let { descriptor, configBytes } = await writeBootableImage(tree, layers, options);
    let changed = compareLayers(
      layers.map((layer, index) => ({ ...layer, ...contents[index - 1] ?? OSTREE })),
      previous
    );
    let sizeOf2 = (wanted) => wanted.reduce((sum, layer) => sum + layer.descriptor.size, configBytes + descriptor.size);
    return {
      digest: descriptor.digest,
      descriptor,
      layers: changed,
      sizeBytes: sizeOf2(changed),
      newBytes: sizeOf2(changed.filter(({ isReused }) => !isReused)),
      expectedBytes: plan.expectedBytes,
      leastBytes: plan.leastBytes
    };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function ostreeRequest(tree) {
  return {
    name: "ostree commit",
    sizeBytes: tree.bytes.length + tree.dirtrees.size * 1024,
    entries: () => [...ostreeLayer(tree)],
    isHot: !0,
    annotations: formatCommitContent(tree.checksum)
  };
}
function contentRequest(tree, packages, { components, objects }) {
  let sizes = new Map(components.map(({ name, sizeBytes }) => [name, sizeBytes]));
  return (content) => ({
    name: formatLayerTitle(content.components),
    sizeBytes: content.components.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0),
    entries: () => [...contentLayer(tree, merged(content.components, objects), packages.digests)],
    isHot: content.components.includes(RPMDB),
    annotations: formatLayerContent(content)
  });
}
var OSTREE = { components: [], nevras: [] };
function assertLayers(maxLayers) {
  if (!(Number.isInteger(maxLayers) && maxLayers >= LEAST_LAYERS && maxLayers <= MOST_LAYERS))
    throw new ConfigError(
      "LAYERS_OUT_OF_RANGE",
      `max-layers is ${maxLayers}, expected ${LEAST_LAYERS} to ${MOST_LAYERS}`,
      { hint: "64 is what is taken when nothing is said." }
    );
}
async function readPackages(tree, options) {
  let path = options.layout.newPath();
  try {
    var _stack = [];
    try {
      let database = __using(_stack, await CommitRpmdb.open(tree, path));
      return readCommitPackages(tree, database.headers(), {
        accounts: await readTreeAccounts(tree),
        changedPaths: options.changedPaths ?? /* @__PURE__ */ new Set(),
        readonlyExecutables: options.readonlyExecutables === !0
      });
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  } finally {
    await rm(path, { force: !0 });
  }
}
function assertSame(differences, { isScripted, log }) {
  if (differences.length === 0) return;
  let more = differences.length > SHOWN ? [`and ${differences.length - SHOWN} more`] : [], text = `${differences.length} files are not as their packages have them:
${[...differences.slice(0, SHOWN), ...more].join(`
`)}`;
  if (isScripted !== !0)
    throw new BuildError("PACKAGE_DIFFERS", text, {
      hint: "Nothing in the treefile changes them; scriptlets of packages may. Compose again; run ostree fsck."
    });
  log.warn(`${text}
Scripts of the treefile may have changed them.`);
}
function merged(names, objects) {
  let all = /* @__PURE__ */ new Map();
  for (let name of names)
    for (let [checksum, paths] of objects.get(name) ?? [])
      all.set(checksum, [...all.get(checksum) ?? [], ...paths]);
  return all;
}

// lib/sbom/tree-sbom.ts
import { readFile, stat } from "node:fs/promises";
import { join as join3 } from "node:path";
async function makeTreeSbom(options) {
  let { treePath, name, basearch, locked, createdSeconds } = options, osRelease = parseOsRelease(await readOsRelease(treePath));
  return makeSbom({
    rpmdbPath: await findRpmdb(treePath),
    system: {
      name,
      version: options.version ?? osRelease.versionId,
      basearch,
      osRelease,
      identity: options.image ?? { kind: "tree" }
    },
    createdSeconds,
    ...locked === void 0 ? {} : { locked }
  });
}
async function findRpmdb(treePath) {
  for (let path of RPMDB_PATHS.map((one) => join3(treePath, one)))
    if ((await stat(path).catch(() => {
    }))?.isFile() === !0) return path;
  throw new BuildError(
    "RPMDB_MISSING",
    `${treePath} has no package database: ${RPMDB_PATHS.join(", ")}`
  );
}
async function readOsRelease(treePath) {
  for (let path of ["usr/lib/os-release", "etc/os-release", "usr/etc/os-release"]) {
    let text = await readFile(join3(treePath, path), "utf8").catch(() => {
    });
    if (text !== void 0) return text;
  }
  return "";
}

// lib/build/container-path.ts
import { join as join4 } from "node:path";
function containerPath({ outDir }, name, basearch) {
  return join4(outDir, "containers", `${name}-${basearch}`);
}

// lib/build/container-sboms.ts
import { dirname } from "node:path";

// lib/sbom/sbom-referrer.ts
var EMPTY = Buffer.from("{}");
function sbomReferrer(document, format, subject) {
  let { mediaType, suffix } = SBOM_FORMAT_FACTS[format], bytes2 = Buffer.from(document), config = describe(EMPTY, OCI_EMPTY), layer = {
    ...describe(bytes2, mediaType),
    annotations: { "org.opencontainers.image.title": `sbom${suffix}` }
  }, { digest, size } = subject;
  return {
    blobs: [
      { descriptor: config, bytes: EMPTY },
      { descriptor: layer, bytes: bytes2 }
    ],
    bytes: formatImageManifest({
      artifactType: mediaType,
      config,
      layers: [layer],
      subject: { mediaType: subject.mediaType, digest, size }
    }),
    mediaType: OCI_MANIFEST
  };
}
function describe(bytes2, mediaType) {
  return { mediaType, digest: digestOf(bytes2), size: bytes2.length };
}

// lib/build/container-sboms.ts
async function attachSboms(layout, tag, makeSbom2) {
  let manifest = await layout.getManifest(tag);
  if (manifest === void 0) throw new TypeError(`${layout.folder} has no ${tag}`);
  let { digest, mediaType, bytes: bytes2 } = manifest, sbom = await makeSbom2(digest), paths = [];
  await makeFolder(dirname(layout.folder));
  for (let format of SBOM_FORMATS) {
    let document = formatSbom(sbom, format), path = `${layout.folder}${SBOM_FORMAT_FACTS[format].suffix}`;
    await writeFileAtomic(path, document), paths.push(path);
    let artifact = sbomReferrer(document, format, { mediaType, digest, size: bytes2.length });
    for (let blob of artifact.blobs) await layout.putBlob(blob.bytes, blob.descriptor.mediaType);
    await putReferrer(layout, artifact.bytes, artifact.mediaType);
  }
  return paths;
}

// lib/build/make-container.ts
var LAYOUT_TAG = "latest";
async function makeContainer(workspace, spec, job, target) {
  if (spec.kind !== "bootable") return makeOfPackages(workspace, spec, job, target);
  if (job.compose === void 0) throw new TypeError("a bootable container has a commit");
  return makeBootable(workspace, spec, { ...job, compose: job.compose }, target);
}
async function makeBootable(workspace, spec, { treefile, compose, locked }, { layout, previous }) {
  let { log } = workspace, { paths, isUnbounded, readonlyExecutables } = await readTreefileChanges(treefile), made = await log.group(
    `Container ${spec.name} of ${treefile.basearch}`,
    async () => writeBootableContainer({
      layout,
      log,
      tag: LAYOUT_TAG,
      maxLayers: spec.maxLayers,
      repoPath: composeRepo(workspace),
      commit: compose.commit,
      architecture: ARCHITECTURES[treefile.basearch].oci,
      compression: spec.compression,
      ...spec.compressionLevel === void 0 ? {} : { compressionLevel: spec.compressionLevel },
      ...previous === void 0 ? {} : { previous },
      process: { ...spec.process, labels: spec.labels },
      annotations: spec.annotations,
      createdBy: await formatOrigin(workspace, treefile),
      changedPaths: paths,
      isScripted: isUnbounded,
      readonlyExecutables
    })
  );
  return await attachSboms(
    layout,
    LAYOUT_TAG,
    (digest) => makeCommitSbom({
      repoPath: composeRepo(workspace),
      ref: compose.ref,
      commit: compose.commit,
      name: spec.name,
      basearch: treefile.basearch,
      locked,
      image: { kind: "image", repository: spec.name, digest }
    })
  ), {
    digest: made.digest,
    version: compose.version,
    sizeBytes: made.sizeBytes,
    newBytes: made.newBytes,
    layers: made.layers.map(({ descriptor, name, isReused, why }) => ({
      digest: descriptor.digest,
      sizeBytes: descriptor.size,
      content: name,
      reused: isReused,
      ...why === void 0 ? {} : { why }
    }))
  };
}
async function makeOfPackages(workspace, spec, { treefile, locked }, { layout, previous }) {
  var _stack = [];
  try {
    let { log, store, remix } = workspace;
    let { basearch } = treefile;
    let paths = await fetchLocked(workspace, treefile, locked.packages);
    let sourceDateEpoch = sourceDateEpochOf(workspace, locked);
    let workDir = join5(store.path, "work", "container");
    let temporary = __using(_stack, await makeTempDir(), !0);
    let factsPath = join5(temporary.path, "facts");
    let base = baseOf(workspace, spec, basearch);
    let made = await log.group(
      `Container ${spec.name} of ${basearch}`,
      async () => runAsRoot(
        "rootfs-container",
        {
          spec,
          treefile,
          basearch,
          sourceDateEpoch,
          workDir,
          factsPath,
          tag: LAYOUT_TAG,
          packages: locked.packages.map((package_) => ({
            path: paths.get(package_.checksum.replace("sha256:", "")) ?? "",
            locked: package_
          })),
          layoutPath: layout.folder,
          ...base === void 0 ? {} : { base },
          filesRoot: remix.directory,
          ...previous === void 0 ? {} : { previous },
          createdBy: await formatOrigin(workspace, treefile),
          place: { file: remix.path }
        },
        { folders: [workDir], outputs: [layout.folder, workDir, factsPath] },
        workspace
      )
    );
    let version = remix.version ?? formatDay(sourceDateEpoch);
    await attachSboms(
      layout,
      LAYOUT_TAG,
      (digest2) => makeTreeSbom({
        treePath: factsPath,
        name: spec.name,
        version,
        basearch,
        locked,
        createdSeconds: sourceDateEpoch,
        image: { kind: "image", repository: spec.name, digest: digest2 }
      })
    );
    let { digest, sizeBytes, newBytes, layers } = made;
    return { digest, version, sizeBytes, newBytes, layers };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function baseOf(workspace, spec, basearch) {
  if (spec.kind === "base") return;
  let base = workspace.remix.containers.find(({ name }) => name === spec.base);
  if (base?.kind !== "base") throw new TypeError(`${spec.base} is no base container`);
  return { spec: base, layoutPath: containerPath(workspace, base.name, basearch), tag: LAYOUT_TAG };
}
function formatDay(seconds) {
  return new Date(seconds * 1e3).toISOString().slice(0, 10).replaceAll("-", "");
}
async function formatOrigin({ remix }, { path }) {
  let parts = [];
  for (let file of [path, remix.lockfile])
    parts.push(`${basename(file)}@sha256:${sha256(await readFile2(file))}`);
  return `treesmith container # ${parts.join(" ")}`;
}

export {
  containerPath,
  LAYOUT_TAG,
  makeContainer
};
