import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { BuildError } from '../core/errors.ts';
import { type Compression, openDecompressed } from '../host/decompress.ts';
import { digestHex } from '../oci/digest.ts';
import { type Descriptor, MAX_MANIFEST_BYTES, parseManifest } from '../oci/manifest.ts';
import { OCI_INDEX } from '../oci/media-types.ts';
import type { BackingFile } from './backing-file.ts';
import type { BootCode } from './errors.ts';
import type { ArchiveFormat } from './medium.ts';
import { writeSparse } from './sparse-writer.ts';
import { extractTarMember, listTarMembers } from './tar-members.ts';

/** Of a disk, holes and all; and of what is not holes. */
const DISK_LIMIT_BYTES = 2 ** 43;
const DATA_LIMIT_BYTES = 2 ** 37;

/**
 * Returns the disk in an archive for QEMU to read: in its place where that can be (an OVA), else
 * taken out into `workDir`, sparse.
 *
 * @throws BuildError ARCHIVE_BAD, TAR_BAD, DECOMPRESS_FAILED, SIZE_LIMIT; ConfigError MANIFEST_BAD
 */
export async function findDiskInArchive(
  { path, format }: { readonly path: string; readonly format: ArchiveFormat },
  workDir: string,
): Promise<BackingFile> {
  const output = join(workDir, 'disk');
  switch (format) {
    case 'ova': {
      const members = await listTarMembers(path);
      const disk = members.find(({ name }) => name.endsWith('.vmdk'));
      if (disk === undefined) fail(path, 'it has no .vmdk');
      return { file: path, format: 'vmdk', within: disk };
    }
    case 'gce':
      await extractTarMember(openDecompressed(path, 'gzip', DATA_LIMIT_BYTES), {
        archive: path,
        isWanted: (name) => name === 'disk.raw',
        output,
        limitBytes: DISK_LIMIT_BYTES,
      });
      return { file: output, format: 'raw' };
    case 'raw.xz':
    case 'raw.zst': {
      const compression = format === 'raw.xz' ? 'xz' : 'zstd';
      await writeSparse(openDecompressed(path, compression, DISK_LIMIT_BYTES), output);
      return { file: output, format: 'raw' };
    }
    case 'containerdisk':
      return takeContainerDisk(path, output);
  }
}

/** KubeVirt's: an image whose one layer has the disk in `/disk`. */
async function takeContainerDisk(path: string, output: string): Promise<BackingFile> {
  const layout = await openLayout(path);
  const index = parseManifest(await layout.read('index.json'), OCI_INDEX);
  const [descriptor] = 'manifests' in index ? index.manifests : [];
  if (descriptor === undefined) fail(path, 'its index.json names no image');
  const manifest = parseManifest(await layout.read(blobName(descriptor)), descriptor.mediaType);
  const layers = 'layers' in manifest ? manifest.layers : [];
  const layer = layers.at(-1);
  if (layer === undefined) fail(path, 'its image has no layer');
  const name = await extractTarMember(
    openDecompressed(
      await layout.open(blobName(layer)),
      layerCompression(layer.mediaType),
      DATA_LIMIT_BYTES,
    ),
    {
      archive: path,
      isWanted: (member) => /^\/?disk\/[^/]+$/.test(member),
      output,
      limitBytes: DISK_LIMIT_BYTES,
    },
  );
  return { file: output, format: name.endsWith('.qcow2') ? 'qcow2' : 'raw' };
}

/** An OCI layout as a folder, or as a tar file of one. */
interface Layout {
  read(name: string): Promise<Buffer>;
  open(name: string): Promise<Readable>;
}

async function openLayout(path: string): Promise<Layout> {
  if ((await stat(path)).isDirectory()) {
    return {
      read: (name) => readFile(join(path, name)),
      open: async (name) => createReadStream(join(path, name)),
    };
  }
  const members = new Map((await listTarMembers(path)).map((member) => [member.name, member]));
  const open = async (name: string, limitBytes = Number.MAX_SAFE_INTEGER) => {
    const { offsetBytes, sizeBytes } = members.get(name) ?? fail(path, `it has no ${name}`);
    if (sizeBytes > limitBytes) fail(path, `${name} has ${sizeBytes} bytes`);
    return createReadStream(path, { start: offsetBytes, end: offsetBytes + sizeBytes - 1 });
  };
  return {
    open,
    read: async (name) => {
      const chunks: Buffer[] = [];
      for await (const chunk of await open(name, MAX_MANIFEST_BYTES)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  };
}

function blobName({ digest }: Descriptor): string {
  return `blobs/sha256/${digestHex(digest)}`;
}

function layerCompression(mediaType: string): Compression {
  const suffix = /\+(gzip|zstd)$/.exec(mediaType)?.[1];
  return suffix === 'gzip' || suffix === 'zstd' ? suffix : 'none';
}

function fail(path: string, what: string): never {
  throw new BuildError<BootCode>('ARCHIVE_BAD', `${path} is no archive with a disk: ${what}`);
}
