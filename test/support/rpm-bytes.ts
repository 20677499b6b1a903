/** RPM files of formats that the rpm at hand does not write, put together byte by byte. */

/** One value of a header: its tag, its type and its bytes. */
export interface TagValue {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly data: Buffer;
}

const SIZES: Readonly<Record<number, number>> = { 3: 2, 4: 4, 5: 8 };

/** Returns lead, signature header and header of a package called `made`, without a payload. */
export function formatTestRpm(options: {
  readonly format: 3 | 6;
  readonly files: readonly string[];
  readonly signatures?: readonly Buffer[];
  /** More of each header. */
  readonly signature?: readonly TagValue[];
  readonly header?: readonly TagValue[];
}): Buffer {
  const { files, format } = options;
  const encoded = (options.signatures ?? []).map((bytes) => bytes.toString('base64'));
  const header = [
    texts(100, ['C'], 8),
    text(1000, 'made'),
    text(1001, '1'),
    text(1002, '1'),
    texts(1004, ['Made for tests'], 9),
    numbers(1006, [1_700_000_000]),
    text(1021, 'linux'),
    text(1022, 'noarch'),
    text(1044, 'made-1-1.src.rpm'),
    ...(format === 3 ? [texts(1027, files)] : compressedNames(files)),
    ...(format === 6 ? [numbers(5114, [6])] : []),
    ...(options.header ?? []),
  ];
  const digests =
    format === 6
      ? [
          ...(encoded.length === 0 ? [] : [texts(278, encoded)]),
          { tag: 999, type: 7, count: 16, data: Buffer.alloc(16) },
        ]
      : [numbers(1000, [1]), { tag: 1004, type: 7, count: 16, data: Buffer.alloc(16) }];
  const signature = [...digests, ...(options.signature ?? [])];
  return formatRpm(
    formatHeader(signature, format === 6 ? 62 : undefined),
    formatHeader(header, format === 6 ? 63 : undefined),
    format === 6 ? 4 : 3,
  );
}

/** Puts a lead, a signature header and a header together as a file has them. */
export function formatRpm(signature: Buffer, header: Buffer, leadMajor = 3): Buffer {
  const lead = Buffer.alloc(96);
  lead.writeUInt32BE(0xedabeedb, 0);
  lead[4] = leadMajor;
  lead.write('made-1-1', 10);
  lead.writeUInt16BE(1, 76);
  lead.writeUInt16BE(5, 78);
  return Buffer.concat([lead, signature, Buffer.alloc((8 - (signature.length % 8)) % 8), header]);
}

/** Returns a header structure, sorted by tag; with `region`, all of it is that immutable region. */
export function formatHeader(values: readonly TagValue[], region?: number): Buffer {
  const entries: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const value of values.toSorted((a, b) => a.tag - b.tag)) {
    const size = SIZES[value.type] ?? 1;
    const padding = (size - (offset % size)) % size;
    data.push(Buffer.alloc(padding), value.data);
    entries.push(formatEntry(value.tag, value.type, offset + padding, value.count));
    offset += padding + value.data.length;
  }
  if (region !== undefined) {
    entries.unshift(formatEntry(region, 7, offset, 16));
    data.push(formatEntry(region, 7, -16 * entries.length, 16));
    offset += 16;
  }
  const intro = Buffer.alloc(16);
  intro.writeUInt32BE(0x8eade801, 0);
  intro.writeUInt32BE(entries.length, 8);
  intro.writeUInt32BE(offset, 12);
  return Buffer.concat([intro, ...entries, ...data]);
}

/** One index entry. */
export function formatEntry(tag: number, type: number, offset: number, count: number): Buffer {
  const entry = Buffer.alloc(16);
  entry.writeUInt32BE(tag, 0);
  entry.writeUInt32BE(type, 4);
  entry.writeInt32BE(offset, 8);
  entry.writeUInt32BE(count, 12);
  return entry;
}

/** A STRING. */
export function text(tag: number, value: string): TagValue {
  return { tag, type: 6, count: 1, data: Buffer.from(`${value}\0`) };
}

/** A STRING_ARRAY, or with type 9 an I18NSTRING. */
export function texts(tag: number, values: readonly string[], type = 8): TagValue {
  const data = Buffer.from(values.map((value) => `${value}\0`).join(''));
  return { tag, type, count: values.length, data };
}

/** An INT32. */
export function numbers(tag: number, values: readonly number[]): TagValue {
  const data = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) data.writeUInt32BE(value, index * 4);
  return { tag, type: 4, count: values.length, data };
}

function compressedNames(files: readonly string[]): TagValue[] {
  const cut = (file: string) => file.lastIndexOf('/') + 1;
  const indexes = numbers(
    1116,
    files.map((_, index) => index),
  );
  return [
    indexes,
    texts(
      1117,
      files.map((file) => file.slice(cut(file))),
    ),
    texts(
      1118,
      files.map((file) => file.slice(0, cut(file))),
    ),
  ];
}
