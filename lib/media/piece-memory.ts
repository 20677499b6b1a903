import { CHUNK_BYTES } from './media-model.ts';
import { BATCH_CHUNKS } from './media-tasks.ts';

/** What a batch in one form takes at most, or nearly so. */
const FORM_BYTES = BATCH_CHUNKS * CHUNK_BYTES;

/**
 * Memory in which the pieces of a batch lie one after the other. It goes to the thread that writes
 * and comes back for the next batch: buffers of some MiB that are made and freed all the time leave
 * holes in malloc's arena of each thread, 100 MB and more of them.
 */
export class PieceMemory {
  private bytes: Uint8Array<ArrayBuffer>;
  private end = 0;

  /**
   * @param used of a batch before
   * @param forms for how many there has to be room; what is not written to takes nothing
   */
  constructor(used: ArrayBuffer | undefined, forms: number) {
    this.bytes = new Uint8Array(used ?? new ArrayBuffer(forms * FORM_BYTES));
  }

  /** Takes a copy of `data`, and returns where it lies. */
  add(data: Uint8Array): { readonly from: number; readonly to: number } {
    const from = this.end;
    const to = from + data.length;
    if (to > this.bytes.length) this.grow(to);
    this.bytes.set(data, from);
    this.end = to;
    return { from, to };
  }

  /** Returns what lies there; only once all was added. */
  view({ from, to }: { readonly from: number; readonly to: number }): Uint8Array {
    return this.bytes.subarray(from, to);
  }

  /** The memory itself, to hand it over. */
  get buffer(): ArrayBuffer {
    return this.bytes.buffer;
  }

  private grow(sizeBytes: number): void {
    const larger = new Uint8Array(Math.ceil(sizeBytes / FORM_BYTES) * FORM_BYTES);
    larger.set(this.bytes.subarray(0, this.end));
    this.bytes = larger;
  }
}
