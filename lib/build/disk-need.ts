import { FORMAT_FACTS } from '../remix/image-formats.ts';
import type { ImageFormat, ImageSpec } from '../remix/image-model.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import type { Remix } from '../remix/remix.ts';

/** How much disk building a remix takes, in bytes. Estimated: the lock knows packages, not trees. */
export interface DiskNeed {
  /** Packages, objects of the commits. */
  readonly storeBytes: number;
  /** Images and the OSTree repository. */
  readonly outputBytes: number;
  /** What is there for a while: the tree, a disk. */
  readonly workBytes: number;
  /** All together, at the most. */
  readonly bytes: number;
}

/** A tree, to its packages. Anvil's has 2.5 times their bytes; documentation is in the packages alone. */
const TREE_SHARE = 2.8;
/** Compressed objects, to the tree. */
const OBJECTS_SHARE = 0.45;
/** The deployed tree and the disk that is made of it, to the tree; the disk itself is written over. */
const WORK_SHARE = 1.3;

/** Images, to the tree, as Anvil's are and a little more. */
const IMAGE_SHARES: Readonly<Record<ImageFormat, number>> = {
  raw: 1.1,
  ami: 1.1,
  vhd: 1.1,
  vhdx: 1.1,
  qcow2: 0.35,
  vmdk: 0.35,
  ova: 0.35,
  gce: 0.35,
  containerdisk: 0.35,
  'raw.xz': 0.3,
  'raw.zst': 0.3,
  iso: 0.8,
  pxe: 0.5,
  'kernel+initrd': 0.35,
  wsl: 0.35,
  tar: 1.1,
};

/** Returns what building takes, of what `lockfile` says. Of foreign architectures nothing is estimated. */
export function estimateDiskNeed(
  remix: Pick<Remix, 'architectures' | 'images'>,
  lockfile: Lockfile,
): DiskNeed {
  let [storeBytes, outputBytes, workBytes] = [0, 0, 0];
  for (const { arch, packages } of lockfile.arches) {
    if (!remix.architectures.some((basearch) => basearch === arch)) continue;
    const rpmBytes = packages.reduce((sum, { size }) => sum + size, 0);
    const treeBytes = rpmBytes * TREE_SHARE;
    const images = remix.images.filter(
      ({ architectures }) =>
        architectures.length === 0 || architectures.some((basearch) => basearch === arch),
    );
    storeBytes += rpmBytes + treeBytes * OBJECTS_SHARE;
    outputBytes += treeBytes * images.reduce((sum, image) => sum + imageShare(image), 0);
    // One architecture after the other; what one leaves is counted above.
    const installer = images.some(({ format }) => format === 'iso') ? IMAGE_SHARES['raw.zst'] : 0;
    workBytes = Math.max(workBytes, treeBytes * (WORK_SHARE + installer));
  }
  return { storeBytes, outputBytes, workBytes, bytes: storeBytes + outputBytes + workBytes };
}

function imageShare({ format, compression }: ImageSpec): number {
  const { compressions } = FORMAT_FACTS[format];
  return compression === 'none' && compressions.length > 1
    ? Math.max(1.1, IMAGE_SHARES[format])
    : IMAGE_SHARES[format];
}
