import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { GPT_HEAD_BYTES, parseGpt } from '../gpt/parse.ts';
import { type GptPartition, PARTITION_TYPES, SECTOR_BYTES } from '../gpt/table.ts';
import { GRUB_ENVIRONMENT_FILE } from '../grub/config.ts';
import { formatGrubEnvironment } from '../grub/environment.ts';
import { readTool, runTool } from '../host/process.ts';
import type { BootCode } from './errors.ts';
import { addEspArguments, addGrubArguments } from './esp-arguments.ts';

/** An ESP larger than this is not copied to have one variable changed. */
const ESP_LIMIT_BYTES = 1024 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

/** Kernel arguments to add to what a boot loader starts. */
export interface AddedArguments {
  /** A qcow2 overlay: what is under it is not changed. */
  readonly overlay: string;
  /** What is under it, for messages. */
  readonly image: string;
  readonly kernelArguments: readonly string[];
  /** Folder for files in between. */
  readonly workDir: string;
  readonly log: Log;
}

/**
 * Adds kernel arguments to every entry of the boot loader of a disk that `buildDisk` made: GRUB,
 * systemd-boot or a unified kernel image in its EFI system partition.
 *
 * @throws ConfigError IMAGE_UNKNOWN; ToolError
 */
export async function addDiskArguments(options: AddedArguments): Promise<void> {
  const { overlay, image, workDir, log } = options;
  const esp = await findEsp(options);
  const file = join(workDir, 'esp.raw');
  await copyOut({ overlay, file, ...esp, log });
  const words = options.kernelArguments.join(' ');
  if (!(await addEspArguments({ esp: file, words, workDir, log })))
    throw unknownImage(image, 'has no boot loader of ours in its EFI system partition');
  await copyIn({ overlay, file: 'esp.raw', workDir, ...esp, log });
}

/**
 * Adds kernel arguments to every entry of the boot loader of a live disc: in each `grubenv` that is
 * found in the file, for a UEFI loader and a BIOS loader may have one each.
 *
 * @throws ConfigError IMAGE_UNKNOWN; ToolError
 */
export async function addDiscArguments(options: AddedArguments): Promise<void> {
  const { overlay, image, workDir, log } = options;
  const places = await findEnvironments(image);
  if (places.length === 0) throw unknownImage(image, `has no ${GRUB_ENVIRONMENT_FILE}`);
  for (const { offsetBytes, bytes } of places) {
    const changed = addGrubArguments(bytes, options.kernelArguments.join(' '));
    await writeFile(join(workDir, GRUB_ENVIRONMENT_FILE), changed);
    const where = { offsetBytes, sizeBytes: bytes.length };
    await copyIn({ overlay, file: GRUB_ENVIRONMENT_FILE, workDir, ...where, log });
  }
}

/** Files on a disc begin at its sectors, those of a FAT file system in it at sectors of 512 bytes. */
async function findEnvironments(
  image: string,
): Promise<{ readonly offsetBytes: number; readonly bytes: Buffer }[]> {
  const sizeBytes = formatGrubEnvironment(new Map()).length;
  const signature = Buffer.from('# GRUB Environment Block\n');
  const found: { offsetBytes: number; bytes: Buffer }[] = [];
  await using file = await open(image, 'r');
  const buffer = Buffer.alloc(8 * MEBIBYTE);
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    const read = buffer.subarray(0, bytesRead);
    for (
      let from = read.indexOf(signature);
      from !== -1;
      from = read.indexOf(signature, from + 1)
    ) {
      const offsetBytes = at + from;
      const bytes = Buffer.alloc(sizeBytes);
      if (offsetBytes % SECTOR_BYTES === 0) {
        await file.read(bytes, 0, sizeBytes, offsetBytes);
        // Its text is also in programs that make one.
        if (bytes[sizeBytes - 1] === '#'.charCodeAt(0)) found.push({ offsetBytes, bytes });
      }
    }
    if (bytesRead < buffer.length) return found;
    // Whole sectors: none is cut in two.
    at += bytesRead;
  }
}

async function findEsp(
  options: AddedArguments,
): Promise<{ offsetBytes: number; sizeBytes: number }> {
  const { overlay, image, workDir, log } = options;
  const file = join(workDir, 'gpt.raw');
  const sizeOfHead = Math.ceil(GPT_HEAD_BYTES / MEBIBYTE) * MEBIBYTE;
  await copyOut({ overlay, file, offsetBytes: 0, sizeBytes: sizeOfHead, log });
  const esp = findPartition(await readFile(file), image);
  const sizeBytes = esp === undefined ? 0 : (esp.lastSector - esp.firstSector + 1) * SECTOR_BYTES;
  const offsetBytes = (esp?.firstSector ?? 0) * SECTOR_BYTES;
  const aligned = offsetBytes % MEBIBYTE === 0 && sizeBytes % MEBIBYTE === 0;
  if (sizeBytes === 0 || sizeBytes > ESP_LIMIT_BYTES || !aligned) {
    throw unknownImage(image, 'has no EFI system partition that Treesmith made');
  }
  return { offsetBytes, sizeBytes };
}

function findPartition(head: Uint8Array, image: string): GptPartition | undefined {
  try {
    const { partitions } = parseGpt(head);
    return partitions.find(({ type }) => type === PARTITION_TYPES.efiSystem);
  } catch (cause) {
    throw unknownImage(image, 'has no partition table that Treesmith made', cause);
  }
}

function unknownImage(image: string, what: string, cause?: unknown): ConfigError<BootCode> {
  return new ConfigError<BootCode>('IMAGE_UNKNOWN', `${image} ${what}`, {
    hint: 'Only images that Treesmith built can be boot-tested.',
    cause,
  });
}

interface Part {
  readonly overlay: string;
  readonly file: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  readonly log: Log;
}

/** Copies whole MiB of a disk into a file. */
async function copyOut({ overlay, file, offsetBytes, sizeBytes, log }: Part): Promise<void> {
  // qemu-img counts `count` from the start of the input, not from `skip`.
  const end = (offsetBytes + sizeBytes) / MEBIBYTE;
  await runTool(
    [
      ...['qemu-img', 'dd', '-f', 'qcow2', '-O', 'raw', 'bs=1M', `skip=${offsetBytes / MEBIBYTE}`],
      ...[`count=${end}`, `if=${overlay}`, `of=${file}`],
    ],
    { log },
  );
}

async function copyIn(part: Part & { readonly workDir: string }): Promise<void> {
  const { overlay, file, offsetBytes, sizeBytes, workDir, log } = part;
  // qemu-io splits its command at spaces: the name in it is one of ours, in its working folder.
  const command = `write -q -s ${file} ${offsetBytes} ${sizeBytes}`;
  await readTool(['qemu-io', '-f', 'qcow2', '-c', command, overlay], { log, cwd: workDir });
}
