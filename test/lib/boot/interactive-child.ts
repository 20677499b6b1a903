/** Boots the image in argv on the terminal it is started on. */
import { bootInteractive } from '../../../lib/boot/interactive.ts';
import { silentLog } from '../../../lib/core/log.ts';

await bootInteractive({
  image: process.argv[2] ?? '',
  memoryMiB: 512,
  cpus: 1,
  keep: false,
  accelerator: 'tcg',
  log: { ...silentLog, info: console.log },
});
