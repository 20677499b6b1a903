import type { Command } from 'commander';
import { runCompose } from '../lib/build/compose.ts';
import { currentLock } from '../lib/build/current-lock.ts';
import { printResult } from './print.ts';
import { withSigningKey } from './signing.ts';
import { type CheckOptions, stageCommand } from './stage-command.ts';
import { runVerb } from './timeline.ts';

/** The verb `compose`. */
export function composeCommand(): Command {
  return stageCommand('compose', 'make the OSTree commit of the locked packages')
    .option('--check', 'compose twice in different folders and name what differs', false)
    .action(async (options: CheckOptions, verb: Command) => {
      const commits = await runVerb(verb, options, async (workspace) => {
        // While gpg looks for the key.
        const reading = currentLock(workspace);
        reading.catch(() => undefined);
        return withSigningKey(options, workspace.remix.sign?.gpgKey, async (signing) =>
          runCompose(workspace, { check: options.check, signing, lockfile: await reading }),
        );
      });
      printResult(
        options.json,
        { commits },
        commits.map(({ ref, version, commit }) => `${ref} ${version} ${commit}`),
      );
    });
}
