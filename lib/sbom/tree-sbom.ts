import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError } from '../core/errors.ts';
import { RPMDB_PATHS } from '../host/installed-packages.ts';
import type { LockedArch } from '../remix/lockfile.ts';
import type { SbomCode } from './errors.ts';
import { makeSbom } from './make-sbom.ts';
import { parseOsRelease } from './os-release.ts';
import type { Sbom, SystemIdentity } from './sbom-model.ts';

/** What to make an SBOM of. */
export interface TreeSbomOptions {
  /** A root file system of our own making: links in it are followed. */
  readonly treePath: string;
  readonly name: string;
  /** VERSION_ID of os-release unless given. */
  readonly version?: string;
  readonly basearch: string;
  readonly locked?: LockedArch;
  /** Seconds since 1970. */
  readonly createdSeconds: number;
  /** The image that is made of the tree. */
  readonly image?: SystemIdentity & { readonly kind: 'image' };
}

/**
 * Makes an SBOM of the packages of a tree.
 *
 * @throws BuildError RPMDB_MISSING, BAD_RPMDB, BAD_HEADER, HEADER_LIMIT
 */
export async function makeTreeSbom(options: TreeSbomOptions): Promise<Sbom> {
  const { treePath, name, basearch, locked, createdSeconds } = options;
  const osRelease = parseOsRelease(await readOsRelease(treePath));
  return makeSbom({
    rpmdbPath: await findRpmdb(treePath),
    system: {
      name,
      version: options.version ?? osRelease.versionId,
      basearch,
      osRelease,
      identity: options.image ?? { kind: 'tree' },
    },
    createdSeconds,
    ...(locked === undefined ? {} : { locked }),
  });
}

async function findRpmdb(treePath: string): Promise<string> {
  for (const path of RPMDB_PATHS.map((one) => join(treePath, one))) {
    if ((await stat(path).catch(() => undefined))?.isFile() === true) return path;
  }
  throw new BuildError<SbomCode>(
    'RPMDB_MISSING',
    `${treePath} has no package database: ${RPMDB_PATHS.join(', ')}`,
  );
}

async function readOsRelease(treePath: string): Promise<string> {
  for (const path of ['usr/lib/os-release', 'etc/os-release', 'usr/etc/os-release']) {
    const text = await readFile(join(treePath, path), 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return '';
}
