import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { formatBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { formatGpt } from '../gpt/format.ts';
import { assertOutputFile, besidePath, makeFolder, replaceFile } from '../host/files.ts';
import { makeTempDir } from '../host/temp.ts';
import type { Basearch, Firmware } from '../remix/architecture.ts';
import { ARCHITECTURES } from '../remix/architecture.ts';
import type { ImageFormat, OstreeRemote } from '../remix/remix.ts';
import type { DiskCode } from './errors.ts';
import { writeEsp } from './esp.ts';
import { ext4SizeBytes, writeExt4 } from './ext4.ts';
import { assertFormat, convertImage } from './formats.ts';
import { assertGrub, buildGrub } from './grub.ts';
import { resolveIdentifiers } from './identifiers.ts';
import { type DiskLayout, FIXED_BYTES, resolveLayout } from './layout.ts';
import { deploySysroot } from './sysroot.ts';
import { readTreeFacts } from './tree-facts.ts';

/** A disk image to make of a commit. */
export interface ImageOptions {
  readonly repoPath: string;
  /** Checksum, 64 hex digits. */
  readonly commit: string;
  readonly ref: string;
  /** Name of the stateroot. */
  readonly osName: string;
  /** `x86_64` unless given. */
  readonly basearch?: Basearch;
  /** The remote that the deployed system pulls from. */
  readonly remote?: OstreeRemote;
  /** Public OpenPGP key that must have signed the commit, and that the deployed system trusts. */
  readonly gpgKeyPath?: string;
  readonly image: {
    readonly format: ImageFormat;
    readonly sizeBytes: number;
    /** Empty: what the architecture has. */
    readonly firmware: readonly Firmware[];
    /** After our own: root, console. */
    readonly kernelArguments: readonly string[];
  };
  readonly output: string;
  /** Folder on a disk with room for the tree twice. */
  readonly workDir: string;
  readonly log: Log;
}

/** The finished image. */
export interface BuiltImage {
  readonly path: string;
  /** Of the file. */
  readonly sizeBytes: number;
  /** Lower-case hex, of the file. */
  readonly sha256: string;
}

/**
 * Makes a bootable disk image with one OSTree deployment of a commit, without a loop device and
 * without a mount. The bytes are a function of the commit, the options and the tools' versions:
 * every identifier comes from the commit's checksum, every time from its timestamp. Runs as root.
 *
 * @throws ConfigError DiskCode; ConfigError OUTPUT_NOT_A_FILE, OUTPUT_READ_ONLY; BuildError DISK_FULL; ToolError
 */
export async function buildImage(options: ImageOptions): Promise<BuiltImage> {
  const { repoPath, commit, image, output, log } = options;
  const basearch = options.basearch ?? 'x86_64';
  assertFormat(image.format);
  await assertOutputFile(output);
  const { timestampSeconds } = await readTreeFacts(repoPath, commit);
  await assertGrub(repoPath, commit, basearch);
  if (options.gpgKeyPath === undefined)
    log.warn(`the signature of commit ${commit} is not verified: no key was given`);

  const ids = resolveIdentifiers(commit);
  await using work = await makeTempDir(options.workDir);
  const sysroot = await deploySysroot({
    path: join(work.path, 'sysroot'),
    repoPath,
    commit,
    ref: options.ref,
    osName: options.osName,
    ...(options.remote === undefined ? {} : { remote: options.remote }),
    ...(options.gpgKeyPath === undefined ? {} : { gpgKeyPath: options.gpgKeyPath }),
    kernelArguments: [...baseArguments(basearch, ids.rootUuid), ...image.kernelArguments],
    timestampSeconds,
    log,
  });
  assertFits(image.sizeBytes, sysroot.sizeBytes);

  const layout = resolveLayout(image.sizeBytes, basearch, ids);
  const disk = join(work.path, 'disk.raw');
  await writeTable(disk, layout);
  const shared = { disk, timeSeconds: timestampSeconds, workDir: work.path, log };
  await writeExt4({
    ...shared,
    extent: layout.root,
    tree: sysroot.path,
    label: 'root',
    uuid: ids.rootUuid,
    hashSeed: ids.rootHashSeed,
    immutable: [sysroot.deployment],
  });
  const files = await buildGrub({
    deploymentPath: join(sysroot.path, sysroot.deployment),
    basearch,
    bootUuid: ids.rootUuid,
    workDir: work.path,
    log,
  });
  await writeEsp({ ...shared, extent: layout.esp, volumeId: ids.espVolumeId, files });

  // Beside the output, so that the name never stands for half an image.
  await makeFolder(dirname(output));
  const partial = besidePath(output);
  try {
    await convertImage({ disk, format: image.format, output: partial, log });
    const built = await measure(partial);
    await replaceFile(partial, output);
    return { path: output, ...built };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Kernel arguments that every image has. ostree mounts the root read-only where it must; `rw` lets it. */
function baseArguments(basearch: Basearch, rootUuid: string): string[] {
  return [
    `root=UUID=${rootUuid}`,
    'rw',
    'console=tty0',
    `console=${ARCHITECTURES[basearch].console}`,
  ];
}

function assertFits(sizeBytes: number, treeBytes: number): void {
  const needed = FIXED_BYTES + ext4SizeBytes(treeBytes);
  if (sizeBytes >= needed) return;
  throw new ConfigError<DiskCode>(
    'IMAGE_TOO_SMALL',
    `an image of ${formatBytes(sizeBytes)} is ${formatBytes(needed - sizeBytes)} too small for the tree of ${formatBytes(treeBytes)}`,
    {
      hint: `Set its size to ${Math.ceil(needed / 2 ** 20)} MiB or more; twice that leaves room for an upgrade.`,
    },
  );
}

/** Makes the sparse disk file, with nothing but its partition table. */
async function writeTable(path: string, layout: DiskLayout): Promise<void> {
  const { head, tail } = formatGpt(layout.table);
  const file = await open(path, 'wx');
  try {
    await file.truncate(layout.sizeBytes);
    await file.write(head, 0, head.length, 0);
    await file.write(tail, 0, tail.length, layout.sizeBytes - tail.length);
  } finally {
    await file.close();
  }
}

async function measure(path: string): Promise<{ sizeBytes: number; sha256: string }> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return { sizeBytes: (await stat(path)).size, sha256: digest.digest('hex') };
}
