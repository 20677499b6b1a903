import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Basearch } from '../host/architecture.ts';
import { startTool, ToolError } from '../host/process.ts';
import { explainToolError } from '../host/tool-errors.ts';
import { fileSource } from '../layers/byte-source.ts';
import { readLayerEntries } from '../layers/layer-reader.ts';
import { type LayerNode, LayerTree } from '../layers/layer-tree.ts';
import { MAX_LAYER_BYTES, openLayer } from '../layers/open-layer.ts';
import { digestOf, type OciDigest } from '../oci/digest.ts';
import type { Descriptor, ImageManifest } from '../oci/manifest.ts';
import {
  type ContainerConfig,
  MAX_CONFIG_BYTES,
  parseContainerConfig,
  resolveContainerUser,
} from './container-config.ts';
import { type ContainerSource, selectManifest } from './container-source.ts';
import type { LiveCode } from './errors.ts';
import { CONTAINER_FACTS, CONTAINER_ROOT } from './init-container.ts';
import { formatMergedTar, type OwnFile } from './merged-tar.ts';

/** A container image to make a disk of. */
export interface ContainerDiskOptions {
  readonly source: ContainerSource;
  readonly basearch: Basearch;
  /** In place of the image's own command. */
  readonly command?: readonly string[];
  readonly output: string;
  /** An empty folder with room for the layers, decompressed. */
  readonly workDir: string;
  readonly log: Log;
}

const MAX_LAYERS = 256;
const MAX_PASSWD_BYTES = 4 * 2 ** 20;

/**
 * Writes the files of a container image as a squashfs disk, with what is to be run of them. Layers
 * are put together in memory and streamed: nothing of them is unpacked here, so that no name, link or
 * device in them can touch this machine. Every digest is checked.
 *
 * @throws ConfigError CONTAINER_UNFIT; BuildError LayersCode, TAR_BAD, DISK_FULL
 */
export async function writeContainerDisk(options: ContainerDiskOptions): Promise<ContainerConfig> {
  const { source, basearch, workDir, log } = options;
  const manifest = await selectManifest(source, basearch);
  const bytes = await source.readSmall(manifest.config, MAX_CONFIG_BYTES);
  if (digestOf(bytes) !== manifest.config.digest) throw unfit(source, 'its config is damaged');
  const config = parseContainerConfig(bytes, basearch, options.command);
  assertLayers(source, manifest, config);
  const tree = new LayerTree();
  const files: FileHandle[] = [];
  try {
    let left = MAX_LAYER_BYTES;
    for (const [index, layer] of manifest.layers.entries()) {
      const path = join(workDir, `layer-${index}`);
      const sizeBytes = await unpackLayer(source, layer, path, config.diffIds[index], left);
      left -= sizeBytes;
      log.debug(`layer ${layer.digest}: ${formatBytes(sizeBytes)}`);
      const file = await open(path);
      files.push(file);
      for await (const { member } of readLayerEntries(fileSource(file, sizeBytes))) {
        tree.add(member, index);
      }
    }
    const own = await ownFiles(config, tree, files);
    await makeSquashfs(formatMergedTar(tree, files, CONTAINER_ROOT, own), newestOf(tree), options);
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
  return config;
}

function assertLayers(
  source: ContainerSource,
  { layers }: ImageManifest,
  { diffIds }: ContainerConfig,
): void {
  if (layers.length > MAX_LAYERS) throw unfit(source, `it has ${layers.length} layers`);
  if (layers.length !== diffIds.length) {
    throw unfit(source, `it has ${layers.length} layers, and its config ${diffIds.length}`);
  }
}

/** Decompresses a layer to a file; returns its size. */
async function unpackLayer(
  source: ContainerSource,
  layer: Descriptor,
  path: string,
  diffId: OciDigest | undefined,
  limitBytes: number,
): Promise<number> {
  const { path: blob, offsetBytes } = await source.locate(layer);
  const input = createReadStream(blob, { start: offsetBytes, end: offsetBytes + layer.size - 1 });
  const output = createWriteStream(path, { flags: 'wx' });
  await pipeline(openLayer(input, layer, { diffId, limitBytes }), output);
  return output.bytesWritten;
}

/** The time of the newest file, as far as 32 bits hold it. */
function newestOf(tree: LayerTree): number {
  let newest = 0;
  for (const [, { member }] of tree.list()) newest = Math.max(newest, member.mtimeSeconds);
  return Math.min(newest, 2 ** 31 - 1);
}

/** What the first process of the machine reads: words with a NUL after each. */
async function ownFiles(
  config: ContainerConfig,
  tree: LayerTree,
  files: readonly FileHandle[],
): Promise<OwnFile[]> {
  const passwd = await readText(tree.find('/etc/passwd'), files);
  const group = await readText(tree.find('/etc/group'), files);
  const { uid, gid } = resolveContainerUser(config.user, passwd, group);
  const words = (name: string, list: readonly string[]) => ({
    path: `${CONTAINER_FACTS}/${name}`,
    data: Buffer.from(list.map((word) => `${word}\0`).join('')),
  });
  return [
    words('argv', config.argv),
    words('environment', config.environment),
    words('place', [config.workingFolder, String(uid), String(gid)]),
  ];
}

async function readText(
  node: LayerNode | undefined,
  files: readonly FileHandle[],
): Promise<string> {
  if (node === undefined || node.member.sizeBytes > MAX_PASSWD_BYTES) return '';
  const { sizeBytes, offsetBytes } = node.member;
  const data = Buffer.alloc(sizeBytes);
  await files[node.layer]?.read(data, 0, sizeBytes, offsetBytes);
  return data.toString('utf8');
}

async function makeSquashfs(
  tar: AsyncGenerator<Buffer, void>,
  newestSeconds: number,
  options: ContainerDiskOptions,
): Promise<void> {
  const argv = ['mksquashfs', '-', options.output, '-tar', '-noappend', '-quiet', '-no-progress'];
  const fixed = ['-comp', 'zstd', '-Xcompression-level', '3', '-no-recovery'];
  const child = await startTool([...argv, ...fixed, '-root-mode', '0755'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    // Nothing is newer than this, not even what the tool makes itself: the root, the file system.
    env: { SOURCE_DATE_EPOCH: String(newestSeconds) },
    log: options.log,
  });
  const { stdin, stderr } = child;
  if (stdin === null || stderr === null) throw new TypeError('no pipes');
  let complaint = '';
  stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2048);
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  try {
    await pipeline(Readable.from(tar, { objectMode: false }), stdin).catch((error: unknown) => {
      // The tool went first: what it says is the cause.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    });
    const [exitCode] = await ended;
    if (exitCode === 0) return;
    throw explainToolError(new ToolError(['mksquashfs'], exitCode ?? 255, complaint));
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

function unfit(source: ContainerSource, why: string): ConfigError<LiveCode> {
  return new ConfigError<LiveCode>('CONTAINER_UNFIT', `${source.name} cannot be booted: ${why}`);
}
