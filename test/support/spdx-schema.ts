import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

/**
 * SPDX's own schema, `schemas/spdx-schema.json` of github.com/spdx/spdx-spec at the tag v2.3: the file that
 * SPDX_SCHEMA names. It is licensed as CC-BY-3.0, and no part of this repository.
 */
const { SPDX_SCHEMA: schemaPath } = process.env;

/** Whether the schema is there. */
export const HAS_SPDX_SCHEMA: boolean = schemaPath !== undefined && schemaPath !== '';

/** Returns what in a document is not as SPDX's schema has it. */
export function spdxSchemaErrors(document: string): string[] {
  const schema = JSON.parse(readFileSync(schemaPath ?? '', 'utf8')) as { title: string };
  if (schema.title !== 'SPDX 2.3') throw new Error(`${schemaPath} is ${schema.title}`);
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(schema, JSON.parse(document));
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
