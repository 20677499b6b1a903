import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveMedium } from '../../../lib/boot/resolve-medium.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

describe('resolveMedium', () => {
  it.each([
    ['a.raw', { kind: 'disk', format: 'raw' }],
    ['a.ami.raw', { kind: 'disk', format: 'raw' }],
    ['a.qcow2', { kind: 'disk', format: 'qcow2' }],
    ['a.vhd', { kind: 'disk', format: 'vhd' }],
    ['a.vhdx', { kind: 'disk', format: 'vhdx' }],
    ['a.ova', { kind: 'archive', format: 'ova' }],
    ['a.gce.tar.gz', { kind: 'archive', format: 'gce' }],
    ['a.raw.xz', { kind: 'archive', format: 'raw.xz' }],
    ['a.containerdisk.tar', { kind: 'archive', format: 'containerdisk' }],
    ['a.iso', { kind: 'iso' }],
  ])('knows %s by its name', async (path, medium) => {
    expect(await resolveMedium(path)).toEqual({ path, ...medium });
  });

  it('takes a format that is given for more than a name', async () => {
    expect(await resolveMedium('disk', 'vmdk')).toEqual({
      kind: 'disk',
      path: 'disk',
      format: 'vmdk',
    });
  });

  it('reads the files of a network boot', async () => {
    await using work = await makeTempDir();
    const path = join(work.path, 'anvil.pxe');
    await mkdir(path);
    for (const name of ['vmlinuz', 'initramfs.img', 'rootfs.img'])
      await writeFile(join(path, name), '');
    await writeFile(join(path, 'cmdline'), 'rdinit=/treesmith/init console=ttyS0\n');
    expect(await resolveMedium(path)).toEqual({
      kind: 'kernel',
      kernel: join(path, 'vmlinuz'),
      initrd: join(path, 'initramfs.img'),
      rootfs: join(path, 'rootfs.img'),
      append: 'rdinit=/treesmith/init console=ttyS0',
    });
    await expect(resolveMedium(join(work.path, 'other.pxe'))).rejects.toMatchObject({
      code: 'IMAGE_MISSING',
    });
  });

  it.each(['a.tar', 'a.wsl', 'a.txt', 'raw'])('does not boot %s', async (path) => {
    await expect(resolveMedium(path)).rejects.toMatchObject({ code: 'IMAGE_UNKNOWN' });
  });
});
