import { type KeyObject, sign } from 'node:crypto';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HttpClient } from '../../../lib/host/http.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { digestHex, digestOf, type OciDigest } from '../../../lib/oci/digest.ts';
import { OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { RegistryClient } from '../../../lib/registry/client.ts';
import type { OciLayout } from '../../../lib/registry/layout.ts';

const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

/** A folder made by `fill`, as a layer: what GNU tar makes of it. */
export async function packLayer(
  folder: string,
  fill: (root: string) => Promise<void>,
): Promise<Buffer> {
  await mkdir(folder, { recursive: true });
  await fill(folder);
  const archive = `${folder}.tar`;
  const all = ['--xattrs', '--xattrs-include=*', '--sort=name', '--mtime=@0'];
  await runTool(['tar', '--format=posix', ...all, '-C', folder, '-cf', archive, '.']);
  return readFile(archive);
}

/** Unpacks layers over each other; whiteouts are left to the caller. */
export async function unpackLayers(archives: readonly Buffer[], root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const [index, bytes] of archives.entries()) {
    const path = `${root}-${index}.tar`;
    await writeFile(path, bytes);
    const all = ['--xattrs', '--xattrs-include=*', '--exclude=.wh.*', '-p', '--overwrite'];
    await runTool(['tar', ...all, '-C', root, '-xf', path]);
  }
}

/** A program that runs in a container, and what it needs, in a tree. */
export async function addProgram(root: string, path: string): Promise<void> {
  const list = await readTool(['ldd', path]);
  const libraries = [...list.matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) => library);
  for (const file of [path, ...libraries]) {
    await mkdir(join(root, file, '..'), { recursive: true });
    await cp(file, join(root, file), { dereference: true });
    await chmod(join(root, file), 0o755);
  }
}

/** What an image is made of. */
export interface GroundImage {
  readonly layers: readonly Buffer[];
  readonly architecture?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** By layer. */
  readonly layerAnnotations?: readonly Readonly<Record<string, string>>[];
  /** In place of what they are. */
  readonly mediaType?: string;
}

/** Writes an image into a layout, and returns what points to it. */
export async function putImage(layout: OciLayout, tag: string | undefined, image: GroundImage) {
  const layers = [];
  for (const [index, archive] of image.layers.entries()) {
    const blob = await layout.putBlob(gzipSync(archive), image.mediaType ?? LAYER);
    const annotations = image.layerAnnotations?.[index];
    layers.push(annotations === undefined ? blob : { ...blob, annotations });
  }
  const architecture = image.architecture ?? 'amd64';
  const config = await layout.putBlob(
    json({
      ...{ created: '2026-01-02T03:04:05Z', architecture, os: 'linux' },
      config: { Cmd: ['/bin/true'], ...image.config },
      rootfs: { type: 'layers', diff_ids: image.layers.map((layer) => digestOf(layer)) },
      history: [
        { created_by: 'ENV A=1', empty_layer: true },
        ...image.layers.map((_layer, index) => ({ created_by: `step ${index + 1}` })),
      ],
    }),
    CONFIG,
  );
  const manifest = json({
    ...{ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers },
    annotations: image.annotations ?? {},
  });
  const digest = await layout.putManifest(tag, manifest, OCI_MANIFEST);
  return {
    ...{ digest, mediaType: OCI_MANIFEST, size: manifest.length },
    ...{ platform: { os: 'linux', architecture }, layers },
  };
}

/** Copies an image of a layout to a registry with skopeo: all architectures, digests kept. */
export async function push(layout: OciLayout, tag: string, reference: string): Promise<void> {
  const safe = ['--insecure-policy', '--override-os=linux', '--override-arch=amd64'];
  const from = `oci:${layout.folder}:${tag}`;
  const how = ['--all', '--preserve-digests', '--dest-tls-verify=false', '-q'];
  await runTool(['skopeo', ...safe, 'copy', ...how, from, `docker://${reference}`]);
}

/** Signs a manifest as cosign 2 does, saying that it is `about`. */
export async function putCosign(
  layout: OciLayout,
  subject: OciDigest,
  about: OciDigest,
  key: KeyObject,
): Promise<void> {
  const payload = json({
    critical: {
      identity: { 'docker-reference': 'x' },
      image: { 'docker-manifest-digest': about },
      type: 'cosign container image signature',
    },
  });
  const type = 'application/vnd.dev.cosign.simplesigning.v1+json';
  const blob = await layout.putBlob(payload, type);
  const signature = sign('sha256', payload, key).toString('base64');
  const config = await layout.putBlob(json({ os: '', architecture: '', rootfs: {} }), CONFIG);
  const manifest = json({
    ...{ schemaVersion: 2, mediaType: OCI_MANIFEST, config },
    layers: [{ ...blob, annotations: { 'dev.cosignproject.cosign/signature': signature } }],
  });
  await layout.putManifest(`sha256-${digestHex(subject)}.sig`, manifest, OCI_MANIFEST);
}

/** A client of one repository. */
export function clientOf(http: HttpClient, host: string, repository: string): RegistryClient {
  return new RegistryClient({ http, registry: host, repository });
}

/** Bytes of a document. */
export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
