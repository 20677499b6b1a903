import type { ByteWriter } from './byte-writer.ts';
import { type Codec, malformed, type Typed } from './gvariant.ts';

/** The types of a tuple's members, as codecs. */
type Members<T extends readonly unknown[]> = { readonly [Index in keyof T]: Codec<T[Index]> };

/** `a…`: an array. */
export function array<T>(item: Codec<T>): Codec<readonly T[]> {
  const signature = `a${item.signature}`;
  return {
    signature,
    alignment: item.alignment,
    fixedSize: undefined,
    put: (values, out) => {
      const start = out.length;
      const ends: number[] = [];
      for (const value of values) ends.push(putAligned(item, value, out) - start);
      if (item.fixedSize === undefined) putOffsets(ends, out, start);
    },
    read: (bytes) => arrayItems(signature, item, bytes).map((part) => item.read(part)),
  };
}

/** `(…)`: a tuple. */
export function tuple<T extends readonly unknown[]>(...members: Members<T>): Codec<T> {
  return sequence(`(${members.map((member) => member.signature).join('')})`, members);
}

/** `{…}`: one entry of a dictionary. */
export function entry<K, V>(key: Codec<K>, value: Codec<V>): Codec<readonly [K, V]> {
  return sequence(`{${key.signature}${value.signature}}`, [key, value]);
}

/** `m…`: a value or nothing. */
export function maybe<T>(item: Codec<T>): Codec<T | null> {
  return {
    signature: `m${item.signature}`,
    alignment: item.alignment,
    fixedSize: undefined,
    put: (value, out) => {
      if (value === null) return;
      item.put(value, out);
      if (item.fixedSize === undefined) out.zeros(1);
    },
    read: (bytes) => {
      if (bytes.length === 0) return null;
      return item.read(item.fixedSize === undefined ? bytes.subarray(0, -1) : bytes);
    },
  };
}

/** `v`: a value that says its own type. `codecOf` finds the codec of a signature. */
export function variantOf(codecOf: (signature: string) => Codec<unknown>): Codec<Typed> {
  return {
    signature: 'v',
    alignment: 8,
    fixedSize: undefined,
    put: ({ codec, value }, out) => {
      codec.put(value, out);
      out.zeros(1);
      out.text(codec.signature);
    },
    read: (bytes) => {
      const split = bytes.lastIndexOf(0);
      if (split < 0) throw malformed('v', 'no type');
      const codec = codecOf(Buffer.from(bytes.subarray(split + 1)).toString('latin1'));
      return { codec, value: codec.read(bytes.subarray(0, split)) };
    },
  };
}

/** Tuples and dictionary entries have one layout. */
function sequence<T extends readonly unknown[]>(signature: string, members: Members<T>): Codec<T> {
  const alignment = Math.max(1, ...members.map((member) => member.alignment));
  const fixedSize = sizeOf(members, alignment);
  return {
    signature,
    alignment,
    fixedSize,
    put: (values, out) => {
      const start = out.length;
      const ends: number[] = [];
      members.forEach((member, index) => {
        const end = putAligned(member, values[index], out) - start;
        if (member.fixedSize === undefined && index < members.length - 1) ends.unshift(end);
      });
      if (fixedSize !== undefined) out.zeros(start + fixedSize - out.length);
      putOffsets(ends, out, start);
    },
    read: (bytes) => {
      const items = members.map((member, index) => [member, index] as const);
      const open = members.filter((member) => member.fixedSize === undefined).length;
      const offsets = open - (members.at(-1)?.fixedSize === undefined ? 1 : 0);
      const size = offsetSize(bytes.length);
      const body = bytes.length - Math.max(0, offsets) * size;
      if (body < 0) throw malformed(signature, 'too short');
      let start = 0;
      let offset = bytes.length;
      const values = items.map(([member, index]) => {
        start = align(start, member.alignment);
        let end: number;
        if (member.fixedSize !== undefined) end = start + member.fixedSize;
        else if (index === members.length - 1) end = body;
        else {
          offset -= size;
          end = readOffset(bytes, offset, size);
        }
        if (start > end || end > body) throw malformed(signature, `member ${index} out of bounds`);
        const value = member.read(bytes.subarray(start, end));
        start = end;
        return value;
      });
      if (fixedSize !== undefined && bytes.length !== fixedSize)
        throw malformed(signature, 'wrong size');
      // `values` has one value of each member's type, in order.
      return values as unknown as T;
    },
  };
}

function sizeOf(members: readonly Codec<unknown>[], alignment: number): number | undefined {
  let size = 0;
  for (const member of members) {
    if (member.fixedSize === undefined) return undefined;
    size = align(size, member.alignment) + member.fixedSize;
  }
  return members.length === 0 ? 1 : align(size, alignment);
}

function arrayItems(signature: string, item: Codec<unknown>, bytes: Uint8Array): Uint8Array[] {
  if (bytes.length === 0) return [];
  const items: Uint8Array[] = [];
  if (item.fixedSize !== undefined) {
    if (bytes.length % item.fixedSize !== 0)
      throw malformed(signature, 'not a multiple of its items');
    for (let at = 0; at < bytes.length; at += item.fixedSize) {
      items.push(bytes.subarray(at, at + item.fixedSize));
    }
    return items;
  }
  const size = offsetSize(bytes.length);
  const body = readOffset(bytes, bytes.length - size, size);
  if (body > bytes.length - size || (bytes.length - body) % size !== 0) {
    throw malformed(signature, 'offsets out of bounds');
  }
  let start = 0;
  for (let at = body; at < bytes.length; at += size) {
    const end = readOffset(bytes, at, size);
    start = align(start, item.alignment);
    if (start > end || end > body) throw malformed(signature, `item ${items.length} out of bounds`);
    items.push(bytes.subarray(start, end));
    start = end;
  }
  return items;
}

/** Appends a child with its padding; returns where it ends. */
function putAligned<T>(codec: Codec<T>, value: T, out: ByteWriter): number {
  // A container begins where each of its children may.
  out.zeros(align(out.length, codec.alignment) - out.length);
  codec.put(value, out);
  return out.length;
}

/** Appends `offsets` in the narrowest width that can address the whole container, which began at `start`. */
function putOffsets(offsets: readonly number[], out: ByteWriter, start: number): void {
  const length = out.length - start;
  const fits = (size: number) => length + offsets.length * size < 2 ** (8 * size);
  const width = [1, 2, 4].find(fits) ?? 8;
  for (const offset of offsets) out.unsigned(offset, width);
}

function align(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

/** Width of the offsets of a container of `length` bytes. */
function offsetSize(length: number): number {
  if (length <= 0xff) return 1;
  if (length <= 0xffff) return 2;
  return length <= 0xffffffff ? 4 : 8;
}

function readOffset(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let index = size - 1; index >= 0; index -= 1) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}
