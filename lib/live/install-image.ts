import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, TreesmithError } from '../core/errors.ts';
import { type Compression, openDecompressed } from '../host/decompress.ts';
import { writeCompressed } from './compressor.ts';
import type { LiveCode } from './errors.ts';

/** What an installer carries. */
export interface InstallImage {
  /** Bytes that a disk needs. */
  readonly sizeBytes: number;
  /** The parts of the disk that are not zero, one behind the other, compressed by zstd. */
  readonly data: string;
  /** Where they belong: lines of `<place> <length>` in MiB. */
  readonly map: string;
}

const MIB = 2 ** 20;
const ZERO = Buffer.alloc(MIB);
/** More than any disk that an installer is made of. */
const LIMIT_BYTES = 2 ** 44;
const ZSTD_MAGIC = 0xfd2fb528;
const GPT_SIGNATURE = Buffer.from('EFI PART');

/**
 * Makes of a raw disk, compressed by zstd or not, what an installer writes: its data without its holes,
 * for a disk is mostly holes. The image is read to its end, so that no installer has a damaged one.
 *
 * @param workDir an empty folder, in which the result lies
 * @throws ConfigError INSTALL_IMAGE_BAD; BuildError DISK_FULL
 */
export async function makeInstallImage(path: string, workDir: string): Promise<InstallImage> {
  const compression = await readCompression(path);
  const data = join(workDir, 'install.zst');
  const map = join(workDir, 'install.map');
  const runs: { place: number; length: number }[] = [];
  let sizeBytes = 0;
  const parts = async function* () {
    for await (const block of blocksOf(openDecompressed(path, compression, LIMIT_BYTES))) {
      const place = sizeBytes / MIB;
      sizeBytes += block.length;
      if (place === 0 && !block.subarray(512, 520).equals(GPT_SIGNATURE)) {
        throw bad(path, 'it has no GPT');
      }
      if (block.length !== MIB) throw bad(path, `its ${sizeBytes} bytes are no whole MiB`);
      if (block.equals(ZERO)) continue;
      const last = runs.at(-1);
      // The first MiB is written last: it stands alone.
      if (last === undefined || place === 1 || last.place + last.length !== place) {
        runs.push({ place, length: 1 });
      } else last.length += 1;
      yield block;
    }
  };
  try {
    await writeCompressed(parts(), data, { compression: 'zstd' });
  } catch (error) {
    const isDamaged = error instanceof TreesmithError && error.code === 'DECOMPRESS_FAILED';
    throw isDamaged ? bad(path, error.message, error) : error;
  }
  if (sizeBytes === 0) throw bad(path, 'it is empty');
  await writeFile(map, runs.map(({ place, length }) => `${place} ${length}\n`).join(''));
  return { sizeBytes, data, map };
}

async function readCompression(path: string): Promise<Compression> {
  const magic = Buffer.alloc(4);
  await using file = await open(path).catch((error: unknown) => {
    throw bad(path, error instanceof Error ? error.message : String(error), error);
  });
  await file.read(magic, 0, 4, 0);
  return magic.readUInt32LE(0) === ZSTD_MAGIC ? 'zstd' : 'none';
}

/** Blocks of 1 MiB, but for the last. */
async function* blocksOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let block = Buffer.allocUnsafe(MIB);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.copy(block, filled, at);
      at += taken;
      filled += taken;
      if (filled < MIB) continue;
      yield block;
      // Who took it may still hold it.
      block = Buffer.allocUnsafe(MIB);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

function bad(path: string, why: string, cause?: unknown): ConfigError<LiveCode> {
  return new ConfigError<LiveCode>('INSTALL_IMAGE_BAD', `${path} cannot be installed: ${why}`, {
    cause,
    hint: 'Give a disk image of format raw or raw.zst that Treesmith made.',
  });
}
