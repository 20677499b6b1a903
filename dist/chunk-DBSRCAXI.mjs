import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  exec
} from "./chunk-F7TDWIL3.mjs";
import {
  currentTimeline
} from "./chunk-JWMS3G55.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/make-folder.ts
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

// lib/host/errors.ts
function explainFileError(error, path) {
  switch (error?.code) {
    case "ENOSPC":
    case "EDQUOT":
      return new BuildError("DISK_FULL", `no space left while writing ${path}`, {
        hint: "Free some space, or put the store or the output folder on another disk; what is whole is kept.",
        cause: error
      });
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return new ConfigError("OUTPUT_READ_ONLY", `${path} cannot be written`, {
        hint: "Choose a folder that you may write to.",
        cause: error
      });
    case "EISDIR":
    case "ENOTDIR":
    case "EEXIST":
    case "ENOTEMPTY":
      return new ConfigError("OUTPUT_NOT_A_FILE", `${path} is not a regular file`, {
        hint: "Name a file that is new or may be replaced.",
        cause: error
      });
    default:
      return error;
  }
}

// lib/host/make-folder.ts
async function makeFolder(path) {
  try {
    await mkdir(path);
  } catch (error) {
    let { code } = error;
    if (code === "ENOENT" && dirname(path) !== path)
      return await makeFolder(dirname(path)), makeFolder(path);
    if ((await stat(path).catch(() => {
    }))?.isDirectory() !== !0) throw explainFileError(error, path);
  }
}

// lib/host/proc-stat.ts
import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
var TICK_MS = 10;
function parseProcessStat(text) {
  let end = text.lastIndexOf(")"), fields = text.slice(end + 2).split(" "), field = (number) => Number(fields[number - 3] ?? 0);
  return {
    name: text.slice(text.indexOf("(") + 1, end),
    cpuMs: (field(14) + field(15)) * TICK_MS,
    childrenCpuMs: (field(16) + field(17)) * TICK_MS,
    threads: field(20),
    residentPages: field(24),
    core: field(39)
  };
}
function parseCoreTicks(text) {
  return [...text.matchAll(/^cpu\d+ (.*)$/gm)].map(([, line = ""]) => {
    let [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = line.split(" ").map(Number), busy = system + irq + softirq + steal;
    return { user: user + nice, system: busy, iowait, total: user + nice + busy + idle + iowait };
  });
}
function parsePressure(text) {
  let [, total] = /^some .*\btotal=(\d+)/m.exec(text) ?? [];
  return total === void 0 ? void 0 : Number(total);
}
function readProc(path) {
  let file;
  try {
    return file = openSync(`/proc/${path}`, "r"), buffer.toString("latin1", 0, readSync(file, buffer));
  } catch {
    return;
  } finally {
    file !== void 0 && closeSync(file);
  }
}
var buffer = Buffer.alloc(64 * 1024);
function listThreads(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}
function readPageBytes() {
  let vector = readFileSync("/proc/self/auxv");
  for (let at = 0; at + 16 <= vector.length; at += 16)
    if (vector.readBigUInt64LE(at) === 6n) return Number(vector.readBigUInt64LE(at + 8));
  return 4096;
}

// lib/host/children-cpu.ts
var accountedMs = 0;
function takeChildrenCpuMs() {
  let text = readProc("self/stat");
  if (text === void 0) return 0;
  let { childrenCpuMs } = parseProcessStat(text), sinceMs = childrenCpuMs - accountedMs;
  return accountedMs = childrenCpuMs, sinceMs;
}

// lib/host/file-lock.ts
import { once as once2 } from "node:events";
import { dirname as dirname2 } from "node:path";

// lib/host/process.ts
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants as constants2 } from "node:os";
import { basename } from "node:path";

// lib/host/tools.ts
import { accessSync, constants, statSync } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
var TOOLS = [
  { name: "setpriv", apt: "util-linux", dnf: "util-linux", purpose: "build" },
  { name: "flock", apt: "util-linux", dnf: "util-linux", purpose: "build" },
  { name: "timeout", apt: "coreutils", dnf: "coreutils", purpose: "build" },
  { name: "tee", apt: "coreutils", dnf: "coreutils", purpose: "build" },
  { name: "sync", apt: "coreutils", dnf: "coreutils", purpose: "build" },
  { name: "mkfifo", apt: "coreutils", dnf: "coreutils", purpose: "build" },
  { name: "mount", apt: "mount", dnf: "util-linux", purpose: "build" },
  { name: "umount", apt: "mount", dnf: "util-linux", purpose: "build" },
  { name: "tar", apt: "tar", dnf: "tar", purpose: "build" },
  { name: "xz", apt: "xz-utils", dnf: "xz", purpose: "build" },
  { name: "bzip2", apt: "bzip2", dnf: "bzip2", purpose: "build" },
  { name: "zstd", apt: "zstd", dnf: "zstd", purpose: "build" },
  { name: "igzip", apt: "isal", dnf: "isa-l-tools", purpose: "build" },
  { name: "gpg", apt: "gpg", dnf: "gnupg2", purpose: "build" },
  { name: "gpgconf", apt: "gpgconf", dnf: "gnupg2", purpose: "build" },
  { name: "gpg-agent", apt: "gpg-agent", dnf: "gnupg2", purpose: "build" },
  { name: "gpg-connect-agent", apt: "gpgconf", dnf: "gnupg2", purpose: "build" },
  { name: "rpm", apt: "rpm", dnf: "rpm", purpose: "build" },
  { name: "rpmkeys", apt: "rpm", dnf: "rpm", purpose: "build" },
  { name: "rpmdb", apt: "rpm", dnf: "rpm", purpose: "build" },
  { name: "rpmmd2solv", apt: "libsolv-tools", dnf: "libsolv-tools", purpose: "build" },
  { name: "rpms2solv", apt: "libsolv-tools", dnf: "libsolv-tools", purpose: "build" },
  { name: "testsolv", apt: "libsolv-tools", dnf: "libsolv-tools", purpose: "build" },
  { name: "bwrap", apt: "bubblewrap", dnf: "bubblewrap", purpose: "build" },
  { name: "ostree", apt: "ostree", dnf: "ostree", purpose: "build" },
  { name: "getfattr", apt: "attr", dnf: "attr", purpose: "build" },
  { name: "setfattr", apt: "attr", dnf: "attr", purpose: "build" },
  {
    name: "matchpathcon",
    apt: "selinux-utils",
    dnf: "libselinux-utils",
    purpose: "build"
  },
  { name: "sqlite3", apt: "sqlite3", dnf: "sqlite", purpose: "build" },
  { name: "mke2fs", apt: "e2fsprogs", dnf: "e2fsprogs", purpose: "build" },
  { name: "dumpe2fs", apt: "e2fsprogs", dnf: "e2fsprogs", purpose: "build" },
  { name: "debugfs", apt: "e2fsprogs", dnf: "e2fsprogs", purpose: "build" },
  { name: "chattr", apt: "e2fsprogs", dnf: "e2fsprogs", purpose: "build" },
  { name: "mformat", apt: "mtools", dnf: "mtools", purpose: "build" },
  { name: "mcopy", apt: "mtools", dnf: "mtools", purpose: "build" },
  { name: "mmd", apt: "mtools", dnf: "mtools", purpose: "build" },
  {
    name: "grub-mkimage",
    aliases: ["grub2-mkimage"],
    apt: "grub-common",
    dnf: "grub2-tools",
    purpose: "build"
  },
  {
    name: "GRUB for UEFI on x86_64",
    files: ["/usr/lib/grub/x86_64-efi/modinfo.sh"],
    apt: "grub-efi-amd64-bin",
    dnf: "grub2-efi-x64-modules",
    purpose: "build",
    architecture: "x86_64"
  },
  { name: "btrfs", apt: "btrfs-progs", dnf: "btrfs-progs", purpose: "build" },
  { name: "btrfs-convert", apt: "btrfs-progs", dnf: "btrfs-progs", purpose: "build" },
  {
    name: "qemu-system-x86_64",
    aliases: ["/usr/libexec/qemu-kvm"],
    apt: "qemu-system-x86",
    dnf: "qemu-system-x86-core",
    purpose: "build",
    architecture: "x86_64"
  },
  {
    name: "qemu-system-aarch64",
    apt: "qemu-system-arm",
    dnf: "qemu-system-aarch64-core",
    purpose: "build",
    architecture: "aarch64"
  },
  {
    name: "UEFI firmware for aarch64",
    files: ["/usr/share/AAVMF/AAVMF_CODE.fd", "/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw"],
    apt: "qemu-efi-aarch64",
    dnf: "edk2-aarch64",
    purpose: "build",
    architecture: "aarch64"
  },
  emulator("x86_64", "x86"),
  emulator("aarch64"),
  emulator("ppc64le", "ppc"),
  emulator("s390x"),
  emulator("riscv64", "riscv"),
  { name: "qemu-img", apt: "qemu-utils", dnf: "qemu-img", purpose: "build" },
  { name: "qemu-io", apt: "qemu-utils", dnf: "qemu-img", purpose: "build" },
  {
    name: "UEFI firmware for x86_64",
    files: ["/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/edk2/ovmf/OVMF_CODE.fd"],
    apt: "ovmf",
    dnf: "edk2-ovmf",
    purpose: "build",
    architecture: "x86_64"
  },
  { name: "mkfs.xfs", apt: "xfsprogs", dnf: "xfsprogs", purpose: "build" },
  { name: "mkfs.btrfs", apt: "btrfs-progs", dnf: "btrfs-progs", purpose: "build" },
  { name: "mkfs.erofs", apt: "erofs-utils", dnf: "erofs-utils", purpose: "build" },
  { name: "mksquashfs", apt: "squashfs-tools", dnf: "squashfs-tools", purpose: "build" },
  { name: "xorriso", apt: "xorriso", dnf: "xorriso", purpose: "build" },
  {
    name: "GRUB for BIOS",
    files: ["/usr/lib/grub/i386-pc/modinfo.sh"],
    apt: "grub-pc-bin",
    dnf: "grub2-pc-modules",
    purpose: "build",
    architecture: "x86_64"
  },
  { name: "skopeo", apt: "skopeo", dnf: "skopeo", purpose: "build" },
  { name: "rpmbuild", apt: "rpm", dnf: "rpm-build", purpose: "demo" },
  { name: "rpmsign", apt: "rpm", dnf: "rpm-sign", purpose: "demo" },
  { name: "createrepo_c", apt: "createrepo-c", dnf: "createrepo_c", purpose: "demo" },
  { name: "dpkg-deb", apt: "dpkg", dnf: "dpkg", purpose: "demo" },
  { name: "apt-get", apt: "apt", dnf: "apt", purpose: "demo" },
  { name: "podman", apt: "podman", dnf: "podman", purpose: "test" },
  { name: "runc", apt: "runc", dnf: "runc", purpose: "test" },
  { name: "setcap", apt: "libcap2-bin", dnf: "libcap", purpose: "test" },
  { name: "ps", apt: "procps", dnf: "procps-ng", purpose: "test" },
  { name: "pgrep", apt: "procps", dnf: "procps-ng", purpose: "test" },
  { name: "cpio", apt: "cpio", dnf: "cpio", purpose: "test" },
  { name: "unsquashfs", apt: "squashfs-tools", dnf: "squashfs-tools", purpose: "test" },
  { name: "find", apt: "findutils", dnf: "findutils", purpose: "test" },
  { name: "xfs_repair", apt: "xfsprogs", dnf: "xfsprogs", purpose: "test" },
  { name: "fsck.erofs", apt: "erofs-utils", dnf: "erofs-utils", purpose: "test" },
  {
    name: "systemd's stub of a unified kernel image",
    files: ["/usr/lib/systemd/boot/efi/linuxx64.efi.stub"],
    apt: "systemd-boot-efi",
    dnf: "systemd-boot-unsigned",
    purpose: "test",
    architecture: "x86_64"
  },
  { name: "gpgv", apt: "gpgv", dnf: "gnupg2", purpose: "test" },
  { name: "fsck.fat", apt: "dosfstools", dnf: "dosfstools", purpose: "test" },
  { name: "sudo", apt: "sudo", dnf: "sudo", purpose: "test" },
  { name: "curl", apt: "curl", dnf: "curl", purpose: "test" },
  { name: "script", apt: "bsdutils", dnf: "util-linux-script", purpose: "test" },
  { name: "unshare", apt: "util-linux", dnf: "util-linux", purpose: "test" },
  { name: "sgdisk", apt: "gdisk", dnf: "gdisk", purpose: "test" },
  {
    name: "docker-registry",
    aliases: ["registry"],
    apt: "docker-registry",
    dnf: "docker-distribution",
    purpose: "test"
  },
  { name: "faketime", apt: "faketime", dnf: "libfaketime", purpose: "test" },
  { name: "dnf", apt: "dnf", dnf: "dnf", purpose: "test" },
  { name: "strace", apt: "strace", dnf: "strace", purpose: "test" }
];
function findTool(name) {
  let aliases = TOOLS.find((tool) => tool.name === name)?.aliases ?? [];
  for (let candidate of [name, ...aliases]) {
    let path = findExecutable(candidate);
    if (path !== void 0) return path;
  }
}
async function locateTool(tool) {
  if (tool.files === void 0) return findTool(tool.name);
  for (let file of tool.files) if (await isReadable(file)) return file;
}
function packageHint(name) {
  let tool = TOOLS.find((known) => known.name === name);
  return tool === void 0 ? `Install ${name} and see that it is on PATH.` : `Run "treesmith setup", or install it: apt-get install ${tool.apt} (Debian, Ubuntu), dnf install ${tool.dnf} (Fedora, EL).`;
}
function emulator(architecture, dnfSuffix = architecture) {
  return {
    name: `qemu-${architecture}-static`,
    // Where all of them are static, they are not called so.
    aliases: [`qemu-${architecture}`],
    apt: "qemu-user-static",
    dnf: `qemu-user-static-${dnfSuffix}`,
    purpose: "build",
    architecture,
    emulator: !0
  };
}
function findExecutable(name) {
  return isAbsolute(name) ? isExecutable(name) ? name : void 0 : [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"].filter((folder) => isAbsolute(folder)).map((folder) => join(folder, name)).find(isExecutable);
}
function isExecutable(path) {
  try {
    return accessSync(path, constants.X_OK), statSync(path).isFile();
  } catch {
    return !1;
  }
}
async function isReadable(path) {
  return access(path, constants.R_OK).then(
    () => !0,
    () => !1
  );
}

// lib/host/tool-bounds.ts
var KILL_AFTER_SECONDS = 10, ENV_ALLOWED = ["PATH", "HOME", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR"];
function toolEnvironment(extra = {}) {
  let env = { LANG: "C.UTF-8", TZ: "UTC" };
  for (let name of ENV_ALLOWED) {
    let value = process.env[name];
    value !== void 0 && (env[name] = value);
  }
  return env.PATH = `${env.PATH ?? "/usr/bin:/bin"}:/usr/sbin:/sbin`, { ...env, ...extra };
}
function bindArgv(argv, { timeoutMs, umask } = {}) {
  let [name, ...args] = argv;
  if (name === void 0) throw new RangeError("empty argv");
  let path = findTool(name);
  if (path === void 0)
    throw new ConfigError("TOOL_MISSING", `${name} is not installed`, {
      hint: packageHint(name)
    });
  let dieWithParent = [findTool("setpriv") ?? "/usr/bin/setpriv", "--pdeathsig", "TERM"], seconds = String(Math.ceil((timeoutMs ?? 0) / 1e3)), limit = timeoutMs === void 0 ? [] : ["timeout", `--kill-after=${KILL_AFTER_SECONDS}`, seconds, ...dieWithParent], mask = umask === void 0 ? [] : ["/bin/sh", "-c", `umask ${umask}; exec "$0" "$@"`];
  return [...dieWithParent, ...limit, ...mask, path, ...args];
}

// lib/host/tool-errors.ts
var KNOWN = [
  {
    code: "DISK_FULL",
    pattern: /No space left on device|[Dd]isk quota exceeded|needs \d+[KMGT]?B more space on the (\S+) filesystem|min-free-space-\w+ '[^']*' would be exceeded|database or disk is full/,
    kind: "build",
    message: (tool, match) => `${tool}: the disk is full${match[1] === void 0 ? "" : ` (${match[1]})`}`,
    hint: "Free some space, or put the store, the output folder or TMPDIR on another disk."
  },
  {
    code: "OUT_OF_MEMORY",
    pattern: /Cannot allocate memory|cannot set up guest memory|[Oo]ut of memory|bad_alloc/,
    kind: "build",
    message: (tool) => `${tool}: there is not enough memory`,
    hint: "Stop other programs, or use a machine with more memory."
  },
  {
    code: "NOT_PRIVILEGED",
    tools: ["sudo"],
    pattern: /a password is required|a terminal is required|is not in the sudoers file/,
    kind: "config",
    message: () => "sudo does not give root without a password",
    hint: "Run as root, or give this user passwordless sudo."
  },
  {
    code: "SANDBOX_FORBIDDEN",
    tools: ["bwrap"],
    pattern: /No permissions to creat\w+ new namespace|[Cc]reating new namespace failed|setting up uid map: Permission denied|Failed to make \/ slave: (?:Operation not permitted|Permission denied)/,
    kind: "config",
    message: () => "the kernel does not let bubblewrap make namespaces",
    hint: "In a container, run it with --privileged (or --cap-add SYS_ADMIN and without its seccomp profile)."
  },
  {
    code: "EMULATOR_MISSING",
    // execvp hands what the kernel refuses to sh, which reads it as a script.
    pattern: /[Ee]xec format error|: \d+: \S*ELF.*: not found/,
    kind: "config",
    message: (tool) => `${tool}: the kernel cannot run programs of that architecture`,
    hint: 'Run "treesmith setup --arch" with that architecture.'
  },
  {
    code: "PORT_TAKEN",
    tools: ["qemu-system-x86_64", "qemu-system-aarch64"],
    pattern: /Could not set up host forwarding rule '([^']+)'|Failed to find an available port/,
    kind: "config",
    message: (tool, match) => `${tool}: a port is in use${match[1] === void 0 ? "" : `: ${match[1]}`}`,
    hint: "Stop what listens there, or choose another port."
  },
  {
    code: "IMAGE_IN_USE",
    pattern: /Failed to get "(?:write|shared "write|consistent read)" lock|Is another process using the image/,
    kind: "config",
    message: (tool) => `${tool}: another program has the image open`,
    hint: "Stop the machine that runs from it."
  },
  {
    code: "PACKAGE_MANAGER_BUSY",
    tools: ["apt-get", "dnf", "sudo", "env"],
    pattern: /Could not get lock \/var\/lib\/(?:dpkg|apt)|Unable to acquire the dpkg frontend lock/,
    kind: "config",
    message: () => "another package manager is at work",
    hint: "Wait until it is done and run again."
  }
];
function explainToolError(failure) {
  let tool = failure.argv[0] ?? "";
  for (let { code, tools, pattern, kind, message, hint } of KNOWN) {
    if (tools !== void 0 && !tools.includes(tool)) continue;
    let match = pattern.exec(failure.stderr);
    if (match === null) continue;
    let kindOfError = kind === "config" ? ConfigError : BuildError;
    return new kindOfError(code, message(tool, match), { hint, cause: failure });
  }
  return failure;
}

// lib/host/process.ts
var STDERR_TAIL_BYTES = 4096, STDOUT_LIMIT_BYTES = 16 * 1024 * 1024, KILLED = 128, DRAIN_MS = 6e4, ToolError = class extends BuildError {
  argv;
  exitCode;
  stderr;
  constructor(argv, exitCode, stderr) {
    let tail = stderr.trim().split(`
`).slice(-12).join(`
`), how = exitCode >= KILLED ? "was killed by a signal" : `failed with exit code ${exitCode}`;
    super("TOOL_FAILED", `${argv[0]} ${how}${tail === "" ? "" : `:
${tail}`}`), this.argv = argv, this.exitCode = exitCode, this.stderr = stderr;
  }
};
async function runTool(argv, options = {}) {
  let bound = bindArgv(argv, options);
  options.log?.debug(formatCommand(argv));
  let stdout = [], stdoutBytes = 0, stderr = Buffer.alloc(0), listeners = {
    stdout: (chunk) => {
      stdoutBytes += chunk.length, options.onStdout !== void 0 ? options.onStdout(chunk) : stdoutBytes <= STDOUT_LIMIT_BYTES && stdout.push(chunk);
    },
    stderr: (chunk) => {
      options.onStderr?.(chunk), stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES);
    }
  }, timing = new ToolTiming(options.label ?? toolLabel(argv)), startedMs = performance.now(), exitCode = options.input === void 0 && options.onStdout === void 0 ? await execToEnd(bound, options, listeners) : await feedToEnd(bound, options, listeners);
  timing.end((options.okExitCodes ?? [0]).includes(exitCode));
  let stderrText = stderr.toString("utf8"), isLate = performance.now() - startedMs >= (options.timeoutMs ?? 1 / 0);
  if (options.timeoutMs !== void 0 && isLate && (exitCode === 124 || exitCode === 137))
    throw new BuildError(
      "TOOL_TIMEOUT",
      `${argv[0]} took longer than ${options.timeoutMs / 1e3} s`
    );
  if (!(options.okExitCodes ?? [0]).includes(exitCode))
    throw explainToolError(new ToolError(argv, exitCode, stderrText));
  if (options.onStdout === void 0 && stdoutBytes > STDOUT_LIMIT_BYTES)
    throw new BuildError(
      "TOOL_OUTPUT_LIMIT",
      `${argv[0]} printed more than ${STDOUT_LIMIT_BYTES} bytes`
    );
  return { exitCode, stdout: Buffer.concat(stdout).toString("utf8"), stderr: stderrText };
}
async function readTool(argv, options = {}) {
  return (await runTool(argv, options)).stdout;
}
async function startTool(argv, options = {}) {
  let bound = bindArgv(argv);
  options.log?.debug(formatCommand(argv));
  let timing = new ToolTiming(toolLabel(argv)), child = spawn(bound[0] ?? "", bound.slice(1), {
    stdio: options.stdio ?? ["ignore", "pipe", "pipe"],
    ...options.cwd === void 0 ? {} : { cwd: options.cwd },
    env: toolEnvironment(options.env)
  });
  return child.once("exit", () => timing.end(!0)), child;
}
function formatCommand(argv) {
  return argv.map((word) => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`).join(" ");
}
var WITH_VERBS = ["ostree", "qemu-img", "skopeo"], WAITING = ["flock", "sudo"];
function toolLabel(argv) {
  let name = basename(argv[0] ?? ""), verb = WITH_VERBS.includes(name) ? argv.slice(1).find((word) => /^[a-z][a-z-]*$/.test(word)) : void 0;
  return verb === void 0 ? name : `${name} ${verb}`;
}
var ToolTiming = class {
  isWanted;
  tell;
  constructor(name) {
    let timeline = currentTimeline();
    this.isWanted = timeline.isWanted, this.tell = WAITING.includes(name) ? void 0 : timeline.begin(name, { kind: "tool" });
  }
  end(ok) {
    let cpuMs = this.isWanted ? takeChildrenCpuMs() : 0;
    this.tell?.({ ok, cpuMs });
  }
};
async function execToEnd(bound, options, listeners) {
  return await exec(quotePath(bound[0] ?? ""), bound.slice(1), {
    silent: !0,
    ignoreReturnCode: !0,
    ...options.cwd === void 0 ? {} : { cwd: options.cwd },
    env: toolEnvironment(options.env),
    // It hands this to `stdin.end()`. Even an empty buffer is written, and a tool that has ended
    // before is an EPIPE that nobody can catch; a function in its place only closes the pipe.
    input: (() => {
    }),
    listeners: { ...listeners },
    // After the tool's end it waits so long for what the pipes still hold, and then says nothing of the rest.
    delay: DRAIN_MS
  }) ?? KILLED;
}
async function feedToEnd(bound, options, listeners) {
  let child = spawn(bound[0] ?? "", bound.slice(1), {
    stdio: ["pipe", "pipe", "pipe"],
    ...options.cwd === void 0 ? {} : { cwd: options.cwd },
    env: toolEnvironment(options.env)
  });
  child.stdout.on("data", listeners.stdout), child.stderr.on("data", listeners.stderr), child.stdin.on("error", () => {
  }), child.stdin.end(options.input);
  let [exitCode, signal] = await once(child, "close");
  return exitCode ?? KILLED + (signal === null ? 0 : constants2.signals[signal]);
}
function quotePath(path) {
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

// lib/host/file-lock.ts
var PATIENCE_MS = 1e3;
async function withLock(path, body, options = {}) {
  let kept = await lockKept(path, body, options);
  if (kept === void 0) throw new BuildError("LOCK_FAILED", `${path} is held`);
  return kept.result;
}
async function withFreeLock(path, body) {
  return lockKept(path, body, { nonblocking: !0 });
}
var HELD = 75;
async function lockKept(path, body, options) {
  await makeFolder(dirname2(path));
  let flags = [
    options.shared === !0 ? "--shared" : "--exclusive",
    ...options.nonblocking === !0 ? ["--nonblock", `--conflict-exit-code=${HELD}`] : []
  ], holder = await startTool(["flock", ...flags, path, "cat"], {
    stdio: ["pipe", "pipe", "pipe"]
  }), { stdin, stdout, stderr } = holder;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  stdin.on("error", () => {
  });
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint += chunk.toString();
  });
  let ended = once2(holder, "close"), notice = setTimeout(() => {
    options.log?.info(`Waiting for ${path}, which another run holds`);
  }, PATIENCE_MS);
  try {
    stdin.write(".");
    let first = await Promise.race([once2(stdout, "data"), ended]);
    if (first[0] === HELD) return;
    if (!Buffer.isBuffer(first[0]))
      throw new BuildError("LOCK_FAILED", `cannot lock ${path}: ${complaint.trim()}`);
    return clearTimeout(notice), { result: await body() };
  } finally {
    clearTimeout(notice), stdin.end(), await ended;
  }
}

// lib/host/files.ts
import { constants as constants3 } from "node:fs";
import { access as access2, chmod, lstat, open, realpath, rename, rm, stat as stat2 } from "node:fs/promises";
import { basename as basename2, dirname as dirname3, join as join2, resolve } from "node:path";
async function writeFileAtomic(path, data, options = {}) {
  let beside = besidePath(path);
  try {
    let file = await open(beside, "wx", options.mode ?? 420);
    try {
      await file.writeFile(data);
    } finally {
      await file.close();
    }
    options.mode !== void 0 && await chmod(beside, options.mode), await replaceFile(beside, path);
  } catch (error) {
    throw await rm(beside, { force: !0 }), explainFileError(error, path);
  }
}
async function replaceFile(temporary, path, { syncsFolder = !0 } = {}) {
  try {
    await sync(temporary), await rename(temporary, path), syncsFolder && await sync(dirname3(path));
  } catch (error) {
    throw explainFileError(error, path);
  }
}
async function syncFolder(folder) {
  try {
    await sync(folder);
  } catch (error) {
    throw explainFileError(error, folder);
  }
}
async function moveInto(folder, files) {
  await makeFolder(folder);
  try {
    await Promise.all(files.map(({ from, name }) => rename(from, join2(folder, name)))), await sync(folder);
  } catch (error) {
    throw explainFileError(error, folder);
  }
}
function besidePath(path) {
  return besideCount += 1, join2(dirname3(path), `.${basename2(path)}.${process.pid}.${besideCount}.tmp`);
}
var besideCount = 0;
async function assertOutputFile(path) {
  let found = await stat2(path).catch(() => {
  });
  if (found !== void 0 && !found.isFile())
    throw notAFile(path, `is a ${kindOf(found)}, expected a new path or a regular file`);
  if (found === void 0 && await lstat(path).catch(() => {
  }) !== void 0)
    throw notAFile(path, "is a link to nothing, expected a new path or a regular file");
  let folder = await nearestFolder(dirname3(resolve(path)));
  if (/^\/(dev|proc|sys)(\/|$)/.test(join2(folder, basename2(path))))
    throw notAFile(path, `lies in ${folder}, which holds no files`);
  if (!(await stat2(folder)).isDirectory()) throw notAFile(path, `cannot be: ${folder} is a file`);
  try {
    await access2(folder, constants3.W_OK | constants3.X_OK);
  } catch (error) {
    throw explainFileError(error, path);
  }
}
async function sync(path) {
  let handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
async function nearestFolder(path) {
  try {
    return await realpath(path);
  } catch (error) {
    if (error.code !== "ENOENT") throw explainFileError(error, path);
    return nearestFolder(dirname3(path));
  }
}
function kindOf(found) {
  return found.isDirectory() ? "folder" : found.isSocket() ? "socket" : found.isFIFO() ? "named pipe" : "device";
}
function notAFile(path, what) {
  return new ConfigError("OUTPUT_NOT_A_FILE", `${path} ${what}`, {
    hint: "Name a file that is new or may be replaced; devices and folders are never touched."
  });
}

export {
  explainFileError,
  makeFolder,
  parseProcessStat,
  parseCoreTicks,
  parsePressure,
  readProc,
  listThreads,
  readPageBytes,
  takeChildrenCpuMs,
  TOOLS,
  findTool,
  locateTool,
  packageHint,
  explainToolError,
  ToolError,
  runTool,
  readTool,
  startTool,
  withLock,
  withFreeLock,
  writeFileAtomic,
  replaceFile,
  syncFolder,
  moveInto,
  besidePath,
  assertOutputFile
};
