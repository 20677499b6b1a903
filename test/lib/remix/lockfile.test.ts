import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseBlockYaml } from '../../../lib/remix/block-yaml.ts';
import {
  formatLockfile,
  type LockedPackage,
  type Lockfile,
  parseLockfile,
  readLockfile,
  writeLockfile,
} from '../../../lib/remix/lockfile.ts';
import { faultOf } from './faults.ts';
import { writeFileTree } from './file-tree.ts';

function locked(name: string, fields: Partial<LockedPackage> = {}): LockedPackage {
  return {
    url: `https://example.org/os/Packages/${name[0]}/${name}.rpm`,
    repoid: 'base',
    size: 12_345,
    checksum: `sha256:${'0a'.repeat(32)}`,
    name,
    evr: '1.2.3-4.fc40',
    sourcerpm: `${name}-1.2.3-4.fc40.src.rpm`,
    arch: 'x86_64',
    buildtime: 1_700_000_000,
    signer: 'AB'.repeat(20),
    ...fields,
  };
}

const { signer: _signer, ...unsigned } = locked('gone');

const lockfile: Lockfile = {
  lockfileVersion: 1,
  lockfileVendor: 'redhat',
  arches: [
    {
      arch: 'aarch64',
      packages: [locked('bash', { arch: 'aarch64' })],
      source: [],
      module_metadata: [],
    },
    {
      arch: 'x86_64',
      packages: [
        locked('389-ds', { evr: '1:2.0-1' }),
        locked('bash', { arch: 'noarch', sourcerpm: '' }),
        locked('bash'),
        { ...unsigned, name: 'no', evr: '12e-3', url: 'file:///srv/a%20b/no.rpm?x=[1]&y=#' },
      ],
      source: [],
      module_metadata: [],
    },
  ],
  treesmith: {
    inputHash: '1e'.repeat(32),
    repositories: [
      {
        repoid: 'base',
        arch: 'aarch64',
        repomd: `sha256:${'ff'.repeat(32)}`,
        revision: '1700000000',
      },
      {
        repoid: 'base',
        arch: 'x86_64',
        repomd: `sha256:${'fe'.repeat(32)}`,
        revision: 'a "quoted": one',
      },
    ],
  },
};

describe('formatLockfile', () => {
  it('is read back as it was', () => {
    expect(parseLockfile(formatLockfile(lockfile), 'rpms.lock.yaml')).toEqual(lockfile);
  });

  it('is what other YAML readers read, in version 1.1 too', () => {
    const text = formatLockfile(lockfile);
    expect(parse(text)).toEqual(lockfile);
    expect(parse(text, { version: '1.1' })).toEqual(lockfile);
  });

  it('is one text for equal locks, in whatever order they come', () => {
    const shuffled: Lockfile = {
      ...lockfile,
      arches: lockfile.arches
        .map((arch) => ({ ...arch, packages: arch.packages.toReversed() }))
        .toReversed(),
      treesmith: {
        ...lockfile.treesmith,
        repositories: lockfile.treesmith.repositories.toReversed(),
      },
    };
    expect(formatLockfile(shuffled)).toBe(formatLockfile(lockfile));
  });

  it('has the layout of rpm-lockfile-prototype', () => {
    expect(formatLockfile(lockfile).split('\n').slice(2, 18).join('\n')).toBe(`lockfileVersion: 1
lockfileVendor: redhat
arches:
- arch: aarch64
  packages:
  - url: https://example.org/os/Packages/b/bash.rpm
    repoid: base
    size: 12345
    checksum: sha256:${'0a'.repeat(32)}
    name: bash
    evr: 1.2.3-4.fc40
    sourcerpm: bash-1.2.3-4.fc40.src.rpm
    arch: aarch64
    buildtime: 1700000000
    signer: ${'AB'.repeat(20)}
  source: []`);
  });

  it('writes an empty one that is read back', () => {
    const empty: Lockfile = {
      ...lockfile,
      arches: [],
      treesmith: { ...lockfile.treesmith, repositories: [] },
    };
    expect(parseLockfile(formatLockfile(empty), 'x')).toEqual(empty);
  });
});

describe('writeLockfile', () => {
  it('leaves the file alone, or a whole one', async () => {
    await using tree = await writeFileTree({ 'rpms.lock.yaml': 'old' });
    await writeLockfile(tree.file('rpms.lock.yaml'), lockfile);
    expect(await readLockfile(tree.file('rpms.lock.yaml'))).toEqual(lockfile);
    expect(await readdir(tree.path)).toEqual(['rpms.lock.yaml']);
    expect(await readFile(tree.file('rpms.lock.yaml'), 'utf8')).toBe(formatLockfile(lockfile));
  });
});

describe('parseLockfile', () => {
  const text = formatLockfile(lockfile);
  const fault = (changed: string) => faultOf(() => parseLockfile(changed, 'rpms.lock.yaml'));

  it('reads other layouts of YAML, and JSON', () => {
    expect(parseLockfile(JSON.stringify(lockfile, null, 2), 'x')).toEqual(lockfile);
    expect(parseLockfile(text.replaceAll('name: bash\n', "name: 'bash' # shell\n"), 'x')).toEqual(
      lockfile,
    );
  });

  it('leaves out what other tools add', () => {
    expect(
      parseLockfile(text.replace('  packages:', '  extra: {a: [1]}\n  packages:'), 'x'),
    ).toEqual(lockfile);
  });

  it.each([
    [
      'another version',
      text.replace('lockfileVersion: 1', 'lockfileVersion: 2'),
      'rpms.lock.yaml:3:18',
    ],
    ['another vendor', text.replace('redhat', 'other'), 'rpms.lock.yaml:4:17'],
    [
      'an architecture that is none',
      text.replace('- arch: aarch64', '- arch: hal9000'),
      'rpms.lock.yaml:6:9',
    ],
    [
      'an architecture twice',
      text.replace('- arch: x86_64', '- arch: aarch64'),
      'rpms.lock.yaml:20:9',
    ],
    ['a scheme that fetches nothing', text.replace('https://', 'ftp://'), 'rpms.lock.yaml:8:10'],
    ['a password in a URL', text.replace('https://', 'https://u:p@'), 'rpms.lock.yaml:8:10'],
    ['a path for a URL', text.replace('https://example.org/os', '../..'), 'rpms.lock.yaml:8:10'],
    ['a short checksum', text.replace(/sha256:0a/, 'sha256:'), 'rpms.lock.yaml:11:15'],
    ['a checksum of another kind', text.replace('sha256:0a', 'md5:0a'), 'rpms.lock.yaml:11:15'],
    ['a negative size', text.replace('12345', '-1'), 'rpms.lock.yaml:10:11'],
    ['a size that is text', text.replace('12345', '"12345"'), 'rpms.lock.yaml:10:11'],
    ['a name with a slash', text.replace('name: bash', 'name: ../bash'), 'rpms.lock.yaml:12:11'],
    [
      'an EVR without release',
      text.replace('evr: 1.2.3-4.fc40', 'evr: 1.2.3'),
      'rpms.lock.yaml:13:10',
    ],
    [
      'a signer in lower case',
      text.replace('AB'.repeat(20), 'ab'.repeat(20)),
      'rpms.lock.yaml:17:13',
    ],
    ['a package twice', text.replace('arch: noarch', 'arch: x86_64'), 'rpms.lock.yaml:46:11'],
    ['a missing field', text.replace('    repoid: base\n', ''), 'rpms.lock.yaml:8:5'],
    [
      'modules',
      text.replace('module_metadata: []', 'module_metadata: [a]'),
      'rpms.lock.yaml:19:20',
    ],
    ['a lockfile of another tool', text.slice(0, text.indexOf('treesmith:')), 'rpms.lock.yaml:3:1'],
    ['a list', '- a: 1\n', 'rpms.lock.yaml:1:1'],
    ['nothing', '', 'rpms.lock.yaml:1:1'],
  ])('refuses %s', async (_what, changed, where) => {
    expect(await fault(changed)).toMatchObject({ code: 'BAD_LOCKFILE', where });
  });

  it('refuses half a file', async () => {
    for (let end = 0; end < text.length; end += 37) {
      const { code } = await fault(text.slice(0, end));
      expect(['BAD_LOCKFILE', 'SYNTAX']).toContain(code);
    }
  });

  it('refuses a key that stands twice, and conflict markers', async () => {
    expect(
      (await fault(text.replace('    name: bash\n', '    name: bash\n    name: zsh\n'))).code,
    ).toBe('DUPLICATE_KEY');
    expect((await fault(text.replace('  source: []', '<<<<<<< HEAD\n  source: []'))).code).toBe(
      'SYNTAX',
    );
  });
});

describe('parseBlockYaml', () => {
  it('reads what a full parser reads, or nothing', () => {
    const texts = [
      'a: 1\nb: x\n',
      'a:\n- b: 1\n  c: "x: \\" y"\n- b: 2\n',
      'a:\n  b:\n    c: []\n  d: z\n',
      'a: 0123\n',
      'a: 1e3\n',
      'a: yes\n',
      'a: 12:30\n',
      'a: 2024-01-01\n',
      'a: x # y\n',
      'a: [1]\n',
      'a:\n',
      'a: &x b\n',
      'a:\n  - b: 1\n',
      'a:\n- b\n',
      'a: b\n c: d\n',
      'a: "x\n',
      'a: ~\n',
      'a: 99999999999999999999\n',
      'a: b\na: c\n',
      'a:\n- b: 1\n c: 2\n',
      'a: x: y\n',
      'a: "\\x41"\n',
    ];
    const read = texts.filter((text) => parseBlockYaml(text) !== undefined);
    for (const text of read) expect(parseBlockYaml(text)).toEqual(parse(text));
    expect(read).toEqual(texts.slice(0, 3));
  });

  it('bounds its depth', () => {
    const deep = Array.from({ length: 5000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(parseBlockYaml(deep)).toBeUndefined();
  });
});
