import { join } from 'node:path';
import { type Ground, linkFolder, linkPackages, writeRemix } from './ground.ts';
import { runCompose, runLock } from './ours.ts';

/** Anvil, locked on two days, and what was made of it on the first. */
export interface Night {
  /** Folders with remix.yaml and its lock; `bare` has no initramfs. */
  readonly remixes: { readonly first: string; readonly later: string; readonly bare: string };
  /** A store with the verified RPMs of both days and nothing made of them. */
  readonly packages: string;
  /** Store and results of the first day. */
  readonly store: string;
  readonly out: string;
  /** What is to come out: the commits of both days, each made from nothing. */
  readonly commits: { readonly first: string; readonly later: string };
  readonly count: number;
}

/** Locks and composes both days once; from then on no network is needed. */
export async function makeNight(ground: Ground): Promise<Night> {
  const folder = join(ground.root, 'night');
  const [store, out] = [join(folder, 'store'), join(folder, 'out')];
  const remixes = {
    first: join(folder, 'first'),
    later: join(folder, 'later'),
    bare: join(folder, 'bare'),
  };
  await writeRemix(ground, remixes.first);
  const first = { remix: remixes.first, store, out };
  await runLock(ground, first);
  const before = await runCompose(ground, { ...first, offline: false });

  await writeRemix(ground, remixes.bare, { 'no-initramfs': true });
  await runLock(ground, { remix: remixes.bare, store, out });

  const packages = join(folder, 'packages');
  await linkPackages(store, packages);
  await ground.serve('later');
  await linkFolder(remixes.first, remixes.later);
  const later = { remix: remixes.later, store: packages, out: join(folder, 'out-later') };
  await runLock(ground, later);
  const after = await runCompose(ground, { ...later, offline: false });
  if (after.commit === before.commit) throw new Error('the newer package changed nothing');
  const both = join(folder, 'packages-of-both');
  await linkPackages(packages, both);
  const commits = { first: before.commit, later: after.commit };
  return { remixes, packages: both, store, out, commits, count: before.packages };
}

/** A folder of its own with a store of RPMs alone, and room for results. */
export async function fromPackages(
  packages: string,
  folder: string,
): Promise<{ store: string; out: string }> {
  const store = join(folder, 'store');
  await linkPackages(packages, store);
  return { store, out: join(folder, 'out') };
}

/** A folder of its own with the store, the newer RPMs and the results of the first day. */
export async function fromNight(
  night: Night,
  folder: string,
): Promise<{ store: string; out: string }> {
  const { store } = await fromPackages(night.packages, folder);
  await linkMade(night.store, store);
  await linkFolder(night.out, join(folder, 'out'));
  return { store, out: join(folder, 'out') };
}

async function linkMade(from: string, to: string): Promise<void> {
  for (const name of ['ostree', 'stages', 'kept', 'unpacked'])
    await linkFolder(join(from, name), join(to, name));
}
