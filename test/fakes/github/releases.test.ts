import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { type FakeGitHub, startGitHub } from './github.ts';
import type { JobOptions } from './job-environment.ts';
import { runOfficialClient } from './official-client.ts';

const RELEASES = '/repos/{owner}/{repo}/releases';
const WRITER: JobOptions = { permissions: { contents: 'write' } };

let dir: TempDir;
let github: FakeGitHub;
let bytes: Buffer;

beforeEach(async () => {
  dir = await makeTempDir();
  bytes = randomBytes(300_000);
  await writeFile(join(dir.path, 'image'), bytes);
  github = await startGitHub();
});

afterEach(async () => {
  await github.close();
  await dir[Symbol.asyncDispose]();
});

async function run(calls: readonly unknown[], job = WRITER, more: Record<string, string> = {}) {
  return (await runOfficialClient('release', calls, { ...github.env(job), ...more })).results;
}

const upload = (name: string, releaseId = 3001) => ({
  ...{ route: 'upload', releaseId, name, file: join(dir.path, 'image') },
});

describe('the REST API of releases', () => {
  it('makes a release and its tag, and takes and gives assets', async () => {
    const created = await run([
      { route: `GET ${RELEASES}/tags/{tag}`, tag: 'v1' },
      { route: `POST ${RELEASES}`, tag_name: 'v1', name: 'One', body: 'Notes' },
      upload('image.qcow2'),
      upload('image.qcow2'),
      upload('odd name~1'),
      { route: `GET ${RELEASES}/tags/{tag}`, tag: 'v1' },
      { route: 'GET /repos/{owner}/{repo}/git/ref/{ref}', ref: 'tags/v1' },
      { route: `POST ${RELEASES}`, tag_name: 'v1' },
    ]);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    expect(created).toMatchObject([
      { status: 404 },
      { id: 3001, draft: false, name: 'One', upload_url: expect.stringContaining('{?name,label}') },
      { id: 3002, name: 'image.qcow2', state: 'uploaded', size: 300_000, digest },
      { status: 422, data: { errors: [{ resource: 'ReleaseAsset', code: 'already_exists' }] } },
      { name: 'odd.name.1' },
      { assets: [{ name: 'image.qcow2' }, { name: 'odd.name.1' }] },
      { ref: 'refs/tags/v1', object: { type: 'commit' } },
      { status: 422, data: { errors: [{ field: 'tag_name', code: 'already_exists' }] } },
    ]);
    // The upload that was refused went over the wire too.
    expect(github.uploadedBytes).toBe(900_000);
    expect(github.releases).toMatchObject([{ tag: 'v1', assets: [{ digest }, { digest }] }]);

    const raw = { accept: 'application/octet-stream' };
    const route = `GET ${RELEASES}/assets/{asset_id}`;
    const [given] = await run([{ route, asset_id: 3002, headers: raw }]);
    expect(Buffer.from(String(given), 'base64').equals(bytes)).toBe(true);
    const to = join(dir.path, 'got');
    await runTool([
      ...['curl', '-sSfL', '-o', to],
      `${github.url}/octo/remix/releases/latest/download/image.qcow2`,
    ]);
    await runTool(['cmp', to, join(dir.path, 'image')]);
  });

  it('hides drafts until they are published', async () => {
    const made = await run([
      { route: `POST ${RELEASES}`, tag_name: 'v2', draft: true },
      { route: `GET ${RELEASES}/tags/{tag}`, tag: 'v2' },
      { route: `GET ${RELEASES}` },
      upload('image'),
    ]);
    expect(made).toMatchObject([{ draft: true }, { status: 404 }, [{ id: 3001 }], { id: 3002 }]);
    expect(await run([{ route: `GET ${RELEASES}` }], {})).toEqual([[]]);
    const published = await run([
      { route: `PATCH ${RELEASES}/{release_id}`, release_id: 3001, draft: false },
      { route: `GET ${RELEASES}/tags/{tag}`, tag: 'v2' },
      { route: `DELETE ${RELEASES}/assets/{asset_id}`, asset_id: 3002 },
      { route: `GET ${RELEASES}/{release_id}/assets`, release_id: 3001 },
    ]);
    expect(published).toMatchObject([{ draft: false }, { id: 3001 }, {}, []]);
  });

  it('keeps a release as it was published, where releases are immutable', async () => {
    await github.close();
    github = await startGitHub({ immutableReleases: true });
    const results = await run([
      { route: `POST ${RELEASES}`, tag_name: 'v1', draft: true },
      upload('image'),
      { route: `PATCH ${RELEASES}/{release_id}`, release_id: 3001, draft: false },
      upload('late'),
      { route: `DELETE ${RELEASES}/assets/{asset_id}`, asset_id: 3002 },
    ]);
    expect(results).toMatchObject([
      { draft: true, immutable: false },
      { id: 3002 },
      { draft: false, immutable: true },
      { status: 422 },
      { status: 422 },
    ]);
  });

  it('gives long lists in pages', async () => {
    const names = Array.from({ length: 35 }, (_, index) => `v${index}`);
    const { GITHUB_TOKEN: token } = github.env(WRITER);
    for (const tag_name of names) {
      await fetch(`${github.url}/repos/octo/remix/releases`, {
        method: 'POST',
        headers: { authorization: `token ${token}` },
        body: JSON.stringify({ tag_name }),
      });
    }
    const [page, all] = await run([
      { route: `GET ${RELEASES}` },
      { route: `GET ${RELEASES}`, all: true },
    ]);
    expect([page, all].map((list) => (list as unknown[]).length)).toEqual([30, 35]);
  });

  it('refuses tokens that are bad or may not', async () => {
    const create = { route: `POST ${RELEASES}`, tag_name: 'v1' };
    const [[reads], [bad], [other], [malformed]] = [
      await run([create], {}),
      await run([create], WRITER, { GITHUB_TOKEN: 'bad' }),
      await run([create], { ...WRITER, repository: 'octo/other' }),
      await run([{ ...create, tag_name: 'a b' }]),
    ];
    expect(reads).toMatchObject({
      status: 403,
      message: expect.stringContaining('Resource not accessible by integration'),
    });
    expect(bad).toMatchObject({ status: 401 });
    expect(other).toMatchObject({ status: 403 });
    expect(malformed).toMatchObject({ status: 422 });
    expect(github.releases).toEqual([]);
  });

  it('leaves a starter when an upload breaks off, and counts requests', async () => {
    await github.close();
    github = await startGitHub({ restRequestsPerHour: 8, assetLimitBytes: 400_000 });
    await run([{ route: `POST ${RELEASES}`, tag_name: 'v1' }]);
    github.fault({ service: 'uploads', kind: 'reset', afterBytes: 1, times: 1 });
    const [broken, taken] = await run([upload('image'), upload('image')]);
    expect(broken).toMatchObject({ status: 500 });
    expect(taken).toMatchObject({ status: 422 });
    expect(github.releases[0]?.assets).toMatchObject([{ state: 'starter', digest: null }]);
    await writeFile(join(dir.path, 'image'), Buffer.alloc(400_000));
    expect(await run([upload('big')])).toMatchObject([{ data: { errors: [{ field: 'size' }] } }]);
    const [last, over] = await run([{ route: `GET ${RELEASES}` }, { route: `GET ${RELEASES}` }]);
    expect(last).toHaveLength(1);
    expect(over).toMatchObject({
      status: 403,
      message: expect.stringContaining('rate limit exceeded'),
    });
  });
});
