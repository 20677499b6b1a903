import { describe, expect, it } from 'vitest';
import { formatVhdFooter } from '../../../lib/vhd/format.ts';
import { parseVhdFooter } from '../../../lib/vhd/parse.ts';

describe('formatVhdFooter', () => {
  it('says that the size is not to be rounded to cylinders', () => {
    const footer = formatVhdFooter({
      sizeBytes: 5 * 2 ** 20,
      uniqueId: '01234567-89ab-8def-8123-456789abcdef',
      timeSeconds: 1_700_000_000,
    });
    expect(parseVhdFooter(footer)).toMatchObject({
      type: 'fixed',
      creator: 'qem2',
      currentSizeBytes: 5 * 2 ** 20,
      geometry: { cylinders: 65_535, heads: 16, sectorsPerTrack: 255 },
      uniqueId: '0123456789ab8def8123456789abcdef',
      timestampSeconds: 1_700_000_000 - 946_684_800,
      isChecksumRight: true,
      isReservedZero: true,
    });
  });
});
