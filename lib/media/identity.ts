import { createHash } from 'node:crypto';
import { uuidOfDigest } from '../core/uuid.ts';
import type { DiskPatch } from './media-model.ts';

/** What tells one disk from another. */
export interface DiskIdentity {
  /** The commit's checksum. */
  readonly identity: string;
  readonly sizeBytes: number;
  readonly patches: readonly DiskPatch[];
}

/**
 * Returns the digest (64 hexadecimal digits) from which the identifier for `purpose` is made: a
 * function of what is on the disk, where tools would draw at random.
 */
export function deriveDigest(purpose: string, disk: DiskIdentity): string {
  const hash = createHash('sha256');
  hash.update(`treesmith media ${purpose} ${disk.identity} ${disk.sizeBytes}\n`);
  for (const { offsetBytes, bytes } of disk.patches) {
    hash.update(`${offsetBytes} ${bytes.length}\n`);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/** Returns a UUID in the same way. */
export function deriveUuid(purpose: string, disk: DiskIdentity): string {
  return uuidOfDigest(deriveDigest(purpose, disk));
}

/** Returns VMware's content id in the same way: two values of its 32 bits mean something else. */
export function deriveContentId(disk: DiskIdentity): number {
  return Number.parseInt(deriveDigest('vmdk', disk).slice(0, 8), 16) % 0xffff_fffe;
}
