import { randomBytes } from 'node:crypto';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { type Log, silentLog } from '../../../lib/core/log.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { publishRelease, type ReleaseOptions } from '../../../lib/publish/release.ts';
import { type FakeGitHub, type GitHubOptions, startGitHub } from '../../fakes/github/github.ts';

let dir: TempDir;
let github: FakeGitHub;
let image: Buffer;

beforeEach(async () => {
  dir = await makeTempDir();
  image = randomBytes(400_000);
  await put('images/anvil.qcow2', image);
  await put('SHA256SUMS', 'sums');
  github = await startGitHub();
});
afterEach(async () => {
  await github.close();
  await dir[Symbol.asyncDispose]();
});

async function put(name: string, data: string | Uint8Array): Promise<string> {
  const path = join(dir.path, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, data);
  return path;
}

async function restart(options: GitHubOptions): Promise<void> {
  await github.close();
  github = await startGitHub(options);
}

const publish = (more: Partial<ReleaseOptions> = {}) =>
  publishRelease({
    ...{ apiUrl: github.url, owner: 'octo', repo: 'remix', tag: 'v1', name: 'One', notes: 'Notes' },
    ...{ draft: false, prerelease: false, log: silentLog, firstPauseMs: 1 },
    token: github.env({ permissions: { contents: 'write' } })['GITHUB_TOKEN'] ?? '',
    files: ['images/anvil.qcow2', 'SHA256SUMS'].map((name) => join(dir.path, name)),
    ...more,
  });

const uploads = () => github.requests.filter(({ service }) => service === 'uploads').length;

describe('publishRelease', () => {
  it('makes a draft, uploads everything, and only then shows it', async () => {
    const release = await publish({ targetCommit: 'f'.repeat(40), prerelease: true });
    expect(release).toMatchObject({
      draft: false,
      assets: [
        { name: 'anvil.qcow2', sizeBytes: 400_000, sha256: sha256(image), uploaded: true },
        { name: 'SHA256SUMS', sizeBytes: 4, uploaded: true },
      ],
    });
    const [stored] = github.releases;
    expect(stored).toMatchObject({ tag: 'v1', name: 'One', body: 'Notes', prerelease: true });
    const names = stored?.assets.map(({ name }) => name).sort();
    expect(names).toEqual(['SHA256SUMS', 'anvil.qcow2']);
    const writes = github.requests.filter(({ method }) => method !== 'GET');
    expect(writes.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'PATCH']);
  });

  it('uploads nothing twice', async () => {
    await publish();
    github.clearRequests();
    const again = await publish();
    expect(again.assets.map(({ uploaded }) => uploaded)).toEqual([false, false]);
    expect(github.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(github.releases).toHaveLength(1);
  });

  it('adds what is new, and leaves the text of a release that is out', async () => {
    await publish();
    const files = [await put('images/metal.raw', 'raw'), join(dir.path, 'SHA256SUMS')];
    const { assets } = await publish({ files, notes: 'Other notes' });
    expect(assets.map(({ uploaded }) => uploaded)).toEqual([true, false]);
    expect(github.releases[0]).toMatchObject({ body: 'Notes' });
    expect(github.releases[0]?.assets).toHaveLength(3);
  });

  it('never overwrites: other bytes are an error before anything is uploaded', async () => {
    await publish();
    github.clearRequests();
    await put('images/anvil.qcow2', randomBytes(400_000));
    const files = [await put('new', 'new'), join(dir.path, 'images/anvil.qcow2')];
    await expect(publish({ files })).rejects.toMatchObject({ code: 'ASSET_DIFFERS' });
    await put('images/anvil.qcow2', 'shorter');
    await expect(publish({ files })).rejects.toMatchObject({ code: 'ASSET_DIFFERS' });
    expect(uploads()).toBe(0);
    const kept = github.releases[0]?.assets.find(({ name }) => name === 'anvil.qcow2');
    expect(kept?.digest).toBe(`sha256:${sha256(image)}`);
  });

  it('compares by the bytes where GitHub keeps no digest', async () => {
    await publish();
    // As it lists what was uploaded before June 2025.
    const body = JSON.stringify(
      github.releases[0]?.assets.map(({ id, name, state }) => {
        const size = name === 'SHA256SUMS' ? 4 : 400_000;
        return { id, name, state, size, digest: null };
      }),
    );
    github.fault({ path: /\/\d+\/assets$/, method: 'GET', kind: 'replace', body });
    github.clearRequests();
    const again = await publish();
    expect(again.assets.map(({ uploaded }) => uploaded)).toEqual([false, false]);
    expect(github.downloadedBytes).toBe(400_004);
    await put('images/anvil.qcow2', randomBytes(400_000));
    await expect(publish()).rejects.toMatchObject({ code: 'ASSET_DIFFERS' });
  });

  it('leaves a draft that is wanted, and completes it later', async () => {
    expect(await publish({ draft: true })).toMatchObject({ draft: true });
    expect(github.releases[0]).toMatchObject({ draft: true });
    github.clearRequests();
    expect(await publish()).toMatchObject({ draft: false });
    expect(uploads()).toBe(0);
    expect(github.releases).toHaveLength(1);
  });

  it('tries again what breaks off, and replaces what it left', async () => {
    github.fault({ service: 'uploads', kind: 'reset', afterBytes: 100_000, times: 2 });
    github.fault({ service: 'uploads', kind: 'status', status: 502, times: 1 });
    await publish();
    const [stored] = github.releases;
    expect(stored?.assets.map(({ state }) => state)).toEqual(['uploaded', 'uploaded']);
    expect(stored?.draft).toBe(false);
  });

  it('sees that an upload came through of which the answer was lost', async () => {
    github.fault({ service: 'uploads', kind: 'lost', times: 1 });
    await publish();
    expect(github.releases[0]?.assets).toHaveLength(2);
    expect(uploads()).toBe(2);
  });

  it('makes one draft, though the answer was lost', async () => {
    github.fault({ method: 'POST', path: /\/releases$/, kind: 'lost', times: 1 });
    await publish();
    expect(github.releases).toHaveLength(1);
  });

  it('waits as GitHub asks', async () => {
    const said: string[] = [];
    const log: Log = { ...silentLog, debug: (line) => said.push(line) };
    const limited = { kind: 'status', status: 429, retryAfterSeconds: 1, times: 1 } as const;
    github.fault({ service: 'uploads', ...limited });
    await publish({ log });
    expect(said.join('\n')).toContain('again in 1000 ms');
    expect(said.join('\n')).not.toContain(github.env()['GITHUB_TOKEN'] ?? 'no token');
  });

  it('gives up in the end, and leaves a draft that the next run completes', async () => {
    github.fault({ service: 'uploads', kind: 'status', status: 500 });
    await expect(publish()).rejects.toMatchObject({ code: 'RELEASE_FAILED' });
    expect(github.releases).toMatchObject([{ draft: true }]);
    github.clearFaults();
    await publish();
    expect(github.releases).toMatchObject([{ draft: false }]);
    expect(github.releases[0]?.assets).toHaveLength(2);
  });

  it('names the permission that a token lacks', async () => {
    const token = github.env({ permissions: { contents: 'read' } })['GITHUB_TOKEN'] ?? '';
    const refused = publish({ token });
    await expect(refused).rejects.toMatchObject({
      code: 'TOKEN_REFUSED',
      hint: expect.stringContaining('contents: write'),
    });
    await expect(publish({ token: 'nonsense' })).rejects.toMatchObject({ code: 'TOKEN_REFUSED' });
    await expect(publish({ repo: 'other' })).rejects.toMatchObject({ code: 'TOKEN_REFUSED' });
    expect(github.releases).toEqual([]);
  });

  it('refuses a file that GitHub does not take, before any request', async () => {
    const big = await put('images/big.raw', '');
    await truncate(big, 2 * 1024 ** 3);
    await expect(publish({ files: [big] })).rejects.toMatchObject({
      code: 'ASSET_TOO_LARGE',
      message: expect.stringContaining(big),
    });
    const many: string[] = [];
    for (let index = 0; index <= 1000; index += 1) many.push(await put(`many/${index}`, 'x'));
    await expect(publish({ files: many })).rejects.toMatchObject({ code: 'TOO_MANY_ASSETS' });
    const empty = await put('empty', '');
    await expect(publish({ files: [empty] })).rejects.toMatchObject({ code: 'ASSET_EMPTY' });
    expect(github.requests).toEqual([]);
  });

  it('gives files the names that GitHub would give them', async () => {
    const files = [await put('images/my image (1).qcow2', 'one'), await put('.hidden', 'two')];
    const { assets } = await publish({ files });
    expect(assets.map(({ name }) => name)).toEqual(['my.image.1.qcow2', 'hidden']);
    expect(github.releases[0]?.assets.map(({ name }) => name).sort()).toEqual([
      ...['hidden', 'my.image.1.qcow2'],
    ]);
    const twins = [files[0] ?? '', await put('keys/my image 1.qcow2', 'three')];
    await expect(publish({ files: twins, tag: 'v2' })).rejects.toMatchObject({
      code: 'ASSET_NAME_TAKEN',
    });
    expect((await publish({ files })).assets.every(({ uploaded }) => !uploaded)).toBe(true);
  });

  it('names files of folders after both', async () => {
    const files = [
      await put('images/anvil-x86_64.pxe/vmlinuz', 'one'),
      await put('images/anvil-x86_64.kernel+initrd/vmlinuz', 'two'),
      await put('images/anvil-x86_64.qcow2', 'three'),
      await put('build-state.json', 'four'),
    ];
    const { assets } = await publish({ files, folder: join(files[3] ?? '', '..') });
    expect(assets.map(({ name }) => name)).toEqual([
      'anvil-x86_64.pxe-vmlinuz',
      'anvil-x86_64.kernel+initrd-vmlinuz',
      'anvil-x86_64.qcow2',
      'build-state.json',
    ]);
  });

  it('leaves an immutable release alone, and says what GitHub says of more files', async () => {
    await restart({ immutableReleases: true });
    await publish();
    expect((await publish()).assets.every(({ uploaded }) => !uploaded)).toBe(true);
    const files = [await put('more', 'more')];
    await expect(publish({ files })).rejects.toMatchObject({ code: 'RELEASE_REFUSED' });
  });

  it('cuts notes that are too long for GitHub', async () => {
    await publish({ notes: 'a line of the notes\n'.repeat(10_000) });
    const body = github.releases[0]?.body ?? '';
    expect(body.length).toBeLessThanOrEqual(125_000);
    expect(body).toMatch(/a line of the notes\n\n_The rest was cut off/);
  });

  it('takes tags with slashes, and says when GitHub takes none', async () => {
    await publish({ tag: 'nightly/2026-1' });
    const again = await publish({ tag: 'nightly/2026-1' });
    expect(again.assets[0]?.uploaded).toBe(false);
    expect(github.releases).toMatchObject([{ tag: 'nightly/2026-1', draft: false }]);
    await expect(publish({ tag: 'no tag' })).rejects.toMatchObject({ code: 'RELEASE_REFUSED' });
  });
});
