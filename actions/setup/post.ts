import { BASEARCHES } from '../../lib/host/architecture.ts';
import { unregisterEmulators } from '../../lib/host/binfmt.ts';
import type { PostPorts } from '../../lib/runner/action.ts';

/** Name of the state in which `main.ts` keeps whose emulators are registered by the step. */
export const EMULATORS_ADDED = 'emulatorsAdded';

/**
 * Unregisters the emulators that the step has registered, and no others: a second runner of the machine may
 * use them. A hosted machine goes away with them.
 */
export async function runPost({ log, context, state }: PostPorts): Promise<void> {
  if (context.hosted) return;
  const names = (state(EMULATORS_ADDED) ?? '').split(' ');
  const added = BASEARCHES.filter((basearch) => names.includes(basearch));
  if (added.length === 0) return;
  const gone = await unregisterEmulators(log, added);
  if (gone.length > 0) log.info(`Programs of ${gone.join(', ')} do not run here any more`);
}
