import { runBootTests } from '../../lib/build/boot-test.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import { ofFormat, withSigning, withWorkspace } from '../../lib/runner/remix-workspace.ts';
import type { Inputs } from './inputs.ts';

export { readInputs } from './inputs.ts';

export const failed = { passed: 'false' };

/** Boots images in QEMU and asks them, making first what is not there. */
export async function run(inputs: Inputs, ports: ActionPorts): Promise<ActionResult> {
  return withWorkspace(inputs, ports, async (found) => {
    const workspace = ofFormat(found, inputs);
    const names = inputs.names.length === 0 ? undefined : inputs.names;
    const boots = await withSigning(inputs, workspace, (signing) =>
      runBootTests(workspace, { names, signing }),
    );
    for (const { image, checks, seconds } of boots) {
      ports.log.info(`${image}: ${checks.length} checks passed, ${seconds} s`);
    }
    return {
      outputs: {
        passed: 'true',
        boots: JSON.stringify(boots),
        'console-logs': boots.map(({ consoleLog }) => consoleLog).join('\n'),
      },
      part: { boots },
    };
  });
}
