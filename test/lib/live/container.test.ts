import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { resolveContainerUser } from '../../../lib/live/container-config.ts';
import { writeContainerDisk } from '../../../lib/live/container-disk.ts';
import { openContainer } from '../../../lib/live/container-source.ts';
import { digestHex, type OciDigest } from '../../../lib/oci/digest.ts';
import type { Descriptor } from '../../../lib/oci/manifest.ts';
import { OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { RegistryClient } from '../../../lib/registry/client.ts';
import { startRegistry } from '../../fakes/registry.ts';
import { formatLayer, type LayerFile, writeLayout } from './oci-layout.ts';

let folder: string;
let count = 0;
const http = new HttpClient();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treesmith-container-'));
});
afterAll(async () => {
  await http.close();
  await rm(folder, { recursive: true });
});

async function makeDisk(image: string): Promise<string> {
  count += 1;
  const workDir = join(folder, `work-${count}`);
  await mkdir(workDir);
  const source = await openContainer(image, { http, authFiles: [] }, workDir);
  const output = join(folder, `disk-${count}`);
  await writeContainerDisk({ source, basearch: 'x86_64', output, workDir, log: silentLog });
  return output;
}

async function diskOf(
  layers: readonly (readonly LayerFile[])[],
  options: Parameters<typeof writeLayout>[2] = {},
): Promise<string> {
  count += 1;
  const layout = join(folder, `layout-${count}`);
  await writeLayout(layout, layers.map(formatLayer), options);
  return makeDisk(layout);
}

const listOf = async (disk: string) =>
  (await readTool(['unsquashfs', '-l', disk]))
    .trim()
    .split('\n')
    .map((line) => line.replace(/^squashfs-root\/?/, ''))
    .filter((line) => line.startsWith('rootfs/'))
    .map((line) => line.slice('rootfs/'.length));

async function factsOf(disk: string, name: string): Promise<string[]> {
  const output = `${disk}-facts`;
  await runTool(['unsquashfs', '-q', '-n', '-f', '-d', output, disk, 'treesmith']);
  return (await readFile(join(output, 'treesmith', name), 'utf8')).split('\0').slice(0, -1);
}

describe('writeContainerDisk', () => {
  it('merges layers: whiteouts, opaque folders, files that become folders', async () => {
    const disk = await diskOf([
      [
        { name: 'gone/deep/file', data: 'x' },
        { name: 'kept/file', data: 'x' },
        { name: 'opaque/old', data: 'x' },
        { name: 'was-file', data: 'x' },
        { name: 'lib', type: '2', link: 'usr/lib' },
      ],
      [
        { name: '.wh.gone' },
        { name: 'kept/.wh.no-such-file' },
        { name: 'opaque/new', data: 'x' },
        { name: 'opaque/.wh..wh..opq' },
        { name: 'was-file', type: '5' },
        { name: 'was-file/x', data: 'x' },
        { name: 'lib/through-the-link', data: 'x' },
        { name: 'kept/.wh.same-layer' },
        { name: 'kept/same-layer', data: 'x' },
      ],
    ]);
    expect(await listOf(disk)).toEqual([
      ...['kept', 'kept/file', 'kept/same-layer', 'lib', 'opaque', 'opaque/new'],
      ...['usr', 'usr/lib', 'usr/lib/through-the-link', 'was-file', 'was-file/x'],
    ]);
  });

  it('makes the same bytes again', async () => {
    const layers = [[{ name: 'a/b', data: 'x' }], [{ name: 'a/c', data: 'y' }]];
    const first = await readFile(await diskOf(layers));
    await sleep(1100);
    expect((await readFile(await diskOf(layers))).equals(first)).toBe(true);
  });

  it('keeps hard links and modes', async () => {
    const disk = await diskOf([
      [
        { name: 'bin/tool', data: 'tool', mode: 0o4755 },
        { name: 'bin/other', type: '1', link: 'bin/tool' },
      ],
    ]);
    const output = join(folder, 'unpacked');
    await runTool(['unsquashfs', '-q', '-n', '-d', output, disk]);
    const [tool, other] = await Promise.all(
      ['tool', 'other'].map((name) => stat(join(output, 'rootfs/bin', name))),
    );
    expect(tool?.ino).toBe(other?.ino);
    expect((tool?.mode ?? 0) & 0o7777).toBe(0o4755);
  });

  it('says what to run: entrypoint and command, environment, folder, user', async () => {
    const config = {
      Entrypoint: ['/bin/sh', '-c'],
      Cmd: ["echo 'a b'; exit 3"],
      Env: ['A=1 2', 'no-equals-sign'],
      WorkingDir: '/srv',
      User: 'app:staff',
    };
    const disk = await diskOf(
      [
        [
          { name: 'etc/passwd', data: 'root:x:0:0::/:/bin/sh\napp:x:1000:1001::/:/bin/sh\n' },
          { name: 'etc/group', data: 'staff:x:50:\n' },
        ],
      ],
      { config },
    );
    expect(await factsOf(disk, 'argv')).toEqual(['/bin/sh', '-c', "echo 'a b'; exit 3"]);
    expect(await factsOf(disk, 'environment')).toEqual([
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'A=1 2',
    ]);
    expect(await factsOf(disk, 'place')).toEqual(['/srv', '1000', '50']);
  });

  it('reads an oci-archive, and the tag that was asked for', async () => {
    const layout = join(folder, 'archived');
    await writeLayout(layout, [formatLayer([{ name: 'file', data: 'x' }])]);
    const archive = join(folder, 'image.tar');
    await runTool(['tar', '-C', layout, '-cf', archive, '.']);
    expect(await listOf(await makeDisk(`oci-archive:${archive}:latest`))).toEqual(['file']);
    await expect(makeDisk(`${archive}:other`)).rejects.toMatchObject({ code: 'CONTAINER_UNFIT' });
  });

  const unsafe: readonly (readonly [what: string, file: LayerFile])[] = [
    ['a name that climbs', { name: '../../etc/cron.d/x', data: 'x' }],
    ['a name that climbs later', { name: 'a/../../x', data: 'x' }],
    ['an absolute name', { name: '/etc/passwd', data: 'x' }],
    ['a hard link out of the tree', { name: 'x', type: '1', link: '../../etc/shadow' }],
    ['a hard link to an absolute name', { name: 'x', type: '1', link: '/etc/shadow' }],
    ['a hard link to nothing', { name: 'x', type: '1', link: 'etc/shadow' }],
    ['a hard link to a folder', { name: 'x', type: '1', link: '.' }],
    ['a whiteout of nothing', { name: 'a/.wh...' }],
    ['a type that is none', { name: 'x', type: 'Z' }],
    ['more bytes than there are', { name: 'x', claims: 2 ** 30 }],
  ];
  for (const [what, file] of unsafe) {
    it(`refuses a layer with ${what}`, async () => {
      await expect(diskOf([[file]])).rejects.toMatchObject({ code: 'LAYER_UNSAFE' });
    });
  }

  it('keeps links that climb within the tree, and never follows them out of it', async () => {
    const disk = await diskOf([
      [
        { name: 'up', type: '2', link: '../../../..' },
        { name: 'round', type: '2', link: 'round' },
      ],
      [{ name: 'up/etc/x', data: 'x' }],
    ]);
    expect(await listOf(disk)).toEqual(['etc', 'etc/x', 'round', 'up']);
    const loop = diskOf([[{ name: 'round', type: '2', link: 'round' }], [{ name: 'round/x' }]]);
    await expect(loop).rejects.toMatchObject({ code: 'LAYER_UNSAFE' });
  });

  it('refuses a layer that is not what the config says, and other machines', async () => {
    const layer = [{ name: 'file', data: 'x' }];
    const diffIds = [`sha256:${'0'.repeat(64)}`];
    await expect(diskOf([layer], { diffIds })).rejects.toMatchObject({ code: 'LAYER_MISMATCH' });
    for (const options of [
      { architecture: 's390x' },
      { diffIds: [] },
      { config: { Cmd: null } },
      { config: { User: 'nobody' } },
      { config: { WorkingDir: 'relative' } },
    ]) {
      await expect(diskOf([layer], options)).rejects.toMatchObject({ code: 'CONTAINER_UNFIT' });
    }
  });

  it('pulls from a registry', async () => {
    await using registry = await startRegistry();
    const layout = join(folder, 'pushed');
    await writeLayout(layout, [formatLayer([{ name: 'file', data: 'x' }])]);
    const client = new RegistryClient({ http, registry: registry.host, repository: 'app' });
    const index = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')) as {
      manifests: [Descriptor];
    };
    const blob = (digest: OciDigest) => join(layout, 'blobs/sha256', digestHex(digest));
    const bytes = await readFile(blob(index.manifests[0].digest));
    const { config, layers } = JSON.parse(bytes.toString()) as {
      config: Descriptor;
      layers: Descriptor[];
    };
    for (const part of [config, ...layers]) {
      await client.pushBlob({ path: blob(part.digest) }, part);
    }
    await client.putManifest('1', bytes, OCI_MANIFEST);
    expect(await listOf(await makeDisk(`${registry.host}/app:1`))).toEqual(['file']);
    const missing = makeDisk(`${registry.host}/app:2`);
    await expect(missing).rejects.toMatchObject({ code: 'CONTAINER_UNFIT' });
  });

  it('says that there is no such image', async () => {
    await expect(makeDisk('./no-such-folder')).rejects.toMatchObject({ code: 'CONTAINER_UNFIT' });
    await expect(makeDisk(folder)).rejects.toMatchObject({ code: 'CONTAINER_UNFIT' });
    await expect(makeDisk('just-a-name')).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
  });
});

describe('resolveContainerUser', () => {
  const passwd = 'root:x:0:0::/:\napp:x:7:8::/:\n';
  it('takes names and numbers', () => {
    expect(resolveContainerUser('', '', '')).toEqual({ uid: 0, gid: 0 });
    expect(resolveContainerUser('app', passwd, '')).toEqual({ uid: 7, gid: 8 });
    expect(resolveContainerUser('7', passwd, '')).toEqual({ uid: 7, gid: 8 });
    expect(resolveContainerUser('99', passwd, '')).toEqual({ uid: 99, gid: 0 });
    expect(resolveContainerUser('app:12', passwd, '')).toEqual({ uid: 7, gid: 12 });
  });
});
