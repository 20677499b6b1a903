import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { inspectImage } from '../../../lib/inspect/inspect-image.ts';
import { changed, convert, DISK_BYTES, type Fixtures, makeFixtures } from './fixtures.ts';

let fixtures: Fixtures;
let content = '';
const path = (name: string) => fixtures.path(name);
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const rulesOf = async (file: string, platform?: 'azure' | 'vmware') =>
  (await inspectImage(file, platform === undefined ? {} : { platform })).findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule);

beforeAll(async () => {
  fixtures = await makeFixtures();
  content = digest(await readFile(path('disk.raw')));
});
afterAll(() => fixtures?.remove());

/** What `qemu-img convert` writes, and the format that it must be taken for. */
const CONVERSIONS: readonly (readonly [name: string, format: string, ...options: string[]])[] = [
  ['plain.qcow2', 'qcow2'],
  ['zlib.qcow2', 'qcow2', '-c'],
  ['zstd.qcow2', 'qcow2', '-c', 'compression_type=zstd'],
  ['v2.qcow2', 'qcow2', 'compat=0.10'],
  ['small.qcow2', 'qcow2', 'cluster_size=512,refcount_bits=1'],
  ['large.qcow2', 'qcow2', 'cluster_size=2M,refcount_bits=64'],
  ['stream.vmdk', 'vmdk', 'subformat=streamOptimized'],
  ['sparse.vmdk', 'vmdk', 'subformat=monolithicSparse'],
  ['flat.vmdk', 'vmdk', 'subformat=monolithicFlat'],
  ['split.vmdk', 'vmdk', 'subformat=twoGbMaxExtentSparse'],
  ['fixed.vhd', 'vpc', 'subformat=fixed,force_size'],
  ['dynamic.vhd', 'vpc', 'subformat=dynamic,force_size'],
  ['dynamic.vhdx', 'vhdx'],
  ['blocks.vhdx', 'vhdx', 'block_size=1M'],
];

describe('inspectImage', () => {
  it.each(CONVERSIONS)(
    'reads the disk in %s as qemu-img wrote it',
    async (name, format, ...options) => {
      const file = await convert(fixtures, name, format, ...options);
      const report = await inspectImage(file, { withContents: true });
      expect(report.format).toBe(format === 'vpc' ? 'vhd' : format);
      expect(report).toMatchObject({ virtualSizeBytes: DISK_BYTES, contentSha256: content });
      expect(report.sha256).toBe(digest(await readFile(file)));
      expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(report.partitions.map(({ name: label }) => label)).toEqual([
        'BIOS-BOOT',
        'EFI-SYSTEM',
        'root',
      ]);
    },
  );

  it.each([
    ['disk.raw.xz', 'raw.xz', ['xz', '-k', '-1', '-T1']],
    ['disk.raw.zst', 'raw.zst', ['zstd', '-q', '-k', '-1']],
    ['disk.raw.gz', 'raw.gz', ['gzip', '-k', '-1']],
  ])('unpacks %s', async (name, format, argv) => {
    await runTool([...argv, path('disk.raw')]);
    const report = await inspectImage(path(name), { withContents: true });
    expect(report).toMatchObject({ format, virtualSizeBytes: DISK_BYTES, contentSha256: content });
    expect(report.findings).toEqual([]);
  });

  it('tells the format by content, not by name', async () => {
    const file = await convert(fixtures, 'disk.iso', 'qcow2');
    expect((await inspectImage(file)).format).toBe('qcow2');
  });

  it('says what qemu-img check and qemu-img info say of a qcow2 image', async () => {
    const { details } = await inspectImage(path('zlib.qcow2'));
    const info = JSON.parse(
      (await runTool(['qemu-img', 'check', '--output=json', path('zlib.qcow2')])).stdout,
    );
    expect(Number(details['clusters']) + Number(details['compressedClusters'])).toBe(
      info['allocated-clusters'],
    );
    expect(details['compressedClusters']).toBe(info['compressed-clusters']);
  });
});

/** A byte that is changed, and the rule that it breaks. */
describe('the rules of qcow2', () => {
  const broken = (name: string, change: (bytes: Buffer) => Buffer | undefined) =>
    changed(path('plain.qcow2'), path(name), change);

  it('wants clean images', async () => {
    const file = await broken('q.qcow2', (bytes) => void bytes.writeUInt8(1, 79));
    expect(await rulesOf(file)).toEqual(['qcow2-dirty']);
  });

  it('finds reference counts that are too low, as qemu-img check does', async () => {
    const file = await broken('q.qcow2', (bytes) => {
      const table = Number(bytes.readBigUInt64BE(48));
      const block = Number(bytes.readBigUInt64BE(table));
      bytes.writeUInt16BE(0, block);
    });
    expect(await rulesOf(file)).toContain('qcow2-refcount');
    const check = await runTool(['qemu-img', 'check', file], { okExitCodes: [0, 1, 2, 3] });
    expect(check.exitCode).toBe(2);
  });

  it('finds clusters that nothing uses, and more than one use', async () => {
    const file = await broken('q.qcow2', (bytes) => {
      const table = Number(bytes.readBigUInt64BE(48));
      bytes.writeUInt16BE(2, Number(bytes.readBigUInt64BE(table)) + 2);
    });
    const { findings } = await inspectImage(file);
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'qcow2-leak', severity: 'warning' }),
    );
  });

  it('finds clusters beyond the end, off their place, and used twice', async () => {
    const entry = (bytes: Buffer) => {
      const l2 = Number(
        bytes.readBigUInt64BE(Number(bytes.readBigUInt64BE(40))) & 0xffffff_ffff_fe00n,
      );
      for (let at = l2; ; at += 8) if (bytes.readBigUInt64BE(at) !== 0n) return at;
    };
    const set = (value: (old: bigint) => bigint) =>
      broken('q.qcow2', (bytes) => {
        const at = entry(bytes);
        bytes.writeBigUInt64BE(value(bytes.readBigUInt64BE(at)), at);
      });
    expect(await rulesOf(await set((old) => old | (1n << 50n)))).toContain('qcow2-bounds');
    expect(await rulesOf(await set((old) => old + 512n))).toContain('qcow2-aligned');
    expect(await rulesOf(await set((old) => old & ~(1n << 63n)))).toContain('qcow2-copied');
  });

  it('finds two entries that lead to one table', async () => {
    const file = await changed(path('small.qcow2'), path('q.qcow2'), (bytes) => {
      const l1 = Number(bytes.readBigUInt64BE(40));
      bytes.copy(bytes, l1 + 8, l1, l1 + 8);
    });
    expect(await rulesOf(file)).toContain('qcow2-overlap');
  });

  it('refuses what needs a key or another file', async () => {
    const encrypted = await broken('q.qcow2', (bytes) => void bytes.writeUInt32BE(2, 32));
    await expect(inspectImage(encrypted)).rejects.toMatchObject({ code: 'IMAGE_UNSUPPORTED' });
    await runTool([
      ...['qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', '/etc/passwd'],
      ...[path('overlay.qcow2'), '1M'],
    ]);
    await expect(inspectImage(path('overlay.qcow2'))).rejects.toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
    });
  });
});

describe('the rules of VHD', () => {
  const size = DISK_BYTES;

  it('wants a footer that is right', async () => {
    const footer = (change: (bytes: Buffer) => Buffer | undefined) =>
      changed(path('fixed.vhd'), path('f.vhd'), change);
    expect(await rulesOf(await footer((bytes) => void bytes.writeUInt8(7, size + 30)))).toEqual([
      'vhd-checksum',
    ]);
    expect(await rulesOf(await footer((bytes) => void bytes.writeUInt8(1, size + 15)))).toContain(
      'vhd-fields',
    );
    const longer = await footer((bytes) => Buffer.concat([Buffer.alloc(512), bytes]));
    expect(await rulesOf(longer)).toContain('vhd-fixed-size');
  });

  it('makes rules of Azure errors for Azure alone', async () => {
    expect(await rulesOf(path('dynamic.vhd'))).toEqual([]);
    expect(await rulesOf(path('dynamic.vhd'), 'azure')).toEqual(['azure-fixed']);
    await runTool([
      'qemu-img',
      'create',
      '-q',
      '-f',
      'vpc',
      '-o',
      'subformat=fixed',
      path('chs.vhd'),
      '24M',
    ]);
    expect(await rulesOf(path('chs.vhd'), 'azure')).toEqual(['azure-aligned']);
  });

  it('finds blocks beyond the end and blocks that overlap, and a footer that has no copy', async () => {
    const dynamic = (change: (bytes: Buffer) => Buffer | undefined) =>
      changed(path('dynamic.vhd'), path('d.vhd'), change);
    const table = (bytes: Buffer) => Number(bytes.readBigUInt64BE(512 + 16));
    const far = await dynamic((bytes) => void bytes.writeUInt32BE(0xffff_0000, table(bytes)));
    expect(await rulesOf(far)).toContain('vhd-bounds');
    const twice = await dynamic(
      (bytes) => void bytes.copy(bytes, table(bytes) + 4, table(bytes), table(bytes) + 4),
    );
    expect(await rulesOf(twice)).toContain('vhd-overlap');
    const short = await dynamic((bytes) => bytes.subarray(0, -512));
    expect(await rulesOf(short)).toContain('vhd-footer-copy');
  });
});

describe('the rules of VHDX', () => {
  it('reads on with one of two headers, and says so', async () => {
    const file = await changed(
      path('dynamic.vhdx'),
      path('h.vhdx'),
      (bytes) => void bytes.fill(0, 65536, 65600),
    );
    const { findings } = await inspectImage(file);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'vhdx-headers' }));
    const both = await changed(file, path('h.vhdx'), (bytes) => void bytes.fill(0, 131072, 131080));
    await expect(inspectImage(both)).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' });
  });

  it('wants region tables that say the same', async () => {
    const file = await changed(
      path('dynamic.vhdx'),
      path('r.vhdx'),
      (bytes) => void bytes.writeUInt8(9, 262200),
    );
    expect(await rulesOf(file)).toEqual(['vhdx-region-tables']);
  });
});

describe('the rules of VMDK', () => {
  it('wants a stream for ESX to end with its directory', async () => {
    expect(await rulesOf(path('stream.vmdk'), 'vmware')).toEqual(['vmdk-stream', 'vmdk-adapter']);
    expect(await rulesOf(path('sparse.vmdk'), 'vmware')).toEqual([
      'vmdk-adapter',
      'vmdk-transport',
    ]);
  });

  it('finds a transfer as text, other sizes, and markers of other grains', async () => {
    const stream = (change: (bytes: Buffer) => Buffer | undefined) =>
      changed(path('stream.vmdk'), path('s.vmdk'), change);
    expect(await rulesOf(await stream((bytes) => void bytes.write('\n', 75, 'latin1')))).toEqual([
      'vmdk-newlines',
    ]);
    const other = await stream((bytes) => void bytes.writeUInt32LE(49_153, 12));
    expect(await rulesOf(other)).toContain('vmdk-capacity');
    const marker = await stream((bytes) => {
      const gd = bytes.readUInt32LE(56) * 512;
      const grain = bytes.readUInt32LE(bytes.readUInt32LE(gd) * 512) * 512;
      bytes.writeUInt32LE(77, grain);
    });
    expect(await rulesOf(marker)).toContain('vmdk-marker');
  });

  it('opens extents beside the descriptor, and no others', async () => {
    const text = await readFile(path('flat.vmdk'), 'utf8');
    await writeFile(path('evil.vmdk'), text.replace('flat-flat.vmdk', '/etc/passwd'));
    await expect(inspectImage(path('evil.vmdk'))).rejects.toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
    });
    await rm(path('flat-flat.vmdk'));
    await expect(inspectImage(path('flat.vmdk'))).rejects.toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
    });
  });
});
