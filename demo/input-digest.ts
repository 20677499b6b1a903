import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sha256 } from '../lib/core/digest.ts';
import { readTree } from './deb/tree.ts';

/**
 * Returns the SHA-256 over names and contents of files and of everything in folders. Where they
 * are does not matter; what is not there counts as nothing.
 */
export async function digestPaths(paths: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const path of paths.filter((candidate) => existsSync(candidate))) {
    const inside = (await stat(path)).isDirectory()
      ? (await readTree(path)).filter(({ kind }) => kind === 'file').map((entry) => entry.path)
      : [''];
    for (const file of inside) {
      lines.push(`${basename(path)}${file} ${sha256(await readFile(join(path, file)))}`);
    }
  }
  return sha256(lines.join('\n'));
}
