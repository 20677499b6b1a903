import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { artifactName, downloadArtifacts, uploadArtifact } from '../../../lib/runner/artifacts.ts';
import { type FakeGitHub, startGitHub } from '../../fakes/github/github.ts';
import type { JobOptions } from '../../fakes/github/job-environment.ts';

let dir: TempDir;
let github: FakeGitHub;
let before: NodeJS.ProcessEnv;

beforeEach(async () => {
  dir = await makeTempDir();
  github = await startGitHub();
  before = { ...process.env };
  await mkdir(join(dir.path, 'images'));
  await writeFile(join(dir.path, 'result.json'), '{}');
});
afterEach(async () => {
  process.env = before;
  await github.close();
  await dir[Symbol.asyncDispose]();
});

/** The official client reads the environment. */
const as = (job: JobOptions) => {
  process.env = { ...before, ...github.env(job), GITHUB_WORKSPACE: dir.path };
};
const upload = (name: string, files: string[], more = {}) =>
  uploadArtifact({
    ...{ name, root: dir.path, files: files.map((file) => join(dir.path, file)) },
    ...{ replace: false, log: silentLog, ...more },
  });
const download = (prefix = 'treesmith-') =>
  downloadArtifacts({ prefix, folder: join(dir.path, 'legs'), log: silentLog });

describe('uploadArtifact and downloadArtifacts', () => {
  it('carry files from jobs to another', async () => {
    const image = randomBytes(300_000);
    await writeFile(join(dir.path, 'images', 'a b.qcow2'), image);
    as({ job: 'x86' });
    const made = await upload('treesmith-x86', ['images/a b.qcow2', 'result.json']);
    expect(made).toMatchObject({ name: 'treesmith-x86', digest: github.artifacts[0]?.digest });
    as({ job: 'arm' });
    await upload('treesmith-arm', ['result.json'], { retentionDays: 1 });
    await upload('other', ['result.json']);
    as({ job: 'collect' });
    const legs = await download();
    expect(legs.map(({ name }) => name)).toEqual(['treesmith-arm', 'treesmith-x86']);
    const path = join(dir.path, 'legs', 'treesmith-x86', 'images', 'a b.qcow2');
    expect(readFileSync(path).equals(image)).toBe(true);
    expect(await download('none-')).toEqual([]);
  });

  it('compress what can be compressed, and only that', async () => {
    as({});
    const zeros = Buffer.alloc(1_000_000);
    await writeFile(join(dir.path, 'images', 'x.raw'), zeros);
    await writeFile(join(dir.path, 'images', 'x.qcow2'), zeros);
    expect((await upload('raw', ['images/x.raw'])).sizeBytes).toBeLessThan(100_000);
    expect((await upload('qcow2', ['images/x.qcow2'])).sizeBytes).toBeGreaterThan(1_000_000);
  });

  it('let one job of a run have a name, and a later attempt take its place', async () => {
    as({});
    const first = await upload('treesmith-x', ['result.json']);
    await expect(upload('treesmith-x', ['result.json'])).rejects.toMatchObject({
      code: 'ARTIFACT_EXISTS',
    });
    const second = await upload('treesmith-x', ['result.json'], { replace: true });
    expect(second.id).not.toBe(first.id);
    expect(github.artifacts.map(({ id }) => id)).toEqual([second.id]);
    await upload('treesmith-y', ['result.json'], { replace: true });
  });

  it('refuse a name of a file that GitHub refuses', async () => {
    as({});
    await writeFile(join(dir.path, 'a:b'), '');
    await expect(upload('x', ['a:b'])).rejects.toMatchObject({ code: 'ARTIFACT_FILE_NAME' });
    expect(github.requests).toEqual([]);
  });

  it('leave nothing of an artifact that came damaged', async () => {
    as({});
    await upload('treesmith-x', ['result.json']);
    // A time in the zip: it can be unpacked all the same.
    github.fault({ service: 'blobs', method: 'GET', kind: 'corrupt', offset: 10 });
    await expect(download()).rejects.toMatchObject({ code: 'ARTIFACT_DAMAGED' });
    expect(existsSync(join(dir.path, 'legs', 'treesmith-x', 'result.json'))).toBe(false);
  });

  it('say what the service says when it does not do it', async () => {
    as({});
    github.revokeTokens();
    await expect(upload('x', ['result.json'])).rejects.toMatchObject({ code: 'ARTIFACT_FAILED' });
  });
});

describe('artifactName', () => {
  it.each([
    ['treesmith-x86_64', 'treesmith-x86_64'],
    ['a/b\\c:d', 'a-b-c-d'],
    ['"<|>*?\r\n', 'treesmith'],
    ['..', 'treesmith'],
    ['refs/heads/$(reboot)', 'refs-heads-$(reboot)'],
  ])('makes %j to %j', (text, name) => expect(artifactName(text)).toBe(name));
});
