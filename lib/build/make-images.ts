import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatBytes } from '../core/bytes.ts';
import type { Log } from '../core/log.ts';
import { buildDisk } from '../disk/disk.ts';
import { readTreeFacts } from '../disk/tree-facts.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import { assertOutputFile, makeFolder, withLock } from '../host/files.ts';
import { makeTempDir } from '../host/temp.ts';
import { buildLive } from '../live/live.ts';
import type { LiveFormat, LiveOutput } from '../live/live-model.ts';
import type { MediaFile, MediaFormat } from '../media/media-model.ts';
import { writeMedia } from '../media/write-media.ts';
import { FORMAT_FACTS, resolveFirmware } from '../remix/image-formats.ts';
import type { ImageSpec } from '../remix/image-model.ts';
import { platformArguments } from '../remix/platforms.ts';
import type { OstreeRemote } from '../remix/remix.ts';
import { type DiskGroup, groupByDisk, type WantedImage } from './image-groups.ts';

/** Images to make of one commit. */
export interface MakeImagesOptions {
  readonly repoPath: string;
  /** Checksum, 64 hex digits. */
  readonly commit: string;
  readonly ref: string;
  /** Name of the remix: the stateroot, and in titles. */
  readonly osName: string;
  readonly basearch: Basearch;
  /** The remote that the deployed system pulls from. */
  readonly remote?: OstreeRemote;
  /** Public OpenPGP key that must have signed the commit, and that the deployed system trusts. */
  readonly gpgKeyPath?: string;
  readonly images: readonly WantedImage[];
  /** Folder on a disk with room for a tree and a disk. One run at a time uses it. */
  readonly workDir: string;
  readonly log: Log;
}

/** Files of one image: itself, or what is in its folder, sorted by name. */
export interface MadeImage {
  readonly output: string;
  readonly files: readonly MediaFile[];
}

/**
 * Makes images of a commit, in every format: one disk for all that can be written of it, in one pass,
 * and one checkout for those that are made of files. The bytes are a function of the commit, the
 * specifications and the tools' versions. Runs as root. The answers are in the order of `images`.
 *
 * @throws what `buildDisk`, `writeMedia` and `buildLive` throw; ConfigError OUTPUT_NOT_A_FILE, OUTPUT_READ_ONLY
 */
export async function makeImages(options: MakeImagesOptions): Promise<MadeImage[]> {
  const { images, workDir, log } = options;
  for (const { spec, output } of images) {
    if (!FORMAT_FACTS[spec.format].suffix.endsWith('/')) await assertOutputFile(output);
    await makeFolder(dirname(output));
  }
  const folder = join(workDir, 'images');
  return withLock(
    `${folder}.lock`,
    async () => {
      // What a run that was killed left behind.
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      await using work = await makeTempDir(folder);
      const made = new Map<string, readonly MediaFile[]>();
      const installers = new Map<string, string>();
      for (const [index, group] of groupByDisk(images).entries()) {
        const disk = join(work.path, `disk-${index}`);
        await mkdir(disk);
        await makeOfDisk(group, disk, options, { made, installers });
        await rm(disk, { recursive: true, force: true, maxRetries: 3 });
      }
      const live = images.filter(({ spec }) => FORMAT_FACTS[spec.format].madeOf === 'tree');
      if (live.length > 0) {
        const results = await buildLive({
          ...options,
          name: options.osName,
          outputs: live.map((image) => liveOutput(image, options.basearch, installers)),
          workDir: work.path,
        });
        for (const { path, files } of results) made.set(path, files);
      }
      return images.map(({ output }) => ({ output, files: made.get(output) ?? [] }));
    },
    { log },
  );
}

async function makeOfDisk(
  { spec, platforms, images }: DiskGroup,
  folder: string,
  options: MakeImagesOptions,
  {
    made,
    installers,
  }: { made: Map<string, readonly MediaFile[]>; installers: Map<string, string> },
): Promise<void> {
  const { repoPath, commit, basearch, log } = options;
  const disk = await log.group(`Make a disk (${formatBytes(spec.sizeBytes)})`, () =>
    buildDisk({ ...options, spec, platforms, folder }),
  );
  const { timestampSeconds } = await readTreeFacts(repoPath, commit);
  const outputs = images.map(({ spec: image, output }, index) => {
    const patches = disk.patches[image.platform.name] ?? [];
    if (image.format !== 'iso') {
      return { ...mediaFormat(image, options.osName, basearch), path: output, patches };
    }
    const path = `${folder}.install-${index}.raw.zst`;
    installers.set(output, path);
    return { format: 'raw.zst' as const, path, patches };
  });
  const names = images.map(({ spec: image }) => image.format).join(', ');
  await log.group(`Write the disk (${names})`, async () => {
    const files = await writeMedia({
      ...{ disk, outputs, identity: commit, timeSeconds: timestampSeconds, log },
    });
    for (const file of files) {
      made.set(file.path, [file]);
      log.info(`${file.path}: ${formatBytes(file.sizeBytes)}`);
    }
    const share = (disk.peakBytes / disk.treeBytes).toFixed(2);
    log.info(
      `Beside the outputs, at most ${formatBytes(disk.peakBytes)} of disk: ${share} times the tree`,
    );
  });
}

function mediaFormat(spec: ImageSpec, osName: string, basearch: Basearch): MediaFormat {
  const { format } = spec;
  switch (format) {
    case 'qcow2':
      return { format, compression: diskCompression(spec) };
    case 'containerdisk': {
      const architecture = ARCHITECTURES[basearch].oci;
      return { format, name: osName, architecture, compression: diskCompression(spec) };
    }
    case 'ova': {
      const { hardwareVersion, osType } = spec.vmware;
      const byUefi = resolveFirmware(spec.firmware, basearch, spec.bootloader).includes('uefi');
      const firmware = byUefi ? 'efi' : 'bios';
      return { format, machine: { name: osName, hardwareVersion, osType, firmware } };
    }
    case 'iso':
    case 'pxe':
    case 'kernel+initrd':
    case 'wsl':
    case 'tar':
      throw new TypeError(`${format} is not written of a disk`);
    default:
      return { format };
  }
}

function diskCompression({ compression }: ImageSpec): 'none' | 'zlib' | 'zstd' {
  return compression === 'none' || compression === 'zlib' ? compression : 'zstd';
}

function liveOutput(
  { spec, output }: WantedImage,
  basearch: Basearch,
  installers: ReadonlyMap<string, string>,
): LiveOutput {
  const { platform, compression, filesystem } = spec;
  const installImage = installers.get(output);
  return {
    format: spec.format as LiveFormat,
    path: output,
    kernelArguments: [...platformArguments(platform, basearch), ...spec.kernelArguments],
    ...(platform.consoles.length === 0 ? {} : { consoles: [] }),
    rootfs: filesystem === 'erofs' ? 'erofs' : 'squashfs',
    ...(compression === 'zlib' ? {} : { compression }),
    ...(installImage === undefined ? {} : { installImage }),
  };
}
