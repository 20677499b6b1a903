import type { Basearch, Firmware } from '../host/architecture.ts';

/** Formats of an image, those made of a whole disk first. */
export const IMAGE_FORMATS = [
  ...(['raw', 'qcow2', 'vmdk', 'ova', 'vhd', 'vhdx', 'gce', 'ami', 'containerdisk'] as const),
  ...(['raw.xz', 'raw.zst', 'iso', 'pxe', 'kernel+initrd', 'wsl', 'tar'] as const),
] as const;

export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** What starts the kernel. */
export type Bootloader = 'grub' | 'systemd-boot' | 'uki';

/** File systems that the root can have. `erofs` is read-only. */
export type RootFilesystem = 'ext4' | 'xfs' | 'btrfs' | 'erofs';

/** How the contents of a file in some format are compressed. */
export type ImageCompression = 'none' | 'zlib' | 'zstd' | 'gzip' | 'xz';

/** Where an image runs: what its kernel is told there beyond what booting needs. */
export interface Platform {
  /** `[a-z0-9][a-z0-9-]*`. */
  readonly name: string;
  readonly kernelArguments: readonly string[];
  /** As `console=` takes them, the main one last; `serial` is the architecture's first serial port. */
  readonly consoles: readonly string[];
  /** `ignition.platform.id`; undefined: Ignition has none for it. */
  readonly ignition?: string;
  /** Name of cloud-init's datasource; undefined: cloud-init finds it. */
  readonly cloudInit?: string;
}

/** A partition of the user's own. It lies between the boot partitions and the root, empty. */
export interface PartitionSpec {
  /** Name in the partition table, and label of the file system. */
  readonly label: string;
  readonly sizeBytes: number;
  /** Where it begins; undefined: where the one before ends. */
  readonly offsetBytes?: number;
  readonly filesystem: 'ext4' | 'xfs' | 'btrfs' | 'fat' | 'none';
  /** `/var` or a folder below it: nothing else is writable in every deployment. */
  readonly mountPoint?: string;
}

/** What an OVA says of its virtual machine. */
export interface VmwareSpec {
  /** `vmx-<n>`. */
  readonly hardwareVersion: number;
  /** VMware's name of the guest: `other5xLinux64Guest`. */
  readonly osType: string;
}

/** One image. */
export interface ImageSpec {
  readonly name: string;
  readonly format: ImageFormat;
  /** Empty: all of the remix. */
  readonly architectures: readonly Basearch[];
  readonly sizeBytes: number;
  readonly platform: Platform;
  /** Empty: what the architecture has. */
  readonly firmware: readonly Firmware[];
  readonly bootloader: Bootloader;
  readonly filesystem: RootFilesystem;
  readonly partitions: readonly PartitionSpec[];
  /** True: a machine draws identifiers of its own when it starts for the first time. */
  readonly regenerateUuids: boolean;
  readonly compression: ImageCompression;
  readonly vmware: VmwareSpec;
  readonly kernelArguments: readonly string[];
}
