import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import type { Clock } from './clock.ts';
import { type Handler, jsonReply } from './exchange.ts';
import { restRefusal } from './rest.ts';
import type { Grant, Tokens } from './tokens.ts';

const LIFETIME_SECONDS = 300;

/**
 * Answers requests of jobs for identity tokens, signed with a key of this server, and publishes
 * what a relying party wants: the issuer is `<origin>/oidc`.
 */
export function openOidc(tokens: Tokens, clock: Clock, origin: () => string): Handler {
  let made: { readonly key: KeyObject; readonly id: string } | undefined;
  const signer = () => {
    made ??= {
      key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
      id: randomUUID(),
    };
    return made;
  };
  const issuer = () => `${origin()}/oidc`;
  const identityToken = (grant: Grant, audience: string): string => {
    const { key, id } = signer();
    const seconds = Math.floor(clock.now() / 1000);
    const claims = {
      ...claimsOf(grant),
      ...{ iss: issuer(), aud: audience, jti: randomUUID() },
      ...{ iat: seconds, nbf: seconds - 5, exp: seconds + LIFETIME_SECONDS },
    };
    const text = [{ typ: 'JWT', alg: 'RS256', kid: id }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  };
  return async ({ path, method, query, headers }) => {
    if (method !== 'GET') throw restRefusal(405, 'Method Not Allowed');
    if (path === '/oidc/.well-known/openid-configuration') {
      return jsonReply(200, {
        issuer: issuer(),
        jwks_uri: `${issuer()}/.well-known/jwks`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    }
    if (path === '/oidc/.well-known/jwks') {
      const { key, id } = signer();
      const jwk = createPublicKey(key).export({ format: 'jwk' });
      return jsonReply(200, { keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: id }] });
    }
    if (path !== '/oidc/token') throw restRefusal(404, 'Not Found');
    const grant = tokens.find('oidc', headers.authorization);
    if (grant === undefined) throw restRefusal(401, 'The token is not valid');
    const owner = grant.repository.split('/')[0];
    const audience = query.get('audience') ?? `https://github.com/${owner}`;
    return jsonReply(200, { count: 1, value: identityToken(grant, audience) });
  };
}

/** What GitHub says of a job. */
function claimsOf(grant: Grant): Record<string, string> {
  const { repository, ref, sha, eventName, runId } = grant;
  const workflow = `${repository}/.github/workflows/build.yml@${ref}`;
  const subject = eventName === 'pull_request' ? 'pull_request' : `ref:${ref}`;
  return {
    sub: `repo:${repository}:${subject}`,
    ref,
    sha,
    repository,
    repository_id: grant.repositoryId,
    repository_owner: repository.split('/')[0] ?? '',
    repository_owner_id: '1',
    repository_visibility: 'public',
    run_id: runId,
    run_number: '1',
    run_attempt: '1',
    runner_environment: 'github-hosted',
    actor: 'octocat',
    actor_id: '583231',
    workflow: 'build',
    workflow_ref: workflow,
    workflow_sha: sha,
    job_workflow_ref: workflow,
    job_workflow_sha: sha,
    head_ref: '',
    base_ref: '',
    event_name: eventName,
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: 'false',
  };
}
