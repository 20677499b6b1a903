import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BuildError, TreesmithError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';
import { startTool } from './process.ts';

/** How a file is compressed. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

/** A header may ask for gigabytes; repodata and initramfs need less. */
const MEMORY_LIMIT = '512MiB';

/** Returns the compression that a file's name tells: `primary.xml.gz` → `gzip`. */
export function compressionOf(name: string): Compression {
  const suffix = /\.(gz|zst|xz|bz2)$/.exec(name)?.[1];
  switch (suffix) {
    case 'gz':
      return 'gzip';
    case 'zst':
      return 'zstd';
    case 'xz':
      return 'xz';
    case 'bz2':
      return 'bzip2';
    default:
      return 'none';
  }
}

/**
 * Returns the decompressed bytes of a file or stream, of which at most `limitBytes` are given. Never
 * holds more than some buffers. gzip runs in this process, the others through their tools.
 *
 * The stream fails with BuildError DECOMPRESS_FAILED when the data is damaged or cut short, with
 * SIZE_LIMIT past the limit; ConfigError TOOL_MISSING.
 */
export function openDecompressed(
  source: string | Readable,
  compression: Compression,
  limitBytes: number,
): Readable {
  const name = typeof source === 'string' ? source : 'the stream';
  const input = typeof source === 'string' ? createReadStream(source) : source;
  // It may fail before anything reads it; the reader is told then.
  input.on('error', () => undefined);
  return Readable.from(bounded(decompressed(input, compression, name), limitBytes, name), {
    objectMode: false,
    highWaterMark: 256 * 1024,
  });
}

async function* bounded(
  chunks: AsyncIterable<Buffer>,
  limitBytes: number,
  name: string,
): AsyncGenerator<Buffer, void> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limitBytes) {
      throw new BuildError<HostCode>(
        'SIZE_LIMIT',
        `${name} has more than ${limitBytes} bytes when decompressed, the most that is accepted`,
      );
    }
    yield chunk;
  }
}

async function* decompressed(
  input: Readable,
  compression: Compression,
  name: string,
): AsyncGenerator<Buffer, void> {
  try {
    switch (compression) {
      case 'none':
        yield* input as AsyncIterable<Buffer>;
        break;
      case 'gzip':
        yield* throughZlib(input, createGunzip({ chunkSize: 256 * 1024 }));
        break;
      case 'zstd':
        // Not node:zlib: it ends after the first frame, and says nothing of the others.
        yield* throughTool(input, ['zstd', '-q', '-d', '-c', `--memory=${MEMORY_LIMIT}`]);
        break;
      case 'xz':
        yield* throughTool(input, ['xz', '--decompress', '--stdout', `--memlimit=${MEMORY_LIMIT}`]);
        break;
      case 'bzip2':
        yield* throughTool(input, ['bzip2', '--decompress', '--stdout']);
        break;
    }
  } catch (error) {
    if (error instanceof TreesmithError) throw error;
    // What the source itself said (a file that is not there) is not a fault of the compression.
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new BuildError<HostCode>(
      'DECOMPRESS_FAILED',
      `${name} is damaged or cut short (${compression}): ${why}`,
      {
        cause: error,
      },
    );
  } finally {
    input.destroy();
  }
}

async function* throughZlib(
  input: Readable,
  transform: NodeJS.ReadWriteStream & Readable,
): AsyncGenerator<Buffer, void> {
  // The reader of `transform` gets the same failure.
  const fed = pipeline(input, transform).catch(() => undefined);
  try {
    yield* transform as AsyncIterable<Buffer>;
  } finally {
    transform.destroy();
    await fed;
  }
}

async function* throughTool(
  input: Readable,
  argv: readonly string[],
): AsyncGenerator<Buffer, void> {
  const child = await startTool(argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError('no pipes');
  let complaint = '';
  stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-1024);
  });
  const ended = once(child, 'close');
  let broken: unknown;
  const fed = pipeline(input, stdin).catch((error: unknown) => {
    broken = error;
  });
  try {
    yield* stdout as AsyncIterable<Buffer>;
    const [exitCode] = await ended;
    await fed;
    // A tool that gives up closes its pipe, which the source is blamed for.
    if (input.errored && (input.errored as NodeJS.ErrnoException).code !== 'EPIPE') {
      throw input.errored;
    }
    if (exitCode !== 0) throw new Error(complaint.trim() || `${argv[0]} failed`);
    // Data after the end of the compressed stream makes the tool close its pipe: not our worry.
    if (broken !== undefined && (broken as NodeJS.ErrnoException).code !== 'EPIPE') throw broken;
  } finally {
    child.kill('SIGKILL');
    await ended;
    await fed;
  }
}
