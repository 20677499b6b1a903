import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { formatArtifact } from '../../../lib/oci/manifest.ts';
import { OCI_EMPTY, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { RegistryClient } from '../../../lib/registry/client.ts';
import { combineImages } from '../../../lib/registry/combine-images.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { listReferrers, putReferrer } from '../../../lib/registry/referrers.ts';
import { type Registry, startRegistry } from '../../fakes/registry.ts';
import { putBlob, putImage, putIndex } from './images.ts';

let temp: TempDir;
let registry: Registry;
const http = new HttpClient({ firstPauseMs: 1 });
beforeAll(async () => {
  [temp, registry] = await Promise.all([makeTempDir(), startRegistry()]);
});
afterAll(async () => {
  await Promise.all([http.close(), registry[Symbol.asyncDispose]()]);
  await temp[Symbol.asyncDispose]();
});

let count = 0;
const newLayout = () => OciLayout.create(join(temp.path, `layout-${++count}`));
const options = { log: silentLog };

describe('combineImages', () => {
  it('makes one index in a layout, which skopeo reads, with what refers to the images', async () => {
    const [intel, arm, to] = [await newLayout(), await newLayout(), await newLayout()];
    const one = await putImage(intel, 'latest', { architecture: 'amd64' });
    const other = await putImage(arm, 'latest', { architecture: 'arm64' });
    await putBlob(intel, Buffer.from('{}'), OCI_EMPTY);
    const note = await putBlob(intel, Buffer.from('note'), 'text/plain');
    const bytes = formatArtifact('text/plain', [note], {}, one.descriptor);
    await putReferrer(intel, bytes, OCI_MANIFEST);
    const from = [arm, intel].map((store) => ({ store, tag: 'latest' }));
    const all = { ...options, referrers: true };
    const made = await combineImages(from, { store: to, tag: 'latest' }, all);
    expect(made.platforms).toEqual(['linux/amd64', 'linux/arm64']);
    expect(await to.listTags()).toEqual(['latest']);
    expect(await listReferrers(to, one.descriptor.digest)).toHaveLength(1);
    for (const [architecture, image] of [
      ['amd64', one],
      ['arm64', other],
    ] as const) {
      const argv = ['skopeo', 'inspect', '--override-arch', architecture];
      const said = JSON.parse(await readTool([...argv, `oci:${to.folder}:latest`]));
      expect(said.Architecture).toBe(architecture);
      expect(said.Layers).toEqual(image.layers.map(({ digest }) => digest));
    }
    const again = await combineImages(from.reverse(), { store: to, tag: 'again' }, options);
    expect(again).toMatchObject({ digest: made.digest, copiedBytes: 0 });
  });

  it('takes the images of an index apart, and writes to a registry', async () => {
    const [several, single] = [await newLayout(), await newLayout()];
    await putIndex(several, 'latest', ['amd64', 's390x']);
    await putImage(single, 'latest', { architecture: 'arm64' });
    const store = new RegistryClient({
      ...{ http, registry: registry.host, repository: 'some/combined', credentials: undefined },
    });
    const from = [several, single].map((layout) => ({ store: layout, tag: 'latest' }));
    const { digest, platforms } = await combineImages(from, { store, tag: 'v1' }, options);
    expect(platforms).toEqual(['linux/amd64', 'linux/arm64', 'linux/s390x']);
    expect((await store.getManifest('v1'))?.digest).toBe(digest);
  });

  it('refuses two images of one architecture', async () => {
    const [a, b, to] = [await newLayout(), await newLayout(), await newLayout()];
    for (const layout of [a, b]) await putImage(layout, 'latest');
    const from = [a, b].map((store) => ({ store, tag: 'latest' }));
    await expect(combineImages(from, { store: to, tag: 'x' }, options)).rejects.toMatchObject({
      code: 'ARCHITECTURES_CLASH',
      message: expect.stringContaining('linux/amd64'),
    });
    expect(await to.listTags()).toEqual([]);
  });
});
