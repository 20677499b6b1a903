import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayerEntry } from '../../../lib/container/layer-entry.ts';
import type { LayerCompression, LayerRequest } from '../../../lib/container/layer-model.ts';
import { readRootfsEntries } from '../../../lib/container/rootfs-entries.ts';
import { writeLayers } from '../../../lib/container/write-layers.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { readTool, runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';
import { attributesOf, unpackLayers } from './commit-ground.ts';

let temp: TempDir;
let large: string;
beforeAll(async () => {
  temp = await makeTempDir();
  large = join(temp.path, 'large');
  writeFileSync(large, Buffer.concat([randomBytes(3_000_000), Buffer.alloc(9_000_000, 'text ')]));
});
afterAll(() => temp[Symbol.asyncDispose]());

let count = 0;
const newLayout = () => {
  count += 1;
  return OciLayout.create(join(temp.path, `layout-${count}`));
};

const fileOf = (path: string, more: Partial<LayerEntry> = {}): LayerEntry => ({
  ...{ path, type: 'file', mode: 0o644, uid: 0, gid: 0, sizeBytes: 12_000_000 },
  content: { kind: 'file', path: large },
  ...more,
});
const textOf = (path: string, text: string): LayerEntry => {
  const bytes = Buffer.from(text);
  return fileOf(path, { sizeBytes: bytes.length, content: { kind: 'bytes', bytes } });
};
const request = (name: string, entries: readonly LayerEntry[]): LayerRequest => ({
  name,
  sizeBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  entries: () => entries,
});
const requests = () => [
  request('small', [textOf('a', 'one'), textOf('b', '')]),
  request('large', [fileOf('large'), textOf('last', 'end')]),
  request('middle', [textOf('c', 'x'.repeat(2_000_000))]),
];
const write = async (compression: LayerCompression, threads: number, wanted = requests()) => {
  const layout = await newLayout();
  const layers = await writeLayers(wanted, { layout, compression, threads, log: silentLog });
  return { layout, layers };
};

describe('writeLayers', () => {
  it.each(['gzip', 'zstd'] as const)('writes the same by %s whatever the threads', async (name) => {
    const one = await write(name, 1);
    const three = await write(name, 3);
    expect(three.layers).toEqual(one.layers);
    expect(one.layers.map((layer) => layer.name)).toEqual(['small', 'large', 'middle']);
    for (const { descriptor, diffId, tarBytes } of one.layers) {
      const blob = readFileSync(await one.layout.blobPath(descriptor));
      expect(descriptor.digest).toBe(`sha256:${createHash('sha256').update(blob).digest('hex')}`);
      const tar = name === 'gzip' ? zlib.gunzipSync(blob) : zlib.zstdDecompressSync(blob);
      expect(tar).toHaveLength(tarBytes);
      expect(diffId).toBe(`sha256:${createHash('sha256').update(tar).digest('hex')}`);
    }
  });

  it('writes archives that tar reads', async () => {
    const { layout, layers } = await write('gzip', 2);
    const [, found] = layers;
    if (found === undefined) throw new Error('no layer');
    const path = await layout.blobPath(found.descriptor);
    expect(await readTool(['tar', '-tzf', path])).toBe('large\nlast\n');
    expect(await readTool(['tar', '-xzOf', path, 'last'])).toBe('end');
    const digest = await readTool(['sh', '-c', `tar -xzOf ${path} large | sha256sum`]);
    expect(digest.slice(0, 64)).toBe(
      createHash('sha256').update(readFileSync(large)).digest('hex'),
    );
  });

  it('keeps extended attributes of a tree, but those that say something of the host', async () => {
    const root = join(temp.path, 'attributes');
    mkdirSync(join(root, 'folder'), { recursive: true });
    writeFileSync(join(root, 'folder/file'), 'x');
    const capability = '0x0100000200200000000000000000000000000000';
    for (const [path, name, value] of [
      ['folder', 'user.note', 'of the folder'],
      ['folder/file', 'user.note', '0x6f006e65'],
      ['folder/file', 'security.capability', capability],
      ['folder/file', 'security.selinux', 'system_u:object_r:bin_t:s0'],
      ['folder/file', 'trusted.overlay.opaque', 'y'],
    ] as const) {
      await runTool(['setfattr', '-n', name, '-v', value, join(root, path)]);
    }
    const { layout, layers } = await write('gzip', 1, [
      request('tree', await readRootfsEntries(root, silentLog)),
    ]);
    const [layer] = layers;
    if (layer === undefined) throw new Error('no layer');
    const unpacked = join(temp.path, 'unpacked');
    await unpackLayers([await layout.blobPath(layer.descriptor)], unpacked);
    expect(await attributesOf(join(unpacked, 'folder'))).toContain('user.note=0x6f66');
    const lines = (await attributesOf(join(unpacked, 'folder/file'))).trim().split('\n').slice(1);
    expect(lines).toEqual([`security.capability=${capability}`, 'user.note=0x6f006e65']);
  });

  it('hardly gives away bytes for being written in blocks', async () => {
    const { layers } = await write('gzip', 2);
    const blob = layers[1]?.descriptor.size ?? 0;
    const whole = Number(await readTool(['sh', '-c', `gzip -6 < ${large} | wc -c`]));
    expect(blob).toBeLessThan(whole * 1.01 + 4096);
  });

  it.each([
    ['is longer than announced', { sizeBytes: 5 }],
    ['is shorter than announced', { sizeBytes: 5_000_000_000 }],
  ])('refuses a file that %s, and leaves nothing behind', async (_what, change) => {
    const layout = await newLayout();
    const wanted = [request('bad', [fileOf('x', change)]), ...requests()];
    await expect(
      writeLayers(wanted, { layout, compression: 'gzip', threads: 2, log: silentLog }),
    ).rejects.toMatchObject({ code: 'CONTENT_WRONG', message: expect.stringContaining('/x') });
    expect(await readdir(layout.folder)).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect(await readdir(join(layout.folder, 'blobs/sha256'))).toEqual([]);
  });

  it('names files that are not what their package has', async () => {
    const digest = { algorithm: 'sha256', hex: '0'.repeat(64), path: 'usr/bin/x' };
    const entry = fileOf('x', { content: { kind: 'file', path: large, digest } });
    const { layers } = await write('gzip', 1, [request('bad', [entry])]);
    expect(layers[0]?.differing).toEqual(['usr/bin/x']);
  });
});
