import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BootStopped } from '../../../lib/boot/boot-stopped.ts';
import { type BootTestOptions, bootTest } from '../../../lib/boot/boot-test.ts';
import type { Medium } from '../../../lib/boot/medium.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { anvilCommits } from '../../support/anvil-commits.ts';

/** Seen without KVM on two cores: firmware 1 to 4 s, kernel 6 s, initramfs 12 s. */
const DEADLINE_MS = 180_000;

let folder: TempDir;
let empty: string;
let kernel: string;
let initrd: string;

beforeAll(async () => {
  folder = await makeTempDir();
  empty = join(folder.path, 'empty.raw');
  await using file = await open(empty, 'w');
  await file.truncate(64 * 1024 * 1024);
  const { repoPath, first } = await anvilCommits();
  const ostree = (...args: string[]) => [...['ostree', `--repo=${repoPath}`], ...args];
  const listed = await readTool(ostree('ls', first.commit, '/usr/lib/modules'));
  const modules = /^d.* (\/usr\/lib\/modules\/\S+)$/m.exec(listed.split('\n').slice(1).join('\n'));
  for (const name of ['vmlinuz', 'initramfs.img']) {
    const path = `--subpath=${modules?.[1]}/${name}`;
    await runTool(ostree('checkout', '--user-mode', path, first.commit, join(folder.path, name)));
  }
  kernel = join(folder.path, 'vmlinuz', 'vmlinuz');
  initrd = join(folder.path, 'initramfs.img', 'initramfs.img');
}, 20 * 60_000);
afterAll(() => folder?.[Symbol.asyncDispose]());

/** Boots what must not come up, and returns how far it came. */
async function failToBoot(
  medium: Medium,
  options: Pick<BootTestOptions, 'firmware'>,
): Promise<BootStopped> {
  const log = join(folder.path, 'boot.log');
  const failure = await bootTest({
    ...{ medium, ...options, expect: {}, tests: [], ask: 'login', consoleLogPath: log },
    ...{ deadlineMs: DEADLINE_MS, memoryMiB: 512, log: silentLog },
  }).catch((error: unknown) => error);
  if (!(failure instanceof BootStopped)) throw failure;
  expect(failure.code).toBe('GUEST_STUCK');
  // A picture is there, and is one.
  const { screenshotPath = '' } = failure.remains;
  expect(screenshotPath).toBe(join(folder.path, 'boot.png'));
  expect((await readFile(screenshotPath)).toString('latin1', 1, 4)).toBe('PNG');
  return failure;
}

const disk = (): Medium => ({ kind: 'disk', path: empty, format: 'raw' });
const direct = (append: string, more: { readonly initrd?: string } = {}): Medium => ({
  ...{ kind: 'kernel', kernel, append: `console=ttyS0,115200n8 ${append}` },
  ...more,
});

describe('a boot that fails', () => {
  it(
    'stops at the firmware of a PC: its screen alone says why',
    async () => {
      const { remains, message } = await failToBoot(disk(), { firmware: 'bios' });
      expect(remains.stage).toBe('firmware');
      expect(remains.screenText).toContain('No bootable device');
      expect(message).toContain('Its screen shows:\nSeaBIOS');
    },
    DEADLINE_MS,
  );

  it(
    'stops at the firmware of UEFI',
    async () => {
      const { remains } = await failToBoot(disk(), { firmware: 'uefi' });
      expect(remains).toMatchObject({ stage: 'firmware', screenText: '' });
      expect(remains.consoleTail).toContain('BdsDxe');
    },
    DEADLINE_MS,
  );

  it(
    'stops at a kernel that has no root file system and no initramfs',
    async () => {
      const { remains } = await failToBoot(direct('root=/dev/vda1'), { firmware: 'bios' });
      expect(remains).toMatchObject({
        stage: 'kernel',
        reason: expect.stringContaining('panicked'),
      });
      expect(remains.consoleTail).toContain('Unable to mount root fs');
      expect(remains.phases.firmwareMs).toBeGreaterThan(0);
      expect(remains.elapsedMs).toBeGreaterThan(remains.phases.firmwareMs ?? 0);
    },
    DEADLINE_MS,
  );

  it(
    'stops at an initramfs that is told of no root file system',
    async () => {
      const { remains } = await failToBoot(direct('', { initrd }), { firmware: 'bios' });
      expect(remains.stage).toBe('initramfs');
      expect(remains.phases.kernelMs).toBeGreaterThan(0);
      expect(await readFile(remains.consoleLogPath, 'utf8')).toContain('Linux version');
    },
    DEADLINE_MS,
  );
});
