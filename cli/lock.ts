import type { Command } from 'commander';
import { formatLock, runLock } from '../lib/build/lock.ts';
import { type CacheOptions, cacheOption } from './cache.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { printResult } from './print.ts';
import { runVerb, type TimelineOptions, timelineOption } from './timeline.ts';

const HELP = `
Reads the repositories' metadata, solves the treefile's requests for every architecture of
remix.yaml, checks each package's header signature against the keys of its repository, and writes
the lockfile. What changed is printed: added, removed, upgraded, downgraded. Commit the lockfile.`;

/** The verb `lock`. */
export function lockCommand(): Command {
  return cacheOption(
    timelineOption(remixCommand('lock', 'pin every RPM of every architecture in the lockfile')),
  )
    .option('--check', 'change nothing; fail when the lockfile is missing or stale', false)
    .addHelpText('after', HELP)
    .action(
      async (
        options: CommonOptions & TimelineOptions & CacheOptions & { check: boolean },
        verb: Command,
      ) => {
        const { outcome } = await runVerb(verb, options, (workspace) =>
          runLock(workspace, options.check ? 'check' : 'update'),
        );
        printResult(options.json, outcome, formatLock(outcome));
      },
    );
}
