import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import type { ArchiveCompression } from './compressor.ts';
import type { LiveFile } from './place.ts';
import type { RootfsFormat } from './rootfs.ts';

/** Formats that are made of a tree, not of a disk. */
export type LiveFormat = 'iso' | 'pxe' | 'kernel+initrd' | 'tar' | 'wsl';

/** One thing to make of a tree. */
export interface LiveOutput {
  readonly format: LiveFormat;
  /** A file; a folder for `pxe` and `kernel+initrd`, with `vmlinuz`, `initramfs.img` and `cmdline`. */
  readonly path: string;
  /** After our own. */
  readonly kernelArguments?: readonly string[];
  /** As `console=` takes them, the main one last; tty0 and the architecture's serial port unless given. */
  readonly consoles?: readonly string[];
  /** Of `iso` and `pxe`: squashfs unless given. */
  readonly rootfs?: RootfsFormat;
  /** Of the others: zstd for `kernel+initrd`, none for `tar`, gzip for `wsl` unless given. */
  readonly compression?: ArchiveCompression;
  /** Of `iso`: path of the raw disk, compressed by zstd or not, that its installer writes. */
  readonly installImage?: string;
}

/** A commit, and what is to be made of it. */
export interface LiveOptions {
  readonly repoPath: string;
  /** Checksum, 64 hex digits. */
  readonly commit: string;
  readonly basearch: Basearch;
  /** Name of the remix: in titles, in the label of an ISO, WSL's name of the distribution. */
  readonly name: string;
  readonly outputs: readonly LiveOutput[];
  /** Folder on a disk with room for the tree and for the outputs. One build at a time uses it. */
  readonly workDir: string;
  readonly log: Log;
}

/** What was made. */
export interface LiveResult {
  readonly format: LiveFormat;
  /** As it was asked for. */
  readonly path: string;
  /** The file itself, or the files of the folder, sorted by name. */
  readonly files: readonly LiveFile[];
}
