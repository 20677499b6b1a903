import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../lib/compose/normalise.ts';

const root = join(import.meta.dirname, '..');
const pages = globSync(['*.md', 'docs/*.md', 'demo/*.md', 'examples/*/*.md'], { cwd: root });
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('the pages', () => {
  it('lead to files that are there', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(root, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('docs/reproducibility.md', () => {
  it('has every rule, with its cause', () => {
    const page = read('docs/reproducibility.md');
    expect(RULES.filter(({ what, cause }) => !page.includes(`| ${what} | ${cause} |`))).toEqual([]);
  });
});
