import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { ChunkMap } from '../../../lib/media/chunk-map.ts';
import { ContainerdiskWriter } from '../../../lib/media/containerdisk-writer.ts';
import { resolveMaking } from '../../../lib/media/make-writer.ts';
import { CHUNK_BYTES } from '../../../lib/media/media-model.ts';
import type { Piece } from '../../../lib/media/media-tasks.ts';
import type { MediaWriter } from '../../../lib/media/media-writer.ts';
import { assertMemberFits, usedBytes } from '../../../lib/media/member-limit.ts';
import { OutputFile } from '../../../lib/media/output-file.ts';
import { OvaWriter } from '../../../lib/media/ova-writer.ts';

const GIB = 1024 ** 3;
const refused = expect.objectContaining({ code: 'SIZE_OVER_LIMIT' });

/** A disk of 16 GiB of which so many bytes are used. */
function mapOf(bytes: number): ChunkMap {
  const map = new ChunkMap(16 * GIB);
  for (let index = 0; index < bytes / CHUNK_BYTES; index += 1) map.set(index, true);
  return map;
}

const piece = (chunk: number): Piece => ({
  ...{ want: 0, variant: 0, chunk, isPlain: true, crc32: 0, adler32: 1 },
  bytes: randomBytes(CHUNK_BYTES),
});

describe('assertMemberFits', () => {
  it('takes eleven octal digits', () => {
    expect(() => assertMemberFits('ova', 8 * GIB - 1)).not.toThrow();
    expect(() => assertMemberFits('ova', 8 * GIB)).toThrow(refused);
  });
});

describe('an uncompressed containerdisk', () => {
  const making = (bytes: number, compression: 'none' | 'zlib') => () =>
    resolveMaking(
      { format: 'containerdisk', name: 'anvil', architecture: 'amd64', compression },
      {
        disk: { identity: 'x', sizeBytes: 16 * GIB, patches: [] },
        ...{ usedChunks: mapOf(bytes), diskBytes: 16 * GIB, timeSeconds: 0 },
      },
    );

  it('is refused before a byte of it is written', () => {
    expect(usedBytes(mapOf(9 * GIB))).toBe(9 * GIB);
    expect(making(9 * GIB, 'none')).toThrow(refused);
    expect(making(7 * GIB, 'none')).not.toThrow();
    // How small it becomes nobody knows.
    expect(making(9 * GIB, 'zlib')).not.toThrow();
  });
});

describe('a disk in an archive', () => {
  const LIMIT = 10 * CHUNK_BYTES;
  const timeSeconds = 0;
  const machine = { name: 'anvil', hardwareVersion: 19, osType: 'other', firmware: 'efi' } as const;
  const sizeBytes = 100 * CHUNK_BYTES;
  const ids = { contentId: 1, longContentId: '0'.repeat(32), adapter: 'lsilogic' } as const;
  const writers: Readonly<Record<string, (file: OutputFile) => MediaWriter>> = {
    ova: (file) =>
      new OvaWriter(file, {
        ...{ disk: { sizeBytes, ...ids }, machine, timeSeconds, level: undefined },
        maxMemberBytes: LIMIT,
      }),
    containerdisk: (file) =>
      new ContainerdiskWriter(file, {
        ...{ sizeBytes, name: 'anvil', architecture: 'amd64', timeSeconds },
        ...{ compression: 'none', level: undefined, maxMemberBytes: LIMIT },
      }),
  };

  it.each(Object.keys(writers))('is given up as soon as it is too large for %s', async (format) => {
    await using temp = await makeTempDir();
    await using file = await OutputFile.create(join(temp.path, format));
    const writer = writers[format]?.(file) ?? expect.fail();
    await writer.begin();
    let added = 0;
    const add = async () => {
      for (; added < 100; added += 1) await writer.add([piece(added)], added);
    };
    await expect(add()).rejects.toThrow(refused);
    expect(added).toBeGreaterThan(7);
    expect(added).toBeLessThan(11);
  });
});
