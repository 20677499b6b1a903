import { BuildError } from '../../core/errors.ts';
import {
  parsePaxRecords,
  parseSparseExtension,
  parseTarHeader,
  TAR_BLOCK_BYTES,
  type TarChunk,
  type TarFlavour,
  type TarHeader,
} from '../../tar/parse.ts';
import { assertWithin, type DiskReader, openPart } from '../disk-reader.ts';
import type { InspectCode } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { openWindowed } from './blocks.ts';

/** A member of an archive, its name as pax or GNU extensions say it. */
export interface TarMember {
  readonly name: string;
  readonly type: string;
  readonly linkName: string;
  readonly modeOctal: number;
  readonly uid: number;
  readonly gid: number;
  /** Of the file that comes out: with its holes, if it is sparse. */
  readonly sizeBytes: number;
  readonly flavour: TarFlavour;
  /** Whether pax or GNU extensions were needed: long names, sparse maps. */
  readonly isExtended: boolean;
  readonly isSparse: boolean;
  open(): DiskReader;
}

const MAX_EXTENSION_BYTES = 2 ** 20;
const MAX_MAP_BYTES = 32 * 2 ** 20;

/**
 * Gives the members of an archive, in their order; `ended` is told whether two blocks of zeros came.
 *
 * @throws BuildError TAR_BAD, IMAGE_DAMAGED, IMAGE_LIMIT, IMAGE_TRUNCATED
 */
export async function* readTar(
  archive: DiskReader,
  ended: (isProper: boolean) => void = () => undefined,
): AsyncGenerator<TarMember, void> {
  const file = openWindowed(archive);
  let at = 0;
  let extra = new Map<string, string>();
  for (let count = 0; at + TAR_BLOCK_BYTES <= file.sizeBytes; count += 1) {
    if (count >= LIMITS.members) limit(`an archive of more than ${LIMITS.members} members`);
    const header = parseTarHeader(await file.read(at, TAR_BLOCK_BYTES));
    if (header === undefined) {
      const second = at + 2 * TAR_BLOCK_BYTES <= file.sizeBytes;
      ended(second && isZero(await file.read(at + TAR_BLOCK_BYTES, TAR_BLOCK_BYTES)));
      return;
    }
    at += TAR_BLOCK_BYTES;
    if ('xgLK'.includes(header.type)) {
      if (header.sizeBytes > MAX_EXTENSION_BYTES) limit(`a header of ${header.sizeBytes} bytes`);
      const body = await file.read(at, header.sizeBytes);
      if (header.type === 'x') extra = new Map([...extra, ...parsePaxRecords(body)]);
      if (header.type === 'L') extra.set('path', untilNul(body));
      if (header.type === 'K') extra.set('linkpath', untilNul(body));
      at += blocks(header.sizeBytes);
      continue;
    }
    const chunks = [...(header.sparse?.chunks ?? [])];
    for (let more = header.sparse?.isExtended === true; more; at += TAR_BLOCK_BYTES) {
      const extension = parseSparseExtension(await file.read(at, TAR_BLOCK_BYTES));
      chunks.push(...extension.chunks);
      if (chunks.length > LIMITS.sparseChunks) limit(`a sparse file of ${chunks.length} parts`);
      more = extension.isExtended;
    }
    const stored = paxNumber(extra, 'size') ?? (hasBody(header) ? header.sizeBytes : 0);
    assertWithin(at, 0, archive.sizeBytes - stored);
    const map = await readPaxMap(openPart(archive, at, stored), extra);
    yield memberOf(archive, header, {
      extra,
      chunks: map?.chunks ?? chunks,
      realSizeBytes: map?.realSizeBytes ?? header.sparse?.realSizeBytes,
      at: at + (map?.mapBytes ?? 0),
      stored: stored - (map?.mapBytes ?? 0),
    });
    extra = new Map();
    at += blocks(stored);
  }
  ended(false);
}

interface Body {
  readonly extra: ReadonlyMap<string, string>;
  readonly chunks: readonly TarChunk[];
  /** Of a sparse file. */
  readonly realSizeBytes: number | undefined;
  readonly at: number;
  /** Bytes in the archive. */
  readonly stored: number;
}

function memberOf(archive: DiskReader, header: TarHeader, body: Body): TarMember {
  const { extra, chunks, realSizeBytes, at, stored } = body;
  return {
    name: extra.get('GNU.sparse.name') ?? extra.get('path') ?? header.name,
    type: header.type,
    linkName: extra.get('linkpath') ?? header.linkName,
    modeOctal: header.modeOctal,
    uid: paxNumber(extra, 'uid') ?? header.uid,
    gid: paxNumber(extra, 'gid') ?? header.gid,
    sizeBytes: realSizeBytes ?? stored,
    flavour: header.flavour,
    isExtended: extra.size > 0,
    isSparse: realSizeBytes !== undefined,
    open: () => {
      const data = openPart(archive, at, stored);
      return realSizeBytes === undefined ? data : openSparse(data, chunks, realSizeBytes);
    },
  };
}

/** The map of a sparse file in pax form 1.0, which stands before its data: numbers, one in a line. */
async function readPaxMap(
  data: DiskReader,
  extra: ReadonlyMap<string, string>,
): Promise<{ chunks: TarChunk[]; realSizeBytes: number; mapBytes: number } | undefined> {
  const realSizeBytes = paxNumber(extra, 'GNU.sparse.realsize');
  if (extra.get('GNU.sparse.major') !== '1' || realSizeBytes === undefined) return undefined;
  const text = await data.read(0, Math.min(data.sizeBytes, MAX_MAP_BYTES));
  let at = 0;
  const next = (): number => {
    const end = text.indexOf(10, at);
    const digits = text.toString('latin1', at, end === -1 ? at : end);
    if (!/^\d{1,15}$/.test(digits)) {
      throw new BuildError<InspectCode>('IMAGE_DAMAGED', 'the map of a sparse file has no numbers');
    }
    at = end + 1;
    return Number(digits);
  };
  const count = next();
  if (count > LIMITS.sparseChunks) limit(`a sparse file of ${count} parts`);
  const chunks: TarChunk[] = [];
  for (let index = 0; index < count; index += 1) {
    chunks.push({ offsetBytes: next(), sizeBytes: next() });
  }
  return { chunks, realSizeBytes, mapBytes: blocks(at) };
}

/** A file of which the archive has some parts; between them are zeros. */
function openSparse(data: DiskReader, chunks: readonly TarChunk[], sizeBytes: number): DiskReader {
  if (sizeBytes > LIMITS.diskBytes) limit(`a sparse file of ${sizeBytes} bytes`);
  const parts: { offset: number; end: number; at: number }[] = [];
  let at = 0;
  let free = 0;
  for (const chunk of chunks) {
    const end = chunk.offsetBytes + chunk.sizeBytes;
    if (chunk.offsetBytes < free || end > sizeBytes) {
      throw new BuildError<InspectCode>(
        'IMAGE_DAMAGED',
        `the map of a sparse file has ${chunk.sizeBytes} bytes at ${chunk.offsetBytes}, free from ${free} to ${sizeBytes}`,
      );
    }
    if (chunk.sizeBytes > 0) parts.push({ offset: chunk.offsetBytes, end, at });
    at += chunk.sizeBytes;
    free = end;
  }
  if (at !== data.sizeBytes) {
    throw new BuildError<InspectCode>(
      'IMAGE_DAMAGED',
      `the map of a sparse file has ${at} bytes, the archive ${data.sizeBytes}`,
    );
  }
  return {
    sizeBytes,
    read: async (offsetBytes, lengthBytes) => {
      assertWithin(offsetBytes, lengthBytes, sizeBytes);
      const bytes = Buffer.alloc(lengthBytes);
      const last = offsetBytes + lengthBytes;
      for (let index = firstEndingAfter(parts, offsetBytes); index < parts.length; index += 1) {
        const part = parts[index];
        if (part === undefined || part.offset >= last) break;
        const from = Math.max(part.offset, offsetBytes);
        const to = Math.min(part.end, last);
        (await data.read(part.at + from - part.offset, to - from)).copy(bytes, from - offsetBytes);
      }
      return bytes;
    },
    close: async () => undefined,
  };
}

function firstEndingAfter(parts: readonly { end: number }[], offset: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function hasBody({ type }: TarHeader): boolean {
  // Links, devices, folders and pipes have none, whatever their size says.
  return !'123456'.includes(type);
}

function paxNumber(extra: ReadonlyMap<string, string>, key: string): number | undefined {
  const text = extra.get(key);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function blocks(sizeBytes: number): number {
  return Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

function limit(what: string): never {
  throw new BuildError<InspectCode>('IMAGE_LIMIT', `${what}, more than is accepted`);
}
