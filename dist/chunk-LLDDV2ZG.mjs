import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  readBinfmt,
  registerEmulators
} from "./chunk-TFDOSVZW.mjs";
import {
  explainKvm
} from "./chunk-2JJYZDZX.mjs";
import {
  findRemovable,
  isSameFilesystem,
  readFreeBytes
} from "./chunk-POSOI7UG.mjs";
import {
  readLockfile
} from "./chunk-OMOW34LB.mjs";
import {
  readRemix
} from "./chunk-DC543OIF.mjs";
import {
  FORMAT_FACTS
} from "./chunk-PRTFM5JL.mjs";
import {
  asRoot
} from "./chunk-LXN535CL.mjs";
import {
  hostBasearch
} from "./chunk-FPEYAMT3.mjs";
import {
  TOOLS,
  ToolError,
  locateTool,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  formatBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/build/disk-need.ts
var TREE_SHARE = 2.8, OBJECTS_SHARE = 0.45, WORK_SHARE = 1.3, IMAGE_SHARES = {
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
  for (let { arch: arch2, packages } of lockfile.arches) {
    if (!remix.architectures.some((basearch) => basearch === arch2)) continue;
    let rpmBytes = packages.reduce((sum, { size }) => sum + size, 0), treeBytes = rpmBytes * TREE_SHARE, images = remix.images.filter(
      ({ architectures }) => architectures.length === 0 || architectures.some((basearch) => basearch === arch2)
    );
    storeBytes += rpmBytes + treeBytes * OBJECTS_SHARE, outputBytes += treeBytes * images.reduce((sum, image) => sum + imageShare(image), 0);
    let installer = images.some(({ format }) => format === "iso") ? IMAGE_SHARES["raw.zst"] : 0;
    workBytes = Math.max(workBytes, treeBytes * (WORK_SHARE + installer));
  }
  return { storeBytes, outputBytes, workBytes, bytes: storeBytes + outputBytes + workBytes };
}
function imageShare({ format, compression }) {
  let { compressions } = FORMAT_FACTS[format];
  return compression === "none" && compressions.length > 1 ? Math.max(1.1, IMAGE_SHARES[format]) : IMAGE_SHARES[format];
}

// lib/build/disk-space.ts
async function checkDiskSpace(remix, lockfile, { storePath, outDir }) {
  let need = estimateDiskNeed(remix, lockfile), { storeBytes, workBytes, outputBytes } = need, places = await isSameFilesystem(storePath, outDir) ? [{ path: outDir, needBytes: need.bytes }] : [
    { path: storePath, needBytes: storeBytes + workBytes },
    { path: outDir, needBytes: outputBytes }
  ], measured = await Promise.all(
    places.map(async (place) => ({ ...place, freeBytes: await readFreeBytes(place.path) }))
  ), short = measured.filter(({ needBytes, freeBytes }) => freeBytes < needBytes), removable = short.length === 0 ? [] : await findRemovable(), lines = [
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
  let whole = await readRemix(remixPath), architectures = whole.architectures.filter((name) => only === void 0 || name === only), remix = { ...whole, architectures }, lockfile = await readLockfile(remix.lockfile).catch((error) => {
    if (!(error instanceof ConfigError && error.code === "FILE_MISSING"))
      throw error;
  });
  return lockfile === void 0 ? { architectures, disk: void 0 } : { architectures, disk: await checkDiskSpace(remix, lockfile, places) };
}

// lib/host/setup.ts
import { readFile, statfs } from "node:fs/promises";
import { arch, availableParallelism, endianness, tmpdir, totalmem } from "node:os";

// lib/host/package-manager.ts
import { readdir } from "node:fs/promises";
var PROXY_VARIABLES = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy"], INSTALL_TIMEOUT_MS = 30 * 6e4;
async function installPackages(packageManager, packages, log) {
  let env = { DEBIAN_FRONTEND: "noninteractive", ...proxies() }, run = async (...argv) => {
    let what = `installing ${packages.join(", ")}`, privileged = await asRoot(argv, what, Object.keys(env));
    await runTool(privileged, { log, env, timeoutMs: INSTALL_TIMEOUT_MS });
  };
  if (packageManager === "dnf") {
    await run("dnf", "install", "-y", "--setopt=install_weak_deps=False", ...packages);
    return;
  }
  let apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"], install = [...apt, "install", "-y", "--no-install-recommends", ...packages];
  await hasPackageLists() || await run(...apt, "update");
  try {
    await run(...install);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    log.debug(`${error.message}
trying again with fresh package lists`), await run(...apt, "update"), await run(...install);
  }
}
async function readVersions(packageManager, packages) {
  let unique = [...new Set(packages)], query = packageManager === "apt" ? ["dpkg-query", "--show", "--showformat", "${Package} ${Version}\\n", ...unique] : ["rpm", "--query", "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}\\n", ...unique], okExitCodes = Array.from({ length: 256 }, (_, code) => code), { stdout } = await runTool(query, { okExitCodes }), lines = stdout.split(`
`).map((line) => line.split(" "));
  return new Map(
    lines.flatMap(
      ([name, version, ...rest]) => name && version && rest.length === 0 ? [[name, version]] : []
    )
  );
}
function proxies() {
  return Object.fromEntries(
    PROXY_VARIABLES.flatMap((name) => {
      let value = process.env[name];
      return value === void 0 ? [] : [[name, value]];
    })
  );
}
async function hasPackageLists() {
  return (await readdir("/var/lib/apt/lists").catch(() => [])).some((name) => name.endsWith("_Packages") || name.endsWith("_Packages.lz4"));
}

// lib/host/setup.ts
async function setupHost(options) {
  let purposes = options.purposes ?? ["build"], native = hostBasearch(arch(), endianness()), architectures = [
    ...options.architectures ?? [],
    ...native === void 0 ? [] : [native]
  ], wanted = TOOLS.filter(
    ({ name, purpose, architecture, emulator }) => purposes.includes(purpose) && (architecture === void 0 || architectures.includes(architecture)) && (emulator === void 0 || architecture !== native) && (options.only === void 0 || options.only.includes(name))
  ), osRelease = await readOsRelease(), packageManager = detectPackageManager(osRelease), missing = await findMissing(wanted);
  if (packageManager === void 0 && missing.length > 0) throw unknownSystem(osRelease, missing);
  let packages = missing.map((tool) => packageOf(tool, packageManager)), installed = [...new Set(packages)].sort();
  packageManager !== void 0 && installed.length > 0 && options.dryRun !== !0 && (await options.log.group(`Install host tools (${installed.length} packages)`, async () => {
    options.log.info(`    ${installed.join(" ")}`), await installPackages(packageManager, installed, options.log);
  }), assertComplete(await findMissing(wanted), packageManager));
  let registered = options.dryRun === !0 || options.register === !1 ? [] : await registerEmulators(architectures, options.log), [tools, kvm, disk, emulated] = await Promise.all([
    reportTools(wanted, packageManager),
    explainKvm(),
    statfs(tmpdir()),
    readBinfmt()
  ]), report = {
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
  let ids = `${osReleaseValue(text, "ID")} ${osReleaseValue(text, "ID_LIKE")}`.split(/\s+/);
  if (ids.some((id) => ["debian", "ubuntu"].includes(id))) return "apt";
  if (ids.some((id) => ["fedora", "rhel", "centos"].includes(id))) return "dnf";
}
function osReleaseValue(text, key) {
  return new RegExp(`^${key}=["']?([^"'\\n]*)`, "m").exec(text)?.[1] ?? "";
}
function packageOf(tool, packageManager) {
  return tool[packageManager ?? "apt"];
}
function unknownSystem(osRelease, missing) {
  let system = osReleaseValue(osRelease, "PRETTY_NAME") || "this system";
  return new ConfigError(
    "PACKAGE_MANAGER_UNKNOWN",
    `${system} is neither Debian or Ubuntu (apt) nor Fedora or EL (dnf), and lacks ${missing.map(({ name }) => name).join(", ")}`,
    { hint: 'Install these by hand and run "treesmith setup" again.' }
  );
}
async function readOsRelease() {
  for (let path of ["/etc/os-release", "/usr/lib/os-release"]) {
    let text = await readFile(path, "utf8").catch(() => {
    });
    if (text !== void 0) return text;
  }
  return "";
}
async function findMissing(tools) {
  let paths = await Promise.all(tools.map(locateTool));
  return tools.filter((_tool, index) => paths[index] === void 0);
}
function assertComplete(missing, packageManager) {
  let [first] = missing;
  if (first !== void 0)
    throw new ConfigError(
      "TOOL_MISSING",
      `${missing.map(({ name }) => name).join(", ")} ${missing.length > 1 ? "are" : "is"} still missing although ${first[packageManager]} is installed`,
      { hint: "See whether PATH has /usr/bin and /usr/sbin." }
    );
}
async function reportTools(tools, packageManager) {
  let packages = tools.map((tool) => packageOf(tool, packageManager)), versions = packageManager === void 0 ? /* @__PURE__ */ new Map() : await readVersions(packageManager, packages);
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
  let rows = report.tools.map(({ name, package: from, path, version }) => [
    name,
    path === void 0 ? "missing" : version ?? "installed",
    path ?? `package ${from}`
  ]), widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
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
  setupHost
};
