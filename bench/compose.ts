import { join } from 'node:path';
import { makeTempDir } from '../lib/host/temp.ts';
import type { BenchRow } from './bench-row.ts';
import { benchCommit } from './compose/commit.ts';
import { type Ground, makeGround, NEWER_PACKAGE } from './compose/ground.ts';
import { benchGrowth } from './compose/growth.ts';
import { fromNight, fromPackages, makeNight, type Night } from './compose/night.ts';
import { runCompose } from './compose/ours.ts';
import { benchPeaks } from './compose/peaks.ts';
import { runPeer } from './compose/peer.ts';
import { attempt, phasesNote, Series } from './compose/series.ts';
import { roundsOf } from './rounds.ts';

const USUAL = 'dnf + dracut + ostree commit + gpg';
const TUNED = 'the same, tuned';
const BARE = 'dnf + ostree commit + gpg';
const NEXT = 'dnf + dracut + ostree commit + gpg, afresh';
/** Of a run that has nothing to do, for each of the others. */
const AGAIN = 3;

/**
 * From RPMs on disk to a signed commit in an archive repository: ours as users run it, against dnf,
 * dracut, ostree and gpg. All take turns, each run in a folder of its own, and nothing is deleted
 * before the end: ext4 looks for inodes that were not deleted lately, which takes seconds.
 * `BENCH_CASES` names the parts to run, for a try.
 */
export async function benchCompose(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  await using ground = await makeGround(temp.path);
  const night = await makeNight(ground);
  const asked = process.env['BENCH_CASES']?.split(',');
  const rows: BenchRow[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (asked === undefined || asked.includes(name)) {
      rows.push(...(await attempt(name, () => part(ground, night))));
    }
  }
  return rows;
}

const PARTS: Readonly<Record<string, (ground: Ground, night: Night) => Promise<BenchRow[]>>> = {
  whole: benchWhole,
  commit: benchCommit,
  peaks: benchPeaks,
  growth: benchGrowth,
};

async function benchWhole(ground: Ground, night: Night): Promise<BenchRow[]> {
  const series = new Series();
  const commands: Record<string, readonly string[] | undefined> = {};
  const rounds = roundsOf(3);
  const phases = { cold: [] as Timings[], nightly: [] as Timings[] };
  for (let round = 1; round <= rounds; round += 1) {
    const at = (name: string) => join(ground.root, `round-${round}`, name);
    const peer = async (name: string, options: Omit<Parameters<typeof runPeer>[1], 'folder'>) => {
      const folder = at(name.replaceAll(/\W+/g, '-'));
      commands[name] = await series.take(name, () => runPeer(ground, { folder, ...options }), [
        ground.packages,
      ]);
    };
    await peer(USUAL, { how: 'usual', initramfs: true });
    const cold = {
      remix: night.remixes.first,
      ...(await fromPackages(night.packages, at('cold'))),
    };
    const made = await series.take('cold', () => runCompose(ground, cold), [cold.store]);
    if (made !== undefined) phases.cold.push(made.timings);
    if (made !== undefined && made.commit !== night.commits.first) series.fail('cold', OTHER);
    await peer(TUNED, { how: 'tuned', initramfs: true });
    for (let again = 0; again < AGAIN && made !== undefined; again += 1) {
      const same = await series.take('unchanged', () => runCompose(ground, cold), [
        cold.store,
        cold.out,
      ]);
      if (same?.cached === false) series.fail('unchanged', new Error('it composed again'));
    }

    await peer(BARE, { how: 'usual', initramfs: false });
    const bare = { remix: night.remixes.bare, ...(await fromPackages(night.packages, at('bare'))) };
    await series.take('bare', () => runCompose(ground, bare), [bare.store]);

    await peer(NEXT, { how: 'usual', initramfs: true, day: 'later' });
    const later = { remix: night.remixes.later, ...(await fromNight(night, at('later'))) };
    const next = await series.take('nightly', () => runCompose(ground, later), [
      later.store,
      later.out,
    ]);
    if (next !== undefined) phases.nightly.push(next.timings);
    if (next !== undefined && next.commit !== night.commits.later) series.fail('nightly', OTHER);
  }
  const row = (
    what: string,
    names: readonly [ours: string, peer: string],
    target: number,
    more: { goal?: number; limit?: number; note?: string; commands?: readonly string[] } = {},
  ) => series.row({ case: what, target, note: '', ...more }, ...names);
  const shown = (name: string) =>
    commands[name] === undefined ? {} : { commands: commands[name] };
  return [
    row(`cold: ${night.count} RPMs on disk to a signed commit`, ['cold', USUAL], 0.22, {
      ...{
        goal: 0.12,
        note: `ours also lays out and normalises the tree; ${phasesNote(phases.cold)}`,
      },
      ...shown(USUAL),
    }),
    row('cold, the peer tuned', ['cold', TUNED], 0.7, { goal: 0.45, ...shown(TUNED) }),
    row('cold, without initramfs', ['bare', BARE], 0.25, shown(BARE)),
    row(
      `nightly: ${NEWER_PACKAGE} newer, ours with the store of the night before`,
      ['nightly', NEXT],
      0.08,
      { note: phasesNote(phases.nightly), ...shown(NEXT) },
    ),
    row('nothing changed', ['unchanged', USUAL], 0.01, { limit: 0.5 }),
  ];
}

type Timings = Readonly<Record<string, number>>;

const OTHER = new Error('another commit than the same lock gave before');
