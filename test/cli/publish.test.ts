import { existsSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../lib/host/process.ts';
import { OciLayout } from '../../lib/registry/layout.ts';
import { type FakeGitHub, startGitHub } from '../fakes/github/github.ts';
import { REGISTRY_USER, startRegistry } from '../fakes/registry.ts';
import { putImage } from '../lib/registry/images.ts';
import { type KeyPair, makeKeyPair, makeResults, type Results } from '../support/results.ts';

const root = join(import.meta.dirname, '../..');
let results: Results;
let github: FakeGitHub;
let key: KeyPair;
let commit: string;

const treesmith = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runTool([process.execPath, join(root, 'cli/main.ts'), ...args], {
    cwd: results.path,
    okExitCodes: [0, 1, 2],
    env: { XDG_CACHE_HOME: join(results.path, 'cache'), ...env },
  });
const publish = (...args: string[]) =>
  treesmith(['publish', ...args], {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: 'octo/remix',
    GITHUB_TOKEN: github.env({ permissions: { contents: 'write' } })['GITHUB_TOKEN'] ?? '',
  });

beforeAll(async () => {
  results = await makeResults();
  github = await startGitHub();
  key = await makeKeyPair('tiny@example.invalid', 'open sesame');
  const remix = 'name: tiny\ntreefile: tiny.yaml\narchitectures: [x86_64]\nlockfile: lock.yaml\n';
  const url = 'https://tiny.invalid/repo';
  const remote = `ostree-remote: { name: tiny, url: "${url}" }\n`;
  await writeFile(join(results.path, 'remix.yaml'), `${remix}${remote}`);
  await writeFile(join(results.path, 'tiny.yaml'), 'ref: tiny/1\npackages: [bash]\nrepos: [r]\n');
  await writeFile(join(results.path, 'r.repo'), '[r]\nbaseurl=http://127.0.0.1:1/\ngpgcheck=0\n');
  await writeFile(join(results.path, 'key.asc'), key.publicKey);
  await results.put('images/tiny-x86_64.qcow2', 'an image');
  commit = await results.commit('tiny/1', 'a file');
});
afterAll(async () => {
  await github.close();
  await results[Symbol.asyncDispose]();
});

describe('sign, publish and verify', () => {
  it('refuses to sign without a key', async () => {
    const { stderr, exitCode } = await treesmith(['sign']);
    expect(stderr).toContain('code: NO_KEY');
    expect(exitCode).toBe(2);
  });

  it('signs with the key of the environment', async () => {
    const { stdout, stderr, exitCode } = await treesmith(['sign', '--json', '--verbose'], {
      TREESMITH_GPG_PRIVATE_KEY: key.secretKey,
      TREESMITH_GPG_PASSPHRASE: 'open sesame',
    });
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      fingerprint: key.fingerprint,
      commits: [{ ref: 'tiny/1', commit, signed: true }],
    });
    for (const line of ['open sesame', ...key.secretKey.split('\n').slice(2, -3)]) {
      expect(stderr).not.toContain(line);
    }
  });

  it('publishes a release that verifies for whoever downloads it', async () => {
    const first = await publish('--to', 'release', '--tag', 'v1');
    expect(first).toMatchObject({ exitCode: 0 });
    expect(first.stdout).toContain('uploaded tiny-x86_64.qcow2');
    const [release] = github.releases;
    expect(release).toMatchObject({ name: 'tiny v1', draft: false });
    expect(release?.assets.map(({ name }) => name).sort()).toEqual([
      ...['SHA256SUMS', 'SHA256SUMS.asc', 'tiny-x86_64.qcow2', 'tiny.asc'],
    ]);
    const again = await publish('--to', 'release', '--tag', 'v1');
    expect(again.stdout).not.toContain('uploaded ');
    const url = `${github.url}/octo/remix/releases/download/v1`;
    const verified = await treesmith(['verify', '--url', url, '--public-key', 'key.asc']);
    expect(verified).toMatchObject({ exitCode: 0 });
    expect(verified.stdout).toContain(`All is signed by ${key.fingerprint}.`);
  });

  it('says in the notes how to check by hand, and that works', async () => {
    const [, command = ''] =
      /```\ngpg[^\n]*\n([^\n]*)\n```/.exec(github.releases[0]?.body ?? '') ?? [];
    expect(command).toContain('sha256sum --check');
    const cwd = join(results.outDir, 'images');
    const sums = readFileSync(join(results.outDir, 'SHA256SUMS'));
    await writeFile(join(cwd, '.sums'), sums);
    const { stdout } = await runTool(['sh', '-c', command.replace('SHA256SUMS', '.sums')], { cwd });
    expect(stdout).toBe('tiny-x86_64.qcow2: OK\n');
  });

  it('lays out a folder', async () => {
    const { stdout, exitCode } = await publish('--to', 'folder', '--folder', 'site');
    expect({ stdout, exitCode }).toEqual({
      stdout: `folder   ${join(results.path, 'site')}\n`,
      exitCode: 0,
    });
    expect(existsSync(join(results.path, 'site', 'repo', 'summary.sig'))).toBe(true);
    const conf = readFileSync(join(results.path, 'site', 'tiny.conf'), 'utf8');
    expect(conf).toContain('url=https://tiny.invalid/repo\ngpg-verify=true\n');
  });

  it('pushes containers to a registry, with a login of the environment', async () => {
    await using registry = await startRegistry({ locked: true });
    const path = join(results.outDir, 'containers', 'cup-x86_64');
    await mkdir(dirname(path));
    const layout = await OciLayout.create(path);
    const { digest } = (await putImage(layout, 'latest', { architecture: 'amd64' })).descriptor;
    const made = { name: 'cup', kind: 'base', basearch: 'x86_64', path, digest, version: '7' };
    const rest = { sizeBytes: 1, newBytes: 1, layers: [], inputHash: 'h', cached: false };
    const result = { remix: 'tiny', containers: [{ ...made, ...rest, seconds: 1 }] };
    await results.put('result.json', JSON.stringify(result));
    const argv = ['publish', '--to', 'registry', '--registry', `${registry.host}/shop`];
    const denied = await treesmith(argv, { REGISTRY_AUTH_FILE: join(results.path, 'none.json') });
    expect(denied).toMatchObject({ exitCode: 2, stdout: '' });
    expect(denied.stderr).toContain('code: REGISTRY_DENIED');
    const login = {
      TREESMITH_REGISTRY_USER: REGISTRY_USER.username,
      TREESMITH_REGISTRY_PASSWORD: REGISTRY_USER.password,
    };
    const pushed = await treesmith([...argv, '--image-tag', 'v1', 'new'], login);
    expect(pushed).toMatchObject({ exitCode: 0 });
    const reference = `${registry.host}/shop/cup:v1@${digest}`;
    expect(pushed.stdout).toMatch(/^pushed {3}(\S+) \(.* sent; 0 layers there before\)\n$/);
    expect(pushed.stdout).toContain(` ${reference} (`);
    const again = await treesmith([...argv, '--image-tag', 'v1', '--json'], login);
    expect(JSON.parse(again.stdout).containers).toMatchObject([{ digest, pushedBytes: 0 }]);
  });

  it('names what is missing', async () => {
    const failures = [
      [['--to', 'release'], 'OPTION_MISSING'],
      [['--to', 'registry'], 'OPTION_MISSING'],
      [['--to', 'release', '--tag', 'v1', '--repository', 'octo'], 'BAD_REPOSITORY'],
      [['--to', 'release', '--tag', 'v1', '--notes', 'no.md'], 'NOTES_UNREADABLE'],
      [['--to', 'folder', '--out', 'nothing'], 'NOTHING_TO_PUBLISH'],
      [['--to', 'release', '--tag', 'v1', '--out', 'nothing'], 'NOTHING_TO_PUBLISH'],
    ] as const;
    for (const [args, code] of failures) {
      const { stderr, exitCode } = await publish(...args);
      expect(stderr).toContain(`code: ${code}`);
      expect(exitCode).toBe(2);
    }
    expect(await publish('--to', 'floppy')).toMatchObject({ exitCode: 2 });
  });

  it('fails for one wrong byte', async () => {
    expect(await treesmith(['verify', '--public-key', 'key.asc'])).toMatchObject({ exitCode: 0 });
    await appendFile(join(results.outDir, 'images', 'tiny-x86_64.qcow2'), '.');
    const { stderr, exitCode } = await treesmith(['verify', '--public-key', 'key.asc']);
    expect(stderr).toContain('code: FILE_DIFFERS');
    expect(exitCode).toBe(1);
  });
});
