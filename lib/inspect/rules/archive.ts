import type { RuleTable } from '../rule.ts';

const GCE = 'Google Compute Engine: Manually import boot disks, Compress and upload';

/** Rules of archives: GCE's, and root file systems (WSL). */
export const ARCHIVE_RULES = {
  'gce-gzip': { what: 'it is compressed with gzip', severity: 'error', clause: GCE },
  'gce-one-member': { what: 'the archive has one member', severity: 'error', clause: GCE },
  'gce-name': { what: 'that member is named disk.raw', severity: 'error', clause: GCE },
  'gce-format': {
    what: "the archive is in GNU's older form (tar --format=oldgnu), sparse or not",
    severity: 'error',
    clause: GCE,
  },
  'gce-size': { what: 'the size of the disk is whole GiB', severity: 'error', clause: GCE },
  'tar-end': {
    what: 'an archive ends with two blocks of zeros',
    severity: 'warning',
    clause: 'POSIX.1-1988, 10.1.1 (ustar)',
  },
  'tar-names': {
    what: 'names lead neither to the root nor out of the folder',
    severity: 'error',
    clause: 'POSIX.1-1988, 10.1.1 (ustar)',
  },
  'tar-duplicates': {
    what: 'no two members have one name',
    severity: 'warning',
    clause: 'GNU tar manual, 4.2.4',
  },
  'tar-hard-links': {
    what: 'a hard link names a member before it',
    severity: 'error',
    clause: 'POSIX.1-1988, 10.1.1 (ustar)',
  },
  'rootfs-os-release': {
    what: 'a root file system has etc/os-release or usr/lib/os-release',
    severity: 'warning',
    clause: 'os-release(5)',
  },
  'wsl-gzip': {
    what: 'an archive for WSL is compressed with gzip, or not at all',
    severity: 'error',
    clause: 'Microsoft: Build a custom Linux distribution for WSL',
  },
} as const satisfies RuleTable;
