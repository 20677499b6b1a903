import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  explainKvm
} from "./chunk-MVQJ5RR5.mjs";
import {
  asRoot
} from "./chunk-6AGUAOLD.mjs";
import {
  TOOLS,
  ToolError,
  locateTool,
  runTool
} from "./chunk-LIINDJHT.mjs";
import {
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";

// lib/host/setup.ts
import { readFile as readFile2, statfs } from "node:fs/promises";
import { arch, availableParallelism, tmpdir, totalmem } from "node:os";

// lib/host/binfmt.ts
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
async function readBinfmt(folder = "/proc/sys/fs/binfmt_misc") {
  const names = await readdir(folder).catch(() => []);
  const found = [];
  for (const name of names.sort()) {
    const architecture = /^qemu-(.+)$/.exec(name)?.[1];
    if (architecture === void 0) continue;
    const entry = await readFile(join(folder, name), "utf8").catch(() => "");
    if (/^enabled$/m.test(entry) && /^flags: .*F/m.test(entry)) found.push(architecture);
  }
  return found;
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
  const wanted = TOOLS.filter(
    ({ name, purpose, host }) => purposes.includes(purpose) && (host === void 0 || host === arch()) && (options.only === void 0 || options.only.includes(name))
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
  const [tools, kvm, disk, emulated] = await Promise.all([
    reportTools(wanted, packageManager),
    explainKvm(),
    statfs(tmpdir()),
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
    emulated
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
  setupHost
};
