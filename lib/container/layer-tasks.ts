import type { LayerEntry } from './layer-entry.ts';
import type { LayerCompression } from './layer-model.ts';

/** What a thread writes: one layer. */
export interface LayerTask {
  readonly entries: readonly LayerEntry[];
  /** A new file. */
  readonly path: string;
  readonly compression: LayerCompression;
  readonly level: number;
}

/** What a layer has become. */
export interface LayerFacts {
  /** In hexadecimal, of the tar archive. */
  readonly tarSha256: string;
  readonly tarBytes: number;
  /** Of the file. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Files whose bytes are not those that their packages have. */
  readonly differing: readonly string[];
  /** What the descriptor has to say of this form. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** A thread's answer to one task: the one with this path. */
export type LayerAnswer = { readonly path: string } & (
  | { readonly facts: LayerFacts }
  | { readonly error: { readonly code: string; readonly message: string } }
);
