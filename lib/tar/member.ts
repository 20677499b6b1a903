import { BuildError } from '../core/errors.ts';
import type { TarCode } from './errors.ts';
import { TAR_BLOCK_BYTES } from './parse.ts';

/** A member of a pax archive (POSIX.1-2001). Names are bytes: text stands for its UTF-8. */
export interface TarMember {
  /** A folder's ends with a slash. */
  readonly name: string | Uint8Array;
  /** `0` file, `1` hard link, `2` symbolic link, `3` character, `4` block device, `5` folder, `6` pipe. */
  readonly type: '0' | '1' | '2' | '3' | '4' | '5' | '6';
  /** Of a file; 0 of everything else. */
  readonly sizeBytes: number;
  readonly modeOctal: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  /** Where a link leads. */
  readonly linkName?: string | Uint8Array;
  /** Extended attributes, as GNU tar, libarchive, Go and Docker write them: `SCHILY.xattr.*`. */
  readonly xattrs?: readonly (readonly [name: string, value: Uint8Array])[];
  /** Of a device. */
  readonly device?: { readonly major: number; readonly minor: number };
}

const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
/** What a pax header calls itself is for readers that do not know any. */
const PAX_FOLDER = 'PaxHeaders/';
const PAX_MODE = 0o644;

/**
 * Returns what stands before a member's bytes: its header (ustar), with a pax header before it when
 * there is no other way to say something: a long name or link, extended attributes. Owners and sizes
 * that have no room in octal are in GNU's base 256, which all readers of today know, ostree's among
 * them, which reads no pax sizes.
 *
 * @throws BuildError TAR_BAD for a name that is empty or has a NUL
 */
export function formatTarMember(member: TarMember): Buffer {
  const name = nameBytes(member.name);
  const link = member.linkName === undefined ? Buffer.alloc(0) : nameBytes(member.linkName);
  const place = splitName(name);
  const records: Buffer[] = [];
  if (place === undefined) records.push(paxRecord('path', name));
  if (link.length > NAME_BYTES) records.push(paxRecord('linkpath', link));
  // Sorted, whatever order a file system gives them in.
  const xattrs = [...(member.xattrs ?? [])].sort(([a], [b]) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  for (const [key, value] of xattrs) records.push(paxRecord(`SCHILY.xattr.${key}`, value));
  const header = formatHeader({
    ...member,
    ...(place ?? { prefix: Buffer.alloc(0), name: name.subarray(0, NAME_BYTES) }),
    link: link.subarray(0, NAME_BYTES),
  });
  if (records.length === 0) return header;
  const isText = [name, link].every((bytes) => isUtf8(bytes));
  if (!isText) records.unshift(paxRecord('hdrcharset', Buffer.from('BINARY')));
  return Buffer.concat([formatPax(name, records), header]);
}

interface Header extends Omit<TarMember, 'name' | 'xattrs' | 'linkName'> {
  readonly prefix: Buffer;
  readonly name: Buffer;
  readonly link: Buffer;
}

function formatHeader(entry: Header): Buffer {
  const header = Buffer.alloc(TAR_BLOCK_BYTES);
  entry.name.copy(header);
  writeNumber(header, 100, 8, entry.modeOctal & 0o7777);
  writeNumber(header, 108, 8, entry.uid);
  writeNumber(header, 116, 8, entry.gid);
  writeNumber(header, 124, 12, entry.sizeBytes);
  writeNumber(header, 136, 12, entry.mtimeSeconds);
  header.write(entry.type, 156, 'latin1');
  entry.link.copy(header, 157);
  header.write('ustar\x0000', 257, 'latin1');
  if (entry.device !== undefined) {
    writeNumber(header, 329, 8, entry.device.major);
    writeNumber(header, 337, 8, entry.device.minor);
  }
  entry.prefix.copy(header, 345);
  header.fill(0x20, 148, 156);
  let sum = 0;
  for (let at = 0; at < TAR_BLOCK_BYTES; at += 1) sum += header[at] ?? 0;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

function formatPax(name: Buffer, records: readonly Buffer[]): Buffer {
  const body = Buffer.concat(records);
  const last = name.toString('latin1').replace(/\/$/, '').split('/').at(-1) ?? '';
  const plain = last.replace(/[^\x21-\x7e]/g, '_').slice(0, NAME_BYTES - PAX_FOLDER.length);
  const header = formatHeader({
    type: 'x' as '0',
    sizeBytes: body.length,
    modeOctal: PAX_MODE,
    ...{ uid: 0, gid: 0, mtimeSeconds: 0 },
    name: Buffer.from(PAX_FOLDER + plain),
    prefix: Buffer.alloc(0),
    link: Buffer.alloc(0),
  });
  const padding = (TAR_BLOCK_BYTES - (body.length % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
  return Buffer.concat([header, body, Buffer.alloc(padding)]);
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function paxRecord(key: string, value: Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) {
    length = String(length).length + rest.length;
  }
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** A long name may be cut at a slash; undefined when it has no room in the header. */
function splitName(name: Buffer): { prefix: Buffer; name: Buffer } | undefined {
  if (name.length <= NAME_BYTES) return { prefix: Buffer.alloc(0), name };
  // The last byte may be the slash that ends a folder's name.
  const at = name.lastIndexOf(0x2f, Math.min(PREFIX_BYTES, name.length - 2));
  if (at < 1 || name.length - at - 1 > NAME_BYTES) return undefined;
  return { prefix: name.subarray(0, at), name: name.subarray(at + 1) };
}

function nameBytes(name: string | Uint8Array): Buffer {
  const bytes = Buffer.from(name as Uint8Array);
  if (bytes.length === 0 || bytes.includes(0)) {
    throw new BuildError<TarCode>(
      'TAR_BAD',
      `no tar archive can be made: ${JSON.stringify(bytes.toString())} is no name`,
    );
  }
  return bytes;
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString()).equals(bytes);
}

/** In octal with a NUL; in GNU's base 256 when that has too few digits, or the number is negative. */
function writeNumber(header: Buffer, at: number, length: number, value: number): void {
  const digits = value.toString(8);
  if (value >= 0 && digits.length < length) {
    header.write(`${digits.padStart(length - 1, '0')}\0`, at, 'latin1');
    return;
  }
  header.fill(value < 0 ? 0xff : 0, at, at + length);
  header.writeBigInt64BE(BigInt(value), at + length - 8);
  if (length > 8 || value < 0) header.writeUInt8(value < 0 ? 0xff : 0x80, at);
  else header[at] = (header[at] ?? 0) | 0x80;
}
