import { describe, expect, it } from 'vitest';
import { formatRpmVersion, parseDebianVersion, toRpmVersion } from '../../../demo/deb/version.ts';
import { compareEvr, parseEvr } from '../../../lib/rpm/evr.ts';

describe('toRpmVersion', () => {
  it.each([
    ['1.2.3-4', '1.2.3-4'],
    ['1.2.3', '1.2.3'],
    ['1:9.2p1-2+deb12u10', '1:9.2p1-2+deb12u10'],
    ['0:1.0-1', '1.0-1'],
    ['4.1+dfsg-rc1-3', '4.1+dfsg_rc1-3'],
    ['0~20171227-0.3+deb12u1', '0~20171227-0.3+deb12u1'],
    ['2:1.02.185-2', '2:1.02.185-2'],
  ])('makes %s into %s', (debian, rpm) => {
    expect(formatRpmVersion(toRpmVersion(parseDebianVersion(debian)))).toBe(rpm);
  });

  it('keeps the order of versions', () => {
    const sorted = [
      '2.36-9~bpo1',
      '2.36-9',
      '2.36-9+b1',
      '2.36-9+deb12u2',
      '2.36-9+deb12u10',
      '2.36-10',
      '2.37~rc1-1',
      '2.37-1',
      '1:1.0-1',
    ];
    const rpm = sorted.map((text) =>
      parseEvr(formatRpmVersion(toRpmVersion(parseDebianVersion(text)))),
    );
    for (const [index, older] of rpm.entries()) {
      for (const newer of rpm.slice(index + 1)) {
        expect(compareEvr(older, newer), `${index}`).toBeLessThan(0);
      }
    }
  });
});

describe('parseDebianVersion', () => {
  it('refuses an empty version', () => {
    expect(() => parseDebianVersion('')).toThrow(RangeError);
  });
});
