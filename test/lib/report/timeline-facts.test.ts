import { describe, expect, it } from 'vitest';
import { packRows, readCriticalPath, readPhases } from '../../../lib/report/timeline-facts.ts';
import { formatWaits } from '../../../lib/report/waits.ts';
import { sample, sampleTimeline, span } from './sample-timeline.ts';

const EMPTY = { startedMs: 0, durationMs: 10_000, spans: [], samples: [], dropped: 0 };

describe('readPhases', () => {
  it('tells what each phase cost and what it waited for', () => {
    const phases = readPhases(sampleTimeline());
    expect(phases.map(({ name, wallMs }) => [name, wallMs])).toEqual([
      ['Fetch packages (2)', 2000],
      ['Install', 4000],
      ['Commit', 4000],
    ]);
    expect(phases.map(({ cpuMs }) => Math.round(cpuMs))).toEqual([200, 4000, 4200]);
    expect(phases.map(formatWaits)).toEqual([
      'network 100 %',
      'one process (rpm) 100 %',
      'all cores 50 %, disk 50 %',
    ]);
  });

  it('counts how deep a phase lies in others', () => {
    const spans = [
      span('phase', 'outer', [0, 9]),
      span('phase', 'inner', [1, 5]),
      span('phase', 'innermost', [2, 3]),
      span('phase', 'beside', [5, 9]),
    ];
    expect(readPhases({ ...EMPTY, spans }).map(({ depth }) => depth)).toEqual([0, 1, 2, 1]);
  });

  it('takes the time of the tools where nothing was sampled', () => {
    const spans = [span('phase', 'p', [0, 1]), span('tool', 'rpm', [0, 1], { cpuMs: 700 })];
    const [phase] = readPhases({ ...EMPTY, spans });
    expect(phase?.cpuMs).toBe(700);
    expect(phase && formatWaits(phase)).toBe('');
  });

  it('says that it saw nothing where there was nothing to see', () => {
    const spans = [span('phase', 'Wait for a lock', [0, 1])];
    const [phase] = readPhases({ ...EMPTY, spans, samples: [sample(1, [0, 0.01])] });
    expect(phase && formatWaits(phase)).toBe('nothing seen 100 %');
  });

  it('tells when others keep the machine busy', () => {
    const spans = [span('phase', 'p', [0, 1])];
    const busy = sample(1, [1, 1], { ourCores: 0.3 });
    const [phase] = readPhases({ ...EMPTY, spans, samples: [{ ...busy, atMs: 1000 }] });
    expect(phase && formatWaits(phase)).toBe('others on this machine 100 %');
  });
});

describe('readCriticalPath', () => {
  it('goes from the end to what ended last before, and names gaps by their phase', () => {
    const path = readCriticalPath(sampleTimeline());
    expect(path.map(({ name, startMs, endMs }) => [name, startMs, endMs])).toEqual([
      ['b-1.rpm', 0, 2000],
      ['Install', 2000, 2100],
      ['rpm', 2100, 6000],
      ['hash', 6000, 8000],
      ['sync', 8000, 10_000],
    ]);
  });

  it('has no step for what still ran, and covers the time without gaps', () => {
    const spans = [
      span('tool', 'server', [0, 9.5]),
      span('tool', 'a', [1, 3]),
      span('tool', 'b', [4, 9]),
      span('phase', 'all', [0, 10]),
    ];
    const path = readCriticalPath({ ...EMPTY, spans });
    expect(path.map(({ name }) => name)).toEqual(['server', 'all']);
    path.reduce((atMs, { startMs, endMs }) => {
      expect(startMs).toBe(atMs);
      return endMs;
    }, 0);
  });

  it('is empty when nothing ran', () => {
    expect(readCriticalPath(EMPTY)).toEqual([]);
  });
});

describe('packRows', () => {
  it('needs as many rows as there were spans at once', () => {
    const rows = packRows([
      span('tool', 'c', [2, 3]),
      span('tool', 'a', [0, 2]),
      span('tool', 'b', [1, 3]),
      span('tool', 'd', [3, 4]),
    ]);
    expect(rows.map((row) => row.map(({ name }) => name))).toEqual([['a', 'c', 'd'], ['b']]);
  });
});
