import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../core/errors.ts';
import { redactUrl } from '../host/http.ts';
import type { PlanCode } from './errors.ts';

/** Where what was last published is described. `name` is how messages call it: without secrets. */
export type PublishedSource =
  | { readonly kind: 'state'; readonly name: string; readonly url: string }
  | {
      readonly kind: 'ostree';
      readonly name: string;
      /** Of the repository, with a slash at the end. */
      readonly url: string;
      /** Undefined: the ref of each architecture. */
      readonly ref: string | undefined;
    }
  | { readonly kind: 'oci'; readonly name: string; readonly reference: string };

/**
 * Reads a line of `published`: path or URL of a build-state.json, `ostree:URL-OR-PATH[#REF]`, or
 * `oci:REFERENCE`. Paths are relative to the working folder.
 *
 * @throws ConfigError BAD_PUBLISHED
 */
export function parseSource(line: string): PublishedSource {
  const text = line.trim();
  if (text === '' || /\p{Cc}/u.test(text))
    throw badSource(line, 'is empty or has control characters');
  if (text.startsWith('oci:')) return parseOci(text);
  if (text.startsWith('ostree:')) return parseOstree(text);
  return { kind: 'state', name: nameOf(text), url: toUrl(text, line).href };
}

/** True when the source lies on this machine. */
export function isLocal(source: PublishedSource): boolean {
  return source.kind !== 'oci' && source.url.startsWith('file:');
}

// Source: the grammar of references in distribution/reference; a digest instead of a tag will do.
const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/;
const REPOSITORY = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;
const SUFFIX = /(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

function parseOci(text: string): PublishedSource {
  const reference = text.slice('oci:'.length);
  const slash = reference.indexOf('/');
  const host = reference.slice(0, Math.max(slash, 0));
  const repository = reference.slice(slash + 1).replace(SUFFIX, '');
  // "me/image" means Docker Hub to docker, and something else to each of its peers.
  const isQualified = HOST.test(host) && (/[.:[]/.test(host) || host === 'localhost');
  if (!isQualified || !REPOSITORY.test(repository)) {
    throw badSource(text, 'is no image with its registry, such as oci:ghcr.io/me/anvil:latest');
  }
  return { kind: 'oci', name: reference, reference };
}

function parseOstree(text: string): PublishedSource {
  const [location = '', ref, ...rest] = text.slice('ostree:'.length).split('#');
  if (location === '' || rest.length > 0) {
    throw badSource(
      text,
      'is no repository, such as ostree:https://example.org/repo#anvil/1/x86_64',
    );
  }
  if (ref !== undefined && !isRef(ref)) throw badSource(text, `has "${ref}" for a ref`);
  const url = toUrl(location, text);
  if (url.search !== '') throw badSource(text, 'has a query, and files lie below the URL');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return { kind: 'ostree', name: nameOf(location), url: url.href, ref };
}

/** As `ostree_validate_rev` has it. */
function isRef(ref: string): boolean {
  return (
    /^\w[\w.-]*(?:\/[\w.-]+)*$/.test(ref) && !ref.split('/').some((part) => /^\.+$/.test(part))
  );
}

function toUrl(text: string, line: string): URL {
  if (isAbsolute(text) || !/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text)) {
    return pathToFileURL(resolve(text));
  }
  const url = URL.parse(text);
  if (url !== null && ['http:', 'https:', 'file:'].includes(url.protocol)) return url;
  throw badSource(line, 'is neither a path nor an http or https URL');
}

function nameOf(text: string): string {
  return text.includes('://') ? redactUrl(text) : text;
}

function badSource(line: string, what: string): ConfigError<PlanCode> {
  const shown = redactUrl(line.trim()).slice(0, 200);
  return new ConfigError<PlanCode>('BAD_PUBLISHED', `published: ${JSON.stringify(shown)} ${what}`, {
    hint: 'Expected the path or URL of a build-state.json, ostree:URL#REF, or oci:REGISTRY/IMAGE:TAG.',
  });
}
