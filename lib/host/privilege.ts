import { ConfigError } from '../core/errors.ts';
import type { HostCode } from './errors.ts';
import { runTool } from './process.ts';
import { findTool } from './tools.ts';

/** Whether this process may do everything. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** Whether `sudo` gives root without asking for a password. */
export async function hasPasswordlessSudo(): Promise<boolean> {
  if (findTool('sudo') === undefined) return false;
  const { exitCode } = await runTool(['sudo', '-n', 'true'], { okExitCodes: [0, 1] });
  return exitCode === 0;
}

/**
 * Returns `argv` so that it runs as root: as it is for root, under `sudo -n` for others. `what` is
 * the subject of "… needs root"; `keep` are variables of the environment that sudo shall not drop.
 *
 * @throws ConfigError NOT_PRIVILEGED
 */
export async function asRoot(
  argv: readonly string[],
  what: string,
  keep: readonly string[] = [],
): Promise<string[]> {
  if (isRoot()) return [...argv];
  const kept = keep.length === 0 ? [] : [`--preserve-env=${keep.join(',')}`];
  if (await hasPasswordlessSudo()) return ['sudo', '-n', ...kept, '--', ...argv];
  throw new ConfigError<HostCode>('NOT_PRIVILEGED', `${what} needs root`, {
    hint: 'Run as root, or give this user passwordless sudo (as hosted runners have it).',
  });
}
