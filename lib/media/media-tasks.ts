import { CHUNK_BYTES, type DiskPatch } from './media-model.ts';

/** Chunks that a thread takes at a time; also what a frame of zstd holds. */
export const BATCH_CHUNKS = 32;
export const BATCH_BYTES = BATCH_CHUNKS * CHUNK_BYTES;

/** How the bytes of the disk are wanted. */
export type Encoding =
  /** Each chunk as it is. */
  | { readonly kind: 'plain' }
  /**
   * Each chunk as a raw deflate stream. `isOpen`: it ends on a byte without a final block, so that
   * others can follow, and comes with checksums; else a chunk that does not get smaller comes as it is.
   */
  | {
      readonly kind: 'deflate';
      readonly windowBits: 12 | 15;
      readonly level: number;
      readonly isOpen: boolean;
    }
  /** Each chunk as a frame; one that does not get smaller as it is. */
  | { readonly kind: 'zstd'; readonly level: number }
  /** Each batch as a frame. */
  | { readonly kind: 'zstd-batch'; readonly level: number };

/** What a worker thread knows from the start. */
export interface WorkerSettings {
  readonly diskPath: string;
  readonly sizeBytes: number;
  /** Patches of each variant of the disk. */
  readonly variants: readonly (readonly DiskPatch[])[];
  /** Bits of the chunk map of the disk without patches, and of each variant; shared. */
  readonly usedChunks: Uint8Array;
  readonly variantChunks: readonly Uint8Array[];
  readonly wants: readonly Want[];
}

/** An encoding, and for which variants. */
export interface Want {
  readonly encoding: Encoding;
  readonly variants: readonly number[];
}

/** Encode the chunks of one batch. */
interface EncodeTask {
  readonly kind: 'encode';
  readonly batch: number;
  /** For the pieces: of a batch that is written. It changes hands. */
  readonly memory?: ArrayBuffer | undefined;
}

/** A part of a file that is laid out before it is written. */
export type Segment =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'zeros'; readonly sizeBytes: number }
  /** A part of the disk; `offsetBytes` is a multiple of a chunk. */
  | { readonly kind: 'disk'; readonly offsetBytes: number; readonly sizeBytes: number };

/** Write files that begin alike and go on differently, with holes, and digest them. */
export interface CopyTask {
  readonly kind: 'copy';
  readonly variant: number;
  readonly head: readonly Segment[];
  readonly files: readonly { readonly path: string; readonly tail: readonly Segment[] }[];
}

export type MediaTask = EncodeTask | CopyTask;

/** Stands in for a variant: the bytes are those of the disk without patches. */
export const UNPATCHED = -1;

/** What one chunk, or one batch, has become. */
export interface Piece {
  /** Which of `wants`. */
  readonly want: number;
  readonly variant: number;
  /** Index of the (first) chunk. */
  readonly chunk: number;
  /** Whether `bytes` are those of the disk. */
  readonly isPlain: boolean;
  /** Of an open deflate stream: checksums of what it holds. */
  readonly crc32: number;
  readonly adler32: number;
  readonly bytes: Uint8Array;
}

/** What a batch has become, and the memory in which all of it lies. */
export interface Encoded {
  readonly pieces: readonly Piece[];
  readonly memory: ArrayBuffer;
}

/** A worker's answer to one task. */
export type MediaAnswer =
  | Encoded
  | { readonly files: readonly { readonly sizeBytes: number; readonly sha256: string }[] }
  | {
      readonly error: { readonly code: string; readonly message: string; readonly path?: string };
    };
