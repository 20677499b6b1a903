import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { readTreefileChanges } from '../lib/compose/treefile-changes.ts';
import type { BootableContainer } from '../lib/container/bootable-model.ts';
import { formatBytes } from '../lib/core/bytes.ts';
import { readTool, runTool } from '../lib/host/process.ts';
import { readTreefile } from '../lib/remix/treefile.ts';
import { openArchive } from '../lib/repo/archive.ts';
import type { BenchRow } from './bench-row.ts';
import { attempt, Series } from './compose/series.ts';
import { commitNewer } from './container/newer-commit.ts';
import { manifestPath, pushNewer } from './container/push-newer.ts';
import { roundsOf } from './rounds.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'demo', 'out');
const MEMORY_LIMIT_BYTES = 300 * 10 ** 6;
/** Of what all packages share: the package database, the commit. */
const SHARED_BYTES = 2 ** 20;
/** A small package and a middling one. */
const NEWER = ['vim-tiny', 'sudo'];

const FORMATS = [
  { compression: 'gzip', target: 0.4 },
  { compression: 'zstd', target: 0.15 },
] as const;

const TAR = 'tar --xattrs --numeric-owner -C TREE -cf - .';
/** By hand; umoci takes an archive that is not compressed, and compresses it itself. */
const PEERS = {
  umoci: [
    `${TAR} | tee layer.tar | gzip -6 > layer.tar.gz`,
    'umoci init --layout LAYOUT',
    'umoci new --image LAYOUT:v1',
    'umoci raw add-layer --image LAYOUT:v1 layer.tar',
  ],
  buildah: [
    `${TAR} | gzip -6 > layer.tar.gz`,
    'buildah --root STORE --runroot STORE.run --storage-driver vfs from --name new scratch',
    'buildah --root STORE --runroot STORE.run --storage-driver vfs add new layer.tar.gz /',
    'buildah --root STORE --runroot STORE.run --storage-driver vfs commit --disable-compression=false new oci:LAYOUT:v1',
  ],
} as const;

/** A commit in an archive repository to an OCI layout, beside what one types by hand for its tree. */
export async function benchContainer(): Promise<BenchRow[]> {
  const root = join(import.meta.dirname, 'out', 'container');
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  try {
    return await run(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function run(root: string): Promise<BenchRow[]> {
  const repoPath = join(OUT, 'repo');
  await runTool([process.execPath, join(ROOT, 'demo', 'main.ts')], { cwd: ROOT });
  const commit = (await readTool(['ostree', `--repo=${repoPath}`, 'rev-parse', REF])).trim();
  const child = await bundleChild(root);
  const tree = join(root, 'tree');
  await runTool(['ostree', `--repo=${repoPath}`, 'checkout', '--fsync=false', commit, tree]);
  const series = new Series();
  const made = new Map<string, BootableContainer>();
  let peakBytes = 0;
  for (let round = 1; round <= roundsOf(3); round += 1) {
    await series.take('tar | gzip -6', () => byHand([`${TAR} | gzip -6 > layer.tar.gz`], root));
    for (const [name, lines] of Object.entries(PEERS)) {
      await series.take(name, () => byHand(lines, root));
    }
    for (const { compression } of FORMATS) {
      const folder = join(root, `ours-${compression}`);
      await rm(folder, { recursive: true, force: true });
      const result = await series.take(compression, () =>
        write(child, { folder, repoPath, commit, compression, tag: 'v1' }),
      );
      if (result === undefined) continue;
      peakBytes = Math.max(peakBytes, result.memoryBytes);
      made.set(compression, result.made);
    }
  }
  await rm(tree, { recursive: true, force: true });
  const times = FORMATS.flatMap(({ compression, target }) =>
    Object.entries(PEERS).map(([peer, commands]) =>
      series.row(
        {
          case: `container: commit to OCI layout, ${compression}`,
          ...{ target: peer === 'umoci' ? target : 0, commands },
          note: `${made.get(compression)?.layers.length} layers, ${formatBytes(made.get(compression)?.sizeBytes ?? 0)}, each file compared with its package; the peer makes one`,
        },
        compression,
        peer,
      ),
    ),
  );
  const plain = series.row(
    { case: 'container: commit to OCI layout, gzip', target: 0, note: 'the archive alone' },
    'gzip',
    'tar | gzip -6',
  );
  const memory: BenchRow = {
    ...{ case: "container: Node's peak memory", unit: 'bytes', ours: peakBytes, peer: '' },
    ...{ peers: 0, ratio: 0, target: 0, limit: MEMORY_LIMIT_BYTES, note: 'resident, all threads' },
  };
  const nightly = await attempt('container: one package newer', () =>
    benchNewer({ root, child, repoPath, commit }),
  );
  return [...times, plain, memory, ...nightly];
}

const REF = 'anvil/12/x86_64/stable';

/** What is pushed in the night in which one package is newer. */
async function benchNewer(ground: {
  readonly root: string;
  readonly child: string;
  readonly repoPath: string;
  readonly commit: string;
}): Promise<BenchRow[]> {
  const { root, child, repoPath, commit } = ground;
  const to = join(root, 'nightly-repo');
  await openArchive(to);
  const rows: BenchRow[] = [];
  for (const name of NEWER) {
    const newer = await commitNewer(name, { root, out: OUT, from: repoPath, to, commit });
    for (const { compression } of FORMATS) {
      const before = { folder: join(root, `ours-${compression}`), repoPath, commit };
      const after = { folder: join(root, 'newer-image'), repoPath: to, commit: newer.commit };
      const previousPath = await manifestPath(before.folder);
      const { made } = await write(child, { ...after, compression, previousPath, tag: 'v1' });
      const pushed = await pushNewer(before, after, OUT);
      await rm(after.folder, { recursive: true, force: true });
      const changed = made.layers
        .filter(({ isReused }) => !isReused)
        .map(
          ({ name: content, why, descriptor }) =>
            `${shorten(content)} ${formatBytes(descriptor.size)} (${why})`,
        );
      const { layerBytes, otherBytes, sentBytes } = pushed;
      rows.push({
        case: `container: pushed when ${name} is newer, ${compression}`,
        ...{ unit: 'bytes', ours: layerBytes + otherBytes, peer: '', peers: 0, ratio: 0 },
        target: 0,
        limit: 1.5 * newer.rpmBytes + SHARED_BYTES,
        note: `the image, config and manifests (${formatBytes(otherBytes)}) too; ${formatBytes(sentBytes)} with both SBOMs, which have no limit; ${newer.rpmName} has ${formatBytes(newer.rpmBytes)}; ${changed.length} of ${made.layers.length} layers: ${changed.join(', ')}`,
      });
    }
  }
  return rows;
}

async function write(
  child: string,
  options: Readonly<Record<string, string>>,
): Promise<{ readonly memoryBytes: number; readonly made: BootableContainer }> {
  const treefile = await readTreefile(join(ROOT, 'demo', 'anvil.yaml'), { basearch: 'x86_64' });
  const changed = [...(await readTreefileChanges(treefile)).paths];
  return JSON.parse(
    await readTool([process.execPath, child, JSON.stringify({ ...options, changed })]),
  );
}

/** As users have it: bundled. Source would be read by each thread, and take memory for it. */
async function bundleChild(root: string): Promise<string> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      'write-child': 'bench/container/write-child.ts',
      'layer-worker': 'lib/container/layer-worker.ts',
    },
    ...{ outdir: join(root, 'bundle'), outExtension: { '.js': '.mjs' }, bundle: true },
    ...{ platform: 'node', target: 'node20', format: 'esm' },
    banner: {
      js: "import { createRequire as createRequireForBundle } from 'node:module';\nconst require = createRequireForBundle(import.meta.url);",
    },
  });
  return join(root, 'bundle', 'write-child.mjs');
}

async function byHand(lines: readonly string[], root: string): Promise<void> {
  const folder = join(root, 'peer');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const script = lines
    .join('\n')
    .replaceAll('TREE', join(root, 'tree'))
    .replaceAll('LAYOUT', join(folder, 'layout'))
    .replaceAll('STORE', join(folder, 'store'));
  await runTool(['sh', '-euc', script], { cwd: folder });
  await rm(folder, { recursive: true, force: true });
}

/** A layer may have dozens of packages. */
function shorten(content: string): string {
  return content.length > 40 ? `${content.slice(0, 37)}...` : content;
}
