import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/core/log.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { Store } from '../../../lib/host/store.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { lockRemix } from '../../../lib/lock/lock.ts';
import { readRepositories } from '../../../lib/remix/repositories.ts';
import { readTreefile } from '../../../lib/remix/treefile.ts';
import { startFileServer } from '../../fakes/file-server.ts';
import { type AnvilRepository, anvilRepository } from '../../support/anvil.ts';
import { askDnf } from './dnf-oracle.ts';
import { type LockGround, makeLockGround, nevras, repository } from './lock-ground.ts';

let ground: LockGround;
let anvil: AnvilRepository;

beforeAll(async () => {
  ground = await makeLockGround();
  anvil = await anvilRepository();
}, 20 * 60_000);

afterAll(async () => ground[Symbol.asyncDispose]());

describe('lockRemix and dnf choose the same', () => {
  const cases: [string[], boolean][] = [
    [['app'], true],
    [['app'], false],
    [['app-1.0', 'tool'], true],
    [['mta'], true],
    [['native', '/usr/bin/tool', '/bin/sh'], true],
    [['wants-file', 'exim', 'left'], true],
    [['*optional*', 'tool-0:9.0'], true],
    [['old-name'], true],
    [['ousted'], true],
    [['needs-ousted'], true],
    [['tool'], true],
    [['rich', 'base'], true],
    [['conditional', 'tool'], false],
    [['nested'], true],
  ];
  it.each(cases)('for %j, weak dependencies %s', async (requests, recommends) => {
    const treefile = `recommends: ${recommends}\npackages: ${JSON.stringify(requests)}\n`;
    const { url } = ground.server;
    for (const ids of [['dist'], ['dist', 'other']]) {
      const repositories = ids.map((id) => repository(id, url)).join('');
      const ours = nevras(await ground.lock(treefile, { repositories }));
      const asked = Object.fromEntries(ids.map((id) => [id, `${url}/${id}`]));
      expect(ours).toEqual(await askDnf({ repositories: asked, requests, recommends }));
    }
  });

  it("for Anvil's treefile and packages", async () => {
    await using server = await startFileServer(anvil.path);
    await using http = new HttpClient();
    await using temp = await makeTempDir();
    const demo = join(import.meta.dirname, '../../../demo');
    await mkdir(join(temp.path, 'tree'));
    for (const name of ['anvil.yaml', 'anvil.repo', 'passwd', 'group']) {
      await writeFile(join(temp.path, 'tree', name), await readFile(join(demo, name)));
    }
    const treefile = await readTreefile(join(temp.path, 'tree/anvil.yaml'), { basearch: 'x86_64' });
    const repositories = await readRepositories(treefile, { anvil_mirror: server.url });
    const result = await lockRemix({
      inputs: new Map([['x86_64', { treefile, repositories }]]),
      store: new Store(join(temp.path, 'store')),
      http,
      log: silentLog,
      offline: false,
    });
    const dnf = await askDnf({
      repositories: { anvil: `${server.url}/x86_64` },
      requests: treefile.packages,
      recommends: treefile.recommends,
    });
    expect(nevras(result)).toEqual(dnf);
    expect(dnf.length).toBeGreaterThan(150);
  });
});
