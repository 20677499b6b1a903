import {
  type Dictionary,
  evaluate,
  evaluateTexts,
  isDictionary,
  type Scope,
  toText,
} from './evaluate.ts';
import type { LoadedJob, LoadedWorkflow } from './load-workflow.ts';
import { runJob } from './run-job.ts';
import type { JobFacts, JobResult } from './run-model.ts';
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
import { mappingOf } from './tree.ts';
import { WorkflowError } from './workflow-error.ts';
import { callInputs, callSecrets } from './workflow-inputs.ts';

/** One leg of a job: on a machine of its own, or a workflow that is called. */
export interface LegPlan {
  readonly job: LoadedJob;
  readonly key: string;
  readonly id: string;
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

/** Runs the jobs of a workflow that is called. */
type RunJobs = (run: Run, call: Call) => Promise<Map<string, Finished>>;

/** Runs a leg to its end. Returns it as `needs` shows it; the result is kept. */
export async function runLeg(
  run: Run,
  call: Call,
  leg: LegPlan,
  runJobs: RunJobs,
): Promise<Finished> {
  const { job, id, scope } = leg;
  try {
    const name = toText(evaluate(job.tree['name'] ?? id, scope));
    const runsOn = labelText(evaluate(job.tree['runs-on'] ?? null, scope));
    const facts: JobFacts = { id, name, runsOn, permissions: job.permissions };
    noteConcurrency(run, job.tree['concurrency'], scope);
    const done =
      job.called === undefined
        ? await onMachine(run, call, leg, facts)
        : await callWorkflow(run, leg, facts, { called: job.called, runJobs });
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
  { called, runJobs }: { called: LoadedWorkflow; runJobs: RunJobs },
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

function labelText(value: ReturnType<typeof evaluate>): string {
  if (Array.isArray(value)) return value.map(toText).join(', ');
  return isDictionary(value) ? Object.values(value).map(labelText).join(', ') : toText(value);
}
