import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_PAGE, formatErrorPage, readErrorRows } from '../scripts/error-page.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Which exit code each way of making an error leads to. */
const MAKERS: Readonly<Record<string, string>> = {
  ConfigError: '2',
  remixError: '2',
  lockConfigError: '2',
  BuildError: '1',
  lockBuildError: '1',
};

describe(ERROR_PAGE, () => {
  it('has the comments of all codes: run "npm run docs" otherwise', () => {
    expect(formatErrorPage()).toBe(read(ERROR_PAGE));
  });
});

describe('the code of every error', () => {
  const rows = readErrorRows();
  const sources = globSync('{cli,lib}/**/*.ts', { cwd: root }).map((file) => ({
    file,
    folder: /^(?:lib\/)?([^/]+)\//.exec(file)?.[1],
    text: read(file),
  }));

  it('has a row, and the exit code that the row gives', () => {
    const made = sources.flatMap(({ file, folder, text }) =>
      [...text.matchAll(/\b(\w+Error)(?:<\w+>)?\(\s*'([A-Z_0-9]+)'/g)].map(
        ([, maker = '', code]) => {
          const row = rows.find((known) => known.folder === folder && known.code === code);
          return { file, code, exitCodes: row?.exitCodes.split(' or '), made: MAKERS[maker] };
        },
      ),
    );
    expect(made.length).toBeGreaterThan(100);
    const wrong = made.filter(
      ({ exitCodes, made }) => made !== undefined && exitCodes?.includes(made) !== true,
    );
    expect(wrong).toEqual([]);
  });

  it('is used: one that nothing throws is no row', () => {
    const unused = rows.filter(({ folder, code }) => {
      const elsewhere = sources.filter(
        (source) => source.folder === folder && !source.file.endsWith('/errors.ts'),
      );
      // What errors.ts itself makes of the error of a file operation counts, too.
      const own = read(folder === 'cli' ? 'cli/errors.ts' : `lib/${folder}/errors.ts`);
      return (
        !elsewhere.some(({ text }) => text.includes(`'${code}'`)) && !own.includes(`('${code}'`)
      );
    });
    expect(unused.map(({ folder, code }) => `${folder}: ${code}`)).toEqual([]);
  });
});
