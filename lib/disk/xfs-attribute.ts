import { BuildError } from '../core/errors.ts';
import type { DiskCode } from './errors.ts';
import type { TreeNode } from './xfs-tree.ts';

const NAMESPACES: readonly (readonly [prefix: string, flags: number])[] = [
  ['user.', 0],
  ['trusted.', 2],
  ['security.', 4],
];

/**
 * Returns an attribute as XFS has it: without its namespace, which is a flag.
 *
 * @throws BuildError FILESYSTEM_FAILED
 */
export function splitAttribute(
  [name, value]: TreeNode['xattrs'][number],
  path: string,
): { flags: number; name: Buffer; value: Buffer } {
  const text = Buffer.from(name).toString('latin1').replace(/\0$/, '');
  const [prefix, flags] = NAMESPACES.find(([start]) => text.startsWith(start)) ?? [];
  if (prefix === undefined || flags === undefined || value.length > 255) {
    throw new BuildError<DiskCode>(
      'FILESYSTEM_FAILED',
      `${path} has the extended attribute ${text}, which is not written to XFS`,
      { hint: 'Use another file system for the root.' },
    );
  }
  return {
    flags,
    name: Buffer.from(text.slice(prefix.length), 'latin1'),
    value: Buffer.from(value),
  };
}
