import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { evaluate, type Scope, toText } from './evaluate.ts';
import type { JobRun } from './job-run.ts';
import type { StepPhase } from './step-phase.ts';
import { type ProcessOutcome, runStepProcess } from './step-process.ts';
import type { Mapping } from './tree.ts';

/** How each shell is called; without `shell:` it is bash, with fewer options. */
const SHELLS: Readonly<Record<string, string>> = {
  '': 'bash -e {0}',
  bash: 'bash --noprofile --norc -eo pipefail {0}',
  sh: 'sh -e {0}',
};

/** Runs a `run:` step: its script, from a file, in the folder that it names. */
export async function runScript(
  job: JobRun,
  step: Mapping,
  scope: Scope,
  phase: StepPhase,
): Promise<ProcessOutcome> {
  const setting = (name: string) =>
    toText(evaluate(step[name] ?? job.defaults[name] ?? null, scope));
  const script = toText(evaluate(step['run'] ?? null, scope));
  const shell = setting('shell');
  const template = SHELLS[shell] ?? shell;
  if (!template.includes('{0}')) throw new Error(`shell '${shell}' is not supported here`);
  const path = join(job.folders.temp, `${randomUUID()}.sh`);
  await writeFile(path, script.endsWith('\n') ? script : `${script}\n`);
  phase.log.line(`##[group]Run ${script.trimStart().split('\n')[0]}`);
  for (const line of script.trimEnd().split('\n')) phase.log.line(`  ${line}`);
  phase.log.line(`shell: ${template}`);
  phase.log.line('##[endgroup]');
  return runStepProcess(job, {
    argv: template.split(' ').map((part) => part.replace('{0}', path)),
    cwd: resolve(job.folders.workspace, setting('working-directory')),
    env: phase.env,
    isAction: false,
    log: phase.log,
    signal: phase.signal,
  });
}
