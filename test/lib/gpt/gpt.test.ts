import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatGpt, usableSectors } from '../../../lib/gpt/format.ts';
import { formatGuid, parseGuid } from '../../../lib/gpt/guid.ts';
import { GPT_HEAD_BYTES, parseGpt } from '../../../lib/gpt/parse.ts';
import { type GptTable, PARTITION_TYPES, SECTOR_BYTES } from '../../../lib/gpt/table.ts';
import { readTool } from '../../../lib/host/process.ts';

const folder = await mkdtemp(join(tmpdir(), 'treesmith-gpt-'));
afterAll(() => rm(folder, { recursive: true }));

const TABLE: GptTable = {
  diskGuid: '11111111-2222-3333-4444-555555555555',
  sectors: 65_536,
  partitions: [
    {
      type: PARTITION_TYPES.efiSystem,
      guid: '01234567-89ab-cdef-0123-456789abcdef',
      name: 'EFI-SYSTEM',
      firstSector: 2048,
      lastSector: 4095,
    },
    {
      type: PARTITION_TYPES.rootX86_64,
      guid: 'fedcba98-7654-3210-fedc-ba9876543210',
      name: 'root',
      firstSector: 4096,
      lastSector: 63_487,
      attributes: 4n,
    },
  ],
};

async function writeDisk(name: string, table: GptTable): Promise<string> {
  const path = join(folder, name);
  const { head, tail } = formatGpt(table);
  const file = await open(path, 'w');
  await file.truncate(table.sectors * SECTOR_BYTES);
  await file.write(head, 0, head.length, 0);
  await file.write(tail, 0, tail.length, table.sectors * SECTOR_BYTES - tail.length);
  await file.close();
  return path;
}

describe('formatGpt', () => {
  it('makes a table that sgdisk finds no fault with', async () => {
    const disk = await writeDisk('ours.raw', TABLE);
    expect(await readTool(['sgdisk', '-v', disk])).toContain('No problems found');
    const shown = await readTool(['sgdisk', '-i', '2', disk]);
    expect(shown).toContain('Partition GUID code: 4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709');
    expect(shown).toContain('Partition unique GUID: FEDCBA98-7654-3210-FEDC-BA9876543210');
    expect(shown).toContain('First sector: 4096');
    expect(shown).toContain('Last sector: 63487');
    expect(shown).toContain("Partition name: 'root'");
    expect(shown).toContain('Attribute flags: 0000000000000004');
  });

  it('makes the bytes that sgdisk makes, but for the obsolete geometry', async () => {
    const disk = join(folder, 'theirs.raw');
    const file = await open(disk, 'w');
    await file.truncate(TABLE.sectors * SECTOR_BYTES);
    await file.close();
    const partitions = TABLE.partitions.flatMap((partition, index) => {
      const number = index + 1;
      return [
        `--new=${number}:${partition.firstSector}:${partition.lastSector}`,
        `--typecode=${number}:${partition.type}`,
        `--partition-guid=${number}:${partition.guid}`,
        `--change-name=${number}:${partition.name}`,
      ];
    });
    await readTool([
      'sgdisk',
      `--disk-guid=${TABLE.diskGuid}`,
      ...partitions,
      '-A',
      '2:set:2',
      disk,
    ]);
    const theirs = await readFile(disk);
    const { head, tail } = formatGpt(TABLE);
    expect(theirs.subarray(-tail.length).equals(tail)).toBe(true);
    expect(theirs.subarray(SECTOR_BYTES, head.length).equals(head.subarray(SECTOR_BYTES))).toBe(
      true,
    );
  });

  it('leaves the ends of the disk to itself', () => {
    expect(usableSectors(65_536)).toEqual({ first: 34, last: 65_502 });
  });

  it.each<[string, { firstSector?: number; lastSector?: number; name?: string }]>([
    ['begins within the table', { firstSector: 33 }],
    ['ends within the backup', { lastSector: 65_503 }],
    ['ends before it begins', { lastSector: 4000 }],
    ['overlaps the one before', { firstSector: 4095 }],
    ['has a name that is too long', { name: 'x'.repeat(37) }],
  ])('refuses a partition that %s', (_what, change) => {
    const [first, second] = TABLE.partitions;
    if (first === undefined || second === undefined) throw new Error('two partitions');
    const changed =
      change.firstSector === 33 ? [{ ...first, ...change }] : [first, { ...second, ...change }];
    expect(() => formatGpt({ ...TABLE, partitions: changed })).toThrow(
      expect.objectContaining({ code: 'GPT_LAYOUT' }),
    );
  });
});

describe('parseGpt', () => {
  it('reads back what formatGpt wrote', () => {
    const { head } = formatGpt(TABLE);
    expect(head.length).toBe(GPT_HEAD_BYTES);
    expect(parseGpt(head)).toEqual(TABLE);
  });

  it('reads what sgdisk wrote', async () => {
    const disk = await writeDisk('changed.raw', TABLE);
    await readTool(['sgdisk', '--change-name=1:Grüße', disk]);
    const table = parseGpt((await readFile(disk)).subarray(0, GPT_HEAD_BYTES));
    expect(table.partitions[0]?.name).toBe('Grüße');
    expect(table.sectors).toBe(TABLE.sectors);
  });
});

describe('formatGuid', () => {
  it('stores the first three fields little-endian', () => {
    expect(Buffer.from(formatGuid('01020304-0506-0708-090a-0b0c0d0e0f10')).toString('hex')).toBe(
      '0403020106050807090a0b0c0d0e0f10',
    );
  });

  it('is undone by parseGuid', () => {
    expect(parseGuid(formatGuid(TABLE.diskGuid))).toBe(TABLE.diskGuid);
  });

  it('refuses what is not a GUID', () => {
    expect(() => formatGuid('1234')).toThrow(expect.objectContaining({ code: 'GUID_BAD' }));
    expect(() => parseGuid(new Uint8Array(15))).toThrow(
      expect.objectContaining({ code: 'GUID_BAD' }),
    );
  });
});
