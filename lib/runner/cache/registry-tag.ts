import { sha256 } from '../../core/digest.ts';
import { isTag } from '../../oci/reference.ts';

/** So much of a key is in its tag when not all of it can be; a digest comes after it. */
const HEAD_CHARACTERS = 63;

/** Returns the tag of a cache entry: its key, or when that is no tag its beginning and SHA-256. */
export function tagOfKey(key: string): string {
  return isTag(key) ? key : `${headOf(key)}_${sha256(key)}`;
}

/** Whether an entry with this tag can have a key that starts with `prefix`. */
export function mayStartWith(tag: string, prefix: string): boolean {
  return tag.startsWith(headOf(prefix)) || tag.startsWith(prefix);
}

/** Orders tags so that later numbers come first: `run-10` before `run-9`. */
export function compareNewestTag(a: string, b: string): number {
  const [left, right] = [a.split(/(\d+)/), b.split(/(\d+)/)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [x = '', y = ''] = [left[index], right[index]];
    if (x === y) continue;
    const both = index % 2 === 1 && x !== '' && y !== '';
    if (both && x.length !== y.length) return y.length - x.length;
    return x < y ? 1 : -1;
  }
  return 0;
}

function headOf(text: string): string {
  return text.slice(0, HEAD_CHARACTERS).replace(/^[^\w]|[^\w.-]/g, '_');
}
