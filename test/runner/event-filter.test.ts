import { describe, expect, it } from 'vitest';
import { startsOn } from './event-filter.ts';

const push = (ref: string) => ({ name: 'push', ref });

describe('startsOn', () => {
  it.each([
    ['an event by its name', 'push', 'refs/heads/a', true],
    ['one of several', ['push', 'schedule'], 'refs/heads/a', true],
    ['no other', ['schedule'], 'refs/heads/a', false],
    ['any push', { push: null }, 'refs/tags/v1', true],
    ['a branch of the list', { push: { branches: ['main', 'r/**'] } }, 'refs/heads/r/a/b', true],
    ['no branch beside the list', { push: { branches: ['r/*'] } }, 'refs/heads/r/a/b', false],
    ['no tag when branches are listed', { push: { branches: ['**'] } }, 'refs/tags/v1', false],
    ['a tag with a digit', { push: { tags: ['v[0-9]*'] } }, 'refs/tags/v1.0', true],
    ['no tag without one', { push: { tags: ['v[0-9]*'] } }, 'refs/tags/very-new', false],
    ['a tag with dots as dots', { push: { tags: ['v1.0'] } }, 'refs/tags/v1x0', false],
    [
      'what a later pattern brings back',
      { push: { tags: ['v*', '!v2*', 'v20'] } },
      'refs/tags/v20',
      true,
    ],
    ['no ref that is ignored', { push: { 'branches-ignore': ['a*'] } }, 'refs/heads/ab', false],
    ['a ref that is not ignored', { push: { 'branches-ignore': ['a*'] } }, 'refs/heads/b', true],
  ])('takes %s', (_what, on, ref, expected) => {
    expect(startsOn({ on }, push(ref))).toBe(expected);
  });
});
