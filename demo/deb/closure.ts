import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../../lib/core/errors.ts';
import type { Log } from '../../lib/core/log.ts';
import { writeFileAtomic } from '../../lib/host/files.ts';
import { runTool, ToolError } from '../../lib/host/process.ts';
import type { DemoCode } from '../errors.ts';
import { prepareApt } from './apt.ts';

/** Which packages to download, and where to. */
export interface ClosureOptions {
  /** Debian package names. */
  readonly packages: readonly string[];
  /** As Debian names it: `amd64`. */
  readonly architecture: string;
  /** Kept from run to run: apt's lists, the .debs, and what belonged to the last closure. */
  readonly cacheDir: string;
  readonly log: Log;
}

/**
 * Downloads `packages` and everything they need, as if nothing were installed, and returns the
 * paths of the .debs, sorted. apt checks their signatures. A closure that was downloaded before is
 * taken as it is: remove `cacheDir` to see newer packages.
 *
 * @throws BuildError DEBIAN_UNREACHABLE; ConfigError DEBIAN_KEYRING_MISSING
 */
export async function downloadClosure(options: ClosureOptions): Promise<string[]> {
  const { packages, architecture, cacheDir, log } = options;
  const archives = join(cacheDir, 'archives');
  const listPath = join(cacheDir, 'closure.json');
  const known = await readKnown(listPath, packages);
  if (known?.every((name) => existsSync(join(archives, name)))) {
    log.info(`${known.length} packages from the cache`);
    return known.map((name) => join(archives, name));
  }
  const env = await prepareApt(cacheDir, architecture);
  const apt = ['apt-get', '--quiet', '--assume-yes'];
  // Some source of the host may be out of reach; whether the rest is enough shows in the next step.
  await runTool([...apt, 'update'], { log, env, okExitCodes: [0, 100] });
  const request = [...apt, 'install', ...packages];
  // With an empty folder for archives apt lists those that are there already, too.
  const all = [...request, '--print-uris', '-o', `Dir::Cache::archives=${join(cacheDir, 'none')}`];
  const { stdout } = await runApt(all, env, log);
  const planned = [...stdout.matchAll(/^'[^']+' (\S+\.deb) (\d+)/gm)];
  const files = planned.map((match) => match[1] ?? '').sort();
  for (const name of await readdir(archives)) {
    if (name.endsWith('.deb') && !files.includes(name)) await rm(join(archives, name));
  }
  await runApt([...request, '--download-only'], env, log);
  const sizeBytes = planned.reduce((sum, match) => sum + Number(match[2]), 0);
  log.info(`${files.length} packages, ${(sizeBytes / 1024 / 1024).toFixed(1)} MiB`);
  await writeFileAtomic(listPath, `${JSON.stringify({ packages, files }, null, 1)}\n`);
  return files.map((name) => join(archives, name));
}

async function runApt(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  log: Log,
): ReturnType<typeof runTool> {
  try {
    return await runTool(argv, { env, log });
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new BuildError<DemoCode>(
      'DEBIAN_UNREACHABLE',
      'apt-get cannot get the Debian 12 packages that Anvil is made from',
      { cause: error, hint: "See whether this machine reaches Debian's mirror: apt-get update" },
    );
  }
}

async function readKnown(
  listPath: string,
  packages: readonly string[],
): Promise<string[] | undefined> {
  if (!existsSync(listPath)) return undefined;
  const known = JSON.parse(await readFile(listPath, 'utf8')) as {
    packages: string[];
    files: string[];
  };
  return known.packages.join() === packages.join() ? known.files : undefined;
}
