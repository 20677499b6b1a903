import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { type Descriptor, formatArtifact } from '../../../lib/oci/manifest.ts';
import { OCI_EMPTY, OCI_INDEX, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { RegistryClient } from '../../../lib/registry/client.ts';
import { copyImage } from '../../../lib/registry/copy-image.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { deleteManifest, listReferrers, putReferrer } from '../../../lib/registry/referrers.ts';
import { REGISTRY_USER, type Registry, startRegistry } from '../../fakes/registry.ts';
import { type RegistryFault, startRegistryProxy } from '../../fakes/registry-proxy.ts';
import { startSmallRegistry } from '../../fakes/small-registry.ts';
import { type MadeImage, putBlob, putImage } from './images.ts';

const KIB = 1024;
const NAME = 'bad/image';
const USER = { kind: 'password', ...REGISTRY_USER } as const;
const SBOM = 'application/spdx+json';
/** Tries again at once. */
const http = new HttpClient({ firstPauseMs: 1 });
/** Takes a server for stuck, too, that says nothing for a quarter of a second. */
const impatient = new HttpClient({ firstPauseMs: 1, silenceMs: 250 });

let temp: TempDir;
let registry: Registry;
let image: MadeImage;
let layer: Descriptor;
let config: Descriptor;
beforeAll(async () => {
  [temp, registry] = await Promise.all([makeTempDir(), startRegistry()]);
  image = await putImage(clientOf(registry), 'v1', { layerBytes: [600 * KIB] });
  const [first] = image.layers;
  if (first === undefined) throw new Error('no layer');
  layer = first;
  ({ config } = JSON.parse(image.bytes.toString()) as { config: Descriptor });
});
afterAll(async () => {
  await Promise.all([http.close(), impatient.close()]);
  await Promise.all([registry[Symbol.asyncDispose](), temp[Symbol.asyncDispose]()]);
});

let count = 0;
const newLayout = () => OciLayout.create(join(temp.path, `layout-${++count}`));
const clientOf = ({ host }: { readonly host: string }, repository = NAME) =>
  new RegistryClient({ http, registry: host, repository });
const pull = async (client: RegistryClient, digest?: MadeImage['descriptor']['digest']) =>
  copyImage(
    { store: client, tag: 'v1', digest },
    { store: await newLayout(), tag: 'v1' },
    { log: silentLog },
  );
const push = async (client: RegistryClient) => {
  const layout = await newLayout();
  await putImage(layout, 'v1', { layerBytes: [600 * KIB] });
  return copyImage({ store: layout }, { store: client, tag: 'v1' }, { log: silentLog });
};
const fails = async (body: Promise<unknown>, code: string, words = '') =>
  expect(body).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
const status = (status: number, headers = {}): RegistryFault['act'] => ({
  kind: 'status',
  status,
  headers,
});

describe('copyImage from and to a registry that', () => {
  it('is down', async () => {
    // Another server may take a port that was one's own.
    const host = '127.0.0.1:1';
    await fails(pull(clientOf({ host })), 'HTTP_FAILED', host);
    await fails(push(clientOf({ host })), 'HTTP_FAILED', host);
  });

  it('says nothing any more', async () => {
    const silent = async (
      isSilent: (method: string, url: string) => boolean,
      body: (client: RegistryClient) => Promise<void>,
      headers?: Record<string, number>,
    ) => {
      await using small = await startSmallRegistry();
      await putImage(clientOf(small), 'v1');
      const { host } = small;
      const client = new RegistryClient({ http: impatient, registry: host, repository: NAME });
      small.intercept = ({ url = '', method = '' }, response) => {
        if (!isSilent(method, url)) return false;
        if (headers !== undefined) response.writeHead(200, headers).flushHeaders();
        return true;
      };
      await body(client);
    };
    // At the same time: most of it is waiting.
    await Promise.all([
      silent(
        (_method, url) => url.includes('/manifests/'),
        (client) => fails(pull(client), 'HTTP_FAILED', 'manifests/v1'),
      ),
      silent(
        (method, url) => method === 'GET' && url.includes('/blobs/'),
        (client) => fails(pull(client), 'DOWNLOAD_FAILED'),
        { 'content-length': 10 },
      ),
      silent(
        (method, url) => method === 'PUT' && url.includes('uploads'),
        (client) => fails(push(client), 'HTTP_FAILED', 'uploads'),
      ),
    ]);
  });

  it('sends a byte now and then, of a manifest, a blob, and one that is relayed', async () => {
    await using patient = new HttpClient({ firstPauseMs: 1, speedWindowMs: 200 });
    await using small = await startSmallRegistry();
    const client = new RegistryClient({ http: patient, registry: small.host, repository: NAME });
    const { layers } = await putImage(client, 'v1');
    const trickles = (path: RegExp) => {
      small.intercept = ({ url = '', method }, response) => {
        if (method !== 'GET' || !path.test(url)) return false;
        const size = layers.find(({ digest }) => url.endsWith(digest))?.size ?? 500;
        response.writeHead(200, { 'content-length': size }).write('{');
        const timer = setInterval(() => response.write(' '), 20);
        response.once('close', () => clearInterval(timer));
        return true;
      };
    };
    const slow = 'slower than 1000 bytes per second';
    trickles(/manifests\/v1/);
    await fails(client.getManifest('v1'), 'HTTP_FAILED', slow);
    trickles(new RegExp(`${layers[0]?.digest}`));
    if (layers[0] !== undefined) await fails(client.readBlob(layers[0]), 'HTTP_FAILED', slow);
    await fails(pull(client), 'DOWNLOAD_FAILED', slow);
    const relayed = copyImage(
      { store: client, tag: 'v1' },
      { store: clientOf(registry, 'bad/slow'), tag: 'v1' },
      { log: silentLog },
    );
    await fails(relayed, 'HTTP_FAILED', slow);
  });

  it.each([
    [401, 'REGISTRY_DENIED'],
    [403, 'REGISTRY_DENIED'],
    [404, 'IMAGE_MISSING'],
    [418, 'REGISTRY_FAILED'],
    [500, 'HTTP_STATUS'],
    [503, 'HTTP_STATUS'],
    [522, 'HTTP_STATUS'],
  ])('answers %d', async (code, expected) => {
    await using proxy = await startRegistryProxy(registry);
    proxy.fault({ method: 'GET', path: /manifests/, act: status(code) });
    await fails(pull(clientOf(proxy)), expected);
    proxy.fault({ method: 'POST', path: /uploads/, act: status(code === 404 ? 403 : code) });
    await fails(push(clientOf(proxy)), code === 404 ? 'REGISTRY_DENIED' : expected);
  });

  it.each([
    [401, 'REGISTRY_DENIED', '401'],
    [403, 'REGISTRY_DENIED', '403'],
    [404, 'REGISTRY_MISMATCH', 'has lost it'],
  ])('answers %d for a blob of an image that it has', async (code, expected, words) => {
    await using proxy = await startRegistryProxy(registry);
    const path = new RegExp(`blobs/${layer.digest}`);
    for (const method of ['GET', 'HEAD']) proxy.fault({ method, path, act: status(code) });
    const client = clientOf(proxy);
    await fails(pull(client), expected, words);
    await fails(client.readBlob(layer), expected, words);
    const relay = (to: string) =>
      copyImage(
        { store: client, tag: 'v1' },
        { store: clientOf(registry, to), tag: 'v1' },
        { log: silentLog },
      );
    await fails(relay('bad/none'), expected, words);
    expect(await clientOf(registry, 'bad/none').getManifest('v1')).toBeUndefined();
    // Where the blob is already nobody asks for it.
    await relay(NAME);
  });

  it('asks for a pause, and for one that is too long', async () => {
    await using proxy = await startRegistryProxy(registry);
    const busy = (seconds: string, times: number) => {
      const act = status(429, { 'retry-after': seconds });
      proxy.fault({ method: 'GET', path: /blobs/, times, act });
      proxy.fault({ method: 'POST', path: /uploads/, times, act });
    };
    busy('1', 1);
    const started = performance.now();
    await Promise.all([pull(clientOf(proxy)), push(clientOf(proxy, 'bad/busy'))]);
    expect(performance.now() - started).toBeGreaterThan(990);
    busy('86400', Number.POSITIVE_INFINITY);
    await fails(push(clientOf(proxy, 'bad/busy')), 'HTTP_STATUS', '429, come back in 86400 s');
    await fails(pull(clientOf(proxy)), 'DOWNLOAD_FAILED', '429, come back in 86400 s');
  });

  it('answers 500 in the middle of a blob, once and always', async () => {
    await using proxy = await startRegistryProxy(registry);
    const path = new RegExp(`blobs/${layer.digest}`);
    const cut = { kind: 'cut', afterBytes: 200 * KIB } as const;
    proxy.fault({ method: 'GET', path, times: 1, act: cut });
    proxy.fault({ method: 'GET', path, times: 1, act: status(500) });
    await pull(clientOf(proxy));
    proxy.fault({ method: 'GET', path, times: 1, act: cut });
    proxy.fault({ method: 'GET', path, act: status(500) });
    await expect(pull(clientOf(proxy))).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: expect.stringMatching(/^http\S+ could not be downloaded\n.*500/),
      hint: 'Look at the network and at the registry, then try again.',
    });
  });

  it('gives other bytes than it says', async () => {
    await using proxy = await startRegistryProxy(registry);
    const answer = (path: RegExp, bytes: Buffer, headers = {}) =>
      proxy.fault({ method: 'GET', path, times: 1, act: { kind: 'body', bytes, headers } });
    const client = clientOf(proxy);
    // Not the configuration, which is asked for at the same time.
    const blob = new RegExp(`blobs/${layer.digest}`);
    answer(blob, randomBytes(layer.size));
    await fails(pull(client), 'CHECKSUM_MISMATCH', layer.digest);
    answer(blob, randomBytes(layer.size));
    const relayed = copyImage(
      { store: client, tag: 'v1' },
      { store: clientOf(registry, 'bad/relayed'), tag: 'v1' },
      { log: silentLog },
    );
    await fails(relayed, 'REGISTRY_MISMATCH', layer.digest);
    answer(/manifests\/v1/, Buffer.from('{"schemaVersion":2}'), { 'content-type': OCI_MANIFEST });
    await fails(pull(client), 'OCI_INVALID');
    answer(/manifests\/v1/, Buffer.alloc(5 * KIB * KIB), { 'content-type': OCI_MANIFEST });
    await fails(pull(client), 'SIZE_LIMIT');
  });

  it('sends to another host, which gets no password', async () => {
    await using elsewhere = await startRegistryProxy(registry);
    await using proxy = await startRegistryProxy(registry, REGISTRY_USER);
    const moved = (path: RegExp, to: string) =>
      proxy.fault({ method: 'GET', path, act: { kind: 'redirect', location: to } });
    moved(/manifests\/v1/, `${elsewhere.url}/v2/${NAME}/manifests/v1`);
    for (const { digest } of [layer, config]) {
      moved(new RegExp(`blobs/${digest}`), `${elsewhere.url}/v2/${NAME}/blobs/${digest}`);
    }
    const client = new RegistryClient({
      ...{ http, registry: proxy.host, repository: NAME, credentials: USER },
    });
    await pull(client);
    await client.readBlob(config);
    expect(elsewhere.requests).toHaveLength(4);
    expect(elsewhere.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
    proxy.fault({
      method: 'PUT',
      path: /uploads/,
      act: { kind: 'redirect', location: `${elsewhere.url}/v2/x/blobs/uploads/1` },
    });
    const other = new RegistryClient({ ...client.place, repository: 'bad/sent' });
    await fails(push(other), 'REGISTRY_FAILED', '307');
  });

  it('has an upload at another host, which gets no password', async () => {
    await using elsewhere = await startSmallRegistry();
    await using small = await startSmallRegistry();
    const path = '/v2/bad/image/blobs/uploads/';
    const started = await fetch(`http://${elsewhere.host}${path}`, { method: 'POST' });
    small.intercept = ({ headers, method, url = '' }, response) => {
      if (headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
        return true;
      }
      if (method !== 'POST' || !url.includes('uploads')) return false;
      const location = `http://${elsewhere.host}${started.headers.get('location')}`;
      response.writeHead(202, { location }).end();
      return true;
    };
    const secrets: unknown[] = [];
    elsewhere.intercept = ({ headers }) => {
      if (headers.authorization !== undefined) secrets.push(headers.authorization);
      return false;
    };
    const client = new RegistryClient({
      ...{ http, registry: small.host, repository: NAME, credentials: USER },
    });
    await client.pushBlob(Buffer.from('some bytes'), {
      ...{ mediaType: SBOM, digest: digestOf('some bytes'), size: 10 },
    });
    expect([...elsewhere.blobs.keys()]).toEqual([digestOf('some bytes')]);
    expect(secrets).toEqual([]);
  });

  it('has ten bytes of five gigabytes', async () => {
    await using small = await startSmallRegistry();
    const client = clientOf(small);
    const ten = randomBytes(10);
    await putBlob(client, Buffer.from('{}'), OCI_EMPTY);
    const big = { ...(await putBlob(client, ten, SBOM)), size: 5e9 };
    await client.putManifest('v1', formatArtifact(SBOM, [big], {}), OCI_MANIFEST);
    await fails(pull(client), 'REGISTRY_MISMATCH', '10 bytes');
    const relayed = copyImage(
      { store: client, tag: 'v1' },
      { store: clientOf(registry, 'bad/big'), tag: 'v1' },
      { log: silentLog },
    );
    await fails(relayed, 'REGISTRY_MISMATCH', '10 bytes');
  });

  it('moves a tag between inspecting and pulling', async () => {
    const client = clientOf(registry, 'bad/moved');
    const { descriptor } = await putImage(client, 'v1');
    await putImage(client, 'v1');
    await fails(pull(client, descriptor.digest), 'TAG_MOVED', descriptor.digest);
  });

  it.each([
    ['application/vnd.docker.distribution.manifest.v1+prettyjws', { schemaVersion: 1 }],
    ['text/html', 'hello'],
    [
      'application/vnd.other.v1+json',
      { schemaVersion: 2, mediaType: 'application/vnd.other.v1+json' },
    ],
  ])('has the type %s', async (type, document) => {
    await using proxy = await startRegistryProxy(registry);
    const bytes = Buffer.from(JSON.stringify(document));
    const act = { kind: 'body', bytes, headers: { 'content-type': type } } as const;
    proxy.fault({ method: 'GET', path: /manifests/, act });
    await fails(pull(clientOf(proxy)), 'MEDIA_TYPE_UNSUPPORTED', type);
  });

  it('nests an index in itself, or says two sizes of one blob', async () => {
    await using proxy = await startRegistryProxy(registry);
    const answer = (document: object, type: string) =>
      proxy.fault({
        method: 'GET',
        path: /manifests\/v1/,
        times: 1,
        act: {
          kind: 'body',
          bytes: Buffer.from(JSON.stringify(document)),
          headers: { 'content-type': type },
        },
      });
    const layers = [layer, { ...layer, size: 1 }];
    answer({ ...JSON.parse(image.bytes.toString()), layers }, OCI_MANIFEST);
    await fails(pull(clientOf(proxy)), 'REGISTRY_MISMATCH', 'bytes');
    const lost = { ...image.descriptor, digest: digestOf('lost') };
    answer({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [lost] }, OCI_INDEX);
    await fails(pull(clientOf(proxy)), 'IMAGE_MISSING', lost.digest);
  });
});

describe('a registry that keeps what it got of an upload', () => {
  it.each(['whole', 'in chunks'])('is sent the rest alone, of a blob sent %s', async (how) => {
    await using small = await startSmallRegistry();
    const bytes = randomBytes(9000 * KIB);
    const blob = { mediaType: SBOM, digest: digestOf(bytes), size: bytes.length };
    let refusals = how === 'whole' ? 0 : 1;
    const cut = () => {
      small.cutUploadAfterBytes = 200 * KIB;
    };
    if (refusals === 0) cut();
    small.intercept = (request, response) => {
      if (request.method !== 'PUT' || refusals-- <= 0) return false;
      request.once('end', () => response.writeHead(413).end()).resume();
      cut();
      return true;
    };
    await clientOf(small).pushBlob(bytes, blob);
    expect(small.blobs.get(blob.digest)?.equals(bytes)).toBe(true);
    const sent = small.requests.filter(({ line }) => line.startsWith('PATCH'));
    const rest = how === 'whole' ? [8800] : [4096, 4096, 608];
    expect(sent.slice(-rest.length).map(({ receivedBytes }) => receivedBytes / KIB)).toEqual(rest);
  });

  it('is sent all of it again when it kept something else', async () => {
    await using small = await startSmallRegistry();
    const bytes = randomBytes(400 * KIB);
    const blob = { mediaType: SBOM, digest: digestOf(bytes), size: bytes.length };
    small.cutUploadAfterBytes = 100 * KIB;
    let lies = 1;
    small.intercept = ({ method, url = '' }, response) => {
      if (method !== 'GET' || !url.includes('uploads') || lies-- <= 0) return false;
      response.writeHead(204, { location: url, range: '0-204799' }).end();
      return true;
    };
    await clientOf(small).pushBlob(bytes, blob);
    expect(small.blobs.get(blob.digest)?.equals(bytes)).toBe(true);
  });
});

describe('listReferrers', () => {
  const addSbom = async (client: RegistryClient, subject: Descriptor, text: string) => {
    const layer = await putBlob(client, Buffer.from(text), SBOM);
    await putBlob(client, Buffer.from('{}'), OCI_EMPTY);
    return putReferrer(client, formatArtifact(SBOM, [layer], { text }, subject), OCI_MANIFEST);
  };

  it('asks the registry that has lists', async () => {
    await using small = await startSmallRegistry();
    const client = clientOf(small);
    const { platform: _, ...subject } = (await putImage(client, 'v1')).descriptor;
    const digest = await addSbom(client, subject, 'one');
    expect(await listReferrers(client, subject.digest, SBOM)).toMatchObject([
      { digest, artifactType: SBOM, annotations: { text: 'one' } },
    ]);
    expect(small.requests.filter(({ line }) => line.includes('/sha256-'))).toEqual([]);
  });

  it('keeps a tag where the registry has none, also when many write', async () => {
    const client = clientOf(registry, 'bad/listed');
    const { platform: _, ...subject } = (await putImage(client, 'v1')).descriptor;
    const one = await addSbom(client, subject, 'one');
    const two = await addSbom(client, subject, 'two');
    expect((await listReferrers(client, subject.digest)).map(({ digest }) => digest)).toEqual([
      one,
      two,
    ]);
    const tag = subject.digest.replace(':', '-');
    expect(await client.listTags()).toContain(tag);
    expect(await deleteManifest(client, one)).toBe(true);
    expect(await deleteManifest(client, one)).toBe(false);
    expect(await listReferrers(client, subject.digest)).toMatchObject([{ digest: two }]);
    await client.putManifest(tag, image.bytes, OCI_MANIFEST).catch(() => undefined);
    await putImage(client, tag);
    await fails(listReferrers(client, subject.digest), 'REGISTRY_FAILED', tag);
  });
});

describe('deleteTag', () => {
  it.each(['distribution 2', 'one that deletes tags'])('leaves the image, in %s', async (which) => {
    await using small = await startSmallRegistry();
    const client = clientOf(which === 'distribution 2' ? registry : small, 'bad/deleted');
    const { descriptor, bytes } = await putImage(client, 'v1');
    await client.putManifest('v2', bytes, OCI_MANIFEST);
    expect(await client.deleteTag('v1')).toBe(true);
    expect(await client.deleteTag('v1')).toBe(false);
    expect(await client.getManifest('v1')).toBeUndefined();
    expect((await client.getManifest('v2'))?.digest).toBe(descriptor.digest);
  });
});

describe('the registry in memory', () => {
  it('is one to skopeo', async () => {
    await using small = await startSmallRegistry();
    const flags = [
      '--insecure-policy',
      'copy',
      '--src-tls-verify=false',
      '--dest-tls-verify=false',
    ];
    const [from, to] = [
      `docker://${registry.host}/${NAME}:v1`,
      `docker://${small.host}/some/it:v1`,
    ];
    await runTool(['skopeo', ...flags, from, to]);
    const raw = await readTool(['skopeo', 'inspect', '--raw', '--tls-verify=false', to]);
    expect(raw).toBe(image.bytes.toString());
  });
});
