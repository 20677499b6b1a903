import { open } from 'node:fs/promises';
import { ConfigError } from '../core/errors.ts';
import { askCredentialHelper } from '../host/credential-helper.ts';
import type { RegistryCode } from './errors.ts';

/** Who asks. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A refresh token, of `docker login` at registries that give one. */
  | { readonly kind: 'identity'; readonly token: string };

const MAX_BYTES = 1024 * 1024;

/** Names of Docker Hub in auth files: it was there before hosts were the keys. */
const DOCKER_HUB = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

/**
 * Returns the credentials for a repository from the first of `files` that has some: files of
 * `docker login` or `podman login` (containers-auth.json(5)). The most specific key counts, a host
 * must be the same to the letter, port included. In each file the helper that `credHelpers` names for the
 * registry comes first, then `auths`, then the helper of `credsStore`, which may be missing here.
 *
 * @param files that are not there are passed over
 * @throws ConfigError AUTH_FILE_INVALID, CREDENTIAL_HELPER_FAILED
 */
export async function readCredentials(
  files: readonly string[],
  registry: string,
  repository: string,
): Promise<Credentials | undefined> {
  for (const path of files) {
    const file = await readAuthFile(path);
    if (file === undefined) continue;
    const host = canonicalHost(registry);
    const helper = file.helpers.get(host);
    const found =
      (helper === undefined ? undefined : await askHelper(path, helper, registry, true)) ??
      findEntry(file, `${host}/${repository}`) ??
      (file.store === undefined ? undefined : await askHelper(path, file.store, registry, false));
    if (found !== undefined) return found;
  }
  return undefined;
}

interface AuthFile {
  readonly path: string;
  /** By host, or host and the beginning of a name. */
  readonly auths: ReadonlyMap<string, object>;
  /** Names of helpers by host. */
  readonly helpers: ReadonlyMap<string, string>;
  /** The helper of all other hosts. */
  readonly store: string | undefined;
}

function findEntry({ auths, path }: AuthFile, name: string): Credentials | undefined {
  const parts = name.split('/');
  for (let length = parts.length; length > 0; length -= 1) {
    const entry = auths.get(parts.slice(0, length).join('/'));
    const found = entry === undefined ? undefined : parseEntry(entry, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function readAuthFile(path: string): Promise<AuthFile | undefined> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw invalid(path, `cannot be read (${error.code})`);
  });
  if (file === undefined) return undefined;
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > MAX_BYTES)
      throw invalid(path, 'is no file of 1 MiB or less');
    const parsed = parseAuthFile(path, await file.readFile('utf8'));
    if (parsed === undefined) throw invalid(path, 'is not {"auths": {…}}');
    return parsed;
  } finally {
    await file.close();
  }
}

/** Returns undefined when the text is something else; without any of its members it is as good as none. */
function parseAuthFile(path: string, text: string): AuthFile | undefined {
  try {
    const found = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const { auths = {}, credHelpers: helpers = {}, credsStore: store } = found;
    if (!isObject(auths) || !isObject(helpers)) return undefined;
    return {
      path,
      auths: new Map(
        Object.entries(auths).flatMap(([key, value]) =>
          isObject(value) ? [[canonicalKey(key), value]] : [],
        ),
      ),
      helpers: new Map(
        Object.entries(helpers).flatMap(([key, value]) =>
          typeof value === 'string' && value !== '' ? [[canonicalKey(key), value]] : [],
        ),
      ),
      store: typeof store === 'string' && store !== '' ? store : undefined,
    };
  } catch {
    return undefined;
  }
}

/** Helpers know Docker Hub by the name that it had first. */
const HUB_SERVER = 'https://index.docker.io/v1/';
/** What `docker-credential-helpers` answers when there is no login. */
const NOT_FOUND = /credentials not found/i;

/** What a helper says is not in any message: it may be the secret. */
async function askHelper(
  file: string,
  name: string,
  registry: string,
  isNeeded: boolean,
): Promise<Credentials | undefined> {
  const fail = (why: string) =>
    new ConfigError<RegistryCode>(
      'CREDENTIAL_HELPER_FAILED',
      `docker-credential-${name.slice(0, 64)}, which ${file} names for ${registry}, ${why}`,
      { place: { file }, hint: 'Log in again, or take the helper out of the file.' },
    );
  const server = canonicalHost(registry) === 'docker.io' ? HUB_SERVER : registry;
  const answer = await askCredentialHelper(name, server);
  if (answer === undefined) {
    // A file that came from a desktop names its keyring for every registry.
    if (!isNeeded) return undefined;
    throw fail('is not installed');
  }
  if (NOT_FOUND.test(answer.stdout) || NOT_FOUND.test(answer.stderr)) return undefined;
  if (answer.exitCode !== 0) throw fail(`failed with exit code ${answer.exitCode}`);
  const found = parseAnswer(answer.stdout);
  if (found === undefined) throw fail('did not answer with a user name and a secret');
  return found;
}

function parseAnswer(text: string): Credentials | undefined {
  try {
    const found = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    const [username, secret] = [found?.['Username'], found?.['Secret']];
    if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') {
      return undefined;
    }
    if (username === '<token>') return { kind: 'identity', token: secret };
    return { kind: 'password', username, password: secret };
  } catch {
    return undefined;
  }
}

function parseEntry(entry: object, file: string): Credentials | undefined {
  const { auth, identitytoken: token } = entry as Readonly<Record<string, unknown>>;
  if (typeof token === 'string' && token !== '') return { kind: 'identity', token };
  // Docker leaves an empty entry where a helper has the password.
  if (typeof auth !== 'string' || auth === '') return undefined;
  const pair = Buffer.from(auth, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1) throw invalid(file, 'has an "auth" that is not base64 of user:password');
  const password = pair.slice(colon + 1).replace(/\0+$/, '');
  return { kind: 'password', username: pair.slice(0, colon), password };
}

/** `https://index.docker.io/v1/` and `ghcr.io/owner` are both keys. */
function canonicalKey(key: string): string {
  const bare = key.replace(/^https?:\/\//, '').replace(/\/(v[12]\/?)?$/, '');
  const slash = bare.indexOf('/');
  return slash === -1
    ? canonicalHost(bare)
    : `${canonicalHost(bare.slice(0, slash))}${bare.slice(slash)}`;
}

function canonicalHost(host: string): string {
  const lower = host.toLowerCase();
  return DOCKER_HUB.has(lower) ? 'docker.io' : lower;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function invalid(file: string, why: string): ConfigError<RegistryCode> {
  return new ConfigError<RegistryCode>('AUTH_FILE_INVALID', `${file} ${why}`, { place: { file } });
}
