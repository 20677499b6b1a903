import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runDepmod } from '../../../lib/compose/depmod.ts';
import type { Kernel } from '../../../lib/compose/kernel.ts';
import { Tree } from '../../../lib/compose/tree.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { anvilCommits } from '../../support/anvil-commits.ts';
import { EPOCH, newFolder, recordingLog } from './harness.ts';

let tree: Tree;
let kernel: Kernel;
let folder: string;
let modules: string[];

beforeAll(async () => {
  const { repoPath, first } = await anvilCommits();
  tree = new Tree(join(await newFolder('depmod'), 'tree'));
  await runTool(['ostree', `--repo=${repoPath}`, 'checkout', first.commit, tree.path]);
  const [version = ''] = await readdir(join(tree.path, 'usr/lib/modules'));
  kernel = { version, folder: `usr/lib/modules/${version}` };
  folder = join(tree.path, kernel.folder);
  modules = (await readTool(['find', folder, '-name', '*.ko*'])).trim().split('\n').sort();
  await run();
}, 20 * 60_000);

/** True when depmod ran. */
async function run(): Promise<boolean> {
  const log = recordingLog();
  await runDepmod(tree, kernel, { basearch: 'x86_64', sourceDateEpoch: EPOCH, log });
  return log.lines.some((line) => line.endsWith(`depmod -a ${kernel.version}`));
}

describe('runDepmod', () => {
  it('does not run it again when nothing that it reads has changed', async () => {
    expect(modules.length).toBeGreaterThan(100);
    // Those of the kernel are moved there after its scriptlets.
    await writeFile(join(folder, 'vmlinuz'), 'a kernel');
    expect(await run()).toBe(false);
  });

  const changes: Record<string, () => Promise<void>> = {
    'a module changed': () => appendFile(modules[0] ?? '', '\0'),
    'a module is gone': () => rm(modules[1] ?? ''),
    'a module has another name': () =>
      rename(modules[2] ?? '', `${modules[2]}`.replace('.ko', 'x.ko')),
    'a folder of modules is gone': () => rm(join(folder, 'kernel/net'), { recursive: true }),
    'the list of what is built in changed': () =>
      appendFile(join(folder, 'modules.builtin'), 'x\n'),
    'there is configuration': async () => {
      await mkdir(join(tree.path, 'usr/etc/depmod.d'), { recursive: true });
      await writeFile(join(tree.path, 'usr/etc/depmod.d/x.conf'), 'search updates\n');
    },
    'there is none any more': () => rm(join(tree.path, 'usr/etc/depmod.d/x.conf')),
    'a result is gone': () => rm(join(folder, 'modules.symbols.bin')),
    'the program is another': async () => {
      const path = join(tree.path, 'usr/bin/kmod');
      const bytes = await readFile(path);
      await rm(path);
      await writeFile(path, bytes, { mode: 0o755 });
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`runs it when ${what}`, async () => {
      expect(await run()).toBe(false);
      await change();
      expect(await run()).toBe(true);
      const listed = await readFile(join(folder, 'modules.dep'), 'utf8');
      const left = (await readTool(['find', folder, '-name', '*.ko*', '-printf', '%P\n'])).trim();
      expect(listed.match(/^[^:\n]+(?=:)/gm)?.sort()).toEqual(left.split('\n').sort());
    });
  }
});
