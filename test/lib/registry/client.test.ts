import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import {
  type Descriptor,
  EMPTY_CONFIG,
  EMPTY_DESCRIPTOR,
  formatArtifact,
  parseManifest,
} from '../../../lib/oci/manifest.ts';
import { OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { RegistryClient, type RegistryPlace } from '../../../lib/registry/client.ts';
import type { Credentials } from '../../../lib/registry/credentials.ts';
import { REGISTRY_USER, type Registry, startRegistry } from '../../fakes/registry.ts';
import { startRegistryProxy } from '../../fakes/registry-proxy.ts';

const TYPE = 'application/vnd.example.test';
const USER: Credentials = { kind: 'password', ...REGISTRY_USER };
const KIB = 1024;
/** Of a blob that is uploaded whole. */
const REFUSED = {
  method: 'PUT',
  path: /digest=/,
  act: { kind: 'status', status: 413 },
} as const;

let temp: TempDir;
let open: Registry;
let locked: Registry;
const http = new HttpClient();
beforeAll(async () => {
  temp = await makeTempDir();
  [open, locked] = await Promise.all([startRegistry(), startRegistry({ locked: true })]);
});
afterAll(async () => {
  await Promise.all([http.close(), open[Symbol.asyncDispose](), locked[Symbol.asyncDispose]()]);
  await temp[Symbol.asyncDispose]();
});

let names = 0;
const newName = () => `some/name-${++names}`;
const clientOf = (
  { host }: { readonly host: string },
  given: Partial<Omit<RegistryPlace, 'http' | 'registry'>> = {},
) => new RegistryClient({ http, registry: host, repository: newName(), ...given });

async function blobOf(sizeBytes: number) {
  const bytes = randomBytes(sizeBytes);
  const path = join(temp.path, `blob-${digestOf(bytes).slice(7, 20)}`);
  await writeFile(path, bytes);
  const blob: Descriptor = { mediaType: TYPE, digest: digestOf(bytes), size: sizeBytes };
  return { bytes, path, blob };
}

async function pull(client: RegistryClient, blob: Descriptor): Promise<Buffer> {
  const path = join(temp.path, `pulled-${++names}`);
  await client.pullBlob(blob, path);
  return readFile(path);
}

async function pushArtifact(client: RegistryClient, tag: string) {
  const { path, blob, bytes } = await blobOf(100);
  await client.pushBlob({ path }, blob);
  await client.pushBlob(EMPTY_CONFIG, EMPTY_DESCRIPTOR);
  const manifest = formatArtifact(TYPE, [blob], { note: 'of the test' });
  await client.putManifest(tag, manifest, OCI_MANIFEST);
  return { manifest, blob, bytes };
}

describe('RegistryClient', () => {
  it('pushes and pulls blobs of any size, in files and in memory', async () => {
    const client = clientOf(open);
    for (const sizeBytes of [0, 1, 300 * KIB]) {
      const { bytes, path, blob } = await blobOf(sizeBytes);
      expect(await client.hasBlob(blob.digest)).toBe(false);
      expect(await client.pushBlob({ path }, blob)).toBe(sizeBytes);
      expect(await client.pushBlob(bytes, blob)).toBe(0);
      expect((await pull(client, blob)).equals(bytes)).toBe(true);
    }
  });

  it('uploads in chunks when the registry wants no whole blobs', async () => {
    const { bytes, path, blob } = await blobOf(9000 * KIB);
    await using proxy = await startRegistryProxy(open);
    proxy.fault({ ...REFUSED, times: 1 });
    const client = clientOf(proxy);
    await client.pushBlob({ path }, blob);
    const patches = proxy.requests.filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ receivedBytes }) => receivedBytes / KIB)).toEqual([4096, 4096, 808]);
    expect((await pull(client, blob)).equals(bytes)).toBe(true);
  });

  it('keeps manifests, and has none where there is none', async () => {
    const client = clientOf(open);
    expect(await client.getManifest('v1')).toBeUndefined();
    expect(await client.listTags()).toEqual([]);
    const { manifest } = await pushArtifact(client, 'v1');
    const digest = digestOf(manifest);
    const found = { bytes: manifest, digest, mediaType: OCI_MANIFEST };
    expect(await client.getManifest('v1')).toEqual(found);
    expect(await client.getManifest(digest)).toEqual(found);
    expect(await client.listTags()).toEqual(['v1']);
  });

  it('mounts a blob of another repository', async () => {
    const from = newName();
    const { path, blob } = await blobOf(1000);
    await clientOf(open, { repository: from }).pushBlob({ path }, blob);
    const client = clientOf(open);
    const mountFrom = ['none/here', from];
    expect(await client.placeBlob({ path }, blob, { mountFrom })).toBe('mounted');
    expect(await client.placeBlob({ path }, blob, { mountFrom })).toBe('there');
    const other = await blobOf(1000);
    expect(await client.placeBlob(other.bytes, other.blob, { mountFrom })).toBe('copied');
    expect(await client.hasBlob(other.blob.digest)).toBe(true);
  });

  it('reads all pages of tags', async () => {
    await using proxy = await startRegistryProxy(open);
    const client = clientOf(proxy, { repository: 'paged/name' });
    const page = (tags: string[], next?: string) => ({
      kind: 'body' as const,
      bytes: Buffer.from(JSON.stringify({ name: 'paged/name', tags })),
      headers: next === undefined ? {} : { link: `<${next}>; rel="next"` },
    });
    const list = '/v2/paged/name/tags/list';
    const get = { method: 'GET', times: 1 };
    proxy.fault({ ...get, path: /n=1000$/, act: page(['a', 'b'], `${list}?n=1000&last=b`) });
    proxy.fault({ ...get, path: /last=b$/, act: page(['c', '../evil'], `?n=1000&last=c`) });
    proxy.fault({ ...get, path: /last=c$/, act: page(['d']) });
    expect(await client.listTags()).toEqual(['a', 'b', 'c', 'd']);
    proxy.fault({ ...get, path: /n=1000$/, act: page(['a'], 'http://localhost:1/v2/x/tags/list') });
    await expect(client.listTags()).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
    proxy.fault({ method: 'GET', path: /tags/, act: page(['a'], `${list}?n=1000`) });
    await expect(client.listTags()).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
  });
});

describe('who gets in', () => {
  it('gives user and password to a registry that asks for them', async () => {
    const client = clientOf(locked, { credentials: USER });
    const { bytes, blob } = await pushArtifact(client, 'v1');
    expect((await pull(client, blob)).equals(bytes)).toBe(true);
    expect(await client.canPush()).toBe(true);
  });

  it('lets in all that ask at once before anybody was', async () => {
    await using proxy = await startRegistryProxy(open, REGISTRY_USER);
    for (const [registry, name] of [[locked, 'none'] as const, [proxy, 'neither'] as const]) {
      const client = clientOf(registry, { credentials: USER });
      const asked = Array.from({ length: 8 }, () => client.getManifest(name));
      expect(await Promise.all(asked)).toEqual(Array(8).fill(undefined));
    }
    expect(proxy.requests.filter(({ path }) => path.startsWith('/token'))).toHaveLength(1);
  });

  it('says it when they are missing or wrong', async () => {
    const wrong = { ...USER, password: 'wrong' } as Credentials;
    for (const given of [{}, { credentials: wrong }]) {
      const client = clientOf(locked, given);
      await expect(client.getManifest('v1')).rejects.toMatchObject({ code: 'REGISTRY_DENIED' });
      expect(await client.canPush()).toBe(false);
    }
  });

  it('fetches tokens, and new ones when they run out', async () => {
    await using proxy = await startRegistryProxy(open, { ...REGISTRY_USER, uses: 2 });
    const client = clientOf(proxy, { credentials: USER });
    const { bytes, blob } = await pushArtifact(client, 'v1');
    expect((await pull(client, blob)).equals(bytes)).toBe(true);
    expect(await client.listTags()).toEqual(['v1']);
    const passwords = proxy.requests.filter(({ headers }) =>
      headers.authorization?.startsWith('Basic'),
    );
    expect(new Set(passwords.map(({ path }) => path.split('?')[0]))).toEqual(new Set(['/token']));
  });

  it('gets tokens for the refresh token of a login, which goes nowhere else', async () => {
    const rules = { ...REGISTRY_USER, refreshToken: 'of a login+/=', uses: 3 };
    await using proxy = await startRegistryProxy(open, rules);
    const repository = newName();
    const identity = (token: string) =>
      clientOf(proxy, { repository, credentials: { kind: 'identity', token } });
    const client = identity(rules.refreshToken);
    const { bytes, blob } = await pushArtifact(client, 'v1');
    expect((await pull(client, blob)).equals(bytes)).toBe(true);
    const asked = proxy.requests.filter(({ path }) => path.startsWith('/token'));
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(asked.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set(['POST /token']),
    );
    const heads = proxy.requests.flatMap(({ headers }) => headers.authorization ?? []);
    expect(heads.filter((value) => !/^Bearer token-\d+$/.test(value))).toEqual([]);
    const wrong = identity('stolen').getManifest('v1');
    await expect(wrong).rejects.toMatchObject({
      code: 'REGISTRY_DENIED',
      message: expect.not.stringContaining('stolen'),
    });
  });

  it('asks again for a token that was not to be had', async () => {
    await using proxy = await startRegistryProxy(open, REGISTRY_USER);
    const busy = { kind: 'status', status: 503 } as const;
    proxy.fault({ method: 'GET', path: /^\/token/, times: 2, act: busy });
    await using quick = new HttpClient({ firstPauseMs: 1 });
    const newClient = () =>
      new RegistryClient({ ...clientOf(proxy, { credentials: USER }).place, http: quick });
    expect(await newClient().getManifest('v1')).toBeUndefined();
    proxy.requests.length = 0;
    proxy.fault({ method: 'GET', path: /^\/token/, act: busy });
    await expect(newClient().getManifest('v1')).rejects.toMatchObject({ code: 'HTTP_STATUS' });
    const asked = proxy.requests.filter(({ path }) => path.startsWith('/token'));
    expect(asked).toHaveLength(4);
  });

  it('reads where anyone may, and is refused where it may not write', async () => {
    await using proxy = await startRegistryProxy(open, { ...REGISTRY_USER, anonymousPull: true });
    const repository = newName();
    await pushArtifact(clientOf(proxy, { repository, credentials: USER }), 'v1');
    const nobody = clientOf(proxy, { repository });
    expect(await nobody.getManifest('v1')).toBeDefined();
    expect(await nobody.canPush()).toBe(false);
    const { path, blob } = await blobOf(10);
    await expect(nobody.pushBlob({ path }, blob)).rejects.toMatchObject({
      code: 'REGISTRY_DENIED',
    });
  });

  it('tells nobody else the password, and asks for no token over plain http elsewhere', async () => {
    const rules = { ...REGISTRY_USER, realm: 'http://registry.example/token' };
    await using proxy = await startRegistryProxy(open, rules);
    const client = clientOf(proxy, { credentials: USER });
    await expect(client.getManifest('v1')).rejects.toMatchObject({ code: 'REGISTRY_FAILED' });
  });

  it('follows a redirect to another host without what opens the registry', async () => {
    await using elsewhere = await startRegistryProxy(open);
    await using proxy = await startRegistryProxy(open, REGISTRY_USER);
    const client = clientOf(proxy, { credentials: USER, repository: 'moved/name' });
    const { bytes, blob, manifest } = await pushArtifact(client, 'v1');
    const move = (what: string) =>
      proxy.fault({
        method: 'GET',
        path: new RegExp(what),
        act: { kind: 'redirect', location: `${elsewhere.url}/v2/moved/name/${what}` },
      });
    move(`blobs/${blob.digest}`);
    move('manifests/v1');
    expect((await pull(client, blob)).equals(bytes)).toBe(true);
    expect((await client.getManifest('v1'))?.bytes).toEqual(manifest);
    expect(elsewhere.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(elsewhere.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('a registry that fails', () => {
  const blobPath = /blobs\/sha256/;

  it('is given the pause that it asks for', async () => {
    await using proxy = await startRegistryProxy(open);
    const client = clientOf(proxy);
    const act = { kind: 'status', status: 429, headers: { 'retry-after': '1' } } as const;
    proxy.fault({ method: 'GET', path: /manifests/, times: 1, act });
    const started = performance.now();
    expect(await client.getManifest('v1')).toBeUndefined();
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  it('goes on with a blob that broke off', async () => {
    await using proxy = await startRegistryProxy(open);
    const client = clientOf(proxy);
    const { bytes, path, blob } = await blobOf(1000 * KIB);
    await client.pushBlob({ path }, blob);
    const act = { kind: 'cut', afterBytes: 300 * KIB } as const;
    proxy.fault({ method: 'GET', path: blobPath, times: 1, act });
    expect((await pull(client, blob)).equals(bytes)).toBe(true);
    const ranges = proxy.requests.filter(({ method }) => method === 'GET');
    expect(ranges.map(({ headers }) => headers.range?.replace(/\d+/, 'N'))).toEqual([
      undefined,
      'bytes=N-',
    ]);
  });

  it.each(['PUT', 'PATCH'])('begins an upload anew whose %s broke off', async (method) => {
    for (const act of [{ kind: 'hang-up' }, { kind: 'status', status: 503 }] as const) {
      await using proxy = await startRegistryProxy(open);
      if (method === 'PATCH') proxy.fault({ ...REFUSED, times: 1 });
      const client = clientOf(proxy);
      const { bytes, path, blob } = await blobOf(1000 * KIB);
      proxy.fault({ method, path: /uploads/, times: 1, act });
      await client.pushBlob({ path }, blob);
      expect((await pull(client, blob)).equals(bytes)).toBe(true);
    }
  });

  it('is given up when it is full', async () => {
    await using proxy = await startRegistryProxy(open);
    const client = clientOf(proxy);
    const { path, blob } = await blobOf(10 * KIB);
    proxy.fault({ method: 'PUT', path: /uploads/, act: { kind: 'status', status: 500 } });
    await expect(client.pushBlob({ path }, blob)).rejects.toMatchObject({ code: 'HTTP_STATUS' });
    proxy.fault({ method: 'POST', path: /uploads/, act: { kind: 'status', status: 507 } });
    await expect(client.pushBlob({ path }, blob)).rejects.toMatchObject({
      code: 'REGISTRY_FAILED',
    });
  });

  it('is found out when it lies', async () => {
    await using proxy = await startRegistryProxy(open);
    const client = clientOf(proxy);
    const { manifest, blob } = await pushArtifact(client, 'v1');
    const answer = (path: RegExp, bytes: Buffer, headers = {}) =>
      proxy.fault({ method: 'GET', path, times: 1, act: { kind: 'body', bytes, headers } });
    answer(blobPath, randomBytes(blob.size));
    await expect(pull(client, blob)).rejects.toMatchObject({ code: 'CHECKSUM_MISMATCH' });
    answer(/manifests/, Buffer.from('{}'));
    const byDigest = client.getManifest(digestOf(manifest));
    await expect(byDigest).rejects.toMatchObject({ code: 'REGISTRY_MISMATCH' });
    answer(/manifests/, manifest, { 'docker-content-digest': digestOf('else') });
    await expect(client.getManifest('v1')).rejects.toMatchObject({ code: 'REGISTRY_MISMATCH' });
    answer(/manifests/, Buffer.alloc(5 * KIB * KIB, 0x20));
    await expect(client.getManifest('v1')).rejects.toMatchObject({ code: 'SIZE_LIMIT' });
  });
});

describe('beside skopeo', () => {
  const skopeo = (...argv: string[]) => ['skopeo', ...argv];

  it('is read by it', async () => {
    await using proxy = await startRegistryProxy(open, REGISTRY_USER);
    const repository = newName();
    const client = clientOf(proxy, { repository, credentials: USER });
    const { manifest, blob, bytes } = await pushArtifact(client, 'v1');
    const source = `docker://${proxy.host}/${repository}:v1`;
    const creds = `${USER.kind === 'password' ? USER.username : ''}:${REGISTRY_USER.password}`;
    const plain = ['--tls-verify=false', '--creds', creds];
    expect(await readTool(skopeo('inspect', '--raw', ...plain, source))).toBe(manifest.toString());
    const copy = join(temp.path, 'copy');
    const from = ['--src-tls-verify=false', '--src-creds', creds];
    await runTool(skopeo('--insecure-policy', 'copy', ...from, source, `dir:${copy}`));
    expect(await readFile(join(copy, blob.digest.slice(7)))).toEqual(bytes);
  });

  it('reads what it pushes', async () => {
    const repository = newName();
    const client = clientOf(locked, { repository, credentials: USER });
    const { manifest, blob, bytes } = await pushArtifact(client, 'v1');
    const creds = `${REGISTRY_USER.username}:${REGISTRY_USER.password}`;
    const other = newName();
    await runTool(
      skopeo(
        ...['--insecure-policy', 'copy', '--src-tls-verify=false', '--dest-tls-verify=false'],
        ...['--src-creds', creds, '--dest-creds', creds],
        `docker://${locked.host}/${repository}:v1`,
        `docker://${locked.host}/${other}:v2`,
      ),
    );
    const reader = clientOf(locked, { repository: other, credentials: USER });
    const found = await reader.getManifest('v2');
    expect(found?.bytes).toEqual(manifest);
    expect(parseManifest(found?.bytes ?? Buffer.of(), '')).toMatchObject({ artifactType: TYPE });
    expect(await pull(reader, blob)).toEqual(bytes);
  });
});
