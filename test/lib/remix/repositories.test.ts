import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../lib/host/http.ts';
import { Store } from '../../../lib/host/store.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { readRepositories, repositoryInputs } from '../../../lib/remix/repositories.ts';
import { readRepositoryKeys } from '../../../lib/remix/repository-keys.ts';
import { alternateUrls, readMirrors } from '../../../lib/remix/repository-mirrors.ts';
import { readTreefile } from '../../../lib/remix/treefile.ts';
import { parseRepoFile } from '../../../lib/rpm/repo-file.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';

const BLOCK = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nx\n-----END PGP PUBLIC KEY BLOCK-----';

let dir: TempDir;
let server: FileServer;
let http: HttpClient;
let count = 0;

beforeAll(async () => {
  dir = await makeTempDir();
  server = await startFileServer(dir.path);
  http = new HttpClient();
});

afterAll(async () => {
  await http.close();
  await server.close();
  await dir[Symbol.asyncDispose]();
});

async function repositoriesOf(
  treefile: string,
  files: Readonly<Record<string, string>>,
  repoVars?: Readonly<Record<string, string>>,
) {
  count += 1;
  const folder = join(dir.path, `tree-${count}`);
  await mkdir(folder);
  await writeFile(join(folder, 'tree.yaml'), treefile);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return readRepositories(
    await readTreefile(join(folder, 'tree.yaml'), { basearch: 'x86_64' }),
    repoVars,
  );
}

const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

describe('readRepositories', () => {
  const files = {
    'b.repo':
      '[b]\nbaseurl=http://b/$releasever/$basearch/${own}\n[off]\nbaseurl=http://off\nenabled=0\n',
    'a.repo': '[a]\nbaseurl=http://a/$arch\n',
    'not-a-repo.txt': '[broken',
  };
  const treefile = 'releasever: 42\nrepovars: {own: mine}\n';

  it('takes every enabled repository, in the order of file names', async () => {
    const { active } = await repositoriesOf(treefile, files);
    expect(ids(active)).toEqual(['a', 'b']);
  });

  it('takes those that "repos" names, in its order, enabled or not', async () => {
    const { active } = await repositoriesOf(`${treefile}repos: [off, a]\n`, files);
    expect(ids(active)).toEqual(['off', 'a']);
  });

  it('keeps those of "lockfile-repos" apart', async () => {
    const found = await repositoriesOf(`${treefile}repos: [a]\nlockfile-repos: [off, a]\n`, files);
    expect(ids(found.active)).toEqual(['a']);
    expect(ids(found.lockedOnly)).toEqual(['off']);
  });

  it('replaces variables, those from outside first', async () => {
    const url = async (repoVars?: Record<string, string>) =>
      (await repositoriesOf(`${treefile}repos: [b]\n`, files, repoVars)).active[0]?.baseurl;
    expect(await url()).toEqual(['http://b/42/x86_64/mine']);
    expect(await url({ own: 'other', releasever: '43' })).toEqual(['http://b/43/x86_64/other']);
  });

  it('leaves variables of repositories that are not used alone', async () => {
    const { active } = await repositoriesOf('repos: [a]\n', files);
    expect(ids(active)).toEqual(['a']);
    await expect(repositoriesOf('repos: [b]\n', files)).rejects.toMatchObject({
      code: 'UNDEFINED_VARIABLE',
    });
  });

  it('names the nearest repository when there is none of the name', async () => {
    await expect(repositoriesOf('repos:\n  - ofd\n', files)).rejects.toMatchObject({
      code: 'UNKNOWN_REPOSITORY',
      place: { line: 2 },
      hint: 'Did you mean "off"?',
    });
  });

  it('refuses to go on without any, and with one that is defined twice', async () => {
    await expect(repositoriesOf('ref: x\n', {})).rejects.toMatchObject({ code: 'NO_REPOSITORY' });
    const twice = { 'a.repo': files['a.repo'], 'z.repo': files['a.repo'] };
    await expect(repositoriesOf('ref: x\n', twice)).rejects.toMatchObject({
      code: 'DUPLICATE_KEY',
    });
  });

  it('counts for the lock whatever mirror a run takes', async () => {
    const inputs = async (repoVars?: Record<string, string>) =>
      repositoryInputs(await repositoriesOf(treefile, files, repoVars));
    expect(await inputs({ own: 'elsewhere' })).toEqual(await inputs());
  });
});

describe('readMirrors', () => {
  const access = () => ({ store: new Store(join(dir.path, 'store')), http, offline: false });
  const mirrorsOf = async (text: string) => {
    const [definition] = parseRepoFile(`[x]\n${text}\n`, join(dir.path, 'x.repo'));
    if (definition === undefined) throw new Error('no repository');
    return readMirrors(definition, access());
  };

  it('gives base URLs with a slash, each once', async () => {
    const { baseUrls } = await mirrorsOf('baseurl=http://a/x http://b/ http://a/x/');
    expect(baseUrls).toEqual(['http://a/x/', 'http://b/']);
  });

  it('reads a mirrorlist, and keeps it for runs that are offline', async () => {
    await writeFile(join(dir.path, 'list'), '# comment\nhttp://a/x\n\nhttp://b/x/\n');
    const [definition] = parseRepoFile(`[x]\nmirrorlist=${server.url}/list\n`, 'x.repo');
    if (definition === undefined) throw new Error('no repository');
    const online = await readMirrors(definition, access());
    expect(online.baseUrls).toEqual(['http://a/x/', 'http://b/x/']);
    expect(await readMirrors(definition, { ...access(), offline: true })).toEqual(online);
  });

  it('finds a file below the other mirrors', () => {
    expect(alternateUrls('http://a/x/p/f.rpm', ['http://a/x/', 'http://b/'])).toEqual([
      'http://a/x/p/f.rpm',
      'http://b/p/f.rpm',
    ]);
    expect(alternateUrls('http://c/f.rpm', ['http://a/'])).toEqual(['http://c/f.rpm']);
  });
});

describe('readRepositoryKeys', () => {
  const keysOf = async (gpgkey: string, offline = false) => {
    const text = `[x]\nbaseurl=http://a\n${gpgkey}\n`;
    const [definition] = parseRepoFile(text, join(dir.path, 'x.repo'));
    if (definition === undefined) throw new Error('no repository');
    return readRepositoryKeys(definition, {
      store: new Store(join(dir.path, 'store')),
      http,
      offline,
    });
  };

  it('reads every block of URLs, file URLs and paths beside the .repo file', async () => {
    await writeFile(join(dir.path, 'two.asc'), `text\n${BLOCK}\n\n${BLOCK}\n`);
    const from = [`${server.url}/two.asc`, `file://${dir.path}/two.asc`, 'two.asc'].join(' ');
    expect(await keysOf(`gpgkey=${from}`)).toEqual(Array.from({ length: 6 }, () => BLOCK));
  });

  it('has the key of the last time when offline', async () => {
    await writeFile(join(dir.path, 'one.asc'), BLOCK);
    const gpgkey = `gpgkey=${server.url}/one.asc`;
    await expect(keysOf(gpgkey, true)).rejects.toMatchObject({ code: 'BAD_KEY' });
    await keysOf(gpgkey);
    expect(await keysOf(gpgkey, true)).toEqual([BLOCK]);
  });

  it('refuses a repository without a key and a key that is none', async () => {
    await writeFile(join(dir.path, 'none.asc'), 'not a key');
    await expect(keysOf('')).rejects.toMatchObject({ code: 'NO_KEY', place: { line: 1 } });
    await expect(keysOf('gpgkey=none.asc')).rejects.toMatchObject({ code: 'BAD_KEY' });
    await expect(keysOf('gpgkey=missing.asc')).rejects.toMatchObject({ code: 'BAD_KEY' });
  });
});
