import { linkSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TimelineRecorder, withTimeline } from '../../../lib/core/timeline.ts';
import { runTool } from '../../../lib/host/process.ts';
import { openObjectWriter } from '../../../lib/repo/object-writer.ts';
import { commitWith, newFolder, newRepository, ostreeRoots, writerOptions } from './harness.ts';

async function makeTree(): Promise<string> {
  const tree = await newFolder();
  for (let index = 0; index < 300; index += 1) {
    writeFileSync(join(tree, `file-${index}`), `file ${index}`);
  }
  linkSync(join(tree, 'file-7'), join(tree, 'another-name'));
  symlinkSync('file-7', join(tree, 'link'));
  writeFileSync(join(tree, 'late'), '');
  return tree;
}

describe('commitTree with a late file', () => {
  it('stores all others first, tells their checksums, and then what came in its place', async () => {
    const tree = await makeTree();
    const late = join(tree, 'late');
    let told: ReadonlyMap<string, string> = new Map();
    let tell = (_: ReadonlyMap<string, string>) => {};
    const others = new Promise<ReadonlyMap<string, string>>((resolve) => {
      tell = resolve;
    });
    const make = async () => {
      told = await others;
      await sleep(20);
      const made = join(await newFolder(), 'made');
      await writeFile(made, 'what it is in the end');
      await chmod(made, 0o600);
      await chown(made, 3, 4);
      renameSync(made, late);
    };
    const options = writerOptions(await newRepository());
    const made = await commitWith(options, tree, {
      late: { path: late, onOthers: (_, found) => found.then(tell), ready: make() },
    });
    expect(made).toMatchObject(await ostreeRoots(tree));
    await runTool(['ostree', `--repo=${options.repoPath}`, 'fsck', '--quiet']);
    expect(told.size).toBe(302);
    expect(told.has(late)).toBe(false);
    expect(told.get(join(tree, 'another-name'))).toBe(told.get(join(tree, 'file-7')));
    const { stdout } = await runTool([
      ...['ostree', `--repo=${options.repoPath}`, 'ls', '-C', 'main', '/another-name'],
    ]);
    expect(stdout).toContain(told.get(join(tree, 'file-7')));
  });

  it('stores with one thread less while a core is busy with it', async () => {
    const lanes = async (beside: Promise<unknown>) => {
      const tree = await makeTree();
      const late = { path: join(tree, 'late'), ready: sleep(50), beside };
      const options = { ...writerOptions(await newRepository()), threads: 2 };
      const recorder = new TimelineRecorder(0);
      const made = await withTimeline(recorder.timeline, () => commitWith(options, tree, { late }));
      expect(made).toMatchObject(await ostreeRoots(tree));
      const { spans } = recorder.snapshot();
      return new Set(spans.filter(({ name }) => name === 'store').map(({ lane }) => lane));
    };
    // Nobody waits for it, either.
    expect(await lanes(new Promise(() => undefined))).toEqual(new Set(['objects 1']));
    const both = new Set(['objects 1', 'objects 2']);
    expect(await lanes(Promise.resolve())).toEqual(both);
    const failing = Promise.reject(new Error('it failed'));
    failing.catch(() => undefined);
    expect(await lanes(failing)).toEqual(both);
  });

  it('takes what was there before for it only when it is still there in the end', async () => {
    const tree = await makeTree();
    const late = join(tree, 'late');
    writeFileSync(late, 'what it was before');
    const options = writerOptions(await newRepository());
    await commitWith(options, tree);
    const make = async () => {
      await sleep(500);
      writeFileSync(join(tree, '..', 'made'), 'what it is in the end');
      renameSync(join(tree, '..', 'made'), late);
    };
    const replaced = await commitWith(options, tree, { late: { path: late, ready: make() } });
    expect(replaced).toMatchObject({ ...(await ostreeRoots(tree)), written: 2 });
    // The clock of files must have gone on, for it to be known.
    await sleep(50);
    const same = await commitWith(options, tree, { late: { path: late, ready: sleep(500) } });
    expect(same).toMatchObject({ ...(await ostreeRoots(tree)), written: 0 });
    await runTool(['ostree', `--repo=${options.repoPath}`, 'fsck', '--quiet']);
  });

  it('commits nothing when it cannot be made', async () => {
    const tree = await makeTree();
    const options = writerOptions(await newRepository());
    await using writer = await openObjectWriter(options);
    const ready = sleep(50).then(() => Promise.reject(new Error('it cannot be made')));
    const late = { path: join(tree, 'late'), ready };
    await expect(writer.commitTree(tree, { late })).rejects.toThrow('it cannot be made');
  });

  it('says that there is nothing in its place', async () => {
    const tree = await makeTree();
    const options = writerOptions(await newRepository());
    await using writer = await openObjectWriter(options);
    const late = { path: join(tree, 'nothing'), ready: Promise.reject(new Error('unheard')) };
    await expect(writer.commitTree(tree, { late })).rejects.toMatchObject({ code: 'TREE_CHANGED' });
  });
});
