import { ConfigError } from '../core/errors.ts';
import type { HttpClient } from '../host/http.ts';
import { isDigest, type OciDigest } from '../oci/digest.ts';
import { parseReference } from '../oci/reference.ts';
import { RegistryClient } from './client.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import type { RegistryCode } from './errors.ts';
import type { ImagePlace } from './image-place.ts';
import { OciLayout } from './layout.ts';

/** How places are opened. */
export interface PlaceAccess {
  readonly http: HttpClient;
  /** Files of `podman login`, the first that has something counts. */
  readonly authFiles: readonly string[];
  /** Instead of what the files have, for this one registry. */
  readonly login?: { readonly registry: string; readonly credentials: Credentials } | undefined;
}

/**
 * Opens what a name stands for: `docker://host/name[:tag][@digest]`, the same without `docker://`, or
 * `oci:folder[:tag][@digest]`, as skopeo has them. The tag of a registry is `latest` unless it or a digest
 * is given. A folder that is not there is made when `isNew` is set.
 *
 * @throws ConfigError REFERENCE_INVALID, LAYOUT_INVALID, AUTH_FILE_INVALID, CREDENTIAL_HELPER_FAILED
 */
export async function openPlace(
  name: string,
  access: PlaceAccess,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<ImagePlace> {
  if (name.startsWith('oci:')) {
    const { folder, tag, digest } = parseLayoutName(name);
    const store = isNew ? await OciLayout.create(folder) : await OciLayout.open(folder);
    return { store, tag, digest };
  }
  const { registry, repository, tag, digest } = parseReference(name.replace(/^docker:\/\//, ''));
  const credentials = await findCredentials(access, registry, repository);
  const store = new RegistryClient({ http: access.http, registry, repository, credentials });
  return { store, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest };
}

/**
 * Returns who asks for a repository: the login when it is for its registry, else what the files have.
 *
 * @throws ConfigError AUTH_FILE_INVALID, CREDENTIAL_HELPER_FAILED
 */
export async function findCredentials(
  { authFiles, login }: Pick<PlaceAccess, 'authFiles' | 'login'>,
  registry: string,
  repository: string,
): Promise<Credentials | undefined> {
  if (login?.registry === registry) return login.credentials;
  return readCredentials(authFiles, registry, repository);
}

interface LayoutName {
  readonly folder: string;
  readonly tag: string | undefined;
  readonly digest: OciDigest | undefined;
}

function parseLayoutName(name: string): LayoutName {
  const [, path = '', said] = /^oci:(.*?)(?:@(sha256:.*))?$/s.exec(name) ?? [];
  const digest = isDigest(said) ? said : undefined;
  // A colon within a path is of a folder's name.
  const [, folder = path, tag] = /^(.+):([^/:]+)$/s.exec(path) ?? [];
  if (folder !== '' && !folder.includes('\0') && (said === undefined) === (digest === undefined)) {
    return { folder, tag, digest };
  }
  const message = `${JSON.stringify(name.slice(0, 300))} is not oci:FOLDER[:TAG][@sha256:HEX]`;
  throw new ConfigError<RegistryCode>('LAYOUT_INVALID', message);
}
