import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../lib/host/process.ts';

const root = join(import.meta.dirname, '../..');
let folder = '';
const path = (name: string) => join(folder, name);
const inspect = (...args: string[]) =>
  runTool([process.execPath, join(root, 'cli/main.ts'), 'inspect-image', ...args], {
    okExitCodes: [0, 1, 2],
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treesmith-cli-inspect-'));
  await writeFile(path('disk.raw'), '');
  await truncate(path('disk.raw'), 8 * 2 ** 20);
  await runTool(['sgdisk', '-n1:2048:4095', '-c1:bell\x07', path('disk.raw')]);
  await runTool([
    'qemu-img',
    'convert',
    '-O',
    'vpc',
    '-o',
    'force_size',
    path('disk.raw'),
    path('d.vhd'),
  ]);
  await writeFile(path('notes'), 'some notes\n');
  await writeFile(path('cut.qcow2'), 'QFI\xfb', 'latin1');
});
afterAll(() => rm(folder, { recursive: true }));

describe('inspect-image', () => {
  it('prints what is in each file, and nothing that moves the cursor', async () => {
    const { stdout, exitCode } = await inspect(path('disk.raw'), path('d.vhd'));
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${path('disk.raw')}: raw, 8.0 MiB file, 8.0 MiB disk\n`);
    expect(stdout).toContain('  partition   1: Linux data "bell?", 1.0 MiB at 1.0 MiB\n');
    expect(stdout).toContain('  warning: azure-fixed: the disk is dynamic\n');
  });

  it('fails by 1 when a rule is broken, by rules of a platform when that is meant', async () => {
    const { stdout, exitCode } = await inspect('--json', '--platform', 'azure', path('d.vhd'));
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).images).toMatchObject([
      {
        format: 'vhd',
        findings: [{ rule: 'azure-fixed', severity: 'error' }, { severity: 'warning' }],
      },
    ]);
  });

  it('says of each file what it is not, and goes on with the next', async () => {
    const { stdout, stderr, exitCode } = await inspect(
      path('notes'),
      path('cut.qcow2'),
      path('disk.raw'),
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      `${path('notes')}: error: not an image in a format that is known: it looks like a text file`,
    );
    expect(stderr).toContain('code: NOT_AN_IMAGE');
    expect(stderr).toContain('code: QCOW2_BAD');
    expect(stdout).toContain(`${path('disk.raw')}: raw`);
    const cut = await inspect('--json', path('cut.qcow2'));
    expect(cut.exitCode).toBe(1);
    expect(JSON.parse(cut.stdout)).toMatchObject({ images: [], failures: [{ code: 'QCOW2_BAD' }] });
  });
});
