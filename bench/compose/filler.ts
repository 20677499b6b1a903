import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSpec } from '../../demo/rpm-build.ts';
import { sha256 } from '../../lib/core/digest.ts';
import { silentLog } from '../../lib/core/log.ts';
import { runTool } from '../../lib/host/process.ts';
import { makeTempDir } from '../../lib/host/temp.ts';

const CACHE = join(import.meta.dirname, '..', 'out', 'cache');
/** With Anvil's 203 they are a thousand. */
export const FILLER_COUNT = 797;
/** Of each package; with `FILE_BYTES` each, half of it hard to compress. */
export const FILLER_FILES = 20;
const FILE_BYTES = 8192;
const EPOCH = 1_700_000_000;

/** Returns the names of the packages in the filler repository. */
export function fillerNames(): string[] {
  return Array.from({ length: FILLER_COUNT }, (_, index) => `filler-${index + 1}`);
}

/** Returns a repository of many small real RPMs, built by one rpmbuild and kept in bench/out/cache. */
export async function makeFillerRepository(): Promise<string> {
  const recipe = `${formatSpec('')}${FILLER_FILES} files of ${FILE_BYTES}`;
  const path = join(CACHE, `filler-${sha256(recipe).slice(0, 16)}`);
  if (existsSync(path)) return path;
  await mkdir(CACHE, { recursive: true });
  await using temp = await makeTempDir(CACHE);
  const sources = join(temp.path, 'sources');
  for (const name of fillerNames()) await writeFillerFiles(name, join(sources, 'usr/share', name));
  const spec = join(temp.path, 'filler.spec');
  await writeFile(spec, formatSpec(sources));
  const rpms = await buildSpec(spec, {
    ...{ workDir: temp.path, target: 'noarch', sourceDateEpoch: EPOCH, log: silentLog },
  });
  const fresh = join(temp.path, 'repo');
  await mkdir(fresh);
  for (const rpm of rpms) await rename(rpm, join(fresh, rpm.split('/').at(-1) ?? ''));
  await runTool(['createrepo_c', '--quiet', '--no-database', fresh]);
  for (const name of await readdir(CACHE)) {
    if (name.startsWith('filler-')) await rm(join(CACHE, name), { recursive: true });
  }
  await rename(fresh, path);
  return path;
}

/** Writes the files of a package to `folder`; those of each package are different. */
export async function writeFillerFiles(name: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < FILLER_FILES; index += 1) {
    let hard = '';
    for (let part = 0; hard.length < FILE_BYTES / 2; part += 1) {
      hard += sha256(`${name} ${index} ${part}`);
    }
    await writeFile(join(folder, `file-${index}`), hard.padEnd(FILE_BYTES, `${name}\n`));
  }
}

function formatSpec(sources: string): string {
  const head = ['Version: 1', 'Release: 1', 'Summary: Fills a repository', 'License: MIT'];
  return [
    '%global __os_install_post %{nil}',
    'Name: filler',
    ...head,
    'BuildArch: noarch',
    'AutoReqProv: no',
    '%description',
    'Fills a repository.',
    ...fillerNames().flatMap((name) => [
      `%package -n ${name}`,
      'Summary: Fills a repository',
      'AutoReqProv: no',
      `%description -n ${name}`,
      'Fills a repository.',
      `%files -n ${name}`,
      '%defattr(-,root,root)',
      `/usr/share/${name}`,
    ]),
    '%install',
    'mkdir -p %{buildroot}',
    `cp -a ${sources}/usr %{buildroot}/`,
    '',
  ].join('\n');
}
