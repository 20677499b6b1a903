import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSigningKey } from '../../demo/signing-key.ts';
import { readTool, runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { type FileServer, startFileServer } from '../fakes/file-server.ts';
import { type FakeGitHub, startGitHub } from '../fakes/github/github.ts';
import type { StoredRelease } from '../fakes/github/releases.ts';
import { startRegistry } from '../fakes/registry.ts';
import type { RunResult, WorkflowEvent } from '../runner/run-model.ts';
import { runWorkflow } from '../runner/run-workflow.ts';
import { anvilRepository, newerAnvilRepository } from '../support/anvil.ts';
import { makeRemixOrigin, type RemixOrigin, remixYaml } from './remix-origin.ts';
import { verifyRelease } from './verify-release.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Boots cost most here: one image, and tests that are over in a second. */
const IMAGE = `images:
  - {name: cloud, format: qcow2, size: 4 GiB, firmware: [uefi]}
tests:
  - {name: os-release names Anvil, run: "grep -qx ID=anvil /usr/lib/os-release"}
`;

let folder: TempDir;
let github: FakeGitHub;
let mirror: FileServer;
let origin: RemixOrigin;
let secretKey: string;
/** Files that a job left with the secret key in them. */
const leaks: string[] = [];
let runs = 0;

beforeAll(async () => {
  folder = await makeTempDir();
  github = await startGitHub();
  await mkdir(join(folder.path, 'mirror'));
  await mirrorShows((await anvilRepository()).path);
  mirror = await startFileServer(join(folder.path, 'mirror'));
  origin = await makeRemixOrigin(folder.path, github, {
    mirrorUrl: `${mirror.url}/now`,
    remix: remixYaml(IMAGE),
  });
  const key = await makeSigningKey(join(folder.path, 'keys'), 'remix', 'Remix <r@example.org>');
  secretKey = await readFile(key.secretKeyPath, 'utf8');
}, 20 * 60_000);
afterAll(async () => {
  await mirror?.[Symbol.asyncDispose]();
  await github?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

// Each goes on from what the one before has left on GitHub. Three boots and five composes in all.
describe('the starter workflows, run one after another', () => {
  it('nightly locks, builds, boots and releases a remix that never was', async () => {
    const { run, jobs } = await runStarter('remix-nightly.yml', { name: 'schedule' });
    expect(run.result, run.log).toBe('success');
    expect(jobs).toEqual({
      ...{ 'nightly/lock': 'success', 'nightly/build/plan': 'success' },
      ...{ [LEG]: 'success', 'nightly/build/collect': 'success' },
      ...{ 'nightly/build': 'success', 'nightly/publish': 'success', nightly: 'success' },
      containers: 'skipped',
    });
    const [release, ...others] = github.releases;
    expect(others).toEqual([]);
    expect(release).toMatchObject({ draft: false, prerelease: false });
    expect(release?.assets.map(({ name }) => name).sort()).toEqual(ASSETS);
    expect(await verifyRelease(release as StoredRelease)).toEqual(SUMMED);
    // The branch and the tag have the tested lock, and nothing waits any more.
    const head = await origin.commitOf('refs/heads/main');
    expect(await origin.commitOf(`refs/tags/${release?.tag}`)).toBe(head);
    const lock = await origin.read(head, 'rpms.lock.yaml');
    expect(lock).toContain('anvil-release-12-1.');
    expect(await origin.commitOf('refs/heads/treesmith/lock')).toBe('');
    expect(run.job(LEG).summary).toContain('```mermaid');
    expect(packageRequests()).toBe(lock.match(/^ +sourcerpm:/gm)?.length);
    expect(run.log).not.toContain(secretLine());
    expect(leaks).toEqual([]);
  }, 900_000);

  it('nightly ends with the plan when nothing is new', async () => {
    const { run, jobs } = await runStarter('remix-nightly.yml', { name: 'workflow_dispatch' });
    expect(run.result, run.log).toBe('success');
    expect(jobs).toEqual({
      ...{ 'nightly/lock': 'success', 'nightly/build/plan': 'success' },
      ...{ 'nightly/build/build': 'skipped', 'nightly/build/collect': 'skipped' },
      ...{ 'nightly/build': 'success', 'nightly/publish': 'skipped', nightly: 'success' },
      containers: 'skipped',
    });
    expect(run.job('nightly').outputs).toMatchObject({ changed: 'false', 'lock-changed': 'false' });
    expect(github.releases).toHaveLength(1);
  });

  it('pull request builds what is proposed, from packages in the cache and without secrets', async () => {
    const treefile = await origin.read('main', 'anvil.yaml');
    const changed = treefile.replace('ln -s', 'touch /usr/lib/proposed\n    ln -s');
    const ref = 'refs/pull/7/merge';
    const sha = await origin.push({ ...withoutImages(), 'anvil.yaml': changed }, ref);
    mirror.requests.length = 0;
    const { run, jobs } = await runStarter('remix-pull-request.yml', {
      ...{ name: 'pull_request', ref, sha, baseRef: 'main', headRef: TRAP },
      payload: { pull_request: { number: 7, head: { ref: TRAP }, title: TRAP } },
    });
    expect(run.result, run.log).toBe('success');
    expect(jobs).toMatchObject({ 'build/plan': 'success', 'build/collect': 'success' });
    expect(run.concurrency).toEqual([{ group: 'remix-pull-request-7', cancelInProgress: true }]);
    expect(packageRequests()).toBe(0);
    expect(step(run, 'build/collect', 'Sign')).toBe('skipped');
    expect(github.releases).toHaveLength(1);
    expect(await origin.read('main', 'anvil.yaml')).toBe(treefile);
  });

  it('pull request with a stale lock ends there, and says where', async () => {
    const treefile = await origin.read('main', 'anvil.yaml');
    const changed = treefile.replace('- crun iptables', '- crun iptables nano');
    const ref = 'refs/pull/8/merge';
    const sha = await origin.push({ 'anvil.yaml': changed }, ref);
    const { run, jobs } = await runStarter('remix-pull-request.yml', {
      ...{ name: 'pull_request', ref, sha, baseRef: 'main', headRef: 'nano' },
      payload: { pull_request: { number: 8 } },
    });
    expect(jobs).toEqual({
      ...{ 'build/plan': 'failure', build: 'failure' },
      ...{ 'build/build': 'skipped', 'build/collect': 'skipped' },
    });
    const lock = run.job('build/plan').steps.find(({ name }) => name === 'Check the lock');
    expect(lock?.annotations[0]).toMatchObject({ level: 'error', file: 'rpms.lock.yaml' });
  });

  it('nightly leaves branch and releases alone when a booted system fails a test', async () => {
    await mirrorShows((await newerAnvilRepository()).path);
    mirror.requests.length = 0;
    const failing = IMAGE.replace('tests:', 'tests:\n  - { name: never true, run: "false" }');
    const main = await origin.push({ 'remix.yaml': remixYaml(failing) }, 'refs/heads/main');
    const { run, jobs } = await runStarter('remix-nightly.yml', { name: 'schedule' });
    expect(jobs).toEqual({
      ...{ 'nightly/lock': 'success', 'nightly/build/plan': 'success' },
      ...{ [LEG]: 'failure', 'nightly/build/collect': 'skipped' },
      ...{ 'nightly/build': 'failure', 'nightly/publish': 'skipped', nightly: 'failure' },
      containers: 'skipped',
    });
    expect(run.job(LEG).summary).toContain('never true');
    expect(packageRequests()).toBe(1);
    expect(github.releases).toHaveLength(1);
    expect(await origin.commitOf('refs/heads/main')).toBe(main);
    // The lock waits for a person, and so do the console and the image.
    const waiting = await origin.read('treesmith/lock', 'rpms.lock.yaml');
    expect(waiting).toContain('anvil-release-12-2.');
    const artifacts = github.artifacts.map(({ name }) => name);
    expect(artifacts).toContain('failed-treesmith-anvil+x86_64-image-cloud-1');
  }, 900_000);

  it('nightly locks a newer package, releases what it booted with it, and pushes containers', async () => {
    await origin.push({ 'remix.yaml': remixYaml(`${IMAGE}${CONTAINER}`) }, 'refs/heads/main');
    mirror.requests.length = 0;
    await using registry = await startRegistry();
    const place = `${registry.host}/Shop`;
    const night = { name: 'schedule', vars: { REGISTRY: place } };
    const { run, jobs } = await runStarter('remix-nightly.yml', night);
    expect(run.result, run.log).toBe('success');
    expect(jobs).toMatchObject({ containers: 'success' });
    const { containers = '' } = run.job('nightly').outputs;
    const [cup] = JSON.parse(containers);
    const image = `docker://${place.toLowerCase()}/cup`;
    const pushed = await readTool(['skopeo', 'inspect', '--tls-verify=false', image]);
    expect(JSON.parse(pushed).Digest).toBe(cup.digest);
    // Their layers would have been those of the night before.
    expect(run.log).toContain('the layers of cup are planned anew');
    const head = await origin.commitOf('refs/heads/main');
    expect(await origin.read(head, 'rpms.lock.yaml')).toContain('anvil-release-12-2.');
    // Last night has left it in the cache.
    expect(packageRequests()).toBe(0);
    expect(github.releases).toHaveLength(2);
    const release = github.releases.at(-1);
    expect(await origin.commitOf(`refs/tags/${release?.tag}`)).toBe(head);
    expect(release?.body).toContain('anvil-release');
    const sboms = ['cup-x86_64.cdx.json', 'cup-x86_64.spdx.json'];
    expect(await verifyRelease(release as StoredRelease)).toEqual([...SUMMED, ...sboms].sort());
  }, 1_500_000);

  it('release drafts what a tag has locked, whatever the name of the tag', async () => {
    const tag = `v1.0${TRAP}`;
    const sha = await origin.push(withoutImages(), `refs/tags/${tag}`);
    const { run } = await runStarter('remix-release.yml', {
      ...{ name: 'push', ref: `refs/tags/${tag}`, sha },
    });
    expect(run.result, run.log).toBe('success');
    expect(github.releases.at(-1)).toMatchObject({ tag, draft: true });
    expect(await readTool(['find', folder.path, '-name', 'trap'])).toBe('');
  }, 600_000);
});

/** What runs when somebody takes a name for a command. */
const TRAP = ';$(touch${IFS}trap);`touch${IFS}trap`';
/** As small as a container of Anvil's packages can be. */
const CONTAINER = 'containers: [{name: cup, kind: base, packages: [anvil-release]}]\n';
const LEG =
  'nightly/build/build (x86_64, cloud, qcow2, , ubuntu-24.04, false, treesmith-anvil+x86_64-image-cloud)';
const ASSETS = [
  'SHA256SUMS',
  'SHA256SUMS.asc',
  'anvil-x86_64.qcow2',
  'anvil.asc',
  'build-state.json',
];
const SUMMED = ASSETS.filter((name) => !name.startsWith('SHA256SUMS')).sort();

/** How many packages were downloaded; to lock one, its header is enough. */
const packageRequests = () =>
  mirror.requests.filter(
    ({ path, headers }) => path.endsWith('.rpm') && headers.range === undefined,
  ).length;
/** A line of the secret key behind the numbers that are in the public key, too. */
const secretLine = () => secretKey.split('\n')[18] ?? '';
const withoutImages = () => ({ 'remix.yaml': remixYaml('') });
const step = (run: RunResult, job: string, name: string) =>
  run.job(job).steps.find((each) => each.name === name)?.conclusion;

async function runStarter(
  name: string,
  {
    vars = {},
    ...event
  }: Omit<WorkflowEvent, 'ref' | 'sha'> &
    Partial<WorkflowEvent> & { readonly vars?: Readonly<Record<string, string>> },
): Promise<{ run: RunResult; jobs: Record<string, string> }> {
  runs += 1;
  const run = await runWorkflow({
    repositoryPath: origin.path,
    workflowPath: `.github/workflows/${name}`,
    event: { ref: 'refs/heads/main', sha: await origin.commitOf('refs/heads/main'), ...event },
    workDir: join(folder.path, 'runner'),
    repositories: { 'OWNER/treesmith': ROOT },
    github,
    secrets: event.name === 'pull_request' ? {} : { GPG_PRIVATE_KEY: secretKey },
    vars,
    defaultPermissions: {},
    // A hosted runner is changed by setup, and this machine shall not be.
    environment: 'self-hosted',
    workspaceName: 'my remix',
    afterJob: async (_job, { workspace, temp }) => {
      const argv = ['grep', '-rlFe', secretLine(), workspace, temp];
      const { stdout } = await runTool(argv, { okExitCodes: [0, 1] });
      leaks.push(...stdout.split('\n').filter((path) => path !== ''));
    },
    runId: String(runs),
    runNumber: runs,
  });
  return { run, jobs: Object.fromEntries(run.jobs.map(({ id, result }) => [id, result])) };
}

/** Lets the mirror serve a state of the repository. */
async function mirrorShows(path: string): Promise<void> {
  const link = join(folder.path, 'mirror', 'now');
  await rm(link, { force: true });
  await symlink(path, link);
}
