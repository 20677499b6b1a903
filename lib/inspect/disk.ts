import { BuildError } from '../core/errors.ts';
import { readBootLoaders } from './boot-loaders.ts';
import type { DiskReader } from './disk-reader.ts';
import { readFileSystems } from './file-systems.ts';
import type { Findings } from './findings.ts';
import { readPartitions } from './partitions.ts';
import type { BootLoaderReport, Details, FileSystemReport, PartitionReport } from './report.ts';

/** What is on a disk. */
export interface DiskContents {
  readonly partitions: readonly PartitionReport[];
  readonly fileSystems: readonly FileSystemReport[];
  readonly bootLoaders: readonly BootLoaderReport[];
  readonly details: Details;
}

/** Reads what is on a disk. What cannot be read is a finding: the rest of the report still counts. */
export async function readDisk(
  disk: DiskReader,
  findings: Findings,
  isHybrid = false,
): Promise<DiskContents> {
  try {
    const table = await readPartitions(disk, findings, isHybrid);
    const { partitions } = table;
    const fileSystems = await readFileSystems(disk, partitions, findings);
    const bootLoaders = await readBootLoaders(disk, table, fileSystems, findings, isHybrid);
    const details = {
      partitionTable: table.kind,
      ...(table.diskId === undefined ? {} : { diskId: table.diskId }),
      ...(table.kind === 'none' ? {} : { sectorBytes: table.sectorBytes }),
    };
    return { partitions, fileSystems, bootLoaders, details };
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    findings.add('disk-readable', error.message);
    return { partitions: [], fileSystems: [], bootLoaders: [], details: {} };
  }
}
