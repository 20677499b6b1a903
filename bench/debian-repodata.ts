import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type ControlFields, parseControl, sourceOf } from '../demo/deb/control.ts';
import { parseRelations } from '../demo/deb/dependencies.ts';
import { parseDebianVersion, toRpmVersion } from '../demo/deb/version.ts';
import { runTool } from '../lib/host/process.ts';

/** A repository without its packages: what a solver needs of a whole distribution. */
export interface DebianRepodata {
  /** Folder that holds `repodata/`. */
  readonly path: string;
  readonly packages: number;
  readonly primaryBytes: number;
}

const LISTS = '/var/lib/apt/lists';

/**
 * Writes the host's Debian `Packages` indexes into `path` as RPM metadata (repomd.xml, primary,
 * filelists and other, gzip): names, versions, dependencies translated; checksums are Debian's.
 */
export async function makeDebianRepodata(path: string): Promise<DebianRepodata> {
  const files = (await readdir(LISTS)).filter((name) => /_Packages(\.lz4)?$/.test(name)).sort();
  if (files.length === 0) throw new Error(`${LISTS} has no Packages: run "apt-get update"`);
  const newest = new Map<string, string>();
  for (const file of files) {
    const chunks: Buffer[] = [];
    await runTool(['/usr/lib/apt/apt-helper', 'cat-file', join(LISTS, file)], {
      onStdout: (chunk) => chunks.push(chunk),
    });
    const text = Buffer.concat(chunks).toString('utf8');
    for (const paragraph of text.split('\n\n')) {
      const key = /^Package: (.*)$/m.exec(paragraph)?.[1];
      const arch = /^Architecture: (.*)$/m.exec(paragraph)?.[1];
      const version = /^Version: (.*)$/m.exec(paragraph)?.[1];
      if (key !== undefined) newest.set(`${key} ${version} ${arch}`, paragraph);
    }
  }
  const folder = join(path, 'repodata');
  await mkdir(folder, { recursive: true });
  const packages = [...newest.values()].map((paragraph) => parseControl(paragraph));
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const common = 'http://linux.duke.edu/metadata/common';
  const rpm = 'http://linux.duke.edu/metadata/rpm';
  const primary = await writeMetadata(folder, 'primary', [
    `${head}<metadata xmlns="${common}" xmlns:rpm="${rpm}" packages="${packages.length}">\n`,
    ...packages.map(formatPackage),
    '</metadata>\n',
  ]);
  const bare = (root: string, namespace: string) => [
    `${head}<${root} xmlns="http://linux.duke.edu/metadata/${namespace}" packages="${packages.length}">\n`,
    ...packages.map(
      (fields) =>
        `<package pkgid="${fields.get('sha256')}" name="${fields.get('package')}" arch="${archOf(fields)}">\n  <version ${versionOf(fields)}/>\n</package>\n`,
    ),
    `</${root}>\n`,
  ];
  const filelists = await writeMetadata(folder, 'filelists', bare('filelists', 'filelists'));
  const other = await writeMetadata(folder, 'other', bare('otherdata', 'other'));
  await writeFile(
    join(folder, 'repomd.xml'),
    `${head}<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="${rpm}">\n  <revision>1</revision>\n${[primary, filelists, other].map(({ xml }) => xml).join('')}</repomd>\n`,
  );
  return { path, packages: packages.length, primaryBytes: primary.openBytes };
}

async function writeMetadata(folder: string, type: string, pieces: readonly string[]) {
  const path = join(folder, `${type}.xml.gz`);
  const open = { hash: createHash('sha256'), bytes: 0 };
  const closed = { hash: createHash('sha256'), bytes: 0 };
  const count = (sum: typeof open) =>
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sum.hash.update(chunk);
        sum.bytes += chunk.length;
        yield chunk;
      }
    };
  await pipeline(
    Readable.from(pieces.map((piece) => Buffer.from(piece))),
    count(open),
    createGzip(),
    count(closed),
    createWriteStream(path),
  );
  const xml = `  <data type="${type}">
    <checksum type="sha256">${closed.hash.digest('hex')}</checksum>
    <open-checksum type="sha256">${open.hash.digest('hex')}</open-checksum>
    <location href="repodata/${type}.xml.gz"/>
    <timestamp>1700000000</timestamp>
    <size>${closed.bytes}</size>
    <open-size>${open.bytes}</open-size>
  </data>
`;
  return { xml, openBytes: open.bytes };
}

function formatPackage(fields: ControlFields): string {
  const name = fields.get('package') ?? '';
  const arch = archOf(fields);
  const source = sourceOf(fields);
  const size = Number(fields.get('size') ?? 0);
  const summary = escapeXml((fields.get('description') ?? '').split('\n')[0] ?? '');
  const self = `      <rpm:entry name="${name}" flags="EQ" ${versionOf(fields)}/>\n`;
  return `<package type="rpm">
  <name>${name}</name>
  <arch>${arch}</arch>
  <version ${versionOf(fields)}/>
  <checksum type="sha256" pkgid="YES">${fields.get('sha256')}</checksum>
  <summary>${summary}</summary>
  <description>${escapeXml(fields.get('description') ?? '')}</description>
  <packager>${escapeXml(fields.get('maintainer') ?? '')}</packager>
  <url>${escapeXml(fields.get('homepage') ?? '')}</url>
  <time file="1700000000" build="1690000000"/>
  <size package="${size}" installed="${Number(fields.get('installed-size') ?? 0) * 1024}" archive="${size}"/>
  <location href="${escapeXml(fields.get('filename')?.replace(/\.deb$/, '.rpm') ?? '')}"/>
  <format>
    <rpm:license>unknown</rpm:license>
    <rpm:vendor>Debian</rpm:vendor>
    <rpm:group>${fields.get('section') ?? ''}</rpm:group>
    <rpm:buildhost>localhost</rpm:buildhost>
    <rpm:sourcerpm>${escapeXml(source.name)}-${escapeXml(rpmText(source.version))}.src.rpm</rpm:sourcerpm>
    <rpm:header-range start="4504" end="9000"/>
    <rpm:provides>
${self}${entries(fields.get('provides'))}    </rpm:provides>
${section('requires', [fields.get('pre-depends'), fields.get('depends')])}${section('conflicts', [fields.get('conflicts')])}${section('recommends', [fields.get('recommends')])}  </format>
</package>
`;
}

function section(tag: string, values: readonly (string | undefined)[]): string {
  const text = entries(values.filter((value) => value !== undefined).join(', '));
  return text === '' ? '' : `    <rpm:${tag}>\n${text}    </rpm:${tag}>\n`;
}

const FLAGS: Readonly<Record<string, string>> = {
  '<<': 'LT',
  '<=': 'LE',
  '=': 'EQ',
  '>=': 'GE',
  '>>': 'GT',
};

/** `a | b` becomes a rich dependency; what needs a release that is not there is loosened, as in demo/deb. */
function entries(field: string | undefined): string {
  if (field === undefined || field === '') return '';
  return parseRelations(field)
    .map((alternatives) => {
      const terms = alternatives.map(({ name, operator, version }) => {
        if (operator === undefined || version === undefined) return { name };
        const wanted = toRpmVersion(parseDebianVersion(version));
        // `<< 2.39-.` means "before anything after 2.39", which RPM's order cannot say.
        if (/^[^A-Za-z0-9]/.test(wanted.release ?? '0')) return { name };
        let flags = FLAGS[operator] ?? 'EQ';
        if (wanted.release === undefined && flags === 'GT') flags = 'GE';
        if (wanted.release === undefined && flags === 'LE') flags = 'LT';
        return { name, flags, wanted };
      });
      const [first] = terms;
      if (terms.length === 1 && first !== undefined) {
        const { name, flags, wanted } = first;
        if (wanted === undefined) return `      <rpm:entry name="${escapeXml(name)}"/>\n`;
        const rel = wanted.release === undefined ? '' : ` rel="${escapeXml(wanted.release)}"`;
        return `      <rpm:entry name="${escapeXml(name)}" flags="${flags}" epoch="${wanted.epoch ?? 0}" ver="${escapeXml(wanted.version)}"${rel}/>\n`;
      }
      const signs: Record<string, string> = { LT: '<', LE: '<=', EQ: '=', GE: '>=', GT: '>' };
      const rich = terms.map(({ name, flags, wanted }) => {
        if (wanted === undefined || flags === undefined) return name;
        const epoch = wanted.epoch === undefined ? '' : `${wanted.epoch}:`;
        const release = wanted.release === undefined ? '' : `-${wanted.release}`;
        return `${name} ${signs[flags]} ${epoch}${wanted.version}${release}`;
      });
      return `      <rpm:entry name="${escapeXml(`(${rich.join(' or ')})`)}"/>\n`;
    })
    .join('');
}

function archOf(fields: ControlFields): string {
  return fields.get('architecture') === 'all' ? 'noarch' : 'x86_64';
}

/** Native packages get the release 1. */
function versionOf(fields: ControlFields): string {
  const { epoch, version, release } = toRpmVersion(
    parseDebianVersion(fields.get('version') ?? '0'),
  );
  return `epoch="${epoch ?? 0}" ver="${escapeXml(version)}" rel="${escapeXml(release ?? '1')}"`;
}

function rpmText(text: string): string {
  const { version, release } = toRpmVersion(parseDebianVersion(text));
  return `${version}-${release ?? '1'}`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
