import { describe, expect, it } from 'vitest';
import { parseOvf, parseOvfManifest } from '../../../lib/ovf/parse.ts';

const bad = expect.objectContaining({ code: 'OVF_BAD' });

describe('parseOvf', () => {
  it('reads files, disks and capacities in any unit', () => {
    const ovf = parseOvf(
      '<x:Envelope xmlns:x="http://schemas.dmtf.org/ovf/envelope/1"><x:References><x:File x:id="f" x:href="a.vmdk" x:size="12"/></x:References><x:DiskSection><x:Disk x:diskId="d" x:fileRef="f" x:capacity="4" x:capacityAllocationUnits="byte * 2^30" x:format="z"/></x:DiskSection></x:Envelope>',
    );
    expect(ovf.files).toEqual([{ id: 'f', href: 'a.vmdk', sizeBytes: 12 }]);
    expect(ovf.disks).toEqual([{ id: 'd', fileRef: 'f', format: 'z', capacityBytes: 2 ** 32 }]);
  });

  it('refuses entities, other roots, endless nesting and what is cut short', () => {
    expect(() => parseOvf('<!DOCTYPE Envelope SYSTEM "file:///etc/passwd"><Envelope/>')).toThrow(
      bad,
    );
    expect(() => parseOvf('<html/>')).toThrow(bad);
    expect(() => parseOvf(`<Envelope>${'<a>'.repeat(100)}`)).toThrow(bad);
    expect(() => parseOvf('<Envelope><References>')).toThrow(bad);
    expect(() => parseOvf('')).toThrow(bad);
  });
});

describe('parseOvfManifest', () => {
  it('reads digests as VMware and as the specification writes them', () => {
    const hex = 'AB'.repeat(32);
    expect(parseOvfManifest(`SHA256(a.ovf)= ${hex}\r\nSHA256 (b c.vmdk) = ${hex}\n`)).toEqual([
      { algorithm: 'SHA256', file: 'a.ovf', digest: hex.toLowerCase() },
      { algorithm: 'SHA256', file: 'b c.vmdk', digest: hex.toLowerCase() },
    ]);
    expect(() => parseOvfManifest('SHA256(a)= abcd')).toThrow(bad);
    expect(() => parseOvfManifest('MD5(a)= abcd')).toThrow(bad);
  });
});
