import { describe, expect, it } from 'vitest';
import { nextVersion } from '../../../lib/compose/version.ts';

// 2023-11-14 22:13:20 UTC
const EPOCH = 1_700_000_000;
const next = (prefix: string, last = '', suffix = '.') =>
  nextVersion({ prefix, last, suffix, sourceDateEpoch: EPOCH });

// Source: rpm-ostree, rust/src/utils.rs, the tests of util_next_version.
describe('nextVersion', () => {
  it.each([
    ['10', '', '10'],
    ['10', 'xyz', '10'],
    ['10', '9', '10'],
    ['10', '11', '10'],
    ['10', '10', '10.1'],
    ['10.1', '10.1', '10.1.1'],
    ['10', '10.0', '10.1'],
    ['10', '10.1', '10.2'],
    ['10', '10.3', '10.4'],
    ['10', '10.1.5', '10.2'],
    ['10.1', '10.1.5', '10.1.6'],
    ['10.1', '10.1.1.5', '10.1.2'],
    ['10', '10001', '10'],
    ['10', '101.1', '10'],
    ['10', '10x.1', '10'],
    ['10.1', '10', '10.1'],
    ['10.1', '10.', '10.1'],
    ['10.1', '10.12', '10.1'],
    ['10.1', '10.1x', '10.1'],
    ['10.1', '10.1.x', '10.1.1'],
    ['10.1', '10.1.2x', '10.1.3'],
  ])('counts %s on from %j to %s', (prefix, last, version) => {
    expect(next(prefix, last)).toBe(version);
  });

  it.each([
    ['10.<date:%Y%m%d>', '10.20001010', '10.20231114.0'],
    ['10.<date:%Y%m%d>', '10.20001010.5', '10.20231114.0'],
    ['10.<date:%Y%m%d>', '10.20231114.1', '10.20231114.2'],
    ['10.<date:%Y%m%d>', '', '10.20231114.0'],
    ['10.<date:%Y%m%d>', '10.20231114', '10.20231114.0'],
    ['10.<date:%Y%m%d>.0', '10.20231114.0', '10.20231114.0.0'],
    ['10.<date:%Y%m%d>', '10.20231114.x', '10.20231114.1'],
    ['10.<date:%Y%m%d>.1', '10.20231114.1.2x', '10.20231114.1.3'],
    ['10.<date: %Y%m%d>', '10.20001010', '10. 20231114.0'],
    ['10.<date:text %Y%m%d here>', '10.2', '10.text 20231114 here.0'],
    ['10.<date:%H%M%S.%j.%y%%>', '', '10.221320.318.23%.0'],
    ['10.<date:>', '10.2', '10..0'],
    ['10.<wrongtag: >', '10.20001010', '10.<wrongtag: >'],
  ])('puts the day of SOURCE_DATE_EPOCH into %s', (prefix, last, version) => {
    expect(next(prefix, last)).toBe(version);
  });

  it('takes another suffix', () => {
    expect(next('10', '10', '-')).toBe('10-1');
    expect(next('10.1', '10.1-5', '-')).toBe('10.1-6');
  });

  it('refuses a letter that it does not know', () => {
    expect(() => next('10.<date:%E>')).toThrow(
      expect.objectContaining({ code: 'VERSION_MALFORMED' }),
    );
  });
});
