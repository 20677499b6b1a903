import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseKeyValues, parsePathLines } from './file-commands.ts';
import type { JobRun } from './job-run.ts';
import { runProcess } from './run-process.ts';
import type { StepLog } from './step-log.ts';

const SUMMARY_LIMIT_BYTES = 1024 * 1024;
const FILES = ['OUTPUT', 'ENV', 'PATH', 'STATE', 'STEP_SUMMARY'] as const;

export interface StepProcess {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** `env:` of the step, inputs, state: what comes on top of the job's. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it is an action: scripts are not told of GitHub's services. */
  readonly isAction: boolean;
  readonly log: StepLog;
  readonly signal: AbortSignal;
}

/** What a process left behind. */
export interface ProcessOutcome {
  readonly outputs: Record<string, string>;
  readonly state: Record<string, string>;
  readonly summary: string;
}

/**
 * Runs a process of a step with everything that the runner gives it, and takes what it wrote into
 * its files. The variables and paths go to the job.
 *
 * @throws Error when it fails, or wrote what the runner does not take
 */
export async function runStepProcess(job: JobRun, step: StepProcess): Promise<ProcessOutcome> {
  const files = await makeFiles(job);
  const exitCode = await runProcess({
    argv: step.argv,
    cwd: step.cwd,
    env: processEnv(job, step, files),
    onLine: step.log.line,
    signal: step.signal,
  });
  const read = (name: (typeof FILES)[number]) => readFile(files[name], 'utf8');
  // What a step wrote counts, however it ended.
  setVariables(job, parseKeyValues(await read('ENV')), step.log);
  job.paths.unshift(...parsePathLines(await read('PATH')).reverse());
  const outcome = {
    outputs: Object.fromEntries(parseKeyValues(await read('OUTPUT'))),
    state: Object.fromEntries(parseKeyValues(await read('STATE'))),
    summary: acceptSummary(await read('STEP_SUMMARY'), step.log),
  };
  if (step.signal.aborted) throw new StoppedStep(outcome);
  if (exitCode !== 0)
    throw new FailedStep(`Process completed with exit code ${exitCode}.`, outcome);
  if (step.log.refused) throw new FailedStep('A command was refused.', outcome);
  return outcome;
}

/** A process that failed, with what it left. */
export class FailedStep extends Error {
  readonly outcome: ProcessOutcome;

  constructor(message: string, outcome: ProcessOutcome) {
    super(message);
    this.outcome = outcome;
  }
}

/** A process that was told to end. */
export class StoppedStep extends FailedStep {
  constructor(outcome: ProcessOutcome) {
    super('The operation was canceled.', outcome);
  }
}

type CommandFiles = Record<(typeof FILES)[number], string>;

async function makeFiles(job: JobRun): Promise<CommandFiles> {
  await mkdir(job.folders.commands, { recursive: true });
  const id = randomUUID();
  const pairs = FILES.map((name) => [
    name,
    join(job.folders.commands, `${name.toLowerCase()}_${id}`),
  ]);
  for (const [, path = ''] of pairs) await writeFile(path, '');
  return Object.fromEntries(pairs);
}

function processEnv(job: JobRun, step: StepProcess, files: CommandFiles): Record<string, string> {
  const { folders, services } = job;
  const own = { ...job.machine, ...job.env, ...step.env };
  const given = Object.entries(services).filter(
    // The token reaches a step only where the workflow says so.
    ([name]) => name !== 'GITHUB_TOKEN' && (step.isAction || !name.startsWith('ACTIONS_')),
  );
  return {
    ...own,
    ...Object.fromEntries(given),
    PATH: [...job.paths, own['PATH'] ?? ''].join(':'),
    CI: own['CI'] ?? 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_JOB: job.key,
    GITHUB_WORKSPACE: folders.workspace,
    ...Object.fromEntries(FILES.map((name) => [`GITHUB_${name}`, files[name]])),
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.toolCache,
  };
}

function setVariables(job: JobRun, pairs: readonly [string, string][], log: StepLog): void {
  for (const [name, value] of pairs) {
    if (name === 'NODE_OPTIONS')
      log.error(`Can't store ${name} output parameter using '$GITHUB_ENV' command.`);
    else job.env[name] = value;
  }
}

function acceptSummary(markdown: string, log: StepLog): string {
  const sizeBytes = Buffer.byteLength(markdown);
  if (sizeBytes <= SUMMARY_LIMIT_BYTES) return markdown;
  const kib = Math.ceil(sizeBytes / 1024);
  log.error(
    `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${kib}k.`,
  );
  return '';
}
