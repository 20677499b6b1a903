import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { formatBytes } from '../core/bytes.ts';
import { BuildError, TreesmithError } from '../core/errors.ts';
import { type Compression, openDecompressed } from '../host/decompress.ts';
import type { OciDigest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/manifest.ts';
import type { LayersCode } from './errors.ts';

/** The most bytes of one layer, decompressed. */
export const MAX_LAYER_BYTES = 64 * 2 ** 30;

/** What a layer must be. */
export interface OpenLayerOptions {
  /** What the config says of the decompressed bytes (`rootfs.diff_ids`); not looked at unless given. */
  readonly diffId?: OciDigest | undefined;
  /** `MAX_LAYER_BYTES` unless given. */
  readonly limitBytes?: number;
}

/**
 * Yields the decompressed bytes of a layer, and hashes both forms of it as they come. It ends well only
 * when size and digests are right: whoever stops before has read what nobody vouches for. Whatever comes
 * behind the data of zstd or gzip counts, too (zstd:chunked has its table there, in frames that are skipped).
 *
 * @param blob is destroyed at the end
 * @throws BuildError LAYER_MISMATCH, LAYER_LIMIT, LAYER_UNSUPPORTED; what `blob` throws
 */
export async function* openLayer(
  blob: Readable,
  layer: Descriptor,
  { diffId, limitBytes = MAX_LAYER_BYTES }: OpenLayerOptions = {},
): AsyncGenerator<Buffer, void> {
  blob.on('error', () => undefined);
  try {
    const compression = layerCompression(layer);
    const outer = new Meter();
    const inner = new Meter();
    const limited = Readable.from(outer.pass(blob, layer), { objectMode: false });
    const name = `layer ${layer.digest}`;
    try {
      yield* inner.pass(openDecompressed(limited, compression, limitBytes));
    } catch (error) {
      const code = error instanceof TreesmithError ? error.code : undefined;
      if (code === 'DECOMPRESS_FAILED') throw mismatch(`${name} is damaged`, error);
      if (code !== 'SIZE_LIMIT') throw error;
      const message = `${name} has more than ${formatBytes(limitBytes)} when decompressed`;
      throw new BuildError<LayersCode>('LAYER_LIMIT', message, { cause: error });
    }
    if (outer.sizeBytes !== layer.size) {
      throw mismatch(`${name} has ${outer.sizeBytes} bytes, and the manifest says ${layer.size}`);
    }
    const digest = outer.digest();
    if (digest !== layer.digest) throw mismatch(`${name} is damaged: it has the digest ${digest}`);
    if (diffId !== undefined && diffId !== inner.digest()) {
      throw mismatch(`${name} is not what the config of the image says, ${diffId} decompressed`);
    }
  } finally {
    blob.destroy();
  }
}

/**
 * Returns how a layer is compressed, of the media types of image-spec 1.1 (layer.md) and Docker's.
 *
 * @throws BuildError LAYER_UNSUPPORTED
 */
export function layerCompression({ mediaType, digest }: Descriptor): Compression {
  const match =
    /^application\/vnd\.(?:oci\.image\.layer(?:\.nondistributable)?\.v1\.tar|docker\.image\.rootfs(?:\.foreign)?\.diff\.tar)(?:[.+](gzip|zstd))?$/.exec(
      mediaType,
    );
  if (match !== null) return (match[1] as 'gzip' | 'zstd' | undefined) ?? 'none';
  const message = `layer ${digest} is of the unknown type ${mediaType}`;
  throw new BuildError<LayersCode>('LAYER_UNSUPPORTED', message);
}

/** Counts and hashes what goes through. */
class Meter {
  sizeBytes = 0;
  private readonly hash = createHash('sha256');

  async *pass(chunks: AsyncIterable<Buffer>, layer?: Descriptor): AsyncGenerator<Buffer, void> {
    for await (const chunk of chunks) {
      this.sizeBytes += chunk.length;
      if (layer !== undefined && this.sizeBytes > layer.size) {
        throw mismatch(
          `layer ${layer.digest} has more than the ${layer.size} bytes of the manifest`,
        );
      }
      this.hash.update(chunk);
      yield chunk;
    }
  }

  digest(): OciDigest {
    return `sha256:${this.hash.digest('hex')}`;
  }
}

function mismatch(message: string, cause?: unknown): BuildError<LayersCode> {
  return new BuildError<LayersCode>('LAYER_MISMATCH', message, { cause });
}
