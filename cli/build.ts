import type { Command } from 'commander';
import { formatBuild, runBuild } from '../lib/build/build.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { printResult } from './print.ts';
import { type SigningOptions, signingOptions, withSigningKey } from './signing.ts';
import { workspaceOf } from './workspace.ts';

const HELP = `
Locks when the lockfile is missing or no longer fits the treefile (--locked makes that an error),
fetches and verifies the packages, composes the commit, makes every image of remix.yaml, boots each
and runs the tests. A stage whose inputs are unchanged does nothing.

Results, under --out: repo/ (OSTree archive repository), keys/ (public key), images/, boot logs,
result.json, and build-state.json, which "plan" compares with.`;

/** The verb `build`. */
export function buildCommand(): Command {
  return signingOptions(remixCommand('build', 'all of remix.yaml: lock, compose, image, boot-test'))
    .option('--locked', 'fail rather than change the lockfile', false)
    .option('--no-boot-test', 'make images without booting them')
    .addHelpText('after', HELP)
    .action(
      async (options: CommonOptions & SigningOptions & { locked: boolean; bootTest: boolean }) => {
        const workspace = await workspaceOf(options);
        const result = await withSigningKey(options, workspace.remix.sign?.gpgKey, (signing) =>
          runBuild(workspace, { locked: options.locked, bootTest: options.bootTest, signing }),
        );
        printResult(options.json, result, formatBuild(result));
      },
    );
}
