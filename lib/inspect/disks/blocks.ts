import { assertWithin, type DiskReader } from '../disk-reader.ts';

/** Blocks that were decompressed lately, by their number. */
const CACHED_BLOCKS = 16;

/** A disk in pieces of one size, of which some are not there. */
export interface BlockMap {
  readonly sizeBytes: number;
  readonly blockBytes: number;
  /** Returns the bytes `from` to `from + length` of block `index`, or undefined when it is a hole. */
  readBlock(index: number, from: number, length: number): Promise<Buffer | undefined>;
}

/** Returns a reader of such a disk. */
export function openBlocks({ sizeBytes, blockBytes, readBlock }: BlockMap): DiskReader {
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      const bytes = Buffer.alloc(lengthBytes);
      for (let done = 0; done < lengthBytes; ) {
        const index = Math.floor((offsetBytes + done) / blockBytes);
        const from = offsetBytes + done - index * blockBytes;
        const length = Math.min(blockBytes - from, lengthBytes - done);
        const piece = await readBlock(index, from, length);
        piece?.copy(bytes, done);
        done += length;
      }
      return bytes;
    },
    close: async () => undefined,
  };
}

/** Returns `load` with a memory of the last results. */
export function cached<Value>(
  load: (key: number) => Promise<Value>,
  count: number = CACHED_BLOCKS,
): (key: number) => Promise<Value> {
  const known = new Map<number, Value>();
  return async (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = await load(key);
    if (known.size >= count) known.delete(known.keys().next().value as number);
    known.set(key, value);
    return value;
  };
}

/** Returns a reader that takes `windowBytes` at once where small pieces are read one after the other. */
export function openWindowed(disk: DiskReader, windowBytes = 256 * 1024): DiskReader {
  let start = 0;
  let window: Buffer = Buffer.alloc(0);
  return {
    sizeBytes: disk.sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      if (lengthBytes > windowBytes / 2) return disk.read(offsetBytes, lengthBytes);
      assertWithin(offsetBytes, lengthBytes, disk.sizeBytes);
      if (offsetBytes < start || offsetBytes + lengthBytes > start + window.length) {
        window = await disk.read(offsetBytes, Math.min(windowBytes, disk.sizeBytes - offsetBytes));
        start = offsetBytes;
      }
      return Buffer.from(window.subarray(offsetBytes - start, offsetBytes - start + lengthBytes));
    },
    close: async () => undefined,
  };
}
