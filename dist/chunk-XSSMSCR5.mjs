import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  composeLock,
  isDiskFull,
  linkRpmdb,
  makeFolders,
  normalise,
  normaliseEarly,
  removeFolder,
  removeSpecialFiles,
  withDiskFullError
} from "./chunk-NYOQAVMR.mjs";
import {
  readXattrs,
  withLabel
} from "./chunk-3RQQINWV.mjs";
import {
  commitMetadata,
  jsonVariant,
  packageList,
  strings
} from "./chunk-2EG5ZA3A.mjs";
import {
  convertVar
} from "./chunk-OW6TRHB3.mjs";
import {
  INITRAMFS_STAGE,
  TextWords,
  commitTree,
  fetchLastInitramfs,
  inTree,
  initramfsPath,
  isReadForWords,
  linkCommit,
  makeInitramfs,
  publishCommit,
  readTree
} from "./chunk-LJSBIS2A.mjs";
import {
  openArchive
} from "./chunk-R5XR7NDA.mjs";
import {
  makeDeferred
} from "./chunk-FNFQEHS5.mjs";
import {
  applyOverlays,
  findUnpacked,
  inputHash,
  layerCommits
} from "./chunk-HTX6YCUO.mjs";
import {
  readRepositoryConfig
} from "./chunk-FVKO6F3T.mjs";
import {
  digestFiles
} from "./chunk-SUYB5RVO.mjs";
import {
  HWDB_RESULTS,
  KeptHwdb,
  RPMDB,
  Tree,
  formatGroup,
  formatPasswd,
  installPackages,
  isAccountFile,
  mergeNamed,
  nevraOf,
  parseGroup,
  parsePasswd,
  readAccounts,
  readPackages,
  runSandboxed,
  seedAccounts,
  settleAccounts,
  stateOf,
  treeMounts
} from "./chunk-YMKSADZE.mjs";
import {
  CommitReader
} from "./chunk-FHUVXSWX.mjs";
import {
  makeTemporaryFolder,
  readRef
} from "./chunk-OXTLJHJG.mjs";
import {
  assertRunsPrograms
} from "./chunk-2UF2QBX7.mjs";
import {
  keepJson,
  listKept,
  readKeptJson
} from "./chunk-6SUC3BPE.mjs";
import {
  markUsed
} from "./chunk-SWBYX6AK.mjs";
import {
  addedFileMode,
  composeInputs
} from "./chunk-NQ4WGN4H.mjs";
import {
  compareEvr
} from "./chunk-77DXW6FU.mjs";
import {
  pLimit
} from "./chunk-3DWESOYY.mjs";
import {
  ToolError,
  findTool,
  makeFolder,
  readTool,
  runTool,
  withLock,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  formatState,
  makeParent,
  writeWith
} from "./chunk-WICTMXRX.mjs";
import {
  formatContentHeader
} from "./chunk-MXOWXJGY.mjs";
import {
  boolean,
  formatDirmeta,
  formatDirtree,
  objectChecksum,
  objectPath,
  parseCommit,
  parseDirtree,
  string,
  typed
} from "./chunk-ZFWD6OLO.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  stopWorker
} from "./chunk-DXYLZNMC.mjs";
import {
  BuildError,
  ConfigError,
  formatPlace
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/compose/compose.ts
import { join as join10 } from "node:path";

// lib/host/memory.ts
import { readFile, statfs } from "node:fs/promises";
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
  let options = (await readFile("/proc/self/mountinfo", "utf8")).split(`
`).map((line) => line.split(" ")).filter((fields) => fields[4] === point);
  return options.length > 0 && !/\b(noexec|ro)\b/.test(options.at(-1)?.[5] ?? "");
}

// lib/repo/object-writer.ts
import { lstatSync as lstatSync2 } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join as join4 } from "node:path";

// lib/repo/bare-attributes.ts
import { renameSync } from "node:fs";
async function finishBareObjects(objects, log) {
  if (objects.length === 0) return;
  let lines = objects.map(({ temporary, meta }) => {
    let value = Buffer.from(formatDirmeta(meta)).toString("hex");
    return `# file: ${escapePath(temporary)}
user.ostreemeta=0x${value}

`;
  });
  await runTool(["setfattr", "-h", "--restore=-"], { log, input: lines.join("") });
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

// lib/repo/object-list.ts
import { readdirSync } from "node:fs";
import { join } from "node:path";
var ObjectList = class {
  folders = /* @__PURE__ */ new Map();
  settings;
  constructor(settings) {
    this.settings = settings;
  }
  has(checksum) {
    let { repoPath, mode } = this.settings, folder = checksum.slice(0, 2), names = this.folders.get(folder) ?? list(join(repoPath, "objects", folder));
    return this.folders.set(folder, names), names.has(`${checksum.slice(2)}.${mode === "archive" ? "filez" : "file"}`);
  }
};
function list(path) {
  try {
    return new Set(readdirSync(path));
  } catch (error) {
    if (error.code === "ENOENT") return /* @__PURE__ */ new Set();
    throw error;
  }
}

// lib/repo/known-files.ts
var UNKNOWN = { checksum: "", isThere: !1 }, KnownFiles = class {
  /** By their states. */
  hashed = /* @__PURE__ */ new Map();
  /** By their paths in the tree. */
  expected = /* @__PURE__ */ new Map();
  /** Takes in what was hashed: a file that is still the same has that object. */
  addHashed(files) {
    for (let file of files) this.hashed.set(file.state, file);
  }
  /** `path`: in the tree, without a leading slash. */
  expect(path, file) {
    this.expected.set(path, file);
  }
  /** Says what is known of files of the tree `treePath`, in their order, and which objects the repository has now. */
  find(files, treePath, repository) {
    let objects = new ObjectList(repository);
    return files.map((file) => {
      let { meta, path, stats } = file;
      if (meta.target !== void 0)
        return { checksum: sha256(formatContentHeader(meta)), isThere: !1 };
      let expected = this.expected.get(path.slice(treePath.length + 1));
      return expected === void 0 || meta.xattrs.length > 0 || !isAsExpected(stats, expected) ? this.hashedOf(file) : { checksum: expected.checksum, isThere: objects.has(expected.checksum) };
    });
  }
  /** Says what is known of a regular file that was hashed and is still the same. */
  hashedOf({ meta, stats }) {
    return meta.xattrs.length > 0 ? UNKNOWN : this.hashed.get(formatState(stats)) ?? UNKNOWN;
  }
};
function isAsExpected(stats, expected) {
  return stats.size === expected.sizeBytes && stats.uid === expected.uid && stats.gid === expected.gid && stats.mode === expected.mode && stats.mtimeMs === expected.mtimeMs && stats.ctimeMs <= expected.latestCtimeMs;
}
function committedFiles({ files }, stored, treePath) {
  let found = /* @__PURE__ */ new Map();
  return files.forEach(({ path, meta, stats }, index) => {
    let checksum = stored[index]?.checksum;
    meta.target !== void 0 || meta.xattrs.length > 0 || checksum === void 0 || found.set(path.slice(treePath.length + 1), { stats, checksum });
  }), found;
}

// lib/repo/labels.ts
import { readFile as readFile2, stat } from "node:fs/promises";
import { join as join2 } from "node:path";
var BATCH_PATHS = 1e3, BATCH_BYTES = 768 * 1024, PROC = "/proc", PROC_STAND_IN = "/mnt";
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
    let folder = join2(treePath, etc, "selinux");
    if (await stat(folder).catch(() => {
    }) === void 0) continue;
    let config = await readFile2(join2(folder, "config"), "utf8").catch(() => ""), name = /^\s*SELINUXTYPE\s*=\s*(\S+)\s*$/m.exec(config)?.[1];
    return name === void 0 ? void 0 : join2(folder, name);
  }
}
async function lookUp(policy, kind, names, log) {
  try {
    let argv = ["matchpathcon", "-n", "-N", "-m", kind, "-P", policy, "--", ...names], lines = (await readTool(argv)).split(`
`);
    if (log.debug(`matchpathcon -P ${policy}: ${names.length} of kind ${kind}`), lines.pop() === "" && lines.length === names.length) return lines;
    throw unreadable(`matchpathcon printed ${lines.length} contexts for ${names.length} paths`);
  } catch (cause) {
    throw cause instanceof ToolError ? unreadable(cause.stderr.trim(), cause) : cause;
  }
}
function pathsByKind(tree) {
  let paths = { file: [], dir: [], lnk_file: [] }, visit = ({ path, files, folders }) => {
    paths.dir.push(path);
    for (let file of files)
      paths[file.target === void 0 ? "file" : "lnk_file"].push(file.path);
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
    (batch.length >= BATCH_PATHS || sizeBytes + own > BATCH_BYTES) && (made.push(batch), batch = [], sizeBytes = 0), batch.push(path), sizeBytes += own;
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
import { existsSync, renameSync as renameSync2 } from "node:fs";
import { join as join3 } from "node:path";
import { setImmediate } from "node:timers/promises";
function storeMetadata({ repoPath, tempPath }, object, type, elsewhere) {
  let checksum = objectChecksum(object), final = join3(repoPath, objectPath(checksum, type));
  if (elsewhere?.has(checksum) === !0 || existsSync(final)) return { checksum, writtenBytes: 0 };
  let temporary = join3(tempPath, checksum), writtenBytes = writeWith(temporary, 420, (write) => write(object));
  return makeParent(final), renameSync2(temporary, final), { checksum, writtenBytes };
}
var PAUSED_LEVELS = 3, FolderStore = class {
  /** What was made, each once. */
  objects = [];
  place;
  elsewhere;
  metas = /* @__PURE__ */ new Map();
  stored = /* @__PURE__ */ new Map();
  constructor(place, elsewhere) {
    this.place = place, this.elsewhere = elsewhere;
  }
  /** Stores a folder, unless it is stored already. `checksums`: of all files, by their indices. */
  store(folder, checksums) {
    let stored = this.storeKnown(folder, checksums);
    if (stored === void 0) throw new TypeError("a folder with files that are not stored");
    return stored;
  }
  /**
   * Stores those folders of which all is known, while others see to the rest: with them it takes as long as
   * everything else that is left then. `checksums`: empty where a file's is not known.
   */
  async storeAhead(folder, checksums, levels = PAUSED_LEVELS) {
    if (levels > 0)
      for (let child of folder.folders)
        await this.storeAhead(child.folder, checksums, levels - 1);
    await setImmediate(), this.storeKnown(folder, checksums);
  }
  /** Undefined when there is something that is not known, here or below. */
  storeKnown(folder, checksums) {
    let before = this.stored.get(folder);
    if (before !== void 0) return before;
    let files = folder.files.map(({ name, index }) => ({
      name,
      checksum: checksums[index] ?? ""
    })), isKnown = files.every(({ checksum }) => checksum !== ""), directories = folder.folders.flatMap(({ name, folder: child }) => {
      let stored2 = this.storeKnown(child, checksums);
      return isKnown &&= stored2 !== void 0, stored2 === void 0 ? [] : [{ name, ...stored2 }];
    });
    if (!isKnown) return;
    let stored = { tree: this.put(formatDirtree({ files, directories }), "dirtree"), meta: this.metaOf(folder.meta) };
    return this.stored.set(folder, stored), stored;
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
    let { uid, gid, mode } = stats, own = xattrs.get(path), label = labels?.get(path), make = () => ({
      uid,
      gid,
      mode,
      xattrs: label === void 0 ? own ?? NONE : withLabel(own ?? NONE, label),
      ...target === void 0 ? {} : { target }
    });
    if (own !== void 0 || target !== void 0) return make();
    let key = `${uid}:${gid}:${mode}:${label ?? ""}`, meta = metas.get(key) ?? make();
    return metas.set(key, meta), meta;
  }, planFile = (file) => {
    fileCount += 1;
    let { path, stats } = file, key = stats.nlink > 1 && file.target === void 0 ? `${inodeOf(path)}:${labels?.get(path) ?? ""}` : void 0, known = key === void 0 ? void 0 : links.get(key);
    if (known !== void 0) return known;
    let index = files.push({ path, meta: metaOf(file), sizeBytes: stats.size, stats }) - 1;
    return key !== void 0 && links.set(key, index), index;
  }, planFolder = (folder) => ({
    meta: metaOf(folder),
    files: folder.files.map((file) => ({ name: file.name, index: planFile(file) })),
    folders: folder.folders.map((child) => ({ name: child.name, folder: planFolder(child) }))
  }), root = planFolder(tree);
  return { files, fileCount, root };
}
function inodeOf(path) {
  let { dev, ino } = lstatSync(path, { bigint: !0 });
  return `${dev}:${ino}`;
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
  threads = [];
  settings;
  count;
  toStore = [];
  toPrepare = [];
  /** A worker's message comes in no run's context. */
  timeline = currentTimeline();
  /** False while other work keeps a core busy. */
  isHurried = !1;
  /** Why no thread takes anything any more. */
  broken;
  constructor(settings, threads) {
    this.settings = settings, this.count = Math.max(1, threads);
  }
  /** Starts the threads, unless they run: the first task has not to wait for it then. */
  start(count = this.count) {
    for (; this.threads.length < count; )
      this.threads.push(this.startThread(`objects ${this.threads.length + 1}`));
  }
  /**
   * All threads store, and share out the batches among themselves. While `beside` is pending, which is
   * other work that keeps a core busy, one of them stands back.
   *
   * @throws BuildError TREE_CHANGED, OBJECT_WRITER_FAILED
   */
  async store(task, beside) {
    let all = Math.min(this.count, task.batches.length), first = beside === void 0 ? all : Math.min(this.otherThreads(), all), takeShare = () => this.enqueue(this.toStore, task), shares = Promise.all(Array.from({ length: first }, takeShare)), last, isDone = !1, join11 = () => {
      isDone || first === all || (last = takeShare(), last.catch(() => {
      }));
    };
    beside?.then(join11, join11);
    try {
      let results = await shares;
      return isDone = !0, [...results, await last ?? {}].flatMap(({ stored = [] }) => stored);
    } finally {
      isDone = !0;
    }
  }
  /** One less than there are, but one at least. */
  otherThreads() {
    return Math.max(1, this.count - 1);
  }
  /** Done when there is nothing else to do, by all threads but one; what is urgent, first. */
  prepare(task, isUrgent = !1) {
    return this.enqueue(this.toPrepare, task, isUrgent);
  }
  /** Lets all threads take what is urgent, and hash. To compress takes long: whoever stores next would wait for it. */
  hurry() {
    this.isHurried = !0;
    for (let thread of this.threads) this.giveWork(thread);
  }
  /** Forgets what of `prepare` is not begun. */
  stopPreparing() {
    for (let { resolve } of this.toPrepare.splice(0)) resolve({});
  }
  async [Symbol.asyncDispose]() {
    this.toStore.length = 0, this.toPrepare.length = 0;
    for (let { job } of this.threads)
      job?.task.kind === "store" && Atomics.store(job.task.taken, 0, job.task.batches.length);
    await Promise.all(this.threads.map(({ worker }) => stopWorker(worker)));
    for (let thread of this.threads) endSpan(thread);
  }
  enqueue(queue, task, isUrgent = !1) {
    return new Promise((resolve, reject) => {
      if (this.broken !== void 0) return reject(this.broken);
      let job = { task, isUrgent, resolve, reject };
      isUrgent ? queue.unshift(job) : queue.push(job);
      let isForAll = task.kind === "store" || this.isHurried;
      this.start(isForAll ? this.count : this.otherThreads());
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
    let busy = this.threads.filter(({ job }) => job !== void 0).length, [next] = this.toPrepare, isQuick = next?.isUrgent === !0 || next?.task.kind === "hash", most = this.isHurried && isQuick ? this.count : this.otherThreads();
    return busy < most ? this.toPrepare.shift() : void 0;
  }
  startThread(lane) {
    let worker = new Worker(SCRIPT, { workerData: this.settings, name: lane }), thread = { worker, lane };
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
var DEFAULT_LEVEL = 1, NOT_STORED = { checksum: "", writtenBytes: 0 }, PREPARE_BATCH = 128, HASH_BATCH = 128, MAX_WAITING = 1e5;
async function openObjectWriter(options) {
  let { repoPath, scratchPath } = options, { mode, zlibLevel } = await readRepositoryConfig(repoPath);
  await rm(scratchPath, { recursive: !0, force: !0, maxRetries: 3 }), await mkdir(scratchPath, { recursive: !0, mode: 448 });
  let tempPath = await makeTemporaryFolder(repoPath), level = options.level ?? zlibLevel ?? DEFAULT_LEVEL, byContent = options.preparesByContent ?? !0, igzip = mode === "archive" && level === DEFAULT_LEVEL ? findTool("igzip") : void 0, settings = {
    repoPath,
    mode,
    level,
    tempPath,
    preparedPath: scratchPath,
    byContent,
    ...igzip === void 0 ? {} : { igzip }
  };
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
  files = new KnownFiles();
  constructor(settings, threads, log) {
    this.settings = settings, this.log = log, this.threads = threads, this.pool = new WorkerPool(settings, threads);
  }
  /** Starts the threads, which takes a tenth of a second of a core, before there is anything to do. */
  start() {
    this.pool.start();
  }
  /**
   * Compresses files that a `commitTree` of this writer may need, in the background. What is there
   * is kept by checksums, so it does not matter what becomes of the files. `isUrgent`: before
   * all that waits.
   */
  prepare(paths, isUrgent = !1) {
    this.settings.mode === "archive" && (this.hasPrepared ||= paths.length > 0, this.goAhead("prepare", paths, PREPARE_BATCH, isUrgent));
  }
  /**
   * Hashes files whose objects are probably there, in the background. One that changes afterwards is
   * hashed again. What the repository has then, it must keep until the tree is committed.
   */
  hash(paths) {
    this.goAhead("hash", paths, HASH_BATCH);
  }
  /** Lets `commitTree` not read the file `path` of the tree, which has no leading slash, as long as it is as said. */
  expect(path, file) {
    this.files.expect(path, file);
  }
  /** Says that nothing else keeps a core busy: from now on, all threads take what is urgent, and hash. */
  hurry() {
    this.pool.hurry();
  }
  goAhead(kind, paths, size, isUrgent = !1) {
    for (let at = 0; at < paths.length && this.waiting < MAX_WAITING; at += size) {
      let batch = paths.slice(at, at + size);
      this.waiting += batch.length;
      let done = this.pool.prepare({ kind, paths: batch }, isUrgent).then(
        ({ hashed = [] }) => {
          this.waiting -= batch.length, this.files.addHashed(hashed);
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
    this.pool.start(), this.pool.stopPreparing(), options.late?.ready.catch(() => {
    });
    let reading = readXattrs(treePath, this.log);
    reading.catch(() => {
    });
    let tree = readTree(treePath);
    options.late !== void 0 && this.hash([options.late.path]);
    let { log, threads } = this, labels = options.selinux === !0 ? await readLabels(treePath, tree, { log, threads }) : void 0, plan = planTree(tree, await reading, labels);
    await this.preparing;
    let latePath = options.late?.path, known = this.files.find(plan.files, treePath, this.settings).map((file, index) => plan.files[index]?.path === latePath ? UNKNOWN : file), folders = new FolderStore(this.settings, options.elsewhere), ahead = Promise.resolve(), storeAhead = (found) => {
      ahead = ahead.then(() => folders.storeAhead(plan.root, checksumsOf(found))), ahead.catch(() => {
      });
    }, content = await this.storePlan(plan, known, tree, { ...options, storeAhead }).then((stored) => (options.onStored?.(), stored)).finally(() => ahead), root = folders.store(plan.root, checksumsOf(content)), objects = /* @__PURE__ */ new Map();
    for (let { checksum, writtenBytes } of [...content, ...folders.objects])
      objects.set(checksum, Math.max(writtenBytes, objects.get(checksum) ?? 0));
    let written = [...objects.values()].filter((bytes) => bytes > 0);
    return {
      rootTree: root.tree,
      rootMeta: root.meta,
      files: plan.fileCount,
      contents: committedFiles(plan, content, treePath),
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
    return await rm(join4(this.settings.repoPath, "state", `${checksum}.commitpartial`), { force: !0 }), checksum;
  }
  /** Stores the content of a plan. The answers are in its order; a late file comes last. */
  async storePlan({ files, root }, known, tree, {
    elsewhere,
    late,
    storeAhead
  }) {
    let index = late === void 0 ? -1 : files.findIndex(({ path }) => path === late.path), place = files[index];
    if (late !== void 0 && place === void 0)
      throw new BuildError("TREE_CHANGED", `the tree has no file ${late.path} yet`);
    let stored = known.map(({ checksum: checksum2 }) => ({ checksum: checksum2, writtenBytes: 0 })), others = files.flatMap((file, at) => {
      let { checksum: checksum2 = "", isThere: isThere2 = !1 } = known[at] ?? {};
      return isThere2 || at === index ? [] : [{ at, file, checksum: checksum2 }];
    }), storing = this.storeContent(others, elsewhere, late?.beside).then((found) => {
      others.forEach(({ at }, i) => {
        stored[at] = found[i] ?? NOT_STORED;
      });
    });
    if (storeAhead(known), late === void 0 || place === void 0)
      return await storing, stored;
    let checksums = storing.then(() => checksumsByPath(root, tree.path, stored));
    checksums.catch(() => {
    }), late.onOthers?.(tree, checksums), await storing, storeAhead(stored), await late.ready;
    let stats = lstatSync2(late.path), { uid, gid, mode, size } = stats, made = { ...place, stats, sizeBytes: size, meta: { ...place.meta, uid, gid, mode } }, { checksum, isThere } = this.files.hashedOf(made), [last = NOT_STORED] = isThere ? [{ checksum, writtenBytes: 0 }] : await this.storeContent([{ file: made, checksum }], elsewhere);
    return stored.with(index, last);
  }
  /** `checksum`: empty when it is not known. */
  async storeContent(content, elsewhere, beside) {
    let { hasPrepared, settings } = this, files = content.map(({ file }) => file), stored = Array(files.length).fill(NOT_STORED), bare = [], metas = /* @__PURE__ */ new Map();
    for (let { meta } of files) metas.has(meta) || metas.set(meta, metas.size);
    let task = {
      kind: "store",
      metas: [...metas.keys()],
      paths: files.map(({ path }) => `${path}\0`).join(""),
      metaOf: Uint32Array.from(files, ({ meta }) => metas.get(meta) ?? 0),
      known: content.map(({ checksum }) => `${checksum}\0`).join(""),
      batches: batchesOf(files),
      taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
      hasPrepared,
      ...elsewhere === void 0 ? {} : { elsewhere }
    }, answers = await this.pool.store(task, beside);
    for (let [index, file] of answers) stored[index] = file;
    return stored.forEach(({ checksum, temporary }, index) => {
      let { file, checksum: known = "" } = content[index] ?? {};
      if (known !== "" && checksum !== known) {
        let what = `${file?.path} changed while it was committed`;
        throw new BuildError("TREE_CHANGED", what);
      }
      if (temporary === void 0 || file === void 0) return;
      let final = join4(settings.repoPath, objectPath(checksum, "file"));
      bare.push({ temporary, final, meta: file.meta });
    }), await finishBareObjects(bare, this.log), stored;
  }
  async [Symbol.asyncDispose]() {
    this.pool.stopPreparing(), await this.pool[Symbol.asyncDispose]();
    let { tempPath, preparedPath } = this.settings;
    await rm(tempPath, { recursive: !0, force: !0, maxRetries: 3 }), await rm(preparedPath, { recursive: !0, force: !0, maxRetries: 3 });
  }
};
function checksumsOf(found) {
  return found.map(({ checksum }) => checksum);
}
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
import { join as join6 } from "node:path";
import { setImmediate as setImmediate2 } from "node:timers/promises";

// lib/compose/account-check.ts
import { readFile as readFile3 } from "node:fs/promises";
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
        users: parsePasswd(await readFile3(check.path, "utf8"), check.path),
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
        groups: parseGroup(await readFile3(check.path, "utf8"), check.path)
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

// lib/compose/scripts.ts
import { chmod, copyFile, mkdir as mkdir2, rm as rm2, writeFile } from "node:fs/promises";
import { join as join5 } from "node:path";
var SCRIPT_TIMEOUT_MS = 60 * 6e4;
async function runPostprocess(tree, treefile, options) {
  let folder = join5(options.workDir, "scripts");
  await mkdir2(folder, { recursive: !0 });
  for (let [index, { script, origin }] of treefile.postprocess.entries()) {
    let path = join5(folder, `postprocess-${index}`);
    await writeFile(path, script, { mode: 493 }), await runScript(
      tree,
      path,
      { title: `postprocess script ${index + 1}`, place: origin },
      { ...options, basearch: treefile.basearch }
    );
  }
  if (treefile.postprocessScript !== void 0) {
    let path = join5(folder, "postprocess-script");
    await copyFile(treefile.postprocessScript, path);
    let script = { title: "postprocess-script", place: { file: treefile.postprocessScript } };
    await runScript(tree, path, script, { ...options, basearch: treefile.basearch });
  }
  await rm2(folder, { recursive: !0 });
}
async function runScript(tree, path, script, options) {
  let { log } = options;
  log.info(`Run ${script.title} (${formatPlace(script.place)})`), await chmod(path, 493);
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
function hasPolicy({ paths }) {
  return paths.some((path) => /^\/etc\/selinux\/[^/]+\/contexts\/files\/file_contexts$/.test(path));
}
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
  let lines = text.split(`
`).filter((line) => line !== ""), kept = lines.map((line) => line.startsWith("/var/home ") ? `# ${line}` : line), etcAliases = lines.filter((line) => line.startsWith("/etc/")).map((line) => `/usr${line}`), usrEtc = lines.some((line) => line.startsWith("/usr/etc ")) ? [] : ["/usr/etc /etc"];
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
import { performance } from "node:perf_hooks";
async function timed(timings, phase, log, title, body) {
  let start = performance.now();
  try {
    return await log.group(title, body);
  } finally {
    timings[phase] = (performance.now() - start) / 1e3;
  }
}

// lib/compose/toplevel.ts
import { chmod as chmod2 } from "node:fs/promises";
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
  (treefile.optUsrlocal === "var" ? await filesBelow(tree, "usr/local") : 0) > 0 && dropped.push("/usr/local"), await chmod2(tree.path, 493);
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
        let unit = `ostree-state-overlay@${name}.service`;
        await tree.symlink(`../${unit}`, `usr/lib/systemd/system/local-fs.target.requires/${unit}`);
      }
  }
}

// lib/compose/treefile-content.ts
import { lstat, readFile as readFile4 } from "node:fs/promises";
function pathsToRemove(treefile, packages) {
  return treefile.removeFromPackages.flatMap(({ package: name, patterns }) => {
    let expressions = patterns.map((pattern) => compile(name, pattern));
    return packages.filter((header) => header.name === name).flatMap(({ files }) => files.map(({ path }) => path).reverse()).filter((path) => expressions.some((expression) => matches(expression, path)));
  });
}
function matches(expression, path) {
  let names = path.replace(/^\/etc\//, "/usr/etc/").split("/");
  return names.some(
    (_, index) => index > 0 && expression.test(names.slice(0, index + 1).join("/"))
  );
}
async function removePaths(tree, paths) {
  for (let path of paths)
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
    let stats = await lstat(source);
    await tree.write(destination, await readFile4(source), addedFileMode(stats.mode));
  }
}
async function enableUnits(tree, treefile) {
  let wants = "usr/etc/systemd/system/multi-user.target.wants";
  for (let unit of treefile.units) {
    if (unit.includes("/") || unit === "..")
      throw new ConfigError(
        "PATH_ESCAPES_TREE",
        `units: ${JSON.stringify(unit)} is no unit name`
      );
    await tree.lstat(`${wants}/${unit}`) === void 0 && await tree.symlink(`/usr/lib/systemd/system/${unit}`, `${wants}/${unit}`);
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
  let lines = text.split(`
`).filter((line) => line !== "").map((line) => /^(VERSION|PRETTY_NAME)=/.test(line) ? line.replaceAll(base, version) : line), resolved = (await tree.resolve(path, !0)).slice(tree.path.length);
  await tree.write(
    resolved,
    `${lines.join(`
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
  let { tree, folders, treefile, packages, sourceDateEpoch, log, onInstalled } = options, excludePaths = await seedAccounts({
    ...options,
    scratch: new Tree(folders.scratch),
    pathOf: (path) => options.unpacked.pathOf(path)
  }), { keptPath } = options, hwdb = keptPath === void 0 ? void 0 : await KeptHwdb.prepare(join6(folders.root, "hwdb"), packages, { keptPath, log });
  await options.verify();
  let offering;
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
    pathOf: (path) => options.unpacked.pathOf(path),
    onStarted: () => {
      options.verifyRest().catch(() => {
      }), offering = hwdb?.offer(options.graph, options.checksums);
    },
    ...onInstalled === void 0 ? {} : { onInstalled },
    log
  }).finally(() => offering), await options.verifyRest(), await hwdb?.keep(tree);
  for (let path of HWDB_RESULTS) options.onMade?.(`${tree.path}/${path}`);
  await removePaths(tree, options.unwanted), await applyOverlays(tree, treefile, { repoPath: options.repoPath, workDir: folders.root, log }), await settleAccounts(tree);
}
async function arrange(options) {
  let { tree, treefile, version, log } = options;
  for (let folder of ["etc", "usr/lib", "var"]) await tree.mkdir(folder);
  treefile.mutateOsRelease !== void 0 && version !== void 0 && await mutateOsRelease(tree, treefile.mutateOsRelease, version), await removeFiles(tree, treefile), await addFiles(tree, treefile), await tree.rename("etc", "usr/etc"), await linkRpmdb(tree), await enableUnits(tree, treefile);
  let inputs = `${JSON.stringify(options.inputs, null, 2)}
`;
  await tree.write("usr/share/rpm-ostree/treefile.json", inputs), await runPostprocess(tree, treefile, { ...options, workDir: options.folders.root }), await setHomes(tree);
  let policy = await findPolicy2(tree, treefile);
  policy !== void 0 ? await preparePolicy(tree, policy) : treefile.selinux && log.info("The tree has no SELinux policy: files get no labels");
  let accounts = await readAccounts(tree, "usr/etc");
  await checkAccounts(tree, accounts, treefile, options);
  let context = {
    ...options,
    workDir: options.folders.root,
    machineidCompat: treefile.machineidCompat
  }, settling = settleEarly(context);
  settling.catch(() => {
  });
  let kernel = await layOut(accounts, options).finally(() => settling);
  return await normalise(tree, context), treefile.readonlyExecutables && await protectExecutables(tree), { kernel, selinux: policy !== void 0 };
}
async function settleEarly(options) {
  let { tree, onMade } = options;
  await normaliseEarly(tree, options), await shareRpmdb(tree), onMade?.(`${tree.path}/${RPMDB}/rpmdb.sqlite`);
}
async function layOut(accounts, options) {
  let { tree, treefile, log } = options;
  await setImmediate2(), await removeSpecialFiles(tree, treefile.ignoreDevices), await splitAccounts(tree, accounts, treefile.etcGroupMembers), await keepAlternatives(tree);
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

// lib/compose/delayed-sync.ts
import { readdir, readFile as readFile5, rm as rm3 } from "node:fs/promises";
import { join as join7 } from "node:path";
var MARKER = ".treesmith-unsynced-";
async function delaySync(repoPath, log) {
  let boot = (await readFile5("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  await mendAfterPowerCut(repoPath, boot, log), await writeFileAtomic(join7(repoPath, `${MARKER}${process.pid}`), boot);
  let done;
  return { sync: () => (done ??= runTool(["sync", "--file-system", repoPath], { log }).then(
    () => removeMarkers(repoPath, (pid) => pid === process.pid || !isAlive(pid))
  ), done) };
}
async function mendAfterPowerCut(repoPath, boot, log) {
  let markers = (await readdir(repoPath)).filter((name) => name.startsWith(MARKER));
  if ((await Promise.all(
    // Whose marker has gone meanwhile has synced.
    markers.map((name) => readFile5(join7(repoPath, name), "utf8").catch(() => boot))
  )).every((found) => found === boot)) return;
  log.warn(`The machine stopped while ${repoPath} was written to: it is checked`);
  let commits = await removeDamagedMetadata(repoPath);
  for (let commit of commits)
    await isComplete(repoPath, commit) || await rm3(join7(repoPath, objectPath(commit, "commit")));
  let ostree = ["ostree", `--repo=${repoPath}`];
  await runTool([...ostree, "fsck", "--quiet", "--all", "--delete"], { log, okExitCodes: [0, 1] }), await runTool([...ostree, "prune"], { log }), await removeMarkers(repoPath, () => !0);
}
async function removeDamagedMetadata(repoPath) {
  let objects = join7(repoPath, "objects"), commits = [];
  for (let name of await readdir(objects, { recursive: !0 })) {
    let [, start = "", rest = "", type] = /^([0-9a-f]{2})\/([0-9a-f]{62})\.(commit|dirtree|dirmeta)$/.exec(name) ?? [];
    if (type === void 0) continue;
    let path = join7(objects, name);
    objectChecksum(await readFile5(path)) !== start + rest ? await rm3(path) : type === "commit" && commits.push(start + rest);
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
  return readFile5(join7(repoPath, objectPath(checksum, type)));
}
async function removeMarkers(repoPath, isOver) {
  for (let name of await readdir(repoPath)) {
    let pid = name.startsWith(MARKER) ? Number(name.slice(MARKER.length)) : Number.NaN;
    Number.isInteger(pid) && isOver(pid) && await rm3(join7(repoPath, name), { force: !0 });
  }
}
function isAlive(pid) {
  try {
    return process.kill(pid, 0), !0;
  } catch (error) {
    return error.code === "EPERM";
  }
}

// lib/compose/finish.ts
import { rename } from "node:fs/promises";
async function finishTree(options) {
  let { commit, initramfs, linked, timings } = options, make = (given) => timed(
    timings,
    "initramfs",
    given.log,
    `Make the initramfs of ${given.kernel.version}`,
    () => makeInitramfs(given)
  ), finish = (run) => timed(timings, "commit", commit.log, "Commit the tree", run);
  if (initramfs === void 0 || linked !== void 0) {
    let key = initramfs === void 0 ? void 0 : await make(initramfs);
    return linked !== void 0 && await linkKernel(options.commit.tree, linked), { ...await finish(() => commitTree(commit)), kept: keptOf(key) };
  }
  let path = initramfsPath(initramfs.kernel), place = await initramfs.tree.resolve(path), fetched = await initramfs.last, last = fetched && { ...fetched, image: place };
  fetched === void 0 ? await initramfs.tree.write(path, "") : await rename(fetched.image, place);
  let hashing = makeDeferred(), dracut = makeDeferred(), making = make({ ...initramfs, last, hashing: hashing.promise, onIdle: dracut.resolve }), beside = Promise.race([dracut.promise, making]).catch(() => {
  }), committing = commitTree({
    ...commit,
    late: {
      path: place,
      onOthers: (folder, checksums) => hashing.resolve({ folder, checksums }),
      ready: making,
      // Where an initramfs was kept, dracut hardly ever runs.
      ...last === void 0 ? { beside } : {}
    }
  });
  hashing.promise.catch(() => {
  }), committing.catch(hashing.reject);
  try {
    let key = await making;
    return { ...await finish(() => committing), kept: keptOf(key) };
  } finally {
    await committing.catch(() => {
    });
  }
}
function keptOf(key) {
  return key === void 0 ? {} : { [INITRAMFS_STAGE]: key };
}

// lib/compose/initramfs-learn.ts
import { constants, lstatSync as lstatSync3, readFileSync } from "node:fs";
import { posix } from "node:path";
var TEXT_LIMIT_BYTES = 4 * 1024 * 1024, FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK, InitramfsLearning = class {
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
    let host = `${await resolving}/${posix.basename(path)}`, stats = lstatSync3(host);
    !stats.isFile() || stats.size > TEXT_LIMIT_BYTES || this.texts.find(readFileSync(host, { encoding: "latin1", flag: FLAGS }));
  }
};

// lib/compose/initramfs-packages.ts
import { createHash as createHash2 } from "node:crypto";
function packageGraph(packages, moved) {
  let owners = /* @__PURE__ */ new Map(), providers = /* @__PURE__ */ new Map(), needs = /* @__PURE__ */ new Map(), hash = createHash2("sha256");
  for (let { name, paths, provides, requires } of packages) {
    for (let path of paths) add(owners, moved(Buffer.from(path).toString("latin1")), name);
    for (let provide of provides) add(providers, provide, name);
    let found = needs.get(name) ?? /* @__PURE__ */ new Set();
    for (let need of requires) for (let each of alternatives(need)) found.add(each);
    needs.set(name, found), hash.update(JSON.stringify([name, paths, provides, requires]));
  }
  let ownersOf = (path) => owners.get(path) ?? [];
  return {
    digest: hash.digest("hex"),
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

// lib/compose/kept-contents.ts
import { join as join8 } from "node:path";

// lib/host/file-clock.ts
import { closeSync, fstatSync, futimesSync, openSync } from "node:fs";
var FileClock = class {
  fd;
  /** `path`: of a new file, on the file system in question. It is left there. */
  constructor(path) {
    this.fd = openSync(path, "wx", 384);
  }
  /** Milliseconds since 1970, comparable with `ctimeMs` of files there. What changes later has this time, or a later one. */
  nowMs() {
    return futimesSync(this.fd, 0, 0), fstatSync(this.fd).ctimeMs;
  }
  [Symbol.dispose]() {
    closeSync(this.fd);
  }
};

// lib/compose/kept-contents.ts
var VERSION = 1, LIMIT_BYTES = 256 * 1024 * 1024, KeptContents = class _KeptContents {
  stage;
  kept;
  rpms;
  clock;
  /** In milliseconds since 1970. */
  installedMs = /* @__PURE__ */ new Map();
  constructor(stage, kept, rpms, clock) {
    this.stage = stage, this.kept = kept, this.rpms = rpms, this.clock = clock;
  }
  /**
   * Reads what was kept of the commit before. `folder`: one on the tree's file system, for a file that shows its
   * time. What cannot be read is as if it were not there.
   */
  static async find({
    packages,
    previousCommit,
    keptPath,
    log
  }, folder) {
    let stage = keptPath === void 0 ? void 0 : { folder: keptPath, stage: "contents", log }, kept = stage === void 0 || previousCommit === void 0 ? void 0 : await readKeptJson(stage, keyOf(previousCommit), LIMIT_BYTES), rpms = new Map(packages.map(({ path, locked }) => [path, locked.checksum])), clock = new FileClock(join8(folder, "clock"));
    return new _KeptContents(stage, kept ?? {}, rpms, clock);
  }
  /**
   * Tells `writer` what is known of a package that was just installed, and returns the paths, as the package has
   * them, of which nothing is.
   */
  expect(header, writer) {
    let nowMs = this.clock.nowMs();
    this.installedMs.set(header, nowMs);
    let kept = this.kept[this.rpms.get(header.path) ?? ""];
    return kept === void 0 ? header.contents : header.contents.filter((path, index) => {
      let file = kept[index];
      if (file === null) return !1;
      if (file === void 0 || file === 0) return !0;
      let [sizeBytes, uid, gid, mode, checksum] = file, mtimeMs = (header.times[index] ?? 0) * 1e3, stats = { sizeBytes, uid, gid, mode, mtimeMs, latestCtimeMs: nowMs };
      return writer.expect(inTree(path), { ...stats, checksum }), !1;
    });
  }
  /** Keeps what became of the installed packages' files in `commit`: `files`, by their paths in it. */
  async keep(commit, files) {
    if (this.stage === void 0) return;
    let owned = /* @__PURE__ */ new Set(), shared = /* @__PURE__ */ new Set();
    for (let path of [...this.installedMs.keys()].flatMap(({ contents }) => contents))
      owned.has(path) && shared.add(path), owned.add(path);
    let kept = {};
    for (let [header, installedMs] of this.installedMs) {
      let rpm = this.rpms.get(header.path);
      rpm !== void 0 && (kept[rpm] = header.contents.map((path, index) => {
        let file = files.get(inTree(path));
        if (file === void 0) return null;
        let { size, uid, gid, mode, mtimeMs, ctimeMs } = file.stats;
        return !(mtimeMs === (header.times[index] ?? 0) * 1e3 && ctimeMs <= installedMs) || shared.has(path) ? 0 : [size, uid, gid, mode, file.checksum];
      }));
    }
    await keepJson(this.stage, keyOf(commit), kept);
  }
  [Symbol.dispose]() {
    this.clock[Symbol.dispose]();
  }
};
function keyOf(commit) {
  return `${VERSION}-${commit}`;
}

// lib/compose/link-into.ts
async function linkInto(to, what) {
  if (to === void 0) return !1;
  try {
    return await openArchive(to), await linkCommit({ ...what, to, base: await readRef(to, what.ref) });
  } catch (error) {
    return what.log.debug(`${to} gets no links: ${String(error)}`), !1;
  }
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

// lib/compose/kept-headers.ts
var VERSION2 = 1, LIMIT_BYTES2 = 256 * 1024 * 1024, KeptHeaders = class _KeptHeaders {
  stage;
  key;
  last;
  isComplete;
  constructor(stage, key, last, isComplete2) {
    this.stage = stage, this.key = key, this.last = last, this.isComplete = isComplete2;
  }
  /** `inputs`: what else decides what is read of a package. Never fails: what cannot be read is not there. */
  static async find(packages, inputs, { keptPath, log }) {
    let stage = { folder: keptPath, stage: "headers", log }, prefix = sha256(JSON.stringify([VERSION2, inputs])).slice(0, 16), checksums = packages.map(({ locked }) => locked.checksum).sort(), key = `${prefix}-${sha256(checksums.join(`
`)).slice(0, 48)}`, keys = (await listKept(stage)).filter((name) => name.startsWith(`${prefix}-`)), from = keys.includes(key) ? key : keys[0], last = from === void 0 ? void 0 : await readKeptJson(stage, from, LIMIT_BYTES2);
    return new _KeptHeaders(stage, key, last ?? {}, last !== void 0 && from === key);
  }
  /** Returns the header of a package, if it is kept. */
  get({ path, locked }) {
    if (!Object.hasOwn(this.last, locked.checksum)) return;
    let found = this.last[locked.checksum];
    return found === void 0 ? void 0 : { ...found, path };
  }
  /** Keeps the headers of packages that are verified by now. */
  async keep(packages, headers) {
    if (this.isComplete) return;
    let byPath = new Map(headers.map((header) => [header.path, header])), kept = packages.flatMap(({ path: file, locked }) => {
      let header = byPath.get(file);
      if (header === void 0) return [];
      let { path: _, ...rest } = header;
      return [[locked.checksum, rest]];
    });
    await keepJson(this.stage, this.key, Object.fromEntries(kept));
  }
};

// lib/compose/previous.ts
import { access } from "node:fs/promises";
import { join as join9 } from "node:path";
var ACCOUNTS_LIMIT_BYTES = 16 * 1024 * 1024;
async function readPrevious(repoPath, commit, log) {
  await access(join9(repoPath, objectPath(commit, "commit"))).catch((cause) => {
    throw new ConfigError("PREVIOUS_MISSING", `${repoPath} has no commit ${commit}`, {
      cause
    });
  });
  let reader = await CommitReader.open(repoPath, commit), read = async (path) => {
    try {
      return (await reader.read(path, ACCOUNTS_LIMIT_BYTES))?.toString() ?? "";
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      return log.warn(`The accounts of the commit before are not kept: ${error.message}`), "";
    }
  }, passwd = async (path) => parsePasswd(await read(path), `${commit}:/${path}`), group = async (path) => parseGroup(await read(path), `${commit}:/${path}`), found = (key) => reader.commit.metadata.find(([name]) => name === key)?.[1], version = found("version")?.value, list2 = found("rpmostree.rpmdb.pkglist"), entries = list2?.codec.signature === packageList.signature ? list2?.value : [];
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

// lib/compose/prepare.ts
async function prepare(options) {
  let { treefile, log, sourceDateEpoch } = options, { previousCommit, sourceRepoPath = options.repoPath } = options, [{ packages, keepHeaders }, previous, inputs, layers] = await Promise.all([
    readHeaders(options),
    previousCommit === void 0 ? void 0 : readPrevious(sourceRepoPath, previousCommit, log),
    composeInputs(treefile),
    layerCommits(treefile, sourceRepoPath)
  ]);
  return {
    packages,
    keepHeaders,
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
function pathsOf({ packages }) {
  return packages.map(({ path }) => path);
}
async function readHeaders({ treefile, packages, keptPath, log }) {
  let trimmed = [...new Set(treefile.removeFromPackages.map((entry) => entry.package))].sort(), kept = keptPath === void 0 ? void 0 : await KeptHeaders.find(packages, trimmed, { keptPath, log }), found = packages.map((package_) => kept?.get(package_)), missing = packages.filter((_, index) => found[index] === void 0), others = (await readPackages(
    missing.map(({ path }) => path),
    (name, path) => trimmed.includes(name) || isAccountFile(path)
  )).values(), headers = found.flatMap((header) => header ?? others.next().value ?? []);
  return {
    packages: headers,
    keepHeaders: async () => kept?.keep(packages, headers)
  };
}
function automaticVersion(treefile, sourceDateEpoch, last) {
  let { automaticVersionPrefix: prefix, automaticVersionSuffix: suffix } = treefile;
  if (prefix !== void 0)
    return nextVersion({ prefix, suffix, sourceDateEpoch, ...last === void 0 ? {} : { last } });
}

// lib/compose/unpacked.ts
import { rm as rm4 } from "node:fs/promises";
var UnpackedPackages = class _UnpackedPackages {
  byPath;
  log;
  verifying;
  constructor(byPath, log) {
    this.byPath = byPath, this.log = log;
  }
  /** Finds those of `packages` in `folder`; none without one. */
  static async find(folder, packages, log) {
    let there = folder === void 0 ? /* @__PURE__ */ new Map() : await findUnpacked(folder), found = packages.flatMap(({ path, locked }) => {
      let unpacked = there.get(locked.checksum.replace("sha256:", ""));
      return unpacked === void 0 ? [] : [[path, unpacked]];
    });
    return new _UnpackedPackages(new Map(found), log);
  }
  /** True when rpm is to read something else in place of the RPM `path`. */
  has(path) {
    return this.byPath.has(path);
  }
  /** Returns what rpm is to read in place of the RPM `path`. */
  pathOf(path) {
    return this.byPath.get(path)?.path ?? path;
  }
  /**
   * Compares each with its digest, in another thread, while rpm reads them. A damaged one ends what is made of it.
   *
   * @throws Error when one is damaged
   */
  async verify() {
    if ((await this.findDamaged()).length > 0) throw new Error("an unpacked package is damaged");
  }
  /** Removes those that are damaged, and says so. Returns whether there were any. */
  async removeDamaged() {
    let damaged = await this.findDamaged();
    for (let { path } of damaged)
      this.log.warn(`${path} is damaged: removed, and the package itself is taken`), await rm4(path, { force: !0 });
    return damaged.length > 0;
  }
  findDamaged() {
    return this.verifying ??= this.compare(), this.verifying;
  }
  async compare() {
    let all = [...this.byPath.values()];
    if (all.length === 0) return [];
    let paths = all.map(({ path }) => path), digests = await digestFiles(paths, { isAside: !0 });
    return await markUsed(paths), all.filter(({ sha256: sha2562 }, index) => digests[index] !== sha2562);
  }
};

// lib/compose/compose.ts
var TREE_GROWTH = 1.25, TREE_EXTRA_BYTES = 256 * 1024 * 1024;
async function composeTree(options) {
  let { treefile, workDir, repoPath, log } = options, { ref } = treefile;
  if (ref === void 0)
    throw new ConfigError("REF_MISSING", "the treefile has no ref", {
      place: { file: treefile.path },
      hint: 'Add for example "ref: anvil/12/x86_64/stable".'
    });
  return await assertRunsPrograms(options.basearch), await makeFolder(workDir), stateOf(pathsOf(options)) === void 0 && await options.verified, withLock(
    composeLock(workDir),
    () => withDiskFullError([workDir, repoPath], () => composeEarly(options, ref)),
    { log }
  );
}
async function composeEarly(options, ref) {
  let { verified, early, packages, log } = options, before = stateOf(pathsOf(options)), isSame = () => stateOf(pathsOf(options)) === before, assertSame = () => {
    if (!isSame()) throw new Error("packages were replaced while they were verified");
  }, unpacked = await UnpackedPackages.find(options.unpackedPath, packages, log), isUnread = ({ path, locked }) => early?.but.has(locked.checksum.replace("sha256:", "")) !== !0 || unpacked.has(path), firstly = packages.every(isUnread) ? early?.verified ?? verified : verified, verifying, verifyRest = async () => {
    await verified, assertSame(), await unpacked.verify();
  };
  try {
    return await compose(options, ref, {
      unpacked,
      verify: async () => {
        await firstly, assertSame();
      },
      verifyRest: () => (verifying ??= verifyRest(), verifying)
    });
  } catch (error) {
    await verified;
    let isDamaged = await unpacked.removeDamaged();
    if (isSame() && !isDamaged) throw error;
    return log.debug("Packages were replaced: once more from the beginning"), compose(options, ref, {
      unpacked: await UnpackedPackages.find(void 0, packages, log),
      verify: () => Promise.resolve(),
      verifyRest: () => Promise.resolve()
    });
  }
}
async function compose(options, ref, verification) {
  let { log } = options, timings = {}, title = `Read packages (${options.packages.length})`, prepared = await timed(timings, "prepare", log, title, () => prepare(options)), needBytes = treeBytes(prepared.packages), memory = options.treeInMemory === !1 ? void 0 : await findMemoryFolder(needBytes);
  if (memory !== void 0) {
    log.debug(`The tree is made in memory, in ${memory}: about ${formatBytes(needBytes)}`);
    try {
      return await composeIn(memory, prepared, { ...options, ...verification, ref, timings });
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      log.warn(`The tree needs more than the ${formatBytes(needBytes)} expected: on disk, then`);
    }
  }
  return composeIn(void 0, prepared, { ...options, ...verification, ref, timings });
}
function treeBytes(packages) {
  return packages.reduce((sum, { installedBytes }) => sum + installedBytes, 0) * TREE_GROWTH + TREE_EXTRA_BYTES;
}
async function composeIn(memory, { packages, previous, version, inputs, hash, keepHeaders }, options) {
  let { treefile, log, repoPath, sourceDateEpoch, ref, timings, verify, verifyRest, unpacked } = options, folders = await makeFolders(options.workDir, log, memory);
  await openArchive(repoPath);
  let scratchPath = join10(options.workDir, "prepared"), delayedSync = delaySync(repoPath, log), whenMended = (run) => {
    delayedSync.then(run, () => {
    });
  }, removal, remove = () => (removal ??= removeFolder(folders.root, log), removal.catch(() => {
  }), removal);
  try {
    var _stack = [];
    try {
      let writer = __using(_stack, await openObjectWriter({
        repoPath,
        scratchPath,
        // A policy labels them all, when they are there.
        preparesByContent: packages.some(hasPolicy),
        log
      }), !0);
      let tree = new Tree(folders.tree);
      let withInitramfs = !treefile.container && !treefile.noInitramfs;
      let keptPath = options.keptPath === void 0 ? {} : { keptPath: options.keptPath };
      let { basearch } = options;
      let common = { tree, treefile, basearch, sourceDateEpoch, log, ...keptPath };
      let made;
      let graph = () => (made ??= packageGraph(packages, inTree), made);
      let learning = withInitramfs && options.keptPath !== void 0 ? new InitramfsLearning(tree) : void 0;
      let last;
      let installed = 0;
      let contents = __using(_stack, await KeptContents.find(options, folders.root));
      let known = [];
      let unwanted = pathsToRemove(treefile, packages);
      let isUnwanted = new Set(unwanted);
      let { kernel, selinux } = await buildTree({
        ...common,
        folders,
        packages,
        checksums: new Map(options.packages.map(({ path, locked }) => [path, locked.checksum])),
        unwanted,
        inputs,
        repoPath: options.sourceRepoPath ?? repoPath,
        timings,
        graph,
        verify,
        verifyRest,
        unpacked,
        // While rpm goes on: the other core compresses what is installed, and this thread has time, too.
        // Of a package that the commit before had, all is there: to see that would only slow rpm down,
        // unless it is scriptlets that keep one core busy.
        onInstalled: (header) => {
          let paths = contents.expect(header, writer).filter((path) => !isUnwanted.has(path)).map((path) => tree.path + path);
          if (installed += 1, previous?.packages.has(nevraOf(header)) === !0 ? known.push(...paths) : whenMended(() => writer.prepare(paths)), installed >= packages.length - 1) {
            let all = known.splice(0);
            whenMended(() => writer.hash(all));
          }
          installed === packages.length && writer.hurry(), graph(), learning?.learn(header.contents), installed === Math.ceil(packages.length / 4) && writer.start(), installed === Math.ceil(packages.length / 2) && withInitramfs && options.keptPath !== void 0 && (last = fetchLastInitramfs(options.keptPath, join10(folders.root, "last"), log));
        },
        onMade: (path) => whenMended(() => writer.prepare([path], !0)),
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
      let {
        commit,
        kept,
        contents: files
      } = await finishTree({
        commit: {
          tree,
          onCommit: async (commit2, sync) => {
            let what = { from: repoPath, commit: commit2, ref, sync, log };
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
          last,
          ...learning === void 0 ? {} : { texts: learning.texts }
        },
        linked: treefile.bootLocation === "new" ? kernel : void 0,
        timings
      });
      await Promise.all([
        timed(
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
        ),
        contents.keep(commit, files),
        // Of packages that are all verified by now.
        keepHeaders()
      ]);
      options.onCommitted?.({ commit, version, isLinked });
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

export {
  composeTree
};
