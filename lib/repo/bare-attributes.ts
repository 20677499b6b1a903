import { renameSync } from 'node:fs';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import { type Dirmeta, formatDirmeta } from '../ostree/objects.ts';
import { makeParent } from './write-file.ts';

/** A finished content object of a `bare-user` repository that lacks only this. */
export interface BareObject {
  readonly temporary: string;
  readonly final: string;
  readonly meta: Dirmeta;
}

/**
 * Gives objects of a `bare-user` repository their attribute `user.ostreemeta`, `(uuua(ayay))`, in
 * one run of setfattr (Node has no call for it), and then their names.
 */
export async function finishBareObjects(objects: readonly BareObject[], log: Log): Promise<void> {
  if (objects.length === 0) return;
  const lines = objects.map(({ temporary, meta }) => {
    const value = Buffer.from(formatDirmeta(meta)).toString('hex');
    return `# file: ${escapePath(temporary)}\nuser.ostreemeta=0x${value}\n\n`;
  });
  await runTool(['setfattr', '-h', '--restore=-'], { log, input: lines.join('') });
  for (const { temporary, final } of objects) {
    makeParent(final);
    renameSync(temporary, final);
  }
}

/** As getfattr writes paths, and setfattr reads them. */
function escapePath(path: string): string {
  return path.replace(
    /[\\\n\r]/g,
    (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
}
