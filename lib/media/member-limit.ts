import { ConfigError } from '../core/errors.ts';
import type { ChunkMap } from './chunk-map.ts';
import type { MediaCode } from './errors.ts';
import { CHUNK_BYTES } from './media-model.ts';

/** Eleven octal digits: what a member of a ustar archive may have, which an OVA has to be. */
export const MAX_MEMBER_BYTES = 8 ** 11 - 1;

/**
 * Says that a disk becomes too large for a member of an archive; `bytes` is what it has so far, so that
 * nobody waits for the rest of it.
 *
 * @throws ConfigError SIZE_OVER_LIMIT
 */
export function assertMemberFits(format: string, bytes: number, limit = MAX_MEMBER_BYTES): void {
  if (bytes <= limit) return;
  throw new ConfigError<MediaCode>(
    'SIZE_OVER_LIMIT',
    `the disk in the ${format} has 8 GiB or more, which its archive (ustar) has no room for`,
    {
      hint: 'Compress it (compression, compression-level), leave something out, or use another format.',
    },
  );
}

/** Returns how many bytes of a disk are not holes: what it has at least where it is not compressed. */
export function usedBytes(chunks: ChunkMap): number {
  let bytes = 0;
  for (const { count } of chunks.runs()) bytes += count * CHUNK_BYTES;
  return Math.min(bytes, chunks.sizeBytes);
}
