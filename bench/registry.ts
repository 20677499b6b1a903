import { createCipheriv } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatBytes } from '../lib/core/bytes.ts';
import { readTool, runTool } from '../lib/host/process.ts';
import { makeTempDir } from '../lib/host/temp.ts';
import { digestOf, type OciDigest } from '../lib/oci/digest.ts';
import { formatImageConfig } from '../lib/oci/image-config.ts';
import { formatImageManifest } from '../lib/oci/image-manifest.ts';
import type { Descriptor } from '../lib/oci/manifest.ts';
import { OCI_MANIFEST } from '../lib/oci/media-types.ts';
import { OciLayout } from '../lib/registry/layout.ts';
import { startRegistry } from '../test/fakes/registry.ts';
import type { BenchRow } from './bench-row.ts';
import { bundle } from './bundle.ts';
import { Series } from './compose/series.ts';
import { roundsOf } from './rounds.ts';

/** Of the peer's rate nine tenths at least. */
const TARGET = 1.11;
/**
 * The size of a bootable container of a desktop, by which the rate is measured; and a small one, whose
 * time is half that of starting Node and its threads.
 */
const IMAGES = [
  {
    layersMib: [160, 140, 130, 120, 110, 100, 80, 60, 40, 30, 20, 10, 10, 5, 5, 2, 1, 1],
    ...{ rounds: 3, target: TARGET, note: '' },
  },
  {
    layersMib: [60, 40, 30, 20, 15, 10, 10, 5, 5, 3, 1, 1],
    ...{ rounds: 5, target: 0, note: 'starting Node and its threads counts' },
  },
] as const;
/** What Node may take, whatever the size of the image. */
const MEMORY_LIMIT_BYTES = 300 * 10 ** 6;
const PEER = ['skopeo', '--insecure-policy', 'copy'];

/**
 * Images of layers that cannot be made smaller: pushed from an OCI layout to a registry of this machine, and
 * pulled into another layout. Each push is to a registry that has nothing.
 */
export async function benchRegistry(): Promise<BenchRow[]> {
  await using temp = await makeTempDir(join(import.meta.dirname, 'out'));
  const child = join(temp.path, 'registry-child.mjs');
  await bundle('registry-child.ts', child);
  for (const worker of ['write-worker', 'digest-worker']) {
    await bundle(`../lib/host/${worker}.ts`, join(temp.path, `${worker}.mjs`));
  }
  const peaks = [0];
  const rows: BenchRow[] = [];
  for (const image of IMAGES) {
    rows.push(...(await benchImage(image, { child, folder: temp.path, peaks })));
  }
  return [
    ...rows,
    {
      ...{ case: "registry: Node's peak memory", unit: 'bytes', ours: Math.max(...peaks) },
      ...{ peer: '', peers: 0, ratio: 0, target: 0, limit: MEMORY_LIMIT_BYTES, note: 'resident' },
    },
  ];
}

async function benchImage(
  { layersMib, rounds, target, note }: (typeof IMAGES)[number],
  at: { readonly child: string; readonly folder: string; readonly peaks: number[] },
): Promise<BenchRow[]> {
  const { folder, sizeBytes } = await makeImage(join(at.folder, 'image'), layersMib);
  const series = new Series();
  for (let round = 1; round <= roundsOf(rounds); round += 1) {
    const places = join(at.folder, `round-${round}`);
    await mkdir(places);
    await using theirs = await startRegistry();
    await using ours = await startRegistry();
    const peer = async (name: string, from: string, to: string) =>
      series.take(name, () =>
        runTool([...PEER, '--src-tls-verify=false', '--dest-tls-verify=false', from, to]),
      );
    const own = async (name: string, from: string, to: string) =>
      at.peaks.push(
        (await series.take(name, async () =>
          Number(await readTool([process.execPath, at.child, from, to])),
        )) ?? 0,
      );
    const image = `oci:${folder}:v1`;
    const there = `docker://${theirs.host}/bench/image:v1`;
    await peer('skopeo copy oci: docker:', image, there);
    await own('push', image, `docker://${ours.host}/bench/image:v1`);
    await peer('skopeo copy docker: oci:', there, `oci:${join(places, 'theirs')}:v1`);
    await own('pull', there, `oci:${join(places, 'ours')}:v1`);
    await rm(places, { recursive: true });
  }
  await rm(folder, { recursive: true });
  const size = formatBytes(sizeBytes);
  const row = (name: 'push' | 'pull', other: string) =>
    series.row({ case: `registry: ${name} ${size}`, target, note }, name, other);
  return [row('push', 'skopeo copy oci: docker:'), row('pull', 'skopeo copy docker: oci:')];
}

/** Layers of bytes that look random, the same in each run. */
async function makeImage(folder: string, layersMib: readonly number[]) {
  const layout = await OciLayout.create(folder);
  const layers: Descriptor[] = [];
  const diffIds: OciDigest[] = [];
  for (const [at, mebibytes] of layersMib.entries()) {
    const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16, at));
    const content = cipher.update(Buffer.alloc(mebibytes * 2 ** 20));
    const layer = 'application/vnd.oci.image.layer.v1.tar+gzip';
    layers.push(await layout.putBlob(gzipSync(content, { level: 0 }), layer));
    diffIds.push(digestOf(content));
  }
  const configBytes = formatImageConfig({
    ...{ architecture: 'amd64', createdSeconds: 0, process: {}, diffIds, history: [] },
  });
  const type = 'application/vnd.oci.image.config.v1+json';
  const config = await layout.putBlob(configBytes, type);
  await layout.putManifest('v1', formatImageManifest({ config, layers }), OCI_MANIFEST);
  return { folder, sizeBytes: layers.reduce((sum, { size }) => sum + size, 0) };
}
