import type { FileHandle } from 'node:fs/promises';
import { BuildError } from '../core/errors.ts';
import { parseTarHeader, TAR_BLOCK_BYTES, type TarHeader } from '../tar/parse.ts';
import type { LiveCode } from './errors.ts';

/** A member of a layer, its names as the layer has them. */
export interface LayerMember {
  readonly name: string;
  readonly type: 'file' | 'hard-link' | 'link' | 'folder' | 'character' | 'block' | 'fifo';
  readonly modeOctal: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  readonly linkName: string;
  readonly sizeBytes: number;
  /** Where its data begins in the archive. */
  readonly offsetBytes: number;
  readonly major: number;
  readonly minor: number;
  /** Extended attributes, by name. */
  readonly attributes: ReadonlyMap<string, Buffer>;
}

const TYPES: Readonly<Record<string, LayerMember['type']>> = {
  ...{ '0': 'file', '7': 'file', '1': 'hard-link', '2': 'link', '3': 'character', '4': 'block' },
  ...{ '5': 'folder', '6': 'fifo' },
};
/** Of a long name, or of the records of one member. */
const MAX_EXTRA_BYTES = 2 ** 20;
const XATTR = 'SCHILY.xattr.';

/**
 * Yields the members of a tar archive that is not compressed: ustar, pax and GNU's long names, as
 * image builders write them. Data is not read.
 *
 * @throws BuildError TAR_BAD, LAYER_UNSAFE
 */
export async function* readLayerMembers(
  file: FileHandle,
  sizeBytes: number,
): AsyncGenerator<LayerMember, void> {
  let records = new Map<string, Buffer>();
  let longName: string | undefined;
  let longLink: string | undefined;
  for (let at = 0; at + TAR_BLOCK_BYTES <= sizeBytes; ) {
    const block = await readAt(file, at, TAR_BLOCK_BYTES);
    const header = parseTarHeader(block);
    if (header === undefined) return;
    const offsetBytes = at + TAR_BLOCK_BYTES;
    const extra = async () => {
      if (header.sizeBytes > MAX_EXTRA_BYTES) throw unsafe(`a header of ${header.sizeBytes} bytes`);
      return readAt(file, offsetBytes, header.sizeBytes);
    };
    const size = header.type === 'x' || header.type === 'g' ? undefined : records.get('size');
    const dataBytes = size === undefined ? header.sizeBytes : numberOf(size);
    if (offsetBytes + dataBytes > sizeBytes) throw unsafe(`it ends within ${header.name}`);
    at = offsetBytes + Math.ceil(dataBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
    if (header.type === 'x') records = parseRecords(await extra());
    else if (header.type === 'L') longName = textOf(await extra());
    else if (header.type === 'K') longLink = textOf(await extra());
    else if (header.type !== 'g') {
      yield memberOf(header, block, { records, longName, longLink, dataBytes, offsetBytes });
      records = new Map();
      longName = undefined;
      longLink = undefined;
    }
  }
}

function memberOf(
  header: TarHeader,
  block: Buffer,
  more: {
    readonly records: ReadonlyMap<string, Buffer>;
    readonly longName: string | undefined;
    readonly longLink: string | undefined;
    readonly dataBytes: number;
    readonly offsetBytes: number;
  },
): LayerMember {
  const { records } = more;
  const text = (key: string) => records.get(key)?.toString('utf8');
  const number = (key: string, otherwise: number) => {
    const value = records.get(key);
    return value === undefined ? otherwise : numberOf(value);
  };
  const name = text('path') ?? more.longName ?? header.name;
  const type = TYPES[header.type];
  if (type === undefined) throw unsafe(`${name} is of the unknown type ${header.type}`);
  const attributes = [...records]
    .filter(([key]) => key.startsWith(XATTR))
    .map(([key, value]) => [key.slice(XATTR.length), value] as const);
  const octal = (at: number) =>
    Number.parseInt(block.toString('latin1', at, at + 8).replace(/[^0-7].*$/s, '') || '0', 8);
  return {
    ...{ name, type, modeOctal: header.modeOctal },
    linkName: text('linkpath') ?? more.longLink ?? header.linkName,
    uid: number('uid', header.uid),
    gid: number('gid', header.gid),
    mtimeSeconds: Math.max(0, number('mtime', header.mtimeSeconds)),
    sizeBytes: type === 'file' ? more.dataBytes : 0,
    offsetBytes: more.offsetBytes,
    ...{ major: octal(329), minor: octal(337), attributes: new Map(attributes) },
  };
}

/** As `parsePaxRecords`, with values as bytes: those of extended attributes are no text. */
function parseRecords(data: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < data.length; ) {
    const digits = /^(\d{1,8}) /.exec(data.toString('latin1', at, at + 9))?.[1];
    const end = at + Number(digits);
    const equals = digits === undefined ? -1 : data.indexOf('=', at + digits.length + 1);
    if (digits === undefined || end > data.length || end <= at || equals < 0 || equals >= end) {
      throw unsafe('a pax record is no key=value');
    }
    const key = data.toString('utf8', at + digits.length + 1, equals);
    records.set(key, data.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}

function numberOf(value: Buffer): number {
  const number = Math.floor(Number(value.toString('latin1')));
  if (!Number.isSafeInteger(number)) throw unsafe('a number of a pax record is none');
  return number;
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead !== length) throw unsafe('it is cut short');
  return buffer;
}

function unsafe(why: string): BuildError<LiveCode> {
  return new BuildError<LiveCode>('LAYER_UNSAFE', `a layer of the container image is bad: ${why}`);
}
