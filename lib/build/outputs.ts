import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { BuildError } from '../core/errors.ts';
import type { GlueCode } from './errors.ts';

/** What people download, below the folder of the results. The OSTree repository signs for itself. */
const PARTS = ['images', 'containers', 'sbom', 'keys', 'build-state.json'];

const MAX_FILES = 50_000;
const MAX_DEPTH = 32;

/** A regular file below a folder. */
export interface FoundFile {
  /** With `/`. */
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
}

/** Returns the files of `outDir` that SHA256SUMS covers, sorted by the bytes of their names. */
export function listOutputs(outDir: string): Promise<FoundFile[]> {
  return listFiles(outDir, PARTS);
}

/** Returns the names of the logs at the top of `folder`, and of the pictures that go with them, sorted. */
export async function listLogs(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => /^[^.].*\.(log|png)$/.test(name)).sort(compareBytes);
}

/**
 * Returns the regular files at and below `names` in `folder`, sorted by bytes. Files whose name begins
 * with a dot are half made or nobody's business; links and what is missing are passed over.
 *
 * @throws BuildError TOO_MANY_FILES
 */
export async function listFiles(folder: string, names: readonly string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const visit = async (name: string, depth: number): Promise<void> => {
    const path = join(folder, name);
    const status = await lstat(path).catch(() => undefined);
    if (status?.isFile() === true) found.push({ name, path, sizeBytes: status.size });
    if (found.length > MAX_FILES || depth > MAX_DEPTH) {
      throw new BuildError<GlueCode>(
        'TOO_MANY_FILES',
        `${folder} has more than ${MAX_FILES} files, or folders deeper than ${MAX_DEPTH}`,
      );
    }
    if (status?.isDirectory() !== true) return;
    for (const child of await readdir(path)) {
      if (!child.startsWith('.')) await visit(`${name}/${child}`, depth + 1);
    }
  };
  for (const name of names) await visit(name, 0);
  return found.sort((a, b) => compareBytes(a.name, b.name));
}
