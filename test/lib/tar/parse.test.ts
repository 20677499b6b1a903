import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePaxRecords, parseSparseExtension, parseTarHeader } from '../../../lib/tar/parse.ts';

const bad = expect.objectContaining({ code: 'TAR_BAD' });
let folder = '';
const tar = (...argv: string[]) => execFileSync('tar', ['-C', folder, '-cf', '-', ...argv, 'file']);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'treesmith-tar-'));
  writeFileSync(join(folder, 'file'), 'content');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('parseTarHeader', () => {
  it.each([
    ['--format=ustar', 'ustar'],
    ['--format=gnu', 'gnu'],
    ['--format=oldgnu', 'gnu'],
    ['--format=v7', 'v7'],
  ])('reads what GNU tar writes with %s', (form, flavour) => {
    const header = parseTarHeader(
      tar(form, '--mtime=@12345', '--mode=0640', '--owner=7', '--group=8').subarray(0, 512),
    );
    expect(header).toEqual({
      flavour,
      name: 'file',
      modeOctal: 0o640,
      uid: 7,
      gid: 8,
      sizeBytes: 7,
      mtimeSeconds: 12_345,
      type: '0',
      linkName: '',
      sparse: undefined,
    });
  });

  it('reads numbers in base 256, and long names of ustar', () => {
    const large = tar('--format=gnu', '--owner=:4294967290').subarray(0, 512);
    expect(parseTarHeader(large)?.uid).toBe(4_294_967_290);
    const long = tar(
      '--format=ustar',
      `--transform=s,^,${'x'.repeat(80)}/${'y'.repeat(60)}/,`,
    ).subarray(0, 512);
    expect(parseTarHeader(long)?.name).toBe(`${'x'.repeat(80)}/${'y'.repeat(60)}/file`);
  });

  it('takes zeros for the end, and refuses a wrong checksum', () => {
    expect(parseTarHeader(Buffer.alloc(512))).toBeUndefined();
    const wrong = tar('--format=ustar').subarray(0, 512);
    wrong.writeUInt8(0x66, 0);
    wrong.writeUInt8(0x67, 1);
    expect(() => parseTarHeader(wrong)).toThrow(bad);
    expect(() => parseTarHeader(wrong.subarray(1))).toThrow(bad);
  });
});

describe('parsePaxRecords', () => {
  it('reads records by their length, newlines included', () => {
    expect([...parsePaxRecords(Buffer.from('12 path=a\nb\n11 size=42\n'))]).toEqual([
      ['path', 'a\nb'],
      ['size', '42'],
    ]);
    for (const text of ['x', '99 path=a\n', '0 path=a\n', '8 path=a\n', '7 path\n']) {
      expect(() => parsePaxRecords(Buffer.from(text))).toThrow(bad);
    }
  });
});

describe('parseSparseExtension', () => {
  it('ends at the first place that is not used', () => {
    const block = Buffer.alloc(512);
    block.write('00000001000\0' + '00000000200\0', 0, 'latin1');
    block.writeUInt8(1, 504);
    expect(parseSparseExtension(block)).toEqual({
      chunks: [{ offsetBytes: 512, sizeBytes: 128 }],
      isExtended: true,
    });
  });
});
