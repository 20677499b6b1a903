import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { prepareContainerBoot } from '../../../lib/live/container-boot.ts';
import { buildLive } from '../../../lib/live/live.ts';
import type { LiveOptions, LiveOutput, LiveResult } from '../../../lib/live/live-model.ts';
import { LIVE_KERNEL, type LiveCommit, makeLiveCommit } from './live-commit.ts';
import { formatLayer, writeLayout } from './oci-layout.ts';

let live: LiveCommit;
let made: Map<string, LiveResult>;
const modules = `usr/lib/modules/${LIVE_KERNEL}`;

beforeAll(async () => {
  live = await makeLiveCommit();
  const installImage = await makeInstallImage(join(live.folder, 'disk.raw.zst'));
  made = await build('first', [
    { format: 'pxe', path: 'live.pxe' },
    { format: 'iso', path: 'live.iso', installImage, kernelArguments: ['quiet'] },
    { format: 'iso', path: 'erofs.iso', rootfs: 'erofs' },
    { format: 'kernel+initrd', path: 'live.initrd', compression: 'gzip' },
    { format: 'tar', path: 'live.tar' },
    { format: 'wsl', path: 'live.wsl' },
  ]);
});
afterAll(() => live[Symbol.asyncDispose]());

async function build(
  folder: string,
  outputs: readonly LiveOutput[],
  changes: Partial<LiveOptions> = {},
): Promise<Map<string, LiveResult>> {
  const base = join(live.folder, folder);
  const results = await buildLive({
    repoPath: live.repoPath,
    commit: live.commit,
    basearch: 'x86_64',
    name: 'live',
    outputs: outputs.map((output) => ({ ...output, path: join(base, output.path) })),
    workDir: join(base, 'work'),
    log: silentLog,
    ...changes,
  });
  return new Map(results.map((result) => [result.path.slice(base.length + 1), result]));
}

/** A disk of 4 MiB with the signature of a GPT. */
async function makeInstallImage(path: string): Promise<string> {
  const disk = Buffer.alloc(4 * 2 ** 20);
  disk.write('EFI PART', 512);
  await writeFile(path, disk);
  await runTool(['zstd', '-q', '-f', path, '-o', `${path}.zst`]);
  return `${path}.zst`;
}

const pathOf = (name: string) => made.get(name)?.path ?? '';
const cpioNames = async (name: string, compressed: boolean) => {
  const bytes = compressed ? ['gzip', '-dc', name] : ['cat', name];
  const chunks: Buffer[] = [];
  await runTool(bytes, { onStdout: (chunk) => chunks.push(chunk) });
  const listed = await readTool(['cpio', '-it', '--quiet'], { input: Buffer.concat(chunks) });
  return listed.trim().split('\n');
};
const xorriso = (name: string, ...words: string[]) =>
  readTool(['xorriso', '-indev', pathOf(name), ...words]);
const extract = async (iso: string, path: string) => {
  const output = join(live.folder, `extracted${path.replaceAll('/', '-')}`);
  await xorriso(iso, '-osirrox', 'on', '-extract', path, output);
  return output;
};

describe('an iso', () => {
  it('boots by El Torito on BIOS and UEFI, and from a stick by MBR and GPT', async () => {
    const report = await xorriso('live.iso', '-report_el_torito', 'plain');
    expect(report).toMatch(/boot img : +1 +BIOS +y +none/);
    expect(report).toMatch(/boot img : +2 +UEFI +y +none/);
    const area = await xorriso('live.iso', '-report_system_area', 'plain');
    expect(area).toContain('grub2-mbr');
    expect(area).toMatch(/GPT type GUID +: +2 +28732ac11ff8d211ba4b00a0c93ec93b/);
    expect((await runTool(['sgdisk', '-v', pathOf('live.iso')])).stdout).toContain('No problems');
  });

  it('has a volume identifier that its initramfs looks for', async () => {
    expect(await xorriso('live.iso', '-pvd_info')).toMatch(/Volume Id +: LIVE_1_X86_64/);
    await using file = await open(pathOf('live.iso'));
    const { buffer } = await file.read(Buffer.alloc(32), 0, 32, 32_768 + 40);
    expect(buffer.toString('latin1').trimEnd()).toBe('LIVE_1_X86_64');
  });

  it('offers the live system first, then the installer', async () => {
    const menu = await readFile(await extract('live.iso', '/boot/grub/grub.cfg'), 'utf8');
    const words = 'rdinit=/treesmith/init console=tty0 console=ttyS0,115200n8 quiet';
    expect(menu).toContain(`linux /boot/vmlinuz ${words} $treesmith_kargs\n`);
    expect(menu).toContain(
      `linux /boot/vmlinuz ${words} treesmith.install=auto $treesmith_kargs\n`,
    );
    const plain = await readFile(await extract('erofs.iso', '/boot/grub/grub.cfg'), 'utf8');
    expect(plain).not.toContain('treesmith.install');
  });

  it('has the tree as squashfs, ready to be a root file system', async () => {
    const rootfs = await extract('live.iso', '/treesmith/rootfs.img');
    const names = (await readTool(['unsquashfs', '-l', rootfs])).split('\n');
    for (const path of ['etc/passwd', 'usr/etc/passwd', 'var/tmp', 'var/run', 'usr/bin/bash']) {
      expect(names).toContain(`squashfs-root/${path}`);
    }
    expect(names).not.toContain(`squashfs-root/${modules}/vmlinuz`);
  });

  it('has it as erofs when asked', async () => {
    const rootfs = await readFile(await extract('erofs.iso', '/treesmith/rootfs.img'));
    expect(rootfs.readUInt32LE(1024)).toBe(0xe0f5e1e2);
  });
});

describe('a network boot', () => {
  it('has the root file system as an archive of its own', async () => {
    const folder = pathOf('live.pxe');
    expect(await cpioNames(join(folder, 'rootfs.img'), false)).toEqual([
      'treesmith',
      'treesmith/rootfs.img',
    ]);
    expect(await readFile(join(folder, 'cmdline'), 'utf8')).toMatch(/^rdinit=\/treesmith\/init /);
    expect((await stat(join(folder, 'initramfs.img'))).size % 4).toBe(0);
  });

  it('has an initramfs of its own behind the tree’s', async () => {
    const bytes = await readFile(join(pathOf('live.pxe'), 'initramfs.img'));
    const base = 'this is no initramfs\n';
    expect(bytes.toString('latin1', 0, base.length)).toBe(base);
    const extra = join(live.folder, 'extra');
    await writeFile(extra, bytes.subarray(Math.ceil(base.length / 4) * 4));
    const names = await cpioNames(extra, true);
    for (const path of ['treesmith/init', 'usr/bin/bash', `${modules}/modules.dep`]) {
      expect(names).toContain(path);
    }
    expect(names).toContain(`${modules}/kernel/drivers/cdrom/cdrom.ko`);
  });
});

describe('kernel+initrd', () => {
  it('is the tree with systemd as its first process', async () => {
    const folder = pathOf('live.initrd');
    const names = await cpioNames(join(folder, 'initramfs.img'), true);
    for (const path of ['init', 'dev/console', 'etc/passwd', 'usr/lib/systemd/systemd']) {
      expect(names).toContain(path);
    }
    expect(names).not.toContain(`${modules}/initramfs.img`);
    expect(names).toEqual(
      [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    expect(await readFile(join(folder, 'vmlinuz'), 'utf8')).toBe('this is no kernel\n');
  });
});

describe('an archive of the root', () => {
  it('has what tmpfiles would make in /var', async () => {
    const lines = (await readTool(['tar', '-tvf', pathOf('live.tar')])).split('\n');
    expect(lines.some((line) => /^drwxr-x--- 0\/7 .* var\/home\/$/.test(line))).toBe(true);
    expect(lines.some((line) => line.endsWith(` ${modules}/vmlinuz`))).toBe(true);
  });

  it('is what WSL wants when it is for WSL', async () => {
    const names = (await readTool(['tar', '-tzf', pathOf('live.wsl')])).split('\n');
    for (const path of ['etc/wsl.conf', 'etc/wsl-distribution.conf', 'var/home/']) {
      expect(names).toContain(path);
    }
    expect(names).not.toContain('etc/resolv.conf');
    expect(names.filter((name) => name.startsWith(`${modules}/`))).toEqual([]);
    expect(names).toContain('etc/systemd/system/tmp.mount');
    const conf = ['tar', '-xzOf', pathOf('live.wsl'), 'etc/wsl-distribution.conf'];
    expect(await readTool(conf)).toContain('defaultName = live\n');
  });
});

describe('buildLive', () => {
  it('makes the same bytes in another folder, at another time', async () => {
    await sleep(1100);
    const installImage = join(live.folder, 'disk.raw.zst.zst');
    const again = await build('elsewhere', [
      { format: 'wsl', path: 'live.wsl' },
      { format: 'iso', path: 'erofs.iso', rootfs: 'erofs' },
      { format: 'iso', path: 'live.iso', installImage, kernelArguments: ['quiet'] },
      { format: 'kernel+initrd', path: 'live.initrd', compression: 'gzip' },
      { format: 'pxe', path: 'live.pxe' },
      { format: 'tar', path: 'live.tar' },
    ]);
    const digests = (results: Map<string, LiveResult>) =>
      [...results].sort().map(([name, { files }]) => [name, ...files.map(({ sha256 }) => sha256)]);
    expect(digests(again)).toEqual(digests(made));
  });

  const fails = (output: LiveOutput, changes: Partial<LiveOptions> = {}) =>
    build('failing', [output], changes);

  it('says that a tree has no kernel, before anything else is made', async () => {
    await using poor = await makeLiveCommit({ kernel: false });
    const { repoPath, commit } = poor;
    const failing = fails({ format: 'iso', path: 'no.iso' }, { repoPath, commit });
    await expect(failing).rejects.toMatchObject({ code: 'KERNEL_MISSING' });
    await expect(stat(join(live.folder, 'failing/no.iso'))).rejects.toThrow('ENOENT');
  });

  it('refuses an iso for a machine without UEFI, and a commit that is not there', async () => {
    const iso: LiveOutput = { format: 'iso', path: 'no.iso' };
    await expect(fails(iso, { basearch: 's390x' })).rejects.toMatchObject({
      code: 'FORMAT_UNSUPPORTED',
    });
    await expect(fails(iso, { commit: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'COMMIT_MISSING',
    });
    await expect(fails(iso, { commit: 'live/main' })).rejects.toMatchObject({
      code: 'COMMIT_MISSING',
    });
  });

  it('replaces a folder of its own, and no other', async () => {
    const folder = join(live.folder, 'failing/taken');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'cmdline'), 'old\n');
    const output: LiveOutput = { format: 'kernel+initrd', path: 'taken', compression: 'gzip' };
    await build('failing', [output]);
    expect(await readFile(join(folder, 'cmdline'), 'utf8')).toMatch(/^console=/);
    await writeFile(join(folder, 'thesis.tex'), 'years of work\n');
    await expect(fails(output)).rejects.toMatchObject({ code: 'OUTPUT_TAKEN' });
    expect(await readFile(join(folder, 'thesis.tex'), 'utf8')).toBe('years of work\n');
  });

  it('refuses to install what is no disk', async () => {
    const folder = join(live.folder, 'images');
    await mkdir(folder);
    const path = join(folder, 'text');
    await writeFile(path, 'no disk\n');
    await runTool(['zstd', '-q', path, '-o', `${path}.zst`]);
    const whole = await readFile(join(live.folder, 'disk.raw.zst.zst'));
    await writeFile(join(folder, 'cut.zst'), whole.subarray(0, whole.length - 8));
    await writeFile(join(folder, 'empty'), '');
    for (const name of ['text', 'text.zst', 'cut.zst', 'empty', 'missing']) {
      const installImage = join(folder, name);
      await expect(fails({ format: 'iso', path: 'no.iso', installImage })).rejects.toMatchObject({
        code: 'INSTALL_IMAGE_BAD',
      });
    }
  });
});

describe('prepareContainerBoot', () => {
  it('makes kernel, initramfs and disk of one container', async () => {
    const workDir = join(live.folder, 'container');
    await mkdir(workDir);
    const image = join(live.folder, 'layout');
    await writeLayout(image, [formatLayer([{ name: 'bin/true', data: 'x' }])]);
    await using http = new HttpClient();
    const { repoPath, commit } = live;
    const tree = { repoPath, commit, basearch: 'x86_64' } as const;
    const access = { http, authFiles: [] };
    const boot = await prepareContainerBoot({ ...tree, image, access, workDir, log: silentLog });
    expect(await readFile(boot.kernel, 'utf8')).toBe('this is no kernel\n');
    const archive: Buffer[] = [];
    await runTool(['zstd', '-dc', boot.initramfs], { onStdout: (chunk) => archive.push(chunk) });
    const listed = await readTool(['cpio', '-itv', '--quiet', '--numeric-uid-gid'], {
      input: Buffer.concat(archive),
    });
    expect(listed).toMatch(/^-rwxr-xr-x +1 0 +0 .* init$/m);
    expect(listed).toMatch(/ usr\/bin\/unshare$/m);
    expect(listed).toMatch(/virtio_blk\.ko$/m);
    expect(listed).not.toContain('isofs');
    expect(await readTool(['unsquashfs', '-l', boot.disk])).toContain(
      'squashfs-root/rootfs/bin/true',
    );
    expect(boot.kernelArguments).toContain('console=ttyS0,115200n8');
  });
});
