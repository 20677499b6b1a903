import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { readTool, runTool, ToolError } from '../host/process.ts';
import { runConsuming } from './consume.ts';
import type { DiskCode } from './errors.ts';
import type { Extent } from './layout.ts';

/** A file system to write into a part of a disk file. */
export interface Ext4Options {
  readonly disk: string;
  readonly extent: Extent;
  /** Folder whose contents it gets: files are emptied behind it. Absent: the file system is empty. */
  readonly tree?: string;
  readonly label: string;
  readonly uuid: string;
  readonly hashSeed: string;
  /** Every access, change and creation time in it, seconds since 1970. */
  readonly timeSeconds: number;
  /** Folders, relative to its root, that get the immutable flag: mke2fs does not copy it. */
  readonly immutable: readonly string[];
  /** False: its UUID can be changed while it is mounted. */
  readonly metadataChecksums: boolean;
  readonly workDir: string;
  readonly log: Log;
}

const BLOCK_BYTES = 4096;
const INODE_BYTES = 256;
const INODE_RATIO_BYTES = 16_384;
const RESERVED_PERCENT = 1;

/**
 * The host's own mke2fs.conf must not decide: newer ones switch on features (`orphan_file`,
 * `metadata_csum_seed`) that GRUB 2.06 and older kernels refuse.
 */
const MKE2FS_CONF = (checksums: string) => `[defaults]
base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr
default_mntopts = acl,user_xattr
enable_periodic_fsck = 0
[fs_types]
ext4 = {
  features = has_journal,extent,huge_file,flex_bg,${checksums}64bit,dir_nlink,extra_isize
}
`;

const IMAGE_FULL = /Could not allocate (block|inode)/i;

/** Megabytes of journal for a file system of this size. */
function journalMib(sizeBytes: number): number {
  if (sizeBytes < 128 * 2 ** 20) return 4;
  return sizeBytes < 2 ** 30 ? 16 : sizeBytes < 16 * 2 ** 30 ? 64 : 128;
}

/** Returns the bytes that a tree of this size needs as a file system, with a tenth to live in. */
export function ext4SizeBytes(treeBytes: number): number {
  const metadata = INODE_BYTES / INODE_RATIO_BYTES + RESERVED_PERCENT / 100 + 0.002;
  const plain = (treeBytes * 1.1 + 8 * 2 ** 20) / (1 - metadata);
  return Math.ceil(plain + journalMib(plain) * 2 ** 20);
}

/**
 * Writes an ext4 file system with the contents of `tree` straight into its place in the disk file,
 * which is as long as the disk already. No loop device, no mount. Needs e2fsprogs 1.47 or newer.
 *
 * @returns the most bytes that tree and disk took together
 * @throws ConfigError IMAGE_TOO_SMALL; BuildError FILESYSTEM_FAILED; ToolError
 */
export async function writeExt4(options: Ext4Options): Promise<number> {
  const { extent, workDir, log } = options;
  const conf = join(workDir, 'mke2fs.conf');
  await writeFile(conf, MKE2FS_CONF(options.metadataChecksums ? 'metadata_csum,' : ''));
  const extended = [
    `offset=${extent.offsetBytes}`,
    `hash_seed=${options.hashSeed}`,
    'lazy_itable_init=0',
    'lazy_journal_init=0',
    // The file is new and sparse: its holes stay holes.
    'assume_storage_prezeroed=1',
    'root_owner=0:0',
    'nodiscard',
  ];
  const argv = [
    ...['mke2fs', '-q', '-F', '-t', 'ext4', '-b', String(BLOCK_BYTES)],
    ...['-I', String(INODE_BYTES), '-i', String(INODE_RATIO_BYTES), '-m', String(RESERVED_PERCENT)],
    ...['-J', `size=${journalMib(extent.sizeBytes)}`, '-L', options.label, '-U', options.uuid],
    ...['-E', extended.join(',')],
    ...(options.tree === undefined ? [] : ['-d', options.tree]),
    ...[options.disk, `${extent.sizeBytes / 1024}k`],
  ];
  const env = { MKE2FS_CONFIG: conf, ...fakeTime(options) };
  let peakBytes = 0;
  try {
    if (options.tree === undefined) await runTool(argv, { log, env });
    else peakBytes = await runConsuming(argv, { tree: options.tree, disk: options.disk, env, log });
  } catch (error) {
    // A full file system in the image is not a full disk, though the words are much the same.
    const failure =
      error instanceof Error && error.cause instanceof ToolError ? error.cause : error;
    if (!(failure instanceof ToolError) || !IMAGE_FULL.test(failure.stderr)) throw error;
    throw new ConfigError<DiskCode>(
      'IMAGE_TOO_SMALL',
      `the tree does not fit into a root file system of ${extent.sizeBytes} bytes`,
      { cause: error, hint: 'Give the image a larger size.' },
    );
  }
  await settleInodes(options);
  return peakBytes;
}

/**
 * Sets what mke2fs copies from the folder and no system call can set there: access and change
 * times, in one run of debugfs (each run counts up `s_kbytes_written`).
 */
async function settleInodes(options: Ext4Options): Promise<void> {
  const { workDir, log, timeSeconds } = options;
  const device = `${options.disk}?offset=${options.extent.offsetBytes}`;
  const lines: string[] = [];
  for (const inode of await listUsedInodes(device, log)) {
    for (const field of ['atime', 'ctime']) {
      lines.push(`sif <${inode}> ${field} @${timeSeconds}`, `sif <${inode}> ${field}_extra 0`);
    }
  }
  for (const path of options.immutable) {
    const shown = await readTool(['debugfs', '-R', `stat "/${path}"`, device], { log });
    const flags = /Flags: (0x[0-9a-f]+)/.exec(shown)?.[1];
    if (flags === undefined) fail(`there is no /${path} in the root file system`);
    lines.push(`sif "/${path}" flags 0x${(Number(flags) | 0x10).toString(16)}`);
  }
  const script = join(workDir, 'debugfs.script');
  await writeFile(script, `${lines.join('\n')}\n`);
  // debugfs ends with 0 even when a command failed; it says so on stderr, after its banner.
  const { stderr } = await runTool(['debugfs', '-w', '-f', script, device], {
    log,
    env: fakeTime(options),
    onStdout: () => undefined,
  });
  const complaint = stderr.split('\n').find((line) => line !== '' && !line.startsWith('debugfs '));
  if (complaint !== undefined) fail(`debugfs: ${complaint}`);
}

/** Inodes that hold something: the root folder and everything that is not reserved or free. */
async function listUsedInodes(device: string, log: Log): Promise<number[]> {
  const text = await readTool(['dumpe2fs', device], { log });
  const total = Number(/^Inode count:\s+(\d+)$/m.exec(text)?.[1]);
  const used = new Uint8Array(total + 1).fill(1, 11);
  used[2] = 1;
  for (const [, ranges] of text.matchAll(/^ {2}Free inodes: (.+)$/gm)) {
    for (const [, first, last] of (ranges ?? '').matchAll(/(\d+)(?:-(\d+))?/g)) {
      used.fill(0, Number(first), Number(last ?? first) + 1);
    }
  }
  const inodes = [...used.keys()].filter((inode) => used[inode] === 1);
  if (inodes.length < 2) fail('dumpe2fs names no inode');
  return inodes;
}

function fakeTime(options: Ext4Options): Record<string, string> {
  return { E2FSPROGS_FAKE_TIME: String(options.timeSeconds) };
}

function fail(what: string): never {
  throw new BuildError<DiskCode>('FILESYSTEM_FAILED', what);
}
