import type { Log } from '../core/log.ts';
import type { PartitionSpec } from '../remix/image-model.ts';
import { writeBtrfs } from './btrfs.ts';
import { writeEsp } from './esp.ts';
import { writeExt4 } from './ext4.ts';
import type { Identifiers } from './identifiers.ts';
import type { DiskLayout } from './layout.ts';
import { writeXfs } from './xfs.ts';

/** Makes the file systems of the user's own partitions, empty. */
export async function writeExtraPartitions(options: {
  readonly disk: string;
  readonly layout: DiskLayout;
  readonly partitions: readonly PartitionSpec[];
  readonly ids: Identifiers;
  readonly timeSeconds: number;
  readonly workDir: string;
  readonly log: Log;
}): Promise<void> {
  const { layout, partitions, ids, ...shared } = options;
  for (const [nth, { label, filesystem }] of partitions.entries()) {
    const extent = layout.extra[nth];
    if (extent === undefined || filesystem === 'none') continue;
    const uuid = ids.partitionUuid(label);
    const common = { ...shared, extent, label, uuid };
    if (filesystem === 'ext4') {
      await writeExt4({ ...common, hashSeed: uuid, immutable: [], metadataChecksums: true });
    } else if (filesystem === 'fat') {
      await writeEsp({ ...common, volumeId: uuid.slice(0, 8), files: new Map() });
    } else if (filesystem === 'xfs') await writeXfs(common);
    else await writeBtrfs(common);
  }
}
