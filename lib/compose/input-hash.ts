import { compareBytes } from '../core/bytes.ts';
import { type Json, stageKey } from '../core/digest.ts';

/** Raised when a compose of the same inputs gives other bytes than before. */
const COMPOSE_VERSION = 2;

/** All that decides the bytes of a commit, but for what it takes from the commit before. */
export interface CommitInputs {
  /** What the treefile says: `composeInputs`. */
  readonly treefile: Json;
  /** Layers that are refs, with the commits that they lead to: `layerCommits`. */
  readonly layers: Readonly<Record<string, string | null>>;
  /** `sha256:<hex>` of each package, in any order. */
  readonly packageChecksums: readonly string[];
  /** Version that was asked for; undefined when the treefile's automatic-version-prefix counts. */
  readonly version: string | undefined;
  readonly sourceDateEpoch: number;
}

/**
 * Returns `rpmostree.inputhash`, which is also the key of the compose stage: a commit that has it is
 * what a compose of these inputs would give. Where files lie does not matter, so every checkout of
 * one git commit has one hash.
 */
export function inputHash(inputs: CommitInputs): string {
  return stageKey('compose', COMPOSE_VERSION, {
    treefile: inputs.treefile,
    layers: inputs.layers,
    packages: [...inputs.packageChecksums].sort(compareBytes),
    version: inputs.version ?? null,
    sourceDateEpoch: inputs.sourceDateEpoch,
  });
}
