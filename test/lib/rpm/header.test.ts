import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { findRpmSpans, parseHeader } from '../../../lib/rpm/header.ts';
import { parsePackageFacts } from '../../../lib/rpm/package-facts.ts';
import { buildRpm, makeGpgKey, signRpms } from '../../support/rpm-builder.ts';
import { formatHeader, formatRpm, formatTestRpm, numbers, text } from '../../support/rpm-bytes.ts';

const SCRIPTLETS = `
%pre -p <lua>
print("lua")
%post
echo hello

%postun -p /sbin/ldconfig
%posttrans -p /bin/bash -e
exit 0
%triggerin -- other
echo trigger
%filetriggerin -- /usr/lib
echo files
%transfiletriggerin -p <lua> -- /usr/share/fonts /usr/lib
print("all files")
`;

let folder: TempDir;
let path: string;
let bytes: Buffer;

beforeAll(async () => {
  folder = await makeTempDir();
  const recipe = {
    name: 'sample',
    epoch: 2,
    version: '1.2~rc1',
    arch: 'x86_64',
    files: { '/usr/bin/sample': 'x', '/usr/share/sample/a b': 'y', '/etc/ü': 'z' },
    scriptlets: SCRIPTLETS,
  };
  path = await buildRpm(recipe, folder.path);
  await using key = await makeGpgKey();
  await signRpms([path], key);
  bytes = await readFile(path);
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Asks the rpm of this machine. */
const query = (file: string, format: string) =>
  readTool(['rpm', '-qp', '--nosignature', '--nodigest', '--qf', format, file]);

const IDENTITY =
  '%{NAME}|%{EPOCHNUM}|%{VERSION}|%{RELEASE}|%{ARCH}|%{BUILDTIME}|%{SOURCERPM}|[%{FILENAMES}|]';

const identity = (file: Uint8Array) => {
  const facts = parsePackageFacts(file);
  const { name, epoch, version, release, arch, buildTime, sourceRpm, files } = facts;
  const fields = [name, epoch, version, release, arch, buildTime, sourceRpm, ...files];
  return fields.map((field) => `${field}|`).join('');
};

describe('parsePackageFacts', () => {
  it('says of a version 4 package what rpm says', async () => {
    expect(identity(bytes)).toBe(await query(path, IDENTITY));
    expect(parsePackageFacts(bytes).format).toBe(4);
  });

  it('finds the scriptlets that rpm finds', async () => {
    const { scriptlets } = parsePackageFacts(bytes);
    const one = (kind: string) => {
      const found = scriptlets.find((scriptlet) => scriptlet.kind === kind);
      return `${kind}(${found?.program.join(' ')}): ${found?.body || '(none)'}\n`;
    };
    const single = ['pre', 'post', 'postun', 'posttrans'];
    const tags = ['PREIN', 'POSTIN', 'POSTUN', 'POSTTRANS'];
    const format = single.map((kind, index) => {
      const tag = tags[index];
      return `${kind}([%{${tag}PROG} ]): %{${tag}}\\n`;
    });
    const said = (await query(path, format.join(''))).replaceAll(' ):', '):');
    expect(single.map(one).join('')).toBe(said);
    const kinds = scriptlets.map(({ kind }) => kind);
    expect(kinds).toEqual([...single, 'trigger', 'filetrigger', 'transfiletrigger']);
    expect(scriptlets.at(-1)).toEqual({
      kind: 'transfiletrigger',
      program: ['<lua>'],
      body: 'print("all files")',
    });
  });

  it('finds the signature over the header', async () => {
    const [signature, ...more] = parsePackageFacts(bytes).headerSignatures;
    expect(more).toEqual([]);
    const said = await query(path, '%{RSAHEADER}');
    expect(Buffer.from(signature ?? []).toString('hex')).toBe(said);
  });

  it('needs nothing of the payload', () => {
    const { payloadStart } = findRpmSpans(bytes);
    expect(parsePackageFacts(bytes.subarray(0, payloadStart)).name).toBe('sample');
  });

  it('tells where the parts are', async () => {
    const { header, payloadStart } = findRpmSpans(bytes);
    const said = await query(path, '%{LONGSIGSIZE}');
    expect(bytes.length - header.start).toBe(Number(said));
    // zstd's magic number.
    expect(bytes.readUInt32LE(payloadStart)).toBe(0xfd2fb528);
  });

  it('knows a source package', async () => {
    const spec = join(folder.path, 'src.spec');
    const lines = ['Name: src', 'Version: 1', 'Release: 1', 'Summary: s', 'License: MIT'];
    await writeFile(spec, [...lines, '%description', 'x', ''].join('\n'));
    const define = [
      '--define',
      `_topdir ${folder.path}`,
      '--define',
      `_srcrpmdir ${folder.path}/s`,
    ];
    await runTool(['rpmbuild', '-bs', '--quiet', ...define, spec], { env: { HOME: folder.path } });
    const [name] = await readdir(join(folder.path, 's'));
    const facts = parsePackageFacts(await readFile(join(folder.path, 's', name ?? '')));
    expect(facts).toMatchObject({ name: 'src', arch: 'src', sourceRpm: '', files: ['src.spec'] });
  });

  it('reads a version 3 package, which has no region and whole file names', async () => {
    const made = formatTestRpm({ format: 3, files: ['/usr/bin/old', '/etc/x'] });
    await writeFile(join(folder.path, 'v3.rpm'), made);
    expect(identity(made)).toBe(await query(join(folder.path, 'v3.rpm'), IDENTITY));
    expect(parsePackageFacts(made)).toMatchObject({ format: 3, headerSignatures: [] });
  });

  it('reads a version 6 package, with several signatures', async () => {
    const signatures = [Buffer.from('first'), Buffer.from('second')];
    const made = formatTestRpm({ format: 6, files: ['/usr/bin/new', '/etc/x'], signatures });
    await writeFile(join(folder.path, 'v6.rpm'), made);
    expect(identity(made)).toBe(await query(join(folder.path, 'v6.rpm'), IDENTITY));
    const facts = parsePackageFacts(made);
    expect(facts.format).toBe(6);
    expect(facts.headerSignatures.map(String)).toEqual(['first', 'second']);
  });

  it('leaves the old signature of a version 6 package aside, as rpm does', () => {
    const old = { tag: 268, type: 7, count: 3, data: Buffer.from('old') };
    const both = { format: 6, files: ['/x'], signature: [old] } as const;
    const facts = parsePackageFacts(formatTestRpm({ ...both, signatures: [Buffer.from('new')] }));
    expect(facts.headerSignatures.map(String)).toEqual(['new']);
    const alone = parsePackageFacts(formatTestRpm(both));
    expect(alone.headerSignatures.map(String)).toEqual(['old']);
  });

  it.each([
    ['a tag of format 4 in its signature', { signature: [numbers(1000, [1])] }],
    ['a signature that is not base64', { signature: [text(278, 'not base64!')] }],
    ['another format number', { header: [numbers(5114, [7])] }],
  ])('refuses a version 6 package with %s', (_what, more) => {
    const made = () => parsePackageFacts(formatTestRpm({ format: 6, files: ['/x'], ...more }));
    expect(made).toThrow(expect.objectContaining({ code: 'BAD_HEADER' }));
  });
});

describe('parseHeader', () => {
  it('reads values of every type', () => {
    const long = Buffer.alloc(16);
    long.writeBigUInt64BE(2n ** 40n, 0);
    const header = parseHeader(
      formatHeader([
        { tag: 200, type: 1, count: 2, data: Buffer.from([1, 255]) },
        { tag: 201, type: 3, count: 2, data: Buffer.from([1, 0, 255, 255]) },
        numbers(202, [0xffffffff, 7]),
        { tag: 203, type: 5, count: 2, data: long },
        text(204, 'ü'),
        { tag: 205, type: 7, count: 2, data: Buffer.from([0, 1]) },
        { tag: 206, type: 8, count: 3, data: Buffer.from('a\0\0b\0') },
      ]),
    );
    expect([200, 201, 202, 203].map((tag) => header.numbers(tag))).toEqual([
      [1, 255],
      [256, 65535],
      [0xffffffff, 7],
      [2 ** 40, 0],
    ]);
    expect(header.text(204)).toBe('ü');
    expect(header.bytes(205)).toEqual(Buffer.from([0, 1]));
    expect(header.texts(206)).toEqual(['a', '', 'b']);
    expect([header.text(999), header.number(999), header.bytes(999)]).toEqual(
      Array(3).fill(undefined),
    );
    for (const wrong of [
      () => header.text(200),
      () => header.number(204),
      () => header.bytes(204),
    ]) {
      expect(wrong).toThrow(expect.objectContaining({ code: 'BAD_HEADER' }));
    }
  });

  it('takes no 64-bit number that loses digits', () => {
    const data = Buffer.alloc(8, 0xff);
    const header = parseHeader(formatHeader([{ tag: 200, type: 5, count: 1, data }]));
    expect(() => header.number(200)).toThrow(expect.objectContaining({ code: 'BAD_HEADER' }));
  });
});

describe('formatRpm', () => {
  it('makes what rpm itself reads', async () => {
    const spans = findRpmSpans(bytes);
    const part = ({ start, end }: { start: number; end: number }) => bytes.subarray(start, end);
    const again = formatRpm(part(spans.signature), part(spans.header));
    await writeFile(join(folder.path, 'again.rpm'), again);
    expect(await query(join(folder.path, 'again.rpm'), '%{NAME}')).toBe('sample');
  });
});
