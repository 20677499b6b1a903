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
      /** As a disc in a drive, unless given; or as it lies on a stick. */
      readonly as?: 'cdrom' | 'disk';
      /** Has the installer write to an empty disk, which is booted then. Live otherwise. */
      readonly installTo?: { readonly sizeBytes: number };
    }
  | {
      readonly kind: 'kernel';
      readonly kernel: string;
      readonly initrd?: string;
      /** Kernel arguments. */
      readonly append: string;
      /** An initramfs with the root file system, which follows the first. */
      readonly rootfs?: string;
    }
  /** `containerdisk`: an OCI layout, as a folder or a tar file; the others are files. */
  | { readonly kind: 'archive'; readonly path: string; readonly format: ArchiveFormat };
