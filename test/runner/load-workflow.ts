import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { startsOn } from './event-filter.ts';
import type { Source } from './job-run.ts';
import { assertWithin, type Permissions, readPermissions } from './permissions.ts';
import { resolveUses } from './resolve-uses.ts';
import type { RunOptions } from './run-model.ts';
import { isMappingTree, type Mapping, mappingOf, parseWorkflowTree } from './tree.ts';
import { WorkflowError } from './workflow-error.ts';

const DEPTH_LIMIT = 4;

/** A workflow with all reusable workflows that its jobs call. */
export interface LoadedWorkflow {
  readonly tree: Mapping;
  readonly source: Source;
  /** Path in the source. */
  readonly path: string;
  /** By key. */
  readonly jobs: Readonly<Record<string, LoadedJob>>;
}

export interface LoadedJob {
  readonly tree: Mapping;
  readonly permissions: Permissions;
  readonly called?: LoadedWorkflow;
}

const JOB_KEYS = [
  ...['name', 'needs', 'if', 'runs-on', 'steps', 'uses', 'with', 'secrets', 'strategy', 'env'],
  ...['outputs', 'permissions', 'timeout-minutes', 'continue-on-error', 'defaults'],
  ...['concurrency', 'environment'],
];

/**
 * Reads a workflow and what it calls, and checks what GitHub checks before a job starts.
 * `allowed` is what the calling job may do.
 *
 * @throws WorkflowError
 */
export async function loadWorkflow(
  path: string,
  source: Source,
  options: RunOptions,
  allowed?: Permissions,
  depth = 0,
): Promise<LoadedWorkflow> {
  const name = relative(source.root, path);
  if (depth > DEPTH_LIMIT) throw new WorkflowError(`${name}: too many nested workflows`);
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content === undefined) throw new WorkflowError(`${name}: workflow was not found`);
  const tree = await parseWorkflowTree(name, content);
  if (depth > 0 && !startsOn(tree, { name: 'workflow_call', ref: '' })) {
    throw new WorkflowError(`${name}: workflow is not reusable, as 'on.workflow_call' is missing`);
  }
  const jobs: Record<string, LoadedJob> = {};
  for (const [key, job] of Object.entries(mappingOf(tree['jobs']))) {
    if (!isMappingTree(job)) throw new WorkflowError(`${name}: job ${key} is no mapping`);
    const unknown = Object.keys(job).filter((each) => !JOB_KEYS.includes(each));
    if (unknown.length > 0) {
      throw new WorkflowError(`${name}: job ${key}: ${unknown.join(', ')} is not supported here`);
    }
    const asked = readPermissions(job['permissions'], tree['permissions']);
    if (asked !== undefined && allowed !== undefined) assertWithin(key, asked, allowed);
    const permissions = asked ?? allowed ?? options.defaultPermissions ?? {};
    const uses = job['uses'];
    if (uses === undefined) jobs[key] = { tree: job, permissions };
    else {
      const used = resolveUses(String(uses), source, source.root, options);
      const called = await loadWorkflow(used.path, used.source, options, permissions, depth + 1);
      jobs[key] = { tree: job, permissions, called };
    }
  }
  return { tree, source, path: name, jobs };
}
