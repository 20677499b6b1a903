import { open } from 'node:fs/promises';
import { ConfigError, TreesmithError } from '../core/errors.ts';
import { openDecompressed } from '../host/decompress.ts';
import type { LiveCode } from './errors.ts';

/** More than any disk that an installer is made of. */
const LIMIT_BYTES = 2 ** 44;
const ZSTD_MAGIC = 0xfd2fb528;
const GPT_SIGNATURE = Buffer.from('EFI PART');

/**
 * Returns how many bytes a disk needs for a `raw.zst`, which it reads to its end: an installer with a
 * damaged image would find out on somebody's disk.
 *
 * @throws ConfigError INSTALL_IMAGE_BAD
 */
export async function readInstallBytes(path: string): Promise<number> {
  const magic = Buffer.alloc(4);
  await using file = await open(path).catch((error: unknown) => {
    throw bad(path, error instanceof Error ? error.message : String(error), error);
  });
  await file.read(magic, 0, 4, 0);
  if (magic.readUInt32LE(0) !== ZSTD_MAGIC) throw bad(path, 'it is not compressed by zstd');
  let sizeBytes = 0;
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of openDecompressed(path, 'zstd', LIMIT_BYTES)) {
      const bytes = chunk as Buffer;
      if (head.length < 1024) head = Buffer.concat([head, bytes]).subarray(0, 1024);
      sizeBytes += bytes.length;
    }
  } catch (error) {
    if (error instanceof TreesmithError) throw bad(path, error.message, error);
    throw error;
  }
  if (!head.subarray(512, 520).equals(GPT_SIGNATURE)) throw bad(path, 'it has no GPT');
  if (sizeBytes % 2 ** 20 !== 0) throw bad(path, `its ${sizeBytes} bytes are no whole MiB`);
  return sizeBytes;
}

function bad(path: string, why: string, cause?: unknown): ConfigError<LiveCode> {
  return new ConfigError<LiveCode>('INSTALL_IMAGE_BAD', `${path} cannot be installed: ${why}`, {
    cause,
    hint: 'Give a disk image of format raw.zst that Treesmith made.',
  });
}
