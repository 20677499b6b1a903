import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runTool, startTool } from '../../../lib/host/process.ts';
import { commitWith, newFolder, newRepository, ostreeRoots, writerOptions } from './harness.ts';
import { seeded } from './random-tree.ts';

describe('a writer that is killed', () => {
  it('leaves no half object, and what it leaves in tmp is removed by the next', async () => {
    const tree = await newFolder();
    const random = seeded(9);
    for (let folder = 0; folder < 20; folder += 1) {
      mkdirSync(join(tree, `${folder}`));
      for (let file = 0; file < 100; file += 1) {
        const size = file === 0 ? 3_000_000 : Math.floor(random() * 50_000);
        writeFileSync(join(tree, `${folder}/${file}`), randomBytes(size));
      }
    }
    const repoPath = await newRepository();
    const script = join(import.meta.dirname, 'writer-child.ts');
    let leftSomething = 0;
    for (let round = 0; round < 12; round += 1) {
      const child = await startTool([process.execPath, script, repoPath, tree]);
      const ended = once(child, 'exit');
      await once(child.stdout ?? child, 'data');
      await sleep(random() * 400);
      child.kill('SIGKILL');
      await ended;
      leftSomething += (await temporaries(repoPath)).length > 0 ? 1 : 0;
    }
    expect(leftSomething).toBeGreaterThan(0);
    expect(await commitWith(writerOptions(repoPath), tree)).toMatchObject(await ostreeRoots(tree));
    // What there is was not written again: it was whole.
    await runTool(['ostree', `--repo=${repoPath}`, 'fsck', '--quiet']);
    expect(await temporaries(repoPath)).toEqual([]);
  });
});

async function temporaries(repoPath: string): Promise<string[]> {
  return (await readdir(join(repoPath, 'tmp'))).filter((name) => name.startsWith('treesmith-'));
}
