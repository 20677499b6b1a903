import { BuildError } from '../core/errors.ts';
import { ByteWriter } from './byte-writer.ts';
import type { OstreeCode } from './errors.ts';

/**
 * Turns values of one GVariant type to bytes and back. Numbers are big-endian, as OSTree and
 * rpm-ostree store them in objects; offsets are little-endian, as the format demands.
 *
 * Source: "GVariant Specification" 1.0, https://developer.gnome.org/documentation/specifications/gvariant-specification-1.0.html
 */
export interface Codec<T> {
  /** GVariant type string: `a{sv}`. */
  readonly signature: string;
  /** 1, 2, 4 or 8. */
  readonly alignment: number;
  /** Of every value of the type, in bytes; undefined when it varies. */
  readonly fixedSize: number | undefined;
  /** Appends the value; what was written before ends where a value of the type may begin. */
  put(value: T, out: ByteWriter): void;
  /** Throws BuildError GVARIANT_MALFORMED for bytes that are not in normal form. */
  read(bytes: Uint8Array): T;
}

/** A value with its type: what a `v` holds. */
export interface Typed<T = unknown> {
  readonly codec: Codec<T>;
  readonly value: T;
}

/** Returns `value` as something a `v` can hold. */
export function typed<T>(codec: Codec<T>, value: T): Typed {
  // A Typed always carries the codec that its value belongs to.
  return { codec, value } as Typed;
}

/** Returns the bytes of a value. */
export function serialise<T>(codec: Codec<T>, value: T): Uint8Array {
  const out = new ByteWriter();
  codec.put(value, out);
  return out.bytes();
}

/** How deep containers may nest before a reader gives up. */
export const DEPTH_LIMIT = 32;

/** The error of every reader. */
export function malformed(signature: string, why: string): BuildError<OstreeCode> {
  return new BuildError<OstreeCode>(
    'GVARIANT_MALFORMED',
    `not a GVariant of type ${signature}: ${why}`,
  );
}

/** `b`. */
export const boolean: Codec<boolean> = {
  signature: 'b',
  alignment: 1,
  fixedSize: 1,
  put: (value, out) => out.unsigned(value ? 1 : 0, 1),
  read: (bytes) => {
    if (bytes.length !== 1 || (bytes[0] ?? 2) > 1) throw malformed('b', 'neither 0 nor 1');
    return bytes[0] === 1;
  },
};

/** `y`. */
export const byte: Codec<number> = {
  signature: 'y',
  alignment: 1,
  fixedSize: 1,
  put: (value, out) => out.unsigned(value, 1),
  read: (bytes) => {
    const [value] = bytes;
    if (bytes.length !== 1 || value === undefined) throw malformed('y', 'not one byte');
    return value;
  },
};

/** `u`, big-endian. */
export const uint32: Codec<number> = {
  signature: 'u',
  alignment: 4,
  fixedSize: 4,
  put: (value, out) => {
    const at = out.grow(4);
    out.buffer.writeUInt32BE(value, at);
  },
  read: (bytes) => view('u', bytes, 4).getUint32(0),
};

/** `i`, big-endian. */
export const int32: Codec<number> = {
  signature: 'i',
  alignment: 4,
  fixedSize: 4,
  put: (value, out) => {
    const at = out.grow(4);
    out.buffer.writeInt32BE(value, at);
  },
  read: (bytes) => view('i', bytes, 4).getInt32(0),
};

/** `t`, big-endian. */
export const uint64: Codec<bigint> = {
  signature: 't',
  alignment: 8,
  fixedSize: 8,
  put: (value, out) => {
    const at = out.grow(8);
    out.buffer.writeBigUInt64BE(value, at);
  },
  read: (bytes) => view('t', bytes, 8).getBigUint64(0),
};

/** `x`, big-endian. */
export const int64: Codec<bigint> = {
  signature: 'x',
  alignment: 8,
  fixedSize: 8,
  put: (value, out) => {
    const at = out.grow(8);
    out.buffer.writeBigInt64BE(value, at);
  },
  read: (bytes) => view('x', bytes, 8).getBigInt64(0),
};

/** `d`, big-endian. */
export const double: Codec<number> = {
  signature: 'd',
  alignment: 8,
  fixedSize: 8,
  put: (value, out) => {
    const at = out.grow(8);
    out.buffer.writeDoubleBE(value, at);
  },
  read: (bytes) => view('d', bytes, 8).getFloat64(0),
};

/** `s`: UTF-8, ended by a NUL. */
export const string: Codec<string> = {
  signature: 's',
  alignment: 1,
  fixedSize: undefined,
  put: (value, out) => {
    if (value.includes('\0')) throw malformed('s', 'a NUL inside');
    out.text(value);
    out.zeros(1);
  },
  read: (bytes) => {
    const end = bytes.length - 1;
    if (end < 0 || bytes.indexOf(0) !== end) throw malformed('s', 'not ended by its only NUL');
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        bytes.subarray(0, end),
      );
    } catch (cause) {
      throw new BuildError<OstreeCode>('GVARIANT_MALFORMED', 'a GVariant string is not UTF-8', {
        cause,
      });
    }
  },
};

/** `ay`. */
export const bytes: Codec<Uint8Array> = {
  signature: 'ay',
  alignment: 1,
  fixedSize: undefined,
  put: (value, out) => out.append(value),
  read: (value) => value,
};

function view(signature: string, bytes: Uint8Array, sizeBytes: number): DataView {
  if (bytes.length !== sizeBytes) throw malformed(signature, `${bytes.length} bytes`);
  return new DataView(bytes.buffer, bytes.byteOffset, sizeBytes);
}
