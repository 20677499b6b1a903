import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFile } from '../host/file-digest.ts';
import { writeFileAtomic } from '../host/files.ts';
import { CHECKSUMS_NAME, type FileChecksum, formatChecksums } from '../sign/checksums.ts';
import { listOutputs } from './outputs.ts';

/**
 * Writes SHA256SUMS over the outputs in `outDir` and returns its path and its lines. A file that
 * says the same already is left as it is.
 *
 * @throws BuildError TOO_MANY_FILES; what writing a file throws
 */
export async function writeChecksums(
  outDir: string,
): Promise<{ readonly path: string; readonly files: readonly FileChecksum[] }> {
  const files: FileChecksum[] = [];
  for (const { name, path } of await listOutputs(outDir)) {
    const { sha256 } = await digestFile(path);
    files.push({ name, sha256 });
  }
  const path = join(outDir, CHECKSUMS_NAME);
  const text = formatChecksums(files);
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before !== text) await writeFileAtomic(path, text);
  return { path, files };
}
