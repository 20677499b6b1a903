import { dirname, resolve } from 'node:path';
import schema from '../../schemas/remix.schema.json' with { type: 'json' };
import type { Place } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import { buildContainers, type RawContainer } from './container.ts';
import { parseDocument, type SourceDocument } from './document.ts';
import { remixError } from './errors.ts';
import { buildImageSpec, type RawImage } from './image.ts';
import { buildPlatforms, type RawPlatform } from './platforms.ts';
import type { OstreeRemote, Remix } from './remix-model.ts';
import { assertNoFaults, createValidator } from './schema.ts';
import { assertRelative, readSource } from './source.ts';

export type { ContainerSpec } from './container-model.ts';
export type { ImageSpec } from './image-model.ts';
export type {
  OstreeRemote,
  Remix,
  TestSpec,
} from './remix-model.ts';

const MAX_FILE_BYTES = 512 * 1024;
const DEFAULT_LOCKFILE = 'rpms.lock.yaml';
const DEFAULT_TEST_SECONDS = 60;

const validateRemix = createValidator(schema);

/**
 * Reads `remix.yaml`. Messages name it the way `path` does; the files that it names are not opened.
 *
 * @throws ConfigError RemixCode with place
 */
export async function readRemix(path: string): Promise<Remix> {
  const { text } = await readSource(path, path, MAX_FILE_BYTES);
  return parseRemix(text, path);
}

/** As `readRemix`, of the text that stands in `path`. */
export function parseRemix(text: string, path: string): Remix {
  const document = parseDocument(text, path, 'yaml');
  const value = withoutEmpty(document.value);
  assertNoFaults(validateRemix(document, value));
  return buildRemix(value as RawRemix, document, resolve(path));
}

/** What the schema lets through. */
interface RawRemix {
  readonly name: string;
  readonly treefile: string;
  readonly architectures: readonly Basearch[];
  readonly lockfile?: string;
  readonly version?: string;
  readonly sign?: { readonly 'gpg-key'?: string };
  readonly 'ostree-remote'?: OstreeRemote;
  readonly platforms?: Readonly<Record<string, RawPlatform>>;
  readonly images?: readonly RawImage[];
  readonly containers?: readonly RawContainer[];
  readonly tests?: readonly {
    readonly name: string;
    readonly run: string;
    readonly timeout?: number;
  }[];
}

function buildRemix(raw: RawRemix, document: SourceDocument, path: string): Remix {
  const directory = dirname(path);
  const inside = (key: 'treefile' | 'lockfile', file: string): string => {
    assertRelative(file, key, document.placeOf([key]));
    return resolve(directory, file);
  };
  for (const key of ['images', 'containers', 'tests'] as const)
    assertNamesDiffer(raw[key] ?? [], key, document);
  const remote = raw['ostree-remote'];
  if (remote !== undefined) assertPlainUrl(remote.url, document.placeOf(['ostree-remote', 'url']));
  const platforms = buildPlatforms(raw.platforms ?? {}, document);
  const context = { architectures: raw.architectures, platforms, document };
  const gpgKey = raw.sign?.['gpg-key']?.replaceAll(' ', '').toUpperCase();
  return {
    path,
    directory,
    name: raw.name,
    treefile: inside('treefile', raw.treefile),
    architectures: raw.architectures,
    lockfile: inside('lockfile', raw.lockfile ?? DEFAULT_LOCKFILE),
    ...(raw.version === undefined ? {} : { version: raw.version }),
    ...(raw.sign === undefined ? {} : { sign: gpgKey === undefined ? {} : { gpgKey } }),
    ...(remote === undefined ? {} : { ostreeRemote: remote }),
    platforms,
    images: (raw.images ?? []).map((image, index) => buildImageSpec(image, index, context)),
    containers: buildContainers(raw.containers ?? [], {
      architectures: raw.architectures,
      directory,
      document,
    }),
    tests: (raw.tests ?? []).map(({ name, run, timeout }) => ({
      name,
      run,
      timeoutMs: (timeout ?? DEFAULT_TEST_SECONDS) * 1000,
    })),
  };
}

/** Outputs are named after these: two alike would write one file. */
function assertNamesDiffer(
  items: readonly { readonly name: string }[],
  key: string,
  document: SourceDocument,
): void {
  const seen = new Set<string>();
  for (const [index, { name }] of items.entries()) {
    if (seen.has(name)) {
      throw remixError(
        'BAD_VALUE',
        `${key}[${index}].name: "${name}" is taken`,
        document.placeOf([key, index, 'name']),
      );
    }
    seen.add(name);
  }
}

function assertPlainUrl(url: string, place: Place): void {
  const parsed = URL.parse(url);
  if (parsed === null)
    throw remixError('BAD_VALUE', `ostree-remote.url: ${url} is not a URL`, place);
  if (parsed.username !== '' || parsed.password !== '') {
    throw remixError(
      'BAD_VALUE',
      'ostree-remote.url: a user or password would be in every image',
      place,
    );
  }
}

/** A key without a value counts as left out. */
function withoutEmpty(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}
