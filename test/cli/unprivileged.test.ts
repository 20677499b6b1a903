import { chmod, chown, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool } from '../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../lib/host/temp.ts';
import { createRepository, makeGpgKey, signRpms } from '../support/rpm-builder.ts';
import { tinyBase } from '../support/small-rpms.ts';
import { runUnprivileged, UNPRIVILEGED_ID } from '../support/unprivileged.ts';

const root = join(import.meta.dirname, '../..');
let folder: TempDir;
let home: string;

/** A user's checkout lies where the user may read; ours need not. */
const bundle = () => join(folder.path, 'bundle', 'treesmith.mjs');

const treesmith = (args: readonly string[], sudoRule?: string) =>
  runUnprivileged([process.execPath, bundle(), ...args], {
    scratch: folder.path,
    cwd: home,
    env: { HOME: home, XDG_CACHE_HOME: join(home, 'cache') },
    ...(sudoRule === undefined ? {} : { sudoRule }),
  });

beforeAll(async () => {
  folder = await makeTempDir();
  await chmod(folder.path, 0o755);
  await cp(join(root, 'dist'), join(folder.path, 'bundle'), { recursive: true });
  home = join(folder.path, 'home');
  const repository = join(folder.path, 'rpms');
  await mkdir(repository);
  await mkdir(home);
  const rpm = join(repository, 'tiny-base.rpm');
  await cp(await tinyBase(), rpm);
  await using key = await makeGpgKey();
  await signRpms([rpm], key);
  await createRepository(repository);
  await writeFile(join(repository, 'key.asc'), key.publicKey);
  const files = {
    'remix.yaml': 'name: tiny\ntreefile: t.yaml\narchitectures: [x86_64]\nlockfile: l.yaml\n',
    't.yaml':
      'ref: tiny/1\npackages: [tiny-base]\nrepos: [tiny]\ncontainer: true\nselinux: false\n',
    'tiny.repo': `[tiny]\nbaseurl=file://${repository}\ngpgkey=file://${repository}/key.asc\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(home, name), text);
    await chown(join(home, name), UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  }
  await chown(home, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('a user with passwordless sudo', () => {
  it('locks and composes with the committed bundle, and owns everything that is left', async () => {
    const locked = await treesmith(['lock']);
    expect(`${locked.stderr}${locked.exitCode}`).toMatch(/0$/);
    const composed = await treesmith(['compose']);
    expect(`${composed.stderr}${composed.exitCode}`).toMatch(/0$/);
    expect(composed.stdout).toMatch(/^tiny\/1 +[0-9a-f]{64}\n$/);
    const foreign = await readTool(['find', home, '!', '-user', String(UNPRIVILEGED_ID)]);
    expect(foreign).toBe('');
    const listing = await readTool([
      'ostree',
      `--repo=${home}/out/repo`,
      'ls',
      'tiny/1',
      '/usr/bin',
    ]);
    expect(listing).toMatch(/^d0?0755 0 0/);
  });
});

describe('a user without sudo', () => {
  it('is told what is needed, and nothing half-made is left', async () => {
    const { stderr, exitCode } = await treesmith(
      ['compose', '--store', join(home, 'other'), '--out', join(home, 'out2')],
      '# nobody',
    );
    expect(stderr).toContain('needs root');
    expect(stderr).toContain('passwordless sudo');
    expect(exitCode).toBe(2);
  });
});
