import type { RecordedTimeline, Span, UsageSample } from '../core/timeline.ts';

/**
 * What work can wait for: all cores are busy, or are with others' work, one process is at work, a
 * disk, the network, or none of these.
 */
export type Wait = 'cpu' | 'others' | 'process' | 'disk' | 'network' | 'other';

/** A phase, and where its time went. Milliseconds. */
export interface PhaseFacts {
  readonly name: string;
  readonly startMs: number;
  readonly wallMs: number;
  /** Of all our processes while it ran. */
  readonly cpuMs: number;
  readonly ok: boolean;
  /** How many phases it lies in. */
  readonly depth: number;
  readonly waits: Readonly<Record<Wait, number>>;
  /** The process that ran longest while one process was what it waited for. */
  readonly busiest?: string;
}

/** A step of the critical path: what had to end for the next one to begin. */
export interface PathStep {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Of all cores together: more leaves nothing for others. */
const ALL_BUSY = 0.85;
/** Of one core: at least this much is somebody at work. */
const ONE_BUSY = 0.7;
const HALF_BUSY = 0.3;
/** Of one core in iowait, and of the time in which somebody waited for a disk. */
const DISK_WAIT = 0.25;
/** The longest tell what a phase waited for. */
const MAX_TOOLS = 100;
/** Ends and begins that are nearer belong together: the time of an event loop's turn. */
const TOUCHING_MS = 5;

/** Returns every phase in the order in which they began. */
export function readPhases(timeline: RecordedTimeline): PhaseFacts[] {
  const phases = timeline.spans.filter(({ kind }) => kind === 'phase');
  const slices = sliceSamples(timeline);
  const work = timeline.spans.filter(({ kind }) => kind === 'tool' || kind === 'thread');
  return phases.map((phase) => {
    const inside = work.filter((span) => overlapMs(span, phase) > 0);
    const tools = inside.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MAX_TOOLS);
    const waits = { cpu: 0, others: 0, process: 0, disk: 0, network: 0, other: 0 };
    const alone = new Map<string, number>();
    let sampledMs = 0;
    let cpuMs = 0;
    for (const slice of slices) {
      const shareMs = overlapMs(slice, phase);
      if (shareMs === 0) continue;
      sampledMs += shareMs;
      cpuMs += shareMs * slice.sample.ourCores;
      waits[slice.wait] += shareMs;
      if (slice.wait !== 'process') continue;
      for (const tool of tools) {
        const both = overlapMs(slice, tool);
        if (both > 0) alone.set(tool.name, (alone.get(tool.name) ?? 0) + both);
      }
    }
    const wallMs = lengthOf(phase);
    // Too short for the sampler: its tools are all that is known.
    const toolsMs = inside.reduce((sum, tool) => sum + (tool.cpuMs ?? 0), 0);
    const [busiest] = [...alone].sort((a, b) => b[1] - a[1])[0] ?? [];
    return {
      name: phase.name,
      startMs: phase.startMs,
      wallMs,
      cpuMs: sampledMs < wallMs / 2 ? toolsMs : cpuMs,
      ok: phase.ok,
      depth: phases.filter((other) => other !== phase && contains(other, phase)).length,
      waits,
      ...(busiest === undefined ? {} : { busiest }),
    };
  });
}

/**
 * Returns what the end waited for, first to last: from the end backward, always what ended last
 * before. Nobody reports what depends on what, so that of steps side by side the longest is taken.
 */
export function readCriticalPath(timeline: RecordedTimeline): PathStep[] {
  const work = timeline.spans.filter(({ kind }) => kind !== 'phase' && kind !== 'mark');
  const phases = timeline.spans.filter(({ kind }) => kind === 'phase');
  const byEnd = work.toSorted((a, b) => b.endMs - a.endMs || a.startMs - b.startMs);
  const steps: PathStep[] = [];
  const between = (startMs: number, endMs: number) => {
    if (endMs - startMs <= TOUCHING_MS) return;
    const middle = { startMs, endMs };
    const around = phases.findLast((phase) => overlapMs(phase, middle) >= (endMs - startMs) / 2);
    steps.push({ name: around === undefined ? 'Treesmith' : around.name, startMs, endMs });
  };
  let atMs = timeline.spans.reduce((last, { endMs }) => Math.max(last, endMs), 0);
  for (const span of byEnd) {
    // What still ran then was not waited for.
    if (span.endMs > atMs + TOUCHING_MS || span.startMs >= atMs) continue;
    between(span.endMs, atMs);
    steps.push({ name: span.name, startMs: span.startMs, endMs: Math.min(span.endMs, atMs) });
    atMs = span.startMs;
  }
  between(0, atMs);
  return mergeSteps(steps.reverse());
}

/** Returns `spans` in as few rows as there were at most side by side; what lies in another is below it. */
export function packRows(spans: readonly Span[]): Span[][] {
  const rows: Span[][] = [];
  const ends: number[] = [];
  const sorted = spans.toSorted((a, b) => a.startMs - b.startMs || b.endMs - a.endMs);
  for (const span of sorted) {
    const free = ends.findIndex((endMs) => endMs <= span.startMs);
    const index = free === -1 ? rows.length : free;
    ends[index] = span.endMs;
    const row = rows[index];
    if (row === undefined) rows.push([span]);
    else row.push(span);
  }
  return rows;
}

interface Range {
  readonly startMs: number;
  readonly endMs: number;
}

interface Slice extends Range {
  readonly sample: UsageSample;
  readonly wait: Wait;
}

/** What each sample tells of is the time since the one before. */
function sliceSamples({ samples, spans }: RecordedTimeline): Slice[] {
  const downloads = spans.filter(({ kind }) => kind === 'download');
  return samples.map((sample, index) => {
    const startMs = samples[index - 1]?.atMs ?? 0;
    const range = { startMs, endMs: sample.atMs };
    const isLoading = downloads.some((download) => overlapMs(download, range) > 0);
    return { ...range, sample, wait: waitOf(sample, isLoading) };
  });
}

function waitOf(sample: UsageSample, isLoading: boolean): Wait {
  const { cores, ourCores, diskPressure = 0 } = sample;
  const busy = cores.reduce((sum, { user, system }) => sum + user + system, 0);
  const iowait = cores.reduce((sum, core) => sum + core.iowait, 0);
  if (busy >= ALL_BUSY * cores.length) return ourCores >= busy / 2 ? 'cpu' : 'others';
  if (ourCores >= ONE_BUSY) return 'process';
  if (iowait >= DISK_WAIT || diskPressure >= DISK_WAIT) return 'disk';
  if (isLoading) return 'network';
  return ourCores >= HALF_BUSY ? 'process' : 'other';
}

function lengthOf({ startMs, endMs }: Range): number {
  return endMs - startMs;
}

function overlapMs(a: Range, b: Range): number {
  return Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs));
}

function contains(outer: Range, inner: Range): boolean {
  return (
    lengthOf(outer) > lengthOf(inner) &&
    outer.startMs <= inner.startMs &&
    outer.endMs >= inner.endMs
  );
}

function mergeSteps(steps: readonly PathStep[]): PathStep[] {
  const merged: PathStep[] = [];
  for (const step of steps) {
    const last = merged.at(-1);
    if (last?.name === step.name) merged[merged.length - 1] = { ...last, endMs: step.endMs };
    else merged.push(step);
  }
  return merged;
}
