import { BuildError } from '../../core/errors.ts';
import {
  type Descriptor,
  type ImageManifest,
  MAX_MANIFEST_BYTES,
  parseManifest,
} from '../../oci/manifest.ts';
import { digestContents } from '../content-digest.ts';
import { type DiskReader, readUpTo } from '../disk-reader.ts';
import { readTar, type TarMember } from '../disks/tar.ts';
import type { InspectCode } from '../errors.ts';
import type { SetFile } from '../file-set.ts';
import type { Inspection, OpenedImage } from '../inspection.ts';
import { LIMITS } from '../limits.ts';
import { detectCompression, unpack } from '../unpack.ts';
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
  const manifests = await readManifests(files, await readSmall(files, 'index.json'), inspection);
  let first: OpenedImage | undefined;
  const images: { architecture: string; disk: string; sizeBytes: number }[] = [];
  for (const { manifest, architecture } of manifests) {
    await openBlob(files, manifest.config, inspection);
    const disks: TarMember[] = [];
    for (const layer of manifest.layers) {
      const blob = await openBlob(files, layer, inspection);
      if (blob !== undefined) disks.push(...(await readLayer(blob, inspection)));
    }
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

async function readManifests(
  files: readonly SetFile[],
  bytes: Buffer,
  inspection: Inspection,
  depth = 0,
): Promise<Image[]> {
  const index = parseManifest(bytes, INDEX_TYPE);
  if (index.kind === 'manifest') return [];
  if (index.manifests.length > LIMITS.manifests || depth > 2) {
    throw new BuildError<InspectCode>(
      'IMAGE_LIMIT',
      `an OCI index of ${index.manifests.length} manifests`,
    );
  }
  const images: Image[] = [];
  for (const descriptor of index.manifests) {
    const blob = await openBlob(files, descriptor, inspection);
    if (blob === undefined) continue;
    if (blob.sizeBytes > MAX_MANIFEST_BYTES) {
      throw new BuildError<InspectCode>('IMAGE_LIMIT', `a manifest of ${blob.sizeBytes} bytes`);
    }
    const content = await blob.read(0, blob.sizeBytes);
    const found = parseManifest(content, descriptor.mediaType);
    if (found.kind === 'index')
      images.push(...(await readManifests(files, content, inspection, depth + 1)));
    else {
      const architecture =
        descriptor.platform?.architecture ?? (await configArchitecture(files, found, inspection));
      images.push({ manifest: found, architecture });
    }
  }
  return images;
}

async function configArchitecture(
  files: readonly SetFile[],
  manifest: ImageManifest,
  inspection: Inspection,
): Promise<string> {
  const blob = await openBlob(files, manifest.config, inspection);
  if (blob === undefined || blob.sizeBytes > MAX_MANIFEST_BYTES) return 'unknown';
  const text = (await blob.read(0, blob.sizeBytes)).toString('utf8');
  return /"architecture"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? 'unknown';
}

/** Opens a blob whose size and digest are right; anything else is a finding. */
async function openBlob(
  files: readonly SetFile[],
  { digest, size }: Descriptor,
  inspection: Inspection,
): Promise<DiskReader | undefined> {
  const path = `blobs/${digest.replace(':', '/')}`;
  const file = files.find((item) => item.path === path);
  if (file === undefined) {
    inspection.findings.add('oci-blob', `${path} is not there`);
    return undefined;
  }
  const blob = await file.open();
  const isRight = blob.sizeBytes === size && `sha256:${await digestContents(blob)}` === digest;
  inspection.findings.check(isRight, 'oci-blob', `${path} has another size or digest`);
  return isRight ? blob : undefined;
}

/** Returns the files in /disk of a layer. */
async function readLayer(blob: DiskReader, inspection: Inspection): Promise<TarMember[]> {
  const compression = detectCompression(await readUpTo(blob, 0, 16));
  const archive = compression === undefined ? blob : await unpack(blob, compression, inspection);
  const disks: TarMember[] = [];
  for await (const member of readTar(archive)) {
    if (/^(\.?\/)*disk\/[^/]+$/.test(member.name) && '07S'.includes(member.type))
      disks.push(member);
  }
  return disks;
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
