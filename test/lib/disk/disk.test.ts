import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { type BuiltDisk, buildDisk, type DiskOptions } from '../../../lib/disk/disk.ts';
import { GPT_HEAD_BYTES, parseGpt } from '../../../lib/gpt/parse.ts';
import { parseGrubEnvironment } from '../../../lib/grub/environment.ts';
import { digestFile } from '../../../lib/host/file-digest.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { defaultImage } from '../../../lib/remix/image.ts';
import type { Platform } from '../../../lib/remix/image-model.ts';
import { DEFAULT_PLATFORMS } from '../../../lib/remix/platforms.ts';
import { makeTinyCommit, type TinyCommit } from './tiny-commit.ts';

const MIB = 2 ** 20;
const PLATFORMS = new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform]));
const [QEMU, AWS] = ['qemu', 'aws'].map((name) => PLATFORMS.get(name)) as [Platform, Platform];
/** What a tree has that takes every option. */
const FILES = [
  ...['usr/bin/btrfs', 'usr/sbin/tune2fs', 'usr/sbin/sgdisk', 'usr/bin/findmnt', 'usr/bin/lsblk'],
  ...['usr/lib/systemd/boot/efi/systemd-bootx64.efi', 'usr/bin/ignition', 'usr/bin/cloud-init'],
];
let tiny: TinyCommit;
let bare: TinyCommit;
let count = 0;

beforeAll(async () => {
  tiny = await makeTinyCommit({ files: FILES, stub: true });
  bare = await makeTinyCommit();
});
afterAll(async () => {
  await tiny[Symbol.asyncDispose]();
  await bare[Symbol.asyncDispose]();
});

async function build(
  changes: Partial<DiskOptions['spec']> = {},
  commit: TinyCommit = tiny,
): Promise<BuiltDisk> {
  count += 1;
  const folder = join(tiny.folder, `disk-${count}`);
  await mkdir(folder);
  return await buildDisk({
    repoPath: commit.repoPath,
    commit: commit.commit,
    ref: commit.ref,
    osName: 'tiny',
    basearch: 'x86_64',
    spec: { ...defaultImage('tiny', 'raw', PLATFORMS), sizeBytes: 448 * MIB, ...changes },
    platforms: [QEMU, AWS],
    folder,
    log: silentLog,
  });
}

async function readBytes(path: string, offset: number, length: number): Promise<Buffer> {
  await using file = await open(path);
  return (await file.read(Buffer.alloc(length), 0, length, offset)).buffer;
}

async function partitionsOf(path: string) {
  return parseGpt(await readBytes(path, 0, GPT_HEAD_BYTES)).partitions;
}

/** Copies a partition into a file of its own, for a checker. */
async function cutOut(path: string, name: string): Promise<string> {
  const found = (await partitionsOf(path)).find((partition) => partition.name === name);
  const { firstSector = 0, lastSector = 0 } = found ?? {};
  const part = `${path}.${name}`;
  const range = [`skip=${firstSector / 2048}`, `count=${(lastSector + 1 - firstSector) / 2048}`];
  await runTool([
    'dd',
    `if=${path}`,
    `of=${part}`,
    'bs=1M',
    ...range,
    'conv=sparse',
    'status=none',
  ]);
  return part;
}

const mtype = (path: string, file: string) =>
  readTool(['mtype', '-i', `${path}@@${2 * MIB}`, `::/${file}`]);

/** A file of the root file system, which is ext4. */
async function cat(path: string, file: string): Promise<string> {
  const [root] = (await partitionsOf(path)).filter(({ name }) => name === 'root');
  const device = `${path}?offset=${(root?.firstSector ?? 0) * 512}`;
  return await readTool(['debugfs', '-R', `cat "${file}"`, device]);
}

const deployed = (file: string) => `/ostree/deploy/tiny/deploy/${tiny.commit}.0/${file}`;

describe('buildDisk', () => {
  it('makes one disk that a BIOS and UEFI boot', async () => {
    const { path } = await build();
    const mbr = await readBytes(path, 0, 512);
    expect([mbr[0], mbr.readUInt16LE(510), mbr[450]]).toEqual([0xeb, 0xaa55, 0xee]);
    const sector = Number(mbr.readBigUInt64LE(0x5c));
    expect((await partitionsOf(path))[0]).toMatchObject({ name: 'BIOS-BOOT', firstSector: sector });
    const core = await readBytes(path, sector * 512, 512);
    expect(core.readBigUInt64LE(500)).toBe(BigInt(sector + 1));
    const listed = await readTool(['mdir', '-b', '-s', '-i', `${path}@@${2 * MIB}`, '::/EFI']);
    expect(listed.trim().split('\n')).toEqual(
      expect.arrayContaining([
        '::/EFI/BOOT/BOOTX64.EFI',
        '::/EFI/BOOT/i386-pc/linux.mod',
        '::/EFI/BOOT/x86_64-efi/linux.mod',
      ]),
    );
    expect(await readTool(['sgdisk', '-v', path])).toContain('No problems found');
  });

  it('leaves the repository that it reads from as it is', async () => {
    const list = () =>
      readTool(['find', tiny.repoPath, '-type', 'f', '-printf', '%p %s %t %n\\n']).then((text) =>
        text.split('\n').sort(),
      );
    const before = await list();
    await build();
    expect(await list()).toEqual(before);
    await runTool(['ostree', 'fsck', `--repo=${tiny.repoPath}`]);
  });

  it('tells another platform by a patch', async () => {
    const { path, patches } = await build();
    expect(patches['qemu']).toEqual([]);
    const [patch, ...more] = patches['aws'] ?? [];
    expect([patch?.bytes.length, more]).toEqual([1024, []]);
    const bytes = await readBytes(path, patch?.offsetBytes ?? 0, 1024);
    expect(parseGrubEnvironment(bytes).get('treesmith_platform')).toBe(
      'console=tty0 console=ttyS0,115200n8 ignition.platform.id=qemu',
    );
    await using file = await open(path, 'r+');
    await file.write(patch?.bytes ?? Buffer.alloc(0), 0, 1024, patch?.offsetBytes ?? 0);
    expect(await mtype(path, 'EFI/BOOT/platform.env')).toContain(
      'treesmith_platform=console=tty0 console=ttyS0,115200n8 nvme_core.io_timeout=4294967295 ignition.platform.id=aws ci.ds=Ec2\n',
    );
    const esp = await cutOut(path, 'EFI-SYSTEM');
    await runTool(['fsck.fat', '-n', esp]);
    expect(await cat(path, '/boot/ignition.firstboot')).toBe('');
  });

  it.each([
    ['ext4', ['e2fsck', '-fn']],
    ['xfs', ['xfs_repair', '-n', '-f']],
    ['btrfs', ['btrfs', 'check']],
    ['erofs', ['fsck.erofs']],
  ] as const)(
    'makes %s that its checker finds no fault with, twice the same',
    async (filesystem, check) => {
      const first = await build({ filesystem });
      await sleep(1100);
      const second = await build({ filesystem });
      expect(await digestFile(second.path)).toEqual(await digestFile(first.path));
      await runTool([...check, await cutOut(first.path, 'root')]);
    },
    240_000,
  );

  it("makes the user's partitions", async () => {
    const partitions = [
      { label: 'data', sizeBytes: 16 * MIB, filesystem: 'ext4', mountPoint: '/var/data' },
      { label: 'XDATA', sizeBytes: 300 * MIB, filesystem: 'xfs', mountPoint: '/var/x' },
      { label: 'bdata', sizeBytes: 128 * MIB, filesystem: 'btrfs' },
      { label: 'FDATA', sizeBytes: 40 * MIB, filesystem: 'fat', mountPoint: '/var/f' },
      { label: 'spare', sizeBytes: MIB, offsetBytes: 560 * MIB, filesystem: 'none' },
    ] as const;
    const spec = { partitions, sizeBytes: 640 * MIB };
    const { path } = await build(spec);
    expect(await digestFile((await build(spec)).path)).toEqual(await digestFile(path));
    const found = await partitionsOf(path);
    expect(found.map(({ name, firstSector }) => `${name} ${firstSector / 2048}`)).toEqual([
      ...['BIOS-BOOT 1', 'EFI-SYSTEM 2', 'data 66', 'XDATA 82', 'bdata 382', 'FDATA 510'],
      ...['spare 560', 'root 561'],
    ]);
    await runTool(['e2fsck', '-fn', await cutOut(path, 'data')]);
    await runTool(['xfs_repair', '-n', '-f', await cutOut(path, 'XDATA')]);
    await runTool(['btrfs', 'check', await cutOut(path, 'bdata')]);
    await runTool(['fsck.fat', '-n', await cutOut(path, 'FDATA')]);
    expect(await cat(path, deployed('etc/fstab'))).toBe(
      'LABEL=data /var/data ext4 defaults,nofail 0 2\nLABEL=XDATA /var/x xfs defaults,nofail 0 2\nLABEL=FDATA /var/f vfat defaults,nofail 0 2\n',
    );
  });

  it('boots by systemd-boot', async () => {
    const { path, patches } = await build({ bootloader: 'systemd-boot' });
    const entry = await mtype(path, 'loader/entries/ostree-1-tiny.conf');
    expect(entry).toMatch(/^options console=tty0 .* root=UUID=\S+ rw ostree=\S+$/m);
    const kernel = /^linux (\S+)$/m.exec(entry)?.[1] ?? '';
    expect(await mtype(path, kernel.slice(1))).toBe('this is no kernel\n');
    expect(patches['aws']?.[0]?.bytes.length).toBe(4096);
  });

  it('boots by a unified kernel image', async () => {
    const { path, patches } = await build({ bootloader: 'uki' });
    expect(patches).toEqual({});
    const image = join(tiny.folder, 'uki.efi');
    const source = `::/EFI/BOOT/BOOTX64.EFI`;
    await runTool(['mcopy', '-n', '-o', '-i', `${path}@@${2 * MIB}`, source, image]);
    const bytes = await readFile(image);
    const sections = readSections(bytes);
    expect(sections.get('.linux')?.toString()).toBe('this is no kernel\n');
    expect(sections.get('.initrd')?.toString()).toBe('this is no initramfs\n');
    expect(sections.get('.cmdline')?.toString()).toMatch(
      /^console=tty0 .*root=UUID=\S+ rw ostree=\S+$/,
    );
    expect(sections.get('.osrel')?.toString()).toContain('ID=tiny');
  });

  it('draws new identifiers on first boot', async () => {
    const { path } = await build({ regenerateUuids: true });
    expect(await cat(path, '/boot/loader/entries/ostree-1-tiny.conf')).toContain(
      'root=PARTLABEL=root',
    );
    const config = join(tiny.folder, 'grub.cfg');
    await writeFile(config, await mtype(path, 'EFI/BOOT/grub.cfg'));
    await runTool(['grub-script-check', config]);
    expect(await readFile(config, 'utf8')).toContain('set root="$disk,gpt3"');
    const unit = await cat(path, deployed('etc/systemd/system/treesmith-regenerate-uuids.service'));
    expect(unit).toContain('ConditionPathExists=!/var/lib/treesmith/regenerated-uuids');
    const header = await readTool(['dumpe2fs', '-h', await cutOut(path, 'root')]);
    expect(header).not.toContain('metadata_csum');
  });
});

describe('buildDisk refuses', () => {
  it.each([
    ['systemd-boot that the tree has not', { bootloader: 'systemd-boot' }, 'BOOTLOADER_MISSING'],
    ['a stub that the tree has not', { bootloader: 'uki' }, 'BOOTLOADER_MISSING'],
    ['new identifiers without the tools', { regenerateUuids: true }, 'FIRST_BOOT_TOOLS_MISSING'],
    ['btrfs without its tools', { filesystem: 'btrfs' }, 'FILESYSTEM_TOOLS_MISSING'],
    ['systemd-boot on a BIOS', { bootloader: 'uki', firmware: ['bios'] }, 'FIRMWARE_UNSUPPORTED'],
    [
      'a partition within the ESP',
      { partitions: [{ label: 'a', sizeBytes: MIB, offsetBytes: MIB, filesystem: 'none' }] },
      'PARTITION_OVERLAP',
    ],
    [
      'partitions that leave the root no room',
      { partitions: [{ label: 'a', sizeBytes: 378 * MIB, filesystem: 'none' }] },
      'IMAGE_TOO_SMALL',
    ],
  ] as const)('%s', async (_what, changes, code) => {
    await expect(build(changes as Partial<DiskOptions['spec']>, bare)).rejects.toMatchObject({
      code,
    });
  });
});

/** Sections of a PE image, by name. */
function readSections(image: Buffer): Map<string, Buffer> {
  const pe = image.readUInt32LE(0x3c);
  const table = pe + 24 + image.readUInt16LE(pe + 20);
  const sections = new Map<string, Buffer>();
  for (let nth = 0; nth < image.readUInt16LE(pe + 6); nth += 1) {
    const at = table + nth * 40;
    const name = image.toString('latin1', at, at + 8).replace(/\0+$/, '');
    const start = image.readUInt32LE(at + 20);
    sections.set(name, image.subarray(start, start + image.readUInt32LE(at + 8)));
  }
  return sections;
}
