import { formatBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import { VHD_ALIGNMENT_BYTES, VHD_MAX_BYTES } from '../vhd/format.ts';
import { VHDX_MAX_BYTES } from '../vhdx/format.ts';
import { VMDK_GRAIN_BYTES, VMDK_MAX_BYTES } from '../vmdk/format.ts';
import type { MediaCode } from './errors.ts';
import type { MediaFormat } from './media-model.ts';

const GIB = 2 ** 30;
/** What qcow2 has, with clusters of 64 KiB and QEMU's limit for its first table; and so the others. */
const MAX_BYTES = 2 ** 21 * GIB;

/** What sizes a format takes: multiples of `unit` up to `limit`. */
const SIZES: Partial<Record<MediaFormat['format'], { unit?: number; limit?: number }>> = {
  vmdk: { unit: VMDK_GRAIN_BYTES, limit: VMDK_MAX_BYTES },
  ova: { unit: VMDK_GRAIN_BYTES, limit: VMDK_MAX_BYTES },
  vhd: { unit: VHD_ALIGNMENT_BYTES, limit: VHD_MAX_BYTES },
  vhdx: { limit: VHDX_MAX_BYTES },
  gce: { unit: GIB },
};

/**
 * Returns the size that a disk has in this format: its own, or the next that the format takes.
 *
 * @throws ConfigError SIZE_OVER_LIMIT
 */
export function resolveDiskBytes(output: MediaFormat, sizeBytes: number): number {
  const format = output.format === 'ami' && output.subformat === 'vmdk' ? 'vmdk' : output.format;
  const { unit = 1, limit = MAX_BYTES } = SIZES[format] ?? {};
  const resolved = Math.ceil(sizeBytes / unit) * unit;
  if (resolved > limit) {
    throw new ConfigError<MediaCode>(
      'SIZE_OVER_LIMIT',
      `a disk of ${formatBytes(sizeBytes)} does not fit into ${format}, which takes at most ${formatBytes(limit)}`,
      { hint: 'Set a smaller "size" for the image, or use another format.' },
    );
  }
  return resolved;
}
