import { FILE_SYSTEM_HEAD_BYTES, parseFileSystem } from '../filesystem/parse.ts';
import { type DiskReader, isWithin, readUpTo } from './disk-reader.ts';
import type { Findings } from './findings.ts';
import type { FileSystemReport, PartitionReport } from './report.ts';

/** Returns the file systems of a disk's partitions, or the one that is on the whole disk. */
export async function readFileSystems(
  disk: DiskReader,
  partitions: readonly PartitionReport[],
  findings: Findings,
): Promise<FileSystemReport[]> {
  const found: FileSystemReport[] = [];
  const places =
    partitions.length === 0
      ? [{ number: undefined, offsetBytes: 0, sizeBytes: disk.sizeBytes }]
      : partitions;
  for (const { number, offsetBytes, sizeBytes } of places) {
    if (!isWithin(offsetBytes, 0, disk.sizeBytes)) continue;
    const head = await readUpTo(disk, offsetBytes, Math.min(sizeBytes, FILE_SYSTEM_HEAD_BYTES));
    const system = parseFileSystem(head);
    if (system === undefined) continue;
    const place = `${system.type} of ${number === undefined ? 'the disk' : `partition ${number}`}`;
    findings.check(
      system.sizeBytes <= sizeBytes,
      'filesystem-fits',
      `${place} has ${system.sizeBytes} bytes, there is room for ${sizeBytes}`,
    );
    findings.check(
      system.isChecksumRight,
      'filesystem-checksum',
      `the superblock of the ${place} has a wrong checksum`,
    );
    findings.check(
      system.isClean !== false,
      'filesystem-clean',
      `the ${place} was not unmounted, or has errors`,
    );
    findings.check(
      system.uuid === undefined || found.every(({ uuid }) => uuid !== system.uuid),
      'filesystem-unique',
      `the ${place} has the UUID of another: ${system.uuid}`,
    );
    found.push({
      ...(number === undefined ? {} : { partition: number }),
      type: system.type,
      ...(system.label === undefined ? {} : { label: system.label }),
      ...(system.uuid === undefined ? {} : { uuid: system.uuid }),
      offsetBytes,
      sizeBytes: system.sizeBytes,
      blockBytes: system.blockBytes,
      details: system.details,
    });
  }
  return found;
}
