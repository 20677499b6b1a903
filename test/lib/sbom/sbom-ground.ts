import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import type { LockedArch } from '../../../lib/remix/lockfile.ts';
import { buildRpm, type RpmRecipe } from '../../support/rpm-builder.ts';

const OS_RELEASE = `NAME="Example Linux"
ID=example
VERSION_ID=7
PRETTY_NAME="Example Linux 7 (\\"Seven\\")"
VENDOR_NAME="Example Project"
HOME_URL="https://example.org/"
CPE_NAME="cpe:/o:example:example_linux:7"
`;

const RECIPES: readonly RpmRecipe[] = [
  {
    name: 'shell',
    epoch: 1,
    version: '5.2+b13~rc1',
    arch: 'x86_64',
    preamble: 'Vendor: Example Project\nURL: https://example.org/shell',
    provides: ['/bin/sh'],
    requires: ['libc.so()(64bit)'],
    files: { '/usr/bin/shell': '#!' },
  },
  {
    name: 'libc',
    arch: 'x86_64',
    provides: ['libc.so()(64bit)'],
    files: { '/usr/lib64/libc.so': 'library', '/etc/libc.conf': 'a = b' },
  },
  {
    name: 'tool',
    version: '2.0',
    requires: ['/bin/sh', '(absent if nothing)', '(libc or other)', 'tool-data = 2.0'],
    files: { '/usr/bin/tool': 'tool' },
  },
  { name: 'tool-data', version: '2.0', requires: ['/usr/sbin/shell', 'nobody-has-this'] },
];

/** A tree with packages, the commit of it in an archive repository, and the lock of the packages. */
export interface SbomGround extends AsyncDisposable {
  readonly path: string;
  readonly treePath: string;
  readonly repoPath: string;
  readonly ref: string;
  readonly commit: string;
  readonly rpms: readonly string[];
  readonly locked: LockedArch;
}

/** Builds RPMs, puts them into a tree by unpacking them, and commits it as ostree does. */
export async function makeSbomGround(): Promise<SbomGround> {
  const folder = await makeTempDir();
  const at = (...names: string[]) => join(folder.path, ...names);
  const rpms: string[] = [];
  for (const recipe of RECIPES) rpms.push(await buildRpm(recipe, at('rpms')));
  const tree = at('tree');
  for (const { files = {} } of RECIPES) {
    for (const [path, content] of Object.entries(files)) {
      const moved = path.replace(/^\/etc\//, '/usr/etc/');
      await mkdir(join(tree, moved, '..'), { recursive: true });
      await writeFile(join(tree, moved), content);
    }
  }
  await mkdir(join(tree, 'usr/lib'), { recursive: true });
  await writeFile(join(tree, 'usr/lib/os-release'), OS_RELEASE);
  const dbpath = join(tree, 'usr/share/rpm');
  const flags = ['--noplugins', '--justdb', '--nodeps', '--ignorearch', '--ignoreos'];
  await runTool(['rpm', '--dbpath', dbpath, '-i', ...flags, ...rpms]);
  await runTool(['ln', '-s', 'usr/bin', 'usr/lib64', tree]);
  const repoPath = at('repo');
  const ostree = ['ostree', `--repo=${repoPath}`];
  await runTool([...ostree, 'init', '--mode=archive']);
  const ref = 'example/7/x86_64/stable';
  const commit = await runTool([
    ...[...ostree, 'commit', '--no-xattrs', '--owner-uid=0', '--owner-gid=0', `--branch=${ref}`],
    ...['--timestamp=2024-03-01T00:00:00Z', '--add-metadata-string=version=7.1', tree],
  ]);
  return {
    ...{ path: folder.path, treePath: tree, repoPath, ref, rpms },
    commit: commit.stdout.trim(),
    locked: lockOf(),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** All but `tool-data`, which somebody put there by hand. */
function lockOf(): LockedArch {
  const packages = RECIPES.filter(({ name }) => name !== 'tool-data').map((recipe) => {
    const { name, epoch, version = '1.0', arch = 'noarch' } = recipe;
    return {
      url: `https://user:secret@mirror.example.org/${name}-${version}-1.${arch}.rpm`,
      ...{ repoid: 'example', size: 1234, name, arch, buildtime: 1_704_067_200 },
      checksum: `sha256:${'0123456789abcdef'.repeat(4)}`,
      evr: `${epoch === undefined ? '' : `${epoch}:`}${version}-1`,
      sourcerpm: `${name}-${version}-1.src.rpm`,
      signer: 'ABCDEF0123456789ABCDEF0123456789ABCDEF01',
    };
  });
  const [, libc] = packages;
  if (libc === undefined) throw new Error('no libc');
  const url = 'https://mirror.example.org/libc-1.0-1.src.rpm';
  const source = [{ ...libc, url, arch: 'src', checksum: `sha256:${'fedcba98'.repeat(8)}` }];
  return { arch: 'x86_64', packages, source, module_metadata: [] };
}
