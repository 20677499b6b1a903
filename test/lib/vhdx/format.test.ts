import { describe, expect, it } from 'vitest';
import { formatVhdxHead, vhdxBlockBytes } from '../../../lib/vhdx/format.ts';
import {
  parseBatEntry,
  parseVhdxHeader,
  parseVhdxRegions,
  VHDX_BLOCK,
  VHDX_GUIDS,
} from '../../../lib/vhdx/parse.ts';

const ID = '01234567-89ab-8def-8123-456789abcdef';
const GIB = 2 ** 30;

describe('formatVhdxHead', () => {
  it('leaves a place for a sector bitmap after each chunk of blocks', () => {
    const disk = { sizeBytes: 6 * GIB, fileWriteId: ID, dataWriteId: ID, diskId: ID };
    // With blocks of 1 MiB, a chunk has 4096: the bitmap's place is entry 4096.
    const head = formatVhdxHead(disk, [0, 4095, 4096]);
    expect(parseVhdxHeader(head.subarray(65_536, 65_536 + 4096))).toMatchObject({ sequence: 1n });
    const regions = parseVhdxRegions(head.subarray(196_608, 262_144));
    if (typeof regions === 'string') throw new Error(regions);
    const bat = regions.find(({ guid }) => guid === VHDX_GUIDS.batRegion)?.offset ?? 0;
    const entry = (index: number) => parseBatEntry(head.readBigUInt64LE(bat + index * 8));
    expect(entry(0)).toEqual({ state: VHDX_BLOCK.fullyPresent, offset: head.length });
    expect(entry(1)).toEqual({ state: VHDX_BLOCK.zero, offset: 0 });
    expect(entry(4095).offset).toBe(head.length + 2 ** 20);
    expect(entry(4096)).toEqual({ state: VHDX_BLOCK.notPresent, offset: 0 });
    expect(entry(4097).offset).toBe(head.length + 2 * 2 ** 20);
  });

  it('has larger blocks for very large disks', () => {
    expect(vhdxBlockBytes(1024 * GIB)).toBe(2 ** 20);
    expect(vhdxBlockBytes(1025 * GIB)).toBe(32 * 2 ** 20);
  });
});
