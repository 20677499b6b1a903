import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { assertTools } from '../host/assert-tools.ts';
import { FORMAT_FACTS } from '../remix/image-formats.ts';
import type { ImageSpec, PartitionSpec, RootFilesystem } from '../remix/image-model.ts';
import type { Remix } from '../remix/remix.ts';

const LOCK = ['rpmmd2solv', 'testsolv'];
const COMPOSE = [
  ...['rpm', 'rpmkeys', 'rpmdb', 'bwrap', 'ostree', 'sqlite3', 'gpg', 'gpgconf'],
  ...['getfattr', 'matchpathcon'],
];
const IMAGE = ['mformat', 'mcopy', 'mmd', 'grub-mkimage', 'qemu-img'];
const BOOT = ['qemu-io'];
const CONTAINER = ['rpms2solv', 'testsolv'];

/** What file systems of disks are made with. */
const FILESYSTEM_TOOLS: Readonly<Record<RootFilesystem, readonly string[]>> = {
  ext4: ['mke2fs', 'dumpe2fs', 'debugfs', 'chattr'],
  xfs: ['mkfs.xfs'],
  btrfs: ['mke2fs', 'dumpe2fs', 'debugfs', 'btrfs', 'btrfs-convert'],
  erofs: ['mkfs.erofs'],
};

/** The same of empty ones. */
const PARTITION_TOOLS: Readonly<Record<PartitionSpec['filesystem'], readonly string[]>> = {
  ext4: ['mke2fs'],
  xfs: ['mkfs.xfs'],
  btrfs: ['mkfs.btrfs'],
  fat: ['mformat'],
  none: [],
};

/** Host tools that verbs run with whatever they do. */
const ALWAYS = ['setpriv', 'flock', 'timeout', 'sync', 'xz', 'bzip2', 'zstd'];

/** What `setup` installs where nothing but locking and planning is done. */
export const LOCK_TOOLS: readonly string[] = [...ALWAYS, ...LOCK, 'skopeo'];

/** Host tools of each verb, with those of the stages before it. */
const TOOLS_OF = {
  lock: LOCK,
  compose: COMPOSE,
  image: [...COMPOSE, ...IMAGE],
  container: [...COMPOSE, ...CONTAINER],
  'boot-test': [...COMPOSE, ...IMAGE, ...BOOT],
} as const;

/**
 * Makes sure that a verb and the stages before it find their tools, and those of the images that the
 * remix has.
 *
 * @throws ConfigError TOOL_MISSING
 */
export function assertToolsOf(verb: keyof typeof TOOLS_OF, remix?: ToolUser): Promise<void> {
  const images = remix?.images ?? [];
  return assertTools([
    ...TOOLS_OF[verb],
    ...images.flatMap(imageTools),
    ...(verb === 'boot-test' && images.length > 0 ? (remix?.architectures ?? []) : []).flatMap(
      bootTools,
    ),
  ]);
}

type ToolUser = Pick<Remix, 'images' | 'architectures'>;

function imageTools({ format, filesystem, partitions }: ImageSpec): readonly string[] {
  const rootfs = filesystem === 'erofs' ? 'mkfs.erofs' : 'mksquashfs';
  const own = format === 'iso' ? [rootfs, 'xorriso'] : format === 'pxe' ? [rootfs] : [];
  const isDisk = FORMAT_FACTS[format].madeOf === 'disk' || format === 'iso';
  if (!isDisk) return own;
  const extra = partitions.flatMap((partition) => PARTITION_TOOLS[partition.filesystem]);
  return [...own, ...FILESYSTEM_TOOLS[filesystem], ...extra];
}

/** Some architectures have firmware of QEMU's own. */
function bootTools(basearch: Basearch): readonly string[] {
  return [`qemu-system-${ARCHITECTURES[basearch].qemu}`, `UEFI firmware for ${basearch}`];
}
