import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { GRUB_ENVIRONMENT_FILE, GRUB_KARGS_VARIABLE } from '../grub/config.ts';
import { formatGrubEnvironment, parseGrubEnvironment } from '../grub/environment.ts';
import { runTool, ToolError } from '../host/process.ts';
import { addUkiArguments } from './uki-arguments.ts';

/** Where boot loaders have what they start. A pattern is mtools' own. */
const PLACES: readonly { readonly glob: string; readonly change: Change }[] = [
  { glob: `::/EFI/BOOT/${GRUB_ENVIRONMENT_FILE}`, change: addGrubArguments },
  { glob: '::/loader/entries/*.conf', change: addEntryArguments },
  { glob: '::/EFI/Linux/*.efi', change: addUkiArguments },
  { glob: '::/EFI/BOOT/BOOT*.EFI', change: addUkiArguments },
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
  const env = { MTOOLSRC: '/dev/null' };
  for (const { glob, change } of PLACES) {
    let count = 0;
    for (const [index, name] of (await list(esp, glob)).entries()) {
      const file = join(workDir, `esp-file-${index}`);
      await runTool(['mcopy', '-n', '-o', '-i', esp, name, file], { log, env });
      const changed = change(await readFile(file), words);
      if (changed === undefined) continue;
      await writeFile(file, changed);
      await runTool(['mcopy', '-n', '-o', '-i', esp, file, name], { log, env });
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

async function list(esp: string, glob: string): Promise<string[]> {
  try {
    const { stdout } = await runTool(['mdir', '-b', '-i', esp, glob], {
      env: { MTOOLSRC: '/dev/null' },
    });
    return stdout.split('\n').filter((line) => line.startsWith('::/') && !line.endsWith('/'));
  } catch (error) {
    // No such file or folder.
    if (error instanceof ToolError) return [];
    throw error;
  }
}
