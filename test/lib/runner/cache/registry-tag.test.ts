import { describe, expect, it } from 'vitest';
import { isTag, parseReference } from '../../../../lib/oci/reference.ts';
import { withLogin } from '../../../../lib/runner/cache/registry-login.ts';
import {
  compareNewestTag,
  mayStartWith,
  tagOfKey,
} from '../../../../lib/runner/cache/registry-tag.ts';

describe('tagOfKey', () => {
  it('is the key when that is a tag, and a tag always', () => {
    const key = `treesmith-pack-1-${'a'.repeat(64)}`;
    expect(tagOfKey(key)).toBe(key);
    const odd = ['', '.a', 'a/b', 'a b', 'ä', 'x'.repeat(129), 'x'.repeat(500)];
    expect(odd.map(tagOfKey).filter((tag) => !isTag(tag))).toEqual([]);
    expect(new Set(odd.map(tagOfKey)).size).toBe(odd.length);
  });

  it('keeps what entries are found by', () => {
    for (const key of ['plain-key', 'with/slash', `long-${'x'.repeat(300)}`]) {
      for (const length of [1, 4, 6, key.length]) {
        expect(mayStartWith(tagOfKey(key), key.slice(0, length))).toBe(true);
      }
    }
    expect(mayStartWith('other', 'plain')).toBe(false);
  });
});

describe('compareNewestTag', () => {
  it('orders later numbers first', () => {
    const tags = ['a-9-2', 'a-10-1', 'a-9-11', 'a', 'b-1'];
    expect(tags.sort(compareNewestTag)).toEqual(['b-1', 'a-10-1', 'a-9-11', 'a-9-2', 'a']);
  });
});

describe('withLogin', () => {
  const server = 'https://github.com';
  const at = (name: string, token: string | undefined, serverUrl = server) =>
    withLogin({ place: parseReference(name), username: 'me', token }, serverUrl).login?.token;

  it("gives GitHub's token to the registry of that GitHub alone", () => {
    expect(at('ghcr.io/a', 'ghs_x')).toBe('ghs_x');
    expect(at('docker.io/a', 'ghs_x')).toBeUndefined();
    expect(at('ghcr.io.evil.example/a', 'ghs_x')).toBeUndefined();
    expect(at('ghcr.io/a', 'ghs_x', 'https://git.example')).toBeUndefined();
    expect(at('containers.git.example/a', 'github_pat_x', 'https://git.example')).toBe(
      'github_pat_x',
    );
  });

  it('gives any other token to the registry that it is named with', () => {
    expect(at('docker.io/a', 'dckr_pat_x')).toBe('dckr_pat_x');
    expect(at('docker.io/a', undefined)).toBeUndefined();
  });
});
