import type { Command } from 'commander';
import { type PreviousImages, parsePrevious } from '../lib/build/previous-image.ts';
import type { Remix } from '../lib/remix/remix.ts';
import { onlyLogin } from './registry-access.ts';

/** Options of a verb that makes containers. */
export interface PreviousOptions {
  readonly previous?: readonly string[];
}

const HELP = `
--previous keeps packages in the layers that they have in the image before, so that a registry gets, and
clients pull, only what changed: NAME=PLACE for each container, PLACE alone when one is made, or a PLACE with *
for the name of each. A PLACE is host/name:tag in a registry, or oci:FOLDER[:TAG]. Where there is none yet, or
none that may be read, layers are planned anew.`;

/** Adds `--previous`. */
export function previousOption(command: Command): Command {
  return command
    .option(
      '--previous <place...>',
      'of containers: keep the layers of these images where possible',
    )
    .addHelpText('after', HELP);
}

/**
 * Returns where the images before are, and the login of the environment when all are in one registry.
 *
 * @throws ConfigError BAD_PREVIOUS, OPTION_MISSING
 */
export function previousImages(
  { previous = [] }: PreviousOptions,
  remix: Remix,
  wanted?: readonly string[],
): PreviousImages {
  const { places } = parsePrevious(previous, remix, wanted);
  return { places, login: onlyLogin([...places.values()]) };
}
