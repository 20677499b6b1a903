import { describe, expect, it } from 'vitest';
import { parseDiskSize } from '../../../lib/remix/size.ts';
import { faultOf } from './faults.ts';

const place = { file: 'remix.yaml' };

describe('parseDiskSize', () => {
  it.each([
    ['4 GiB', 4 * 2 ** 30],
    ['4GiB', 4 * 2 ** 30],
    ['1.5 GiB', 1536 * 2 ** 20],
    ['512 MiB', 512 * 2 ** 20],
    ['1 TiB', 2 ** 40],
  ])('reads %s', (text, expected) => {
    expect(parseDiskSize(text, 'size', place)).toBe(expected);
  });

  it.each([
    '4 GB',
    '4G',
    '4g',
    '4 gib',
    '4',
    '',
    '-4 GiB',
    '4 KiB',
    '1 MiB',
    '1000 TiB',
    '0.3 GiB',
    '1e3 GiB',
    '4  GiB',
    'GiB',
  ])('refuses "%s"', async (text) => {
    expect((await faultOf(() => parseDiskSize(text, 'size', place))).code).toBe('BAD_VALUE');
  });

  it.each([
    ['4 GB', '"4 GiB"'],
    ['512m', '"512 MiB"'],
    ['10', '"10 GiB"'],
    ['2 tb', '"2 TiB"'],
  ])('says what %s was probably meant to be', async (text, expected) => {
    expect((await faultOf(() => parseDiskSize(text, 'size', place))).hint).toContain(expected);
  });
});
