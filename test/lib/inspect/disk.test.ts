import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { inspectImage } from '../../../lib/inspect/inspect-image.ts';
import {
  changed,
  DISK_BYTES,
  ESP_OFFSET,
  type Fixtures,
  makeFixtures,
  makeHole,
  makePe,
  patchFile,
  ROOT_OFFSET,
} from './fixtures.ts';

const MIB = 2 ** 20;
let fixtures: Fixtures;
const path = (name: string) => fixtures.path(name);
const rulesOf = async (file: string) => (await inspectImage(file)).findings.map(({ rule }) => rule);
/** The rules that a changed copy of the disk breaks. */
const breaks = async (change: (bytes: Buffer) => Buffer | undefined, from = 'disk.raw') =>
  rulesOf(await changed(path(from), path('changed.raw'), change));

beforeAll(async () => {
  fixtures = await makeFixtures();
});
afterAll(() => fixtures?.remove());

describe('a disk with a GPT', () => {
  it('is reported with partitions, file systems and boot loaders', async () => {
    const report = await inspectImage(path('disk.raw'));
    expect(report.findings).toEqual([]);
    expect(report.details).toMatchObject({ partitionTable: 'gpt', sectorBytes: 512 });
    expect(report.partitions).toEqual([
      expect.objectContaining({
        number: 1,
        typeName: 'BIOS boot',
        offsetBytes: MIB,
        sizeBytes: MIB,
      }),
      expect.objectContaining({
        number: 2,
        typeName: 'EFI system',
        name: 'EFI-SYSTEM',
        offsetBytes: ESP_OFFSET,
      }),
      expect.objectContaining({ number: 3, typeName: 'root (x86_64)', sizeBytes: 12 * MIB }),
    ]);
    expect(report.fileSystems).toEqual([
      expect.objectContaining({
        partition: 2,
        type: 'vfat',
        label: 'ESP',
        uuid: '1A2B-3C4D',
        sizeBytes: 8 * MIB,
      }),
      expect.objectContaining({ partition: 3, type: 'ext4', label: 'root', sizeBytes: 12 * MIB }),
    ]);
    expect(report.bootLoaders).toEqual([
      expect.objectContaining({
        firmware: 'uefi',
        kind: 'grub',
        architecture: 'x86_64',
        path: 'EFI/BOOT/BOOTX64.EFI',
        partition: 2,
      }),
      expect.objectContaining({
        kind: 'uki',
        path: 'EFI/Linux/anvil-12.efi',
        details: expect.objectContaining({
          kernel: '6.1.0',
          arguments: 'quiet root=LABEL=root',
          osRelease: 'Anvil 12',
        }),
      }),
    ]);
  });

  it('breaks a rule with each byte that is wrong in one of its two copies', async () => {
    expect(await breaks((bytes) => void bytes.writeUInt8(0, 512))).toEqual(['gpt-primary']);
    expect(await breaks((bytes) => void bytes.writeUInt8(0xaa, 1024 + 5))).toEqual(['gpt-primary']);
    expect(await breaks((bytes) => void bytes.writeUInt8(0, DISK_BYTES - 512))).toEqual([
      'gpt-backup',
    ]);
    expect(await breaks((bytes) => Buffer.concat([bytes, Buffer.alloc(MIB)]))).toEqual([
      'gpt-backup',
      'gpt-protective',
    ]);
    expect(await breaks((bytes) => void bytes.fill(0, 446, 462))).toEqual(['gpt-protective']);
    expect(await breaks((bytes) => Buffer.concat([bytes, Buffer.alloc(100)]))).toContain(
      'disk-sectors',
    );
  });

  it('may not have partitions over each other, outside, or twice', async () => {
    const table = async (...entries: string[]) => {
      await makeHole(path('table.raw'), DISK_BYTES);
      await runTool(['sgdisk', '-o', ...entries, path('table.raw')]);
      return path('table.raw');
    };
    // sgdisk refuses all of it: the entries are changed behind its back, their checksums too.
    await table('-n1:2048:4095', '-n2:4096:8191');
    const { crc32 } = await import('node:zlib');
    const edit = (change: (entries: Buffer) => void) =>
      breaks((bytes) => {
        for (const [header, entriesAt] of [
          [512, 1024],
          [DISK_BYTES - 512, DISK_BYTES - 512 - 16384],
        ] as const) {
          const entries = bytes.subarray(entriesAt, entriesAt + 16384);
          change(entries);
          bytes.writeUInt32LE(crc32(entries), header + 88);
          bytes.writeUInt32LE(0, header + 16);
          bytes.writeUInt32LE(crc32(bytes.subarray(header, header + 92)), header + 16);
        }
        return bytes;
      }, 'table.raw');
    expect(await edit((entries) => void entries.writeUInt32LE(4000, 128 + 32))).toEqual(
      expect.arrayContaining(['gpt-overlap', 'partition-aligned']),
    );
    expect(await edit((entries) => void entries.writeUInt32LE(60_000, 128 + 40))).toContain(
      'gpt-bounds',
    );
    expect(await edit((entries) => void entries.copy(entries, 144, 16, 32))).toContain(
      'gpt-unique',
    );
    expect(await edit(() => undefined)).toEqual(['disk-bootable']);
  });

  it('with sectors of 4096 bytes is read, too', async () => {
    const bytes = Buffer.alloc(DISK_BYTES);
    bytes.write('EFI PART', 4096, 'latin1');
    await writeFile(path('4k.raw'), bytes);
    const { details } = await inspectImage(path('4k.raw'));
    expect(details).toMatchObject({ partitionTable: 'gpt', sectorBytes: 4096 });
  });
});

describe('a disk with an MBR', () => {
  const record = (bytes: Buffer, at: number, type: number, first: number, sectors: number) => {
    bytes.writeUInt8(type, at + 4);
    bytes.writeUInt32LE(first, at + 8);
    bytes.writeUInt32LE(sectors, at + 12);
    bytes.writeUInt16LE(0xaa55, Math.floor(at / 512) * 512 + 510);
  };
  type MbrRecord = readonly [at: number, type: number, first: number, sectors: number];
  const disk = async (...records: readonly MbrRecord[]) => {
    const bytes = Buffer.alloc(8 * MIB);
    for (const [at, type, first, sectors] of records) record(bytes, at, type, first, sectors);
    await writeFile(path('mbr.raw'), bytes);
    return inspectImage(path('mbr.raw'));
  };
  const rules = async (...records: readonly MbrRecord[]) =>
    (await disk(...records)).findings.map(({ rule }) => rule);

  it('is read with its logical partitions', async () => {
    const report = await disk(
      [446, 0x83, 2048, 2048],
      [462, 0x05, 4096, 8192],
      [4096 * 512 + 446, 0x83, 2048, 1024],
      [4096 * 512 + 462, 0x05, 4096, 4096],
      [8192 * 512 + 446, 0x82, 2048, 1024],
    );
    expect(
      report.partitions.map(({ number, typeName, offsetBytes }) => [
        number,
        typeName,
        offsetBytes / 512,
      ]),
    ).toEqual([
      [1, 'Linux', 2048],
      [5, 'Linux', 6144],
      [6, 'Linux swap', 10240],
    ]);
  });

  it('may not have partitions over each other or outside, nor chains without end', async () => {
    expect(await rules([446, 0x83, 2048, 4096], [462, 0x83, 4096, 2048])).toContain('mbr-overlap');
    expect(await rules([446, 0x83, 2048, 100_000])).toContain('mbr-bounds');
    expect(await rules([446, 0x05, 2048, 4096], [2048 * 512 + 462, 0x05, 0, 10])).toContain(
      'mbr-loop',
    );
    expect(await rules([446, 0x05, 4_000_000_000, 10])).toContain('mbr-bounds');
  });

  it('with GRUB must load what lies before its first partition', async () => {
    const bytes = Buffer.alloc(8 * MIB);
    record(bytes, 446, 0x83, 2048, 2048);
    bytes.write('GRUB ', 0x180, 'latin1');
    bytes.writeUInt8(0xeb, 0);
    bytes.writeBigUInt64LE(1n, 0x5c);
    bytes.writeBigUInt64LE(2n, 512 + 500);
    bytes.writeUInt16LE(60, 512 + 508);
    await writeFile(path('grub.raw'), bytes);
    const report = await inspectImage(path('grub.raw'));
    expect(report.findings).toEqual([]);
    expect(report.bootLoaders).toEqual([
      expect.objectContaining({ firmware: 'bios', kind: 'grub', sizeBytes: 61 * 512 }),
    ]);
    const far = await changed(
      path('grub.raw'),
      path('changed.raw'),
      (copy) => void copy.writeUInt16LE(3000, 512 + 508),
    );
    expect(await rulesOf(far)).toEqual(['grub-core']);
  });
});

describe('file systems', () => {
  const make = async (name: string, sizeBytes: number, ...argv: string[]) => {
    await makeHole(path(name), sizeBytes);
    await runTool([...argv, path(name)]);
    // Hundreds of megabytes, of which nothing but the superblock matters.
    const digest = { sizeBytes, sha256: '' };
    const { fileSystems, findings } = await inspectImage(path(name), { digest });
    const { stdout } = await runTool(['blkid', '-p', '-o', 'export', path(name)]);
    const values = Object.fromEntries(stdout.split('\n').map((line) => line.split(/=(.*)/s)));
    expect(findings).toEqual([]);
    expect(fileSystems).toHaveLength(1);
    const [found] = fileSystems;
    expect([found?.type, found?.label, found?.uuid]).toEqual([
      values.TYPE,
      values.LABEL,
      values.UUID,
    ]);
    return found;
  };

  it.each([
    ['ext2', MIB * 8, ['mke2fs', '-q', '-t', 'ext2', '-L', 'two']],
    ['ext3', MIB * 16, ['mke2fs', '-q', '-t', 'ext3']],
    ['ext4', MIB * 16, ['mke2fs', '-q', '-t', 'ext4', '-L', 'sixteen-letters!']],
    ['xfs', MIB * 320, ['mkfs.xfs', '-q', '-L', 'xfs-label']],
    ['btrfs', MIB * 128, ['mkfs.btrfs', '-q', '-L', 'btrfs-label']],
    ['fat12', MIB, ['mkfs.fat', '-F', '12', '-n', 'TWELVE']],
    ['fat16', MIB * 20, ['mkfs.fat', '-F', '16']],
    ['fat32', MIB * 40, ['mkfs.fat', '-F', '32', '-n', 'THIRTY-TWO']],
    ['swap', MIB * 2, ['mkswap', '-q', '-L', 'swap']],
  ] as const)('of %s have the label and UUID that blkid prints', async (name, sizeBytes, argv) => {
    expect((await make(`${name}.img`, sizeBytes, ...argv))?.sizeBytes).toBeLessThanOrEqual(
      sizeBytes,
    );
  });

  it('of erofs and squashfs have as many bytes as were written', async () => {
    await mkdir(path('small'), { recursive: true });
    await writeFile(path('small/file'), 'content');
    await runTool(['mkfs.erofs', '--quiet', path('root.erofs'), path('small')]);
    await runTool([
      'mksquashfs',
      path('small'),
      path('root.squashfs'),
      '-quiet',
      '-no-progress',
      '-comp',
      'zstd',
    ]);
    const [erofs] = (await inspectImage(path('root.erofs'))).fileSystems;
    expect(erofs).toMatchObject({ type: 'erofs', blockBytes: 4096 });
    const squashfs = await inspectImage(path('root.squashfs'));
    expect(squashfs.fileSystems[0]).toMatchObject({
      type: 'squashfs',
      details: { compression: 'zstd' },
    });
    expect([...squashfs.findings, ...(await inspectImage(path('root.erofs'))).findings]).toEqual(
      [],
    );
    // A byte of its UUID, which mkfs.erofs draws anew each time: turned over, never set to a value
    // that may be there already.
    expect(
      await breaks((bytes) => {
        bytes[1024 + 50] = ~(bytes[1024 + 50] ?? 0) & 0xff;
      }, 'root.erofs'),
    ).toEqual(['filesystem-checksum']);
    expect(await breaks((bytes) => bytes.subarray(0, 200), 'root.squashfs')).toEqual([
      'filesystem-fits',
    ]);
  });

  it('must fit their partition, with right checksums, unmounted, and each with its own UUID', async () => {
    const superblock = ROOT_OFFSET + 1024;
    expect(await breaks((bytes) => void bytes.writeUInt32LE(0xffff, superblock + 4))).toEqual([
      'filesystem-fits',
      'filesystem-checksum',
    ]);
    expect(await breaks((bytes) => void bytes.writeUInt16LE(0, superblock + 0x3a))).toEqual([
      'filesystem-checksum',
      'filesystem-clean',
    ]);
    const twins = (bytes: Buffer) =>
      void bytes.copy(bytes, ESP_OFFSET, ROOT_OFFSET, ROOT_OFFSET + 2048);
    expect(await breaks(twins)).toEqual(expect.arrayContaining(['filesystem-unique', 'esp-fat']));
    for (const [name, place] of [
      ['xfs.img', 200],
      ['btrfs.img', 65536 + 0x200],
    ] as const) {
      await patchFile(path(name), place, Buffer.from([1]));
      const { findings } = await inspectImage(path(name), { digest: { sizeBytes: 0, sha256: '' } });
      expect(findings.map(({ rule }) => rule)).toEqual(['filesystem-checksum']);
    }
  });
});

describe('an EFI system partition', () => {
  const esp = async (...commands: readonly (readonly string[])[]) => {
    for (const [tool = '', ...argv] of commands)
      await runTool([tool, '-i', `${path('changed.raw')}@@${ESP_OFFSET}`, ...argv]);
    return (await inspectImage(path('changed.raw'))).findings.map(({ rule }) => rule);
  };

  it('must have the path that firmware looks for, with a sound program', async () => {
    await breaks(() => undefined);
    expect(await esp(['mdel', '::EFI/BOOT/BOOTX64.EFI'])).toEqual(['esp-removable-path']);
    await writeFile(path('short.efi'), makePe({ '.text': 'x'.repeat(2000) }).subarray(0, 1500));
    expect(await esp(['mcopy', path('short.efi'), '::EFI/BOOT/BOOTX64.EFI'])).toEqual(['pe-sound']);
    await writeFile(path('uki.efi'), makePe({ '.linux': 'x' }));
    expect(await esp(['mcopy', '-o', path('uki.efi'), '::EFI/BOOT/BOOTX64.EFI'])).toEqual([
      'uki-sections',
    ]);
  });

  it('may have no folders within themselves, nor chains without end', async () => {
    const table = ESP_OFFSET + 512;
    expect(await breaks((bytes) => void bytes.fill(0x02, table + 3, table + 6000))).toContain(
      'fat-tables',
    );
  });
});
