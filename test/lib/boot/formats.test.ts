import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootTestOptions, bootTest } from '../../../lib/boot/boot-test.ts';
import { resolveMedium } from '../../../lib/boot/resolve-medium.ts';
import { type Log, silentLog } from '../../../lib/core/log.ts';
import { buildDisk } from '../../../lib/disk/disk.ts';
import { buildLive } from '../../../lib/live/live.ts';
import type { MediaOutput } from '../../../lib/media/media-model.ts';
import { writeMedia } from '../../../lib/media/write-media.ts';
import { defaultImage } from '../../../lib/remix/image.ts';
import { FORMAT_FACTS } from '../../../lib/remix/image-formats.ts';
import type { Bootloader, ImageFormat, RootFilesystem } from '../../../lib/remix/image-model.ts';
import { DEFAULT_PLATFORMS } from '../../../lib/remix/platforms.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';
import { type AnvilCommits, anvilCommits } from '../../support/anvil-commits.ts';
import { extendCommit } from '../../support/extend-commit.ts';

/**
 * Every format by every firmware, with the Anvil that the other tests boot. Half an hour without KVM:
 * only with TREESMITH_BOOTS=all, or with words that the names of the boots must have (`ova,iso`).
 */
const WANTED = process.env['TREESMITH_BOOTS'] ?? '';
const DEADLINE_MS = 10 * 60_000;
const DISK_BYTES = 4 * 2 ** 30;
const PLATFORMS = new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform]));

interface Boot {
  readonly format: ImageFormat;
  readonly firmware: 'uefi' | 'bios';
  readonly bootloader?: Bootloader;
  readonly filesystem?: RootFilesystem;
  readonly way?: 'installed' | 'stick' | 'url';
}

const DISKS: readonly ImageFormat[] = [
  ...(['raw', 'qcow2', 'vmdk', 'ova', 'vhd', 'vhdx', 'gce', 'ami', 'containerdisk'] as const),
  ...(['raw.xz', 'raw.zst'] as const),
];

const BOOTS: readonly Boot[] = [
  ...DISKS.flatMap((format) => bothWays({ format })),
  ...bothWays({ format: 'iso' }),
  ...bothWays({ format: 'iso', way: 'stick' }),
  ...bothWays({ format: 'iso', way: 'installed' }),
  ...bothWays({ format: 'pxe' }),
  { format: 'pxe', way: 'url', firmware: 'bios' },
  ...bothWays({ format: 'kernel+initrd' }),
  { format: 'raw', firmware: 'uefi', bootloader: 'systemd-boot' },
  { format: 'raw', firmware: 'uefi', bootloader: 'uki' },
  ...(['xfs', 'btrfs', 'erofs'] as const).flatMap((filesystem) =>
    bothWays({ format: 'raw', filesystem }),
  ),
];

function bothWays(boot: Omit<Boot, 'firmware'>): Boot[] {
  return (['uefi', 'bios'] as const).map((firmware) => ({ ...boot, firmware }));
}

function nameOf({ format, firmware, bootloader, filesystem, way }: Boot): string {
  return [format, way, filesystem, bootloader, firmware]
    .filter((word) => word !== undefined)
    .join(' ');
}

const chosen = BOOTS.filter((boot) =>
  WANTED === 'all'
    ? true
    : WANTED.split(',').some((word) => word !== '' && nameOf(boot).includes(word)),
);

let folder: string;
let anvil: AnvilCommits;
let server: FileServer | undefined;
/** Path of what was made, by what it is made of. */
const made = new Map<string, Promise<string>>();
const log: Log = { ...silentLog, info: (message) => console.log(message) };

beforeAll(async () => {
  if (chosen.length === 0) return;
  folder = await mkdtemp(join(tmpdir(), 'treesmith-formats-'));
  anvil = await anvilCommits();
}, 20 * 60_000);
afterAll(async () => {
  await server?.close();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

function once(key: string, make: () => Promise<string>): Promise<string> {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}

/** What is deployed: Anvil, whose initramfs lacks btrfs, has it added for that alone. */
async function sourceOf(filesystem: RootFilesystem) {
  const { repoPath, gpgKeyPath, ref } = anvil;
  const { commit } = anvil.first;
  if (filesystem !== 'btrfs') return { repoPath, gpgKeyPath, commit };
  const target = join(folder, 'with-btrfs');
  const programs = ['/usr/bin/btrfs', '/usr/lib/x86_64-linux-gnu/liblzo2.so.2'];
  const extended = await once(target, () =>
    extendCommit({ repoPath, commit, ref, target, programs, modules: ['btrfs'] }),
  );
  return { repoPath: target, commit: extended };
}

/** The raw disk of a boot loader and a file system. */
function diskOf({ bootloader = 'grub', filesystem = 'ext4' }: Partial<Boot>): Promise<string> {
  return once(`${bootloader}-${filesystem}`, async () => {
    const work = join(folder, `${bootloader}-${filesystem}`);
    await mkdir(work);
    const { platform, ...spec } = defaultImage('', 'qcow2', PLATFORMS);
    const disk = await buildDisk({
      ...(await sourceOf(filesystem)),
      ...{ ref: anvil.ref, osName: 'anvil', basearch: 'x86_64', folder: work, log: silentLog },
      spec: { ...spec, sizeBytes: DISK_BYTES, bootloader, filesystem },
      platforms: [platform],
    });
    return disk.path;
  });
}

/** The image of a boot, which one or two others may share. */
function imageOf(boot: Boot): Promise<string> {
  if (!DISKS.includes(boot.format)) return once(boot.format, () => makeLive(boot.format));
  if (boot.format === 'raw') return diskOf(boot);
  return once(boot.format, () => makeMedia(boot.format));
}

async function makeMedia(format: ImageFormat): Promise<string> {
  const path = join(folder, `anvil.${FORMAT_FACTS[format].suffix}`);
  const extras: Partial<Record<ImageFormat, object>> = {
    ova: {
      machine: {
        name: 'anvil',
        hardwareVersion: 17,
        osType: 'other5xLinux64Guest',
        firmware: 'efi',
      },
    },
    containerdisk: { name: 'anvil', architecture: 'amd64' },
  };
  const output = { format, path, ...extras[format] } as MediaOutput;
  const disk = { path: await diskOf({}), sizeBytes: DISK_BYTES };
  const identity = anvil.first.commit;
  await writeMedia({ disk, outputs: [output], identity, timeSeconds: 0, log: silentLog });
  return path;
}

async function makeLive(format: ImageFormat): Promise<string> {
  const path = join(folder, `anvil.${FORMAT_FACTS[format].suffix.replace('/', '')}`);
  const installer =
    format === 'iso'
      ? { installImage: await imageOf({ format: 'raw.zst', firmware: 'uefi' }) }
      : {};
  await buildLive({
    ...{ repoPath: anvil.repoPath, commit: anvil.first.commit, basearch: 'x86_64', name: 'anvil' },
    outputs: [{ format, path, ...installer } as Parameters<typeof buildLive>[0]['outputs'][number]],
    workDir: folder,
    log: silentLog,
  });
  return path;
}

function rootIs(filesystem: RootFilesystem): BootTestOptions['tests'][number] {
  // An erofs lies below the overlay that is the root: the kernel alone tells of it, by its device.
  const run =
    filesystem === 'erofs'
      ? 'findmnt -rno FSTYPE / | grep -qx overlay && ls /sys/fs/erofs | grep -vx features'
      : `findmnt -rno FSTYPE,TARGET | grep -Ex '${filesystem} (/sysroot|/)'`;
  return { name: `the root is ${filesystem}`, run, timeoutMs: 60_000 };
}

async function mediumOf(boot: Boot): Promise<BootTestOptions['medium']> {
  const medium = await resolveMedium(await imageOf(boot), boot.format);
  if (medium.kind === 'kernel' && boot.way === 'url') {
    server ??= await startFileServer(folder);
    const url = server.url.replace('127.0.0.1', '10.0.2.2');
    const { rootfs, append, ...files } = medium;
    const words = [
      'treesmith.ip=10.0.2.15::10.0.2.2:255.255.255.0',
      `treesmith.rootfs=${url}/anvil.pxe/rootfs.img`,
    ];
    expect(rootfs).toBe(join(folder, 'anvil.pxe', 'rootfs.img'));
    return { ...files, append: [append, ...words].join(' ') };
  }
  if (medium.kind !== 'iso') return medium;
  return {
    ...medium,
    ...(boot.way === 'stick' ? { as: 'disk' } : {}),
    ...(boot.way === 'installed' ? { installTo: { sizeBytes: DISK_BYTES + 2 ** 30 } } : {}),
  };
}

describe.skipIf(chosen.length === 0)('an image of Anvil', () => {
  it.each(chosen.map((boot) => [nameOf(boot), boot] as const))(
    'boots: %s',
    async (name, boot) => {
      const deployed = await sourceOf(boot.filesystem ?? 'ext4');
      const isDeployed = DISKS.includes(boot.format) || boot.way === 'installed';
      const verdict = await bootTest({
        medium: await mediumOf(boot),
        firmware: boot.firmware,
        expect: {
          nevras: anvil.first.nevras,
          ...(isDeployed && boot.filesystem !== 'erofs' ? { commit: deployed.commit } : {}),
        },
        tests: boot.filesystem === undefined ? [] : [rootIs(boot.filesystem)],
        consoleLogPath: join(folder, `${name.replaceAll(/[ +]/g, '-')}.log`),
        deadlineMs: DEADLINE_MS,
        memoryMiB: boot.format === 'kernel+initrd' ? 4096 : 2048,
        log: { ...log, info: (message) => log.info(`${name}: ${message}`) },
      });
      expect(verdict.checks.filter(({ passed }) => !passed)).toEqual([]);
    },
    3 * DEADLINE_MS,
  );
});
