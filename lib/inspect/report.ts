/** What a file is. `ami` is `raw`; `wsl` is a `tar` that says so itself. */
export type InspectedFormat =
  | 'raw'
  | 'raw.gz'
  | 'raw.xz'
  | 'raw.zst'
  | 'qcow2'
  | 'vmdk'
  | 'ova'
  | 'vhd'
  | 'vhdx'
  | 'gce'
  | 'iso'
  | 'pxe'
  | 'kernel+initrd'
  | 'kernel'
  | 'initrd'
  | 'uki'
  | 'containerdisk'
  | 'tar'
  | 'wsl';

/** `error`: the format, or the platform that was asked for, forbids it. */
export type Severity = 'error' | 'warning';

/** A rule that the file breaks. */
export interface Finding {
  /** Name in the tables of docs/inspect-image.md. */
  readonly rule: string;
  readonly severity: Severity;
  /** Where the rule stands. */
  readonly clause: string;
  /** What was expected and what is there. */
  readonly message: string;
}

/** A partition; `number` is that of its entry, from 1. */
export interface PartitionReport {
  readonly number: number;
  readonly table: 'gpt' | 'mbr';
  /** GUID, or `0x83`. */
  readonly type: string;
  /** What is usually meant by it: `EFI system`. */
  readonly typeName?: string;
  readonly name?: string;
  readonly guid?: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  /** MBR's active flag, or GPT's bit for BIOS boot loaders. */
  readonly isActive: boolean;
}

/** A file system, on a partition or on the whole disk. */
export interface FileSystemReport {
  readonly partition?: number;
  readonly type: string;
  readonly label?: string;
  readonly uuid?: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  readonly blockBytes: number;
  readonly details: Details;
}

/** Something that firmware, or another boot loader, starts. */
export interface BootLoaderReport {
  readonly firmware: 'bios' | 'uefi';
  /** `grub`, `systemd-boot`, `uki`, `shim`, `isolinux`, `kernel`, `unknown`. */
  readonly kind: string;
  /** In its file system. */
  readonly path?: string;
  readonly partition?: number;
  readonly sizeBytes?: number;
  /** `x86_64`, `aarch64`: as PE says it. */
  readonly architecture?: string;
  readonly details: Details;
}

/** Facts that only one format has. */
export type Details = { readonly [key: string]: Detail };
export type Detail = string | number | boolean | readonly Detail[] | Details;

/** All that `inspectImage` found. */
export interface ImageReport {
  readonly path: string;
  readonly format: InspectedFormat;
  readonly fileSizeBytes: number;
  /** Of the disk that a machine sees; of an archive of files it is not known. */
  readonly virtualSizeBytes?: number;
  /** Of the file; a folder has none. */
  readonly sha256?: string;
  /** Of the disk's bytes, when that was asked for: equal in all formats of one disk. */
  readonly contentSha256?: string;
  readonly partitions: readonly PartitionReport[];
  readonly fileSystems: readonly FileSystemReport[];
  readonly bootLoaders: readonly BootLoaderReport[];
  readonly details: Details;
  readonly findings: readonly Finding[];
}
