import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  GPT_HEAD_BYTES,
  parseGpt,
  runImages
} from "./chunk-MOZBOTRU.mjs";
import {
  GRUB_ENVIRONMENT_FILE,
  GRUB_KARGS_VARIABLE,
  PARTITION_TYPES,
  SECTOR_BYTES,
  TAR_BLOCK_BYTES,
  formatGrubEnvironment,
  lockedArch,
  parseGrubEnvironment,
  parseSparseExtension,
  parseTarHeader,
  readRecord,
  writeRecord
} from "./chunk-HUGIR5KW.mjs";
import {
  probeKvm
} from "./chunk-E5LSWCRZ.mjs";
import {
  currentLock,
  openDecompressed
} from "./chunk-274XIYFY.mjs";
import {
  formatNevra,
  parseEvr
} from "./chunk-QPRYW2CT.mjs";
import {
  IMAGE_FORMATS,
  recordOutcome
} from "./chunk-IXJ4NE6I.mjs";
import {
  assertToolsOf
} from "./chunk-DXRJQPTI.mjs";
import {
  ARCHITECTURES,
  FORMAT_FACTS,
  resolveFirmware
} from "./chunk-FBAQSP4E.mjs";
import {
  MAX_MANIFEST_BYTES,
  parseManifest
} from "./chunk-2QRIHPZD.mjs";
import {
  OCI_INDEX
} from "./chunk-VHH2F4KY.mjs";
import {
  digestHex
} from "./chunk-AXANLE5B.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  ToolError,
  makeFolder,
  readTool,
  runTool,
  startTool,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  stageKey
} from "./chunk-PGVBXSTX.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/build/boot-test.ts
import { join as join8 } from "node:path";

// lib/boot/boot-test.ts
import { join as join6 } from "node:path";

// lib/boot/checks.ts
var LISTED = 20;
async function checkPackages(guest, expected) {
  const format = String.raw`%{name}\t%{epochnum}\t%{version}\t%{release}\t%{arch}\n`;
  const { exitCode, output, seconds } = await guest.run(`rpm -qa --qf '${format}'`, 12e4);
  const name = "the packages are those of the lock";
  if (exitCode !== 0) return { name, passed: false, detail: tailOf(output), seconds };
  const found = /* @__PURE__ */ new Set();
  for (const line of output.split("\n")) {
    const [packageName, epoch, version, release, arch] = line.split("	");
    if (arch === void 0 || packageName === "gpg-pubkey") continue;
    found.add(
      formatNevra({
        name: packageName ?? "",
        epoch: epoch ?? "0",
        version: version ?? "",
        release: release ?? "",
        arch
      })
    );
  }
  const wanted = new Set(expected);
  const missing = [...wanted].filter((nevra) => !found.has(nevra));
  const surplus = [...found].filter((nevra) => !wanted.has(nevra));
  const passed = missing.length === 0 && surplus.length === 0;
  const detail = passed ? `${found.size} packages` : [...listSome("missing", missing), ...listSome("not in the lock", surplus)].join("\n");
  return { name, passed, detail, seconds };
}
async function checkCommit(guest, commit) {
  const { exitCode, output, seconds } = await guest.run("ostree admin status", 6e4);
  const booted = parseBootedCommit(output);
  const passed = exitCode === 0 && booted === commit;
  const detail = passed ? commit : `expected ${commit}, got ${booted ?? "no booted deployment"}
${tailOf(output)}`;
  return { name: "the booted deployment is the commit", passed, detail, seconds };
}
function parseBootedCommit(status) {
  return /^\* \S+ ([0-9a-f]{64})\.\d+/m.exec(status)?.[1];
}
async function checkUnits(guest) {
  const { output, seconds } = await guest.run(
    "timeout 180 systemctl is-system-running --wait; systemctl --failed --plain --no-legend --no-pager",
    24e4
  );
  const [state = "", ...failed] = output.split("\n").filter((line) => line.trim() !== "");
  const passed = state === "running" && failed.length === 0;
  const detail = passed ? state : `the system is ${state}
${failed.join("\n")}`.trim();
  return { name: "no unit has failed", passed, detail, seconds };
}
async function checkCommand(guest, test) {
  const { exitCode, output, seconds } = await guest.run(test.run, test.timeoutMs);
  const how = exitCode === 124 ? `stopped after ${test.timeoutMs / 1e3} s` : `exit code ${exitCode}`;
  const detail = exitCode === 0 ? tailOf(output) : `${how}
${tailOf(output)}`.trim();
  return { name: test.name, passed: exitCode === 0, detail, seconds };
}
function listSome(title, names) {
  const sorted = [...names].sort(compareBytes);
  const rest = sorted.length - LISTED;
  return [
    ...sorted.slice(0, LISTED).map((name) => `${title}: ${name}`),
    ...rest > 0 ? [`${title}: ${rest} more`] : []
  ];
}
function tailOf(output) {
  return output.trimEnd().split("\n").slice(-20).join("\n");
}

// lib/boot/firmware.ts
import { access, copyFile } from "node:fs/promises";
var PACKAGES = {
  x86_64: "ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora, EL)",
  aarch64: "qemu-efi-aarch64 (Debian, Ubuntu) or edk2-aarch64 (Fedora, EL)",
  riscv64: "qemu-efi-riscv64 (Debian, Ubuntu) or edk2-riscv64 (Fedora)"
};
async function prepareFirmware(basearch, variablesPath) {
  const places = ARCHITECTURES[basearch].uefi?.flash ?? [];
  for (const { code, variables } of places) {
    try {
      await access(code);
      await copyFile(variables, variablesPath);
      return { code, variables: variablesPath };
    } catch {
    }
  }
  const looked = places.map(({ code }) => code).join(", ");
  throw new ConfigError(
    "FIRMWARE_MISSING",
    looked === "" ? `no machine of ${basearch} has UEFI` : `no UEFI firmware for ${basearch} is installed: looked for ${looked}`,
    {
      hint: looked === "" ? `It boots by ${ARCHITECTURES[basearch].firmware.join(", ")}.` : `Run "treesmith setup", or install ${PACKAGES[basearch] ?? "EDK II for it"}.`
    }
  );
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
];
var STAGE_MARKS = [
  {
    stage: "boot loader",
    // EDK II says what it starts, whichever loader that is; its own menus and the network are none.
    pattern: /Welcome to GRUB|GRUB loading|GNU GRUB|^\s*Booting `|BdsDxe: starting Boot\w+ "(?!EFI Internal Shell|EFI Firmware Setup|UEFI (PXE|HTTP))|^(ISOLINUX|SYSLINUX|EXTLINUX) \d|^iPXE \d/
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
];
var DEAD_ENDS = [
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
    isEnd: true
  }
];

// lib/boot/boot-stopped.ts
var BootStopped = class extends BuildError {
  remains;
  constructor(code, remains) {
    const { stage, reason, consoleTail, screenText, screenshotPath, consoleLogPath } = remains;
    super(
      code,
      [
        `the guest came as far as ${stage}: ${reason}`,
        ...screenText === "" ? [] : [`Its screen shows:
${screenText}`],
        ...consoleTail === "" ? [] : [`The console's last lines:
${consoleTail}`]
      ].join("\n"),
      {
        hint: `The whole console is in ${consoleLogPath}${screenshotPath === void 0 ? "" : `, a picture of the screen in ${screenshotPath}`}.`
      }
    );
    this.remains = remains;
  }
};

// lib/boot/console.ts
var TAIL_LINES = 60;
var LINE_LIMIT = 4096;
var SCREEN_LIMIT = 400;
var ConsoleReader = class {
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
    const raw = this.#pending + text;
    const end = raw.length > LINE_LIMIT ? raw.length : raw.lastIndexOf("\n") + 1;
    this.#pending = raw.slice(end);
    const lines = stripControls(raw.slice(0, end)).split("\n");
    for (const line of lines.filter((line2) => line2.trim() !== "")) {
      this.#tail.push(line.slice(0, LINE_LIMIT));
      if (this.#tail.length > TAIL_LINES) this.#tail.shift();
      this.#judge(line, nowMs);
    }
    this.#judge(this.#prompt(), nowMs);
  }
  /** Takes what a screen in text mode shows now. Returns whether there was anything new on it. */
  feedScreen(lines, nowMs) {
    this.#screen = lines;
    const fresh = lines.filter((line) => !this.#screenSeen.has(line));
    for (const line of fresh) {
      if (this.#screenSeen.size < SCREEN_LIMIT) this.#screenSeen.add(line);
      this.#judge(line, nowMs);
    }
    return fresh.length > 0;
  }
  /** The last 60 lines that are not empty, as a person would read them. */
  tail() {
    return [...this.#tail, this.#prompt()].filter((line) => line !== "").join("\n");
  }
  /** What the screen showed when it was last looked at, when it shows what the console does not. */
  screenText() {
    return this.#screen.join("\n");
  }
  #prompt() {
    return stripControls(this.#pending).split("\n").at(-1) ?? "";
  }
  #judge(line, nowMs) {
    const index = BOOT_STAGES.indexOf(this.stage);
    const { readyMark, until = "login", isDirect = false } = this.#goal;
    const isReady = readyMark !== void 0 && line.includes(readyMark);
    for (const { stage, pattern } of STAGE_MARKS) {
      const reachable = BOOT_STAGES.indexOf(stage) > index && (stage !== "login" || index >= 1 || isDirect);
      const isSeen = pattern.test(line) || stage === "login" && isReady;
      if (!reachable || !isSeen) continue;
      this.stage = stage;
      this.stageSeenMs.set(stage, nowMs);
    }
    const seconds = /^\[ *(\d+\.\d+)\]/.exec(line)?.[1];
    if (seconds !== void 0) {
      const startMs = nowMs - Number(seconds) * 1e3;
      this.kernelStartMs = Math.min(this.kernelStartMs ?? startMs, startMs);
    }
    if (this.stage === "login" && until === "login") return;
    this.deadEnd ??= DEAD_ENDS.find(
      (end) => (until === "login" || end.isEnd !== true) && (end.until === void 0 || BOOT_STAGES.indexOf(this.stage) <= BOOT_STAGES.indexOf(end.until)) && end.pattern.test(line)
    )?.means;
  }
};
function stripControls(text) {
  return text.replaceAll(/\x1b\[[0-9;]*[Hf]/g, "\n").replaceAll(/\x1b(\[[0-9;?=]*[A-Za-z]|[()][A-Z0-9]|[78=>])/g, "").replaceAll(/\r+\n?/g, "\n").replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, "");
}

// lib/boot/machine.ts
function formatMachine(machine) {
  const { qemu, machine: type } = ARCHITECTURES[machine.basearch];
  const { direct, firmware: flash } = machine;
  return [
    `qemu-system-${qemu}`,
    ...["-nodefaults", "-no-user-config", "-display", "none", "-machine", type],
    ...accelerate(machine),
    ...["-smp", String(machine.cpus), "-m", String(machine.memoryMiB)],
    ...machine.screen === true ? ["-device", SCREENS[machine.basearch] ?? "virtio-gpu-pci"] : [],
    ...flash === void 0 ? [] : [
      ...["-drive", `if=pflash,format=raw,readonly=on,file=${escapeComma(flash.code)}`],
      ...["-drive", `if=pflash,format=raw,file=${escapeComma(flash.variables)}`]
    ],
    ...direct === void 0 ? [] : ["-kernel", direct.kernel, "-append", direct.append],
    ...direct?.initrd === void 0 ? [] : ["-initrd", direct.initrd],
    ...formatDrives(machine.drives),
    ...["-device", "virtio-rng-pci"],
    // bootindex alone does not keep the firmware from trying the network for minutes: no boot ROM does.
    ...["-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="]
  ];
}
var SCREENS = { x86_64: "VGA", ppc64le: "VGA" };
var CACHE = {
  "throw-away": "cache=unsafe,snapshot=on",
  unsafe: "cache=unsafe",
  safe: "cache=writeback"
};
function formatDrives(drives) {
  const devices = {
    disk: "virtio-blk-pci",
    cdrom: "scsi-cd",
    usb: "usb-storage"
  };
  const kinds = new Set(drives.map(({ kind }) => kind));
  return [
    ...kinds.has("cdrom") ? ["-device", "virtio-scsi-pci,id=scsi"] : [],
    ...kinds.has("usb") ? ["-device", "qemu-xhci,id=usb"] : [],
    ...drives.flatMap(({ file, format, kind, writes }, index) => {
      const id = `disk${index}`;
      const media = kind === "cdrom" ? ",media=cdrom,readonly=on" : "";
      return [
        "-drive",
        `file=${escapeComma(file)},format=${format},if=none,id=${id},${CACHE[writes]}${media}`,
        ...["-device", `${devices[kind]},drive=${id},bootindex=${index + 1}`]
      ];
    })
  ];
}
function accelerate(machine) {
  if (machine.accelerator === "kvm") return ["-accel", "kvm", "-cpu", "host"];
  const { emulatedCpu } = ARCHITECTURES[machine.basearch];
  return ["-accel", "tcg,thread=multi", "-cpu", emulatedCpu];
}
function escapeComma(value) {
  return value.replaceAll(",", ",,");
}

// lib/boot/probe-shell.ts
var PIECE_CHARS = 1e3;
var OUTPUT_LIMIT_BYTES = 512 * 1024;
var PENDING_LIMIT_CHARS = 2 * OUTPUT_LIMIT_BYTES;
var HANDSHAKE_RETRY_MS = 5e3;
var GRACE_MS = 6e4;
var ProbeShell = class {
  #port;
  #nonce;
  #received = "";
  #wake;
  #failure;
  #commands = 0;
  /** `nonce` is any word that the guest does not print by itself. */
  constructor(port, nonce) {
    this.#port = port;
    this.#nonce = nonce;
    port.on("data", (chunk) => {
      this.#received = (this.#received + chunk.toString("latin1")).slice(-PENDING_LIMIT_CHARS);
      this.#wake?.();
    });
    port.on("error", (error) => this.abandon(error));
  }
  /** Lets every wait fail with `error`: the guest is gone. */
  abandon(error) {
    this.#failure ??= error;
    this.#wake?.();
  }
  /** Waits for the shell and takes it over. */
  async open(timeoutMs) {
    const ready = `${this.#nonce} ready`;
    const deadline = performance.now() + timeoutMs;
    while (performance.now() < deadline) {
      this.#port.write(`exec /bin/sh -c '${LOOP}' '' "${this.#nonce}" ready
`);
      if (await this.#waitFor(new RegExp(ready), HANDSHAKE_RETRY_MS) !== void 0) {
        this.#received = "";
        return;
      }
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
    const id = this.#commands;
    const encoded = Buffer.from(script).toString("base64");
    for (let at = 0; at < encoded.length; at += PIECE_CHARS) {
      this.#port.write(`+ ${encoded.slice(at, at + PIECE_CHARS)}
`);
    }
    this.#received = "";
    this.#port.write(`run ${id} ${Math.ceil(timeoutMs / 1e3)}
`);
    const answer = await this.#waitFor(
      new RegExp(`${this.#nonce} ${id} (\\d+) (\\d+) ([A-Za-z0-9+/=]*) \\.`),
      timeoutMs + GRACE_MS
    );
    if (answer === void 0) {
      throw new BuildError(
        "PROBE_FAILED",
        `the guest did not answer to: ${script.split("\n")[0]}`
      );
    }
    return {
      exitCode: Number(answer[1]),
      seconds: Number(answer[2]),
      output: Buffer.from(answer[3] ?? "", "base64").toString("utf8")
    };
  }
  async #waitFor(pattern, timeoutMs) {
    const deadline = performance.now() + timeoutMs;
    for (; ; ) {
      if (this.#failure !== void 0) throw this.#failure;
      const found = pattern.exec(this.#received);
      if (found !== null) return found;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return void 0;
      await new Promise((resolve2) => {
        const timer = setTimeout(resolve2, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve2();
        };
      });
    }
  }
};
var LOOP = [
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
var LINE_LIMIT_CHARS = 1024 * 1024;
var Qmp = class {
  #port;
  #waiting = /* @__PURE__ */ new Map();
  #onEvent;
  #pending = "";
  #count = 0;
  #failure;
  /** Commands may be run at once: the protocol's handshake goes first by itself. */
  constructor(port, onEvent) {
    this.#port = port;
    this.#onEvent = onEvent;
    port.on("data", (chunk) => this.#feed(chunk.toString("utf8")));
    port.on("error", (error) => this.abandon(error));
    port.on("close", () => this.abandon(new Error("QEMU closed its monitor")));
    this.run("qmp_capabilities").catch(() => void 0);
  }
  /** Lets every command fail: QEMU is gone. */
  abandon(error) {
    this.#failure ??= error;
    for (const { fail: fail3 } of this.#waiting.values()) fail3(error);
    this.#waiting.clear();
  }
  /**
   * Runs one command and returns what it answers.
   *
   * @throws BuildError MONITOR_FAILED when QEMU refuses it, is gone, or does not answer in time
   */
  async run(execute, args = {}, timeoutMs = 1e4) {
    this.#count += 1;
    const id = this.#count;
    let timer;
    try {
      return await new Promise((done, fail3) => {
        if (this.#failure !== void 0) throw this.#failure;
        this.#waiting.set(id, { done, fail: fail3 });
        timer = setTimeout(() => fail3(new Error(`no answer in ${timeoutMs / 1e3} s`)), timeoutMs);
        this.#port.write(`${JSON.stringify({ execute, arguments: args, id })}
`);
      });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new BuildError("MONITOR_FAILED", `QEMU did not ${execute}: ${why}`, {
        cause
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }
  #feed(text) {
    const lines = (this.#pending + text).split("\n");
    this.#pending = lines.pop() ?? "";
    if (this.#pending.length > LINE_LIMIT_CHARS)
      this.abandon(new Error("QEMU does not end a line"));
    for (const line of lines.filter((line2) => line2.trim() !== "")) this.#take(line);
  }
  #take(line) {
    let answer;
    try {
      answer = JSON.parse(line);
    } catch {
      this.abandon(new Error(`QEMU said what is no JSON: ${line.slice(0, 100)}`));
      return;
    }
    if (typeof answer.event === "string") {
      this.#onEvent({ event: answer.event, data: answer.data ?? {} });
      return;
    }
    const waiting = this.#waiting.get(answer.id ?? 0);
    if (answer.error === void 0) waiting?.done(answer.return);
    else waiting?.fail(new Error(answer.error.desc ?? "it is an error"));
  }
};

// lib/boot/screen.ts
import { readFile, rm } from "node:fs/promises";

// lib/boot/png.ts
import { crc32, deflateSync } from "node:zlib";
var MAX_SIDE = 16384;
var SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
function formatPng({ width, height, rgb }) {
  const rowBytes = width * 3;
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows.set(rgb.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    formatChunk("IHDR", header),
    formatChunk("IDAT", deflateSync(rows)),
    formatChunk("IEND", Buffer.alloc(0))
  ]);
}
function parsePpm(bytes) {
  const head = /^P6\s+(?:#[^\n]*\n\s*)*(\d{1,5})\s+(\d{1,5})\s+255\s/.exec(
    bytes.toString("latin1", 0, 256)
  );
  const [width, height] = [Number(head?.[1] ?? 0), Number(head?.[2] ?? 0)];
  const sizeBytes = width * height * 3;
  const rgb = bytes.subarray(head?.[0].length ?? 0);
  const isSane = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;
  if (head === null || !isSane || rgb.length < sizeBytes) {
    throw new BuildError(
      "SCREEN_BAD",
      `not a screen as PPM: ${width} x ${height} pixels, ${bytes.length} bytes`
    );
  }
  return { width, height, rgb: rgb.subarray(0, sizeBytes) };
}
function formatChunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

// lib/boot/screen.ts
var TEXT_ADDRESS = 753664;
var COLUMNS = 80;
var ROWS = 25;
async function saveScreenshot(qmp, path) {
  const temporary = `${path}.screen`;
  try {
    const isPng = await qmp.run("screendump", { filename: temporary, format: "png" }).then(
      () => true,
      () => false
    );
    if (!isPng) await qmp.run("screendump", { filename: temporary });
    const bytes = await readFile(temporary);
    await writeFileAtomic(path, isPng ? bytes : formatPng(parsePpm(bytes)));
  } finally {
    await rm(temporary, { force: true });
  }
}
async function readScreenText(qmp, temporary) {
  try {
    const size = COLUMNS * ROWS * 2;
    await qmp.run("pmemsave", { val: TEXT_ADDRESS, size, filename: temporary });
    return parseScreenText(await readFile(temporary));
  } finally {
    await rm(temporary, { force: true });
  }
}
function parseScreenText(memory) {
  const lines = [];
  for (let row = 0; row < ROWS; row += 1) {
    let line = "";
    for (let column = 0; column < COLUMNS; column += 1) {
      const byte = memory[(row * COLUMNS + column) * 2] ?? 0;
      line += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : " ";
    }
    if (line.trim() !== "") lines.push(line.trimEnd());
  }
  return lines;
}

// lib/boot/timings.ts
var PHASES = ["firmware", "loader", "kernel", "initrd", "userspace"];
function resolveTimings(console, startedMs, analyze) {
  const loginMs = (console.stageSeenMs.get("login") ?? startedMs) - startedMs;
  const timings = {
    loginMs: Math.round(loginMs),
    ...resolvePhases(console, startedMs)
  };
  for (const [, span, phase] of analyze.matchAll(/([\d.hmins ]+) \((kernel|initrd|userspace)\)/g)) {
    timings[`${phase}Ms`] = parseSpan(span ?? "");
  }
  return timings;
}
function resolvePhases(console, startedMs) {
  const seen = console.stageSeenMs;
  const kernelAt = console.kernelStartMs ?? seen.get("kernel");
  const starts = [
    ["firmware", startedMs],
    ["loader", seen.get("boot loader")],
    ["kernel", kernelAt],
    ["initrd", seen.get("initramfs")],
    ["userspace", seen.get("systemd")],
    [void 0, seen.get("login")]
  ];
  const known = starts.flatMap(([phase, atMs]) => atMs === void 0 ? [] : [{ phase, atMs }]);
  const phases = {};
  known.forEach(({ phase, atMs }, index) => {
    const next = known[index + 1];
    if (phase === void 0 || next === void 0) return;
    phases[`${phase}Ms`] = Math.max(0, Math.round(next.atMs - atMs));
  });
  return phases;
}
function formatTimings(timings) {
  const phases = PHASES.flatMap((phase) => {
    const ms = timings[`${phase}Ms`];
    return ms === void 0 ? [] : [`${phase} ${formatSeconds(ms)}`];
  });
  const list = phases.length === 0 ? "" : ` (${phases.join(", ")})`;
  return `login after ${formatSeconds(timings.loginMs)}${list}`;
}
function formatSeconds(ms) {
  return `${(ms / 1e3).toFixed(1)} s`;
}
function parseSpan(text) {
  const units = { h: 36e5, min: 6e4, s: 1e3, ms: 1 };
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(h|min|ms|s)/g)) {
    sum += Number(amount) * (units[unit ?? ""] ?? 0);
  }
  return Math.round(sum);
}

// lib/boot/guest.ts
var STDERR_LIMIT = 4096;
var STOP_TIMEOUT_MS = 6e4;
var LAST_WORDS_MS = 1e3;
var SCREEN_EVERY_MS = 500;
var FIRMWARE_SILENCE_MS = 12e4;
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
  #isEnded = false;
  #isStopping = false;
  #fault;
  #failure;
  #screenshotPath;
  #waiting = [];
  #lastNewsMs = performance.now();
  /** Starts QEMU. The guest is not up yet: `waitForLogin`. */
  static async start(options) {
    await mkdir(dirname(options.consoleLogPath), { recursive: true });
    await rm2(screenshotPathOf(options.consoleLogPath), { force: true });
    const argv = [
      ...formatMachine({ ...options.machine, screen: true }),
      // A guest that stops or restarts waits for its picture to be taken.
      ...["-action", "reboot=shutdown,shutdown=pause"],
      ...["-chardev", "socket,id=console,fd=3", "-serial", "chardev:console"],
      ...["-chardev", "socket,id=probe,fd=4", ...formatSecondPort(options.machine.basearch)],
      ...["-chardev", "socket,id=monitor,fd=5", "-mon", "chardev=monitor,mode=control"]
    ];
    const child = await startTool(argv, {
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe", "pipe"],
      log: options.log
    });
    return new _Guest(child, options);
  }
  constructor(child, options) {
    this.#child = child;
    this.#options = options;
    const isDirect = options.machine.direct !== void 0;
    this.console = new ConsoleReader({ ...options.goal, isDirect });
    const [serial, probe, monitor] = child.stdio.slice(3);
    this.#probe = new ProbeShell(probe, `probe-${randomBytes(8).toString("hex")}`);
    this.#qmp = new Qmp(monitor, (event) => this.#hear(event));
    const file = createWriteStream(options.consoleLogPath);
    const decoder = new StringDecoder("utf8");
    serial.on("data", (chunk) => {
      file.write(chunk);
      this.console.feed(decoder.write(chunk), performance.now());
      this.#takeNews();
    });
    serial.on("error", () => void 0);
    let stderr = "";
    child.stderr?.on("data", (chunk) => {
      stderr = (stderr + chunk.toString()).slice(-STDERR_LIMIT);
    });
    const seconds = options.deadlineMs / 1e3;
    const timer = setTimeout(
      () => this.#fail("GUEST_TIMEOUT", `it was stopped after ${seconds} s`),
      options.deadlineMs
    );
    const watching = this.#watchFirmware();
    this.#ended = new Promise((resolve2) => {
      child.once("error", (error) => this.#fail("GUEST_EXITED", error.message));
      child.once("close", async (code) => {
        clearTimeout(timer);
        this.#isEnded = true;
        if (code !== 0 && !this.#isStopping)
          this.#fault ??= { code: "GUEST_EXITED", reason: `QEMU ended: ${stderr.trim()}` };
        this.#qmp.abandon(new Error("QEMU has ended"));
        await watching;
        file.end();
        await finished(file).catch(() => void 0);
        if (this.#fault !== void 0)
          this.#failure = this.#describe(this.#fault.code, this.#fault.reason);
        this.#probe.abandon(
          this.#failure ?? this.#describe("GUEST_EXITED", "the machine has stopped")
        );
        this.#wakeAll();
        resolve2();
      });
    });
  }
  /**
   * Waits for the login prompt.
   *
   * @throws BootStopped GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED: where it stopped, with the console's last lines
   */
  async waitForLogin() {
    while (this.console.stage !== "login" || this.#fault !== void 0) {
      if (this.#failure !== void 0) throw this.#failure;
      if (this.#isEnded) throw this.#describe("GUEST_EXITED", "the machine stopped by itself");
      await new Promise((resolve2) => this.#waiting.push(resolve2));
    }
  }
  /**
   * Waits until the guest has stopped by itself, as an installer does.
   *
   * @throws BootStopped GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED
   */
  async waitForPowerOff() {
    await this.#ended;
    if (this.#failure !== void 0) throw this.#failure;
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
    const { exitCode, output } = await this.run(script, timeoutMs);
    if (exitCode === 0) return output;
    throw new BuildError(
      "COMMAND_FAILED",
      `in the guest, "${script}" ended with exit code ${exitCode}:
${output.trim()}`
    );
  }
  /** Shuts the system down and waits for the machine's end, so that its disk is whole. */
  async powerOff() {
    this.#isStopping = true;
    await this.run("systemctl --no-block poweroff", 3e4);
    const timer = setTimeout(() => this.kill(), STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
  }
  /** Writes what its screen shows now as PNG; a guest without one is no failure. */
  async saveScreenshot(path) {
    await saveScreenshot(this.#qmp, path).catch(
      (error) => this.#options.log.debug(`no picture of the screen: ${error.message}`)
    );
  }
  /** Ends the machine as a power cut would. */
  kill() {
    this.#isStopping = true;
    if (!this.#isEnded) this.#child.kill("SIGKILL");
  }
  async [Symbol.asyncDispose]() {
    this.kill();
    await this.#ended;
  }
  #takeNews() {
    this.#lastNewsMs = performance.now();
    const { deadEnd } = this.console;
    if (deadEnd !== void 0) this.#fail("GUEST_STUCK", deadEnd);
    this.#wakeAll();
  }
  /** Reads the screen of a PC with a BIOS, for there is nothing else before its kernel; ends what is silent. */
  async #watchFirmware() {
    const { machine, consoleLogPath } = this.#options;
    const hasBios = machine.basearch === "x86_64" && machine.firmware === void 0;
    const isEarly = () => BOOT_STAGES.indexOf(this.console.stage) < BOOT_STAGES.indexOf("kernel");
    while (!this.#isEnded && !this.#isStopping && this.#fault === void 0 && isEarly()) {
      if (hasBios) {
        const screen = await readScreenText(this.#qmp, `${consoleLogPath}.text`).catch(() => []);
        if (isEarly() && this.console.feedScreen(screen, performance.now())) this.#takeNews();
      }
      const isSilent = performance.now() - this.#lastNewsMs > FIRMWARE_SILENCE_MS;
      if (isSilent && machine.direct === void 0 && this.console.stage === "firmware") {
        const seconds = FIRMWARE_SILENCE_MS / 1e3;
        const why = `nothing was printed for ${seconds} s: what it started is no boot loader`;
        this.#fail("GUEST_STUCK", why);
      }
      await sleep(SCREEN_EVERY_MS);
    }
  }
  #hear({ event, data }) {
    if (event !== "SHUTDOWN") return;
    const isWanted = this.#isStopping || this.#options.goal?.until === "power-off";
    if (isWanted && data["reason"] !== "guest-panic") {
      this.#qmp.run("quit").catch(() => this.kill());
      return;
    }
    const how = data["reason"] === "guest-reset" ? "restarted the machine" : "stopped the machine";
    this.#fail("GUEST_EXITED", `the guest ${how}`);
  }
  #fail(code, reason) {
    if (this.#isStopping || this.#isEnded || this.#fault !== void 0) return;
    this.#fault = { code, reason };
    const path = screenshotPathOf(this.#options.consoleLogPath);
    sleep(code === "GUEST_STUCK" ? LAST_WORDS_MS : 0).then(() => saveScreenshot(this.#qmp, path)).then(
      () => {
        this.#screenshotPath = path;
      },
      (error) => this.#options.log.debug(`no picture of the screen: ${error.message}`)
    ).finally(() => this.kill());
  }
  #describe(code, reason) {
    const { console, startedMs } = this;
    const isEarly = BOOT_STAGES.indexOf(console.stage) < BOOT_STAGES.indexOf("kernel");
    return new BootStopped(code, {
      stage: console.stage,
      reason,
      consoleLogPath: this.#options.consoleLogPath,
      consoleTail: console.tail(),
      screenText: isEarly ? console.screenText() : "",
      phases: resolvePhases(console, startedMs),
      ...this.#screenshotPath === void 0 ? {} : { screenshotPath: this.#screenshotPath }
    });
  }
  #wakeAll() {
    for (const wake of this.#waiting.splice(0)) wake();
  }
};
function formatSecondPort(basearch) {
  return ARCHITECTURES[basearch].secondPort.bus === "pci" ? ["-device", "pci-serial,chardev=probe"] : ["-serial", "chardev:probe"];
}

// lib/boot/install-disks.ts
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
var CONFIG = "install=/dev/vda\nthen=poweroff\n";
async function makeInstallDisks(options) {
  const { sizeBytes, workDir, log } = options;
  const target = join(workDir, "installed.qcow2");
  await runTool(["qemu-img", "create", "-q", "-f", "qcow2", target, String(sizeBytes)], { log });
  const config = join(workDir, "config.img");
  const text = join(workDir, "treesmith.conf");
  await writeFile(text, CONFIG);
  const env = { MTOOLSRC: "/dev/null" };
  const geometry = ["-C", "-t", "80", "-h", "2", "-s", "18"];
  await runTool(["mformat", "-i", config, "-v", "TREESMITH", ...geometry, "::"], { log, env });
  await runTool(["mcopy", "-i", config, text, "::/treesmith.conf"], { log, env });
  const disk = { kind: "disk", writes: "unsafe" };
  return {
    target: { ...disk, file: target, format: "qcow2" },
    config: { ...disk, file: config, format: "raw" }
  };
}

// lib/boot/prepare-medium.ts
import { createReadStream as createReadStream2, createWriteStream as createWriteStream2 } from "node:fs";
import { access as access2, appendFile, stat as stat2 } from "node:fs/promises";
import { join as join5, resolve } from "node:path";
import { pipeline } from "node:stream/promises";

// lib/boot/disk-in-archive.ts
import { createReadStream } from "node:fs";
import { readFile as readFile2, stat } from "node:fs/promises";
import { join as join2 } from "node:path";

// lib/boot/sparse-writer.ts
import { open } from "node:fs/promises";
var HOLE_BYTES = 64 * 1024;
var ZEROS = Buffer.alloc(HOLE_BYTES);
var SparseWriter = class _SparseWriter {
  #file;
  #at = 0;
  /** Makes the file, which must not be there. */
  static async create(path) {
    return new _SparseWriter(await open(path, "wx", 384));
  }
  constructor(file) {
    this.#file = file;
  }
  seek(offsetBytes) {
    this.#at = offsetBytes;
  }
  async write(bytes) {
    for (let at = 0; at < bytes.length; ) {
      const sizeBytes = Math.min(HOLE_BYTES - this.#at % HOLE_BYTES, bytes.length - at);
      const piece = bytes.subarray(at, at + sizeBytes);
      if (!piece.equals(ZEROS.subarray(0, sizeBytes)))
        await this.#file.write(piece, 0, sizeBytes, this.#at);
      at += sizeBytes;
      this.#at += sizeBytes;
    }
  }
  /** Gives the file its length. */
  async finish(sizeBytes = this.#at) {
    await this.#file.truncate(sizeBytes);
  }
  async [Symbol.asyncDispose]() {
    await this.#file.close();
  }
};
async function writeSparse(stream, path) {
  var _stack = [];
  try {
    const writer = __using(_stack, await SparseWriter.create(path), true);
    for await (const chunk of stream) await writer.write(chunk);
    await writer.finish();
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// lib/boot/tar-members.ts
import { open as open2 } from "node:fs/promises";
var MAX_MEMBERS = 1e3;
var MAX_MAP_BLOCKS = 2e5;
async function listTarMembers(path) {
  var _stack = [];
  try {
    const file = __using(_stack, await open2(path, "r"), true);
    const { size } = await file.stat();
    const members = [];
    for (let at = 0; at + TAR_BLOCK_BYTES <= size; ) {
      const header = parseTarHeader(await readAt(file, at));
      if (header === void 0) break;
      const offsetBytes = at + TAR_BLOCK_BYTES;
      if (offsetBytes + header.sizeBytes > size) fail(path, `it ends within ${header.name}`);
      if (header.type === "0")
        members.push({ name: plainName(header), offsetBytes, sizeBytes: header.sizeBytes });
      if (members.length > MAX_MEMBERS) fail(path, `it has more than ${MAX_MEMBERS} members`);
      at = offsetBytes + paddedBytes(header.sizeBytes);
    }
    return members;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function extractTarMember(stream, options) {
  const { archive, limitBytes } = options;
  const bytes = new ByteReader(stream, archive);
  try {
    for (let count = 0; count < MAX_MEMBERS; count += 1) {
      var _stack = [];
      try {
        const block = await bytes.readBlock();
        const header = block === void 0 ? void 0 : parseTarHeader(block);
        if (header === void 0) break;
        const name = plainName(header);
        const isFile = header.type === "0" || header.type === "S";
        if (!isFile || !options.isWanted(name)) {
          await bytes.take(paddedBytes(header.sizeBytes), () => void 0);
          continue;
        }
        const fileBytes = header.sparse?.realSizeBytes ?? header.sizeBytes;
        if (fileBytes > limitBytes)
          fail(archive, `${name} has ${fileBytes} bytes, expected at most ${limitBytes}`);
        const chunks = await readMap(bytes, header, archive);
        const writer = __using(_stack, await SparseWriter.create(options.output), true);
        for (const { offsetBytes, sizeBytes } of chunks) {
          if (offsetBytes + sizeBytes > fileBytes) fail(archive, `a part of ${name} lies beyond it`);
          writer.seek(offsetBytes);
          await bytes.take(sizeBytes, (piece) => writer.write(piece));
        }
        await writer.finish(fileBytes);
        return name;
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    }
  } finally {
    stream.destroy();
  }
  return fail(archive, "it has no disk in it");
}
async function readMap(bytes, header, archive) {
  const { sparse } = header;
  if (sparse === void 0) return [{ offsetBytes: 0, sizeBytes: header.sizeBytes }];
  const chunks = [...sparse.chunks];
  let { isExtended } = sparse;
  for (let blocks = 0; isExtended; blocks += 1) {
    const block = await bytes.readBlock();
    if (block === void 0 || blocks > MAX_MAP_BLOCKS) fail(archive, "a map of holes has no end");
    const more = parseSparseExtension(block);
    chunks.push(...more.chunks);
    isExtended = more.isExtended;
  }
  return chunks;
}
var ByteReader = class {
  #chunks;
  #archive;
  #rest = Buffer.alloc(0);
  constructor(stream, archive) {
    this.#chunks = stream[Symbol.asyncIterator]();
    this.#archive = archive;
  }
  /** Undefined at the end. */
  async readBlock() {
    const parts = [];
    if (this.#rest.length === 0 && !await this.#more()) return void 0;
    await this.take(TAR_BLOCK_BYTES, (piece) => {
      parts.push(Buffer.from(piece));
    });
    return Buffer.concat(parts);
  }
  async take(sizeBytes, use) {
    for (let left = sizeBytes; left > 0; ) {
      if (this.#rest.length === 0 && !await this.#more())
        fail(this.#archive, `it ends ${left} bytes too early`);
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      await use(piece);
    }
  }
  async #more() {
    const { value, done } = await this.#chunks.next();
    if (done === true) return false;
    this.#rest = value;
    return true;
  }
};
function plainName(header) {
  return header.name.replace(/^(\.\/)+/, "");
}
function paddedBytes(sizeBytes) {
  return Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
}
async function readAt(file, offsetBytes) {
  const block = Buffer.alloc(TAR_BLOCK_BYTES);
  await file.read(block, 0, TAR_BLOCK_BYTES, offsetBytes);
  return block;
}
function fail(archive, what) {
  throw new BuildError("ARCHIVE_BAD", `${archive} is no archive with a disk: ${what}`);
}

// lib/boot/disk-in-archive.ts
var DISK_LIMIT_BYTES = 2 ** 43;
var DATA_LIMIT_BYTES = 2 ** 37;
async function findDiskInArchive({ path, format }, workDir) {
  const output = join2(workDir, "disk");
  switch (format) {
    case "ova": {
      const members = await listTarMembers(path);
      const disk = members.find(({ name }) => name.endsWith(".vmdk"));
      if (disk === void 0) fail2(path, "it has no .vmdk");
      return { file: path, format: "vmdk", within: disk };
    }
    case "gce":
      await extractTarMember(openDecompressed(path, "gzip", DATA_LIMIT_BYTES), {
        archive: path,
        isWanted: (name) => name === "disk.raw",
        output,
        limitBytes: DISK_LIMIT_BYTES
      });
      return { file: output, format: "raw" };
    case "raw.xz":
    case "raw.zst": {
      const compression = format === "raw.xz" ? "xz" : "zstd";
      await writeSparse(openDecompressed(path, compression, DISK_LIMIT_BYTES), output);
      return { file: output, format: "raw" };
    }
    case "containerdisk":
      return takeContainerDisk(path, output);
  }
}
async function takeContainerDisk(path, output) {
  const layout = await openLayout(path);
  const index = parseManifest(await layout.read("index.json"), OCI_INDEX);
  const [descriptor] = "manifests" in index ? index.manifests : [];
  if (descriptor === void 0) fail2(path, "its index.json names no image");
  const manifest = parseManifest(await layout.read(blobName(descriptor)), descriptor.mediaType);
  const layers = "layers" in manifest ? manifest.layers : [];
  const layer = layers.at(-1);
  if (layer === void 0) fail2(path, "its image has no layer");
  const name = await extractTarMember(
    openDecompressed(
      await layout.open(blobName(layer)),
      layerCompression(layer.mediaType),
      DATA_LIMIT_BYTES
    ),
    {
      archive: path,
      isWanted: (member) => /^\/?disk\/[^/]+$/.test(member),
      output,
      limitBytes: DISK_LIMIT_BYTES
    }
  );
  return { file: output, format: name.endsWith(".qcow2") ? "qcow2" : "raw" };
}
async function openLayout(path) {
  if ((await stat(path)).isDirectory()) {
    return {
      read: (name) => readFile2(join2(path, name)),
      open: async (name) => createReadStream(join2(path, name))
    };
  }
  const members = new Map((await listTarMembers(path)).map((member) => [member.name, member]));
  const open4 = async (name, limitBytes = Number.MAX_SAFE_INTEGER) => {
    const { offsetBytes, sizeBytes } = members.get(name) ?? fail2(path, `it has no ${name}`);
    if (sizeBytes > limitBytes) fail2(path, `${name} has ${sizeBytes} bytes`);
    return createReadStream(path, { start: offsetBytes, end: offsetBytes + sizeBytes - 1 });
  };
  return {
    open: open4,
    read: async (name) => {
      const chunks = [];
      for await (const chunk of await open4(name, MAX_MANIFEST_BYTES)) chunks.push(chunk);
      return Buffer.concat(chunks);
    }
  };
}
function blobName({ digest }) {
  return `blobs/sha256/${digestHex(digest)}`;
}
function layerCompression(mediaType) {
  const suffix = /\+(gzip|zstd)$/.exec(mediaType)?.[1];
  return suffix === "gzip" || suffix === "zstd" ? suffix : "none";
}
function fail2(path, what) {
  throw new BuildError("ARCHIVE_BAD", `${path} is no archive with a disk: ${what}`);
}

// lib/boot/kernel-arguments.ts
import { open as open3, readFile as readFile4, writeFile as writeFile3 } from "node:fs/promises";
import { join as join4 } from "node:path";

// lib/boot/esp-arguments.ts
import { mkdtemp, readdir, readFile as readFile3, writeFile as writeFile2 } from "node:fs/promises";
import { join as join3 } from "node:path";

// lib/boot/uki-arguments.ts
var SECTION_HEADER_BYTES = 40;
var MAX_SECTIONS = 96;
function addUkiArguments(image, words) {
  const pe = image.length < 64 ? image.length : image.readUInt32LE(60);
  if (image.length < pe + 88 || image.toString("latin1", pe, pe + 4) !== "PE\0\0") return void 0;
  const count = image.readUInt16LE(pe + 6);
  const table = pe + 24 + image.readUInt16LE(pe + 20);
  const fileAlignment = image.readUInt32LE(pe + 24 + 36);
  if (count > MAX_SECTIONS || image.length < table + count * SECTION_HEADER_BYTES) return void 0;
  const sections = Array.from({ length: count }, (_, nth) => {
    const at2 = table + nth * SECTION_HEADER_BYTES;
    return {
      at: at2,
      name: image.toString("latin1", at2, at2 + 8).replace(/\0+$/, ""),
      virtualBytes: image.readUInt32LE(at2 + 8),
      address: image.readUInt32LE(at2 + 12),
      rawBytes: image.readUInt32LE(at2 + 16),
      offset: image.readUInt32LE(at2 + 20)
    };
  });
  const cmdline = sections.find(({ name }) => name === ".cmdline");
  if (cmdline === void 0) return void 0;
  const { at, address, offset, rawBytes, virtualBytes } = cmdline;
  const text = image.toString("utf8", offset, offset + Math.min(rawBytes, virtualBytes)).replace(/[\0\s]+$/, "");
  const bytes = Buffer.from(`${text} ${words}`);
  const nextAddress = sections.map((section) => section.address).filter((other) => other > address).reduce((least, other) => Math.min(least, other), Number.POSITIVE_INFINITY);
  if (address + bytes.length > nextAddress) return void 0;
  const newOffset = align(image.length, fileAlignment);
  const newRawBytes = align(bytes.length, fileAlignment);
  const changed = Buffer.alloc(newOffset + newRawBytes);
  image.copy(changed);
  bytes.copy(changed, newOffset);
  changed.writeUInt32LE(bytes.length, at + 8);
  changed.writeUInt32LE(newRawBytes, at + 16);
  changed.writeUInt32LE(newOffset, at + 20);
  return changed;
}
function align(value, to) {
  return Math.ceil(value / Math.max(1, to)) * Math.max(1, to);
}

// lib/boot/esp-arguments.ts
var PLACES = [
  { folder: "EFI/BOOT", glob: GRUB_ENVIRONMENT_FILE, change: addGrubArguments },
  { folder: "loader/entries", glob: "*.conf", change: addEntryArguments },
  { folder: "EFI/Linux", glob: "*.efi", change: addUkiArguments },
  { folder: "EFI/BOOT", glob: "BOOT*.EFI", change: addUkiArguments }
];
function addGrubArguments(environment, words) {
  const variables = parseGrubEnvironment(environment);
  const before = variables.get(GRUB_KARGS_VARIABLE) ?? "";
  variables.set(GRUB_KARGS_VARIABLE, `${before} ${words}`.trim());
  return Buffer.from(formatGrubEnvironment(variables));
}
async function addEspArguments(options) {
  const { esp, words, workDir, log } = options;
  const mcopy = (...args) => runTool(["mcopy", "-n", "-o", "-i", esp, ...args], { log, env: { MTOOLSRC: "/dev/null" } });
  for (const { folder, glob, change } of PLACES) {
    const files = await mkdtemp(join3(workDir, "esp-files-"));
    try {
      await mcopy(`::/${folder}/${glob}`, files);
    } catch (error) {
      if (error instanceof ToolError) continue;
      throw error;
    }
    let count = 0;
    for (const name of await readdir(files)) {
      const changed = change(await readFile3(join3(files, name)), words);
      if (changed === void 0) continue;
      await writeFile2(join3(files, name), changed);
      await mcopy(join3(files, name), `::/${folder}/${name}`);
      count += 1;
    }
    if (count > 0) return true;
  }
  return false;
}
function addEntryArguments(entry, words) {
  return Buffer.from(entry.toString("utf8").replace(/^(options\s.*)$/m, `$1 ${words}`));
}

// lib/boot/kernel-arguments.ts
var ESP_LIMIT_BYTES = 1024 * 1024 * 1024;
var MEBIBYTE = 1024 * 1024;
async function addDiskArguments(options) {
  const { overlay, image, workDir, log } = options;
  const esp = await findEsp(options);
  const file = join4(workDir, "esp.raw");
  await copyOut({ overlay, file, ...esp, log });
  const words = options.kernelArguments.join(" ");
  if (!await addEspArguments({ esp: file, words, workDir, log }))
    throw unknownImage(image, "has no boot loader of ours in its EFI system partition");
  await copyIn({ overlay, file: "esp.raw", workDir, ...esp, log });
}
async function addDiscArguments(options) {
  const { overlay, image, workDir, log } = options;
  const places = await findEnvironments(image);
  if (places.length === 0) throw unknownImage(image, `has no ${GRUB_ENVIRONMENT_FILE}`);
  for (const { offsetBytes, bytes } of places) {
    const changed = addGrubArguments(bytes, options.kernelArguments.join(" "));
    await writeFile3(join4(workDir, GRUB_ENVIRONMENT_FILE), changed);
    const where = { offsetBytes, sizeBytes: bytes.length };
    await copyIn({ overlay, file: GRUB_ENVIRONMENT_FILE, workDir, ...where, log });
  }
}
async function findEnvironments(image) {
  var _stack = [];
  try {
    const sizeBytes = formatGrubEnvironment(/* @__PURE__ */ new Map()).length;
    const signature = Buffer.from("# GRUB Environment Block\n");
    const found = [];
    const file = __using(_stack, await open3(image, "r"), true);
    const buffer = Buffer.alloc(8 * MEBIBYTE);
    for (let at = 0; ; ) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      const read = buffer.subarray(0, bytesRead);
      for (let from = read.indexOf(signature); from !== -1; from = read.indexOf(signature, from + 1)) {
        const offsetBytes = at + from;
        const bytes = Buffer.alloc(sizeBytes);
        if (offsetBytes % SECTOR_BYTES === 0) {
          await file.read(bytes, 0, sizeBytes, offsetBytes);
          if (bytes[sizeBytes - 1] === "#".charCodeAt(0)) found.push({ offsetBytes, bytes });
        }
      }
      if (bytesRead < buffer.length) return found;
      at += bytesRead;
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findEsp(options) {
  const { overlay, image, workDir, log } = options;
  const file = join4(workDir, "gpt.raw");
  const sizeOfHead = Math.ceil(GPT_HEAD_BYTES / MEBIBYTE) * MEBIBYTE;
  await copyOut({ overlay, file, offsetBytes: 0, sizeBytes: sizeOfHead, log });
  const esp = findPartition(await readFile4(file), image);
  const sizeBytes = esp === void 0 ? 0 : (esp.lastSector - esp.firstSector + 1) * SECTOR_BYTES;
  const offsetBytes = (esp?.firstSector ?? 0) * SECTOR_BYTES;
  const aligned = offsetBytes % MEBIBYTE === 0 && sizeBytes % MEBIBYTE === 0;
  if (sizeBytes === 0 || sizeBytes > ESP_LIMIT_BYTES || !aligned) {
    throw unknownImage(image, "has no EFI system partition that Treesmith made");
  }
  return { offsetBytes, sizeBytes };
}
function findPartition(head, image) {
  try {
    const { partitions } = parseGpt(head);
    return partitions.find(({ type }) => type === PARTITION_TYPES.efiSystem);
  } catch (cause) {
    throw unknownImage(image, "has no partition table that Treesmith made", cause);
  }
}
function unknownImage(image, what, cause) {
  return new ConfigError("IMAGE_UNKNOWN", `${image} ${what}`, {
    hint: "Only images that Treesmith built can be boot-tested.",
    cause
  });
}
async function copyOut({ overlay, file, offsetBytes, sizeBytes, log }) {
  const end = (offsetBytes + sizeBytes) / MEBIBYTE;
  await runTool(
    [
      ...["qemu-img", "dd", "-f", "qcow2", "-O", "raw", "bs=1M", `skip=${offsetBytes / MEBIBYTE}`],
      ...[`count=${end}`, `if=${overlay}`, `of=${file}`]
    ],
    { log }
  );
}
async function copyIn(part) {
  const { overlay, file, offsetBytes, sizeBytes, workDir, log } = part;
  const command = `write -q -s ${file} ${offsetBytes} ${sizeBytes}`;
  await readTool(["qemu-io", "-f", "qcow2", "-c", command, overlay], { log, cwd: workDir });
}

// lib/boot/backing-file.ts
function formatBackingFile({ file, format, within }) {
  if (within === void 0) return file.includes(":") ? `file:${file}` : file;
  const part = {
    driver: "raw",
    offset: within.offsetBytes,
    size: within.sizeBytes,
    file: { driver: "file", filename: file }
  };
  return `json:${JSON.stringify({ driver: format, file: part })}`;
}

// lib/boot/overlay.ts
async function makeOverlay(options) {
  const { backing, path, log } = options;
  const base = ["-b", formatBackingFile(backing), "-F", backing.format];
  const result = await runTool(["qemu-img", "create", "-q", "-f", "qcow2", ...base, path], {
    okExitCodes: [0, 1],
    log
  });
  if (result.exitCode === 0) return;
  const why = result.stderr.trim().split("\n").at(-1);
  throw new ConfigError(
    "IMAGE_MISSING",
    `${backing.file} cannot be opened as ${backing.format}: ${why}`,
    { hint: "Build it first: treesmith build, or treesmith image." }
  );
}
async function readImageFormat(image) {
  const argv = ["qemu-img", "info", "--output=json", image];
  const result = await runTool(argv, { okExitCodes: [0, 1] });
  if (result.exitCode !== 0) {
    throw new ConfigError(
      "IMAGE_MISSING",
      `${image} cannot be opened: ${result.stderr.trim()}`,
      {
        hint: "Build it first: treesmith build, or treesmith image."
      }
    );
  }
  return JSON.parse(result.stdout).format;
}

// lib/boot/prepare-medium.ts
var DRIVERS = {
  raw: "raw",
  qcow2: "qcow2",
  vmdk: "vmdk",
  vhd: "vpc",
  vhdx: "vhdx"
};
async function prepareMedium(medium, options) {
  switch (medium.kind) {
    case "disk": {
      const backing = { file: resolve(medium.path), format: DRIVERS[medium.format] };
      return { drives: [await overlayDisk(backing, options)] };
    }
    case "archive": {
      const path = await existing(medium.path);
      const backing = await findDiskInArchive({ ...medium, path }, options.workDir);
      return { drives: [await overlayDisk(backing, options)] };
    }
    case "iso": {
      const image = await existing(medium.path);
      const file = join5(options.workDir, "disc.qcow2");
      await makeOverlay({ backing: { file: image, format: "raw" }, path: file, log: options.log });
      if (options.kernelArguments.length > 0)
        await addDiscArguments({ ...options, overlay: file, image });
      const kind = medium.as ?? "cdrom";
      const disc = { file, format: "qcow2", kind, writes: "unsafe" };
      return { drives: [disc] };
    }
    case "kernel": {
      const { kernel, initrd, rootfs } = medium;
      const parts = await Promise.all(
        [initrd, rootfs].filter((path) => path !== void 0).map(existing)
      );
      const append = [medium.append, ...options.kernelArguments].join(" ").trim();
      return {
        drives: [],
        direct: {
          kernel: await existing(kernel),
          ...parts.length === 0 ? {} : { initrd: await joinInitrds(parts, options.workDir) },
          append
        }
      };
    }
  }
}
async function joinInitrds(paths, workDir) {
  const [only] = paths;
  if (paths.length === 1 && only !== void 0) return only;
  const joined = join5(workDir, "initrd");
  let sizeBytes = 0;
  for (const path of paths) {
    await appendFile(joined, Buffer.alloc((4 - sizeBytes % 4) % 4));
    await pipeline(createReadStream2(path), createWriteStream2(joined, { flags: "a" }));
    ({ size: sizeBytes } = await stat2(joined));
  }
  return joined;
}
async function overlayDisk(backing, options) {
  const path = join5(options.workDir, "overlay.qcow2");
  await makeOverlay({ backing, path, log: options.log });
  if (options.kernelArguments.length > 0)
    await addDiskArguments({ ...options, overlay: path, image: backing.file });
  return { file: path, format: "qcow2", kind: "disk", writes: "unsafe" };
}
async function existing(path) {
  try {
    await access2(path);
    return resolve(path);
  } catch (cause) {
    throw new ConfigError("IMAGE_MISSING", `${path} cannot be opened`, {
      hint: "Build it first: treesmith build, or treesmith image.",
      cause
    });
  }
}

// lib/boot/boot-test.ts
function probeArgument(basearch) {
  return `systemd.debug_shell=${ARCHITECTURES[basearch].secondPort.name}`;
}
async function bootTest(options) {
  var _stack = [];
  try {
    const { log, medium, consoleLogPath } = options;
    const work = __using(_stack, await makeTempDir(), true);
    const { accelerator = await probeKvm() ? "kvm" : "tcg" } = options;
    const asks = (options.ask ?? "shell") === "shell";
    const installed = medium.kind === "iso" && medium.installTo !== void 0 ? await install(options, { ...medium, ...medium.installTo }, accelerator, work.path) : void 0;
    const prepared = await prepareMedium(installed?.medium ?? medium, {
      kernelArguments: asks ? [probeArgument(options.basearch ?? "x86_64")] : [],
      workDir: work.path,
      log
    });
    const guest = __using(_stack, await startGuest(options, prepared, {
      accelerator,
      workDir: work.path,
      ...options.readyMark === void 0 ? {} : { goal: { readyMark: options.readyMark } }
    }), true);
    await guest.waitForLogin();
    const checks = [];
    let analyze = "";
    if (asks) {
      await guest.openProbe();
      for (const check of checksOf(guest, options)) {
        const result = await check();
        log.info(`${result.passed ? "ok" : "FAILED"}: ${result.name} (${result.seconds} s)`);
        checks.push(result);
      }
      analyze = (await guest.run("systemd-analyze time", 3e4)).output;
    }
    const timings = resolveTimings(guest.console, guest.startedMs, analyze);
    log.info(`${formatTimings(timings)}, ${accelerator === "kvm" ? "with" : "without"} KVM`);
    const passed = checks.every((check) => check.passed);
    if (!passed) await guest.saveScreenshot(screenshotPathOf(consoleLogPath));
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
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function assertBootVerdict(verdict) {
  const failed = verdict.checks.filter((check) => !check.passed);
  if (failed.length === 0) return;
  const list = failed.map((check) => `  ${check.name}
${check.detail.replaceAll(/^/gm, "    ")}`);
  throw new BuildError(
    "CHECKS_FAILED",
    `${failed.length} of ${verdict.checks.length} checks failed in the booted system:
${list.join("\n")}
The console's last lines:
${verdict.consoleTail}`,
    { hint: `The whole console is in ${verdict.consoleLogPath}.` }
  );
}
function checksOf(guest, { expect, tests }) {
  const { commit, nevras } = expect;
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
    const { log } = options;
    const startedMs = performance.now();
    const { target, config } = await makeInstallDisks({ ...medium, workDir, log });
    const prepared = await prepareMedium(medium, { kernelArguments: [], workDir, log });
    const consoleLogPath = `${options.consoleLogPath.replace(/\.log$/, "")}-install.log`;
    const guest = __using(_stack, await startGuest(
      { ...options, consoleLogPath },
      // The disk is empty, and so the firmware goes on to the disc.
      { drives: [target, ...prepared.drives, config] },
      { accelerator, workDir, goal: { until: "power-off" } }
    ), true);
    await guest.waitForPowerOff();
    const installMs = Math.round(performance.now() - startedMs);
    log.info(`installed in ${(installMs / 1e3).toFixed(1)} s`);
    return { medium: { kind: "disk", path: target.file, format: "qcow2" }, installMs };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function startGuest(options, prepared, run) {
  const basearch = options.basearch ?? "x86_64";
  const flash = options.firmware === "uefi" ? { firmware: await prepareFirmware(basearch, join6(run.workDir, "vars.fd")) } : {};
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

// lib/boot/resolve-medium.ts
import { access as access3, readFile as readFile5 } from "node:fs/promises";
import { join as join7 } from "node:path";
var CMDLINE_LIMIT_CHARS = 4096;
async function resolveMedium(path, format = formatOf(path)) {
  switch (format) {
    case "raw":
    case "ami":
      return { kind: "disk", path, format: "raw" };
    case "qcow2":
    case "vmdk":
    case "vhd":
    case "vhdx":
      return { kind: "disk", path, format };
    case "ova":
    case "gce":
    case "raw.xz":
    case "raw.zst":
    case "containerdisk":
      return { kind: "archive", path, format };
    case "iso":
      return { kind: "iso", path };
    case "pxe":
    case "kernel+initrd":
      return readFolder(path, format);
    case "wsl":
    case "tar":
    case void 0:
      throw new ConfigError(
        "IMAGE_UNKNOWN",
        format === void 0 ? `${path} has no name that tells its format` : `${path} is no disk: no machine boots from ${format}`,
        { hint: `Names end with ${Object.values(FORMAT_FACTS).map(suffixOf).join(", ")}.` }
      );
  }
}
function isBootable(format) {
  return format !== "wsl" && format !== "tar";
}
function formatOf(path) {
  const found = IMAGE_FORMATS.filter(
    (format) => path.endsWith(`.${suffixOf(FORMAT_FACTS[format])}`)
  );
  return found.sort((a, b) => FORMAT_FACTS[b].suffix.length - FORMAT_FACTS[a].suffix.length)[0];
}
function suffixOf({ suffix }) {
  return suffix.replace(/\/$/, "");
}
async function readFolder(path, format) {
  try {
    const append = (await readFile5(join7(path, "cmdline"), "utf8")).slice(0, CMDLINE_LIMIT_CHARS);
    const files = { kernel: join7(path, "vmlinuz"), initrd: join7(path, "initramfs.img") };
    const rootfs = format === "pxe" ? { rootfs: join7(path, "rootfs.img") } : {};
    for (const file of Object.values({ ...files, ...rootfs })) await access3(file);
    return { kind: "kernel", ...files, ...rootfs, append: append.trim() };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(
      "IMAGE_MISSING",
      `${path} is no folder of a ${format}: ${why}`,
      {
        hint: "Build it first: treesmith build, or treesmith image.",
        cause
      }
    );
  }
}

// lib/build/image-boots.ts
var MEMORY_MIB = 2048;
var KERNEL_MEMORY_MIB = 4096;
async function imageBoots(spec, basearch, path) {
  if (!isBootable(spec.format)) return [];
  const medium = await resolveMedium(path, spec.format);
  const firmwares = resolveFirmware(spec.firmware, basearch, spec.bootloader);
  const memoryMiB = MEMORY_MIB;
  switch (medium.kind) {
    case "disk":
    case "archive":
      return firmwares.map((firmware) => ({ way: "disk", firmware, medium, memoryMiB }));
    case "iso": {
      const installed = { ...medium, installTo: { sizeBytes: spec.sizeBytes } };
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
    case "kernel": {
      const firmware = firmwares.includes("bios") ? "bios" : firmwares[0] ?? "uefi";
      return [{ way: "kernel", firmware, medium, memoryMiB: KERNEL_MEMORY_MIB }];
    }
  }
}
function isDeployed({ way }, { filesystem }) {
  return (way === "disk" || way === "installed") && filesystem !== "erofs";
}

// lib/build/boot-test.ts
var BOOT_TEST_VERSION = 2;
var DEADLINE_MS = 10 * 6e4;
async function runBootTests(workspace, options) {
  await assertToolsOf("boot-test", workspace.remix);
  const lockfile = options.lockfile ?? await currentLock(workspace);
  const images = await runImages(workspace, { ...options, lockfile });
  return bootImages(workspace, lockfile, images);
}
async function bootImages(workspace, lockfile, images) {
  const outcomes = [];
  const boots = [];
  for (const image of images) {
    const spec = workspace.remix.images.find(({ name }) => name === image.name);
    const found = spec === void 0 ? [] : await tasksOf(image, spec);
    if (found.length === 0) workspace.log.info(`${image.path}: nothing that a machine could boot`);
    boots.push(...found);
  }
  for (const task of boots) {
    const logName = boots.length === 1 ? "boot.log" : bootLogName(task);
    outcomes.push(await bootOne(workspace, lockfile, task, logName));
  }
  await recordOutcome(workspace.outDir, { remix: workspace.remix.name, boots: outcomes });
  return outcomes;
}
async function tasksOf(image, spec) {
  const boots = await imageBoots(spec, image.basearch, image.path);
  return boots.map((boot) => ({ image, boot, isDeployed: isDeployed(boot, spec) }));
}
function bootLogName({ image, boot }) {
  const { name, basearch } = image;
  const { way, firmware } = boot;
  return `boot-${name}-${basearch}-${way === "installed" ? `installed-${firmware}` : firmware}.log`;
}
async function bootOne(workspace, lockfile, { image, boot, isDeployed: deployed }, logName) {
  const { remix, store, log, outDir } = workspace;
  const { way, firmware, medium, memoryMiB } = boot;
  const nevras = lockedArch(lockfile, image.basearch, workspace).packages.map(
    ({ name, evr, arch }) => formatNevra({ name, ...parseEvr(evr), arch })
  );
  const consoleLog = join8(outDir, logName);
  const common = {
    ...{ image: image.path, basearch: image.basearch, firmware, way, consoleLog }
  };
  const key = stageKey("boot-test", BOOT_TEST_VERSION, {
    image: image.sha256,
    commit: image.commit,
    nevras,
    firmware,
    way,
    tests: remix.tests.map((test) => ({ ...test }))
  });
  const known = await readRecord(store, "boot-test", key);
  if (known !== void 0) {
    return { ...common, ...known, timings: known.timings, cached: true };
  }
  const startedMs = performance.now();
  await makeFolder(outDir);
  const title = `Boot ${image.path} (${firmware}${way === "disk" ? "" : `, ${way}`})`;
  const verdict = await log.group(
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
  const { accelerator, timings } = verdict;
  const checks = verdict.checks.map(({ name }) => name);
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  await writeRecord(store, "boot-test", key, {
    accelerator,
    checks,
    seconds,
    timings: { ...timings }
  });
  return { ...common, accelerator, checks, timings, cached: false, seconds };
}

export {
  prepareFirmware,
  formatMachine,
  readImageFormat,
  prepareMedium,
  resolveMedium,
  runBootTests,
  bootImages
};
