/** RPM files of formats that the rpm at hand does not write, put together byte by byte. */

type Value = { tag: number; type: 4 | 6 | 7 | 8; count: number; data: Buffer };

/** Returns lead, signature header and header of a package called `made`, without a payload. */
export function formatTestRpm(options: {
  readonly format: 3 | 6;
  readonly files: readonly string[];
  readonly signatures?: readonly Buffer[];
}): Buffer {
  const lead = Buffer.alloc(96);
  lead.writeUInt32BE(0xedabeedb, 0);
  lead[4] = options.format === 6 ? 4 : 3;
  const { files } = options;
  const folders = files.map((file) => file.slice(0, file.lastIndexOf('/') + 1));
  const names = files.map((file) => file.slice(file.lastIndexOf('/') + 1));
  const header = formatHeader([
    text(1000, 'made'),
    text(1001, '1'),
    text(1002, '1'),
    numbers(1006, [1_700_000_000]),
    text(1022, 'noarch'),
    ...(options.format === 3
      ? [texts(1027, files)]
      : [
          numbers(
            1116,
            files.map((_, index) => index),
          ),
          texts(1117, names),
          texts(1118, folders),
        ]),
    ...(options.format === 6 ? [numbers(5114, [6])] : []),
  ]);
  const encoded = (options.signatures ?? []).map((signature) => signature.toString('base64'));
  const signature = formatHeader(encoded.length === 0 ? [] : [texts(278, encoded)]);
  const padding = Buffer.alloc((8 - (signature.length % 8)) % 8);
  return Buffer.concat([lead, signature, padding, header]);
}

function formatHeader(values: readonly Value[]): Buffer {
  const entries: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const value of values) {
    const padding = value.type === 4 ? (4 - (offset % 4)) % 4 : 0;
    data.push(Buffer.alloc(padding), value.data);
    const entry = Buffer.alloc(16);
    entry.writeUInt32BE(value.tag, 0);
    entry.writeUInt32BE(value.type, 4);
    entry.writeUInt32BE(offset + padding, 8);
    entry.writeUInt32BE(value.count, 12);
    entries.push(entry);
    offset += padding + value.data.length;
  }
  const intro = Buffer.alloc(16);
  intro.writeUInt32BE(0x8eade801, 0);
  intro.writeUInt32BE(values.length, 8);
  intro.writeUInt32BE(offset, 12);
  return Buffer.concat([intro, ...entries, ...data]);
}

function text(tag: number, value: string): Value {
  return { tag, type: 6, count: 1, data: Buffer.from(`${value}\0`) };
}

function texts(tag: number, values: readonly string[]): Value {
  return {
    tag,
    type: 8,
    count: values.length,
    data: Buffer.from(values.map((v) => `${v}\0`).join('')),
  };
}

function numbers(tag: number, values: readonly number[]): Value {
  const data = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) data.writeUInt32BE(value, index * 4);
  return { tag, type: 4, count: values.length, data };
}
