import { describe, expect, it } from 'vitest';
import { serialise, string, typed, uint32 } from '../../../lib/ostree/gvariant.ts';
import { array, tuple } from '../../../lib/ostree/gvariant-containers.ts';
import { codecOf, variant } from '../../../lib/ostree/gvariant-type.ts';
import { formatCommit, parseCommit, parseDirtree } from '../../../lib/ostree/objects.ts';

const refuses = (read: () => unknown, code = 'GVARIANT_MALFORMED') =>
  expect(read).toThrow(expect.objectContaining({ code }));

const COMMIT = formatCommit({
  metadata: [['version', typed(string, '1')]],
  parent: undefined,
  subject: '',
  body: '',
  timestampSeconds: 1,
  rootTree: 'a'.repeat(64),
  rootMeta: 'b'.repeat(64),
});

describe('hostile bytes', () => {
  it('of every length cut from a commit give an error', () => {
    for (let length = 0; length < COMMIT.length; length += 1) {
      expect(() => parseCommit(COMMIT.subarray(0, length))).toThrow();
    }
  });

  it('with any byte changed give a commit or an error, and come to an end', () => {
    for (let at = 0; at < COMMIT.length; at += 1) {
      for (const flip of [1, 0x80, 0xff]) {
        const bytes = Buffer.from(COMMIT);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        try {
          parseCommit(bytes);
        } catch (error) {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^(GVARIANT|CHECKSUM)_MALFORMED$/),
          });
        }
      }
    }
  });

  it('that nest variants without end are refused', () => {
    const deep = 'a'.repeat(100_000);
    refuses(() => codecOf(`${deep}s`));
    let bytes = Buffer.from('x\0\0s');
    for (let depth = 0; depth < 40; depth += 1) bytes = Buffer.concat([bytes, Buffer.from('\0v')]);
    refuses(() => variant.read(bytes));
  });

  it('name a directory entry that leaves the directory', () => {
    const bytes = (name: string) =>
      serialise(
        tuple(
          array(tuple<readonly [string, Uint8Array]>(string, codecOf('ay') as never)),
          array(string),
        ),
        [[[name, new Uint8Array(32)]], []],
      );
    for (const name of ['..', '.', '', 'a/b']) {
      refuses(() => parseDirtree(bytes(name)), 'DIRTREE_NAME_UNSAFE');
    }
  });

  it('that are no type are refused', () => {
    for (const signature of ['', 'z', '(', '(s', '{s}', 'ss', 'a', 'm', 'h']) {
      refuses(() => codecOf(signature));
    }
  });

  it('for strings and numbers of the wrong shape are refused', () => {
    refuses(() => string.read(Buffer.from('abc')));
    refuses(() => string.read(Buffer.from('a\0b\0')));
    refuses(() => string.read(Buffer.from([0xff, 0])));
    refuses(() => serialise(string, 'a\0b'));
    refuses(() => uint32.read(Buffer.alloc(3)));
    refuses(() => array(uint32).read(Buffer.alloc(7)));
    refuses(() => array(string).read(Buffer.from([0x61, 0, 0xff])));
  });
});
