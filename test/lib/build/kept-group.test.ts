import { describe, expect, it } from 'vitest';
import { keptGroup } from '../../../lib/build/kept-group.ts';

describe('keptGroup', () => {
  it('is what the remix is called, where that is short', () => {
    expect(keptGroup('anvil', 'x86_64')).toBe('anvil-x86_64');
    expect(keptGroup('my.own_remix-2', 'x86_64')).toBe('my.own_remix-2-x86_64');
  });

  it.each(['anvil-x86_64-7', 'a-remix-with-a-long-name', 'Anvil', 'a/b', 'ä'])(
    'is a digest for %s, another for each architecture',
    (remix) => {
      const groups = [keptGroup(remix, 'x86_64'), keptGroup(remix, 'aarch64')];
      for (const group of groups) expect(group).toMatch(/^[0-9a-f]{16}$/);
      expect(new Set(groups).size).toBe(2);
    },
  );
});
