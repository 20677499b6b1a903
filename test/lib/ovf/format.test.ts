import { describe, expect, it } from 'vitest';
import { formatOvf, formatOvfManifest } from '../../../lib/ovf/format.ts';
import { parseOvf, parseOvfManifest } from '../../../lib/ovf/parse.ts';

describe('formatOvf', () => {
  it('writes what parseOvf reads, whatever the name is', () => {
    const text = formatOvf({
      name: 'a <b> & "c"',
      diskFile: 'a-disk1.vmdk',
      diskFileBytes: 1234,
      capacityBytes: 2 ** 32,
      hardwareVersion: 9,
      osType: 'other5xLinux64Guest',
      firmware: 'bios',
      isSecureBoot: false,
      cpus: 2,
      memoryMib: 4096,
      version: '1.0',
    });
    expect(parseOvf(text)).toMatchObject({
      files: [{ id: 'file1', href: 'a-disk1.vmdk', sizeBytes: 1234 }],
      disks: [{ id: 'vmdisk1', fileRef: 'file1', capacityBytes: 2 ** 32 }],
      hardware: 'vmx-09',
      osType: 'other5xLinux64Guest',
      firmware: 'bios',
      hostResources: ['ovf:/disk/vmdisk1'],
      virtualSystems: 1,
    });
    // CIM's schema has the elements of an item in the order of their names.
    for (const [, item = ''] of text.matchAll(/<Item[^>]*>([\s\S]*?)<\/Item>/g)) {
      const tags = Array.from(item.matchAll(/<rasd:(\w+)>/g), ([, tag]) => tag);
      expect(tags).toEqual(tags.toSorted());
    }
  });
});

describe('formatOvfManifest', () => {
  it('writes what parseOvfManifest reads', () => {
    const digest = 'ab'.repeat(32);
    const text = formatOvfManifest([{ name: 'a.ovf', sha256: digest }]);
    expect(parseOvfManifest(text)).toEqual([{ algorithm: 'SHA256', file: 'a.ovf', digest }]);
  });
});
