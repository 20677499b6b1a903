import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv';
import { formatPlace, type Place } from '../core/errors.ts';
import { compileSchema } from './compile-schema.ts';
import type { DocumentPath, SourceDocument } from './document.ts';
import { type RemixCode, remixError } from './errors.ts';
import { nearestName } from './nearest.ts';

/** What one schema says of one file. */
export type Validator = (document: SourceDocument, value: unknown) => readonly SchemaFault[];

/** One thing that is wrong in a file. */
export interface SchemaFault {
  readonly code: RemixCode;
  readonly message: string;
  readonly hint?: string;
  readonly place: Place;
  readonly path: DocumentPath;
}

/** Faults shown for one file; a hundred say no more than six. */
const MAX_FAULTS = 6;
/** Keys named in a hint, when none is near. */
const MAX_KEYS_NAMED = 12;

/**
 * Returns a function that lists what is wrong with a value by `schema` (JSON Schema draft 7), sorted
 * by place and in our own words. `unknownKeyHints` says more about keys that people know from elsewhere.
 */
export function createValidator(
  schema: AnySchemaObject,
  unknownKeyHints: Readonly<Record<string, string>> = {},
): Validator {
  let compiled: ValidateFunction | undefined;
  return (document, value) => {
    compiled ??= compileSchema(schema);
    if (compiled(value) === true) return [];
    const faults = (compiled.errors ?? []).flatMap((error) =>
      describeError(document, error, value, unknownKeyHints),
    );
    return faults.sort((a, b) => comparePlaces(a.place, b.place));
  };
}

/**
 * Throws the first of `faults`, with the others named under it.
 *
 * @throws ConfigError UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, BAD_VALUE with place
 */
export function assertNoFaults(faults: readonly SchemaFault[]): void {
  const [first, ...rest] = faults;
  if (first === undefined) return;
  const more = rest
    .slice(0, MAX_FAULTS - 1)
    .map((fault) => `\n${formatPlace(fault.place)}: ${fault.message}`);
  const left = rest.length - more.length;
  const message = `${first.message}${more.join('')}${left > 0 ? `\nand ${left} more` : ''}`;
  throw remixError(first.code, message, first.place, first.hint);
}

/** Returns a path for people: `repo-packages[0].repo`. */
export function formatPath(path: DocumentPath): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return text.startsWith('.') ? text.slice(1) : text;
}

function describeError(
  document: SourceDocument,
  error: ErrorObject,
  root: unknown,
  unknownKeyHints: Readonly<Record<string, string>>,
): SchemaFault[] {
  const path = pathOf(error.instancePath, root);
  const schema = (error.parentSchema ?? {}) as AnySchemaObject;
  const place = document.placeOf(path);
  const name = path.length === 0 ? 'the file' : formatPath(path);
  switch (error.keyword) {
    case 'if':
      // What the condition led to has errors of its own.
      return [];
    case 'propertyNames':
      // So does the name.
      return [];
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      const hint = unknownKeyHints[key] ?? hintForKey(key, Object.keys(schema.properties ?? {}));
      const message = `unknown key "${key}"${path.length === 0 ? '' : ` in ${name}`}`;
      const keyPath = [...path, key];
      return [
        { code: 'UNKNOWN_KEY', message, hint, place: document.placeOfKey(keyPath), path: keyPath },
      ];
    }
    case 'required': {
      const key = String(error.params.missingProperty);
      return [{ code: 'MISSING_KEY', message: `${name}: "${key}" is missing`, place, path }];
    }
    case 'type': {
      const message = `${name}: expected ${expectedText(schema)}, got ${describeValue(error.data)}`;
      const hint = hintForType(schema, error.data);
      return [
        { code: 'WRONG_TYPE', message, ...(hint === undefined ? {} : { hint }), place, path },
      ];
    }
    case 'enum': {
      const allowed = (error.params.allowedValues as readonly unknown[]).map(String);
      const message = `${name}: expected one of ${allowed.join(', ')}, got ${describeValue(error.data)}`;
      const near = nearestName(String(error.data), allowed);
      const hint =
        near === undefined || near === String(error.data) ? {} : { hint: `Did you mean ${near}?` };
      return [{ code: 'BAD_VALUE', message, ...hint, place, path }];
    }
    default: {
      // What is wrong is a name of the mapping.
      const key = error.propertyName;
      if (key !== undefined) {
        const message = `${name}: expected ${expectedText(schema)}, got ${describeValue(key)}`;
        const keyPath = [...path, key];
        return [{ code: 'BAD_VALUE', message, place: document.placeOfKey(keyPath), path: keyPath }];
      }
      const expected =
        schema['x-expected'] === undefined ? `a value that ${error.message}` : expectedText(schema);
      const message = `${name}: expected ${expected}, got ${describeValue(error.data)}`;
      return [{ code: 'BAD_VALUE', message, place, path }];
    }
  }
}

/** JSON pointer to path; a step is an index where the value has a list there. */
function pathOf(pointer: string, root: unknown): (string | number)[] {
  const path: (string | number)[] = [];
  let value = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const step = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(step) : step);
    value = (value as Record<string, unknown> | undefined)?.[step];
  }
  return path;
}

function hintForKey(key: string, known: readonly string[]): string {
  const near = nearestName(key, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (known.length <= MAX_KEYS_NAMED) return `Known keys: ${known.join(', ')}.`;
  return 'The keys that there are stand in docs/treefile.md.';
}

function hintForType(schema: AnySchemaObject, value: unknown): string | undefined {
  const types = [schema.type].flat();
  if (types.includes('string') && ['number', 'boolean'].includes(typeof value)) {
    return `Put it in quotes: "${value}".`;
  }
  if (types.includes('array') && typeof value === 'string')
    return `Make it a list: [${JSON.stringify(value)}].`;
  if (types.includes('array') && value !== null && typeof value === 'object') {
    return 'Make it a list: begin each element with "- ".';
  }
  if (types.includes('boolean') && typeof value === 'string')
    return 'Write true or false, without quotes.';
  return undefined;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a mapping',
  array: 'a list',
};

function expectedText(schema: AnySchemaObject): string {
  if (typeof schema['x-expected'] === 'string') return schema['x-expected'];
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.join(', ')}`;
  if (schema.type === 'array' && schema.items?.type === 'string') return 'a list of strings';
  return [schema.type]
    .flat()
    .map((type) => TYPE_NAMES[String(type)] ?? String(type))
    .join(' or ');
}

/** Says what `value` is, short enough for one line. */
function describeValue(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function comparePlaces(a: Place, b: Place): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
