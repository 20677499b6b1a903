import type { Frame, JobRun } from './job-run.ts';
import type { Result, StepResult } from './run-model.ts';
import { createStepLog, type StepLog } from './step-log.ts';
import { FailedStep, type ProcessOutcome, StoppedStep } from './step-process.ts';

/** What every phase (pre, main, post) of a step works with. */
export interface StepPhase {
  readonly log: StepLog;
  /** `env:` of the step. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface PhaseOptions {
  readonly id?: string | undefined;
  readonly name: string;
  readonly phase: StepResult['phase'];
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMinutes?: number;
  /** Decides once the outcome is bad whether the job goes on all the same. */
  readonly mayFail?: () => boolean;
}

/**
 * Runs a phase of a step and records how it ended; `work` returning undefined stands for a step
 * that is skipped. Never throws.
 */
export async function runPhase(
  job: JobRun,
  frame: Frame,
  options: PhaseOptions,
  work: (phase: StepPhase) => Promise<Partial<ProcessOutcome> | undefined>,
): Promise<void> {
  const started = performance.now();
  const log = createStepLog(job.masks);
  const { signal, isTimeUp } = phaseSignal(job, options);
  let outcome: Result = 'success';
  let left: Partial<ProcessOutcome> | undefined;
  try {
    left = await work({ log, env: options.env, signal });
    if (left === undefined) outcome = 'skipped';
  } catch (error) {
    if (error instanceof FailedStep) left = error.outcome;
    const stopped = error instanceof StoppedStep;
    outcome = stopped && !isTimeUp() ? 'cancelled' : 'failure';
    const minutes = options.timeoutMinutes;
    log.error(
      stopped && isTimeUp()
        ? `The action '${options.name}' has timed out after ${minutes} minutes.`
        : error instanceof Error
          ? error.message
          : String(error),
    );
  }
  const conclusion = outcome === 'failure' && options.mayFail?.() === true ? 'success' : outcome;
  if (conclusion === 'failure' || conclusion === 'cancelled') frame.failed = true;
  const outputs = left?.outputs ?? {};
  if (options.id !== undefined && options.phase === 'main') {
    frame.steps[options.id] = { outputs, outcome, conclusion };
  }
  job.steps.push({
    ...(options.id === undefined ? {} : { id: options.id }),
    ...{ name: options.name, phase: options.phase, outcome, conclusion, outputs },
    log: log.text(),
    annotations: log.annotations,
    summary: job.masks.mask(left?.summary ?? ''),
    seconds: (performance.now() - started) / 1000,
  });
}

/** A job that was cancelled still runs its `always()` steps, so those are not stopped by that. */
function phaseSignal(job: JobRun, { timeoutMinutes }: PhaseOptions) {
  const signals = job.signal.aborted ? [] : [job.signal];
  if (timeoutMinutes === undefined) {
    return { signal: AbortSignal.any(signals), isTimeUp: () => false };
  }
  const timeout = AbortSignal.timeout(timeoutMinutes * (job.options.minuteMs ?? 60_000));
  return { signal: AbortSignal.any([...signals, timeout]), isTimeUp: () => timeout.aborted };
}
