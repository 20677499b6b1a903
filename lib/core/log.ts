import type { Place } from './errors.ts';

/** A running count that a terminal may draw. Amounts are in the unit the phase counts in. */
export interface Progress {
  advance(amount: number): void;
  done(): void;
}

/** Where a stage says what it does. The command line and the Actions runner each implement it. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string, place?: Place): void;
  /** Runs one phase under a title such as `Fetch packages (215, 125.3 MiB)`. Groups do not nest. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>;
  progress(title: string, total: number, unit: 'bytes' | 'packages' | 'objects'): Progress;
}

/** A log that says nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  group: (_title, body) => body(),
  progress: () => ({ advance: () => undefined, done: () => undefined }),
};
