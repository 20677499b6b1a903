import type { Command } from 'commander';
import { type CacheOptions, cacheOption } from './cache.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { type SigningOptions, signingOptions } from './signing.ts';
import { type TimelineOptions, timelineOption } from './timeline.ts';

/** What every verb of one stage may be given. */
export type StageOptions = CommonOptions & SigningOptions & TimelineOptions & CacheOptions;

/** Of a stage whose result is the same each time. */
export type CheckOptions = StageOptions & { check: boolean };

/** Returns a verb with `StageOptions`. */
export function stageCommand(name: string, summary: string): Command {
  return cacheOption(timelineOption(signingOptions(remixCommand(name, summary))));
}
