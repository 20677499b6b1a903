import { createReadStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compression, compressionOf, openDecompressed } from '../../../lib/host/decompress.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';

const SIZE = 2_000_000;
const TOOLS: Readonly<Record<Exclude<Compression, 'none'>, [argv: string[], suffix: string]>> = {
  gzip: [['gzip', '-k'], 'gz'],
  zstd: [['zstd', '-q', '-k'], 'zst'],
  xz: [['xz', '-k'], 'xz'],
  bzip2: [['bzip2', '-k'], 'bz2'],
};
const KINDS = Object.keys(TOOLS) as (keyof typeof TOOLS)[];

let dir: TempDir;
const plain = Buffer.from(Array.from({ length: SIZE }, (_, index) => (index * index) >> 3));

beforeAll(async () => {
  dir = await makeTempDir();
  await writeFile(join(dir.path, 'file'), plain);
  for (const kind of KINDS) await runTool([...TOOLS[kind][0], join(dir.path, 'file')]);
});

afterAll(() => dir[Symbol.asyncDispose]());

const pathOf = (kind: keyof typeof TOOLS) => join(dir.path, `file.${TOOLS[kind][1]}`);

async function read(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const code = (body: Promise<unknown>) =>
  body.then(
    () => 'no error',
    (error: { code: string }) => error.code,
  );

describe('openDecompressed', () => {
  it.each(KINDS)('reads %s', async (kind) => {
    expect((await read(openDecompressed(pathOf(kind), kind, SIZE))).equals(plain)).toBe(true);
    const stream = createReadStream(pathOf(kind), { highWaterMark: 1000 });
    expect((await read(openDecompressed(stream, kind, SIZE))).equals(plain)).toBe(true);
  });

  it('reads what is not compressed', async () => {
    const path = join(dir.path, 'file');
    expect((await read(openDecompressed(path, 'none', SIZE))).equals(plain)).toBe(true);
  });

  it.each(KINDS)('reads several %s streams in one', async (kind) => {
    const once = await readFile(pathOf(kind));
    const twice = Readable.from([Buffer.concat([once, once])]);
    expect(await read(openDecompressed(twice, kind, 2 * SIZE))).toHaveLength(2 * SIZE);
  });

  it.each(KINDS)('stops %s at the limit', async (kind) => {
    expect(await code(read(openDecompressed(pathOf(kind), kind, SIZE - 1)))).toBe('SIZE_LIMIT');
  });

  it.each(KINDS)('says that %s is cut short', async (kind) => {
    const bytes = await readFile(pathOf(kind));
    for (const length of [bytes.length - 1, Math.floor(bytes.length / 2), 3]) {
      const cut = Readable.from([bytes.subarray(0, length)]);
      expect(await code(read(openDecompressed(cut, kind, SIZE)))).toBe('DECOMPRESS_FAILED');
    }
  });

  it.each(KINDS)('says that %s is damaged', async (kind) => {
    const bytes = Buffer.from(await readFile(pathOf(kind)));
    bytes.fill(0x55, 200, 260);
    const damaged = Readable.from([bytes]);
    expect(await code(read(openDecompressed(damaged, kind, SIZE)))).toBe('DECOMPRESS_FAILED');
  });

  it.each(KINDS)('takes no other bytes for %s', async (kind) => {
    const text = Readable.from([Buffer.from('<?xml version="1.0"?>\n'.repeat(50))]);
    expect(await code(read(openDecompressed(text, kind, SIZE)))).toBe('DECOMPRESS_FAILED');
  });

  it.each([...KINDS, 'none'] as const)('tells of a file that is not there (%s)', async (kind) => {
    expect(await code(read(openDecompressed('/nonexistent', kind, SIZE)))).toBe('ENOENT');
  });

  it('stops a bomb before it has grown', async () => {
    const bomb = join(dir.path, 'bomb.gz');
    const member = gzipSync(Buffer.alloc(50_000_000));
    await writeFile(bomb, Buffer.concat(Array<Buffer>(1000).fill(member)));
    const started = performance.now();
    expect(await code(read(openDecompressed(bomb, 'gzip', SIZE)))).toBe('SIZE_LIMIT');
    // All fifty gigabytes take several times as long.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('leaves no tool behind when its reader stops', async () => {
    for (const kind of ['xz', 'bzip2', 'zstd'] as const) {
      const stream = openDecompressed(pathOf(kind), kind, SIZE);
      for await (const _chunk of stream) break;
    }
    const left = async () =>
      (await ownChildren()).filter((name) => ['xz', 'bzip2', 'zstd'].includes(name));
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  });
});

describe('compressionOf', () => {
  it('goes by the name', () => {
    const names = ['a.xml', 'a.xml.gz', 'a.xml.zst', 'a.xml.xz', 'a.sqlite.bz2', 'gz'];
    const kinds = ['none', 'gzip', 'zstd', 'xz', 'bzip2', 'none'];
    expect(names.map(compressionOf)).toEqual(kinds);
  });
});

async function ownChildren(): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const name = /^Name:\s+(.*)$/m.exec(status)?.[1];
    if (status.includes(`\nPPid:\t${process.pid}\n`) && name) found.push(basename(name));
  }
  return found;
}
