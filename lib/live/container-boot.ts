import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../core/log.ts';
import { ARCHITECTURES, type Basearch } from '../host/architecture.ts';
import type { PlaceAccess } from '../registry/open-place.ts';
import { writeCompressed } from './compressor.ts';
import { writeContainerDisk } from './container-disk.ts';
import { writeContainerInitramfs } from './container-initramfs.ts';
import { openContainer } from './container-source.ts';
import { CONTAINER_DISK_SERIAL } from './init-container.ts';
import { kernelPath } from './kernel-initrd.ts';
import { checkoutToRead } from './tree.ts';

/** A container image to run as a virtual machine, and the tree whose kernel runs it. */
export interface ContainerBootOptions {
  readonly repoPath: string;
  readonly commit: string;
  readonly basearch: Basearch;
  /** `DIR[:tag]`, `FILE.tar[:tag]`, or a reference to a registry. */
  readonly image: string;
  /** In place of the image's own command. */
  readonly command?: readonly string[];
  readonly access: PlaceAccess;
  /** An empty folder, in which the result lies. */
  readonly workDir: string;
  readonly log: Log;
}

/** What a virtual machine for a container is started with. */
export interface ContainerBoot {
  readonly kernel: string;
  readonly initramfs: string;
  /** A squashfs, to be attached as a read-only virtio disk with the serial number `diskSerial`. */
  readonly disk: string;
  readonly diskSerial: string;
  /** For a machine on QEMU's user network, but for what the caller adds. */
  readonly kernelArguments: readonly string[];
}

/**
 * Makes kernel, initramfs and disk of a virtual machine that runs one container (the `minimal` profile)
 * and powers off. Needs no root. The console says `the container ended with exit code <n>`.
 *
 * @throws ConfigError LiveCode, REFERENCE_INVALID, REGISTRY_DENIED; BuildError LiveCode, RegistryCode
 */
export async function prepareContainerBoot(options: ContainerBootOptions): Promise<ContainerBoot> {
  const { repoPath, commit, basearch, workDir, log } = options;
  const layers = join(workDir, 'layers');
  await mkdir(layers);
  const disk = join(workDir, 'container.squashfs');
  await log.group(`Read ${options.image}`, async () => {
    const source = await openContainer(options.image, options.access, layers);
    await writeContainerDisk({ ...options, source, output: disk, workDir: layers });
  });
  const { kernel, initramfs } = await log.group('Make the minimal kernel and initramfs', () =>
    writeMinimal({ repoPath, commit, folder: workDir, log }),
  );
  const { console } = ARCHITECTURES[basearch];
  const kernelArguments = [
    `console=${console}`,
    'quiet',
    'panic=-1',
    `treesmith.ip=${QEMU_NETWORK}`,
  ];
  return { kernel, initramfs, disk, diskSerial: CONTAINER_DISK_SERIAL, kernelArguments };
}

/** Address, gateway and nameserver of the first guest on QEMU's user network. */
const QEMU_NETWORK = '10.0.2.15/24,10.0.2.2,10.0.2.3';

/**
 * Writes `vmlinuz` and `initramfs.img` of the `minimal` profile into a folder.
 *
 * @throws ConfigError COMMIT_MISSING, KERNEL_MISSING, PROGRAM_MISSING, MODULE_MISSING
 */
export async function writeMinimal(options: {
  readonly repoPath: string;
  readonly commit: string;
  readonly folder: string;
  readonly log: Log;
}): Promise<{ readonly kernel: string; readonly initramfs: string }> {
  const { folder, log } = options;
  const tree = await checkoutToRead(options.repoPath, options.commit, join(folder, 'tree'), log);
  const kernel = join(folder, 'vmlinuz');
  const initramfs = join(folder, 'initramfs.img');
  await writeSmallKernel(kernelPath(tree), kernel);
  await writeContainerInitramfs(tree, initramfs);
  return { kernel, initramfs };
}

/** Where an uncompressed kernel of arm64 has `ARM\x64` (Documentation/arch/arm64/booting.rst). */
const ARM64_MAGIC_OFFSET = 56;
const ARM64_MAGIC = 0x644d5241;

/** That one is compressed: QEMU takes it so, and it is a third of the size. */
async function writeSmallKernel(source: string, output: string): Promise<void> {
  const bytes = await readFile(source);
  const isRaw = bytes.length >= 64 && bytes.readUInt32LE(ARM64_MAGIC_OFFSET) === ARM64_MAGIC;
  if (!isRaw) return writeFile(output, bytes);
  return writeCompressed([bytes], output, { compression: 'gzip' });
}
