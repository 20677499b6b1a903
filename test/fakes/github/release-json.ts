import type { Blobs } from './blobs.ts';
import type { Asset, Release } from './releases.ts';

/** Writes releases and assets as the REST API does. */
export interface ReleaseJson {
  release(release: Release): Record<string, unknown>;
  asset(release: Release, asset: Asset): Record<string, unknown>;
}

/** Returns the writer for an API and a site at `origin()`, where releases may be `immutable`. */
export function releaseJson(blobs: Blobs, origin: () => string, immutable = false): ReleaseJson {
  const author = { login: 'github-actions[bot]', id: 41898282, type: 'Bot' };
  const writeAsset = (release: Release, asset: Asset) => {
    const { repository } = release;
    const date = new Date(asset.createdAt).toISOString();
    return {
      url: `${origin()}/repos/${repository}/releases/assets/${asset.id}`,
      id: asset.id,
      node_id: `RA_${asset.id}`,
      name: asset.name,
      label: asset.label,
      uploader: author,
      content_type: asset.contentType,
      state: asset.state,
      size: blobs.find(asset.blobName)?.sizeBytes ?? 0,
      digest: asset.digest,
      download_count: asset.downloads,
      created_at: date,
      updated_at: date,
      browser_download_url: `${origin()}/${repository}/releases/download/${encodeURIComponent(tagOf(release))}/${encodeURIComponent(asset.name)}`,
    };
  };
  return {
    asset: writeAsset,
    release: (release) => {
      const { id, repository, tag, publishedAt } = release;
      const url = `${origin()}/repos/${repository}/releases/${id}`;
      return {
        url,
        assets_url: `${url}/assets`,
        upload_url: `${origin()}/uploads/repos/${repository}/releases/${id}/assets{?name,label}`,
        html_url: `${origin()}/${repository}/releases/tag/${encodeURIComponent(tagOf(release))}`,
        id,
        node_id: `RE_${id}`,
        author,
        tag_name: tag,
        target_commitish: release.target,
        name: release.name,
        body: release.body,
        draft: release.draft,
        prerelease: release.prerelease,
        immutable: immutable && !release.draft,
        created_at: new Date(release.createdAt).toISOString(),
        published_at: publishedAt === undefined ? null : new Date(publishedAt).toISOString(),
        assets: release.assets.map((asset) => writeAsset(release, asset)),
        tarball_url: `${origin()}/repos/${repository}/tarball/${tag}`,
        zipball_url: `${origin()}/repos/${repository}/zipball/${tag}`,
      };
    },
  };
}

/** A draft is not found under its tag. */
function tagOf({ draft, id, tag }: Release): string {
  return draft ? `untagged-${id.toString(16).padStart(20, '0')}` : tag;
}
