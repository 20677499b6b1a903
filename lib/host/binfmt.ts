import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Returns the architectures (`aarch64`) whose programs this kernel runs through qemu-user, in a
 * chroot too: the emulator must be registered with flag F, which opens it beforehand.
 * Documentation/admin-guide/binfmt-misc.rst of the kernel.
 */
export async function readBinfmt(folder = '/proc/sys/fs/binfmt_misc'): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const found: string[] = [];
  for (const name of names.sort()) {
    const architecture = /^qemu-(.+)$/.exec(name)?.[1];
    if (architecture === undefined) continue;
    const entry = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (/^enabled$/m.test(entry) && /^flags: .*F/m.test(entry)) found.push(architecture);
  }
  return found;
}
