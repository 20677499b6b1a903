import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** A host tool and the packages that bring it. */
export interface Tool {
  readonly name: string;
  readonly apt: string;
  readonly dnf: string;
}

/** Every host tool that some stage runs, with the package of Debian/Ubuntu and of Fedora/EL. */
export const TOOLS: readonly Tool[] = [
  { name: 'rpm', apt: 'rpm', dnf: 'rpm' },
  { name: 'rpmkeys', apt: 'rpm', dnf: 'rpm' },
  { name: 'rpmmd2solv', apt: 'libsolv-tools', dnf: 'libsolv-tools' },
  { name: 'testsolv', apt: 'libsolv-tools', dnf: 'libsolv-tools' },
  { name: 'ostree', apt: 'ostree', dnf: 'ostree' },
  { name: 'bwrap', apt: 'bubblewrap', dnf: 'bubblewrap' },
  { name: 'gpg', apt: 'gpg', dnf: 'gnupg2' },
  { name: 'setpriv', apt: 'util-linux', dnf: 'util-linux' },
  { name: 'qemu-system-x86_64', apt: 'qemu-system-x86', dnf: 'qemu-system-x86-core' },
  { name: 'qemu-img', apt: 'qemu-utils', dnf: 'qemu-img' },
  { name: 'qemu-io', apt: 'qemu-utils', dnf: 'qemu-img' },
  { name: 'mke2fs', apt: 'e2fsprogs', dnf: 'e2fsprogs' },
  { name: 'debugfs', apt: 'e2fsprogs', dnf: 'e2fsprogs' },
  { name: 'dumpe2fs', apt: 'e2fsprogs', dnf: 'e2fsprogs' },
  { name: 'mformat', apt: 'mtools', dnf: 'mtools' },
  { name: 'mmd', apt: 'mtools', dnf: 'mtools' },
  { name: 'mcopy', apt: 'mtools', dnf: 'mtools' },
  { name: 'grub-mkimage', apt: 'grub-common', dnf: 'grub2-tools-extra' },
];

/** Returns the path of the executable `name`, or undefined. PATH first, then the sbin folders. */
export async function findTool(name: string): Promise<string | undefined> {
  if (isAbsolute(name)) return (await isExecutable(name)) ? name : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    if (isAbsolute(folder) && (await isExecutable(join(folder, name)))) return join(folder, name);
  }
  return undefined;
}

/** Returns a sentence that says how to get `name`. */
export function packageHint(name: string): string {
  const tool = TOOLS.find((known) => known.name === name);
  if (tool === undefined) return `Install ${name} and see that it is on PATH.`;
  return `Run "treesmith setup", or install it: apt-get install ${tool.apt} (Debian, Ubuntu), dnf install ${tool.dnf} (Fedora, EL).`;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
