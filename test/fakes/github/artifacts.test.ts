import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { type FakeGitHub, startGitHub } from './github.ts';
import type { JobOptions } from './job-environment.ts';
import { runOfficialClient } from './official-client.ts';

let dir: TempDir;
let github: FakeGitHub;

beforeEach(async () => {
  dir = await makeTempDir();
  await mkdir(join(dir.path, 'sub'));
  await writeFile(join(dir.path, 'a'), 'text');
  github = await startGitHub();
});

afterEach(async () => {
  await github.close();
  await dir[Symbol.asyncDispose]();
});

const upload = (name: string, ...files: string[]) => ({
  ...{ do: 'upload', name, root: dir.path },
  files: files.map((file) => join(dir.path, file)),
});

async function run(calls: readonly unknown[], job: JobOptions = {}, more = {}) {
  const env = { ...github.env(job), GITHUB_WORKSPACE: dir.path, ...more };
  return (await runOfficialClient('artifact', calls, env)).results;
}

describe('the artifact service', () => {
  it('takes a large upload of the official client in blocks, and gives it back', async () => {
    const bytes = randomBytes(20_000_000);
    await writeFile(join(dir.path, 'sub', 'b'), bytes);
    const [made] = await run([upload('image', 'a', 'sub/b')]);
    const [stored] = github.artifacts;
    expect(made).toMatchObject({ id: 2001, size: stored?.sizeBytes });
    expect(stored).toMatchObject({ name: 'image', runId: '1', job: 'build' });
    const zip = (await stored?.blob.bytes()) ?? Buffer.alloc(0);
    const digest = `sha256:${createHash('sha256').update(zip).digest('hex')}`;
    expect(stored?.digest).toBe(digest);
    expect(github.requests.filter(({ method }) => method === 'PUT').length).toBeGreaterThan(2);

    const path = join(dir.path, 'out');
    const [listed, got, downloaded] = await run(
      [
        { do: 'list' },
        { do: 'get', name: 'image' },
        { do: 'download', id: 2001, path, expectedHash: digest },
      ],
      { job: 'collect' },
    );
    expect(listed).toMatchObject({ artifacts: [{ name: 'image', id: 2001, digest }] });
    expect(got).toMatchObject({ artifact: { id: 2001 } });
    expect(downloaded).toEqual({ downloadPath: path, digestMismatch: false });
    expect((await readFile(join(path, 'sub', 'b'))).equals(bytes)).toBe(true);
  });

  it('keeps a name as it was first within a run, until it is deleted', async () => {
    const [first, second, raw, gone, third] = await run([
      upload('x', 'a'),
      upload('x', 'a'),
      { ...upload('', 'a'), skipArchive: true },
      { do: 'delete', name: 'x' },
      upload('x', 'a'),
    ]);
    expect(first).toMatchObject({ id: 2001 });
    expect(second).toMatchObject({ message: expect.stringContaining('(409) Conflict') });
    expect(raw).toMatchObject({ id: 2002, size: 4 });
    expect(gone).toEqual({ id: 2001 });
    expect(third).toMatchObject({ id: 2003 });
    expect(github.artifacts.map(({ name }) => name)).toEqual(['a', 'x']);
    expect(await run([upload('x', 'a')], { runId: '2' })).toMatchObject([{ id: 2004 }]);
    const path = join(dir.path, 'raw');
    await run([{ do: 'download', id: 2002, path }]);
    expect(await readFile(join(path, 'a'), 'utf8')).toBe('text');
  });

  it('shows artifacts to other runs through the REST API alone', async () => {
    await run([upload('x', 'a'), { ...upload('y', 'a'), retentionDays: 2 }]);
    const job: JobOptions = { runId: '2', permissions: { actions: 'read' } };
    const env = github.env(job);
    const [repositoryOwner, repositoryName] = ['octo', 'remix'];
    const token = env['GITHUB_TOKEN'];
    const findBy = { workflowRunId: 1, repositoryOwner, repositoryName, token };
    const path = join(dir.path, 'out');
    const results = await run(
      [
        { do: 'list' },
        { do: 'get', name: 'x' },
        { do: 'list', findBy },
        { do: 'get', name: 'x', findBy },
        { do: 'download', id: 2001, path, findBy },
        { do: 'delete', name: 'x', findBy },
      ],
      job,
    );
    expect(results).toMatchObject([
      { artifacts: [] },
      { error: 'ArtifactNotFoundError' },
      { artifacts: [{ name: 'y' }, { name: 'x' }] },
      { artifact: { id: 2001 } },
      { digestMismatch: false },
      { status: 403 },
    ]);
    expect(await readFile(join(path, 'a'), 'utf8')).toBe('text');
    github.advanceClock(3 * 86_400);
    const later = { ...findBy, token: github.env(job)['GITHUB_TOKEN'] };
    const expired = await run([{ do: 'download', id: 2002, path, findBy: later }], job);
    expect(expired).toMatchObject([{ status: 410 }]);
  });

  it('refuses bad tokens and says when bytes are wrong', async () => {
    const bad = await run([upload('x', 'a')], {}, { ACTIONS_RUNTIME_TOKEN: otherToken() });
    expect(bad).toMatchObject([{ message: expect.stringContaining('invalid runtime token') }]);
    await run([{ ...upload('', 'a'), skipArchive: true }]);
    const [stored] = github.artifacts;
    await stored?.replace(Buffer.from('wrong'));
    const path = join(dir.path, 'out');
    const expectedHash = stored?.digest;
    expect(await run([{ do: 'download', id: 2001, path, expectedHash }])).toMatchObject([
      { digestMismatch: true },
    ]);
  });
});

/** Decodable, as the client wants it, and not signed by us. */
function otherToken(): string {
  const claims = { scp: 'Actions.Results:run:job' };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
}
