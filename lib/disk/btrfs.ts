import type { Ext4Options } from './ext4.ts';
export type BtrfsOptions = Pick<
  Ext4Options,
  'disk' | 'extent' | 'tree' | 'label' | 'uuid' | 'timeSeconds' | 'workDir' | 'log'
>;
export function btrfsSizeBytes(treeBytes: number): number {
  return treeBytes * 1.2;
}
export async function writeBtrfs(_options: BtrfsOptions): Promise<number> {
  throw new Error('todo');
}
