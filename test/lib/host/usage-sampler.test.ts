import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TimelineRecorder, withTimeline } from '../../../lib/core/timeline.ts';
import { takeChildrenCpuMs } from '../../../lib/host/children-cpu.ts';
import { runTool, startTool } from '../../../lib/host/process.ts';
import { sampleUsage } from '../../../lib/host/usage-sampler.ts';

/** Uses a core for a second of its time, however busy the machine is. */
const BURN = ['sh', '-c', 'ulimit -t 1; while :; do :; done'];

describe('sampleUsage', () => {
  it('sees the cores, and what of ours runs on them', async () => {
    const recorder = new TimelineRecorder(Date.now());
    const sampling = sampleUsage(recorder.timeline);
    // On a busy machine a sample may come late.
    const isSeen = () => {
      const { samples } = recorder.snapshot();
      const running = samples.flatMap(({ cores }) => cores.map((core) => core.running));
      return samples.length > 1 && running.includes('sh');
    };
    do await runTool(BURN, { okExitCodes: [137, 128] });
    while (!isSeen());
    sampling[Symbol.dispose]();
    const { samples, durationMs } = recorder.snapshot();
    expect(samples.length).toBeGreaterThan(1);
    for (const sample of samples) {
      expect(sample.cores.length).toBeGreaterThanOrEqual(availableParallelism());
      for (const { user, system, iowait } of sample.cores) {
        for (const share of [user, system, iowait]) expect(share).toBeGreaterThanOrEqual(0);
        expect(user + system + iowait).toBeLessThan(1.2);
      }
      expect(sample.memoryBytes).toBeGreaterThan(20 * 1024 * 1024);
    }
    const running = samples.flatMap(({ cores }) => cores.map((core) => core.running));
    expect(running).toContain('sh');
    let beforeMs = 0;
    let ourMs = 0;
    for (const { atMs, ourCores } of samples) {
      ourMs += ourCores * (atMs - beforeMs);
      beforeMs = atMs;
    }
    expect(ourMs).toBeGreaterThan(700);
    expect(samples.at(-1)?.atMs).toBeGreaterThan(durationMs / 2);
  });

  it('takes little of a core', async () => {
    const recorder = new TimelineRecorder(Date.now());
    const sampling = sampleUsage(recorder.timeline);
    const before = process.cpuUsage();
    await sleep(2000);
    const { user, system } = process.cpuUsage(before);
    sampling[Symbol.dispose]();
    // Some of it is vitest's own.
    expect((user + system) / 1000).toBeLessThan(2000 * 0.15);
  });

  it('says nothing any more when it is disposed of, and lets the process end', async () => {
    const recorder = new TimelineRecorder(Date.now());
    const sampling = sampleUsage(recorder.timeline);
    await sleep(250);
    sampling[Symbol.dispose]();
    const { length } = recorder.snapshot().samples;
    await sleep(250);
    expect(recorder.snapshot().samples.length).toBe(length);
    const module = new URL('../../../lib/host/usage-sampler.ts', import.meta.url).href;
    const core = new URL('../../../lib/core/timeline.ts', import.meta.url).href;
    const program = `
      const { sampleUsage } = await import('${module}');
      const { TimelineRecorder } = await import('${core}');
      sampleUsage(new TimelineRecorder(0).timeline);`;
    const argv = [process.execPath, '--input-type=module', '--eval', program];
    await runTool(argv, { timeoutMs: 20_000 });
  });
});

describe('the timeline of a tool', () => {
  const record = async (body: () => Promise<unknown>) => {
    const recorder = new TimelineRecorder(Date.now());
    takeChildrenCpuMs();
    await withTimeline(recorder.timeline, body);
    return recorder.snapshot().spans;
  };

  it('has what the processor spent on it and on its children', async () => {
    const spans = await record(async () => {
      // All three at once, and this one ends last: of what ends together, the first has the time.
      const burning = await startTool(['sh', '-c', `read -r _; ${BURN.at(-1)}`], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      const burnt = once(burning, 'close');
      await Promise.all([
        runTool(['sleep', '0.3']),
        runTool(['sh', '-c', 'exit 3']).catch(() => undefined),
      ]);
      burning.stdin?.end('\n');
      await burnt;
    });
    const sleeping = spans.find(({ name }) => name === 'sleep');
    const failed = spans.find(({ ok }) => !ok);
    const burning = spans.find(({ name, ok }) => name === 'sh' && ok);
    expect(sleeping?.cpuMs).toBeLessThan(200);
    expect(failed?.cpuMs).toBeLessThan(200);
    expect(burning?.cpuMs).toBeGreaterThan(700);
    expect(burning?.cpuMs).toBeLessThan(1500);
  });

  it('is named by the tool and its verb, or by its label', async () => {
    const spans = await record(async () => {
      await runTool(['ostree', '--version']);
      await runTool(['ostree', 'refs', '--repo=/nowhere'], { okExitCodes: [1] });
      await runTool(['/usr/bin/sh', '-c', 'true'], { label: 'dracut' });
      const child = await startTool(['cat'], { stdio: ['pipe', 'ignore', 'ignore'] });
      child.stdin?.end();
      await new Promise((resolve) => child.once('close', resolve));
    });
    expect(spans.map(({ name }) => name)).toEqual(['ostree', 'ostree refs', 'dracut', 'cat']);
    expect(spans.every(({ kind }) => kind === 'tool')).toBe(true);
  });
});
