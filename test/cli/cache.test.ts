import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';
import { startFileServer } from '../fakes/file-server.ts';
import { REGISTRY_USER, startRegistry } from '../fakes/registry.ts';
import { createRepository, makeGpgKey, signRpms } from '../support/rpm-builder.ts';
import { tinyBase } from '../support/small-rpms.ts';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');

describe('--cache-registry', () => {
  it('shares metadata between machines, with the login of an auth file', async () => {
    await using folder = await makeTempDir();
    await using registry = await startRegistry({ locked: true });
    const inFolder = (name: string) => join(folder.path, name);
    await mkdir(inFolder('rpms'));
    const rpm = inFolder('rpms/tiny-base.rpm');
    await cp(await tinyBase(), rpm);
    await using key = await makeGpgKey();
    await signRpms([rpm], key);
    await createRepository(inFolder('rpms'));
    await writeFile(inFolder('rpms/key.asc'), key.publicKey);
    await using rpms = await startFileServer(inFolder('rpms'));
    const auth = Buffer.from(`${REGISTRY_USER.username}:${REGISTRY_USER.password}`);
    const files = {
      'remix.yaml': 'name: tiny\ntreefile: t.yaml\narchitectures: [x86_64]\nlockfile: l.yaml\n',
      't.yaml': 'ref: tiny/1\npackages: [tiny-base]\nrepos: [tiny]\n',
      'tiny.repo': `[tiny]\nbaseurl=${rpms.url}\ngpgkey=${rpms.url}/key.asc\n`,
      'auth.json': JSON.stringify({
        auths: { [registry.host]: { auth: auth.toString('base64') } },
      }),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(inFolder(name), text);
    const treesmith = (...args: readonly string[]) =>
      runTool(
        [process.execPath, MAIN, ...args, '--cache-registry', `${registry.host}/tiny/cache`],
        {
          cwd: folder.path,
          env: { REGISTRY_AUTH_FILE: inFolder('auth.json') },
        },
      );
    await treesmith('lock', '--store', 'one');
    const asked = () => rpms.requests.filter(({ path }) => path.includes('primary')).length;
    expect(asked()).toBe(1);
    await treesmith('lock', '--store', 'two');
    expect(asked()).toBe(1);
  }, 60_000);

  it.each(['name', 'ghcr.io/owner/name:tag'])('refuses %s', async (place) => {
    const argv = [process.execPath, MAIN, 'build', '--cache-registry', place];
    const { exitCode, stderr } = await runTool(argv, { okExitCodes: [2] });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--cache-registry');
  });
});
