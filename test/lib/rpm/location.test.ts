import { describe, expect, it } from 'vitest';
import { parseLocation } from '../../../lib/rpm/location.ts';

describe('parseLocation', () => {
  it.each([
    'Packages/b/bash-5.2-1.x86_64.rpm',
    'a..b/c...rpm',
    'x%20y.rpm',
    'a+b~c^d.rpm',
    '100%.rpm',
  ])('takes %s', (href) => {
    expect(parseLocation({ href }, 'x')).toEqual({ href });
  });

  it.each([
    '',
    '..',
    '../x',
    'a/../../x',
    'a/..',
    '%2e%2e/x',
    '.%2E/x',
    // A decoder gives up on the first part and leaves the second to the URL parser.
    '%zz/%2e%2e/%2e%2e/etc/passwd',
    'a%2f..%2fx',
    'a\\..\\x',
    'a%5c..%5cx',
    '.\t./x',
    ' ../x',
    'a/.. /x',
    '/etc/passwd',
    '//host/x',
    '%2fetc/passwd',
    'file:///etc/passwd',
    'http://elsewhere/x',
    'C:/x',
    'a?b',
    'a#b',
    'a\nb',
    'a\0b',
  ])('refuses %j', (href) => {
    expect(() => parseLocation({ href }, 'x')).toThrow(
      expect.objectContaining({ code: 'BAD_LOCATION' }),
    );
  });

  it('refuses whatever a URL parser would take out of the repository', () => {
    const base = 'http://host/repo/';
    const pieces = ['.', '..', '%2e', '%2E%2e', '/', '\\', '%2f', '%5c', '\t', ' ', 'a', ':', '%'];
    for (const a of pieces) {
      for (const b of pieces) {
        for (const c of pieces) {
          const href = `${a}${b}${c}x`;
          try {
            parseLocation({ href }, 'x');
          } catch {
            continue;
          }
          expect(new URL(href, base).href, JSON.stringify(href)).toMatch(/^http:\/\/host\/repo\//);
        }
      }
    }
  });

  it('takes an http or https base, with a slash at its end', () => {
    const at = (base: string) => parseLocation({ href: 'x.rpm', 'xml:base': base }, 'x').baseUrl;
    expect(at('https://mirror/pub')).toBe('https://mirror/pub/');
    expect(at('http://mirror:8080/pub/')).toBe('http://mirror:8080/pub/');
    expect(at('')).toBeUndefined();
  });

  it.each([
    'file:///etc/',
    'ftp://mirror/',
    'media:1#0',
    '/etc',
    'relative/',
    'http://',
    'http://user:secret@mirror/',
    'http://mirror/?a=',
    'http://mirror/#a',
    'http:\\\\mirror\\',
  ])('refuses the base %j', (base) => {
    expect(() => parseLocation({ href: 'x', 'xml:base': base }, 'x')).toThrow(
      expect.objectContaining({ code: 'BAD_LOCATION' }),
    );
  });
});
