import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../lib/core/errors.ts';
import { readTool } from '../../lib/host/process.ts';
import type { DemoCode } from '../errors.ts';

/** The Debian release that Anvil is made from; the recipes know its packages. */
const CODENAME = 'bookworm';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const MIRROR = 'http://deb.debian.org';

/** Variables that lead to a proxy. Tools get none of our environment unless it is handed to them. */
export function proxyEnvironment(): Record<string, string> {
  const names = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/**
 * Returns the start of an apt-get command line with a state of its own in `directory`, which sees
 * nothing installed and reads no hooks of the host. Packages come from the host's own sources
 * where the host is Debian 12, elsewhere (Ubuntu) from Debian's mirror.
 *
 * @throws ConfigError DEBIAN_KEYRING_MISSING
 */
export async function aptGet(directory: string): Promise<string[]> {
  await mkdir(join(directory, 'lists', 'partial'), { recursive: true });
  await mkdir(join(directory, 'archives', 'partial'), { recursive: true });
  await writeFile(join(directory, 'status'), '');
  const options: Record<string, string> = {
    'Dir::State': directory,
    'Dir::State::status': join(directory, 'status'),
    'Dir::State::lists': join(directory, 'lists'),
    'Dir::Cache': directory,
    'Dir::Cache::archives': join(directory, 'archives'),
    // The host's apt.conf.d holds hooks that write to the host.
    'Dir::Etc::Parts': '/nonexistent',
    ...(await readNetworkSettings()),
    'APT::Keep-Downloaded-Packages': 'true',
    // The _apt user cannot write into a folder of ours.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': 'true',
    ...((await isDebian12('/etc/os-release')) ? {} : await ownSources(directory)),
  };
  const settings = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return ['apt-get', ...settings, '--quiet', '--assume-yes'];
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

async function ownSources(directory: string): Promise<Record<string, string>> {
  if (!existsSync(KEYRING)) {
    throw new ConfigError<DemoCode>(
      'DEBIAN_KEYRING_MISSING',
      `the demo is made from packages of Debian 12, whose keys are not in ${KEYRING}`,
      { hint: 'apt-get install debian-archive-keyring' },
    );
  }
  const list = join(directory, 'sources.list');
  const source = `deb [signed-by=${KEYRING}] ${MIRROR}`;
  const lines = [
    `${source}/debian ${CODENAME} main`,
    `${source}/debian ${CODENAME}-updates main`,
    `${source}/debian-security ${CODENAME}-security main`,
  ];
  await writeFile(list, `${lines.join('\n')}\n`);
  return {
    'Dir::Etc::SourceList': list,
    'Dir::Etc::SourceParts': '/nonexistent',
    'Dir::Etc::Preferences': '/nonexistent',
    'Dir::Etc::PreferencesParts': '/nonexistent',
  };
}
