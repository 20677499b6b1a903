import { once } from 'node:events';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootTestOptions, bootTest } from '../../../lib/boot/boot-test.ts';
import { addDiskArguments } from '../../../lib/boot/kernel-arguments.ts';
import { makeOverlay } from '../../../lib/boot/overlay.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool, startTool } from '../../../lib/host/process.ts';
import { buildImage } from '../../support/build-image.ts';
import { makeTinyCommit, type TinyCommit } from '../disk/tiny-commit.ts';

const MIB = 1024 * 1024;
const interactive = join(import.meta.dirname, 'interactive-child.ts');
const tmpdir = process.env['TMPDIR'];
let tiny: TinyCommit;
let image: string;

beforeAll(async () => {
  tiny = await makeTinyCommit();
  process.env['TMPDIR'] = tiny.folder;
  image = join(tiny.folder, 'tiny.qcow2');
  await buildImage({
    repoPath: tiny.repoPath,
    commit: tiny.commit,
    ref: tiny.ref,
    osName: 'tiny',
    gpgKeyPath: tiny.gpgKeyPath,
    image: { format: 'qcow2', sizeBytes: 256 * MIB, firmware: [], kernelArguments: [] },
    output: image,
    workDir: tiny.folder,
    log: silentLog,
  });
});
afterAll(async () => {
  if (tmpdir === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = tmpdir;
  await tiny[Symbol.asyncDispose]();
});

const optionsFor = (changes: Partial<BootTestOptions> = {}): BootTestOptions => ({
  medium: { kind: 'disk', path: image, format: 'qcow2' },
  firmware: 'uefi',
  expect: { nevras: [], commit: tiny.commit },
  tests: [],
  consoleLogPath: join(tiny.folder, 'logs', 'boot.log'),
  deadlineMs: 120_000,
  memoryMiB: 512,
  log: silentLog,
  ...changes,
});

/** Guests that run with a disk in our temporary folder. */
async function countGuests(): Promise<number> {
  const found = await runTool(['pgrep', '-f', `qemu-system-[^/]*-nodefaults.*${tiny.folder}`], {
    okExitCodes: [0, 1],
  });
  return found.stdout.split('\n').filter((line) => line !== '').length;
}

describe('addDiskArguments', () => {
  it('adds kernel arguments in the overlay and leaves the image', async () => {
    const before = await readTool(['sha256sum', image]);
    const path = join(tiny.folder, 'overlay.qcow2');
    const common = { workDir: tiny.folder, log: silentLog };
    await makeOverlay({ ...common, backing: { file: image, format: 'qcow2' }, path });
    const kernelArguments = ['one', 'two="2 3"'];
    await addDiskArguments({ ...common, overlay: path, image, kernelArguments });
    expect(await readTool(['sha256sum', image])).toBe(before);
    const raw = join(tiny.folder, 'overlay.raw');
    await runTool(['qemu-img', 'convert', '-O', 'raw', path, raw]);
    const environment = await readTool([
      'mtype',
      '-i',
      `${raw}@@${2 * MIB}`,
      '::/EFI/BOOT/grubenv',
    ]);
    expect(environment).toContain('treesmith_kargs=one two="2 3"\n');
    expect(await readTool(['sgdisk', '-v', raw])).toContain('No problems found');
  });

  it('refuses a disk that is not ours', async () => {
    const foreign = join(tiny.folder, 'foreign.raw');
    await writeFile(foreign, Buffer.alloc(4 * MIB));
    const overlay = join(tiny.folder, 'x');
    const common = { workDir: tiny.folder, log: silentLog };
    await makeOverlay({ ...common, backing: { file: foreign, format: 'raw' }, path: overlay });
    const added = { ...common, overlay, image: foreign, kernelArguments: ['a'] };
    await expect(addDiskArguments(added)).rejects.toMatchObject({ code: 'IMAGE_UNKNOWN' });
  });
});

describe('bootTest', () => {
  it('stops at once, and says where, when the console shows a dead end', async () => {
    await expect(bootTest(optionsFor())).rejects.toMatchObject({
      code: 'GUEST_STUCK',
      message: expect.stringMatching(
        /as far as boot loader: GRUB could not load[\s\S]*last lines[\s\S]*kernel/,
      ),
    });
    expect(await readFile(join(tiny.folder, 'logs', 'boot.log'), 'utf8')).toContain('GNU GRUB');
    expect(await countGuests()).toBe(0);
  });

  it('kills the guest at its deadline', async () => {
    const startedMs = performance.now();
    await expect(bootTest(optionsFor({ deadlineMs: 700 }))).rejects.toMatchObject({
      code: 'GUEST_TIMEOUT',
      // What it came to until it was stopped: on a busy machine that takes a while.
      message: expect.stringMatching(
        /as far as (firmware|boot loader): it was stopped after 0\.7 s/,
      ),
    });
    expect(performance.now() - startedMs).toBeLessThan(60_000);
    expect(await countGuests()).toBe(0);
  });

  it('takes the guest with it when it is killed itself', async () => {
    const child = join(import.meta.dirname, 'boot-child.ts');
    const running = await startTool([
      process.execPath,
      child,
      image,
      join(tiny.folder, 'killed.log'),
    ]);
    const ended = once(running, 'close');
    await expect.poll(countGuests, { timeout: 30_000 }).toBe(1);
    running.kill('SIGKILL');
    await ended;
    await expect.poll(countGuests, { timeout: 10_000 }).toBe(0);
  });

  it('says why QEMU ended', async () => {
    await expect(bootTest(optionsFor({ memoryMiB: 100_000_000 }))).rejects.toMatchObject({
      code: 'GUEST_EXITED',
      message: expect.stringContaining('as far as firmware'),
    });
  });

  it('refuses an image that is not there', async () => {
    const missing = join(tiny.folder, 'missing.qcow2');
    await expect(
      bootTest(optionsFor({ medium: { kind: 'disk', path: missing, format: 'qcow2' } })),
    ).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
    });
    await expect(access(missing)).rejects.toThrow();
  });

  it('names the package to install when there is no QEMU', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nonexistent';
    try {
      await expect(bootTest(optionsFor())).rejects.toMatchObject({
        code: 'TOOL_MISSING',
        hint: expect.stringContaining('qemu-utils'),
      });
    } finally {
      process.env['PATH'] = path;
    }
  });
});

describe('bootInteractive', () => {
  it('gives the console to the terminal, and ends with Ctrl-A X', async () => {
    const child = await startTool(
      [
        'script',
        '--quiet',
        '--return',
        '--command',
        `${process.execPath} ${interactive} ${image}`,
        '/dev/null',
      ],
      { stdio: ['pipe', 'pipe', 'ignore'], env: { TERM: 'dumb' } },
    );
    // The menu may come in pieces, and the guest be gone when the last of them is answered.
    child.stdin?.on('error', () => undefined);
    let shown = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      shown += chunk.toString('latin1');
      if (shown.includes('GNU GRUB')) child.stdin?.write('\x01x');
    });
    const [exitCode] = await once(child, 'close');
    expect(shown).toContain('Leave with Ctrl-A X');
    expect(shown).toContain('thrown away');
    expect(exitCode).toBe(0);
    expect(await countGuests()).toBe(0);
  });
});
