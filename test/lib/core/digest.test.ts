import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256, stageKey } from '../../../lib/core/digest.ts';

describe('sha256', () => {
  it('is that of FIPS 180-4', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('canonicalJson', () => {
  it('sorts keys at every depth and keeps the order of lists', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: null, c: true } })).toBe(
      '{"a":{"c":true,"d":null},"b":[2,1]}',
    );
  });

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});

describe('stageKey', () => {
  it('does not depend on the order in which inputs are named', () => {
    expect(stageKey('lock', 1, { a: 1, b: 2 })).toBe(stageKey('lock', 1, { b: 2, a: 1 }));
  });

  it('changes with the stage, its version and its inputs', () => {
    const keys = [
      stageKey('lock', 1, { a: 1 }),
      stageKey('lock', 2, { a: 1 }),
      stageKey('fetch', 1, { a: 1 }),
      stageKey('lock', 1, { a: 2 }),
    ];
    expect(new Set(keys).size).toBe(4);
  });
});
