import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Log, silentLog } from '../../../lib/core/log.ts';
import { BASEARCHES, type Basearch } from '../../../lib/host/architecture.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { Store } from '../../../lib/host/store.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { type LockResult, lockRemix } from '../../../lib/lock/lock.ts';
import type { Lockfile } from '../../../lib/remix/lockfile.ts';
import { readRepositories } from '../../../lib/remix/repositories.ts';
import { readTreefile } from '../../../lib/remix/treefile.ts';
import { type FileServer, startFileServer } from '../../fakes/file-server.ts';
import {
  buildRpm,
  createRepository,
  makeGpgKey,
  type RpmRecipe,
  signRpms,
  type TestKey,
} from '../../support/rpm-builder.ts';

/** Packages that stand for what solving has to cope with. */
const MAIN: readonly RpmRecipe[] = [
  {
    name: 'base',
    files: { '/etc/base.conf': 'a', '/usr/share/base/readme': 'b' },
    provides: ['/bin/sh'],
  },
  { name: 'app', version: '1.0', requires: ['base'] },
  { name: 'app', version: '2.0', requires: ['base >= 1'], recommends: ['extra'] },
  { name: 'app', version: '3.0', requires: ['not-there'] },
  { name: 'extra' },
  { name: 'tool', version: '9.0', files: { '/usr/bin/tool': 'x' } },
  { name: 'tool', version: '0.5', epoch: 1, files: { '/usr/bin/tool': 'x' } },
  ...BASEARCHES.map((arch) => ({ name: 'native', arch })),
  { name: 'only-i686', arch: 'i686' },
  { name: 'postfix', provides: ['mta = 3'] },
  { name: 'exim', provides: ['mta = 4'] },
  { name: 'top', requires: ['middle'] },
  { name: 'middle', requires: ['bottom >= 2'] },
  { name: 'bottom' },
  { name: 'left', conflicts: ['right'] },
  { name: 'right' },
  { name: 'wants-file', requires: ['/usr/share/base/readme'] },
  { name: 'langpack', requires: ['base'] },
  { name: 'optional-one' },
  { name: 'old-name' },
  { name: 'new-name', version: '2', obsoletes: ['old-name < 2'], provides: ['old-name = 2'] },
  { name: 'ousted' },
  { name: 'ouster', obsoletes: ['ousted'] },
  { name: 'needs-ousted', requires: ['ousted'] },
  { name: 'plugin', supplements: ['tool'] },
  { name: 'rich', requires: ['(native or extra)', '(langpack if base)'] },
  { name: 'conditional', requires: ['(extra if tool)'] },
  { name: 'nested', requires: ['((exim and left) or postfix)'] },
];
const OTHER: readonly RpmRecipe[] = [
  { name: 'base', version: '7.0' },
  { name: 'extra', version: '0.1' },
  { name: 'only-other' },
];

/** Two signed repositories, `dist` and `other`, a server that has them, and a way to lock. */
export interface LockGround extends AsyncDisposable {
  readonly path: string;
  readonly key: TestKey;
  readonly otherKey: TestKey;
  readonly server: FileServer;
  readonly store: Store;
  /** Writes a treefile and `.repo` files, and locks. */
  lock(treefile: string, options?: LockGroundOptions): Promise<LockResult>;
}

/** How to lock. */
export interface LockGroundOptions {
  /** The text of the `.repo` file; `dist` alone unless given. */
  readonly repositories?: string;
  readonly architectures?: readonly Basearch[];
  readonly previous?: Lockfile;
  readonly offline?: boolean;
  readonly store?: Store;
  readonly log?: Log;
}

/** Builds, signs, indexes and serves the packages. */
export async function makeLockGround(): Promise<LockGround> {
  const temp = await makeTempDir();
  const { path } = temp;
  const [key, otherKey] = await Promise.all([makeGpgKey(), makeGpgKey('Other <o@example.org>')]);
  for (const [name, recipes] of Object.entries({ dist: MAIN, other: OTHER })) {
    const paths: string[] = [];
    for (const recipe of recipes) paths.push(await buildRpm(recipe, join(path, 'www', name)));
    await signRpms(paths, key);
  }
  await writeFile(join(path, 'comps.xml'), COMPS);
  await createRepository(join(path, 'www', 'dist'), {
    key,
    args: ['--groupfile', join(path, 'comps.xml')],
  });
  await createRepository(join(path, 'www', 'other'), { key });
  await writeFile(join(path, 'www', 'key.asc'), key.publicKey);
  await writeFile(join(path, 'www', 'other.asc'), otherKey.publicKey);
  const server = await startFileServer(join(path, 'www'));
  const http = new HttpClient();
  const store = new Store(join(path, 'store'));
  let count = 0;
  return {
    path,
    key,
    otherKey,
    server,
    store,
    lock: async (text, options = {}) => {
      count += 1;
      const folder = join(path, `remix-${count}`);
      await mkdir(folder);
      await writeFile(join(folder, 'tree.yaml'), text);
      await writeFile(
        join(folder, 'test.repo'),
        options.repositories ?? repository('dist', server.url),
      );
      const inputs = new Map();
      for (const basearch of options.architectures ?? ['x86_64']) {
        const treefile = await readTreefile(join(folder, 'tree.yaml'), { basearch });
        inputs.set(basearch, { treefile, repositories: await readRepositories(treefile) });
      }
      return lockRemix({
        inputs,
        ...(options.previous === undefined ? {} : { previous: options.previous }),
        store: options.store ?? store,
        http,
        log: options.log ?? silentLog,
        offline: options.offline ?? false,
      });
    },
    [Symbol.asyncDispose]: async () => {
      await http.close();
      await server.close();
      await key[Symbol.asyncDispose]();
      await otherKey[Symbol.asyncDispose]();
      await temp[Symbol.asyncDispose]();
    },
  };
}

/** Returns the section of a `.repo` file for a folder of the server. */
export function repository(id: string, url: string, more: readonly string[] = []): string {
  return [`[${id}]`, `baseurl=${url}/${id}`, `gpgkey=${url}/key.asc`, ...more, ''].join('\n');
}

/** Returns `name-evr.arch` of what one architecture was locked to. */
export function nevras({ lockfile }: LockResult, basearch: Basearch = 'x86_64'): string[] {
  const packages = lockfile.arches.find(({ arch }) => arch === basearch)?.packages ?? [];
  return packages.map(({ name, evr, arch }) => `${name}-${evr}.${arch}`).sort();
}

/** Returns a copy of a served folder that a test may spoil, under another name. */
export async function copyRepository(
  ground: LockGround,
  id: string,
  change: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = join(ground.path, 'www', id);
  await cp(join(ground.path, 'www', 'dist'), folder, { recursive: true });
  await change(folder);
}

/** Returns the file name of a metadata file, `primary.xml.gz`, with its checksum in front. */
export async function metadataFile(folder: string, type: string): Promise<string> {
  const names = await readdir(join(folder, 'repodata'));
  const name = names.find((one) => one.includes(`-${type}.xml`));
  if (name === undefined) throw new Error(`${folder} has no ${type}`);
  return join(folder, 'repodata', name);
}

const COMPS = `<?xml version="1.0" encoding="UTF-8"?>
<comps>
  <group>
    <id>core</id><name>Core</name>
    <packagelist>
      <packagereq type="mandatory">base</packagereq>
      <packagereq type="default">extra</packagereq>
      <packagereq type="default">never-was</packagereq>
      <packagereq type="optional">optional-one</packagereq>
      <packagereq type="conditional" requires="tool">langpack</packagereq>
    </packagelist>
  </group>
  <group>
    <id>mail</id><name>Mail</name>
    <packagelist><packagereq type="mandatory">exim</packagereq></packagelist>
  </group>
  <environment>
    <id>server</id><name>Server</name>
    <grouplist><groupid>core</groupid><groupid>mail</groupid></grouplist>
  </environment>
</comps>
`;
