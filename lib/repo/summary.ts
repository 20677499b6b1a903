import { readdir } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes.ts';
import { nowSeconds } from '../host/clock.ts';
import {
  boolean,
  bytes,
  type Codec,
  serialise,
  string,
  type Typed,
  typed,
  uint64,
} from '../ostree/gvariant.ts';
import { array, tuple } from '../ostree/gvariant-containers.ts';
import { vardict } from '../ostree/gvariant-type.ts';
import { checksumBytes, type Metadata, parseCommit } from '../ostree/objects.ts';
import { readObject } from './read-object.ts';
import { readBranches } from './refs.ts';
import { readRepositoryConfig } from './repository-config.ts';

type Entry = readonly [ref: string, commit: readonly [bigint, Uint8Array, Metadata]];

/** `(a(s(taya{sv}))a{sv})`. Source: libostree's ostree-core.h (OSTREE_SUMMARY_GVARIANT_FORMAT). */
const SUMMARY: Codec<readonly [readonly Entry[], Metadata]> = tuple(
  array(tuple<Entry>(string, tuple<Entry[1]>(uint64, bytes, vardict))),
  vardict,
);

/** What of a repository only ostree puts into a summary: deltas, mirrored refs, and branches of remotes. */
const OTHERS = ['deltas', 'refs/mirrors', 'refs/remotes'];

/** A summary, and what it lists. */
export interface Summary {
  readonly object: Uint8Array;
  /** Commits by branch. */
  readonly branches: ReadonlyMap<string, string>;
}

/**
 * Returns the summary of a repository, in which `changes`, commits by branch, are made already: it says the
 * same as that of `ostree summary --update`. Undefined when the repository has what only ostree puts there,
 * or a commit cannot be read.
 *
 * @throws ConfigError REPOSITORY_UNSUPPORTED; errors of node:fs
 */
export async function makeSummary(
  repoPath: string,
  changes: ReadonlyMap<string, string> = new Map(),
): Promise<Summary | undefined> {
  const { mode, hasCollection, hasTombstones } = await readRepositoryConfig(repoPath);
  const found = await readBranches(repoPath);
  if (hasCollection || found === undefined) return undefined;
  for (const name of OTHERS) if (!(await isEmpty(join(repoPath, name)))) return undefined;
  const branches = new Map([...found, ...changes]);
  const entries: Entry[] = [];
  for (const ref of [...branches.keys()].sort(compareBytes)) {
    const entry = await entryOf(repoPath, ref, branches.get(ref) ?? '').catch(() => undefined);
    if (entry === undefined) return undefined;
    entries.push(entry);
  }
  const metadata: Metadata = [
    ['ostree.summary.mode', typed(string, mode === 'archive' ? 'archive-z2' : mode)],
    ['ostree.summary.last-modified', typed(uint64, BigInt(nowSeconds()))],
    ['ostree.summary.tombstone-commits', typed(boolean, hasTombstones)],
    ['ostree.summary.indexed-deltas', typed(boolean, true)],
  ];
  return { object: serialise(SUMMARY, [entries, metadata]), branches };
}

async function entryOf(repoPath: string, ref: string, commit: string): Promise<Entry> {
  const object = await readObject(repoPath, commit, 'commit');
  const { metadata, timestampSeconds } = parseCommit(object);
  const version = metadata.find(([key]) => key === 'version')?.[1];
  const said: [string, Typed][] = [];
  if (version?.codec.signature === string.signature) said.push(['ostree.commit.version', version]);
  said.push(['ostree.commit.timestamp', typed(uint64, BigInt(timestampSeconds))]);
  return [ref, [inMachineOrder(object.length), checksumBytes(commit), said]];
}

/** libostree does not turn this one number round. */
function inMachineOrder(value: number): bigint {
  const order = Buffer.alloc(8);
  if (endianness() === 'LE') order.writeBigUInt64LE(BigInt(value));
  else order.writeBigUInt64BE(BigInt(value));
  return order.readBigUInt64BE();
}

async function isEmpty(path: string): Promise<boolean> {
  const names = await readdir(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return names.length === 0;
}
