import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ComposeResult, composeTree } from '../../../lib/compose/compose.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { readTreefile } from '../../../lib/remix/treefile.ts';
import { anvilRepository } from '../../support/anvil.ts';
import { peakMemoryBytes } from '../../support/peak-memory.ts';
import { type Composed, EPOCH, locked, newFolder, openCommit } from './harness.ts';

const DEMO = join(import.meta.dirname, '..', '..', '..', 'demo');

let result: ComposeResult;
let done: Composed;
let checkout: string;

/** Composes every package of Anvil's repository: more than 200, with a kernel and real scriptlets. */
beforeAll(async () => {
  const { rpms } = await anvilRepository();
  const folder = await newFolder('anvil');
  const repoPath = join(folder, 'repo');
  result = await composeTree({
    treefile: await readTreefile(join(DEMO, 'anvil.yaml'), { basearch: 'x86_64' }),
    basearch: 'x86_64',
    packages: rpms.map(locked),
    repoPath,
    workDir: join(folder, 'work'),
    sourceDateEpoch: EPOCH,
    log: silentLog,
  });
  done = openCommit(repoPath, result.commit);
  checkout = join(folder, 'checkout');
  await runTool(['ostree', `--repo=${repoPath}`, 'checkout', result.commit, checkout]);
  await mkdir(join(checkout, 'etc'));
}, 1_200_000);

/** Runs a program of the tree in the tree, read-only. */
const inTree = (...argv: string[]) =>
  readTool([
    ...[
      'bwrap',
      '--ro-bind',
      join(checkout, 'usr'),
      '/usr',
      '--ro-bind',
      join(checkout, 'usr/etc'),
      '/etc',
    ],
    ...[
      '--symlink',
      'usr/bin',
      '/bin',
      '--symlink',
      'usr/lib',
      '/lib',
      '--symlink',
      'usr/lib64',
      '/lib64',
    ],
    ...[
      '--proc',
      '/proc',
      '--dev',
      '/dev',
      '--tmpfs',
      '/tmp',
      '--tmpfs',
      '/var',
      '--dir',
      '/var/tmp',
      '--unshare-net',
    ],
    ...argv,
  ]);

describe('Anvil', () => {
  it('is a sound commit that ostree can boot', async () => {
    await runTool(['ostree', `--repo=${done.repoPath}`, 'fsck']);
    const version = /'(.*)'/.exec(await done.metadata('ostree.linux'))?.[1] ?? '';
    expect(await done.metadata('ostree.bootable')).toBe('true');
    const modules = (await done.ls(`/usr/lib/modules/${version}`)).join('\n');
    expect(modules).toMatch(/^-00644 0 0 \d+ .*\/initramfs\.img$/m);
    expect(modules).toContain('/vmlinuz');
    expect(modules).toContain('/modules.dep.bin');
    expect((await done.ls('/boot')).length).toBe(1);
  });

  it('has an initramfs with ostree, compressed by zstd', async () => {
    const version = /'(.*)'/.exec(await done.metadata('ostree.linux'))?.[1] ?? '';
    const image = `/usr/lib/modules/${version}/initramfs.img`;
    const listing = await inTree('lsinitrd', image);
    expect(listing).toMatch(/ usr\/lib\/ostree\/ostree-prepare-root$/m);
    expect(listing).toMatch(/ init -> /);
    const head = (await readFile(join(checkout, image))).subarray(0, 4);
    expect(head.toString('hex')).toBe('28b52ffd');
  });

  it('has a package database that its own rpm reads, and that agrees with the lock', async () => {
    const names = (await inTree('rpm', '-qa', '--qf', '%{NAME}\\n')).trim().split('\n').sort();
    expect(names).toEqual(result.packages.map(([name]) => name).sort());
    const list = await done.metadata('rpmostree.rpmdb.pkglist');
    expect(list.match(/\('/g)?.length).toBe(result.packages.length);
  });

  it('gives every file the owner, mode and content that its package says', async () => {
    const { stdout } = await runTool(
      [
        ...[
          'bwrap',
          '--ro-bind',
          '/usr',
          '/usr',
          '--symlink',
          'usr/bin',
          '/bin',
          '--symlink',
          'usr/lib',
          '/lib',
        ],
        ...[
          '--symlink',
          'usr/lib64',
          '/lib64',
          '--proc',
          '/proc',
          '--dev',
          '/dev',
          '--ro-bind',
          checkout,
          '/tree',
        ],
        ...['--ro-bind', join(checkout, 'usr/etc'), '/tree/etc'],
        ...[
          'rpm',
          '--root',
          '/tree',
          '--dbpath',
          '/usr/share/rpm',
          '-Va',
          '--nodeps',
          '--nomtime',
          '--nosignature',
        ],
      ],
      { okExitCodes: [0, 1] },
    );
    // What OSTree moves: state to /var, which is empty, and /home and /root to links.
    const moved = /^(missing +|\.{4}L\.{4} +)\/(boot|var|root|home|opt|srv|mnt|media|tmp)(\/|$)/;
    const lines = stdout.trim().split('\n');
    expect(lines.length).toBeGreaterThan(5);
    // The treefile's remove-from-packages, and its default-target.
    const removed = /^missing +\/usr\/lib\/grub\/[^/]+\/monolithic\//;
    expect(lines.filter((line) => !moved.test(line) && !removed.test(line))).toEqual([
      '....L....    /usr/lib/systemd/system/default.target',
    ]);
  });

  it('runs no process and leaves no file behind', async () => {
    expect(await readTool(['pgrep', '-f', done.repoPath], { okExitCodes: [0, 1] })).toBe('');
  });

  it('takes a small part of the memory that is allowed', () => {
    // Some 350 MiB; the 470 MiB of the packages' files would come on top.
    expect(peakMemoryBytes() / 1024 / 1024).toBeLessThan(600);
  });
});
