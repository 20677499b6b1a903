import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { formatGpt } from '../gpt/format.ts';
import { SECTOR_BYTES } from '../gpt/table.ts';
import { formatBootSector, placeCore } from '../grub/bios.ts';
import type { Basearch } from '../host/architecture.ts';
import { resolveFirmware } from '../remix/image-formats.ts';
import type { ImageSpec, Platform } from '../remix/image-model.ts';
import type { OstreeRemote } from '../remix/remix.ts';
import { type BootFiles, prepareBootloader } from './bootloader.ts';
import { writeEsp } from './esp.ts';
import { writeExtraPartitions } from './extra-partitions.ts';
import { prepareFirstBoot } from './first-boot.ts';
import { resolveIdentifiers } from './identifiers.ts';
import { type DiskLayout, resolveLayout } from './layout.ts';
import { type DiskPatch, findFile } from './platform-patch.ts';
import { rootSizeBytes, writeRoot } from './root.ts';
import { deploySysroot } from './sysroot.ts';
import { readTreeFacts } from './tree-facts.ts';

/** What is true of every image that is made of one disk. */
export type DiskSpec = Pick<
  ImageSpec,
  | 'sizeBytes'
  | 'firmware'
  | 'bootloader'
  | 'filesystem'
  | 'partitions'
  | 'regenerateUuids'
  | 'kernelArguments'
>;

/** A disk to make of a commit. */
export interface DiskOptions {
  readonly repoPath: string;
  /** Checksum, 64 hex digits. */
  readonly commit: string;
  readonly ref: string;
  /** Name of the stateroot. */
  readonly osName: string;
  readonly basearch: Basearch;
  /** The remote that the deployed system pulls from. */
  readonly remote?: OstreeRemote;
  /** Public OpenPGP key that must have signed the commit, and that the deployed system trusts. */
  readonly gpgKeyPath?: string;
  readonly spec: DiskSpec;
  /** What the disk is to run on. The first is that of the disk itself, each has a patch. */
  readonly platforms: readonly [Platform, ...Platform[]];
  /** An empty folder on a disk with room for the tree and some: the disk is left in it. */
  readonly folder: string;
  readonly log: Log;
}

/** A raw disk. */
export interface BuiltDisk {
  /** The sparse file `disk.raw`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** By the platform's name: what to write over the disk. Empty for the disk's own. */
  readonly patches: Readonly<Record<string, readonly DiskPatch[]>>;
  /** Bytes of the tree as it lies in the root file system. */
  readonly treeBytes: number;
  /** The most bytes that the deployed tree and the disk took together while it was made. */
  readonly peakBytes: number;
}

/**
 * Makes a bootable raw disk with one OSTree deployment of a commit, without a loop device and without
 * a mount. The bytes are a function of the commit, the options and the tools' versions: every
 * identifier comes from the commit's checksum, every time from its timestamp. Runs as root.
 *
 * @throws ConfigError DiskCode; BuildError DiskCode, DISK_FULL; ToolError
 */
export async function buildDisk(options: DiskOptions): Promise<BuiltDisk> {
  const { repoPath, commit, basearch, spec, folder, log } = options;
  const ids = resolveIdentifiers(commit);
  const facts = await readTreeFacts(repoPath, commit);
  const firmware = resolveFirmware(spec.firmware, basearch, spec.bootloader);
  const firstBoot = await prepareFirstBoot({ repoPath, commit, spec, ids });
  const bootloader = await prepareBootloader({
    ...options,
    firmware,
    facts,
    ids,
    tools: firstBoot.tools,
  });
  if (options.gpgKeyPath === undefined) {
    log.warn(`the signature of commit ${commit} is not verified: no key was given`);
  }
  const sysroot = await deploySysroot({
    ...options,
    path: join(folder, 'sysroot'),
    timestampSeconds: facts.timestampSeconds,
    kernelArguments: [...firstBoot.rootArguments, ...spec.kernelArguments],
    files: firstBoot.files,
    checkEntry: spec.bootloader === 'grub',
  });
  const layout = resolveLayout({
    sizeBytes: spec.sizeBytes,
    basearch,
    ids,
    espBytes: bootloader.espBytes,
    partitions: spec.partitions,
    rootBytes: rootSizeBytes(spec.filesystem, sysroot),
  });
  const disk = join(folder, 'disk.raw');
  const shared = { disk, timeSeconds: facts.timestampSeconds, workDir: folder, log };
  const boot = await bootloader.build(sysroot);
  await writeTable(disk, layout, boot.bios);
  await writeEsp({
    ...shared,
    extent: layout.esp,
    volumeId: ids.espVolumeId,
    label: 'ESP',
    files: boot.files,
  });
  await writeExtraPartitions({ ...shared, layout, partitions: spec.partitions, ids });
  const isTree = spec.filesystem === 'erofs';
  // Hard links of the repository are names outside of the tree.
  if (isTree) await rm(join(sysroot.path, 'ostree', 'repo'), { recursive: true });
  const peakBytes = await writeRoot(spec.filesystem, {
    ...shared,
    extent: layout.root,
    tree: isTree ? join(sysroot.path, sysroot.deployment) : sysroot.path,
    label: 'root',
    uuid: ids.rootUuid,
    hashSeed: ids.rootHashSeed,
    immutable: [sysroot.deployment],
    metadataChecksums: !spec.regenerateUuids,
  });
  await rm(sysroot.path, { recursive: true });
  return {
    path: disk,
    sizeBytes: layout.sizeBytes,
    patches: await findPatches(disk, layout, boot),
    treeBytes: sysroot.sizeBytes,
    peakBytes,
  };
}

/** Makes the sparse disk file, with nothing but its partition table and what a BIOS boots. */
async function writeTable(
  path: string,
  layout: DiskLayout,
  bios: BootFiles['bios'],
): Promise<void> {
  const { head, tail } = formatGpt(layout.table);
  await using file = await open(path, 'wx');
  await file.truncate(layout.sizeBytes);
  await file.write(head, 0, head.length, 0);
  await file.write(tail, 0, tail.length, layout.sizeBytes - tail.length);
  if (bios === undefined) return;
  const sector = layout.biosBoot.offsetBytes / SECTOR_BYTES;
  const core = placeCore(bios.core, sector, layout.biosBoot.sizeBytes);
  await file.write(core, 0, core.length, layout.biosBoot.offsetBytes);
  const first = formatBootSector(bios.bootImage, head.subarray(0, SECTOR_BYTES), sector);
  await file.write(first, 0, first.length, 0);
}

async function findPatches(
  disk: string,
  layout: DiskLayout,
  { platformFiles }: BootFiles,
): Promise<Record<string, readonly DiskPatch[]>> {
  const patches: Record<string, readonly DiskPatch[]> = {};
  if (platformFiles === undefined) return patches;
  const [own = Buffer.alloc(0)] = platformFiles.values();
  const offsetBytes = await findFile(disk, layout.esp, own);
  for (const [name, bytes] of platformFiles) {
    patches[name] = bytes.equals(own) ? [] : [{ offsetBytes, bytes }];
  }
  return patches;
}
