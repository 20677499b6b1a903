import { linkSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
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
