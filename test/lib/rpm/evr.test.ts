import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTool } from '../../../lib/host/process.ts';
import { compareEvr, compareVersion, formatEvr, parseEvr } from '../../../lib/rpm/evr.ts';
import { findNevraFault, formatNevra, parseNevra } from '../../../lib/rpm/nevra.ts';

const cases = readFileSync(join(import.meta.dirname, '../../data/rpm/rpmvercmp.at'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const match = /^RPMVERCMP\((.+), (.+), (-?\d)\)$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? '', Number(match[3])] as const];
  });

/** Asks the librpm of this machine. */
const askRpm = async (pairs: readonly (readonly [string, string])[]) => {
  const calls = pairs.map(([a, b]) => `rpm.vercmp("${a}","${b}")`).join(', ');
  const lua = `%{lua:print(table.concat({${calls}}, " "))}`;
  return (await readTool(['rpm', '--eval', lua])).trim().split(' ').map(Number);
};

describe('compareVersion', () => {
  it('has cases to hold to', () => {
    expect(cases.length).toBeGreaterThan(180);
  });

  it.each(cases)('orders %s and %s as rpm does', (a, b, order) => {
    expect(compareVersion(a, b)).toBe(order);
    expect(compareVersion(b, a) + order).toBe(0);
  });

  it('is held to what the rpm of this machine says, too', async () => {
    const said = await askRpm(cases.map(([a, b]) => [a, b]));
    expect(said).toEqual(cases.map(([, , order]) => order));
  });

  it('agrees with rpm on odd strings', async () => {
    const parts = '1 01 10 a Z ~ ^ . + 1a a1 ~~ ^~ ~^ ^^ 0 _'.split(' ').concat('');
    const odd = parts.flatMap((a) => parts.map((b) => `1${a}${b}`));
    const pairs = odd.flatMap((a, index) =>
      [3, 5, 11, 17].map((step) => [a, odd[(index * step + 3) % odd.length] ?? ''] as const),
    );
    expect(pairs.map(([a, b]) => compareVersion(a, b))).toEqual(await askRpm(pairs));
  });
});

describe('parseEvr', () => {
  it('reads epoch, version and release', () => {
    expect(parseEvr('2:1.0-3')).toEqual({ epoch: '2', version: '1.0', release: '3' });
    expect(parseEvr('1.0-3.fc42')).toEqual({ epoch: '0', version: '1.0', release: '3.fc42' });
    expect(parseEvr('1.0')).toEqual({ epoch: '0', version: '1.0', release: '' });
    expect(parseEvr('007:1')).toEqual({ epoch: '7', version: '1', release: '' });
  });

  it('gives the text back', () => {
    for (const text of ['1', '1-2', '3:1-2', '1.0~rc1^git2-4.el9']) {
      expect(formatEvr(parseEvr(text))).toBe(text);
    }
  });

  it.each(['', '-', '1-', 'x:1', '1-2-3', ' 1', '1 -2', ':'])('refuses %j', (text) => {
    expect(() => parseEvr(text)).toThrow(expect.objectContaining({ code: 'BAD_EVR' }));
  });
});

describe('compareEvr', () => {
  it('lets the epoch beat the version, and the version the release', () => {
    const sorted = [
      '1.0~rc1-9',
      '1.0-1',
      '1.0-2',
      '1.0-10',
      '1.0^1-1',
      '1.1-1',
      '1:0.1-1',
      '10:0-0',
    ];
    for (const [i, a] of sorted.entries()) {
      for (const [j, b] of sorted.entries()) {
        expect(Math.sign(compareEvr(parseEvr(a), parseEvr(b))), `${a} ${b}`).toBe(Math.sign(i - j));
      }
    }
  });

  it('agrees with rpm on whole EVRs', async () => {
    const epochs = ['', '0:', '1:', '4294967295:'];
    const evrs = epochs.flatMap((e) => ['1-1', '1-1.1', '1.0-1~a', '2^-1'].map((v) => e + v));
    const pairs = evrs.flatMap((a) => evrs.map((b) => [a, b] as const));
    const orders = pairs.map(([a, b]) => compareEvr(parseEvr(a), parseEvr(b)));
    expect(orders).toEqual(await askRpm(pairs));
  });

  it('does not look at a release that one side lacks', () => {
    expect(compareEvr(parseEvr('1.0'), parseEvr('1.0-9'))).toBe(0);
  });
});

describe('parseNevra', () => {
  it('takes dashes and dots as part of the name', () => {
    expect(parseNevra('java-1.8.0-openjdk-1:1.8.0.402-1.fc42.x86_64')).toEqual({
      name: 'java-1.8.0-openjdk',
      epoch: '1',
      version: '1.8.0.402',
      release: '1.fc42',
      arch: 'x86_64',
    });
    expect(formatNevra(parseNevra('bash-5.2-1.x86_64'))).toBe('bash-5.2-1.x86_64');
  });

  it.each(['bash', 'bash-5.2', 'bash-5.2-1', 'bash-5.2-1.', '-1-1.noarch'])(
    'refuses %j',
    (text) => {
      expect(() => parseNevra(text)).toThrow(expect.objectContaining({ code: 'BAD_NEVRA' }));
    },
  );
});

describe('findNevraFault', () => {
  const nevra = { name: 'a', epoch: '0', version: '1', release: '1', arch: 'noarch' };

  it.each([
    [{}, undefined],
    [{ name: 'libstdc++6', version: '1.0~rc1^git', release: '2%{?x}' }, undefined],
    [{ name: '' }, 'name'],
    [{ name: 'a b' }, 'name'],
    [{ epoch: '01' }, 'epoch'],
    [{ epoch: '-1' }, 'epoch'],
    [{ version: '1-2' }, 'version'],
    [{ version: '' }, 'version'],
    [{ release: '1\njob install x' }, 'release'],
    [{ release: '1@repo' }, 'release'],
    [{ arch: 'x86_64.rpm' }, 'arch'],
  ])('of %j is %s', (change, fault) => {
    const found = findNevraFault({ ...nevra, ...change });
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(new RegExp(`is no ${fault}$`));
  });
});
