import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TreesmithError } from '../../../lib/core/errors.ts';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { findRpmSpans, parseHeader } from '../../../lib/rpm/header.ts';
import { parsePackageFacts } from '../../../lib/rpm/package-facts.ts';
import { buildRpm, makeGpgKey, signRpms } from '../../support/rpm-builder.ts';
import { formatTestRpm } from '../../support/rpm-bytes.ts';

let folder: TempDir;
let path: string;
let bytes: Buffer;

beforeAll(async () => {
  folder = await makeTempDir();
  const recipe = {
    name: 'sample',
    epoch: 2,
    version: '1.2',
    arch: 'x86_64',
    files: { '/usr/bin/sample': 'x', '/usr/share/sample/a b': 'y', '/etc/sample': 'z' },
    scriptlets: '%post\necho hello\n',
  };
  path = await buildRpm(recipe, folder.path);
  await using key = await makeGpgKey();
  await signRpms([path], key);
  bytes = await readFile(path);
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('parsePackageFacts', () => {
  it('says of a version 4 package what rpm says', async () => {
    const facts = parsePackageFacts(bytes);
    const format = '%{NAME}|%{EPOCHNUM}|%{VERSION}|%{RELEASE}|%{ARCH}|%{BUILDTIME}|%{SOURCERPM}';
    const said = await readTool(['rpm', '-qp', '--nosignature', '--qf', format, path]);
    const { name, epoch, version, release, arch, buildTime, sourceRpm } = facts;
    expect([name, epoch, version, release, arch, buildTime, sourceRpm].join('|')).toBe(said);
    const files = await readTool(['rpm', '-qp', '--nosignature', '--list', path]);
    expect(facts.files).toEqual(files.trim().split('\n'));
    expect(facts.format).toBe(4);
    expect(facts.headerSignatures).toHaveLength(1);
  });

  it('needs nothing of the payload', () => {
    const { payloadStart } = findRpmSpans(bytes);
    expect(parsePackageFacts(bytes.subarray(0, payloadStart)).name).toBe('sample');
  });

  it('reads a version 3 package, with whole file names', () => {
    const facts = parsePackageFacts(formatTestRpm({ format: 3, files: ['/usr/bin/old'] }));
    expect(facts).toMatchObject({ format: 3, name: 'made', files: ['/usr/bin/old'] });
  });

  it('reads a version 6 package, with several signatures', () => {
    const signatures = [Buffer.from('first'), Buffer.from('second')];
    const facts = parsePackageFacts(
      formatTestRpm({ format: 6, files: ['/usr/bin/new'], signatures }),
    );
    expect(facts).toMatchObject({ format: 6, name: 'made', files: ['/usr/bin/new'] });
    expect(facts.headerSignatures.map(String)).toEqual(['first', 'second']);
  });
});

describe('a hostile package', () => {
  it('is an error or a package, wherever it is cut', () => {
    const { payloadStart } = findRpmSpans(bytes);
    for (let length = 0; length < payloadStart; length += 7) {
      expect(() => parsePackageFacts(bytes.subarray(0, length))).toThrow(TreesmithError);
    }
  });

  it('is an error or a package, whichever byte is wrong', () => {
    const { payloadStart } = findRpmSpans(bytes);
    let refused = 0;
    for (let at = 0; at < payloadStart; at += 3) {
      for (const value of [0x00, 0x7f, 0xff]) {
        const broken = Buffer.from(bytes.subarray(0, payloadStart));
        broken[at] = value;
        try {
          parsePackageFacts(broken);
        } catch (error) {
          expect(error).toBeInstanceOf(TreesmithError);
          refused += 1;
        }
      }
    }
    expect(refused).toBeGreaterThan(100);
  });

  it('may not declare more than rpm itself takes', () => {
    const huge = Buffer.alloc(16);
    huge.writeUInt32BE(0x8eade801, 0);
    huge.writeUInt32BE(0x10000, 8);
    expect(() => parseHeader(huge)).toThrow(expect.objectContaining({ code: 'HEADER_LIMIT' }));
  });
});
