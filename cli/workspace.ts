import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { openWorkspace, type Workspace } from '../lib/build/workspace.ts';
import { ConfigError } from '../lib/core/errors.ts';
import { isBasearch } from '../lib/remix/architecture.ts';
import type { CliCode } from './errors.ts';
import type { CommonOptions } from './options.ts';
import { terminalLog } from './terminal-log.ts';

/** Reads the user's files as the common options say. Throws as `openWorkspace` does. */
export async function workspaceOf(options: CommonOptions): Promise<Workspace> {
  return openWorkspace(
    {
      remixPath: resolve(options.remix),
      outDir: resolve(options.out),
      storePath: options.store === undefined ? defaultStorePath() : resolve(options.store),
      ...(options.arch !== undefined && isBasearch(options.arch) ? { basearch: options.arch } : {}),
      repoVars: options.repoVar,
      entry: process.argv[1] ?? '',
      offline: options.offline,
      ...sourceDateEpoch(),
    },
    terminalLog({ verbose: options.verbose }),
  );
}

/** `SOURCE_DATE_EPOCH`, where it is set. https://reproducible-builds.org/specs/source-date-epoch/ */
function sourceDateEpoch(): { sourceDateEpoch?: number } {
  const text = process.env['SOURCE_DATE_EPOCH'];
  if (text === undefined || text === '') return {};
  if (!/^\d{1,11}$/.test(text)) {
    throw new ConfigError<CliCode>(
      'BAD_SOURCE_DATE_EPOCH',
      `SOURCE_DATE_EPOCH is ${JSON.stringify(text)}, expected seconds since 1970`,
    );
  }
  return { sourceDateEpoch: Number(text) };
}

/** `$XDG_CACHE_HOME/treesmith`, or `~/.cache/treesmith`. */
function defaultStorePath(): string {
  const cache = process.env['XDG_CACHE_HOME'];
  return join(cache === undefined || cache === '' ? join(homedir(), '.cache') : cache, 'treesmith');
}
