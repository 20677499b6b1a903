import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startClock } from '../fakes/github/clock.ts';
import { type JobOptions, jobEnvironment } from '../fakes/github/job-environment.ts';
import { createTokens } from '../fakes/github/tokens.ts';
import type { Dictionary } from './evaluate.ts';
import type { LoadedWorkflow } from './load-workflow.ts';
import type { JobFacts, JobFolders, RunOptions } from './run-model.ts';

/** Returns the folders of a job on a machine, all of them empty but for the cache of tools. */
export async function makeJobFolders(options: RunOptions, slot: number): Promise<JobFolders> {
  const root = join(resolve(options.workDir), `machine${slot}`);
  const name = options.workspaceName ?? repositoryOf(options).split('/')[1] ?? 'remix';
  const folders = {
    workspace: join(root, name, name),
    temp: join(root, '_temp'),
    commands: join(root, '_temp', '_runner_file_commands'),
    toolCache: join(resolve(options.workDir), 'tools'),
  };
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  await mkdir(homeOf(options), { recursive: true });
  return folders;
}

/** Returns what the machine's own environment is. */
export function machineEnvironment(options: RunOptions, facts: JobFacts): Record<string, string> {
  // Not the tools of this project: a user's machine does not have them.
  const path = (process.env['PATH'] ?? '')
    .split(':')
    .filter((each) => !each.includes('node_modules'));
  return {
    HOME: homeOf(options),
    LANG: 'C.UTF-8',
    PATH: path.join(':'),
    USER: 'runner',
    ...options.machineEnv?.(facts),
  };
}

/** Returns the variables of GitHub's services and of the runner for a job. */
export async function serviceEnvironment(
  options: RunOptions,
  facts: JobFacts,
  workflow: LoadedWorkflow,
  folders: JobFolders,
): Promise<Record<string, string>> {
  const { event } = options;
  const job: JobOptions = {
    ...{ repository: repositoryOf(options), ref: event.ref, sha: event.sha },
    ...{ eventName: event.name, runId: options.runId ?? '1', job: facts.id },
    ...{ permissions: facts.permissions, defaultBranch: options.defaultBranch ?? 'main' },
    ...(event.baseRef === undefined ? {} : { baseRef: event.baseRef }),
    ...(options.cache === undefined ? {} : { cache: options.cache }),
  };
  const eventPath = join(folders.temp, '_github_workflow', 'event.json');
  await mkdir(join(folders.temp, '_github_workflow'), { recursive: true });
  await writeFile(eventPath, JSON.stringify(eventPayload(options)));
  const actor = event.actor ?? 'octocat';
  return {
    ...(options.github ?? OFFLINE).env(job),
    GITHUB_ACTOR: actor,
    GITHUB_TRIGGERING_ACTOR: actor,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_HEAD_REF: event.headRef ?? '',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_RUN_ATTEMPT: String(options.runAttempt ?? 1),
    GITHUB_RUN_NUMBER: String(options.runNumber ?? 1),
    GITHUB_WORKFLOW: String(workflow.tree['name'] ?? workflow.path),
    GITHUB_WORKFLOW_REF: `${repositoryOf(options)}/${workflow.path}@${event.ref}`,
    GITHUB_WORKFLOW_SHA: event.sha,
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_ENVIRONMENT: options.environment ?? 'github-hosted',
    RUNNER_NAME: 'test runner',
    RUNNER_OS: 'Linux',
    RUNNER_WORKSPACE: join(folders.workspace, '..'),
    ...(options.debug === true ? { RUNNER_DEBUG: '1' } : {}),
  };
}

/** Returns the `github` context, which says what the variables say. */
export function githubContext(
  services: Readonly<Record<string, string>>,
  options: RunOptions,
  folders: JobFolders,
  key: string,
): Dictionary {
  const named = Object.entries(services)
    .filter(([name]) => name.startsWith('GITHUB_'))
    .map(([name, value]) => [name.slice('GITHUB_'.length).toLowerCase(), value]);
  return {
    ...Object.fromEntries(named),
    event: eventPayload(options),
    job: key,
    workspace: folders.workspace,
  };
}

/** Returns the `runner` context. */
export function runnerContext(
  services: Readonly<Record<string, string>>,
  folders: JobFolders,
): Dictionary {
  const named = Object.entries(services)
    .filter(([name]) => name.startsWith('RUNNER_'))
    .map(([name, value]) => [name.slice('RUNNER_'.length).toLowerCase(), value]);
  return { ...Object.fromEntries(named), temp: folders.temp, tool_cache: folders.toolCache };
}

/** `octo/remix` unless the options say another. */
export function repositoryOf(options: RunOptions): string {
  return options.repository ?? 'octo/remix';
}

/** Nobody listens there. */
const OFFLINE = {
  env: (job: JobOptions) => jobEnvironment(job, createTokens(startClock()), 'http://127.0.0.1:9'),
};

function homeOf(options: RunOptions): string {
  return join(resolve(options.workDir), 'home');
}

function eventPayload({ event }: RunOptions): Dictionary {
  return JSON.parse(JSON.stringify({ ...event.payload, inputs: event.inputs ?? null }));
}
