import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../lib/remix/document.ts';
import { defaultImage } from '../../../lib/remix/image.ts';
import { buildPlatforms, DEFAULT_PLATFORMS } from '../../../lib/remix/platforms.ts';
import { parseRemix, readRemix } from '../../../lib/remix/remix.ts';
import { faultOf } from './faults.ts';
import { writeFileTree } from './file-tree.ts';

const HEAD = 'name: anvil\ntreefile: anvil.yaml\narchitectures: [x86_64]\n';
const NO_DOCUMENT = parseDocument('{}', 'remix.yaml', 'yaml');
const parse = (text: string) => parseRemix(text, '/r/remix.yaml');
const fault = (text: string) => faultOf(() => parse(text));

describe('readRemix', () => {
  it('reads every key', async () => {
    await using tree = await writeFileTree({
      'remix.yaml': `
name: anvil
treefile: tree/anvil.yaml
architectures: [x86_64, aarch64]
lockfile: rpms.lock.yaml
version: "12.1"
sign:
  gpg-key: 0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567
ostree-remote: {name: anvil, url: "https://example.org/repo"}
images:
  - {name: cloud, format: qcow2, size: 4 GiB, firmware: [uefi, bios], kernel-arguments: [quiet, 'a="b c"']}
  - {name: raw, format: raw}
containers:
  - {name: anvil, kind: bootable}
  - {name: anvil-base, kind: base, packages: [bash, coreutils]}
tests:
  - {name: no failed units, run: "systemctl is-system-running --wait"}
  - {name: slow, run: sleep 100, timeout: 200}
`,
    });
    expect(await readRemix(tree.file('remix.yaml'))).toEqual({
      path: tree.file('remix.yaml'),
      directory: tree.path,
      name: 'anvil',
      treefile: tree.file('tree/anvil.yaml'),
      architectures: ['x86_64', 'aarch64'],
      lockfile: tree.file('rpms.lock.yaml'),
      version: '12.1',
      sign: { gpgKey: '0123456789ABCDEF0123456789ABCDEF01234567' },
      ostreeRemote: { name: 'anvil', url: 'https://example.org/repo' },
      platforms: new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform])),
      images: [
        {
          ...defaultImage('cloud', 'qcow2', buildPlatforms({}, NO_DOCUMENT)),
          sizeBytes: 4 * 2 ** 30,
          firmware: ['uefi', 'bios'],
          kernelArguments: ['quiet', 'a="b c"'],
        },
        defaultImage('raw', 'raw', buildPlatforms({}, NO_DOCUMENT)),
      ],
      containers: [
        expect.objectContaining({ name: 'anvil', kind: 'bootable' }),
        expect.objectContaining({
          name: 'anvil-base',
          kind: 'base',
          packages: ['bash', 'coreutils'],
        }),
      ],
      tests: [
        { name: 'no failed units', run: 'systemctl is-system-running --wait', timeoutMs: 60_000 },
        { name: 'slow', run: 'sleep 100', timeoutMs: 200_000 },
      ],
    });
  });

  it('says that it is not there', async () => {
    expect((await faultOf(() => readRemix('/nonexistent/remix.yaml'))).code).toBe('FILE_MISSING');
  });
});

describe('parseRemix', () => {
  it('needs a name, a treefile and architectures, no more', async () => {
    expect(parse(`${HEAD}images:\n`)).toMatchObject({
      lockfile: '/r/rpms.lock.yaml',
      images: [],
      containers: [],
      tests: [],
    });
    expect(await fault('name: anvil\ntreefile: a.yaml\n')).toMatchObject({ code: 'MISSING_KEY' });
  });

  const cases: readonly (readonly [
    what: string,
    text: string,
    code: string,
    where: string,
    hint?: string,
  ])[] = [
    [
      'an unknown key',
      `${HEAD}image: []\n`,
      'UNKNOWN_KEY',
      'remix.yaml:4:1',
      'Did you mean "images"?',
    ],
    [
      'an unknown key below',
      `${HEAD}tests:\n  - {name: a, run: b, time-out: 3}\n`,
      'UNKNOWN_KEY',
      'remix.yaml:5:23',
      'Did you mean "timeout"?',
    ],
    [
      'decimal units',
      `${HEAD}images:\n  - {name: a, format: raw, size: 4 GB}\n`,
      'BAD_VALUE',
      'remix.yaml:5:34',
      'Sizes are in binary units. Write "4 GiB", if that is meant.',
    ],
    [
      'a size without unit',
      `${HEAD}images:\n  - {name: a, format: raw, size: 4}\n`,
      'BAD_VALUE',
      'remix.yaml:5:34',
      'Sizes are in binary units. Write "4 GiB", if that is meant.',
    ],
    [
      'an architecture that is none',
      'name: a\ntreefile: b\narchitectures: [x86-64]\n',
      'BAD_VALUE',
      'remix.yaml:3:17',
      'Did you mean x86_64?',
    ],
    [
      'an architecture twice',
      'name: a\ntreefile: b\narchitectures: [x86_64, x86_64]\n',
      'BAD_VALUE',
      'remix.yaml:3:16',
    ],
    [
      'no architecture',
      'name: a\ntreefile: b\narchitectures: []\n',
      'BAD_VALUE',
      'remix.yaml:3:16',
    ],
    [
      'a name with a slash',
      'name: a/b\ntreefile: b\narchitectures: [x86_64]\n',
      'BAD_VALUE',
      'remix.yaml:1:7',
    ],
    [
      'a number for a version',
      `${HEAD}version: 12.1\n`,
      'WRONG_TYPE',
      'remix.yaml:4:10',
      'Put it in quotes: "12.1".',
    ],
    ['a short key id', `${HEAD}sign: {gpg-key: "0x89ABCDEF"}\n`, 'BAD_VALUE', 'remix.yaml:4:17'],
    [
      'a password in a URL',
      `${HEAD}ostree-remote: {name: a, url: "https://u:p@example.org"}\n`,
      'BAD_VALUE',
      'remix.yaml:4:31',
    ],
    [
      'a URL of another kind',
      `${HEAD}ostree-remote: {name: a, url: "ftp://example.org"}\n`,
      'BAD_VALUE',
      'remix.yaml:4:31',
    ],
    [
      'firmware that no architecture has',
      `${HEAD}images:\n  - {name: a, format: raw, firmware: [zipl]}\n`,
      'BAD_VALUE',
      'remix.yaml:5:39',
    ],
    [
      'two images of one name',
      `${HEAD}images:\n  - {name: a, format: raw}\n  - {name: a, format: qcow2}\n`,
      'BAD_VALUE',
      'remix.yaml:6:12',
    ],
    [
      'two kernel arguments in one',
      `${HEAD}images:\n  - {name: a, format: raw, kernel-arguments: [quiet splash]}\n`,
      'BAD_VALUE',
      'remix.yaml:5:47',
    ],
    [
      'an absolute treefile',
      'name: a\ntreefile: /b\narchitectures: [x86_64]\n',
      'PATH_UNSAFE',
      'remix.yaml:2:11',
    ],
    ['a list', '- a\n', 'WRONG_TYPE', 'remix.yaml:1:1'],
    ['nothing', '', 'WRONG_TYPE', 'remix.yaml:1:1'],
  ];
  for (const [what, text, code, where, hint] of cases) {
    it(`refuses ${what}`, async () => {
      const found = await fault(text);
      expect(`${found.code} ${found.where}`).toBe(`${code} ${where}`);
      if (hint !== undefined) expect(found.hint).toBe(hint);
    });
  }
});
