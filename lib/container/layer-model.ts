import type { Log } from '../core/log.ts';
import type { OciDigest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/manifest.ts';
import type { OciLayout } from '../registry/layout.ts';
import type { LayerEntry } from './layer-entry.ts';
import type { LayerThreads } from './layer-pool.ts';

/** How layers are compressed. */
export type LayerCompression = 'gzip' | 'zstd' | 'zstd:chunked';

/** A layer to write. */
export interface LayerRequest {
  /** For messages, and for the timeline. */
  readonly name: string;
  /** Of its files, about: the largest layers are begun first. */
  readonly sizeBytes: number;
  /** Returns what is in it, in the order of the archive. Asked once, when its turn comes. */
  readonly entries: () => readonly LayerEntry[];
  /** Whether nearly every build changes it: it is compressed harder, for it is pushed each time. */
  readonly isHot?: boolean;
  /** Of its descriptor. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A layer that lies in the layout. */
export interface WrittenLayer {
  readonly name: string;
  readonly descriptor: Descriptor;
  /** The digest of the tar archive before compression. */
  readonly diffId: OciDigest;
  /** Of the tar archive. */
  readonly tarBytes: number;
  /** Paths of files whose bytes are not those of `digest`. */
  readonly differing: readonly string[];
}

/** Where layers go, and how. */
export interface WriteLayersOptions {
  readonly layout: OciLayout;
  readonly compression: LayerCompression;
  /** 1 to 9 for gzip, 6 unless given (9 for hot layers); 1 to 19 for zstd, 3 unless given (9). */
  readonly level?: number;
  readonly threads?: number;
  /** Threads that were started before; they end with the last layer. */
  readonly pool?: LayerThreads;
  readonly log: Log;
}
