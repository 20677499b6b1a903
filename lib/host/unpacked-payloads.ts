import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { findRpmSpans } from '../rpm/header.ts';
import { rawFrame, zstdPayloadFacts } from '../rpm/raw-payload.ts';
import { makeFolder } from './files.ts';
import { readRpmHeader } from './rpm-file.ts';
import { removeStale } from './stale.ts';

/** An RPM whose payload lies there decompressed: rpm reads it as it reads the RPM, in two thirds of the time. */
export interface UnpackedRpm {
  readonly path: string;
  /** SHA-256 of the file, lower-case hexadecimal. */
  readonly sha256: string;
}

const CHUNK_BYTES = 128 * 1024;
const NAME = /^([0-9a-f]{64})\.([0-9a-f]{64})\.rpm$/;

/** Returns the unpacked RPMs of `folder`, by the SHA-256 of the RPM that each was made of. */
export async function findUnpacked(folder: string): Promise<Map<string, UnpackedRpm>> {
  const found = new Map<string, UnpackedRpm>();
  for (const name of await readdir(folder).catch(() => [])) {
    const [, rpm, sha256] = NAME.exec(name) ?? [];
    if (rpm === undefined || sha256 === undefined) continue;
    found.set(rpm, { path: join(folder, name), sha256 });
  }
  return found;
}

/** Removes what no compose has used for two weeks. */
export function removeStaleUnpacked(folder: string): Promise<void> {
  return removeStale(folder);
}

/**
 * Unpacks a verified RPM whose SHA-256 is `rpmSha256` into `folder`, by way of a file in `temporaryFolder` of the same
 * file system. Lead, signatures and header stay as they are; the payload becomes a zstd frame that compresses nothing.
 * Returns false when it cannot be: by Node before 22.15, of a payload that is not zstd's, or is not what the header
 * says.
 *
 * @throws errors of node:fs and node:zlib; BuildError BAD_LEAD, BAD_HEADER, HEADER_LIMIT
 */
export async function unpackRpm(
  path: string,
  {
    folder,
    temporaryFolder,
    rpmSha256,
  }: { readonly folder: string; readonly temporaryFolder: string; readonly rpmSha256: string },
): Promise<boolean> {
  const header = readRpmHeader(path);
  const { header: span, payloadStart } = findRpmSpans(header);
  const facts = zstdPayloadFacts(header, span.start);
  if (facts === undefined || zlib.createZstdDecompress === undefined) return false;
  await makeFolder(folder);
  await makeFolder(temporaryFolder);
  const temporary = join(temporaryFolder, `${rpmSha256}.unpacked`);
  const payload = createHash('sha256');
  const whole = createHash('sha256');
  try {
    await pipeline(
      createReadStream(path, { start: payloadStart, highWaterMark: CHUNK_BYTES }),
      zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES }),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        let bytes = 0;
        yield header;
        yield* rawFrame(
          (async function* () {
            for await (const chunk of chunks) {
              bytes += chunk.length;
              if (bytes > facts.limitBytes) throw new RangeError('larger than its files');
              payload.update(chunk);
              yield chunk;
            }
          })(),
        );
      },
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          whole.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(temporary, { mode: 0o644 }),
    );
    if (payload.digest('hex') !== facts.sha256) return false;
    // Not synced: what a power cut spoils has another digest.
    await rename(temporary, join(folder, `${rpmSha256}.${whole.digest('hex')}.rpm`));
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}
