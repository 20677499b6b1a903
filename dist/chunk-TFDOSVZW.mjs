import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  findProgramFault,
  isNative
} from "./chunk-2UF2QBX7.mjs";
import {
  asRoot
} from "./chunk-LXN535CL.mjs";
import {
  ARCHITECTURES,
  BASEARCHES
} from "./chunk-FPEYAMT3.mjs";
import {
  ToolError,
  findTool,
  packageHint,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/host/binfmt.ts
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

// lib/host/emulator.ts
import { open } from "node:fs/promises";
var HEADER_BYTES = 64, SEGMENT_BYTES = 56, SEGMENT_LIMIT = 64, INTERPRETER = 3;
async function findEmulator(basearch) {
  let { qemuUser } = ARCHITECTURES[basearch], name = `${qemuUser}-static`, path = findTool(name);
  if (path === void 0)
    throw new ConfigError("EMULATOR_MISSING", `${name} is not installed`, {
      hint: packageHint(name)
    });
  if (await isStatic(path)) return path;
  throw new ConfigError(
    "EMULATOR_MISSING",
    `${path} cannot run programs in a tree: it is linked dynamically`,
    { hint: packageHint(name) }
  );
}
async function isStatic(path) {
  let file = await open(path);
  try {
    let header = Buffer.alloc(HEADER_BYTES);
    if (await file.read(header, 0, header.length, 0), header.toString("latin1", 0, 4) !== "\x7FELF") return !1;
    let little = header[5] === 1, count = little ? header.readUInt16LE(56) : header.readUInt16BE(56), offset = little ? header.readBigUInt64LE(32) : header.readBigUInt64BE(32);
    if (count > SEGMENT_LIMIT) return !1;
    let table = Buffer.alloc(count * SEGMENT_BYTES);
    return await file.read(table, 0, table.length, offset), !Array.from(
      { length: count },
      (_, index) => little ? table.readUInt32LE(index * SEGMENT_BYTES) : table.readUInt32BE(index * SEGMENT_BYTES)
    ).includes(INTERPRETER);
  } finally {
    await file.close();
  }
}

// lib/host/binfmt.ts
var UMOUNT_FAILED = 32, FOLDER = "/proc/sys/fs/binfmt_misc", OWNER = "treesmith", WHAT = "registering an emulator with the kernel", MATCHED_BYTES = 20, ABI_OFFSET = 7, MACHINE_OFFSET = 18;
async function readBinfmt(folder = FOLDER) {
  let names = await readdir(folder).catch(() => []), magics = (await Promise.all(
    names.map((name) => readFile(join(folder, name), "utf8").catch(() => ""))
  )).filter(
    (entry) => /^enabled$/m.test(entry) && /^flags: .*F/m.test(entry) && /^offset 0$/m.test(entry)
  ).flatMap((entry) => /^magic ([0-9a-f]+)$/m.exec(entry)?.[1] ?? []);
  return BASEARCHES.filter((basearch) => magics.includes(formatMagic(basearch).toString("hex")));
}
function formatBinfmtRule(basearch, emulatorPath) {
  let written = (bytes) => [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""), magic = written(formatMagic(basearch));
  return `:${OWNER}-${basearch}:M::${magic}:${written(formatMask(basearch))}:${emulatorPath}:OPF`;
}
async function registerEmulators(basearches, log) {
  let registered = [];
  for (let basearch of basearches.filter((name) => !isNative(name))) {
    if (await findProgramFault(basearch) === void 0) continue;
    let emulatorPath = await findEmulator(basearch);
    await register(basearch, emulatorPath, log);
    let fault = await findProgramFault(basearch);
    if (fault !== void 0)
      throw await unregister(`${OWNER}-${basearch}`, log), notRegistered(basearch, `${emulatorPath} does not work: ${fault}`);
    log.info(`Programs of ${basearch} run in ${emulatorPath} from now on`), registered.push(basearch);
  }
  return registered;
}
async function readOwnEmulators() {
  let names = await readNames();
  return BASEARCHES.filter((basearch) => names.includes(`${OWNER}-${basearch}`));
}
async function unregisterEmulators(log, basearches = BASEARCHES) {
  let names = await readNames(), ours = basearches.filter((basearch) => names.includes(`${OWNER}-${basearch}`));
  for (let basearch of ours) await unregister(`${OWNER}-${basearch}`, log);
  let others = names.length - ours.length - ["register", "status"].length;
  if ((await readFile("/proc/self/mounts", "utf8")).split(`
`).findLast((line) => line.split(" ")[1] === FOLDER)?.startsWith(`${OWNER} `) === !0 && others === 0) {
    let busy = { okExitCodes: [0, UMOUNT_FAILED] };
    await runTool(await asRoot(["umount", FOLDER], WHAT), { log, ...busy });
  }
  return ours;
}
async function register(basearch, emulatorPath, log) {
  let name = `${OWNER}-${basearch}`;
  try {
    (await readNames()).includes("register") || await runTool(await asRoot(["mount", "-t", "binfmt_misc", OWNER, FOLDER], WHAT), { log }), (await readNames()).includes(name) && await unregister(name, log), await write("register", formatBinfmtRule(basearch, emulatorPath), log);
  } catch (error) {
    throw error instanceof ToolError ? notRegistered(basearch, error.message, error) : error;
  }
}
function readNames() {
  return readdir(FOLDER).catch(() => []);
}
async function unregister(name, log) {
  try {
    await write(name, "-1", log);
  } catch (error) {
    if (!(error instanceof ToolError) || (await readNames()).includes(name)) throw error;
  }
}
async function write(name, text, log) {
  let argv = await asRoot(["tee", join(FOLDER, name)], WHAT);
  await runTool(argv, { input: text, log });
}
function notRegistered(basearch, why, cause) {
  return new ConfigError(
    "EMULATOR_NOT_REGISTERED",
    `the kernel does not run programs of ${basearch} in an emulator: ${why}`,
    {
      hint: 'In a container, run it with --privileged, or run "treesmith setup" on the machine outside; or build on a machine of that architecture.',
      ...cause === void 0 ? {} : { cause }
    }
  );
}
function formatMagic(basearch) {
  let { machine, byteOrder } = ARCHITECTURES[basearch].elf, little = byteOrder === "little", bytes = Buffer.alloc(MATCHED_BYTES);
  return bytes.set([127, 69, 76, 70, 2, little ? 1 : 2, 1]), little ? (bytes.writeUInt16LE(2, MACHINE_OFFSET - 2), bytes.writeUInt16LE(machine, MACHINE_OFFSET)) : (bytes.writeUInt16BE(2, MACHINE_OFFSET - 2), bytes.writeUInt16BE(machine, MACHINE_OFFSET)), bytes;
}
function formatMask(basearch) {
  let bytes = Buffer.alloc(MATCHED_BYTES, 255);
  bytes[ABI_OFFSET] = 0;
  let little = ARCHITECTURES[basearch].elf.byteOrder === "little";
  return bytes[MACHINE_OFFSET - (little ? 2 : 1)] = 254, bytes;
}

export {
  readBinfmt,
  registerEmulators,
  readOwnEmulators,
  unregisterEmulators
};
