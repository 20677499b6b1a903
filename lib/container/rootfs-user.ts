import { ConfigError } from '../core/errors.ts';
import type { ContainerCode } from './errors.ts';

/**
 * Makes sure that the user and group that run a container are among its accounts, where they are names.
 *
 * @param user `user`, `uid`, `user:group` or `uid:gid`
 * @param accounts texts of /etc/passwd and /etc/group, empty when there is none
 * @param what what is made, for the message
 * @throws ConfigError USER_MISSING
 */
export function assertUser(
  user: string,
  accounts: { readonly passwd: string; readonly group: string },
  what: string,
): void {
  const [name, group] = user.split(':');
  for (const [file, wanted] of [['passwd', name] as const, ['group', group] as const]) {
    if (wanted === undefined || /^\d+$/.test(wanted)) continue;
    if (accounts[file].split('\n').some((line) => line.startsWith(`${wanted}:`))) continue;
    throw new ConfigError<ContainerCode>(
      'USER_MISSING',
      `${what}: user: /etc/${file} of the container has no ${wanted}`,
      { hint: 'Add the package or the sysusers.d file that makes the account, or give a number.' },
    );
  }
}
