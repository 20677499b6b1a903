import { createHash } from 'node:crypto';
import { compressionOf, openDecompressed } from '../host/decompress.ts';
import type { RepomdData } from '../rpm/repomd.ts';
import { lockBuildError } from './errors.ts';

/** The largest that are known, Fedora's filelists, have 800 MB. */
const MAX_OPEN_BYTES = 4 * 1024 ** 3;

/**
 * Yields the decompressed bytes of a metadata file; fails at the end unless they are what repomd.xml
 * says, and past that size at once.
 *
 * @throws BuildError REPOMD_MISMATCH, METADATA_TOO_LARGE; DECOMPRESS_FAILED, SIZE_LIMIT
 */
export async function* openMetadata(
  repoid: string,
  data: RepomdData,
  path: string,
): AsyncGenerator<Buffer, void> {
  const { openSizeBytes, openChecksum } = data;
  const what = `[${repoid}] ${data.href}`;
  if (openSizeBytes !== undefined && openSizeBytes > MAX_OPEN_BYTES) {
    const message = `${what} has ${openSizeBytes} bytes when decompressed, expected at most ${MAX_OPEN_BYTES}`;
    throw lockBuildError('METADATA_TOO_LARGE', message);
  }
  const hash = openChecksum === undefined ? undefined : createHash(openChecksum.type);
  let sizeBytes = 0;
  for await (const read of openDecompressed(path, compressionOf(data.href), MAX_OPEN_BYTES)) {
    const chunk = read as Buffer;
    hash?.update(chunk);
    sizeBytes += chunk.length;
    if (openSizeBytes !== undefined && sizeBytes > openSizeBytes) break;
    yield chunk;
  }
  if (openSizeBytes !== undefined && sizeBytes !== openSizeBytes) {
    const got = sizeBytes > openSizeBytes ? 'more' : `${sizeBytes} bytes`;
    const message = `${what} has ${got} when decompressed, repomd.xml says ${openSizeBytes}`;
    throw lockBuildError('REPOMD_MISMATCH', message);
  }
  const found = hash?.digest('hex');
  if (openChecksum !== undefined && found !== openChecksum.hex) {
    const { type, hex } = openChecksum;
    const message = `${what} has ${type} ${found} when decompressed, repomd.xml says ${hex}`;
    throw lockBuildError('REPOMD_MISMATCH', message);
  }
}
