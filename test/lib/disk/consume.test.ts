import { randomBytes } from 'node:crypto';
import { link, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { runConsuming } from '../../../lib/disk/consume.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';

const MIB = 2 ** 20;
const folder = await mkdtemp(join(tmpdir(), 'treesmith-consume-'));
afterAll(() => rm(folder, { recursive: true }));

describe('runConsuming', () => {
  it('copies everything, and spares what somebody else has, too', async () => {
    const tree = join(folder, 'tree');
    await mkdir(tree);
    const contents = randomBytes(4 * MIB);
    const names = Array.from({ length: 12 }, (_, nth) => `file-${nth + 10}`);
    for (const name of names) await writeFile(join(tree, name), contents);
    await link(join(tree, 'file-10'), join(folder, 'outside'));
    await link(join(tree, 'file-11'), join(tree, 'inside'));
    const disk = join(folder, 'disk.tar');
    // It waits a second after some forty of the 48 MiB, so that there is time to look at what it has done.
    const pause = ['--checkpoint=4000', '--checkpoint-action=sleep=1'];
    const peak = await runConsuming(
      ['tar', '-C', tree, '--sort=name', ...pause, '-cf', disk, '.'],
      {
        tree,
        disk,
        log: silentLog,
      },
    );
    expect(peak).toBeGreaterThanOrEqual(12 * 4 * MIB);
    expect((await readFile(join(folder, 'outside'))).equals(contents)).toBe(true);
    const copy = join(folder, 'copy');
    await mkdir(copy);
    await runTool(['tar', '-C', copy, '-xf', disk]);
    for (const name of [...names, 'inside']) {
      expect((await readFile(join(copy, name))).equals(contents), name).toBe(true);
    }
    const sizes = await Promise.all(names.map((name) => stat(join(tree, name))));
    expect(sizes.filter(({ size }) => size === 0).length).toBeGreaterThan(0);
  });

  it('fails as the tool does', async () => {
    const tree = join(folder, 'other');
    await mkdir(tree);
    const run = runConsuming(['tar', '-C', join(folder, 'nowhere'), '-cf', '/dev/null', '.'], {
      tree,
      disk: join(folder, 'none'),
      log: silentLog,
    });
    await expect(run).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(await readTool(['ls', tree])).toBe('');
  });
});
