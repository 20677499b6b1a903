import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { GRUB_ENVIRONMENT_FILE, GRUB_KARGS_VARIABLE } from '../grub/config.ts';
import { formatGrubEnvironment, parseGrubEnvironment } from '../grub/environment.ts';
import { runTool, ToolError } from '../host/process.ts';
import { addUkiArguments } from './uki-arguments.ts';

/** Where boot loaders have what they start: a folder, and a pattern of names in it. */
const PLACES: readonly {
  readonly folder: string;
  readonly glob: string;
  readonly change: Change;
}[] = [
  { folder: 'EFI/BOOT', glob: GRUB_ENVIRONMENT_FILE, change: addGrubArguments },
  { folder: 'loader/entries', glob: '*.conf', change: addEntryArguments },
  { folder: 'EFI/Linux', glob: '*.efi', change: addUkiArguments },
  { folder: 'EFI/BOOT', glob: 'BOOT*.EFI', change: addUkiArguments },
];

/** Undefined: it is not a file of that kind. */
type Change = (bytes: Buffer, words: string) => Buffer | undefined;

/** Returns the `grubenv` file with words added to what GRUB adds to the kernel's arguments. */
export function addGrubArguments(environment: Buffer, words: string): Buffer {
  const variables = parseGrubEnvironment(environment);
  const before = variables.get(GRUB_KARGS_VARIABLE) ?? '';
  variables.set(GRUB_KARGS_VARIABLE, `${before} ${words}`.trim());
  return Buffer.from(formatGrubEnvironment(variables));
}

/**
 * Adds kernel arguments to what the boot loader of an EFI system partition starts: GRUB by its
 * `grubenv`, systemd-boot by its entries, or the unified kernel images. Returns whether there was any.
 */
export async function addEspArguments(options: {
  /** A file that is the partition. */
  readonly esp: string;
  readonly words: string;
  readonly workDir: string;
  readonly log: Log;
}): Promise<boolean> {
  const { esp, words, workDir, log } = options;
  const mcopy = (...args: string[]) =>
    runTool(['mcopy', '-n', '-o', '-i', esp, ...args], { log, env: { MTOOLSRC: '/dev/null' } });
  for (const { folder, glob, change } of PLACES) {
    const files = await mkdtemp(join(workDir, 'esp-files-'));
    try {
      await mcopy(`::/${folder}/${glob}`, files);
    } catch (error) {
      // No such file or folder.
      if (error instanceof ToolError) continue;
      throw error;
    }
    let count = 0;
    for (const name of await readdir(files)) {
      const changed = change(await readFile(join(files, name)), words);
      if (changed === undefined) continue;
      await writeFile(join(files, name), changed);
      await mcopy(join(files, name), `::/${folder}/${name}`);
      count += 1;
    }
    if (count > 0) return true;
  }
  return false;
}

/** An entry of the Boot Loader Specification may have several lines of options, which are joined. */
function addEntryArguments(entry: Buffer, words: string): Buffer {
  return Buffer.from(entry.toString('utf8').replace(/^(options\s.*)$/m, `$1 ${words}`));
}
