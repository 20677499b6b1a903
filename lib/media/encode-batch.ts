import * as zlib from 'node:zlib';
import { collectGarbage } from '../host/collect-garbage.ts';
import { adler32 } from './adler32.ts';
import { ChunkMap } from './chunk-map.ts';
import { CHUNK_BYTES } from './media-model.ts';
import {
  BATCH_BYTES,
  BATCH_CHUNKS,
  type Encoded,
  type Encoding,
  type Piece,
  UNPATCHED,
  type WorkerSettings,
} from './media-tasks.ts';
import { applyPatches, isPatched } from './patches.ts';
import { PieceMemory } from './piece-memory.ts';
import { readDisk } from './read-disk.ts';

/** Memory of deflate's hash tables: the most, as QEMU has it. */
const MEM_LEVEL = 9;

/** Batches whose garbage is collected together: each leaves 2 MiB and more for every form. */
const BATCHES_AT_ONCE = 2;

/** Encodes batches of the disk that is open as `file`, in every way that is wanted. */
export class BatchEncoder {
  private readonly settings: WorkerSettings;
  private readonly file: number;
  private readonly usedChunks: ChunkMap;
  private readonly variantChunks: readonly ChunkMap[];
  private readonly batch = Buffer.alloc(BATCH_BYTES);
  private readonly patched = Buffer.alloc(BATCH_BYTES);
  private encoded = 0;

  constructor(settings: WorkerSettings, file: number) {
    this.settings = settings;
    this.file = file;
    this.usedChunks = new ChunkMap(settings.sizeBytes, settings.usedChunks);
    this.variantChunks = settings.variantChunks.map(
      (bits) => new ChunkMap(settings.sizeBytes, bits),
    );
  }

  /**
   * Returns the pieces of a batch, in the order of the chunks. A chunk of zeros has none.
   *
   * @param used memory that may be written to
   */
  encode(batch: number, used?: ArrayBuffer): Encoded {
    const memory = new PieceMemory(used, this.settings.wants.length);
    readDisk(this.file, this.usedChunks, batch * BATCH_BYTES, this.batch);
    const first = batch * BATCH_CHUNKS;
    const end = Math.min(first + BATCH_CHUNKS, this.usedChunks.count);
    const pieces: (Omit<Piece, 'bytes'> & { readonly place: ReturnType<PieceMemory['add']> })[] =
      [];
    for (const [want, { encoding, variants }] of this.settings.wants.entries()) {
      const step = encoding.kind === 'zstd-batch' ? end - first : 1;
      for (let chunk = first; chunk < end; chunk += step) {
        for (const variant of this.distinct(variants, chunk, step)) {
          const data = this.view(variant, first, chunk, step);
          const { bytes, ...facts } = encode(encoding, data);
          pieces.push({ want, variant, chunk, ...facts, place: memory.add(bytes) });
        }
      }
    }
    this.encoded += 1;
    if (this.encoded % BATCHES_AT_ONCE === 0) collectGarbage();
    return {
      pieces: pieces.map(({ place, ...piece }) => ({ ...piece, bytes: memory.view(place) })),
      memory: memory.buffer,
    };
  }

  /** Variants in which these chunks are not all zeros; those that leave them alone are one. */
  private distinct(variants: readonly number[], chunk: number, count: number): Set<number> {
    const found = new Set<number>();
    for (const variant of variants) {
      if (this.variantChunks[variant]?.hasAny(chunk, chunk + count) !== true) continue;
      found.add(variantOf(this.settings, variant, chunk, count));
    }
    return found;
  }

  private view(variant: number, first: number, chunk: number, count: number): Buffer {
    const offset = chunk * CHUNK_BYTES;
    const at = (chunk - first) * CHUNK_BYTES;
    // The last chunk of a disk is filled up with zeros where chunks stand alone.
    const sizeBytes =
      count === 1 ? CHUNK_BYTES : Math.min(count * CHUNK_BYTES, this.settings.sizeBytes - offset);
    const data = this.batch.subarray(at, at + sizeBytes);
    if (variant === UNPATCHED) return data;
    const patched = this.patched.subarray(0, sizeBytes);
    data.copy(patched);
    applyPatches(this.settings.variants[variant] ?? [], offset, patched);
    return patched;
  }
}

/** Returns UNPATCHED when the variant's patches leave the chunks alone. */
export function variantOf(
  { variants }: Pick<WorkerSettings, 'variants'>,
  variant: number,
  chunk: number,
  count: number,
): number {
  const patches = variants[variant] ?? [];
  return isPatched(patches, chunk * CHUNK_BYTES, count * CHUNK_BYTES) ? variant : UNPATCHED;
}

/** Returns a frame of zstd. Callers have seen to it that this Node has it. */
export function compressZstd(data: Uint8Array, level: number): Buffer {
  return zlib.zstdCompressSync(data, {
    params: { [zlib.constants.ZSTD_c_compressionLevel]: level },
  });
}

/** The bytes may be those of `data`. */
function encode(encoding: Encoding, data: Buffer): Omit<Piece, 'want' | 'variant' | 'chunk'> {
  if (encoding.kind === 'plain') return { ...whole(data), isPlain: true };
  if (encoding.kind === 'zstd-batch') return whole(compressZstd(data, encoding.level));
  if (encoding.kind === 'zstd') return smaller(compressZstd(data, encoding.level), data);
  const { level, windowBits, isOpen } = encoding;
  const { Z_SYNC_FLUSH, Z_FINISH } = zlib.constants;
  const stream = zlib.deflateRawSync(data, {
    level,
    windowBits,
    memLevel: MEM_LEVEL,
    chunkSize: CHUNK_BYTES + 4096,
    finishFlush: isOpen ? Z_SYNC_FLUSH : Z_FINISH,
  });
  if (!isOpen) return smaller(stream, data);
  return {
    isPlain: false,
    crc32: zlib.crc32(data),
    adler32: adler32(data),
    bytes: stream,
  };
}

function smaller(stream: Buffer, data: Buffer): ReturnType<typeof whole> {
  const isPlain = stream.length >= data.length;
  return { ...whole(isPlain ? data : stream), isPlain };
}

function whole(bytes: Buffer) {
  return { isPlain: false, crc32: 0, adler32: 0, bytes };
}
