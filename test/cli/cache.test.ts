import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';
import { startFileServer } from '../fakes/file-server.ts';
import { REGISTRY_USER, startRegistry } from '../fakes/registry.ts';
import { KERNEL } from '../lib/compose/harness.ts';
import { createRepository, makeGpgKey, signRpms } from '../support/rpm-builder.ts';
import { DRACUT, oneFile } from '../support/small-dracut.ts';
import { buildRpm, tinyBase } from '../support/small-rpms.ts';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');

const CONTAINER = 'packages: [tiny-base]\ncontainer: true';

/** Makes a remix of some packages, with a repository of them, and a registry that wants a login, for one test. */
async function makeRemix(paths: readonly string[], treefile: string) {
  const folder = forTest(await makeTempDir());
  const registry = forTest(await startRegistry({ locked: true }));
  const inFolder = (name: string) => join(folder.path, name);
  await mkdir(inFolder('rpms'));
  const copies = paths.map((path) => inFolder(`rpms/${basename(path)}`));
  for (const [index, path] of paths.entries()) await cp(path, copies[index] ?? '');
  await using key = await makeGpgKey();
  await signRpms(copies, key);
  await createRepository(inFolder('rpms'));
  await writeFile(inFolder('rpms/key.asc'), key.publicKey);
  const rpms = forTest(await startFileServer(inFolder('rpms')));
  const { username, password } = REGISTRY_USER;
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const files = {
    'remix.yaml': 'name: tiny\ntreefile: t.yaml\narchitectures: [x86_64]\nlockfile: l.yaml\n',
    't.yaml': `ref: tiny/1\nrepos: [tiny]\nselinux: false\n${treefile}\n`,
    'tiny.repo': `[tiny]\nbaseurl=${rpms.url}\ngpgkey=${rpms.url}/key.asc\n`,
    'auth.json': JSON.stringify({ auths: { [registry.host]: { auth } } }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(inFolder(name), text);
  const place = ['--cache-registry', `${registry.host}/tiny/cache`];
  return {
    treesmith: (...args: readonly string[]) =>
      runTool([process.execPath, MAIN, ...args, ...place], {
        cwd: folder.path,
        env: { REGISTRY_AUTH_FILE: inFolder('auth.json') },
      }),
    /** How often files with such a name were downloaded from the repository. */
    asked: (name: string) => rpms.requests.filter(({ path }) => path.includes(name)).length,
    tags: async () => {
      const headers = { authorization: `Basic ${auth}` };
      const answer = await fetch(`${registry.url}/v2/tiny/cache/tags/list`, { headers });
      return ((await answer.json()) as { readonly tags: readonly string[] }).tags;
    },
  };
}

/** Returns what goes away when the test is over. */
function forTest<T extends AsyncDisposable>(resource: T): T {
  onTestFinished(async () => resource[Symbol.asyncDispose]());
  return resource;
}

describe('--cache-registry', () => {
  it('shares metadata between machines, with the login of an auth file', async () => {
    const remix = await makeRemix([await tinyBase()], CONTAINER);
    await remix.treesmith('lock', '--store', 'one');
    expect(remix.asked('primary')).toBe(1);
    await remix.treesmith('lock', '--store', 'two');
    expect(remix.asked('primary')).toBe(1);
  });

  it('shares the initramfs between machines', async () => {
    const packages = await Promise.all(
      [KERNEL, DRACUT, oneFile('answer', '/etc/answer', 'first')].map(buildRpm),
    );
    const names = 'packages: [tiny-base, kernel, dracut, answer]';
    const remix = await makeRemix([await tinyBase(), ...packages], names);
    await remix.treesmith('lock', '--store', 'one');
    const compose = async (store: string, ...more: readonly string[]) => {
      const argv = ['compose', '--store', store, '--out', `${store}-out`, ...more];
      const { stdout, stderr } = await remix.treesmith(...argv);
      return { stdout, kept: stderr.includes('Initramfs of 6.1.0-test kept') };
    };
    const { stdout, kept } = await compose('one');
    expect(kept).toBe(false);
    const asked = remix.asked('.rpm');
    expect(await compose('two')).toEqual({ stdout, kept: true });
    expect(remix.asked('.rpm')).toBe(asked);
    // Both times with dracut.
    expect(await compose('three', '--check')).toEqual({ stdout, kept: false });
    const entries = (await remix.tags()).filter((tag) => tag.startsWith('treesmith-kept-'));
    expect(entries).toHaveLength(1);
  });

  it.each(['name', 'ghcr.io/owner/name:tag'])('refuses %s', async (place) => {
    const argv = [process.execPath, MAIN, 'build', '--cache-registry', place];
    const { exitCode, stderr } = await runTool(argv, { okExitCodes: [2] });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--cache-registry');
  });
});
