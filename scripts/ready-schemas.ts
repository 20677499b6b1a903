import { dirname } from 'node:path';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import { schemaCompiler } from '../lib/remix/compile-schema.ts';
import remix from '../schemas/remix.schema.json' with { type: 'json' };
import treefile from '../schemas/treefile.schema.json' with { type: 'json' };

const SCHEMAS = { remix, treefile };

/** Puts functions into the bundle that lib/remix/compile-schema.ts would make of the schemas of schemas/. */
export const readySchemas: Plugin = {
  name: 'ready-schemas',
  setup(build) {
    build.onLoad({ filter: /[\\/]lib[\\/]remix[\\/]compile-schema\.ts$/ }, ({ path }) => ({
      contents: formatReadySchemas(),
      resolveDir: dirname(path),
    }));
  },
};

function formatReadySchemas(): string {
  const ajv = schemaCompiler({ source: true, esm: true });
  for (const [name, schema] of Object.entries(SCHEMAS)) ajv.addSchema(schema, name);
  const names = Object.keys(SCHEMAS);
  const functions = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  return [
    ...names.map(
      (name) =>
        `import ${name}Schema from '../../schemas/${name}.schema.json' with { type: 'json' };`,
    ),
    functions,
    `const ready = new Map([${names.map((name) => `[${name}Schema, ${name}]`).join(', ')}]);`,
    'export const compileSchema = (schema) => ready.get(schema);',
  ].join('\n');
}
