import { BuildError } from '../core/errors.ts';
import type { OciDigest } from '../oci/digest.ts';
import { MAX_MANIFEST_BYTES, type ManifestDescriptor, parseManifest } from '../oci/manifest.ts';
import { OCI_INDEX } from '../oci/media-types.ts';
import type { RegistryCode } from './errors.ts';
import { nextPage } from './next-page.ts';
import type { RegistryTransport } from './transport.ts';

const MAX_PAGES = 200;
const MAX_REFERRERS = 10_000;

/**
 * Returns what refers to a manifest of the repository at `base` (`/v2/owner/name`), page by page
 * (distribution-spec 1.1, "Listing Referrers"); undefined when the registry has no such list.
 *
 * @throws BuildError REGISTRY_FAILED, OCI_INVALID, and as RegistryTransport.send
 */
export async function readReferrerList(
  transport: RegistryTransport,
  base: string,
  digest: OciDigest,
  scopes: readonly string[],
): Promise<ManifestDescriptor[] | undefined> {
  const path = `${base}/referrers/${digest}`;
  const found = new Map<OciDigest, ManifestDescriptor>();
  let target: string | undefined = path;
  for (let page = 0; target !== undefined; page += 1) {
    if (page === MAX_PAGES || found.size > MAX_REFERRERS) {
      const message = `${transport.origin}${path} does not end`;
      throw new BuildError<RegistryCode>('REGISTRY_FAILED', message);
    }
    const answer = await transport.read({
      method: 'GET',
      target,
      headers: { accept: OCI_INDEX },
      // Who does not know the path says so in one of these ways.
      accept: page === 0 ? [200, 400, 404, 405] : [200],
      scopes,
      limitBytes: MAX_MANIFEST_BYTES,
    });
    const type = answer.headers['content-type']?.replace(/;.*$/, '').trim();
    // A page for people is no list either.
    if (answer.status !== 200 || (page === 0 && type !== OCI_INDEX)) return undefined;
    const index = parseManifest(answer.bytes, OCI_INDEX);
    if (index.kind === 'index') for (const one of index.manifests) found.set(one.digest, one);
    target = nextPage(answer, new URL(target, transport.origin));
  }
  return [...found.values()];
}
