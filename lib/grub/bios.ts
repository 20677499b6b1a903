import { BuildError } from '../core/errors.ts';
import type { GrubCode } from './errors.ts';

const SECTOR_BYTES = 512;
/** Of boot.img: where its code begins again behind the parameter block of a FAT, and ends before the table. */
const CODE_START = 0x5a;
const CODE_END = 440;
/** Where boot.img has the sector of the core image, and the jump that old BIOSes need undone. */
const CORE_SECTOR_AT = 0x5c;
const DRIVE_CHECK_AT = 0x66;
const NOPS = [0x90, 0x90];
/** The last list of blocks in the first sector of the core: where its second sector lies. */
const BLOCK_LIST_AT = SECTOR_BYTES - 12;

/**
 * Returns the first sector of a disk that a BIOS boots GRUB from: the code of `boot.img` around the
 * partition record and signature that `mbr` has. `coreSector` is the LBA of the core image.
 * Source: GRUB 2.06, `grub-core/boot/i386/pc/boot.S` and `util/setup.c`.
 *
 * @throws BuildError GRUB_IMAGE_BAD
 */
export function formatBootSector(
  bootImage: Uint8Array,
  mbr: Uint8Array,
  coreSector: number,
): Uint8Array {
  const signed = bootImage[510] === 0x55 && bootImage[511] === 0xaa;
  if (bootImage.length !== SECTOR_BYTES || mbr.length !== SECTOR_BYTES || !signed) {
    throw new BuildError<GrubCode>('GRUB_IMAGE_BAD', "boot.img is not GRUB's boot sector");
  }
  const sector = Buffer.from(mbr);
  sector.set(bootImage.subarray(0, 3), 0);
  sector.set(bootImage.subarray(CODE_START, CODE_END), CODE_START);
  sector.writeBigUInt64LE(BigInt(coreSector), CORE_SECTOR_AT);
  sector.set(NOPS, DRIVE_CHECK_AT);
  return sector;
}

/**
 * Returns the core image of `grub-mkimage -O i386-pc` as it lies at the sector `coreSector`: its first
 * sector loads the rest from there.
 *
 * @throws BuildError GRUB_IMAGE_BAD when it is none, or larger than `limitBytes`
 */
export function placeCore(core: Uint8Array, coreSector: number, limitBytes: number): Uint8Array {
  const placed = Buffer.alloc(Math.ceil(core.length / SECTOR_BYTES) * SECTOR_BYTES);
  placed.set(core);
  // grub-mkimage has filled in how many sectors follow, and the segment that they are loaded to.
  const sectors = core.length < SECTOR_BYTES ? 0 : placed.readUInt16LE(BLOCK_LIST_AT + 8);
  if (sectors !== placed.length / SECTOR_BYTES - 1) {
    throw new BuildError<GrubCode>(
      'GRUB_IMAGE_BAD',
      `the core image has ${placed.length / SECTOR_BYTES} sectors, and loads ${sectors} after the first`,
    );
  }
  if (placed.length > limitBytes) {
    throw new BuildError<GrubCode>(
      'GRUB_IMAGE_BAD',
      `the core image has ${placed.length} bytes; there is room for ${limitBytes}`,
    );
  }
  placed.writeBigUInt64LE(BigInt(coreSector + 1), BLOCK_LIST_AT);
  return placed;
}
