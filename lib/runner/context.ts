import { ConfigError } from '../core/errors.ts';
import type { RunnerCode } from './errors.ts';

/** What GitHub's runner says of the run. Paths are absolute. */
export interface ActionContext {
  /** `GITHUB_WORKSPACE`: the checked-out repository. */
  readonly workspace: string;
  /** `RUNNER_TEMP`: emptied after each job. */
  readonly tempDir: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Full name: `refs/heads/main`, `refs/tags/v1`, `refs/pull/7/merge`. */
  readonly ref: string;
  /** Commit that triggered the run. */
  readonly sha: string;
  readonly runId: string;
  /** Counts from 1, with each "re-run". */
  readonly runAttempt: string;
  /** `GITHUB_API_URL`, without a slash at the end. */
  readonly apiUrl: string;
  /** `https://github.com`, or that of an Enterprise Server. */
  readonly serverUrl: string;
  /** True on machines of GitHub's own, which are thrown away after the job. */
  readonly hosted: boolean;
  /** Somebody asked for debug logging. */
  readonly debug: boolean;
}

/**
 * Reads the context from the environment that the runner gives to each step.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 *
 * @throws ConfigError NOT_IN_ACTIONS
 */
export function readContext(env: Readonly<Record<string, string | undefined>>): ActionContext {
  const required = (name: string): string => {
    const value = env[name];
    if (value !== undefined && value !== '') return value;
    throw new ConfigError<RunnerCode>('NOT_IN_ACTIONS', `${name} is not set`, {
      hint: 'This file is the entry of a GitHub Action. On a terminal run "treesmith".',
    });
  };
  return {
    workspace: required('GITHUB_WORKSPACE'),
    tempDir: required('RUNNER_TEMP'),
    repository: env['GITHUB_REPOSITORY'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    sha: env['GITHUB_SHA'] ?? '',
    runId: env['GITHUB_RUN_ID'] ?? '0',
    runAttempt: env['GITHUB_RUN_ATTEMPT'] ?? '1',
    apiUrl: (env['GITHUB_API_URL'] ?? 'https://api.github.com').replace(/\/+$/, ''),
    serverUrl: (env['GITHUB_SERVER_URL'] ?? 'https://github.com').replace(/\/+$/, ''),
    hosted: env['RUNNER_ENVIRONMENT'] === 'github-hosted',
    debug: env['RUNNER_DEBUG'] === '1',
  };
}
