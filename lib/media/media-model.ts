import type { Log } from '../core/log.ts';

/** Bytes of a chunk: what is compressed by itself, and what is a hole when it is all zeros. */
export const CHUNK_BYTES = 64 * 1024;

/** Other bytes in one place of the disk: what differs per platform. */
export interface DiskPatch {
  readonly offsetBytes: number;
  readonly bytes: Uint8Array;
}

/** A format, and what may be chosen about it. */
export type MediaFormat =
  | { readonly format: 'raw' }
  /** Amazon's import takes the raw disk, or a VMDK. */
  | { readonly format: 'ami'; readonly subformat?: 'raw' | 'vmdk' }
  | {
      readonly format: 'qcow2';
      /** zstd unless given: QEMU 5.1 and newer read it. */
      readonly compression?: 'none' | 'zlib' | 'zstd';
      readonly level?: number;
    }
  | { readonly format: 'vmdk'; readonly level?: number }
  | { readonly format: 'ova'; readonly machine: OvaMachine; readonly level?: number }
  | { readonly format: 'vhd' }
  | { readonly format: 'vhdx' }
  | { readonly format: 'gce'; readonly level?: number }
  | { readonly format: 'raw.xz'; readonly level?: number }
  | { readonly format: 'raw.zst'; readonly level?: number }
  | {
      readonly format: 'containerdisk';
      /** The disk is `/disk/<name>.qcow2`. */
      readonly name: string;
      /** As an OCI platform has it: `amd64`. */
      readonly architecture: string;
      readonly compression?: 'none' | 'zlib' | 'zstd';
      readonly level?: number;
    };

/** What an OVA says of its virtual machine. */
export interface OvaMachine {
  /** Shown to the user, and in the names of the files. */
  readonly name: string;
  /** The n of `vmx-<n>`. */
  readonly hardwareVersion: number;
  /** VMware's name of the guest: `other5xLinux64Guest`. */
  readonly osType: string;
  readonly firmware: 'efi' | 'bios';
  readonly isSecureBoot?: boolean;
  /** 2 unless given. */
  readonly cpus?: number;
  /** 4096 unless given. */
  readonly memoryMib?: number;
  readonly version?: string;
}

/** One file to write. */
export type MediaOutput = MediaFormat & {
  readonly path: string;
  /** In no order; they do not overlap. */
  readonly patches?: readonly DiskPatch[];
};

/** A disk, and what to make of it. */
export interface MediaOptions {
  /** A raw disk of whole sectors, sparse where nothing is. Nobody else writes to it. */
  readonly disk: { readonly path: string; readonly sizeBytes: number };
  readonly outputs: readonly MediaOutput[];
  /** What every identifier is derived of: the checksum of the commit. */
  readonly identity: string;
  /** What formats have as their time, in seconds since 1970. */
  readonly timeSeconds: number;
  /** Threads that compress; as many as there are cores, up to 4, unless given. The bytes are the same. */
  readonly threads?: number;
  readonly log: Log;
}

/** A finished file under its name. */
export interface MediaFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}
