import { describe, expect, it } from 'vitest';
import {
  type BuildState,
  formatBuildState,
  parseBuildState,
} from '../../../lib/plan/build-state.ts';

const HASH = '0a'.repeat(32);
const STATE: BuildState = {
  version: 1,
  remix: 'anvil',
  outputs: {
    'x86_64/image/cloud': { inputHash: HASH, sha256: HASH },
    'x86_64/commit': {
      inputHash: HASH,
      commit: HASH,
      ref: 'anvil/12/x86_64/stable',
      packages: ['bash-5.2-1.x86_64'],
    },
  },
};

describe('formatBuildState', () => {
  it('gives one text, sorted by id, which is read back', () => {
    const text = formatBuildState(STATE);
    expect(text.indexOf('x86_64/commit')).toBeLessThan(text.indexOf('x86_64/image'));
    expect(parseBuildState(text, 'state')).toEqual(STATE);
  });
});

describe('parseBuildState', () => {
  const output = (value: unknown, id = 'x86_64/commit') => ({ ...STATE, outputs: { [id]: value } });

  it.each<[string, unknown]>([
    ['a list', []],
    ['null', null],
    ['a later version', { ...STATE, version: 2 }],
    ['no remix', { version: 1, outputs: {} }],
    ['a result.json', { remix: 'anvil', lock: {}, commits: [] }],
    ['an unknown key', { ...STATE, more: 1 }],
    ['a remix that is no name', { ...STATE, remix: '../x' }],
    ['outputs that are a list', { ...STATE, outputs: [] }],
    ['an id of no architecture', output({ inputHash: HASH }, 'amd64/commit')],
    ['an id that is a path', output({ inputHash: HASH }, 'x86_64/image/../x')],
    ['an id of the prototype', JSON.parse(`{"version":1,"remix":"a","outputs":{"__proto__":{}}}`)],
    ['an output that is a text', output('x')],
    ['an output without a hash', output({})],
    ['a hash that is short', output({ inputHash: '0a' })],
    ['a hash in capitals', output({ inputHash: HASH.toUpperCase() })],
    ['a number for a commit', output({ inputHash: HASH, commit: 1 })],
    ['an unknown key of an output', output({ inputHash: HASH, digest: HASH })],
    ['packages that are no list', output({ inputHash: HASH, packages: 'bash' })],
    ['a ref with a line break', output({ inputHash: HASH, ref: 'a\nb' })],
  ])('refuses %s', (_what, value) => {
    expect(() => parseBuildState(JSON.stringify(value), 'state')).toThrow(
      expect.objectContaining({ code: 'BAD_BUILD_STATE' }),
    );
  });

  it('refuses what is no JSON', () => {
    for (const text of ['', '<!doctype html>', '{"version": 1', '\u0000']) {
      expect(() => parseBuildState(text, 'state')).toThrow(
        expect.objectContaining({
          code: 'BAD_BUILD_STATE',
          message: expect.stringMatching(/^state /),
        }),
      );
    }
  });
});
