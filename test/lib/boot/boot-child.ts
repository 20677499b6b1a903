/** Boot-tests the image in argv, and is killed before it ends. */
import { bootTest } from '../../../lib/boot/boot-test.ts';
import { silentLog } from '../../../lib/core/log.ts';

const [, , image = '', consoleLogPath = ''] = process.argv;
await bootTest({
  medium: { kind: 'disk', path: image, format: 'qcow2' },
  firmware: 'uefi',
  expect: {},
  tests: [],
  consoleLogPath,
  deadlineMs: 120_000,
  memoryMiB: 512,
  accelerator: 'tcg',
  log: silentLog,
});
