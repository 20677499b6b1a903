import { jsonReply, type Reply } from './exchange.ts';
import type { ReleaseJson } from './release-json.ts';
import type { Release, Releases } from './releases.ts';
import { pageOf, type RestCall, type RestRoute, restRefusal } from './rest.ts';

const TAG_FORBIDDEN = /[\s~^:?*[\\]|\.\.|@\{|^[-/]|[./]$|\.lock$/;

/** Returns the part of the REST API that lists, makes and changes releases. */
export function releaseRoutes(
  releases: Releases,
  json: ReleaseJson,
  origin: () => string,
): RestRoute[] {
  const base = '/repos/:owner/:repo/releases';
  const one = (status: number, release: Release) => jsonReply(status, json.release(release));
  const visible = ({ repository, grant }: RestCall) =>
    releases
      .list(repository)
      .filter(({ draft }) => !draft || mayWrite(grant, repository))
      .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);

  const create = async (call: RestCall): Promise<Reply> => {
    const fields = await call.json();
    const tag = text(fields['tag_name']);
    if (tag === undefined) throw invalid('tag_name', 'missing_field');
    if (TAG_FORBIDDEN.test(tag)) throw invalid('tag_name', 'custom', 'tag_name is not well-formed');
    const draft = fields['draft'] === true;
    if (!draft) assertTagFree(releases, call.repository, tag);
    const release = releases.add({
      ...{ repository: call.repository, tag, draft },
      target: text(fields['target_commitish']) ?? 'main',
      name: text(fields['name']) ?? null,
      body: text(fields['body']) ?? null,
      prerelease: fields['prerelease'] === true,
    });
    return one(201, release);
  };

  const update = async (call: RestCall): Promise<Reply> => {
    const release = findRelease(releases, call);
    const fields = await call.json();
    const tag = text(fields['tag_name']) ?? release.tag;
    const draft = typeof fields['draft'] === 'boolean' ? fields['draft'] : release.draft;
    if (!draft) assertTagFree(releases, call.repository, tag, release);
    release.tag = tag;
    release.target = text(fields['target_commitish']) ?? release.target;
    if ('name' in fields) release.name = text(fields['name']) ?? null;
    if ('body' in fields) release.body = text(fields['body']) ?? null;
    if ('prerelease' in fields) release.prerelease = fields['prerelease'] === true;
    release.draft = draft;
    if (!draft) releases.publish(release);
    return one(200, release);
  };

  return [
    {
      method: 'GET',
      pattern: base,
      answer: (call) => {
        const { page, headers } = pageOf(visible(call), call.incoming, origin());
        return jsonReply(200, page.map(json.release), headers);
      },
    },
    { method: 'POST', pattern: base, writes: 'contents', answer: create },
    {
      method: 'GET',
      pattern: `${base}/latest`,
      answer: (call) => one(200, latestRelease(releases, call.repository)),
    },
    {
      method: 'GET',
      pattern: `${base}/tags/*tag`,
      // Drafts have no tag yet, and are not found here even by those who may see them.
      answer: (call) =>
        one(200, publishedRelease(releases, call.repository, call.params['tag'] ?? '')),
    },
    {
      method: 'GET',
      pattern: `${base}/:id`,
      answer: (call) => one(200, findRelease(releases, call)),
    },
    { method: 'PATCH', pattern: `${base}/:id`, writes: 'contents', answer: update },
    {
      method: 'DELETE',
      pattern: `${base}/:id`,
      writes: 'contents',
      answer: async (call) => {
        await releases.remove(findRelease(releases, call));
        return { status: 204 };
      },
    },
  ];
}

/** Returns the release with the `id` of a path; a draft to those alone who may write. */
export function findRelease(releases: Releases, { repository, params, grant }: RestCall): Release {
  const found = releases.list(repository).find(({ id }) => String(id) === params['id']);
  if (found === undefined || (found.draft && !mayWrite(grant, repository))) {
    throw restRefusal(404, 'Not Found');
  }
  return found;
}

/** Returns the release that a tag leads to. */
export function publishedRelease(releases: Releases, repository: string, tag: string): Release {
  const found = releases.list(repository).find((release) => !release.draft && release.tag === tag);
  if (found === undefined) throw restRefusal(404, 'Not Found');
  return found;
}

/** Returns the newest release that is neither a draft nor a prerelease. */
export function latestRelease(releases: Releases, repository: string): Release {
  const found = releases
    .list(repository)
    .filter(({ draft, prerelease }) => !draft && !prerelease)
    .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id)[0];
  if (found === undefined) throw restRefusal(404, 'Not Found');
  return found;
}

function mayWrite(grant: RestCall['grant'], repository: string): boolean {
  return grant?.repository === repository && grant.permissions['contents'] === 'write';
}

function assertTagFree(
  releases: Releases,
  repository: string,
  tag: string,
  except?: Release,
): void {
  const taken = releases
    .list(repository)
    .some((release) => release !== except && !release.draft && release.tag === tag);
  if (taken) throw invalid('tag_name', 'already_exists');
}

function invalid(field: string, code: string, message?: string): Error {
  const error = { resource: 'Release', code, field, ...(message && { message }) };
  return restRefusal(422, 'Validation Failed', [error]);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
