import { describe, expect, it } from 'vitest';
import { locationUrls } from '../../../lib/lock/package-url.ts';

describe('locationUrls', () => {
  it('escapes what a URL cannot hold and leaves escapes', () => {
    const href = 'Packages/a b^c%2Bd%zz~ö.rpm';
    expect(locationUrls({ href }, ['https://example.org/r/'])).toEqual([
      'https://example.org/r/Packages/a%20b%5Ec%2Bd%25zz~%C3%B6.rpm',
    ]);
  });

  it('is below every mirror, or below a base of its own alone', () => {
    const mirrors = ['https://a/', 'https://b/'];
    expect(locationUrls({ href: 'x.rpm' }, mirrors)).toEqual([
      'https://a/x.rpm',
      'https://b/x.rpm',
    ]);
    expect(locationUrls({ href: 'x.rpm', baseUrl: 'https://c/' }, mirrors)).toEqual([
      'https://c/x.rpm',
    ]);
  });
});
