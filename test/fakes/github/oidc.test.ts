import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeGitHub, startGitHub } from './github.ts';
import type { JobOptions } from './job-environment.ts';
import { runOfficialClient } from './official-client.ts';

const JOB: JobOptions = { permissions: { 'id-token': 'write' }, ref: 'refs/tags/v1' };

let github: FakeGitHub;

beforeEach(async () => {
  github = await startGitHub();
});

afterEach(() => github.close());

function parsePart(token: string, index: number): Record<string, unknown> {
  const part = Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8');
  return JSON.parse(part) as Record<string, unknown>;
}

async function fetchJson<T>(path: string): Promise<T> {
  return (await (await fetch(path)).json()) as T;
}

describe('the OIDC provider', () => {
  it('gives the official client a token that its published key verifies', async () => {
    const calls = [{ audience: 'sigstore' }, {}];
    const { results } = await runOfficialClient('oidc', calls, github.env(JOB));
    const [token = '', plain = ''] = results.map(String);
    const issuer = `${github.url}/oidc`;
    expect(parsePart(token, 1)).toMatchObject({
      ...{ iss: issuer, aud: 'sigstore', repository: 'octo/remix', ref_type: 'tag' },
      sub: 'repo:octo/remix:ref:refs/tags/v1',
    });
    expect(parsePart(plain, 1)).toMatchObject({ aud: 'https://github.com/octo' });

    const discovery = await fetchJson<{ issuer: string; jwks_uri: string }>(
      `${issuer}/.well-known/openid-configuration`,
    );
    expect(discovery.issuer).toBe(issuer);
    const { keys } = await fetchJson<{ keys: (JsonWebKey & { kid: string })[] }>(
      discovery.jwks_uri,
    );
    const [jwk] = keys;
    expect(parsePart(token, 0)).toMatchObject({ alg: 'RS256', kid: jwk?.kid });
    const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
    const [header, claims, signature = ''] = token.split('.');
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('gives nothing to a job without the right, or with a wrong token', async () => {
    const without = await runOfficialClient('oidc', [{}], github.env());
    expect(without.results).toMatchObject([
      { message: expect.stringContaining('ACTIONS_ID_TOKEN_REQUEST_URL') },
    ]);
    const wrong = { ...github.env(JOB), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong' };
    expect((await runOfficialClient('oidc', [{}], wrong)).results).toMatchObject([
      { message: expect.stringContaining('401') },
    ]);
  });
});
