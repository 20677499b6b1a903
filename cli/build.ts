import type { Command } from 'commander';
import { formatBuild, runBuild } from '../lib/build/build.ts';
import { type CacheOptions, cacheOption } from './cache.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { type PreviousOptions, previousImages, previousOption } from './previous.ts';
import { printResult } from './print.ts';
import { type SigningOptions, signingOptions, withSigningKey } from './signing.ts';
import { runVerb, type TimelineOptions, timelineOption } from './timeline.ts';

const SUMMARY = 'all of remix.yaml: lock, compose, image, boot-test, container';
const HELP = `
Locks when the lockfile is missing or no longer fits the treefile (--locked makes that an error),
fetches and verifies the packages, composes the commit, makes every image of remix.yaml, boots each
and runs the tests, and makes every container. A stage whose inputs are unchanged does nothing.

Results, under --out: repo/ (OSTree archive repository), keys/ (public key), images/, containers/ (OCI
layouts with SBOMs), boot logs, result.json, and build-state.json, which "plan" compares with.`;

type BuildOptions = CommonOptions &
  SigningOptions &
  TimelineOptions &
  CacheOptions &
  PreviousOptions & { locked: boolean; bootTest: boolean };

/** The verb `build`. */
export function buildCommand(): Command {
  return cacheOption(timelineOption(previousOption(signingOptions(remixCommand('build', SUMMARY)))))
    .option('--locked', 'fail rather than change the lockfile', false)
    .option('--no-boot-test', 'make images without booting them')
    .addHelpText('after', HELP)
    .action(async (options: BuildOptions, verb: Command) => {
      const result = await runVerb(verb, options, (workspace) =>
        withSigningKey(options, workspace.remix.sign?.gpgKey, (signing) =>
          runBuild(workspace, {
            ...{ locked: options.locked, bootTest: options.bootTest, signing },
            previous: previousImages(options, workspace.remix),
          }),
        ),
      );
      printResult(options.json, result, formatBuild(result));
    });
}
