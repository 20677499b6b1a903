import { describe, expect, it } from 'vitest';
import { describePackages } from '../../../lib/plan/package-list.ts';
import { parseNevra } from '../../../lib/rpm/nevra.ts';

const describeLists = (before: string[], after: string[]) =>
  describePackages(before.map(parseNevra), after.map(parseNevra));

describe('describePackages', () => {
  it('names the first that differs and counts the others', () => {
    expect(describeLists(['bash-5.2-1.x86_64'], ['bash-5.2-1.x86_64'])).toBeUndefined();
    expect(describeLists(['bash-5.2-1.x86_64'], ['bash-5.2-2.x86_64'])).toBe('bash 5.2-1 → 5.2-2');
    expect(
      describeLists(['bash-5.2-1.x86_64', 'c-1-1.noarch'], ['bash-1:5.2-1.x86_64', 'd-1-1.noarch']),
    ).toBe('bash 5.2-1 → 1:5.2-1 and 2 more');
  });

  it('tells what came, what went, and what is there in several versions', () => {
    expect(describeLists([], ['bash-5.2-1.x86_64'])).toBe('bash 5.2-1 added');
    expect(describeLists(['bash-5.2-1.x86_64'], [])).toBe('bash 5.2-1 removed');
    expect(
      describeLists(['kernel-6.1-1.x86_64', 'kernel-6.2-1.x86_64'], ['kernel-6.2-1.x86_64']),
    ).toBe('kernel 6.1-1, 6.2-1 → 6.2-1');
    expect(describeLists(['a-1-1.noarch'], ['a-1-1.x86_64'])).toBe('a 1-1.noarch → 1-1.x86_64');
  });

  it('repeats no control characters of a published commit', () => {
    const bad = {
      name: 'a\u001b[2J::error::x',
      epoch: '0',
      version: '1\n',
      release: '1',
      arch: 'x',
    };
    expect(describePackages([], [bad])).toMatch(/^[\w.+~^:?→ -]+$/);
  });
});
