import { describe, expect, it } from 'vitest';
import { isTransientStatus, parseRetryAfter } from '../../../lib/host/retry-after.ts';

describe('parseRetryAfter', () => {
  const asked = (value: string, date?: string) =>
    parseRetryAfter({ 'retry-after': value, ...(date === undefined ? {} : { date }) });

  it('reads seconds', () => {
    expect(asked('0')).toBe(0);
    expect(asked('120')).toBe(120_000);
    expect(parseRetryAfter({})).toBeUndefined();
    for (const value of ['', '-1', '1.5', '1e3', '9'.repeat(12), 'soon']) {
      expect(asked(value)).toBeUndefined();
    }
  });

  it("compares a date with the server's own", () => {
    const date = 'Fri, 31 Dec 1999 23:59:50 GMT';
    expect(asked('Sat, 01 Jan 2000 00:00:10 GMT', date)).toBe(20_000);
    expect(asked('Fri, 31 Dec 1999 23:59:49 GMT', date)).toBe(0);
    expect(asked('Sat, 01 Jan 2000 00:00:10 GMT')).toBeUndefined();
    expect(asked('Sat, 01 Jan 2000 00:00:10 GMT', 'yesterday')).toBeUndefined();
    expect(asked('Sat, 99 Jan 2000 00:00:10 GMT', date)).toBeUndefined();
    expect(asked('2000-01-01', date)).toBeUndefined();
  });
});

describe('isTransientStatus', () => {
  it('takes what is busy or not reached, and not what is full or unknown', () => {
    expect([408, 425, 429, 500, 502, 503, 504, 520, 527].filter(isTransientStatus)).toHaveLength(9);
    expect([200, 400, 401, 403, 404, 501, 505, 507, 519, 528].filter(isTransientStatus)).toEqual(
      [],
    );
  });
});
