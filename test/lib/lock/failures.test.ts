import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import type { TreesmithError } from '../../../lib/core/errors.ts';
import { runTool } from '../../../lib/host/process.ts';
import { Store } from '../../../lib/host/store.ts';
import { buildRpm, createRepository, signRpms } from '../../support/rpm-builder.ts';
import {
  copyRepository,
  type LockGround,
  type LockGroundOptions,
  makeLockGround,
  metadataFile,
  nevras,
  repository,
} from './lock-ground.ts';

let ground: LockGround;

beforeAll(async () => {
  ground = await makeLockGround();
});

afterAll(async () => ground[Symbol.asyncDispose]());

beforeEach(() => ground.server.clearFaults());

async function failure(treefile: string, options?: LockGroundOptions): Promise<TreesmithError> {
  return ground.lock(treefile, options).then(
    (result) => {
      throw new Error(`locked ${nevras(result)}`);
    },
    (error: TreesmithError) => error,
  );
}

describe('what cannot be met', () => {
  it('is a package that does not exist, with its place and the nearest name', async () => {
    const error = await failure('packages:\n  - base\n  - extre\n');
    expect(error).toMatchObject({
      code: 'NO_PACKAGE',
      message: 'no repository has a package, provide or file "extre" for x86_64',
      place: { line: 3 },
      hint: 'Did you mean "extra"?',
    });
  });

  it('is every package that does not exist, not the first alone', async () => {
    const error = await failure('packages: [bass, no-a, /no/c]\n');
    expect(error.message.split('\n')).toEqual([
      'no repository has a package, provide or file "/no/c" for x86_64',
      'no repository has a package, provide or file "bass" for x86_64. Did you mean "base"?',
      'no repository has a package, provide or file "no-a" for x86_64',
    ]);
  });

  it('is a version that nobody has, with those that there are', async () => {
    const error = await failure('packages:\n  - "\'app >= 4\'"\n');
    expect(error.code).toBe('NO_PACKAGE');
    expect(error.message).toContain('app-2.0-1.noarch [dist] is not app >= 4');
    expect(error.message).toContain('app-3.0-1.noarch [dist] is not app >= 4');
  });

  it('is a package for another architecture', async () => {
    const error = await failure('packages: [only-i686]\n');
    expect(error.message).toBe(
      [
        'no package meets "only-i686" for x86_64',
        '  └─ only-i686-1.0-1.i686 [dist] is for i686, which does not install on x86_64',
      ].join('\n'),
    );
  });

  it('is a dependency far down, told as a chain', async () => {
    const error = await failure('packages:\n  - base\n  - top\n');
    expect(error).toMatchObject({ code: 'UNSATISFIABLE', place: { line: 3 } });
    expect(error.message.replace(/\(.*tree\.yaml/, '(tree.yaml')).toBe(
      [
        'the packages asked for cannot be installed together on x86_64',
        '  └─ top (tree.yaml:3:5)',
        '     └─ top-1.0-1.noarch [dist] requires middle',
        '        └─ middle-1.0-1.noarch [dist] requires bottom >= 2, which nothing provides',
        '           └─ bottom-1.0-1.noarch [dist] provides bottom = 1.0-1',
      ].join('\n'),
    );
  });

  it('is told with every candidate', async () => {
    const repositories = `${repository('dist', ground.server.url, ['excludepkgs=app-2*'])}`;
    const error = await failure('packages:\n  - "\'app >= 2\'"\n', { repositories });
    expect(error.code).toBe('UNSATISFIABLE');
    expect(error.message).toContain(
      'app-2.0-1.noarch [dist] is excluded by excludepkgs=app-2* of [dist]',
    );
    expect(error.message).toContain(
      'app-3.0-1.noarch [dist] requires not-there, which nothing provides',
    );
  });

  it('is what exclude-packages has and a request needs', async () => {
    const error = await failure('exclude-packages: [base]\npackages: [app]\n');
    expect(error.code).toBe('EXCLUDED_PACKAGE');
    expect(error.message).toContain('app-2.0-1.noarch [dist] requires base >= 1');
    expect(error.message).toContain(
      'base-1.0-1.noarch [dist] is excluded by "exclude-packages" of the treefile',
    );
  });

  it('is not what exclude-packages has and somebody only recommends', async () => {
    const result = await ground.lock('exclude-packages: [extra]\npackages: [app]\n');
    expect(nevras(result)).toEqual(['app-2.0-1.noarch', 'base-1.0-1.noarch']);
  });

  it('is two packages that exclude one another, with both requests', async () => {
    const error = await failure('packages:\n  - left\n  - right\n');
    expect(error.code).toBe('UNSATISFIABLE');
    expect(error.message).toContain(
      'left-1.0-1.noarch conflicts with right provided by right-1.0-1.noarch',
    );
    expect(error.message).toMatch(/left \(.*tree\.yaml:2:5\)/);
    expect(error.message).toMatch(/right \(.*tree\.yaml:3:5\)/);
  });

  it('is two versions of one package', async () => {
    const error = await failure('packages:\n  - app-1.0\n  - app-2.0\n');
    expect(error.code).toBe('UNSATISFIABLE');
    expect(error.message).toMatch(
      /cannot install both app-\d\.0-1\.noarch and app-\d\.0-1\.noarch/,
    );
  });

  it('is a package that its repository in repo-packages lacks', async () => {
    const both = `${repository('dist', ground.server.url)}${repository('other', ground.server.url)}`;
    const error = await failure('repo-packages: [{repo: other, packages: [tool]}]\n', {
      repositories: both,
    });
    expect(error).toMatchObject({ code: 'NO_PACKAGE', hint: 'It is in dist.' });
  });

  it('is a package of repo-packages whose repository is not used', async () => {
    const error = await failure('repo-packages: [{repo: other, packages: [extra]}]\n');
    expect(error).toMatchObject({
      code: 'NO_PACKAGE',
      message: '"extra" is to come from [other], which "repos" does not name',
    });
  });

  it('is a group that no repository has', async () => {
    const error = await failure('packages: ["@cora"]\n');
    expect(error).toMatchObject({ code: 'UNKNOWN_GROUP', hint: 'Did you mean "core"?' });
  });
});

describe('a repository', () => {
  /** Serves a spoilt copy under `id`, and locks against it with a store that knows nothing. */
  async function spoilt(
    id: string,
    change: (folder: string) => Promise<void>,
    more: readonly string[] = [],
  ): Promise<TreesmithError> {
    await copyRepository(ground, id, change);
    return failure('packages: [base]\n', {
      repositories: repository(id, ground.server.url, more),
      store: new Store(join(ground.path, `store-${id}`)),
    });
  }

  it('is refused when repomd.xml disagrees with primary.xml', async () => {
    const error = await spoilt('disagrees', async (folder) => {
      const path = await metadataFile(folder, 'primary');
      const { size } = await stat(path);
      const text = gunzipSync(await readFile(path)).toString();
      const bytes = gzipSync(text.replaceAll('base', 'bass'), { level: 9 });
      // As long as the one that is described, whatever another compressor makes of it.
      await writeFile(path, Buffer.concat([bytes, Buffer.alloc(size)]).subarray(0, size));
    });
    expect(error.code).toBe('REPOMD_MISMATCH');
    expect(error.message).toContain('cannot be had as repomd.xml describes it');
    expect(error.message).toContain('has sha256');
  });

  it('is refused when primary.xml.gz is cut short', async () => {
    const error = await spoilt('cut', async (folder) => {
      const path = await metadataFile(folder, 'primary');
      await truncate(path, 300);
    });
    expect(error.code).toBe('REPOMD_MISMATCH');
    expect(error.message).toMatch(/has no more than 300 of \d+ bytes/);
  });

  it('is refused when primary.xml.gz is cut short and repomd.xml agrees', async () => {
    const error = await spoilt('cut-and-signed', (folder) =>
      respell(folder, (packed) => packed.subarray(0, 300)),
    );
    expect(error.code).toBe('DECOMPRESS_FAILED');
  });

  it('is refused when what is compressed is not what repomd.xml says', async () => {
    const error = await spoilt('open-checksum', (folder) =>
      respell(folder, (packed) =>
        gzipSync(gunzipSync(packed).toString().replace('Package base', 'Package BASE')),
      ),
    );
    expect(error.code).toBe('REPOMD_MISMATCH');
  });

  it('is refused when a package lies outside of it', async () => {
    const error = await spoilt('outside', async (folder) => {
      await respell(
        folder,
        (packed) =>
          gzipSync(
            gunzipSync(packed)
              .toString()
              .replace('href="base-1.0-1.noarch.rpm"', 'href="../../etc/passwd"'),
          ),
        true,
      );
    });
    expect(error.code).toBe('BAD_LOCATION');
    expect(error.message).toContain('../../etc/passwd');
  });

  it('is refused when repo_gpgcheck finds no signature', async () => {
    const error = await spoilt(
      'unsigned',
      async (folder) => {
        await runTool(['rm', join(folder, 'repodata/repomd.xml.asc')]);
      },
      ['repo_gpgcheck=1'],
    );
    expect(error.code).toBe('REPOMD_UNSIGNED');
  });

  it('is refused when repo_gpgcheck has no key to check with', async () => {
    const repositories = `[dist]\nbaseurl=${ground.server.url}/dist\nrepo_gpgcheck=1\n`;
    const error = await failure('packages: [base]\n', { repositories });
    expect(error.code).toBe('NO_KEY');
  });

  it('is refused when repomd.xml is not what was signed', async () => {
    const error = await spoilt(
      'forged',
      async (folder) => {
        const path = join(folder, 'repodata/repomd.xml');
        await writeFile(path, `${await readFile(path, 'utf8')}\n`);
      },
      ['repo_gpgcheck=1'],
    );
    expect(error.code).toBe('REPOMD_BAD_SIGNATURE');
  });

  it('is taken when repomd.xml is signed by its key', async () => {
    const repositories = repository('dist', ground.server.url, ['repo_gpgcheck=1']);
    expect(nevras(await ground.lock('packages: [base]\n', { repositories }))).toHaveLength(1);
  });

  it('is refused when a package has no signature', async () => {
    const error = await spoilt('bare', async (folder) => {
      await buildRpm({ name: 'base', version: '1.1' }, folder);
      await remake(folder);
    });
    expect(error.code).toBe('PACKAGE_UNSIGNED');
    expect(error.message).toContain('base-1.1-1.noarch');
  });

  it('is refused when another key signed a package', async () => {
    const error = await spoilt('foreign', async (folder) => {
      const path = await buildRpm({ name: 'base', version: '1.1' }, folder);
      await signRpms([path], ground.otherKey);
      await remake(folder);
    });
    expect(error).toMatchObject({ code: 'PACKAGE_BAD_SIGNATURE' });
    expect(error.hint).toContain(ground.key.fingerprint);
  });

  it('is refused when the header of a package was changed after signing', async () => {
    const error = await spoilt('flipped', async (folder) => {
      const path = join(folder, 'base-1.0-1.noarch.rpm');
      const bytes = await readFile(path);
      const at = bytes.lastIndexOf('Package base for tests.');
      bytes.write('PACKAGE', at);
      await writeFile(path, bytes);
      await remake(folder);
    });
    expect(error.code).toBe('PACKAGE_BAD_SIGNATURE');
  });

  it('is refused when primary.xml names one package and serves another', async () => {
    const error = await spoilt('swapped', async (folder) => {
      const other = await readFile(join(folder, 'extra-1.0-1.noarch.rpm'));
      await writeFile(join(folder, 'base-1.0-1.noarch.rpm'), other);
    });
    expect(error.code).toBe('HEADER_MISMATCH');
  });

  it('is refused when every mirror is dead, with the reason of each', async () => {
    const repositories = [
      '[dist]',
      `baseurl=http://127.0.0.1:9/a ${ground.server.url}/nowhere`,
      `gpgkey=${ground.server.url}/key.asc`,
      '',
    ].join('\n');
    const error = await failure('packages: [base]\n', { repositories });
    expect(error).toMatchObject({ code: 'REPOSITORY_UNAVAILABLE', place: { line: 1 } });
    expect(error.message).toContain('127.0.0.1:9');
    expect(error.message).toContain('404');
  });

  it('is read from the next mirror when one fails half-way', async () => {
    await copyRepository(ground, 'second', async () => undefined);
    const repositories = [
      '[dist]',
      `baseurl=${ground.server.url}/dist ${ground.server.url}/second`,
      `gpgkey=${ground.server.url}/key.asc`,
      '',
    ].join('\n');
    const name = (await metadataFile(join(ground.path, 'www/dist'), 'primary')).split('/').at(-1);
    ground.server.fault(`/dist/repodata/${name}`, { kind: 'cut', afterBytes: 100 });
    const store = new Store(join(ground.path, 'store-second'));
    expect(nevras(await ground.lock('packages: [base]\n', { repositories, store }))).toHaveLength(
      1,
    );
  });

  it('is read from mirrors with the repomd.xml that the metalink names', async () => {
    const repomd = await readFile(join(ground.path, 'www/dist/repodata/repomd.xml'));
    await copyRepository(ground, 'stale', async (folder) => {
      await writeFile(join(folder, 'repodata/repomd.xml'), '<repomd/>');
    });
    const metalink = (hash: string) => `<?xml version="1.0"?>
<metalink version="3.0" xmlns="http://www.metalinker.org/"><files><file name="repomd.xml">
<verification><hash type="sha256">${hash}</hash></verification>
<resources><url preference="100">${ground.server.url}/stale/repodata/repomd.xml</url>
<url preference="50">${ground.server.url}/dist/repodata/repomd.xml</url></resources></file></files></metalink>`;
    await writeFile(join(ground.path, 'www/good.metalink'), metalink(sha256(repomd)));
    await writeFile(join(ground.path, 'www/bad.metalink'), metalink('0'.repeat(64)));
    const repositories = (name: string) =>
      `[dist]\nmetalink=${ground.server.url}/${name}\ngpgkey=${ground.server.url}/key.asc\n`;
    const good = await ground.lock('packages: [base]\n', {
      repositories: repositories('good.metalink'),
    });
    expect(good.lockfile.arches[0]?.packages[0]?.url).toContain('/dist/base-1.0');
    const error = await failure('packages: [base]\n', {
      repositories: repositories('bad.metalink'),
    });
    expect(error.code).toBe('REPOSITORY_UNAVAILABLE');
    expect(error.message).toContain('is not the file that the metalink names');
  });

  it('cannot be read offline before it was read once', async () => {
    const store = new Store(join(ground.path, 'store-empty'));
    const error = await failure('packages: [base]\n', { store, offline: true });
    expect(error.code).toBe('NOT_CACHED');
  });

  it('gives headers of servers that do not know ranges', async () => {
    ground.server.fault('*', { kind: 'no-range' });
    const store = new Store(join(ground.path, 'store-no-range'));
    expect(nevras(await ground.lock('packages: [base]\n', { store }))).toHaveLength(1);
  });
});

/** Changes primary.xml.gz and makes repomd.xml agree with the file as served, and with what is in it if `open`. */
async function respell(
  folder: string,
  change: (packed: Buffer) => Buffer,
  open = false,
): Promise<void> {
  const path = await metadataFile(folder, 'primary');
  const before = await readFile(path);
  const after = change(before);
  await writeFile(path, after);
  const repomd = join(folder, 'repodata/repomd.xml');
  let text = await readFile(repomd, 'utf8');
  const [head = '', ...rest] = text.split('<data type="primary">');
  let data = rest
    .join('<data type="primary">')
    .replace(`>${sha256(before)}<`, `>${sha256(after)}<`)
    .replace(`<size>${before.length}<`, `<size>${after.length}<`);
  if (open) {
    const [was, is] = [gunzipSync(before), gunzipSync(after)];
    data = data
      .replace(`>${sha256(was)}<`, `>${sha256(is)}<`)
      .replace(`<open-size>${was.length}<`, `<open-size>${is.length}<`);
  }
  text = `${head}<data type="primary">${data}`;
  await writeFile(repomd, text);
}

async function remake(folder: string): Promise<void> {
  await runTool(['rm', '-rf', join(folder, 'repodata')]);
  await createRepository(folder);
}
