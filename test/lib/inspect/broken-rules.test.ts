import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crc32c } from '../../../lib/core/crc32c.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { runTool } from '../../../lib/host/process.ts';
import { inspectImage } from '../../../lib/inspect/inspect-image.ts';
import { writeMedia } from '../../../lib/media/write-media.ts';
import { parseVhdxMetadataTable, parseVhdxRegions, VHDX_GUIDS } from '../../../lib/vhdx/parse.ts';
import { changed, convert, DISK_BYTES, type Fixtures, makeFixtures } from './fixtures.ts';

let fixtures: Fixtures;
const path = (name: string) => fixtures.path(name);

beforeAll(async () => {
  fixtures = await makeFixtures();
  await convert(fixtures, 'a.qcow2', 'qcow2');
  await convert(fixtures, 'c.qcow2', 'qcow2', '-c');
  await convert(fixtures, 'm.vmdk', 'vmdk', 'subformat=monolithicSparse');
  await convert(fixtures, 'fixed.vhd', 'vpc', 'subformat=fixed,force_size');
  await convert(fixtures, 'dynamic.vhd', 'vpc', 'subformat=dynamic,force_size');
  await convert(fixtures, 'x.vhdx', 'vhdx', 'block_size=1M');
  await runTool(['qemu-img', 'create', '-q', '-f', 'qcow2', path('snapshot.qcow2'), '1M']);
  await runTool(['qemu-img', 'snapshot', '-c', 'first', path('snapshot.qcow2')]);
  await writeMedia({
    disk: { path: path('disk.raw'), sizeBytes: DISK_BYTES },
    outputs: [{ format: 'vmdk', path: path('s.vmdk') }],
    identity: '0'.repeat(64),
    timeSeconds: 0,
    log: silentLog,
  });
});
afterAll(() => fixtures?.remove());

/** Writes a checksum of a GPT header anew. */
function sealGpt(bytes: Buffer, at: number): void {
  bytes.writeUInt32LE(0, at + 16);
  bytes.writeUInt32LE(crc32(bytes.subarray(at, at + 92)), at + 16);
}

/** Writes the checksum of a VHD footer or header anew. */
function sealVhd(bytes: Buffer, at: number, length: number, checksumAt: number): void {
  bytes.writeUInt32BE(0, at + checksumAt);
  const sum = bytes.subarray(at, at + length).reduce((total, byte) => total + byte, 0);
  bytes.writeUInt32BE(~sum >>> 0, at + checksumAt);
}

const footer = (change: (bytes: Buffer) => void) => (bytes: Buffer) => {
  const at = bytes.length - 512;
  change(bytes.subarray(at));
  sealVhd(bytes, at, 512, 64);
};

const vhdHeader = (change: (header: Buffer) => void) => (bytes: Buffer) => {
  change(bytes.subarray(512, 1536));
  sealVhd(bytes, 512, 1024, 36);
};

const vhdxHeaders = (change: (header: Buffer) => void) => (bytes: Buffer) => {
  for (const at of [65_536, 131_072]) {
    const header = bytes.subarray(at, at + 4096);
    change(header);
    header.writeUInt32LE(0, 4);
    header.writeUInt32LE(crc32c(header), 4);
  }
};

const regionOf = (bytes: Buffer, guid: string) => {
  const regions = parseVhdxRegions(bytes.subarray(196_608, 262_144));
  const region =
    typeof regions === 'string' ? undefined : regions.find((item) => item.guid === guid);
  return region?.offset ?? Number.NaN;
};

const metadata =
  (guid: string, change: (bytes: Buffer, at: number, entryAt: number) => void) =>
  (bytes: Buffer) => {
    const at = regionOf(bytes, VHDX_GUIDS.metadataRegion);
    const entries = parseVhdxMetadataTable(bytes.subarray(at, at + 65_536));
    const index = entries.findIndex((item) => item.guid === guid);
    change(bytes, at + (entries[index]?.offset ?? 0), at + 32 + index * 32);
  };

/** The block table of the VHDX: offsets of the entries whose block is there. */
const blocks = (change: (bytes: Buffer, present: number[]) => void) => (bytes: Buffer) => {
  const at = regionOf(bytes, VHDX_GUIDS.batRegion);
  const all = Array.from({ length: 24 }, (_, index) => at + index * 8);
  change(
    bytes,
    all.filter((entry) => (bytes.readUInt8(entry) & 7) === 6),
  );
};

const directoryOf = (bytes: Buffer) => bytes.readUInt32LE(56) * 512;
const firstTable = (bytes: Buffer) => bytes.readUInt32LE(directoryOf(bytes)) * 512;

const CASES: readonly (readonly [rule: string, file: string, change: (bytes: Buffer) => void])[] = [
  [
    'gpt-header-place',
    'disk.raw',
    (bytes) => {
      bytes.writeUInt32LE(7, 512 + 24);
      sealGpt(bytes, 512);
    },
  ],
  [
    'gpt-usable',
    'disk.raw',
    (bytes) => {
      bytes.writeUInt32LE(3, 512 + 40);
      sealGpt(bytes, 512);
    },
  ],
  [
    'disk-readable',
    'c.qcow2',
    (bytes) => {
      const l2 = Number(
        bytes.readBigUInt64BE(Number(bytes.readBigUInt64BE(40))) & 0xff_ffff_ffff_fe00n,
      );
      for (let entry = l2; entry < l2 + 65_536; entry += 8) {
        const descriptor = bytes.readBigUInt64BE(entry);
        if (descriptor >> 62n !== 1n) continue;
        const at = Number(descriptor & ((1n << 54n) - 1n));
        bytes.fill(0xff, at, at + 64);
      }
    },
  ],
  ['qcow2-size', 'a.qcow2', (bytes) => void bytes.writeBigUInt64BE(BigInt(DISK_BYTES - 1), 24)],
  [
    'qcow2-l1',
    'a.qcow2',
    (bytes) => void bytes.writeBigUInt64BE(bytes.readBigUInt64BE(40) + 8n, 40),
  ],
  ['qcow2-snapshots', 'snapshot.qcow2', () => undefined],
  ['vmdk-unclean', 'm.vmdk', (bytes) => void bytes.writeUInt8(1, 72)],
  [
    'vmdk-descriptor',
    'm.vmdk',
    (bytes) => void bytes.write('XID', bytes.indexOf('\nCID=') + 1, 'latin1'),
  ],
  [
    'vmdk-create-type',
    'm.vmdk',
    (bytes) => void bytes.write('X', bytes.indexOf('monolithicSparse'), 'latin1'),
  ],
  ['vmdk-grain-size', 'm.vmdk', (bytes) => void bytes.writeUInt32LE(8, 20)],
  ['vmdk-table-size', 'm.vmdk', (bytes) => void bytes.writeUInt32LE(256, 44)],
  ['vmdk-redundant', 'm.vmdk', (bytes) => void bytes.writeUInt32LE(0, firstTable(bytes))],
  ['vmdk-bounds', 'm.vmdk', (bytes) => void bytes.writeUInt32LE(0xfff_ffff, firstTable(bytes))],
  [
    'vmdk-overlap',
    'm.vmdk',
    (bytes) => {
      const table = firstTable(bytes);
      bytes.writeUInt32LE(bytes.readUInt32LE(table), table + 4);
    },
  ],
  ['vmdk-footer', 's.vmdk', (bytes) => void bytes.writeUInt8(1, bytes.length - 100)],
  ['vmdk-footer', 's.vmdk', (bytes) => void bytes.writeUInt8(9, bytes.length - 1536 + 12)],
  ['vhd-reserved', 'fixed.vhd', footer((bytes) => void bytes.writeUInt8(1, 300))],
  ['vhd-saved-state', 'fixed.vhd', footer((bytes) => void bytes.writeUInt8(1, 84))],
  ['vhd-geometry', 'fixed.vhd', footer((bytes) => void bytes.writeUInt32BE(0x0001_0410, 56))],
  [
    'vhd-creator-size',
    'fixed.vhd',
    footer((bytes) => {
      bytes.writeUInt32BE(0x0001_0410, 56);
      bytes.write('vpc ', 28, 'latin1');
    }),
  ],
  ['vhd-header', 'dynamic.vhd', (bytes) => void bytes.writeUInt8(1, 512 + 300)],
  ['vhd-table', 'dynamic.vhd', vhdHeader((header) => void header.writeUInt32BE(1, 28))],
  ['vhdx-version', 'x.vhdx', vhdxHeaders((header) => void header.writeUInt16LE(2, 66))],
  ['vhdx-log', 'x.vhdx', vhdxHeaders((header) => void header.writeUInt8(1, 50))],
  ['vhdx-regions', 'x.vhdx', vhdxHeaders((header) => void header.writeUInt32LE(4096, 72))],
  [
    'vhdx-metadata',
    'x.vhdx',
    metadata(VHDX_GUIDS.diskId, (bytes, _at, entry) => void bytes.writeUInt32LE(8, entry + 20)),
  ],
  [
    'vhdx-size',
    'x.vhdx',
    metadata(VHDX_GUIDS.diskSize, (bytes, at) => void bytes.writeUInt32LE(DISK_BYTES - 1, at)),
  ],
  ['vhdx-table', 'x.vhdx', blocks((bytes, [first = 0]) => void bytes.writeUInt8(5, first))],
  [
    'vhdx-bounds',
    'x.vhdx',
    blocks((bytes, [first = 0]) => void bytes.writeUInt32LE(0xff, first + 4)),
  ],
  [
    'vhdx-overlap',
    'x.vhdx',
    blocks((bytes, [first = 0, second = 0]) => void bytes.copy(bytes, second, first, first + 8)),
  ],
];

describe('each rule', () => {
  it.each(CASES)('%s is broken by %s when it is changed so', async (rule, name, change) => {
    const whole = await inspectImage(path(name));
    if (name !== 'snapshot.qcow2') {
      expect(whole.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
    const file = await changed(path(name), path(`changed-${name}`), (bytes) => void change(bytes));
    const { findings } = await inspectImage(file);
    expect(findings.map(({ rule: found }) => found)).toContain(rule);
  });

  it('is kept by what the writers of the project made', async () => {
    expect((await inspectImage(path('s.vmdk'), { platform: 'vmware' })).findings).toEqual([]);
    expect((await readFile(path('s.vmdk'))).length % 512).toBe(0);
  });
});
