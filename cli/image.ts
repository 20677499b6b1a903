import type { Command } from 'commander';
import { runImages } from '../lib/build/image.ts';
import { printResult } from './print.ts';
import { withSigningKey } from './signing.ts';
import { type CheckOptions, stageCommand } from './stage-command.ts';
import { runVerb } from './timeline.ts';

/** The verb `image`. */
export function imageCommand(): Command {
  return stageCommand('image', 'make the disk images of remix.yaml')
    .option('--check', 'make each image twice and compare the bytes', false)
    .option('--name <name...>', 'only these images of remix.yaml')
    .action(async (options: CheckOptions & { name?: string[] }, verb: Command) => {
      const images = await runVerb(verb, options, (workspace) =>
        withSigningKey(options, workspace.remix.sign?.gpgKey, (signing) =>
          runImages(workspace, { check: options.check, names: options.name, signing }),
        ),
      );
      printResult(
        options.json,
        { images },
        images.map(({ path, sha256 }) => `${sha256}  ${path}`),
      );
    });
}
