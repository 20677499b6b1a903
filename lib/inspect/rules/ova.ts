import type { RuleTable } from '../rule.ts';

/** Rules of OVA. */
export const OVA_RULES = {
  'ova-order': {
    what: 'the descriptor is the first member, the manifest follows, then its certificate, then files in the order of References',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 5.3',
  },
  'ova-ustar': {
    what: 'the archive is ustar (POSIX.1-1988), without extensions',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 5.3',
  },
  'ova-one-descriptor': {
    what: 'it has one descriptor',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 5.1',
  },
  'ova-manifest': {
    what: 'a manifest has the digest of every file but itself and its certificate',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 5.1',
  },
  'ova-no-manifest': {
    what: 'it has a manifest',
    severity: 'warning',
    clause: 'DSP0243 1.1.0, 5.1',
  },
  'ova-digest': {
    what: 'the digests of the manifest are those of the files',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 5.1',
  },
  'ova-references': {
    what: 'References names every file, each is there, and has the size that is said',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 7.1',
  },
  'ova-flat': {
    what: 'members are files without folders',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 5.3',
  },
  'ova-disk': {
    what: 'a disk names a file of References and has the capacity of that file',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 9.1',
  },
  'ova-disk-used': {
    what: 'a drive of the virtual system uses the disk',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 8.3',
  },
  'ova-hardware': {
    what: 'the type of virtual hardware is one: vmx-14, virtualbox-2.2',
    severity: 'error',
    clause: 'DSP0243 1.1.0, 8.1',
  },
  'ova-vmware-format': {
    what: 'the disk is a stream-optimized VMDK, and the descriptor says so',
    severity: 'warning',
    clause: 'DSP0243 1.1.0, 5.2; VMware OVF Tool user guide',
    platform: 'vmware',
  },
  'ova-vmware-os-type': {
    what: "VMware's name of the operating system is given (vmw:osType)",
    severity: 'warning',
    clause: 'VMware vSphere Web Services API, VirtualMachineGuestOsIdentifier',
    platform: 'vmware',
  },
} as const satisfies RuleTable;
