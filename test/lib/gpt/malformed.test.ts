import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formatGpt } from '../../../lib/gpt/format.ts';
import { parseGpt } from '../../../lib/gpt/parse.ts';
import { PARTITION_TYPES } from '../../../lib/gpt/table.ts';

const { head } = formatGpt({
  diskGuid: '11111111-2222-3333-4444-555555555555',
  sectors: 8192,
  partitions: [
    {
      type: PARTITION_TYPES.linuxData,
      guid: '01234567-89ab-cdef-0123-456789abcdef',
      name: 'root',
      firstSector: 2048,
      lastSector: 4095,
    },
  ],
});

/** The table with bytes changed, and the header's checksum made right again unless `sum` is false. */
function changed(change: (header: Buffer, disk: Buffer) => void, sum = true): Buffer {
  const disk = Buffer.from(head);
  const header = disk.subarray(512, 1024);
  change(header, disk);
  if (sum) {
    header.writeUInt32LE(0, 16);
    header.writeUInt32LE(crc32(header.subarray(0, header.readUInt32LE(12) % 513)), 16);
  }
  return disk;
}

const HOSTILE: [string, Uint8Array][] = [
  ['nothing', Buffer.alloc(0)],
  ['one sector', head.subarray(0, 512)],
  ['zeros', Buffer.alloc(head.length)],
  ['a disk that ends within the entries', head.subarray(0, 4096)],
  ['another signature', changed((header) => header.write('EFI PARX', 'latin1'))],
  ['a flipped bit in the header', changed((header) => header.writeUInt8(1, 60), false)],
  ['a flipped bit in the entries', changed((_header, disk) => disk.writeUInt8(1, 1100))],
  ['a header of 4 GiB', changed((header) => header.writeUInt32LE(0xffff_ffff, 12), false)],
  ['a header of 0 bytes', changed((header) => header.writeUInt32LE(0, 12), false)],
  ['4 billion entries', changed((header) => header.writeUInt32LE(0xffff_ffff, 80))],
  ['entries of 4 GiB', changed((header) => header.writeUInt32LE(0xffff_ffff, 84))],
  ['entries of 1 byte', changed((header) => header.writeUInt32LE(1, 84))],
  [
    'entries at the end of the universe',
    changed((header) => header.writeBigUInt64LE(2n ** 63n, 72)),
  ],
  [
    'a partition at the end of the universe',
    changed((header, disk) => {
      disk.writeBigUInt64LE(2n ** 63n, 1024 + 32);
      header.writeUInt32LE(crc32(disk.subarray(1024)), 88);
    }),
  ],
];

describe('parseGpt', () => {
  it.each(HOSTILE)('refuses %s', (_what, bytes) => {
    expect(() => parseGpt(bytes)).toThrow(expect.objectContaining({ code: 'GPT_BAD' }));
  });

  it('takes the same table unchanged', () => {
    expect(parseGpt(changed(() => undefined)).partitions).toHaveLength(1);
  });
});
