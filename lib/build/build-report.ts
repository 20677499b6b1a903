import { relative } from 'node:path';
import type { RecordedTimeline } from '../core/timeline.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import type { BuildReport, ReportedCache, ReportedDecision } from '../report/report.ts';
import type { RunPart } from './result-file.ts';

/** What a summary tells beside the outcomes. */
export interface ReportExtras {
  /** Paths are told relative to it. */
  readonly outDir: string;
  /** Its packages are listed. */
  readonly lockfile?: Lockfile;
  readonly cache?: ReportedCache;
  readonly recorded?: RecordedTimeline;
  /** What a plan decided. */
  readonly decisions?: readonly ReportedDecision[];
  /** Where the OSTree repository is served, when it is. */
  readonly repositoryUrl?: string;
}

/** Returns what a summary says of `result`: of one verb's part, or of all that was made. */
export function reportOf(result: RunPart, extras: ReportExtras): BuildReport {
  const inOut = (path: string) => {
    const inside = relative(extras.outDir, path);
    return inside === '' || inside.startsWith('..') ? path : inside;
  };
  const { commits = [], images = [], containers = [], boots = [], lock, signed } = result;
  const repository =
    extras.repositoryUrl ?? (result.repo === undefined ? undefined : inOut(result.repo));
  return {
    remix: result.remix,
    ...(extras.decisions === undefined ? {} : { decisions: extras.decisions }),
    commits,
    packages: (extras.lockfile?.arches ?? []).map(({ arch, packages }) => ({
      basearch: arch,
      packages: packages.map((locked) => ({ ...locked, sizeBytes: locked.size })),
    })),
    ...(lock === undefined ? {} : { changes: lock.changes }),
    images: images.map((image) => ({ ...image, file: inOut(image.path) })),
    containers: containers.map((container) => ({
      ...container,
      layers: container.layers.length,
      reusedLayers: container.layers.filter(({ reused }) => reused).length,
      path: inOut(container.path),
    })),
    boots: boots.map((boot) => ({ ...boot, image: inOut(boot.image) })),
    timeline: result.timeline ?? [],
    ...(extras.recorded === undefined ? {} : { recorded: extras.recorded }),
    ...(extras.cache === undefined ? {} : { cache: extras.cache }),
    files: {
      ...(repository === undefined ? {} : { repository }),
      ...(result.publicKey === undefined ? {} : { publicKey: inOut(result.publicKey) }),
      ...(signed === undefined
        ? {}
        : { checksums: inOut(signed.checksums), signature: inOut(signed.signature) }),
    },
  };
}
