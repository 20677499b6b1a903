/** Writes `docs/workflows.md` from the reusable workflows themselves. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Where the page is, below the root of the project. */
export const WORKFLOW_PAGE = 'docs/workflows.md';

const root = join(import.meta.dirname, '..');
const REUSABLE = ['build', 'nightly'];

const HEAD = `# Reusable workflows

\`uses: OWNER/treesmith/.github/workflows/NAME.yml@v1\` in a job of yours. How they are used, and what
secrets and permissions are about, is in [actions.md](actions.md). This page is made by \`npm run docs\`.
`;

interface Parameter {
  readonly description: string;
  readonly type?: string;
  readonly default?: unknown;
}

interface Job {
  readonly name: string;
  readonly needs?: string | readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly on: {
    readonly workflow_call: {
      readonly inputs: Readonly<Record<string, Parameter>>;
      readonly secrets: Readonly<Record<string, Parameter>>;
      readonly outputs: Readonly<Record<string, Parameter>>;
    };
  };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Returns the text of the page. */
export function formatWorkflowPage(): string {
  return `${HEAD}${REUSABLE.map(formatWorkflow).join('')}`;
}

function formatWorkflow(name: string): string {
  const text = readFileSync(join(root, '.github', 'workflows', `${name}.yml`), 'utf8');
  const { on, jobs }: Workflow = parse(text);
  const { inputs, secrets, outputs } = on.workflow_call;
  return `
## ${name}.yml

| job | after | permissions |
|---|---|---|
${rows(jobs, ({ needs, permissions }) => [[needs ?? []].flat().join(', '), grants(permissions)])}

| input | type | what it is |
|---|---|---|
${rows(inputs, (input) => [input.type ?? '', `${input.description}${defaultOf(input)}`])}

| secret | what it is |
|---|---|
${rows(secrets, ({ description }) => [description])}

| output | what it is |
|---|---|
${rows(outputs, ({ description }) => [description])}
`;
}

function rows<T>(entries: Readonly<Record<string, T>>, cells: (entry: T) => string[]): string {
  return Object.entries(entries)
    .map(([name, entry]) => `| \`${name}\` | ${cells(entry).join(' | ')} |`)
    .join('\n');
}

function grants(permissions: Readonly<Record<string, string>>): string {
  return Object.entries(permissions)
    .map(([name, level]) => `\`${name}: ${level}\``)
    .join(', ');
}

function defaultOf({ default: value }: Parameter): string {
  return value === undefined || value === '' ? '' : ` Default \`${String(value)}\`.`;
}

if (import.meta.main) writeFileSync(join(root, WORKFLOW_PAGE), formatWorkflowPage());
