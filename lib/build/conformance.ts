import { BuildError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { inspectImage } from '../inspect/inspect-image.ts';
import type { GlueCode } from './errors.ts';

/**
 * Reads an image back, as `inspect-image` does, and says every rule that it breaks.
 *
 * @throws BuildError NOT_CONFORMANT when its format forbids what it is
 */
export async function assertConformant(path: string, log: Log): Promise<void> {
  const { findings } = await inspectImage(path);
  for (const { severity, rule, clause, message } of findings) {
    if (severity === 'warning') log.warn(`${path}: ${message} (${rule}: ${clause})`);
  }
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const lines = errors.map(({ rule, clause, message }) => `${message} (${rule}: ${clause})`);
  throw new BuildError<GlueCode>(
    'NOT_CONFORMANT',
    `${path} breaks rules of its format:\n${lines.join('\n')}`,
    { hint: 'This is a defect of Treesmith: please report it. "inspect-image" shows the rest.' },
  );
}
