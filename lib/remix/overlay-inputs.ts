import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { type Json, sha256 } from '../core/digest.ts';
import type { Treefile } from './treefile-model.ts';

/**
 * Returns the folder `overlay.d/NAME` beside the treefile that a layer `overlay/NAME` stands for, or
 * undefined when the layer is a ref of the repository.
 */
export async function overlayFolder(
  { directory }: Treefile,
  layer: string,
): Promise<string | undefined> {
  const name = /^overlay\/([^/]+)$/.exec(layer)?.[1];
  if (name === undefined || name === '..') return undefined;
  const path = join(directory, 'overlay.d', name);
  return readdir(path).then(
    () => path,
    () => undefined,
  );
}

/** Returns the mode that a file of the checkout has in the tree: git keeps only whether it is executable. */
export function checkoutMode(mode: number): number {
  return (mode & 0o100) === 0 ? 0o644 : 0o755;
}

/**
 * Returns what is in the folders of `ostree-layers` and `ostree-override-layers`: paths, targets of
 * links, contents, and whether a file is executable. What a layer that is a ref leads to is not known here.
 */
export async function overlayInputs(treefile: Treefile): Promise<Json> {
  const layers = [...new Set([...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers])];
  const found: Record<string, Json> = {};
  for (const layer of layers.sort(compareBytes)) {
    const folder = await overlayFolder(treefile, layer);
    if (folder !== undefined) found[layer] = await listFolder(folder, '');
  }
  return found;
}

async function listFolder(root: string, below: string): Promise<Json[]> {
  const entries: Json[] = [];
  for (const name of (await readdir(join(root, below))).sort(compareBytes)) {
    const path = join(below, name);
    const stats = await lstat(join(root, path));
    if (stats.isDirectory()) {
      entries.push({ path, type: 'folder' }, ...(await listFolder(root, path)));
    } else if (stats.isSymbolicLink()) {
      entries.push({ path, type: 'link', target: await readlink(join(root, path)) });
    } else {
      const content = sha256(await readFile(join(root, path)));
      entries.push({ path, type: 'file', mode: checkoutMode(stats.mode), sha256: content });
    }
  }
  return entries;
}
