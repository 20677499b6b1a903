import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  explainKvm
} from "./chunk-E5LSWCRZ.mjs";
import {
  asRoot,
  findProgramFault,
  isNative
} from "./chunk-T7QGRJYY.mjs";
import {
  readLockfile
} from "./chunk-R573IQWV.mjs";
import {
  ARCHITECTURES,
  BASEARCHES,
  FORMAT_FACTS,
  hostBasearch,
  readRemix
} from "./chunk-FBAQSP4E.mjs";
import {
  TOOLS,
  ToolError,
  findTool,
  locateTool,
  packageHint,
  readTool,
  runTool
} from "./chunk-BRZL2H2V.mjs";
import {
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";

// lib/host/disk-space.ts
import { access, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
var REMOVABLE = [
  ...["/usr/local/lib/android", "/usr/share/dotnet", "/opt/ghc", "/usr/local/.ghcup"],
  ...["/opt/hostedtoolcache/CodeQL", "/usr/share/swift", "/usr/local/share/powershell"],
  ...["/usr/local/share/chromium", "/usr/local/share/boost", "/usr/lib/jvm", "/opt/az"]
];
var MEASURE_TIMEOUT_MS = 6e4;
async function readFreeBytes(path) {
  const { bavail, bsize } = await statfs(await existingParent(path));
  return bavail * bsize;
}
async function isSameFilesystem(a, b) {
  const [first, second] = await Promise.all(
    [a, b].map(async (path) => stat(await existingParent(path)))
  );
  return first?.dev === second?.dev;
}
async function findRemovable() {
  const found = [];
  for (const path of REMOVABLE) {
    if (!await exists(path)) continue;
    const argv = ["du", "--summarize", "--one-file-system", "--block-size=1", "--", path];
    const text = await readTool(argv, { timeoutMs: MEASURE_TIMEOUT_MS }).catch(() => "");
    const sizeBytes = Number.parseInt(text, 10);
    if (sizeBytes > 0) found.push({ path, sizeBytes });
  }
  return found.sort((a, b) => b.sizeBytes - a.sizeBytes);
}
async function existingParent(path) {
  let at = resolve(path);
  while (!await exists(at)) at = dirname(at);
  return at;
}
function exists(path) {
  return access(path).then(
    () => true,
    () => false
  );
}

// lib/build/disk-need.ts
var TREE_SHARE = 2.8;
var OBJECTS_SHARE = 0.45;
var WORK_SHARE = 1.3;
var IMAGE_SHARES = {
  raw: 1.1,
  ami: 1.1,
  vhd: 1.1,
  vhdx: 1.1,
  qcow2: 0.35,
  vmdk: 0.35,
  ova: 0.35,
  gce: 0.35,
  containerdisk: 0.35,
  "raw.xz": 0.3,
  "raw.zst": 0.3,
  iso: 0.8,
  pxe: 0.5,
  "kernel+initrd": 0.35,
  wsl: 0.35,
  tar: 1.1
};
function estimateDiskNeed(remix, lockfile) {
  let [storeBytes, outputBytes, workBytes] = [0, 0, 0];
  for (const { arch: arch2, packages } of lockfile.arches) {
    if (!remix.architectures.some((basearch) => basearch === arch2)) continue;
    const rpmBytes = packages.reduce((sum, { size }) => sum + size, 0);
    const treeBytes = rpmBytes * TREE_SHARE;
    const images = remix.images.filter(
      ({ architectures }) => architectures.length === 0 || architectures.some((basearch) => basearch === arch2)
    );
    storeBytes += rpmBytes + treeBytes * OBJECTS_SHARE;
    outputBytes += treeBytes * images.reduce((sum, image) => sum + imageShare(image), 0);
    const installer = images.some(({ format }) => format === "iso") ? IMAGE_SHARES["raw.zst"] : 0;
    workBytes = Math.max(workBytes, treeBytes * (WORK_SHARE + installer));
  }
  return { storeBytes, outputBytes, workBytes, bytes: storeBytes + outputBytes + workBytes };
}
function imageShare({ format, compression }) {
  const { compressions } = FORMAT_FACTS[format];
  return compression === "none" && compressions.length > 1 ? Math.max(1.1, IMAGE_SHARES[format]) : IMAGE_SHARES[format];
}

// lib/build/disk-space.ts
async function checkDiskSpace(remix, lockfile, { storePath, outDir }) {
  const need = estimateDiskNeed(remix, lockfile);
  const { storeBytes, workBytes, outputBytes } = need;
  const places = await isSameFilesystem(storePath, outDir) ? [{ path: outDir, needBytes: need.bytes }] : [
    { path: storePath, needBytes: storeBytes + workBytes },
    { path: outDir, needBytes: outputBytes }
  ];
  const measured = await Promise.all(
    places.map(async (place) => ({ ...place, freeBytes: await readFreeBytes(place.path) }))
  );
  const short = measured.filter(({ needBytes, freeBytes }) => freeBytes < needBytes);
  const removable = short.length === 0 ? [] : await findRemovable();
  const lines = [
    ...measured.map(
      ({ path, needBytes, freeBytes }) => `disk      ${freeBytes < needBytes ? "TOO SMALL: " : ""}${remix.name} takes about ${formatBytes(needBytes)} in ${path}, ${formatBytes(freeBytes)} are free`
    ),
    ...removable.map(
      ({ path, sizeBytes }) => `          could go: ${path} (${formatBytes(sizeBytes)})`
    )
  ];
  return { need, short, removable, lines };
}

// lib/build/setup-need.ts
async function readSetupNeed(remixPath, places, only) {
  const whole = await readRemix(remixPath);
  const architectures = whole.architectures.filter((name) => only === void 0 || name === only);
  const remix = { ...whole, architectures };
  const lockfile = await readLockfile(remix.lockfile).catch((error) => {
    if (error instanceof ConfigError && error.code === "FILE_MISSING") return void 0;
    throw error;
  });
  if (lockfile === void 0) return { architectures, disk: void 0 };
  return { architectures, disk: await checkDiskSpace(remix, lockfile, places) };
}

// lib/host/setup.ts
import { readFile as readFile2, statfs as statfs2 } from "node:fs/promises";
import { arch, availableParallelism, endianness, tmpdir, totalmem } from "node:os";

// lib/host/binfmt.ts
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

// lib/host/emulator.ts
import { open } from "node:fs/promises";
var HEADER_BYTES = 64;
var SEGMENT_BYTES = 56;
var SEGMENT_LIMIT = 64;
var INTERPRETER = 3;
async function findEmulator(basearch) {
  const { qemuUser } = ARCHITECTURES[basearch];
  const name = `${qemuUser}-static`;
  const path = await findTool(name);
  if (path === void 0) {
    throw new ConfigError("EMULATOR_MISSING", `${name} is not installed`, {
      hint: packageHint(name)
    });
  }
  if (await isStatic(path)) return path;
  throw new ConfigError(
    "EMULATOR_MISSING",
    `${path} cannot run programs in a tree: it is linked dynamically`,
    { hint: packageHint(name) }
  );
}
async function isStatic(path) {
  const file = await open(path);
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    await file.read(header, 0, header.length, 0);
    if (header.toString("latin1", 0, 4) !== "\x7FELF") return false;
    const little = header[5] === 1;
    const count = little ? header.readUInt16LE(56) : header.readUInt16BE(56);
    const offset = little ? header.readBigUInt64LE(32) : header.readBigUInt64BE(32);
    if (count > SEGMENT_LIMIT) return false;
    const table = Buffer.alloc(count * SEGMENT_BYTES);
    await file.read(table, 0, table.length, offset);
    const types = Array.from(
      { length: count },
      (_, index) => little ? table.readUInt32LE(index * SEGMENT_BYTES) : table.readUInt32BE(index * SEGMENT_BYTES)
    );
    return !types.includes(INTERPRETER);
  } finally {
    await file.close();
  }
}

// lib/host/binfmt.ts
var FOLDER = "/proc/sys/fs/binfmt_misc";
var OWNER = "treesmith";
var WHAT = "registering an emulator with the kernel";
var MATCHED_BYTES = 20;
var ABI_OFFSET = 7;
var MACHINE_OFFSET = 18;
async function readBinfmt(folder = FOLDER) {
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(
    names.map((name) => readFile(join(folder, name), "utf8").catch(() => ""))
  );
  const working = entries.filter(
    (entry) => /^enabled$/m.test(entry) && /^flags: .*F/m.test(entry) && /^offset 0$/m.test(entry)
  );
  const magics = working.flatMap((entry) => /^magic ([0-9a-f]+)$/m.exec(entry)?.[1] ?? []);
  return BASEARCHES.filter((basearch) => magics.includes(formatMagic(basearch).toString("hex")));
}
function formatBinfmtRule(basearch, emulatorPath) {
  const written = (bytes) => [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  const magic = written(formatMagic(basearch));
  return `:${OWNER}-${basearch}:M::${magic}:${written(formatMask(basearch))}:${emulatorPath}:OPF`;
}
async function registerEmulators(basearches, log) {
  const registered = [];
  for (const basearch of basearches.filter((name) => !isNative(name))) {
    if (await findProgramFault(basearch) === void 0) continue;
    const emulatorPath = await findEmulator(basearch);
    await register(basearch, emulatorPath, log);
    const fault = await findProgramFault(basearch);
    if (fault !== void 0) {
      await write(`${OWNER}-${basearch}`, "-1", log);
      throw notRegistered(basearch, `${emulatorPath} does not work: ${fault}`);
    }
    log.info(`Programs of ${basearch} run in ${emulatorPath} from now on`);
    registered.push(basearch);
  }
  return registered;
}
async function unregisterEmulators(log, basearches = BASEARCHES) {
  const names = await readNames();
  const ours = basearches.filter((basearch) => names.includes(`${OWNER}-${basearch}`));
  for (const basearch of ours) await write(`${OWNER}-${basearch}`, "-1", log);
  const others = names.length - ours.length - ["register", "status"].length;
  const isOurMount = (await readFile("/proc/self/mounts", "utf8")).includes(`${OWNER} ${FOLDER} `);
  if (isOurMount && others === 0) await runTool(await asRoot(["umount", FOLDER], WHAT), { log });
  return ours;
}
async function register(basearch, emulatorPath, log) {
  const name = `${OWNER}-${basearch}`;
  try {
    if (!(await readNames()).includes("register")) {
      const mount = ["mount", "-t", "binfmt_misc", OWNER, FOLDER];
      await runTool(await asRoot(mount, WHAT), { log });
    }
    if ((await readNames()).includes(name)) await write(name, "-1", log);
    await write("register", formatBinfmtRule(basearch, emulatorPath), log);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw notRegistered(basearch, error.message, error);
  }
}
function readNames() {
  return readdir(FOLDER).catch(() => []);
}
async function write(name, text, log) {
  const argv = await asRoot(["tee", join(FOLDER, name)], WHAT);
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
  const { machine, byteOrder } = ARCHITECTURES[basearch].elf;
  const little = byteOrder === "little";
  const bytes = Buffer.alloc(MATCHED_BYTES);
  bytes.set([127, 69, 76, 70, 2, little ? 1 : 2, 1]);
  if (little) {
    bytes.writeUInt16LE(2, MACHINE_OFFSET - 2);
    bytes.writeUInt16LE(machine, MACHINE_OFFSET);
  } else {
    bytes.writeUInt16BE(2, MACHINE_OFFSET - 2);
    bytes.writeUInt16BE(machine, MACHINE_OFFSET);
  }
  return bytes;
}
function formatMask(basearch) {
  const bytes = Buffer.alloc(MATCHED_BYTES, 255);
  bytes[ABI_OFFSET] = 0;
  const little = ARCHITECTURES[basearch].elf.byteOrder === "little";
  bytes[MACHINE_OFFSET - (little ? 2 : 1)] = 254;
  return bytes;
}

// lib/host/package-manager.ts
import { readdir as readdir2 } from "node:fs/promises";
var PROXY_VARIABLES = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy"];
var INSTALL_TIMEOUT_MS = 30 * 6e4;
async function installPackages(packageManager, packages, log) {
  const env = { DEBIAN_FRONTEND: "noninteractive", ...proxies() };
  const run = async (...argv) => {
    const what = `installing ${packages.join(", ")}`;
    const privileged = await asRoot(argv, what, Object.keys(env));
    await runTool(privileged, { log, env, timeoutMs: INSTALL_TIMEOUT_MS });
  };
  if (packageManager === "dnf") {
    await run("dnf", "install", "-y", "--setopt=install_weak_deps=False", ...packages);
    return;
  }
  const apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"];
  const install = [...apt, "install", "-y", "--no-install-recommends", ...packages];
  if (!await hasPackageLists()) await run(...apt, "update");
  try {
    await run(...install);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    log.debug(`${error.message}
trying again with fresh package lists`);
    await run(...apt, "update");
    await run(...install);
  }
}
async function readVersions(packageManager, packages) {
  const unique = [...new Set(packages)];
  const query = packageManager === "apt" ? ["dpkg-query", "--show", "--showformat", "${Package} ${Version}\\n", ...unique] : ["rpm", "--query", "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}\\n", ...unique];
  const okExitCodes = Array.from({ length: 256 }, (_, code) => code);
  const { stdout } = await runTool(query, { okExitCodes });
  const lines = stdout.split("\n").map((line) => line.split(" "));
  return new Map(
    lines.flatMap(
      ([name, version, ...rest]) => name && version && rest.length === 0 ? [[name, version]] : []
    )
  );
}
function proxies() {
  return Object.fromEntries(
    PROXY_VARIABLES.flatMap((name) => {
      const value = process.env[name];
      return value === void 0 ? [] : [[name, value]];
    })
  );
}
async function hasPackageLists() {
  const names = await readdir2("/var/lib/apt/lists").catch(() => []);
  return names.some((name) => name.endsWith("_Packages") || name.endsWith("_Packages.lz4"));
}

// lib/host/setup.ts
async function setupHost(options) {
  const purposes = options.purposes ?? ["build"];
  const native = hostBasearch(arch(), endianness());
  const architectures = [
    ...options.architectures ?? [],
    ...native === void 0 ? [] : [native]
  ];
  const wanted = TOOLS.filter(
    ({ name, purpose, architecture, emulator }) => purposes.includes(purpose) && (architecture === void 0 || architectures.includes(architecture)) && (emulator === void 0 || architecture !== native) && (options.only === void 0 || options.only.includes(name))
  );
  const osRelease = await readOsRelease();
  const packageManager = detectPackageManager(osRelease);
  const missing = await findMissing(wanted);
  if (packageManager === void 0 && missing.length > 0) throw unknownSystem(osRelease, missing);
  const packages = missing.map((tool) => packageOf(tool, packageManager));
  const installed = [...new Set(packages)].sort();
  if (packageManager !== void 0 && installed.length > 0 && options.dryRun !== true) {
    await options.log.group(`Install host tools (${installed.length} packages)`, async () => {
      options.log.info(`    ${installed.join(" ")}`);
      await installPackages(packageManager, installed, options.log);
    });
    assertComplete(await findMissing(wanted), packageManager);
  }
  const registered = options.dryRun === true || options.register === false ? [] : await registerEmulators(architectures, options.log);
  const [tools, kvm, disk, emulated] = await Promise.all([
    reportTools(wanted, packageManager),
    explainKvm(),
    statfs2(tmpdir()),
    readBinfmt()
  ]);
  const report = {
    packageManager,
    installed,
    tools,
    kvm,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    freeDiskBytes: disk.bavail * disk.bsize,
    emulated,
    registered
  };
  return { ...report, table: formatReport(report) };
}
function detectPackageManager(text) {
  const ids = `${osReleaseValue(text, "ID")} ${osReleaseValue(text, "ID_LIKE")}`.split(/\s+/);
  if (ids.some((id) => ["debian", "ubuntu"].includes(id))) return "apt";
  if (ids.some((id) => ["fedora", "rhel", "centos"].includes(id))) return "dnf";
  return void 0;
}
function osReleaseValue(text, key) {
  return new RegExp(`^${key}=["']?([^"'\\n]*)`, "m").exec(text)?.[1] ?? "";
}
function packageOf(tool, packageManager) {
  return tool[packageManager ?? "apt"];
}
function unknownSystem(osRelease, missing) {
  const system = osReleaseValue(osRelease, "PRETTY_NAME") || "this system";
  return new ConfigError(
    "PACKAGE_MANAGER_UNKNOWN",
    `${system} is neither Debian or Ubuntu (apt) nor Fedora or EL (dnf), and lacks ${missing.map(({ name }) => name).join(", ")}`,
    { hint: 'Install these by hand and run "treesmith setup" again.' }
  );
}
async function readOsRelease() {
  for (const path of ["/etc/os-release", "/usr/lib/os-release"]) {
    const text = await readFile2(path, "utf8").catch(() => void 0);
    if (text !== void 0) return text;
  }
  return "";
}
async function findMissing(tools) {
  const paths = await Promise.all(tools.map(locateTool));
  return tools.filter((_tool, index) => paths[index] === void 0);
}
function assertComplete(missing, packageManager) {
  const [first] = missing;
  if (first === void 0) return;
  throw new ConfigError(
    "TOOL_MISSING",
    `${missing.map(({ name }) => name).join(", ")} ${missing.length > 1 ? "are" : "is"} still missing although ${first[packageManager]} is installed`,
    { hint: "See whether PATH has /usr/bin and /usr/sbin." }
  );
}
async function reportTools(tools, packageManager) {
  const packages = tools.map((tool) => packageOf(tool, packageManager));
  const versions = packageManager === void 0 ? /* @__PURE__ */ new Map() : await readVersions(packageManager, packages);
  return Promise.all(
    tools.map(async (tool) => ({
      name: tool.name,
      package: packageOf(tool, packageManager),
      path: await locateTool(tool),
      version: versions.get(packageOf(tool, packageManager))
    }))
  );
}
function formatReport(report) {
  const rows = report.tools.map(({ name, package: from, path, version }) => [
    name,
    path === void 0 ? "missing" : version ?? "installed",
    path ?? `package ${from}`
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    ...rows.map(
      (row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()
    ),
    "",
    `KVM       ${report.kvm.works ? "yes" : "no"}: ${report.kvm.reason}`,
    `machine   ${report.cores} cores, ${formatBytes(report.memoryBytes)} memory, ${formatBytes(report.freeDiskBytes)} free in ${tmpdir()}`,
    `emulated  ${report.emulated.join(", ") || "no other architecture (binfmt_misc)"}`
  ];
}

export {
  readSetupNeed,
  unregisterEmulators,
  setupHost
};
