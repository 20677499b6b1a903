import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  findTool,
  startTool,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  __callDispose,
  __using
} from "./chunk-OF75LF2E.mjs";

// lib/host/kvm.ts
import { once } from "node:events";
import { constants } from "node:fs";
import { access, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { arch, homedir } from "node:os";
import { join } from "node:path";
var PROBE_VERSION = 2;
var DEVICE = "/dev/kvm";
var ANSWER_WITHIN_MS = 5e3;
var SLOWER_AT_MOST = 4;
var LEAST_WITHIN_MS = 1500;
var GREETING = "treesmith guest";
var EXIT_VALUE = 42;
var EXIT_CODE = EXIT_VALUE << 1 | 1;
async function probeKvm() {
  return (await explainKvm()).works;
}
async function explainKvm(cacheFile = defaultCacheFile()) {
  const quick = await findObstacle();
  if (quick !== void 0) return { works: false, reason: quick };
  const key = await machineKey();
  const known = await readCache(cacheFile, key);
  if (known !== void 0) return known;
  const verdict = await compareGuests();
  await writeCache(cacheFile, key, verdict);
  return verdict;
}
async function compareGuests() {
  const started = performance.now();
  const emulationFault = await runProbeGuest("tcg", 2 * ANSWER_WITHIN_MS);
  const emulatedMs = performance.now() - started;
  if (emulationFault !== void 0) {
    return { works: false, reason: `without KVM, ${emulationFault}` };
  }
  const withinMs = Math.min(
    ANSWER_WITHIN_MS,
    Math.max(LEAST_WITHIN_MS, SLOWER_AT_MOST * emulatedMs)
  );
  const fault = await runProbeGuest("kvm", withinMs);
  if (fault === void 0) return { works: true, reason: "a guest answered" };
  const compared = `without KVM it answers within ${(emulatedMs / 1e3).toFixed(1)} s`;
  return { works: false, reason: `${DEVICE} opens, but ${fault}; ${compared}` };
}
async function runProbeGuest(accelerator, withinMs = ANSWER_WITHIN_MS) {
  var _stack = [];
  try {
    const folder = __using(_stack, await makeTempDir(), true);
    const disk = join(folder.path, "guest.img");
    await writeFile(disk, bootSector());
    const guest = await startTool([
      ...["qemu-system-x86_64", "-accel", accelerator, "-nodefaults", "-no-user-config", "-m", "16"],
      // The processor that systems are booted on: nested KVM may fail at its registers.
      ...["-smp", "2", "-cpu", accelerator === "kvm" ? "host" : "max"],
      ...["-display", "none", "-net", "none", "-serial", "stdio", "-no-reboot"],
      ...["-device", "isa-debug-exit,iobase=0xf4,iosize=0x04"],
      ...["-drive", `file=${disk},format=raw,if=ide,snapshot=on`]
    ]);
    let output = "";
    let complaint = "";
    guest.stdout?.on("data", (chunk) => {
      output += chunk.toString("latin1");
    });
    guest.stderr?.on("data", (chunk) => {
      complaint += chunk.toString();
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      guest.kill("SIGKILL");
    }, withinMs);
    const [exitCode, signal] = await once(guest, "close");
    clearTimeout(timer);
    if (exitCode === EXIT_CODE && output.includes(GREETING)) return void 0;
    if (late) return `a guest did not answer within ${(withinMs / 1e3).toFixed(1)} s`;
    const how = signal === null ? `exit code ${exitCode}` : signal;
    return `QEMU ended with ${how}: ${complaint.trim().split("\n")[0] ?? ""}`;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findObstacle() {
  if (arch() !== "x64") return `the probe knows x86_64 hosts only, this is ${arch()}`;
  if (await stat(DEVICE).catch(() => void 0) === void 0) return `there is no ${DEVICE}`;
  const usable = await access(DEVICE, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false
  );
  if (!usable) return `${DEVICE} may not be opened by this user (group kvm?)`;
  if (await findTool("qemu-system-x86_64") === void 0) return "QEMU is not installed";
  return void 0;
}
function bootSector() {
  const code = Buffer.from([
    ...[155, 219, 227],
    ...[49, 192, 142, 216, 252, 190, 31, 124, 186, 248, 3],
    ...[172, 132, 192, 116, 3, 238, 235, 248],
    ...[176, EXIT_VALUE, 230, 244],
    ...[244, 235, 253]
  ]);
  const sector = Buffer.alloc(512);
  code.copy(sector);
  sector.write(`${GREETING}
\0`, 31, "latin1");
  sector.writeUInt16LE(43605, 510);
  return sector;
}
async function machineKey() {
  const bootId = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const qemu = await findTool("qemu-system-x86_64") ?? "";
  const [device, program] = await Promise.all([stat(DEVICE), stat(qemu)]);
  return [PROBE_VERSION, bootId.trim(), device.ctimeMs, program.mtimeMs].join(" ");
}
function defaultCacheFile() {
  const cache = process.env.XDG_CACHE_HOME ?? "";
  return join(cache === "" ? join(homedir(), ".cache") : cache, "treesmith", "kvm.json");
}
async function readCache(file, key) {
  try {
    const found = JSON.parse(await readFile(file, "utf8"));
    return found.key === key ? { works: found.works === true, reason: String(found.reason) } : void 0;
  } catch {
    return void 0;
  }
}
async function writeCache(file, key, verdict) {
  try {
    await mkdir(join(file, ".."), { recursive: true });
    await writeFileAtomic(file, JSON.stringify({ key, ...verdict }));
  } catch {
  }
}

export {
  probeKvm,
  explainKvm
};
