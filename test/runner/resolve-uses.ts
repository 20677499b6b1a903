import { join } from 'node:path';
import type { Source } from './job-run.ts';
import type { RunOptions } from './run-model.ts';
import { WorkflowError } from './workflow-error.ts';

/** What `uses:` names: a path in a repository. */
export interface Used {
  readonly source: Source;
  /** Absolute path. */
  readonly path: string;
  /** `./…`: what a step checked out or made. Such actions have no `pre`. */
  readonly local: boolean;
}

/**
 * Returns what `uses:` of a step or job names. `$/` is the repository of the file that says it.
 *
 * @throws WorkflowError for a repository that is not there
 */
export function resolveUses(
  uses: string,
  source: Source,
  workspace: string,
  options: RunOptions,
): Used {
  if (uses.startsWith('./')) return { source, path: join(workspace, uses), local: true };
  if (uses.startsWith('$/')) {
    return { source, path: join(source.root, uses.slice(2)), local: false };
  }
  const [, repository = '', path = '', ref = ''] =
    /^([^/@]+\/[^/@]+)(?:\/([^@]*))?@(.+)$/.exec(uses) ?? [];
  const root = options.repositories?.[repository];
  if (root === undefined) throw new WorkflowError(`Unable to resolve action ${uses}, not found`);
  return { source: { root, repository, ref }, path: join(root, path), local: false };
}
