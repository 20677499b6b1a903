import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { bootTest } from '../lib/boot/boot-test.ts';
import { silentLog } from '../lib/core/log.ts';
import { buildImage } from '../lib/disk/image.ts';
import { readTool, runTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { readLockfile } from '../lib/remix/lockfile.ts';
import { parseEvr } from '../lib/rpm/evr.ts';
import { formatNevra } from '../lib/rpm/nevra.ts';
import type { BenchRow } from './bench-row.ts';

const ROUNDS = 3;
const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'demo', 'out');
const SIZE_BYTES = 4 * 2 ** 30;

/** The demo's commit. */
interface Ground {
  readonly root: string;
  readonly repoPath: string;
  readonly commit: string;
  readonly ref: string;
  readonly gpgKeyPath: string;
}

/**
 * From a signed commit to a compressed qcow2: ours against what one types by hand, file systems as
 * files that are copied into the disk. The peer's image has other bytes each time. Then what a boot
 * test takes, against waiting for the login prompt of the same machine. Medians of three; one boot.
 */
export async function benchDisk(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  const ground = await prepare(temp.path);
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    peer.push(await timed(() => runPeer(ground)));
    ours.push(await timed(() => runOurs(ground)));
  }
  const boot = await benchBoot(ground);
  return [
    {
      unit: 'seconds',
      case: 'image: signed commit to qcow2',
      ours: median(ours),
      peer: 'ostree, mkfs, mcopy, sgdisk, dd, qemu-img',
      peers: median(peer),
      ratio: median(ours) / median(peer),
      target: 0,
      note: 'ours verifies the signature, and has the same bytes each time',
    },
    boot,
  ];
}

async function runOurs({ root, ...commit }: Ground): Promise<void> {
  await buildImage({
    ...commit,
    osName: 'anvil',
    remote: { name: 'anvil', url: 'http://127.0.0.1/repo' },
    image: { format: 'qcow2', sizeBytes: SIZE_BYTES, firmware: [], kernelArguments: [] },
    output: join(root, 'ours.qcow2'),
    workDir: root,
    log: silentLog,
  });
}

async function runPeer({ root, repoPath, commit }: Ground): Promise<void> {
  const folder = join(root, 'peer');
  const sysroot = join(folder, 'sysroot');
  const [disk, esp, ext4] = ['disk', 'esp', 'ext4'].map((name) => join(folder, name));
  if (disk === undefined || esp === undefined || ext4 === undefined) throw new Error('three names');
  await mkdir(sysroot, { recursive: true });
  const repo = `--repo=${join(sysroot, 'ostree', 'repo')}`;
  const core = join(folder, 'BOOTX64.EFI');
  const run = async (...argv: string[]) => {
    await runTool(argv);
  };
  await run('ostree', 'admin', 'init-fs', '--modern', sysroot);
  await run('ostree', 'admin', 'os-init', 'anvil', `--sysroot=${sysroot}`);
  await run('ostree', repo, 'config', 'set', 'sysroot.bootloader', 'none');
  await run('ostree', repo, 'pull-local', '--disable-fsync', repoPath, commit);
  const deploy = ['--os=anvil', '--karg=root=LABEL=root', '--karg=rw', commit];
  await run('ostree', 'admin', 'deploy', `--sysroot=${sysroot}`, ...deploy);
  await run('truncate', '--size=3900M', ext4);
  await run('mke2fs', '-q', '-t', 'ext4', '-L', 'root', '-d', sysroot, ext4);
  const modules = ['part_gpt', 'fat', 'ext2', 'normal', 'search', 'linux', 'configfile'];
  const image = ['-O', 'x86_64-efi', '-p', '/EFI/BOOT', '-o', core];
  await run('grub-mkimage', ...image, ...modules);
  await run('truncate', '--size=64M', esp);
  await run('mformat', '-F', '-i', esp, '::');
  await run('mmd', '-i', esp, '::/EFI', '::/EFI/BOOT');
  await run('mcopy', '-i', esp, core, '::/EFI/BOOT');
  await run('truncate', `--size=${SIZE_BYTES}`, disk);
  await run('sgdisk', '-n', '1:2048:+64M', '-t', '1:ef00', '-n', '2:0:0', disk);
  const into = [`of=${disk}`, 'bs=1M', 'conv=notrunc,sparse'];
  await run('dd', `if=${esp}`, ...into, 'seek=1');
  await run('dd', `if=${ext4}`, ...into, 'seek=65');
  const qcow2 = ['-O', 'qcow2', '-c', '-o', 'compression_type=zstd'];
  await run('qemu-img', 'convert', ...qcow2, disk, join(root, 'peer.qcow2'));
  await run('chattr', '-i', join(sysroot, 'ostree/deploy/anvil/deploy', `${commit}.0`));
  await rm(folder, { recursive: true });
}

async function benchBoot({ root, commit }: Ground): Promise<BenchRow> {
  const { arches } = await readLockfile(join(OUT, 'rpms.lock.yaml'));
  const nevras = (arches[0]?.packages ?? []).map(({ name, evr, arch }) =>
    formatNevra({ name, ...parseEvr(evr), arch }),
  );
  let loginSeconds = 0;
  const seconds = await timed(async () => {
    const verdict = await bootTest({
      image: join(root, 'ours.qcow2'),
      firmware: 'uefi',
      expect: { nevras, commit },
      tests: [],
      consoleLogPath: join(root, 'boot.log'),
      deadlineMs: 10 * 60_000,
      log: silentLog,
    });
    if (!verdict.passed) throw new Error(verdict.checks.map(({ detail }) => detail).join('\n'));
    loginSeconds = verdict.timings.loginMs / 1000;
  });
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

async function timed(body: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await body();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
