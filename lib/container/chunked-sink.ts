import { createHash, type Hash } from 'node:crypto';
import { formatTableOfContents, type TocEntry } from './chunked-toc.ts';
import { collectAfter } from './collect-after.ts';
import { Crc64 } from './crc64.ts';
import { compressFrame } from './layer-compressor.ts';
import type { LayerEntry } from './layer-entry.ts';
import type { LayerOutput } from './layer-output.ts';
import type { LayerFacts } from './layer-tasks.ts';
import { releaseBytes } from './release-bytes.ts';

/** A frame each: larger files are in several, which a client fetches one by one. */
const CHUNK_BYTES = 2 * 1024 * 1024;

interface Chunk {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly digest: string;
}

/** A file that is being written. */
interface OpenFile {
  readonly name: string;
  readonly entry: TocEntry;
  readonly chunks: Chunk[];
  readonly hash: Hash;
  readonly crc: Crc64;
  sizeBytes: number;
}

/**
 * A layer in the form `zstd:chunked`: the bytes of each file are frames of their own, and at the end, in frames that
 * other readers skip, stands a table of all files with their digests and places, and what is needed to make
 * the very same tar archive of them. So clients (podman, CRI-O) fetch only files that they lack.
 *
 * Source: containers/storage, pkg/chunked/internal/minimal/compression.go, and vbatts/tar-split.
 * Differs from it: files are cut at fixed places, not where their content asks for it.
 */
export class ChunkedSink implements LayerOutput {
  private readonly level: number;
  private readonly append: (bytes: Uint8Array) => void;
  private readonly tar = createHash('sha256');
  private readonly blob = createHash('sha256');
  private readonly chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  private filledBytes = 0;
  private tarBytes = 0;
  private blobBytes = 0;
  /** Headers and padding that are not yet compressed, and not yet in the list of what is between files. */
  private between: Buffer[] = [];
  private segment: Buffer[] = [];
  private readonly toc: TocEntry[] = [];
  private readonly split: string[] = [];
  private file: OpenFile | undefined;
  /** The table is JSON, which has no names that are not UTF-8: then it is an ordinary layer. */
  private isListable = true;

  constructor(level: number, append: (bytes: Uint8Array) => void) {
    this.level = level;
    this.append = append;
  }

  begin(entry: LayerEntry, header: Buffer): void {
    this.raw(header);
    if (entry.pathBytes !== undefined || entry.targetBytes !== undefined) this.isListable = false;
    const name = `${entry.path}${entry.type === 'folder' ? '/' : ''}`;
    this.file = {
      ...{ name, entry: tocEntryOf(entry, name), chunks: [] },
      ...{ hash: createHash('sha256'), crc: new Crc64(), sizeBytes: 0 },
    };
    this.packSegment();
  }

  write(bytes: Uint8Array): void {
    const { file } = this;
    if (file === undefined || bytes.length === 0) return;
    if (file.sizeBytes === 0) this.compressBetween();
    this.tar.update(bytes);
    this.tarBytes += bytes.length;
    file.hash.update(bytes);
    file.crc.update(bytes);
    file.sizeBytes += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + CHUNK_BYTES - this.filledBytes);
      this.chunk.set(piece, this.filledBytes);
      this.filledBytes += piece.length;
      at += piece.length;
      if (this.filledBytes === CHUNK_BYTES) this.closeChunk(file);
    }
  }

  end(padding: Buffer): void {
    const { file } = this;
    if (file === undefined) return;
    this.closeChunk(file);
    this.toc.push(...tocEntriesOf(file, this.blobBytes));
    this.packFile(file);
    this.raw(padding);
    this.file = undefined;
  }

  finish(tail: Buffer): Omit<LayerFacts, 'differing'> {
    this.raw(tail);
    this.packSegment();
    this.compressBetween();
    const { bytes, annotations } = this.table();
    this.put(bytes);
    releaseBytes(this.chunk);
    return {
      tarSha256: this.tar.digest('hex'),
      tarBytes: this.tarBytes,
      sha256: this.blob.digest('hex'),
      sizeBytes: this.blobBytes,
      annotations,
    };
  }

  private table(): ReturnType<typeof formatTableOfContents> {
    if (!this.isListable) return { bytes: Buffer.alloc(0), annotations: {} };
    return formatTableOfContents({
      ...{ entries: this.toc, split: this.split.join('') },
      ...{ offset: this.blobBytes, compress: (data) => compressFrame(data, this.level) },
    });
  }

  private raw(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.tar.update(bytes);
    this.tarBytes += bytes.length;
    this.between.push(bytes);
    this.segment.push(bytes);
  }

  private compressBetween(): void {
    if (this.between.length > 0) this.put(compressFrame(Buffer.concat(this.between), this.level));
    this.between = [];
  }

  private closeChunk(file: OpenFile): void {
    if (this.filledBytes === 0) return;
    const bytes = this.chunk.subarray(0, this.filledBytes);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    file.chunks.push({ offset: this.blobBytes, sizeBytes: bytes.length, digest });
    const compressed = compressFrame(bytes, this.level);
    this.put(compressed);
    if (!releaseBytes(compressed)) collectAfter(bytes.length);
    this.filledBytes = 0;
  }

  /** tar-split: what is not the bytes of a file, as it is. */
  private packSegment(): void {
    const payload = Buffer.concat(this.segment).toString('base64');
    this.segment = [];
    this.split.push(`${JSON.stringify({ type: 2, payload, position: this.split.length })}\n`);
  }

  /** tar-split: a file, by name, size and CRC. */
  private packFile({ name, sizeBytes, crc }: OpenFile): void {
    const size = sizeBytes === 0 ? {} : { size: sizeBytes };
    const payload = sizeBytes === 0 ? null : crc.digest().toString('base64');
    const position = this.split.length;
    this.split.push(`${JSON.stringify({ type: 1, name, ...size, payload, position })}\n`);
  }

  private put(bytes: Uint8Array): void {
    this.blob.update(bytes);
    this.blobBytes += bytes.length;
    this.append(bytes);
  }
}

const TYPES: Readonly<Record<LayerEntry['type'], TocEntry['type']>> = {
  ...({ file: 'reg', hardlink: 'hardlink', symlink: 'symlink', folder: 'dir' } as const),
  ...({ character: 'char', block: 'block', pipe: 'fifo' } as const),
};

function tocEntryOf(entry: LayerEntry, name: string): TocEntry {
  const { type, mode, uid, gid, target, xattrs = [], device, mtimeSeconds = 0 } = entry;
  return {
    ...{ type: TYPES[type], name },
    ...(target === undefined ? {} : { linkName: target }),
    ...{
      mode,
      uid,
      gid,
      modtime: new Date(mtimeSeconds * 1000).toISOString().replace('.000Z', 'Z'),
    },
    ...(device === undefined ? {} : { devMajor: device.major, devMinor: device.minor }),
    ...(xattrs.length === 0
      ? {}
      : {
          xattrs: Object.fromEntries(
            xattrs.map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
          ),
        }),
  };
}

/** A file, and the chunks after its first. */
function tocEntriesOf(file: OpenFile, endOffset: number): TocEntry[] {
  const [first, ...rest] = file.chunks;
  if (first === undefined) return [file.entry];
  const whole: TocEntry = {
    ...file.entry,
    size: file.sizeBytes,
    digest: `sha256:${file.hash.digest('hex')}`,
    ...{ offset: first.offset, endOffset },
  };
  if (rest.length === 0) return [whole];
  const chunks: TocEntry[] = [];
  let chunkOffset = first.sizeBytes;
  for (const { offset, sizeBytes, digest } of rest) {
    const facts = { offset, chunkSize: sizeBytes, chunkOffset, chunkDigest: digest };
    chunks.push({ type: 'chunk', name: file.name, ...facts });
    chunkOffset += sizeBytes;
  }
  return [{ ...whole, chunkSize: first.sizeBytes, chunkDigest: first.digest }, ...chunks];
}
