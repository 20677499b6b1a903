import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { startTool, ToolError } from '../host/process.ts';
import { explainToolError } from '../host/tool-errors.ts';

/** How an archive is compressed. */
export type ArchiveCompression = 'none' | 'gzip' | 'zstd' | 'xz';

const CHUNK_BYTES = 256 * 1024;
/** As the tools' own defaults but for zstd, where 9 is a third smaller than 3 and takes seconds. */
const LEVELS: Readonly<Record<ArchiveCompression, number>> = { none: 0, gzip: 6, zstd: 9, xz: 6 };

/** What a compressed file is made with. */
export interface CompressOptions {
  readonly compression: ArchiveCompression;
  /** Append to the file instead of making it. */
  readonly append?: boolean;
}

/**
 * Writes a stream of bytes to a file, compressed, holding no more than some buffers. The bytes are
 * the same on every machine with the same tools: they do not depend on the number of threads, and
 * gzip's header has neither name nor time.
 */
export async function writeCompressed(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
  options: CompressOptions,
): Promise<void> {
  const { compression } = options;
  const level = LEVELS[compression];
  const source = Readable.from(joined(chunks), { objectMode: false, highWaterMark: CHUNK_BYTES });
  const target = createWriteStream(path, { flags: options.append === true ? 'a' : 'wx' });
  switch (compression) {
    case 'none':
      return pipeline(source, target);
    case 'gzip':
      return pipeline(source, createGzip({ level, chunkSize: CHUNK_BYTES }), target);
    case 'zstd':
      // Without -T the frame would be cut otherwise than with threads.
      return throughTool(source, ['zstd', '-q', '-c', `-${level}`, '-T0'], target);
    case 'xz':
      // The kernel's decoder knows CRC32 alone; blocks of fixed size let threads work.
      return throughTool(
        source,
        ['xz', '-q', '-c', `-${level}`, '-T0', '--check=crc32', '--block-size=16MiB'],
        target,
      );
  }
}

/** Small pieces (headers, padding) cost a call each on the way; this makes few large ones of them. */
async function* joined(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Buffer, void> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes < CHUNK_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    heldBytes = 0;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

async function throughTool(
  source: Readable,
  argv: readonly string[],
  target: NodeJS.WritableStream,
): Promise<void> {
  const child = await startTool(argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError('no pipes');
  let complaint = '';
  stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-1024);
  });
  const ended = once(child, 'close');
  try {
    await Promise.all([pipeline(source, stdin), pipeline(stdout, target)]);
    const [exitCode] = (await ended) as [number | null];
    if (exitCode === 0) return;
    throw explainToolError(new ToolError(argv, exitCode ?? 255, complaint));
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
