import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { REGISTRY_USER, type Registry, startRegistry } from '../fakes/registry.ts';
import { KERNEL } from '../lib/compose/harness.ts';
import { createRepository } from '../support/rpm-builder.ts';
import { DRACUT, oneFile } from '../support/small-dracut.ts';
import { buildRpm, tinyBase } from '../support/small-rpms.ts';

const REMIX = `name: shop
treefile: t.yaml
architectures: [x86_64]
lockfile: l.yaml
containers:
  - { name: host, kind: bootable }
  - { name: cup, kind: base, packages: [answer] }
  - { name: tea, kind: application, base: cup, packages: [leaf], cmd: [/usr/bin/leaf] }
`;
const TREEFILE = `ref: shop/1
packages: [tiny-base, kernel, dracut, answer, leaf]
repos: [r]
container: false
selinux: false
`;

let folder: TempDir;
let registry: Registry;

const LOGIN = {
  TREESMITH_REGISTRY_USER: REGISTRY_USER.username,
  TREESMITH_REGISTRY_PASSWORD: REGISTRY_USER.password,
};
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runTool([process.execPath, join(import.meta.dirname, '../../cli/main.ts'), ...args], {
    cwd: folder.path,
    okExitCodes: [0, 1, 2],
    env: {
      XDG_CACHE_HOME: join(folder.path, 'cache'),
      REGISTRY_AUTH_FILE: join(folder.path, 'none.json'),
      ...env,
    },
  });
const treesmith = (...args: string[]) => run(args, LOGIN);
const container = (...args: string[]) => treesmith('container', ...args);

/** Lets the repository have these packages and no others. */
async function publish(...rpms: readonly string[]): Promise<void> {
  const path = join(folder.path, 'rpms');
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  for (const rpm of rpms) await cp(rpm, join(path, basename(rpm)));
  await createRepository(path);
}

const leaf = (text: string) =>
  buildRpm(oneFile('leaf', '/usr/bin/leaf', `#!/bin/sh\necho ${text}`));
const packages = async () => [
  await tinyBase(),
  ...(await Promise.all([KERNEL, DRACUT, oneFile('answer', '/etc/answer', 'first')].map(buildRpm))),
];

beforeAll(async () => {
  folder = await makeTempDir();
  registry = await startRegistry({ locked: true });
  await publish(...(await packages()), await leaf('green'));
  const write = (name: string, text: string) => writeFile(join(folder.path, name), text);
  await write('remix.yaml', REMIX);
  await write('t.yaml', TREEFILE);
  await write('r.repo', `[r]\nbaseurl=file://${join(folder.path, 'rpms')}\ngpgcheck=0\n`);
  expect(await treesmith('lock')).toMatchObject({ exitCode: 0 });
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

describe('treesmith container', () => {
  it('makes an application together with its base, each twice, and prints what skopeo reads', async () => {
    const { stdout, stderr, exitCode } = await container('--name', 'tea', '--check');
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 0 });
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(2);
    for (const [index, name] of ['cup', 'tea'].entries()) {
      const [, digest = '', image = ''] =
        /^(sha256:[0-9a-f]{64}) {2}(oci:\S+) \(\d layers?, .*\)$/.exec(lines[index] ?? '') ?? [];
      expect(image).toBe(`oci:${join(folder.path, 'out/containers', `${name}-x86_64`)}:latest`);
      const seen = JSON.parse(await readTool(['skopeo', 'inspect', image]));
      expect(seen.Digest).toBe(digest);
      await stat(join(folder.path, 'out/containers', `${name}-x86_64.spdx.json`));
    }
  });

  it('has nothing to do the second time', async () => {
    const path = join(folder.path, 'out/result.json');
    const before = await readFile(path, 'utf8');
    const { stdout } = await container('--name', 'tea', '--json');
    expect(JSON.parse(stdout).containers).toMatchObject([
      { name: 'cup', cached: true, seconds: 0 },
      { name: 'tea', cached: true, seconds: 0 },
    ]);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it.each([
    [['--name', 'coffee'], 'NO_CONTAINER', 'hint: It has: host, cup, tea.'],
    [['--previous', 'oci:out/x'], 'BAD_PREVIOUS', 'expected the image before as NAME=PLACE'],
    [['--previous', 'tea=tea:latest'], 'REFERENCE_INVALID', 'it has no host'],
  ])('with %j ends with %s, and says what to do', async (args, code, message) => {
    const { stderr, exitCode } = await container(...args);
    expect(stderr).toContain(`code: ${code}`);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  it('keeps layers of the image before, in a registry with a password, when one package is newer', async () => {
    const place = `${registry.host}/shop`;
    const first = await container('--name', 'host', '--previous', `${place}/host:latest`);
    expect(first).toMatchObject({ exitCode: 0 });
    expect(first.stderr).toContain('the layers of host are planned anew');
    const pushed = await treesmith(...['publish', '--to', 'registry', '--registry', place]);
    expect(pushed).toMatchObject({ exitCode: 0 });

    await publish(...(await packages()), await leaf('black'));
    expect(await treesmith('lock')).toMatchObject({ exitCode: 0 });
    const { stdout, exitCode } = await container('--name', 'host', '--previous', `${place}/host`);
    expect(exitCode).toBe(0);
    const [image, head, ...changed] = stdout.trim().split('\n');
    expect(image).toMatch(/^sha256:\S+ {2}oci:\S+\/host-x86_64:latest /);
    expect(head).toMatch(/^ {2}\S+ \S+ in \d layers are new:$/);
    const names = changed.map((line) => line.trim().split(':')[0]);
    expect(names).toContain('leaf');
    expect(names).not.toContain('tiny-base');
  });
});

describe('treesmith build', () => {
  it('keeps layers of the images before, all of which are named by *', async () => {
    const previous = `${registry.host}/shop/*:latest`;
    const { stdout, stderr, exitCode } = await treesmith('build', '--json', '--previous', previous);
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 0 });
    const { containers } = JSON.parse(stdout);
    // With another image before, or none, it would have been made anew.
    expect(containers[0]).toMatchObject({ name: 'host', cached: true });
    expect(containers[2].layers).toMatchObject([
      { content: 'base cup', reused: true },
      { content: 'packages', reused: false },
    ]);
  });
});

describe('the login of the environment', () => {
  it('is needed where a registry wants one', async () => {
    const denied = await run(['inspect', `${registry.host}/shop/host`]);
    expect(denied.stderr).toContain('code: REGISTRY_DENIED');
  });

  it.each([
    ['inspect', ['inspect'], 'digest'],
    ['verify', ['verify'], 'sha256:'],
    // There is no such tag, which only those learn who may ask.
    ['boot', ['boot', '--repo', 'out/repo', '--container'], 'CONTAINER_UNFIT'],
  ])('lets %s in', async (verb, args, text) => {
    const image = `${registry.host}/shop/host${verb === 'boot' ? ':none' : ''}`;
    const { stdout, stderr } = await treesmith(...args, image);
    expect(stderr).not.toContain('REGISTRY_DENIED');
    expect(`${stdout}${stderr}`).toContain(text);
  });
});
