import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { digestFiles } from '../../../lib/host/digest-files.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';

it('digests every file, in order, whatever its size and name', async () => {
  await using dir = await makeTempDir();
  const sizes = [0, 1, 1024 * 1024, 1024 * 1024 + 1, 3_000_000, ...Array(70).fill(100)];
  const files = sizes.map((size, index) => ({
    path: Buffer.from(join(dir.path, `file-${index}-\xff`), 'latin1'),
    bytes: Buffer.alloc(size, String(index)),
  }));
  await Promise.all(files.map(({ path, bytes }) => writeFile(path, bytes)));
  const wanted = files.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'));
  expect(await digestFiles(files.map(({ path }) => path))).toEqual(wanted);
});

it('knows nothing of what cannot be read', async () => {
  await using dir = await makeTempDir();
  expect(await digestFiles([join(dir.path, 'none'), dir.path])).toEqual([undefined, undefined]);
  expect(await digestFiles([])).toEqual([]);
});
