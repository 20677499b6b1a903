import { stat } from 'node:fs/promises';
import { sha256 } from '../core/digest.ts';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';

/** A FAT file system with the one file that UEFI starts from a medium. */
export interface EfiImageOptions {
  readonly output: string;
  /** `BOOTX64.EFI`. */
  readonly bootFile: string;
  readonly source: string;
  readonly timeSeconds: number;
  /** What the serial number is derived from. */
  readonly seed: string;
  readonly log: Log;
}

const SECTOR_BYTES = 512;
/** Room for the file system's own tables, and a size that firmware takes for FAT16 and not FAT12. */
const SPARE_BYTES = 2 * 2 ** 20;
const LEAST_BYTES = 6 * 2 ** 20;

/** Makes the image by mtools. Its size is a multiple of 2 KiB, the sector of a CD. */
export async function writeEfiImage(options: EfiImageOptions): Promise<void> {
  const { output, bootFile, source, timeSeconds, log } = options;
  const { size } = await stat(source);
  const sizeBytes = Math.ceil(Math.max(LEAST_BYTES, size + SPARE_BYTES) / 2 ** 20) * 2 ** 20;
  const serial = sha256(`treesmith efi image ${options.seed}`).slice(0, 8);
  const mtools = (...argv: string[]) =>
    runTool(argv, {
      log,
      // A user's own mtoolsrc must not decide.
      env: { MTOOLSRC: '/dev/null', SOURCE_DATE_EPOCH: String(timeSeconds) },
    });
  await mtools(
    ...['mformat', '-C', '-i', output, '-T', String(sizeBytes / SECTOR_BYTES)],
    ...['-h', '64', '-s', '32', '-c', '1', '-N', serial, '-v', 'EFIBOOT', '::'],
  );
  await mtools('mmd', '-i', output, '::/EFI');
  await mtools('mmd', '-i', output, '::/EFI/BOOT');
  await mtools('mcopy', '-i', output, source, `::/EFI/BOOT/${bootFile}`);
}
