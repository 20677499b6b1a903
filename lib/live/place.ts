import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { explainFileError } from '../host/errors.ts';
import { besidePath, replaceFile } from '../host/files.ts';
import { runTool } from '../host/process.ts';

/** A finished file under its name. */
export interface LiveFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * Moves a finished file to its name, from another file system too; the name never stands for half a
 * file. Returns its size and digest.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE
 */
export async function placeFile(finished: string, output: string): Promise<LiveFile> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(finished, { highWaterMark: 2 ** 20 }), digest);
  const { size } = await stat(finished);
  try {
    await replaceFile(finished, output);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const beside = besidePath(output);
    try {
      await runTool(['cp', '--', finished, beside]);
      await replaceFile(beside, output);
    } catch (failure) {
      await rm(beside, { force: true });
      throw explainFileError(failure, output);
    }
  }
  return { path: output, sizeBytes: size, sha256: digest.digest('hex') };
}
