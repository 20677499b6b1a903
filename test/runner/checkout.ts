import { mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readTool } from '../../lib/host/process.ts';
import type { Dictionary } from './evaluate.ts';
import type { JobRun } from './job-run.ts';
import type { StepLog } from './step-log.ts';

/** What is understood of `actions/checkout`; anything else is refused rather than left out. */
const INPUTS = [
  ...['repository', 'ref', 'token', 'path', 'clean', 'persist-credentials', 'fetch-depth'],
  ...['fetch-tags', 'show-progress', 'set-safe-directory'],
];

/**
 * Does what actions/checkout does, from a repository on disk. A job without `contents: write` cannot
 * push. Returns the outputs `ref` and `commit`.
 */
export async function checkOut(
  job: JobRun,
  inputs: Readonly<Record<string, string>>,
  log: StepLog,
): Promise<Record<string, string>> {
  const unknown = Object.keys(inputs).filter((name) => !INPUTS.includes(name));
  if (unknown.length > 0) throw new Error(`checkout: ${unknown.join(', ')} is not supported here`);
  const { workspace } = job.folders;
  const folder = resolve(workspace, inputs['path'] ?? '.');
  if (folder !== workspace && !folder.startsWith(`${workspace}/`)) {
    throw new Error(`Repository path '${folder}' is not under '${workspace}'`);
  }
  await mkdir(folder, { recursive: true });
  const git = async (...args: string[]) => {
    log.line(`[command]/usr/bin/git ${args.join(' ')}`);
    return (await readTool(['git', '-C', folder, ...args])).trim();
  };
  const target = await findTarget(job, inputs);
  await git('init', '--quiet');
  await git('remote', 'add', 'origin', fileUrl(target.repositoryPath));
  if (job.facts.permissions['contents'] !== 'write') {
    await git('remote', 'set-url', '--push', 'origin', fileUrl('/this-token-may-not-write'));
  }
  const depth = inputs['fetch-depth'] ?? '1';
  const all = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
  const { refspec, branch } = target;
  await git(
    'fetch',
    '--quiet',
    '--no-tags',
    ...(depth === '0' ? ['origin', ...all] : [`--depth=${depth}`, 'origin', refspec]),
  );
  if (branch === undefined) await git('checkout', '--quiet', '--detach', target.sha);
  else await git('checkout', '--quiet', '-B', branch, `refs/remotes/origin/${branch}`);
  if (inputs['persist-credentials'] !== 'false') {
    const token = inputs['token'] ?? String((job.contexts['github'] as Dictionary)['token']);
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    job.masks.add(basic);
    await git('config', 'http.https://github.com/.extraheader', `AUTHORIZATION: basic ${basic}`);
  }
  return { ref: inputs['ref'] ?? '', commit: await git('rev-parse', 'HEAD') };
}

interface Target {
  readonly repositoryPath: string;
  readonly sha: string;
  readonly refspec: string;
  /** Undefined for a tag or commit: HEAD is detached then. */
  readonly branch?: string;
}

/** The event's own commit unless a ref is given: a branch, a tag or a commit. */
async function findTarget(job: JobRun, inputs: Readonly<Record<string, string>>): Promise<Target> {
  const { options } = job;
  const named = inputs['repository'] ?? '';
  const repositoryPath =
    named === '' || named === (options.repository ?? 'octo/remix')
      ? options.repositoryPath
      : options.repositories?.[named];
  if (repositoryPath === undefined) throw new Error(`Not Found: repository ${named}`);
  const own = repositoryPath === options.repositoryPath;
  const ref = inputs['ref'] ?? '';
  if (ref === '' && own) return atCommit(repositoryPath, options.event.sha, options.event.ref);
  if (/^[0-9a-f]{40}$/.test(ref)) return atCommit(repositoryPath, ref, '');
  const names = ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
  const listed = await readTool([
    'git',
    'ls-remote',
    repositoryPath,
    ...(ref === '' ? ['HEAD'] : names),
  ]);
  const [sha, name] = listed.split('\n')[0]?.split('\t') ?? [];
  if (sha === undefined || name === undefined) {
    throw new Error(`A branch or tag with the name '${ref}' could not be found`);
  }
  return atCommit(repositoryPath, sha, name);
}

function atCommit(repositoryPath: string, sha: string, ref: string): Target {
  const branch = ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
  if (branch === undefined) return { repositoryPath, sha, refspec: sha };
  return { repositoryPath, sha, branch, refspec: `+${sha}:refs/remotes/origin/${branch}` };
}

function fileUrl(path: string): string {
  return `file://${encodeURI(resolve(path))}`;
}

/** Returns a folder in `into` with the files of a commit. */
export async function exportCommit(repository: string, sha: string, into: string): Promise<string> {
  const folder = join(into, basename(repository, '.git'));
  await readTool(['git', 'init', '--quiet', folder]);
  // By its name: a clone does not have what only refs/pull/ leads to.
  await readTool(['git', '-C', folder, 'fetch', '--quiet', fileUrl(repository), sha]);
  await readTool(['git', '-C', folder, 'checkout', '--quiet', '--detach', sha]);
  return folder;
}
