/** One line of `npm run bench`: what we take, and what a peer takes for the same. */
export interface BenchRow {
  readonly case: string;
  /** Seconds. */
  readonly ours_s: number;
  /** What the peer is: its command in short; empty when there is none, and then `peer_s` and `ratio` are 0. */
  readonly peer: string;
  /** Seconds. */
  readonly peer_s: number;
  /** `ours_s / peer_s`. */
  readonly ratio: number;
  /** The ratio that has to be reached: at most this; 0 when none was set. */
  readonly target: number;
  /** The seconds that have to be reached, when they were set beside or in place of a ratio. */
  readonly targetSeconds?: number;
  readonly note: string;
}
