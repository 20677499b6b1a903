import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/core/log.ts';
import { readTool, runTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';
import { readLockfile } from '../../lib/remix/lockfile.ts';
import { readRemix } from '../../lib/remix/remix.ts';
import { buildImage } from '../support/build-image.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'demo/out');
const REF = 'anvil/12/x86_64/stable';

interface Result {
  readonly commits: readonly { readonly commit: string; readonly cached: boolean }[];
  readonly images: readonly { readonly path: string; readonly sha256: string }[];
  readonly boots: readonly { readonly checks: readonly string[] }[];
}

let printed: string;
let result: Result;

const demo = () =>
  readTool(['npm', 'run', 'demo'], {
    cwd: root,
    env: { XDG_CACHE_HOME: join(root, 'test/.work/cache') },
    timeoutMs: 30 * 60_000,
  });

beforeAll(async () => {
  await mkdir(join(root, 'test/.work'), { recursive: true });
  printed = await demo();
  result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
}, 31 * 60_000);

describe('npm run demo', () => {
  it('prints where each result is, and each is there', () => {
    for (const name of [
      'repo',
      'rpm-repo',
      'keys/anvil.asc',
      'rpms.lock.yaml',
      'images/anvil-x86_64.qcow2',
      'boot.log',
      'result.json',
    ]) {
      expect(printed, name).toContain(join(out, name));
      expect(existsSync(join(out, name)), name).toBe(true);
    }
  });

  it('makes a signed commit in an archive repository that ostree finds sound', async () => {
    const repo = `--repo=${join(out, 'repo')}`;
    expect((await readTool(['ostree', repo, 'rev-parse', REF])).trim()).toBe(
      result.commits[0]?.commit,
    );
    expect(await readTool(['ostree', repo, 'config', 'get', 'core.mode'])).toBe('archive-z2\n');
    await runTool(['ostree', repo, 'fsck', '--quiet']);
  });

  it('signs so that a client which trusts the published key alone takes it', async () => {
    await using client = await makeTempDir();
    const repo = `--repo=${client.path}`;
    await runTool(['ostree', repo, 'init', '--mode=archive']);
    const key = `--gpg-import=${join(out, 'keys/anvil.asc')}`;
    await runTool(['ostree', repo, 'remote', 'add', key, 'anvil', `file://${join(out, 'repo')}`]);
    await runTool(['ostree', repo, 'pull', '--commit-metadata-only', 'anvil', REF]);
    const shown = await readTool(['ostree', repo, 'show', `anvil:${REF}`]);
    expect(shown).toContain('Good signature');
  });

  it('locks every package with the key that signed it', async () => {
    const { arches } = await readLockfile(join(out, 'rpms.lock.yaml'));
    const packages = arches.flatMap((arch) => arch.packages);
    expect(packages.length).toBeGreaterThan(190);
    expect(packages.filter(({ signer }) => signer === undefined)).toEqual([]);
  });

  it('asks the booted system for its units, commit, packages and the tests of remix.yaml', () => {
    expect(result.boots[0]?.checks).toEqual(
      expect.arrayContaining([
        'no unit has failed',
        'the booted deployment is the commit',
        'the packages are those of the lock',
        'os-release names Anvil',
      ]),
    );
    expect(readFileSync(join(out, 'boot.log'), 'utf8')).toContain('login:');
  });

  it('leaves no process behind', async () => {
    const commands = await readTool(['ps', '-eo', 'stat=,args=']);
    const alive = commands.split('\n').filter((line) => !line.startsWith('Z'));
    // Other tests convert packages in the same cache.
    const ours = alive.filter((line) => line.includes(out) && !line.includes(join(out, 'cache')));
    expect(ours.filter((line) => !line.includes('vitest'))).toEqual([]);
  });

  it('does nothing the second time, and says so', async () => {
    const again = await demo();
    expect(again).toContain('Everything is up to date; nothing was built.');
    expect(again).not.toContain('==>');
  });
});

describe('image --check', () => {
  it('makes the same bytes again', async () => {
    // What the demo made, made again in another folder, at another time.
    await using elsewhere = await makeTempDir();
    const remix = await readRemix(join(root, 'demo/remix.yaml'));
    const [image] = remix.images;
    if (image === undefined) throw new Error('the demo has no image');
    const built = await buildImage({
      repoPath: join(out, 'repo'),
      commit: result.commits[0]?.commit ?? '',
      ref: REF,
      osName: remix.name,
      ...(remix.ostreeRemote === undefined ? {} : { remote: remix.ostreeRemote }),
      gpgKeyPath: join(out, 'keys/anvil.asc'),
      image,
      output: join(elsewhere.path, 'again.qcow2'),
      workDir: elsewhere.path,
      log: silentLog,
    });
    expect(built.sha256).toBe(result.images[0]?.sha256);
  }, 600_000);
});
