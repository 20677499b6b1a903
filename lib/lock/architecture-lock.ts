import type { Log } from '../core/log.ts';
import { ARCHITECTURES } from '../host/architecture.ts';
import type { RepositoryAccess } from '../remix/cached-get.ts';
import type { LockedArch, LockedPackage, LockedRepository } from '../remix/lockfile.ts';
import type { RepoDefinition, Repositories } from '../remix/repositories.ts';
import type { Treefile } from '../remix/treefile.ts';
import { lockBuildError } from './errors.ts';
import { fetchMetadata } from './metadata.ts';
import { type MetadataCache, repositoryFiles } from './metadata-cache.ts';
import { escapePath, locationUrls } from './package-url.ts';
import { type Candidate, createPool, nevraOf, type PoolRepository } from './pool.ts';
import { fetchRepomd } from './repomd.ts';
import { selectPackages } from './selection.ts';
import { verifySigners } from './signers.ts';
import { openSolvRepository } from './solv-cache.ts';

/** What one architecture is locked from. */
export interface ArchitectureInputs {
  readonly treefile: Treefile;
  readonly repositories: Repositories;
}

/** What the lock of one architecture needs beside its inputs. */
export interface LockContext extends RepositoryAccess {
  readonly log: Log;
  /** Packages of the lock before, of this architecture. */
  readonly previous: readonly LockedPackage[];
  /** The inputs are the same as then: URLs that still name the same packages stay. */
  readonly keepUrls: boolean;
  /** What runs on other machines have read of the repositories. */
  readonly metadataCache?: MetadataCache;
}

/**
 * Locks one architecture: reads its repositories as they are now, solves, and verifies who signed
 * what was chosen. Throws what those steps throw.
 */
export async function lockArchitecture(
  { treefile, repositories }: ArchitectureInputs,
  context: LockContext,
): Promise<{ arch: LockedArch; repositories: LockedRepository[] }> {
  const { basearch } = treefile;
  const { active, lockedOnly } = repositories;
  const opened = await Promise.all(
    [...active, ...lockedOnly].map((definition, index) =>
      openRepository(definition, `r${index}`, context),
    ),
  );
  const pool = createPool(opened, ARCHITECTURES[basearch].rpmArches, {
    excludePackages: treefile.excludePackages,
    lockedOnly: new Set(lockedOnly.map(({ id }) => id)),
    lockedNevras: new Set(context.previous.map(({ name, evr, arch }) => `${name}-${evr}.${arch}`)),
  });
  const chosen = await selectPackages(treefile, pool, context);
  for (const { state } of opened) {
    await context.metadataCache?.saveMetadata(await repositoryFiles(state, context.store));
  }
  const before = new Map(context.previous.map((locked) => [locked.checksum, locked]));
  const signers = await verifySigners(chosen, before, context);
  const packages = chosen.map((candidate) =>
    lockPackage(
      candidate,
      signers.get(candidate),
      context.keepUrls ? before.get(candidate.checksum)?.url : undefined,
    ),
  );
  return {
    arch: { arch: basearch, packages, source: [], module_metadata: [] },
    repositories: opened.map(({ definition, state }) => ({
      repoid: definition.id,
      arch: basearch,
      repomd: `sha256:${state.sha256}`,
      revision: state.repomd.revision,
    })),
  };
}

async function openRepository(
  definition: RepoDefinition,
  alias: string,
  context: LockContext,
): Promise<PoolRepository> {
  if (!definition.sslverify) {
    context.log.warn(
      `[${definition.id}] sslverify=0 is not heeded: certificates are always checked`,
      definition.place,
    );
  }
  const state = await fetchRepomd(definition, context);
  const data = state.repomd.data.get('primary');
  if (data === undefined) {
    throw lockBuildError('BAD_METADATA', `[${definition.id}] repomd.xml names no primary`, {
      place: definition.place,
    });
  }
  if (state.repomd.data.has('modules')) {
    context.log.warn(
      `[${definition.id}] has modules, which are not supported: their packages count as ordinary ones`,
      definition.place,
    );
  }
  await context.metadataCache?.restoreMetadata(await repositoryFiles(state, context.store));
  const path = await fetchMetadata(definition, state, data, context);
  const solv = await openSolvRepository(definition.id, data, path, context.store);
  return { ...solv, alias, definition, state };
}

function lockPackage(
  candidate: Candidate,
  signer: string | undefined,
  before: string | undefined,
): LockedPackage {
  const { repository, name, evr, arch, href, sizeBytes, checksum, sourceRpm, buildTime } =
    candidate;
  const { id, place } = repository.definition;
  if (!checksum.startsWith('sha256:')) {
    const message = `[${id}] primary.xml gives ${checksum.split(':')[0]} of ${nevraOf(candidate)}, expected SHA-256`;
    throw lockBuildError('WEAK_CHECKSUM', message, {
      place,
      hint: 'createrepo_c --checksum sha256 writes it.',
    });
  }
  // Which mirror comes first may change from minute to minute; the lock should not.
  const kept = before?.endsWith(`/${escapePath(href)}`) === true ? before : undefined;
  const [url = ''] = locationUrls(candidate, repository.state.baseUrls);
  return {
    url: kept ?? withoutCredentials(url),
    repoid: id,
    size: sizeBytes,
    checksum,
    name,
    evr,
    sourcerpm: sourceRpm,
    arch,
    buildtime: buildTime,
    ...(signer === undefined ? {} : { signer }),
  };
}

/** A lockfile is committed and published. */
function withoutCredentials(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1');
}
