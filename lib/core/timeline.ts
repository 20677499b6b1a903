import { AsyncLocalStorage } from 'node:async_hooks';

/** What a span is of: a phase of the log, a process, a transfer, a thread of ours, a moment. */
export type SpanKind = 'phase' | 'tool' | 'download' | 'thread' | 'mark';

/** Something that took time. Milliseconds are those of `monotonicMs`. */
export interface Span {
  readonly kind: SpanKind;
  readonly name: string;
  /** Spans of one lane are drawn in one row; without it they are laid beside each other. */
  readonly lane?: string;
  readonly startMs: number;
  readonly endMs: number;
  /** False when it failed. */
  readonly ok: boolean;
  /** What the processor spent on it, user and system, of all cores together. */
  readonly cpuMs?: number;
}

/** What a core did since the sample before, as shares of that time, 0 to 1; the rest was idle. */
export interface CoreUsage {
  readonly user: number;
  readonly system: number;
  /** Idle, with something waiting for a disk. */
  readonly iowait: number;
  /** Which thread of ours used it most; none when none of ours did. */
  readonly running?: string;
}

/** How the machine was used since the sample before. */
export interface UsageSample {
  readonly atMs: number;
  readonly cores: readonly CoreUsage[];
  /** How many cores our processes used: 1.5 is one and a half. */
  readonly ourCores: number;
  /** Resident, of all our processes. */
  readonly memoryBytes: number;
  /** Share of the time in which some process waited for a disk; absent where the kernel does not say. */
  readonly diskPressure?: number;
}

/** Where work is reported while it runs. */
export interface Timeline {
  /** False when nobody listens: whoever would have to measure first need not. */
  readonly isWanted: boolean;
  add(span: Omit<Span, 'kind' | 'ok'> & Partial<Pick<Span, 'kind' | 'ok'>>): void;
  addSample(sample: UsageSample): void;
  /** Begins a span; what is returned ends it. */
  begin(name: string, of: SpanPlace): (outcome: SpanOutcome) => void;
  /** Runs `body` as one span, which fails when it throws. */
  span<T>(name: string, of: SpanPlace, body: () => Promise<T>): Promise<T>;
  mark(name: string): void;
}

/** Where a span belongs. */
export type SpanPlace = Pick<Span, 'kind' | 'lane'>;

/** How a span ended. */
export type SpanOutcome = Pick<Span, 'ok' | 'cpuMs'>;

/** A span that has not ended. */
type OpenSpan = SpanPlace & Pick<Span, 'name' | 'startMs'>;

/** What was recorded. Milliseconds count from `startedMs`. */
export interface RecordedTimeline {
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** In the order in which they began. */
  readonly spans: readonly Span[];
  readonly samples: readonly UsageSample[];
  /** Spans that were beyond the limit. */
  readonly dropped: number;
}

/** A build that makes more is recorded up to here. */
const MAX_SPANS = 20_000;

/** Milliseconds of a clock that never jumps and that all processes and threads of a machine share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** The timeline of the run that the caller is part of; one that hears nothing when none is wanted. */
export function currentTimeline(): Timeline {
  return current.getStore() ?? silentTimeline;
}

/**
 * Runs `body` with `timeline` as the current one of everything that it calls or awaits: tools and
 * downloads report there without being handed it. A callback of an event that began elsewhere (a
 * worker's message) has none: keep what `currentTimeline()` returns when the work is started.
 */
export function withTimeline<T>(timeline: Timeline, body: () => Promise<T>): Promise<T> {
  return current.run(timeline, body);
}

/** A timeline that tells each span and sample to `sink`, as soon as it is known. */
export function reportingTimeline(
  sink: {
    readonly span: (span: Span) => void;
    readonly sample: (sample: UsageSample) => void;
    /** Holds what has begun and not ended. */
    readonly open?: Set<OpenSpan>;
  },
  nowMs: () => number = monotonicMs,
): Timeline {
  const begin: Timeline['begin'] = (name, of) => {
    const open = { ...of, name, startMs: nowMs() };
    sink.open?.add(open);
    return (outcome) => {
      sink.open?.delete(open);
      sink.span({ ...open, ...outcome, endMs: nowMs() });
    };
  };
  const add: Timeline['add'] = (span) => sink.span({ kind: 'thread', ok: true, ...span });
  return {
    isWanted: true,
    add,
    addSample: sink.sample,
    begin,
    span: async (name, of, body) => {
      const end = begin(name, of);
      let ok = false;
      try {
        const result = await body();
        ok = true;
        return result;
      } finally {
        end({ ok });
      }
    },
    mark: (name) => {
      const atMs = nowMs();
      add({ kind: 'mark', name, startMs: atMs, endMs: atMs });
    },
  };
}

/** A timeline in memory. */
export class TimelineRecorder {
  readonly timeline: Timeline;
  private readonly spans: Span[] = [];
  private readonly open = new Set<OpenSpan>();
  private readonly samples: UsageSample[] = [];
  private readonly startMs: number;
  private readonly startedMs: number;
  private readonly nowMs: () => number;
  private dropped = 0;
  private refresh: () => void = () => undefined;

  /** `startedMs` is now, in milliseconds since 1970. */
  constructor(startedMs: number, nowMs: () => number = monotonicMs) {
    this.startedMs = startedMs;
    this.nowMs = nowMs;
    this.startMs = nowMs();
    this.timeline = reportingTimeline(
      {
        span: (span) => {
          if (this.spans.length < MAX_SPANS) this.spans.push(span);
          else this.dropped += 1;
        },
        sample: (sample) => void this.samples.push(sample),
        open: this.open,
      },
      nowMs,
    );
  }

  /** Has `refresh` called before each snapshot, to report what is not reported yet. */
  beforeSnapshot(refresh: () => void): void {
    this.refresh = refresh;
  }

  /**
   * Returns what there is so far. What was reported of before the start begins with it; what has not
   * ended yet has failed so far.
   */
  snapshot(): RecordedTimeline {
    this.refresh();
    const since = (ms: number) => Math.max(0, ms - this.startMs);
    const endMs = this.nowMs();
    const unfinished = [...this.open].map((span) => ({ ...span, endMs, ok: false }));
    return {
      startedMs: this.startedMs,
      durationMs: since(endMs),
      spans: [...this.spans, ...unfinished]
        .map((span) => ({ ...span, startMs: since(span.startMs), endMs: since(span.endMs) }))
        .sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs),
      samples: this.samples.map((sample) => ({ ...sample, atMs: since(sample.atMs) })),
      dropped: this.dropped,
    };
  }
}

const silentTimeline: Timeline = {
  isWanted: false,
  add: () => undefined,
  addSample: () => undefined,
  begin: () => () => undefined,
  span: (_name, _of, body) => body(),
  mark: () => undefined,
};

const current = new AsyncLocalStorage<Timeline>();
