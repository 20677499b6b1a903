import { ConfigError } from '../lib/core/errors.ts';
import { registryAuthFiles } from '../lib/host/auth-files.ts';
import type { HttpClient } from '../lib/host/http.ts';
import { parseReference } from '../lib/oci/reference.ts';
import type { PlaceAccess } from '../lib/registry/open-place.ts';
import type { CliCode } from './errors.ts';

/**
 * Returns how the places with these names are opened. A login of the environment is for the last registry
 * among them: the one that is written to.
 *
 * @throws ConfigError OPTION_MISSING, REFERENCE_INVALID
 */
export function registryAccess(http: HttpClient, ...names: readonly string[]): PlaceAccess {
  const written = names.filter((name) => !name.startsWith('oci:')).at(-1);
  return {
    ...{ http, authFiles: registryAuthFiles() },
    login: written === undefined ? undefined : registryLogin(written),
  };
}

/** Returns how an image is opened that may be in a registry, or a folder. Throws ConfigError OPTION_MISSING. */
export function imageAccess(http: HttpClient, name: string): PlaceAccess {
  return { http, authFiles: registryAuthFiles(), login: onlyLogin([name]) };
}

/**
 * Returns the login of the environment when all of these names are in one registry, and else none: it is for
 * one registry, and no other shall hear it.
 *
 * @throws ConfigError OPTION_MISSING
 */
export function onlyLogin(names: readonly string[]): PlaceAccess['login'] {
  const remote = names.filter((name) => isReference(name));
  const logins = remote.map((name) => registryLogin(name));
  const hosts = new Set(logins.map((login) => login?.registry));
  return hosts.size === 1 ? logins[0] : undefined;
}

/**
 * Returns the login of the environment, for the registry of an image.
 *
 * @throws ConfigError OPTION_MISSING, REFERENCE_INVALID
 */
export function registryLogin(name: string): PlaceAccess['login'] {
  const username = process.env['TREESMITH_REGISTRY_USER'] || undefined;
  const password = process.env['TREESMITH_REGISTRY_PASSWORD'] || undefined;
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined || password === undefined) {
    const lacking = username === undefined ? 'USER' : 'PASSWORD';
    const message = `the variable TREESMITH_REGISTRY_${lacking} is missing beside the other`;
    throw new ConfigError<CliCode>('OPTION_MISSING', message);
  }
  const { registry } = parseReference(bareName(name));
  return { registry, credentials: { kind: 'password', username, password } };
}

/** Whether it is in a registry: a folder, a file and what is nothing at all are not, and whoever opens them says so. */
function isReference(name: string): boolean {
  try {
    parseReference(bareName(name));
    return true;
  } catch {
    return false;
  }
}

function bareName(name: string): string {
  return name.replace(/^docker:\/\//, '');
}
