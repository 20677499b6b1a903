import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatGpt } from '../../../lib/gpt/format.ts';
import { GPT_HEAD_BYTES, parseGpt } from '../../../lib/gpt/parse.ts';
import { PARTITION_TYPES } from '../../../lib/gpt/table.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { GPT_GROW } from '../../../lib/live/gpt-grow.ts';
import { CONTAINER_INIT } from '../../../lib/live/init-container.ts';
import { formatLiveInit } from '../../../lib/live/init-live.ts';

const MIB = 2 ** 20;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treesmith-scripts-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A disk of 64 MiB with two partitions. */
async function makeDisk(path: string): Promise<void> {
  const guid = (digit: string) => `${digit.repeat(8)}-1111-8111-8111-111111111111`;
  const type = PARTITION_TYPES.linuxData;
  const { head, tail } = formatGpt({
    diskGuid: guid('0'),
    sectors: (64 * MIB) / 512,
    partitions: [
      { name: 'esp', type, guid: guid('2'), firstSector: 2048, lastSector: 8191 },
      { name: 'root', type, guid: guid('1'), firstSector: 8192, lastSector: 129_023 },
    ],
  });
  await using file = await open(path, 'wx');
  await file.truncate(64 * MIB);
  await file.write(head, 0, head.length, 0);
  await file.write(tail, 0, tail.length, 64 * MIB - tail.length);
}

async function grow(disk: string, sizeBytes: number): Promise<void> {
  const head = join(folder, 'head');
  const script = join(folder, 'grow.sh');
  await writeFile(script, `set -f\n${GPT_GROW}\ngrow_gpt "$1" "$2" "$3"\n`);
  await writeFile(head, (await readFile(disk)).subarray(0, MIB));
  await runTool(['bash', script, head, disk, String(sizeBytes / 512)]);
  await runTool(['dd', `if=${head}`, `of=${disk}`, 'conv=notrunc', 'status=none']);
}

async function readTable(disk: string): Promise<ReturnType<typeof parseGpt>> {
  await using file = await open(disk);
  return parseGpt((await file.read(Buffer.alloc(GPT_HEAD_BYTES), 0, GPT_HEAD_BYTES, 0)).buffer);
}

describe('grow_gpt', () => {
  it('fits the table to a larger disk, and gives the room to the last partition', async () => {
    const disk = join(folder, 'larger');
    await makeDisk(disk);
    await runTool(['truncate', '-s', String(200 * MIB + 512 * 7), disk]);
    await grow(disk, 200 * MIB + 512 * 7);
    expect((await runTool(['sgdisk', '-v', disk])).stdout).toContain('No problems found');
    const { partitions } = await readTable(disk);
    expect(partitions.map(({ name, lastSector }) => [name, lastSector])).toEqual([
      ['esp', 8191],
      ['root', 199 * 2048 - 1],
    ]);
  });

  it('changes nothing on a disk of the same size, or without a GPT', async () => {
    const disk = join(folder, 'same');
    await makeDisk(disk);
    const before = await readFile(disk);
    await grow(disk, 64 * MIB);
    expect((await readFile(disk)).equals(before)).toBe(true);
    const blank = join(folder, 'blank');
    await writeFile(blank, Buffer.alloc(2 * MIB));
    await grow(blank, 2 * MIB);
    expect((await readFile(blank)).equals(Buffer.alloc(2 * MIB))).toBe(true);
  });
});

describe('the first processes', () => {
  it('are sound bash', async () => {
    const facts = {
      label: 'X',
      commit: '0'.repeat(64),
      rootfs: 'squashfs',
      installBytes: 0,
    } as const;
    const download = { sha256: '1'.repeat(64), offsetBytes: 252 };
    const scripts = [formatLiveInit(facts), formatLiveInit({ ...facts, download }), CONTAINER_INIT];
    for (const script of scripts) {
      expect(await readTool(['bash', '-n'], { input: script })).toBe('');
      // What a template of ours forgot to escape, or escaped too much.
      expect(script).not.toMatch(/undefined|\\\$/);
    }
  });
});
