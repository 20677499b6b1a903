import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as zlib from 'node:zlib';
import { formatBytes } from '../core/bytes.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import { assertOutputFile, replaceFile } from '../host/files.ts';
import { makeTempDir, type TempDir } from '../host/temp.ts';
import type { MediaCode } from './errors.ts';
import { resolveDiskBytes } from './format-size.ts';
import { resolveMaking } from './make-writer.ts';
import { type MediaGround, type MediaJob, runMediaJobs } from './media-jobs.ts';
import type { DiskPatch, MediaFile, MediaOptions, MediaOutput } from './media-model.ts';
import { defaultMediaThreads } from './media-pool.ts';
import { patchMap, scanDisk } from './scan-disk.ts';

const SECTOR_BYTES = 512;

/**
 * Writes a raw disk in any number of formats, in one pass: holes are not read, each chunk is compressed
 * once for all formats that hold it in the same form, in threads. Either all files get their names,
 * or none does. The bytes are a function of the disk, the patches, identity, time and options; not of
 * threads, names or folders. Returns a row per output, in their order.
 *
 * @throws BuildError DISK_BAD, DISK_FULL, MEDIA_WRITER_FAILED, XZ_UNKNOWN, TOOL_FAILED
 * @throws ConfigError SIZE_OVER_LIMIT, ZSTD_MISSING, TOOL_MISSING, OUTPUT_NOT_A_FILE, OUTPUT_READ_ONLY
 */
export async function writeMedia(options: MediaOptions): Promise<MediaFile[]> {
  const { outputs, log } = options;
  const disk = { path: resolve(options.disk.path), sizeBytes: options.disk.sizeBytes };
  await assertDisk(disk, outputs);
  const sizes = outputs.map((output) => resolveDiskBytes(output, disk.sizeBytes));
  for (const output of outputs) {
    await assertOutputFile(output.path);
    assertZstd(output);
  }
  for (const [index, { format, path }] of outputs.entries()) {
    const grown = sizes[index] ?? disk.sizeBytes;
    if (grown === disk.sizeBytes) continue;
    log.warn(
      `${path}: the disk of ${formatBytes(disk.sizeBytes)} is ${formatBytes(grown)} in ${format}, which takes no other sizes; the copy of its partition table is no longer at its end`,
    );
  }
  const usedChunks = await scanDisk(disk);
  const variants = distinctPatches(outputs);
  const ground: MediaGround = {
    disk,
    usedChunks,
    variants,
    variantChunks: variants.map((patches) => patchMap(usedChunks, disk.path, patches)),
    threads: options.threads ?? defaultMediaThreads(),
    log,
  };
  const folders = new Map<string, TempDir>();
  try {
    const jobs: MediaJob[] = [];
    for (const [index, output] of outputs.entries()) {
      const folder = dirname(resolve(output.path));
      const beside = folders.get(folder) ?? (await makeTempDir(folder));
      folders.set(folder, beside);
      const patches = output.patches ?? [];
      const variant = variants.findIndex((other) => isSame(other, patches));
      const making = resolveMaking(output, {
        disk: { identity: options.identity, sizeBytes: disk.sizeBytes, patches },
        usedChunks: ground.variantChunks[variant] ?? usedChunks,
        diskBytes: sizes[index] ?? disk.sizeBytes,
        timeSeconds: options.timeSeconds,
      });
      jobs.push({ variant, making, path: join(beside.path, `${index}`) });
    }
    const made = await runMediaJobs(jobs, ground);
    for (const [index, { path }] of outputs.entries()) {
      await replaceFile(jobs[index]?.path ?? '', path);
    }
    return made.map((file, index) => ({ ...file, path: outputs[index]?.path ?? '' }));
  } finally {
    for (const folder of folders.values()) await folder[Symbol.asyncDispose]();
  }
}

async function assertDisk(
  { path, sizeBytes }: MediaOptions['disk'],
  outputs: readonly MediaOutput[],
): Promise<void> {
  const fail = (why: string): never => {
    throw new BuildError<MediaCode>('DISK_BAD', `${path}: ${why}`);
  };
  const { size } = await stat(path);
  if (size !== sizeBytes) fail(`it has ${size} bytes, expected ${sizeBytes}`);
  if (size === 0 || size % SECTOR_BYTES !== 0) fail(`${size} bytes are no whole sectors`);
  for (const { offsetBytes, bytes } of outputs.flatMap(({ patches }) => patches ?? [])) {
    if (offsetBytes >= 0 && offsetBytes + bytes.length <= size) continue;
    fail(`a patch of ${bytes.length} bytes at ${offsetBytes} lies outside`);
  }
}

/** Node 20 lacks it. */
function assertZstd(output: MediaOutput): void {
  const isNeeded =
    output.format === 'raw.zst' ||
    ((output.format === 'qcow2' || output.format === 'containerdisk') &&
      (output.compression ?? 'zstd') === 'zstd');
  if (!isNeeded || 'zstdCompressSync' in zlib) return;
  throw new ConfigError<MediaCode>(
    'ZSTD_MISSING',
    `${output.path}: Node ${process.versions.node} cannot compress with zstd`,
    { hint: 'Use Node 22.15 or newer, or "compression: zlib".' },
  );
}

function distinctPatches(outputs: readonly MediaOutput[]): (readonly DiskPatch[])[] {
  const variants: (readonly DiskPatch[])[] = [];
  for (const { patches = [] } of outputs) {
    if (!variants.some((other) => isSame(other, patches))) variants.push(patches);
  }
  return variants;
}

function isSame(a: readonly DiskPatch[], b: readonly DiskPatch[]): boolean {
  return (
    a.length === b.length &&
    a.every((patch, index) => {
      const other = b[index];
      return (
        other?.offsetBytes === patch.offsetBytes && Buffer.compare(other.bytes, patch.bytes) === 0
      );
    })
  );
}
