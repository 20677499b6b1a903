import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { formatBytes } from '../lib/core/bytes.ts';
import { runTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { readLockfile } from '../lib/remix/lockfile.ts';
import { startFileServer } from '../test/fakes/file-server.ts';
import type { BenchRow } from './bench-row.ts';
import { bundle } from './bundle.ts';
import { makeDebianRepodata } from './debian-repodata.ts';

const ROUNDS = 5;
/** Requests that stand for a desktop, a server and what people develop with. */
export const LOCK_REQUESTS: readonly string[] =
  `apache2 bash build-essential ca-certificates coreutils cryptsetup curl dbus dracut
  emacs-nox firefox-esr flatpak gcc gdb git gnome-shell gpg grub-efi-amd64-bin htop iproute2 kmod less
  linux-image-amd64 lvm2 network-manager nginx openssh-server pipewire podman postgresql python3
  qemu-system-x86 rsync sudo systemd tmux vim xz-utils zstd`.split(/\s+/);

/**
 * Locks against a repository of the size of a whole distribution, cold (nothing but repomd.xml's URL
 * is known) and cached (the metadata is there, repomd.xml is asked for again), each run a process of
 * its own, beside what dnf does for the same question. Both take turns; medians of five.
 */
export async function benchLock(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  const ground = temp.path;
  const { packages, primaryBytes } = await makeDebianRepodata(join(ground, 'repo'));
  await using server = await startFileServer(join(ground, 'repo'));
  await writeInputs(ground, server.url);
  const times = { oursCold: [] as number[], oursCached: [] as number[] };
  const peer = { cold: [] as number[], cached: [] as number[] };
  let peakBytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await rm(join(ground, 'root'), { recursive: true, force: true });
    await mkdir(join(ground, 'root'));
    peer.cold.push(await timed(() => runDnf(ground)));
    await rm(join(ground, 'store'), { recursive: true, force: true });
    await rm(join(ground, 'rpms.lock.yaml'), { force: true });
    times.oursCold.push(
      await timed(async () => {
        peakBytes = Math.max(peakBytes, await runOurs(ground));
      }),
    );
    peer.cached.push(await timed(() => runDnf(ground)));
    times.oursCached.push(await timed(() => runOurs(ground)));
  }
  const locked = await readLockfile(join(ground, 'rpms.lock.yaml'));
  const count = locked.arches[0]?.packages.length ?? 0;
  const of = `${LOCK_REQUESTS.length} requests of ${packages} packages`;
  const row = (name: string, ours: number[], theirs: number[], limit: number, note: string) => ({
    unit: 'seconds' as const,
    case: `${name}: ${of}`,
    ours: median(ours),
    peer: 'dnf --installroot --assumeno',
    peers: median(theirs),
    ratio: median(ours) / median(theirs),
    target: 0,
    limit,
    note,
  });
  return [
    row(
      'lock, cold',
      times.oursCold,
      peer.cold,
      3,
      `medians of ${ROUNDS}; ${count} packages chosen; primary.xml ${formatBytes(primaryBytes)}; Node's peak ${formatBytes(peakBytes)}`,
    ),
    row('lock, metadata cached', times.oursCached, peer.cached, 0.5, `medians of ${ROUNDS}`),
  ];
}

async function runOurs(ground: string): Promise<number> {
  const { stdout } = await runTool([process.execPath, join(ground, 'lock.mjs'), ground]);
  return Number(stdout);
}

async function runDnf(ground: string): Promise<void> {
  await runTool(
    [
      ...['dnf', '--assumeno', '--quiet', '-c', join(ground, 'dnf.conf')],
      ...['--releasever=1', '--forcearch=x86_64', `--installroot=${join(ground, 'root')}`],
      ...['install', ...LOCK_REQUESTS],
    ],
    // What --assumeno ends with.
    { okExitCodes: [1] },
  );
}

async function writeInputs(ground: string, url: string): Promise<void> {
  const repository = `[debian]\nname=debian\nbaseurl=${url}\ngpgcheck=0\n`;
  await writeFile(join(ground, 'debian.repo'), repository);
  await writeFile(
    join(ground, 'tree.yaml'),
    `recommends: false\npackages:\n${LOCK_REQUESTS.map((name) => `  - ${name}\n`).join('')}`,
  );
  await writeFile(
    join(ground, 'dnf.conf'),
    `[main]
reposdir=/nonexistent
install_weak_deps=0
plugins=0
${repository}`,
  );
  await bundle('lock-child.ts', join(ground, 'lock.mjs'));
}

async function timed(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
