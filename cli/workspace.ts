import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { openWorkspace, type Workspace } from '../lib/build/workspace.ts';
import { isBasearch } from '../lib/host/architecture.ts';
import { readSourceDateEpoch } from '../lib/host/source-date-epoch.ts';
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
      ...readSourceDateEpoch(),
    },
    terminalLog({ verbose: options.verbose }),
  );
}

/** `$XDG_CACHE_HOME/treesmith`, or `~/.cache/treesmith`. */
export function defaultStorePath(): string {
  const cache = process.env['XDG_CACHE_HOME'];
  return join(cache === undefined || cache === '' ? join(homedir(), '.cache') : cache, 'treesmith');
}
