import { join } from 'node:path';
import { attachSboms } from '../../lib/build/container-sboms.ts';
import { silentLog } from '../../lib/core/log.ts';
import { HttpClient } from '../../lib/host/http.ts';
import { copyImage } from '../../lib/registry/copy-image.ts';
import { OciLayout } from '../../lib/registry/layout.ts';
import { openPlace } from '../../lib/registry/open-place.ts';
import { readLockfile } from '../../lib/remix/lockfile.ts';
import { makeCommitSbom } from '../../lib/sbom/commit-sbom.ts';
import { startRegistry } from '../../test/fakes/registry.ts';
import { startRegistryProxy } from '../../test/fakes/registry-proxy.ts';

/** Tag of the image in both layouts. */
const TAG = 'v1';
const REF = 'anvil/12/x86_64/stable';

/** An image of a commit, in a layout. */
export interface CommitImage {
  readonly folder: string;
  readonly repoPath: string;
  readonly commit: string;
}

/** What a registry was sent for the second of two images. */
export interface PushedNewer {
  /** Bodies of all requests. */
  readonly sentBytes: number;
  readonly layerBytes: number;
  readonly sbomBytes: number;
  /** Config, manifests and the list of referrers. */
  readonly otherBytes: number;
}

/**
 * Pushes an image and then a newer one to a registry, each with its SBOMs, as `publish --to registry` does,
 * and counts what the registry receives for the newer one.
 */
export async function pushNewer(
  before: CommitImage,
  newer: CommitImage,
  out: string,
): Promise<PushedNewer> {
  const lockfile = await readLockfile(join(out, 'rpms.lock.yaml'));
  const locked = lockfile.arches.find(({ arch }) => arch === 'x86_64');
  await using registry = await startRegistry();
  await using proxy = await startRegistryProxy(registry);
  await using http = new HttpClient();
  const push = async ({ folder, repoPath, commit }: CommitImage) => {
    const layout = await OciLayout.open(folder);
    await attachSboms(layout, TAG, (digest) =>
      makeCommitSbom({
        ...{ repoPath, commit, ref: REF, name: 'anvil', basearch: 'x86_64' },
        ...(locked === undefined ? {} : { locked }),
        image: { kind: 'image', repository: 'anvil', digest },
      }),
    );
    const to = await openPlace(`${proxy.host}/bench/anvil:latest`, { http, authFiles: [] });
    const from = { store: layout, tag: TAG };
    return copyImage(from, to, { referrers: true, log: silentLog });
  };
  await push(before);
  proxy.requests.length = 0;
  const { blobs } = await push(newer);
  const sentBytes = proxy.requests.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  const copied = (type: RegExp) =>
    blobs
      .filter(({ how, mediaType }) => how === 'copied' && type.test(mediaType))
      .reduce((sum, { size }) => sum + size, 0);
  const [layerBytes, sbomBytes] = [copied(/layer/), copied(/spdx|cyclonedx/)];
  return { sentBytes, layerBytes, sbomBytes, otherBytes: sentBytes - layerBytes - sbomBytes };
}

/** Returns the path of the image's manifest. */
export async function manifestPath(folder: string): Promise<string> {
  const layout = await OciLayout.open(folder);
  const found = await layout.getManifest(TAG);
  if (found === undefined) throw new Error(`${folder} has no ${TAG}`);
  return join(folder, 'blobs', found.digest.replace(':', '/'));
}
