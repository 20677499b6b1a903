import { describe, expect, it } from 'vitest';
import { groupBy } from '../../../lib/core/group-by.ts';

describe('groupBy', () => {
  it('keeps the order of the groups and of what is in them', () => {
    const groups = groupBy(new Set(['b1', 'a1', 'b2', 'a2']), ([letter]) => letter);
    expect([...groups]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1', 'a2']],
    ]);
  });

  it('tells keys apart that are alike as text', () => {
    const groups = groupBy([1, 2, 3], (number) => (number === 1 ? 1 : '1'));
    expect([...groups]).toEqual([
      [1, [1]],
      ['1', [2, 3]],
    ]);
  });

  it('makes no group of nothing', () => {
    expect(groupBy([], String).size).toBe(0);
  });
});
