import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from '../../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../../lib/host/temp.ts';
import { type FileServer, startFileServer } from '../../../fakes/file-server.ts';
import { type FakeGitHub, startGitHub } from '../../../fakes/github/github.ts';
import { buildRpm, createRepository } from '../../../support/rpm-builder.ts';

let dir: TempDir;
let server: FileServer;
let github: FakeGitHub;

beforeEach(async () => {
  dir = await makeTempDir();
  const repo = join(dir.path, 'www');
  await buildRpm({ name: 'app', requires: ['/usr/share/base'] }, repo);
  await buildRpm({ name: 'base', files: { '/usr/share/base': 'x' } }, repo);
  await createRepository(repo);
  server = await startFileServer(repo);
  github = await startGitHub();
  await writeFile(join(dir.path, 'tree.yaml'), 'repos: [small]\npackages: [app]\n');
  const lines = ['[small]', `baseurl=${server.url}`, 'gpgcheck=0', ''];
  await writeFile(join(dir.path, 'small.repo'), lines.join('\n'));
});

afterEach(async () => {
  await github.close();
  await server.close();
  await dir[Symbol.asyncDispose]();
});

async function lock(machine: string) {
  server.requests.length = 0;
  const store = join(dir.path, machine);
  await mkdir(store, { recursive: true });
  const child = join(import.meta.dirname, 'metadata-child.ts');
  const { stdout } = await runTool([process.execPath, child, dir.path, store], {
    env: github.env(),
  });
  const line = stdout.split('\n').find((text) => text.startsWith('##result ')) ?? '';
  const result = JSON.parse(line.slice('##result '.length)) as {
    readonly cacheHitBytes: number;
    readonly savedBytes: number;
    readonly downloadedBytes: number;
    readonly lock: string;
  };
  const lines = stdout.split('\n');
  const warnings = lines.filter((text) => /^::warning(?!.*gpgcheck=0)/.test(text));
  const asked = server.requests.map(({ path }) => path.replace(/.*\/|[0-9a-f]{64}-/g, ''));
  return { ...result, warnings, asked };
}

const isMetadata = ({ key }: { readonly key: string }) => key.startsWith('treesmith-metadata-');

describe('metadata in a cache at GitHub', () => {
  it('is not downloaded again, nor made into solv files', async () => {
    const first = await lock('first');
    expect(first.asked).toContain('repomd.xml');
    expect(first.asked.length).toBeGreaterThan(1);
    expect(first.savedBytes).toBeGreaterThan(0);
    const second = await lock('second');
    expect(second.asked).toEqual(['repomd.xml']);
    expect(second.cacheHitBytes).toBeGreaterThan(0);
    expect(second).toMatchObject({ savedBytes: 0, lock: first.lock });
    const [solv = ''] = await readdir(join(dir.path, 'first', 'solv'));
    const kept = join(dir.path, 'second', 'solv', solv, 'repo.solv');
    expect(await readFile(kept)).toEqual(
      await readFile(join(dir.path, 'first', 'solv', solv, 'repo.solv')),
    );
    expect((await stat(kept)).nlink).toBe(1);
    expect(github.caches.filter(isMetadata)).toHaveLength(1);
  });

  it('is not used when repomd.xml is another, or names other files', async () => {
    const first = await lock('first');
    const [entry] = github.caches.filter(isMetadata);
    const folder = join(dir.path, 'forge', 'metadata', 'x');
    await mkdir(folder, { recursive: true });
    const repomd = /treesmith-metadata-1-(\w+)-/.exec(entry?.key ?? '')?.[1];
    const forge = `mv metadata/x metadata/${repomd}; cd metadata/${repomd}; mkdir repodata
      for name in ${dir.path}/first/repodata/*; do echo forged > repodata/$(basename $name); done
      cd ../..; tar --zstd -cf ../forged.tzst metadata`;
    await runTool(['sh', '-ec', forge], { cwd: join(dir.path, 'forge') });
    await entry?.replace(await readFile(join(dir.path, 'forged.tzst')));
    const second = await lock('second');
    expect(second).toMatchObject({ cacheHitBytes: 0, lock: first.lock });
    expect(second.warnings.join('\n')).toContain('is another file');
    expect(second.asked.length).toBe(first.asked.length);
    const third = await lock('third');
    expect(third).toMatchObject({ asked: ['repomd.xml'], savedBytes: 0, warnings: [] });
  });
});
