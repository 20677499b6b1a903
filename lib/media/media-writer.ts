import type { Encoding, Piece } from './media-tasks.ts';

/** Writes one file of the disk's pieces. */
export interface MediaWriter {
  /** What its pieces are. */
  readonly encoding: Encoding;
  /** Writes what comes first. */
  begin(): Promise<void>;
  /** Takes the pieces of the next batch, in the order of the chunks; none for one of zeros. */
  add(pieces: readonly Piece[], batch: number): Promise<void>;
  /** Writes what comes last, and fills in what was not known before. */
  finish(): Promise<void>;
}
