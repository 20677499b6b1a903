import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { digestHex, digestOf } from '../../../lib/oci/digest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';

/** A member of a layer, by its tar header. */
export interface LayerFile {
  readonly name: string;
  /** `0` file, `1` hard link, `2` symbolic link, `3` device, `5` folder. */
  readonly type?: string;
  readonly data?: string;
  readonly link?: string;
  readonly mode?: number;
  /** Bytes that the header claims, when not those of `data`. */
  readonly claims?: number;
}

/** Returns a layer as a tar archive, with exactly the names that were given, however bad they are. */
export function formatLayer(files: readonly LayerFile[]): Buffer {
  const blocks = files.flatMap(
    ({ name, type = '0', data = '', link = '', mode = 0o755, claims }) => {
      const header = Buffer.alloc(512);
      header.write(name, 0, 100);
      header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
      header.write('0000000\x000000000\0', 108);
      const bytes = Buffer.from(data);
      header.write(`${(claims ?? bytes.length).toString(8).padStart(11, '0')}\0`, 124);
      header.write('00000000000\0', 136);
      header.write(type, 156);
      header.write(link, 157, 100);
      header.write('ustar\x0000', 257, 'latin1');
      header.fill(0x20, 148, 156);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
      return [header, bytes, Buffer.alloc(-bytes.length & 511)];
    },
  );
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** Writes an OCI layout with one image of these layers into a new folder. */
export async function writeLayout(
  folder: string,
  layers: readonly Buffer[],
  options: {
    readonly config?: Readonly<Record<string, unknown>>;
    readonly architecture?: string;
    /** In place of the true digests of the layers. */
    readonly diffIds?: readonly string[];
  } = {},
): Promise<void> {
  await mkdir(join(folder, 'blobs/sha256'), { recursive: true });
  const blob = async (mediaType: string, data: Buffer) => {
    const digest = digestOf(data);
    await writeFile(join(folder, 'blobs/sha256', digestHex(digest)), data);
    return { mediaType, digest, size: data.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const described = [];
  for (const layer of layers) {
    described.push(await blob('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(layer)));
  }
  const config = await blob(
    'application/vnd.oci.image.config.v1+json',
    json({
      architecture: options.architecture ?? 'amd64',
      os: 'linux',
      config: { Cmd: ['/bin/true'], ...options.config },
      rootfs: {
        type: 'layers',
        diff_ids: options.diffIds ?? layers.map((layer) => digestOf(layer)),
      },
    }),
  );
  const manifest = await blob(
    OCI_MANIFEST,
    json({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: described }),
  );
  const name = { 'org.opencontainers.image.ref.name': 'latest' };
  await writeFile(
    join(folder, 'index.json'),
    json({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: [{ ...manifest, annotations: name }],
    }),
  );
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}
