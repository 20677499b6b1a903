import type { RuleTable } from '../rule.ts';

/** Rules of ISO 9660 and El Torito. */
export const ISO_RULES = {
  'iso-volume-id': {
    what: 'the volume id has 1 to 32 characters of ASCII',
    severity: 'error',
    clause: 'ECMA-119, 8.4.6',
  },
  'iso-volume-label': {
    what: 'the volume id has no character that /dev/disk/by-label escapes: live systems find their medium there',
    severity: 'warning',
    clause: 'udev(7); dracut.cmdline(7), root=live:CDLABEL=',
  },
  'iso-byte-orders': {
    what: 'numbers that are stored in both byte orders are equal',
    severity: 'error',
    clause: 'ECMA-119, 7.3.3',
  },
  'iso-terminator': {
    what: 'the volume descriptors end with a terminator',
    severity: 'error',
    clause: 'ECMA-119, 8.3',
  },
  'iso-size': {
    what: 'the volume is no larger than the file',
    severity: 'error',
    clause: 'ECMA-119, 8.4.8',
  },
  'iso-bounds': {
    what: 'files and folders lie within the volume',
    severity: 'error',
    clause: 'ECMA-119, 9.1',
  },
  'iso-loop': {
    what: 'no folder is below itself',
    severity: 'error',
    clause: 'ECMA-119, 6.8.2',
  },
  'iso-boot-catalogue': {
    what: 'it has a boot record, and its boot catalogue is sound',
    severity: 'error',
    clause: 'El Torito 1.0, 2.0',
  },
  'iso-boot-entry': {
    what: 'an entry is bootable, without emulation, and lies within the file',
    severity: 'error',
    clause: 'El Torito 1.0, 2.2',
  },
  'iso-boot-uefi': {
    what: 'what the entry for UEFI names is a FAT file system',
    severity: 'error',
    clause: 'UEFI 2.10, 13.3.2.1',
  },
  'iso-hybrid': {
    what: 'it has a partition table, so that it boots from USB, too',
    severity: 'warning',
    clause: 'xorriso manual, Bootable ISO images: isohybrid',
  },
} as const satisfies RuleTable;
