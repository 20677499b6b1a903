import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { TreesmithError } from '../core/errors.ts';
import { openDecompressed } from '../host/decompress.ts';
import { streamSource } from '../layers/byte-source.ts';
import type { LayerMember } from '../layers/layer-member.ts';
import { type LayerEntry, readLayerEntries } from '../layers/layer-reader.ts';
import { layerCompression, MAX_LAYER_BYTES, openLayer } from '../layers/open-layer.ts';
import type { Descriptor } from '../oci/manifest.ts';
import type { FirstDifference } from './difference.ts';
import type { ImageSource } from './image-source.ts';
import { isOstreeObject, plainName } from './member-name.ts';

/**
 * Returns which file of a damaged layer is the first that differs, found by reading the layer of the
 * source and the one that lies here side by side. Where the bytes here cannot be decompressed any more, the
 * file is named that should come next. Undefined when all files are the same: then only the compressed form
 * differs.
 *
 * @throws what the source throws; BuildError LayersCode for the source's own layer
 */
export async function findFirstDifference(
  source: ImageSource,
  layer: Descriptor,
  path: string,
): Promise<FirstDifference | undefined> {
  const good = openLayer(await source.openBlob(layer), layer);
  const damaged = openDecompressed(
    createReadStream(path),
    layerCompression(layer),
    MAX_LAYER_BYTES,
  );
  const here = readLayerEntries(streamSource(damaged as AsyncIterable<Buffer>));
  let found: FirstDifference | undefined;
  try {
    for await (const entry of readLayerEntries(streamSource(good))) {
      const { name, type, linkName } = entry.member;
      if (found === undefined) {
        const expected = await describe(entry);
        const got = await nextHere(here);
        if (expected === got) continue;
        found = { path: plainName(name), expected, got };
        if (!isOstreeObject(found.path)) break;
      } else if (type === 'hard-link' && plainName(linkName) === found.path) {
        // OSTree's form has the bytes under the object's name, and the file as a link to it.
        found = { ...found, path: plainName(name) };
        break;
      }
    }
  } finally {
    damaged.destroy();
    await here.return();
    await good.return();
  }
  return found === undefined ? undefined : { ...found, path: `/${found.path}` };
}

async function nextHere(entries: AsyncGenerator<LayerEntry, void>): Promise<string> {
  try {
    const { done, value } = await entries.next();
    return done === true || value === undefined ? 'the end of the archive' : await describe(value);
  } catch (error) {
    if (!(error instanceof TreesmithError)) throw error;
    return `cannot be read: ${error.message}`;
  }
}

/** All of a member in one line. */
async function describe({ member, data }: LayerEntry): Promise<string> {
  const { name, type, modeOctal, uid, gid, linkName, mtimeSeconds }: LayerMember = member;
  const facts = `${type} ${name} ${modeOctal.toString(8)} ${uid}:${gid} ${mtimeSeconds}`;
  const attributes = [...member.attributes].map(
    ([key, value]) => `${key}=${value.toString('hex')}`,
  );
  const target = linkName === '' ? '' : ` to ${linkName}`;
  const hash = createHash('sha256');
  if (type === 'file') for await (const piece of data()) hash.update(piece);
  const sum = type === 'file' ? ` sha256 ${hash.digest('hex')}` : '';
  return [`${facts}${target}${sum}`, ...attributes].join(' ');
}
