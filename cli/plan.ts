import type { Command } from 'commander';
import { formatPlan, runPlan } from '../lib/build/plan.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { printResult } from './print.ts';
import { workspaceOf } from './workspace.ts';

const HELP = `
Compares what treefiles and lockfile describe with what was last published, in seconds: nothing is
fetched but that, nothing is composed. Prints, for each commit, image and container, whether it must be
rebuilt and why; --json has the matrix of jobs for a workflow, too.

--published names a build-state.json (path or URL; "build" writes it), an OSTree repository
(ostree:https://example.org/repo, or with #REF) or a container image (oci:ghcr.io/me/anvil:latest).
What is not there counts as never published; a server that does not answer is an error.`;

type Options = CommonOptions & {
  published: string[];
  runner: string[];
  force: boolean;
  update: boolean;
};

/** The verb `plan`. */
export function planCommand(): Command {
  return remixCommand('plan', 'say what must be rebuilt, and why, without building')
    .option('--published <where>', 'what to compare with; may be repeated', collect, [])
    .option('--runner <basearch=label>', 'where jobs of it run; may be repeated', collect, [])
    .option('--force', 'plan everything, whatever was published', false)
    .option('--update', 'plan with what the repositories have now; the lockfile stays', false)
    .addHelpText('after', HELP)
    .action(async ({ published, runner, force, update, ...options }: Options) => {
      const workspace = await workspaceOf(options);
      const plan = await runPlan(workspace, { published, runners: runner, force, update });
      printResult(options.json, plan, formatPlan(plan));
    });
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
