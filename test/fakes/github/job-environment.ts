import { createHash } from 'node:crypto';
import type { CacheScope, Grant, Tokens } from './tokens.ts';

/** One job of a workflow, as it matters to GitHub's services. */
export interface JobOptions {
  /** `octo/remix` unless given. */
  readonly repository?: string;
  /** `refs/heads/main` unless given; `refs/pull/7/merge` of a pull request. */
  readonly ref?: string;
  /** Branch that a pull request wants to change. */
  readonly baseRef?: string;
  /** `main` unless given. */
  readonly defaultBranch?: string;
  readonly sha?: string;
  readonly eventName?: string;
  /** `1` unless given. Artifacts belong to a run. */
  readonly runId?: string;
  /** `build` unless given; each leg of a matrix wants its own. */
  readonly job?: string;
  /** Of GITHUB_TOKEN and of the tokens of OIDC; `{contents: 'read'}` unless given. */
  readonly permissions?: Readonly<Record<string, string>>;
  /** `write` unless given: caches can be restored and saved. */
  readonly cache?: 'none' | 'read' | 'write' | 'write-only';
}

const CACHE_BITS = { none: 0, read: 1, write: 3, 'write-only': 2 } as const;

/** Returns what the tokens of a job stand for. */
export function grantOf(job: JobOptions): Grant {
  const repository = job.repository ?? 'octo/remix';
  const ref = job.ref ?? 'refs/heads/main';
  const runId = job.runId ?? '1';
  const name = job.job ?? 'build';
  return {
    ...{ repository, ref, runId, job: name, cacheScopes: cacheScopes(job, ref) },
    repositoryId: String(Number.parseInt(hash(repository).slice(0, 7), 16)),
    runBackendId: uuid(`${repository} ${runId}`),
    jobBackendId: uuid(`${repository} ${runId} ${name}`),
    sha: job.sha ?? hash(`${repository} ${ref}`).slice(0, 40),
    eventName: job.eventName ?? 'push',
    permissions: job.permissions ?? { contents: 'read' },
  };
}

/** Returns the variables that the runner gives an action to reach GitHub's services at `origin`. */
export function jobEnvironment(
  job: JobOptions,
  tokens: Tokens,
  origin: string,
): Record<string, string> {
  const grant = grantOf(job);
  const branch = grant.ref.replace(/^refs\/(?:heads|tags|pull)\//, '');
  const mayIdentify = grant.permissions['id-token'] === 'write';
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: origin,
    GITHUB_TOKEN: tokens.api(grant),
    // The clients take any other host for a GitHub Enterprise Server, which has none of this.
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: grant.repository,
    GITHUB_REPOSITORY_ID: grant.repositoryId,
    GITHUB_REPOSITORY_OWNER: grant.repository.split('/')[0] ?? '',
    GITHUB_RUN_ID: grant.runId,
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_JOB: grant.job,
    GITHUB_REF: grant.ref,
    GITHUB_REF_NAME: branch,
    GITHUB_REF_TYPE: grant.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_BASE_REF: job.baseRef ?? '',
    GITHUB_SHA: grant.sha,
    GITHUB_EVENT_NAME: grant.eventName,
    GITHUB_RETENTION_DAYS: '90',
    ACTIONS_CACHE_MODE: job.cache ?? 'write',
    ACTIONS_CACHE_SERVICE_V2: 'True',
    ACTIONS_CACHE_URL: `${origin}/`,
    ACTIONS_RESULTS_URL: `${origin}/`,
    ACTIONS_RUNTIME_URL: `${origin}/`,
    ACTIONS_RUNTIME_TOKEN: tokens.runtime(grant),
    ...(mayIdentify
      ? {
          ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/oidc/token?api-version=2.0`,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: tokens.oidc(grant),
        }
      : {}),
  };
}

/** The job's own ref first, then what it may only read: the base's caches, and the default branch's. */
function cacheScopes(job: JobOptions, ref: string): CacheScope[] {
  const own = CACHE_BITS[job.cache ?? 'write'];
  if (own === 0) return [];
  const others = [job.baseRef, job.defaultBranch ?? 'main']
    .filter((name) => name !== undefined)
    .map((name) => `refs/heads/${name}`)
    .filter((name, index, all) => name !== ref && all.indexOf(name) === index);
  const readable = (own & 1) === 0 ? [] : others;
  return [{ Scope: ref, Permission: own }, ...readable.map((Scope) => ({ Scope, Permission: 1 }))];
}

function uuid(text: string): string {
  return hash(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
