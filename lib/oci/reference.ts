import { ConfigError } from '../core/errors.ts';
import { isDigest, type OciDigest } from './digest.ts';
import type { OciCode } from './errors.ts';

/** Where something is in a registry. */
export interface OciReference {
  /** `host` or `host:port`, in lower case. */
  readonly registry: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: OciDigest | undefined;
}

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i;
/** distribution-spec 1.1, "Pulling manifests". */
const REPOSITORY =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
/** Docker's limit for registry and repository together. */
const MAX_NAME = 255;

/**
 * Returns the parts of `host[:port]/name[:tag][@digest]`. The host cannot be left out: no registry is
 * assumed. A first part without dot or port is taken for a host only when it is `localhost`, as
 * everywhere.
 *
 * @throws ConfigError REFERENCE_INVALID
 */
export function parseReference(text: string): OciReference {
  const fail = (why: string): never => {
    throw new ConfigError<OciCode>(
      'REFERENCE_INVALID',
      `${JSON.stringify(text.slice(0, 300))} is not host[:port]/name[:tag][@digest]: ${why}`,
      { hint: 'Write it as in ghcr.io/owner/name or localhost:5000/name:tag.' },
    );
  };
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const named = at === -1 ? text : text.slice(0, at);
  if (digest !== undefined && !isDigest(digest)) return fail('the digest is not sha256:<64 hex>');
  const slash = named.indexOf('/');
  if (slash === -1) return fail('it has no host');
  const registry = named.slice(0, slash).toLowerCase();
  const rest = named.slice(slash + 1);
  const colon = rest.indexOf(':');
  const repository = colon === -1 ? rest : rest.slice(0, colon);
  const tag = colon === -1 ? undefined : rest.slice(colon + 1);
  const host = HOST.exec(registry);
  if (host === null || Number(host[1] ?? 0) > 65_535) return fail('the host is not one');
  if (!/[.:]|^localhost$/.test(registry)) return fail('it has no host');
  if (!REPOSITORY.test(repository)) return fail('the name is not of a repository');
  if (registry.length + repository.length + 1 > MAX_NAME) return fail('the name is too long');
  if (tag !== undefined && !isTag(tag)) return fail('the tag is not one');
  return { registry, repository, tag, digest };
}

/** Returns what `parseReference` reads. */
export function formatReference({ registry, repository, tag, digest }: OciReference): string {
  const tagged = tag === undefined ? '' : `:${tag}`;
  return `${registry}/${repository}${tagged}${digest === undefined ? '' : `@${digest}`}`;
}

/** Whether `text` can be a tag. */
export function isTag(text: string): boolean {
  return TAG.test(text);
}
