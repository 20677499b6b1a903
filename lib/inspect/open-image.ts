import { ConfigError } from '../core/errors.ts';
import { parseFileSystem } from '../filesystem/parse.ts';
import type { Compression } from '../host/decompress.ts';
import { isTarHeader } from '../tar/parse.ts';
import { type DiskReader, openPart, readUpTo } from './disk-reader.ts';
import { openWindowed } from './disks/blocks.ts';
import { readTar, type TarMember } from './disks/tar.ts';
import { zstdFrameBytes } from './disks/zstd-frame.ts';
import type { InspectCode } from './errors.ts';
import { filesOf, type SetFile } from './file-set.ts';
import { isGce, openGce, openRootArchive } from './formats/archive.ts';
import { hasKernel, openBootFiles, readBootFile } from './formats/boot-files.ts';
import { isOciLayout, openContainerDisk } from './formats/containerdisk.ts';
import { isCpio } from './formats/initrd.ts';
import { openIso } from './formats/iso.ts';
import { isKernel } from './formats/kernel.ts';
import { openOva } from './formats/ova.ts';
import { openQcow2 } from './formats/qcow2.ts';
import { openVhd } from './formats/vhd.ts';
import { openVhdx } from './formats/vhdx.ts';
import { type OpenSibling, openVmdk } from './formats/vmdk.ts';
import type { Inspection, OpenedImage } from './inspection.ts';
import { describeContent } from './looks-like.ts';
import type { InspectedFormat } from './report.ts';
import { detectCompression, unpack } from './unpack.ts';

/** Members of an archive that are looked at to tell what it is of. */
const MAX_SAMPLE = 64;
const HEAD_BYTES = 70_000;
const SUFFIXES = { gzip: 'raw.gz', xz: 'raw.xz', zstd: 'raw.zst' } as const;

/** Where a file is: what is beside it, and how it was compressed. */
export interface ImagePlace {
  readonly openSibling: OpenSibling;
  readonly compression: Compression;
}

/** The place of a file that lies in another: nothing is beside it. */
export const NO_PLACE: ImagePlace = { openSibling: async () => undefined, compression: 'none' };

/**
 * Opens a file in any of the formats, told by its content, never by its name.
 *
 * @throws ConfigError NOT_AN_IMAGE, IMAGE_UNSUPPORTED; BuildError IMAGE_DAMAGED, IMAGE_LIMIT,
 * IMAGE_TRUNCATED, and the one code of each format (QCOW2_BAD and others)
 */
export async function openImage(
  file: DiskReader,
  inspection: Inspection,
  place: ImagePlace,
): Promise<OpenedImage> {
  const head = await readUpTo(file, 0, HEAD_BYTES);
  const text = (at: number, length: number) => head.toString('latin1', at, at + length);
  const compression = detectCompression(head);
  if (compression !== undefined) {
    return openCompressed(file, compression, inspection);
  }
  const inner = (part: DiskReader) =>
    inspection.deeper(() => openImage(part, inspection, NO_PLACE));
  if (text(0, 4) === 'QFI\xfb') return openQcow2(file, inspection);
  if (text(0, 4) === 'KDMV' || /^# *disk *descriptorfile/i.test(text(0, 32))) {
    return openVmdk(file, inspection, place.openSibling);
  }
  if (text(0, 8) === 'vhdxfile') return openVhdx(file, inspection);
  const end = await readUpTo(file, Math.max(file.sizeBytes - 512, 0), 8);
  if (text(0, 8) === 'conectix' || end.toString('latin1') === 'conectix') {
    return openVhd(file, inspection);
  }
  if (text(32769, 5) === 'CD001') return openIso(file, inspection);
  if (head.length >= 512 && isTarHeader(head.subarray(0, 512))) {
    return openTar(file, place.compression, inspection, inner);
  }
  if (isKernel(head) || isCpio(head) || text(0, 2) === 'MZ') {
    const opened = await openBootFile(file, inspection);
    if (opened !== undefined) return opened;
  }
  if (isDisk(head)) return { format: 'raw', disk: file, details: {} };
  throw new ConfigError<InspectCode>(
    'NOT_AN_IMAGE',
    `not an image in a format that is known: it looks like ${describeContent(head.subarray(0, 512), file.sizeBytes)}`,
  );
}

/** Opens a folder: an OCI layout, or files for booting over the network. */
export async function openFolder(
  files: readonly SetFile[],
  inspection: Inspection,
): Promise<OpenedImage> {
  const inner = (part: DiskReader) =>
    inspection.deeper(() => openImage(part, inspection, NO_PLACE));
  if (isOciLayout(files)) return openContainerDisk(files, inspection, inner);
  if (await hasKernel(files)) return openBootFiles(files, inspection);
  throw new ConfigError<InspectCode>(
    'NOT_AN_IMAGE',
    'a folder that is neither an OCI image layout nor has a kernel in it',
  );
}

async function openCompressed(
  file: DiskReader,
  compression: 'gzip' | 'xz' | 'zstd',
  inspection: Inspection,
): Promise<OpenedImage> {
  const opened = await inspection.deeper(async () => {
    // An initramfs has more behind its first frame, with zeros between that zstd would refuse.
    const frame =
      compression === 'zstd' ? await zstdFrameBytes(openWindowed(file)) : file.sizeBytes;
    if (frame < file.sizeBytes) {
      const first = await unpack(openPart(file, 0, frame), compression, inspection);
      const initrd = isCpio(await readUpTo(first, 0, 16)) && (await openBootFile(file, inspection));
      if (initrd) return initrd;
    }
    const content = await unpack(file, compression, inspection);
    return openImage(content, inspection, { ...NO_PLACE, compression });
  });
  const format: InspectedFormat = opened.format === 'raw' ? SUFFIXES[compression] : opened.format;
  return { ...opened, format, details: { ...opened.details, compression } };
}

async function openTar(
  archive: DiskReader,
  compression: Compression,
  inspection: Inspection,
  inner: (part: DiskReader) => Promise<OpenedImage>,
): Promise<OpenedImage> {
  const members: TarMember[] = [];
  let isWhole = true;
  for await (const member of readTar(archive)) {
    if (members.length >= MAX_SAMPLE) {
      isWhole = false;
      break;
    }
    members.push(member);
  }
  if (isWhole) {
    const files = filesOf(members);
    if (members.some(({ name }) => /\.ovf$/i.test(name)))
      return openOva(members, inspection, inner);
    if (isOciLayout(files)) return openContainerDisk(files, inspection, inner);
    if (isGce(members)) return openGce(members, compression, inspection);
    if (files.length <= 16 && (await hasKernel(files))) return openBootFiles(files, inspection);
  }
  return openRootArchive(archive, compression, inspection);
}

/** Opens a kernel, a UKI or an initramfs alone. */
async function openBootFile(
  file: DiskReader,
  inspection: Inspection,
): Promise<OpenedImage | undefined> {
  const found = await readBootFile(file, 'it', inspection);
  switch (found.kind) {
    case 'kernel':
      return { format: 'kernel', details: found.details };
    case 'uki':
      return {
        format: 'uki',
        details: found.details,
        ...(found.bootLoader === undefined ? {} : { bootLoaders: [found.bootLoader] }),
      };
    case 'initrd':
      inspection.findings.check(found.hasInit, 'initrd-init', 'it has none');
      return { format: 'initrd', details: found.details };
    default:
      return undefined;
  }
}

function isDisk(head: Buffer): boolean {
  if (head.length >= 512 && head.readUInt16LE(510) === 0xaa55) return true;
  const isGpt = [512, 4096].some((at) => head.toString('latin1', at, at + 8) === 'EFI PART');
  return isGpt || parseFileSystem(head) !== undefined;
}
