import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { objectPath } from '../../../lib/ostree/objects.ts';
import { CommitReader } from '../../../lib/repo/commit-reader.ts';

let folder: TempDir;
let repoPath: string;
let commit: string;
const large = randomBytes(3 * 1024 * 1024);

beforeAll(async () => {
  folder = await makeTempDir();
  repoPath = join(folder.path, 'repo');
  const tree = join(folder.path, 'tree');
  await mkdir(join(tree, 'usr/bin'), { recursive: true });
  await writeFile(join(tree, 'usr/bin/sh'), 'shell');
  await writeFile(join(tree, 'usr/large'), large);
  await writeFile(join(tree, 'usr/empty'), '');
  await symlink('usr/bin', join(tree, 'bin'));
  await symlink('/usr/bin/../bin/sh', join(tree, 'usr/absolute'));
  await symlink('../../../../bin/sh', join(tree, 'usr/above'));
  await symlink('circle', join(tree, 'circle'));
  await symlink('nothing', join(tree, 'dangling'));
  await runTool(['ostree', `--repo=${repoPath}`, 'init', '--mode=archive']);
  const flags = ['--no-xattrs', '--owner-uid=0', '--owner-gid=0', '--branch=main', tree];
  commit = (await readTool(['ostree', `--repo=${repoPath}`, 'commit', ...flags])).trim();
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('CommitReader', () => {
  it('reads what ostree reads', async () => {
    const reader = await CommitReader.open(repoPath, commit);
    for (const path of ['usr/bin/sh', 'usr/empty']) {
      const theirs = await readTool(['ostree', `--repo=${repoPath}`, 'cat', commit, `/${path}`]);
      expect((await reader.read(path, 100))?.toString()).toBe(theirs);
    }
    const file = await reader.find('usr/large');
    const copy = join(folder.path, 'copy');
    await reader.extract(file ?? expect.fail(), copy);
    expect(large.equals(await readFile(copy))).toBe(true);
  });

  it.each(['bin/sh', 'usr/absolute', 'usr/above', '/usr/./bin//sh', 'usr/bin/../bin/sh'])(
    'follows %s',
    async (path) => {
      const reader = await CommitReader.open(repoPath, commit);
      expect(await reader.find(path)).toMatchObject({ path: 'usr/bin/sh', sizeBytes: 5 });
    },
  );

  it.each(['circle', 'dangling', 'usr', 'usr/bin/sh/x', 'absent', '', '..'])(
    'finds no file at %j',
    async (path) => {
      const reader = await CommitReader.open(repoPath, commit);
      expect(await reader.find(path)).toBeUndefined();
    },
  );

  it('refuses files that are too large, objects that are damaged, and what is no commit', async () => {
    const reader = await CommitReader.open(repoPath, commit);
    const refused = { code: 'COMMIT_UNREADABLE' };
    await expect(reader.read('usr/large', 1024)).rejects.toMatchObject(refused);
    const file = (await reader.find('usr/large')) ?? expect.fail();
    const object = join(repoPath, objectPath(file.checksum, 'filez'));
    await writeFile(object, (await readFile(object)).subarray(0, 100_000));
    await expect(reader.read('usr/large', 4 * 1024 ** 2)).rejects.toMatchObject(refused);
    await writeFile(object, 'x');
    await expect(reader.find('usr/large')).rejects.toMatchObject(refused);
    await expect(CommitReader.open(repoPath, 'a'.repeat(64))).rejects.toMatchObject(refused);
    const path = join(repoPath, objectPath(reader.commit.rootTree, 'dirtree'));
    await rm(path);
    await writeFile(path, 'damaged');
    const again = await CommitReader.open(repoPath, commit);
    await expect(again.find('usr/bin/sh')).rejects.toMatchObject(refused);
  });
});
