/** One line of `npm run bench`: what we take, and what a peer takes for the same. */
export interface BenchRow {
  readonly case: string;
  /** Of `ours`, `peers` and `limit`; `trees` are sizes in units of the composed tree. */
  readonly unit: 'seconds' | 'bytes' | 'trees';
  readonly ours: number;
  /** What the peer is: its command in short; empty when there is none, and then `peers` and `ratio` are 0. */
  readonly peer: string;
  readonly peers: number;
  /** `ours / peers`. */
  readonly ratio: number;
  /** The ratio that has to be reached: at most this; 0 when none was set. */
  readonly target: number;
  /** A ratio below `target` that we would like to reach. */
  readonly goal?: number;
  /** The amount that has to be reached, when one was set beside or in place of a ratio. */
  readonly limit?: number;
  readonly note: string;
  /** The peer's command lines as they were run, shown below the table. */
  readonly commands?: readonly string[];
  /** Why there are no figures; the amounts are 0 then. */
  readonly failed?: string;
}
