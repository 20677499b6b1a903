import { BuildError } from '../../core/errors.ts';
import {
  type Descriptor,
  type ImageManifest,
  MAX_MANIFEST_BYTES,
  parseManifest,
} from '../../oci/manifest.ts';
import type { TarMember } from '../disks/tar.ts';
import type { InspectCode } from '../errors.ts';
import type { SetFile } from '../file-set.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import { LIMITS } from '../limits.ts';
import { OciBlobs } from './oci-blobs.ts';
import type { OpenInner } from './ova.ts';

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const QEMU_USER = 107;

/** Whether the files are an OCI image layout. */
export function isOciLayout(files: readonly SetFile[]): boolean {
  const paths = files.map(({ path }) => path);
  return paths.includes('oci-layout') && paths.includes('index.json');
}

/**
 * Opens the disk of a container disk; of more than one image the first one's, the others are checked.
 *
 * @throws BuildError OCI_INVALID, IMAGE_DAMAGED, IMAGE_LIMIT, what the disk's format throws
 */
export async function openContainerDisk(
  files: readonly SetFile[],
  inspection: Inspection,
  openInner: OpenInner,
): Promise<OpenedImage> {
  const { findings } = inspection;
  const layout = await readSmall(files, 'oci-layout');
  findings.check(
    /"imageLayoutVersion"\s*:\s*"1\.0\.0"/.test(layout.toString('utf8')),
    'oci-layout',
    'oci-layout does not say imageLayoutVersion 1.0.0',
  );
  const blobs = new OciBlobs(files, inspection);
  const manifests = await readManifests(blobs, await readSmall(files, 'index.json'));
  let first: OpenedImage | undefined;
  const images: { architecture: string; disk: string; sizeBytes: number }[] = [];
  for (const { manifest, architecture } of manifests) {
    if (manifest.layers.length > LIMITS.layers) {
      throw new BuildError<InspectCode>('IMAGE_LIMIT', `${manifest.layers.length} layers`);
    }
    await blobs.open(manifest.config);
    const disks: TarMember[] = [];
    for (const layer of manifest.layers) disks.push(...(await blobs.disksOf(layer)));
    findings.check(
      disks.length === 1,
      'containerdisk-folder',
      disks.length === 0
        ? 'there is no file in /disk'
        : `there are ${disks.map(({ name }) => name).join(', ')}`,
    );
    const [disk] = disks;
    if (disk === undefined) continue;
    const isReadable =
      (disk.uid === QEMU_USER && disk.gid === QEMU_USER) || (disk.modeOctal & 4) !== 0;
    findings.check(
      isReadable,
      'containerdisk-owner',
      `${disk.name} belongs to ${disk.uid}:${disk.gid}, mode ${disk.modeOctal.toString(8)}`,
    );
    const inner = await openInner(disk.open());
    findings.check(
      inner.format === 'qcow2' || inner.format === 'raw',
      'containerdisk-format',
      `${disk.name} is ${inner.format}`,
    );
    images.push({ architecture, disk: disk.name, sizeBytes: disk.sizeBytes });
    first ??= { ...inner, details: { disk: { format: inner.format, ...inner.details } } };
  }
  if (manifests.length === 0) findings.add('containerdisk-folder', 'index.json names no image');
  return {
    format: 'containerdisk',
    ...(first?.disk === undefined ? {} : { disk: first.disk }),
    details: { images, ...(first?.details ?? {}) },
  };
}

interface Image {
  readonly manifest: ImageManifest;
  readonly architecture: string;
}

async function readManifests(blobs: OciBlobs, bytes: Buffer, depth = 0): Promise<Image[]> {
  const index = parseManifest(bytes, INDEX_TYPE);
  if (index.kind === 'manifest') return [];
  const images: Image[] = [];
  for (const descriptor of index.manifests) {
    const content = await readDocument(blobs, descriptor);
    if (content === undefined) continue;
    const found = parseManifest(content, descriptor.mediaType);
    if (found.kind === 'manifest') {
      const architecture =
        descriptor.platform?.architecture ?? (await configArchitecture(blobs, found));
      images.push({ manifest: found, architecture });
    } else if (depth < 2) {
      images.push(...(await readManifests(blobs, content, depth + 1)));
    }
    if (images.length > LIMITS.manifests) {
      throw new BuildError<InspectCode>('IMAGE_LIMIT', `more than ${LIMITS.manifests} images`);
    }
  }
  return images;
}

async function configArchitecture(blobs: OciBlobs, { config }: ImageManifest): Promise<string> {
  const text = (await readDocument(blobs, config))?.toString('utf8') ?? '';
  return /"architecture"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? 'unknown';
}

async function readDocument(blobs: OciBlobs, descriptor: Descriptor): Promise<Buffer | undefined> {
  if (descriptor.size > MAX_MANIFEST_BYTES) {
    throw new BuildError<InspectCode>('IMAGE_LIMIT', `a manifest of ${descriptor.size} bytes`);
  }
  return (await blobs.open(descriptor))?.read(0, descriptor.size);
}

async function readSmall(files: readonly SetFile[], path: string): Promise<Buffer> {
  const file = files.find((item) => item.path === path);
  if (file === undefined || file.sizeBytes > MAX_MANIFEST_BYTES) {
    throw new BuildError<InspectCode>(
      'IMAGE_DAMAGED',
      `${path} is not there, or has more than 4 MiB`,
    );
  }
  return (await file.open()).read(0, file.sizeBytes);
}
