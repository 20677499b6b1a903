import { performance } from 'node:perf_hooks';

/** Returns how often a case is measured: `BENCH_ROUNDS` when it is set, for a try. */
export function roundsOf(usual: number): number {
  const asked = Number(process.env['BENCH_ROUNDS'] ?? usual);
  return Number.isInteger(asked) && asked > 0 ? asked : usual;
}

/** Returns the seconds that `body` takes, and what it returns. */
export async function timed<T>(body: () => Promise<T>): Promise<{ seconds: number; value: T }> {
  const startMs = performance.now();
  const value = await body();
  return { seconds: (performance.now() - startMs) / 1000, value };
}

/** Returns the middle one of `values`; NaN when there is none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
