import type { ArtifactService, StoredArtifact } from './artifact-service.ts';
import type { Clock } from './clock.ts';
import { jsonReply } from './exchange.ts';
import { pageOf, type RestCall, type RestRoute, restRefusal } from './rest.ts';

/** Returns the part of the REST API through which other workflow runs see artifacts. */
export function artifactRoutes(
  artifacts: ArtifactService,
  clock: Clock,
  origin: () => string,
): RestRoute[] {
  const base = '/repos/:owner/:repo/actions';
  const format = (artifact: StoredArtifact) => {
    const url = `${origin()}/repos/${artifact.repository}/actions/artifacts/${artifact.id}`;
    return {
      id: artifact.id,
      node_id: `A_${artifact.id}`,
      name: artifact.name,
      size_in_bytes: artifact.sizeBytes,
      url,
      archive_download_url: `${url}/zip`,
      expired: artifact.expiresAt <= clock.now(),
      created_at: new Date(artifact.createdAt).toISOString(),
      updated_at: new Date(artifact.createdAt).toISOString(),
      expires_at: new Date(artifact.expiresAt).toISOString(),
      digest: artifact.digest,
      workflow_run: {
        id: Number(artifact.runId),
        repository_id: Number(artifact.repositoryId),
        head_branch: artifact.ref.replace(/^refs\/heads\//, ''),
        head_sha: artifact.sha,
      },
    };
  };
  const answerList = ({ incoming, repository, params }: RestCall) => {
    const name = incoming.query.get('name');
    const found = artifacts
      .list()
      .filter((artifact) => artifact.repository === repository)
      .filter((artifact) => params['run'] === undefined || artifact.runId === params['run'])
      .filter((artifact) => name === null || artifact.name === name)
      .reverse();
    const { page, headers } = pageOf(found, incoming, origin());
    return jsonReply(200, { total_count: found.length, artifacts: page.map(format) }, headers);
  };
  const find = ({ repository, params }: RestCall): StoredArtifact => {
    const found = artifacts
      .list()
      .find((entry) => entry.repository === repository && String(entry.id) === params['id']);
    if (found === undefined) throw restRefusal(404, 'Not Found');
    return found;
  };
  return [
    { method: 'GET', pattern: `${base}/artifacts`, answer: answerList },
    { method: 'GET', pattern: `${base}/runs/:run/artifacts`, answer: answerList },
    {
      method: 'GET',
      pattern: `${base}/artifacts/:id`,
      answer: (call) => jsonReply(200, format(find(call))),
    },
    {
      method: 'DELETE',
      pattern: `${base}/artifacts/:id`,
      writes: 'actions',
      answer: async (call) => {
        await artifacts.remove(find(call).id);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      pattern: `${base}/artifacts/:id/zip`,
      answer: (call) => {
        // Of public repositories too: nobody downloads without a token.
        if (call.grant === undefined) throw restRefusal(401, 'Requires authentication');
        if (!/^(?:read|write)$/.test(call.grant.permissions['actions'] ?? '')) {
          throw restRefusal(403, 'Resource not accessible by integration');
        }
        const found = find(call);
        if (found.expiresAt <= clock.now()) throw restRefusal(410, 'Artifact has expired');
        return { status: 302, headers: { location: found.downloadUrl() } };
      },
    },
  ];
}
