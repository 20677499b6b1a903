import type { Log } from '../core/log.ts';
import type { OciDigest } from '../oci/digest.ts';
import type { HistoryEntry, ImageProcess } from '../oci/image-config.ts';
import type { ImageManifest, ManifestDescriptor } from '../oci/manifest.ts';
import type { OciLayout } from '../registry/layout.ts';
import type { LayerCompression, WrittenLayer } from './layer-model.ts';

/** What a bootable container is made of. */
export interface BootableOptions {
  /** An archive repository. */
  readonly repoPath: string;
  /** Checksum of a commit in it. */
  readonly commit: string;
  readonly layout: OciLayout;
  /** What the manifest is called in the layout; nothing unless given. */
  readonly tag?: string;
  /** Go's name of the architecture: `amd64`. */
  readonly architecture: string;
  readonly compression: LayerCompression;
  readonly compressionLevel?: number;
  /** All layers together; 64 unless given. */
  readonly maxLayers?: number;
  /** The image that the build before this one made: its packages stay in their layers. */
  readonly previous?: ImageManifest;
  /** What the container runs; labels come on top of ours. */
  readonly process?: ImageProcess;
  /** Of the manifest, on top of ours. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** What the history says of the first layer: treefile and lock, by name and digest. */
  readonly createdBy: HistoryEntry['createdBy'];
  /** Paths that the treefile changes after the packages are installed (`usr/bin/x`): the check leaves them alone. */
  readonly changedPaths?: ReadonlySet<string>;
  /** Whether scripts of the treefile may have changed anything: then what differs from the packages is a warning. */
  readonly isScripted?: boolean;
  /** Whether programs below /usr have lost their write bits: `readonly-executables`. */
  readonly readonlyExecutables?: boolean;
  readonly threads?: number;
  readonly log: Log;
}

/** A layer of the image, and what has become of it since the previous one. */
export interface BootableLayer extends WrittenLayer {
  /** What is in it: names of packages, or of what no package has. */
  readonly components: readonly string[];
  /** Whether the previous image has the same blob. */
  readonly isReused: boolean;
  /** Why it is another than before, in a few words; undefined for one that is reused. */
  readonly why?: string;
}

/** A bootable container that lies in the layout. */
export interface BootableContainer {
  readonly digest: OciDigest;
  /** For an index of several architectures. */
  readonly descriptor: ManifestDescriptor;
  readonly layers: readonly BootableLayer[];
  /** Of all layers, the config and the manifest. */
  readonly sizeBytes: number;
  /** Of those that the previous image does not have. */
  readonly newBytes: number;
  /** Bytes that a later build is expected to change when one package is updated. */
  readonly expectedBytes: number;
  /** The same, had the layers been planned anew instead of kept as they were. */
  readonly leastBytes: number;
}
