import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestFile } from '../../../lib/host/file-digest.ts';
import { runTool } from '../../../lib/host/process.ts';
import { inspectImage } from '../../../lib/inspect/inspect-image.ts';
import { changed, convert, type Fixtures, makeFixtures, makeHole, patchFile } from './fixtures.ts';

let fixtures: Fixtures;
const path = (name: string) => fixtures.path(name);
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const rulesOf = async (file: string, platform?: 'vmware') =>
  (await inspectImage(file, platform === undefined ? {} : { platform })).findings.map(
    ({ rule }) => rule,
  );
const tar = async (name: string, ...argv: string[]) => {
  await runTool(['tar', '-cf', path(name), '-C', fixtures.folder, ...argv]);
  return path(name);
};
const gzip = async (file: string) => {
  await runTool(['gzip', '-1', '-f', '-k', file]);
  return `${file}.gz`;
};

beforeAll(async () => {
  fixtures = await makeFixtures();
});
afterAll(() => fixtures?.remove());

describe('an archive for Google Compute Engine', () => {
  beforeAll(async () => {
    await mkdir(path('gce'));
    await cp(path('disk.raw'), path('gce/disk.raw'));
    await makeHole(path('gce/disk.raw'), 2 ** 30);
    await runTool(['sgdisk', '-e', path('gce/disk.raw')]);
    await mkdir(path('parts'));
    await cp(path('disk.raw'), path('parts/disk.raw'));
    await makeHole(path('parts/disk.raw'), 104 * 2 ** 20);
    // Many parts, so that the map needs blocks of its own.
    for (let index = 0; index < 60; index += 1) {
      const offset = 40 * 2 ** 20 + index * 2 ** 20;
      await patchFile(path('parts/disk.raw'), offset, Buffer.from('part'));
    }
  });

  it('breaks no rule when it is made as Google says', async () => {
    const file = await gzip(
      await tar('gce.tar', '-S', '--format=oldgnu', '-C', path('gce'), 'disk.raw'),
    );
    const report = await inspectImage(file);
    expect(report).toMatchObject({
      format: 'gce',
      virtualSizeBytes: 2 ** 30,
      details: { isSparse: true, compression: 'gzip' },
      findings: [],
    });
    expect(report.partitions).toHaveLength(3);
  });

  it.each(['--format=oldgnu', '--format=pax'])(
    'is read as GNU tar wrote it with %s, its map in many blocks',
    async (form) => {
      const file = await tar('parts.tar', '-S', form, '-C', path('parts'), 'disk.raw');
      expect(await inspectImage(file, { withContents: true })).toMatchObject({
        virtualSizeBytes: 104 * 2 ** 20,
        contentSha256: (await digestFile(path('parts/disk.raw'))).sha256,
      });
    },
  );

  it('may not be of another form, name, compression, size, or have more than the disk', async () => {
    const pax = await tar('pax.tar', '-S', '--format=pax', '-C', path('gce'), 'disk.raw');
    expect(await rulesOf(await gzip(pax))).toEqual(['gce-format']);
    const small = await tar('small.tar', '--format=oldgnu', 'disk.raw');
    expect(await rulesOf(small)).toEqual(['gce-gzip', 'gce-size']);
    await cp(path('disk.raw'), path('photon.raw'));
    const two = await tar('two.tar', '--format=oldgnu', 'photon.raw', 'BOOTX64.EFI');
    expect(await rulesOf(two)).toEqual(['gce-gzip', 'gce-one-member', 'gce-name', 'gce-size']);
  });

  it('whose map lies is refused', async () => {
    const file = await tar('lie.tar', '-S', '--format=oldgnu', '-C', path('gce'), 'disk.raw');
    const lie = async (at: number, text: string) => {
      const copy = await changed(file, path('lies.tar'), (bytes) => {
        bytes.write(text, at, 'latin1');
        let sum = 8 * 32;
        for (const [index, byte] of bytes.subarray(0, 512).entries()) {
          if (index < 148 || index > 155) sum += byte;
        }
        bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
        return bytes;
      });
      return inspectImage(copy);
    };
    await expect(lie(386 + 24, '00000000000')).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' });
    await expect(lie(483, '00000000100')).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' });
    await expect(lie(124, '77777777777')).rejects.toMatchObject({ code: 'IMAGE_TRUNCATED' });
  });
});

describe('an archive of a root file system', () => {
  it('is counted, and known as one for WSL by what is in etc', async () => {
    await mkdir(path('os/etc'), { recursive: true });
    await writeFile(path('os/etc/os-release'), 'ID=anvil\n');
    await symlink('os-release', path('os/etc/link'));
    const plain = await tar('root.tar', '-C', path('os'), '.');
    expect(await inspectImage(plain)).toMatchObject({
      format: 'tar',
      details: { files: 1, links: 1 },
      findings: [],
    });
    await writeFile(path('os/etc/wsl-distribution.conf'), '');
    const wsl = await tar('wsl.tar', '-C', path('os'), '.');
    expect(await inspectImage(await gzip(wsl))).toMatchObject({ format: 'wsl', findings: [] });
    await runTool(['xz', '-k', '-f', wsl]);
    expect(await rulesOf(`${wsl}.xz`)).toEqual(['wsl-gzip']);
  });

  it('may not lead out of its folder, link to what is not there, or end early', async () => {
    const base = ['-C', path('os')];
    expect(
      await rulesOf(
        await tar('a.tar', '-P', ...base, '--transform=s,^etc/os,../os,', 'etc/os-release'),
      ),
    ).toEqual(['tar-names', 'rootfs-os-release']);
    expect(
      await rulesOf(await tar('a.tar', ...base, 'etc/os-release', 'etc/os-release')),
    ).toContain('tar-duplicates');
    const cut = await changed(
      await tar('a.tar', ...base, 'etc/os-release'),
      path('b.tar'),
      (bytes) => bytes.subarray(0, 1024),
    );
    expect(await rulesOf(cut)).toEqual(['tar-end']);
    await runTool(['ln', path('os/etc/os-release'), path('os/hard')]);
    const linked = await tar('c.tar', ...base, 'etc/os-release', 'hard');
    expect(await rulesOf(linked)).toEqual([]);
    const dangling = await changed(linked, path('d.tar'), (bytes) => bytes.subarray(1024));
    expect(await rulesOf(dangling)).toEqual(
      ['rootfs-os-release', 'tar-hard-links'].sort().reverse(),
    );
  });
});

const OVF = (sizeBytes: number, capacity: number, format: string) => `<?xml version="1.0"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
 xmlns:rasd="urn:rasd" xmlns:vssd="urn:vssd" xmlns:vmw="http://www.vmware.com/schema/ovf">
 <References><File ovf:href="disk.vmdk" ovf:id="file1" ovf:size="${sizeBytes}"/></References>
 <DiskSection><Info/><Disk ovf:capacity="${capacity}" ovf:diskId="vmdisk1" ovf:fileRef="file1"
  ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#${format}"/></DiskSection>
 <VirtualSystem ovf:id="anvil"><Info/>
  <OperatingSystemSection ovf:id="100" vmw:osType="other5xLinux64Guest"><Info/></OperatingSystemSection>
  <VirtualHardwareSection><Info/>
   <System><vssd:VirtualSystemType>vmx-17</vssd:VirtualSystemType></System>
   <Item><rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource></Item>
   <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
  </VirtualHardwareSection></VirtualSystem></Envelope>`;

describe('an OVA', () => {
  let vmdk: Buffer;
  const ova = async (
    options: { ovf?: string; manifest?: string; order?: string[]; form?: string } = {},
  ) => {
    const ovf = options.ovf ?? OVF(vmdk.length, 24 * 2 ** 20, 'streamOptimized');
    await mkdir(path('ova'), { recursive: true });
    await writeFile(path('ova/disk.vmdk'), vmdk);
    await writeFile(path('ova/anvil.ovf'), ovf);
    const manifest = `SHA256(anvil.ovf)= ${digest(Buffer.from(ovf))}\nSHA256(disk.vmdk)= ${digest(vmdk)}\n`;
    await writeFile(path('ova/anvil.mf'), options.manifest ?? manifest);
    const order = options.order ?? ['anvil.ovf', 'anvil.mf', 'disk.vmdk'];
    return tar('anvil.ova', `--format=${options.form ?? 'ustar'}`, '-C', path('ova'), ...order);
  };
  const rules = async (options: Parameters<typeof ova>[0]) => rulesOf(await ova(options));

  beforeAll(async () => {
    vmdk = await readFile(
      await convert(fixtures, 'stream.vmdk', 'vmdk', 'subformat=streamOptimized'),
    );
  });

  it('is read to the disk in it', async () => {
    const report = await inspectImage(await ova(), { withContents: true });
    expect(report).toMatchObject({
      format: 'ova',
      virtualSizeBytes: 24 * 2 ** 20,
      contentSha256: digest(await readFile(path('disk.raw'))),
      details: { hardware: 'vmx-17', osType: 'other5xLinux64Guest', firmware: 'efi' },
    });
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('has the descriptor first, then the manifest, in a plain ustar', async () => {
    expect(await rules({ order: ['disk.vmdk', 'anvil.ovf', 'anvil.mf'] })).toContain('ova-order');
    expect(await rules({ order: ['anvil.ovf', 'disk.vmdk', 'anvil.mf'] })).not.toContain(
      'ova-order',
    );
    expect(await rules({ form: 'oldgnu' })).toContain('ova-ustar');
    expect(await rules({ order: ['anvil.ovf', 'disk.vmdk'] })).toContain('ova-no-manifest');
    expect(
      await rulesOf(await tar('e.ova', '--format=ustar', 'ova/anvil.ovf', 'ova/disk.vmdk')),
    ).toContain('ova-flat');
  });

  it('has digests and sizes that are right', async () => {
    const wrong = `SHA256(anvil.ovf)= ${'0'.repeat(64)}\n`;
    expect(await rules({ manifest: wrong })).toEqual(
      expect.arrayContaining(['ova-digest', 'ova-manifest']),
    );
    expect(await rules({ ovf: OVF(7, 24 * 2 ** 20, 'streamOptimized') })).toContain(
      'ova-references',
    );
    expect(await rules({ ovf: OVF(vmdk.length, 7, 'streamOptimized') })).toContain('ova-disk');
    const other = OVF(vmdk.length, 24 * 2 ** 20, 'sparse')
      .replace('vmdisk1</rasd', 'vmdisk2</rasd')
      .replace('vmx-17', 'none')
      .replace('vmw:osType', 'vmw:other');
    expect(await rules({ ovf: other })).toEqual(
      expect.arrayContaining([
        'ova-vmware-format',
        'ova-disk-used',
        'ova-hardware',
        'ova-vmware-os-type',
      ]),
    );
    await expect(rules({ manifest: 'nonsense' })).rejects.toMatchObject({ code: 'OVF_BAD' });
    await expect(rules({ ovf: '<!DOCTYPE x [<!ENTITY a "b">]><Envelope/>' })).rejects.toMatchObject(
      { code: 'OVF_BAD' },
    );
  });

  it('has one descriptor', async () => {
    await ova();
    await cp(path('ova/anvil.ovf'), path('ova/two.ovf'));
    expect(await rules({ order: ['anvil.ovf', 'anvil.mf', 'disk.vmdk', 'two.ovf'] })).toContain(
      'ova-one-descriptor',
    );
  });
});

describe('a container disk', () => {
  /** An OCI layout with one layer, as an image builder writes it. */
  const layout = async (
    name: string,
    layer: Buffer,
    mediaType = 'application/vnd.oci.image.layer.v1.tar',
  ) => {
    const folder = path(name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(`${folder}/blobs/sha256`, { recursive: true });
    const blob = async (bytes: Buffer, type: string) => {
      await writeFile(`${folder}/blobs/sha256/${digest(bytes)}`, bytes);
      return { mediaType: type, digest: `sha256:${digest(bytes)}`, size: bytes.length };
    };
    const config = await blob(
      Buffer.from('{"architecture":"amd64","os":"linux"}'),
      'application/vnd.oci.image.config.v1+json',
    );
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: [await blob(layer, mediaType)],
    };
    const descriptor = await blob(Buffer.from(JSON.stringify(manifest)), manifest.mediaType);
    await writeFile(
      `${folder}/index.json`,
      JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }),
    );
    await writeFile(`${folder}/oci-layout`, '{"imageLayoutVersion": "1.0.0"}');
    return folder;
  };
  const layerOf = async (...argv: string[]) =>
    readFile(await tar('layer.tar', '--owner=107', '--group=107', ...argv));

  beforeAll(async () => {
    await mkdir(path('disk'));
    await rename(
      await convert(fixtures, 'kubevirt.qcow2', 'qcow2', '-c'),
      path('disk/anvil.qcow2'),
    );
    await writeFile(path('disk/second'), '');
  });

  it('is read from a folder, from an archive of skopeo, and with compressed layers', async () => {
    const folder = await layout('oci', await layerOf('disk/anvil.qcow2'));
    const expected = {
      format: 'containerdisk',
      contentSha256: digest(await readFile(path('disk.raw'))),
      details: {
        images: [{ architecture: 'amd64', disk: 'disk/anvil.qcow2' }],
        disk: { format: 'qcow2' },
      },
      findings: [],
    };
    expect(await inspectImage(folder, { withContents: true })).toMatchObject(expected);
    await runTool([
      'skopeo',
      'copy',
      '-q',
      '--insecure-policy',
      `oci:${folder}`,
      `oci-archive:${path('cd.tar')}`,
    ]);
    expect(await inspectImage(path('cd.tar'), { withContents: true })).toMatchObject(expected);
    const zipped = await gzip(
      await tar('layer.tar', '--owner=107', '--group=107', 'disk/anvil.qcow2'),
    );
    const second = await layout(
      'zip',
      await readFile(zipped),
      'application/vnd.oci.image.layer.v1.tar+gzip',
    );
    expect(await inspectImage(second, { withContents: true })).toMatchObject(expected);
  });

  it('has its disk alone in /disk, for qemu to read, and blobs that are what they say', async () => {
    expect(await rulesOf(await layout('oci', await layerOf('BOOTX64.EFI')))).toEqual([
      'containerdisk-folder',
    ]);
    const two = await layout('oci', await layerOf('disk/anvil.qcow2', 'disk/second'));
    expect(await rulesOf(two)).toEqual(['containerdisk-folder']);
    const secret = await readFile(
      await tar('layer.tar', '--owner=0', '--group=0', '--mode=0600', 'disk/anvil.qcow2'),
    );
    expect(await rulesOf(await layout('oci', secret))).toEqual(['containerdisk-owner']);
    await cp(await convert(fixtures, 'x.vhdx', 'vhdx'), path('disk/x.vhdx'));
    expect(await rulesOf(await layout('oci', await layerOf('disk/x.vhdx')))).toEqual([
      'containerdisk-format',
    ]);
    const folder = await layout('oci', await layerOf('disk/anvil.qcow2'));
    await writeFile(`${folder}/oci-layout`, '{}');
    const index = JSON.parse(await readFile(`${folder}/index.json`, 'utf8'));
    await patchFile(
      `${folder}/blobs/${index.manifests[0].digest.replace(':', '/')}`,
      0,
      Buffer.from(' '),
    );
    expect(await rulesOf(folder)).toEqual(expect.arrayContaining(['oci-layout', 'oci-blob']));
  });
});
