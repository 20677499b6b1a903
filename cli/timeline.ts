import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Workspace } from '../lib/build/workspace.ts';
import { type CacheOptions, withCache } from './cache.ts';
import type { CommonOptions } from './options.ts';
import { workspaceOf } from './workspace.ts';

/** Options of a verb that builds. */
export interface TimelineOptions {
  readonly timeline?: string;
}

/** Adds `--timeline`. */
export function timelineOption(command: Command): Command {
  return command.option('--timeline <file>', 'write a page of HTML that shows what ran when');
}

/**
 * Runs a verb on the remix of the common options, with the cache that they name, and, when a timeline is wanted, writes it, also when
 * the verb fails. Throws as `openWorkspace`, `body` and writing do.
 */
export async function runVerb<T>(
  verb: Command,
  options: CommonOptions & TimelineOptions & CacheOptions,
  body: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const workspace = await workspaceOf(options);
  const run = () => withCache(options, workspace, body);
  if (options.timeline === undefined) return run();
  const { withTimelineFile } = await import('../lib/build/timeline-file.ts');
  const path = resolve(options.timeline);
  const title = `${verb.name()} of ${workspace.remix.name}`;
  return withTimelineFile({ path, title, log: workspace.log }, run);
}
