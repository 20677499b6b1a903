/** Runs @octokit/rest for releases.test.ts. */
import { readFile } from 'node:fs/promises';
import { Octokit } from '@octokit/rest';
import { answerCalls } from './official-client.ts';

interface ReleaseCall {
  /** `GET /repos/{owner}/{repo}/releases`, or `upload`. */
  readonly route: string;
  /** Follows the links to all pages. */
  readonly all?: boolean;
  readonly releaseId: number;
  readonly file: string;
  readonly [parameter: string]: unknown;
}

const octokit = new Octokit({
  auth: process.env['GITHUB_TOKEN'],
  baseUrl: process.env['GITHUB_API_URL'] ?? '',
});
const repository = { owner: 'octo', repo: 'remix' };

await answerCalls(async ({ route, all, releaseId, file, ...parameters }: ReleaseCall) => {
  if (all === true) return octokit.paginate(route, { ...repository, ...parameters });
  if (route !== 'upload') {
    const { data } = await octokit.request(route, { ...repository, ...parameters });
    return data instanceof ArrayBuffer ? Buffer.from(data).toString('base64') : data;
  }
  const { data: release } = await octokit.rest.repos.getRelease({
    ...{ ...repository, release_id: releaseId },
  });
  const data = await readFile(file);
  const headers = { 'content-type': 'application/octet-stream', 'content-length': data.length };
  const request = {
    method: 'POST',
    url: release.upload_url,
    headers,
    data,
    ...parameters,
  } as const;
  return (await octokit.request(request)).data;
});
