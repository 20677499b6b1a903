import { BuildError, ConfigError } from '../../core/errors.ts';
import {
  parseQcow2Header,
  QCOW2_HEADER_BYTES,
  QCOW2_INCOMPATIBLE,
  type Qcow2Header,
} from '../../qcow2/parse.ts';
import { type DiskReader, isWithin, readUpTo } from '../disk-reader.ts';
import { openQcow2Disk } from '../disks/qcow2.ts';
import type { InspectCode } from '../errors.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import { LIMITS } from '../limits.ts';
import { checkQcow2Clusters } from './qcow2-clusters.ts';

/**
 * Opens a qcow2 image of version 2 or 3, and checks its tables and reference counts.
 *
 * @throws BuildError QCOW2_BAD, IMAGE_LIMIT, IMAGE_TRUNCATED; ConfigError IMAGE_UNSUPPORTED
 */
export async function openQcow2(file: DiskReader, inspection: Inspection): Promise<OpenedImage> {
  const { findings } = inspection;
  const header = parseQcow2Header(await readUpTo(file, 0, QCOW2_HEADER_BYTES));
  const { clusterBytes, sizeBytes, features } = header;
  assertSupported(header);
  if (sizeBytes > LIMITS.diskBytes || file.sizeBytes / clusterBytes > LIMITS.blocks) {
    throw new BuildError<InspectCode>(
      'IMAGE_LIMIT',
      `a qcow2 image of ${sizeBytes} bytes in ${file.sizeBytes}, more than is accepted`,
    );
  }
  findings.check(
    (features.incompatible & (QCOW2_INCOMPATIBLE.dirty | QCOW2_INCOMPATIBLE.corrupt)) === 0n,
    'qcow2-dirty',
    'it is marked as dirty or corrupt',
  );
  findings.check(sizeBytes % 512 === 0, 'qcow2-size', `the disk has ${sizeBytes} bytes`);
  findings.check(
    header.snapshots.count === 0,
    'qcow2-snapshots',
    `it has ${header.snapshots.count} snapshots`,
  );
  const needed = Math.ceil(sizeBytes / clusterBytes / (clusterBytes / 8));
  const { l1 } = header;
  findings.check(
    l1.entries >= needed && l1.offset % clusterBytes === 0,
    'qcow2-l1',
    `${l1.entries} entries at ${l1.offset}, expected ${needed}`,
  );
  if (l1.entries < needed || !isWithin(l1.offset, l1.entries * 8, file.sizeBytes)) {
    throw new BuildError<InspectCode>('IMAGE_DAMAGED', 'the L1 table does not cover the disk');
  }
  const table = await file.read(l1.offset, l1.entries * 8);
  const used = await checkQcow2Clusters(file, header, table, findings);
  return {
    format: 'qcow2',
    disk: openQcow2Disk(file, header, table),
    details: {
      version: header.version,
      clusterBytes,
      compression: used.compressed > 0 ? header.compression : 'none',
      clusters: used.plain,
      compressedClusters: used.compressed,
      zeroClusters: used.zero,
    },
  };
}

function assertSupported(header: Qcow2Header): void {
  const { dirty, corrupt, compression } = QCOW2_INCOMPATIBLE;
  const unknown = header.features.incompatible & ~(dirty | corrupt | compression);
  const reason =
    header.encryption !== 0
      ? 'it is encrypted'
      : header.backingFile !== undefined
        ? 'it needs a backing file'
        : unknown !== 0n
          ? `it has the incompatible features 0x${unknown.toString(16)}`
          : undefined;
  if (reason === undefined) return;
  throw new ConfigError<InspectCode>('IMAGE_UNSUPPORTED', `a qcow2 image is not read: ${reason}`, {
    hint: 'Convert it: qemu-img convert -O qcow2.',
  });
}
