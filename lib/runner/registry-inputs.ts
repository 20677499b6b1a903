import { ConfigError } from '../core/errors.ts';
import { type OciReference, parseReference } from '../oci/reference.ts';
import type { PlaceAccess } from '../registry/open-place.ts';
import { withLogin } from './cache/registry-login.ts';
import type { RunnerCode } from './errors.ts';
import type { InputReader } from './inputs.ts';

/** A place in a registry that repositories are below, and who asks. */
export interface RegistryInputs {
  /** `host[:port]/namespace` in lower case, or the host alone; undefined when the input is empty. */
  readonly namespace: string | undefined;
  /** Names of images are these; empty: what the images are called themselves. */
  readonly tags: readonly string[];
  readonly username: string | undefined;
  readonly token: string | undefined;
}

/**
 * Reads `name`, `tags`, `registry-username` and `registry-token`. Owners on GitHub may have capitals,
 * repositories may not.
 *
 * @throws ConfigError INPUT_INVALID
 */
export function readRegistryInputs(read: InputReader, name: string): RegistryInputs {
  const namespace = read.text(name)?.replace(/\/+$/, '').toLowerCase();
  if (namespace !== undefined) assertNamespace(namespace, name);
  return {
    namespace,
    tags: read.lines('tags'),
    username: read.text('registry-username'),
    token: read.secret('registry-token'),
  };
}

/** Returns the login for the registry that `place` is in, when the inputs have one that is meant for it. */
export function loginFor(
  place: Pick<OciReference, 'registry'>,
  { username, token }: Pick<RegistryInputs, 'username' | 'token'>,
  serverUrl: string,
): PlaceAccess['login'] {
  const reference = { ...place, repository: '', tag: undefined, digest: undefined };
  const { login } = withLogin({ place: reference, username, token }, serverUrl);
  if (login === undefined) return undefined;
  const credentials = { username: login.username, password: login.token };
  return { registry: place.registry, credentials: { kind: 'password', ...credentials } };
}

/** Returns the host of a namespace. */
export function registryOf(namespace: string): Pick<OciReference, 'registry'> {
  return parseReference(`${namespace}/name`);
}

function assertNamespace(namespace: string, name: string): void {
  try {
    registryOf(namespace);
  } catch (cause) {
    const message = `input ${name}: expected host/namespace, got ${JSON.stringify(namespace)}`;
    throw new ConfigError<RunnerCode>('INPUT_INVALID', message, {
      cause,
      hint: 'Write it as in ghcr.io/OWNER, without the name of an image and without a tag.',
    });
  }
}
