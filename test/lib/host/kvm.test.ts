import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainKvm, probeKvm, runProbeGuest } from '../../../lib/host/kvm.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

describe('runProbeGuest', () => {
  it('boots a guest that answers, without KVM', async () => {
    expect(await runProbeGuest('tcg', 20_000)).toBeUndefined();
  });

  it('does not wait for one that does not', async () => {
    const started = performance.now();
    expect(await runProbeGuest('tcg', 1)).toContain('did not answer within');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('explainKvm', () => {
  it('gives a verdict and its reason, and remembers it', async () => {
    await using dir = await makeTempDir();
    const cache = join(dir.path, 'deep', 'kvm.json');
    const verdict = await explainKvm(cache);
    expect(verdict.reason).not.toBe('');
    expect(await probeKvm()).toBe(verdict.works);
    expect(await explainKvm(cache)).toEqual(verdict);
    const text = await readFile(cache, 'utf8').catch(() => undefined);
    // Without a device nothing is worth being remembered.
    if (text === undefined) return;
    await writeFile(cache, text.replace(JSON.stringify(verdict.reason), '"remembered"'));
    expect((await explainKvm(cache)).reason).toBe('remembered');
  });

  it('asks again on another machine, or after a boot', async () => {
    await using dir = await makeTempDir();
    const cache = join(dir.path, 'kvm.json');
    const verdict = await explainKvm(cache);
    await writeFile(
      cache,
      JSON.stringify({ key: 'of yesterday', works: !verdict.works, reason: '' }),
    );
    expect((await explainKvm(cache)).works).toBe(verdict.works);
  });
});
