/** Makes the image that the JSON file in argv says, and prints what came of it as JSON. */
import { readFile } from 'node:fs/promises';
import { TreesmithError } from '../../../lib/core/errors.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { buildImage } from '../../support/build-image.ts';

const options = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8'));
try {
  const { sha256 } = await buildImage({ ...options, log: silentLog });
  console.log(JSON.stringify({ sha256 }));
} catch (error) {
  if (!(error instanceof TreesmithError)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
