import { sha256 } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';

/** A file system that is read only. */
export type RootfsFormat = 'squashfs' | 'erofs';

/** A folder to write as a read-only file system. */
export interface RootfsOptions {
  readonly root: string;
  readonly path: string;
  readonly format: RootfsFormat;
  /** Of the file system itself; files keep theirs. */
  readonly timeSeconds: number;
  /** What the UUID of an erofs is derived from. */
  readonly seed: string;
  /** Relative paths that are left out. */
  readonly without: readonly string[];
  readonly log: Log;
}

/** Larger blocks compress better and cost time at every small read: 256 KiB is what live systems use. */
const SQUASHFS_BLOCK_BYTES = 256 * 1024;
/** 9 is within 4 % of the default of 15 at a third of its time. */
const ZSTD_LEVEL = 9;

/**
 * Writes a folder as squashfs (zstd) or erofs (lz4hc), with extended attributes. The bytes are a
 * function of the folder and of the tool's version.
 *
 * @throws ToolError; BuildError DISK_FULL
 */
export async function writeRootfs(options: RootfsOptions): Promise<void> {
  const { root, path, format, timeSeconds, without, log } = options;
  if (format === 'squashfs') {
    const excluded = without.length === 0 ? [] : ['-e', ...without];
    await runTool(
      [
        ...['mksquashfs', root, path, '-noappend', '-quiet', '-no-progress', '-no-recovery'],
        ...['-comp', 'zstd', '-Xcompression-level', String(ZSTD_LEVEL)],
        ...['-b', String(SQUASHFS_BLOCK_BYTES), '-mkfs-time', String(timeSeconds), '-xattrs'],
        ...excluded,
      ],
      { log },
    );
    return;
  }
  const excluded = without.map((name) => `--exclude-path=${name}`);
  const identity = ['-T', String(timeSeconds), '-C65536', '-U', uuidOf(options.seed)];
  await runTool(['mkfs.erofs', '--quiet', '-z', 'lz4hc', ...identity, ...excluded, path, root], {
    log,
  });
}

/** A UUID of version 8 (RFC 9562: vendor's own). */
function uuidOf(seed: string): string {
  const hex = sha256(`treesmith erofs ${seed}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
