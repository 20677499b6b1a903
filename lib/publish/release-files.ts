import { stat } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { formatBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import { digestFile } from '../host/file-digest.ts';
import { assetName } from './asset-name.ts';
import type { PublishCode } from './errors.ts';

/** A file on its way into a release. */
export interface ReleaseFile {
  /** In the release. */
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** "Each file must be under 2 GiB": https://docs.github.com/repositories/releasing-projects-on-github/about-releases */
const MAX_ASSET_BYTES = 2 * 1024 ** 3 - 1;
/** The same page. */
const MAX_ASSETS = 1000;

/**
 * Returns the files of a release with their names and digests, in the order of `paths`. Whatever
 * GitHub would refuse is said before anything is read or uploaded.
 *
 * @param folder of the results; names come from where files lie below it, or from the file alone
 * @throws ConfigError ASSET_TOO_LARGE, ASSET_EMPTY, TOO_MANY_ASSETS, ASSET_NAME_TAKEN
 */
export async function readReleaseFiles(
  paths: readonly string[],
  folder?: string,
): Promise<ReleaseFile[]> {
  assertCount(paths.length);
  const named = new Map<string, string>();
  for (const path of paths) {
    const name = assetName(folder === undefined ? basename(path) : relative(folder, path));
    const { size } = await stat(path);
    if (size > MAX_ASSET_BYTES) {
      throw new ConfigError<PublishCode>(
        'ASSET_TOO_LARGE',
        `${path} has ${size} bytes (${formatBytes(size)}); GitHub takes at most ${MAX_ASSET_BYTES} in a file of a release`,
        { hint: 'Use a compressed format (qcow2) or a smaller image, or publish it elsewhere.' },
      );
    }
    if (size === 0) {
      throw new ConfigError<PublishCode>(
        'ASSET_EMPTY',
        `${path} is empty; GitHub takes no such file`,
      );
    }
    const before = named.get(name);
    if (before !== undefined) {
      throw new ConfigError<PublishCode>(
        'ASSET_NAME_TAKEN',
        `${before} and ${path} would both be ${name} in the release, which has no folders`,
      );
    }
    named.set(name, path);
  }
  const files: ReleaseFile[] = [];
  for (const [name, path] of named) files.push({ name, path, ...(await digestFile(path)) });
  return files;
}

/** Throws ConfigError TOO_MANY_ASSETS when a release cannot have `count` files. */
export function assertCount(count: number): void {
  if (count <= MAX_ASSETS) return;
  throw new ConfigError<PublishCode>(
    'TOO_MANY_ASSETS',
    `the release would have ${count} files; GitHub takes at most ${MAX_ASSETS}`,
    { hint: 'Publish fewer, or in several releases.' },
  );
}
