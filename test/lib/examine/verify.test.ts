import { generateKeyPairSync } from 'node:crypto';
import {
  chmod,
  chown,
  cp,
  link,
  mkdir,
  open,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import type { Difference } from '../../../lib/examine/difference.ts';
import { formatVerifyReport } from '../../../lib/examine/format-verify.ts';
import { verifyReference } from '../../../lib/examine/verify-reference.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { digestHex } from '../../../lib/oci/digest.ts';
import { OCI_INDEX } from '../../../lib/oci/media-types.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { type Registry, startRegistry } from '../../fakes/registry.ts';
import { startRegistryProxy } from '../../fakes/registry-proxy.ts';
import { formatLayer, type LayerFile } from '../live/oci-layout.ts';
import { addProgram, packLayer, push, putCosign, putImage, unpackLayers } from './ground.ts';

let temp: TempDir;
let registry: Registry;
let root: string;
let reference: string;
let image: Awaited<ReturnType<typeof putImage>>;
let copies = 0;
const http = new HttpClient();

beforeAll(async () => {
  temp = await makeTempDir();
  registry = await startRegistry();
  const lower = await packLayer(join(temp.path, 'lower'), async (folder) => {
    await addProgram(folder, '/bin/sleep');
    await mkdir(join(folder, 'etc'));
    await mkdir(join(folder, 'usr/share/doc'), { recursive: true });
    await writeFile(join(folder, 'etc/motd'), 'welcome\n');
    await writeFile(join(folder, 'etc/gone'), 'x');
    await link(join(folder, 'etc/motd'), join(folder, 'etc/motd-too'));
    await symlink('motd', join(folder, 'etc/issue'));
    await writeFile(join(folder, 'usr/ping'), 'ping');
    await runTool(['setcap', 'cap_net_raw+ep', join(folder, 'usr/ping')]);
    await writeFile(join(folder, 'usr/share/doc/large'), Buffer.alloc(3 * 2 ** 20, 'large '));
    await writeFile(join(folder, 'usr/owned'), 'x');
    await chown(join(folder, 'usr/owned'), 1000, 1001);
  });
  const upper = await packLayer(join(temp.path, 'upper'), async (folder) => {
    await mkdir(join(folder, 'etc'));
    await writeFile(join(folder, 'etc/.wh.gone'), '');
    await writeFile(join(folder, 'etc/new'), 'new');
  });
  const layout = await OciLayout.create(join(temp.path, 'source'));
  image = await putImage(layout, '1', {
    layers: [lower, upper],
    config: { Cmd: ['/bin/sleep', '600'] },
  });
  reference = `${registry.host}/o/app:1`;
  await push(layout, '1', reference);
  root = join(temp.path, 'root');
  await unpackLayers([lower, upper], root);
  await rm(join(root, 'etc/gone'));
});
afterAll(async () => {
  await http.close();
  await registry[Symbol.asyncDispose]();
  await temp[Symbol.asyncDispose]();
});

const verify = (
  against: string | undefined,
  more: Partial<Parameters<typeof verifyReference>[0]> = {},
) =>
  verifyReference({
    ...{ reference, against, access: { http, authFiles: [] } },
    ...{ architecture: undefined, hostArchitecture: 'amd64' },
    ...{ ignore: [], ignoreOwners: false, log: silentLog, ...more },
  });

/** Each as `kind path: fields`. */
const named = (differences: readonly Difference[]) =>
  differences.map(
    ({ kind, path, fields }) => `${kind} ${path}: ${fields.map(({ field }) => field).join(' ')}`,
  );

async function copyOfRoot(change: (path: string) => Promise<unknown>): Promise<string> {
  copies += 1;
  const path = join(temp.path, `copy-${copies}`);
  await runTool(['cp', '-a', root, path]);
  await change(path);
  return path;
}

/** Changes one byte in place. */
async function changeByte(path: string, at: number): Promise<void> {
  await using file = await open(path, 'r+');
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
  await file.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, at);
}

describe('verifyReference against a root file system', () => {
  it('finds it to be the image', async () => {
    const report = await verify(root);
    expect(report.differences).toEqual([]);
    expect(report.counts.files).toBeGreaterThan(6);
    expect(report.counts.others).toBeGreaterThan(0);
    expect(formatVerifyReport(report)[0]).toBe(`${root} is the image ${reference}`);
  });

  it('names one changed byte', async () => {
    const copy = await copyOfRoot((path) => changeByte(join(path, 'usr/share/doc/large'), 2e6));
    const report = await verify(copy);
    expect(named(report.differences)).toEqual(['changed /usr/share/doc/large: sha256']);
    expect(formatVerifyReport(report).join('\n')).toContain('changed    /usr/share/doc/large');
  });

  const changes: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a mode', ['chmod', '0600', 'etc/new'], ['changed /etc/new: mode']],
    ['the mode of the root itself', ['chmod', '0777', '.'], ['changed /: mode']],
    ['the owner of the root itself', ['chown', '7:8', '.'], ['changed /: owner']],
    [
      'an extended attribute of the root itself',
      ['setfattr', '-n', 'user.x', '-v', 'y', '.'],
      ['changed /: user.x'],
    ],
    ['an owner', ['chown', '7:8', 'usr/owned'], ['changed /usr/owned: owner']],
    ['the target of a link', ['ln', '-sfn', 'new', 'etc/issue'], ['changed /etc/issue: target']],
    ['a missing file', ['rm', 'etc/new'], ['missing /etc/new: ']],
    ['a missing folder', ['rm', '-r', 'usr/share'], ['missing /usr/share: ']],
    ['what no layer has', ['mkdir', '-p', 'opt/a/b'], ['additional /opt: ']],
    ['what a whiteout removes', ['touch', 'etc/gone'], ['additional /etc/gone: ']],
    ['a size', ['truncate', '-s', '2', 'etc/new'], ['changed /etc/new: size']],
    [
      'a capability that is gone',
      ['setcap', '-r', 'usr/ping'],
      ['changed /usr/ping: security.capability'],
    ],
    [
      'a capability more',
      ['setcap', 'cap_sys_admin+ep', 'etc/new'],
      ['changed /etc/new: security.capability'],
    ],
    [
      'an extended attribute',
      ['setfattr', '-n', 'user.x', '-v', 'y', 'etc/new'],
      ['changed /etc/new: user.x'],
    ],
  ];
  for (const [what, argv, expected] of changes) {
    it(`names ${what}`, async () => {
      const copy = await copyOfRoot((cwd) => runTool(argv, { cwd }));
      expect(named((await verify(copy)).differences)).toEqual(expected);
    });
  }

  it('takes a link to the folder for the folder', async () => {
    const path = join(temp.path, 'link-to-root');
    await symlink(root, path);
    expect((await verify(path)).differences).toEqual([]);
  });

  it('does not ask what the root is when no layer says it', async () => {
    const layout = await OciLayout.create(join(temp.path, 'rootless'));
    await putImage(layout, '1', {
      layers: [formatLayer([{ name: 'file', data: 'x', mode: 0o600 }])],
    });
    const folder = join(temp.path, 'rootless-root');
    await mkdir(folder, { mode: 0o700 });
    await writeFile(join(folder, 'file'), 'x');
    await chmod(join(folder, 'file'), 0o600);
    const report = await verify(folder, { reference: `oci:${layout.folder}:1` });
    expect(named(report.differences)).toEqual([]);
  });

  it('names both names of a file that is changed, and another type', async () => {
    const copy = await copyOfRoot(async (path) => {
      await changeByte(join(path, 'etc/motd'), 0);
      await rm(join(path, 'usr/share'), { recursive: true });
      await symlink('/', join(path, 'usr/share'));
    });
    expect(named((await verify(copy)).differences)).toEqual([
      'changed /etc/motd: sha256',
      'changed /etc/motd-too: sha256',
      'changed /usr/share: type',
    ]);
  });

  it('leaves out what a running system changes, and what it is told to', async () => {
    const copy = await copyOfRoot(async (path) => {
      for (const folder of ['run/lock', 'proc', 'dev', 'srv/www']) {
        await mkdir(join(path, folder), { recursive: true });
      }
      for (const file of ['etc/hosts', 'run/pid', 'srv/www/1.pid', 'srv/www/page']) {
        await writeFile(join(path, file), 'x');
      }
    });
    const differences = async (...ignore: string[]) =>
      named((await verify(copy, { ignore })).differences);
    expect(await differences()).toEqual(['additional /srv: ']);
    expect(await differences('/srv')).toEqual([]);
    expect(await differences('/s*/')).toEqual([]);
    expect(await differences('/srv/**/*.pid')).toEqual(['additional /srv: ']);
    await expect(differences('/')).rejects.toMatchObject({ code: 'TARGET_UNREADABLE' });
    const owned = await copyOfRoot((path) => chown(join(path, 'etc/new'), 5, 5));
    expect((await verify(owned, { ignoreOwners: true })).differences).toEqual([]);
  });

  it('says that there is no such place', async () => {
    for (const place of ['/no/such', './no-such', join(root, 'etc/motd')]) {
      await expect(verify(place)).rejects.toMatchObject({ code: 'TARGET_UNREADABLE' });
    }
    const other = verify(root, { architecture: 's390x' });
    await expect(other).rejects.toMatchObject({ code: 'ARCHITECTURE_MISSING' });
    const missing = verify(root, { reference: `${registry.host}/o/app:2` });
    await expect(missing).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
  });
});

describe('verifyReference against an OCI layout', () => {
  async function pulled(change: (blob: (digest: string) => string, folder: string) => unknown) {
    copies += 1;
    const folder = join(temp.path, `layout-${copies}`);
    const how = ['--insecure-policy', 'copy', '-q', '--src-tls-verify=false'];
    await runTool(['skopeo', ...how, `docker://${reference}`, `oci:${folder}:1`]);
    const blob = (digest: string) => join(folder, 'blobs/sha256', digest.slice(7));
    await change(blob, folder);
    return folder;
  }

  it('finds it to be the image', async () => {
    const folder = await pulled(() => undefined);
    for (const against of [folder, `oci:${folder}`, `oci:${folder}:1`]) {
      const report = await verify(against);
      expect(report.differences).toEqual([]);
      expect(report.blobs).toBe(4);
    }
    const other = verify(`oci:${folder}:2`);
    await expect(other).rejects.toMatchObject({ code: 'TARGET_UNREADABLE' });
  });

  it('names the blob of one changed byte, and the first file in it', async () => {
    const [layer] = image.layers;
    const digest = layer?.digest ?? '';
    const folder = await pulled(async (blob) => {
      const { length } = await readFile(blob(digest));
      await changeByte(blob(digest), length - 1500);
    });
    const [difference, ...others] = (await verify(folder)).differences;
    expect(others).toEqual([]);
    expect(difference).toMatchObject({ path: digest, kind: 'changed' });
    expect(difference?.firstFile).toMatchObject({ path: expect.stringMatching(/^\/./) });
  });

  it('names other files of a layer that was packed again', async () => {
    const [, upper] = image.layers;
    const digest = upper?.digest ?? '';
    const folder = await pulled(async (blob) => {
      const archive = `${temp.path}/again.tar.gz`;
      await mkdir(join(temp.path, 'again/etc'), { recursive: true });
      await writeFile(join(temp.path, 'again/etc/.wh.gone'), '');
      await writeFile(join(temp.path, 'again/etc/new'), 'NEW');
      const all = ['--sort=name', '--mtime=@0', '--format=posix'];
      await runTool(['tar', ...all, '-C', join(temp.path, 'again'), '-czf', archive, '.']);
      await cp(archive, blob(digest));
    });
    const [difference] = (await verify(folder)).differences;
    expect(difference?.firstFile).toMatchObject({ path: '/etc/new' });
  });

  it('says when no file differs', async () => {
    const [layer] = image.layers;
    // The time in gzip's header.
    const folder = await pulled((blob) => changeByte(blob(layer?.digest ?? ''), 4));
    const report = await verify(folder);
    expect(report.differences).toMatchObject([{ path: layer?.digest, firstFile: 'none' }]);
    expect(formatVerifyReport(report).join('\n')).toContain('only the compressed form does');
  });

  it('names what is missing, and an image that is another', async () => {
    const [, upper] = image.layers;
    const lacking = await pulled((blob) => rm(blob(upper?.digest ?? '')));
    expect(named((await verify(lacking)).differences)).toEqual([`missing ${upper?.digest}: `]);
    const damaged = await pulled((blob) => changeByte(blob(image.digest), 20));
    expect(named((await verify(damaged)).differences)).toEqual([`changed ${image.digest}: sha256`]);
    const other = await OciLayout.create(join(temp.path, 'other'));
    await putImage(other, '1', { layers: [] });
    const report = await verify(other.folder);
    expect(named(report.differences)[0]).toBe('changed manifest: digest');
  });
});

describe('verifyReference against podman', () => {
  const store = () => [join(temp.path, 'store'), join(temp.path, 'run')] as const;
  const inStore = (name: string) => `[${store().join('+')}]${name}`;
  const podman = async (...argv: string[]) => {
    const [graph, run] = store();
    const config = join(temp.path, 'containers.conf');
    await writeFile(
      config,
      [
        '[containers]',
        'default_ulimits=["nofile=1024:1024","nproc=1024:1024"]',
        '[engine]',
        'runtime="runc"',
        'cgroup_manager="cgroupfs"',
      ].join('\n'),
    );
    const env = { CONTAINERS_CONF: config };
    return readTool(['podman', '--root', graph, '--runroot', run, ...argv], { env });
  };
  beforeAll(async () => {
    await podman('pull', '-q', '--tls-verify=false', reference);
    await podman('run', '-d', '--network=none', '--name', 'runs', reference);
  });
  afterAll(async () => {
    await podman('rm', '-f', '-t', '0', 'runs');
    await podman('rmi', '-f', reference);
    // When a container ends, conmon has podman clean up after it, which mounts the store once more.
    const [graph] = store();
    const left = () => readTool(['pgrep', '-f', graph], { okExitCodes: [0, 1] });
    await vi.waitFor(async () => expect(await left()).toBe(''), { timeout: 60_000, interval: 100 });
    // What is mounted below cannot be removed.
    await runTool(['umount', '-R', join(graph, 'overlay')], { okExitCodes: [0, 1, 32] });
  });

  it('finds image and running container to be the image, and one byte that changes', async () => {
    const name = reference;
    const places = [
      `containers-storage:${inStore(name)}`,
      `container:${inStore('runs')}`,
      inStore('runs'),
      inStore(name),
    ];
    for (const place of places) expect((await verify(place)).differences).toEqual([]);
    const mounted = (
      await podman('image', 'inspect', '--format', '{{json .GraphDriver}}', name)
    ).trim();
    const { Data } = JSON.parse(mounted) as { Data: { UpperDir: string; LowerDir?: string } };
    const lower = Data.LowerDir?.split(':').at(-1) ?? Data.UpperDir;
    await changeByte(join(lower, 'usr/share/doc/large'), 1e6);
    try {
      for (const place of places) {
        const { differences } = await verify(place);
        expect(named(differences)).toEqual(['changed /usr/share/doc/large: sha256']);
      }
    } finally {
      await changeByte(join(lower, 'usr/share/doc/large'), 1e6);
    }
  });

  it('names what the container has written itself', async () => {
    const merged = (await podman('mount', 'runs')).trim();
    await writeFile(join(merged, 'usr/implant'), 'x');
    await chmod(merged, 0o777);
    await podman('unmount', 'runs');
    const { differences } = await verify(`container:${inStore('runs')}`);
    expect(named(differences)).toEqual(['changed /: mode', 'additional /usr/implant: ']);
    expect((await verify(inStore(reference))).differences).toEqual([]);
  });

  it('says that the registry has another image', async () => {
    const layout = await OciLayout.create(join(temp.path, 'newer'));
    await putImage(layout, '2', { layers: [] });
    await push(layout, '2', `${registry.host}/o/app:newer`);
    const newer = { reference: `${registry.host}/o/app:newer` };
    const [first, ...others] = named((await verify(inStore(reference), newer)).differences);
    expect(first).toBe('changed config of the image: digest');
    expect(others).toContain('additional /usr: ');
  });

  it('says that there is no such container', async () => {
    for (const place of [inStore('nobody'), `container:${inStore('nobody')}`, '[/x]-rm', 'a b']) {
      await expect(verify(place)).rejects.toMatchObject({ code: 'TARGET_UNREADABLE' });
    }
  });
});

describe('verifyReference with a registry that fails', () => {
  it('goes on with a blob that breaks off, and with the manifest that it began with', async () => {
    await using proxy = await startRegistryProxy(registry);
    const large = digestHex(image.layers[0]?.digest ?? 'sha256:');
    const blob = { method: 'GET', path: new RegExp(`blobs/sha256:${large}`), times: 1 };
    proxy.fault({ ...blob, act: { kind: 'cut', afterBytes: 5000 } });
    const report = await verify(root, { reference: `${proxy.host}/o/app:1` });
    expect(report.differences).toEqual([]);
    expect(proxy.requests.filter(({ path }) => path.endsWith('/manifests/1'))).toHaveLength(1);
    expect(proxy.requests.filter(({ path }) => path.endsWith(large)).length).toBeGreaterThan(1);
  });

  it('refuses other bytes than the manifest says', async () => {
    await using proxy = await startRegistryProxy(registry);
    const [, upper] = image.layers;
    const path = new RegExp(`blobs/${upper?.digest}`);
    const bytes = Buffer.alloc(upper?.size ?? 0);
    proxy.fault({ method: 'GET', path, act: { kind: 'body', bytes } });
    const report = verify(root, { reference: `${proxy.host}/o/app:1` });
    await expect(report).rejects.toMatchObject({ code: 'LAYER_MISMATCH' });
  });
});

describe('verifyReference of a hostile image', () => {
  const bad: readonly (readonly [string, LayerFile])[] = [
    ['a name that climbs', { name: '../../etc/cron.d/x', data: 'x' }],
    ['an absolute name', { name: '/etc/passwd', data: 'x' }],
    ['a hard link out of the tree', { name: 'x', type: '1', link: '../../etc/shadow' }],
    ['5 GB that are 10 bytes', { name: 'x', data: '0123456789', claims: 5e9 }],
  ];
  const verifyLayer = async (layer: Buffer, mediaType?: string) => {
    copies += 1;
    const layout = await OciLayout.create(join(temp.path, `hostile-${copies}`));
    await putImage(layout, '1', {
      ...{ layers: [layer], ...(mediaType === undefined ? {} : { mediaType }) },
    });
    return verify(root, { reference: `oci:${layout.folder}:1` });
  };
  for (const [what, file] of bad) {
    it(`refuses ${what}`, async () => {
      const verified = verifyLayer(formatLayer([file]));
      await expect(verified).rejects.toMatchObject({ code: 'LAYER_UNSAFE' });
    });
  }

  it('refuses a layer of an unknown type', async () => {
    const type = 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted';
    const verified = verifyLayer(formatLayer([]), type);
    await expect(verified).rejects.toMatchObject({ code: 'LAYER_UNSUPPORTED' });
  });

  it('follows no link of what lies here', async () => {
    const copy = await copyOfRoot(async (path) => {
      await rm(join(path, 'usr/share/doc'), { recursive: true });
      await symlink('/proc', join(path, 'usr/share/doc'));
      await runTool(['mkfifo', join(path, 'usr/pipe')]);
      await rm(join(path, 'etc/new'));
      await runTool(['mkfifo', join(path, 'etc/new')]);
    });
    expect(named((await verify(copy)).differences)).toEqual([
      'changed /etc/new: type',
      'additional /usr/pipe: ',
      'changed /usr/share/doc: type',
    ]);
  });
});

describe('verifyReference of several architectures', () => {
  it('takes that of this machine, or the one that is named', async () => {
    const layout = await OciLayout.create(join(temp.path, 'several'));
    const roots = [];
    const manifests = [];
    for (const architecture of ['amd64', 'arm64']) {
      const folder = join(temp.path, architecture);
      const layer = await packLayer(folder, (path) => writeFile(join(path, 'is'), architecture));
      const { layers: _, ...found } = await putImage(layout, undefined, {
        ...{ layers: [layer], architecture },
      });
      manifests.push(found);
      roots.push(folder);
    }
    const index = Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }),
    );
    await layout.putManifest('1', index, OCI_INDEX);
    const several = `${registry.host}/o/several:1`;
    await push(layout, '1', several);
    const differences = async (against: string | undefined, architecture?: string) =>
      named((await verify(against, { reference: several, architecture })).differences);
    const [amd64, arm64] = roots;
    expect(await differences(amd64)).toEqual([]);
    expect(await differences(arm64)).toEqual(['changed /is: sha256']);
    expect(await differences(arm64, 'aarch64')).toEqual([]);
    // A machine that the index has nothing for, and one that is named and not there.
    for (const none of [{ hostArchitecture: 's390x' }, { architecture: 'ppc64le' }]) {
      const verified = verify(amd64, { reference: several, ...none });
      await expect(verified).rejects.toMatchObject({
        code: 'ARCHITECTURE_MISSING',
        message: expect.stringContaining('linux/amd64, linux/arm64'),
      });
    }
    // All of the index, and one of it alone.
    expect(await differences(undefined)).toEqual([]);
    expect(await differences(`oci:${layout.folder}:1`)).toEqual([]);
    const one = join(temp.path, 'one');
    const how = ['--insecure-policy', '--override-arch=arm64', 'copy', '-q'];
    const from = [`docker://${several}`, `oci:${one}`, '--src-tls-verify=false'];
    await runTool(['skopeo', ...how, ...from]);
    expect(await differences(one)).toEqual([]);
  });
});

describe('verifyReference against nothing', () => {
  it('hashes every layer of the registry', async () => {
    const report = await verify(undefined);
    expect(report).toMatchObject({ blobs: 2, differences: [], against: { kind: 'registry' } });
    expect(formatVerifyReport(report)[0]).toBe(`${reference} is whole`);
    await using proxy = await startRegistryProxy(registry);
    const [layer] = image.layers;
    const bytes = Buffer.alloc(layer?.size ?? 0);
    const path = new RegExp(`blobs/${layer?.digest}`);
    proxy.fault({ method: 'GET', path, act: { kind: 'body', bytes } });
    const damaged = verify(undefined, { reference: `${proxy.host}/o/app:1` });
    await expect(damaged).rejects.toMatchObject({ code: 'LAYER_MISMATCH' });
  });

  it('wants a signature of the key that it is given', async () => {
    const layout = await OciLayout.create(join(temp.path, 'signed'));
    const { digest } = await putImage(layout, '1', { layers: [] });
    const [ours, theirs] = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    const signed = async (key = ours?.publicKey) =>
      (await verify(undefined, { reference: `oci:${layout.folder}:1`, key })).differences;
    expect(named(await signed())).toEqual(['missing signature: signature']);
    if (ours !== undefined) await putCosign(layout, digest, digest, ours.privateKey);
    expect(await signed()).toEqual([]);
    expect(named(await signed(theirs?.publicKey))).toEqual(['missing signature: signature']);
  });
});
