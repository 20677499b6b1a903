import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { commitMetadata, packageList } from '../../../lib/ostree/commit-metadata.ts';
import { string, type Typed, typed } from '../../../lib/ostree/gvariant.ts';
import { formatCommit, objectChecksum, objectPath } from '../../../lib/ostree/objects.ts';
import { readPublished } from '../../../lib/plan/published.ts';
import type { PublishedContext } from '../../../lib/plan/published-model.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';

const REF = 'anvil/12/x86_64/stable';
const HASH = '0a'.repeat(32);

let folder: TempDir;
let server: FileServer;
let http: HttpClient;

beforeEach(async () => {
  folder = await makeTempDir();
  server = await startFileServer(folder.path);
  http = new HttpClient();
});
afterEach(async () => {
  await http.close();
  await server.close();
  await folder[Symbol.asyncDispose]();
});

const repo = () => join(folder.path, 'repo');

function read(line: string, options: Partial<PublishedContext> = {}) {
  return readPublished(line, {
    remix: 'anvil',
    architectures: ['x86_64', 'aarch64'],
    refs: new Map([
      ['x86_64', REF],
      ['aarch64', 'anvil/12/aarch64/stable'],
    ]),
    http,
    log: silentLog,
    offline: false,
    ...options,
  });
}

/** Commits with ostree itself; returns the checksum. */
async function commitReal(...metadata: string[]): Promise<string> {
  await mkdir(join(folder.path, 'tree'), { recursive: true });
  await runTool(['ostree', `--repo=${repo()}`, 'init', '--mode=archive']);
  const text = await readTool([
    ...['ostree', `--repo=${repo()}`, 'commit', `--branch=${REF}`, '--no-xattrs'],
    ...metadata.map((entry) => `--add-metadata=${entry}`),
    join(folder.path, 'tree'),
  ]);
  return text.trim();
}

/** Writes a commit object of these bytes, and the ref that leads to it. */
async function writeObject(bytes: Uint8Array, name = objectChecksum(bytes)): Promise<void> {
  for (const [path, data] of [
    [objectPath(name, 'commit'), bytes],
    [`refs/heads/${REF}`, `${name}\n`],
  ] as const) {
    await mkdir(dirname(join(repo(), path)), { recursive: true });
    await writeFile(join(repo(), path), data);
  }
}

function commitOf(entries: Readonly<Record<string, Typed>>): Uint8Array {
  return formatCommit({
    metadata: commitMetadata(entries),
    parent: undefined,
    subject: '',
    body: '',
    timestampSeconds: 0,
    rootTree: HASH,
    rootMeta: HASH,
  });
}

describe('readPublished of an OSTree repository', () => {
  it('finds input hash and packages of what ostree committed, over HTTP and on disk', async () => {
    const commit = await commitReal(
      `rpmostree.inputhash='${HASH}'`,
      `rpmostree.rpmdb.pkglist=[('bash', '0', '5.2', '1', 'x86_64')]`,
    );
    for (const location of [`${server.url}/repo`, repo(), `file://${repo()}/`]) {
      const { outputs, basearches, commitsOnly } = await read(`ostree:${location}#${REF}`);
      expect(outputs.get('x86_64/commit')).toEqual({
        inputHash: HASH,
        commit,
        ref: REF,
        packages: [{ name: 'bash', epoch: '0', version: '5.2', release: '1', arch: 'x86_64' }],
      });
      expect({ basearches, commitsOnly }).toEqual({
        basearches: new Set(['x86_64']),
        commitsOnly: true,
      });
    }
  });

  it('asks for the ref of every architecture when none is named; one that is not there is new', async () => {
    await commitReal(`rpmostree.inputhash='${HASH}'`);
    const { outputs, basearches } = await read(`ostree:${server.url}/repo`);
    expect([...outputs.keys()]).toEqual(['x86_64/commit']);
    expect(basearches).toEqual(new Set(['x86_64', 'aarch64']));
  });

  it('takes a commit without an input hash for what it is', async () => {
    await commitReal();
    const { outputs } = await read(`ostree:${repo()}`);
    expect(outputs.get('x86_64/commit')).toMatchObject({ inputHash: undefined });
    await writeObject(commitOf({ 'rpmostree.inputhash': typed(packageList, []) }));
    const other = await read(`ostree:${repo()}`);
    expect(other.outputs.get('x86_64/commit')).toMatchObject({ inputHash: undefined });
  });

  it('refuses a ref that no architecture has', async () => {
    await expect(read(`ostree:${server.url}/repo#fedora/x86_64`)).rejects.toMatchObject({
      code: 'UNKNOWN_REF',
    });
  });

  it('takes a repository that is not there for one where nothing was published', async () => {
    expect((await read(`ostree:${server.url}/none#${REF}`)).outputs.size).toBe(0);
    expect((await read(`ostree:${folder.path}/none#${REF}`)).outputs.size).toBe(0);
  });

  it('refuses a forged commit: its bytes are not what its name says', async () => {
    const commit = await commitReal(`rpmostree.inputhash='${HASH}'`);
    const forged = commitOf({ 'rpmostree.inputhash': typed(string, 'f0'.repeat(32)) });
    await writeObject(forged, commit);
    await expect(read(`ostree:${server.url}/repo#${REF}`)).rejects.toMatchObject({
      code: 'PUBLISHED_CORRUPT',
      message: expect.stringContaining(commit),
    });
  });

  it.each([
    ['no GVariant', Buffer.from('not a commit')],
    ['empty', Buffer.alloc(0)],
    [
      'cut short',
      Buffer.from(commitOf({ 'rpmostree.inputhash': typed(string, HASH) })).subarray(9),
    ],
  ])('refuses an object that is %s though its name is right', async (_what, bytes) => {
    await writeObject(bytes);
    await expect(read(`ostree:${repo()}#${REF}`)).rejects.toMatchObject({
      code: 'PUBLISHED_CORRUPT',
    });
  });

  it('refuses a ref that leads nowhere, and one that is no checksum', async () => {
    const commit = await commitReal();
    await writeObject(Buffer.alloc(0), '0'.repeat(64));
    const line = `ostree:${server.url}/repo#${REF}`;
    await expect(read(line)).rejects.toMatchObject({ code: 'PUBLISHED_CORRUPT' });
    const ref = join(repo(), 'refs/heads', REF);
    for (const text of ['', '../../../etc/passwd', commit.toUpperCase(), `${commit}/x`]) {
      await writeFile(ref, text);
      await expect(read(line)).rejects.toMatchObject({ code: 'PUBLISHED_CORRUPT' });
    }
    await writeFile(ref, 'x'.repeat(10_000));
    await expect(read(line)).rejects.toMatchObject({ code: 'PUBLISHED_UNREADABLE' });
  });

  it('refuses a commit that is not there, and a server that breaks off', async () => {
    const commit = await commitReal();
    const path = `/repo/${objectPath(commit, 'commit')}`;
    const line = `ostree:${server.url}/repo#${REF}`;
    server.fault(path, { kind: 'status', status: 404, times: 1 });
    await expect(read(line)).rejects.toMatchObject({ code: 'PUBLISHED_CORRUPT' });
    server.fault(path, { kind: 'corrupt', offset: 3, times: 1 });
    await expect(read(line)).rejects.toMatchObject({ code: 'PUBLISHED_CORRUPT' });
    server.fault(path, { kind: 'cut', afterBytes: 3 });
    await expect(read(line)).rejects.toMatchObject({
      code: 'PUBLISHED_UNREADABLE',
      message: expect.stringContaining(`${server.url}/repo`),
    });
  });
});
