import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { BASEARCHES } from '../../../lib/host/architecture.ts';
import { Store } from '../../../lib/host/store.ts';
import { isLockStale } from '../../../lib/lock/input-hash.ts';
import { formatLockfile, parseLockfile } from '../../../lib/remix/lockfile.ts';
import { type LockGround, makeLockGround, nevras, repository } from './lock-ground.ts';

let ground: LockGround;

beforeAll(async () => {
  ground = await makeLockGround();
});

afterAll(async () => ground[Symbol.asyncDispose]());

beforeEach(() => {
  ground.server.clearFaults();
  ground.server.requests.length = 0;
});

const asks = (...packages: string[]) =>
  `packages:\n${packages.map((name) => `  - "${name.includes(' ') ? `'${name}'` : name}"\n`).join('')}`;

describe('lockRemix', () => {
  it('says of each package where it is, how large, which bytes, from what source and who signed it', async () => {
    const { lockfile } = await ground.lock(`recommends: false\n${asks('app')}`);
    const [app] = lockfile.arches[0]?.packages ?? [];
    const file = readFileSync(join(ground.path, 'www/dist/app-2.0-1.noarch.rpm'));
    expect(app).toEqual({
      url: `${ground.server.url}/dist/app-2.0-1.noarch.rpm`,
      repoid: 'dist',
      size: file.length,
      checksum: `sha256:${createHash('sha256').update(file).digest('hex')}`,
      name: 'app',
      evr: '2.0-1',
      sourcerpm: 'app-2.0-1.src.rpm',
      arch: 'noarch',
      buildtime: 1_704_067_200,
      signer: ground.key.fingerprint,
    });
  });

  it('records repomd.xml of each repository and architecture', async () => {
    const { lockfile } = await ground.lock(asks('base'), { architectures: ['x86_64', 'aarch64'] });
    const repomd = `sha256:${sha256(readFileSync(join(ground.path, 'www/dist/repodata/repomd.xml')))}`;
    expect(lockfile.treesmith.repositories).toEqual([
      { repoid: 'dist', arch: 'x86_64', repomd, revision: '1' },
      { repoid: 'dist', arch: 'aarch64', repomd, revision: '1' },
    ]);
  });

  it('gives what the lockfile format takes, and the same bytes when locked again', async () => {
    const first = await ground.lock(asks('app', 'tool'));
    const text = formatLockfile(first.lockfile);
    const previous = parseLockfile(text, 'rpms.lock.yaml');
    const second = await ground.lock(asks('app', 'tool'), { previous });
    expect(formatLockfile(second.lockfile)).toBe(text);
    expect(second.changes).toEqual([]);
  });

  it('asks for repomd.xml and the key alone when nothing has changed', async () => {
    const { lockfile } = await ground.lock(asks('app'));
    ground.server.requests.length = 0;
    await ground.lock(asks('app'), { previous: lockfile });
    expect(ground.server.requests.map(({ path }) => path)).toEqual([
      '/dist/repodata/repomd.xml',
      '/key.asc',
    ]);
  });

  it('fetches no more of a package than its header', async () => {
    const store = new Store(join(ground.path, 'store-of-headers'));
    await ground.lock(asks('base'), { store });
    const request = ground.server.requests.find(({ path }) => path.endsWith('.rpm'));
    const size = readFileSync(join(ground.path, 'www/dist/base-1.0-1.noarch.rpm')).length;
    expect(request?.status).toBe(206);
    expect(request?.sentBytes).toBeLessThan(size);
  });

  it('needs no network with what an earlier run has kept', async () => {
    const { lockfile } = await ground.lock(asks('app'));
    ground.server.requests.length = 0;
    const again = await ground.lock(asks('app'), { previous: lockfile, offline: true });
    expect(formatLockfile(again.lockfile)).toBe(formatLockfile(lockfile));
    expect(ground.server.requests).toEqual([]);
  });

  it('keeps every architecture apart', async () => {
    const result = await ground.lock(asks('native', 'extra'), { architectures: BASEARCHES });
    for (const basearch of BASEARCHES) {
      expect(nevras(result, basearch)).toEqual(['extra-1.0-1.noarch', `native-1.0-1.${basearch}`]);
    }
  });

  it('is stale when the requests change, and not when a script does', async () => {
    const { lockfile } = await ground.lock(asks('base'));
    const script = await ground.lock(`${asks('base')}postprocess: ["#!/bin/sh\\ntrue"]\n`);
    const requests = await ground.lock(asks('base', 'extra'));
    expect(isLockStale(lockfile, script.lockfile.treesmith.inputHash)).toBe(false);
    expect(isLockStale(lockfile, requests.lockfile.treesmith.inputHash)).toBe(true);
  });

  it('leaves who signed out where gpgcheck=0', async () => {
    const repositories = `[dist]\nbaseurl=${ground.server.url}/dist\ngpgcheck=0\n`;
    const { lockfile } = await ground.lock(asks('base'), { repositories });
    expect(lockfile.arches[0]?.packages[0]).not.toHaveProperty('signer');
  });

  it('verifies again when the repository no longer names the key of the lock', async () => {
    const { lockfile } = await ground.lock(asks('base'));
    const repositories = `[dist]\nbaseurl=${ground.server.url}/dist\ngpgkey=${ground.server.url}/other.asc\n`;
    await expect(
      ground.lock(asks('base'), { previous: lockfile, repositories }),
    ).rejects.toMatchObject({ code: 'PACKAGE_BAD_SIGNATURE' });
  });
});

describe('a request', () => {
  const cases: [string, string[]][] = [
    ['app', ['app-2.0-1.noarch', 'base-1.0-1.noarch']],
    ['app-1.0', ['app-1.0-1.noarch', 'base-1.0-1.noarch']],
    ['app-1.0-1', ['app-1.0-1.noarch', 'base-1.0-1.noarch']],
    ['app-1.0-1.noarch', ['app-1.0-1.noarch', 'base-1.0-1.noarch']],
    ['app < 2', ['app-1.0-1.noarch', 'base-1.0-1.noarch']],
    ['app >= 1.5', ['app-2.0-1.noarch', 'base-1.0-1.noarch']],
    ['tool', ['tool-1:0.5-1.noarch']],
    ['tool-0:9.0-1', ['tool-9.0-1.noarch']],
    ['native.x86_64', ['native-1.0-1.x86_64']],
    ['mta >= 4', ['exim-1.0-1.noarch']],
    ['/usr/bin/tool', ['tool-1:0.5-1.noarch']],
    ['/bin/sh', ['base-1.0-1.noarch']],
    ['/usr/share/base/readme', ['base-1.0-1.noarch']],
    ['*e[xi]im', ['exim-1.0-1.noarch']],
    ['wants-file', ['base-1.0-1.noarch', 'wants-file-1.0-1.noarch']],
  ];
  it.each(cases)('for %s is met', async (text, found) => {
    expect(nevras(await ground.lock(`recommends: false\n${asks(text)}`))).toEqual(found);
  });

  it('brings weak dependencies unless the treefile says no', async () => {
    expect(nevras(await ground.lock(asks('app')))).toContain('extra-1.0-1.noarch');
    const without = await ground.lock(`recommends: false\n${asks('app')}`);
    expect(nevras(without)).not.toContain('extra-1.0-1.noarch');
  });
});

describe('several repositories', () => {
  const both = (main: string[], other: string[]) =>
    `${repository('dist', ground.server.url, main)}${repository('other', ground.server.url, other)}`;

  it('give the newest package when they are equal', async () => {
    const result = await ground.lock(asks('base'), { repositories: both([], []) });
    expect(nevras(result)).toEqual(['base-7.0-1.noarch']);
  });

  it('give the package of the better priority, newer or not', async () => {
    const repositories = both(['priority=10'], []);
    expect(nevras(await ground.lock(asks('base'), { repositories }))).toEqual([
      'base-1.0-1.noarch',
    ]);
  });

  it('give what repo-packages takes from one of them', async () => {
    const treefile = 'repo-packages:\n  - {repo: other, packages: [extra]}\n';
    const result = await ground.lock(treefile, { repositories: both([], []) });
    expect(nevras(result)).toEqual(['extra-0.1-1.noarch']);
    expect(result.lockfile.arches[0]?.packages[0]?.repoid).toBe('other');
  });

  it('are those that the treefile names', async () => {
    const repositories = both([], ['enabled=0']);
    expect(nevras(await ground.lock(asks('base'), { repositories }))).toEqual([
      'base-1.0-1.noarch',
    ]);
    const named = await ground.lock(`repos: [other]\n${asks('base')}`, { repositories });
    expect(nevras(named)).toEqual(['base-7.0-1.noarch']);
  });

  it('do not give what excludepkgs has and includepkgs lacks', async () => {
    const excluded = both([], ['excludepkgs=ba*-7* only-*']);
    expect(nevras(await ground.lock(asks('base'), { repositories: excluded }))).toEqual([
      'base-1.0-1.noarch',
    ]);
    const included = both([], ['includepkgs=only-other']);
    expect(nevras(await ground.lock(asks('base'), { repositories: included }))).toEqual([
      'base-1.0-1.noarch',
    ]);
  });

  it('of lockfile-repos give only what is locked', async () => {
    const repositories = both([], []);
    const before = await ground.lock(asks('only-other'), { repositories });
    const treefile = `repos: [dist]\nlockfile-repos: [other]\n`;
    const after = await ground.lock(`${treefile}${asks('only-other')}`, {
      repositories,
      previous: before.lockfile,
    });
    expect(nevras(after)).toEqual(['only-other-1.0-1.noarch']);
    await expect(
      ground.lock(`${treefile}${asks('only-other')}`, { repositories }),
    ).rejects.toMatchObject({
      code: 'NO_PACKAGE',
      message: expect.stringContaining('is not locked'),
    });
  });
});

describe('a group', () => {
  it('brings its mandatory and default packages', async () => {
    expect(nevras(await ground.lock(asks('@core')))).toEqual([
      'base-1.0-1.noarch',
      'extra-1.0-1.noarch',
    ]);
  });

  it('brings a conditional package when the other one is there', async () => {
    expect(nevras(await ground.lock(asks('@core', 'tool')))).toContain('langpack-1.0-1.noarch');
  });

  it('under "groups" brings optional packages, and not those of its blacklist', async () => {
    const treefile = 'groups:\n  - {id: core, optional: true, blacklist: [extra]}\n';
    expect(nevras(await ground.lock(treefile))).toEqual([
      'base-1.0-1.noarch',
      'optional-one-1.0-1.noarch',
    ]);
  });

  it('may be an environment', async () => {
    expect(nevras(await ground.lock(asks('@^server')))).toContain('exim-1.0-1.noarch');
  });
});
