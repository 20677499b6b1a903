import type { Log } from '../core/log.ts';
import { openArchive } from '../repo/archive.ts';
import { linkCommit } from '../repo/link-commit.ts';
import { readRef } from '../repo/refs.ts';

/**
 * Gives another repository a commit by links. False when it cannot be done: who publishes the commit does it in
 * another way, or says what is wrong.
 */
export async function linkInto(
  to: string | undefined,
  what: {
    readonly from: string;
    readonly commit: string;
    readonly ref: string;
    readonly sync: () => Promise<void>;
    readonly log: Log;
  },
): Promise<boolean> {
  if (to === undefined) return false;
  try {
    await openArchive(to);
    return await linkCommit({ ...what, to, base: await readRef(to, what.ref) });
  } catch (error) {
    what.log.debug(`${to} gets no links: ${String(error)}`);
    return false;
  }
}
