/** Writes the tables of inputs and outputs in `actions/<name>/README.md` from `action.yml`. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ACTIONS } from '../actions/main.ts';
import { inputSpecs } from '../lib/runner/input-names.ts';
import type { InputReader } from '../lib/runner/inputs.ts';

const root = join(import.meta.dirname, '..');

/** What of an action.yml the tables show. */
export interface ActionManifest {
  readonly name: string;
  readonly author: string;
  readonly description: string;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly inputs: Readonly<
    Record<
      string,
      { readonly description: string; readonly required: boolean; readonly default: string }
    >
  >;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

/** Every action's name. */
export const ACTION_NAMES = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];

/** Path of a file of an action, below the root of the project. */
export function actionFile(name: string, file: 'action.yml' | 'README.md'): string {
  return join('actions', name, file);
}

/** Reads `action.yml`. */
export async function readManifest(name: string): Promise<ActionManifest> {
  return parse(await readFile(join(root, actionFile(name, 'action.yml')), 'utf8'));
}

/** Returns the inputs that the code of an action reads. */
export async function readSpecs(name: keyof typeof ACTIONS) {
  const action = (await ACTIONS[name]()) as { readInputs: (read: InputReader) => unknown };
  return inputSpecs(action.readInputs);
}

/** Returns the README of an action with its tables made anew. */
export async function replaceTables(page: string, name: keyof typeof ACTIONS): Promise<string> {
  const { inputs, outputs } = await readManifest(name);
  const types = new Map((await readSpecs(name)).map((spec) => [spec.name, spec.type]));
  const inputRows = Object.entries(inputs).map(
    ([key, { description, default: value }]) =>
      `| \`${key}\` | ${types.get(key) ?? ''} | ${value === '' ? '' : `\`${value}\``} | ${cell(description)} |`,
  );
  const outputRows = Object.entries(outputs).map(
    ([key, { description }]) => `| \`${key}\` | ${cell(description)} |`,
  );
  const tables = [
    '## Inputs\n',
    '| input | type | default | what it is |\n|---|---|---|---|',
    ...inputRows,
    '\n## Outputs\n',
    '| output | what it is |\n|---|---|',
    ...outputRows,
  ].join('\n');
  const pattern =
    /(<!-- tables: made by scripts\/action-tables\.ts -->\n)[\s\S]*?(<!-- end of tables -->)/;
  if (!pattern.test(page)) throw new Error(`the README of ${name} has no markers for its tables`);
  return page.replace(
    pattern,
    (_whole, begin: string, end: string) => `${begin}\n${tables}\n\n${end}`,
  );
}

function cell(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

if (import.meta.main) {
  for (const name of ACTION_NAMES) {
    const path = join(root, actionFile(name, 'README.md'));
    const before = await readFile(path, 'utf8');
    const after = await replaceTables(before, name);
    if (after !== before) await writeFile(path, after);
  }
}
