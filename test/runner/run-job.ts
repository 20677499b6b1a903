import { type Dictionary, evaluate, evaluateTexts, type Scope, toText } from './evaluate.ts';
import {
  githubContext,
  machineEnvironment,
  makeJobFolders,
  runnerContext,
  serviceEnvironment,
} from './job-environment.ts';
import { type Frame, type JobRun, stepScope } from './job-run.ts';
import type { LoadedWorkflow } from './load-workflow.ts';
import type { Masks } from './masks.ts';
import type { JobFacts, JobResult, Result, RunOptions } from './run-model.ts';
import { runPreSteps, runSteps } from './step.ts';
import { createStepLog } from './step-log.ts';
import { type Mapping, mappingOf } from './tree.ts';

const DEFAULT_TIMEOUT_MINUTES = 360;
const SECRET_VARIABLES = [
  'GITHUB_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
];

/** A job that runs on a machine, all of it decided but for what its steps find. */
export interface JobPlan {
  readonly facts: JobFacts;
  readonly key: string;
  readonly tree: Mapping;
  readonly workflow: LoadedWorkflow;
  /** What the event started, and called the workflow perhaps. */
  readonly root: LoadedWorkflow;
  /** `inputs`, `needs`, `matrix`, `strategy`, `secrets`, `vars`. */
  readonly contexts: Dictionary;
  readonly signal: AbortSignal;
}

/** Runs a job on the machine `slot`: its steps, and what they left for the end. Does not throw. */
export async function runJob(
  plan: JobPlan,
  options: RunOptions,
  masks: Masks,
  slot: number,
): Promise<JobResult> {
  const { facts, tree, workflow } = plan;
  const log = createStepLog(masks);
  const frame: Frame = {
    ...{ source: workflow.source, inputs: plan.contexts['inputs'] as Dictionary },
    ...{ steps: {}, github: {}, env: {}, failed: false },
  };
  let job: JobRun | undefined;
  let outputs: Record<string, string> = {};
  let timeout: AbortSignal | undefined;
  try {
    const minutes = Number(evaluate(tree['timeout-minutes'] ?? DEFAULT_TIMEOUT_MINUTES, plan));
    timeout = AbortSignal.timeout(minutes * (options.minuteMs ?? 60_000));
    job = await openJob(plan, options, masks, slot, AbortSignal.any([plan.signal, timeout]));
    await runPreSteps(job, frame, tree['steps']);
    await runSteps(job, frame, tree['steps']);
    for (const post of job.posts) await post(frame);
    if (timeout.aborted && !plan.signal.aborted) {
      log.error(`The job has exceeded the maximum execution time of ${minutes}m0s`);
    }
    outputs = jobOutputs(tree, stepScope(job, frame), masks, log.warning);
  } catch (error) {
    frame.failed = true;
    log.error(error instanceof Error ? error.message : String(error));
  }
  const result: JobResult = {
    ...facts,
    result: resultOf(frame, job?.signal ?? plan.signal),
    outputs,
    steps: job?.steps ?? [],
    annotations: log.annotations,
    log: jobLog(facts, job, log.text()),
    summary: (job?.steps ?? []).map(({ summary }) => summary).join(''),
  };
  if (job !== undefined) await options.afterJob?.(result, job.folders);
  return result;
}

async function openJob(
  { facts, key, tree, workflow, root, contexts }: JobPlan,
  options: RunOptions,
  masks: Masks,
  slot: number,
  signal: AbortSignal,
): Promise<JobRun> {
  const folders = await makeJobFolders(options, slot);
  const services = await serviceEnvironment(options, facts, root, folders);
  for (const name of SECRET_VARIABLES) masks.add(services[name] ?? '');
  const token = services['GITHUB_TOKEN'] ?? '';
  const all: Dictionary = {
    ...contexts,
    github: githubContext(services, options, folders, key),
    runner: runnerContext(services, folders),
    secrets: { ...(contexts['secrets'] as Dictionary), GITHUB_TOKEN: token },
  };
  const workflowEnv = evaluateTexts(workflow.tree['env'], { contexts: all });
  const env = evaluateTexts(tree['env'], { contexts: { ...all, env: workflowEnv } });
  const runDefaults = (of: Mapping) => mappingOf(mappingOf(of['defaults'])['run']);
  return {
    ...{ options, facts, key, folders, masks, services, signal },
    contexts: all,
    machine: machineEnvironment(options, facts),
    defaults: { ...runDefaults(workflow.tree), ...runDefaults(tree) },
    env: { ...workflowEnv, ...env },
    ...{ paths: [], preStates: new Map(), posts: [], steps: [] },
  };
}

function jobOutputs(
  tree: Mapping,
  scope: Scope,
  masks: Masks,
  warn: (message: string) => void,
): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, value] of Object.entries(mappingOf(tree['outputs']))) {
    const text = toText(evaluate(value, scope));
    if (masks.has(text)) warn(`Skip output '${name}' since it may contain secret.`);
    else outputs[name] = text;
  }
  return outputs;
}

function resultOf(frame: Frame, signal: AbortSignal): Result {
  if (signal.aborted) return 'cancelled';
  return frame.failed ? 'failure' : 'success';
}

function jobLog(facts: JobFacts, job: JobRun | undefined, own: string): string {
  const steps = (job?.steps ?? []).map(
    ({ name, outcome, seconds, log }) => `--- ${name}: ${outcome}, ${seconds.toFixed(1)} s\n${log}`,
  );
  return `=== ${facts.id}\n${steps.join('')}${own}`;
}
