import {
  chmodSync,
  linkSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rootfsDifference } from '../../../lib/container/rootfs-difference.ts';
import { readRootfsEntries } from '../../../lib/container/rootfs-entries.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

const TIME = 1_700_000_000;

/** Makes a tree, changes a copy of it, and returns what the layer between them has. */
async function differenceOf(
  make: (at: (path: string) => string) => void,
  change: (at: (path: string) => string) => void,
): Promise<string[]> {
  await using temp = await makeTempDir();
  const roots = [join(temp.path, 'before'), join(temp.path, 'after')];
  const [before = '', after = ''] = roots;
  const at = (root: string) => (path: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    return join(root, path);
  };
  make(at(before));
  await runTool(['cp', '-a', before, after]);
  change(at(after));
  await runTool(['find', ...roots, '-exec', 'touch', '-h', '-d', `@${TIME}`, '{}', '+']);
  const [old, now] = [
    await readRootfsEntries(before, silentLog),
    await readRootfsEntries(after, silentLog),
  ];
  return rootfsDifference(old, now).map(({ type, path, target }) =>
    target === undefined ? `${type} ${path}` : `${type} ${path} ${target}`,
  );
}

const write = (path: string, text = path) => writeFileSync(path, text);

describe('rootfsDifference', () => {
  it('is nothing between equal trees', async () => {
    const make = (at: (path: string) => string) => {
      write(at('a/b/file'), 'x');
      linkSync(at('a/b/file'), at('a/link'));
      symlinkSync('b', at('a/symlink'));
    };
    expect(await differenceOf(make, () => undefined)).toEqual([]);
  });

  it('has new and changed files with their folders', async () => {
    const found = await differenceOf(
      (at) => {
        write(at('usr/bin/old'), 'same size 1');
        write(at('usr/share/same'), 'same');
        write(at('etc/mode'), 'mode');
      },
      (at) => {
        write(at('usr/bin/old'), 'same size 2');
        write(at('opt/new/file'));
        chmodSync(at('etc/mode'), 0o600);
      },
    );
    expect(found).toEqual([
      ...['folder etc', 'file etc/mode', 'folder opt', 'folder opt/new', 'file opt/new/file'],
      ...['folder usr', 'folder usr/bin', 'file usr/bin/old'],
    ]);
  });

  it('has whiteouts for what is gone, and one for all of a folder', async () => {
    const found = await differenceOf(
      (at) => {
        for (const path of ['a/one', 'a/two', 'b/one', 'b/two', 'c/one', 'gone/x/y'])
          write(at(path));
      },
      (at) => {
        rmSync(at('a/one'));
        rmSync(at('b/one'));
        rmSync(at('b/two'));
        write(at('b/three'));
        rmSync(at('c/one'));
        rmSync(at('gone'), { recursive: true });
      },
    );
    expect(found).toEqual([
      ...['file .wh.gone', 'folder a', 'file a/.wh.one'],
      ...['folder b', 'file b/.wh..wh..opq', 'file b/three', 'folder c', 'file c/.wh.one'],
    ]);
  });

  it('needs none where something became another thing', async () => {
    const found = await differenceOf(
      (at) => {
        write(at('folder/a'));
        write(at('folder/b'));
        write(at('file'));
      },
      (at) => {
        rmSync(at('folder'), { recursive: true });
        symlinkSync('file', at('folder'));
        rmSync(at('file'));
        write(at('file/inside'));
      },
    );
    expect(found).toEqual(['folder file', 'file file/inside', 'symlink folder file']);
  });

  it('has every name of a file that changed, or got one more', async () => {
    const found = await differenceOf(
      (at) => {
        write(at('a/first'), '1');
        linkSync(at('a/first'), at('b/second'));
        write(at('a/other'), '1');
        linkSync(at('a/other'), at('b/another'));
      },
      (at) => linkSync(at('a/first'), at('c')),
    );
    expect(found).toEqual([
      ...['folder a', 'file a/first', 'folder b', 'hardlink b/second a/first'],
      'hardlink c a/first',
    ]);
  });

  it('has what differs in attributes and times alone', async () => {
    await using temp = await makeTempDir();
    const [before, after] = [join(temp.path, 'before'), join(temp.path, 'after')];
    mkdirSync(before);
    for (const name of ['a', 'b', 'c']) {
      write(join(before, name), name);
      utimesSync(join(before, name), TIME, TIME);
    }
    await runTool(['cp', '-a', before, after]);
    await runTool(['setfattr', '-n', 'user.note', '-v', 'x', join(after, 'a')]);
    utimesSync(join(after, 'b'), TIME + 1, TIME + 1);
    const found = rootfsDifference(
      await readRootfsEntries(before, silentLog),
      await readRootfsEntries(after, silentLog),
    );
    expect(found.map(({ path }) => path)).toEqual(['a', 'b']);
  });
});

describe('readRootfsEntries', () => {
  it('keeps names that are no UTF-8, byte by byte', async () => {
    await using temp = await makeTempDir();
    await readTool(['sh', '-c', 'printf x > "$0/$(printf \'a\\377\')"', temp.path]);
    const [, entry] = await readRootfsEntries(temp.path, silentLog);
    expect(Buffer.from(entry?.pathBytes ?? []).toString('hex')).toBe('61ff');
  });

  it('refuses a name that would delete another file', async () => {
    await using temp = await makeTempDir();
    write(join(temp.path, '.wh.passwd'));
    await expect(readRootfsEntries(temp.path, silentLog)).rejects.toMatchObject({
      code: 'WHITEOUT_NAME',
      message: expect.stringContaining('/.wh.passwd'),
    });
  });
});
