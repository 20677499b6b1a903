import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { BuildError, ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { PublishCode } from './errors.ts';
import type { GitHubApi } from './github-api.ts';
import type { ReleaseFile } from './release-files.ts';

/** A release, as far as its assets need it. */
export interface AssetTarget {
  /** `owner/name`. */
  readonly repository: string;
  readonly releaseId: number;
  /** URI template with `{?name,label}`. */
  readonly uploadUrl: string;
}

/** An asset as GitHub's REST API gives it. */
export interface Asset {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** `uploaded`; another while an upload runs, or after one broke off. */
  readonly state: string;
  /** `sha256:<hex>`; null for assets from before GitHub kept digests. */
  readonly digest?: string | null;
}

const PAGE = 100;
const MAX_PAGES = 20;

/** Returns all assets of a release. Throws as `retry` does. */
export async function listAssets(api: GitHubApi, target: AssetTarget): Promise<Asset[]> {
  const assets: Asset[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const url = `/repos/${target.repository}/releases/${target.releaseId}/assets`;
    const found = await api.retry('list the files of the release', () =>
      api.ask<Asset[]>({ method: 'GET', url, per_page: PAGE, page }),
    );
    assets.push(...found);
    if (found.length < PAGE) break;
  }
  return assets;
}

/**
 * True when the asset has the bytes of `file`. Where GitHub keeps no digest it is downloaded.
 *
 * @throws ConfigError ASSET_DIFFERS
 */
export async function isSameAsset(
  api: GitHubApi,
  target: AssetTarget,
  asset: Asset,
  file: ReleaseFile,
): Promise<boolean> {
  if (asset.state !== 'uploaded') return false;
  const digest =
    asset.size !== file.sizeBytes
      ? 'another size'
      : (asset.digest ?? (await downloadDigest(api, target, asset)));
  if (digest === `sha256:${file.sha256}`) return true;
  throw new ConfigError<PublishCode>(
    'ASSET_DIFFERS',
    `the release has ${asset.name} with other bytes already: ${asset.size} bytes, ${digest}; here are ${file.sizeBytes}, sha256:${file.sha256}`,
    { hint: 'What was published is never overwritten: use a new tag, or delete the file by hand.' },
  );
}

/**
 * Uploads a file, again where it breaks off; what a broken upload left goes first.
 *
 * @throws ConfigError ASSET_DIFFERS, TOKEN_REFUSED; BuildError UPLOAD_DAMAGED, RELEASE_FAILED
 */
export async function uploadAsset(
  api: GitHubApi,
  target: AssetTarget,
  file: ReleaseFile,
  log: Log,
): Promise<void> {
  await api.retry(`upload ${file.name}`, async (tries) => {
    if (tries > 0) {
      const known = (await listAssets(api, target)).find(({ name }) => name === file.name);
      if (known !== undefined) {
        // The upload may have come through, and only its answer not.
        if (await isSameAsset(api, target, known, file)) return;
        await removeAsset(api, target, known);
      }
    }
    log.debug(`upload ${file.path} as ${file.name}, ${file.sizeBytes} bytes`);
    const made = await api.ask<Asset>({
      method: 'POST',
      url: target.uploadUrl,
      name: file.name,
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': file.sizeBytes,
      },
      data: createReadStream(file.path),
    });
    if (made.size !== file.sizeBytes || (made.digest ?? sumOf(file)) !== sumOf(file)) {
      await removeAsset(api, target, made);
      throw new BuildError<PublishCode>(
        'UPLOAD_DAMAGED',
        `GitHub got other bytes of ${file.name}: ${made.size}, ${made.digest}; sent were ${file.sizeBytes}, ${sumOf(file)}`,
      );
    }
  });
}

/** Deletes an asset that nobody was given yet. */
export async function removeAsset(
  api: GitHubApi,
  { repository }: AssetTarget,
  { id, name }: Asset,
): Promise<void> {
  await api.retry(`remove what is left of ${name}`, () =>
    api.ask({ method: 'DELETE', url: `/repos/${repository}/releases/assets/${id}` }),
  );
}

async function downloadDigest(
  api: GitHubApi,
  { repository }: AssetTarget,
  { id, name, size }: Asset,
): Promise<string> {
  return api.retry(`read ${name}`, async () => {
    const body = await api.ask<ReadableStream<Uint8Array>>({
      method: 'GET',
      url: `/repos/${repository}/releases/assets/${id}`,
      headers: { accept: 'application/octet-stream' },
      request: { parseSuccessResponseBody: false },
    });
    const hash = createHash('sha256');
    let received = 0;
    for await (const chunk of body) {
      received += chunk.length;
      if (received > size) break;
      hash.update(chunk);
    }
    return `sha256:${hash.digest('hex')}`;
  });
}

function sumOf({ sha256 }: ReleaseFile): string {
  return `sha256:${sha256}`;
}
