import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import {
  FORMATS,
  listeningLog,
  MACHINE,
  makeDisk,
  noise,
  ODD_BYTES,
  sha256Of,
  write,
} from './media-ground.ts';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const folder = await mkdtemp(join(tmpdir(), 'treesmith-media-'));
const odd = join(folder, 'odd-disk.raw');
const large = join(folder, 'large-disk.raw');
const stem = join(folder, 'disk');
const wide = join(folder, 'large');
const PATCH = {
  offsetBytes: 2 ** 20 + 65_536 * 3 - 10,
  bytes: Buffer.from('other arguments here'),
};

beforeAll(async () => {
  await makeDisk(odd, ODD_BYTES);
  await makeDisk(large, GIB);
});
afterAll(() => rm(folder, { recursive: true }));

/** Compares as QEMU reads both; a longer image must have nothing but zeros where it is longer. */
async function compare(format: string, image: string, disk: string): Promise<void> {
  await runTool(['qemu-img', 'compare', '-f', 'raw', '-F', format, disk, image]);
}

/** Text that becomes half as long. */
function hexText(sizeBytes: number, seed: number): Buffer {
  return Buffer.from(noise(sizeBytes / 2, seed).toString('hex'));
}

describe('writeMedia', () => {
  it('writes disks that QEMU reads as the same disk', async () => {
    const files = await write(odd, ODD_BYTES, stem, Object.keys(FORMATS));
    expect(files.map(({ path }) => path)).toEqual(Object.keys(FORMATS).map((n) => `${stem}.${n}`));
    for (const { path, sizeBytes, sha256 } of files) {
      expect(await sha256Of(path)).toBe(sha256);
      expect((await stat(path)).size).toBe(sizeBytes);
    }
    for (const name of ['zstd.qcow2', 'zlib.qcow2', 'plain.qcow2']) {
      await runTool(['qemu-img', 'check', `${stem}.${name}`]);
      await compare('qcow2', `${stem}.${name}`, odd);
    }
    await runTool(['qemu-img', 'check', `${stem}.vmdk`]);
    await compare('vmdk', `${stem}.vmdk`, odd);
    expect(await sha256Of(`${stem}.ami.vmdk`)).toBe(await sha256Of(`${stem}.vmdk`));
    await runTool(['qemu-img', 'check', `${stem}.vhdx`]);
    await compare('vhdx', `${stem}.vhdx`, odd);
    await compare('vpc', `${stem}.vhd`, odd);
    expect(await sha256Of(`${stem}.raw`)).toBe(await sha256Of(odd));
  });

  it('keeps holes', async () => {
    const usedBytes = async (path: string) => (await stat(path)).blocks * 512;
    // Two MiB of it are zeros that take room in the source.
    expect(await usedBytes(`${stem}.raw`)).toBeLessThan(await usedBytes(odd));
    expect(await usedBytes(`${stem}.vhd`)).toBeLessThan(await usedBytes(odd));
    expect((await stat(`${stem}.plain.qcow2`)).size).toBeLessThan(7 * 2 ** 20);
  });

  it('writes the same bytes with any number of threads, in any company and folder', async () => {
    const other = join(folder, 'elsewhere', 'image');
    await mkdir(join(folder, 'elsewhere'));
    const names = Object.keys(FORMATS);
    const one = await write(odd, ODD_BYTES, other, names.toReversed(), { threads: 1 });
    const alone = await write(odd, ODD_BYTES, other, ['vmdk'], { threads: 5 });
    for (const { path, sha256 } of [...one, ...alone]) {
      expect(sha256, path).toBe(await sha256Of(path.replace(other, stem)));
    }
    // A copy that has other holes is the same disk.
    const filled = join(folder, 'filled.raw');
    await runTool(['cp', '--sparse=never', odd, filled]);
    const [again] = await write(filled, ODD_BYTES, other, ['zstd.qcow2']);
    expect(again?.sha256).toBe(await sha256Of(`${stem}.zstd.qcow2`));
  });

  it('holds no more in memory the larger the disk is', async () => {
    const dense = join(folder, 'dense.raw');
    const sizeBytes = 64 * MIB;
    const file = await open(dense, 'w');
    for (let at = 0; at < 64; at += 1) {
      await file.write(at % 3 === 0 ? noise(MIB, at) : hexText(MIB, at), 0, MIB, at * MIB);
    }
    await file.close();
    const child = join(import.meta.dirname, 'media-child.ts');
    const names = ['zstd.qcow2', 'vmdk', 'gce', 'raw.zst', 'vhd'];
    const argv = [process.execPath, child, dense, `${sizeBytes}`, join(folder, 'dense'), ...names];
    const { memoryBytes } = JSON.parse(await readTool(argv)) as { memoryBytes: number };
    // Of 400 MB that are allowed. Node with its threads takes 150.
    expect(memoryBytes).toBeLessThan(260 * 10 ** 6);
  });

  it('writes raw.xz and raw.zst that their own tools test and unpack', async () => {
    await runTool(['xz', '--test', `${stem}.raw.xz`]);
    await runTool(['zstd', '--test', '--quiet', `${stem}.raw.zst`]);
    const source = await sha256Of(odd);
    for (const tool of ['xz', 'zstd']) {
      const suffix = tool === 'xz' ? 'xz' : 'zst';
      await copyFile(`${stem}.raw.${suffix}`, join(folder, `unpacked.${suffix}`));
      await runTool([tool, '-d', '-q', '-f', join(folder, `unpacked.${suffix}`)]);
      expect(await sha256Of(join(folder, 'unpacked'))).toBe(source);
      await rm(join(folder, 'unpacked'));
    }
  });

  it('writes a fixed VHD of whole MiB as Azure wants it, and says that it grew', async () => {
    const log = listeningLog();
    await write(odd, ODD_BYTES, join(folder, 'grown'), ['vhd'], { log });
    expect(log.warnings[0]).toContain('38.0 MiB in vhd');
    expect((await stat(`${stem}.vhd`)).size).toBe(38 * 2 ** 20 + 512);
    const info = await readTool(['qemu-img', 'info', '--output=json', '-f', 'vpc', `${stem}.vhd`]);
    expect(JSON.parse(info)).toMatchObject({ 'virtual-size': 38 * 2 ** 20 });
  });

  it('writes the archive that Google wants: one sparse file of whole GiB', async () => {
    const log = listeningLog();
    await write(odd, ODD_BYTES, join(folder, 'grown'), ['gce'], { log });
    expect(log.warnings[0]).toContain('1.0 GiB in gce');
    await write(large, GIB, wide, ['gce'], { log });
    expect(log.warnings).toHaveLength(1);
    await runTool(['gzip', '--test', '--suffix=.gce', `${wide}.gce`]);
    const listed = await readTool(['tar', '--list', '--verbose', '--gzip', '-f', `${wide}.gce`]);
    expect(listed.trim().split('\n')).toHaveLength(1);
    expect(listed).toMatch(/ 1073741824 .* disk\.raw$/m);
    for (const [archive, disk] of [
      [`${wide}.gce`, large],
      [`${join(folder, 'grown')}.gce`, odd],
    ] as const) {
      await runTool(['tar', '--extract', '--sparse', '--gzip', '-f', archive, '-C', folder]);
      const unpacked = join(folder, 'disk.raw');
      const { size, blocks } = await stat(unpacked);
      expect(size).toBe(GIB);
      expect(blocks * 512).toBeLessThan(8 * 2 ** 20);
      await compare('raw', unpacked, disk);
    }
  });

  it('writes an OVA: descriptor, disk, and a manifest of both', async () => {
    const listed = await readTool(['tar', '--list', '-f', `${stem}.ova`]);
    expect(listed).toBe('anvil.ovf\nanvil-disk1.vmdk\nanvil.mf\n');
    const unpacked = join(folder, 'ova');
    await mkdir(unpacked);
    await runTool(['tar', '--extract', '-f', `${stem}.ova`, '-C', unpacked]);
    const manifest = await readFile(join(unpacked, 'anvil.mf'), 'latin1');
    for (const name of ['anvil.ovf', 'anvil-disk1.vmdk']) {
      expect(manifest).toContain(`SHA256(${name})= ${await sha256Of(join(unpacked, name))}\n`);
    }
    expect(await sha256Of(join(unpacked, 'anvil-disk1.vmdk'))).toBe(await sha256Of(`${stem}.vmdk`));
    const descriptor = await readFile(join(unpacked, 'anvil.ovf'), 'utf8');
    const { size } = await stat(join(unpacked, 'anvil-disk1.vmdk'));
    expect(descriptor).toContain(`ovf:size="${size}"`);
    expect(descriptor).toContain('>vmx-17<');
    expect(descriptor).toContain(`vmw:osType="${MACHINE.osType}"`);
    expect(descriptor).toContain('vmw:key="firmware" vmw:value="efi"');
  });

  it('writes a containerdisk that skopeo copies', async () => {
    const image = `oci-archive:${stem}.ociarchive`;
    const shown = JSON.parse(await readTool(['skopeo', 'inspect', image]));
    expect(shown).toMatchObject({
      Architecture: 'amd64',
      Os: 'linux',
      Layers: [expect.any(String)],
    });
    const unpacked = join(folder, 'image');
    await runTool(['skopeo', 'copy', '--quiet', image, `dir:${unpacked}`]);
    const layer = join(unpacked, String(shown.Layers[0]).replace('sha256:', ''));
    const listed = await readTool(['tar', '--list', '--verbose', '--numeric-owner', '-f', layer]);
    expect(listed).toMatch(/107\/107 .* disk\/anvil\.qcow2$/m);
    await runTool(['tar', '--extract', '-f', layer, '-C', unpacked]);
    expect(await sha256Of(join(unpacked, 'disk', 'anvil.qcow2'))).toBe(
      await sha256Of(`${stem}.zstd.qcow2`),
    );
  });

  it('applies the patches of each output', async () => {
    const patched = join(folder, 'patched.raw');
    await copyFile(odd, patched);
    const file = await open(patched, 'r+');
    await file.write(PATCH.bytes, 0, PATCH.bytes.length, PATCH.offsetBytes);
    await file.close();
    const names = Object.keys(FORMATS);
    // Of a disk with that content; but for identifiers, the files are the same.
    const ours = await write(odd, ODD_BYTES, join(folder, 'a'), names, { patch: PATCH });
    const theirs = await write(patched, ODD_BYTES, join(folder, 'b'), names);
    for (const [index, name] of names.entries()) {
      const isEqual = ours[index]?.sha256 === theirs[index]?.sha256;
      const hasIdentifiers = ['ami.vmdk', 'vmdk', 'ova', 'vhd', 'vhdx'].includes(name);
      expect([name, isEqual]).toEqual([name, !hasIdentifiers]);
    }
    await compare('vmdk', join(folder, 'a.vmdk'), patched);
    await compare('vhdx', join(folder, 'a.vhdx'), patched);
    await compare('vpc', join(folder, 'a.vhd'), patched);
  });
});

describe('a run of writeMedia that', () => {
  it('is given no whole sectors, another size or a patch outside refuses', async () => {
    const bad = join(folder, 'bad.raw');
    await makeDisk(bad, ODD_BYTES + 1);
    const code = 'DISK_BAD';
    await expect(write(bad, ODD_BYTES + 1, stem, ['raw'])).rejects.toMatchObject({ code });
    await expect(write(odd, GIB, stem, ['raw'])).rejects.toMatchObject({ code });
    const patch = { offsetBytes: ODD_BYTES - 1, bytes: Buffer.from('xy') };
    await expect(write(odd, ODD_BYTES, stem, ['raw'], { patch })).rejects.toMatchObject({ code });
  });

  it('is given more than a format holds refuses before it writes', async () => {
    const huge = join(folder, 'huge.raw');
    const file = await open(huge, 'w');
    await file.truncate(3 * 1024 * GIB);
    await file.close();
    const code = 'SIZE_OVER_LIMIT';
    for (const name of ['vhd', 'vmdk', 'ova']) {
      await expect(write(huge, 3 * 1024 * GIB, join(folder, 'huge'), [name])).rejects.toMatchObject(
        { code },
      );
    }
    // Nobody reads the holes.
    await write(huge, 3 * 1024 * GIB, join(folder, 'huge'), ['vhdx']);
    await runTool(['qemu-img', 'check', join(folder, 'huge.vhdx')]);
  });

  it('finds the disk full leaves nothing, and what was there before', async () => {
    const mount = join(folder, 'full');
    await mkdir(mount);
    const child = join(import.meta.dirname, 'media-child.ts');
    // The small file system lives in the child's mount namespace and goes away with it.
    const script =
      'mount -t tmpfs -o size=12m tmpfs "$1" && shift && echo old > "$4.raw" && "$0" "$@"; ls -A "${4%/*}"; cat "$4.raw"';
    const argv = [mount, child, odd, `${ODD_BYTES}`, join(mount, 'disk')];
    const printed = await readTool([
      ...['unshare', '--mount', 'sh', '-c', script, process.execPath],
      ...argv,
    ]);
    const [line = '', ...left] = printed.trim().split('\n');
    expect(JSON.parse(line)).toMatchObject({ code: 'DISK_FULL' });
    expect(left).toEqual(['disk.raw', 'old']);
  });

  it('cannot write refuses', async () => {
    await expect(write(odd, ODD_BYTES, '/proc/x', ['raw'])).rejects.toMatchObject({
      code: 'OUTPUT_NOT_A_FILE',
    });
    expect((await readdir(folder)).filter((name) => name.startsWith('treesmith-'))).toEqual([]);
  });
});
