import type { Basearch } from '../host/architecture.ts';

/** How the layers of a container are compressed; `zstd:chunked` is zstd that clients can read in parts. */
export const CONTAINER_COMPRESSIONS = ['gzip', 'zstd', 'zstd:chunked'] as const;

export type ContainerCompression = (typeof CONTAINER_COMPRESSIONS)[number];

/** One container image. */
export type ContainerSpec = BootableContainer | BaseContainer | ApplicationContainer;

/** The whole commit, as bootc and `ostree container` understand it. */
export interface BootableContainer extends CommonContainer {
  readonly kind: 'bootable';
  /** Most layers that it may have. */
  readonly maxLayers: number;
}

/** Some packages of the lock and what they require. */
export interface BaseContainer extends CommonContainer, ContainerContent {
  readonly kind: 'base';
  /** Most layers that its packages may be split into; one for `files` comes on top. */
  readonly maxLayers: number;
}

/** A base container with packages, files and a program on top. */
export interface ApplicationContainer extends CommonContainer, ContainerContent {
  readonly kind: 'application';
  /** Name of a base container of the same `remix.yaml`. */
  readonly base: string;
}

/** What every kind has. */
interface CommonContainer {
  /** `[a-z0-9][a-z0-9._-]*`, at most 63 characters. */
  readonly name: string;
  /** Empty: all of the remix. */
  readonly architectures: readonly Basearch[];
  readonly compression: ContainerCompression;
  /** 1 to 9 for gzip, 1 to 19 for zstd; undefined: what the writer thinks best. */
  readonly compressionLevel?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly process: ContainerProcess;
}

/** What is inside of a container that is no commit. */
interface ContainerContent {
  /** As in a treefile: names, NEVRAs, provides, paths of files. */
  readonly packages: readonly string[];
  /** Absolute path of a folder that is laid over the packages. */
  readonly files?: string;
  /** systemd units to enable. */
  readonly units: readonly string[];
}

/** What a container runs. What is undefined or empty is as in the base, if there is one. */
export interface ContainerProcess {
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `user`, `uid`, `user:group` or `uid:gid`. */
  readonly user?: string;
  readonly workingDir?: string;
  /** `8080/tcp`. */
  readonly exposedPorts: readonly string[];
  /** Absolute paths. */
  readonly volumes: readonly string[];
  readonly stopSignal?: string;
}
