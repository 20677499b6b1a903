import { appendFile, lstat, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runTool } from '../lib/host/process.ts';

const CONTROL = 'DEBIAN/control';

/**
 * Writes the .deb to `folder` as if it had been built again at `builtSeconds`: its version ends with
 * `+b1`, and its largest file, the program, has one more byte. Returns its path.
 */
export async function makeNewerDeb(
  deb: string,
  folder: string,
  builtSeconds: number,
): Promise<string> {
  const tree = join(folder, 'newer');
  await mkdir(folder, { recursive: true });
  await runTool(['dpkg-deb', '--raw-extract', deb, tree]);
  const control = await readFile(join(tree, CONTROL), 'utf8');
  const changed = await findLargest(tree);
  // What follows the sections of a program is not looked at.
  await appendFile(join(tree, changed), '\0');
  await writeFile(join(tree, CONTROL), control.replace(/^Version: .+$/m, '$&+b1'));
  for (const path of [changed, CONTROL]) await utimes(join(tree, path), builtSeconds, builtSeconds);
  const path = join(folder, basename(deb).replace(/_([^_]+)_/, '_$1+b1_'));
  await runTool(['dpkg-deb', '--build', '--root-owner-group', '-Znone', tree, path], {
    env: { SOURCE_DATE_EPOCH: String(builtSeconds) },
  });
  return path;
}

async function findLargest(tree: string): Promise<string> {
  let largest = { path: '', size: -1 };
  for (const path of (await readdir(tree, { recursive: true })).sort()) {
    const found = await lstat(join(tree, path));
    if (found.isFile() && found.size > largest.size) largest = { path, size: found.size };
  }
  return largest.path;
}
