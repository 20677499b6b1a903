import { type Codec, malformed, type Typed } from './gvariant.ts';

/** Of a number that is exact; beyond them an offset has zeros. */
const MAX_SAFE_BYTES = 6;

/** The types of a tuple's members, as codecs. */
type Members<T extends readonly unknown[]> = { readonly [Index in keyof T]: Codec<T[Index]> };

/** `a…`: an array. */
export function array<T>(item: Codec<T>): Codec<readonly T[]> {
  const signature = `a${item.signature}`;
  return {
    signature,
    alignment: item.alignment,
    fixedSize: undefined,
    write: (values) => {
      const parts = new Parts();
      const ends = values.map((value) => parts.add(item, value));
      if (item.fixedSize === undefined) parts.addOffsets(ends);
      return parts.bytes();
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
    write: (value) => {
      if (value === null) return new Uint8Array();
      const bytes = item.write(value);
      return item.fixedSize === undefined ? Buffer.concat([bytes, Buffer.alloc(1)]) : bytes;
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
    write: ({ codec, value }) =>
      Buffer.concat([codec.write(value), Buffer.from(`\0${codec.signature}`, 'latin1')]),
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
    write: (values) => {
      const parts = new Parts();
      const ends: number[] = [];
      members.forEach((member, index) => {
        const end = parts.add(member, values[index]);
        if (member.fixedSize === undefined && index < members.length - 1) ends.unshift(end);
      });
      if (fixedSize !== undefined) parts.padTo(fixedSize);
      parts.addOffsets(ends);
      return parts.bytes();
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

/** Collects serialised children with their padding. */
class Parts {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** Appends `value`, aligned; returns the offset of its end. */
  add<T>(codec: Codec<T>, value: T): number {
    this.padTo(align(this.#length, codec.alignment));
    return this.#push(codec.write(value));
  }

  padTo(length: number): void {
    if (length > this.#length) this.#push(Buffer.alloc(length - this.#length));
  }

  /** Appends `offsets` in the narrowest width that can address the whole container. */
  addOffsets(offsets: readonly number[]): void {
    const fits = (size: number) => this.#length + offsets.length * size < 2 ** (8 * size);
    const width = [1, 2, 4].find(fits) ?? 8;
    const bytes = Buffer.alloc(offsets.length * width);
    const writtenBytes = Math.min(width, MAX_SAFE_BYTES);
    offsets.forEach((offset, index) => {
      bytes.writeUIntLE(offset, index * width, writtenBytes);
    });
    this.#push(bytes);
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts, this.#length);
  }

  #push(part: Uint8Array): number {
    this.#parts.push(part);
    this.#length += part.length;
    return this.#length;
  }
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
