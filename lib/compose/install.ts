import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import type { ComposeCode } from './errors.ts';
import { PROGRAMS, type ScriptletPrograms } from './kept-hwdb.ts';
import { nevraOf, type PackageHeader, packageMounts } from './packages.ts';
import { hostMounts, runSandboxed } from './sandbox.ts';
import { ScriptletWatch } from './scriptlet-watch.ts';
import type { Tree } from './tree.ts';

/** Where the package database is, as rpm-ostree has it: on /usr, which the running system cannot write. */
export const RPMDB = 'usr/share/rpm';

/** rpm's own default. */
const SCRIPT_PATH = '/sbin:/bin:/usr/sbin:/usr/bin:/usr/X11R6/bin';

const INSTALL_TIMEOUT_MS = 2 * 60 * 60_000;

/** How to install. */
export interface InstallOptions {
  readonly tree: Tree;
  /** Of scriptlets' programs; may be left out when there are none. */
  readonly basearch?: Basearch;
  readonly packages: readonly PackageHeader[];
  /** Returns what rpm is to read in place of a package's file; the file itself unless given. */
  readonly pathOf?: (path: string) => string;
  /** Where the package database is; `RPMDB` unless given. */
  readonly rpmdb?: string;
  /** False leaves out files marked as documentation. */
  readonly documentation: boolean;
  /** Languages to keep; empty: all. */
  readonly installLangs: readonly string[];
  /** Paths that rpm must not unpack. */
  readonly excludePaths: readonly string[];
  /** False for a look at the payload only: no scriptlets, no triggers, no dependency check. */
  readonly scriptlets: boolean;
  readonly sourceDateEpoch: number;
  /** Programs that scriptlets find before the tree's own. */
  readonly programs?: ScriptletPrograms | undefined;
  /** Called when rpm runs: what is done before keeps it waiting. */
  readonly onStarted?: () => void;
  /** Called for each package when its files are there, while rpm goes on with others. */
  readonly onInstalled?: (header: PackageHeader) => void;
  readonly log: Log;
}

/**
 * Installs `packages` into the tree in one librpm transaction, with all scriptlets, triggers and
 * file triggers. Signatures and the digest of each whole file were checked when the packages were
 * fetched; rpm does not check the same bytes three times more.
 *
 * Differs from rpm: a scriptlet that fails is an error, not a warning; so is a file whose owner
 * does not exist.
 *
 * @throws BuildError INSTALL_FAILED, SCRIPTLET_FAILED, ACCOUNT_MISSING, EMULATOR_CRASHED
 */
export async function installPackages(options: InstallOptions): Promise<void> {
  const { tree, packages, log } = options;
  const rpmdb = options.rpmdb ?? RPMDB;
  for (const name of ['proc', 'dev', 'tmp', 'run', rpmdb]) await tree.mkdir(name);
  const { pathOf = (path: string) => path } = options;
  const mounts = packageMounts(packages.map(({ path }) => pathOf(path)));
  const { scriptlets } = options;
  const progress = scriptlets ? log.progress('Install', packages.length, 'packages') : undefined;
  const headers = new Map(packages.map((header) => [nevraOf(header), header]));
  let last: PackageHeader | undefined;
  let isStarted = false;
  const watch = new ScriptletWatch((nevra) => {
    progress?.advance(1);
    if (last !== undefined) options.onInstalled?.(last);
    // rpm names the epoch, too.
    last = headers.get(nevra.replace(/-\d+:(?=[^-]+-[^-]+$)/, '-'));
  });
  const failure = await runSandboxed(['rpm', ...rpmOptions(options), ...mounts.paths], {
    mounts: [...hostMounts(tree.path), ...mounts.argv, ...programMounts(options.programs)],
    // rpm would read the host user's macros from there.
    env: {
      HOME: '/nonexistent',
      // Scriptlets in Lua run programs as rpm itself would.
      ...(options.programs === undefined ? {} : { PATH: `${PROGRAMS}:/usr/sbin:/usr/bin` }),
    },
    sourceDateEpoch: options.sourceDateEpoch,
    timeoutMs: INSTALL_TIMEOUT_MS,
    ...(options.basearch === undefined ? {} : { basearch: options.basearch }),
    log,
    onLine: (line) => {
      log.debug(`rpm: ${line}`);
      // It says first that it prepares packages.
      if (!isStarted) options.onStarted?.();
      isStarted = true;
      watch.line(line);
    },
  });
  progress?.done();
  if (last !== undefined) options.onInstalled?.(last);
  // A look finds the very accounts that it misses.
  if (scriptlets) watch.assertClean();
  if (failure !== undefined) {
    const errors = failure.tail.filter((line) => !line.startsWith('rpm: '));
    throw new BuildError<ComposeCode>(
      'INSTALL_FAILED',
      `rpm failed with exit code ${failure.exitCode}:\n${errors.slice(-20).join('\n')}`,
    );
  }
}

function programMounts(programs: ScriptletPrograms | undefined): string[] {
  if (programs === undefined) return [];
  return ['--ro-bind', programs.path, `/tree${PROGRAMS}`];
}

function rpmOptions(options: InstallOptions): string[] {
  return [
    ...[
      '--root',
      '/tree',
      '--dbpath',
      `/${options.rpmdb ?? RPMDB}`,
      '--noplugins',
      '--nosignature',
      '--nodigest',
      '--nofiledigest',
      '--install',
      '-v',
    ],
    // The lock chose packages of the tree's architecture, which need not be the host's.
    '--ignorearch',
    // Else rpm makes /var/tmp in the tree for the files that scriptlets are.
    ...['--define', '_tmppath /tmp'],
    // rpm 4.19 would run the host's systemd-sysusers; accounts are made by us, the same everywhere.
    ...['--define', '__systemd_sysusers %{nil}'],
    ...(options.programs === undefined
      ? []
      : ['--define', `_install_script_path ${PROGRAMS}:${SCRIPT_PATH}`]),
    ...(options.documentation ? [] : ['--excludedocs']),
    ...(options.installLangs.length === 0
      ? []
      : ['--define', `_install_langs ${options.installLangs.join(':')}`]),
    ...options.excludePaths.flatMap((path) => ['--excludepath', path]),
    ...(options.scriptlets ? [] : ['--nodeps', '--noscripts', '--notriggers']),
  ];
}
