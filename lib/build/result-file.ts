import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { makeFolder, withLock, writeFileAtomic } from '../host/files.ts';
import type { TimelineEntry } from '../report/report.ts';
import type { BootOutcome } from './boot-test.ts';
import type { ComposeOutcome } from './compose.ts';
import type { ContainerOutcome } from './container.ts';
import type { ImageOutcome } from './image.ts';
import type { LockOutcome } from './lock.ts';

/** What was signed, and what checks it. Paths are absolute. */
export interface SignOutcome {
  readonly checksums: string;
  readonly signature: string;
  /** Of the primary key, upper-case hex. */
  readonly fingerprint: string;
}

/** `result.json` in the folder of the results: what is there, whichever verbs made it. */
export interface RunResult {
  readonly remix: string;
  readonly lock?: LockOutcome;
  /** The OSTree archive repository. */
  readonly repo?: string;
  /** The public key that signed, when one did. */
  readonly publicKey?: string;
  readonly commits: readonly ComposeOutcome[];
  readonly images: readonly ImageOutcome[];
  readonly containers: readonly ContainerOutcome[];
  readonly boots: readonly BootOutcome[];
  readonly signed?: SignOutcome;
  /** Phases of every verb, as they ended. */
  readonly timeline: readonly TimelineEntry[];
}

/** A verb adds what it did; `remix` says whose folder it is. */
export type RunPart = Partial<RunResult> & Pick<RunResult, 'remix'>;

/** How a part is laid over what is there. */
export interface MergeOptions {
  /** The part has everything of its architectures: what it does not name is gone. */
  readonly isWhole?: boolean;
}

/** A folder that is built in for months keeps the newest phases only. */
const MAX_TIMELINE = 500;

const NAME = 'result.json';

/**
 * Adds what a verb did to `result.json`. What was made anew takes the place of what had its
 * architecture and name; what was made from it goes. What was only found made leaves the entry as it
 * is, with the timings of the making. Of another remix nothing is kept.
 *
 * @throws BuildError DISK_FULL, LOCK_FAILED; ConfigError OUTPUT_READ_ONLY, OUTPUT_NOT_A_FILE
 */
export async function recordOutcome(
  outDir: string,
  part: RunPart,
  options: MergeOptions = {},
): Promise<void> {
  await makeFolder(outDir);
  await withLock(join(outDir, `.${NAME}.lock`), async () => {
    const before = await readResult(outDir);
    const result = mergeResult(before?.remix === part.remix ? before : undefined, part, options);
    // A run that finds everything made leaves the file alone.
    if (before !== undefined && isDeepStrictEqual(result, before)) return;
    await writeFileAtomic(join(outDir, NAME), `${JSON.stringify(result, null, 2)}\n`);
  });
}

/** Returns what `result.json` says, or undefined when there is none that can be read. */
export async function readResult(outDir: string): Promise<RunResult | undefined> {
  try {
    const value: Partial<RunResult> = JSON.parse(await readFile(join(outDir, NAME), 'utf8'));
    const { remix, commits = [], images = [], containers = [], boots = [], timeline = [] } = value;
    if (typeof remix !== 'string') return undefined;
    const lists = [commits, images, containers, boots, timeline];
    if (!lists.every((list) => Array.isArray(list))) return undefined;
    return { ...value, remix, commits, images, containers, boots, timeline };
  } catch {
    // Absent, damaged or of an older version: the next verb writes it anew.
    return undefined;
  }
}

/** Returns `part` laid over `before`. */
export function mergeResult(
  before: RunResult | undefined,
  part: RunPart,
  { isWhole = false }: MergeOptions = {},
): RunResult {
  const built = new Set(isWhole ? part.commits?.map(({ basearch }) => basearch) : []);
  const commits = mergeBy(before?.commits ?? [], part.commits ?? [], {
    built,
    keyOf: ({ basearch }) => basearch,
    isSame: (a, b) => a.commit === b.commit && a.ref === b.ref && a.inputHash === b.inputHash,
  });
  const current = new Map(commits.map(({ basearch, commit }) => [basearch, commit]));
  const images = mergeBy(before?.images ?? [], part.images ?? [], {
    built,
    keyOf: ({ basearch, name }) => `${basearch}/${name}`,
    isSame: (a, b) => a.sha256 === b.sha256 && a.path === b.path && a.inputHash === b.inputHash,
  }).filter(({ basearch, commit }) => (current.get(basearch) ?? commit) === commit);
  const containers = mergeBy(before?.containers ?? [], part.containers ?? [], {
    built,
    keyOf: ({ basearch, name }) => `${basearch}/${name}`,
    isSame: (a, b) => a.digest === b.digest && a.path === b.path && a.inputHash === b.inputHash,
  }).filter(
    ({ basearch, commit }) => commit === undefined || (current.get(basearch) ?? commit) === commit,
  );
  // A verdict holds for the bytes that were booted.
  const digests = new Map(images.map(({ path, sha256 }) => [path, sha256]));
  const changed = (before?.images ?? []).filter(({ path, sha256 }) => digests.get(path) !== sha256);
  const untested = new Set(changed.map(({ path }) => path));
  const boots = mergeBy(
    (before?.boots ?? []).filter(({ image }) => !untested.has(image)),
    part.boots ?? [],
    {
      built,
      keyOf: ({ image, firmware, way }) => `${firmware}/${way}/${image}`,
      isSame: () => true,
    },
  );
  const timeline = [...(before?.timeline ?? []), ...(part.timeline ?? [])].slice(-MAX_TIMELINE);
  return { ...before, ...part, commits, images, containers, boots, timeline };
}

interface Outcome {
  readonly basearch: string;
  readonly cached: boolean;
}

interface MergeRules<T> {
  /** Architectures of which `added` has everything. */
  readonly built: ReadonlySet<string | undefined>;
  readonly keyOf: (item: T) => string;
  readonly isSame: (a: T, b: T) => boolean;
}

function mergeBy<T extends Outcome>(
  before: readonly T[],
  added: readonly T[],
  { built, keyOf, isSame }: MergeRules<T>,
): T[] {
  const wanted = new Set(added.map(keyOf));
  const kept = before.filter((item) => !built.has(item.basearch) || wanted.has(keyOf(item)));
  const merged = new Map(kept.map((item) => [keyOf(item), item]));
  for (const item of added) {
    const known = merged.get(keyOf(item));
    // What the no-op says is less: the timings are those of the making.
    if (known !== undefined && item.cached && isSame(known, item)) continue;
    merged.set(keyOf(item), item);
  }
  return [...merged.values()];
}
