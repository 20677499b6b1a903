import type { Basearch } from '../host/architecture.ts';
import type { ContainerSpec } from './container-model.ts';
import type { ImageSpec, Platform } from './image-model.ts';

/** One product: what `remix.yaml` says. Paths are absolute. */
export interface Remix {
  /** `remix.yaml` itself. */
  readonly path: string;
  /** Folder of `remix.yaml`. */
  readonly directory: string;
  /** `[a-z0-9][a-z0-9._-]*`: the stateroot in images, and part of file names. */
  readonly name: string;
  readonly treefile: string;
  readonly architectures: readonly Basearch[];
  readonly lockfile: string;
  /** Version of the commit; the treefile's `automatic-version-prefix` decides otherwise. */
  readonly version?: string;
  readonly sign?: SignSpec;
  /** The remote that a deployed system pulls from. */
  readonly ostreeRemote?: OstreeRemote;
  /** Ours and the user's, by name. */
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly images: readonly ImageSpec[];
  readonly containers: readonly ContainerSpec[];
  readonly tests: readonly TestSpec[];
}

/** Who signs. Secret keys stay out of the file: they are in the keyring or the environment. */
export interface SignSpec {
  /** Fingerprint, upper-case hex, of the OpenPGP key that signs commits. */
  readonly gpgKey?: string;
}

/** An OSTree remote. */
export interface OstreeRemote {
  readonly name: string;
  readonly url: string;
}

/** A command that must succeed in the booted guest. */
export interface TestSpec {
  readonly name: string;
  /** Run by /bin/sh. */
  readonly run: string;
  readonly timeoutMs: number;
}
