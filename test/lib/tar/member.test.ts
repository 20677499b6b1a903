import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { TAR_END } from '../../../lib/tar/format.ts';
import { formatTarMember, type TarMember } from '../../../lib/tar/member.ts';
import { parsePaxRecords, parseTarHeader } from '../../../lib/tar/parse.ts';

const FACTS = {
  ...{ sizeBytes: 0, modeOctal: 0o644, uid: 0, gid: 0, mtimeSeconds: 0 },
  type: '0',
} as const;
const FOLDER = `${'folder-with-a-name/'.repeat(5)}`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'treesmith-tar-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Unpacks members with GNU tar, and returns the folder. */
async function unpack(name: string, members: readonly (TarMember & { readonly data?: string })[]) {
  const parts = members.flatMap(({ data = '', ...member }) => {
    const bytes = Buffer.from(data);
    const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
    return [formatTarMember({ ...member, sizeBytes: bytes.length }), bytes, padding];
  });
  const archive = join(root, `${name}.tar`);
  const folder = join(root, name);
  writeFileSync(archive, Buffer.concat([...parts, TAR_END]));
  mkdirSync(folder);
  await runTool(['tar', '-xpf', archive, '-C', folder, '--xattrs', '--xattrs-include=*']);
  return folder;
}

describe('formatTarMember', () => {
  it('writes files, links and folders that GNU tar unpacks', async () => {
    const folder = await unpack('plain', [
      { ...FACTS, name: 'd/', type: '5', modeOctal: 0o1777 },
      { ...FACTS, name: 'd/file', modeOctal: 0o4755, mtimeSeconds: 1_700_000_000, data: 'content' },
      { ...FACTS, name: 'd/hard', type: '1', linkName: 'd/file' },
      { ...FACTS, name: 'd/soft', type: '2', linkName: '../nowhere' },
      { ...FACTS, name: 'pipe', type: '6' },
    ]);
    const file = lstatSync(join(folder, 'd/file'));
    expect(readFileSync(join(folder, 'd/hard'), 'utf8')).toBe('content');
    expect(file.mode & 0o7777).toBe(0o4755);
    expect(file.mtimeMs).toBe(1_700_000_000_000);
    expect(lstatSync(join(folder, 'd/hard')).ino).toBe(file.ino);
    expect(readlinkSync(join(folder, 'd/soft'))).toBe('../nowhere');
    expect(lstatSync(join(folder, 'd')).mode & 0o7777).toBe(0o1777);
    expect(lstatSync(join(folder, 'pipe')).isFIFO()).toBe(true);
  });

  it('cuts a long name at a slash, and takes a pax header for a longer one', async () => {
    const cut = formatTarMember({ ...FACTS, name: `${FOLDER}file` });
    expect(cut).toHaveLength(512);
    expect(parseTarHeader(cut)?.name).toBe(`${FOLDER}file`);
    const long = `${FOLDER}${'n'.repeat(200)}`;
    const target = `/${'t'.repeat(300)}`;
    const folder = await unpack('long', [
      { ...FACTS, name: long, data: 'x' },
      { ...FACTS, name: 'link', type: '2', linkName: target },
    ]);
    expect(readFileSync(join(folder, long), 'utf8')).toBe('x');
    expect(readlinkSync(join(folder, 'link'))).toBe(target);
  });

  it('writes names that are not UTF-8, short and long', async () => {
    const short = Buffer.from([0x66, 0xff, 0x6f]);
    const long = Buffer.concat([Buffer.alloc(180, 0x61), Buffer.from([0xfe])]);
    const folder = await unpack('bytes', [
      { ...FACTS, name: short, data: 'short' },
      { ...FACTS, name: long, data: 'long' },
      { ...FACTS, name: 'ünïcödé', data: 'text' },
    ]);
    const names = readdirSync(folder, { encoding: 'buffer' }).map((name) =>
      name.toString('latin1'),
    );
    const expected = [short, long, Buffer.from('ünïcödé')].map((name) => name.toString('latin1'));
    expect(names.sort()).toEqual(expected.sort());
  });

  it('writes extended attributes in the order of their names', async () => {
    const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex');
    const folder = await unpack('xattrs', [
      {
        ...FACTS,
        name: 'ping',
        modeOctal: 0o755,
        data: 'x',
        xattrs: [
          ['user.z', Buffer.from('z')],
          ['security.capability', capability],
        ],
      },
    ]);
    const found = await readTool(['getfattr', '-d', '-m', '-', '-e', 'hex', join(folder, 'ping')]);
    expect(found).toContain(`security.capability=0x${capability.toString('hex')}`);
    const member = formatTarMember({
      ...FACTS,
      name: 'a',
      xattrs: [
        ['b', capability],
        ['a', short()],
      ],
    });
    expect([...parsePaxRecords(pax(member)).keys()]).toEqual(['SCHILY.xattr.a', 'SCHILY.xattr.b']);
  });

  it('writes large owners, sizes and times before 1970 as GNU does', () => {
    const large = { uid: 3_000_000, gid: 4_000_000_000, sizeBytes: 9 * 2 ** 30 };
    const header = parseTarHeader(formatTarMember({ ...FACTS, ...large, name: 'a' }));
    expect(header).toMatchObject(large);
    expect(formatTarMember({ ...FACTS, name: 'a', mtimeSeconds: -1 })[136]).toBe(0xff);
  });

  it('refuses names that are none', () => {
    for (const name of ['', 'a\0b']) {
      expect(() => formatTarMember({ ...FACTS, name })).toThrow(
        expect.objectContaining({ code: 'TAR_BAD' }),
      );
    }
  });
});

const short = () => Buffer.from('value');

function pax(member: Buffer): Buffer {
  const size = parseTarHeader(member.subarray(0, 512))?.sizeBytes ?? 0;
  return member.subarray(512, 512 + size);
}
