import { join } from 'node:path';
import { inputVariables } from './action-inputs.ts';
import type { ActionManifest } from './action-manifest.ts';
import { evaluateCondition } from './evaluate.ts';
import { type Frame, type JobRun, stepScope, textOf } from './job-run.ts';
import type { Used } from './resolve-uses.ts';
import { runPhase, type StepPhase } from './step-phase.ts';
import { FailedStep, type ProcessOutcome, runStepProcess } from './step-process.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** The version that `using: node24` means, whatever runs the tests. */
const NODE = join(ROOT, 'node_modules', '.bin', 'node');

/** A JavaScript action, as a step uses it. */
export interface NodeAction {
  readonly name: string;
  readonly id?: string | undefined;
  readonly used: Used;
  readonly manifest: ActionManifest;
  readonly inputs: Readonly<Record<string, string>>;
  /** What `pre` left. */
  readonly state: Readonly<Record<string, string>>;
}

/** Runs the `main` of an action; its `post` is left for the end of the job, with the state. */
export async function runNodeMain(
  job: JobRun,
  frame: Frame,
  action: NodeAction,
  phase: StepPhase,
): Promise<ProcessOutcome> {
  const { runs, using } = action.manifest;
  if (using !== 'node24') throw new Error(`'using: ${using}' is not supported here`);
  let { state } = action;
  if (runs['post'] !== undefined) {
    job.posts.unshift((root) => runNodePost(job, frame, { ...action, state }, phase.env, root));
  }
  try {
    const outcome = await runNodeFile(job, action, 'main', phase);
    state = { ...state, ...outcome.state };
    return outcome;
  } catch (error) {
    if (error instanceof FailedStep) state = { ...state, ...error.outcome.state };
    throw error;
  }
}

/** Runs one of the files of an action: `pre`, `main` or `post`. */
export function runNodeFile(
  job: JobRun,
  { id, used, manifest, inputs, state }: NodeAction,
  which: 'pre' | 'main' | 'post',
  phase: StepPhase,
): Promise<ProcessOutcome> {
  const kept = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]);
  const { repository, ref } = used.source;
  return runStepProcess(job, {
    argv: [NODE, join(manifest.folder, textOf(manifest.runs[which]) ?? '')],
    cwd: job.folders.workspace,
    env: {
      ...phase.env,
      ...inputVariables(inputs),
      ...Object.fromEntries(kept),
      GITHUB_ACTION: id ?? '__action',
      ...(used.local ? {} : { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref }),
    },
    isAction: true,
    log: phase.log,
    signal: phase.signal,
  });
}

async function runNodePost(
  job: JobRun,
  frame: Frame,
  action: NodeAction,
  env: Readonly<Record<string, string>>,
  root: Frame,
): Promise<void> {
  const options = { id: action.id, name: `Post ${action.name}`, phase: 'post', env } as const;
  await runPhase(job, root, options, async (phase) => {
    // Asked of the job, not of the frame: a composite action may have ended well in a bad job.
    const scope = stepScope(job, { ...frame, failed: root.failed }, { ...env });
    if (!evaluateCondition(action.manifest.runs['post-if'] ?? 'always()', scope)) return undefined;
    return runNodeFile(job, action, 'post', phase);
  });
}
