import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BuildCache } from '../../../../lib/build/build-cache.ts';
import { sha256 } from '../../../../lib/core/digest.ts';
import { type Log, silentLog } from '../../../../lib/core/log.ts';
import { keepResult, listKept } from '../../../../lib/host/kept.ts';
import { readTool } from '../../../../lib/host/process.ts';
import { Store } from '../../../../lib/host/store.ts';
import { makeTempDir, type TempDir } from '../../../../lib/host/temp.ts';
import { parseReference } from '../../../../lib/oci/reference.ts';
import type { LockedPackage } from '../../../../lib/remix/lockfile.ts';
import { openRegistryCache } from '../../../../lib/runner/cache/registry-cache.ts';
import { tagOfKey } from '../../../../lib/runner/cache/registry-tag.ts';
import { REGISTRY_USER, type Registry, startRegistry } from '../../../fakes/registry.ts';
import {
  type RegistryProxy,
  startRegistryProxy,
  type TokenRules,
} from '../../../fakes/registry-proxy.ts';

const KIB = 1024;
const LOGIN = { username: REGISTRY_USER.username, token: REGISTRY_USER.password };

let registry: Registry;
let temp: TempDir;
let proxy: RegistryProxy;
let repository: string;
let warnings: string[];
let machines = 0;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry[Symbol.asyncDispose]());
beforeEach(async () => {
  temp = await makeTempDir();
  proxy = await startRegistryProxy(registry);
  repository = `owner/cache-${randomBytes(6).toString('hex')}`;
  warnings = [];
});
afterEach(async () => {
  await proxy[Symbol.asyncDispose]();
  await temp[Symbol.asyncDispose]();
});

const log: Log = { ...silentLog, warn: (message) => void warnings.push(message) };
const stores = new Map<string, Store>();
const storeOf = (machine: string) => {
  const known = stores.get(machine) ?? new Store(join(temp.path, machine));
  stores.set(machine, known);
  return known;
};
const newMachine = () => `machine-${++machines}`;

/** Runs one job on a machine, and returns what it counted. */
async function job(
  machine: string,
  body: (cache: BuildCache, store: Store) => Promise<void>,
  options: { readonly anonymous?: boolean; readonly host?: string } = {},
) {
  const { registry: host, repository: name } = parseReference(
    `${options.host ?? proxy.host}/${repository}`,
  );
  const store = storeOf(machine);
  const cache = await openRegistryCache({
    cacheRegistry: {
      place: { registry: host, repository: name },
      ...(options.anonymous === true ? {} : { login: LOGIN }),
    },
    ...{ store, remix: 'small', runName: String(++machines), log },
  });
  await body(cache, store);
  await cache[Symbol.asyncDispose]();
  expect(await readdir(join(store.path, 'tmp'))).toEqual([]);
  return cache.counts;
}

function packageOf(name: string, bytes: Buffer): LockedPackage {
  return {
    ...{ url: `http://127.0.0.1:1/${name}.rpm`, repoid: 'small', size: bytes.length, name },
    ...{ checksum: `sha256:${sha256(bytes)}`, sourcerpm: `${name}-1-1.src.rpm`, evr: '1-1' },
    ...{ arch: 'noarch', buildtime: 0 },
  };
}

const contents = new Map<string, Buffer>();
function makePackages(names: string): LockedPackage[] {
  return [...names].map((name, index) => {
    const bytes = randomBytes((index + 1) * 40 * KIB);
    const made = packageOf(name, bytes);
    contents.set(made.checksum, bytes);
    return made;
  });
}

/** What a job does whose store then has all of `packages`. */
const build =
  (packages: readonly LockedPackage[], missing: string[] = []) =>
  async (cache: BuildCache, store: Store) => {
    await cache.restorePackages('x86_64', packages);
    await mkdir(join(store.path, 'rpms'), { recursive: true });
    for (const { checksum, name } of packages) {
      const path = store.rpm(checksum.slice(7));
      const found = await readFile(path).catch(() => undefined);
      if (found === undefined) {
        missing.push(name);
        await writeFile(path, contents.get(checksum) ?? '');
      } else expect(sha256(found)).toBe(checksum.slice(7));
    }
    await cache.savePackages('x86_64', packages);
  };
const bytesOf = (packages: readonly LockedPackage[]) =>
  packages.reduce((sum, { size }) => sum + size, 0);

async function restart(rules: TokenRules) {
  await proxy[Symbol.asyncDispose]();
  proxy = await startRegistryProxy(registry, rules);
}

describe('a cache in a registry', () => {
  it('gives a new machine everything, and uploads nothing twice', async () => {
    const packages = makePackages('abc');
    const first = await job(newMachine(), build(packages));
    expect(first.cacheHitBytes).toBe(0);
    expect(first.savedBytes).toBeGreaterThanOrEqual(bytesOf(packages));
    const missing: string[] = [];
    const second = await job(newMachine(), build(packages, missing));
    expect([missing, second]).toEqual([[], { cacheHitBytes: bytesOf(packages), savedBytes: 0 }]);
    expect(warnings).toEqual([]);
  });

  it('uploads what is new alone, and reads the newest list of packs', async () => {
    let packages = makePackages('abc');
    await job(newMachine(), build(packages));
    for (let round = 0; round < 12; round += 1) {
      const [newer] = makePackages('a');
      packages = [...packages.slice(1), newer as LockedPackage];
      const { savedBytes, cacheHitBytes } = await job(newMachine(), build(packages));
      // Packs are written anew now and then; the registry has the files.
      expect(savedBytes).toBeLessThan((newer?.size ?? 0) + 16 * KIB);
      expect(cacheHitBytes).toBe(bytesOf(packages) - (newer?.size ?? 0));
    }
    expect(warnings).toEqual([]);
  });

  it('is seen by skopeo as artifacts', async () => {
    await job(newMachine(), build(makePackages('ab')));
    const plain = ['--tls-verify=false'];
    const name = `docker://${registry.host}/${repository}`;
    const listed = await readTool(['skopeo', 'list-tags', ...plain, name]);
    const { Tags: tags } = JSON.parse(listed) as { Tags: string[] };
    expect(tags.map((tag) => tag.replace(/-1-.*/, '')).sort()).toEqual([
      'treesmith-index',
      'treesmith-pack',
    ]);
    const pack = tags.find((tag) => tag.startsWith('treesmith-pack'));
    const raw = await readTool(['skopeo', 'inspect', '--raw', ...plain, `${name}:${pack}`]);
    expect(JSON.parse(raw)).toMatchObject({
      artifactType: 'application/vnd.treesmith.cache.entry.v1',
      annotations: { 'org.treesmith.cache.key': pack },
    });
  });

  it('is read where it may not be written, with one warning', async () => {
    const packages = makePackages('ab');
    await restart({ ...REGISTRY_USER, anonymousPull: true });
    await job(newMachine(), build(packages));
    const more = [...packages, ...makePackages('c')];
    const missing: string[] = [];
    await job(newMachine(), build(more, missing), { anonymous: true });
    expect(missing).toEqual(['c']);
    expect(warnings).toEqual([expect.stringMatching(/^nothing is saved to the cache: .*401/)]);
  });

  it('costs one warning when the registry is read-only', async () => {
    await using frozen = await startRegistry({ readOnly: true });
    await job(newMachine(), build(makePackages('a')), { host: frozen.host });
    expect(warnings).toEqual([expect.stringMatching(/^nothing is saved to the cache: .*405/)]);
  });

  it('costs one warning when the registry is down', async () => {
    await job(newMachine(), build(makePackages('ab')), { host: '127.0.0.1:1' });
    expect(warnings).toEqual([expect.stringMatching(/^the cache cannot be read, .*ECONNREFUSED/)]);
  });

  it('costs one warning when the registry is full', async () => {
    const act = { kind: 'status', status: 500 } as const;
    proxy.fault({ method: 'PUT', path: /uploads/, act });
    await job(newMachine(), build(makePackages('ab')));
    expect(warnings).toEqual([expect.stringMatching(/^the cache cannot be written, .*500/)]);
  });

  it('uses nothing of a registry that lies', async () => {
    const packages = makePackages('ab');
    await job(newMachine(), build(packages));
    const [first] = packages;
    const bytes = randomBytes(first?.size ?? 0);
    const path = new RegExp(`blobs/${first?.checksum}`);
    proxy.fault({ method: 'GET', path, act: { kind: 'body', bytes } });
    const missing: string[] = [];
    await job(newMachine(), build(packages, missing));
    expect(missing).toEqual(['a']);
    // The registry would keep what it has: more of it would be as bad.
    expect(warnings).toEqual([
      expect.stringMatching(/is not what it was saved as/),
      expect.stringMatching(/the cache cannot be written, .*: the registry has a damaged sha256:/),
    ]);
  });

  it('replaces what the registry has lost', async () => {
    const packages = makePackages('abc');
    await job(newMachine(), build(packages));
    const hex = packages[0]?.checksum.slice(7) ?? '';
    const blobs = join(registry.path, 'docker/registry/v2/blobs/sha256');
    await rm(join(blobs, hex.slice(0, 2), hex), { recursive: true });
    const missing: string[] = [];
    const { savedBytes } = await job(newMachine(), build(packages, missing));
    expect(missing).toEqual(['a']);
    expect(warnings).toEqual([expect.stringMatching(/is not what it was saved as/)]);
    expect(savedBytes).toBeGreaterThan(packages[0]?.size ?? 0);
    warnings.length = 0;
    missing.length = 0;
    await job(newMachine(), build(packages, missing));
    expect([missing, warnings]).toEqual([[], []]);
  });

  it.each([
    ['is no manifest', Buffer.from('{}')],
    ['is too large', Buffer.alloc(5 * KIB * KIB, 0x20)],
    ['is no cache entry', Buffer.from('{"schemaVersion":2,"manifests":[]}')],
  ])('uses no entry that %s', async (_what, bytes) => {
    const packages = makePackages('ab');
    await job(newMachine(), build(packages));
    const headers = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
    const act = { kind: 'body', bytes, headers } as const;
    proxy.fault({ method: 'GET', path: /manifests\/treesmith-pack/, times: 1, act });
    const missing: string[] = [];
    await job(newMachine(), build(packages, missing));
    expect(missing).toEqual(['a', 'b']);
    expect(warnings).toEqual([expect.stringMatching(/is not what it was saved as/)]);
  });

  it('writes no file outside of an entry, whatever its name', async () => {
    const packages = makePackages('a');
    await job(newMachine(), build(packages));
    const listed = await fetch(`${proxy.url}/v2/${repository}/tags/list`);
    const { tags } = (await listed.json()) as { tags: string[] };
    const pack = tags.find((tag) => tag.startsWith('treesmith-pack'));
    const accept = { accept: 'application/vnd.oci.image.manifest.v1+json' };
    const found = await fetch(`${proxy.url}/v2/${repository}/manifests/${pack}`, {
      headers: accept,
    });
    const good = await found.text();
    const name = `${packages[0]?.checksum.slice(7)}.rpm`;
    for (const evil of ['../../evil', '/tmp/evil', 'a/../../evil', 'a//b', '.', 'a\\u0000b', '']) {
      const bytes = Buffer.from(good.replace(name, evil));
      const headers = { 'content-type': accept.accept };
      const act = { kind: 'body', bytes, headers } as const;
      proxy.fault({ method: 'GET', path: /manifests\/treesmith-pack/, times: 1, act });
      const missing: string[] = [];
      await job(newMachine(), async (cache, store) => {
        await cache.restorePackages('x86_64', packages);
        missing.push(...(await readdir(join(store.path, 'rpms')).catch(() => ['none'])));
      });
      expect(missing).toEqual(['none']);
    }
    expect(await readdir(temp.path)).not.toContain('evil');
    expect(warnings).toHaveLength(7);
  });
});

describe('kept results in a registry', () => {
  const GROUP = 'small-x86_64';
  const key = 'ab'.repeat(32);
  const other = 'cd'.repeat(32);
  const stageOf = ({ path }: Store) => ({ folder: join(path, 'kept'), stage: 'initramfs', log });
  const initramfs = ({ path }: Store, of = key) =>
    join(path, 'kept', 'initramfs', of, 'initramfs.img');

  async function keep(store: Store, content: Buffer, of = key) {
    await mkdir(store.path, { recursive: true });
    const path = join(store.path, 'image');
    await writeFile(path, content);
    await keepResult(stageOf(store), of, { 'initramfs.img': path });
  }
  const save = (content: Buffer, of = key) =>
    job(newMachine(), async (cache, store) => {
      await keep(store, content, of);
      await cache.saveKept('initramfs', GROUP, of);
    });
  /** What a new machine finds. */
  const restored = async (
    options: { readonly anonymous?: boolean; readonly host?: string } = {},
  ) => {
    let keys: string[] = [];
    const run = async (cache: BuildCache, store: Store) => {
      await cache.restoreKept('initramfs', GROUP);
      keys = await listKept(stageOf(store));
    };
    await job(newMachine(), run, options);
    return keys;
  };
  const manifest = (tag: string) => `${proxy.url}/v2/${repository}/manifests/${tag}`;
  const tags = async () => {
    const answer = await fetch(`${proxy.url}/v2/${repository}/tags/list`);
    return ((await answer.json()) as { tags?: string[] }).tags ?? [];
  };

  it('come to another machine whose token may write, and are uploaded once', async () => {
    const content = randomBytes(300 * KIB);
    const { savedBytes } = await save(content);
    expect(savedBytes).toBeGreaterThan(content.length);
    const second = await job(newMachine(), async (cache, store) => {
      await cache.restoreKept('initramfs', GROUP);
      expect(await readFile(initramfs(store))).toEqual(content);
      await cache.saveKept('initramfs', GROUP, key);
    });
    expect(second).toEqual({ cacheHitBytes: content.length, savedBytes: 0 });
    // A machine that has it of its own.
    expect(await save(content)).toEqual({ cacheHitBytes: 0, savedBytes: 0 });
    expect(await tags()).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('are the newest of many', async () => {
    for (const digit of '0123456789') await save(randomBytes(10), digit.repeat(64));
    expect(await restored()).toEqual(['9'.repeat(64)]);
    await save(randomBytes(10), '3'.repeat(64));
    expect(await restored()).toEqual(['3'.repeat(64)]);
    expect(warnings).toEqual([]);
  });

  it('are not taken from a registry that one may only read', async () => {
    await restart({ ...REGISTRY_USER, anonymousPull: true });
    await save(randomBytes(100));
    expect(await restored({ anonymous: true })).toEqual([]);
    expect(await restored()).toEqual([key]);
    expect(warnings).toEqual([]);
  });

  it('cost one warning at most when the registry is down', async () => {
    expect(await restored({ host: '127.0.0.1:1' })).toEqual([]);
    expect(warnings.length).toBeLessThanOrEqual(1);
  });

  it('are not shared when they are damaged, and not used when others have damaged them', async () => {
    await job(newMachine(), async (cache, store) => {
      await keep(store, randomBytes(100));
      await writeFile(initramfs(store), 'damaged');
      await cache.saveKept('initramfs', GROUP, key);
    });
    expect(warnings).toEqual([expect.stringMatching(/is not shared: initramfs.img has 7 bytes/)]);
    expect(await tags()).toEqual([]);
    await save(randomBytes(100));
    // One file more than the list has, pushed by someone who may.
    const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' };
    const [tag = ''] = await tags();
    const entry = JSON.parse(await (await fetch(manifest(tag), { headers })).text());
    const [layer] = entry.layers;
    const annotations = { 'org.opencontainers.image.title': 'more' };
    entry.layers.push({ ...layer, annotations });
    await fetch(manifest(tag), {
      method: 'PUT',
      headers: { 'content-type': headers.accept },
      body: JSON.stringify(entry),
    });
    warnings.length = 0;
    await job(newMachine(), async (cache, store) => {
      await cache.restoreKept('initramfs', GROUP);
      expect(await listKept(stageOf(store))).toEqual([]);
      await keep(store, randomBytes(200));
      await cache.saveKept('initramfs', GROUP, key);
    });
    expect(warnings).toEqual([expect.stringMatching(/other files than its list/)]);
    expect(await restored()).toEqual([key]);
    expect(await tags()).toHaveLength(2);
  });

  it('are not used under a name that is no key', async () => {
    await save(randomBytes(100));
    const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' };
    const [tag = ''] = await tags();
    const entry = JSON.parse(await (await fetch(manifest(tag), { headers })).text());
    const named = `treesmith-kept-1-initramfs-${GROUP}-9-../../../${other}`;
    entry.annotations['org.treesmith.cache.key'] = named;
    entry.annotations['org.opencontainers.image.created'] = '2999-01-01T00:00:00.000Z';
    await fetch(manifest(tagOfKey(named)), {
      method: 'PUT',
      headers: { 'content-type': headers.accept },
      body: JSON.stringify(entry),
    });
    expect(await restored()).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/its name is no key/)]);
  });
});
