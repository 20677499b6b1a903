import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { overlayFolder } from '../remix/overlay-inputs.ts';
import type { Treefile } from '../remix/treefile.ts';
import { AUTOVAR } from './tmpfiles.ts';

/** What a composed tree has otherwise than its packages, or may have. */
export interface TreefileChanges {
  /** Files and links, relative to the root; `etc/x` is /usr/etc/x. What is removed is not among them. */
  readonly paths: ReadonlySet<string>;
  /** Whether anything else may differ, too: scripts ran, or commits were laid over the packages. */
  readonly isUnbounded: boolean;
  /** Whether programs below /usr have no write bits: `readonly-executables`. */
  readonly readonlyExecutables: boolean;
}

/** What every compose writes, whoever has a file there. */
const COMPOSED = [
  AUTOVAR,
  'usr/lib/tmpfiles.d/rpm-ostree-0-integration.conf',
  'usr/lib/rpm/macros.d/macros.rpm-ostree',
  'usr/share/rpm-ostree/treefile.json',
  // With nss-altfiles.
  'usr/lib/passwd',
  'usr/lib/group',
];

/** Returns what composing with a treefile changes of what the packages bring. */
export async function readTreefileChanges(treefile: Treefile): Promise<TreefileChanges> {
  const paths = new Set(COMPOSED);
  const { addFiles, mutateOsRelease, defaultTarget, postprocess, postprocessScript } = treefile;
  for (const { destination } of addFiles) paths.add(join('/', destination).slice(1));
  if (mutateOsRelease !== undefined) paths.add('etc/os-release').add('usr/lib/os-release');
  if (defaultTarget !== undefined) paths.add('usr/lib/systemd/system/default.target');
  let isUnbounded = postprocess.length > 0 || postprocessScript !== undefined;
  for (const layer of [...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers]) {
    const folder = await overlayFolder(treefile, layer);
    if (folder === undefined) isUnbounded = true;
    else for (const path of await listFiles(folder)) paths.add(path);
  }
  return { paths, isUnbounded, readonlyExecutables: treefile.readonlyExecutables };
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}
