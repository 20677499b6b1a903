import type { Log } from '../core/log.ts';
import { POOL_FLAGS, runTestsolv, SOLVER_FLAGS } from '../host/testsolv.ts';
import { lockBuildError } from './errors.ts';
import type { Pool } from './pool.ts';

/** What the solver chose, or why it could not. */
export interface Solution {
  /** `name-evr.arch@alias`. */
  readonly chosen: readonly string[];
  /** Sentences of libsolv, each once. Empty when all is well. */
  readonly problems: readonly string[];
  /** Jobs of which one less would solve a problem. */
  readonly blamed: readonly string[];
}

/** How to solve. */
export interface SolveOptions {
  /** Whether weak dependencies come along. */
  readonly recommends: boolean;
  readonly log: Log;
}

/**
 * Runs libsolv's `testsolv` on `jobs`, lines of its testcase format without `job`:
 * `install name bash`. Format: libsolv, `ext/testcase.c`.
 *
 * @throws BuildError SOLVER_FAILED; ConfigError TOOL_MISSING
 */
export async function solve(
  pool: Pool,
  jobs: readonly string[],
  { recommends, log }: SolveOptions,
): Promise<Solution> {
  const text = [
    poolLines(pool),
    ...pool.disabled.map((solvable) => `disable pkg ${solvable}`),
    `solverflags ${SOLVER_FLAGS}${recommends ? '' : ' ignorerecommended'}`,
    ...jobs.map((job) => `job ${job}`),
    'result transaction,problems <inline>',
  ].join('\n');
  const chosen: string[] = [];
  const problems = new Set<string>();
  const blamed = new Set<string>();
  const read = (line: string): void => {
    const [, solvable] = /^install (\S+)$/.exec(line) ?? [];
    const [, problem] = /^problem \S+ info (.*)$/.exec(line) ?? [];
    const [, job] = /^problem \S+ solution \S+ deljob (.*)$/.exec(line) ?? [];
    if (solvable !== undefined) chosen.push(solvable);
    if (problem !== undefined) problems.add(problem);
    if (job !== undefined) blamed.add(job);
  };
  await askTestsolv(['-r'], text, pool, read, log);
  return { chosen, problems: [...problems], blamed: [...blamed] };
}

/** Returns the names that libsolv found nowhere. */
export function missingFrom({ problems }: Solution): string[] {
  return problems.flatMap((text) => {
    const [, name] = /^nothing provides (?:requested )?(\S+)/.exec(text) ?? [];
    return name === undefined ? [] : [name];
  });
}

/** Something that a request may mean which only libsolv can look up. */
export interface Query {
  readonly what: string;
  /** Flags of a selection: `provides,rel` or `filelist,flat`. */
  readonly flags: 'provides,rel' | 'filelist,flat';
}

/**
 * Returns for each query what a job may install: the rest of the line after `install`, or undefined
 * when nothing that may be chosen has it. One run answers all.
 */
export async function lookUp(
  pool: Pool,
  queries: readonly Query[],
  log: Log,
): Promise<(string | undefined)[]> {
  if (queries.length === 0) return [];
  const text = [
    poolLines(pool),
    ...pool.disabled.map((solvable) => `disable pkg ${solvable}`),
    // libsolv counts tests only when there are several.
    ...[...queries, undefined].map((query) =>
      query === undefined
        ? 'result jobs <inline>'
        : `job noop selection ${query.what} ${query.flags}\nresult jobs <inline>\nnextjob`,
    ),
  ].join('\n');
  const found: (string | undefined)[] = queries.map(() => undefined);
  let test = -1;
  const read = (line: string): void => {
    const [, number] = /^test (\d+):$/.exec(line) ?? [];
    const [, what] = /^job noop (.*)$/.exec(line) ?? [];
    if (number !== undefined) test = Number(number) - 1;
    if (what !== undefined && test < queries.length) found[test] = what;
  };
  await askTestsolv(['-r'], text, pool, read, log);
  return found;
}

/**
 * Gives every package of the pool with its dependencies, those too that may not be chosen, to
 * `onLine`: `  - nevra@alias`, `    solvable:requires:`, `      bash >= 5`.
 */
export async function listDependencies(
  pool: Pool,
  onLine: (line: string) => void,
  log: Log,
): Promise<void> {
  const repositories = poolLines(pool)
    .split('\n')
    .filter((line) => line.startsWith('repo '));
  const text = ['system unset rpm', ...repositories].join('\n');
  await askTestsolv(['-L', '*'], text, pool, onLine, log);
}

function poolLines({ repositories, rpmArches }: Pool): string {
  return [
    ...repositories.map(
      ({ alias, definition }) =>
        // Ours is the lower the better, libsolv's the higher; cost decides between equals.
        `repo ${alias} ${99 - definition.priority}.${-definition.cost} solv ${alias}.solv`,
    ),
    `system :${rpmArches.join(':')} rpm`,
    `poolflags ${POOL_FLAGS}`,
  ].join('\n');
}

async function askTestsolv(
  options: readonly string[],
  text: string,
  { repositories }: Pool,
  onLine: (line: string) => void,
  log: Log,
): Promise<void> {
  const files = repositories.map(({ alias, solvPath }) => ({ alias, path: solvPath }));
  const complaint = await runTestsolv(text, { files, options, onLine, log });
  if (complaint !== '') throw lockBuildError('SOLVER_FAILED', `testsolv complains: ${complaint}`);
}
