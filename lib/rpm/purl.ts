/** What a package URL of an RPM is made of. */
export interface RpmPurl {
  /** Who distributes it: ID of os-release, `fedora`. */
  readonly namespace?: string;
  readonly name: string;
  readonly version: string;
  readonly release: string;
  /** Left out when `0`. */
  readonly epoch?: string;
  /** `src` for a source package. */
  readonly arch: string;
  /** ID and VERSION_ID of os-release: `fedora-42`. */
  readonly distro?: string;
  /** File name of the source package that it was built from. */
  readonly upstream?: string;
}

/**
 * Returns `pkg:rpm/namespace/name@version-release?arch=…&distro=…&epoch=…&upstream=…`, in the canonical
 * form (ECMA-427), with qualifiers sorted. `upstream` is what syft and grype have for the source package.
 * Source: package-url/purl-spec, `types/rpm-definition.json`.
 *
 * Differs from packageurl-js 2.0: `+` is escaped, as the standard asks for, and as in every other tool.
 */
export function formatRpmPurl(purl: RpmPurl): string {
  const { namespace = '', name, version, release, epoch = '0', arch, distro, upstream } = purl;
  const qualifiers = {
    arch,
    distro,
    epoch: epoch === '0' ? undefined : epoch,
    upstream: upstream === '' ? undefined : upstream,
  };
  return formatPurl('rpm', [namespace.toLowerCase(), name], `${version}-${release}`, qualifiers);
}

/**
 * Returns `pkg:oci/name@sha256:…?repository_url=host/path/name`, the package URL of a container image;
 * without the qualifier when `repository` is but a name.
 */
export function formatOciPurl(digest: string, repository: string): string {
  const name = repository.slice(repository.lastIndexOf('/') + 1).toLowerCase();
  return formatPurl('oci', [name], digest, {
    repository_url: repository.includes('/') ? repository : undefined,
  });
}

function formatPurl(
  type: string,
  path: readonly string[],
  version: string,
  qualifiers: Readonly<Record<string, string | undefined>>,
): string {
  const names = path.filter((part) => part !== '').map(escapePart);
  const pairs = Object.entries(qualifiers).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapePart(value)}`],
  );
  const query = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return `pkg:${type}/${names.join('/')}@${escapePart(version)}${query}`;
}

/** Letters, digits and `.-_~` stand for themselves, and so does the colon. */
function escapePart(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
