import { evaluate, toText } from './evaluate.ts';
import { type Frame, type JobRun, stepScope } from './job-run.ts';
import type { NodeAction } from './node-action.ts';
import type { StepPhase } from './step-phase.ts';
import type { ProcessOutcome } from './step-process.ts';
import { mappingOf, type Tree } from './tree.ts';

/** Runs the steps of a composite action; they see its inputs and each other, not those of the job. */
export async function runComposite(
  job: JobRun,
  { used, manifest, inputs }: NodeAction,
  phase: StepPhase,
  runSteps: (job: JobRun, frame: Frame, steps: Tree | undefined) => Promise<void>,
): Promise<Partial<ProcessOutcome>> {
  const frame: Frame = {
    source: used.source,
    inputs: { ...inputs },
    steps: {},
    github: { action_path: manifest.folder },
    env: { ...phase.env, GITHUB_ACTION_PATH: manifest.folder },
    failed: false,
  };
  await runSteps(job, frame, manifest.runs['steps']);
  const scope = stepScope(job, frame);
  const outputs = Object.entries(manifest.outputs).map(([name, output]) => [
    name,
    toText(evaluate(mappingOf(output)['value'] ?? null, scope)),
  ]);
  if (frame.failed) throw new Error('A step of the composite action failed.');
  return { outputs: Object.fromEntries(outputs) };
}
