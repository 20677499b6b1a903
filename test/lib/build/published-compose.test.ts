import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildState, recordBuildState } from '../../../lib/build/build-state.ts';
import { runCompose } from '../../../lib/build/compose.ts';
import { runLock } from '../../../lib/build/lock.ts';
import { runPlan } from '../../../lib/build/plan.ts';
import { openWorkspace, type Workspace } from '../../../lib/build/workspace.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { readLockfile } from '../../../lib/remix/lockfile.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';
import { createRepository } from '../../support/rpm-builder.ts';
import { tinyBase } from '../../support/small-rpms.ts';

const TREEFILE = `ref: tiny/1/\${basearch}
repos: [dist]
packages: [tiny-base]
container: true
selinux: false
automatic-version-prefix: "1"
ostree-layers: [overlay/05core]
add-files: [[tool, /usr/bin/tool]]
`;

let folder: TempDir;
let server: FileServer;

const file = (name: string) => join(folder.path, 'remix', name);

beforeAll(async () => {
  folder = await makeTempDir();
  const repository = join(folder.path, 'www', 'dist');
  await mkdir(repository, { recursive: true });
  await cp(await tinyBase(), join(repository, 'tiny-base.rpm'));
  await createRepository(repository);
  server = await startFileServer(join(folder.path, 'www'));
  await mkdir(file('overlay.d/05core/usr/lib'), { recursive: true });
  await writeFile(file('overlay.d/05core/usr/lib/tool.conf'), 'a\n');
  await writeFile(file('tool'), '#!/bin/sh\n');
  await writeFile(file('remix.yaml'), 'name: tiny\ntreefile: t.yaml\narchitectures: [x86_64]\n');
  await writeFile(file('t.yaml'), TREEFILE);
  await writeFile(file('dist.repo'), `[dist]\nbaseurl=${server.url}/dist\ngpgcheck=0\n`);
  await runLock(await open(), 'update');
});
afterAll(async () => {
  await server.close();
  await folder[Symbol.asyncDispose]();
});

const open = (sourceDateEpoch?: number): Promise<Workspace> =>
  openWorkspace(
    {
      remixPath: file('remix.yaml'),
      outDir: join(folder.path, 'out'),
      storePath: join(folder.path, 'store'),
      repoVars: {},
      entry: '',
      offline: false,
      ...(sourceDateEpoch === undefined ? {} : { sourceDateEpoch }),
    },
    silentLog,
  );

const compose = async (workspace: Workspace) => {
  const [outcome] = await runCompose(workspace, { signing: undefined });
  if (outcome === undefined) throw new Error('nothing was composed');
  return outcome;
};

const plan = async (published: string, workspace?: Workspace) => {
  const { outputs } = await runPlan(workspace ?? (await open()), {
    published: [published],
    runners: [],
    force: false,
    update: false,
  });
  return outputs[0];
};

describe('a commit that was composed and published', () => {
  it('is found unchanged by its ref and by the build state, until an input changes', async () => {
    const workspace = await open();
    const outcome = await compose(workspace);
    const { inputHash, commit, ref } = outcome;
    const sources = [`ostree:${workspace.repoPath}`, join(workspace.outDir, 'build-state.json')];
    const lockfile = await readLockfile(workspace.remix.lockfile);
    await recordBuildState(workspace, lockfile, { commits: [outcome], images: [], containers: [] });
    for (const source of sources) {
      expect(await plan(source)).toMatchObject({
        changed: false,
        inputHash,
        published: { inputHash, commit, ref },
      });
    }
    // What the compose stage does not take for the same, the plan does not either.
    const changes: [string, string][] = [
      [file('overlay.d/05core/usr/lib/tool.conf'), 'b\n'],
      [file('tool'), '#!/bin/sh\ntrue\n'],
      [file('t.yaml'), `${TREEFILE}documentation: false\n`],
      [file('remix.yaml'), `${await readFile(file('remix.yaml'), 'utf8')}version: "7"\n`],
    ];
    for (const [path, text] of changes) {
      const before = await readFile(path, 'utf8');
      await writeFile(path, text);
      for (const source of sources) {
        expect(await plan(source)).toMatchObject({ changed: true });
      }
      const changed = await compose(await open());
      expect(changed.commit).not.toBe(commit);
      expect(await plan(sources[0] ?? '')).toMatchObject({ inputHash: changed.inputHash });
      expect(await plan(sources[0] ?? '')).toMatchObject({ changed: false });
      await writeFile(path, before);
      expect(await compose(await open())).toMatchObject({ commit, cached: true });
    }
    expect(await plan(sources[0] ?? '', await open(1_800_000_000))).toMatchObject({
      changed: true,
      reason: expect.stringMatching(/^same package versions; /),
    });
  });
});

describe('a layer that is a ref', () => {
  it('changes the commit when the ref leads elsewhere', async () => {
    const workspace = await open();
    const repo = `--repo=${join(workspace.store.path, 'ostree')}`;
    const commitLayer = async (text: string) => {
      const tree = join(folder.path, 'layer');
      await mkdir(join(tree, 'usr/lib'), { recursive: true });
      await writeFile(join(tree, 'usr/lib/layer.conf'), text);
      await runTool(['ostree', repo, 'commit', '--branch=layers/extra', `--tree=dir=${tree}`]);
    };
    await compose(workspace);
    await commitLayer('a\n');
    const before = await readFile(file('t.yaml'), 'utf8');
    await writeFile(
      file('t.yaml'),
      before.replace('[overlay/05core]', '[overlay/05core, layers/extra]'),
    );
    const first = await compose(await open());
    const source = `ostree:${workspace.repoPath}`;
    expect(await plan(source)).toMatchObject({ changed: false });
    await commitLayer('b\n');
    expect(await plan(source)).toMatchObject({ changed: true });
    const second = await compose(await open());
    expect(second).toMatchObject({ cached: false });
    expect(second.commit).not.toBe(first.commit);
    expect(await plan(source)).toMatchObject({ changed: false });
    await writeFile(file('t.yaml'), before);
  });
});

describe('buildState', () => {
  it('keeps what was not built and the remix still has', async () => {
    const workspace = await open();
    const lockfile = await readLockfile(workspace.remix.lockfile);
    const hash = '0a'.repeat(32);
    const commits = [{ basearch: 'x86_64', ref: 'r', commit: hash, inputHash: hash }] as const;
    const kept = { 'x86_64/image/gone': { inputHash: hash, sha256: hash } };
    const state = buildState(workspace, lockfile, { commits, images: [], containers: [] }, kept);
    expect(state.outputs).toEqual({
      'x86_64/commit': {
        inputHash: hash,
        commit: hash,
        ref: 'r',
        packages: ['tiny-base-1.0-1.x86_64'],
      },
    });
    const rebuilt = buildState(
      workspace,
      lockfile,
      { commits: [], images: [], containers: [] },
      state.outputs,
    );
    expect(rebuilt).toEqual(state);
  });
});
