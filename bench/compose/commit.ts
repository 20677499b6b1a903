import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readTool, runTool } from '../../lib/host/process.ts';
import type { BenchRow } from '../bench-row.ts';
import { bundle } from '../bundle.ts';
import { roundsOf } from '../rounds.ts';
import { FILLER_FILES, fillerNames, writeFillerFiles } from './filler.ts';
import type { Ground } from './ground.ts';
import type { Night } from './night.ts';
import { Series } from './series.ts';

/** Anvil has half of them. */
const FILES = 10_000;
const EPOCH = 1_700_000_000;
const EMPTY = 'ostree commit, empty repository';
const FULL = 'ostree commit, all objects there';

/** Commits a tree on disk into an archive repository: empty, and then with all objects there. */
export async function benchCommit(ground: Ground, night: Night): Promise<BenchRow[]> {
  const folder = join(ground.root, 'commit');
  await mkdir(folder);
  const tree = join(folder, 'tree');
  await ostree(join(night.out, 'repo'), 'checkout', night.commits.first, tree);
  const files = await fillTree(tree);
  await bundle('compose/commit-child.ts', join(folder, 'commit-child.mjs'));
  await bundle('../lib/repo/object-worker.ts', join(folder, 'object-worker.mjs'));

  const series = new Series();
  for (let round = 1; round <= roundsOf(5); round += 1) {
    const at = (name: string) => join(folder, `${name}-${round}`);
    for (const name of ['ours', 'peer']) await initArchive(at(name));
    // Twice: the second time all objects are there.
    for (const [time, [ours, peer]] of [
      ['empty', EMPTY] as const,
      ['full', FULL] as const,
    ].entries()) {
      const argv = [tree, at('ours'), join(at('ours'), 'tmp', 'bench'), String(EPOCH + time)];
      const commit = () => ostree(at('peer'), 'commit', '--branch=bench', `--tree=dir=${tree}`);
      await series.take(peer, commit, [tree]);
      const child = join(folder, 'commit-child.mjs');
      await series.take(ours, () => runTool([process.execPath, child, ...argv]), [tree, child]);
    }
    const roots = [];
    for (const name of ['ours', 'peer'])
      roots.push(await ostree(at(name), 'ls', '-dC', 'bench', '/'));
    if (roots[0] !== roots[1]) series.fail('empty', new Error('ostree commit gives another tree'));
  }
  const commands = ['ostree --repo=$REPO commit --branch=bench --tree=dir=$TREE'];
  const text = (what: string, target: number) => ({
    case: `commit alone, ${files} files, ${what}`,
    ...{ target, note: "Anvil's, and small ones; both give the same checksums", commands },
  });
  return [
    series.row(text('empty repository', 0.2), 'empty', EMPTY),
    series.row(text('all objects there', 0.06), 'full', FULL),
  ];
}

/** Adds small files until the tree has about `FILES`; returns how many it has. */
async function fillTree(tree: string): Promise<number> {
  const found = await readTool(['find', tree, '!', '-type', 'd', '-printf', '.']);
  const missing = Math.max(0, FILES - found.length);
  const names = fillerNames().slice(0, Math.round(missing / FILLER_FILES));
  for (const name of names) await writeFillerFiles(name, join(tree, 'usr/share', name));
  return found.length + names.length * FILLER_FILES;
}

async function initArchive(path: string): Promise<void> {
  await mkdir(path);
  await ostree(path, 'init', '--mode=archive');
}

function ostree(repo: string, ...argv: readonly string[]): Promise<string> {
  return readTool(['ostree', `--repo=${repo}`, ...argv]);
}
