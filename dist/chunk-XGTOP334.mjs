import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  runImages
} from "./chunk-M4HLQ7BI.mjs";
import {
  probeKvm
} from "./chunk-MVQJ5RR5.mjs";
import {
  GRUB_ENVIRONMENT_FILE,
  GRUB_KARGS_VARIABLE,
  PARTITION_TYPES,
  SECTOR_BYTES,
  formatGrubEnvironment,
  lockedArch,
  parseGrubEnvironment,
  parseGuid,
  readRecord,
  writeRecord
} from "./chunk-TP33CFBB.mjs";
import {
  currentLock
} from "./chunk-GIVTQ7GV.mjs";
import {
  formatNevra,
  parseEvr
} from "./chunk-QPRYW2CT.mjs";
import {
  ARCHITECTURES,
  recordOutcome
} from "./chunk-27EZV3LY.mjs";
import {
  assertToolsOf
} from "./chunk-M7IQMCYI.mjs";
import {
  makeTempDir
} from "./chunk-SJBU6G4G.mjs";
import {
  stageKey
} from "./chunk-ULWUNVLO.mjs";
import {
  makeFolder,
  readTool,
  runTool,
  startTool
} from "./chunk-LIINDJHT.mjs";
import {
  compareBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  BuildError,
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/build/boot-test.ts
import { join as join3 } from "node:path";

// lib/boot/boot-test.ts
import { join as join2 } from "node:path";

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
var PLACES = {
  x86_64: [
    { code: "/usr/share/OVMF/OVMF_CODE_4M.fd", variables: "/usr/share/OVMF/OVMF_VARS_4M.fd" },
    { code: "/usr/share/OVMF/OVMF_CODE.fd", variables: "/usr/share/OVMF/OVMF_VARS.fd" },
    { code: "/usr/share/edk2/ovmf/OVMF_CODE.fd", variables: "/usr/share/edk2/ovmf/OVMF_VARS.fd" }
  ],
  aarch64: [
    { code: "/usr/share/AAVMF/AAVMF_CODE.fd", variables: "/usr/share/AAVMF/AAVMF_VARS.fd" },
    {
      code: "/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw",
      variables: "/usr/share/edk2/aarch64/vars-template-pflash.raw"
    }
  ]
};
var PACKAGES = {
  x86_64: "ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora, EL)",
  aarch64: "qemu-efi-aarch64 (Debian, Ubuntu) or edk2-aarch64 (Fedora, EL)"
};
async function prepareFirmware(basearch, variablesPath) {
  for (const place of PLACES[basearch] ?? []) {
    try {
      await access(place.code);
      await copyFile(place.variables, variablesPath);
      return { code: place.code, variables: variablesPath };
    } catch {
    }
  }
  throw new ConfigError(
    "FIRMWARE_MISSING",
    `no UEFI firmware for ${basearch} is installed`,
    {
      hint: `Run "treesmith setup", or install ${PACKAGES[basearch] ?? "EDK II for it"}.`
    }
  );
}

// lib/boot/guest.ts
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";

// lib/boot/console.ts
var BOOT_STAGES = [
  "firmware",
  "boot loader",
  "kernel",
  "initramfs",
  "systemd",
  "login"
];
var STAGE_MARKS = [
  { stage: "boot loader", pattern: /Welcome to GRUB|GNU GRUB|^\s*Booting `/ },
  { stage: "kernel", pattern: /^\[ *\d+\.\d+\]|EFI stub:/ },
  {
    stage: "initramfs",
    pattern: /Running in initrd|Running in initial RAM disk|\(Initramfs\)|\] Run \/init as init/
  },
  {
    stage: "systemd",
    pattern: /Switching root|Reached target .*(Switch Root|local-fs\.target|Local File Systems)/
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
    pattern: /ostree-prepare-root.*(error|failed)|Failed to switch root/i,
    means: "the initramfs could not find the deployment"
  },
  {
    pattern: /System halted|reboot: (System halted|Power down|Restarting system)/,
    means: "the system stopped before its login"
  }
];
var TAIL_LINES = 60;
var LINE_LIMIT = 4096;
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
  /** The last 60 lines that are not empty, as a person would read them. */
  tail() {
    return [...this.#tail, this.#prompt()].filter((line) => line !== "").join("\n");
  }
  #prompt() {
    return stripControls(this.#pending).split("\n").at(-1) ?? "";
  }
  #judge(line, nowMs) {
    const index = BOOT_STAGES.indexOf(this.stage);
    for (const { stage, pattern } of STAGE_MARKS) {
      const reachable = BOOT_STAGES.indexOf(stage) > index && (stage !== "login" || index >= 1);
      if (!reachable || !pattern.test(line)) continue;
      this.stage = stage;
      this.stageSeenMs.set(stage, nowMs);
    }
    const seconds = /^\[ *(\d+\.\d+)\]/.exec(line)?.[1];
    if (seconds !== void 0) {
      const startMs = nowMs - Number(seconds) * 1e3;
      this.kernelStartMs = Math.min(this.kernelStartMs ?? startMs, startMs);
    }
    if (this.stage === "login") return;
    this.deadEnd ??= DEAD_ENDS.find(({ pattern }) => pattern.test(line))?.means;
  }
};
function stripControls(text) {
  return text.replaceAll(/\x1b\[[0-9;]*[Hf]/g, "\n").replaceAll(/\x1b(\[[0-9;?=]*[A-Za-z]|[()][A-Z0-9]|[78=>])/g, "").replaceAll(/\r+\n?/g, "\n").replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, "");
}

// lib/boot/machine.ts
function formatMachine(machine) {
  const { qemu, machine: type } = ARCHITECTURES[machine.basearch];
  const flash = machine.firmware;
  const cache = {
    "throw-away": "cache=unsafe,snapshot=on",
    unsafe: "cache=unsafe",
    safe: "cache=writeback"
  };
  return [
    `qemu-system-${qemu}`,
    ...["-nodefaults", "-no-user-config", "-display", "none", "-machine", type],
    ...accelerate(machine),
    ...["-smp", String(machine.cpus), "-m", String(machine.memoryMiB)],
    ...flash === void 0 ? [] : [
      ...["-drive", `if=pflash,format=raw,readonly=on,file=${escapeComma(flash.code)}`],
      ...["-drive", `if=pflash,format=raw,file=${escapeComma(flash.variables)}`]
    ],
    "-drive",
    `file=${escapeComma(machine.disk)},format=${machine.diskFormat},if=none,id=disk,${cache[machine.writes]}`,
    ...["-device", "virtio-blk-pci,drive=disk,bootindex=1", "-device", "virtio-rng-pci"],
    // bootindex alone does not keep the firmware from trying the network for minutes: no boot ROM does.
    ...["-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="]
  ];
}
function accelerate(machine) {
  if (machine.accelerator === "kvm") return ["-accel", "kvm", "-cpu", "host"];
  const cpu = machine.basearch === "aarch64" ? "max,pauth-impdef=on" : "max";
  return ["-accel", "tcg,thread=multi", "-cpu", cpu];
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
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
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

// lib/boot/guest.ts
var STDERR_LIMIT = 4096;
var STOP_TIMEOUT_MS = 6e4;
var Guest = class _Guest {
  console = new ConsoleReader();
  startedMs = performance.now();
  #child;
  #probe;
  #ended;
  #isEnded = false;
  #isStopping = false;
  #failure;
  #waiting = [];
  /** Starts QEMU. The guest is not up yet: `waitForLogin`. */
  static async start(options) {
    await mkdir(dirname(options.consoleLogPath), { recursive: true });
    const argv = [
      ...formatMachine(options.machine),
      "-no-reboot",
      ...["-chardev", "socket,id=console,fd=3", "-serial", "chardev:console"],
      ...["-chardev", "socket,id=probe,fd=4", "-serial", "chardev:probe"]
    ];
    const child = await startTool(argv, {
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
      log: options.log
    });
    return new _Guest(child, options);
  }
  constructor(child, options) {
    this.#child = child;
    const serial = child.stdio[3];
    const probe = child.stdio[4];
    this.#probe = new ProbeShell(probe, `probe-${randomBytes(8).toString("hex")}`);
    const file = createWriteStream(options.consoleLogPath);
    const decoder = new StringDecoder("utf8");
    serial.on("data", (chunk) => {
      file.write(chunk);
      this.console.feed(decoder.write(chunk), performance.now());
      const { deadEnd } = this.console;
      if (deadEnd !== void 0) this.#fail("GUEST_STUCK", deadEnd);
      this.#wakeAll();
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
    this.#ended = new Promise((resolve) => {
      child.once("error", (error) => this.#fail("GUEST_EXITED", error.message));
      child.once("close", async (code) => {
        clearTimeout(timer);
        this.#isEnded = true;
        if (code !== 0 && !this.#isStopping)
          this.#fail("GUEST_EXITED", `QEMU ended: ${stderr.trim()}`);
        this.#probe.abandon(
          this.#failure ?? this.#describe("GUEST_EXITED", "the machine has stopped")
        );
        file.end();
        await finished(file).catch(() => void 0);
        this.#wakeAll();
        resolve();
      });
    });
  }
  /**
   * Waits for the login prompt.
   *
   * @throws BuildError GUEST_STUCK, GUEST_TIMEOUT, GUEST_EXITED: where it stopped, with the console's last lines
   */
  async waitForLogin() {
    while (this.console.stage !== "login") {
      if (this.#failure !== void 0) throw this.#failure;
      if (this.#isEnded) throw this.#describe("GUEST_EXITED", "the machine stopped by itself");
      await new Promise((resolve) => this.#waiting.push(resolve));
    }
    await this.#probe.open(6e4);
  }
  /** Runs a script with /bin/sh as root in the guest, once it is up. */
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
  /** Ends the machine as a power cut would. */
  kill() {
    this.#isStopping = true;
    if (!this.#isEnded) this.#child.kill("SIGKILL");
  }
  async [Symbol.asyncDispose]() {
    this.kill();
    await this.#ended;
  }
  #fail(code, what) {
    if (this.#isStopping) return;
    this.#failure ??= this.#describe(code, what);
    this.#probe.abandon(this.#failure);
    this.kill();
    this.#wakeAll();
  }
  #describe(code, what) {
    const tail = this.console.tail();
    return new BuildError(
      code,
      `the guest came as far as ${this.console.stage}: ${what}${tail === "" ? "" : `
The console's last lines:
${tail}`}`
    );
  }
  #wakeAll() {
    for (const wake of this.#waiting.splice(0)) wake();
  }
};

// lib/boot/overlay.ts
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

// lib/gpt/parse.ts
import { crc32 } from "node:zlib";
var ENTRY_COUNT_LIMIT = 1024;
var ENTRY_BYTES_LIMIT = 1024;
var GPT_HEAD_BYTES = 34 * SECTOR_BYTES;
function parseGpt(bytes) {
  const disk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (disk.length < 2 * SECTOR_BYTES) fail("it ends before the header");
  const header = disk.subarray(SECTOR_BYTES, 2 * SECTOR_BYTES);
  if (header.toString("latin1", 0, 8) !== "EFI PART")
    fail('the header does not start with "EFI PART"');
  const headerBytes = header.readUInt32LE(12);
  if (headerBytes < 92 || headerBytes > SECTOR_BYTES)
    fail(`the header says that it has ${headerBytes} bytes`);
  const summed = Buffer.from(header.subarray(0, headerBytes));
  summed.writeUInt32LE(0, 16);
  if (crc32(summed) !== header.readUInt32LE(16)) fail("the checksum of the header is wrong");
  const entriesAt = sectorAt(header, 72) * SECTOR_BYTES;
  const count = header.readUInt32LE(80);
  const entryBytes = header.readUInt32LE(84);
  if (count > ENTRY_COUNT_LIMIT) fail(`it has ${count} entries, more than ${ENTRY_COUNT_LIMIT}`);
  if (entryBytes < 128 || entryBytes > ENTRY_BYTES_LIMIT) fail(`an entry of ${entryBytes} bytes`);
  const entries = disk.subarray(entriesAt, entriesAt + count * entryBytes);
  if (entries.length !== count * entryBytes) fail("it ends before the last entry");
  if (crc32(entries) !== header.readUInt32LE(88)) fail("the checksum of the entries is wrong");
  const partitions = [];
  for (let index = 0; index < count; index += 1) {
    const entry = entries.subarray(index * entryBytes, (index + 1) * entryBytes);
    if (entry.subarray(0, 16).some((byte) => byte !== 0)) partitions.push(parseEntry(entry));
  }
  return {
    diskGuid: parseGuid(header.subarray(56, 72)),
    sectors: sectorAt(header, 32) + 1,
    partitions
  };
}
function parseEntry(entry) {
  const attributes = entry.readBigUInt64LE(48);
  const name = entry.toString("utf16le", 56, 128);
  const end = name.indexOf("\0");
  return {
    type: parseGuid(entry.subarray(0, 16)),
    guid: parseGuid(entry.subarray(16, 32)),
    name: end === -1 ? name : name.slice(0, end),
    firstSector: sectorAt(entry, 32),
    lastSector: sectorAt(entry, 40),
    ...attributes === 0n ? {} : { attributes }
  };
}
function sectorAt(bytes, offset) {
  const sector = bytes.readBigUInt64LE(offset);
  if (sector > BigInt(Math.floor(Number.MAX_SAFE_INTEGER / SECTOR_BYTES)))
    fail(`sector ${sector} is out of bounds`);
  return Number(sector);
}
function fail(what) {
  throw new BuildError("GPT_BAD", `not a GUID partition table: ${what}`);
}

// lib/boot/overlay.ts
var ESP_LIMIT_BYTES = 1024 * 1024 * 1024;
var MEBIBYTE = 1024 * 1024;
async function makeOverlay(options) {
  const { image, path, kernelArguments, log } = options;
  const format = await readImageFormat(image);
  await runTool(["qemu-img", "create", "-q", "-f", "qcow2", "-b", image, "-F", format, path], {
    log
  });
  if (kernelArguments.length > 0) await addKernelArguments(options, format);
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
async function addKernelArguments(options, format) {
  const { image, path, workDir, log } = options;
  const esp = await findEsp(options, format);
  const file = join(workDir, "esp.raw");
  await copyOut({ image, format, file, ...esp, log });
  const environment = join(workDir, GRUB_ENVIRONMENT_FILE);
  const inside = `::/EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`;
  const mcopy = (...args) => runTool(["mcopy", "-n", "-o", "-i", file, ...args], { log, env: { MTOOLSRC: "/dev/null" } });
  try {
    await mcopy(inside, environment);
  } catch (error) {
    throw unknownImage(image, `has no EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`, error);
  }
  const variables = parseGrubEnvironment(await readFile(environment));
  variables.set(GRUB_KARGS_VARIABLE, options.kernelArguments.join(" "));
  await writeFile(environment, formatGrubEnvironment(variables));
  await mcopy(environment, inside);
  const command = `write -q -s esp.raw ${esp.offsetBytes} ${esp.sizeBytes}`;
  await readTool(["qemu-io", "-f", "qcow2", "-c", command, path], { log, cwd: workDir });
}
async function findEsp(options, format) {
  const { image, workDir, log } = options;
  const file = join(workDir, "gpt.raw");
  await copyOut({
    image,
    format,
    file,
    offsetBytes: 0,
    sizeBytes: Math.ceil(GPT_HEAD_BYTES / MEBIBYTE) * MEBIBYTE,
    log
  });
  const esp = findPartition(await readFile(file), image);
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
async function copyOut(options) {
  const { image, format, file, offsetBytes, sizeBytes, log } = options;
  const end = (offsetBytes + sizeBytes) / MEBIBYTE;
  await runTool(
    [
      ...["qemu-img", "dd", "-f", format, "-O", "raw", "bs=1M", `skip=${offsetBytes / MEBIBYTE}`],
      ...[`count=${end}`, `if=${image}`, `of=${file}`]
    ],
    { log }
  );
}

// lib/boot/timings.ts
function resolveTimings(console, startedMs, analyze) {
  const loginMs = (console.stageSeenMs.get("login") ?? startedMs) - startedMs;
  const timings = { loginMs: Math.round(loginMs) };
  const loaderAt = console.stageSeenMs.get("boot loader");
  if (loaderAt !== void 0) timings.firmwareMs = Math.round(loaderAt - startedMs);
  if (loaderAt !== void 0 && console.kernelStartMs !== void 0) {
    timings.loaderMs = Math.max(0, Math.round(console.kernelStartMs - loaderAt));
  }
  for (const [, span, phase] of analyze.matchAll(/([\d.hmins ]+) \((kernel|initrd|userspace)\)/g)) {
    timings[`${phase}Ms`] = parseSpan(span ?? "");
  }
  return timings;
}
function formatTimings(timings) {
  const phases = ["firmware", "loader", "kernel", "initrd", "userspace"].flatMap(
    (phase) => {
      const ms = timings[`${phase}Ms`];
      return ms === void 0 ? [] : [`${phase} ${formatSeconds(ms)}`];
    }
  );
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

// lib/boot/boot-test.ts
var PROBE_ARGUMENT = "systemd.debug_shell=ttyS1";
async function bootTest(options) {
  var _stack = [];
  try {
    const { log, expect } = options;
    const work = __using(_stack, await makeTempDir(), true);
    const overlay = join2(work.path, "overlay.qcow2");
    await makeOverlay({
      image: options.image,
      path: overlay,
      kernelArguments: [PROBE_ARGUMENT],
      workDir: work.path,
      log
    });
    const accelerator = options.accelerator ?? (await probeKvm() ? "kvm" : "tcg");
    const basearch = options.basearch ?? "x86_64";
    const flash = options.firmware === "uefi" ? { firmware: await prepareFirmware(basearch, join2(work.path, "vars.fd")) } : {};
    const guest = __using(_stack, await Guest.start({
      machine: {
        basearch,
        accelerator,
        cpus: options.cpus ?? 2,
        memoryMiB: options.memoryMiB ?? 2048,
        disk: overlay,
        diskFormat: "qcow2",
        writes: "unsafe",
        ...flash
      },
      consoleLogPath: options.consoleLogPath,
      deadlineMs: options.deadlineMs,
      log
    }), true);
    await guest.waitForLogin();
    const checks = [];
    for (const check of [
      () => checkUnits(guest),
      () => checkCommit(guest, expect.commit),
      () => checkPackages(guest, expect.nevras),
      ...options.tests.map((test) => () => checkCommand(guest, test))
    ]) {
      const result = await check();
      log.info(`${result.passed ? "ok" : "FAILED"}: ${result.name} (${result.seconds} s)`);
      checks.push(result);
    }
    const analyze = (await guest.run("systemd-analyze time", 3e4)).output;
    const timings = resolveTimings(guest.console, guest.startedMs, analyze);
    log.info(`${formatTimings(timings)}, ${accelerator === "kvm" ? "with" : "without"} KVM`);
    return {
      passed: checks.every((check) => check.passed),
      checks,
      timings,
      accelerator,
      consoleLogPath: options.consoleLogPath,
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

// lib/build/boot-test.ts
var BOOT_TEST_VERSION = 1;
var DEADLINE_MS = 10 * 6e4;
async function runBootTests(workspace, options) {
  await assertToolsOf("boot-test");
  const lockfile = options.lockfile ?? await currentLock(workspace);
  const images = await runImages(workspace, { ...options, lockfile });
  return bootImages(workspace, lockfile, images);
}
async function bootImages(workspace, lockfile, images) {
  const outcomes = [];
  for (const image of images) outcomes.push(await bootOne(workspace, lockfile, image, images));
  await recordOutcome(workspace.outDir, { remix: workspace.remix.name, boots: outcomes });
  return outcomes;
}
async function bootOne(workspace, lockfile, image, all) {
  const { remix, store, log, outDir } = workspace;
  const nevras = lockedArch(lockfile, image.basearch, workspace).packages.map(
    ({ name, evr, arch }) => formatNevra({ name, ...parseEvr(evr), arch })
  );
  const firmware = "uefi";
  const consoleLog = join3(
    outDir,
    all.length === 1 ? "boot.log" : `boot-${image.name}-${image.basearch}.log`
  );
  const common = { image: image.path, basearch: image.basearch, firmware, consoleLog };
  const key = stageKey("boot-test", BOOT_TEST_VERSION, {
    image: image.sha256,
    commit: image.commit,
    nevras,
    firmware,
    tests: remix.tests.map((test) => ({ ...test }))
  });
  const known = await readRecord(store, "boot-test", key);
  if (known !== void 0) {
    return { ...common, ...known, timings: known.timings, cached: true };
  }
  const startedMs = performance.now();
  await makeFolder(outDir);
  const verdict = await log.group(
    `Boot ${image.path}`,
    () => bootTest({
      image: image.path,
      basearch: image.basearch,
      firmware,
      expect: { nevras, commit: image.commit },
      tests: remix.tests,
      consoleLogPath: consoleLog,
      deadlineMs: DEADLINE_MS,
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
  runBootTests,
  bootImages
};
