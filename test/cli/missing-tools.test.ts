import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { createRepository } from '../support/rpm-builder.ts';
import { tinyBase } from '../support/small-rpms.ts';

const root = join(import.meta.dirname, '../..');
let folder: TempDir;

/** Runs the command line with every tool of /usr/bin but these. */
const treesmithWithout = async (tools: readonly string[], ...args: string[]) => {
  const bin = join(folder.path, `without-${tools.join('-')}`);
  if (!existsSync(bin)) {
    await mkdir(bin);
    for (const name of await readdir('/usr/bin')) {
      if (!tools.includes(name)) await symlink(join('/usr/bin', name), join(bin, name));
    }
  }
  return runTool([process.execPath, join(root, 'cli/main.ts'), ...args], {
    cwd: folder.path,
    okExitCodes: [0, 1, 2],
    env: { PATH: bin, XDG_CACHE_HOME: join(folder.path, 'cache') },
  });
};

beforeAll(async () => {
  folder = await makeTempDir();
  const repository = join(folder.path, 'rpms');
  await mkdir(repository);
  await runTool(['cp', await tinyBase(), repository]);
  await createRepository(repository);
  const files = {
    'remix.yaml':
      'name: tiny\ntreefile: t.yaml\narchitectures: [x86_64]\nlockfile: l.yaml\nimages: [{name: a, format: qcow2, size: 1 GiB}]\n',
    't.yaml':
      'ref: tiny/1\npackages: [tiny-base]\nrepos: [tiny]\ncontainer: true\nselinux: false\n',
    'tiny.repo': `[tiny]\nbaseurl=file://${repository}\ngpgcheck=0\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text);
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('a machine without a tool', () => {
  it('is told at once which package brings the solver', async () => {
    const { stderr, exitCode } = await treesmithWithout(['testsolv'], 'lock');
    expect(stderr).toContain('testsolv is not installed');
    expect(stderr).toContain('libsolv-tools');
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder.path, 'l.yaml'))).toBe(false);
  });

  it('is told before anything is composed that ostree is missing', async () => {
    const locked = await treesmithWithout([], 'lock');
    expect(`${locked.stderr}${locked.exitCode}`).toMatch(/0$/);
    const { stderr, exitCode } = await treesmithWithout(['ostree'], 'compose');
    expect(stderr).toContain('ostree is not installed');
    expect(stderr).not.toContain('Install packages');
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder.path, 'out'))).toBe(false);
  });

  it('is told before anything is composed that QEMU is missing', async () => {
    const { stderr, exitCode } = await treesmithWithout(['qemu-system-x86_64'], 'boot-test');
    expect(stderr).toContain('qemu-system-x86_64 is not installed');
    expect(stderr).not.toContain('Install packages');
    expect(exitCode).toBe(2);
  });

  it('is told by "boot", too', async () => {
    const { stderr, exitCode } = await treesmithWithout(['qemu-img'], 'boot', 'x.qcow2');
    expect(stderr).toContain('qemu-img is not installed');
    expect(exitCode).toBe(2);
  });
});
