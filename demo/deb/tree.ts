import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** One path of a tree. `path` is absolute in the tree. */
export interface TreeEntry {
  readonly path: string;
  readonly kind: 'directory' | 'file';
}

/** Returns everything below `root`, parents first, sorted by bytes. Links count as files. */
export async function readTree(root: string, below = ''): Promise<TreeEntry[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const found: TreeEntry[] = [];
  for (const entry of entries.sort((a, b) =>
    Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
  )) {
    const path = `${below}/${entry.name}`;
    found.push({ path, kind: entry.isDirectory() ? 'directory' : 'file' });
    if (entry.isDirectory()) found.push(...(await readTree(root, path)));
  }
  return found;
}
