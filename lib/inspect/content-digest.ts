import { createHash } from 'node:crypto';
import type { DiskReader } from './disk-reader.ts';
import { chunksOf } from './unpack.ts';

/** Returns the digest of all bytes of `file`, holes as zeros. */
export async function digestContents(
  file: DiskReader,
  algorithm: 'sha1' | 'sha256' | 'sha512' = 'sha256',
): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of chunksOf(file)) hash.update(chunk);
  return hash.digest('hex');
}
