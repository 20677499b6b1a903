import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { TimelineRecorder } from '../core/timeline.ts';
import type { Action, ActionPorts, ActionResult, PostAction } from './action.ts';
import { readContext } from './context.ts';
import { inputSpecs } from './input-names.ts';
import { assertKnownInputs, inputReader } from './inputs.ts';
import { type ActionsLog, actionsLog } from './log.ts';
import { appendSummary } from './summary.ts';

/** Which action to run, and where its bundle is. */
export interface EntryOptions<Inputs> {
  readonly name: string;
  /** Loads the action: after the first line of the log, for loading takes time. */
  readonly load: () => Promise<Action<Inputs>>;
  /** Folder of the bundles. */
  readonly dist: string;
}

/**
 * Runs an action as a step of a job: inputs from the environment, outputs, annotations and summary
 * for GitHub. Sets the exit code: 0 done, 1 failed, 2 the user can mend it.
 */
export async function runAsStep<Inputs>(options: EntryOptions<Inputs>): Promise<void> {
  const { env } = process;
  const log = actionsLog({
    workspace: env['GITHUB_WORKSPACE'] ?? '',
    debug: env['RUNNER_DEBUG'] === '1',
  });
  log.info(`Treesmith ${options.name}`);
  const { recordTimeline } = await import('../build/timeline-file.ts');
  await recordTimeline((recorder) => runStep(options, log, recorder));
}

/**
 * Runs the `post` of an action, at the end of the job. The job is what its steps made of it: what goes
 * wrong here is a warning.
 */
export async function runAsPost(name: string, load: () => Promise<PostAction>): Promise<void> {
  const { env } = process;
  const log = actionsLog({
    workspace: env['GITHUB_WORKSPACE'] ?? '',
    debug: env['RUNNER_DEBUG'] === '1',
  });
  log.info(`Treesmith ${name}, at the end of the job`);
  try {
    const { runPost } = await load();
    const context = readContext(env);
    await runPost({ log, context, state: (key) => env[`STATE_${key}`] });
  } catch (error) {
    log.warn(error instanceof Error ? error.message : String(error));
  } finally {
    log.close();
  }
}

async function runStep<Inputs>(
  options: EntryOptions<Inputs>,
  log: ActionsLog,
  recorder: TimelineRecorder,
): Promise<void> {
  const { env } = process;
  let action: Action<Inputs> | undefined;
  try {
    const context = readContext(env);
    action = await options.load();
    const ports = {
      name: options.name,
      log,
      context,
      recorder,
      entry: join(options.dist, 'treesmith.mjs'),
      saveState,
    };
    const result = await runChecked(action, ports);
    await setOutputs(result.outputs);
    await appendSummary(env['GITHUB_STEP_SUMMARY'], result.summary ?? '', log);
  } catch (error) {
    log.fail(error);
    await setOutputs(action?.failed ?? {});
    await summarize(error, log, recorder);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  } finally {
    log.close();
  }
}

async function runChecked<Inputs>(
  action: Action<Inputs>,
  ports: ActionPorts,
): Promise<ActionResult> {
  const names = inputSpecs(action.readInputs).map(({ name }) => name);
  assertKnownInputs(process.env, names);
  const reader = inputReader({
    env: process.env,
    workspace: ports.context.workspace,
    mask: (secret) => ports.log.mask(secret),
  });
  return action.run(action.readInputs(reader), ports);
}

async function summarize(
  error: unknown,
  log: ActionsLog,
  recorder: TimelineRecorder,
): Promise<void> {
  const { renderFailure } = await import('../report/failure.ts');
  const { BootStopped } = await import('../boot/boot-stopped.ts');
  const markdown = renderFailure(error, log.timeline, {
    recorded: recorder.snapshot(),
    root: process.env['GITHUB_WORKSPACE'],
    boot: causesOf(error).find((one) => one instanceof BootStopped)?.remains,
  });
  await appendSummary(process.env['GITHUB_STEP_SUMMARY'], markdown, log);
}

/** The error and what it came of, the latter last. */
function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one !== undefined && !chain.includes(one); ) {
    chain.push(one);
    one = one instanceof Error ? one.cause : undefined;
  }
  return chain;
}

async function saveState(name: string, value: string): Promise<void> {
  const core = await import('@actions/core');
  core.saveState(name, value);
}

async function setOutputs(outputs: Readonly<Record<string, string>>): Promise<void> {
  const core = await import('@actions/core');
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}
