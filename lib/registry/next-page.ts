import { BuildError } from '../core/errors.ts';
import type { HttpResponse } from '../host/http.ts';
import type { RegistryCode } from './errors.ts';

/**
 * Returns where the next page of a list is (RFC 8288), or undefined after the last one. A list goes on
 * under its own path alone.
 *
 * @throws BuildError REGISTRY_FAILED
 */
export function nextPage(
  { headers }: Pick<HttpResponse, 'headers'>,
  from: URL,
): string | undefined {
  const match = /<([^>]{1,4096})>\s*;[^,]*\brel="?next\b/.exec(headers['link'] ?? '');
  const next = match === null ? null : URL.parse(match[1] ?? '', from.href);
  if (next === null) return undefined;
  if (next.origin === from.origin && next.pathname === from.pathname) return next.href;
  const message = `${from.origin}${from.pathname} goes on elsewhere`;
  throw new BuildError<RegistryCode>('REGISTRY_FAILED', message);
}
