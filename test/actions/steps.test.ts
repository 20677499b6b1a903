import { chmod, chown, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../lib/core/digest.ts';
import { readTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { readManifest } from '../../scripts/action-tables.ts';
import { type FileServer, startFileServer } from '../fakes/file-server.ts';
import { type FakeGitHub, startGitHub } from '../fakes/github/github.ts';
import { REGISTRY_USER, startRegistry } from '../fakes/registry.ts';
import { KERNEL } from '../lib/compose/harness.ts';
import { createRepository, makeGpgKey, signRpms } from '../support/rpm-builder.ts';
import { DRACUT, oneFile } from '../support/small-dracut.ts';
import { buildRpm, tinyBase } from '../support/small-rpms.ts';
import { runUnprivileged, UNPRIVILEGED_ID } from '../support/unprivileged.ts';

const root = join(import.meta.dirname, '../..');
let folder: TempDir;
let workspace: string;
let rpms: FileServer;
let github: FakeGitHub;

/** What one step left. */
interface Step {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Runs an action as a hosted runner does: the committed bundle, a user with sudo, files per step. */
async function step(
  action: string,
  inputs: Readonly<Record<string, string>> = {},
  { job = 'job', env = {} }: { job?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Step> {
  const manifest = await readManifest(action);
  const given = {
    ...Object.fromEntries(
      Object.entries(manifest.inputs).map(([name, input]) => [name, input.default]),
    ),
    ...inputs,
  };
  const temp = join(folder.path, job);
  const files = {
    GITHUB_OUTPUT: join(temp, '..', 'o'),
    GITHUB_STEP_SUMMARY: join(temp, '..', 's'),
  };
  await mkdir(temp, { recursive: true });
  await chown(temp, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  for (const path of Object.values(files)) {
    await writeFile(path, '');
    await chown(path, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  }
  const result = await runUnprivileged(
    [process.execPath, join(folder.path, 'repo', 'dist', `${action}.mjs`)],
    {
      scratch: folder.path,
      cwd: workspace,
      env: {
        ...github.env(),
        ...files,
        HOME: join(folder.path, 'home'),
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temp,
        ...Object.fromEntries(
          Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
        ),
        ...env,
      },
    },
  );
  return {
    exitCode: result.exitCode,
    log: `${result.stdout}${result.stderr}`,
    outputs: parseOutputs(await readFile(files.GITHUB_OUTPUT, 'utf8')),
    summary: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8'),
  };
}

function parseOutputs(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [
      name,
      value,
    ]),
  );
}

async function writeInWorkspace(name: string, text: string): Promise<void> {
  await writeFile(join(workspace, name), text);
  await chown(join(workspace, name), UNPRIVILEGED_ID, UNPRIVILEGED_ID);
}

beforeAll(async () => {
  folder = await makeTempDir();
  await chmod(folder.path, 0o755);
  workspace = join(folder.path, 'my work space');
  const repository = join(folder.path, 'rpms');
  for (const path of [workspace, repository, join(folder.path, 'home')]) await mkdir(path);
  await chown(workspace, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  await chown(join(folder.path, 'home'), UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  for (const name of ['dist', 'actions']) {
    await cp(join(root, name), join(folder.path, 'repo', name), { recursive: true });
  }
  const packages = [KERNEL, DRACUT, oneFile('answer', '/etc/answer', 'first')];
  const built = [await tinyBase(), ...(await Promise.all(packages.map(buildRpm)))];
  const copies = built.map((path) => join(repository, basename(path)));
  for (const [index, path] of built.entries()) await cp(path, copies[index] ?? '');
  await using key = await makeGpgKey();
  await signRpms(copies, key);
  await createRepository(repository);
  await writeFile(join(repository, 'key.asc'), key.publicKey);
  rpms = await startFileServer(repository);
  github = await startGitHub();
  await writeInWorkspace(
    'remix.yaml',
    'name: tiny\ntreefile: t.yaml\narchitectures: [x86_64]\nlockfile: l.yaml\n',
  );
  await writeInWorkspace(
    't.yaml',
    'ref: tiny/1\npackages: [tiny-base, kernel, dracut, answer]\nrepos: [tiny]\ncontainer: false\nselinux: false\n',
  );
  await writeInWorkspace('tiny.repo', '[tiny]\nbaseurl=$rpm_server\ngpgkey=$rpm_server/key.asc\n');
});
afterAll(async () => {
  await github.close();
  await rpms.close();
  await folder[Symbol.asyncDispose]();
});

const repoVars = () => ({ 'repo-vars': `rpm_server=${rpms.url}` });

describe('the steps of a job on a hosted runner', () => {
  it('begin with a setup that tells what the machine can do', async () => {
    const { exitCode, outputs, summary, log } = await step('setup', { tools: 'lock' });
    expect(`${log}${exitCode}`).toMatch(/0$/);
    expect(outputs['kvm']).toMatch(/^(true|false)$/);
    expect(JSON.parse(await readFile(outputs['report'] ?? '', 'utf8'))).toMatchObject({
      cores: availableParallelism(),
    });
    expect(summary).toMatch(/^# This machine\n\n\| {2}\| {2}\|\n\| --- \| --- \|\n\| KVM \| /);
  });

  it('fail while there is no lockfile, and say what to do', async () => {
    const { exitCode, log, summary } = await step('lock', repoVars());
    expect(log).toContain('Treesmith lock\n');
    expect(log).toMatch(/^::error.*::.*l\.yaml does not exist%0Ahint: Run "treesmith lock"/m);
    expect(log).toContain('code: LOCK_MISSING');
    expect(summary).toContain('# Failed');
    expect(exitCode).toBe(2);
  });

  it('lock, plan, compose, and hand the result on', async () => {
    const locked = await step('lock', { ...repoVars(), mode: 'update' });
    expect(`${locked.log}${locked.exitCode}`).toMatch(/0$/);
    expect(locked.outputs['changed']).toBe('true');
    expect(locked.outputs['package-count']).toBe('4');
    expect(await readFile(locked.outputs['commit-message'] ?? '', 'utf8')).toContain('tiny-base');

    const planned = await step('plan', repoVars());
    expect(planned.outputs['changed']).toBe('true');
    const { include } = JSON.parse(planned.outputs['matrix'] ?? '');
    expect(include).toEqual([
      expect.objectContaining({ architecture: 'x86_64', runner: 'ubuntu-24.04', emulated: false }),
    ]);

    const composed = await step('compose', { ...repoVars(), timeline: 'out/timeline.html' });
    expect(`${composed.log}${composed.exitCode}`).toMatch(/0$/);
    expect(composed.outputs).toMatchObject({
      ref: 'tiny/1',
      commit: expect.stringMatching(/^[0-9a-f]{64}$/),
      cached: 'false',
      'cache-hit-bytes': '0',
    });
    expect(Number(composed.outputs['downloaded-bytes'])).toBeGreaterThan(100_000);
    expect(Number(composed.outputs['saved-bytes'])).toBeGreaterThan(100_000);
    expect(composed.summary).toContain(composed.outputs['commit']);
    expect(composed.summary).toContain('\n    section Longest tools\n');
    expect(composed.summary).toMatch(/^\| Phase \| Time \| CPU \| Waited for \|$/m);
    const page = await readFile(join(workspace, 'out/timeline.html'), 'utf8');
    expect(page).toContain('<h1>Timeline: compose of tiny</h1>');
    expect(page).toContain('<title>rpm: ');
    expect(composed.log).toMatch(/^::group::Fetch packages \(4, .*\)$/m);
    const foreign = await readTool([...['find', workspace, '!', '-user', String(UNPRIVILEGED_ID)]]);
    expect(foreign).toBe('');

    const published = await step('publish', { 'artifact-name': 'treesmith-x86_64' });
    expect(`${published.log}${published.exitCode}`).toMatch(/0$/);
    expect(published.outputs['artifact-id']).toMatch(/^\d+$/);
    expect(github.artifacts.map(({ name }) => name)).toEqual(['treesmith-x86_64']);
  });

  it('give the same commit in another job, without downloading or uploading', async () => {
    const before = github.uploadedBytes;
    rpms.requests.length = 0;
    const again = await step('compose', { ...repoVars(), out: 'again' }, { job: 'another job' });
    expect(`${again.log}${again.exitCode}`).toMatch(/0$/);
    expect(again.outputs).toMatchObject({ cached: 'false', 'saved-bytes': '0' });
    expect(Number(again.outputs['cache-hit-bytes'])).toBeGreaterThan(100_000);
    expect(rpms.requests.filter(({ path }) => path.endsWith('.rpm'))).toEqual([]);
    expect(github.uploadedBytes).toBe(before);
    const refs = await Promise.all(
      ['out', 'again'].map((out) => readFile(join(workspace, out, 'repo/refs/heads/tiny/1'))),
    );
    expect(refs[0]?.equals(refs[1] ?? Buffer.of())).toBe(true);
    expect(again.log).toContain('Initramfs of 6.1.0-test kept');
  });

  it('make containers, and send to a registry what it does not have', async () => {
    await using registry = await startRegistry({ locked: true });
    const { username, password } = REGISTRY_USER;
    const login = { 'registry-username': username, 'registry-token': password };
    const namespace = `${registry.host}/Shop`;
    const remix = await readFile(join(workspace, 'remix.yaml'), 'utf8');
    await writeInWorkspace(
      'remix.yaml',
      `${remix}containers: [{name: tiny, kind: bootable}, {name: cup, kind: base, packages: [answer]}]\n`,
    );

    const refused = await step('build-container', { ...repoVars(), push: namespace });
    expect(refused.log).toContain('code: REGISTRY_DENIED');

    const made = await step('build-container', { ...repoVars(), ...login, push: namespace });
    expect(`${made.log}${made.exitCode}`).toMatch(/0$/);
    expect(made.log).not.toMatch(new RegExp(`^(?!::add-mask::).*${password}`, 'm'));
    const reference = `${registry.host}/shop/tiny`;
    expect(made.outputs['reference']).toMatch(new RegExp(`^${reference}:`));
    expect(made.outputs['digest']).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(Number(made.outputs['bytes-pushed'])).toBeGreaterThan(100_000);
    expect(made.outputs['layers-reused']).toBe('0');
    expect(made.summary).toContain('## Containers');
    expect(made.summary).toContain(JSON.parse(made.outputs['containers'] ?? '')[0].digest);
    const seen = await readTool([
      ...['skopeo', 'inspect', '--tls-verify=false', `--creds=${username}:${password}`],
      `docker://${reference}:latest`,
    ]);
    expect(JSON.parse(seen)).toMatchObject({
      Digest: made.outputs['digest'],
      Labels: { 'containers.bootc': '1' },
    });
    const config = await readTool([
      ...['skopeo', 'inspect', '--config', `oci:${made.outputs['layout']}:latest`],
    ]);
    const digestOf = async (name: string) => sha256(await readFile(join(workspace, name)));
    const origin = `t.yaml@sha256:${await digestOf('t.yaml')} l.yaml@sha256:${await digestOf('l.yaml')}`;
    expect(JSON.parse(config).history[0].created_by).toContain(origin);
    const foreign = await readTool(['find', workspace, '!', '-user', String(UNPRIVILEGED_ID)]);
    expect(foreign).toBe('');

    // Another job makes the same bytes of the same lock, and the registry needs none of them.
    const again = await step(
      'build-container',
      { ...repoVars(), ...login, push: namespace, out: 'other' },
      { job: 'a third job' },
    );
    expect(`${again.log}${again.exitCode}`).toMatch(/0$/);
    expect(again.outputs).toMatchObject({ digest: made.outputs['digest'], 'bytes-pushed': '0' });
    expect(Number(again.outputs['layers-reused'])).toBeGreaterThan(2);
    const [tiny] = JSON.parse(again.outputs['containers'] ?? '');
    expect(tiny.layers.every(({ reused }: { reused: boolean }) => reused)).toBe(true);

    // A job of a matrix pushes nothing, and keeps the layers of what is there.
    const leg = await step(
      'build-container',
      { ...repoVars(), ...login, previous: `${namespace}/*:latest`, out: 'other', name: 'tiny' },
      { job: 'a third job' },
    );
    expect(`${leg.log}${leg.exitCode}`).toMatch(/0$/);
    expect(leg.outputs).toMatchObject({ digest: tiny.digest, reference: '', cached: 'true' });
    expect(leg.outputs['layers-reused']).toBe(String(tiny.layers.length));

    const published = await step('publish', {
      ...{ ...login, to: 'registry', registry: namespace, tags: 'v1\nstable' },
    });
    expect(`${published.log}${published.exitCode}`).toMatch(/0$/);
    expect(JSON.parse(published.outputs['containers'] ?? '')).toMatchObject([
      { name: 'tiny', tags: ['v1', 'stable'], digest: made.outputs['digest'], pushedBytes: 0 },
      { name: 'cup', reference: `${registry.host}/shop/cup:v1` },
    ]);
    await writeInWorkspace('remix.yaml', remix);
  });

  it('say on the lockfile that it is stale', async () => {
    const treefile = await readFile(join(workspace, 't.yaml'), 'utf8');
    await writeInWorkspace('t.yaml', treefile.replace('tiny-base', 'tiny-base, other'));
    const { exitCode, log } = await step('compose', repoVars());
    await writeInWorkspace('t.yaml', treefile);
    expect(log).toMatch(/^::error file=l\.yaml::.*code: LOCK_STALE$/m);
    expect(exitCode).toBe(2);
  });

  it('annotate the line of a treefile that is wrong', async () => {
    const treefile = await readFile(join(workspace, 't.yaml'), 'utf8');
    await writeInWorkspace('t.yaml', treefile.replace('selinux:', 'selinus:'));
    const { exitCode, log } = await step('plan', repoVars());
    await writeInWorkspace('t.yaml', treefile);
    expect(log).toMatch(/^::error file=t\.yaml,line=5,col=1::.*selinus.*selinux/m);
    expect(exitCode).toBe(2);
  });

  it.each([
    ['INPUT_INVALID', 'compose', { check: 'yes' }],
    ['INPUT_INVALID', 'compose', { cache: 'github' }],
    ['INPUT_UNKNOWN', 'compose', { architecure: 'x86_64' }],
    ['PATH_OUTSIDE_WORKSPACE', 'compose', { remix: '../home/remix.yaml' }],
    ['PATH_OUTSIDE_WORKSPACE', 'compose', { out: '/var/lib/x' }],
    ['INPUT_MISSING', 'sign', {}],
    ['INPUT_MISSING', 'publish', { to: 'release', token: 't' }],
    ['INPUT_MISSING', 'publish', { to: 'registry' }],
    ['INPUT_INVALID', 'build-container', { push: 'ghcr.io/me/anvil:tag' }],
    ['NO_CONTAINER', 'build-container', { name: 'anvil' }],
    ['KEY_UNREADABLE', 'sign', { 'gpg-private-key': 'no key at all' }],
  ])('refuse with %s: %s with %j', async (code, action, inputs) => {
    const { exitCode, log } = await step(action, inputs);
    expect(log).toMatch(new RegExp(`^::error.*code: ${code}$`, 'm'));
    expect(exitCode).toBe(2);
  });

  it('mask what is secret before anything else is said of it', async () => {
    const { log } = await step('sign', { 'gpg-private-key': 'line one\nline two' });
    const [, ...rest] = log.split('::add-mask::line one%0Aline two\n');
    expect(rest).toHaveLength(1);
    expect(rest[0]?.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('line one');
  });

  it('refuse a SOURCE_DATE_EPOCH that is no time', async () => {
    const { exitCode, log } = await step('plan', {}, { env: { SOURCE_DATE_EPOCH: 'today' } });
    expect(log).toContain('code: BAD_SOURCE_DATE_EPOCH');
    expect(exitCode).toBe(2);
  });

  it('know that they are not run by GitHub', async () => {
    const { exitCode, log } = await step('lock', {}, { env: { RUNNER_TEMP: '' } });
    expect(log).toContain('code: NOT_IN_ACTIONS');
    expect(exitCode).toBe(2);
  });
});
