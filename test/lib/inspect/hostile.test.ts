import { createHash } from 'node:crypto';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TreesmithError } from '../../../lib/core/errors.ts';
import { runTool } from '../../../lib/host/process.ts';
import { inspectImage } from '../../../lib/inspect/inspect-image.ts';
import type { Finding } from '../../../lib/inspect/report.ts';
import { convert, type Fixtures, makeFixtures, makeHole, noise, patchFile } from './fixtures.ts';

let fixtures: Fixtures;
const path = (name: string) => fixtures.path(name);
const digest = { sizeBytes: 0, sha256: '' };

/** Inspects a file that may be damaged: a report or one of our errors, nothing else. */
async function inspectHostile(file: string, withContents: boolean): Promise<string> {
  try {
    const { findings } = await inspectImage(file, { digest, withContents });
    return findings.map(({ rule }: Finding) => rule).join(' ');
  } catch (error) {
    if (error instanceof TreesmithError) return error.code;
    throw error;
  }
}

/** Names of fixtures, and how many bytes of their start and end hold what can be damaged. */
const TARGETS: readonly (readonly [name: string, headBytes: number, rounds: number])[] = [
  ['f.qcow2', 300_000, 20],
  ['c.qcow2', 300_000, 14],
  ['s.vmdk', 80_000, 20],
  ['m.vmdk', 80_000, 14],
  ['flat.vmdk', 512, 10],
  ['f.vhd', 70_000, 8],
  ['d.vhd', 4096, 20],
  ['x.vhdx', 3_200_000, 14],
  ['disk.raw', 20_000, 20],
  ['esp.img', 40_000, 20],
  ['live.iso', 120_000, 20],
  ['a.ova', 6000, 20],
  ['gce.tar', 4096, 20],
  ['root.tar', 6000, 14],
  ['oci.tar', 20_000, 10],
  ['initrd', 600, 20],
  ['uki.efi', 4096, 14],
  ['disk.raw.zst', 4096, 5],
  ['root.tar.gz', 400, 8],
];

beforeAll(async () => {
  fixtures = await makeFixtures();
  await convert(fixtures, 'f.qcow2', 'qcow2', 'cluster_size=4096');
  await convert(fixtures, 'c.qcow2', 'qcow2', '-c', 'cluster_size=64k');
  await convert(fixtures, 's.vmdk', 'vmdk', 'subformat=streamOptimized');
  await convert(fixtures, 'm.vmdk', 'vmdk', 'subformat=monolithicSparse');
  await convert(fixtures, 'flat.vmdk', 'vmdk', 'subformat=monolithicFlat');
  await convert(fixtures, 'f.vhd', 'vpc', 'subformat=fixed,force_size');
  await convert(fixtures, 'd.vhd', 'vpc', 'subformat=dynamic,force_size');
  await convert(fixtures, 'x.vhdx', 'vhdx', 'block_size=1M');
  await mkdir(path('iso'));
  await writeFile(path('iso/bios.img'), noise(4096));
  await runTool(['cp', path('esp.img'), path('iso/efi.img')]);
  await runTool([
    ...[
      'xorriso',
      '-as',
      'mkisofs',
      '-quiet',
      '-V',
      'LIVE',
      '-r',
      '-o',
      path('live.iso'),
      '-b',
      'bios.img',
    ],
    ...['-no-emul-boot', '-eltorito-alt-boot', '-e', 'efi.img', '-no-emul-boot', path('iso')],
  ]);
  await writeFile(
    path('a.ovf'),
    '<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"><References><File href="s.vmdk" id="f"/></References><DiskSection><Disk diskId="d" fileRef="f" capacity="25165824"/></DiskSection></Envelope>',
  );
  const tar = (name: string, ...argv: string[]) =>
    runTool(['tar', '-cf', path(name), '-C', fixtures.folder, ...argv]);
  await tar('a.ova', '--format=ustar', 'a.ovf', 's.vmdk');
  await runTool(['cp', '--sparse=always', path('disk.raw'), path('sparse.raw')]);
  await tar('gce.tar', '-S', '--format=oldgnu', '--transform=s/sparse/disk/', 'sparse.raw');
  await tar('root.tar', '--format=pax', 'root', 'esp.img');
  await runTool(['gzip', '-1', '-k', path('root.tar')]);
  await runTool(['zstd', '-q', '-k', path('disk.raw')]);
  await mkdir(path('disk'));
  await runTool(['cp', path('c.qcow2'), path('disk/c.qcow2')]);
  await makeOci();
  await writeFile(path('initrd'), makeInitrd());
  await runTool(['cp', path('anvil.efi'), path('uki.efi')]);
});
afterAll(() => fixtures?.remove());

describe('inspectImage', () => {
  it.each(TARGETS)(
    'survives %s with bytes changed and cut off',
    async (name, headBytes, rounds) => {
      const original = await readFile(path(name));
      const random = noise(rounds * 40, name.length + rounds);
      const copy = path(`damaged-${name}`);
      await writeFile(copy, original);
      const seen = new Set<string>();
      for (let round = 0; round < rounds; round += 1) {
        const number = (index: number) => random.readUInt32LE(round * 40 + index * 4);
        const places: { at: number; length: number }[] = [];
        const isCut = round % 5 === 4;
        if (isCut) await truncate(copy, number(0) % original.length);
        for (let change = 0; !isCut && change <= round % 4; change += 1) {
          // Half of them near the start, some near the end, where headers and footers are.
          const range = Math.min(headBytes, original.length);
          const at =
            number(change) % 8 === 0
              ? original.length - 1 - (number(change + 4) % Math.min(2048, original.length))
              : number(change + 4) % (number(change) % 2 === 0 ? Math.min(range, 1024) : range);
          const value = [0x00, 0xff, 0x80, 0x7f][number(change) % 4] ?? 0;
          const length = Math.min(1 + (number(change + 1) % 8), original.length - at);
          await patchFile(copy, at, Buffer.alloc(length, value));
          places.push({ at, length });
        }
        seen.add(await inspectHostile(copy, round % 3 === 0));
        if (isCut) await writeFile(copy, original);
        for (const { at, length } of places) {
          await patchFile(copy, at, original.subarray(at, at + length));
        }
      }
      // What is damaged so often is noticed now and then.
      expect([...seen].some((found) => found !== '')).toBe(true);
    },
  );

  it('says what a file looks like that is no image', async () => {
    const looks = async (content: string | Buffer) => {
      await writeFile(path('other'), content);
      const error: unknown = await inspectImage(path('other')).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ code: 'NOT_AN_IMAGE', place: { file: path('other') } });
      return (error as Error).message;
    };
    expect(await looks('')).toMatch(/an empty file/);
    expect(await looks(Buffer.alloc(4096))).toMatch(/start with zeros/);
    expect(await looks('<!DOCTYPE html><title>404</title>')).toMatch(/HTML/);
    expect(
      await looks(await readFile(process.execPath).then((bytes) => bytes.subarray(0, 9999))),
    ).toMatch(/ELF/);
    expect(await looks('PK\x03\x04')).toMatch(/zip archive/);
    expect(await looks('some notes\n')).toMatch(/a text file/);
    await expect(inspectImage(path('root'))).rejects.toMatchObject({ code: 'NOT_AN_IMAGE' });
    await expect(inspectImage(path('missing'))).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' });
    await expect(inspectImage('/dev/null')).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' });
  });

  it('stops at what is nested without end, and at sizes beyond its limits', async () => {
    let bytes = await readFile(path('uki.efi'));
    for (let depth = 0; depth < 6; depth += 1) bytes = gzipSync(bytes);
    await writeFile(path('nested.gz'), bytes);
    await expect(inspectImage(path('nested.gz'))).rejects.toMatchObject({ code: 'IMAGE_LIMIT' });

    const huge = await readFile(path('f.qcow2'));
    huge.writeBigUInt64BE(1n << 60n, 24);
    await writeFile(path('huge.qcow2'), huge);
    await expect(inspectImage(path('huge.qcow2'))).rejects.toMatchObject({ code: 'IMAGE_LIMIT' });
    huge.writeBigUInt64BE(1n << 45n, 24);
    await writeFile(path('huge.qcow2'), huge);
    await expect(inspectImage(path('huge.qcow2'))).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' });
  });

  it('takes little memory and disk for a bomb of zeros', async () => {
    await makeHole(path('zeros'), 2 ** 28);
    await patchFile(path('zeros'), 510, Buffer.from([0x55, 0xaa]));
    await runTool(['zstd', '-q', '-1', path('zeros')]);
    const before = process.memoryUsage().rss;
    const report = await inspectImage(path('zeros.zst'), { digest });
    expect(report).toMatchObject({ format: 'raw.zst', virtualSizeBytes: 2 ** 28 });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
  });
});

/** The smallest OCI layout with a container disk. */
async function makeOci(): Promise<void> {
  await runTool(['tar', '-cf', path('layer.tar'), '-C', fixtures.folder, 'disk/c.qcow2']);
  await mkdir(path('oci/blobs/sha256'), { recursive: true });
  const blob = async (bytes: Buffer, mediaType: string) => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    await writeFile(path(`oci/blobs/sha256/${hex}`), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const type = 'application/vnd.oci.image.';
  const manifest = {
    schemaVersion: 2,
    mediaType: `${type}manifest.v1+json`,
    config: await blob(Buffer.from('{}'), `${type}config.v1+json`),
    layers: [await blob(await readFile(path('layer.tar')), `${type}layer.v1.tar`)],
  };
  const descriptor = await blob(Buffer.from(JSON.stringify(manifest)), manifest.mediaType);
  await writeFile(
    path('oci/index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }),
  );
  await writeFile(path('oci/oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await runTool([
    'tar',
    '-cf',
    path('oci.tar'),
    '-C',
    path('oci'),
    'oci-layout',
    'index.json',
    'blobs',
  ]);
}

function makeInitrd(): Buffer {
  const member = (name: string) =>
    `070701${[1, 0o100755, 0, 0, 1, 0, 8, 0, 0, 0, 0, name.length + 1, 0].map((field) => field.toString(16).padStart(8, '0')).join('')}${name}\0`;
  const pad = (text: string) => text.padEnd(Math.ceil(text.length / 4) * 4, '\0');
  return Buffer.from(
    `${pad(member('init'))}content\n${pad(member('bin'))}content\n${pad(member('TRAILER!!!'))}`,
    'latin1',
  );
}
