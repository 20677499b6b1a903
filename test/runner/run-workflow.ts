import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exportCommit } from './checkout.ts';
import type { Dictionary } from './evaluate.ts';
import { startsOn } from './event-filter.ts';
import {
  githubContext,
  makeJobFolders,
  repositoryOf,
  serviceEnvironment,
} from './job-environment.ts';
import { loadWorkflow } from './load-workflow.ts';
import { createMasks } from './masks.ts';
import { DEFAULT_PERMISSIONS } from './permissions.ts';
import { runJobs } from './run-jobs.ts';
import type { RunOptions, RunResult } from './run-model.ts';
import { createSlots } from './run-slots.ts';
import { type Run, worstResult } from './run-state.ts';
import { WorkflowError } from './workflow-error.ts';
import { dispatchInputs } from './workflow-inputs.ts';

/**
 * Runs a workflow as GitHub would: every job that is not skipped, with our own actions as they are
 * bundled. A job that fails is part of the result.
 *
 * @throws WorkflowError for what GitHub refuses before a job starts, and for what is not understood
 */
export async function runWorkflow(given: RunOptions): Promise<RunResult> {
  const options = { ...given, defaultPermissions: given.defaultPermissions ?? DEFAULT_PERMISSIONS };
  const { event } = options;
  const exports = join(resolve(options.workDir), 'source');
  await rm(exports, { recursive: true, force: true });
  const root = await exportCommit(options.repositoryPath, event.sha, exports);
  const source = { root, repository: repositoryOf(options), ref: event.sha };
  const workflow = await loadWorkflow(join(root, options.workflowPath), source, options);
  if (!startsOn(workflow.tree, event)) {
    throw new WorkflowError(`${workflow.path} does not start on ${event.name} of ${event.ref}`);
  }
  const masks = createMasks();
  for (const secret of Object.values(options.secrets ?? {})) masks.add(secret);
  const run: Run = {
    ...{ options, masks, root: workflow, results: [], concurrency: [] },
    slots: createSlots(options.maxParallel ?? 1),
    signal: options.signal ?? new AbortController().signal,
    github: await contextOfRun(options, workflow),
  };
  const secrets: Dictionary = { ...options.secrets };
  const inputs = dispatchInputs(workflow.tree, event.name, { ...event.inputs });
  const ended = await runJobs(run, { workflow, prefix: '', inputs, secrets });
  return {
    result: worstResult([...ended.values()].map(({ result }) => result)),
    jobs: run.results,
    job: (id) => {
      const found = run.results.find((job) => job.id === id);
      if (found !== undefined) return found;
      throw new Error(`no job ${id}, only ${run.results.map((job) => job.id).join(', ')}`);
    },
    concurrency: run.concurrency,
    log: run.results.map(({ log }) => log).join('\n'),
  };
}

/** `github` before there is a job: without a token. */
async function contextOfRun(
  options: RunOptions,
  workflow: Awaited<ReturnType<typeof loadWorkflow>>,
): Promise<Dictionary> {
  const folders = await makeJobFolders(options, 0);
  const facts = { id: '', name: '', runsOn: '', permissions: {} };
  const services = await serviceEnvironment(options, facts, workflow, folders);
  return githubContext({ ...services, GITHUB_TOKEN: '' }, options, folders, '');
}
