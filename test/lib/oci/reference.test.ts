import { describe, expect, it } from 'vitest';
import { formatReference, isTag, parseReference } from '../../../lib/oci/reference.ts';

const HEX = 'a'.repeat(64);

describe('parseReference', () => {
  it('reads host, name, tag and digest', () => {
    const text = `ghcr.io/owner/remix-cache:v1@sha256:${HEX}`;
    expect(parseReference(text)).toEqual({
      registry: 'ghcr.io',
      repository: 'owner/remix-cache',
      tag: 'v1',
      digest: `sha256:${HEX}`,
    });
    expect(formatReference(parseReference(text))).toBe(text);
  });

  it('takes ports and localhost for hosts', () => {
    for (const text of ['localhost/a', 'localhost:5000/a/b__c:t', '[::1]:5000/a', 'r:80/a']) {
      expect(formatReference(parseReference(text))).toBe(text);
    }
    expect(parseReference('GHCR.io/a').registry).toBe('ghcr.io');
  });

  it.each([
    '',
    'name',
    'owner/name',
    'ghcr.io/',
    'ghcr.io/Owner/name',
    'ghcr.io/a//b',
    'ghcr.io/a/../b',
    'ghcr.io/a:',
    'ghcr.io/a:-x',
    `ghcr.io/a:${'t'.repeat(129)}`,
    'ghcr.io/a@sha256:00',
    `ghcr.io/a@sha512:${HEX}`,
    'user@ghcr.io/a',
    'https://ghcr.io/a',
    'ghcr.io:99999/a',
    `ghcr.io/${'a'.repeat(300)}`,
  ])('refuses %j', (text) => {
    expect(() => parseReference(text)).toThrowError(
      expect.objectContaining({ code: 'REFERENCE_INVALID' }),
    );
  });
});

describe('isTag', () => {
  it('takes 128 characters, and no dot or dash in front', () => {
    expect([`_${'.'.repeat(127)}`, 'A'].map(isTag)).toEqual([true, true]);
    expect(['.a', '-a', 'a/b', 'a+b', '', 'ä'].map(isTag)).not.toContain(true);
  });
});
