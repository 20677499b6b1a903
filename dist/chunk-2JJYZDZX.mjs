import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  findTool,
  startTool,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/host/kvm.ts
import { once } from "node:events";
import { constants } from "node:fs";
import { access, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { arch, homedir } from "node:os";
import { join } from "node:path";
var PROBE_VERSION = 2, DEVICE = "/dev/kvm", ANSWER_WITHIN_MS = 5e3, SLOWER_AT_MOST = 4, LEAST_WITHIN_MS = 3e3, GREETING = "treesmith guest", EXIT_VALUE = 42, EXIT_CODE = EXIT_VALUE << 1 | 1;
async function probeKvm() {
  return (await explainKvm()).works;
}
async function explainKvm(cacheFile = defaultCacheFile()) {
  let quick = await findObstacle();
  if (quick !== void 0) return { works: !1, reason: quick };
  let key = await machineKey(), known = await readCache(cacheFile, key);
  if (known !== void 0) return known;
  let verdict = await compareGuests();
  return await writeCache(cacheFile, key, verdict), verdict;
}
async function compareGuests() {
  let started = performance.now(), emulationFault = await runProbeGuest("tcg", 2 * ANSWER_WITHIN_MS), emulatedMs = performance.now() - started;
  if (emulationFault !== void 0)
    return { works: !1, reason: `without KVM, ${emulationFault}` };
  let withinMs = Math.min(
    ANSWER_WITHIN_MS,
    Math.max(LEAST_WITHIN_MS, SLOWER_AT_MOST * emulatedMs)
  ), fault = await runProbeGuest("kvm", withinMs);
  if (fault === void 0) return { works: !0, reason: "a guest answered" };
  let compared = `without KVM it answers within ${(emulatedMs / 1e3).toFixed(1)} s`;
  return { works: !1, reason: `${DEVICE} opens, but ${fault}; ${compared}` };
}
async function runProbeGuest(accelerator, withinMs = ANSWER_WITHIN_MS) {
  var _stack = [];
  try {
    let folder = __using(_stack, await makeTempDir(), !0);
    let disk = join(folder.path, "guest.img");
    await writeFile(disk, bootSector());
    let guest = await startTool([
      "qemu-system-x86_64",
      "-accel",
      accelerator,
      "-nodefaults",
      "-no-user-config",
      "-m",
      "16",
      "-smp",
      "2",
      "-cpu",
      accelerator === "kvm" ? "host" : "max",
      "-display",
      "none",
      "-net",
      "none",
      "-serial",
      "stdio",
      "-no-reboot",
      "-device",
      "isa-debug-exit,iobase=0xf4,iosize=0x04",
      "-drive",
      `file=${disk},format=raw,if=ide,snapshot=on`
    ]);
    let output = "";
    let complaint = "";
    guest.stdout?.on("data", (chunk) => {
      output += chunk.toString("latin1");
    });
    guest.stderr?.on("data", (chunk) => {
      complaint += chunk.toString();
    });
    let late = !1;
    let timer = setTimeout(() => {
      late = !0, guest.kill("SIGKILL");
    }, withinMs);
    let [exitCode, signal] = await once(guest, "close");
    clearTimeout(timer);
    if (exitCode === EXIT_CODE && output.includes(GREETING)) return;
    if (late) return `a guest did not answer within ${(withinMs / 1e3).toFixed(1)} s`;
    let how = signal === null ? `exit code ${exitCode}` : signal;
    return `QEMU ended with ${how}: ${complaint.trim().split(`
`)[0] ?? ""}`;
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findObstacle() {
  if (arch() !== "x64") return `the probe knows x86_64 hosts only, this is ${arch()}`;
  if (await stat(DEVICE).catch(() => {
  }) === void 0) return `there is no ${DEVICE}`;
  if (!await access(DEVICE, constants.R_OK | constants.W_OK).then(
    () => !0,
    () => !1
  )) return `${DEVICE} may not be opened by this user (group kvm?)`;
  if (findTool("qemu-system-x86_64") === void 0) return "QEMU is not installed";
}
function bootSector() {
  let code = Buffer.from([
    155,
    219,
    227,
    49,
    192,
    142,
    216,
    252,
    190,
    31,
    124,
    186,
    248,
    3,
    172,
    132,
    192,
    116,
    3,
    238,
    235,
    248,
    176,
    EXIT_VALUE,
    230,
    244,
    244,
    235,
    253
  ]), sector = Buffer.alloc(512);
  return code.copy(sector), sector.write(`${GREETING}
\0`, 31, "latin1"), sector.writeUInt16LE(43605, 510), sector;
}
async function machineKey() {
  let bootId = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => ""), qemu = findTool("qemu-system-x86_64") ?? "", [device, program] = await Promise.all([stat(DEVICE), stat(qemu)]);
  return [PROBE_VERSION, bootId.trim(), device.ctimeMs, program.mtimeMs].join(" ");
}
function defaultCacheFile() {
  let cache = process.env.XDG_CACHE_HOME ?? "";
  return join(cache === "" ? join(homedir(), ".cache") : cache, "treesmith", "kvm.json");
}
async function readCache(file, key) {
  try {
    let found = JSON.parse(await readFile(file, "utf8"));
    return found.key === key ? { works: found.works === !0, reason: String(found.reason) } : void 0;
  } catch {
    return;
  }
}
async function writeCache(file, key, verdict) {
  try {
    await mkdir(join(file, ".."), { recursive: !0 }), await writeFileAtomic(file, JSON.stringify({ key, ...verdict }));
  } catch {
  }
}

export {
  probeKvm,
  explainKvm
};
