import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCommand, readTool, runTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import type { MediaFile, MediaFormat } from '../lib/media/media-model.ts';
import type { BenchRow } from './bench-row.ts';
import { median, roundsOf, timed } from './rounds.ts';

const ROUNDS = 3;
const ROOT = join(import.meta.dirname, '..');
const MEMORY_LIMIT_BYTES = 400 * 10 ** 6;

const QCOW2: MediaFormat = { format: 'qcow2' };
const QCOW2_ZLIB: MediaFormat = { format: 'qcow2', compression: 'zlib' };
const VMDK: MediaFormat = { format: 'vmdk' };
const OTHERS: readonly MediaFormat[] = [
  {
    format: 'ova',
    machine: {
      name: 'anvil',
      hardwareVersion: 17,
      osType: 'other5xLinux64Guest',
      firmware: 'efi',
    },
  },
  { format: 'raw' },
  { format: 'vhd' },
  { format: 'vhdx' },
  { format: 'gce' },
  { format: 'raw.zst' },
  { format: 'containerdisk', name: 'anvil', architecture: 'amd64' },
];

/** What ours took; the process is new each time. */
interface Run {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly files: readonly MediaFile[];
}

/**
 * From the raw disk of the demo to every disk format: ours against qemu-img, tar and gzip as people
 * call them, one after the other. Medians of three for single formats; all of them once.
 */
export async function benchMedia(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  const folder = temp.path;
  const disk = join(folder, 'disk.raw');
  await runTool([process.execPath, join(ROOT, 'demo', 'main.ts')], { cwd: ROOT });
  const image = join(ROOT, 'demo', 'out', 'images', 'anvil-x86_64.qcow2');
  await runTool(['qemu-img', 'convert', '-O', 'raw', image, disk]);

  const convert = (name: string, ...options: string[]) => [
    ...['qemu-img', 'convert', '-f', 'raw', ...options, disk, join(folder, name)],
  ];
  const zlib = convert('peer.qcow2', '-c', '-O', 'qcow2');
  const stream = ['-o', 'subformat=streamOptimized,adapter_type=lsilogic'];
  const vmdk = convert('peer.vmdk', '-O', 'vmdk', ...stream);
  const qcow2Rows = await compare('qcow2, compressed', folder, QCOW2, zlib, 0.25);
  const zlibRows = await compare('qcow2, compressed by zlib', folder, QCOW2_ZLIB, zlib, 0);
  const vmdkRows = await compare('vmdk, streamOptimized', folder, VMDK, vmdk, 0.5);

  const all = await runOurs(folder, [QCOW2, VMDK, ...OTHERS]);
  const tar = ['tar', '--format=oldgnu', '-S', '-C', folder];
  const commands = [
    zlib,
    vmdk,
    [...tar, '-cf', join(folder, 'peer.ova'), 'peer.vmdk'],
    ['cp', '--sparse=always', disk, join(folder, 'peer.raw')],
    convert('peer.vhd', '-O', 'vpc', '-o', 'subformat=fixed,force_size'),
    convert('peer.vhdx', '-O', 'vhdx'),
    [...tar, '-cf', join(folder, 'peer.tar'), 'disk.raw'],
    // Our own level; -9, as some call it, takes five times as long.
    ['gzip', '-6', join(folder, 'peer.tar')],
    ['zstd', '-3', '-T0', '-q', disk, '-o', join(folder, 'peer.zst')],
    [...tar, '-cf', join(folder, 'peer.containerdisk'), 'peer.qcow2'],
  ];
  const peers = await timed(async () => {
    for (const argv of commands) await runTool(argv);
  });
  return [
    ...qcow2Rows,
    ...zlibRows,
    ...vmdkRows,
    {
      unit: 'seconds',
      case: 'image: all disk formats of one disk',
      ours: all.seconds,
      peer: 'qemu-img, tar, gzip -6, zstd, one after the other',
      peers: peers.seconds,
      ratio: all.seconds / peers.seconds,
      target: 0.4,
      note: 'nine formats, with SHA-256 of each; theirs are not digested',
      commands: commands.map((argv) => formatCommand(argv).replaceAll(`${folder}/`, '')),
    },
    {
      unit: 'bytes',
      case: 'image: memory for all disk formats',
      ours: all.memoryBytes,
      peer: '',
      peers: 0,
      ratio: 0,
      target: 0,
      limit: MEMORY_LIMIT_BYTES,
      note: 'the most that Node was resident with, threads and all',
    },
  ];
}

/** Time and size of one format. */
async function compare(
  name: string,
  folder: string,
  format: MediaFormat,
  peer: readonly string[],
  target: number,
): Promise<BenchRow[]> {
  const ours: Run[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < roundsOf(ROUNDS); round += 1) {
    theirs.push((await timed(() => runTool(peer))).seconds);
    ours.push(await runOurs(folder, [format]));
  }
  const seconds = median(ours.map((run) => run.seconds));
  const sizeBytes = ours[0]?.files[0]?.sizeBytes ?? 0;
  const { size } = await stat(peer.at(-1) ?? '');
  const options = peer.slice(2, -2).join(' ');
  const row = { peer: `qemu-img convert ${options}`, note: 'of the demo’s disk, 436 MB in 4 GiB' };
  return [
    {
      ...row,
      unit: 'seconds',
      case: `image: ${name}`,
      ours: seconds,
      peers: median(theirs),
      ratio: seconds / median(theirs),
      target,
    },
    {
      ...row,
      unit: 'bytes',
      case: `image: size of ${name}`,
      ours: sizeBytes,
      peers: size,
      ratio: sizeBytes / size,
      target: 1.05,
    },
  ];
}

async function runOurs(folder: string, formats: readonly MediaFormat[]): Promise<Run> {
  const out = join(folder, 'ours');
  await mkdir(out);
  const outputs = formats.map((format) => ({ ...format, path: join(out, format.format) }));
  const child = join(import.meta.dirname, 'media-child.ts');
  const argv = [process.execPath, child, join(folder, 'disk.raw'), JSON.stringify(outputs)];
  const run = JSON.parse(await readTool(argv)) as Run;
  await rm(out, { recursive: true });
  return run;
}
