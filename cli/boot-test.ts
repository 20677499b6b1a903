import type { Command } from 'commander';
import { runBootTests } from '../lib/build/boot-test.ts';
import { printResult } from './print.ts';
import { withSigningKey } from './signing.ts';
import { type StageOptions, stageCommand } from './stage-command.ts';
import { runVerb } from './timeline.ts';

/** The verb `boot-test`. */
export function bootTestCommand(): Command {
  return stageCommand('boot-test', 'boot each image in QEMU and run the tests')
    .option('--name <name...>', 'only these images of remix.yaml')
    .action(async (options: StageOptions & { name?: string[] }, verb: Command) => {
      const boots = await runVerb(verb, options, (workspace) =>
        withSigningKey(options, workspace.remix.sign?.gpgKey, (signing) =>
          runBootTests(workspace, { names: options.name, signing }),
        ),
      );
      printResult(
        options.json,
        { boots },
        boots.map(
          ({ image, checks, seconds }) => `${image}: ${checks.length} checks passed, ${seconds} s`,
        ),
      );
    });
}
