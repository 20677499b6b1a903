import { compareBytes } from '../core/bytes.ts';
import type { OciDigest } from './digest.ts';

/** What a container runs, and what is said of it (image-spec 1.1, config.md, "config"). */
export interface ImageProcess {
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** `user`, `uid`, `user:group` or `uid:gid`. */
  readonly user?: string;
  readonly workingDir?: string;
  /** `8080/tcp`. */
  readonly exposedPorts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stopSignal?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** How a layer came to be; one of an `emptyLayer` has none. */
export interface HistoryEntry {
  readonly createdBy: string;
  readonly comment?: string;
  readonly emptyLayer?: boolean;
}

/** All of an image's config. */
export interface ImageConfig {
  /** Go's name of the architecture: `amd64`. */
  readonly architecture: string;
  readonly variant?: string;
  /** Seconds since 1970, UTC: of the config and of all of its history. */
  readonly createdSeconds: number;
  readonly process: ImageProcess;
  /** Digests of the layers' tar archives before compression, the lowest first. */
  readonly diffIds: readonly OciDigest[];
  readonly history: readonly HistoryEntry[];
}

/** Returns the bytes of an image's config (image-spec 1.1, config.md). Equal calls give equal bytes. */
export function formatImageConfig(image: ImageConfig): Buffer {
  const created = formatCreated(image.createdSeconds);
  return Buffer.from(
    JSON.stringify({
      created,
      architecture: image.architecture,
      ...(image.variant === undefined ? {} : { variant: image.variant }),
      os: 'linux',
      config: formatProcess(image.process),
      rootfs: { type: 'layers', diff_ids: image.diffIds },
      history: image.history.map(({ createdBy, comment, emptyLayer }) => ({
        created,
        created_by: createdBy,
        ...(comment === undefined ? {} : { comment }),
        ...(emptyLayer === true ? { empty_layer: true } : {}),
      })),
    }),
  );
}

/** Returns a time as RFC 3339 has it, without fractions. */
export function formatCreated(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Returns the record with its keys in the order of their bytes. */
export function sortRecord(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareBytes(a, b)));
}

/** What is empty is left out: so do others, and readers take both for the same. */
function formatProcess(wanted: ImageProcess): object {
  const env = Object.entries(sortRecord(wanted.env ?? {})).map(([key, value]) => `${key}=${value}`);
  const labels = sortRecord(wanted.labels ?? {});
  return {
    ...(wanted.user === undefined ? {} : { User: wanted.user }),
    ...asSet('ExposedPorts', wanted.exposedPorts),
    ...(env.length === 0 ? {} : { Env: env }),
    ...(wanted.entrypoint === undefined ? {} : { Entrypoint: wanted.entrypoint }),
    ...(wanted.cmd === undefined ? {} : { Cmd: wanted.cmd }),
    ...asSet('Volumes', wanted.volumes),
    ...(wanted.workingDir === undefined ? {} : { WorkingDir: wanted.workingDir }),
    ...(Object.keys(labels).length === 0 ? {} : { Labels: labels }),
    ...(wanted.stopSignal === undefined ? {} : { StopSignal: wanted.stopSignal }),
  };
}

/** Go's JSON of a set: an object whose values are empty. */
function asSet(key: string, names: readonly string[] = []): object {
  if (names.length === 0) return {};
  const sorted = [...new Set(names)].sort(compareBytes);
  return { [key]: Object.fromEntries(sorted.map((name) => [name, {}])) };
}
