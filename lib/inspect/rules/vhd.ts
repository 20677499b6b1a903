import type { RuleTable } from '../rule.ts';

const VHD = 'Virtual Hard Disk Image Format Specification 1.0';
const AZURE = 'Azure: Prepare Linux for imaging, General Linux installation notes';

/** Rules of VHD, and Azure's. */
export const VHD_RULES = {
  'vhd-checksum': {
    what: 'the checksum of the footer is right',
    severity: 'error',
    clause: `${VHD}, Hard Disk Footer Format`,
  },
  'vhd-fields': {
    what: 'version is 1.0, the reserved feature bit is set, and a fixed disk has no header',
    severity: 'error',
    clause: `${VHD}, Hard Disk Footer Format`,
  },
  'vhd-reserved': {
    what: 'reserved bytes of the footer are zero',
    severity: 'warning',
    clause: `${VHD}, Hard Disk Footer Format`,
  },
  'vhd-saved-state': {
    what: 'it is not in saved state',
    severity: 'warning',
    clause: `${VHD}, Hard Disk Footer Format`,
  },
  'vhd-fixed-size': {
    what: 'a fixed disk is the disk and 512 bytes of footer',
    severity: 'error',
    clause: `${VHD}, Fixed Hard Disk Image`,
  },
  'vhd-geometry': {
    what: 'the geometry is that of the size, or the largest (65535, 16, 255), with which the size counts',
    severity: 'warning',
    clause: `${VHD}, Appendix: CHS Calculation`,
  },
  'vhd-creator-size': {
    what: 'programs that take the size from the geometry (creators "qemu" and "vpc ") find the same size',
    severity: 'warning',
    clause: 'QEMU block/vpc.c, vpc_open',
  },
  'vhd-footer-copy': {
    what: 'a dynamic disk starts with a copy of its footer',
    severity: 'error',
    clause: `${VHD}, Dynamic Hard Disk Image`,
  },
  'vhd-header': {
    what: 'the header of a dynamic disk has version 1.0 and a right checksum',
    severity: 'error',
    clause: `${VHD}, Dynamic Disk Header Format`,
  },
  'vhd-table': {
    what: 'the block allocation table has an entry for each block of the disk',
    severity: 'error',
    clause: `${VHD}, Block Allocation Table`,
  },
  'vhd-bounds': {
    what: 'blocks lie within the file, before the footer',
    severity: 'error',
    clause: `${VHD}, Block Allocation Table`,
  },
  'vhd-overlap': {
    what: 'blocks do not overlap',
    severity: 'error',
    clause: `${VHD}, Block Allocation Table`,
  },
  'azure-fixed': {
    what: 'the disk is fixed',
    severity: 'warning',
    clause: AZURE,
    platform: 'azure',
  },
  'azure-aligned': {
    what: 'the size of the disk is a multiple of 1 MiB',
    severity: 'warning',
    clause: AZURE,
    platform: 'azure',
  },
} as const satisfies RuleTable;
