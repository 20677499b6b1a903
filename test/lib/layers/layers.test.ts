import { execFileSync } from 'node:child_process';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir } from '../../../lib/host/temp.ts';
import { fileSource, streamSource } from '../../../lib/layers/byte-source.ts';
import { readLayerEntries } from '../../../lib/layers/layer-reader.ts';
import { LayerTree } from '../../../lib/layers/layer-tree.ts';
import { layerCompression, openLayer } from '../../../lib/layers/open-layer.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { formatLayer, type LayerFile } from '../live/oci-layout.ts';

const GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip';
const ZSTD = 'application/vnd.oci.image.layer.v1.tar+zstd';
const TAR = 'application/vnd.oci.image.layer.v1.tar';

const describeBlob = (bytes: Buffer, mediaType: string) => ({
  ...{ mediaType, digest: digestOf(bytes), size: bytes.length },
});
/** In small pieces, so that headers lie across them. */
function piecesOf(bytes: Buffer, pieceBytes = 700): Readable {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    pieces.push(bytes.subarray(at, at + pieceBytes));
  }
  return Readable.from(pieces, { objectMode: false });
}

async function read(bytes: Buffer, mediaType: string, options = {}): Promise<string> {
  const chunks: Buffer[] = [];
  const layer = describeBlob(bytes, mediaType);
  for await (const chunk of openLayer(piecesOf(bytes), { ...layer, ...options }, options)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

async function listOf(archive: Buffer): Promise<string[]> {
  const found: string[] = [];
  for await (const { member, data } of readLayerEntries(streamSource(piecesOf(archive)))) {
    const pieces: Buffer[] = [];
    // Every second one is passed over.
    if (found.length % 2 === 0) for await (const piece of data()) pieces.push(piece);
    found.push(`${member.name} ${member.type} ${Buffer.concat(pieces)}`.trim());
  }
  return found;
}

async function treeOf(...layers: readonly (readonly LayerFile[])[]): Promise<LayerTree> {
  const tree = new LayerTree(1000);
  for (const [index, files] of layers.entries()) {
    const source = streamSource(piecesOf(formatLayer(files)));
    for await (const { member } of readLayerEntries(source)) tree.add(member, index);
  }
  return tree;
}
const namesOf = (tree: LayerTree) => [...tree.list()].map(([path]) => path).slice(1);
const code = (wanted: string) => ({ code: wanted });

/** A pax header with these records, and a file behind it. */
function withRecords(records: readonly (readonly [string, string])[], more: string[] = []): Buffer {
  const data = records
    .map(([key, value]) => {
      const rest = Buffer.byteLength(` ${key}=${value}\n`);
      let length = rest;
      while (String(length).length + rest !== length) length = String(length).length + rest;
      return `${length} ${key}=${value}\n`;
    })
    .join('');
  const long = more.map((name) => ({ name: '././@LongLink', type: 'L', data: `${name}\0` }));
  return formatLayer([{ name: 'pax', type: 'x', data }, ...long, { name: 'short', data: 'xyz' }]);
}

describe('readLayerEntries', () => {
  it('reads members and their data across the edges of pieces', async () => {
    const files = [
      { name: 'a/', type: '5' },
      { name: 'a/long', data: 'x'.repeat(1500) },
      { name: 'a/b', data: 'second' },
      { name: 'a/c', type: '2', link: 'b' },
      { name: 'a/d', data: 'fifth' },
    ];
    const archive = formatLayer(files);
    const expected = ['a/ folder', 'a/long file', 'a/b file second', 'a/c link', 'a/d file fifth'];
    expect(await listOf(archive)).toEqual(expected);
    // Without the two blocks of zeros, too.
    expect(await listOf(archive.subarray(0, -1024))).toEqual(expected);
  });

  it('reads what GNU tar writes in both forms: long names, attributes, devices', async () => {
    await using temp = await makeTempDir();
    const name = `${'long-folder/'.repeat(12)}${'n'.repeat(120)}`;
    const path = join(temp.path, 'tree', name);
    await runTool(['mkdir', '-p', join(path, '..')]);
    await writeFile(path, 'content');
    await runTool(['setfattr', '-n', 'user.note', '-v', 'said', path]);
    for (const form of ['gnu', 'posix']) {
      const archive = join(temp.path, `${form}.tar`);
      const xattrs = form === 'posix' ? ['--xattrs', '--xattrs-include=*'] : [];
      await runTool([
        ...['tar', `--format=${form}`, ...xattrs, '-C', join(temp.path, 'tree')],
        ...['-cf', archive, '.'],
      ]);
      await using file = await open(archive);
      const { size } = await file.stat();
      const found = [];
      for await (const { member } of readLayerEntries(fileSource(file, size))) found.push(member);
      const last = found.at(-1);
      expect(last?.name).toBe(`./${name}`);
      expect(last?.attributes.get('user.note')?.toString()).toBe(
        form === 'posix' ? 'said' : undefined,
      );
    }
  });

  it('takes names, sizes and numbers of pax headers', async () => {
    const archive = withRecords([
      ['path', 'ünï'],
      ['uid', '3000000'],
      ['mtime', '12.75'],
    ]);
    for await (const { member } of readLayerEntries(streamSource(piecesOf(archive)))) {
      expect(member).toMatchObject({ name: 'ünï', uid: 3_000_000, mtimeSeconds: 12, sizeBytes: 3 });
    }
  });

  const bad: readonly (readonly [string, Buffer])[] = [
    ['5 GB that are 10 bytes', formatLayer([{ name: 'x', data: '0123456789', claims: 5e9 }])],
    ['5 GB in a pax header', withRecords([['size', '5000000000']])],
    ['a size below zero', withRecords([['size', '-512']])],
    ['a size that is no number', withRecords([['size', '1e400']])],
    ['a pax record without end', formatLayer([{ name: 'pax', type: 'x', data: '99 path=x\n' }])],
    ['a name of 2 MiB', formatLayer([{ name: 'L', type: 'L', claims: 2 ** 21 }])],
    ['two long names', withRecords([['path', 'one']], ['other'])],
    ['a sparse file', withRecords([['GNU.sparse.major', '1']])],
    ['data behind a link', formatLayer([{ name: 'x', type: '2', link: 'y', data: 'hidden' }])],
    [
      'more behind one block of zeros',
      Buffer.concat([Buffer.alloc(512), formatLayer([{ name: 'x' }])]),
    ],
    ['an end within a header', formatLayer([{ name: 'x' }]).subarray(0, 300)],
  ];
  for (const [what, archive] of bad) {
    it(`refuses ${what}`, async () => {
      await expect(listOf(archive)).rejects.toMatchObject(code('LAYER_UNSAFE'));
    });
  }
});

describe('LayerTree', () => {
  it('lets whiteouts of what is not there do nothing', async () => {
    const tree = await treeOf([{ name: 'kept/x' }], [{ name: 'kept/.wh.y' }, { name: '.wh.z' }]);
    expect(namesOf(tree)).toEqual(['kept', 'kept/x']);
  });

  it('puts a folder in the place of a lower file, and a file in the place of a lower folder', async () => {
    const tree = await treeOf([{ name: 'a' }, { name: 'b/c' }], [{ name: 'a/x' }, { name: 'b' }]);
    expect(namesOf(tree)).toEqual(['a', 'a/x', 'b']);
  });

  it('takes a folder twice', async () => {
    const folder = { name: 'a', type: '5' };
    const tree = await treeOf([folder, { name: 'a/x' }, { ...folder, mode: 0o700 }]);
    expect(tree.find('/a/x')).toBeDefined();
    expect(tree.find('/a')?.member.modeOctal).toBe(0o700);
  });

  const bad: readonly (readonly [string, readonly LayerFile[]])[] = [
    ['a name that climbs', [{ name: '../x' }]],
    ['an absolute name', [{ name: '/etc/x' }]],
    ['a hard link out of the tree', [{ name: 'x', type: '1', link: '../y' }]],
    ['a hard link to nothing', [{ name: 'x', type: '1', link: 'y' }]],
    ['a file twice', [{ name: 'x' }, { name: './x' }]],
    ['a file in the place of its own folder', [{ name: 'x', type: '5' }, { name: 'x' }]],
    ['a file in its own file', [{ name: 'x' }, { name: 'x/y' }]],
    [
      '300 folders in each other',
      [{ name: 'pax', type: 'L', data: `${'d/'.repeat(300)}\0` }, { name: 'x' }],
    ],
    [
      'a name of 5000 bytes',
      [{ name: 'pax', type: 'L', data: `${'n'.repeat(5000)}\0` }, { name: 'x' }],
    ],
  ];
  for (const [what, files] of bad) {
    it(`refuses ${what}`, async () => {
      await expect(treeOf(files)).rejects.toMatchObject(code('LAYER_UNSAFE'));
    });
  }

  it('has room for so many files', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ name: `f${index}` }));
    await expect(treeOf(many)).rejects.toMatchObject(code('LAYER_LIMIT'));
  });
});

describe('openLayer', () => {
  const text = 'bytes of a layer '.repeat(1000);

  it('reads tar, gzip, zstd, and zstd:chunked with its table in skippable frames', async () => {
    const zstd = execFileSync('zstd', ['-c'], { input: text });
    const table = Buffer.concat([Buffer.from('502a4d1804000000', 'hex'), Buffer.from('tocs')]);
    expect(await read(Buffer.from(text), TAR)).toBe(text);
    expect(await read(gzipSync(text), GZIP)).toBe(text);
    expect(await read(zstd, ZSTD)).toBe(text);
    expect(await read(Buffer.concat([zstd, zstd, table]), ZSTD)).toBe(text + text);
    expect(await read(gzipSync(text), GZIP, { diffId: digestOf(text) })).toBe(text);
  });

  it('refuses other bytes, more and fewer bytes than the manifest says', async () => {
    const blob = gzipSync(text);
    const other = Buffer.from(blob);
    other[4] = 1; // the time, which no reader looks at
    for (const options of [
      { digest: digestOf('other') },
      { size: 5e9 },
      { size: blob.length - 1 },
      { diffId: digestOf('other') },
    ]) {
      await expect(read(blob, GZIP, options)).rejects.toMatchObject(code('LAYER_MISMATCH'));
    }
    const { digest } = describeBlob(blob, GZIP);
    await expect(read(other, GZIP, { digest })).rejects.toMatchObject(code('LAYER_MISMATCH'));
    for (const mediaType of [GZIP, ZSTD]) {
      const cut = read(blob.subarray(0, 50), mediaType);
      await expect(cut).rejects.toMatchObject(code('LAYER_MISMATCH'));
    }
  });

  it('stops a small blob that becomes large', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * 2 ** 20));
    expect(bomb.length).toBeLessThan(10_000);
    const opened = read(bomb, GZIP, { limitBytes: 2 ** 20 });
    await expect(opened).rejects.toMatchObject(code('LAYER_LIMIT'));
  });

  it('knows the media types of OCI and Docker, and no others', async () => {
    const kind = (mediaType: string) => layerCompression(describeBlob(Buffer.from(''), mediaType));
    expect(kind('application/vnd.docker.image.rootfs.diff.tar.gzip')).toBe('gzip');
    expect(kind('application/vnd.docker.image.rootfs.foreign.diff.tar')).toBe('none');
    expect(kind('application/vnd.oci.image.layer.nondistributable.v1.tar+zstd')).toBe('zstd');
    for (const type of [`${GZIP}+encrypted`, 'application/vnd.oci.empty.v1+json', 'text/plain']) {
      const opened = read(Buffer.from(text), type);
      await expect(opened).rejects.toMatchObject(code('LAYER_UNSUPPORTED'));
    }
  });
});
