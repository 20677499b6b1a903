/** Writes the disk in argv as all formats, or as those in argv, and prints what came of it. */
import { TreesmithError } from '../../../lib/core/errors.ts';
import { peakMemoryBytes } from '../../support/peak-memory.ts';
import { FORMATS, write } from './media-ground.ts';

const [disk = '', sizeBytes = '', stem = '', ...names] = process.argv.slice(2);
const wanted = names.length === 0 ? Object.keys(FORMATS) : names;
try {
  const files = await write(disk, Number(sizeBytes), stem, wanted, { threads: 2 });
  const memoryBytes = peakMemoryBytes();
  console.log(JSON.stringify({ files, memoryBytes }));
} catch (error) {
  if (!(error instanceof TreesmithError)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
