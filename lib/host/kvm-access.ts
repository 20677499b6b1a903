import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Log } from '../core/log.ts';
import { asRoot } from './privilege.ts';
import { runTool } from './process.ts';

const DEVICE = '/dev/kvm';

/**
 * Lets every user of this machine open `/dev/kvm`, as hosted runners have it for members of a group
 * that their user is not in. Does nothing where there is no such device, or where it opens already.
 * Only for machines that are thrown away.
 *
 * @throws ConfigError NOT_PRIVILEGED
 */
export async function openKvm(log: Log): Promise<void> {
  const may = (mode: number) =>
    access(DEVICE, mode).then(
      () => true,
      () => false,
    );
  if (!(await may(constants.F_OK)) || (await may(constants.R_OK | constants.W_OK))) return;
  await runTool(await asRoot(['chmod', '0666', DEVICE], `opening ${DEVICE}`), { log });
}
