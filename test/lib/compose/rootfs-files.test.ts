import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layFiles, readFilesFolder } from '../../../lib/compose/rootfs-files.ts';
import { runTool } from '../../../lib/host/process.ts';
import { EPOCH, failure, newFolder } from './harness.ts';

const UNITS = 'usr/lib/systemd/system';

/** Writes files by path; what begins with `-> ` is a link, what ends in `/` a folder. */
function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (path.endsWith('/')) mkdirSync(join(root, path));
    else if (text.startsWith('-> ')) symlinkSync(text.slice(3), join(root, path));
    else writeFileSync(join(root, path), text, { mode: text.startsWith('#!') ? 0o700 : 0o600 });
  }
}

async function lay(
  files: Readonly<Record<string, string>>,
  {
    tree = {},
    units = [],
  }: { tree?: Readonly<Record<string, string>>; units?: readonly string[] } = {},
) {
  const root = await newFolder('remix');
  write(root, Object.fromEntries(Object.entries(files).map(([path, text]) => [`f/${path}`, text])));
  mkdirSync(join(root, 'f'), { recursive: true });
  write(
    root,
    Object.fromEntries(Object.entries(tree).map(([path, text]) => [`tree/${path}`, text])),
  );
  mkdirSync(join(root, 'tree'), { recursive: true });
  const laid = await readFilesFolder(join(root, 'f'), 'container app', root);
  const treePath = join(root, 'tree');
  const paths = await layFiles({
    ...{ treePath, files: laid, units, what: 'container app', sourceDateEpoch: EPOCH },
  });
  return { paths, at: (path: string) => join(treePath, path) };
}

describe('layFiles', () => {
  it('lays files with modes and times of their own, through links of the tree', async () => {
    const { paths, at } = await lay(
      { 'bin/tool': '#!/bin/sh\n', 'srv/www/page': 'page', 'etc/zone': '-> /usr/share/UTC' },
      { tree: { 'usr/bin/sh': 'sh', bin: '-> usr/bin', 'etc/zone': 'old' } },
    );
    expect(paths).toEqual(['usr/bin/tool', 'etc/zone', 'srv', 'srv/www', 'srv/www/page']);
    expect((await lstat(at('usr/bin/tool'))).mode & 0o7777).toBe(0o755);
    expect((await lstat(at('srv/www/page'))).mode & 0o7777).toBe(0o644);
    expect(await readlink(at('etc/zone'))).toBe('/usr/share/UTC');
    for (const path of ['', 'srv', 'usr', 'usr/bin', 'usr/bin/tool', 'etc/zone']) {
      expect((await lstat(at(path))).mtimeMs, path).toBe(EPOCH * 1000);
    }
  });

  it('leaves the folders of the tree as they are', async () => {
    const root = { 'root/.profile': 'old' };
    const { paths, at } = await lay({ 'root/.profile': 'new' }, { tree: root });
    expect(paths).toEqual(['root/.profile']);
    expect(await readFile(at('root/.profile'), 'utf8')).toBe('new');
  });

  it('writes through no link of a package', async () => {
    const outside = join(await newFolder('host'), 'file');
    const tree = { 'bin/tool.treesmith-new': `-> ${outside}`, 'bin/tool': `-> ${outside}` };
    const { at } = await lay({ 'bin/tool': 'mine', 'srv/page': 'page' }, { tree });
    expect(await readFile(at('bin/tool'), 'utf8')).toBe('mine');
    expect((await lstat(at('bin/tool'))).isFile()).toBe(true);
    await expect(lstat(outside)).rejects.toThrow('ENOENT');
    const up = await lay({ 'srv/page': 'page' }, { tree: { srv: '-> ../../..' } });
    expect(await readFile(up.at('page'), 'utf8')).toBe('page');
  });

  it('makes the accounts that sysusers.d files of it ask for', async () => {
    const { paths, at } = await lay(
      { 'usr/lib/sysusers.d/web.conf': 'u web 250 "Web" /srv\n' },
      { tree: { 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n', 'etc/group': 'root:x:0:\n' } },
    );
    expect(paths).toEqual(expect.arrayContaining(['etc/passwd', 'etc/group', 'etc/shadow']));
    expect(await readFile(at('etc/passwd'), 'utf8')).toBe(
      'root:x:0:0::/root:/bin/sh\nweb:x:250:250:Web:/srv:/usr/sbin/nologin\n',
    );
    expect((await lstat(at('etc/passwd'))).mtimeMs).toBe(EPOCH * 1000);
  });

  it('enables units as they ask for it, those of the files too', async () => {
    const { paths, at } = await lay(
      { 'etc/systemd/system/mine.service': '[Service]\nExecStart=/bin/true\n' },
      {
        tree: {
          [`${UNITS}/web@.service`]:
            '[Unit]\nAlias=no\n[Install]\nWantedBy=a.target \\\n b.target\nRequiredBy=c.target\nAlias=www.service\n',
        },
        units: ['mine.service', 'web@blue.service'],
      },
    );
    expect(
      paths.filter((path) => path.includes('.target') || path.endsWith('www.service')),
    ).toEqual(
      [
        'multi-user.target.wants/mine.service',
        ...['a.target.wants', 'b.target.wants', 'c.target.requires'].map(
          (folder) => `${folder}/web@blue.service`,
        ),
        'www.service',
      ].map((name) => `etc/systemd/system/${name}`),
    );
    expect(await readlink(at('etc/systemd/system/a.target.wants/web@blue.service'))).toBe(
      `/${UNITS}/web@.service`,
    );
  });

  it.each([
    ['a folder for a file', { 'etc/passwd/x': '' }, { 'etc/passwd': 'root' }, /passwd is a folder/],
    ['a file for a folder', { etc: '' }, { 'etc/passwd': 'root' }, /f\/etc is a file/],
    ['a link for a folder', { etc: '-> usr' }, { 'etc/passwd': 'root' }, /f\/etc is a link/],
  ])('refuses %s', async (_, files, tree, message) => {
    await expect(lay(files, { tree })).rejects.toEqual(failure('FILES_CONFLICT', message));
  });

  it('refuses a unit that nobody has', async () => {
    await expect(lay({}, { units: ['nginx.service'] })).rejects.toEqual(
      failure('UNIT_MISSING', 'the unit nginx.service'),
    );
  });
});

describe('readFilesFolder', () => {
  it('refuses what is not there, and what is no folder', async () => {
    const root = await newFolder('remix');
    writeFileSync(join(root, 'file'), '');
    const read = (name: string) => readFilesFolder(join(root, name), 'container app', root);
    await expect(read('none')).rejects.toEqual(failure('FILES_MISSING', 'does not exist'));
    await expect(read('file')).rejects.toEqual(failure('FILES_MISSING', 'is no folder'));
  });

  it('refuses a folder that is a link out of the remix', async () => {
    const root = await newFolder('remix');
    symlinkSync('/etc', join(root, 'f'));
    await expect(readFilesFolder(join(root, 'f'), 'container app', root)).rejects.toEqual(
      failure('FILES_UNSAFE', /leads out of .*, to \/etc/),
    );
  });

  it.each(['../x', '../../etc/shadow', 'b/../../../x'])('refuses a link to %s', async (target) => {
    const read = lay({ a: `-> ${target}` });
    await expect(read).rejects.toEqual(failure('FILES_UNSAFE', `leads out of it, to ${target}`));
  });

  it('takes links that stay inside, and absolute ones', async () => {
    const links = { 'a/b/up': '-> ../../c', 'a/absolute': '-> /etc/../etc/passwd' };
    expect((await lay(links)).paths).toContain('a/b/up');
  });

  it('refuses what is no file', async () => {
    const root = await newFolder('remix');
    mkdirSync(join(root, 'f'));
    chmodSync(join(root, 'f'), 0o755);
    await runTool(['mkfifo', join(root, 'f', 'pipe')]);
    await expect(readFilesFolder(join(root, 'f'), 'container app', root)).rejects.toEqual(
      failure('FILES_UNSAFE', 'neither a file nor a folder nor a link'),
    );
  });
});
