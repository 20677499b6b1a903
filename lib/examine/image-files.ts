import { createHash, type Hash, hash } from 'node:crypto';
import type { Log } from '../core/log.ts';
import { keepYoungSpaceSmall } from '../host/young-objects.ts';
import { streamSource } from '../layers/byte-source.ts';
import { readLayerEntries } from '../layers/layer-reader.ts';
import { LayerTree } from '../layers/layer-tree.ts';
import { MAX_LAYER_BYTES, openLayer } from '../layers/open-layer.ts';
import { garbageCollector } from './garbage-collector.ts';
import type { ImageSource } from './image-source.ts';
import type { SelectedImage } from './select-image.ts';

/** The files that an image's layers make, each with the SHA-256 of its bytes. */
export interface ImageFiles {
  readonly tree: LayerTree;
  /** Of all layers, as they were received. */
  readonly readBytes: number;
}

/**
 * Reads all layers of an image, lowest first, and hashes every file as it comes. Nothing is stored: what
 * stays is one entry for each file. Digests of the layers, as they are and decompressed, are checked.
 *
 * @throws BuildError LayersCode, TAR_BAD; what the source throws
 */
export async function readImageFiles(
  source: ImageSource,
  { manifest, config }: SelectedImage,
  log: Log,
): Promise<ImageFiles> {
  keepYoungSpaceSmall();
  const collect = garbageCollector();
  const tree = new LayerTree();
  let left = MAX_LAYER_BYTES;
  let readBytes = 0;
  for (const [index, layer] of manifest.layers.entries()) {
    const blob = await source.openBlob(layer);
    const bytes = openLayer(blob, layer, { diffId: config.diffIds[index], limitBytes: left });
    const counted = async function* () {
      for await (const chunk of bytes) {
        left -= chunk.length;
        yield chunk;
      }
    };
    const chunks = counted();
    try {
      for await (const { member, data } of readLayerEntries(streamSource(chunks))) {
        collect();
        tree.add(
          member.type === 'file' ? { ...member, sha256: await digestOf(data()) } : member,
          index,
        );
      }
      // What is behind the end of the archive is hashed, too.
      for await (const _ of chunks);
    } finally {
      await chunks.return();
      await bytes.return();
    }
    readBytes += layer.size;
    log.debug(`layer ${layer.digest} is good`);
  }
  return { tree, readBytes };
}

/** Most files come in one piece: for those no object is made that must be collected later. */
async function digestOf(data: AsyncIterable<Buffer>): Promise<string> {
  let first: Buffer | undefined;
  let digest: Hash | undefined;
  for await (const piece of data) {
    if (first === undefined) first = piece;
    else digest = (digest ?? createHash('sha256').update(first)).update(piece);
  }
  return digest === undefined ? hash('sha256', first ?? '') : digest.digest('hex');
}
