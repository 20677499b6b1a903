import type { RuleTable } from '../rule.ts';

const VMDK = 'VMware Virtual Disk Format 1.1';

/** Rules of VMware's disks. */
export const VMDK_RULES = {
  'vmdk-newlines': {
    what: 'ends of lines in the header are as they were: it was not sent as text',
    severity: 'error',
    clause: `${VMDK}, Hosted Sparse Extents`,
  },
  'vmdk-unclean': {
    what: 'it was closed',
    severity: 'warning',
    clause: `${VMDK}, Hosted Sparse Extents`,
  },
  'vmdk-descriptor': {
    what: 'it has a descriptor with version, CID and createType',
    severity: 'error',
    clause: `${VMDK}, The Descriptor File`,
  },
  'vmdk-create-type': {
    what: 'createType is what the extent is',
    severity: 'error',
    clause: `${VMDK}, The Descriptor File`,
  },
  'vmdk-capacity': {
    what: 'the extents of the descriptor have the size that their headers say',
    severity: 'error',
    clause: `${VMDK}, The Extent Descriptions`,
  },
  'vmdk-grain-size': {
    what: 'a grain is a power of two of sectors, and more than 4 KiB',
    severity: 'error',
    clause: `${VMDK}, Hosted Sparse Extents`,
  },
  'vmdk-table-size': {
    what: 'a grain table has 512 entries',
    severity: 'error',
    clause: `${VMDK}, Grain Tables`,
  },
  'vmdk-redundant': {
    what: 'the redundant grain tables say the same as the others',
    severity: 'error',
    clause: `${VMDK}, Grain Directory`,
  },
  'vmdk-bounds': {
    what: 'directory, tables and grains lie within the file',
    severity: 'error',
    clause: `${VMDK}, Grain Directory`,
  },
  'vmdk-overlap': {
    what: 'no two tables or grains share a sector',
    severity: 'error',
    clause: `${VMDK}, Grain Tables`,
  },
  'vmdk-marker': {
    what: 'the marker of a compressed grain has its sector and a size that fits the file',
    severity: 'error',
    clause: `${VMDK}, Stream-Optimized Compressed Sparse Extents`,
  },
  'vmdk-footer': {
    what: 'a stream whose header says "at the end" ends with footer marker, footer and end-of-stream marker; the footer says what the header does',
    severity: 'error',
    clause: `${VMDK}, Stream-Optimized Compressed Sparse Extents`,
  },
  'vmdk-stream': {
    what: 'a stream has its grain directory at its end, as ESX wants it; qemu-img puts it in front',
    severity: 'warning',
    clause: `${VMDK}, Stream-Optimized Compressed Sparse Extents`,
    platform: 'vmware',
  },
  'vmdk-adapter': {
    what: 'ddb.adapterType is lsilogic, or another of SCSI',
    severity: 'warning',
    clause: `${VMDK}, The Disk Database`,
    platform: 'vmware',
  },
  'vmdk-transport': {
    what: 'to vSphere goes streamOptimized alone',
    severity: 'warning',
    clause: 'VMware OVF Tool user guide; DSP0243 1.1.0, 5.2',
    platform: 'vmware',
  },
} as const satisfies RuleTable;
