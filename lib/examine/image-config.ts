import { BuildError } from '../core/errors.ts';
import { isDigest, type OciDigest } from '../oci/digest.ts';
import type { ExamineCode } from './errors.ts';

/** What the config of an image says (image-spec 1.1, config.md). Lists are empty when it says nothing. */
export interface ExaminedConfig {
  /** Go's name: `amd64`. */
  readonly architecture: string;
  readonly os: string;
  readonly variant: string | undefined;
  /** RFC 3339. */
  readonly created: string | undefined;
  readonly author: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: readonly string[];
  readonly user: string;
  readonly workingFolder: string;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly stopSignal: string;
  /** SHA-256 of each layer, decompressed, the lowest first. */
  readonly diffIds: readonly OciDigest[];
  readonly history: readonly HistoryStep[];
}

/** How a layer came to be; one that is empty has none. */
export interface HistoryStep {
  readonly createdBy: string;
  readonly comment: string;
  readonly isEmptyLayer: boolean;
}

/** The most bytes of a config that are read. */
export const MAX_CONFIG_BYTES = 4 * 2 ** 20;
const MAX_ITEMS = 10_000;

/**
 * Returns what a config says. What is not there is empty; what is of another type than the specification
 * has is refused.
 *
 * @throws BuildError IMAGE_INVALID
 */
export function parseExaminedConfig(bytes: Uint8Array): ExaminedConfig {
  const document = asObject(parseJson(bytes), 'the config');
  const config = asObject(document['config'] ?? {}, 'config');
  const rootfs = asObject(document['rootfs'] ?? {}, 'rootfs');
  const diffIds = asList(rootfs['diff_ids'], 'rootfs.diff_ids');
  if (!diffIds.every(isDigest)) throw invalid('rootfs.diff_ids has what is no digest');
  const words = (key: string) => asList(config[key], key).map((word) => asText(word, key));
  const text = (key: string) => asText(document[key], key);
  return {
    architecture: text('architecture'),
    os: text('os'),
    variant: text('variant') || undefined,
    created: text('created') || undefined,
    author: text('author') || undefined,
    labels: Object.fromEntries(
      Object.entries(asObject(config['Labels'] ?? {}, 'Labels')).map(([key, value]) => [
        key,
        asText(value, 'Labels'),
      ]),
    ),
    entrypoint: words('Entrypoint'),
    cmd: words('Cmd'),
    env: words('Env'),
    user: asText(config['User'], 'User'),
    workingFolder: asText(config['WorkingDir'], 'WorkingDir'),
    exposedPorts: Object.keys(asObject(config['ExposedPorts'] ?? {}, 'ExposedPorts')),
    volumes: Object.keys(asObject(config['Volumes'] ?? {}, 'Volumes')),
    stopSignal: asText(config['StopSignal'], 'StopSignal'),
    diffIds,
    history: asList(document['history'], 'history').map((item) => {
      const step = asObject(item, 'history');
      return {
        createdBy: asText(step['created_by'], 'history.created_by'),
        comment: asText(step['comment'], 'history.comment'),
        isEmptyLayer: step['empty_layer'] === true,
      };
    }),
  };
}

type Members = Readonly<Record<string, unknown>>;

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid('it is not JSON', cause);
  }
}

function asObject(value: unknown, where: string): Members {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || Object.keys(value).length > MAX_ITEMS) throw invalid(`${where} is no object`);
  return value as Members;
}

function asList(value: unknown, where: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.length <= MAX_ITEMS) return value;
  throw invalid(`${where} is no list, or too long`);
}

function asText(value: unknown, where: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw invalid(`${where} is not text`);
}

function invalid(why: string, cause?: unknown): BuildError<ExamineCode> {
  return new BuildError<ExamineCode>(
    'IMAGE_INVALID',
    `the config of the image is not valid: ${why}`,
    {
      cause,
    },
  );
}
