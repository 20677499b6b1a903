import type { RuleTable } from '../rule.ts';

/** Rules of disks, whatever they are written in: partition tables, file systems, boot loaders. */
export const DISK_RULES = {
  'disk-readable': {
    what: 'partition table, file systems and boot loaders can be read',
    severity: 'error',
    clause: 'the specification of the format',
  },
  'disk-sectors': {
    what: 'the size of the disk is a whole number of sectors',
    severity: 'error',
    clause: 'UEFI 2.10, 5.3.1',
  },
  'disk-bootable': {
    what: 'a disk with partitions has a boot loader',
    severity: 'warning',
    clause: 'UEFI 2.10, 3.5.1.1',
  },
  'gpt-primary': {
    what: 'the header and entries at the start are sound: signature, size, CRC-32',
    severity: 'error',
    clause: 'UEFI 2.10, 5.3.2',
  },
  'gpt-backup': {
    what: 'the header and entries at the end are sound, and say the same as those at the start',
    severity: 'error',
    clause: 'UEFI 2.10, 5.3.2',
  },
  'gpt-header-place': {
    what: 'each header says where it is itself, and where the other one is: in the last sector',
    severity: 'error',
    clause: 'UEFI 2.10, 5.3.1',
  },
  'gpt-usable': {
    what: 'the tables lie outside the sectors that partitions may use',
    severity: 'error',
    clause: 'UEFI 2.10, 5.3.2',
  },
  'gpt-bounds': {
    what: 'a partition lies within the sectors that partitions may use',
    severity: 'error',
    clause: 'UEFI 2.10, 5.3.3',
  },
  'gpt-overlap': {
    what: 'partitions do not overlap',
    severity: 'error',
    clause: 'UEFI 2.10, 5.3.3',
  },
  'gpt-unique': {
    what: 'no two partitions have one GUID',
    severity: 'error',
    clause: 'UEFI 2.10, 5.3.3',
  },
  'gpt-protective': {
    what: 'sector 0 has one protective record of type 0xEE from sector 1 to the end of the disk',
    severity: 'error',
    clause: 'UEFI 2.10, 5.2.3',
  },
  'partition-aligned': {
    what: 'partitions start at multiples of 1 MiB',
    severity: 'warning',
    clause: 'UEFI 2.10, 5.3.1 (alignment to physical blocks)',
  },
  'mbr-bounds': {
    what: 'a partition lies within the disk',
    severity: 'error',
    clause: 'UEFI 2.10, 5.2.1',
  },
  'mbr-overlap': {
    what: 'partitions do not overlap',
    severity: 'error',
    clause: 'UEFI 2.10, 5.2.1',
  },
  'mbr-loop': {
    what: 'extended partitions lead to an end',
    severity: 'error',
    clause: 'UEFI 2.10, 5.2.1',
  },
  'filesystem-fits': {
    what: 'a file system is no larger than its partition',
    severity: 'error',
    clause: 'the superblock of the file system',
  },
  'filesystem-checksum': {
    what: 'the checksum of the superblock is right',
    severity: 'error',
    clause: 'the superblock of the file system',
  },
  'filesystem-clean': {
    what: 'the file system was unmounted and has no errors',
    severity: 'warning',
    clause: 'filesystems/ext4/super.rst, s_state',
  },
  'filesystem-unique': {
    what: 'no two file systems have one UUID',
    severity: 'warning',
    clause: 'the superblock of the file system',
  },
  'esp-fat': {
    what: 'an EFI system partition holds FAT',
    severity: 'error',
    clause: 'UEFI 2.10, 13.3',
  },
  'esp-removable-path': {
    what: 'an EFI system partition has \\EFI\\BOOT\\BOOT<architecture>.EFI: nothing else starts where firmware knows no entry',
    severity: 'warning',
    clause: 'UEFI 2.10, 3.5.1.1',
  },
  'fat-tables': {
    what: 'folders and chains of clusters of a FAT lead to an end, within the file system',
    severity: 'error',
    clause: 'Microsoft FAT32 File System Specification 1.03',
  },
  'pe-sound': {
    what: 'what UEFI starts is a PE file of which every section lies within it',
    severity: 'error',
    clause: 'UEFI 2.10, 2.1.1; PE/COFF, Section Table',
  },
  'uki-sections': {
    what: 'a unified kernel image has .linux, .initrd and .osrel',
    severity: 'warning',
    clause: 'UAPI.5 Unified Kernel Image',
  },
  'grub-core': {
    what: "what GRUB's boot sector loads lies within the BIOS boot partition, or before the first partition",
    severity: 'error',
    clause: 'GRUB manual, 3.4 BIOS installation',
  },
} as const satisfies RuleTable;
