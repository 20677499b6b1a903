import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool } from '../../../lib/host/process.ts';
import { bytes, string, uint64 } from '../../../lib/ostree/gvariant.ts';
import { array, tuple } from '../../../lib/ostree/gvariant-containers.ts';
import { vardict } from '../../../lib/ostree/gvariant-type.ts';
import { updateSummary } from '../../../lib/repo/signatures.ts';
import { makeSummary } from '../../../lib/repo/summary.ts';
import { newFolder, newRepository } from './harness.ts';

const SUMMARY = tuple(array(tuple(string, tuple(uint64, bytes, vardict))), vardict);
const MODIFIED = 'ostree.summary.last-modified';

type Said = readonly (readonly [string, { readonly value: unknown; readonly codec: object }])[];

/** What a dictionary says, in whatever order; libostree has that of a hash table. */
function sayings(metadata: Said): Record<string, unknown> {
  return Object.fromEntries(
    metadata.map(([key, { codec, value }]) => [
      key,
      [(codec as { signature: string }).signature, value],
    ]),
  );
}

function contentOf(object: Uint8Array) {
  const [entries, metadata] = SUMMARY.read(object) as [
    [string, [bigint, Uint8Array, Said]][],
    Said,
  ];
  return {
    entries: entries.map(([ref, [size, commit, said]]) => [
      ref,
      size,
      Buffer.from(commit).toString('hex'),
      sayings(said),
    ]),
    metadata: { ...sayings(metadata), [MODIFIED]: 'some time' },
    modified: Number(metadata.find(([key]) => key === MODIFIED)?.[1].value),
  };
}

async function makeRepository(mode = 'archive') {
  const path = await newRepository(mode);
  const tree = await newFolder();
  await writeFile(join(tree, 'file'), 'content');
  const ostree = async (...argv: string[]) =>
    (await readTool(['ostree', `--repo=${path}`, ...argv])).trim();
  const commit = (branch: string, ...argv: string[]) =>
    ostree(
      'commit',
      `--branch=${branch}`,
      '--timestamp=@1700000000',
      ...argv,
      `--tree=dir=${tree}`,
    );
  const ostrees = async () => {
    await ostree('summary', '--update');
    return contentOf(await readFile(join(path, 'summary')));
  };
  return { path, ostree, commit, ostrees };
}

describe('makeSummary', () => {
  it.each<[string, readonly (readonly string[])[]]>([
    ['no branch', []],
    ['a branch', [['main']]],
    ['a version', [['main', '--add-metadata-string=version=12.3']]],
    ['a version that is none', [['main', '--add-metadata=version=uint32 7']]],
    ['an empty version', [['main', '--add-metadata-string=version=']]],
    [
      'branches whose order is not that of folders',
      [['a/b'], ['a-b'], ['a.c/d'], ['B'], ['z', '--timestamp=@1'], ['anvil/12/x86_64/stable']],
    ],
  ])('says what ostree says of %s', async (_, branches) => {
    const { path, commit, ostrees } = await makeRepository();
    for (const [branch = '', ...argv] of branches) await commit(branch, ...argv);
    const made = await makeSummary(path);
    const { entries, metadata, modified } = contentOf(made?.object ?? new Uint8Array());
    const theirs = await ostrees();
    expect(entries).toHaveLength(branches.length);
    expect({ entries, metadata }).toEqual({ entries: theirs.entries, metadata: theirs.metadata });
    expect(theirs.modified - modified).toBeGreaterThanOrEqual(0);
    expect(theirs.modified - modified).toBeLessThan(60);
  });

  it.each(['archive', 'bare-user'])('names the mode %s, and tombstones', async (mode) => {
    const { path, ostree, commit, ostrees } = await makeRepository(mode);
    await commit('main');
    await ostree('config', 'set', 'core.tombstone-commits', 'true');
    const { metadata } = contentOf((await makeSummary(path))?.object ?? new Uint8Array());
    expect(metadata).toEqual((await ostrees()).metadata);
    expect(metadata).toMatchObject({ 'ostree.summary.tombstone-commits': ['b', true] });
  });

  it('has branches that are not set yet, and others in the place of those that are', async () => {
    const { path, ostree, commit, ostrees } = await makeRepository();
    const first = await commit('main');
    const second = await commit('main', '--add-metadata-string=version=2');
    await ostree('reset', 'main', first);
    const made = await makeSummary(
      path,
      new Map([
        ['main', second],
        ['b/next', first],
      ]),
    );
    expect(made?.branches).toEqual(
      new Map([
        ['main', second],
        ['b/next', first],
      ]),
    );
    await ostree('reset', 'main', second);
    await ostree('refs', '--create=b/next', first);
    expect(contentOf(made?.object ?? new Uint8Array()).entries).toEqual((await ostrees()).entries);
  });

  it('is read by ostree, also by a client', async () => {
    const { path, ostree, commit } = await makeRepository();
    const made = await commit('anvil/12', '--add-metadata-string=version=12.3');
    await updateSummary(path, silentLog);
    expect(await ostree('summary', '--view')).toMatch(
      new RegExp(
        `\\* anvil/12\\n +Latest Commit \\(\\d+ bytes\\):\\n +${made}\\n +Version .*: 12.3`,
      ),
    );
    const client = ['ostree', `--repo=${await newRepository()}`];
    await readTool([...client, 'remote', 'add', '--no-gpg-verify', 'origin', `file://${path}`]);
    expect(await readTool([...client, 'remote', 'refs', 'origin'])).toBe('origin:anvil/12\n');
  });

  it.each<[string, (of: Awaited<ReturnType<typeof makeRepository>>) => Promise<unknown>]>([
    [
      'a collection',
      ({ ostree }) => ostree('config', 'set', 'core.collection-id', 'org.example.A'),
    ],
    ['deltas', ({ ostree }) => ostree('static-delta', 'generate', '--empty', 'main')],
    ['an alias', ({ path }) => symlink('main', join(path, 'refs', 'heads', 'other'))],
    [
      'branches of a remote',
      async ({ path, ostree }) => {
        const commit = await ostree('rev-parse', 'main');
        const ref = join(path, 'refs', 'remotes', 'origin', 'main');
        await mkdir(dirname(ref), { recursive: true });
        await writeFile(ref, `${commit}\n`);
      },
    ],
  ])('leaves %s to ostree', async (_, change) => {
    const of = await makeRepository();
    await of.commit('main');
    await change(of);
    expect(await makeSummary(of.path)).toBeUndefined();
    await updateSummary(of.path, silentLog);
    const written = contentOf(await readFile(join(of.path, 'summary')));
    const { entries, metadata } = await of.ostrees();
    const refs = (list: typeof entries) => list.map(([ref]) => ref);
    expect(refs(written.entries)).toEqual(refs(entries));
    expect(Object.keys(written.metadata)).toEqual(Object.keys(metadata));
  });

  it('leaves it to ostree to say that a commit is damaged', async () => {
    const { path, commit } = await makeRepository();
    const made = await commit('main');
    await rm(join(path, 'objects', made.slice(0, 2), `${made.slice(2)}.commit`));
    expect(await makeSummary(path)).toBeUndefined();
    await expect(updateSummary(path, silentLog)).rejects.toThrow(/No such metadata object|ostree/);
  });
});
