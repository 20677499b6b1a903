import { createReadStream, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { compareBytes, formatBytes } from '../core/bytes.ts';
import { BuildError, ConfigError } from '../core/errors.ts';
import {
  CPIO_MAX_MEMBER_BYTES,
  formatCpioHeader,
  formatCpioPadding,
  formatCpioTrailer,
} from '../cpio/format.ts';
import type { LiveCode } from './errors.ts';
import { FILE_TYPE, type TreeEntry } from './tree-entry.ts';

/** A member of an archive: of a tree, or of our own making when it has `data` (a link's is its target). */
export interface ArchiveMember extends TreeEntry {
  readonly data?: Buffer;
  /** Where its data is, when not at its path in the tree. */
  readonly source?: string;
}

const READ_BYTES = 256 * 1024;

/**
 * Yields a newc archive of members that are sorted already. Files are read while they are written;
 * names of one file become hard links. Numbers of inodes are given by place, not by the file system.
 *
 * @throws ConfigError FORMAT_LIMIT; BuildError PROGRAM_BAD for a file that changes on the way
 */
export async function* formatCpio(
  root: string,
  members: readonly ArchiveMember[],
): AsyncGenerator<Buffer, void> {
  const names = new Map<bigint, number>();
  for (const { inode } of members) names.set(inode, (names.get(inode) ?? 0) + 1);
  const inodes = new Map<bigint, number>();
  const left = new Map(names);
  for (const member of members) {
    const links = names.get(member.inode) ?? 1;
    const inode = inodes.get(member.inode) ?? inodes.size + 1;
    inodes.set(member.inode, inode);
    const remaining = (left.get(member.inode) ?? 1) - 1;
    left.set(member.inode, remaining);
    const type = member.mode & FILE_TYPE.mask;
    const isDevice = type === FILE_TYPE.character || type === FILE_TYPE.block;
    const data =
      member.data ??
      (type === FILE_TYPE.link ? readlinkSync(join(root, member.path), 'buffer') : undefined);
    const sizeBytes = remaining > 0 ? 0 : (data?.length ?? member.sizeBytes);
    assertFits(member.path, sizeBytes);
    yield formatCpioHeader({
      ...{ path: member.path, mode: member.mode, uid: member.uid, gid: member.gid },
      ...{ mtimeSeconds: member.mtimeSeconds, inode, links, sizeBytes },
      ...(isDevice ? { device: member.device } : {}),
    });
    if (sizeBytes === 0) continue;
    if (data === undefined) yield* readExactly(member.source ?? join(root, member.path), sizeBytes);
    else yield data;
    yield formatCpioPadding(sizeBytes);
  }
  yield formatCpioTrailer();
}

/** Returns a member that is on no disk. `inode` is negative, so that it is no file's. */
export function madeMember(
  path: string,
  mode: number,
  order: number,
  more: Partial<ArchiveMember> = {},
): ArchiveMember {
  return {
    ...{ path, mode, uid: 0, gid: 0, mtimeSeconds: 0, links: 1, sizeBytes: 0 },
    ...{ inode: BigInt(-1 - order), device: { major: 0, minor: 0 }, ...more },
  };
}

/** Returns members in the order that archives have them: by the bytes of their paths. */
export function sortMembers(members: readonly ArchiveMember[]): ArchiveMember[] {
  return [...members].sort((a, b) => compareBytes(a.path, b.path));
}

async function* readExactly(path: string, sizeBytes: number): AsyncGenerator<Buffer, void> {
  let left = sizeBytes;
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    left -= (chunk as Buffer).length;
    if (left >= 0) yield chunk as Buffer;
  }
  if (left === 0) return;
  throw new BuildError<LiveCode>('PROGRAM_BAD', `${path} changed while it was read`);
}

function assertFits(path: string, sizeBytes: number): void {
  if (sizeBytes <= CPIO_MAX_MEMBER_BYTES) return;
  throw new ConfigError<LiveCode>(
    'FORMAT_LIMIT',
    `${path} has ${formatBytes(sizeBytes)}, more than the ${formatBytes(CPIO_MAX_MEMBER_BYTES)} that a file in an initramfs can have`,
    { hint: 'Leave packages out, or make an ISO or a disk image instead.' },
  );
}
