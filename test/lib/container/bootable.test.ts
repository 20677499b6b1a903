import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeBootableContainer } from '../../../lib/container/bootable.ts';
import type { BootableOptions } from '../../../lib/container/bootable-model.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { type ImageManifest, parseManifest } from '../../../lib/oci/manifest.ts';
import { objectPath } from '../../../lib/ostree/objects.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { startPodman } from '../../support/podman.ts';
import { tinyBase } from '../../support/small-rpms.ts';
import {
  attributesOf,
  buildPackages,
  type CommitGround,
  copyGround,
  makeCommitGround,
  unpackLayers,
} from './commit-ground.ts';

let temp: TempDir;
let ground: CommitGround;
let commit: string;
beforeAll(async () => {
  temp = await makeTempDir();
  ground = await makeCommitGround(temp.path);
  const { tool, ping, kernel } = await buildPackages();
  for (const rpm of [tool, ping, kernel]) await ground.install(rpm ?? '');
  for (const [name, value] of [
    ['user.note', 'of a file'],
    ['security.selinux', 'system_u:object_r:usr_t:s0'],
  ] as const) {
    const path = join(ground.treePath, 'usr/share/ping/LICENSE');
    await runTool(['setfattr', '-n', name, '-v', value, path]);
  }
  commit = await ground.commit();
});
afterAll(() => temp[Symbol.asyncDispose]());

let count = 0;
async function write(change: Partial<BootableOptions> = {}) {
  count += 1;
  const layout = await OciLayout.create(join(temp.path, `layout-${count}`));
  const made = await writeBootableContainer({
    ...{ repoPath: ground.repoPath, commit, layout, tag: 'v1', architecture: 'amd64' },
    ...{ compression: 'gzip', createdBy: 'treesmith: a.yaml', threads: 2, log: silentLog },
    ...change,
  });
  const manifest = await layout.getManifest('v1');
  if (manifest === undefined) throw new Error('no manifest');
  const image = parseManifest(manifest.bytes, manifest.mediaType) as ImageManifest;
  const config = JSON.parse((await layout.readBlob(image.config)).toString());
  return { layout, made, image, config };
}

async function unpack({ layout, image }: Awaited<ReturnType<typeof write>>): Promise<string> {
  const folder = `${layout.folder}-root`;
  await unpackLayers(
    await Promise.all(image.layers.map((layer) => layout.blobPath(layer))),
    folder,
  );
  return folder;
}

describe('writeBootableContainer', () => {
  it('writes what bootc and ostree container know it by', async () => {
    const { image, config, made } = await write({ process: { cmd: ['/sbin/init'] } });
    expect(config.config.Labels).toEqual({
      'containers.bootc': '1',
      'org.opencontainers.image.version': '7.1',
      'ostree.bootable': 'true',
      'ostree.commit': commit,
      'ostree.final-diffid': config.rootfs.diff_ids.at(-1),
      'ostree.linux': '6.1',
      'rpmostree.inputhash': 'e'.repeat(64),
      version: '7.1',
    });
    expect(config.config.Cmd).toEqual(['/sbin/init']);
    expect(image.annotations).toEqual(config.config.Labels);
    expect(config.created).toBe('2023-11-14T22:13:20Z');
    expect(config.history).toHaveLength(image.layers.length);
    expect(config.history[0]).toMatchObject({ created_by: 'treesmith: a.yaml' });
    const contents = image.layers.map(({ annotations }) => annotations?.['ostree.components']);
    expect(contents.sort()).toEqual(
      [
        'initramfs',
        'kernel',
        'ping',
        'rpmdb',
        'rpmostree-unpackaged-content',
        'tool',
        undefined,
      ].sort(),
    );
    expect(image.layers[0]?.annotations).toEqual({
      'org.treesmith.layer.content': `commit ${commit}`,
    });
    expect(made.layers.map(({ isReused }) => isReused)).not.toContain(true);
  });

  it('is a repository that ostree finds whole, and pulls the same commit from', async () => {
    const root = await unpack(await write());
    const inside = join(root, 'sysroot/ostree/repo');
    await runTool(['ostree', `--repo=${inside}`, 'fsck', '--quiet']);
    const pulled = join(temp.path, 'pulled');
    await runTool(['ostree', `--repo=${pulled}`, 'init', '--mode=bare']);
    await runTool(['ostree', `--repo=${pulled}`, 'pull-local', inside, commit]);
    await runTool(['ostree', `--repo=${pulled}`, 'fsck', '--quiet']);
    const listing = (repo: string) => readTool(['ostree', `--repo=${repo}`, 'ls', '-RCX', commit]);
    expect(await listing(pulled)).toBe(await listing(ground.repoPath));
    expect(await listing(pulled)).toMatch(
      /security\.selinux.*user\.note.*usr\/share\/ping\/LICENSE/,
    );
  });

  it('has what the importer of ostree container wants, in the order that it wants', async () => {
    const { layout, image } = await write({ maxLayers: 5 });
    const objects = await Promise.all(
      image.layers.map(async (layer) => {
        const listing = await readTool(['tar', '-tf', await layout.blobPath(layer)]);
        const names = listing.split('\n').filter((name) => !name.endsWith('/'));
        const inside = /^sysroot\/ostree\/repo\/objects\/(..\/.{62}\..+)$/;
        return names.flatMap((name) => inside.exec(name)?.[1] ?? []);
      }),
    );
    const [first = [], ...others] = objects;
    const typeOf = (name: string) => name.slice(name.indexOf('.') + 1);
    expect(typeOf(first[0] ?? '')).toBe('commit');
    expect(new Set(first.slice(1).map(typeOf))).toEqual(new Set(['dirmeta', 'dirtree']));
    for (const layer of others) {
      expect(new Set(layer).size).toBe(layer.length);
      for (const [index, name] of layer.entries()) {
        // The attributes of an object stand right before it.
        const isFile = index % 2 === 1;
        expect(typeOf(name)).toBe(isFile ? 'file' : 'file-xattrs-link');
        if (isFile) expect(layer[index - 1]).toBe(`${name}-xattrs-link`);
      }
    }
  });

  it('keeps owners, modes, hard links and attributes, and has /usr/etc as /etc', async () => {
    const root = await unpack(await write());
    const at = (path: string) => lstatSync(join(root, path));
    expect(at('usr/bin/tool').mode & 0o7777).toBe(0o4755);
    expect(at('usr/bin/tool').ino).toBe(at('usr/bin/tool-again').ino);
    expect(at('etc/ping.conf')).toMatchObject({ uid: 0, gid: 991 });
    expect(at('etc/ping.conf').mode & 0o7777).toBe(0o640);
    expect(existsSync(join(root, 'usr/etc'))).toBe(false);
    expect(await attributesOf(join(root, 'usr/bin/ping'))).toContain(
      'security.capability=0x0100000200200000000000000000000000000000',
    );
    // A label is for the system that the commit is deployed on: beside the object, not on it.
    const attributes = await attributesOf(join(root, 'usr/share/ping/LICENSE'));
    expect(attributes.trim().split('\n').slice(1)).toEqual(['user.note=0x6f6620612066696c65']);
    expect(at('usr/share/ping/link').isSymbolicLink()).toBe(true);
    expect(at('var/tmp').mode & 0o7777).toBe(0o1777);
    // A build step that writes into an empty file must not write into an object.
    expect(at('usr/share/ping/empty').nlink).toBe(1);
  });

  it.each(['zstd', 'zstd:chunked'] as const)('is read and copied by skopeo, %s', async (name) => {
    const { layout, image, made } = await write({ compression: name });
    const copy = `${layout.folder}-copy`;
    await runTool([
      'skopeo',
      'copy',
      '--preserve-digests',
      `oci:${layout.folder}:v1`,
      `oci:${copy}:v1`,
    ]);
    const raw = JSON.parse(await readTool(['skopeo', 'inspect', `oci:${copy}:v1`]));
    expect(raw.Digest).toBe(made.digest);
    expect(raw.Layers).toEqual(image.layers.map(({ digest }) => digest));
    expect(raw.Labels['ostree.commit']).toBe(commit);
  });

  // Which checks the digest of each archive.
  it.each(['gzip', 'zstd:chunked'] as const)('runs by podman, %s', async (compression) => {
    const tree = await copyGround(ground, join(temp.path, `running-${compression}`));
    await tree.install(await tinyBase());
    const started = {
      cmd: ['/usr/bin/sh', '-c', 'cat /usr/share/ping/LICENSE; id -u; ls -d /etc/*'],
    };
    const options = { repoPath: tree.repoPath, commit: await tree.commit(), process: started };
    const { layout } = await write({ ...options, maxLayers: 5, compression });
    await using podman = await startPodman();
    // podman makes a name of the path, and wants it in small letters.
    const small = join(tmpdir(), `treesmith-layout-${process.pid}`);
    rmSync(small, { force: true });
    symlinkSync(layout.folder, small);
    onTestFinished(() => rmSync(small));
    const image = await podman.pull(`oci:${small}:v1`);
    expect(await podman.run(image)).toMatch(/^licence\n0\n(.*\n)*\/etc\/ping.conf\n/);
  });

  it('gives the same bytes again', async () => {
    const [one, other] = [await write({ threads: 1 }), await write({ threads: 3 })];
    expect(other.made).toEqual(one.made);
  });

  it('changes only what it must when a package is newer, and says why', async () => {
    const before = await write();
    const tree = await copyGround(ground, join(temp.path, 'nightly'));
    const { tool } = await buildPackages('1.1');
    await tree.install(tool ?? '');
    const next = await tree.commit();
    const options = { repoPath: tree.repoPath, commit: next, previous: before.image };
    const { made } = await write(options);
    const changed = made.layers.filter(({ isReused }) => !isReused);
    expect(changed.map(({ components, why }) => [components, why])).toEqual([
      [[], 'the commit is another one'],
      [['tool'], 'now with tool-1.1-1.noarch; no longer with tool-1.0-1.noarch'],
      [['rpmdb'], 'the package database lists other packages'],
    ]);
    const bytes = changed.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
    expect(made.newBytes).toBeGreaterThan(bytes);
    expect(made.newBytes).toBeLessThan(bytes + 16_384);
  });

  it('keeps packages together when there are few layers', async () => {
    const { image } = await write({ maxLayers: 5 });
    expect(image.layers).toHaveLength(5);
    const contents = image.layers.map(({ annotations }) => annotations?.['ostree.components']);
    expect(contents).toContain('kernel,ping,tool');
  });

  it.each([0, 4, 121, 5.5])('refuses %d layers', async (maxLayers) => {
    await expect(write({ maxLayers })).rejects.toMatchObject({ code: 'LAYERS_OUT_OF_RANGE' });
  });

  it('refuses a previous image whose layers say nothing', async () => {
    const { image } = await write();
    const layers = image.layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size }));
    await expect(write({ previous: { ...image, layers } })).rejects.toMatchObject({
      code: 'PREVIOUS_UNFIT',
    });
  });

  it('names an object that is damaged', async () => {
    const repoPath = join(temp.path, 'damaged');
    await cp(ground.repoPath, repoPath, { recursive: true });
    const listing = await readTool([
      'ostree',
      `--repo=${repoPath}`,
      'ls',
      '-C',
      commit,
      '/usr/bin/tool',
    ]);
    const object = join(repoPath, objectPath(/[0-9a-f]{64}/.exec(listing)?.[0] ?? '', 'filez'));
    appendFileSync(object, 'x');
    const bytes = readFileSync(object);
    bytes[bytes.length - 6] = (bytes.at(-6) ?? 0) ^ 0xff;
    writeFileSync(object, bytes);
    await expect(write({ repoPath })).rejects.toMatchObject({ code: 'CONTENT_WRONG' });
    rmSync(object);
    await expect(write({ repoPath })).rejects.toMatchObject({ code: 'CONTENT_WRONG' });
  });
});

describe('the check against the package database', () => {
  const CHANGES: readonly (readonly [string, string, (path: string) => unknown])[] = [
    ['the mode', 'usr/share/tool/LICENSE', (path) => chmodSync(path, 0o600)],
    ['the owner', 'usr/share/tool/LICENSE', (path) => chownSync(path, 990, 0)],
    [
      'the capabilities',
      'usr/bin/ping',
      (path) => runTool(['setfattr', '-x', 'security.capability', path]),
    ],
    ['the bytes', 'usr/share/tool/LICENSE', (path) => writeFileSync(path, 'LICENCE\n')],
  ];
  it.each(CHANGES)(
    'fails when %s of a file is another, and names it',
    async (_what, path, spoil) => {
      const tree = await spoiled(path, spoil);
      const failure = expect.objectContaining({
        code: 'PACKAGE_DIFFERS',
        message: expect.stringContaining(`/${path}`),
      });
      await expect(write(tree)).rejects.toEqual(failure);
      const { made } = await write({ ...tree, changedPaths: new Set([path]) });
      expect(made.layers.length).toBeGreaterThan(1);
    },
  );

  it('fails when names of one file are two files', async () => {
    const tree = await spoiled('usr/bin/tool-again', (path) => {
      rmSync(path);
      writeFileSync(path, 'tool 1.0\n', { mode: 0o4755 });
      chmodSync(path, 0o4755);
      return runTool(['setfattr', '-n', 'user.other', '-v', 'x', path]);
    });
    await expect(write(tree)).rejects.toMatchObject({ code: 'PACKAGE_DIFFERS' });
  });

  it('fails when files of two packages have become one, and names both', async () => {
    const tree = await spoiled('usr/share/tool/LICENSE', (path) => writeFileSync(path, ''));
    await expect(write(tree)).rejects.toThrow(
      '/usr/share/ping/empty of ping: it has the bytes of /usr/share/tool/LICENSE',
    );
  });

  it('expects no write bits of programs below /usr where the treefile takes them', async () => {
    const tree = await spoiled('usr/bin/tool', (path) => chmodSync(path, 0o4555));
    await expect(write(tree)).rejects.toMatchObject({ code: 'PACKAGE_DIFFERS' });
    const options = { ...tree, readonlyExecutables: true };
    await expect(write(options)).rejects.toThrow('/usr/bin/ping of ping: it has the mode 100755');
  });

  it('warns when scripts may have changed files', async () => {
    const tree = await spoiled('usr/bin/tool', (path) => chmodSync(path, 0o700));
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (text: string) => warnings.push(text) };
    await write({ ...tree, isScripted: true, log });
    expect(warnings.join()).toContain('/usr/bin/tool of tool: it has the mode 100700');
  });

  it('leaves configuration alone', async () => {
    const tree = await spoiled('usr/etc/ping.conf', (path) => appendFileSync(path, 'more\n'));
    await expect(write(tree)).resolves.toBeDefined();
  });

  it('wants a package database', async () => {
    const tree = await spoiled('usr/share/rpm/rpmdb.sqlite', (path) => rmSync(path));
    await expect(write(tree)).rejects.toMatchObject({ code: 'NO_RPMDB' });
  });

  async function spoiled(path: string, spoil: (path: string) => unknown) {
    count += 1;
    const root = join(temp.path, `spoiled-${count}`);
    const tree = await copyGround(ground, root);
    await spoil(join(tree.treePath, path));
    return { repoPath: tree.repoPath, commit: await tree.commit() };
  }
});
