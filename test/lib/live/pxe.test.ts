import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writePxeRootfs } from '../../../lib/live/pxe.ts';

const folder = await mkdtemp(join(tmpdir(), 'treesmith-pxe-'));
afterAll(() => rm(folder, { recursive: true }));

describe('writePxeRootfs', () => {
  it('says where the root file system begins, and what all of it digests to', async () => {
    const rootfs = Buffer.from('hsqs, and an odd number of bytes.');
    await writeFile(join(folder, 'rootfs'), rootfs);
    const { sha256, offsetBytes } = await writePxeRootfs(folder, join(folder, 'rootfs'));
    const bytes = await readFile(join(folder, 'rootfs.img'));
    expect(bytes.subarray(offsetBytes, offsetBytes + rootfs.length).equals(rootfs)).toBe(true);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  });
});
