import { describe, expect, it } from 'vitest';
import { releaseBytes } from '../../../lib/container/release-bytes.ts';

const LARGE_BYTES = 2 ** 20;

describe('releaseBytes', () => {
  it('gives back the memory of a large buffer where Node can', () => {
    const bytes = Buffer.alloc(LARGE_BYTES, 1).subarray(1);
    const isDone = releaseBytes(bytes);
    expect(isDone).toBe('transfer' in ArrayBuffer.prototype);
    expect(bytes.length).toBe(isDone ? 0 : LARGE_BYTES - 1);
  });

  it('leaves buffers alone that share their memory', () => {
    const [one, other] = [Buffer.from('one'), Buffer.from('other')];
    expect(releaseBytes(one)).toBe(false);
    expect([one.toString(), other.toString()]).toEqual(['one', 'other']);
  });
});
