import { ConfigError } from '../core/errors.ts';
import { BASEARCHES, type Basearch } from '../host/architecture.ts';
import { parseReference } from '../oci/reference.ts';
import { IMAGE_FORMATS, type ImageFormat } from '../remix/image-model.ts';
import type { CacheRegistryInputs } from './cache/registry-login.ts';
import type { RunnerCode } from './errors.ts';
import type { InputReader } from './inputs.ts';

/** Where RPMs and metadata are kept between runs. */
export type CacheMode = 'none' | 'local' | 'actions' | 'registry';

/** Where the remix is and where its results are. Paths are absolute. */
export interface PlaceInputs {
  readonly remixPath: string;
  readonly outDir: string;
}

/** The inputs of every action that runs stages. */
export interface RemixInputs extends PlaceInputs {
  /** Undefined: where the mode of caching has it. */
  readonly storePath: string | undefined;
  readonly cache: CacheMode;
  /** With the mode `registry`. */
  readonly cacheRegistry: CacheRegistryInputs | undefined;
  /** Of a store that stays on the runner's disk. */
  readonly cacheSizeBytes: number;
  /** Where a page that shows what ran when goes. */
  readonly timelinePath: string | undefined;
  /** Undefined: every architecture of remix.yaml. */
  readonly basearch: Basearch | undefined;
  readonly repoVars: Readonly<Record<string, string>>;
}

/** A key that signs. */
export interface KeyInputs {
  /** Armoured secret key. */
  readonly gpgPrivateKey: string | undefined;
  readonly gpgPassphrase: string | undefined;
}

/** Who signs, for actions that may also go without. */
export interface SigningInputs extends KeyInputs {
  /** Build without a signature although remix.yaml names a key. */
  readonly unsigned: boolean;
}

/** Which images of remix.yaml. */
export interface ImageInputs {
  /** Names; all when there are none. */
  readonly names: readonly string[];
  readonly format: ImageFormat | 'any';
}

const GIB = 1024 ** 3;
const DEFAULT_CACHE_GIB = 20;

/** Reads the inputs of every action on a remix. Throws as the reader does. */
export function readPlaceInputs(read: InputReader): PlaceInputs {
  return { remixPath: read.path('remix'), outDir: read.path('out') };
}

/** Reads the inputs of every action that runs stages. */
export function readRemixInputs(read: InputReader): RemixInputs {
  const place = readPlaceInputs(read);
  const storePath = read.text('store');
  const basearch = read.oneOf('architecture', ['all', ...BASEARCHES]);
  const repoVars = parseVariables(read.lines('repo-vars'));
  return {
    ...place,
    storePath,
    ...readCacheInputs(read),
    cacheSizeBytes: (read.count('cache-size-gib', 1) ?? DEFAULT_CACHE_GIB) * GIB,
    timelinePath: read.optionalPath('timeline'),
    basearch: basearch === 'all' ? undefined : basearch,
    repoVars,
  };
}

/** Reads the key of an action that signs. */
export function readKeyInputs(read: InputReader): KeyInputs {
  return {
    gpgPrivateKey: read.secret('gpg-private-key'),
    gpgPassphrase: read.secret('gpg-passphrase'),
  };
}

/** Reads the inputs of an action that may sign. */
export function readSigningInputs(read: InputReader): SigningInputs {
  return { ...readKeyInputs(read), unsigned: read.boolean('unsigned') };
}

/** Reads which images an action is about. */
export function readImageInputs(read: InputReader): ImageInputs {
  return { names: read.lines('name'), format: read.oneOf('format', ['any', ...IMAGE_FORMATS]) };
}

function readCacheInputs(read: InputReader): Pick<RemixInputs, 'cache' | 'cacheRegistry'> {
  const cache = read.oneOf('cache', ['actions', 'registry', 'local', 'none']);
  const text = read.text('cache-registry');
  const username = read.text('cache-username');
  const token = read.secret('cache-token');
  // What is given beside another mode is looked at, and of no use.
  const place = text === undefined ? undefined : parseReference(text);
  if (place?.tag !== undefined || place?.digest !== undefined) {
    throw new ConfigError<RunnerCode>(
      'INPUT_INVALID',
      `input cache-registry: expected host/name without a tag or digest, got ${JSON.stringify(text)}`,
    );
  }
  if (cache !== 'registry') return { cache, cacheRegistry: undefined };
  if (place !== undefined) return { cache, cacheRegistry: { place, username, token } };
  throw new ConfigError<RunnerCode>(
    'INPUT_MISSING',
    'input cache-registry: "cache: registry" needs a repository in a registry',
    {
      hint: 'Name one that you may write to, such as "cache-registry: ghcr.io/OWNER/remix-cache".',
    },
  );
}

function parseVariables(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new ConfigError<RunnerCode>(
        'INPUT_INVALID',
        `input repo-vars: expected lines of NAME=VALUE, got ${JSON.stringify(line)}`,
      );
    }),
  );
}
