/** A section header of the Portable Executable format ("PE Format", Section Table). */
const SECTION_HEADER_BYTES = 40;
const MAX_SECTIONS = 96;

/**
 * Returns a unified kernel image with words added to its `.cmdline`, or undefined when it is none or
 * there is no room before the next section in memory. Format: UAPI.5 "Unified Kernel Image".
 */
export function addUkiArguments(image: Buffer, words: string): Buffer | undefined {
  const pe = image.length < 64 ? image.length : image.readUInt32LE(0x3c);
  if (image.length < pe + 88 || image.toString('latin1', pe, pe + 4) !== 'PE\0\0') return undefined;
  const count = image.readUInt16LE(pe + 6);
  const table = pe + 24 + image.readUInt16LE(pe + 20);
  const fileAlignment = image.readUInt32LE(pe + 24 + 36);
  if (count > MAX_SECTIONS || image.length < table + count * SECTION_HEADER_BYTES) return undefined;
  const sections = Array.from({ length: count }, (_, nth) => {
    const at = table + nth * SECTION_HEADER_BYTES;
    return {
      at,
      name: image.toString('latin1', at, at + 8).replace(/\0+$/, ''),
      virtualBytes: image.readUInt32LE(at + 8),
      address: image.readUInt32LE(at + 12),
      rawBytes: image.readUInt32LE(at + 16),
      offset: image.readUInt32LE(at + 20),
    };
  });
  const cmdline = sections.find(({ name }) => name === '.cmdline');
  if (cmdline === undefined) return undefined;
  const { at, address, offset, rawBytes, virtualBytes } = cmdline;
  const text = image
    .toString('utf8', offset, offset + Math.min(rawBytes, virtualBytes))
    .replace(/[\0\s]+$/, '');
  const bytes = Buffer.from(`${text} ${words}`);
  const nextAddress = sections
    .map((section) => section.address)
    .filter((other) => other > address)
    .reduce((least, other) => Math.min(least, other), Number.POSITIVE_INFINITY);
  if (address + bytes.length > nextAddress) return undefined;
  // At the end of the file there is always room; firmware loads each section from where it lies.
  const newOffset = align(image.length, fileAlignment);
  const newRawBytes = align(bytes.length, fileAlignment);
  const changed = Buffer.alloc(newOffset + newRawBytes);
  image.copy(changed);
  bytes.copy(changed, newOffset);
  changed.writeUInt32LE(bytes.length, at + 8);
  changed.writeUInt32LE(newRawBytes, at + 16);
  changed.writeUInt32LE(newOffset, at + 20);
  return changed;
}

function align(value: number, to: number): number {
  return Math.ceil(value / Math.max(1, to)) * Math.max(1, to);
}
