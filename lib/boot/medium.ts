/** Disk formats that QEMU reads. `vhd` is the fixed kind. */
export type DiskFormat = 'raw' | 'qcow2' | 'vmdk' | 'vhd' | 'vhdx';

/** Files with a disk in them that QEMU does not read as they are. */
export type ArchiveFormat = 'ova' | 'gce' | 'raw.xz' | 'raw.zst' | 'containerdisk';

/** What a machine is booted from. */
export type Medium =
  | { readonly kind: 'disk'; readonly path: string; readonly format: DiskFormat }
  | {
      readonly kind: 'iso';
      readonly path: string;
      /** As a disc in a drive, unless given; or as it lies on a USB stick. */
      readonly as?: 'cdrom' | 'disk';
      /** Has the installer write to an empty disk, which is booted then. Live otherwise. */
      readonly installTo?: { readonly sizeBytes: number };
    }
  | {
      readonly kind: 'kernel';
      readonly kernel: string;
      readonly initrd?: string;
      /** Kernel arguments; `{rootfs}` in them is the URL of `rootfs`. */
      readonly append: string;
      /** A file that the initramfs fetches over HTTP. */
      readonly rootfs?: string;
    }
  /** `containerdisk`: an OCI layout, as a folder or a tar file; the others are files. */
  | { readonly kind: 'archive'; readonly path: string; readonly format: ArchiveFormat };

/** Returns the medium that a file's name tells; undefined when it tells none. */
export function mediumOf(path: string): Medium | undefined {
  if (path.endsWith('.iso')) return { kind: 'iso', path };
  const archive = ARCHIVE_SUFFIXES.find(([suffix]) => path.endsWith(suffix));
  if (archive !== undefined) return { kind: 'archive', path, format: archive[1] };
  const disk = DISK_SUFFIXES.find(([suffix]) => path.endsWith(suffix));
  return disk === undefined ? undefined : { kind: 'disk', path, format: disk[1] };
}

const ARCHIVE_SUFFIXES: readonly (readonly [string, ArchiveFormat])[] = [
  ['.ova', 'ova'],
  ['.tar.gz', 'gce'],
  ['.raw.xz', 'raw.xz'],
  ['.raw.zst', 'raw.zst'],
  ['.containerdisk.tar', 'containerdisk'],
  ['.ociarchive', 'containerdisk'],
];

const DISK_SUFFIXES: readonly (readonly [string, DiskFormat])[] = [
  ['.raw', 'raw'],
  ['.img', 'raw'],
  ['.qcow2', 'qcow2'],
  ['.vmdk', 'vmdk'],
  ['.vhdx', 'vhdx'],
  ['.vhd', 'vhd'],
];
