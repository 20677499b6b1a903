import { open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { formatBytes } from '../core/bytes.ts';
import { ConfigError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { formatGpt } from '../gpt/format.ts';
import type { Basearch, Firmware } from '../host/architecture.ts';
import { ARCHITECTURES } from '../host/architecture.ts';
import { assertOutputFile, makeFolder, withLock } from '../host/files.ts';
import { makeTempDir } from '../host/temp.ts';
import type { ImageFormat, OstreeRemote } from '../remix/remix.ts';
import type { DiskCode } from './errors.ts';
import { writeEsp } from './esp.ts';
import { ext4SizeBytes, writeExt4 } from './ext4.ts';
import { assertFormat, convertImage } from './formats.ts';
import { assertGrub, buildGrub } from './grub.ts';
import { resolveIdentifiers } from './identifiers.ts';
import { type DiskLayout, FIXED_BYTES, resolveLayout } from './layout.ts';
import { type PlacedFile, placeOutput } from './place-output.ts';
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
  /** Folder on a disk with room for the tree twice. One image at a time uses it. */
  readonly workDir: string;
  readonly log: Log;
}

/**
 * Makes a bootable disk image with one OSTree deployment of a commit, without a loop device and
 * without a mount. The bytes are a function of the commit, the options and the tools' versions:
 * every identifier comes from the commit's checksum, every time from its timestamp. Runs as root.
 *
 * @throws ConfigError DiskCode; ConfigError OUTPUT_NOT_A_FILE, OUTPUT_READ_ONLY; BuildError DISK_FULL; ToolError
 */
export async function buildImage(options: ImageOptions): Promise<PlacedFile> {
  const { repoPath, commit, image, output, workDir, log } = options;
  const basearch = options.basearch ?? 'x86_64';
  assertFormat(image.format);
  assertFirmware(image.firmware);
  await assertOutputFile(output);
  const { timestampSeconds } = await readTreeFacts(repoPath, commit);
  await assertGrub(repoPath, commit, basearch);
  if (options.gpgKeyPath === undefined) {
    log.warn(`the signature of commit ${commit} is not verified: no key was given`);
  }
  const title = `Make ${basename(output)} (${image.format}, ${formatBytes(image.sizeBytes)})`;
  return log.group(title, async () => {
    const startedMs = performance.now();
    await makeFolder(dirname(output));
    const folder = join(workDir, 'disk-image');
    const built = await withLock(
      `${folder}.lock`,
      async () => {
        // What a run that was killed left behind.
        await rm(folder, { recursive: true, force: true });
        await using work = await makeTempDir(folder);
        const finished = await assembleImage({ ...options, basearch, timestampSeconds }, work.path);
        return await placeOutput(finished, output);
      },
      { log },
    );
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    log.info(`${output}: ${formatBytes(built.sizeBytes)} in ${seconds} s`);
    return built;
  });
}

/** Makes the image in `workPath` and returns its path there. */
async function assembleImage(
  options: ImageOptions & { readonly basearch: Basearch; readonly timestampSeconds: number },
  workPath: string,
): Promise<string> {
  const { commit, image, log, basearch, timestampSeconds } = options;
  const ids = resolveIdentifiers(commit);
  const sysroot = await deploySysroot({
    ...options,
    path: join(workPath, 'sysroot'),
    kernelArguments: [...baseArguments(basearch, ids.rootUuid), ...image.kernelArguments],
  });
  assertFits(image.sizeBytes, sysroot.sizeBytes);

  const layout = resolveLayout(image.sizeBytes, basearch, ids);
  const disk = join(workPath, 'disk.raw');
  await writeTable(disk, layout);
  const shared = { disk, timeSeconds: timestampSeconds, workDir: workPath, log };
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
    workDir: workPath,
    log,
  });
  await writeEsp({ ...shared, extent: layout.esp, volumeId: ids.espVolumeId, files });
  return convertImage({ disk, format: image.format, output: join(workPath, 'image'), log });
}

function assertFirmware(firmware: readonly Firmware[]): void {
  const other = firmware.find((name) => name !== 'uefi');
  if (other === undefined) return;
  throw new ConfigError<DiskCode>(
    'FIRMWARE_UNSUPPORTED',
    `no image that boots by ${other} can be made yet`,
    { hint: 'Set "firmware: [uefi]" in remix.yaml.' },
  );
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
