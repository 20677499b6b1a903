import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { Log } from '../core/log.ts';
import { openDecompressed } from '../host/decompress.ts';
import { digestFile } from '../host/file-digest.ts';
import { startTool } from '../host/process.ts';
import { OCI_LAYER_GZIP } from '../oci/media-types.ts';
import { baseDamaged } from './base-damaged.ts';
import type { BaseImage } from './rootfs-image.ts';

/** Of one layer when unpacked. */
const MAX_LAYER_BYTES = 64 * 2 ** 30;

/**
 * Unpacks the layers of a base container that this program has made into an empty folder, with owners, times and
 * attributes. They have no whiteouts. Needs root.
 *
 * @throws BuildError BASE_DAMAGED, DECOMPRESS_FAILED
 */
export async function unpackImage(
  { layout, manifest }: Pick<BaseImage, 'layout' | 'manifest'>,
  folder: string,
  log: Log,
): Promise<void> {
  for (const layer of manifest.layers) {
    const path = await layout.blobPath(layer);
    const { sha256 } = await digestFile(path);
    if (`sha256:${sha256}` !== layer.digest) {
      throw baseDamaged(layout.folder, `${layer.digest} has the digest sha256:${sha256}`);
    }
    const tar = await startTool(
      [
        ...['tar', '--extract', '--file=-', '--directory', folder, '--numeric-owner'],
        ...['--same-owner', '--same-permissions', '--xattrs', '--xattrs-include=*'],
      ],
      { stdio: ['pipe', 'ignore', 'pipe'], log },
    );
    const { stdin, stderr } = tar;
    if (stdin === null || stderr === null) throw new TypeError('no pipes');
    let complaint = '';
    stderr.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk}`.slice(-2048);
    });
    const ended = once(tar, 'close');
    const compression = layer.mediaType === OCI_LAYER_GZIP ? 'gzip' : 'zstd';
    const fed = pipeline(openDecompressed(path, compression, MAX_LAYER_BYTES), stdin);
    // When tar gives up it says why.
    const failure = await fed.then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error,
    );
    const [exitCode] = await ended;
    if (failure !== undefined && failure.code !== 'EPIPE') throw failure;
    if (exitCode === 0) continue;
    throw baseDamaged(layout.folder, complaint.trim());
  }
}
