import type { Ext4Options } from './ext4.ts';
export type XfsOptions = Pick<
  Ext4Options,
  'disk' | 'extent' | 'tree' | 'label' | 'uuid' | 'timeSeconds' | 'workDir' | 'log'
>;
export function xfsSizeBytes(treeBytes: number, _inodes: number): number {
  return treeBytes * 1.2;
}
export async function writeXfs(_options: XfsOptions): Promise<number> {
  throw new Error('todo');
}
