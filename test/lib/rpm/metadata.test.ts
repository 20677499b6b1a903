import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { parseComps } from '../../../lib/rpm/comps.ts';
import { FilelistsParser, type PackageFiles } from '../../../lib/rpm/filelists.ts';
import { findRpmSpans } from '../../../lib/rpm/header.ts';
import { parseMetalink, parseMirrorlist } from '../../../lib/rpm/mirrors.ts';
import { type PrimaryPackage, PrimaryParser } from '../../../lib/rpm/primary.ts';
import { parseRepomd, type Repomd } from '../../../lib/rpm/repomd.ts';
import { buildRpm } from '../../support/rpm-builder.ts';

/** With the document type that comps files of distributions have. */
const COMPS = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE comps PUBLIC "-//Red Hat, Inc.//DTD Comps info//EN" "comps.dtd">
<comps>
  <group><id>core</id><name>Core</name><name xml:lang="de">Kern</name>
    <default>false</default><uservisible>false</uservisible><packagelist>
      <packagereq type="mandatory">bash</packagereq>
      <packagereq type="optional">zsh</packagereq>
      <packagereq type="conditional" requires="gdm">fonts</packagereq>
      <packagereq type="default">vim</packagereq>
      <packagereq>sed</packagereq>
  </packagelist></group>
  <environment><id>server</id><name>Server</name>
    <grouplist><groupid>core</groupid></grouplist>
    <optionlist><groupid default="true">web</groupid></optionlist>
  </environment>
  <category><id>apps</id><name>Apps</name><grouplist><groupid>core</groupid></grouplist></category>
</comps>
`;

let folder: TempDir;
let paths: string[];
let repomd: Repomd;

const open = async (type: string) => {
  const data = repomd.data.get(type);
  return gunzipSync(await readFile(join(folder.path, data?.href ?? '')));
};

beforeAll(async () => {
  folder = await makeTempDir();
  paths = [
    await buildRpm({ name: 'one', epoch: 3, version: '1.0~rc1' }, folder.path),
    await buildRpm({ name: 'two-lib', arch: 'x86_64', files: { '/usr/lib/ü': 'x' } }, folder.path),
  ];
  await writeFile(join(folder.path, 'comps.xml'), COMPS);
  await runTool([
    ...['createrepo_c', '--quiet', '--revision', '42', '--groupfile', 'comps.xml', folder.path],
  ]);
  repomd = parseRepomd(await readFile(join(folder.path, 'repodata/repomd.xml'), 'utf8'));
});
afterAll(() => folder[Symbol.asyncDispose]());

const primaryOf = (xml: Uint8Array, pieceBytes = 1 << 16) => {
  const packages: PrimaryPackage[] = [];
  const parser = new PrimaryParser((found) => packages.push(found));
  for (let at = 0; at < xml.length; at += pieceBytes)
    parser.write(xml.subarray(at, at + pieceBytes));
  parser.end();
  return packages;
};

describe('parseRepomd', () => {
  it('reads what createrepo_c wrote', () => {
    expect(repomd.revision).toBe('42');
    expect([...repomd.data.keys()]).toEqual(expect.arrayContaining(['primary', 'filelists']));
    const primary = repomd.data.get('primary');
    expect(primary?.href).toMatch(/^repodata\/[0-9a-f]{64}-primary\.xml\.gz$/);
    expect(primary?.checksum).toMatchObject({ type: 'sha256' });
    expect(primary?.openSizeBytes).toBeGreaterThan(0);
  });

  it.each([
    ['another document', '<comps/>', 'BAD_REPOMD'],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "bb">]><repomd>&b;</repomd>', 'BAD_REPOMD'],
    ['a cut document', '<repomd><revision>1', 'BAD_REPOMD'],
    [
      'a path out of the repository',
      `<repomd><data type="primary"><checksum type="sha256">${'0'.repeat(64)}</checksum><location href="../../etc/passwd"/></data></repomd>`,
      'BAD_LOCATION',
    ],
    [
      'a checksum of the wrong length',
      '<repomd><data type="primary"><checksum type="sha256">00</checksum><location href="a"/></data></repomd>',
      'BAD_REPOMD',
    ],
  ])('refuses %s', (_what, text, code) => {
    expect(() => parseRepomd(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('PrimaryParser', () => {
  it('says of each package what rpm says', async () => {
    const packages = primaryOf(await open('primary')).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    const format = '%{NAME} %{EPOCHNUM} %{VERSION} %{RELEASE} %{ARCH} %{BUILDTIME} %{SOURCERPM}';
    const said = await readTool(['rpm', '-qp', '--nosignature', '--qf', `${format}\\n`, ...paths]);
    expect(
      packages.map((p) =>
        [p.name, p.epoch, p.version, p.release, p.arch, p.buildTime, p.sourceRpm].join(' '),
      ),
    ).toEqual(said.trim().split('\n'));
    expect(packages.map(({ sizeBytes }) => sizeBytes)).toEqual(
      await Promise.all(paths.map(async (path) => (await readFile(path)).length)),
    );
  });

  it('tells where the header is', async () => {
    for (const found of primaryOf(await open('primary'))) {
      const bytes = await readFile(join(folder.path, found.href));
      const { header } = findRpmSpans(bytes);
      expect(found.headerRange).toEqual(header);
    }
  });

  it('takes the base that createrepo_c was given', async () => {
    await using other = await makeTempDir();
    await buildRpm({ name: 'based' }, other.path);
    await runTool(['createrepo_c', '--quiet', '--baseurl', 'http://mirror/pub', other.path]);
    const { data } = parseRepomd(await readFile(join(other.path, 'repodata/repomd.xml'), 'utf8'));
    const href = data.get('primary')?.href ?? '';
    const [found] = primaryOf(gunzipSync(await readFile(join(other.path, href))));
    expect(found).toMatchObject({
      href: 'based-1.0-1.noarch.rpm',
      baseUrl: 'http://mirror/pub/',
    });
  });

  it.each([
    ['a version that would break a line', /ver="[^"]*"/, 'ver="1&#10;job"'],
    ['no version', /<version[^>]*>/, ''],
    ['a name with a space', /<name>one/, '<name>o ne'],
    ['no checksum', /<checksum.*<\/checksum>/, ''],
    ['no size', /<size[^>]*>/, ''],
    ['a size below zero', /package="\d+" installed/, 'package="-1" installed'],
    [
      'a header that ends before it begins',
      /header-range start="\d+"/,
      'header-range start="9999999"',
    ],
  ])('refuses %s', async (_what, pattern, replacement) => {
    const xml = (await open('primary')).toString();
    expect(xml).toMatch(pattern);
    expect(() => primaryOf(Buffer.from(xml.replace(pattern, replacement)))).toThrow(
      expect.objectContaining({ code: 'BAD_PRIMARY' }),
    );
  });

  it('does not mind where the pieces are cut', async () => {
    const xml = await open('primary');
    expect(primaryOf(xml, 1)).toEqual(primaryOf(xml));
  });

  it.each([
    ['a location above the repository', 'href="../../etc/passwd"', 'BAD_LOCATION'],
    ['an escaped one', 'href="%2e%2e/passwd"', 'BAD_LOCATION'],
    ['an absolute one', 'href="/etc/passwd"', 'BAD_LOCATION'],
    ['a URL', 'href="http://elsewhere/x.rpm"', 'BAD_LOCATION'],
    ['a base that is a file', 'xml:base="file:///etc/" href="passwd"', 'BAD_LOCATION'],
  ])('refuses %s', async (_what, location, code) => {
    const xml = (await open('primary')).toString().replace(/href="[^"]*"/, location);
    expect(() => primaryOf(Buffer.from(xml))).toThrow(expect.objectContaining({ code }));
  });

  it('refuses a document that is cut short or counts wrongly', async () => {
    const xml = await open('primary');
    for (const bad of [
      xml.subarray(0, xml.length - 12),
      Buffer.from(xml.toString().replace('packages="2"', 'packages="3"')),
    ]) {
      expect(() => primaryOf(bad)).toThrow(expect.objectContaining({ code: 'BAD_PRIMARY' }));
    }
  });
});

describe('FilelistsParser', () => {
  it('reads every file', async () => {
    const found: PackageFiles[] = [];
    const parser = new FilelistsParser((files) => found.push(files));
    parser.write(await open('filelists'));
    parser.end();
    expect(found.find(({ name }) => name === 'two-lib')?.files).toContain('/usr/lib/ü');
  });
});

describe('parseComps', () => {
  const read = async () => {
    const href = repomd.data.get('group')?.href ?? '';
    return parseComps(await readFile(join(folder.path, href), 'utf8'));
  };

  it('reads groups with the kind of each package', async () => {
    const comps = await read();
    expect(comps.groups.get('core')).toEqual({
      id: 'core',
      name: 'Core',
      packages: [
        { name: 'bash', type: 'mandatory' },
        { name: 'zsh', type: 'optional' },
        { name: 'fonts', type: 'conditional', requires: 'gdm' },
        { name: 'vim', type: 'default' },
        { name: 'sed', type: 'mandatory' },
      ],
    });
  });

  it('keeps the optional groups of an environment apart', async () => {
    const comps = await read();
    expect([...comps.environments.keys()]).toEqual(['server']);
    expect(comps.environments.get('server')).toMatchObject({
      groups: ['core'],
      optionalGroups: ['web'],
    });
  });

  it.each([
    ['a group without an id', '<group/>'],
    ['an environment without an id', '<environment/>'],
    [
      'a package that would break a line',
      '<group><id>a</id><packagereq>a\njob install name b</packagereq></group>',
    ],
  ])('refuses %s', (_what, text) => {
    expect(() => parseComps(`<comps>${text}</comps>`)).toThrow(
      expect.objectContaining({ code: 'BAD_COMPS' }),
    );
  });
});

describe('parseMetalink', () => {
  const metalink = (body: string) =>
    `<metalink xmlns="http://www.metalinker.org/" xmlns:mm0="http://fedorahosted.org/mirrormanager"><files><file name="repomd.xml">${body}</file></files></metalink>`;
  const hash = (digit: string) => `<hash type="sha256">${digit.repeat(64)}</hash>`;

  it('orders mirrors by preference and keeps the hashes of older files', () => {
    const urls = [
      '<url protocol="http" preference="90">http://b/repodata/repomd.xml</url>',
      '<url protocol="https" preference="100">https://a/x/repodata/repomd.xml</url>',
      '<url protocol="rsync" preference="100">rsync://a/x/repodata/repomd.xml</url>',
    ].join('');
    const older = `<mm0:alternates><mm0:alternate><verification>${hash('b')}</verification></mm0:alternate></mm0:alternates>`;
    const body = `${older}<verification>${hash('a')}</verification><resources>${urls}</resources>`;
    const found = parseMetalink(metalink(body));
    expect(found.baseUrls).toEqual(['https://a/x/', 'http://b/']);
    expect(found.repomdChecksums.map(({ hex }) => hex[0])).toEqual(['b', 'a']);
  });

  it('refuses one without a mirror or without a strong hash', () => {
    const url = '<url preference="1">http://b/repodata/repomd.xml</url>';
    for (const body of [hash('a'), `<hash type="md5">${'a'.repeat(32)}</hash>${url}`]) {
      expect(() => parseMetalink(metalink(body))).toThrow(
        expect.objectContaining({ code: 'BAD_METALINK' }),
      );
    }
  });
});

describe('parseMirrorlist', () => {
  it('takes URLs and leaves comments', () => {
    expect(parseMirrorlist('# repo\r\nhttp://a/\r\n\nftp://b/\nHTTPS://c/\n')).toEqual([
      'http://a/',
      'HTTPS://c/',
    ]);
  });

  it.each(['', '# nothing\n', '<html>No such release</html>', 'rsync://a/\n', 'http://a b/'])(
    'refuses %j, which has no mirror',
    (text) => {
      expect(() => parseMirrorlist(text)).toThrow(
        expect.objectContaining({ code: 'BAD_MIRRORLIST' }),
      );
    },
  );
});
