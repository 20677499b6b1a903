/** Commits a tree: `writer-child.ts REPO TREE`. Prints a line when it begins, and one of what was made. */
import { join } from 'node:path';
import { silentLog } from '../../../lib/core/log.ts';
import { openObjectWriter } from '../../../lib/repo/object-writer.ts';
import { peakMemoryBytes } from '../../support/peak-memory.ts';

const [repoPath = '', treePath = ''] = process.argv.slice(2);
const scratchPath = join(repoPath, 'scratch');
await using writer = await openObjectWriter({ repoPath, scratchPath, threads: 2, log: silentLog });
process.stdout.write('begun\n');
const made = await writer.commitTree(treePath);
process.stdout.write(`${JSON.stringify({ ...made, memoryBytes: peakMemoryBytes() })}\n`);
