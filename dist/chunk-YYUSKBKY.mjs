import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openArchive
} from "./chunk-XP4TME3F.mjs";
import {
  makeDeferred
} from "./chunk-FNFQEHS5.mjs";
import {
  readXattrs,
  withLabel
} from "./chunk-YOW4LC7C.mjs";
import {
  copyBlob,
  digestFiles
} from "./chunk-E4YUWYJ4.mjs";
import {
  CommitReader,
  RPMDB_PATHS,
  makeTemporaryFolder,
  readInstalledPackages,
  readRef,
  uuidOfDigest,
  writeRef
} from "./chunk-GOQYTL6V.mjs";
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
} from "./chunk-4EVCFSCV.mjs";
import {
  formatImageManifest
} from "./chunk-K6ANUZIM.mjs";
import {
  formatImageConfig
} from "./chunk-AM2BFUHL.mjs";
import {
  FILE_TYPE,
  GRUB_ENVIRONMENT_FILE,
  GRUB_KARGS_VARIABLE,
  GRUB_PLATFORM_FILE,
  GRUB_PLATFORM_VARIABLE,
  IGNITION_STAMP,
  INIT_PRELUDE,
  assertModules,
  checkoutTree,
  collectModules,
  collectPrograms,
  followPath,
  formatCpio,
  formatCpioPadding,
  formatCpioTrailer,
  formatGrubConfig,
  formatGrubEnvironment,
  formatSingleGrubConfig,
  initramfsMembers,
  kernelPath,
  listFolder,
  listTree,
  madeMember,
  readModuleIndex,
  requireKernel,
  writeCompressed,
  writeTreeInitramfs
} from "./chunk-SEMOBSGB.mjs";
import {
  PARTITION_TYPES,
  formatGuid
} from "./chunk-JY3YNXT2.mjs";
import {
  OciLayout
} from "./chunk-AW64CPBD.mjs";
import {
  asRoot,
  assertRunsPrograms,
  isNative,
  isRoot
} from "./chunk-CR5ZQNV2.mjs";
import {
  keepResult,
  listKept,
  restoreKept
} from "./chunk-4B7AG6CD.mjs";
import {
  digestFile
} from "./chunk-7CYC7TXY.mjs";
import {
  OCI_CONFIG,
  OCI_INDEX,
  OCI_LAYER_GZIP,
  OCI_LAYER_ZSTD,
  OCI_MANIFEST,
  parseManifest
} from "./chunk-KXQS4K65.mjs";
import {
  POOL_FLAGS,
  SOLVER_FLAGS,
  addedFileMode,
  checkoutMode,
  composeInputs,
  overlayFolder,
  runTestsolv
} from "./chunk-P4UU2XTT.mjs";
import {
  groupBy
} from "./chunk-FSB3DMR3.mjs";
import {
  compareEvr,
  formatNevra
} from "./chunk-77DXW6FU.mjs";
import {
  openDecompressed
} from "./chunk-LCFYI5F6.mjs";
import {
  platformArguments
} from "./chunk-LFLORQAR.mjs";
import {
  FORMAT_FACTS,
  resolveFirmware
} from "./chunk-PRTFM5JL.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import {
  isDigest
} from "./chunk-G4JM7VSD.mjs";
import {
  makeTempDir
} from "./chunk-7XLPI4ML.mjs";
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
  withFreeLock,
  withLock,
  writeFileAtomic
} from "./chunk-R5Z63YP4.mjs";
import {
  nearestName
} from "./chunk-GRGRR2G4.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  currentTimeline,
  reportingTimeline,
  withTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  makeParent,
  writeWith
} from "./chunk-6E5XLB2R.mjs";
import {
  array,
  boolean,
  double,
  formatCommit,
  formatDirmeta,
  formatDirtree,
  int64,
  maybe,
  objectChecksum,
  objectPath,
  parseCommit,
  parseDirtree,
  string,
  tuple,
  typed,
  vardict,
  variant
} from "./chunk-SMUFAYYX.mjs";
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
  nameOf,
  tarPadding
} from "./chunk-NQAOFE4X.mjs";
import {
  TAR_BLOCK_BYTES
} from "./chunk-OTENVE5P.mjs";
import {
  canonicalJson,
  sha256,
  stageKey
} from "./chunk-3ZMDAGK4.mjs";
import {
  collectGarbage
} from "./chunk-CWMLDEDE.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError,
  formatPlace
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/compose/check.ts
import { join as join22 } from "node:path";

// lib/compose/compare-trees.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
async function compareTrees(first, second) {
  let [a, b] = [await readRoot(first), await readRoot(second)], differences = [];
  return a.rootMeta !== b.rootMeta && differences.push({ path: "/", what: "folder mode" }), await compareFolders(
    "",
    { repoPath: first.repoPath, tree: a.rootTree },
    { repoPath: second.repoPath, tree: b.rootTree },
    differences
  ), differences.sort((x, y) => compareBytes(x.path, y.path));
}
async function compareFolders(path, a, b, into) {
  if (a.tree === b.tree) return;
  let [first, second] = [await readDirtree(a), await readDirtree(b)], files = pairUp(first.files, second.files);
  for (let [name, x, y] of files) {
    let here = `${path}/${name}`;
    x === void 0 || y === void 0 ? into.push({ path: here, what: side(x) }) : x.checksum !== y.checksum && into.push({ path: here, what: "content or mode" });
  }
  for (let [name, x, y] of pairUp(first.directories, second.directories)) {
    let here = `${path}/${name}`;
    if (x === void 0 || y === void 0) {
      into.push({ path: here, what: side(x) });
      continue;
    }
    x.meta !== y.meta && into.push({ path: here, what: "folder mode" }), await compareFolders(here, { ...a, tree: x.tree }, { ...b, tree: y.tree }, into);
  }
}
function side(first) {
  return first === void 0 ? "only in the second" : "only in the first";
}
function pairUp(first, second) {
  let a = new Map(first.map((entry) => [entry.name, entry])), b = new Map(second.map((entry) => [entry.name, entry]));
  return [.../* @__PURE__ */ new Set([...a.keys(), ...b.keys()])].map((name) => [name, a.get(name), b.get(name)]);
}
async function readRoot({
  repoPath,
  commit
}) {
  return parseCommit(await readFile(join(repoPath, objectPath(commit, "commit"))));
}
async function readDirtree({ repoPath, tree }) {
  return parseDirtree(await readFile(join(repoPath, objectPath(tree, "dirtree"))));
}

// lib/compose/compose.ts
import { join as join21 } from "node:path";

// lib/host/memory.ts
import { readFile as readFile2, statfs } from "node:fs/promises";
import { freemem } from "node:os";
import process2 from "node:process";
var TMPFS_MAGIC = 16914836, SHARED_MEMORY = "/dev/shm", SHARE = 1 / 3;
async function findMemoryFolder(sizeBytes) {
  let freeBytes = process2.availableMemory?.() ?? freemem();
  if (sizeBytes > freeBytes * SHARE) return;
  let found = await statfs(SHARED_MEMORY).catch(() => {
  });
  if (!(found === void 0 || found.type !== TMPFS_MAGIC) && !(found.bavail * found.bsize < sizeBytes))
    return await isExecutable(SHARED_MEMORY) ? SHARED_MEMORY : void 0;
}
async function isExecutable(point) {
  let options = (await readFile2("/proc/self/mountinfo", "utf8")).split(`
`).map((line) => line.split(" ")).filter((fields) => fields[4] === point);
  return options.length > 0 && !/\b(noexec|ro)\b/.test(options.at(-1)?.[5] ?? "");
}

// lib/repo/link-commit.ts
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join as join2 } from "node:path";
var NO_LINK = ["EXDEV", "EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];
async function linkCommit(options) {
  let { from, to, commit, base, log } = options;
  try {
    let { rootTree, rootMeta } = parseCommit(
      readFileSync(join2(from, objectPath(commit, "commit")))
    ), there = new ObjectFolders(to), seen = /* @__PURE__ */ new Set(), link3 = (checksum, type) => {
      let path = objectPath(checksum, type);
      return seen.has(path) ? !1 : (seen.add(path), there.has(path) || linkObject(from, to, path), !0);
    }, linkTree = (tree, meta, before) => {
      if (link3(meta, "dirmeta"), tree === before || !link3(tree, "dirtree")) return;
      let found = readDirtree2(from, tree), old = before === void 0 ? void 0 : readDirtree2(to, before), there2 = new Set(old?.files.map(({ checksum }) => checksum));
      for (let { checksum } of found.files) there2.has(checksum) || link3(checksum, "filez");
      let trees = new Map(old?.directories.map((folder) => [folder.name, folder.tree]));
      for (let { name, ...folder } of found.directories)
        linkTree(folder.tree, folder.meta, trees.get(name));
    };
    linkTree(rootTree, rootMeta, base === void 0 ? base : rootOf(to, base)), await runTool(["sync", "--file-system", to], { log }), link3(commit, "commit");
  } catch (error) {
    if (NO_LINK.includes(error.code ?? "")) return !1;
    throw error;
  }
  return await rm(join2(to, "state", `${commit}.commitpartial`), { force: !0 }), !0;
}
function rootOf(repoPath, commit) {
  let path = join2(repoPath, objectPath(commit, "commit"));
  return existsSync(join2(repoPath, "state", `${commit}.commitpartial`)) || !existsSync(path) ? void 0 : parseCommit(readFileSync(path)).rootTree;
}
function readDirtree2(repoPath, checksum) {
  return parseDirtree(readFileSync(join2(repoPath, objectPath(checksum, "dirtree"))));
}
var ObjectFolders = class {
  repoPath;
  names = /* @__PURE__ */ new Map();
  constructor(repoPath) {
    this.repoPath = repoPath;
  }
  /** As of when its folder was read, which is made when it is not there. */
  has(path) {
    let folder = dirname(path), names = this.names.get(folder);
    if (names === void 0) {
      let host = join2(this.repoPath, folder);
      mkdirSync(host, { recursive: !0 }), names = new Set(readdirSync(host)), this.names.set(folder, names);
    }
    return names.has(basename(path));
  }
};
function linkObject(from, to, path) {
  try {
    linkSync(join2(from, path), join2(to, path));
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}

// lib/repo/object-writer.ts
import { lstatSync as lstatSync3 } from "node:fs";
import { mkdir, rm as rm2 } from "node:fs/promises";
import { join as join6 } from "node:path";

// lib/repo/bare-attributes.ts
import { renameSync } from "node:fs";
async function finishBareObjects(objects, log) {
  if (objects.length === 0) return;
  let lines2 = objects.map(({ temporary, meta }) => {
    let value = Buffer.from(formatDirmeta(meta)).toString("hex");
    return `# file: ${escapePath(temporary)}
user.ostreemeta=0x${value}

`;
  });
  await runTool(["setfattr", "-h", "--restore=-"], { log, input: lines2.join("") });
  for (let { temporary, final } of objects)
    makeParent(final), renameSync(temporary, final);
}
function escapePath(path) {
  return path.replace(
    /[\\\n\r]/g,
    (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, "0")}`
  );
}

// lib/repo/batches.ts
function batchesOf(files) {
  let sizeOf = (index) => files[index]?.sizeBytes ?? 0, large = [], batches2 = [], batch = [], sizeBytes = 0;
  for (let index = 0; index < files.length; index += 1) {
    if (sizeOf(index) >= 2097152) {
      large.push(index);
      continue;
    }
    (batch.length >= 128 || sizeBytes + sizeOf(index) > 2097152) && (batches2.push(batch), batch = [], sizeBytes = 0), batch.push(index), sizeBytes += sizeOf(index);
  }
  return batch.length > 0 && batches2.push(batch), large.sort((a, b) => sizeOf(b) - sizeOf(a)), [...large.map((index) => [index]), ...batches2];
}

// lib/repo/labels.ts
import { readFile as readFile3, stat } from "node:fs/promises";
import { join as join3 } from "node:path";
var BATCH_PATHS = 1e3, BATCH_BYTES2 = 768 * 1024, PROC = "/proc", PROC_STAND_IN = "/mnt";
async function readLabels(treePath, tree, { threads, log }) {
  let policy = await findPolicy(treePath), labels = /* @__PURE__ */ new Map();
  if (policy === void 0) return labels;
  let limit = pLimit(threads), label = async (kind, paths) => {
    let names = paths.map((path) => nameInTree(path, treePath)), contexts = await lookUp(policy, kind, names, log);
    paths.forEach((path, index) => {
      let context = contexts[index];
      context !== void 0 && context !== "<<none>>" && labels.set(path, context);
    });
  };
  return await Promise.all(
    Object.entries(pathsByKind(tree)).flatMap(
      ([kind, paths]) => batches(paths).map((batch) => limit(label, kind, batch))
    )
  ), labels;
}
async function findPolicy(treePath) {
  for (let etc of ["etc", "usr/etc"]) {
    let folder = join3(treePath, etc, "selinux");
    if (await stat(folder).catch(() => {
    }) === void 0) continue;
    let config = await readFile3(join3(folder, "config"), "utf8").catch(() => ""), name = /^\s*SELINUXTYPE\s*=\s*(\S+)\s*$/m.exec(config)?.[1];
    return name === void 0 ? void 0 : join3(folder, name);
  }
}
async function lookUp(policy, kind, names, log) {
  try {
    let argv = ["matchpathcon", "-n", "-N", "-m", kind, "-P", policy, "--", ...names], lines2 = (await readTool(argv)).split(`
`);
    if (log.debug(`matchpathcon -P ${policy}: ${names.length} of kind ${kind}`), lines2.pop() === "" && lines2.length === names.length) return lines2;
    throw unreadable(`matchpathcon printed ${lines2.length} contexts for ${names.length} paths`);
  } catch (cause) {
    throw cause instanceof ToolError ? unreadable(cause.stderr.trim(), cause) : cause;
  }
}
function pathsByKind(tree) {
  let paths = { file: [], dir: [], lnk_file: [] }, visit = ({ path, files, folders }) => {
    paths.dir.push(path);
    for (let file2 of files)
      paths[file2.target === void 0 ? "file" : "lnk_file"].push(file2.path);
    folders.forEach(visit);
  };
  return visit(tree), paths;
}
function nameInTree(path, treePath) {
  let name = path.slice(treePath.length) || "/";
  return name === PROC ? PROC_STAND_IN : name;
}
function batches(paths) {
  let made = [], batch = [], sizeBytes = 0;
  for (let path of paths) {
    let own = Buffer.byteLength(path) + 9;
    (batch.length >= BATCH_PATHS || sizeBytes + own > BATCH_BYTES2) && (made.push(batch), batch = [], sizeBytes = 0), batch.push(path), sizeBytes += own;
  }
  return batch.length > 0 && made.push(batch), made;
}
function unreadable(why, cause) {
  return new BuildError(
    "ATTRIBUTES_UNREADABLE",
    `the SELinux labels of the tree cannot be found: ${why}`,
    { cause }
  );
}

// lib/repo/metadata-store.ts
import { existsSync as existsSync2, renameSync as renameSync2 } from "node:fs";
import { join as join4 } from "node:path";
function storeMetadata({ repoPath, tempPath }, object, type, elsewhere) {
  let checksum = objectChecksum(object), final = join4(repoPath, objectPath(checksum, type));
  if (elsewhere?.has(checksum) === !0 || existsSync2(final)) return { checksum, writtenBytes: 0 };
  let temporary = join4(tempPath, checksum), writtenBytes = writeWith(temporary, 420, (write) => write(object));
  return makeParent(final), renameSync2(temporary, final), { checksum, writtenBytes };
}
var FolderStore = class {
  /** What was made, each once. */
  objects = [];
  place;
  content;
  elsewhere;
  metas = /* @__PURE__ */ new Map();
  constructor(place, content, elsewhere) {
    this.place = place, this.content = content, this.elsewhere = elsewhere;
  }
  store(folder) {
    let tree = formatDirtree({
      files: folder.files.map(({ name, index }) => ({
        name,
        checksum: this.content[index]?.checksum ?? ""
      })),
      directories: folder.folders.map(({ name, folder: child }) => ({
        name,
        ...this.store(child)
      }))
    });
    return { tree: this.put(tree, "dirtree"), meta: this.metaOf(folder.meta) };
  }
  metaOf(meta) {
    let known = this.metas.get(meta);
    if (known !== void 0) return known;
    let checksum = this.put(formatDirmeta(meta), "dirmeta");
    return this.metas.set(meta, checksum), checksum;
  }
  put(object, type) {
    let stored = storeMetadata(this.place, object, type, this.elsewhere);
    return this.objects.push(stored), stored.checksum;
  }
};

// lib/repo/plan-tree.ts
import { lstatSync } from "node:fs";
var NONE = [];
function planTree(tree, xattrs, labels) {
  let files = [], metas = /* @__PURE__ */ new Map(), links = /* @__PURE__ */ new Map(), fileCount = 0, metaOf = ({ path, stats, target }) => {
    let { uid, gid, mode } = stats, own = xattrs.get(path), label = labels?.get(path), make2 = () => ({
      uid,
      gid,
      mode,
      xattrs: label === void 0 ? own ?? NONE : withLabel(own ?? NONE, label),
      ...target === void 0 ? {} : { target }
    });
    if (own !== void 0 || target !== void 0) return make2();
    let key = `${uid}:${gid}:${mode}:${label ?? ""}`, meta = metas.get(key) ?? make2();
    return metas.set(key, meta), meta;
  }, planFile = (file2) => {
    fileCount += 1;
    let { path, stats } = file2, key = stats.nlink > 1 && file2.target === void 0 ? `${inodeOf(path)}:${labels?.get(path) ?? ""}` : void 0, known = key === void 0 ? void 0 : links.get(key);
    if (known !== void 0) return known;
    let index = files.push({ path, meta: metaOf(file2), sizeBytes: stats.size }) - 1;
    return key !== void 0 && links.set(key, index), index;
  }, planFolder = (folder) => ({
    meta: metaOf(folder),
    files: folder.files.map((file2) => ({ name: file2.name, index: planFile(file2) })),
    folders: folder.folders.map((child) => ({ name: child.name, folder: planFolder(child) }))
  }), root = planFolder(tree);
  return { files, fileCount, root };
}
function inodeOf(path) {
  let { dev, ino } = lstatSync(path, { bigint: !0 });
  return `${dev}:${ino}`;
}

// lib/repo/read-tree.ts
import { lstatSync as lstatSync2, readdirSync as readdirSync2, readlinkSync } from "node:fs";
function readTree(path) {
  try {
    return readFolder("", path, lstatSync2(path));
  } catch (cause) {
    throw cause.code !== "ENOENT" ? cause : new BuildError("TREE_CHANGED", `the tree changed: ${String(cause)}`, { cause });
  }
}
function readFolder(name, path, stats) {
  let files = [], folders = [];
  for (let bytes of readdirSync2(path, "latin1").sort()) {
    let child = decode(bytes, path), childPath = `${path}/${child}`, childStats = lstatSync2(childPath);
    if (childStats.isDirectory()) folders.push(readFolder(child, childPath, childStats));
    else if (childStats.isFile()) files.push({ name: child, path: childPath, stats: childStats });
    else if (childStats.isSymbolicLink()) {
      let target = decode(readlinkSync(childPath, "latin1"), `the link ${childPath}`);
      files.push({ name: child, path: childPath, stats: childStats, target });
    } else throw unsupported(childPath, childStats);
  }
  return { name, path, stats, files, folders };
}
function decode(latin1, where) {
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
  let bytes = Buffer.from(latin1, "latin1"), text = bytes.toString();
  if (Buffer.compare(Buffer.from(text), bytes) === 0) return text;
  throw new BuildError(
    "NAME_NOT_UTF8",
    `${where}: ${JSON.stringify(text)} (${bytes.toString("hex")}) is not UTF-8`,
    { hint: "OSTree holds names and targets in UTF-8 only: rename it in a postprocess script." }
  );
}
function unsupported(path, stats) {
  let kind = stats.isFIFO() ? "named pipe" : stats.isSocket() ? "socket" : "device";
  return new BuildError(
    "FILE_TYPE_UNSUPPORTED",
    `${path} is a ${kind}: a commit holds regular files, folders and symbolic links`,
    { hint: "Remove it in a postprocess script; tmpfiles.d can make it at boot." }
  );
}

// lib/repo/repository-config.ts
import { readFile as readFile4 } from "node:fs/promises";
import { join as join5 } from "node:path";
async function readRepositoryConfig(repoPath) {
  let text = await readFile4(join5(repoPath, "config"), "utf8").catch((cause) => {
    throw new ConfigError(
      "REPOSITORY_UNSUPPORTED",
      `${repoPath} is no OSTree repository: it has no config`,
      { cause, hint: `Make one: ostree init --mode=archive --repo=${repoPath}` }
    );
  }), mode = settingOf(text, "core", "mode"), level = Number(settingOf(text, "archive", "zlib-level"));
  return {
    mode: modeOf(mode, repoPath),
    zlibLevel: Number.isInteger(level) && level >= 1 && level <= 9 ? level : void 0
  };
}
function modeOf(mode, repoPath) {
  if (mode === "archive" || mode === "archive-z2") return "archive";
  if (mode === "bare-user") return "bare-user";
  throw new ConfigError(
    "REPOSITORY_UNSUPPORTED",
    `${repoPath} is a repository of mode ${mode ?? "bare"}, expected archive or bare-user`,
    { hint: "Make another: ostree init --mode=archive --repo=\u2026" }
  );
}
function settingOf(text, group, key) {
  let current = "";
  for (let line of text.split(`
`)) {
    let header = /^\[(.*)\]\s*$/.exec(line)?.[1];
    header !== void 0 && (current = header);
    let [, name, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (current === group && name === key) return value;
  }
}

// lib/repo/worker-pool.ts
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
var SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "./object-worker.ts" : "./object-worker.mjs",
  import.meta.url
), MAX_THREADS = 4;
function defaultThreads() {
  return Math.min(MAX_THREADS, availableParallelism());
}
var WorkerPool = class {
  threads;
  toStore = [];
  toPrepare = [];
  /** A worker's message comes in no run's context. */
  timeline = currentTimeline();
  /** Why no thread takes anything any more. */
  broken;
  constructor(settings, threads) {
    this.threads = Array.from(
      { length: Math.max(1, threads) },
      (_, index) => this.startThread(settings, `objects ${index + 1}`)
    );
  }
  /**
   * All threads store, and share out the batches among themselves.
   *
   * @throws BuildError TREE_CHANGED, OBJECT_WRITER_FAILED
   */
  async store(task) {
    let count = Math.min(this.threads.length, task.batches.length), shares = Array.from({ length: count }, () => this.enqueue(this.toStore, task));
    return (await Promise.all(shares)).flatMap(({ stored = [] }) => stored);
  }
  /** Done when there is nothing else to do, by all threads but one. */
  prepare(task) {
    return this.enqueue(this.toPrepare, task);
  }
  /** Forgets what of `prepare` is not begun. */
  stopPreparing() {
    for (let { resolve: resolve2 } of this.toPrepare.splice(0)) resolve2({});
  }
  async [Symbol.asyncDispose]() {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
    for (let thread of this.threads) endSpan(thread);
  }
  enqueue(queue, task) {
    return new Promise((resolve2, reject) => {
      if (this.broken !== void 0) return reject(this.broken);
      queue.push({ task, resolve: resolve2, reject });
      for (let thread of this.threads) this.giveWork(thread);
    });
  }
  giveWork(thread) {
    if (thread.job !== void 0) return;
    let job = this.toStore.shift() ?? this.nextToPrepare(), name = job?.task.kind;
    thread.span?.name !== name && endSpan(thread), !(job === void 0 || name === void 0) && (thread.job = job, thread.span ??= {
      name,
      end: this.timeline.begin(name, { kind: "thread", lane: thread.lane })
    }, thread.worker.ref(), thread.worker.postMessage(job.task));
  }
  nextToPrepare() {
    return this.threads.filter(({ job }) => job !== void 0).length < Math.max(1, this.threads.length - 1) ? this.toPrepare.shift() : void 0;
  }
  startThread(settings, lane) {
    let worker = new Worker(SCRIPT, { workerData: settings, name: lane }), thread = { worker, lane };
    return worker.unref(), worker.on("message", (answer) => {
      let { job } = thread;
      thread.job = void 0, worker.unref(), this.giveWork(thread), "error" in answer ? job?.reject(failure(answer.error)) : job?.resolve(answer);
    }), worker.on("error", (error) => this.breakOff(error)), thread;
  }
  /** A thread has died: of want of memory, or of a fault of ours. */
  breakOff(error) {
    this.broken = failure({ code: "", message: String(error), path: "" });
    let running = this.threads.flatMap(({ job }) => job ?? []), waiting = [...this.toStore.splice(0), ...this.toPrepare.splice(0)];
    for (let job of [...running, ...waiting]) job.reject(this.broken);
  }
};
function endSpan(thread) {
  thread.span?.end({ ok: !0 }), thread.span = void 0;
}
function failure({ code, message, path }) {
  return code === "TREE_CHANGED" ? new BuildError("TREE_CHANGED", message) : new BuildError(
    "OBJECT_WRITER_FAILED",
    `${path === "" ? "the object writer" : path}: ${message}`
  );
}

// lib/repo/object-writer.ts
var DEFAULT_LEVEL = 1, NOT_STORED = { checksum: "", writtenBytes: 0 }, PREPARE_BATCH = 32, MAX_WAITING = 1e5;
async function openObjectWriter(options) {
  let { repoPath, scratchPath } = options, { mode, zlibLevel } = await readRepositoryConfig(repoPath);
  await rm2(scratchPath, { recursive: !0, force: !0, maxRetries: 3 }), await mkdir(scratchPath, { recursive: !0, mode: 448 });
  let tempPath = await makeTemporaryFolder(repoPath), level = options.level ?? zlibLevel ?? DEFAULT_LEVEL, settings = { repoPath, mode, level, tempPath, preparedPath: scratchPath };
  return new ObjectWriter(settings, options.threads ?? defaultThreads(), options.log);
}
var ObjectWriter = class {
  settings;
  pool;
  log;
  threads;
  preparing = Promise.resolve();
  waiting = 0;
  hasPrepared = !1;
  hashed = /* @__PURE__ */ new Map();
  constructor(settings, threads, log) {
    this.settings = settings, this.log = log, this.threads = threads, this.pool = new WorkerPool(settings, threads);
  }
  /**
   * Compresses files that a `commitTree` of this writer may need, in the background. What is there
   * is kept by the checksum of the content, so it does not matter what becomes of the files.
   */
  prepare(paths) {
    this.settings.mode === "archive" && (this.hasPrepared ||= paths.length > 0, this.goAhead("prepare", paths));
  }
  /**
   * Hashes files whose objects are probably there, in the background. One that changes afterwards is
   * hashed again.
   */
  hash(paths) {
    this.goAhead("hash", paths);
  }
  goAhead(kind, paths) {
    for (let at = 0; at < paths.length && this.waiting < MAX_WAITING; at += PREPARE_BATCH) {
      let batch = paths.slice(at, at + PREPARE_BATCH);
      this.waiting += batch.length;
      let done = this.pool.prepare({ kind, paths: batch }).then(
        ({ hashed = [] }) => {
          this.waiting -= batch.length;
          for (let file2 of hashed) this.hashed.set(file2.path, file2);
        },
        // It was only to save time: who needs the thread next hears of it.
        () => {
        }
      );
      this.preparing = Promise.all([this.preparing, done]).then(() => {
      });
    }
  }
  /**
   * Writes what the repository lacks of a tree: content, dirtrees and dirmetas, with the checksums
   * that `ostree commit` gives them. The tree stays as it is. What was prepared is used up.
   *
   * @throws BuildError FILE_TYPE_UNSUPPORTED, NAME_NOT_UTF8, TREE_CHANGED, ATTRIBUTES_UNREADABLE,
   * OBJECT_WRITER_FAILED
   */
  async commitTree(treePath, options = {}) {
    this.pool.stopPreparing(), options.late?.ready.catch(() => {
    });
    let reading = readXattrs(treePath, this.log);
    reading.catch(() => {
    });
    let tree = readTree(treePath), { log, threads } = this, labels = options.selinux === !0 ? await readLabels(treePath, tree, { log, threads }) : void 0, plan = planTree(tree, await reading, labels);
    await this.preparing;
    let content = await this.storePlan(plan, tree, options);
    options.onStored?.();
    let folders = new FolderStore(this.settings, content, options.elsewhere), root = folders.store(plan.root), objects = /* @__PURE__ */ new Map();
    for (let { checksum, writtenBytes } of [...content, ...folders.objects])
      objects.set(checksum, Math.max(writtenBytes, objects.get(checksum) ?? 0));
    let written = [...objects.values()].filter((bytes) => bytes > 0);
    return {
      rootTree: root.tree,
      rootMeta: root.meta,
      files: plan.fileCount,
      objects: objects.size,
      written: written.length,
      writtenBytes: written.reduce((sum, bytes) => sum + bytes, 0)
    };
  }
  /**
   * Writes a commit object, all of whose tree is there, and returns its checksum. When fsck has
   * noted that the commit lacks objects, it does no more.
   */
  async writeCommit(object) {
    let { checksum } = storeMetadata(this.settings, object, "commit");
    return await rm2(join6(this.settings.repoPath, "state", `${checksum}.commitpartial`), { force: !0 }), checksum;
  }
  /** Stores the content of a plan. The answers are in its order; a late file comes last. */
  async storePlan({ files, root }, tree, { elsewhere, late }) {
    if (late === void 0) return this.storeContent(files, elsewhere);
    let index = files.findIndex(({ path }) => path === late.path), place = files[index];
    if (place === void 0)
      throw new BuildError("TREE_CHANGED", `the tree has no file ${late.path} yet`);
    let storing = this.storeContent(files.toSpliced(index, 1), elsewhere).then(
      (others) => others.toSpliced(index, 0, NOT_STORED)
    ), checksums = storing.then((found) => checksumsByPath(root, tree.path, found));
    checksums.catch(() => {
    }), late.onOthers?.(tree, checksums);
    let stored = await storing;
    await late.ready;
    let { uid, gid, mode, size } = lstatSync3(late.path), made = { ...place, sizeBytes: size, meta: { ...place.meta, uid, gid, mode } };
    return stored.toSpliced(index, 1, ...await this.storeContent([made], elsewhere));
  }
  async storeContent(files, elsewhere) {
    let { hasPrepared, hashed, settings } = this, stored = Array(files.length).fill(NOT_STORED), bare = [], metas = /* @__PURE__ */ new Map();
    for (let { meta } of files) metas.has(meta) || metas.set(meta, metas.size);
    let answers = await this.pool.store({
      kind: "store",
      metas: [...metas.keys()],
      paths: files.map(({ path }) => `${path}\0`).join(""),
      metaOf: Uint32Array.from(files, ({ meta }) => metas.get(meta) ?? 0),
      batches: batchesOf(files),
      taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
      hasPrepared,
      ...hashed.size === 0 ? {} : { hashed },
      ...elsewhere === void 0 ? {} : { elsewhere }
    });
    for (let [index, file2] of answers) stored[index] = file2;
    return stored.forEach(({ checksum, temporary }, index) => {
      let meta = files[index]?.meta;
      if (temporary === void 0 || meta === void 0) return;
      let final = join6(settings.repoPath, objectPath(checksum, "file"));
      bare.push({ temporary, final, meta });
    }), await finishBareObjects(bare, this.log), stored;
  }
  async [Symbol.asyncDispose]() {
    this.pool.stopPreparing(), await this.pool[Symbol.asyncDispose]();
    let { tempPath, preparedPath } = this.settings;
    await rm2(tempPath, { recursive: !0, force: !0, maxRetries: 3 }), await rm2(preparedPath, { recursive: !0, force: !0, maxRetries: 3 });
  }
};
function checksumsByPath(folder, path, stored, found = /* @__PURE__ */ new Map()) {
  for (let { name, index } of folder.files) {
    let checksum = stored[index]?.checksum;
    checksum !== void 0 && checksum !== "" && found.set(`${path}/${name}`, checksum);
  }
  for (let child of folder.folders)
    checksumsByPath(child.folder, `${path}/${child.name}`, stored, found);
  return found;
}

// lib/compose/build-tree.ts
import { link as link2 } from "node:fs/promises";
import { join as join15 } from "node:path";

// lib/compose/account-check.ts
import { readFile as readFile5 } from "node:fs/promises";

// lib/compose/accounts.ts
function parsePasswd(text, file2) {
  return lines(text).map(({ line, number }) => {
    let [name, password, uid, gid, gecos, home, shell, ...rest] = line.split(":");
    if (shell === void 0 || rest.length > 0 || name === "" || name === void 0)
      throw malformed(file2, number, "name:password:uid:gid:gecos:home:shell", line);
    return {
      name,
      password: password ?? "",
      uid: parseId(uid ?? "", file2, number, line),
      gid: parseId(gid ?? "", file2, number, line),
      gecos: gecos ?? "",
      home: home ?? "",
      shell
    };
  });
}
function parseGroup(text, file2) {
  return lines(text).map(({ line, number }) => {
    let [name, password, gid, members, ...rest] = line.split(":");
    if (members === void 0 || rest.length > 0 || name === "" || name === void 0)
      throw malformed(file2, number, "name:password:gid:members", line);
    return {
      name,
      password: password ?? "",
      gid: parseId(gid ?? "", file2, number, line),
      members: members.split(",").filter((member) => member !== "")
    };
  });
}
function formatPasswd(users) {
  return users.map(
    (user) => [user.name, user.password, user.uid, user.gid, user.gecos, user.home, user.shell].join(":")
  ).map((line) => `${line}
`).join("");
}
function formatGroup(groups) {
  return groups.map(
    (group) => `${[group.name, group.password, group.gid, group.members.join(",")].join(":")}
`
  ).join("");
}
function mergeNamed(first, second) {
  let merged = /* @__PURE__ */ new Map();
  for (let entry of [...first, ...second])
    merged.has(entry.name) || merged.set(entry.name, entry);
  return [...merged.values()];
}
function lines(text) {
  return text.split(`
`).map((line, index) => ({ line: line.trimEnd(), number: index + 1 })).filter(({ line }) => line !== "" && !line.startsWith("#"));
}
function parseId(text, file2, number, line) {
  let id = Number(text);
  if (!/^\d{1,10}$/.test(text) || id > 4294967294) throw malformed(file2, number, "a number", line);
  return id;
}
function malformed(file2, line, expected, got) {
  return new BuildError(
    "ACCOUNT_FILE_MALFORMED",
    `${file2}:${line}: expected ${expected}, got ${JSON.stringify(got)}`,
    { place: { file: file2, line } }
  );
}

// lib/compose/account-check.ts
async function checkAccounts(tree, accounts, treefile, options) {
  let users = compare(userIds(accounts), await expectedUsers(treefile, options.previous)), groups = compare(groupIds(accounts), await expectedGroups(treefile, options.previous)), goneUsers = withoutIgnored(users.gone, treefile.ignoreRemovedUsers), goneGroups = withoutIgnored(groups.gone, treefile.ignoreRemovedGroups), owned = await findOwned(tree, goneUsers, goneGroups);
  users.added.length > 0 && options.log.info(`New users: ${users.added.join(", ")}`), groups.added.length > 0 && options.log.info(`New groups: ${groups.added.join(", ")}`);
  let drift = [
    ...users.changed.map((line) => `passwd: ${line}`),
    ...groups.changed.map((line) => `group: ${line}`),
    ...owned
  ];
  if (drift.length !== 0)
    throw new BuildError(
      "ACCOUNT_DRIFT",
      `users or groups are not what they were, and /var of running systems would get other owners:
${drift.join(`
`)}`,
      {
        hint: "Bring the files of check-passwd and check-groups up to date, or list what may go in ignore-removed-users and ignore-removed-groups."
      }
    );
}
function compare(actual, expected) {
  let result = { added: [], changed: [], gone: [] };
  if (expected === void 0) return result;
  for (let [name, ids] of actual) {
    let wanted = expected.get(name);
    wanted === void 0 ? result.added.push(name) : wanted !== ids && result.changed.push(`${name} was ${wanted}, is ${ids}`);
  }
  for (let [name, ids] of expected) actual.has(name) || result.gone.push([name, ids]);
  return result;
}
async function expectedUsers(treefile, previous) {
  let check = treefile.checkPasswd;
  switch (check.type) {
    case "none":
      return;
    case "previous":
      return previous && userIds(previous);
    case "file":
      return userIds({
        users: parsePasswd(await readFile5(check.path, "utf8"), check.path),
        groups: []
      });
    case "data":
      return new Map(
        Object.entries(check.entries).map(([name, { uid, gid }]) => [name, `${uid}:${gid}`])
      );
  }
}
async function expectedGroups(treefile, previous) {
  let check = treefile.checkGroups;
  switch (check.type) {
    case "none":
      return;
    case "previous":
      return previous && groupIds(previous);
    case "file":
      return groupIds({
        users: [],
        groups: parseGroup(await readFile5(check.path, "utf8"), check.path)
      });
    case "data":
      return new Map(Object.entries(check.entries).map(([name, gid]) => [name, String(gid)]));
  }
}
async function findOwned(tree, users, groups) {
  if (users.length === 0 && groups.length === 0) return [];
  let found = /* @__PURE__ */ new Map(), uids = new Map(users.map(([name, ids]) => [Number(ids.split(":")[0]), name])), gids = new Map(groups.map(([name, gid]) => [Number(gid), name]));
  return await tree.walk("", (path, stats) => {
    let user = uids.get(stats.uid), group = gids.get(stats.gid);
    user !== void 0 && found.set(`passwd: ${user} is gone, and owns`, path), group !== void 0 && found.set(`group: ${group} is gone, and owns`, path);
  }), [...found].map(([what, path]) => `${what} /${path}`);
}
function withoutIgnored(gone, ignored) {
  return ignored.includes("*") ? [] : gone.filter(([name]) => !ignored.includes(name));
}
function userIds({ users }) {
  return new Map(users.map(({ name, uid, gid }) => [name, `${uid}:${gid}`]));
}
function groupIds({ groups }) {
  return new Map(groups.map(({ name, gid }) => [name, String(gid)]));
}

// lib/compose/altfiles.ts
async function splitAccounts(tree, accounts, etcGroupMembers) {
  if (!await hasAltfiles(tree)) return;
  let { users, groups } = accounts, others = groups.filter(({ gid }) => gid !== 0), kept = others.filter(({ name }) => etcGroupMembers.includes(name));
  await tree.write("usr/lib/passwd", formatPasswd(users.filter(({ uid }) => uid !== 0))), await tree.write("usr/lib/group", formatGroup(others)), await tree.write("usr/etc/passwd", formatPasswd(users.filter(({ uid }) => uid === 0))), await tree.write(
    "usr/etc/group",
    formatGroup([...groups.filter(({ gid }) => gid === 0), ...kept])
  );
  let nsswitch = "usr/etc/nsswitch.conf";
  (await tree.lstat(nsswitch))?.isFile() === !0 && await tree.write(nsswitch, addAltfiles(await tree.read(nsswitch) ?? ""));
}
function addAltfiles(text) {
  return text.split(`
`).map((line) => {
    let [, database, rest] = /^(passwd|group):(.*)$/.exec(line) ?? [];
    if (database === void 0 || rest === void 0) return line;
    let sources = rest.split(/\s+/).filter((source) => source !== "");
    if (sources.includes("altfiles")) return line;
    let at = sources.indexOf("files");
    return sources.splice(at === -1 ? sources.length : at + 1, 0, "altfiles"), `${database}: ${sources.join(" ")}`;
  }).join(`
`);
}
async function hasAltfiles(tree) {
  let library = "libnss_altfiles.so.2", folders = ["usr/lib64", "usr/lib"];
  for (let name of await tree.list("usr/lib"))
    name.endsWith("-linux-gnu") && folders.push(`usr/lib/${name}`);
  for (let folder of folders)
    if (await tree.stat(`${folder}/${library}`) !== void 0) return !0;
  return !1;
}

// lib/compose/emulator-watch.ts
var SHOWN_LINES = 8, KILLED = 128, CRASHED = [
  /^qemu: uncaught target signal \d+ \(.+\)/,
  /^qemu-[a-z0-9_]+(?:-static)?: (?!warning\b)/,
  /: line \d+: +\d+ (?:Killed|Segmentation fault|Aborted|Bus error|Illegal instruction|Trace\/breakpoint trap)\b/,
  /^(?:Killed|Segmentation fault|Aborted|Bus error|Illegal instruction|Trace\/breakpoint trap)(?: \(core dumped\))?$/
], EmulatorWatch = class {
  #basearch;
  #last = [];
  #crash;
  /** Finds nothing when programs of `basearch` run here as they are, or it is undefined. */
  constructor(basearch) {
    this.#basearch = basearch === void 0 || isNative(basearch) ? void 0 : basearch;
  }
  line(line) {
    this.#basearch === void 0 || this.#crash !== void 0 || (this.#last = [...this.#last, line].slice(-SHOWN_LINES), CRASHED.some((pattern) => pattern.test(line)) && (this.#crash = this.#last));
  }
  /**
   * Throws when a program crashed, or `tool` itself, which ended with `exitCode`.
   *
   * @throws BuildError EMULATOR_CRASHED
   */
  assertSound(tool, exitCode) {
    if (this.#basearch === void 0) return;
    let lines2 = this.#crash ?? (exitCode > KILLED ? this.#last : void 0);
    if (lines2 === void 0) return;
    let how = this.#crash === void 0 ? ` with signal ${exitCode - KILLED}` : "", { qemuUser } = ARCHITECTURES[this.#basearch];
    throw new BuildError(
      "EMULATOR_CRASHED",
      `${qemuUser} did not get through a program of ${this.#basearch} that ${tool} ran: it ended${how}
${lines2.map((line) => `  | ${line}`).join(`
`)}`,
      {
        hint: "Look whether memory was short; else use a newer QEMU, or build on a machine of that architecture."
      }
    );
  }
};

// lib/compose/output-tail.ts
import { StringDecoder } from "node:string_decoder";
var KEPT_LINES = 40, LINE_LIMIT = 4096, OutputTail = class {
  #onLine;
  #decoder = new StringDecoder("utf8");
  #rest = "";
  #lines = [];
  constructor(onLine) {
    this.#onLine = onLine;
  }
  push(chunk) {
    let parts = (this.#rest + this.#decoder.write(chunk)).split(`
`);
    this.#rest = (parts.pop() ?? "").slice(-LINE_LIMIT);
    for (let line of parts) this.#add(line);
  }
  /** Takes what came after the last line end as a line. */
  end() {
    this.#rest !== "" && this.#add(this.#rest), this.#rest = "";
  }
  lines() {
    return this.#lines;
  }
  #add(line) {
    let clean = line.trimEnd().slice(0, LINE_LIMIT);
    this.#lines.push(clean), this.#lines.length > KEPT_LINES && (this.#lines = this.#lines.slice(-KEPT_LINES)), this.#onLine?.(clean);
  }
};

// lib/compose/sync-filter.ts
import { endianness } from "node:os";
var LOAD_WORD = 32, JUMP_IF_EQUAL = 21, RETURN = 6, SYSCALL_OFFSET = 0, ARCHITECTURE_OFFSET = 4, ALLOW = 2147418112, PRETEND = 327680, SYNC_CALLS = [
  { architecture: 3221225534, calls: [74, 75, 162, 306, 26, 277] },
  // x86_64
  { architecture: 3221225655, calls: [82, 83, 81, 267, 227, 84] },
  // aarch64
  { architecture: 3221225715, calls: [82, 83, 81, 267, 227, 84] },
  // riscv64
  { architecture: 3221225493, calls: [118, 148, 36, 348, 144, 308] },
  // ppc64le
  { architecture: 2147483670, calls: [118, 148, 36, 338, 144, 307] }
  // s390x
];
function syncFilter() {
  let program = SYNC_CALLS.flatMap(({ architecture, calls }) => [
    instruction(LOAD_WORD, 0, 0, ARCHITECTURE_OFFSET),
    // Past the calls, the load and the two verdicts.
    instruction(JUMP_IF_EQUAL, 0, calls.length + 3, architecture),
    instruction(LOAD_WORD, 0, 0, SYSCALL_OFFSET),
    ...calls.map((call, index) => instruction(JUMP_IF_EQUAL, calls.length - index, 0, call)),
    instruction(RETURN, 0, 0, ALLOW),
    instruction(RETURN, 0, 0, PRETEND)
  ]);
  return Buffer.concat([...program, instruction(RETURN, 0, 0, ALLOW)]);
}
function instruction(code, ifTrue, ifFalse, value) {
  let bytes = Buffer.alloc(8), little = endianness() === "LE";
  return little ? bytes.writeUInt16LE(code) : bytes.writeUInt16BE(code), bytes.writeUInt8(ifTrue, 2), bytes.writeUInt8(ifFalse, 3), little ? bytes.writeUInt32LE(value, 4) : bytes.writeUInt32BE(value, 4), bytes;
}

// lib/compose/sandbox.ts
var CAPABILITIES = [
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_KILL",
  "CAP_SETGID",
  "CAP_SETUID",
  "CAP_SETPCAP",
  "CAP_SETFCAP",
  "CAP_SYS_CHROOT"
];
async function runSandboxed(argv, sandbox) {
  let tool = argv[0] ?? "bwrap", emulator = new EmulatorWatch(sandbox.basearch), tail = new OutputTail((line) => {
    emulator.line(line), sandbox.onLine?.(line);
  }), options = {
    log: sandbox.log,
    label: tool,
    input: syncFilter(),
    onStdout: (chunk) => tail.push(chunk),
    onStderr: (chunk) => tail.push(chunk),
    ...sandbox.timeoutMs === void 0 ? {} : { timeoutMs: sandbox.timeoutMs }
  };
  try {
    await runTool(sandboxArgv(argv, sandbox), options), tail.end(), emulator.assertSound(tool, 0);
    return;
  } catch (error) {
    if (tail.end(), !(error instanceof ToolError)) throw error;
    return emulator.assertSound(tool, error.exitCode), { exitCode: error.exitCode, tail: tail.lines() };
  }
}
function treeMounts(tree, options) {
  let bind = options.readOnly === !0 ? "--ro-bind" : "--bind";
  return [
    bind,
    `${tree}/usr`,
    "/usr",
    bind,
    `${tree}/${options.etc}`,
    "/etc",
    ...options.readOnly === !0 ? ["--tmpfs", "/var"] : ["--bind", `${tree}/var`, "/var"],
    ...options.readOnly === !0 ? [] : ["--bind-try", `${tree}/boot`, "/boot"],
    ...["bin", "sbin", "lib", "lib32", "lib64"].flatMap((name) => [
      "--symlink",
      `usr/${name}`,
      `/${name}`
    ]),
    ...procMounts("/proc"),
    "--dev",
    "/dev",
    "--tmpfs",
    "/tmp",
    "--tmpfs",
    "/run",
    "--dir",
    "/root",
    ...options.readOnly === !0 ? ["--dir", "/var/tmp"] : []
  ];
}
function hostMounts(tree) {
  let host = [
    "--ro-bind",
    "/usr",
    "/usr",
    ...["bin", "sbin", "lib", "lib32", "lib64"].flatMap((name) => [
      "--symlink",
      `usr/${name}`,
      `/${name}`
    ]),
    ...procMounts("/proc"),
    "--dev",
    "/dev",
    "--tmpfs",
    "/tmp"
  ];
  return tree === void 0 ? host : [
    ...host,
    "--bind",
    tree,
    "/tree",
    ...procMounts("/tree/proc"),
    "--dev",
    "/tree/dev",
    "--tmpfs",
    "/tree/tmp",
    "--tmpfs",
    "/tree/run"
  ];
}
function procMounts(path) {
  return [
    "--proc",
    path,
    "--ro-bind",
    "/proc/sys",
    `${path}/sys`,
    ...["sysrq-trigger", "fs"].flatMap((name) => [
      "--ro-bind-try",
      `/proc/${name}`,
      `${path}/${name}`
    ])
  ];
}
function sandboxArgv(argv, sandbox) {
  let env = {
    PATH: "/usr/sbin:/usr/bin",
    LANG: "C.UTF-8",
    TZ: "UTC",
    HOME: "/root",
    SOURCE_DATE_EPOCH: String(sandbox.sourceDateEpoch),
    PYTHONDONTWRITEBYTECODE: "1",
    SYSTEMD_OFFLINE: "1",
    ...sandbox.env
  };
  return [
    "bwrap",
    ...sandbox.mounts,
    "--unshare-net",
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--hostname",
    "localhost",
    "--die-with-parent",
    "--new-session",
    "--chdir",
    "/",
    "--clearenv",
    ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value]),
    "--cap-drop",
    "ALL",
    ...CAPABILITIES.flatMap((name) => ["--cap-add", name]),
    "--seccomp",
    "0",
    "--",
    "/bin/sh",
    "-c",
    'umask 022; exec "$@" 2>&1 < /dev/null',
    "sh",
    ...argv
  ];
}

// lib/compose/depmod.ts
var WRITTEN = ["dep", "dep.bin", "alias", "alias.bin", "symbols", "symbols.bin"], READ_OF_FOLDER = /^modules\.(order|builtin|builtin\.modinfo)$/, CONFIGURATION = ["usr/etc/depmod.d", "usr/lib/depmod.d"], PROGRAMS = ["usr/sbin/depmod", "usr/bin/depmod"], MODULE = /\.ko(\.(gz|xz|zst))?$/;
async function runDepmod(tree, kernel, options) {
  let program = (await Promise.all(PROGRAMS.map((path) => tree.stat(path)))).find((found) => found !== void 0);
  if (program !== void 0) {
    if (await isFresh(tree, kernel, program.ctimeMs)) {
      options.log.debug(`A scriptlet has run depmod for ${kernel.version}`);
      return;
    }
    await runSandboxed(["depmod", "-a", kernel.version], {
      mounts: treeMounts(tree.path, { etc: "usr/etc" }),
      ...options
    });
  }
}
async function isFresh(tree, { folder }, installedMs) {
  let written = await Promise.all(WRITTEN.map((name) => tree.lstat(`${folder}/modules.${name}`))), writtenMs = Math.min(...written.map((stats) => stats?.ctimeMs ?? 0)), modules = [], newestMs = installedMs;
  await tree.walk(folder, (path, { ctimeMs }) => {
    let name = path.slice(folder.length + 1);
    !name.includes("/") && !READ_OF_FOLDER.test(name) || (newestMs = Math.max(newestMs, ctimeMs), MODULE.test(name) && modules.push(name));
  });
  for (let path of CONFIGURATION)
    newestMs = Math.max(newestMs, (await tree.stat(path))?.ctimeMs ?? 0), await tree.walk(path, (_, { ctimeMs }) => {
      newestMs = Math.max(newestMs, ctimeMs);
    });
  let listed = (await tree.read(`${folder}/modules.dep`) ?? "").match(/^[^:\n]+(?=:)/gm) ?? [];
  return newestMs < writtenMs && listed.sort().join(`
`) === modules.sort().join(`
`);
}

// lib/compose/devices.ts
import { lstatSync as lstatSync4, readdirSync as readdirSync3 } from "node:fs";
import { rm as rm3, writeFile } from "node:fs/promises";
import { dirname as dirname2, join as join7 } from "node:path";
async function removeSpecialFiles(tree, ignoreDevices) {
  let whiteouts = [], special = [];
  for (let host of specialFiles(tree.path)) {
    let stats = lstatSync4(host);
    if (stats.isCharacterDevice() && stats.rdev === 0) whiteouts.push(host);
    else if (ignoreDevices || !(stats.isCharacterDevice() || stats.isBlockDevice()))
      special.push(host);
    else {
      let path = host.slice(tree.path.length);
      throw new ConfigError("DEVICE_IN_TREE", `${path} is a device node`, {
        hint: 'Set "ignore-devices: true" to leave device nodes out.'
      });
    }
  }
  for (let host of [...special, ...whiteouts]) await rm3(host);
  for (let host of whiteouts)
    await writeFile(join7(dirname2(host), `.ostree-wh.${host.slice(dirname2(host).length + 1)}`), "");
}
function specialFiles(folder) {
  return readdirSync3(folder, { withFileTypes: !0 }).flatMap((entry) => {
    let path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? specialFiles(path) : entry.isFile() || entry.isSymbolicLink() ? [] : [path];
  });
}

// lib/compose/kept-hwdb.ts
import { chmod, lstat, mkdir as mkdir2, readdir, rename, writeFile as writeFile2 } from "node:fs/promises";
import { join as join8 } from "node:path";
var PROGRAM = /^\/(usr\/)?bin\/systemd-hwdb$/, RESULT = "hwdb.bin", OFFERED = 2, KEY = /^[0-9a-f]{64}$/, RESULT_LIMIT_BYTES = 256 * 1024 * 1024, PROGRAMS2 = "/run/treesmith/bin", CODE = "/run/treesmith/bin/code", KEPT = "/run/treesmith/bin/kept", OFFERED_ALL = "/run/treesmith/bin/offered", MADE = "/run/treesmith/made", SCRIPT2 = `#!/bin/sh
for real in /usr/bin/systemd-hwdb /bin/systemd-hwdb; do [ -x "$real" ] && break; done
case "$*" in
  update) to=/etc/udev ;;
  '--usr update' | 'update --usr') to=/usr/lib/udev ;;
  *) exec "$real" "$@" ;;
esac
case "$(set)" in *SYSTEMD_HWDB*) exec "$real" "$@" ;; esac
tries=0
while [ ! -f ${OFFERED_ALL} ] && [ $tries -lt 500 ]; do
  sleep 0.02 || break
  tries=$((tries + 1))
done
[ -f ${CODE} ] && [ -d "$to" ] || exec "$real" "$@"
inputs=$(cat ${CODE} && echo "$real $to $(umask)" || exit
  [ -h /lib ] || folders=/lib
  set --
  for folder in /etc /run /usr/lib $folders; do
    for file in "$folder"/udev/hwdb.d/*; do [ ! -f "$file" ] || set -- "$@" "$file"; done
  done
  [ $# = 0 ] || sha256sum "$@") || exec "$real" "$@"
key=$(echo "$inputs" | sha256sum) || exec "$real" "$@"
key=\${key%% *}
new="$to/.hwdb.bin.treesmith"
if [ -f "${KEPT}/$key" ]; then
  if cp "${KEPT}/$key" "$new" && chmod 444 "$new" && mv -f "$new" "$to/hwdb.bin"; then exit 0; fi
  rm -f "$new"
fi
"$real" "$@" || exit
[ ! -f "$to/hwdb.bin" ] || cp "$to/hwdb.bin" "${MADE}/$key" 2>/dev/null
exit 0
`, KeptHwdb = class _KeptHwdb {
  programs;
  packages;
  stage;
  constructor(folder, packages, stage) {
    this.programs = { path: join8(folder, "bin"), madePath: join8(folder, "made") }, this.packages = packages, this.stage = stage;
  }
  /** Makes the program's stand-in in a new folder; undefined when the tree gets no systemd-hwdb. */
  static async prepare(folder, packages, { keptPath, log }) {
    if (!packages.some(ownsProgram)) return;
    let kept = new _KeptHwdb(folder, packages, { folder: keptPath, stage: "hwdb", log }), { path, madePath } = kept.programs;
    return await mkdir2(join8(path, "kept"), { recursive: !0 }), await mkdir2(madePath), await writeFile2(join8(path, "systemd-hwdb"), SCRIPT2, { mode: 493 }), kept;
  }
  /** Brings what was kept, while rpm goes on. `checksums`: of the packages' files, by their paths. Never fails. */
  async offer(graph, checksums) {
    try {
      for (let key of (await listKept(this.stage)).slice(0, OFFERED)) await this.offerOne(key);
      let needed = graph().closure(this.packages.filter(ownsProgram).map(({ name }) => name)), code = this.packages.filter(({ name }) => needed.has(name)).map(({ path: path2 }) => checksums.get(path2));
      if (code.includes(void 0)) return;
      let { path } = this.programs;
      await writeFile2(join8(path, "code.new"), `${sha256(code.sort().join(`
`))}
`), await rename(join8(path, "code.new"), join8(path, "code"));
    } catch (error) {
      this.stage.log.debug(`Nothing kept of systemd-hwdb: ${String(error)}`);
    } finally {
      await writeFile2(join8(this.programs.path, "offered"), "").catch(() => {
      });
    }
  }
  async offerOne(key) {
    let kept = join8(this.programs.path, "kept"), part = join8(kept, `.${key}`);
    !KEY.test(key) || !await restoreKept(this.stage, key, RESULT, part) || (await chmod(part, 420), await rename(part, join8(kept, key)));
  }
  /** Keeps what scriptlets have made. */
  async keep() {
    let { madePath } = this.programs;
    for (let key of (await readdir(madePath)).filter((name) => KEY.test(name)).slice(0, OFFERED)) {
      let path = join8(madePath, key), found = await lstat(path);
      !found.isFile() || found.nlink > 1 || found.size > RESULT_LIMIT_BYTES || await keepResult(this.stage, key, { [RESULT]: path });
    }
  }
};
function ownsProgram({ contents }) {
  return contents.some((path) => PROGRAM.test(path));
}

// lib/compose/packages.ts
import { basename as basename2, dirname as dirname3, join as join9 } from "node:path";
var FILE_NOREPLACE = 16, FILE_GHOST = 64, READ_TIMEOUT_MS = 10 * 6e4, FILE_TYPE2 = 61440, PERMISSIONS = 4095, REGULAR_FILE = 32768, CHARACTER_DEVICE = 8192, BLOCK_DEVICE = 24576;
async function readPackages(paths, options) {
  let reader = new HeaderReader(paths, options.keepFiles), mounts = packageMounts(paths), failure2 = await runSandboxed(
    [
      "rpm",
      "-qp",
      "--nosignature",
      "--noplugins",
      "--dbpath",
      "/tmp/db",
      "--qf",
      QUERY,
      ...mounts.paths
    ],
    {
      mounts: [...hostMounts(), ...mounts.argv],
      sourceDateEpoch: options.sourceDateEpoch,
      timeoutMs: READ_TIMEOUT_MS,
      log: options.log,
      onLine: (line) => reader.line(line)
    }
  );
  if (failure2 !== void 0) {
    let errors = failure2.tail.filter((line) => line.startsWith("error:")), why = (errors.length > 0 ? errors : failure2.tail.slice(-5)).join(`
`);
    throw new BuildError("PACKAGE_UNREADABLE", `rpm cannot read a package:
${why}`, {
      hint: "Remove the package from the store and fetch again."
    });
  }
  return reader.end();
}
function nevraOf(package_) {
  let { name, version, release, arch } = package_;
  return `${name}-${version}-${release}.${arch}`;
}
function packageMounts(paths) {
  let folders = [...new Set(paths.map(dirname3))].sort(compareBytes);
  return {
    argv: folders.flatMap((folder, index) => ["--ro-bind", folder, `/packages/${index}`]),
    paths: paths.map(
      (path) => join9("/packages", String(folders.indexOf(dirname3(path))), basename2(path))
    )
  };
}
var QUERY = [
  "P\\t%{NAME}\\t%{EPOCHNUM}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\t%{LONGSIZE}\\n",
  "[F\\t%{FILEMODES}\\t%{FILEFLAGS}\\t%{FILEMTIMES}\\t%{FILENAMES}\\n]",
  "[V\\t%{PROVIDENAME}\\t%{PROVIDEVERSION}\\n]",
  "[R\\t%{REQUIRENAME}\\n][R\\t%{RECOMMENDNAME}\\n]"
].join(""), HeaderReader = class {
  #paths;
  #keep;
  #headers = [];
  /** Errors cannot be thrown out of a stream's listener; the first is kept. */
  #error;
  constructor(paths, keep2) {
    this.#paths = paths, this.#keep = keep2;
  }
  line(line) {
    let [kind, ...fields] = line.split("	");
    if (kind === "P") this.#package(fields);
    else if (kind === "F") this.#file(fields);
    else if (kind === "V") this.#provide(fields);
    else if (kind === "R") this.#require(fields.join("	"));
    else {
      if (/^(error|warning|rpm): /.test(line)) return;
      this.#refuse(`a line break in a name: ${JSON.stringify(line)}`);
    }
  }
  end() {
    if (this.#error !== void 0) throw this.#error;
    if (this.#headers.length !== this.#paths.length)
      throw new BuildError(
        "PACKAGE_UNREADABLE",
        `rpm read ${this.#headers.length} of ${this.#paths.length} packages`
      );
    return this.#headers;
  }
  #package(fields) {
    let [name = "", epoch = "0", version = "", release = "", arch = "", size = "0"] = fields, path = this.#paths[this.#headers.length] ?? "";
    this.#headers.push({
      path,
      name,
      epoch,
      version,
      release,
      arch,
      installedBytes: Number(size),
      files: [],
      contents: [],
      devices: [],
      paths: [],
      provides: [],
      requires: [],
      sysusers: []
    });
  }
  #file([mode, flags, mtime, ...names]) {
    let header = this.#headers.at(-1), path = names.join("	");
    if (header === void 0) return;
    let unsafe2 = unsafePath(path);
    unsafe2 !== void 0 && this.#refuse(`${unsafe2}: ${JSON.stringify(path)}`), header.paths.push(path);
    let type = Number(mode) & FILE_TYPE2;
    (type === CHARACTER_DEVICE || type === BLOCK_DEVICE) && header.devices.push(path), type === REGULAR_FILE && (Number(flags) & FILE_GHOST) === 0 && header.contents.push(path), this.#keep(header.name, path) && header.files.push({
      path,
      flags: Number(flags),
      mode: Number(mode) & PERMISSIONS,
      mtimeSeconds: Number(mtime)
    });
  }
  #require(name) {
    name !== "(none)" && this.#headers.at(-1)?.requires.push(name);
  }
  #provide([name = "", version]) {
    if (this.#headers.at(-1)?.provides.push(name), version === void 0 || !/^(user|group|groupmember)\(/.test(name)) return;
    let line = Buffer.from(version, "base64").toString("utf8").replace(/\0+$/, "");
    /^[ugm]!? /.test(line) && this.#headers.at(-1)?.sysusers.push(line);
  }
  #refuse(why) {
    let header = this.#headers.at(-1);
    this.#error ??= new BuildError(
      "PAYLOAD_PATH_UNSAFE",
      `package ${header?.name ?? "?"} (${header?.path ?? "?"}) has ${why}`,
      {
        hint: "The package was not installed. Tell its maintainer; leave it out with exclude-packages."
      }
    );
  }
};
function unsafePath(path) {
  if (!path.startsWith("/")) return "a path that is not absolute";
  if (path.split("/").includes("..")) return 'a path with ".."';
  if (/[\u0000-\u001f\u007f]/.test(path)) return "a control character in a path";
}

// lib/compose/scriptlet-watch.ts
var SHOWN_LINES2 = 12, ScriptletWatch = class {
  #onPackage;
  /** Output since rpm last said something itself: what the running scriptlet printed. */
  #output = [];
  #failures = [];
  #accounts = /* @__PURE__ */ new Set();
  #package = "";
  /** `onPackage` hears of each package (`name-version-release.arch`) when rpm begins with it. */
  constructor(onPackage = () => {
  }) {
    this.#onPackage = onPackage;
  }
  line(line) {
    let failed2 = /^(?:warning|error): (%\w+)\((.+)\) scriptlet failed, (exit status|signal) (\d+)$/.exec(line), lua = /^error: lua script failed: \[string "(%\w+)\((.+)\)"\]:(.*)$/.exec(line), account = /^warning: (user|group) (.+) does not exist - using root$/.exec(line);
    if (failed2 !== null) {
      let [, kind, nevra, how, number] = failed2;
      this.#fail(
        `${kind} of ${nevra} failed with ${how === "signal" ? "signal" : "exit code"} ${number}`
      );
    } else if (lua !== null) {
      let [, kind, nevra, message] = lua;
      this.#fail(`${kind} (Lua) of ${nevra} failed at line ${message}`);
    } else account !== null ? this.#accounts.add(`${account[1]} ${account[2]} (${this.#package})`) : /^[^\s/]+-[^\s-]+-[^\s-]+\.\w+$/.test(line) ? (this.#package = line, this.#output = [], this.#onPackage(line)) : (this.#output.push(line), this.#output.length > SHOWN_LINES2 && this.#output.shift());
  }
  /** Throws BuildError SCRIPTLET_FAILED, ACCOUNT_MISSING. */
  assertClean() {
    let [first] = this.#failures;
    if (first !== void 0)
      throw new BuildError(
        "SCRIPTLET_FAILED",
        `scriptlet ${this.#failures.join(`
scriptlet `)}`,
        {
          hint: "Scriptlets run without a network, as root of the tree alone. Mend the package, or leave it out."
        }
      );
    if (this.#accounts.size > 0)
      throw new BuildError(
        "ACCOUNT_MISSING",
        `packages own files as accounts that do not exist: ${[...this.#accounts].join(", ")}`,
        {
          hint: "Give the accounts in the file of check-passwd and check-groups, or a sysusers.d file in the package."
        }
      );
  }
  #fail(what) {
    let output = this.#output.map((line) => `  | ${line}`);
    this.#failures.push([what, ...output].join(`
`)), this.#output = [];
  }
};

// lib/compose/install.ts
var RPMDB = "usr/share/rpm", SCRIPT_PATH = "/sbin:/bin:/usr/sbin:/usr/bin:/usr/X11R6/bin", INSTALL_TIMEOUT_MS = 120 * 6e4;
async function installPackages(options) {
  let { tree, packages, log } = options, rpmdb = options.rpmdb ?? RPMDB;
  for (let name of ["proc", "dev", "tmp", "run", rpmdb]) await tree.mkdir(name);
  let mounts = packageMounts(packages.map(({ path }) => path)), { scriptlets } = options, progress = scriptlets ? log.progress("Install", packages.length, "packages") : void 0, headers = new Map(packages.map((header) => [nevraOf(header), header])), last, isStarted = !1, watch = new ScriptletWatch((nevra) => {
    progress?.advance(1), last !== void 0 && options.onInstalled?.(last), last = headers.get(nevra.replace(/-\d+:(?=[^-]+-[^-]+$)/, "-"));
  }), failure2 = await runSandboxed(["rpm", ...rpmOptions(options), ...mounts.paths], {
    mounts: [...hostMounts(tree.path), ...mounts.argv, ...programMounts(options.programs)],
    // rpm would read the host user's macros from there.
    env: {
      HOME: "/nonexistent",
      // Scriptlets in Lua run programs as rpm itself would.
      ...options.programs === void 0 ? {} : { PATH: `${PROGRAMS2}:/usr/sbin:/usr/bin` }
    },
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: INSTALL_TIMEOUT_MS,
    ...options.basearch === void 0 ? {} : { basearch: options.basearch },
    log,
    onLine: (line) => {
      log.debug(`rpm: ${line}`), isStarted || options.onStarted?.(), isStarted = !0, watch.line(line);
    }
  });
  if (progress?.done(), last !== void 0 && options.onInstalled?.(last), scriptlets && watch.assertClean(), failure2 !== void 0) {
    let errors = failure2.tail.filter((line) => !line.startsWith("rpm: "));
    throw new BuildError(
      "INSTALL_FAILED",
      `rpm failed with exit code ${failure2.exitCode}:
${errors.slice(-20).join(`
`)}`
    );
  }
}
function programMounts(programs) {
  return programs === void 0 ? [] : [
    "--ro-bind",
    programs.path,
    `/tree${PROGRAMS2}`,
    "--bind",
    programs.madePath,
    `/tree${MADE}`
  ];
}
function rpmOptions(options) {
  return [
    "--root",
    "/tree",
    "--dbpath",
    `/${options.rpmdb ?? RPMDB}`,
    "--noplugins",
    "--nosignature",
    "--nodigest",
    "--nofiledigest",
    "--install",
    "-v",
    // The lock chose packages of the tree's architecture, which need not be the host's.
    "--ignorearch",
    "--define",
    "_tmppath /tmp",
    "--define",
    "__systemd_sysusers %{nil}",
    ...options.programs === void 0 ? [] : ["--define", `_install_script_path ${PROGRAMS2}:${SCRIPT_PATH}`],
    ...options.documentation ? [] : ["--excludedocs"],
    ...options.installLangs.length === 0 ? [] : ["--define", `_install_langs ${options.installLangs.join(":")}`],
    ...options.excludePaths.flatMap((path) => ["--excludepath", path]),
    ...options.scriptlets ? [] : ["--nodeps", "--noscripts", "--notriggers"]
  ];
}

// lib/compose/kernel.ts
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { link } from "node:fs/promises";
var OSTREE_BOOT = "usr/lib/ostree-boot";
async function placeKernel(tree, bootLocation) {
  let inBoot = (await tree.list("boot")).flatMap(
    (name) => /^vmlinu[xz]-(.+)$/.exec(name)?.[1] ?? []
  ), versions = new Set(inBoot);
  for (let version2 of await tree.list("usr/lib/modules"))
    await tree.lstat(`usr/lib/modules/${version2}/vmlinuz`) !== void 0 && versions.add(version2);
  let [version, ...others] = versions;
  if (version === void 0)
    throw new BuildError(
      "KERNEL_MISSING",
      "the tree has no kernel: no /usr/lib/modules/*/vmlinuz and no /boot/vmlinuz-*",
      {
        hint: 'Add the kernel to packages, or set "container: true" for a tree that is not a host.'
      }
    );
  if (others.length > 0)
    throw new BuildError(
      "KERNEL_AMBIGUOUS",
      `the tree has more than one kernel: ${[version, ...others].join(", ")}`,
      { hint: "OSTree boots one: leave the others out with exclude-packages." }
    );
  let folder = `usr/lib/modules/${version}`;
  return await moveFromBoot(tree, version, folder), bootLocation === "new" && await tree.mkdir(OSTREE_BOOT), { version, folder };
}
async function linkKernel(tree, { version, folder }) {
  let hash = createHash("sha256"), initramfs = `${folder}/initramfs.img`, withInitramfs = await tree.lstat(initramfs) !== void 0;
  for (let path of [`${folder}/vmlinuz`, ...withInitramfs ? [initramfs] : []])
    for await (let chunk of createReadStream(await tree.resolve(path))) hash.update(chunk);
  let checksum = hash.digest("hex"), hardlink = async (from, to) => {
    await tree.remove(to), await link(await tree.resolve(from), await tree.resolve(to));
  };
  await hardlink(`${folder}/vmlinuz`, `${OSTREE_BOOT}/vmlinuz-${version}-${checksum}`), withInitramfs && await hardlink(initramfs, `${OSTREE_BOOT}/initramfs-${version}.img-${checksum}`);
}
async function moveFromBoot(tree, version, folder) {
  let targets = {
    [`vmlinuz-${version}`]: "vmlinuz",
    [`vmlinux-${version}`]: "vmlinuz",
    [`config-${version}`]: "config",
    [`System.map-${version}`]: "System.map"
  };
  for (let name of await tree.list("boot")) {
    let target = targets[name];
    name === "loader" || /^initr(amfs|d)/.test(name) || /^[0-9a-f]{32}$/.test(name) ? await tree.remove(`boot/${name}`) : target === void 0 ? await tree.rename(`boot/${name}`, `${OSTREE_BOOT}/${name}`) : await tree.lstat(`${folder}/${target}`) === void 0 ? await tree.rename(`boot/${name}`, `${folder}/${target}`) : await tree.remove(`boot/${name}`);
  }
}

// lib/compose/normalise.ts
import { open as open3 } from "node:fs/promises";

// lib/compose/rpmdb.ts
import { mkdir as mkdir3, open as open2, rm as rm4 } from "node:fs/promises";
import { join as join10 } from "node:path";

// lib/compose/install-times.ts
import { open } from "node:fs/promises";
var MAGIC = Buffer.from("8eade80100000000", "hex"), INTRO_BYTES = 16, ENTRY_BYTES = 16, HEADER_LIMIT_BYTES = 256 * 1024 * 1024, INSTALLTIME = 1008, INSTALLTID = 1128;
async function copyWithInstallTimes(from, to, sourceDateEpoch) {
  let source = await open(from, "r"), target = await open(to, "wx");
  try {
    let { size } = await source.stat();
    for (let offset = 0, index = 0; offset < size; index += 1) {
      let intro = await read(source, offset, INTRO_BYTES), entries = intro.readUInt32BE(8), bytes = entries * ENTRY_BYTES + intro.readUInt32BE(12);
      if (!intro.subarray(0, 8).equals(MAGIC) || bytes > HEADER_LIMIT_BYTES)
        throw notHeaders(from, offset);
      let body = await read(source, offset + INTRO_BYTES, bytes);
      if (!setTimes(body, entries, sourceDateEpoch, index)) throw notHeaders(from, offset);
      await target.writev([intro, body]), offset += INTRO_BYTES + bytes;
    }
  } finally {
    await source.close(), await target.close();
  }
}
function setTimes(body, entries, time, index) {
  for (let at = 0; at < entries * ENTRY_BYTES; at += ENTRY_BYTES) {
    let tag = body.readUInt32BE(at);
    if (tag !== INSTALLTIME && tag !== INSTALLTID) continue;
    let value = tag === INSTALLTID ? time : time + index, place = entries * ENTRY_BYTES + body.readUInt32BE(at + 8);
    if (place + 4 > body.length) return !1;
    body.writeUInt32BE(value, place);
  }
  return !0;
}
async function read(file2, position, length) {
  let buffer = Buffer.alloc(length), { bytesRead } = await file2.read(buffer, 0, length, position);
  if (bytesRead !== length) throw notHeaders("the package database", position);
  return buffer;
}
function notHeaders(what, offset) {
  return new BuildError(
    "RPMDB_NOT_REPRODUCIBLE",
    `${what} is no stream of RPM headers at byte ${offset}`
  );
}

// lib/compose/rpmdb.ts
var SQLITE_VERSIONS_OFFSET = 18, SQLITE_LEGACY = 1, SQLITE_MAGIC = "SQLite format 3\0";
async function settleRpmdb(tree, options) {
  let { rpmdb = RPMDB } = options, path = `${rpmdb}/rpmdb.sqlite`;
  if (await tree.lstat(path) !== void 0) {
    await settleInstallTimes(tree, options);
    let wal = await tree.lstat(`${path}-wal`);
    if (wal !== void 0 && wal.size > 0)
      throw new BuildError(
        "RPMDB_NOT_REPRODUCIBLE",
        `rpm left ${wal.size} bytes in ${path}-wal`
      );
    await setLegacyJournal(await tree.resolve(path)), await vacuum(tree, options);
  }
  for (let name of await tree.list(rpmdb))
    /^(rpmdb\.sqlite-(wal|shm)|\.rpm\.lock|\.dbenv\.lock|__db\..*|\.migratedb)$/.test(name) && await tree.remove(`${rpmdb}/${name}`);
}
async function linkRpmdb(tree) {
  await tree.remove("var/lib/rpm"), await tree.symlink("../../share/rpm", "usr/lib/sysimage/rpm"), await tree.write("usr/lib/rpm/macros.d/macros.rpm-ostree", `%_dbpath /${RPMDB}
`);
}
async function setLegacyJournal(path) {
  let file2 = await open2(path, "r+");
  try {
    let header = Buffer.alloc(SQLITE_VERSIONS_OFFSET + 2);
    if (await file2.read(header, 0, header.length, 0), header.toString("latin1", 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) return;
    await file2.write(Uint8Array.of(SQLITE_LEGACY, SQLITE_LEGACY), 0, 2, SQLITE_VERSIONS_OFFSET);
  } finally {
    await file2.close();
  }
}
async function vacuum(tree, options) {
  await runOnFolder(tree, ["sqlite3", "-bail", "/rpmdb/rpmdb.sqlite", ...[
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA temp_store=MEMORY",
    "VACUUM"
  ]], options);
}
async function settleInstallTimes(tree, options) {
  let times = /* @__PURE__ */ new Set();
  await runOnDatabase(tree, ["rpm", "--noplugins", ...["-qa", "--nosignature", "--nodigest", "--qf", "%{INSTALLTID}\\n"]], options, (line) => times.add(line));
  let isForeign = (time) => /^\d+$/.test(time) && Number(time) !== options.sourceDateEpoch;
  if (![...times].some(isForeign)) return;
  let folder = join10(options.workDir, "rpmdb");
  await mkdir3(folder, { recursive: !0 });
  let inFolder = ["--bind", folder, "/scratch"];
  await runOnDatabase(
    tree,
    ["sh", "-c", 'rpmdb "$@" --exportdb > /scratch/old', "sh"],
    options,
    void 0,
    inFolder
  ), await copyWithInstallTimes(join10(folder, "old"), join10(folder, "new"), options.sourceDateEpoch);
  let { rpmdb = RPMDB } = options;
  for (let name of await tree.list(rpmdb)) await tree.remove(`${rpmdb}/${name}`);
  await runOnDatabase(
    tree,
    ["sh", "-c", 'rpmdb "$@" --importdb < /scratch/new', "sh"],
    options,
    void 0,
    inFolder
  ), await rm4(folder, { recursive: !0 });
}
function runOnDatabase(tree, argv, options, onLine, mounts = []) {
  return runOnFolder(tree, [...argv, "--dbpath", "/rpmdb"], options, onLine, mounts);
}
async function runOnFolder(tree, argv, options, onLine, mounts = []) {
  let folder = await tree.resolve(options.rpmdb ?? RPMDB, !0), failure2 = await runSandboxed(argv, {
    mounts: [...hostMounts(), "--bind", folder, "/rpmdb", ...mounts],
    sourceDateEpoch: options.sourceDateEpoch,
    log: options.log,
    ...onLine === void 0 ? {} : { onLine }
  });
  if (failure2 !== void 0)
    throw new BuildError(
      "RPMDB_NOT_REPRODUCIBLE",
      `${argv[0]} cannot read the package database that rpm wrote:
${failure2.tail.join(`
`)}`
    );
}

// lib/compose/shadow.ts
function addShadow(text, names, kind) {
  let known = new Set(text.split(`
`).map((line) => line.split(":", 1)[0])), missing = names.filter((name) => !known.has(name)), rest = kind === "shadow" ? ":!*:::::::" : ":!*::";
  return withLineEnd(text) + missing.map((name) => `${name}${rest}
`).join("");
}
function normaliseShadow(text, sourceDateEpoch) {
  return text.split(`
`).map((line) => {
    let fields = line.split(":");
    if (fields.length < 9 || fields[2] === "0" || fields[2] === "") return line;
    let locked = /^[!*]/.test(fields[1] ?? "");
    return fields[2] = locked ? "" : String(Math.floor(sourceDateEpoch / 86400)), fields.join(":");
  }).join(`
`);
}
function withLineEnd(text) {
  return text === "" || text.endsWith(`
`) ? text : `${text}
`;
}

// lib/compose/normalise.ts
var ETC = "usr/etc", RULES = [
  {
    what: "/usr/share/rpm: INSTALLTIME, INSTALLTID, side files of SQLite",
    cause: "rpm writes the time of installation, and leaves its write-ahead log and lock behind",
    early: !0,
    apply: settleRpmdb
  },
  {
    what: "/etc/machine-id",
    cause: "systemd's %post draws a random one; each machine needs its own",
    apply: async (tree, { machineidCompat, etc = ETC }) => {
      await tree.remove(`${etc}/machine-id`), machineidCompat && await tree.write(`${etc}/machine-id`, "");
    }
  },
  {
    what: "/etc/shadow: day of the last change",
    cause: "useradd and systemd-sysusers write the day of the compose",
    apply: async (tree, { sourceDateEpoch, etc = ETC }) => rewrite(tree, `${etc}/shadow`, (text) => normaliseShadow(text, sourceDateEpoch))
  },
  {
    what: "/etc/passwd-, group-, shadow-, gshadow-, subuid-, subgid-, .pwd.lock",
    cause: "copies and locks of the shadow tools depend on the order in which scriptlets ran",
    apply: async (tree, { etc = ETC }) => {
      for (let name of ["passwd", "group", "shadow", "gshadow", "subuid", "subgid"])
        await tree.remove(`${etc}/${name}-`);
      await tree.remove(`${etc}/.pwd.lock`);
    }
  },
  {
    what: "/etc/ssh/ssh_host_*_key",
    cause: "a scriptlet of a server package may draw host keys, which all machines would share",
    apply: async (tree, { log, etc = ETC }) => {
      for (let name of await tree.list(`${etc}/ssh`))
        /^ssh_host_.*_key(\.pub)?$/.test(name) && (await tree.remove(`${etc}/ssh/${name}`), log.warn(`/etc/ssh/${name} was made while composing and is left out`));
    }
  },
  {
    what: "/etc/.updated, /usr/etc/.updated",
    cause: "systemd-update-done writes the time",
    apply: (tree, { etc = ETC }) => tree.remove(`${etc}/.updated`)
  },
  {
    what: "/etc/selinux/*/semanage.*.LOCK",
    cause: "locks of semodule, there or not as scriptlets ran",
    apply: async (tree, { etc = ETC }) => {
      for (let policy of await tree.list(`${etc}/selinux`))
        for (let name of ["semanage.read.LOCK", "semanage.trans.LOCK"])
          await tree.remove(`${etc}/selinux/${policy}/${name}`);
    }
  }
];
async function normaliseEarly(tree, context) {
  for (let rule of RULES) rule.early === !0 && await rule.apply(tree, context);
}
async function normalise(tree, context) {
  for (let rule of RULES) rule.early !== !0 && await rule.apply(tree, context);
}
async function rewrite(tree, path, change) {
  if ((await tree.lstat(path))?.isFile() !== !0) return;
  let text = await tree.read(path) ?? "", changed = change(text);
  if (changed === text) return;
  let file2 = await open3(await tree.resolve(path), "r+");
  try {
    await file2.truncate(), await file2.write(changed, 0);
  } finally {
    await file2.close();
  }
}

// lib/compose/overlays.ts
import { chown, copyFile, lstat as lstat2, readdir as readdir2, readFile as readFile6, readlink, rm as rm5 } from "node:fs/promises";
import { join as join11 } from "node:path";
var STATOVERRIDE = "statoverride";
async function applyOverlays(tree, treefile, options) {
  let layers = [
    ...treefile.ostreeLayers.map((name) => ({ name, replace: !1 })),
    ...treefile.ostreeOverrideLayers.map((name) => ({ name, replace: !0 }))
  ];
  for (let { name, replace: replace2 } of layers) {
    let folder = await layerFolder(name, treefile, options), modes = parseStatoverride(await readOptional(join11(folder.path, STATOVERRIDE)));
    await mergeFolder(tree, folder.path, "", { name, replace: replace2, modes, keepOwner: folder.keepOwner }), folder.keepOwner && await rm5(folder.path, { recursive: !0 });
  }
}
async function layerCommits(treefile, repoPath) {
  let commits = {};
  for (let name of [...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers])
    await overlayFolder(treefile, name) === void 0 && (commits[name] = await resolveLayer(repoPath, name) ?? null);
  return commits;
}
async function layerFolder(name, treefile, options) {
  let beside = await overlayFolder(treefile, name);
  if (beside !== void 0) return { path: beside, keepOwner: !1 };
  let path = join11(options.workDir, "layer"), commit = await resolveLayer(options.repoPath, name);
  if (commit === void 0)
    throw new ConfigError(
      "OVERLAY_MISSING",
      `ostree-layers: ${name} is neither a folder of overlay.d nor a ref of the repository`,
      {
        place: { file: treefile.path },
        hint: `Make ${treefile.directory}/overlay.d/NAME for overlay/NAME.`
      }
    );
  return await rm5(path, { recursive: !0, force: !0 }), await runTool(["ostree", `--repo=${options.repoPath}`, "checkout", commit, path], options), { path, keepOwner: !0 };
}
async function resolveLayer(repoPath, name) {
  try {
    return (await readTool(["ostree", `--repo=${repoPath}`, "rev-parse", name])).trim();
  } catch (error) {
    if (error instanceof ToolError) return;
    throw error;
  }
}
async function mergeFolder(tree, root, below, layer) {
  for (let name of (await readdir2(join11(root, below))).sort(compareBytes)) {
    if (below === "" && name === STATOVERRIDE) continue;
    let path = join11(below, name), source = join11(root, path), stats = await lstat2(source), target = path.replace(/^usr\/etc(?=\/|$)/, "etc");
    if (stats.isDirectory()) {
      let isNew = await tree.stat(target) === void 0;
      await tree.mkdir(target), isNew && await settle(tree, target, stats, layer), await mergeFolder(tree, root, path, layer);
    } else
      await mergeFile(tree, source, target, layer), await settle(tree, target, stats, layer);
  }
}
async function mergeFile(tree, source, target, layer) {
  let stats = await lstat2(source);
  if (await tree.lstat(target) !== void 0 && !layer.replace && !await isSame(tree, source, target))
    throw new ConfigError(
      "OVERLAY_CONFLICT",
      `layer ${layer.name} would change /${target}`,
      {
        hint: "Use ostree-override-layers, or take the file out with remove-from-packages."
      }
    );
  await tree.mkdir(join11(target, "..")), await tree.remove(target), stats.isSymbolicLink() ? await tree.symlink(await readlink(source), target) : await copyFile(source, await tree.resolve(target));
}
async function settle(tree, target, stats, layer) {
  if (stats.isSymbolicLink()) return;
  layer.keepOwner && await chown(await tree.resolve(target), stats.uid, stats.gid);
  let plain2 = stats.isDirectory() ? 493 : checkoutMode(stats.mode), mode = layer.keepOwner ? stats.mode & 4095 : plain2;
  await tree.chmod(target, layer.modes.get(`/${target}`)?.(mode) ?? mode);
}
async function isSame(tree, source, target) {
  let [a, b] = [await lstat2(source), await tree.lstat(target)];
  return a.isSymbolicLink() ? b?.isSymbolicLink() === !0 && await readlink(source) === await tree.readlink(target) : b?.isFile() !== !0 || a.size !== b.size ? !1 : (await readFile6(source)).equals(await readFile6(await tree.resolve(target)));
}
function parseStatoverride(text) {
  let modes = /* @__PURE__ */ new Map();
  for (let line of text.split(`
`)) {
    let [, how, number, path] = /^([=+]?)(\d+)\s+(\/\S.*)$/.exec(line.trim()) ?? [];
    if (path === void 0) continue;
    let value = Number(number);
    modes.set(
      path.replace(/^\/usr\/etc\//, "/etc/"),
      (mode) => how === "=" ? value : mode | value
    );
  }
  return modes;
}
async function readOptional(path) {
  return readFile6(path, "utf8").catch(() => "");
}

// lib/compose/scripts.ts
import { chmod as chmod2, copyFile as copyFile2, mkdir as mkdir4, rm as rm6, writeFile as writeFile3 } from "node:fs/promises";
import { join as join12 } from "node:path";
var SCRIPT_TIMEOUT_MS = 60 * 6e4;
async function runPostprocess(tree, treefile, options) {
  let folder = join12(options.workDir, "scripts");
  await mkdir4(folder, { recursive: !0 });
  for (let [index, { script, origin }] of treefile.postprocess.entries()) {
    let path = join12(folder, `postprocess-${index}`);
    await writeFile3(path, script, { mode: 493 }), await runScript(
      tree,
      path,
      { title: `postprocess script ${index + 1}`, place: origin },
      { ...options, basearch: treefile.basearch }
    );
  }
  if (treefile.postprocessScript !== void 0) {
    let path = join12(folder, "postprocess-script");
    await copyFile2(treefile.postprocessScript, path);
    let script = { title: "postprocess-script", place: { file: treefile.postprocessScript } };
    await runScript(tree, path, script, { ...options, basearch: treefile.basearch });
  }
  await rm6(folder, { recursive: !0 });
}
async function runScript(tree, path, script, options) {
  let { log } = options;
  log.info(`Run ${script.title} (${formatPlace(script.place)})`), await chmod2(path, 493);
  let inside = "/run/treesmith/script", failure2 = await runSandboxed([inside], {
    mounts: [...treeMounts(tree.path, { etc: "usr/etc" }), "--ro-bind", path, inside],
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: SCRIPT_TIMEOUT_MS,
    basearch: options.basearch,
    log,
    onLine: (line) => log.debug(line)
  });
  if (failure2 !== void 0)
    throw new BuildError(
      "POSTPROCESS_FAILED",
      `${script.title} failed with exit code ${failure2.exitCode}:
${failure2.tail.slice(-20).join(`
`)}`,
      { place: script.place, hint: "The script runs in the tree, as root, without a network." }
    );
}

// lib/compose/selinux.ts
var CONFIG = "usr/etc/selinux/config";
async function findPolicy2(tree, treefile) {
  if (!treefile.selinux || treefile.container) return;
  let config = await tree.read(CONFIG), name = /^\s*SELINUXTYPE\s*=\s*([\w.-]+)\s*$/m.exec(config ?? "")?.[1];
  if (name !== void 0) {
    if (await tree.stat(`usr/etc/selinux/${name}/contexts/files/file_contexts`) !== void 0)
      return name;
    throw new ConfigError(
      "SELINUX_POLICY_MISSING",
      `/etc/selinux/config names the policy ${name}, which is not in the tree`,
      { hint: `Add selinux-policy-${name} to packages, or set "selinux: false".` }
    );
  }
}
async function preparePolicy(tree, name) {
  let store = `var/lib/selinux/${name}`;
  if (await tree.lstat(`${store}/active/modules`) !== void 0) {
    let semanage = await tree.read("usr/etc/selinux/semanage.conf") ?? "";
    semanage.includes(`
store-root=/etc/selinux
`) || await tree.write("usr/etc/selinux/semanage.conf", `${semanage}
store-root=/etc/selinux
`);
    for (let entry of await tree.list(store))
      await tree.rename(`${store}/${entry}`, `usr/etc/selinux/${name}/${entry}`);
    await tree.remove("var/lib/selinux");
  }
  let path = `usr/etc/selinux/${name}/contexts/files/file_contexts.subs_dist`, subs = await tree.read(path);
  subs !== void 0 && await tree.write(path, substitutions(subs)), await refreshCaches(tree, `usr/etc/selinux/${name}`);
}
function substitutions(text) {
  let lines2 = text.split(`
`).filter((line) => line !== ""), kept = lines2.map((line) => line.startsWith("/var/home ") ? `# ${line}` : line), etcAliases = lines2.filter((line) => line.startsWith("/etc/")).map((line) => `/usr${line}`), usrEtc = lines2.some((line) => line.startsWith("/usr/etc ")) ? [] : ["/usr/etc /etc"];
  return [...kept, "/home /var/home", ...usrEtc, ...etcAliases, "/usr/lib/opt /opt", ""].join(`
`);
}
async function refreshCaches(tree, folder) {
  let compiled = [];
  await tree.walk(folder, (path, stats) => {
    path.endsWith(".bin") && compiled.push({ path, mtimeSeconds: stats.mtimeMs / 1e3 });
  });
  for (let { path, mtimeSeconds } of compiled) {
    let text = path.slice(0, -4);
    await tree.lstat(text) !== void 0 && await tree.touch(text, mtimeSeconds + 1);
  }
}

// lib/compose/timings.ts
import { performance as performance2 } from "node:perf_hooks";
async function timed(timings, phase, log, title, body) {
  let start = performance2.now();
  try {
    return await log.group(title, body);
  } finally {
    timings[phase] = (performance2.now() - start) / 1e3;
  }
}

// lib/compose/tmpfiles.ts
var AUTOVAR = "usr/lib/tmpfiles.d/rpm-ostree-autovar.conf", MAKES = /^[dDvqQfFLpcbC]/, MADE_BY_OSTREE = /* @__PURE__ */ new Set(["var/run", "var/lock"]);
async function convertVar(tree, accounts) {
  let made = await madePaths(tree), names = {
    users: new Map(accounts.users.map((user) => [user.uid, user.name])),
    groups: new Map(accounts.groups.map((group) => [group.gid, group.name]))
  }, lines2 = [], dropped = [], hidden = (path) => [...MADE_BY_OSTREE].some((top) => path === top || path.startsWith(`${top}/`));
  return await tree.walk("var", async (path, stats) => {
    if (!hidden(path)) {
      if (!stats.isDirectory() && !stats.isSymbolicLink()) {
        dropped.push(`/${path}`);
        return;
      }
      made.has(`/${path}`) || lines2.push(await formatLine(tree, path, stats, names));
    }
  }), lines2.length > 0 && await tree.write(AUTOVAR, `# Made by Treesmith from what the packages have in /var.
${lines2.sort(compareBytes).join(`
`)}
`), await tree.remove("var"), await tree.mkdir("var"), { lines: lines2.length, dropped: dropped.sort(compareBytes) };
}
async function formatLine(tree, path, stats, names) {
  if (stats.isSymbolicLink())
    return `L ${quote(`/${path}`)} - - - - ${await tree.readlink(path) ?? ""}`;
  let mode = (stats.mode & 4095).toString(8).padStart(4, "0"), user = names.users.get(stats.uid) ?? String(stats.uid), group = names.groups.get(stats.gid) ?? String(stats.gid);
  return `d ${quote(`/${path}`)} ${mode} ${user} ${group} - -`;
}
function quote(path) {
  let escaped = path.replaceAll("%", "%%");
  return /^[\w@%+=:,./~^-]+$/.test(escaped) ? escaped : `"${escaped.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
async function madePaths(tree) {
  let paths = /* @__PURE__ */ new Set();
  for (let name of await tree.list("usr/lib/tmpfiles.d"))
    if (name.endsWith(".conf"))
      for (let line of (await tree.read(`usr/lib/tmpfiles.d/${name}`) ?? "").split(`
`)) {
        let [type = "", path] = line.trim().split(/\s+/);
        path !== void 0 && MAKES.test(type) && paths.add(path.replace(/(?<=.)\/$/, ""));
      }
  return paths;
}

// lib/compose/toplevel.ts
import { chmod as chmod3 } from "node:fs/promises";
var FROM_PACKAGES = /* @__PURE__ */ new Set([
  "usr",
  "boot",
  "var",
  "bin",
  "sbin",
  "lib",
  "lib32",
  "lib64",
  "libx32"
]), MOUNT_POINTS = ["dev", "proc", "run", "sys", "var", "sysroot", "boot"], INTEGRATION = `# What an OSTree system needs in /var and /run, as rpm-ostree has it.
d /var/home 0755 root root -
d /var/srv 0755 root root -
d /var/roothome 0700 root root -
d /var/mnt 0755 root root -
d /run/media 0755 root root -
L /var/lib/rpm - - - - ../../usr/share/rpm
`, LOCAL_FOLDERS = ["bin", "etc", "games", "include", "lib", "sbin", "share", "src"].map((name) => `d /usr/local/${name} 0755 root root -
`).join(""), OPT_IN_VAR = `d /var/opt 0755 root root -
d /var/usrlocal 0755 root root -
`, OPT_IN_USR = `L /var/usrlocal - - - - ../usr/local
L /var/opt - - - - ../usr/lib/opt
`;
async function layToplevel(tree, treefile) {
  let optLines = await moveOpt(tree, treefile), dropped = [];
  for (let name of await tree.list("")) {
    if (FROM_PACKAGES.has(name) || name === "opt" && treefile.optUsrlocal === "root") continue;
    (await tree.lstat(name))?.isDirectory() === !0 && (await tree.list(name)).length > 0 && dropped.push(`/${name}`), await tree.remove(name);
  }
  (treefile.optUsrlocal === "var" ? await filesBelow(tree, "usr/local") : 0) > 0 && dropped.push("/usr/local"), await chmod3(tree.path, 493);
  for (let name of MOUNT_POINTS) await tree.mkdir(name);
  treefile.tmpIsDir ? (await tree.mkdir("tmp"), await tree.chmod("tmp", 1023)) : await tree.symlink("sysroot/tmp", "tmp");
  let links = { home: "var/home", root: "var/roothome", srv: "var/srv", mnt: "var/mnt" };
  for (let [name, target] of Object.entries(links)) await tree.symlink(target, name);
  return await tree.symlink("run/media", "media"), await tree.symlink("sysroot/ostree", "ostree"), await linkOptAndLocal(tree, treefile), await tree.write(
    "usr/lib/tmpfiles.d/rpm-ostree-0-integration.conf",
    INTEGRATION + LOCAL_FOLDERS + optLines
  ), dropped;
}
async function filesBelow(tree, path) {
  let count = 0;
  return await tree.walk(path, (_path, stats) => {
    stats.isDirectory() || (count += 1);
  }), count;
}
async function moveOpt(tree, { optUsrlocal }) {
  if (optUsrlocal === "root") return "";
  let names = (await tree.lstat("opt"))?.isDirectory() === !0 ? await tree.list("opt") : [];
  for (let name of names) await tree.rename(`opt/${name}`, `usr/lib/opt/${name}`);
  if (optUsrlocal === "stateoverlay")
    return await tree.mkdir("usr/lib/opt"), OPT_IN_USR;
  let links = names.map((name) => `L "/var/opt/${name}" - - - - ../../usr/lib/opt/${name}
`);
  return OPT_IN_VAR + links.join("");
}
async function linkOptAndLocal(tree, { optUsrlocal }) {
  switch (optUsrlocal) {
    case "var":
      await tree.symlink("var/opt", "opt"), await tree.symlink("../var/usrlocal", "usr/local");
      return;
    case "root":
      await tree.mkdir("opt"), await tree.mkdir("usr/local");
      return;
    case "stateoverlay":
      await tree.symlink("usr/lib/opt", "opt"), await tree.mkdir("usr/local");
      for (let name of ["usr-lib-opt", "usr-local"]) {
        let unit2 = `ostree-state-overlay@${name}.service`;
        await tree.symlink(`../${unit2}`, `usr/lib/systemd/system/local-fs.target.requires/${unit2}`);
      }
  }
}

// lib/compose/tree.ts
import {
  chmodSync,
  lstatSync as lstatSync5,
  lutimesSync,
  mkdirSync as mkdirSync2,
  readdirSync as readdirSync4,
  readFileSync as readFileSync2,
  readlinkSync as readlinkSync2,
  renameSync as renameSync3,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync
} from "node:fs";
import { rm as rm7 } from "node:fs/promises";
import { dirname as dirname4, join as join13 } from "node:path";
var SYMLINK_LIMIT = 40, Tree = class {
  path;
  constructor(path) {
    this.path = path;
  }
  /**
   * Returns the host path of `path`. The last component is not followed unless `follow` is set;
   * what does not exist stays as it is.
   *
   * @throws BuildError PATH_ESCAPES_TREE for `..` in `path`, and for a loop of links
   */
  async resolve(path, follow = !1) {
    let todo = components(path);
    if (todo.includes("..")) throw escapes(path);
    let done = [];
    for (let links = 0; todo.length > 0; ) {
      let name = todo.shift() ?? "";
      if (name === "..") {
        done.pop();
        continue;
      }
      let here = join13(this.path, ...done, name), target = todo.length > 0 || follow ? linkTarget(here) : void 0;
      if (target === void 0) {
        done.push(name);
        continue;
      }
      if (links += 1, links > SYMLINK_LIMIT) throw escapes(path);
      target.startsWith("/") && (done.length = 0), todo.unshift(...components(target));
    }
    return join13(this.path, ...done);
  }
  /** What lstat says, or undefined when there is nothing. */
  async lstat(path) {
    return lstatOf(await this.resolve(path));
  }
  /** What stat says, or undefined when there is nothing or the link leads nowhere. */
  async stat(path) {
    let host = await this.resolve(path, !0);
    return orUndefined(() => statSync(host));
  }
  async readlink(path) {
    return linkTarget(await this.resolve(path));
  }
  /** Text of the file, links followed, or undefined when there is none. */
  async read(path) {
    let host = await this.resolve(path, !0);
    return orUndefined(() => readFileSync2(host, "utf8"));
  }
  /** Sorted names of a folder; none when it does not exist. */
  async list(path) {
    let host = await this.resolve(path, !0);
    return (orUndefined(() => readdirSync4(host)) ?? []).sort(compareBytes);
  }
  /** Writes a file in place of whatever stands there (not through a link); makes its folder. */
  async write(path, data, mode = 420) {
    await this.mkdir(dirname4(path));
    let host = await this.resolve(path), temporary = `${host}.treesmith-new`;
    writeFileSync(temporary, data, { flag: "wx" }), chmodSync(temporary, mode), renameSync3(temporary, host);
  }
  /** Makes a folder and its parents, mode 0755 whatever the umask. */
  async mkdir(path) {
    let resolved2 = await this.resolve(path, !0), host = this.path;
    for (let name of components(resolved2.slice(this.path.length)))
      host = join13(host, name), lstatOf(host) === void 0 && (mkdirSync2(host), chmodSync(host, 493));
  }
  /** Makes a symbolic link in place of a file, link or empty folder. */
  async symlink(target, path) {
    await this.mkdir(dirname4(path)), await this.remove(path), symlinkSync(target, await this.resolve(path));
  }
  async rename(from, to) {
    await this.mkdir(dirname4(to)), renameSync3(await this.resolve(from), await this.resolve(to));
  }
  async chmod(path, mode) {
    chmodSync(await this.resolve(path, !0), mode);
  }
  /** Deletes whatever stands at `path`; nothing there is fine. Links are deleted, not followed. */
  async remove(path) {
    if (components(path).length === 0) throw escapes(path);
    let host = await this.resolve(path), found = lstatOf(host);
    found !== void 0 && (found.isDirectory() ? await rm7(host, { recursive: !0 }) : unlinkSync(host));
  }
  async touch(path, seconds) {
    lutimesSync(await this.resolve(path), seconds, seconds);
  }
  /**
   * Calls `visit` for everything below `path`, names in byte order, parents before their children
   * or, with `childrenFirst`, after them. `host` is the path on the host.
   */
  async walk(path, visit, order = "parents first") {
    let host = await this.resolve(path, !0);
    lstatOf(host)?.isDirectory() === !0 && await walkFolder(path, host, visit, order);
  }
};
async function walkFolder(path, host, visit, order) {
  for (let name of readdirSync4(host).sort(compareBytes)) {
    let child = `${path}${path === "" ? "" : "/"}${name}`, childHost = `${host}/${name}`, stats = lstatSync5(childHost);
    order === "parents first" && await visit(child, stats, childHost), stats.isDirectory() && await walkFolder(child, childHost, visit, order), order === "children first" && await visit(child, stats, childHost);
  }
}
function components(path) {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
function linkTarget(path) {
  return lstatOf(path)?.isSymbolicLink() === !0 ? readlinkSync2(path) : void 0;
}
function lstatOf(path) {
  return orUndefined(() => lstatSync5(path, { throwIfNoEntry: !1 }));
}
function orUndefined(read2) {
  try {
    return read2();
  } catch (error) {
    let { code } = error;
    if (code === "ENOENT" || code === "ENOTDIR") return;
    throw error;
  }
}
function escapes(path) {
  return new BuildError(
    "PATH_ESCAPES_TREE",
    `${JSON.stringify(path)} is not a path inside the tree`
  );
}

// lib/compose/treefile-content.ts
import { lstat as lstat3, readFile as readFile7 } from "node:fs/promises";
async function removeFromPackages(tree, treefile, packages) {
  for (let { package: name, patterns } of treefile.removeFromPackages) {
    let expressions = patterns.map((pattern) => compile(name, pattern));
    for (let header of packages.filter((candidate) => candidate.name === name))
      for (let { path } of [...header.files].reverse())
        expressions.some((expression) => matches(expression, path)) && await removeFile(tree, path);
  }
}
function matches(expression, path) {
  let names = path.replace(/^\/etc\//, "/usr/etc/").split("/");
  return names.some(
    (_, index) => index > 0 && expression.test(names.slice(0, index + 1).join("/"))
  );
}
async function removeFile(tree, path) {
  (await tree.lstat(path))?.isDirectory() === !0 && (await tree.list(path)).length > 0 || await tree.remove(path);
}
function compile(name, pattern) {
  try {
    return new RegExp(pattern);
  } catch (cause) {
    throw new ConfigError(
      "PATTERN_MALFORMED",
      `remove-from-packages: ${JSON.stringify(pattern)} of ${name} is not a regular expression`,
      { cause }
    );
  }
}
async function removeFiles(tree, treefile) {
  for (let path of treefile.removeFiles) {
    if (path.startsWith("/") || path.split("/").includes(".."))
      throw new ConfigError(
        "PATH_ESCAPES_TREE",
        `remove-files: expected a path relative to the root, got ${JSON.stringify(path)}`
      );
    await tree.remove(path);
  }
}
async function addFiles(tree, treefile) {
  for (let { source, destination } of treefile.addFiles) {
    let stats = await lstat3(source);
    await tree.write(destination, await readFile7(source), addedFileMode(stats.mode));
  }
}
async function enableUnits(tree, treefile) {
  let wants = "usr/etc/systemd/system/multi-user.target.wants";
  for (let unit2 of treefile.units) {
    if (unit2.includes("/") || unit2 === "..")
      throw new ConfigError(
        "PATH_ESCAPES_TREE",
        `units: ${JSON.stringify(unit2)} is no unit name`
      );
    await tree.lstat(`${wants}/${unit2}`) === void 0 && await tree.symlink(`/usr/lib/systemd/system/${unit2}`, `${wants}/${unit2}`);
  }
  treefile.defaultTarget !== void 0 && await tree.symlink(treefile.defaultTarget, "usr/lib/systemd/system/default.target");
}
async function mutateOsRelease(tree, base, version) {
  let path = await tree.stat("etc/os-release") === void 0 ? "usr/lib/os-release" : "etc/os-release", text = await tree.read(path);
  if (text === void 0)
    throw new BuildError(
      "POSTPROCESS_FAILED",
      "mutate-os-release: the tree has no os-release"
    );
  let lines2 = text.split(`
`).filter((line) => line !== "").map((line) => /^(VERSION|PRETTY_NAME)=/.test(line) ? line.replaceAll(base, version) : line), resolved2 = (await tree.resolve(path, !0)).slice(tree.path.length);
  await tree.write(
    resolved2,
    `${lines2.join(`
`)}
OSTREE_VERSION='${version.replaceAll("'", "'\\''")}'
`
  );
}
async function protectExecutables(tree) {
  await tree.walk("usr", async (path, stats) => {
    !stats.isFile() || path.startsWith("usr/etc/") || (stats.mode & 73) !== 0 && (stats.mode & 146) !== 0 && await tree.chmod(path, stats.mode & 4095 & -147);
  });
}

// lib/compose/users.ts
import { chown as chown2, readFile as readFile9 } from "node:fs/promises";

// lib/compose/account-look.ts
import { mkdir as mkdir5, readFile as readFile8, rm as rm8, writeFile as writeFile4 } from "node:fs/promises";
import { join as join14 } from "node:path";
var LOOK_VERSION = 1, FILES = "files.json", NOT_LOOKED_AT = [
  "/boot",
  "/opt",
  "/srv",
  "/var",
  "/bin",
  "/sbin",
  "/lib",
  "/lib64",
  "/usr/bin",
  "/usr/sbin",
  "/usr/libexec",
  "/usr/lib64",
  "/usr/share",
  "/usr/include",
  ...["firmware", "modules", "python3", "systemd", "udev", "x86_64-linux-gnu"].map(
    (name) => `/usr/lib/${name}`
  )
];
async function lookIntoPackages(packages, isWanted, options) {
  let { scratch, checksums, keptPath, sourceDateEpoch, log } = options, digests = packages.map(({ path }) => checksums.get(path)), key = sha256(JSON.stringify([LOOK_VERSION, NOT_LOOKED_AT, digests])), isKeepable = keptPath !== void 0 && !digests.includes(void 0), stage = { folder: keptPath ?? "", stage: "accounts", log }, listPath = join14(scratch.path, ".kept", FILES);
  if (await mkdir5(join14(scratch.path, ".kept")), isKeepable && await restoreKept(stage, key, FILES, listPath)) {
    let files = JSON.parse(await readFile8(listPath, "utf8"));
    for (let [path, text] of Object.entries(files)) await scratch.write(path, text);
  } else {
    await installPackages({
      tree: scratch,
      packages,
      documentation: !1,
      installLangs: [],
      excludePaths: NOT_LOOKED_AT,
      scriptlets: !1,
      sourceDateEpoch,
      log
    });
    let files = {};
    for (let { files: names } of packages)
      for (let path of names.map((file2) => file2.path.slice(1)).filter(isWanted)) {
        let text = await scratch.read(path);
        text !== void 0 && (files[path] = text);
      }
    await writeFile4(listPath, JSON.stringify(files)), isKeepable && await keepResult(stage, key, { [FILES]: listPath });
  }
  await rm8(join14(scratch.path, ".kept"), { recursive: !0 });
}

// lib/compose/sysusers.ts
import { createHash as createHash2 } from "node:crypto";
var FIRST_DYNAMIC_ID = 201, LAST_DYNAMIC_ID = 999;
function parseSysusers(text, file2) {
  return text.split(`
`).flatMap((raw, index) => {
    let line = raw.trim();
    if (line === "" || line.startsWith("#")) return [];
    let [type = "", name, id = "-", gecos = "-", home = "-", shell = "-"] = splitFields(line), kind = type.replace(/!$/, "");
    if (kind === "r") return [];
    if (name === void 0 || !isType(kind) || kind === "m" && id === "-")
      throw new BuildError(
        "SYSUSERS_MALFORMED",
        `${file2}:${index + 1}: expected "u|g|m name id \u2026", got ${JSON.stringify(line)}`,
        { place: { file: file2, line: index + 1 } }
      );
    return [{ type: kind, name, id, gecos, home, shell }];
  });
}
function addSysusers(accounts, lines2, ownerOf = () => {
}) {
  let book = new Book(accounts, fixedIds(lines2));
  for (let line of lines2) line.type === "g" && book.addGroup(line.name, groupId(line, ownerOf));
  for (let line of lines2) line.type === "u" && book.addUser(line, ownerOf);
  for (let line of lines2)
    line.type === "m" && (book.addGroup(line.id, void 0), book.addUser({ ...line, id: "-" }, ownerOf), book.addMember(line.id, line.name));
  return book.accounts();
}
var Book = class {
  #users;
  #groups;
  /** Numbers that some line asks for; never given to another. */
  #reserved;
  constructor(accounts, reserved) {
    this.#reserved = reserved, this.#users = new Map(accounts.users.map((user) => [user.name, user])), this.#groups = new Map(accounts.groups.map((group) => [group.name, group]));
  }
  accounts() {
    return { users: [...this.#users.values()], groups: [...this.#groups.values()] };
  }
  addGroup(name, wanted) {
    let found = this.#groups.get(name);
    if (found !== void 0) return found;
    let taken = new Set([...this.#groups.values()].map((group2) => group2.gid)), uid = this.#users.get(name)?.uid, gid = [wanted, uid].find((id) => id !== void 0 && !taken.has(id)), group = { name, password: "x", gid: gid ?? freeId(name, this.#taken()), members: [] };
    return this.#groups.set(name, group), group;
  }
  addUser(line, ownerOf) {
    if (this.#users.has(line.name)) return;
    let [idText = "-", groupText] = line.id.startsWith("/") ? [line.id] : line.id.split(":"), owner = idText.startsWith("/") ? ownerOf(idText) : void 0, wanted = /^\d+$/.test(idText) ? Number(idText) : owner?.uid, taken = new Set([...this.#users.values()].map((user) => user.uid)), gid = this.#primaryGroup(line.name, groupText, owner?.gid ?? wanted), uid = [wanted, groupText === void 0 ? gid : void 0].find(
      (id) => id !== void 0 && !taken.has(id)
    );
    this.#users.set(line.name, {
      name: line.name,
      password: "x",
      uid: uid ?? freeId(line.name, this.#taken()),
      gid,
      gecos: orDefault(line.gecos, ""),
      home: orDefault(line.home, "/"),
      shell: orDefault(line.shell, line.name === "root" ? "/bin/sh" : "/usr/sbin/nologin")
    });
  }
  addMember(groupName, user) {
    let group = this.#groups.get(groupName);
    group === void 0 || group.members.includes(user) || this.#groups.set(groupName, { ...group, members: [...group.members, user] });
  }
  #primaryGroup(user, asked, wanted) {
    if (asked === void 0) return this.addGroup(user, wanted).gid;
    if (!/^\d+$/.test(asked)) return this.addGroup(asked, void 0).gid;
    let gid = Number(asked);
    return [...this.#groups.values()].some((group) => group.gid === gid) ? gid : this.addGroup(user, gid).gid;
  }
  /** A user and its group get one number, so a number is free when neither has it. */
  #taken() {
    let uids = [...this.#users.values()].map((user) => user.uid), gids = [...this.#groups.values()].map((group) => group.gid);
    return /* @__PURE__ */ new Set([...uids, ...gids, ...this.#reserved]);
  }
};
function freeId(name, taken) {
  let span = LAST_DYNAMIC_ID - FIRST_DYNAMIC_ID + 1, start = createHash2("sha256").update(name).digest().readUInt32BE(0) % span;
  for (let step = 0; step < span; step += 1) {
    let id = FIRST_DYNAMIC_ID + (start + step) % span;
    if (!taken.has(id)) return id;
  }
  throw new BuildError("SYSUSERS_MALFORMED", `no system id is left for ${name}`);
}
function fixedIds(lines2) {
  let texts = lines2.flatMap(({ type, id }) => type === "m" ? [] : id.split(":"));
  return new Set(texts.filter((text) => /^\d+$/.test(text)).map(Number));
}
function groupId(line, ownerOf) {
  return line.id.startsWith("/") ? ownerOf(line.id)?.gid : /^\d+$/.test(line.id) ? Number(line.id) : void 0;
}
function orDefault(field2, value) {
  return field2 === "-" || field2 === "" ? value : field2;
}
function isType(type) {
  return type === "u" || type === "g" || type === "m";
}
function splitFields(line) {
  return (line.match(/(?:"(?:\\.|[^"])*"|'[^']*'|[^\s"']+)+/g) ?? []).map(
    (field2) => field2.replace(
      /"((?:\\.|[^"])*)"|'([^']*)'/g,
      (_all, double2, single) => double2 === void 0 ? single ?? "" : double2.replace(/\\(.)/g, "$1")
    )
  );
}

// lib/compose/users.ts
var ACCOUNT_FILES = ["etc/passwd", "etc/group", "etc/shadow", "etc/gshadow"];
function isAccountFile(path) {
  return ACCOUNT_FILES.includes(path.slice(1)) || isSysusersFile(path);
}
async function seedAccounts(options) {
  let { tree, scratch, packages } = options, look = packages.filter(
    ({ files, sysusers }) => files.some(({ path }) => !isSysusersFile(path) || sysusers.length === 0)
  );
  look.length > 0 && await lookIntoPackages(look, (path) => isAccountFile(`/${path}`), options);
  let own = await readAccounts(scratch), base = await baseAccounts(options), merged = {
    users: mergeNamed(base.users, own.users),
    groups: mergeNamed(base.groups, own.groups)
  }, asked = [...packages.flatMap(
    ({ name, sysusers }) => parseSysusers(sysusers.join(`
`), name)
  ), ...await readSysusers(scratch)], accounts = addSysusers(
    merged,
    asked.map((line) => pinned(line, options.treefile))
  );
  return accounts.users.length === 0 && accounts.groups.length === 0 ? [] : (await writeAccounts(tree, accounts, {
    shadow: await tree.read("etc/shadow") ?? await scratch.read("etc/shadow") ?? "",
    gshadow: await tree.read("etc/gshadow") ?? await scratch.read("etc/gshadow") ?? ""
  }), packages.flatMap(
    ({ files }) => files.filter(
      ({ path, flags }) => ACCOUNT_FILES.includes(path.slice(1)) && (flags & FILE_NOREPLACE) === 0
    ).filter(({ flags }) => (flags & FILE_GHOST) === 0).map(({ path }) => path)
  ));
}
async function settleAccounts(tree) {
  for (let file2 of ACCOUNT_FILES) {
    let packaged = await tree.lstat(`${file2}.rpmnew`);
    packaged?.isFile() === !0 && (await tree.chmod(file2, packaged.mode & 4095), await chown2(await tree.resolve(file2, !0), packaged.uid, packaged.gid));
    for (let suffix of ["rpmnew", "rpmorig", "rpmsave"]) await tree.remove(`${file2}.${suffix}`);
  }
  let owners = /* @__PURE__ */ new Map(), lines2 = await readSysusers(tree);
  for (let { id } of lines2) {
    let stats = id.startsWith("/") ? await tree.stat(id) : void 0;
    stats !== void 0 && owners.set(id, stats);
  }
  let before = await readAccounts(tree), accounts = addSysusers(before, lines2, (path) => owners.get(path));
  accounts.users.length !== 0 && await writeAccounts(tree, accounts, {
    shadow: await tree.read("etc/shadow") ?? "",
    gshadow: await tree.read("etc/gshadow") ?? ""
  });
}
async function readAccounts(tree, etc = "etc") {
  let [passwd, group] = [`${etc}/passwd`, `${etc}/group`];
  return {
    users: parsePasswd(await tree.read(passwd) ?? "", `/${passwd}`),
    groups: parseGroup(await tree.read(group) ?? "", `/${group}`)
  };
}
async function writeAccounts(tree, accounts, secrets) {
  let users = accounts.users.map(({ name }) => name), groups = accounts.groups.map(({ name }) => name);
  await replace(tree, "etc/passwd", formatPasswd(accounts.users), 420), await replace(tree, "etc/group", formatGroup(accounts.groups), 420);
  let gid = accounts.groups.find(({ name }) => name === "shadow")?.gid;
  for (let kind of ["shadow", "gshadow"]) {
    let text = addShadow(secrets[kind], kind === "shadow" ? users : groups, kind);
    await replace(tree, `etc/${kind}`, text, gid === void 0 ? 0 : 416, gid);
  }
}
async function replace(tree, path, text, mode, gid = 0) {
  let found = await tree.lstat(path);
  await tree.write(path, text, found?.isFile() === !0 ? found.mode & 4095 : mode), await chown2(await tree.resolve(path), found?.uid ?? 0, found?.gid ?? gid);
}
function pinned(line, { checkPasswd, checkGroups }) {
  if (line.id !== "-") return line;
  if (line.type === "u" && checkPasswd.type === "data") {
    let ids = checkPasswd.entries[line.name];
    return ids === void 0 ? line : { ...line, id: `${ids.uid}:${ids.gid}` };
  }
  if (line.type === "g" && checkGroups.type === "data") {
    let gid = checkGroups.entries[line.name];
    return gid === void 0 ? line : { ...line, id: String(gid) };
  }
  return line;
}
async function baseAccounts({ treefile, previous, present }) {
  if (present !== void 0) return present;
  let kept = treefile.preservePasswd ? previous : void 0;
  return {
    users: await fromCheck(treefile.checkPasswd, parsePasswd) ?? kept?.users ?? [],
    groups: await fromCheck(treefile.checkGroups, parseGroup) ?? kept?.groups ?? []
  };
}
async function fromCheck(check, parse) {
  if (check.type === "file")
    return parse(await readFile9(check.path, "utf8"), check.path);
}
async function readSysusers(tree) {
  let files = /* @__PURE__ */ new Map();
  for (let folder of ["usr/lib/sysusers.d", "etc/sysusers.d", "usr/etc/sysusers.d"])
    for (let name of await tree.list(folder))
      name.endsWith(".conf") && files.set(name, `${folder}/${name}`);
  let sorted = [...files].sort(([a], [b]) => compareBytes(a, b)), lines2 = [];
  for (let [, path] of sorted)
    lines2.push(...parseSysusers(await tree.read(path) ?? "", `/${path}`));
  return lines2;
}
function isSysusersFile(path) {
  return /^\/(usr\/lib|usr\/etc|etc)\/sysusers\.d\/[^/]+\.conf$/.test(path);
}

// lib/compose/build-tree.ts
async function buildTree(options) {
  let { timings, log, packages } = options;
  return await timed(
    timings,
    "install",
    log,
    `Install packages (${packages.length})`,
    () => install(options)
  ), timed(timings, "tree", log, "Make an OSTree tree", () => arrange(options));
}
async function install(options) {
  let { tree, folders, treefile, packages, sourceDateEpoch, log, onInstalled } = options, excludePaths = await seedAccounts({ ...options, scratch: new Tree(folders.scratch) }), { keptPath } = options, hwdb = keptPath === void 0 ? void 0 : await KeptHwdb.prepare(join15(folders.root, "hwdb"), packages, { keptPath, log }), offering;
  await installPackages({
    tree,
    programs: hwdb?.programs,
    basearch: treefile.basearch,
    packages,
    documentation: treefile.documentation,
    installLangs: treefile.installLangs,
    // Device nodes need a capability that scriptlets must not have; a commit cannot hold them.
    excludePaths: [...excludePaths, ...packages.flatMap(({ devices }) => devices)],
    scriptlets: !0,
    sourceDateEpoch,
    onStarted: () => {
      offering = hwdb?.offer(options.graph, options.checksums);
    },
    ...onInstalled === void 0 ? {} : { onInstalled },
    log
  }).finally(() => offering), await hwdb?.keep(), await removeFromPackages(tree, treefile, packages), await applyOverlays(tree, treefile, { repoPath: options.repoPath, workDir: folders.root, log }), await settleAccounts(tree);
}
async function arrange(options) {
  let { tree, treefile, version, log } = options;
  for (let folder of ["etc", "usr/lib", "var"]) await tree.mkdir(folder);
  treefile.mutateOsRelease !== void 0 && version !== void 0 && await mutateOsRelease(tree, treefile.mutateOsRelease, version), await removeFiles(tree, treefile), await addFiles(tree, treefile), await tree.rename("etc", "usr/etc"), await linkRpmdb(tree), await enableUnits(tree, treefile);
  let inputs = `${JSON.stringify(options.inputs, null, 2)}
`;
  await tree.write("usr/share/rpm-ostree/treefile.json", inputs), await runPostprocess(tree, treefile, { ...options, workDir: options.folders.root }), await setHomes(tree), await removeSpecialFiles(tree, treefile.ignoreDevices);
  let policy = await findPolicy2(tree, treefile);
  policy !== void 0 ? await preparePolicy(tree, policy) : treefile.selinux && log.info("The tree has no SELinux policy: files get no labels");
  let accounts = await readAccounts(tree, "usr/etc");
  await checkAccounts(tree, accounts, treefile, options);
  let context = {
    ...options,
    workDir: options.folders.root,
    machineidCompat: treefile.machineidCompat
  }, normalising = normaliseEarly(tree, context);
  normalising.catch(() => {
  });
  let kernel = await layOut(accounts, options).finally(() => normalising);
  return await normalise(tree, context), await shareRpmdb(tree), treefile.readonlyExecutables && await protectExecutables(tree), { kernel, selinux: policy !== void 0 };
}
async function layOut(accounts, options) {
  let { tree, treefile, log } = options;
  await splitAccounts(tree, accounts, treefile.etcGroupMembers), await keepAlternatives(tree);
  let dropped = await layToplevel(tree, treefile);
  dropped.length > 0 && log.info(`Not in the commit, as in rpm-ostree: ${dropped.join(", ")}`);
  let state = await convertVar(tree, accounts);
  log.info(`/var: ${state.lines} tmpfiles.d lines, ${state.dropped.length} files dropped`);
  for (let path of state.dropped) log.debug(`dropped ${path}`);
  let kernel = treefile.container ? void 0 : await placeKernel(tree, treefile.bootLocation);
  return kernel !== void 0 && await runDepmod(tree, kernel, { ...options, basearch: treefile.basearch }), kernel;
}
async function setHomes(tree) {
  let path = "usr/etc/default/useradd", [text, stats] = [await tree.read(path), await tree.stat(path)];
  text === void 0 || stats === void 0 || await tree.write(path, text.replace(/^HOME=.*$/m, "HOME=/var/home"), stats.mode & 4095);
}
async function keepAlternatives(tree) {
  for (let name of ["alternatives", "vagrant"])
    (await tree.lstat(`var/lib/${name}`))?.isDirectory() === !0 && (await tree.remove(`usr/lib/${name}`), await tree.rename(`var/lib/${name}`, `usr/lib/${name}`), await tree.symlink(`../../usr/lib/${name}`, `var/lib/${name}`));
}
async function shareRpmdb(tree) {
  let base = "usr/lib/sysimage/rpm-ostree-base-db";
  await tree.mkdir(base);
  for (let name of await tree.list(RPMDB))
    await tree.remove(`${base}/${name}`), await link2(await tree.resolve(`${RPMDB}/${name}`), await tree.resolve(`${base}/${name}`));
}

// lib/compose/commit.ts
async function commitTree(options) {
  let { tree, selinux, writer, late } = options, { sync } = await options.delayedSync, leaving, { rootTree, rootMeta } = await writer.commitTree(tree.path, {
    selinux,
    ...late === void 0 ? {} : { late },
    onStored: () => {
      leaving = options.onStored?.();
    }
  });
  await leaving;
  let commit = await writer.writeCommit(
    formatCommit({
      metadata: options.metadata,
      parent: options.parent,
      subject: "",
      body: "",
      timestampSeconds: options.sourceDateEpoch,
      rootTree,
      rootMeta
    })
  );
  return await Promise.all([sync(), options.onCommit?.(commit)]), commit;
}
async function publishCommit({
  repoPath,
  commit,
  ref,
  gpg,
  summary = !0,
  log
}) {
  try {
    if (gpg !== void 0 && await sign(repoPath, commit, gpg, log), await writeRef(repoPath, ref, commit), !summary) return;
    await ostree(
      repoPath,
      ["summary", "--update", ...gpg === void 0 ? [] : gpgArgs(gpg)],
      log
    );
  } finally {
    gpg !== void 0 && await stopAgent(gpg.homedir, log);
  }
}
async function sign(repoPath, commit, gpg, log) {
  try {
    let homedir = `--gpg-homedir=${gpg.homedir}`;
    await runTool(["ostree", `--repo=${repoPath}`, "gpg-sign", homedir, commit, gpg.keyId], {
      log
    });
  } catch (cause) {
    throw cause instanceof ToolError ? new BuildError(
      "SIGN_FAILED",
      `commit ${commit} could not be signed with key ${gpg.keyId}: ${cause.stderr.trim()}`,
      { cause, hint: `See which keys there are: gpg --homedir ${gpg.homedir} --list-secret-keys` }
    ) : cause;
  }
}
function gpgArgs(gpg) {
  return [`--gpg-homedir=${gpg.homedir}`, `--gpg-sign=${gpg.keyId}`];
}
async function stopAgent(homedir, log) {
  await runTool(["gpgconf", "--homedir", homedir, "--kill", "gpg-agent"], {
    log,
    okExitCodes: [0, 1, 2]
  });
}
async function ostree(repoPath, argv, log) {
  try {
    return await readTool(["ostree", `--repo=${repoPath}`, ...argv], { log });
  } catch (cause) {
    throw cause instanceof ToolError ? new BuildError(
      "COMMIT_FAILED",
      `ostree ${argv[0]}: ${cause.stderr.trim()}`,
      { cause }
    ) : cause;
  }
}

// lib/compose/delayed-sync.ts
import { readdir as readdir3, readFile as readFile10, rm as rm9 } from "node:fs/promises";
import { join as join16 } from "node:path";
var MARKER = ".treesmith-unsynced-";
async function delaySync(repoPath, log) {
  let boot = (await readFile10("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  await mendAfterPowerCut(repoPath, boot, log), await writeFileAtomic(join16(repoPath, `${MARKER}${process.pid}`), boot);
  let done;
  return { sync: () => (done ??= runTool(["sync", "--file-system", repoPath], { log }).then(
    () => removeMarkers(repoPath, (pid) => pid === process.pid || !isAlive(pid))
  ), done) };
}
async function mendAfterPowerCut(repoPath, boot, log) {
  let markers = (await readdir3(repoPath)).filter((name) => name.startsWith(MARKER));
  if ((await Promise.all(
    // Whose marker has gone meanwhile has synced.
    markers.map((name) => readFile10(join16(repoPath, name), "utf8").catch(() => boot))
  )).every((found) => found === boot)) return;
  log.warn(`The machine stopped while ${repoPath} was written to: it is checked`);
  let commits = await removeDamagedMetadata(repoPath);
  for (let commit of commits)
    await isComplete(repoPath, commit) || await rm9(join16(repoPath, objectPath(commit, "commit")));
  let ostree2 = ["ostree", `--repo=${repoPath}`];
  await runTool([...ostree2, "fsck", "--quiet", "--all", "--delete"], { log, okExitCodes: [0, 1] }), await runTool([...ostree2, "prune"], { log }), await removeMarkers(repoPath, () => !0);
}
async function removeDamagedMetadata(repoPath) {
  let objects = join16(repoPath, "objects"), commits = [];
  for (let name of await readdir3(objects, { recursive: !0 })) {
    let [, start = "", rest = "", type] = /^([0-9a-f]{2})\/([0-9a-f]{62})\.(commit|dirtree|dirmeta)$/.exec(name) ?? [];
    if (type === void 0) continue;
    let path = join16(objects, name);
    objectChecksum(await readFile10(path)) !== start + rest ? await rm9(path) : type === "commit" && commits.push(start + rest);
  }
  return commits;
}
async function isComplete(repoPath, commit) {
  let { rootTree, rootMeta } = parseCommit(await readObject(repoPath, commit, "commit")), todo = [{ tree: rootTree, meta: rootMeta }];
  try {
    for (let next = todo.pop(); next !== void 0; next = todo.pop())
      await readObject(repoPath, next.meta, "dirmeta"), todo.push(...parseDirtree(await readObject(repoPath, next.tree, "dirtree")).directories);
    return !0;
  } catch (error) {
    if (error.code === "ENOENT") return !1;
    throw error;
  }
}
function readObject(repoPath, checksum, type) {
  return readFile10(join16(repoPath, objectPath(checksum, type)));
}
async function removeMarkers(repoPath, isOver) {
  for (let name of await readdir3(repoPath)) {
    let pid = name.startsWith(MARKER) ? Number(name.slice(MARKER.length)) : Number.NaN;
    Number.isInteger(pid) && isOver(pid) && await rm9(join16(repoPath, name), { force: !0 });
  }
}
function isAlive(pid) {
  try {
    return process.kill(pid, 0), !0;
  } catch (error) {
    return error.code === "EPERM";
  }
}

// lib/compose/disk-full.ts
import { statfs as statfs2 } from "node:fs/promises";
var SAID_BY_TOOLS = /No space left on device|ENOSPC|needs \d+[KMG]?B more space on the|would be exceeded.*min-free-space/i;
async function withDiskFullError(paths, body) {
  try {
    return await body();
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    let places = await Promise.all(paths.map(describe));
    throw new BuildError("DISK_FULL", `the disk is full: ${places.join("; ")}`, {
      cause: error,
      hint: "Free some space, or put the work folder or the repository on another disk. Nothing half-made was published."
    });
  }
}
function isDiskFull(error) {
  return error instanceof TreesmithError && error.code === "DISK_FULL" ? !0 : error instanceof Error && SAID_BY_TOOLS.test(textOf(error));
}
function textOf(error) {
  return `${error.message}
${"stderr" in error ? String(error.stderr) : ""}`;
}
async function describe(path) {
  try {
    let { bavail, blocks, bsize } = await statfs2(path);
    return `${path} has ${formatBytes(bavail * bsize)} of ${formatBytes(blocks * bsize)} free`;
  } catch {
    return path;
  }
}

// lib/compose/initramfs.ts
import { chmod as chmod5, mkdir as mkdir7, readFile as readFile11, rename as rename2, rm as rm11, stat as stat2, writeFile as writeFile5 } from "node:fs/promises";
import { join as join18 } from "node:path";

// lib/compose/initramfs-contents.ts
import { createReadStream as createReadStream2 } from "node:fs";
import { open as open4 } from "node:fs/promises";
var HEADER_BYTES = 110, NAME_LIMIT_BYTES = 4096, NAMES_LIMIT = 2e5, CONTENT_LIMIT_BYTES = 4 * 1024 ** 3, ALIGN = 4, MAGIC_BYTES = 6, ARCHIVES_LIMIT = 4;
async function readInitramfsContents(path) {
  let names = [], offset = 0;
  for (let count = 0; count < ARCHIVES_LIMIT; count += 1) {
    let compression2 = await compressionAt(path, offset);
    if (compression2 === void 0) return;
    let source = openDecompressed(
      createReadStream2(path, { start: offset }),
      compression2,
      CONTENT_LIMIT_BYTES
    ), archive = await readArchive(source).catch(() => {
    });
    if (archive === void 0) return;
    if (names.push(...archive.names), compression2 !== "none" || archive.rest === void 0) return names.some(isImage) ? void 0 : names;
    offset += archive.rest;
  }
}
function isImage(name) {
  return /\.(img|squashfs|erofs|sqfs)$/.test(name);
}
async function compressionAt(path, offset) {
  let file2 = await open4(path);
  try {
    let magic = Buffer.alloc(MAGIC_BYTES);
    await file2.read(magic, 0, MAGIC_BYTES, offset);
    let hex = magic.toString("hex");
    return /^07070[12]/.test(magic.toString("latin1")) ? "none" : hex.startsWith("1f8b") ? "gzip" : hex.startsWith("28b52ffd") ? "zstd" : hex.startsWith("fd377a585a00") ? "xz" : hex.startsWith("425a68") ? "bzip2" : void 0;
  } finally {
    await file2.close();
  }
}
async function readArchive(source) {
  let reader = new ByteReader(source), names = [];
  try {
    for (; names.length < NAMES_LIMIT; ) {
      let header = await reader.take(HEADER_BYTES);
      if (header === void 0 || !/^07070[12][0-9a-fA-F]{104}$/.test(header.toString("latin1")))
        return;
      let sizeBytes = field(header, 6), nameBytes = field(header, 11);
      if (nameBytes < 1 || nameBytes > NAME_LIMIT_BYTES) return;
      let name = (await reader.take(nameBytes))?.toString("latin1", 0, nameBytes - 1);
      if (name === void 0) return;
      if (await reader.skip(-(HEADER_BYTES + nameBytes) & ALIGN - 1), name === "TRAILER!!!") return { names, rest: await reader.skipZeros() };
      if (!await reader.skip(sizeBytes + (-sizeBytes & ALIGN - 1))) return;
      names.push(name.replace(/^(\.?\/)+/, ""));
    }
    return;
  } finally {
    source.destroy();
  }
}
function field(header, index) {
  let start = MAGIC_BYTES + index * 8;
  return Number.parseInt(header.toString("latin1", start, start + 8), 16);
}
var ByteReader = class {
  #chunks;
  #buffer = Buffer.alloc(0);
  #consumed = 0;
  constructor(source) {
    this.#chunks = source[Symbol.asyncIterator]();
  }
  async take(count) {
    for (; this.#buffer.length < count; ) if (!await this.#more()) return;
    return this.#shift(count);
  }
  async skip(count) {
    let left = count;
    for (; left > this.#buffer.length; )
      if (left -= this.#buffer.length, this.#shift(this.#buffer.length), !await this.#more()) return !1;
    return this.#shift(left), !0;
  }
  /** Returns how many bytes came before the next that is not zero; undefined when all are. */
  async skipZeros() {
    for (; ; ) {
      let index = this.#buffer.findIndex((byte) => byte !== 0);
      if (index >= 0)
        return this.#shift(index), this.#consumed;
      if (this.#shift(this.#buffer.length), !await this.#more()) return;
    }
  }
  #shift(count) {
    let taken = this.#buffer.subarray(0, count);
    return this.#buffer = this.#buffer.subarray(count), this.#consumed += count, taken;
  }
  async #more() {
    let { value, done } = await this.#chunks.next();
    return done === !0 ? !1 : (this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value]), !0);
  }
};

// lib/compose/initramfs-dracut.ts
import { chmod as chmod4, mkdir as mkdir6, rm as rm10 } from "node:fs/promises";
import { join as join17 } from "node:path";
var DRACUT_TIMEOUT_MS = 60 * 6e4, DRACUT_ENVIRONMENT = { DRACUT_NO_MKNOD: "1", DRACUT_NO_XATTR: "1" };
async function dracutArgv(tree, kernel, args) {
  let given = args.length === 0 ? ["--no-hostonly"] : args;
  return [
    "dracut",
    "--force",
    "--reproducible",
    "--add",
    "ostree",
    "--tmpdir",
    "/tmp/dracut",
    ...await compression(tree, kernel, given),
    ...given,
    "--kver",
    kernel.version,
    "/out/initramfs.img"
  ];
}
async function runDracut(argv, options) {
  let { tree, out, log } = options;
  await rm10(out, { recursive: !0, force: !0 }), await mkdir6(out, { recursive: !0 });
  let failure2 = await runSandboxed(argv, {
    mounts: [
      ...treeMounts(tree.path, { etc: "usr/etc", readOnly: !0 }),
      "--dir",
      "/tmp/dracut",
      "--bind",
      out,
      "/out"
    ],
    env: DRACUT_ENVIRONMENT,
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: DRACUT_TIMEOUT_MS,
    basearch: options.basearch,
    log,
    onLine: (line) => log.debug(`dracut: ${line}`)
  });
  if (failure2 !== void 0)
    throw new BuildError(
      "INITRAMFS_FAILED",
      `dracut failed with exit code ${failure2.exitCode}:
${failure2.tail.slice(-20).join(`
`)}`,
      { hint: "The tree needs the packages dracut, kmod and ostree (with its dracut module)." }
    );
  let path = join17(out, "initramfs.img");
  return await chmod4(path, 420), path;
}
async function compression(tree, kernel, args) {
  let chosen = /^--(compress|gzip|bzip2|lzma|xz|lzo|lz4|zstd|no-compress)\b/;
  if (args.some((arg) => chosen.test(arg)) || await isConfigured(tree)) return [];
  let config = await tree.read(`${kernel.folder}/config`) ?? "";
  return /^CONFIG_RD_ZSTD=y$/m.test(config) && await tree.stat("usr/bin/zstd") !== void 0 ? ["--compress", "zstd -1 -T0"] : ["--compress", "gzip -n -6"];
}
async function isConfigured(tree) {
  let folders = ["usr/lib/dracut/dracut.conf.d", "usr/etc/dracut.conf.d"], files = ["usr/etc/dracut.conf"];
  for (let folder of folders)
    for (let name of await tree.list(folder))
      name.endsWith(".conf") && files.push(`${folder}/${name}`);
  for (let file2 of files)
    if (/^\s*compress=/m.test(await tree.read(file2) ?? "")) return !0;
  return !1;
}

// lib/compose/initramfs-inputs.ts
import { createHash as createHash3 } from "node:crypto";

// lib/compose/initramfs-files.ts
import { closeSync, openSync, readFileSync as readFileSync3, readSync } from "node:fs";
import { dirname as dirname5, normalize } from "node:path/posix";
var HEAD_BYTES = 512, HOPS_LIMIT = 40, TEXT_LIMIT_BYTES = 4 * 1024 * 1024, PERMISSIONS2 = 4095, TreeFiles = class _TreeFiles {
  files;
  #root;
  #checksums;
  constructor(root, files, checksums) {
    this.#root = root, this.files = files, this.#checksums = checksums;
  }
  /**
   * Reads the names below `root`/usr, but for what `skip` is true for.
   *
   * @throws BuildError FILE_TYPE_UNSUPPORTED, NAME_NOT_UTF8
   */
  static read(root, skip, hashed) {
    let files = /* @__PURE__ */ new Map(), folder = hashed?.folder.folders.find(({ name }) => name === "usr");
    return addFolder(folder ?? readTree(`${root}/usr`), "usr", skip, files), new _TreeFiles(root, files, hashed?.checksums);
  }
  /** The checksum of each file, or the SHA-256 of its bytes, which are read in threads then. */
  async checksums(paths) {
    let known = await this.#checksums, host = paths.map((path) => hostPath(this.#root, path));
    return (known === void 0 ? await digestFiles(host) : host.map((path) => known.get(path.toString()))).map((checksum, index) => {
      if (checksum === void 0) throw new TypeError(`/${paths[index]} cannot be read`);
      return checksum;
    });
  }
  /** The bytes of a file as Latin-1; undefined when it is too long to be a text, or no file. */
  bytes(path) {
    let found = this.files.get(path);
    if (!(found?.type !== "file" || found.sizeBytes > TEXT_LIMIT_BYTES))
      return readFileSync3(hostPath(this.#root, path), "latin1");
  }
  /** As `bytes`, but undefined for a binary file, too. */
  text(path) {
    let found = this.files.get(path);
    if (found?.type !== "file" || found.sizeBytes > TEXT_LIMIT_BYTES) return;
    let file2 = openSync(hostPath(this.#root, path), "r");
    try {
      let head = Buffer.alloc(Math.min(HEAD_BYTES, found.sizeBytes));
      return readSync(file2, head, 0, head.length, 0), head.includes(0) ? void 0 : readFileSync3(file2, "latin1");
    } finally {
      closeSync(file2);
    }
  }
  /**
   * The paths that one comes by when the link `path` is followed: links on the way, and the end.
   * `moved` says where a path from the root is in the tree.
   */
  follow(path, moved) {
    let seen = [], here = path;
    for (let count = 0; count < HOPS_LIMIT; count += 1) {
      let link3 = this.#firstLink(here);
      if (link3 === void 0) break;
      link3 !== path && seen.push(link3);
      let target = this.files.get(link3)?.target ?? "", start = target.startsWith("/") ? target : `${dirname5(link3)}/${target}`;
      here = moved(normalize(`${start}/${here.slice(link3.length)}`).replace(/\/$/, ""));
    }
    return [...seen, here];
  }
  #firstLink(path) {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
      let prefix = path.slice(0, end);
      if (this.files.get(prefix)?.type === "link") return prefix;
    }
    return this.files.get(path)?.type === "link" ? path : void 0;
  }
};
function addFolder({ files: found, folders }, path, skip, files) {
  for (let { name, stats, target } of found) {
    let at = `${path}/${bytesOf(name)}`;
    skip(at) || files.set(at, describe2(stats, target === void 0 ? target : bytesOf(target)));
  }
  for (let folder of folders) {
    let at = `${path}/${bytesOf(folder.name)}`;
    files.set(at, describe2(folder.stats)), addFolder(folder, at, skip, files);
  }
}
function describe2(stats, target) {
  return {
    type: stats.isFile() ? "file" : stats.isDirectory() ? "folder" : stats.isSymbolicLink() ? "link" : "other",
    mode: stats.mode & PERMISSIONS2,
    uid: stats.uid,
    gid: stats.gid,
    mtimeSeconds: Math.floor(stats.mtimeMs / 1e3),
    sizeBytes: stats.size,
    ...target === void 0 ? {} : { target }
  };
}
function bytesOf(name) {
  return isAscii(name) ? name : Buffer.from(name).toString("latin1");
}
function hostPath(root, path) {
  return isAscii(path) ? `${root}/${path}` : Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, "latin1")]);
}
function isAscii(text) {
  return /^[\u0000-\u007f]*$/.test(text);
}

// lib/compose/initramfs-words.ts
var WORD = /[\w.+@-]+/g, BEGINNING = /(?<![\w.+@-])[\w.+@-]{2,}(?=["']?[$*?[{`]|%s)/g, END = /(?:[}*?\])`]["']?|\$\w+["']|\$\w+(?=[.+@-])|%s)([\w.+@-]{2,})/g, BINARY_BEGINNING = /(?<![\w.+@-])[\w.+@-]{2,}(?=%s)/g, BINARY_END = /%s([\w.+@-]{2,})/g, MARKS = ".+@-";
var PROGRAMS3 = /(?:^|[\s"'=(:,{}`]|\$\w+)(?:\/?usr\/|\/)?(?:local\/)?(?:s?bin|libexec)\/["'{]*\w?[*?[$`]/m, FOLDER = /\b(?:usr\/(?!share\/|lib\/)|share\/|lib\/)[\w.+-]+/g, TextWords = class {
  #known = /* @__PURE__ */ new Map();
  /** How many texts are known. */
  get count() {
    return this.#known.size;
  }
  /** `text` is Latin-1; of a binary file just its words. */
  find(text) {
    let words = this.#known.get(text) ?? findWords(text);
    return this.#known.set(text, words), words;
  }
}, NameWords = class {
  #texts;
  #known;
  #words = /* @__PURE__ */ new Set();
  #beginnings = /* @__PURE__ */ new Set();
  #ends = /* @__PURE__ */ new Set();
  #folders = /* @__PURE__ */ new Set();
  #anyProgram = !1;
  /** Knows what `known` knows, and can learn more. */
  constructor(texts, known) {
    this.#texts = texts, this.#known = known;
  }
  /** Takes in a text, Latin-1; of a binary file just its words. */
  add(text) {
    let { words, beginnings, ends, folders, anyProgram } = this.#texts.find(text);
    for (let word of words) this.#words.add(word);
    for (let word of beginnings) this.#beginnings.add(word);
    for (let word of ends) this.#ends.add(word);
    for (let folder of folders) this.#folders.add(folder);
    this.#anyProgram ||= anyProgram;
  }
  /** True when a program of the file name `name` can be meant. */
  meansProgram(name) {
    return this.#anyProgram || this.#known?.meansProgram(name) === !0 || this.meansName(name);
  }
  /** True when `name` is a word, or begins or ends as a name does that is put together. */
  meansName(name) {
    if (this.#words.has(name) || /[^\w.+@-]/.test(name)) return !0;
    for (let length = 2; length <= name.length; length += 1)
      if (this.#beginnings.has(name.slice(0, length)) || this.#ends.has(name.slice(-length))) return !0;
    return this.#known?.meansName(name) === !0;
  }
  /** True when a text has the path `usr/x`, `share/x` or `lib/x`, whatever stands before it. */
  meansFolder(path) {
    return this.#folders.has(path) || this.#known?.meansFolder(path) === !0;
  }
};
function findWords(text) {
  let binary = text.includes("\0"), code = binary ? text : text.replace(/^[ \t]*#(?!!).*$/gm, ""), words = /* @__PURE__ */ new Set();
  for (let word of code.match(WORD) ?? [])
    words.add(word), (MARKS.includes(word[0] ?? "") || MARKS.includes(word.at(-1) ?? "")) && words.add(word.replace(/^[.+@-]+|[.+@-]+$/g, ""));
  return {
    words,
    beginnings: code.match(binary ? BINARY_BEGINNING : BEGINNING) ?? [],
    ends: [...code.matchAll(binary ? BINARY_END : END)].map(([, word = ""]) => word),
    folders: binary ? [] : code.match(FOLDER) ?? [],
    anyProgram: !binary && PROGRAMS3.test(code)
  };
}

// lib/compose/initramfs-inputs.ts
var RULE_VERSION = 2, IGNORED_FOLDERS = [
  ...["games", "include", "lib/sysimage", "lib/ostree-boot"].map((name) => `usr/${name}`),
  ...[
    "appdata",
    "applications",
    "backgrounds",
    "bash-completion",
    "bug",
    "common-licenses",
    "doc",
    "doc-base",
    "emacs",
    "fish",
    "gcc",
    "gdb",
    "gnome",
    "gtk-doc",
    "help",
    "icons",
    "info",
    "java",
    "licenses",
    "lintian",
    "man",
    "maven-repo",
    "menu",
    "metainfo",
    "nano",
    "rpm",
    "rpm-ostree",
    "sounds",
    "vim",
    "xml",
    "zsh"
  ].map((name) => `usr/share/${name}`)
], DATABASES = ["usr/share/rpm", "usr/lib/sysimage"], CATALOGUE = /^usr\/share\/locale\/(?!C)[^/]+\//, PROGRAM_FOLDER = /^usr\/(bin|sbin|libexec)\//, PRIVATE_FOLDER = /^usr\/(?:libexec|lib|lib64)\/([^/]+)\//, COMMON_FOLDER = /^usr\/lib(64)?\/(dracut|firmware|gconv|kernel|locale|modules|ostree|systemd|udev|[^/]+\.d)\//, SCRIPTS = /^usr\/(s?bin\/(dracut|lsinitrd)[^/]*|lib\/dracut\/[^/]+|lib\/dracut\/modules\.d\/[^/]+\/module-setup\.sh|(lib\/dracut|etc)\/dracut\.conf(\.d\/.*)?)$/, DRACUT = /^usr\/(s?bin\/(dracut|lsinitrd)|lib\/dracut\/)/, TEXTS = /^usr\/(lib\/dracut\/.*|(lib|etc)\/(udev|modprobe\.d|depmod\.d|modules-load\.d|kernel|ld\.so\.conf(\.d)?)(\/.*)?)$/, DOCUMENTATION = /\.(asc|[1-8]|html|md|svg|png)$|\/hwdb\.(bin$|d\/)/, ACCOUNTS = /^usr\/(etc|lib)\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/;
function isReadForWords(path) {
  return (SCRIPTS.test(path) || TEXTS.test(path)) && !DOCUMENTATION.test(path);
}
function readInitramfsInputs(options) {
  let tree = TreeFiles.read(options.root, (path) => path === options.output, options.hashed), isScript = (path) => SCRIPTS.test(path), isText = (path) => TEXTS.test(path) && !isScript(path), scripts = readTexts(tree, isScript, "with binaries"), texts = options.texts ?? new TextWords(), run = new NameWords(texts);
  for (let text of [...scripts, options.argv.join(`
`)]) run.add(text);
  addInterpreted(tree, run);
  let named = new NameWords(texts, run);
  for (let text of readTexts(tree, isText)) named.add(text);
  let usesEpoch = scripts.some((text) => text.includes("SOURCE_DATE_EPOCH")), functions = tree.files.get("usr/lib/dracut/dracut-functions.sh")?.mtimeSeconds ?? 0, latest = Math.max(functions, usesEpoch ? options.sourceDateEpoch : 0), kind = digestOf([
    `initramfs ${RULE_VERSION}`,
    ...options.argv,
    ...Object.entries(options.environment).map(([name, value]) => `${name}=${value}`),
    `epoch ${usesEpoch ? options.sourceDateEpoch : "unused"}, latest ${latest}`
  ]), rule = (contents) => {
    let inImage = new Set(contents.map((path) => inTree(path, tree))), meant = new NameWords(texts, named), isMore = (path) => inImage.has(path) && !ACCOUNTS.test(path) && !TEXTS.test(path) && !isScript(path);
    for (let text of readTexts(tree, isMore)) meant.add(text);
    return new Rule(tree, { inImage, run, meant, packages: options.packages });
  };
  return {
    kind,
    rule,
    key: async (contents) => {
      let { counts, isClose } = rule(contents), paths = [...tree.files.keys()].filter((path) => counts(path)).sort(), files = paths.filter((path) => tree.files.get(path)?.type === "file"), digests = await tree.checksums(files), digestOfFile = new Map(files.map((path, index) => [path, digests[index]])), lines2 = paths.map((path) => {
        let found = tree.files.get(path);
        if (found === void 0) return path;
        let { type, mode, uid, gid, target } = found, time = type !== "folder" && isClose(path) ? Math.min(found.mtimeSeconds, latest) : "", content = target ?? digestOfFile.get(path) ?? "";
        return [path, type, mode, uid, gid, time, content].join("\0");
      });
      return digestOf([kind, digestOf([...contents].sort()), ...lines2]);
    }
  };
}
var Rule = class {
  #tree;
  #meant;
  #packages;
  /** In the initramfs, or where a link leads that dracut may follow. */
  #reached;
  /** A file may have been copied to another folder. */
  #namesInImage;
  #needed = /* @__PURE__ */ new Set();
  #ignored;
  #opened = [];
  /** Private folders with something in them that counts for itself. */
  #shared = /* @__PURE__ */ new Set();
  constructor(tree, given) {
    this.#tree = tree, this.#meant = given.meant, this.#packages = given.packages, this.#reached = new Set(given.inImage), this.#namesInImage = new Set([...given.inImage].map(baseName));
    let readsDatabase = given.run.meansProgram("rpm"), isUsed = (folder) => readsDatabase && DATABASES.includes(folder) || given.meant.meansFolder(folder.split("/").slice(-2).join("/")) || [...given.inImage].some((path) => path.startsWith(`${folder}/`));
    this.#ignored = IGNORED_FOLDERS.filter((folder) => !isUsed(folder)).map((name) => `${name}/`), this.#findNeeded(given.run);
    for (let [path, { type }] of tree.files) {
      let folder = privateFolder(path);
      folder === void 0 || type === "folder" || this.#shared.has(folder) || this.isClose(path) && this.#shared.add(folder);
    }
  }
  counts = (path, owners = this.#owners(path)) => {
    if (this.#reached.has(path) || this.#opened.some((each) => path.startsWith(each))) return !0;
    if (this.#isIgnored(path)) return !1;
    let folder = privateFolder(path);
    return folder !== void 0 && !this.#shared.has(folder) && !this.#meant.meansName(baseName(folder)) && !this.#isNeeded(owners) ? !1 : PROGRAM_FOLDER.test(path) ? this.#isNeeded(owners) || meansProgram(this.#meant, path) : !0;
  };
  /** True for what is in the initramfs, of a package that is needed, or of none. */
  isClose = (path) => this.#reached.has(path) || this.#isNeeded(this.#owners(path)) || this.#namesInImage.has(baseName(path)) || this.#meant.meansName(baseName(path));
  /** Packages that dracut, what it runs and what is in the initramfs are of, and what these need. */
  #findNeeded(run) {
    let links = [...this.#tree.files].filter(([, { type }]) => type === "link"), roots = /* @__PURE__ */ new Set(), addOwners = (path) => {
      for (let owner of this.#owners(path)) roots.add(owner);
    };
    for (let [path, { type }] of this.#tree.files) {
      if (type === "folder") continue;
      (PROGRAM_FOLDER.test(path) && meansProgram(run, path) || DRACUT.test(path) || this.#reached.has(path)) && addOwners(path);
    }
    for (let size = -1; size !== roots.size + this.#reached.size; ) {
      size = roots.size + this.#reached.size, this.#needed = this.#packages?.closure(roots) ?? roots;
      for (let [path] of links) {
        let owners = this.#owners(path);
        if (!(this.#isIgnored(path) || owners.length === 0 && !meansProgram(this.#meant, path) && PROGRAM_FOLDER.test(path)) && this.counts(path, owners))
          for (let hop of this.#tree.follow(path, (target) => inTree(target, this.#tree)))
            this.#reached.has(hop) || (this.#reached.add(hop), this.#tree.files.get(hop)?.type === "folder" ? this.#open(hop) : PROGRAM_FOLDER.test(path) && meansProgram(run, path) && addOwners(hop));
      }
    }
  }
  /** A folder that a link leads to is looked into as the link is: everything in it counts. */
  #open(folder) {
    this.#opened.push(`${folder}/`);
  }
  #isIgnored(path) {
    return this.#ignored.some((folder) => path.startsWith(folder)) || CATALOGUE.test(path);
  }
  #owners(path) {
    return this.#packages?.owners(path) ?? [];
  }
  #isNeeded(owners) {
    return owners.length === 0 || owners.some((owner) => this.#needed.has(owner));
  }
};
function meansProgram(words, path) {
  return path.replace(PROGRAM_FOLDER, "").split("/").every((name) => words.meansProgram(name));
}
function privateFolder(path) {
  if (!COMMON_FOLDER.test(path))
    return PRIVATE_FOLDER.exec(path)?.[0].slice(0, -1);
}
function addInterpreted(tree, words) {
  let looked = /* @__PURE__ */ new Set();
  for (let more = !0; more; ) {
    more = !1;
    for (let [path, { type }] of tree.files) {
      if (type !== "file" || !PROGRAM_FOLDER.test(path) || looked.has(path) || !meansProgram(words, path)) continue;
      looked.add(path);
      let text = tree.text(path);
      text !== void 0 && (words.add(text), more = !0);
    }
  }
}
function readTexts(tree, wanted, binaries) {
  let paths = [...tree.files.keys()].filter((path) => wanted(path) && !DOCUMENTATION.test(path)), read2 = (path) => binaries === void 0 ? tree.text(path) : tree.bytes(path);
  return paths.map(read2).filter((text) => text !== void 0);
}
function inTree(path, tree) {
  let moved = path.replace(/^\/+/, "").replace(/^(bin|sbin|lib|lib32|lib64)(?=\/|$)/, "usr/$1").replace(/^etc(?=\/|$)/, "usr/etc");
  return tree?.files.get("usr/sbin")?.type === "link" ? moved.replace(/^usr\/sbin\//, "usr/bin/") : moved;
}
function baseName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
function digestOf(lines2) {
  let hash = createHash3("sha256");
  for (let line of lines2) hash.update(`${line}
`, "latin1");
  return hash.digest("hex");
}

// lib/compose/initramfs.ts
var IMAGE = "initramfs.img", CONTENTS = "contents.json", CONTENTS_LIMIT_BYTES = 16 * 1024 * 1024, TRIED = 4, INITRAMFS_STAGE = "initramfs";
function initramfsPath({ folder }) {
  return `${folder}/${IMAGE}`;
}
async function makeInitramfs(options) {
  let { tree, kernel, log, keptPath } = options, out = join18(options.workDir, "initramfs"), path = initramfsPath(kernel), argv = await dracutArgv(tree, kernel, options.args);
  await rm11(out, { recursive: !0, force: !0 });
  let run = () => runDracut(argv, { ...options, out: join18(out, "made") }), place = async (image) => rename2(image, await tree.resolve(path)), key;
  if (keptPath === void 0 || !isRepeatable(argv))
    await place(await run());
  else {
    let stage = { folder: keptPath, stage: INITRAMFS_STAGE, log }, unread = (error) => {
      log.debug(`The initramfs is not kept: ${String(error)}`);
    }, reading = readInputs(options, argv, path).catch(unread), known = (await listKept(stage)).length === 0 ? void 0 : await restore(stage, await reading, out).catch(unread);
    if (known !== void 0)
      log.info(`Initramfs of ${kernel.version} kept: nothing that goes into it changed`), key = known.key, await place(known.image);
    else {
      let [image, inputs] = await Promise.all([run(), reading]);
      inputs !== void 0 && (key = await keep(stage, inputs, image, out).catch(unread)), await place(image);
    }
  }
  return await rm11(out, { recursive: !0, force: !0 }), key;
}
function isRepeatable(argv) {
  let other = /^(-H|-i|-I|--hostonly.*|--include|--install.*|--uefi.*|--fstab|--no-reproducible|--sysroot|--squash.*|--local|-l|--conf.*|-c|--aggressive-strip|--rebuild|--add-fstab|--mount|--device|--acpi.*|--kernel-image|--print-cmdline|--regenerate-all)(=.*)?$/;
  return (argv.includes("--no-hostonly") || argv.includes("-N")) && !argv.some((arg) => other.test(arg));
}
async function readInputs(options, argv, output) {
  let { tree, sourceDateEpoch } = options, hashed = await options.hashing;
  return readInitramfsInputs({
    root: tree.path,
    output,
    argv,
    environment: DRACUT_ENVIRONMENT,
    sourceDateEpoch,
    packages: options.packages,
    hashed,
    texts: options.texts
  });
}
async function restore(stage, inputs, out) {
  if (inputs === void 0) return;
  await mkdir7(out, { recursive: !0 });
  let image = join18(out, IMAGE), tried = 0;
  for (let key of await listKept(stage)) {
    if (tried === TRIED) return;
    let list = join18(out, CONTENTS);
    if (!await restoreKept(stage, key, CONTENTS, list)) continue;
    let found = await readContents(list);
    if (found?.kind !== inputs.kind) continue;
    tried += 1;
    let [wanted, copied] = await Promise.all([
      inputs.key(found.contents),
      restoreKept(stage, key, IMAGE, image)
    ]);
    if (!(wanted !== key || !copied))
      return await chmod5(image, 420), { key, image };
  }
}
async function keep(stage, inputs, image, out) {
  let contents = await readInitramfsContents(image);
  if (contents === void 0) {
    stage.log.debug("The initramfs is not kept: it has a form that is not read");
    return;
  }
  let list = join18(out, CONTENTS);
  await writeFile5(list, JSON.stringify({ kind: inputs.kind, contents }));
  let key = await inputs.key(contents);
  return await keepResult(stage, key, { [IMAGE]: image, [CONTENTS]: list }), key;
}
async function readContents(path) {
  if (!((await stat2(path)).size > CONTENTS_LIMIT_BYTES))
    try {
      let found = JSON.parse(await readFile11(path, "utf8")), { kind, contents } = found;
      if (typeof kind != "string" || !Array.isArray(contents)) return;
      let names = contents;
      return names.every((name) => typeof name == "string") ? { kind, contents: names } : void 0;
    } catch {
      return;
    }
}

// lib/compose/finish.ts
async function finishTree(options) {
  let { commit, initramfs, linked, timings } = options, make2 = (given) => timed(
    timings,
    "initramfs",
    given.log,
    `Make the initramfs of ${given.kernel.version}`,
    () => makeInitramfs(given)
  ), finish = (run) => timed(timings, "commit", commit.log, "Commit the tree", run);
  if (initramfs === void 0 || linked !== void 0) {
    let key = initramfs === void 0 ? void 0 : await make2(initramfs);
    return linked !== void 0 && await linkKernel(options.commit.tree, linked), { commit: await finish(() => commitTree(commit)), kept: keptOf(key) };
  }
  let path = initramfsPath(initramfs.kernel);
  await initramfs.tree.write(path, "");
  let hashing = makeDeferred(), making = make2({ ...initramfs, hashing: hashing.promise }), committing = commitTree({
    ...commit,
    late: {
      path: await commit.tree.resolve(path),
      onOthers: (folder, checksums) => hashing.resolve({ folder, checksums }),
      ready: making
    }
  });
  hashing.promise.catch(() => {
  }), committing.catch(hashing.reject);
  try {
    let key = await making;
    return { commit: await finish(() => committing), kept: keptOf(key) };
  } finally {
    await committing.catch(() => {
    });
  }
}
function keptOf(key) {
  return key === void 0 ? {} : { [INITRAMFS_STAGE]: key };
}

// lib/compose/initramfs-learn.ts
import { constants, lstatSync as lstatSync6, readFileSync as readFileSync4 } from "node:fs";
import { posix } from "node:path";
var TEXT_LIMIT_BYTES2 = 4 * 1024 * 1024, FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, InitramfsLearning = class {
  texts = new TextWords();
  tree;
  folders = /* @__PURE__ */ new Map();
  learning = Promise.resolve();
  constructor(tree) {
    this.tree = tree;
  }
  /** Takes in files of the tree by their paths in a package, after those of the packages before. Never fails. */
  learn(paths) {
    let wanted = paths.filter((path) => isReadForWords(inTree(path)));
    return this.learning = this.learning.then(async () => {
      for (let path of wanted) await this.learnOne(path).catch(() => {
      });
    }), this.learning;
  }
  async learnOne(path) {
    let name = posix.dirname(path), resolving = this.folders.get(name) ?? this.tree.resolve(name, !0);
    this.folders.set(name, resolving);
    let host = `${await resolving}/${posix.basename(path)}`, stats = lstatSync6(host);
    !stats.isFile() || stats.size > TEXT_LIMIT_BYTES2 || this.texts.find(readFileSync4(host, { encoding: "latin1", flag: FLAGS }));
  }
};

// lib/compose/initramfs-packages.ts
function packageGraph(packages, moved) {
  let owners = /* @__PURE__ */ new Map(), providers = /* @__PURE__ */ new Map(), needs = /* @__PURE__ */ new Map();
  for (let { name, paths, provides, requires } of packages) {
    for (let path of paths) add(owners, moved(Buffer.from(path).toString("latin1")), name);
    for (let provide of provides) add(providers, provide, name);
    let found = needs.get(name) ?? /* @__PURE__ */ new Set();
    for (let need of requires) for (let each of alternatives(need)) found.add(each);
    needs.set(name, found);
  }
  let ownersOf = (path) => owners.get(path) ?? [];
  return {
    owners: ownersOf,
    closure: (names) => {
      let found = new Set(names);
      for (let each of found)
        for (let need of needs.get(each) ?? []) {
          for (let provider of providers.get(need) ?? []) found.add(provider);
          if (need.startsWith("/")) for (let owner of ownersOf(moved(need))) found.add(owner);
        }
      return found;
    }
  };
}
function add(map, key, value) {
  let values = map.get(key);
  values === void 0 ? map.set(key, [value]) : values.push(value);
}
function alternatives(need) {
  return need.startsWith("(") ? need.split(/\s+/).flatMap((word) => [word, word.replace(/^\(+/, ""), word.replace(/^\(+|\)+$/g, "")]) : [need];
}

// lib/compose/input-hash.ts
var COMPOSE_VERSION = 2;
function inputHash(inputs) {
  return stageKey("compose", COMPOSE_VERSION, {
    treefile: inputs.treefile,
    layers: inputs.layers,
    packages: [...inputs.packageChecksums].sort(compareBytes),
    version: inputs.version ?? null,
    sourceDateEpoch: inputs.sourceDateEpoch
  });
}

// lib/ostree/commit-metadata.ts
var PACKAGE = tuple(string, string, string, string, string), packageList = array(PACKAGE), strings = array(string);
function commitMetadata(entries) {
  return Object.entries(entries).sort(([a], [b]) => compareBytes(a, b));
}
function jsonVariant(value) {
  if (value === null) return typed(maybe(variant), null);
  if (typeof value == "string") return typed(string, value);
  if (typeof value == "boolean") return typed(boolean, value);
  if (typeof value == "number")
    return Number.isSafeInteger(value) ? typed(int64, BigInt(value)) : typed(double, value);
  if (isArray(value)) return typed(array(variant), value.map(jsonVariant));
  let entries = Object.entries(value).flatMap(
    ([key, item]) => item === void 0 ? [] : [[key, jsonVariant(item)]]
  );
  return typed(
    vardict,
    entries.sort(([a], [b]) => compareBytes(a, b))
  );
}
function isArray(value) {
  return Array.isArray(value);
}

// lib/compose/metadata.ts
function treeMetadata(options) {
  let { treefile, version, kernel } = options, user = Object.entries(treefile.addCommitMetadata).map(
    ([key, value]) => [key, jsonVariant(value)]
  ), entries = {
    ...Object.fromEntries(user),
    "rpmostree.inputhash": typed(string, options.inputHash),
    "rpmostree.rpmdb.pkglist": typed(packageList, packageEntries(options.packages))
  };
  return version !== void 0 && (entries.version = typed(string, version)), kernel !== void 0 && (entries["ostree.bootable"] = typed(boolean, !0), entries["ostree.linux"] = typed(string, kernel.version)), treefile.containerCmd.length > 0 && (entries["ostree.container-cmd"] = typed(strings, treefile.containerCmd)), treefile.initramfsArgs.length > 0 && (entries["rpmostree.initramfs-args"] = typed(strings, treefile.initramfsArgs)), commitMetadata(entries);
}
function packageEntries(packages) {
  return [...packages].sort(
    (a, b) => compareBytes(a.name, b.name) || compareEvr(a, b) || compareBytes(a.arch, b.arch)
  ).map(({ name, epoch, version, release, arch }) => [name, epoch, version, release, arch]);
}

// lib/compose/previous.ts
import { access } from "node:fs/promises";
import { join as join19 } from "node:path";
var ACCOUNTS_LIMIT_BYTES = 16 * 1024 * 1024;
async function readPrevious(repoPath, commit, log) {
  await access(join19(repoPath, objectPath(commit, "commit"))).catch((cause) => {
    throw new ConfigError("PREVIOUS_MISSING", `${repoPath} has no commit ${commit}`, {
      cause
    });
  });
  let reader = await CommitReader.open(repoPath, commit), read2 = async (path) => {
    try {
      return (await reader.read(path, ACCOUNTS_LIMIT_BYTES))?.toString() ?? "";
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      return log.warn(`The accounts of the commit before are not kept: ${error.message}`), "";
    }
  }, passwd = async (path) => parsePasswd(await read2(path), `${commit}:/${path}`), group = async (path) => parseGroup(await read2(path), `${commit}:/${path}`), found = (key) => reader.commit.metadata.find(([name]) => name === key)?.[1], version = found("version")?.value, list = found("rpmostree.rpmdb.pkglist"), entries = list?.codec.signature === packageList.signature ? list?.value : [];
  return {
    version: typeof version == "string" ? version : void 0,
    packages: new Set(
      entries.map(([name, , version2, release, arch]) => nevraOf({ name, version: version2, release, arch }))
    ),
    accounts: {
      users: mergeNamed(await passwd("usr/etc/passwd"), await passwd("usr/lib/passwd")),
      groups: mergeNamed(await group("usr/etc/group"), await group("usr/lib/group"))
    }
  };
}

// lib/compose/version.ts
var DATE_TAG = /<date:([^>]*)>/;
function nextVersion(options) {
  let { suffix, last = "" } = options, dated = DATE_TAG.test(options.prefix), prefix = options.prefix.replace(
    DATE_TAG,
    (_tag, format) => formatDate(format, options.sourceDateEpoch)
  );
  if (last === prefix) return dated ? `${prefix}${suffix}0` : `${prefix}${suffix}1`;
  if (!last.startsWith(prefix + suffix)) return dated ? `${prefix}${suffix}0` : prefix;
  let number = /^\d+/.exec(last.slice(prefix.length + suffix.length))?.[0];
  return `${prefix}${suffix}${number === void 0 ? 1 : BigInt(number) + 1n}`;
}
function formatDate(format, seconds) {
  let date = new Date(seconds * 1e3), pad = (value, width = 2) => String(value).padStart(width, "0"), newYear = Date.UTC(date.getUTCFullYear(), 0, 1), fields = {
    Y: pad(date.getUTCFullYear(), 4),
    y: pad(date.getUTCFullYear() % 100),
    m: pad(date.getUTCMonth() + 1),
    d: pad(date.getUTCDate()),
    H: pad(date.getUTCHours()),
    M: pad(date.getUTCMinutes()),
    S: pad(date.getUTCSeconds()),
    j: pad(Math.floor((date.getTime() - newYear) / 864e5) + 1, 3),
    "%": "%"
  };
  return format.replace(/%(.?)/g, (tag, letter) => {
    let value = fields[letter];
    if (value !== void 0) return value;
    throw new ConfigError(
      "VERSION_MALFORMED",
      `automatic-version-prefix: ${tag} is not known`,
      {
        hint: `Known are ${Object.keys(fields).map((known) => `%${known}`).join(" ")}.`
      }
    );
  });
}

// lib/compose/work-dir.ts
import { readFileSync as readFileSync5 } from "node:fs";
import { mkdir as mkdir8, readdir as readdir4, readFile as readFile12, stat as stat3, writeFile as writeFile6 } from "node:fs/promises";
import { join as join20 } from "node:path";
function composeLock(workDir) {
  return join20(workDir, "compose.lock");
}
var IN_MEMORY = "treesmith-", WORK_DIR = "work-dir";
async function makeFolders(workDir, log, memory) {
  memory !== void 0 && await removeAbandoned(memory, log);
  let root = memory === void 0 ? join20(workDir, "compose") : join20(memory, `${IN_MEMORY}${nameOf2(workDir)}`);
  await removeFolder(root, log);
  let folders = {
    root,
    tree: join20(root, "tree"),
    scratch: join20(root, "scratch")
  };
  await mkdir8(root, { mode: 448 }), await writeFile6(join20(root, WORK_DIR), workDir);
  for (let path of [folders.tree, folders.scratch]) await mkdir8(path, { mode: 493 });
  return folders;
}
async function removeAbandoned(memory, log) {
  for (let name of await readdir4(memory)) {
    if (!name.startsWith(IN_MEMORY)) continue;
    let root = join20(memory, name), workDir = await readFile12(join20(root, WORK_DIR), "utf8").catch(() => {
    });
    if (!(workDir === void 0 || name !== `${IN_MEMORY}${nameOf2(workDir)}`))
      try {
        await isFolder(workDir) ? await withFreeLock(composeLock(workDir), () => removeFolder(root, log)) : await removeFolder(root, log);
      } catch (error) {
        log.debug(`${root} is left: ${String(error)}`);
      }
  }
}
async function isFolder(path) {
  return stat3(path).then(
    (found) => found.isDirectory(),
    () => !1
  );
}
function nameOf2(workDir) {
  return sha256(workDir).slice(0, 16);
}
async function removeFolder(path, log) {
  let mounts = readFileSync5("/proc/self/mountinfo", "utf8").split(`
`).map(
    (line) => line.split(" ")[4]?.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)))
  ).filter((point) => point?.startsWith(`${path}/`) === !0);
  if (mounts.length > 0)
    throw new BuildError(
      "WORK_DIR_MOUNTED",
      `not deleting ${path}: ${mounts[0]} is mounted in it`,
      {
        hint: `Unmount it: umount ${mounts[0]}`
      }
    );
  await runTool(["rm", "-rf", "--one-file-system", "--", path], { input: "", log });
}

// lib/compose/compose.ts
var TREE_GROWTH = 1.25, TREE_EXTRA_BYTES = 256 * 1024 * 1024;
async function composeTree(options) {
  let { treefile, workDir, repoPath, log } = options, { ref } = treefile;
  if (ref === void 0)
    throw new ConfigError("REF_MISSING", "the treefile has no ref", {
      place: { file: treefile.path },
      hint: 'Add for example "ref: anvil/12/x86_64/stable".'
    });
  return await assertRunsPrograms(options.basearch), await makeFolder(workDir), withLock(
    composeLock(workDir),
    () => withDiskFullError([workDir, repoPath], () => compose(options, ref)),
    { log }
  );
}
async function compose(options, ref) {
  let { log } = options, timings = {}, title = `Read packages (${options.packages.length})`, prepared = await timed(timings, "prepare", log, title, () => prepare(options)), needBytes = treeBytes(prepared.packages), memory = options.treeInMemory === !1 ? void 0 : await findMemoryFolder(needBytes);
  if (memory !== void 0) {
    log.debug(`The tree is made in memory, in ${memory}: about ${formatBytes(needBytes)}`);
    try {
      return await composeIn(memory, prepared, options, ref, timings);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      log.warn(`The tree needs more than the ${formatBytes(needBytes)} expected: on disk, then`);
    }
  }
  return composeIn(void 0, prepared, options, ref, timings);
}
function treeBytes(packages) {
  return packages.reduce((sum, { installedBytes }) => sum + installedBytes, 0) * TREE_GROWTH + TREE_EXTRA_BYTES;
}
async function composeIn(memory, { packages, previous, version, inputs, hash }, options, ref, timings) {
  let { treefile, log, repoPath, sourceDateEpoch } = options, folders = await makeFolders(options.workDir, log, memory);
  await openArchive(repoPath);
  let scratchPath = join21(options.workDir, "prepared"), delayedSync = delaySync(repoPath, log);
  delayedSync.catch(() => {
  });
  let removal, remove = () => (removal ??= removeFolder(folders.root, log), removal.catch(() => {
  }), removal);
  try {
    var _stack = [];
    try {
      let writer = __using(_stack, await openObjectWriter({ repoPath, scratchPath, log }), !0);
      let tree = new Tree(folders.tree);
      let withInitramfs = !treefile.container && !treefile.noInitramfs;
      let keptPath = options.keptPath === void 0 ? {} : { keptPath: options.keptPath };
      let { basearch } = options;
      let common = { tree, treefile, basearch, sourceDateEpoch, log, ...keptPath };
      let made;
      let graph = () => (made ??= packageGraph(packages, inTree), made);
      let learning = withInitramfs && options.keptPath !== void 0 ? new InitramfsLearning(tree) : void 0;
      let installed = 0;
      let known = [];
      let { kernel, selinux } = await buildTree({
        ...common,
        folders,
        packages,
        checksums: new Map(options.packages.map(({ path, locked }) => [path, locked.checksum])),
        inputs,
        repoPath: options.sourceRepoPath ?? repoPath,
        timings,
        graph,
        // While rpm goes on: the other core compresses what is installed, and this thread has time, too.
        // Of a package that the commit before had, all is there: to see that would only slow rpm down,
        // unless it is scriptlets that keep one core busy.
        onInstalled: (header) => {
          let paths = header.contents.map((path) => tree.path + path);
          previous?.packages.has(nevraOf(header)) !== !0 ? writer.prepare(paths) : known.push(...paths), graph(), learning?.learn(header.contents), installed += 1, installed === packages.length - 1 && writer.hash(known);
        },
        ...version === void 0 ? {} : { version },
        ...previous === void 0 ? {} : { previous: previous.accounts }
      });
      let metadata = treeMetadata({
        treefile,
        packages,
        inputHash: hash,
        ...version === void 0 ? {} : { version },
        ...kernel === void 0 ? {} : { kernel }
      });
      let isLinked = !1;
      let { commit, kept } = await finishTree({
        commit: {
          tree,
          onCommit: async (commit2) => {
            let what = { from: repoPath, commit: commit2, ref, log };
            isLinked = await linkInto(options.linkedRepoPath, what);
          },
          // What is on a disk and deleted before a sync need not be written.
          onStored: () => memory === void 0 ? remove() : void remove(),
          writer,
          delayedSync,
          metadata,
          selinux,
          sourceDateEpoch,
          log,
          ...options.parent === void 0 ? {} : { parent: options.parent }
        },
        initramfs: kernel === void 0 || !withInitramfs ? void 0 : {
          ...common,
          kernel,
          args: treefile.initramfsArgs,
          workDir: folders.root,
          packages: graph(),
          ...learning === void 0 ? {} : { texts: learning.texts }
        },
        linked: treefile.bootLocation === "new" ? kernel : void 0,
        timings
      });
      await timed(
        timings,
        "publish",
        log,
        `Sign and publish ${ref}`,
        () => publishCommit({
          repoPath,
          commit,
          ref,
          log,
          ...options.gpg === void 0 ? {} : { gpg: options.gpg },
          ...options.summary === void 0 ? {} : { summary: options.summary }
        })
      );
      let entries = packageEntries(packages);
      return { commit, ref, version, isLinked, packages: entries, inputHash: hash, kept, timings };
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } finally {
    await remove(), await delayedSync.then(
      ({ sync }) => sync(),
      () => {
      }
    );
  }
}
async function linkInto(to, what) {
  if (to === void 0) return !1;
  try {
    return await openArchive(to), await linkCommit({ ...what, to, base: await readRef(to, what.ref) });
  } catch (error) {
    return what.log.debug(`${to} gets no links: ${String(error)}`), !1;
  }
}
async function prepare(options) {
  let { treefile, log, sourceDateEpoch } = options, trimmed = new Set(treefile.removeFromPackages.map((entry) => entry.package)), { previousCommit, sourceRepoPath = options.repoPath } = options, [packages, previous, inputs, layers] = await Promise.all([
    readPackages(
      options.packages.map(({ path }) => path),
      { keepFiles: (name, path) => trimmed.has(name) || isAccountFile(path), log, sourceDateEpoch }
    ),
    previousCommit === void 0 ? void 0 : readPrevious(sourceRepoPath, previousCommit, log),
    composeInputs(treefile),
    layerCommits(treefile, sourceRepoPath)
  ]);
  return {
    packages,
    previous,
    version: options.version ?? automaticVersion(treefile, sourceDateEpoch, previous?.version),
    inputs,
    hash: inputHash({
      treefile: inputs,
      layers,
      packageChecksums: options.packages.map(({ locked }) => locked.checksum),
      version: options.version,
      sourceDateEpoch
    })
  };
}
function automaticVersion(treefile, sourceDateEpoch, last) {
  let { automaticVersionPrefix: prefix, automaticVersionSuffix: suffix } = treefile;
  if (prefix !== void 0)
    return nextVersion({ prefix, suffix, sourceDateEpoch, ...last === void 0 ? {} : { last } });
}

// lib/compose/check.ts
var NAMED = 40;
async function checkCompose(options) {
  let { workDir, log, repoPath } = options, first = await composeTree({ ...options, workDir: join22(workDir, "first") }), scratch = join22(workDir, "second"), { gpg: _gpg, keptPath: _keptPath, ...unsigned } = options;
  try {
    let second = await composeTree({
      ...unsigned,
      workDir: join22(scratch, "in", "another", "place"),
      repoPath: join22(scratch, "repo"),
      sourceRepoPath: options.sourceRepoPath ?? repoPath
    }), found = first.commit === second.commit ? [] : await compareTrees(
      { repoPath, commit: first.commit },
      { repoPath: join22(scratch, "repo"), commit: second.commit }
    ), differences = found.length === 0 ? [] : await withOwners(found, options);
    return { first, secondCommit: second.commit, differences };
  } finally {
    await removeFolder(scratch, log);
  }
}
function assertReproducible({ first, secondCommit, differences }) {
  if (first.commit === secondCommit) return;
  let lines2 = differences.slice(0, NAMED).map((each) => `${each.path}: ${each.what} (${each.package ?? "no package owns it"})`), more = differences.length > NAMED ? [`and ${differences.length - NAMED} more`] : [], what = lines2.length === 0 ? ["the trees are equal, the metadata of the commits differ"] : lines2;
  throw new BuildError(
    "NOT_REPRODUCIBLE",
    `two composes differ: ${first.commit} and ${secondCommit}
${[...what, ...more].join(`
`)}`,
    {
      hint: "See which scriptlet or script writes the file; a postprocess script can mend or remove it."
    }
  );
}
async function withOwners(differences, { packages, log, sourceDateEpoch }) {
  let wanted = new Map(differences.map((each) => [packagedPath(each.path), each])), headers = await readPackages(
    packages.map(({ path }) => path),
    { keepFiles: (_name, path) => wanted.has(packagedPath(path)), log, sourceDateEpoch }
  ), owners = new Map(
    headers.flatMap(
      ({ name, files }) => files.map(({ path }) => [packagedPath(path), name])
    )
  );
  return differences.map((each) => ({ ...each, package: owners.get(packagedPath(each.path)) }));
}
function packagedPath(path) {
  return path.replace(/^\/usr\/etc\//, "/etc/").replace(/^\/usr\/lib\/opt\//, "/opt/").replace(/^\/(bin|sbin|lib|lib32|lib64)\//, "/usr/$1/");
}

// lib/host/privileged-run.ts
import { once } from "node:events";
import { createInterface } from "node:readline";

// lib/host/privileged-wire.ts
function sendingLog(send) {
  let ids = 0;
  return {
    debug: (text) => send({ kind: "debug", text }),
    info: (text) => send({ kind: "info", text }),
    warn: (text, place) => send({ kind: "warn", text, ...place === void 0 ? {} : { place } }),
    group: async (title, body) => {
      ids += 1;
      let id = ids;
      send({ kind: "group", id, title });
      let failed2 = !0;
      try {
        let result = await body();
        return failed2 = !1, result;
      } finally {
        send({ kind: "group-end", id, failed: failed2 });
      }
    },
    progress: (title, total, unit2) => {
      ids += 1;
      let id = ids;
      return send({ kind: "progress", id, title, total, unit: unit2 }), {
        advance: (amount) => send({ kind: "advance", id, amount }),
        done: () => send({ kind: "progress-end", id })
      };
    }
  };
}
var LogReplay = class {
  log;
  groups = /* @__PURE__ */ new Map();
  progresses = /* @__PURE__ */ new Map();
  constructor(log) {
    this.log = log;
  }
  /** Takes a message; returns false when it is none of a log. */
  take(message) {
    switch (message.kind) {
      case "debug":
      case "info":
        return this.log[message.kind](message.text), !0;
      case "warn":
        return this.log.warn(message.text, message.place), !0;
      case "group":
        return this.openGroup(message.id, message.title), !0;
      case "group-end":
        return this.groups.get(message.id)?.(message.failed), this.groups.delete(message.id), !0;
      case "progress": {
        let { id, title, total, unit: unit2 } = message;
        return this.progresses.set(id, this.log.progress(title, total, unit2)), !0;
      }
      case "advance":
        return this.progresses.get(message.id)?.advance(message.amount), !0;
      case "progress-end":
        return this.progresses.get(message.id)?.done(), this.progresses.delete(message.id), !0;
      case "span":
        return currentTimeline().add(message.span), !0;
      case "result":
      case "error":
        return !1;
    }
  }
  /** Ends what the other side could not end any more. */
  end() {
    for (let progress of this.progresses.values()) progress.done();
    for (let close of this.groups.values()) close(!0);
  }
  openGroup(id, title) {
    let closed = new Promise((resolve2, reject) => {
      this.groups.set(id, (failed2) => failed2 ? reject(new Error(title)) : resolve2());
    });
    this.log.group(title, () => closed).catch(() => {
    });
  }
};
function formatWireError(error) {
  if (!(error instanceof Error))
    return { class: "other", code: "", text: String(error), causes: [] };
  let causes = [];
  for (let { cause } = error; cause instanceof Error; { cause } = cause) causes.push(cause.message);
  return error instanceof TreesmithError ? {
    class: error instanceof ConfigError ? "config" : "build",
    code: error.code,
    text: error.message,
    ...error.place === void 0 ? {} : { place: error.place },
    ...error.hint === void 0 ? {} : { hint: error.hint },
    causes
  } : { class: "other", code: "", text: error.stack ?? error.message, causes };
}
function parseWireError(wire) {
  let cause = wire.causes.reduceRight(
    (inner, text) => new Error(text, inner === void 0 ? {} : { cause: inner }),
    void 0
  ), details = {
    ...wire.place === void 0 ? {} : { place: wire.place },
    ...wire.hint === void 0 ? {} : { hint: wire.hint },
    ...cause === void 0 ? {} : { cause }
  };
  switch (wire.class) {
    case "config":
      return new ConfigError(wire.code, wire.text, details);
    case "build":
      return new BuildError(wire.code, wire.text, details);
    case "other":
      return new Error(wire.text, cause === void 0 ? {} : { cause });
  }
}

// lib/host/privileged-run.ts
var ENV_PASSED = ["PATH", "TMPDIR", "http_proxy", "https_proxy", "no_proxy", "NO_COLOR"], STDERR_TAIL_CHARS = 4096;
async function runPrivileged(options) {
  let { task, input, tasks, log } = options;
  if (isRoot()) {
    let body = tasks[task];
    if (body === void 0) throw new RangeError(`no task ${task}`);
    return await body(input, log) ?? null;
  }
  let argv = await asRoot(options.entry, `the stage "${task}"`), child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"], log }), { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-STDERR_TAIL_CHARS);
  }), stdin.on("error", () => {
  });
  let ended2 = once(child, "close"), request = {
    task,
    input,
    outputs: options.outputs,
    env: passedEnvironment(),
    timeline: currentTimeline().isWanted
  };
  stdin.write(`${JSON.stringify(request)}
`);
  let replay = new LogReplay(log), answer;
  for await (let line of createInterface({ input: stdout })) {
    let message = parseMessage(line);
    message === void 0 ? log.debug(line) : replay.take(message) || (answer = message);
  }
  stdin.end();
  let [exitCode, signal] = await ended2;
  if (replay.end(), answer?.kind === "result") return answer.result;
  throw answer?.kind === "error" ? parseWireError(answer) : new BuildError(
    "PRIVILEGED_FAILED",
    `the stage "${task}" ended with ${signal ?? `exit code ${exitCode}`} and no result${complaint === "" ? "" : `:
${complaint.trim()}`}`
  );
}
function parseMessage(line) {
  try {
    return JSON.parse(line);
  } catch {
    return;
  }
}
function passedEnvironment() {
  return Object.fromEntries(
    ENV_PASSED.flatMap((name) => {
      let value = process.env[name];
      return value === void 0 ? [] : [[name, value]];
    })
  );
}

// lib/host/privileged-serve.ts
import { lstat as lstat4 } from "node:fs/promises";
import { createInterface as createInterface2 } from "node:readline";
async function servePrivileged(tasks) {
  let send = (message) => process.stdout.write(`${JSON.stringify(message)}
`), lines2 = createInterface2({ input: process.stdin }), over = !1, outputs = [];
  lines2.once("close", () => {
    over || process.kill(process.pid, "SIGTERM");
  });
  try {
    let request = await readRequest(lines2);
    outputs = request.outputs, Object.assign(process.env, request.env);
    let body = tasks[request.task];
    if (body === void 0) throw new RangeError(`no task ${request.task}`);
    if (!isRoot()) throw new Error("this is not root");
    let run = () => body(request.input, sendingLog(send)).finally(() => giveBack(outputs)), result = await (request.timeline ? withTimeline(sendingTimeline(send), run) : run());
    send({ kind: "result", result: result ?? null });
  } catch (error) {
    send({ kind: "error", ...formatWireError(error) }), process.exitCode = 1;
  } finally {
    over = !0, lines2.close(), process.stdin.destroy();
  }
}
function sendingTimeline(send) {
  return reportingTimeline({
    span: (span) => send({ kind: "span", span }),
    sample: () => {
    }
  });
}
async function readRequest(lines2) {
  let line = await new Promise((resolve2) => lines2.once("line", resolve2));
  return JSON.parse(line);
}
async function giveBack(paths) {
  let [uid, gid] = [process.env.SUDO_UID, process.env.SUDO_GID];
  if (!(uid === void 0 || gid === void 0 || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)))
    for (let path of paths)
      await lstat4(path).catch(() => {
      }) !== void 0 && await runTool(["chown", "-R", "-P", "-h", `${uid}:${gid}`, "--", path]);
}

// lib/build/make-images.ts
import { mkdir as mkdir13, rm as rm20 } from "node:fs/promises";
import { dirname as dirname10, join as join45 } from "node:path";

// lib/disk/disk.ts
import { open as open9, rm as rm16 } from "node:fs/promises";
import { join as join34 } from "node:path";

// lib/gpt/format.ts
import { crc32 } from "node:zlib";
var HEADER_BYTES2 = 92, ENTRY_BYTES2 = 128, ENTRY_COUNT = 128, ENTRY_SECTORS = ENTRY_BYTES2 * ENTRY_COUNT / 512, REVISION = 65536;
function usableSectors(sectors) {
  return { first: 2 + ENTRY_SECTORS, last: sectors - ENTRY_SECTORS - 2 };
}
function formatGpt(table) {
  assertLayout(table);
  let entries = Buffer.alloc(ENTRY_BYTES2 * ENTRY_COUNT);
  for (let [index, partition3] of table.partitions.entries())
    writeEntry(entries.subarray(index * ENTRY_BYTES2, (index + 1) * ENTRY_BYTES2), partition3);
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
  return header.write("EFI PART", 0, "latin1"), header.writeUInt32LE(REVISION, 8), header.writeUInt32LE(HEADER_BYTES2, 12), header.writeBigUInt64LE(BigInt(at.here), 24), header.writeBigUInt64LE(BigInt(at.other), 32), header.writeBigUInt64LE(BigInt(usable.first), 40), header.writeBigUInt64LE(BigInt(usable.last), 48), header.set(formatGuid(table.diskGuid), 56), header.writeBigUInt64LE(BigInt(at.entriesAt), 72), header.writeUInt32LE(ENTRY_COUNT, 80), header.writeUInt32LE(ENTRY_BYTES2, 84), header.writeUInt32LE(crc32(entries), 88), header.writeUInt32LE(crc32(header.subarray(0, HEADER_BYTES2)), 16), header;
}
function writeEntry(entry, partition3) {
  entry.set(formatGuid(partition3.type), 0), entry.set(formatGuid(partition3.guid), 16), entry.writeBigUInt64LE(BigInt(partition3.firstSector), 32), entry.writeBigUInt64LE(BigInt(partition3.lastSector), 40), entry.writeBigUInt64LE(partition3.attributes ?? 0n, 48), entry.write(partition3.name, 56, "utf16le");
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
import { readdir as readdir5, readFile as readFile13, stat as stat4 } from "node:fs/promises";
import { join as join23 } from "node:path";
async function readBlsEntry(sysroot, filesystem) {
  let folder = join23(sysroot.path, "boot", "loader", "entries"), [fileName = ""] = await readdir5(folder), text = await readFile13(join23(folder, fileName), "utf8"), field2 = (name) => new RegExp(`^${name}\\s+(.*)$`, "m").exec(text)?.[1] ?? "", options = field2("options"), entry = {
    fileName,
    title: field2("title"),
    options: filesystem === "erofs" ? options.replace(/ ?\bostree=\S+/, "") : options,
    linux: field2("linux"),
    initrd: field2("initrd")
  };
  for (let path of [entry.linux, entry.initrd])
    if (!(path.startsWith("/") && (await stat4(join23(sysroot.path, "boot", path))).isFile()))
      throw new BuildError("FILESYSTEM_FAILED", `${fileName} names no kernel or initramfs`);
  return entry;
}

// lib/disk/grub.ts
import { copyFile as copyFile3, mkdir as mkdir9, readFile as readFile14, stat as stat5, writeFile as writeFile7 } from "node:fs/promises";
import { join as join24 } from "node:path";

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
    let path = `/usr/lib/grub/${target.platform}`, inTree2 = await isInTree(repoPath, commit, `${path}/kernel.img`), here = target.ofHost && await isFile(`${path}/kernel.img`);
    if (!inTree2 && !here)
      throw new ConfigError(
        "BOOTLOADER_MISSING",
        `commit ${commit} has no boot loader for ${target.firmware}: expected GRUB's modules in ${path}`,
        {
          hint: `Add the package with the modules to the treefile: ${target.packages}${target.ofHost ? "; or install it on this machine" : ""}.`
        }
      );
    found.set(target, { path, inTree: inTree2 });
  }
  return found;
}
async function buildGrub(options) {
  let work = join24(options.workDir, "grub");
  await mkdir9(work, { recursive: !0 });
  let config = join24(work, "grub.cfg");
  await writeFile7(config, options.config);
  let environment = join24(work, GRUB_ENVIRONMENT_FILE);
  await writeFile7(environment, formatGrubEnvironment(/* @__PURE__ */ new Map()));
  let files = /* @__PURE__ */ new Map([
    ["EFI/BOOT/grub.cfg", config],
    [`EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`, environment]
  ]), bios;
  for (let [target, { path, inTree: inTree2 }] of options.modules) {
    let modules = inTree2 ? join24(options.deploymentPath, path) : path, core = join24(work, target.fileName);
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
    let linux = join24(work, `linux-${target.platform}.mod`);
    await copyFile3(join24(modules, "linux.mod"), linux), files.set(`EFI/BOOT/${target.platform}/linux.mod`, linux), target.firmware === "uefi" ? files.set(`EFI/BOOT/${target.fileName}`, core) : bios = { bootImage: await readFile14(join24(modules, "boot.img")), core: await readFile14(core) };
  }
  return { files, ...bios === void 0 ? {} : { bios } };
}
function isFile(path) {
  return stat5(path).then(
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
import { open as open5 } from "node:fs/promises";
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
    let file2 = __using(_stack, await open5(disk), !0);
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
import { readFile as readFile15 } from "node:fs/promises";
import { join as join25 } from "node:path";

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
var BOOT_FOLDER = "/usr/lib/systemd/boot/efi", ENTRY_BYTES3 = 4096;
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
      let entry = await readBlsEntry(sysroot, spec.filesystem), programPath = join25(sysroot.path, sysroot.deployment, path), bootFile = `EFI/BOOT/${uefi.bootFile}`;
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
      [entry.linux.slice(1), join25(sysroot.path, "boot", entry.linux)],
      [entry.initrd.slice(1), join25(sysroot.path, "boot", entry.initrd)]
    ]),
    platformFiles
  };
}
async function buildUki(options, sysroot, entry, { programPath, bootFile }) {
  let words = formatPlatformArguments(options.platforms[0], options.basearch, options.tools), deployment = join25(sysroot.path, sysroot.deployment), release = options.facts.kernelFolder.split("/").at(-1) ?? "", image = addPeSections(await readFile15(programPath), [
    { name: ".osrel", bytes: await readFile15(join25(deployment, "usr/lib/os-release")) },
    { name: ".cmdline", bytes: Buffer.from(`${words} ${entry.options}`) },
    { name: ".uname", bytes: Buffer.from(release) },
    { name: ".initrd", bytes: await readFile15(join25(sysroot.path, "boot", entry.initrd)) },
    { name: ".linux", bytes: await readFile15(join25(sysroot.path, "boot", entry.linux)) }
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
  if (used >= ENTRY_BYTES3)
    throw new ConfigError(
      "PLATFORM_ARGUMENTS_LONG",
      `the kernel arguments of platform ${platform} make an entry of ${used} bytes; there is room for ${ENTRY_BYTES3}`
    );
  return Buffer.concat([
    Buffer.from(text),
    Buffer.alloc(ENTRY_BYTES3 - used - 1, "#"),
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
import { writeFile as writeFile8 } from "node:fs/promises";
import { join as join26 } from "node:path";
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
    let source = typeof contents == "string" ? contents : join26(options.workDir, "esp.file");
    typeof contents != "string" && await writeFile8(source, contents);
    let parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth += 1) {
      let folder = parts.slice(0, depth).join("/");
      made.has(folder) || await mtools("mmd", "-i", image, `::/${folder}`), made.add(folder);
    }
    await mtools("mcopy", "-i", image, source, `::/${path}`);
  }
}

// lib/disk/btrfs.ts
import { open as open7, rm as rm12 } from "node:fs/promises";
import { join as join29 } from "node:path";

// lib/disk/btrfs-settle.ts
var CHECKSUM_BYTES = 32, HEADER_BYTES3 = 101, ITEM_BYTES = 25, INODE_ITEM = 1, ROOT_ITEM = 132, UUID_KEY_SUBVOL = 251, INODE_TIMES = [112, 124, 136, 148], ROOT_TIMES = [327, 339, 351, 363];
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
    Math.floor((leaf.length - HEADER_BYTES3) / ITEM_BYTES)
  );
  for (let nth = 0; nth < items; nth += 1) {
    let item = HEADER_BYTES3 + nth * ITEM_BYTES, type = leaf[item + 8], at = HEADER_BYTES3 + leaf.readUInt32LE(item + 17), bytes = leaf.readUInt32LE(item + 21);
    if (at + bytes > leaf.length || type !== INODE_ITEM && type !== ROOT_ITEM) continue;
    let times = type === ROOT_ITEM && bytes >= 375 ? [...INODE_TIMES, ...ROOT_TIMES] : INODE_TIMES;
    for (let offset of times)
      leaf.readBigUInt64LE(at + offset) <= BigInt(timeSeconds) || (leaf.writeBigUInt64LE(BigInt(timeSeconds), at + offset), leaf.writeUInt32LE(0, at + offset + 8));
  }
}

// lib/disk/ext4.ts
import { writeFile as writeFile9 } from "node:fs/promises";
import { join as join28 } from "node:path";

// lib/disk/consume.ts
import { once as once2 } from "node:events";
import { lstatSync as lstatSync7, readdirSync as readdirSync5, readlinkSync as readlinkSync3, statSync as statSync2, truncateSync, utimesSync } from "node:fs";
import { join as join27 } from "node:path";
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
  let exit, ended2 = once2(child, "close").then(([code]) => {
    exit = typeof code == "number" ? code : 128;
  }), left = bytes, peakBytes = 0, next = 0;
  for (; exit === void 0; ) {
    let end = next;
    for (; end < files.length && wasRead(files[end]); ) end += 1;
    let open15 = end > next ? openFiles(child.pid ?? 0) : /* @__PURE__ */ new Set();
    for (peakBytes = Math.max(peakBytes, left + takenBytes(options.disk)); next < end; next += 1) {
      let file2 = files[next];
      if (file2 === void 0 || open15.has(file2.path)) break;
      truncateSync(file2.path, 0), left -= file2.bytes;
    }
    await Promise.race([sleep(POLL_MS), ended2]);
  }
  if (exit !== 0) throw explainToolError(new ToolError(argv, exit, stderr.toString("utf8")));
  return Math.max(peakBytes, left + takenBytes(options.disk));
}
function listFiles(tree) {
  let found = /* @__PURE__ */ new Map(), bytes = 0, visit = (folder) => {
    for (let name of readdirSync5(folder).sort(compareBytes)) {
      let path = join27(folder, name), facts = lstatSync7(path);
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
  return file2 !== void 0 && lstatSync7(file2.path).atimeMs !== 0;
}
function openFiles(pid) {
  let paths = /* @__PURE__ */ new Set();
  try {
    for (let fd of readdirSync5(`/proc/${pid}/fd`))
      try {
        paths.add(readlinkSync3(`/proc/${pid}/fd/${fd}`));
      } catch {
      }
  } catch {
  }
  return paths;
}
function takenBytes(path) {
  return (statSync2(path, { throwIfNoEntry: !1 })?.blocks ?? 0) * BLOCK_BYTES;
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
function ext4SizeBytes(treeBytes2) {
  let metadata = INODE_BYTES / INODE_RATIO_BYTES + RESERVED_PERCENT / 100 + 2e-3, plain2 = (treeBytes2 * 1.1 + 8 * 2 ** 20) / (1 - metadata);
  return Math.ceil(plain2 + journalMib(plain2) * 2 ** 20);
}
async function writeExt4(options) {
  let { extent, workDir, log } = options, conf = join28(workDir, "mke2fs.conf");
  await writeFile9(conf, MKE2FS_CONF(options.metadataChecksums ? "metadata_csum," : ""));
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
    let failure2 = error instanceof Error && error.cause instanceof ToolError ? error.cause : error;
    throw !(failure2 instanceof ToolError) || !IMAGE_FULL.test(failure2.stderr) ? error : new ConfigError(
      "IMAGE_TOO_SMALL",
      `the tree does not fit into a root file system of ${extent.sizeBytes} bytes`,
      { cause: error, hint: "Give the image a larger size." }
    );
  }
  return await settleInodes(options), peakBytes;
}
async function settleInodes(options) {
  let { workDir, log, timeSeconds } = options, device = `${options.disk}?offset=${options.extent.offsetBytes}`, lines2 = [];
  for (let inode of await listUsedInodes(device, log))
    for (let field2 of ["atime", "ctime"])
      lines2.push(`sif <${inode}> ${field2} @${timeSeconds}`, `sif <${inode}> ${field2}_extra 0`);
  for (let path of options.immutable) {
    let shown = await readTool(["debugfs", "-R", `stat "/${path}"`, device], { log }), flags = /Flags: (0x[0-9a-f]+)/.exec(shown)?.[1];
    flags === void 0 && fail2(`there is no /${path} in the root file system`), lines2.push(`sif "/${path}" flags 0x${(Number(flags) | 16).toString(16)}`);
  }
  let script = join28(workDir, "debugfs.script");
  await writeFile9(script, `${lines2.join(`
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
import { open as open6 } from "node:fs/promises";
var STEP_BYTES = 16 * 1024 * 1024, BLOCK_BYTES3 = 4096;
async function moveContents(path, disk, extent) {
  var _stack = [];
  try {
    let source = __using(_stack, await open6(path, "r+"), !0);
    let target = __using(_stack, await open6(disk, "r+"), !0);
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
function btrfsSizeBytes(treeBytes2) {
  return Math.ceil(ext4SizeBytes(treeBytes2) * 1.15 + 256 * 2 ** 20);
}
async function writeBtrfs(options) {
  let { extent, tree, uuid, label, log } = options, path = join29(options.workDir, "btrfs.img");
  await rm12(path, { force: !0 });
  {
    var _stack = [];
    try {
      let file2 = __using(_stack, await open7(path, "wx"), !0);
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
  }), await runTool(["btrfs-convert", "--no-progress", "--uuid", uuid, "-l", label, path], { log })), await settle2(path, options), await moveContents(path, options.disk, extent), await rm12(path), peakBytes;
}
async function settle2(path, { uuid, timeSeconds }) {
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
    let file2 = __using(_stack, await open7(path, "r+"), !0);
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
import { open as open8, rm as rm13 } from "node:fs/promises";
import { join as join31 } from "node:path";

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
import { lstatSync as lstatSync8, readdirSync as readdirSync6 } from "node:fs";
var FILE_TYPES = /* @__PURE__ */ new Map([
  [32768, 1],
  [16384, 2],
  [8192, 3],
  [24576, 4],
  [4096, 5],
  [49152, 6],
  [40960, 7]
]);
async function readTree2(tree, log) {
  let xattrs = await readXattrs(tree, log), nodes = [], linked = /* @__PURE__ */ new Map(), visit = (path, parent) => {
    let facts = lstatSync8(path), known = facts.isDirectory() ? void 0 : linked.get(facts.ino);
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
      let names = readdirSync6(path, { encoding: "buffer" }).sort(Buffer.compare);
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
import { closeSync as closeSync2, openSync as openSync2, readlinkSync as readlinkSync4, readSync as readSync2, truncateSync as truncateSync2, writeSync } from "node:fs";
import { stat as stat6 } from "node:fs/promises";
import { join as join30 } from "node:path";

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
        left + (await stat6(this.#options.disk)).blocks * HOST_BLOCK_BYTES
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
      immutable: immutable.some((path) => join30(tree, path) === node.path),
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
    let target = readlinkSync4(node.path, { encoding: "buffer" });
    if (target.length <= room)
      return { format: "local", fork: target, sizeBytes: target.length, blocks: 0 };
    let block = Buffer.alloc(this.#geometry.blockBytes), place = this.#space.takeWhole(1), at = this.#position(place.ag, place.block);
    return block.write("XSLM", 0, "latin1"), block.writeUInt32BE(target.length, 8), this.#geometry.uuid.copy(block, 16), block.writeBigUInt64BE(BigInt(this.#numberOf(node)), 32), block.writeBigUInt64BE(BigInt((at - this.#super.offsetBytes) / 512), 40), target.copy(block, 56), await this.#file.write(sealBlock(block, 12), 0, block.length, at), { format: "extents", fork: formatExtents([this.#extent(0, place.ag, place.block, 1)]), sizeBytes: target.length, blocks: 1 };
  }
  /** Copies a file, which is empty then unless somebody else has it, too. */
  #writeFile(node) {
    let { blockBytes } = this.#geometry, blocks = Math.ceil(node.sizeBytes / blockBytes), extents = [], fileBlock = 0, source = openSync2(node.path, "r");
    try {
      for (let piece of blocks === 0 ? [] : this.#space.take(blocks)) {
        let start = fileBlock * blockBytes, end = Math.min(node.sizeBytes, start + piece.blocks * blockBytes);
        for (let at = start; at < end; ) {
          let got = readSync2(source, this.#buffer, 0, Math.min(COPY_BYTES, end - at), at);
          if (got === 0)
            throw new BuildError("FILESYSTEM_FAILED", `${node.path} became shorter`);
          let to = this.#position(piece.ag, piece.block) + at - start;
          writeSync(this.#file.fd, this.#buffer, 0, got, to), at += got;
        }
        extents.push(this.#extent(fileBlock, piece.ag, piece.block, piece.blocks)), fileBlock += piece.blocks;
      }
    } finally {
      closeSync2(source);
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
function xfsSizeBytes(treeBytes2, inodes) {
  return Math.max(
    MIN_BYTES2,
    Math.ceil(treeBytes2 * 1.15 + inodes * INODE_BYTES2 + LOG_BYTES + 32 * MIB2)
  );
}
async function writeXfs(options) {
  var _stack = [];
  try {
    let { extent, tree, log } = options;
    let nodes = tree === void 0 ? [] : await readTree2(tree, log);
    let dirBlockBytes = chooseDirBlock(nodes);
    await makeEmpty(options, dirBlockBytes);
    let file2 = __using(_stack, await open8(options.disk, "r+"), !0);
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
  let path = join31(options.workDir, "xfs.img");
  await rm13(path, { force: !0 });
  {
    var _stack = [];
    try {
      let file2 = __using(_stack, await open8(path, "wx"), !0);
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
  ), await moveContents(path, options.disk, options.extent), await rm13(path);
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
  let variant2 = (8 | Number.parseInt(hex.charAt(16), 16) & 3).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant2}${hex.slice(17, 20)}`,
    hex.slice(20, 32)
  ].join("-");
}

// lib/disk/erofs.ts
import { rm as rm14, stat as stat7 } from "node:fs/promises";
import { join as join32 } from "node:path";
function erofsSizeBytes(treeBytes2) {
  return Math.ceil(treeBytes2 * 1.02 + 16 * 2 ** 20);
}
async function writeErofs(options) {
  let { extent, tree, log } = options, path = join32(options.workDir, "erofs.img");
  await rm14(path, { force: !0 });
  let argv = ["mkfs.erofs", `-T${options.timeSeconds}`, `-U${options.uuid}`, path, tree], peakBytes = await runConsuming(argv, { tree, disk: path, log }), { size } = await stat7(path);
  if (size > extent.sizeBytes)
    throw new ConfigError(
      "IMAGE_TOO_SMALL",
      `the tree takes ${size} bytes as erofs, and its partition has ${extent.sizeBytes}`,
      { hint: "Give the image a larger size." }
    );
  return await moveContents(path, options.disk, extent), await rm14(path), peakBytes;
}

// lib/disk/root.ts
function rootSizeBytes(filesystem, { sizeBytes, inodes }) {
  return filesystem === "xfs" ? xfsSizeBytes(sizeBytes, inodes) : filesystem === "btrfs" ? btrfsSizeBytes(sizeBytes) : filesystem === "erofs" ? erofsSizeBytes(sizeBytes) : ext4SizeBytes(sizeBytes);
}
async function writeRoot(filesystem, options) {
  return filesystem === "xfs" ? await writeXfs(options) : filesystem === "btrfs" ? await writeBtrfs(options) : filesystem === "erofs" ? await writeErofs(options) : await writeExt4(options);
}

// lib/disk/sysroot.ts
import { lstatSync as lstatSync9, lutimesSync as lutimesSync2, readdirSync as readdirSync7 } from "node:fs";
import {
  chmod as chmod6,
  copyFile as copyFile4,
  lstat as lstat5,
  mkdir as mkdir10,
  readdir as readdir6,
  readFile as readFile16,
  rename as rename3,
  rm as rm15,
  symlink,
  writeFile as writeFile10
} from "node:fs/promises";
import { dirname as dirname6, join as join33 } from "node:path";

// lib/grub/bls.ts
var SYNTAX = /[$;&|<>{}"'\\#`]/;
function findUnreadableBlsLine(entry) {
  return entry.split(`
`).find((line) => SYNTAX.test(line));
}

// lib/disk/sysroot.ts
var BLOCK_BYTES4 = 4096;
async function deploySysroot(options) {
  let { path, commit, ref, osName, log } = options, repo = `--repo=${join33(path, "ostree", "repo")}`, ostree2 = (...args) => runTool(["ostree", ...args], { log, env: MUTABLE, umask: UMASK });
  await mkdir10(path, { recursive: !0 }), await chmod6(path, 493), await ostree2("admin", "init-fs", "--modern", path), await ostree2("admin", "os-init", osName, `--sysroot=${path}`), await ostree2(repo, "config", "set", "sysroot.bootloader", "none"), await ostree2(repo, "config", "set", "sysroot.readonly", "true");
  let remote = options.remote ?? { name: "treesmith-verify", url: "file:///nowhere" }, trust = options.gpgKeyPath === void 0 ? ["--no-gpg-verify"] : ["--set=gpg-verify=true", `--gpg-import=${options.gpgKeyPath}`];
  await ostree2(repo, "remote", "add", ...trust, remote.name, remote.url, ref), await pullCommit(options, remote.name, repo), await ownObjects(join33(path, "ostree", "repo", "objects")), options.remote === void 0 && await ostree2(repo, "remote", "delete", remote.name);
  let refspec = options.remote === void 0 ? ref : `${remote.name}:${ref}`;
  await ostree2(repo, "refs", `--create=${refspec}`, commit);
  let kargs = options.kernelArguments.map((argument) => `--karg-append=${argument}`);
  await ostree2(
    "admin",
    "deploy",
    `--sysroot=${path}`,
    `--os=${osName}`,
    "--no-prune",
    ...kargs,
    refspec
  ), options.checkEntry && await assertBlsEntry(path, osName), await rm15(join33(path, "ostree", "repo", "tmp"), { recursive: !0 });
  for (let folder of ["tmp", "tmp/cache"])
    await mkdir10(join33(path, "ostree", "repo", folder)), await chmod6(join33(path, "ostree", "repo", folder), 493);
  let deployment = join33("ostree", "deploy", osName, "deploy", `${commit}.0`);
  for (let file2 of options.files)
    await addFile(file2.place === "sysroot" ? path : join33(path, deployment), file2);
  return { path, deployment, ...settleTree(path, options.timestampSeconds) };
}
async function ownObjects(objects) {
  for (let folder of await readdir6(objects))
    for (let name of await readdir6(join33(objects, folder))) {
      let path = join33(objects, folder, name);
      if ((await lstat5(path)).nlink === 1) continue;
      let copy = `${path}.own`;
      await copyFile4(path, copy), await chmod6(copy, 420), await rename3(copy, path);
    }
}
async function addFile(root, file2) {
  let path = join33(root, file2.path);
  if (await makeFolders2(root, dirname6(file2.path)), file2.link === !0) {
    await rm15(path, { force: !0 }), await symlink(file2.text, path);
    return;
  }
  await writeFile10(path, file2.text, { flag: "a" }), await chmod6(path, 420);
}
async function makeFolders2(root, path) {
  if (path !== ".") {
    await makeFolders2(root, dirname6(path));
    try {
      await mkdir10(join33(root, path)), await chmod6(join33(root, path), 493);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}
var MUTABLE = { OSTREE_SYSROOT_DEBUG: "mutable-deployments" }, UMASK = "022";
async function assertBlsEntry(path, osName) {
  let folder = join33(path, "boot", "loader", "entries");
  for (let name of await readdir6(folder)) {
    let line = findUnreadableBlsLine(await readFile16(join33(folder, name), "utf8"));
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
    let facts = lstatSync9(path, { bigint: !0 });
    if (facts.isDirectory())
      for (let name of readdirSync7(path)) visit(join33(path, name));
    if (facts.mtimeNs !== 0n && lutimesSync2(path, timeSeconds, timeSeconds), seen.has(facts.ino)) return;
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
    path: join34(folder, "sysroot"),
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
  }), disk = join34(folder, "disk.raw"), shared = { disk, timeSeconds: facts.timestampSeconds, workDir: folder, log }, boot = await bootloader.build(sysroot);
  await writeTable(disk, layout, boot.bios), await writeEsp({
    ...shared,
    extent: layout.esp,
    volumeId: ids.espVolumeId,
    label: "ESP",
    files: boot.files
  }), await writeExtraPartitions({ ...shared, layout, partitions: spec.partitions, ids });
  let isTree = spec.filesystem === "erofs";
  isTree && await rm16(join34(sysroot.path, "ostree", "repo"), { recursive: !0 });
  let peakBytes = await writeRoot(spec.filesystem, {
    ...shared,
    extent: layout.root,
    tree: isTree ? join34(sysroot.path, sysroot.deployment) : sysroot.path,
    label: "root",
    uuid: ids.rootUuid,
    hashSeed: ids.rootHashSeed,
    immutable: [sysroot.deployment],
    metadataChecksums: !spec.regenerateUuids
  });
  return await rm16(sysroot.path, { recursive: !0 }), {
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
    let file2 = __using(_stack, await open9(path, "wx"), !0);
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
import { copyFile as copyFile5, mkdir as mkdir12, readFile as readFile18, rm as rm19, writeFile as writeFile16 } from "node:fs/promises";
import { basename as basename3, dirname as dirname8, join as join43 } from "node:path";

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
import { open as open10, writeFile as writeFile11 } from "node:fs/promises";
import { join as join35 } from "node:path";
var MIB3 = 2 ** 20, ZERO = Buffer.alloc(MIB3), LIMIT_BYTES = 2 ** 44, ZSTD_MAGIC = 4247762216, GPT_SIGNATURE = Buffer.from("EFI PART");
async function makeInstallImage(path, workDir) {
  let compression2 = await readCompression(path), data = join35(workDir, "install.zst"), map = join35(workDir, "install.map"), runs = [], sizeBytes = 0, parts = async function* () {
    for await (let block of blocksOf(openDecompressed(path, compression2, LIMIT_BYTES))) {
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
  return await writeFile11(map, runs.map(({ place, length }) => `${place} ${length}
`).join("")), { sizeBytes, data, map };
}
async function readCompression(path) {
  var _stack = [];
  try {
    let magic = Buffer.alloc(4);
    let file2 = __using(_stack, await open10(path).catch((error) => {
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
import { writeFile as writeFile13 } from "node:fs/promises";
import { join as join37 } from "node:path";

// lib/live/efi-image.ts
import { stat as stat8 } from "node:fs/promises";
var SECTOR_BYTES4 = 512, SPARE_BYTES = 2 * 2 ** 20, LEAST_BYTES = 6 * 2 ** 20;
async function writeEfiImage(options) {
  let { output, bootFile, source, timeSeconds, log } = options, { size } = await stat8(source), sizeBytes = Math.ceil(Math.max(LEAST_BYTES, size + SPARE_BYTES) / 2 ** 20) * 2 ** 20, serial = sha256(`treesmith efi image ${options.seed}`).slice(0, 8), mtools = (...argv) => runTool(argv, {
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
import { access as access2, writeFile as writeFile12 } from "node:fs/promises";
import { join as join36 } from "node:path";
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
  return { hybridMbr: join36(folder, "boot_hybrid.img") };
}
async function writeEfiCore(target, options) {
  await writeCore({ platform: target, format: target, modules: target === "x86_64-efi" ? ["efi_gop", "efi_uga", "serial"] : ["efi_gop", "fdt"], packages: "grub-efi-<arch>-bin (Debian) or grub2-efi-<arch>-modules (Fedora)" }, options);
}
async function writeCore(core, options) {
  let { treePath, markPath, output, workDir, log } = options, folder = await findModules(treePath, core), config = join36(workDir, `grub-${core.platform}.cfg`);
  return await writeFile12(
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
  let folders = [join36(treePath, "usr/lib/grub"), "/usr/lib/grub"];
  for (let folder of folders) {
    let path = join36(folder, core.platform);
    if (await access2(join36(path, "kernel.img")).then(
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
    let words = `${["linux", "/boot/vmlinuz", ...kernelArguments.map(quote2)].join(" ")} $${GRUB_KARGS_VARIABLE}`;
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
function quote2(word) {
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
  let { uefi, firmware } = ARCHITECTURES[basearch], mark = join37(workDir, "mark");
  await writeFile13(mark, `${commit}
`);
  let menu = join37(workDir, "grub.cfg");
  await writeFile13(menu, formatGrubMenu(options));
  let environment = join37(workDir, GRUB_ENVIRONMENT_FILE);
  await writeFile13(environment, formatGrubEnvironment(/* @__PURE__ */ new Map()));
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
    let core = join37(workDir, "eltorito.img"), { hybridMbr } = await writeBiosCore({ ...shared, output: core });
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
  let efiCore = join37(workDir, uefi.bootFile);
  await writeEfiCore(uefi.grubTarget, { ...shared, output: efiCore });
  let efiImage = join37(workDir, "efi.img");
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
import { open as open11, readFile as readFile17, stat as stat9, writeFile as writeFile14 } from "node:fs/promises";
import { join as join38 } from "node:path";

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
var PROGRAMS4 = [
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
  let kernel = requireKernel(tree), base = join38(tree.path, "usr/lib/modules", kernel, "initramfs.img"), bytes = await readFile17(base).catch(() => {
  });
  if (bytes === void 0)
    throw new ConfigError(
      "INITRAMFS_MISSING",
      `commit ${tree.commit} has no initramfs: expected /usr/lib/modules/${kernel}/initramfs.img`,
      { hint: "Add dracut to the treefile, and leave no-initramfs out of it." }
    );
  let index = readModuleIndex(tree.path, kernel), found = place === "medium" ? ["isofs"] : [];
  assertModules(index, [...LIVE_MODULES_NEEDED, facts.rootfs, ...found], "a live system");
  let byNetwork = facts.download !== void 0, needs = [...PROGRAMS4, ...byNetwork ? NETWORK_PROGRAMS : []].map(
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
  await writeFile14(path, bytes), await alignFile(path);
  let compression2 = bytes.length > 4 && bytes.readUInt32LE(0) === ZSTD_MAGIC2 ? "zstd" : "gzip";
  await writeCompressed(formatCpio(tree.path, members), path, { compression: compression2, append: !0 }), await alignFile(path);
}
async function alignFile(path) {
  let { size } = await stat9(path), file2 = await open11(path, "r+");
  try {
    await file2.truncate(Math.ceil(size / 4) * 4);
  } finally {
    await file2.close();
  }
}

// lib/live/place.ts
import { createHash as createHash4 } from "node:crypto";
import { createReadStream as createReadStream3 } from "node:fs";
import { rm as rm17, stat as stat10 } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
async function placeFile(finished, output) {
  let digest = createHash4("sha256");
  await pipeline(createReadStream3(finished, { highWaterMark: 2 ** 20 }), digest);
  let { size } = await stat10(finished);
  try {
    await replaceFile(finished, output);
  } catch (error) {
    if (error.code !== "EXDEV") throw error;
    let beside = besidePath(output);
    try {
      await runTool(["cp", "--", finished, beside]), await replaceFile(beside, output);
    } catch (failure2) {
      throw await rm17(beside, { force: !0 }), explainFileError(failure2, output);
    }
  }
  return { path: output, sizeBytes: size, sha256: digest.digest("hex") };
}

// lib/live/place-folder.ts
import { mkdir as mkdir11, readdir as readdir7, rename as rename4, rm as rm18 } from "node:fs/promises";
import { join as join39 } from "node:path";
var FOLDER_FILES = ["cmdline", "initramfs.img", "rootfs.img", "vmlinuz"];
async function assertOutputFolder(path) {
  let foreign = (await readdir7(path).catch((error) => {
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
  await mkdir11(beside);
  try {
    let files = [];
    for (let name of (await readdir7(finished)).sort()) {
      let { sizeBytes, sha256: sha2562 } = await placeFile(join39(finished, name), join39(beside, name));
      files.push({ path: join39(output, name), sizeBytes, sha256: sha2562 });
    }
    return await removeOld(output), await rename4(beside, output), files;
  } catch (error) {
    throw await rm18(beside, { recursive: !0, force: !0 }), error;
  }
}
async function removeOld(output) {
  await assertOutputFolder(output), await rm18(output, { recursive: !0, force: !0 });
}

// lib/live/pxe.ts
import { stat as stat11 } from "node:fs/promises";
import { join as join40 } from "node:path";
async function writePxeRootfs(folder, rootfs) {
  let { size } = await stat11(rootfs), [parent = ""] = ROOTFS_NAME.split("/"), file2 = { source: rootfs, sizeBytes: size }, members = [
    madeMember(parent, FILE_TYPE.folder | 493, 0),
    madeMember(ROOTFS_NAME, FILE_TYPE.file | 420, 1, file2)
  ], path = join40(folder, "rootfs.img");
  await writeCompressed(formatCpio("", members), path, { compression: "none" });
  let { sizeBytes, sha256: sha2562 } = await digestFile(path), behindBytes = formatCpioPadding(size).length + formatCpioTrailer().length;
  return { sha256: sha2562, offsetBytes: sizeBytes - behindBytes - size };
}

// lib/live/root-archive.ts
import {
  chmodSync as chmodSync2,
  chownSync,
  lchownSync,
  lstatSync as lstatSync11,
  lutimesSync as lutimesSync3,
  mkdirSync as mkdirSync3,
  symlinkSync as symlinkSync2,
  writeFileSync as writeFileSync2
} from "node:fs";
import { writeFile as writeFile15 } from "node:fs/promises";
import { dirname as dirname7, join as join42 } from "node:path";

// lib/live/tool-stream.ts
import { once as once3 } from "node:events";
async function* readToolStream(child, name) {
  let { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2048);
  });
  let ended2 = once3(child, "close");
  try {
    yield* stdout;
    let [exitCode] = await ended2;
    if (exitCode === 0) return;
    throw explainToolError(new ToolError([name], exitCode ?? 255, complaint));
  } finally {
    child.kill("SIGKILL"), await ended2;
  }
}

// lib/live/var-folders.ts
import { lstatSync as lstatSync10, readFileSync as readFileSync6 } from "node:fs";
import { join as join41 } from "node:path";
var LINE_LIMIT2 = 1e5, PATH = /^\/var(\/(?!\.\.?(\/|$))[^/]+)+$/;
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
`, LINE_LIMIT2)).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}
function readIds(root, name) {
  let ids = /* @__PURE__ */ new Map();
  for (let file2 of [`usr/lib/${name}`, `etc/${name}`])
    for (let line of readText(root, file2).split(`
`, LINE_LIMIT2)) {
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
  return found === void 0 || !lstatSync10(join41(root, found.real)).isFile() ? "" : readFileSync6(join41(root, found.real), "utf8");
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
  ).map((entry) => entry.path), extras = new Extras(join42(workDir, "extras"), tree, new Set(members));
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
    let list = join42(workDir, `members-${index}`);
    await writeFile15(list, names.map((name) => `${name}\0`).join("")), argv.push("-C", folder, "-T", list);
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
    this.root = root, this.tree = tree, this.there = there, mkdirSync3(root);
  }
  addFolder(path, mode, uid, gid) {
    this.isNew(path) && (mkdirSync3(join42(this.root, path), { recursive: !0 }), chownSync(join42(this.root, path), uid, gid), chmodSync2(join42(this.root, path), mode));
  }
  addLink(path, target) {
    this.isNew(path) && (symlinkSync2(target, join42(this.root, path)), lchownSync(join42(this.root, path), 0, 0));
  }
  addFile(path, text) {
    this.isNew(path) && (writeFileSync2(join42(this.root, path), text), chmodSync2(join42(this.root, path), 420));
  }
  /** Gives everything the time of the commit. */
  settle() {
    for (let path of [...this.added].sort().reverse())
      lutimesSync3(join42(this.root, path), this.tree.timestampSeconds, this.tree.timestampSeconds);
  }
  isNew(path) {
    if (this.there.has(path) || this.added.has(path)) return !1;
    let parent = dirname7(path);
    return this.there.has(parent) && !lstatSync11(join42(this.tree.path, parent)).isDirectory() || parent !== "." && !this.there.has(parent) && (this.addFolder(parent, 493, 0, 0), !this.added.has(parent)) ? !1 : (mkdirSync3(join42(this.root, parent), { recursive: !0 }), this.added.add(path), !0);
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
  let folder = join43(workDir, "live-image");
  return withLock(
    `${folder}.lock`,
    async () => {
      var _stack = [];
      try {
        await rm19(folder, { recursive: !0, force: !0 });
        let work = __using(_stack, await makeTempDir(folder), !0);
        let tree = await log.group(
          "Check out the tree",
          () => checkoutTree(repoPath, commit, join43(work.path, "tree"), log)
        );
        let maker = new Maker(options, tree, work.path);
        let results = [];
        for (let [index, output] of outputs.entries()) {
          let made = await log.group(
            `Make ${basename3(output.path)} (${output.format})`,
            async () => {
              let startedMs = performance.now(), result = await maker.make(output, join43(work.path, `output-${index}`)), sizeBytes = result.files.reduce((sum, file2) => sum + file2.sizeBytes, 0), seconds = ((performance.now() - startedMs) / 1e3).toFixed(1);
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
    await mkdir12(workDir), await makeFolder(dirname8(path));
    let finished = join43(workDir, "finished");
    if (isFolderFormat(format)) {
      await mkdir12(finished), format === "pxe" ? await this.makePxe(output, finished) : await this.makeKernelInitrd(output, finished);
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
    let initramfs = join43(folder, "initramfs.img");
    await writeTreeInitramfs(this.tree, initramfs, output.compression ?? "zstd"), await copyFile5(kernelPath(this.tree), join43(folder, "vmlinuz")), await writeFile16(join43(folder, "cmdline"), `${this.kernelArguments(output).join(" ")}
`);
  }
  async makePxe(output, folder) {
    let { rootfs, facts } = await this.liveParts(output, await this.volumeId(), 0), download = await writePxeRootfs(folder, rootfs), initramfs = join43(folder, "initramfs.img");
    await writeLiveInitramfs(this.tree, { ...facts, download }, "initramfs", initramfs), await copyFile5(kernelPath(this.tree), join43(folder, "vmlinuz"));
    let words = ["rdinit=/treesmith/init", ...this.kernelArguments(output)];
    await writeFile16(join43(folder, "cmdline"), `${words.join(" ")}
`);
  }
  async makeIso(output, path, workDir) {
    let { commit, basearch, log } = this.options, { installImage } = output, volumeId = await this.volumeId(), initramfs = join43(workDir, "initramfs.img"), install2 = installImage === void 0 ? void 0 : await makeInstallImage(installImage, workDir), parts = await this.liveParts(output, volumeId, install2?.sizeBytes ?? 0), { rootfs, facts } = parts;
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
      ...install2 === void 0 ? {} : { install: install2 },
      entries: [
        { title: `${title} (live)`, kernelArguments },
        ...install2 === void 0 ? [] : [installEntry]
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
    let path = join43(this.workPath, `rootfs.${format}`), modules = `usr/lib/modules/${requireKernel(this.tree)}`;
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
    let text = await readFile18(join43(this.tree.path, "usr/lib/os-release"), "utf8").catch(() => "");
    return new RegExp(`^${key}=["']?([^"'\\n]*)`, "m").exec(text)?.[1];
  }
};
function isFolderFormat(format) {
  return format === "pxe" || format === "kernel+initrd";
}

// lib/media/write-media.ts
import { stat as stat12 } from "node:fs/promises";
import { dirname as dirname9, join as join44, resolve } from "node:path";
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
  let fields = text.split("-").map((field2) => Buffer.from(field2, "hex"));
  return Buffer.concat(fields.map((field2, index) => index < 3 ? field2.reverse() : field2));
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
  grain(index, zlib3) {
    let tableIndex = Math.floor(index / TABLE_ENTRIES), parts = tableIndex === this.tableIndex ? [] : this.flushTable();
    this.tableIndex = tableIndex, this.table.writeUInt32LE(this.sector, index % TABLE_ENTRIES * 4);
    let marker = Buffer.alloc(12), zlibBytes = zlib3.reduce((sum, { length }) => sum + length, 0);
    return marker.writeBigUInt64LE(BigInt(index * VMDK_GRAIN_BYTES / SECTOR2), 0), marker.writeUInt32LE(zlibBytes, 8), [...parts, ...this.pad([marker, ...zlib3], marker.length + zlibBytes)];
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
  let format = output.format === "ami" && output.subformat === "vmdk" ? "vmdk" : output.format, { unit: unit2 = 1, limit = MAX_BYTES } = SIZES[format] ?? {}, resolved2 = Math.ceil(sizeBytes / unit2) * unit2;
  if (resolved2 > limit)
    throw new ConfigError(
      "SIZE_OVER_LIMIT",
      `a disk of ${formatBytes(sizeBytes)} does not fit into ${format}, which takes at most ${formatBytes(limit)}`,
      { hint: 'Set a smaller "size" for the image, or use another format.' }
    );
  return resolved2;
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
var QCOW2_CLUSTER_BYTES = 64 * 1024, QCOW2_ZLIB_WINDOW_BITS = 12, HEADER_BYTES4 = 112, TABLE_ENTRIES2 = QCOW2_CLUSTER_BYTES / 8, REFCOUNTS_PER_BLOCK = QCOW2_CLUSTER_BYTES / 2, SECTOR_COUNT_SHIFT = 22, EXCLUSIVE = 2147483648, COMPRESSED = 1073741824, Qcow2Layout = class {
  sizeBytes;
  compression;
  l2Tables = /* @__PURE__ */ new Map();
  /** Users of each cluster of the file. */
  refcounts = new Uint16Array(1024);
  /** Where the next compressed cluster goes. */
  end = QCOW2_CLUSTER_BYTES;
  constructor(sizeBytes, compression2) {
    this.sizeBytes = sizeBytes, this.compression = compression2;
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
    return header.writeBigUInt64BE(isZstd ? QCOW2_INCOMPATIBLE.compression : 0n, 72), header.writeUInt32BE(4, 96), header.writeUInt32BE(HEADER_BYTES4, 100), header.writeUInt8(isZstd ? 1 : 0, 104), header;
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
function encodingOf({ compression: compression2, level }) {
  return compression2 === "none" ? { kind: "plain" } : compression2 === "zstd" ? { kind: "zstd", level: level ?? ZSTD_LEVEL2 } : { kind: "deflate", windowBits: QCOW2_ZLIB_WINDOW_BITS, level: level ?? ZLIB_LEVEL, isOpen: !1 };
}

// lib/media/containerdisk-writer.ts
var OCI_CONFIG2 = "application/vnd.oci.image.config.v1+json", OCI_LAYER = "application/vnd.oci.image.layer.v1.tar", QEMU_ID = 107, ContainerdiskWriter = class {
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
      config: { mediaType: OCI_CONFIG2, digest: config.digest, size: config.bytes.length },
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
import { createHash as createHash5 } from "node:crypto";
function deriveDigest(purpose, disk) {
  let hash = createHash5("sha256");
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
import { constants as constants2, crc32 as crc322, deflateRawSync } from "node:zlib";

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
  let product2 = 0, factor = b;
  for (let bit = 2147483648; bit !== 0; bit >>>= 1)
    (a & bit) !== 0 && (product2 ^= factor), factor = (factor & 1) === 1 ? factor >>> 1 ^ 3988292384 : factor >>> 1;
  return product2 >>> 0;
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
    let { level } = this.encoding, stream = deflateRawSync(data, { level, finishFlush: constants2.Z_SYNC_FLUSH });
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
  let lines2 = [
    ...Object.entries(more),
    ["ElementName", elementName],
    ["InstanceID", `${instanceId}`],
    ["ResourceType", `${resourceType}`]
  ].sort(([a], [b]) => a < b ? -1 : 1).map(([tag, value]) => `        <rasd:${tag}>${escapeXml(value)}</rasd:${tag}>`);
  return `      <Item${attributes}>
${lines2.join(`
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
      let zlib3 = [this.zlibHead, bytes, DEFLATE_END, checksum];
      await this.file.append(...this.stream.grain(chunk, zlib3));
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
      let { compression: compression2 = "zstd", level } = output;
      return pieces((file2) => new Qcow2Writer(file2, disk.sizeBytes, { compression: compression2, level }));
    }
    case "containerdisk": {
      let { name, architecture, compression: compression2 = "zstd", level } = output, { sizeBytes } = disk;
      compression2 === "none" && assertMemberFits(output.format, usedBytes(usedChunks));
      let options = { sizeBytes, name, architecture, compression: compression2, level, timeSeconds };
      return pieces((file2) => new ContainerdiskWriter(file2, options));
    }
    case "raw.zst":
      return pieces((file2) => new ZstdWriter(file2, disk.sizeBytes, output.level));
    case "raw.xz":
      return { kind: "xz", level: output.level };
  }
}
function pieces(make2) {
  return { kind: "pieces", make: make2 };
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
import { availableParallelism as availableParallelism2 } from "node:os";
import { Worker as Worker2 } from "node:worker_threads";
var SCRIPT3 = new URL(
  import.meta.url.endsWith(".ts") ? "./media-worker.ts" : "./media-worker.mjs",
  import.meta.url
), MAX_THREADS2 = 4;
function defaultMediaThreads() {
  return Math.min(MAX_THREADS2, availableParallelism2());
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
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
    for (let thread of this.threads) endSpan2(thread);
    this.rejectAll(new BuildError("MEDIA_WRITER_FAILED", "the threads were stopped"));
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
    if (thread.span?.name !== name && endSpan2(thread), job === void 0 || name === void 0) return;
    thread.job = job, thread.span ??= {
      name,
      end: this.timeline.begin(name, { kind: "thread", lane: thread.lane })
    }, thread.worker.ref();
    let memory = job.task.kind === "encode" ? this.memories.pop() : void 0;
    memory === void 0 ? thread.worker.postMessage(job.task) : thread.worker.postMessage({ ...job.task, memory }, [memory]);
  }
  startThread(settings, lane) {
    let worker = new Worker2(SCRIPT3, { workerData: settings, name: lane }), thread = { worker, lane };
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
function endSpan2(thread) {
  thread.span?.end({ ok: !0 }), thread.span = void 0;
}
function explain(error, task) {
  let { code, message } = error;
  if (code === "DISK_BAD") return new BuildError("DISK_BAD", message);
  let path = error.path ?? (task.kind === "copy" ? task.files[0]?.path : void 0) ?? "", plain2 = Object.assign(new Error(message), { code }), known = explainFileError(plain2, path);
  return known !== plain2 ? known : new BuildError("MEDIA_WRITER_FAILED", message, { cause: plain2 });
}

// lib/media/output-file.ts
import { createHash as createHash6 } from "node:crypto";
import { open as open12 } from "node:fs/promises";
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
      return new _OutputFile(path, await open12(path, "wx+"));
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
    this.hash = createHash6("sha256");
  }
  /** Returns the SHA-256 of what was appended since `startDigest`. */
  endDigest() {
    let digest = this.hash?.digest("hex") ?? "";
    return this.hash = void 0, digest;
  }
  /** Returns the SHA-256 of what lies in `[from, to)`, as it is now. */
  async digest(from, to) {
    await this.flush();
    let hash = createHash6("sha256"), data = Buffer.allocUnsafe(FLUSH_BYTES);
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
  for (let { variant: variant2, writer } of jobs) {
    let { encoding } = writer, key = JSON.stringify(encoding), want = wants.get(key) ?? { encoding, variants: /* @__PURE__ */ new Set() };
    want.variants.add(variant2), wants.set(key, want);
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
  let progress = ground.log.progress("Write images", ground.disk.sizeBytes, "bytes"), batches2 = Math.ceil(ground.disk.sizeBytes / BATCH_BYTES), ahead = [], asked = 0;
  for (let batch = 0; batch < batches2; batch += 1) {
    for (; asked < batches2 && ahead.length < ground.threads * BATCHES_AHEAD; ) {
      let encoded2 = encode(asked, ground, pool);
      encoded2.catch(() => {
      }), ahead.push(encoded2), asked += 1;
    }
    let encoded = await ahead.shift(), pieces2 = encoded?.pieces ?? [];
    for (let [index, { variant: variant2, writer }] of jobs.entries()) {
      let own = pieces2.filter(
        (piece) => piece.want === wantOf[index] && isOf(piece, variant2, writer, ground)
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
function isOf({ variant: variant2, chunk }, wanted, { encoding }, { variants, variantChunks }) {
  let count = encoding.kind === "zstd-batch" ? BATCH_CHUNKS : 1;
  return variantOf({ variants }, wanted, chunk, count) !== variant2 ? !1 : variantChunks[wanted]?.hasAny(chunk, chunk + count) === !0;
}

// lib/media/write-xz.ts
import { once as once4 } from "node:events";
import { closeSync as closeSync3, openSync as openSync3 } from "node:fs";

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
  ], child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"] }), ended2 = once4(child, "close"), kill = () => child.kill();
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
    signal.removeEventListener("abort", kill), child.kill(), await ended2;
  }
  let [exitCode] = await ended2;
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
  let { diskPath, usedChunks, patches } = options, file2 = openSync3(diskPath, "r"), memory = Buffer.alloc(PART_BYTES);
  try {
    for (let block of blocks) {
      let end = Math.min((block + 1) * BLOCK_BYTES5, usedChunks.sizeBytes);
      for (let from = block * BLOCK_BYTES5; from < end; from += PART_BYTES) {
        let data = memory.subarray(0, Math.min(PART_BYTES, end - from));
        readDisk(file2, usedChunks, from, data), applyPatches(patches, from, data), yield data;
      }
    }
  } finally {
    closeSync3(file2);
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
        ([{ variant: variant2, making }, file2]) => making.kind === "pieces" ? [{ variant: variant2, file: file2, writer: making.make(file2) }] : []
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
async function compressXz({ making, variant: variant2 }, file2, ground, signal) {
  if (making.kind !== "xz") return;
  let { usedChunks, variants, variantChunks, threads, disk } = ground;
  await writeXz(file2, {
    diskPath: disk.path,
    usedChunks,
    patches: variants[variant2] ?? [],
    variantChunks: variantChunks[variant2] ?? usedChunks,
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
import { closeSync as closeSync4, openSync as openSync4 } from "node:fs";
import { open as open13 } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
var CHUNKS_AT_ONCE = 32, ZEROS = Buffer.alloc(65536);
async function scanDisk(disk) {
  let map = await readExtents(disk), file2 = await open13(disk.path, "r");
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
  let patched = map.copy(), data = Buffer.alloc(65536), file2 = openSync4(path, "r");
  try {
    for (let { offsetBytes, bytes } of patches) {
      let last = Math.floor((offsetBytes + bytes.length - 1) / 65536);
      for (let index = Math.floor(offsetBytes / 65536); index <= last; index += 1)
        isPatched(patches, index * 65536, 65536) && (readDisk(file2, map, index * 65536, data), applyPatches(patches, index * 65536, data), patched.set(index, !ZEROS.equals(data)));
    }
  } finally {
    closeSync4(file2);
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
      let lines2 = (rest + chunk.toString("latin1")).split(`
`);
      rest = lines2.pop() ?? "";
      for (let line of lines2) take(line);
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
      let folder = dirname9(resolve(output.path)), beside = folders.get(folder) ?? await makeTempDir(folder);
      folders.set(folder, beside);
      let patches = output.patches ?? [], variant2 = variants.findIndex((other) => isSame2(other, patches)), making = resolveMaking(output, {
        disk: { identity: options.identity, sizeBytes: disk.sizeBytes, patches },
        usedChunks: ground.variantChunks[variant2] ?? usedChunks,
        diskBytes: sizes[index] ?? disk.sizeBytes,
        timeSeconds: options.timeSeconds
      });
      jobs.push({ variant: variant2, making, path: join44(beside.path, `${index}`) });
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
  }, { size } = await stat12(path);
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
    variants.some((other) => isSame2(other, patches)) || variants.push(patches);
  return variants;
}
function isSame2(a, b) {
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
    FORMAT_FACTS[spec.format].suffix.endsWith("/") || await assertOutputFile(output), await makeFolder(dirname10(output));
  let folder = join45(workDir, "images");
  return withLock(
    `${folder}.lock`,
    async () => {
      var _stack = [];
      try {
        await rm20(folder, { recursive: !0, force: !0, maxRetries: 3 });
        let work = __using(_stack, await makeTempDir(folder), !0);
        let made = /* @__PURE__ */ new Map();
        let installers = /* @__PURE__ */ new Map();
        for (let [index, group] of groupByDisk(images).entries()) {
          let disk = join45(work.path, `disk-${index}`);
          await mkdir13(disk), await makeOfDisk(group, disk, options, { made, installers }), await rm20(disk, { recursive: !0, force: !0, maxRetries: 3 });
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
function diskCompression({ compression: compression2 }) {
  return compression2 === "none" || compression2 === "zlib" ? compression2 : "zstd";
}
function liveOutput({ spec, output }, basearch, installers) {
  let { platform, compression: compression2, filesystem } = spec, installImage = installers.get(output);
  return {
    format: spec.format,
    path: output,
    kernelArguments: [...platformArguments(platform, basearch), ...spec.kernelArguments],
    ...platform.consoles.length === 0 ? {} : { consoles: [] },
    rootfs: filesystem === "erofs" ? "erofs" : "squashfs",
    ...compression2 === "zlib" ? {} : { compression: compression2 },
    ...installImage === void 0 ? {} : { installImage }
  };
}

// lib/build/rootfs-container.ts
import { copyFile as copyFile7, mkdir as mkdir16 } from "node:fs/promises";
import { join as join50 } from "node:path";

// lib/compose/rootfs-files.ts
import {
  chmod as chmod7,
  constants as constants3,
  copyFile as copyFile6,
  lstat as lstat6,
  readdir as readdir8,
  readlink as readlink2,
  realpath,
  rename as rename5,
  rm as rm21
} from "node:fs/promises";
import { dirname as dirname11, join as join46, relative } from "node:path";

// lib/compose/rootfs-units.ts
var ENABLED = ["etc/systemd/system", "etc/systemd/user"], UNIT_FOLDERS = ["etc/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"], DEFAULT_TARGET = "multi-user.target";
async function listUnitLinks(tree) {
  let links = /* @__PURE__ */ new Set();
  for (let folder of ENABLED)
    await tree.walk(folder, (path, stats) => {
      stats.isSymbolicLink() && links.add(path);
    });
  return links;
}
async function removeUnitLinks(tree, before, owned) {
  for (let path of await listUnitLinks(tree))
    !before.has(path) && !owned.has(`/${path}`) && await tree.remove(path);
  for (let folder of ENABLED)
    for (let name of await tree.list(folder)) {
      let path = `${folder}/${name}`;
      !/\.(wants|requires|upholds)$/.test(name) || owned.has(`/${path}`) || (await tree.list(path)).length === 0 && await tree.remove(path);
    }
}
async function enableUnits2(tree, units, what) {
  let links = "etc/systemd/system", made = [];
  for (let unit2 of units) {
    let [path, text] = await findUnit(tree, unit2, what), install2 = parseInstall(text), wanted = [
      ...(install2.get("WantedBy") ?? []).map((target) => `${target}.wants/${unit2}`),
      ...(install2.get("RequiredBy") ?? []).map((target) => `${target}.requires/${unit2}`),
      ...install2.get("Alias") ?? []
    ].filter((name) => name !== unit2 && !name.split("/").includes("..")), names = install2.size === 0 ? [`${DEFAULT_TARGET}.wants/${unit2}`] : wanted;
    for (let name of names)
      await tree.symlink(`/${path}`, `${links}/${name}`), made.push(`${links}/${name}`);
  }
  return made;
}
async function findUnit(tree, unit2, what) {
  let template = unit2.replace(/@[^.@]+(?=\.[a-z]+$)/, "@");
  for (let name of /* @__PURE__ */ new Set([unit2, template]))
    for (let folder of UNIT_FOLDERS) {
      let text = await tree.read(`${folder}/${name}`);
      if (text !== void 0) return [`${folder}/${name}`, text];
    }
  throw new ConfigError(
    "UNIT_MISSING",
    `${what}: no package and no file of it has the unit ${unit2}`,
    {
      hint: 'Write its whole name, such as sshd.service; add the package, or the unit to "files".'
    }
  );
}
function parseInstall(text) {
  let found = /* @__PURE__ */ new Map(), section = "";
  for (let line of text.replaceAll(`\\
`, " ").split(`
`)) {
    let [, name] = /^\s*\[([^\]]+)\]\s*$/.exec(line) ?? [];
    name !== void 0 && (section = name);
    let [, key, value] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section !== "Install" || key === void 0 || value === void 0) continue;
    let words = value.split(/\s+/).filter((word) => word !== "");
    found.set(key, value === "" ? [] : [...found.get(key) ?? [], ...words]);
  }
  return found;
}

// lib/compose/rootfs-files.ts
async function readFilesFolder(files, what, root) {
  let real = await realpath(files).catch(() => {
  });
  if (real === void 0 || !(await lstat6(real)).isDirectory()) {
    let why = real === void 0 ? "does not exist" : "is no folder";
    throw new ConfigError("FILES_MISSING", `${what}: files: ${files} ${why}`);
  }
  let below = relative(await realpath(root), real);
  if (below === ".." || below.startsWith("../"))
    throw unsafe(what, files, `leads out of ${root}, to ${real}`);
  let found = [], list = async (folder) => {
    for (let name of (await readdir8(join46(real, folder))).sort(compareBytes)) {
      let path = join46(folder, name), source = join46(real, path), stats = await lstat6(source);
      if (stats.isDirectory())
        found.push({ path, source, kind: "folder", mode: 493, target: "" }), await list(path);
      else if (stats.isSymbolicLink()) {
        let target = await readlink2(source);
        if (climbsOut(path, target)) throw unsafe(what, source, `leads out of it, to ${target}`);
        found.push({ path, source, kind: "link", mode: 0, target });
      } else if (stats.isFile())
        found.push({ path, source, kind: "file", mode: checkoutMode(stats.mode), target: "" });
      else
        throw unsafe(what, source, "is neither a file nor a folder nor a link");
    }
  };
  return await list(""), found;
}
async function layFiles(options) {
  let { what, sourceDateEpoch } = options, tree = new Tree(options.treePath), paths = [];
  for (let file2 of options.files) {
    let path = await layFile(tree, file2, what);
    path !== void 0 && paths.push(path);
  }
  paths.some(isSysusersFile2) && paths.push(...await addAccounts(tree)), paths.push(...await enableUnits2(tree, options.units, what));
  let touched = new Set(paths);
  for (let path of paths)
    for (let at = dirname11(path); at !== "."; at = dirname11(at)) touched.add(at);
  paths.length > 0 && touched.add("");
  for (let path of touched) await tree.touch(path, sourceDateEpoch);
  return [...new Set(paths)];
}
async function layFile(tree, file2, what) {
  let { path, source, kind, mode } = file2, found = await tree.lstat(path);
  if (kind === "folder") {
    if ((await tree.stat(path))?.isDirectory() === !0) return;
    if (found !== void 0) throw conflict(what, file2, "a folder");
    let target2 = await resolved(tree, path);
    return await tree.mkdir(target2), target2;
  }
  if (found?.isDirectory() === !0) throw conflict(what, file2, `a ${kind}`);
  let target = await resolved(tree, path);
  if (kind === "link")
    return await tree.symlink(file2.target, target), target;
  let at = await tree.resolve(target), temporary = `${at}.treesmith-new`;
  return await rm21(temporary, { recursive: !0, force: !0 }), await copyFile6(source, temporary, constants3.COPYFILE_EXCL), await chmod7(temporary, mode), await rename5(temporary, at), target;
}
async function addAccounts(tree) {
  await settleAccounts(tree);
  let there = [];
  for (let path of ["etc/passwd", "etc/group", "etc/shadow", "etc/gshadow"])
    (await tree.lstat(path))?.isFile() === !0 && there.push(path);
  return there;
}
function isSysusersFile2(path) {
  return /^(usr\/lib|etc)\/sysusers\.d\/[^/]+\.conf$/.test(path);
}
async function resolved(tree, path) {
  return relative(tree.path, await tree.resolve(path));
}
function climbsOut(path, target) {
  if (target.startsWith("/")) return !1;
  let depth = path.split("/").length - 1;
  for (let name of target.split("/"))
    if (name === ".." ? depth -= 1 : name !== "" && name !== "." && (depth += 1), depth < 0) return !0;
  return !1;
}
function unsafe(what, path, why) {
  return new ConfigError("FILES_UNSAFE", `${what}: files: ${path} ${why}`, {
    hint: "A link to a path of the container is written as it is there: /usr/share/zoneinfo/UTC."
  });
}
function conflict(what, { source, path }, kind) {
  return new ConfigError(
    "FILES_CONFLICT",
    `${what}: files: ${source} is ${kind}, and /${path} of the container is not`
  );
}

// lib/container/base-damaged.ts
function baseDamaged(folder, why) {
  return new BuildError(
    "BASE_DAMAGED",
    `no application can stand on the base in ${folder}: ${why}`,
    { hint: "Remove the folder, and make the base again." }
  );
}

// lib/container/layer-annotations.ts
var COMPONENTS = "ostree.components", PACKAGES = "org.treesmith.layer.packages", CONTENT = "org.treesmith.layer.content", SEPARATOR = ",", SHOWN_PATHS = 32;
function formatLayerContent({
  components: components2,
  nevras
}) {
  return { [COMPONENTS]: components2.join(SEPARATOR), ...formatLayerPackages(nevras) };
}
function formatLayerPackages(nevras) {
  return nevras.length === 0 ? {} : { [PACKAGES]: [...nevras].sort(compareBytes).join(SEPARATOR) };
}
function readLayerContent({
  annotations
}) {
  let listOf = (key) => (annotations?.[key] ?? "").split(SEPARATOR).filter(Boolean);
  return { components: listOf(COMPONENTS), nevras: listOf(PACKAGES) };
}
function formatCommitContent(checksum) {
  return { [CONTENT]: `commit ${checksum}` };
}
function formatFilesContent(paths) {
  let more = paths.length - SHOWN_PATHS, shown = paths.slice(0, SHOWN_PATHS).map((path) => `/${path}`);
  return { [CONTENT]: [...shown, ...more > 0 ? [`and ${more} more`] : []].join(SEPARATOR) };
}

// lib/container/rootfs-entries.ts
import { lstatSync as lstatSync12, readdirSync as readdirSync8, readlinkSync as readlinkSync5 } from "node:fs";
var HOST_XATTRS = /^(security\.selinux|security\.ima|security\.evm|trusted\.|system\.)/, PERMISSIONS3 = 4095;
async function readRootfsEntries(root, log) {
  let xattrs = await readXattrs(root, log), entries = [], firstOf = /* @__PURE__ */ new Map(), add2 = (path) => {
    let host = path.length === 0 ? Buffer.from(root) : joined(Buffer.from(root), path), stats = lstatSync12(host), key = `${stats.dev}:${stats.ino}`, first = stats.isDirectory() ? void 0 : firstOf.get(key), entry = entryOf(path, host, stats, first, xattrs.get(host.toString()) ?? []);
    if (entry === void 0) return;
    if (entry.path.slice(entry.path.lastIndexOf("/") + 1).startsWith(".wh."))
      throw new BuildError(
        "WHITEOUT_NAME",
        `${nameOf(entry)}: in a layer such a name deletes the file "${path.toString().replace(/^.*\.wh\./, "")}"`,
        { hint: "Give the file another name." }
      );
    if (entries.push(entry), stats.nlink > 1 && first === void 0 && firstOf.set(key, entry), !stats.isDirectory()) return;
    let names = readdirSync8(host, { encoding: "buffer" }).sort(Buffer.compare);
    for (let name of names) add2(path.length === 0 ? name : joined(path, name));
  };
  return add2(Buffer.alloc(0)), entries;
}
function entryOf(path, host, stats, first, xattrs) {
  let text = path.length === 0 ? "." : path.toString(), kept = xattrs.flatMap(([name, value]) => {
    let plain2 = Buffer.from(name).toString("utf8", 0, name.length - 1);
    return HOST_XATTRS.test(plain2) ? [] : [[plain2, value]];
  }), common = {
    path: text,
    ...path.length === 0 || Buffer.from(text).equals(path) ? {} : { pathBytes: path },
    mode: stats.mode & PERMISSIONS3,
    uid: stats.uid,
    gid: stats.gid,
    sizeBytes: 0,
    mtimeSeconds: Math.floor(stats.mtimeMs / 1e3),
    ...kept.length === 0 ? {} : { xattrs: kept }
  };
  if (first !== void 0) {
    let bytes = first.pathBytes, target = { target: first.path, ...bytes === void 0 ? {} : { targetBytes: bytes } };
    return { ...common, type: "hardlink", ...target };
  }
  if (stats.isDirectory()) return { ...common, type: "folder" };
  if (stats.isSymbolicLink()) {
    let bytes = readlinkSync5(host, { encoding: "buffer" }), target = bytes.toString(), isText = Buffer.from(target).equals(bytes);
    return { ...common, type: "symlink", target, ...isText ? {} : { targetBytes: bytes } };
  }
  if (stats.isFIFO()) return { ...common, type: "pipe" };
  if (!stats.isFile()) return;
  let hostText = host.toString(), content = {
    kind: "file",
    path: Buffer.from(hostText).equals(host) ? hostText : host
  };
  return { ...common, type: "file", sizeBytes: stats.size, content };
}
function joined(folder, name) {
  return Buffer.concat([folder, Buffer.from("/"), name]);
}

// lib/container/rootfs-image.ts
var NOTHING = { diffIds: [], history: [] };
async function writeRootfsImage(options) {
  let { layout, base, layers, architecture, log } = options;
  for (let layer of base?.manifest.layers ?? [])
    await copyBlob(base?.layout ?? layout, layout, layer, { log, onBytes: () => {
    } });
  let below = base === void 0 ? NOTHING : await readHistory(base), config = await layout.putBlob(
    formatImageConfig({
      architecture,
      createdSeconds: options.createdSeconds,
      process: options.process,
      diffIds: [...below.diffIds, ...layers.map(({ diffId }) => diffId)],
      history: [
        ...below.history,
        ...layers.map(({ name }) => ({ createdBy: options.createdBy, comment: name }))
      ]
    }),
    OCI_CONFIG
  ), all = [...base?.manifest.layers ?? [], ...layers.map(({ descriptor }) => descriptor)], manifest = formatImageManifest({
    config,
    layers: all,
    annotations: { ...options.process.labels, ...baseAnnotations(base), ...options.annotations }
  }), platform = { architecture, os: "linux" }, digest = await layout.putManifest(options.tag, manifest, OCI_MANIFEST, { platform }), metadataBytes = config.size + manifest.length;
  return {
    digest,
    descriptor: { mediaType: OCI_MANIFEST, digest, size: manifest.length, platform },
    sizeBytes: all.reduce((sum, { size }) => sum + size, metadataBytes),
    metadataBytes
  };
}
function baseAnnotations(base) {
  return base === void 0 ? {} : {
    "org.opencontainers.image.base.digest": base.digest,
    "org.opencontainers.image.base.name": base.name
  };
}
async function readHistory({ layout, manifest }) {
  let bytes = await layout.readBlob(manifest.config);
  try {
    let config = JSON.parse(bytes.toString()), diffIds = config.rootfs.diff_ids.filter((each) => isDigest(each)), history = config.history.map(({ created_by, comment }) => ({
      createdBy: String(created_by),
      comment: String(comment)
    })), count = manifest.layers.length;
    if (diffIds.length === count && history.length === count) return { diffIds, history };
  } catch {
  }
  throw baseDamaged(layout.folder, `its config does not fit its ${manifest.layers.length} layers`);
}

// lib/container/change-frequency.ts
function changesPerYear(times, newestSeconds) {
  let recent = times.filter((time) => time > newestSeconds - 31536e3);
  return Math.max(1, recent.length);
}

// lib/container/layer-title.ts
function formatLayerTitle(names) {
  return names.length <= 5 ? names.join(" and ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}

// lib/container/partition.ts
function partition2(parts, count) {
  let indices = parts.map((_, index) => index);
  return [density, product].map((keyOf3) => {
    let order = [...indices].sort((a, b) => keyOf3(parts[a]) - keyOf3(parts[b]) || a - b), groups = parts.map(() => 0), from = 0;
    for (let [group, end] of cutRuns(
      order.flatMap((index) => parts[index] ?? []),
      count
    ).entries()) {
      for (let index of order.slice(from, end)) groups[index] = group;
      from = end;
    }
    return improve(parts, groups, Math.min(count, parts.length));
  }).reduce(
    (best, other) => groupingCost(parts, other) < groupingCost(parts, best) ? other : best
  );
}
function cutRuns(parts, count) {
  let n = parts.length, runs = Math.min(count, n);
  if (runs === 0) return [];
  let frequencies = prefixSums(parts.map(({ frequency }) => frequency)), sizes = prefixSums(parts.map(({ sizeBytes }) => sizeBytes)), costOf = (from, to) => between(frequencies, from, to) * between(sizes, from, to), best = Float64Array.from({ length: n + 1 }, (_, end) => costOf(0, end)), cuts = [new Uint32Array(n + 1)];
  for (let run = 1; run < runs; run += 1) {
    let next = new Float64Array(n + 1).fill(1 / 0), cut = new Uint32Array(n + 1), previous = best, solve = (low, high, cutLow, cutHigh) => {
      if (low > high) return;
      let end = low + high >> 1, found = cutLow;
      for (let from = cutLow; from <= Math.min(end - 1, cutHigh); from += 1) {
        let cost = (previous[from] ?? 1 / 0) + costOf(from, end);
        cost < (next[end] ?? 1 / 0) && (next[end] = cost, found = from);
      }
      cut[end] = found, solve(low, end - 1, cutLow, found), solve(end + 1, high, found, cutHigh);
    };
    solve(run + 1, n, run, n - 1), cuts.push(cut), best = next;
  }
  let ends = [];
  for (let run = runs - 1, end = n; run >= 0; run -= 1)
    ends.unshift(end), end = cuts[run]?.[end] ?? 0;
  return ends;
}
function improve(parts, start, count) {
  let groups = [...start], sums = Array.from({ length: count }, () => ({ sizeBytes: 0, frequency: 0 })), shift = (group, part, sign2) => {
    let sum = sums[group];
    sum !== void 0 && (sum.sizeBytes += sign2 * part.sizeBytes, sum.frequency += sign2 * part.frequency);
  };
  for (let [index, part] of parts.entries()) shift(groups[index] ?? 0, part, 1);
  let costIn = (group, { sizeBytes, frequency }) => {
    let sum = sums[group] ?? { sizeBytes: 0, frequency: 0 };
    return sum.sizeBytes * frequency + sum.frequency * sizeBytes;
  };
  for (let pass = 0, moved = !0; moved && pass < 50; pass += 1) {
    moved = !1;
    for (let [index, part] of parts.entries()) {
      let home = groups[index] ?? 0;
      shift(home, part, -1);
      let best = home, least = costIn(home, part) * (1 - 1e-9);
      for (let group = 0; group < count; group += 1) {
        let cost = costIn(group, part);
        cost >= least || (least = cost, best = group);
      }
      shift(best, part, 1), groups[index] = best, best !== home && (moved = !0);
    }
  }
  return groups;
}
function groupingCost(parts, groups) {
  let sums = /* @__PURE__ */ new Map();
  for (let [index, { sizeBytes, frequency }] of parts.entries()) {
    let group = groups[index] ?? 0, sum = sums.get(group) ?? { sizeBytes: 0, frequency: 0 };
    sums.set(group, { sizeBytes: sum.sizeBytes + sizeBytes, frequency: sum.frequency + frequency });
  }
  return [...sums.values()].reduce((total, sum) => total + sum.sizeBytes * sum.frequency, 0);
}
function density(part) {
  return part === void 0 ? 0 : part.sizeBytes / part.frequency;
}
function product(part) {
  return part === void 0 ? 0 : part.sizeBytes * part.frequency;
}
function prefixSums(values) {
  let sums = new Float64Array(values.length + 1);
  for (let [index, value] of values.entries()) sums[index + 1] = (sums[index] ?? 0) + value;
  return sums;
}
function between(sums, from, to) {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}

// lib/container/plan-layers.ts
function planLayers(options) {
  let { components: components2, maxLayers, previous } = options, alone = components2.filter(({ isAlone }) => isAlone === !0), shared = components2.filter(({ isAlone }) => isAlone !== !0), count = maxLayers - alone.length;
  if (count < (shared.length > 0 ? 1 : 0))
    throw new ConfigError(
      "LAYERS_OUT_OF_RANGE",
      `max-layers leaves ${maxLayers} layers for packages and ${alone.length} parts that have their own`,
      { hint: `Write ${alone.length + 2} or more.` }
    );
  let fresh = planAnew(shared, count), kept = previous === void 0 ? fresh : planLike(previous, shared, count), aloneBytes = alone.reduce(
    (sum, { sizeBytes, frequency }) => sum + sizeBytes * frequency,
    0
  ), total = components2.reduce((sum, { frequency }) => sum + frequency, 0), expected = (bins) => total === 0 ? 0 : Math.round((aloneBytes + bins.reduce((sum, bin) => sum + bin.cost, 0)) / total);
  return {
    layers: [
      ...kept.map(({ names }) => [...names].sort(compareBytes)),
      ...alone.map(({ name }) => [name])
    ],
    expectedBytes: expected(kept),
    leastBytes: expected(fresh)
  };
}
var Bin = class {
  names = [];
  sizeBytes = 0;
  frequency = 0;
  /** Components of one group change together: their frequency counts once. */
  add({ names, sizeBytes, frequency }) {
    this.names.push(...names), this.sizeBytes += sizeBytes, this.frequency += frequency;
  }
  get cost() {
    return this.sizeBytes * this.frequency;
  }
  /** What it costs more with the unit in it. */
  costWith({ sizeBytes, frequency }) {
    return (this.sizeBytes + sizeBytes) * (this.frequency + frequency) - this.cost;
  }
};
function unitOf(components2) {
  return {
    names: components2.map(({ name }) => name).sort(compareBytes),
    sizeBytes: components2.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    frequency: Math.max(...components2.map(({ frequency }) => frequency))
  };
}
function planAnew(components2, count) {
  let units = [...groupBy(components2, ({ group }) => group).values()].map(unitOf).sort((a, b) => compareBytes(a.names[0] ?? "", b.names[0] ?? "")), bins = /* @__PURE__ */ new Map();
  for (let [index, group] of partition2(units, count).entries()) {
    let bin = bins.get(group) ?? new Bin();
    bins.set(group, bin);
    let unit2 = units[index];
    unit2 !== void 0 && bin.add(unit2);
  }
  return [...bins.values()].sort((a, b) => a.sizeBytes / a.frequency - b.sizeBytes / b.frequency);
}
function planLike(previous, components2, count) {
  let layerOf = /* @__PURE__ */ new Map();
  for (let [index, names] of previous.entries())
    for (let name of names) layerOf.has(name) || layerOf.set(name, index);
  let bins = /* @__PURE__ */ new Map(), added = [], groups = [...groupBy(components2, ({ group }) => group)].sort(
    ([a], [b]) => compareBytes(a, b)
  );
  for (let [, members] of groups) {
    let home = members.map(({ name }) => layerOf.get(name)).find((layer) => layer !== void 0), byLayer = groupBy(members, ({ name }) => layerOf.get(name) ?? home);
    for (let [layer, found] of byLayer) {
      if (layer === void 0) {
        added.push(unitOf(found));
        continue;
      }
      let bin = bins.get(layer) ?? new Bin();
      bins.set(layer, bin), bin.add(unitOf(found));
    }
  }
  let kept = [...bins].sort(([a], [b]) => a - b).map(([, bin]) => bin);
  for (; kept.length > count; ) mergeCheapest(kept);
  added.sort((a, b) => b.sizeBytes * b.frequency - a.sizeBytes * a.frequency);
  for (let unit2 of added) {
    let bin = kept.length < count ? new Bin() : cheapest(kept, unit2);
    kept.includes(bin) || kept.push(bin), bin.add(unit2);
  }
  return kept;
}
function cheapest(bins, unit2) {
  return bins.reduce((best, bin) => bin.costWith(unit2) < best.costWith(unit2) ? bin : best);
}
function mergeCheapest(bins) {
  let least = 1 / 0, pair;
  for (let [index, one] of bins.entries())
    for (let other of bins.slice(index + 1)) {
      let cost = one.costWith(other) - other.cost;
      cost >= least || (least = cost, pair = [one, other]);
    }
  if (pair === void 0) return;
  let [into, from] = pair;
  into.add(from), bins.splice(bins.indexOf(from), 1);
}

// lib/container/rootfs-layers.ts
var UNPACKAGED = "unpackaged", COMPRESSED2 = 0.4;
function rootfsLayers(options) {
  let { entries, packages, maxLayers } = options, sizeOf = (some) => some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (maxLayers === 1) {
    let nevras = packages.map(({ nevra }) => nevra), annotations = formatLayerPackages(nevras);
    return [{ name: "packages", sizeBytes: sizeOf(entries), entries: () => entries, annotations }];
  }
  let byComponent = shareOut(entries, packages), known = new Map(packages.map((each) => [each.name, each])), components2 = [...byComponent].map(([name, own]) => {
    let sizeBytes = Math.round(sizeOf(own) * COMPRESSED2) + own.length * 100, found = known.get(name);
    return found === void 0 ? { name, group: name, sizeBytes, frequency: 52, isAlone: !0 } : { name, group: found.source, sizeBytes, frequency: found.changesPerYear };
  }), before = (options.previous?.layers ?? []).map((layer) => readLayerContent(layer).components).filter((names) => names.length > 0);
  return planLayers({
    components: components2,
    maxLayers,
    ...before.length === 0 ? {} : { previous: before }
  }).layers.map((names) => {
    let nevras = packages.filter(({ name }) => names.includes(name)).map(({ nevra }) => nevra), own = new Set(names.flatMap((name) => byComponent.get(name) ?? [])), layer = withParents(entries, own);
    return {
      name: formatLayerTitle(names),
      sizeBytes: sizeOf(layer),
      entries: () => layer,
      annotations: formatLayerContent({ components: names, nevras })
    };
  });
}
function withParents(entries, wanted) {
  let folders = /* @__PURE__ */ new Set();
  for (let { path } of wanted)
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
      folders.add(path.slice(0, at));
  return entries.filter(
    (entry) => wanted.has(entry) || entry.type === "folder" && folders.has(entry.path)
  );
}
function shareOut(entries, packages) {
  let links = new Map(
    entries.flatMap(
      ({ path, type, target = "" }) => type === "symlink" && !path.includes("/") ? [[path, target.replace(/^\//, "")]] : []
    )
  ), owners = /* @__PURE__ */ new Map();
  for (let { name, paths } of [...packages].sort((a, b) => compareBytes(b.name, a.name)))
    for (let path of paths) {
      let [, top = "", rest = ""] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [], moved = rest === "" ? void 0 : links.get(top);
      owners.set(`${moved ?? top}${rest}`, name);
    }
  return groupBy(entries, ({ path, type, target = "" }) => owners.get(type === "hardlink" ? target : path) ?? UNPACKAGED);
}

// lib/container/write-layers.ts
import { open as open14, rm as rm22 } from "node:fs/promises";
import * as zlib2 from "node:zlib";

// lib/container/layer-pool.ts
import { availableParallelism as availableParallelism3 } from "node:os";
import { Worker as Worker3 } from "node:worker_threads";
var SCRIPT4 = new URL(
  import.meta.url.endsWith(".ts") ? "./layer-worker.ts" : "./layer-worker.mjs",
  import.meta.url
), MAX_THREADS3 = { gzip: 4, zstd: 3, "zstd:chunked": 3 }, LIMITS = { resourceLimits: { maxYoungGenerationSizeMb: 4 } }, GARBAGE_BYTES = 24 * 2 ** 20, LayerThreads = class {
  workers = [];
  count;
  timeline = currentTimeline();
  /** Why one of them has died. */
  broken;
  ending;
  /**
   * @param threads as many as fit in memory unless given
   * @param most when no more have anything to do
   */
  constructor(compression2, threads = Math.min(MAX_THREADS3[compression2], availableParallelism3()), most = threads) {
    this.count = Math.max(1, Math.min(threads, most)), this.start();
  }
  /** Starts all threads that have not been. */
  startAll() {
    for (; this.workers.length < this.count; ) this.start();
  }
  /**
   * Runs all jobs, in their order, and returns what they have become in that order. Afterwards the threads end.
   *
   * @param onDone told of each layer when it is written
   * @throws BuildError CONTENT_WRONG, LAYER_WRITER_FAILED, DISK_FULL; ConfigError OUTPUT_READ_ONLY
   */
  async run(jobs, onDone) {
    this.startAll();
    let facts = /* @__PURE__ */ new Map(), waiting = [...jobs];
    try {
      let turns = this.workers.map((worker, index) => new Turn(worker, `layers ${index + 1}`));
      await Promise.all(
        [...turns, ...turns].map(async (turn) => {
          for (let job = waiting.shift(); job !== void 0; job = waiting.shift()) {
            if (this.broken !== void 0) throw this.broken;
            facts.set(job, await turn.take(job.name, job.task(), this.timeline)), onDone(job);
          }
        })
      );
    } catch (error) {
      throw waiting.length = 0, await this.end(), error;
    }
    return this.end(), jobs.flatMap((job) => facts.get(job) ?? []);
  }
  async [Symbol.asyncDispose]() {
    await this.end();
  }
  start() {
    let data = { garbageBytes: GARBAGE_BYTES / this.count }, worker = new Worker3(SCRIPT4, { ...LIMITS, workerData: data }), onEnd = (error) => {
      this.broken ??= ended(error);
    };
    worker.on("error", onEnd).on("exit", () => onEnd(new Error("it was stopped"))), this.workers.push(worker);
  }
  end() {
    return this.ending ??= Promise.all(this.workers.map((worker) => worker.terminate())), this.ending;
  }
}, Turn = class {
  worker;
  lane;
  last = Promise.resolve();
  constructor(worker, lane) {
    this.worker = worker, this.lane = lane;
  }
  async take(name, task, timeline) {
    let before = this.last, running = runTask(this.worker, task);
    return this.last = running.catch(() => {
    }), await before, timeline.span(name, { kind: "thread", lane: this.lane }, () => running);
  }
};
function runTask(worker, task) {
  return new Promise((resolve2, reject) => {
    let onMessage = (answer) => {
      answer.path === task.path && (stop(), "facts" in answer ? resolve2(answer.facts) : reject(explain2(answer.error, task.path)));
    }, onError = (error) => {
      stop(), reject(ended(error));
    }, onExit = () => onError(new Error("it was stopped")), stop = () => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit), worker.postMessage(task);
  });
}
function explain2(error, path) {
  let { code, message } = error;
  if (code === "CONTENT_WRONG") return new BuildError("CONTENT_WRONG", message);
  let plain2 = Object.assign(new Error(message), { code }), known = explainFileError(plain2, path);
  return known instanceof Error && known !== plain2 ? known : failed(message, plain2);
}
function ended(error) {
  return failed(`a thread that writes layers has ended: ${String(error)}`, error);
}
function failed(message, cause) {
  return new BuildError("LAYER_WRITER_FAILED", message, { cause });
}

// lib/container/write-layers.ts
async function writeLayers(requests, options) {
  var _stack = [];
  try {
    let { layout, compression: compression2, log } = options;
    assertCompression(compression2);
    let jobs = [...requests].sort((a, b) => b.sizeBytes - a.sizeBytes).map((request) => {
      let path = layout.newPath(), level = options.level ?? defaultLevel(compression2, request.isHot === !0), task = () => ({ entries: request.entries(), path, compression: compression2, level });
      return { request, path, name: request.name, task };
    });
    let own = __using(_stack, options.pool === void 0 ? new LayerThreads(compression2, options.threads, jobs.length) : void 0, !0);
    let pool = options.pool ?? own;
    let written = /* @__PURE__ */ new Map();
    let syncs = [];
    try {
      let facts = await pool?.run(jobs, ({ path }) => {
        let sync = syncFile(path);
        sync.catch(() => {
        }), syncs.push(sync);
      });
      await Promise.all(syncs), await Promise.all(
        jobs.map(async ({ request, path }, index) => {
          let made = facts?.[index];
          if (made === void 0) return;
          let annotations = { ...request.annotations, ...made.annotations }, descriptor = {
            mediaType: compression2 === "gzip" ? OCI_LAYER_GZIP : OCI_LAYER_ZSTD,
            digest: `sha256:${made.sha256}`,
            size: made.sizeBytes,
            ...Object.keys(annotations).length === 0 ? {} : { annotations }
          };
          await layout.adoptBlob(path, descriptor), written.set(request, {
            name: request.name,
            descriptor,
            diffId: `sha256:${made.tarSha256}`,
            tarBytes: made.tarBytes,
            differing: made.differing
          });
        })
      );
    } finally {
      await Promise.allSettled(syncs), await Promise.all(jobs.map(({ path }) => rm22(path, { force: !0 })));
    }
    let layers = requests.flatMap((request) => written.get(request) ?? []);
    let sizeBytes = layers.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
    log.debug(`${layers.length} layers, ${formatBytes(sizeBytes)} by ${compression2}`);
    return layers;
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function defaultLevel(compression2, isHot) {
  return compression2 === "gzip" ? isHot ? 9 : 6 : isHot ? 9 : 3;
}
function assertCompression(compression2) {
  if (!(compression2 === "gzip" || "zstdCompressSync" in zlib2))
    throw new ConfigError(
      "ZSTD_MISSING",
      `Node ${process.versions.node} cannot compress with zstd`,
      { hint: 'Use Node 22.15 or newer, or "compression: gzip".' }
    );
}
async function syncFile(path) {
  try {
    var _stack = [];
    try {
      let file2 = __using(_stack, await open14(path, "r"), !0);
      await file2.sync();
    } catch (_) {
      var _error = _, _hasError = !0;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    throw explainFileError(error, path);
  }
}

// lib/build/install-rootfs.ts
import { mkdir as mkdir15 } from "node:fs/promises";
import { join as join49 } from "node:path";

// lib/compose/closure.ts
import { writeFile as writeFile17 } from "node:fs/promises";
import { join as join47 } from "node:path";
var ALIAS = "locked", SELECTION = "name,provides,filelist,canon,dotarch,rel,glob";
async function closePackages(packages, options) {
  var _stack = [];
  try {
    let { requests, present = [], basearch, log } = options;
    let temp = __using(_stack, await makeTempDir(), !0);
    let path = join47(temp.path, "locked.solv");
    await makeSolvFile(packages, path, temp.path, log);
    let pool = [
      `repo ${ALIAS} 0 solv ${ALIAS}.solv`,
      `system :${ARCHITECTURES[basearch].rpmArches.join(":")} rpm`,
      `poolflags ${POOL_FLAGS}`
    ];
    let ask = (lines2, onLine) => askTestsolv([...pool, ...lines2].join(`
`), path, onLine, log);
    let found = await lookUp2(requests, ask);
    assertFound(found, packages, options);
    let jobs = [
      ...present.map((header) => `install pkg ${solvableOf(header)}`),
      ...found.flatMap(({ meanings }) => meanings.map((meaning) => `install ${meaning}`))
    ];
    let chosen = /* @__PURE__ */ new Set();
    let problems = /* @__PURE__ */ new Set();
    await ask(
      [
        `solverflags ${SOLVER_FLAGS} ignorerecommended`,
        ...jobs.map((job) => `job ${job}`),
        "result transaction,problems <inline>"
      ],
      (line) => {
        let [, solvable] = /^install (\S+)$/.exec(line) ?? [], [, problem] = /^problem \S+ info (.*)$/.exec(line) ?? [];
        solvable !== void 0 && chosen.add(solvable), problem !== void 0 && problems.add(problem);
      }
    );
    if (problems.size > 0) throw unmet([...problems], options);
    let closure = packages.filter((header) => chosen.has(solvableOf(header)));
    if (closure.length === chosen.size) return closure;
    throw new BuildError(
      "CLOSURE_FAILED",
      `libsolv chose ${chosen.size} packages for ${options.what}, ${closure.length} of them are in the lock`
    );
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function lookUp2(requests, ask) {
  let found = requests.map((request) => ({ request, meanings: [] })), at = -1;
  return await ask(
    // libsolv counts tests only when there are several.
    [...requests, void 0].map(
      (request) => request === void 0 ? "result jobs <inline>" : `job noop selection ${request} ${SELECTION}
result jobs <inline>
nextjob`
    ),
    (line) => {
      let [, number] = /^test (\d+):$/.exec(line) ?? [], [, meaning] = /^job noop (.*)$/.exec(line) ?? [];
      number !== void 0 && (at = Number(number) - 1), meaning !== void 0 && found[at]?.meanings.push(meaning);
    }
  ), found;
}
function assertFound(found, packages, { what, basearch, place }) {
  let missing = found.filter(({ meanings }) => meanings.length === 0), [first] = missing;
  if (first === void 0) return;
  let names = missing.map(({ request }) => `"${request}"`).join(", "), near = nearestName(
    first.request,
    packages.map(({ name }) => name)
  ), add2 = 'Name it in the treefile and run "treesmith lock": a container has packages of the lock alone.';
  throw new ConfigError(
    "PACKAGE_NOT_LOCKED",
    `${what}: the lock has no package, provide or file ${names} for ${basearch}`,
    {
      ...place === void 0 ? {} : { place },
      hint: near === void 0 ? add2 : `Did you mean "${near}"? Else: ${add2}`
    }
  );
}
function unmet(problems, { what, basearch, place }) {
  let lines2 = problems.map((problem) => `
  ${problem.replaceAll(`@${ALIAS}`, "")}`);
  return new ConfigError(
    "REQUIREMENT_NOT_LOCKED",
    `${what}: packages of the lock for ${basearch} cannot be installed together:${lines2.join("")}`,
    {
      ...place === void 0 ? {} : { place },
      hint: 'Run "treesmith lock": the lockfile was changed by hand, or the packages conflict.'
    }
  );
}
async function makeSolvFile(packages, path, folder, log) {
  let list = join47(folder, "packages");
  await writeFile17(list, packages.map((header) => `${header.path}
`).join(""));
  let chunks = [];
  await runTool(["rpms2solv", "-m", list], { log, onStdout: (chunk) => {
    chunks.push(chunk);
  } }), await writeFile17(path, Buffer.concat(chunks));
}
async function askTestsolv(text, path, onLine, log) {
  let complaint = await runTestsolv(text, { files: [{ alias: ALIAS, path }], options: ["-r"], onLine, log });
  if (complaint !== "")
    throw new BuildError("CLOSURE_FAILED", `testsolv complains: ${complaint}`);
}
function solvableOf({ name, epoch, version, release, arch }) {
  let evr = `${epoch === "0" ? "" : `${epoch}:`}${version}-${release}`;
  return `${name}-${evr}.${arch}@${ALIAS}`;
}

// lib/compose/rootfs.ts
import { lstat as lstat7, mkdir as mkdir14, writeFile as writeFile18 } from "node:fs/promises";
import { join as join48 } from "node:path";

// lib/compose/rootfs-rpmdb.ts
import { dirname as dirname12, relative as relative2 } from "node:path";
var SYSIMAGE = "usr/lib/sysimage/rpm", VAR = "var/lib/rpm", PLACES = [SYSIMAGE, VAR, "usr/share/rpm"], DATABASE = "rpmdb.sqlite";
async function findRootfsRpmdb(tree, owned) {
  for (let place of PLACES)
    if (await tree.stat(`${place}/${DATABASE}`) !== void 0)
      return relative2(tree.path, await tree.resolve(place, !0));
  return owned.has(`/${VAR}`) && !owned.has(`/${SYSIMAGE}`) ? VAR : SYSIMAGE;
}
async function placeRootfsRpmdb(tree, options) {
  let { rpmdb, owned } = options, wanted = await askRpm(tree, options), place = rpmdb;
  if (wanted !== void 0 && (await tree.lstat(wanted))?.isDirectory() === !0 && await tree.resolve(wanted, !0) !== await tree.resolve(rpmdb, !0)) {
    for (let name of await tree.list(rpmdb))
      await tree.rename(`${rpmdb}/${name}`, `${wanted}/${name}`);
    owned.has(`/${rpmdb}`) || await tree.remove(rpmdb), place = wanted;
  }
  for (let path of /* @__PURE__ */ new Set([SYSIMAGE, VAR, ...wanted === void 0 ? [] : [wanted]]))
    await tree.lstat(path) === void 0 && await tree.symlink(relative2(dirname12(path), place), path);
  return place;
}
async function askRpm(tree, options) {
  if ((await tree.stat("usr/bin/rpm"))?.isFile() !== !0) return;
  let found;
  return await runSandboxed(["rpm", "--eval", "%{_dbpath}"], {
    ...options,
    mounts: treeMounts(tree.path, { etc: "etc", readOnly: !0 }),
    env: { HOME: "/nonexistent" },
    onLine: (line) => {
      let [, path] = /^\/((?:usr|var)(?:\/[\w.-]+)+)\/?$/.exec(line) ?? [];
      path !== void 0 && !path.split("/").includes("..") && (found ??= path);
    }
  }), found;
}

// lib/compose/rootfs-settle.ts
var MOUNT_POINTS2 = {
  dev: 493,
  proc: 365,
  run: 493,
  sys: 365,
  tmp: 1023
}, LEAVINGS = ["run", "tmp", "var/cache", "var/log", "var/tmp"], LEFT_FILES = [
  // Draws entropy; each machine needs its own.
  "var/lib/systemd/random-seed",
  "var/lib/dbus/machine-id",
  // Holds the order in which folders were read; made again when systemd starts.
  "var/lib/systemd/catalog/database"
];
function isMountPoint(path) {
  return Object.hasOwn(MOUNT_POINTS2, path);
}
async function settleRootfs(tree, options) {
  let { packages, owned } = options;
  for (let folder of LEAVINGS) await removeLeavings(tree, folder, owned);
  for (let path of LEFT_FILES) owned.has(`/${path}`) || await tree.remove(path);
  let hasMachineId = await tree.lstat("etc/machine-id") !== void 0, context = { ...options, etc: "etc", machineidCompat: hasMachineId };
  await normaliseEarly(tree, context), await normalise(tree, context), await settleMountPoints(tree, packages), await settleTimes(tree, options);
}
async function removeLeavings(tree, folder, owned) {
  if ((await tree.lstat(folder))?.isDirectory() !== !0) return;
  let found = [];
  await tree.walk(folder, (path) => {
    found.push(path);
  }, "children first");
  for (let path of found)
    owned.has(`/${path}`) || (await tree.lstat(path))?.isDirectory() === !0 && (await tree.list(path)).length > 0 || await tree.remove(path);
}
async function settleMountPoints(tree, packages) {
  for (let [name, usualMode] of Object.entries(MOUNT_POINTS2)) {
    let file2 = packages.flatMap(({ files }) => files).find(({ path }) => path === `/${name}`);
    await tree.mkdir(name), (await tree.lstat(name))?.isDirectory() === !0 && (await tree.chmod(name, file2?.mode ?? usualMode), file2 !== void 0 && await tree.touch(name, file2.mtimeSeconds));
  }
}
async function settleTimes(tree, { startedMs, sourceDateEpoch }) {
  let late = [];
  await tree.walk(
    "",
    (path, stats) => {
      (stats.mtimeMs >= startedMs || stats.mtimeMs > sourceDateEpoch * 1e3) && late.push(path);
    },
    "children first"
  );
  for (let path of [...late, ""]) await tree.touch(path, sourceDateEpoch);
}

// lib/compose/rootfs.ts
function readRootfsPackages(packages, options) {
  return readPackages(
    packages.map(({ path }) => path),
    { ...options, keepFiles: (_, path) => isAccountFile(path) || isMountPoint(path.slice(1)) }
  );
}
async function composeRootfs(options) {
  let { treePath, workDir, log } = options;
  await assertRunsPrograms(options.basearch), await makeFolder(workDir), await makeFolder(treePath), await withLock(
    composeLock(workDir),
    () => withDiskFullError([workDir, treePath], () => compose2(options)),
    { log }
  );
}
async function compose2(options) {
  let { treePath, packages, present = [], basearch, sourceDateEpoch, log } = options, { treefile } = options, workDir = join48(options.workDir, "rootfs");
  await removeFolder(workDir, log);
  let scratch = join48(workDir, "scratch");
  await mkdir14(scratch, { recursive: !0 });
  try {
    let startedMs = await fileTimeMs(join48(workDir, "started")), tree = new Tree(treePath), unitsBefore = await listUnitLinks(tree), all = [...present, ...packages], owned = new Set(all.flatMap(({ paths }) => paths)), rpmdb = await findRootfsRpmdb(tree, owned), excludePaths = await seedAccounts({
      tree,
      treefile,
      packages,
      scratch: new Tree(scratch),
      checksums: /* @__PURE__ */ new Map(),
      sourceDateEpoch,
      log,
      ...present.length === 0 ? {} : { present: await readAccounts(tree) }
    });
    await installPackages({
      tree,
      basearch,
      packages,
      rpmdb,
      documentation: treefile.documentation,
      installLangs: treefile.installLangs,
      // Whoever runs a container gives it the devices that it needs.
      excludePaths: [...excludePaths, ...packages.flatMap(({ devices }) => devices)],
      scriptlets: !0,
      sourceDateEpoch,
      log
    }), await settleAccounts(tree), await removeUnitLinks(tree, unitsBefore, owned), await removeSpecialFiles(tree, !0);
    let common = { owned, sourceDateEpoch, log }, place = await placeRootfsRpmdb(tree, { ...common, rpmdb, basearch });
    await settleRootfs(tree, { ...common, rpmdb: place, packages: all, workDir, startedMs });
  } finally {
    await removeFolder(workDir, log);
  }
}
async function fileTimeMs(path) {
  return await writeFile18(path, ""), (await lstat7(path)).mtimeMs;
}

// lib/container/rootfs-difference.ts
import { closeSync as closeSync5, openSync as openSync5, readSync as readSync3 } from "node:fs";
var WHITEOUT = ".wh.", OPAQUE = ".wh..wh..opq", CHUNK_BYTES3 = 256 * 1024;
function rootfsDifference(before, after) {
  let old = new Map(before.map((entry) => [keyOf2(entry), entry])), now = new Map(after.map((entry) => [keyOf2(entry), entry])), wanted = changedKeys(old, now), whiteouts = findWhiteouts(old, now);
  for (let key of [...wanted, ...[...whiteouts.keys()].map((folder) => `${folder}/`)])
    for (let folder = parentOf(key); folder !== ""; folder = parentOf(folder)) wanted.add(folder);
  let entries = [];
  for (let [key, entry] of now)
    wanted.has(key) && entries.push(entry), entries.push(...whiteouts.get(key) ?? []);
  return entries;
}
function keyOf2({ path, pathBytes }) {
  return path === "." ? "" : Buffer.from(pathBytes ?? path).toString("latin1");
}
function parentOf(key) {
  return key.slice(0, Math.max(0, key.lastIndexOf("/")));
}
function changedKeys(old, now) {
  let changed = /* @__PURE__ */ new Set();
  for (let [key, entry] of now) {
    let was = old.get(key);
    (was === void 0 || !isSame3(was, entry)) && changed.add(key);
  }
  let links = [...now].filter(([, { type }]) => type === "hardlink");
  for (let [file2, names] of groupBy(
    links,
    ([, { target = "", targetBytes }]) => Buffer.from(targetBytes ?? target).toString("latin1")
  )) {
    let all = [file2, ...names.map(([key]) => key)];
    if (all.some((key) => changed.has(key))) for (let key of all) changed.add(key);
  }
  return changed;
}
function findWhiteouts(old, now) {
  let whiteouts = /* @__PURE__ */ new Map(), children = groupBy(
    [...old.keys()].filter((key) => key !== ""),
    parentOf
  );
  for (let [folder, keys] of children) {
    let entry = now.get(folder);
    if (entry?.type !== "folder") continue;
    let gone = keys.filter((key) => !now.has(key)).sort(compareBytes), names = gone.map((key) => `${WHITEOUT}${key.slice(key.lastIndexOf("/") + 1)}`), markers = (gone.length > 1 && gone.length === keys.length ? [OPAQUE] : names).map((name) => markerOf(folder, name, entry));
    markers.length > 0 && whiteouts.set(folder, markers);
  }
  return whiteouts;
}
function markerOf(folder, name, parent) {
  let bytes = Buffer.from(folder === "" ? name : `${folder}/${name}`, "latin1"), path = bytes.toString();
  return {
    path,
    ...Buffer.from(path).equals(bytes) ? {} : { pathBytes: bytes },
    type: "file",
    mode: 0,
    uid: 0,
    gid: 0,
    sizeBytes: 0,
    mtimeSeconds: parent.mtimeSeconds ?? 0
  };
}
function isSame3(a, b) {
  return a.type === b.type && a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.sizeBytes === b.sizeBytes && a.mtimeSeconds === b.mtimeSeconds && Buffer.from(a.targetBytes ?? a.target ?? "").equals(
    Buffer.from(b.targetBytes ?? b.target ?? "")
  ) && isSameXattrs(a.xattrs ?? [], b.xattrs ?? []) && (a.type !== "file" || isSameContent(a, b));
}
function isSameXattrs(a, b) {
  return a.length === b.length && a.every(([name, value], index) => {
    let other = b[index];
    return other?.[0] === name && Buffer.from(value).equals(other[1]);
  });
}
function isSameContent(a, b) {
  if (a.sizeBytes === 0) return !0;
  let files = [openSync5(pathOf(a), "r")];
  try {
    files.push(openSync5(pathOf(b), "r"));
    let [first = 0, second = 0] = files, buffers = [Buffer.allocUnsafe(CHUNK_BYTES3), Buffer.allocUnsafe(CHUNK_BYTES3)];
    for (let at = 0; at < a.sizeBytes; ) {
      let count = readSync3(first, buffers[0], 0, CHUNK_BYTES3, at), other = readSync3(second, buffers[1], 0, CHUNK_BYTES3, at);
      if (count !== other || count === 0 || !buffers[0].subarray(0, count).equals(buffers[1].subarray(0, count))) return !1;
      at += count;
    }
    return !0;
  } finally {
    for (let file2 of files) closeSync5(file2);
  }
}
function pathOf(entry) {
  let { content } = entry;
  if (content?.kind !== "file") throw new TypeError(`${nameOf(entry)} is no file of a tree`);
  return typeof content.path == "string" ? content.path : Buffer.from(content.path);
}

// lib/container/unpack-image.ts
import { once as once5 } from "node:events";
import { pipeline as pipeline2 } from "node:stream/promises";
var MAX_LAYER_BYTES = 64 * 2 ** 30;
async function unpackImage({ layout, manifest }, folder, log) {
  for (let layer of manifest.layers) {
    let path = await layout.blobPath(layer), { sha256: sha2562 } = await digestFile(path);
    if (`sha256:${sha2562}` !== layer.digest)
      throw baseDamaged(layout.folder, `${layer.digest} has the digest sha256:${sha2562}`);
    let tar = await startTool(
      [
        "tar",
        "--extract",
        "--file=-",
        "--directory",
        folder,
        "--numeric-owner",
        "--same-owner",
        "--same-permissions",
        "--xattrs",
        "--xattrs-include=*"
      ],
      { stdio: ["pipe", "ignore", "pipe"], log }
    ), { stdin, stderr } = tar;
    if (stdin === null || stderr === null) throw new TypeError("no pipes");
    let complaint = "";
    stderr.on("data", (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-2048);
    });
    let ended2 = once5(tar, "close"), compression2 = layer.mediaType === OCI_LAYER_GZIP ? "gzip" : "zstd", failure2 = await pipeline2(openDecompressed(path, compression2, MAX_LAYER_BYTES), stdin).then(
      () => {
      },
      (error) => error
    ), [exitCode] = await ended2;
    if (failure2 !== void 0 && failure2.code !== "EPIPE") throw failure2;
    if (exitCode !== 0)
      throw baseDamaged(layout.folder, complaint.trim());
  }
}

// lib/build/install-rootfs.ts
function installRootfs(folder, base, options, what) {
  return base === void 0 ? installAll(folder, options, what) : installOnTop(folder, base, options, what);
}
async function findRpmdb(tree) {
  for (let path of RPMDB_PATHS)
    if ((await tree.stat(path))?.isFile() === !0) return tree.resolve(path, !0);
  throw new TypeError(`${tree.path} has no package database`);
}
async function installAll(folder, options, what) {
  let { spec, log, previous } = options, locked = await readRootfsPackages(options.packages, options), wanted = await closePackages(locked, { ...options, what, requests: spec.packages });
  log.info(`${wanted.length} of ${locked.length} packages: ${formatNames(wanted)}`);
  let treePath = join49(folder, "tree");
  await composeRootfs({ ...options, treePath, packages: wanted, workDir: join49(folder, "compose") });
  let entries = await readRootfsEntries(treePath, log), packages = await packagesIn(new Tree(treePath), wanted), maxLayers = spec.kind === "base" ? spec.maxLayers : 1, layers = rootfsLayers({ entries, packages, maxLayers, ...previous === void 0 ? {} : { previous } });
  return { treePath, layers, nevras: packages.map(({ nevra }) => nevra).sort() };
}
async function installOnTop(folder, base, options, what) {
  let { spec, log } = options, basePath = join49(folder, "base");
  await mkdir15(basePath), await unpackImage(base, basePath, log);
  let installed = [...readInstalledPackages(await findRpmdb(new Tree(basePath)))].map(
    formatNevra
  );
  if (spec.packages.length === 0)
    return { treePath: basePath, layers: [], nevras: installed.sort() };
  let locked = await readRootfsPackages(options.packages, options), present = locked.filter((header) => installed.includes(formatNevra(header)));
  if (present.length !== installed.length)
    throw baseDamaged(base.layout.folder, "it was made of another lock");
  let closed = await closePackages(locked, {
    ...options,
    what,
    requests: spec.packages,
    present
  }), wanted = closed.filter((header) => !present.includes(header));
  log.info(`${wanted.length} packages on top of ${present.length}: ${formatNames(wanted)}`);
  let nevras = closed.map(formatNevra).sort();
  if (wanted.length === 0) return { treePath: basePath, layers: [], nevras };
  let treePath = join49(folder, "tree");
  await runTool(["cp", "--archive", "--reflink=auto", "--", basePath, treePath], { log }), await composeRootfs({
    ...options,
    treePath,
    present,
    packages: wanted,
    workDir: join49(folder, "compose")
  });
  let before = await readRootfsEntries(basePath, log), entries = rootfsDifference(before, await readRootfsEntries(treePath, log)), sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0), annotations = formatLayerPackages(wanted.map(formatNevra));
  return { treePath, layers: [{ name: "packages", sizeBytes, entries: () => entries, annotations }], nevras };
}
async function packagesIn(tree, headers) {
  let paths = new Map(headers.map((header) => [formatNevra(header), header.paths])), installed = [...readInstalledPackages(await findRpmdb(tree))], newest = installed.reduce((latest, { buildTime }) => Math.max(latest, buildTime), 0);
  return installed.map((found) => ({
    name: found.name,
    source: /^(.+)-[^-]+-[^-]+\.[^.]+\.rpm$/.exec(found.sourceRpm)?.[1] ?? found.name,
    nevra: formatNevra(found),
    changesPerYear: changesPerYear(found.changelogTimes, newest),
    paths: paths.get(formatNevra(found)) ?? []
  }));
}
function formatNames(packages) {
  let names = packages.map(({ name }) => name);
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
}

// lib/container/package-changes.ts
function formatPackageChanges(added, removed) {
  return [...told("now with", added), ...told("no longer with", removed)].join("; ");
}
function told(what, nevras) {
  if (nevras.length === 0) return [];
  let more = nevras.length > 5 ? ` and ${nevras.length - 5} more` : "";
  return [`${what} ${nevras.slice(0, 5).join(", ")}${more}`];
}

// lib/build/rootfs-changes.ts
function describeLayers(layers, previous) {
  let known = new Set(previous?.layers.map(({ digest }) => digest)), before = nevrasOf(previous?.layers ?? []), after = nevrasOf(layers.map(({ descriptor }) => descriptor));
  return layers.map(({ descriptor, name }) => {
    let own = nevrasOf([descriptor]), added = [...own].filter((nevra) => !before.has(nevra)), names = new Set(own.size === 0 ? [] : [...own].map(nameOf3)), removed = [...before].filter((nevra) => !after.has(nevra) && names.has(nameOf3(nevra))), fact = {
      digest: descriptor.digest,
      sizeBytes: descriptor.size,
      content: name,
      reused: known.has(descriptor.digest)
    };
    return fact.reused ? fact : { ...fact, why: reasonOf(previous === void 0, added, removed) };
  });
}
function reasonOf(isFirst, added, removed) {
  return isFirst ? "there is no previous image" : formatPackageChanges(added, removed) || "its packages are the same, its files are others";
}
function nevrasOf(layers) {
  return new Set(layers.flatMap((layer) => readLayerContent(layer).nevras));
}
function nameOf3(nevra) {
  return nevra.replace(/-[^-]+-[^-]+$/, "");
}

// lib/container/rootfs-user.ts
function assertUser(user, accounts, what) {
  let [name, group] = user.split(":");
  for (let [file2, wanted] of [["passwd", name], ["group", group]])
    if (!(wanted === void 0 || /^\d+$/.test(wanted)) && !accounts[file2].split(`
`).some((line) => line.startsWith(`${wanted}:`)))
      throw new ConfigError(
        "USER_MISSING",
        `${what}: user: /etc/${file2} of the container has no ${wanted}`,
        { hint: "Add the package or the sysusers.d file that makes the account, or give a number." }
      );
}

// lib/build/rootfs-process.ts
var DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", SHELLS = ["bin/bash", "bin/sh"];
async function rootfsProcess(tree, spec, base, what) {
  let [own, below] = [spec.process, base?.process], entrypoint = own.entrypoint ?? below?.entrypoint, cmd = own.cmd ?? (own.entrypoint === void 0 ? below?.cmd : void 0) ?? (entrypoint === void 0 ? await shellOf(tree) : void 0), user = own.user ?? below?.user, workingDir = own.workingDir ?? below?.workingDir, stopSignal = own.stopSignal ?? below?.stopSignal;
  if (user !== void 0) {
    let passwd = await tree.read("etc/passwd") ?? "", group = await tree.read("etc/group") ?? "";
    assertUser(user, { passwd, group }, what);
  }
  return {
    ...entrypoint === void 0 ? {} : { entrypoint },
    ...cmd === void 0 ? {} : { cmd },
    env: { PATH: DEFAULT_PATH, ...below?.env, ...own.env },
    ...user === void 0 ? {} : { user },
    ...workingDir === void 0 ? {} : { workingDir },
    exposedPorts: [...below?.exposedPorts ?? [], ...own.exposedPorts],
    volumes: [...below?.volumes ?? [], ...own.volumes],
    ...stopSignal === void 0 ? {} : { stopSignal },
    labels: { ...base?.labels, ...spec.labels }
  };
}
async function shellOf(tree) {
  for (let path of SHELLS)
    if ((await tree.stat(path))?.isFile() === !0) return [`/${path}`];
}

// lib/build/rootfs-container.ts
async function makeRootfsContainer(options) {
  let { workDir, log } = options;
  await makeFolder(workDir);
  let folder = join50(workDir, "rootfs-container");
  return withLock(
    `${folder}.lock`,
    async () => {
      await removeFolder(folder, log);
      try {
        return await make(folder, options);
      } finally {
        await removeFolder(folder, log);
      }
    },
    { log }
  );
}
async function make(folder, options) {
  let { spec, basearch, log, sourceDateEpoch, previous } = options, what = `container ${spec.name}`, files = spec.files === void 0 ? [] : await readFilesFolder(spec.files, what, options.filesRoot), layout = await OciLayout.create(options.layoutPath), write = (requests) => writeLayers(requests, {
    layout,
    compression: spec.compression,
    log,
    ...spec.compressionLevel === void 0 ? {} : { level: spec.compressionLevel }
  }), base = options.base === void 0 ? void 0 : await openBase(options.base);
  await mkdir16(folder);
  let packaged = await installRootfs(folder, base, options, what), layers = await write(packaged.layers), laid = await layFiles({
    what,
    files,
    sourceDateEpoch,
    treePath: packaged.treePath,
    units: spec.units
  });
  laid.length > 0 && layers.push(...await write([await filesLayer(packaged.treePath, laid, log)]));
  let tree = new Tree(packaged.treePath), process3 = await rootfsProcess(tree, spec, options.base?.spec, what);
  options.factsPath !== void 0 && await keepFacts(tree, options.factsPath);
  let image = await writeRootfsImage({
    layout,
    layers,
    process: process3,
    log,
    tag: options.tag,
    createdBy: options.createdBy,
    architecture: ARCHITECTURES[basearch].oci,
    annotations: spec.annotations,
    createdSeconds: sourceDateEpoch,
    ...base === void 0 ? {} : { base }
  }), lower = (base?.manifest.layers ?? []).map((descriptor) => ({
    descriptor,
    name: `base ${base?.name}`
  })), all = describeLayers([...lower, ...layers], previous), newBytes = all.reduce((sum, layer) => sum + (layer.reused ? 0 : layer.sizeBytes), 0);
  return {
    digest: image.digest,
    nevras: packaged.nevras,
    sizeBytes: image.sizeBytes,
    layers: all,
    newBytes: newBytes + image.metadataBytes
  };
}
async function filesLayer(treePath, paths, log) {
  let wanted = new Set(paths), all = await readRootfsEntries(treePath, log), own = new Set(all.filter(({ path }) => wanted.has(path))), entries = withParents(all, own), sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0), named = entries.filter((entry) => own.has(entry) && entry.type !== "folder"), annotations = formatFilesContent(named.map(({ path }) => path));
  return { name: "files", sizeBytes, entries: () => entries, annotations };
}
async function openBase({
  spec,
  layoutPath,
  tag
}) {
  let layout = await OciLayout.open(layoutPath), found = await layout.getManifest(tag), manifest = found === void 0 ? void 0 : parseManifest(found.bytes, found.mediaType);
  if (found === void 0 || manifest?.kind !== "manifest")
    throw baseDamaged(layoutPath, `it has no image "${tag}"`);
  return { layout, digest: found.digest, manifest, name: spec.name };
}
async function keepFacts(tree, folder) {
  await makeFolder(folder);
  let facts = new Tree(folder), osRelease = await tree.read("etc/os-release") ?? await tree.read("usr/lib/os-release");
  osRelease !== void 0 && await facts.write("usr/lib/os-release", osRelease), await facts.mkdir("var/lib/rpm"), await copyFile7(await findRpmdb(tree), await facts.resolve("var/lib/rpm/rpmdb.sqlite"));
}

// lib/build/privileged.ts
var STAGES = {
  compose: composeTree,
  "compose-check": checkCompose,
  images: makeImages,
  "rootfs-container": makeRootfsContainer
}, TASKS = Object.fromEntries(
  Object.entries(STAGES).map(([name, stage]) => {
    let run = stage;
    return [
      name,
      async (input, log) => await run({ ...input, log })
    ];
  })
);
async function runAsRoot(stage, options, {
  folders,
  outputs
}, { log, entry }) {
  for (let folder of folders) await makeFolder(folder);
  return await runPrivileged({
    task: stage,
    // A treefile holds Maps for messages alone; what is left is JSON.
    input: options,
    outputs,
    tasks: TASKS,
    log,
    entry: [process.execPath, entry, "root-stage"]
  });
}
function serveRootStage() {
  return servePrivileged(TASKS);
}

export {
  packageList,
  linkCommit,
  layerCommits,
  AUTOVAR,
  publishCommit,
  INITRAMFS_STAGE,
  inputHash,
  assertReproducible,
  readFilesFolder,
  COMPONENTS,
  formatLayerContent,
  readLayerContent,
  formatCommitContent,
  changesPerYear,
  formatLayerTitle,
  planLayers,
  LayerThreads,
  writeLayers,
  assertCompression,
  formatPackageChanges,
  runAsRoot,
  serveRootStage
};
