import { join } from 'node:path';
import type { Basearch } from '../host/architecture.ts';
import type { Workspace } from './workspace.ts';

/** Returns where the layout of a container is. */
export function containerPath(
  { outDir }: Pick<Workspace, 'outDir'>,
  name: string,
  basearch: Basearch,
): string {
  return join(outDir, 'containers', `${name}-${basearch}`);
}
