import { runImages } from '../../lib/build/image.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import { ofFormat, withSigning, withWorkspace } from '../../lib/runner/remix-workspace.ts';
import type { Inputs } from './inputs.ts';

export { readInputs } from './inputs.ts';

/** Makes disk images of the commit, composing it first where it is not there. */
export async function run(inputs: Inputs, ports: ActionPorts): Promise<ActionResult> {
  return withWorkspace(inputs, ports, async (found) => {
    const workspace = ofFormat(found, inputs);
    const images = await withSigning(inputs, workspace, (signing) =>
      runImages(workspace, { check: inputs.check, names: wantedNames(inputs), signing }),
    );
    for (const { path, sha256 } of images) ports.log.info(`${sha256}  ${path}`);
    const [first] = images;
    return {
      outputs: {
        image: first?.path ?? '',
        sha256: first?.sha256 ?? '',
        images: JSON.stringify(images),
        cached: String(images.every(({ cached }) => cached)),
      },
      part: { images },
    };
  });
}

function wantedNames({ names }: Inputs): readonly string[] | undefined {
  return names.length === 0 ? undefined : names;
}
