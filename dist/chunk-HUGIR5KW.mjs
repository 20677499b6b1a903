import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openArchive
} from "./chunk-EYIEWDX4.mjs";
import {
  asRoot,
  assertRunsPrograms,
  isNative,
  isRoot
} from "./chunk-T7QGRJYY.mjs";
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
} from "./chunk-274XIYFY.mjs";
import {
  compareEvr
} from "./chunk-QPRYW2CT.mjs";
import {
  recordOutcome
} from "./chunk-IXJ4NE6I.mjs";
import {
  assertToolsOf
} from "./chunk-DXRJQPTI.mjs";
import {
  ARCHITECTURES,
  BASEARCHES,
  FORMAT_FACTS,
  platformArguments,
  resolveFirmware
} from "./chunk-FBAQSP4E.mjs";
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
} from "./chunk-LIZ2BTIR.mjs";
import {
  BATCH_BYTES,
  BATCH_CHUNKS,
  CHUNK_BYTES,
  ChunkMap,
  applyPatches,
  collectGarbage,
  compressZstd,
  isPatched,
  readDisk,
  variantOf
} from "./chunk-NQQHXG2L.mjs";
import {
  OCI_INDEX,
  OCI_MANIFEST
} from "./chunk-VHH2F4KY.mjs";
import {
  keepResult,
  listKept,
  restoreKept
} from "./chunk-6DP4Q5ZH.mjs";
import {
  markUsed
} from "./chunk-H2E4HNY4.mjs";
import {
  downloadFile
} from "./chunk-XW44VKEP.mjs";
import {
  redactUrl
} from "./chunk-AXANLE5B.mjs";
import {
  pLimit
} from "./chunk-H6KZ54YI.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
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
} from "./chunk-BRZL2H2V.mjs";
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
  canonicalJson,
  sha256,
  stageKey
} from "./chunk-PGVBXSTX.mjs";
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
import { access as access2 } from "node:fs/promises";
import { join as join58 } from "node:path";

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
var BATCH_BYTES2 = 2 * 1024 * 1024;
function batchesOf(files) {
  const sizeOf2 = (index) => files[index]?.sizeBytes ?? 0;
  const large = [];
  const batches2 = [];
  let batch = [];
  let sizeBytes = 0;
  for (let index = 0; index < files.length; index += 1) {
    if (sizeOf2(index) >= BATCH_BYTES2) {
      large.push(index);
      continue;
    }
    if (batch.length >= BATCH_FILES || sizeBytes + sizeOf2(index) > BATCH_BYTES2) {
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
var BATCH_BYTES3 = 768 * 1024;
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
    for (const file2 of files)
      paths[file2.target === void 0 ? "file" : "lnk_file"].push(file2.path);
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
    if (batch.length >= BATCH_PATHS || sizeBytes + own > BATCH_BYTES3) {
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
  const [, name = "", hex2] = /^(.+?)(?:=0x((?:[0-9a-f]{2})*))?$/.exec(line) ?? [];
  if (name === "" || hex2 === void 0 && line.includes("=")) {
    throw unreadable2(`getfattr printed ${line}`);
  }
  return hex2 === void 0 || hex2 === "" ? [] : [[Buffer.concat([unquote(name), Buffer.alloc(1)]), Buffer.from(hex2, "hex")]];
}
function unquote(text) {
  const plain2 = text.includes("\\") ? text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8))) : text;
  return Buffer.from(plain2, "latin1");
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
  const planFile = (file2) => {
    fileCount += 1;
    const { path, stats } = file2;
    const key = stats.nlink > 1 && file2.target === void 0 ? `${inodeOf(path)}:${labels?.get(path) ?? ""}` : void 0;
    const known = key === void 0 ? void 0 : links.get(key);
    if (known !== void 0) return known;
    const index = files.push({ path, meta: metaOf(file2), sizeBytes: stats.size }) - 1;
    if (key !== void 0) links.set(key, index);
    return index;
  };
  const planFolder = (folder) => ({
    meta: metaOf(folder),
    files: folder.files.map((file2) => ({ name: file2.name, index: planFile(file2) })),
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
    for (const { resolve: resolve2 } of this.toPrepare.splice(0)) resolve2([]);
  }
  async [Symbol.asyncDispose]() {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
    for (const thread of this.threads) endSpan(thread);
  }
  enqueue(queue, task) {
    return new Promise((resolve2, reject) => {
      if (this.broken !== void 0) return reject(this.broken);
      queue.push({ task, resolve: resolve2, reject });
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
    for (const [index, file2] of answers) stored[index] = file2;
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
function parsePasswd(text, file2) {
  return lines(text).map(({ line, number }) => {
    const [name, password, uid, gid, gecos, home, shell, ...rest] = line.split(":");
    if (shell === void 0 || rest.length > 0 || name === "" || name === void 0) {
      throw malformed(file2, number, "name:password:uid:gid:gecos:home:shell", line);
    }
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
    const [name, password, gid, members, ...rest] = line.split(":");
    if (members === void 0 || rest.length > 0 || name === "" || name === void 0) {
      throw malformed(file2, number, "name:password:gid:members", line);
    }
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
  const merged = /* @__PURE__ */ new Map();
  for (const entry of [...first, ...second]) {
    if (!merged.has(entry.name)) merged.set(entry.name, entry);
  }
  return [...merged.values()];
}
function lines(text) {
  return text.split("\n").map((line, index) => ({ line: line.trimEnd(), number: index + 1 })).filter(({ line }) => line !== "" && !line.startsWith("#"));
}
function parseId(text, file2, number, line) {
  const id = Number(text);
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

// lib/compose/emulator-watch.ts
var SHOWN_LINES = 8;
var KILLED = 128;
var CRASHED = [
  /^qemu: uncaught target signal \d+ \(.+\)/,
  /^qemu-[a-z0-9_]+(?:-static)?: (?!warning\b)/,
  /: line \d+: +\d+ (?:Killed|Segmentation fault|Aborted|Bus error|Illegal instruction|Trace\/breakpoint trap)\b/,
  /^(?:Killed|Segmentation fault|Aborted|Bus error|Illegal instruction|Trace\/breakpoint trap)(?: \(core dumped\))?$/
];
var EmulatorWatch = class {
  #basearch;
  #last = [];
  #crash;
  /** Finds nothing when programs of `basearch` run here as they are, or it is undefined. */
  constructor(basearch) {
    this.#basearch = basearch === void 0 || isNative(basearch) ? void 0 : basearch;
  }
  line(line) {
    if (this.#basearch === void 0 || this.#crash !== void 0) return;
    this.#last = [...this.#last, line].slice(-SHOWN_LINES);
    if (CRASHED.some((pattern) => pattern.test(line))) this.#crash = this.#last;
  }
  /**
   * Throws when a program crashed, or `tool` itself, which ended with `exitCode`.
   *
   * @throws BuildError EMULATOR_CRASHED
   */
  assertSound(tool, exitCode) {
    if (this.#basearch === void 0) return;
    const lines2 = this.#crash ?? (exitCode > KILLED ? this.#last : void 0);
    if (lines2 === void 0) return;
    const how = this.#crash === void 0 ? ` with signal ${exitCode - KILLED}` : "";
    const { qemuUser } = ARCHITECTURES[this.#basearch];
    throw new BuildError(
      "EMULATOR_CRASHED",
      `${qemuUser} did not get through a program of ${this.#basearch} that ${tool} ran: it ended${how}
${lines2.map((line) => `  | ${line}`).join("\n")}`,
      {
        hint: "Look whether memory was short; else use a newer QEMU, or build on a machine of that architecture."
      }
    );
  }
};

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
  const tool = argv[0] ?? "bwrap";
  const emulator = new EmulatorWatch(sandbox.basearch);
  const tail = new OutputTail((line) => {
    emulator.line(line);
    sandbox.onLine?.(line);
  });
  const options = {
    log: sandbox.log,
    label: tool,
    input: syncFilter(),
    onStdout: (chunk) => tail.push(chunk),
    onStderr: (chunk) => tail.push(chunk),
    ...sandbox.timeoutMs === void 0 ? {} : { timeoutMs: sandbox.timeoutMs }
  };
  try {
    await runTool(sandboxArgv(argv, sandbox), options);
    tail.end();
    emulator.assertSound(tool, 0);
    return void 0;
  } catch (error) {
    tail.end();
    if (!(error instanceof ToolError)) throw error;
    emulator.assertSound(tool, error.exitCode);
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
  "[V\\t%{PROVIDENAME}\\t%{PROVIDEVERSION}\\n]",
  "[R\\t%{REQUIRENAME}\\n][R\\t%{RECOMMENDNAME}\\n]"
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
    else if (kind === "R") this.#require(fields.join("	"));
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
      paths: [],
      provides: [],
      requires: [],
      sysusers: []
    });
  }
  #file([mode, flags, ...names2]) {
    const header = this.#headers.at(-1);
    const path = names2.join("	");
    if (header === void 0) return;
    const unsafe = unsafePath(path);
    if (unsafe !== void 0) this.#refuse(`${unsafe}: ${JSON.stringify(path)}`);
    header.paths.push(path);
    const type = Number(mode) & FILE_TYPE;
    if (type === CHARACTER_DEVICE || type === BLOCK_DEVICE) header.devices.push(path);
    if (type === REGULAR_FILE && (Number(flags) & FILE_GHOST) === 0) header.contents.push(path);
    if (this.#keep(header.name, path)) header.files.push({ path, flags: Number(flags) });
  }
  #require(name) {
    if (name !== "(none)") this.#headers.at(-1)?.requires.push(name);
  }
  #provide([name = "", version]) {
    this.#headers.at(-1)?.provides.push(name);
    if (version === void 0 || !/^(user|group|groupmember)\(/.test(name)) return;
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
var SHOWN_LINES2 = 12;
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
      if (this.#output.length > SHOWN_LINES2) this.#output.shift();
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
    ...options.basearch === void 0 ? {} : { basearch: options.basearch },
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
async function read(file2, position, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file2.read(buffer, 0, length, position);
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
  const file2 = await open2(path, "r+");
  try {
    const header = Buffer.alloc(SQLITE_VERSIONS_OFFSET + 2);
    await file2.read(header, 0, header.length, 0);
    if (header.toString("latin1", 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) return;
    await file2.write(Uint8Array.of(SQLITE_LEGACY, SQLITE_LEGACY), 0, 2, SQLITE_VERSIONS_OFFSET);
  } finally {
    await file2.close();
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
  const missing2 = names2.filter((name) => !known.has(name));
  const rest = kind === "shadow" ? ":!*:::::::" : ":!*::";
  return withLineEnd(text) + missing2.map((name) => `${name}${rest}
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
  const file2 = await open3(await tree.resolve(path), "r+");
  try {
    await file2.truncate();
    await file2.write(changed, 0);
  } finally {
    await file2.close();
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
  const plain2 = stats.isDirectory() ? 493 : checkoutMode(stats.mode);
  const mode = layer.keepOwner ? stats.mode & 4095 : plain2;
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
      { ...options, basearch: treefile.basearch }
    );
  }
  if (treefile.postprocessScript !== void 0) {
    const path = join11(folder, "postprocess-script");
    await copyFile2(treefile.postprocessScript, path);
    const place = { file: treefile.postprocessScript };
    const script = { title: "postprocess-script", place };
    await runScript(tree, path, script, { ...options, basearch: treefile.basearch });
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
    basearch: options.basearch,
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
        const unit2 = `ostree-state-overlay@${name}.service`;
        await tree.symlink(`../${unit2}`, `usr/lib/systemd/system/local-fs.target.requires/${unit2}`);
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
  for (const unit2 of treefile.units) {
    if (unit2.includes("/") || unit2 === "..") {
      throw new ConfigError(
        "PATH_ESCAPES_TREE",
        `units: ${JSON.stringify(unit2)} is no unit name`
      );
    }
    if (await tree.lstat(`${wants}/${unit2}`) !== void 0) continue;
    await tree.symlink(`/usr/lib/systemd/system/${unit2}`, `${wants}/${unit2}`);
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
      for (const path of names2.map((file2) => file2.path.slice(1)).filter(isWanted)) {
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
function parseSysusers(text, file2) {
  return text.split("\n").flatMap((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return [];
    const [type = "", name, id = "-", gecos = "-", home = "-", shell = "-"] = splitFields(line);
    const kind = type.replace(/!$/, "");
    if (kind === "r") return [];
    if (name === void 0 || !isType(kind) || kind === "m" && id === "-") {
      throw new BuildError(
        "SYSUSERS_MALFORMED",
        `${file2}:${index + 1}: expected "u|g|m name id \u2026", got ${JSON.stringify(line)}`,
        { place: { file: file2, line: index + 1 } }
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
  for (const file2 of ACCOUNT_FILES) {
    const packaged = await tree.lstat(`${file2}.rpmnew`);
    if (packaged?.isFile() === true) {
      await tree.chmod(file2, packaged.mode & 4095);
      await chown2(await tree.resolve(file2, true), packaged.uid, packaged.gid);
    }
    for (const suffix of ["rpmnew", "rpmorig", "rpmsave"]) await tree.remove(`${file2}.${suffix}`);
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
    basearch: treefile.basearch,
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
  if (kernel !== void 0)
    await runDepmod(tree, kernel, { ...options, basearch: treefile.basearch });
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
  const file2 = await open4(path);
  try {
    const magic = Buffer.alloc(MAGIC_BYTES);
    await file2.read(magic, 0, MAGIC_BYTES, offset);
    const hex2 = magic.toString("hex");
    if (/^07070[12]/.test(magic.toString("latin1"))) return "none";
    if (hex2.startsWith("1f8b")) return "gzip";
    if (hex2.startsWith("28b52ffd")) return "zstd";
    if (hex2.startsWith("fd377a585a00")) return "xz";
    return hex2.startsWith("425a68") ? "bzip2" : void 0;
  } finally {
    await file2.close();
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
    basearch: options.basearch,
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
  for (const file2 of files) {
    if (/^\s*compress=/m.test(await tree.read(file2) ?? "")) return true;
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
    const file2 = openSync(hostPath(this.#root, path), "r");
    try {
      const head = Buffer.alloc(Math.min(HEAD_BYTES, found.sizeBytes));
      readSync(file2, head, 0, head.length, 0);
      return head.includes(0) ? void 0 : readFileSync(file2, "latin1");
    } finally {
      closeSync(file2);
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
  const plain2 = path.replace(/^\/+/, "").replace(/^(bin|sbin|lib|lib32|lib64)(?=\/|$)/, "usr/$1");
  const moved = plain2.replace(/^etc(?=\/|$)/, "usr/etc");
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
  const { tree, sourceDateEpoch } = options;
  const hashing = await options.hashing;
  return readInitramfsInputs({
    root: tree.path,
    output,
    argv,
    environment: DRACUT_ENVIRONMENT,
    sourceDateEpoch,
    packages: options.packages,
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

// lib/compose/initramfs-packages.ts
function packageGraph(packages, moved) {
  const owners = /* @__PURE__ */ new Map();
  const providers = /* @__PURE__ */ new Map();
  const needs = /* @__PURE__ */ new Map();
  for (const { name, paths, provides, requires } of packages) {
    for (const path of paths) add(owners, moved(Buffer.from(path).toString("latin1")), name);
    for (const provide of provides) add(providers, provide, name);
    const found = needs.get(name) ?? /* @__PURE__ */ new Set();
    for (const need of requires) for (const each of alternatives(need)) found.add(each);
    needs.set(name, found);
  }
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
function add(map, key, value) {
  const values = map.get(key);
  if (values === void 0) map.set(key, [value]);
  else values.push(value);
}
function alternatives(need) {
  if (!need.startsWith("(")) return [need];
  return need.split(/\s+/).flatMap((word) => [word, word.replace(/^\(+/, ""), word.replace(/^\(+|\)+$/g, "")]);
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
  await assertRunsPrograms(options.basearch);
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
      const { basearch } = options;
      const common = { tree, treefile, basearch, sourceDateEpoch, log, ...keptPath };
      let graph;
      const { kernel, selinux } = await buildTree({
        ...common,
        folders,
        packages,
        checksums: new Map(options.packages.map(({ path, locked }) => [path, locked.checksum])),
        inputs,
        repoPath: options.sourceRepoPath ?? repoPath,
        timings,
        // While rpm goes on: the other core compresses what is installed, and this thread has time, too.
        onFiles: (paths) => {
          writer.prepare(paths);
          graph ??= packageGraph(packages, inTree);
        },
        ...version === void 0 ? {} : { version },
        ...previous === void 0 ? {} : { previous }
      });
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
          packages: graph ?? packageGraph(packages, inTree)
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
async function downloadPackages(missing2, options) {
  const { store, http, log } = options;
  const mirrors = await readAllMirrors(missing2, options);
  const sizeBytes = missing2.reduce((sum, { locked }) => sum + locked.size, 0);
  const progress = log.progress("Fetch", sizeBytes, "bytes");
  const limit = pLimit(PARALLEL);
  const stop = new AbortController();
  const ordered = [...missing2].sort((a, b) => b.locked.size - a.locked.size);
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
async function readAllMirrors(missing2, options) {
  const repositories = new Map(missing2.map(({ repository }) => [repository.id, repository]));
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
      const file2 = join23(folder.path, `${index}.asc`);
      await writeFile8(file2, `${block.trim()}
`);
      await importKey([...rpmkeys, "--import", file2], keys);
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
  const bad2 = [...of("bad"), ...of("unreadable")];
  if (bad2.length > 0) {
    return new BuildError(
      "SIGNATURE_BAD",
      `the signature of ${names(bad2)} from ${repository} does not fit the package`,
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
  const once7 = [...new Map(wanted.map((item) => [item.sha256, item])).values()];
  const sizes = await Promise.all(once7.map(({ sha256: sha2562 }) => sizeOf(store.rpm(sha2562))));
  const there = once7.filter(({ locked }, index) => sizes[index] === locked.size);
  const place = { kind: "thread", lane: "store" };
  const digests = await currentTimeline().span(
    `read ${there.length} packages`,
    place,
    () => digestFiles(there.map(({ sha256: sha2562 }) => store.rpm(sha2562)))
  );
  const whole = new Set(there.filter(({ sha256: sha2562 }, index) => digests[index] === sha2562));
  return once7.filter((item) => !whole.has(item));
}
async function warnOfDamage(missing2, store, log) {
  for (const { nevra, sha256: sha2562 } of missing2) {
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
function notInStore(missing2, total) {
  const shown = missing2.slice(0, NAMED_AT_MOST2).map(({ nevra }) => nevra);
  const more = missing2.length - shown.length;
  return new ConfigError(
    "NOT_IN_STORE",
    `offline, and ${missing2.length} of ${total} packages are not in the store: ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    {
      hint: `Run once without --offline; the first would come from ${redactUrl(missing2[0]?.locked.url ?? "")}.`
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
  const missing2 = await findMissing(wanted, store);
  await removeStale(join24(store.path, "tmp"));
  if (missing2.length > 0) {
    await warnOfDamage(missing2, store, log);
    if (options.offline) throw notInStore(missing2, wanted.length);
    const size = missing2.reduce((sum, { locked }) => sum + locked.size, 0);
    await log.group(
      `Fetch packages (${missing2.length}, ${formatBytes(size)})`,
      () => downloadPackages(missing2, options)
    );
  }
  await verifyAll(wanted, new Set(missing2.map(({ sha256: sha2562 }) => sha2562)), options);
  await moveInto(
    dirname8(store.rpm("")),
    missing2.map(({ sha256: sha2562 }) => ({
      from: store.unverifiedRpm(sha2562),
      name: basename2(store.rpm(sha2562))
    }))
  );
}
async function verifyAll(wanted, missing2, options) {
  const { store, log } = options;
  for (const repository of new Set(wanted.map((item) => item.repository))) {
    if (!repository.gpgcheck) {
      log.warn(`[${repository.id}] gpgcheck=0: its packages are not verified`, repository.place);
      continue;
    }
    const blocks = await readKeys(repository, missing2.size === 0, options);
    const candidates = wanted.filter((item) => item.repository === repository).map((item) => ({
      nevra: item.nevra,
      sha256: item.sha256,
      path: missing2.has(item.sha256) ? store.unverifiedRpm(item.sha256) : store.rpm(item.sha256)
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
var IMAGE_VERSION = 2;
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
  return JSON.parse(JSON.stringify(image));
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
    progress: (title, total, unit2) => {
      ids += 1;
      const id = ids;
      send({ kind: "progress", id, title, total, unit: unit2 });
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
        const { id, title, total, unit: unit2 } = message;
        this.progresses.set(id, this.log.progress(title, total, unit2));
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
    const closed = new Promise((resolve2, reject) => {
      this.groups.set(id, (failed) => failed ? reject(new Error(title)) : resolve2());
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
  const line = await new Promise((resolve2) => lines2.once("line", resolve2));
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

// lib/build/make-images.ts
import { mkdir as mkdir15, rm as rm22 } from "node:fs/promises";
import { dirname as dirname14, join as join56 } from "node:path";

// lib/disk/disk.ts
import { open as open9, rm as rm18 } from "node:fs/promises";
import { join as join37 } from "node:path";

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
  linuxVar: "4d21b016-b534-45c2-a9fb-5c16e091fd2d",
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
  const fail8 = (what) => {
    throw new BuildError("GPT_LAYOUT", what);
  };
  const usable = usableSectors(table.sectors);
  if (!Number.isSafeInteger(table.sectors) || usable.last < usable.first) {
    fail8(`a disk of ${table.sectors} sectors has no room for a GUID partition table`);
  }
  if (table.partitions.length > ENTRY_COUNT) fail8(`more than ${ENTRY_COUNT} partitions`);
  let free = usable.first;
  for (const { name, firstSector, lastSector } of table.partitions) {
    if (name.length > 36) fail8(`partition name is longer than 36 characters: ${name}`);
    if (firstSector < free || lastSector < firstSector || lastSector > usable.last) {
      fail8(
        `partition ${name} (sectors ${firstSector} to ${lastSector}) does not lie within sectors ${free} to ${usable.last}`
      );
    }
    free = lastSector + 1;
  }
}

// lib/grub/bios.ts
var SECTOR_BYTES2 = 512;
var CODE_START = 90;
var CODE_END = 440;
var CORE_SECTOR_AT = 92;
var DRIVE_CHECK_AT = 102;
var NOPS = [144, 144];
var BLOCK_LIST_AT = SECTOR_BYTES2 - 12;
function formatBootSector(bootImage, mbr, coreSector) {
  const signed = bootImage[510] === 85 && bootImage[511] === 170;
  if (bootImage.length !== SECTOR_BYTES2 || mbr.length !== SECTOR_BYTES2 || !signed) {
    throw new BuildError("GRUB_IMAGE_BAD", "boot.img is not GRUB's boot sector");
  }
  const sector = Buffer.from(mbr);
  sector.set(bootImage.subarray(0, 3), 0);
  sector.set(bootImage.subarray(CODE_START, CODE_END), CODE_START);
  sector.writeBigUInt64LE(BigInt(coreSector), CORE_SECTOR_AT);
  sector.set(NOPS, DRIVE_CHECK_AT);
  return sector;
}
function placeCore(core, coreSector, limitBytes) {
  const placed = Buffer.alloc(Math.ceil(core.length / SECTOR_BYTES2) * SECTOR_BYTES2);
  placed.set(core);
  const sectors = core.length < SECTOR_BYTES2 ? 0 : placed.readUInt16LE(BLOCK_LIST_AT + 8);
  if (sectors !== placed.length / SECTOR_BYTES2 - 1) {
    throw new BuildError(
      "GRUB_IMAGE_BAD",
      `the core image has ${placed.length / SECTOR_BYTES2} sectors, and loads ${sectors} after the first`
    );
  }
  if (placed.length > limitBytes) {
    throw new BuildError(
      "GRUB_IMAGE_BAD",
      `the core image has ${placed.length} bytes; there is room for ${limitBytes}`
    );
  }
  placed.writeBigUInt64LE(BigInt(coreSector + 1), BLOCK_LIST_AT);
  return placed;
}

// lib/grub/config.ts
var GRUB_KARGS_VARIABLE = "treesmith_kargs";
var GRUB_ENVIRONMENT_FILE = "grubenv";
var GRUB_PLATFORM_FILE = "platform.env";
var GRUB_PLATFORM_VARIABLE = "treesmith_platform";
var IGNITION_STAMP = "ignition.firstboot";
function formatGrubConfig(options) {
  return `# Lists the BLS entries that ostree writes. Made by Treesmith; the same for every deployment.
${formatStart(options.timeoutSeconds)}${formatSearch(options.boot)}
if [ -d /boot/loader/entries ]; then set pfx=/boot; else set pfx=; fi
if [ -f "$pfx/${IGNITION_STAMP}" ]; then set treesmith_first=ignition.firstboot; else set treesmith_first=; fi
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
        linux "$2" $${GRUB_PLATFORM_VARIABLE} $4 $treesmith_first $${GRUB_KARGS_VARIABLE}
        initrd "$3"
      }
    fi
  done
done
`;
}
function formatSearch(boot) {
  if ("uuid" in boot) return `search --no-floppy --fs-uuid --set=root ${boot.uuid}`;
  return `regexp --set=1:disk '^\\(?([^,()]+)' "$prefix"
set root="$disk,gpt${boot.partition}"`;
}
function formatSingleGrubConfig(entry, timeoutSeconds) {
  const title = entry.title.replaceAll("'", "");
  return `# Starts the one kernel of this disk. Made by Treesmith.
${formatStart(timeoutSeconds)}menuentry '${title}' {
  insmod linux
  linux ${entry.linux} $${GRUB_PLATFORM_VARIABLE} ${entry.options} $${GRUB_KARGS_VARIABLE}
  initrd ${entry.initrd}
}
`;
}
function formatStart(timeoutSeconds) {
  return `# A BIOS has no console of its own on a serial port; UEFI firmware brings its own.
if [ "$grub_platform" = pc ]; then
  if serial --unit=0 --speed=115200; then
    terminal_input console serial
    terminal_output console serial
  fi
fi
set timeout=${timeoutSeconds}
set default=0
if [ -f "$prefix/${GRUB_PLATFORM_FILE}" ]; then
  load_env --file "$prefix/${GRUB_PLATFORM_FILE}" ${GRUB_PLATFORM_VARIABLE}
fi
if [ -f "$prefix/${GRUB_ENVIRONMENT_FILE}" ]; then
  load_env --file "$prefix/${GRUB_ENVIRONMENT_FILE}" ${GRUB_KARGS_VARIABLE}
fi
`;
}

// lib/disk/bls-entry.ts
import { readdir as readdir6, readFile as readFile16, stat as stat8 } from "node:fs/promises";
import { join as join26 } from "node:path";
async function readBlsEntry(sysroot, filesystem) {
  const folder = join26(sysroot.path, "boot", "loader", "entries");
  const [fileName = ""] = await readdir6(folder);
  const text = await readFile16(join26(folder, fileName), "utf8");
  const field2 = (name) => new RegExp(`^${name}\\s+(.*)$`, "m").exec(text)?.[1] ?? "";
  const options = field2("options");
  const entry = {
    fileName,
    title: field2("title"),
    options: filesystem === "erofs" ? options.replace(/ ?\bostree=\S+/, "") : options,
    linux: field2("linux"),
    initrd: field2("initrd")
  };
  for (const path of [entry.linux, entry.initrd]) {
    if (path.startsWith("/") && (await stat8(join26(sysroot.path, "boot", path))).isFile()) continue;
    throw new BuildError("FILESYSTEM_FAILED", `${fileName} names no kernel or initramfs`);
  }
  return entry;
}

// lib/disk/grub.ts
import { copyFile as copyFile3, mkdir as mkdir10, readFile as readFile17, stat as stat9, writeFile as writeFile10 } from "node:fs/promises";
import { join as join27 } from "node:path";

// lib/grub/environment.ts
var BLOCK_BYTES = 1024;
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
  if (used > BLOCK_BYTES) {
    throw new BuildError(
      "GRUBENV_FULL",
      `grubenv holds ${BLOCK_BYTES} bytes, not ${used}`
    );
  }
  return Buffer.concat([Buffer.from(text), Buffer.alloc(BLOCK_BYTES - used, "#")]);
}
function parseGrubEnvironment(bytes) {
  const text = Buffer.from(bytes).toString("utf8");
  if (bytes.length !== BLOCK_BYTES || !text.startsWith(SIGNATURE)) {
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
var ESP_NUMBER = 2;
var BIOS = {
  firmware: "bios",
  platform: "i386-pc",
  fileName: "core.img",
  prefix: `(,gpt${ESP_NUMBER})/EFI/BOOT`,
  modules: ["biosdisk", "serial", "relocator", "video", "mmap", "vbe"],
  packages: "grub2-pc-modules, or grub-pc-bin",
  // Nothing of it runs before the tree's own kernel, and trees made for UEFI rarely have it.
  ofHost: true
};
var UEFI_MODULES = {
  x86_64: ["relocator", "video", "mmap", "all_video"],
  aarch64: ["fdt", "all_video"],
  riscv64: ["fdt", "all_video"]
};
var UEFI_PACKAGES = {
  x86_64: "grub2-efi-x64-modules, or grub-efi-amd64-bin",
  aarch64: "grub2-efi-aa64-modules, or grub-efi-arm64-bin",
  riscv64: "grub2-efi-riscv64-modules, or grub-efi-riscv64-bin"
};
var CORE_MODULES = [
  ...["part_gpt", "part_msdos", "fat", "ext2", "xfs", "btrfs", "normal", "echo", "search"],
  ...["search_label", "search_fs_uuid", "configfile", "terminal", "test", "regexp", "reboot"],
  ...["halt", "cat", "ls", "probe", "loadenv", "gzio", "minicmd", "sleep", "true", "boot"]
];
function resolveGrubTargets(basearch, firmware) {
  return firmware.map((name) => {
    const { uefi } = ARCHITECTURES[basearch];
    const modules = UEFI_MODULES[basearch];
    if (name === "bios" && basearch === "x86_64") return BIOS;
    if (name !== "uefi" || uefi === void 0 || modules === void 0) {
      throw new ConfigError(
        "FIRMWARE_UNSUPPORTED",
        `no disk for ${basearch} that boots by ${name} can be made`,
        { hint: 'Set "firmware: [uefi]" in remix.yaml, where the architecture has it.' }
      );
    }
    return {
      firmware: name,
      platform: uefi.grubTarget,
      fileName: uefi.bootFile,
      prefix: "/EFI/BOOT",
      modules,
      packages: UEFI_PACKAGES[basearch] ?? "",
      ofHost: false
    };
  });
}
async function findGrub(repoPath, commit, targets) {
  const found = /* @__PURE__ */ new Map();
  for (const target of targets) {
    const path = `/usr/lib/grub/${target.platform}`;
    const inTree2 = await isInTree(repoPath, commit, `${path}/kernel.img`);
    const here = target.ofHost && await isFile(`${path}/kernel.img`);
    if (!inTree2 && !here) {
      throw new ConfigError(
        "BOOTLOADER_MISSING",
        `commit ${commit} has no boot loader for ${target.firmware}: expected GRUB's modules in ${path}`,
        {
          hint: `Add the package with the modules to the treefile: ${target.packages}${target.ofHost ? "; or install it on this machine" : ""}.`
        }
      );
    }
    found.set(target, { path, inTree: inTree2 });
  }
  return found;
}
async function buildGrub(options) {
  const work = join27(options.workDir, "grub");
  await mkdir10(work, { recursive: true });
  const config = join27(work, "grub.cfg");
  await writeFile10(config, options.config);
  const environment = join27(work, GRUB_ENVIRONMENT_FILE);
  await writeFile10(environment, formatGrubEnvironment(/* @__PURE__ */ new Map()));
  const files = /* @__PURE__ */ new Map([
    ["EFI/BOOT/grub.cfg", config],
    [`EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`, environment]
  ]);
  let bios;
  for (const [target, { path, inTree: inTree2 }] of options.modules) {
    const modules = inTree2 ? join27(options.deploymentPath, path) : path;
    const core = join27(work, target.fileName);
    await runTool(
      [
        ...["grub-mkimage", "-d", modules, "-O", target.platform, "-p", target.prefix, "-o", core],
        ...CORE_MODULES,
        ...target.modules
      ],
      { log: options.log }
    );
    const linux = join27(work, `linux-${target.platform}.mod`);
    await copyFile3(join27(modules, "linux.mod"), linux);
    files.set(`EFI/BOOT/${target.platform}/linux.mod`, linux);
    if (target.firmware === "uefi") files.set(`EFI/BOOT/${target.fileName}`, core);
    else
      bios = { bootImage: await readFile17(join27(modules, "boot.img")), core: await readFile17(core) };
  }
  return { files, ...bios === void 0 ? {} : { bios } };
}
function isFile(path) {
  return stat9(path).then(
    (facts) => facts.isFile(),
    () => false
  );
}

// lib/disk/layout.ts
var MIB = 1024 * 1024;
var ALIGNMENT_BYTES = MIB;
var BIOS_BOOT_BYTES = MIB;
var MIN_ESP_BYTES = 64 * MIB;
var KERNEL_ESP_BYTES = 256 * MIB;
function resolveLayout(options) {
  const { ids, partitions, rootBytes } = options;
  const diskBytes = Math.ceil(options.sizeBytes / MIB) * MIB;
  const biosBoot = { offsetBytes: ALIGNMENT_BYTES, sizeBytes: BIOS_BOOT_BYTES };
  const esp = { offsetBytes: endOf(biosBoot), sizeBytes: options.espBytes };
  let before = { name: "EFI-SYSTEM", end: endOf(esp) };
  const extra = partitions.map(({ label, sizeBytes, offsetBytes }) => {
    if (offsetBytes !== void 0 && offsetBytes < before.end)
      failOverlap(label, offsetBytes, before);
    const extent = { offsetBytes: offsetBytes ?? before.end, sizeBytes };
    before = { name: label, end: endOf(extent) };
    return extent;
  });
  const root = {
    offsetBytes: before.end,
    sizeBytes: diskBytes - ALIGNMENT_BYTES - before.end
  };
  if (root.sizeBytes < rootBytes) failSize(diskBytes, rootBytes - root.sizeBytes);
  return {
    sizeBytes: diskBytes,
    table: {
      diskGuid: ids.diskGuid,
      sectors: diskBytes / SECTOR_BYTES,
      partitions: [
        partition("BIOS-BOOT", PARTITION_TYPES.biosBoot, ids.biosBootGuid, biosBoot),
        partition("EFI-SYSTEM", PARTITION_TYPES.efiSystem, ids.espGuid, esp),
        ...extra.map((extent, nth) => {
          const { label = "", mountPoint } = partitions[nth] ?? {};
          const type = mountPoint === "/var" ? PARTITION_TYPES.linuxVar : PARTITION_TYPES.linuxData;
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
  const firstSector = extent.offsetBytes / SECTOR_BYTES;
  return {
    name,
    type,
    guid,
    firstSector,
    lastSector: firstSector + extent.sizeBytes / SECTOR_BYTES - 1
  };
}

// lib/disk/platform-patch.ts
import { open as open5 } from "node:fs/promises";
var CHUNK_BYTES2 = 1024 * 1024;
function formatPlatformArguments(platform, basearch, tools) {
  const { ignition, cloudInit } = platform;
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
    if (!(error instanceof TreesmithError) || error.code !== "GRUBENV_FULL") throw error;
    throw new ConfigError(
      "PLATFORM_ARGUMENTS_LONG",
      `the kernel arguments of platform ${name} take ${Buffer.byteLength(words)} bytes; there is room for some 950`,
      { cause: error }
    );
  }
}
async function findFile(disk, esp, contents) {
  var _stack = [];
  try {
    const file2 = __using(_stack, await open5(disk), true);
    const found = [];
    const overlap = Math.ceil(contents.length / SECTOR_BYTES) * SECTOR_BYTES;
    const chunk = Buffer.alloc(CHUNK_BYTES2 + overlap);
    for (let at = 0; at < esp.sizeBytes; at += CHUNK_BYTES2) {
      const length = Math.min(chunk.length, esp.sizeBytes - at);
      await file2.read(chunk, 0, length, esp.offsetBytes + at);
      for (let sector = 0; sector < CHUNK_BYTES2; sector += SECTOR_BYTES) {
        if (chunk[sector] !== contents[0]) continue;
        if (chunk.compare(contents, 0, contents.length, sector, sector + contents.length) !== 0)
          continue;
        found.push(esp.offsetBytes + at + sector);
      }
      if (found.length > 0) break;
    }
    const [offsetBytes] = found;
    if (offsetBytes === void 0 || found.length > 1) {
      throw new BuildError(
        "FILESYSTEM_FAILED",
        `the EFI system partition has the platform's file ${found.length} times in one piece`
      );
    }
    return offsetBytes;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// lib/disk/systemd-boot.ts
import { readFile as readFile18 } from "node:fs/promises";
import { join as join28 } from "node:path";

// lib/disk/pe-sections.ts
var CHARACTERISTICS = 1073741888;
var SECTION_HEADER_BYTES = 40;
var MAX_SECTIONS = 64;
function addPeSections(image, sections) {
  const source = Buffer.from(image);
  const pe = source.length < 64 ? 0 : source.readUInt32LE(60);
  if (source.length < pe + 256 || source.toString("latin1", pe, pe + 4) !== "PE\0\0") {
    fail("is no PE image");
  }
  const count = source.readUInt16LE(pe + 6);
  const optional = pe + 24;
  const table = optional + source.readUInt16LE(pe + 20);
  const sectionAlignment = source.readUInt32LE(optional + 32);
  const fileAlignment = source.readUInt32LE(optional + 36);
  const headersBytes = source.readUInt32LE(optional + 60);
  if (count > MAX_SECTIONS || sectionAlignment === 0 || fileAlignment === 0) fail("is no PE image");
  const tableEnd = table + count * SECTION_HEADER_BYTES;
  const room = Math.min(headersBytes, firstSectionAt(source, table, count)) - tableEnd;
  if (room < sections.length * SECTION_HEADER_BYTES) {
    fail(`has no room for ${sections.length} more sections in its header`);
  }
  let address = 0;
  for (let nth = 0; nth < count; nth += 1) {
    const at = table + nth * SECTION_HEADER_BYTES;
    address = Math.max(address, source.readUInt32LE(at + 12) + source.readUInt32LE(at + 8));
  }
  const parts = [
    source,
    Buffer.alloc(align(source.length, fileAlignment) - source.length)
  ];
  let fileAt = align(source.length, fileAlignment);
  let initializedBytes = source.readUInt32LE(optional + 8);
  for (const [nth, { name, bytes }] of sections.entries()) {
    address = align(address, sectionAlignment);
    const rawBytes = align(bytes.length, fileAlignment);
    const at = tableEnd + nth * SECTION_HEADER_BYTES;
    source.fill(0, at, at + SECTION_HEADER_BYTES);
    source.write(name, at, 8, "latin1");
    source.writeUInt32LE(bytes.length, at + 8);
    source.writeUInt32LE(address, at + 12);
    source.writeUInt32LE(rawBytes, at + 16);
    source.writeUInt32LE(fileAt, at + 20);
    source.writeUInt32LE(CHARACTERISTICS, at + 36);
    parts.push(Buffer.from(bytes), Buffer.alloc(rawBytes - bytes.length));
    address += bytes.length;
    fileAt += rawBytes;
    initializedBytes += rawBytes;
  }
  source.writeUInt16LE(count + sections.length, pe + 6);
  source.writeUInt32LE(initializedBytes, optional + 8);
  source.writeUInt32LE(align(address, sectionAlignment), optional + 56);
  source.writeUInt32LE(0, optional + 64);
  return Buffer.concat(parts);
}
function firstSectionAt(source, table, count) {
  let first = Number.POSITIVE_INFINITY;
  for (let nth = 0; nth < count; nth += 1) {
    const at = source.readUInt32LE(table + nth * SECTION_HEADER_BYTES + 20);
    if (at > 0) first = Math.min(first, at);
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
var BOOT_FOLDER = "/usr/lib/systemd/boot/efi";
var ENTRY_BYTES3 = 4096;
async function prepareSystemdBoot(options) {
  const { repoPath, commit, basearch, spec } = options;
  const { uefi } = ARCHITECTURES[basearch];
  if (uefi === void 0 || !options.firmware.includes("uefi")) {
    throw new ConfigError(
      "FIRMWARE_UNSUPPORTED",
      `${spec.bootloader} is started by UEFI alone, which ${basearch} has not`,
      { hint: 'Use "bootloader: grub".' }
    );
  }
  const program = spec.bootloader === "uki" ? uefi.systemdStub : uefi.systemdBoot;
  const path = `${BOOT_FOLDER}/${program}`;
  if (!await isInTree(repoPath, commit, path)) {
    throw new ConfigError(
      "BOOTLOADER_MISSING",
      `commit ${commit} has no ${path}, which bootloader: ${spec.bootloader} needs`,
      {
        hint: "Add the package with it to the treefile: systemd-boot-unsigned, or systemd-boot-efi."
      }
    );
  }
  return {
    espBytes: KERNEL_ESP_BYTES,
    build: async (sysroot) => {
      const entry = await readBlsEntry(sysroot, spec.filesystem);
      const programPath = join28(sysroot.path, sysroot.deployment, path);
      const bootFile = `EFI/BOOT/${uefi.bootFile}`;
      return spec.bootloader === "uki" ? buildUki(options, sysroot, entry, { programPath, bootFile }) : buildEntries(options, sysroot, entry, { programPath, bootFile });
    }
  };
}
function buildEntries(options, sysroot, entry, { programPath, bootFile }) {
  const platformFiles = new Map(
    options.platforms.map((platform) => {
      const words = formatPlatformArguments(platform, options.basearch, options.tools);
      return [platform.name, formatEntry(entry, words, platform.name)];
    })
  );
  const own = platformFiles.get(options.platforms[0].name) ?? Buffer.alloc(0);
  return {
    files: /* @__PURE__ */ new Map([
      [`loader/entries/${entry.fileName}`, own],
      ["loader/loader.conf", Buffer.from("timeout 1\nconsole-mode keep\n")],
      [bootFile, programPath],
      [entry.linux.slice(1), join28(sysroot.path, "boot", entry.linux)],
      [entry.initrd.slice(1), join28(sysroot.path, "boot", entry.initrd)]
    ]),
    platformFiles
  };
}
async function buildUki(options, sysroot, entry, { programPath, bootFile }) {
  const words = formatPlatformArguments(options.platforms[0], options.basearch, options.tools);
  const deployment = join28(sysroot.path, sysroot.deployment);
  const release = options.facts.kernelFolder.split("/").at(-1) ?? "";
  const image = addPeSections(await readFile18(programPath), [
    { name: ".osrel", bytes: await readFile18(join28(deployment, "usr/lib/os-release")) },
    { name: ".cmdline", bytes: Buffer.from(`${words} ${entry.options}`) },
    { name: ".uname", bytes: Buffer.from(release) },
    { name: ".initrd", bytes: await readFile18(join28(sysroot.path, "boot", entry.initrd)) },
    { name: ".linux", bytes: await readFile18(join28(sysroot.path, "boot", entry.linux)) }
  ]);
  return { files: /* @__PURE__ */ new Map([[bootFile, image]]) };
}
function formatEntry(entry, words, platform) {
  const text = [
    `title ${entry.title}`,
    `linux ${entry.linux}`,
    `initrd ${entry.initrd}`,
    `options ${words} ${entry.options}`,
    "#"
  ].join("\n");
  const used = Buffer.byteLength(text);
  if (used >= ENTRY_BYTES3) {
    throw new ConfigError(
      "PLATFORM_ARGUMENTS_LONG",
      `the kernel arguments of platform ${platform} make an entry of ${used} bytes; there is room for ${ENTRY_BYTES3}`
    );
  }
  return Buffer.concat([
    Buffer.from(text),
    Buffer.alloc(ENTRY_BYTES3 - used - 1, "#"),
    Buffer.from("\n")
  ]);
}

// lib/disk/bootloader.ts
function prepareBootloader(options) {
  return options.spec.bootloader === "grub" ? prepareGrub(options) : prepareSystemdBoot(options);
}
async function prepareGrub(options) {
  const { repoPath, commit, basearch, platforms, tools, spec } = options;
  const modules = await findGrub(repoPath, commit, resolveGrubTargets(basearch, options.firmware));
  const platformFiles = new Map(
    platforms.map((platform) => {
      const words = formatPlatformArguments(platform, basearch, tools);
      return [platform.name, formatPlatformFile(platform.name, words)];
    })
  );
  const own = platformFiles.get(platforms[0].name) ?? Buffer.alloc(0);
  const rootNumber = ROOT_NUMBER + spec.partitions.length;
  return {
    espBytes: spec.filesystem === "erofs" ? KERNEL_ESP_BYTES : MIN_ESP_BYTES,
    build: async (sysroot) => {
      const boot = spec.regenerateUuids ? { partition: rootNumber } : { uuid: options.ids.rootUuid };
      const entry = spec.filesystem === "erofs" ? await readBlsEntry(sysroot, "erofs") : void 0;
      const { files, bios } = await buildGrub({
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
var ROOT_NUMBER = 3;
var TIMEOUT_SECONDS = 1;
function kernelFiles(sysroot, { linux, initrd }) {
  return [linux, initrd].map((path) => [path.slice(1), `${sysroot.path}/boot${path}`]);
}

// lib/disk/esp.ts
import { writeFile as writeFile11 } from "node:fs/promises";
import { join as join29 } from "node:path";
var SMALL_BYTES = 256 * 2 ** 20;
async function writeEsp(options) {
  const image = `${options.disk}@@${options.extent.offsetBytes}`;
  const mtools = (...argv) => runTool(argv, {
    log: options.log,
    // A user's own mtoolsrc must not decide.
    env: { MTOOLSRC: "/dev/null", SOURCE_DATE_EPOCH: String(options.timeSeconds) }
  });
  const sectors = String(options.extent.sizeBytes / SECTOR_BYTES);
  await mtools(
    ...[
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
      options.extent.sizeBytes > SMALL_BYTES ? "8" : "1"
    ],
    ...[
      "-H",
      String(options.extent.offsetBytes / SECTOR_BYTES),
      "-N",
      options.volumeId,
      "-v",
      options.label,
      "::"
    ]
  );
  const made = /* @__PURE__ */ new Set();
  for (const [path, contents] of options.files) {
    const source = typeof contents === "string" ? contents : join29(options.workDir, "esp.file");
    if (typeof contents !== "string") await writeFile11(source, contents);
    const parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join("/");
      if (!made.has(folder)) await mtools("mmd", "-i", image, `::/${folder}`);
      made.add(folder);
    }
    await mtools("mcopy", "-i", image, source, `::/${path}`);
  }
}

// lib/disk/btrfs.ts
import { open as open7, rm as rm14 } from "node:fs/promises";
import { join as join32 } from "node:path";

// lib/core/crc32c.ts
function crc32c(bytes, seed = 0) {
  let crc = ~seed;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ crc >>> 8;
  return ~crc >>> 0;
}
var POLYNOMIAL = 2197175160;
var TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value >>> 1 ^ (value & 1 ? POLYNOMIAL : 0);
  return value;
});

// lib/disk/btrfs-settle.ts
var CHECKSUM_BYTES = 32;
var HEADER_BYTES3 = 101;
var ITEM_BYTES = 25;
var INODE_ITEM = 1;
var ROOT_ITEM = 132;
var UUID_KEY_SUBVOL = 251;
var INODE_TIMES = [112, 124, 136, 148];
var ROOT_TIMES = [327, 339, 351, 363];
function settleBlock(block, options) {
  for (const { from, to } of options.replacements) {
    replaceAll(block, from, to);
    replaceAll(block, keyOf(from), keyOf(to));
  }
  if (options.isNode && block[100] === 0) settleLeaf(block, options.timeSeconds);
  block.writeUInt32LE(crc32c(block.subarray(CHECKSUM_BYTES)), 0);
}
function keyOf(uuid) {
  return Buffer.concat([uuid.subarray(0, 8), Buffer.from([UUID_KEY_SUBVOL]), uuid.subarray(8)]);
}
function replaceAll(block, from, to) {
  for (let at = block.indexOf(from); at >= 0; at = block.indexOf(from, at + to.length)) {
    to.copy(block, at);
  }
}
function settleLeaf(leaf, timeSeconds) {
  const items = Math.min(
    leaf.readUInt32LE(96),
    Math.floor((leaf.length - HEADER_BYTES3) / ITEM_BYTES)
  );
  for (let nth = 0; nth < items; nth += 1) {
    const item = HEADER_BYTES3 + nth * ITEM_BYTES;
    const type = leaf[item + 8];
    const at = HEADER_BYTES3 + leaf.readUInt32LE(item + 17);
    const bytes = leaf.readUInt32LE(item + 21);
    if (at + bytes > leaf.length || type !== INODE_ITEM && type !== ROOT_ITEM) continue;
    const times = type === ROOT_ITEM && bytes >= 375 ? [...INODE_TIMES, ...ROOT_TIMES] : INODE_TIMES;
    for (const offset of times) {
      if (leaf.readBigUInt64LE(at + offset) <= BigInt(timeSeconds)) continue;
      leaf.writeBigUInt64LE(BigInt(timeSeconds), at + offset);
      leaf.writeUInt32LE(0, at + offset + 8);
    }
  }
}

// lib/disk/ext4.ts
import { writeFile as writeFile12 } from "node:fs/promises";
import { join as join31 } from "node:path";

// lib/disk/consume.ts
import { once as once3 } from "node:events";
import { lstatSync as lstatSync6, readdirSync as readdirSync4, readlinkSync as readlinkSync3, statSync, truncateSync, utimesSync } from "node:fs";
import { join as join30 } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
var STDERR_TAIL_BYTES = 4096;
var POLL_MS = 4;
var MIN_BYTES = 8192;
var BLOCK_BYTES2 = 512;
async function runConsuming(argv, options) {
  const { files, bytes } = listFiles(options.tree);
  const child = await startTool(argv, {
    stdio: ["ignore", "ignore", "pipe"],
    log: options.log,
    ...options.env === void 0 ? {} : { env: options.env }
  });
  let stderr = Buffer.alloc(0);
  child.stderr?.on("data", (chunk) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES);
  });
  let exit;
  const ended = once3(child, "close").then(([code]) => {
    exit = typeof code === "number" ? code : 128;
  });
  let left = bytes;
  let peakBytes = 0;
  let next = 0;
  while (exit === void 0) {
    let end = next;
    while (end < files.length && wasRead(files[end])) end += 1;
    const open14 = end > next ? openFiles(child.pid ?? 0) : /* @__PURE__ */ new Set();
    peakBytes = Math.max(peakBytes, left + takenBytes(options.disk));
    for (; next < end; next += 1) {
      const file2 = files[next];
      if (file2 === void 0 || open14.has(file2.path)) break;
      truncateSync(file2.path, 0);
      left -= file2.bytes;
    }
    await Promise.race([sleep(POLL_MS), ended]);
  }
  if (exit !== 0) throw explainToolError(new ToolError(argv, exit, stderr.toString("utf8")));
  return Math.max(peakBytes, left + takenBytes(options.disk));
}
function listFiles(tree) {
  const found = /* @__PURE__ */ new Map();
  let bytes = 0;
  const visit = (folder) => {
    for (const name of readdirSync4(folder).sort(compareBytes)) {
      const path = join30(folder, name);
      const facts = lstatSync6(path);
      if (facts.isDirectory()) visit(path);
      const known = found.get(facts.ino);
      if (known !== void 0 && facts.nlink > 1) {
        known.left -= 1;
        continue;
      }
      const taken = facts.blocks * BLOCK_BYTES2;
      bytes += taken;
      if (!facts.isFile() || facts.size < MIN_BYTES) continue;
      found.set(facts.ino, { path, bytes: taken, left: facts.nlink - 1, mtimeMs: facts.mtimeMs });
    }
  };
  visit(tree);
  const files = [...found.values()].filter(({ left }) => left === 0);
  for (const { path, mtimeMs } of files) utimesSync(path, 0, mtimeMs / 1e3);
  return { files, bytes };
}
function wasRead(file2) {
  return file2 !== void 0 && lstatSync6(file2.path).atimeMs !== 0;
}
function openFiles(pid) {
  const paths = /* @__PURE__ */ new Set();
  try {
    for (const fd of readdirSync4(`/proc/${pid}/fd`)) {
      try {
        paths.add(readlinkSync3(`/proc/${pid}/fd/${fd}`));
      } catch {
      }
    }
  } catch {
  }
  return paths;
}
function takenBytes(path) {
  return (statSync(path, { throwIfNoEntry: false })?.blocks ?? 0) * BLOCK_BYTES2;
}

// lib/disk/ext4.ts
var BLOCK_BYTES3 = 4096;
var INODE_BYTES = 256;
var INODE_RATIO_BYTES = 16384;
var RESERVED_PERCENT = 1;
var MKE2FS_CONF = (checksums) => `[defaults]
base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr
default_mntopts = acl,user_xattr
enable_periodic_fsck = 0
[fs_types]
ext4 = {
  features = has_journal,extent,huge_file,flex_bg,${checksums}64bit,dir_nlink,extra_isize
}
`;
var IMAGE_FULL = /Could not allocate (block|inode)/i;
function journalMib(sizeBytes) {
  if (sizeBytes < 128 * 2 ** 20) return 4;
  return sizeBytes < 2 ** 30 ? 16 : sizeBytes < 16 * 2 ** 30 ? 64 : 128;
}
function ext4SizeBytes(treeBytes2) {
  const metadata = INODE_BYTES / INODE_RATIO_BYTES + RESERVED_PERCENT / 100 + 2e-3;
  const plain2 = (treeBytes2 * 1.1 + 8 * 2 ** 20) / (1 - metadata);
  return Math.ceil(plain2 + journalMib(plain2) * 2 ** 20);
}
async function writeExt4(options) {
  const { extent, workDir, log } = options;
  const conf = join31(workDir, "mke2fs.conf");
  await writeFile12(conf, MKE2FS_CONF(options.metadataChecksums ? "metadata_csum," : ""));
  const extended = [
    `offset=${extent.offsetBytes}`,
    `hash_seed=${options.hashSeed}`,
    "lazy_itable_init=0",
    "lazy_journal_init=0",
    // The file is new and sparse: its holes stay holes.
    "assume_storage_prezeroed=1",
    "root_owner=0:0",
    "nodiscard"
  ];
  const argv = [
    ...["mke2fs", "-q", "-F", "-t", "ext4", "-b", String(BLOCK_BYTES3)],
    ...["-I", String(INODE_BYTES), "-i", String(INODE_RATIO_BYTES), "-m", String(RESERVED_PERCENT)],
    ...["-J", `size=${journalMib(extent.sizeBytes)}`, "-L", options.label, "-U", options.uuid],
    ...["-E", extended.join(",")],
    ...options.tree === void 0 ? [] : ["-d", options.tree],
    ...[options.disk, `${extent.sizeBytes / 1024}k`]
  ];
  const env = { MKE2FS_CONFIG: conf, ...fakeTime(options) };
  let peakBytes = 0;
  try {
    if (options.tree === void 0) await runTool(argv, { log, env });
    else peakBytes = await runConsuming(argv, { tree: options.tree, disk: options.disk, env, log });
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
  return peakBytes;
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
    if (flags === void 0) fail2(`there is no /${path} in the root file system`);
    lines2.push(`sif "/${path}" flags 0x${(Number(flags) | 16).toString(16)}`);
  }
  const script = join31(workDir, "debugfs.script");
  await writeFile12(script, `${lines2.join("\n")}
`);
  const { stderr } = await runTool(["debugfs", "-w", "-f", script, device], {
    log,
    env: fakeTime(options),
    onStdout: () => void 0
  });
  const complaint = stderr.split("\n").find((line) => line !== "" && !line.startsWith("debugfs "));
  if (complaint !== void 0) fail2(`debugfs: ${complaint}`);
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
  if (inodes.length < 2) fail2("dumpe2fs names no inode");
  return inodes;
}
function fakeTime(options) {
  return { E2FSPROGS_FAKE_TIME: String(options.timeSeconds) };
}
function fail2(what) {
  throw new BuildError("FILESYSTEM_FAILED", what);
}

// lib/disk/move-contents.ts
import { open as open6 } from "node:fs/promises";
var STEP_BYTES = 16 * 1024 * 1024;
var BLOCK_BYTES4 = 4096;
async function moveContents(path, disk, extent) {
  var _stack = [];
  try {
    const source = __using(_stack, await open6(path, "r+"), true);
    const target = __using(_stack, await open6(disk, "r+"), true);
    const zeros = Buffer.alloc(BLOCK_BYTES4);
    const buffer = Buffer.alloc(STEP_BYTES);
    let { size: end } = await source.stat();
    while (end > 0) {
      const start = Math.floor((end - 1) / STEP_BYTES) * STEP_BYTES;
      const chunk = buffer.subarray(0, end - start);
      await source.read(chunk, 0, chunk.length, start);
      let from = -1;
      for (let at = 0; at <= chunk.length; at += BLOCK_BYTES4) {
        const length = Math.min(BLOCK_BYTES4, chunk.length - at);
        const empty = length <= 0 || chunk.compare(zeros, 0, length, at, at + length) === 0;
        if (!empty && from < 0) from = at;
        if (empty && from >= 0) {
          await target.write(chunk, from, at - from, extent.offsetBytes + start + from);
          from = -1;
        }
      }
      if (from >= 0) {
        await target.write(chunk, from, chunk.length - from, extent.offsetBytes + start + from);
      }
      await source.truncate(start);
      end = start;
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// lib/disk/btrfs.ts
var SUPERBLOCKS = [64 * 1024, 64 * 1024 * 1024];
var SUPERBLOCK_BEFORE_BYTES = 64 * 1024;
var SUPERBLOCK_BYTES = 4096;
var FIRST_CHUNK_AT = 1024 * 1024;
var NODE_BYTES = 16384;
var SECTOR_BYTES3 = 4096;
var MAX_METADATA_BYTES = 2 ** 34;
function btrfsSizeBytes(treeBytes2) {
  return Math.ceil(ext4SizeBytes(treeBytes2) * 1.15 + 256 * 2 ** 20);
}
async function writeBtrfs(options) {
  const { extent, tree, uuid, label, log } = options;
  const path = join32(options.workDir, "btrfs.img");
  await rm14(path, { force: true });
  {
    var _stack = [];
    try {
      const file2 = __using(_stack, await open7(path, "wx"), true);
      await file2.truncate(extent.sizeBytes);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  let peakBytes = 0;
  if (tree === void 0) {
    await runTool(["mkfs.btrfs", "-q", "-U", uuid, "-L", label, path], { log });
  } else {
    peakBytes = await writeExt4({
      ...options,
      disk: path,
      extent: { offsetBytes: 0, sizeBytes: extent.sizeBytes },
      hashSeed: uuid,
      immutable: [],
      metadataChecksums: false
    });
    await runTool(["btrfs-convert", "--no-progress", "--uuid", uuid, "-l", label, path], { log });
  }
  await settle2(path, options);
  await moveContents(path, options.disk, extent);
  await rm14(path);
  return peakBytes;
}
async function settle2(path, { uuid, timeSeconds }) {
  var _stack = [];
  try {
    const text = await readTool(["btrfs", "inspect-internal", "dump-tree", "-t", "root", path]);
    const chunks = await readTool(["btrfs", "inspect-internal", "dump-tree", "-t", "chunk", path]);
    const extents = await readTool(["btrfs", "inspect-internal", "dump-tree", "-t", "extent", path]);
    const inUse = new Set(
      [...extents.matchAll(/key \((\d+) (?:METADATA_ITEM|TREE_BLOCK)/g)].map(([, at]) => Number(at))
    );
    const fresh = /* @__PURE__ */ new Map();
    const found = `${text}
${chunks}`.matchAll(
      /(?:chunk uuid|dev_uuid|^\s+uuid) ([0-9a-f]{8}-[0-9a-f-]{27})/gm
    );
    for (const [, random = ""] of found) {
      if (random === uuid || /^[0-]+$/.test(random) || fresh.has(random)) continue;
      fresh.set(random, sha256(`${uuid} ${fresh.size}`).slice(0, 32));
    }
    const replacements = [...fresh].map(([from, to]) => ({
      from: Buffer.from(from.replaceAll("-", ""), "hex"),
      to: Buffer.from(to, "hex")
    }));
    const fsid = Buffer.from(uuid.replaceAll("-", ""), "hex");
    const file2 = __using(_stack, await open7(path, "r+"), true);
    const change = async (at, length, isNode) => {
      const block = Buffer.alloc(length);
      const { bytesRead } = await file2.read(block, 0, length, at);
      if (bytesRead < length || !block.subarray(32, 48).equals(fsid)) return false;
      if (isNode && !inUse.has(Number(block.readBigUInt64LE(48)))) block.fill(0);
      else settleBlock(block, { replacements, timeSeconds, isNode });
      await file2.write(block, 0, length, at);
      return true;
    };
    const [first = FIRST_CHUNK_AT] = chunkOffsets(chunks).sort((a, b) => a - b);
    if (first > FIRST_CHUNK_AT) {
      await file2.write(
        Buffer.alloc(first - FIRST_CHUNK_AT),
        0,
        first - FIRST_CHUNK_AT,
        FIRST_CHUNK_AT
      );
    }
    for (const at of SUPERBLOCKS) await change(at, SUPERBLOCK_BYTES, false);
    for (const { offsetBytes, sizeBytes } of metadataChunks(chunks)) {
      const before = offsetBytes - SUPERBLOCK_BEFORE_BYTES;
      if (!SUPERBLOCKS.includes(before) && await isSuperblock(file2, before, fsid)) {
        await file2.write(Buffer.alloc(SUPERBLOCK_BYTES), 0, SUPERBLOCK_BYTES, before);
      }
      for (let at = offsetBytes; at < offsetBytes + sizeBytes; ) {
        at += await change(at, NODE_BYTES, true) ? NODE_BYTES : SECTOR_BYTES3;
      }
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function isSuperblock(file2, at, fsid) {
  const block = Buffer.alloc(SUPERBLOCK_BYTES);
  if (at < 0) return false;
  await file2.read(block, 0, SUPERBLOCK_BYTES, at);
  return block.toString("latin1", 65, 72) === "BHRfS_M" && block.subarray(32, 48).equals(fsid);
}
function chunkOffsets(text) {
  return [...text.matchAll(/stripe \d+ devid 1 offset (\d+)/g)].map(([, at]) => Number(at));
}
function metadataChunks(text) {
  const chunks = [];
  for (const item of text.split(/^\titem /m)) {
    const size = /length (\d+) owner .* type (?:METADATA|SYSTEM)/.exec(item)?.[1];
    if (size === void 0) continue;
    for (const offsetBytes of chunkOffsets(item)) {
      chunks.push({ offsetBytes, sizeBytes: Number(size) });
    }
  }
  const all = chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (chunks.length === 0 || all > MAX_METADATA_BYTES) {
    throw new BuildError("FILESYSTEM_FAILED", "btrfs names no chunk of metadata");
  }
  return chunks;
}

// lib/disk/xfs.ts
import { open as open8, rm as rm15 } from "node:fs/promises";
import { join as join34 } from "node:path";

// lib/disk/xfs-format.ts
var DIR_HEADER_BYTES = 64;
var LEAF_HEADER_BYTES = 64;
var DIR_CRC_AT = 4;
var LEAF_CRC_AT = 12;
var TAIL_BYTES = 8;
var DIR_LEAF_OFFSET_BYTES = 2 ** 35;
function sealBlock(block, crcAt) {
  block.writeUInt32LE(0, crcAt);
  block.writeUInt32LE(crc32c(block), crcAt);
  return block;
}
function formatShortDir(parent, entries, roomBytes) {
  const bytes = entries.reduce((sum, { name }) => sum + name.length + 8, 6);
  if (bytes > roomBytes || entries.length > 255) return void 0;
  const fork = Buffer.alloc(bytes);
  fork[0] = entries.length;
  fork.writeUInt32BE(parent, 2);
  let at = 6;
  let offset = DIR_HEADER_BYTES + 32;
  for (const { name, inode, fileType } of entries) {
    fork[at] = name.length;
    fork.writeUInt16BE(offset, at + 1);
    name.copy(fork, at + 3);
    fork[at + 3 + name.length] = fileType;
    fork.writeUInt32BE(inode, at + 4 + name.length);
    at += name.length + 8;
    offset += direntBytes(name);
  }
  return fork;
}
function formatDirBlocks(self, parent, entries, { dirBlockBytes }) {
  const all = [
    { name: Buffer.from("."), inode: self, fileType: 2 },
    { name: Buffer.from(".."), inode: parent, fileType: 2 },
    ...entries
  ];
  const used = all.reduce((sum, { name }) => sum + direntBytes(name), DIR_HEADER_BYTES);
  const index = [];
  const single = used + all.length * 8 + TAIL_BYTES <= dirBlockBytes;
  const limit = single ? dirBlockBytes - all.length * 8 - TAIL_BYTES : dirBlockBytes;
  const data = [];
  const bests = [];
  let block = Buffer.alloc(0);
  let at = 0;
  const finish = () => {
    if (data.length === 0) return;
    bests.push(writeFree(block, at, limit));
  };
  for (const { name, inode, fileType } of all) {
    const bytes = direntBytes(name);
    if (data.length === 0 || at + bytes > limit) {
      finish();
      block = Buffer.alloc(dirBlockBytes);
      block.write(single ? "XDB3" : "XDD3", 0, "latin1");
      data.push(block);
      at = DIR_HEADER_BYTES;
    }
    block.writeBigUInt64BE(BigInt(inode), at);
    block[at + 8] = name.length;
    name.copy(block, at + 9);
    block[at + 9 + name.length] = fileType;
    block.writeUInt16BE(at, at + bytes - 2);
    const place = (data.length - 1) * dirBlockBytes + at;
    index.push({ hash: hashName(name), address: place / 8 });
    at += bytes;
  }
  finish();
  index.sort((a, b) => a.hash - b.hash || a.address - b.address);
  if (single) {
    writeIndex(block, limit, index);
    block.writeUInt32BE(index.length, dirBlockBytes - TAIL_BYTES);
    return { data };
  }
  const leaf = Buffer.alloc(dirBlockBytes);
  if (LEAF_HEADER_BYTES + index.length * 8 + bests.length * 2 + 4 > dirBlockBytes) return void 0;
  leaf.writeUInt16BE(15857, 8);
  leaf.writeUInt16BE(index.length, 56);
  writeIndex(leaf, LEAF_HEADER_BYTES, index);
  for (const [nth, best] of bests.entries()) {
    leaf.writeUInt16BE(best, dirBlockBytes - 4 - 2 * (bests.length - nth));
  }
  leaf.writeUInt32BE(bests.length, dirBlockBytes - 4);
  return { data, leaf };
}
function sealDirBlock(block, place) {
  const isLeaf = block.readUInt16BE(8) === 15857 && block.readUInt32BE(0) === 0;
  const at = isLeaf ? 16 : 8;
  block.writeBigUInt64BE(BigInt(place.daddr), at);
  place.uuid.copy(block, at + 16);
  block.writeBigUInt64BE(BigInt(place.inode), at + 32);
  return sealBlock(block, isLeaf ? LEAF_CRC_AT : DIR_CRC_AT);
}
function formatExtents(extents) {
  const fork = Buffer.alloc(extents.length * 16);
  for (const [nth, { fileBlock, fsBlock, blocks }] of extents.entries()) {
    const value = BigInt(fileBlock) << 73n | fsBlock << 21n | BigInt(blocks);
    fork.writeBigUInt64BE(value >> 64n, nth * 16);
    fork.writeBigUInt64BE(value & 0xffffffffffffffffn, nth * 16 + 8);
  }
  return fork;
}
function direntBytes(name) {
  return Math.ceil((12 + name.length) / 8) * 8;
}
function writeFree(block, from, to) {
  const bytes = to - from;
  if (bytes === 0) return 0;
  block.writeUInt16BE(65535, from);
  block.writeUInt16BE(bytes, from + 2);
  block.writeUInt16BE(from, to - 2);
  block.writeUInt16BE(from, 48);
  block.writeUInt16BE(bytes, 50);
  return bytes;
}
function writeIndex(block, at, index) {
  for (const [nth, { hash, address }] of index.entries()) {
    block.writeUInt32BE(hash, at + nth * 8);
    block.writeUInt32BE(address, at + nth * 8 + 4);
  }
}
function hashName(name) {
  const rotate = (value, by) => value << by | value >>> 32 - by;
  const byte = (at2) => name[at2] ?? 0;
  let hash = 0;
  let at = 0;
  for (; name.length - at >= 4; at += 4) {
    const four = byte(at) << 21 ^ byte(at + 1) << 14 ^ byte(at + 2) << 7 ^ byte(at + 3);
    hash = four ^ rotate(hash, 28);
  }
  const left = name.length - at;
  if (left === 3) {
    hash = byte(at) << 14 ^ byte(at + 1) << 7 ^ byte(at + 2) ^ rotate(hash, 21);
  } else if (left === 2) hash = byte(at) << 7 ^ byte(at + 1) ^ rotate(hash, 14);
  else if (left === 1) hash = byte(at) ^ rotate(hash, 7);
  return hash >>> 0;
}

// lib/disk/xfs-space.ts
var BTREE_HEADER_BYTES = 56;
var BTREE_CRC_AT = 52;
var AG_CRC_AT = { agf: 216, agi: 312 };
var INODES_PER_CHUNK = 64;
var MAX_CHUNKS_PER_AG = 252;
async function readSuper(file2, offsetBytes) {
  const bytes = Buffer.alloc(512);
  await file2.read(bytes, 0, bytes.length, offsetBytes);
  return {
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
    this.#file = file2;
    this.#super = superblock;
  }
  /** Reads what mkfs.xfs left free: a handful of runs in each allocation group. */
  async load() {
    for (let ag = 0; ag < this.#super.agCount; ag += 1) {
      const agf = await this.#sector(ag, 1);
      const block = await this.#block(ag, agf.readUInt32BE(16));
      for (let nth = 0; nth < block.readUInt16BE(6); nth += 1) {
        const at = BTREE_HEADER_BYTES + nth * 8;
        this.#runs.push({ ag, start: block.readUInt32BE(at), blocks: block.readUInt32BE(at + 4) });
      }
    }
  }
  /** Takes adjacent blocks in one piece, at a multiple of `align` in its group, anywhere or in `ag`. */
  takeWhole(blocks, align2 = 1, ag) {
    for (const run of this.#runs) {
      const start = Math.ceil(run.start / align2) * align2;
      if (ag !== void 0 && run.ag !== ag || start + blocks > run.start + run.blocks) continue;
      if (start > run.start) {
        this.#runs.push({ ag: run.ag, start: run.start, blocks: start - run.start });
      }
      run.blocks -= start + blocks - run.start;
      run.start = start + blocks;
      return { ag: run.ag, block: start };
    }
    return this.#full();
  }
  /** Takes blocks in as few pieces as there are. */
  take(blocks) {
    const pieces2 = [];
    const whole = this.#runs.find((run) => run.blocks >= blocks);
    let left = blocks;
    for (const run of whole === void 0 ? this.#runs : [whole]) {
      const taken = Math.min(left, run.blocks);
      if (taken === 0) continue;
      pieces2.push({ ag: run.ag, block: run.start, blocks: taken });
      run.start += taken;
      run.blocks -= taken;
      left -= taken;
    }
    return left > 0 ? this.#full() : pieces2;
  }
  /** Writes what is free and which inodes are used, in every allocation group and the superblocks. */
  async store(chunks, withAttributes) {
    const { agCount, bytes, sectorBytes } = this.#super;
    let freed = 0;
    for (let ag = 0; ag < agCount; ag += 1) freed += await this.#storeGroup(ag, chunks);
    const used = chunks.reduce((sum, chunk) => sum + chunk.used, 0);
    bytes.writeBigUInt64BE(BigInt(chunks.length * INODES_PER_CHUNK), 128);
    bytes.writeBigUInt64BE(BigInt(chunks.length * INODES_PER_CHUNK - used), 136);
    bytes.writeBigUInt64BE(bytes.readBigUInt64BE(144) - BigInt(freed), 144);
    await this.#storeSuper(0, Buffer.from(bytes), withAttributes);
    for (let ag = 1; ag < agCount; ag += 1) {
      const copy = Buffer.alloc(sectorBytes);
      await this.#file.read(copy, 0, sectorBytes, this.#offset(ag, 0));
      await this.#storeSuper(ag, copy, withAttributes);
    }
  }
  async #storeSuper(ag, sector, withAttributes) {
    if (withAttributes) sector.writeUInt16BE(sector.readUInt16BE(100) | 16, 100);
    await this.#write(sealBlock(sector, 224), this.#offset(ag, 0));
  }
  /** Returns how many blocks fewer than before are free in the group. */
  async #storeGroup(ag, chunks) {
    const { sectorBytes } = this.#super;
    const runs = this.#runs.filter((run) => run.ag === ag && run.blocks > 0).sort((a, b) => a.start - b.start);
    const agf = await this.#sector(ag, 1);
    const free = runs.reduce((sum, run) => sum + run.blocks, 0);
    const fewer = agf.readUInt32BE(52) - free;
    await this.#storeRuns(ag, agf.readUInt32BE(16), runs);
    const bySize = runs.toSorted((a, b) => a.blocks - b.blocks || a.start - b.start);
    await this.#storeRuns(ag, agf.readUInt32BE(20), bySize);
    agf.writeUInt32BE(free, 52);
    agf.writeUInt32BE(bySize.at(-1)?.blocks ?? 0, 56);
    await this.#write(sealBlock(agf, AG_CRC_AT.agf), this.#offset(ag, 0) + sectorBytes);
    const own = chunks.filter((chunk) => chunk.ag === ag);
    const agi = await this.#sector(ag, 2);
    const root = agi.readUInt32BE(20);
    const block = await this.#block(ag, root);
    block.fill(0, BTREE_HEADER_BYTES);
    block.writeUInt16BE(own.length, 6);
    let freeInodes = 0;
    for (const [nth, { firstInode, used }] of own.entries()) {
      const at = BTREE_HEADER_BYTES + nth * 16;
      block.writeUInt32BE(firstInode, at);
      block.writeUInt32BE(INODES_PER_CHUNK - used, at + 4);
      const mask = (1n << 64n) - (1n << BigInt(used));
      block.writeBigUInt64BE(mask, at + 8);
      freeInodes += INODES_PER_CHUNK - used;
    }
    await this.#write(sealBlock(block, BTREE_CRC_AT), this.#offset(ag, root));
    agi.writeUInt32BE(own.length * INODES_PER_CHUNK, 16);
    agi.writeUInt32BE(freeInodes, 28);
    if (own.length > 0) agi.writeUInt32BE(own.at(-1)?.firstInode ?? 0, 32);
    await this.#write(sealBlock(agi, AG_CRC_AT.agi), this.#offset(ag, 0) + 2 * sectorBytes);
    return fewer;
  }
  async #storeRuns(ag, root, runs) {
    const block = await this.#block(ag, root);
    block.fill(0, BTREE_HEADER_BYTES);
    block.writeUInt16BE(runs.length, 6);
    for (const [nth, { start, blocks }] of runs.entries()) {
      block.writeUInt32BE(start, BTREE_HEADER_BYTES + nth * 8);
      block.writeUInt32BE(blocks, BTREE_HEADER_BYTES + nth * 8 + 4);
    }
    await this.#write(sealBlock(block, BTREE_CRC_AT), this.#offset(ag, root));
  }
  #offset(ag, block) {
    const { offsetBytes, agBlocks, blockBytes } = this.#super;
    return offsetBytes + (ag * agBlocks + block) * blockBytes;
  }
  async #sector(ag, nth) {
    const sector = Buffer.alloc(this.#super.sectorBytes);
    const at = this.#offset(ag, 0) + nth * sector.length;
    await this.#file.read(sector, 0, sector.length, at);
    return sector;
  }
  async #block(ag, block) {
    const bytes = Buffer.alloc(this.#super.blockBytes);
    await this.#file.read(bytes, 0, bytes.length, this.#offset(ag, block));
    return bytes;
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
import { lstatSync as lstatSync7, readdirSync as readdirSync5 } from "node:fs";
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
  const xattrs = await readXattrs(tree, log);
  const nodes = [];
  const linked = /* @__PURE__ */ new Map();
  const visit = (path, parent) => {
    const facts = lstatSync7(path);
    const known = facts.isDirectory() ? void 0 : linked.get(facts.ino);
    if (known !== void 0) {
      known.names += 1;
      return known;
    }
    const text = path.toString();
    const node = {
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
    nodes.push(node);
    if (facts.nlink > 1) linked.set(facts.ino, node);
    if (facts.isDirectory()) {
      const names2 = readdirSync5(path, { encoding: "buffer" }).sort(Buffer.compare);
      for (const name of names2) {
        const child = visit(Buffer.concat([path, Buffer.from("/"), name]), node);
        node.children.push({ name, node: child });
      }
    }
    return node;
  };
  visit(Buffer.from(tree), void 0);
  return nodes;
}
function fileTypeOf({ mode, path }) {
  const type = FILE_TYPES.get(mode & 61440);
  if (type === void 0) {
    throw new BuildError("FILESYSTEM_FAILED", `${path} is of no known kind`);
  }
  return type;
}

// lib/disk/xfs-writer.ts
import { closeSync as closeSync2, openSync as openSync2, readlinkSync as readlinkSync4, readSync as readSync2, truncateSync as truncateSync2, writeSync } from "node:fs";
import { stat as stat10 } from "node:fs/promises";
import { join as join33 } from "node:path";

// lib/disk/xfs-attribute.ts
var NAMESPACES = [
  ["user.", 0],
  ["trusted.", 2],
  ["security.", 4]
];
function splitAttribute([name, value], path) {
  const text = Buffer.from(name).toString("latin1").replace(/\0$/, "");
  const [prefix, flags] = NAMESPACES.find(([start]) => text.startsWith(start)) ?? [];
  if (prefix === void 0 || flags === void 0 || value.length > 255) {
    throw new BuildError(
      "FILESYSTEM_FAILED",
      `${path} has the extended attribute ${text}, which is not written to XFS`,
      { hint: "Use another file system for the root." }
    );
  }
  return {
    flags,
    name: Buffer.from(text.slice(prefix.length), "latin1"),
    value: Buffer.from(value)
  };
}

// lib/disk/xfs-inode.ts
var FORMATS = { device: 0, local: 1, extents: 2 };
var CORE_BYTES = 176;
var EXTENT_BYTES = 16;
var INODE_CRC_AT = 100;
var IMMUTABLE = 1 << 3;
var TIMES_AT = [32, 48, 144];
var MTIME_AT = 40;
var GENERATION_AT = 92;
var FLAGS2_AT = 120;
var BIGTIME = 1n << 3n;
function settleInode(bytes, timeSeconds) {
  for (const at of [...TIMES_AT, MTIME_AT]) bytes.writeBigUInt64BE(formatTime(timeSeconds), at);
  bytes.writeUInt32BE(0, GENERATION_AT);
  bytes.writeBigUInt64BE(BIGTIME, FLAGS2_AT);
}
function formatTime(seconds) {
  return (BigInt(seconds) + 2n ** 31n) * 1000000000n;
}
function literalBytes(geometry) {
  return geometry.inodeBytes - CORE_BYTES;
}
function formatAttributes(attributes) {
  if (attributes.length === 0) return Buffer.alloc(0);
  const entries = attributes.map(
    ({ flags, name, value }) => Buffer.concat([Buffer.from([name.length, value.length, flags]), name, value])
  );
  const header = Buffer.alloc(4);
  header.writeUInt16BE(
    entries.reduce((sum, entry) => sum + entry.length, header.length),
    0
  );
  header[2] = attributes.length;
  return Buffer.concat([header, ...entries]);
}
function formatInode(inode, geometry) {
  const bytes = Buffer.alloc(geometry.inodeBytes);
  bytes.write("IN", 0, "latin1");
  bytes.writeUInt16BE(inode.mode, 2);
  bytes[4] = 3;
  bytes.writeUInt32BE(4294967295, 96);
  bytes.writeBigUInt64BE(BigInt(inode.number), 152);
  geometry.uuid.copy(bytes, 160);
  if (inode.mode === 0) return sealBlock(bytes, INODE_CRC_AT);
  bytes[5] = FORMATS[inode.format];
  bytes.writeUInt32BE(inode.uid, 8);
  bytes.writeUInt32BE(inode.gid, 12);
  bytes.writeUInt32BE(inode.links, 16);
  settleInode(bytes, inode.timeSeconds);
  bytes.writeBigUInt64BE(formatTime(inode.mtimeSeconds), MTIME_AT);
  bytes.writeBigUInt64BE(BigInt(inode.sizeBytes), 56);
  bytes.writeBigUInt64BE(BigInt(inode.blocks), 64);
  if (inode.format === "extents") bytes.writeUInt32BE(inode.fork.length / EXTENT_BYTES, 76);
  bytes[83] = FORMATS.extents;
  if (inode.immutable) bytes.writeUInt16BE(IMMUTABLE, 90);
  inode.fork.copy(bytes, CORE_BYTES);
  if (inode.attributes.length > 0) {
    const forkOffset = Math.floor((literalBytes(geometry) - inode.attributes.length) / 8);
    bytes[82] = forkOffset;
    bytes[83] = FORMATS.local;
    inode.attributes.copy(bytes, CORE_BYTES + forkOffset * 8);
  }
  return sealBlock(bytes, INODE_CRC_AT);
}

// lib/disk/xfs-writer.ts
var INODES_PER_CHUNK2 = 64;
var FIRST_OWN = 3;
var COPY_BYTES = 1024 * 1024;
var HOST_BLOCK_BYTES = 512;
var XfsWriter = class {
  #file;
  #super;
  #geometry;
  #options;
  #space;
  #numbers = /* @__PURE__ */ new Map();
  #buffer = Buffer.alloc(COPY_BYTES);
  constructor(file2, superblock, geometry, options) {
    this.#file = file2;
    this.#super = superblock;
    this.#geometry = geometry;
    this.#options = options;
    this.#space = new XfsSpace(file2, superblock);
  }
  async write(nodes) {
    await this.#space.load();
    const chunks = this.#takeChunks(Math.max(1, nodes.length) + FIRST_OWN - 1);
    for (const [nth, node] of nodes.entries())
      this.#numbers.set(node, this.#inodeNumber(chunks, nth));
    let left = nodes.reduce((sum, node) => sum + roundUp(node.sizeBytes), 0);
    let peakBytes = 0;
    const inodes = /* @__PURE__ */ new Map();
    for (const node of nodes) {
      const inode = await this.#writeNode(node);
      inodes.set(inode.number, formatInode(inode, this.#geometry));
      left -= roundUp(node.sizeBytes);
      if (node.sizeBytes < COPY_BYTES) continue;
      peakBytes = Math.max(
        peakBytes,
        left + (await stat10(this.#options.disk)).blocks * HOST_BLOCK_BYTES
      );
    }
    await this.#writeChunks(chunks, inodes);
    await this.#space.store(
      chunks,
      nodes.some(({ xattrs }) => xattrs.length > 0)
    );
    return peakBytes;
  }
  /** Room for so many inodes: the chunk that is there, then others, group by group. */
  #takeChunks(count) {
    const first = Number(this.#super.bytes.readBigUInt64BE(56));
    const blocks = INODES_PER_CHUNK2 * this.#geometry.inodeBytes / this.#super.blockBytes;
    const chunks = [];
    for (let left = count; left > 0; left -= INODES_PER_CHUNK2) {
      const used = Math.min(left, INODES_PER_CHUNK2);
      if (chunks.length === 0) {
        chunks.push({ ag: 0, firstInode: first, used });
        continue;
      }
      const ag = Math.floor(chunks.length / MAX_CHUNKS_PER_AG);
      if (ag >= this.#super.agCount) {
        const most = MAX_CHUNKS_PER_AG * INODES_PER_CHUNK2 * this.#super.agCount;
        throw new BuildError(
          "FILESYSTEM_FAILED",
          `the tree has ${count} files; an XFS file system is made with up to ${most}`,
          { hint: "Use another file system for the root." }
        );
      }
      const { block } = this.#space.takeWhole(blocks, blocks, ag);
      chunks.push({ ag, firstInode: block << this.#super.inodesPerBlockLog, used });
    }
    return chunks;
  }
  #inodeNumber(chunks, nth) {
    const index = nth === 0 ? 0 : nth + FIRST_OWN - 1;
    const chunk = chunks[Math.floor(index / INODES_PER_CHUNK2)];
    const shift = this.#super.agBlockLog + this.#super.inodesPerBlockLog;
    return (chunk?.ag ?? 0) * 2 ** shift + (chunk?.firstInode ?? 0) + index % INODES_PER_CHUNK2;
  }
  async #writeNode(node) {
    const attributes = formatAttributes(node.xattrs.map((pair) => splitAttribute(pair, node.path)));
    const room = literalBytes(this.#geometry) - Math.ceil(attributes.length / 8) * 8;
    if (room < 64 || attributes.length > 255 * 8) {
      throw new BuildError(
        "FILESYSTEM_FAILED",
        `${node.path} has ${attributes.length} bytes of extended attributes; XFS is written with up to 270`,
        { hint: "Use another file system for the root." }
      );
    }
    const { tree = "", immutable = [], timeSeconds } = this.#options;
    const common = {
      number: this.#numberOf(node),
      mode: node.mode,
      links: node.names,
      uid: node.uid,
      gid: node.gid,
      timeSeconds,
      mtimeSeconds: node.mtimeSeconds,
      immutable: immutable.some((path) => join33(tree, path) === node.path),
      attributes
    };
    const type = fileTypeOf(node);
    if (type === 2) return { ...common, ...await this.#writeFolder(node, room) };
    if (type === 7) return { ...common, ...await this.#writeLink(node, room) };
    if (type === 1) return { ...common, ...this.#writeFile(node) };
    const fork = Buffer.alloc(4);
    const [major, minor] = [
      node.device >> 8 & 4095,
      node.device & 255 | node.device >> 12 & 1048320
    ];
    fork.writeUInt32BE((major << 18 | minor) >>> 0, 0);
    return { ...common, format: "device", fork, sizeBytes: 0, blocks: 0 };
  }
  async #writeFolder(node, room) {
    const self = this.#numberOf(node);
    const parent = this.#numberOf(node.parent ?? node);
    const entries = node.children.map((child) => ({
      name: child.name,
      inode: this.#numberOf(child.node),
      fileType: fileTypeOf(child.node)
    }));
    const links = 2 + entries.filter(({ fileType }) => fileType === 2).length;
    const short = formatShortDir(parent, entries, room);
    if (short !== void 0) {
      return { format: "local", fork: short, sizeBytes: short.length, blocks: 0, links };
    }
    const { dirBlockBytes, blockBytes, uuid } = this.#geometry;
    const blocks = formatDirBlocks(self, parent, entries, this.#geometry);
    if (blocks === void 0) {
      throw new BuildError(
        "FILESYSTEM_FAILED",
        `${node.path} has too many entries for XFS`
      );
    }
    const per = dirBlockBytes / blockBytes;
    const extents = [];
    const all = blocks.leaf === void 0 ? blocks.data : [...blocks.data, blocks.leaf];
    const place = this.#space.takeWhole(all.length * per);
    for (const [nth, block] of all.entries()) {
      const at = place.block + nth * per;
      const daddr = (this.#position(place.ag, at) - this.#super.offsetBytes) / 512;
      sealDirBlock(block, { daddr, inode: self, uuid });
      await this.#file.write(block, 0, block.length, this.#position(place.ag, at));
    }
    extents.push(this.#extent(0, place.ag, place.block, blocks.data.length * per));
    if (blocks.leaf !== void 0) {
      const at = place.block + blocks.data.length * per;
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
    const target = readlinkSync4(node.path, { encoding: "buffer" });
    if (target.length <= room) {
      return { format: "local", fork: target, sizeBytes: target.length, blocks: 0 };
    }
    const block = Buffer.alloc(this.#geometry.blockBytes);
    const place = this.#space.takeWhole(1);
    const at = this.#position(place.ag, place.block);
    block.write("XSLM", 0, "latin1");
    block.writeUInt32BE(target.length, 8);
    this.#geometry.uuid.copy(block, 16);
    block.writeBigUInt64BE(BigInt(this.#numberOf(node)), 32);
    block.writeBigUInt64BE(BigInt((at - this.#super.offsetBytes) / 512), 40);
    target.copy(block, 56);
    await this.#file.write(sealBlock(block, 12), 0, block.length, at);
    const fork = formatExtents([this.#extent(0, place.ag, place.block, 1)]);
    return { format: "extents", fork, sizeBytes: target.length, blocks: 1 };
  }
  /** Copies a file, which is empty then unless somebody else has it, too. */
  #writeFile(node) {
    const { blockBytes } = this.#geometry;
    const blocks = Math.ceil(node.sizeBytes / blockBytes);
    const extents = [];
    let fileBlock = 0;
    const source = openSync2(node.path, "r");
    try {
      for (const piece of blocks === 0 ? [] : this.#space.take(blocks)) {
        const start = fileBlock * blockBytes;
        const end = Math.min(node.sizeBytes, start + piece.blocks * blockBytes);
        for (let at = start; at < end; ) {
          const got = readSync2(source, this.#buffer, 0, Math.min(COPY_BYTES, end - at), at);
          if (got === 0) {
            throw new BuildError("FILESYSTEM_FAILED", `${node.path} became shorter`);
          }
          const to = this.#position(piece.ag, piece.block) + at - start;
          writeSync(this.#file.fd, this.#buffer, 0, got, to);
          at += got;
        }
        extents.push(this.#extent(fileBlock, piece.ag, piece.block, piece.blocks));
        fileBlock += piece.blocks;
      }
    } finally {
      closeSync2(source);
    }
    if (node.links === node.names && blocks > 1) truncateSync2(node.path, 0);
    return { format: "extents", fork: formatExtents(extents), sizeBytes: node.sizeBytes, blocks };
  }
  async #writeChunks(chunks, inodes) {
    const { inodesPerBlockLog, agBlockLog } = this.#super;
    for (const { ag, firstInode } of chunks) {
      const at = this.#position(ag, firstInode >> inodesPerBlockLog);
      const bytes = Buffer.alloc(INODES_PER_CHUNK2 * this.#geometry.inodeBytes);
      await this.#file.read(bytes, 0, bytes.length, at);
      for (let nth = 0; nth < INODES_PER_CHUNK2; nth += 1) {
        const number = ag * 2 ** (agBlockLog + inodesPerBlockLog) + firstInode + nth;
        const slot = bytes.subarray(
          nth * this.#geometry.inodeBytes,
          (nth + 1) * this.#geometry.inodeBytes
        );
        const own = inodes.get(number);
        const isTheirs = own === void 0 && slot.readUInt16BE(2) !== 0;
        if (isTheirs) {
          settleInode(slot, this.#options.timeSeconds);
          sealBlock(slot, INODE_CRC_AT);
        } else slot.set(own ?? formatInode({ ...FREE, number }, this.#geometry));
      }
      await this.#file.write(bytes, 0, bytes.length, at);
    }
  }
  #numberOf(node) {
    return this.#numbers.get(node) ?? 0;
  }
  #extent(fileBlock, ag, block, blocks) {
    const fsBlock = BigInt(ag) << BigInt(this.#super.agBlockLog) | BigInt(block);
    return { fileBlock, fsBlock, blocks };
  }
  #position(ag, block) {
    const { offsetBytes, agBlocks, blockBytes } = this.#super;
    return offsetBytes + (ag * agBlocks + block) * blockBytes;
  }
};
var FREE = {
  number: 0,
  mode: 0,
  links: 0,
  uid: 0,
  gid: 0,
  sizeBytes: 0,
  blocks: 0,
  timeSeconds: 0,
  mtimeSeconds: 0,
  immutable: false,
  format: "device",
  fork: Buffer.alloc(0),
  attributes: Buffer.alloc(0)
};
function roundUp(bytes) {
  return Math.ceil(bytes / 4096) * 4096;
}

// lib/disk/xfs.ts
var MIB2 = 2 ** 20;
var MIN_BYTES2 = 300 * MIB2;
var LOG_BYTES = 64 * MIB2;
var INODE_BYTES2 = 512;
var DIR_BLOCKS = [4096, 8192, 16384, 32768, 65536];
var ENTRIES_PER_BYTE = 1 / 9;
function xfsSizeBytes(treeBytes2, inodes) {
  return Math.max(
    MIN_BYTES2,
    Math.ceil(treeBytes2 * 1.15 + inodes * INODE_BYTES2 + LOG_BYTES + 32 * MIB2)
  );
}
async function writeXfs(options) {
  var _stack = [];
  try {
    const { extent, tree, log } = options;
    const nodes = tree === void 0 ? [] : await readTree2(tree, log);
    const dirBlockBytes = chooseDirBlock(nodes);
    await makeEmpty(options, dirBlockBytes);
    const file2 = __using(_stack, await open8(options.disk, "r+"), true);
    const superblock = await readSuper(file2, extent.offsetBytes);
    const geometry = {
      uuid: Buffer.from(options.uuid.replaceAll("-", ""), "hex"),
      blockBytes: superblock.blockBytes,
      inodeBytes: INODE_BYTES2,
      dirBlockBytes
    };
    const writer = new XfsWriter(file2, superblock, geometry, options);
    return await writer.write(nodes);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function chooseDirBlock(nodes) {
  const most = nodes.reduce((max, { children }) => Math.max(max, children.length), 0);
  const bytes = DIR_BLOCKS.find((size) => most < size * ENTRIES_PER_BYTE);
  if (bytes !== void 0) return bytes;
  throw new BuildError(
    "FILESYSTEM_FAILED",
    `a folder of the tree has ${most} entries; an XFS file system is made with up to 7000`,
    { hint: "Use another file system for the root." }
  );
}
async function makeEmpty(options, dirBlockBytes) {
  const path = join34(options.workDir, "xfs.img");
  await rm15(path, { force: true });
  {
    var _stack = [];
    try {
      const file2 = __using(_stack, await open8(path, "wx"), true);
      await file2.truncate(options.extent.sizeBytes);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  const features = "crc=1,finobt=0,rmapbt=0,reflink=0,inobtcount=0,bigtime=1";
  await runTool(
    [
      ...[
        "mkfs.xfs",
        "-q",
        "-K",
        "-f",
        "-L",
        options.label,
        "-m",
        `uuid=${options.uuid},${features}`
      ],
      ...["-b", "size=4096", "-s", "size=512", "-d", "agcount=4,sunit=0,swidth=0"],
      ...["-i", `size=${INODE_BYTES2},sparse=0,maxpct=0`, "-n", `size=${dirBlockBytes}`, path]
    ],
    { log: options.log }
  );
  await moveContents(path, options.disk, options.extent);
  await rm15(path);
}

// lib/disk/extra-partitions.ts
async function writeExtraPartitions(options) {
  const { layout, partitions, ids, ...shared } = options;
  for (const [nth, { label, filesystem }] of partitions.entries()) {
    const extent = layout.extra[nth];
    if (extent === void 0 || filesystem === "none") continue;
    const uuid = ids.partitionUuid(label);
    const common = { ...shared, extent, label, uuid };
    if (filesystem === "ext4") {
      await writeExt4({ ...common, hashSeed: uuid, immutable: [], metadataChecksums: true });
    } else if (filesystem === "fat") {
      await writeEsp({ ...common, volumeId: uuid.slice(0, 8), files: /* @__PURE__ */ new Map() });
    } else if (filesystem === "xfs") await writeXfs(common);
    else await writeBtrfs(common);
  }
}

// lib/disk/first-boot.ts
var UNITS = "etc/systemd/system";
var REGENERATE_TOOLS = [
  [["/usr/sbin/tune2fs"], "e2fsprogs"],
  [["/usr/sbin/sgdisk", "/usr/bin/sgdisk"], "gdisk"],
  [["/usr/bin/findmnt"], "util-linux, or mount"],
  [["/usr/bin/lsblk"], "util-linux"]
];
async function prepareFirstBoot(options) {
  const { repoPath, commit, spec, ids } = options;
  const has = (path) => isInTree(repoPath, commit, path);
  if (!await has("/usr/lib/systemd/systemd")) {
    throw new ConfigError(
      "SYSTEMD_MISSING",
      `commit ${commit} has no systemd: expected /usr/lib/systemd/systemd`,
      {
        hint: "Add systemd to the treefile; without it the tree can be a container, not a disk image."
      }
    );
  }
  const tools = {
    ignition: await has("/usr/lib/dracut/modules.d/30ignition") || await has("/usr/bin/ignition"),
    cloudInit: await has("/usr/bin/cloud-init")
  };
  if (spec.regenerateUuids) await assertRegenerateTools(commit, has);
  if (spec.filesystem === "btrfs" && !await has("/usr/bin/btrfs") && !await has("/usr/sbin/btrfs")) {
    throw new ConfigError(
      "FILESYSTEM_TOOLS_MISSING",
      `filesystem: btrfs: commit ${commit} has no /usr/bin/btrfs, so that its initramfs cannot mount the root`,
      { hint: "Add btrfs-progs to the treefile, or use ext4 or xfs." }
    );
  }
  const fstab = spec.partitions.flatMap(formatFstabLine).join("");
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
  if (spec.filesystem === "erofs") {
    return [`root=PARTUUID=${ids.rootGuid}`, "rootfstype=erofs", "ro", "systemd.volatile=overlay"];
  }
  return [spec.regenerateUuids ? "root=PARTLABEL=root" : `root=UUID=${ids.rootUuid}`, "rw"];
}
async function assertRegenerateTools(commit, has) {
  for (const [paths, packages] of REGENERATE_TOOLS) {
    if ((await Promise.all(paths.map(has))).includes(true)) continue;
    throw new ConfigError(
      "FIRST_BOOT_TOOLS_MISSING",
      `regenerate-uuids: commit ${commit} has no ${paths.join(" or ")}`,
      { hint: `Add ${packages} to the treefile, or leave out regenerate-uuids.` }
    );
  }
}
function formatFstabLine({ label, filesystem, mountPoint }) {
  if (mountPoint === void 0) return [];
  const type = filesystem === "fat" ? "vfat" : filesystem;
  return [`LABEL=${label} ${mountPoint} ${type} defaults,nofail 0 2
`];
}
function file(path, text) {
  return { path, place: "deployment", text };
}
function unit(name, text) {
  return [
    file(`${UNITS}/${name}`, text),
    { ...file(`${UNITS}/sysinit.target.wants/${name}`, `../${name}`), link: true }
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
];
var IGNITION_FILES = [
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
  const derive = (purpose) => sha256(`treesmith image ${purpose} ${commit}`);
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
function formatUuid(hex2) {
  const variant2 = (8 | Number.parseInt(hex2.charAt(16), 16) & 3).toString(16);
  return [
    hex2.slice(0, 8),
    hex2.slice(8, 12),
    `8${hex2.slice(13, 16)}`,
    `${variant2}${hex2.slice(17, 20)}`,
    hex2.slice(20, 32)
  ].join("-");
}

// lib/disk/erofs.ts
import { rm as rm16, stat as stat11 } from "node:fs/promises";
import { join as join35 } from "node:path";
function erofsSizeBytes(treeBytes2) {
  return Math.ceil(treeBytes2 * 1.02 + 16 * 2 ** 20);
}
async function writeErofs(options) {
  const { extent, tree, log } = options;
  const path = join35(options.workDir, "erofs.img");
  await rm16(path, { force: true });
  const argv = ["mkfs.erofs", `-T${options.timeSeconds}`, `-U${options.uuid}`, path, tree];
  const peakBytes = await runConsuming(argv, { tree, disk: path, log });
  const { size } = await stat11(path);
  if (size > extent.sizeBytes) {
    throw new ConfigError(
      "IMAGE_TOO_SMALL",
      `the tree takes ${size} bytes as erofs, and its partition has ${extent.sizeBytes}`,
      { hint: "Give the image a larger size." }
    );
  }
  await moveContents(path, options.disk, extent);
  await rm16(path);
  return peakBytes;
}

// lib/disk/root.ts
function rootSizeBytes(filesystem, { sizeBytes, inodes }) {
  if (filesystem === "xfs") return xfsSizeBytes(sizeBytes, inodes);
  if (filesystem === "btrfs") return btrfsSizeBytes(sizeBytes);
  if (filesystem === "erofs") return erofsSizeBytes(sizeBytes);
  return ext4SizeBytes(sizeBytes);
}
async function writeRoot(filesystem, options) {
  if (filesystem === "xfs") return await writeXfs(options);
  if (filesystem === "btrfs") return await writeBtrfs(options);
  if (filesystem === "erofs") return await writeErofs(options);
  return await writeExt4(options);
}

// lib/disk/sysroot.ts
import { lstatSync as lstatSync8, lutimesSync, readdirSync as readdirSync6 } from "node:fs";
import {
  chmod as chmod6,
  copyFile as copyFile4,
  lstat as lstat5,
  mkdir as mkdir11,
  readdir as readdir7,
  readFile as readFile19,
  rename as rename3,
  rm as rm17,
  symlink as symlink2,
  writeFile as writeFile13
} from "node:fs/promises";
import { dirname as dirname9, join as join36 } from "node:path";

// lib/grub/bls.ts
var SYNTAX = /[$;&|<>{}"'\\#`]/;
function findUnreadableBlsLine(entry) {
  return entry.split("\n").find((line) => SYNTAX.test(line));
}

// lib/disk/sysroot.ts
var BLOCK_BYTES5 = 4096;
async function deploySysroot(options) {
  const { path, commit, ref, osName, log } = options;
  const repo = `--repo=${join36(path, "ostree", "repo")}`;
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
  await ownObjects(join36(path, "ostree", "repo", "objects"));
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
  if (options.checkEntry) await assertBlsEntry(path, osName);
  await rm17(join36(path, "ostree", "repo", "tmp"), { recursive: true });
  for (const folder of ["tmp", "tmp/cache"]) {
    await mkdir11(join36(path, "ostree", "repo", folder));
    await chmod6(join36(path, "ostree", "repo", folder), 493);
  }
  const deployment = join36("ostree", "deploy", osName, "deploy", `${commit}.0`);
  for (const file2 of options.files) {
    await addFile(file2.place === "sysroot" ? path : join36(path, deployment), file2);
  }
  return { path, deployment, ...settleTree(path, options.timestampSeconds) };
}
async function ownObjects(objects) {
  for (const folder of await readdir7(objects)) {
    for (const name of await readdir7(join36(objects, folder))) {
      const path = join36(objects, folder, name);
      if ((await lstat5(path)).nlink === 1) continue;
      const copy = `${path}.own`;
      await copyFile4(path, copy);
      await chmod6(copy, 420);
      await rename3(copy, path);
    }
  }
}
async function addFile(root, file2) {
  const path = join36(root, file2.path);
  await makeFolders2(root, dirname9(file2.path));
  if (file2.link === true) {
    await rm17(path, { force: true });
    await symlink2(file2.text, path);
    return;
  }
  await writeFile13(path, file2.text, { flag: "a" });
  await chmod6(path, 420);
}
async function makeFolders2(root, path) {
  if (path === ".") return;
  await makeFolders2(root, dirname9(path));
  try {
    await mkdir11(join36(root, path));
    await chmod6(join36(root, path), 493);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}
var MUTABLE = { OSTREE_SYSROOT_DEBUG: "mutable-deployments" };
var UMASK = "022";
async function assertBlsEntry(path, osName) {
  const folder = join36(path, "boot", "loader", "entries");
  for (const name of await readdir7(folder)) {
    const line = findUnreadableBlsLine(await readFile19(join36(folder, name), "utf8"));
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
    const facts = lstatSync8(path, { bigint: true });
    if (facts.isDirectory()) {
      for (const name of readdirSync6(path)) visit(join36(path, name));
    }
    if (facts.mtimeNs !== 0n) lutimesSync(path, timeSeconds, timeSeconds);
    if (seen.has(facts.ino)) return;
    seen.add(facts.ino);
    const bytes = facts.isSymbolicLink() && facts.size < 60n ? 0 : Number(facts.size);
    sizeBytes += Math.ceil(bytes / BLOCK_BYTES5) * BLOCK_BYTES5;
  };
  visit(root);
  return { sizeBytes, inodes: seen.size };
}

// lib/disk/disk.ts
async function buildDisk(options) {
  const { repoPath, commit, basearch, spec, folder, log } = options;
  const ids = resolveIdentifiers(commit);
  const facts = await readTreeFacts(repoPath, commit);
  const firmware = resolveFirmware(spec.firmware, basearch, spec.bootloader);
  const firstBoot = await prepareFirstBoot({ repoPath, commit, spec, ids });
  const bootloader = await prepareBootloader({
    ...options,
    firmware,
    facts,
    ids,
    tools: firstBoot.tools
  });
  if (options.gpgKeyPath === void 0) {
    log.warn(`the signature of commit ${commit} is not verified: no key was given`);
  }
  const sysroot = await deploySysroot({
    ...options,
    path: join37(folder, "sysroot"),
    timestampSeconds: facts.timestampSeconds,
    kernelArguments: [...firstBoot.rootArguments, ...spec.kernelArguments],
    files: firstBoot.files,
    checkEntry: spec.bootloader === "grub"
  });
  const layout = resolveLayout({
    sizeBytes: spec.sizeBytes,
    basearch,
    ids,
    espBytes: bootloader.espBytes,
    partitions: spec.partitions,
    rootBytes: rootSizeBytes(spec.filesystem, sysroot)
  });
  const disk = join37(folder, "disk.raw");
  const shared = { disk, timeSeconds: facts.timestampSeconds, workDir: folder, log };
  const boot = await bootloader.build(sysroot);
  await writeTable(disk, layout, boot.bios);
  await writeEsp({
    ...shared,
    extent: layout.esp,
    volumeId: ids.espVolumeId,
    label: "ESP",
    files: boot.files
  });
  await writeExtraPartitions({ ...shared, layout, partitions: spec.partitions, ids });
  const isTree = spec.filesystem === "erofs";
  if (isTree) await rm18(join37(sysroot.path, "ostree", "repo"), { recursive: true });
  const peakBytes = await writeRoot(spec.filesystem, {
    ...shared,
    extent: layout.root,
    tree: isTree ? join37(sysroot.path, sysroot.deployment) : sysroot.path,
    label: "root",
    uuid: ids.rootUuid,
    hashSeed: ids.rootHashSeed,
    immutable: [sysroot.deployment],
    metadataChecksums: !spec.regenerateUuids
  });
  await rm18(sysroot.path, { recursive: true });
  return {
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
    const { head, tail } = formatGpt(layout.table);
    const file2 = __using(_stack, await open9(path, "wx"), true);
    await file2.truncate(layout.sizeBytes);
    await file2.write(head, 0, head.length, 0);
    await file2.write(tail, 0, tail.length, layout.sizeBytes - tail.length);
    if (bios === void 0) return;
    const sector = layout.biosBoot.offsetBytes / SECTOR_BYTES;
    const core = placeCore(bios.core, sector, layout.biosBoot.sizeBytes);
    await file2.write(core, 0, core.length, layout.biosBoot.offsetBytes);
    const first = formatBootSector(bios.bootImage, head.subarray(0, SECTOR_BYTES), sector);
    await file2.write(first, 0, first.length, 0);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findPatches(disk, layout, { platformFiles }) {
  const patches = {};
  if (platformFiles === void 0) return patches;
  const [own = Buffer.alloc(0)] = platformFiles.values();
  const offsetBytes = await findFile(disk, layout.esp, own);
  for (const [name, bytes] of platformFiles) {
    patches[name] = bytes.equals(own) ? [] : [{ offsetBytes, bytes }];
  }
  return patches;
}

// lib/live/live.ts
import { copyFile as copyFile6, mkdir as mkdir14, readFile as readFile21, rm as rm21, writeFile as writeFile19 } from "node:fs/promises";
import { basename as basename3, dirname as dirname12, join as join54 } from "node:path";

// lib/iso9660/format.ts
var MAX_VOLUME_ID = 32;
function formatVolumeId(...words) {
  const [last = "", ...before] = words.map(
    (word) => word.toUpperCase().replace(/[^A-Z0-9]+/g, "_").replace(/^_+|_+$/g, "")
  ).filter((word) => word !== "").reverse();
  const tail = last.slice(0, MAX_VOLUME_ID);
  const head = before.reverse().join("_").slice(0, Math.max(0, MAX_VOLUME_ID - 1 - tail.length));
  return head === "" ? tail : `${head.replace(/_+$/, "")}_${tail}`;
}
function formatVolumeDate(timeSeconds) {
  return `${new Date(timeSeconds * 1e3).toISOString().replace(/\D/g, "").slice(0, 14)}00`;
}

// lib/live/install-image.ts
import { open as open10, writeFile as writeFile14 } from "node:fs/promises";
import { join as join38 } from "node:path";

// lib/live/compressor.ts
import { once as once4 } from "node:events";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
var CHUNK_BYTES3 = 256 * 1024;
var LEVELS = { none: 0, gzip: 6, zstd: 9, xz: 6 };
async function writeCompressed(chunks, path, options) {
  const { compression: compression2 } = options;
  const level = LEVELS[compression2];
  const source = Readable.from(joined(chunks), { objectMode: false, highWaterMark: CHUNK_BYTES3 });
  const target = createWriteStream(path, { flags: options.append === true ? "a" : "wx" });
  switch (compression2) {
    case "none":
      return pipeline(source, target);
    case "gzip":
      return pipeline(source, createGzip({ level, chunkSize: CHUNK_BYTES3 }), target);
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
  let held = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes < CHUNK_BYTES3) continue;
    yield Buffer.concat(held);
    held = [];
    heldBytes = 0;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}
async function throughTool(source, argv, target) {
  const child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"] });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-1024);
  });
  const ended = once4(child, "close");
  try {
    await Promise.all([pipeline(source, stdin), pipeline(stdout, target)]);
    const [exitCode] = await ended;
    if (exitCode === 0) return;
    throw explainToolError(new ToolError(argv, exitCode ?? 255, complaint));
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

// lib/live/install-image.ts
var MIB3 = 2 ** 20;
var ZERO = Buffer.alloc(MIB3);
var LIMIT_BYTES = 2 ** 44;
var ZSTD_MAGIC = 4247762216;
var GPT_SIGNATURE = Buffer.from("EFI PART");
async function makeInstallImage(path, workDir) {
  const compression2 = await readCompression(path);
  const data = join38(workDir, "install.zst");
  const map = join38(workDir, "install.map");
  const runs = [];
  let sizeBytes = 0;
  const parts = async function* () {
    for await (const block of blocksOf(openDecompressed(path, compression2, LIMIT_BYTES))) {
      const place = sizeBytes / MIB3;
      sizeBytes += block.length;
      if (place === 0 && !block.subarray(512, 520).equals(GPT_SIGNATURE)) {
        throw bad(path, "it has no GPT");
      }
      if (block.length !== MIB3) throw bad(path, `its ${sizeBytes} bytes are no whole MiB`);
      if (block.equals(ZERO)) continue;
      const last = runs.at(-1);
      if (last === void 0 || place === 1 || last.place + last.length !== place) {
        runs.push({ place, length: 1 });
      } else last.length += 1;
      yield block;
    }
  };
  try {
    await writeCompressed(parts(), data, { compression: "zstd" });
  } catch (error) {
    const isDamaged = error instanceof TreesmithError && error.code === "DECOMPRESS_FAILED";
    throw isDamaged ? bad(path, error.message, error) : error;
  }
  if (sizeBytes === 0) throw bad(path, "it is empty");
  await writeFile14(map, runs.map(({ place, length }) => `${place} ${length}
`).join(""));
  return { sizeBytes, data, map };
}
async function readCompression(path) {
  var _stack = [];
  try {
    const magic = Buffer.alloc(4);
    const file2 = __using(_stack, await open10(path).catch((error) => {
      throw bad(path, error instanceof Error ? error.message : String(error), error);
    }), true);
    await file2.read(magic, 0, 4, 0);
    return magic.readUInt32LE(0) === ZSTD_MAGIC ? "zstd" : "none";
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function* blocksOf(chunks) {
  let block = Buffer.allocUnsafe(MIB3);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.copy(block, filled, at);
      at += taken;
      filled += taken;
      if (filled < MIB3) continue;
      yield block;
      block = Buffer.allocUnsafe(MIB3);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
function bad(path, why, cause) {
  return new ConfigError("INSTALL_IMAGE_BAD", `${path} cannot be installed: ${why}`, {
    cause,
    hint: "Give a disk image of format raw or raw.zst that Treesmith made."
  });
}

// lib/live/iso.ts
import { writeFile as writeFile16 } from "node:fs/promises";
import { join as join40 } from "node:path";

// lib/live/efi-image.ts
import { stat as stat12 } from "node:fs/promises";
var SECTOR_BYTES4 = 512;
var SPARE_BYTES = 2 * 2 ** 20;
var LEAST_BYTES = 6 * 2 ** 20;
async function writeEfiImage(options) {
  const { output, bootFile, source, timeSeconds, log } = options;
  const { size } = await stat12(source);
  const sizeBytes = Math.ceil(Math.max(LEAST_BYTES, size + SPARE_BYTES) / 2 ** 20) * 2 ** 20;
  const serial = sha256(`treesmith efi image ${options.seed}`).slice(0, 8);
  const mtools = (...argv) => runTool(argv, {
    log,
    // A user's own mtoolsrc must not decide.
    env: { MTOOLSRC: "/dev/null", SOURCE_DATE_EPOCH: String(timeSeconds) }
  });
  await mtools(
    ...["mformat", "-C", "-i", output, "-T", String(sizeBytes / SECTOR_BYTES4)],
    ...["-h", "64", "-s", "32", "-c", "1", "-N", serial, "-v", "EFIBOOT", "::"]
  );
  await mtools("mmd", "-i", output, "::/EFI");
  await mtools("mmd", "-i", output, "::/EFI/BOOT");
  await mtools("mcopy", "-i", output, source, `::/EFI/BOOT/${bootFile}`);
}

// lib/live/grub.ts
import { access, writeFile as writeFile15 } from "node:fs/promises";
import { join as join39 } from "node:path";
var BIOS_CORE = {
  platform: "i386-pc",
  format: "i386-pc-eltorito",
  modules: ["biosdisk", "vbe", "serial"],
  packages: "grub-pc-bin (Debian) or grub2-pc-modules (Fedora)"
};
var MODULES = [
  ...[
    "iso9660",
    "part_gpt",
    "part_msdos",
    "fat",
    "search",
    "search_fs_file",
    "normal",
    "configfile"
  ],
  ...[
    "linux",
    "boot",
    "echo",
    "test",
    "terminal",
    "minicmd",
    "reboot",
    "halt",
    "gzio",
    "all_video"
  ],
  ...["cat", "ls", "loadenv", "sleep", "true"]
];
async function writeBiosCore(options) {
  const folder = await writeCore(BIOS_CORE, options);
  return { hybridMbr: join39(folder, "boot_hybrid.img") };
}
async function writeEfiCore(target, options) {
  const modules = target === "x86_64-efi" ? ["efi_gop", "efi_uga", "serial"] : ["efi_gop", "fdt"];
  const packages = "grub-efi-<arch>-bin (Debian) or grub2-efi-<arch>-modules (Fedora)";
  await writeCore({ platform: target, format: target, modules, packages }, options);
}
async function writeCore(core, options) {
  const { treePath, markPath, output, workDir, log } = options;
  const folder = await findModules(treePath, core);
  const config = join39(workDir, `grub-${core.platform}.cfg`);
  await writeFile15(
    config,
    `search --no-floppy --set=root --file ${markPath}
set prefix=($root)/boot/grub
`
  );
  await runTool(
    [
      ...["grub-mkimage", "-d", folder, "-O", core.format, "-p", "/boot/grub", "-c", config],
      ...["-o", output, ...MODULES, ...core.modules]
    ],
    { log }
  );
  return folder;
}
async function findModules(treePath, core) {
  const folders = [join39(treePath, "usr/lib/grub"), "/usr/lib/grub"];
  for (const folder of folders) {
    const path = join39(folder, core.platform);
    const found = await access(join39(path, "kernel.img")).then(
      () => true,
      () => false
    );
    if (found) return path;
  }
  throw new ConfigError(
    "BOOTLOADER_MISSING",
    `neither the tree nor this machine has GRUB's modules in /usr/lib/grub/${core.platform}`,
    { hint: `Install ${core.packages} here, or add it to the treefile.` }
  );
}

// lib/live/grub-menu.ts
function formatGrubMenu(menu) {
  const entries = menu.entries.map(({ title, kernelArguments }) => {
    const own = ["linux", "/boot/vmlinuz", ...kernelArguments.map(quote2)].join(" ");
    const words = `${own} $${GRUB_KARGS_VARIABLE}`;
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
${entries.join("\n")}
`;
}
function quote2(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
function plain(title) {
  return title.replace(/[^\w .,:()/+-]/g, " ").slice(0, 100);
}

// lib/live/medium-paths.ts
var LIVE_INIT_PATH = "treesmith/init";
var ROOTFS_NAME = "treesmith/rootfs.img";
var INSTALL_DATA_NAME = "treesmith/install.zst";
var INSTALL_MAP_NAME = "treesmith/install.map";

// lib/live/iso.ts
var ESP_TYPE = "28732ac11ff8d211ba4b00a0c93ec93b";
var DATA_TYPE = "a2a0d0ebe5b9334487c068b6b72699c7";
function assertIsoArchitecture(basearch) {
  if (ARCHITECTURES[basearch].uefi !== void 0) return;
  throw new ConfigError(
    "FORMAT_UNSUPPORTED",
    `an iso of ${basearch} would not boot: it has no UEFI`,
    { hint: "Take pxe or kernel+initrd for it." }
  );
}
async function writeIso(options) {
  const { basearch, commit, workDir, timeSeconds, treePath, log } = options;
  assertIsoArchitecture(basearch);
  const { uefi, firmware } = ARCHITECTURES[basearch];
  const mark = join40(workDir, "mark");
  await writeFile16(mark, `${commit}
`);
  const menu = join40(workDir, "grub.cfg");
  await writeFile16(menu, formatGrubMenu(options));
  const environment = join40(workDir, GRUB_ENVIRONMENT_FILE);
  await writeFile16(environment, formatGrubEnvironment(/* @__PURE__ */ new Map()));
  const shared = { treePath, markPath: `/treesmith/${commit}`, workDir, log };
  const files = [
    ["boot/grub/grub.cfg", menu],
    [`boot/grub/${GRUB_ENVIRONMENT_FILE}`, environment],
    ["boot/initramfs.img", options.initramfs],
    ["boot/vmlinuz", options.kernel],
    [ROOTFS_NAME, options.rootfs],
    [`treesmith/${commit}`, mark]
  ];
  if (options.install !== void 0) {
    files.push([INSTALL_DATA_NAME, options.install.data], [INSTALL_MAP_NAME, options.install.map]);
  }
  const bios = [];
  if (firmware.includes("bios")) {
    const core = join40(workDir, "eltorito.img");
    const { hybridMbr } = await writeBiosCore({ ...shared, output: core });
    files.push(["boot/grub/eltorito.img", core]);
    bios.push(
      ...["--grub2-mbr", hybridMbr, "--mbr-force-bootable"],
      ...["-b", "boot/grub/eltorito.img", "-no-emul-boot", "-boot-load-size", "4"],
      ...["-boot-info-table", "--grub2-boot-info", "-eltorito-alt-boot"]
    );
  }
  if (uefi === void 0) throw new TypeError("asserted above");
  const efiCore = join40(workDir, uefi.bootFile);
  await writeEfiCore(uefi.grubTarget, { ...shared, output: efiCore });
  const efiImage = join40(workDir, "efi.img");
  await writeEfiImage({
    ...{
      output: efiImage,
      bootFile: uefi.bootFile,
      source: efiCore,
      timeSeconds,
      seed: commit,
      log
    }
  });
  const date = formatVolumeDate(timeSeconds);
  await runTool(
    [
      ...["xorriso", "-as", "mkisofs", "-o", options.output, "-iso-level", "3", "-r"],
      ...["-V", options.volumeId, "-volset", options.volumeId, "-A", "TREESMITH", "-quiet"],
      // Without these the clock decides.
      ...[`--modification-date=${date}`, "--set_all_file_dates", date],
      ...["--gpt_disk_guid", guidOf(commit)],
      ...["-partition_offset", "16", "-c", "boot/boot.cat", ...bios],
      ...["-append_partition", "2", ESP_TYPE, efiImage, "-appended_part_as_gpt"],
      ...["-iso_mbr_part_type", DATA_TYPE],
      ...["-e", "--interval:appended_partition_2:all::", "-no-emul-boot"],
      ...["-graft-points", ...files.map(([path, source]) => `${path}=${escapeGraft(source)}`)]
    ],
    { log, env: { SOURCE_DATE_EPOCH: String(timeSeconds) } }
  );
}
function guidOf(commit) {
  const hex2 = sha256(`treesmith iso ${commit}`);
  return `${hex2.slice(0, 12)}8${hex2.slice(13, 16)}a${hex2.slice(17, 32)}`;
}
function escapeGraft(path) {
  return path.replace(/[\\=]/g, "\\$&");
}

// lib/live/kernel-initrd.ts
import { join as join44 } from "node:path";

// lib/live/cpio-archive.ts
import { createReadStream as createReadStream3, readlinkSync as readlinkSync5 } from "node:fs";
import { join as join42 } from "node:path";

// lib/cpio/format.ts
var CPIO_MAX_MEMBER_BYTES = 4294967295;
var CPIO_ALIGNMENT_BYTES = 4;
var MAGIC2 = "070701";
var HEADER_BYTES4 = 110;
var TRAILER = "TRAILER!!!";
function formatCpioHeader(entry) {
  const name = Buffer.from(`${entry.path}\0`);
  const fields = [
    entry.inode,
    entry.mode,
    entry.uid,
    entry.gid,
    entry.links,
    entry.mtimeSeconds,
    entry.sizeBytes,
    ...[0, 0],
    ...[entry.device?.major ?? 0, entry.device?.minor ?? 0],
    name.length,
    0
  ];
  const header = Buffer.from(`${MAGIC2}${fields.map((field2) => hex(field2, entry.path)).join("")}`);
  return Buffer.concat([header, name, padding(HEADER_BYTES4 + name.length)]);
}
function formatCpioPadding(sizeBytes) {
  return padding(sizeBytes);
}
function formatCpioTrailer() {
  return formatCpioHeader({
    ...{ path: TRAILER, mode: 0, uid: 0, gid: 0, mtimeSeconds: 0, inode: 0, links: 1 },
    sizeBytes: 0
  });
}
function hex(value, path) {
  if (!Number.isInteger(value) || value < 0 || value > 4294967295) {
    throw new RangeError(`${path}: ${value} does not fit into a cpio header`);
  }
  return value.toString(16).padStart(8, "0");
}
function padding(sizeBytes) {
  return Buffer.alloc(-sizeBytes & CPIO_ALIGNMENT_BYTES - 1);
}

// lib/live/tree-entry.ts
import { lstatSync as lstatSync9, readdirSync as readdirSync7 } from "node:fs";
import { join as join41 } from "node:path";
var FILE_TYPE2 = {
  mask: 61440,
  folder: 16384,
  file: 32768,
  link: 40960,
  character: 8192,
  block: 24576
};
function listTree2(root, isWanted = () => true) {
  const found = [];
  const visit = (folder) => {
    for (const name of readdirSync7(join41(root, folder))) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (!isWanted(path)) continue;
      const facts = lstatSync9(join41(root, path), { bigint: true });
      found.push(entryOf(path, facts));
      if (facts.isDirectory()) visit(path);
    }
  };
  visit("");
  return found.sort((a, b) => compareBytes(a.path, b.path));
}
function entryOf(path, facts) {
  const device = Number(facts.rdev);
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
  const names2 = /* @__PURE__ */ new Map();
  for (const { inode } of members) names2.set(inode, (names2.get(inode) ?? 0) + 1);
  const inodes = /* @__PURE__ */ new Map();
  const left = new Map(names2);
  for (const member of members) {
    const links = names2.get(member.inode) ?? 1;
    const inode = inodes.get(member.inode) ?? inodes.size + 1;
    inodes.set(member.inode, inode);
    const remaining = (left.get(member.inode) ?? 1) - 1;
    left.set(member.inode, remaining);
    const type = member.mode & FILE_TYPE2.mask;
    const isDevice = type === FILE_TYPE2.character || type === FILE_TYPE2.block;
    const data = member.data ?? (type === FILE_TYPE2.link ? readlinkSync5(join42(root, member.path), "buffer") : void 0);
    const sizeBytes = remaining > 0 ? 0 : data?.length ?? member.sizeBytes;
    assertFits(member.path, sizeBytes);
    yield formatCpioHeader({
      ...{ path: member.path, mode: member.mode, uid: member.uid, gid: member.gid },
      ...{ mtimeSeconds: member.mtimeSeconds, inode, links, sizeBytes },
      ...isDevice ? { device: member.device } : {}
    });
    if (sizeBytes === 0) continue;
    if (data === void 0) yield* readExactly(member.source ?? join42(root, member.path), sizeBytes);
    else yield data;
    yield formatCpioPadding(sizeBytes);
  }
  yield formatCpioTrailer();
}
function madeMember(path, mode, order, more = {}) {
  return {
    ...{ path, mode, uid: 0, gid: 0, mtimeSeconds: 0, links: 1, sizeBytes: 0 },
    ...{ inode: BigInt(-1 - order), device: { major: 0, minor: 0 }, ...more }
  };
}
function sortMembers(members) {
  return [...members].sort((a, b) => compareBytes(a.path, b.path));
}
async function* readExactly(path, sizeBytes) {
  let left = sizeBytes;
  for await (const chunk of createReadStream3(path, { highWaterMark: READ_BYTES })) {
    left -= chunk.length;
    if (left >= 0) yield chunk;
  }
  if (left === 0) return;
  throw new BuildError("PROGRAM_BAD", `${path} changed while it was read`);
}
function assertFits(path, sizeBytes) {
  if (sizeBytes <= CPIO_MAX_MEMBER_BYTES) return;
  throw new ConfigError(
    "FORMAT_LIMIT",
    `${path} has ${formatBytes(sizeBytes)}, more than the ${formatBytes(CPIO_MAX_MEMBER_BYTES)} that a file in an initramfs can have`,
    { hint: "Leave packages out, or make an ISO or a disk image instead." }
  );
}

// lib/live/tree.ts
import { lstatSync as lstatSync10, lutimesSync as lutimesSync2, readdirSync as readdirSync8 } from "node:fs";
import { chmod as chmod7, lstat as lstat6, mkdir as mkdir12, readdir as readdir8, symlink as symlink3 } from "node:fs/promises";
import { join as join43 } from "node:path";
async function checkoutTree(repoPath, commit, path, log) {
  const timestampSeconds = await readTimestamp(repoPath, commit);
  const argv = ["ostree", `--repo=${repoPath}`, "checkout", "--force-copy", "--fsync=no"];
  await runTool([...argv, commit, path], { log, umask: "022" });
  await chmod7(path, 493);
  if (await exists(join43(path, "usr/etc")) && !await exists(join43(path, "etc"))) {
    await runTool(["cp", "-a", "--", join43(path, "usr/etc"), join43(path, "etc")], { log });
  }
  await makeVar(join43(path, "var"));
  settleTimes(path, timestampSeconds);
  return { path, commit, timestampSeconds, kernel: await findKernel(path) };
}
async function checkoutToRead(repoPath, commit, path, log) {
  const timestampSeconds = await readTimestamp(repoPath, commit);
  const argv = ["ostree", `--repo=${repoPath}`, "checkout", "-U", "--fsync=no"];
  await runTool([...argv, commit, path], { log, umask: "022" });
  return { path, commit, timestampSeconds, kernel: await findKernel(path) };
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
  const argv = ["ostree", `--repo=${repoPath}`, "show", commit];
  const isChecksum = /^[0-9a-f]{64}$/.test(commit);
  const shown = await runTool(argv, { okExitCodes: [0, 1] });
  const date = /^Date:\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0000$/m.exec(shown.stdout);
  if (isChecksum && shown.exitCode === 0 && date !== null)
    return Date.parse(`${date[1]}T${date[2]}Z`) / 1e3;
  throw new ConfigError("COMMIT_MISSING", `there is no commit ${commit} in ${repoPath}`, {
    hint: "Compose it first: treesmith compose."
  });
}
async function findKernel(root) {
  const folder = join43(root, "usr/lib/modules");
  const names2 = await exists(folder) ? (await readdir8(folder)).sort() : [];
  for (const name of names2) {
    if (await exists(join43(folder, name, "vmlinuz"))) return name;
  }
  return void 0;
}
async function makeVar(path) {
  const found = await lstat6(path).catch(() => void 0);
  if (found !== void 0 && !found.isDirectory()) return;
  for (const [name, mode] of [
    ["", 493],
    ["lib", 493],
    ["log", 493],
    ["tmp", 1023]
  ]) {
    if (name !== "" && await exists(join43(path, name))) continue;
    await mkdir12(join43(path, name), { recursive: true });
    await chmod7(join43(path, name), mode);
  }
  for (const name of ["run", "lock"]) {
    if (await exists(join43(path, name))) continue;
    await symlink3(name === "run" ? "../run" : "../run/lock", join43(path, name));
  }
}
function settleTimes(root, timeSeconds) {
  const visit = (path) => {
    const facts = lstatSync10(path, { bigint: true });
    if (facts.isDirectory()) for (const name of readdirSync8(path)) visit(join43(path, name));
    if (facts.mtimeNs !== 0n) lutimesSync2(path, timeSeconds, timeSeconds);
  };
  visit(root);
}
async function exists(path) {
  return lstat6(path).then(
    () => true,
    () => false
  );
}

// lib/live/kernel-initrd.ts
var NODES = [
  { path: "dev/console", major: 5, minor: 1 },
  { path: "dev/null", major: 1, minor: 3 }
];
async function writeTreeInitramfs(tree, path, compression2) {
  const modules = `usr/lib/modules/${requireKernel(tree)}`;
  const unwanted = /* @__PURE__ */ new Set([`${modules}/vmlinuz`, `${modules}/initramfs.img`, "init"]);
  const members = listTree2(tree.path, (name) => !unwanted.has(name));
  const there = new Set(members.map((member) => member.path));
  const made = NODES.filter((node) => !there.has(node.path)).map(
    ({ path: name, ...device }, order) => madeMember(name, FILE_TYPE2.character | 384, order, { device })
  );
  const init = madeMember("init", FILE_TYPE2.link | 511, NODES.length, {
    data: Buffer.from("usr/lib/systemd/systemd")
  });
  const sorted2 = sortMembers([...members, ...made, init]);
  await writeCompressed(formatCpio(tree.path, sorted2), path, { compression: compression2 });
}
function kernelPath(tree) {
  return join44(tree.path, "usr/lib/modules", requireKernel(tree), "vmlinuz");
}

// lib/live/live-initramfs.ts
import { open as open11, readFile as readFile20, stat as stat13, writeFile as writeFile17 } from "node:fs/promises";
import { join as join49 } from "node:path";

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
var INSTALL_CONFIG_LABEL = "TREESMITH";
var INIT_INSTALL = `
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

// lib/live/init-live.ts
var LIVE_MODULES_NEEDED = ["loop", "overlay"];
var LIVE_MODULES_WANTED = [
  ...["isofs", "squashfs", "erofs", "vfat", "nls_cp437", "nls_iso8859_1", "nls_ascii", "nls_utf8"],
  ...["virtio_pci", "virtio_mmio", "virtio_blk", "virtio_scsi", "cdrom", "sr_mod", "sd_mod"],
  ...["ahci", "ahci_platform", "ata_generic", "ata_piix", "nvme", "usb_storage", "uas"],
  ...["xhci_hcd", "xhci_pci", "ehci_hcd", "ehci_pci", "ohci_hcd", "ohci_pci", "uhci_hcd"],
  ...["mmc_block", "sdhci_acpi", "sdhci_pci", "usbhid", "hid_generic", "atkbd", "i8042"],
  ...["hv_vmbus", "hv_storvsc", "vmw_pvscsi", "mptspi", "xen_blkfront", "megaraid_sas", "mpt3sas"]
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
mount -t "$rootfs" -o ro,loop "$image" /run/treesmith/rootfs || die "cannot mount the root file system $image"
mount -t tmpfs -o "mode=0755,size=$overlay_size" tmpfs /run/treesmith/overlay || die 'cannot mount a tmpfs'
mkdir -m 0755 /run/treesmith/overlay/upper /run/treesmith/overlay/work
mount -t overlay -o lowerdir=/run/treesmith/rootfs,upperdir=/run/treesmith/overlay/upper,workdir=/run/treesmith/overlay/work overlay /sysroot \\
  || die 'cannot lay a tmpfs over the root file system'
say "the root file system is there: $rootfs, with a tmpfs over it"
exec switch_root /sysroot /usr/lib/systemd/systemd
die 'cannot go on with /usr/lib/systemd/systemd'
`;
}

// lib/live/initramfs.ts
import { lstatSync as lstatSync11 } from "node:fs";
import { join as join45 } from "node:path";
function initramfsMembers(root, paths, made, folders = []) {
  const members = /* @__PURE__ */ new Map();
  let order = 0;
  const addParents = (path) => {
    const parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth += 1) {
      const parent = parts.slice(0, depth).join("/");
      if (members.has(parent)) continue;
      order += 1;
      members.set(parent, madeMember(parent, FILE_TYPE2.folder | 493, order));
    }
  };
  for (const path of paths) {
    addParents(path);
    const facts = lstatSync11(join45(root, path), { bigint: true });
    members.set(path, { ...entryOf(path, facts), uid: 0, gid: 0, links: 1, mtimeSeconds: 0 });
  }
  for (const path of folders) addParents(`${path}/.`);
  for (const file2 of made) {
    addParents(file2.path);
    const data = Buffer.from(file2.text);
    order += 1;
    members.set(
      file2.path,
      madeMember(file2.path, FILE_TYPE2.file | (file2.mode ?? 420), order, {
        data,
        sizeBytes: data.length
      })
    );
  }
  return sortMembers([...members.values()]);
}

// lib/live/modules.ts
import { readFileSync as readFileSync3 } from "node:fs";
import { join as join46 } from "node:path";
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
  const folder = `usr/lib/modules/${kernel}`;
  const lines2 = (name) => readText(join46(root, folder, name)).split("\n");
  const files = /* @__PURE__ */ new Map();
  for (const line of lines2("modules.dep")) {
    const [file2, needed = ""] = line.split(":");
    if (file2 === void 0 || file2 === "" || !isSafe(file2)) continue;
    files.set(moduleName(file2), [
      file2,
      ...needed.split(" ").filter((name) => name !== "" && isSafe(name))
    ]);
  }
  const softDependencies = /* @__PURE__ */ new Map();
  for (const line of lines2("modules.softdep")) {
    const [, name, ...rest] = line.split(/\s+/);
    if (name === void 0) continue;
    softDependencies.set(
      moduleName(name),
      rest.filter((word) => !word.endsWith(":")).map(moduleName)
    );
  }
  const builtin = new Set(lines2("modules.builtin").filter(Boolean).map(moduleName));
  return { folder, files, builtin, softDependencies };
}
function hasModule(index, name) {
  return index.builtin.has(moduleName(name)) || index.files.has(moduleName(name));
}
function collectModules(index, root, names2) {
  const found = /* @__PURE__ */ new Set();
  const seen = /* @__PURE__ */ new Set();
  const pending = names2.map(moduleName);
  for (let name = pending.pop(); name !== void 0; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const files = index.files.get(name) ?? [];
    for (const file2 of files) {
      found.add(`${index.folder}/${file2}`);
      pending.push(moduleName(file2));
    }
    pending.push(...index.softDependencies.get(name) ?? []);
  }
  for (const name of INDEX_FILES) {
    if (readText(join46(root, index.folder, name)) !== "") found.add(`${index.folder}/${name}`);
  }
  return found;
}
function assertModules(index, names2, purpose) {
  const missing2 = names2.filter((name) => !hasModule(index, name));
  if (missing2.length === 0) return;
  const version = index.folder.split("/").at(-1);
  throw new ConfigError(
    "MODULE_MISSING",
    `kernel ${version} lacks ${missing2.join(", ")}, which ${purpose} needs`,
    {
      hint: "Add the package with more modules (kernel-modules on Fedora), or take the full kernel (linux-image-amd64 or linux-image-arm64 on Debian)."
    }
  );
}
function moduleName(file2) {
  return (file2.split("/").at(-1) ?? "").replace(/\.ko(\.(gz|xz|zst))?$/, "").replaceAll("-", "_");
}
function isSafe(path) {
  return !path.startsWith("/") && !path.split("/").includes("..");
}
function readText(file2) {
  try {
    return readFileSync3(file2, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

// lib/live/programs.ts
import { readFileSync as readFileSync4 } from "node:fs";
import { dirname as dirname10, join as join48 } from "node:path";

// lib/live/elf.ts
var PT_LOAD = 1;
var PT_DYNAMIC = 2;
var PT_INTERP = 3;
var DT_NEEDED = 1;
var DT_STRTAB = 5;
var DT_RPATH = 15;
var DT_RUNPATH = 29;
var MAX_SEGMENTS = 128;
var MAX_DYNAMIC = 4096;
var MAX_NAME_BYTES = 4096;
function isElf(bytes) {
  return bytes.length > 20 && bytes.readUInt32BE(0) === 2135247942;
}
function parseElfNeeds(bytes, name) {
  try {
    return readNeeds(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BuildError("PROGRAM_BAD", `${name} is no 64-bit ELF file: ${why}`, {
      cause: error
    });
  }
}
function readNeeds(bytes) {
  if (!isElf(bytes) || bytes[4] !== 2) throw new RangeError("wrong magic or class");
  const isBig = bytes[5] === 2;
  const u16 = (at) => isBig ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
  const u32 = (at) => isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  const u64 = (at) => {
    const value = Number(isBig ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at));
    if (!Number.isSafeInteger(value)) throw new RangeError("a number is out of range");
    return value;
  };
  const text = (at) => {
    const end = bytes.indexOf(0, at);
    if (end < at || end - at > MAX_NAME_BYTES) throw new RangeError("a name has no end");
    return bytes.toString("utf8", at, end);
  };
  const count = u16(56);
  if (count > MAX_SEGMENTS) throw new RangeError(`${count} segments`);
  const segments = Array.from({ length: count }, (_, index) => {
    const at = u64(32) + index * u16(54);
    return { type: u32(at), offset: u64(at + 8), address: u64(at + 16), sizeBytes: u64(at + 32) };
  });
  const interp = segments.find(({ type }) => type === PT_INTERP);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  const entries = [];
  for (let index = 0; dynamic !== void 0 && index * 16 < dynamic.sizeBytes; index += 1) {
    if (index > MAX_DYNAMIC) throw new RangeError("the dynamic section has no end");
    const at = dynamic.offset + index * 16;
    const tag = Number(isBig ? bytes.readBigInt64BE(at) : bytes.readBigInt64LE(at));
    if (tag === 0) break;
    if ([DT_NEEDED, DT_STRTAB, DT_RPATH, DT_RUNPATH].includes(tag))
      entries.push([tag, u64(at + 8)]);
  }
  const table = entries.find(([tag]) => tag === DT_STRTAB)?.[1];
  const strings2 = (...tags) => entries.filter(([tag]) => tags.includes(tag)).map(([, value]) => text(fileOffset(segments, table ?? 0) + value));
  return {
    machine: u16(18),
    interpreter: interp === void 0 ? void 0 : text(interp.offset),
    libraries: strings2(DT_NEEDED),
    runPaths: strings2(DT_RPATH, DT_RUNPATH).flatMap((paths) => paths.split(":"))
  };
}
function fileOffset(segments, address) {
  const holder = segments.find(
    (segment) => segment.type === PT_LOAD && address >= segment.address && address < segment.address + segment.sizeBytes
  );
  if (holder === void 0) throw new RangeError("the string table is not in the file");
  return address - holder.address + holder.offset;
}

// lib/live/tree-path.ts
import { lstatSync as lstatSync12, readdirSync as readdirSync9, readlinkSync as readlinkSync6 } from "node:fs";
import { join as join47, posix } from "node:path";
var MAX_LINKS = 40;
function followPath(root, path) {
  const links = [];
  let pending = split(path);
  let real = [];
  while (pending.length > 0) {
    const [name = "", ...rest] = pending;
    pending = rest;
    if (name === "..") {
      real = real.slice(0, -1);
      continue;
    }
    const here = [...real, name].join("/");
    const facts = lstatSync12(join47(root, here), { throwIfNoEntry: false });
    if (facts === void 0) return void 0;
    if (!facts.isSymbolicLink()) {
      if (rest.length > 0 && !facts.isDirectory()) return void 0;
      real = [...real, name];
      continue;
    }
    if (links.length >= MAX_LINKS) return void 0;
    links.push(here);
    const target = readlinkSync6(join47(root, here));
    if (posix.isAbsolute(target)) real = [];
    pending = [...split(target), ...rest];
  }
  return { real: real.join("/"), links };
}
function listFolder(root, path) {
  const found = followPath(root, path);
  if (found === void 0 || !lstatSync12(join47(root, found.real)).isDirectory()) return [];
  return readdirSync9(join47(root, found.real)).sort(compareBytes);
}
function split(path) {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

// lib/live/programs.ts
var FOLDERS = ["usr/bin", "usr/sbin", "bin", "sbin"];
var MAX_FILES = 2e3;
function collectPrograms(root, needs) {
  const collector = new Collector(root);
  for (const need of needs) {
    const path = FOLDERS.map((folder) => `${folder}/${need.name}`).find(
      (candidate) => followPath(root, candidate) !== void 0
    );
    if (path !== void 0) collector.addFile(path);
    else if (need.optional !== true) throw missing(need);
  }
  return collector.files;
}
var Collector = class {
  files = /* @__PURE__ */ new Set();
  root;
  folders;
  constructor(root) {
    this.root = root;
    this.folders = libraryFolders(root);
  }
  /** Adds a file, what leads to it and what it needs; returns its machine when it is an ELF file. */
  addFile(path) {
    const found = followPath(this.root, path);
    if (found === void 0) throw missing({ name: path, package: "the one that owns it" });
    for (const link3 of found.links) this.files.add(link3);
    if (this.files.has(found.real)) return;
    this.files.add(found.real);
    if (this.files.size > MAX_FILES) throw new RangeError(`more than ${MAX_FILES} files`);
    const bytes = readFileSync4(join48(this.root, found.real));
    if (!isElf(bytes)) return;
    const { interpreter, libraries, machine, runPaths } = parseElfNeeds(bytes, `/${found.real}`);
    if (interpreter !== void 0) this.addFile(interpreter);
    const origin = dirname10(found.real);
    const own = runPaths.map((folder) => folder.replace(/\$(ORIGIN|\{ORIGIN\})/g, `/${origin}`));
    for (const library of libraries) this.addLibrary(library, [...own, ...this.folders], machine);
  }
  addLibrary(name, folders, machine) {
    for (const folder of folders) {
      const path = name.includes("/") ? name : `${folder}/${name}`;
      const found = followPath(this.root, path);
      if (found === void 0) continue;
      const bytes = readFileSync4(join48(this.root, found.real));
      if (!isElf(bytes) || bytes[4] !== 2) continue;
      if (parseElfNeeds(bytes, path).machine !== machine) continue;
      this.addFile(path);
      return;
    }
    throw missing({ name, package: "the one with that library" });
  }
};
function libraryFolders(root) {
  const folder = "etc/ld.so.conf.d";
  const configured = listFolder(root, folder).map((name) => followPath(root, `${folder}/${name}`)?.real).filter((file2) => file2?.endsWith(".conf") === true).flatMap((file2) => readFileSync4(join48(root, file2 ?? ""), "utf8").split("\n")).map((line) => line.trim()).filter((line) => line.startsWith("/"));
  const multiarch = listFolder(root, "usr/lib").filter((name) => name.includes("-linux-gnu")).map((name) => `usr/lib/${name}`);
  return [...configured, ...multiarch, "usr/lib64", "usr/lib", "lib64", "lib"];
}
function missing(need) {
  return new ConfigError(
    "PROGRAM_MISSING",
    `the tree has no ${need.name}, which is needed before its root file system is there`,
    { hint: `Add the package to the treefile: ${need.package}.` }
  );
}

// lib/live/live-initramfs.ts
var PROGRAMS3 = [
  { name: "bash", package: "bash" },
  ...["cat", "dd", "mkdir", "od", "readlink", "sleep", "sync", "tail", "tr"].map((name) => ({
    name,
    package: "coreutils"
  })),
  ...["blkid", "mount", "switch_root", "umount"].map((name) => ({ name, package: "util-linux" })),
  { name: "modprobe", package: "kmod" },
  { name: "zstd", package: "zstd", optional: true },
  { name: "blkdiscard", package: "util-linux", optional: true },
  { name: "blockdev", package: "util-linux", optional: true },
  { name: "e2fsck", package: "e2fsprogs", optional: true },
  { name: "resize2fs", package: "e2fsprogs", optional: true }
];
var ZSTD_MAGIC2 = 4247762216;
async function writeLiveInitramfs(tree, facts, place, path) {
  const kernel = requireKernel(tree);
  const base = join49(tree.path, "usr/lib/modules", kernel, "initramfs.img");
  const bytes = await readFile20(base).catch(() => void 0);
  if (bytes === void 0) {
    throw new ConfigError(
      "INITRAMFS_MISSING",
      `commit ${tree.commit} has no initramfs: expected /usr/lib/modules/${kernel}/initramfs.img`,
      { hint: "Add dracut to the treefile, and leave no-initramfs out of it." }
    );
  }
  const index = readModuleIndex(tree.path, kernel);
  const found = place === "medium" ? ["isofs"] : [];
  assertModules(index, [...LIVE_MODULES_NEEDED, facts.rootfs, ...found], "a live system");
  const needs = PROGRAMS3.map(
    (need) => need.name === "zstd" ? { ...need, optional: facts.installBytes === 0 } : need
  );
  const members = initramfsMembers(
    tree.path,
    /* @__PURE__ */ new Set([
      ...collectPrograms(tree.path, needs),
      ...collectModules(index, tree.path, [
        ...LIVE_MODULES_NEEDED,
        ...LIVE_MODULES_WANTED,
        facts.rootfs
      ])
    ]),
    [{ path: LIVE_INIT_PATH, text: formatLiveInit(facts), mode: 493 }],
    ["sysroot"]
  );
  await writeFile17(path, bytes);
  await alignFile(path);
  const compression2 = bytes.length > 4 && bytes.readUInt32LE(0) === ZSTD_MAGIC2 ? "zstd" : "gzip";
  await writeCompressed(formatCpio(tree.path, members), path, { compression: compression2, append: true });
  await alignFile(path);
}
async function alignFile(path) {
  const { size } = await stat13(path);
  const file2 = await open11(path, "r+");
  try {
    await file2.truncate(Math.ceil(size / CPIO_ALIGNMENT_BYTES) * CPIO_ALIGNMENT_BYTES);
  } finally {
    await file2.close();
  }
}

// lib/live/place.ts
import { createHash as createHash4 } from "node:crypto";
import { createReadStream as createReadStream4 } from "node:fs";
import { rm as rm19, stat as stat14 } from "node:fs/promises";
import { pipeline as pipeline2 } from "node:stream/promises";
async function placeFile(finished, output) {
  const digest = createHash4("sha256");
  await pipeline2(createReadStream4(finished, { highWaterMark: 2 ** 20 }), digest);
  const { size } = await stat14(finished);
  try {
    await replaceFile(finished, output);
  } catch (error) {
    if (error.code !== "EXDEV") throw error;
    const beside = besidePath(output);
    try {
      await runTool(["cp", "--", finished, beside]);
      await replaceFile(beside, output);
    } catch (failure2) {
      await rm19(beside, { force: true });
      throw explainFileError(failure2, output);
    }
  }
  return { path: output, sizeBytes: size, sha256: digest.digest("hex") };
}

// lib/live/place-folder.ts
import { mkdir as mkdir13, readdir as readdir9, rename as rename4, rm as rm20 } from "node:fs/promises";
import { join as join50 } from "node:path";
var FOLDER_FILES = ["cmdline", "initramfs.img", "rootfs.img", "vmlinuz"];
async function assertOutputFolder(path) {
  const names2 = await readdir9(path).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw explainFileError(error, path);
  });
  const foreign = names2.find((name) => !FOLDER_FILES.includes(name));
  if (foreign === void 0) return;
  throw new ConfigError(
    "OUTPUT_TAKEN",
    `${path} has something else in it than a network boot: ${foreign}`,
    { hint: "Name a folder that is new, or that an earlier build made." }
  );
}
async function placeFolder(finished, output) {
  const beside = besidePath(output);
  await mkdir13(beside);
  try {
    const files = [];
    for (const name of (await readdir9(finished)).sort()) {
      const { sizeBytes, sha256: sha2562 } = await placeFile(join50(finished, name), join50(beside, name));
      files.push({ path: join50(output, name), sizeBytes, sha256: sha2562 });
    }
    await removeOld(output);
    await rename4(beside, output);
    return files;
  } catch (error) {
    await rm20(beside, { recursive: true, force: true });
    throw error;
  }
}
async function removeOld(output) {
  await assertOutputFolder(output);
  await rm20(output, { recursive: true, force: true });
}

// lib/live/pxe.ts
import { copyFile as copyFile5, stat as stat15 } from "node:fs/promises";
import { join as join51 } from "node:path";
async function writePxeFolder(options) {
  const { folder, kernel, initramfs, rootfs } = options;
  await copyFile5(kernel, join51(folder, "vmlinuz"));
  await copyFile5(initramfs, join51(folder, "initramfs.img"));
  const { size } = await stat15(rootfs);
  const [parent = ""] = ROOTFS_NAME.split("/");
  const file2 = { source: rootfs, sizeBytes: size };
  const members = [
    madeMember(parent, FILE_TYPE2.folder | 493, 0),
    madeMember(ROOTFS_NAME, FILE_TYPE2.file | 420, 1, file2)
  ];
  await writeCompressed(formatCpio("", members), join51(folder, "rootfs.img"), {
    compression: "none"
  });
}

// lib/live/root-archive.ts
import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync as lstatSync14,
  lutimesSync as lutimesSync3,
  mkdirSync as mkdirSync2,
  symlinkSync,
  writeFileSync
} from "node:fs";
import { writeFile as writeFile18 } from "node:fs/promises";
import { dirname as dirname11, join as join53 } from "node:path";

// lib/live/tool-stream.ts
import { once as once5 } from "node:events";
async function* readToolStream(child, name) {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2048);
  });
  const ended = once5(child, "close");
  try {
    yield* stdout;
    const [exitCode] = await ended;
    if (exitCode === 0) return;
    throw explainToolError(new ToolError([name], exitCode ?? 255, complaint));
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

// lib/live/var-folders.ts
import { lstatSync as lstatSync13, readFileSync as readFileSync5 } from "node:fs";
import { join as join52 } from "node:path";
var LINE_LIMIT2 = 1e5;
var PATH = /^\/var(\/(?!\.\.?(\/|$))[^/]+)+$/;
function readVarEntries(root) {
  const users = readIds(root, "passwd");
  const groups = readIds(root, "group");
  const entries = /* @__PURE__ */ new Map();
  for (const line of readLines(root)) {
    const [type = "", path = "", mode = "-", user = "-", group = "-", , target] = line.split(/\s+/);
    if (!PATH.test(path) || /[%"\\]/.test(line) || entries.has(path.slice(1))) continue;
    const uid = idOf(user, users);
    const gid = idOf(group, groups);
    if (uid === void 0 || gid === void 0) continue;
    const kind = type.replace(/[!+?=~^-]/g, "");
    const bits = /^[~:]*([0-7]{3,5})$/.exec(mode)?.[1];
    const base = { path: path.slice(1), mode: Number.parseInt(bits ?? "755", 8), uid, gid };
    if (/^[dDvqQ]$/.test(kind)) entries.set(base.path, base);
    else if (kind === "L" && target !== void 0) entries.set(base.path, { ...base, target });
  }
  return [...entries.values()].sort((a, b) => compareBytes(a.path, b.path));
}
function readLines(root) {
  const files = /* @__PURE__ */ new Map();
  for (const folder of ["usr/lib/tmpfiles.d", "etc/tmpfiles.d"]) {
    for (const name of listFolder(root, folder).filter((file2) => file2.endsWith(".conf"))) {
      files.set(name, `${folder}/${name}`);
    }
  }
  return [...files.entries()].sort(([a], [b]) => compareBytes(a, b)).flatMap(([, file2]) => readText2(root, file2).split("\n", LINE_LIMIT2)).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}
function readIds(root, name) {
  const ids = /* @__PURE__ */ new Map();
  for (const file2 of [`usr/lib/${name}`, `etc/${name}`]) {
    for (const line of readText2(root, file2).split("\n", LINE_LIMIT2)) {
      const [who, , id] = line.split(":");
      if (who !== void 0 && /^\d{1,10}$/.test(id ?? "")) ids.set(who, Number(id));
    }
  }
  return ids;
}
function idOf(name, ids) {
  const plain2 = name.replace(/^:/, "");
  if (plain2 === "-") return 0;
  return /^\d{1,10}$/.test(plain2) ? Number(plain2) : ids.get(plain2) ?? (plain2 === "root" ? 0 : void 0);
}
function readText2(root, file2) {
  const found = followPath(root, file2);
  if (found === void 0 || !lstatSync13(join52(root, found.real)).isFile()) return "";
  return readFileSync5(join52(root, found.real), "utf8");
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
  const { tree, workDir, wslName } = options;
  const isWsl = wslName !== void 0;
  const members = listTree2(
    tree.path,
    (path) => !isWsl || !/^(usr\/lib\/modules\/.|boot\/.|etc\/resolv\.conf$)/.test(path)
  ).map((entry) => entry.path);
  const extras = new Extras(join53(workDir, "extras"), tree, new Set(members));
  for (const { path, mode, uid, gid, target } of readVarEntries(tree.path)) {
    if (target === void 0) extras.addFolder(path, mode, uid, gid);
    else extras.addLink(path, target);
  }
  if (isWsl) {
    extras.addFile("etc/wsl.conf", formatWslConf());
    extras.addFile("etc/wsl-distribution.conf", formatWslDistributionConf(wslName));
    for (const unit2 of WSL_UNWANTED_UNITS) {
      if (members.includes(`usr/lib/systemd/system/${unit2}`)) {
        extras.addLink(`etc/systemd/system/${unit2}`, "/dev/null");
      }
    }
  }
  extras.settle();
  const lists = [
    [tree.path, members],
    [extras.root, [...extras.added].sort(compareBytes)]
  ];
  const argv = [...TAR];
  for (const [index, [folder, names2]] of lists.entries()) {
    const list = join53(workDir, `members-${index}`);
    await writeFile18(list, names2.map((name) => `${name}\0`).join(""));
    argv.push("-C", folder, "-T", list);
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
  ...["tar", "-c", "--format=posix"],
  "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime",
  ...["--numeric-owner", "--acls", "--xattrs", "--xattrs-include=*"],
  ...["--no-recursion", "--null", "-f", "-"]
];
var Extras = class {
  root;
  added = /* @__PURE__ */ new Set();
  tree;
  there;
  constructor(root, tree, there) {
    this.root = root;
    this.tree = tree;
    this.there = there;
    mkdirSync2(root);
  }
  addFolder(path, mode, uid, gid) {
    if (!this.isNew(path)) return;
    mkdirSync2(join53(this.root, path), { recursive: true });
    chownSync(join53(this.root, path), uid, gid);
    chmodSync(join53(this.root, path), mode);
  }
  addLink(path, target) {
    if (!this.isNew(path)) return;
    symlinkSync(target, join53(this.root, path));
    lchownSync(join53(this.root, path), 0, 0);
  }
  addFile(path, text) {
    if (!this.isNew(path)) return;
    writeFileSync(join53(this.root, path), text);
    chmodSync(join53(this.root, path), 420);
  }
  /** Gives everything the time of the commit. */
  settle() {
    for (const path of [...this.added].sort().reverse()) {
      lutimesSync3(join53(this.root, path), this.tree.timestampSeconds, this.tree.timestampSeconds);
    }
  }
  isNew(path) {
    if (this.there.has(path) || this.added.has(path)) return false;
    const parent = dirname11(path);
    if (this.there.has(parent) && !lstatSync14(join53(this.tree.path, parent)).isDirectory())
      return false;
    if (parent !== "." && !this.there.has(parent)) {
      this.addFolder(parent, 493, 0, 0);
      if (!this.added.has(parent)) return false;
    }
    mkdirSync2(join53(this.root, parent), { recursive: true });
    this.added.add(path);
    return true;
  }
};

// lib/live/rootfs.ts
var SQUASHFS_BLOCK_BYTES = 256 * 1024;
var ZSTD_LEVEL = 9;
async function writeRootfs(options) {
  const { root, path, format, timeSeconds, without, log } = options;
  if (format === "squashfs") {
    const excluded2 = without.length === 0 ? [] : ["-e", ...without];
    await runTool(
      [
        ...["mksquashfs", root, path, "-noappend", "-quiet", "-no-progress", "-no-recovery"],
        ...["-comp", "zstd", "-Xcompression-level", String(ZSTD_LEVEL)],
        ...["-b", String(SQUASHFS_BLOCK_BYTES), "-mkfs-time", String(timeSeconds), "-xattrs"],
        ...excluded2
      ],
      { log }
    );
    return;
  }
  const excluded = without.map((name) => `--exclude-path=${name}`);
  const identity = ["-T", String(timeSeconds), "-C65536", "-U", uuidOf(options.seed)];
  await runTool(["mkfs.erofs", "--quiet", "-z", "lz4hc", ...identity, ...excluded, path, root], {
    log
  });
}
function uuidOf(seed) {
  const hex2 = sha256(`treesmith erofs ${seed}`);
  return `${hex2.slice(0, 8)}-${hex2.slice(8, 12)}-8${hex2.slice(13, 16)}-a${hex2.slice(17, 20)}-${hex2.slice(20, 32)}`;
}

// lib/live/live.ts
var MENU_SECONDS = 5;
async function buildLive(options) {
  const { outputs, commit, repoPath, workDir, log, basearch } = options;
  for (const { format, path } of outputs) {
    await (isFolderFormat(format) ? assertOutputFolder(path) : assertOutputFile(path));
    if (format === "iso") assertIsoArchitecture(basearch);
  }
  const folder = join54(workDir, "live-image");
  return withLock(
    `${folder}.lock`,
    async () => {
      var _stack = [];
      try {
        await rm21(folder, { recursive: true, force: true });
        const work = __using(_stack, await makeTempDir(folder), true);
        const tree = await log.group(
          "Check out the tree",
          () => checkoutTree(repoPath, commit, join54(work.path, "tree"), log)
        );
        const maker = new Maker(options, tree, work.path);
        const results = [];
        for (const [index, output] of outputs.entries()) {
          const made = await log.group(
            `Make ${basename3(output.path)} (${output.format})`,
            async () => {
              const startedMs = performance.now();
              const result = await maker.make(output, join54(work.path, `output-${index}`));
              const sizeBytes = result.files.reduce((sum, file2) => sum + file2.sizeBytes, 0);
              const seconds = ((performance.now() - startedMs) / 1e3).toFixed(1);
              log.info(`${output.path}: ${formatBytes(sizeBytes)} in ${seconds} s`);
              return result;
            }
          );
          results.push(made);
        }
        return results;
      } catch (_) {
        var _error = _, _hasError = true;
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
    this.options = options;
    this.tree = tree;
    this.workPath = workPath;
  }
  async make(output, workDir) {
    const { format, path } = output;
    await mkdir14(workDir);
    await makeFolder(dirname12(path));
    const finished = join54(workDir, "finished");
    if (isFolderFormat(format)) {
      await mkdir14(finished);
      if (format === "pxe") await this.makePxe(output, finished, workDir);
      else await this.makeKernelInitrd(output, finished);
      const files = await placeFolder(finished, path);
      return { format, path, files };
    }
    if (format === "iso") await this.makeIso(output, finished, workDir);
    else {
      await writeRootArchive({
        ...{ tree: this.tree, path: finished, workDir, log: this.options.log },
        compression: output.compression ?? (format === "wsl" ? "gzip" : "none"),
        ...format === "wsl" ? { wslName: this.options.name } : {}
      });
    }
    return { format, path, files: [await placeFile(finished, path)] };
  }
  async makeKernelInitrd(output, folder) {
    const initramfs = join54(folder, "initramfs.img");
    await writeTreeInitramfs(this.tree, initramfs, output.compression ?? "zstd");
    await copyFile6(kernelPath(this.tree), join54(folder, "vmlinuz"));
    await writeFile19(join54(folder, "cmdline"), `${this.kernelArguments(output).join(" ")}
`);
  }
  async makePxe(output, folder, workDir) {
    const initramfs = join54(workDir, "initramfs.img");
    const { rootfs, facts } = await this.liveParts(output, await this.volumeId(), 0);
    await writeLiveInitramfs(this.tree, facts, "initramfs", initramfs);
    await writePxeFolder({ folder, kernel: kernelPath(this.tree), initramfs, rootfs });
    const words = ["rdinit=/treesmith/init", ...this.kernelArguments(output)];
    await writeFile19(join54(folder, "cmdline"), `${words.join(" ")}
`);
  }
  async makeIso(output, path, workDir) {
    const { commit, basearch, log } = this.options;
    const { installImage } = output;
    const volumeId = await this.volumeId();
    const initramfs = join54(workDir, "initramfs.img");
    const install2 = installImage === void 0 ? void 0 : await makeInstallImage(installImage, workDir);
    const parts = await this.liveParts(output, volumeId, install2?.sizeBytes ?? 0);
    const { rootfs, facts } = parts;
    await writeLiveInitramfs(this.tree, facts, "medium", initramfs);
    const title = await this.title();
    const kernelArguments = ["rdinit=/treesmith/init", ...this.kernelArguments(output)];
    const installEntry = {
      title: `Install ${title} on the only disk: all that is on it is lost`,
      kernelArguments: [...kernelArguments, "treesmith.install=auto"]
    };
    await writeIso({
      ...{ output: path, basearch, commit, volumeId, rootfs, initramfs, workDir, log },
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
    const format = output.rootfs ?? "squashfs";
    requireKernel(this.tree);
    const facts = { label, commit: this.options.commit, rootfs: format, installBytes };
    return { rootfs: await this.rootfs(format), facts };
  }
  /** The compressed root file system, made by who needs it first. The kernel is loaded from elsewhere. */
  async rootfs(format) {
    const known = this.rootfses.get(format);
    if (known !== void 0) return known;
    const path = join54(this.workPath, `rootfs.${format}`);
    const modules = `usr/lib/modules/${requireKernel(this.tree)}`;
    await writeRootfs({
      ...{ root: this.tree.path, path, format, timeSeconds: this.tree.timestampSeconds },
      seed: this.options.commit,
      without: [`${modules}/initramfs.img`, `${modules}/vmlinuz`],
      log: this.options.log
    });
    this.rootfses.set(format, path);
    return path;
  }
  kernelArguments(output) {
    const consoles = output.consoles ?? ["tty0", ARCHITECTURES[this.options.basearch].console];
    return [...consoles.map((name) => `console=${name}`), ...output.kernelArguments ?? []];
  }
  async volumeId() {
    const version = await this.osRelease("VERSION_ID") ?? "";
    return formatVolumeId(this.options.name, version, this.options.basearch);
  }
  async title() {
    return await this.osRelease("PRETTY_NAME") ?? this.options.name;
  }
  async osRelease(key) {
    const text = await readFile21(join54(this.tree.path, "usr/lib/os-release"), "utf8").catch(() => "");
    return new RegExp(`^${key}=["']?([^"'\\n]*)`, "m").exec(text)?.[1];
  }
};
function isFolderFormat(format) {
  return format === "pxe" || format === "kernel+initrd";
}

// lib/media/write-media.ts
import { stat as stat16 } from "node:fs/promises";
import { dirname as dirname13, join as join55, resolve } from "node:path";
import * as zlib from "node:zlib";

// lib/vhd/parse.ts
var VHD_FOOTER_BYTES = 512;
var VHD_DYNAMIC_HEADER_BYTES = 1024;
var VHD_UNUSED_BLOCK = 4294967295;
var NOWHERE = 0xffffffffffffffffn;
var TYPES = /* @__PURE__ */ new Map([
  [2, "fixed"],
  [3, "dynamic"],
  [4, "differencing"]
]);
function parseVhdFooter(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== VHD_FOOTER_BYTES) fail3(`a footer of ${data.length} bytes, expected 512`);
  if (data.toString("latin1", 0, 8) !== "conectix")
    fail3('the footer does not start with "conectix"');
  const type = TYPES.get(data.readUInt32BE(60));
  if (type === void 0) fail3(`disk type ${data.readUInt32BE(60)}`);
  const offset = data.readBigUInt64BE(16);
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
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== VHD_DYNAMIC_HEADER_BYTES) fail3(`a header of ${data.length} bytes`);
  if (data.toString("latin1", 0, 8) !== "cxsparse")
    fail3('the header does not start with "cxsparse"');
  const blockBytes = data.readUInt32BE(32);
  if (blockBytes < 4096 || blockBytes > 2 ** 28 || (blockBytes & blockBytes - 1) !== 0) {
    fail3(`blocks of ${blockBytes} bytes, expected a power of two`);
  }
  return {
    tableOffset: Number(data.readBigUInt64BE(16)),
    version: data.readUInt32BE(24),
    tableEntries: data.readUInt32BE(28),
    blockBytes,
    isChecksumRight: sumWithout(data, 36) === data.readUInt32BE(36)
  };
}
function sumWithout(data, checksumAt) {
  let sum = 0;
  for (const [index, byte] of data.entries()) {
    if (index < checksumAt || index >= checksumAt + 4) sum += byte;
  }
  return ~sum >>> 0;
}
function fail3(what) {
  throw new BuildError("VHD_BAD", `not a sound VHD: ${what}`);
}

// lib/vhd/format.ts
var VHD_ALIGNMENT_BYTES = 2 ** 20;
var VHD_MAX_BYTES = 2040 * 2 ** 30;
var EPOCH_SECONDS = 946684800;
function formatVhdFooter({ sizeBytes, uniqueId, timeSeconds }) {
  const footer = Buffer.alloc(VHD_FOOTER_BYTES);
  footer.write("conectix", "latin1");
  footer.writeUInt32BE(2, 8);
  footer.writeUInt32BE(65536, 12);
  footer.fill(255, 16, 24);
  footer.writeUInt32BE(Math.max(0, timeSeconds - EPOCH_SECONDS), 24);
  footer.write("qem2", 28, "latin1");
  footer.writeUInt32BE(327683, 32);
  footer.write("Wi2k", 36, "latin1");
  footer.writeBigUInt64BE(BigInt(sizeBytes), 40);
  footer.writeBigUInt64BE(BigInt(sizeBytes), 48);
  footer.writeUInt16BE(65535, 56);
  footer.writeUInt8(16, 58);
  footer.writeUInt8(255, 59);
  footer.writeUInt32BE(2, 60);
  footer.write(uniqueId.replaceAll("-", ""), 68, 16, "hex");
  const sum = footer.reduce((total, byte) => total + byte, 0);
  footer.writeUInt32BE(~sum >>> 0, 64);
  return footer;
}

// lib/vhdx/parse.ts
var VHDX_PLACES = {
  headers: [64 * 1024, 128 * 1024],
  regionTables: [192 * 1024, 256 * 1024]
};
var VHDX_HEADER_BYTES = 4096;
var VHDX_REGION_TABLE_BYTES = 64 * 1024;
var VHDX_METADATA_TABLE_BYTES = 64 * 1024;
var VHDX_GUIDS = {
  batRegion: "2dc27766-f623-4200-9d64-115e9bfd4a08",
  metadataRegion: "8b7ca206-4790-4b9a-b8fe-575f050f886e",
  fileParameters: "caa16737-fa36-4d43-b3b6-33f0aa44e76b",
  diskSize: "2fa54224-cd1b-4876-b211-5dbed83bf4b8",
  diskId: "beca12ab-b2e6-4523-93ef-c309e000c746",
  logicalSector: "8141bf1d-a96f-4709-ba47-f233a8faab5f",
  physicalSector: "cda348c7-445d-4471-9cc9-e9885251c556",
  parentLocator: "a8d35f2d-b30b-454d-abf7-d3d84834ab0c"
};
var VHDX_BLOCK = {
  notPresent: 0,
  undefined: 1,
  zero: 2,
  unmapped: 3,
  fullyPresent: 6,
  partiallyPresent: 7
};
var ZERO_GUID = "00000000-0000-0000-0000-000000000000";
function parseVhdxHeader(bytes) {
  const data = asBuffer(bytes);
  if (data.length !== VHDX_HEADER_BYTES || data.toString("latin1", 0, 4) !== "head") {
    return 'it does not start with "head"';
  }
  if (!isSummed(data)) return "its checksum is wrong";
  return {
    sequence: data.readBigUInt64LE(8),
    logGuid: guidAt(data, 48),
    logVersion: data.readUInt16LE(64),
    version: data.readUInt16LE(66),
    logBytes: data.readUInt32LE(68),
    logOffset: Number(data.readBigUInt64LE(72))
  };
}
function parseVhdxRegions(bytes) {
  const data = asBuffer(bytes);
  if (data.length !== VHDX_REGION_TABLE_BYTES || data.toString("latin1", 0, 4) !== "regi") {
    return 'it does not start with "regi"';
  }
  if (!isSummed(data)) return "its checksum is wrong";
  const count = data.readUInt32LE(8);
  if (count > 2047) return `it has ${count} entries, more than 2047`;
  return Array.from({ length: count }, (_, index) => {
    const at = 16 + index * 32;
    return {
      guid: guidAt(data, at),
      offset: Number(data.readBigUInt64LE(at + 16)),
      lengthBytes: data.readUInt32LE(at + 24),
      isRequired: (data.readUInt32LE(at + 28) & 1) !== 0
    };
  });
}
function parseVhdxMetadataTable(bytes) {
  const data = asBuffer(bytes);
  if (data.length !== VHDX_METADATA_TABLE_BYTES || data.toString("latin1", 0, 8) !== "metadata") {
    throw new BuildError("VHDX_BAD", "not a sound VHDX: the metadata table is none");
  }
  const count = data.readUInt16LE(10);
  if (count > 2047) {
    throw new BuildError("VHDX_BAD", `not a sound VHDX: ${count} metadata entries`);
  }
  return Array.from({ length: count }, (_, index) => {
    const at = 32 + index * 32;
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
  const head = Buffer.from(data.subarray(0, 8));
  const sum = head.readUInt32LE(4);
  head.writeUInt32LE(0, 4);
  return crc32c(data.subarray(8), crc32c(head)) === sum;
}
function guidAt(data, at) {
  const hex2 = (from, to) => data.toString("hex", at + from, at + to);
  const little = (from, to) => Buffer.from(data.subarray(at + from, at + to)).reverse().toString("hex");
  return [little(0, 4), little(4, 6), little(6, 8), hex2(8, 10), hex2(10, 16)].join("-");
}
function asBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// lib/vhdx/format.ts
var VHDX_MAX_BYTES = 64 * 2 ** 40;
var MIB4 = 2 ** 20;
var SECTOR = 512;
var BITMAP_SECTORS = 2 ** 23;
var LOG_BYTES2 = MIB4;
var METADATA_BYTES = MIB4;
var SMALL_BLOCKS_UP_TO_BYTES = 2 ** 40;
function vhdxBlockBytes(sizeBytes) {
  return sizeBytes <= SMALL_BLOCKS_UP_TO_BYTES ? MIB4 : 32 * MIB4;
}
function formatVhdxHead(disk, blocks) {
  const blockBytes = vhdxBlockBytes(disk.sizeBytes);
  const count = Math.ceil(disk.sizeBytes / blockBytes);
  const chunkRatio = BITMAP_SECTORS * SECTOR / blockBytes;
  const entries = count + Math.floor((count - 1) / chunkRatio);
  const batBytes = Math.ceil(entries * 8 / MIB4) * MIB4;
  const metadataOffset = MIB4 + LOG_BYTES2;
  const batOffset = metadataOffset + METADATA_BYTES;
  const head = Buffer.alloc(batOffset + batBytes);
  head.write("vhdxfile", "latin1");
  for (const [index, place] of VHDX_PLACES.headers.entries()) {
    formatHeader2(disk, index).copy(head, place);
  }
  const regions = formatRegions([
    { guid: VHDX_GUIDS.batRegion, offset: batOffset, sizeBytes: batBytes },
    { guid: VHDX_GUIDS.metadataRegion, offset: metadataOffset, sizeBytes: METADATA_BYTES }
  ]);
  for (const place of VHDX_PLACES.regionTables) regions.copy(head, place);
  formatMetadata(disk, blockBytes).copy(head, metadataOffset);
  const bat = head.subarray(batOffset);
  for (let block = 0; block < count; block += 1) {
    bat.writeUInt32LE(VHDX_BLOCK.zero, (block + Math.floor(block / chunkRatio)) * 8);
  }
  let offsetMib = head.length / MIB4;
  for (const block of blocks) {
    const at = (block + Math.floor(block / chunkRatio)) * 8;
    bat.writeBigUInt64LE(BigInt(offsetMib) << 20n | BigInt(VHDX_BLOCK.fullyPresent), at);
    offsetMib += blockBytes / MIB4;
  }
  return head;
}
function formatHeader2(disk, index) {
  const header = Buffer.alloc(VHDX_HEADER_BYTES);
  header.write("head", "latin1");
  header.writeBigUInt64LE(BigInt(index + 1), 8);
  formatGuid2(disk.fileWriteId).copy(header, 16);
  formatGuid2(disk.dataWriteId).copy(header, 32);
  header.writeUInt16LE(1, 66);
  header.writeUInt32LE(LOG_BYTES2, 68);
  header.writeBigUInt64LE(BigInt(MIB4), 72);
  return withChecksum(header);
}
function formatRegions(regions) {
  const table = Buffer.alloc(VHDX_REGION_TABLE_BYTES);
  table.write("regi", "latin1");
  table.writeUInt32LE(regions.length, 8);
  for (const [index, { guid, offset, sizeBytes }] of regions.entries()) {
    const at = 16 + index * 32;
    formatGuid2(guid).copy(table, at);
    table.writeBigUInt64LE(BigInt(offset), at + 16);
    table.writeUInt32LE(sizeBytes, at + 24);
    table.writeUInt32LE(1, at + 28);
  }
  return withChecksum(table);
}
var OF_DISK = 2;
var REQUIRED = 4;
function formatMetadata(disk, blockBytes) {
  const parameters = Buffer.alloc(8);
  parameters.writeUInt32LE(blockBytes);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(disk.sizeBytes));
  const logicalSector = Buffer.alloc(4);
  logicalSector.writeUInt32LE(SECTOR);
  const physicalSector = Buffer.alloc(4);
  physicalSector.writeUInt32LE(4096);
  const items = [
    { guid: VHDX_GUIDS.fileParameters, flags: REQUIRED, value: parameters },
    { guid: VHDX_GUIDS.diskSize, flags: REQUIRED | OF_DISK, value: size },
    { guid: VHDX_GUIDS.diskId, flags: REQUIRED | OF_DISK, value: formatGuid2(disk.diskId) },
    { guid: VHDX_GUIDS.logicalSector, flags: REQUIRED | OF_DISK, value: logicalSector },
    { guid: VHDX_GUIDS.physicalSector, flags: REQUIRED | OF_DISK, value: physicalSector }
  ];
  const metadata = Buffer.alloc(METADATA_BYTES);
  metadata.write("metadata", "latin1");
  metadata.writeUInt16LE(items.length, 10);
  let offset = VHDX_METADATA_TABLE_BYTES;
  for (const [index, { guid, flags, value }] of items.entries()) {
    const at = 32 + index * 32;
    formatGuid2(guid).copy(metadata, at);
    metadata.writeUInt32LE(offset, at + 16);
    metadata.writeUInt32LE(value.length, at + 20);
    metadata.writeUInt32LE(flags, at + 24);
    metadata.set(value, offset);
    offset += value.length;
  }
  return metadata;
}
function withChecksum(structure) {
  structure.writeUInt32LE(crc32c(structure), 4);
  return structure;
}
function formatGuid2(text) {
  const fields = text.split("-").map((field2) => Buffer.from(field2, "hex"));
  return Buffer.concat(fields.map((field2, index) => index < 3 ? field2.reverse() : field2));
}

// lib/vmdk/parse.ts
var VMDK_FLAG = {
  newlines: 1,
  redundantTable: 2,
  zeroedGrains: 4,
  compressed: 1 << 16,
  markers: 1 << 17
};
var VMDK_HEADER_BYTES = 512;
var VMDK_MARKER = { endOfStream: 0, table: 1, directory: 2, footer: 3 };
var MAX_DESCRIPTOR_LINES = 1e4;
var AT_END = 0xffffffffffffffffn;
var EXTENT = /^(RW|RDONLY|NOACCESS)\s+(\d{1,15})\s+([A-Z0-9_]+)(?:\s+"([^"]*)"(?:\s+(\d{1,15}))?)?/;
function parseVmdkHeader(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < VMDK_HEADER_BYTES) fail4("it ends within the header");
  if (data.toString("latin1", 0, 4) !== "KDMV") fail4('the header does not start with "KDMV"');
  const version = data.readUInt32LE(4);
  if (version < 1 || version > 3) fail4(`version ${version}, expected 1, 2 or 3`);
  const grainSectors = Number(data.readBigUInt64LE(20));
  if (grainSectors < 1 || grainSectors > 2 ** 16) fail4(`grains of ${grainSectors} sectors`);
  const entriesPerTable = data.readUInt32LE(44);
  if (entriesPerTable < 1 || entriesPerTable > 2 ** 16) {
    fail4(`grain tables of ${entriesPerTable} entries`);
  }
  const flags = data.readUInt32LE(8);
  const directory = data.readBigUInt64LE(56);
  const hasRedundant = (flags & VMDK_FLAG.redundantTable) !== 0;
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
    hasNewlines: data.toString("latin1", 73, 77) === "\n \r\n",
    compression: data.readUInt16LE(77)
  };
}
function parseVmdkDescriptor(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = data.indexOf(0);
  const lines2 = data.toString("utf8", 0, end === -1 ? data.length : end).split(/\r?\n/, MAX_DESCRIPTOR_LINES).map((line) => line.trim());
  if (!/^# *disk *descriptorfile$/i.test(lines2[0] ?? "")) {
    fail4('the descriptor does not start with "# Disk DescriptorFile"');
  }
  const values = /* @__PURE__ */ new Map();
  const extents = [];
  for (const line of lines2) {
    const extent = EXTENT.exec(line);
    const pair = /^([\w.]+) *= *(.*)$/.exec(line);
    if (extent !== null) {
      const [, access3 = "", sectors = "", type = "", file2, offset = "0"] = extent;
      const place = { file: file2, offsetSectors: Number(offset) };
      extents.push({ access: access3, sectors: Number(sectors), type, ...place });
    } else if (pair !== null) {
      const [, key = "", value = ""] = pair;
      values.set(key.toLowerCase(), value.replace(/^"(.*)"$/, "$1"));
    }
  }
  return { values, extents };
}
function parseVmdkMarker(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 16) fail4("it ends within a marker");
  return {
    value: Number(data.readBigUInt64LE(0)),
    sizeBytes: data.readUInt32LE(8),
    type: data.readUInt32LE(12)
  };
}
function fail4(what) {
  throw new BuildError("VMDK_BAD", `not a sound VMware disk: ${what}`);
}

// lib/vmdk/format.ts
var VMDK_GRAIN_BYTES = 64 * 1024;
var VMDK_MAX_BYTES = 2 ** 32 * 512;
var SECTOR2 = 512;
var TABLE_ENTRIES = 512;
var DESCRIPTOR_SECTORS = 20;
var OVERHEAD_SECTORS = 128;
var AT_END2 = 0xffffffffffffffffn;
var VmdkStream = class {
  disk;
  /** Sector of each grain of the table that is being filled. */
  table = Buffer.alloc(TABLE_ENTRIES * 4);
  tableIndex = -1;
  directory;
  sector = OVERHEAD_SECTORS;
  constructor(disk) {
    this.disk = disk;
    const tables = Math.ceil(disk.sizeBytes / (VMDK_GRAIN_BYTES * TABLE_ENTRIES));
    this.directory = Buffer.alloc(Math.ceil(tables * 4 / SECTOR2) * SECTOR2);
  }
  /** Returns all that stands before the first grain. */
  head() {
    const head = Buffer.alloc(OVERHEAD_SECTORS * SECTOR2);
    this.formatHeader(AT_END2).copy(head);
    head.write(formatVmdkDescriptor(this.disk), SECTOR2);
    return head;
  }
  /** Returns what stands in the file for a grain that a zlib stream holds. */
  grain(index, zlib2) {
    const tableIndex = Math.floor(index / TABLE_ENTRIES);
    const parts = tableIndex === this.tableIndex ? [] : this.flushTable();
    this.tableIndex = tableIndex;
    this.table.writeUInt32LE(this.sector, index % TABLE_ENTRIES * 4);
    const marker = Buffer.alloc(12);
    const zlibBytes = zlib2.reduce((sum, { length }) => sum + length, 0);
    marker.writeBigUInt64LE(BigInt(index * VMDK_GRAIN_BYTES / SECTOR2), 0);
    marker.writeUInt32LE(zlibBytes, 8);
    return [...parts, ...this.pad([marker, ...zlib2], marker.length + zlibBytes)];
  }
  /** Returns what ends the file: the last table, the directory, the footer. */
  finish() {
    const parts = this.flushTable();
    const marker = formatMarker(VMDK_MARKER.directory, this.directory.length / SECTOR2);
    const directorySector = BigInt(this.sector + 1);
    const directory = this.pad([marker, this.directory], SECTOR2 + this.directory.length);
    const footer = [
      formatMarker(VMDK_MARKER.footer, 1),
      this.formatHeader(directorySector),
      formatMarker(VMDK_MARKER.endOfStream, 0)
    ];
    return [...parts, ...directory, ...footer];
  }
  flushTable() {
    if (this.tableIndex === -1) return [];
    const marker = formatMarker(VMDK_MARKER.table, this.table.length / SECTOR2);
    this.directory.writeUInt32LE(this.sector + 1, this.tableIndex * 4);
    const parts = this.pad([marker, this.table], SECTOR2 + this.table.length);
    this.table = Buffer.alloc(this.table.length);
    return parts;
  }
  /** Counts the parts, and makes them whole sectors. */
  pad(parts, sizeBytes) {
    const sectors = Math.ceil(sizeBytes / SECTOR2);
    this.sector += sectors;
    return [...parts, Buffer.alloc(sectors * SECTOR2 - sizeBytes)];
  }
  formatHeader(directorySector) {
    const header = Buffer.alloc(VMDK_HEADER_BYTES);
    header.write("KDMV", "latin1");
    header.writeUInt32LE(3, 4);
    header.writeUInt32LE(VMDK_FLAG.newlines | VMDK_FLAG.compressed | VMDK_FLAG.markers, 8);
    header.writeBigUInt64LE(BigInt(this.disk.sizeBytes / SECTOR2), 12);
    header.writeBigUInt64LE(BigInt(VMDK_GRAIN_BYTES / SECTOR2), 20);
    header.writeBigUInt64LE(1n, 28);
    header.writeBigUInt64LE(BigInt(DESCRIPTOR_SECTORS), 36);
    header.writeUInt32LE(TABLE_ENTRIES, 44);
    header.writeBigUInt64LE(directorySector, 56);
    header.writeBigUInt64LE(BigInt(OVERHEAD_SECTORS), 64);
    header.write("\n \r\n", 73, "latin1");
    header.writeUInt16LE(1, 77);
    return header;
  }
};
var HEADS = 255;
var TRACK_SECTORS = 63;
var UNMANAGED_TOOLS = 4;
var TOOLS_VERSION = 2 ** 31 - 1;
function formatVmdkDescriptor(disk) {
  const sectors = disk.sizeBytes / SECTOR2;
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
  const marker = Buffer.alloc(SECTOR2);
  marker.writeBigUInt64LE(BigInt(sectors), 0);
  marker.writeUInt32LE(type, 12);
  return marker;
}

// lib/media/format-size.ts
var GIB = 2 ** 30;
var MAX_BYTES = 2 ** 21 * GIB;
var SIZES = {
  vmdk: { unit: VMDK_GRAIN_BYTES, limit: VMDK_MAX_BYTES },
  ova: { unit: VMDK_GRAIN_BYTES, limit: VMDK_MAX_BYTES },
  vhd: { unit: VHD_ALIGNMENT_BYTES, limit: VHD_MAX_BYTES },
  vhdx: { limit: VHDX_MAX_BYTES },
  gce: { unit: GIB }
};
function resolveDiskBytes(output, sizeBytes) {
  const format = output.format === "ami" && output.subformat === "vmdk" ? "vmdk" : output.format;
  const { unit: unit2 = 1, limit = MAX_BYTES } = SIZES[format] ?? {};
  const resolved = Math.ceil(sizeBytes / unit2) * unit2;
  if (resolved > limit) {
    throw new ConfigError(
      "SIZE_OVER_LIMIT",
      `a disk of ${formatBytes(sizeBytes)} does not fit into ${format}, which takes at most ${formatBytes(limit)}`,
      { hint: 'Set a smaller "size" for the image, or use another format.' }
    );
  }
  return resolved;
}

// lib/tar/parse.ts
var TAR_BLOCK_BYTES = 512;
function parseTarHeader(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== TAR_BLOCK_BYTES) fail5(`a header of ${data.length} bytes`);
  if (data.every((byte) => byte === 0)) return void 0;
  if (!isTarHeader(data)) fail5("the checksum of a header is wrong");
  const magic = data.toString("latin1", 257, 265);
  const flavour = magic === "ustar\x0000" ? "ustar" : magic === "ustar  \0" ? "gnu" : "v7";
  const prefix = flavour === "ustar" ? textAt(data, 345, 155) : "";
  const name = textAt(data, 0, 100);
  const type = data[156] === 0 ? "0" : String.fromCharCode(data[156] ?? 0);
  return {
    flavour,
    name: prefix === "" ? name : `${prefix}/${name}`,
    modeOctal: numberAt(data, 100, 8) & 4095,
    uid: numberAt(data, 108, 8),
    gid: numberAt(data, 116, 8),
    sizeBytes: numberAt(data, 124, 12),
    mtimeSeconds: numberAt(data, 136, 12),
    type,
    linkName: textAt(data, 157, 100),
    sparse: type === "S" ? {
      realSizeBytes: numberAt(data, 483, 12),
      chunks: parseChunks(data.subarray(386, 482)),
      isExtended: data[482] !== 0
    } : void 0
  };
}
function isTarHeader(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== TAR_BLOCK_BYTES) return false;
  let sum = 8 * 32;
  for (const [index, byte] of data.entries()) if (index < 148 || index >= 156) sum += byte;
  return /^ *[0-7]{1,7}[\0 ]/.test(data.toString("latin1", 148, 156)) && numberAt(data, 148, 8) === sum;
}
function parseSparseExtension(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length !== TAR_BLOCK_BYTES) fail5(`a sparse map of ${data.length} bytes`);
  return { chunks: parseChunks(data.subarray(0, 504)), isExtended: data[504] !== 0 };
}
function parsePaxRecords(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records = /* @__PURE__ */ new Map();
  for (let at = 0; at < data.length; ) {
    const length = /^(\d{1,8}) /.exec(data.toString("latin1", at, at + 9))?.[1];
    const end = at + Number(length);
    if (length === void 0 || end > data.length || end <= at) fail5("a pax record has no length");
    const record = data.toString("utf8", at + length.length + 1, end);
    const equals = record.indexOf("=");
    if (equals < 1 || !record.endsWith("\n")) fail5("a pax record is no key=value");
    records.set(record.slice(0, equals), record.slice(equals + 1, -1));
    at = end;
  }
  return records;
}
function parseChunks(data) {
  const chunks = [];
  for (let at = 0; at + 24 <= data.length; at += 24) {
    if (data.subarray(at, at + 24).every((byte) => byte === 0)) break;
    chunks.push({ offsetBytes: numberAt(data, at, 12), sizeBytes: numberAt(data, at + 12, 12) });
  }
  return chunks;
}
function numberAt(data, at, length) {
  const field2 = data.subarray(at, at + length);
  if (((field2[0] ?? 0) & 128) !== 0) {
    const value2 = field2.reduce(
      (sum, byte, index) => sum * 256 + (index === 0 ? byte & 127 : byte),
      0
    );
    return Number.isSafeInteger(value2) ? value2 : fail5("a number is too large");
  }
  const text = field2.toString("latin1").replace(/[\0 ]+$/, "").trimStart();
  if (text === "") return 0;
  const value = /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
  return Number.isSafeInteger(value) ? value : fail5("a number is not octal");
}
function textAt(data, at, length) {
  const field2 = data.subarray(at, at + length);
  const end = field2.indexOf(0);
  return field2.toString("utf8", 0, end === -1 ? length : end);
}
function fail5(what) {
  throw new BuildError("TAR_BAD", `not a sound tar archive: ${what}`);
}

// lib/tar/format.ts
var TAR_END = Buffer.alloc(2 * TAR_BLOCK_BYTES);
var NAME_BYTES = 100;
var MAX_USTAR_BYTES = 8 ** 11 - 1;
var CHUNKS_IN_HEADER = 4;
var CHUNKS_IN_BLOCK = 21;
function formatTarHeader(entry) {
  if (entry.sizeBytes > MAX_USTAR_BYTES) fail6(`${entry.name} has 8 GiB or more`);
  const header = startHeader(entry, entry.sizeBytes);
  header.write(entry.name.endsWith("/") ? "5" : "0", 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  return withChecksum2(header);
}
function formatSparseHeader(entry, chunks) {
  const dataBytes = chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const map = [...chunks];
  const last = chunks.at(-1);
  if (last === void 0 || last.offsetBytes + last.sizeBytes < entry.sizeBytes) {
    map.push({ offsetBytes: entry.sizeBytes, sizeBytes: 0 });
  }
  const header = startHeader(entry, dataBytes);
  header.write("S", 156, "latin1");
  header.write("ustar  \0", 257, "latin1");
  writeChunks(header, 386, map.slice(0, CHUNKS_IN_HEADER));
  header.writeUInt8(map.length > CHUNKS_IN_HEADER ? 1 : 0, 482);
  writeNumber(header, 483, 12, entry.sizeBytes);
  const blocks = [withChecksum2(header)];
  for (let from = CHUNKS_IN_HEADER; from < map.length; from += CHUNKS_IN_BLOCK) {
    const block = Buffer.alloc(TAR_BLOCK_BYTES);
    writeChunks(block, 0, map.slice(from, from + CHUNKS_IN_BLOCK));
    block.writeUInt8(from + CHUNKS_IN_BLOCK < map.length ? 1 : 0, 504);
    blocks.push(block);
  }
  return Buffer.concat(blocks);
}
function tarPadding(sizeBytes) {
  return Buffer.alloc((TAR_BLOCK_BYTES - sizeBytes % TAR_BLOCK_BYTES) % TAR_BLOCK_BYTES);
}
function startHeader(entry, dataBytes) {
  const name = Buffer.from(entry.name);
  if (name.length === 0 || name.length > NAME_BYTES) {
    fail6(`the name ${entry.name} has ${name.length} bytes, expected 1 to ${NAME_BYTES}`);
  }
  const header = Buffer.alloc(TAR_BLOCK_BYTES);
  name.copy(header);
  writeNumber(header, 100, 8, entry.modeOctal);
  writeNumber(header, 108, 8, entry.uid ?? 0);
  writeNumber(header, 116, 8, entry.gid ?? 0);
  writeNumber(header, 124, 12, dataBytes);
  writeNumber(header, 136, 12, entry.mtimeSeconds);
  return header;
}
function writeChunks(block, at, chunks) {
  for (const [index, { offsetBytes, sizeBytes }] of chunks.entries()) {
    writeNumber(block, at + index * 24, 12, offsetBytes);
    writeNumber(block, at + index * 24 + 12, 12, sizeBytes);
  }
}
function writeNumber(header, at, length, value) {
  const digits = value.toString(8);
  if (digits.length < length) {
    header.write(`${digits.padStart(length - 1, "0")}\0`, at, "latin1");
    return;
  }
  header.fill(0, at, at + length);
  header.writeUInt8(128, at);
  header.writeBigUInt64BE(BigInt(value), at + length - 8);
}
function withChecksum2(header) {
  header.fill(32, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}
function fail6(what) {
  throw new BuildError("TAR_BAD", `no tar archive can be made: ${what}`);
}

// lib/qcow2/parse.ts
var QCOW2_INCOMPATIBLE = {
  dirty: 1n,
  corrupt: 2n,
  externalData: 4n,
  compression: 8n,
  extendedL2: 16n
};
var QCOW2_HEADER_BYTES = 112;
var EXCLUSIVE = 1n << 63n;
var OFFSET = 0x00fffffffffffe00n;
function parseQcow2Header(bytes) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.length < 72) fail7("it ends within the header");
  if (data.toString("latin1", 0, 4) !== "QFI\xFB") fail7('it does not start with "QFI\\xfb"');
  const version = data.readUInt32BE(4);
  if (version !== 2 && version !== 3) fail7(`version ${version}, expected 2 or 3`);
  const clusterBits = data.readUInt32BE(20);
  if (clusterBits < 9 || clusterBits > 21) fail7(`2^${clusterBits} bytes in a cluster`);
  if (version === 3 && data.length < 104) fail7("it ends within the header");
  const headerBytes = version === 3 ? data.readUInt32BE(100) : 72;
  if (headerBytes < 72 || headerBytes > 2 ** clusterBits || headerBytes % 8 !== 0) {
    fail7(`a header of ${headerBytes} bytes`);
  }
  const refcountOrder = version === 3 ? data.readUInt32BE(96) : 4;
  if (refcountOrder > 6) fail7(`reference counts of 2^${refcountOrder} bits`);
  const incompatible = version === 3 ? data.readBigUInt64BE(72) : 0n;
  const typed2 = (incompatible & QCOW2_INCOMPATIBLE.compression) !== 0n && headerBytes > 104;
  const compression2 = typed2 ? data[104] ?? 0 : 0;
  if (compression2 > 1) fail7(`compression type ${compression2}, expected 0 (zlib) or 1 (zstd)`);
  const backingOffset = Number(data.readBigUInt64BE(8));
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
    compression: compression2 === 1 ? "zstd" : "zlib",
    headerBytes
  };
}
function parseL1Entry(entry) {
  return { offset: Number(entry & OFFSET), isExclusive: (entry & EXCLUSIVE) !== 0n };
}
function parseL2Entry(entry, { clusterBytes }) {
  const isExclusive = (entry & EXCLUSIVE) !== 0n;
  if ((entry & 1n << 62n) === 0n) {
    const offset2 = Number(entry & OFFSET);
    if ((entry & 1n) !== 0n) return { kind: "zero", offset: offset2, isExclusive };
    return offset2 === 0 ? { kind: "none" } : { kind: "plain", offset: offset2, isExclusive };
  }
  const offsetBits = BigInt(62 - (Math.log2(clusterBytes) - 8));
  const offset = Number(entry & (1n << offsetBits) - 1n);
  const sectors = Number((entry & (1n << 62n) - 1n) >> offsetBits);
  return {
    kind: "compressed",
    offset,
    limitBytes: (sectors + 1) * 512 - offset % 512,
    isExclusive
  };
}
function fail7(what) {
  throw new BuildError("QCOW2_BAD", `not a sound qcow2 image: ${what}`);
}

// lib/qcow2/format.ts
var QCOW2_CLUSTER_BYTES = 64 * 1024;
var QCOW2_ZLIB_WINDOW_BITS = 12;
var HEADER_BYTES5 = 112;
var TABLE_ENTRIES2 = QCOW2_CLUSTER_BYTES / 8;
var REFCOUNTS_PER_BLOCK = QCOW2_CLUSTER_BYTES / 2;
var SECTOR_COUNT_SHIFT = 22;
var EXCLUSIVE2 = 2147483648;
var COMPRESSED = 1073741824;
var Qcow2Layout = class {
  sizeBytes;
  compression;
  l2Tables = /* @__PURE__ */ new Map();
  /** Users of each cluster of the file. */
  refcounts = new Uint16Array(1024);
  /** Where the next compressed cluster goes. */
  end = QCOW2_CLUSTER_BYTES;
  constructor(sizeBytes, compression2) {
    this.sizeBytes = sizeBytes;
    this.compression = compression2;
  }
  /** Returns where in the file the whole cluster `index` has to be written. */
  addPlain(index) {
    const offset = roundUp2(this.end);
    this.refer(offset, QCOW2_CLUSTER_BYTES);
    this.setEntry(index, (EXCLUSIVE2 | Math.floor(offset / 2 ** 32)) >>> 0, offset);
    this.end = offset + QCOW2_CLUSTER_BYTES;
    return offset;
  }
  /** Returns where in the file the `sizeBytes` of compressed cluster `index` have to be written. */
  addCompressed(index, sizeBytes) {
    const offset = this.end;
    this.end += sizeBytes;
    this.refer(offset, sizeBytes);
    const sectors = Math.floor((this.end - 1) / 512) - Math.floor(offset / 512);
    const upper = COMPRESSED | sectors << SECTOR_COUNT_SHIFT | Math.floor(offset / 2 ** 32);
    this.setEntry(index, upper >>> 0, offset);
    return offset;
  }
  /** Returns the header for byte 0, and the tables, which end the file, for `offset`. */
  finish() {
    const offset = roundUp2(this.end);
    const l1Entries = Math.ceil(this.sizeBytes / (QCOW2_CLUSTER_BYTES * TABLE_ENTRIES2));
    const l1 = Buffer.alloc(roundUp2(l1Entries * 8));
    const l2Tables = [...this.l2Tables].sort(([a], [b]) => a - b);
    for (const [order, [index]] of l2Tables.entries()) {
      writeOffset(l1, index * 8, offset + order * QCOW2_CLUSTER_BYTES, EXCLUSIVE2);
    }
    const l1Offset = offset + l2Tables.length * QCOW2_CLUSTER_BYTES;
    const refcounts = this.formatRefcounts(l1Offset + l1.length);
    const header = this.formatHeader({
      l1: { offset: l1Offset, entries: l1Entries },
      refcountTable: { offset: refcounts.tableOffset, clusters: refcounts.tableClusters }
    });
    const tables = [...l2Tables.map(([, table]) => table), l1, refcounts.bytes];
    return { header, offset, tables: Buffer.concat(tables) };
  }
  /** Blocks of reference counts, which begin at `offset`, and their table after them. */
  formatRefcounts(offset) {
    const before = offset / QCOW2_CLUSTER_BYTES;
    let blocks = 1;
    let tableClusters = 1;
    for (; ; ) {
      const clusters = before + blocks + tableClusters;
      const needed = Math.ceil(clusters / REFCOUNTS_PER_BLOCK);
      const neededTable = Math.ceil(needed * 8 / QCOW2_CLUSTER_BYTES);
      if (needed <= blocks && neededTable <= tableClusters) break;
      blocks = needed;
      tableClusters = neededTable;
    }
    const counts = Buffer.alloc(blocks * QCOW2_CLUSTER_BYTES);
    const tablesFrom = roundUp2(this.end) / QCOW2_CLUSTER_BYTES;
    counts.writeUInt16BE(1, 0);
    for (let cluster = 1; cluster < before + blocks + tableClusters; cluster += 1) {
      counts.writeUInt16BE(cluster < tablesFrom ? this.refcounts[cluster] ?? 0 : 1, cluster * 2);
    }
    const table = Buffer.alloc(tableClusters * QCOW2_CLUSTER_BYTES);
    for (let block = 0; block < blocks; block += 1) {
      writeOffset(table, block * 8, offset + block * QCOW2_CLUSTER_BYTES);
    }
    return {
      bytes: Buffer.concat([counts, table]),
      tableOffset: offset + counts.length,
      tableClusters
    };
  }
  formatHeader(places) {
    const header = Buffer.alloc(QCOW2_CLUSTER_BYTES);
    header.write("QFI\xFB", "latin1");
    header.writeUInt32BE(3, 4);
    header.writeUInt32BE(Math.log2(QCOW2_CLUSTER_BYTES), 20);
    header.writeBigUInt64BE(BigInt(this.sizeBytes), 24);
    header.writeUInt32BE(places.l1.entries, 36);
    writeOffset(header, 40, places.l1.offset);
    writeOffset(header, 48, places.refcountTable.offset);
    header.writeUInt32BE(places.refcountTable.clusters, 56);
    const isZstd = this.compression === "zstd";
    header.writeBigUInt64BE(isZstd ? QCOW2_INCOMPATIBLE.compression : 0n, 72);
    header.writeUInt32BE(4, 96);
    header.writeUInt32BE(HEADER_BYTES5, 100);
    header.writeUInt8(isZstd ? 1 : 0, 104);
    return header;
  }
  setEntry(index, upper, offset) {
    const tableIndex = Math.floor(index / TABLE_ENTRIES2);
    let table = this.l2Tables.get(tableIndex);
    if (table === void 0) {
      table = Buffer.alloc(QCOW2_CLUSTER_BYTES);
      this.l2Tables.set(tableIndex, table);
    }
    const at = index % TABLE_ENTRIES2 * 8;
    table.writeUInt32BE(upper, at);
    table.writeUInt32BE(offset % 2 ** 32, at + 4);
  }
  refer(offset, sizeBytes) {
    const first = Math.floor(offset / QCOW2_CLUSTER_BYTES);
    const last = Math.floor((offset + sizeBytes - 1) / QCOW2_CLUSTER_BYTES);
    if (last >= this.refcounts.length) {
      const larger = new Uint16Array(Math.max(last + 1, this.refcounts.length * 2));
      larger.set(this.refcounts);
      this.refcounts = larger;
    }
    for (let cluster = first; cluster <= last; cluster += 1) {
      this.refcounts[cluster] = (this.refcounts[cluster] ?? 0) + 1;
    }
  }
};
function writeOffset(table, at, offset, flags = 0) {
  table.writeUInt32BE((flags | Math.floor(offset / 2 ** 32)) >>> 0, at);
  table.writeUInt32BE(offset % 2 ** 32, at + 4);
}
function roundUp2(bytes) {
  return Math.ceil(bytes / QCOW2_CLUSTER_BYTES) * QCOW2_CLUSTER_BYTES;
}

// lib/media/qcow2-writer.ts
var ZSTD_LEVEL2 = 3;
var ZLIB_LEVEL = 6;
var Qcow2Writer = class {
  encoding;
  file;
  layout;
  start = 0;
  constructor(file2, sizeBytes, options) {
    this.file = file2;
    this.layout = new Qcow2Layout(sizeBytes, options.compression === "zstd" ? "zstd" : "zlib");
    this.encoding = encodingOf(options);
  }
  async begin() {
    this.start = this.file.position;
  }
  async add(pieces2) {
    for (const { chunk, isPlain, bytes } of pieces2) {
      const offset = isPlain ? this.layout.addPlain(chunk) : this.layout.addCompressed(chunk, bytes.length);
      await this.file.skipTo(this.start + offset);
      await this.file.append(bytes);
    }
  }
  async finish() {
    const { header, offset, tables } = this.layout.finish();
    await this.file.skipTo(this.start + offset);
    await this.file.append(tables);
    await this.file.fill(this.start, header);
  }
};
function encodingOf({ compression: compression2, level }) {
  if (compression2 === "none") return { kind: "plain" };
  if (compression2 === "zstd") return { kind: "zstd", level: level ?? ZSTD_LEVEL2 };
  const windowBits = QCOW2_ZLIB_WINDOW_BITS;
  return { kind: "deflate", windowBits, level: level ?? ZLIB_LEVEL, isOpen: false };
}

// lib/media/containerdisk-writer.ts
var OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
var OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
var QEMU_ID = 107;
var ContainerdiskWriter = class {
  encoding;
  file;
  options;
  qcow2;
  folders;
  layerFolder;
  constructor(file2, options) {
    this.file = file2;
    this.options = options;
    this.qcow2 = new Qcow2Writer(file2, options.sizeBytes, options);
    this.encoding = this.qcow2.encoding;
    this.folders = Buffer.concat([
      this.formatHeader("blobs/", 0, 493),
      this.formatHeader("blobs/sha256/", 0, 493)
    ]);
    this.layerFolder = this.formatHeader("disk/", 0, 493);
  }
  async begin() {
    await this.file.append(this.folders);
    await this.file.skipTo(this.layerStart);
    await this.file.append(this.layerFolder);
    await this.file.skipTo(this.diskStart);
    await this.qcow2.begin();
  }
  async add(pieces2) {
    await this.qcow2.add(pieces2);
  }
  async finish() {
    await this.qcow2.finish();
    const diskBytes = this.file.position - this.diskStart;
    await this.file.append(tarPadding(diskBytes), TAR_END);
    const { name } = this.options;
    const diskHeader = this.formatHeader(`disk/${name}.qcow2`, diskBytes, 288, QEMU_ID);
    await this.file.fill(this.diskStart - TAR_BLOCK_BYTES, diskHeader);
    const layerEnd = this.file.position;
    const layerBytes = layerEnd - this.layerStart;
    const layer = await this.file.digest(this.layerStart, layerEnd);
    const layerHeader = this.formatHeader(`blobs/sha256/${layer}`, layerBytes, 420);
    await this.file.fill(this.layerStart - TAR_BLOCK_BYTES, layerHeader);
    await this.appendDocuments(layer, layerBytes);
  }
  async appendDocuments(layer, layerBytes) {
    const { architecture, timeSeconds } = this.options;
    const platform = { architecture, os: "linux" };
    const created = new Date(timeSeconds * 1e3).toISOString().replace(".000Z", "Z");
    const config = document({
      ...platform,
      config: {},
      created,
      history: [{ created, created_by: "treesmith" }],
      rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] }
    });
    const manifest = document({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: OCI_CONFIG, digest: config.digest, size: config.bytes.length },
      layers: [{ mediaType: OCI_LAYER, digest: `sha256:${layer}`, size: layerBytes }]
    });
    const index = document({
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
    for (const blob of [config, manifest]) {
      await this.appendFile(blob.digest.replace("sha256:", "blobs/sha256/"), blob.bytes);
    }
    await this.appendFile("index.json", index.bytes);
    await this.appendFile("oci-layout", document({ imageLayoutVersion: "1.0.0" }).bytes);
    await this.file.append(TAR_END);
  }
  /** Where the layer's own archive begins. */
  get layerStart() {
    return this.folders.length + TAR_BLOCK_BYTES;
  }
  get diskStart() {
    return this.layerStart + this.layerFolder.length + TAR_BLOCK_BYTES;
  }
  async appendFile(name, bytes) {
    const header = this.formatHeader(name, bytes.length, 420);
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
  const bytes = Buffer.from(canonicalJson(value));
  return { bytes, digest: `sha256:${sha256(bytes)}` };
}

// lib/media/identity.ts
import { createHash as createHash5 } from "node:crypto";

// lib/core/uuid.ts
function uuidOfDigest(hex2) {
  const variant2 = (8 | Number.parseInt(hex2.charAt(16), 16) & 3).toString(16);
  return [
    hex2.slice(0, 8),
    hex2.slice(8, 12),
    `8${hex2.slice(13, 16)}`,
    `${variant2}${hex2.slice(17, 20)}`,
    hex2.slice(20, 32)
  ].join("-");
}

// lib/media/identity.ts
function deriveDigest(purpose, disk) {
  const hash = createHash5("sha256");
  hash.update(`treesmith media ${purpose} ${disk.identity} ${disk.sizeBytes}
`);
  for (const { offsetBytes, bytes } of disk.patches) {
    hash.update(`${offsetBytes} ${bytes.length}
`);
    hash.update(bytes);
  }
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
  const uniqueId = deriveUuid("vhd", disk);
  const footer = formatVhdFooter({ sizeBytes: vhdBytes, uniqueId, timeSeconds });
  return {
    head: wholeDisk(disk.sizeBytes),
    tail: [
      { kind: "zeros", sizeBytes: vhdBytes - disk.sizeBytes },
      { kind: "bytes", bytes: footer }
    ]
  };
}
function layOutVhdx(disk, usedChunks) {
  const blockBytes = vhdxBlockBytes(disk.sizeBytes);
  const blocks = [];
  for (let block = 0; block * blockBytes < disk.sizeBytes; block += 1) {
    const first = block * blockBytes / CHUNK_BYTES;
    if (usedChunks.hasAny(first, first + blockBytes / CHUNK_BYTES)) blocks.push(block);
  }
  const ids = {
    fileWriteId: deriveUuid("vhdx file", disk),
    dataWriteId: deriveUuid("vhdx data", disk),
    diskId: deriveUuid("vhdx disk", disk)
  };
  const bytes = formatVhdxHead({ sizeBytes: disk.sizeBytes, ...ids }, blocks);
  const segments = blocks.flatMap((block) => {
    const offsetBytes = block * blockBytes;
    const sizeBytes = Math.min(blockBytes, disk.sizeBytes - offsetBytes);
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
var POLYNOMIAL2 = 3988292384;
function combineCrc32(first, second, secondBytes) {
  return (multiply(powerOfBytes(secondBytes), first) ^ second) >>> 0;
}
var powers = /* @__PURE__ */ new Map();
function powerOfBytes(bytes) {
  const known = powers.get(bytes);
  if (known !== void 0) return known;
  let result = 2147483648;
  let square = 8388608;
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(square, result);
    square = multiply(square, square);
  }
  if (powers.size < 16) powers.set(bytes, result);
  return result;
}
function multiply(a, b) {
  let product = 0;
  let factor = b;
  for (let bit = 2147483648; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor;
    factor = (factor & 1) === 1 ? factor >>> 1 ^ POLYNOMIAL2 : factor >>> 1;
  }
  return product >>> 0;
}

// lib/media/deflate.ts
var LEVEL = 6;
var DEFLATE_END = Buffer.from([3, 0]);
function deflateEncoding(level = LEVEL) {
  return { kind: "deflate", windowBits: 15, level, isOpen: true };
}
function formatZlibHead(level) {
  const word = level >= 7 ? 3 : level === 6 ? 2 : level >= 2 ? 1 : 0;
  const head = 120 << 8 | word << 6;
  return Buffer.from([120, head + 31 - head % 31 & 255]);
}

// lib/media/gce-writer.ts
var RECORD_BYTES = 10240;
var GZIP_HEAD = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 3]);
var GceWriter = class {
  encoding;
  file;
  options;
  crc32 = 0;
  tarBytes = 0;
  constructor(file2, options) {
    this.file = file2;
    this.options = options;
    this.encoding = deflateEncoding(options.level);
  }
  async begin() {
    const { sizeBytes, usedChunks, timeSeconds } = this.options;
    const runs = Array.from(usedChunks.runs(), ({ first, count }) => ({
      offsetBytes: first * CHUNK_BYTES,
      sizeBytes: count * CHUNK_BYTES
    }));
    const entry = { name: "disk.raw", sizeBytes, modeOctal: 420, mtimeSeconds: timeSeconds };
    await this.file.append(GZIP_HEAD);
    await this.appendOwn(formatSparseHeader(entry, runs));
  }
  async add(pieces2) {
    for (const piece of pieces2) await this.appendStream(piece.bytes, piece.crc32, CHUNK_BYTES);
  }
  async finish() {
    const rest = (this.tarBytes + TAR_END.length) % RECORD_BYTES;
    const padding2 = Buffer.alloc((RECORD_BYTES - rest) % RECORD_BYTES);
    await this.appendOwn(Buffer.concat([TAR_END, padding2]));
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.crc32, 0);
    trailer.writeUInt32LE(this.tarBytes % 2 ** 32, 4);
    await this.file.append(DEFLATE_END, trailer);
  }
  async appendOwn(data) {
    const { level } = this.encoding;
    const stream = deflateRawSync(data, { level, finishFlush: constants.Z_SYNC_FLUSH });
    await this.appendStream(stream, crc322(data), data.length);
  }
  async appendStream(stream, checksum, dataBytes) {
    this.crc32 = combineCrc32(this.crc32, checksum, dataBytes);
    this.tarBytes += dataBytes;
    await this.file.append(stream);
  }
};

// lib/ovf/format.ts
var LINUX_64 = 101;
var VMDK_FORMAT = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized";
var PROPERTIES = [
  ["guestinfo.ignition.config.data", "Ignition config"],
  ["guestinfo.ignition.config.data.encoding", "Encoding of the Ignition config"],
  ["guestinfo.userdata", "cloud-init user data"],
  ["guestinfo.userdata.encoding", "Encoding of the user data"],
  ["guestinfo.metadata", "cloud-init metadata"],
  ["guestinfo.metadata.encoding", "Encoding of the metadata"]
];
function formatOvf(machine) {
  const name = escapeXml(machine.name);
  const { cpus, memoryMib, diskFileBytes } = machine;
  const items = [
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
  ];
  const settings = [
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
    <OperatingSystemSection ovf:id="${LINUX_64}" vmw:osType="${escapeXml(machine.osType)}">
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
${items.join("\n")}
${settings.map(([key, value]) => `      <vmw:Config ovf:required="false" vmw:key="${key}" vmw:value="${value}"/>`).join("\n")}
    </VirtualHardwareSection>
    <ProductSection>
      <Info>Information about the installed software</Info>
      <Product>${name}</Product>${machine.version === void 0 ? "" : `
      <Version>${escapeXml(machine.version)}</Version>`}
${PROPERTIES.map(([key, label]) => formatProperty(key, label)).join("\n")}
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
  const elements = [
    ...Object.entries(more),
    ["ElementName", elementName],
    ["InstanceID", `${instanceId}`],
    ["ResourceType", `${resourceType}`]
  ];
  const lines2 = elements.sort(([a], [b]) => a < b ? -1 : 1).map(([tag, value]) => `        <rasd:${tag}>${escapeXml(value)}</rasd:${tag}>`);
  return `      <Item${attributes}>
${lines2.join("\n")}
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
    this.file = file2;
    this.stream = new VmdkStream(disk);
    this.encoding = deflateEncoding(level);
    this.zlibHead = formatZlibHead(this.encoding.level);
  }
  async begin() {
    await this.file.append(this.stream.head());
  }
  async add(pieces2) {
    for (const { chunk, bytes, adler32 } of pieces2) {
      const checksum = Buffer.alloc(4);
      checksum.writeUInt32BE(adler32);
      const zlib2 = [this.zlibHead, bytes, DEFLATE_END, checksum];
      await this.file.append(...this.stream.grain(chunk, zlib2));
    }
  }
  async finish() {
    await this.file.append(...this.stream.finish());
  }
};

// lib/media/ova-writer.ts
var SIZE_DIGITS = 16;
var CPUS = 2;
var MEMORY_MIB = 4096;
var OvaWriter = class {
  encoding;
  file;
  disk;
  machine;
  timeSeconds;
  vmdk;
  /** Room for the descriptor, which names the size of the disk's file. */
  descriptorBytes;
  constructor(file2, options) {
    this.file = file2;
    this.disk = options.disk;
    this.machine = options.machine;
    this.timeSeconds = options.timeSeconds;
    this.vmdk = new VmdkWriter(file2, options.disk, options.level);
    this.encoding = this.vmdk.encoding;
    const longest = Buffer.byteLength(this.formatDescriptor(0)) + SIZE_DIGITS;
    this.descriptorBytes = Math.ceil(longest / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
  }
  async begin() {
    await this.file.skipTo(this.vmdkStart);
    this.file.startDigest();
    await this.vmdk.begin();
  }
  async add(pieces2) {
    await this.vmdk.add(pieces2);
  }
  async finish() {
    await this.vmdk.finish();
    const vmdkBytes = this.file.position - this.vmdkStart;
    const text = this.formatDescriptor(vmdkBytes);
    const descriptor = Buffer.alloc(this.descriptorBytes, "\n");
    descriptor.write(text);
    const manifest = Buffer.from(
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
    );
    await this.file.fill(
      0,
      Buffer.concat([this.formatHeader(this.descriptorName, descriptor.length), descriptor])
    );
    await this.file.fill(
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
    const { machine } = this;
    return formatOvf({
      name: machine.name,
      hardwareVersion: machine.hardwareVersion,
      osType: machine.osType,
      firmware: machine.firmware,
      ...machine.version === void 0 ? {} : { version: machine.version },
      diskFile: this.diskName,
      diskFileBytes,
      capacityBytes: this.disk.sizeBytes,
      isSecureBoot: machine.isSecureBoot ?? false,
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
var LEVEL2 = 3;
var ZstdWriter = class {
  encoding;
  file;
  sizeBytes;
  zeros;
  constructor(file2, sizeBytes, level = LEVEL2) {
    this.file = file2;
    this.sizeBytes = sizeBytes;
    this.encoding = { kind: "zstd-batch", level };
  }
  async begin() {
    this.zeros = compressZstd(Buffer.alloc(BATCH_BYTES), this.encoding.level);
  }
  async add(pieces2, batch) {
    const [piece] = pieces2;
    if (piece !== void 0) return this.file.append(piece.bytes);
    const sizeBytes = Math.min(BATCH_BYTES, this.sizeBytes - batch * BATCH_BYTES);
    const zeros = sizeBytes === BATCH_BYTES ? this.zeros : compressZstd(Buffer.alloc(sizeBytes), this.encoding.level);
    if (zeros !== void 0) await this.file.append(zeros);
  }
  async finish() {
  }
};

// lib/media/make-writer.ts
function resolveMaking(output, ground) {
  const { disk, usedChunks, diskBytes, timeSeconds } = ground;
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
      const { machine, level } = output;
      return pieces(
        (file2) => new OvaWriter(file2, { disk: vmdkDisk(ground), machine, level, timeSeconds })
      );
    }
    case "gce": {
      const options = { sizeBytes: diskBytes, usedChunks, timeSeconds, level: output.level };
      return pieces((file2) => new GceWriter(file2, options));
    }
    case "qcow2": {
      const { compression: compression2 = "zstd", level } = output;
      return pieces((file2) => new Qcow2Writer(file2, disk.sizeBytes, { compression: compression2, level }));
    }
    case "containerdisk": {
      const { name, architecture, compression: compression2 = "zstd", level } = output;
      const { sizeBytes } = disk;
      const options = { sizeBytes, name, architecture, compression: compression2, level, timeSeconds };
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
import { availableParallelism as availableParallelism4 } from "node:os";
import { Worker as Worker3 } from "node:worker_threads";
var SCRIPT3 = new URL(
  import.meta.url.endsWith(".ts") ? "./media-worker.ts" : "./media-worker.mjs",
  import.meta.url
);
var MAX_THREADS3 = 4;
function defaultMediaThreads() {
  return Math.min(MAX_THREADS3, availableParallelism4());
}
var MediaPool = class {
  threads;
  waiting = [];
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
  /** @throws BuildError DISK_BAD, DISK_FULL, MEDIA_WRITER_FAILED */
  async encode(batch) {
    const answer = await this.enqueue({ kind: "encode", batch });
    return "pieces" in answer ? answer.pieces : [];
  }
  /** @throws BuildError DISK_BAD, DISK_FULL, MEDIA_WRITER_FAILED; ConfigError OUTPUT_READ_ONLY */
  async copy(task) {
    const answer = await this.enqueue(task);
    return "files" in answer ? answer.files : [];
  }
  async [Symbol.asyncDispose]() {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
    for (const thread of this.threads) endSpan2(thread);
    this.rejectAll(new BuildError("MEDIA_WRITER_FAILED", "the threads were stopped"));
  }
  enqueue(task) {
    return new Promise((resolve2, reject) => {
      if (this.broken !== void 0) return reject(this.broken);
      this.waiting.push({ task, resolve: resolve2, reject });
      for (const thread of this.threads) this.giveWork(thread);
    });
  }
  giveWork(thread) {
    if (thread.job !== void 0) return;
    const job = this.waiting.shift();
    const name = job?.task.kind;
    if (thread.span?.name !== name) endSpan2(thread);
    if (job === void 0 || name === void 0) return;
    thread.job = job;
    thread.span ??= {
      name,
      end: this.timeline.begin(name, { kind: "thread", lane: thread.lane })
    };
    thread.worker.ref();
    thread.worker.postMessage(job.task);
  }
  startThread(settings, lane) {
    const worker = new Worker3(SCRIPT3, { workerData: settings, name: lane });
    const thread = { worker, lane };
    worker.unref();
    worker.on("message", (answer) => {
      const { job } = thread;
      thread.job = void 0;
      worker.unref();
      this.giveWork(thread);
      if ("error" in answer) job?.reject(explain2(answer.error, job.task));
      else job?.resolve(answer);
    });
    worker.on("error", (error) => this.breakOff(error));
    return thread;
  }
  /** A thread has died: of want of memory, or of a fault of ours. */
  breakOff(error) {
    const message = error instanceof Error ? error.message : String(error);
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
    const running = this.threads.flatMap(({ job }) => job ?? []);
    for (const job of [...running, ...this.waiting.splice(0)]) job.reject(error);
  }
};
function endSpan2(thread) {
  thread.span?.end({ ok: true });
  thread.span = void 0;
}
function explain2(error, task) {
  const { code, message } = error;
  if (code === "DISK_BAD") return new BuildError("DISK_BAD", message);
  const path = error.path ?? (task.kind === "copy" ? task.files[0]?.path : void 0) ?? "";
  const plain2 = Object.assign(new Error(message), { code });
  const known = explainFileError(plain2, path);
  if (known !== plain2) return known;
  return new BuildError("MEDIA_WRITER_FAILED", message, { cause: plain2 });
}

// lib/media/output-file.ts
import { createHash as createHash6 } from "node:crypto";
import { createReadStream as createReadStream5 } from "node:fs";
import { open as open12 } from "node:fs/promises";
var FLUSH_BYTES = 1024 * 1024;
var OutputFile = class _OutputFile {
  path;
  handle;
  gathered = [];
  gatheredBytes = 0;
  /** Where the gathered parts go. */
  offset = 0;
  /** Of what is appended; undefined while nobody asks. */
  hash;
  constructor(path, handle) {
    this.path = path;
    this.handle = handle;
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
  /** Appends parts, which must not change afterwards. */
  async append(...parts) {
    for (const part of parts) {
      if (part.length === 0) continue;
      this.hash?.update(part);
      this.gathered.push(part);
      this.gatheredBytes += part.length;
    }
    if (this.gatheredBytes >= FLUSH_BYTES) await this.flush();
  }
  /** Goes on at a later place; between is a hole. */
  async skipTo(position) {
    if (position === this.position) return;
    await this.flush();
    this.offset = position;
  }
  /** Writes to a place that was passed already. */
  async fill(position, data) {
    await this.flush();
    await this.write([data], position);
  }
  /** From now on what is appended is digested; holes must not be left. */
  startDigest() {
    this.hash = createHash6("sha256");
  }
  /** Returns the SHA-256 of what was appended since `startDigest`. */
  endDigest() {
    const digest = this.hash?.digest("hex") ?? "";
    this.hash = void 0;
    return digest;
  }
  /** Returns the SHA-256 of what lies in `[from, to)`, as it is now. */
  async digest(from, to) {
    await this.flush();
    const hash = createHash6("sha256");
    const bytes = createReadStream5(this.path, {
      start: from,
      end: to - 1,
      highWaterMark: FLUSH_BYTES
    });
    for await (const chunk of bytes) hash.update(chunk);
    return hash.digest("hex");
  }
  /** Writes what is gathered, and returns the size of the file. */
  async finish() {
    await this.flush();
    await this.handle.truncate(this.offset);
    return this.offset;
  }
  async [Symbol.asyncDispose]() {
    await this.handle.close();
  }
  async flush() {
    if (this.gatheredBytes === 0) return;
    const { gathered, offset } = this;
    this.offset += this.gatheredBytes;
    this.gathered = [];
    this.gatheredBytes = 0;
    await this.write(gathered, offset);
  }
  async write(parts, position) {
    const sizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
    try {
      const { bytesWritten } = await this.handle.writev(parts, position);
      if (bytesWritten === sizeBytes) return;
      const rest = Buffer.concat(parts).subarray(bytesWritten);
      for (let done = 0; done < rest.length; ) {
        const at = position + bytesWritten + done;
        done += (await this.handle.write(rest, done, rest.length - done, at)).bytesWritten;
      }
    } catch (error) {
      throw explainFileError(error, this.path);
    }
  }
};

// lib/media/write-pieces.ts
var BATCHES_AHEAD = 2;
var BATCHES_AT_ONCE = 4;
function collectWants(jobs) {
  const wants = /* @__PURE__ */ new Map();
  for (const { variant: variant2, writer } of jobs) {
    const { encoding } = writer;
    const key = JSON.stringify(encoding);
    const want = wants.get(key) ?? { encoding, variants: /* @__PURE__ */ new Set() };
    want.variants.add(variant2);
    wants.set(key, want);
  }
  return Array.from(wants.values(), ({ encoding, variants }) => ({
    encoding,
    variants: [...variants]
  }));
}
async function writePieces(jobs, ground, pool) {
  if (jobs.length === 0) return;
  const wants = collectWants(jobs);
  const wantOf = jobs.map(({ writer: { encoding } }) => {
    const key = JSON.stringify(encoding);
    return wants.findIndex((want) => JSON.stringify(want.encoding) === key);
  });
  for (const { writer } of jobs) await writer.begin();
  const progress = ground.log.progress("Write images", ground.disk.sizeBytes, "bytes");
  const batches2 = Math.ceil(ground.disk.sizeBytes / BATCH_BYTES);
  const ahead = [];
  let asked = 0;
  for (let batch = 0; batch < batches2; batch += 1) {
    while (asked < batches2 && ahead.length < ground.threads * BATCHES_AHEAD) {
      const encoded = encode(asked, ground, pool);
      encoded.catch(() => void 0);
      ahead.push(encoded);
      asked += 1;
    }
    const pieces2 = await ahead.shift() ?? [];
    for (const [index, { variant: variant2, writer }] of jobs.entries()) {
      const own = pieces2.filter(
        (piece) => piece.want === wantOf[index] && isOf(piece, variant2, writer, ground)
      );
      await writer.add(own, batch);
    }
    if (pieces2.length > 0 && batch % BATCHES_AT_ONCE === 0) collectGarbage();
    progress.advance(Math.min(BATCH_BYTES, ground.disk.sizeBytes - batch * BATCH_BYTES));
  }
  for (const { writer } of jobs) await writer.finish();
  progress.done();
}
async function encode(batch, { variantChunks, usedChunks }, pool) {
  const first = batch * BATCH_CHUNKS;
  const end = Math.min(first + BATCH_CHUNKS, usedChunks.count);
  return variantChunks.some((map) => map.hasAny(first, end)) ? pool.encode(batch) : [];
}
function isOf({ variant: variant2, chunk }, wanted, { encoding }, { variants, variantChunks }) {
  const count = encoding.kind === "zstd-batch" ? BATCH_CHUNKS : 1;
  if (variantOf({ variants }, wanted, chunk, count) !== variant2) return false;
  return variantChunks[wanted]?.hasAny(chunk, chunk + count) === true;
}

// lib/media/write-xz.ts
import { once as once6 } from "node:events";
import { closeSync as closeSync3, openSync as openSync3 } from "node:fs";
import { Readable as Readable2 } from "node:stream";
import { pipeline as pipeline3 } from "node:stream/promises";

// lib/media/xz-stream.ts
import { crc32 as crc323 } from "node:zlib";
var STREAM_HEADER_BYTES = 12;
var CHECK_BYTES = /* @__PURE__ */ new Map([
  [0, 0],
  [1, 4],
  [4, 8]
]);
var XzSplitter = class {
  /** The stream's header, once it has come. */
  header;
  data = Buffer.alloc(0);
  isAtIndex = false;
  /**
   * Returns the blocks that `chunk` completes.
   *
   * @throws BuildError XZ_UNKNOWN
   */
  take(chunk) {
    if (this.isAtIndex) return [];
    this.data = Buffer.concat([this.data, chunk]);
    if (this.header === void 0) {
      if (this.data.length < STREAM_HEADER_BYTES) return [];
      this.header = Buffer.from(this.data.subarray(0, STREAM_HEADER_BYTES));
      this.data = this.data.subarray(STREAM_HEADER_BYTES);
    }
    const blocks = [];
    for (let block = this.next(); block !== void 0; block = this.next()) blocks.push(block);
    return blocks;
  }
  next() {
    const [sizeByte, flags = 0] = this.data;
    if (sizeByte === 0) this.isAtIndex = true;
    if (sizeByte === void 0 || sizeByte === 0) return void 0;
    const headerBytes = (sizeByte + 1) * 4;
    if (this.data.length < headerBytes) return void 0;
    if ((flags & 192) !== 192) {
      throw new BuildError("XZ_UNKNOWN", "xz wrote a block without its sizes");
    }
    const compressed = readNumber(this.data, 2);
    const uncompressed = readNumber(this.data, compressed.end);
    const checkBytes = CHECK_BYTES.get(this.header?.[7] ?? -1);
    if (checkBytes === void 0) {
      throw new BuildError("XZ_UNKNOWN", "xz uses another check than CRC32 or CRC64");
    }
    const unpaddedBytes = headerBytes + compressed.value + checkBytes;
    const sizeBytes = headerBytes + roundUp3(compressed.value) + checkBytes;
    if (this.data.length < sizeBytes) return void 0;
    const bytes = Buffer.from(this.data.subarray(0, sizeBytes));
    this.data = this.data.subarray(sizeBytes);
    return { bytes, unpaddedBytes, uncompressedBytes: uncompressed.value };
  }
};
function formatXzEnd(header, blocks) {
  const records = blocks.flatMap(({ unpaddedBytes, uncompressedBytes }) => [
    formatNumber(unpaddedBytes),
    formatNumber(uncompressedBytes)
  ]);
  const fields = Buffer.concat([Buffer.alloc(1), formatNumber(blocks.length), ...records]);
  const index = Buffer.alloc(roundUp3(fields.length) + 4);
  fields.copy(index);
  index.writeUInt32LE(crc323(index.subarray(0, -4)), index.length - 4);
  const footer = Buffer.alloc(STREAM_HEADER_BYTES);
  footer.writeUInt32LE(index.length / 4 - 1, 4);
  footer.set(header.subarray(6, 8), 8);
  footer.writeUInt32LE(crc323(footer.subarray(4, 10)), 0);
  footer.write("YZ", 10, "latin1");
  return Buffer.concat([index, footer]);
}
function readNumber(data, at) {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = data[at + index] ?? 0;
    value += (byte & 127) * 2 ** (7 * index);
    if (byte < 128) return { value, end: at + index + 1 };
  }
  throw new BuildError("XZ_UNKNOWN", "xz wrote a number of more than 8 bytes");
}
function formatNumber(value) {
  const bytes = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(rest % 128 | 128);
  return Buffer.from([...bytes, rest]);
}
function roundUp3(bytes) {
  return Math.ceil(bytes / 4) * 4;
}

// lib/media/write-xz.ts
var BLOCK_BYTES6 = 8 * 1024 * 1024;
var BLOCK_CHUNKS = BLOCK_BYTES6 / CHUNK_BYTES;
var PART_BYTES = 1024 * 1024;
var LEVEL3 = 1;
var STDERR_TAIL_BYTES2 = 4096;
async function writeXz(file2, options) {
  const { usedChunks, variantChunks } = options;
  const count = Math.ceil(usedChunks.count / BLOCK_CHUNKS);
  const isZero = Array.from({ length: count }, (_, index) => {
    const isWhole = (index + 1) * BLOCK_BYTES6 <= usedChunks.sizeBytes;
    return isWhole && !variantChunks.hasAny(index * BLOCK_CHUNKS, (index + 1) * BLOCK_CHUNKS);
  });
  let zeros;
  if (isZero.includes(true)) {
    await compress(options, [zeroBlock()], async (block) => {
      zeros = block;
    });
  }
  const sizes = [];
  const write = async ({ bytes, ...size }) => {
    sizes.push(size);
    await file2.append(bytes);
  };
  const writeZeros = async () => {
    while (zeros !== void 0 && isZero[sizes.length] === true) await write(zeros);
  };
  const start = file2.position;
  await file2.skipTo(start + STREAM_HEADER.length);
  await writeZeros();
  const used = Array.from(isZero.keys()).filter((index) => isZero[index] === false);
  const header = await compress(options, usedBlocks(options, used), async (block) => {
    await write(block);
    await writeZeros();
  });
  await file2.append(formatXzEnd(header, sizes));
  await file2.fill(start, header);
}
var STREAM_HEADER = Buffer.alloc(12);
async function compress({ level, threads, signal }, parts, onBlock) {
  const argv = [
    ...["xz", "--compress", "--stdout", "--format=xz", `-${level ?? LEVEL3}`],
    // With one thread, blocks do not say how long they are.
    ...[`--threads=${Math.max(2, threads)}`, `--block-size=${BLOCK_BYTES6}`]
  ];
  const child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"] });
  const ended = once6(child, "close");
  const kill = () => child.kill();
  signal.addEventListener("abort", kill);
  let stderr = Buffer.alloc(0);
  child.stderr?.on("data", (chunk) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES2);
  });
  const splitter = new XzSplitter();
  try {
    const feeding = feed(child.stdin, parts);
    feeding.catch(() => child.kill());
    for await (const chunk of child.stdout ?? []) {
      for (const block of splitter.take(chunk)) await onBlock(block);
    }
    await feeding;
  } finally {
    signal.removeEventListener("abort", kill);
    child.kill();
    await ended;
  }
  const [exitCode] = await ended;
  if (exitCode !== 0 || splitter.header === void 0) {
    throw explainToolError(new ToolError(argv, exitCode ?? 128, stderr.toString("utf8")));
  }
  return splitter.header;
}
async function feed(stdin, parts) {
  if (stdin === null) return;
  try {
    await pipeline3(Readable2.from(parts), stdin);
  } catch (error) {
    const { code = "" } = error;
    if (!["EPIPE", "ERR_STREAM_PREMATURE_CLOSE"].includes(code)) throw error;
  }
}
function zeroBlock() {
  return Buffer.alloc(BLOCK_BYTES6);
}
function* usedBlocks(options, blocks) {
  const { diskPath, usedChunks, patches } = options;
  const file2 = openSync3(diskPath, "r");
  try {
    for (const block of blocks) {
      const end = Math.min((block + 1) * BLOCK_BYTES6, usedChunks.sizeBytes);
      for (let from = block * BLOCK_BYTES6; from < end; from += PART_BYTES) {
        const data = Buffer.alloc(Math.min(PART_BYTES, end - from));
        readDisk(file2, usedChunks, from, data);
        applyPatches(patches, from, data);
        yield data;
      }
    }
  } finally {
    closeSync3(file2);
  }
}

// lib/media/media-jobs.ts
async function runMediaJobs(jobs, ground) {
  const flat = /* @__PURE__ */ new Map();
  const files = /* @__PURE__ */ new Map();
  const sizes = /* @__PURE__ */ new Map();
  try {
    var _stack = [];
    try {
      for (const job of jobs) {
        if (job.making.kind !== "flat") files.set(job, await OutputFile.create(job.path));
      }
      const pieces2 = [...files].flatMap(
        ([{ variant: variant2, making }, file2]) => making.kind === "pieces" ? [{ variant: variant2, writer: making.make(file2) }] : []
      );
      const stop = new AbortController();
      const pool = __using(_stack, new MediaPool(workerSettings(ground, pieces2), ground.threads), true);
      const work = [
        ...groupFlat(jobs).map((group) => copyFlat(group, pool, flat)),
        writePieces(pieces2, ground, pool),
        ...Array.from(files, ([job, file2]) => compressXz(job, file2, ground, stop.signal))
      ];
      try {
        await Promise.all(work);
      } catch (error) {
        stop.abort();
        await pool[Symbol.asyncDispose]();
        await Promise.allSettled(work);
        throw error;
      }
      for (const [{ path }, file2] of files) sizes.set(path, await file2.finish());
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } finally {
    for (const file2 of files.values()) await file2[Symbol.asyncDispose]();
  }
  const paths = [...sizes.keys()];
  const digests = await digestFiles(paths);
  return jobs.map(({ path }) => {
    const made = flat.get(path);
    if (made !== void 0) return { path, ...made };
    return { path, sizeBytes: sizes.get(path) ?? 0, sha256: digests[paths.indexOf(path)] ?? "" };
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
  const [first] = group;
  if (first === void 0) return;
  const made = await pool.copy({
    kind: "copy",
    variant: first.job.variant,
    head: first.layout.head,
    files: group.map(({ job: { path }, layout: { tail } }) => ({ path, tail }))
  });
  for (const [index, { job }] of group.entries()) {
    const file2 = made[index];
    if (file2 !== void 0) done.set(job.path, file2);
  }
}
async function compressXz({ making, variant: variant2 }, file2, ground, signal) {
  if (making.kind !== "xz") return;
  const { usedChunks, variants, variantChunks, threads, disk } = ground;
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
  const groups = [];
  for (const job of jobs) {
    if (job.making.kind !== "flat") continue;
    const { layout } = job.making;
    const alike = groups.find(
      ([first]) => first?.job.variant === job.variant && first.layout.head[0]?.kind === "disk" && layout.head[0]?.kind === "disk"
    );
    if (alike === void 0) groups.push([{ job, layout }]);
    else alike.push({ job, layout });
  }
  return groups;
}

// lib/media/scan-disk.ts
import { closeSync as closeSync4, openSync as openSync4 } from "node:fs";
import { open as open13 } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
var CHUNKS_AT_ONCE = 32;
var ZEROS = Buffer.alloc(CHUNK_BYTES);
async function scanDisk(disk) {
  const map = await readExtents(disk);
  const file2 = await open13(disk.path, "r");
  try {
    const data = Buffer.alloc(CHUNKS_AT_ONCE * CHUNK_BYTES);
    for (let first = 0; first < map.count; first += CHUNKS_AT_ONCE) {
      const end = Math.min(map.count, first + CHUNKS_AT_ONCE);
      if (!map.hasAny(first, end)) continue;
      readDisk(file2.fd, map, first * CHUNK_BYTES, data);
      for (let index = first; index < end; index += 1) {
        const at = (index - first) * CHUNK_BYTES;
        if (ZEROS.equals(data.subarray(at, at + CHUNK_BYTES))) map.set(index, false);
      }
      await setImmediate();
    }
  } finally {
    await file2.close();
  }
  return map;
}
function patchMap(map, path, patches) {
  if (patches.length === 0) return map;
  const patched = map.copy();
  const data = Buffer.alloc(CHUNK_BYTES);
  const file2 = openSync4(path, "r");
  try {
    for (const { offsetBytes, bytes } of patches) {
      const last = Math.floor((offsetBytes + bytes.length - 1) / CHUNK_BYTES);
      for (let index = Math.floor(offsetBytes / CHUNK_BYTES); index <= last; index += 1) {
        if (!isPatched(patches, index * CHUNK_BYTES, CHUNK_BYTES)) continue;
        readDisk(file2, map, index * CHUNK_BYTES, data);
        applyPatches(patches, index * CHUNK_BYTES, data);
        patched.set(index, !ZEROS.equals(data));
      }
    }
  } finally {
    closeSync4(file2);
  }
  return patched;
}
async function readExtents(disk) {
  const map = new ChunkMap(disk.sizeBytes);
  let rest = "";
  const take = (line) => {
    const [, start, length] = /"start": (\d+), "length": (\d+),.*"data": true/.exec(line) ?? [];
    if (start === void 0 || length === void 0) return;
    const last = Math.floor((Number(start) + Number(length) - 1) / CHUNK_BYTES);
    const end = Math.min(map.count - 1, last);
    for (let index = Math.floor(Number(start) / CHUNK_BYTES); index <= end; index += 1) {
      map.set(index, true);
    }
  };
  await runTool(["qemu-img", "map", "-U", "-f", "raw", "--output=json", disk.path], {
    onStdout: (chunk) => {
      const lines2 = (rest + chunk.toString("latin1")).split("\n");
      rest = lines2.pop() ?? "";
      for (const line of lines2) take(line);
    }
  });
  take(rest);
  if (map.count === 0) throw new BuildError("DISK_BAD", `${disk.path} is empty`);
  return map;
}

// lib/media/write-media.ts
var SECTOR_BYTES5 = 512;
async function writeMedia(options) {
  const { outputs, log } = options;
  const disk = { path: resolve(options.disk.path), sizeBytes: options.disk.sizeBytes };
  await assertDisk(disk, outputs);
  const sizes = outputs.map((output) => resolveDiskBytes(output, disk.sizeBytes));
  for (const output of outputs) {
    await assertOutputFile(output.path);
    assertZstd(output);
  }
  for (const [index, { format, path }] of outputs.entries()) {
    const grown = sizes[index] ?? disk.sizeBytes;
    if (grown === disk.sizeBytes) continue;
    log.warn(
      `${path}: the disk of ${formatBytes(disk.sizeBytes)} is ${formatBytes(grown)} in ${format}, which takes no other sizes; the copy of its partition table is no longer at its end`
    );
  }
  const usedChunks = await scanDisk(disk);
  const variants = distinctPatches(outputs);
  const ground = {
    disk,
    usedChunks,
    variants,
    variantChunks: variants.map((patches) => patchMap(usedChunks, disk.path, patches)),
    threads: options.threads ?? defaultMediaThreads(),
    log
  };
  const folders = /* @__PURE__ */ new Map();
  try {
    const jobs = [];
    for (const [index, output] of outputs.entries()) {
      const folder = dirname13(resolve(output.path));
      const beside = folders.get(folder) ?? await makeTempDir(folder);
      folders.set(folder, beside);
      const patches = output.patches ?? [];
      const variant2 = variants.findIndex((other) => isSame2(other, patches));
      const making = resolveMaking(output, {
        disk: { identity: options.identity, sizeBytes: disk.sizeBytes, patches },
        usedChunks: ground.variantChunks[variant2] ?? usedChunks,
        diskBytes: sizes[index] ?? disk.sizeBytes,
        timeSeconds: options.timeSeconds
      });
      jobs.push({ variant: variant2, making, path: join55(beside.path, `${index}`) });
    }
    const made = await runMediaJobs(jobs, ground);
    for (const [index, { path }] of outputs.entries()) {
      await replaceFile(jobs[index]?.path ?? "", path);
    }
    return made.map((file2, index) => ({ ...file2, path: outputs[index]?.path ?? "" }));
  } finally {
    for (const folder of folders.values()) await folder[Symbol.asyncDispose]();
  }
}
async function assertDisk({ path, sizeBytes }, outputs) {
  const fail8 = (why) => {
    throw new BuildError("DISK_BAD", `${path}: ${why}`);
  };
  const { size } = await stat16(path);
  if (size !== sizeBytes) fail8(`it has ${size} bytes, expected ${sizeBytes}`);
  if (size === 0 || size % SECTOR_BYTES5 !== 0) fail8(`${size} bytes are no whole sectors`);
  for (const { offsetBytes, bytes } of outputs.flatMap(({ patches }) => patches ?? [])) {
    if (offsetBytes >= 0 && offsetBytes + bytes.length <= size) continue;
    fail8(`a patch of ${bytes.length} bytes at ${offsetBytes} lies outside`);
  }
}
function assertZstd(output) {
  const isNeeded = output.format === "raw.zst" || (output.format === "qcow2" || output.format === "containerdisk") && (output.compression ?? "zstd") === "zstd";
  if (!isNeeded || "zstdCompressSync" in zlib) return;
  throw new ConfigError(
    "ZSTD_MISSING",
    `${output.path}: Node ${process.versions.node} cannot compress with zstd`,
    { hint: 'Use Node 22.15 or newer, or "compression: zlib".' }
  );
}
function distinctPatches(outputs) {
  const variants = [];
  for (const { patches = [] } of outputs) {
    if (!variants.some((other) => isSame2(other, patches))) variants.push(patches);
  }
  return variants;
}
function isSame2(a, b) {
  return a.length === b.length && a.every((patch, index) => {
    const other = b[index];
    return other?.offsetBytes === patch.offsetBytes && Buffer.compare(other.bytes, patch.bytes) === 0;
  });
}

// lib/build/image-groups.ts
var GIB2 = 2 ** 30;
function groupByDisk(images) {
  const groups = /* @__PURE__ */ new Map();
  for (const image of images.filter(({ spec }) => needsDisk(spec)).map(withDiskSize)) {
    const key = diskKey(image.spec);
    const group = groups.get(key);
    if (group === void 0) groups.set(key, [image]);
    else group.push(image);
  }
  return [...groups.values()].map((group) => {
    const [{ spec }, ...others] = group;
    const platforms = new Map(
      others.map((image) => [image.spec.platform.name, image.spec.platform])
    );
    platforms.delete(spec.platform.name);
    return { spec, platforms: [spec.platform, ...platforms.values()], images: group };
  });
}
function needsDisk({ format }) {
  return FORMAT_FACTS[format].madeOf === "disk" || format === "iso";
}
function withDiskSize({ spec, output }) {
  if (spec.format !== "gce") return { spec, output };
  return { spec: { ...spec, sizeBytes: Math.ceil(spec.sizeBytes / GIB2) * GIB2 }, output };
}
function diskKey(spec) {
  const { sizeBytes, firmware, bootloader, filesystem, partitions } = spec;
  return JSON.stringify([
    ...[sizeBytes, firmware, bootloader, filesystem, partitions],
    ...[spec.regenerateUuids, spec.kernelArguments],
    // A unified kernel image has the platform's arguments in itself; elsewhere they can be patched.
    bootloader === "uki" ? spec.platform : null
  ]);
}

// lib/build/make-images.ts
async function makeImages(options) {
  const { images, workDir, log } = options;
  for (const { spec, output } of images) {
    if (!FORMAT_FACTS[spec.format].suffix.endsWith("/")) await assertOutputFile(output);
    await makeFolder(dirname14(output));
  }
  const folder = join56(workDir, "images");
  return withLock(
    `${folder}.lock`,
    async () => {
      var _stack = [];
      try {
        await rm22(folder, { recursive: true, force: true });
        const work = __using(_stack, await makeTempDir(folder), true);
        const made = /* @__PURE__ */ new Map();
        const installers = /* @__PURE__ */ new Map();
        for (const [index, group] of groupByDisk(images).entries()) {
          const disk = join56(work.path, `disk-${index}`);
          await mkdir15(disk);
          await makeOfDisk(group, disk, options, { made, installers });
          await rm22(disk, { recursive: true, force: true });
        }
        const live = images.filter(({ spec }) => FORMAT_FACTS[spec.format].madeOf === "tree");
        if (live.length > 0) {
          const results = await buildLive({
            ...options,
            name: options.osName,
            outputs: live.map((image) => liveOutput(image, options.basearch, installers)),
            workDir: work.path
          });
          for (const { path, files } of results) made.set(path, files);
        }
        return images.map(({ output }) => ({ output, files: made.get(output) ?? [] }));
      } catch (_) {
        var _error = _, _hasError = true;
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
  const { repoPath, commit, basearch, log } = options;
  const disk = await log.group(
    `Make a disk (${formatBytes(spec.sizeBytes)})`,
    () => buildDisk({ ...options, spec, platforms, folder })
  );
  const { timestampSeconds } = await readTreeFacts(repoPath, commit);
  const outputs = images.map(({ spec: image, output }, index) => {
    const patches = disk.patches[image.platform.name] ?? [];
    if (image.format !== "iso") {
      return { ...mediaFormat(image, options.osName, basearch), path: output, patches };
    }
    const path = `${folder}.install-${index}.raw.zst`;
    installers.set(output, path);
    return { format: "raw.zst", path, patches };
  });
  const names2 = images.map(({ spec: image }) => image.format).join(", ");
  await log.group(`Write the disk (${names2})`, async () => {
    const files = await writeMedia({
      ...{ disk, outputs, identity: commit, timeSeconds: timestampSeconds, log }
    });
    for (const file2 of files) {
      made.set(file2.path, [file2]);
      log.info(`${file2.path}: ${formatBytes(file2.sizeBytes)}`);
    }
    const share = (disk.peakBytes / disk.treeBytes).toFixed(2);
    log.info(
      `Beside the outputs, at most ${formatBytes(disk.peakBytes)} of disk: ${share} times the tree`
    );
  });
}
function mediaFormat(spec, osName, basearch) {
  const { format } = spec;
  switch (format) {
    case "qcow2":
      return { format, compression: diskCompression(spec) };
    case "containerdisk": {
      const architecture = ARCHITECTURES[basearch].oci;
      return { format, name: osName, architecture, compression: diskCompression(spec) };
    }
    case "ova": {
      const { hardwareVersion, osType } = spec.vmware;
      const byUefi = resolveFirmware(spec.firmware, basearch, spec.bootloader).includes("uefi");
      const firmware = byUefi ? "efi" : "bios";
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
  const { platform, compression: compression2, filesystem } = spec;
  const installImage = installers.get(output);
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

// lib/build/privileged.ts
var STAGES = { compose: composeTree, "compose-check": checkCompose, images: makeImages };
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
import { mkdir as mkdir16, readFile as readFile22 } from "node:fs/promises";
import { join as join57 } from "node:path";
async function readRecord(store, stage, key) {
  const folder = store.stage(stage, key);
  try {
    const record = JSON.parse(await readFile22(join57(folder, "result.json"), "utf8"));
    await markUsed([folder]);
    return record;
  } catch {
    return void 0;
  }
}
async function writeRecord(store, stage, key, result) {
  const folder = store.stage(stage, key);
  await mkdir16(folder, { recursive: true });
  await writeFileAtomic(join57(folder, "result.json"), `${JSON.stringify(result, null, 2)}
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
    workDir: join58(store.path, "work", "compose"),
    sourceDateEpoch,
    summary: false,
    keptPath: join58(store.path, "kept"),
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
  const signed = await isFile2(join58(repoPath, objectPath(commit, "commitmeta")));
  if (there && (signing === void 0 || signed)) return;
  await exportCommit({ from: storeRepo, repoPath, commit, log });
  const gpg = signing === void 0 ? {} : { gpg: { homedir: signing.homedir, keyId: signing.fingerprint } };
  await publishCommit({ repoPath, commit, ref, log, ...gpg });
}
function hasCommit(repoPath, commit) {
  return isFile2(join58(repoPath, objectPath(commit, "commit")));
}
async function isFile2(path) {
  return access2(path).then(
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
  crc32c,
  writeCompressed,
  formatCpio,
  checkoutToRead,
  requireKernel,
  kernelPath,
  INIT_PRELUDE,
  initramfsMembers,
  readModuleIndex,
  collectModules,
  assertModules,
  collectPrograms,
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
  TAR_BLOCK_BYTES,
  parseTarHeader,
  isTarHeader,
  parseSparseExtension,
  parsePaxRecords,
  QCOW2_INCOMPATIBLE,
  QCOW2_HEADER_BYTES,
  parseQcow2Header,
  parseL1Entry,
  parseL2Entry,
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
