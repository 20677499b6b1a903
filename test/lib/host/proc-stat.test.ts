import { describe, expect, it } from 'vitest';
import {
  parseCoreTicks,
  parsePressure,
  parseProcessStat,
  readPageBytes,
  readProc,
} from '../../../lib/host/proc-stat.ts';

describe('parseProcessStat', () => {
  it('takes a name with blanks and parentheses', () => {
    const text = `77 (a) b (c) S 1 77 77 0 -1 4194560 1 2 3 4 11 22 33 44 20 0 5 0 99 1000 256 18446744073709551615 ${'0 '.repeat(13)}3 0 0\n`;
    expect(parseProcessStat(text)).toEqual({
      name: 'a) b (c',
      cpuMs: 330,
      childrenCpuMs: 770,
      threads: 5,
      residentPages: 256,
      core: 3,
    });
  });

  it('agrees with what Node knows of its own process', () => {
    const usedMs = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    const beforeMs = usedMs();
    const stat = parseProcessStat(readProc('self/stat') ?? '');
    expect(stat.cpuMs).toBeGreaterThan(beforeMs - 50);
    expect(stat.cpuMs).toBeLessThan(usedMs() + 50);
    const rss = process.memoryUsage.rss();
    expect(Math.abs(stat.residentPages * readPageBytes() - rss)).toBeLessThan(0.2 * rss);
  });
});

describe('parseCoreTicks', () => {
  it('has one entry for each core, and none for all of them', () => {
    const text = `cpu  9 9 9 9 9 9 9 9 0 0\ncpu0 100 10 50 800 20 3 2 1 0 0\ncpu1 1 0 0 9\nintr 5\n`;
    expect(parseCoreTicks(text)).toEqual([
      { user: 110, system: 56, iowait: 20, total: 986 },
      { user: 1, system: 0, iowait: 0, total: 10 },
    ]);
  });
});

describe('parsePressure', () => {
  it('reads the microseconds in which something waited', () => {
    const text = 'some avg10=0.00 avg60=0.00 avg300=0.00 total=1234\nfull avg10=0.00 total=9\n';
    expect(parsePressure(text)).toBe(1234);
    expect(parsePressure('')).toBeUndefined();
  });
});

describe('readProc', () => {
  it('has nothing of a process that is gone', () => {
    expect(readProc('4194305/stat')).toBeUndefined();
  });
});
