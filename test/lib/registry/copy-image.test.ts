import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { formatArtifact } from '../../../lib/oci/manifest.ts';
import { OCI_EMPTY, OCI_INDEX, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { RegistryClient } from '../../../lib/registry/client.ts';
import { type CopyOptions, copyImage } from '../../../lib/registry/copy-image.ts';
import type { ImagePlace } from '../../../lib/registry/image-place.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { listReferrers, putReferrer } from '../../../lib/registry/referrers.ts';
import { REGISTRY_USER, type Registry, startRegistry } from '../../fakes/registry.ts';
import { startRegistryProxy } from '../../fakes/registry-proxy.ts';
import { startPodman } from '../../support/podman.ts';
import { putBlob, putImage, putIndex } from './images.ts';

const SBOM = 'application/spdx+json';
const USER = { kind: 'password', ...REGISTRY_USER } as const;
const KIB = 1024;

let temp: TempDir;
let open: Registry;
let locked: Registry;
const http = new HttpClient({ firstPauseMs: 1 });
beforeAll(async () => {
  temp = await makeTempDir();
  [open, locked] = await Promise.all([startRegistry(), startRegistry({ locked: true })]);
});
afterAll(async () => {
  await Promise.all([http.close(), open[Symbol.asyncDispose](), locked[Symbol.asyncDispose]()]);
  await temp[Symbol.asyncDispose]();
});

let count = 0;
const newPath = () => join(temp.path, `layout-${++count}`);
const newLayout = () => OciLayout.create(newPath());
const clientOf = ({ host }: { readonly host: string }, repository = `some/copy-${++count}`) =>
  new RegistryClient({
    ...{ http, registry: host, repository },
    credentials: host === locked.host ? USER : undefined,
  });
const copy = (from: ImagePlace, to: ImagePlace, options: Partial<CopyOptions> = {}) =>
  copyImage(from, to, { log: silentLog, ...options });

async function addSbom(
  store: OciLayout | RegistryClient,
  subject: Parameters<typeof formatArtifact>[3],
) {
  await putBlob(store, Buffer.from('{}'), OCI_EMPTY);
  const layer = await putBlob(store, Buffer.from(`{"of":"${count++}"}`), SBOM);
  const bytes = formatArtifact(SBOM, [layer], {}, subject);
  return putReferrer(store, bytes, OCI_MANIFEST);
}

describe('copyImage', () => {
  it('copies from layout to registry to registry to layout, and nothing twice', async () => {
    const layout = await newLayout();
    const image = await putImage(layout, 'v1', { layerBytes: [0, 10, 700 * KIB, 2000 * KIB] });
    const [near, far] = [clientOf(open), clientOf(locked)];
    const first = await copy({ store: layout, tag: 'v1' }, { store: near, tag: 'v1' });
    expect(first).toMatchObject({ digest: digestOf(image.bytes), manifests: 1 });
    expect(first.blobs.map(({ how }) => how)).toEqual(Array(5).fill('copied'));
    expect(first.copiedBytes).toBeGreaterThan(2700 * KIB);
    const second = await copy({ store: layout }, { store: near, tag: 'v2' });
    expect(second).toMatchObject({ copiedBytes: 0, digest: first.digest });
    await copy({ store: near, digest: first.digest }, { store: far, tag: 'v1' });
    const back = await newLayout();
    const last = await copy({ store: far, tag: 'v1', digest: first.digest }, { store: back });
    expect(last).toEqual({ ...first, blobs: first.blobs });
    expect(await back.listTags()).toEqual([]);
    for (const layer of image.layers) {
      const bytes = await readFile(await back.blobPath(layer));
      expect(bytes.equals(await readFile(await layout.blobPath(layer)))).toBe(true);
    }
    const third = await newLayout();
    await copy({ store: back }, { store: third, tag: 'copy' });
    expect((await third.getManifest('copy'))?.bytes).toEqual(image.bytes);
    expect((await readdir(back.folder)).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  it('copies an index with all or one of its architectures', async () => {
    const layout = await newLayout();
    const { bytes, images } = await putIndex(layout, 'v1', ['amd64', 'arm64']);
    const client = clientOf(open);
    await copy({ store: layout, tag: 'v1' }, { store: client, tag: 'all' });
    expect((await client.getManifest('all'))?.bytes).toEqual(bytes);
    for (const { descriptor } of images)
      expect(await client.getManifest(descriptor.digest)).toBeDefined();
    const one = await copy(
      { store: client, tag: 'all' },
      { store: await newLayout(), tag: 'arm' },
      { architecture: 'arm64' },
    );
    expect(one).toMatchObject({ digest: images[1]?.descriptor.digest, manifests: 1 });
    const none = copy(
      { store: client, tag: 'all' },
      { store: await newLayout() },
      { architecture: 's390x' },
    );
    await expect(none).rejects.toMatchObject({
      code: 'ARCHITECTURE_MISSING',
      message: expect.stringContaining('it has linux/amd64, linux/arm64'),
    });
    const single = { store: client, digest: images[0]?.descriptor.digest };
    await copy(single, { store: layout, tag: 'x' }, { architecture: 'amd64' });
    const other = copy(single, { store: layout, tag: 'x' }, { architecture: 'arm64' });
    await expect(other).rejects.toMatchObject({ code: 'ARCHITECTURE_MISSING' });
  });

  it('mounts what other repositories of the registry have', async () => {
    const [one, two, three] = [clientOf(open), clientOf(open), clientOf(open)];
    await putImage(one, 'v1', { layerBytes: [100 * KIB, 200 * KIB] });
    const mounted = await copy({ store: one, tag: 'v1' }, { store: two, tag: 'v1' });
    expect(mounted.blobs.map(({ how }) => how)).toEqual(Array(3).fill('mounted'));
    const layout = await newLayout();
    await copy({ store: two, tag: 'v1' }, { store: layout, tag: 'v1' });
    const pushed = await copy(
      { store: layout, tag: 'v1' },
      { store: three, tag: 'v1' },
      { mountFrom: ['none/here', two.place.repository] },
    );
    expect(pushed.copiedBytes).toBe(0);
  });

  it('copies what refers to an image, with the tag where there is no list', async () => {
    const layout = await newLayout();
    const { descriptor } = await putImage(layout, 'v1');
    const { platform: _, ...subject } = descriptor;
    const sbom = await addSbom(layout, subject);
    const signature = await addSbom(layout, { mediaType: OCI_MANIFEST, digest: sbom, size: 1 });
    const [one, two] = [clientOf(open), clientOf(locked)];
    const done = await copy({ store: layout }, { store: one, tag: 'v1' }, { referrers: true });
    expect(done.manifests).toBe(3);
    await copy({ store: one, tag: 'v1' }, { store: two, tag: 'v1' }, { referrers: true });
    const back = await newLayout();
    await copy({ store: two, tag: 'v1' }, { store: back }, { referrers: true });
    for (const store of [one, two, back]) {
      expect(await listReferrers(store, descriptor.digest)).toMatchObject([
        { digest: sbom, artifactType: SBOM },
      ]);
      expect(await listReferrers(store, sbom)).toMatchObject([{ digest: signature }]);
      expect(await listReferrers(store, descriptor.digest, 'a/b')).toEqual([]);
    }
    expect((await back.getManifest())?.digest).toBe(descriptor.digest);
  });

  it('takes the bytes it was told of, and no others', async () => {
    const client = clientOf(open);
    const before = await putImage(client, 'v1');
    await putImage(client, 'v1');
    const { digest } = before.descriptor;
    const moved = copy({ store: client, tag: 'v1', digest }, { store: await newLayout() });
    await expect(moved).rejects.toMatchObject({ code: 'TAG_MOVED' });
    const there = await copy({ store: client, digest }, { store: await newLayout() });
    expect(there.digest).toBe(digest);
    const elsewhere = copy({ store: client, tag: 'v1' }, { store: client, tag: 'v2', digest });
    await expect(elsewhere).rejects.toMatchObject({ code: 'REGISTRY_MISMATCH' });
    const none = copy({ store: client, tag: 'v3' }, { store: await newLayout() });
    await expect(none).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
  });

  it('goes on with a download of an earlier run', async () => {
    const source = clientOf(open);
    const { layers } = await putImage(source, 'v1', { layerBytes: [900 * KIB] });
    await using proxy = await startRegistryProxy(open);
    const client = clientOf(proxy, source.place.repository);
    const layout = await newLayout();
    const path = new RegExp(`blobs/${layers[0]?.digest}`);
    proxy.fault({ method: 'GET', path, times: 1, act: { kind: 'cut', afterBytes: 300 * KIB } });
    proxy.fault({ method: 'GET', path, times: 3, act: { kind: 'status', status: 500 } });
    const broken = copy({ store: client, tag: 'v1' }, { store: layout, tag: 'v1' });
    await expect(broken).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect(await layout.listTags()).toEqual([]);
    proxy.requests.length = 0;
    await copy({ store: client, tag: 'v1' }, { store: layout, tag: 'v1' });
    const ranges = proxy.requests.map(({ headers }) => headers.range).filter(Boolean);
    expect(ranges).toEqual([expect.stringMatching(/^bytes=\d{5,}-$/)]);
    expect(await layout.listTags()).toEqual(['v1']);
  });

  it('finds bytes that a layout has wrong, and says or mends it', async () => {
    const layout = await newLayout();
    const { layers } = await putImage(layout, 'v1');
    const client = clientOf(open);
    await copy({ store: layout }, { store: client, tag: 'v1' });
    const [layer] = layers;
    if (layer === undefined) throw new Error('no layer');
    const good = await readFile(await layout.blobPath(layer));
    await writeFile(await layout.blobPath(layer), Buffer.alloc(layer.size));
    const pushed = copy({ store: layout }, { store: clientOf(open), tag: 'v1' });
    await expect(pushed).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
    const copied = copy({ store: layout }, { store: await newLayout(), tag: 'v1' });
    await expect(copied).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
    const mended = await copy({ store: client, tag: 'v1' }, { store: layout, tag: 'v1' });
    expect(mended.copiedBytes).toBe(layer.size);
    expect(await readFile(await layout.blobPath(layer))).toEqual(good);
  });
});

describe('beside skopeo', () => {
  const skopeo = (...argv: string[]) => ['skopeo', '--insecure-policy', ...argv];
  const plain = ['--src-tls-verify=false', '--dest-tls-verify=false'];

  it('is read by it, and reads what it pushes, an index too', async () => {
    const layout = await newLayout();
    const { bytes } = await putIndex(layout, 'v1', ['amd64', 'arm64']);
    const client = clientOf(open);
    await copy({ store: layout }, { store: client, tag: 'v1' });
    const name = `docker://${client.name}`;
    expect(await readTool(skopeo('inspect', '--raw', '--tls-verify=false', `${name}:v1`))).toBe(
      bytes.toString(),
    );
    const theirs = newPath();
    await runTool(skopeo('copy', '--all', ...plain, `${name}:v1`, `oci:${theirs}:v1`));
    await runTool(skopeo('copy', '--all', ...plain, `oci:${theirs}:v1`, `${name}-two:v2`));
    const back = await newLayout();
    const two = clientOf(open, `${client.place.repository}-two`);
    const done = await copy({ store: two, tag: 'v2' }, { store: back, tag: 'v2' });
    expect(done).toMatchObject({ digest: digestOf(bytes), mediaType: OCI_INDEX, manifests: 3 });
    const read = await OciLayout.open(theirs);
    expect((await read.getManifest('v1'))?.bytes).toEqual(bytes);
  });
});

describe('beside podman', () => {
  /** Returns an archive of what the lines of shell leave in their working folder. */
  const archiveOf = async (script: string) => {
    const root = newPath();
    const archive = `${root}.tar`;
    await mkdir(root);
    await runTool(['sh', '-ec', `cd "$1"; umask 022; ${script}`, 'sh', root]);
    await runTool(['tar', '--numeric-owner', '-C', root, '-cf', archive, '.']);
    return readFile(archive);
  };

  it('is pulled and run by it, one layer over the other', async () => {
    const layout = await newLayout();
    const libraries = `$(ldd /bin/cat | grep -o '/[^ ]*')`;
    const archives = [
      await archiveOf(`cp -L --parents /bin/cat ${libraries} .; mkdir etc; echo old >etc/words`),
      await archiveOf('mkdir etc; echo from the registry >etc/words; chmod 600 etc/words'),
    ];
    const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
    const image = await putImage(layout, 'v1', { archives, architecture });
    const client = clientOf(open);
    await copy({ store: layout, tag: 'v1' }, { store: client, tag: 'v1' });
    await using podman = await startPodman();
    const name = `docker://${client.name}`;
    const id = await podman.pull(`${name}@${image.descriptor.digest}`);
    expect(await podman.pull(`${name}:v1`)).toBe(id);
    expect(await podman.run(id, '/bin/cat', '/etc/words')).toBe('from the registry\n');
  });
});
