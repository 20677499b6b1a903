import { mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findDiskInArchive } from '../../../lib/boot/disk-in-archive.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { digestHex, digestOf } from '../../../lib/oci/digest.ts';

const MIB = 1024 * 1024;
let folder: TempDir;
let work: string;
let count = 0;
/** A sparse disk of 64 MiB with some bytes near both ends and many small pieces between. */
let disk: string;
let bytes: Buffer;

beforeAll(async () => {
  folder = await makeTempDir();
  disk = join(folder.path, 'disk.raw');
  await using file = await open(disk, 'w');
  await file.truncate(64 * MIB);
  for (let at = 0; at < 40; at += 1) await file.write(`piece ${at}`, at * MIB + 100);
  await file.write('the end', 64 * MIB - 7);
  bytes = await readFile(disk);
});
beforeEach(async () => {
  count += 1;
  work = join(folder.path, `work-${count}`);
  await mkdir(work);
});
afterAll(() => folder[Symbol.asyncDispose]());

const tar = (...args: string[]) => runTool(['tar', '-C', folder.path, ...args]);

describe('findDiskInArchive', () => {
  it('leaves the disk of an OVA where it is', async () => {
    for (const name of ['a.ovf', 'a.mf', 'a.vmdk'])
      await writeFile(join(folder.path, name), `this is ${name}`);
    const path = join(folder.path, 'a.ova');
    await tar('--format=ustar', '-cf', path, 'a.ovf', 'a.mf', 'a.vmdk');
    const found = await findDiskInArchive({ path, format: 'ova' }, work);
    expect(found).toMatchObject({ file: path, format: 'vmdk', within: { sizeBytes: 14 } });
    const at = found.within?.offsetBytes ?? 0;
    expect((await readFile(path)).toString('latin1', at, at + 14)).toBe('this is a.vmdk');
  });

  it.each([
    ['with holes', ['--format=oldgnu', '-S']],
    ['without holes', ['--format=ustar']],
  ])('takes the disk out of a tar for Google Cloud %s', async (name, options) => {
    const path = join(folder.path, `${name.replaceAll(' ', '-')}.tar.gz`);
    await tar(...options, '-czf', path, 'disk.raw');
    const found = await findDiskInArchive({ path, format: 'gce' }, work);
    expect(found.format).toBe('raw');
    expect((await readFile(found.file)).equals(bytes)).toBe(true);
    expect((await stat(found.file)).blocks * 512).toBeLessThan(8 * MIB);
  });

  it.each([
    ['raw.xz', ['xz', '-k', '-0']],
    ['raw.zst', ['zstd', '-q', '-1']],
  ] as const)('unpacks %s, sparse', async (format, tool) => {
    await runTool([...tool, disk]);
    const path = `${disk}.${format.slice(4)}`;
    const found = await findDiskInArchive({ path, format }, work);
    expect((await readFile(found.file)).equals(bytes)).toBe(true);
    expect((await stat(found.file)).blocks * 512).toBeLessThan(8 * MIB);
  });

  it.each(['none', 'gzip'])(
    'finds the disk of a container image, layers: %s',
    async (compression) => {
      const layout = join(folder.path, `oci-${compression}`);
      await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
      await mkdir(join(folder.path, 'disk'), { recursive: true });
      await writeFile(join(folder.path, 'disk', 'a.qcow2'), 'this is a disk');
      const layer = join(folder.path, 'layer');
      const isGzip = compression === 'gzip';
      await tar(isGzip ? '-czf' : '-cf', layer, 'disk');
      const put = async (content: Buffer) => {
        const digest = digestOf(content);
        await writeFile(join(layout, 'blobs', 'sha256', digestHex(digest)), content);
        return { digest, size: content.length };
      };
      const type = 'application/vnd.oci.image';
      const layerType = `${type}.layer.v1.tar${isGzip ? '+gzip' : ''}`;
      const manifest = await put(
        Buffer.from(
          JSON.stringify({
            schemaVersion: 2,
            mediaType: `${type}.manifest.v1+json`,
            config: { mediaType: `${type}.config.v1+json`, ...(await put(Buffer.from('{}'))) },
            layers: [{ mediaType: layerType, ...(await put(await readFile(layer))) }],
          }),
        ),
      );
      const index = {
        schemaVersion: 2,
        mediaType: `${type}.index.v1+json`,
        manifests: [{ mediaType: `${type}.manifest.v1+json`, ...manifest }],
      };
      await writeFile(join(layout, 'index.json'), JSON.stringify(index));
      const archive = `${layout}.tar`;
      await runTool(['tar', '-C', layout, '-cf', archive, '.']);
      for (const path of [layout, archive]) {
        const found = await findDiskInArchive({ path, format: 'containerdisk' }, work);
        expect(found.format).toBe('qcow2');
        expect(await readFile(found.file, 'utf8')).toBe('this is a disk');
        await rename(found.file, join(work, 'taken'));
      }
    },
  );
});

describe('findDiskInArchive, of damaged files', () => {
  const refuse = (path: string, format: 'ova' | 'gce' | 'containerdisk', code: string) =>
    expect(findDiskInArchive({ path, format }, work)).rejects.toMatchObject({ code });

  it('says that there is no disk', async () => {
    const path = join(folder.path, 'none.tar');
    await writeFile(join(folder.path, 'a.txt'), 'no disk');
    await tar('-cf', path, 'a.txt');
    await refuse(path, 'ova', 'ARCHIVE_BAD');
    await refuse(path, 'containerdisk', 'ARCHIVE_BAD');
    await runTool(['gzip', '-kf', path]);
    await refuse(`${path}.gz`, 'gce', 'ARCHIVE_BAD');
  });

  it('says that it is cut short', async () => {
    const path = join(folder.path, 'short.tar.gz');
    await tar('--format=oldgnu', '-Sczf', path, 'disk.raw');
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, whole.length / 2));
    await refuse(path, 'gce', 'DECOMPRESS_FAILED');
    const ova = join(folder.path, 'short.ova');
    await writeFile(join(folder.path, 'b.vmdk'), Buffer.alloc(100_000, 1));
    await tar('--format=ustar', '-cf', ova, 'b.vmdk');
    await writeFile(ova, (await readFile(ova)).subarray(0, 50_000));
    await refuse(ova, 'ova', 'ARCHIVE_BAD');
  });

  it('says that it is no tar', async () => {
    const path = join(folder.path, 'noise.ova');
    await writeFile(path, Buffer.alloc(4096, 'noise'));
    await refuse(path, 'ova', 'TAR_BAD');
  });

  it('refuses a disk that is larger than any', async () => {
    const path = join(folder.path, 'large.tar.gz');
    await mkdir(join(folder.path, 'large'));
    await using file = await open(join(folder.path, 'large', 'disk.raw'), 'w');
    await file.truncate(9 * 2 ** 40);
    await runTool([
      'tar',
      '-C',
      join(folder.path, 'large'),
      '--format=oldgnu',
      '-Sczf',
      path,
      'disk.raw',
    ]);
    await refuse(path, 'gce', 'ARCHIVE_BAD');
  });
});
