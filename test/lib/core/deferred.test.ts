import { describe, expect, it } from 'vitest';
import { makeDeferred } from '../../../lib/core/deferred.ts';

describe('makeDeferred', () => {
  it('waits until it is resolved, and takes the first value', async () => {
    const { promise, resolve } = makeDeferred<string>();
    expect(await Promise.race([promise, Promise.resolve('pending')])).toBe('pending');
    resolve('first');
    resolve('second');
    expect(await promise).toBe('first');
  });
});
