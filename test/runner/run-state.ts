import { type Dictionary, evaluate, isDictionary, type Scope, toText } from './evaluate.ts';
import type { LoadedJob, LoadedWorkflow } from './load-workflow.ts';
import type { Masks } from './masks.ts';
import type { JobFacts, JobResult, Result, RunOptions } from './run-model.ts';
import type { RunSlots } from './run-slots.ts';
import type { Tree } from './tree.ts';

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

/** Returns the worst of some results; of none, or when all were skipped, `skipped`. */
export function worstResult(results: readonly Result[]): Result {
  const order: readonly Result[] = ['failure', 'cancelled', 'success'];
  return order.find((each) => results.includes(each)) ?? 'skipped';
}

/** Returns what expressions of a job can see before it has a machine. */
export function scopeOf(run: Run, call: Call, more: Dictionary = {}): Scope {
  const { inputs, secrets } = call;
  const vars: Dictionary = { ...run.options.vars };
  return { contexts: { github: run.github, inputs, secrets, vars, ...more } };
}

/** Keeps the concurrency group that a workflow or job asks for. */
export function noteConcurrency(run: Run, tree: Tree | undefined, scope: Scope): void {
  if (tree === undefined) return;
  const value = evaluate(tree, scope);
  const group = toText(isDictionary(value) ? value['group'] : value);
  const cancelInProgress = isDictionary(value) && value['cancel-in-progress'] === true;
  run.concurrency.push({ group, cancelInProgress });
}

/** Keeps a job that could not start, with the reason. */
export function failedJob(
  run: Run,
  { permissions }: LoadedJob,
  id: string,
  error: unknown,
): Finished {
  const message = error instanceof Error ? error.message : String(error);
  run.results.push({
    ...emptyResult({ id, name: id, runsOn: '', permissions }, 'failure'),
    annotations: [{ level: 'error', message }],
    log: `=== ${id}\n##[error]${message}\n`,
  });
  return { result: 'failure', outputs: {} };
}

/** Returns the result of a job that ran no steps. */
export function emptyResult(facts: JobFacts, result: Result): JobResult {
  return { ...facts, result, outputs: {}, steps: [], annotations: [], log: '', summary: '' };
}
