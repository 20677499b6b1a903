import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  ARCHITECTURES,
  BASEARCHES,
  hostBasearch,
  isBasearch,
} from '../../../lib/host/architecture.ts';

const all = BASEARCHES.map((basearch) => ARCHITECTURES[basearch]);

describe('ARCHITECTURES', () => {
  it('has every basearch under its own name', () => {
    expect(Object.keys(ARCHITECTURES).sort()).toEqual(BASEARCHES);
    for (const name of BASEARCHES) expect(ARCHITECTURES[name].basearch).toBe(name);
  });

  it.each([
    ['debian', (facts: (typeof all)[number]) => facts.debian],
    ['oci', (facts: (typeof all)[number]) => facts.oci],
    ['elf', (facts: (typeof all)[number]) => `${facts.elf.machine} ${facts.elf.byteOrder}`],
    ['rootPartitionType', (facts: (typeof all)[number]) => facts.rootPartitionType],
    ['uefi', (facts: (typeof all)[number]) => facts.uefi?.bootFile ?? facts.basearch],
  ])('has no two with one %s', (_, of) => {
    expect(new Set(all.map(of)).size).toBe(all.length);
  });

  it('says where there is UEFI all that a UEFI disk needs', () => {
    for (const { firmware, uefi, bootPartitions, basearch } of all) {
      expect([basearch, uefi !== undefined]).toEqual([basearch, firmware.includes('uefi')]);
      expect([basearch, bootPartitions.includes('esp')]).toEqual([basearch, uefi !== undefined]);
      if (uefi === undefined) continue;
      // systemd and UEFI call them alike.
      const name = /^BOOT(\w+)\.EFI$/.exec(uefi.bootFile)?.[1]?.toLowerCase();
      expect(uefi.systemdBoot).toBe(`systemd-boot${name}.efi`);
      expect(uefi.systemdStub).toBe(`linux${name}.efi.stub`);
      expect(uefi.flash.length).toBeGreaterThan(0);
    }
  });

  it('has a BIOS boot partition exactly where a BIOS is', () => {
    for (const { firmware, bootPartitions } of all)
      expect(bootPartitions.includes('bios-boot')).toBe(firmware.includes('bios'));
  });

  it('installs packages of its own and noarch', () => {
    for (const { basearch, rpmArches } of all) expect(rpmArches).toEqual([basearch, 'noarch']);
  });

  it('has the ELF marks of elf.h', () => {
    const names = { x86_64: 62, aarch64: 183, ppc64le: 21, s390x: 22, riscv64: 243 };
    for (const { basearch, elf } of all) expect(elf.machine).toBe(names[basearch]);
    // This very program.
    const header = readFileSync(process.execPath).subarray(0, 20);
    const little = header[5] === 1;
    const machine = little ? header.readUInt16LE(18) : header.readUInt16BE(18);
    const here = hostBasearch(process.arch, little ? 'LE' : 'BE');
    expect(here === undefined ? undefined : ARCHITECTURES[here].elf.machine).toBe(machine);
  });
});

describe('hostBasearch', () => {
  it.each([
    ['x64', 'LE', 'x86_64'],
    ['arm64', 'LE', 'aarch64'],
    ['ppc64', 'LE', 'ppc64le'],
    ['ppc64', 'BE', undefined],
    ['s390x', 'BE', 's390x'],
    ['riscv64', 'LE', 'riscv64'],
    ['ia32', 'LE', undefined],
  ] as const)('knows %s %s', (node, byteOrder, expected) => {
    expect(hostBasearch(node, byteOrder)).toBe(expected);
  });
});

describe('isBasearch', () => {
  it('knows names of RPM alone, and nothing that every object has', () => {
    expect(isBasearch('aarch64')).toBe(true);
    expect(isBasearch('arm64')).toBe(false);
    expect(isBasearch('constructor')).toBe(false);
  });
});
