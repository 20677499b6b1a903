import {
  type Dictionary,
  evaluate,
  evaluateCondition,
  evaluateTexts,
  isDictionary,
  type Scope,
  toText,
} from './evaluate.ts';
import type { LoadedJob, LoadedWorkflow } from './load-workflow.ts';
import type { Masks } from './masks.ts';
import { expandMatrix, type Leg } from './matrix.ts';
import { runJob } from './run-job.ts';
import type { JobFacts, JobResult, Result, RunOptions } from './run-model.ts';
import type { RunSlots } from './run-slots.ts';
import { mappingOf, type Tree } from './tree.ts';
import { WorkflowError } from './workflow-error.ts';
import { callInputs, callSecrets } from './workflow-inputs.ts';

/** What all jobs of a run share. */
export interface Run {
  readonly options: RunOptions;
  readonly masks: Masks;
  readonly slots: RunSlots;
  readonly signal: AbortSignal;
  readonly results: JobResult[];
  readonly concurrency: { group: string; cancelInProgress: boolean }[];
  /** `github`, as far as it is known before a job has a machine. */
  readonly github: Dictionary;
  /** What the event started. */
  readonly root: LoadedWorkflow;
}

/** A workflow with what it was called with. */
export interface Call {
  readonly workflow: LoadedWorkflow;
  /** `nightly/build/`, before ids of its jobs. */
  readonly prefix: string;
  readonly inputs: Dictionary;
  readonly secrets: Dictionary;
}

/** How a job ended, as `needs` shows it. */
export interface Finished {
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
}

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

/** Returns the worst of some results; of none, or when all were skipped, `skipped`. */
export function worstResult(results: readonly Result[]): Result {
  const order: readonly Result[] = ['failure', 'cancelled', 'success'];
  return order.find((each) => results.includes(each)) ?? 'skipped';
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
      const done = await runLeg(run, call, {
        job,
        key,
        id: `${id}${leg.suffix}`,
        scope: legScope,
        signal,
      });
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

interface LegPlan {
  readonly job: LoadedJob;
  readonly key: string;
  readonly id: string;
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

async function runLeg(run: Run, call: Call, leg: LegPlan): Promise<Finished> {
  const { job, id, scope } = leg;
  try {
    const name = toText(evaluate(job.tree['name'] ?? id, scope));
    const runsOn = labelText(evaluate(job.tree['runs-on'] ?? null, scope));
    const facts: JobFacts = { id, name, runsOn, permissions: job.permissions };
    noteConcurrency(run, job.tree['concurrency'], scope);
    const done =
      job.called === undefined
        ? await onMachine(run, call, leg, facts)
        : await callWorkflow(run, leg, facts, job.called);
    run.results.push(done);
    const forgiven =
      done.result === 'failure' && evaluate(job.tree['continue-on-error'] ?? false, scope) === true;
    return { result: forgiven ? 'success' : done.result, outputs: done.outputs };
  } catch (error) {
    if (error instanceof WorkflowError) throw error;
    return failedJob(run, job, id, error);
  }
}

async function onMachine(run: Run, call: Call, leg: LegPlan, facts: JobFacts): Promise<JobResult> {
  const { options, masks } = run;
  if (options.jobFilter?.(facts) === false) return emptyResult(facts, 'skipped');
  return run.slots.use(async (slot) => {
    if (leg.signal.aborted) return emptyResult(facts, 'cancelled');
    const plan = {
      ...{ facts, key: leg.key, tree: leg.job.tree, workflow: call.workflow },
      ...{ contexts: leg.scope.contexts, signal: leg.signal, root: run.root },
    };
    return runJob(plan, options, masks, slot);
  });
}

async function callWorkflow(
  run: Run,
  { job, id, scope, signal }: LegPlan,
  facts: JobFacts,
  called: LoadedWorkflow,
): Promise<JobResult> {
  const on = mappingOf(mappingOf(called.tree['on'])['workflow_call']);
  const given = evaluate(job.tree['with'] ?? {}, scope) as Dictionary;
  const { github, vars } = scope.contexts;
  const bare: Scope = { contexts: { github: github ?? {}, vars: vars ?? {} } };
  const call: Call = {
    workflow: called,
    prefix: `${id}/`,
    inputs: callInputs(id, on['inputs'], given, bare),
    secrets: callSecrets(id, on['secrets'], job.tree['secrets'], scope),
  };
  const ended = await runJobs({ ...run, signal }, call);
  const jobs = Object.fromEntries(ended) as unknown as Dictionary;
  const outputs = Object.entries(mappingOf(on['outputs'])).map(([name, output]) => [
    name,
    mappingOf(output)['value'] ?? null,
  ]);
  return {
    ...emptyResult(facts, worstResult([...ended.values()].map(({ result }) => result))),
    outputs: evaluateTexts(Object.fromEntries(outputs), scopeOf(run, call, { jobs })),
  };
}

function scopeOf(run: Run, call: Call, more: Dictionary = {}): Scope {
  const { inputs, secrets } = call;
  const vars: Dictionary = { ...run.options.vars };
  return { contexts: { github: run.github, inputs, secrets, vars, ...more } };
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

function noteConcurrency(run: Run, tree: Tree | undefined, scope: Scope): void {
  if (tree === undefined) return;
  const value = evaluate(tree, scope);
  const group = toText(isDictionary(value) ? value['group'] : value);
  const cancelInProgress = isDictionary(value) && value['cancel-in-progress'] === true;
  run.concurrency.push({ group, cancelInProgress });
}

function labelText(value: ReturnType<typeof evaluate>): string {
  if (Array.isArray(value)) return value.map(toText).join(', ');
  return isDictionary(value) ? Object.values(value).map(labelText).join(', ') : toText(value);
}

function skipped(run: Run, { permissions }: LoadedJob, id: string): Finished {
  run.results.push(emptyResult({ id, name: id, runsOn: '', permissions }, 'skipped'));
  return { result: 'skipped', outputs: {} };
}

function failedJob(run: Run, { permissions }: LoadedJob, id: string, error: unknown): Finished {
  const message = error instanceof Error ? error.message : String(error);
  run.results.push({
    ...emptyResult({ id, name: id, runsOn: '', permissions }, 'failure'),
    annotations: [{ level: 'error', message }],
    log: `=== ${id}\n##[error]${message}\n`,
  });
  return { result: 'failure', outputs: {} };
}

function emptyResult(facts: JobFacts, result: Result): JobResult {
  return { ...facts, result, outputs: {}, steps: [], annotations: [], log: '', summary: '' };
}
