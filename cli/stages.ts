import type { Command } from 'commander';
import { runBootTests } from '../lib/build/boot-test.ts';
import { runCompose } from '../lib/build/compose.ts';
import { runImages } from '../lib/build/image.ts';
import { type CacheOptions, cacheOption } from './cache.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { printResult } from './print.ts';
import { type SigningOptions, signingOptions, withSigningKey } from './signing.ts';
import { runVerb, type TimelineOptions, timelineOption } from './timeline.ts';

type StageOptions = CommonOptions & SigningOptions & TimelineOptions & CacheOptions;
type CheckOptions = StageOptions & { check: boolean };

/** The verb `compose`. */
export function composeCommand(): Command {
  return stageCommand('compose', 'make the OSTree commit of the locked packages')
    .option('--check', 'compose twice in different folders and name what differs', false)
    .action(async (options: CheckOptions, verb: Command) => {
      const commits = await runVerb(verb, options, (workspace) =>
        withSigningKey(options, workspace.remix.sign?.gpgKey, (signing) =>
          runCompose(workspace, { check: options.check, signing }),
        ),
      );
      printResult(
        options.json,
        { commits },
        commits.map(({ ref, version, commit }) => `${ref} ${version} ${commit}`),
      );
    });
}

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

function stageCommand(name: string, summary: string): Command {
  return cacheOption(timelineOption(signingOptions(remixCommand(name, summary))));
}
