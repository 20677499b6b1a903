import { describe, expect, it } from 'vitest';
import { splitPackages } from '../../../lib/remix/package-list.ts';
import { faultOf } from './faults.ts';

const place = { file: 'main.yaml' };

describe('splitPackages', () => {
  it.each([
    ['foobar', ['foobar']],
    ['foobar quuz\tcorge', ['foobar', 'quuz', 'corge']],
    ["'foobar >= 1.0'", ['foobar >= 1.0']],
    ["'foobar >= 1.0' 'quuz < 0.5' 'corge > 2'", ['foobar >= 1.0', 'quuz < 0.5', 'corge > 2']],
    ["corge 'foobar >= 1.1' baz 'quuz < 0.0.1'", ['corge', 'foobar >= 1.1', 'baz', 'quuz < 0.0.1']],
    ["a'b c'd", ['a', 'b c', 'd']],
    ['foobar >= 1.0', ['foobar', '>=', '1.0']],
    ['  ', []],
  ])('splits %j', (text, expected) => {
    expect(splitPackages(text, place)).toEqual(expected);
  });

  it.each(["foobar >= 1.0'", "'foobar >= 1.0 baz", "'foobar >= 1.0' quuz' corge"])(
    'refuses %j',
    async (text) => {
      expect((await faultOf(() => splitPackages(text, place))).code).toBe('BAD_VALUE');
    },
  );
});
