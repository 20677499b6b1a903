import { readTool } from '../../lib/host/process.ts';
import { parseRelations } from './dependencies.ts';

/** Returns the names that some of the .debs provide without saying a version, sorted. */
export async function readVirtualNames(debs: readonly string[]): Promise<string[]> {
  const names = new Set<string>();
  for (const deb of debs) {
    const provides = await readTool(['dpkg-deb', '--field', deb, 'Provides']);
    for (const relation of parseRelations(provides).flat()) {
      if (relation.version === undefined) names.add(relation.name);
    }
  }
  return [...names].sort();
}
