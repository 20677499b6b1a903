import { readdir } from 'node:fs/promises';
import type { Log } from '../core/log.ts';
import { asRoot } from './privilege.ts';
import { runTool, ToolError } from './process.ts';

/** How the host installs its own packages. */
export type PackageManager = 'apt' | 'dnf';

const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy'];
const INSTALL_TIMEOUT_MS = 30 * 60_000;

/**
 * Installs packages of the host. The package lists are fetched only when there are none yet, or
 * when they turn out to be too old.
 *
 * @throws ConfigError NOT_PRIVILEGED; ToolError TOOL_FAILED
 */
export async function installPackages(
  packageManager: PackageManager,
  packages: readonly string[],
  log: Log,
): Promise<void> {
  // Proxies can hold a password: they travel in the environment, not on the command line.
  const env = { DEBIAN_FRONTEND: 'noninteractive', ...proxies() };
  const run = async (...argv: string[]) => {
    const what = `installing ${packages.join(', ')}`;
    const privileged = await asRoot(argv, what, Object.keys(env));
    await runTool(privileged, { log, env, timeoutMs: INSTALL_TIMEOUT_MS });
  };
  if (packageManager === 'dnf') {
    await run('dnf', 'install', '-y', '--setopt=install_weak_deps=False', ...packages);
    return;
  }
  // A lock that another apt holds (unattended-upgrades on a fresh machine) is waited for.
  const apt = ['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const install = [...apt, 'install', '-y', '--no-install-recommends', ...packages];
  if (!(await hasPackageLists())) await run(...apt, 'update');
  try {
    await run(...install);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    log.debug(`${error.message}\ntrying again with fresh package lists`);
    await run(...apt, 'update');
    await run(...install);
  }
}

/** Returns the installed version of each package that is installed. */
export async function readVersions(
  packageManager: PackageManager,
  packages: readonly string[],
): Promise<Map<string, string>> {
  const unique = [...new Set(packages)];
  const query =
    packageManager === 'apt'
      ? ['dpkg-query', '--show', '--showformat', '${Package} ${Version}\\n', ...unique]
      : ['rpm', '--query', '--queryformat', '%{NAME} %{VERSION}-%{RELEASE}\\n', ...unique];
  // Both exit with the number of packages, or 1, when some are not installed.
  const okExitCodes = Array.from({ length: 256 }, (_, code) => code);
  const { stdout } = await runTool(query, { okExitCodes });
  const lines = stdout.split('\n').map((line) => line.split(' '));
  return new Map(
    lines.flatMap(([name, version, ...rest]) =>
      name && version && rest.length === 0 ? [[name, version] as const] : [],
    ),
  );
}

function proxies(): Record<string, string> {
  return Object.fromEntries(
    PROXY_VARIABLES.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

async function hasPackageLists(): Promise<boolean> {
  const names = await readdir('/var/lib/apt/lists').catch(() => []);
  return names.some((name) => name.endsWith('_Packages') || name.endsWith('_Packages.lz4'));
}
