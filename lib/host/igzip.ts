import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** A gzip member begins with this, when neither name nor time of a file are asked for. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
/** With flags and the operating system. */
const HEADER_BYTES = 10;
/** CRC-32 and size, both little-endian. */
const TRAILER_BYTES = 8;

const MKFIFO = 'mkfifo';

const MARK_BYTES = 32;
/** No member is so much larger than its file. */
const MEMBER_BYTES = 1024;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads lines with numbers of descriptors of process `$2`, and writes what igzip makes of them, and a line with
 * `$3` and its status. Level 2 makes it as short as zlib's level 1, in a fifth of the time.
 */
const HELPER = `cd "/proc/$2/fd" && while read -r names
do "$1" -2 --no-name --stdout $names; echo "$3 $?"
done`;

/** An open regular file, and what it is known to have. */
export interface OpenFile {
  readonly fd: number;
  readonly sizeBytes: number;
  readonly crc: number;
}

/**
 * igzip, of Intel's ISA-L: deflate several times as fast as zlib's. It is run once for many files, by a small
 * process that waits for them: to start one from a process with much memory takes longer than igzip saves. It writes
 * gzip members one after the other; no member says where it ends, so between two of them stands one that
 * nobody can have put into a file: random bytes, other ones in each thread.
 */
export class Igzip {
  private readonly mark: Buffer = randomBytes(MARK_BYTES);
  private readonly markFd: number;
  private readonly lastLine: Buffer;
  private readonly requests: number;
  private readonly answers: number;
  private output: Buffer = Buffer.alloc(0);
  private isBroken = false;

  /**
   * `scratchPath`: a folder where files may lie for a moment.
   *
   * @throws errors of node:fs
   */
  constructor(program: string, scratchPath: string) {
    const secret = randomBytes(MARK_BYTES).toString('hex');
    this.lastLine = Buffer.from(`${secret} 0\n`);
    const at = (what: string) => join(scratchPath, `.${what}-${this.mark.toString('hex', 0, 8)}`);
    const [markPath, requestPath, answerPath] = [at('mark'), at('requests'), at('answers')];
    writeFileSync(markPath, this.mark, { flag: 'wx', mode: 0o600 });
    this.markFd = openSync(markPath, 'r');
    this.isBroken = spawnSync(MKFIFO, ['-m', '600', requestPath, answerPath]).status !== 0;
    const paths = [markPath, requestPath, answerPath];
    if (this.isBroken) {
      [this.requests, this.answers] = [-1, -1];
    } else {
      const [requests, answers] = [openPipe(requestPath), openPipe(answerPath)];
      const argv = ['-c', HELPER, 'igzip', program, `${process.pid}`, secret];
      const child = spawn('/bin/sh', argv, {
        stdio: [requests.from, answers.to, 'ignore'],
        env: {},
        cwd: '/',
      });
      // Whoever asks it next finds the pipe at its end.
      child.on('error', () => undefined);
      child.unref();
      for (const fd of [requests.from, answers.to]) closeSync(fd);
      [this.requests, this.answers] = [requests.to, answers.from];
    }
    for (const path of paths) rmSync(path, { force: true });
  }

  /**
   * Returns the raw deflate streams of the files, in their order; undefined for one that is not what it was
   * said to be, and for all when igzip fails. The streams are valid until the next call.
   */
  deflate(files: readonly OpenFile[]): (Uint8Array | undefined)[] {
    const output = this.run(files);
    if (output === undefined) return files.map(() => undefined);
    const markTrailer = formatTrailer({ sizeBytes: MARK_BYTES, crc: crc32(this.mark) });
    const separator = output.subarray(0, output.indexOf(markTrailer) + TRAILER_BYTES);
    let at = separator.length;
    return files.map((file) => {
      const end = at <= TRAILER_BYTES ? -1 : output.indexOf(separator, at);
      if (end < 0) return undefined;
      const member = output.subarray(at, end);
      at = end + separator.length;
      const isWhole =
        member.subarray(0, HEADER.length).equals(HEADER) &&
        member.subarray(-TRAILER_BYTES).equals(formatTrailer(file));
      return isWhole ? member.subarray(HEADER_BYTES, -TRAILER_BYTES) : undefined;
    });
  }

  /** Returns what igzip writes; undefined when it fails. */
  private run(files: readonly OpenFile[]): Buffer | undefined {
    if (this.isBroken) return undefined;
    const names = [this.markFd, ...files.flatMap(({ fd }) => [fd, this.markFd])];
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes + MEMBER_BYTES, CHUNK_BYTES);
    if (this.output.length < sizeBytes) this.output = Buffer.allocUnsafeSlow(sizeBytes);
    try {
      writeSync(this.requests, `${names.join(' ')}\n`);
      for (let length = 0; ; ) {
        const got = readSync(this.answers, this.output, length, this.output.length - length, null);
        length += got;
        const end = length - this.lastLine.length;
        if (end >= 0 && this.output.subarray(end, length).equals(this.lastLine)) {
          return this.output.subarray(0, end);
        }
        // It has failed, or the helper is gone, or there is more than there can be.
        if (got === 0 || this.hasFailed(length)) break;
      }
    } catch {
      // The helper is gone.
    }
    this.isBroken = true;
    closeSync(this.requests);
    closeSync(this.answers);
    return undefined;
  }

  /** True when the last line has another status than 0. */
  private hasFailed(length: number): boolean {
    const secret = this.lastLine.subarray(0, 2 * MARK_BYTES);
    const tail = this.output.subarray(Math.max(0, length - 2 * MARK_BYTES - 5), length);
    const at = tail.indexOf(secret);
    return at >= 0 && tail.at(-1) === '\n'.charCodeAt(0);
  }
}

/** Opens a named pipe at both ends; whoever reads sees its end when nobody else has `to` any more. */
function openPipe(path: string): { from: number; to: number } {
  // Either end alone would wait for the other.
  const both = openSync(path, constants.O_RDWR);
  try {
    const from = openSync(path, constants.O_RDONLY);
    return { from, to: openSync(path, constants.O_WRONLY) };
  } finally {
    closeSync(both);
  }
}

function formatTrailer({ sizeBytes, crc }: Omit<OpenFile, 'fd'>): Buffer {
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(sizeBytes, 4);
  return trailer;
}
