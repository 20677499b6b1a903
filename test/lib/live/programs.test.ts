import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool } from '../../../lib/host/process.ts';
import { parseElfNeeds } from '../../../lib/live/elf.ts';
import { collectPrograms } from '../../../lib/live/programs.ts';
import { followPath } from '../../../lib/live/tree-path.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'treesmith-programs-'));
});
afterAll(() => rm(root, { recursive: true }));

describe('collectPrograms', () => {
  it('finds what ldd finds', async () => {
    const found = collectPrograms('/', [{ name: 'bash', package: 'bash' }]);
    const real = new Set([...found].map((path) => followPath('/', path)?.real));
    for (const [path] of (await readTool(['ldd', '/bin/bash'])).matchAll(/\/\S+/g)) {
      expect(real).toContain(followPath('/', path)?.real);
    }
    expect(found).toContain('usr/bin/bash');
  });

  it('names the package of a program that is not there', async () => {
    expect(() => collectPrograms(root, [{ name: 'mount', package: 'util-linux' }])).toThrow(
      expect.objectContaining({
        code: 'PROGRAM_MISSING',
        hint: 'Add the package to the treefile: util-linux.',
      }),
    );
    expect(collectPrograms(root, [{ name: 'ip', package: 'iproute', optional: true }]).size).toBe(
      0,
    );
  });

  it('names the library that is not there', async () => {
    await mkdir(join(root, 'usr/bin'), { recursive: true });
    await cp('/bin/bash', join(root, 'usr/bin/bash'), { dereference: true });
    expect(() => collectPrograms(root, [{ name: 'bash', package: 'bash' }])).toThrow(
      expect.objectContaining({ code: 'PROGRAM_MISSING' }),
    );
  });
});

describe('followPath', () => {
  it('never leaves the tree', async () => {
    await mkdir(join(root, 'a/b'), { recursive: true });
    await writeFile(join(root, 'etc-passwd'), 'of the tree\n');
    await symlink('/etc-passwd', join(root, 'a/absolute'));
    await symlink('../../../../../etc-passwd', join(root, 'a/b/up'));
    await symlink('loop', join(root, 'loop'));
    expect(followPath(root, '/a/absolute')).toEqual({ real: 'etc-passwd', links: ['a/absolute'] });
    expect(followPath(root, 'a/b/up')?.real).toBe('etc-passwd');
    expect(followPath(root, 'a/b/../../../../a/b')?.real).toBe('a/b');
    expect(followPath(root, 'loop')).toBeUndefined();
    expect(followPath(root, 'etc-passwd/x')).toBeUndefined();
  });
});

describe('parseElfNeeds', () => {
  it('refuses what is cut short or lies about itself, without reading on for ever', async () => {
    const whole = await readFile('/bin/bash');
    const bad = (bytes: Buffer) =>
      expect(() => parseElfNeeds(bytes, 'x')).toThrow(
        expect.objectContaining({ code: 'PROGRAM_BAD' }),
      );
    bad(Buffer.alloc(0));
    bad(whole.subarray(0, 40));
    bad(whole.subarray(0, 4000));
    for (const [offset, value] of [
      [4, 1],
      [32, 0xff],
      [56, 0xff],
    ] as const) {
      const copy = Buffer.from(whole);
      copy.fill(value, offset, offset + (offset === 56 ? 2 : 1));
      bad(copy);
    }
  });
});
