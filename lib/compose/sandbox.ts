import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import { runTool, ToolError, type ToolOptions } from '../host/process.ts';
import { EmulatorWatch } from './emulator-watch.ts';
import { OutputTail } from './output-tail.ts';
import { syncFilter } from './sync-filter.ts';

/** What a program in the sandbox may see and how it is run. */
export interface Sandbox {
  /** Arguments of bwrap that make its root. */
  readonly mounts: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly sourceDateEpoch: number;
  readonly timeoutMs?: number;
  readonly log: Log;
  /** Of the tree's programs, if they are run: in an emulator where it is not the machine's. */
  readonly basearch?: Basearch;
  /** Called with each line of output. */
  readonly onLine?: (line: string) => void;
}

/** A program in the sandbox that failed, with the end of its output. */
export interface SandboxFailure {
  readonly exitCode: number;
  readonly tail: readonly string[];
}

/**
 * What rpm, scriptlets, dracut and users' scripts need as root, and no more: nothing that
 * mounts, makes device nodes, loads modules, traces, or touches the network.
 */
const CAPABILITIES = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_SETFCAP',
  'CAP_SYS_CHROOT',
];

/**
 * Runs `argv` in bubblewrap: own mount, PID, IPC, UTS, cgroup and network namespaces (no
 * interface but an idle loopback), an empty environment, no terminal, and our death is its death.
 * stdout and stderr are one stream, so that lines keep their order. What it syncs is not synced.
 *
 * Returns undefined when it ended with exit code 0.
 *
 * @throws ConfigError TOOL_MISSING; BuildError TOOL_TIMEOUT, EMULATOR_CRASHED
 */
export async function runSandboxed(
  argv: readonly string[],
  sandbox: Sandbox,
): Promise<SandboxFailure | undefined> {
  const tool = argv[0] ?? 'bwrap';
  const emulator = new EmulatorWatch(sandbox.basearch);
  const tail = new OutputTail((line) => {
    emulator.line(line);
    sandbox.onLine?.(line);
  });
  const options: ToolOptions = {
    log: sandbox.log,
    label: tool,
    input: syncFilter(),
    onStdout: (chunk) => tail.push(chunk),
    onStderr: (chunk) => tail.push(chunk),
    ...(sandbox.timeoutMs === undefined ? {} : { timeoutMs: sandbox.timeoutMs }),
  };
  try {
    await runTool(sandboxArgv(argv, sandbox), options);
    tail.end();
    emulator.assertSound(tool, 0);
    return undefined;
  } catch (error) {
    tail.end();
    if (!(error instanceof ToolError)) throw error;
    emulator.assertSound(tool, error.exitCode);
    return { exitCode: error.exitCode, tail: tail.lines() };
  }
}

/** Mounts of a sandbox whose root is `tree` itself, laid out with `etc` at /etc. */
export function treeMounts(tree: string, options: { etc: string; readOnly?: boolean }): string[] {
  const bind = options.readOnly === true ? '--ro-bind' : '--bind';
  return [
    ...[bind, `${tree}/usr`, '/usr'],
    ...[bind, `${tree}/${options.etc}`, '/etc'],
    ...(options.readOnly === true ? ['--tmpfs', '/var'] : ['--bind', `${tree}/var`, '/var']),
    ...(options.readOnly === true ? [] : ['--bind-try', `${tree}/boot`, '/boot']),
    ...['bin', 'sbin', 'lib', 'lib32', 'lib64'].flatMap((name) => [
      '--symlink',
      `usr/${name}`,
      `/${name}`,
    ]),
    ...procMounts('/proc'),
    ...['--dev', '/dev', '--tmpfs', '/tmp', '--tmpfs', '/run', '--dir', '/root'],
    ...(options.readOnly === true ? ['--dir', '/var/tmp'] : []),
  ];
}

/** Mounts of a sandbox that has the host's /usr, read-only, and the tree at /tree. */
export function hostMounts(tree?: string): string[] {
  const host = [
    ...['--ro-bind', '/usr', '/usr'],
    ...['bin', 'sbin', 'lib', 'lib32', 'lib64'].flatMap((name) => [
      '--symlink',
      `usr/${name}`,
      `/${name}`,
    ]),
    ...procMounts('/proc'),
    ...['--dev', '/dev', '--tmpfs', '/tmp'],
  ];
  if (tree === undefined) return host;
  // rpm chroots into the tree for its scriptlets: they need /proc and /dev there, and these vanish
  // with the mount namespace.
  return [
    ...host,
    ...['--bind', tree, '/tree'],
    ...procMounts('/tree/proc'),
    ...['--dev', '/tree/dev', '--tmpfs', '/tree/tmp', '--tmpfs', '/tree/run'],
  ];
}

/**
 * /proc with the kernel's settings read-only, which root may otherwise write without any capability:
 * `kernel.core_pattern` names a program that the kernel runs outside of every sandbox. bwrap itself
 * covers irq and bus. /proc stays writable as a folder: a package owns it and rpm sets its mode.
 */
function procMounts(path: string): string[] {
  return [
    ...['--proc', path, '--ro-bind', '/proc/sys', `${path}/sys`],
    ...['sysrq-trigger', 'fs'].flatMap((name) => [
      '--ro-bind-try',
      `/proc/${name}`,
      `${path}/${name}`,
    ]),
  ];
}

function sandboxArgv(argv: readonly string[], sandbox: Sandbox): string[] {
  const env: Record<string, string> = {
    PATH: '/usr/sbin:/usr/bin',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    HOME: '/root',
    SOURCE_DATE_EPOCH: String(sandbox.sourceDateEpoch),
    PYTHONDONTWRITEBYTECODE: '1',
    SYSTEMD_OFFLINE: '1',
    ...sandbox.env,
  };
  return [
    'bwrap',
    ...sandbox.mounts,
    ...['--unshare-net', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--hostname', 'localhost', '--die-with-parent', '--new-session', '--chdir', '/'],
    ...['--clearenv', ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value])],
    ...['--cap-drop', 'ALL', ...CAPABILITIES.flatMap((name) => ['--cap-add', name])],
    ...['--seccomp', '0'],
    // The shell sets the umask, which bwrap cannot, and joins the two streams; bwrap has closed its
    // standard input after reading the filter from it.
    ...['--', '/bin/sh', '-c', 'umask 022; exec "$@" 2>&1 < /dev/null', 'sh', ...argv],
  ];
}
