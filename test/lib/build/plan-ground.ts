import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildState, writeBuildState } from '../../../lib/build/build-state.ts';
import { runLock } from '../../../lib/build/lock.ts';
import { type Plan, type PlanOptions, runPlan } from '../../../lib/build/plan.ts';
import { openWorkspace, type Workspace } from '../../../lib/build/workspace.ts';
import { type Log, silentLog } from '../../../lib/core/log.ts';
import type { Basearch } from '../../../lib/host/architecture.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import type { BuildState } from '../../../lib/plan/build-state.ts';
import { readLockfile } from '../../../lib/remix/lockfile.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';
import { buildRpm, createRepository, type RpmRecipe } from '../../support/rpm-builder.ts';

const REMIX = `name: shop
treefile: tree.yaml
architectures: [x86_64, aarch64]
images:
  - { name: cloud, format: qcow2, size: 4 GiB }
  - { name: metal, format: raw, size: 4 GiB }
`;
const TREEFILE = `ref: shop/1/\${basearch}
repos: [dist]
packages: [app, native]
container: true
postprocess:
  - echo one
`;

/** A remix of two architectures with its repository on a loopback server. */
export interface PlanGround extends AsyncDisposable {
  /** Where the remix is. */
  readonly path: string;
  readonly server: FileServer;
  /** A file of the remix. */
  file(name: string): string;
  /** Rewrites a file of the remix. */
  edit(name: string, change: (text: string) => string): Promise<void>;
  /** Adds packages to the repository. */
  publish(...recipes: RpmRecipe[]): Promise<void>;
  open(options?: { basearch?: Basearch; offline?: boolean; log?: Log }): Promise<Workspace>;
  lock(): Promise<void>;
  plan(options?: Partial<PlanOptions>, workspace?: Workspace): Promise<Plan>;
  /** Writes the state of a build that made all that `plan` has, and returns its path. */
  built(plan: Plan, name?: string): Promise<string>;
}

/** Builds, indexes and serves the packages, and locks. */
export async function makePlanGround(): Promise<PlanGround> {
  const temp = await makeTempDir();
  const www = join(temp.path, 'www');
  const path = join(temp.path, 'remix');
  const server = await startFileServer(www);
  await mkdir(path);
  const ground: PlanGround = {
    path,
    server,
    file: (name) => join(path, name),
    edit: async (name, change) => {
      const text = await readFile(join(path, name), 'utf8');
      await writeFile(join(path, name), change(text));
    },
    publish: async (...recipes) => {
      for (const recipe of recipes) await buildRpm(recipe, join(www, 'dist'));
      await createRepository(join(www, 'dist'));
    },
    open: ({ basearch, offline = false, log = silentLog } = {}) =>
      openWorkspace(
        {
          remixPath: join(path, 'remix.yaml'),
          outDir: join(temp.path, 'out'),
          storePath: join(temp.path, 'store'),
          repoVars: {},
          entry: '',
          offline,
          ...(basearch === undefined ? {} : { basearch }),
        },
        log,
      ),
    lock: async () => {
      await runLock(await ground.open(), 'update');
    },
    plan: async (options = {}, workspace) => {
      const defaults = { published: [], runners: [], force: false, update: false };
      return runPlan(workspace ?? (await ground.open()), { ...defaults, ...options });
    },
    built: async (plan, name = 'build-state.json') => {
      const state = join(temp.path, name);
      await writeBuildState(state, await stateOf(await ground.open(), plan));
      return state;
    },
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await temp[Symbol.asyncDispose]();
    },
  };
  await writeFile(join(path, 'remix.yaml'), REMIX);
  await writeFile(join(path, 'tree.yaml'), TREEFILE);
  await writeFile(join(path, 'dist.repo'), `[dist]\nbaseurl=${server.url}/dist\ngpgcheck=0\n`);
  await ground.publish(
    { name: 'app' },
    { name: 'native', arch: 'x86_64' },
    { name: 'native', arch: 'aarch64' },
  );
  await ground.lock();
  return ground;
}

/** Returns the state after everything in `plan` was built. */
export async function stateOf(workspace: Workspace, { outputs }: Plan): Promise<BuildState> {
  const of = (kind: string) => outputs.filter((output) => output.kind === kind);
  return buildState(workspace, await readLockfile(workspace.remix.lockfile), {
    commits: of('commit').map(({ basearch, inputHash }) => ({
      basearch,
      inputHash,
      commit: 'c0'.repeat(32),
      ref: `shop/1/${basearch}`,
    })),
    images: of('image').map(({ basearch, name, inputHash }) => ({
      basearch,
      name,
      inputHash,
      sha256: '1a'.repeat(32),
    })),
    containers: of('container').map(({ basearch, name, inputHash }) => ({
      ...{ basearch, name, inputHash, digest: `sha256:${'d0'.repeat(32)}` as const },
    })),
  });
}
