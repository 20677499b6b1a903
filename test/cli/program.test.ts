import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allVerbs, verbsFor } from '../../cli/verbs.ts';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { CLI_PAGE, formatCliPage } from '../../scripts/cli-page.ts';
import { makeGpgKey } from '../support/rpm-builder.ts';

const root = join(import.meta.dirname, '../..');
let folder: TempDir;

const treesmith = (...args: string[]) =>
  runTool([process.execPath, join(root, 'cli/main.ts'), ...args], {
    cwd: folder.path,
    okExitCodes: [0, 1, 2],
    env: { XDG_CACHE_HOME: join(folder.path, 'cache') },
  });

/** Writes a remix with these files and returns the path of its remix.yaml. */
const remix = async (name: string, files: Readonly<Record<string, string>>) => {
  await mkdir(join(folder.path, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    await writeFile(join(folder.path, name, file), text);
  }
  return join(folder.path, name, 'remix.yaml');
};

const REMIX = 'name: t\ntreefile: t.yaml\narchitectures: [x86_64]\nlockfile: l.yaml\n';
const TREEFILE = 'ref: t/1\npackages: [bash]\nrepos: [r]\n';
const REPO = '[r]\nbaseurl=http://127.0.0.1:1/r\ngpgcheck=0\n';

beforeAll(async () => {
  folder = await makeTempDir();
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('treesmith', () => {
  it('shows what it can do and fails when nothing is asked', async () => {
    const { stdout, exitCode } = await treesmith();
    expect(stdout).toContain('boot-test');
    expect(stdout).not.toContain('root-stage');
    expect(exitCode).toBe(2);
  });

  it('exits with 0 for --help', async () => {
    const { stdout, exitCode } = await treesmith('compose', '--help');
    expect(stdout).toContain('--check');
    expect(exitCode).toBe(0);
  });

  it('names the verb that was meant', async () => {
    const { stderr, exitCode } = await treesmith('compos');
    expect(stderr).toContain('Did you mean compose?');
    expect(exitCode).toBe(2);
  });

  it('refuses an option that does not exist, and an architecture that does not', async () => {
    expect(await treesmith('lock', '--chekc')).toMatchObject({ exitCode: 2 });
    const { stderr, exitCode } = await treesmith('lock', '--arch', 'amd64');
    expect(stderr).toContain('expected x86_64, aarch64');
    expect(exitCode).toBe(2);
  });
});

describe('mistakes in the files', () => {
  it('are said before any work: no remix.yaml', async () => {
    const { stderr, exitCode } = await treesmith('build');
    expect(stderr).toContain('remix.yaml');
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder.path, 'out'))).toBe(false);
  });

  it('are said with their place and the key that was meant', async () => {
    const path = await remix('typo', {
      'remix.yaml': REMIX,
      't.yaml': `${TREEFILE}exlude-packages: [x]\n`,
    });
    const { stderr, exitCode } = await treesmith('lock', '--remix', path);
    expect(stderr).toMatch(/t\.yaml:4:1: error: .*exlude-packages/);
    expect(stderr).toContain('exclude-packages');
    expect(exitCode).toBe(2);
  });

  it('are said in the order of the pipeline: no lockfile yet', async () => {
    const files = { 'remix.yaml': REMIX, 't.yaml': TREEFILE, 'r.repo': REPO };
    const path = await remix('unlocked', files);
    const { stderr, exitCode } = await treesmith('compose', '--remix', path);
    expect(stderr).toContain('treesmith lock');
    expect(exitCode).toBe(2);
  });

  it('fail with 1 where the user can do nothing: a repository that does not answer', async () => {
    const files = { 'remix.yaml': REMIX, 't.yaml': TREEFILE, 'r.repo': REPO };
    const path = await remix('dead', files);
    const { stderr, exitCode } = await treesmith('lock', '--remix', path);
    expect(stderr).toContain('127.0.0.1:1');
    expect(exitCode).toBe(1);
    expect(existsSync(join(folder.path, 'dead', 'l.yaml'))).toBe(false);
  });

  it('keep a build from being signed by another key than remix.yaml names, or by none', async () => {
    const files = {
      'remix.yaml': `${REMIX}sign: { gpg-key: ${'A'.repeat(40)} }\n`,
      't.yaml': TREEFILE,
      'r.repo': REPO,
    };
    const path = await remix('signed', files);
    const home = join(folder.path, 'gnupg');
    await mkdir(home, { mode: 0o700 });
    const none = await treesmith('compose', '--remix', path, '--gpg-homedir', home);
    expect(none.stderr).toContain('code: KEY_MISSING');
    await using key = await makeGpgKey();
    const { stderr, exitCode } = await treesmith(
      ...['compose', '--remix', path, '--gpg-homedir', key.homedir],
      ...['--gpg-key', key.fingerprint],
    );
    expect(stderr).toContain('code: KEY_MISMATCH');
    expect(exitCode).toBe(2);
  });

  it('name the image that does not exist', async () => {
    const files = { 'remix.yaml': REMIX, 't.yaml': TREEFILE, 'r.repo': REPO };
    const path = await remix('image', files);
    const { stderr, exitCode } = await treesmith('image', '--remix', path, '--name', 'cloud');
    expect(stderr).toContain('no image named cloud');
    expect(exitCode).toBe(2);
  });
});

describe('docs/cli.md', () => {
  it('is what the command line says: run "npm run docs" otherwise', async () => {
    expect(readFileSync(join(root, CLI_PAGE), 'utf8')).toBe(await formatCliPage());
  });
});

describe('verbsFor', () => {
  it('loads a verb by its name, and all for another', async () => {
    const names = (await allVerbs()).map((verb) => verb.name());
    expect(names).toHaveLength(new Set(names).size);
    for (const name of [...names, 'root-stage']) {
      expect((await verbsFor(name)).map((verb) => verb.name())).toEqual([name]);
    }
    expect((await verbsFor('compos')).map((verb) => verb.name())).toEqual(names);
    expect(await verbsFor()).toHaveLength(names.length);
  });
});
