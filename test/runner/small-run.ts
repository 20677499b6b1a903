import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';
import type { RunOptions, RunResult, StepResult } from './run-model.ts';
import { runWorkflow } from './run-workflow.ts';

const DATA = join(import.meta.dirname, 'data');

/**
 * Runs the first of some workflows, on a push to the main branch of a new repository that has them,
 * and the actions of data/. `files` are workflows by name, or other files by path.
 */
export async function runSmall(
  files: Readonly<Record<string, string>>,
  options: Partial<RunOptions> = {},
): Promise<RunResult> {
  await using folder = await makeTempDir();
  const repositoryPath = join(folder.path, 'remix.git');
  const workflows = Object.entries(files).map(
    ([name, text]) => [name.includes('/') ? name : `.github/workflows/${name}`, text] as const,
  );
  const sha = await makeRepository(repositoryPath, Object.fromEntries(workflows));
  return await runWorkflow({
    ...{
      repositoryPath,
      workflowPath: workflows[0]?.[0] ?? '',
      workDir: join(folder.path, 'work'),
    },
    event: { name: 'push', ref: 'refs/heads/main', sha, ...options.event },
    repositories: { 'OWNER/tools': DATA },
    ...Object.fromEntries(Object.entries(options).filter(([name]) => name !== 'event')),
  });
}

/** Returns a workflow with one job `job`, given its steps as YAML that is not indented. */
export function stepsOf(steps: string, job = ''): string {
  const indent = (text: string, by: number) => text.trim().replaceAll(/^/gm, ' '.repeat(by));
  return `on: push\njobs:\n  job:\n    runs-on: ubuntu-24.04\n${job === '' ? '' : `${indent(job, 4)}\n`}    steps:\n${indent(steps, 6)}\n`;
}

/** Returns the only step with this name of the job `job`. */
export function stepNamed(run: RunResult, name: string, job = 'job'): StepResult {
  const steps = run.job(job).steps.filter((step) => step.name === name);
  if (steps.length === 1 && steps[0] !== undefined) return steps[0];
  throw new Error(`${steps.length} steps ${name} in:\n${run.log}`);
}

/** Makes a repository with one commit on `main`; returns the commit. */
async function makeRepository(
  path: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  await mkdir(path);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  await cp(join(DATA, 'actions'), join(path, 'actions'), { recursive: true });
  const git = (...args: string[]) => readTool(['git', '-C', path, ...args]);
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
  await git(...who, 'commit', '--quiet', '-m', 'one');
  return (await git('rev-parse', 'HEAD')).trim();
}
