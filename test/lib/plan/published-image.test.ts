import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lib/core/digest.ts';
import { silentLog } from '../../../lib/core/log.ts';
import { HttpClient } from '../../../lib/host/http.ts';
import { runTool } from '../../../lib/host/process.ts';
import { makeTempDir, type TempDir } from '../../../lib/host/temp.ts';
import { readPublished } from '../../../lib/plan/published.ts';
import { type Registry, startRegistry } from '../../fakes/registry.ts';

const HASHES = { amd64: '0a'.repeat(32), arm64: '0b'.repeat(32), one: '0c'.repeat(32) };

let folder: TempDir;
let registry: Registry;
const http = new HttpClient();

beforeAll(async () => {
  folder = await makeTempDir();
  registry = await startRegistry();
  await writeImages(join(folder.path, 'layout'));
  for (const tag of ['multi', 'one', 'plain', 'riscv']) {
    await runTool([
      ...['skopeo', 'copy', '--all', '--dest-tls-verify=false'],
      ...[`oci:${folder.path}/layout:${tag}`, `docker://${registry.host}/o/anvil:${tag}`],
    ]);
  }
});
afterAll(async () => {
  await http.close();
  await registry[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

function read(reference: string) {
  return readPublished(`oci:${reference}`, {
    remix: 'anvil',
    architectures: ['x86_64', 'aarch64', 'ppc64le'],
    refs: new Map(),
    http,
    log: silentLog,
    offline: false,
  });
}

describe('readPublished of a container image', () => {
  it('has the label of each architecture of an index; one that is not in it is new', async () => {
    const { outputs, basearches, commitsOnly } = await read(`${registry.host}/o/anvil:multi`);
    expect([...outputs]).toEqual([
      ['x86_64/commit', { inputHash: HASHES.amd64 }],
      ['aarch64/commit', { inputHash: HASHES.arm64 }],
    ]);
    expect({ basearches, commitsOnly }).toEqual({ basearches: undefined, commitsOnly: true });
  });

  it('speaks of one architecture when it is no index', async () => {
    const { outputs, basearches } = await read(`${registry.host}/o/anvil:one`);
    expect([...outputs]).toEqual([['aarch64/commit', { inputHash: HASHES.one }]]);
    expect(basearches).toEqual(new Set(['aarch64']));
  });

  it('takes an image without the label for what it is', async () => {
    const { outputs } = await read(`${registry.host}/o/anvil:plain`);
    expect([...outputs]).toEqual([['x86_64/commit', { inputHash: undefined }]]);
  });

  it('takes a tag and a repository that are not there for what was never published', async () => {
    for (const reference of ['o/anvil:none', 'none/at-all:latest', 'o/anvil']) {
      const { outputs, basearches } = await read(`${registry.host}/${reference}`);
      expect([outputs.size, basearches]).toEqual([0, undefined]);
    }
  });

  it('refuses an image of no architecture of ours', async () => {
    await expect(read(`${registry.host}/o/anvil:riscv`)).rejects.toMatchObject({
      code: 'PUBLISHED_CORRUPT',
    });
  });

  it('refuses a manifest that is not what its digest says', async () => {
    const path = join(registry.path, 'docker/registry/v2/repositories/o/anvil');
    const link = join(path, '_manifests/tags/multi/current/link');
    const index = JSON.parse(await readBlob(await readFile(link, 'utf8'))) as {
      manifests: { digest: string }[];
    };
    const child = blobPath(index.manifests[1]?.digest ?? '');
    const bytes = await readFile(child, 'utf8');
    // The registry does not look at what it serves.
    await writeFile(child, bytes.replace('"layers": []', '"layers": [ ]'));
    await expect(read(`${registry.host}/o/anvil:multi`)).rejects.toMatchObject({
      code: 'PUBLISHED_CORRUPT',
      message: expect.stringContaining('does not match'),
    });
    await writeFile(child, bytes);
  });

  it('says which registry cannot be asked, and does not take it for missing', async () => {
    for (const reference of ['127.0.0.1:1/o/anvil:multi', 'localhost:1/o/anvil']) {
      await expect(read(reference)).rejects.toMatchObject({
        code: 'PUBLISHED_UNREADABLE',
        message: expect.stringContaining(reference),
      });
    }
  });

  it.each([401, 403, 500])('takes status %i for an error', async (status) => {
    const server = createServer((_request, response) => response.writeHead(status).end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await expect(read(`127.0.0.1:${port}/o/anvil:x`)).rejects.toMatchObject({
      code: 'PUBLISHED_UNREADABLE',
    });
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
});

/** Writes an OCI layout: an index of two architectures, and images of one. */
async function writeImages(layout: string): Promise<void> {
  await mkdir(join(layout, 'blobs/sha256'), { recursive: true });
  const blob = async (mediaType: string, value: object) => {
    const text = JSON.stringify(value).replace('"layers":[]', '"layers": []');
    await writeFile(join(layout, 'blobs/sha256', sha256(text)), text);
    return { mediaType, digest: `sha256:${sha256(text)}`, size: text.length };
  };
  const vendor = 'application/vnd.oci.image';
  const image = async (architecture: string, labels: Readonly<Record<string, string>>) => {
    const platform = { architecture, os: 'linux' };
    const config = await blob(`${vendor}.config.v1+json`, {
      ...platform,
      config: { Labels: labels },
      rootfs: { type: 'layers', diff_ids: [] },
    });
    const mediaType = `${vendor}.manifest.v1+json`;
    const manifest = await blob(mediaType, { schemaVersion: 2, mediaType, config, layers: [] });
    return { ...manifest, platform };
  };
  const label = (hash: string) => ({ 'rpmostree.inputhash': hash });
  const mediaType = `${vendor}.index.v1+json`;
  const manifests = [
    await image('amd64', label(HASHES.amd64)),
    await image('arm64', label(HASHES.arm64)),
  ];
  const tagged = {
    multi: await blob(mediaType, { schemaVersion: 2, mediaType, manifests }),
    one: await image('arm64', label(HASHES.one)),
    plain: await image('amd64', {}),
    riscv: await image('mips64', label(HASHES.one)),
  };
  await writeFile(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const named = Object.entries(tagged).map(([name, descriptor]) => ({
    ...descriptor,
    annotations: { 'org.opencontainers.image.ref.name': name },
  }));
  await writeFile(
    join(layout, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: named }),
  );
}

function blobPath(digest: string): string {
  const hex = digest.trim().replace('sha256:', '');
  const blobs = 'docker/registry/v2/blobs/sha256';
  return join(registry.path, blobs, hex.slice(0, 2), hex, 'data');
}

function readBlob(digest: string): Promise<string> {
  return readFile(blobPath(digest), 'utf8');
}
