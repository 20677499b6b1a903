import { describe, expect, it } from 'vitest';
import { uuidOfDigest, uuidOfUrl } from '../../../lib/core/uuid.ts';

describe('uuidOfUrl', () => {
  it('is version 5 of RFC 9562', () => {
    // python3 -c "import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, 'urn:x'))"
    expect(uuidOfUrl('urn:x')).toBe('90f709ed-492e-56da-89b5-713dabad00b9');
  });
});

describe('uuidOfDigest', () => {
  it('is version 8 of RFC 9562', () => {
    expect(uuidOfDigest('0123456789abcdef'.repeat(4))).toMatch(/^01234567-89ab-8def-8123-/);
  });
});
