import { lstatSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeRootfsContainer } from '../../../lib/build/rootfs-container.ts';
import type {
  MadeRootfsContainer,
  RootfsContainerOptions,
} from '../../../lib/build/rootfs-model.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { parseManifest } from '../../../lib/oci/manifest.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { parseRemix } from '../../../lib/remix/remix.ts';
import { readTreefile } from '../../../lib/remix/treefile.ts';
import { anvilRepository } from '../../support/anvil.ts';
import { changelogOf } from '../../support/changelog.ts';
import { DAEMON, PLUGIN } from '../../support/container-rpms.ts';
import { startPodman } from '../../support/podman.ts';
import { EPOCH, locked, newFolder, optionsOf, packagesOf } from '../compose/harness.ts';

const DEMO = join(import.meta.dirname, '..', '..', '..', 'demo');
const BASE = `{name: small, kind: base, packages: [daemon], labels: {a: base, b: base}, env: {LEVEL: "1"}, cmd: [/usr/bin/daemon, idle]}`;
const APPLICATION = `{name: app, kind: application, base: small, packages: [plugin], files: files, units: [app.service], entrypoint: [/bin/hello], env: {NAME: app}, user: daemon-user, labels: {b: app}, working-dir: /srv, exposed-ports: [80], annotations: {org.example: "1"}}`;
const FILES = {
  'bin/hello': '#!/bin/sh\necho "hello from $NAME at level $LEVEL, $(id -u), in $PWD"\n',
  'etc/systemd/system/app.service': '[Service]\nExecStart=/bin/hello\n',
  'srv/page': 'page\n',
};

/** A remix with the folder `files`, and where its containers go. */
async function remixOf(
  containers: readonly string[],
  files: Readonly<Record<string, string>> = FILES,
  others: Partial<RootfsContainerOptions> = {},
) {
  const directory = await newFolder('containers');
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, 'files', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode: text.startsWith('#!') ? 0o700 : 0o600 });
  }
  const head = 'name: r\ntreefile: t.yaml\narchitectures: [x86_64]\ncontainers:\n';
  const text = `${head}${containers.map((each) => `  - ${each}\n`).join('')}`;
  const remix = parseRemix(text, join(directory, 'remix.yaml'));
  const { treefile } = await optionsOf([]);
  const packages = await packagesOf(DAEMON, PLUGIN);
  const layout = (name: string) => join(directory, 'out', name);
  const make = (
    name: string,
    more: Partial<RootfsContainerOptions> = {},
  ): Promise<MadeRootfsContainer> => {
    const spec = remix.containers.find((each) => each.name === name);
    if (spec === undefined || spec.kind === 'bootable') throw new Error(name);
    const base = remix.containers.find(
      (each) => spec.kind === 'application' && each.name === spec.base,
    );
    return makeRootfsContainer({
      ...{ spec, treefile, packages, basearch: 'x86_64', tag: 'latest', log: silentLog },
      layoutPath: layout(name),
      ...(base?.kind === 'base'
        ? { base: { spec: base, layoutPath: layout(base.name), tag: 'latest' } }
        : {}),
      filesRoot: directory,
      sourceDateEpoch: EPOCH,
      createdBy: 'treesmith container # treefile@sha256:0',
      workDir: join(directory, 'work'),
      factsPath: join(directory, `facts-${name}`),
      ...others,
      ...more,
    });
  };
  return { directory, layout, make, file: (name: string) => join(directory, name) };
}

/** Names in a layer that is compressed with gzip. */
async function namesIn(layout: string, digest: string): Promise<string[]> {
  const blob = await readFile(join(layout, 'blobs', digest.replace(':', '/')));
  const input = gunzipSync(blob);
  const lines: string[] = [];
  await runTool(['tar', '--list'], { input, onStdout: (chunk) => lines.push(chunk.toString()) });
  return lines.join('').trim().split('\n');
}

describe('makeRootfsContainer', () => {
  let remix: Awaited<ReturnType<typeof remixOf>>;
  let base: MadeRootfsContainer;
  let app: MadeRootfsContainer;
  beforeAll(async () => {
    remix = await remixOf([BASE, APPLICATION]);
    base = await remix.make('small');
    app = await remix.make('app');
  });

  it('makes a base of one layer, and an application of the same blob and what is on top', async () => {
    expect(base.layers.map(({ content }) => content)).toEqual(['packages']);
    expect(base.nevras).toEqual(['daemon-1.0-1.x86_64', 'tiny-base-1.0-1.x86_64']);
    expect(app.layers.map(({ content }) => content)).toEqual(['base small', 'packages', 'files']);
    expect(app.layers[0]?.digest).toBe(base.layers[0]?.digest);
    expect(app.nevras).toEqual([...base.nevras, 'plugin-1.0-1.noarch'].sort());
    const [, packages, files] = app.layers;
    const changed = await namesIn(remix.layout('app'), packages?.digest ?? '');
    expect(changed).toEqual(
      expect.arrayContaining([
        ...[
          'etc/passwd',
          'etc/daemon/.wh.old-a',
          'etc/daemon/daemon.conf',
          'usr/share/plugin/file',
        ],
        ...['etc/daemon/old/.wh..wh..opq', 'usr/lib/sysimage/rpm/rpmdb.sqlite'],
      ]),
    );
    expect(changed.filter((name) => /usr\/bin|var\/lib\/daemon/.test(name))).toEqual([]);
    expect(await namesIn(remix.layout('app'), files?.digest ?? '')).toEqual([
      ...['etc/', 'etc/systemd/', 'etc/systemd/system/', 'etc/systemd/system/app.service'],
      'etc/systemd/system/multi-user.target.wants/',
      'etc/systemd/system/multi-user.target.wants/app.service',
      ...['srv/', 'srv/page', 'usr/', 'usr/bin/', 'usr/bin/hello'],
    ]);
  });

  it('says in the config what runs, what comes from the base, and by which files it was made', async () => {
    const config = JSON.parse(
      await readTool(['skopeo', 'inspect', '--config', `oci:${remix.layout('app')}:latest`]),
    );
    expect(config).toMatchObject({
      created: '2023-11-14T22:13:20Z',
      architecture: 'amd64',
      config: {
        User: 'daemon-user',
        Env: ['LEVEL=1', 'NAME=app', expect.stringMatching(/^PATH=/)],
        Entrypoint: ['/bin/hello'],
        WorkingDir: '/srv',
        ExposedPorts: { '80/tcp': {} },
        Labels: { a: 'base', b: 'app' },
      },
    });
    // That of the base was for another program.
    expect(config.config.Cmd).toBeUndefined();
    expect(config.history).toEqual(
      ['packages', 'packages', 'files'].map((comment) => ({
        created: '2023-11-14T22:13:20Z',
        created_by: 'treesmith container # treefile@sha256:0',
        comment,
      })),
    );
    const raw = await readTool(['skopeo', 'inspect', '--raw', `oci:${remix.layout('app')}:latest`]);
    expect(JSON.parse(raw).annotations).toMatchObject({
      'org.opencontainers.image.base.digest': base.digest,
      'org.opencontainers.image.base.name': 'small',
      'org.example': '1',
    });
    expect(JSON.parse(raw).layers.at(-1).annotations).toEqual({
      'org.treesmith.layer.content':
        '/etc/systemd/system/app.service,/etc/systemd/system/multi-user.target.wants/app.service,/srv/page,/usr/bin/hello',
    });
  });

  it('makes what podman runs, with all that packages say of their files', async () => {
    await using podman = await startPodman();
    const small = await podman.load(remix.layout('small'), 'latest', 'small');
    expect(await podman.run(small)).toBe('daemon as 0: idle\n');
    const image = await podman.load(remix.layout('app'), 'latest', 'app');
    expect(await podman.run(image)).toMatch(/^hello from app at level 1, \d+, in \/srv\n$/);
    const ls = await podman.run(
      '--entrypoint',
      '/bin/ls',
      '--user',
      '0',
      image,
      '/etc/daemon',
      '/etc/daemon/old',
    );
    expect(ls).toBe('/etc/daemon:\ndaemon.conf\nold\n\n/etc/daemon/old:\n');

    const root = await podman.mount(image);
    const rpm = ['rpm', '--root', root, '--dbpath', '/usr/lib/sysimage/rpm', '-Va'];
    const differences = await readTool(rpm, { okExitCodes: [0, 1] });
    // What accounts and a scriptlet changed is configuration.
    expect(
      differences
        .trim()
        .split('\n')
        .map((line) => line.slice(9).trim())
        .sort(),
    ).toEqual([...['c /etc/daemon/daemon.conf', 'c /etc/group', 'c /etc/passwd']]);
    const stat = (path: string) => lstatSync(join(root, path));
    expect(stat('usr/bin/daemon').ino).toBe(stat('usr/bin/daemon-ctl').ino);
    expect(stat('usr/bin/daemon-root').mode & 0o7777).toBe(0o4755);
    expect(stat('var/lib/daemon/state')).toMatchObject({ uid: 240, gid: 240 });
    expect(stat('usr/bin/hello').mode & 0o7777).toBe(0o755);
    expect(stat('srv/page')).toMatchObject({ uid: 0, gid: 0, mtimeMs: EPOCH * 1000 });
    const ping = join(root, 'usr/bin/daemon-ping');
    expect(await readTool(['getfattr', '-d', '-m', 'capability', ping])).toContain('capability=');
  });

  it('gives the same bytes again', async () => {
    const again = await remixOf([BASE, APPLICATION]);
    expect((await again.make('small')).digest).toBe(base.digest);
    expect((await again.make('app')).digest).toBe(app.digest);
  });

  it('says which layers are others than before, and why', async () => {
    const newer = await remixOf([BASE, APPLICATION.replace('[plugin]', '[tiny-base]')], {
      ...FILES,
      'srv/page': 'another',
    });
    await newer.make('small');
    const before = await OciLayout.open(remix.layout('app'));
    const manifest = await before.getManifest('latest');
    const previous = parseManifest(manifest?.bytes ?? Buffer.alloc(0), manifest?.mediaType ?? '');
    if (previous.kind !== 'manifest') throw new Error('no image');
    const { layers, newBytes } = await newer.make('app', { previous });
    expect(layers.map(({ content, reused, why }) => [content, reused, why])).toEqual([
      ['base small', true, undefined],
      ['files', false, 'its packages are the same, its files are others'],
    ]);
    expect(newBytes).toBeLessThan(layers[0]?.sizeBytes ?? 0);
    expect(base.layers[0]?.why).toBe('there is no previous image');
  });

  it('keeps for an SBOM what it wants of the tree', async () => {
    const database = remix.file('facts-app/var/lib/rpm');
    const names = await readTool(['rpm', '-qa', '--dbpath', database, '--qf', '%{NAME}\\n']);
    expect(names.trim().split('\n').sort()).toEqual(['daemon', 'plugin', 'tiny-base']);
  });

  it('splits a base by packages, and an application takes all of its layers', async () => {
    const split = await remixOf([
      '{name: small, kind: base, packages: [daemon], max-layers: 4, compression: zstd}',
      '{name: app, kind: application, base: small, files: files, cmd: [/bin/hello], compression: zstd}',
    ]);
    const layers = (await split.make('small')).layers.map(({ content }) => content);
    expect(layers).toEqual(['daemon', 'tiny-base', 'unpackaged']);
    const { layers: all } = await split.make('app');
    expect(all.map(({ content }) => content)).toEqual([...layers.map(() => 'base small'), 'files']);
    await using podman = await startPodman();
    const image = await podman.load(split.layout('app'), 'latest', 'app');
    expect(await podman.run(image)).toContain('hello from');
    const root = await podman.mount(image);
    const rpm = ['rpm', '--root', root, '--dbpath', '/usr/lib/sysimage/rpm', '-Va'];
    expect((await readTool(rpm, { okExitCodes: [0, 1] })).trim().split('\n')).toHaveLength(2);
  });
});

describe('layers of a base', () => {
  it('have what changes often apart from what is large', async () => {
    const small = (name: string, sizeBytes: number, changelog = '') => ({
      ...{ name, preamble: 'Requires: tiny-base' },
      body: `%install
mkdir -p %{buildroot}/usr/share/${name}
head -c ${sizeBytes} /dev/zero > %{buildroot}/usr/share/${name}/file
%files
/usr/share/${name}
${changelog}`,
    });
    const months = Array.from({ length: 12 }, (_, index) => 1 + index * 30);
    const remix = await remixOf(
      ['{name: small, kind: base, packages: [busy, calm, large], max-layers: 4}'],
      {},
      {
        packages: await packagesOf(
          small('busy', 20_000, changelogOf(months)),
          small('calm', 20_000),
          small('large', 200_000),
        ),
      },
    );
    const { layers } = await remix.make('small');
    expect(layers.map(({ content }) => content)).toEqual([
      ...['busy', 'calm and large', 'tiny-base', 'unpackaged'],
    ]);
  });
});

describe('makeRootfsContainer with real packages', () => {
  let rpms: readonly string[];
  beforeAll(async () => {
    ({ rpms } = await anvilRepository());
  }, 20 * 60_000);

  it('makes a base of a shell, its tools and certificates', async () => {
    const query = ['rpm', '-qp', '--nosignature', '--qf', '%{BUILDTIME}\\n'];
    const buildTimes = (await readTool([...query, ...rpms])).trim().split('\n').map(Number);
    const made = await remixOf(
      [
        '{name: small, kind: base, packages: [bash, coreutils, ca-certificates], compression: zstd}',
      ],
      {},
      {
        packages: rpms.map(locked),
        treefile: await readTreefile(join(DEMO, 'anvil.yaml'), { basearch: 'x86_64' }),
        sourceDateEpoch: Math.max(...buildTimes),
      },
    );
    const base = await made.make('small');
    expect(base.nevras.length).toBeLessThan(rpms.length / 3);
    await using podman = await startPodman();
    const small = await podman.load(made.layout('small'), 'latest', 'small');
    const script =
      'id -un; . /etc/os-release; echo $ID; head -c 27 /etc/ssl/certs/ca-certificates.crt';
    expect(await podman.run(small, '/bin/bash', '-c', script)).toBe(
      'root\nanvil\n-----BEGIN CERTIFICATE-----',
    );
    const root = await podman.mount(small);
    const rpm = ['rpm', '--root', root, '--dbpath', '/usr/lib/sysimage/rpm', '-Va'];
    expect(await readTool(rpm, { okExitCodes: [0, 1] })).toBe('');
  }, 600_000);
});

describe('makeRootfsContainer refuses', () => {
  const base = (keys: string) => `{name: small, kind: base, packages: [daemon], ${keys}}`;
  const failing = async (container: string, code: string, message: RegExp) => {
    const remix = await remixOf([container]);
    await expect(remix.make('small')).rejects.toEqual(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
    await expect(readTool(['ls', join(remix.directory, 'work')])).resolves.toMatch(
      /^rootfs-container\.lock\n$/,
    );
  };

  it('a package that the lock does not have', async () => {
    const container = '{name: small, kind: base, packages: [daemon, nginx]}';
    await failing(container, 'PACKAGE_NOT_LOCKED', /container small: .*"nginx" for x86_64/);
  });

  it('files that are not there', async () => {
    await failing(base('files: none'), 'FILES_MISSING', /none does not exist/);
  });

  it('an unknown user', async () => {
    const container = '{name: small, kind: base, packages: [tiny-base], user: "0:web"}';
    await failing(container, 'USER_MISSING', /\/etc\/group of the container has no web/);
  });

  it('a base whose layer was damaged', async () => {
    const remix = await remixOf([BASE, APPLICATION]);
    const { layers } = await remix.make('small');
    const blob = join(remix.layout('small'), 'blobs', (layers[0]?.digest ?? '').replace(':', '/'));
    const bytes = await readFile(blob);
    bytes.fill(0, 5000, 6000);
    await writeFile(blob, bytes);
    await expect(remix.make('app')).rejects.toMatchObject({
      code: 'BASE_DAMAGED',
      message: expect.stringContaining(layers[0]?.digest ?? ''),
    });
    await rm(remix.layout('small'), { recursive: true });
    await expect(remix.make('app')).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
  });
});
