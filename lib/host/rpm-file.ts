import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { rpmHeaderBytes } from '../rpm/header.ts';

/** What nearly all headers fit into. */
const FIRST_READ_BYTES = 64 * 1024;

/**
 * Returns an RPM file up to the end of its header, or all of it when it is shorter. Synchronous: what is read is
 * small, and in the page cache or about to be.
 *
 * @throws BuildError BAD_LEAD, BAD_HEADER, HEADER_LIMIT; errors of node:fs
 */
export function readRpmHeader(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    return readToEnd(file);
  } finally {
    closeSync(file);
  }
}

function readToEnd(file: number): Uint8Array {
  let bytes = Buffer.allocUnsafe(FIRST_READ_BYTES);
  let got = 0;
  for (;;) {
    const count = readSync(file, bytes, got, bytes.length - got, got);
    got += count;
    const known = bytes.subarray(0, got);
    const needed = rpmHeaderBytes(known);
    if (needed <= got) return bytes.subarray(0, needed);
    if (count === 0) return known;
    if (needed <= bytes.length) continue;
    // What the header says of its size may be a lie: no more than the file has.
    const larger = Buffer.allocUnsafe(Math.min(needed, Math.max(fstatSync(file).size, got)) + 1);
    known.copy(larger);
    bytes = larger;
  }
}
