import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { GPT_HEAD_BYTES, parseGpt } from '../gpt/parse.ts';
import { type GptPartition, PARTITION_TYPES, SECTOR_BYTES } from '../gpt/table.ts';
import { GRUB_ENVIRONMENT_FILE, GRUB_KARGS_VARIABLE } from '../grub/config.ts';
import { formatGrubEnvironment, parseGrubEnvironment } from '../grub/environment.ts';
import { readTool, runTool } from '../host/process.ts';
import type { BootCode } from './errors.ts';

/** An ESP larger than this is not copied to have one variable changed. */
const ESP_LIMIT_BYTES = 1024 * 1024 * 1024;
const MEBIBYTE = 1024 * 1024;

/** An overlay to make. */
export interface OverlayOptions {
  /** The image under it, which is only read. */
  readonly image: string;
  /** The qcow2 file to make. */
  readonly path: string;
  /** Added to the kernel's arguments of every entry of the boot loader. */
  readonly kernelArguments: readonly string[];
  /** Folder for files in between. */
  readonly workDir: string;
  readonly log: Log;
}

/**
 * Makes a qcow2 overlay over an image that `buildImage` made. Extra kernel arguments go into the
 * `grubenv` of its EFI system partition: the image itself is the one that users get, to the bit.
 *
 * @throws ConfigError IMAGE_MISSING, IMAGE_UNKNOWN; ToolError
 */
export async function makeOverlay(options: OverlayOptions): Promise<void> {
  const { image, path, kernelArguments, log } = options;
  const format = await readImageFormat(image);
  await runTool(['qemu-img', 'create', '-q', '-f', 'qcow2', '-b', image, '-F', format, path], {
    log,
  });
  if (kernelArguments.length > 0) await addKernelArguments(options, format);
}

/**
 * Returns the format of a disk image, as QEMU names it.
 *
 * @throws ConfigError IMAGE_MISSING
 */
export async function readImageFormat(image: string): Promise<string> {
  const argv = ['qemu-img', 'info', '--output=json', image];
  const result = await runTool(argv, { okExitCodes: [0, 1] });
  if (result.exitCode !== 0) {
    throw new ConfigError<BootCode>(
      'IMAGE_MISSING',
      `${image} cannot be opened: ${result.stderr.trim()}`,
      {
        hint: 'Build it first: treesmith build, or treesmith image.',
      },
    );
  }
  return (JSON.parse(result.stdout) as { format: string }).format;
}

async function addKernelArguments(options: OverlayOptions, format: string): Promise<void> {
  const { image, path, workDir, log } = options;
  const esp = await findEsp(options, format);
  const file = join(workDir, 'esp.raw');
  await copyOut({ image, format, file, ...esp, log });
  const environment = join(workDir, GRUB_ENVIRONMENT_FILE);
  const inside = `::/EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`;
  const mcopy = (...args: string[]) =>
    runTool(['mcopy', '-n', '-o', '-i', file, ...args], { log, env: { MTOOLSRC: '/dev/null' } });
  try {
    await mcopy(inside, environment);
  } catch (error) {
    throw unknownImage(image, `has no EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`, error);
  }
  const variables = parseGrubEnvironment(await readFile(environment));
  variables.set(GRUB_KARGS_VARIABLE, options.kernelArguments.join(' '));
  await writeFile(environment, formatGrubEnvironment(variables));
  await mcopy(environment, inside);
  // qemu-io splits its command at spaces: the name in it is one of ours, in its working folder.
  const command = `write -q -s esp.raw ${esp.offsetBytes} ${esp.sizeBytes}`;
  await readTool(['qemu-io', '-f', 'qcow2', '-c', command, path], { log, cwd: workDir });
}

async function findEsp(
  options: OverlayOptions,
  format: string,
): Promise<{ offsetBytes: number; sizeBytes: number }> {
  const { image, workDir, log } = options;
  const file = join(workDir, 'gpt.raw');
  await copyOut({
    image,
    format,
    file,
    offsetBytes: 0,
    sizeBytes: Math.ceil(GPT_HEAD_BYTES / MEBIBYTE) * MEBIBYTE,
    log,
  });
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

/** Copies whole MiB of an image of any format into a file. */
async function copyOut(options: {
  readonly image: string;
  readonly format: string;
  readonly file: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  readonly log: Log;
}): Promise<void> {
  const { image, format, file, offsetBytes, sizeBytes, log } = options;
  // qemu-img counts `count` from the start of the input, not from `skip`.
  const end = (offsetBytes + sizeBytes) / MEBIBYTE;
  await runTool(
    [
      ...['qemu-img', 'dd', '-f', format, '-O', 'raw', 'bs=1M', `skip=${offsetBytes / MEBIBYTE}`],
      ...[`count=${end}`, `if=${image}`, `of=${file}`],
    ],
    { log },
  );
}
