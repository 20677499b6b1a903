import type { RecordedTimeline, Span, UsageSample } from '../../../lib/core/timeline.ts';

/** Returns a span of `[from, to]` seconds. */
export function span(
  kind: Span['kind'],
  name: string,
  [from, to]: readonly [number, number],
  more: Partial<Span> = {},
): Span {
  return { kind, name, startMs: from * 1000, endMs: to * 1000, ok: true, ...more };
}

/** Returns a sample of two cores at `second`: how busy each is, how much of that is ours, and the disk. */
export function sample(
  second: number,
  [first, second_]: readonly [number, number],
  more: Partial<UsageSample> = {},
): UsageSample {
  const core = (user: number) => ({ user, system: 0, iowait: 0 });
  return {
    atMs: second * 1000,
    cores: [core(first), core(second_)],
    ourCores: first + second_,
    memoryBytes: 100 * 1024 * 1024,
    ...more,
  };
}

/** A compose of ten seconds: downloads, rpm alone, both cores, the disk. */
export function sampleTimeline(): RecordedTimeline {
  return {
    startedMs: 1_763_704_800_000,
    durationMs: 10_000,
    spans: [
      span('phase', 'Fetch packages (2)', [0, 2]),
      span('download', 'a-1.rpm', [0, 1]),
      span('download', 'b-1.rpm', [0, 2]),
      span('phase', 'Install', [2, 6]),
      span('tool', 'rpm', [2.1, 6], { cpuMs: 3900 }),
      span('phase', 'Commit', [6, 10]),
      span('thread', 'hash', [6, 8], { lane: 'hash 1' }),
      span('thread', 'hash', [6, 7], { lane: 'hash 2' }),
      span('tool', 'sync', [8, 10], { cpuMs: 10 }),
      span('mark', 'half', [5, 5]),
    ],
    samples: Array.from({ length: 10 }, (_, index) => {
      const second = index + 1;
      if (second <= 2) return sample(second, [0.1, 0]);
      if (second <= 6) return sample(second, [1, 0]);
      if (second <= 8) return sample(second, [1, 1]);
      return sample(second, [0.1, 0], { diskPressure: 0.9 });
    }),
    dropped: 0,
  };
}
