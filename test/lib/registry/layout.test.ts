import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { digestHex, digestOf, type OciDigest } from '../../../lib/oci/digest.ts';
import {
  type Descriptor,
  EMPTY_CONFIG,
  EMPTY_DESCRIPTOR,
  formatArtifact,
} from '../../../lib/oci/manifest.ts';
import { OCI_EMPTY, OCI_INDEX, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import { OciLayout } from '../../../lib/registry/layout.ts';

const TYPE = 'application/vnd.example.test';
const CONTENT = Buffer.from('what the layer has');
const BLOB: Descriptor = { mediaType: TYPE, digest: digestOf(CONTENT), size: CONTENT.length };
const MANIFEST = formatArtifact(TYPE, [BLOB], {});
const OTHER = formatArtifact(TYPE, [BLOB], { other: 'yes' });

let temp: TempDir;
beforeAll(async () => {
  temp = await makeTempDir();
});
afterAll(() => temp[Symbol.asyncDispose]());

let count = 0;
const newPath = () => join(temp.path, `layout-${++count}`);

async function makeLayout(folder = newPath()): Promise<OciLayout> {
  const layout = await OciLayout.create(folder);
  const path = layout.newPath();
  await writeFile(path, CONTENT);
  await layout.adoptBlob(path, BLOB);
  await layout.putBlob(EMPTY_CONFIG, OCI_EMPTY);
  await layout.putManifest('v1', MANIFEST, OCI_MANIFEST);
  return layout;
}

const blobFile = (folder: string, digest: OciDigest) =>
  join(folder, 'blobs', 'sha256', digestHex(digest));

describe('OciLayout', () => {
  it('keeps blobs and manifests, by tag and digest', async () => {
    const { folder } = await makeLayout();
    const layout = await OciLayout.open(folder);
    const found = { bytes: MANIFEST, digest: digestOf(MANIFEST), mediaType: OCI_MANIFEST };
    expect(await layout.getManifest('v1')).toEqual(found);
    expect(await layout.getManifest(found.digest)).toEqual(found);
    expect(await layout.getManifest()).toEqual(found);
    expect(await layout.getManifest('v2')).toBeUndefined();
    expect(await readFile(await layout.blobPath(BLOB))).toEqual(CONTENT);
    expect(await layout.readBlob(BLOB)).toEqual(CONTENT);
    expect(await layout.hasBlob(digestOf('no'))).toBe(false);
    expect((await readdir(folder)).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect(await readdir(join(folder, 'blobs', 'sha256'))).toHaveLength(3);
  });

  it('moves tags, and lists what has none', async () => {
    const layout = await makeLayout();
    await layout.putManifest(undefined, OTHER, OCI_MANIFEST);
    await Promise.all([
      layout.putManifest('v1', OTHER, OCI_MANIFEST),
      layout.putManifest('v0', MANIFEST, OCI_MANIFEST),
      layout.putManifest('v0', MANIFEST, OCI_MANIFEST),
    ]);
    await layout.putManifest(undefined, OTHER, OCI_MANIFEST);
    expect(await layout.listTags()).toEqual(['v0', 'v1']);
    expect((await layout.getManifest('v1'))?.bytes).toEqual(OTHER);
    await expect(layout.getManifest()).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
    expect(await layout.deleteTag('v1')).toBe(true);
    expect(await layout.deleteTag('v1')).toBe(false);
    expect((await layout.getManifest())?.bytes).toEqual(MANIFEST);
    await layout.putManifest(undefined, OTHER, OCI_MANIFEST);
    expect((await layout.listManifests()).map(({ tag }) => tag)).toEqual([undefined, 'v0']);
    expect(await layout.deleteManifest(digestOf(OTHER))).toBe(true);
    expect(await layout.listTags()).toEqual(['v0']);
  });

  it('writes a part of an index as a blob alone', async () => {
    const layout = await OciLayout.create(newPath());
    const digest = await layout.putManifest(digestOf(MANIFEST), MANIFEST, OCI_MANIFEST);
    expect(await layout.listManifests()).toEqual([]);
    expect(await layout.getManifest(digest)).toMatchObject({ mediaType: OCI_MANIFEST });
    const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [] }));
    await layout.putManifest(digestOf(index), index, OCI_INDEX);
    expect(await layout.getManifest(digestOf(index))).toMatchObject({ mediaType: OCI_INDEX });
    const wrong = layout.putManifest(digest, OTHER, OCI_MANIFEST);
    await expect(wrong).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
  });

  it('has the same index whatever the order, and leaves what others wrote in it', async () => {
    const [one, two] = [await makeLayout(), await makeLayout()];
    const index = join(one.folder, 'index.json');
    await one.putManifest('a', OTHER, OCI_MANIFEST, { annotations: { x: 'y' } });
    await two.deleteTag('v1');
    await two.putManifest('a', OTHER, OCI_MANIFEST, { annotations: { x: 'y' } });
    await two.putManifest('v1', MANIFEST, OCI_MANIFEST);
    expect(await readFile(join(two.folder, 'index.json'))).toEqual(await readFile(index));
    const platform = { architecture: 'arm', os: 'linux', variant: 'v7' };
    const foreign = JSON.parse(await readFile(index, 'utf8'));
    foreign.manifests[0].platform = platform;
    await writeFile(index, JSON.stringify(foreign));
    await one.putManifest('z', MANIFEST, OCI_MANIFEST);
    expect(JSON.parse(await readFile(index, 'utf8')).manifests[0].platform).toEqual(platform);
  });

  it('is read by skopeo, and reads what it wrote', async () => {
    const { folder } = await makeLayout();
    const copy = newPath();
    const flags = ['--insecure-policy', 'copy', '--all'];
    await runTool(['skopeo', ...flags, `oci:${folder}:v1`, `oci:${copy}:v2`]);
    const read = await OciLayout.open(copy);
    expect((await read.getManifest('v2'))?.bytes).toEqual(MANIFEST);
    expect(await readFile(await read.blobPath(BLOB))).toEqual(CONTENT);
  });

  it('is made in an empty folder, and finished when that broke off', async () => {
    const folder = newPath();
    await mkdir(folder);
    await OciLayout.create(folder);
    await rm(join(folder, 'index.json'));
    await expect(OciLayout.open(folder)).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
    expect(await (await OciLayout.create(folder)).listTags()).toEqual([]);
  });
});

describe('a layout that is not as it should be', () => {
  const broken: readonly [what: string, change: (folder: string) => Promise<unknown>][] = [
    ['no folder', (folder) => rm(folder, { recursive: true })],
    [
      'another version',
      (folder) => writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"2"}'),
    ],
    ['an index that is no JSON', (folder) => writeFile(join(folder, 'index.json'), '{')],
    ['an index that is a manifest', (folder) => writeFile(join(folder, 'index.json'), MANIFEST)],
    ['an index without end', (folder) => truncate(join(folder, 'index.json'), 5 * 2 ** 20)],
    [
      'an index that is a link',
      async (folder) => {
        await rename(join(folder, 'index.json'), join(folder, 'real'));
        await symlink('real', join(folder, 'index.json'));
      },
    ],
    [
      'an index that is a pipe',
      async (folder) => {
        await rm(join(folder, 'index.json'));
        await runTool(['mkfifo', join(folder, 'index.json')]);
      },
    ],
    [
      'blobs elsewhere',
      async (folder) => {
        await rename(join(folder, 'blobs'), `${folder}-blobs`);
        await symlink(`${folder}-blobs`, join(folder, 'blobs'));
      },
    ],
  ];
  it.each(broken)('is refused with %s', async (_what, change) => {
    const { folder } = await makeLayout();
    await change(folder);
    await expect(OciLayout.open(folder)).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
  });

  it('is refused for each blob that is a link, short, or other bytes', async () => {
    const layout = await makeLayout();
    const path = blobFile(layout.folder, BLOB.digest);
    const fails = async (body: () => Promise<unknown>) =>
      expect(body()).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
    await writeFile(path, Buffer.from(CONTENT.toString().toUpperCase()));
    await fails(() => layout.readBlob(BLOB));
    await truncate(path, 3);
    await fails(() => layout.blobPath(BLOB));
    await fails(() => layout.readBlob({ ...BLOB, size: 5e9 }));
    const secret = join(temp.path, 'secret');
    await writeFile(secret, CONTENT);
    await rm(path);
    await fails(() => layout.blobPath(BLOB));
    await symlink(secret, path);
    await fails(() => layout.blobPath(BLOB));
    await fails(() => layout.readBlob(BLOB));
    expect(await layout.hasBlob(BLOB.digest)).toBe(false);
    await writeFile(
      blobFile(layout.folder, digestOf(MANIFEST)),
      OTHER.subarray(0, MANIFEST.length),
    );
    await fails(() => layout.getManifest('v1'));
    await rm(blobFile(layout.folder, digestOf(MANIFEST)));
    await fails(() => layout.getManifest('v1'));
  });

  it('is refused when one name means two things', async () => {
    const layout = await makeLayout();
    const index = join(layout.folder, 'index.json');
    await layout.putManifest('v2', OTHER, OCI_MANIFEST);
    await writeFile(index, (await readFile(index, 'utf8')).replace('"v2"', '"v1"'));
    await expect(layout.getManifest('v1')).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
  });

  it('is not made of a folder with something else, nor of what is no blob', async () => {
    const folder = newPath();
    await mkdir(join(folder, 'mine'), { recursive: true });
    await expect(OciLayout.create(folder)).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
    const layout = await makeLayout();
    const path = layout.newPath();
    await writeFile(path, 'short');
    await expect(layout.adoptBlob(path, EMPTY_DESCRIPTOR)).rejects.toMatchObject({
      code: 'LAYOUT_INVALID',
    });
  });
});
