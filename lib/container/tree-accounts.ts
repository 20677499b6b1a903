import { fileEntry } from './commit-entry.ts';
import type { CommitTree } from './commit-tree.ts';
import { ContentReader } from './layer-content.ts';
import type { TreeAccounts } from './package-check.ts';

/** What the user's tools read comes before what nss-altfiles reads. */
const PLACES = {
  users: ['usr/etc/passwd', 'etc/passwd', 'usr/lib/passwd'],
  groups: ['usr/etc/group', 'etc/group', 'usr/lib/group'],
} as const;
const MAX_BYTES = 16 * 1024 * 1024;

/** Reads users and groups of a commit: passwd(5), group(5). */
export async function readTreeAccounts(tree: CommitTree): Promise<TreeAccounts> {
  const [users, groups] = await Promise.all([
    readNumbers(tree, PLACES.users),
    readNumbers(tree, PLACES.groups),
  ]);
  return { users, groups };
}

async function readNumbers(
  tree: CommitTree,
  places: readonly string[],
): Promise<Map<string, number>> {
  const numbers = new Map<string, number>();
  for (const place of places) {
    const object = tree.objects.get(tree.files.get(place) ?? '');
    if (object === undefined || object.sizeBytes > MAX_BYTES) continue;
    const parts: Buffer[] = [];
    await new ContentReader().read(fileEntry(tree, object, place), (bytes) => {
      parts.push(Buffer.from(bytes));
    });
    for (const line of Buffer.concat(parts).toString().split('\n')) {
      const [name = '', , number = ''] = line.split(':');
      if (/^\d+$/.test(number) && !numbers.has(name)) numbers.set(name, Number(number));
    }
  }
  return numbers;
}
