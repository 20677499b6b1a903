import { ConfigError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';
import { findTool, packageHint } from './tools.ts';

/** How long a tool that was told to stop may take before it is killed. */
const KILL_AFTER_SECONDS = 10;

/** Variables of our own environment that a tool may see; everything else is dropped. */
const ENV_ALLOWED = ['PATH', 'HOME', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

/** What is put around a tool. */
export interface ToolBounds {
  readonly timeoutMs?: number;
  /** Octal mask of the modes of files that the tool makes; ours unless given. */
  readonly umask?: string;
}

/** The whole environment of a tool: an allow-list, fixed locale and time zone, and what it was given. */
export function toolEnvironment(
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const env: Record<string, string> = { LANG: 'C.UTF-8', TZ: 'UTC' };
  for (const name of ENV_ALLOWED) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  // Debian keeps mkfs and sgdisk where a user's PATH may not look.
  env['PATH'] = `${env['PATH'] ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`;
  return { ...env, ...extra };
}

/**
 * Returns `argv` with the tool resolved, our life and a time limit around it.
 *
 * @throws ConfigError TOOL_MISSING
 */
export function bindArgv(argv: readonly string[], { timeoutMs, umask }: ToolBounds = {}): string[] {
  const [name, ...args] = argv;
  if (name === undefined) throw new RangeError('empty argv');
  const path = findTool(name);
  if (path === undefined) {
    throw new ConfigError<HostCode>('TOOL_MISSING', `${name} is not installed`, {
      hint: packageHint(name),
    });
  }
  const dieWithParent = [findTool('setpriv') ?? '/usr/bin/setpriv', '--pdeathsig', 'TERM'];
  const seconds = String(Math.ceil((timeoutMs ?? 0) / 1000));
  // timeout passes on what stops it, but not when it is killed, or told between its fork and what it does next.
  const limit =
    timeoutMs === undefined
      ? []
      : ['timeout', `--kill-after=${KILL_AFTER_SECONDS}`, seconds, ...dieWithParent];
  // Only a shell sets it. The tool's path and arguments pass through untouched.
  const mask = umask === undefined ? [] : ['/bin/sh', '-c', `umask ${umask}; exec "$0" "$@"`];
  return [...dieWithParent, ...limit, ...mask, path, ...args];
}
