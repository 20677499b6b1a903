import { readFile } from 'node:fs/promises';
import type { Log } from '../core/log.ts';
import { compressionOf, openDecompressed } from '../host/decompress.ts';
import type { RepositoryAccess } from '../remix/cached-get.ts';
import { nearestName } from '../remix/nearest.ts';
import type { GroupRequest } from '../remix/treefile.ts';
import { type Comps, type CompsPackage, parseComps } from '../rpm/comps.ts';
import { lockConfigError } from './errors.ts';
import { fetchMetadata } from './metadata.ts';
import type { PoolRepository } from './pool.ts';
import type { Request } from './requests.ts';

/** Fedora's comps.xml has 2 MB. */
const MAX_COMPS_BYTES = 64 * 1024 * 1024;

/** What groups ask for. */
export interface GroupRequests {
  readonly requests: readonly Request[];
  /** Packages that come along when another one does. */
  readonly conditional: readonly { readonly request: Request; readonly requires: string }[];
}

/**
 * Returns the packages of the comps groups and environments in `groups`: mandatory and default ones,
 * optional ones where asked for, conditional ones apart; those of a blacklist left out. A group that
 * several repositories have is the union of theirs.
 *
 * @throws ConfigError UNKNOWN_GROUP with place; what `fetchMetadata` throws; BuildError BAD_COMPS
 */
export async function expandGroups(
  groups: readonly GroupRequest[],
  repositories: readonly PoolRepository[],
  access: RepositoryAccess & { readonly log: Log },
): Promise<GroupRequests> {
  const requests: Request[] = [];
  const conditional: { request: Request; requires: string }[] = [];
  if (groups.length === 0) return { requests, conditional };
  const comps = await readComps(repositories, access);
  for (const group of groups) {
    for (const found of packagesOf(group, comps)) {
      if (group.blacklist.includes(found.name)) continue;
      const request = { text: found.name, place: group.origin, optional: true };
      if (found.type === 'conditional') {
        conditional.push({ request, requires: found.requires ?? '' });
      } else if (found.type !== 'optional' || group.optional) requests.push(request);
    }
  }
  return { requests, conditional };
}

function packagesOf(request: GroupRequest, comps: readonly Comps[]): CompsPackage[] {
  const ofGroup = (id: string) => comps.flatMap((one) => one.groups.get(id)?.packages ?? []);
  if (request.kind === 'group') {
    if (!comps.some(({ groups }) => groups.has(request.id))) throw unknown(request, comps);
    return ofGroup(request.id);
  }
  const environments = comps.flatMap((one) => one.environments.get(request.id) ?? []);
  if (environments.length === 0) throw unknown(request, comps);
  return environments.flatMap(({ groups }) => groups.flatMap(ofGroup));
}

async function readComps(
  repositories: readonly PoolRepository[],
  access: RepositoryAccess & { readonly log: Log },
): Promise<Comps[]> {
  const found: Comps[] = [];
  for (const { definition, state } of repositories) {
    // The same file, compressed in one of the ways of createrepo_c, or not at all.
    const type = ['group_zst', 'group_xz', 'group_gz', 'group'].find((name) =>
      state.repomd.data.has(name),
    );
    const data = type === undefined ? undefined : state.repomd.data.get(type);
    if (data === undefined) continue;
    const path = await fetchMetadata(definition, state, data, access);
    const compression = compressionOf(data.href);
    if (compression === 'none') found.push(parseComps(await readFile(path, 'utf8')));
    else {
      const chunks: Buffer[] = [];
      for await (const chunk of openDecompressed(path, compression, MAX_COMPS_BYTES)) {
        chunks.push(chunk as Buffer);
      }
      found.push(parseComps(Buffer.concat(chunks).toString('utf8')));
    }
  }
  return found;
}

function unknown(request: GroupRequest, comps: readonly Comps[]) {
  const { id, kind, origin } = request;
  const known = comps.flatMap((one) => [
    ...(kind === 'group' ? one.groups : one.environments).keys(),
  ]);
  const near = nearestName(id, known);
  return lockConfigError('UNKNOWN_GROUP', `no repository has the ${kind} "${id}"`, {
    place: origin,
    hint:
      near === undefined
        ? `The repositories have ${known.length === 0 ? 'none' : `${known.length}, among them ${known.sort().slice(0, 8).join(', ')}`}.`
        : `Did you mean "${near}"?`,
  });
}
