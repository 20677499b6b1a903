import type { RuleTable } from '../rule.ts';

/** Rules of VHDX. */
export const VHDX_RULES = {
  'vhdx-headers': {
    what: 'both headers are sound: signature and CRC-32C',
    severity: 'warning',
    clause: '[MS-VHDX] 2.2.2',
  },
  'vhdx-version': {
    what: 'the version is 1, that of the log 0',
    severity: 'error',
    clause: '[MS-VHDX] 2.2.2',
  },
  'vhdx-region-tables': {
    what: 'both region tables are sound and say the same',
    severity: 'error',
    clause: '[MS-VHDX] 2.2.3',
  },
  'vhdx-regions': {
    what: 'regions start and end at multiples of 1 MiB, from 1 MiB on, lie within the file and do not overlap',
    severity: 'error',
    clause: '[MS-VHDX] 2.2.3.2',
  },
  'vhdx-log': {
    what: 'the log is empty: nothing has to be replayed',
    severity: 'error',
    clause: '[MS-VHDX] 2.3',
  },
  'vhdx-metadata': {
    what: 'every item that must be there is: file parameters, size, disk id, sector sizes',
    severity: 'error',
    clause: '[MS-VHDX] 2.6.2',
  },
  'vhdx-size': {
    what: 'the size of the disk is a whole number of its sectors',
    severity: 'error',
    clause: '[MS-VHDX] 2.6.2.2',
  },
  'vhdx-table': {
    what: 'the block allocation table has an entry for each block, of a state that exists',
    severity: 'error',
    clause: '[MS-VHDX] 2.5',
  },
  'vhdx-bounds': {
    what: 'blocks lie within the file',
    severity: 'error',
    clause: '[MS-VHDX] 2.5.1',
  },
  'vhdx-overlap': {
    what: 'blocks overlap neither each other nor a region',
    severity: 'error',
    clause: '[MS-VHDX] 2.5.1',
  },
} as const satisfies RuleTable;
