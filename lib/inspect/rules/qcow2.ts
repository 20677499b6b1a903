import type { RuleTable } from '../rule.ts';

const QCOW2 = 'QEMU docs/interop/qcow2.txt';

/** Rules of qcow2. */
export const QCOW2_RULES = {
  'qcow2-dirty': {
    what: 'it is marked neither as dirty nor as corrupt',
    severity: 'error',
    clause: `${QCOW2}, Header, incompatible_features`,
  },
  'qcow2-size': {
    what: 'the size of the disk is a multiple of 512 bytes',
    severity: 'error',
    clause: `${QCOW2}, Header, size`,
  },
  'qcow2-l1': {
    what: 'the L1 table has an entry for each part of the disk, and starts at a cluster',
    severity: 'error',
    clause: `${QCOW2}, Cluster mapping`,
  },
  'qcow2-aligned': {
    what: 'tables and clusters start at a multiple of the cluster size',
    severity: 'error',
    clause: `${QCOW2}, Cluster mapping`,
  },
  'qcow2-bounds': {
    what: 'tables and clusters lie within the file',
    severity: 'error',
    clause: `${QCOW2}, Cluster mapping`,
  },
  'qcow2-refcount': {
    what: 'a cluster is used as often as its reference count says, or less',
    severity: 'error',
    clause: `${QCOW2}, Host cluster management`,
  },
  'qcow2-leak': {
    what: 'no cluster has a reference count above its uses',
    severity: 'warning',
    clause: `${QCOW2}, Host cluster management`,
  },
  'qcow2-copied': {
    what: 'bit 63 of an entry says whether the reference count is one; never for a compressed cluster',
    severity: 'error',
    clause: `${QCOW2}, Cluster mapping`,
  },
  'qcow2-overlap': {
    what: 'no two tables share a cluster',
    severity: 'error',
    clause: `${QCOW2}, Cluster mapping`,
  },
  'qcow2-snapshots': {
    what: 'an image to hand out has no snapshots',
    severity: 'warning',
    clause: `${QCOW2}, Snapshots`,
  },
} as const satisfies RuleTable;
