import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerOutcome } from '../../../lib/build/container.ts';
import { containerPath } from '../../../lib/build/container-path.ts';
import { attachSboms } from '../../../lib/build/container-sboms.ts';
import { parsePrevious, previousImage } from '../../../lib/build/previous-image.ts';
import { runPushContainers } from '../../../lib/build/push-containers.ts';
import { recordOutcome } from '../../../lib/build/result-file.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { ARCHITECTURES, type Basearch } from '../../../lib/host/architecture.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import type { OciDigest } from '../../../lib/oci/digest.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { parseRemix } from '../../../lib/remix/remix.ts';
import { type Registry, startRegistry } from '../../fakes/registry.ts';
import { putImage } from '../registry/images.ts';

const REMIX = `name: shop
treefile: t.yaml
architectures: [x86_64, aarch64]
containers:
  - { name: small, kind: base, packages: [bash] }
  - { name: app, kind: application, base: small }
`;

let folder: TempDir;
let registry: Registry;
const http = new HttpClient();

beforeAll(async () => {
  folder = await makeTempDir();
  registry = await startRegistry();
});
afterAll(async () => {
  await http[Symbol.asyncDispose]();
  await registry[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

let outs = 0;

/** A folder of results with the container `small` of both architectures. */
async function results(architectures: readonly Basearch[] = ['x86_64', 'aarch64']) {
  outs += 1;
  const outDir = join(folder.path, `out-${outs}`);
  const remix = parseRemix(REMIX, join(folder.path, 'remix.yaml'));
  const workspace = { remix, outDir, http, log: silentLog };
  const containers: ContainerOutcome[] = [];
  for (const basearch of architectures) {
    const path = containerPath(workspace, 'small', basearch);
    await mkdir(join(outDir, 'containers'), { recursive: true });
    const layout = await OciLayout.create(path);
    const { descriptor } = await putImage(layout, 'latest', {
      architecture: ARCHITECTURES[basearch].oci,
    });
    containers.push({
      ...{ name: 'small', kind: 'base', basearch, path, digest: descriptor.digest, version: '7' },
      ...{ sizeBytes: 1, newBytes: 1, layers: [], inputHash: 'h', cached: false, seconds: 1 },
    });
  }
  await recordOutcome(outDir, { remix: 'shop', containers });
  return { workspace, containers };
}

const inspect = async (...args: string[]) =>
  JSON.parse(await readTool(['skopeo', 'inspect', '--tls-verify=false', ...args]));

describe('runPushContainers', () => {
  it('makes one index of the architectures, under the version and latest', async () => {
    const { workspace, containers } = await results();
    const namespace = `${registry.host}/one`;
    const [pushed] = await runPushContainers(workspace, { registry: namespace, tags: [] });
    expect(pushed).toMatchObject({
      ...{ name: 'small', tags: ['7', 'latest'], architectures: ['aarch64', 'x86_64'] },
      ...{ reference: `${namespace}/small:7`, pushedLayers: 4, reusedLayers: 0 },
    });
    const raw = await inspect('--raw', `docker://${namespace}/small`);
    expect(raw.manifests).toMatchObject([
      { platform: { architecture: 'arm64', os: 'linux' }, digest: containers[1]?.digest },
      { platform: { architecture: 'amd64', os: 'linux' }, digest: containers[0]?.digest },
    ]);
    const arm = await inspect('--override-arch=arm64', `docker://${namespace}/small:7`);
    expect(arm).toMatchObject({ Architecture: 'arm64', Digest: pushed?.digest });
    const [again] = await runPushContainers(workspace, { registry: namespace, tags: ['v8'] });
    expect(again).toMatchObject({ digest: pushed?.digest, pushedBytes: 0, reusedLayers: 4 });
  });

  it('warns when the results lack an architecture, which the tag then loses', async () => {
    const { workspace, containers } = await results(['x86_64']);
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (line: string) => void warnings.push(line) };
    const namespace = `${registry.host}/half`;
    const place = { registry: namespace, tags: ['v1'] };
    const [pushed] = await runPushContainers({ ...workspace, log }, place);
    expect(pushed).toMatchObject({ architectures: ['x86_64'], digest: containers[0]?.digest });
    expect(warnings).toEqual([
      `small is pushed without aarch64, and its tags lose that: ${workspace.outDir} has none of it`,
    ]);
  });

  it('pushes no other bytes than the results tell of', async () => {
    const { workspace, containers } = await results();
    await putImage(await OciLayout.open(containers[0]?.path ?? ''), 'latest');
    const pushing = runPushContainers(workspace, { registry: `${registry.host}/two`, tags: [] });
    await expect(pushing).rejects.toMatchObject({ code: 'CONTAINER_CHANGED' });
  });

  it.each([
    ['BAD_TAG', { tags: ['-x'] }],
    ['NO_CONTAINER', { names: ['app'] }],
    ['REFERENCE_INVALID', { registry: 'no host' }],
  ])('refuses with %s: %j', async (code, options) => {
    const { workspace } = await results();
    const place = { registry: registry.host, tags: [], ...options };
    await expect(runPushContainers(workspace, place)).rejects.toMatchObject({ code });
  });

  it('says that there is nothing to push', async () => {
    const { workspace } = await results();
    const empty = { ...workspace, outDir: join(folder.path, 'none') };
    const pushing = runPushContainers(empty, { registry: registry.host, tags: [] });
    await expect(pushing).rejects.toMatchObject({ code: 'NOTHING_TO_PUBLISH' });
  });
});

describe('previousImage', () => {
  it('takes that of the architecture out of an index, and does without one', async () => {
    const { workspace, containers } = await results();
    const namespace = `${registry.host}/three`;
    await runPushContainers(workspace, { registry: namespace, tags: ['v1'] });
    const previous = parsePrevious([`small=${namespace}/small:v1`], workspace.remix);
    const find = (name: string, places = previous) =>
      previousImage(workspace, { name }, 'x86_64', places);
    expect(await find('small')).toMatchObject({
      digest: containers[0]?.digest,
      manifest: { layers: [{}, {}] },
    });
    expect(await find('app')).toBeUndefined();
    const none = { places: new Map([['small', `${namespace}/none`]]) };
    expect(await find('small', none)).toBeUndefined();
    await using denying = await startRegistry({ locked: true });
    const denied = { places: new Map([['small', `${denying.host}/small`]]) };
    expect(await find('small', denied)).toBeUndefined();
    const down = { places: new Map([['small', '127.0.0.1:1/none']]) };
    await expect(find('small', down)).rejects.toMatchObject({ code: 'HTTP_FAILED' });
  });

  it('is named for each container, for all, or for the one that is made', () => {
    const remix = parseRemix(REMIX, '/r/remix.yaml');
    const places = (given: readonly string[], wanted?: readonly string[]) =>
      Object.fromEntries(parsePrevious(given, remix, wanted).places);
    expect(places(['oci:old'], ['app'])).toEqual({ app: 'oci:old' });
    expect(places(['app=oci:old', 'r.io/me/*:v1'])).toEqual({
      small: 'r.io/me/small:v1',
      app: 'oci:old',
    });
    expect(() => places(['small=no place'])).toThrow('has no host');
  });

  it.each([['other=x'], ['oci:folder'], ['=x']])('cannot be written %j', (text) => {
    const remix = parseRemix(REMIX, '/r/remix.yaml');
    expect(() => parsePrevious([text], remix)).toThrow('expected the image before as NAME=PLACE');
  });
});

describe('attachSboms', () => {
  it('lays documents beside the layout, and makes them travel with the image', async () => {
    const { workspace, containers } = await results();
    const layout = await OciLayout.open(containers[0]?.path ?? '');
    const subjects: string[] = [];
    const paths = await attachSboms(layout, 'latest', async (digest) => {
      subjects.push(digest);
      return {
        system: {
          ...{ name: 'small', version: '7', basearch: 'x86_64' },
          osRelease: { id: 'shop', name: 'Shop', versionId: '7', cpeName: '', homeUrl: '' },
          identity: { kind: 'image', repository: 'small', digest: digest as OciDigest },
        },
        ...{ packages: [], sources: [], createdSeconds: 0 },
      } as never;
    });
    expect(subjects).toEqual([containers[0]?.digest]);
    expect(paths).toEqual(['spdx', 'cdx'].map((kind) => `${layout.folder}.${kind}.json`));
    const namespace = `${registry.host}/four`;
    await runPushContainers(workspace, { registry: namespace, tags: ['v1'] });
    const list = `docker://${namespace}/small:sha256-${containers[0]?.digest.slice(7)}`;
    const found = await inspect('--raw', list);
    const types = found.manifests.map(({ artifactType }: { artifactType: string }) => artifactType);
    expect(types.sort()).toEqual(['application/spdx+json', 'application/vnd.cyclonedx+json']);
  });
});
