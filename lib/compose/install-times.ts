import { open } from 'node:fs/promises';
import { BuildError } from '../core/errors.ts';
import type { ComposeCode } from './errors.ts';

const MAGIC = Buffer.from('8eade80100000000', 'hex');
const INTRO_BYTES = 16;
const ENTRY_BYTES = 16;
/** rpm's own limit for one header. */
const HEADER_LIMIT_BYTES = 256 * 1024 * 1024;
const INSTALLTIME = 1008;
const INSTALLTID = 1128;

/**
 * Copies a stream of headers, as `rpmdb --exportdb` writes it, with the times that rpm 4.18 gives
 * under SOURCE_DATE_EPOCH: INSTALLTID is `sourceDateEpoch`, INSTALLTIME the same plus the number of
 * the package. One header at a time is in memory.
 *
 * Source: rpm-ostree, rust/src/normalization.rs (rewrite_rpmdb_timestamps).
 *
 * @throws BuildError RPMDB_NOT_REPRODUCIBLE for what is no such stream
 */
export async function copyWithInstallTimes(
  from: string,
  to: string,
  sourceDateEpoch: number,
): Promise<void> {
  const source = await open(from, 'r');
  const target = await open(to, 'wx');
  try {
    const { size } = await source.stat();
    for (let offset = 0, index = 0; offset < size; index += 1) {
      const intro = await read(source, offset, INTRO_BYTES);
      const entries = intro.readUInt32BE(8);
      const bytes = entries * ENTRY_BYTES + intro.readUInt32BE(12);
      if (!intro.subarray(0, 8).equals(MAGIC) || bytes > HEADER_LIMIT_BYTES)
        throw notHeaders(from, offset);
      const body = await read(source, offset + INTRO_BYTES, bytes);
      if (!setTimes(body, entries, sourceDateEpoch, index)) throw notHeaders(from, offset);
      await target.writev([intro, body]);
      offset += INTRO_BYTES + bytes;
    }
  } finally {
    await source.close();
    await target.close();
  }
}

/** Returns false when a value would lie outside the header. */
function setTimes(body: Buffer, entries: number, time: number, index: number): boolean {
  for (let at = 0; at < entries * ENTRY_BYTES; at += ENTRY_BYTES) {
    const tag = body.readUInt32BE(at);
    if (tag !== INSTALLTIME && tag !== INSTALLTID) continue;
    const value = tag === INSTALLTID ? time : time + index;
    const place = entries * ENTRY_BYTES + body.readUInt32BE(at + 8);
    if (place + 4 > body.length) return false;
    body.writeUInt32BE(value, place);
  }
  return true;
}

async function read(
  file: {
    read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
    ): Promise<{ bytesRead: number }>;
  },
  position: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw notHeaders('the package database', position);
  return buffer;
}

function notHeaders(what: string, offset: number): BuildError<ComposeCode> {
  return new BuildError<ComposeCode>(
    'RPMDB_NOT_REPRODUCIBLE',
    `${what} is no stream of RPM headers at byte ${offset}`,
  );
}
