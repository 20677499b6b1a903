import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import { HttpClient } from '../host/http.ts';
import { Store } from '../host/store.ts';
import { type Remix, readRemix } from '../remix/remix.ts';
import { readTreefile, type Treefile } from '../remix/treefile.ts';
import type { BuildCache } from './build-cache.ts';
import type { GlueCode } from './errors.ts';

/** Where a run finds its files and leaves its results. Paths are absolute. */
export interface WorkspaceOptions {
  readonly remixPath: string;
  readonly outDir: string;
  readonly storePath: string;
  /** Build this architecture only. */
  readonly basearch?: Basearch;
  /** Variables of `.repo` files, over those of the treefile. */
  readonly repoVars: Readonly<Record<string, string>>;
  /** File of the command line, for the stages that run in a process of their own under sudo. */
  readonly entry: string;
  /** Nothing is fetched; what the store lacks is an error. */
  readonly offline: boolean;
  /** `SOURCE_DATE_EPOCH`, seconds since 1970; when the lock's newest package was built unless given. */
  readonly sourceDateEpoch?: number;
}

/** A remix that was read and found right, with all that its stages need. */
export interface Workspace extends WorkspaceOptions {
  readonly remix: Remix;
  /** Every architecture of remix.yaml, in its order, with its treefile: the lock has all of them. */
  readonly treefiles: ReadonlyMap<Basearch, Treefile>;
  /** The architectures of this run. */
  readonly architectures: readonly Basearch[];
  readonly store: Store;
  readonly http: HttpClient;
  readonly log: Log;
  /** What other runs have left; none on the command line, whose store stays where it is. */
  readonly cache?: BuildCache;
  /** The archive repository that users pull from. */
  readonly repoPath: string;
}

/**
 * Reads remix.yaml and the treefile of each architecture, so that every mistake in them is said
 * before any work.
 *
 * @throws ConfigError RemixCode; ARCHITECTURE_NOT_IN_REMIX
 */
export async function openWorkspace(options: WorkspaceOptions, log: Log): Promise<Workspace> {
  const remix = await readRemix(options.remixPath);
  const architectures = remix.architectures.filter(
    (basearch) => options.basearch === undefined || basearch === options.basearch,
  );
  if (architectures.length === 0) {
    throw new ConfigError<GlueCode>(
      'ARCHITECTURE_NOT_IN_REMIX',
      `${options.basearch} is not an architecture of this remix, which has ${remix.architectures.join(', ')}`,
      { place: { file: remix.path } },
    );
  }
  const treefiles = new Map<Basearch, Treefile>();
  for (const basearch of remix.architectures) {
    const treefile = await readTreefile(remix.treefile, { basearch });
    treefiles.set(basearch, treefile);
  }
  const warned = new Set<string>();
  for (const { message, place } of [...treefiles.values()].flatMap(({ warnings }) => warnings)) {
    // Each architecture reads the same files and would say the same again.
    const once = `${place.file}:${place.line}:${message}`;
    if (!warned.has(once)) log.warn(message, place);
    warned.add(once);
  }
  return {
    ...options,
    remix,
    treefiles,
    architectures,
    store: new Store(options.storePath),
    http: new HttpClient(),
    log,
    repoPath: repositoryPath(options.outDir),
  };
}

/** Where the archive repository is in a folder of results. */
export function repositoryPath(outDir: string): string {
  return join(outDir, 'repo');
}
