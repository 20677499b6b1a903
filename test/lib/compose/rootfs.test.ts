import { readFileSync } from 'node:fs';
import { lstat, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closePackages } from '../../../lib/compose/closure.ts';
import { composeRootfs, readRootfsPackages } from '../../../lib/compose/rootfs.ts';
import { readRootfsEntries } from '../../../lib/container/rootfs-entries.ts';
import { sha256 } from '../../../lib/core/digest.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool } from '../../../lib/host/process.ts';
import { DAEMON, PLUGIN, rpmWith } from '../../support/container-rpms.ts';
import type { SmallPackage } from '../../support/small-rpms.ts';
import { EPOCH, newFolder, optionsOf, packagesOf } from './harness.ts';

const common = { basearch: 'x86_64', sourceDateEpoch: EPOCH, log: silentLog } as const;

/** Composes what `requests` mean into a new folder; on top of a tree where there is one. */
async function rootfs(
  requests: readonly string[],
  treePath?: string,
  presentNames: string[] = [],
  more: readonly SmallPackage[] = [],
) {
  const packages = await readRootfsPackages(await packagesOf(DAEMON, PLUGIN, ...more));
  const present = packages.filter(({ name }) => presentNames.includes(name));
  const closed = await closePackages(packages, { ...common, what: 'container', requests, present });
  const folder = await newFolder('rootfs');
  const path = treePath ?? join(folder, 'tree');
  const { treefile } = await optionsOf([]);
  await composeRootfs({
    ...common,
    ...{ treefile, treePath: path, workDir: join(folder, 'work'), present },
    packages: closed.filter((header) => !present.includes(header)),
  });
  const of = (...names: string[]) => join(path, ...names);
  return {
    path,
    read: (name: string) => readFile(of(name), 'utf8'),
    stat: (name: string) => lstat(of(name)),
    list: (name: string) => readdir(of(name)),
    readlink: (name: string) => readlink(of(name)),
  };
}

/** Everything that a layer has of a tree. */
async function digestOf(path: string): Promise<string> {
  const entries = await readRootfsEntries(path, silentLog);
  const plain = entries.map(({ content, ...entry }) => [
    entry,
    content?.kind === 'file' ? sha256(readFileSync(Buffer.from(content.path))) : '',
  ]);
  return JSON.stringify(plain, null, 1);
}

describe('composeRootfs', () => {
  let daemon: Promise<Awaited<ReturnType<typeof rootfs>>> | undefined;
  /** Nobody changes it. */
  const daemonTree = () => {
    daemon ??= rootfs(['daemon']);
    return daemon;
  };

  it('leaves packages as they are, where they expect each other', async () => {
    const tree = await daemonTree();
    expect(await tree.read('etc/daemon/daemon.conf')).toBe('level = 1\n');
    expect(await tree.read('var/lib/daemon/state')).toBe('1\n');
    expect(await tree.stat('var/lib/daemon/state')).toMatchObject({ uid: 240, gid: 240 });
    expect((await tree.stat('usr/bin/daemon-root')).mode & 0o7777).toBe(0o4755);
    expect((await tree.stat('usr/bin/daemon')).ino).toBe(
      (await tree.stat('usr/bin/daemon-ctl')).ino,
    );
    expect(
      await readTool([
        'getfattr',
        '-d',
        '-m',
        'capability',
        join(tree.path, 'usr/bin/daemon-ping'),
      ]),
    ).toContain('security.capability=');
    expect(await tree.readlink('var/lib/rpm')).toBe('../../usr/lib/sysimage/rpm');
    expect(await tree.list('usr/lib/sysimage/rpm')).toEqual(['rpmdb.sqlite']);
    expect(await tree.list('boot').catch(() => [])).toEqual([]);
    // Only what we know of accounts is another than in its package.
    const changed = await readTool(
      ['rpm', '--root', tree.path, '--dbpath', '/usr/lib/sysimage/rpm', '-Va'],
      { okExitCodes: [0, 1] },
    );
    expect(changed.trim().split('\n')).toEqual([
      expect.stringMatching(/ c \/etc\/group$/),
      expect.stringMatching(/ c \/etc\/passwd$/),
    ]);
  });

  it('enables no unit, and keeps nothing that scriptlets left behind', async () => {
    const tree = await daemonTree();
    expect(await tree.list('etc/systemd/system')).toEqual([]);
    expect(await tree.read('etc/machine-id')).toBe('');
    expect(await tree.list('var/cache/daemon')).toEqual([]);
    for (const folder of ['run', 'tmp', 'proc', 'dev', 'var/log']) {
      expect(await tree.list(folder), folder).toEqual([]);
    }
  });

  it('has the times of the packages, and else the one given', async () => {
    const tree = await daemonTree();
    expect(await readTool(['find', tree.path, '-newermt', `@${EPOCH}`])).toBe('');
    expect((await tree.stat('etc/machine-id')).mtimeMs).toBe(EPOCH * 1000);
  });

  it('is the same twice, in other folders', async () => {
    const [first, second] = [await daemonTree(), await rootfs(['daemon'])];
    expect(await digestOf(second.path)).toBe(await digestOf(first.path));
  });

  it('adds packages to a tree, whose accounts stay', async () => {
    const base = await rootfs(['daemon']);
    const before = await base.read('etc/passwd');
    const tree = await rootfs(['plugin'], base.path, ['tiny-base', 'daemon']);
    const after = await tree.read('etc/passwd');
    expect(after.startsWith(before)).toBe(true);
    expect(after).toContain('plugin-user:x:');
    expect(await tree.read('etc/daemon/daemon.conf')).toBe('level = 2\n');
    const names = await readTool([
      'rpm',
      '--root',
      tree.path,
      '--dbpath',
      '/usr/lib/sysimage/rpm',
      '-qa',
      '--qf',
      '%{NAME}\n',
    ]);
    expect(names.trim().split('\n').sort()).toEqual(['daemon', 'plugin', 'tiny-base']);
  });

  it.each([
    ['a place of its own', '/usr/share/rpm', '', 'usr/lib/sysimage/rpm'],
    ['a folder that it owns', '/usr/share/rpm', '%dir /usr/share/rpm', 'usr/share/rpm'],
    [
      'the older place, a link by then',
      '/var/lib/rpm',
      '%dir /var/lib/rpm',
      'usr/lib/sysimage/rpm',
    ],
    ['a place at home', '/root/.rpmdb', '', 'usr/lib/sysimage/rpm'],
  ])('has the package database where its rpm looks: %s', async (_, place, files, real) => {
    const rpm = rpmWith(place, files);
    const base = await rootfs(['tiny-base']);
    const { path, list } = await rootfs([rpm.name], base.path, ['tiny-base'], [rpm]);
    expect(await list(real)).toEqual(['rpmdb.sqlite']);
    const places = ['usr/lib/sysimage/rpm', 'var/lib/rpm'];
    if (place.startsWith('/usr')) places.push(place.slice(1));
    for (const each of places) {
      expect(await realpath(join(path, each)), each).toBe(join(path, real));
    }
    expect(await readdir(join(path, 'root')).catch(() => [])).toEqual([]);
  });

  it('has the package database in the older place when a package has it there', async () => {
    const rpm = rpmWith('/var/lib/rpm', '%dir /var/lib/rpm');
    const tree = await rootfs([rpm.name], undefined, [], [rpm]);
    expect(await tree.list('var/lib/rpm')).toEqual(['rpmdb.sqlite']);
    expect(await tree.readlink('usr/lib/sysimage/rpm')).toBe('../../../var/lib/rpm');
  });
});
