import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { runTool } from '../host/process.ts';
import { type BackingFile, formatBackingFile } from './backing-file.ts';
import type { BootCode } from './errors.ts';

/**
 * Makes a qcow2 overlay over a disk or disc, which is only read: what the guest writes goes to `path`.
 *
 * @throws ConfigError IMAGE_MISSING
 */
export async function makeOverlay(options: {
  readonly backing: BackingFile;
  readonly path: string;
  readonly log: Log;
}): Promise<void> {
  const { backing, path, log } = options;
  const base = ['-b', formatBackingFile(backing), '-F', backing.format];
  const result = await runTool(['qemu-img', 'create', '-q', '-f', 'qcow2', ...base, path], {
    okExitCodes: [0, 1],
    log,
  });
  if (result.exitCode === 0) return;
  const why = result.stderr.trim().split('\n').at(-1);
  throw new ConfigError<BootCode>(
    'IMAGE_MISSING',
    `${backing.file} cannot be opened as ${backing.format}: ${why}`,
    { hint: 'Build it first: treesmith build, or treesmith image.' },
  );
}

/**
 * Returns the format of a disk image, as QEMU names it. A fixed VHD looks like a raw disk to it.
 *
 * @throws ConfigError IMAGE_MISSING
 */
export async function readImageFormat(image: string): Promise<string> {
  const argv = ['qemu-img', 'info', '--output=json', image];
  const result = await runTool(argv, { okExitCodes: [0, 1] });
  if (result.exitCode !== 0) {
    throw new ConfigError<BootCode>(
      'IMAGE_MISSING',
      `${image} cannot be opened: ${result.stderr.trim()}`,
      {
        hint: 'Build it first: treesmith build, or treesmith image.',
      },
    );
  }
  return (JSON.parse(result.stdout) as { format: string }).format;
}
