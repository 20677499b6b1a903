const DOCKER_HUB = 'registry-1.docker.io';

/**
 * Returns `https://host[:port]` of a registry. Plain http is for this machine alone: nobody else is
 * on the way there.
 */
export function registryOrigin(registry: string): string {
  const host = registry === 'docker.io' ? DOCKER_HUB : registry;
  const { hostname } = new URL(`http://${host}`);
  return new URL(`${isLoopback(hostname) ? 'http' : 'https'}://${host}`).origin;
}

/** Whether an address may be asked for a token: https, or this machine when the registry is on it. */
export function isSafeRealm(realm: URL, origin: string): boolean {
  if (realm.username !== '' || realm.password !== '') return false;
  if (realm.protocol === 'https:') return true;
  const { protocol } = new URL(origin);
  return realm.protocol === 'http:' && protocol === 'http:' && isLoopback(realm.hostname);
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
