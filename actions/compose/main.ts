import { runCompose } from '../../lib/build/compose.ts';
import { currentLock } from '../../lib/build/current-lock.ts';
import { writePublicKey } from '../../lib/build/signing-key.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import { withSigning, withWorkspace } from '../../lib/runner/remix-workspace.ts';
import type { Inputs } from './inputs.ts';

export { readInputs } from './inputs.ts';

/** Composes the OSTree commit of the locked packages. */
export async function run(inputs: Inputs, ports: ActionPorts): Promise<ActionResult> {
  return withWorkspace(inputs, ports, async (workspace) => {
    const lockfile = await currentLock(workspace);
    const { commits, publicKey } = await withSigning(inputs, workspace, async (signing) => ({
      commits: await runCompose(workspace, { check: inputs.check, signing, lockfile }),
      publicKey:
        signing === undefined ? {} : { publicKey: await writePublicKey(workspace, signing) },
    }));
    for (const { ref, version, commit } of commits) ports.log.info(`${ref} ${version} ${commit}`);
    const [first] = commits;
    return {
      outputs: {
        commit: first?.commit ?? '',
        ref: first?.ref ?? '',
        version: first?.version ?? '',
        commits: JSON.stringify(commits),
        repository: workspace.repoPath,
        cached: String(commits.every(({ cached }) => cached)),
      },
      part: { commits, repo: workspace.repoPath, ...publicKey },
      lockfile,
    };
  });
}
