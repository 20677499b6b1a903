import { formatBytes } from '../core/bytes.ts';
import type { SourceDocument } from './document.ts';
import { remixError } from './errors.ts';
import type { PartitionSpec } from './image-model.ts';
import { parsePartitionSize } from './size.ts';

/** A partition as `remix.yaml` has it, after the schema. */
export interface RawPartition {
  readonly label: string;
  readonly size: string | number;
  readonly offset?: string | number;
  readonly filesystem?: PartitionSpec['filesystem'];
  readonly 'mount-point'?: string;
}

/** Partitions of ours, by name and label of their file systems. */
const TAKEN = ['root', 'boot', 'esp', 'bios-boot', 'efi-system', 'xbootldr'];
/** What a label may be long: FAT takes 11 characters, XFS 12, ext4 16. */
const LABEL_LIMITS = { fat: 11, xfs: 12, ext4: 16, btrfs: 36, none: 36 } as const;
/** An XFS file system smaller than this is refused by mkfs.xfs; btrfs wants about as much. */
const MIN_BYTES = { xfs: 300, btrfs: 128, ext4: 16, fat: 33, none: 1 } as const;
const MIB = 2 ** 20;

/**
 * Returns the partitions of the image at `index` of `images:`, in their order on the disk.
 *
 * @throws ConfigError BAD_VALUE with place: two of a label, an overlap, more than the disk
 */
export function buildPartitions(
  raw: readonly RawPartition[],
  index: number,
  diskBytes: number,
  document: SourceDocument,
): readonly PartitionSpec[] {
  const labels = new Set<string>(TAKEN);
  const mountPoints = new Set<string>();
  let freeBytes = 0;
  let before = '';
  return raw.map((partition, nth) => {
    const { label } = partition;
    const name = `images[${index}].partitions[${nth}]`;
    const fail = (key: keyof RawPartition, message: string, hint?: string): never => {
      const place = document.placeOf(['images', index, 'partitions', nth, key]);
      throw remixError('BAD_VALUE', `${name}.${key}: ${message}`, place, hint);
    };
    const size = (key: 'size' | 'offset', value: string | number) =>
      parsePartitionSize(
        value,
        `${name}.${key}`,
        document.placeOf(['images', index, 'partitions', nth, key]),
      );
    const filesystem = partition.filesystem ?? 'ext4';
    const mountPoint = partition['mount-point'];
    if (labels.has(label.toLowerCase())) fail('label', `"${label}" is taken`);
    labels.add(label.toLowerCase());
    if (label.length > LABEL_LIMITS[filesystem]) {
      fail('label', `expected at most ${LABEL_LIMITS[filesystem]} characters for ${filesystem}`);
    }
    if (mountPoint !== undefined) {
      if (filesystem === 'none') fail('mount-point', 'there is no file system to mount');
      if (mountPoints.has(mountPoint)) fail('mount-point', `${mountPoint} is taken`);
      mountPoints.add(mountPoint);
    }
    const sizeBytes = size('size', partition.size);
    if (sizeBytes < MIN_BYTES[filesystem] * MIB) {
      fail('size', `${filesystem} needs ${MIN_BYTES[filesystem]} MiB or more`);
    }
    const offsetBytes =
      partition.offset === undefined ? undefined : size('offset', partition.offset);
    if (offsetBytes !== undefined && offsetBytes < freeBytes) {
      fail(
        'offset',
        `${label} would begin at ${formatBytes(offsetBytes)}, within ${before}, which ends at ${formatBytes(freeBytes)}`,
        'List partitions in their order on the disk, or leave out "offset".',
      );
    }
    freeBytes = (offsetBytes ?? freeBytes) + sizeBytes;
    before = label;
    if (freeBytes >= diskBytes) {
      fail(
        'size',
        `${label} would end at ${formatBytes(freeBytes)} or later on a disk of ${formatBytes(diskBytes)}, and the root file system comes after it`,
        'Set a larger "size" for the image.',
      );
    }
    return {
      label,
      sizeBytes,
      ...(offsetBytes === undefined ? {} : { offsetBytes }),
      filesystem,
      ...(mountPoint === undefined ? {} : { mountPoint }),
    };
  });
}
