import { CHUNK_BYTES } from './media-model.ts';

/** Chunks that follow each other. */
export interface ChunkRun {
  readonly first: number;
  readonly count: number;
}

/** Which chunks of a disk are not all zeros. Threads share it. */
export class ChunkMap {
  readonly sizeBytes: number;
  readonly bits: Uint8Array;

  constructor(sizeBytes: number, bits?: Uint8Array) {
    this.sizeBytes = sizeBytes;
    const needed = Math.ceil(Math.ceil(sizeBytes / CHUNK_BYTES) / 8);
    this.bits = bits ?? new Uint8Array(new SharedArrayBuffer(needed));
  }

  /** Of all chunks, the last of which may be shorter. */
  get count(): number {
    return Math.ceil(this.sizeBytes / CHUNK_BYTES);
  }

  has(index: number): boolean {
    return ((this.bits[index >>> 3] ?? 0) & (1 << (index & 7))) !== 0;
  }

  set(index: number, isUsed: boolean): void {
    const mask = 1 << (index & 7);
    const byte = this.bits[index >>> 3] ?? 0;
    this.bits[index >>> 3] = isUsed ? byte | mask : byte & ~mask;
  }

  /** Whether any of the chunks in `[first, end)` is used. */
  hasAny(first: number, end: number): boolean {
    for (let index = first; index < end; index += 1) if (this.has(index)) return true;
    return false;
  }

  /** Used chunks, those that follow each other as one run, within `[from, to)`. */
  *runs(from = 0, to = this.count): Generator<ChunkRun> {
    let first = -1;
    for (let index = from; index <= to; index += 1) {
      const isUsed = index < to && this.has(index);
      if (isUsed && first === -1) first = index;
      if (isUsed || first === -1) continue;
      yield { first, count: index - first };
      first = -1;
    }
  }

  copy(): ChunkMap {
    const map = new ChunkMap(this.sizeBytes);
    map.bits.set(this.bits);
    return map;
  }
}
