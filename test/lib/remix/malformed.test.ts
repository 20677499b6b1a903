import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readTreefile } from '../../../lib/remix/treefile.ts';
import { type Fault, faultOf } from './faults.ts';
import { writeFileTree } from './file-tree.ts';

async function treefileFault(main: string, name = 'main.yaml'): Promise<Fault> {
  await using tree = await writeFileTree({ [name]: main });
  return await faultOf(() => readTreefile(tree.file(name), { basearch: 'x86_64' }));
}

describe('readTreefile', () => {
  const cases: readonly (readonly [
    what: string,
    text: string,
    code: string,
    where: string,
    hint?: string,
  ])[] = [
    [
      'an unknown key',
      'ref: a\npackges: [a]\n',
      'UNKNOWN_KEY',
      'main.yaml:2:1',
      'Did you mean "packages"?',
    ],
    [
      'an underscore',
      'install_langs: [a]\n',
      'UNKNOWN_KEY',
      'main.yaml:1:1',
      'Did you mean "install-langs"?',
    ],
    [
      'a key unlike any',
      'zzzzzzzzzz: 1\n',
      'UNKNOWN_KEY',
      'main.yaml:1:1',
      'The keys that there are stand in docs/treefile.md.',
    ],
    [
      'a key of clients',
      'override-remove: [a]\n',
      'UNKNOWN_KEY',
      'main.yaml:1:1',
      'It is for the origin of a deployed client, not for composing.',
    ],
    [
      'another key of clients',
      'packages-local: {a: b}\n',
      'UNKNOWN_KEY',
      'main.yaml:1:1',
      'It is for the origin of a deployed client, not for composing.',
    ],
    [
      'an unknown key below',
      'rojig: {name: a, summary: b, license: c, licence: d}\n',
      'UNKNOWN_KEY',
      'main.yaml:1:42',
      'Did you mean "license"?',
    ],
    [
      'an unknown key in place',
      'conditional-include:\n  - if: basearch == "x86_64"\n    include:\n      pakages: [a]\n',
      'UNKNOWN_KEY',
      'main.yaml:4:7',
      'Did you mean "packages"?',
    ],
    [
      'a string for a list',
      'packages: bash\n',
      'WRONG_TYPE',
      'main.yaml:1:11',
      'Make it a list: ["bash"].',
    ],
    [
      'a number for a package',
      'packages:\n  - bash\n  - 389\n',
      'WRONG_TYPE',
      'main.yaml:3:5',
      'Put it in quotes: "389".',
    ],
    [
      'a mapping for a list',
      'repo-packages:\n  repo: a\n  packages: [b]\n',
      'WRONG_TYPE',
      'main.yaml:2:3',
      'Make it a list: begin each element with "- ".',
    ],
    [
      'yes for true',
      'selinux: yes\n',
      'WRONG_TYPE',
      'main.yaml:1:10',
      'Write true or false, without quotes.',
    ],
    [
      'a number for an edition',
      'edition: 2024\n',
      'WRONG_TYPE',
      'main.yaml:1:10',
      'Put it in quotes: "2024".',
    ],
    [
      'a fraction for releasever',
      'releasever: 40.1\n',
      'WRONG_TYPE',
      'main.yaml:1:13',
      'Put it in quotes: "40.1".',
    ],
    [
      'an edition that is none',
      'edition: "2042"\n',
      'BAD_VALUE',
      'main.yaml:1:10',
      'Did you mean 2024?',
    ],
    ['a value outside an enum', 'boot-location: both\n', 'BAD_VALUE', 'main.yaml:1:16'],
    [
      'a list for packages-<arch> that is none',
      'packages-x86_64: true\n',
      'WRONG_TYPE',
      'main.yaml:1:18',
    ],
    ['a missing key', 'repo-packages:\n  - packages: [a]\n', 'MISSING_KEY', 'main.yaml:2:5'],
    ['a check without its file', 'check-passwd: {type: file}\n', 'MISSING_KEY', 'main.yaml:1:15'],
    ['a check without its data', 'check-groups:\n  type: data\n', 'MISSING_KEY', 'main.yaml:2:3'],
    ['a variable that is a list', 'variables:\n  a: [1]\n', 'WRONG_TYPE', 'main.yaml:2:6'],
    ['a negative variable', 'variables:\n  a: -1\n', 'BAD_VALUE', 'main.yaml:2:6'],
    ['both spellings', 'gpg-key: a\ngpg_key: b\n', 'CONFLICTING_KEYS', 'main.yaml:2:1'],
    ['a key that stands twice', 'ref: a\nref: b\n', 'DUPLICATE_KEY', 'main.yaml:2:1'],
    ['a basearch that is not ours', 'basearch: hal9000\n', 'BASEARCH_MISMATCH', 'main.yaml:1:11'],
    [
      'a quote that does not end',
      'packages: ["\'foobar >= 1.0 baz"]\n',
      'BAD_VALUE',
      'main.yaml:1:12',
    ],
    ['a ref that OSTree refuses', 'ref: a//b\n', 'BAD_VALUE', 'main.yaml:1:6'],
    [
      'a suffix of two characters',
      'automatic-version-suffix: ".."\n',
      'BAD_VALUE',
      'main.yaml:1:27',
    ],
    [
      'units without machine-id',
      'machineid-compat: false\nunits: [a.service]\n',
      'CONFLICTING_KEYS',
      'main.yaml:2:9',
    ],
    ['a unit that looks like an option', 'units: [--force]\n', 'BAD_VALUE', 'main.yaml:1:9'],
    ['an absolute include', 'include: /etc/passwd\n', 'PATH_UNSAFE', 'main.yaml:1:10'],
    ['a NUL in an include', 'include: "a\\0b"\n', 'PATH_UNSAFE', 'main.yaml:1:10'],
    ['an absolute path to remove', 'remove-files: [/usr/x]\n', 'PATH_UNSAFE', 'main.yaml:1:16'],
    [
      'a path to remove that climbs',
      'remove-files: [usr/../../x]\n',
      'PATH_UNSAFE',
      'main.yaml:1:16',
    ],
    ['the root to remove', 'remove-files: [.]\n', 'PATH_UNSAFE', 'main.yaml:1:16'],
    [
      'an expression that is none',
      'remove-from-packages: [[a, "("]]\n',
      'BAD_VALUE',
      'main.yaml:1:24',
    ],
    [
      'a condition that is none',
      'conditional-include:\n  - {if: garbage, include: a}\n',
      'BAD_CONDITION',
      'main.yaml:2:10',
    ],
    [
      'a number for a condition',
      'conditional-include:\n  - {if: 5, include: a}\n',
      'WRONG_TYPE',
      'main.yaml:2:10',
    ],
    [
      'a file named in place',
      'conditional-include:\n  - if: basearch == "x86_64"\n    include: {postprocess-script: a}\n',
      'INLINE_EXTERNAL',
      'main.yaml:3:15',
    ],
    [
      'a check by file in place',
      'conditional-include:\n  - if: basearch == "x86_64"\n    include: {check-groups: {type: file, filename: a}}\n',
      'INLINE_EXTERNAL',
      'main.yaml:3:15',
    ],
    [
      'an include in place',
      'conditional-include:\n  - if: basearch == "x86_64"\n    include: {include: a}\n',
      'INLINE_EXTERNAL',
      'main.yaml:3:15',
    ],
    ['an empty file', '', 'WRONG_TYPE', 'main.yaml:1:1'],
    ['a list', '- a\n', 'WRONG_TYPE', 'main.yaml:1:1'],
    ['YAML that is none', 'a: [b\nc: d\n', 'SYNTAX', 'main.yaml:2:1'],
    ['two documents', 'ref: a\n---\nref: b\n', 'SYNTAX', 'main.yaml:2:1'],
    ['a tag', 'ref: !vault a\n', 'SYNTAX', 'main.yaml:1:6'],
    ['a list for a key', 'metadata: {[a]: b}\n', 'SYNTAX', 'main.yaml:1:12'],
    ['an alias to nothing', 'ref: *gone\n', 'SYNTAX', 'main.yaml:1:6'],
    [
      'deep nesting',
      `metadata: {a: ${'['.repeat(200)}${']'.repeat(200)}}\n`,
      'SYNTAX',
      'main.yaml:1:78',
    ],
  ];

  for (const [what, text, code, where, hint] of cases) {
    it(`refuses ${what}`, async () => {
      const fault = await treefileFault(text);
      expect(`${fault.code} ${fault.where}`).toBe(`${code} ${where}`);
      if (hint !== undefined) expect(fault.hint).toBe(hint);
    });
  }

  it('names every fault of a file at once, and then how many are left', async () => {
    const { message } = await treefileFault('a1: 1\nb1: 2\nselinux: maybe\n');
    expect(message).toMatch(
      /^unknown key "a1"\n.*main\.yaml:2:1: unknown key "b1"\n.*main\.yaml:3:10: selinux: expected true or false, got "maybe"$/,
    );
    const many = Array.from({ length: 500 }, (_, index) => `zz${index}: 1\n`).join('');
    expect((await treefileFault(many)).message).toMatch(/\nand 494 more$/);
  });

  it('holds JSON to its syntax, and takes its positions', async () => {
    expect(await treefileFault('{"ref": "a",}\n', 'main.json')).toMatchObject({
      code: 'SYNTAX',
      where: 'main.json:1:13',
    });
    expect(await treefileFault('{"ref": "a",\n "packages": "b"}\n', 'main.json')).toMatchObject({
      code: 'WRONG_TYPE',
      where: 'main.json:2:14',
    });
    expect(await treefileFault('{"ref": "a", "ref": "b"}\n', 'main.json')).toMatchObject({
      code: 'DUPLICATE_KEY',
    });
    expect((await treefileFault('ref: a\n', 'main.json')).hint).toContain('.yaml');
  });

  it('warns of an unknown key in JSON, where a comment has no other place', async () => {
    await using tree = await writeFileTree({
      'main.json':
        '{"packges": ["a"], "comment-x": 1, "repo-packages": [{"repo": "a", "packages": [], "prio": 1}]}',
    });
    const { warnings } = await readTreefile(tree.file('main.json'), { basearch: 'x86_64' });
    expect(warnings.map(({ message }) => message)).toEqual([
      'unknown key "packges" is ignored. Did you mean "packages"?',
      'unknown key "prio" in repo-packages[0] is ignored. Known keys: repo, packages.',
    ]);
  });

  it('bounds aliases, so that ten lines do not become a gigabyte', async () => {
    const bomb = [
      'a0: &a0 [x, x, x, x, x, x, x, x, x]',
      ...Array.from(
        { length: 9 },
        (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
      ),
    ];
    const start = performance.now();
    expect(
      await treefileFault(`metadata:\n${bomb.map((line) => `  ${line}`).join('\n')}\n`),
    ).toMatchObject({ code: 'SYNTAX' });
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  it('takes aliases in small numbers', async () => {
    await using tree = await writeFileTree({
      'main.yaml': 'packages: &p [a, b]\nexclude-packages: [c]\nmetadata: {same: *p}\n',
    });
    const treefile = await readTreefile(tree.file('main.yaml'), { basearch: 'x86_64' });
    expect(treefile.metadata).toEqual({ same: ['a', 'b'] });
  });

  it('survives names that objects have of their own', async () => {
    expect((await treefileFault('__proto__: {x: 1}\n')).code).toBe('UNKNOWN_KEY');
    expect((await treefileFault('constructor: 1\n')).code).toBe('UNKNOWN_KEY');
    await using tree = await writeFileTree({
      'main.yaml':
        'metadata: {__proto__: 1, toString: 2}\nvariables: {constructor: a}\nref: r/$' +
        '{constructor}\n',
    });
    const { metadata, ref } = await readTreefile(tree.file('main.yaml'), { basearch: 'x86_64' });
    expect(Object.entries(metadata)).toEqual([
      ['__proto__', 1],
      ['toString', 2],
    ]);
    expect(ref).toBe('r/a');
  });

  it('bounds the size of a file, and ends on brackets without end', async () => {
    expect((await treefileFault(`# ${'x'.repeat(600 * 1024)}\n`)).code).toBe('FILE_TOO_LARGE');
    expect((await treefileFault('['.repeat(100_000))).code).toBe('SYNTAX');
    expect((await treefileFault('- '.repeat(100_000))).code).toBe('SYNTAX');
  });

  it('opens regular files only', async () => {
    await using tree = await writeFileTree({
      'main.yaml': 'include: pipe.yaml\n',
      'dir.yaml': 'include: folder\n',
      'dev.yaml': 'include: x\n',
    });
    await promisify(execFile)('mkfifo', [tree.file('pipe.yaml')]);
    await mkdir(tree.file('folder'));
    const read = (name: string) =>
      faultOf(() => readTreefile(tree.file(name), { basearch: 'x86_64' }));
    expect(await read('main.yaml')).toMatchObject({
      code: 'FILE_UNREADABLE',
      where: 'main.yaml:1:10',
    });
    expect(await read('dir.yaml')).toMatchObject({
      code: 'FILE_UNREADABLE',
      where: 'dir.yaml:1:10',
    });
    expect((await read('gone.yaml')).code).toBe('FILE_MISSING');
  });

  it('wants UTF-8', async () => {
    await using tree = await writeFileTree({});
    await writeFile(
      tree.file('main.yaml'),
      Buffer.from([0x72, 0x65, 0x66, 0x3a, 0x20, 0xff, 0xfe]),
    );
    expect(
      (await faultOf(() => readTreefile(tree.file('main.yaml'), { basearch: 'x86_64' }))).code,
    ).toBe('SYNTAX');
  });
});
