import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  currentTimeline,
  monotonicMs,
  TimelineRecorder,
  withTimeline,
} from '../../../lib/core/timeline.ts';

/** A recorder whose clock stands still until it is moved. */
function openRecorder() {
  let nowMs = 5000;
  const recorder = new TimelineRecorder(1_700_000_000_000, () => nowMs);
  const wait = (ms: number) => {
    nowMs += ms;
  };
  return { recorder, timeline: recorder.timeline, wait };
}

describe('TimelineRecorder', () => {
  it('counts from its start, and keeps spans as they began', async () => {
    const { recorder, timeline, wait } = openRecorder();
    wait(10);
    const result = await timeline.span('outer', { kind: 'phase' }, async () => {
      wait(5);
      await timeline.span('inner', { kind: 'phase' }, async () => wait(20));
      return 7;
    });
    timeline.mark('half');
    timeline.add({ lane: 'hash 1', name: 'batch', startMs: 5012, endMs: 5016 });
    wait(100);
    expect(result).toBe(7);
    expect(recorder.snapshot()).toEqual({
      startedMs: 1_700_000_000_000,
      durationMs: 135,
      spans: [
        { kind: 'phase', name: 'outer', startMs: 10, endMs: 35, ok: true },
        { kind: 'thread', lane: 'hash 1', name: 'batch', startMs: 12, endMs: 16, ok: true },
        { kind: 'phase', name: 'inner', startMs: 15, endMs: 35, ok: true },
        { kind: 'mark', name: 'half', startMs: 35, endMs: 35, ok: true },
      ],
      samples: [],
      dropped: 0,
    });
  });

  it('notes a span that fails, and hands the error on', async () => {
    const { recorder, timeline, wait } = openRecorder();
    const failing = timeline.span('x', { kind: 'download' }, async () => {
      wait(3);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(recorder.snapshot().spans).toEqual([
      { kind: 'download', name: 'x', startMs: 0, endMs: 3, ok: false },
    ]);
  });

  it('has what is still going on, as not done', async () => {
    const { recorder, timeline, wait } = openRecorder();
    const end = timeline.begin('rpm', { kind: 'tool' });
    wait(7);
    expect(recorder.snapshot().spans).toEqual([
      { kind: 'tool', name: 'rpm', startMs: 0, endMs: 7, ok: false },
    ]);
    wait(1);
    end({ ok: true, cpuMs: 5 });
    expect(recorder.snapshot().spans).toEqual([
      { kind: 'tool', name: 'rpm', startMs: 0, endMs: 8, ok: true, cpuMs: 5 },
    ]);
  });

  it('stops growing, and says how much it left out', () => {
    const { recorder, timeline } = openRecorder();
    for (let count = 0; count < 20_005; count += 1) timeline.mark('m');
    const { spans, dropped } = recorder.snapshot();
    expect([spans.length, dropped]).toEqual([20_000, 5]);
  });
});

describe('currentTimeline', () => {
  it('hears nothing where no timeline is wanted', async () => {
    expect(currentTimeline().isWanted).toBe(false);
    expect(await currentTimeline().span('x', { kind: 'tool' }, async () => 3)).toBe(3);
    currentTimeline().add({ name: 'x', startMs: 0, endMs: 1 });
    currentTimeline().mark('x');
  });

  it('is that of the run which calls, of two at the same time', async () => {
    const run = async (name: string) => {
      const recorder = new TimelineRecorder(0);
      await withTimeline(recorder.timeline, async () => {
        await sleep(2);
        await Promise.all([1, 2].map(() => currentTimeline().span(name, { kind: 'tool' }, work)));
      });
      return recorder.snapshot().spans.map((span) => span.name);
    };
    const work = () => sleep(5);
    expect(await Promise.all([run('a'), run('b')])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
    expect(currentTimeline().isWanted).toBe(false);
  });
});

describe('monotonicMs', () => {
  it('goes on with the time', async () => {
    const startMs = monotonicMs();
    await sleep(20);
    expect(monotonicMs() - startMs).toBeGreaterThan(15);
  });
});
