import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../core/digest.ts';
import {
  formatIndex,
  MAX_INDEX_BYTES,
  type PackGroup,
  parseIndex,
} from '../../packs/index-file.ts';
import type { Pack } from '../../packs/pack.ts';
import type { CacheService } from './service.ts';
import type { CacheSession } from './session.ts';

const FILE = 'index.json';

/** Where an index is kept, and by whom it is written. */
export interface IndexPlace {
  readonly root: string;
  readonly group: PackGroup;
  /** Makes the key of a new index unlike that of any other: `<run id>-<attempt>`. */
  readonly writer: string;
}

/**
 * Returns the packs that the newest index names. Nothing when there is none, or none that is well-formed
 * and of this group, or the service does not answer.
 */
export async function readIndex(
  place: IndexPlace,
  service: CacheService,
  session: CacheSession,
): Promise<readonly Pack[]> {
  const path = indexPath(place);
  const prefix = keyPrefix(place);
  // No index has the prefix alone as its key.
  const found = session.heed(await service.restore(path, prefix, [prefix]));
  if (found.kind !== 'hit') return [];
  const text = await readBounded(join(place.root, path, FILE));
  const packs = text === undefined ? `${FILE} is not in it` : parseIndex(text, place.group);
  if (typeof packs !== 'string') return packs;
  session.log.warn(`the list of packs in the cache entry ${found.key} is not used: ${packs}`);
  return [];
}

/** Saves an index that is the newest from then on. */
export async function writeIndex(
  place: IndexPlace,
  packs: readonly Pack[],
  service: CacheService,
  session: CacheSession,
): Promise<void> {
  const text = formatIndex(place.group, packs);
  const path = indexPath(place);
  await mkdir(join(place.root, path), { recursive: true });
  await writeFile(join(place.root, path, FILE), text);
  const key = `${keyPrefix(place)}${place.writer}-${sha256(text).slice(0, 16)}`;
  session.count(await service.save(path, key));
}

/** Not a name that another group could have as its beginning. */
function keyPrefix({ group }: IndexPlace): string {
  const { repository, remix, basearch } = group;
  const digest = sha256(JSON.stringify([repository, remix, basearch])).slice(0, 16);
  return `treesmith-index-1-${basearch}-${digest}-`;
}

function indexPath({ group }: IndexPlace): string {
  return `index/${group.basearch}`;
}

async function readBounded(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const found = await file.stat();
    return found.isFile() && found.size <= MAX_INDEX_BYTES
      ? await file.readFile('utf8')
      : undefined;
  } finally {
    await file.close();
  }
}
