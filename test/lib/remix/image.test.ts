import { describe, expect, it } from 'vitest';
import { withFormat } from '../../../lib/remix/format-images.ts';
import {
  architecturesOf,
  FORMAT_FACTS,
  resolveFirmware,
} from '../../../lib/remix/image-formats.ts';
import { IMAGE_FORMATS, type ImageSpec } from '../../../lib/remix/image-model.ts';
import { platformArguments } from '../../../lib/remix/platforms.ts';
import { parseRemix } from '../../../lib/remix/remix.ts';
import { faultOf } from './faults.ts';

const MIB = 2 ** 20;
const HEAD = 'name: anvil\ntreefile: anvil.yaml\n';
const parse = (images: string, rest = '', architectures = 'x86_64') =>
  parseRemix(
    `${HEAD}architectures: [${architectures}]\n${rest}images:\n  - ${images}\n`,
    '/r/remix.yaml',
  );

function imageOf(images: string, rest?: string): ImageSpec {
  const [image] = parse(images, rest).images;
  if (image === undefined) throw new Error('no image');
  return image;
}

describe('images of remix.yaml', () => {
  it('have a platform by their format', () => {
    const platforms = IMAGE_FORMATS.map(
      (format) => `${format} ${imageOf(`{name: a, format: ${format}}`).platform.name}`,
    );
    expect(platforms).toEqual([
      ...['raw metal', 'qcow2 qemu', 'vmdk vmware', 'ova vmware', 'vhd azure', 'vhdx azure'],
      ...['gce gcp', 'ami aws', 'containerdisk qemu', 'raw.xz metal', 'raw.zst metal', 'iso metal'],
      ...['pxe metal', 'kernel+initrd qemu', 'wsl qemu', 'tar qemu'],
    ]);
  });

  it('have every key', () => {
    const image = imageOf(
      `{name: a, format: ova, architectures: [x86_64], size: 8 GiB, platform: mine, firmware: [uefi],
        bootloader: systemd-boot, filesystem: ext4, regenerate-uuids: true, compression: zlib,
        vmware: {hardware-version: 14, os-type: vmwarePhoton64Guest}, kernel-arguments: [quiet],
        partitions: [{label: data, size: 1 GiB, filesystem: btrfs, mount-point: /var/data},
                     {label: spare, size: 64 MiB, offset: 2 GiB, filesystem: none}]}`,
      'platforms: {mine: {like: vmware, kernel-arguments: [nosmt], consoles: [serial], ignition: mine}}\n',
    );
    expect(image).toEqual({
      name: 'a',
      format: 'ova',
      architectures: ['x86_64'],
      sizeBytes: 8192 * MIB,
      platform: {
        name: 'mine',
        kernelArguments: ['nosmt'],
        consoles: ['serial'],
        ignition: 'mine',
        cloudInit: 'VMware',
      },
      firmware: ['uefi'],
      bootloader: 'systemd-boot',
      filesystem: 'ext4',
      partitions: [
        { label: 'data', sizeBytes: 1024 * MIB, filesystem: 'btrfs', mountPoint: '/var/data' },
        { label: 'spare', sizeBytes: 64 * MIB, offsetBytes: 2048 * MIB, filesystem: 'none' },
      ],
      regenerateUuids: true,
      compression: 'zlib',
      vmware: { hardwareVersion: 14, osType: 'vmwarePhoton64Guest' },
      kernelArguments: ['quiet'],
    });
  });

  const cases: readonly (readonly [
    what: string,
    image: string,
    code: string,
    message: RegExp,
    architectures?: string,
  ])[] = [
    [
      'an unknown format, and lists them',
      'format: vdi',
      'BAD_VALUE',
      /vhdx, .*kernel\+initrd, wsl/,
    ],
    ['an unknown platform', 'format: raw, platform: gpc', 'BAD_VALUE', /aws, azure, gcp/],
    ['decimal units', 'format: raw, size: 4 GB', 'BAD_VALUE', /"4 GiB", got "4 GB"/],
    [
      'a format without a boot path',
      'format: iso',
      'BAD_VALUE',
      /iso has no way to boot on s390x, only on aarch64, riscv64, x86_64/,
      's390x',
    ],
    [
      'an architecture that is not of the remix',
      'format: raw, architectures: [aarch64]',
      'BAD_VALUE',
      /aarch64 is not among/,
    ],
    [
      'firmware that leaves an architecture nothing',
      'format: raw, firmware: [bios]',
      'BAD_VALUE',
      /a disk for aarch64 cannot boot by bios/,
      'x86_64, aarch64',
    ],
    [
      'systemd-boot on a BIOS',
      'format: raw, firmware: [bios], bootloader: uki',
      'CONFLICTING_KEYS',
      /uki is started by UEFI alone/,
    ],
    [
      'a compression that the format has not',
      'format: qcow2, compression: xz',
      'BAD_VALUE',
      /expected zstd or zlib or none/,
    ],
    [
      'a machine of VMware elsewhere',
      'format: vhd, vmware: {hardware-version: 14}',
      'CONFLICTING_KEYS',
      /not vhd/,
    ],
    [
      'new identifiers of a file system that cannot have them',
      'format: raw, filesystem: xfs, regenerate-uuids: true',
      'CONFLICTING_KEYS',
      /of xfs cannot change/,
    ],
    [
      'partitions of what is no disk',
      'format: tar, partitions: [{label: a, size: 1 GiB}]',
      'CONFLICTING_KEYS',
      /no disk/,
    ],
    [
      'partitions that overlap',
      'format: raw, partitions: [{label: a, size: 1 GiB}, {label: b, size: 1 GiB, offset: 512 MiB}]',
      'BAD_VALUE',
      /b would begin at 512.0 MiB, within a, which ends at 1.00? GiB/,
    ],
    [
      'partitions that are too large',
      'format: raw, size: 4 GiB, partitions: [{label: a, size: 2 GiB}, {label: b, size: 2 GiB}]',
      'BAD_VALUE',
      /b would end at 4.00? GiB or later on a disk of 4.00? GiB/,
    ],
    [
      'two partitions of a label',
      'format: raw, partitions: [{label: a, size: 1 GiB}, {label: A, size: 1 GiB}]',
      'BAD_VALUE',
      /"A" is taken/,
    ],
    [
      'a partition named as one of ours',
      'format: raw, partitions: [{label: root, size: 1 GiB}]',
      'BAD_VALUE',
      /"root" is taken/,
    ],
    [
      'a label too long for the file system',
      'format: raw, partitions: [{label: a-very-long-label, size: 1 GiB, filesystem: fat}]',
      'BAD_VALUE',
      /at most 11 characters for fat/,
    ],
    [
      'an XFS file system that mkfs.xfs refuses',
      'format: raw, partitions: [{label: a, size: 64 MiB, filesystem: xfs}]',
      'BAD_VALUE',
      /xfs needs 300 MiB/,
    ],
    [
      'a mount point in the read-only part',
      'format: raw, partitions: [{label: a, size: 1 GiB, mount-point: /usr/data}]',
      'BAD_VALUE',
      /\/var or a path below it/,
    ],
  ];
  for (const [what, image, code, message, architectures] of cases) {
    it(`refuse ${what}`, async () => {
      const found = await faultOf(() => parse(`{name: a, ${image}}`, '', architectures));
      expect(found.code).toBe(code);
      expect(found.message).toMatch(message);
    });
  }
});

describe('platforms of remix.yaml', () => {
  it('change ours of the same name', () => {
    const { platforms } = parse(
      '{name: a, format: gce}',
      'platforms: {gcp: {kernel-arguments: [a]}}\n',
    );
    expect(platforms.get('gcp')).toMatchObject({ kernelArguments: ['a'], ignition: 'gcp' });
    expect([...platforms.keys()]).toEqual(['aws', 'azure', 'gcp', 'metal', 'qemu', 'vmware']);
  });

  it('refuse a model that there is not', async () => {
    const found = await faultOf(() =>
      parse('{name: a, format: raw}', 'platforms: {b: {like: awz}}\n'),
    );
    expect(found).toMatchObject({ code: 'BAD_VALUE', hint: 'Did you mean aws?' });
  });

  it('refuse a name with a space', async () => {
    const found = await faultOf(() => parse('{name: a, format: raw}', 'platforms: {"b c": {}}\n'));
    expect(found.code).toBe('BAD_VALUE');
  });

  it('know the serial port of each architecture', () => {
    const qemu = imageOf('{name: a, format: qcow2}').platform;
    expect(platformArguments(qemu, 'x86_64')).toEqual(['console=tty0', 'console=ttyS0,115200n8']);
    expect(platformArguments(qemu, 'aarch64')).toEqual([
      'console=tty0',
      'console=ttyAMA0,115200n8',
    ]);
  });
});

describe('withFormat', () => {
  it('adds an image where there is none of the format', () => {
    const remix = parse('{name: a, format: raw, size: 1 GiB}');
    expect(withFormat(remix, 'raw')).toEqual(remix);
    expect(withFormat(remix, 'ova').images).toMatchObject([
      { name: 'ova', format: 'ova', platform: { name: 'vmware' } },
    ]);
  });

  it('refuses a format that cannot boot', async () => {
    const remix = parse('{name: a, format: tar}', '', 's390x');
    expect((await faultOf(() => withFormat(remix, 'gce'))).code).toBe('BAD_VALUE');
  });
});

describe('resolveFirmware', () => {
  it('takes what the architecture and the boot loader have', () => {
    expect(resolveFirmware([], 'x86_64', 'grub')).toEqual(['uefi', 'bios']);
    expect(resolveFirmware([], 'x86_64', 'uki')).toEqual(['uefi']);
    expect(resolveFirmware(['uefi', 'bios'], 'aarch64', 'grub')).toEqual(['uefi']);
    expect(resolveFirmware([], 's390x', 'grub')).toEqual([]);
  });
});

describe('FORMAT_FACTS', () => {
  it('has a way to boot for each format, and a name of its own', () => {
    expect(IMAGE_FORMATS.filter((format) => architecturesOf(format).length === 0)).toEqual([]);
    const suffixes = IMAGE_FORMATS.map((format) => FORMAT_FACTS[format].suffix);
    expect(new Set(suffixes).size).toBe(IMAGE_FORMATS.length);
  });
});
