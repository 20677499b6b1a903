import type { AddressInfo } from 'node:net';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { artifactRoutes } from './artifact-rest.ts';
import { openArtifactService, type StoredArtifact } from './artifact-service.ts';
import { type AssetLimits, assetRoutes } from './asset-rest.ts';
import { openBlobFiles } from './blob-files.ts';
import { openBlobs } from './blobs.ts';
import { type CacheLimits, openCacheService, type StoredCache } from './cache-service.ts';
import { startClock } from './clock.ts';
import type { Service } from './exchange.ts';
import { createFaults, type Fault } from './faults.ts';
import { gitRoutes } from './git-rest.ts';
import { createFront, type LoggedRequest, type Route } from './http-front.ts';
import { grantOf, type JobOptions, jobEnvironment } from './job-environment.ts';
import { openOidc } from './oidc.ts';
import { releaseJson } from './release-json.ts';
import { releaseRoutes } from './release-rest.ts';
import { openReleases, type StoredRelease } from './releases.ts';
import { type RestLimits, restHandler } from './rest.ts';
import { createTokens } from './tokens.ts';

/** How the fake differs from GitHub as it is. */
export interface GitHubOptions extends CacheLimits, RestLimits, AssetLimits {
  /** Of everything that is kept in the temporary folder; 8 GiB unless given. */
  readonly storageLimitBytes?: number;
  /**
   * Host in the signed URLs of blobs; `localhost` unless given: as on GitHub, another one than that
   * of the API, and no token may follow a redirection there. With `x.blob.core.windows.net` the
   * official clients download in ranges; they must be made to find it on loopback.
   */
  readonly blobHost?: string;
}

/** A running fake; ends, with all that it keeps, when disposed. */
export interface FakeGitHub extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, of every service but the storage behind signed URLs. */
  readonly url: string;
  /** Returns the variables that a runner sets for the steps of a job. */
  env(job?: JobOptions): Record<string, string>;
  /** Oldest first. */
  readonly requests: LoggedRequest[];
  /** Bytes of blobs and assets that clients sent, and that they were sent. */
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
  /** Forgets requests and counts. */
  clearRequests(): void;
  /** Makes requests go wrong; the first fault that fits is the one that happens. */
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Lets time pass for everything that expires; the tokens of a job do after six hours. */
  advanceClock(seconds: number): void;
  /** Ends the life of all tokens so far. */
  revokeTokens(): void;
  /** Oldest first; without those that are still being uploaded. */
  readonly caches: readonly StoredCache[];
  /** Keys of caches that gave way to newer ones. */
  readonly evictedCaches: readonly string[];
  removeCache(id: number): Promise<void>;
  /** Of all runs, oldest first; without those that are still being uploaded. */
  readonly artifacts: readonly StoredArtifact[];
  /** Of all repositories, oldest first; drafts too. */
  readonly releases: readonly StoredRelease[];
  /** Returns the tags of a repository, `refs/tags/v1` → commit; they may be changed. */
  refs(repository?: string): Map<string, string>;
  close(): Promise<void>;
}

const BYTES: readonly Service[] = ['blobs', 'uploads'];
const RESULTS = '/twirp/github.actions.results.api.v1';

/** Starts GitHub's services for actions on a free loopback port. */
export async function startGitHub(options: GitHubOptions = {}): Promise<FakeGitHub> {
  const folder = await makeTempDir();
  const clock = startClock();
  const tokens = createTokens(clock);
  const faults = createFaults();
  const requests: LoggedRequest[] = [];
  const files = openBlobFiles(folder.path, options.storageLimitBytes ?? 8 * 1024 ** 3);
  let port = 0;
  const blobs = openBlobs(files, clock, () => `http://${options.blobHost ?? 'localhost'}:${port}`);
  const caches = openCacheService(blobs, tokens, clock, options);
  const artifacts = openArtifactService(blobs, tokens, clock);
  const origin = () => `http://127.0.0.1:${port}`;
  const releases = openReleases(blobs, clock, (repository, target) =>
    /^[0-9a-f]{40}$/.test(target)
      ? target
      : grantOf({ repository, ref: `refs/heads/${target}` }).sha,
  );
  const json = releaseJson(blobs, origin, options.immutableReleases);
  const restRoutes = [
    ...artifactRoutes(artifacts, clock, origin),
    ...assetRoutes(releases, blobs, json, origin, options),
    ...releaseRoutes(releases, json, origin),
    ...gitRoutes(releases, origin),
  ];
  const rest = restHandler(restRoutes, tokens, clock, options);
  const routes: Route[] = [
    { service: 'artifacts', prefix: `${RESULTS}.ArtifactService/`, handle: artifacts.handle },
    { service: 'cache', prefix: `${RESULTS}.CacheService/`, handle: caches.handle },
    { service: 'blobs', prefix: '/blobs/', handle: blobs.handle },
    { service: 'oidc', prefix: '/oidc/', handle: openOidc(tokens, clock, origin) },
    { service: 'uploads', prefix: '/uploads/', handle: rest },
    { service: 'rest', prefix: '/', handle: rest },
  ];
  const server = createFront(routes, faults, requests);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
  const url = origin();
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await folder[Symbol.asyncDispose]();
  };
  const sum = (count: (request: LoggedRequest) => number) =>
    requests
      .filter(({ service }) => BYTES.includes(service))
      .reduce((total, request) => total + count(request), 0);
  return {
    url,
    requests,
    env: (job = {}) => jobEnvironment(job, tokens, url),
    get uploadedBytes() {
      return sum(({ receivedBytes }) => receivedBytes);
    },
    get downloadedBytes() {
      return sum(({ sentBytes }) => sentBytes);
    },
    clearRequests: () => {
      requests.length = 0;
    },
    fault: faults.add,
    clearFaults: faults.clear,
    advanceClock: clock.advance,
    revokeTokens: tokens.revokeAll,
    get caches() {
      return caches.list();
    },
    evictedCaches: caches.evicted,
    removeCache: caches.remove,
    get artifacts() {
      return artifacts.list();
    },
    get releases() {
      return releases.inspect();
    },
    refs: (repository = 'octo/remix') => releases.refs(repository),
    close,
    [Symbol.asyncDispose]: close,
  };
}
