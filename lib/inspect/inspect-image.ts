import { lstat, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BuildError, ConfigError, TreesmithError } from '../core/errors.ts';
import { digestFile, type FileDigest } from '../host/file-digest.ts';
import { digestContents } from './content-digest.ts';
import { readDisk } from './disk.ts';
import { openFile } from './disk-reader.ts';
import type { InspectCode } from './errors.ts';
import { readFolder } from './file-set.ts';
import { Inspection, type OpenedImage } from './inspection.ts';
import { NO_PLACE, openFolder, openImage } from './open-image.ts';
import type { ImageReport } from './report.ts';
import type { RulePlatform } from './rule.ts';

/** How a file is inspected. */
export interface InspectOptions {
  /** What it is meant for: rules of this platform are errors then. */
  readonly platform?: RulePlatform;
  /** What the file's digest is known to be, so that it is not read for that. */
  readonly digest?: FileDigest;
  /** Whether to read the whole disk for `contentSha256`, which is the same in every format. */
  readonly withContents?: boolean;
  /** Where compressed files are unpacked; the system's place for that when not given. */
  readonly tempFolder?: string;
}

/**
 * Reads a disk image, or whatever else a machine can boot from, in any format that Treesmith makes, and
 * returns what it is, what is in it, and every rule that it breaks. The format is told by content. The file
 * may be anybody's: nothing that it names is opened but extents of a VMware disk in the same folder, and
 * LIMITS bound everything.
 *
 * @throws ConfigError NOT_AN_IMAGE, IMAGE_UNREADABLE, IMAGE_UNSUPPORTED, TOOL_MISSING; BuildError
 * IMAGE_TRUNCATED, IMAGE_DAMAGED, IMAGE_LIMIT, DECOMPRESS_FAILED, DISK_FULL, and the code of the format
 * (QCOW2_BAD, VMDK_BAD, VHD_BAD, VHDX_BAD, TAR_BAD, OVF_BAD, ISO_BAD, CPIO_BAD, OCI_INVALID)
 */
export async function inspectImage(
  path: string,
  options: InspectOptions = {},
): Promise<ImageReport> {
  const inspection = new Inspection(options.platform, options.tempFolder);
  try {
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
    return isFolder
      ? await inspectFolder(path, inspection, options)
      : await inspectFile(path, inspection, options);
  } catch (error) {
    throw placed(error, path);
  } finally {
    await inspection.close();
  }
}

async function inspectFile(
  path: string,
  inspection: Inspection,
  options: InspectOptions,
): Promise<ImageReport> {
  const file = inspection.keep(await openFile(path));
  const opened = await openImage(file, inspection, {
    ...NO_PLACE,
    openSibling: async (name) => {
      const sibling = join(dirname(path), name);
      const found = await lstat(sibling).catch(() => undefined);
      return found?.isFile() === true ? openFile(sibling) : undefined;
    },
  });
  const { sizeBytes, sha256 } = options.digest ?? (await digestFile(path));
  return reportOf({ path, fileSizeBytes: sizeBytes, sha256 }, opened, inspection, options);
}

async function inspectFolder(
  path: string,
  inspection: Inspection,
  options: InspectOptions,
): Promise<ImageReport> {
  const files = await readFolder(path, inspection);
  const opened = await openFolder(files, inspection);
  const fileSizeBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return reportOf({ path, fileSizeBytes }, opened, inspection, options);
}

async function reportOf(
  base: Pick<ImageReport, 'path' | 'fileSizeBytes' | 'sha256'>,
  opened: OpenedImage,
  inspection: Inspection,
  { withContents = false }: InspectOptions,
): Promise<ImageReport> {
  const { disk, isHybrid = false, bootLoaders = [], fileSystems = [] } = opened;
  const { findings } = inspection;
  const onDisk = disk === undefined ? undefined : await readDisk(disk, findings, isHybrid);
  const contents =
    disk === undefined || !withContents ? {} : { contentSha256: await digestContents(disk) };
  return {
    path: base.path,
    format: opened.format,
    fileSizeBytes: base.fileSizeBytes,
    ...(disk === undefined ? {} : { virtualSizeBytes: disk.sizeBytes }),
    ...(base.sha256 === undefined ? {} : { sha256: base.sha256 }),
    ...contents,
    partitions: onDisk?.partitions ?? [],
    fileSystems: [...fileSystems, ...(onDisk?.fileSystems ?? [])],
    bootLoaders: [...bootLoaders, ...(onDisk?.bootLoaders ?? [])],
    details: { ...opened.details, ...(onDisk?.details ?? {}) },
    findings: findings.list(),
  };
}

/** Returns the failure with the file as its place. */
function placed(error: unknown, path: string): unknown {
  if (error instanceof TreesmithError && error.place === undefined) {
    const details = {
      place: { file: path },
      cause: error.cause,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
    const Kind = error instanceof ConfigError ? ConfigError : BuildError;
    // Names in the file must not move the cursor.
    return new Kind(
      error.code,
      error.message.replaceAll(/[^\n\x20-\x7e\u00a0-\uffff]+/g, '?'),
      details,
    );
  }
  // A read that fails: a broken disk, a file that was cut while it was read.
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'read' && code !== undefined) {
    return new ConfigError<InspectCode>('IMAGE_UNREADABLE', `${path} cannot be read: ${code}`, {
      cause: error,
    });
  }
  return error;
}
