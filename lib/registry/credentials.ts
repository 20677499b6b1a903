import { open } from 'node:fs/promises';
import { ConfigError } from '../core/errors.ts';
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
 * must be the same to the letter, port included. Credential helpers are not run.
 *
 * @param files that are not there are passed over
 * @throws ConfigError AUTH_FILE_INVALID
 */
export async function readCredentials(
  files: readonly string[],
  registry: string,
  repository: string,
): Promise<Credentials | undefined> {
  for (const file of files) {
    const auths = await readAuths(file);
    const parts = `${canonicalHost(registry)}/${repository}`.split('/');
    for (let length = parts.length; length > 0; length -= 1) {
      const entry = auths.get(parts.slice(0, length).join('/'));
      const found = entry === undefined ? undefined : parseEntry(entry, file);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

async function readAuths(path: string): Promise<Map<string, object>> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw invalid(path, `cannot be read (${error.code})`);
  });
  if (file === undefined) return new Map();
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > MAX_BYTES)
      throw invalid(path, 'is no file of 1 MiB or less');
    const auths = parseAuths(await file.readFile('utf8'));
    if (auths === undefined) throw invalid(path, 'is not {"auths": {…}}');
    return new Map(
      Object.entries(auths).flatMap(([key, value]) =>
        typeof value === 'object' && value !== null ? [[canonicalKey(key), value]] : [],
      ),
    );
  } finally {
    await file.close();
  }
}

/** Returns undefined when the text is something else. */
function parseAuths(text: string): object | undefined {
  try {
    const { auths } = JSON.parse(text) as { auths?: unknown };
    // A file that has other settings only is as good as none.
    if (auths === undefined) return {};
    return typeof auths === 'object' && auths !== null ? auths : undefined;
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

function invalid(file: string, why: string): ConfigError<RegistryCode> {
  return new ConfigError<RegistryCode>('AUTH_FILE_INVALID', `${file} ${why}`, { place: { file } });
}
