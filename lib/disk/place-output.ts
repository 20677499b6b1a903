import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { explainFileError } from '../host/errors.ts';
import { besidePath, replaceFile } from '../host/files.ts';
import { runTool } from '../host/process.ts';

/** A finished file under its name. */
export interface PlacedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * Moves a finished file to its name, from another file system too. The name never stands for half
 * a file; what had it before is replaced at the end.
 *
 * @throws BuildError DISK_FULL; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE
 */
export async function placeOutput(finished: string, output: string): Promise<PlacedFile> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(finished), digest);
  const { size } = await stat(finished);
  try {
    await replaceFile(finished, output);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyOver(finished, output);
  }
  return { path: output, sizeBytes: size, sha256: digest.digest('hex') };
}

async function copyOver(finished: string, output: string): Promise<void> {
  const beside = besidePath(output);
  try {
    await runTool(['cp', '--sparse=always', '--', finished, beside]);
    await replaceFile(beside, output);
  } catch (failure) {
    await rm(beside, { force: true });
    throw explainFileError(failure, output);
  }
}
