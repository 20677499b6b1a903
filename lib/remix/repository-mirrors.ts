import type { Checksum } from '../rpm/checksum.ts';
import { parseMetalink, parseMirrorlist } from '../rpm/mirrors.ts';
import type { RepoDefinition } from '../rpm/repo-file.ts';
import { getKept, type RepositoryAccess } from './cached-get.ts';

const MAX_LIST_BYTES = 4 * 1024 * 1024;

/** Where a repository can be had. */
export interface Mirrors {
  /** Base URLs, most preferred first, each with a slash at the end. */
  readonly baseUrls: readonly string[];
  /** What repomd.xml may be, when a metalink says so. */
  readonly repomdChecksums?: readonly Checksum[];
}

/**
 * Returns the mirrors of a repository whose variables are replaced: those of `metalink`, else of
 * `mirrorlist`, and those of `baseurl`.
 *
 * @throws BuildError BAD_METALINK; ConfigError NOT_CACHED; what `HttpClient.get` throws
 */
export async function readMirrors(
  repository: RepoDefinition,
  access: RepositoryAccess,
): Promise<Mirrors> {
  const { metalink, mirrorlist } = repository;
  const read = async (url: string) => (await getKept(access, url, MAX_LIST_BYTES)).toString('utf8');
  if (metalink !== undefined) {
    const { baseUrls, repomdChecksums } = parseMetalink(await read(metalink));
    return { baseUrls: unique([...repository.baseurl, ...baseUrls]), repomdChecksums };
  }
  const listed = mirrorlist === undefined ? [] : parseMirrorlist(await read(mirrorlist));
  return { baseUrls: unique([...repository.baseurl, ...listed]) };
}

/**
 * Returns every URL that should have the file at `url`: itself, then, when it lies below one of the
 * mirrors, the same path below each other one.
 */
export function alternateUrls(url: string, baseUrls: readonly string[]): string[] {
  const base = baseUrls.find((candidate) => url.startsWith(candidate));
  if (base === undefined) return [url];
  const path = url.slice(base.length);
  return unique([url, ...baseUrls.map((other) => other + path)], '');
}

function unique(urls: readonly string[], end = '/'): string[] {
  return [...new Set(urls.map((url) => (url.endsWith(end) ? url : url + end)))];
}
