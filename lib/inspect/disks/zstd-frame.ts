import type { DiskReader } from '../disk-reader.ts';

/**
 * Returns how long the first frame of zstd in `file` is (RFC 8878, 3.1.1), without decompressing it.
 *
 * @throws BuildError IMAGE_TRUNCATED
 */
export async function zstdFrameBytes(file: DiskReader): Promise<number> {
  const descriptor = (await file.read(4, 1)).readUInt8();
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  let at = 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
  for (let isLast = false; !isLast; ) {
    const header = (await file.read(at, 3)).readUIntLE(0, 3);
    isLast = (header & 1) !== 0;
    // A run has its one byte, whatever it says.
    at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
  }
  return at + ((descriptor & 4) === 0 ? 0 : 4);
}
