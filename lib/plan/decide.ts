import type { Basearch } from '../host/architecture.ts';
import type { Nevra } from '../rpm/nevra.ts';
import { describePackages } from './package-list.ts';
import type { Published, PublishedOutput } from './published-model.ts';

/** An output that the remix has now. */
export interface WantedOutput {
  /** `x86_64/commit`, `x86_64/image/cloud`, `x86_64/container/anvil`. */
  readonly id: string;
  readonly kind: 'commit' | 'image' | 'container';
  readonly basearch: Basearch;
  /** Of the image or container; empty for a commit. */
  readonly name: string;
  readonly inputHash: string;
  /** Of a commit. */
  readonly packages?: readonly Nevra[];
}

/** An output, and whether it must be made. */
export interface PlannedOutput extends Omit<WantedOutput, 'packages'> {
  readonly changed: boolean;
  /** For people: `bash 5.2-1 → 5.2-2 and 3 more`, `never published`, `as published`. */
  readonly reason: string;
  /** What is published, as far as is known. */
  readonly published?: Omit<PublishedOutput, 'packages'>;
}

/** How to decide. */
export interface DecideOptions {
  /** Everything is made again. */
  readonly force: boolean;
  readonly known: ReadonlyMap<string, readonly Nevra[]>;
}

/**
 * Compares each output with what every source that speaks of it says was published. One source that has
 * it not, or otherwise, is enough to make it again; an output that no source speaks of was never
 * published. Images and containers are made again with their commit, which `wanted` has before them.
 * `known` has packages by input hash, for sources that do not tell them.
 */
export function decideOutputs(
  wanted: readonly WantedOutput[],
  published: readonly Published[],
  { force, known }: DecideOptions,
): PlannedOutput[] {
  const changedCommits = new Set<Basearch>();
  return wanted.map(({ packages, ...output }) => {
    const speaking = published.filter(
      ({ basearches }) => basearches === undefined || basearches.has(output.basearch),
    );
    const found = speaking.map(({ outputs }) => outputs.get(output.id)).find(Boolean);
    const reason = force
      ? 'asked for'
      : findReason({ ...output, ...(packages && { packages }) }, speaking, changedCommits, known);
    if (reason !== undefined && output.kind === 'commit') changedCommits.add(output.basearch);
    const shown = found === undefined ? {} : { published: withoutPackages(found) };
    return { ...output, changed: reason !== undefined, reason: reason ?? 'as published', ...shown };
  });
}

function findReason(
  output: WantedOutput,
  speaking: readonly Published[],
  changedCommits: ReadonlySet<Basearch>,
  known: DecideOptions['known'],
): string | undefined {
  const { id, kind, inputHash, packages } = output;
  if (speaking.length === 0) return 'never published';
  const asked = kind === 'commit' ? speaking : speaking.filter(({ commitsOnly }) => !commitsOnly);
  const commitChanged = kind !== 'commit' && changedCommits.has(output.basearch);
  for (const { source, outputs } of asked) {
    const found = outputs.get(id);
    const where = asked.length === 1 ? '' : ` (${source})`;
    if (found === undefined) return `never published${where}`;
    if (found.inputHash === inputHash || commitChanged) continue;
    if (kind !== 'commit') return `${kind} spec changed${where}`;
    return `${describeCommit(found, packages, known)}${where}`;
  }
  return commitChanged ? 'its commit changed' : undefined;
}

function describeCommit(
  found: PublishedOutput,
  packages: readonly Nevra[] | undefined,
  known: DecideOptions['known'],
): string {
  if (found.inputHash === undefined) return 'published without an input hash';
  const before = found.packages ?? known.get(found.inputHash);
  if (before === undefined || packages === undefined) return 'packages or treefile changed';
  return (
    describePackages(before, packages) ??
    'same package versions; the treefile, its files, the version or the bytes of a package changed'
  );
}

function withoutPackages({ packages: _packages, ...output }: PublishedOutput) {
  return output;
}
