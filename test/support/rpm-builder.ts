import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTool, runTool } from '../../lib/host/process.ts';
import { findTool } from '../../lib/host/tools.ts';

/** What a small RPM for tests is made of. Only `name` is needed. */
export interface RpmRecipe {
  readonly name: string;
  readonly epoch?: number;
  /** `1.0` unless given. */
  readonly version?: string;
  /** `1` unless given. */
  readonly release?: string;
  /** `noarch` unless given. */
  readonly arch?: string;
  readonly summary?: string;
  /** Each a dependency as a spec file has it: `bash >= 5`. */
  readonly requires?: readonly string[];
  readonly provides?: readonly string[];
  readonly conflicts?: readonly string[];
  readonly obsoletes?: readonly string[];
  readonly recommends?: readonly string[];
  readonly supplements?: readonly string[];
  /** Absolute path → contents. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** More of the spec after %description: `%post`, `%transfiletriggerin -- /usr/lib`. */
  readonly scriptlets?: string;
  /** More tags of the preamble. */
  readonly preamble?: string;
  /** Seconds since 1970; 2024-01-01 unless given. */
  readonly buildTime?: number;
  /** rpm's payload notation: `w3.zstdio` unless given; `w6.xzdio`, `w9.gzdio`. */
  readonly payload?: string;
}

/** An OpenPGP key made for one test. Disposing it ends gpg's agent and removes the home. */
export interface TestKey extends AsyncDisposable {
  readonly homedir: string;
  /** Upper-case hex. */
  readonly fingerprint: string;
  /** ASCII-armoured. */
  readonly publicKey: string;
}

const BUILD_TIME = 1_704_067_200;

/** Builds one RPM with rpmbuild into `dir` and returns its path. The same recipe gives the same bytes. */
export async function buildRpm(recipe: RpmRecipe, dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  const top = await mkdtemp(join(tmpdir(), 'rpm-builder-'));
  try {
    const sources = join(top, 'files');
    for (const [path, contents] of Object.entries(recipe.files ?? {})) {
      await mkdir(join(sources, path, '..'), { recursive: true });
      await writeFile(join(sources, path), contents);
    }
    await mkdir(sources, { recursive: true });
    await writeFile(join(top, 'package.spec'), formatSpec(recipe, sources));
    const macros: Record<string, string> = {
      _topdir: top,
      _rpmdir: join(top, 'out'),
      _dbpath: join(top, 'db'),
      _buildhost: 'localhost',
      use_source_date_epoch_as_buildtime: '1',
      clamp_mtime_to_source_date_epoch: '1',
      _build_id_links: 'none',
      debug_package: '%{nil}',
      __os_install_post: '%{nil}',
      _binary_payload: recipe.payload ?? 'w3.zstdio',
      _rpmfilename: '%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm',
    };
    await runTool(
      [
        ...['rpmbuild', '-bb', '--quiet', '--target', recipe.arch ?? 'noarch'],
        ...Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]),
        join(top, 'package.spec'),
      ],
      { env: { HOME: top, SOURCE_DATE_EPOCH: String(recipe.buildTime ?? BUILD_TIME) } },
    );
    const [made] = await readdir(join(top, 'out'));
    if (made === undefined) throw new Error(`rpmbuild made nothing of ${recipe.name}`);
    const path = join(dir, made);
    await runTool(['cp', join(top, 'out', made), `${path}.new`]);
    await rename(`${path}.new`, path);
    return path;
  } finally {
    await rm(top, { recursive: true, force: true });
  }
}

/** Makes an RSA key that signs, without a passphrase, in a GnuPG home of its own. */
export async function makeGpgKey(userId = 'Test <test@example.org>'): Promise<TestKey> {
  // Short: the agent's socket lies in it, and such paths end at 107 bytes.
  const homedir = await mkdtemp(join(tmpdir(), 'gpg-'));
  const gpg = ['gpg', '--homedir', homedir, '--batch', '--no-tty', '--quiet'];
  await runTool([
    ...gpg,
    '--passphrase',
    '',
    '--quick-gen-key',
    userId,
    'rsa2048',
    'sign',
    'never',
  ]);
  const listing = await readTool([...gpg, '--with-colons', '--list-keys']);
  const fingerprint = /^fpr:+([0-9A-F]+):/m.exec(listing)?.[1];
  if (fingerprint === undefined) throw new Error(`no key in ${listing}`);
  return {
    homedir,
    fingerprint,
    publicKey: await readTool([...gpg, '--armor', '--export', fingerprint]),
    [Symbol.asyncDispose]: async () => {
      await runTool(['gpgconf', '--homedir', homedir, '--kill', 'all'], { okExitCodes: [0, 1, 2] });
      await rm(homedir, { recursive: true, force: true });
    },
  };
}

/** Signs the headers of RPMs in place. */
export async function signRpms(paths: readonly string[], key: TestKey): Promise<void> {
  // rpm does not look for gpg on PATH.
  const gpg = findTool('gpg') ?? '/usr/bin/gpg';
  await runTool(
    [
      ...['rpmsign', '--addsign', '--define', `__gpg ${gpg}`],
      ...['--define', `_gpg_path ${key.homedir}`, '--define', `_gpg_name ${key.fingerprint}`],
      ...['--define', `_dbpath ${key.homedir}/db`, ...paths],
    ],
    { env: { HOME: key.homedir, GNUPGHOME: key.homedir } },
  );
}

/** Makes repodata/ of the RPMs in `dir`; with `key`, repomd.xml.asc and repomd.xml.key too. */
export async function createRepository(
  dir: string,
  options: { readonly key?: TestKey; readonly args?: readonly string[] } = {},
): Promise<void> {
  await runTool([
    ...['createrepo_c', '--quiet', '--revision', '1', '--set-timestamp-to-revision'],
    ...[...(options.args ?? []), dir],
  ]);
  if (options.key === undefined) return;
  const repomd = join(dir, 'repodata', 'repomd.xml');
  await writeFile(`${repomd}.key`, options.key.publicKey);
  await runTool([
    ...['gpg', '--homedir', options.key.homedir, '--batch', '--no-tty', '--yes'],
    ...['--local-user', options.key.fingerprint, '--armor', '--detach-sign', repomd],
  ]);
}

function formatSpec(recipe: RpmRecipe, sources: string): string {
  const tags = (tag: string, values: readonly string[] = []) => values.map((v) => `${tag}: ${v}`);
  return [
    `Name: ${recipe.name}`,
    ...(recipe.epoch === undefined ? [] : [`Epoch: ${recipe.epoch}`]),
    `Version: ${recipe.version ?? '1.0'}`,
    `Release: ${recipe.release ?? '1'}`,
    `Summary: ${recipe.summary ?? `Package ${recipe.name} for tests`}`,
    'License: MIT',
    'AutoReqProv: no',
    ...tags('Requires', recipe.requires),
    ...tags('Provides', recipe.provides),
    ...tags('Conflicts', recipe.conflicts),
    ...tags('Obsoletes', recipe.obsoletes),
    ...tags('Recommends', recipe.recommends),
    ...tags('Supplements', recipe.supplements),
    recipe.preamble ?? '',
    '%description',
    `Package ${recipe.name} for tests.`,
    '%install',
    'mkdir -p %{buildroot}',
    `cp -a ${sources}/. %{buildroot}/`,
    recipe.scriptlets ?? '',
    '%files',
    ...Object.keys(recipe.files ?? {}).map((path) => `"${path}"`),
    '',
  ].join('\n');
}
