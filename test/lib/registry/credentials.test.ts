import { writeFile } from 'node:fs/promises';
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

  it('reads what skopeo login writes', async () => {
    await using registry = await startRegistry({ locked: true });
    const path = join(folder.path, 'skopeo.json');
    const { username, password } = REGISTRY_USER;
    const as = ['--username', username, '--password', password, '--tls-verify=false'];
    await runTool(['skopeo', 'login', '--authfile', path, ...as, registry.host]);
    expect(await who(path, registry.host)).toBe(`${username}:${password}`);
  });
});
