import { describe, expect, it } from 'vitest';
import { formatVolumeDate, formatVolumeId } from '../../../lib/iso9660/format.ts';

describe('formatVolumeId', () => {
  it('takes only what ISO 9660 allows', () => {
    expect(formatVolumeId('anvil', '12', 'x86_64')).toBe('ANVIL_12_X86_64');
    expect(formatVolumeId('Müller & Söhne', '', 'aarch64')).toBe('M_LLER_S_HNE_AARCH64');
  });

  it('has at most 32 characters, the last word whole', () => {
    const id = formatVolumeId('a-very-long-name-of-a-distribution', '12.3', 'x86_64');
    expect(id).toBe('A_VERY_LONG_NAME_OF_A_DIS_X86_64');
    expect(id.length).toBe(32);
  });
});

describe('formatVolumeDate', () => {
  it('writes seconds since 1970 as the digits of a volume date', () => {
    expect(formatVolumeDate(1_700_000_000)).toBe('2023111422132000');
  });
});
