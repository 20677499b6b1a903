import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageBoots } from '../../../lib/build/image-boots.ts';
import { groupByDisk, type WantedImage } from '../../../lib/build/image-groups.ts';
import { type MadeImage, makeImages } from '../../../lib/build/make-images.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool } from '../../../lib/host/process.ts';
import { inspectImage } from '../../../lib/inspect/inspect-image.ts';
import { defaultImage } from '../../../lib/remix/image.ts';
import type { ImageFormat, ImageSpec } from '../../../lib/remix/image-model.ts';
import { DEFAULT_PLATFORMS } from '../../../lib/remix/platforms.ts';
import { makeTinyCommit, type TinyCommit } from '../disk/tiny-commit.ts';

const MIB = 2 ** 20;
const PLATFORMS = new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform]));

function specOf(format: ImageFormat, changes: Partial<ImageSpec> = {}): ImageSpec {
  const usual = { sizeBytes: 256 * MIB, firmware: ['uefi'] as const };
  return { ...defaultImage(format, format, PLATFORMS), ...usual, ...changes };
}

const wanted = (format: ImageFormat, changes: Partial<ImageSpec> = {}): WantedImage => ({
  spec: specOf(format, changes),
  output: `/out/${format}`,
});

describe('groupByDisk', () => {
  it('makes one disk for all formats and platforms that differ in nothing else', () => {
    const formats = ['qcow2', 'vmdk', 'vhd', 'raw.zst', 'iso', 'tar'] as const;
    const groups = groupByDisk(formats.map((format) => wanted(format)));
    expect(groups.map(({ images }) => images.map(({ spec }) => spec.format))).toEqual([
      ['qcow2', 'vmdk', 'vhd', 'raw.zst', 'iso'],
    ]);
    const names = groups[0]?.platforms.map(({ name }) => name);
    expect(names).toEqual(['qemu', 'vmware', 'azure', 'metal']);
  });

  it('makes disks of whole GiB for Google', () => {
    const size = { sizeBytes: 1500 * MIB };
    const [padded, shared] = [wanted('gce', size), wanted('raw', { sizeBytes: 2048 * MIB })];
    const groups = groupByDisk([padded, shared]);
    expect(groups.map(({ spec, images }) => [spec.sizeBytes, images.length])).toEqual([
      [2048 * MIB, 2],
    ]);
  });

  it('makes another for what is another disk', () => {
    const groups = groupByDisk([
      wanted('qcow2'),
      wanted('raw', { sizeBytes: 512 * MIB }),
      wanted('vmdk', { filesystem: 'xfs' }),
      wanted('vhdx', { kernelArguments: ['quiet'] }),
    ]);
    expect(groups).toHaveLength(4);
  });

  it('makes another for each platform where the boot loader cannot be patched', () => {
    const uki = { bootloader: 'uki' } as const;
    expect(groupByDisk([wanted('qcow2', uki), wanted('vmdk', uki)])).toHaveLength(2);
    expect(
      groupByDisk([
        wanted('qcow2', uki),
        wanted('raw.zst', { ...uki, platform: specOf('qcow2').platform }),
      ]),
    ).toHaveLength(1);
  });
});

describe('imageBoots', () => {
  it('boots a disk by each firmware, and nothing of an archive', async () => {
    const disk = await imageBoots(specOf('ova', { firmware: [] }), 'x86_64', '/out/a.ova');
    expect(disk.map(({ way, firmware }) => [way, firmware])).toEqual([
      ['disk', 'uefi'],
      ['disk', 'bios'],
    ]);
    expect(await imageBoots(specOf('wsl'), 'x86_64', '/out/a.wsl')).toEqual([]);
  });

  it('boots a disc live by each firmware, and installs it once', async () => {
    const disc = await imageBoots(specOf('iso', { firmware: [] }), 'x86_64', '/out/a.iso');
    expect(disc.map(({ way, firmware }) => [way, firmware])).toEqual([
      ['live', 'uefi'],
      ['live', 'bios'],
      ['installed', 'uefi'],
    ]);
    expect(disc.at(-1)?.medium).toMatchObject({ installTo: { sizeBytes: 256 * MIB } });
  });

  it('refuses a folder of a kernel that is not there', async () => {
    const missing = imageBoots(specOf('pxe'), 'x86_64', '/nonexistent/a.pxe');
    await expect(missing).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
  });
});

describe('makeImages', () => {
  let tiny: TinyCommit;
  let made: readonly MadeImage[];
  const formats = ['qcow2', 'raw', 'vhd', 'tar'] as const;

  const make = (folder: string) =>
    makeImages({
      ...{ repoPath: tiny.repoPath, commit: tiny.commit, ref: tiny.ref, osName: 'tiny' },
      basearch: 'x86_64',
      gpgKeyPath: tiny.gpgKeyPath,
      images: formats.map((format) => ({
        spec: specOf(format),
        output: join(tiny.folder, folder, `tiny.${format}`),
      })),
      workDir: join(tiny.folder, 'work'),
      log: silentLog,
    });

  beforeAll(async () => {
    tiny = await makeTinyCommit();
    made = await make('first');
  });
  afterAll(() => tiny[Symbol.asyncDispose]());

  it('makes every format in the order asked for, each as its rules want it', async () => {
    for (const [index, format] of formats.entries()) {
      const [file] = made[index]?.files ?? [];
      expect(file?.path).toBe(join(tiny.folder, 'first', `tiny.${format}`));
      expect((await stat(file?.path ?? '')).size).toBe(file?.sizeBytes);
      const report = await inspectImage(file?.path ?? '');
      expect([report.format, report.sha256]).toEqual([format, file?.sha256]);
      expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  it('writes one disk, which differs in the arguments of the platform alone', async () => {
    const [qcow2 = '', raw = '', vhd = ''] = made.map(({ output }) => output);
    const converted = join(tiny.folder, 'converted.raw');
    await readTool(['qemu-img', 'convert', '-O', 'raw', qcow2, converted]);
    const [a, b, c] = await Promise.all([converted, raw, vhd].map((path) => readFile(path)));
    const differing = (x: Buffer, y: Buffer) =>
      [...Array(256).keys()].filter(
        (mib) => x.compare(y, mib * MIB, (mib + 1) * MIB, mib * MIB, (mib + 1) * MIB) !== 0,
      ).length;
    expect(differing(a ?? Buffer.alloc(0), b ?? Buffer.alloc(0))).toBe(1);
    expect(differing(a ?? Buffer.alloc(0), c ?? Buffer.alloc(0))).toBe(1);
    expect(c?.includes('console=ttyS0')).toBe(true);
  });

  it('gives the same bytes again, elsewhere', async () => {
    const again = await make('second');
    const digests = (images: readonly MadeImage[]) => images.map(({ files }) => files[0]?.sha256);
    expect(digests(again)).toEqual(digests(made));
  });
});
