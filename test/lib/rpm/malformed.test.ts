import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TreesmithError } from '../../../lib/core/errors.ts';
import { readTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { parseComps } from '../../../lib/rpm/comps.ts';
import { FilelistsParser } from '../../../lib/rpm/filelists.ts';
import { findRpmSpans, parseHeader } from '../../../lib/rpm/header.ts';
import { parseMetalink } from '../../../lib/rpm/mirrors.ts';
import { parsePackageFacts } from '../../../lib/rpm/package-facts.ts';
import { PrimaryParser } from '../../../lib/rpm/primary.ts';
import { parseRepoFile } from '../../../lib/rpm/repo-file.ts';
import { substituteVariables } from '../../../lib/rpm/repo-variables.ts';
import { parseRepomd } from '../../../lib/rpm/repomd.ts';
import { formatEntry, formatHeader, formatTestRpm, text, texts } from '../../support/rpm-bytes.ts';

const refuses = (read: () => unknown, code: string) =>
  expect(read).toThrow(expect.objectContaining({ code }));

/** Reads what may be broken: the result, or the code of the error, of which no other kind may come. */
const attempt = <T>(read: () => T): T | string => {
  try {
    return read();
  } catch (error) {
    if (error instanceof TreesmithError) return error.code;
    throw error;
  }
};

const SIGNATURES = [Buffer.from('a signature')];
const PACKAGES = [
  formatTestRpm({ format: 3, files: ['/usr/bin/old', '/etc/x'] }),
  formatTestRpm({ format: 6, files: ['/usr/bin/new', '/etc/x'], signatures: SIGNATURES }),
];

describe('a package', () => {
  it('is an error wherever it is cut', () => {
    for (const bytes of PACKAGES) {
      for (let length = 0; length < bytes.length; length += 1) {
        expect(attempt(() => parsePackageFacts(bytes.subarray(0, length)))).toMatch(
          /^BAD_(LEAD|HEADER)$/,
        );
      }
    }
  });

  it('is an error or a package whichever byte has whichever value', () => {
    for (const bytes of PACKAGES) {
      for (let at = 0; at < bytes.length; at += 1) {
        const broken = Buffer.from(bytes);
        for (let value = 0; value < 256; value += 15) {
          broken[at] = value;
          const facts = attempt(() => parsePackageFacts(broken));
          if (typeof facts === 'string')
            expect(facts).toMatch(/^(BAD_(LEAD|HEADER)|HEADER_LIMIT)$/);
        }
      }
    }
  });

  it('is never another one than rpm takes it for', async () => {
    await using folder = await makeTempDir();
    const paths: string[] = [];
    const read: string[] = [];
    for (const bytes of PACKAGES) {
      const { header } = findRpmSpans(bytes);
      const indexEnd = header.start + 16 + bytes.readUInt32BE(header.start + 8) * 16;
      for (let at = header.start; at < bytes.length; at += 1) {
        // Not the tag numbers: rpm knows the type of more tags than are read here.
        if (at < indexEnd && (at - header.start) % 16 < 4) continue;
        for (const flip of [1, 0x80, 0xff]) {
          const broken = Buffer.from(bytes);
          broken[at] = (broken[at] ?? 0) ^ flip;
          const facts = attempt(() => parsePackageFacts(broken));
          if (typeof facts === 'string') continue;
          const { name, epoch, version, release, arch, buildTime, sourceRpm, files } = facts;
          const fields = [name, epoch, version, release, arch, buildTime, sourceRpm, ...files];
          read.push(fields.join('|'));
          paths.push(join(folder.path, `${paths.length}.rpm`));
          await writeFile(paths.at(-1) ?? '', broken);
        }
      }
    }
    const format =
      '%{NAME}|%{EPOCHNUM}|%{VERSION}|%{RELEASE}|%{ARCH}|%{BUILDTIME}|%{SOURCERPM}[|%{FILENAMES}]';
    const said = await readTool([
      ...['rpm', '-qp', '--nosignature', '--nodigest', '--qf', `${format}@@`, ...paths],
    ]);
    expect(read.length).toBeGreaterThan(100);
    expect(read).toEqual(said.split('@@').slice(0, -1));
  });
});

describe('a header', () => {
  const header = (entries: readonly Buffer[], data: Buffer) => {
    const intro = Buffer.alloc(16);
    intro.writeUInt32BE(0x8eade801, 0);
    intro.writeUInt32BE(entries.length, 8);
    intro.writeUInt32BE(data.length, 12);
    return Buffer.concat([intro, ...entries, data]);
  };

  it('of which all entries name the same megabytes of strings costs nothing', () => {
    const data = Buffer.alloc(1_000_000);
    const entries = Array.from({ length: 0xffff }, (_, at) =>
      formatEntry(1000 + at, 8, 0, 0xfffff),
    );
    const begin = performance.now();
    refuses(() => parseHeader(header(entries, data)), 'BAD_HEADER');
    refuses(
      () =>
        parseHeader(
          header(
            entries.map((_, at) => formatEntry(1000 + at, 8, 0, 900_000)),
            data,
          ),
        ),
      'BAD_HEADER',
    );
    expect(performance.now() - begin).toBeLessThan(30_000);
  });

  it('of as many strings as fit is read in a moment', () => {
    const begin = performance.now();
    const many = parseHeader(formatHeader([texts(1117, Array<string>(0xfffff).fill('x'))]));
    expect(many.texts(1117)).toHaveLength(0xfffff);
    expect(performance.now() - begin).toBeLessThan(30_000);
  });

  it('may not declare more than rpm itself takes', () => {
    const huge = Buffer.alloc(16);
    huge.writeUInt32BE(0x8eade801, 0);
    for (const [at, value] of [
      [8, 0x10000],
      [8, 0xffffffff],
      [12, 0x10000000],
      [12, 0xffffffff],
    ] as const) {
      const wrong = Buffer.from(huge);
      wrong.writeUInt32BE(value, at);
      refuses(() => parseHeader(wrong), 'HEADER_LIMIT');
    }
    huge.writeUInt32BE(33, 8);
    refuses(() => parseHeader(huge, 0, 'signature'), 'HEADER_LIMIT');
    refuses(() => parseHeader(huge), 'BAD_HEADER');
  });

  it.each([
    ['no entries', [], ''],
    ['an unknown type', [formatEntry(1000, 10, 0, 1)], 'a\0'],
    ['type 0', [formatEntry(1000, 0, 0, 1)], 'a\0'],
    ['an offset beyond the data', [formatEntry(1000, 6, 3, 1)], 'a\0'],
    ['a negative offset', [formatEntry(1000, 6, -1, 1)], 'a\0'],
    ['no values', [formatEntry(1000, 6, 0, 0)], 'a\0'],
    ['two strings where one belongs', [formatEntry(1000, 6, 0, 2)], 'a\0b\0'],
    ['a string without an end', [formatEntry(1000, 6, 0, 1)], 'abc'],
    ['more strings than there are', [formatEntry(1117, 8, 0, 3)], 'a\0b\0'],
    ['numbers beyond the data', [formatEntry(1000, 4, 0, 2)], 'abcdef'],
    ['numbers that are not aligned', [formatEntry(1000, 4, 1, 1)], '\0abcd'],
    ['binary data beyond the data', [formatEntry(1000, 7, 1, 2)], 'ab'],
    ['overlapping values', [formatEntry(1000, 6, 0, 1), formatEntry(1001, 6, 1, 1)], 'ab\0'],
    ['a tag twice', [formatEntry(1000, 6, 0, 1), formatEntry(1000, 6, 2, 1)], 'a\0b\0'],
    ['a tag of a region in its midst', [formatEntry(61, 6, 0, 1)], 'a\0'],
    ['a tag number below zero', [formatEntry(0xfffffffb, 6, 0, 1)], 'a\0'],
    [
      'data between its values',
      [formatEntry(1000, 6, 0, 1), formatEntry(1001, 6, 3, 1)],
      'a\0xb\0',
    ],
    ['data after its values', [formatEntry(1000, 6, 0, 1)], 'a\0b\0'],
  ])('with %s is refused', (_what, entries, data) => {
    refuses(() => parseHeader(header(entries, Buffer.from(data))), 'BAD_HEADER');
  });

  it.each([
    ['a trailer beyond the data', formatEntry(63, 7, 3, 16), formatEntry(63, 7, -32, 16)],
    ['an entry of the wrong type', formatEntry(63, 6, 2, 16), formatEntry(63, 7, -32, 16)],
    ['an entry of the wrong size', formatEntry(63, 7, 2, 15), formatEntry(63, 7, -32, 16)],
    ['a trailer of another tag', formatEntry(63, 7, 2, 16), formatEntry(61, 7, -32, 16)],
    ['a trailer that counts too few', formatEntry(63, 7, 2, 16), formatEntry(63, 7, -16, 16)],
    ['a trailer that counts too many', formatEntry(63, 7, 2, 16), formatEntry(63, 7, -48, 16)],
    ['a trailer that counts upward', formatEntry(63, 7, 2, 16), formatEntry(63, 7, 32, 16)],
    ['a trailer that counts in part', formatEntry(63, 7, 2, 16), formatEntry(63, 7, -31, 16)],
  ])('whose region has %s is refused', (_what, entry, trailer) => {
    const data = (end: Buffer) => Buffer.concat([Buffer.from('a\0'), end]);
    const read = (region: Buffer, end: Buffer) =>
      parseHeader(header([region, formatEntry(1000, 6, 0, 1)], data(end)));
    expect(read(formatEntry(63, 7, 2, 16), formatEntry(63, 7, -32, 16)).text(1000)).toBe('a');
    refuses(() => read(entry, trailer), 'BAD_HEADER');
  });
});

describe('a list of files that does not add up', () => {
  it.each([
    ['too few directories', [0, 1], ['/a/']],
    ['too few indexes', [0], ['/a/']],
    ['too many directories', [0, 0], ['/a/', '/b/', '/c/']],
  ])('with %s is refused', (_what, indexes, folders) => {
    const data = Buffer.alloc(indexes.length * 4);
    for (const [at, value] of indexes.entries()) data.writeUInt32BE(value, at * 4);
    const made = formatTestRpm({
      format: 3,
      files: [],
      header: [
        { tag: 1116, type: 4, count: indexes.length, data },
        texts(1117, ['x', 'y']),
        texts(1118, folders),
      ],
    });
    refuses(() => parsePackageFacts(made), 'BAD_HEADER');
  });

  it('is read when it does', () => {
    const made = formatTestRpm({ format: 3, files: ['/a/x'], header: [text(1020, 'http://a/')] });
    expect(parsePackageFacts(made).files).toEqual(['/a/x']);
  });
});

const HEX = 'a'.repeat(64);
const SUM = `<checksum type="sha256" pkgid="YES">${HEX}</checksum>`;
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACES =
  'xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm"';

/** A small document of each kind, and what reads it. */
const DOCUMENTS: readonly (readonly [string, string, string, (bytes: Buffer) => unknown])[] = [
  [
    'repomd.xml',
    'BAD_REPOMD',
    `${XML}<repomd xmlns="http://linux.duke.edu/metadata/repo"><revision>1</revision><data type="primary">${SUM}<location href="repodata/p.xml.gz"/><timestamp>1700000000.5</timestamp><size>5</size></data></repomd>`,
    (bytes) => parseRepomd(bytes.toString()),
  ],
  [
    'primary.xml',
    'BAD_PRIMARY',
    `${XML}<metadata ${NAMESPACES} packages="1"><package type="rpm"><name>a</name><arch>noarch</arch><version epoch="0" ver="1" rel="2"/>${SUM}<summary>Ä &amp; ö</summary><time file="1" build="2"/><size package="3" installed="4" archive="5"/><location href="a.rpm"/><format><rpm:sourcerpm>a.src.rpm</rpm:sourcerpm><rpm:header-range start="1" end="2"/></format></package></metadata>`,
    (bytes) => {
      const parser = new PrimaryParser(() => undefined);
      parser.write(bytes);
      parser.end();
    },
  ],
  [
    'filelists.xml',
    'BAD_FILELISTS',
    `${XML}<filelists xmlns="http://linux.duke.edu/metadata/filelists" packages="1"><package pkgid="${HEX}" name="a" arch="noarch"><version epoch="0" ver="1" rel="2"/><file type="dir">/a</file><file>/a/ü</file></package></filelists>`,
    (bytes) => {
      const parser = new FilelistsParser(() => undefined);
      parser.write(bytes);
      parser.end();
    },
  ],
  [
    'comps.xml',
    'BAD_COMPS',
    `${XML}<!DOCTYPE comps PUBLIC "-//Red Hat, Inc.//DTD Comps info//EN" "comps.dtd"><comps><group><id>core</id><packagelist><packagereq type="mandatory">bash</packagereq></packagelist></group><environment><id>e</id><grouplist><groupid>core</groupid></grouplist></environment></comps>`,
    (bytes) => parseComps(bytes.toString()),
  ],
  [
    'a metalink',
    'BAD_METALINK',
    `${XML}<metalink version="3.0" xmlns="http://www.metalinker.org/"><files><file name="repomd.xml"><verification><hash type="sha256">${HEX}</hash></verification><resources maxconnections="1"><url protocol="http" preference="100">http://a/repodata/repomd.xml</url></resources></file></files></metalink>`,
    (bytes) => parseMetalink(bytes.toString()),
  ],
];

describe.each(DOCUMENTS)('%s', (_name, code, document, read) => {
  const bytes = Buffer.from(document);

  it('is read when it is whole', () => {
    expect(() => read(bytes)).not.toThrow();
  });

  it('is an error wherever it is cut', () => {
    for (let length = 0; length < bytes.length; length += 1) {
      expect(
        attempt(() => read(bytes.subarray(0, length))),
        `${length}`,
      ).toBe(code);
    }
  });

  it('is an error or a document whichever byte is wrong', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      for (const value of [0, 0x26, 0x3c, 0x2e, 0xff]) {
        const broken = Buffer.from(bytes);
        broken[at] = value;
        const result = attempt(() => read(broken));
        if (typeof result === 'string') expect([code, 'BAD_LOCATION']).toContain(result);
      }
    }
  });

  it('may not define entities, nest without end or be another document', () => {
    const root = /<([a-z]+)[ >]/.exec(document.replace(/<[?!][^>]*>/g, ''))?.[1];
    for (const wrong of [
      `<!DOCTYPE ${root} [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><${root}>&b;</${root}>`,
      `<!DOCTYPE ${root} [<!ENTITY a SYSTEM "file:///etc/passwd">]><${root}>&a;</${root}>`,
      `<${root}>${'<x>'.repeat(100_000)}`,
      '<html><body>Not found</body></html>',
      '404 Not Found',
      '',
    ]) {
      expect(attempt(() => read(Buffer.from(wrong)))).toBe(code);
    }
  });
});

describe('a .repo file', () => {
  const bytes = Buffer.from(
    '[a]\nname=A $releasever\nbaseurl=http://a/${basearch}\n  http://b/\nenabled=1\npriority=5\n',
  );

  it('is an error or a list, cut or changed wherever', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      attempt(() => parseRepoFile(bytes.subarray(0, at).toString(), 'a.repo'));
      for (const value of [0, 0x0a, 0x20, 0x24, 0x3d, 0x5b, 0x5d, 0x7b, 0x7d, 0xff]) {
        const broken = Buffer.from(bytes);
        broken[at] = value;
        const result = attempt(() => parseRepoFile(broken.toString(), 'a.repo'));
        if (typeof result === 'string') expect(result).toBe('BAD_REPO_FILE');
      }
    }
  });

  it('of one endless line or value is read in a moment', () => {
    const begin = performance.now();
    const long = ' '.repeat(500_000);
    attempt(() => parseRepoFile(`[a]\nbaseurl${long}x`, 'a.repo'));
    attempt(() => parseRepoFile(`[a]\nbaseurl=${'"'.repeat(500_000)}x`, 'a.repo'));
    attempt(() => parseRepoFile(`[a]\n${'a=b\n c\n'.repeat(50_000)}`, 'a.repo'));
    attempt(() => substituteVariables('${a:-'.repeat(100_000), {}, { file: 'a.repo' }));
    attempt(() => substituteVariables('$'.repeat(500_000), {}, { file: 'a.repo' }));
    expect(performance.now() - begin).toBeLessThan(30_000);
  });
});
