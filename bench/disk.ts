import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bootTest } from '../lib/boot/boot-test.ts';
import { silentLog } from '../lib/core/log.ts';
import { readTool, runTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { defaultImage } from '../lib/remix/image.ts';
import type { ImageFormat } from '../lib/remix/image-model.ts';
import { readLockfile } from '../lib/remix/lockfile.ts';
import { DEFAULT_PLATFORMS } from '../lib/remix/platforms.ts';
import { parseEvr } from '../lib/rpm/evr.ts';
import { formatNevra } from '../lib/rpm/nevra.ts';
import type { BenchRow } from './bench-row.ts';
import { Series } from './compose/series.ts';
import { makeByPeer, PEER_COMMANDS } from './disk/peer.ts';
import { roundsOf, timed } from './rounds.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'demo', 'out');
const SIZE_BYTES = 4 * 2 ** 30;
const PLATFORMS = new Map(DEFAULT_PLATFORMS.map((platform) => [platform.name, platform]));
/** What Node may take, whatever the size of the images. */
const MEMORY_LIMIT_BYTES = 400 * 10 ** 6;

const ALL = Object.keys(PEER_COMMANDS) as ImageFormat[];
const CASES = [
  { name: 'qcow2', formats: ['qcow2'], target: 0 },
  { name: `all ${ALL.length} formats`, formats: ALL, target: 0.4 },
] as const;

/** The demo's commit. */
interface Ground {
  readonly root: string;
  readonly repoPath: string;
  readonly commit: string;
  readonly ref: string;
  readonly gpgKeyPath: string;
}

/**
 * From a signed commit to images, ours against what one types by hand; the peer's have other bytes each
 * time. Then what a boot test takes, against waiting for the login prompt of the same machine.
 */
export async function benchDisk(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  const ground = await prepare(temp.path);
  const series = new Series();
  let peakBytes = 0;
  for (let round = 1; round <= roundsOf(3); round += 1) {
    for (const { name, formats } of CASES) {
      const folder = join(temp.path, 'peer');
      await mkdir(folder);
      const { repoPath, commit } = ground;
      await series.take(`peer, ${name}`, () =>
        makeByPeer(formats, { folder, repoPath, commit, sizeBytes: SIZE_BYTES }),
      );
      await rm(folder, { recursive: true, force: true });
      const peak = await series.take(name, () => runOurs(ground, formats));
      peakBytes = Math.max(peakBytes, peak ?? 0);
    }
  }
  const rows = CASES.map(({ name, formats, target }) =>
    series.row(
      {
        case: `images: signed commit to ${name}`,
        target,
        note: 'ours verifies the signature, boots by BIOS too, and has the same bytes each time',
        commands: [
          'ostree admin init-fs, os-init, pull-local, deploy; mke2fs -d; mformat, mcopy; sgdisk; dd conv=sparse; ostree checkout',
          ...formats.flatMap((format: ImageFormat) => PEER_COMMANDS[format] ?? []),
        ],
      },
      name,
      `peer, ${name}`,
    ),
  );
  const memory: BenchRow = {
    ...{ case: "images: Node's peak memory, all formats", unit: 'bytes', ours: peakBytes },
    ...{ peer: '', peers: 0, ratio: 0, target: 0, limit: MEMORY_LIMIT_BYTES, note: 'resident' },
  };
  return [...rows, memory, await benchBoot(ground)];
}

/** Returns the peak of the process's memory, in bytes. */
async function runOurs(ground: Ground, formats: readonly ImageFormat[]): Promise<number> {
  const { root, ...commit } = ground;
  const options = {
    ...commit,
    osName: 'anvil',
    basearch: 'x86_64',
    remote: { name: 'anvil', url: 'http://127.0.0.1/repo' },
    images: formats.map((format) => ({
      spec: { ...defaultImage(format, format, PLATFORMS), sizeBytes: SIZE_BYTES },
      output: join(root, `ours.${format}`),
    })),
    workDir: join(root, 'work'),
  };
  const child = join(import.meta.dirname, 'disk', 'images-child.ts');
  const argv = [process.execPath, child, JSON.stringify(options)];
  return Number(await readTool(argv));
}

async function benchBoot({ root, commit }: Ground): Promise<BenchRow> {
  const { arches } = await readLockfile(join(OUT, 'rpms.lock.yaml'));
  const nevras = (arches[0]?.packages ?? []).map(({ name, evr, arch }) =>
    formatNevra({ name, ...parseEvr(evr), arch }),
  );
  const { seconds, value } = await timed(() =>
    bootTest({
      medium: { kind: 'disk', path: join(root, 'ours.qcow2'), format: 'qcow2' },
      firmware: 'uefi',
      expect: { nevras, commit },
      tests: [],
      consoleLogPath: join(root, 'boot.log'),
      deadlineMs: 10 * 60_000,
      log: silentLog,
    }),
  );
  if (!value.passed) throw new Error(value.checks.map(({ detail }) => detail).join('\n'));
  const loginSeconds = value.timings.loginMs / 1000;
  return {
    unit: 'seconds',
    case: 'boot-test: image to verdict',
    ours: seconds,
    peer: 'the same QEMU, to its login prompt',
    peers: loginSeconds,
    ratio: seconds / loginSeconds,
    target: 0,
    note: 'overlay, boot, units, commit and packages asked',
  };
}

/** Uses the demo's commit, and makes it first when it is not there. */
async function prepare(root: string): Promise<Ground> {
  await runTool([process.execPath, join(ROOT, 'demo', 'main.ts')], { cwd: ROOT });
  const result = JSON.parse(await readFile(join(OUT, 'result.json'), 'utf8')) as {
    commits: { commit: string; ref: string }[];
  };
  const [made] = result.commits;
  if (made === undefined) throw new Error('the demo made no commit');
  // The peer reads the repository too: both find it in the page cache.
  await readTool(['ostree', `--repo=${join(OUT, 'repo')}`, 'fsck', '--quiet']);
  const gpgKeyPath = join(root, 'key.asc');
  await copyFile(join(OUT, 'keys', 'anvil.asc'), gpgKeyPath);
  return { root, repoPath: join(OUT, 'repo'), commit: made.commit, ref: made.ref, gpgKeyPath };
}
