import {
  boolean,
  byte,
  bytes,
  type Codec,
  DEPTH_LIMIT,
  double,
  int32,
  int64,
  malformed,
  string,
  type Typed,
  uint32,
  uint64,
} from './gvariant.ts';
import { array, entry, maybe, tuple, variantOf } from './gvariant-containers.ts';

/** `v`: nested to DEPTH_LIMIT containers. */
export const variant: Codec<Typed> = variantAt(0);

/** `a{sv}`: the metadata of commits and summaries. */
export const vardict: Codec<readonly (readonly [string, Typed])[]> = array(entry(string, variant));

const BASIC: Readonly<Record<string, Codec<unknown>>> = {
  b: boolean,
  y: byte,
  i: int32,
  u: uint32,
  x: int64,
  t: uint64,
  d: double,
  s: string,
  o: { ...string, signature: 'o' },
  g: { ...string, signature: 'g' },
};

/**
 * Returns the codec of one complete type string. `n q h` and bare `?*r` are not known here:
 * OSTree stores none of them.
 *
 * @throws BuildError GVARIANT_MALFORMED
 */
export function codecOf(signature: string, depth = 0): Codec<unknown> {
  const reader = { signature, at: 0 };
  const codec = readType(reader, depth);
  if (reader.at !== signature.length) throw malformed(signature, 'more than one type');
  return codec;
}

function variantAt(depth: number): Codec<Typed> {
  return variantOf((signature) => {
    if (depth >= DEPTH_LIMIT) throw malformed('v', `nested deeper than ${DEPTH_LIMIT}`);
    return codecOf(signature, depth + 1);
  });
}

function readType(reader: { signature: string; at: number }, depth: number): Codec<unknown> {
  if (depth > DEPTH_LIMIT) throw malformed(reader.signature, `nested deeper than ${DEPTH_LIMIT}`);
  const letter = reader.signature[reader.at] ?? '';
  reader.at += 1;
  const basic = BASIC[letter];
  if (basic !== undefined) return basic;
  switch (letter) {
    case 'v':
      return variantAt(depth);
    case 'm':
      return maybe(readType(reader, depth + 1));
    case 'a': {
      if (reader.signature[reader.at] === 'y') {
        reader.at += 1;
        return bytes;
      }
      return array(readType(reader, depth + 1));
    }
    case '{': {
      const key = readType(reader, depth + 1);
      const value = readType(reader, depth + 1);
      expectEnd(reader, '}');
      return entry(key, value);
    }
    case '(': {
      const members: Codec<unknown>[] = [];
      while (reader.signature[reader.at] !== ')') members.push(readType(reader, depth + 1));
      expectEnd(reader, ')');
      return tuple(...members);
    }
    default:
      throw malformed(reader.signature, `no type ${JSON.stringify(letter)}`);
  }
}

function expectEnd(reader: { signature: string; at: number }, letter: string): void {
  if (reader.signature[reader.at] !== letter) throw malformed(reader.signature, `no ${letter}`);
  reader.at += 1;
}
