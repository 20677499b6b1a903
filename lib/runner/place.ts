import { reportOf } from '../build/build-report.ts';
import type { RunPart } from '../build/result-file.ts';
import { repositoryPath, type Workspace } from '../build/workspace.ts';
import type { Lockfile } from '../remix/lockfile.ts';
import { readRemix } from '../remix/remix.ts';
import { renderSummary } from '../report/summary.ts';
import type { ActionPorts } from './action.ts';
import type { PlaceInputs } from './remix-inputs.ts';

/** What an action needs that only handles results. */
export type Place = Pick<Workspace, 'remix' | 'outDir' | 'repoPath' | 'log'>;

/** Reads remix.yaml, for actions that run no stage. Throws as `readRemix` does. */
export async function openPlace(
  { remixPath, outDir }: PlaceInputs,
  { log }: ActionPorts,
): Promise<Place> {
  const remix = await readRemix(remixPath);
  return { remix, outDir, repoPath: repositoryPath(outDir), log };
}

/** Returns the job summary of such an action; with a lockfile, its packages are listed. */
export function summarize(
  { remix, outDir }: Place,
  part: Omit<RunPart, 'remix'>,
  lockfile?: Lockfile,
): string {
  const extras = { outDir, ...(lockfile === undefined ? {} : { lockfile }) };
  return renderSummary(reportOf({ remix: remix.name, ...part }, extras));
}
