import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { runTool } from '../../../lib/host/process.ts';
import { parseXattrs, readXattrs, withLabel } from '../../../lib/repo/xattrs.ts';
import { newFolder } from './harness.ts';

const parse = (text: string) =>
  [...parseXattrs(Buffer.from(text))].map(([path, xattrs]) => [
    path,
    ...xattrs.map(([name, value]) => `${Buffer.from(name)}${Buffer.from(value).toString('hex')}`),
  ]);

describe('parseXattrs', () => {
  it('reads blocks of a path and its attributes, sorted by name', () => {
    expect(
      parse('# file: /t/a\nuser.z=0x31\nuser.b=0x\nsecurity.x=0x00ff\n\n# file: /t/b\nuser.c\n\n'),
    ).toEqual([['/t/a', 'security.x\x0000ff', 'user.z\x0031']]);
  });

  it('undoes the escapes of paths and names', () => {
    expect(parse('# file: /t/new\\012line\\134\\075é\nuser.we\\075ird=0x00\n\n')).toEqual([
      ['/t/new\nline\\=é', 'user.we=ird\x0000'],
    ]);
  });

  it('finds nothing in nothing', () => {
    expect(parse('')).toEqual([]);
  });

  it.each(['user.a=0x31\n', '# file: /t\nuser.a=0x3\n', '# file: /t\nuser.a="text"\n'])(
    'refuses %j',
    (text) => {
      expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'ATTRIBUTES_UNREADABLE' }));
    },
  );
});

describe('readXattrs', () => {
  it('reads what setfattr wrote, of odd names too', async () => {
    const tree = await newFolder();
    const path = join(tree, 'new\nline \\012 = é');
    await mkdir(path);
    await writeFile(join(path, 'plain'), '');
    await runTool(['setfattr', '-n', 'user.a', '-v', 'text', path]);
    expect([...(await readXattrs(tree, silentLog))]).toEqual([
      [path, [[Buffer.from('user.a\0'), Buffer.from('text')]]],
    ]);
  });

  it('says when there is no such tree', async () => {
    await expect(readXattrs('/absent', silentLog)).rejects.toThrow(
      expect.objectContaining({ code: 'ATTRIBUTES_UNREADABLE' }),
    );
  });
});

describe('withLabel', () => {
  it('replaces a label, and keeps the order of the names', () => {
    const xattrs = ['security.capability', 'security.selinux', 'user.a'].map(
      (name) => [Buffer.from(`${name}\0`), Buffer.from('old')] as const,
    );
    const names = withLabel(xattrs, 'new_t').map(([name, value]) => `${name}${value}`);
    expect(names).toEqual(['security.capability\0old', 'security.selinux\0new_t\0', 'user.a\0old']);
  });
});
