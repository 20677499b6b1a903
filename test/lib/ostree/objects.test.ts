import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import {
  commitMetadata,
  jsonVariant,
  packageList,
  strings,
} from '../../../lib/ostree/commit-metadata.ts';
import { boolean, string, typed } from '../../../lib/ostree/gvariant.ts';
import {
  formatCommit,
  formatDirmeta,
  objectChecksum,
  objectPath,
  parseCommit,
  parseDirmeta,
  parseDirtree,
} from '../../../lib/ostree/objects.ts';

let root: string;
let repo: string;
let commit: string;

const object = (checksum: string, type: 'commit' | 'dirtree' | 'dirmeta') =>
  readFileSync(join(repo, objectPath(checksum, type)));
const ostree = (...argv: string[]) => readTool(['ostree', `--repo=${repo}`, ...argv]);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'treesmith-ostree-'));
  repo = join(root, 'repo');
  await mkdir(join(root, 'tree/usr/bin'), { recursive: true });
  await writeFile(join(root, 'tree/usr/bin/true'), 'x', { mode: 0o4755 });
  await writeFile(join(root, 'tree/usr/name with spaces'), 'y');
  await ostree('init', '--mode=archive');
  commit = (
    await ostree(
      'commit',
      '--branch=a',
      '--subject=a subject',
      '--body=a body',
      '--timestamp=@1700000000',
      '--owner-uid=7',
      '--owner-gid=8',
      "--add-metadata=list=['a', 'bb', '']",
      '--add-metadata=nested=<{"k": <(true, "s", [byte 1, 2], @ms "x", @ms nothing)>}>',
      "--add-metadata=packages=[('bash', '0', '5.2', '1', 'x86_64')]",
      `--add-metadata-string=long=${'x'.repeat(70_000)}`,
      '--add-metadata-string=version=1.0',
      `--tree=dir=${join(root, 'tree')}`,
    )
  ).trim();
});

afterAll(() => rm(root, { recursive: true }));

describe('parseCommit', () => {
  it('reads what ostree wrote', () => {
    const parsed = parseCommit(object(commit, 'commit'));
    expect(parsed).toMatchObject({
      parent: undefined,
      subject: 'a subject',
      body: 'a body',
      timestampSeconds: 1_700_000_000,
    });
    const metadata = new Map(parsed.metadata);
    expect(metadata.get('version')?.value).toBe('1.0');
    expect(metadata.get('list')?.value).toEqual(['a', 'bb', '']);
    expect(metadata.get('packages')?.codec.signature).toBe('a(sssss)');
  });
});

describe('formatCommit', () => {
  it('gives the bytes that ostree gives, framing offsets of every width included', () => {
    const bytes = object(commit, 'commit');
    expect(Buffer.from(formatCommit(parseCommit(bytes))).equals(bytes)).toBe(true);
    expect(objectChecksum(bytes)).toBe(commit);
  });

  it('makes a commit that ostree reads, lists and checks', async () => {
    const base = parseCommit(object(commit, 'commit'));
    const packages = Array.from(
      { length: 3000 },
      (_, index) => [`package-${index}`, '0', '1.0', '1', 'noarch'] as const,
    );
    const bytes = formatCommit({
      ...base,
      subject: '',
      body: '',
      parent: commit,
      timestampSeconds: 1_700_000_001,
      metadata: commitMetadata({
        version: typed(string, '2.0'),
        'ostree.bootable': typed(boolean, true),
        'rpmostree.rpmdb.pkglist': typed(packageList, packages),
        argv: typed(strings, ['a', 'b']),
        user: jsonVariant({ s: 'x', n: 1, f: 1.5, t: true, l: ['a', 2, null], o: { k: 'v' } }),
      }),
    });
    const checksum = objectChecksum(bytes);
    await mkdir(join(repo, objectPath(checksum, 'commit'), '..'), { recursive: true });
    await writeFile(join(repo, objectPath(checksum, 'commit')), bytes);
    await ostree('refs', '--create=b', checksum);
    expect(await ostree('rev-parse', 'b')).toBe(`${checksum}\n`);
    expect(await ostree('show', '--print-metadata-key=version', 'b')).toBe("'2.0'\n");
    expect(await ostree('show', '--print-metadata-key=rpmostree.rpmdb.pkglist', 'b')).toContain(
      "('package-2999', '0', '1.0', '1', 'noarch')",
    );
    expect(await ostree('show', '--print-metadata-key=user', 'b')).toBe(
      "{'f': <1.5>, 'l': <[<'a'>, <int64 2>, <@mv nothing>]>, 'n': <int64 1>, 'o': <{'k': <'v'>}>, 's': <'x'>, 't': <true>}\n",
    );
    expect(await ostree('show', 'b')).toContain('Parent:  ');
    expect(await ostree('ls', '-R', 'b')).toContain('-04755 7 8      1 /usr/bin/true');
    await runTool(['ostree', `--repo=${repo}`, 'fsck']);
  });

  it('takes no checksum that is none', () => {
    const base = parseCommit(object(commit, 'commit'));
    expect(() => formatCommit({ ...base, rootTree: 'abc' })).toThrow(
      expect.objectContaining({ code: 'CHECKSUM_MALFORMED' }),
    );
  });
});

describe('parseDirtree and parseDirmeta', () => {
  it('walk a tree', () => {
    const { rootTree, rootMeta } = parseCommit(object(commit, 'commit'));
    const top = parseDirtree(object(rootTree, 'dirtree'));
    expect(top.directories.map(({ name }) => name)).toEqual(['usr']);
    const usr = parseDirtree(object(top.directories[0]?.tree ?? '', 'dirtree'));
    expect(usr.files.map(({ name }) => name)).toEqual(['name with spaces']);
    const bytes = object(rootMeta, 'dirmeta');
    expect(parseDirmeta(bytes)).toMatchObject({ uid: 7, gid: 8, mode: 0o40755 });
    expect(Buffer.from(formatDirmeta(parseDirmeta(bytes))).equals(bytes)).toBe(true);
  });
});
