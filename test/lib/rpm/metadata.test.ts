import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { parseComps } from '../../../lib/rpm/comps.ts';
import { FilelistsParser, type PackageFiles } from '../../../lib/rpm/filelists.ts';
import { parseMetalink, parseMirrorlist } from '../../../lib/rpm/mirrors.ts';
import { type PrimaryPackage, PrimaryParser } from '../../../lib/rpm/primary.ts';
import { parseRepomd, type Repomd } from '../../../lib/rpm/repomd.ts';
import { buildRpm } from '../../support/rpm-builder.ts';

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
  await runTool(['createrepo_c', '--quiet', '--revision', '42', folder.path]);
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
  const comps = parseComps(`<comps>
    <group><id>core</id><name>Core</name><name xml:lang="de">Kern</name><packagelist>
      <packagereq type="mandatory">bash</packagereq>
      <packagereq type="optional">zsh</packagereq>
      <packagereq type="conditional" requires="gdm">fonts</packagereq>
    </packagelist></group>
    <environment><id>server</id><name>Server</name>
      <grouplist><groupid>core</groupid></grouplist>
      <optionlist><groupid default="true">web</groupid></optionlist>
    </environment></comps>`);

  it('reads groups with the kind of each package', () => {
    expect(comps.groups.get('core')).toEqual({
      id: 'core',
      name: 'Core',
      packages: [
        { name: 'bash', type: 'mandatory' },
        { name: 'zsh', type: 'optional' },
        { name: 'fonts', type: 'conditional', requires: 'gdm' },
      ],
    });
  });

  it('keeps the optional groups of an environment apart', () => {
    expect(comps.environments.get('server')).toMatchObject({
      groups: ['core'],
      optionalGroups: ['web'],
    });
  });

  it('refuses a group without an id', () => {
    expect(() => parseComps('<comps><group/></comps>')).toThrow(
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
    expect(parseMirrorlist('# repo\nhttp://a/\n\nftp://b/\nhttps://c/\n')).toEqual([
      'http://a/',
      'https://c/',
    ]);
  });
});
