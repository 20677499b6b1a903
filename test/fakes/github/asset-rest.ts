import type { Blobs } from './blobs.ts';
import { type Incoming, jsonReply, type Reply } from './exchange.ts';
import type { ReleaseJson } from './release-json.ts';
import { findRelease, latestRelease, publishedRelease } from './release-rest.ts';
import type { Asset, Release, Releases } from './releases.ts';
import { pageOf, type RestCall, type RestRoute, restRefusal } from './rest.ts';

/** How the fake's releases differ from the usual. */
export interface AssetLimits {
  /** GitHub's is 2 GiB; a file must be smaller. */
  readonly assetLimitBytes?: number;
  /** The repository's releases cannot change once they are published. */
  readonly immutableReleases?: boolean;
}

const PER_RELEASE_LIMIT = 1000;

/** Returns the part of the REST API that uploads, lists and downloads the files of releases. */
export function assetRoutes(
  releases: Releases,
  blobs: Blobs,
  json: ReleaseJson,
  origin: () => string,
  limits: AssetLimits = {},
): RestRoute[] {
  const base = '/repos/:owner/:repo/releases';
  const find = (call: RestCall): [Release, Asset] => {
    for (const release of releases.list(call.repository)) {
      const asset = release.assets.find(({ id }) => String(id) === call.params['asset']);
      if (asset === undefined) continue;
      return [findRelease(releases, { ...call, params: { id: String(release.id) } }), asset];
    }
    throw restRefusal(404, 'Not Found');
  };
  const assertOpen = (release: Release) => {
    if (limits.immutableReleases === true && !release.draft) {
      throw restRefusal(422, 'Cannot upload assets to an immutable release.');
    }
  };
  const redirect = (asset: Asset): Reply => {
    if (asset.state !== 'uploaded') throw restRefusal(404, 'Not Found');
    asset.downloads += 1;
    return {
      status: 302,
      headers: { location: blobs.downloadUrl(asset.blobName, asset.name) },
    };
  };
  const named = (release: Release, name: string | undefined): Reply => {
    const asset = release.assets.find((found) => found.name === name);
    if (asset === undefined) throw restRefusal(404, 'Not Found');
    return redirect(asset);
  };

  const upload = async (call: RestCall): Promise<Reply> => {
    const { incoming } = call;
    const release = findRelease(releases, call);
    assertOpen(release);
    const name = storedName(incoming.query.get('name') ?? '');
    if (name === '') throw invalid('name', 'missing_field');
    assertSize(incoming, limits.assetLimitBytes ?? 2 * 1024 ** 3);
    if (release.assets.length >= PER_RELEASE_LIMIT) {
      throw restRefusal(422, `A release may have ${PER_RELEASE_LIMIT} assets.`);
    }
    if (release.assets.some((found) => found.name === name))
      throw invalid('name', 'already_exists');
    const contentType = incoming.headers['content-type'] ?? 'application/octet-stream';
    const label = incoming.query.get('label') ?? '';
    // From here on the name is taken: an upload that breaks off leaves a starter behind.
    const asset = releases.addAsset(release, { name, label, contentType });
    const blob = await blobs.put(asset.blobName, incoming.body(), contentType);
    asset.digest = await blob.digest();
    asset.state = 'uploaded';
    return jsonReply(201, json.asset(release, asset));
  };

  return [
    {
      method: 'POST',
      pattern: '/uploads/repos/:owner/:repo/releases/:id/assets',
      writes: 'contents',
      answer: upload,
    },
    {
      method: 'GET',
      pattern: `${base}/:id/assets`,
      answer: (call) => {
        const release = findRelease(releases, call);
        const { page, headers } = pageOf(release.assets, call.incoming, origin());
        const assets = page.map((asset) => json.asset(release, asset));
        return jsonReply(200, assets, headers);
      },
    },
    {
      method: 'GET',
      pattern: `${base}/assets/:asset`,
      answer: (call) => {
        const [release, asset] = find(call);
        const raw = call.incoming.headers.accept?.includes('application/octet-stream') === true;
        return raw ? redirect(asset) : jsonReply(200, json.asset(release, asset));
      },
    },
    {
      method: 'PATCH',
      pattern: `${base}/assets/:asset`,
      writes: 'contents',
      answer: async (call) => {
        const [release, asset] = find(call);
        assertOpen(release);
        const { name, label } = await call.json();
        if (typeof name === 'string') {
          const taken = release.assets.some((other) => other !== asset && other.name === name);
          if (taken) throw invalid('name', 'already_exists');
          asset.name = storedName(name);
        }
        if (typeof label === 'string') asset.label = label;
        return jsonReply(200, json.asset(release, asset));
      },
    },
    {
      method: 'DELETE',
      pattern: `${base}/assets/:asset`,
      writes: 'contents',
      answer: async (call) => {
        const [release, asset] = find(call);
        assertOpen(release);
        await releases.removeAsset(release, asset);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      pattern: '/:owner/:repo/releases/download/:tag/:name',
      answer: ({ repository, params }) =>
        named(publishedRelease(releases, repository, params['tag'] ?? ''), params['name']),
    },
    {
      method: 'GET',
      pattern: '/:owner/:repo/releases/latest/download/:name',
      answer: ({ repository, params }) =>
        named(latestRelease(releases, repository), params['name']),
    },
  ];
}

function assertSize({ headers }: Incoming, limitBytes: number): void {
  const sizeBytes = Number(headers['content-length'] ?? Number.NaN);
  if (!(sizeBytes > 0)) throw restRefusal(400, 'Bad Content-Length');
  if (sizeBytes >= limitBytes) {
    throw invalid('size', 'custom', `size must be less than ${limitBytes}`);
  }
}

/** GitHub renames: odd characters become a period each run, and no name starts or ends with one. */
function storedName(name: string): string {
  const plain = name.replace(/[^\w.@+-]+/g, '.').replace(/\.+$/, '');
  return plain.startsWith('.') ? `default${plain}` : plain;
}

function invalid(field: string, code: string, message?: string): Error {
  const error = { resource: 'ReleaseAsset', code, field, ...(message && { message }) };
  return restRefusal(422, 'Validation Failed', [error]);
}
