import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TreesmithError } from '../../../lib/core/errors.ts';
import { readInstalledPackages } from '../../../lib/host/installed-packages.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { formatNevra } from '../../../lib/rpm/nevra.ts';
import { buildRpm, makeGpgKey } from '../../support/rpm-builder.ts';

let folder: TempDir;
let database: string;

beforeAll(async () => {
  folder = await makeTempDir();
  // Headers of 1 kB and of 300 kB: in a page, and in a chain of pages; a b-tree with pages below pages.
  const many = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [`/usr/share/large/file-${index}`, `${index}`]),
  );
  const recipes = [
    {
      name: 'small',
      epoch: 3,
      version: '1.2~rc1',
      release: '4^git',
      preamble: 'Vendor: Example\nURL: https://example.org/small',
      requires: ['large >= 1', '(large or other)', '/usr/share/large/file-7'],
      provides: ['thing = 2:5'],
      files: { '/usr/bin/small': 'x', '/etc/small/ü': 'y' },
    },
    { name: 'large', arch: 'x86_64', files: many },
    ...Array.from({ length: 4 }, (_, index) => ({ name: `other-${index}` })),
  ];
  const rpms = await Promise.all(
    recipes.map((recipe, index) => buildRpm(recipe, join(folder.path, `${index}`))),
  );
  const dbpath = join(folder.path, 'rpm');
  const flags = ['--dbpath', dbpath, '--noplugins'];
  const install = ['--justdb', '--nodeps', '--noscripts', '--ignorearch', '--ignoreos'];
  await runTool(['rpm', ...flags, '-i', ...install, ...rpms]);
  await using key = await makeGpgKey();
  await writeFile(join(folder.path, 'key.asc'), key.publicKey);
  await runTool(['rpmkeys', '--dbpath', dbpath, '--import', join(folder.path, 'key.asc')]);
  database = join(dbpath, 'rpmdb.sqlite');
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('readInstalledPackages', () => {
  it('reads what rpm reads', async () => {
    const fields = '%{NAME}|%{EPOCHNUM}|%{VERSION}|%{RELEASE}|%{ARCH}|%{BUILDTIME}|%{SHA256HEADER}';
    const files = '[%{FILENAMES} %{FILEMODES} %{FILEDIGESTS}\\n]';
    const theirs = await readTool([
      ...['rpm', '--dbpath', join(folder.path, 'rpm'), '-qa', '--qf'],
      `${fields}\\n[%{REQUIRENAME} %{REQUIREVERSION}\\n]${files}`,
    ]);
    const ours = [...readInstalledPackages(database)].map((one) =>
      [
        `${[one.name, one.epoch, one.version, one.release, one.arch, one.buildTime].join('|')}|${one.headerSha256}\n`,
        ...one.requires.map(({ name, evr = '' }) => `${name} ${evr}\n`),
        ...one.files.map(({ path, mode, digest }) => `${path} ${mode} ${digest}\n`),
      ].join(''),
    );
    expect(ours).toHaveLength(6);
    for (const text of ours) expect(theirs).toContain(text);
  });

  it('reads the texts, dependencies and files of a package', () => {
    const small = [...readInstalledPackages(database)].find(({ name }) => name === 'small');
    expect(small && formatNevra(small)).toBe('small-3:1.2~rc1-4^git.noarch');
    expect(small).toMatchObject({
      vendor: 'Example',
      url: 'https://example.org/small',
      license: 'MIT',
      sourceRpm: 'small-1.2~rc1-4^git.src.rpm',
    });
    expect(small?.provides).toContainEqual({ name: 'thing', sign: '=', evr: '2:5' });
    expect(small?.requires).toContainEqual({
      name: 'large',
      sign: '>=',
      evr: '1',
      isOfRpm: false,
    });
    expect(small?.requires.filter(({ isOfRpm }) => isOfRpm)).not.toEqual([]);
    expect(small?.files.map(({ path, algorithm }) => `${path} ${algorithm}`)).toContain(
      '/etc/small/ü sha256',
    );
  });

  it('refuses a database with a log that was not worked in', async () => {
    await writeFile(`${database}-wal`, 'x');
    expect(() => [...readInstalledPackages(database)]).toThrow(
      expect.objectContaining({ code: 'BAD_RPMDB' }),
    );
    await rm(`${database}-wal`);
  });

  it('refuses what is damaged, and never fails otherwise', async () => {
    const good = await readFile(database);
    const path = join(folder.path, 'damaged');
    // The same places each time: a linear congruential sequence.
    let state = 1;
    const next = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state % below;
    };
    const codes = new Set<string>();
    for (let round = 0; round < 150; round += 1) {
      const bytes = Buffer.from(good);
      // Half of them in the first pages, which hold the structure.
      for (let change = 0; change < 4; change += 1) {
        bytes[next(round % 2 === 0 ? 4096 * 3 : bytes.length)] = next(256);
      }
      await writeFile(path, round % 5 === 4 ? bytes.subarray(0, next(bytes.length)) : bytes);
      try {
        for (const { files } of readInstalledPackages(path)) void files.length;
      } catch (error) {
        if (!(error instanceof TreesmithError)) throw error;
        codes.add(error.code);
      }
    }
    expect([...codes].sort()).toEqual(['BAD_HEADER', 'BAD_RPMDB']);
  });

  it('refuses what is no database, and one without packages', async () => {
    const path = join(folder.path, 'none');
    for (const bytes of ['', 'SQLite format 3\0', 'x'.repeat(5000)]) {
      await writeFile(path, bytes);
      expect(() => [...readInstalledPackages(path)]).toThrow(
        expect.objectContaining({ code: 'BAD_RPMDB' }),
      );
    }
  });
});
