import { createHash } from 'node:crypto';
import { uuidOfUrl } from '../core/uuid.ts';

/** Short strings that are kept by themselves cost more than what they say. */
const ITEMS_OF_BLOCK = 1000;

/**
 * Returns a JSON document with a newline at its end: the members of `head`, then lists with one item on each
 * line. Every item is made, written and let go by itself: of a workstation there are hundreds of thousands.
 *
 * @param head with the UUID of version 5 that is over all that the document has
 */
export function formatDocument(
  head: (uuid: string) => object,
  lists: Readonly<Record<string, Iterable<object>>>,
): string {
  const hash = createHash('sha256').update(JSON.stringify(head('')));
  const blocks = [''];
  let pieces: string[] = [];
  for (const [name, items] of Object.entries(lists)) {
    let before = `,\n${JSON.stringify(name)}:[\n`;
    for (const item of items) {
      add(`${before}${JSON.stringify(item)}`);
      before = ',\n';
    }
    add(before === ',\n' ? '\n]' : `${before}]`);
  }
  const uuid = uuidOfUrl(`urn:sha256:${hash.digest('hex')}`);
  blocks[0] = JSON.stringify(head(uuid)).slice(0, -1);
  return `${blocks.join('')}${pieces.join('')}}\n`;

  function add(piece: string): void {
    hash.update(piece);
    pieces.push(piece);
    if (pieces.length < ITEMS_OF_BLOCK) return;
    blocks.push(pieces.join(''));
    pieces = [];
  }
}
