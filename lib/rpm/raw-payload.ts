import { type Header, parseHeader } from './header.ts';
import { parsePackageContents } from './package-contents.ts';
import { HEADER_TAG } from './tags.ts';

/** OpenPGP's number of SHA-256. */
const SHA256 = 8;
/** What cpio takes for each file beside its content. */
const ENTRY_BYTES = 8 * 1024;
/** Magic number; no size of the content, no checksum, no dictionary; a window of 128 KiB. */
const FRAME_START = Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, (17 - 10) << 3);
/** The last block, and it is empty. */
const FRAME_END = Buffer.of(1, 0, 0);

/** The most that one block may have. */
const RAW_BLOCK_BYTES = 128 * 1024;

/** What is to be known of a payload to write it without compression. */
export interface PayloadFacts {
  /** SHA-256 of the decompressed payload, as the header has it. */
  readonly sha256: string;
  /** More than it can have, decompressed. */
  readonly limitBytes: number;
}

/**
 * Returns what the header says of a payload that zstd has compressed; undefined for others, and where the header
 * does not say what it is when it is decompressed, as rpm's before 4.16 do not.
 *
 * @throws BuildError BAD_LEAD, BAD_HEADER, HEADER_LIMIT
 */
export function zstdPayloadFacts(bytes: Uint8Array, headerStart: number): PayloadFacts | undefined {
  const header = parseHeader(bytes, headerStart);
  const sha256 = payloadSha256(header);
  const isZstd = header.text(HEADER_TAG.payloadCompressor) === 'zstd';
  if (!isZstd || header.text(HEADER_TAG.payloadFormat) !== 'cpio' || sha256 === undefined) {
    return undefined;
  }
  const { installedBytes, files } = parsePackageContents(bytes);
  return { sha256, limitBytes: installedBytes + (files.length + 1) * ENTRY_BYTES };
}

function payloadSha256(header: Header): string | undefined {
  if (header.number(HEADER_TAG.payloadDigestAlgorithm) !== SHA256) return undefined;
  return header.texts(HEADER_TAG.payloadDigestAlt)[0];
}

/**
 * Yields bytes as a zstd frame that has them as they are: whoever expects zstd reads it, and takes no time to
 * decompress it.
 * Source: RFC 8878, section 3.1.1.
 */
export async function* rawFrame(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield FRAME_START;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += RAW_BLOCK_BYTES) {
      const block = chunk.subarray(at, at + RAW_BLOCK_BYTES);
      const start = Buffer.alloc(3);
      start.writeUIntLE(block.length << 3, 0, 3);
      yield start;
      yield block;
    }
  }
  yield FRAME_END;
}
