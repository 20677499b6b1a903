import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { formatIndex, parseIndex } from '../../../lib/packs/index-file.ts';
import { packOf } from '../../../lib/packs/pack.ts';

const group = { repository: 'octo/remix', remix: 'anvil', basearch: 'x86_64' };
const packs = ['a', 'b'].map((name) => packOf([{ sha256: sha256(name), sizeBytes: 5 }]));
const [pack] = packs;
const good = { version: 1, ...group, packs };

describe('parseIndex', () => {
  it('reads what formatIndex has written', () => {
    expect(parseIndex(formatIndex(group, packs), group)).toEqual(packs);
    expect(parseIndex(formatIndex(group, []), group)).toEqual([]);
  });

  it('is small enough to be saved with each change', () => {
    const names = Array.from({ length: 5000 }, (_, index) => sha256(String(index)));
    const many = packOf(names.map((name) => ({ sha256: name, sizeBytes: 1 })));
    expect(zstdCompressSync(formatIndex(group, [many])).length).toBeLessThan(64 * 1024);
  });

  it.each([
    ['', 'it is not JSON'],
    ['{"version": 1', 'it is not JSON'],
    ['[]', 'it is not an object'],
    ['null', 'it is not an object'],
    [{ ...good, version: 2 }, 'its version is not 1'],
    [{ ...good, repository: 'octo/other' }, 'it is of another repository'],
    [{ ...good, remix: 'other' }, 'it is of another remix'],
    [{ ...good, basearch: 'aarch64' }, 'it is of another basearch'],
    [{ ...good, packs: {} }, '"packs" is not a list of at most 256'],
    [{ ...good, packs: Array.from({ length: 1025 }, () => pack) }, '"packs" is not a list'],
    [{ ...good, packs: [pack, 'x'] }, 'pack 1 is not well-formed'],
    [{ ...good, packs: [{ ...pack, digest: '../../etc' }] }, 'pack 0 is not well-formed'],
    [{ ...good, packs: [{ ...pack, digest: `${pack?.digest}\n` }] }, 'pack 0 is not well-formed'],
    [{ ...good, packs: [{ ...pack, sizeBytes: -1 }] }, 'pack 0 is not well-formed'],
    [{ ...good, packs: [{ ...pack, sizeBytes: 1.5 }] }, 'pack 0 is not well-formed'],
    [{ ...good, packs: [{ ...pack, sizeBytes: 2 ** 50 }] }, 'pack 0 is not well-formed'],
    [{ ...good, packs: [{ ...pack, rpms: 'x' }] }, 'pack 0 is not well-formed'],
    [{ ...good, packs: [{ ...pack, rpms: ['0'] }] }, 'pack 0 is not well-formed'],
    [{ ...good, packs: [pack, pack] }, 'it names a pack twice'],
    [
      {
        ...good,
        packs: [{ ...pack, rpms: Array.from({ length: 200_001 }, () => '0'.repeat(16)) }],
      },
      'it names more than 200000 RPMs',
    ],
  ])('refuses %j', (value, reason) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(parseIndex(text, group)).toContain(reason);
  });
});
