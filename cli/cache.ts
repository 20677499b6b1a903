import { type Command, InvalidArgumentError } from 'commander';
import type { Workspace } from '../lib/build/workspace.ts';
import { TreesmithError } from '../lib/core/errors.ts';
import { type OciReference, parseReference } from '../lib/oci/reference.ts';

/** Options of a verb that fetches packages. */
export interface CacheOptions {
  readonly cacheRegistry?: OciReference;
}

/** Adds `--cache-registry`. */
export function cacheOption(command: Command): Command {
  return command.option(
    '--cache-registry <host/name>',
    'share packages, metadata and initramfs through this repository of an OCI registry, with the login of "podman login" or "docker login"; not with --offline',
    parsePlace,
  );
}

/** Runs `body` with the cache that the options name, which never fails it. Throws as `body` does. */
export async function withCache<T>(
  { cacheRegistry: place }: CacheOptions,
  workspace: Workspace,
  body: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  if (place === undefined || workspace.offline) return body(workspace);
  const { openRegistryCache } = await import('../lib/runner/cache/registry-cache.ts');
  await using cache = await openRegistryCache({
    ...{ cacheRegistry: { place }, store: workspace.store, log: workspace.log },
    ...{ remix: workspace.remix.name, runName: `cli-${process.pid}` },
  });
  return await body({ ...workspace, cache });
}

function parsePlace(text: string): OciReference {
  try {
    const found = parseReference(text);
    if (found.tag === undefined && found.digest === undefined) return found;
  } catch (error) {
    if (error instanceof TreesmithError) throw new InvalidArgumentError(`${error.message}.`);
    throw error;
  }
  throw new InvalidArgumentError('expected host/name without a tag or digest.');
}
