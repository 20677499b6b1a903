import { resolveInputs } from './action-inputs.ts';
import { readActionManifest } from './action-manifest.ts';
import { checkOut } from './checkout.ts';
import { runComposite } from './composite-action.ts';
import { evaluate, evaluateCondition, evaluateTexts, type Scope, toText } from './evaluate.ts';
import { type Frame, type JobRun, stepScope, textOf } from './job-run.ts';
import { type NodeAction, runNodeFile, runNodeMain } from './node-action.ts';
import { resolveUses } from './resolve-uses.ts';
import { runScript } from './script-step.ts';
import { runPhase, type StepPhase } from './step-phase.ts';
import type { ProcessOutcome } from './step-process.ts';
import { isMappingTree, type Mapping, type Tree } from './tree.ts';

const KNOWN = [
  ...['id', 'name', 'if', 'uses', 'with', 'run', 'shell', 'working-directory', 'env'],
  ...['continue-on-error', 'timeout-minutes'],
];

/** Runs the steps of a job or of a composite action, in order. How they end stands in the frame. */
export async function runSteps(job: JobRun, frame: Frame, steps: Tree | undefined): Promise<void> {
  for (const step of Array.isArray(steps) ? steps.filter(isMappingTree) : []) {
    await runStep(job, frame, step);
  }
}

/** Runs what actions want to run before the first step of a job. */
export async function runPreSteps(
  job: JobRun,
  frame: Frame,
  steps: Tree | undefined,
): Promise<void> {
  for (const step of Array.isArray(steps) ? steps.filter(isMappingTree) : []) {
    const uses = textOf(step['uses']);
    if (uses === undefined || uses.startsWith('./') || isCheckout(uses)) continue;
    const { env, name } = describeStep(job, frame, step);
    const used = resolveUses(uses, frame.source, job.folders.workspace, job.options);
    const manifest = await readActionManifest(used.path).catch(() => undefined);
    if (manifest?.runs['pre'] === undefined) continue;
    const options = { name: `Pre ${name}`, phase: 'pre', env } as const;
    await runPhase(job, frame, options, async (phase) => {
      const scope = stepScope(job, frame, { ...env });
      if (!evaluateCondition(manifest.runs['pre-if'] ?? 'always()', scope)) return undefined;
      const inputs = resolveInputs(manifest, evaluateTexts(step['with'], scope), scope, phase.log);
      const action = { name, used, manifest, inputs, state: {} };
      const outcome = await runNodeFile(job, action, 'pre', phase);
      job.preStates.set(step, outcome.state);
      return outcome;
    });
  }
}

async function runStep(job: JobRun, frame: Frame, step: Mapping): Promise<void> {
  const { env, name, problem } = describeStep(job, frame, step);
  const scope = stepScope(job, frame, env);
  const minutes = step['timeout-minutes'];
  const options = {
    ...({ id: textOf(step['id']), name, phase: 'main', env } as const),
    ...(minutes === undefined ? {} : { timeoutMinutes: Number(evaluate(minutes, scope)) }),
    mayFail: () => evaluate(step['continue-on-error'] ?? false, scope) === true,
  };
  await runPhase(job, frame, options, async (phase) => {
    if (problem !== undefined) throw problem;
    const unknown = Object.keys(step).filter((key) => !KNOWN.includes(key));
    if (unknown.length > 0) throw new Error(`step: ${unknown.join(', ')} is not supported here`);
    if (!evaluateCondition(step['if'], scope)) return undefined;
    const uses = textOf(step['uses']);
    if (uses === undefined) return runScript(job, step, scope, phase);
    return runAction(job, frame, step, { uses, name, scope, phase });
  });
}

interface ActionStep {
  readonly uses: string;
  readonly name: string;
  readonly scope: Scope;
  readonly phase: StepPhase;
}

async function runAction(
  job: JobRun,
  frame: Frame,
  step: Mapping,
  { uses, name, scope, phase }: ActionStep,
): Promise<Partial<ProcessOutcome>> {
  phase.log.line(`##[group]Run ${uses}`);
  const given = evaluateTexts(step['with'], scope);
  if (isCheckout(uses)) return { outputs: await checkOut(job, given, phase.log) };
  const used = resolveUses(uses, frame.source, job.folders.workspace, job.options);
  const manifest = await readActionManifest(used.path);
  const inputs = resolveInputs(manifest, given, scope, phase.log);
  for (const [key, value] of Object.entries(inputs)) phase.log.line(`  ${key}: ${value}`);
  phase.log.line('##[endgroup]');
  const action: NodeAction = {
    ...{ name, id: textOf(step['id']), used, manifest, inputs },
    state: job.preStates.get(step) ?? {},
  };
  if (manifest.using !== 'composite') return runNodeMain(job, frame, action, phase);
  return runComposite(job, action, phase, runSteps);
}

function describeStep(job: JobRun, frame: Frame, step: Mapping) {
  const scope = stepScope(job, frame);
  const what = textOf(step['uses']) ?? textOf(step['run'])?.split('\n')[0] ?? '';
  try {
    const env = { ...frame.env, ...evaluateTexts(step['env'], scope) };
    const name = step['name'];
    return { env, name: name === undefined ? `Run ${what}` : toText(evaluate(name, scope)) };
  } catch (problem) {
    return { env: {}, name: `Run ${what}`, problem };
  }
}

function isCheckout(uses: string): boolean {
  return uses.startsWith('actions/checkout@');
}
