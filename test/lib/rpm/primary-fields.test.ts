import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PrimaryPackage, PrimaryParser } from '../../../lib/rpm/primary.ts';
import { readCanonicalPackage } from '../../../lib/rpm/primary-fields.ts';
import { buildRpm, createRepository } from '../../support/rpm-builder.ts';

let dir: string;
let xml: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'primary-'));
  await buildRpm({ name: 'one', epoch: 2, requires: ['two >= 1'], files: { '/etc/ö&<': '' } }, dir);
  await buildRpm(
    {
      name: 'two',
      summary: 'Ünïcode & <tags>',
      provides: ['x(y) = 1'],
      obsoletes: ['a', 'b < 3', 'c = 1:2-3'],
    },
    dir,
  );
  await createRepository(dir);
  const names = await readdir(join(dir, 'repodata'));
  const primary = names.find((name) => name.includes('-primary.xml')) ?? '';
  xml = gunzipSync(await readFile(join(dir, 'repodata', primary))).toString();
});

afterAll(async () => rm(dir, { recursive: true }));

function parse(text: string, chunkBytes = 1 << 20): PrimaryPackage[] {
  const found: PrimaryPackage[] = [];
  const parser = new PrimaryParser((one) => found.push(one));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    parser.write(bytes.subarray(at, at + chunkBytes));
  }
  parser.end();
  return found;
}

const blocksOf = (text: string) => text.match(/<package [\s\S]*?<\/package>/g) ?? [];

describe('readCanonicalPackage', () => {
  it('reads what createrepo_c writes', () => {
    expect(
      blocksOf(xml)
        .map((block) => readCanonicalPackage(block)?.fields.name)
        .sort(),
    ).toEqual(['one', 'two']);
  });

  it('leaves anything else to the XML parser, which finds the same', () => {
    const plain = parse(xml);
    expect(plain.find(({ name }) => name === 'two')?.obsoletes).toEqual([
      'a',
      'b < 3',
      'c = 1:2-3',
    ]);
    for (const other of [
      xml.replaceAll('<format>', '<!-- <name>three</name> --><format>'),
      xml.replaceAll('<name>one</name>', '<name>&#111;ne</name>'),
      xml.replaceAll(/<version (epoch="\d+") (ver="[^"]*")/g, '<version $2 $1'),
      xml.replaceAll('rpm:', 'r:').replace('xmlns:r:', 'xmlns:rpm:'),
    ]) {
      expect(blocksOf(other).some((block) => readCanonicalPackage(block) === undefined)).toBe(true);
      expect(parse(other)).toEqual(plain);
    }
  });
});

describe('PrimaryParser', () => {
  it('finds the same wherever the document is cut', () => {
    const plain = parse(xml);
    for (let chunkBytes = 1; chunkBytes < 300; chunkBytes += 7) {
      expect(parse(xml, chunkBytes)).toEqual(plain);
    }
  });

  it('gives a solver a document of the same packages and dependencies', () => {
    const pieces: Buffer[] = [];
    const parser = new PrimaryParser(
      () => undefined,
      (bytes) => pieces.push(bytes),
    );
    parser.write(Buffer.from(xml));
    parser.end();
    const less = Buffer.concat(pieces).toString();
    expect(less.length).toBeLessThan(xml.length);
    expect(less).not.toContain('<description>');
    const dependencies = /<rpm:entry [^>]*>|<file>[^<]*|<version [^>]*>|<name>[^<]*/g;
    expect(less.match(dependencies)).toEqual(xml.match(dependencies));
  });

  it('refuses what is no XML beside packages', () => {
    for (const bad of [
      xml.replace('</package>', '</package><oops>'),
      xml.replace('</metadata>', ''),
      xml.replace('</package>', '</package>&nope;'),
    ]) {
      expect(() => parse(bad)).toThrow(expect.objectContaining({ code: 'BAD_PRIMARY' }));
    }
  });
});
