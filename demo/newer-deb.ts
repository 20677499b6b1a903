import { appendFile, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runTool } from '../lib/host/process.ts';

const CONTROL = 'DEBIAN/control';

/**
 * Writes the .deb to `folder` as if it had been built again at `builtSeconds`: its version ends with
 * `+b1`, and its first configuration file has one more empty line. Returns its path.
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
  const [changed = ''] = (await readFile(join(tree, 'DEBIAN/conffiles'), 'utf8')).split('\n');
  await appendFile(join(tree, changed), '\n');
  await writeFile(join(tree, CONTROL), control.replace(/^Version: .+$/m, '$&+b1'));
  for (const path of [changed, CONTROL]) await utimes(join(tree, path), builtSeconds, builtSeconds);
  const path = join(folder, basename(deb).replace(/_([^_]+)_/, '_$1+b1_'));
  await runTool(['dpkg-deb', '--build', '--root-owner-group', '-Znone', tree, path], {
    env: { SOURCE_DATE_EPOCH: String(builtSeconds) },
  });
  return path;
}
