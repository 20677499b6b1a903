import { randomBytes } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { objectPath } from '../../../lib/ostree/objects.ts';
import { openArchive } from '../../../lib/repo/archive.ts';
import { linkCommit } from '../../../lib/repo/link-commit.ts';
import { writeRef } from '../../../lib/repo/refs.ts';
import { commitWith, newFolder, newPath, newRepository, writerOptions } from './harness.ts';

let from: string;
let commit: string;
let content: string;

beforeAll(async () => {
  const tree = await newFolder();
  for (const folder of ['a', 'a/b', 'a/c', 'd']) {
    mkdirSync(join(tree, folder));
    writeFileSync(join(tree, folder, 'same'), 'in each folder');
    writeFileSync(join(tree, folder, 'own'), randomBytes(3000));
  }
  linkSync(join(tree, 'a/own'), join(tree, 'd/another-name'));
  symlinkSync('a/own', join(tree, 'link'));
  from = await newRepository();
  ({ commit } = await commitWith(writerOptions(from), tree));
  const listing = await readTool(['ostree', `--repo=${from}`, 'ls', '-C', commit, '/a/own']);
  content = objectPath(/[0-9a-f]{64}/.exec(listing)?.[0] ?? '', 'filez');
});

const link = (to: string) => linkCommit({ from, to, commit, log: silentLog });

async function newArchive(): Promise<string> {
  const path = newPath('archive');
  await openArchive(path);
  return path;
}

async function expectWhole(repoPath: string): Promise<void> {
  await writeRef(repoPath, 'main', commit);
  await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet']);
  const objects = async (path: string) =>
    (await readTool(['ostree', `--repo=${path}`, 'ls', '-R', '-C', commit])).trim();
  expect(await objects(repoPath)).toBe(await objects(from));
}

describe('linkCommit', () => {
  it('gives every object a second name', async () => {
    const to = await newArchive();
    expect(await link(to)).toBe(true);
    await expectWhole(to);
    expect(statSync(join(to, content)).ino).toBe(statSync(join(from, content)).ino);
    rmSync(join(to, content));
    expect(await link(to)).toBe(true);
    await expectWhole(to);
  });

  it('does not look into folders of a commit that a ref leads to', async () => {
    const next = await newFolder();
    await runTool(['ostree', `--repo=${from}`, 'checkout', commit, join(next, 'tree')]);
    const tree = join(next, 'tree');
    for (const folder of ['new', 'a/new']) mkdirSync(join(tree, folder));
    for (const name of ['new/file', 'a/new/file', 'a/own']) {
      rmSync(join(tree, name), { force: true });
      writeFileSync(join(tree, name), randomBytes(3000));
    }
    rmSync(join(tree, 'a/b'), { recursive: true });
    const { commit: newer } = await commitWith(writerOptions(from), tree);
    const options = { from, commit: newer, base: commit, log: silentLog };
    const fsck = async (to: string) => {
      await writeRef(to, 'main', newer);
      await runTool(['ostree', `--repo=${to}`, 'fsck', '--quiet']);
    };

    const to = await newArchive();
    await link(to);
    expect(await linkCommit({ ...options, to })).toBe(true);
    await fsck(to);

    // Neither without the commit, nor when fsck has found it unfinished.
    const none = await newArchive();
    expect(await linkCommit({ ...options, to: none })).toBe(true);
    await fsck(none);
    const partial = await newArchive();
    await link(partial);
    rmSync(join(partial, content));
    writeFileSync(join(partial, 'state', `${commit}.commitpartial`), '');
    expect(await linkCommit({ ...options, to: partial })).toBe(true);
    await fsck(partial);
  });

  it('leaves it to who has more to sync, once all but the commit is there', async () => {
    const to = await newArchive();
    const seen: boolean[] = [];
    const sync = async () => {
      const has = (path: string) => existsSync(join(to, path));
      seen.push(has(content), has(objectPath(commit, 'commit')));
    };
    expect(await linkCommit({ from, to, commit, sync, log: silentLog })).toBe(true);
    expect(seen).toEqual([true, false]);
    await expectWhole(to);
    const failing = linkCommit({
      ...{ from, to: await newArchive(), commit, log: silentLog },
      sync: () => Promise.reject(new Error('the disk is gone')),
    });
    await expect(failing).rejects.toThrow('the disk is gone');
  });

  it('may do so twice at once', async () => {
    const to = await newArchive();
    expect(await Promise.all([link(to), link(to)])).toEqual([true, true]);
    await expectWhole(to);
  });

  it('ends what fsck has found unfinished', async () => {
    const to = await newArchive();
    await link(to);
    rmSync(join(to, content));
    await writeRef(to, 'main', commit);
    await runTool(['ostree', `--repo=${to}`, 'fsck', '--quiet', '--delete'], { okExitCodes: [1] });
    expect(existsSync(join(to, 'state', `${commit}.commitpartial`))).toBe(true);
    expect(await link(to)).toBe(true);
    await expectWhole(to);
  });

  it('leaves it to others where there are no links', async () => {
    // On another file system than the folder for temporary files.
    const memory = await mkdtemp('/dev/shm/link-commit-');
    try {
      const to = join(memory, 'repo');
      await openArchive(to);
      expect(await link(to)).toBe(false);
      expect(existsSync(join(to, objectPath(commit, 'commit')))).toBe(false);
    } finally {
      await rm(memory, { recursive: true });
    }
  });

  it('leaves no commit when an object is missing', async () => {
    const to = await newArchive();
    const lacking = newPath('lacking');
    await runTool(['cp', '-al', from, lacking]);
    rmSync(join(lacking, content));
    const linking = linkCommit({ from: lacking, to, commit, log: silentLog });
    await expect(linking).rejects.toMatchObject({ code: 'ENOENT' });
    expect(existsSync(join(to, objectPath(commit, 'commit')))).toBe(false);
  });
});

describe('openArchive', () => {
  it('makes what ostree makes, and leaves what is there', async () => {
    const own = await newArchive();
    const theirs = await newRepository();
    await runTool(['ostree', `--repo=${theirs}`, 'config', 'set', 'archive.zlib-level', '1']);
    const list = async (path: string) =>
      (await readTool(['find', path, '-printf', '%P %y %m\n'])).split('\n').sort().join('\n');
    expect(await list(own)).toBe(await list(theirs));
    expect(await readFile(join(own, 'config'), 'utf8')).toBe(
      await readFile(join(theirs, 'config'), 'utf8'),
    );
    await runTool(['ostree', `--repo=${own}`, 'config', 'set', 'core.x', 'y']);
    await openArchive(own);
    expect(await readFile(join(own, 'config'), 'utf8')).toContain('x=y');
  });
});
