import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../lib/core/errors.ts';
import { writeFileAtomic } from '../../lib/host/files.ts';
import { readTool } from '../../lib/host/process.ts';
import type { DemoCode } from '../errors.ts';

/** The Debian release that Anvil is made from; the recipes know its packages. */
const CODENAME = 'bookworm';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const MIRROR = 'http://ftp.debian.org/debian';
const SECURITY_MIRROR = 'http://security.debian.org/debian-security';

/**
 * Writes apt's configuration into `directory` and returns the environment in which apt-get uses it:
 * its own state there, nothing installed, no hooks of the host, packages of `architecture` (`arm64`)
 * alone. They come from the host's own sources where the host is Debian 12, elsewhere (Ubuntu) from
 * Debian's mirror.
 *
 * @throws ConfigError DEBIAN_KEYRING_MISSING
 */
export async function prepareApt(
  directory: string,
  architecture: string,
): Promise<Record<string, string>> {
  await mkdir(join(directory, 'lists', 'partial'), { recursive: true });
  await mkdir(join(directory, 'archives', 'partial'), { recursive: true });
  await mkdir(join(directory, 'none', 'partial'), { recursive: true });
  await writeFile(join(directory, 'status'), '');
  const settings: Record<string, string> = {
    ...(await readNetworkSettings()),
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'Dir::State': directory,
    'Dir::State::status': join(directory, 'status'),
    'Dir::State::lists': join(directory, 'lists'),
    'Dir::Cache': directory,
    'Dir::Cache::archives': join(directory, 'archives'),
    // The host's configuration holds hooks that write to the host.
    'Dir::Etc::Main': '/nonexistent',
    'Dir::Etc::Parts': '/nonexistent',
    'APT::Keep-Downloaded-Packages': 'true',
    'APT::Install-Recommends': 'false',
    // The _apt user cannot write into a folder of ours.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': 'true',
    ...((await isDebian12('/etc/os-release')) ? {} : await writeOwnSources(directory)),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  const path = join(directory, 'apt.conf');
  // A proxy's URL may hold a password, which must not stand on a command line.
  await writeFileAtomic(path, lines.join(''), { mode: 0o600 });
  return { APT_CONFIG: path, ...proxyEnvironment() };
}

/** Variables that lead to a proxy. Tools get none of our environment unless it is handed to them. */
function proxyEnvironment(): Record<string, string> {
  const names = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** How the host reaches its mirrors: proxies, time-outs, what is checked of Release files. */
async function readNetworkSettings(): Promise<Record<string, string>> {
  const dump = await readTool(['apt-config', 'dump']);
  const lines = dump.matchAll(/^(Acquire::(?!IndexTargets|Languages)[\w:-]*\w) "(.+)";$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
}

async function isDebian12(osReleasePath: string): Promise<boolean> {
  if (!existsSync(osReleasePath)) return false;
  const lines = (await readFile(osReleasePath, 'utf8')).split('\n');
  return lines.includes('ID=debian') && lines.includes(`VERSION_CODENAME=${CODENAME}`);
}

async function writeOwnSources(directory: string): Promise<Record<string, string>> {
  if (!existsSync(KEYRING)) {
    throw new ConfigError<DemoCode>(
      'DEBIAN_KEYRING_MISSING',
      `the demo is made from packages of Debian 12, whose keys are not in ${KEYRING}`,
      { hint: 'apt-get install debian-archive-keyring' },
    );
  }
  const list = join(directory, 'sources.list');
  const source = `deb [signed-by=${KEYRING}]`;
  const lines = [
    `${source} ${MIRROR} ${CODENAME} main`,
    `${source} ${MIRROR} ${CODENAME}-updates main`,
    `${source} ${SECURITY_MIRROR} ${CODENAME}-security main`,
  ];
  await writeFile(list, `${lines.join('\n')}\n`);
  return {
    'Dir::Etc::SourceList': list,
    'Dir::Etc::SourceParts': '/nonexistent',
    'Dir::Etc::Preferences': '/nonexistent',
    'Dir::Etc::PreferencesParts': '/nonexistent',
  };
}
