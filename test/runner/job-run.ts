import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Dictionary, Scope, Value } from './evaluate.ts';
import type { Masks } from './masks.ts';
import type { JobFacts, JobFolders, RunOptions, StepResult } from './run-model.ts';
import type { Mapping, Tree } from './tree.ts';

/** A repository whose workflows and actions can be named with `$/`. */
export interface Source {
  readonly root: string;
  /** `OWNER/name`. */
  readonly repository: string;
  readonly ref: string;
}

/** A job while it runs. Steps change what is not readonly. */
export interface JobRun {
  readonly options: RunOptions;
  readonly facts: JobFacts;
  /** The job's key in its workflow. */
  readonly key: string;
  readonly folders: JobFolders;
  readonly masks: Masks;
  /** `github`, `needs`, `secrets`, `matrix`, …: all that steps do not change. */
  readonly contexts: Dictionary;
  /** Of GitHub's services and of the machine. */
  readonly services: Readonly<Record<string, string>>;
  readonly machine: Readonly<Record<string, string>>;
  /** `defaults.run`. */
  readonly defaults: Mapping;
  /** Aborted when the job is cancelled or its time is up. */
  readonly signal: AbortSignal;
  /** `env:` of workflow and job, and what steps wrote to GITHUB_ENV. */
  env: Record<string, string>;
  /** What steps wrote to GITHUB_PATH; first in PATH comes first. */
  paths: string[];
  /** What the `pre` of an action left for its `main`, by step. */
  readonly preStates: Map<Mapping, Record<string, string>>;
  /** Post steps, the last one first. They may fail the frame of the job. */
  posts: ((frame: Frame) => Promise<void>)[];
  steps: StepResult[];
}

/** Steps that see each other: those of a job, or of one composite action. */
export interface Frame {
  readonly source: Source;
  readonly inputs: Dictionary;
  /** Outputs and outcomes of steps with an id. */
  readonly steps: Dictionary;
  /** What the frame adds to `github`. */
  readonly github: Dictionary;
  /** Of a composite action, `env:` of the step that uses it. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether a step failed that nothing forgave. */
  failed: boolean;
}

/** Returns what a step's expressions can see. */
export function stepScope(job: JobRun, frame: Frame, stepEnv: Record<string, string> = {}): Scope {
  const github = job.contexts['github'] as Dictionary;
  const status = frame.failed ? 'failure' : 'success';
  return {
    contexts: {
      ...job.contexts,
      github: { ...github, ...frame.github },
      inputs: frame.inputs,
      steps: frame.steps,
      env: { ...job.env, ...frame.env, ...stepEnv },
      job: { status: jobStatus(job, frame) },
    },
    status: job.signal.aborted ? 'cancelled' : status,
    hashFiles: (patterns) => hashFiles(job.folders.workspace, patterns),
  };
}

/** Returns the text of `value` in `defaults.run` or a step; undefined when it is not there. */
export function textOf(value: Tree | Value | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function jobStatus(job: JobRun, frame: Frame): string {
  if (job.signal.aborted) return 'cancelled';
  return frame.failed ? 'failure' : 'success';
}

/** As the runner's: the digest of the digests of all files that match; `''` for none. */
function hashFiles(workspace: string, patterns: readonly string[]): string {
  const excluded = patterns.filter((each) => each.startsWith('!')).map((each) => each.slice(1));
  const paths = globSync(
    patterns.filter((each) => !each.startsWith('!')).flatMap((each) => each.split('\n')),
    {
      cwd: workspace,
      exclude: excluded,
    },
  );
  const files = paths.sort().filter((path) => statSync(join(workspace, path)).isFile());
  if (files.length === 0) return '';
  const total = createHash('sha256');
  for (const path of files) {
    total.update(
      createHash('sha256')
        .update(readFileSync(join(workspace, path)))
        .digest(),
    );
  }
  return total.digest('hex');
}
