import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import { type KeptStage, keepResult, restoreKept } from '../host/kept.ts';
import { installPackages } from './install.ts';
import type { PackageHeader } from './packages.ts';
import type { Tree } from './tree.ts';

/** Raise it when other files are looked at: what was kept before is not found again. */
const LOOK_VERSION = 1;
const FILES = 'files.json';

/** Where no account file is: rpm can leave out folders, but not unpack a single file. */
const NOT_LOOKED_AT = [
  ...['/boot', '/opt', '/srv', '/var', '/bin', '/sbin', '/lib', '/lib64'],
  ...['/usr/bin', '/usr/sbin', '/usr/libexec', '/usr/lib64', '/usr/share', '/usr/include'],
  ...['firmware', 'modules', 'python3', 'systemd', 'udev', 'x86_64-linux-gnu'].map(
    (name) => `/usr/lib/${name}`,
  ),
];

/** What to look into, and where. */
export interface AccountLookOptions {
  /** An empty folder. */
  readonly scratch: Tree;
  /** Checksums of RPM files by path. */
  readonly checksums: ReadonlyMap<string, string>;
  readonly sourceDateEpoch: number;
  /** Returns what rpm is to read in place of a package's file; the file itself unless given. */
  readonly pathOf?: (path: string) => string;
  /** Where results are kept from one compose to the next; none are when it is absent. */
  readonly keptPath?: string;
  readonly log: Log;
}

/**
 * Unpacks what `isWanted` is true for (paths without the leading slash) out of packages into `scratch`,
 * to see it before anything is installed. What was in the same packages before is kept.
 *
 * @throws BuildError INSTALL_FAILED
 */
export async function lookIntoPackages(
  packages: readonly PackageHeader[],
  isWanted: (path: string) => boolean,
  options: AccountLookOptions,
): Promise<void> {
  const { scratch, checksums, keptPath, sourceDateEpoch, log } = options;
  const digests = packages.map(({ path }) => checksums.get(path));
  const key = sha256(JSON.stringify([LOOK_VERSION, NOT_LOOKED_AT, digests]));
  const isKeepable = keptPath !== undefined && !digests.includes(undefined);
  const stage: KeptStage = { folder: keptPath ?? '', stage: 'accounts', log };
  const listPath = join(scratch.path, '.kept', FILES);
  await mkdir(join(scratch.path, '.kept'));
  if (isKeepable && (await restoreKept(stage, key, FILES, listPath))) {
    const files = JSON.parse(await readFile(listPath, 'utf8')) as Record<string, string>;
    for (const [path, text] of Object.entries(files)) await scratch.write(path, text);
  } else {
    await installPackages({
      tree: scratch,
      packages,
      documentation: false,
      installLangs: [],
      excludePaths: NOT_LOOKED_AT,
      scriptlets: false,
      ...(options.pathOf === undefined ? {} : { pathOf: options.pathOf }),
      sourceDateEpoch,
      log,
    });
    const files: Record<string, string> = {};
    for (const { files: names } of packages) {
      for (const path of names.map((file) => file.path.slice(1)).filter(isWanted)) {
        const text = await scratch.read(path);
        if (text !== undefined) files[path] = text;
      }
    }
    await writeFile(listPath, JSON.stringify(files));
    if (isKeepable) await keepResult(stage, key, { [FILES]: listPath });
  }
  await rm(join(scratch.path, '.kept'), { recursive: true });
}
