/** Writes the disk in argv as the outputs in argv (JSON), and prints what it took. */
import { stat } from 'node:fs/promises';
import { silentLog } from '../lib/core/log.ts';
import type { MediaOutput } from '../lib/media/media-model.ts';
import { writeMedia } from '../lib/media/write-media.ts';
import { timed } from './rounds.ts';

const [disk = '', outputs = ''] = process.argv.slice(2);
const { size } = await stat(disk);
const { seconds, value } = await timed(() =>
  writeMedia({
    disk: { path: disk, sizeBytes: size },
    outputs: JSON.parse(outputs) as MediaOutput[],
    identity: 'c'.repeat(64),
    timeSeconds: 1_700_000_000,
    log: silentLog,
  }),
);
const memoryBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ seconds, memoryBytes, files: value }));
