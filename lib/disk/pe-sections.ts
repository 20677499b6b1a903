import { BuildError } from '../core/errors.ts';
import type { DiskCode } from './errors.ts';

/** A section to add to an image of the Portable Executable format. */
export interface PeSection {
  /** At most 8 characters. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Initialised data that is read. */
const CHARACTERISTICS = 0x4000_0040;
const SECTION_HEADER_BYTES = 40;
const MAX_SECTIONS = 64;

/**
 * Returns a PE image (a systemd stub) with sections added at its end, in this order. The kernel of
 * a unified kernel image must be the last: it unpacks itself over what follows in memory.
 * Format: Microsoft, "PE Format", and UAPI.5 "Unified Kernel Image".
 *
 * @throws BuildError FILESYSTEM_FAILED when `image` is no such image, or has no room for the headers
 */
export function addPeSections(image: Uint8Array, sections: readonly PeSection[]): Buffer {
  const source = Buffer.from(image);
  const pe = source.length < 64 ? 0 : source.readUInt32LE(0x3c);
  if (source.length < pe + 256 || source.toString('latin1', pe, pe + 4) !== 'PE\0\0') {
    fail('is no PE image');
  }
  const count = source.readUInt16LE(pe + 6);
  const optional = pe + 24;
  const table = optional + source.readUInt16LE(pe + 20);
  const sectionAlignment = source.readUInt32LE(optional + 32);
  const fileAlignment = source.readUInt32LE(optional + 36);
  const headersBytes = source.readUInt32LE(optional + 60);
  if (count > MAX_SECTIONS || sectionAlignment === 0 || fileAlignment === 0) fail('is no PE image');
  const tableEnd = table + count * SECTION_HEADER_BYTES;
  const room = Math.min(headersBytes, firstSectionAt(source, table, count)) - tableEnd;
  if (room < sections.length * SECTION_HEADER_BYTES) {
    fail(`has no room for ${sections.length} more sections in its header`);
  }
  let address = 0;
  for (let nth = 0; nth < count; nth += 1) {
    const at = table + nth * SECTION_HEADER_BYTES;
    address = Math.max(address, source.readUInt32LE(at + 12) + source.readUInt32LE(at + 8));
  }
  const parts: Buffer[] = [
    source,
    Buffer.alloc(align(source.length, fileAlignment) - source.length),
  ];
  let fileAt = align(source.length, fileAlignment);
  let initializedBytes = source.readUInt32LE(optional + 8);
  for (const [nth, { name, bytes }] of sections.entries()) {
    address = align(address, sectionAlignment);
    const rawBytes = align(bytes.length, fileAlignment);
    const at = tableEnd + nth * SECTION_HEADER_BYTES;
    source.fill(0, at, at + SECTION_HEADER_BYTES);
    source.write(name, at, 8, 'latin1');
    source.writeUInt32LE(bytes.length, at + 8);
    source.writeUInt32LE(address, at + 12);
    source.writeUInt32LE(rawBytes, at + 16);
    source.writeUInt32LE(fileAt, at + 20);
    source.writeUInt32LE(CHARACTERISTICS, at + 36);
    parts.push(Buffer.from(bytes), Buffer.alloc(rawBytes - bytes.length));
    address += bytes.length;
    fileAt += rawBytes;
    initializedBytes += rawBytes;
  }
  source.writeUInt16LE(count + sections.length, pe + 6);
  source.writeUInt32LE(initializedBytes, optional + 8);
  source.writeUInt32LE(align(address, sectionAlignment), optional + 56);
  // Of the image as it was; firmware does not look, and a signature would come later.
  source.writeUInt32LE(0, optional + 64);
  return Buffer.concat(parts);
}

function firstSectionAt(source: Buffer, table: number, count: number): number {
  let first = Number.POSITIVE_INFINITY;
  for (let nth = 0; nth < count; nth += 1) {
    const at = source.readUInt32LE(table + nth * SECTION_HEADER_BYTES + 20);
    if (at > 0) first = Math.min(first, at);
  }
  return first;
}

function align(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

function fail(what: string): never {
  throw new BuildError<DiskCode>('FILESYSTEM_FAILED', `systemd's stub ${what}`);
}
