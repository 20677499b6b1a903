import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { findTool } from '../../../lib/host/tools.ts';
import { objectPath } from '../../../lib/ostree/objects.ts';
import { openObjectWriter } from '../../../lib/repo/object-writer.ts';
import {
  commitInChild,
  commitWith,
  expectAsOstree,
  newFolder,
  newRepository,
  ostreeRoots,
  writerOptions,
} from './harness.ts';
import { makeRandomTree, seeded } from './random-tree.ts';

describe('commitTree', () => {
  it.each(Array.from({ length: 12 }, (_, index) => index))(
    'gives a random tree the checksums of libostree (seed %i)',
    async (seed) => {
      const tree = await newFolder();
      await makeRandomTree(tree, seed);
      await expectAsOstree(tree, seed % 3 === 0 ? 'bare-user' : 'archive');
    },
  );

  it('agrees with libostree about an empty tree', async () => {
    const made = await expectAsOstree(await newFolder());
    expect(made).toMatchObject({ files: 0, objects: 2, written: 2 });
  });

  it('agrees about 5,000 small files, and writes them once', async () => {
    const tree = await newFolder();
    const random = seeded(5000);
    for (let folder = 0; folder < 50; folder += 1) {
      mkdirSync(join(tree, `${folder}`));
      for (let file = 0; file < 100; file += 1) {
        writeFileSync(join(tree, `${folder}/${file}`), randomBytes(Math.floor(random() * 3000)));
      }
    }
    const repoPath = await newRepository();
    const first = await commitWith(writerOptions(repoPath), tree);
    expect(first).toMatchObject(await ostreeRoots(tree));
    expect(first.written).toBe(first.objects);
    const again = await commitWith(writerOptions(repoPath), tree);
    expect(again).toMatchObject({ files: 5000, written: 0, writtenBytes: 0, commit: first.commit });
  });

  it('agrees about deep folders', async () => {
    const tree = await newFolder();
    const deep = join(tree, ...Array.from({ length: 200 }, () => 'deep-folder'));
    await mkdir(deep, { recursive: true });
    await writeFile(join(deep, 'file'), 'at the bottom');
    await expectAsOstree(tree);
  });

  it('agrees about a folder of so many names that offsets need four bytes', async () => {
    const tree = await newFolder();
    for (let index = 0; index < 1200; index += 1) writeFileSync(join(tree, `name-${index}`), '');
    await expectAsOstree(tree);
  });

  it('leaves out attributes without a value, as libostree does', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'file'), 'x');
    await mkdir(join(tree, 'folder'));
    for (const name of ['file', 'folder']) {
      await runTool(['setfattr', '-n', 'user.empty', join(tree, name)]);
      await runTool(['setfattr', '-n', 'user.full', '-v', '1', join(tree, name)]);
    }
    await expectAsOstree(tree);
  });

  it('agrees about access control lists and the labels of the host', async () => {
    const tree = await newFolder();
    const acl = `0x0200000001000600ffffffff02000600e803000004000400ffffffff10000600ffffffff20000400ffffffff`;
    await mkdir(join(tree, 'folder'));
    await runTool(['setfattr', '-n', 'system.posix_acl_default', '-v', acl, join(tree, 'folder')]);
    await writeFile(join(tree, 'file'), 'x');
    await runTool(['setfattr', '-n', 'system.posix_acl_access', '-v', acl, join(tree, 'file')]);
    await runTool(['setfattr', '-n', 'security.selinux', '-v', 'foo_t', join(tree, 'file')]);
    await expectAsOstree(tree);
  });

  it('streams a sparse file of 1 GB', async () => {
    const tree = await newFolder();
    const large = join(tree, 'large');
    await writeFile(large, '');
    await truncate(large, 1_000_000_000);
    const repoPath = await newRepository();
    const { memoryBytes } = await commitInChild(repoPath, tree);
    expect(memoryBytes).toBeLessThan(400_000 * 1024);
    const checksum = (await readTool(['ostree', 'checksum', large])).trim();
    await readFile(join(repoPath, objectPath(checksum, 'filez')));
    await commitWith(writerOptions(repoPath), tree);
    await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet']);
  });

  it('makes the same objects with igzip and without', async () => {
    const tree = await newFolder();
    const text = (await readFile(import.meta.filename, 'utf8')).repeat(8);
    for (let index = 0; index < 300; index += 1) {
      await writeFile(join(tree, `file-${index}`), `${index}\n${text}`);
    }
    const objects = async (threads: number) => {
      const repoPath = await newRepository();
      const made = await commitWith({ ...writerOptions(repoPath), threads }, tree);
      expect(made).toMatchObject({ files: 300, written: 302, ...(await ostreeRoots(tree)) });
      await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet']);
      const paths = await readTool(['find', join(repoPath, 'objects'), '-name', '*.filez']);
      const bytes = await Promise.all(
        paths
          .trim()
          .split('\n')
          .map((path) => readFile(path)),
      );
      // A size that is known late is counted, too.
      expect(made.writtenBytes).toBeGreaterThan(bytes.reduce((sum, { length }) => sum + length, 0));
      return bytes.map((object) => object.toString('hex'));
    };
    const usual = process.env['PATH'];
    const bin = await newFolder('bin');
    for (const name of ['ostree', 'getfattr', 'find']) {
      await symlink(findTool(name) ?? '', join(bin, name));
    }
    const compressed = await objects(1);
    process.env['PATH'] = bin;
    const without = await objects(1).finally(() => {
      process.env['PATH'] = usual;
    });
    expect(without).toHaveLength(300);
    expect(compressed).toHaveLength(300);
    // All of it goes through one thread; the first twelve megabytes are not worth a process.
    const same = compressed.filter((object) => without.includes(object));
    expect(same.length).toBeLessThan(300);
  });

  it('hashes a file with many names once', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'one'), 'the same');
    await link(join(tree, 'one'), join(tree, 'two'));
    expect(await expectAsOstree(tree)).toMatchObject({ files: 2, objects: 3 });
  });

  it('leaves out what is elsewhere', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'old'), 'published');
    const before = await newRepository();
    await commitWith(writerOptions(before), tree);
    const objects = (await readdir(join(before, 'objects'), { recursive: true })).flatMap((name) =>
      name.endsWith('.filez') ? [name.replace('/', '').slice(0, 64)] : [],
    );
    expect(objects).toHaveLength(1);
    await writeFile(join(tree, 'new'), 'not yet');
    const repoPath = await newRepository();
    const made = await commitWith(writerOptions(repoPath), tree, { elsewhere: new Set(objects) });
    expect(made).toMatchObject({ objects: 4, written: 3, ...(await ostreeRoots(tree)) });
    await expect(readFile(join(repoPath, objectPath(objects[0] ?? '', 'filez')))).rejects.toThrow();
  });

  it('makes files that all may read, whatever the umask', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'file'), 'x', { mode: 0o600 });
    const repoPath = await newRepository();
    await commitInChild(repoPath, tree, { umask: '077' });
    const modes = await readTool(['find', `${repoPath}/objects`, '-type', 'f', '-printf', '%m\n']);
    expect(new Set(modes.trim().split('\n'))).toEqual(new Set(['644']));
  });

  it('lets two writers into one repository', async () => {
    const repoPath = await newRepository();
    const trees = await Promise.all([newFolder(), newFolder()]);
    for (const tree of trees) await makeRandomTree(tree, 77, 200);
    for (const tree of trees) await writeFile(join(tree, 'own'), tree);
    const made = await Promise.all(trees.map((tree) => commitWith(writerOptions(repoPath), tree)));
    for (const [index, tree] of trees.entries()) {
      expect(made[index]).toMatchObject(await ostreeRoots(tree));
    }
    await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet', '--all']);
    expect(await readdir(join(repoPath, 'tmp'))).not.toContainEqual(
      expect.stringMatching(/^treesmith-/),
    );
  });
});

describe('objects', () => {
  it('of a bare-user repository are those of libostree: content, mode, time, attribute', async () => {
    const tree = await newFolder();
    await makeRandomTree(tree, 4, 150);
    const describeObjects = async (repoPath: string) => {
      const cwd = join(repoPath, 'objects');
      const format = '%P %m %s %T@ %y\n';
      const files = await readTool(
        ['find', '.', '-type', 'f', '-name', '*.file', '-printf', format],
        { cwd },
      );
      const attributes = await readTool(['getfattr', '-R', '-d', '-e', 'hex', '.'], { cwd });
      return { files: files.split('\n').sort(), attributes: attributes.split('\n\n').sort() };
    };
    const ours = await newRepository('bare-user');
    await commitWith(writerOptions(ours), tree);
    const theirs = await newRepository('bare-user');
    await runTool(['ostree', `--repo=${theirs}`, 'commit', '-b', 'x', `--tree=dir=${tree}`]);
    expect(await describeObjects(ours)).toEqual(await describeObjects(theirs));
  });

  it('of an archive repository have the headers and the content of those of libostree', async () => {
    const tree = await newFolder();
    await makeRandomTree(tree, 5, 150);
    const ours = await newRepository();
    await commitWith(writerOptions(ours), tree);
    const theirs = await newRepository();
    await runTool(['ostree', `--repo=${theirs}`, 'commit', '-b', 'x', `--tree=dir=${tree}`]);
    const names = (await readdir(join(theirs, 'objects'), { recursive: true })).filter((name) =>
      name.endsWith('.filez'),
    );
    expect(names.length).toBeGreaterThan(50);
    for (const name of names) {
      const [our, their] = await Promise.all(
        [ours, theirs].map(async (repo) => readArchived(join(repo, 'objects', name))),
      );
      expect(our?.equals(their ?? Buffer.alloc(0)), name).toBe(true);
    }
  });
});

/** Header and inflated content. */
async function readArchived(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  const end = 8 + bytes.readUInt32BE();
  const rest = bytes.subarray(end);
  return Buffer.concat([bytes.subarray(0, end), rest.length === 0 ? rest : inflateRawSync(rest)]);
}

describe('commitTree of a tree that cannot be committed', () => {
  const refused = async (fill: (tree: string) => Promise<unknown>) => {
    const tree = await newFolder();
    await fill(tree);
    return expect(commitWith(writerOptions(await newRepository()), tree)).rejects;
  };

  it.each([
    ['p', 'named pipe'],
    ['c 1 3', 'device'],
    ['b 7 0', 'device'],
  ])('refuses a node of type %s', async (type, word) => {
    await (
      await refused((tree) => runTool(['mknod', join(tree, 'node'), ...type.split(' ')]))
    ).toThrow(
      expect.objectContaining({
        code: 'FILE_TYPE_UNSUPPORTED',
        message: expect.stringContaining(`node is a ${word}`),
      }),
    );
  });

  it.each(['file', 'folder'])('refuses the name of a %s that is not UTF-8', async (kind) => {
    const bad = (tree: string) => Buffer.concat([Buffer.from(`${tree}/bad`), Buffer.of(0xff)]);
    await (
      await refused((tree) => (kind === 'file' ? writeFile(bad(tree), '') : mkdir(bad(tree))))
    ).toThrow(
      expect.objectContaining({
        code: 'NAME_NOT_UTF8',
        message: expect.stringContaining('626164ff'),
      }),
    );
  });

  it('refuses a link to what is not UTF-8, of which libostree makes a damaged object', async () => {
    await (await refused((tree) => symlink(Buffer.of(0x78, 0xfe), join(tree, 'link')))).toThrow(
      expect.objectContaining({ code: 'NAME_NOT_UTF8', message: expect.stringContaining('/link') }),
    );
  });

  it('refuses a tree that is not there', async () => {
    await (await refused((tree) => rm(tree, { recursive: true }))).toThrow(
      expect.objectContaining({ code: 'TREE_CHANGED' }),
    );
  });
});

describe('openObjectWriter', () => {
  it.each(['bare', 'bare-user-only'])('refuses a repository of mode %s', async (mode) => {
    await expect(openObjectWriter(writerOptions(await newRepository(mode)))).rejects.toThrow(
      expect.objectContaining({
        code: 'REPOSITORY_UNSUPPORTED',
        message: expect.stringContaining(mode),
      }),
    );
  });

  it('refuses a folder that is no repository', async () => {
    await expect(openObjectWriter(writerOptions(await newFolder()))).rejects.toThrow(
      expect.objectContaining({ code: 'REPOSITORY_UNSUPPORTED' }),
    );
  });

  it('heeds archive.zlib-level', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'text'), (await readFile(process.execPath)).subarray(0, 3_000_000));
    const sizeAt = async (level: string) => {
      const repoPath = await newRepository();
      await runTool(['ostree', `--repo=${repoPath}`, 'config', 'set', 'archive.zlib-level', level]);
      return (await commitWith(writerOptions(repoPath), tree)).writtenBytes;
    };
    expect(await sizeAt('9')).toBeLessThan((await sizeAt('1')) * 0.98);
  });

  it('says what it cannot write to', async () => {
    const tree = await newFolder();
    await writeFile(join(tree, 'file'), '');
    const repoPath = await newRepository();
    await rm(join(repoPath, 'objects'), { recursive: true });
    await writeFile(join(repoPath, 'objects'), 'no folder');
    await expect(commitWith(writerOptions(repoPath), tree)).rejects.toThrow(
      expect.objectContaining({
        code: 'OBJECT_WRITER_FAILED',
        message: expect.stringContaining('objects'),
      }),
    );
  });
});
