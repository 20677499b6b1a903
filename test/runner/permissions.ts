import { isMappingTree, type Tree } from './tree.ts';
import { WorkflowError } from './workflow-error.ts';

/** What a job's token may do: `{contents: 'read'}`. What is not named it may not. */
export type Permissions = Readonly<Record<string, string>>;

const SCOPES = [
  ...['actions', 'attestations', 'checks', 'contents', 'deployments', 'discussions', 'id-token'],
  ...['issues', 'models', 'packages', 'pages', 'pull-requests', 'security-events', 'statuses'],
];
const RANK = ['none', 'read', 'write'];
/** Of a workflow that says nothing, in a repository with GitHub's own settings. */
export const DEFAULT_PERMISSIONS: Permissions = { contents: 'read', packages: 'read' };

/** Returns what the first of `trees` (the job's, the workflow's) that is there grants. */
export function readPermissions(...trees: readonly (Tree | undefined)[]): Permissions | undefined {
  const tree = trees.find((candidate) => candidate !== undefined);
  if (tree === undefined) return undefined;
  if (tree === 'read-all' || tree === 'write-all') {
    const level = tree.slice(0, -'-all'.length);
    return Object.fromEntries(SCOPES.map((scope) => [scope, level]));
  }
  if (!isMappingTree(tree)) return {};
  const granted = Object.entries(tree).filter(([, level]) => level !== 'none');
  return Object.fromEntries(granted.map(([scope, level]) => [scope, String(level)]));
}

/**
 * Checks that a job of a reusable workflow asks for no more than the job that calls it was given.
 *
 * @throws WorkflowError, as GitHub does before anything runs
 */
export function assertWithin(job: string, asked: Permissions, allowed: Permissions): void {
  for (const [scope, level] of Object.entries(asked)) {
    const most = allowed[scope] ?? 'none';
    if (RANK.indexOf(level) > RANK.indexOf(most)) {
      throw new WorkflowError(
        `The nested job '${job}' is requesting '${scope}: ${level}', but is only allowed '${scope}: ${most}'.`,
      );
    }
  }
}
