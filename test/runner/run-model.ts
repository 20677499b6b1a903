import type { JobOptions } from '../fakes/github/job-environment.ts';
import type { Annotation } from './log-commands.ts';
import type { Permissions } from './permissions.ts';

/** How something ended. */
export type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

/** What started the workflow. */
export interface WorkflowEvent {
  /** `push`, `schedule`, `pull_request`, `workflow_dispatch`, … */
  readonly name: string;
  /** Full name of the ref: `refs/heads/main`, `refs/tags/v1`, `refs/pull/7/merge`. */
  readonly ref: string;
  readonly sha: string;
  /** `github.event`. */
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Of `workflow_dispatch`; what is not given is what the workflow says. */
  readonly inputs?: Readonly<Record<string, boolean | number | string>>;
  /** Of a pull request. */
  readonly baseRef?: string;
  readonly headRef?: string;
  readonly actor?: string;
}

/** A job, as those who choose and prepare jobs see it. */
export interface JobFacts {
  /** `nightly/build/build (x86_64, cloud)`: ids, for each level of reusable workflows. */
  readonly id: string;
  readonly name: string;
  readonly runsOn: string;
  readonly permissions: Permissions;
}

/** How to run a workflow. */
export interface RunOptions {
  /** Git repository that the workflow is of; what actions/checkout clones and pushes to. */
  readonly repositoryPath: string;
  /** Path of the workflow in the repository, at the commit of the event. */
  readonly workflowPath: string;
  readonly event: WorkflowEvent;
  /** Where jobs run. Each gets the same empty folders here, as on GitHub's machines. */
  readonly workDir: string;
  /** Folders of other repositories, by `OWNER/name`, whatever the ref that is asked for. */
  readonly repositories?: Readonly<Record<string, string>>;
  /** GitHub's services; without them, addresses where nobody listens. */
  readonly github?: { env(job: JobOptions): Record<string, string> };
  /** `octo/remix` unless given. */
  readonly repository?: string;
  readonly defaultBranch?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** Of workflows that say nothing. */
  readonly defaultPermissions?: Permissions;
  /** `write` unless given. */
  readonly cache?: JobOptions['cache'];
  /** Jobs at the same time; 1 unless given. With more, the paths of two jobs differ. */
  readonly maxParallel?: number;
  /** Says which jobs run; others are skipped. */
  readonly jobFilter?: (job: JobFacts) => boolean;
  /** Added to the machine's environment for a job. */
  readonly machineEnv?: (job: JobFacts) => Readonly<Record<string, string>>;
  /** Called when a job ended, while its folders are still there. */
  readonly afterJob?: (job: JobResult, folders: JobFolders) => Promise<void> | void;
  /** `github-hosted` unless given. */
  readonly environment?: 'github-hosted' | 'self-hosted';
  /** Name of the folder that the repository is checked out in; the repository's unless given. */
  readonly workspaceName?: string;
  readonly runId?: string;
  readonly runNumber?: number;
  readonly runAttempt?: number;
  readonly debug?: boolean;
  /** How long a minute of `timeout-minutes` takes; 60,000 unless given. */
  readonly minuteMs?: number;
  readonly signal?: AbortSignal;
}

/** Folders of a job. Absolute paths. */
export interface JobFolders {
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  /** Files that the runner and a step talk through. */
  readonly commands: string;
}

export interface StepResult {
  /** Only when the workflow gives one. */
  readonly id?: string;
  readonly name: string;
  /** A step of a composite action is followed by the action itself. */
  readonly phase: 'pre' | 'main' | 'post';
  /** Before `continue-on-error` is applied. */
  readonly outcome: Result;
  readonly conclusion: Result;
  readonly outputs: Readonly<Record<string, string>>;
  /** Secrets are masked, in everything here but outputs. */
  readonly log: string;
  readonly annotations: readonly Annotation[];
  readonly summary: string;
  readonly seconds: number;
}

export interface JobResult extends JobFacts {
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
  /** What steps of the job ran; of a call of a reusable workflow none, its jobs stand for themselves. */
  readonly steps: readonly StepResult[];
  /** Of the job itself, not of a step. */
  readonly annotations: readonly Annotation[];
  readonly log: string;
  readonly summary: string;
}

export interface RunResult {
  readonly result: Result;
  /** In the order in which they ended. */
  readonly jobs: readonly JobResult[];
  /** Returns the job with this id; throws when there is none. */
  job(id: string): JobResult;
  /** Concurrency groups that were asked for; nothing waits for them. */
  readonly concurrency: readonly { readonly group: string; readonly cancelInProgress: boolean }[];
  /** Everything, for a failed test to show. */
  readonly log: string;
}
