import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openArchive
} from "./chunk-5JVKVTB7.mjs";
import {
  asRoot,
  isRoot
} from "./chunk-6AGUAOLD.mjs";
import {
  makeDeferred,
  removeStale
} from "./chunk-4KLD4KJE.mjs";
import {
  addedFileMode,
  alternateUrls,
  checkoutMode,
  composeInputs,
  currentLock,
  openDecompressed,
  overlayFolder,
  readMirrors,
  readRepositories,
  readRepositoryKeys
} from "./chunk-GIVTQ7GV.mjs";
import {
  compareEvr
} from "./chunk-QPRYW2CT.mjs";
import {
  ARCHITECTURES,
  BASEARCHES,
  recordOutcome
} from "./chunk-27EZV3LY.mjs";
import {
  assertToolsOf
} from "./chunk-M7IQMCYI.mjs";
import {
  array,
  boolean,
  double,
  formatCommit,
  formatDirmeta,
  formatDirtree,
  int64,
  makeParent,
  maybe,
  objectChecksum,
  objectPath,
  parseCommit,
  parseDirtree,
  string,
  tuple,
  typed,
  vardict,
  variant,
  writeWith
} from "./chunk-EZIUE6G2.mjs";
import {
  keepResult,
  listKept,
  restoreKept
} from "./chunk-E5CNML3L.mjs";
import {
  markUsed
} from "./chunk-IRKG3WK4.mjs";
import {
  downloadFile
} from "./chunk-UUM7NMOI.mjs";
import {
  redactUrl
} from "./chunk-TAYXKTAO.mjs";
import {
  pLimit
} from "./chunk-H6KZ54YI.mjs";
import {
  makeTempDir
} from "./chunk-SJBU6G4G.mjs";
import {
  sha256,
  stageKey
} from "./chunk-ULWUNVLO.mjs";
import {
  ToolError,
  assertOutputFile,
  besidePath,
  explainFileError,
  explainToolError,
  makeFolder,
  moveInto,
  readTool,
  replaceFile,
  runTool,
  startTool,
  withFreeLock,
  withLock,
  writeFileAtomic
} from "./chunk-LIINDJHT.mjs";
import {
  currentTimeline,
  reportingTimeline,
  withTimeline
} from "./chunk-OLDDEYD5.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError,
  formatPlace
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/build/compose.ts
import { access } from "node:fs/promises";
import { join as join31 } from "node:path";

// lib/compose/check.ts
import { join as join21 } from "node:path";

// lib/compose/compare-trees.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
async function compareTrees(first, second) {
  const [a, b] = [await readRoot(first), await readRoot(second)];
  const differences = [];
  if (a.rootMeta !== b.rootMeta) differences.push({ path: "/", what: "folder mode" });
  await compareFolders(
    "",
    { repoPath: first.repoPath, tree: a.rootTree },
    { repoPath: second.repoPath, tree: b.rootTree },
    differences
  );
  return differences.sort((x, y) => compareBytes(x.path, y.path));
}
async function compareFolders(path, a, b, into) {
  if (a.tree === b.tree) return;
  const [first, second] = [await readDirtree(a), await readDirtree(b)];
  const files = pairUp(first.files, second.files);
  for (const [name, x, y] of files) {
    const here = `${path}/${name}`;
    if (x === void 0 || y === void 0) into.push({ path: here, what: side(x) });
    else if (x.checksum !== y.checksum) into.push({ path: here, what: "content or mode" });
  }
  for (const [name, x, y] of pairUp(first.directories, second.directories)) {
    const here = `${path}/${name}`;
    if (x === void 0 || y === void 0) {
      into.push({ path: here, what: side(x) });
      continue;
    }
    if (x.meta !== y.meta) into.push({ path: here, what: "folder mode" });
    await compareFolders(here, { ...a, tree: x.tree }, { ...b, tree: y.tree }, into);
  }
}
function side(first) {
  return first === void 0 ? "only in the second" : "only in the first";
}
function pairUp(first, second) {
  const a = new Map(first.map((entry) => [entry.name, entry]));
  const b = new Map(second.map((entry) => [entry.name, entry]));
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
import { join as join20 } from "node:path";

// lib/host/memory.ts
import { readFile as readFile2, statfs } from "node:fs/promises";
import { freemem } from "node:os";
import process2 from "node:process";
var TMPFS_MAGIC = 16914836;
var SHARED_MEMORY = "/dev/shm";
var SHARE = 1 / 3;
async function findMemoryFolder(sizeBytes) {
  const freeBytes = process2.availableMemory?.() ?? freemem();
  if (sizeBytes > freeBytes * SHARE) return void 0;
  const found = await statfs(SHARED_MEMORY).catch(() => void 0);
  if (found === void 0 || found.type !== TMPFS_MAGIC) return void 0;
  if (found.bavail * found.bsize < sizeBytes) return void 0;
  return await isExecutable(SHARED_MEMORY) ? SHARED_MEMORY : void 0;
}
async function isExecutable(point) {
  const lines2 = (await readFile2("/proc/self/mountinfo", "utf8")).split("\n");
  const options = lines2.map((line) => line.split(" ")).filter((fields) => fields[4] === point);
  return options.length > 0 && !/\b(noexec|ro)\b/.test(options.at(-1)?.[5] ?? "");
}

// lib/repo/object-writer.ts
import { lstatSync as lstatSync3 } from "node:fs";
import { mkdir as mkdir2, rm as rm2 } from "node:fs/promises";
import { join as join6 } from "node:path";

// lib/repo/bare-attributes.ts
import { renameSync } from "node:fs";
async function finishBareObjects(objects, log) {
  if (objects.length === 0) return;
  const lines2 = objects.map(({ temporary, meta }) => {
    const value = Buffer.from(formatDirmeta(meta)).toString("hex");
    return `# file: ${escapePath(temporary)}
user.ostreemeta=0x${value}

`;
  });
  await runTool(["setfattr", "-h", "--restore=-"], { log, input: lines2.join("") });
  for (const { temporary, final } of objects) {
    makeParent(final);
    renameSync(temporary, final);
  }
}
function escapePath(path) {
  return path.replace(
    /[\\\n\r]/g,
    (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, "0")}`
  );
}

// lib/repo/batches.ts
var BATCH_FILES = 128;
var BATCH_BYTES = 2 * 1024 * 1024;
function batchesOf(files) {
  const sizeOf2 = (index) => files[index]?.sizeBytes ?? 0;
  const large = [];
  const batches2 = [];
  let batch = [];
  let sizeBytes = 0;
  for (let index = 0; index < files.length; index += 1) {
    if (sizeOf2(index) >= BATCH_BYTES) {
      large.push(index);
      continue;
    }
    if (batch.length >= BATCH_FILES || sizeBytes + sizeOf2(index) > BATCH_BYTES) {
      batches2.push(batch);
      batch = [];
      sizeBytes = 0;
    }
    batch.push(index);
    sizeBytes += sizeOf2(index);
  }
  if (batch.length > 0) batches2.push(batch);
  large.sort((a, b) => sizeOf2(b) - sizeOf2(a));
  return [...large.map((index) => [index]), ...batches2];
}

// lib/repo/labels.ts
import { readFile as readFile3, stat } from "node:fs/promises";
import { join as join2 } from "node:path";
var BATCH_PATHS = 1e3;
var BATCH_BYTES2 = 768 * 1024;
var PROC = "/proc";
var PROC_STAND_IN = "/mnt";
async function readLabels(treePath, tree, { threads, log }) {
  const policy = await findPolicy(treePath);
  const labels = /* @__PURE__ */ new Map();
  if (policy === void 0) return labels;
  const limit = pLimit(threads);
  const label = async (kind, paths) => {
    const names2 = paths.map((path) => nameInTree(path, treePath));
    const contexts = await lookUp(policy, kind, names2, log);
    paths.forEach((path, index) => {
      const context = contexts[index];
      if (context !== void 0 && context !== "<<none>>") labels.set(path, context);
    });
  };
  await Promise.all(
    Object.entries(pathsByKind(tree)).flatMap(
      ([kind, paths]) => batches(paths).map((batch) => limit(label, kind, batch))
    )
  );
  return labels;
}
async function findPolicy(treePath) {
  for (const etc of ["etc", "usr/etc"]) {
    const folder = join2(treePath, etc, "selinux");
    if (await stat(folder).catch(() => void 0) === void 0) continue;
    const config = await readFile3(join2(folder, "config"), "utf8").catch(() => "");
    const name = /^\s*SELINUXTYPE\s*=\s*(\S+)\s*$/m.exec(config)?.[1];
    return name === void 0 ? void 0 : join2(folder, name);
  }
  return void 0;
}
async function lookUp(policy, kind, names2, log) {
  try {
    const argv = ["matchpathcon", "-n", "-N", "-m", kind, "-P", policy, "--", ...names2];
    const lines2 = (await readTool(argv)).split("\n");
    log.debug(`matchpathcon -P ${policy}: ${names2.length} of kind ${kind}`);
    if (lines2.pop() === "" && lines2.length === names2.length) return lines2;
    throw unreadable(`matchpathcon printed ${lines2.length} contexts for ${names2.length} paths`);
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw unreadable(cause.stderr.trim(), cause);
  }
}
function pathsByKind(tree) {
  const paths = { file: [], dir: [], lnk_file: [] };
  const visit = ({ path, files, folders }) => {
    paths.dir.push(path);
    for (const file of files)
      paths[file.target === void 0 ? "file" : "lnk_file"].push(file.path);
    folders.forEach(visit);
  };
  visit(tree);
  return paths;
}
function nameInTree(path, treePath) {
  const name = path.slice(treePath.length) || "/";
  return name === PROC ? PROC_STAND_IN : name;
}
function batches(paths) {
  const made = [];
  let batch = [];
  let sizeBytes = 0;
  for (const path of paths) {
    const own = Buffer.byteLength(path) + 9;
    if (batch.length >= BATCH_PATHS || sizeBytes + own > BATCH_BYTES2) {
      made.push(batch);
      batch = [];
      sizeBytes = 0;
    }
    batch.push(path);
    sizeBytes += own;
  }
  if (batch.length > 0) made.push(batch);
  return made;
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
function storeMetadata({ repoPath, tempPath }, object, type, elsewhere) {
  const checksum = objectChecksum(object);
  const final = join3(repoPath, objectPath(checksum, type));
  if (elsewhere?.has(checksum) === true || existsSync(final)) return { checksum, writtenBytes: 0 };
  const temporary = join3(tempPath, checksum);
  const writtenBytes = writeWith(temporary, 420, (write) => write(object));
  makeParent(final);
  renameSync2(temporary, final);
  return { checksum, writtenBytes };
}
var FolderStore = class {
  /** What was made, each once. */
  objects = [];
  place;
  content;
  elsewhere;
  metas = /* @__PURE__ */ new Map();
  constructor(place, content, elsewhere) {
    this.place = place;
    this.content = content;
    this.elsewhere = elsewhere;
  }
  store(folder) {
    const tree = formatDirtree({
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
    const known = this.metas.get(meta);
    if (known !== void 0) return known;
    const checksum = this.put(formatDirmeta(meta), "dirmeta");
    this.metas.set(meta, checksum);
    return checksum;
  }
  put(object, type) {
    const stored = storeMetadata(this.place, object, type, this.elsewhere);
    this.objects.push(stored);
    return stored.checksum;
  }
};

// lib/repo/plan-tree.ts
import { lstatSync } from "node:fs";

// lib/repo/xattrs.ts
var MAX_OUTPUT_BYTES = 512 * 1024 * 1024;
async function readXattrs(treePath, log) {
  const argv = ["getfattr", "-R", "-P", "-h", "-d", "-m", "-", "-e", "hex", "--absolute-names"];
  const chunks = [];
  let sizeBytes = 0;
  try {
    await runTool([...argv, "--", treePath], {
      log,
      onStdout: (chunk) => {
        sizeBytes += chunk.length;
        if (sizeBytes <= MAX_OUTPUT_BYTES) chunks.push(chunk);
      }
    });
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw unreadable2(cause.stderr.trim(), cause);
  }
  if (sizeBytes > MAX_OUTPUT_BYTES) throw unreadable2(`more than ${MAX_OUTPUT_BYTES} bytes`);
  return parseXattrs(Buffer.concat(chunks));
}
function parseXattrs(output) {
  const found = /* @__PURE__ */ new Map();
  for (const block of output.toString("latin1").split("\n\n")) {
    if (block === "") continue;
    const [first = "", ...lines2] = block.split("\n");
    if (!first.startsWith("# file: ")) throw unreadable2(`getfattr printed ${first}`);
    const xattrs = sorted(lines2.filter((line) => line !== "").flatMap(parseLine));
    if (xattrs.length > 0) found.set(unquote(first.slice("# file: ".length)).toString(), xattrs);
  }
  return found;
}
function parseLine(line) {
  const [, name = "", hex] = /^(.+?)(?:=0x((?:[0-9a-f]{2})*))?$/.exec(line) ?? [];
  if (name === "" || hex === void 0 && line.includes("=")) {
    throw unreadable2(`getfattr printed ${line}`);
  }
  return hex === void 0 || hex === "" ? [] : [[Buffer.concat([unquote(name), Buffer.alloc(1)]), Buffer.from(hex, "hex")]];
}
function unquote(text) {
  const plain = text.includes("\\") ? text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8))) : text;
  return Buffer.from(plain, "latin1");
}
function unreadable2(why, cause) {
  return new BuildError(
    "ATTRIBUTES_UNREADABLE",
    `the extended attributes of the tree cannot be read: ${why}`,
    { cause }
  );
}
var SELINUX = Buffer.from("security.selinux\0");
function withLabel(xattrs, context) {
  const others = xattrs.filter(([name]) => !SELINUX.equals(name));
  return sorted([...others, [SELINUX, Buffer.from(`${context}\0`)]]);
}
function sorted(xattrs) {
  return xattrs.toSorted(([a], [b]) => Buffer.compare(a, b));
}

// lib/repo/plan-tree.ts
var NONE = [];
function planTree(tree, xattrs, labels) {
  const files = [];
  const metas = /* @__PURE__ */ new Map();
  const links = /* @__PURE__ */ new Map();
  let fileCount = 0;
  const metaOf = ({ path, stats, target }) => {
    const { uid, gid, mode } = stats;
    const own = xattrs.get(path);
    const label = labels?.get(path);
    const make = () => ({
      uid,
      gid,
      mode,
      xattrs: label === void 0 ? own ?? NONE : withLabel(own ?? NONE, label),
      ...target === void 0 ? {} : { target }
    });
    if (own !== void 0 || target !== void 0) return make();
    const key = `${uid}:${gid}:${mode}:${label ?? ""}`;
    const meta = metas.get(key) ?? make();
    metas.set(key, meta);
    return meta;
  };
  const planFile = (file) => {
    fileCount += 1;
    const { path, stats } = file;
    const key = stats.nlink > 1 && file.target === void 0 ? `${inodeOf(path)}:${labels?.get(path) ?? ""}` : void 0;
    const known = key === void 0 ? void 0 : links.get(key);
    if (known !== void 0) return known;
    const index = files.push({ path, meta: metaOf(file), sizeBytes: stats.size }) - 1;
    if (key !== void 0) links.set(key, index);
    return index;
  };
  const planFolder = (folder) => ({
    meta: metaOf(folder),
    files: folder.files.map((file) => ({ name: file.name, index: planFile(file) })),
    folders: folder.folders.map((child) => ({ name: child.name, folder: planFolder(child) }))
  });
  const root = planFolder(tree);
  return { files, fileCount, root };
}
function inodeOf(path) {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return `${dev}:${ino}`;
}

// lib/repo/read-tree.ts
import { lstatSync as lstatSync2, readdirSync, readlinkSync } from "node:fs";
function readTree(path) {
  try {
    return readFolder("", path, lstatSync2(path));
  } catch (cause) {
    if (cause.code !== "ENOENT") throw cause;
    throw new BuildError("TREE_CHANGED", `the tree changed: ${String(cause)}`, { cause });
  }
}
function readFolder(name, path, stats) {
  const files = [];
  const folders = [];
  for (const bytes of readdirSync(path, "latin1").sort()) {
    const child = decode(bytes, path);
    const childPath = `${path}/${child}`;
    const childStats = lstatSync2(childPath);
    if (childStats.isDirectory()) folders.push(readFolder(child, childPath, childStats));
    else if (childStats.isFile()) files.push({ name: child, path: childPath, stats: childStats });
    else if (childStats.isSymbolicLink()) {
      const target = decode(readlinkSync(childPath, "latin1"), `the link ${childPath}`);
      files.push({ name: child, path: childPath, stats: childStats, target });
    } else throw unsupported(childPath, childStats);
  }
  return { name, path, stats, files, folders };
}
function decode(latin1, where) {
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
  const bytes = Buffer.from(latin1, "latin1");
  const text = bytes.toString();
  if (Buffer.compare(Buffer.from(text), bytes) === 0) return text;
  throw new BuildError(
    "NAME_NOT_UTF8",
    `${where}: ${JSON.stringify(text)} (${bytes.toString("hex")}) is not UTF-8`,
    { hint: "OSTree holds names and targets in UTF-8 only: rename it in a postprocess script." }
  );
}
function unsupported(path, stats) {
  const kind = stats.isFIFO() ? "named pipe" : stats.isSocket() ? "socket" : "device";
  return new BuildError(
    "FILE_TYPE_UNSUPPORTED",
    `${path} is a ${kind}: a commit holds regular files, folders and symbolic links`,
    { hint: "Remove it in a postprocess script; tmpfiles.d can make it at boot." }
  );
}

// lib/repo/repository-config.ts
import { readFile as readFile4 } from "node:fs/promises";
import { join as join4 } from "node:path";
async function readRepositoryConfig(repoPath) {
  const text = await readFile4(join4(repoPath, "config"), "utf8").catch((cause) => {
    throw new ConfigError(
      "REPOSITORY_UNSUPPORTED",
      `${repoPath} is no OSTree repository: it has no config`,
      { cause, hint: `Make one: ostree init --mode=archive --repo=${repoPath}` }
    );
  });
  const mode = settingOf(text, "core", "mode");
  const level = Number(settingOf(text, "archive", "zlib-level"));
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
    { hint: `Make another: ostree init --mode=archive --repo=\u2026` }
  );
}
function settingOf(text, group, key) {
  let current = "";
  for (const line of text.split("\n")) {
    const header = /^\[(.*)\]\s*$/.exec(line)?.[1];
    if (header !== void 0) current = header;
    const [, name, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (current === group && name === key) return value;
  }
  return void 0;
}

// lib/repo/temporary-folder.ts
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join as join5 } from "node:path";
var PREFIX = "treesmith-";
async function makeTemporaryFolder(repoPath) {
  const tmp = join5(repoPath, "tmp");
  await mkdir(tmp, { recursive: true });
  for (const name of await readdir(tmp)) {
    const pid = /^treesmith-(\d+)-/.exec(name)?.[1];
    if (pid !== void 0 && !isAlive(Number(pid))) {
      await rm(join5(tmp, name), { recursive: true, force: true });
    }
  }
  return mkdtemp(join5(tmp, `${PREFIX}${process.pid}-`));
}
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

// lib/repo/worker-pool.ts
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
var SCRIPT = new URL(
  import.meta.url.endsWith(".ts") ? "./object-worker.ts" : "./object-worker.mjs",
  import.meta.url
);
var MAX_THREADS = 4;
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
    const count = Math.min(this.threads.length, task.batches.length);
    const shares = Array.from({ length: count }, () => this.enqueue(this.toStore, task));
    return (await Promise.all(shares)).flat();
  }
  /** Done when there is nothing else to do, by all threads but one. */
  async prepare(task) {
    await this.enqueue(this.toPrepare, task);
  }
  /** Forgets what of `prepare` is not begun. */
  stopPreparing() {
    for (const { resolve } of this.toPrepare.splice(0)) resolve([]);
  }
  async [Symbol.asyncDispose]() {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
    for (const thread of this.threads) endSpan(thread);
  }
  enqueue(queue, task) {
    return new Promise((resolve, reject) => {
      if (this.broken !== void 0) return reject(this.broken);
      queue.push({ task, resolve, reject });
      for (const thread of this.threads) this.giveWork(thread);
    });
  }
  giveWork(thread) {
    if (thread.job !== void 0) return;
    const job = this.toStore.shift() ?? this.nextToPrepare();
    const name = job?.task.kind;
    if (thread.span?.name !== name) endSpan(thread);
    if (job === void 0 || name === void 0) return;
    thread.job = job;
    thread.span ??= {
      name,
      end: this.timeline.begin(name, { kind: "thread", lane: thread.lane })
    };
    thread.worker.ref();
    thread.worker.postMessage(job.task);
  }
  nextToPrepare() {
    const busy = this.threads.filter(({ job }) => job !== void 0).length;
    return busy < Math.max(1, this.threads.length - 1) ? this.toPrepare.shift() : void 0;
  }
  startThread(settings, lane) {
    const worker = new Worker(SCRIPT, { workerData: settings, name: lane });
    const thread = { worker, lane };
    worker.unref();
    worker.on("message", (answer) => {
      const { job } = thread;
      thread.job = void 0;
      worker.unref();
      this.giveWork(thread);
      if ("stored" in answer) job?.resolve(answer.stored);
      else job?.reject(failure(answer.error));
    });
    worker.on("error", (error) => this.breakOff(error));
    return thread;
  }
  /** A thread has died: of want of memory, or of a fault of ours. */
  breakOff(error) {
    this.broken = failure({ code: "", message: String(error), path: "" });
    const running = this.threads.flatMap(({ job }) => job ?? []);
    const waiting = [...this.toStore.splice(0), ...this.toPrepare.splice(0)];
    for (const job of [...running, ...waiting]) job.reject(this.broken);
  }
};
function endSpan(thread) {
  thread.span?.end({ ok: true });
  thread.span = void 0;
}
function failure({ code, message, path }) {
  if (code === "TREE_CHANGED") return new BuildError("TREE_CHANGED", message);
  return new BuildError(
    "OBJECT_WRITER_FAILED",
    `${path === "" ? "the object writer" : path}: ${message}`
  );
}

// lib/repo/object-writer.ts
var DEFAULT_LEVEL = 1;
var NOT_STORED = { checksum: "", writtenBytes: 0 };
var PREPARE_BATCH = 32;
var MAX_WAITING = 1e5;
async function openObjectWriter(options) {
  const { repoPath, scratchPath } = options;
  const { mode, zlibLevel } = await readRepositoryConfig(repoPath);
  await rm2(scratchPath, { recursive: true, force: true });
  await mkdir2(scratchPath, { recursive: true, mode: 448 });
  const tempPath = await makeTemporaryFolder(repoPath);
  const level = options.level ?? zlibLevel ?? DEFAULT_LEVEL;
  const settings = { repoPath, mode, level, tempPath, preparedPath: scratchPath };
  return new ObjectWriter(settings, options.threads ?? defaultThreads(), options.log);
}
var ObjectWriter = class {
  settings;
  pool;
  log;
  threads;
  preparing = Promise.resolve();
  waiting = 0;
  hasPrepared = false;
  constructor(settings, threads, log) {
    this.settings = settings;
    this.log = log;
    this.threads = threads;
    this.pool = new WorkerPool(settings, threads);
  }
  /**
   * Compresses files that a `commitTree` of this writer may need, in the background. What is there
   * is kept by the checksum of the content, so it does not matter what becomes of the files.
   */
  prepare(paths) {
    if (this.settings.mode !== "archive") return;
    this.hasPrepared ||= paths.length > 0;
    for (let at = 0; at < paths.length && this.waiting < MAX_WAITING; at += PREPARE_BATCH) {
      const batch = paths.slice(at, at + PREPARE_BATCH);
      this.waiting += batch.length;
      const done = this.pool.prepare({ kind: "prepare", paths: batch }).then(
        () => {
          this.waiting -= batch.length;
        },
        // It was only to save time: who needs the thread next hears of it.
        () => void 0
      );
      this.preparing = Promise.all([this.preparing, done]).then(() => void 0);
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
    this.pool.stopPreparing();
    options.late?.ready.catch(() => void 0);
    const reading = readXattrs(treePath, this.log);
    reading.catch(() => void 0);
    const tree = readTree(treePath);
    const { log, threads } = this;
    const labels = options.selinux === true ? await readLabels(treePath, tree, { log, threads }) : void 0;
    const plan = planTree(tree, await reading, labels);
    await this.preparing;
    const content = await this.storePlan(plan, treePath, options);
    const folders = new FolderStore(this.settings, content, options.elsewhere);
    const root = folders.store(plan.root);
    const objects = /* @__PURE__ */ new Map();
    for (const { checksum, writtenBytes } of [...content, ...folders.objects]) {
      objects.set(checksum, Math.max(writtenBytes, objects.get(checksum) ?? 0));
    }
    const written = [...objects.values()].filter((bytes) => bytes > 0);
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
    const { checksum } = storeMetadata(this.settings, object, "commit");
    await rm2(join6(this.settings.repoPath, "state", `${checksum}.commitpartial`), { force: true });
    return checksum;
  }
  /** Stores the content of a plan. The answers are in its order; a late file comes last. */
  async storePlan({ files, root }, treePath, { elsewhere, late }) {
    if (late === void 0) return this.storeContent(files, elsewhere);
    const index = files.findIndex(({ path }) => path === late.path);
    const place = files[index];
    if (place === void 0) {
      throw new BuildError("TREE_CHANGED", `the tree has no file ${late.path} yet`);
    }
    const storing = this.storeContent(files.toSpliced(index, 1), elsewhere).then(
      (others) => others.toSpliced(index, 0, NOT_STORED)
    );
    const checksums = storing.then((found) => checksumsByPath(root, treePath, found));
    checksums.catch(() => void 0);
    late.onOthers?.(checksums);
    const stored = await storing;
    await late.ready;
    const { uid, gid, mode, size } = lstatSync3(late.path);
    const made = { ...place, sizeBytes: size, meta: { ...place.meta, uid, gid, mode } };
    return stored.toSpliced(index, 1, ...await this.storeContent([made], elsewhere));
  }
  async storeContent(files, elsewhere) {
    const { hasPrepared, settings } = this;
    const stored = Array(files.length).fill(NOT_STORED);
    const bare = [];
    const metas = /* @__PURE__ */ new Map();
    for (const { meta } of files) if (!metas.has(meta)) metas.set(meta, metas.size);
    const answers = await this.pool.store({
      kind: "store",
      metas: [...metas.keys()],
      paths: files.map(({ path }) => `${path}\0`).join(""),
      metaOf: Uint32Array.from(files, ({ meta }) => metas.get(meta) ?? 0),
      batches: batchesOf(files),
      taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
      hasPrepared,
      ...elsewhere === void 0 ? {} : { elsewhere }
    });
    for (const [index, file] of answers) stored[index] = file;
    stored.forEach(({ checksum, temporary }, index) => {
      const meta = files[index]?.meta;
      if (temporary === void 0 || meta === void 0) return;
      const final = join6(settings.repoPath, objectPath(checksum, "file"));
      bare.push({ temporary, final, meta });
    });
    await finishBareObjects(bare, this.log);
    return stored;
  }
  async [Symbol.asyncDispose]() {
    this.pool.stopPreparing();
    await this.pool[Symbol.asyncDispose]();
    const { tempPath, preparedPath } = this.settings;
    await rm2(tempPath, { recursive: true, force: true });
    await rm2(preparedPath, { recursive: true, force: true });
  }
};
function checksumsByPath(folder, path, stored, found = /* @__PURE__ */ new Map()) {
  for (const { name, index } of folder.files) {
    const checksum = stored[index]?.checksum;
    if (checksum !== void 0 && checksum !== "") found.set(`${path}/${name}`, checksum);
  }
  for (const child of folder.folders) {
    checksumsByPath(child.folder, `${path}/${child.name}`, stored, found);
  }
  return found;
}

// lib/compose/build-tree.ts
import { link as link2 } from "node:fs/promises";

// lib/compose/account-check.ts
import { readFile as readFile5 } from "node:fs/promises";

// lib/compose/accounts.ts
function parsePasswd(text, file) {
  return lines(text).map(({ line, number }) => {
    const [name, password, uid, gid, gecos, home, shell, ...rest] = line.split(":");
    if (shell === void 0 || rest.length > 0 || name === "" || name === void 0) {
      throw malformed(file, number, "name:password:uid:gid:gecos:home:shell", line);
    }
    return {
      name,
      password: password ?? "",
      uid: parseId(uid ?? "", file, number, line),
      gid: parseId(gid ?? "", file, number, line),
      gecos: gecos ?? "",
      home: home ?? "",
      shell
    };
  });
}
function parseGroup(text, file) {
  return lines(text).map(({ line, number }) => {
    const [name, password, gid, members, ...rest] = line.split(":");
    if (members === void 0 || rest.length > 0 || name === "" || name === void 0) {
      throw malformed(file, number, "name:password:gid:members", line);
    }
    return {
      name,
      password: password ?? "",
      gid: parseId(gid ?? "", file, number, line),
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
  const merged = /* @__PURE__ */ new Map();
  for (const entry of [...first, ...second]) {
    if (!merged.has(entry.name)) merged.set(entry.name, entry);
  }
  return [...merged.values()];
}
function lines(text) {
  return text.split("\n").map((line, index) => ({ line: line.trimEnd(), number: index + 1 })).filter(({ line }) => line !== "" && !line.startsWith("#"));
}
function parseId(text, file, number, line) {
  const id = Number(text);
  if (!/^\d{1,10}$/.test(text) || id > 4294967294) throw malformed(file, number, "a number", line);
  return id;
}
function malformed(file, line, expected, got) {
  return new BuildError(
    "ACCOUNT_FILE_MALFORMED",
    `${file}:${line}: expected ${expected}, got ${JSON.stringify(got)}`,
    { place: { file, line } }
  );
}

// lib/compose/account-check.ts
async function checkAccounts(tree, accounts, treefile, options) {
  const users = compare(userIds(accounts), await expectedUsers(treefile, options.previous));
  const groups = compare(groupIds(accounts), await expectedGroups(treefile, options.previous));
  const goneUsers = withoutIgnored(users.gone, treefile.ignoreRemovedUsers);
  const goneGroups = withoutIgnored(groups.gone, treefile.ignoreRemovedGroups);
  const owned = await findOwned(tree, goneUsers, goneGroups);
  if (users.added.length > 0) options.log.info(`New users: ${users.added.join(", ")}`);
  if (groups.added.length > 0) options.log.info(`New groups: ${groups.added.join(", ")}`);
  const drift = [
    ...users.changed.map((line) => `passwd: ${line}`),
    ...groups.changed.map((line) => `group: ${line}`),
    ...owned
  ];
  if (drift.length === 0) return;
  throw new BuildError(
    "ACCOUNT_DRIFT",
    `users or groups are not what they were, and /var of running systems would get other owners:
${drift.join("\n")}`,
    {
      hint: "Bring the files of check-passwd and check-groups up to date, or list what may go in ignore-removed-users and ignore-removed-groups."
    }
  );
}
function compare(actual, expected) {
  const result = { added: [], changed: [], gone: [] };
  if (expected === void 0) return result;
  for (const [name, ids] of actual) {
    const wanted = expected.get(name);
    if (wanted === void 0) result.added.push(name);
    else if (wanted !== ids) result.changed.push(`${name} was ${wanted}, is ${ids}`);
  }
  for (const [name, ids] of expected) if (!actual.has(name)) result.gone.push([name, ids]);
  return result;
}
async function expectedUsers(treefile, previous) {
  const check = treefile.checkPasswd;
  switch (check.type) {
    case "none":
      return void 0;
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
  const check = treefile.checkGroups;
  switch (check.type) {
    case "none":
      return void 0;
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
  const found = /* @__PURE__ */ new Map();
  const uids = new Map(users.map(([name, ids]) => [Number(ids.split(":")[0]), name]));
  const gids = new Map(groups.map(([name, gid]) => [Number(gid), name]));
  await tree.walk("", (path, stats) => {
    const user = uids.get(stats.uid);
    const group = gids.get(stats.gid);
    if (user !== void 0) found.set(`passwd: ${user} is gone, and owns`, path);
    if (group !== void 0) found.set(`group: ${group} is gone, and owns`, path);
  });
  return [...found].map(([what, path]) => `${what} /${path}`);
}
function withoutIgnored(gone, ignored) {
  if (ignored.includes("*")) return [];
  return gone.filter(([name]) => !ignored.includes(name));
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
  const { users, groups } = accounts;
  const others = groups.filter(({ gid }) => gid !== 0);
  const kept = others.filter(({ name }) => etcGroupMembers.includes(name));
  await tree.write("usr/lib/passwd", formatPasswd(users.filter(({ uid }) => uid !== 0)));
  await tree.write("usr/lib/group", formatGroup(others));
  await tree.write("usr/etc/passwd", formatPasswd(users.filter(({ uid }) => uid === 0)));
  await tree.write(
    "usr/etc/group",
    formatGroup([...groups.filter(({ gid }) => gid === 0), ...kept])
  );
  const nsswitch = "usr/etc/nsswitch.conf";
  const stats = await tree.lstat(nsswitch);
  if (stats?.isFile() === true)
    await tree.write(nsswitch, addAltfiles(await tree.read(nsswitch) ?? ""));
}
function addAltfiles(text) {
  return text.split("\n").map((line) => {
    const [, database, rest] = /^(passwd|group):(.*)$/.exec(line) ?? [];
    if (database === void 0 || rest === void 0) return line;
    const sources = rest.split(/\s+/).filter((source) => source !== "");
    if (sources.includes("altfiles")) return line;
    const at = sources.indexOf("files");
    sources.splice(at === -1 ? sources.length : at + 1, 0, "altfiles");
    return `${database}: ${sources.join(" ")}`;
  }).join("\n");
}
async function hasAltfiles(tree) {
  const library = "libnss_altfiles.so.2";
  const folders = ["usr/lib64", "usr/lib"];
  for (const name of await tree.list("usr/lib")) {
    if (name.endsWith("-linux-gnu")) folders.push(`usr/lib/${name}`);
  }
  for (const folder of folders) {
    if (await tree.stat(`${folder}/${library}`) !== void 0) return true;
  }
  return false;
}

// lib/compose/output-tail.ts
import { StringDecoder } from "node:string_decoder";
var KEPT_LINES = 40;
var LINE_LIMIT = 4096;
var OutputTail = class {
  #onLine;
  #decoder = new StringDecoder("utf8");
  #rest = "";
  #lines = [];
  constructor(onLine) {
    this.#onLine = onLine;
  }
  push(chunk) {
    const parts = (this.#rest + this.#decoder.write(chunk)).split("\n");
    this.#rest = (parts.pop() ?? "").slice(-LINE_LIMIT);
    for (const line of parts) this.#add(line);
  }
  /** Takes what came after the last line end as a line. */
  end() {
    if (this.#rest !== "") this.#add(this.#rest);
    this.#rest = "";
  }
  lines() {
    return this.#lines;
  }
  #add(line) {
    const clean = line.trimEnd().slice(0, LINE_LIMIT);
    this.#lines.push(clean);
    if (this.#lines.length > KEPT_LINES) this.#lines = this.#lines.slice(-KEPT_LINES);
    this.#onLine?.(clean);
  }
};

// lib/compose/sync-filter.ts
import { endianness } from "node:os";
var LOAD_WORD = 32;
var JUMP_IF_EQUAL = 21;
var RETURN = 6;
var SYSCALL_OFFSET = 0;
var ARCHITECTURE_OFFSET = 4;
var ALLOW = 2147418112;
var PRETEND = 327680;
var SYNC_CALLS = [
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
  const program = SYNC_CALLS.flatMap(({ architecture, calls }) => [
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
  const bytes = Buffer.alloc(8);
  const little = endianness() === "LE";
  if (little) bytes.writeUInt16LE(code);
  else bytes.writeUInt16BE(code);
  bytes.writeUInt8(ifTrue, 2);
  bytes.writeUInt8(ifFalse, 3);
  if (little) bytes.writeUInt32LE(value, 4);
  else bytes.writeUInt32BE(value, 4);
  return bytes;
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
  const tail = new OutputTail(sandbox.onLine);
  const options = {
    log: sandbox.log,
    label: argv[0] ?? "bwrap",
    input: syncFilter(),
    onStdout: (chunk) => tail.push(chunk),
    onStderr: (chunk) => tail.push(chunk),
    ...sandbox.timeoutMs === void 0 ? {} : { timeoutMs: sandbox.timeoutMs }
  };
  try {
    await runTool(sandboxArgv(argv, sandbox), options);
    tail.end();
    return void 0;
  } catch (error) {
    tail.end();
    if (!(error instanceof ToolError)) throw error;
    return { exitCode: error.exitCode, tail: tail.lines() };
  }
}
function treeMounts(tree, options) {
  const bind = options.readOnly === true ? "--ro-bind" : "--bind";
  return [
    ...[bind, `${tree}/usr`, "/usr"],
    ...[bind, `${tree}/${options.etc}`, "/etc"],
    ...options.readOnly === true ? ["--tmpfs", "/var"] : ["--bind", `${tree}/var`, "/var"],
    ...options.readOnly === true ? [] : ["--bind-try", `${tree}/boot`, "/boot"],
    ...["bin", "sbin", "lib", "lib32", "lib64"].flatMap((name) => [
      "--symlink",
      `usr/${name}`,
      `/${name}`
    ]),
    ...procMounts("/proc"),
    ...["--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run", "--dir", "/root"],
    ...options.readOnly === true ? ["--dir", "/var/tmp"] : []
  ];
}
function hostMounts(tree) {
  const host = [
    ...["--ro-bind", "/usr", "/usr"],
    ...["bin", "sbin", "lib", "lib32", "lib64"].flatMap((name) => [
      "--symlink",
      `usr/${name}`,
      `/${name}`
    ]),
    ...procMounts("/proc"),
    ...["--dev", "/dev", "--tmpfs", "/tmp"]
  ];
  if (tree === void 0) return host;
  return [
    ...host,
    ...["--bind", tree, "/tree"],
    ...procMounts("/tree/proc"),
    ...["--dev", "/tree/dev", "--tmpfs", "/tree/tmp", "--tmpfs", "/tree/run"]
  ];
}
function procMounts(path) {
  return [
    ...["--proc", path, "--ro-bind", "/proc/sys", `${path}/sys`],
    ...["sysrq-trigger", "fs"].flatMap((name) => [
      "--ro-bind-try",
      `/proc/${name}`,
      `${path}/${name}`
    ])
  ];
}
function sandboxArgv(argv, sandbox) {
  const env = {
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
    ...["--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"],
    ...["--hostname", "localhost", "--die-with-parent", "--new-session", "--chdir", "/"],
    ...["--clearenv", ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value])],
    ...["--cap-drop", "ALL", ...CAPABILITIES.flatMap((name) => ["--cap-add", name])],
    ...["--seccomp", "0"],
    // The shell sets the umask, which bwrap cannot, and joins the two streams; bwrap has closed its
    // standard input after reading the filter from it.
    ...["--", "/bin/sh", "-c", 'umask 022; exec "$@" 2>&1 < /dev/null', "sh", ...argv]
  ];
}

// lib/compose/depmod.ts
var WRITTEN = ["dep", "dep.bin", "alias", "alias.bin", "symbols", "symbols.bin"];
var READ_OF_FOLDER = /^modules\.(order|builtin|builtin\.modinfo)$/;
var CONFIGURATION = ["usr/etc/depmod.d", "usr/lib/depmod.d"];
var PROGRAMS = ["usr/sbin/depmod", "usr/bin/depmod"];
var MODULE = /\.ko(\.(gz|xz|zst))?$/;
async function runDepmod(tree, kernel, options) {
  const programs = await Promise.all(PROGRAMS.map((path) => tree.stat(path)));
  const program = programs.find((found) => found !== void 0);
  if (program === void 0) return;
  if (await isFresh(tree, kernel, program.ctimeMs)) {
    options.log.debug(`A scriptlet has run depmod for ${kernel.version}`);
    return;
  }
  await runSandboxed(["depmod", "-a", kernel.version], {
    mounts: treeMounts(tree.path, { etc: "usr/etc" }),
    ...options
  });
}
async function isFresh(tree, { folder }, installedMs) {
  const written = await Promise.all(WRITTEN.map((name) => tree.lstat(`${folder}/modules.${name}`)));
  const writtenMs = Math.min(...written.map((stats) => stats?.ctimeMs ?? 0));
  const modules = [];
  let newestMs = installedMs;
  await tree.walk(folder, (path, { ctimeMs }) => {
    const name = path.slice(folder.length + 1);
    if (!name.includes("/") && !READ_OF_FOLDER.test(name)) return;
    newestMs = Math.max(newestMs, ctimeMs);
    if (MODULE.test(name)) modules.push(name);
  });
  for (const path of CONFIGURATION) {
    newestMs = Math.max(newestMs, (await tree.stat(path))?.ctimeMs ?? 0);
    await tree.walk(path, (_, { ctimeMs }) => {
      newestMs = Math.max(newestMs, ctimeMs);
    });
  }
  const listed = (await tree.read(`${folder}/modules.dep`) ?? "").match(/^[^:\n]+(?=:)/gm) ?? [];
  return newestMs < writtenMs && listed.sort().join("\n") === modules.sort().join("\n");
}

// lib/compose/devices.ts
import { rm as rm3, writeFile } from "node:fs/promises";
import { dirname, join as join7 } from "node:path";
async function removeSpecialFiles(tree, ignoreDevices) {
  const whiteouts = [];
  const special = [];
  await tree.walk("", (path, stats, host) => {
    if (stats.isCharacterDevice() && stats.rdev === 0) whiteouts.push(host);
    else if (stats.isCharacterDevice() || stats.isBlockDevice()) {
      if (!ignoreDevices) {
        throw new ConfigError("DEVICE_IN_TREE", `/${path} is a device node`, {
          hint: 'Set "ignore-devices: true" to leave device nodes out.'
        });
      }
      special.push(host);
    } else if (stats.isSocket() || stats.isFIFO()) special.push(host);
  });
  for (const host of [...special, ...whiteouts]) await rm3(host);
  for (const host of whiteouts) {
    await writeFile(join7(dirname(host), `.ostree-wh.${host.slice(dirname(host).length + 1)}`), "");
  }
}

// lib/compose/packages.ts
import { basename, dirname as dirname2, join as join8 } from "node:path";
var FILE_NOREPLACE = 1 << 4;
var FILE_GHOST = 1 << 6;
var READ_TIMEOUT_MS = 10 * 6e4;
var FILE_TYPE = 61440;
var REGULAR_FILE = 32768;
var CHARACTER_DEVICE = 8192;
var BLOCK_DEVICE = 24576;
async function readPackages(paths, options) {
  const reader = new HeaderReader(paths, options.keepFiles);
  const mounts = packageMounts(paths);
  const failure2 = await runSandboxed(
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
    const errors = failure2.tail.filter((line) => line.startsWith("error:"));
    const why = (errors.length > 0 ? errors : failure2.tail.slice(-5)).join("\n");
    throw new BuildError("PACKAGE_UNREADABLE", `rpm cannot read a package:
${why}`, {
      hint: "Remove the package from the store and fetch again."
    });
  }
  return reader.end();
}
function packageMounts(paths) {
  const folders = [...new Set(paths.map(dirname2))].sort(compareBytes);
  return {
    argv: folders.flatMap((folder, index) => ["--ro-bind", folder, `/packages/${index}`]),
    paths: paths.map(
      (path) => join8("/packages", String(folders.indexOf(dirname2(path))), basename(path))
    )
  };
}
var QUERY = [
  "P\\t%{NAME}\\t%{EPOCHNUM}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\t%{LONGSIZE}\\n",
  "[F\\t%{FILEMODES}\\t%{FILEFLAGS}\\t%{FILENAMES}\\n]",
  "[V\\t%{PROVIDENAME}\\t%{PROVIDEVERSION}\\n]"
].join("");
var HeaderReader = class {
  #paths;
  #keep;
  #headers = [];
  /** Errors cannot be thrown out of a stream's listener; the first is kept. */
  #error;
  constructor(paths, keep2) {
    this.#paths = paths;
    this.#keep = keep2;
  }
  line(line) {
    const [kind, ...fields] = line.split("	");
    if (kind === "P") this.#package(fields);
    else if (kind === "F") this.#file(fields);
    else if (kind === "V") this.#provide(fields);
    else if (/^(error|warning|rpm): /.test(line)) return;
    else this.#refuse(`a line break in a name: ${JSON.stringify(line)}`);
  }
  end() {
    if (this.#error !== void 0) throw this.#error;
    if (this.#headers.length !== this.#paths.length) {
      throw new BuildError(
        "PACKAGE_UNREADABLE",
        `rpm read ${this.#headers.length} of ${this.#paths.length} packages`
      );
    }
    return this.#headers;
  }
  #package(fields) {
    const [name = "", epoch = "0", version = "", release = "", arch = "", size = "0"] = fields;
    const path = this.#paths[this.#headers.length] ?? "";
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
      sysusers: []
    });
  }
  #file([mode, flags, ...names2]) {
    const header = this.#headers.at(-1);
    const path = names2.join("	");
    if (header === void 0) return;
    const unsafe = unsafePath(path);
    if (unsafe !== void 0) this.#refuse(`${unsafe}: ${JSON.stringify(path)}`);
    const type = Number(mode) & FILE_TYPE;
    if (type === CHARACTER_DEVICE || type === BLOCK_DEVICE) header.devices.push(path);
    if (type === REGULAR_FILE && (Number(flags) & FILE_GHOST) === 0) header.contents.push(path);
    if (this.#keep(header.name, path)) header.files.push({ path, flags: Number(flags) });
  }
  #provide([name, version]) {
    if (version === void 0 || !/^(user|group|groupmember)\(/.test(name ?? "")) return;
    const line = Buffer.from(version, "base64").toString("utf8").replace(/\0+$/, "");
    if (/^[ugm]!? /.test(line)) this.#headers.at(-1)?.sysusers.push(line);
  }
  #refuse(why) {
    const header = this.#headers.at(-1);
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
  return void 0;
}

// lib/compose/scriptlet-watch.ts
var SHOWN_LINES = 12;
var ScriptletWatch = class {
  #onPackage;
  /** Output since rpm last said something itself: what the running scriptlet printed. */
  #output = [];
  #failures = [];
  #accounts = /* @__PURE__ */ new Set();
  #package = "";
  /** `onPackage` hears of each package (`name-version-release.arch`) when rpm begins with it. */
  constructor(onPackage = () => void 0) {
    this.#onPackage = onPackage;
  }
  line(line) {
    const failed = /^(?:warning|error): (%\w+)\((.+)\) scriptlet failed, (exit status|signal) (\d+)$/.exec(line);
    const lua = /^error: lua script failed: \[string "(%\w+)\((.+)\)"\]:(.*)$/.exec(line);
    const account = /^warning: (user|group) (.+) does not exist - using root$/.exec(line);
    if (failed !== null) {
      const [, kind, nevra, how, number] = failed;
      this.#fail(
        `${kind} of ${nevra} failed with ${how === "signal" ? "signal" : "exit code"} ${number}`
      );
    } else if (lua !== null) {
      const [, kind, nevra, message] = lua;
      this.#fail(`${kind} (Lua) of ${nevra} failed at line ${message}`);
    } else if (account !== null) {
      this.#accounts.add(`${account[1]} ${account[2]} (${this.#package})`);
    } else if (/^[^\s/]+-[^\s-]+-[^\s-]+\.\w+$/.test(line)) {
      this.#package = line;
      this.#output = [];
      this.#onPackage(line);
    } else {
      this.#output.push(line);
      if (this.#output.length > SHOWN_LINES) this.#output.shift();
    }
  }
  /** Throws BuildError SCRIPTLET_FAILED, ACCOUNT_MISSING. */
  assertClean() {
    const [first] = this.#failures;
    if (first !== void 0) {
      throw new BuildError(
        "SCRIPTLET_FAILED",
        `scriptlet ${this.#failures.join("\nscriptlet ")}`,
        {
          hint: "Scriptlets run without a network, as root of the tree alone. Mend the package, or leave it out."
        }
      );
    }
    if (this.#accounts.size > 0) {
      throw new BuildError(
        "ACCOUNT_MISSING",
        `packages own files as accounts that do not exist: ${[...this.#accounts].join(", ")}`,
        {
          hint: "Give the accounts in the file of check-passwd and check-groups, or a sysusers.d file in the package."
        }
      );
    }
  }
  #fail(what) {
    const output = this.#output.map((line) => `  | ${line}`);
    this.#failures.push([what, ...output].join("\n"));
    this.#output = [];
  }
};

// lib/compose/install.ts
var RPMDB = "usr/share/rpm";
var INSTALL_TIMEOUT_MS = 2 * 60 * 6e4;
async function installPackages(options) {
  const { tree, packages, log } = options;
  for (const name of ["proc", "dev", "tmp", "run", RPMDB]) await tree.mkdir(name);
  const mounts = packageMounts(packages.map(({ path }) => path));
  const { scriptlets } = options;
  const progress = scriptlets ? log.progress("Install", packages.length, "packages") : void 0;
  const headers = new Map(packages.map((header) => [nevraOf(header), header]));
  let last;
  const watch = new ScriptletWatch((nevra) => {
    progress?.advance(1);
    if (last !== void 0) options.onInstalled?.(last);
    last = headers.get(nevra);
  });
  const failure2 = await runSandboxed(["rpm", ...rpmOptions(options), ...mounts.paths], {
    mounts: [...hostMounts(tree.path), ...mounts.argv],
    // rpm would read the host user's macros from there.
    env: { HOME: "/nonexistent" },
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: INSTALL_TIMEOUT_MS,
    log,
    onLine: (line) => {
      log.debug(`rpm: ${line}`);
      watch.line(line);
    }
  });
  progress?.done();
  if (last !== void 0) options.onInstalled?.(last);
  if (scriptlets) watch.assertClean();
  if (failure2 !== void 0) {
    const errors = failure2.tail.filter((line) => !line.startsWith("rpm: "));
    throw new BuildError(
      "INSTALL_FAILED",
      `rpm failed with exit code ${failure2.exitCode}:
${errors.slice(-20).join("\n")}`
    );
  }
}
function nevraOf({ name, version, release, arch }) {
  return `${name}-${version}-${release}.${arch}`;
}
function rpmOptions(options) {
  return [
    ...[
      "--root",
      "/tree",
      "--dbpath",
      `/${RPMDB}`,
      "--noplugins",
      "--nosignature",
      "--nodigest",
      "--nofiledigest",
      "--install",
      "-v"
    ],
    // The lock chose packages of the tree's architecture, which need not be the host's.
    "--ignorearch",
    // Else rpm makes /var/tmp in the tree for the files that scriptlets are.
    ...["--define", "_tmppath /tmp"],
    // rpm 4.19 would run the host's systemd-sysusers; accounts are made by us, the same everywhere.
    ...["--define", "__systemd_sysusers %{nil}"],
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
  const inBoot = (await tree.list("boot")).flatMap(
    (name) => /^vmlinu[xz]-(.+)$/.exec(name)?.[1] ?? []
  );
  const versions = new Set(inBoot);
  for (const version2 of await tree.list("usr/lib/modules")) {
    if (await tree.lstat(`usr/lib/modules/${version2}/vmlinuz`) !== void 0)
      versions.add(version2);
  }
  const [version, ...others] = versions;
  if (version === void 0) {
    throw new BuildError(
      "KERNEL_MISSING",
      "the tree has no kernel: no /usr/lib/modules/*/vmlinuz and no /boot/vmlinuz-*",
      {
        hint: 'Add the kernel to packages, or set "container: true" for a tree that is not a host.'
      }
    );
  }
  if (others.length > 0) {
    throw new BuildError(
      "KERNEL_AMBIGUOUS",
      `the tree has more than one kernel: ${[version, ...others].join(", ")}`,
      { hint: "OSTree boots one: leave the others out with exclude-packages." }
    );
  }
  const folder = `usr/lib/modules/${version}`;
  await moveFromBoot(tree, version, folder);
  if (bootLocation === "new") {
    await tree.mkdir(OSTREE_BOOT);
  }
  return { version, folder };
}
async function linkKernel(tree, { version, folder }) {
  const hash = createHash("sha256");
  const initramfs = `${folder}/initramfs.img`;
  const withInitramfs = await tree.lstat(initramfs) !== void 0;
  for (const path of [`${folder}/vmlinuz`, ...withInitramfs ? [initramfs] : []]) {
    for await (const chunk of createReadStream(await tree.resolve(path))) hash.update(chunk);
  }
  const checksum = hash.digest("hex");
  const hardlink = async (from, to) => {
    await tree.remove(to);
    await link(await tree.resolve(from), await tree.resolve(to));
  };
  await hardlink(`${folder}/vmlinuz`, `${OSTREE_BOOT}/vmlinuz-${version}-${checksum}`);
  if (withInitramfs) {
    await hardlink(initramfs, `${OSTREE_BOOT}/initramfs-${version}.img-${checksum}`);
  }
}
async function moveFromBoot(tree, version, folder) {
  const targets = {
    [`vmlinuz-${version}`]: "vmlinuz",
    [`vmlinux-${version}`]: "vmlinuz",
    [`config-${version}`]: "config",
    [`System.map-${version}`]: "System.map"
  };
  for (const name of await tree.list("boot")) {
    const target = targets[name];
    if (name === "loader" || /^initr(amfs|d)/.test(name) || /^[0-9a-f]{32}$/.test(name)) {
      await tree.remove(`boot/${name}`);
    } else if (target === void 0) {
      await tree.rename(`boot/${name}`, `${OSTREE_BOOT}/${name}`);
    } else if (await tree.lstat(`${folder}/${target}`) === void 0) {
      await tree.rename(`boot/${name}`, `${folder}/${target}`);
    } else {
      await tree.remove(`boot/${name}`);
    }
  }
}

// lib/compose/normalise.ts
import { open as open3 } from "node:fs/promises";

// lib/compose/rpmdb.ts
import { mkdir as mkdir3, open as open2, rm as rm4 } from "node:fs/promises";
import { join as join9 } from "node:path";

// lib/compose/install-times.ts
import { open } from "node:fs/promises";
var MAGIC = Buffer.from("8eade80100000000", "hex");
var INTRO_BYTES = 16;
var ENTRY_BYTES = 16;
var HEADER_LIMIT_BYTES = 256 * 1024 * 1024;
var INSTALLTIME = 1008;
var INSTALLTID = 1128;
async function copyWithInstallTimes(from, to, sourceDateEpoch) {
  const source = await open(from, "r");
  const target = await open(to, "wx");
  try {
    const { size } = await source.stat();
    for (let offset = 0, index = 0; offset < size; index += 1) {
      const intro = await read(source, offset, INTRO_BYTES);
      const entries = intro.readUInt32BE(8);
      const bytes = entries * ENTRY_BYTES + intro.readUInt32BE(12);
      if (!intro.subarray(0, 8).equals(MAGIC) || bytes > HEADER_LIMIT_BYTES)
        throw notHeaders(from, offset);
      const body = await read(source, offset + INTRO_BYTES, bytes);
      if (!setTimes(body, entries, sourceDateEpoch, index)) throw notHeaders(from, offset);
      await target.writev([intro, body]);
      offset += INTRO_BYTES + bytes;
    }
  } finally {
    await source.close();
    await target.close();
  }
}
function setTimes(body, entries, time, index) {
  for (let at = 0; at < entries * ENTRY_BYTES; at += ENTRY_BYTES) {
    const tag = body.readUInt32BE(at);
    if (tag !== INSTALLTIME && tag !== INSTALLTID) continue;
    const value = tag === INSTALLTID ? time : time + index;
    const place = entries * ENTRY_BYTES + body.readUInt32BE(at + 8);
    if (place + 4 > body.length) return false;
    body.writeUInt32BE(value, place);
  }
  return true;
}
async function read(file, position, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
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
var SQLITE_VERSIONS_OFFSET = 18;
var SQLITE_LEGACY = 1;
var SQLITE_MAGIC = "SQLite format 3\0";
async function settleRpmdb(tree, options) {
  const path = `${RPMDB}/rpmdb.sqlite`;
  if (await tree.lstat(path) !== void 0) {
    await settleInstallTimes(tree, options);
    const wal = await tree.lstat(`${path}-wal`);
    if (wal !== void 0 && wal.size > 0) {
      throw new BuildError(
        "RPMDB_NOT_REPRODUCIBLE",
        `rpm left ${wal.size} bytes in ${path}-wal`
      );
    }
    await setLegacyJournal(await tree.resolve(path));
  }
  for (const name of await tree.list(RPMDB)) {
    if (/^(rpmdb\.sqlite-(wal|shm)|\.rpm\.lock|\.dbenv\.lock|__db\..*|\.migratedb)$/.test(name)) {
      await tree.remove(`${RPMDB}/${name}`);
    }
  }
}
async function linkRpmdb(tree) {
  await tree.remove("var/lib/rpm");
  await tree.symlink("../../share/rpm", "usr/lib/sysimage/rpm");
  await tree.write("usr/lib/rpm/macros.d/macros.rpm-ostree", `%_dbpath /${RPMDB}
`);
}
async function setLegacyJournal(path) {
  const file = await open2(path, "r+");
  try {
    const header = Buffer.alloc(SQLITE_VERSIONS_OFFSET + 2);
    await file.read(header, 0, header.length, 0);
    if (header.toString("latin1", 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) return;
    await file.write(Uint8Array.of(SQLITE_LEGACY, SQLITE_LEGACY), 0, 2, SQLITE_VERSIONS_OFFSET);
  } finally {
    await file.close();
  }
}
async function settleInstallTimes(tree, options) {
  const times = /* @__PURE__ */ new Set();
  const query = ["-qa", "--nosignature", "--nodigest", "--qf", "%{INSTALLTID}\\n"];
  await runOnDatabase(tree, ["rpm", "--noplugins", ...query], options, (line) => times.add(line));
  const isForeign = (time) => /^\d+$/.test(time) && Number(time) !== options.sourceDateEpoch;
  if (![...times].some(isForeign)) return;
  const folder = join9(options.workDir, "rpmdb");
  await mkdir3(folder, { recursive: true });
  const inFolder = ["--bind", folder, "/scratch"];
  await runOnDatabase(
    tree,
    ["sh", "-c", 'rpmdb "$@" --exportdb > /scratch/old', "sh"],
    options,
    void 0,
    inFolder
  );
  await copyWithInstallTimes(join9(folder, "old"), join9(folder, "new"), options.sourceDateEpoch);
  for (const name of await tree.list(RPMDB)) await tree.remove(`${RPMDB}/${name}`);
  await runOnDatabase(
    tree,
    ["sh", "-c", 'rpmdb "$@" --importdb < /scratch/new', "sh"],
    options,
    void 0,
    inFolder
  );
  await rm4(folder, { recursive: true });
}
async function runOnDatabase(tree, argv, options, onLine, mounts = []) {
  const failure2 = await runSandboxed([...argv, "--dbpath", "/rpmdb"], {
    mounts: [...hostMounts(), "--bind", await tree.resolve(RPMDB, true), "/rpmdb", ...mounts],
    sourceDateEpoch: options.sourceDateEpoch,
    log: options.log,
    ...onLine === void 0 ? {} : { onLine }
  });
  if (failure2 === void 0) return;
  throw new BuildError(
    "RPMDB_NOT_REPRODUCIBLE",
    `rpm cannot read the package database that it wrote:
${failure2.tail.join("\n")}`
  );
}

// lib/compose/shadow.ts
var SECONDS_A_DAY = 86400;
function addShadow(text, names2, kind) {
  const known = new Set(text.split("\n").map((line) => line.split(":", 1)[0]));
  const missing = names2.filter((name) => !known.has(name));
  const rest = kind === "shadow" ? ":!*:::::::" : ":!*::";
  return withLineEnd(text) + missing.map((name) => `${name}${rest}
`).join("");
}
function normaliseShadow(text, sourceDateEpoch) {
  return text.split("\n").map((line) => {
    const fields = line.split(":");
    if (fields.length < 9 || fields[2] === "0" || fields[2] === "") return line;
    const locked = /^[!*]/.test(fields[1] ?? "");
    fields[2] = locked ? "" : String(Math.floor(sourceDateEpoch / SECONDS_A_DAY));
    return fields.join(":");
  }).join("\n");
}
function withLineEnd(text) {
  return text === "" || text.endsWith("\n") ? text : `${text}
`;
}

// lib/compose/normalise.ts
var RULES = [
  {
    what: "/usr/share/rpm: INSTALLTIME, INSTALLTID, side files of SQLite",
    cause: "rpm writes the time of installation, and leaves its write-ahead log and lock behind",
    apply: settleRpmdb
  },
  {
    what: "/etc/machine-id",
    cause: "systemd's %post draws a random one; each machine needs its own",
    apply: async (tree, { machineidCompat }) => {
      await tree.remove("usr/etc/machine-id");
      if (machineidCompat) await tree.write("usr/etc/machine-id", "");
    }
  },
  {
    what: "/etc/shadow: day of the last change",
    cause: "useradd and systemd-sysusers write the day of the compose",
    apply: async (tree, { sourceDateEpoch }) => rewrite(tree, "usr/etc/shadow", (text) => normaliseShadow(text, sourceDateEpoch))
  },
  {
    what: "/etc/passwd-, group-, shadow-, gshadow-, subuid-, subgid-, .pwd.lock",
    cause: "copies and locks of the shadow tools depend on the order in which scriptlets ran",
    apply: async (tree) => {
      for (const name of ["passwd", "group", "shadow", "gshadow", "subuid", "subgid"]) {
        await tree.remove(`usr/etc/${name}-`);
      }
      await tree.remove("usr/etc/.pwd.lock");
    }
  },
  {
    what: "/etc/ssh/ssh_host_*_key",
    cause: "a scriptlet of a server package may draw host keys, which all machines would share",
    apply: async (tree, { log }) => {
      for (const name of await tree.list("usr/etc/ssh")) {
        if (!/^ssh_host_.*_key(\.pub)?$/.test(name)) continue;
        await tree.remove(`usr/etc/ssh/${name}`);
        log.warn(`/etc/ssh/${name} was made while composing and is left out of the commit`);
      }
    }
  },
  {
    what: "/etc/.updated, /usr/etc/.updated",
    cause: "systemd-update-done writes the time",
    apply: (tree) => tree.remove("usr/etc/.updated")
  },
  {
    what: "/etc/selinux/*/semanage.*.LOCK",
    cause: "locks of semodule, there or not as scriptlets ran",
    apply: async (tree) => {
      for (const policy of await tree.list("usr/etc/selinux")) {
        for (const name of ["semanage.read.LOCK", "semanage.trans.LOCK"]) {
          await tree.remove(`usr/etc/selinux/${policy}/${name}`);
        }
      }
    }
  }
];
async function normalise(tree, context) {
  for (const rule of RULES) await rule.apply(tree, context);
}
async function rewrite(tree, path, change) {
  const stats = await tree.lstat(path);
  if (stats?.isFile() !== true) return;
  const text = await tree.read(path) ?? "";
  const changed = change(text);
  if (changed === text) return;
  const file = await open3(await tree.resolve(path), "r+");
  try {
    await file.truncate();
    await file.write(changed, 0);
  } finally {
    await file.close();
  }
}

// lib/compose/overlays.ts
import { chown, copyFile, lstat, readdir as readdir2, readFile as readFile6, readlink, rm as rm5 } from "node:fs/promises";
import { join as join10 } from "node:path";
var STATOVERRIDE = "statoverride";
async function applyOverlays(tree, treefile, options) {
  const layers = [
    ...treefile.ostreeLayers.map((name) => ({ name, replace: false })),
    ...treefile.ostreeOverrideLayers.map((name) => ({ name, replace: true }))
  ];
  for (const { name, replace: replace2 } of layers) {
    const folder = await layerFolder(name, treefile, options);
    const modes = parseStatoverride(await readOptional(join10(folder.path, STATOVERRIDE)));
    await mergeFolder(tree, folder.path, "", { name, replace: replace2, modes, keepOwner: folder.keepOwner });
    if (folder.keepOwner) await rm5(folder.path, { recursive: true });
  }
}
async function layerCommits(treefile, repoPath) {
  const commits = {};
  for (const name of [...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers]) {
    if (await overlayFolder(treefile, name) !== void 0) continue;
    commits[name] = await resolveLayer(repoPath, name) ?? null;
  }
  return commits;
}
async function layerFolder(name, treefile, options) {
  const beside = await overlayFolder(treefile, name);
  if (beside !== void 0) return { path: beside, keepOwner: false };
  const path = join10(options.workDir, "layer");
  const commit = await resolveLayer(options.repoPath, name);
  if (commit === void 0) {
    throw new ConfigError(
      "OVERLAY_MISSING",
      `ostree-layers: ${name} is neither a folder of overlay.d nor a ref of the repository`,
      {
        place: { file: treefile.path },
        hint: `Make ${treefile.directory}/overlay.d/NAME for overlay/NAME.`
      }
    );
  }
  await rm5(path, { recursive: true, force: true });
  await runTool(["ostree", `--repo=${options.repoPath}`, "checkout", commit, path], options);
  return { path, keepOwner: true };
}
async function resolveLayer(repoPath, name) {
  try {
    return (await readTool(["ostree", `--repo=${repoPath}`, "rev-parse", name])).trim();
  } catch (error) {
    if (error instanceof ToolError) return void 0;
    throw error;
  }
}
async function mergeFolder(tree, root, below, layer) {
  for (const name of (await readdir2(join10(root, below))).sort(compareBytes)) {
    if (below === "" && name === STATOVERRIDE) continue;
    const path = join10(below, name);
    const source = join10(root, path);
    const stats = await lstat(source);
    const target = path.replace(/^usr\/etc(?=\/|$)/, "etc");
    if (stats.isDirectory()) {
      const isNew = await tree.stat(target) === void 0;
      await tree.mkdir(target);
      if (isNew) await settle(tree, target, stats, layer);
      await mergeFolder(tree, root, path, layer);
    } else {
      await mergeFile(tree, source, target, layer);
      await settle(tree, target, stats, layer);
    }
  }
}
async function mergeFile(tree, source, target, layer) {
  const stats = await lstat(source);
  const found = await tree.lstat(target);
  if (found !== void 0 && !layer.replace && !await isSame(tree, source, target)) {
    throw new ConfigError(
      "OVERLAY_CONFLICT",
      `layer ${layer.name} would change /${target}`,
      {
        hint: "Use ostree-override-layers, or take the file out with remove-from-packages."
      }
    );
  }
  await tree.mkdir(join10(target, ".."));
  await tree.remove(target);
  if (stats.isSymbolicLink()) await tree.symlink(await readlink(source), target);
  else await copyFile(source, await tree.resolve(target));
}
async function settle(tree, target, stats, layer) {
  if (stats.isSymbolicLink()) return;
  if (layer.keepOwner) await chown(await tree.resolve(target), stats.uid, stats.gid);
  const plain = stats.isDirectory() ? 493 : checkoutMode(stats.mode);
  const mode = layer.keepOwner ? stats.mode & 4095 : plain;
  await tree.chmod(target, layer.modes.get(`/${target}`)?.(mode) ?? mode);
}
async function isSame(tree, source, target) {
  const [a, b] = [await lstat(source), await tree.lstat(target)];
  if (a.isSymbolicLink())
    return b?.isSymbolicLink() === true && await readlink(source) === await tree.readlink(target);
  if (b?.isFile() !== true || a.size !== b.size) return false;
  return (await readFile6(source)).equals(await readFile6(await tree.resolve(target)));
}
function parseStatoverride(text) {
  const modes = /* @__PURE__ */ new Map();
  for (const line of text.split("\n")) {
    const [, how, number, path] = /^([=+]?)(\d+)\s+(\/\S.*)$/.exec(line.trim()) ?? [];
    if (path === void 0) continue;
    const value = Number(number);
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
import { chmod, copyFile as copyFile2, mkdir as mkdir4, rm as rm6, writeFile as writeFile2 } from "node:fs/promises";
import { join as join11 } from "node:path";
var SCRIPT_TIMEOUT_MS = 60 * 6e4;
async function runPostprocess(tree, treefile, options) {
  const folder = join11(options.workDir, "scripts");
  await mkdir4(folder, { recursive: true });
  for (const [index, { script, origin }] of treefile.postprocess.entries()) {
    const path = join11(folder, `postprocess-${index}`);
    await writeFile2(path, script, { mode: 493 });
    await runScript(
      tree,
      path,
      { title: `postprocess script ${index + 1}`, place: origin },
      options
    );
  }
  if (treefile.postprocessScript !== void 0) {
    const path = join11(folder, "postprocess-script");
    await copyFile2(treefile.postprocessScript, path);
    const place = { file: treefile.postprocessScript };
    await runScript(tree, path, { title: "postprocess-script", place }, options);
  }
  await rm6(folder, { recursive: true });
}
async function runScript(tree, path, script, options) {
  const { log } = options;
  log.info(`Run ${script.title} (${formatPlace(script.place)})`);
  await chmod(path, 493);
  const inside = "/run/treesmith/script";
  const failure2 = await runSandboxed([inside], {
    mounts: [...treeMounts(tree.path, { etc: "usr/etc" }), "--ro-bind", path, inside],
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: SCRIPT_TIMEOUT_MS,
    log,
    onLine: (line) => log.debug(line)
  });
  if (failure2 === void 0) return;
  throw new BuildError(
    "POSTPROCESS_FAILED",
    `${script.title} failed with exit code ${failure2.exitCode}:
${failure2.tail.slice(-20).join("\n")}`,
    { place: script.place, hint: "The script runs in the tree, as root, without a network." }
  );
}

// lib/compose/selinux.ts
var CONFIG = "usr/etc/selinux/config";
async function findPolicy2(tree, treefile) {
  if (!treefile.selinux || treefile.container) return void 0;
  const config = await tree.read(CONFIG);
  const name = /^\s*SELINUXTYPE\s*=\s*([\w.-]+)\s*$/m.exec(config ?? "")?.[1];
  if (name === void 0) return void 0;
  if (await tree.stat(`usr/etc/selinux/${name}/contexts/files/file_contexts`) !== void 0)
    return name;
  throw new ConfigError(
    "SELINUX_POLICY_MISSING",
    `/etc/selinux/config names the policy ${name}, which is not in the tree`,
    { hint: `Add selinux-policy-${name} to packages, or set "selinux: false".` }
  );
}
async function preparePolicy(tree, name) {
  const store = `var/lib/selinux/${name}`;
  if (await tree.lstat(`${store}/active/modules`) !== void 0) {
    const semanage = await tree.read("usr/etc/selinux/semanage.conf") ?? "";
    if (!semanage.includes("\nstore-root=/etc/selinux\n")) {
      await tree.write("usr/etc/selinux/semanage.conf", `${semanage}
store-root=/etc/selinux
`);
    }
    for (const entry of await tree.list(store)) {
      await tree.rename(`${store}/${entry}`, `usr/etc/selinux/${name}/${entry}`);
    }
    await tree.remove("var/lib/selinux");
  }
  const path = `usr/etc/selinux/${name}/contexts/files/file_contexts.subs_dist`;
  const subs = await tree.read(path);
  if (subs !== void 0) await tree.write(path, substitutions(subs));
  await refreshCaches(tree, `usr/etc/selinux/${name}`);
}
function substitutions(text) {
  const lines2 = text.split("\n").filter((line) => line !== "");
  const kept = lines2.map((line) => line.startsWith("/var/home ") ? `# ${line}` : line);
  const etcAliases = lines2.filter((line) => line.startsWith("/etc/")).map((line) => `/usr${line}`);
  const usrEtc = lines2.some((line) => line.startsWith("/usr/etc ")) ? [] : ["/usr/etc /etc"];
  return [...kept, "/home /var/home", ...usrEtc, ...etcAliases, "/usr/lib/opt /opt", ""].join("\n");
}
async function refreshCaches(tree, folder) {
  const compiled = [];
  await tree.walk(folder, (path, stats) => {
    if (path.endsWith(".bin")) compiled.push({ path, mtimeSeconds: stats.mtimeMs / 1e3 });
  });
  for (const { path, mtimeSeconds } of compiled) {
    const text = path.slice(0, -".bin".length);
    if (await tree.lstat(text) !== void 0) await tree.touch(text, mtimeSeconds + 1);
  }
}

// lib/compose/timings.ts
import { performance as performance2 } from "node:perf_hooks";
async function timed(timings, phase, log, title, body) {
  const start = performance2.now();
  try {
    return await log.group(title, body);
  } finally {
    timings[phase] = (performance2.now() - start) / 1e3;
  }
}

// lib/compose/tmpfiles.ts
var AUTOVAR = "usr/lib/tmpfiles.d/rpm-ostree-autovar.conf";
var MAKES = /^[dDvqQfFLpcbC]/;
var MADE_BY_OSTREE = /* @__PURE__ */ new Set(["var/run", "var/lock"]);
async function convertVar(tree, accounts) {
  const made = await madePaths(tree);
  const names2 = {
    users: new Map(accounts.users.map((user) => [user.uid, user.name])),
    groups: new Map(accounts.groups.map((group) => [group.gid, group.name]))
  };
  const lines2 = [];
  const dropped = [];
  const hidden = (path) => [...MADE_BY_OSTREE].some((top) => path === top || path.startsWith(`${top}/`));
  await tree.walk("var", async (path, stats) => {
    if (hidden(path)) return;
    if (!stats.isDirectory() && !stats.isSymbolicLink()) {
      dropped.push(`/${path}`);
      return;
    }
    if (made.has(`/${path}`)) return;
    lines2.push(await formatLine(tree, path, stats, names2));
  });
  if (lines2.length > 0) {
    const header = "# Made by Treesmith from what the packages have in /var.\n";
    await tree.write(AUTOVAR, `${header}${lines2.sort(compareBytes).join("\n")}
`);
  }
  await tree.remove("var");
  await tree.mkdir("var");
  return { lines: lines2.length, dropped: dropped.sort(compareBytes) };
}
async function formatLine(tree, path, stats, names2) {
  if (stats.isSymbolicLink())
    return `L ${quote(`/${path}`)} - - - - ${await tree.readlink(path) ?? ""}`;
  const mode = (stats.mode & 4095).toString(8).padStart(4, "0");
  const user = names2.users.get(stats.uid) ?? String(stats.uid);
  const group = names2.groups.get(stats.gid) ?? String(stats.gid);
  return `d ${quote(`/${path}`)} ${mode} ${user} ${group} - -`;
}
function quote(path) {
  const escaped = path.replaceAll("%", "%%");
  if (/^[\w@%+=:,./~^-]+$/.test(escaped)) return escaped;
  return `"${escaped.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
async function madePaths(tree) {
  const paths = /* @__PURE__ */ new Set();
  for (const name of await tree.list("usr/lib/tmpfiles.d")) {
    if (!name.endsWith(".conf")) continue;
    for (const line of (await tree.read(`usr/lib/tmpfiles.d/${name}`) ?? "").split("\n")) {
      const [type = "", path] = line.trim().split(/\s+/);
      if (path !== void 0 && MAKES.test(type)) paths.add(path.replace(/(?<=.)\/$/, ""));
    }
  }
  return paths;
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
]);
var MOUNT_POINTS = ["dev", "proc", "run", "sys", "var", "sysroot", "boot"];
var INTEGRATION = `# What an OSTree system needs in /var and /run, as rpm-ostree has it.
d /var/home 0755 root root -
d /var/srv 0755 root root -
d /var/roothome 0700 root root -
d /var/mnt 0755 root root -
d /run/media 0755 root root -
L /var/lib/rpm - - - - ../../usr/share/rpm
`;
var LOCAL_FOLDERS = ["bin", "etc", "games", "include", "lib", "sbin", "share", "src"].map((name) => `d /usr/local/${name} 0755 root root -
`).join("");
var OPT_IN_VAR = "d /var/opt 0755 root root -\nd /var/usrlocal 0755 root root -\n";
var OPT_IN_USR = "L /var/usrlocal - - - - ../usr/local\nL /var/opt - - - - ../usr/lib/opt\n";
async function layToplevel(tree, treefile) {
  const optLines = await moveOpt(tree, treefile);
  const dropped = [];
  for (const name of await tree.list("")) {
    if (FROM_PACKAGES.has(name) || name === "opt" && treefile.optUsrlocal === "root") continue;
    const stats = await tree.lstat(name);
    if (stats?.isDirectory() === true && (await tree.list(name)).length > 0)
      dropped.push(`/${name}`);
    await tree.remove(name);
  }
  const local = treefile.optUsrlocal === "var" ? await filesBelow(tree, "usr/local") : 0;
  if (local > 0) dropped.push("/usr/local");
  await chmod2(tree.path, 493);
  for (const name of MOUNT_POINTS) await tree.mkdir(name);
  if (treefile.tmpIsDir) {
    await tree.mkdir("tmp");
    await tree.chmod("tmp", 1023);
  } else {
    await tree.symlink("sysroot/tmp", "tmp");
  }
  const links = { home: "var/home", root: "var/roothome", srv: "var/srv", mnt: "var/mnt" };
  for (const [name, target] of Object.entries(links)) await tree.symlink(target, name);
  await tree.symlink("run/media", "media");
  await tree.symlink("sysroot/ostree", "ostree");
  await linkOptAndLocal(tree, treefile);
  await tree.write(
    "usr/lib/tmpfiles.d/rpm-ostree-0-integration.conf",
    INTEGRATION + LOCAL_FOLDERS + optLines
  );
  return dropped;
}
async function filesBelow(tree, path) {
  let count = 0;
  await tree.walk(path, (_path, stats) => {
    if (!stats.isDirectory()) count += 1;
  });
  return count;
}
async function moveOpt(tree, { optUsrlocal }) {
  if (optUsrlocal === "root") return "";
  const names2 = (await tree.lstat("opt"))?.isDirectory() === true ? await tree.list("opt") : [];
  for (const name of names2) await tree.rename(`opt/${name}`, `usr/lib/opt/${name}`);
  if (optUsrlocal === "stateoverlay") {
    await tree.mkdir("usr/lib/opt");
    return OPT_IN_USR;
  }
  const links = names2.map((name) => `L "/var/opt/${name}" - - - - ../../usr/lib/opt/${name}
`);
  return OPT_IN_VAR + links.join("");
}
async function linkOptAndLocal(tree, { optUsrlocal }) {
  switch (optUsrlocal) {
    case "var":
      await tree.symlink("var/opt", "opt");
      await tree.symlink("../var/usrlocal", "usr/local");
      return;
    case "root":
      await tree.mkdir("opt");
      await tree.mkdir("usr/local");
      return;
    case "stateoverlay":
      await tree.symlink("usr/lib/opt", "opt");
      await tree.mkdir("usr/local");
      for (const name of ["usr-lib-opt", "usr-local"]) {
        const unit = `ostree-state-overlay@${name}.service`;
        await tree.symlink(`../${unit}`, `usr/lib/systemd/system/local-fs.target.requires/${unit}`);
      }
  }
}

// lib/compose/tree.ts
import { lstatSync as lstatSync4, readdirSync as readdirSync2 } from "node:fs";
import {
  chmod as chmod3,
  lstat as lstat2,
  lutimes,
  mkdir as mkdir5,
  readdir as readdir3,
  readFile as readFile7,
  readlink as readlink2,
  rename,
  rm as rm7,
  stat as stat2,
  symlink,
  unlink,
  writeFile as writeFile3
} from "node:fs/promises";
import { dirname as dirname3, join as join12 } from "node:path";
var SYMLINK_LIMIT = 40;
var Tree = class {
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
  async resolve(path, follow = false) {
    const todo = components(path);
    if (todo.includes("..")) throw escapes(path);
    const done = [];
    for (let links = 0; todo.length > 0; ) {
      const name = todo.shift() ?? "";
      if (name === "..") {
        done.pop();
        continue;
      }
      const here = join12(this.path, ...done, name);
      const target = todo.length > 0 || follow ? await linkTarget(here) : void 0;
      if (target === void 0) {
        done.push(name);
        continue;
      }
      links += 1;
      if (links > SYMLINK_LIMIT) throw escapes(path);
      if (target.startsWith("/")) done.length = 0;
      todo.unshift(...components(target));
    }
    return join12(this.path, ...done);
  }
  /** What lstat says, or undefined when there is nothing. */
  async lstat(path) {
    return orUndefined(lstat2(await this.resolve(path)));
  }
  /** What stat says, or undefined when there is nothing or the link leads nowhere. */
  async stat(path) {
    return orUndefined(stat2(await this.resolve(path, true)));
  }
  async readlink(path) {
    return linkTarget(await this.resolve(path));
  }
  /** Text of the file, links followed, or undefined when there is none. */
  async read(path) {
    return orUndefined(readFile7(await this.resolve(path, true), "utf8"));
  }
  /** Sorted names of a folder; none when it does not exist. */
  async list(path) {
    const names2 = await orUndefined(readdir3(await this.resolve(path, true)));
    return (names2 ?? []).sort(compareBytes);
  }
  /** Writes a file in place of whatever stands there (not through a link); makes its folder. */
  async write(path, data, mode = 420) {
    await this.mkdir(dirname3(path));
    const host = await this.resolve(path);
    const temporary = `${host}.treesmith-new`;
    await writeFile3(temporary, data, { flag: "wx" });
    await chmod3(temporary, mode);
    await rename(temporary, host);
  }
  /** Makes a folder and its parents, mode 0755 whatever the umask. */
  async mkdir(path) {
    const resolved = await this.resolve(path, true);
    let host = this.path;
    for (const name of components(resolved.slice(this.path.length))) {
      host = join12(host, name);
      if (await orUndefined(lstat2(host)) !== void 0) continue;
      await mkdir5(host);
      await chmod3(host, 493);
    }
  }
  /** Makes a symbolic link in place of a file, link or empty folder. */
  async symlink(target, path) {
    await this.mkdir(dirname3(path));
    await this.remove(path);
    await symlink(target, await this.resolve(path));
  }
  async rename(from, to) {
    await this.mkdir(dirname3(to));
    await rename(await this.resolve(from), await this.resolve(to));
  }
  async chmod(path, mode) {
    await chmod3(await this.resolve(path, true), mode);
  }
  /** Deletes whatever stands at `path`; nothing there is fine. Links are deleted, not followed. */
  async remove(path) {
    if (components(path).length === 0) throw escapes(path);
    const host = await this.resolve(path);
    const found = await orUndefined(lstat2(host));
    if (found === void 0) return;
    if (found.isDirectory()) await rm7(host, { recursive: true });
    else await unlink(host);
  }
  async touch(path, seconds) {
    await lutimes(await this.resolve(path), seconds, seconds);
  }
  /**
   * Calls `visit` for everything below `path`, names in byte order, parents before their children
   * or, with `childrenFirst`, after them. `host` is the path on the host.
   */
  async walk(path, visit, order = "parents first") {
    const host = await this.resolve(path, true);
    const base = await orUndefined(lstat2(host));
    if (base?.isDirectory() === true) await walkFolder(path, host, visit, order);
  }
};
async function walkFolder(path, host, visit, order) {
  for (const name of readdirSync2(host).sort(compareBytes)) {
    const child = `${path}${path === "" ? "" : "/"}${name}`;
    const childHost = `${host}/${name}`;
    const stats = lstatSync4(childHost);
    if (order === "parents first") await visit(child, stats, childHost);
    if (stats.isDirectory()) await walkFolder(child, childHost, visit, order);
    if (order === "children first") await visit(child, stats, childHost);
  }
}
function components(path) {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
async function linkTarget(path) {
  try {
    return await readlink2(path);
  } catch (error) {
    if (hasCode(error, "EINVAL", "ENOENT", "ENOTDIR")) return void 0;
    throw error;
  }
}
async function orUndefined(result) {
  try {
    return await result;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return void 0;
    throw error;
  }
}
function hasCode(error, ...codes) {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
function escapes(path) {
  return new BuildError(
    "PATH_ESCAPES_TREE",
    `${JSON.stringify(path)} is not a path inside the tree`
  );
}

// lib/compose/treefile-content.ts
import { lstat as lstat3, readFile as readFile8 } from "node:fs/promises";
async function removeFromPackages(tree, treefile, packages) {
  for (const { package: name, patterns } of treefile.removeFromPackages) {
    const expressions = patterns.map((pattern) => compile(name, pattern));
    for (const header of packages.filter((candidate) => candidate.name === name)) {
      for (const { path } of [...header.files].reverse()) {
        if (expressions.some((expression) => matches(expression, path)))
          await removeFile(tree, path);
      }
    }
  }
}
function matches(expression, path) {
  const names2 = path.replace(/^\/etc\//, "/usr/etc/").split("/");
  return names2.some(
    (_, index) => index > 0 && expression.test(names2.slice(0, index + 1).join("/"))
  );
}
async function removeFile(tree, path) {
  const stats = await tree.lstat(path);
  if (stats?.isDirectory() === true && (await tree.list(path)).length > 0) return;
  await tree.remove(path);
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
  for (const path of treefile.removeFiles) {
    if (path.startsWith("/") || path.split("/").includes("..")) {
      throw new ConfigError(
        "PATH_ESCAPES_TREE",
        `remove-files: expected a path relative to the root, got ${JSON.stringify(path)}`
      );
    }
    await tree.remove(path);
  }
}
async function addFiles(tree, treefile) {
  for (const { source, destination } of treefile.addFiles) {
    const stats = await lstat3(source);
    await tree.write(destination, await readFile8(source), addedFileMode(stats.mode));
  }
}
async function enableUnits(tree, treefile) {
  const wants = "usr/etc/systemd/system/multi-user.target.wants";
  for (const unit of treefile.units) {
    if (unit.includes("/") || unit === "..") {
      throw new ConfigError(
        "PATH_ESCAPES_TREE",
        `units: ${JSON.stringify(unit)} is no unit name`
      );
    }
    if (await tree.lstat(`${wants}/${unit}`) !== void 0) continue;
    await tree.symlink(`/usr/lib/systemd/system/${unit}`, `${wants}/${unit}`);
  }
  if (treefile.defaultTarget !== void 0) {
    await tree.symlink(treefile.defaultTarget, "usr/lib/systemd/system/default.target");
  }
}
async function mutateOsRelease(tree, base, version) {
  const path = await tree.stat("etc/os-release") === void 0 ? "usr/lib/os-release" : "etc/os-release";
  const text = await tree.read(path);
  if (text === void 0) {
    throw new BuildError(
      "POSTPROCESS_FAILED",
      "mutate-os-release: the tree has no os-release"
    );
  }
  const lines2 = text.split("\n").filter((line) => line !== "").map((line) => /^(VERSION|PRETTY_NAME)=/.test(line) ? line.replaceAll(base, version) : line);
  const resolved = (await tree.resolve(path, true)).slice(tree.path.length);
  await tree.write(
    resolved,
    `${lines2.join("\n")}
OSTREE_VERSION='${version.replaceAll("'", `'\\''`)}'
`
  );
}
async function protectExecutables(tree) {
  await tree.walk("usr", async (path, stats) => {
    if (!stats.isFile() || path.startsWith("usr/etc/")) return;
    if ((stats.mode & 73) !== 0 && (stats.mode & 146) !== 0) {
      await tree.chmod(path, stats.mode & 4095 & ~146);
    }
  });
}

// lib/compose/users.ts
import { chown as chown2, readFile as readFile10 } from "node:fs/promises";

// lib/compose/account-look.ts
import { mkdir as mkdir6, readFile as readFile9, rm as rm8, writeFile as writeFile4 } from "node:fs/promises";
import { join as join13 } from "node:path";
var LOOK_VERSION = 1;
var FILES = "files.json";
var NOT_LOOKED_AT = [
  ...["/boot", "/opt", "/srv", "/var", "/bin", "/sbin", "/lib", "/lib64"],
  ...["/usr/bin", "/usr/sbin", "/usr/libexec", "/usr/lib64", "/usr/share", "/usr/include"],
  ...["firmware", "modules", "python3", "systemd", "udev", "x86_64-linux-gnu"].map(
    (name) => `/usr/lib/${name}`
  )
];
async function lookIntoPackages(packages, isWanted, options) {
  const { scratch, checksums, keptPath, sourceDateEpoch, log } = options;
  const digests = packages.map(({ path }) => checksums.get(path));
  const key = sha256(JSON.stringify([LOOK_VERSION, NOT_LOOKED_AT, digests]));
  const isKeepable = keptPath !== void 0 && !digests.includes(void 0);
  const stage = { folder: keptPath ?? "", stage: "accounts", log };
  const listPath = join13(scratch.path, ".kept", FILES);
  await mkdir6(join13(scratch.path, ".kept"));
  if (isKeepable && await restoreKept(stage, key, FILES, listPath)) {
    const files = JSON.parse(await readFile9(listPath, "utf8"));
    for (const [path, text] of Object.entries(files)) await scratch.write(path, text);
  } else {
    await installPackages({
      tree: scratch,
      packages,
      documentation: false,
      installLangs: [],
      excludePaths: NOT_LOOKED_AT,
      scriptlets: false,
      sourceDateEpoch,
      log
    });
    const files = {};
    for (const { files: names2 } of packages) {
      for (const path of names2.map((file) => file.path.slice(1)).filter(isWanted)) {
        const text = await scratch.read(path);
        if (text !== void 0) files[path] = text;
      }
    }
    await writeFile4(listPath, JSON.stringify(files));
    if (isKeepable) await keepResult(stage, key, { [FILES]: listPath });
  }
  await rm8(join13(scratch.path, ".kept"), { recursive: true });
}

// lib/compose/sysusers.ts
import { createHash as createHash2 } from "node:crypto";
var FIRST_DYNAMIC_ID = 201;
var LAST_DYNAMIC_ID = 999;
function parseSysusers(text, file) {
  return text.split("\n").flatMap((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return [];
    const [type = "", name, id = "-", gecos = "-", home = "-", shell = "-"] = splitFields(line);
    const kind = type.replace(/!$/, "");
    if (kind === "r") return [];
    if (name === void 0 || !isType(kind) || kind === "m" && id === "-") {
      throw new BuildError(
        "SYSUSERS_MALFORMED",
        `${file}:${index + 1}: expected "u|g|m name id \u2026", got ${JSON.stringify(line)}`,
        { place: { file, line: index + 1 } }
      );
    }
    return [{ type: kind, name, id, gecos, home, shell }];
  });
}
function addSysusers(accounts, lines2, ownerOf = () => void 0) {
  const book = new Book(accounts, fixedIds(lines2));
  for (const line of lines2) if (line.type === "g") book.addGroup(line.name, groupId(line, ownerOf));
  for (const line of lines2) if (line.type === "u") book.addUser(line, ownerOf);
  for (const line of lines2) {
    if (line.type !== "m") continue;
    book.addGroup(line.id, void 0);
    book.addUser({ ...line, id: "-" }, ownerOf);
    book.addMember(line.id, line.name);
  }
  return book.accounts();
}
var Book = class {
  #users;
  #groups;
  /** Numbers that some line asks for; never given to another. */
  #reserved;
  constructor(accounts, reserved) {
    this.#reserved = reserved;
    this.#users = new Map(accounts.users.map((user) => [user.name, user]));
    this.#groups = new Map(accounts.groups.map((group) => [group.name, group]));
  }
  accounts() {
    return { users: [...this.#users.values()], groups: [...this.#groups.values()] };
  }
  addGroup(name, wanted) {
    const found = this.#groups.get(name);
    if (found !== void 0) return found;
    const taken = new Set([...this.#groups.values()].map((group2) => group2.gid));
    const uid = this.#users.get(name)?.uid;
    const gid = [wanted, uid].find((id) => id !== void 0 && !taken.has(id));
    const group = { name, password: "x", gid: gid ?? freeId(name, this.#taken()), members: [] };
    this.#groups.set(name, group);
    return group;
  }
  addUser(line, ownerOf) {
    if (this.#users.has(line.name)) return;
    const [idText = "-", groupText] = line.id.startsWith("/") ? [line.id] : line.id.split(":");
    const owner = idText.startsWith("/") ? ownerOf(idText) : void 0;
    const wanted = /^\d+$/.test(idText) ? Number(idText) : owner?.uid;
    const taken = new Set([...this.#users.values()].map((user) => user.uid));
    const gid = this.#primaryGroup(line.name, groupText, owner?.gid ?? wanted);
    const uid = [wanted, groupText === void 0 ? gid : void 0].find(
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
    const group = this.#groups.get(groupName);
    if (group === void 0 || group.members.includes(user)) return;
    this.#groups.set(groupName, { ...group, members: [...group.members, user] });
  }
  #primaryGroup(user, asked, wanted) {
    if (asked === void 0) return this.addGroup(user, wanted).gid;
    if (!/^\d+$/.test(asked)) return this.addGroup(asked, void 0).gid;
    const gid = Number(asked);
    const known = [...this.#groups.values()].some((group) => group.gid === gid);
    return known ? gid : this.addGroup(user, gid).gid;
  }
  /** A user and its group get one number, so a number is free when neither has it. */
  #taken() {
    const uids = [...this.#users.values()].map((user) => user.uid);
    const gids = [...this.#groups.values()].map((group) => group.gid);
    return /* @__PURE__ */ new Set([...uids, ...gids, ...this.#reserved]);
  }
};
function freeId(name, taken) {
  const span = LAST_DYNAMIC_ID - FIRST_DYNAMIC_ID + 1;
  const start = createHash2("sha256").update(name).digest().readUInt32BE(0) % span;
  for (let step = 0; step < span; step += 1) {
    const id = FIRST_DYNAMIC_ID + (start + step) % span;
    if (!taken.has(id)) return id;
  }
  throw new BuildError("SYSUSERS_MALFORMED", `no system id is left for ${name}`);
}
function fixedIds(lines2) {
  const texts = lines2.flatMap(({ type, id }) => type === "m" ? [] : id.split(":"));
  return new Set(texts.filter((text) => /^\d+$/.test(text)).map(Number));
}
function groupId(line, ownerOf) {
  if (line.id.startsWith("/")) return ownerOf(line.id)?.gid;
  return /^\d+$/.test(line.id) ? Number(line.id) : void 0;
}
function orDefault(field2, value) {
  return field2 === "-" || field2 === "" ? value : field2;
}
function isType(type) {
  return type === "u" || type === "g" || type === "m";
}
function splitFields(line) {
  const fields = line.match(/(?:"(?:\\.|[^"])*"|'[^']*'|[^\s"']+)+/g) ?? [];
  return fields.map(
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
  const { tree, scratch, packages } = options;
  const look = packages.filter(
    ({ files, sysusers }) => files.some(({ path }) => !isSysusersFile(path) || sysusers.length === 0)
  );
  if (look.length > 0) {
    await lookIntoPackages(look, (path) => isAccountFile(`/${path}`), options);
  }
  const own = await readAccounts(scratch);
  const base = await baseAccounts(options);
  const merged = {
    users: mergeNamed(base.users, own.users),
    groups: mergeNamed(base.groups, own.groups)
  };
  const provided = packages.flatMap(
    ({ name, sysusers }) => parseSysusers(sysusers.join("\n"), name)
  );
  const asked = [...provided, ...await readSysusers(scratch)];
  const accounts = addSysusers(
    merged,
    asked.map((line) => pinned(line, options.treefile))
  );
  if (accounts.users.length === 0 && accounts.groups.length === 0) return [];
  await writeAccounts(tree, accounts, {
    shadow: await scratch.read("etc/shadow") ?? "",
    gshadow: await scratch.read("etc/gshadow") ?? ""
  });
  return packages.flatMap(
    ({ files }) => files.filter(
      ({ path, flags }) => ACCOUNT_FILES.includes(path.slice(1)) && (flags & FILE_NOREPLACE) === 0
    ).filter(({ flags }) => (flags & FILE_GHOST) === 0).map(({ path }) => path)
  );
}
async function settleAccounts(tree) {
  for (const file of ACCOUNT_FILES) {
    const packaged = await tree.lstat(`${file}.rpmnew`);
    if (packaged?.isFile() === true) {
      await tree.chmod(file, packaged.mode & 4095);
      await chown2(await tree.resolve(file, true), packaged.uid, packaged.gid);
    }
    for (const suffix of ["rpmnew", "rpmorig", "rpmsave"]) await tree.remove(`${file}.${suffix}`);
  }
  const owners = /* @__PURE__ */ new Map();
  const lines2 = await readSysusers(tree);
  for (const { id } of lines2) {
    const stats = id.startsWith("/") ? await tree.stat(id) : void 0;
    if (stats !== void 0) owners.set(id, stats);
  }
  const before = await readAccounts(tree);
  const accounts = addSysusers(before, lines2, (path) => owners.get(path));
  if (accounts.users.length === 0) return;
  await writeAccounts(tree, accounts, {
    shadow: await tree.read("etc/shadow") ?? "",
    gshadow: await tree.read("etc/gshadow") ?? ""
  });
}
async function readAccounts(tree, etc = "etc") {
  const [passwd, group] = [`${etc}/passwd`, `${etc}/group`];
  return {
    users: parsePasswd(await tree.read(passwd) ?? "", `/${passwd}`),
    groups: parseGroup(await tree.read(group) ?? "", `/${group}`)
  };
}
async function writeAccounts(tree, accounts, secrets) {
  const users = accounts.users.map(({ name }) => name);
  const groups = accounts.groups.map(({ name }) => name);
  await replace(tree, "etc/passwd", formatPasswd(accounts.users), 420);
  await replace(tree, "etc/group", formatGroup(accounts.groups), 420);
  const gid = accounts.groups.find(({ name }) => name === "shadow")?.gid;
  for (const kind of ["shadow", "gshadow"]) {
    const text = addShadow(secrets[kind], kind === "shadow" ? users : groups, kind);
    await replace(tree, `etc/${kind}`, text, gid === void 0 ? 0 : 416, gid);
  }
}
async function replace(tree, path, text, mode, gid = 0) {
  const found = await tree.lstat(path);
  await tree.write(path, text, found?.isFile() === true ? found.mode & 4095 : mode);
  await chown2(await tree.resolve(path), found?.uid ?? 0, found?.gid ?? gid);
}
function pinned(line, { checkPasswd, checkGroups }) {
  if (line.id !== "-") return line;
  if (line.type === "u" && checkPasswd.type === "data") {
    const ids = checkPasswd.entries[line.name];
    return ids === void 0 ? line : { ...line, id: `${ids.uid}:${ids.gid}` };
  }
  if (line.type === "g" && checkGroups.type === "data") {
    const gid = checkGroups.entries[line.name];
    return gid === void 0 ? line : { ...line, id: String(gid) };
  }
  return line;
}
async function baseAccounts({ treefile, previous }) {
  const kept = treefile.preservePasswd ? previous : void 0;
  return {
    users: await fromCheck(treefile.checkPasswd, parsePasswd) ?? kept?.users ?? [],
    groups: await fromCheck(treefile.checkGroups, parseGroup) ?? kept?.groups ?? []
  };
}
async function fromCheck(check, parse) {
  if (check.type !== "file") return void 0;
  return parse(await readFile10(check.path, "utf8"), check.path);
}
async function readSysusers(tree) {
  const files = /* @__PURE__ */ new Map();
  for (const folder of ["usr/lib/sysusers.d", "etc/sysusers.d", "usr/etc/sysusers.d"]) {
    for (const name of await tree.list(folder)) {
      if (name.endsWith(".conf")) files.set(name, `${folder}/${name}`);
    }
  }
  const sorted2 = [...files].sort(([a], [b]) => compareBytes(a, b));
  const lines2 = [];
  for (const [, path] of sorted2)
    lines2.push(...parseSysusers(await tree.read(path) ?? "", `/${path}`));
  return lines2;
}
function isSysusersFile(path) {
  return /^\/(usr\/lib|usr\/etc|etc)\/sysusers\.d\/[^/]+\.conf$/.test(path);
}

// lib/compose/build-tree.ts
async function buildTree(options) {
  const { timings, log, packages } = options;
  await timed(
    timings,
    "install",
    log,
    `Install packages (${packages.length})`,
    () => install(options)
  );
  return timed(timings, "tree", log, "Make an OSTree tree", () => arrange(options));
}
async function install(options) {
  const { tree, folders, treefile, packages, sourceDateEpoch, log, onFiles } = options;
  const excludePaths = await seedAccounts({ ...options, scratch: new Tree(folders.scratch) });
  await installPackages({
    tree,
    packages,
    documentation: treefile.documentation,
    installLangs: treefile.installLangs,
    // Device nodes need a capability that scriptlets must not have; a commit cannot hold them.
    excludePaths: [...excludePaths, ...packages.flatMap(({ devices }) => devices)],
    scriptlets: true,
    sourceDateEpoch,
    ...onFiles === void 0 ? {} : { onInstalled: ({ contents }) => onFiles(contents.map((path) => tree.path + path)) },
    log
  });
  await removeFromPackages(tree, treefile, packages);
  await applyOverlays(tree, treefile, { repoPath: options.repoPath, workDir: folders.root, log });
  await settleAccounts(tree);
}
async function arrange(options) {
  const { tree, treefile, version, log } = options;
  for (const folder of ["etc", "usr/lib", "var"]) await tree.mkdir(folder);
  if (treefile.mutateOsRelease !== void 0 && version !== void 0) {
    await mutateOsRelease(tree, treefile.mutateOsRelease, version);
  }
  await removeFiles(tree, treefile);
  await addFiles(tree, treefile);
  await tree.rename("etc", "usr/etc");
  await linkRpmdb(tree);
  await enableUnits(tree, treefile);
  const inputs = `${JSON.stringify(options.inputs, null, 2)}
`;
  await tree.write("usr/share/rpm-ostree/treefile.json", inputs);
  await runPostprocess(tree, treefile, { ...options, workDir: options.folders.root });
  await setHomes(tree);
  await removeSpecialFiles(tree, treefile.ignoreDevices);
  const policy = await findPolicy2(tree, treefile);
  if (policy !== void 0) await preparePolicy(tree, policy);
  else if (treefile.selinux) log.info("The tree has no SELinux policy: files get no labels");
  const accounts = await readAccounts(tree, "usr/etc");
  await checkAccounts(tree, accounts, treefile, options);
  await splitAccounts(tree, accounts, treefile.etcGroupMembers);
  await keepAlternatives(tree);
  const dropped = await layToplevel(tree, treefile);
  if (dropped.length > 0) log.info(`Not in the commit, as in rpm-ostree: ${dropped.join(", ")}`);
  const state = await convertVar(tree, accounts);
  log.info(`/var: ${state.lines} tmpfiles.d lines, ${state.dropped.length} files dropped`);
  for (const path of state.dropped) log.debug(`dropped ${path}`);
  const kernel = treefile.container ? void 0 : await placeKernel(tree, treefile.bootLocation);
  if (kernel !== void 0) await runDepmod(tree, kernel, options);
  await normalise(tree, {
    ...options,
    workDir: options.folders.root,
    machineidCompat: treefile.machineidCompat
  });
  await shareRpmdb(tree);
  if (treefile.readonlyExecutables) await protectExecutables(tree);
  return { kernel, selinux: policy !== void 0 };
}
async function setHomes(tree) {
  const path = "usr/etc/default/useradd";
  const text = await tree.read(path);
  if (text !== void 0) await tree.write(path, text.replace(/^HOME=.*$/m, "HOME=/var/home"));
}
async function keepAlternatives(tree) {
  for (const name of ["alternatives", "vagrant"]) {
    if ((await tree.lstat(`var/lib/${name}`))?.isDirectory() !== true) continue;
    await tree.remove(`usr/lib/${name}`);
    await tree.rename(`var/lib/${name}`, `usr/lib/${name}`);
    await tree.symlink(`../../usr/lib/${name}`, `var/lib/${name}`);
  }
}
async function shareRpmdb(tree) {
  const base = "usr/lib/sysimage/rpm-ostree-base-db";
  await tree.mkdir(base);
  for (const name of await tree.list(RPMDB)) {
    await tree.remove(`${base}/${name}`);
    await link2(await tree.resolve(`${RPMDB}/${name}`), await tree.resolve(`${base}/${name}`));
  }
}

// lib/repo/refs.ts
import { readFile as readFile11, rm as rm9, writeFile as writeFile5 } from "node:fs/promises";
import { dirname as dirname4, join as join14 } from "node:path";
var REF = /^[-.\w]+(\/[-.\w]+)*$/;
var CHECKSUM = /^[0-9a-f]{64}$/;
async function readRef(repoPath, ref) {
  const text = await readFile11(pathOf(repoPath, ref), "utf8").catch(() => "");
  return CHECKSUM.test(text.trim()) ? text.trim() : void 0;
}
async function writeRef(repoPath, ref, commit) {
  const path = pathOf(repoPath, ref);
  await makeFolder(dirname4(path));
  const folder = await makeTemporaryFolder(repoPath);
  try {
    await writeFile5(join14(folder, "ref"), `${commit}
`);
    await replaceFile(join14(folder, "ref"), path);
  } finally {
    await rm9(folder, { recursive: true, force: true });
  }
}
function pathOf(repoPath, ref) {
  const names2 = ref.split("/");
  if (REF.test(ref) && !names2.includes(".") && !names2.includes("..")) {
    return join14(repoPath, "refs", "heads", ...names2);
  }
  throw new TypeError(`${JSON.stringify(ref)} is no ref`);
}

// lib/compose/commit.ts
async function commitTree(options) {
  const { tree, selinux, writer, late } = options;
  const { sync } = await options.delayedSync;
  const { rootTree, rootMeta } = await writer.commitTree(tree.path, {
    selinux,
    ...late === void 0 ? {} : { late }
  });
  await options.onStored?.();
  const commit = await writer.writeCommit(
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
  await sync();
  return commit;
}
async function publishCommit({
  repoPath,
  commit,
  ref,
  gpg,
  summary = true,
  log
}) {
  try {
    if (gpg !== void 0) await sign(repoPath, commit, gpg, log);
    await writeRef(repoPath, ref, commit);
    if (!summary) return;
    await ostree(
      repoPath,
      ["summary", "--update", ...gpg === void 0 ? [] : gpgArgs(gpg)],
      log
    );
  } finally {
    if (gpg !== void 0) await stopAgent(gpg.homedir, log);
  }
}
async function sign(repoPath, commit, gpg, log) {
  try {
    const homedir = `--gpg-homedir=${gpg.homedir}`;
    await runTool(["ostree", `--repo=${repoPath}`, "gpg-sign", homedir, commit, gpg.keyId], {
      log
    });
  } catch (cause) {
    if (!(cause instanceof ToolError)) throw cause;
    throw new BuildError(
      "SIGN_FAILED",
      `commit ${commit} could not be signed with key ${gpg.keyId}: ${cause.stderr.trim()}`,
      { cause, hint: `See which keys there are: gpg --homedir ${gpg.homedir} --list-secret-keys` }
    );
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
    if (!(cause instanceof ToolError)) throw cause;
    throw new BuildError(
      "COMMIT_FAILED",
      `ostree ${argv[0]}: ${cause.stderr.trim()}`,
      { cause }
    );
  }
}

// lib/compose/delayed-sync.ts
import { readdir as readdir4, readFile as readFile12, rm as rm10 } from "node:fs/promises";
import { join as join15 } from "node:path";
var MARKER = ".treesmith-unsynced-";
async function delaySync(repoPath, log) {
  const boot = (await readFile12("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  await mendAfterPowerCut(repoPath, boot, log);
  await writeFileAtomic(join15(repoPath, `${MARKER}${process.pid}`), boot);
  let done;
  const sync = () => {
    done ??= runTool(["sync", "--file-system", repoPath], { log }).then(
      () => removeMarkers(repoPath, (pid) => pid === process.pid || !isAlive2(pid))
    );
    return done;
  };
  return { sync };
}
async function mendAfterPowerCut(repoPath, boot, log) {
  const markers = (await readdir4(repoPath)).filter((name) => name.startsWith(MARKER));
  const boots = await Promise.all(markers.map((name) => readFile12(join15(repoPath, name), "utf8")));
  if (boots.every((found) => found === boot)) return;
  log.warn(`The machine stopped while ${repoPath} was written to: it is checked`);
  const commits = await removeDamagedMetadata(repoPath);
  for (const commit of commits) {
    if (!await isComplete(repoPath, commit))
      await rm10(join15(repoPath, objectPath(commit, "commit")));
  }
  const ostree2 = ["ostree", `--repo=${repoPath}`];
  await runTool([...ostree2, "fsck", "--quiet", "--all", "--delete"], { log, okExitCodes: [0, 1] });
  await runTool([...ostree2, "prune"], { log });
  await removeMarkers(repoPath, () => true);
}
async function removeDamagedMetadata(repoPath) {
  const objects = join15(repoPath, "objects");
  const commits = [];
  for (const name of await readdir4(objects, { recursive: true })) {
    const [, start = "", rest = "", type] = /^([0-9a-f]{2})\/([0-9a-f]{62})\.(commit|dirtree|dirmeta)$/.exec(name) ?? [];
    if (type === void 0) continue;
    const path = join15(objects, name);
    if (objectChecksum(await readFile12(path)) !== start + rest) await rm10(path);
    else if (type === "commit") commits.push(start + rest);
  }
  return commits;
}
async function isComplete(repoPath, commit) {
  const { rootTree, rootMeta } = parseCommit(await readObject(repoPath, commit, "commit"));
  const todo = [{ tree: rootTree, meta: rootMeta }];
  try {
    for (let next = todo.pop(); next !== void 0; next = todo.pop()) {
      await readObject(repoPath, next.meta, "dirmeta");
      todo.push(...parseDirtree(await readObject(repoPath, next.tree, "dirtree")).directories);
    }
    return true;
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}
function readObject(repoPath, checksum, type) {
  return readFile12(join15(repoPath, objectPath(checksum, type)));
}
async function removeMarkers(repoPath, isOver) {
  for (const name of await readdir4(repoPath)) {
    const pid = name.startsWith(MARKER) ? Number(name.slice(MARKER.length)) : Number.NaN;
    if (Number.isInteger(pid) && isOver(pid)) await rm10(join15(repoPath, name), { force: true });
  }
}
function isAlive2(pid) {
  try {
    process.kill(pid, 0);
    return true;
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
    const places = await Promise.all(paths.map(describe));
    throw new BuildError("DISK_FULL", `the disk is full: ${places.join("; ")}`, {
      cause: error,
      hint: "Free some space, or put the work folder or the repository on another disk. Nothing half-made was published."
    });
  }
}
function isDiskFull(error) {
  if (error instanceof TreesmithError && error.code === "DISK_FULL") return true;
  return error instanceof Error && SAID_BY_TOOLS.test(textOf(error));
}
function textOf(error) {
  return `${error.message}
${"stderr" in error ? String(error.stderr) : ""}`;
}
async function describe(path) {
  try {
    const { bavail, blocks, bsize } = await statfs2(path);
    return `${path} has ${formatBytes(bavail * bsize)} of ${formatBytes(blocks * bsize)} free`;
  } catch {
    return path;
  }
}

// lib/compose/initramfs.ts
import { chmod as chmod5, mkdir as mkdir8, readFile as readFile13, rename as rename2, rm as rm12, stat as stat3, writeFile as writeFile6 } from "node:fs/promises";
import { join as join17 } from "node:path";

// lib/compose/initramfs-contents.ts
import { createReadStream as createReadStream2 } from "node:fs";
import { open as open4 } from "node:fs/promises";
var HEADER_BYTES = 110;
var NAME_LIMIT_BYTES = 4096;
var NAMES_LIMIT = 2e5;
var CONTENT_LIMIT_BYTES = 4 * 1024 ** 3;
var ALIGN = 4;
var MAGIC_BYTES = 6;
var ARCHIVES_LIMIT = 4;
async function readInitramfsContents(path) {
  const names2 = [];
  let offset = 0;
  for (let count = 0; count < ARCHIVES_LIMIT; count += 1) {
    const compression2 = await compressionAt(path, offset);
    if (compression2 === void 0) return void 0;
    const source = openDecompressed(
      createReadStream2(path, { start: offset }),
      compression2,
      CONTENT_LIMIT_BYTES
    );
    const archive = await readArchive(source).catch(() => void 0);
    if (archive === void 0) return void 0;
    names2.push(...archive.names);
    if (compression2 !== "none") return names2.some(isImage) ? void 0 : names2;
    if (archive.rest === void 0) return names2.some(isImage) ? void 0 : names2;
    offset += archive.rest;
  }
  return void 0;
}
function isImage(name) {
  return /\.(img|squashfs|erofs|sqfs)$/.test(name);
}
async function compressionAt(path, offset) {
  const file = await open4(path);
  try {
    const magic = Buffer.alloc(MAGIC_BYTES);
    await file.read(magic, 0, MAGIC_BYTES, offset);
    const hex = magic.toString("hex");
    if (/^07070[12]/.test(magic.toString("latin1"))) return "none";
    if (hex.startsWith("1f8b")) return "gzip";
    if (hex.startsWith("28b52ffd")) return "zstd";
    if (hex.startsWith("fd377a585a00")) return "xz";
    return hex.startsWith("425a68") ? "bzip2" : void 0;
  } finally {
    await file.close();
  }
}
async function readArchive(source) {
  const reader = new ByteReader(source);
  const names2 = [];
  try {
    while (names2.length < NAMES_LIMIT) {
      const header = await reader.take(HEADER_BYTES);
      if (header === void 0 || !/^07070[12][0-9a-fA-F]{104}$/.test(header.toString("latin1"))) {
        return void 0;
      }
      const sizeBytes = field(header, 6);
      const nameBytes = field(header, 11);
      if (nameBytes < 1 || nameBytes > NAME_LIMIT_BYTES) return void 0;
      const name = (await reader.take(nameBytes))?.toString("latin1", 0, nameBytes - 1);
      if (name === void 0) return void 0;
      await reader.skip(-(HEADER_BYTES + nameBytes) & ALIGN - 1);
      if (name === "TRAILER!!!") return { names: names2, rest: await reader.skipZeros() };
      if (!await reader.skip(sizeBytes + (-sizeBytes & ALIGN - 1))) return void 0;
      names2.push(name.replace(/^(\.?\/)+/, ""));
    }
    return void 0;
  } finally {
    source.destroy();
  }
}
function field(header, index) {
  const start = MAGIC_BYTES + index * 8;
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
    while (this.#buffer.length < count) if (!await this.#more()) return void 0;
    return this.#shift(count);
  }
  async skip(count) {
    let left = count;
    while (left > this.#buffer.length) {
      left -= this.#buffer.length;
      this.#shift(this.#buffer.length);
      if (!await this.#more()) return false;
    }
    this.#shift(left);
    return true;
  }
  /** Returns how many bytes came before the next that is not zero; undefined when all are. */
  async skipZeros() {
    for (; ; ) {
      const index = this.#buffer.findIndex((byte) => byte !== 0);
      if (index >= 0) {
        this.#shift(index);
        return this.#consumed;
      }
      this.#shift(this.#buffer.length);
      if (!await this.#more()) return void 0;
    }
  }
  #shift(count) {
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    this.#consumed += count;
    return taken;
  }
  async #more() {
    const { value, done } = await this.#chunks.next();
    if (done === true) return false;
    this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value]);
    return true;
  }
};

// lib/compose/initramfs-dracut.ts
import { chmod as chmod4, mkdir as mkdir7, rm as rm11 } from "node:fs/promises";
import { join as join16 } from "node:path";
var DRACUT_TIMEOUT_MS = 60 * 6e4;
var DRACUT_ENVIRONMENT = { DRACUT_NO_MKNOD: "1", DRACUT_NO_XATTR: "1" };
async function dracutArgv(tree, kernel, args) {
  const given = args.length === 0 ? ["--no-hostonly"] : args;
  return [
    ...["dracut", "--force", "--reproducible", "--add", "ostree", "--tmpdir", "/tmp/dracut"],
    ...await compression(tree, kernel, given),
    ...given,
    ...["--kver", kernel.version, "/out/initramfs.img"]
  ];
}
async function runDracut(argv, options) {
  const { tree, out, log } = options;
  await rm11(out, { recursive: true, force: true });
  await mkdir7(out, { recursive: true });
  const failure2 = await runSandboxed(argv, {
    mounts: [
      ...treeMounts(tree.path, { etc: "usr/etc", readOnly: true }),
      ...["--dir", "/tmp/dracut", "--bind", out, "/out"]
    ],
    env: DRACUT_ENVIRONMENT,
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: DRACUT_TIMEOUT_MS,
    log,
    onLine: (line) => log.debug(`dracut: ${line}`)
  });
  if (failure2 !== void 0) {
    throw new BuildError(
      "INITRAMFS_FAILED",
      `dracut failed with exit code ${failure2.exitCode}:
${failure2.tail.slice(-20).join("\n")}`,
      { hint: "The tree needs the packages dracut, kmod and ostree (with its dracut module)." }
    );
  }
  const path = join16(out, "initramfs.img");
  await chmod4(path, 420);
  return path;
}
async function compression(tree, kernel, args) {
  const chosen = /^--(compress|gzip|bzip2|lzma|xz|lzo|lz4|zstd|no-compress)\b/;
  if (args.some((arg) => chosen.test(arg)) || await isConfigured(tree)) return [];
  const config = await tree.read(`${kernel.folder}/config`) ?? "";
  const zstd = /^CONFIG_RD_ZSTD=y$/m.test(config) && await tree.stat("usr/bin/zstd") !== void 0;
  return zstd ? ["--compress", "zstd -1 -T0"] : ["--compress", "gzip -n -6"];
}
async function isConfigured(tree) {
  const folders = ["usr/lib/dracut/dracut.conf.d", "usr/etc/dracut.conf.d"];
  const files = ["usr/etc/dracut.conf"];
  for (const folder of folders) {
    for (const name of await tree.list(folder))
      if (name.endsWith(".conf")) files.push(`${folder}/${name}`);
  }
  for (const file of files) {
    if (/^\s*compress=/m.test(await tree.read(file) ?? "")) return true;
  }
  return false;
}

// lib/compose/initramfs-inputs.ts
import { createHash as createHash3 } from "node:crypto";

// lib/compose/initramfs-files.ts
import {
  closeSync,
  lstatSync as lstatSync5,
  openSync,
  readdirSync as readdirSync3,
  readFileSync,
  readlinkSync as readlinkSync2,
  readSync
} from "node:fs";
import { dirname as dirname5, normalize } from "node:path/posix";

// lib/host/digest-files.ts
import { once } from "node:events";
import { availableParallelism as availableParallelism2 } from "node:os";
import { Worker as Worker2 } from "node:worker_threads";
var SCRIPT2 = new URL(
  import.meta.url.endsWith(".ts") ? "./digest-worker.ts" : "./digest-worker.mjs",
  import.meta.url
);
var MAX_THREADS2 = 4;
var FILES_AT_ONCE = 32;
async function digestFiles(paths) {
  const digests = Array(paths.length).fill(void 0);
  let next = 0;
  const takeTurns = async () => {
    const worker = new Worker2(SCRIPT2, { name: "digest" });
    try {
      while (next < paths.length) {
        const start = next;
        next += FILES_AT_ONCE;
        worker.postMessage(paths.slice(start, next));
        const [found] = await once(worker, "message");
        found.forEach((digest, index) => {
          digests[start + index] = digest;
        });
      }
    } finally {
      await worker.terminate();
    }
  };
  const batches2 = Math.ceil(paths.length / FILES_AT_ONCE);
  const threads = Math.min(MAX_THREADS2, availableParallelism2(), batches2);
  await Promise.all(Array.from({ length: threads }, takeTurns));
  return digests;
}

// lib/compose/initramfs-files.ts
var HEAD_BYTES = 512;
var HOPS_LIMIT = 40;
var TEXT_LIMIT_BYTES = 4 * 1024 * 1024;
var PERMISSIONS = 4095;
var TreeFiles = class _TreeFiles {
  files;
  #root;
  #checksums;
  constructor(root, files, checksums) {
    this.#root = root;
    this.files = files;
    this.#checksums = checksums;
  }
  /**
   * Reads the names below `root`/usr; nothing of what `skip` is true for, or is in it. `checksums`, by host
   * path, stand for what is in the files.
   */
  static read(root, skip, checksums) {
    const files = /* @__PURE__ */ new Map();
    readFolder2(root, "usr", skip, files);
    return new _TreeFiles(root, files, checksums);
  }
  /** The checksum of each file, or the SHA-256 of its bytes, which are read in threads then. */
  async checksums(paths) {
    const known = await this.#checksums;
    const host = paths.map((path) => hostPath(this.#root, path));
    const found = known === void 0 ? await digestFiles(host) : host.map((path) => known.get(path.toString()));
    return found.map((checksum, index) => {
      if (checksum === void 0) throw new TypeError(`/${paths[index]} cannot be read`);
      return checksum;
    });
  }
  /** The bytes of a file as Latin-1; undefined when it is too long to be a text, or no file. */
  bytes(path) {
    const found = this.files.get(path);
    if (found?.type !== "file" || found.sizeBytes > TEXT_LIMIT_BYTES) return void 0;
    return readFileSync(hostPath(this.#root, path), "latin1");
  }
  /** As `bytes`, but undefined for a binary file, too. */
  text(path) {
    const found = this.files.get(path);
    if (found?.type !== "file" || found.sizeBytes > TEXT_LIMIT_BYTES) return void 0;
    const file = openSync(hostPath(this.#root, path), "r");
    try {
      const head = Buffer.alloc(Math.min(HEAD_BYTES, found.sizeBytes));
      readSync(file, head, 0, head.length, 0);
      return head.includes(0) ? void 0 : readFileSync(file, "latin1");
    } finally {
      closeSync(file);
    }
  }
  /**
   * The paths that one comes by when the link `path` is followed: links on the way, and the end.
   * `moved` says where a path from the root is in the tree.
   */
  follow(path, moved) {
    const seen = [];
    let here = path;
    for (let count = 0; count < HOPS_LIMIT; count += 1) {
      const link3 = this.#firstLink(here);
      if (link3 === void 0) break;
      if (link3 !== path) seen.push(link3);
      const target = this.files.get(link3)?.target ?? "";
      const start = target.startsWith("/") ? target : `${dirname5(link3)}/${target}`;
      here = moved(normalize(`${start}/${here.slice(link3.length)}`).replace(/\/$/, ""));
    }
    return [...seen, here];
  }
  #firstLink(path) {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
      const prefix = path.slice(0, end);
      if (this.files.get(prefix)?.type === "link") return prefix;
    }
    return this.files.get(path)?.type === "link" ? path : void 0;
  }
};
function readFolder2(root, folder, skip, files) {
  for (const name of readdirSync3(hostPath(root, folder), { encoding: "latin1" })) {
    const path = `${folder}/${name}`;
    if (skip(path)) continue;
    const host = hostPath(root, path);
    const stats = lstatSync5(host);
    const target = stats.isSymbolicLink() ? readlinkSync2(host, "latin1") : void 0;
    files.set(path, describe2(stats, target));
    if (stats.isDirectory()) readFolder2(root, path, skip, files);
  }
}
function describe2(stats, target) {
  const type = stats.isFile() ? "file" : stats.isDirectory() ? "folder" : stats.isSymbolicLink() ? "link" : "other";
  return {
    type,
    mode: stats.mode & PERMISSIONS,
    uid: stats.uid,
    gid: stats.gid,
    mtimeSeconds: Math.floor(stats.mtimeMs / 1e3),
    sizeBytes: stats.size,
    ...target === void 0 ? {} : { target }
  };
}
function hostPath(root, path) {
  if (/^[\u0000-\u007f]*$/.test(path)) return `${root}/${path}`;
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, "latin1")]);
}

// lib/compose/initramfs-words.ts
var WORD = /[\w.+@-]+/g;
var BEGINNING = /(?<![\w.+@-])[\w.+@-]{2,}(?=["']?[$*?[{`]|%s)/g;
var END = /(?:[}*?\])`]["']?|\$\w+["']|\$\w+(?=[.+@-])|%s)([\w.+@-]{2,})/g;
var BINARY_BEGINNING = /(?<![\w.+@-])[\w.+@-]{2,}(?=%s)/g;
var BINARY_END = /%s([\w.+@-]{2,})/g;
var MARKS = ".+@-";
var PART_LENGTH = 2;
var PROGRAMS2 = /(?:^|[\s"'=(:,{}`]|\$\w+)(?:\/?usr\/|\/)?(?:local\/)?(?:s?bin|libexec)\/["'{]*\w?[*?[$`]/m;
var FOLDER = /\b(?:usr\/(?!share\/|lib\/)|share\/|lib\/)[\w.+-]+/g;
var NameWords = class {
  #known;
  #words = /* @__PURE__ */ new Set();
  #beginnings = /* @__PURE__ */ new Set();
  #ends = /* @__PURE__ */ new Set();
  #folders = /* @__PURE__ */ new Set();
  #anyProgram = false;
  /** Knows what `known` knows, and can learn more. */
  constructor(known) {
    this.#known = known;
  }
  /** Takes in a text, Latin-1; of a binary file just its words. */
  add(text) {
    const binary = text.includes("\0");
    const code = binary ? text : text.replace(/^[ \t]*#(?!!).*$/gm, "");
    for (const word of code.match(WORD) ?? []) {
      this.#words.add(word);
      if (MARKS.includes(word[0] ?? "") || MARKS.includes(word.at(-1) ?? "")) {
        this.#words.add(word.replace(/^[.+@-]+|[.+@-]+$/g, ""));
      }
    }
    for (const word of code.match(binary ? BINARY_BEGINNING : BEGINNING) ?? []) {
      this.#beginnings.add(word);
    }
    for (const [, word = ""] of code.matchAll(binary ? BINARY_END : END)) this.#ends.add(word);
    if (binary) return;
    for (const folder of code.match(FOLDER) ?? []) this.#folders.add(folder);
    this.#anyProgram ||= PROGRAMS2.test(code);
  }
  /** True when a program of the file name `name` can be meant. */
  meansProgram(name) {
    return this.#anyProgram || this.#known?.meansProgram(name) === true || this.meansName(name);
  }
  /** True when `name` is a word, or begins or ends as a name does that is put together. */
  meansName(name) {
    if (this.#words.has(name) || /[^\w.+@-]/.test(name)) return true;
    for (let length = PART_LENGTH; length <= name.length; length += 1) {
      if (this.#beginnings.has(name.slice(0, length))) return true;
      if (this.#ends.has(name.slice(-length))) return true;
    }
    return this.#known?.meansName(name) === true;
  }
  /** True when a text has the path `usr/x`, `share/x` or `lib/x`, whatever stands before it. */
  meansFolder(path) {
    return this.#folders.has(path) || this.#known?.meansFolder(path) === true;
  }
};

// lib/compose/initramfs-inputs.ts
var RULE_VERSION = 2;
var IGNORED_FOLDERS = [
  ...["games", "include", "lib/sysimage", "lib/ostree-boot"].map((name) => `usr/${name}`),
  ...[
    ...["appdata", "applications", "backgrounds", "bash-completion", "bug", "common-licenses"],
    ...[
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
      "info"
    ],
    ...["java", "licenses", "lintian", "man", "maven-repo", "menu", "metainfo", "nano", "rpm"],
    ...["rpm-ostree", "sounds", "vim", "xml", "zsh"]
  ].map((name) => `usr/share/${name}`)
];
var DATABASES = ["usr/share/rpm", "usr/lib/sysimage"];
var CATALOGUE = /^usr\/share\/locale\/(?!C)[^/]+\//;
var PROGRAM_FOLDER = /^usr\/(bin|sbin|libexec)\//;
var PRIVATE_FOLDER = /^usr\/(?:libexec|lib|lib64)\/([^/]+)\//;
var COMMON_FOLDER = /^usr\/lib(64)?\/(dracut|firmware|gconv|kernel|locale|modules|ostree|systemd|udev|[^/]+\.d)\//;
var SCRIPTS = /^usr\/(s?bin\/(dracut|lsinitrd)[^/]*|lib\/dracut\/[^/]+|lib\/dracut\/modules\.d\/[^/]+\/module-setup\.sh|(lib\/dracut|etc)\/dracut\.conf(\.d\/.*)?)$/;
var DRACUT = /^usr\/(s?bin\/(dracut|lsinitrd)|lib\/dracut\/)/;
var TEXTS = /^usr\/(lib\/dracut\/.*|(lib|etc)\/(udev|modprobe\.d|depmod\.d|modules-load\.d|kernel|ld\.so\.conf(\.d)?)(\/.*)?)$/;
var DOCUMENTATION = /\.(asc|[1-8]|html|md|svg|png)$|\/hwdb\.(bin$|d\/)/;
var ACCOUNTS = /^usr\/(etc|lib)\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/;
function readInitramfsInputs(options) {
  const tree = TreeFiles.read(options.root, (path) => path === options.output, options.checksums);
  const isScript = (path) => SCRIPTS.test(path);
  const isText = (path) => TEXTS.test(path) && !isScript(path);
  const scripts = readTexts(tree, isScript, "with binaries");
  const run = new NameWords();
  for (const text of [...scripts, options.argv.join("\n")]) run.add(text);
  addInterpreted(tree, run);
  const named = new NameWords(run);
  for (const text of readTexts(tree, isText)) named.add(text);
  const usesEpoch = scripts.some((text) => text.includes("SOURCE_DATE_EPOCH"));
  const functions = tree.files.get("usr/lib/dracut/dracut-functions.sh")?.mtimeSeconds ?? 0;
  const latest = Math.max(functions, usesEpoch ? options.sourceDateEpoch : 0);
  const kind = digestOf([
    `initramfs ${RULE_VERSION}`,
    ...options.argv,
    ...Object.entries(options.environment).map(([name, value]) => `${name}=${value}`),
    `epoch ${usesEpoch ? options.sourceDateEpoch : "unused"}, latest ${latest}`
  ]);
  const rule = (contents) => {
    const inImage = new Set(contents.map((path) => inTree(path, tree)));
    const meant = new NameWords(named);
    const isMore = (path) => inImage.has(path) && !ACCOUNTS.test(path) && !TEXTS.test(path) && !isScript(path);
    for (const text of readTexts(tree, isMore)) meant.add(text);
    return new Rule(tree, { inImage, run, meant, packages: options.packages });
  };
  return {
    kind,
    rule,
    key: async (contents) => {
      const { counts, isClose } = rule(contents);
      const paths = [...tree.files.keys()].filter((path) => counts(path)).sort();
      const files = paths.filter((path) => tree.files.get(path)?.type === "file");
      const digests = await tree.checksums(files);
      const digestOfFile = new Map(files.map((path, index) => [path, digests[index]]));
      const lines2 = paths.map((path) => {
        const found = tree.files.get(path);
        if (found === void 0) return path;
        const { type, mode, uid, gid, target } = found;
        const keepsTime = type !== "folder" && isClose(path);
        const time = keepsTime ? Math.min(found.mtimeSeconds, latest) : "";
        const content = target ?? digestOfFile.get(path) ?? "";
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
    this.#tree = tree;
    this.#meant = given.meant;
    this.#packages = given.packages;
    this.#reached = new Set(given.inImage);
    this.#namesInImage = new Set([...given.inImage].map(baseName));
    const readsDatabase = given.run.meansProgram("rpm");
    const isUsed = (folder) => readsDatabase && DATABASES.includes(folder) || given.meant.meansFolder(folder.split("/").slice(-2).join("/")) || [...given.inImage].some((path) => path.startsWith(`${folder}/`));
    this.#ignored = IGNORED_FOLDERS.filter((folder) => !isUsed(folder)).map((name) => `${name}/`);
    this.#findNeeded(given.run);
    for (const [path, { type }] of tree.files) {
      const folder = privateFolder(path);
      if (folder === void 0 || type === "folder" || this.#shared.has(folder)) continue;
      if (this.isClose(path)) this.#shared.add(folder);
    }
  }
  counts = (path, owners = this.#owners(path)) => {
    if (this.#reached.has(path) || this.#opened.some((each) => path.startsWith(each))) return true;
    if (this.#isIgnored(path)) return false;
    const folder = privateFolder(path);
    if (folder !== void 0 && !this.#shared.has(folder)) {
      if (!this.#meant.meansName(baseName(folder)) && !this.#isNeeded(owners)) return false;
    }
    if (!PROGRAM_FOLDER.test(path)) return true;
    return this.#isNeeded(owners) || meansProgram(this.#meant, path);
  };
  /** True for what is in the initramfs, of a package that is needed, or of none. */
  isClose = (path) => this.#reached.has(path) || this.#isNeeded(this.#owners(path)) || this.#namesInImage.has(baseName(path)) || this.#meant.meansName(baseName(path));
  /** Packages that dracut, what it runs and what is in the initramfs are of, and what these need. */
  #findNeeded(run) {
    const links = [...this.#tree.files].filter(([, { type }]) => type === "link");
    const roots = /* @__PURE__ */ new Set();
    const addOwners = (path) => {
      for (const owner of this.#owners(path)) roots.add(owner);
    };
    for (const [path, { type }] of this.#tree.files) {
      if (type === "folder") continue;
      const isProgram = PROGRAM_FOLDER.test(path) && meansProgram(run, path);
      if (isProgram || DRACUT.test(path) || this.#reached.has(path)) {
        addOwners(path);
      }
    }
    for (let size = -1; size !== roots.size + this.#reached.size; ) {
      size = roots.size + this.#reached.size;
      this.#needed = this.#packages?.closure(roots) ?? roots;
      for (const [path] of links) {
        const owners = this.#owners(path);
        if (this.#isIgnored(path)) continue;
        const isUnknown = owners.length === 0 && !meansProgram(this.#meant, path);
        if (isUnknown && PROGRAM_FOLDER.test(path)) continue;
        if (!this.counts(path, owners)) continue;
        for (const hop of this.#tree.follow(path, (target) => inTree(target, this.#tree))) {
          if (this.#reached.has(hop)) continue;
          this.#reached.add(hop);
          if (this.#tree.files.get(hop)?.type === "folder") this.#open(hop);
          else if (PROGRAM_FOLDER.test(path) && meansProgram(run, path)) addOwners(hop);
        }
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
  if (COMMON_FOLDER.test(path)) return void 0;
  return PRIVATE_FOLDER.exec(path)?.[0].slice(0, -1);
}
function addInterpreted(tree, words) {
  const looked = /* @__PURE__ */ new Set();
  for (let more = true; more; ) {
    more = false;
    for (const [path, { type }] of tree.files) {
      if (type !== "file" || !PROGRAM_FOLDER.test(path) || looked.has(path)) continue;
      if (!meansProgram(words, path)) continue;
      looked.add(path);
      const text = tree.text(path);
      if (text === void 0) continue;
      words.add(text);
      more = true;
    }
  }
}
function readTexts(tree, wanted, binaries) {
  const paths = [...tree.files.keys()].filter((path) => wanted(path) && !DOCUMENTATION.test(path));
  const read2 = (path) => binaries === void 0 ? tree.text(path) : tree.bytes(path);
  return paths.map(read2).filter((text) => text !== void 0);
}
function inTree(path, tree) {
  const plain = path.replace(/^\/+/, "").replace(/^(bin|sbin|lib|lib32|lib64)(?=\/|$)/, "usr/$1");
  const moved = plain.replace(/^etc(?=\/|$)/, "usr/etc");
  const linked = tree?.files.get("usr/sbin")?.type === "link";
  return linked ? moved.replace(/^usr\/sbin\//, "usr/bin/") : moved;
}
function baseName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
function digestOf(lines2) {
  const hash = createHash3("sha256");
  for (const line of lines2) hash.update(`${line}
`, "latin1");
  return hash.digest("hex");
}

// lib/compose/initramfs-packages.ts
var QUERY2 = "P\\t%{NAME}\\n[F\\t%{FILENAMES}\\n][V\\t%{PROVIDENAME}\\n][R\\t%{REQUIRENAME}\\n][R\\t%{RECOMMENDNAME}\\n]";
async function readPackageGraph(source, moved, options) {
  const owners = /* @__PURE__ */ new Map();
  const providers = /* @__PURE__ */ new Map();
  const needs = /* @__PURE__ */ new Map();
  let name = "";
  const { mounts, argv } = sourceArgv(source);
  const failure2 = await runSandboxed(
    ["rpm", "--noplugins", "--nosignature", "--nodigest", "--qf", QUERY2, ...argv],
    {
      mounts: [...hostMounts(), ...mounts],
      env: { HOME: "/nonexistent" },
      sourceDateEpoch: options.sourceDateEpoch,
      log: options.log,
      onLine: (line) => {
        const value = line.slice(2);
        if (line.startsWith("P	")) {
          name = value;
          if (!needs.has(name)) needs.set(name, /* @__PURE__ */ new Set());
        } else if (line.startsWith("F	")) {
          const path = moved(Buffer.from(value).toString("latin1"));
          owners.set(path, [...owners.get(path) ?? [], name]);
        } else if (line.startsWith("V	")) {
          providers.set(value, (providers.get(value) ?? /* @__PURE__ */ new Set()).add(name));
        } else if (line.startsWith("R	") && value !== "(none)") {
          for (const need of alternatives(value)) needs.get(name)?.add(need);
        }
      }
    }
  ).catch(() => ({ exitCode: 1 }));
  if (failure2 !== void 0 || needs.size === 0) return void 0;
  const ownersOf = (path) => owners.get(path) ?? [];
  return {
    owners: ownersOf,
    closure: (names2) => {
      const found = new Set(names2);
      for (const each of found) {
        for (const need of needs.get(each) ?? []) {
          for (const provider of providers.get(need) ?? []) found.add(provider);
          if (need.startsWith("/")) for (const owner of ownersOf(moved(need))) found.add(owner);
        }
      }
      return found;
    }
  };
}
function sourceArgv(source) {
  if ("database" in source) {
    const argv = ["--dbpath", "/rpmdb", "-qa"];
    return { argv, mounts: ["--ro-bind", source.database, "/rpmdb"] };
  }
  const { argv: mounts, paths } = packageMounts(source.files);
  return { argv: ["--dbpath", "/tmp/db", "-qp", ...paths], mounts };
}
function alternatives(need) {
  if (!need.startsWith("(")) return [need];
  return need.split(/\s+/).flatMap((word) => [word, word.replace(/^\(+/, ""), word.replace(/^\(+|\)+$/g, "")]);
}

// lib/compose/initramfs.ts
var IMAGE = "initramfs.img";
var CONTENTS = "contents.json";
var CONTENTS_LIMIT_BYTES = 16 * 1024 * 1024;
var TRIED = 4;
var INITRAMFS_STAGE = "initramfs";
function initramfsPath({ folder }) {
  return `${folder}/${IMAGE}`;
}
async function makeInitramfs(options) {
  const { tree, kernel, log, keptPath } = options;
  const out = join17(options.workDir, "initramfs");
  const path = initramfsPath(kernel);
  const argv = await dracutArgv(tree, kernel, options.args);
  await rm12(out, { recursive: true, force: true });
  const run = () => runDracut(argv, { ...options, out: join17(out, "made") });
  const place = async (image) => rename2(image, await tree.resolve(path));
  let key;
  if (keptPath === void 0 || !isRepeatable(argv)) {
    await place(await run());
  } else {
    const stage = { folder: keptPath, stage: INITRAMFS_STAGE, log };
    const unread = (error) => {
      log.debug(`The initramfs is not kept: ${String(error)}`);
      return void 0;
    };
    const reading = readInputs(options, argv, path).catch(unread);
    const candidates = await listKept(stage);
    const known = candidates.length === 0 ? void 0 : await restore(stage, await reading, out).catch(unread);
    if (known !== void 0) {
      log.info(`Initramfs of ${kernel.version} kept: nothing that goes into it changed`);
      key = known.key;
      await place(known.image);
    } else {
      const [image, inputs] = await Promise.all([run(), reading]);
      if (inputs !== void 0) key = await keep(stage, inputs, image, out).catch(unread);
      await place(image);
    }
  }
  await rm12(out, { recursive: true, force: true });
  return key;
}
function isRepeatable(argv) {
  const other = /^(-H|-i|-I|--hostonly.*|--include|--install.*|--uefi.*|--fstab|--no-reproducible|--sysroot|--squash.*|--local|-l|--conf.*|-c|--aggressive-strip|--rebuild|--add-fstab|--mount|--device|--acpi.*|--kernel-image|--print-cmdline|--regenerate-all)(=.*)?$/;
  const isAlways = argv.includes("--no-hostonly") || argv.includes("-N");
  return isAlways && !argv.some((arg) => other.test(arg));
}
async function readInputs(options, argv, output) {
  const { tree, sourceDateEpoch, log } = options;
  const hashing = await options.hashing;
  const source = { database: await tree.resolve(RPMDB, true) };
  const packages = options.packages ?? readPackageGraph(source, inTree, { sourceDateEpoch, log });
  return readInitramfsInputs({
    root: tree.path,
    output,
    argv,
    environment: DRACUT_ENVIRONMENT,
    sourceDateEpoch,
    packages: await packages,
    ...hashing === void 0 ? {} : { checksums: hashing.checksums }
  });
}
async function restore(stage, inputs, out) {
  if (inputs === void 0) return void 0;
  await mkdir8(out, { recursive: true });
  const image = join17(out, IMAGE);
  let tried = 0;
  for (const key of await listKept(stage)) {
    if (tried === TRIED) return void 0;
    const list = join17(out, CONTENTS);
    if (!await restoreKept(stage, key, CONTENTS, list)) continue;
    const found = await readContents(list);
    if (found?.kind !== inputs.kind) continue;
    tried += 1;
    const [wanted, copied] = await Promise.all([
      inputs.key(found.contents),
      restoreKept(stage, key, IMAGE, image)
    ]);
    if (wanted !== key || !copied) continue;
    await chmod5(image, 420);
    return { key, image };
  }
  return void 0;
}
async function keep(stage, inputs, image, out) {
  const contents = await readInitramfsContents(image);
  if (contents === void 0) {
    stage.log.debug("The initramfs is not kept: it has a form that is not read");
    return void 0;
  }
  const list = join17(out, CONTENTS);
  await writeFile6(list, JSON.stringify({ kind: inputs.kind, contents }));
  const key = await inputs.key(contents);
  await keepResult(stage, key, { [IMAGE]: image, [CONTENTS]: list });
  return key;
}
async function readContents(path) {
  if ((await stat3(path)).size > CONTENTS_LIMIT_BYTES) return void 0;
  try {
    const found = JSON.parse(await readFile13(path, "utf8"));
    const { kind, contents } = found;
    if (typeof kind !== "string" || !Array.isArray(contents)) return void 0;
    const names2 = contents;
    return names2.every((name) => typeof name === "string") ? { kind, contents: names2 } : void 0;
  } catch {
    return void 0;
  }
}

// lib/compose/finish.ts
async function finishTree(options) {
  const { commit, initramfs, linked, timings } = options;
  const make = (given) => timed(
    timings,
    "initramfs",
    given.log,
    `Make the initramfs of ${given.kernel.version}`,
    () => makeInitramfs(given)
  );
  const finish = (run) => timed(timings, "commit", commit.log, "Commit the tree", run);
  if (initramfs === void 0 || linked !== void 0) {
    const key = initramfs === void 0 ? void 0 : await make(initramfs);
    if (linked !== void 0) await linkKernel(options.commit.tree, linked);
    return { commit: await finish(() => commitTree(commit)), kept: keptOf(key) };
  }
  const path = initramfsPath(initramfs.kernel);
  await initramfs.tree.write(path, "");
  const hashing = makeDeferred();
  const making = make({ ...initramfs, hashing: hashing.promise });
  const committing = commitTree({
    ...commit,
    late: {
      path: await commit.tree.resolve(path),
      onOthers: (checksums) => hashing.resolve({ checksums }),
      ready: making
    }
  });
  committing.catch(() => hashing.resolve({ checksums: Promise.resolve(/* @__PURE__ */ new Map()) }));
  try {
    const key = await making;
    return { commit: await finish(() => committing), kept: keptOf(key) };
  } finally {
    await committing.catch(() => void 0);
  }
}
function keptOf(key) {
  return key === void 0 ? {} : { [INITRAMFS_STAGE]: key };
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
var PACKAGE = tuple(string, string, string, string, string);
var packageList = array(PACKAGE);
var strings = array(string);
function commitMetadata(entries) {
  return Object.entries(entries).sort(([a], [b]) => compareBytes(a, b));
}
function jsonVariant(value) {
  if (value === null) return typed(maybe(variant), null);
  if (typeof value === "string") return typed(string, value);
  if (typeof value === "boolean") return typed(boolean, value);
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? typed(int64, BigInt(value)) : typed(double, value);
  }
  if (isArray(value)) return typed(array(variant), value.map(jsonVariant));
  const entries = Object.entries(value).flatMap(
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
  const { treefile, version, kernel } = options;
  const user = Object.entries(treefile.addCommitMetadata).map(
    ([key, value]) => [key, jsonVariant(value)]
  );
  const entries = {
    ...Object.fromEntries(user),
    "rpmostree.inputhash": typed(string, options.inputHash),
    "rpmostree.rpmdb.pkglist": typed(packageList, packageEntries(options.packages))
  };
  if (version !== void 0) entries["version"] = typed(string, version);
  if (kernel !== void 0) {
    entries["ostree.bootable"] = typed(boolean, true);
    entries["ostree.linux"] = typed(string, kernel.version);
  }
  if (treefile.containerCmd.length > 0)
    entries["ostree.container-cmd"] = typed(strings, treefile.containerCmd);
  if (treefile.initramfsArgs.length > 0) {
    entries["rpmostree.initramfs-args"] = typed(strings, treefile.initramfsArgs);
  }
  return commitMetadata(entries);
}
function packageEntries(packages) {
  return [...packages].sort(
    (a, b) => compareBytes(a.name, b.name) || compareEvr(a, b) || compareBytes(a.arch, b.arch)
  ).map(({ name, epoch, version, release, arch }) => [name, epoch, version, release, arch]);
}

// lib/compose/previous.ts
import { readFile as readFile14 } from "node:fs/promises";
import { join as join18 } from "node:path";
async function readPrevious(repoPath, commit, log) {
  const object = await readFile14(join18(repoPath, objectPath(commit, "commit"))).catch(
    (cause) => {
      throw new ConfigError(
        "PREVIOUS_MISSING",
        `${repoPath} has no commit ${commit}`,
        { cause }
      );
    }
  );
  const version = parseCommit(object).metadata.find(([key]) => key === "version")?.[1].value;
  const cat = async (path) => {
    try {
      return await readTool(["ostree", `--repo=${repoPath}`, "cat", commit, path], { log });
    } catch (error) {
      if (error instanceof ToolError) return "";
      throw error;
    }
  };
  const passwd = async (path) => parsePasswd(await cat(path), `${commit}:${path}`);
  const group = async (path) => parseGroup(await cat(path), `${commit}:${path}`);
  const [etcUsers, users, etcGroups, groups] = await Promise.all([
    passwd("/usr/etc/passwd"),
    passwd("/usr/lib/passwd"),
    group("/usr/etc/group"),
    group("/usr/lib/group")
  ]);
  return {
    version: typeof version === "string" ? version : void 0,
    accounts: { users: mergeNamed(etcUsers, users), groups: mergeNamed(etcGroups, groups) }
  };
}

// lib/compose/version.ts
var DATE_TAG = /<date:([^>]*)>/;
function nextVersion(options) {
  const { suffix, last = "" } = options;
  const dated = DATE_TAG.test(options.prefix);
  const prefix = options.prefix.replace(
    DATE_TAG,
    (_tag, format) => formatDate(format, options.sourceDateEpoch)
  );
  if (last === prefix) return dated ? `${prefix}${suffix}0` : `${prefix}${suffix}1`;
  if (!last.startsWith(prefix + suffix)) return dated ? `${prefix}${suffix}0` : prefix;
  const number = /^\d+/.exec(last.slice(prefix.length + suffix.length))?.[0];
  return `${prefix}${suffix}${number === void 0 ? 1 : BigInt(number) + 1n}`;
}
function formatDate(format, seconds) {
  const date = new Date(seconds * 1e3);
  const pad = (value, width = 2) => String(value).padStart(width, "0");
  const newYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  const fields = {
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
    const value = fields[letter];
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
import { mkdir as mkdir9, readdir as readdir5, readFile as readFile15, stat as stat4, writeFile as writeFile7 } from "node:fs/promises";
import { join as join19 } from "node:path";
function composeLock(workDir) {
  return join19(workDir, "compose.lock");
}
var IN_MEMORY = "treesmith-";
var WORK_DIR = "work-dir";
async function makeFolders(workDir, log, memory) {
  if (memory !== void 0) await removeAbandoned(memory, log);
  const root = memory === void 0 ? join19(workDir, "compose") : join19(memory, `${IN_MEMORY}${nameOf(workDir)}`);
  await removeFolder(root, log);
  const folders = {
    root,
    tree: join19(root, "tree"),
    scratch: join19(root, "scratch")
  };
  await mkdir9(root, { mode: 448 });
  await writeFile7(join19(root, WORK_DIR), workDir);
  for (const path of [folders.tree, folders.scratch]) await mkdir9(path, { mode: 493 });
  return folders;
}
async function removeAbandoned(memory, log) {
  for (const name of await readdir5(memory)) {
    if (!name.startsWith(IN_MEMORY)) continue;
    const root = join19(memory, name);
    const workDir = await readFile15(join19(root, WORK_DIR), "utf8").catch(() => void 0);
    if (workDir === void 0 || name !== `${IN_MEMORY}${nameOf(workDir)}`) continue;
    if (!await isFolder(workDir)) await removeFolder(root, log);
    else await withFreeLock(composeLock(workDir), () => removeFolder(root, log));
  }
}
async function isFolder(path) {
  return stat4(path).then(
    (found) => found.isDirectory(),
    () => false
  );
}
function nameOf(workDir) {
  return sha256(workDir).slice(0, 16);
}
async function removeFolder(path, log) {
  const mounts = (await readFile15("/proc/self/mountinfo", "utf8")).split("\n").map(
    (line) => line.split(" ")[4]?.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)))
  ).filter((point) => point?.startsWith(`${path}/`) === true);
  if (mounts.length > 0) {
    throw new BuildError(
      "WORK_DIR_MOUNTED",
      `not deleting ${path}: ${mounts[0]} is mounted in it`,
      {
        hint: `Unmount it: umount ${mounts[0]}`
      }
    );
  }
  await runTool(["rm", "-rf", "--one-file-system", "--", path], { log });
}

// lib/compose/compose.ts
var TREE_GROWTH = 1.25;
var TREE_EXTRA_BYTES = 256 * 1024 * 1024;
async function composeTree(options) {
  const { treefile, workDir, repoPath, log } = options;
  const { ref } = treefile;
  if (ref === void 0) {
    throw new ConfigError("REF_MISSING", "the treefile has no ref", {
      place: { file: treefile.path },
      hint: 'Add for example "ref: anvil/12/x86_64/stable".'
    });
  }
  await makeFolder(workDir);
  return withLock(
    composeLock(workDir),
    () => withDiskFullError([workDir, repoPath], () => compose(options, ref)),
    { log }
  );
}
async function compose(options, ref) {
  const { log } = options;
  const timings = {};
  const title = `Read packages (${options.packages.length})`;
  const prepared = await timed(timings, "prepare", log, title, () => prepare(options));
  const needBytes = treeBytes(prepared.packages);
  const memory = options.treeInMemory === false ? void 0 : await findMemoryFolder(needBytes);
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
  const installed = packages.reduce((sum, { installedBytes }) => sum + installedBytes, 0);
  return installed * TREE_GROWTH + TREE_EXTRA_BYTES;
}
async function composeIn(memory, { packages, previous, version, inputs, hash }, options, ref, timings) {
  const { treefile, log, repoPath, sourceDateEpoch } = options;
  const folders = await makeFolders(options.workDir, log, memory);
  await openArchive(repoPath);
  const scratchPath = join20(options.workDir, "prepared");
  const delayedSync = delaySync(repoPath, log);
  delayedSync.catch(() => void 0);
  let removal;
  const remove = () => {
    removal ??= removeFolder(folders.root, log);
    removal.catch(() => void 0);
    return removal;
  };
  try {
    var _stack = [];
    try {
      const writer = __using(_stack, await openObjectWriter({ repoPath, scratchPath, log }), true);
      const tree = new Tree(folders.tree);
      const withInitramfs = !treefile.container && !treefile.noInitramfs;
      const keptPath = options.keptPath === void 0 ? {} : { keptPath: options.keptPath };
      const common = { tree, treefile, sourceDateEpoch, log, ...keptPath };
      const building = buildTree({
        ...common,
        folders,
        packages,
        checksums: new Map(options.packages.map(({ path, locked }) => [path, locked.checksum])),
        inputs,
        repoPath: options.sourceRepoPath ?? repoPath,
        timings,
        // The other core compresses what is installed while rpm goes on.
        onFiles: (paths) => writer.prepare(paths),
        ...version === void 0 ? {} : { version },
        ...previous === void 0 ? {} : { previous }
      });
      const graph = withInitramfs && options.keptPath !== void 0 ? readGraph(options) : void 0;
      const { kernel, selinux } = await building.finally(() => graph);
      const metadata = treeMetadata({
        treefile,
        packages,
        inputHash: hash,
        ...version === void 0 ? {} : { version },
        ...kernel === void 0 ? {} : { kernel }
      });
      const { commit, kept } = await finishTree({
        commit: {
          tree,
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
          ...graph === void 0 ? {} : { packages: graph }
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
      const entries = packageEntries(packages);
      return { commit, ref, version, packages: entries, inputHash: hash, kept, timings };
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } finally {
    await remove();
    await delayedSync.then(
      ({ sync }) => sync(),
      () => void 0
    );
  }
}
function readGraph({ packages, sourceDateEpoch, log }) {
  const files = packages.map(({ path }) => path);
  return readPackageGraph({ files }, inTree, { sourceDateEpoch, log });
}
async function prepare(options) {
  const { treefile, log, sourceDateEpoch } = options;
  const trimmed = new Set(treefile.removeFromPackages.map((entry) => entry.package));
  const { previousCommit, sourceRepoPath = options.repoPath } = options;
  const [packages, previous, inputs, layers] = await Promise.all([
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
    previous: previous?.accounts,
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
  const { automaticVersionPrefix: prefix, automaticVersionSuffix: suffix } = treefile;
  if (prefix === void 0) return void 0;
  return nextVersion({ prefix, suffix, sourceDateEpoch, ...last === void 0 ? {} : { last } });
}

// lib/compose/check.ts
var NAMED = 40;
async function checkCompose(options) {
  const { workDir, log, repoPath } = options;
  const first = await composeTree({ ...options, workDir: join21(workDir, "first") });
  const scratch = join21(workDir, "second");
  const { gpg: _gpg, keptPath: _keptPath, ...unsigned } = options;
  try {
    const second = await composeTree({
      ...unsigned,
      workDir: join21(scratch, "in", "another", "place"),
      repoPath: join21(scratch, "repo"),
      sourceRepoPath: options.sourceRepoPath ?? repoPath
    });
    const found = first.commit === second.commit ? [] : await compareTrees(
      { repoPath, commit: first.commit },
      { repoPath: join21(scratch, "repo"), commit: second.commit }
    );
    const differences = found.length === 0 ? [] : await withOwners(found, options);
    return { first, secondCommit: second.commit, differences };
  } finally {
    await removeFolder(scratch, log);
  }
}
function assertReproducible({ first, secondCommit, differences }) {
  if (first.commit === secondCommit) return;
  const lines2 = differences.slice(0, NAMED).map((each) => `${each.path}: ${each.what} (${each.package ?? "no package owns it"})`);
  const more = differences.length > NAMED ? [`and ${differences.length - NAMED} more`] : [];
  const what = lines2.length === 0 ? ["the trees are equal, the metadata of the commits differ"] : lines2;
  throw new BuildError(
    "NOT_REPRODUCIBLE",
    `two composes differ: ${first.commit} and ${secondCommit}
${[...what, ...more].join("\n")}`,
    {
      hint: "See which scriptlet or script writes the file; a postprocess script can mend or remove it."
    }
  );
}
async function withOwners(differences, { packages, log, sourceDateEpoch }) {
  const wanted = new Map(differences.map((each) => [packagedPath(each.path), each]));
  const headers = await readPackages(
    packages.map(({ path }) => path),
    { keepFiles: (_name, path) => wanted.has(packagedPath(path)), log, sourceDateEpoch }
  );
  const owners = new Map(
    headers.flatMap(
      ({ name, files }) => files.map(({ path }) => [packagedPath(path), name])
    )
  );
  return differences.map((each) => ({ ...each, package: owners.get(packagedPath(each.path)) }));
}
function packagedPath(path) {
  return path.replace(/^\/usr\/etc\//, "/etc/").replace(/^\/usr\/lib\/opt\//, "/opt/").replace(/^\/(bin|sbin|lib|lib32|lib64)\//, "/usr/$1/");
}

// lib/repo/link-commit.ts
import { existsSync as existsSync2, linkSync, mkdirSync, readFileSync as readFileSync2 } from "node:fs";
import { rm as rm13 } from "node:fs/promises";
import { dirname as dirname6, join as join22 } from "node:path";
var NO_LINK = ["EXDEV", "EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];
async function linkCommit(options) {
  const { from, to, commit, log } = options;
  try {
    const { rootTree, rootMeta } = parseCommit(
      readFileSync2(join22(from, objectPath(commit, "commit")))
    );
    const seen = /* @__PURE__ */ new Set();
    const link3 = (checksum, type) => {
      const path = objectPath(checksum, type);
      if (seen.has(path)) return false;
      seen.add(path);
      linkObject(from, to, path);
      return true;
    };
    const linkTree = (tree, meta) => {
      link3(meta, "dirmeta");
      if (!link3(tree, "dirtree")) return;
      const found = parseDirtree(readFileSync2(join22(from, objectPath(tree, "dirtree"))));
      for (const { checksum } of found.files) link3(checksum, "filez");
      for (const folder of found.directories) linkTree(folder.tree, folder.meta);
    };
    linkTree(rootTree, rootMeta);
    await runTool(["sync", "--file-system", to], { log });
    linkObject(from, to, objectPath(commit, "commit"));
  } catch (error) {
    if (NO_LINK.includes(error.code ?? "")) return false;
    throw error;
  }
  await rm13(join22(to, "state", `${commit}.commitpartial`), { force: true });
  return true;
}
function linkObject(from, to, path) {
  const target = join22(to, path);
  if (existsSync2(target)) return;
  mkdirSync(dirname6(target), { recursive: true });
  try {
    linkSync(join22(from, path), target);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}

// lib/compose/export.ts
async function exportCommit(options) {
  const { from, repoPath, commit, log } = options;
  await openArchive(repoPath);
  if (await linkCommit({ from, to: repoPath, commit, log })) return;
  await runTool(["ostree", `--repo=${repoPath}`, "pull-local", from, commit], { log });
}

// lib/fetch/fetch.ts
import { basename as basename2, dirname as dirname8, join as join24 } from "node:path";

// lib/fetch/download-packages.ts
import { stat as stat5 } from "node:fs/promises";

// lib/fetch/mirror-urls.ts
function mirrorUrls(url, baseUrls) {
  const known = alternateUrls(url, baseUrls);
  if (known.length > 1 || baseUrls.some((base) => url.startsWith(base))) return known;
  const below = /\/((?:Packages|packages|RPMS|rpms)\/[^?#]+)$/.exec(url)?.[1];
  const path = below ?? /\/([^/?#]+)$/.exec(url)?.[1];
  return path === void 0 ? [url] : [.../* @__PURE__ */ new Set([url, ...baseUrls.map((base) => base + path)])];
}

// lib/fetch/download-packages.ts
var PARALLEL = 16;
async function downloadPackages(missing, options) {
  const { store, http, log } = options;
  const mirrors = await readAllMirrors(missing, options);
  const sizeBytes = missing.reduce((sum, { locked }) => sum + locked.size, 0);
  const progress = log.progress("Fetch", sizeBytes, "bytes");
  const limit = pLimit(PARALLEL);
  const stop = new AbortController();
  const ordered = [...missing].sort((a, b) => b.locked.size - a.locked.size);
  const outcomes = await Promise.allSettled(
    ordered.map(
      (item) => limit(async () => {
        stop.signal.throwIfAborted();
        const dest = store.unverifiedRpm(item.sha256);
        if (await hasSize(dest, item.locked.size)) return progress.advance(item.locked.size);
        const urls = mirrorUrls(item.locked.url, mirrors.get(item.repository.id) ?? []);
        try {
          await downloadFile(http, urls, dest, {
            checksum: { type: "sha256", hex: item.sha256 },
            sizeBytes: item.locked.size,
            partPath: store.partialRpm(item.sha256),
            onBytes: (count) => progress.advance(count),
            signal: stop.signal,
            log
          });
        } catch (error) {
          stop.abort(error);
          throw error;
        }
      })
    )
  );
  progress.done();
  if (stop.signal.aborted) throw stop.signal.reason;
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== void 0) throw failed.reason;
}
async function hasSize(path, size) {
  return stat5(path).then(
    (found) => found.size === size,
    () => false
  );
}
async function readAllMirrors(missing, options) {
  const repositories = new Map(missing.map(({ repository }) => [repository.id, repository]));
  const read2 = async (repository) => {
    try {
      return [repository.id, (await readMirrors(repository, options)).baseUrls];
    } catch (error) {
      if (!(error instanceof TreesmithError)) throw error;
      options.log.warn(
        `[${repository.id}] its mirrors are not known: ${error.message}`,
        repository.place
      );
      return [repository.id, repository.baseurl];
    }
  };
  return new Map(await Promise.all([...repositories.values()].map(read2)));
}

// lib/fetch/verify.ts
import { stat as stat6, writeFile as writeFile9 } from "node:fs/promises";
import { dirname as dirname7 } from "node:path";

// lib/fetch/keyring.ts
import { writeFile as writeFile8 } from "node:fs/promises";
import { availableParallelism as availableParallelism3 } from "node:os";
import { join as join23 } from "node:path";

// lib/fetch/rpmkeys-output.ts
function parseRpmkeysOutput(text, paths) {
  const blocks = new Map(paths.map((path) => [path, []]));
  let block = [];
  for (const line of text.split("\n")) {
    const path = /^\s/.test(line) ? void 0 : lastPath(line, blocks);
    if (path !== void 0) block = blocks.get(path) ?? [];
    else if (/^\s+\S/.test(line)) block.push(line.trim());
  }
  return new Map([...blocks].map(([path, lines2]) => [path, judge(lines2)]));
}
function lastPath(line, blocks) {
  return [...blocks.keys()].find((path) => line.endsWith(`${path}:`));
}
function judge(lines2) {
  if (lines2.length === 0) return { kind: "unreadable" };
  let good;
  let unknown;
  for (const line of lines2) {
    const match = /^(.*?): (OK|NOKEY|NOTFOUND|[A-Z]+)\b/.exec(
      line.replace(/fingerprint: /, "fingerprint ")
    );
    const [, what = "", result = "BAD"] = match ?? [];
    const keyId = /key (?:ID|fingerprint) ([0-9a-f]+)/i.exec(what)?.[1] ?? "";
    if (result === "NOTFOUND") continue;
    if (result === "NOKEY") unknown ??= keyId;
    else if (result !== "OK") return { kind: "bad", line };
    else if (/\bsignature\b/i.test(what)) good ??= keyId;
  }
  if (good !== void 0) return { kind: "good", keyId: good };
  return unknown === void 0 ? { kind: "unsigned" } : { kind: "no-key", keyId: unknown };
}

// lib/fetch/keyring.ts
var BATCH = 64;
function keySetDigest({ blocks }) {
  return sha256(
    [...new Set(blocks.map((block) => block.replaceAll("\r", "").trim()))].sort().join("\n")
  );
}
async function checkSignatures(paths, keys) {
  var _stack = [];
  try {
    const folder = __using(_stack, await makeTempDir(), true);
    const rpmkeys = ["rpmkeys", "--dbpath", join23(folder.path, "db")];
    for (const [index, block] of keys.blocks.entries()) {
      const file = join23(folder.path, `${index}.asc`);
      await writeFile8(file, `${block.trim()}
`);
      await importKey([...rpmkeys, "--import", file], keys);
    }
    const limit = pLimit(availableParallelism3());
    const batches2 = Array.from(
      { length: Math.ceil(paths.length / BATCH) },
      (_2, index) => paths.slice(index * BATCH, (index + 1) * BATCH)
    );
    const verdicts = await limit.map(batches2, async (batch) => {
      const { stdout } = await runTool([...rpmkeys, "--checksig", "--verbose", "--", ...batch], {
        // The number of packages that failed, at most 255.
        okExitCodes: Array.from({ length: 256 }, (_2, code) => code)
      });
      return [...parseRpmkeysOutput(stdout, batch)];
    });
    return new Map(verdicts.flat());
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function importKey(argv, keys) {
  try {
    const { stderr } = await runTool(argv);
    if (/^error: /m.test(stderr)) throw explainToolError(new ToolError(argv, 1, stderr));
  } catch (error) {
    throw error instanceof ToolError ? rejected(keys, error) : error;
  }
}
function rejected(keys, error) {
  return new ConfigError(
    "KEY_REJECTED",
    `rpm does not take a key that [${keys.repoid}] names: ${error.stderr.trim().split("\n").at(-1) ?? ""}`,
    { place: keys.place, cause: error }
  );
}

// lib/fetch/verify.ts
var NAMED_AT_MOST = 9;
async function assertSigned(candidates, keys, store, log) {
  const digest = keySetDigest(keys);
  const marker = ({ sha256: sha2562 }) => store.verified(digest, sha2562);
  const known = await Promise.all(
    candidates.map(
      (candidate) => stat6(marker(candidate)).then(
        () => true,
        () => false
      )
    )
  );
  const unknown = candidates.filter((_candidate, index) => !known[index]);
  if (unknown.length === 0) return;
  const verdicts = await log.group(
    `Verify signatures of [${keys.repoid}] (${unknown.length})`,
    () => checkSignatures(
      unknown.map(({ path }) => path),
      keys
    )
  );
  const [first] = unknown;
  if (first !== void 0) await makeFolder(dirname7(marker(first)));
  const faults = [];
  for (const candidate of unknown) {
    const verdict = verdicts.get(candidate.path) ?? { kind: "unreadable" };
    if (verdict.kind === "good") await writeFile9(marker(candidate), "");
    else faults.push([candidate, verdict]);
  }
  if (faults.length > 0) throw explain(faults, keys);
}
function explain(faults, keys) {
  const of = (kind) => faults.filter(([, verdict]) => verdict.kind === kind);
  const details = (hint) => ({ place: keys.place, hint });
  const repository = `[${keys.repoid}]`;
  const bad = [...of("bad"), ...of("unreadable")];
  if (bad.length > 0) {
    return new BuildError(
      "SIGNATURE_BAD",
      `the signature of ${names(bad)} from ${repository} does not fit the package`,
      details(
        "The repository serves damaged or forged packages; do not use them. Tell its maintainers."
      )
    );
  }
  const unnamed = of("no-key");
  if (unnamed.length > 0) {
    return new ConfigError(
      "KEY_NOT_NAMED",
      `${names(unnamed)}: signed by a key that "gpgkey" of ${repository} does not name`,
      details('If you trust that key, add its file or URL to "gpgkey".')
    );
  }
  return new ConfigError(
    "PACKAGE_UNSIGNED",
    `${names(of("unsigned"))} from ${repository}: not signed, expected a signature by a key that "gpgkey" names`,
    details('If nobody signs this repository, say so with "gpgcheck=0".')
  );
}
function names(faults) {
  const shown = faults.slice(0, NAMED_AT_MOST).map(([{ nevra }, verdict]) => {
    if (verdict.kind === "no-key") return `${nevra} (key ID ${verdict.keyId})`;
    return verdict.kind === "bad" ? `${nevra} (${verdict.line})` : nevra;
  });
  const more = faults.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

// lib/fetch/wanted.ts
import { stat as stat7 } from "node:fs/promises";
var NAMED_AT_MOST2 = 9;
function listWanted(packages, repositories) {
  const wanted = /* @__PURE__ */ new Map();
  for (const locked of packages) {
    const nevra = `${locked.name}-${locked.evr}.${locked.arch}`;
    const sha2562 = /^sha256:([0-9a-f]{64})$/.exec(locked.checksum)?.[1];
    if (sha2562 === void 0) {
      throw new ConfigError(
        "CHECKSUM_UNSUPPORTED",
        `${nevra} is locked by "${locked.checksum}", expected sha256:<64 hex digits>`,
        { hint: 'Lock again with "treesmith lock".' }
      );
    }
    const repository = repositories.get(locked.repoid);
    if (repository === void 0) {
      throw new ConfigError(
        "REPOSITORY_UNDEFINED",
        `${nevra} is locked from [${locked.repoid}], which is not among the repositories of the treefile`,
        { hint: 'Lock again with "treesmith lock", or put the repository back.' }
      );
    }
    wanted.set(`${sha2562} ${repository.id}`, { locked, nevra, sha256: sha2562, repository });
  }
  return [...wanted.values()];
}
async function findMissing(wanted, store) {
  const once3 = [...new Map(wanted.map((item) => [item.sha256, item])).values()];
  const sizes = await Promise.all(once3.map(({ sha256: sha2562 }) => sizeOf(store.rpm(sha2562))));
  const there = once3.filter(({ locked }, index) => sizes[index] === locked.size);
  const place = { kind: "thread", lane: "store" };
  const digests = await currentTimeline().span(
    `read ${there.length} packages`,
    place,
    () => digestFiles(there.map(({ sha256: sha2562 }) => store.rpm(sha2562)))
  );
  const whole = new Set(there.filter(({ sha256: sha2562 }, index) => digests[index] === sha2562));
  return once3.filter((item) => !whole.has(item));
}
async function warnOfDamage(missing, store, log) {
  for (const { nevra, sha256: sha2562 } of missing) {
    if (await sizeOf(store.rpm(sha2562)) === void 0) continue;
    log.warn(`${nevra} is damaged in the store (${store.rpm(sha2562)}): it is fetched again`);
  }
}
async function sizeOf(path) {
  return stat7(path).then(
    ({ size }) => size,
    () => void 0
  );
}
function notInStore(missing, total) {
  const shown = missing.slice(0, NAMED_AT_MOST2).map(({ nevra }) => nevra);
  const more = missing.length - shown.length;
  return new ConfigError(
    "NOT_IN_STORE",
    `offline, and ${missing.length} of ${total} packages are not in the store: ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    {
      hint: `Run once without --offline; the first would come from ${redactUrl(missing[0]?.locked.url ?? "")}.`
    }
  );
}

// lib/fetch/fetch.ts
async function fetchPackages(options) {
  const repositories = new Map(options.repositories.map((found) => [found.id, found]));
  const wanted = listWanted(options.packages, repositories);
  const complete = (await findMissing(wanted, options.store)).length === 0;
  if (complete) {
    await verifyAll(wanted, /* @__PURE__ */ new Set(), options);
  } else {
    await withLock(
      join24(options.store.path, "fetch.lock"),
      () => fetchMissing(wanted, options),
      options
    );
  }
  return new Map(wanted.map(({ sha256: sha2562 }) => [sha2562, options.store.rpm(sha2562)]));
}
async function fetchMissing(wanted, options) {
  const { store, log } = options;
  const missing = await findMissing(wanted, store);
  await removeStale(join24(store.path, "tmp"));
  if (missing.length > 0) {
    await warnOfDamage(missing, store, log);
    if (options.offline) throw notInStore(missing, wanted.length);
    const size = missing.reduce((sum, { locked }) => sum + locked.size, 0);
    await log.group(
      `Fetch packages (${missing.length}, ${formatBytes(size)})`,
      () => downloadPackages(missing, options)
    );
  }
  await verifyAll(wanted, new Set(missing.map(({ sha256: sha2562 }) => sha2562)), options);
  await moveInto(
    dirname8(store.rpm("")),
    missing.map(({ sha256: sha2562 }) => ({
      from: store.unverifiedRpm(sha2562),
      name: basename2(store.rpm(sha2562))
    }))
  );
}
async function verifyAll(wanted, missing, options) {
  const { store, log } = options;
  for (const repository of new Set(wanted.map((item) => item.repository))) {
    if (!repository.gpgcheck) {
      log.warn(`[${repository.id}] gpgcheck=0: its packages are not verified`, repository.place);
      continue;
    }
    const blocks = await readKeys(repository, missing.size === 0, options);
    const candidates = wanted.filter((item) => item.repository === repository).map((item) => ({
      nevra: item.nevra,
      sha256: item.sha256,
      path: missing.has(item.sha256) ? store.unverifiedRpm(item.sha256) : store.rpm(item.sha256)
    }));
    const keys = { repoid: repository.id, blocks, place: repository.place };
    await assertSigned(candidates, keys, store, log);
  }
}
async function readKeys(repository, preferKept, options) {
  if (!preferKept) return readRepositoryKeys(repository, options);
  return readRepositoryKeys(repository, { ...options, offline: true }).catch((error) => {
    if (options.offline) throw error;
    return readRepositoryKeys(repository, options);
  });
}

// lib/build/fetch.ts
async function fetchLocked(workspace, treefile, packages) {
  const { repoVars, store, http, log, offline, cache } = workspace;
  const { active, lockedOnly } = await readRepositories(treefile, repoVars);
  const repositories = [...active, ...lockedOnly];
  await cache?.restorePackages(treefile.basearch, packages);
  const paths = await fetchPackages({ packages, repositories, store, http, log, offline });
  await cache?.savePackages(treefile.basearch, packages);
  return paths;
}

// lib/build/kept-group.ts
var MAX_CHARACTERS = 22;
function keptGroup(remix, basearch) {
  const name = `${remix}-${basearch}`;
  const isPlain = /^[a-z0-9._-]+$/.test(remix) && !BASEARCHES.some((other) => remix.includes(other));
  return isPlain && name.length <= MAX_CHARACTERS ? name : sha256(name).slice(0, 16);
}

// lib/build/kept-results.ts
async function restoreKeptResults({ cache, remix }, { basearch, container, noInitramfs }) {
  if (container || noInitramfs) return;
  await cache?.restoreKept(INITRAMFS_STAGE, keptGroup(remix.name, basearch));
}
async function saveKeptResults({ cache, remix }, { basearch }, kept) {
  for (const [stage, key] of Object.entries(kept)) {
    await cache?.saveKept(stage, keptGroup(remix.name, basearch), key);
  }
}

// lib/build/output-hashes.ts
import { join as join25 } from "node:path";
var IMAGE_VERSION = 1;
var CONTAINER_VERSION = 1;
async function commitInputHash(workspace, treefile, locked) {
  return inputHash({
    treefile: await composeInputs(treefile),
    layers: await layerCommits(treefile, composeRepo(workspace)),
    packageChecksums: locked.packages.map(({ checksum }) => checksum),
    version: workspace.remix.version,
    sourceDateEpoch: sourceDateEpochOf(workspace, locked)
  });
}
function composeRepo({ store }) {
  return join25(store.path, "ostree");
}
function sourceDateEpochOf(workspace, { packages }) {
  return workspace.sourceDateEpoch ?? packages.reduce((newest, { buildtime }) => Math.max(newest, buildtime), 0);
}
function imageInputHash({ remix }, treefile, commitHash, image) {
  return stageKey("image-inputs", IMAGE_VERSION, {
    commit: commitHash,
    ref: treefile.ref ?? null,
    basearch: treefile.basearch,
    image: imageInputs(image),
    osName: remix.name,
    remote: remix.ostreeRemote === void 0 ? null : { ...remix.ostreeRemote },
    gpgKey: remix.sign?.gpgKey ?? null
  });
}
function containerInputHash({ remix }, treefile, commitHash, container) {
  return stageKey("container-inputs", CONTAINER_VERSION, {
    commit: commitHash,
    basearch: treefile.basearch,
    container: { ...container, packages: [...container.packages] },
    osName: remix.name
  });
}
function imageInputs(image) {
  return {
    ...image,
    firmware: [...image.firmware],
    kernelArguments: [...image.kernelArguments]
  };
}

// lib/disk/image.ts
import { open as open5, rm as rm16 } from "node:fs/promises";
import { basename as basename3, dirname as dirname9, join as join29 } from "node:path";

// lib/gpt/format.ts
import { crc32 } from "node:zlib";

// lib/gpt/guid.ts
var GUID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;
function formatGuid(text) {
  const fields = GUID.exec(text)?.slice(1);
  if (fields === void 0) throw new BuildError("GUID_BAD", `not a GUID: ${text}`);
  const bytes = fields.map((field2) => Buffer.from(field2, "hex"));
  return Buffer.concat(bytes.map((field2, index) => index < 3 ? field2.reverse() : field2));
}
function parseGuid(bytes) {
  const data = Buffer.from(bytes);
  if (data.length !== 16)
    throw new BuildError("GUID_BAD", `a GUID has 16 bytes, not ${data.length}`);
  const little = [data.subarray(0, 4), data.subarray(4, 6), data.subarray(6, 8)];
  const fields = [
    ...little.map((field2) => field2.reverse()),
    data.subarray(8, 10),
    data.subarray(10)
  ];
  return fields.map((field2) => field2.toString("hex")).join("-");
}

// lib/gpt/table.ts
var SECTOR_BYTES = 512;
var PARTITION_TYPES = {
  biosBoot: "21686148-6449-6e6f-744e-656564454649",
  efiSystem: "c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
  linuxData: "0fc63daf-8483-4772-8e79-3d69d8477de4",
  rootX86_64: "4f68bce3-e8cd-4db1-96e7-fbcaf984b709",
  rootAarch64: "b921b045-1df0-41c3-af44-4c6f280d3fae"
};

// lib/gpt/format.ts
var HEADER_BYTES2 = 92;
var ENTRY_BYTES2 = 128;
var ENTRY_COUNT = 128;
var ENTRY_SECTORS = ENTRY_BYTES2 * ENTRY_COUNT / SECTOR_BYTES;
var REVISION = 65536;
function usableSectors(sectors) {
  return { first: 2 + ENTRY_SECTORS, last: sectors - ENTRY_SECTORS - 2 };
}
function formatGpt(table) {
  assertLayout(table);
  const entries = Buffer.alloc(ENTRY_BYTES2 * ENTRY_COUNT);
  for (const [index, partition2] of table.partitions.entries()) {
    writeEntry(entries.subarray(index * ENTRY_BYTES2, (index + 1) * ENTRY_BYTES2), partition2);
  }
  const last = table.sectors - 1;
  const primary = formatHeader(table, entries, { here: 1, other: last, entriesAt: 2 });
  const backup = formatHeader(table, entries, {
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
  const mbr = Buffer.alloc(SECTOR_BYTES);
  const record = mbr.subarray(446, 462);
  record.set([0, 0, 2, 0, 238, 255, 255, 255]);
  record.writeUInt32LE(1, 8);
  record.writeUInt32LE(Math.min(sectors - 1, 4294967295), 12);
  mbr.writeUInt16LE(43605, 510);
  return mbr;
}
function formatHeader(table, entries, at) {
  const usable = usableSectors(table.sectors);
  const header = Buffer.alloc(SECTOR_BYTES);
  header.write("EFI PART", 0, "latin1");
  header.writeUInt32LE(REVISION, 8);
  header.writeUInt32LE(HEADER_BYTES2, 12);
  header.writeBigUInt64LE(BigInt(at.here), 24);
  header.writeBigUInt64LE(BigInt(at.other), 32);
  header.writeBigUInt64LE(BigInt(usable.first), 40);
  header.writeBigUInt64LE(BigInt(usable.last), 48);
  header.set(formatGuid(table.diskGuid), 56);
  header.writeBigUInt64LE(BigInt(at.entriesAt), 72);
  header.writeUInt32LE(ENTRY_COUNT, 80);
  header.writeUInt32LE(ENTRY_BYTES2, 84);
  header.writeUInt32LE(crc32(entries), 88);
  header.writeUInt32LE(crc32(header.subarray(0, HEADER_BYTES2)), 16);
  return header;
}
function writeEntry(entry, partition2) {
  entry.set(formatGuid(partition2.type), 0);
  entry.set(formatGuid(partition2.guid), 16);
  entry.writeBigUInt64LE(BigInt(partition2.firstSector), 32);
  entry.writeBigUInt64LE(BigInt(partition2.lastSector), 40);
  entry.writeBigUInt64LE(partition2.attributes ?? 0n, 48);
  entry.write(partition2.name, 56, "utf16le");
}
function assertLayout(table) {
  const fail2 = (what) => {
    throw new BuildError("GPT_LAYOUT", what);
  };
  const usable = usableSectors(table.sectors);
  if (!Number.isSafeInteger(table.sectors) || usable.last < usable.first) {
    fail2(`a disk of ${table.sectors} sectors has no room for a GUID partition table`);
  }
  if (table.partitions.length > ENTRY_COUNT) fail2(`more than ${ENTRY_COUNT} partitions`);
  let free = usable.first;
  for (const { name, firstSector, lastSector } of table.partitions) {
    if (name.length > 36) fail2(`partition name is longer than 36 characters: ${name}`);
    if (firstSector < free || lastSector < firstSector || lastSector > usable.last) {
      fail2(
        `partition ${name} (sectors ${firstSector} to ${lastSector}) does not lie within sectors ${free} to ${usable.last}`
      );
    }
    free = lastSector + 1;
  }
}

// lib/disk/esp.ts
async function writeEsp(options) {
  const image = `${options.disk}@@${options.extent.offsetBytes}`;
  const mtools = (...argv) => runTool(argv, {
    log: options.log,
    // A user's own mtoolsrc must not decide.
    env: { MTOOLSRC: "/dev/null", SOURCE_DATE_EPOCH: String(options.timeSeconds) }
  });
  const sectors = String(options.extent.sizeBytes / SECTOR_BYTES);
  await mtools(
    ...["mformat", "-i", image, "-F", "-T", sectors, "-h", "255", "-s", "63", "-c", "1"],
    ...[
      "-H",
      String(options.extent.offsetBytes / SECTOR_BYTES),
      "-N",
      options.volumeId,
      "-v",
      "ESP",
      "::"
    ]
  );
  const made = /* @__PURE__ */ new Set();
  for (const [path, source] of options.files) {
    const parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join("/");
      if (!made.has(folder)) await mtools("mmd", "-i", image, `::/${folder}`);
      made.add(folder);
    }
    await mtools("mcopy", "-i", image, source, `::/${path}`);
  }
}

// lib/disk/ext4.ts
import { writeFile as writeFile10 } from "node:fs/promises";
import { join as join26 } from "node:path";
var BLOCK_BYTES = 4096;
var INODE_BYTES = 256;
var INODE_RATIO_BYTES = 16384;
var RESERVED_PERCENT = 1;
var MKE2FS_CONF = `[defaults]
base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr
default_mntopts = acl,user_xattr
enable_periodic_fsck = 0
[fs_types]
ext4 = {
  features = has_journal,extent,huge_file,flex_bg,metadata_csum,64bit,dir_nlink,extra_isize
}
`;
var IMAGE_FULL = /Could not allocate (block|inode)/i;
function journalMib(sizeBytes) {
  return sizeBytes < 2 ** 30 ? 16 : sizeBytes < 16 * 2 ** 30 ? 64 : 128;
}
function ext4SizeBytes(treeBytes2) {
  const metadata = INODE_BYTES / INODE_RATIO_BYTES + RESERVED_PERCENT / 100 + 2e-3;
  const plain = (treeBytes2 * 1.1 + 8 * 2 ** 20) / (1 - metadata);
  return Math.ceil(plain + journalMib(plain) * 2 ** 20);
}
async function writeExt4(options) {
  const { extent, workDir, log } = options;
  const conf = join26(workDir, "mke2fs.conf");
  await writeFile10(conf, MKE2FS_CONF);
  const extended = [
    `offset=${extent.offsetBytes}`,
    `hash_seed=${options.hashSeed}`,
    "lazy_itable_init=0",
    "lazy_journal_init=0",
    "root_owner=0:0",
    "nodiscard"
  ];
  try {
    await runTool(
      [
        ...["mke2fs", "-q", "-F", "-t", "ext4", "-b", String(BLOCK_BYTES)],
        ...[
          "-I",
          String(INODE_BYTES),
          "-i",
          String(INODE_RATIO_BYTES),
          "-m",
          String(RESERVED_PERCENT)
        ],
        ...["-J", `size=${journalMib(extent.sizeBytes)}`, "-L", options.label, "-U", options.uuid],
        ...[
          "-E",
          extended.join(","),
          "-d",
          options.tree,
          options.disk,
          `${extent.sizeBytes / 1024}k`
        ]
      ],
      { log, env: { MKE2FS_CONFIG: conf, ...fakeTime(options) } }
    );
  } catch (error) {
    const failure2 = error instanceof Error && error.cause instanceof ToolError ? error.cause : error;
    if (!(failure2 instanceof ToolError) || !IMAGE_FULL.test(failure2.stderr)) throw error;
    throw new ConfigError(
      "IMAGE_TOO_SMALL",
      `the tree does not fit into a root file system of ${extent.sizeBytes} bytes`,
      { cause: error, hint: "Give the image a larger size." }
    );
  }
  await settleInodes(options);
}
async function settleInodes(options) {
  const { workDir, log, timeSeconds } = options;
  const device = `${options.disk}?offset=${options.extent.offsetBytes}`;
  const lines2 = [];
  for (const inode of await listUsedInodes(device, log)) {
    for (const field2 of ["atime", "ctime"]) {
      lines2.push(`sif <${inode}> ${field2} @${timeSeconds}`, `sif <${inode}> ${field2}_extra 0`);
    }
  }
  for (const path of options.immutable) {
    const shown = await readTool(["debugfs", "-R", `stat "/${path}"`, device], { log });
    const flags = /Flags: (0x[0-9a-f]+)/.exec(shown)?.[1];
    if (flags === void 0) fail(`there is no /${path} in the root file system`);
    lines2.push(`sif "/${path}" flags 0x${(Number(flags) | 16).toString(16)}`);
  }
  const script = join26(workDir, "debugfs.script");
  await writeFile10(script, `${lines2.join("\n")}
`);
  const { stderr } = await runTool(["debugfs", "-w", "-f", script, device], {
    log,
    env: fakeTime(options),
    onStdout: () => void 0
  });
  const complaint = stderr.split("\n").find((line) => line !== "" && !line.startsWith("debugfs "));
  if (complaint !== void 0) fail(`debugfs: ${complaint}`);
}
async function listUsedInodes(device, log) {
  const text = await readTool(["dumpe2fs", device], { log });
  const total = Number(/^Inode count:\s+(\d+)$/m.exec(text)?.[1]);
  const used = new Uint8Array(total + 1).fill(1, 11);
  used[2] = 1;
  for (const [, ranges] of text.matchAll(/^ {2}Free inodes: (.+)$/gm)) {
    for (const [, first, last] of (ranges ?? "").matchAll(/(\d+)(?:-(\d+))?/g)) {
      used.fill(0, Number(first), Number(last ?? first) + 1);
    }
  }
  const inodes = [...used.keys()].filter((inode) => used[inode] === 1);
  if (inodes.length < 2) fail("dumpe2fs names no inode");
  return inodes;
}
function fakeTime(options) {
  return { E2FSPROGS_FAKE_TIME: String(options.timeSeconds) };
}
function fail(what) {
  throw new BuildError("FILESYSTEM_FAILED", what);
}

// lib/disk/formats.ts
var FORMATS = {
  qcow2: ["-O", "qcow2", "-c", "-o", "compat=1.1,compression_type=zstd,lazy_refcounts=off"],
  raw: []
};
function assertFormat(format) {
  if (FORMATS[format] !== void 0) return;
  throw new ConfigError(
    "FORMAT_UNSUPPORTED",
    `no image of format ${format} can be made yet; known: ${Object.keys(FORMATS).join(", ")}`
  );
}
async function convertImage(options) {
  const { disk, format, output, log } = options;
  assertFormat(format);
  if (format === "raw") return disk;
  await runTool(["qemu-img", "convert", "-f", "raw", ...FORMATS[format] ?? [], disk, output], {
    log
  });
  return output;
}

// lib/disk/grub.ts
import { copyFile as copyFile3, mkdir as mkdir10, writeFile as writeFile11 } from "node:fs/promises";
import { join as join27 } from "node:path";

// lib/grub/config.ts
var GRUB_KARGS_VARIABLE = "treesmith_kargs";
var GRUB_ENVIRONMENT_FILE = "grubenv";
function formatGrubConfig(options) {
  return `# Lists the BLS entries that ostree writes. Made by Treesmith; the same for every deployment.
# A BIOS has no console of its own on a serial port; UEFI firmware brings its own.
if [ "$grub_platform" = pc ]; then
  if serial --unit=0 --speed=115200; then
    terminal_input console serial
    terminal_output console serial
  fi
fi
set timeout=${options.timeoutSeconds}
set default=0
if [ -f "$prefix/${GRUB_ENVIRONMENT_FILE}" ]; then
  load_env --file "$prefix/${GRUB_ENVIRONMENT_FILE}" ${GRUB_KARGS_VARIABLE}
fi
search --no-floppy --fs-uuid --set=root ${options.bootUuid}
if [ -d /boot/loader/entries ]; then set pfx=/boot; else set pfx=; fi
function title { set bls_title="$*"; }
function version { set bls_version="$*"; }
function options { set bls_options="$*"; }
function linux { set bls_linux="$1"; }
function initrd { set bls_initrd="$1"; }
function devicetree { set bls_devicetree="$1"; }
function aboot { true; }
for n in 9 8 7 6 5 4 3 2 1; do
  for f in $pfx/loader/entries/ostree-$n-*.conf $pfx/loader/entries/ostree-$n.conf; do
    if [ -f "$f" ]; then
      source "$f"
      menuentry "$bls_title" "$pfx$bls_linux" "$pfx$bls_initrd" "$bls_options" {
        insmod linux
        linux "$2" $4 $${GRUB_KARGS_VARIABLE}
        initrd "$3"
      }
    fi
  done
done
`;
}

// lib/grub/environment.ts
var BLOCK_BYTES2 = 1024;
var SIGNATURE = "# GRUB Environment Block\n";
function formatGrubEnvironment(variables) {
  let text = SIGNATURE;
  for (const [name, value] of variables) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new BuildError("GRUBENV_BAD", `not a name of a GRUB variable: ${name}`);
    }
    text += `${name}=${value.replaceAll(/[\\\n]/g, "\\$&")}
`;
  }
  const used = Buffer.byteLength(text);
  if (used > BLOCK_BYTES2) {
    throw new BuildError(
      "GRUBENV_FULL",
      `grubenv holds ${BLOCK_BYTES2} bytes, not ${used}`
    );
  }
  return Buffer.concat([Buffer.from(text), Buffer.alloc(BLOCK_BYTES2 - used, "#")]);
}
function parseGrubEnvironment(bytes) {
  const text = Buffer.from(bytes).toString("utf8");
  if (bytes.length !== BLOCK_BYTES2 || !text.startsWith(SIGNATURE)) {
    throw new BuildError("GRUBENV_BAD", "not an environment block of GRUB");
  }
  const variables = /* @__PURE__ */ new Map();
  for (const [, name, value] of text.matchAll(/^([A-Za-z_]\w*)=((?:\\[\s\S]|[^\\\n])*)\n/gm)) {
    variables.set(name ?? "", (value ?? "").replaceAll(/\\([\s\S])/g, "$1"));
  }
  return variables;
}

// lib/disk/tree-facts.ts
async function readTreeFacts(repoPath, commit) {
  const shown = await runTool(["ostree", `--repo=${repoPath}`, "show", commit], {
    okExitCodes: [0, 1]
  });
  const date = /^Date:\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0000$/m.exec(shown.stdout);
  if (shown.exitCode !== 0 || date === null) {
    throw new ConfigError(
      "COMMIT_MISSING",
      `there is no commit ${commit} in ${repoPath}`,
      {
        hint: "Compose it first: treesmith compose."
      }
    );
  }
  const timestampSeconds = Date.parse(`${date[1]}T${date[2]}Z`) / 1e3;
  for (const folder of await listTree(repoPath, commit, "/usr/lib/modules")) {
    if ((await listTree(repoPath, commit, `${folder}/vmlinuz`)).length > 0) {
      return { timestampSeconds, kernelFolder: folder };
    }
  }
  throw new ConfigError(
    "KERNEL_MISSING",
    `commit ${commit} has no kernel: expected /usr/lib/modules/<version>/vmlinuz`,
    {
      hint: "Add a kernel package to the treefile; without one the tree can be a container, not a disk image."
    }
  );
}
async function isInTree(repoPath, commit, path) {
  const argv = ["ostree", `--repo=${repoPath}`, "ls", "--dironly", commit, path];
  return (await runTool(argv, { okExitCodes: [0, 1] })).exitCode === 0;
}
async function listTree(repoPath, commit, path) {
  if (!await isInTree(repoPath, commit, path)) return [];
  const argv = ["ostree", `--repo=${repoPath}`, "ls", "--nul-filenames-only", commit, path];
  const names2 = (await readTool(argv)).split("\0").filter((name) => name !== "");
  return names2.length === 1 ? names2 : names2.filter((name) => name !== path);
}

// lib/disk/grub.ts
var TARGETS = {
  x86_64: {
    platform: "x86_64-efi",
    fileName: "BOOTX64.EFI",
    linuxNeeds: ["relocator", "video", "mmap", "all_video"]
  },
  aarch64: { platform: "arm64-efi", fileName: "BOOTAA64.EFI", linuxNeeds: ["fdt", "all_video"] }
};
var CORE_MODULES = [
  ...[
    "part_gpt",
    "part_msdos",
    "fat",
    "ext2",
    "xfs",
    "btrfs",
    "normal",
    "echo",
    "search",
    "search_label"
  ],
  ...[
    "search_fs_uuid",
    "configfile",
    "terminal",
    "test",
    "regexp",
    "reboot",
    "halt",
    "cat",
    "ls",
    "probe"
  ],
  ...["loadenv", "gzio", "minicmd", "sleep", "true", "boot"]
];
async function assertGrub(repoPath, commit, basearch) {
  const { platform } = resolveTarget(basearch);
  const folder = `/usr/lib/grub/${platform}`;
  if (await isInTree(repoPath, commit, `${folder}/kernel.img`)) return;
  throw new ConfigError(
    "BOOTLOADER_MISSING",
    `commit ${commit} has no boot loader for UEFI: expected GRUB's modules in ${folder}`,
    {
      hint: "Add the package with the modules to the treefile: grub2-efi-x64-modules, or grub-efi-amd64-bin."
    }
  );
}
async function buildGrub(options) {
  const target = resolveTarget(options.basearch);
  const modules = join27(options.deploymentPath, "usr/lib/grub", target.platform);
  const work = join27(options.workDir, "grub");
  await mkdir10(work, { recursive: true });
  const core = join27(work, target.fileName);
  await runTool(
    [
      ...["grub-mkimage", "-d", modules, "-O", target.platform, "-p", "/EFI/BOOT", "-o", core],
      ...CORE_MODULES,
      ...target.linuxNeeds
    ],
    { log: options.log }
  );
  const config = join27(work, "grub.cfg");
  await writeFile11(config, formatGrubConfig({ bootUuid: options.bootUuid, timeoutSeconds: 1 }));
  const environment = join27(work, GRUB_ENVIRONMENT_FILE);
  await writeFile11(environment, formatGrubEnvironment(/* @__PURE__ */ new Map()));
  const linux = join27(work, "linux.mod");
  await copyFile3(join27(modules, "linux.mod"), linux);
  return /* @__PURE__ */ new Map([
    [`EFI/BOOT/${target.fileName}`, core],
    ["EFI/BOOT/grub.cfg", config],
    [`EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`, environment],
    [`EFI/BOOT/${target.platform}/linux.mod`, linux]
  ]);
}
function resolveTarget(basearch) {
  const target = TARGETS[basearch];
  if (target === void 0) {
    throw new ConfigError(
      "FIRMWARE_UNSUPPORTED",
      `no UEFI boot loader is known for ${basearch}`
    );
  }
  return target;
}

// lib/disk/identifiers.ts
function resolveIdentifiers(commit) {
  const derive = (purpose) => sha256(`treesmith image ${purpose} ${commit}`);
  return {
    diskGuid: formatUuid(derive("disk")),
    biosBootGuid: formatUuid(derive("bios-boot")),
    espGuid: formatUuid(derive("esp")),
    rootGuid: formatUuid(derive("root")),
    rootUuid: formatUuid(derive("root file system")),
    rootHashSeed: formatUuid(derive("hash seed")),
    espVolumeId: derive("esp file system").slice(0, 8)
  };
}
function formatUuid(hex) {
  const variant2 = (8 | Number.parseInt(hex.charAt(16), 16) & 3).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant2}${hex.slice(17, 20)}`,
    hex.slice(20, 32)
  ].join("-");
}

// lib/disk/layout.ts
var MIB = 1024 * 1024;
var ALIGNMENT_BYTES = MIB;
var BIOS_BOOT_BYTES = MIB;
var ESP_BYTES = 64 * MIB;
var FIXED_BYTES = ALIGNMENT_BYTES + BIOS_BOOT_BYTES + ESP_BYTES + ALIGNMENT_BYTES;
function resolveLayout(sizeBytes, basearch, ids) {
  const diskBytes = Math.ceil(sizeBytes / MIB) * MIB;
  const biosBoot = { offsetBytes: ALIGNMENT_BYTES, sizeBytes: BIOS_BOOT_BYTES };
  const esp = { offsetBytes: biosBoot.offsetBytes + biosBoot.sizeBytes, sizeBytes: ESP_BYTES };
  const root = {
    offsetBytes: esp.offsetBytes + esp.sizeBytes,
    sizeBytes: diskBytes - FIXED_BYTES
  };
  const rootType = ROOT_TYPES[basearch] ?? PARTITION_TYPES.linuxData;
  return {
    sizeBytes: diskBytes,
    table: {
      diskGuid: ids.diskGuid,
      sectors: diskBytes / SECTOR_BYTES,
      partitions: [
        partition("BIOS-BOOT", PARTITION_TYPES.biosBoot, ids.biosBootGuid, biosBoot),
        partition("EFI-SYSTEM", PARTITION_TYPES.efiSystem, ids.espGuid, esp),
        partition("root", rootType, ids.rootGuid, root)
      ]
    },
    biosBoot,
    esp,
    root
  };
}
var ROOT_TYPES = {
  x86_64: PARTITION_TYPES.rootX86_64,
  aarch64: PARTITION_TYPES.rootAarch64
};
function partition(name, type, guid, extent) {
  const firstSector = extent.offsetBytes / SECTOR_BYTES;
  return {
    name,
    type,
    guid,
    firstSector,
    lastSector: firstSector + extent.sizeBytes / SECTOR_BYTES - 1
  };
}

// lib/disk/place-output.ts
import { createHash as createHash4 } from "node:crypto";
import { createReadStream as createReadStream3 } from "node:fs";
import { rm as rm14, stat as stat8 } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
async function placeOutput(finished, output) {
  const digest = createHash4("sha256");
  await pipeline(createReadStream3(finished), digest);
  const { size } = await stat8(finished);
  try {
    await replaceFile(finished, output);
  } catch (error) {
    if (error.code !== "EXDEV") throw error;
    await copyOver(finished, output);
  }
  return { path: output, sizeBytes: size, sha256: digest.digest("hex") };
}
async function copyOver(finished, output) {
  const beside = besidePath(output);
  try {
    await runTool(["cp", "--sparse=always", "--", finished, beside]);
    await replaceFile(beside, output);
  } catch (failure2) {
    await rm14(beside, { force: true });
    throw explainFileError(failure2, output);
  }
}

// lib/disk/sysroot.ts
import { lstatSync as lstatSync6, lutimesSync, readdirSync as readdirSync4 } from "node:fs";
import { chmod as chmod6, mkdir as mkdir11, readdir as readdir6, readFile as readFile16, rm as rm15 } from "node:fs/promises";
import { join as join28 } from "node:path";

// lib/grub/bls.ts
var SYNTAX = /[$;&|<>{}"'\\#`]/;
function findUnreadableBlsLine(entry) {
  return entry.split("\n").find((line) => SYNTAX.test(line));
}

// lib/disk/sysroot.ts
var BLOCK_BYTES3 = 4096;
async function deploySysroot(options) {
  const { path, commit, ref, osName, log } = options;
  const repo = `--repo=${join28(path, "ostree", "repo")}`;
  const ostree2 = (...args) => runTool(["ostree", ...args], { log, env: MUTABLE, umask: UMASK });
  await mkdir11(path, { recursive: true });
  await chmod6(path, 493);
  await ostree2("admin", "init-fs", "--modern", path);
  await ostree2("admin", "os-init", osName, `--sysroot=${path}`);
  await ostree2(repo, "config", "set", "sysroot.bootloader", "none");
  await ostree2(repo, "config", "set", "sysroot.readonly", "true");
  const remote = options.remote ?? { name: "treesmith-verify", url: "file:///nowhere" };
  const trust = options.gpgKeyPath === void 0 ? ["--no-gpg-verify"] : ["--set=gpg-verify=true", `--gpg-import=${options.gpgKeyPath}`];
  await ostree2(repo, "remote", "add", ...trust, remote.name, remote.url, ref);
  await pullCommit(options, remote.name, repo);
  if (options.remote === void 0) await ostree2(repo, "remote", "delete", remote.name);
  const refspec = options.remote === void 0 ? ref : `${remote.name}:${ref}`;
  await ostree2(repo, "refs", `--create=${refspec}`, commit);
  const kargs = options.kernelArguments.map((argument) => `--karg-append=${argument}`);
  await ostree2(
    "admin",
    "deploy",
    `--sysroot=${path}`,
    `--os=${osName}`,
    "--no-prune",
    ...kargs,
    refspec
  );
  await assertBlsEntry(path, osName);
  await rm15(join28(path, "ostree", "repo", "tmp"), { recursive: true });
  for (const folder of ["tmp", "tmp/cache"]) {
    await mkdir11(join28(path, "ostree", "repo", folder));
    await chmod6(join28(path, "ostree", "repo", folder), 493);
  }
  const deployment = join28("ostree", "deploy", osName, "deploy", `${commit}.0`);
  return { path, deployment, ...settleTree(path, options.timestampSeconds) };
}
var MUTABLE = { OSTREE_SYSROOT_DEBUG: "mutable-deployments" };
var UMASK = "022";
async function assertBlsEntry(path, osName) {
  const folder = join28(path, "boot", "loader", "entries");
  for (const name of await readdir6(folder)) {
    const line = findUnreadableBlsLine(await readFile16(join28(folder, name), "utf8"));
    if (line === void 0) continue;
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
  const verify = options.gpgKeyPath === void 0 ? [] : ["--gpg-verify"];
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
    const reason = error.stderr.trim().split("\n").at(-1) ?? "";
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
  const seen = /* @__PURE__ */ new Set();
  let sizeBytes = 0;
  const visit = (path) => {
    const facts = lstatSync6(path, { bigint: true });
    if (facts.isDirectory()) {
      for (const name of readdirSync4(path)) visit(join28(path, name));
    }
    if (facts.mtimeNs !== 0n) lutimesSync(path, timeSeconds, timeSeconds);
    if (seen.has(facts.ino)) return;
    seen.add(facts.ino);
    const bytes = facts.isSymbolicLink() && facts.size < 60n ? 0 : Number(facts.size);
    sizeBytes += Math.ceil(bytes / BLOCK_BYTES3) * BLOCK_BYTES3;
  };
  visit(root);
  return { sizeBytes, inodes: seen.size };
}

// lib/disk/image.ts
async function buildImage(options) {
  const { repoPath, commit, image, output, workDir, log } = options;
  const basearch = options.basearch ?? "x86_64";
  assertFormat(image.format);
  assertFirmware(image.firmware);
  await assertOutputFile(output);
  const { timestampSeconds } = await readTreeFacts(repoPath, commit);
  await assertGrub(repoPath, commit, basearch);
  if (options.gpgKeyPath === void 0) {
    log.warn(`the signature of commit ${commit} is not verified: no key was given`);
  }
  const title = `Make ${basename3(output)} (${image.format}, ${formatBytes(image.sizeBytes)})`;
  return log.group(title, async () => {
    const startedMs = performance.now();
    await makeFolder(dirname9(output));
    const folder = join29(workDir, "disk-image");
    const built = await withLock(
      `${folder}.lock`,
      async () => {
        var _stack = [];
        try {
          await rm16(folder, { recursive: true, force: true });
          const work = __using(_stack, await makeTempDir(folder), true);
          const finished = await assembleImage({ ...options, basearch, timestampSeconds }, work.path);
          return await placeOutput(finished, output);
        } catch (_) {
          var _error = _, _hasError = true;
        } finally {
          var _promise = __callDispose(_stack, _error, _hasError);
          _promise && await _promise;
        }
      },
      { log }
    );
    const seconds = ((performance.now() - startedMs) / 1e3).toFixed(1);
    log.info(`${output}: ${formatBytes(built.sizeBytes)} in ${seconds} s`);
    return built;
  });
}
async function assembleImage(options, workPath) {
  const { commit, image, log, basearch, timestampSeconds } = options;
  const ids = resolveIdentifiers(commit);
  const sysroot = await deploySysroot({
    ...options,
    path: join29(workPath, "sysroot"),
    kernelArguments: [...baseArguments(basearch, ids.rootUuid), ...image.kernelArguments]
  });
  assertFits(image.sizeBytes, sysroot.sizeBytes);
  const layout = resolveLayout(image.sizeBytes, basearch, ids);
  const disk = join29(workPath, "disk.raw");
  await writeTable(disk, layout);
  const shared = { disk, timeSeconds: timestampSeconds, workDir: workPath, log };
  await writeExt4({
    ...shared,
    extent: layout.root,
    tree: sysroot.path,
    label: "root",
    uuid: ids.rootUuid,
    hashSeed: ids.rootHashSeed,
    immutable: [sysroot.deployment]
  });
  const files = await buildGrub({
    deploymentPath: join29(sysroot.path, sysroot.deployment),
    basearch,
    bootUuid: ids.rootUuid,
    workDir: workPath,
    log
  });
  await writeEsp({ ...shared, extent: layout.esp, volumeId: ids.espVolumeId, files });
  return convertImage({ disk, format: image.format, output: join29(workPath, "image"), log });
}
function assertFirmware(firmware) {
  const other = firmware.find((name) => name !== "uefi");
  if (other === void 0) return;
  throw new ConfigError(
    "FIRMWARE_UNSUPPORTED",
    `no image that boots by ${other} can be made yet`,
    { hint: 'Set "firmware: [uefi]" in remix.yaml.' }
  );
}
function baseArguments(basearch, rootUuid) {
  return [
    `root=UUID=${rootUuid}`,
    "rw",
    "console=tty0",
    `console=${ARCHITECTURES[basearch].console}`
  ];
}
function assertFits(sizeBytes, treeBytes2) {
  const needed = FIXED_BYTES + ext4SizeBytes(treeBytes2);
  if (sizeBytes >= needed) return;
  throw new ConfigError(
    "IMAGE_TOO_SMALL",
    `an image of ${formatBytes(sizeBytes)} is ${formatBytes(needed - sizeBytes)} too small for the tree of ${formatBytes(treeBytes2)}`,
    {
      hint: `Set its size to ${Math.ceil(needed / 2 ** 20)} MiB or more; twice that leaves room for an upgrade.`
    }
  );
}
async function writeTable(path, layout) {
  const { head, tail } = formatGpt(layout.table);
  const file = await open5(path, "wx");
  try {
    await file.truncate(layout.sizeBytes);
    await file.write(head, 0, head.length, 0);
    await file.write(tail, 0, tail.length, layout.sizeBytes - tail.length);
  } finally {
    await file.close();
  }
}

// lib/host/privileged-run.ts
import { once as once2 } from "node:events";
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
      const id = ids;
      send({ kind: "group", id, title });
      let failed = true;
      try {
        const result = await body();
        failed = false;
        return result;
      } finally {
        send({ kind: "group-end", id, failed });
      }
    },
    progress: (title, total, unit) => {
      ids += 1;
      const id = ids;
      send({ kind: "progress", id, title, total, unit });
      return {
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
        this.log[message.kind](message.text);
        return true;
      case "warn":
        this.log.warn(message.text, message.place);
        return true;
      case "group":
        this.openGroup(message.id, message.title);
        return true;
      case "group-end":
        this.groups.get(message.id)?.(message.failed);
        this.groups.delete(message.id);
        return true;
      case "progress": {
        const { id, title, total, unit } = message;
        this.progresses.set(id, this.log.progress(title, total, unit));
        return true;
      }
      case "advance":
        this.progresses.get(message.id)?.advance(message.amount);
        return true;
      case "progress-end":
        this.progresses.get(message.id)?.done();
        this.progresses.delete(message.id);
        return true;
      case "span":
        currentTimeline().add(message.span);
        return true;
      case "result":
      case "error":
        return false;
    }
  }
  /** Ends what the other side could not end any more. */
  end() {
    for (const progress of this.progresses.values()) progress.done();
    for (const close of this.groups.values()) close(true);
  }
  openGroup(id, title) {
    const closed = new Promise((resolve, reject) => {
      this.groups.set(id, (failed) => failed ? reject(new Error(title)) : resolve());
    });
    this.log.group(title, () => closed).catch(() => void 0);
  }
};
function formatWireError(error) {
  if (!(error instanceof Error)) {
    return { class: "other", code: "", text: String(error), causes: [] };
  }
  const causes = [];
  for (let { cause } = error; cause instanceof Error; { cause } = cause) causes.push(cause.message);
  if (!(error instanceof TreesmithError)) {
    return { class: "other", code: "", text: error.stack ?? error.message, causes };
  }
  return {
    class: error instanceof ConfigError ? "config" : "build",
    code: error.code,
    text: error.message,
    ...error.place === void 0 ? {} : { place: error.place },
    ...error.hint === void 0 ? {} : { hint: error.hint },
    causes
  };
}
function parseWireError(wire) {
  const cause = wire.causes.reduceRight(
    (inner, text) => new Error(text, inner === void 0 ? {} : { cause: inner }),
    void 0
  );
  const details = {
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
var ENV_PASSED = ["PATH", "TMPDIR", "http_proxy", "https_proxy", "no_proxy", "NO_COLOR"];
var STDERR_TAIL_CHARS = 4096;
async function runPrivileged(options) {
  const { task, input, tasks, log } = options;
  if (isRoot()) {
    const body = tasks[task];
    if (body === void 0) throw new RangeError(`no task ${task}`);
    return await body(input, log) ?? null;
  }
  const argv = await asRoot(options.entry, `the stage "${task}"`);
  const child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"], log });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-STDERR_TAIL_CHARS);
  });
  stdin.on("error", () => void 0);
  const ended = once2(child, "close");
  const request = {
    ...{ task, input, outputs: options.outputs, env: passedEnvironment() },
    timeline: currentTimeline().isWanted
  };
  stdin.write(`${JSON.stringify(request)}
`);
  const replay = new LogReplay(log);
  let answer;
  for await (const line of createInterface({ input: stdout })) {
    const message = parseMessage(line);
    if (message === void 0) log.debug(line);
    else if (!replay.take(message)) answer = message;
  }
  stdin.end();
  const [exitCode, signal] = await ended;
  replay.end();
  if (answer?.kind === "result") return answer.result;
  if (answer?.kind === "error") throw parseWireError(answer);
  throw new BuildError(
    "PRIVILEGED_FAILED",
    `the stage "${task}" ended with ${signal ?? `exit code ${exitCode}`} and no result${complaint === "" ? "" : `:
${complaint.trim()}`}`
  );
}
function parseMessage(line) {
  try {
    return JSON.parse(line);
  } catch {
    return void 0;
  }
}
function passedEnvironment() {
  return Object.fromEntries(
    ENV_PASSED.flatMap((name) => {
      const value = process.env[name];
      return value === void 0 ? [] : [[name, value]];
    })
  );
}

// lib/host/privileged-serve.ts
import { lstat as lstat4 } from "node:fs/promises";
import { createInterface as createInterface2 } from "node:readline";
async function servePrivileged(tasks) {
  const send = (message) => process.stdout.write(`${JSON.stringify(message)}
`);
  const lines2 = createInterface2({ input: process.stdin });
  let over = false;
  let outputs = [];
  lines2.once("close", () => {
    if (!over) process.kill(process.pid, "SIGTERM");
  });
  try {
    const request = await readRequest(lines2);
    outputs = request.outputs;
    Object.assign(process.env, request.env);
    const body = tasks[request.task];
    if (body === void 0) throw new RangeError(`no task ${request.task}`);
    if (!isRoot()) throw new Error("this is not root");
    const run = () => body(request.input, sendingLog(send)).finally(() => giveBack(outputs));
    const result = await (request.timeline ? withTimeline(sendingTimeline(send), run) : run());
    send({ kind: "result", result: result ?? null });
  } catch (error) {
    send({ kind: "error", ...formatWireError(error) });
    process.exitCode = 1;
  } finally {
    over = true;
    lines2.close();
    process.stdin.destroy();
  }
}
function sendingTimeline(send) {
  return reportingTimeline({
    span: (span) => send({ kind: "span", span }),
    sample: () => void 0
  });
}
async function readRequest(lines2) {
  const line = await new Promise((resolve) => lines2.once("line", resolve));
  return JSON.parse(line);
}
async function giveBack(paths) {
  const [uid, gid] = [process.env.SUDO_UID, process.env.SUDO_GID];
  if (uid === void 0 || gid === void 0 || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return;
  for (const path of paths) {
    if (await lstat4(path).catch(() => void 0) === void 0) continue;
    await runTool(["chown", "-R", "-P", "-h", `${uid}:${gid}`, "--", path]);
  }
}

// lib/build/privileged.ts
var STAGES = { compose: composeTree, "compose-check": checkCompose, image: buildImage };
var TASKS = Object.fromEntries(
  Object.entries(STAGES).map(([name, stage]) => {
    const run = stage;
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
  for (const folder of folders) await makeFolder(folder);
  const result = await runPrivileged({
    task: stage,
    // A treefile holds Maps for messages alone; what is left is JSON.
    input: options,
    outputs,
    tasks: TASKS,
    log,
    entry: [process.execPath, entry, "root-stage"]
  });
  return result;
}
function serveRootStage() {
  return servePrivileged(TASKS);
}

// lib/build/record.ts
import { mkdir as mkdir12, readFile as readFile17 } from "node:fs/promises";
import { join as join30 } from "node:path";
async function readRecord(store, stage, key) {
  const folder = store.stage(stage, key);
  try {
    const record = JSON.parse(await readFile17(join30(folder, "result.json"), "utf8"));
    await markUsed([folder]);
    return record;
  } catch {
    return void 0;
  }
}
async function writeRecord(store, stage, key, result) {
  const folder = store.stage(stage, key);
  await mkdir12(folder, { recursive: true });
  await writeFileAtomic(join30(folder, "result.json"), `${JSON.stringify(result, null, 2)}
`);
}

// lib/build/compose.ts
async function runCompose(workspace, options) {
  await assertToolsOf("compose");
  const lockfile = options.lockfile ?? await currentLock(workspace);
  const outcomes = [];
  for (const [basearch, treefile] of workspace.treefiles) {
    if (!workspace.architectures.includes(basearch)) continue;
    const locked = lockedArch(lockfile, basearch, workspace);
    const stage = () => composeOne(workspace, treefile, locked, options);
    outcomes.push(await currentTimeline().span(`Compose ${basearch}`, { kind: "phase" }, stage));
  }
  const { outDir, remix, repoPath: repo } = workspace;
  await recordOutcome(outDir, { remix: remix.name, repo, commits: outcomes });
  return outcomes;
}
function lockedArch(lockfile, basearch, workspace) {
  const locked = lockfile.arches.find(({ arch }) => arch === basearch);
  if (locked !== void 0) return locked;
  throw new ConfigError(
    "ARCHITECTURE_NOT_LOCKED",
    `${workspace.remix.lockfile} has no packages for ${basearch}`,
    { hint: 'Run "treesmith lock".' }
  );
}
async function composeOne(workspace, treefile, locked, { check, signing }) {
  const { store, remix, repoPath } = workspace;
  const { ref } = treefile;
  if (ref === void 0) {
    throw new ConfigError("NO_REF", "the treefile names no OSTree ref", {
      place: { file: treefile.path },
      hint: `Add for example "ref: ${remix.name}/1/\${basearch}/stable".`
    });
  }
  const storeRepo = composeRepo(workspace);
  const sourceDateEpoch = sourceDateEpochOf(workspace, locked);
  const key = await commitInputHash(workspace, treefile, locked);
  const basearch = treefile.basearch;
  const common = { basearch, ref, packages: locked.packages.length, inputHash: key };
  const known = await readRecord(store, "compose", key);
  if (check !== true && known !== void 0 && await hasCommit(storeRepo, known.commit)) {
    await publish(workspace, storeRepo, known.commit, ref, signing);
    const { commit: commit2, version: version2 } = known;
    return { ...common, commit: commit2, version: version2, cached: true, timings: {} };
  }
  const restoring = check === true ? void 0 : restoreKeptResults(workspace, treefile);
  const fetching = fetchLocked(workspace, treefile, locked.packages);
  const paths = await fetching.finally(() => restoring);
  const latest = known === void 0 ? await readRef(repoPath, ref) : known.previous;
  const previous = latest !== null && latest !== void 0 && await hasCommit(storeRepo, latest) ? latest : null;
  const composeOptions = {
    treefile,
    basearch,
    packages: locked.packages.map((package_) => ({
      path: paths.get(package_.checksum.replace("sha256:", "")) ?? "",
      locked: package_
    })),
    repoPath: storeRepo,
    workDir: join31(store.path, "work", "compose"),
    sourceDateEpoch,
    summary: false,
    keptPath: join31(store.path, "kept"),
    ...remix.version === void 0 ? {} : { version: remix.version },
    ...previous === null ? {} : { previousCommit: previous }
  };
  const result = await composeAsRoot(composeOptions, check === true, workspace);
  const { commit, version = "", timings, kept } = result;
  const record = { commit, version, previous };
  await writeRecord(store, "compose", key, record);
  const saving = saveKeptResults(workspace, treefile, kept);
  await publish(workspace, storeRepo, commit, ref, signing).finally(() => saving);
  return { ...common, commit, version, cached: false, timings };
}
async function composeAsRoot(options, check, workspace) {
  const paths = [options.repoPath, options.workDir, options.keptPath];
  const leaves = { folders: paths, outputs: paths };
  if (!check) return runAsRoot("compose", options, leaves, workspace);
  const checked = await runAsRoot("compose-check", options, leaves, workspace);
  assertReproducible(checked);
  workspace.log.info(`Composed twice: both times commit ${checked.first.commit}`);
  return checked.first;
}
async function publish({ repoPath, log }, storeRepo, commit, ref, signing) {
  const there = await readRef(repoPath, ref) === commit;
  const signed = await isFile(join31(repoPath, objectPath(commit, "commitmeta")));
  if (there && (signing === void 0 || signed)) return;
  await exportCommit({ from: storeRepo, repoPath, commit, log });
  const gpg = signing === void 0 ? {} : { gpg: { homedir: signing.homedir, keyId: signing.fingerprint } };
  await publishCommit({ repoPath, commit, ref, log, ...gpg });
}
function hasCommit(repoPath, commit) {
  return isFile(join31(repoPath, objectPath(commit, "commit")));
}
async function isFile(path) {
  return access(path).then(
    () => true,
    () => false
  );
}

export {
  packageList,
  parseGuid,
  SECTOR_BYTES,
  PARTITION_TYPES,
  GRUB_KARGS_VARIABLE,
  GRUB_ENVIRONMENT_FILE,
  formatGrubEnvironment,
  parseGrubEnvironment,
  runAsRoot,
  serveRootStage,
  IMAGE_VERSION,
  commitInputHash,
  imageInputHash,
  containerInputHash,
  imageInputs,
  readRecord,
  writeRecord,
  runCompose,
  lockedArch
};
