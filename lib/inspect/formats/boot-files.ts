import { BuildError } from '../../core/errors.ts';
import { parseFileSystem } from '../../filesystem/parse.ts';
import { digestContents } from '../content-digest.ts';
import { type DiskReader, openPart, readUpTo } from '../disk-reader.ts';
import { openWindowed } from '../disks/blocks.ts';
import { zstdFrameBytes } from '../disks/zstd-frame.ts';
import { readEfiProgram } from '../efi-program.ts';
import type { SetFile } from '../file-set.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import type { BootLoaderReport, Details, FileSystemReport } from '../report.ts';
import { detectCompression, unpack } from '../unpack.ts';
import { isCpio, readInitrd } from './initrd.ts';
import { isKernel, KERNEL_HEAD_BYTES, readKernel } from './kernel.ts';

const HEAD_BYTES = 70_000;
const MAX_FILES = 64;

type BootFileKind = 'kernel' | 'uki' | 'initrd' | 'rootfs' | 'other';

/** Whether one of the files is a kernel: then they are for booting over the network. */
export async function hasKernel(files: readonly SetFile[]): Promise<boolean> {
  for (const file of nearest(files)) {
    if (isKernel(await readUpTo(await file.open(), 0, KERNEL_HEAD_BYTES))) return true;
  }
  return false;
}

/** Reads kernel, initramfs and root file system that lie in a folder or an archive. */
export async function openBootFiles(
  files: readonly SetFile[],
  inspection: Inspection,
): Promise<OpenedImage> {
  const { findings } = inspection;
  const read: {
    path: string;
    kind: BootFileKind;
    hasInit: boolean;
    hasRoot: boolean;
    details: Details;
  }[] = [];
  const bootLoaders: BootLoaderReport[] = [];
  const fileSystems: FileSystemReport[] = [];
  for (const file of nearest(files)) {
    const content = await file.open();
    const found = await readBootFile(content, file.path, inspection);
    const sha256 = await digestContents(content);
    const details = {
      path: file.path,
      kind: found.kind,
      sizeBytes: file.sizeBytes,
      sha256,
      ...found.details,
    };
    read.push({
      path: file.path,
      kind: found.kind,
      hasInit: found.hasInit,
      hasRoot: found.hasRoot,
      details,
    });
    if (found.bootLoader !== undefined) bootLoaders.push({ ...found.bootLoader, path: file.path });
    if (found.fileSystem !== undefined) fileSystems.push(found.fileSystem);
  }
  const count = (kind: BootFileKind) => read.filter((item) => item.kind === kind).length;
  const kernels = count('kernel') + count('uki');
  findings.check(kernels === 1, 'pxe-kernel', `it has ${kernels}`);
  findings.check(count('initrd') > 0 || count('uki') > 0, 'pxe-initrd', 'it has none');
  findings.check(
    read.some(({ hasInit }) => hasInit) || count('initrd') === 0,
    'initrd-init',
    'no initramfs has one',
  );
  findings.check(
    count('rootfs') <= 1,
    'pxe-architecture',
    `it has ${count('rootfs')} file systems`,
  );
  const isPxe = count('rootfs') > 0 || read.some(({ hasRoot }) => hasRoot);
  return {
    format: isPxe ? 'pxe' : 'kernel+initrd',
    bootLoaders,
    fileSystems,
    details: { files: read.map(({ details }) => details) },
  };
}

/** The first files, those at the top before those in folders. */
function nearest(files: readonly SetFile[]): SetFile[] {
  const depth = ({ path }: SetFile) => path.split('/').length;
  return [...files].sort((a, b) => depth(a) - depth(b)).slice(0, MAX_FILES);
}

interface BootFile {
  readonly kind: BootFileKind;
  readonly details: Details;
  readonly hasInit: boolean;
  readonly hasRoot: boolean;
  readonly bootLoader?: BootLoaderReport;
  readonly fileSystem?: FileSystemReport;
}

/** Returns what one file is: kernel, UKI, initramfs, file system, or something else. */
export async function readBootFile(
  file: DiskReader,
  path: string,
  inspection: Inspection,
): Promise<BootFile> {
  const { findings } = inspection;
  const none = { hasInit: false, hasRoot: false };
  const head = await readUpTo(file, 0, HEAD_BYTES);
  const program = await readEfiProgram(file, path, inspection.findings);
  if (program?.kind === 'uki') {
    const { architecture, details } = program;
    const bootLoader = {
      firmware: 'uefi',
      kind: 'uki',
      architecture,
      sizeBytes: file.sizeBytes,
      details,
    } as const;
    return { kind: 'uki', details: { architecture }, ...none, bootLoader };
  }
  if (isKernel(head)) {
    return { kind: 'kernel', details: await readKernel(file, path, findings), ...none };
  }
  const compression = detectCompression(head);
  if (
    isCpio(head) ||
    (compression !== undefined && (await holdsCpio(file, compression, inspection)))
  ) {
    try {
      const initrd = await readInitrd(file, inspection);
      return {
        kind: 'initrd',
        details: initrd.details,
        hasInit: initrd.hasInit,
        hasRoot: initrd.hasRootImage,
      };
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      findings.add('initrd-members', `${path}: ${error.message}`);
      return { kind: 'initrd', details: {}, ...none };
    }
  }
  const system = parseFileSystem(head);
  if (system === undefined) return { kind: 'other', details: {}, ...none };
  const { type, label, uuid, sizeBytes, blockBytes, details } = system;
  findings.check(
    sizeBytes <= file.sizeBytes,
    'filesystem-fits',
    `the ${type} in ${path} has ${sizeBytes} bytes, the file ${file.sizeBytes}`,
  );
  const fileSystem = {
    type,
    ...(label === undefined ? {} : { label }),
    ...(uuid === undefined ? {} : { uuid }),
    offsetBytes: 0,
    sizeBytes,
    blockBytes,
    details: { path, ...details },
  };
  return { kind: 'rootfs', details: { type }, ...none, fileSystem };
}

async function holdsCpio(
  file: DiskReader,
  compression: 'gzip' | 'xz' | 'zstd',
  inspection: Inspection,
): Promise<boolean> {
  try {
    const length =
      compression === 'zstd' ? await zstdFrameBytes(openWindowed(file)) : file.sizeBytes;
    const unpacked = await unpack(openPart(file, 0, length), compression, inspection);
    return isCpio(await readUpTo(unpacked, 0, 16));
  } catch (error) {
    if (error instanceof BuildError) return false;
    throw error;
  }
}
