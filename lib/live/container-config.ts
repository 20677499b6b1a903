import { ConfigError } from '../core/errors.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { isDigest, type OciDigest } from '../oci/digest.ts';
import type { LiveCode } from './errors.ts';

/** What an image says of how it is run (image-spec 1.1, config.md). */
export interface ContainerConfig {
  /** SHA-256 of each layer, decompressed, the lowest first. */
  readonly diffIds: readonly OciDigest[];
  readonly argv: readonly string[];
  readonly environment: readonly string[];
  readonly workingFolder: string;
  /** As the image has it: `1000`, `nobody`, `1000:1000`; empty for root. */
  readonly user: string;
}

/** The most bytes of a config that are read. */
export const MAX_CONFIG_BYTES = 4 * 2 ** 20;
const MAX_WORDS = 4096;
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Returns what the config of an image says, for a machine of this architecture. `command` replaces the
 * image's command as `podman run IMAGE COMMAND` does.
 *
 * @throws ConfigError CONTAINER_UNFIT
 */
export function parseContainerConfig(
  bytes: Uint8Array,
  basearch: Basearch,
  command: readonly string[] = [],
): ContainerConfig {
  const document = asObject(parseJson(bytes), 'the config');
  const { oci } = ARCHITECTURES[basearch];
  const { architecture, os } = document;
  if (architecture !== oci || os !== 'linux') {
    throw unfit(`it is for ${String(os)}/${String(architecture)}, expected linux/${oci}`);
  }
  const rootfs = asObject(document['rootfs'], 'rootfs');
  const diffIds = asList(rootfs['diff_ids'], 'rootfs.diff_ids');
  if (!diffIds.every(isDigest))
    throw unfit('rootfs.diff_ids has something else than sha256:<64 hex>');
  const config = asObject(document['config'] ?? {}, 'config');
  const words = (key: string) => asWords(config[key], `config.${key}`);
  const own = command.length === 0 ? words('Cmd') : command;
  const argv = [...words('Entrypoint'), ...own];
  if (argv.length === 0) throw unfit('it has neither entrypoint nor command; give one');
  if (argv.some((word) => word.includes('\0'))) throw unfit('a word of its command has a NUL');
  const environment = words('Env').filter((word) => /^[^=\0]+=[^\0]*$/s.test(word));
  if (!environment.some((word) => word.startsWith('PATH='))) environment.unshift(PATH);
  const workingFolder = asText(config['WorkingDir'], 'config.WorkingDir') || '/';
  if (!/^\/[^\0]*$/s.test(workingFolder)) throw unfit('config.WorkingDir is no absolute path');
  return { diffIds, argv, environment, workingFolder, user: asText(config['User'], 'config.User') };
}

/** Numbers of a user, found in the container's own passwd and group. */
export interface ContainerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Returns the numbers of `user`: `name`, `uid`, or either with `:group`.
 *
 * @param passwd text of the container's /etc/passwd, empty when it has none
 * @throws ConfigError CONTAINER_UNFIT
 */
export function resolveContainerUser(user: string, passwd: string, group: string): ContainerUser {
  const [who = '', of] = user.split(':', 2);
  const line = rows(passwd).find(([name, , uid]) => name === who || uid === who);
  const uid = numberOf(who === '' ? '0' : who) ?? numberOf(line?.[2]);
  if (uid === undefined) throw unfit(`its /etc/passwd has no user ${who}`);
  if (of === undefined || of === '') return { uid, gid: numberOf(line?.[3]) ?? 0 };
  const gid = numberOf(of) ?? numberOf(rows(group).find(([name]) => name === of)?.[2]);
  if (gid === undefined) throw unfit(`its /etc/group has no group ${of}`);
  return { uid, gid };
}

function rows(text: string): string[][] {
  return text.split('\n').map((line) => line.split(':'));
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

type Members = Readonly<Record<string, unknown>>;

function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_CONFIG_BYTES) throw unfit(`its config has ${bytes.length} bytes`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw unfit('its config is not JSON', error);
  }
}

function asObject(value: unknown, where: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw unfit(`${where} is not an object`);
}

function asList(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value) && value.length <= MAX_WORDS) return value;
  throw unfit(`${where} is no list, or too long`);
}

function asWords(value: unknown, where: string): string[] {
  if (value === undefined || value === null) return [];
  return asList(value, where).map((word) => asText(word, where));
}

function asText(value: unknown, where: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw unfit(`${where} is not text`);
}

function unfit(why: string, cause?: unknown): ConfigError<LiveCode> {
  return new ConfigError<LiveCode>('CONTAINER_UNFIT', `the container image cannot be run: ${why}`, {
    cause,
  });
}
