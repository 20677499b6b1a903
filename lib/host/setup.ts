import { readFile, statfs } from 'node:fs/promises';
import { arch, availableParallelism, endianness, tmpdir, totalmem } from 'node:os';
import { formatBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type Basearch, hostBasearch } from './architecture.ts';
import { readBinfmt, registerEmulators } from './binfmt.ts';
import type { HostCode } from './errors.ts';
import { explainKvm, type KvmVerdict } from './kvm.ts';
import { installPackages, type PackageManager, readVersions } from './package-manager.ts';
import { locateTool, type Purpose, TOOLS, type Tool } from './tools.ts';

/** What to set up. */
export interface SetupOptions {
  readonly log: Log;
  /** Say what would be installed, and install nothing. */
  readonly dryRun?: boolean;
  /** Which tools; those of a build unless given. */
  readonly purposes?: readonly Purpose[];
  /** Only these rows of TOOLS. */
  readonly only?: readonly string[];
  /** What is built here: for others than the machine's own, emulators are installed and registered. */
  readonly architectures?: readonly Basearch[];
  /** False registers no emulators: the kernel stays as it is. */
  readonly register?: boolean;
}

/** What this machine can do. */
export interface HostReport {
  /** Undefined on a system that has neither apt nor dnf. */
  readonly packageManager: PackageManager | undefined;
  /** Packages that were installed, or with `dryRun` would be. */
  readonly installed: readonly string[];
  readonly tools: readonly ToolReport[];
  readonly kvm: KvmVerdict;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly freeDiskBytes: number;
  /** Other architectures whose programs run here through an emulator. */
  readonly emulated: readonly Basearch[];
  /** Those whose emulator was registered with the kernel now. */
  readonly registered: readonly Basearch[];
  /** The same, as lines for people. */
  readonly table: readonly string[];
}

/** One row of TOOLS as it is here. */
interface ToolReport {
  readonly name: string;
  readonly package: string;
  /** Undefined when it is missing. */
  readonly path: string | undefined;
  /** Of its package; undefined when that is not known. */
  readonly version: string | undefined;
}

/**
 * Installs the host tools that are missing, with apt or dnf, registers emulators for
 * `architectures`, and says what the machine can do. Does nothing, in well under a second, when all is
 * there.
 *
 * @throws ConfigError PACKAGE_MANAGER_UNKNOWN, NOT_PRIVILEGED, EMULATOR_NOT_REGISTERED; BuildError
 *   TOOL_FAILED
 */
export async function setupHost(options: SetupOptions): Promise<HostReport> {
  const purposes = options.purposes ?? ['build'];
  const native = hostBasearch(arch(), endianness());
  const architectures = [
    ...(options.architectures ?? []),
    ...(native === undefined ? [] : [native]),
  ];
  const wanted = TOOLS.filter(
    ({ name, purpose, architecture, emulator }) =>
      purposes.includes(purpose) &&
      (architecture === undefined || architectures.includes(architecture)) &&
      (emulator === undefined || architecture !== native) &&
      (options.only === undefined || options.only.includes(name)),
  );
  const osRelease = await readOsRelease();
  const packageManager = detectPackageManager(osRelease);
  const missing = await findMissing(wanted);
  if (packageManager === undefined && missing.length > 0) throw unknownSystem(osRelease, missing);
  const packages = missing.map((tool) => packageOf(tool, packageManager));
  const installed = [...new Set(packages)].sort();
  if (packageManager !== undefined && installed.length > 0 && options.dryRun !== true) {
    await options.log.group(`Install host tools (${installed.length} packages)`, async () => {
      options.log.info(`    ${installed.join(' ')}`);
      await installPackages(packageManager, installed, options.log);
    });
    assertComplete(await findMissing(wanted), packageManager);
  }
  const registered =
    options.dryRun === true || options.register === false
      ? []
      : await registerEmulators(architectures, options.log);
  const [tools, kvm, disk, emulated] = await Promise.all([
    reportTools(wanted, packageManager),
    explainKvm(),
    statfs(tmpdir()),
    readBinfmt(),
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
    registered,
  };
  return { ...report, table: formatReport(report) };
}

/** Returns the package manager of the system that `/etc/os-release` (`text`) describes. */
export function detectPackageManager(text: string): PackageManager | undefined {
  const ids = `${osReleaseValue(text, 'ID')} ${osReleaseValue(text, 'ID_LIKE')}`.split(/\s+/);
  if (ids.some((id) => ['debian', 'ubuntu'].includes(id))) return 'apt';
  if (ids.some((id) => ['fedora', 'rhel', 'centos'].includes(id))) return 'dnf';
  return undefined;
}

/** os-release(5): `KEY=value`, the value in quotes or not. */
function osReleaseValue(text: string, key: string): string {
  return new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(text)?.[1] ?? '';
}

function packageOf(tool: Tool, packageManager: PackageManager | undefined): string {
  return tool[packageManager ?? 'apt'];
}

function unknownSystem(osRelease: string, missing: readonly Tool[]): ConfigError<HostCode> {
  const system = osReleaseValue(osRelease, 'PRETTY_NAME') || 'this system';
  return new ConfigError<HostCode>(
    'PACKAGE_MANAGER_UNKNOWN',
    `${system} is neither Debian or Ubuntu (apt) nor Fedora or EL (dnf), and lacks ${missing.map(({ name }) => name).join(', ')}`,
    { hint: 'Install these by hand and run "treesmith setup" again.' },
  );
}

async function readOsRelease(): Promise<string> {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return '';
}

async function findMissing(tools: readonly Tool[]): Promise<Tool[]> {
  const paths = await Promise.all(tools.map(locateTool));
  return tools.filter((_tool, index) => paths[index] === undefined);
}

function assertComplete(missing: readonly Tool[], packageManager: PackageManager): void {
  const [first] = missing;
  if (first === undefined) return;
  throw new ConfigError<HostCode>(
    'TOOL_MISSING',
    `${missing.map(({ name }) => name).join(', ')} ${missing.length > 1 ? 'are' : 'is'} still missing although ${first[packageManager]} is installed`,
    { hint: 'See whether PATH has /usr/bin and /usr/sbin.' },
  );
}

async function reportTools(
  tools: readonly Tool[],
  packageManager: PackageManager | undefined,
): Promise<ToolReport[]> {
  const packages = tools.map((tool) => packageOf(tool, packageManager));
  const versions =
    packageManager === undefined ? new Map() : await readVersions(packageManager, packages);
  return Promise.all(
    tools.map(async (tool) => ({
      name: tool.name,
      package: packageOf(tool, packageManager),
      path: await locateTool(tool),
      version: versions.get(packageOf(tool, packageManager)),
    })),
  );
}

function formatReport(report: Omit<HostReport, 'table'>): string[] {
  const rows = report.tools.map(({ name, package: from, path, version }) => [
    name,
    path === undefined ? 'missing' : (version ?? 'installed'),
    path ?? `package ${from}`,
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    ...rows.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    `KVM       ${report.kvm.works ? 'yes' : 'no'}: ${report.kvm.reason}`,
    `machine   ${report.cores} cores, ${formatBytes(report.memoryBytes)} memory, ${formatBytes(report.freeDiskBytes)} free in ${tmpdir()}`,
    `emulated  ${report.emulated.join(', ') || 'no other architecture (binfmt_misc)'}`,
  ];
}
