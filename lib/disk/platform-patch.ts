import { open } from 'node:fs/promises';
import { BuildError, ConfigError, TreesmithError } from '../core/errors.ts';
import { SECTOR_BYTES } from '../gpt/table.ts';
import { GRUB_PLATFORM_VARIABLE } from '../grub/config.ts';
import { formatGrubEnvironment } from '../grub/environment.ts';
import type { Basearch } from '../host/architecture.ts';
import type { Platform } from '../remix/image-model.ts';
import { platformArguments } from '../remix/platforms.ts';
import type { DiskCode } from './errors.ts';
import type { Extent } from './layout.ts';

/** Bytes that stand in an image instead of the disk's own. */
export interface DiskPatch {
  readonly offsetBytes: number;
  readonly bytes: Buffer;
}

/** What of the tree listens to kernel arguments of a platform. */
export interface FirstBootTools {
  readonly ignition: boolean;
  readonly cloudInit: boolean;
}

const CHUNK_BYTES = 1024 * 1024;

/** Returns every kernel argument of a platform, as words of one line. */
export function formatPlatformArguments(
  platform: Platform,
  basearch: Basearch,
  tools: FirstBootTools,
): string {
  const { ignition, cloudInit } = platform;
  return [
    ...platformArguments(platform, basearch),
    ...(tools.ignition && ignition !== undefined ? [`ignition.platform.id=${ignition}`] : []),
    ...(tools.cloudInit && cloudInit !== undefined ? [`ci.ds=${cloudInit}`] : []),
  ].join(' ');
}

/**
 * Returns the file of the ESP that tells GRUB a platform's kernel arguments. It has the same size for
 * every platform, so that another one is a patch.
 *
 * @throws ConfigError PLATFORM_ARGUMENTS_LONG
 */
export function formatPlatformFile(name: string, words: string): Buffer {
  try {
    return Buffer.from(formatGrubEnvironment(new Map([[GRUB_PLATFORM_VARIABLE, words]])));
  } catch (error) {
    if (!(error instanceof TreesmithError) || error.code !== 'GRUBENV_FULL') throw error;
    throw new ConfigError<DiskCode>(
      'PLATFORM_ARGUMENTS_LONG',
      `the kernel arguments of platform ${name} take ${Buffer.byteLength(words)} bytes; there is room for some 950`,
      { cause: error },
    );
  }
}

/**
 * Returns where a file with these contents lies in a FAT file system on the disk. It must be there
 * once, and in one piece: we have written it first.
 *
 * @throws BuildError FILESYSTEM_FAILED
 */
export async function findFile(disk: string, esp: Extent, contents: Buffer): Promise<number> {
  await using file = await open(disk);
  const found: number[] = [];
  const overlap = Math.ceil(contents.length / SECTOR_BYTES) * SECTOR_BYTES;
  const chunk = Buffer.alloc(CHUNK_BYTES + overlap);
  for (let at = 0; at < esp.sizeBytes; at += CHUNK_BYTES) {
    const length = Math.min(chunk.length, esp.sizeBytes - at);
    await file.read(chunk, 0, length, esp.offsetBytes + at);
    for (let sector = 0; sector < CHUNK_BYTES; sector += SECTOR_BYTES) {
      if (chunk[sector] !== contents[0]) continue;
      if (chunk.compare(contents, 0, contents.length, sector, sector + contents.length) !== 0)
        continue;
      found.push(esp.offsetBytes + at + sector);
    }
    if (found.length > 0) break;
  }
  const [offsetBytes] = found;
  if (offsetBytes === undefined || found.length > 1) {
    throw new BuildError<DiskCode>(
      'FILESYSTEM_FAILED',
      `the EFI system partition has the platform's file ${found.length} times in one piece`,
    );
  }
  return offsetBytes;
}
