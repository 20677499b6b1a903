import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import type { TreesmithError } from '../../../lib/core/errors.ts';
import { type Log, silentLog } from '../../../lib/core/log.ts';
import { type FetchOptions, fetchPackages } from '../../../lib/fetch/fetch.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { runTool } from '../../../lib/host/process.ts';
import { Store } from '../../../lib/host/store.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { findUnpacked } from '../../../lib/host/unpacked-payloads.ts';
import type { LockedPackage } from '../../../lib/remix/lockfile.ts';
import type { RepoDefinition } from '../../../lib/remix/repositories.ts';
import { parseRepoFile } from '../../../lib/rpm/repo-file.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';
import { buildRpm, makeGpgKey, signRpms, type TestKey } from '../../support/rpm-builder.ts';

const NAMES = ['alpha', 'beta', 'gamma', 'large'];
const LARGE_BYTES = 3_000_000;

let dir: TempDir;
let key: TestKey;
let otherKey: TestKey;
let server: FileServer;
let http: HttpClient;
let store: Store;

beforeAll(async () => {
  dir = await makeTempDir();
  [key, otherKey] = await Promise.all([makeGpgKey(), makeGpgKey('Other <other@example.org>')]);
  const repo = join(dir.path, 'repo');
  const paths = await Promise.all(
    NAMES.map((name) =>
      buildRpm(
        {
          name,
          files: { [`/usr/share/${name}`]: randomText(name === 'large' ? LARGE_BYTES : 20_000) },
          payload: 'w1.gzdio',
        },
        repo,
      ),
    ),
  );
  await cp(repo, join(dir.path, 'unsigned'), { recursive: true });
  await cp(repo, join(dir.path, 'other'), { recursive: true });
  await signRpms(paths, key);
  await signRpms(
    paths.map((path) => join(dir.path, 'other', basename(path))),
    otherKey,
  );
  await writeFile(join(dir.path, 'key.asc'), key.publicKey);
  await writeFile(join(dir.path, 'other.asc'), otherKey.publicKey);
});

afterAll(async () => {
  await key[Symbol.asyncDispose]();
  await otherKey[Symbol.asyncDispose]();
  await dir[Symbol.asyncDispose]();
});

beforeEach(async () => {
  server = await startFileServer(dir.path);
  http = new HttpClient();
  store = new Store(join(dir.path, `store-${sha256(String(performance.now())).slice(0, 8)}`));
  return async () => {
    await http.close();
    await server.close();
  };
});

describe('fetchPackages', () => {
  it('gets every package, verified, under its SHA-256', async () => {
    const packages = await lock('repo');
    const found = await fetchPackages(options(packages));
    expect([...found.keys()]).toEqual(packages.map(({ checksum }) => checksum.slice(7)));
    for (const [hex, path] of found) {
      expect(path).toBe(store.rpm(hex));
      expect(sha256(await readFile(path))).toBe(hex);
    }
    expect(await readdir(join(store.path, 'tmp'))).toEqual([]);
  });

  it('unpacks what it gets, when asked to, and nothing that is there already', async () => {
    await buildRpm(
      { name: 'zstd', files: { '/usr/share/zstd': randomText(5_000) }, payload: 'w3.zstdio' },
      join(dir.path, 'zstd'),
    );
    const [rpm = ''] = (await readdir(join(dir.path, 'zstd'))).map((name) =>
      join(dir.path, 'zstd', name),
    );
    await signRpms([rpm], key);
    const packages = [await locked(rpm, `${server.url}/zstd/${basename(rpm)}`, 'zstd')];
    const fetched = await fetchPackages({ ...options(packages), unpack: true });
    const [hex = ''] = fetched.keys();
    const found = await findUnpacked(store.unpacked);
    expect([...found.keys()]).toEqual([hex]);
    expect(await readdir(join(store.path, 'tmp'))).toEqual([]);
    await rm(store.unpacked, { recursive: true });
    await fetchPackages({ ...options(packages), unpack: true });
    expect(await findUnpacked(store.unpacked)).toEqual(new Map());
    await rm(store.rpm(hex));
    await fetchPackages(options(packages));
    expect(await findUnpacked(store.unpacked)).toEqual(new Map());
  });

  it('asks for nothing and checks nothing again the second time', async () => {
    const packages = await lock('repo');
    await fetchPackages(options(packages));
    server.requests.length = 0;
    const lines: string[] = [];
    const log: Log = { ...silentLog, debug: (line) => lines.push(line) };
    await fetchPackages(options(packages, { log }));
    expect(server.requests).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('reports the bytes that it has', async () => {
    const packages = await lock('repo');
    server.fault('*', { kind: 'cut', afterBytes: 5000, times: 2 });
    let bytes = 0;
    let total = 0;
    const log: Log = {
      ...silentLog,
      progress: (_title, all) => {
        total = all;
        return { advance: (count) => (bytes += count), done: () => undefined };
      },
    };
    await fetchPackages(options(packages, { log }));
    expect(bytes).toBe(total);
    expect(total).toBe(packages.reduce((sum, { size }) => sum + size, 0));
  });

  it('has 16 at once under way, and no more', async () => {
    const folder = join(dir.path, 'many');
    await mkdir(folder, { recursive: true });
    const packages = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await writeFile(join(folder, `${index}.rpm`), `not an RPM ${index}`.repeat(50));
        return locked(join(folder, `${index}.rpm`), `${server.url}/many/${index}.rpm`);
      }),
    );
    server.fault('*', { kind: 'slow', bytesPerSecond: 3000 });
    await fetchPackages(options(packages, { repositories: [repository('gpgcheck=0')] }));
    expect(server.peakParallel).toBe(16);
  });

  it('asks the mirrors for what one of them breaks off, and goes on where that was', async () => {
    await using mirror = await startFileServer(dir.path);
    const packages = (await lock('repo')).filter(({ name }) => name === 'large');
    server.fault('*', { kind: 'cut', afterBytes: 100_000 });
    await fetchPackages(
      options(packages, {
        repositories: [repository('', [`${server.url}/repo`, `${mirror.url}/repo`])],
      }),
    );
    const [request] = mirror.requests;
    expect(mirror.requests).toHaveLength(1);
    expect(request?.status).toBe(206);
    expect(Number(/^bytes=(\d+)-$/.exec(request?.headers.range ?? '')?.[1])).toBeGreaterThan(0);
  });

  it('finds a package on the mirrors of today when that of the lock is gone', async () => {
    await using mirror = await startFileServer(dir.path);
    await cp(join(dir.path, 'repo'), join(dir.path, 'moved', 'Packages'), { recursive: true });
    await writeFile(join(dir.path, 'mirrorlist'), `# mirrors\n${mirror.url}/moved/\n`);
    const packages = (await lock('repo')).map((item) => ({
      ...item,
      url: `http://127.0.0.1:1/old/Packages/${basename(item.url)}`,
    }));
    const found = await fetchPackages(
      options(packages, { repositories: [repository(`mirrorlist=${mirror.url}/mirrorlist`, [])] }),
    );
    expect(found.size).toBe(NAMES.length);
  });

  it('takes packages of a file: repository', async () => {
    const packages = (await lock('repo')).map((item) => ({
      ...item,
      url: pathToFileURL(join(dir.path, 'repo', basename(item.url))).href,
    }));
    const found = await fetchPackages(options(packages));
    expect(found.size).toBe(NAMES.length);
    expect(server.requests).toEqual([]);
  });

  it('goes on after SIGKILL with the bytes that are there', async () => {
    const packages = await lock('repo');
    server.fault('*', { kind: 'slow', bytesPerSecond: 400_000 });
    const child = await startFetch(packages);
    const part = store.partialRpm(sha256Of(packages, 'large'));
    while (((await stat(part).catch(() => undefined))?.size ?? 0) < 200_000) await sleep(20);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await readdir(join(store.path, 'rpms')).catch(() => [])).toEqual([]);
    server.clearFaults();
    server.requests.length = 0;
    const found = await fetchPackages(options(packages));
    expect(found.size).toBe(NAMES.length);
    const large = server.requests.find(({ path }) => path.includes('large'));
    expect(large?.status).toBe(206);
    expect(large?.sentBytes).toBeLessThan(LARGE_BYTES - 150_000);
  });

  it('lets two runs share a store', async () => {
    const packages = await lock('repo');
    await Promise.all([fetchPackages(options(packages)), fetchPackages(options(packages))]);
    expect(server.requests.length).toBe(NAMES.length);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(1)],
    [
      'changed in one bit',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), invert(bytes)]),
    ],
  ])('fetches again what was %s in the store, and says so', async (_how, damage) => {
    const packages = await lock('repo');
    const first = (await fetchPackages(options(packages))).get(sha256Of(packages, 'beta')) ?? '';
    await writeFile(first, damage(await readFile(first)));
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (message: string) => warnings.push(message) };
    const found = await fetchPackages({ ...options(packages), log });
    const path = found.get(sha256Of(packages, 'beta')) ?? '';
    expect(sha256(await readFile(path))).toBe(sha256Of(packages, 'beta'));
    expect(warnings).toEqual([expect.stringMatching(/^beta-.* is damaged in the store/)]);
  });

  it('says when all but those are verified that are read last, which are, too', async () => {
    const packages = await lock('repo');
    const lastly = new Set([sha256Of(packages, 'beta')]);
    let calls = 0;
    const onOthers = () => {
      calls += 1;
    };
    const order = { lastly, onOthers };
    // What is not there is fetched with all the others.
    const first = (await fetchPackages({ ...options(packages), ...order })).get(
      sha256Of(packages, 'beta'),
    );
    expect(calls).toBe(0);
    await fetchPackages({ ...options(packages), ...order });
    expect(calls).toBe(1);
    const path = first ?? '';
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes.subarray(0, -1), invert(bytes)]));
    await fetchPackages({ ...options(packages), ...order });
    expect(calls).toBe(2);
    expect(await readFile(path)).toEqual(bytes);
    // Of another size: that is seen at once.
    await writeFile(path, bytes.subarray(1));
    await fetchPackages({ ...options(packages), ...order });
    expect(calls).toBe(2);
    expect(await readFile(path)).toEqual(bytes);
  });

  it('clears away what was never finished', async () => {
    const folder = join(store.path, 'tmp');
    await mkdir(folder, { recursive: true });
    for (const [name, days] of [
      ['old.part', 20],
      ['new.part', 1],
    ] as const) {
      await writeFile(join(folder, name), '');
      const then = Date.now() / 1000 - days * 24 * 60 * 60;
      await utimes(join(folder, name), then, then);
    }
    await fetchPackages(options(await lock('repo')));
    expect(await readdir(folder)).toEqual(['new.part']);
  });

  it('honours gpgcheck=0, and says so', async () => {
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (message) => warnings.push(message) };
    const packages = await lock('unsigned');
    const repositories = [repository('gpgcheck=0')];
    expect((await fetchPackages(options(packages, { repositories, log }))).size).toBe(NAMES.length);
    expect(warnings).toEqual([expect.stringContaining('gpgcheck=0')]);
  });

  it('verifies again when the keys are others', async () => {
    const packages = await lock('repo');
    await fetchPackages(options(packages));
    const repositories = [repository(`gpgkey=${dir.path}/other.asc`)];
    expect(await code(options(packages, { repositories }))).toBe('KEY_NOT_NAMED');
    const both = [repository(`gpgkey=other.asc\n  key.asc`)];
    await fetchPackages(options(packages, { repositories: both }));
  });

  it('does not fetch again what only lacked a key', async () => {
    const packages = await lock('repo');
    const wrong = [repository('gpgkey=other.asc')];
    expect(await code(options(packages, { repositories: wrong }))).toBe('KEY_NOT_NAMED');
    server.requests.length = 0;
    expect((await fetchPackages(options(packages))).size).toBe(NAMES.length);
    expect(server.requests).toEqual([]);
  });

  it('takes keys from URLs, and paths beside the .repo file', async () => {
    const packages = await lock('repo');
    const places = [`${server.url}/key.asc`, `file://${dir.path}/key.asc`, 'key.asc'];
    for (const place of places) {
      await rm(store.path, { recursive: true, force: true });
      await fetchPackages(options(packages, { repositories: [repository(`gpgkey=${place}`)] }));
    }
  });

  it('offline uses the store alone, keys included', async () => {
    const packages = await lock('repo');
    const repositories = [repository(`gpgkey=${server.url}/key.asc`)];
    await fetchPackages(options(packages, { repositories }));
    await server.close();
    const found = await fetchPackages(options(packages, { repositories, offline: true }));
    expect(found.size).toBe(NAMES.length);
  });
});

describe('fetchPackages refuses', () => {
  it('a package with one flipped byte', async () => {
    const packages = await lock('repo');
    server.fault('/repo/beta-1.0-1.noarch.rpm', { kind: 'corrupt', offset: 3000 });
    const error = await failure(options(packages));
    expect(error.code).toBe('CHECKSUM_MISMATCH');
    expect(error.message).toContain('beta-1.0-1.noarch.rpm');
    expect(error.message).toContain(`expected ${sha256Of(packages, 'beta')}`);
    await expectNothingInStore('beta', packages);
  });

  it('a package signed by a key that the repository does not name', async () => {
    const packages = await lock('other');
    const error = await failure(options(packages));
    expect(error.code).toBe('KEY_NOT_NAMED');
    expect(error.message).toContain('alpha-1.0-1.noarch (key ID ');
    expect(error.place).toMatchObject({ file: join(dir.path, 'test.repo'), line: 1 });
    await expectNothingInStore('alpha', packages);
  });

  it('the keys of another repository', async () => {
    const packages = await lock('other');
    const repositories = [
      repository(''),
      { ...repository(`gpgkey=${dir.path}/other.asc`), id: 'another' },
    ];
    expect(await code(options(packages, { repositories }))).toBe('KEY_NOT_NAMED');
  });

  it('a package that pleases one of its two repositories only', async () => {
    const packages = await lock('unsigned');
    const both = [...packages, ...packages.map((item) => ({ ...item, repoid: 'strict' }))];
    const repositories = [repository('gpgcheck=0'), { ...repository(''), id: 'strict' }];
    expect(await code(options(both, { repositories }))).toBe('PACKAGE_UNSIGNED');
  });

  it('a package that is not signed', async () => {
    const packages = await lock('unsigned');
    const error = await failure(options(packages));
    expect(error.code).toBe('PACKAGE_UNSIGNED');
    expect(error.hint).toContain('gpgcheck=0');
    await expectNothingInStore('alpha', packages);
  });

  it('a package whose payload is not what was signed, though the lock says so', async () => {
    const folder = join(dir.path, 'forged');
    await cp(join(dir.path, 'repo'), folder, { recursive: true });
    const file = join(folder, 'beta-1.0-1.noarch.rpm');
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 50) ^ 1, bytes.length - 50);
    await writeFile(file, bytes);
    const packages = await lock('forged');
    expect(await code(options(packages))).toBe('SIGNATURE_BAD');
    await expectNothingInStore('beta', packages);
  });

  it('a file that is no RPM, though the lock says so', async () => {
    await mkdir(join(dir.path, 'text'), { recursive: true });
    await writeFile(join(dir.path, 'text', 'x.rpm'), 'hello\n'.repeat(100));
    const item = await locked(join(dir.path, 'text', 'x.rpm'), `${server.url}/text/x.rpm`);
    expect(await code(options([item]))).toBe('SIGNATURE_BAD');
  });

  it('a key that rpm cannot use', async () => {
    const block =
      '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n=AAAA\n-----END PGP PUBLIC KEY BLOCK-----\n';
    await writeFile(join(dir.path, 'broken.asc'), block);
    const repositories = [repository('gpgkey=broken.asc')];
    expect(await code(options(await lock('repo'), { repositories }))).toBe('KEY_REJECTED');
  });

  it('to go on when all mirrors are dead, and says why of each', async () => {
    await using mirror = await startFileServer(dir.path);
    mirror.fault('*', { kind: 'status', status: 404 });
    server.fault('*', { kind: 'status', status: 403 });
    const urls = [`${server.url}/repo`, `${mirror.url}/repo`, 'http://127.0.0.1:1/repo'];
    const error = await failure(
      options(await lock('repo'), { repositories: [repository('', urls)] }),
    );
    expect(error.code).toBe('DOWNLOAD_FAILED');
    expect(error.hint).toContain('treesmith lock');
    expect(error.message).toContain('(3 tried)');
    expect(error.message).toContain('403');
    expect(error.message).toContain('404');
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('a package of a repository that is not defined', async () => {
    const packages = (await lock('repo')).map((item) => ({ ...item, repoid: 'gone' }));
    expect(await code(options(packages))).toBe('REPOSITORY_UNDEFINED');
  });

  it('a lock without SHA-256', async () => {
    const packages = (await lock('repo')).map((item) => ({ ...item, checksum: 'md5:00' }));
    expect(await code(options(packages))).toBe('CHECKSUM_UNSUPPORTED');
  });

  it('to fetch when offline, and names what is missing', async () => {
    const error = await failure(options(await lock('repo'), { offline: true }));
    expect(error.code).toBe('NOT_IN_STORE');
    expect(error.message).toContain('4 of 4 packages');
    expect(error.message).toContain('alpha-1.0-1.noarch');
    expect(server.requests).toEqual([]);
  });

  it('to write past the end of a full disk, and keeps nothing half-made', async () => {
    const packages = await lock('repo');
    const mount = join(dir.path, 'small');
    await mkdir(mount, { recursive: true });
    // The tmpfs lives in the child's mount namespace and goes away with it.
    const script = `mount -t tmpfs -o size=1m tmpfs "$1" && shift && "$@"; echo "exit $?"; ls "${mount}/rpms" || true`;
    store = new Store(mount);
    const command = await fetchCommand(packages);
    const { stdout } = await runTool([
      ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', mount],
      ...command,
    ]);
    expect(stdout).toMatch(/^DISK_FULL no space left while writing .*\.part$/m);
    expect(stdout).toContain('exit 1');
    expect(stdout).not.toContain('.rpm\n');
    expect(await readdir(mount)).toEqual([]);
  });
});

function options(
  packages: readonly LockedPackage[],
  more: Partial<FetchOptions> = {},
): FetchOptions {
  const repositories = [repository('')];
  return { packages, repositories, store, http, log: silentLog, offline: false, ...more };
}

/** `[test]` with key.asc, unless `lines` say otherwise. */
function repository(
  lines: string,
  baseurls: readonly string[] = [`${server.url}/repo`],
): RepoDefinition {
  const text = [
    '[test]',
    ...(baseurls.length === 0 ? [] : [`baseurl=${baseurls.join('\n  ')}`]),
    ...(lines.includes('gpgkey=') ? [] : ['gpgkey=key.asc']),
    lines,
  ].join('\n');
  const [found] = parseRepoFile(text, join(dir.path, 'test.repo'));
  if (found === undefined) throw new Error('no repository');
  return found;
}

async function lock(folder: string): Promise<LockedPackage[]> {
  return Promise.all(
    NAMES.map((name) => {
      const file = `${name}-1.0-1.noarch.rpm`;
      return locked(join(dir.path, folder, file), `${server.url}/${folder}/${file}`, name);
    }),
  );
}

async function locked(path: string, url: string, name = basename(path)): Promise<LockedPackage> {
  const bytes = await readFile(path);
  return {
    url,
    repoid: 'test',
    size: bytes.length,
    checksum: `sha256:${sha256(bytes)}`,
    name,
    evr: '1.0-1',
    sourcerpm: `${name}-1.0-1.src.rpm`,
    arch: 'noarch',
    buildtime: 0,
  };
}

function sha256Of(packages: readonly LockedPackage[], name: string): string {
  return packages.find((item) => item.name === name)?.checksum.slice(7) ?? '';
}

async function failure(fetchOptions: FetchOptions): Promise<TreesmithError> {
  return fetchPackages(fetchOptions).then(
    () => expect.fail('expected a failure'),
    (error: TreesmithError) => error,
  );
}

async function code(fetchOptions: FetchOptions): Promise<string> {
  return (await failure(fetchOptions)).code;
}

async function expectNothingInStore(
  name: string,
  packages: readonly LockedPackage[],
): Promise<void> {
  expect(await stat(store.rpm(sha256Of(packages, name))).catch(() => undefined)).toBeUndefined();
}

/** A process of its own that fetches the packages and prints the code of what goes wrong. */
async function fetchCommand(packages: readonly LockedPackage[]): Promise<string[]> {
  const lib = join(import.meta.dirname, '../../../lib');
  const script = join(dir.path, 'fetch.ts');
  await writeFile(
    script,
    `import { fetchPackages } from '${lib}/fetch/fetch.ts';
     import { HttpClient } from '${lib}/host/http.ts';
     import { Store } from '${lib}/host/store.ts';
     import { silentLog } from '${lib}/core/log.ts';
     const http = new HttpClient();
     try {
       await fetchPackages({ packages: ${JSON.stringify(packages)},
         repositories: ${JSON.stringify([repository('')])},
         store: new Store(${JSON.stringify(store.path)}), http, log: silentLog, offline: false });
     } catch (error) { console.log(error.code, error.message); process.exitCode = 1; }
     await http.close();`,
  );
  return [process.execPath, script];
}

async function startFetch(packages: readonly LockedPackage[]) {
  const [program = '', ...args] = await fetchCommand(packages);
  return spawn(program, args, { stdio: 'inherit' });
}

/** Does not compress, so that an RPM is as large as its files. */
function randomText(length: number): string {
  let text = '';
  for (let index = 0; text.length < length; index += 1) text += sha256(String(index));
  return text.slice(0, length);
}

function invert(bytes: Buffer): Uint8Array {
  return Uint8Array.of(bytes.readUInt8(bytes.length - 1) ^ 1);
}
