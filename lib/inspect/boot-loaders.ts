import { BuildError } from '../core/errors.ts';
import { PARTITION_TYPES } from '../gpt/table.ts';
import { type DiskReader, openPart } from './disk-reader.ts';
import { type FatFile, readFatFiles } from './disks/fat.ts';
import { readEfiProgram } from './efi-program.ts';
import type { Findings } from './findings.ts';
import { readGrubBios } from './grub-bios.ts';
import type { PartitionTable } from './partitions.ts';
import type { BootLoaderReport, FileSystemReport, PartitionReport } from './report.ts';

/** Where UEFI looks when it knows no entry, and where others keep theirs. */
const PROGRAM = /^EFI\/([^/]+\/)+[^/]+\.efi$/i;
const REMOVABLE = /^EFI\/BOOT\/BOOT(X64|AA64|IA32|ARM|RISCV64|LOONGARCH64)\.EFI$/i;
const MAX_PROGRAMS = 64;

/** Returns what boots a disk: GRUB's parts for BIOS, and the programs in each EFI system partition. */
export async function readBootLoaders(
  disk: DiskReader,
  table: PartitionTable,
  fileSystems: readonly FileSystemReport[],
  findings: Findings,
  isHybrid: boolean,
): Promise<BootLoaderReport[]> {
  const found: BootLoaderReport[] = [];
  const bios = await readGrubBios(disk, table, findings, isHybrid);
  if (bios !== undefined) found.push(bios);
  for (const partition of table.partitions) {
    const fat = fileSystems.find(
      ({ partition: number, type }) => number === partition.number && type === 'vfat',
    );
    const isEsp = isEfiSystem(partition);
    if (isEsp && fat === undefined) {
      findings.add('esp-fat', `partition ${partition.number} holds no FAT`);
    }
    if (fat === undefined) continue;
    const part = openPart(disk, partition.offsetBytes, partition.sizeBytes);
    const programs = await readEsp(part, partition.number, findings);
    if (isEsp) {
      findings.check(
        programs.some(({ path }) => REMOVABLE.test(path ?? '')),
        'esp-removable-path',
        `partition ${partition.number} has no EFI/BOOT/BOOT*.EFI`,
      );
    }
    found.push(...programs);
  }
  if (table.partitions.length > 0) {
    findings.check(found.length > 0, 'disk-bootable', 'there is no boot loader on it');
  }
  return found;
}

/** Returns the EFI programs of a FAT file system. */
export async function readEsp(
  part: DiskReader,
  partition: number | undefined,
  findings: Findings,
): Promise<BootLoaderReport[]> {
  let files: FatFile[];
  try {
    files = (await readFatFiles(part)) ?? [];
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    findings.add('fat-tables', error.message);
    return [];
  }
  const found: BootLoaderReport[] = [];
  for (const file of files.filter(({ path }) => PROGRAM.test(path)).slice(0, MAX_PROGRAMS)) {
    const program = await readProgram(file, findings);
    found.push({
      firmware: 'uefi',
      kind: program?.kind ?? 'unknown',
      path: file.path,
      ...(partition === undefined ? {} : { partition }),
      sizeBytes: file.sizeBytes,
      ...(program === undefined ? {} : { architecture: program.architecture }),
      details: program?.details ?? {},
    });
  }
  return found;
}

async function readProgram(file: FatFile, findings: Findings) {
  try {
    const program = await readEfiProgram(await file.open(), file.path, findings);
    if (program === undefined) findings.add('pe-sound', `${file.path} is no PE file`);
    return program;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    findings.add('fat-tables', `${file.path}: ${error.message}`);
    return undefined;
  }
}

function isEfiSystem({ type }: PartitionReport): boolean {
  return type === PARTITION_TYPES.efiSystem || type === '0xef';
}
