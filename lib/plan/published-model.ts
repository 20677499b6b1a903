import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import type { HttpClient } from '../host/http.ts';
import type { Nevra } from '../rpm/nevra.ts';
import type { BuildState } from './build-state.ts';

/** What one source says was published. */
export interface Published {
  /** How messages call it. */
  readonly source: string;
  /** The architectures that it speaks of; undefined: all. */
  readonly basearches: ReadonlySet<string> | undefined;
  /** It speaks of commits alone: images are what their commits are. */
  readonly commitsOnly: boolean;
  /** By id; what is not in it was never published. */
  readonly outputs: ReadonlyMap<string, PublishedOutput>;
  /** The build state, when that is what was read. */
  readonly state?: BuildState;
}

/** An output as it was published. */
export interface PublishedOutput {
  /** Undefined when a commit or image has none: something else made it. */
  readonly inputHash: string | undefined;
  readonly commit?: string;
  readonly ref?: string;
  readonly sha256?: string;
  readonly packages?: readonly Nevra[];
}

/** What readers of published things need. */
export interface PublishedContext {
  readonly remix: string;
  /** Of this run. */
  readonly architectures: readonly Basearch[];
  /** The ref of each architecture of the remix that has one. */
  readonly refs: ReadonlyMap<Basearch, string>;
  readonly http: HttpClient;
  readonly log: Log;
  readonly offline: boolean;
}
