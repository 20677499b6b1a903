import { createHash } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { chown, copyFile, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { digestFile, type FileDigest } from './file-digest.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Copies a file to a new path, as a clone where the file system can, and returns the digest of the copy.
 * The copy is ours, whoever has the file.
 *
 * Unlike copyFile() of node:fs, which as root gives the copy the owner of the file, and which never ends
 * when the file is cut short meanwhile: it asks for the rest of its bytes again and again.
 */
export async function copyWithDigest(from: string, to: string): Promise<FileDigest> {
  const cloned = await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE).then(
    () => true,
    () => false,
  );
  if (cloned) {
    await chown(to, process.geteuid?.() ?? 0, process.getegid?.() ?? 0);
    return digestFile(to);
  }
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const digest = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      sizeBytes += chunk.length;
      hash.update(chunk);
      yield chunk;
    }
  };
  // Opened first: what is not there leaves no empty copy.
  await using file = await open(from);
  const source = file.createReadStream({ highWaterMark: CHUNK_BYTES, autoClose: false });
  await pipeline(source, digest, createWriteStream(to, { highWaterMark: CHUNK_BYTES }));
  return { sizeBytes, sha256: hash.digest('hex') };
}
