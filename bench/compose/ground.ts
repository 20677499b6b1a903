import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { makeNewerPackage, makeRpmRepository } from '../../demo/rpm-repo.ts';
import { serveFolder } from '../../demo/serve.ts';
import { silentLog } from '../../lib/core/log.ts';
import { readTool, runTool } from '../../lib/host/process.ts';
import { makeFillerRepository } from './filler.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'demo');
/** A leaf: nothing requires it, and no initramfs has it. */
export const NEWER_PACKAGE = 'sudo';

/** Anvil's repository as it was one night and the next, and what both sides need of it. */
export interface Ground extends AsyncDisposable {
  /** Everything is made below it; nothing is deleted before the end. */
  readonly root: string;
  /** Value of `anvil_mirror`, the same on both days. */
  readonly mirror: string;
  readonly signing: { readonly homedir: string; readonly keyId: string };
  /** dnf's configuration for each day; `later` has the newer package. */
  readonly dnfConf: Readonly<Record<Day, string>>;
  /** Folder with the RPMs that dnf is given. */
  readonly packages: string;
  /** The treefile's requests. */
  readonly requests: readonly string[];
  /** Lets the mirror serve what it has on that day. */
  readonly serve: (day: Day) => Promise<void>;
}

export type Day = 'first' | 'later';

/** Makes the repositories, a key to sign with, and a mirror on the loopback interface. */
export async function makeGround(root: string): Promise<Ground> {
  const options = { outDir: join(DEMO, 'out'), log: silentLog };
  const first = (await makeRpmRepository(options)).repoPath;
  const later = (await makeNewerPackage(options, NEWER_PACKAGE)).repoPath;
  const filler = await makeFillerRepository();
  const served = join(root, 'served');
  await mkdir(served);
  await symlink(filler, join(served, 'filler'));
  const server = await serveFolder(served, 0);
  const dnfConf = {
    first: await writeDnfConf(root, 'first', first, filler),
    later: await writeDnfConf(root, 'later', later, filler),
  };
  const serve = async (day: Day) => {
    await rm(join(served, 'anvil'), { force: true });
    await symlink(day === 'first' ? first : later, join(served, 'anvil'));
  };
  await serve('first');
  const treefile = await readDemoTreefile();
  const requested = [...treefile.packages, ...treefile['packages-x86_64']];
  return {
    root,
    mirror: `${server.url}/anvil`,
    signing: await makeKey(join(root, 'gnupg')),
    dnfConf,
    packages: first,
    requests: requested.flatMap((line) => line.split(/\s+/)),
    serve,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Writes a remix to `folder`: the demo's, with fields of its treefile replaced or (null) left out. */
export async function writeRemix(
  { mirror }: Ground,
  folder: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of ['anvil.repo', 'passwd', 'group'])
    await cp(join(DEMO, name), join(folder, name));
  await writeFile(
    join(folder, 'filler.repo'),
    `[filler]\nname=Filler\nbaseurl=${mirror.replace(/anvil$/, 'filler')}\ngpgcheck=0\n`,
  );
  const treefile = Object.entries({ ...(await readDemoTreefile()), ...fields }).filter(
    ([, value]) => value !== null,
  );
  await writeFile(join(folder, 'anvil.yaml'), stringify(Object.fromEntries(treefile)));
  await writeFile(
    join(folder, 'remix.yaml'),
    // With a fixed version the commit does not depend on those before it.
    'name: bench\ntreefile: anvil.yaml\narchitectures: [x86_64]\nversion: "12"\n',
  );
}

/** Copies a store or a repository by hard links: nothing in them is changed in place. */
export async function linkFolder(from: string, to: string): Promise<void> {
  await runTool(['cp', '-a', '--link', from, to]);
}

/** Makes a store that has the verified RPMs of another, and nothing that was made of them. */
export async function linkPackages(from: string, to: string): Promise<void> {
  const made = ['ostree', 'stages', 'kept', 'unpacked', 'work', 'tmp'];
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (!made.includes(name)) await linkFolder(join(from, name), join(to, name));
  }
}

interface DemoTreefile {
  readonly packages: readonly string[];
  readonly 'packages-x86_64': readonly string[];
}

async function readDemoTreefile(): Promise<DemoTreefile> {
  return parse(await readFile(join(DEMO, 'anvil.yaml'), 'utf8')) as DemoTreefile;
}

async function writeDnfConf(
  root: string,
  day: Day,
  repository: string,
  filler: string,
): Promise<string> {
  const path = join(root, `dnf-${day}.conf`);
  await writeFile(
    path,
    `[main]
gpgcheck=0
install_weak_deps=0
reposdir=/nonexistent
cachedir=${join(root, `dnf-${day}`)}
[anvil]
name=Anvil
baseurl=file://${join(repository, 'x86_64')}
[filler]
name=Filler
baseurl=file://${filler}
`,
  );
  return path;
}

async function makeKey(homedir: string): Promise<{ homedir: string; keyId: string }> {
  await mkdir(homedir, { mode: 0o700 });
  const gpg = ['gpg', '--homedir', homedir, '--batch', '--passphrase', ''];
  const user = 'Bench <bench@anvil.invalid>';
  await runTool([...gpg, '--quick-gen-key', user, 'rsa2048', 'sign', 'never']);
  const keys = await readTool([...gpg, '--with-colons', '--list-keys']);
  await runTool(['gpgconf', '--homedir', homedir, '--kill', 'all']);
  return { homedir, keyId: /^fpr:+([0-9A-F]+):/m.exec(keys)?.[1] ?? '' };
}
