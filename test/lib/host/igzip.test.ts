import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, gzipSync, inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Igzip } from '../../../lib/host/igzip.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { findTool } from '../../../lib/host/tools.ts';

let temp: TempDir;
let scratch: string;
const opened: number[] = [];

beforeEach(async () => {
  temp = await makeTempDir();
  scratch = join(temp.path, 'scratch');
  await mkdir(scratch);
});

afterEach(async () => {
  for (const fd of opened.splice(0)) closeSync(fd);
  await temp[Symbol.asyncDispose]();
});

function file(content: Uint8Array) {
  const path = join(temp.path, `file-${opened.length}`);
  writeFileSync(path, content);
  const fd = openSync(path, 'r');
  opened.push(fd);
  return { path, fd, sizeBytes: content.length, crc: crc32(content) };
}

function start(program = findTool('igzip') ?? ''): Igzip {
  return new Igzip(program, scratch);
}

describe('Igzip', () => {
  it('compresses many files at once, whatever is in them', () => {
    const text = readFileSync(import.meta.filename);
    const contents = [
      text,
      Buffer.alloc(0),
      Buffer.alloc(3_000_000),
      randomBytes(1_500_000),
      gzipSync(text),
      Buffer.concat(Array.from({ length: 1000 }, () => text)),
      ...Array.from({ length: 120 }, (_, index) => Buffer.from(`file ${index}\n`.repeat(index))),
    ];
    const igzip = start();
    for (let time = 0; time < 2; time += 1) {
      const deflated = igzip.deflate(contents.map(file));
      const isSame = contents.map((content, index) =>
        content.equals(inflateRawSync(deflated[index] ?? Buffer.alloc(0))),
      );
      expect(isSame).toEqual(contents.map(() => true));
    }
  });

  it('leaves nothing in the scratch folder', async () => {
    start().deflate([file(Buffer.from('x'))]);
    expect(await readdir(scratch)).toEqual([]);
  });

  it('gives nothing for a file that is not what it was, and all others', () => {
    const files = ['one', 'two', 'three'].map((text) => file(Buffer.from(text)));
    writeFileSync(files[1]?.path ?? '', 'TWO');
    const [one, two, three] = start().deflate(files);
    expect(two).toBeUndefined();
    expect(inflateRawSync(one ?? Buffer.alloc(0)).toString()).toBe('one');
    expect(inflateRawSync(three ?? Buffer.alloc(0)).toString()).toBe('three');
  });

  it.each([
    ['fails', '/bin/false'],
    ['is not there', '/nonexistent/igzip'],
    ['writes something else', '/bin/echo'],
  ])('gives nothing when igzip %s, now and later', (_, program) => {
    const igzip = start(program);
    const files = [file(Buffer.from('one')), file(Buffer.from('two'))];
    for (let time = 0; time < 2; time += 1) {
      expect(igzip.deflate(files)).toEqual([undefined, undefined]);
    }
  });

  it('gives nothing when a file is no longer open', () => {
    const gone = { fd: 9999, sizeBytes: 3, crc: 0 };
    expect(start().deflate([file(Buffer.from('one')), gone])).toEqual([undefined, undefined]);
  });
});
