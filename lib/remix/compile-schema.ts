import { Ajv, type AnySchemaObject, type CodeOptions, type ValidateFunction } from 'ajv';

/** Our words in schemas: wording of errors, how a key merges, and what else `docs/` prints. */
const VOCABULARY = ['x-expected', 'x-group', 'x-merge', 'x-envsubst', 'x-external', 'x-alias'];

/**
 * Returns the function that holds a value to a schema of schemas/ (JSON Schema draft 7). In dist/ the
 * functions are there already (scripts/ready-schemas.ts): to make them takes longer than all else that a
 * run does when nothing has changed.
 */
export function compileSchema(schema: AnySchemaObject): ValidateFunction {
  return schemaCompiler().compile(schema);
}

/** The compiler of our schemas. */
export function schemaCompiler(code: CodeOptions = {}): Ajv {
  // strictRequired and strictTypes would want what if/then and unions of types say elsewhere again.
  const ajv = new Ajv({
    allErrors: true,
    // The schemas are ours, and a test holds them to the metaschema; compiling that takes as long again.
    meta: false,
    validateSchema: false,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false,
    strictTypes: false,
    code,
  });
  ajv.addVocabulary(VOCABULARY);
  return ajv;
}
