import { jsonReply } from './exchange.ts';
import type { Releases } from './releases.ts';
import { type RestCall, type RestRoute, restRefusal } from './rest.ts';

/** Returns the part of the REST API that tells of a repository and its tags. */
export function gitRoutes(releases: Releases, origin: () => string): RestRoute[] {
  const base = '/repos/:owner/:repo';
  const format = (repository: string, ref: string, sha: string) => ({
    ref,
    node_id: `REF_${ref}`,
    url: `${origin()}/repos/${repository}/git/${ref}`,
    object: { type: 'commit', sha, url: `${origin()}/repos/${repository}/git/commits/${sha}` },
  });
  const find = ({ repository, params }: RestCall) => {
    const ref = `refs/${params['ref']}`;
    const sha = releases.refs(repository).get(ref);
    if (sha === undefined) throw restRefusal(404, 'Not Found');
    return { ref, sha };
  };
  return [
    {
      method: 'GET',
      pattern: base,
      answer: ({ repository }) =>
        jsonReply(200, {
          full_name: repository,
          name: repository.split('/')[1],
          private: false,
          visibility: 'public',
          default_branch: 'main',
          html_url: `${origin()}/${repository}`,
        }),
    },
    {
      method: 'GET',
      pattern: `${base}/git/ref/*ref`,
      answer: (call) => {
        const { ref, sha } = find(call);
        return jsonReply(200, format(call.repository, ref, sha));
      },
    },
    {
      method: 'GET',
      pattern: `${base}/git/matching-refs/*ref`,
      answer: ({ repository, params }) => {
        const found = [...releases.refs(repository)].filter(([ref]) =>
          ref.startsWith(`refs/${params['ref']}`),
        );
        return jsonReply(
          200,
          found.map(([ref, sha]) => format(repository, ref, sha)),
        );
      },
    },
    {
      method: 'POST',
      pattern: `${base}/git/refs`,
      writes: 'contents',
      answer: async ({ repository, json }) => {
        const { ref, sha } = await json();
        if (typeof ref !== 'string' || typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha)) {
          throw restRefusal(422, 'Invalid request.');
        }
        const refs = releases.refs(repository);
        if (refs.has(ref)) throw restRefusal(422, 'Reference already exists');
        refs.set(ref, sha);
        return jsonReply(201, format(repository, ref, sha));
      },
    },
    {
      method: 'DELETE',
      pattern: `${base}/git/refs/*ref`,
      writes: 'contents',
      answer: (call) => {
        releases.refs(call.repository).delete(find(call).ref);
        return { status: 204 };
      },
    },
  ];
}
