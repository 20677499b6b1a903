import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import {
  appendFile,
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { formatCommit, objectPath } from '../../../lib/ostree/objects.ts';
import { type ObjectWriter, openObjectWriter } from '../../../lib/repo/object-writer.ts';
import { commitWith, newFolder, newRepository, ostreeRoots, writerOptions } from './harness.ts';

/** Returns how many files were prepared once they have been, each for itself. */
async function prepared(scratchPath: string, count: number): Promise<string[]> {
  for (;;) {
    const names = readdirSync(scratchPath).filter((name) => !name.startsWith('.'));
    if (names.length >= count * 2) return names;
    await sleep(10);
  }
}

async function commit(writer: ObjectWriter, repoPath: string, tree: string) {
  const made = await writer.commitTree(tree);
  const { rootTree, rootMeta } = made;
  const checksum = await writer.writeCommit(
    formatCommit({
      ...{ metadata: [], parent: undefined, subject: '', body: '', timestampSeconds: 0 },
      ...{ rootTree, rootMeta },
    }),
  );
  await runTool(['ostree', `--repo=${repoPath}`, 'refs', '--force', '--create=main', checksum]);
  await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet']);
  expect({ rootTree, rootMeta }).toEqual(await ostreeRoots(tree));
  return made;
}

describe('prepare', () => {
  it('makes objects that commitTree only has to rename', async () => {
    const tree = await newFolder();
    const sizes = [0, 1, 1_048_575, 1_048_576, 1_048_577, 5_000_000];
    for (const size of sizes) writeFileSync(join(tree, `${size}`), randomBytes(size));
    const options = writerOptions(await newRepository());
    await using writer = await openObjectWriter(options);
    writer.prepare(sizes.map((size) => join(tree, `${size}`)));
    const names = await prepared(options.scratchPath, sizes.length);
    const made = await commit(writer, options.repoPath, tree);
    expect(made).toMatchObject({ objects: 8, written: 8 });
    // What had the object's name is gone; what has the content's is still there.
    const left = await readdir(options.scratchPath);
    expect(left).toHaveLength(sizes.length);
    for (const name of names.filter((name) => !left.includes(name))) {
      await readFile(join(options.repoPath, objectPath(name, 'filez')));
    }
  });

  it('is of use when the owner, the mode or the attributes are others by then', async () => {
    const tree = await newFolder();
    const names = ['mode', 'owner', 'attribute', 'large'];
    for (const name of names) {
      await writeFile(join(tree, name), randomBytes(name === 'large' ? 3_000_000 : 30_000));
    }
    const options = writerOptions(await newRepository());
    await using writer = await openObjectWriter(options);
    writer.prepare(names.map((name) => join(tree, name)));
    await prepared(options.scratchPath, names.length);
    await chmod(join(tree, 'mode'), 0o4711);
    await chmod(join(tree, 'large'), 0o600);
    await runTool(['chown', '1:2', join(tree, 'owner')]);
    await runTool(['setfattr', '-n', 'user.x', '-v', '1', join(tree, 'attribute')]);
    await commit(writer, options.repoPath, tree);
  });

  it('does no harm when the content is another by then', async () => {
    const tree = await newFolder();
    for (const name of ['small', 'large']) {
      await writeFile(join(tree, name), randomBytes(name === 'large' ? 3_000_000 : 30_000));
    }
    const options = writerOptions(await newRepository());
    await using writer = await openObjectWriter(options);
    writer.prepare(['small', 'large'].map((name) => join(tree, name)));
    await prepared(options.scratchPath, 2);
    await appendFile(join(tree, 'small'), 'more');
    await appendFile(join(tree, 'large'), 'more');
    await commit(writer, options.repoPath, tree);
  });

  it('does not mind files that change, vanish, or are none', async () => {
    const tree = await newFolder();
    const paths = Array.from({ length: 300 }, (_, index) => join(tree, `${index}`));
    for (const path of paths) writeFileSync(path, randomBytes(20_000));
    const options = writerOptions(await newRepository());
    await using writer = await openObjectWriter(options);
    await mkdir(join(tree, 'folder'));
    symlinkSync('0', join(tree, 'link'));
    linkSync(join(tree, '1'), join(tree, 'hard'));
    await runTool(['mknod', join(tree, 'pipe'), 'p']);
    const odd = ['folder', 'link', 'hard', 'pipe', 'absent'].map((name) => join(tree, name));
    writer.prepare([...odd, ...paths, ...paths]);
    for (const path of paths.slice(100, 200)) await rm(path);
    for (const path of paths.slice(200)) writeFileSync(path, 'short');
    await rm(join(tree, 'pipe'));
    await commit(writer, options.repoPath, tree);
  });

  it('prepares nothing that the repository has', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'known'), 'known');
    const options = writerOptions(await newRepository());
    await commitWith(options, tree);
    await writeFile(join(tree, 'new'), 'new');
    await using writer = await openObjectWriter(options);
    writer.prepare([join(tree, 'known'), join(tree, 'new')]);
    expect(await prepared(options.scratchPath, 1)).toHaveLength(2);
    expect(await commit(writer, options.repoPath, tree)).toMatchObject({ written: 2 });
  });

  it('makes an object anew when its content alone is the same, where that is not looked for', async () => {
    const tree = await newFolder();
    for (const name of ['same', 'changed']) {
      await writeFile(join(tree, name), randomBytes(100_000), { mode: 0o644 });
    }
    const options = { ...writerOptions(await newRepository()), preparesByContent: false };
    await using writer = await openObjectWriter(options);
    writer.prepare([join(tree, 'same'), join(tree, 'changed')]);
    // One name each.
    expect(await prepared(options.scratchPath, 1)).toHaveLength(2);
    await chmod(join(tree, 'changed'), 0o755);
    await commit(writer, options.repoPath, tree);
  });

  it('works with a scratch folder of another file system', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'file'), randomBytes(100_000));
    const scratchPath = `/dev/shm/treesmith-scratch-${process.pid}`;
    const options = { ...writerOptions(await newRepository()), scratchPath };
    await using writer = await openObjectWriter(options);
    writer.prepare([join(tree, 'file')]);
    await prepared(scratchPath, 1);
    await commit(writer, options.repoPath, tree);
  });

  it('leaves nothing behind', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'file'), 'x');
    const options = writerOptions(await newRepository());
    {
      await using writer = await openObjectWriter(options);
      writer.prepare(Array.from({ length: 5000 }, () => join(tree, 'file')));
    }
    await expect(readdir(options.scratchPath)).rejects.toThrow('ENOENT');
    expect(await readdir(join(options.repoPath, 'tmp'))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^treesmith-/)]),
    );
  });
});

describe.each(['hash', 'prepare'] as const)('%s', (how) => {
  it('is forgotten of what changed in any way since', async () => {
    const tree = await newFolder();
    const changes: Record<string, (path: string) => Promise<unknown>> = {
      same: async () => undefined,
      // Neither size nor time of modification tell.
      bytes: async (path) => {
        const { atime, mtime } = await stat(path);
        await writeFile(path, randomBytes(30_000));
        await utimes(path, atime, mtime);
      },
      mapped: (path) => runTool(['dd', 'if=/dev/zero', `of=${path}`, 'count=1', 'conv=notrunc']),
      mode: (path) => chmod(path, 0o4755),
      owner: (path) => chown(path, 7, 8),
      attribute: (path) => runTool(['setfattr', '-n', 'user.x', '-v', 'y', path]),
      capability: (path) => runTool(['setcap', 'cap_net_raw=ep', path]),
      another: async (path) => {
        await writeFile(`${path}.new`, randomBytes(30_000));
        await rename(`${path}.new`, path);
      },
      link: async (path) => {
        await rm(path);
        symlinkSync('same', path);
      },
      gone: (path) => rm(path),
    };
    const names = Object.keys(changes);
    for (const name of names) await writeFile(join(tree, name), randomBytes(30_000));
    const options = writerOptions(await newRepository());
    if (how === 'hash') await commitWith(options, tree);
    await sleep(100);
    await using writer = await openObjectWriter(options);
    writer[how]([...names, 'absent', '.'].map((name) => join(tree, name)));
    await sleep(300);
    for (const [name, change] of Object.entries(changes)) await change(join(tree, name));
    await commit(writer, options.repoPath, tree);
  });
});

describe('hash', () => {
  it('stores what the repository has not after all', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'file'), randomBytes(30_000));
    await sleep(100);
    const options = writerOptions(await newRepository());
    await using writer = await openObjectWriter(options);
    writer.hash([join(tree, 'file')]);
    await sleep(300);
    expect(await commit(writer, options.repoPath, tree)).toMatchObject({ written: 3 });
  });
});
