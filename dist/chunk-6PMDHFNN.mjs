import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  BootStopped
} from "./chunk-ABMTFWO4.mjs";
import {
  formatMachine,
  isBootable,
  prepareFirmware,
  prepareMedium,
  resolveMedium
} from "./chunk-NQTZ5262.mjs";
import {
  runImages
} from "./chunk-YMZBFNHL.mjs";
import {
  lockedArch,
  readRecord,
  writeRecord
} from "./chunk-LZYFTF7O.mjs";
import {
  recordOutcome
} from "./chunk-SUHXBGZF.mjs";
import {
  probeKvm
} from "./chunk-2JJYZDZX.mjs";
import {
  currentLock
} from "./chunk-BZZJ3KKZ.mjs";
import {
  assertToolsOf
} from "./chunk-ZFV4BBRI.mjs";
import {
  resolveFirmware
} from "./chunk-PRTFM5JL.mjs";
import {
  formatNevra,
  parseEvr
} from "./chunk-77DXW6FU.mjs";
import {
  ARCHITECTURES
} from "./chunk-FPEYAMT3.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  makeFolder,
  runTool,
  startTool,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  stageKey
} from "./chunk-3ZMDAGK4.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/boot-test.ts
import { join as join3 } from "node:path";

// lib/boot/boot-test.ts
import { join as join2 } from "node:path";

// lib/boot/checks.ts
var LISTED = 20;
async function checkPackages(guest, expected) {
  let format = String.raw`%{name}\t%{epochnum}\t%{version}\t%{release}\t%{arch}\n`, { exitCode, output, seconds } = await guest.run(`rpm -qa --qf '${format}'`, 12e4), name = "the packages are those of the lock";
  if (exitCode !== 0) return { name, passed: !1, detail: tailOf(output), seconds };
  let found = /* @__PURE__ */ new Set();
  for (let line of output.split(`
`)) {
    let [packageName, epoch, version, release, arch] = line.split("	");
    arch === void 0 || packageName === "gpg-pubkey" || found.add(
      formatNevra({
        name: packageName ?? "",
        epoch: epoch ?? "0",
        version: version ?? "",
        release: release ?? "",
        arch
      })
    );
  }
  let wanted = new Set(expected), missing = [...wanted].filter((nevra) => !found.has(nevra)), surplus = [...found].filter((nevra) => !wanted.has(nevra)), passed = missing.length === 0 && surplus.length === 0, detail = passed ? `${found.size} packages` : [...listSome("missing", missing), ...listSome("not in the lock", surplus)].join(`
`);
  return { name, passed, detail, seconds };
}
async function checkCommit(guest, commit) {
  let { exitCode, output, seconds } = await guest.run("ostree admin status", 6e4), booted = parseBootedCommit(output), passed = exitCode === 0 && booted === commit, detail = passed ? commit : `expected ${commit}, got ${booted ?? "no booted deployment"}
${tailOf(output)}`;
  return { name: "the booted deployment is the commit", passed, detail, seconds };
}
function parseBootedCommit(status) {
  return /^\* \S+ ([0-9a-f]{64})\.\d+/m.exec(status)?.[1];
}
async function checkUnits(guest) {
  let { output, seconds } = await guest.run(
    "timeout 180 systemctl is-system-running --wait; systemctl --failed --plain --no-legend --no-pager",
    24e4
  ), [state = "", ...failed] = output.split(`
`).filter((line) => line.trim() !== ""), passed = state === "running" && failed.length === 0, detail = passed ? state : `the system is ${state}
${failed.join(`
`)}`.trim();
  return { name: "no unit has failed", passed, detail, seconds };
}
async function checkCommand(guest, test) {
  let { exitCode, output, seconds } = await guest.run(test.run, test.timeoutMs), how = exitCode === 124 ? `stopped after ${test.timeoutMs / 1e3} s` : `exit code ${exitCode}`, detail = exitCode === 0 ? tailOf(output) : `${how}
${tailOf(output)}`.trim();
  return { name: test.name, passed: exitCode === 0, detail, seconds };
}
function listSome(title, names) {
  let sorted = [...names].sort(compareBytes), rest = sorted.length - LISTED;
  return [
    ...sorted.slice(0, LISTED).map((name) => `${title}: ${name}`),
    ...rest > 0 ? [`${title}: ${rest} more`] : []
  ];
}
function tailOf(output) {
  return output.trimEnd().split(`
`).slice(-20).join(`
`);
}

// lib/boot/guest.ts
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm as rm2 } from "node:fs/promises";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";

// lib/boot/boot-stages.ts
var BOOT_STAGES = [
  "firmware",
  "boot loader",
  "kernel",
  "initramfs",
  "systemd",
  "login"
], STAGE_MARKS = [
  {
    stage: "boot loader",
    // EDK II says what it starts, whichever loader that is; its own menus and the network are none.
    // A line may come in pieces: what is started is known at the closing quotation mark.
    pattern: /Welcome to GRUB|GRUB loading|GNU GRUB|^\s*Booting `|BdsDxe: starting Boot\w+ "(?!EFI Internal Shell|EFI Firmware Setup|UEFI (PXE|HTTP))[^"]+"|^(ISOLINUX|SYSLINUX|EXTLINUX) \d|^iPXE \d/
  },
  { stage: "kernel", pattern: /^\[ *\d+\.\d+\]|EFI stub:|^Linux version / },
  {
    stage: "initramfs",
    pattern: /Running in initrd|Running in initial RAM disk|\(Initramfs\)|\] Run (?!\/(usr\/)?s?bin\/init )\S+ as init/
  },
  {
    stage: "systemd",
    pattern: (
      // Its targets are reached in the initramfs, too: only what is left of that has been changed.
      /\bSwitching root\.|Stopped (target )?(initrd-switch-root\.(service|target)|Switch Root)|\] Run \/(usr\/)?s?bin\/init as init|treesmith: the root file system is there|^Welcome to (?!GRUB|.*(dracut|[Ii]nitramfs)).*!$/
    )
  },
  { stage: "login", pattern: /(^|\s)login: / }
], DEAD_ENDS = [
  { pattern: /^grub rescue>/, means: "GRUB found neither its modules nor its configuration" },
  { pattern: /^\s*grub>/, means: "GRUB has no menu: no BLS entry, or no grub.cfg" },
  {
    pattern: /^error: .*(not found|no such (device|partition))|you need to load the kernel first/,
    means: "GRUB could not load what the entry names"
  },
  {
    pattern: /^GRUB .*(Geom|Read|Hard Disk) Error|^(Geom|Read|Hard Disk) Error/,
    means: "the first stage of GRUB could not load the rest of it"
  },
  {
    pattern: /Start (PXE|HTTP Boot) over|PXE-E\d|No bootable (option or )?device/,
    means: "the firmware found no boot loader on the disk"
  },
  { pattern: /Press any key to (continue|enter)/i, means: "the boot waits for a key" },
  {
    pattern: /UEFI Interactive Shell|^Shell>/,
    means: "the firmware found no boot loader on the disk"
  },
  { pattern: /Kernel panic - not syncing|end Kernel panic/, means: "the kernel panicked" },
  {
    pattern: /You are in (emergency|rescue) mode|Entering emergency mode|Give root password for maintenance/,
    means: "the system went into emergency mode"
  },
  {
    pattern: /dracut[-\w]*(\[\d+\])?: (FATAL|Refusing to continue)|Could not boot\.$|Timed out waiting for device|Unable to find a medium containing a live file system|ALERT! .* does not exist/,
    means: "the initramfs did not find the root file system",
    // Later a disk may be missing that nobody needs.
    until: "initramfs"
  },
  {
    pattern: /treesmith: a shell is on the console/,
    means: "the live system stopped before its root file system"
  },
  {
    pattern: /ostree-prepare-root.*(error|failed)|Failed to switch root/i,
    means: "the initramfs could not find the deployment"
  },
  {
    pattern: /System halted|reboot: (System halted|Power down|Restarting system)/,
    means: "the system stopped before its login",
    isEnd: !0
  }
];

// lib/boot/console.ts
var TAIL_LINES = 60, LINE_LIMIT = 4096, SCREEN_LIMIT = 400, ConsoleReader = class {
  stage = "firmware";
  /** Why no login will come, once that is sure. */
  deadEnd;
  /** When each stage was first seen. */
  stageSeenMs = /* @__PURE__ */ new Map();
  /** When the kernel's clock stood at 0. */
  kernelStartMs;
  /** What came since the last line end, as it came: a terminal sequence may still be cut in two. */
  #pending = "";
  #tail = [];
  #goal;
  #screen = [];
  #screenSeen = /* @__PURE__ */ new Set();
  constructor(goal = {}) {
    this.#goal = goal;
  }
  feed(text, nowMs) {
    let raw = this.#pending + text, end = endOfLines(raw);
    this.#pending = raw.slice(end);
    let lines = stripControls(raw.slice(0, end)).split(`
`);
    for (let line of lines.filter((line2) => line2.trim() !== ""))
      this.#tail.push(line.slice(0, LINE_LIMIT)), this.#tail.length > TAIL_LINES && this.#tail.shift(), this.#judge(line, nowMs);
    this.#judge(this.#prompt(), nowMs);
  }
  /** Takes what a screen in text mode shows now. Returns whether there was anything new on it. */
  feedScreen(lines, nowMs) {
    this.#screen = lines;
    let fresh = lines.filter((line) => !this.#screenSeen.has(line));
    for (let line of fresh)
      this.#screenSeen.size < SCREEN_LIMIT && this.#screenSeen.add(line), this.#judge(line, nowMs);
    return fresh.length > 0;
  }
  /** The last 60 lines that are not empty, as a person would read them. */
  tail() {
    return [...this.#tail, this.#prompt()].filter((line) => line !== "").join(`
`);
  }
  /** What the screen showed when it was last looked at, when it shows what the console does not. */
  screenText() {
    return this.#screen.join(`
`);
  }
  #prompt() {
    return stripControls(this.#pending).split(`
`).at(-1) ?? "";
  }
  #judge(line, nowMs) {
    let index = BOOT_STAGES.indexOf(this.stage), { readyMark, until = "login", isDirect = !1 } = this.#goal, isReady = readyMark !== void 0 && line.includes(readyMark);
    for (let { stage, pattern } of STAGE_MARKS) {
      let reachable = BOOT_STAGES.indexOf(stage) > index && (stage !== "login" || index >= 1 || isDirect), isSeen = pattern.test(line) || stage === "login" && isReady;
      !reachable || !isSeen || (this.stage = stage, this.stageSeenMs.set(stage, nowMs));
    }
    let seconds = /^\[ *(\d+\.\d+)\]/.exec(line)?.[1];
    if (seconds !== void 0) {
      let startMs = nowMs - Number(seconds) * 1e3;
      this.kernelStartMs = Math.min(this.kernelStartMs ?? startMs, startMs);
    }
    this.stage === "login" && until === "login" || (this.deadEnd ??= DEAD_ENDS.find(
      (end) => (until === "login" || end.isEnd !== !0) && (end.until === void 0 || BOOT_STAGES.indexOf(this.stage) <= BOOT_STAGES.indexOf(end.until)) && end.pattern.test(line)
    )?.means);
  }
}, JUMP = /\x1b\[[0-9;]*[Hf]/g;
function endOfLines(text) {
  let jump = [...text.matchAll(JUMP)].at(-1)?.index ?? 0, end = Math.max(text.lastIndexOf(`
`) + 1, jump);
  if (text.length - end <= LINE_LIMIT) return end;
  let sequence = text.lastIndexOf("\x1B");
  return text.length - sequence <= LINE_LIMIT ? sequence : text.length;
}
function stripControls(text) {
  return text.replaceAll(JUMP, `
`).replaceAll(/\x1b(\[[0-9;?=]*[A-Za-z]|[()][A-Z0-9]|[78=>])/g, "").replaceAll(/\r+\n?/g, `
`).replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, "");
}

// lib/boot/probe-shell.ts
var PIECE_CHARS = 1e3, OUTPUT_LIMIT_BYTES = 512 * 1024, PENDING_LIMIT_CHARS = 2 * OUTPUT_LIMIT_BYTES, HANDSHAKE_RETRY_MS = 5e3, GRACE_MS = 6e4, ProbeShell = class {
  #port;
  #nonce;
  #received = "";
  #wake;
  #failure;
  #commands = 0;
  /** `nonce` is any word that the guest does not print by itself. */
  constructor(port, nonce) {
    this.#port = port, this.#nonce = nonce, port.on("data", (chunk) => {
      this.#received = (this.#received + chunk.toString("latin1")).slice(-PENDING_LIMIT_CHARS), this.#wake?.();
    }), port.on("error", (error) => this.abandon(error));
  }
  /** Lets every wait fail with `error`: the guest is gone. */
  abandon(error) {
    this.#failure ??= error, this.#wake?.();
  }
  /** Waits for the shell and takes it over. */
  async open(timeoutMs) {
    let ready = `${this.#nonce} ready`, deadline = performance.now() + timeoutMs;
    for (; performance.now() < deadline; )
      if (this.#port.write(`exec /bin/sh -c '${LOOP}' '' "${this.#nonce}" ready
`), await this.#waitFor(new RegExp(ready), HANDSHAKE_RETRY_MS) !== void 0) {
        this.#received = "";
        return;
      }
    throw new BuildError(
      "PROBE_FAILED",
      "no shell answers on the second serial port of the guest",
      {
        hint: "Does the system have systemd 252 or newer, and bash?"
      }
    );
  }
  /**
   * Runs a script with /bin/sh as root, stdin closed.
   *
   * @throws BuildError PROBE_FAILED when the guest does not answer
   */
  async run(script, timeoutMs) {
    this.#commands += 1;
    let id = this.#commands, encoded = Buffer.from(script).toString("base64");
    for (let at = 0; at < encoded.length; at += PIECE_CHARS)
      this.#port.write(`+ ${encoded.slice(at, at + PIECE_CHARS)}
`);
    this.#received = "", this.#port.write(`run ${id} ${Math.ceil(timeoutMs / 1e3)}
`);
    let answer = await this.#waitFor(
      new RegExp(`${this.#nonce} ${id} (\\d+) (\\d+) ([A-Za-z0-9+/=]*) \\.`),
      timeoutMs + GRACE_MS
    );
    if (answer === void 0)
      throw new BuildError(
        "PROBE_FAILED",
        `the guest did not answer to: ${script.split(`
`)[0]}`
      );
    return {
      exitCode: Number(answer[1]),
      seconds: Number(answer[2]),
      output: Buffer.from(answer[3] ?? "", "base64").toString("utf8")
    };
  }
  async #waitFor(pattern, timeoutMs) {
    let deadline = performance.now() + timeoutMs;
    for (; ; ) {
      if (this.#failure !== void 0) throw this.#failure;
      let found = pattern.exec(this.#received);
      if (found !== null) return found;
      let leftMs = deadline - performance.now();
      if (leftMs <= 0) return;
      await new Promise((resolve) => {
        let timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer), resolve();
        };
      });
    }
  }
}, LOOP = [
  "stty -echo -onlcr; cd /; d=$(mktemp -d /run/treesmith.XXXXXX);",
  "export HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin;",
  "export TERM=dumb SYSTEMD_PAGER= SYSTEMD_COLORS=0;",
  'echo "$1 $2";',
  "while read -r verb a b; do case $verb in",
  '+) printf %s "$a" >>"$d/in" ;;',
  'run) base64 -d <"$d/in" >"$d/cmd"; rm -f "$d/in"; s=$(date +%s);',
  'timeout -k 5 "$b" /bin/sh "$d/cmd" </dev/null >"$d/out" 2>&1; c=$?;',
  String.raw`printf "\n%s %s %s %s " "$1" "$a" "$c" "$(($(date +%s) - s))";`,
  `tail -c ${OUTPUT_LIMIT_BYTES} "$d/out" | base64 -w 0;`,
  String.raw`printf " .\n" ;;`,
  "esac; done"
].join(" ");

// lib/boot/qmp.ts
var LINE_LIMIT_CHARS = 1024 * 1024, Qmp = class {
  #port;
  #waiting = /* @__PURE__ */ new Map();
  #onEvent;
  #pending = "";
  #count = 0;
  #failure;
  /** Commands may be run at once: the protocol's handshake goes first by itself. */
  constructor(port, onEvent) {
    this.#port = port, this.#onEvent = onEvent, port.on("data", (chunk) => this.#feed(chunk.toString("utf8"))), port.on("error", (error) => this.abandon(error)), port.on("close", () => this.abandon(new Error("QEMU closed its monitor"))), this.run("qmp_capabilities").catch(() => {
    });
  }
  /** Lets every command fail: QEMU is gone. */
  abandon(error) {
    this.#failure ??= error;
    for (let { fail } of this.#waiting.values()) fail(error);
    this.#waiting.clear();
  }
  /**
   * Runs one command and returns what it answers.
   *
   * @throws BuildError MONITOR_FAILED when QEMU refuses it, is gone, or does not answer in time
   */
  async run(execute, args = {}, timeoutMs = 1e4) {
    this.#count += 1;
    let id = this.#count, timer;
    try {
      return await new Promise((done, fail) => {
        if (this.#failure !== void 0) throw this.#failure;
        this.#waiting.set(id, { done, fail }), timer = setTimeout(() => fail(new Error(`no answer in ${timeoutMs / 1e3} s`)), timeoutMs), this.#port.write(`${JSON.stringify({ execute, arguments: args, id })}
`);
      });
    } catch (cause) {
      let why = cause instanceof Error ? cause.message : String(cause);
      throw new BuildError("MONITOR_FAILED", `QEMU did not ${execute}: ${why}`, {
        cause
      });
    } finally {
      clearTimeout(timer), this.#waiting.delete(id);
    }
  }
  #feed(text) {
    let lines = (this.#pending + text).split(`
`);
    this.#pending = lines.pop() ?? "", this.#pending.length > LINE_LIMIT_CHARS && this.abandon(new Error("QEMU does not end a line"));
    for (let line of lines.filter((line2) => line2.trim() !== "")) this.#take(line);
  }
  #take(line) {
    let answer;
    try {
      answer = JSON.parse(line);
    } catch {
      this.abandon(new Error(`QEMU said what is no JSON: ${line.slice(0, 100)}`));
      return;
    }
    if (typeof answer.event == "string") {
      this.#onEvent({ event: answer.event, data: answer.data ?? {} });
      return;
    }
    let waiting = this.#waiting.get(answer.id ?? 0);
    answer.error === void 0 ? waiting?.done(answer.return) : waiting?.fail(new Error(answer.error.desc ?? "it is an error"));
  }
};

// lib/boot/screen.ts
import { readFile, rm } from "node:fs/promises";

// lib/boot/png.ts
import { crc32, deflateSync } from "node:zlib";
var MAX_SIDE = 16384, SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
function formatPng({ width, height, rgb }) {
  let rowBytes = width * 3, rows = Buffer.alloc((rowBytes + 1) * height);
  for (let y = 0; y < height; y += 1)
    rows.set(rgb.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  let header = Buffer.alloc(13);
  return header.writeUInt32BE(width, 0), header.writeUInt32BE(height, 4), header.set([8, 2, 0, 0, 0], 8), Buffer.concat([
    SIGNATURE,
    formatChunk("IHDR", header),
    formatChunk("IDAT", deflateSync(rows)),
    formatChunk("IEND", Buffer.alloc(0))
  ]);
}
function parsePpm(bytes) {
  let head = /^P6\s+(?:#[^\n]*\n\s*)*(\d{1,5})\s+(\d{1,5})\s+255\s/.exec(
    bytes.toString("latin1", 0, 256)
  ), [width, height] = [Number(head?.[1] ?? 0), Number(head?.[2] ?? 0)], sizeBytes = width * height * 3, rgb = bytes.subarray(head?.[0].length ?? 0), isSane = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;
  if (head === null || !isSane || rgb.length < sizeBytes)
    throw new BuildError(
      "SCREEN_BAD",
      `not a screen as PPM: ${width} x ${height} pixels, ${bytes.length} bytes`
    );
  return { width, height, rgb: rgb.subarray(0, sizeBytes) };
}
function formatChunk(type, data) {
  let body = Buffer.concat([Buffer.from(type, "latin1"), data]), chunk = Buffer.alloc(body.length + 8);
  return chunk.writeUInt32BE(data.length, 0), body.copy(chunk, 4), chunk.writeUInt32BE(crc32(body), body.length + 4), chunk;
}

// lib/boot/screen.ts
var TEXT_ADDRESS = 753664, COLUMNS = 80, ROWS = 25;
async function saveScreenshot(qmp, path) {
  let temporary = `${path}.screen`;
  try {
    let isPng = await qmp.run("screendump", { filename: temporary, format: "png" }).then(
      () => !0,
      () => !1
    );
    isPng || await qmp.run("screendump", { filename: temporary });
    let bytes = await readFile(temporary);
    await writeFileAtomic(path, isPng ? bytes : formatPng(parsePpm(bytes)));
  } finally {
    await rm(temporary, { force: !0 });
  }
}
async function readScreenText(qmp, temporary) {
  try {
    let size = COLUMNS * ROWS * 2;
    return await qmp.run("pmemsave", { val: TEXT_ADDRESS, size, filename: temporary }), parseScreenText(await readFile(temporary));
  } finally {
    await rm(temporary, { force: !0 });
  }
}
function parseScreenText(memory) {
  let lines = [];
  for (let row = 0; row < ROWS; row += 1) {
    let line = "";
    for (let column = 0; column < COLUMNS; column += 1) {
      let byte = memory[(row * COLUMNS + column) * 2] ?? 0;
      line += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : " ";
    }
    line.trim() !== "" && lines.push(line.trimEnd());
  }
  return lines;
}

// lib/boot/timings.ts
var PHASES = ["firmware", "loader", "kernel", "initrd", "userspace"];
function resolveTimings(console, startedMs, analyze) {
  let loginMs = (console.stageSeenMs.get("login") ?? startedMs) - startedMs, timings = {
    loginMs: Math.round(loginMs),
    ...resolvePhases(console, startedMs)
  };
  for (let [, span, phase] of analyze.matchAll(/([\d.hmins ]+) \((kernel|initrd|userspace)\)/g))
    timings[`${phase}Ms`] = parseSpan(span ?? "");
  return timings;
}
function resolvePhases(console, startedMs) {
  let seen = console.stageSeenMs, kernelAt = console.kernelStartMs ?? seen.get("kernel"), known = [
    ["firmware", startedMs],
    ["loader", seen.get("boot loader")],
    ["kernel", kernelAt],
    ["initrd", seen.get("initramfs")],
    ["userspace", seen.get("systemd")],
    [void 0, seen.get("login")]
  ].flatMap(([phase, atMs]) => atMs === void 0 ? [] : [{ phase, atMs }]), phases = {};
  return known.forEach(({ phase, atMs }, index) => {
    let next = known[index + 1];
    phase === void 0 || next === void 0 || (phases[`${phase}Ms`] = Math.max(0, Math.round(next.atMs - atMs)));
  }), phases;
}
function formatTimings(timings) {
  let phases = PHASES.flatMap((phase) => {
    let ms = timings[`${phase}Ms`];
    return ms === void 0 ? [] : [`${phase} ${formatSeconds(ms)}`];
  }), list = phases.length === 0 ? "" : ` (${phases.join(", ")})`;
  return `login after ${formatSeconds(timings.loginMs)}${list}`;
}
function formatSeconds(ms) {
  return `${(ms / 1e3).toFixed(1)} s`;
}
function parseSpan(text) {
  let units = { h: 36e5, min: 6e4, s: 1e3, ms: 1 }, sum = 0;
  for (let [, amount, unit] of text.matchAll(/([\d.]+)(h|min|ms|s)/g))
    sum += Number(amount) * (units[unit ?? ""] ?? 0);
  return Math.round(sum);
}

// lib/boot/guest.ts
var STDERR_LIMIT = 4096, STOP_TIMEOUT_MS = 24e4, LAST_WORDS_MS = 1e3, SCREEN_EVERY_MS = 500, FIRMWARE_SILENCE_MS = 12e4;
function screenshotPathOf(consoleLogPath) {
  return `${consoleLogPath.replace(/\.log$/, "")}.png`;
}
var Guest = class _Guest {
  console;
  startedMs = performance.now();
  #options;
  #child;
  #probe;
  #qmp;
  #ended;
  #isEnded = !1;
  #isStopping = !1;
  #fault;
  #failure;
  #screenshotPath;
  #waiting = [];
  #lastNewsMs = performance.now();
  /** Starts QEMU. The guest is not up yet: `waitForLogin`. */
  static async start(options) {
    await mkdir(dirname(options.consoleLogPath), { recursive: !0 }), await rm2(screenshotPathOf(options.consoleLogPath), { force: !0 });
    let argv = [
      ...formatMachine({ ...options.machine, screen: !0 }),
      "-action",
      "reboot=shutdown,shutdown=pause",
      "-chardev",
      "socket,id=console,fd=3",
      "-serial",
      "chardev:console",
      "-chardev",
      "socket,id=probe,fd=4",
      ...formatSecondPort(options.machine.basearch),
      "-chardev",
      "socket,id=monitor,fd=5",
      "-mon",
      "chardev=monitor,mode=control"
    ], child = await startTool(argv, {
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe", "pipe"],
      log: options.log
    });
    return new _Guest(child, options);
  }
  constructor(child, options) {
    this.#child = child, this.#options = options;
    let isDirect = options.machine.direct !== void 0;
    this.console = new ConsoleReader({ ...options.goal, isDirect });
    let [serial, probe, monitor] = child.stdio.slice(3);
    this.#probe = new ProbeShell(probe, `probe-${randomBytes(8).toString("hex")}`), this.#qmp = new Qmp(monitor, (event) => this.#hear(event));
    let file = createWriteStream(options.consoleLogPath), decoder = new StringDecoder("utf8");
    serial.on("data", (chunk) => {
      file.write(chunk), this.console.feed(decoder.write(chunk), performance.now()), this.#takeNews();
    }), serial.on("error", () => {
    });
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr = (stderr + chunk.toString()).slice(-STDERR_LIMIT);
    });
    let seconds = options.deadlineMs / 1e3, timer = setTimeout(
      () => this.#fail("GUEST_TIMEOUT", `it was stopped after ${seconds} s`),
      options.deadlineMs
    ), watching = this.#watchFirmware();
    this.#ended = new Promise((resolve) => {
      child.once("error", (error) => this.#fail("GUEST_EXITED", error.message)), child.once("close", async (code) => {
        clearTimeout(timer), this.#isEnded = !0, code !== 0 && !this.#isStopping && (this.#fault ??= { code: "GUEST_EXITED", reason: `QEMU ended: ${stderr.trim()}` }), this.#qmp.abandon(new Error("QEMU has ended")), await watching, file.end(), await finished(file).catch(() => {
        }), this.#fault !== void 0 && (this.#failure = this.#describe(this.#fault.code, this.#fault.reason)), this.#probe.abandon(
          this.#failure ?? this.#describe("GUEST_EXITED", "the machine has stopped")
        ), this.#wakeAll(), resolve();
      });
    });
  }
  /**
   * Waits for the login prompt.
   *
   * @throws BootStopped GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED: where it stopped, with the console's last lines
   */
  async waitForLogin() {
    for (; this.console.stage !== "login" || this.#fault !== void 0; ) {
      if (this.#failure !== void 0) throw this.#failure;
      if (this.#isEnded) throw this.#describe("GUEST_EXITED", "the machine stopped by itself");
      await new Promise((resolve) => this.#waiting.push(resolve));
    }
  }
  /**
   * Waits until the guest has stopped by itself, as an installer does.
   *
   * @throws BootStopped GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED
   */
  async waitForPowerOff() {
    if (await this.#ended, this.#failure !== void 0) throw this.#failure;
  }
  /** Takes over the root shell on the second serial port, once the guest is up. */
  async openProbe() {
    await this.#probe.open(6e4);
  }
  /** Runs a script with /bin/sh as root in the guest, once the probe is open. */
  run(script, timeoutMs = 6e4) {
    return this.#probe.run(script, timeoutMs);
  }
  /**
   * Runs a script that has to succeed, and returns what it printed.
   *
   * @throws BuildError COMMAND_FAILED
   */
  async read(script, timeoutMs) {
    let { exitCode, output } = await this.run(script, timeoutMs);
    if (exitCode === 0) return output;
    throw new BuildError(
      "COMMAND_FAILED",
      `in the guest, "${script}" ended with exit code ${exitCode}:
${output.trim()}`
    );
  }
  /**
   * Shuts the system down and waits for the machine's end, so that its disk is whole.
   *
   * @throws BootStopped GUEST_TIMEOUT: it did not end, and was killed
   */
  async powerOff() {
    this.#isStopping = !0, this.run("systemctl --no-block poweroff", 3e4).catch(
      (error) => this.#options.log.debug(`no answer to poweroff: ${error.message}`)
    );
    let isKilled = !1, timer = setTimeout(() => {
      isKilled = !0, this.kill();
    }, STOP_TIMEOUT_MS);
    if (await this.#ended, clearTimeout(timer), !isKilled) return;
    let seconds = STOP_TIMEOUT_MS / 1e3;
    throw this.#describe("GUEST_TIMEOUT", `it did not shut down within ${seconds} s`);
  }
  /** Writes what its screen shows now as PNG; a guest without one is no failure. */
  async saveScreenshot(path) {
    await saveScreenshot(this.#qmp, path).catch(
      (error) => this.#options.log.debug(`no picture of the screen: ${error.message}`)
    );
  }
  /** Ends the machine as a power cut would. */
  kill() {
    this.#isStopping = !0, this.#isEnded || this.#child.kill("SIGKILL");
  }
  async [Symbol.asyncDispose]() {
    this.kill(), await this.#ended;
  }
  #takeNews() {
    this.#lastNewsMs = performance.now();
    let { deadEnd } = this.console;
    deadEnd !== void 0 && this.#fail("GUEST_STUCK", deadEnd), this.#wakeAll();
  }
  /** Reads the screen of a PC with a BIOS, for there is nothing else before its kernel; ends what is silent. */
  async #watchFirmware() {
    let { machine, consoleLogPath } = this.#options, hasBios = machine.basearch === "x86_64" && machine.firmware === void 0, isEarly = () => BOOT_STAGES.indexOf(this.console.stage) < BOOT_STAGES.indexOf("kernel");
    for (; !this.#isEnded && !this.#isStopping && this.#fault === void 0 && isEarly(); ) {
      if (hasBios) {
        let screen = await readScreenText(this.#qmp, `${consoleLogPath}.text`).catch(() => []);
        isEarly() && this.console.feedScreen(screen, performance.now()) && this.#takeNews();
      }
      if (performance.now() - this.#lastNewsMs > FIRMWARE_SILENCE_MS && machine.direct === void 0 && this.console.stage === "firmware") {
        let why = `nothing was printed for ${FIRMWARE_SILENCE_MS / 1e3} s: what it started is no boot loader`;
        this.#fail("GUEST_STUCK", why);
      }
      await sleep(SCREEN_EVERY_MS);
    }
  }
  #hear({ event, data }) {
    if (event !== "SHUTDOWN") return;
    if ((this.#isStopping || this.#options.goal?.until === "power-off") && data.reason !== "guest-panic") {
      this.#qmp.run("quit").catch(() => this.kill());
      return;
    }
    let how = data.reason === "guest-reset" ? "restarted the machine" : "stopped the machine";
    this.#fail("GUEST_EXITED", `the guest ${how}`);
  }
  #fail(code, reason) {
    if (this.#isStopping || this.#isEnded || this.#fault !== void 0) return;
    this.#fault = { code, reason };
    let path = screenshotPathOf(this.#options.consoleLogPath);
    sleep(code === "GUEST_STUCK" ? LAST_WORDS_MS : 0).then(() => saveScreenshot(this.#qmp, path)).then(
      () => {
        this.#screenshotPath = path;
      },
      (error) => this.#options.log.debug(`no picture of the screen: ${error.message}`)
    ).finally(() => this.kill());
  }
  #describe(code, reason) {
    let { console, startedMs } = this, isEarly = BOOT_STAGES.indexOf(console.stage) < BOOT_STAGES.indexOf("kernel");
    return new BootStopped(code, {
      stage: console.stage,
      reason,
      consoleLogPath: this.#options.consoleLogPath,
      consoleTail: console.tail(),
      screenText: isEarly ? console.screenText() : "",
      phases: resolvePhases(console, startedMs),
      elapsedMs: Math.round(performance.now() - startedMs),
      ...this.#screenshotPath === void 0 ? {} : { screenshotPath: this.#screenshotPath }
    });
  }
  #wakeAll() {
    for (let wake of this.#waiting.splice(0)) wake();
  }
};
function formatSecondPort(basearch) {
  return ARCHITECTURES[basearch].secondPort.bus === "pci" ? ["-device", "pci-serial,chardev=probe"] : ["-serial", "chardev:probe"];
}

// lib/boot/install-disks.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
var CONFIG = `install=/dev/vda
then=poweroff
`;
async function makeInstallDisks(options) {
  let { sizeBytes, workDir, log } = options, target = join(workDir, "installed.qcow2");
  await runTool(["qemu-img", "create", "-q", "-f", "qcow2", target, String(sizeBytes)], { log });
  let config = join(workDir, "config.img"), text = join(workDir, "treesmith.conf");
  await writeFile(text, CONFIG);
  let env = { MTOOLSRC: "/dev/null" };
  await runTool(["mformat", "-i", config, "-v", "TREESMITH", ...["-C", "-t", "80", "-h", "2", "-s", "18"], "::"], { log, env }), await runTool(["mcopy", "-i", config, text, "::/treesmith.conf"], { log, env });
  let disk = { kind: "disk", writes: "unsafe" };
  return {
    target: { ...disk, file: target, format: "qcow2" },
    config: { ...disk, file: config, format: "raw" }
  };
}

// lib/boot/boot-test.ts
function probeArgument(basearch) {
  return `systemd.debug_shell=${ARCHITECTURES[basearch].secondPort.name}`;
}
async function bootTest(options) {
  var _stack = [];
  try {
    let { log, medium, consoleLogPath } = options;
    let work = __using(_stack, await makeTempDir(), !0);
    let { accelerator = await probeKvm() ? "kvm" : "tcg" } = options;
    let asks = (options.ask ?? "shell") === "shell";
    let installed = medium.kind === "iso" && medium.installTo !== void 0 ? await install(options, { ...medium, ...medium.installTo }, accelerator, work.path) : void 0;
    let prepared = await prepareMedium(installed?.medium ?? medium, {
      kernelArguments: asks ? [probeArgument(options.basearch ?? "x86_64")] : [],
      workDir: work.path,
      log
    });
    let guest = __using(_stack, await startGuest(options, prepared, {
      accelerator,
      workDir: work.path,
      ...options.readyMark === void 0 ? {} : { goal: { readyMark: options.readyMark } }
    }), !0);
    await guest.waitForLogin();
    let checks = [];
    let analyze = "";
    if (asks) {
      await guest.openProbe();
      for (let check of checksOf(guest, options)) {
        let result = await check();
        log.info(`${result.passed ? "ok" : "FAILED"}: ${result.name} (${result.seconds} s)`), checks.push(result);
      }
      analyze = (await guest.run("systemd-analyze time", 3e4)).output;
    }
    let timings = resolveTimings(guest.console, guest.startedMs, analyze);
    log.info(`${formatTimings(timings)}, ${accelerator === "kvm" ? "with" : "without"} KVM`);
    let passed = checks.every((check) => check.passed);
    passed || await guest.saveScreenshot(screenshotPathOf(consoleLogPath));
    return {
      passed,
      checks,
      timings,
      ...installed === void 0 ? {} : { installMs: installed.installMs },
      accelerator,
      consoleLogPath,
      consoleTail: guest.console.tail()
    };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function assertBootVerdict(verdict) {
  let failed = verdict.checks.filter((check) => !check.passed);
  if (failed.length === 0) return;
  let list = failed.map((check) => `  ${check.name}
${check.detail.replaceAll(/^/gm, "    ")}`);
  throw new BuildError(
    "CHECKS_FAILED",
    `${failed.length} of ${verdict.checks.length} checks failed in the booted system:
${list.join(`
`)}
The console's last lines:
${verdict.consoleTail}`,
    { hint: `The whole console is in ${verdict.consoleLogPath}.` }
  );
}
function checksOf(guest, { expect, tests }) {
  let { commit, nevras } = expect;
  return [
    () => checkUnits(guest),
    ...commit === void 0 ? [] : [() => checkCommit(guest, commit)],
    ...nevras === void 0 ? [] : [() => checkPackages(guest, nevras)],
    ...tests.map((test) => () => checkCommand(guest, test))
  ];
}
async function install(options, medium, accelerator, workDir) {
  var _stack = [];
  try {
    let { log } = options;
    let startedMs = performance.now();
    let { target, config } = await makeInstallDisks({ ...medium, workDir, log });
    let prepared = await prepareMedium(medium, { kernelArguments: [], workDir, log });
    let consoleLogPath = `${options.consoleLogPath.replace(/\.log$/, "")}-install.log`;
    let guest = __using(_stack, await startGuest(
      { ...options, consoleLogPath },
      // The disk is empty, and so the firmware goes on to the disc.
      { drives: [target, ...prepared.drives, config] },
      { accelerator, workDir, goal: { until: "power-off" } }
    ), !0);
    await guest.waitForPowerOff();
    let installMs = Math.round(performance.now() - startedMs);
    log.info(`installed in ${(installMs / 1e3).toFixed(1)} s`);
    return { medium: { kind: "disk", path: target.file, format: "qcow2" }, installMs };
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function startGuest(options, prepared, run) {
  let basearch = options.basearch ?? "x86_64", flash = options.firmware === "uefi" ? { firmware: await prepareFirmware(basearch, join2(run.workDir, "vars.fd")) } : {};
  return Guest.start({
    machine: {
      basearch,
      accelerator: run.accelerator,
      cpus: options.cpus ?? 2,
      memoryMiB: options.memoryMiB ?? 2048,
      drives: prepared.drives,
      ...prepared.direct === void 0 ? {} : { direct: prepared.direct },
      ...flash
    },
    consoleLogPath: options.consoleLogPath,
    deadlineMs: options.deadlineMs,
    ...run.goal === void 0 ? {} : { goal: run.goal },
    log: options.log
  });
}

// lib/build/image-boots.ts
var MEMORY_MIB = 2048, KERNEL_MEMORY_MIB = 4096;
async function imageBoots(spec, basearch, path) {
  if (!isBootable(spec.format)) return [];
  let medium = await resolveMedium(path, spec.format), firmwares = resolveFirmware(spec.firmware, basearch, spec.bootloader), memoryMiB = MEMORY_MIB;
  switch (medium.kind) {
    case "disk":
    case "archive":
      return firmwares.map((firmware) => ({ way: "disk", firmware, medium, memoryMiB }));
    case "iso": {
      let installed = { ...medium, installTo: { sizeBytes: spec.sizeBytes } };
      return [
        ...firmwares.map((firmware) => ({ way: "live", firmware, medium, memoryMiB })),
        ...firmwares.slice(0, 1).map((firmware) => ({
          way: "installed",
          firmware,
          medium: installed,
          memoryMiB
        }))
      ];
    }
    case "kernel":
      return [{ way: "kernel", firmware: firmwares.includes("bios") ? "bios" : firmwares[0] ?? "uefi", medium, memoryMiB: KERNEL_MEMORY_MIB }];
  }
}
function isDeployed({ way }, { filesystem }) {
  return (way === "disk" || way === "installed") && filesystem !== "erofs";
}

// lib/build/boot-test.ts
var BOOT_TEST_VERSION = 2, DEADLINE_MS = 10 * 6e4;
async function runBootTests(workspace, options) {
  await assertToolsOf("boot-test", workspace.remix);
  let lockfile = options.lockfile ?? await currentLock(workspace), images = await runImages(workspace, { ...options, lockfile });
  return bootImages(workspace, lockfile, images);
}
async function bootImages(workspace, lockfile, images) {
  let outcomes = [], boots = [];
  for (let image of images) {
    let spec = workspace.remix.images.find(({ name }) => name === image.name), found = spec === void 0 ? [] : await tasksOf(image, spec);
    found.length === 0 && workspace.log.info(`${image.path}: nothing that a machine could boot`), boots.push(...found);
  }
  for (let task of boots) {
    let logName = boots.length === 1 ? "boot.log" : bootLogName(task);
    outcomes.push(await bootOne(workspace, lockfile, task, logName));
  }
  return await recordOutcome(workspace.outDir, { remix: workspace.remix.name, boots: outcomes }), outcomes;
}
async function tasksOf(image, spec) {
  return (await imageBoots(spec, image.basearch, image.path)).map((boot) => ({ image, boot, isDeployed: isDeployed(boot, spec) }));
}
function bootLogName({ image, boot }) {
  let { name, basearch } = image, { way, firmware } = boot;
  return `boot-${name}-${basearch}-${way === "installed" ? `installed-${firmware}` : firmware}.log`;
}
async function bootOne(workspace, lockfile, { image, boot, isDeployed: deployed }, logName) {
  let { remix, store, log, outDir } = workspace, { way, firmware, medium, memoryMiB } = boot, nevras = lockedArch(lockfile, image.basearch, workspace).packages.map(
    ({ name, evr, arch }) => formatNevra({ name, ...parseEvr(evr), arch })
  ), consoleLog = join3(outDir, logName), common = {
    image: image.path,
    basearch: image.basearch,
    firmware,
    way,
    consoleLog
  }, key = stageKey("boot-test", BOOT_TEST_VERSION, {
    image: image.sha256,
    commit: image.commit,
    nevras,
    firmware,
    way,
    tests: remix.tests.map((test) => ({ ...test }))
  }), known = await readRecord(store, "boot-test", key);
  if (known !== void 0)
    return { ...common, ...known, timings: known.timings, cached: !0 };
  let startedMs = performance.now();
  await makeFolder(outDir);
  let title = `Boot ${image.path} (${firmware}${way === "disk" ? "" : `, ${way}`})`, verdict = await log.group(
    title,
    () => bootTest({
      medium,
      basearch: image.basearch,
      firmware,
      expect: { nevras, ...deployed ? { commit: image.commit } : {} },
      tests: remix.tests,
      consoleLogPath: consoleLog,
      deadlineMs: DEADLINE_MS,
      memoryMiB,
      log
    })
  );
  assertBootVerdict(verdict);
  let { accelerator, timings } = verdict, checks = verdict.checks.map(({ name }) => name), seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  return await writeRecord(store, "boot-test", key, {
    accelerator,
    checks,
    seconds,
    timings: { ...timings }
  }), { ...common, accelerator, checks, timings, cached: !1, seconds };
}

export {
  runBootTests,
  bootImages
};
