import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  RPMDB,
  hostMounts,
  normaliseShadow,
  runSandboxed
} from "./chunk-YMKSADZE.mjs";
import {
  runTool,
  withFreeLock
} from "./chunk-DBSRCAXI.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError
} from "./chunk-V2UHH4L7.mjs";

// lib/compose/disk-full.ts
import { statfs } from "node:fs/promises";
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
    let { bavail, blocks, bsize } = await statfs(path);
    return `${path} has ${formatBytes(bavail * bsize)} of ${formatBytes(blocks * bsize)} free`;
  } catch {
    return path;
  }
}

// lib/compose/work-dir.ts
import { lstatSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
function composeLock(workDir) {
  return join(workDir, "compose.lock");
}
var IN_MEMORY = "treesmith-", WORK_DIR = "work-dir";
async function makeFolders(workDir, log, memory) {
  memory !== void 0 && await removeAbandoned(memory, log);
  let root = memory === void 0 ? join(workDir, "compose") : join(memory, `${IN_MEMORY}${nameOf(workDir)}`);
  await removeFolder(root, log);
  let folders = {
    root,
    tree: join(root, "tree"),
    scratch: join(root, "scratch")
  };
  await mkdir(root, { mode: 448 }), await writeFile(join(root, WORK_DIR), workDir);
  for (let path of [folders.tree, folders.scratch]) await mkdir(path, { mode: 493 });
  return folders;
}
async function removeAbandoned(memory, log) {
  for (let name of await readdir(memory)) {
    if (!name.startsWith(IN_MEMORY)) continue;
    let root = join(memory, name), workDir = await readFile(join(root, WORK_DIR), "utf8").catch(() => {
    });
    if (!(workDir === void 0 || name !== `${IN_MEMORY}${nameOf(workDir)}`))
      try {
        await isFolder(workDir) ? await withFreeLock(composeLock(workDir), () => removeFolder(root, log)) : await removeFolder(root, log);
      } catch (error) {
        log.debug(`${root} is left: ${String(error)}`);
      }
  }
}
async function isFolder(path) {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => !1
  );
}
function nameOf(workDir) {
  return sha256(workDir).slice(0, 16);
}
async function removeFolder(path, log) {
  let mounts = readFileSync("/proc/self/mountinfo", "utf8").split(`
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
  lstatSync(path, { throwIfNoEntry: !1 }) !== void 0 && await runTool(["rm", "-rf", "--one-file-system", "--", path], { input: "", log });
}

// lib/compose/devices.ts
import { lstatSync as lstatSync2, readdirSync } from "node:fs";
import { rm, writeFile as writeFile2 } from "node:fs/promises";
import { dirname, join as join2 } from "node:path";
async function removeSpecialFiles(tree, ignoreDevices) {
  let whiteouts = [], special = [];
  for (let host of specialFiles(tree.path)) {
    let stats = lstatSync2(host);
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
  for (let host of [...special, ...whiteouts]) await rm(host);
  for (let host of whiteouts)
    await writeFile2(join2(dirname(host), `.ostree-wh.${host.slice(dirname(host).length + 1)}`), "");
}
function specialFiles(folder) {
  return readdirSync(folder, { withFileTypes: !0 }).flatMap((entry) => {
    let path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? specialFiles(path) : entry.isFile() || entry.isSymbolicLink() ? [] : [path];
  });
}

// lib/compose/rpmdb.ts
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { mkdir as mkdir2, rm as rm2 } from "node:fs/promises";
import { join as join3 } from "node:path";

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
async function read(file, position, length) {
  let buffer = Buffer.alloc(length), { bytesRead } = await file.read(buffer, 0, length, position);
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
  await tree.lstat(path) !== void 0 && (await rewrite(tree, options)).some((time) => !isEpoch(time, options.sourceDateEpoch)) && (await settleInstallTimes(tree, options), await rewrite(tree, options));
  for (let name of await tree.list(rpmdb))
    /^(rpmdb\.sqlite-(wal|shm)|\.rpm\.lock|\.dbenv\.lock|__db\..*|\.migratedb)$/.test(name) && await tree.remove(`${rpmdb}/${name}`);
}
async function linkRpmdb(tree) {
  await tree.remove("var/lib/rpm"), await tree.symlink("../../share/rpm", "usr/lib/sysimage/rpm"), await tree.write("usr/lib/rpm/macros.d/macros.rpm-ostree", `%_dbpath /${RPMDB}
`);
}
function setLegacyJournal(path) {
  let file = openSync(path, "r+");
  try {
    let header = Buffer.alloc(SQLITE_VERSIONS_OFFSET + 2);
    if (readSync(file, header, 0, header.length, 0), header.toString("latin1", 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) return;
    writeSync(file, Uint8Array.of(SQLITE_LEGACY, SQLITE_LEGACY), 0, 2, SQLITE_VERSIONS_OFFSET);
  } finally {
    closeSync(file);
  }
}
async function rewrite(tree, options) {
  let path = `${options.rpmdb ?? RPMDB}/rpmdb.sqlite`, wal = await tree.lstat(`${path}-wal`);
  if (wal !== void 0 && wal.size > 0)
    throw new BuildError(
      "RPMDB_NOT_REPRODUCIBLE",
      `rpm left ${wal.size} bytes in ${path}-wal`
    );
  setLegacyJournal(await tree.resolve(path));
  let times = [];
  return await runOnFolder(tree, ["sqlite3", "-bail", "/rpmdb/rpmdb.sqlite", ...[
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA temp_store=MEMORY",
    "VACUUM",
    "SELECT 'time ' || hex(key) FROM Installtid GROUP BY key"
  ]], options, (line) => {
    line.startsWith("time ") && times.push(line.slice(5));
  }), times;
}
function isEpoch(time, epochSeconds) {
  let bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(epochSeconds % 2 ** 32);
  let wanted = bytes.toString("hex").toUpperCase();
  return time === wanted || time === bytes.swap32().toString("hex").toUpperCase();
}
async function settleInstallTimes(tree, options) {
  let folder = join3(options.workDir, "rpmdb");
  await mkdir2(folder, { recursive: !0 });
  let inFolder = ["--bind", folder, "/scratch"];
  await runOnDatabase(
    tree,
    ["sh", "-c", 'rpmdb "$@" --exportdb > /scratch/old', "sh"],
    options,
    inFolder
  ), await copyWithInstallTimes(join3(folder, "old"), join3(folder, "new"), options.sourceDateEpoch);
  let { rpmdb = RPMDB } = options;
  for (let name of await tree.list(rpmdb)) await tree.remove(`${rpmdb}/${name}`);
  await runOnDatabase(
    tree,
    ["sh", "-c", 'rpmdb "$@" --importdb < /scratch/new', "sh"],
    options,
    inFolder
  ), await rm2(folder, { recursive: !0 });
}
function runOnDatabase(tree, argv, options, mounts) {
  return runOnFolder(tree, [...argv, "--dbpath", "/rpmdb"], options, void 0, mounts);
}
async function runOnFolder(tree, argv, options, onLine, mounts = []) {
  let folder = await tree.resolve(options.rpmdb ?? RPMDB, !0), failure = await runSandboxed(argv, {
    mounts: [...hostMounts(), "--bind", folder, "/rpmdb", ...mounts],
    sourceDateEpoch: options.sourceDateEpoch,
    log: options.log,
    ...onLine === void 0 ? {} : { onLine }
  });
  if (failure !== void 0)
    throw new BuildError(
      "RPMDB_NOT_REPRODUCIBLE",
      `${argv[0]} cannot read the package database that rpm wrote:
${failure.tail.join(`
`)}`
    );
}

// lib/compose/normalise.ts
import { open as open2 } from "node:fs/promises";
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
    apply: async (tree, { sourceDateEpoch, etc = ETC }) => rewrite2(tree, `${etc}/shadow`, (text) => normaliseShadow(text, sourceDateEpoch))
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
async function rewrite2(tree, path, change) {
  if ((await tree.lstat(path))?.isFile() !== !0) return;
  let text = await tree.read(path) ?? "", changed = change(text);
  if (changed === text) return;
  let file = await open2(await tree.resolve(path), "r+");
  try {
    await file.truncate(), await file.write(changed, 0);
  } finally {
    await file.close();
  }
}

export {
  removeSpecialFiles,
  linkRpmdb,
  normaliseEarly,
  normalise,
  withDiskFullError,
  isDiskFull,
  composeLock,
  makeFolders,
  removeFolder
};
