import type { PackageChange } from '../lock/diff.ts';
import type { BuildState } from '../plan/build-state.ts';
import { decideOutputs, type PlannedOutput, type WantedOutput } from '../plan/decide.ts';
import { artifactPrefix, type Matrix, planMatrix } from '../plan/matrix.ts';
import { type Published, readPublished } from '../plan/published.ts';
import { parseRunners } from '../plan/runners.ts';
import { parseSource } from '../plan/source.ts';
import { type Lockfile, readLockfile } from '../remix/lockfile.ts';
import type { Nevra } from '../rpm/nevra.ts';
import { lockedNevras, outputId } from './build-state.ts';
import { lockedArch } from './compose.ts';
import { currentLock } from './current-lock.ts';
import { solveLock } from './lock.ts';
import { commitInputHash, containerInputHash, imageInputHash } from './output-hashes.ts';
import type { Workspace } from './workspace.ts';

/** What must be rebuilt, and why. Plain JSON. */
export interface Plan {
  readonly remix: string;
  /** Whether anything must be rebuilt. */
  readonly changed: boolean;
  /** Every output of the architectures of this run; a commit before what is made of it. */
  readonly outputs: readonly PlannedOutput[];
  /** Jobs for what must be rebuilt. */
  readonly matrix: Matrix;
  /** What the names of the jobs' artifacts begin with. */
  readonly artifactPrefix: string;
  readonly lock: PlannedLock;
  /** What stays published as it is: the outputs of a build state that are not rebuilt. */
  readonly kept: BuildState['outputs'];
}

/** The lock that was planned with. */
export interface PlannedLock {
  readonly path: string;
  /** With `update`: `treesmith lock` would write another lockfile than the one that is here. */
  readonly stale: boolean;
  /** From the lockfile that is here to what was planned with. */
  readonly changes: readonly PackageChange[];
}

/** How to plan. */
export interface PlanOptions {
  /** Where what was last published is described; see `parseSource`. Nothing: all is new. */
  readonly published: readonly string[];
  /** `BASEARCH=LABEL`. */
  readonly runners: readonly string[];
  /** Rebuild everything; `published` is not read. */
  readonly force: boolean;
  /** Plan with what the repositories have now; the lockfile is not written. */
  readonly update: boolean;
}

/**
 * Decides what must be rebuilt: from the treefiles, the lock and what was last published, without
 * fetching packages or composing.
 *
 * @throws ConfigError LOCK_MISSING, LOCK_STALE without `update`; PlanCode; with `update` what locking throws
 */
export async function runPlan(
  workspace: Workspace,
  { published, runners, force, update }: PlanOptions,
): Promise<Plan> {
  // Mistakes in options are said before anything is asked of the network.
  const runnerOf = parseRunners(runners);
  const lines = published.map((line) => line.trim()).filter((line) => line !== '');
  for (const line of lines) parseSource(line);
  const { lockfile, lock } = await planLock(workspace, update);
  const wanted = await wantedOutputs(workspace, lockfile);
  const found = force ? [] : await readAll(workspace, lines);
  const known = lock.stale ? await lockedBefore(workspace) : new Map();
  const outputs = decideOutputs(wanted, found, { force, known });
  const { remix } = workspace;
  const formats = new Map(remix.images.map(({ name, format }) => [name, format]));
  return {
    remix: remix.name,
    changed: outputs.some(({ changed }) => changed),
    outputs,
    artifactPrefix: artifactPrefix(remix.name),
    matrix: planMatrix(remix.name, outputs, formats, runnerOf),
    lock,
    kept: keptOutputs(outputs, found),
  };
}

/** Returns the plan as lines for people. */
export function formatPlan({ outputs, lock, matrix }: Plan): string[] {
  const width = Math.max(...outputs.map(({ id }) => id.length));
  const rows = outputs.map(
    ({ id, changed, reason }) =>
      `${id.padEnd(width)}  ${changed ? 'rebuild' : 'keep   '}  ${reason}`,
  );
  const legs = matrix.include.length;
  return [
    ...rows,
    ...(lock.stale ? [`${lock.path} is behind the repositories: run "treesmith lock"`] : []),
    legs === 0 ? 'Nothing must be rebuilt.' : `${legs} ${legs === 1 ? 'job' : 'jobs'} to run.`,
  ];
}

async function planLock(
  workspace: Workspace,
  update: boolean,
): Promise<{ lockfile: Lockfile; lock: PlannedLock }> {
  const path = workspace.remix.lockfile;
  if (!update) {
    const lockfile = await currentLock(workspace);
    return { lockfile, lock: { path, stale: false, changes: [] } };
  }
  const { lockfile, outcome } = await solveLock(workspace);
  return { lockfile, lock: { path, stale: outcome.changed, changes: outcome.changes } };
}

async function wantedOutputs(workspace: Workspace, lockfile: Lockfile): Promise<WantedOutput[]> {
  const { remix, treefiles, architectures } = workspace;
  const wanted: WantedOutput[] = [];
  for (const [basearch, treefile] of treefiles) {
    if (!architectures.includes(basearch)) continue;
    const locked = lockedArch(lockfile, basearch, workspace);
    const commit = await commitInputHash(workspace, treefile, locked);
    const output = (kind: WantedOutput['kind'], name: string, inputHash: string) =>
      ({ id: outputId(basearch, kind, name), kind, basearch, name, inputHash }) as const;
    wanted.push({ ...output('commit', '', commit), packages: lockedNevras(locked) });
    for (const image of remix.images) {
      const hash = imageInputHash(workspace, treefile, commit, image);
      wanted.push(output('image', image.name, hash));
    }
    for (const container of remix.containers) {
      const hash = await containerInputHash(workspace, treefile, commit, container);
      wanted.push(output('container', container.name, hash));
    }
  }
  return wanted;
}

/**
 * Returns the packages that the lockfile which is here has, by the input hash of the commit: what was
 * published may be that commit, and its packages are not known from elsewhere.
 */
async function lockedBefore(workspace: Workspace): Promise<Map<string, readonly Nevra[]>> {
  const known = new Map<string, readonly Nevra[]>();
  const lockfile = await readLockfile(workspace.remix.lockfile).catch(() => undefined);
  for (const [basearch, treefile] of workspace.treefiles) {
    const locked = lockfile?.arches.find(({ arch }) => arch === basearch);
    if (locked === undefined) continue;
    known.set(await commitInputHash(workspace, treefile, locked), lockedNevras(locked));
  }
  return known;
}

function readAll(workspace: Workspace, lines: readonly string[]): Promise<Published[]> {
  const { remix, treefiles, architectures, http, log, offline } = workspace;
  const refs = new Map(
    [...treefiles].flatMap(([basearch, { ref }]) =>
      ref === undefined ? [] : [[basearch, ref] as const],
    ),
  );
  const context = { remix: remix.name, architectures, refs, http, log, offline };
  return Promise.all(lines.map((line) => readPublished(line, context)));
}

/** A build state of a part must tell of the rest, too: what is not rebuilt stays where it is. */
function keptOutputs(
  outputs: readonly PlannedOutput[],
  published: readonly Published[],
): BuildState['outputs'] {
  const rebuilt = new Set(outputs.filter(({ changed }) => changed).map(({ id }) => id));
  const states = published.map(({ state }) => state?.outputs ?? {});
  return Object.fromEntries(
    states.flatMap((state) => Object.entries(state)).filter(([id]) => !rebuilt.has(id)),
  );
}
