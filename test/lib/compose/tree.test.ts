import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convertVar } from '../../../lib/compose/tmpfiles.ts';
import { Tree } from '../../../lib/compose/tree.ts';
import { newFolder } from './harness.ts';

/** Returns a tree with links out of it, and the folder that they lead to. */
async function trapped(): Promise<{ tree: Tree; outside: string }> {
  const outside = await newFolder('outside');
  await writeFile(join(outside, 'precious'), 'precious');
  const path = await newFolder('tree');
  await symlink(outside, join(path, 'absolute'));
  await symlink('../'.repeat(30) + outside.slice(1), join(path, 'relative'));
  await symlink('loop', join(path, 'loop'));
  await mkdir(join(path, 'usr/lib'), { recursive: true });
  await symlink('usr/lib', join(path, 'lib'));
  await symlink('/usr/lib', join(path, 'lib64'));
  return { tree: new Tree(path), outside };
}

describe('Tree', () => {
  it('resolves links as inside a chroot', async () => {
    const { tree, outside } = await trapped();
    expect(await tree.resolve('/lib/a')).toBe(`${tree.path}/usr/lib/a`);
    expect(await tree.resolve('lib64/../lib64/a').catch((error) => error.code)).toBe(
      'PATH_ESCAPES_TREE',
    );
    expect(await tree.resolve('lib64')).toBe(`${tree.path}/lib64`);
    expect(await tree.resolve('lib64', true)).toBe(`${tree.path}/usr/lib`);
    expect(await tree.resolve('absolute/precious')).toBe(`${tree.path}${outside}/precious`);
    expect(await tree.resolve('relative/precious')).toBe(`${tree.path}${outside}/precious`);
    await expect(tree.resolve('loop/x')).rejects.toMatchObject({ code: 'PATH_ESCAPES_TREE' });
  });

  it.each(['absolute', 'relative'])(
    'reads, writes and deletes nothing through an %s link',
    async (link) => {
      const { tree, outside } = await trapped();
      expect(await tree.read(`${link}/precious`)).toBeUndefined();
      await tree.write(`${link}/new`, 'x');
      await tree.mkdir(`${link}/folder`);
      await tree.symlink('/target', `${link}/link`);
      await tree.remove(`${link}/precious`);
      await tree.chmod(`${link}/precious`, 0o777).catch(() => undefined);
      expect(await readdir(outside)).toEqual(['precious']);
      expect(((await lstat(join(outside, 'precious'))).mode & 0o777).toString(8)).toBe('644');
      await tree.remove(link);
      expect(await readFile(join(outside, 'precious'), 'utf8')).toBe('precious');
    },
  );

  it('replaces a link, and does not write through it', async () => {
    const { tree, outside } = await trapped();
    await symlink(join(outside, 'precious'), join(tree.path, 'usr/lib/file'));
    await tree.write('usr/lib/file', 'mine', 0o600);
    expect(await readFile(join(outside, 'precious'), 'utf8')).toBe('precious');
    const stats = await lstat(join(tree.path, 'usr/lib/file'));
    expect(stats.isFile() && (stats.mode & 0o777) === 0o600).toBe(true);
  });

  it('never deletes its root', async () => {
    const { tree } = await trapped();
    for (const path of ['', '/', '.', './/']) {
      await expect(tree.remove(path)).rejects.toMatchObject({ code: 'PATH_ESCAPES_TREE' });
    }
  });

  it('walks in byte order and enters no link', async () => {
    const { tree } = await trapped();
    for (const name of ['b', 'B', 'a.b', 'a']) await mkdir(join(tree.path, 'usr/lib', name));
    await writeFile(join(tree.path, 'usr/lib/a/z'), '');
    const seen: string[] = [];
    await tree.walk('', (path) => void seen.push(path));
    expect(seen).toEqual([
      ...['absolute', 'lib', 'lib64', 'loop', 'relative', 'usr', 'usr/lib'],
      ...['usr/lib/B', 'usr/lib/a', 'usr/lib/a/z', 'usr/lib/a.b', 'usr/lib/b'],
    ]);
  });
});

describe('convertVar', () => {
  it('quotes odd names, and keeps out what the tree makes already', async () => {
    const tree = new Tree(await newFolder('tree'));
    for (const path of [
      'var/run/x',
      'var/lock',
      'var/50% "off" now',
      'var/made',
      'var/seen',
      'usr/lib/tmpfiles.d',
    ]) {
      await tree.mkdir(path);
    }
    await tree.write(
      'usr/lib/tmpfiles.d/a.conf',
      '# d /var/commented\nd! /var/made/ 0700\nz /var/seen 0700\n',
    );
    await tree.symlink('a target', 'var/link');
    await tree.write('var/file', 'x');
    const result = await convertVar(tree, { users: [], groups: [] });
    expect(result).toEqual({ lines: 3, dropped: ['/var/file'] });
    expect(
      (await tree.read('usr/lib/tmpfiles.d/rpm-ostree-autovar.conf'))?.split('\n').slice(1, -1),
    ).toEqual([
      'L /var/link - - - - a target',
      'd "/var/50%% \\"off\\" now" 0755 0 0 - -',
      'd /var/seen 0755 0 0 - -',
    ]);
    expect(await tree.list('var')).toEqual([]);
  });
});
