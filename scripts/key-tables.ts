/** Writes the tables of keys in `docs/` from the schemas, between their markers. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** A page of `docs/` and the schema that its table comes from. */
export const KEY_TABLES: readonly { readonly page: string; readonly schema: string }[] = [
  { page: 'docs/treefile.md', schema: 'schemas/treefile.schema.json' },
  { page: 'docs/remix.md', schema: 'schemas/remix.schema.json' },
];

interface KeySchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly patternProperties?: Readonly<Record<string, KeySchema>>;
  readonly items?: KeySchema;
  readonly additionalProperties?: KeySchema | boolean;
  readonly required?: readonly string[];
  readonly 'x-alias'?: string;
  readonly 'x-envsubst'?: boolean;
  readonly 'x-group'?: string;
  readonly 'x-merge'?: string;
}

/** A row of a table: the key, its schema, and whether it must be there. */
interface Row {
  readonly name: string;
  readonly key: KeySchema;
  readonly required: boolean;
}

/** Returns `page` with its table made anew from `schema`. */
export function replaceKeyTable(page: string, schema: KeySchema): string {
  const table = schema.patternProperties === undefined ? plainTable(schema) : groupedTables(schema);
  const pattern =
    /(<!-- keys: made by scripts\/key-tables\.ts -->\n)[\s\S]*?(<!-- end of keys -->)/;
  if (!pattern.test(page)) throw new Error('the page has no markers for its keys');
  return page.replace(
    pattern,
    (_whole, begin: string, end: string) => `${begin}\n${table}\n${end}`,
  );
}

/** Keys of a treefile, by group, with how they merge. */
function groupedTables(schema: KeySchema): string {
  const aliases = new Map<string, string>();
  for (const [name, key] of Object.entries(schema.properties ?? {})) {
    if (key['x-alias'] !== undefined) aliases.set(key['x-alias'], name);
  }
  const groups = new Map<string, string[]>();
  // The keys with a pattern belong after the one that they vary.
  const keys = Object.entries(schema.properties ?? {}).flatMap((entry) =>
    entry[0] === 'packages' ? [entry, ...Object.entries(schema.patternProperties ?? {})] : [entry],
  );
  for (const [pattern, key] of keys) {
    if (key.$ref !== undefined) continue;
    const name = pattern.startsWith('^packages-') ? 'packages-<arch>' : pattern;
    const alias = aliases.get(name);
    const notes = [
      key.description ?? '',
      ...(key.deprecated === true ? ['*Deprecated.*'] : []),
      ...(alias === undefined ? [] : [`Old spelling: \`${alias}\`.`]),
      ...(key['x-envsubst'] === true ? ['Variables are replaced.'] : []),
    ];
    const rows = groups.get(key['x-group'] ?? '') ?? [];
    rows.push(
      `| \`${name}\` | ${typeText(key)} | ${key['x-merge']} | ${escapeCell(notes.join(' '))} |`,
    );
    groups.set(key['x-group'] ?? '', rows);
  }
  return [...groups]
    .map(
      ([group, rows]) =>
        `### ${group}\n\n| key | type | merge | what it does |\n|---|---|---|---|\n${rows.join('\n')}\n`,
    )
    .join('\n');
}

/** Keys of remix.yaml, those below a key after it. */
function plainTable(schema: KeySchema): string {
  const rows = rowsOf(schema, '').map(
    ({ name, key, required }) =>
      `| \`${name}\`${required ? ' (required)' : ''} | ${typeText(key)} | ${escapeCell(key.description ?? '')} |`,
  );
  return `| key | type | what it is |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function rowsOf(schema: KeySchema, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    const row = { name, key: value, required: schema.required?.includes(key) === true };
    const others = value.additionalProperties;
    if (typeof others === 'object') return [row, ...rowsOf(others, `${name}.NAME.`)];
    const below =
      value.items?.properties === undefined
        ? rowsOf(value, `${name}.`)
        : rowsOf(value.items, `${name}[].`);
    return [row, ...below];
  });
}

function typeText(key: KeySchema): string {
  if (key.enum !== undefined) return key.enum.map((value) => `\`${String(value)}\``).join(', ');
  const types = [key.type ?? []].flat().map((type) => {
    if (type !== 'array') return type === 'object' ? 'mapping' : type;
    const items = [key.items?.type ?? []].flat();
    return items.length === 1 && items[0] === 'string' ? 'list of strings' : 'list';
  });
  return types.join(' or ');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*/', '*\\/');
}

if (import.meta.main) {
  for (const { page, schema } of KEY_TABLES) {
    const before = await readFile(join(root, page), 'utf8');
    const after = replaceKeyTable(before, JSON.parse(await readFile(join(root, schema), 'utf8')));
    if (after !== before) await writeFile(join(root, page), after);
  }
}
