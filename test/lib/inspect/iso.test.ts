import { cp, mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { inspectImage } from '../../../lib/inspect/inspect-image.ts';
import { changed, type Fixtures, makeFixtures, noise } from './fixtures.ts';

let fixtures: Fixtures;
const path = (name: string) => fixtures.path(name);
const breaks = async (change: (bytes: Buffer) => Buffer | undefined) =>
  (await inspectImage(await changed(path('live.iso'), path('changed.iso'), change))).findings.map(
    ({ rule }) => rule,
  );

beforeAll(async () => {
  fixtures = await makeFixtures();
  await mkdir(path('iso/live'), { recursive: true });
  await writeFile(path('noise'), noise(2 ** 21, 5));
  await runTool([
    'mksquashfs',
    path('noise'),
    path('iso/live/root.squashfs'),
    '-quiet',
    '-no-progress',
  ]);
  await cp(path('esp.img'), path('iso/efi.img'));
  const bios = Buffer.alloc(4096);
  bios.write('GRUB', 100, 'latin1');
  await writeFile(path('iso/bios.img'), bios);
  const boot = Buffer.alloc(432);
  boot.write('\xeb\x63', 0, 'latin1');
  boot.write('GRUB ', 0x180, 'latin1');
  await writeFile(path('mbr.img'), boot);
  await runTool([
    ...[
      'xorriso',
      '-as',
      'mkisofs',
      '-quiet',
      '-V',
      'ANVIL-12',
      '-r',
      '-J',
      '-o',
      path('live.iso'),
    ],
    ...['-b', 'bios.img', '-no-emul-boot', '-boot-load-size', '4', '-boot-info-table'],
    ...['-isohybrid-mbr', path('mbr.img'), '-eltorito-alt-boot', '-e', 'efi.img', '-no-emul-boot'],
    ...['-isohybrid-gpt-basdat', path('iso')],
  ]);
});
afterAll(() => fixtures?.remove());

describe('an ISO that xorriso made', () => {
  it('is reported with volume, live system, and what BIOS and UEFI boot', async () => {
    const report = await inspectImage(path('live.iso'));
    expect(report).toMatchObject({
      format: 'iso',
      findings: [],
      details: { volumeId: 'ANVIL-12' },
    });
    expect(report.fileSystems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'iso9660', label: 'ANVIL-12' }),
        expect.objectContaining({
          type: 'squashfs',
          details: expect.objectContaining({ path: 'live/root.squashfs' }),
        }),
      ]),
    );
    const { stdout } = await runTool(
      ['blkid', '-p', '-o', 'value', '-s', 'UUID', path('live.iso')],
      { okExitCodes: [0, 8] },
    );
    if (stdout.trim() !== '') expect(report.fileSystems[0]?.uuid).toBe(stdout.trim());
    expect(report.bootLoaders).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ firmware: 'bios', kind: 'grub', sizeBytes: 2048 }),
        expect.objectContaining({ firmware: 'uefi', kind: 'grub', path: 'EFI/BOOT/BOOTX64.EFI' }),
      ]),
    );
  });

  it('may have no byte orders that differ, no names beyond the end, no volume beyond the file', async () => {
    expect(await breaks((bytes) => void bytes.writeUInt8(9, 32768 + 84))).toContain(
      'iso-byte-orders',
    );
    expect(await breaks((bytes) => bytes.subarray(0, 2_000_000))).toContain('iso-size');
    const root = (bytes: Buffer) => bytes.readUInt32LE(32768 + 158) * 2048;
    // The third record of the root is the first file.
    const third = (bytes: Buffer) => {
      let at = root(bytes);
      for (let index = 0; index < 2; index += 1) at += bytes[at] ?? 0;
      return at;
    };
    expect(
      await breaks((bytes) => void bytes.writeUInt32LE(0xffff_fff0, third(bytes) + 2)),
    ).toContain('iso-bounds');
    expect(
      await breaks((bytes) => {
        const at = third(bytes);
        bytes.writeUInt8(2, at + 25);
        bytes.writeUInt32LE(root(bytes) / 2048, at + 2);
        bytes.writeUInt32LE(2048, at + 10);
      }),
    ).toContain('iso-loop');
    expect(await breaks((bytes) => void bytes.fill(0, 32768 + 40, 32768 + 72))).toEqual([
      'iso-volume-id',
    ]);
    expect(await breaks((bytes) => void bytes.write(' ', 32768 + 43))).toEqual([
      'iso-volume-label',
    ]);
    expect(await breaks((bytes) => void bytes.writeUInt16LE(0, 510))).toContain('iso-hybrid');
  });

  it('must have a sound boot catalogue whose entries lead to what they say', async () => {
    const catalogue = (bytes: Buffer) => bytes.readUInt32LE(17 * 2048 + 71) * 2048;
    expect(await breaks((bytes) => void bytes.writeUInt8(7, catalogue(bytes) + 4))).toContain(
      'iso-boot-catalogue',
    );
    expect(await breaks((bytes) => void bytes.fill(0, 17 * 2048 + 7, 17 * 2048 + 39))).toContain(
      'iso-boot-catalogue',
    );
    expect(await breaks((bytes) => void bytes.writeUInt8(0, catalogue(bytes) + 32))).toContain(
      'iso-boot-entry',
    );
    expect(
      await breaks((bytes) => void bytes.writeUInt32LE(40, catalogue(bytes) + 96 + 8)),
    ).toContain('iso-boot-uefi');
    expect(
      await breaks((bytes) => {
        for (let at = 16; at < 32; at += 1)
          if (bytes[at * 2048] === 255) bytes.fill(0, at * 2048, at * 2048 + 8);
      }),
    ).toContain('iso-terminator');
  });
});
