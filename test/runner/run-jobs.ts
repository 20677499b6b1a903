import {
  type Dictionary,
  evaluate,
  evaluateCondition,
  isDictionary,
  type Scope,
} from './evaluate.ts';
import type { LoadedJob, LoadedWorkflow } from './load-workflow.ts';
import { expandMatrix, type Leg } from './matrix.ts';
import { runLeg } from './run-leg.ts';
import {
  type Call,
  emptyResult,
  type Finished,
  failedJob,
  noteConcurrency,
  type Run,
  scopeOf,
  worstResult,
} from './run-state.ts';

/** Runs all jobs of a workflow, each when what it needs has ended. Returns them by key. */
export async function runJobs(run: Run, call: Call): Promise<Map<string, Finished>> {
  const { workflow } = call;
  noteConcurrency(run, workflow.tree['concurrency'], scopeOf(run, call));
  const started = new Map<string, Promise<Finished>>();
  const start = (key: string): Promise<Finished> => {
    const known = started.get(key);
    if (known !== undefined) return known;
    const promise = (async () => {
      const needed = needsOf(workflow, key);
      await Promise.all(needed.map(start));
      const finished = new Map<string, Finished>();
      for (const name of ancestorsOf(workflow, key)) finished.set(name, await start(name));
      return runNamedJob(run, call, key, finished);
    })();
    started.set(key, promise);
    return promise;
  };
  const ended = new Map<string, Finished>();
  for (const key of Object.keys(workflow.jobs)) void start(key).catch(() => {});
  for (const key of Object.keys(workflow.jobs)) ended.set(key, await start(key));
  return ended;
}

async function runNamedJob(
  run: Run,
  call: Call,
  key: string,
  before: ReadonlyMap<string, Finished>,
): Promise<Finished> {
  const job = call.workflow.jobs[key] as LoadedJob;
  const needs = needsOf(call.workflow, key).map((name) => [name, before.get(name)]);
  const scope: Scope = {
    ...scopeOf(run, call, { needs: JSON.parse(JSON.stringify(Object.fromEntries(needs))) }),
    status: statusOf(run, [...before.values()]),
  };
  const id = `${call.prefix}${key}`;
  let legs: Leg[];
  let strategy: Dictionary;
  try {
    if (!evaluateCondition(job.tree['if'], scope)) return skipped(run, job, id);
    const value = evaluate(job.tree['strategy'] ?? null, scope);
    strategy = isDictionary(value) ? value : {};
    legs = expandMatrix(strategy['matrix']);
  } catch (error) {
    return failedJob(run, job, id, error);
  }
  const failFast = new AbortController();
  const limit = Number(strategy['max-parallel'] ?? legs.length);
  const ended: Finished[] = [];
  const waiting = [...legs];
  const worker = async () => {
    for (let leg = waiting.shift(); leg !== undefined; leg = waiting.shift()) {
      const contexts = { matrix: leg.matrix, strategy: strategyContext(strategy, leg) };
      const legScope = { ...scope, contexts: { ...scope.contexts, ...contexts } };
      const signal = AbortSignal.any([run.signal, failFast.signal]);
      const plan = { job, key, id: `${id}${leg.suffix}`, scope: legScope, signal };
      const done = await runLeg(run, call, plan, runJobs);
      ended.push(done);
      if (done.result === 'failure' && strategy['fail-fast'] !== false) failFast.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, legs.length) }, worker));
  const outputs = ended.flatMap((leg) =>
    Object.entries(leg.outputs).filter(([, value]) => value !== ''),
  );
  const empty = ended.flatMap((leg) => Object.entries(leg.outputs));
  return {
    // A leg that another one's failure cancelled does not make the failure less of one.
    result: worstResult(ended.map(({ result }) => result)),
    outputs: Object.fromEntries([...empty, ...outputs]),
  };
}

function statusOf(
  run: Run,
  before: readonly Finished[],
): 'success' | 'failure' | 'cancelled' | 'skipped' {
  if (run.signal.aborted) return 'cancelled';
  const results = before.map(({ result }) => result);
  if (results.includes('failure')) return 'failure';
  return results.every((result) => result === 'success') ? 'success' : 'skipped';
}

function needsOf({ jobs }: LoadedWorkflow, key: string): string[] {
  const needs = jobs[key]?.tree['needs'];
  if (needs === undefined || needs === null) return [];
  return Array.isArray(needs) ? needs.map(String) : [String(needs)];
}

/** What a job needs, and what that needs: a failure far back counts as well. */
function ancestorsOf(workflow: LoadedWorkflow, key: string): Set<string> {
  const direct = needsOf(workflow, key);
  return new Set(direct.flatMap((name) => [name, ...ancestorsOf(workflow, name)]));
}

function strategyContext(strategy: Dictionary, leg: Leg): Dictionary {
  return {
    'fail-fast': strategy['fail-fast'] ?? true,
    'job-index': leg.index,
    'job-total': leg.total,
    'max-parallel': strategy['max-parallel'] ?? leg.total,
  };
}

function skipped(run: Run, { permissions }: LoadedJob, id: string): Finished {
  run.results.push(emptyResult({ id, name: id, runsOn: '', permissions }, 'skipped'));
  return { result: 'skipped', outputs: {} };
}
