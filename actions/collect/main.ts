import { join } from 'node:path';
import { BUILD_STATE } from '../../lib/build/build-state.ts';
import { collectLegs } from '../../lib/build/collect.ts';
import { makeTempDir } from '../../lib/host/temp.ts';
import { readLockfile } from '../../lib/remix/lockfile.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import { downloadArtifacts } from '../../lib/runner/artifacts.ts';
import { openPlace, summarize } from '../../lib/runner/place.ts';
import type { Inputs } from './inputs.ts';

export { readInputs } from './inputs.ts';

/** Brings together what the jobs of this run have uploaded. */
export async function run(inputs: Inputs, ports: ActionPorts): Promise<ActionResult> {
  const { log, context } = ports;
  const place = await openPlace(inputs, ports);
  const lockfile = await readLockfile(place.remix.lockfile);
  await using folder = await makeTempDir(context.tempDir);
  const prefix = inputs.artifactPrefix ?? '';
  const legs = await log.group('Download artifacts', () =>
    downloadArtifacts({ prefix, folder: folder.path, log }),
  );
  const result = await collectLegs(place, { legs, lockfile });
  const { commits, images } = result;
  // Layers would be the most of it.
  const containers = result.containers.map(({ layers: _, ...container }) => container);
  return {
    outputs: {
      result: join(place.outDir, 'result.json'),
      images: JSON.stringify(images),
      containers: JSON.stringify(containers),
      commits: JSON.stringify(commits),
      'build-state': join(place.outDir, BUILD_STATE),
    },
    summary: summarize(place, result, lockfile),
  };
}
