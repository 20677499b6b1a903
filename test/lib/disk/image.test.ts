import { once } from 'node:events';
import { mkdir, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { GPT_HEAD_BYTES, parseGpt } from '../../../lib/gpt/parse.ts';
import { readTool, runTool, startTool } from '../../../lib/host/process.ts';
import { DEFAULT_PLATFORMS } from '../../../lib/remix/platforms.ts';
import { buildImage, type ImageOptions } from '../../support/build-image.ts';
import { makeTinyCommit, TINY_TIME, type TinyCommit } from './tiny-commit.ts';

const MIB = 1024 * 1024;
let tiny: TinyCommit;
let raw: string;
const rootDevice = () => `${raw}?offset=${66 * MIB}`;

beforeAll(async () => {
  tiny = await makeTinyCommit();
  raw = join(tiny.folder, 'disk.raw');
});
afterAll(() => tiny[Symbol.asyncDispose]());

function optionsFor(output: string, changes: Partial<ImageOptions> = {}): ImageOptions {
  return {
    repoPath: tiny.repoPath,
    commit: tiny.commit,
    ref: tiny.ref,
    osName: 'tiny',
    remote: { name: 'origin', url: 'https://example.invalid/repo' },
    gpgKeyPath: tiny.gpgKeyPath,
    image: {
      format: 'qcow2',
      sizeBytes: 256 * MIB,
      firmware: ['uefi'],
      kernelArguments: ['quiet', 'console=hvc0'],
    },
    output,
    workDir: join(tiny.folder, 'work'),
    log: silentLog,
    ...changes,
  };
}

const cat = (path: string) => readTool(['debugfs', '-R', `cat "${path}"`, rootDevice()]);

/** What is left in the work folder, but for its lock. */
const leftovers = () => readdir(join(tiny.folder, 'work', 'images')).catch(() => []);

async function readHead(path: string): Promise<Buffer> {
  await using file = await open(path);
  return (await file.read(Buffer.alloc(GPT_HEAD_BYTES), 0, GPT_HEAD_BYTES, 0)).buffer;
}

describe('buildImage', () => {
  it('makes the same bytes in another folder, at another time, under another umask', async () => {
    const first = await buildImage(optionsFor(join(tiny.folder, 'out', 'first.qcow2')));
    await sleep(1100);
    const umask = process.umask(0o077);
    const second = await buildImage(
      optionsFor(join(tiny.folder, 'second.qcow2'), { workDir: join(tiny.folder, 'elsewhere') }),
    ).finally(() => process.umask(umask));
    expect(second.sha256).toBe(first.sha256);
    expect((await stat(first.path)).size).toBe(first.sizeBytes);
    expect(await leftovers()).toEqual([]);
    expect(await readdir(join(tiny.folder, 'out'))).toEqual(['first.qcow2']);
    await runTool(['qemu-img', 'convert', '-O', 'raw', second.path, raw]);
  });

  it('makes file systems and a partition table that their checkers find no fault with', async () => {
    await runTool(['e2fsck', '-fn', rootDevice()]);
    expect(await readTool(['sgdisk', '-v', raw])).toContain('No problems found');
    const esp = join(tiny.folder, 'esp.raw');
    await runTool(['dd', `if=${raw}`, `of=${esp}`, 'bs=1M', 'skip=2', 'count=64', 'status=none']);
    await runTool(['fsck.fat', '-n', esp]);
  });

  it('derives every identifier from the commit', async () => {
    const { diskGuid, partitions } = parseGpt(await readHead(raw));
    const guids = [diskGuid, ...partitions.map(({ guid }) => guid)];
    expect(new Set(guids).size).toBe(4);
    for (const guid of guids) expect(guid).toMatch(/^\w{8}-\w{4}-8\w{3}-[89ab]\w{3}-\w{12}$/);
  });

  it('has one time everywhere', async () => {
    for (const path of [
      '/',
      '/boot/loader',
      '/ostree/repo/config',
      '/ostree/deploy/tiny/var/log',
    ]) {
      const shown = await readTool(['debugfs', '-R', `stat "${path}"`, rootDevice()]);
      const times = [...shown.matchAll(/^ ?(?:[acm]|cr)time: 0x([0-9a-f]+):00000000/gm)];
      expect(
        times.map(([, seconds]) => Number(`0x${seconds}`)),
        path,
      ).toEqual(Array(4).fill(TINY_TIME));
    }
  });

  it('deploys the commit, which trusts the key and pulls from the remote', async () => {
    const config = await cat('/ostree/repo/config');
    expect(config).toContain('bootloader=none');
    expect(config).toContain('readonly=true');
    expect(config).toContain('[remote "origin"]\nurl=https://example.invalid/repo\n');
    expect(config).toContain('gpg-verify=true');
    expect(await cat('/ostree/repo/refs/remotes/origin/tiny/main')).toBe(`${tiny.commit}\n`);
    const deployment = `/ostree/deploy/tiny/deploy/${tiny.commit}.0`;
    expect(await cat(`${deployment}.origin`)).toBe('[origin]\nrefspec=origin:tiny/main\n');
    expect(await cat(`${deployment}/etc/hostname`)).toBe('tiny\n');
    const shown = await readTool(['debugfs', '-R', `stat "${deployment}"`, rootDevice()]);
    expect(shown).toContain('Flags: 0x80010');
    const tool = await readTool([
      'debugfs',
      '-R',
      `stat "${deployment}/usr/bin/tool"`,
      rootDevice(),
    ]);
    expect(tool).toContain('Mode:  04755');
  });

  it('boots with every kernel argument, ours first', async () => {
    const entry = await cat('/boot/loader/entries/ostree-1-tiny.conf');
    expect(entry).toMatch(/^options root=UUID=\S+ rw quiet console=hvc0 ostree=\S+$/m);
    const platform = await readTool([
      'mtype',
      '-i',
      `${raw}@@${2 * MIB}`,
      '::/EFI/BOOT/platform.env',
    ]);
    expect(platform).toContain('\ntreesmith_platform=console=tty0 console=ttyS0,115200n8\n');
    const config = await readTool(['mtype', '-i', `${raw}@@${2 * MIB}`, '::/EFI/BOOT/grub.cfg']);
    const uuid = /root=UUID=(\S+)/.exec(entry)?.[1] ?? '';
    expect(config).toContain(`search --no-floppy --fs-uuid --set=root ${uuid}`);
  });

  it('writes a raw disk as well', async () => {
    const output = join(tiny.folder, 'tiny.raw');
    const options = optionsFor(output);
    const platform = DEFAULT_PLATFORMS.find(({ name }) => name === 'qemu');
    if (platform === undefined) throw new Error('no qemu');
    await buildImage({ ...options, image: { ...options.image, format: 'raw', platform } });
    await runTool(['cmp', output, raw]);
  });

  it('leaves out the remote when there is none', async () => {
    const { remote: _remote, ...options } = optionsFor(join(tiny.folder, 'no-remote.qcow2'));
    await buildImage(options);
  });
});

const commitOf = ({ repoPath, commit, gpgKeyPath }: TinyCommit) => ({
  repoPath,
  commit,
  gpgKeyPath,
});

describe('buildImage refuses', () => {
  const refuses = async (
    code: string,
    changes: Partial<ImageOptions>,
    output = join(tiny.folder, 'never'),
  ) => {
    await expect(buildImage(optionsFor(output, changes))).rejects.toMatchObject({ code });
    expect(await leftovers()).toEqual([]);
  };

  it('a commit that another key signed', () =>
    refuses('SIGNATURE_BAD', { gpgKeyPath: tiny.otherKeyPath }));

  it('a commit that nobody signed', async () => {
    await using other = await makeTinyCommit({ sign: false });
    await refuses('SIGNATURE_BAD', commitOf(other));
  });

  it('a commit that is not there', () => refuses('COMMIT_MISSING', { commit: 'f'.repeat(64) }));

  it('a tree without a kernel', async () => {
    await using other = await makeTinyCommit({ kernel: false });
    await refuses('KERNEL_MISSING', commitOf(other));
  });

  it('a tree without a boot loader', async () => {
    await using other = await makeTinyCommit({ grub: false });
    await refuses('BOOTLOADER_MISSING', commitOf(other));
  });

  it('a size that the tree does not fit, and says by how much', async () => {
    const options = optionsFor(join(tiny.folder, 'never'));
    const small = buildImage({ ...options, image: { ...options.image, sizeBytes: 80 * MIB } });
    await expect(small).rejects.toMatchObject({
      code: 'IMAGE_TOO_SMALL',
      message: expect.stringMatching(/80\.0 MiB is \d+\.\d MiB too small/),
      hint: expect.stringMatching(/\d+ MiB or more/),
    });
  });

  it('kernel arguments that the boot loader would take for its own syntax', () =>
    refuses('BLS_UNSUPPORTED', {
      image: {
        format: 'qcow2',
        sizeBytes: 256 * MIB,
        firmware: [],
        kernelArguments: ['dyndbg="file foo.c +p; file bar.c +p"'],
      },
    }));

  it('a tree without systemd', async () => {
    await using other = await makeTinyCommit({ systemd: false });
    await refuses('SYSTEMD_MISSING', commitOf(other));
  });

  it('an output that is a device, and leaves it', async () => {
    await refuses('OUTPUT_NOT_A_FILE', {}, '/dev/null');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it('an output that is a folder, and leaves it', async () => {
    const folder = join(tiny.folder, 'a-folder');
    await mkdir(folder);
    await writeFile(join(folder, 'file'), 'mine');
    await refuses('OUTPUT_NOT_A_FILE', {}, folder);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('mine');
  });

  it('an output that is a link to a device', async () => {
    const link = join(tiny.folder, 'link');
    await symlink('/dev/null', link);
    await refuses('OUTPUT_NOT_A_FILE', {}, link);
  });
});

describe('a run of buildImage that', () => {
  const child = join(import.meta.dirname, 'build-child.ts');

  async function writeOptions(output: string): Promise<string> {
    const path = join(tiny.folder, 'options.json');
    const { log: _log, ...options } = optionsFor(output);
    await writeFile(path, JSON.stringify(options));
    return path;
  }

  it('finds the disk full says so and leaves nothing', async () => {
    const output = join(tiny.folder, 'full.qcow2');
    const work = join(tiny.folder, 'work');
    // The small file system lives in the child's mount namespace and goes away with it.
    const script = `mount -t tmpfs -o size=16m tmpfs "$1" && "$2" "$3" "$4" && ls "$1/images"`;
    const argv = [work, process.execPath, child, await writeOptions(output)];
    const printed = await readTool(['unshare', '--mount', 'sh', '-c', script, 'sh', ...argv]);
    const [line = '', ...left] = printed.trim().split('\n');
    expect(JSON.parse(line)).toMatchObject({ code: 'DISK_FULL' });
    expect(left).toEqual([]);
    await expect(stat(output)).rejects.toThrow();
  });

  it('is killed leaves no image, and the next one clears up and succeeds', async () => {
    const output = join(tiny.folder, 'killed.qcow2');
    const options = await writeOptions(output);
    for (let tries = 1; ; tries += 1) {
      const running = await startTool([process.execPath, child, options]);
      const ended = once(running, 'close');
      while (running.exitCode === null && !(await isWriting())) await sleep(20);
      running.kill('SIGKILL');
      await ended;
      // Where this process stood still meanwhile, the other one was done before it was killed.
      if (running.signalCode === 'SIGKILL' || tries === 5) break;
      await rm(output, { force: true });
    }
    await expect(stat(output)).rejects.toThrow();
    expect(await leftovers()).toHaveLength(1);
    const { sha256 } = await buildImage(optionsFor(output));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await leftovers()).toEqual([]);
  });

  /** True once the disk is being written. */
  async function isWriting(): Promise<boolean> {
    const [folder = ''] = await leftovers();
    return stat(join(tiny.folder, 'work', 'images', folder, 'disk-0', 'disk.raw')).then(
      () => true,
      () => false,
    );
  }
});
