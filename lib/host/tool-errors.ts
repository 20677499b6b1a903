import { BuildError, ConfigError, type TreesmithError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';

/** A tool that failed, as far as a cause can be read from it. */
export interface ToolFailure {
  readonly argv: readonly string[];
  readonly stderr: string;
}

/** A failure whose cause is known from what tools print. */
interface KnownFailure {
  readonly code: HostCode;
  /** Only for these tools; any tool when left out. */
  readonly tools?: readonly string[];
  readonly pattern: RegExp;
  readonly kind: 'build' | 'config';
  readonly message: (tool: string, match: RegExpExecArray) => string;
  readonly hint: string;
}

/** The captured output behind each row is in test/data/tool-errors. */
const KNOWN: readonly KnownFailure[] = [
  {
    code: 'DISK_FULL',
    pattern:
      /No space left on device|[Dd]isk quota exceeded|needs \d+[KMGT]?B more space on the (\S+) filesystem|min-free-space-\w+ '[^']*' would be exceeded|database or disk is full/,
    kind: 'build',
    message: (tool, match) =>
      `${tool}: the disk is full${match[1] === undefined ? '' : ` (${match[1]})`}`,
    hint: 'Free some space, or put the store, the output folder or TMPDIR on another disk.',
  },
  {
    code: 'OUT_OF_MEMORY',
    pattern: /Cannot allocate memory|cannot set up guest memory|[Oo]ut of memory|bad_alloc/,
    kind: 'build',
    message: (tool) => `${tool}: there is not enough memory`,
    hint: 'Stop other programs, or use a machine with more memory.',
  },
  {
    code: 'NOT_PRIVILEGED',
    tools: ['sudo'],
    pattern: /a password is required|a terminal is required|is not in the sudoers file/,
    kind: 'config',
    message: () => 'sudo does not give root without a password',
    hint: 'Run as root, or give this user passwordless sudo.',
  },
  {
    code: 'SANDBOX_FORBIDDEN',
    tools: ['bwrap'],
    pattern:
      /No permissions to creat\w+ new namespace|[Cc]reating new namespace failed|setting up uid map: Permission denied|Failed to make \/ slave: (?:Operation not permitted|Permission denied)/,
    kind: 'config',
    message: () => 'the kernel does not let bubblewrap make namespaces',
    hint: 'In a container, run it with --privileged (or --cap-add SYS_ADMIN and without its seccomp profile).',
  },
  {
    code: 'EMULATOR_MISSING',
    // execvp hands what the kernel refuses to sh, which reads it as a script.
    pattern: /[Ee]xec format error|: \d+: \S*ELF.*: not found/,
    kind: 'config',
    message: (tool) => `${tool}: the kernel cannot run programs of that architecture`,
    hint: 'Run "treesmith setup --arch" with that architecture.',
  },
  {
    code: 'PORT_TAKEN',
    tools: ['qemu-system-x86_64', 'qemu-system-aarch64'],
    pattern: /Could not set up host forwarding rule '([^']+)'|Failed to find an available port/,
    kind: 'config',
    message: (tool, match) =>
      `${tool}: a port is in use${match[1] === undefined ? '' : `: ${match[1]}`}`,
    hint: 'Stop what listens there, or choose another port.',
  },
  {
    code: 'IMAGE_IN_USE',
    pattern:
      /Failed to get "(?:write|shared "write|consistent read)" lock|Is another process using the image/,
    kind: 'config',
    message: (tool) => `${tool}: another program has the image open`,
    hint: 'Stop the machine that runs from it.',
  },
  {
    code: 'PACKAGE_MANAGER_BUSY',
    tools: ['apt-get', 'dnf', 'sudo', 'env'],
    pattern: /Could not get lock \/var\/lib\/(?:dpkg|apt)|Unable to acquire the dpkg frontend lock/,
    kind: 'config',
    message: () => 'another package manager is at work',
    hint: 'Wait until it is done and run again.',
  },
];

/**
 * Returns what the user should hear of a failed tool: one clear error when its cause is known (the
 * failure itself is the `cause`), else the failure as it is.
 */
export function explainToolError<Failure extends TreesmithError & ToolFailure>(
  failure: Failure,
): TreesmithError {
  const tool = failure.argv[0] ?? '';
  for (const { code, tools, pattern, kind, message, hint } of KNOWN) {
    if (tools !== undefined && !tools.includes(tool)) continue;
    const match = pattern.exec(failure.stderr);
    if (match === null) continue;
    const kindOfError = kind === 'config' ? ConfigError : BuildError;
    return new kindOfError<HostCode>(code, message(tool, match), { hint, cause: failure });
  }
  return failure;
}
