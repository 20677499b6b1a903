import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { explainFileError } from '../host/errors.ts';
import { besidePath } from '../host/files.ts';
import type { LiveCode } from './errors.ts';
import { type LiveFile, placeFile } from './place.ts';

/** Names in the folders that are made here. */
const FOLDER_FILES = ['cmdline', 'initramfs.img', 'rootfs.img', 'vmlinuz'];

/**
 * Refuses a folder that has something else in it than an earlier build put there. Looks only.
 *
 * @throws ConfigError OUTPUT_TAKEN, OUTPUT_NOT_A_FILE
 */
export async function assertOutputFolder(path: string): Promise<void> {
  const names = await readdir(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw explainFileError(error, path);
  });
  const foreign = names.find((name) => !FOLDER_FILES.includes(name));
  if (foreign === undefined) return;
  throw new ConfigError<LiveCode>(
    'OUTPUT_TAKEN',
    `${path} has something else in it than a network boot: ${foreign}`,
    { hint: 'Name a folder that is new, or that an earlier build made.' },
  );
}

/**
 * Puts a folder of finished files in its place; the name stands for all of them or for what was there
 * before. Returns the files, sorted by name.
 *
 * @throws ConfigError OUTPUT_TAKEN, OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE; BuildError DISK_FULL
 */
export async function placeFolder(finished: string, output: string): Promise<LiveFile[]> {
  const beside = besidePath(output);
  await mkdir(beside);
  try {
    const files: LiveFile[] = [];
    for (const name of (await readdir(finished)).sort()) {
      const { sizeBytes, sha256 } = await placeFile(join(finished, name), join(beside, name));
      files.push({ path: join(output, name), sizeBytes, sha256 });
    }
    await removeOld(output);
    await rename(beside, output);
    return files;
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}

/** Removes what an earlier build put there, and nothing else. */
async function removeOld(output: string): Promise<void> {
  await assertOutputFolder(output);
  await rm(output, { recursive: true, force: true });
}
