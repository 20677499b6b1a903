import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  isNative
} from "./chunk-2UF2QBX7.mjs";
import {
  keepResult,
  listKept,
  restoreKept
} from "./chunk-6SUC3BPE.mjs";
import {
  filePathsOf
} from "./chunk-QSWBYFUT.mjs";
import {
  HEADER_TAG,
  badHeader,
  findRpmSpans,
  parseHeader,
  rpmHeaderBytes
} from "./chunk-DBJ6H2PG.mjs";
import {
  findNevraFault
} from "./chunk-77DXW6FU.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  ToolError,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";

// lib/compose/tree.ts
import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
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
      let here = join(this.path, ...done, name), target = todo.length > 0 || follow ? linkTarget(here) : void 0;
      if (target === void 0) {
        done.push(name);
        continue;
      }
      if (links += 1, links > SYMLINK_LIMIT) throw escapes(path);
      target.startsWith("/") && (done.length = 0), todo.unshift(...components(target));
    }
    return join(this.path, ...done);
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
    return orUndefined(() => readFileSync(host, "utf8"));
  }
  /** Sorted names of a folder; none when it does not exist. */
  async list(path) {
    let host = await this.resolve(path, !0);
    return (orUndefined(() => readdirSync(host)) ?? []).sort(compareBytes);
  }
  /** Writes a file in place of whatever stands there (not through a link); makes its folder. */
  async write(path, data, mode = 420) {
    await this.mkdir(dirname(path));
    let host = await this.resolve(path), temporary = `${host}.treesmith-new`;
    writeFileSync(temporary, data, { flag: "wx" }), chmodSync(temporary, mode), renameSync(temporary, host);
  }
  /** Makes a folder and its parents, mode 0755 whatever the umask. */
  async mkdir(path) {
    let resolved = await this.resolve(path, !0), host = this.path;
    for (let name of components(resolved.slice(this.path.length)))
      host = join(host, name), lstatOf(host) === void 0 && (mkdirSync(host), chmodSync(host, 493));
  }
  /** Makes a symbolic link in place of a file, link or empty folder. */
  async symlink(target, path) {
    await this.mkdir(dirname(path)), await this.remove(path), symlinkSync(target, await this.resolve(path));
  }
  async rename(from, to) {
    await this.mkdir(dirname(to)), renameSync(await this.resolve(from), await this.resolve(to));
  }
  async chmod(path, mode) {
    chmodSync(await this.resolve(path, !0), mode);
  }
  /** Deletes whatever stands at `path`; nothing there is fine. Links are deleted, not followed. */
  async remove(path) {
    if (components(path).length === 0) throw escapes(path);
    let host = await this.resolve(path), found = lstatOf(host);
    found !== void 0 && (found.isDirectory() ? await rm(host, { recursive: !0 }) : unlinkSync(host));
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
  for (let name of readdirSync(host).sort(compareBytes)) {
    let child = `${path}${path === "" ? "" : "/"}${name}`, childHost = `${host}/${name}`, stats = lstatSync(childHost);
    order === "parents first" && await visit(child, stats, childHost), stats.isDirectory() && await walkFolder(child, childHost, visit, order), order === "children first" && await visit(child, stats, childHost);
  }
}
function components(path) {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
function linkTarget(path) {
  return lstatOf(path)?.isSymbolicLink() === !0 ? readlinkSync(path) : void 0;
}
function lstatOf(path) {
  return orUndefined(() => lstatSync(path, { throwIfNoEntry: !1 }));
}
function orUndefined(read) {
  try {
    return read();
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

// lib/compose/packages.ts
import { statSync as statSync2 } from "node:fs";
import { basename, dirname as dirname2, join as join2 } from "node:path";
import { setImmediate } from "node:timers/promises";

// lib/host/rpm-file.ts
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
var FIRST_READ_BYTES = 64 * 1024;
function readRpmHeader(path) {
  let file = openSync(path, "r");
  try {
    return readToEnd(file);
  } finally {
    closeSync(file);
  }
}
function readToEnd(file) {
  let bytes = Buffer.allocUnsafe(FIRST_READ_BYTES), got = 0;
  for (; ; ) {
    let count = readSync(file, bytes, got, bytes.length - got, got);
    got += count;
    let known = bytes.subarray(0, got), needed = rpmHeaderBytes(known);
    if (needed <= got) return bytes.subarray(0, needed);
    if (count === 0) return known;
    if (needed <= bytes.length) continue;
    let larger = Buffer.allocUnsafe(Math.min(needed, Math.max(fstatSync(file).size, got)) + 1);
    known.copy(larger), bytes = larger;
  }
}

// lib/rpm/package-contents.ts
function parsePackageContents(bytes) {
  let header = parseHeader(bytes, findRpmSpans(bytes).header.start), nevra = {
    name: header.text(HEADER_TAG.name) ?? "",
    epoch: String(header.number(HEADER_TAG.epoch) ?? 0),
    version: header.text(HEADER_TAG.version) ?? "",
    release: header.text(HEADER_TAG.release) ?? "",
    arch: header.text(HEADER_TAG.arch) ?? ""
  }, fault = findNevraFault(nevra);
  if (fault !== void 0) throw badHeader(fault);
  let versions = header.texts(HEADER_TAG.provideVersion);
  return {
    ...nevra,
    installedBytes: header.number(HEADER_TAG.longSize) ?? header.number(HEADER_TAG.size) ?? 0,
    files: filesOf(header),
    provides: header.texts(HEADER_TAG.provideName).map((name, index) => ({ name, version: versions[index] ?? "" })),
    requires: header.texts(HEADER_TAG.requireName),
    recommends: header.texts(HEADER_TAG.recommendName)
  };
}
function filesOf(header) {
  let modes = header.numbers(HEADER_TAG.fileModes), flags = header.numbers(HEADER_TAG.fileFlags), times = header.numbers(HEADER_TAG.fileTimes);
  return filePathsOf(header).map((path, index) => ({
    path,
    mode: modes[index] ?? 0,
    flags: flags[index] ?? 0,
    mtimeSeconds: times[index] ?? 0
  }));
}

// lib/compose/packages.ts
var FILE_NOREPLACE = 16, FILE_GHOST = 64, AT_ONCE = 16, FILE_TYPE = 61440, PERMISSIONS = 4095, REGULAR_FILE = 32768, CHARACTER_DEVICE = 8192, BLOCK_DEVICE = 24576;
async function readPackages(paths, keepFiles) {
  let headers = [];
  for (let path of paths)
    headers.push(headerOf(path, readContents(path), keepFiles)), headers.length % AT_ONCE === 0 && await setImmediate();
  return headers;
}
function stateOf(paths) {
  let states = [];
  for (let path of paths) {
    let stats = statSync2(path, { throwIfNoEntry: !1 });
    if (stats === void 0) return;
    states.push(`${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`);
  }
  return states.join(`
`);
}
function readContents(path) {
  try {
    return parsePackageContents(readRpmHeader(path));
  } catch (cause) {
    let why = cause instanceof Error ? cause.message : String(cause);
    throw new BuildError("PACKAGE_UNREADABLE", `cannot read ${path}: ${why}`, {
      cause,
      hint: "Remove the package from the store and fetch again."
    });
  }
}
function headerOf(path, contents, keepFiles) {
  let { name, epoch, version, release, arch, installedBytes, provides } = contents, header = {
    path,
    name,
    epoch,
    version,
    release,
    arch,
    installedBytes,
    files: [],
    contents: [],
    times: [],
    devices: [],
    paths: [],
    provides: provides.map((provided) => provided.name),
    requires: [...contents.requires, ...contents.recommends],
    sysusers: provides.flatMap(sysusersLine)
  };
  for (let { path: file, mode, flags, mtimeSeconds } of contents.files) {
    let unsafe = unsafePath(file);
    if (unsafe !== void 0) throw refused(header, `${unsafe}: ${JSON.stringify(file)}`);
    header.paths.push(file);
    let type = mode & FILE_TYPE;
    (type === CHARACTER_DEVICE || type === BLOCK_DEVICE) && header.devices.push(file), type === REGULAR_FILE && (flags & FILE_GHOST) === 0 && (header.contents.push(file), header.times.push(mtimeSeconds)), keepFiles(name, file) && header.files.push({ path: file, flags, mode: mode & PERMISSIONS, mtimeSeconds });
  }
  return header;
}
function nevraOf(package_) {
  let { name, version, release, arch } = package_;
  return `${name}-${version}-${release}.${arch}`;
}
function packageMounts(paths) {
  let folders = [...new Set(paths.map(dirname2))].sort(compareBytes);
  return {
    argv: folders.flatMap((folder, index) => ["--ro-bind", folder, `/packages/${index}`]),
    paths: paths.map(
      (path) => join2("/packages", String(folders.indexOf(dirname2(path))), basename(path))
    )
  };
}
function sysusersLine({ name, version }) {
  if (!/^(user|group|groupmember)\(/.test(name)) return [];
  let line = Buffer.from(version, "base64").toString("utf8").replace(/\0+$/, "");
  return /^[ugm]!? /.test(line) ? [line] : [];
}
function refused({ name, path }, why) {
  return new BuildError(
    "PAYLOAD_PATH_UNSAFE",
    `package ${name} (${path}) has ${why}`,
    {
      hint: "The package was not installed. Tell its maintainer; leave it out with exclude-packages."
    }
  );
}
function unsafePath(path) {
  if (!path.startsWith("/")) return "a path that is not absolute";
  if (/\/\.\.(\/|$)/.test(path)) return 'a path with ".."';
  if (/[\u0000-\u001f\u007f]/.test(path)) return "a control character in a path";
}

// lib/compose/kept-hwdb.ts
import { chmod, lstat, mkdir, rename, writeFile } from "node:fs/promises";
import { join as join3 } from "node:path";
var PROGRAM = /^\/(usr\/)?bin\/systemd-hwdb$/, RESULT = "hwdb.bin", FOLDERS = ["etc/udev", "usr/lib/udev"], HWDB_RESULTS = FOLDERS.map((folder) => `${folder}/${RESULT}`), LINK = ".hwdb.bin.treesmith-", OFFERED = 2, KEY = /^[0-9a-f]{64}$/, RESULT_LIMIT_BYTES = 256 * 1024 * 1024, PROGRAMS = "/run/treesmith/bin", CODE = "/run/treesmith/bin/code", KEPT = "/run/treesmith/bin/kept", OFFERED_ALL = "/run/treesmith/bin/offered", SCRIPT = `#!/bin/sh
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
  [ $# = 0 ] || b2sum -l 256 "$@") || exec "$real" "$@"
key=$(echo "$inputs" | b2sum -l 256) || exec "$real" "$@"
key=\${key%% *}
new="$to/.hwdb.bin.treesmith"
if [ -f "${KEPT}/$key" ]; then
  if cp "${KEPT}/$key" "$new" && chmod 444 "$new" && mv -f "$new" "$to/hwdb.bin"; then exit 0; fi
  rm -f "$new"
fi
"$real" "$@" || exit
[ ! -f "$to/hwdb.bin" ] || ln -f "$to/hwdb.bin" "$to/${LINK}$key" 2>/dev/null
exit 0
`, KeptHwdb = class _KeptHwdb {
  programs;
  packages;
  stage;
  constructor(folder, packages, stage) {
    this.programs = { path: join3(folder, "bin") }, this.packages = packages, this.stage = stage;
  }
  /** Makes the program's stand-in in a new folder; undefined when the tree gets no systemd-hwdb. */
  static async prepare(folder, packages, { keptPath, log }) {
    if (!packages.some(ownsProgram)) return;
    let kept = new _KeptHwdb(folder, packages, { folder: keptPath, stage: "hwdb", log }), { path } = kept.programs;
    return await mkdir(join3(path, "kept"), { recursive: !0 }), await writeFile(join3(path, "systemd-hwdb"), SCRIPT, { mode: 493 }), kept;
  }
  /** Brings what was kept, while rpm goes on. `checksums`: of the packages' files, by their paths. Never fails. */
  async offer(graph, checksums) {
    try {
      for (let key of (await listKept(this.stage)).slice(0, OFFERED)) await this.offerOne(key);
      let needed = graph().closure(this.packages.filter(ownsProgram).map(({ name }) => name)), code = this.packages.filter(({ name }) => needed.has(name)).map(({ path: path2 }) => checksums.get(path2));
      if (code.includes(void 0)) return;
      let { path } = this.programs;
      await writeFile(join3(path, "code.new"), `${sha256(code.sort().join(`
`))}
`), await rename(join3(path, "code.new"), join3(path, "code"));
    } catch (error) {
      this.stage.log.debug(`Nothing kept of systemd-hwdb: ${String(error)}`);
    } finally {
      await writeFile(join3(this.programs.path, "offered"), "").catch(() => {
      });
    }
  }
  async offerOne(key) {
    let kept = join3(this.programs.path, "kept"), part = join3(kept, `.${key}`);
    !KEY.test(key) || !await restoreKept(this.stage, key, RESULT, part) || (await chmod(part, 420), await rename(part, join3(kept, key)));
  }
  /** Keeps what scriptlets have made. */
  async keep(tree) {
    for (let folder of FOLDERS) {
      let names = (await tree.list(folder)).filter((name) => name.startsWith(LINK));
      for (let [index, name] of names.entries()) {
        let path = `${folder}/${name}`;
        index < OFFERED && await this.keepOne(await tree.resolve(path), name.slice(LINK.length)), await tree.remove(path);
      }
    }
  }
  async keepOne(path, key) {
    let found = await lstat(path);
    !KEY.test(key) || !found.isFile() || found.size > RESULT_LIMIT_BYTES || await keepResult(this.stage, key, { [RESULT]: path });
  }
};
function ownsProgram({ contents }) {
  return contents.some((path) => PROGRAM.test(path));
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
    return this.#lines.slice(-KEPT_LINES);
  }
  #add(line) {
    let clean = line.trimEnd().slice(0, LINE_LIMIT);
    this.#lines.push(clean), this.#lines.length > 2 * KEPT_LINES && (this.#lines = this.#lines.slice(-KEPT_LINES)), this.#onLine?.(clean);
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
    let failed = /^(?:warning|error): (%\w+)\((.+)\) scriptlet failed, (exit status|signal) (\d+)$/.exec(line), lua = /^error: lua script failed: \[string "(%\w+)\((.+)\)"\]:(.*)$/.exec(line), account = /^warning: (user|group) (.+) does not exist - using root$/.exec(line);
    if (failed !== null) {
      let [, kind, nevra, how, number] = failed;
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
  let { pathOf = (path) => path } = options, mounts = packageMounts(packages.map(({ path }) => pathOf(path))), { scriptlets } = options, progress = scriptlets ? log.progress("Install", packages.length, "packages") : void 0, headers = new Map(packages.map((header) => [nevraOf(header), header])), last, isStarted = !1, watch = new ScriptletWatch((nevra) => {
    progress?.advance(1), last !== void 0 && options.onInstalled?.(last), last = headers.get(nevra.replace(/-\d+:(?=[^-]+-[^-]+$)/, "-"));
  }), failure = await runSandboxed(["rpm", ...rpmOptions(options), ...mounts.paths], {
    mounts: [...hostMounts(tree.path), ...mounts.argv, ...programMounts(options.programs)],
    // rpm would read the host user's macros from there.
    env: {
      HOME: "/nonexistent",
      // Scriptlets in Lua run programs as rpm itself would.
      ...options.programs === void 0 ? {} : { PATH: `${PROGRAMS}:/usr/sbin:/usr/bin` }
    },
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: INSTALL_TIMEOUT_MS,
    ...options.basearch === void 0 ? {} : { basearch: options.basearch },
    log,
    onLine: (line) => {
      log.debug(`rpm: ${line}`), isStarted || options.onStarted?.(), isStarted = !0, watch.line(line);
    }
  });
  if (progress?.done(), last !== void 0 && options.onInstalled?.(last), scriptlets && watch.assertClean(), failure !== void 0) {
    let errors = failure.tail.filter((line) => !line.startsWith("rpm: "));
    throw new BuildError(
      "INSTALL_FAILED",
      `rpm failed with exit code ${failure.exitCode}:
${errors.slice(-20).join(`
`)}`
    );
  }
}
function programMounts(programs) {
  return programs === void 0 ? [] : ["--ro-bind", programs.path, `/tree${PROGRAMS}`];
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
    ...options.programs === void 0 ? [] : ["--define", `_install_script_path ${PROGRAMS}:${SCRIPT_PATH}`],
    ...options.documentation ? [] : ["--excludedocs"],
    ...options.installLangs.length === 0 ? [] : ["--define", `_install_langs ${options.installLangs.join(":")}`],
    ...options.excludePaths.flatMap((path) => ["--excludepath", path]),
    ...options.scriptlets ? [] : ["--nodeps", "--noscripts", "--notriggers"]
  ];
}

// lib/compose/users.ts
import { chown, readFile as readFile2 } from "node:fs/promises";

// lib/compose/account-look.ts
import { mkdir as mkdir2, readFile, rm as rm2, writeFile as writeFile2 } from "node:fs/promises";
import { join as join4 } from "node:path";
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
  let { scratch, checksums, keptPath, sourceDateEpoch, log } = options, digests = packages.map(({ path }) => checksums.get(path)), key = sha256(JSON.stringify([LOOK_VERSION, NOT_LOOKED_AT, digests])), isKeepable = keptPath !== void 0 && !digests.includes(void 0), stage = { folder: keptPath ?? "", stage: "accounts", log }, listPath = join4(scratch.path, ".kept", FILES);
  if (await mkdir2(join4(scratch.path, ".kept")), isKeepable && await restoreKept(stage, key, FILES, listPath)) {
    let files = JSON.parse(await readFile(listPath, "utf8"));
    for (let [path, text] of Object.entries(files)) await scratch.write(path, text);
  } else {
    await installPackages({
      tree: scratch,
      packages,
      documentation: !1,
      installLangs: [],
      excludePaths: NOT_LOOKED_AT,
      scriptlets: !1,
      ...options.pathOf === void 0 ? {} : { pathOf: options.pathOf },
      sourceDateEpoch,
      log
    });
    let files = {};
    for (let { files: names } of packages)
      for (let path of names.map((file) => file.path.slice(1)).filter(isWanted)) {
        let text = await scratch.read(path);
        text !== void 0 && (files[path] = text);
      }
    await writeFile2(listPath, JSON.stringify(files)), isKeepable && await keepResult(stage, key, { [FILES]: listPath });
  }
  await rm2(join4(scratch.path, ".kept"), { recursive: !0 });
}

// lib/compose/accounts.ts
function parsePasswd(text, file) {
  return lines(text).map(({ line, number }) => {
    let [name, password, uid, gid, gecos, home, shell, ...rest] = line.split(":");
    if (shell === void 0 || rest.length > 0 || name === "" || name === void 0)
      throw malformed(file, number, "name:password:uid:gid:gecos:home:shell", line);
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
    let [name, password, gid, members, ...rest] = line.split(":");
    if (members === void 0 || rest.length > 0 || name === "" || name === void 0)
      throw malformed(file, number, "name:password:gid:members", line);
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
  let merged = /* @__PURE__ */ new Map();
  for (let entry of [...first, ...second])
    merged.has(entry.name) || merged.set(entry.name, entry);
  return [...merged.values()];
}
function lines(text) {
  return text.split(`
`).map((line, index) => ({ line: line.trimEnd(), number: index + 1 })).filter(({ line }) => line !== "" && !line.startsWith("#"));
}
function parseId(text, file, number, line) {
  let id = Number(text);
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

// lib/compose/sysusers.ts
import { createHash } from "node:crypto";
var FIRST_DYNAMIC_ID = 201, LAST_DYNAMIC_ID = 999;
function parseSysusers(text, file) {
  return text.split(`
`).flatMap((raw, index) => {
    let line = raw.trim();
    if (line === "" || line.startsWith("#")) return [];
    let [type = "", name, id = "-", gecos = "-", home = "-", shell = "-"] = splitFields(line), kind = type.replace(/!$/, "");
    if (kind === "r") return [];
    if (name === void 0 || !isType(kind) || kind === "m" && id === "-")
      throw new BuildError(
        "SYSUSERS_MALFORMED",
        `${file}:${index + 1}: expected "u|g|m name id \u2026", got ${JSON.stringify(line)}`,
        { place: { file, line: index + 1 } }
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
  let span = LAST_DYNAMIC_ID - FIRST_DYNAMIC_ID + 1, start = createHash("sha256").update(name).digest().readUInt32BE(0) % span;
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
function orDefault(field, value) {
  return field === "-" || field === "" ? value : field;
}
function isType(type) {
  return type === "u" || type === "g" || type === "m";
}
function splitFields(line) {
  return (line.match(/(?:"(?:\\.|[^"])*"|'[^']*'|[^\s"']+)+/g) ?? []).map(
    (field) => field.replace(
      /"((?:\\.|[^"])*)"|'([^']*)'/g,
      (_all, double, single) => double === void 0 ? single ?? "" : double.replace(/\\(.)/g, "$1")
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
    ({ files, sysusers }) => files.some(
      ({ path }) => isAccountFile(path) && (!isSysusersFile(path) || sysusers.length === 0)
    )
  );
  look.length > 0 && (await options.verify?.(), await lookIntoPackages(look, (path) => isAccountFile(`/${path}`), options));
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
  for (let file of ACCOUNT_FILES) {
    let packaged = await tree.lstat(`${file}.rpmnew`);
    packaged?.isFile() === !0 && (await tree.chmod(file, packaged.mode & 4095), await chown(await tree.resolve(file, !0), packaged.uid, packaged.gid));
    for (let suffix of ["rpmnew", "rpmorig", "rpmsave"]) await tree.remove(`${file}.${suffix}`);
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
  await tree.write(path, text, found?.isFile() === !0 ? found.mode & 4095 : mode), await chown(await tree.resolve(path), found?.uid ?? 0, found?.gid ?? gid);
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
    return parse(await readFile2(check.path, "utf8"), check.path);
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

export {
  parsePackageContents,
  readRpmHeader,
  runSandboxed,
  treeMounts,
  hostMounts,
  Tree,
  HWDB_RESULTS,
  KeptHwdb,
  readPackages,
  stateOf,
  nevraOf,
  RPMDB,
  installPackages,
  parsePasswd,
  parseGroup,
  formatPasswd,
  formatGroup,
  mergeNamed,
  normaliseShadow,
  isAccountFile,
  seedAccounts,
  settleAccounts,
  readAccounts
};
