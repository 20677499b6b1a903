/** Writes `docs/errors.md` from the comments of the codes in each `errors.ts`. */
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { groupBy } from '../lib/core/group-by.ts';

const root = join(import.meta.dirname, '..');

/** Where the page is, below the root of the project. */
export const ERROR_PAGE = 'docs/errors.md';

/** Folders in the order in which a run comes by; those that are not named follow. */
const ORDER = 'cli build remix rpm lock fetch compose sign disk boot host'.split(' ');

const HEAD = `# Errors

A run that fails says what went wrong and where, what to do, and the code:

\`\`\`
$ treesmith lock
/tmp/anvil/anvil.yaml:40:1: error: unknown key "exlude-packages"
hint: Did you mean "exclude-packages"?
code: UNKNOWN_KEY
\`\`\`

Exit code 2: your files, options or machine are at fault, and you can mend it. Exit code 1: anything
else. A message says more than a row here: names, what was expected, what came. \`npm run docs\` makes
this page from the comments of the codes.
`;

/** A code of one folder, and what its comment says. */
export interface ErrorRow {
  readonly folder: string;
  readonly code: string;
  /** `1`, `2` or `1 or 2`. */
  readonly exitCodes: string;
  readonly when: string;
  readonly toDo: string;
}

/** Returns a row for each code. Throws Error for a code whose comment does not say what it must. */
export function readErrorRows(): ErrorRow[] {
  return errorFiles().flatMap(({ folder, text }) => {
    // Lines of a comment that go on become one.
    const union = (/export type \w+ =([\s\S]*?'\w+');\n/.exec(text)?.[1] ?? '').replaceAll(
      /\s*\n\s*(?:\*(?!\/) ?)?/g,
      ' ',
    );
    const rows = [...union.matchAll(ROW)].map(
      ([, exitCodes = '', when = '', toDo = '', code = '']) => ({
        folder,
        code,
        exitCodes,
        when,
        toDo,
      }),
    );
    const codes = [...union.replaceAll(/\/\*.*?\*\//g, '').matchAll(/'(\w+)'/g)].map(
      ([, code]) => code,
    );
    const bare = codes.filter((code) => !rows.some((row) => row.code === code));
    if (codes.length === 0 || bare.length > 0) {
      throw new Error(
        `${folder}/errors.ts: expected "Exit 1: … To do: …" above ${bare.join(', ')}`,
      );
    }
    return rows;
  });
}

const ROW =
  /\/\*\* Exit (1|2|1 or 2): ((?:(?!\*\/).)+?) To do: ((?:(?!\*\/).)+?) \*\/ (?:\| )?'(\w+)'/g;

/** Returns the text of the page. */
export function formatErrorPage(): string {
  const byFolder = groupBy(readErrorRows(), ({ folder }) => folder);
  const sections = errorFiles().map(({ folder, text }) => {
    const about = /\/\*\* (What can .*?) \*\/\nexport type/.exec(text)?.[1] ?? '';
    const rows = (byFolder.get(folder) ?? []).map(
      ({ code, exitCodes, when, toDo }) => `| \`${code}\` | ${exitCodes} | ${when} | ${toDo} |`,
    );
    return `
## ${folder}

${about}

| code | exit | when | what to do |
|---|---|---|---|
${rows.join('\n')}
`;
  });
  return `${HEAD}${sections.join('')}`;
}

function errorFiles(): { folder: string; text: string }[] {
  const rank = (folder: string) => ORDER.indexOf(folder) + (ORDER.includes(folder) ? 0 : 1000);
  return globSync(['cli/errors.ts', 'lib/*/errors.ts'], { cwd: root })
    .map((path) => ({
      folder: basename(dirname(path)),
      text: readFileSync(join(root, path), 'utf8'),
    }))
    .filter(({ folder }) => folder !== 'core')
    .sort((a, b) => rank(a.folder) - rank(b.folder) || (a.folder < b.folder ? -1 : 1));
}

if (import.meta.main) await writeFile(join(root, ERROR_PAGE), formatErrorPage());
