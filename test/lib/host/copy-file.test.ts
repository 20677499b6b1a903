import { chmod, chown, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { copyWithDigest } from '../../../lib/host/copy-file.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

it('copies all bytes, as ours, and returns their digest', async () => {
  await using dir = await makeTempDir();
  const [from, to] = [join(dir.path, 'from'), join(dir.path, 'to')];
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(3_000_000, 'x')]) {
    await writeFile(from, bytes);
    if (process.geteuid?.() === 0) await chown(from, 4242, 4242);
    await chmod(from, 0o444);
    expect(await copyWithDigest(from, to)).toEqual({
      sizeBytes: bytes.length,
      sha256: sha256(bytes),
    });
    expect((await readFile(to)).equals(bytes)).toBe(true);
    expect((await stat(to)).uid).toBe(process.geteuid?.());
    await chmod(from, 0o644);
  }
});

it('ends when the file is cut short meanwhile', async () => {
  await using dir = await makeTempDir();
  const from = join(dir.path, 'from');
  for (let round = 0; round < 40; round += 1) {
    await writeFile(from, Buffer.alloc(4_000_000, 'x'));
    const copies = [1, 2, 3].map((name) => copyWithDigest(from, join(dir.path, `${name}`)));
    await truncate(from, round * 1000);
    for (const { sizeBytes } of await Promise.all(copies)) {
      expect(sizeBytes).toBeLessThanOrEqual(4_000_000);
    }
  }
});
