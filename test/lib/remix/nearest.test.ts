import { describe, expect, it } from 'vitest';
import { nearestName } from '../../../lib/remix/nearest.ts';

const known = [
  'packages',
  'repos',
  'ref',
  'boot-location',
  'automatic-version-prefix',
  'exclude-packages',
];

describe('nearestName', () => {
  it.each([
    ['packges', 'packages'],
    ['pacakges', 'packages'],
    ['Packages', 'packages'],
    ['repo', 'repos'],
    ['rfe', 'ref'],
    ['boot_location', 'boot-location'],
    ['automatic-version-perfixx', 'automatic-version-prefix'],
    ['excludepkgs', undefined],
    ['zzz', undefined],
    ['', undefined],
    ['x'.repeat(100_000), undefined],
  ])('of %s is %s', (name, expected) => {
    expect(nearestName(name, known)).toBe(expected);
  });
});
