import type { BuildCache } from '../../build/build-cache.ts';
import type { Log } from '../../core/log.ts';
import { registryAuthFiles } from '../../host/auth-files.ts';
import { HttpClient } from '../../host/http.ts';
import type { Store } from '../../host/store.ts';
import { formatReference, type OciReference } from '../../oci/reference.ts';
import { RegistryClient } from '../../registry/client.ts';
import { type Credentials, readCredentials } from '../../registry/credentials.ts';
import { openRegistryService } from './registry-service.ts';
import { openServiceCache } from './service-cache.ts';

/** A repository in an OCI registry, and who asks. */
export interface CacheRegistry {
  readonly place: Pick<OciReference, 'registry' | 'repository'>;
  /** Without them those of `podman login` or `docker login` count. */
  readonly login?: { readonly username: string; readonly token: string };
}

/** What a cache in a registry needs to know of the run. */
export interface RegistryCacheOptions {
  readonly cacheRegistry: CacheRegistry;
  readonly store: Store;
  /** Name in remix.yaml. */
  readonly remix: string;
  /** Unlike that of any other run at the same moment. */
  readonly runName: string;
  readonly log: Log;
}

/**
 * Returns a cache in an OCI registry.
 *
 * @throws ConfigError AUTH_FILE_INVALID; whatever else is wrong with the registry never fails a run
 */
export async function openRegistryCache(options: RegistryCacheOptions): Promise<BuildCache> {
  const { cacheRegistry, store, remix, runName, log } = options;
  const { place, login } = cacheRegistry;
  const { registry, repository } = place;
  const credentials: Credentials | undefined =
    login === undefined
      ? await readCredentials(registryAuthFiles(), registry, repository)
      : { kind: 'password', username: login.username, password: login.token };
  // Of its own: what comes from the cache is not counted as a download.
  const http = new HttpClient();
  const client = new RegistryClient({ http, registry, repository, credentials });
  const nowMs = () => Date.now();
  return openServiceCache({
    ...{ store, remix, log, expectsAccess: true },
    owner: formatReference({ registry, repository, tag: undefined, digest: undefined }),
    // Tags with the time in front: the newest of very many is found by them.
    writer: `${nowMs()}-${runName}`,
    start: async (root) => ({
      ...openRegistryService({ client, root, nowMs, log }),
      [Symbol.asyncDispose]: () => http.close(),
    }),
    // What decides what boots is taken from where this run could have put it itself.
    sharesKept: () => client.canPush().catch(() => false),
  });
}
