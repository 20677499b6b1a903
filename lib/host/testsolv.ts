import { symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Log } from '../core/log.ts';
import { runTool } from './process.ts';
import { makeTempDir } from './temp.ts';

/** Packages that libsolv may choose from. */
export interface SolvFile {
  /** How the testcase calls it: `repo r0 99.0 solv r0.solv`. */
  readonly alias: string;
  /** Of `rpmmd2solv` or `rpms2solv`. */
  readonly path: string;
}

/** libdnf's settings (`Goal.cpp`), so that dnf would choose the same. */
export const POOL_FLAGS = 'addfileprovidesfiltered implicitobsoleteusescolors';
export const SOLVER_FLAGS = 'bestobeypolicy yumobsoletes urpmreorder keeporphans';

/**
 * Runs libsolv's `testsolv` on a testcase, and gives each line of what it prints to `onLine`. Returns what
 * it complains of, empty when there is nothing: it goes on after lines that it could not read, and would
 * answer another question. Format: libsolv, `ext/testcase.c`.
 *
 * @throws ConfigError TOOL_MISSING
 */
export async function runTestsolv(
  text: string,
  {
    files,
    options,
    onLine,
    log,
  }: {
    readonly files: readonly SolvFile[];
    readonly options: readonly string[];
    readonly onLine: (line: string) => void;
    readonly log: Log;
  },
): Promise<string> {
  await using temp = await makeTempDir();
  await writeFile(join(temp.path, 'case.t'), `${text}\n`);
  // Paths in a testcase are relative to it, and cannot hold spaces.
  for (const { alias, path } of files) {
    await symlink(resolve(path), join(temp.path, `${alias}.solv`));
  }
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const { stderr } = await runTool(['testsolv', ...options, 'case.t'], {
    cwd: temp.path,
    log,
    onStdout: (chunk) => {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    },
  });
  onLine(rest);
  return stderr.trim();
}
