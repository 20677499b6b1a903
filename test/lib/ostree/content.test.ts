import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import {
  formatArchiveHeader,
  formatContentHeader,
  parseArchiveHeader,
} from '../../../lib/ostree/content.ts';
import { formatDirtree, parseDirtree } from '../../../lib/ostree/objects.ts';

const PLAIN = { uid: 0, gid: 0, mode: 0o100644, xattrs: [] };

describe('formatContentHeader', () => {
  it('gives an empty file of root the name that libostree gives it', () => {
    // `ostree checksum` of an empty file of mode 0644.
    expect(sha256(formatContentHeader(PLAIN))).toBe(
      'cc700d46f407c6c5ab2d5dde474366a928b7398277e61162e7f8ec06f469f07e',
    );
  });
});

describe('formatArchiveHeader', () => {
  it('says how large the content is and where it begins', () => {
    const header = formatArchiveHeader(PLAIN, 5_000_000_000);
    expect(parseArchiveHeader(Buffer.from(header))).toEqual({
      sizeBytes: 5_000_000_000,
      headerBytes: header.length,
    });
  });
});

describe('formatDirtree', () => {
  it('gives what parseDirtree reads', () => {
    const tree = {
      files: [{ name: 'a', checksum: 'ab'.repeat(32) }],
      directories: [{ name: 'b', tree: 'cd'.repeat(32), meta: 'ef'.repeat(32) }],
    };
    expect(parseDirtree(formatDirtree(tree))).toEqual(tree);
    // The best known dirtree there is.
    expect(sha256(formatDirtree({ files: [], directories: [] }))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });
});
