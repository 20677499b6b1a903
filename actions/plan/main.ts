import { join } from 'node:path';
import { formatPlan, runPlan } from '../../lib/build/plan.ts';
import { writeFileAtomic } from '../../lib/host/files.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import { withWorkspace } from '../../lib/runner/remix-workspace.ts';
import type { Inputs } from './inputs.ts';

export { readInputs } from './inputs.ts';

/** Decides what must be rebuilt, without composing. */
export async function run(inputs: Inputs, ports: ActionPorts): Promise<ActionResult> {
  return withWorkspace(inputs, ports, async (workspace) => {
    const { published, runners, force, update } = inputs;
    const plan = await ports.log.group('Plan', async () => {
      const decided = await runPlan(workspace, { published, runners, force, update });
      for (const line of formatPlan(decided)) ports.log.info(line);
      return decided;
    });
    const planPath = join(ports.context.tempDir, 'treesmith-plan.json');
    await writeFileAtomic(planPath, `${JSON.stringify(plan, null, 2)}\n`);
    return {
      outputs: {
        changed: String(plan.changed),
        matrix: JSON.stringify(plan.matrix),
        'artifact-prefix': plan.artifactPrefix,
        plan: planPath,
      },
      decisions: plan.outputs,
    };
  });
}
