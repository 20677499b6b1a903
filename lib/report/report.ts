import type { RecordedTimeline } from '../core/timeline.ts';

/** A phase that is over. Times are milliseconds since 1970. */
export interface TimelineEntry {
  readonly title: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly ok: boolean;
}

/** A package that is not the same in two locks. */
export interface ReportedChange {
  readonly basearch: string;
  readonly kind: 'added' | 'removed' | 'upgraded' | 'downgraded' | 'rebuilt';
  readonly name: string;
  readonly oldEvr?: string;
  readonly newEvr?: string;
  readonly oldSizeBytes?: number;
  readonly newSizeBytes?: number;
}

/** A package of the lock. */
export interface ReportedPackage {
  readonly name: string;
  readonly evr: string;
  readonly arch: string;
  /** Of the RPM file. */
  readonly sizeBytes: number;
}

export interface ReportedCommit {
  readonly basearch: string;
  readonly ref: string;
  readonly version: string;
  /** SHA-256, lower-case hex. */
  readonly commit: string;
  readonly cached: boolean;
}

/** A disk image. `file` is relative to the folder of the results. */
export interface ReportedImage {
  readonly basearch: string;
  readonly name: string;
  readonly format: string;
  readonly file: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly cached: boolean;
}

/** A boot test that passed. A phase that could not be told is left out. */
export interface ReportedBoot {
  readonly basearch: string;
  readonly image: string;
  readonly firmware: string;
  readonly accelerator: string;
  readonly checks: readonly string[];
  readonly timings: {
    readonly firmwareMs?: number;
    readonly loaderMs?: number;
    readonly kernelMs?: number;
    readonly initrdMs?: number;
    readonly userspaceMs?: number;
    readonly loginMs: number;
  };
  readonly cached: boolean;
}

/** A container image of one architecture. */
export interface ReportedContainer {
  readonly name: string;
  readonly basearch: string;
  readonly kind: string;
  /** Of its OCI layout, relative to the folder of the results. */
  readonly path: string;
  /** Of the manifest. */
  readonly digest: string;
  /** As it is pushed. */
  readonly sizeBytes: number;
  readonly layers: number;
  /** That the image before it has, too. */
  readonly reusedLayers: number;
  readonly cached: boolean;
}

/** Bytes of RPMs: found in the cache, fetched from mirrors, added to the cache. */
export interface ReportedCache {
  readonly hitBytes: number;
  readonly downloadedBytes: number;
  readonly savedBytes: number;
}

/** What there is to check results with. Paths are relative to the folder of the results. */
export interface ReportedFiles {
  /** The OSTree repository: a folder, or the URL that serves it. */
  readonly repository?: string;
  readonly publicKey?: string;
  readonly checksums?: string;
  /** Detached, of `checksums`. */
  readonly signature?: string;
}

/** What a plan says of one output. */
export interface ReportedDecision {
  /** `x86_64/commit`, `x86_64/image/cloud`. */
  readonly id: string;
  /** Whether it must be made again. */
  readonly changed: boolean;
  readonly reason: string;
}

/** Everything that a summary can say. A section without content is left out. */
export interface BuildReport {
  readonly remix: string;
  /** Of a plan. */
  readonly decisions?: readonly ReportedDecision[];
  readonly commits: readonly ReportedCommit[];
  readonly packages: readonly {
    readonly basearch: string;
    readonly packages: readonly ReportedPackage[];
  }[];
  /** Since the last lock; undefined when nothing was compared. */
  readonly changes?: readonly ReportedChange[];
  readonly images: readonly ReportedImage[];
  readonly containers: readonly ReportedContainer[];
  readonly boots: readonly ReportedBoot[];
  readonly timeline: readonly TimelineEntry[];
  /** What ran in these phases, and what they waited for. */
  readonly recorded?: RecordedTimeline;
  readonly cache?: ReportedCache;
  readonly files: ReportedFiles;
}
