import { lstatSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { ComposeCode } from './errors.ts';
import type { Tree } from './tree.ts';

/**
 * Takes out what a commit cannot hold: device nodes (an error unless `ignoreDevices`), sockets
 * and pipes. Whiteouts of overlayfs become files that libostree turns back on checkout.
 *
 * @throws ConfigError DEVICE_IN_TREE
 */
export async function removeSpecialFiles(tree: Tree, ignoreDevices: boolean): Promise<void> {
  const whiteouts: string[] = [];
  const special: string[] = [];
  for (const host of specialFiles(tree.path)) {
    const stats = lstatSync(host);
    if (stats.isCharacterDevice() && stats.rdev === 0) whiteouts.push(host);
    else if (ignoreDevices || !(stats.isCharacterDevice() || stats.isBlockDevice())) {
      special.push(host);
    } else {
      const path = host.slice(tree.path.length);
      throw new ConfigError<ComposeCode>('DEVICE_IN_TREE', `${path} is a device node`, {
        hint: 'Set "ignore-devices: true" to leave device nodes out.',
      });
    }
  }
  for (const host of [...special, ...whiteouts]) await rm(host);
  for (const host of whiteouts) {
    await writeFile(join(dirname(host), `.ostree-wh.${host.slice(dirname(host).length + 1)}`), '');
  }
}

/** What is no file, folder or link. Synchronous, and by what folders say: no look at each file. */
function specialFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return specialFiles(path);
    return entry.isFile() || entry.isSymbolicLink() ? [] : [path];
  });
}
