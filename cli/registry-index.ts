import { Argument, Command } from 'commander';
import { formatBytes } from '../lib/core/bytes.ts';
import { HttpClient } from '../lib/host/http.ts';
import { combineImages } from '../lib/registry/combine-images.ts';
import { formatPlaceName, type ImagePlace } from '../lib/registry/image-place.ts';
import { openPlace } from '../lib/registry/open-place.ts';
import { outputOptions } from './options.ts';
import { printResult } from './print.ts';
import { registryAccess } from './registry-access.ts';
import { terminalLog } from './terminal-log.ts';

interface IndexOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly referrers: boolean;
}

/** The verb `registry index`. */
export function registryIndexCommand(): Command {
  return outputOptions(
    new Command('index').description(
      'make one index of images of several architectures, with copies of them',
    ),
  )
    .addArgument(new Argument('<to>', 'where it goes'))
    .addArgument(new Argument('<from...>', 'the images'))
    .option('--referrers', 'also what refers to them: signatures, SBOMs', false)
    .action(runIndex);
}

async function runIndex(toName: string, fromNames: readonly string[], options: IndexOptions) {
  await using http = new HttpClient();
  const access = registryAccess(http, ...fromNames, toName);
  const from: ImagePlace[] = [];
  for (const name of fromNames) from.push(await openPlace(name, access));
  const to = await openPlace(toName, access, { isNew: true });
  const { json, verbose, referrers } = options;
  const log = terminalLog({ verbose });
  const done = await log.group(`Copy ${from.length} images to ${formatPlaceName(to)}`, () =>
    combineImages(from, to, { referrers, log }),
  );
  printResult(json, done, [
    `digest     ${done.digest}`,
    `platforms  ${done.platforms.join(', ')}`,
    `copied     ${formatBytes(done.copiedBytes)}`,
  ]);
}
