import { BuildError } from '../../core/errors.ts';
import { CPIO_HEADER_BYTES, CPIO_TRAILER, parseCpioHeader } from '../../cpio/parse.ts';
import { type DiskReader, openPart, readUpTo } from '../disk-reader.ts';
import { openWindowed } from '../disks/blocks.ts';
import { zstdFrameBytes } from '../disks/zstd-frame.ts';
import type { InspectCode } from '../errors.ts';
import type { Inspection } from '../inspection.ts';
import { LIMITS } from '../limits.ts';
import type { Details } from '../report.ts';
import { detectCompression, unpack } from '../unpack.ts';

const MAX_NAME_BYTES = 4096;
const MAX_ARCHIVES = 32;
/** A file in an initramfs that is a root file system. */
const ROOT_IMAGE = /\.(squashfs|erofs|img)$/;

/** What an initramfs holds. */
export interface Initrd {
  readonly hasInit: boolean;
  readonly hasRootImage: boolean;
  readonly details: Details;
}

/** Whether a file starts as a cpio archive of the kernel's form does. */
export function isCpio(head: Buffer): boolean {
  return /^07070[12]/.test(head.toString('latin1', 0, 6));
}

/** What was found so far. */
interface Found {
  members: number;
  contentBytes: number;
  hasInit: boolean;
  hasRootImage: boolean;
  readonly archives: string[];
}

/**
 * Reads the archives of an initramfs, one behind the other, as the kernel does: compressed or not, zeros
 * between them. Behind one that is compressed with gzip or xz nothing more is looked for.
 *
 * @throws BuildError CPIO_BAD, IMAGE_LIMIT, IMAGE_TRUNCATED, DECOMPRESS_FAILED
 */
export async function readInitrd(file: DiskReader, inspection: Inspection): Promise<Initrd> {
  const found: Found = {
    members: 0,
    contentBytes: 0,
    hasInit: false,
    hasRootImage: false,
    archives: [],
  };
  let rest = await readPlain(file, found);
  for (let count = 0; count < MAX_ARCHIVES; count += 1) {
    const compression = detectCompression(await readUpTo(rest, 0, 16));
    if (compression === undefined) break;
    found.archives.push(compression);
    const length =
      compression === 'zstd' ? await zstdFrameBytes(openWindowed(rest)) : rest.sizeBytes;
    const unpacked = await unpack(openPart(rest, 0, length), compression, inspection);
    // What is inside counts as compressed.
    const outer = found.archives.length;
    await readPlain(unpacked, found);
    found.archives.length = outer;
    rest = await readPlain(openPart(rest, length, rest.sizeBytes - length), found);
  }
  return {
    hasInit: found.hasInit,
    hasRootImage: found.hasRootImage,
    details: {
      archives: found.archives,
      members: found.members,
      contentBytes: found.contentBytes,
    },
  };
}

/** Reads archives that are not compressed, and returns what is behind them. */
async function readPlain(file: DiskReader, found: Found): Promise<DiskReader> {
  let rest = await skipZeros(file);
  for (let count = 0; count < MAX_ARCHIVES && isCpio(await readUpTo(rest, 0, 16)); count += 1) {
    found.archives.push('none');
    const length = await readArchive(rest, found);
    rest = await skipZeros(openPart(rest, length, rest.sizeBytes - length));
  }
  return rest;
}

/** Returns where the archive ends. */
async function readArchive(whole: DiskReader, found: Found): Promise<number> {
  const file = openWindowed(whole);
  for (let at = 0; ; ) {
    const header = parseCpioHeader(await file.read(at, CPIO_HEADER_BYTES));
    if (header.nameBytes > MAX_NAME_BYTES || header.nameBytes < 1) {
      throw new BuildError<InspectCode>(
        'IMAGE_LIMIT',
        `a name of ${header.nameBytes} bytes in a cpio archive`,
      );
    }
    const name = (await file.read(at + CPIO_HEADER_BYTES, header.nameBytes - 1)).toString('utf8');
    at = align(at + CPIO_HEADER_BYTES + header.nameBytes);
    if (name === CPIO_TRAILER) return Math.min(at, whole.sizeBytes);
    // Its bytes must be there.
    openPart(file, at, header.sizeBytes);
    at = align(at + header.sizeBytes);
    found.members += 1;
    found.contentBytes += header.sizeBytes;
    if (found.members > LIMITS.members) {
      throw new BuildError<InspectCode>(
        'IMAGE_LIMIT',
        `a cpio archive of ${found.members} members`,
      );
    }
    const path = name.replace(/^(\.?\/)+/, '');
    found.hasInit ||= path === 'init';
    found.hasRootImage ||= ROOT_IMAGE.test(path);
  }
}

/** The kernel skips zeros between archives. */
async function skipZeros(file: DiskReader): Promise<DiskReader> {
  const pageBytes = 65_536;
  for (let at = 0; at < file.sizeBytes; at += pageBytes) {
    const page = await readUpTo(file, at, pageBytes);
    const index = page.findIndex((byte) => byte !== 0);
    if (index !== -1) return openPart(file, at + index, file.sizeBytes - at - index);
  }
  return openPart(file, file.sizeBytes, 0);
}

function align(at: number): number {
  return Math.ceil(at / 4) * 4;
}
