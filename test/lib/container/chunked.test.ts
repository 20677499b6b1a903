import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Crc64 } from '../../../lib/container/crc64.ts';
import type { LayerEntry } from '../../../lib/container/layer-entry.ts';
import type { WrittenLayer } from '../../../lib/container/layer-model.ts';
import { writeLayers } from '../../../lib/container/write-layers.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';

const KEY = 'io.github.containers.zstd-chunked';
const FACTS = { mode: 0o755, uid: 3, gid: 4, sizeBytes: 0 } as const;
const CAPABILITY = Buffer.from('0100000200200000000000000000000000000000', 'hex');

let temp: TempDir;
let layer: WrittenLayer;
let path: string;
let blob: Buffer;
let large: Buffer;
beforeAll(async () => {
  temp = await makeTempDir();
  large = Buffer.concat([randomBytes(5_000_000), Buffer.alloc(5_000_000, 'text ')]);
  const file = join(temp.path, 'large');
  writeFileSync(file, large);
  const entries: LayerEntry[] = [
    { ...FACTS, path: '.', type: 'folder' },
    {
      ...{ ...FACTS, path: 'ping', type: 'file', sizeBytes: 4 },
      content: { kind: 'bytes', bytes: Buffer.from('ping') },
      xattrs: [['security.capability', CAPABILITY]],
    },
    { ...FACTS, path: 'again', type: 'hardlink', target: 'ping' },
    { ...FACTS, path: 'link', type: 'symlink', target: `/${'far/'.repeat(40)}` },
    {
      ...FACTS,
      path: 'large',
      type: 'file',
      sizeBytes: large.length,
      content: { kind: 'file', path: file },
    },
    { ...FACTS, path: 'empty', type: 'file' },
  ];
  const layout = await OciLayout.create(join(temp.path, 'layout'));
  const request = { name: 'layer', sizeBytes: 1, entries: () => entries };
  const options = { layout, compression: 'zstd:chunked', log: silentLog } as const;
  const [made] = await writeLayers([request], options);
  if (made === undefined) throw new Error('no layer');
  layer = made;
  path = await layout.blobPath(layer.descriptor);
  blob = readFileSync(path);
});
afterAll(() => temp[Symbol.asyncDispose]());

const annotation = (name: string) => layer.descriptor.annotations?.[`${KEY}.${name}`] ?? '';

/** What a frame that decoders skip holds. */
function skipped(name: string): Buffer {
  const [offset = 0, sizeBytes = 0, whole] = annotation(name).split(':').map(Number);
  expect(blob.subarray(offset - 8, offset - 4).toString('hex')).toBe('502a4d18');
  expect(blob.readUInt32LE(offset - 4)).toBe(sizeBytes);
  const bytes = zstdDecompressSync(blob.subarray(offset, offset + sizeBytes));
  expect(bytes).toHaveLength(whole ?? 0);
  return bytes;
}

interface Toc {
  readonly tarSplitDigest: string;
  readonly entries: readonly Readonly<Record<string, unknown>>[];
}
const readToc = () => JSON.parse(skipped('manifest-position').toString()) as Toc;
const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Puts the bytes of a file together as a client does that fetches it alone. */
function fetchFile(name: string): Buffer {
  const parts = readToc().entries.filter((entry) => entry['name'] === name);
  const [whole] = parts;
  if (whole?.['offset'] === undefined) return Buffer.alloc(0);
  const ends = [...parts.slice(1).map((part) => part['offset']), whole['endOffset']].map(Number);
  return Buffer.concat(
    parts.map((part, index) => {
      const bytes = zstdDecompressSync(blob.subarray(Number(part['offset']), ends[index]));
      if (part['chunkDigest'] !== undefined) expect(part['chunkDigest']).toBe(sha256(bytes));
      return bytes;
    }),
  );
}

describe('a layer in zstd:chunked', () => {
  it('is an ordinary layer for those who know nothing of it', async () => {
    const tar = await readTool(['sh', '-c', `zstd -dc ${path} | sha256sum`]);
    expect(`sha256:${tar.slice(0, 64)}`).toBe(layer.diffId);
    expect(await readTool(['tar', '--zstd', '-tf', path])).toBe(
      './\nping\nagain\nlink\nlarge\nempty\n',
    );
  });

  it('has a table of its files, whose bytes can be fetched one by one', () => {
    const { entries } = readToc();
    expect(entries[1]).toEqual({
      ...{ type: 'reg', name: 'ping', mode: 0o755, uid: 3, gid: 4, size: 4 },
      modtime: '1970-01-01T00:00:00Z',
      xattrs: { 'security.capability': CAPABILITY.toString('base64') },
      digest: sha256(Buffer.from('ping')),
      offset: expect.any(Number),
      endOffset: expect.any(Number),
    });
    expect(entries.map(({ type }) => type)).toEqual([
      'dir',
      'reg',
      'hardlink',
      'symlink',
      'reg',
      ...['chunk', 'chunk', 'chunk', 'chunk'],
      'reg',
    ]);
    expect(fetchFile('ping').toString()).toBe('ping');
    expect(fetchFile('large').equals(large)).toBe(true);
  });

  it('says how to make the same archive of them again', () => {
    const [offset = 0, sizeBytes = 0] = annotation('tarsplit-position').split(':').map(Number);
    expect(readToc().tarSplitDigest).toBe(sha256(blob.subarray(offset, offset + sizeBytes)));
    const lines = skipped('tarsplit-position').toString().trim().split('\n');
    const parts = lines.map((line, index) => {
      const { type, name, size, payload, position } = JSON.parse(line);
      expect(position).toBe(index);
      if (type === 2) return Buffer.from(payload, 'base64');
      const bytes = fetchFile(name);
      expect(bytes).toHaveLength(size ?? 0);
      expect(payload).toBe(bytes.length === 0 ? null : crcOf(bytes).toString('base64'));
      return bytes;
    });
    expect(sha256(Buffer.concat(parts))).toBe(layer.diffId);
  });

  it('is an ordinary layer where a name is not UTF-8', async () => {
    const layout = await OciLayout.create(join(temp.path, 'bytes'));
    const pathBytes = Buffer.from([0x61, 0xff]);
    const entries: LayerEntry[] = [{ ...FACTS, path: 'a\ufffd', pathBytes, type: 'file' }];
    const request = { name: 'bytes', sizeBytes: 1, entries: () => entries };
    const [made] = await writeLayers([request], {
      ...({ layout, compression: 'zstd:chunked', log: silentLog } as const),
    });
    expect(made?.descriptor.annotations).toBeUndefined();
  });

  it('ends with a footer that leads to the table', () => {
    const footer = blob.subarray(-64);
    expect(footer.subarray(56).toString()).toBe('GNUlInUx');
    const numbers = Array.from({ length: 7 }, (_, index) =>
      Number(footer.readBigUInt64LE(index * 8)),
    );
    expect(numbers.slice(0, 4).join(':')).toBe(annotation('manifest-position'));
    expect(numbers.slice(4).join(':')).toBe(annotation('tarsplit-position'));
    const [offset = 0, sizeBytes = 0] = numbers;
    expect(annotation('manifest-checksum')).toBe(sha256(blob.subarray(offset, offset + sizeBytes)));
  });
});

function crcOf(bytes: Buffer): Buffer {
  const crc = new Crc64();
  crc.update(bytes);
  return crc.digest();
}

describe('Crc64', () => {
  it('has the check value of CRC-64/GO-ISO', () => {
    expect(crcOf(Buffer.from('123456789')).toString('hex')).toBe('b90956c775a41001');
    expect(crcOf(Buffer.alloc(0)).toString('hex')).toBe('0000000000000000');
  });
});
