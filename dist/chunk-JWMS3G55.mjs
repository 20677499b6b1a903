import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);

// lib/core/timeline.ts
import { AsyncLocalStorage } from "node:async_hooks";
var MAX_SPANS = 2e4;
function monotonicMs() {
  return Number(process.hrtime.bigint()) / 1e6;
}
function currentTimeline() {
  return current.getStore() ?? silentTimeline;
}
function withTimeline(timeline, body) {
  return current.run(timeline, body);
}
function reportingTimeline(sink, nowMs = monotonicMs) {
  let begin = (name, of) => {
    let open = { ...of, name, startMs: nowMs() };
    return sink.open?.add(open), (outcome) => {
      sink.open?.delete(open), sink.span({ ...open, ...outcome, endMs: nowMs() });
    };
  }, add = (span) => sink.span({ kind: "thread", ok: !0, ...span });
  return {
    isWanted: !0,
    add,
    addSample: sink.sample,
    begin,
    span: async (name, of, body) => {
      let end = begin(name, of), ok = !1;
      try {
        let result = await body();
        return ok = !0, result;
      } finally {
        end({ ok });
      }
    },
    mark: (name) => {
      let atMs = nowMs();
      add({ kind: "mark", name, startMs: atMs, endMs: atMs });
    }
  };
}
var TimelineRecorder = class {
  timeline;
  spans = [];
  open = /* @__PURE__ */ new Set();
  samples = [];
  startMs;
  startedMs;
  nowMs;
  dropped = 0;
  refresh = () => {
  };
  /** `startedMs` is now, in milliseconds since 1970. */
  constructor(startedMs, nowMs = monotonicMs) {
    this.startedMs = startedMs, this.nowMs = nowMs, this.startMs = nowMs(), this.timeline = reportingTimeline(
      {
        span: (span) => {
          this.spans.length < MAX_SPANS ? this.spans.push(span) : this.dropped += 1;
        },
        sample: (sample) => {
          this.samples.push(sample);
        },
        open: this.open
      },
      nowMs
    );
  }
  /** Has `refresh` called before each snapshot, to report what is not reported yet. */
  beforeSnapshot(refresh) {
    this.refresh = refresh;
  }
  /**
   * Returns what there is so far. What was reported of before the start begins with it; what has not
   * ended yet has failed so far.
   */
  snapshot() {
    this.refresh();
    let since = (ms) => Math.max(0, ms - this.startMs), endMs = this.nowMs(), unfinished = [...this.open].map((span) => ({ ...span, endMs, ok: !1 }));
    return {
      startedMs: this.startedMs,
      durationMs: since(endMs),
      spans: [...this.spans, ...unfinished].map((span) => ({ ...span, startMs: since(span.startMs), endMs: since(span.endMs) })).sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs),
      samples: this.samples.map((sample) => ({ ...sample, atMs: since(sample.atMs) })),
      dropped: this.dropped
    };
  }
}, silentTimeline = {
  isWanted: !1,
  add: () => {
  },
  addSample: () => {
  },
  begin: () => () => {
  },
  span: (_name, _of, body) => body(),
  mark: () => {
  }
}, current = new AsyncLocalStorage();

export {
  monotonicMs,
  currentTimeline,
  withTimeline,
  reportingTimeline,
  TimelineRecorder
};
