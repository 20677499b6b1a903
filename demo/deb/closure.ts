import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../lib/core/log.ts';
import { runTool } from '../../lib/host/process.ts';

/** Which packages to download, and where to. */
export interface ClosureOptions {
  /** Debian package names. */
  readonly packages: readonly string[];
  /** Kept from run to run: apt's lists, the .debs, and what belonged to the last closure. */
  readonly cacheDir: string;
  readonly log: Log;
}

/**
 * Downloads `packages` and everything they need, as if nothing were installed, from the host's own
 * apt sources, and returns the paths of the .debs, sorted. apt checks their signatures. A closure
 * that was downloaded before is taken as it is: remove `cacheDir` to see newer packages.
 */
export async function downloadClosure({
  packages,
  cacheDir,
  log,
}: ClosureOptions): Promise<string[]> {
  const archives = join(cacheDir, 'archives');
  const listFile = join(cacheDir, 'closure.json');
  const known = await readClosure(listFile);
  if (known !== undefined && known.packages.join() === packages.join()) {
    const paths = known.files.map((name) => join(archives, name));
    if (paths.every((path) => existsSync(path))) return paths;
  }
  // What an interrupted or older run left would be taken for part of the closure.
  await rm(join(cacheDir, 'status'), { force: true });
  await mkdir(join(cacheDir, 'lists', 'partial'), { recursive: true });
  await mkdir(join(archives, 'partial'), { recursive: true });
  await writeFile(join(cacheDir, 'status'), '');
  const apt = ['apt-get', ...aptOptions(cacheDir), '--quiet', '--assume-yes'];
  // Some source of the host may be out of reach; whether the rest is enough shows in the next step.
  await runTool([...apt, 'update'], { log, okExitCodes: [0, 100] });
  const request = [...apt, '--no-install-recommends', 'install', ...packages];
  const { stdout } = await runTool([...request, '--print-uris'], { log });
  const files = [...stdout.matchAll(/^'[^']+' (\S+\.deb) \d+/gm)]
    .map((match) => match[1] ?? '')
    .sort();
  for (const name of await readdir(archives)) {
    if (name.endsWith('.deb') && !files.includes(name)) await rm(join(archives, name));
  }
  await runTool([...request, '--download-only'], { log });
  const all = (await readdir(archives)).filter((name) => name.endsWith('.deb')).sort();
  await writeFile(listFile, `${JSON.stringify({ packages, files: all }, null, 1)}\n`);
  return all.map((name) => join(archives, name));
}

/** An apt that has its own state, sees nothing installed and reads no hooks of the host. */
function aptOptions(cacheDir: string): string[] {
  const options: Record<string, string> = {
    'Dir::State': cacheDir,
    'Dir::State::status': join(cacheDir, 'status'),
    'Dir::State::lists': join(cacheDir, 'lists'),
    'Dir::Cache': cacheDir,
    'Dir::Cache::archives': join(cacheDir, 'archives'),
    // docker-clean, in the host's apt.conf.d, would delete the .debs.
    'Dir::Etc::Parts': '/nonexistent',
    'APT::Keep-Downloaded-Packages': 'true',
    // The _apt user cannot write into a folder of ours.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': 'true',
  };
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

async function readClosure(
  file: string,
): Promise<{ packages: string[]; files: string[] } | undefined> {
  if (!existsSync(file)) return undefined;
  return JSON.parse(await readFile(file, 'utf8')) as { packages: string[]; files: string[] };
}
