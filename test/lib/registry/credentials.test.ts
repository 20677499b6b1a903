import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { readCredentials } from '../../../lib/registry/credentials.ts';
import { REGISTRY_USER, startRegistry } from '../../fakes/registry.ts';

let folder: TempDir;
beforeAll(async () => {
  folder = await makeTempDir();
});
afterAll(() => folder[Symbol.asyncDispose]());

let files = 0;
async function write(content: unknown): Promise<string> {
  const path = join(folder.path, `auth-${++files}.json`);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });
const who = async (path: string, registry: string, repository = 'owner/name') => {
  const found = await readCredentials([path], registry, repository);
  return found?.kind === 'password' ? `${found.username}:${found.password}` : found?.token;
};

describe('readCredentials', () => {
  it('matches hosts to the letter, port included', async () => {
    const path = await write({ auths: { 'ghcr.io': auth('me:a:b'), 'r:5000': auth('port:x') } });
    expect(await who(path, 'ghcr.io')).toBe('me:a:b');
    expect(await who(path, 'r:5000')).toBe('port:x');
    for (const host of ['evilghcr.io', 'ghcr.io.evil', 'sub.ghcr.io', 'ghcr.io:443', 'r:5001']) {
      expect(await who(path, host)).toBeUndefined();
    }
  });

  it('takes the most specific key', async () => {
    const path = await write({
      auths: { 'quay.io': auth('host:x'), 'quay.io/owner': auth('owner:x') },
    });
    expect(await who(path, 'quay.io', 'owner/name')).toBe('owner:x');
    expect(await who(path, 'quay.io', 'owners/name')).toBe('host:x');
  });

  it('knows the names of Docker Hub, and refresh tokens', async () => {
    const path = await write({
      auths: {
        'https://index.docker.io/v1/': auth('hub:x'),
        'azure.example': { ...auth('0000:'), identitytoken: 'refresh' },
      },
    });
    expect(await who(path, 'docker.io')).toBe('hub:x');
    expect(await who(path, 'azure.example')).toBe('refresh');
  });

  it('passes over files that are not there, or have helpers alone', async () => {
    const helper = await write({ auths: { 'ghcr.io': {} }, credsStore: 'desktop' });
    const good = await write({ auths: { 'ghcr.io': auth('me:x') } });
    const found = await readCredentials(
      [join(folder.path, 'none'), await write({}), helper, good],
      'ghcr.io',
      'a',
    );
    expect(found).toMatchObject({ username: 'me' });
  });

  it.each(['', 'null', '{"auths":"x"}', '{"auths":1}', '{"auths":{"ghcr.io":{"auth":"!!"}}}'])(
    'refuses %j',
    async (text) => {
      await expect(who(await write(text), 'ghcr.io')).rejects.toMatchObject({
        code: 'AUTH_FILE_INVALID',
      });
    },
  );

  it('asks the helper that the file names, on its standard input', async () => {
    const bin = join(folder.path, 'bin');
    await mkdir(bin);
    const asked = join(folder.path, 'asked');
    const helper = async (name: string, script: string) => {
      const path = join(bin, `docker-credential-${name}`);
      await writeFile(path, `#!/bin/sh\n${script}\n`);
      await chmod(path, 0o755);
    };
    await helper(
      'good',
      `echo "$@" >${asked}; cat >>${asked}; echo '{"Username":"me","Secret":"x:y"}'`,
    );
    await helper('token', `cat >/dev/null; echo '{"Username":"<token>","Secret":"refresh"}'`);
    await helper('none', `echo 'credentials not found in native keychain'; exit 1`);
    await helper('broken', `echo '{"Username":"me","Secret":"hidden"'; exit 3`);
    await helper('silent', 'true');
    const path = process.env['PATH'] ?? '';
    process.env['PATH'] = `${bin}:${path}`;
    try {
      const one = (name: string) => write({ credHelpers: { 'ghcr.io': name } });
      expect(await who(await one('good'), 'ghcr.io')).toBe('me:x:y');
      expect(await readFile(asked, 'utf8')).toBe('get\nghcr.io');
      expect(await who(await one('good'), 'quay.io')).toBeUndefined();
      expect(await who(await one('token'), 'ghcr.io')).toBe('refresh');
      expect(await who(await one('none'), 'ghcr.io')).toBeUndefined();
      const hub = await write({ credsStore: 'good', auths: { 'ghcr.io': auth('file:x') } });
      expect(await who(hub, 'ghcr.io')).toBe('file:x');
      expect(await who(hub, 'docker.io')).toBe('me:x:y');
      expect(await readFile(asked, 'utf8')).toBe('get\nhttps://index.docker.io/v1/');
      for (const name of ['broken', 'silent', 'missing', '../bin/docker-credential-good']) {
        const failed = who(await one(name), 'ghcr.io');
        await expect(failed).rejects.toMatchObject({
          code: 'CREDENTIAL_HELPER_FAILED',
          message: expect.not.stringContaining('hidden'),
        });
      }
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('reads what skopeo login writes', async () => {
    await using registry = await startRegistry({ locked: true });
    const path = join(folder.path, 'skopeo.json');
    const { username, password } = REGISTRY_USER;
    const as = ['--username', username, '--password', password, '--tls-verify=false'];
    await runTool(['skopeo', 'login', '--authfile', path, ...as, registry.host]);
    expect(await who(path, registry.host)).toBe(`${username}:${password}`);
  });
});
