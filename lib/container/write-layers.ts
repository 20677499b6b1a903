import { open, rm } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import { formatBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import { explainFileError } from '../host/errors.ts';
import { OCI_LAYER_GZIP, OCI_LAYER_ZSTD } from '../oci/media-types.ts';
import type { ContainerCode } from './errors.ts';
import type {
  LayerCompression,
  LayerRequest,
  WriteLayersOptions,
  WrittenLayer,
} from './layer-model.ts';
import { LayerThreads } from './layer-pool.ts';

/**
 * Writes layers into a layout, the largest first, on several threads, and returns them in the order
 * given. Memory does not depend on their size. Two layers with equal entries are equal byte for byte.
 *
 * @throws ConfigError ZSTD_MISSING, OUTPUT_READ_ONLY; BuildError CONTENT_WRONG, LAYER_WRITER_FAILED, DISK_FULL
 */
export async function writeLayers(
  requests: readonly LayerRequest[],
  options: WriteLayersOptions,
): Promise<WrittenLayer[]> {
  const { layout, compression, log } = options;
  assertCompression(compression);
  const jobs = [...requests]
    .sort((a, b) => b.sizeBytes - a.sizeBytes)
    .map((request) => {
      const path = layout.newPath();
      const level = options.level ?? defaultLevel(compression, request.isHot === true);
      const task = () => ({ entries: request.entries(), path, compression, level });
      return { request, path, name: request.name, task };
    });
  await using own =
    options.pool === undefined
      ? new LayerThreads(compression, options.threads, jobs.length)
      : undefined;
  const pool = options.pool ?? own;
  const written = new Map<LayerRequest, WrittenLayer>();
  const syncs: Promise<void>[] = [];
  try {
    const facts = await pool?.run(jobs, ({ path }) => {
      // The disk has time while other layers are compressed.
      const sync = syncFile(path);
      sync.catch(() => undefined);
      syncs.push(sync);
    });
    await Promise.all(syncs);
    await Promise.all(
      jobs.map(async ({ request, path }, index) => {
        const made = facts?.[index];
        if (made === undefined) return;
        const annotations = { ...request.annotations, ...made.annotations };
        const descriptor = {
          mediaType: compression === 'gzip' ? OCI_LAYER_GZIP : OCI_LAYER_ZSTD,
          digest: `sha256:${made.sha256}` as const,
          size: made.sizeBytes,
          ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
        };
        await layout.adoptBlob(path, descriptor);
        written.set(request, {
          name: request.name,
          descriptor,
          diffId: `sha256:${made.tarSha256}`,
          tarBytes: made.tarBytes,
          differing: made.differing,
        });
      }),
    );
  } finally {
    await Promise.allSettled(syncs);
    await Promise.all(jobs.map(({ path }) => rm(path, { force: true })));
  }
  const layers = requests.flatMap((request) => written.get(request) ?? []);
  const sizeBytes = layers.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
  log.debug(`${layers.length} layers, ${formatBytes(sizeBytes)} by ${compression}`);
  return layers;
}

/** The tools' own defaults; and where each has given nearly all that it can. */
function defaultLevel(compression: LayerCompression, isHot: boolean): number {
  if (compression === 'gzip') return isHot ? 9 : 6;
  return isHot ? 9 : 3;
}

/** @throws ConfigError ZSTD_MISSING on Node 20, which lacks it */
export function assertCompression(compression: LayerCompression): void {
  if (compression === 'gzip' || 'zstdCompressSync' in zlib) return;
  throw new ConfigError<ContainerCode>(
    'ZSTD_MISSING',
    `Node ${process.versions.node} cannot compress with zstd`,
    { hint: 'Use Node 22.15 or newer, or "compression: gzip".' },
  );
}

async function syncFile(path: string): Promise<void> {
  try {
    await using file = await open(path, 'r');
    await file.sync();
  } catch (error) {
    throw explainFileError(error, path);
  }
}
