import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import type { ImageFormat } from '../remix/remix.ts';
import type { DiskCode } from './errors.ts';

/**
 * How each format is made of the raw disk, as options of `qemu-img convert`. `-W` (out-of-order
 * writes) must not be among them: the clusters would lie in another order each time.
 */
const FORMATS: Partial<Record<ImageFormat, readonly string[]>> = {
  qcow2: ['-O', 'qcow2', '-c', '-o', 'compat=1.1,compression_type=zstd,lazy_refcounts=off'],
  raw: [],
};

/** Throws ConfigError FORMAT_UNSUPPORTED unless images of this format can be made. */
export function assertFormat(format: ImageFormat): void {
  if (FORMATS[format] !== undefined) return;
  throw new ConfigError<DiskCode>(
    'FORMAT_UNSUPPORTED',
    `no image of format ${format} can be made yet; known: ${Object.keys(FORMATS).join(', ')}`,
  );
}

/**
 * Writes the raw disk in another format to `output`, beside it, and returns where the image is: the
 * disk itself when it is to be raw, for it is sparse already and a copy would take its room again.
 */
export async function convertImage(options: {
  readonly disk: string;
  readonly format: ImageFormat;
  readonly output: string;
  readonly log: Log;
}): Promise<string> {
  const { disk, format, output, log } = options;
  assertFormat(format);
  if (format === 'raw') return disk;
  await runTool(['qemu-img', 'convert', '-f', 'raw', ...(FORMATS[format] ?? []), disk, output], {
    log,
  });
  return output;
}
