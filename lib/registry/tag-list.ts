import { BuildError } from '../core/errors.ts';
import { isTag } from '../oci/reference.ts';
import type { RegistryCode } from './errors.ts';
import { nextPage } from './next-page.ts';
import type { RegistryTransport, WholeAnswer } from './transport.ts';

const PAGE = 1000;
const MAX_PAGES = 200;
const MAX_PAGE_BYTES = 4 * 1024 * 1024;
const MAX_TAGS = 100_000;

/**
 * Returns all tags of the repository at `base` (`/v2/owner/name`), page by page (distribution-spec 1.1,
 * "Listing tags"). What is no tag is left out.
 *
 * @throws BuildError REGISTRY_FAILED past 100,000 tags, and as RegistryTransport.send
 */
export async function readTagList(
  transport: RegistryTransport,
  base: string,
  scopes: readonly string[],
): Promise<string[]> {
  const fail = (why: string) =>
    new BuildError<RegistryCode>('REGISTRY_FAILED', `${transport.origin}${base}/tags/list ${why}`);
  const path = `${base}/tags/list`;
  const tags = new Set<string>();
  let target: string | undefined = `${path}?n=${PAGE}`;
  for (let page = 0; target !== undefined; page += 1) {
    if (page === MAX_PAGES || tags.size > MAX_TAGS) throw fail('does not end');
    const answer: WholeAnswer = await transport.read({
      method: 'GET',
      target,
      accept: [200, 404],
      scopes,
      limitBytes: MAX_PAGE_BYTES,
    });
    if (answer.status === 404) return [...tags];
    const found = tagsIn(answer.bytes);
    if (found === undefined) throw fail('is not a list of tags');
    for (const tag of found) if (typeof tag === 'string' && isTag(tag)) tags.add(tag);
    target = nextPage(answer, new URL(target, transport.origin));
  }
  return [...tags];
}

function tagsIn(body: Buffer): readonly unknown[] | undefined {
  try {
    const found = JSON.parse(body.toString()) as { tags?: unknown } | null;
    // A repository without tags has null there.
    const tags = found?.tags ?? [];
    return Array.isArray(tags) ? tags : undefined;
  } catch {
    return undefined;
  }
}
