import type { ComposePackage } from '../compose/compose.ts';
import type { RootfsOptions } from '../compose/rootfs.ts';
import type { Place } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import type { OciDigest } from '../oci/digest.ts';
import type { ImageManifest } from '../oci/manifest.ts';
import type { ApplicationContainer, BaseContainer } from '../remix/container-model.ts';

/** A base or application container of one architecture to make. Plain JSON but for the log; paths are absolute. */
export interface RootfsContainerOptions {
  readonly spec: BaseContainer | ApplicationContainer;
  readonly treefile: RootfsOptions['treefile'];
  readonly basearch: Basearch;
  /** All of the lock. */
  readonly packages: readonly ComposePackage[];
  /** OCI layout that the image goes to; made when it is not there. */
  readonly layoutPath: string;
  /** What the manifest is called there. */
  readonly tag: string;
  /** Of an application: its base, made before of the same lock, and the layout that it is in. */
  readonly base?: {
    readonly spec: BaseContainer;
    readonly layoutPath: string;
    readonly tag: string;
  };
  /** Folder of `remix.yaml`, which `files` must be in. */
  readonly filesRoot: string;
  /** The image that the build before this one made. */
  readonly previous?: ImageManifest;
  /** Seconds since 1970: time of the image, and of what packages do not bring themselves. */
  readonly sourceDateEpoch: number;
  /** What the history says of every layer. */
  readonly createdBy: string;
  /** Folder on a disk with room for the tree, twice for an application. One run at a time uses it. */
  readonly workDir: string;
  /** Folder that gets copies of the package database and os-release, which is all that an SBOM wants of the tree. */
  readonly factsPath?: string;
  /** Where the container is asked for. */
  readonly place?: Place;
  readonly log: Log;
}

/** A base or application container that lies in its layout. Plain JSON. */
export type MadeRootfsContainer = {
  /** Of the manifest. */
  readonly digest: OciDigest;
  /** Packages in it: `name-[epoch:]version-release.arch`, sorted. */
  readonly nevras: readonly string[];
  /** Of layers, config and manifest. */
  readonly sizeBytes: number;
  readonly layers: readonly {
    readonly digest: OciDigest;
    readonly sizeBytes: number;
    /** For people: names of packages, or what it is. */
    readonly content: string;
    /** Whether the previous image has it, too. */
    readonly reused: boolean;
    /** Why it has not. */
    readonly why?: string;
  }[];
  /** Bytes that the previous image does not have. */
  readonly newBytes: number;
};
