import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../../lib/host/process.ts';
import type { ImageFormat } from '../../lib/remix/image-model.ts';

/** Where the peer works, and of what. */
export interface PeerOptions {
  /** An empty folder. */
  readonly folder: string;
  readonly repoPath: string;
  readonly commit: string;
  readonly sizeBytes: number;
}

/**
 * Commands of each format, as one types them. `$D` is the raw disk, `$T` the tree as files, `$O` the
 * folder of results. Levels are ours: zstd 3 for disks and 9 for trees, gzip 9 as everybody has it.
 */
export const PEER_COMMANDS: Readonly<Partial<Record<ImageFormat, readonly string[]>>> = {
  raw: ['cp --sparse=always $D $O/disk.raw'],
  qcow2: ['qemu-img convert -O qcow2 -c -o compression_type=zstd $D $O/disk.qcow2'],
  vmdk: [
    'qemu-img convert -O vmdk -o subformat=streamOptimized,adapter_type=lsilogic,compat6 $D $O/disk.vmdk',
  ],
  ova: [
    'qemu-img convert -O vmdk -o subformat=streamOptimized,adapter_type=lsilogic,compat6 $D $O/ova.vmdk',
    'echo "<Envelope/>" > $O/ova.ovf',
    'cd $O && sha256sum --tag ova.ovf ova.vmdk > ova.mf',
    'tar --format=ustar -C $O -cf $O/disk.ova ova.ovf ova.vmdk ova.mf',
  ],
  vhd: ['qemu-img convert -O vpc -o subformat=fixed,force_size $D $O/disk.vhd'],
  vhdx: ['qemu-img convert -O vhdx $D $O/disk.vhdx'],
  gce: ['tar --format=oldgnu -S -C $(dirname $D) -c disk.raw | gzip -9 > $O/disk.tar.gz'],
  'raw.zst': ['zstd -q -T0 -3 $D -o $O/disk.raw.zst'],
  containerdisk: [
    'qemu-img convert -O qcow2 -c -o compression_type=zstd $D $O/container.qcow2',
    'tar -C $O -cf $O/containerdisk.tar container.qcow2',
  ],
  iso: [
    'zstd -q -T0 -3 $D -o $O/install.raw.zst',
    'mksquashfs $T $O/rootfs.img -quiet -no-progress -comp zstd -Xcompression-level 9',
    'xorriso -as mkisofs -quiet -o $O/disk.iso -r $O/rootfs.img $O/install.raw.zst',
  ],
  pxe: ['mksquashfs $T $O/pxe.img -quiet -no-progress -comp zstd -Xcompression-level 9'],
  'kernel+initrd': ['cd $T && find . | cpio --quiet -o -H newc | zstd -q -T0 -9 > $O/initrd.img'],
  wsl: ['tar -C $T -c . | gzip -9 > $O/disk.wsl'],
  tar: ['tar -C $T -cf $O/disk.tar .'],
};

/** Makes the formats of a commit one after the other, of one disk and one checkout. */
export async function makeByPeer(
  formats: readonly ImageFormat[],
  options: PeerOptions,
): Promise<void> {
  const { folder, repoPath, commit } = options;
  const disk = await makeDisk(options);
  const tree = join(folder, 'tree');
  await runTool(['ostree', `--repo=${repoPath}`, 'checkout', commit, tree]);
  const out = join(folder, 'out');
  await mkdir(out);
  const env = { D: disk, T: tree, O: out, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
  for (const command of formats.flatMap((format) => PEER_COMMANDS[format] ?? [])) {
    await runTool(['sh', '-c', command], { env });
  }
}

/** A disk with one deployment, by hand: file systems as files that are copied into it. */
async function makeDisk({ folder, repoPath, commit, sizeBytes }: PeerOptions): Promise<string> {
  const sysroot = join(folder, 'sysroot');
  const [disk, esp, ext4] = [join(folder, 'disk.raw'), join(folder, 'esp'), join(folder, 'ext4')];
  await mkdir(sysroot, { recursive: true });
  const repo = `--repo=${join(sysroot, 'ostree', 'repo')}`;
  const core = join(folder, 'BOOTX64.EFI');
  const run = async (...argv: string[]) => {
    await runTool(argv);
  };
  await run('ostree', 'admin', 'init-fs', '--modern', sysroot);
  await run('ostree', 'admin', 'os-init', 'anvil', `--sysroot=${sysroot}`);
  await run('ostree', repo, 'config', 'set', 'sysroot.bootloader', 'none');
  await run('ostree', repo, 'pull-local', '--disable-fsync', repoPath, commit);
  const deploy = ['--os=anvil', '--karg=root=LABEL=root', '--karg=rw', commit];
  await run('ostree', 'admin', 'deploy', `--sysroot=${sysroot}`, ...deploy);
  await run('truncate', '--size=3900M', ext4);
  await run('mke2fs', '-q', '-t', 'ext4', '-L', 'root', '-d', sysroot, ext4);
  const modules = ['part_gpt', 'fat', 'ext2', 'normal', 'search', 'linux', 'configfile'];
  const image = ['-O', 'x86_64-efi', '-p', '/EFI/BOOT', '-o', core];
  await run('grub-mkimage', ...image, ...modules);
  await run('truncate', '--size=64M', esp);
  await run('mformat', '-F', '-i', esp, '::');
  await run('mmd', '-i', esp, '::/EFI', '::/EFI/BOOT');
  await run('mcopy', '-i', esp, core, '::/EFI/BOOT');
  await run('truncate', `--size=${sizeBytes}`, disk);
  await run('sgdisk', '-n', '1:2048:+64M', '-t', '1:ef00', '-n', '2:0:0', disk);
  const into = [`of=${disk}`, 'bs=1M', 'conv=notrunc,sparse'];
  await run('dd', `if=${esp}`, ...into, 'seek=1');
  await run('dd', `if=${ext4}`, ...into, 'seek=65');
  await run('chattr', '-i', join(sysroot, 'ostree/deploy/anvil/deploy', `${commit}.0`));
  await rm(sysroot, { recursive: true });
  for (const path of [esp, ext4]) await rm(path);
  return disk;
}
