import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';

const root = join(import.meta.dirname, '../..');
let folder: TempDir;
beforeAll(async () => {
  folder = await makeTempDir();
  const repo = join(folder.path, 'repo');
  await mkdir(join(folder.path, 'tree'));
  await runTool(['ostree', 'init', `--repo=${repo}`, '--mode=archive']);
  for (const ref of ['one', 'two']) {
    const tree = `--tree=dir=${join(folder.path, 'tree')}`;
    await runTool(['ostree', `--repo=${repo}`, 'commit', `--branch=${ref}`, tree]);
  }
});
afterAll(() => folder[Symbol.asyncDispose]());

const boot = (...args: string[]) =>
  runTool([process.execPath, join(root, 'cli/main.ts'), 'boot', ...args], {
    cwd: folder.path,
    okExitCodes: [0, 1, 2],
  });

describe('treesmith boot', () => {
  it('wants one image, or a container', async () => {
    expect(await boot()).toMatchObject({ exitCode: 2 });
    expect((await boot('a.qcow2', 'b.qcow2')).stderr).toContain('OPTION_MISSING');
  });
});

describe('treesmith boot --container', () => {
  it('asks for the ref when the repository has more than one, and lists them', async () => {
    const { exitCode, stderr } = await boot('--container', './layout', '--repo', 'repo');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('expected --ref to name one of its refs: one, two');
  });

  it('says that there is no repository', async () => {
    const { exitCode, stderr } = await boot('--container', './layout');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('out/repo is no OSTree repository');
  });

  it('says that there is no such image', async () => {
    const tree = ['--repo', 'repo', '--ref', 'one'];
    const { exitCode, stderr } = await boot('--container', './layout', ...tree);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('CONTAINER_UNFIT');
  });
});
