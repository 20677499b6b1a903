import type { LayerEntry } from './layer-entry.ts';
import type { LayerFacts } from './layer-tasks.ts';

/** Takes a tar archive member by member, and makes a layer of it. Bytes may be overwritten after each call. */
export interface LayerOutput {
  /** A member and what stands before its bytes in the archive; that is not overwritten. */
  begin(entry: LayerEntry, header: Buffer): void;
  /** Bytes of the member. */
  write(bytes: Uint8Array): void;
  /** The member's end, with what fills up its last block; that is not overwritten. */
  end(padding: Buffer): void;
  /** The end of the archive. */
  finish(tail: Buffer): Omit<LayerFacts, 'differing'>;
}
