import schema from '../../schemas/treefile.schema.json' with { type: 'json' };
import { createValidator, type Validator } from './schema.ts';

/** How a key of an included treefile and of the one that includes it come together. */
type MergeRule = 'first' | 'concat' | 'set' | 'map' | 'file';

/** What the schema says of one key. */
export interface TreefileKey {
  readonly name: string;
  readonly merge: MergeRule;
  readonly description: string;
  /** The key that this one is an old spelling of. */
  readonly alias?: string;
  /** `${variable}` is replaced in it. */
  readonly envsubst: boolean;
  /** It names files beside the treefile. */
  readonly external: boolean;
  readonly deprecated: boolean;
}

interface SchemaKey {
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly 'x-merge'?: string;
  readonly 'x-alias'?: string;
  readonly 'x-envsubst'?: boolean;
  readonly 'x-external'?: boolean;
}

/** Every key of a treefile by name, as `schemas/treefile.schema.json` has them. */
export const TREEFILE_KEYS: ReadonlyMap<string, TreefileKey> = new Map(
  Object.entries<SchemaKey>(schema.properties).map(([name, key]) => [name, treefileKey(name, key)]),
);

/** Keys that describe a client's deployment; rpm-ostree's origin files have them, composes do not. */
const CLIENT_KEYS = [
  'base-refspec',
  'container-image-reference',
  'packages-local',
  'packages-local-fileoverride',
  'override-remove',
  'ex-override-replace',
  'override-replace-local',
  'override-commit',
  'initramfs',
  'custom',
  'unconfigured-state',
];

const CLIENT_HINT = 'It is for the origin of a deployed client, not for composing.';

/** Lists what is wrong with a treefile's value. */
export const validateTreefile: Validator = createValidator(
  schema,
  Object.fromEntries(CLIENT_KEYS.map((key) => [key, CLIENT_HINT])),
);

function treefileKey(name: string, key: SchemaKey): TreefileKey {
  const target = key['x-alias'];
  const meaning: SchemaKey =
    target === undefined
      ? key
      : ((schema.properties as Readonly<Record<string, SchemaKey>>)[target] ?? key);
  return {
    name,
    merge: (meaning['x-merge'] ?? 'first') as MergeRule,
    description: meaning.description ?? '',
    ...(target === undefined ? {} : { alias: target }),
    envsubst: meaning['x-envsubst'] === true,
    external: meaning['x-external'] === true,
    deprecated: meaning.deprecated === true,
  };
}
