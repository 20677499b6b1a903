/** Composes in a process of its own, which a test may kill: `node compose-child.ts OPTIONS.json`. */
import { readFileSync } from 'node:fs';
import { composeTree } from '../../../lib/compose/compose.ts';
import { TreesmithError } from '../../../lib/core/errors.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTreefile } from '../../../lib/remix/treefile.ts';

const { treefilePath, ...options } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
try {
  const treefile = await readTreefile(treefilePath, { basearch: 'x86_64' });
  const { commit } = await composeTree({ ...options, treefile, log: silentLog });
  console.log(JSON.stringify({ commit }));
} catch (error) {
  if (!(error instanceof TreesmithError)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
