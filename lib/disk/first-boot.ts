import { ConfigError } from '../core/errors.ts';
import { IGNITION_STAMP } from '../grub/config.ts';
import type { PartitionSpec } from '../remix/image-model.ts';
import type { DiskSpec } from './disk.ts';
import type { DiskCode } from './errors.ts';
import type { Identifiers } from './identifiers.ts';
import type { FirstBootTools } from './platform-patch.ts';
import { isInTree } from './tree-facts.ts';

/** A file that the deployed system gets beside those of the commit. */
export interface AddedFile {
  /** Relative to the deployment; relative to the physical root for `place: 'sysroot'`. */
  readonly path: string;
  readonly place: 'deployment' | 'sysroot';
  /** Appended to what is there; a symbolic link's target for `link: true`. */
  readonly text: string;
  readonly link?: boolean;
}

/** What the first boot of a disk needs. */
export interface FirstBoot {
  /** How the kernel finds the root file system, and mounts it. */
  readonly rootArguments: readonly string[];
  readonly files: readonly AddedFile[];
  readonly tools: FirstBootTools;
}

const UNITS = 'etc/systemd/system';
/** Tools that draw new identifiers, by what has them on Fedora and Debian. One of each row is enough. */
const REGENERATE_TOOLS: readonly (readonly [paths: readonly string[], packages: string])[] = [
  [['/usr/sbin/tune2fs'], 'e2fsprogs'],
  [['/usr/sbin/sgdisk', '/usr/bin/sgdisk'], 'gdisk'],
  [['/usr/bin/findmnt'], 'util-linux, or mount'],
  [['/usr/bin/lsblk'], 'util-linux'],
];

/**
 * Returns what a disk needs for its first boot: mounts of the user's partitions, new identifiers,
 * and a mark for Ignition. Systemd's credentials need nothing on the disk.
 *
 * @throws ConfigError SYSTEMD_MISSING, FIRST_BOOT_TOOLS_MISSING, FILESYSTEM_TOOLS_MISSING
 */
export async function prepareFirstBoot(options: {
  readonly repoPath: string;
  readonly commit: string;
  readonly spec: DiskSpec;
  readonly ids: Identifiers;
}): Promise<FirstBoot> {
  const { repoPath, commit, spec, ids } = options;
  const has = (path: string) => isInTree(repoPath, commit, path);
  if (!(await has('/usr/lib/systemd/systemd'))) {
    throw new ConfigError<DiskCode>(
      'SYSTEMD_MISSING',
      `commit ${commit} has no systemd: expected /usr/lib/systemd/systemd`,
      {
        hint: 'Add systemd to the treefile; without it the tree can be a container, not a disk image.',
      },
    );
  }
  const tools = {
    ignition:
      (await has('/usr/lib/dracut/modules.d/30ignition')) || (await has('/usr/bin/ignition')),
    cloudInit: await has('/usr/bin/cloud-init'),
  };
  if (spec.regenerateUuids) await assertRegenerateTools(commit, has);
  if (
    spec.filesystem === 'btrfs' &&
    !(await has('/usr/bin/btrfs')) &&
    !(await has('/usr/sbin/btrfs'))
  ) {
    // dracut takes the driver along only where these are.
    throw new ConfigError<DiskCode>(
      'FILESYSTEM_TOOLS_MISSING',
      `filesystem: btrfs: commit ${commit} has no /usr/bin/btrfs, so that its initramfs cannot mount the root`,
      { hint: 'Add btrfs-progs to the treefile, or use ext4 or xfs.' },
    );
  }
  const fstab = spec.partitions.flatMap(formatFstabLine).join('');
  return {
    rootArguments: rootArguments(spec, ids),
    files: [
      ...(fstab === '' ? [] : [file('etc/fstab', fstab)]),
      ...(spec.regenerateUuids ? REGENERATE_FILES : []),
      ...(tools.ignition ? IGNITION_FILES : []),
    ],
    tools,
  };
}

/** ostree mounts a root read-only where it must; `rw` lets it. On erofs, what is written is in memory. */
function rootArguments(spec: DiskSpec, ids: Identifiers): readonly string[] {
  if (spec.filesystem === 'erofs') {
    return [`root=PARTUUID=${ids.rootGuid}`, 'rootfstype=erofs', 'ro', 'systemd.volatile=overlay'];
  }
  return [spec.regenerateUuids ? 'root=PARTLABEL=root' : `root=UUID=${ids.rootUuid}`, 'rw'];
}

async function assertRegenerateTools(
  commit: string,
  has: (path: string) => Promise<boolean>,
): Promise<void> {
  for (const [paths, packages] of REGENERATE_TOOLS) {
    if ((await Promise.all(paths.map(has))).includes(true)) continue;
    throw new ConfigError<DiskCode>(
      'FIRST_BOOT_TOOLS_MISSING',
      `regenerate-uuids: commit ${commit} has no ${paths.join(' or ')}`,
      { hint: `Add ${packages} to the treefile, or leave out regenerate-uuids.` },
    );
  }
}

function formatFstabLine({ label, filesystem, mountPoint }: PartitionSpec): string[] {
  if (mountPoint === undefined) return [];
  const type = filesystem === 'fat' ? 'vfat' : filesystem;
  // A data partition that is gone must not keep the machine from a shell.
  return [`LABEL=${label} ${mountPoint} ${type} defaults,nofail 0 2\n`];
}

function file(path: string, text: string): AddedFile {
  return { path, place: 'deployment', text };
}

function unit(name: string, text: string): AddedFile[] {
  return [
    file(`${UNITS}/${name}`, text),
    { ...file(`${UNITS}/sysinit.target.wants/${name}`, `../${name}`), link: true },
  ];
}

/** Runs with the root mounted, which ext4 without checksums of its metadata takes. */
const REGENERATE_FILES: readonly AddedFile[] = [
  ...unit(
    'treesmith-regenerate-uuids.service',
    `[Unit]
Description=Draw identifiers of this machine's own for its disk
DefaultDependencies=no
After=local-fs.target
Before=sysinit.target shutdown.target
Conflicts=shutdown.target
ConditionPathExists=!/var/lib/treesmith/regenerated-uuids

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh /${UNITS}/treesmith-regenerate-uuids.sh
`,
  ),
  file(
    `${UNITS}/treesmith-regenerate-uuids.sh`,
    `set -e
root=$(findmnt -nvo SOURCE /sysroot)
disk=/dev/$(lsblk -ndo PKNAME "$root")
tune2fs -U random "$root"
# It complains that the kernel keeps the old table until the next boot: that is well.
sgdisk -G "$disk" || sgdisk -v "$disk"
mkdir -p /var/lib/treesmith
touch /var/lib/treesmith/regenerated-uuids
`,
  ),
];

const IGNITION_FILES: readonly AddedFile[] = [
  { path: `boot/${IGNITION_STAMP}`, place: 'sysroot', text: '' },
  ...unit(
    'treesmith-ignition-complete.service',
    `[Unit]
Description=Remember that Ignition has configured this machine
DefaultDependencies=no
After=local-fs.target
Before=sysinit.target shutdown.target
Conflicts=shutdown.target
ConditionKernelCommandLine=ignition.firstboot
ConditionPathExists=/boot/${IGNITION_STAMP}

[Service]
Type=oneshot
RemainAfterExit=yes
PrivateMounts=yes
ExecStart=/bin/sh -c 'mount -o remount,rw /boot; rm /boot/${IGNITION_STAMP}'
`,
  ),
];
