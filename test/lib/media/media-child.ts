/** Writes the disk in argv as all formats into the folder in argv, and prints what came of it. */
import { TreesmithError } from '../../../lib/core/errors.ts';
import { FORMATS, write } from './media-ground.ts';

const [disk = '', sizeBytes = '', stem = ''] = process.argv.slice(2);
try {
  const files = await write(disk, Number(sizeBytes), stem, Object.keys(FORMATS));
  console.log(JSON.stringify({ files }));
} catch (error) {
  if (!(error instanceof TreesmithError)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
