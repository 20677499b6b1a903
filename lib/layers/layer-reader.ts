import { parseTarHeader, TAR_BLOCK_BYTES, type TarHeader } from '../tar/parse.ts';
import type { ByteSource } from './byte-source.ts';
import { type LayerMember, NO_ATTRIBUTES } from './layer-member.ts';
import { type PaxRecords, parsePaxBytes, paxNumber } from './pax-records.ts';
import { unsafe } from './unsafe.ts';

/** A member, and its data while it is the last one that was given. */
export interface LayerEntry {
  readonly member: LayerMember;
  /** Yields the data of a file; what is not asked for is passed over. */
  readonly data: () => AsyncGenerator<Buffer, void>;
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
 * image builders write them. Nothing is kept of what was read.
 *
 * Refused is what readers take differently: data behind what is no file, two kinds of long names for one
 * member, sparse files, a single block of zeros.
 *
 * @throws BuildError TAR_BAD, LAYER_UNSAFE
 */
export async function* readLayerEntries(source: ByteSource): AsyncGenerator<LayerEntry, void> {
  let extra: Extra = { records: new Map(), longName: undefined, longLink: undefined };
  for (let at = 0; ; ) {
    const block = await source.read(TAR_BLOCK_BYTES);
    if (block.length === 0) return;
    if (block.length < TAR_BLOCK_BYTES) throw unsafe('it is cut short');
    const header = parseTarHeader(block);
    if (header === undefined) return assertEnd(await source.read(TAR_BLOCK_BYTES));
    const offsetBytes = at + TAR_BLOCK_BYTES;
    const dataBytes = dataSize(header, extra.records);
    const paddedBytes = Math.ceil(dataBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
    at = offsetBytes + paddedBytes;
    if (!Number.isSafeInteger(at)) throw unsafe(`${header.name} has ${dataBytes} bytes`);
    if ('xLKg'.includes(header.type)) {
      if (dataBytes > MAX_EXTRA_BYTES) throw unsafe(`a header of ${dataBytes} bytes`);
      const data = await source.read(paddedBytes);
      if (data.length < paddedBytes) throw unsafe('it ends within a header');
      extra = withExtra(extra, header.type, data.subarray(0, dataBytes));
      continue;
    }
    const member = memberOf(header, block, { ...extra, dataBytes, offsetBytes });
    let left = dataBytes;
    yield {
      member,
      data: async function* () {
        for await (const piece of source.pieces(left)) {
          left -= piece.length;
          yield piece;
        }
        if (left > 0) throw cutShort(member);
      },
    };
    const rest = left + paddedBytes - dataBytes;
    if ((await source.skip(rest)) < rest) throw cutShort(member);
    extra = { records: new Map(), longName: undefined, longLink: undefined };
  }
}

/** What stands before a member, and is of it. */
interface Extra {
  readonly records: PaxRecords;
  readonly longName: string | undefined;
  readonly longLink: string | undefined;
}

function withExtra(extra: Extra, type: string, data: Buffer): Extra {
  if (type === 'x') return { ...extra, records: parsePaxBytes(data) };
  if (type === 'L') return { ...extra, longName: textOf(data) };
  if (type === 'K') return { ...extra, longLink: textOf(data) };
  // What is said of all members is a comment (git archive): builders of images have no use for it.
  return extra;
}

function dataSize(header: TarHeader, records: PaxRecords): number {
  const size = 'xg'.includes(header.type) ? undefined : records.get('size');
  const dataBytes = size === undefined ? header.sizeBytes : paxNumber(size);
  if (dataBytes < 0) throw unsafe(`${header.name} has ${dataBytes} bytes`);
  return dataBytes;
}

function memberOf(
  header: TarHeader,
  block: Buffer,
  more: Extra & { readonly dataBytes: number; readonly offsetBytes: number },
): LayerMember {
  const { records, longName, longLink, dataBytes } = more;
  const text = (key: string) => records.get(key)?.toString('utf8');
  const number = (key: string, otherwise: number) => {
    const value = records.get(key);
    return value === undefined ? otherwise : paxNumber(value);
  };
  const [path, linkPath] = [text('path'), text('linkpath')];
  const name = path ?? longName ?? header.name;
  if (
    (path ?? longName) !== (longName ?? path) ||
    (linkPath ?? longLink) !== (longLink ?? linkPath)
  ) {
    throw unsafe(`${name} has two names`);
  }
  const type = TYPES[header.type];
  if (type === undefined) throw unsafe(`${name} is of the unknown type ${header.type}`);
  if (type !== 'file' && dataBytes > 0) throw unsafe(`${name} has data, and is no file`);
  const octal = (at: number) =>
    Number.parseInt(block.toString('latin1', at, at + 8).replace(/[^0-7].*$/s, '') || '0', 8);
  return {
    ...{ name, type, modeOctal: header.modeOctal },
    linkName: linkPath ?? longLink ?? header.linkName,
    uid: number('uid', header.uid),
    gid: number('gid', header.gid),
    mtimeSeconds: Math.max(0, number('mtime', header.mtimeSeconds)),
    sizeBytes: dataBytes,
    offsetBytes: more.offsetBytes,
    ...{ major: octal(329), minor: octal(337), attributes: attributesOf(records, name) },
  };
}

function attributesOf(records: PaxRecords, name: string): LayerMember['attributes'] {
  if (records.size === 0) return NO_ATTRIBUTES;
  const found = new Map<string, Buffer>();
  for (const [key, value] of records) {
    if (key.startsWith('GNU.sparse.')) throw unsafe(`${name} is a sparse file`);
    if (key.startsWith(XATTR)) found.set(key.slice(XATTR.length), value);
  }
  return found.size === 0 ? NO_ATTRIBUTES : found;
}

/** Two blocks of zeros end an archive. After one, some readers go on, and some do not. */
function assertEnd(block: Buffer): void {
  if (block.some((byte) => byte !== 0)) throw unsafe('it goes on behind a block of zeros');
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function cutShort({ name }: LayerMember): Error {
  return unsafe(`it ends within ${name}`);
}
