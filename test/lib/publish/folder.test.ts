import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { glob, mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSign } from '../../../lib/build/sign.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { objectPath } from '../../../lib/ostree/objects.ts';
import { publishFolder } from '../../../lib/publish/folder.ts';
import { importSecretKey } from '../../../lib/sign/gpg-home.ts';
import { startFileServer } from '../../fakes/file-server.ts';
import { makeKeyPair, makeResults, type Results } from '../../support/results.ts';

let results: Results;
let folder: string;

beforeEach(async () => {
  results = await makeResults();
  folder = join(results.path, 'site');
});
afterEach(() => results[Symbol.asyncDispose]());

const publish = (more: Partial<Parameters<typeof publishFolder>[0]> = {}) =>
  publishFolder({ repoPath: results.repoPath, folder, name: 'tiny', log: silentLog, ...more });

const objects = async (): Promise<string[]> => {
  const names: string[] = [];
  for await (const name of glob('objects/*/*', { cwd: join(folder, 'repo') })) names.push(name);
  return names.sort();
};

describe('publishFolder', () => {
  it('gives a folder that ostree pulls from over HTTP, signatures checked', async () => {
    const key = await makeKeyPair('tiny@example.invalid');
    const commit = await results.commit('tiny/x86_64', 'one');
    await using home = await importSecretKey(key.secretKey);
    await runSign(results.workspace, { signing: home });
    const published = await publish({
      publicKey: key.publicKey,
      remote: { name: 'tiny', url: 'https://tiny.invalid/repo' },
    });
    expect(published).toEqual({
      folder,
      repoPath: join(folder, 'repo'),
      refs: [{ ref: 'tiny/x86_64', commit }],
    });
    expect(readdirSync(folder).sort()).toEqual([
      ...['.nojekyll', 'index.html', 'repo', 'tiny.asc', 'tiny.conf'],
    ]);
    expect(readdirSync(join(folder, 'repo')).sort()).toEqual([
      ...['config', 'objects', 'refs', 'summary', 'summary.sig'],
    ]);
    expect(readFileSync(join(folder, 'tiny.conf'), 'utf8')).toBe(
      '[remote "tiny"]\nurl=https://tiny.invalid/repo\ngpg-verify=true\ngpg-verify-summary=true\ngpgkeypath=/etc/pki/tiny.asc\n',
    );
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(page).toContain(
      'ostree remote add --set=gpg-verify-summary=true --gpg-import=/etc/pki/tiny.asc tiny https://tiny.invalid/repo',
    );
    expect(page).toContain(commit);

    await using server = await startFileServer(folder);
    const client = ['ostree', `--repo=${join(results.path, 'client')}`];
    await runTool([...client, 'init', '--mode=bare-user']);
    const verify = ['--set=gpg-verify-summary=true', `--gpg-import=${join(folder, 'tiny.asc')}`];
    await runTool([...client, 'remote', 'add', ...verify, 'tiny', `${server.url}/repo`]);
    await runTool([...client, 'pull', 'tiny', 'tiny/x86_64']);
    expect(await readTool([...client, 'cat', commit, '/usr/file'])).toBe('one');
  });

  it('shares its objects with the repository by hard links', async () => {
    const commit = await results.commit('tiny/x86_64', 'one');
    await publish();
    const path = join(folder, 'repo', objectPath(commit, 'commit'));
    expect(statSync(path).nlink).toBe(2);
  });

  it('follows: what is new comes, what no ref leads to goes, the rest stays', async () => {
    const first = await results.commit('tiny/x86_64', 'one');
    const other = await results.commit('tiny/aarch64', 'arm');
    await publish();
    const before = await objects();
    const old = statSync(join(folder, 'repo', objectPath(other, 'commit')));
    const second = await results.commit('tiny/x86_64', 'two');
    const { refs } = await publish();
    expect(refs).toEqual([
      { ref: 'tiny/aarch64', commit: other },
      { ref: 'tiny/x86_64', commit: second },
    ]);
    const after = await objects();
    expect(after).not.toContain(objectPath(first, 'commit'));
    expect(after).toContain(objectPath(second, 'commit'));
    expect(after).toHaveLength(before.length);
    expect(statSync(join(folder, 'repo', objectPath(other, 'commit'))).ino).toBe(old.ino);
    await runTool(['ostree', `--repo=${results.repoPath}`, 'refs', '--delete', 'tiny/aarch64']);
    await runTool(['ostree', `--repo=${results.repoPath}`, 'summary', '--update']);
    await publish();
    expect(await objects()).not.toContain(objectPath(other, 'commit'));
  });

  it('makes the same bytes again, and whole what lost its empty folders', async () => {
    await results.commit('tiny/x86_64', 'one');
    await publish();
    const read = async () => {
      const files: [string, string][] = [];
      for await (const entry of glob('**', { cwd: folder, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (entry.isFile()) files.push([path, readFileSync(path, 'base64')]);
      }
      return files.sort();
    };
    const before = await read();
    for (const name of ['mirrors', 'remotes']) {
      const path = join(folder, 'repo', 'refs', name);
      if (existsSync(path)) await rmdir(path);
    }
    await publish();
    expect(await read()).toEqual(before);
  });

  it('drops the signature of a summary that is not signed any more', async () => {
    await results.commit('tiny/x86_64', 'one');
    await writeFile(join(results.repoPath, 'summary.sig'), 'old');
    await publish();
    await rm(join(results.repoPath, 'summary.sig'));
    await publish();
    expect(existsSync(join(folder, 'repo', 'summary.sig'))).toBe(false);
  });

  it('brings a signature that came later', async () => {
    const key = await makeKeyPair('tiny@example.invalid');
    const commit = await results.commit('tiny/x86_64', 'one');
    await publish();
    await using home = await importSecretKey(key.secretKey);
    await runSign(results.workspace, { signing: home });
    await publish();
    expect(existsSync(join(folder, 'repo', objectPath(commit, 'commitmeta')))).toBe(true);
  });

  it('leaves alone what is no repository of its kind', async () => {
    await results.commit('tiny/x86_64', 'one');
    await mkdir(join(folder, 'repo'), { recursive: true });
    await writeFile(join(folder, 'repo', 'thesis.txt'), 'precious');
    await expect(publish()).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
    expect(readdirSync(join(folder, 'repo'))).toEqual(['thesis.txt']);
  });
});
