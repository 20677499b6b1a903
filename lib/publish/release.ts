import pLimit from 'p-limit';
import { formatBytes } from '../core/bytes.ts';
import type { Log } from '../core/log.ts';
import { type AssetTarget, isSameAsset, listAssets, removeAsset, uploadAsset } from './assets.ts';
import { type GitHubAccess, type GitHubApi, GitHubRefusal, openGitHub } from './github-api.ts';
import { assertCount, type ReleaseFile, readReleaseFiles } from './release-files.ts';

/** A release, and what is to be in it. */
export interface ReleaseOptions extends GitHubAccess {
  readonly owner: string;
  readonly repo: string;
  readonly tag: string;
  readonly name: string;
  /** Markdown. */
  readonly notes: string;
  /** Leave it a draft. */
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** Where the tag is made when it is not there; the default branch when undefined. */
  readonly targetCommit?: string;
  /** Paths of the files. */
  readonly files: readonly string[];
  /** Of the results: a file in a folder of it is named after both. Of their own names alone without. */
  readonly folder?: string;
}

/** A file of a release. */
export interface PublishedAsset {
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** False when it was there already. */
  readonly uploaded: boolean;
}

/** A release with all its files. */
export interface PublishedRelease {
  /** Its page. */
  readonly url: string;
  readonly id: number;
  /** True when it is there for those alone who may write. */
  readonly draft: boolean;
  readonly assets: readonly PublishedAsset[];
}

interface Release {
  readonly id: number;
  readonly tag_name: string;
  readonly draft: boolean;
  readonly html_url: string;
  readonly upload_url: string;
}

/** GitHub takes 125,000 characters. */
const MAX_NOTES = 125_000;
const CUT_NOTE = '\n_The rest was cut off: GitHub takes no longer text._\n';

const PARALLEL_UPLOADS = 3;
const PAGE = 100;
/** Of releases, newest first: a draft that is left is among them. */
const MAX_PAGES = 5;

/**
 * Makes a release, or completes the one that has the tag: a draft until every file is in it, so that
 * nobody sees half of it. A file that is there with the same bytes is left alone. Can be run again.
 * Text and flags of a release that was published before stay as they are.
 *
 * @throws ConfigError ASSET_TOO_LARGE, TOO_MANY_ASSETS, ASSET_NAME_TAKEN, ASSET_DIFFERS, TOKEN_REFUSED, RELEASE_REFUSED
 * @throws BuildError RELEASE_FAILED, UPLOAD_DAMAGED
 */
export async function publishRelease(options: ReleaseOptions): Promise<PublishedRelease> {
  const { owner, repo, tag, log } = options;
  const files = await readReleaseFiles(options.files, options.folder);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const title = `Publish release ${tag} (${files.length} files, ${formatBytes(totalBytes)})`;
  return log.group(title, async () => {
    await using api = await openGitHub(options);
    const repository = `${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
    const release = await api.retry(`make the release ${tag}`, () =>
      findOrCreate(api, repository, options),
    );
    const target = { repository, releaseId: release.id, uploadUrl: release.upload_url };
    const missing = await findMissing(api, target, files);
    await uploadAll(api, target, missing, log);
    const published =
      release.draft && !options.draft
        ? await publishDraft(api, repository, release, options)
        : release;
    log.info(
      `${missing.length} files uploaded, ${files.length - missing.length} were there: ${published.html_url}`,
    );
    return {
      url: published.html_url,
      id: published.id,
      draft: published.draft,
      assets: files.map(({ name, sizeBytes, sha256 }) => ({
        ...{ name, sizeBytes, sha256 },
        uploaded: missing.some((file) => file.name === name),
      })),
    };
  });
}

async function uploadAll(
  api: GitHubApi,
  target: AssetTarget,
  files: readonly ReleaseFile[],
  log: Log,
): Promise<void> {
  const limit = pLimit(PARALLEL_UPLOADS);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const progress = log.progress('Upload', totalBytes, 'bytes');
  const failures: unknown[] = [];
  await Promise.all(
    files.map((file) =>
      limit(async () => {
        // The first that fails is told; the others need not begin.
        if (failures.length > 0) return;
        await uploadAsset(api, target, file, log).then(
          () => progress.advance(file.sizeBytes),
          (error: unknown) => failures.push(error),
        );
      }),
    ),
  );
  progress.done();
  if (failures.length > 0) throw failures[0];
}

async function findOrCreate(
  api: GitHubApi,
  repository: string,
  options: ReleaseOptions,
): Promise<Release> {
  const { tag, targetCommit } = options;
  const found = await findRelease(api, repository, tag);
  if (found !== undefined) return found;
  return api.ask<Release>({
    method: 'POST',
    url: `/repos/${repository}/releases`,
    ...{ tag_name: tag, draft: true, ...textOf(options) },
    ...(targetCommit === undefined ? {} : { target_commitish: targetCommit }),
  });
}

/** Drafts have no address of their own: they are looked for among the newest releases. */
async function findRelease(
  api: GitHubApi,
  repository: string,
  tag: string,
): Promise<Release | undefined> {
  const url = `/repos/${repository}/releases`;
  try {
    const tagged = `${url}/tags/${encodeURIComponent(tag)}`;
    return await api.ask<Release>({ method: 'GET', url: tagged });
  } catch (error) {
    if (!(error instanceof GitHubRefusal) || error.status !== 404) throw error;
  }
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const releases = await api.ask<Release[]>({ method: 'GET', url, per_page: PAGE, page });
    const found = releases.find(({ tag_name, draft }) => draft && tag_name === tag);
    if (found !== undefined || releases.length < PAGE) return found;
  }
  return undefined;
}

/** Compares all files before the first is uploaded; what a broken upload left is removed. */
async function findMissing(
  api: GitHubApi,
  target: AssetTarget,
  files: readonly ReleaseFile[],
): Promise<ReleaseFile[]> {
  const known = new Map((await listAssets(api, target)).map((asset) => [asset.name, asset]));
  const missing: ReleaseFile[] = [];
  for (const file of files) {
    const asset = known.get(file.name);
    if (asset === undefined || !(await isSameAsset(api, target, asset, file))) missing.push(file);
  }
  const added = missing.filter(({ name }) => !known.has(name));
  assertCount(known.size + added.length);
  for (const { name } of missing) {
    const asset = known.get(name);
    if (asset !== undefined) await removeAsset(api, target, asset);
  }
  return missing;
}

async function publishDraft(
  api: GitHubApi,
  repository: string,
  { id }: Release,
  options: ReleaseOptions,
): Promise<Release> {
  const { tag, targetCommit } = options;
  return api.retry(`publish the release ${tag}`, () =>
    api.ask<Release>({
      method: 'PATCH',
      url: `/repos/${repository}/releases/${id}`,
      ...{ tag_name: tag, draft: false, ...textOf(options) },
      ...(targetCommit === undefined ? {} : { target_commitish: targetCommit }),
    }),
  );
}

function textOf({ name, notes, prerelease }: ReleaseOptions): object {
  return { name, body: fitNotes(notes), prerelease };
}

/** What is too long for GitHub must not be the end of a release. */
function fitNotes(notes: string): string {
  if (notes.length <= MAX_NOTES) return notes;
  const kept = notes.slice(0, MAX_NOTES - CUT_NOTE.length);
  return `${kept.slice(0, kept.lastIndexOf('\n') + 1)}${CUT_NOTE}`;
}
