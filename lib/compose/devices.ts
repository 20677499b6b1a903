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
  await tree.walk('', (path, stats, host) => {
    if (stats.isCharacterDevice() && stats.rdev === 0) whiteouts.push(host);
    else if (stats.isCharacterDevice() || stats.isBlockDevice()) {
      if (!ignoreDevices) {
        throw new ConfigError<ComposeCode>('DEVICE_IN_TREE', `/${path} is a device node`, {
          hint: 'Set "ignore-devices: true" to leave device nodes out.',
        });
      }
      special.push(host);
    } else if (stats.isSocket() || stats.isFIFO()) special.push(host);
  });
  for (const host of [...special, ...whiteouts]) await rm(host);
  for (const host of whiteouts) {
    await writeFile(join(dirname(host), `.ostree-wh.${host.slice(dirname(host).length + 1)}`), '');
  }
}
