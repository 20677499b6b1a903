import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files in a temporary folder, which goes away with `await using`. */
export interface FileTree extends AsyncDisposable {
  readonly path: string;
  file(name: string): string;
}

/** Writes `files` (name to content) into a new temporary folder. */
export async function writeFileTree(files: Readonly<Record<string, string>>): Promise<FileTree> {
  const path = await mkdtemp(join(tmpdir(), 'treesmith-remix-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
