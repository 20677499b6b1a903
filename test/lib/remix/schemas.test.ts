import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BASEARCHES } from '../../../lib/host/architecture.ts';

const root = join(import.meta.dirname, '../../..');

interface Schema extends SchemaNode {
  readonly properties: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
}

interface SchemaNode {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly enum?: readonly string[];
  readonly [key: `x-${string}`]: unknown;
}

function readSchema(name: string): Schema {
  return JSON.parse(readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8'));
}

/** Every named key of a schema, as a path, with what is said of it. */
function keysOf(
  node: SchemaNode | boolean | undefined,
  path = '',
): { path: string; node: SchemaNode }[] {
  if (node === undefined || typeof node === 'boolean') return [];
  const own = Object.entries(node.properties ?? {}).flatMap(([name, child]) => [
    { path: `${path}/${name}`, node: child },
    ...keysOf(child, `${path}/${name}`),
  ]);
  return [
    ...own,
    ...keysOf(node.items, `${path}[]`),
    ...keysOf(node.additionalProperties, `${path}{}`),
  ];
}

describe.each(['treefile', 'remix'])('schemas/%s.schema.json', (name) => {
  const schema = readSchema(name);

  it('is a JSON Schema that editors can use as it is', () => {
    // strict: false, as in an editor that does not know our x- words.
    expect(() => new Ajv({ strict: false }).compile(schema)).not.toThrow();
  });

  it('describes every key, so that editors can say what it does', () => {
    const silent = keysOf(schema).filter(
      ({ node }) => node.$ref === undefined && (node.description ?? '').length < 5,
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('knows how every key of a treefile merges', () => {
    if (name !== 'treefile') return;
    const rules = Object.entries({ ...schema.properties, ...schema.patternProperties })
      .filter(([, node]) => node.$ref === undefined)
      .filter(
        ([, node]) =>
          !['first', 'concat', 'set', 'map', 'file'].includes(String(node['x-merge'])) ||
          node['x-group'] === undefined,
      );
    expect(rules.map(([key]) => key)).toEqual([]);
  });
});

describe('schemas/treefile.schema.json', () => {
  it('accepts every treefile of the test data, and the keys that were left empty aside nothing else', () => {
    const validate = new Ajv({ strict: false, allErrors: true }).compile(readSchema('treefile'));
    const folder = join(root, 'test/data/treefiles');
    const wrong = globSync('**/*.yaml', { cwd: folder }).filter((file) => {
      const value = parse(readFileSync(join(folder, file), 'utf8'));
      for (const [key, item] of Object.entries(value)) if (item === null) delete value[key];
      return !validate(value);
    });
    expect(wrong).toEqual([]);
  });
});

describe('schemas/remix.schema.json', () => {
  it('lists the architectures that Treesmith has', () => {
    const listed = readSchema('remix').properties['architectures']?.items?.enum ?? [];
    expect(listed.toSorted()).toEqual(BASEARCHES);
  });
});
