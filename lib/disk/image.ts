import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { formatBytes } from '../core/bytes.ts';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import { assertOutputFile, makeFolder, withLock } from '../host/files.ts';
import { makeTempDir } from '../host/temp.ts';
import { defaultImage } from '../remix/image.ts';
import { assertBootPath } from '../remix/image-formats.ts';
import type { ImageSpec } from '../remix/image-model.ts';
import { DEFAULT_PLATFORMS } from '../remix/platforms.ts';
import type { OstreeRemote } from '../remix/remix.ts';
import { buildDisk } from './disk.ts';
import { assertFormat, convertImage } from './formats.ts';
import { type PlacedFile, placeOutput } from './place-output.ts';

const PLATFORMS = new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform]));

/** A disk image to make of a commit. */
export interface ImageOptions {
  readonly repoPath: string;
  /** Checksum, 64 hex digits. */
  readonly commit: string;
  readonly ref: string;
  /** Name of the stateroot. */
  readonly osName: string;
  /** `x86_64` unless given. */
  readonly basearch?: Basearch;
  /** The remote that the deployed system pulls from. */
  readonly remote?: OstreeRemote;
  /** Public OpenPGP key that must have signed the commit, and that the deployed system trusts. */
  readonly gpgKeyPath?: string;
  /** What is left out is as in remix.yaml. */
  readonly image: Pick<ImageSpec, 'format' | 'sizeBytes'> & Partial<ImageSpec>;
  readonly output: string;
  /** Folder on a disk with room for the tree twice. One image at a time uses it. */
  readonly workDir: string;
  readonly log: Log;
}

/**
 * Makes a bootable disk image with one OSTree deployment of a commit: the disk of `buildDisk` in one
 * format. Runs as root.
 *
 * @throws ConfigError DiskCode; ConfigError OUTPUT_NOT_A_FILE, OUTPUT_READ_ONLY; BuildError DISK_FULL; ToolError
 */
export async function buildImage(options: ImageOptions): Promise<PlacedFile> {
  const { image, output, workDir, log } = options;
  const basearch = options.basearch ?? 'x86_64';
  assertFormat(image.format);
  assertBootPath(image.format, basearch, basename(output));
  await assertOutputFile(output);
  const title = `Make ${basename(output)} (${image.format}, ${formatBytes(image.sizeBytes)})`;
  return log.group(title, async () => {
    const startedMs = performance.now();
    await makeFolder(dirname(output));
    const folder = join(workDir, 'disk-image');
    const built = await withLock(
      `${folder}.lock`,
      async () => {
        // What a run that was killed left behind.
        await rm(folder, { recursive: true, force: true });
        await using work = await makeTempDir(folder);
        const spec = { ...defaultImage('', image.format, PLATFORMS), ...image };
        const disk = await buildDisk({
          ...options,
          basearch,
          spec,
          platforms: [spec.platform],
          folder: work.path,
        });
        const converted = join(work.path, 'image');
        const finished = await convertImage({
          disk: disk.path,
          format: image.format,
          output: converted,
          log,
        });
        return await placeOutput(finished, output);
      },
      { log },
    );
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    log.info(`${output}: ${formatBytes(built.sizeBytes)} in ${seconds} s`);
    return built;
  });
}
