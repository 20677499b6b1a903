import { describe, expect, it } from 'vitest';
import { parseRelations, translateRelations } from '../../../demo/deb/dependencies.ts';
import { compareEvr, parseEvr } from '../../../lib/rpm/evr.ts';

const translate = (field: string) => translateRelations(parseRelations(field));

describe('translateRelations', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['libc6', 'libc6'],
    ['libc6 (>= 2.34)', 'libc6 >= 2.34'],
    ['libc6 (>= 2.34-1)', 'libc6 >= 2.34-1'],
    ['libssl3 (= 3.0.22-1~deb12u2)', 'libssl3 = 3.0.22-1~deb12u2'],
    ['perl:any (>= 5.36)', 'perl >= 5.36'],
    ['libcap2 (>= 1:2.10)', 'libcap2 >= 1:2.10'],
    ['libfoo (>= 0:1.0)', 'libfoo >= 1.0'],
    ['liblzma5 (>= 5.1.1alpha+20120614)', 'liblzma5 >= 5.1.1alpha+20120614'],
    ['udev (<< 247~)', 'udev < 247~'],
    ['udev (<< 247-2~)', 'udev < 247-2~'],
    ['libc6 (>> 2.36)', 'libc6 >= 2.36'],
    ['libc6 (>> 2.36-9)', 'libc6 > 2.36-9'],
    ['libc6 (<= 2.36)', 'libc6 < 2.36'],
    ['libc6 (<= 2.36-9)', 'libc6 <= 2.36-9'],
    ['linux-base (>= 4.3-rc1-2)', 'linux-base >= 4.3_rc1-2'],
    ['awk | mawk', '(awk or mawk)'],
    [
      'default-dbus (>= 1) | dbus-broker [amd64] | dbus:any',
      '(default-dbus >= 1 or dbus-broker or dbus)',
    ],
    ['usrmerge | usrmerge', 'usrmerge'],
    ['old (< 2), older (> 1)', 'old < 2|older >= 1'],
  ];
  it.each(rows)('makes "%s" into "%s"', (field, expected) => {
    expect(translate(field).join('|')).toBe(expected);
  });

  it('gives nothing for an empty field', () => {
    expect(translate('')).toEqual([]);
    expect(translate(' , ')).toEqual([]);
  });

  it.each(['Foo', 'foo (>= )', 'foo (~ 1)', 'foo bar', '(>= 1)', '| foo'])(
    'refuses "%s"',
    (field) => {
      expect(() => translate(field)).toThrow(RangeError);
    },
  );

  it('keeps libc-bin installable beside libc6 2.36-9', () => {
    // dpkg: 2.36-9 >> 2.36. RPM: 2.36-9 is not > 2.36, as the dependency names no release.
    expect(compareEvr(parseEvr('2.36-9'), parseEvr('2.36-0'))).toBeGreaterThan(0);
    expect(translate('libc6 (>> 2.36), libc6 (<< 2.37)')).toEqual([
      'libc6 >= 2.36',
      'libc6 < 2.37',
    ]);
  });
});
