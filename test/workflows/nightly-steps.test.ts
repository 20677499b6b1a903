import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readTool, runTool } from '../../lib/host/process.ts';

const WORKFLOW = join(import.meta.dirname, '..', '..', '.github', 'workflows', 'nightly.yml');
const COMMIT = ['lock', 'Commit the new lock'] as const;
const WAIT = ['lock', 'Push the branch that it waits on'] as const;
const MOVE = ['publish', 'Move the branch to what was tested'] as const;
const TIDY = ['publish', 'Remove the branch that the lock waited on'] as const;

let folder: string;
let branches: Record<string, string>;

beforeEach(async () => {
  // Blanks, as a self-hosted runner may have them.
  folder = join(await mkdtemp(join(tmpdir(), 'nightly-')), 'a workspace');
  await mkdir(folder);
  branches = { BRANCH: 'main', LOCK_BRANCH: 'treesmith/lock', TAG: '', CHANGED: 'true' };
  await git('init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
  await git('clone', '--quiet', 'origin.git', 'author');
  await commit('author', 'one');
  await git('-C', 'author', 'push', '--quiet', 'origin', 'HEAD:refs/heads/main');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

describe('the steps of nightly.yml', () => {
  it('let a new lock wait, move the branch to it, tag it and tidy up', async () => {
    const { base, sha, tag } = await lock();
    expect(await refs()).toEqual({ main: base, 'treesmith/lock': sha });
    expect(await git('-C', 'origin.git', 'log', '-1', '--format=%an: %s', sha)).toBe(
      'github-actions[bot]: lock: bash 2',
    );
    expect(tag).toMatch(/^nightly-\d{8}\.7$/);
    await checkOut(sha, 2);
    await step(MOVE, { BASE: base, SHA: sha, TAG: tag });
    await step(TIDY, { SHA: sha });
    expect(await refs()).toEqual({ main: sha, [tag]: sha });
  });

  it('may be run again', async () => {
    await lock();
    const { base, sha, tag } = await lock('3');
    await checkOut(sha, 2);
    await step(MOVE, { BASE: base, SHA: sha, TAG: tag });
    await step(MOVE, { BASE: base, SHA: sha, TAG: tag });
    expect(await refs()).toMatchObject({ main: sha, [tag]: sha });
  });

  it('make no commit when the lock is what it was', async () => {
    branches['CHANGED'] = 'false';
    await checkOut('main', 1);
    const { base, sha } = await step(COMMIT);
    expect(sha).toBe(base);
  });

  it('leave a branch alone that somebody else has moved', async () => {
    const { base, sha, tag } = await lock();
    await commit('author', 'somebody else');
    await git('-C', 'author', 'push', '--quiet', 'origin', 'HEAD:refs/heads/main');
    const before = await refs();
    await checkOut(sha, 2);
    const { log, exitCode } = await step(MOVE, { BASE: base, SHA: sha, TAG: tag });
    expect(exitCode).toBe('1');
    expect(log).toContain('::error title=BRANCH_MOVED::main is at');
    expect(await refs()).toEqual(before);
  });

  it('take names of branches and tags as names, whatever they hold', async () => {
    const trap = '$(touch${IFS}trap);`id`"\'&&exit';
    branches = { ...branches, BRANCH: `b/${trap}`, LOCK_BRANCH: `l/${trap}`, TAG: `t/${trap}` };
    await git('-C', 'author', 'push', '--quiet', 'origin', `HEAD:refs/heads/b/${trap}`);
    const { base, sha, tag } = await lock('2', `b/${trap}`);
    await checkOut(sha, 2);
    await step(MOVE, { BASE: base, SHA: sha, TAG: tag });
    expect(await refs()).toMatchObject({ [`b/${trap}`]: sha, [`l/${trap}`]: sha, [tag]: sha });
    await step(TIDY, { SHA: sha });
    expect(Object.keys(await refs())).not.toContain(`l/${trap}`);
    expect(await readTool(['find', folder, '-name', 'trap'])).toBe('');
  });

  it.each([
    ['a branch', { BRANCH: 'a..b' }],
    ['a tag', { TAG: 'v1\nsha=0' }],
    ['the branch to wait on', { LOCK_BRANCH: '' }],
    ['a branch that would wait on itself', { LOCK_BRANCH: 'main' }],
  ])('refuse %s that cannot be', async (_what, names) => {
    await checkOut('main', 1);
    const { log, exitCode } = await step(COMMIT, names);
    expect(exitCode).toBe('1');
    expect(log).toContain('::error title=REF_NAME::');
  });

  it('mask the token, and leave it in no file', async () => {
    const { log } = await lock();
    expect(log).toContain(`::add-mask::${Buffer.from('x-access-token:s3cret').toString('base64')}`);
    const found = await runTool(['grep', '-rl', 's3cret', folder], { okExitCodes: [0, 1] });
    expect(found.stdout).toBe('');
  });
});

/** Does what the job "lock" does, on a fresh checkout; returns its outputs. */
async function lock(version = '2', branch = 'main'): Promise<Outputs> {
  await checkOut(branch, 1);
  await writeFile(join(folder, 'job', 'rpms.lock.yaml'), `bash ${version}\n`);
  await writeFile(join(folder, 'message'), `lock: bash ${version}\n`);
  const outputs = await step(COMMIT);
  const { log } = await step(WAIT);
  return { ...outputs, log: `${outputs.log}${log}` };
}

type Outputs = Record<'base' | 'sha' | 'tag' | 'log' | 'exitCode', string>;

/** Runs a step in the folder of the job as the runner runs `shell: bash`. */
async function step(
  [job, name]: readonly [string, string],
  env: Record<string, string> = {},
): Promise<Outputs> {
  const { jobs } = parse(await readFile(WORKFLOW, 'utf8'));
  const found = jobs[job].steps.find((candidate: { name?: string }) => candidate.name === name);
  await writeFile(join(folder, 'step.sh'), found.run);
  await writeFile(join(folder, 'output'), '');
  const argv = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', join(folder, 'step.sh')];
  const { stdout, stderr, exitCode } = await runTool(argv, {
    cwd: join(folder, 'job'),
    okExitCodes: [0, 1],
    env: {
      ...branches,
      TOKEN: 's3cret',
      LOCKFILE: join(folder, 'job', 'rpms.lock.yaml'),
      MESSAGE: join(folder, 'message'),
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_RUN_NUMBER: '7',
      GITHUB_OUTPUT: join(folder, 'output'),
      ...env,
    },
  });
  const lines = (await readFile(join(folder, 'output'), 'utf8')).split('\n');
  const outputs = lines.map((line) => line.split(/=(.*)/s).slice(0, 2));
  return { ...Object.fromEntries(outputs), log: `${stdout}${stderr}`, exitCode: String(exitCode) };
}

/** What actions/checkout does. */
async function checkOut(ref: string, depth: number): Promise<void> {
  await rm(join(folder, 'job'), { recursive: true, force: true });
  await git('init', '--quiet', 'job');
  await git('-C', 'job', 'remote', 'add', 'origin', `file://${encodeURI(folder)}/origin.git`);
  await git('-C', 'job', 'fetch', '--quiet', `--depth=${depth}`, 'origin', ref);
  await git('-C', 'job', 'checkout', '--quiet', 'FETCH_HEAD');
}

async function commit(repository: string, message: string): Promise<void> {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
  await git('-C', repository, ...who, 'commit', '--quiet', '--allow-empty', '-m', message);
}

/** Every branch and tag of the origin, with its commit. */
async function refs(): Promise<Record<string, string>> {
  const format = '--format=%(refname:lstrip=2) %(objectname)';
  const lines = await git('-C', 'origin.git', 'for-each-ref', format);
  return Object.fromEntries(lines.split('\n').map((line) => line.split(/ (?=\S+$)/)));
}

async function git(...args: string[]): Promise<string> {
  return (await readTool(['git', ...args], { cwd: folder })).trim();
}
