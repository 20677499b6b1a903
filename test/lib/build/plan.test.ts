import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../../lib/build/plan.ts';
import { formatPlan } from '../../../lib/build/plan.ts';
import { silentLog } from '../../../lib/core/log.ts';
import type { BuildState } from '../../../lib/plan/build-state.ts';
import { makePlanGround, type PlanGround, stateOf } from './plan-ground.ts';

let ground: PlanGround;

beforeEach(async () => {
  ground = await makePlanGround();
});
afterEach(() => ground[Symbol.asyncDispose]());

const ALL = ['x86_64', 'aarch64'].flatMap((arch) => [
  `${arch}/commit`,
  `${arch}/image/cloud`,
  `${arch}/image/metal`,
]);

/** Ids of what must be rebuilt. */
const changedOf = ({ outputs }: Plan) =>
  outputs.filter(({ changed }) => changed).map(({ id }) => id);
const reasonsOf = ({ outputs }: Plan) => Object.fromEntries(outputs.map((o) => [o.id, o.reason]));
const legsOf = ({ matrix }: Plan) => matrix.include.map(({ artifact }) => artifact);

/** Plans all, and notes it as built; returns the path of the state. */
async function buildAll(): Promise<string> {
  return ground.built(await ground.plan());
}

describe('runPlan', () => {
  it('plans everything that was never published', async () => {
    const plan = await ground.plan();
    expect(plan.changed).toBe(true);
    expect(changedOf(plan)).toEqual(ALL);
    expect(new Set(Object.values(reasonsOf(plan)))).toEqual(new Set(['never published']));
    expect(plan.matrix.include).toEqual([
      {
        architecture: 'x86_64',
        image: 'cloud',
        format: 'qcow2',
        container: '',
        runner: 'ubuntu-24.04',
        emulated: false,
        artifact: 'treesmith-shop+x86_64-image-cloud',
      },
      expect.objectContaining({ image: 'metal', format: 'raw', architecture: 'x86_64' }),
      expect.objectContaining({
        architecture: 'aarch64',
        image: 'cloud',
        runner: 'ubuntu-24.04-arm',
      }),
      expect.objectContaining({ architecture: 'aarch64', image: 'metal', emulated: false }),
    ]);
  });

  it('plans nothing when all is as published, whoever checked the files out', async () => {
    const published = [await buildAll()];
    await ground.edit('tree.yaml', (text) => `# A comment.\n${text}`);
    await ground.edit('remix.yaml', (text) => `${text}# Another.\n`);
    const plan = await ground.plan({ published });
    expect(plan).toMatchObject({ changed: false, matrix: { include: [] } });
    expect(new Set(Object.values(reasonsOf(plan)))).toEqual(new Set(['as published']));
    expect(formatPlan(plan).at(-1)).toBe('Nothing must be rebuilt.');
    expect(plan.kept).toEqual((await stateOf(await ground.open(), plan)).outputs);
  });

  it('asks no repository without update, and says which package is new with it', async () => {
    const published = [await buildAll()];
    await ground.publish({ name: 'native', arch: 'x86_64', version: '1.1' });
    ground.server.requests.length = 0;
    expect((await ground.plan({ published })).changed).toBe(false);
    expect(ground.server.requests).toEqual([]);

    const lockfile = await readFile(ground.file('rpms.lock.yaml'), 'utf8');
    const plan = await ground.plan({ published, update: true });
    expect(changedOf(plan)).toEqual(ALL.filter((id) => id.startsWith('x86_64/')));
    expect(reasonsOf(plan)).toMatchObject({
      'x86_64/commit': 'native 1.0-1 → 1.1-1',
      'x86_64/image/cloud': 'its commit changed',
      'aarch64/commit': 'as published',
    });
    expect(plan.lock).toMatchObject({
      stale: true,
      changes: [{ name: 'native', newEvr: '1.1-1' }],
    });
    expect(legsOf(plan)).toEqual([
      'treesmith-shop+x86_64-image-cloud',
      'treesmith-shop+x86_64-image-metal',
    ]);
    expect(Object.keys(plan.kept)).toEqual(ALL.filter((id) => id.startsWith('aarch64/')));
    expect(await readFile(ground.file('rpms.lock.yaml'), 'utf8')).toBe(lockfile);
    // Once it is locked, the same is planned without asking.
    await ground.lock();
    expect(changedOf(await ground.plan({ published }))).toEqual(changedOf(plan));
  });

  it('knows from the lock which package is new where what was published does not tell', async () => {
    const path = await buildAll();
    const state: BuildState = JSON.parse(await readFile(path, 'utf8'));
    const bare = Object.entries(state.outputs).map(([id, { inputHash }]) => [id, { inputHash }]);
    await writeFile(path, JSON.stringify({ ...state, outputs: Object.fromEntries(bare) }));
    await ground.publish({ name: 'native', arch: 'x86_64', version: '1.1' });
    const plan = await ground.plan({ published: [path], update: true });
    expect(reasonsOf(plan)['x86_64/commit']).toBe('native 1.0-1 → 1.1-1');
    await ground.lock();
    const later = await ground.plan({ published: [path] });
    expect(reasonsOf(later)['x86_64/commit']).toBe('packages or treefile changed');
  });

  it('counts further packages', async () => {
    const published = [await buildAll()];
    await ground.publish({ name: 'app', version: '2.0', requires: ['more'] }, { name: 'more' });
    const plan = await ground.plan({ published, update: true });
    expect(reasonsOf(plan)['aarch64/commit']).toBe('app 1.0-1 → 2.0-1 and 1 more');
  });

  it('plans the one image whose description changed', async () => {
    const published = [await buildAll()];
    await ground.edit('remix.yaml', (text) => text.replace('raw, size: 4 GiB', 'raw, size: 5 GiB'));
    const plan = await ground.plan({ published });
    expect(changedOf(plan)).toEqual(['x86_64/image/metal', 'aarch64/image/metal']);
    expect(reasonsOf(plan)['x86_64/image/metal']).toBe('image spec changed');
    expect(legsOf(plan)).toEqual([
      'treesmith-shop+x86_64-image-metal',
      'treesmith-shop+aarch64-image-metal',
    ]);
  });

  it('plans a new image alone, and forgets one that is gone', async () => {
    const published = [await buildAll()];
    await ground.edit('remix.yaml', (text) => text.replace('name: metal', 'name: disk'));
    const plan = await ground.plan({ published });
    expect(reasonsOf(plan)['x86_64/image/disk']).toBe('never published');
    expect(legsOf(plan)).toEqual([
      'treesmith-shop+x86_64-image-disk',
      'treesmith-shop+aarch64-image-disk',
    ]);
    const { outputs } = await stateOf(await ground.open(), plan);
    expect(Object.keys(outputs)).not.toContain('x86_64/image/metal');
  });

  it.each([
    ['a script', 'tree.yaml', 'echo one', 'echo two'],
    ['the version', 'remix.yaml', 'name: shop', 'name: shop\nversion: "2"'],
  ])('plans commits and images when %s changed', async (_what, file, from, to) => {
    const published = [await buildAll()];
    await ground.edit(file, (text) => text.replace(from, to));
    const plan = await ground.plan({ published });
    expect(changedOf(plan)).toEqual(ALL);
    expect(reasonsOf(plan)['x86_64/commit']).toMatch(/^same package versions; /);
  });

  it('plans the commit alone where nothing is made of it, and each container', async () => {
    await ground.edit('remix.yaml', (text) => text.replace(/images:[\s\S]*/, ''));
    expect(legsOf(await ground.plan())).toEqual([
      'treesmith-shop+x86_64',
      'treesmith-shop+aarch64',
    ]);
    await ground.edit(
      'remix.yaml',
      (text) => `${text}containers: [{name: shop, kind: bootable}]\n`,
    );
    const plan = await ground.plan();
    expect(plan.matrix.include).toMatchObject([
      { architecture: 'x86_64', image: '', container: 'shop' },
      {
        architecture: 'aarch64',
        container: 'shop',
        artifact: 'treesmith-shop+aarch64-container-shop',
      },
    ]);
  });

  it('plans a container that was never made, and one whose files are others', async () => {
    const before = await buildAll();
    await ground.edit(
      'remix.yaml',
      (text) => `${text}\ncontainers: [{name: cup, kind: base, packages: [app], files: cup}]\n`,
    );
    const file = ground.file('cup/etc/cup');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'one');
    const ids = ['x86_64/container/cup', 'aarch64/container/cup'];
    const plan = await ground.plan({ published: [before] });
    expect(changedOf(plan)).toEqual(ids);
    expect(reasonsOf(plan)['x86_64/container/cup']).toBe('never published');
    const published = [await buildAll()];
    expect((await ground.plan({ published })).changed).toBe(false);
    await writeFile(file, 'two');
    expect(changedOf(await ground.plan({ published }))).toEqual(ids);
    await rm(dirname(dirname(file)), { recursive: true });
    await expect(ground.plan({ published })).rejects.toMatchObject({ code: 'FILES_MISSING' });
  });

  it('plans everything when asked to, without reading what was published', async () => {
    const published = ['http://127.0.0.1:1/build-state.json'];
    const plan = await ground.plan({ published, force: true });
    expect(changedOf(plan)).toEqual(ALL);
    expect(reasonsOf(plan)['x86_64/commit']).toBe('asked for');
  });

  it('plans one architecture, and keeps what is published of the others', async () => {
    const published = [await buildAll()];
    await ground.edit('tree.yaml', (text) => text.replace('echo one', 'echo two'));
    const workspace = await ground.open({ basearch: 'aarch64' });
    const plan = await ground.plan({ published }, workspace);
    expect(changedOf(plan)).toEqual(ALL.filter((id) => id.startsWith('aarch64/')));
    expect(Object.keys(plan.kept)).toEqual(ALL.filter((id) => id.startsWith('x86_64/')));
  });

  it('needs all sources to agree, and names the one that does not', async () => {
    const published = [await buildAll(), ground.file('absent.json')];
    const plan = await ground.plan({ published });
    expect(changedOf(plan)).toEqual(ALL);
    expect(reasonsOf(plan)['x86_64/image/cloud']).toBe(`never published (${published[1]})`);
  });

  it('refuses a lock that does not fit, unless it plans with a new one', async () => {
    await ground.edit('tree.yaml', (text) => text.replace('app, native', 'app'));
    await expect(ground.plan()).rejects.toMatchObject({ code: 'LOCK_STALE' });
    const plan = await ground.plan({ update: true });
    expect(plan.lock).toMatchObject({ stale: true, changes: [{ kind: 'removed' }, {}] });
  });

  it('puts jobs where it is told, and knows which are emulated', async () => {
    const runners = ['x86_64=self-hosted, linux, X64', '', 'aarch64=ubuntu-24.04'];
    expect((await ground.plan({ runners })).matrix.include).toMatchObject([
      { runner: ['self-hosted', 'linux', 'X64'], emulated: false },
      {},
      { runner: 'ubuntu-24.04', emulated: true },
      {},
    ]);
  });

  it.each([
    ['amd64=ubuntu-24.04'],
    ['x86_64'],
    ['x86_64='],
    ['x86_64=a\nb'],
    ["x86_64=a'; rm -rf /"],
  ])('refuses %j for a runner', async (line) => {
    await expect(ground.plan({ runners: [line] })).rejects.toMatchObject({ code: 'BAD_RUNNER' });
  });

  it('refuses more jobs than GitHub runs', async () => {
    const image = (index: number) => `  - { name: i${index}, format: raw, size: 1 GiB }\n`;
    const images = Array.from({ length: 129 }, (_, index) => image(index)).join('');
    await ground.edit('remix.yaml', (text) => text.replace(/images:[\s\S]*/, `images:\n${images}`));
    await expect(ground.plan()).rejects.toMatchObject({ code: 'TOO_MANY_LEGS' });
  });
});

describe('a build-state.json', () => {
  it('is read over HTTP, and 404 is what was never published', async () => {
    const path = await buildAll();
    await writeFile(`${ground.path}/../www/build-state.json`, await readFile(path));
    const url = `${ground.server.url}/build-state.json`;
    expect((await ground.plan({ published: [url] })).changed).toBe(false);
    const lines: string[] = [];
    const log = { ...silentLog, info: (line: string) => void lines.push(line) };
    const plan = await ground.plan({ published: [`${url}x`] }, await ground.open({ log }));
    expect(changedOf(plan)).toEqual(ALL);
    expect(lines).toEqual([`${url}x is not there: nothing was published yet.`]);
  });

  it('that a server does not give is an error, and never unchanged', async () => {
    const url = `${ground.server.url}/build-state.json`;
    for (const status of [403, 500]) {
      ground.server.fault('/build-state.json', { kind: 'status', status, times: 4 });
      const plan = ground.plan({ published: [url] });
      await expect(plan).rejects.toMatchObject({
        code: 'PUBLISHED_UNREADABLE',
        message: expect.stringContaining(url),
      });
      ground.server.clearFaults();
    }
    await expect(
      ground.plan({ published: ['http://user:secret@127.0.0.1:1/s.json?token=secret'] }),
    ).rejects.toMatchObject({
      code: 'PUBLISHED_UNREADABLE',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('is not asked for when nothing may be fetched; a file may be', async () => {
    const published = [await buildAll()];
    const workspace = await ground.open({ offline: true });
    expect((await ground.plan({ published }, workspace)).changed).toBe(false);
    await expect(
      ground.plan({ published: [`${ground.server.url}/build-state.json`] }, workspace),
    ).rejects.toMatchObject({ code: 'PUBLISHED_OFFLINE' });
  });

  it('of another remix is refused', async () => {
    const published = [await buildAll()];
    await ground.edit('remix.yaml', (text) => text.replace('name: shop', 'name: other'));
    await expect(ground.plan({ published })).rejects.toMatchObject({ code: 'OTHER_REMIX' });
  });
});
