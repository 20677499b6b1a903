import { describe, expect, it } from 'vitest';
import { globExpression, packageMatcher } from '../../../lib/lock/exclusions.ts';
import type { IndexedPackage } from '../../../lib/lock/package-index.ts';

const found = { name: 'foo-libs', evr: '2:1.5-3.fc42', arch: 'x86_64' } as IndexedPackage;

describe('packageMatcher', () => {
  it.each([
    'foo-libs',
    'foo-libs.x86_64',
    'foo-libs-1.5',
    'foo-libs-1.5-3.fc42',
    'foo-libs-1.5-3.fc42.x86_64',
    'foo-libs-2:1.5-3.fc42.x86_64',
    'foo*',
    '*-libs',
    'foo-libs*.x86_64',
    'foo-libs-1.?-*.fc42',
    'f[n-p]o-libs',
    'f[!a]o-libs',
  ])('takes %s', (pattern) => {
    expect(packageMatcher(['other', pattern])(found)).toBe(pattern);
  });

  it.each([
    'foo',
    'foo-libs.i686',
    'foo-libs-1.4',
    'libs',
    'foo-?',
    'f[!o]o-libs',
    'FOO-LIBS',
    '*.i686',
  ])('does not take %s', (pattern) => {
    expect(packageMatcher([pattern])(found)).toBeUndefined();
  });
});

describe('globExpression', () => {
  it('takes what means something to regular expressions as it is', () => {
    expect(globExpression('c++(x)|.^$').test('c++(x)|.^$')).toBe(true);
    expect(globExpression('a.c').test('abc')).toBe(false);
    expect(globExpression('a[').test('a[')).toBe(true);
    expect(globExpression('a[]').test('a[]')).toBe(true);
    expect(globExpression('a[^]').test('a^')).toBe(true);
  });
});
