/** Writes the tables of rules and limits in `docs/inspect-image.md`, between their markers. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rule } from '../lib/inspect/rule.ts';
import { RULE_TABLES } from '../lib/inspect/rules.ts';

/** Where the page is, below the root of the project. */
export const RULE_PAGE = 'docs/inspect-image.md';

const MARKERS =
  /(<!-- rules: made by scripts\/rule-tables\.ts -->\n)[\s\S]*?(<!-- end of rules -->)/;

/** Returns `page` with its tables made anew. */
export function replaceRuleTables(page: string): string {
  if (!MARKERS.test(page)) throw new Error('the page has no markers for its rules');
  const tables = Object.entries(RULE_TABLES).map(([title, rules]) => {
    const rows = Object.entries(rules as Readonly<Record<string, Rule>>).map(
      ([name, { what, severity, clause, platform }]) =>
        `| \`${name}\` | ${platform === undefined ? severity : `${severity}; error for ${platform}`} | ${cell(what)} | ${cell(clause)} |`,
    );
    return `### ${title}\n\n| rule | severity | what must be so | clause |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return page.replace(
    MARKERS,
    (_whole, begin: string, end: string) => `${begin}\n${tables.join('\n')}\n${end}`,
  );
}

function cell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

if (import.meta.main) {
  const path = join(import.meta.dirname, '..', RULE_PAGE);
  const before = await readFile(path, 'utf8');
  const after = replaceRuleTables(before);
  if (after !== before) await writeFile(path, after);
}
