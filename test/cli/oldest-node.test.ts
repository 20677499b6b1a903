import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { type FileServer, startFileServer } from '../fakes/file-server.ts';
import { createRepository } from '../support/rpm-builder.ts';
import { buildRpm, tinyBase } from '../support/small-rpms.ts';

const root = join(import.meta.dirname, '../..');
/** What package.json takes. */
const OLDEST = 20;
/** More than downloads run at a time: eleven that listen to one signal are a warning on Node 20. */
const EXTRA = Array.from({ length: 18 }, (_, index) => `extra-${index}`);

const old = await findOldNode();
let folder: TempDir;
let server: FileServer;

const treesmith = (node: string, ...args: string[]) =>
  runTool([node, join(folder.path, 'dist/treesmith.mjs'), ...args], {
    cwd: folder.path,
    okExitCodes: [0, 1, 2],
    env: { XDG_CACHE_HOME: join(folder.path, node) },
  });

describe('package-lock.json', () => {
  it('has nothing that npm refuses to install there', async () => {
    const text = await readFile(join(root, 'package-lock.json'), 'utf8');
    const { packages } = JSON.parse(text) as {
      packages: Record<string, { readonly engines?: { readonly node?: string } }>;
    };
    const newer = Object.entries(packages).filter(([, { engines }]) =>
      /^>=? ?(2[1-9]|[3-9]\d)/.test(engines?.node ?? ''),
    );
    expect(newer.map(([name]) => name)).toEqual([]);
  });
});

const why = old === undefined ? `: skipped, as PATH has none before ${process.version}` : '';

describe.skipIf(old === undefined)(`the bundle on ${old?.version ?? `an old Node${why}`}`, () => {
  const node = old?.path ?? '';

  beforeAll(async () => {
    folder = await makeTempDir();
    await readTool([process.execPath, 'scripts/build.ts', join(folder.path, 'dist')], {
      cwd: root,
    });
    const rpms = join(folder.path, 'www', 'rpms');
    await mkdir(rpms, { recursive: true });
    await cp(await tinyBase(), join(rpms, 'tiny-base.rpm'));
    for (const name of EXTRA) {
      await cp(await buildRpm({ name, body: '%files' }), join(rpms, `${name}.rpm`));
    }
    await createRepository(rpms);
    server = await startFileServer(join(folder.path, 'www'));
    const files = {
      'remix.yaml': 'name: tiny\ntreefile: t.yaml\narchitectures: [x86_64]\nlockfile: l.yaml\n',
      't.yaml': `ref: tiny/1\npackages: [tiny-base, ${EXTRA.join(', ')}]\nrepos: [tiny]\ncontainer: true\nselinux: false\n`,
      'tiny.repo': `[tiny]\nbaseurl=${server.url}/rpms\ngpgcheck=0\n`,
    };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(folder.path, name), text);
    }
  });
  afterAll(async () => {
    await server.close();
    await folder[Symbol.asyncDispose]();
  });

  it('shows the help of every verb', async () => {
    const { stdout, stderr } = await treesmith(node, '--help');
    const verbs = [...stdout.matchAll(/^ {2}([a-z-]+) .*\[options\]/gm)].map(([, verb]) => verb);
    expect(stderr).toBe('');
    expect(verbs).toContain('compose');
    for (const verb of verbs) {
      expect(await treesmith(node, verb ?? '', '--help')).toMatchObject({ exitCode: 0 });
    }
  });

  it('locks, plans and composes the same commit, without a warning', async () => {
    for (const verb of ['lock', 'plan']) {
      const { stderr, exitCode } = await treesmith(node, verb);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      expect(stderr).not.toMatch(/Warning/);
    }
    const composed = await treesmith(node, 'compose', '--out', 'old', '--timeline', 'old.html');
    expect(composed.stderr).not.toMatch(/Warning/);
    expect(composed).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^tiny\/1 +[0-9a-f]{64}\n$/),
    });
    const { stdout } = await treesmith(process.execPath, 'compose', '--out', 'new');
    expect(composed.stdout).toBe(stdout);
  });
});

/** The oldest Node on PATH that package.json takes, when it is older than the one of the tests. */
async function findOldNode(): Promise<{ path: string; version: string } | undefined> {
  const major = (version: string) => Number(/^v(\d+)\./.exec(version)?.[1] ?? 0);
  const folders = new Set([...(process.env.PATH ?? '').split(delimiter), '/usr/bin']);
  const found = await Promise.all(
    [...folders].map(async (bin) => {
      const path = join(bin, 'node');
      const version = await readTool([path, '--version']).catch(() => '');
      return { path, version: version.trim() };
    }),
  );
  return found
    .filter(({ version }) => major(version) >= OLDEST && major(version) < major(process.version))
    .sort((a, b) => major(a.version) - major(b.version))[0];
}
