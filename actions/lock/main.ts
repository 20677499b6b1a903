import { join } from 'node:path';
import { formatLock, runLock } from '../../lib/build/lock.ts';
import { writeLockFiles } from '../../lib/build/lock-files.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import { withWorkspace } from '../../lib/runner/remix-workspace.ts';
import type { Inputs } from './inputs.ts';

export { readInputs } from './inputs.ts';

/** Checks the lockfile, or writes what the repositories have now. */
export async function run(inputs: Inputs, ports: ActionPorts): Promise<ActionResult> {
  return withWorkspace(inputs, ports, async (workspace) => {
    const { outcome, lockfile } = await runLock(workspace, inputs.mode);
    for (const line of formatLock(outcome)) ports.log.info(line);
    const files = await writeLockFiles(join(ports.context.tempDir, 'treesmith-lock'), outcome);
    const count = lockfile.arches.reduce((sum, { packages }) => sum + packages.length, 0);
    return {
      outputs: {
        changed: String(outcome.changed),
        lockfile: outcome.path,
        'changes-markdown': files.markdown,
        'changes-json': files.json,
        'commit-message': files.commitMessage,
        'package-count': String(count),
      },
      part: { lock: outcome },
      lockfile,
    };
  });
}
