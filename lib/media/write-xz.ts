import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { collectGarbage } from '../host/collect-garbage.ts';
import { startTool, ToolError } from '../host/process.ts';
import { explainToolError } from '../host/tool-errors.ts';
import type { ChunkMap } from './chunk-map.ts';
import { CHUNK_BYTES, type DiskPatch } from './media-model.ts';
import type { OutputFile } from './output-file.ts';
import { applyPatches } from './patches.ts';
import { readDisk } from './read-disk.ts';
import { formatXzEnd, type XzBlock, XzSplitter } from './xz-stream.ts';

/** Larger ones are smaller together, but fewer of them are nothing but zeros. */
const BLOCK_BYTES = 8 * 1024 * 1024;
const BLOCK_CHUNKS = BLOCK_BYTES / CHUNK_BYTES;
const PART_BYTES = 1024 * 1024;
/** xz's own default, 6, takes four times as long, and saves an eighth. */
const LEVEL = 1;
const STDERR_TAIL_BYTES = 4096;

/** The disk to compress. */
export interface XzOptions {
  readonly diskPath: string;
  readonly usedChunks: ChunkMap;
  readonly patches: readonly DiskPatch[];
  readonly variantChunks: ChunkMap;
  readonly level: number | undefined;
  readonly threads: number;
  /** Ends xz, and the writing. */
  readonly signal: AbortSignal;
}

/**
 * Writes the raw disk as one xz stream of blocks of the same size, so that the bytes do not depend on
 * the number of threads. xz compresses a block of zeros once, and the others; we put them in order.
 *
 * @throws ToolError TOOL_FAILED; ConfigError TOOL_MISSING; BuildError DISK_FULL, XZ_UNKNOWN
 */
export async function writeXz(file: OutputFile, options: XzOptions): Promise<void> {
  const { usedChunks, variantChunks } = options;
  const count = Math.ceil(usedChunks.count / BLOCK_CHUNKS);
  const isZero = Array.from({ length: count }, (_, index) => {
    const isWhole = (index + 1) * BLOCK_BYTES <= usedChunks.sizeBytes;
    return isWhole && !variantChunks.hasAny(index * BLOCK_CHUNKS, (index + 1) * BLOCK_CHUNKS);
  });
  let zeros: XzBlock | undefined;
  if (isZero.includes(true)) {
    await compress(options, [zeroBlock()], async (block) => {
      zeros = block;
    });
  }
  const sizes: Omit<XzBlock, 'bytes'>[] = [];
  const write = async ({ bytes, ...size }: XzBlock) => {
    sizes.push(size);
    await file.append(bytes);
    // What came through the pipe has been copied twice, and lies there.
    if (bytes !== zeros?.bytes) collectGarbage();
  };
  const writeZeros = async () => {
    while (zeros !== undefined && isZero[sizes.length] === true) await write(zeros);
  };
  const start = file.position;
  await file.skipTo(start + STREAM_HEADER.length);
  await writeZeros();
  const used = Array.from(isZero.keys()).filter((index) => isZero[index] === false);
  const header = await compress(options, usedBlocks(options, used), async (block) => {
    await write(block);
    await writeZeros();
  });
  await file.append(formatXzEnd(header, sizes));
  await file.fill(start, header);
}

/** As long as every stream's. */
const STREAM_HEADER = Buffer.alloc(12);

/** Has xz compress `parts`; returns the stream's header. */
async function compress(
  { level, threads, signal }: XzOptions,
  parts: Iterable<Uint8Array>,
  onBlock: (block: XzBlock) => Promise<void>,
): Promise<Buffer> {
  const argv = [
    ...['xz', '--compress', '--stdout', '--format=xz', `-${level ?? LEVEL}`],
    // With one thread, blocks do not say how long they are.
    ...[`--threads=${Math.max(2, threads)}`, `--block-size=${BLOCK_BYTES}`],
  ];
  const child = await startTool(argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const kill = () => child.kill();
  signal.addEventListener('abort', kill);
  let stderr = Buffer.alloc(0);
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_TAIL_BYTES);
  });
  const splitter = new XzSplitter();
  try {
    const feeding = feed(child.stdin, parts);
    // Whoever fails first is heard; the other ends with the process.
    feeding.catch(() => child.kill());
    for await (const chunk of child.stdout ?? []) {
      for (const block of splitter.take(chunk as Buffer)) await onBlock(block);
    }
    await feeding;
  } finally {
    signal.removeEventListener('abort', kill);
    child.kill();
    await ended;
  }
  const [exitCode] = await ended;
  if (exitCode !== 0 || splitter.header === undefined) {
    throw explainToolError(new ToolError(argv, exitCode ?? 128, stderr.toString('utf8')));
  }
  return splitter.header;
}

async function feed(stdin: Writable | null, parts: Iterable<Uint8Array>): Promise<void> {
  if (stdin === null) return;
  // Whoever writes is told; this keeps Node from throwing.
  stdin.on('error', () => undefined);
  try {
    for (const part of parts) await writePart(stdin, part);
    stdin.end();
  } catch (error) {
    // xz does not read on: its exit code says why.
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code))
      throw error;
  }
}

/** Afterwards the part may be written over. */
function writePart(stdin: Writable, part: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stdin.write(part, (error) => (error ? reject(error) : resolve()));
  });
}

function zeroBlock(): Uint8Array {
  return Buffer.alloc(BLOCK_BYTES);
}

/** The bytes of these blocks, in parts that all lie in the same memory. */
function* usedBlocks(options: XzOptions, blocks: readonly number[]): Generator<Uint8Array> {
  const { diskPath, usedChunks, patches } = options;
  const file = openSync(diskPath, 'r');
  const memory = Buffer.alloc(PART_BYTES);
  try {
    for (const block of blocks) {
      const end = Math.min((block + 1) * BLOCK_BYTES, usedChunks.sizeBytes);
      for (let from = block * BLOCK_BYTES; from < end; from += PART_BYTES) {
        const data = memory.subarray(0, Math.min(PART_BYTES, end - from));
        readDisk(file, usedChunks, from, data);
        applyPatches(patches, from, data);
        yield data;
      }
    }
  } finally {
    closeSync(file);
  }
}
